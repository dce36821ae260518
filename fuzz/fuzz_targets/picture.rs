//! Any bytes as a PNG, JPEG or SVG file, see `invariants.rs`.
#![no_main]

#[path = "../invariants.rs"]
mod invariants;

use briefing::layout::Fonts;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    thread_local!(static FONTS: Fonts = Fonts::embedded());
    FONTS.with(|fonts| invariants::hold_picture(data, fonts));
});
