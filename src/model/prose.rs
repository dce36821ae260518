//! Prose: text in which emphasis, strong emphasis, links, citations and, in some fields, the items of lists mean
//! something and all else is literal.

use std::fmt;

use super::{Id, SENTENCE_ENDS};

/// One or more paragraphs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose {
    /// The paragraphs; none is empty.
    pub paragraphs: Vec<Paragraph>,
}

/// A paragraph, or an item of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Its words, without [`ITEM`].
    pub words: Vec<ProseInline>,
    /// Whether it is an item. Those that follow each other are one list.
    pub is_item: bool,
}

impl From<Vec<ProseInline>> for Paragraph {
    /// A paragraph that is no item.
    fn from(words: Vec<ProseInline>) -> Self {
        Self { words, is_item: false }
    }
}

/// What an item of a list begins with in a brief.
pub const ITEM: &str = "- ";

/// A part of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProseInline {
    /// Literal text: no line ending, no two spaces in a row. No two are side by side.
    Text(String),
    /// `*…*`
    Emphasis(Vec<ProseInline>),
    /// `**…**`
    Strong(Vec<ProseInline>),
    /// `[words](https://…)`
    Link {
        /// The words.
        text: Vec<ProseInline>,
        /// Where it leads: http, https or mailto.
        url: String,
    },
    /// `[@source-id]`
    Citation(Id),
}

impl ProseInline {
    /// The text of words, of which `before` is what comes before, without a full stop that has another before it on the
    /// page: "in 2008 г. [@a]. Then" is printed with the number of the note after the stop, and would have two.
    pub(crate) fn without_second_stop<'t>(text: &'t str, before: &[Self]) -> &'t str {
        let Some(rest) = text.strip_prefix('.').filter(|it| !it.starts_with('.')) else { return text };
        let is_cited = before.last().is_some_and(|it| matches!(it, Self::Citation(_)));
        let last = || before.iter().rev().find_map(Self::last_char);
        if is_cited && last().is_some_and(|c| SENTENCE_ENDS.contains(&c)) { rest } else { text }
    }

    /// The last character of its words that is no white space.
    fn last_char(&self) -> Option<char> {
        match self {
            Self::Text(text) => text.trim_end().chars().next_back(),
            Self::Emphasis(inner) | Self::Strong(inner) | Self::Link { text: inner, .. } => {
                inner.iter().rev().find_map(Self::last_char)
            }
            Self::Citation(_) => None,
        }
    }
}

impl Prose {
    /// The sources that it cites, in the order of their first citations.
    #[must_use]
    pub fn citations(&self) -> Vec<&Id> {
        fn walk<'a>(inlines: &'a [ProseInline], found: &mut Vec<&'a Id>) {
            for inline in inlines {
                match inline {
                    ProseInline::Citation(id) if !found.contains(&id) => found.push(id),
                    ProseInline::Emphasis(inner)
                    | ProseInline::Strong(inner)
                    | ProseInline::Link { text: inner, .. } => {
                        walk(inner, found);
                    }
                    _ => {}
                }
            }
        }
        let mut found = Vec::new();
        self.paragraphs.iter().for_each(|paragraph| walk(&paragraph.words, &mut found));
        found
    }

    /// The addresses of its links, in their order.
    #[must_use]
    pub fn links(&self) -> Vec<&str> {
        fn walk<'a>(inlines: &'a [ProseInline], found: &mut Vec<&'a str>) {
            for inline in inlines {
                match inline {
                    ProseInline::Link { text, url } => {
                        found.push(url);
                        walk(text, found);
                    }
                    ProseInline::Emphasis(inner) | ProseInline::Strong(inner) => walk(inner, found),
                    ProseInline::Text(_) | ProseInline::Citation(_) => {}
                }
            }
        }
        let mut found = Vec::new();
        self.paragraphs.iter().for_each(|paragraph| walk(&paragraph.words, &mut found));
        found
    }

    /// The prose as a brief spells it: a paragraph a line, with an empty line between; the items of a list in lines one
    /// after another.
    #[must_use]
    pub fn source(&self) -> String {
        fn walk(inlines: &[ProseInline], out: &mut String) {
            for inline in inlines {
                match inline {
                    ProseInline::Text(text) => {
                        for c in text.chars() {
                            if matches!(c, '*' | '[' | ']' | '\\') {
                                out.push('\\');
                            }
                            out.push(c);
                        }
                    }
                    ProseInline::Emphasis(inner) => surround("*", inner, out),
                    ProseInline::Strong(inner) => surround("**", inner, out),
                    ProseInline::Link { text, url } => {
                        out.push('[');
                        walk(text, out);
                        out.push_str(&format!("]({url})"));
                    }
                    ProseInline::Citation(id) => out.push_str(&format!("[@{id}]")),
                }
            }
        }
        fn surround(marker: &str, inner: &[ProseInline], out: &mut String) {
            out.push_str(marker);
            walk(inner, out);
            out.push_str(marker);
        }
        let mut out = String::new();
        for (at, paragraph) in self.paragraphs.iter().enumerate() {
            if at > 0 {
                let in_list = paragraph.is_item && self.paragraphs[at - 1].is_item;
                out.push_str(if in_list { "\n" } else { "\n\n" });
            }
            if paragraph.is_item {
                out.push_str(ITEM);
            }
            walk(&paragraph.words, &mut out);
        }
        out
    }

    /// The words without marks and citations, with a space between two paragraphs. [`Display`](fmt::Display) prints
    /// them.
    #[must_use]
    pub fn plain(&self) -> String {
        fn walk(inlines: &[ProseInline], out: &mut String) {
            for inline in inlines {
                match inline {
                    ProseInline::Text(text) => out.push_str(text),
                    ProseInline::Emphasis(inner)
                    | ProseInline::Strong(inner)
                    | ProseInline::Link { text: inner, .. } => {
                        walk(inner, out);
                    }
                    ProseInline::Citation(_) => {}
                }
            }
        }
        let mut out = String::new();
        for (nth, paragraph) in self.paragraphs.iter().enumerate() {
            if nth > 0 {
                out.push(' ');
            }
            if paragraph.is_item {
                out.push_str(ITEM);
            }
            walk(&paragraph.words, &mut out);
        }
        out
    }
}

impl fmt::Display for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.plain())
    }
}

/// The anchor of a heading with these words, as GitHub makes it: lower-case letters, digits, hyphens and underscores,
/// with a hyphen for each space. Two headings with the same words have the same anchor; a link leads to the first.
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
