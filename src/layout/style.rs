//! How a page looks: the settings of a template's `style.toml`. docs/templates.md has [`STYLE`] as a table.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::color::Color;
use crate::model::VocabularyWord;
use crate::schema::{TableSchema, Type, ValueRefusal, field, picture_path};

/// One inch is 72 points and 25.4 millimetres.
const POINTS_PER_MM: f32 = 72.0 / 25.4;

/// The style of a template. Every field has a default, which is the style of the built-in template `one-page`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Style {
    /// Families of fonts.
    pub font: FontStyle,
    /// Lines of tables.
    pub rule: RuleStyle,
    /// Which sections the template prints, if it uses them.
    pub sections: SectionStyle,
    /// The page's own labels, by language (BCP 47) and name of the label; they replace the program's.
    pub labels: BTreeMap<String, BTreeMap<String, String>>,
    /// The sheet and the number of pages.
    pub page: PageStyle,
    /// Sizes of running text and tables.
    pub text: TextStyle,
    /// Sizes of small print: sources, notes, headers and footers.
    pub small_print: SmallPrintStyle,
    /// Colours.
    pub color: ColorStyle,
}

/// The sheet.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PageStyle {
    /// A paper size by name.
    pub paper: Paper,
    /// A custom paper size: width and height in millimetres, from 90 to 600. Takes precedence over `paper`.
    pub size: Option<[f32; 2]>,
    /// Whether the sheet is turned so that its longer edge is at the bottom.
    pub landscape: bool,
    /// Top, right, bottom and left margin in millimetres, from 8 to 60. The header and footer are in the top and bottom
    /// margins.
    pub margins: [f32; 4],
    /// The most pages that the brief may take; 0 for no limit.
    pub limit: u16,
    /// Whether the page is for our side, and so may have content that is only for our side.
    pub own_side: bool,
    /// A PNG, JPEG or SVG file above the title of the first page: a path from the folder of the style.
    pub logo: Option<String>,
    /// The alternative text of the logo, usually the name of the office.
    pub logo_alt: Option<String>,
    /// The height of the logo, in points.
    pub logo_height: f32,
}

/// A size of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// 297 × 420 mm (ISO 216).
    A3,
    /// 210 × 297 mm (ISO 216).
    A4,
    /// 148 × 210 mm (ISO 216).
    A5,
    /// 8.5 × 11 in (ANSI A).
    Letter,
    /// 8.5 × 14 in.
    Legal,
}

/// Families of fonts, by name: built-in ones, and those of the files in a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct FontStyle {
    /// A folder with TTF, OTF or TTC files, beside the style.
    pub folder: Option<String>,
    /// The family of running text.
    pub text: Option<String>,
    /// The family of tables, labels and small print.
    pub sans: Option<String>,
    /// The family of the title.
    pub title: Option<String>,
    /// The families to search first for characters that those lack. The other families of the folder come after them.
    pub fallback: Vec<String>,
}

/// Lines of tables, in points.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleStyle {
    /// Above and below a table.
    pub frame: f32,
    /// Below its header.
    pub header: f32,
    /// Between its rows.
    pub row: f32,
}

/// Which sections a page has, in which order, and which of them may be left out. For templates that print `sections`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SectionStyle {
    /// The sections that are set over the whole width.
    pub wide: Vec<String>,
    /// The sections that are set in two columns below them.
    pub columns: Vec<String>,
    /// The sections that may be left out when the page is too full; the first one goes first.
    pub drop: Vec<String>,
}

/// Running text.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct TextStyle {
    /// The ideal size, in points.
    pub size: f32,
    /// The smallest size that text may have, in points.
    pub floor: f32,
    /// A page leaves out the records that rank lowest before its text gets smaller than this size, in points.
    pub comfortable: f32,
    /// The largest size to which the text of a page with free space may grow, in points.
    pub largest: f32,
    /// Whether words of three capitals or more, such as NATO, are set in small capitals in running text.
    pub small_capitals: bool,
    /// The largest width of running text, in millimetres, from 40; 0 for as wide as the page allows. The space beside
    /// it is the column for the parts in `brief:margin`.
    pub measure: f32,
    /// Whether each paragraph begins with its own handling mark.
    pub portion_marks: bool,
}

