//! Any Markdown as a page, see `invariants.rs`. A text that begins with the mark of a font file is taken as a font.
#![no_main]

#[path = "../invariants.rs"]
mod invariants;

use briefing::layout::Fonts;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    thread_local!(static FONTS: Fonts = Fonts::embedded());
    if data.starts_with(&[0, 1, 0, 0]) || data.starts_with(b"OTTO") || data.starts_with(b"ttcf") {
        invariants::hold_font(data);
    } else if let Ok(text) = std::str::from_utf8(data) {
        FONTS.with(|fonts| invariants::hold_page(text, fonts));
    }
});
