//! Block tree → pages: style, fonts, shaping, line breaking, tables, columns, fit.
//!
//! Each step has a file: `collect` shapes every paragraph once, `stack` breaks the paragraphs into lines at one size,
//! `paginate` puts the lines on pages, `fit` repeats the last two steps until it finds the setting that fits best, and
//! `place` turns the chosen attempt into the input of the PDF writer.

mod collect;
mod color;
mod family;
mod fit;
pub mod font;
mod labels;
mod mark;
pub mod page;
mod paginate;
mod place;
pub(crate) mod proportions;
mod sign;
mod stack;
mod style;
mod table;
mod taken;
#[cfg(test)]
mod tests;
mod text;

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::Document;

use collect::{Collected, PagePart};
use fit::{Fit, Search};
use font::Typefaces;
pub use font::{FontError, Fonts};
pub use labels::PageLabels;
use page::Pages;
use stack::FitFigures;
pub use style::{
    ColorStyle, FontStyle, PageStyle, Paper, RuleStyle, STYLE, SectionStyle, SmallPrintStyle, Style, StyleConflict,
    TextStyle,
};
pub use taken::families_taken;
use text::Shaper;

/// The result of laying out a document.
#[derive(Debug, Clone, PartialEq)]
pub struct LayoutResult {
    /// The pages; `None` when the document does not fit on as many pages as the style allows.
    pub pages: Option<Pages>,
    /// What the search for a fit chose.
    pub fit: FitSummary,
    /// The characters that no font has, each with the byte range of its block in the Markdown text.
    pub missing: Vec<(char, Range<usize>)>,
    /// By how much the document is too long; `None` when it fits.
    pub overflow: Option<Overflow>,
}

/// The settings that the search for a fit chose.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FitSummary {
    /// Size of running text in points.
    pub size: f32,
    /// Size of small print in points.
    pub small: f32,
    /// The spacing between blocks, relative to the ideal one.
    pub spacing: f32,
    /// The notes printed in place of the parts that were left out.
    pub left_out: Vec<String>,
    /// The priority up to which `brief:drop` parts were left out; 0 when none were.
    pub dropped: u8,
    /// What was cut from the brief before layout because it was too long, such as `3 developments`. Layout leaves it
    /// empty; the caller that cut the brief fills it in.
    pub cut: Vec<String>,
    /// How many lines the document is longer than its pages allow: 0 unless it is a draft.
    pub overrun: usize,
    /// Whether the last of several pages is less than a quarter full, in a style that limits the number of pages.
    pub sparse: bool,
}

impl FitSummary {
    /// Whether something was left out for lack of space.
    #[must_use]
    pub fn leaves_out(&self) -> bool {
        !self.left_out.is_empty() || !self.cut.is_empty()
    }
}

impl std::fmt::Display for FitSummary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let percent = (self.spacing * 100.0).round();
        write!(f, "text {:.1} pt, small print {:.1} pt, spacing {percent} %", self.size, self.small)?;
        if self.overrun > 0 {
            let lines = if self.overrun == 1 { "line" } else { "lines" };
            write!(f, "; a draft, {} {lines} too long for its pages", self.overrun)?;
        }
        let parts = match self.left_out.len() {
            0 => None,
            1 => Some("1 part".to_owned()),
            parts => Some(format!("{parts} parts")),
        };
        let all: Vec<&str> = self.cut.iter().chain(&parts).map(String::as_str).collect();
        if all.is_empty() {
            write!(f, ", nothing left out for space")?;
        } else {
            write!(f, "; left out for space: {}", all.join(", "))?;
        }
        if self.sparse {
            write!(f, "; the last page is less than a quarter full")?;
        }
        Ok(())
    }
}

/// By how much a brief is too long, at the tightest setting that its style allows.
#[derive(Debug, Clone, PartialEq)]
pub struct Overflow {
    /// How many lines of running text are too many, rounded up.
    pub lines: usize,
    /// How many pages the style allows.
    pub limit: u16,
    /// The smallest size that the style allows, in points. The document does not fit even at this size.
    pub floor: f32,
    /// The longest sections, at most three: the heading and the number of lines, longest first.
    pub longest: Vec<(String, usize)>,
}

/// The height of a line of type of a size, both in points.
fn line(size: f32) -> f32 {
    size * 1.25
}

impl Overflow {
    /// A height in points as a number of lines of running text at the smallest size, rounded to the nearest.
    #[must_use]
    pub fn lines_of(&self, height: f32) -> usize {
        (height / line(self.floor)).round().max(0.0) as usize
    }

    /// The error that reports the overflow to the author.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        let pages = if self.limit == 1 { "one page".to_owned() } else { format!("{} pages", self.limit) };
        let lines = |lines: usize| if lines == 1 { "1 line".to_owned() } else { format!("{lines} lines") };
        let message = format!("the brief is {} too long for {pages}, even at {} pt", lines(self.lines), self.floor);
        let mut diagnostic = Diagnostic::new(Code::PAGE_OVERFLOW, message);
        if !self.longest.is_empty() {
            let longest: Vec<_> =
                self.longest.iter().map(|(title, count)| format!("{title} ({})", lines(*count))).collect();
            diagnostic = diagnostic.note(format!("the longest parts: {}", longest.join(", ")));
        }
        diagnostic.help(
            "shorten one of these, set `on_page = false` in what can wait, allow another page (--pages 2), or render the dossier (--template full)",
        )
    }
}

/// Lays out a document in a style.
///
/// Text that does not fit is never clipped: [`LayoutResult::overflow`] then reports by how much it is too long. Parts
/// that were left out are replaced by their notes, which [`LayoutResult::fit`] lists.
///
/// For many documents, one [`Typesetter`] is faster and gives the same pages.
#[must_use]
pub fn lay_out(document: &Document, style: &Style, fonts: &Fonts, words: &PageLabels) -> LayoutResult {
    Typesetter::new(fonts).lay_out(document, style, words)
}

