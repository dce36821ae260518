//! A diff for terminals.

use super::{Editions, counted, edition, lines, texts};
use crate::diagnostic::render::escaped;
use crate::diff::words::TextChange;
use crate::diff::{ChangeKind, Diff, Fragment, RecordChange, Speaker};
use crate::schema::Class;

/// The properties of the terminal.
#[derive(Debug, Clone, Copy)]
struct Screen {
    /// Whether to use colours. The output is complete without them.
    pub color: bool,
    /// The width of a line, in columns.
    pub width: usize,
}

/// A diff as text: headlines by class, the most serious first, with the changed words below them. Deleted words are in
/// `[-…-]`, inserted ones in `{+…+}`, a moved paragraph in `{>…<}`. The text may contain anything that the briefs
/// contain, and must be escaped for the terminal.
#[must_use]
pub fn human(diff: &Diff, editions: &Editions, speaker: &dyn Speaker, color: bool, width: usize) -> String {
    let screen = Screen { color, width: width.clamp(40, 120) };
    let mut out = String::new();
    for (sign, it, records) in [('-', &editions.old, &diff.old), ('+', &editions.new, &diff.new)] {
        let known = edition(records, speaker);
        let known = if known.is_empty() { known } else { format!(" ({known})") };
        let errors = match it.errors {
            0 => String::new(),
            1 => " – has an error; what could be read is compared".to_owned(),
            count => format!(" – has {count} errors; what could be read is compared"),
        };
        out.push_str(&format!("{sign} {}{known}{errors}\n", escaped(&it.name)));
    }
    out.push_str(&format!("  {}\n", counted(diff)));
    for class in Class::ALL {
        let lines = lines(diff, class, speaker);
        if lines.is_empty() {
            continue;
        }
        out.push_str(&format!("\n{}\n", screen.paint("1", &title(class))));
        for (change, headline, field) in lines {
            let (sign, paint) = sign(change, headline.field.is_some());
            let line = screen.wrapped(&headline.text, 4);
            out.push_str(&format!("  {} {}\n", screen.paint(paint, sign), line));
            for fragments in field.map(|field| texts(field, &headline.text)).unwrap_or_default() {
                out.push_str(&screen.words(fragments));
            }
        }
    }
    out
}

fn title(class: Class) -> String {
    let name = class.name();
    format!("{}{}", name[..1].to_uppercase(), &name[1..])
}

/// The character before a headline, and its colour.
fn sign(change: &RecordChange, field: bool) -> (&'static str, &'static str) {
    match change.kind {
        ChangeKind::Added => ("+", "32"),
        ChangeKind::Removed => ("-", "31"),
        ChangeKind::Kept if field => ("~", "33"),
        ChangeKind::Kept => (">", "36"),
    }
}

/// The number of unchanged words that are shown around a change.
const CONTEXT: usize = 6;

/// The first words of a moved paragraph, which are enough since the words have not changed.
fn first_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.get(..2 * CONTEXT) {
        Some(first) if words.len() > first.len() => format!("{} …", first.join(" ")),
        _ => words.join(" "),
    }
}

impl Screen {
    fn paint(self, code: &str, text: &str) -> String {
        if self.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// Wraps the text to the width of the screen, with a margin on all lines except the first.
    fn wrapped(self, text: &str, margin: usize) -> String {
        // Control characters are made visible before colours are added.
        let text = &*escaped(text);
        let mut out = String::new();
        let mut column = margin;
        for (at, word) in text.split([' ', '\n']).filter(|word| !word.is_empty()).enumerate() {
            let width = word.chars().count();
            if at > 0 && column + 1 + width > self.width {
                out.push('\n');
                out.push_str(&" ".repeat(margin));
                column = margin;
            } else if at > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += width;
        }
        out
    }

    /// The changed words, with some unchanged words around them.
    fn words(self, fragments: &[Fragment]) -> String {
        let mut words: Vec<(TextChange, String)> = Vec::new();
        for (at, fragment) in fragments.iter().enumerate() {
            let text = fragment.text.trim_matches(['\n']);
            match fragment.change {
                TextChange::Kept => {
                    let text = &*text.replace("\n\n", " ¶ ");
                    let all: Vec<&str> = text.split_whitespace().collect();
                    let (head, tail) = (at > 0, at + 1 < fragments.len());
                    let keep = CONTEXT * (usize::from(head) + usize::from(tail));
                    let mut shown: Vec<String> = Vec::new();
                    if all.len() <= keep + 2 {
                        shown.extend(all.iter().map(|it| (*it).to_owned()));
                    } else {
                        let head = if head { CONTEXT } else { 0 };
                        let tail = if tail { CONTEXT } else { 0 };
                        shown.extend(all[..head].iter().map(|it| (*it).to_owned()));
                        shown.push("…".to_owned());
                        shown.extend(all[all.len() - tail..].iter().map(|it| (*it).to_owned()));
                    }
                    // A space at the end of a part keeps two words apart.
                    let text = format!(
                        "{}{}{}",
                        if text.starts_with(' ') { " " } else { "" },
                        shown.join(" "),
                        if text.ends_with(' ') && !all.is_empty() { " " } else { "" }
                    );
                    words.push((TextChange::Kept, text));
                }
                TextChange::Moved => words.push((TextChange::Moved, first_words(text))),
                change => words.push((change, text.replace("\n\n", " ¶ "))),
            }
        }
        let mut marked = String::new();
        for (change, text) in &words {
            match change {
                TextChange::Kept => marked.push_str(text),
                TextChange::Deleted => marked.push_str(&format!("[-{text}-]")),
                TextChange::Inserted if marked.ends_with("-]") => marked.push_str(&format!(" {{+{text}+}}")),
                TextChange::Inserted => marked.push_str(&format!("{{+{text}+}}")),
                TextChange::Moved => marked.push_str(&format!("{{>{text}<}}")),
            }
        }
        let mut out = format!("      {}\n", self.wrapped(&marked, 6));
        if self.color {
            out = painted(&out);
        }
        out
    }
}

/// Colours the text between markers. The colour ends at the end of each line, so that it never affects what follows.
fn painted(text: &str) -> String {
    let mut out = String::new();
    let mut open: Option<&str> = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let end = rest.starts_with("-]") || rest.starts_with("+}");
        if open.is_none() && (rest.starts_with("[-") || rest.starts_with("{+")) {
            let code = if rest.starts_with("[-") { "\x1b[31m" } else { "\x1b[32m" };
            out.push_str(code);
            open = Some(code);
        }
        if open.is_some() && end {
            out.push_str(&rest[..2]);
            out.push_str("\x1b[0m");
            open = None;
            rest = &rest[2..];
            continue;
        }
        if c == '\n' && open.is_some() {
            out.push_str("\x1b[0m\n");
        } else if c != ' ' && out.ends_with("  ") && open.is_some() {
            out.push_str(open.unwrap_or_default());
            out.push(c);
        } else {
            out.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    out
}