/// Small print.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SmallPrintStyle {
    /// Its size relative to that of running text.
    pub scale: f32,
    /// The smallest size that it may have, in points.
    pub floor: f32,
}

/// Colours, each `#RRGGBB`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ColorStyle {
    /// Running text.
    pub text: String,
    /// The one accent: the bar beside quotes, their tint, and the dots of strips and timelines. Never for text, which a
    /// fax would print as dots.
    pub accent: String,
    /// Small print and labels.
    pub quiet: String,
    /// Thin lines.
    pub line: String,
}

impl Default for PageStyle {
    fn default() -> Self {
        Self {
            paper: Paper::A4,
            size: None,
            landscape: false,
            margins: [15.0, 17.0, 15.0, 17.0],
            limit: 1,
            own_side: false,
            logo: None,
            logo_alt: None,
            logo_height: 32.0,
        }
    }
}

impl Default for RuleStyle {
    fn default() -> Self {
        Self { frame: 0.9, header: 0.5, row: 0.25 }
    }
}

impl Default for TextStyle {
    fn default() -> Self {
        Self {
            size: 9.6,
            floor: 8.5,
            comfortable: 9.2,
            largest: 11.0,
            small_capitals: false,
            portion_marks: false,
            measure: 0.0,
        }
    }
}

impl Default for SmallPrintStyle {
    fn default() -> Self {
        Self { scale: 0.8, floor: 7.0 }
    }
}

impl Default for ColorStyle {
    fn default() -> Self {
        let color = str::to_owned;
        Self { text: color("#000000"), accent: color("#1F3A5F"), quiet: color("#000000"), line: color("#000000") }
    }
}

