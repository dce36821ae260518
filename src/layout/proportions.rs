//! The sizes and spaces of a page, relative to its running text. The Word file uses them too.

/// The size of a text relative to running text, and the spaces above and below it in ems of running text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Proportions {
    pub(crate) size: f32,
    pub(crate) before: f32,
    pub(crate) after: f32,
}

const fn of(size: f32, before: f32, after: f32) -> Proportions {
    Proportions { size, before, after }
}

/// The title.
pub(crate) const TITLE: Proportions = of(2.3, 0.0, 0.2);
/// The subtitle.
pub(crate) const SUBTITLE: Proportions = of(1.22, 0.2, 0.3);
/// The dateline: date and edition.
pub(crate) const DATELINE: Proportions = of(0.9, 0.25, 0.9);
/// Headings of level 2 (and of a second heading of level 1), of level 3, and of the levels below.
pub(crate) const HEADINGS: [Proportions; 3] = [of(1.2, 1.25, 0.38), of(1.0, 0.75, 0.2), of(0.95, 0.6, 0.15)];
/// Quotes: text set apart, to be read first, even at arm's length.
pub(crate) const QUOTE: Proportions = of(1.2, 0.8, 0.9);
/// The space above a paragraph.
pub(crate) const PARAGRAPH: f32 = 0.45;
/// The space above every list item except the first.
pub(crate) const ITEM: f32 = 0.26;
