//! The styles: fonts, sizes, spaces and colours, from the template's style and the fit of the page.

use super::reference::Reference;
use super::xml::{MAIN, Xml};
use crate::layout::proportions::{DATELINE, HEADINGS, ITEM, PARAGRAPH, Proportions, QUOTE, SUBTITLE, TITLE};
use crate::layout::{FitSummary, Style};

/// The font family of running text, if the style names none. The built-in fonts are not installed on readers'
/// computers. This family is on every computer with Word, and `LibreOffice` has a metric-compatible one.
const TEXT: &str = "Times New Roman";
/// The font family of tables, labels and small print, if the style names none.
const SANS: &str = "Arial";
/// Spaces of the file relative to those of the page. Word adds the spaces below and above; the page uses the greater of
/// the two.
const SPACE: f32 = 0.85;
/// The size of tables relative to that of running text: letters of the same size look larger in Arial.
const TABLE: f32 = 0.88;
/// The least measure, in twentieths of a point, whatever the paper of a reference.
const LEAST_MEASURE: u32 = 1440;
/// The height of a line of these fonts at single spacing, relative to the size.
const SINGLE: f32 = 1.15;

/// The dimensions of a file, in twentieths of a point unless stated otherwise.
#[derive(Debug, Clone, Copy)]
pub(super) struct WordFigures {
    /// Width and height.
    pub(super) paper: [u32; 2],
    /// Top, right, bottom, left.
    pub(super) margins: [u32; 4],
    /// The size of running text in points.
    size: f32,
    /// The size of small print in points.
    small: f32,
    /// The spacing, relative to the ideal one.
    air: f32,
    /// The distance of header and footer from the edges of the paper, if a reference sets it.
    distance: Option<[u32; 2]>,
    /// The gutter for the binding.
    pub(super) gutter: u32,
    /// Whether the first page has a header and a footer of its own.
    pub(super) has_first: bool,
}

impl WordFigures {
    pub(super) fn of(style: &Style, fit: &FitSummary) -> Self {
        let sheet = style.sheet();
        let [width, height, top, right, bottom, left] =
            [sheet.width, sheet.height, sheet.top, sheet.right, sheet.bottom, sheet.left].map(twips);
        Self {
            paper: [width, height],
            margins: [top, right, bottom, left],
            size: fit.size,
            small: fit.small,
            air: fit.spacing,
            distance: None,
            gutter: 0,
            has_first: false,
        }
    }

    /// The dimensions of a reference, if it has any. The type sizes follow its running text.
    pub(super) fn as_in(mut self, reference: &Reference) -> Self {
        let sheet = reference.sheet;
        self.paper = sheet.paper.unwrap_or(self.paper);
        self.margins = sheet.margins.unwrap_or(self.margins);
        self.distance = sheet.furniture;
        (self.gutter, self.has_first) = (sheet.gutter, sheet.has_first);
        if let Some(size) = reference.size {
            (self.size, self.small, self.air) = (size, size * 0.8, 1.0);
        }
        self
    }

    /// The measure of the text.
    pub(super) fn measure(&self) -> u32 {
        self.paper[0].saturating_sub(self.margins[1] + self.margins[3] + self.gutter).max(LEAST_MEASURE)
    }

    /// The height of the text.
    pub(super) fn room(&self) -> u32 {
        self.paper[1].saturating_sub(self.margins[0] + self.margins[2]).max(LEAST_MEASURE)
    }

    /// The width of a column, if there are `count` of them.
    pub(super) fn column(&self, count: u32) -> u32 {
        self.measure().saturating_sub(self.gap() * (count - 1)) / count
    }

    /// The space between columns.
    pub(super) fn gap(&self) -> u32 {
        twips(self.size * 2.0)
    }

    /// The indentation of list items.
    pub(super) fn indent(&self) -> u32 {
        twips(self.size * 1.2)
    }

    /// The width of a character in a table, and the padding at the sides of its cells.
    pub(super) fn cell(&self) -> (u32, u32) {
        (twips(self.size * TABLE * 0.58), twips(self.size * 0.4))
    }

    /// The distance of header and footer from the edges of the paper.
    pub(super) fn furniture(&self) -> [u32; 2] {
        self.distance.unwrap_or([self.margins[0] * 2 / 5, self.margins[2] / 4])
    }

    /// A space between blocks, in ems of running text.
    fn space(&self, ems: f32) -> String {
        twips(ems * self.size * self.air * SPACE).to_string()
    }

