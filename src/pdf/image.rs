//! Pictures as image objects (ISO 32000-1, 8.9.5).
//!
//! A JPEG is embedded unchanged, and a drawing as a form XObject (`drawing.rs`). A PNG is decoded; its colours and its
//! opacity are written as one image each, with 8 bits for each channel. The colours are those of the output intent,
//! sRGB (`profile.rs`).

use std::sync::Arc;

use super::drawing;
use super::file::PdfFile;
use super::syntax::{ObjectNumber, Put};
use crate::layout::page::{PageItem, Pages};
use crate::picture::{self, Picture, PictureFormat, Pixels};

/// The distinct pictures of some pages, in the order of their first use.
#[derive(Default)]
pub(super) struct Images<'p> {
    all: Vec<&'p Arc<Picture>>,
}

impl<'p> Images<'p> {
    /// Collects the pictures of some pages.
    pub(super) fn of(laid: &'p Pages) -> Self {
        let mut images = Self::default();
        for item in laid.pages.iter().flat_map(|page| &page.items) {
            if let PageItem::Picture { picture, .. } = item
                && images.place(picture).is_none()
            {
                images.all.push(picture);
            }
        }
        images
    }

    /// The index of a picture.
    pub(super) fn place(&self, picture: &Arc<Picture>) -> Option<usize> {
        // The same file may have been read twice.
        self.all.iter().position(|known| Arc::ptr_eq(known, picture) || *known == picture)
    }

    /// Writes the pictures, and returns their object numbers.
    pub(super) fn embed(&self, file: &mut PdfFile<'_>) -> Vec<ObjectNumber> {
        self.all.iter().map(|picture| embed(picture, file)).collect()
    }
}

/// Writes the name of an image in the resources of a page: `/I0`.
pub(super) fn put_name(out: &mut Vec<u8>, place: usize) {
    out.put("/I").integer(place as i64);
}

fn embed(picture: &Picture, file: &mut PdfFile<'_>) -> ObjectNumber {
    if let Some(drawing) = picture.drawing() {
        return drawing::embed(drawing, file);
    }
    let (width, height) = picture.size();
    let id = file.new_id();
    if picture.format() == PictureFormat::Jpeg {
        let mut entries = head(width, height, picture.is_gray());
        entries.put("/Filter/DCTDecode");
        file.raw_stream(id, &entries, picture.bytes());
        return id;
    }
    // A PNG was decoded successfully when it was read. If decoding failed here, the picture would be black.
    let black = || Pixels { channels: 1, colors: vec![0; width as usize * height as usize], opacity: None };
    let Pixels { channels, colors, opacity } = picture.pixels().unwrap_or_else(black);
    let mut entries = head(width, height, channels == 1);
    if let Some(opacity) = opacity {
        let mask = file.new_id();
        write_rows(mask, head(width, height, true), width, 1, &opacity, file);
        entries.put("/SMask ").reference(mask);
    }
    write_rows(id, entries, width, channels, &colors, file);
    id
}

/// The dictionary entries that all images have.
fn head(width: u32, height: u32, is_gray: bool) -> Vec<u8> {
    let mut entries = Vec::new();
    entries.put("/Type/XObject/Subtype/Image/Width ").integer(width.into()).put("/Height ").integer(height.into());
    entries.put("/BitsPerComponent 8/ColorSpace/").put(if is_gray { "DeviceGray" } else { "DeviceRGB" });
    entries
}

/// Writes rows of pixels as a stream.
fn write_rows(id: ObjectNumber, mut entries: Vec<u8>, width: u32, channels: u8, rows: &[u8], file: &mut PdfFile<'_>) {
    let mut data = picture::deflated(width, channels, rows).unwrap_or_default();
    // A stream must not end with a carriage return, and bytes after the deflated data are ignored.
    if data.last() == Some(&b'\r') {
        data.push(b'\n');
    }
    entries.put("/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors ").integer(channels.into());
    entries.put("/BitsPerComponent 8/Columns ").integer(width.into()).put(">>");
    file.raw_stream(id, &entries, &data);
}
