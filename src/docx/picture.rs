//! Pictures: a drawing in a line of its own (ECMA-376-1, 20.4.2.8), and a part with the file.

use std::sync::Arc;

use super::Writer;
use super::change::tag;
use super::xml::Xml;
use crate::markdown::{Block, BlockKind, PictureBlock, PictureSize};
use crate::picture::Picture;

/// A twentieth of a point in English metric units (20.1.2.1).
const EMU: u64 = 635;

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006";

/// The share of the height of the text that a picture takes at most, in per cent: as on the page.
const HIGHEST: u64 = 70;

/// The id of the relation to a picture, by its place among all.
pub(super) fn relation(place: usize) -> String {
    format!("rIdFigure{}", place + 1)
}

/// The name of its part, in the folder of the text.
pub(super) fn part(place: usize, picture: &Picture) -> String {
    format!("media/figure{}.{}", place + 1, picture.format().ending())
}

impl Writer<'_> {
    /// A picture and its caption, on one page.
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

    /// A picture; nothing when it was not found.
    pub(super) fn picture(&mut self, block: &PictureBlock) {
        let Some(picture) = &block.picture else { return };
        let known = self.pictures.iter().position(|known| known == picture);
        let place = known.unwrap_or(self.pictures.len());
        if known.is_none() {
            self.pictures.push(Arc::clone(picture));
        }
        let size = self.picture_size(block.size, picture);
        self.drawn += 1;
        let drawing = drawing(self.drawn, place, size, &block.alt.text);
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

    /// Width and height, in English metric units.
    fn picture_size(&self, size: PictureSize, picture: &Picture) -> [u64; 2] {
        let (wide, high) = (u64::from(picture.size().0), u64::from(picture.size().1));
        let measure = u64::from(self.width) * EMU;
        let room = u64::from(self.figures.room()) * EMU * HIGHEST / 100;
        let width = match size {
            PictureSize::Width(percent) => measure * u64::from(percent) / 100,
            PictureSize::Height(points) => ((points * 20.0).max(0.0) as u64 * EMU * wide / high).min(measure),
        };
        let width = width.min(room * wide / high).max(1);
        [width, (width * high / wide).max(1)]
    }
}

fn drawing(number: usize, place: usize, [width, height]: [u64; 2], alt: &str) -> Xml {
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
            xml.empty("a:blip", &[("r:embed", &relation(place))]);
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
