//! The properties of a section: paper, margins, columns.

use super::styles::WordFigures;
use super::xml::Xml;

/// The settings of a section.
#[derive(Debug, Clone, Copy)]
pub(super) struct SectionSetting {
    /// The number of columns.
    pub(super) count: u32,
    /// Whether it begins on the same page as the section before it ends.
    pub(super) continuous: bool,
}

impl SectionSetting {
    /// The properties, in the order of the schema (ECMA-376-1, 17.6.17).
    pub(super) fn properties(self, figures: &WordFigures, rtl: bool) -> Xml {
        let mut xml = Xml::default();
        xml.open("w:sectPr", &[]);
        xml.empty("w:headerReference", &[("w:type", "default"), ("r:id", "rIdHeader")]);
        xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", "rIdFooter")]);
        // Only the first section contains the first page.
        let has_first = figures.has_first && !self.continuous;
        if has_first {
            xml.empty("w:headerReference", &[("w:type", "first"), ("r:id", "rIdFirstHeader")]);
            xml.empty("w:footerReference", &[("w:type", "first"), ("r:id", "rIdFirstFooter")]);
        }
        xml.val("w:type", if self.continuous { "continuous" } else { "nextPage" });
        let [width, height] = figures.paper.map(|it| it.to_string());
        let mut size = vec![("w:w", width.as_str()), ("w:h", height.as_str())];
        if figures.paper[0] > figures.paper[1] {
            size.push(("w:orient", "landscape"));
        }
        xml.empty("w:pgSz", &size);
        let [top, right, bottom, left] = figures.margins.map(|it| it.to_string());
        let furniture = figures.furniture();
        let [head, foot] = furniture.map(|it| it.to_string());
        xml.empty(
            "w:pgMar",
            &[
                ("w:top", &top),
                ("w:right", &right),
                ("w:bottom", &bottom),
                ("w:left", &left),
                ("w:header", &head),
                ("w:footer", &foot),
                ("w:gutter", &figures.gutter.to_string()),
            ],
        );
        let gap = figures.gap().to_string();
        if self.count > 1 {
            xml.empty("w:cols", &[("w:num", &self.count.to_string()), ("w:space", &gap)]);
        } else {
            xml.empty("w:cols", &[("w:space", &gap)]);
        }
        if has_first {
            xml.empty("w:titlePg", &[]);
        }
        if rtl {
            xml.empty("w:bidi", &[]);
        }
        xml.close("w:sectPr");
        xml.end_line();
        xml
    }
}
