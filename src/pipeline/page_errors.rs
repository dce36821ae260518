//! Errors and warnings about a finished layout, at the places where the author can fix them.

use std::ops::Range;

use super::Checked;
use super::fit::Overrun;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::source::{FileId, Span};
use crate::template::Template;

/// The most records that one message lists with the space they take.
const MOST_COSTS: usize = 5;

/// The error for a brief that is too long, at the records that take most space. For a draft it is a warning.
pub(super) fn too_long(overrun: &Overrun, draft: bool, checked: &Checked) -> Diagnostic {
    let mut diagnostic = overrun.overflow.diagnostic();
    if draft {
        diagnostic.severity = Severity::Warning;
    }
    // If no record takes a whole line, the error is at the brief as a whole.
    if let Some(brief) = checked.document.span("brief") {
        diagnostic = diagnostic.at(brief);
    }
    let placed = overrun.costs.iter().filter_map(|(path, lines)| Some((checked.document.span(path)?, path, *lines)));
    for (at, (span, path, lines)) in placed.take(MOST_COSTS).enumerate() {
        let lines = if lines == 1 { "1 line".to_owned() } else { format!("{lines} lines") };
        let text = format!("{path} is always on the page and takes {lines}");
        diagnostic = if at == 0 { diagnostic.at_with(span, text) } else { diagnostic.related(span, text) };
    }
    diagnostic
}

/// The most characters that one message lists.
const MOST_NAMED: usize = 8;

/// The error for characters that no font has, at the first one in the brief, or else in the template. All characters
/// are in one diagnostic, since a line in another script may have dozens.
pub(super) fn missing_glyphs(
    missing: &[(char, Range<usize>)],
    markdown: FileId,
    checked: &Checked,
    template: &Template,
) -> Option<Diagnostic> {
    let (first, block) = missing.first()?;
    let mut all: Vec<char> = Vec::new();
    for (c, _) in missing {
        if !all.contains(c) {
            all.push(*c);
        }
    }
    let text = &checked.sources.file(checked.file).text;
    let in_brief = text.char_indices().find(|(_, c)| all.contains(c));
    let place = in_brief.map(|(at, c)| Span::new(checked.file, at..at + c.len_utf8()));
    let place = place.or_else(|| template.find(*first, &checked.sources));
    let place = place.unwrap_or_else(|| Span::new(markdown, block.clone()));
    let named: Vec<_> = all.iter().take(MOST_NAMED).map(|c| format!("`{c}` (U+{:04X})", u32::from(*c))).collect();
    let (noun, more) = match all.len() {
        1 => ("the character", String::new()),
        many if many > MOST_NAMED => ("the characters", format!(" and {} more", many - MOST_NAMED)),
        _ => ("the characters", String::new()),
    };
    let message = format!("no font has {noun} {}{more}", named.join(", "));
    let diagnostic = Diagnostic::new(Code::MISSING_GLYPH, message).at(place);
    let diagnostic = diagnostic.note("the built-in fonts have Latin, Greek and Cyrillic letters and common symbols");
    Some(diagnostic.help("name a folder with a font that has it: --fonts DIR"))
}
