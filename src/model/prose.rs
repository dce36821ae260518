//! Prose: text in which emphasis, strong emphasis, links and citations mean something and all else is literal.

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
}