    /// A size in half points, the smallest unit in Word. It is rounded down, so that the text does not need more space
    /// than on the page.
    fn half_points(size: f32) -> String {
        (((size * 2.0 + 0.01).floor() as u32).max(2)).to_string()
    }

    /// The line spacing, in 240ths of single spacing.
    fn line(&self) -> String {
        let leading = (1.34 + 0.14 * (self.air - 1.0)).clamp(1.24, 1.44);
        (((leading - 0.1) / SINGLE * 240.0).round() as u32).max(240).to_string()
    }
}

fn twips(points: f32) -> u32 {
    (points * 20.0).round().max(0.0) as u32
}

/// A paragraph style.
struct ParagraphStyle {
    id: &'static str,
    name: &'static str,
    /// The id of the style that it is based on.
    based: &'static str,
    /// The style of the next paragraph, when somebody ends a paragraph in Word.
    next: &'static str,
    /// The spaces above and below, in ems of running text.
    before: f32,
    after: f32,
    /// The size in points; 0 for that of running text.
    size: f32,
    color: Option<String>,
    font: Option<String>,
    bold: bool,
    /// Whether it is kept with the next paragraph.
    keep: bool,
    /// Whether it has single spacing.
    close: bool,
    outline: Option<u8>,
}

const PLAIN: ParagraphStyle = ParagraphStyle {
    id: "",
    name: "",
    based: "Normal",
    next: "Normal",
    before: 0.0,
    after: 0.0,
    size: 0.0,
    color: None,
    font: None,
    bold: false,
    keep: false,
    close: false,
    outline: None,
};

