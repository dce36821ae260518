//! Serializing a brief and reading it again gives the same brief.

use briefing::model::Brief;
use briefing::parse;
use briefing::source::Sources;
use serde_json::Value;

use crate::program::root;

fn read(text: &str) -> Brief {
    let mut sources = Sources::default();
    let file = sources.add("brief.toml", text);
    let (document, errors) = parse::parse(&sources, file);
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    let (brief, diagnostics) = briefing::check::check(&document, &sources);
    brief.unwrap_or_else(|| panic!("{diagnostics:?}\n{text}"))
}

/// A JSON value as TOML, on one line.
fn toml(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: Vec<_> = fields.iter().map(|(name, value)| format!("{name} = {}", toml(value))).collect();
            format!("{{ {} }}", fields.join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", ")),
        Value::String(text) if is_date(text) => text.clone(),
        other => other.to_string(),
    }
}

fn is_date(text: &str) -> bool {
    let digits = |at: usize| text.as_bytes()[at].is_ascii_digit();
    text.len() == 10 && [0, 1, 2, 3, 5, 6, 8, 9].into_iter().all(digits) && [&text[4..5], &text[7..8]] == ["-", "-"]
}

#[test]
fn a_serialized_brief_is_the_same_brief() {
    let mut count = 0;
    for entry in std::fs::read_dir(root().join("briefs")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "toml") {
            let brief = read(&std::fs::read_to_string(&path).unwrap());
            let Value::Object(tables) = serde_json::to_value(&brief).unwrap() else { panic!("{path:?}") };
            let text: String = tables.iter().map(|(name, value)| format!("{name} = {}\n", toml(value))).collect();
            assert_eq!(read(&text), brief, "{path:?}");
            count += 1;
        }
    }
    assert!(count >= 5, "{count} briefs");
}
