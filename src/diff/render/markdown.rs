//! A diff for pull requests.

use super::{Editions, counted, edition, lines, texts};
use crate::diff::words::TextChange;
use crate::diff::{Diff, Fragment, Speaker};
use crate::schema::Class;

/// GitHub allows 65,536 characters in a comment; the rest is for text that others add.
const LONGEST: usize = 60_000;

/// A diff as GitHub Flavored Markdown: headlines by class; evidential and editorial changes and long texts are
/// collapsed. It is never longer than a comment may be; changes that do not fit are counted.
#[must_use]
pub fn markdown(diff: &Diff, editions: &Editions, speaker: &dyn Speaker) -> String {
    let (old, new) = (edition(&diff.old, speaker), edition(&diff.new, speaker));
    let title = diff.new.get("brief").and_then(|it| it.text("title")).unwrap_or_else(|| editions.new.name.clone());
    let mut out = format!("### {}\n\n", escaped(&title));
    if !old.is_empty() || !new.is_empty() {
        out.push_str(&format!("{} → {}: ", escaped(&old), escaped(&new)));
    }
    out.push_str(&format!("{}.\n", counted(diff)));
    for it in [&editions.old, &editions.new] {
        if it.errors > 0 {
            let noun = if it.errors == 1 { "error" } else { "errors" };
            let name = escaped(&it.name);
            out.push_str(&format!("\n> {name} has {} {noun}; what could be read is compared.\n", it.errors));
        }
    }
    let mut left = 0;
    for class in Class::ALL {
        let lines = lines(diff, class, speaker);
        if lines.is_empty() {
            continue;
        }
        let name = class.name();
        let name = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
        let fold = class != Class::Substantive;
        out.push_str(&if fold {
            format!("\n<details>\n<summary>{name} ({})</summary>\n\n", lines.len())
        } else {
            format!("\n**{name}**\n\n")
        });
        for (_, headline, field) in &lines {
            let mut entry = format!("- {}\n", escaped(&headline.text));
            for fragments in field.map(|field| texts(field, &headline.text)).unwrap_or_default() {
                let length: usize = fragments.iter().map(|it| it.text.len()).sum();
                let text = words(fragments);
                entry.push_str(&match length {
                    0..=300 => format!("\n  {text}\n"),
                    _ => format!("\n  <details><summary>words</summary>\n\n  {text}\n\n  </details>\n"),
                });
            }
            if out.len() + entry.len() > LONGEST {
                left += 1;
            } else {
                out.push_str(&entry);
            }
        }
        if fold {
            out.push_str("\n</details>\n");
        }
    }
    if left > 0 {
        out.push_str(&format!("\n{left} more; `brief diff` shows them.\n"));
    }
    out
}

fn words(fragments: &[Fragment]) -> String {
    let mut out = String::new();
    for fragment in fragments {
        // Emphasis cannot extend over several paragraphs.
        for (at, text) in fragment.text.split("\n\n").enumerate() {
            if at > 0 {
                out.push_str(" ¶ ");
            }
            let text = escaped(text);
            out.push_str(&match fragment.change {
                _ if text.is_empty() => text,
                TextChange::Kept => text,
                TextChange::Deleted => format!("<del>{text}</del>"),
                TextChange::Inserted => format!("<ins>{text}</ins>"),
                TextChange::Moved => format!("<em>(moved)</em> {text}"),
            });
        }
    }
    out
}

/// Escapes a text so that Markdown shows it unchanged: on one line, with every character escaped that could have a
/// meaning (`CommonMark` 0.31, 2.4). Also prevents GitHub from turning addresses (GitHub Flavored Markdown 0.29, 6.9),
/// names and issue numbers into links or mentions.
#[must_use]
pub fn escaped(text: &str) -> String {
    // An empty comment separates characters that would have a meaning together.
    const APART: &str = "<!-- -->";
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let rest = &text[at..];
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '@' | '#' => {
                out.push(c);
                out.push_str(APART);
            }
            // `https://x`, `mailto:x`, `xmpp:x`
            ':' if text[..at].ends_with(char::is_alphabetic)
                && rest[1..].starts_with(|next: char| !next.is_whitespace()) =>
            {
                out.push(c);
                out.push_str(APART);
            }
            // `www.x`, `GH-1`
            '.' if ends_with(&text[..at], "www") => out.push_str("<!-- -->."),
            '-' if ends_with(&text[..at], "gh") && rest[1..].starts_with(|next: char| next.is_ascii_digit()) => {
                out.push_str("<!-- -->-");
            }
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '|' | '~' | '$' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    // Characters that would begin a list or underline a heading.
    let listed = out.trim_start().starts_with(['-', '+', '=']);
    if listed { format!("\\{}", out.trim_start()) } else { numbered(out) }
}

fn ends_with(text: &str, end: &str) -> bool {
    let start = text.len().checked_sub(end.len());
    start.and_then(|start| text.get(start..)).is_some_and(|found| found.eq_ignore_ascii_case(end))
}

/// Escapes a number with a full stop at the beginning, which would begin a list.
fn numbered(text: String) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => format!("{}\\{}", &text[..digits], &text[digits..]),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_in_a_text_becomes_a_link_or_a_mention() {
        for (text, expected) in [
            ("see https://evil.example/x", "see https:<!-- -->//evil.example/x"),
            ("WWW.evil.example", "WWW<!-- -->.evil.example"),
            ("mailto:a@evil.example", "mailto:<!-- -->a@<!-- -->evil.example"),
            ("@minister #1 GH-7", "@<!-- -->minister #<!-- -->1 GH<!-- -->-7"),
            ("[x](javascript:y)", "\\[x\\](javascript:<!-- -->y)"),
            ("Note: as is", "Note: as is"),
            ("1. a", "1\\. a"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }
}