/// The part `word/styles.xml`.
pub(super) fn write(style: &Style, figures: &WordFigures, language: &str, rtl: bool) -> String {
    let color = |value: &str| value.trim_start_matches('#').to_ascii_uppercase();
    let (quiet, text) = (color(&style.color.quiet), color(&style.color.text));
    let serif = style.font.text.clone().unwrap_or_else(|| TEXT.to_owned());
    let sans = style.font.sans.clone().unwrap_or_else(|| SANS.to_owned());
    let title = style.font.title.clone().unwrap_or_else(|| serif.clone());
    let size = figures.size;
    let mut xml = Xml::part();
    xml.open("w:styles", &[("xmlns:w", MAIN)]);
    xml.end_line();
    xml.group("w:docDefaults", &[], |xml| {
        xml.group("w:rPrDefault", &[], |xml| {
            xml.group("w:rPr", &[], |xml| {
                fonts(xml, &serif);
                xml.val("w:color", &text);
                sizes(xml, size);
                let mut tags = vec![("w:val", language), ("w:eastAsia", language)];
                if rtl {
                    tags.push(("w:bidi", language));
                }
                xml.empty("w:lang", &tags);
            });
        });
        xml.group("w:pPrDefault", &[], |xml| xml.group("w:pPr", &[], |_| {}));
    });
    xml.end_line();
    xml.group("w:style", &[("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", "Normal")], |xml| {
        xml.val("w:name", "Normal");
        xml.empty("w:qFormat", &[]);
        xml.group("w:pPr", &[], |xml| {
            xml.empty("w:widowControl", &[]);
            xml.empty(
                "w:spacing",
                &[
                    ("w:before", &figures.space(PARAGRAPH)),
                    ("w:after", "0"),
                    ("w:line", &figures.line()),
                    ("w:lineRule", "auto"),
                ],
            );
        });
    });
    xml.end_line();
    for (kind, id, name) in [
        ("character", "DefaultParagraphFont", "Default Paragraph Font"),
        ("table", "TableNormal", "Normal Table"),
        ("numbering", "NoList", "No List"),
    ] {
        xml.group("w:style", &[("w:type", kind), ("w:default", "1"), ("w:styleId", id)], |xml| {
            xml.val("w:name", name);
            xml.val("w:uiPriority", "99");
            xml.empty("w:semiHidden", &[]);
            xml.empty("w:unhideWhenUsed", &[]);
            if kind == "table" {
                xml.group("w:tblPr", &[], |xml| {
                    xml.empty("w:tblInd", &[("w:w", "0"), ("w:type", "dxa")]);
                    margins(xml, 0, 108);
                });
            }
        });
        xml.end_line();
    }
    let quiet_of = || Some(quiet.clone());
    let (sans_of, title_of) = (|| Some(sans.clone()), || Some(title.clone()));
    let heading = |id, name, it: Proportions, outline| ParagraphStyle {
        id,
        name,
        before: it.before,
        after: it.after,
        size: size * it.size,
        bold: true,
        keep: true,
        close: true,
        outline: Some(outline),
        ..PLAIN
    };
    let styles = [
        ParagraphStyle {
            id: "Title",
            name: "Title",
            next: "Subtitle",
            size: size * TITLE.size,
            font: title_of(),
            bold: true,
            keep: true,
            close: true,
            after: TITLE.after,
            ..PLAIN
        },
        ParagraphStyle {
            id: "Subtitle",
            name: "Subtitle",
            size: size * SUBTITLE.size,
            before: SUBTITLE.before,
            after: SUBTITLE.after,
            close: true,
            keep: true,
            color: quiet_of(),
            ..PLAIN
        },
        ParagraphStyle {
            id: "Dateline",
            name: "Dateline",
            size: size * DATELINE.size,
            before: DATELINE.before,
            after: DATELINE.after,
            font: sans_of(),
            color: quiet_of(),
            close: true,
            ..PLAIN
        },
        heading("Heading1", "heading 1", HEADINGS[0], 0),
        heading("Heading2", "heading 2", HEADINGS[1], 1),
        heading("Heading3", "heading 3", HEADINGS[2], 2),
        ParagraphStyle {
            id: "Quote",
            name: "Quote",
            size: size * QUOTE.size,
            before: QUOTE.before,
            after: QUOTE.after,
            ..PLAIN
        },
        ParagraphStyle { id: "ListBullet", name: "List Bullet", next: "ListBullet", before: ITEM, ..PLAIN },
        ParagraphStyle { id: "ListNumber", name: "List Number", next: "ListNumber", before: ITEM, ..PLAIN },
        ParagraphStyle { id: "ListContinue", name: "List Continue", before: 0.2, ..PLAIN },
        ParagraphStyle {
            id: "TableText",
            name: "Table Text",
            next: "TableText",
            size: size * TABLE,
            font: sans_of(),
            close: true,
            ..PLAIN
        },
        ParagraphStyle {
            id: "TableHeading",
            name: "Table Heading",
            based: "TableText",
            next: "TableText",
            size: size * TABLE,
            font: sans_of(),
            bold: true,
            close: true,
            ..PLAIN
        },
        ParagraphStyle {
            id: "SmallPrint",
            name: "Small Print",
            size: figures.small,
            before: 0.3,
            font: sans_of(),
            color: quiet_of(),
            close: true,
            ..PLAIN
        },
        ParagraphStyle {
            id: "Caption",
            name: "caption",
            size: figures.small,
            before: 0.2,
            after: 0.3,
            font: sans_of(),
            color: quiet_of(),
            close: true,
            ..PLAIN
        },
        ParagraphStyle {
            id: "FootnoteText",
            name: "footnote text",
            next: "FootnoteText",
            size: figures.small,
            font: sans_of(),
            color: quiet_of(),
            close: true,
            ..PLAIN
        },
        ParagraphStyle {
            id: "Header",
            name: "header",
            next: "Header",
            size: figures.small,
            font: sans_of(),
            color: quiet_of(),
            bold: true,
            close: true,
            ..PLAIN
        },
        ParagraphStyle {
            id: "Footer",
            name: "footer",
            next: "Footer",
            size: figures.small,
            font: sans_of(),
            color: quiet_of(),
            close: true,
            ..PLAIN
        },
        ParagraphStyle { id: "TOC1", name: "toc 1", next: "TOC1", before: 0.2, ..PLAIN },
        ParagraphStyle { id: "TOC2", name: "toc 2", next: "TOC2", before: 0.1, ..PLAIN },
        ParagraphStyle { id: "Rule", name: "Rule", size: 2.0, after: 0.6, ..PLAIN },
        ParagraphStyle { id: "Gap", name: "Gap", size: 1.0, ..PLAIN },
    ];
    for it in &styles {
        paragraph(&mut xml, it, style, figures);
    }
    characters(&mut xml, figures, &quiet);
    table(&mut xml, style, figures);
    xml.close("w:styles");
    xml.finish()
}

fn fonts(xml: &mut Xml, family: &str) {
    xml.empty("w:rFonts", &[("w:ascii", family), ("w:hAnsi", family), ("w:cs", family)]);
}

fn sizes(xml: &mut Xml, size: f32) {
    let size = WordFigures::half_points(size);
    xml.val("w:sz", &size);
    xml.val("w:szCs", &size);
}

