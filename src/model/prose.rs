//! Prose: text in which emphasis, strong emphasis, links and citations mean something and all else is literal.

use std::fmt;

use super::Id;

/// One or more paragraphs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose {
    /// The paragraphs; none is empty.
    pub paragraphs: Vec<Vec<Inline>>,
}

/// A part of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Literal text: no line end, no two spaces in a row. No two stand side by side.
    Text(String),
    /// `*…*`
    Emphasis(Vec<Inline>),
    /// `**…**`
    Strong(Vec<Inline>),
    /// `[words](https://…)`
    Link {
        /// The words.
        text: Vec<Inline>,
        /// Where it leads: http, https or mailto.
        url: String,
    },
    /// `[@source-id]`
    Citation(Id),
}

impl Prose {
    /// The sources that it cites, in the order of their first citations.
    #[must_use]
    pub fn citations(&self) -> Vec<&Id> {
        fn walk<'a>(inlines: &'a [Inline], found: &mut Vec<&'a Id>) {
            for inline in inlines {
                match inline {
                    Inline::Citation(id) if !found.contains(&id) => found.push(id),
                    Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link { text: inner, .. } => {
                        walk(inner, found);
                    }
                    _ => {}
                }
            }
        }
        let mut found = Vec::new();
        self.paragraphs.iter().for_each(|paragraph| walk(paragraph, &mut found));
        found
    }

    /// The addresses of its links, in their order.
    #[must_use]
    pub fn links(&self) -> Vec<&str> {
        fn walk<'a>(inlines: &'a [Inline], found: &mut Vec<&'a str>) {
            for inline in inlines {
                match inline {
                    Inline::Link { text, url } => {
                        found.push(url);
                        walk(text, found);
                    }
                    Inline::Emphasis(inner) | Inline::Strong(inner) => walk(inner, found),
                    Inline::Text(_) | Inline::Citation(_) => {}
                }
            }
        }
        let mut found = Vec::new();
        self.paragraphs.iter().for_each(|paragraph| walk(paragraph, &mut found));
        found
    }

    /// The prose as a brief spells it: a paragraph a line, with an empty line between.
    #[must_use]
    pub fn source(&self) -> String {
        fn walk(inlines: &[Inline], out: &mut String) {
            for inline in inlines {
                match inline {
                    Inline::Text(text) => {
                        for c in text.chars() {
                            if matches!(c, '*' | '[' | ']' | '\\') {
                                out.push('\\');
                            }
                            out.push(c);
                        }
                    }
                    Inline::Emphasis(inner) => surround("*", inner, out),
                    Inline::Strong(inner) => surround("**", inner, out),
                    Inline::Link { text, url } => {
                        out.push('[');
                        walk(text, out);
                        out.push_str(&format!("]({url})"));
                    }
                    Inline::Citation(id) => out.push_str(&format!("[@{id}]")),
                }
            }
        }
        fn surround(marker: &str, inner: &[Inline], out: &mut String) {
            out.push_str(marker);
            walk(inner, out);
            out.push_str(marker);
        }
        let mut out = String::new();
        for (at, paragraph) in self.paragraphs.iter().enumerate() {
            if at > 0 {
                out.push_str("\n\n");
            }
            walk(paragraph, &mut out);
        }
        out
    }

    /// The words without marks and citations, with a space between two paragraphs. [`Display`](fmt::Display) prints them.
    #[must_use]
    pub fn plain(&self) -> String {
        fn walk(inlines: &[Inline], out: &mut String) {
            for inline in inlines {
                match inline {
                    Inline::Text(text) => out.push_str(text),
                    Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link { text: inner, .. } => {
                        walk(inner, out);
                    }
                    Inline::Citation(_) => {}
                }
            }
        }
        let mut out = String::new();
        for (nth, paragraph) in self.paragraphs.iter().enumerate() {
            if nth > 0 {
                out.push(' ');
            }
            walk(paragraph, &mut out);
        }
        out
    }
}

impl fmt::Display for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.plain())
    }
}

/// The anchor of a heading with these words, as GitHub makes it: small letters, digits, hyphens and underscores, with a
/// hyphen for each space. Two headings with the same words have the same anchor; a link leads to the first.
#[must_use]
pub fn anchor(words: &str) -> String {
    let lower = words.trim().to_lowercase();
    let kept = lower.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::anchor;
    use crate::record::prose;

    #[test]
    fn a_blank_line_in_a_title_is_a_space_in_its_anchor() {
        assert_eq!(anchor(&prose::read("Filling\n\nschedule").prose.plain()), "filling-schedule");
    }
}
