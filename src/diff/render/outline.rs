//! A brief as plain lines, for programs that compare lines.

use crate::diff::{Speaker, headline::shown};
use crate::model::{Prose, sentences};
use crate::record::{Records, Value};

/// The records in reading order, with one field on each line and one sentence of prose on each line. Names and ids are
/// those of the file; values are shown as on the page. Comments, layout and the order of keys have no effect.
#[must_use]
pub fn outline(records: &Records, speaker: &dyn Speaker) -> String {
    let mut out = String::new();
    for (path, record) in &records.list {
        out.push_str(&format!("[{path}]\n"));
        for (name, value) in &record.fields {
            let name = name.replace('_', " ");
            match value {
                Value::Prose(prose) => prose_lines(&name, prose, &mut out),
                Value::List(items) => {
                    for item in items {
                        out.push_str(&format!("{name}: {}\n", one_line(&text(item, records, speaker))));
                    }
                }
                _ => out.push_str(&format!("{name}: {}\n", one_line(&text(value, records, speaker)))),
            }
        }
        out.push('\n');
    }
    out
}

fn text(value: &Value, records: &Records, speaker: &dyn Speaker) -> String {
    match value {
        Value::Prose(prose) => prose.source(),
        // The id is used and not the name of the record: otherwise a new name would change every line that refers to
        // it.
        Value::Id(_, id) => id.clone(),
        _ => shown(value, records, speaker),
    }
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}

fn prose_lines(name: &str, prose: &Prose, out: &mut String) {
    let text = prose.source();
    let mut lines =
        text.split("\n\n").flat_map(|it| sentences(it).into_iter().map(|range| &it[range]).collect::<Vec<_>>());
    let first = lines.next().unwrap_or_default();
    out.push_str(&format!("{name}: {}\n", one_line(first)));
    for line in lines {
        out.push_str(&format!("  {}\n", one_line(line)));
    }
}