/// The tables of `style.toml`, in the order of the documentation: every field from which [`Style`] is deserialized. If
/// a field has a default, its example is that default.
#[rustfmt::skip]
pub const STYLE: &[TableSchema] = &[
    TableSchema { path: "page", required: false, attribution: false, doc: "The sheet and how many of them.", fields: &[
        field("paper", Type::Word("papers", PAPERS), "\"a4\"", "The size of the sheet by its name."),
        field("size", Type::Each(&Type::Number { least: 90.0, most: 600.0, unit: MM }, &["width", "height"]), "[170, 240]", "A custom size, width and height, instead of `paper`."),
        field("landscape", Type::Boolean, "false", "Whether the longer edge is at the bottom."),
        field("margins", Type::Each(&Type::Number { least: 8.0, most: 60.0, unit: MM }, &["top", "right", "bottom", "left"]), "[15, 17, 15, 17]", "The top, right, bottom and left margin. At least 40 mm must be left for the text in each direction."),
        field("limit", Type::Integer { least: 0, most: 65_535 }, "1", "How many pages the brief may take; 0 for as many as it needs."),
        field("own-side", Type::Boolean, "false", "Whether the page prints what is for our side alone: aims, arguments and whatever else is `own-side`."),
        field("logo", Type::Checked { noun: "the path of a PNG, JPEG or SVG file, in quotation marks", check: picture_path }, "\"logo.png\"", "A picture above the title of the first page, from the folder of the style."),
        field("logo-alt", Type::Text, "\"Ministry of Water\"", "The alternative text of the logo, usually the name of the office. It is required if there is a logo."),
        field("logo-height", Type::Number { least: 6.0, most: 200.0, unit: POINTS }, "32", "How high it is printed. It is never wider than the text."),
    ] },
    TableSchema { path: "text", required: false, attribution: false, doc: "Running text and tables.", fields: &[
        field("size", Type::Number { least: 6.0, most: 24.0, unit: POINTS }, "9.6", "The ideal size of running text, from `floor` to `largest`."),
        field("floor", Type::Number { least: 6.0, most: 24.0, unit: POINTS }, "8.5", "The size below which it may not go."),
        field("comfortable", Type::Number { least: 6.0, most: 24.0, unit: POINTS }, "9.2", "The size below which the page leaves out what ranks lowest instead. It is between `floor` and `size`."),
        field("largest", Type::Number { least: 6.0, most: 36.0, unit: POINTS }, "11", "The size to which it may grow on a page that is not full."),
        field("portion-marks", Type::Boolean, "false", "Whether each paragraph begins with its handling mark in brackets, such as (TLP:AMBER) or (O-S). Titles and names have none, and neither has a Word file for review."),
        field("small-capitals", Type::Boolean, "false", "Whether words of three capitals or more, such as NATO, are set in small capitals in running text."),
        field("measure", Type::Number { least: 0.0, most: 500.0, unit: MM }, "0", "The maximum width of running text, from 40; 0 for the width of the page. The rest is a column for what `brief:margin` encloses."),
    ] },
    TableSchema { path: "small-print", required: false, attribution: false, doc: "Sources, notes and furniture.", fields: &[
        field("scale", Type::Number { least: 0.5, most: 1.0, unit: "" }, "0.8", "Its size relative to that of running text."),
        field("floor", Type::Number { least: 5.0, most: 24.0, unit: POINTS }, "7", "The size below which it may not go; at most `text.floor`."),
    ] },
    TableSchema { path: "font", required: false, attribution: false, doc: "Families of fonts, by name.", fields: &[
        field("text", Type::Text, "\"Source Serif 4 SmText\"", "The family of running text. Without it: Source Serif 4 SmText."),
        field("sans", Type::Text, "\"Source Sans 3\"", "The family of tables, labels and small print. Without it: Source Sans 3."),
        field("title", Type::Text, "\"Source Serif 4 Display\"", "The family of the title. Without it: that of `text` or, if there is none, Source Serif 4 Display."),
        field("folder", Type::Text, "\"fonts\"", "A folder with TTF, OTF or TTC files, from the template's folder."),
        field("fallback", Type::List(&Type::Text), "[]", "Families that are searched first for the characters that these lack."),
    ] },
    TableSchema { path: "rule", required: false, attribution: false, doc: "Lines of tables.", fields: &[
        field("frame", Type::Number { least: 0.0, most: 4.0, unit: POINTS }, "0.9", "The lines above and below a table."),
        field("header", Type::Number { least: 0.0, most: 4.0, unit: POINTS }, "0.5", "The line below its header."),
        field("row", Type::Number { least: 0.0, most: 4.0, unit: POINTS }, "0.25", "The lines between its rows."),
    ] },
    TableSchema { path: "sections", required: false, attribution: false, doc: "Which sections a page has.", fields: &[
        field("wide", Type::List(&Type::Text), "[]", "The sections over the full width, in order. Without `wide` and `columns`: all, as in the template."),
        field("columns", Type::List(&Type::Text), "[]", "The sections in two columns below them."),
        field("drop", Type::List(&Type::Text), "[]", "The sections that may be left out when the page is too full, the first to go first."),
    ] },
    TableSchema { path: "labels.LANGUAGE", required: false, attribution: false, doc: "What the page adds by itself.", fields: &[
        field("NAME", Type::Text, "\"Standpunkte\"", "A label that replaces the built-in one: `[labels.de]`, `positions = \"Standpunkte\"`. It overrides a language file."),
    ] },
    TableSchema { path: "color", required: false, attribution: false, doc: "Colours.", fields: &[
        field("text", TEXT_COLOR, "\"#000000\"", "Running text."),
        field("accent", TEXT_COLOR, "\"#1F3A5F\"", "Bars, tints and dots. Text is never set in it: a fax and many printers print it as dots."),
        field("quiet", TEXT_COLOR, "\"#000000\"", "Small print and labels. Black stays sharp in a fax and on most printers, which print grey as dots."),
        field("line", Type::Checked { noun: "a colour such as \"#B8B8B8\"", check: color }, "\"#000000\"", "Hairlines."),
    ] },
];

const MM: &str = "millimetres";
const POINTS: &str = "points";

const PAPERS: &[VocabularyWord] = &[
    VocabularyWord { word: "a3", meaning: "297 × 420 mm." },
    VocabularyWord { word: "a4", meaning: "210 × 297 mm." },
    VocabularyWord { word: "a5", meaning: "148 × 210 mm." },
    VocabularyWord { word: "letter", meaning: "8.5 × 11 in." },
    VocabularyWord { word: "legal", meaning: "8.5 × 14 in." },
];

const TEXT_COLOR: Type =
    Type::Checked { noun: "a colour such as \"#1F3A5F\", at least 4.5 : 1 on white", check: text_color };