fn margins(xml: &mut Xml, above: u32, beside: u32) {
    let (above, beside) = (above.to_string(), beside.to_string());
    xml.group("w:tblCellMar", &[], |xml| {
        xml.empty("w:top", &[("w:w", &above), ("w:type", "dxa")]);
        xml.empty("w:left", &[("w:w", &beside), ("w:type", "dxa")]);
        xml.empty("w:bottom", &[("w:w", &above), ("w:type", "dxa")]);
        xml.empty("w:right", &[("w:w", &beside), ("w:type", "dxa")]);
    });
}

/// Writes a paragraph style, in the order of the schema (ECMA-376-1, 17.7.4.17 and 17.3.1.26).
fn paragraph(xml: &mut Xml, it: &ParagraphStyle, style: &Style, figures: &WordFigures) {
    xml.open("w:style", &[("w:type", "paragraph"), ("w:styleId", it.id)]);
    xml.val("w:name", it.name);
    xml.val("w:basedOn", it.based);
    xml.val("w:next", it.next);
    if !["Gap", "Rule", "TOC1", "TOC2"].contains(&it.id) {
        xml.empty("w:qFormat", &[]);
    }
    xml.open("w:pPr", &[]);
    if it.keep {
        xml.empty("w:keepNext", &[]);
        xml.empty("w:keepLines", &[]);
    }
    let indent = figures.indent();
    match it.id {
        "ListBullet" => xml.group("w:numPr", &[], |xml| xml.val("w:numId", "1")),
        "Quote" => {
            let color = style.color.accent.trim_start_matches('#').to_ascii_uppercase();
            let bar = [("w:val", "single"), ("w:sz", "18"), ("w:space", "8"), ("w:color", color.as_str())];
            // The bar is at the left of the text. In right-to-left text, Word mirrors it.
            xml.group("w:pBdr", &[], |xml| xml.empty("w:left", &bar));
            let tint = style.color.tint();
            xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", tint.trim_start_matches('#'))]);
        }
        "Rule" => {
            let color = style.color.line.trim_start_matches('#').to_ascii_uppercase();
            let line = [("w:val", "single"), ("w:sz", "4"), ("w:space", "1"), ("w:color", color.as_str())];
            xml.group("w:pBdr", &[], |xml| xml.empty("w:bottom", &line));
        }
        "Footer" => {
            let end = figures.measure().to_string();
            xml.group("w:tabs", &[], |xml| {
                xml.empty("w:tab", &[("w:val", "right"), ("w:pos", &end)]);
            });
        }
        "TOC1" | "TOC2" => {
            let end = figures.measure().to_string();
            xml.group("w:tabs", &[], |xml| {
                xml.empty("w:tab", &[("w:val", "right"), ("w:leader", "dot"), ("w:pos", &end)]);
            });
        }
        _ => {}
    }
    let line = if it.close { "240".to_owned() } else { figures.line() };
    let (before, after) = (figures.space(it.before), figures.space(it.after));
    match it.id {
        "Gap" => {
            xml.empty("w:spacing", &[("w:before", "0"), ("w:after", "0"), ("w:line", "20"), ("w:lineRule", "exact")]);
        }
        _ => xml.empty(
            "w:spacing",
            &[("w:before", &before), ("w:after", &after), ("w:line", &line), ("w:lineRule", "auto")],
        ),
    }
    match it.id {
        "Quote" | "TOC2" => xml.empty("w:ind", &[("w:left", &indent.to_string())]),
        _ => {}
    }
    if it.id == "Quote" {
        // Without space between paragraphs of this style.
        xml.empty("w:contextualSpacing", &[]);
    }
    if it.id == "Header" {
        xml.val("w:jc", "center");
    }
    if let Some(level) = it.outline {
        xml.val("w:outlineLvl", &level.to_string());
    }
    xml.close("w:pPr");
    xml.open("w:rPr", &[]);
    if let Some(family) = &it.font {
        fonts(xml, family);
    }
    if it.bold {
        xml.empty("w:b", &[]);
        xml.empty("w:bCs", &[]);
    }
    if let Some(color) = &it.color {
        xml.val("w:color", color);
    }
    if it.size > 0.0 {
        sizes(xml, it.size);
    }
    xml.close("w:rPr");
    xml.close("w:style");
    xml.end_line();
}

