use super::*;
use crate::diagnostic::Code;
use crate::source::Span;
use proptest::prelude::*;

fn at(name: &str, text: &str, range: std::ops::Range<usize>) -> String {
    let mut sources = Sources::default();
    let file = sources.add(name, text);
    human(&[Diagnostic::new(Code::BAD_VALUE, "wrong").at_with(Span::new(file, range), "here")], &sources, false)
}

#[test]
fn the_place_is_marked_under_wide_characters_tabs_and_controls() {
    let shown = at("a.toml", "x\n\t日本 e\u{301} \u{1b}y z\n", 15..16);
    let mark = format!("  | {:19}^ here", "");
    let line = "2 |     日本 e\u{301} <U+001B>y z";
    assert_eq!(shown, format!("error[bad-value]: wrong\n --> a.toml:2:9\n  |\n{line}\n{mark}\n\n"));
}

#[test]
fn a_long_line_is_shown_around_the_place_only() {
    let text = format!("{}HERE{}", "a".repeat(100_000), "b".repeat(100_000));
    let shown = at("a.toml", &text, 100_000..100_004);
    assert!(shown.contains("…aaaa") && shown.contains("HERE") && shown.contains("bbb…"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() < 130));
    let (line, mark) = (shown.lines().nth(3).unwrap_or_default(), shown.lines().nth(4).unwrap_or_default());
    let column = |text: &str, what: &str| text.find(what).map(|byte| text[..byte].chars().count());
    assert_eq!(column(line, "HERE"), column(mark, "^^^^"));
}

#[test]
fn neither_a_file_nor_its_name_can_write_to_the_terminal() {
    let shown = at("a\x1b[31m\n\u{202e}.toml", "\x1b]0;x\x07 \u{202e}\u{9b}31m", 0..1);
    assert!(shown.chars().all(|c| c == '\n' || !c.is_control()), "{shown:?}");
    assert!(!shown.contains('\u{202e}'));
}

#[test]
fn of_many_related_places_the_first_are_shown_and_the_lines_of_the_rest_named() {
    let mut sources = Sources::default();
    let file = sources.add("a.toml", "x\n".repeat(40));
    let at = |line: usize| Span::new(file, 2 * line - 2..2 * line - 1);
    let with = |count: usize| {
        let said = Diagnostic::new(Code::BAD_VALUE, "wrong").at(at(1));
        let mut said = (2..2 + count).fold(said, |said, line| said.related(at(line), "too"));
        said.same = count;
        // What explains it is shown after them, however many they are.
        let said = said.related(at(39), "since");
        (human(std::slice::from_ref(&said), &sources, false), json(&[said], &sources))
    };
    assert!(!with(4).0.contains("more place"));
    assert!(with(5).0.contains("= note: 1 more place: line 6\n"), "{}", with(5).0);
    let (shown, all) = with(20);
    assert!(shown.contains("= note: 16 more places: lines 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17 …\n"), "{shown}");
    assert_eq!((shown.matches("too").count(), all.matches("too").count()), (4, 20));
    assert!(shown.contains("- since"));
}

#[test]
fn counts_are_reported_in_words() {
    let error = Diagnostic::new(Code::BAD_VALUE, "x");
    let mut warning = error.clone();
    warning.severity = Severity::Warning;
    assert_eq!(summary(&[]), "");
    assert_eq!(summary(std::slice::from_ref(&error)), "1 error");
    assert_eq!(summary(&[error.clone(), error, warning]), "2 errors, 1 warning");
}

proptest! {
    #[test]
    fn any_place_of_any_text_is_rendered_in_plain_lines(text in "(\\PC|\\pC|\t){0,80}", from in 0..100_usize, length in 0..50_usize) {
        let shown = at("f", &text, from..from + length);
        prop_assert!(shown.chars().all(|c| c == '\n' || !c.is_control()));
    }
}
