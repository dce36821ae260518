//! Layout comments: `<!-- brief:NAME key=value -->`, `<!-- /brief:NAME -->`.
//!
//! They express layout that Markdown cannot (columns, parts that stay together, parts that may be left out), and
//! Markdown viewers hide them.

use std::ops::Range;

use super::block::Region;
use crate::diagnostic::nearest;
use crate::layout_comment::{CommentError, CommentKeys, WrittenComment};

/// A layout comment, or other HTML in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LayoutComment {
    /// The start of a region.
    Open(Region),
    /// The end of a region, with its name.
    Close(String),
    /// `brief:page-break`
    PageBreak,
    /// `brief:column-break`
    ColumnBreak,
    /// `brief:contents`
    Contents,
    /// Begins with `brief:`, but is not valid.
    Invalid {
        /// What is wrong.
        message: String,
        /// The suggested fix.
        help: Option<String>,
    },
    /// HTML that is not a comment.
    Html,
}

/// The names of all layout comments.
const NAMES: &[&str] = &[
    "marking",
    "subtitle",
    "dateline",
    "columns",
    "dates",
    "keep",
    "small",
    "margin",
    "matrix",
    "figure",
    "strip",
    "timeline",
    "drop",
    "page-break",
    "column-break",
    "contents",
];

impl Region {
    /// The name of the comment.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Marking => "marking",
            Self::Subtitle => "subtitle",
            Self::Dateline => "dateline",
            Self::Columns { .. } => "columns",
            Self::Dates => "dates",
            Self::Keep => "keep",
            Self::Small => "small",
            Self::Margin => "margin",
            Self::Matrix => "matrix",
            Self::Figure { .. } => "figure",
            Self::Strip => "strip",
            Self::Timeline { .. } => "timeline",
            Self::Drop { .. } => "drop",
        }
    }
}

/// The layout comments in an HTML block, with their byte ranges in it. Other comments are skipped.
pub(super) fn read_comments(html: &str) -> Vec<(LayoutComment, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].find(|c: char| !c.is_whitespace()).map(|offset| at + offset) {
        let Some(rest) = html[start..].strip_prefix("<!--") else {
            let end = html[start..].find("<!--").map_or(html.len(), |offset| start + offset);
            found.push((LayoutComment::Html, start..start + html[start..end].trim_end().len()));
            at = end;
            continue;
        };
        let (inner, end) = match rest.find("-->") {
            Some(length) => (&rest[..length], start + 4 + length + 3),
            None => (rest, html.len()),
        };
        if let Some(comment) = read(inner.trim()) {
            found.push((comment, start..end));
        }
        at = end;
    }
    found
}

/// Parses the text between `<!--` and `-->`; `None` when it is not a layout comment.
fn read(inner: &str) -> Option<LayoutComment> {
    Some(match WrittenComment::read(inner)? {
        WrittenComment::Close(name) => LayoutComment::Close(name.to_owned()),
        WrittenComment::Open(name, rest) => {
            comment(name, rest).unwrap_or_else(|(message, help)| LayoutComment::Invalid { message, help })
        }
    })
}

fn comment(name: &str, rest: &str) -> Result<LayoutComment, CommentError> {
    let mut keys = CommentKeys::read(name, rest)?;
    let comment = match name {
        "marking" => LayoutComment::Open(Region::Marking),
        "subtitle" => LayoutComment::Open(Region::Subtitle),
        "dateline" => LayoutComment::Open(Region::Dateline),
        "dates" => LayoutComment::Open(Region::Dates),
        "keep" => LayoutComment::Open(Region::Keep),
        "small" => LayoutComment::Open(Region::Small),
        "margin" => LayoutComment::Open(Region::Margin),
        "matrix" => LayoutComment::Open(Region::Matrix),
        "figure" => LayoutComment::Open(Region::Figure { width: keys.number("width", 5, 100)? }),
        "strip" => LayoutComment::Open(Region::Strip),
        "timeline" => LayoutComment::Open(Region::Timeline { days: keys.numbers("days")? }),
        "contents" => LayoutComment::Contents,
        "columns" => LayoutComment::Open(Region::Columns { count: keys.number("count", 2, 3)? }),
        "drop" => {
            LayoutComment::Open(Region::Drop { priority: keys.number("priority", 1, 9)?, note: keys.take("note")? })
        }
        "page-break" => LayoutComment::PageBreak,
        "column-break" => LayoutComment::ColumnBreak,
        _ => {
            let help = nearest(name, NAMES.iter().copied()).map(|name| format!("write `brief:{name}`"));
            return Err((format!("unknown layout comment `brief:{name}`"), help));
        }
    };
    keys.end()?;
    Ok(comment)
}
