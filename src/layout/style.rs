//! How a page looks: what a template's `style.toml` may say. docs/templates.md lists the fields.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::color::Color;

/// One inch is 72 points and 25.4 millimetres.
const POINTS_PER_MM: f32 = 72.0 / 25.4;

/// The style of a template. Every field has a default, which is that of the built-in `one-page`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Style {
    /// Families of fonts.
    pub font: FontStyle,
    /// Lines of tables.
    pub rule: RuleStyle,
    /// Which sections the template prints, for those templates that ask.
    pub sections: SectionStyle,
    /// What the page says of its own accord, by language (BCP 47) and name of the label, in place of the program's words.
    pub labels: BTreeMap<String, BTreeMap<String, String>>,
    /// The sheet and how many of them.
    pub page: PageStyle,
    /// Sizes of running text and tables.
    pub text: TextStyle,
    /// Sizes of small print: sources, notes, furniture.
    pub small_print: SmallPrintStyle,
    /// Colours.
    pub color: ColorStyle,
}

/// The sheet.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PageStyle {
    /// A size by its name.
    pub paper: Paper,
    /// A size of one's own: width and height in millimetres, from 90 to 600. Counts before `paper`.
    pub size: Option<[f32; 2]>,
    /// Whether the longer edge lies at the foot.
    pub landscape: bool,
    /// Top, right, bottom and left margin in millimetres, from 8 to 60. The furniture stands in the top and bottom ones.
    pub margins: [f32; 4],
    /// How many pages the brief may take, from 1; 0 when as many as it needs.
    pub limit: u16,
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

/// Families of fonts, by name: those that the program carries, and those of the files in a folder.
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
    /// Where to look first for the characters that those lack. The other families of the folder come after.
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

/// Which sections a page has, in which order, and what may be left out. For templates that print `sections`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SectionStyle {
    /// The sections over the whole width.
    pub wide: Vec<String>,
    /// The sections in two columns below them.
    pub columns: Vec<String>,
    /// What may be left out when the page is too full, what goes first at the head.
    pub drop: Vec<String>,
}

/// Running text.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct TextStyle {
    /// The size in points that looks best.
    pub size: f32,
    /// The size in points under which text may not go.
    pub floor: f32,
    /// The size in points to which the text of a page may grow that is not full.
    pub largest: f32,
    /// Whether words of three capitals or more, such as NATO, are set in small capitals in running text.
    pub small_capitals: bool,
}

/// Small print.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct SmallPrintStyle {
    /// Its size as a part of the size of running text.
    pub scale: f32,
    /// The size in points under which it may not go.
    pub floor: f32,
}

/// Colours, each `#RRGGBB`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct ColorStyle {
    /// Running text.
    pub text: String,
    /// The one accent: headings and the bar beside a quote.
    pub accent: String,
    /// Small print and labels.
    pub quiet: String,
    /// Hairlines.
    pub line: String,
}

impl Default for PageStyle {
    fn default() -> Self {
        Self { paper: Paper::A4, size: None, landscape: false, margins: [15.0, 17.0, 15.0, 17.0], limit: 1 }
    }
}

impl Default for RuleStyle {
    fn default() -> Self {
        Self { frame: 0.9, header: 0.5, row: 0.35 }
    }
}

impl Default for TextStyle {
    fn default() -> Self {
        Self { size: 9.6, floor: 8.5, largest: 11.0, small_capitals: false }
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
        Self { text: color("#000000"), accent: color("#1F3A5F"), quiet: color("#555555"), line: color("#B8B8B8") }
    }
}

/// The colours as figures.
#[derive(Debug, Clone, Copy)]
pub(super) struct Colors {
    pub(super) text: Color,
    pub(super) accent: Color,
    pub(super) quiet: Color,
    pub(super) line: Color,
}

/// The area of a page that is printed on, in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) top: f32,
    pub(super) right: f32,
    pub(super) bottom: f32,
    pub(super) left: f32,
}

impl Sheet {
    /// Width of the text area.
    pub(super) fn measure(&self) -> f32 {
        self.width - self.left - self.right
    }

    /// Height of the text area.
    pub(super) fn room(&self) -> f32 {
        self.height - self.top - self.bottom
    }
}

impl Style {
    /// What is wrong with the figures: the field (`text.floor`) and a message.
    #[must_use]
    pub fn errors(&self) -> Vec<(String, String)> {
        let mut errors = Vec::new();
        let mut range = |field: &str, value: f32, least: f32, most: f32, unit: &str| {
            if !(least..=most).contains(&value) {
                errors.push((field.to_owned(), format!("{value} is not from {least} to {most}{unit}")));
            }
        };
        for margin in self.page.margins {
            range("page.margins", margin, 8.0, 60.0, " mm");
        }
        for edge in self.page.size.iter().flatten() {
            range("page.size", *edge, 90.0, 600.0, " mm");
        }
        range("rule.frame", self.rule.frame, 0.0, 4.0, " pt");
        range("rule.header", self.rule.header, 0.0, 4.0, " pt");
        range("rule.row", self.rule.row, 0.0, 4.0, " pt");
        range("text.floor", self.text.floor, 6.0, 24.0, " pt");
        range("text.size", self.text.size, self.text.floor, 24.0, " pt");
        range("text.largest", self.text.largest, self.text.size, 36.0, " pt");
        range("small-print.scale", self.small_print.scale, 0.5, 1.0, "");
        range("small-print.floor", self.small_print.floor, 5.0, self.text.floor, " pt");
        let colors = [
            ("color.text", &self.color.text, 4.5),
            ("color.accent", &self.color.accent, 4.5),
            ("color.quiet", &self.color.quiet, 4.5),
            ("color.line", &self.color.line, 1.0),
        ];
        for (field, value, least) in colors {
            let Some(color) = Color::parse(value) else {
                errors.push((field.to_owned(), format!("`{value}` is not a colour, expected one like #1F3A5F")));
                continue;
            };
            let contrast = color.contrast();
            if contrast < least {
                errors.push((
                    field.to_owned(),
                    format!("{value} on white has a contrast of {contrast:.1} : 1, expected {least} : 1 or more"),
                ));
            }
        }
        errors
    }

    /// The colours; black for one that is not a colour, which [`Style::errors`] reports.
    pub(super) fn colors(&self) -> Colors {
        let read = |value: &str| Color::parse(value).unwrap_or(Color::BLACK);
        Colors {
            text: read(&self.color.text),
            accent: read(&self.color.accent),
            quiet: read(&self.color.quiet),
            line: read(&self.color.line),
        }
    }

    /// The paper and its margins in points.
    pub(super) fn sheet(&self) -> Sheet {
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
    fn the_default_style_is_sound_and_faults_name_their_field() {
        assert_eq!(Style::default().errors(), []);
        let mut style = Style::default();
        style.text.floor = 12.0;
        style.color.quiet = "#AAAAAA".to_owned();
        style.color.line = "grey".to_owned();
        style.page.margins[2] = f32::NAN;
        let fields: Vec<_> = style.errors().into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["page.margins", "text.size", "color.quiet", "color.line"]);
    }
}