/// The least contrast of text with its background (WCAG 2.2, 1.4.3).
const LEAST_CONTRAST: f32 = 4.5;

/// The least width and height of the text area, and the least width of running text, in millimetres.
const LEAST_AREA: f32 = 40.0;

fn color(text: &str) -> Result<(), ValueRefusal> {
    if Color::parse(text).is_some() {
        return Ok(());
    }
    let message = "that is not a colour".to_owned();
    let digits = text.trim().trim_start_matches('#');
    // As in CSS, `#abc` is `#aabbcc`.
    let digits: String =
        if digits.len() == 3 { digits.chars().flat_map(|c| [c, c]).collect() } else { digits.to_owned() };
    let meant = Some(format!("#{digits}")).filter(|meant| Color::parse(meant).is_some());
    let help = match &meant {
        Some(meant) => format!("write \"{meant}\""),
        None => "write red, green and blue as six hexadecimal digits, as in \"#1F3A5F\"".to_owned(),
    };
    Err(ValueRefusal { message, help, meant })
}

fn text_color(text: &str) -> Result<(), ValueRefusal> {
    color(text)?;
    let Some(found) = Color::parse(text).filter(|color| color.contrast() < LEAST_CONTRAST) else { return Ok(()) };
    // Rounded down, so that a contrast that is too low never looks sufficient.
    let contrast = (found.contrast() * 100.0).floor() / 100.0;
    Err(ValueRefusal {
        message: format!("its contrast with white is {contrast:.2} : 1, and text needs {LEAST_CONTRAST} : 1 or more"),
        help: format!("write a darker colour, such as \"{}\"", found.darkened(LEAST_CONTRAST)),
        meant: None,
    })
}

/// A conflict between fields of a style, each of which is valid alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StyleConflict {
    /// The fields, such as `text.floor`.
    pub fields: &'static [&'static str],
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: String,
}

/// The colours of a style, parsed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Colors {
    pub(super) text: Color,
    pub(super) accent: Color,
    pub(super) quiet: Color,
    pub(super) line: Color,
    /// The background of quotes: the accent, so light that text on it keeps its contrast.
    pub(super) tint: Color,
}

/// The paper with its margins, in points.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sheet {
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) top: f32,
    pub(crate) right: f32,
    pub(crate) bottom: f32,
    pub(crate) left: f32,
}

impl Sheet {
    /// Width of the text area, in points.
    pub(super) fn measure(&self) -> f32 {
        self.width - self.left - self.right
    }

    /// Height of the text area, in points.
    pub(super) fn room(&self) -> f32 {
        self.height - self.top - self.bottom
    }
}

impl ColorStyle {
    /// The background of quotes, such as `#F0F1F4`: the accent, so light that text on it keeps its contrast.
    pub(crate) fn tint(&self) -> String {
        Color::parse(&self.accent).unwrap_or(Color::BLACK).tint().to_string()
    }
}

