//! Pictures: an inline drawing (ECMA-376-1, 20.4.2.8), and a part with the file.
//!
//! A program that does not support SVG shows a raster image of the drawing instead ([MS-ODRAWXML], 2.2.1: `svgBlip`).

use std::borrow::Cow;
use std::sync::Arc;

use super::WordWriter;
use super::change::tag;
use super::xml::Xml;
use crate::markdown::{Block, BlockKind, PictureBlock, PictureSize};
use crate::picture::{Picture, PictureFormat};

/// A twentieth of a point in English Metric Units (20.1.2.1).
const EMU: u64 = 635;

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006";

/// The id of the extension for SVG files.
const SVG_EXTENSION: &str = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}";
const SVG: &str = "http://schemas.microsoft.com/office/drawing/2016/SVG/main";

/// The id of the relation to a picture, by the picture's index.
fn relation(place: usize) -> String {
    format!("rIdFigure{}", place + 1)
}

/// The id of the relation to the SVG file of a picture, by the picture's index.
fn svg_relation(place: usize) -> String {
    format!("rIdSvg{}", place + 1)
}

/// The file of a picture.
pub(super) struct Media<'p> {
    /// The id of the relation to it.
    pub(super) relation: String,
    /// The name of its part, relative to the folder of the document part.
    pub(super) part: String,
    pub(super) bytes: Cow<'p, [u8]>,
}

/// The files of a picture, by the picture's index.
pub(super) fn media(place: usize, picture: &Picture) -> Vec<Media<'_>> {
    let file = |relation: String, ending: &str, bytes| {
        let part = format!("media/figure{}.{ending}", place + 1);
        Media { relation, part, bytes }
    };
    let own = |relation| file(relation, picture.format().ending(), Cow::Borrowed(picture.bytes()));
    match picture.as_png() {
        Some(pixels) => {
            vec![file(relation(place), PictureFormat::Png.ending(), Cow::Owned(pixels)), own(svg_relation(place))]
        }
        None => vec![own(relation(place))],
    }
}

impl WordWriter<'_> {
    /// Writes a picture and its caption, kept on one page.
    pub(super) fn figure(&mut self, blocks: &[Block]) {
        let last = blocks.len().saturating_sub(1);
        for (at, block) in blocks.iter().enumerate() {
            let is_followed = at < last;
            self.looking(
                |look| {
                    look.style = Some("Caption");
                    look.keep |= is_followed && matches!(block.kind, BlockKind::Picture(_));
                },
                |writer| writer.blocks(std::iter::once(block)),
            );
        }
    }

    /// Writes a picture; nothing when its file was not found.
    pub(super) fn picture(&mut self, block: &PictureBlock) {
        let Some(picture) = &block.picture else { return };
        let known = self.pictures.iter().position(|known| known == picture);
        let place = known.unwrap_or(self.pictures.len());
        if known.is_none() {
            self.pictures.push(Arc::clone(picture));
        }
        let size = self.picture_size(block.size, picture);
        self.drawn += 1;
        let has_svg = picture.format() == PictureFormat::Svg;
        let drawing = drawing(self.drawn, (place, has_svg), size, &block.alt.text);
        let edit = block.edit.filter(|_| self.changes.is_tracked());
        self.end_of_paragraph = edit;
        self.paragraph("Normal", |writer| {
            let change = edit.and_then(|edit| writer.changes.open(&mut writer.xml, tag(edit)));
            writer.xml.group("w:r", &[], |xml| xml.append(&drawing));
            if let Some(tag) = change {
                writer.xml.close(tag);
            }
        });
    }

    /// Width and height, in English Metric Units.
    fn picture_size(&self, size: PictureSize, picture: &Picture) -> [u64; 2] {
        let (wide, high) = (u64::from(picture.size().0), u64::from(picture.size().1));
        let (measure, room) = (self.width as f32, self.figures.room() as f32);
        let width = size.width(picture.ratio(), [measure, measure, room], 20.0);
        let width = ((f64::from(width) * EMU as f64) as u64).max(1);
        [width, (width * high / wide).max(1)]
    }
}

/// Writes the reference to the SVG file, in addition to the raster image.
fn svg_blip(xml: &mut Xml, relation: &str) {
    let embedded = [("xmlns:asvg", SVG), ("r:embed", relation)];
    xml.group("a:extLst", &[], |xml| {
        xml.group("a:ext", &[("uri", SVG_EXTENSION)], |xml| xml.empty("asvg:svgBlip", &embedded));
    });
}

/// An inline drawing. `has_svg` says whether there is also an SVG file of it.
fn drawing(number: usize, (place, has_svg): (usize, bool), [width, height]: [u64; 2], alt: &str) -> Xml {
    let (width, height) = (width.to_string(), height.to_string());
    let (id, name) = (number.to_string(), format!("Picture {number}"));
    let size = [("cx", width.as_str()), ("cy", height.as_str())];
    let near = [("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")];
    let space = ("xmlns:wp", format!("{DRAWING}/wordprocessingDrawing"));
    let mut inline = vec![(space.0, space.1.as_str())];
    inline.extend(near);
    let (main, kind) = (format!("{DRAWING}/main"), format!("{DRAWING}/picture"));
    let mut xml = Xml::default();
    xml.open("w:drawing", &[]);
    xml.open("wp:inline", &inline);
    xml.empty("wp:extent", &size);
    xml.empty("wp:docPr", &[("id", &id), ("name", &name), ("descr", alt)]);
    xml.open("a:graphic", &[("xmlns:a", &main)]);
    xml.open("a:graphicData", &[("uri", &kind)]);
    xml.group("pic:pic", &[("xmlns:pic", &kind)], |xml| {
        xml.group("pic:nvPicPr", &[], |xml| {
            xml.empty("pic:cNvPr", &[("id", &id), ("name", &name)]);
            xml.empty("pic:cNvPicPr", &[]);
        });
        xml.group("pic:blipFill", &[], |xml| {
            let (pixels, svg) = (relation(place), svg_relation(place));
            if has_svg {
                xml.group("a:blip", &[("r:embed", &pixels)], |xml| svg_blip(xml, &svg));
            } else {
                xml.empty("a:blip", &[("r:embed", &pixels)]);
            }
            xml.group("a:stretch", &[], |xml| xml.empty("a:fillRect", &[]));
        });
        xml.group("pic:spPr", &[], |xml| {
            xml.group("a:xfrm", &[], |xml| {
                xml.empty("a:off", &[("x", "0"), ("y", "0")]);
                xml.empty("a:ext", &size);
            });
            xml.group("a:prstGeom", &[("prst", "rect")], |xml| xml.empty("a:avLst", &[]));
        });
    });
    ["a:graphicData", "a:graphic", "wp:inline", "w:drawing"].into_iter().for_each(|tag| xml.close(tag));
    xml
}
