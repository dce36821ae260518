//! Layout comments: `<!-- brief:NAME key=value -->`, `<!-- /brief:NAME -->`.
//!
//! They say what Markdown cannot (columns, a box that stays together, what may be dropped), and every Markdown viewer
//! hides them.

use std::ops::Range;

use super::block::Region;
use crate::diagnostic::nearest;

/// One comment, or what is found in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LayoutComment {
    /// The beginning of a region.
    Open(Region),
    /// The end of a region, by name.
    Close(String),
    /// `brief:page-break`
    PageBreak,
    /// `brief:column-break`
    ColumnBreak,
    /// `brief:contents`
    Contents,
    /// Says `brief:` and cannot be read.
    Invalid {
        /// What is wrong.
        message: String,
        /// The suggested fix.
        help: Option<String>,
    },
    /// Other HTML than a comment.
    Html,
}

/// Every name that a layout comment may have.
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
    /// The name in the comment.
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

/// The comments of an HTML block with their bytes in it. Comments that are not about layout are passed over.
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

/// Reads the text between `<!--` and `-->`; `None` when it is not about layout.
fn read(inner: &str) -> Option<LayoutComment> {
    if let Some(name) = inner.strip_prefix("/brief:") {
        return Some(LayoutComment::Close(name.trim().to_owned()));
    }
    let inner = inner.strip_prefix("brief:")?;
    let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    Some(comment(name, rest).unwrap_or_else(|(message, help)| LayoutComment::Invalid { message, help }))
}

/// A message and the suggested fix.
type CommentError = (String, Option<String>);

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
    match keys.found.first() {
        None => Ok(comment),
        Some((key, _)) => Err((format!("`brief:{name}` takes no `{key}`"), None)),
    }
}

/// The `key=value` pairs of one comment.
struct CommentKeys<'a> {
    name: &'a str,
    found: Vec<(&'a str, String)>,
}

impl<'a> CommentKeys<'a> {
    fn read(name: &'a str, mut rest: &'a str) -> Result<Self, CommentError> {
        let mut found = Vec::new();
        loop {
            rest = rest.trim_start();
            if rest.is_empty() {
                return Ok(Self { name, found });
            }
            let wrong = || (format!("`brief:{name}` is followed by `{rest}`, expected key=value"), None);
            let (key, after) = rest.split_once('=').ok_or_else(wrong)?;
            let (value, after) = match after.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').ok_or_else(wrong)?,
                None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
            found.push((key.trim(), value.to_owned()));
            rest = after;
        }
    }

    fn take(&mut self, key: &str) -> Result<String, CommentError> {
        match self.found.iter().position(|(found, _)| *found == key) {
            Some(at) => Ok(self.found.remove(at).1),
            None => Err((format!("`brief:{}` lacks `{key}=`", self.name), None)),
        }
    }

    fn numbers(&mut self, key: &str) -> Result<Vec<u32>, CommentError> {
        let value = self.take(key)?;
        let numbers: Result<_, _> = value.split_whitespace().map(str::parse).collect();
        numbers.map_err(|_| (format!("`{key}={value}` in `brief:{}`, expected whole numbers", self.name), None))
    }

    fn number(&mut self, key: &str, least: u8, most: u8) -> Result<u8, CommentError> {
        let value = self.take(key)?;
        value.parse().ok().filter(|number| (least..=most).contains(number)).ok_or_else(|| {
            (format!("`{key}={value}` in `brief:{}`, expected a number from {least} to {most}", self.name), None)
        })
    }
}
