//! Any text: checked without a panic, every place within the text, every rendering plain; its fixes and its canonical
//! layout can be checked again, and formatting twice is formatting once.
#![no_main]

use briefing::diagnostic::render;
use briefing::format;
use briefing::pipeline::{self, Input};
use briefing::project::Severities;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let severities = Severities::default();
    let input = Input { name: "brief.toml".to_owned(), text: text.to_owned() };
    let checked = pipeline::check(&input, &severities);
    for fault in &checked.diagnostics {
        for label in fault.primary.iter().chain(&fault.related) {
            assert!(label.span.start <= label.span.end && label.span.end <= text.len(), "{fault:?}");
            assert!(text.is_char_boundary(label.span.start) && text.is_char_boundary(label.span.end), "{fault:?}");
        }
    }
    let shown = render::human(&checked.diagnostics, &checked.sources, false)
        + &render::short(&checked.diagnostics, &checked.sources);
    assert!(shown.chars().all(|c| c == '\n' || !c.is_control()));
    assert!(render::json(&checked.diagnostics, &checked.sources).lines().count() == checked.diagnostics.len());
    let fixed = pipeline::fix(input, &severities);
    assert!(fixed.made.is_empty() || fixed.input.text != text);
    if let Ok(once) = format::format(text) {
        assert_eq!(format::format(&once).as_deref(), Ok(once.as_str()));
    }
});
