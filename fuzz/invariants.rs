//! What holds of every text, however broken: asked by the fuzz target and, for a while, by the tests.

use briefing::diagnostic::render;
use briefing::format;
use briefing::pipeline::{self, Input};
use briefing::project::Severities;

/// Checks a text without a panic: every place lies within it, every rendering is plain, its fixes and its canonical
/// layout can be checked again, and formatting twice is formatting once.
///
/// # Panics
/// When one of these does not hold.
pub(crate) fn hold(text: &str) {
    let severities = Severities::default();
    let input = Input { name: "brief.toml".to_owned(), text: text.to_owned() };
    let checked = pipeline::check(&input, &severities);
    for fault in &checked.diagnostics {
        for label in fault.primary.iter().chain(&fault.related) {
            let span = label.span;
            assert!(span.start <= span.end && span.end <= text.len(), "{fault:?}");
            assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{fault:?}");
        }
    }
    let (diagnostics, sources) = (&checked.diagnostics, &checked.sources);
    let shown = render::human(diagnostics, sources, false) + &render::short(diagnostics, sources);
    assert!(shown.chars().all(|c| c == '\n' || !c.is_control()), "a control character reaches the terminal");
    assert_eq!(render::json(diagnostics, sources).lines().count(), diagnostics.len());
    let fixed = pipeline::fix(input, &severities);
    assert!(fixed.made.is_empty() || fixed.input.text != text, "{:?} change nothing", fixed.made);
    if let Ok(once) = format::format(text) {
        assert_eq!(format::format(&once).as_deref(), Ok(once.as_str()), "formatting again changes it again");
    }
}