/// A last page that is filled to less than this part is reported: the author may want to shorten the brief.
const SPARSE: f32 = 0.25;

/// For how many pairs of typefaces and language a typesetter keeps a shaper.
const MOST_SHAPERS: usize = 4;

/// Lays out one document after another, and caches shaped words between them: documents of one organisation share most
/// of their words. The result never depends on earlier documents. The cache takes at most about 10 MB for each language
/// that it keeps.
pub struct Typesetter<'f> {
    fonts: &'f Fonts,
    /// The shapers, by typefaces and language; the most recently used one is last.
    shapers: Vec<((Typefaces, String), Shaper<'f>)>,
}

impl<'f> Typesetter<'f> {
    /// A typesetter with empty caches.
    #[must_use]
    pub fn new(fonts: &'f Fonts) -> Self {
        Self { fonts, shapers: Vec::new() }
    }

    /// Lays out a document as [`lay_out`] does.
    #[must_use]
    pub fn lay_out(&mut self, document: &Document, style: &Style, words: &PageLabels) -> LayoutResult {
        self.with_shaper(style, words, |shaper| set(document, style, shaper, words))
    }

    /// By how many points a document is too high for its pages at the tightest setting of a style, without the parts
    /// that may be left out. Zero or less when it fits.
    #[must_use]
    pub fn excess(&mut self, document: &Document, style: &Style, words: &PageLabels) -> f32 {
        self.with_shaper(style, words, |shaper| {
            let collected = collect::collect(document, shaper, style, words);
            let (colors, memory) = (style.colors(), stack::StackMemory::default());
            Search { collected: &collected, style, colors, memory, tried: Vec::new() }.excess()
        })
    }

    fn with_shaper<T>(&mut self, style: &Style, words: &PageLabels, work: impl FnOnce(&mut Shaper<'f>) -> T) -> T {
        let key = (self.fonts.typefaces(&style.font, &words.language), words.language.clone());
        let known = self.shapers.iter().position(|(known, _)| *known == key);
        let mut entry = if let Some(at) = known {
            self.shapers.remove(at)
        } else {
            let shaper = Shaper::new(self.fonts, key.0.clone(), &key.1);
            (key, shaper)
        };
        let outcome = work(&mut entry.1);
        if self.shapers.len() >= MOST_SHAPERS {
            self.shapers.remove(0);
        }
        self.shapers.push(entry);
        outcome
    }
}

fn set(document: &Document, style: &Style, shaper: &mut Shaper<'_>, words: &PageLabels) -> LayoutResult {
    let colors = style.colors();
    let collected = collect::collect(document, shaper, style, words);
    let mut search =
        Search { collected: &collected, style, colors, memory: stack::StackMemory::default(), tried: Vec::new() };
    let Fit { attempt, over } = search.run();
    let figures = attempt.figures;
    let left_out = collected.droppable.iter().filter(|(priority, _)| *priority <= figures.dropped);
    let mut fit = FitSummary {
        size: figures.size,
        small: figures.small,
        spacing: figures.air,
        left_out: left_out.map(|(_, note)| note.clone()).collect(),
        dropped: figures.dropped,
        ..FitSummary::default()
    };
    let (pages, overflow) = if over > 0.0 {
        let line = line(figures.size);
        let overflow = Overflow {
            lines: (over / line).ceil() as usize,
            limit: style.page.limit,
            floor: figures.size,
            longest: longest(&mut search, &collected, figures, line),
        };
        (None, Some(overflow))
    } else {
        let (mut pages, full) = place::place(&attempt, &collected, style, shaper, words);
        fit.sparse = style.page.limit > 1 && pages.pages.len() > 1 && full < SPARSE;
        mark::mark(&mut pages, style);
        (Some(pages), None)
    };
    drop(attempt);
    LayoutResult { pages, fit, missing: collected.missing, overflow }
}

/// The three longest sections with their numbers of lines.
fn longest<'p>(
    search: &mut Search<'p, '_>,
    collected: &'p Collected,
    figures: FitFigures,
    line: f32,
) -> Vec<(String, usize)> {
    // Parts before the first heading are listed under the title.
    let mut sections = vec![(collected.title.text.as_str(), Vec::new())];
    sections_of(&collected.parts, &mut sections);
    let mut heights: Vec<(String, usize)> = sections
        .into_iter()
        .map(|(title, parts)| {
            let height: f32 = parts.into_iter().map(|part| search.height(figures, std::slice::from_ref(part))).sum();
            (title.to_owned(), (height / line).round() as usize)
        })
        .collect();
    heights.sort_by_key(|(_, lines)| std::cmp::Reverse(*lines));
    heights.retain(|(_, lines)| *lines > 0);
    heights.truncate(3);
    heights
}

/// The parts under each heading of level 2, also within columns.
fn sections_of<'p>(parts: &'p [PagePart], sections: &mut Vec<(&'p str, Vec<&'p PagePart>)>) {
    for part in parts {
        match part {
            PagePart::Heading { level: 2, title, .. } => sections.push((title, Vec::new())),
            PagePart::Columns { columns, .. } if columns.iter().flatten().any(is_section) => {
                columns.iter().for_each(|parts| sections_of(parts, sections));
            }
            _ => {
                if let Some((_, section)) = sections.last_mut() {
                    section.push(part);
                }
            }
        }
    }
}

fn is_section(part: &PagePart) -> bool {
    matches!(part, PagePart::Heading { level: 2, .. })
}