impl Style {
    /// The conflicts between fields. Each field must be valid according to [`STYLE`].
    #[must_use]
    pub fn conflicts(&self) -> Vec<StyleConflict> {
        let (text, small) = (&self.text, &self.small_print);
        let orders: [(&'static [&'static str], f32, f32); 3] = [
            (&["text.floor", "text.size"], text.floor, text.size),
            (&["text.size", "text.largest"], text.size, text.largest),
            (&["small-print.floor", "text.floor"], small.floor, text.floor),
        ];
        let wrong = orders.into_iter().filter(|(_, less, more)| less > more);
        let mut conflicts: Vec<StyleConflict> = wrong
            .map(|(fields, less, more)| StyleConflict {
                fields,
                message: format!("`{}` is {less} and `{}` is {more} points", fields[0], fields[1]),
                help: format!("`{}` must not be greater than `{}`", fields[0], fields[1]),
            })
            .collect();
        if text.measure > 0.0 && text.measure < LEAST_AREA {
            conflicts.push(StyleConflict {
                fields: &["text.measure"],
                message: format!("`text.measure` is {} mm, which is too narrow to read", text.measure),
                help: format!("write {LEAST_AREA} or more, or 0 for text as wide as the page"),
            });
        }
        let sheet = self.sheet();
        let [width, height] = [sheet.measure(), sheet.room()].map(|points| points / POINTS_PER_MM);
        if width < LEAST_AREA || height < LEAST_AREA {
            conflicts.push(StyleConflict {
                fields: &["page.margins", "page.size", "page.paper"],
                message: format!(
                    "the margins leave {} × {} mm for the text",
                    width.max(0.0).floor(),
                    height.max(0.0).floor()
                ),
                help: format!("leave at least {LEAST_AREA} × {LEAST_AREA} mm"),
            });
        }
        if self.page.logo.is_some() && self.page.logo_alt.as_ref().is_none_or(|alt| alt.trim().is_empty()) {
            conflicts.push(StyleConflict {
                fields: &["page.logo"],
                message: "the logo has no alternative text".to_owned(),
                help: "add `logo-alt = \"…\"` with the name of the office".to_owned(),
            });
        }
        conflicts
    }

    /// The style of a page that leaves out records before its text gets smaller than is comfortable.
    #[must_use]
    pub fn comfortable(&self) -> Self {
        let mut style = self.clone();
        let text = &self.text;
        style.text.floor = text.comfortable.clamp(text.floor.min(text.size), text.size);
        style
    }

    /// The style of a page from which records were left out. Its text has the comfortable size, however much room is
    /// left, so that one more record never makes it larger.
    #[must_use]
    pub fn cut(&self) -> Self {
        let mut style = self.comfortable();
        (style.text.size, style.text.largest) = (style.text.floor, style.text.floor);
        style
    }

    /// The colours. A value that is not a colour, which [`STYLE`] refuses, becomes black.
    pub(super) fn colors(&self) -> Colors {
        let read = |value: &str| Color::parse(value).unwrap_or(Color::BLACK);
        let accent = read(&self.color.accent);
        Colors {
            text: read(&self.color.text),
            accent,
            tint: accent.tint(),
            quiet: read(&self.color.quiet),
            line: read(&self.color.line),
        }
    }

    /// The largest measure of running text, in points.
    pub(super) fn text_measure(&self) -> f32 {
        if self.text.measure > 0.0 { self.text.measure * POINTS_PER_MM } else { f32::INFINITY }
    }

    /// The paper and its margins in points.
    pub(crate) fn sheet(&self) -> Sheet {
        let (width, height) = match self.page.paper {
            // To a thousandth of a point.
            Paper::A3 => (841.89, 1190.551),
            Paper::A4 => (595.276, 841.89),
            Paper::A5 => (419.528, 595.276),
            Paper::Letter => (612.0, 792.0),
            Paper::Legal => (612.0, 1008.0),
        };
        let (width, height) = self.page.size.map_or((width, height), |[w, h]| (w * POINTS_PER_MM, h * POINTS_PER_MM));
        let turned = self.page.landscape != (width > height);
        let (width, height) = if turned { (height, width) } else { (width, height) };
        let [top, right, bottom, left] = self.page.margins.map(|mm| mm * POINTS_PER_MM);
        Sheet { width, height, top, right, bottom, left }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_names_its_fields() {
        assert_eq!(Style::default().conflicts(), []);
        let mut style = Style::default();
        style.text.floor = 12.0;
        style.small_print.floor = 13.0;
        style.text.measure = 39.9;
        style.page = PageStyle { size: Some([90.0, 90.0]), margins: [60.0; 4], ..PageStyle::default() };
        let fields: Vec<_> = style.conflicts().into_iter().map(|conflict| conflict.fields[0]).collect();
        assert_eq!(fields, ["text.floor", "small-print.floor", "text.measure", "page.margins"]);
    }

    #[test]
    fn an_insufficient_contrast_is_never_rounded_up() {
        for grey in 0..=255_u8 {
            let text = Color(grey, grey, grey).to_string();
            let Err(refusal) = text_color(&text) else { continue };
            assert!(!refusal.message.contains("is 4.5"), "{text}: {}", refusal.message);
            let better = refusal.help.split('"').nth(1).unwrap();
            assert_eq!(text_color(better), Ok(()), "{text} → {better}");
        }
        assert!(text_color("#787878").is_err() && text_color("#767676").is_ok());
        assert_eq!(color("abc").unwrap_err().meant.as_deref(), Some("#aabbcc"));
        assert_eq!(color("grey").unwrap_err().meant, None);
    }
}
