//! The documentation of the codes: for the terminal, and the reference `docs/diagnostics.md`.

use std::fmt::Write as _;

use super::Code;
use super::code::ExampleKind;

const OPENING: &str = include_str!("reference.md");
/// The widest line of an explanation, in characters.
const WIDEST: usize = 80;

/// Name, meaning, reason and example as text of several lines, for a terminal.
#[must_use]
pub fn explanation(code: Code) -> String {
    let entry = code.entry();
    let paragraphs = [entry.meaning, entry.reason].map(wrapped);
    let mut out = format!("{} ({})\n\n{}\n", entry.name, entry.severity.word(), paragraphs.join("\n\n"));
    let Some(example) = entry.example else { return out };
    for (title, text) in [("Wrong", example.wrong), ("Right", example.right)] {
        let _ = write!(out, "\n{title}, in {}:\n\n", example.piece.noun());
        for line in text.trim_end().lines() {
            out.push_str(&if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") });
        }
    }
    out
}

/// The reference as Markdown. Takes the codes by heading.
#[must_use]
pub fn reference(catalogue: &[(&str, Vec<Code>)]) -> String {
    let mut out = format!(
        "<!-- Written by `diagnostic::reference` from the entries next to the code. Do not edit. -->\n\n{OPENING}"
    );
    for (heading, codes) in catalogue {
        let _ = write!(out, "\n## {heading}\n");
        for code in codes {
            let entry = code.entry();
            let adjustable = if entry.adjustable { "; a project may set another severity" } else { "" };
            let _ = write!(
                out,
                "\n### {}\n\n*{}{adjustable}.*\n{}\n\n{}\n",
                entry.name,
                capital(entry.severity.word()),
                entry.meaning,
                entry.reason
            );
            let Some(example) = entry.example else { continue };
            let language = if example.piece == ExampleKind::Template { "handlebars" } else { "toml" };
            for (title, text) in [("Wrong", example.wrong), ("Right", example.right)] {
                let _ =
                    write!(out, "\n{title}, in {}:\n\n```{language}\n{}\n```\n", example.piece.noun(), text.trim_end());
            }
        }
    }
    out
}

fn capital(word: &str) -> String {
    let mut rest = word.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + rest.as_str())
}

/// A paragraph in lines of at most [`WIDEST`] characters.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    let mut width = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > WIDEST {
            out.push('\n');
            width = 0;
        } else if width > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += length;
    }
    out
}