/// The character styles. None has the accent colour, which a fax would print as dots.
fn characters(xml: &mut Xml, figures: &WordFigures, quiet: &str) {
    let mut character = |id: &str, name: &str, inner: &dyn Fn(&mut Xml)| {
        xml.group("w:style", &[("w:type", "character"), ("w:styleId", id)], |xml| {
            xml.val("w:name", name);
            xml.val("w:basedOn", "DefaultParagraphFont");
            xml.group("w:rPr", &[], inner);
        });
        xml.end_line();
    };
    character("FootnoteReference", "footnote reference", &|xml| xml.val("w:vertAlign", "superscript"));
    character("Hyperlink", "Hyperlink", &|xml| xml.val("w:u", "single"));
    character("Code", "Code", &|xml| fonts(xml, "Courier New"));
    character("Quiet", "Quiet", &|xml| {
        xml.val("w:color", quiet);
        sizes(xml, figures.size * 0.85);
    });
    character("Inserted", "Inserted", &|xml| xml.val("w:u", "double"));
    character("Deleted", "Deleted", &|xml| {
        xml.empty("w:strike", &[]);
        xml.val("w:color", quiet);
    });
    character("Moved", "Moved", &|xml| xml.val("w:u", "dotted"));
}

fn table(xml: &mut Xml, style: &Style, figures: &WordFigures) {
    let dark = style.color.text.trim_start_matches('#').to_ascii_uppercase();
    let light = style.color.line.trim_start_matches('#').to_ascii_uppercase();
    // The width of a border is in eighths of a point, at least two; a width of 0 means no border.
    let border = |xml: &mut Xml, side: &str, width: f32, color: &str| {
        let size = ((width * 8.0).round() as u32).max(2).to_string();
        if width > 0.0 {
            xml.empty(side, &[("w:val", "single"), ("w:sz", &size), ("w:space", "0"), ("w:color", color)]);
        } else {
            xml.empty(side, &[("w:val", "nil")]);
        }
    };
    let rule = style.rule;
    xml.group("w:style", &[("w:type", "table"), ("w:styleId", "BriefTable")], |xml| {
        xml.val("w:name", "Brief Table");
        xml.val("w:basedOn", "TableNormal");
        xml.group("w:tblPr", &[], |xml| {
            xml.group("w:tblBorders", &[], |xml| {
                border(xml, "w:top", rule.frame, &dark);
                border(xml, "w:bottom", rule.frame, &dark);
                border(xml, "w:insideH", rule.row, &light);
            });
            let above = twips((figures.size * figures.air * 0.24).max(figures.size * 0.16));
            margins(xml, above, figures.cell().1);
        });
        xml.group("w:tblStylePr", &[("w:type", "firstRow")], |xml| {
            xml.group("w:tcPr", &[], |xml| {
                xml.group("w:tcBorders", &[], |xml| border(xml, "w:bottom", rule.header, &dark));
            });
        });
    });
    xml.end_line();
}

/// The part `word/numbering.xml`: one list for all bullets, and one for each numbered list.
pub(super) fn numbering(figures: &WordFigures, numbered: &[(usize, u64)]) -> String {
    let mut xml = Xml::part();
    xml.open("w:numbering", &[("xmlns:w", MAIN)]);
    xml.end_line();
    for (id, is_bullet) in [("0", true), ("1", false)] {
        xml.open("w:abstractNum", &[("w:abstractNumId", id)]);
        xml.val("w:multiLevelType", "hybridMultilevel");
        for level in 0..9_u32 {
            xml.open("w:lvl", &[("w:ilvl", &level.to_string())]);
            xml.val("w:start", "1");
            xml.val("w:numFmt", if is_bullet { "bullet" } else { "decimal" });
            let sign = if level % 2 == 0 { "•" } else { "–" };
            let words = if is_bullet { sign.to_owned() } else { format!("%{}.", level + 1) };
            xml.val("w:lvlText", &words);
            xml.val("w:lvlJc", "left");
            let step = figures.indent() * if is_bullet { 1 } else { 2 };
            let left = (figures.indent() * level + step).to_string();
            xml.group("w:pPr", &[], |xml| {
                xml.empty("w:ind", &[("w:left", &left), ("w:hanging", &step.to_string())]);
            });
            xml.close("w:lvl");
        }
        xml.close("w:abstractNum");
        xml.end_line();
    }
    xml.group("w:num", &[("w:numId", "1")], |xml| xml.val("w:abstractNumId", "0"));
    for (at, (level, start)) in numbered.iter().enumerate() {
        xml.group("w:num", &[("w:numId", &(at + 2).to_string())], |xml| {
            xml.val("w:abstractNumId", "1");
            xml.group("w:lvlOverride", &[("w:ilvl", &level.to_string())], |xml| {
                // The greatest start number of a list in Word.
                xml.val("w:startOverride", &(*start).min(0x7FFF_FFFF).to_string());
            });
        });
    }
    xml.close("w:numbering");
    xml.finish()
}
