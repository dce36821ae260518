//! Pages → bytes: a tagged PDF 1.7 with embedded fonts. The only user of printpdf, lopdf and subsetter.
//!
//! printpdf writes pages and fonts; what it lacks is put in afterwards through lopdf: the structure tree, metadata,
//! links, the outline, the output intent and what PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) ask for.

mod content;
mod font;
mod metadata;
mod outline;
mod profile;
mod slim;
mod structure;
#[cfg(test)]
mod tests;

use std::io::Write;

use lopdf::{Object, ObjectId};

use crate::layout::font::Fonts;
use crate::layout::page::Laid;
use crate::model::Date;

/// What a PDF says of itself.
#[derive(Debug, Clone)]
pub struct Info {
    /// The title.
    pub title: String,
    /// The authors.
    pub authors: Vec<String>,
    /// BCP 47 tag of the text's language.
    pub language: String,
    /// The date of creation and change: the brief's own, never the clock's. Written as midnight UTC.
    pub date: Date,
}

/// Why no PDF could be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteError(String);

impl std::fmt::Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the PDF cannot be written: {}", self.0)
    }
}

impl std::error::Error for WriteError {}

impl From<lopdf::Error> for WriteError {
    fn from(error: lopdf::Error) -> Self {
        Self(error.to_string())
    }
}

/// Writes laid-out pages as a PDF file. The same pages give the same bytes.
///
/// # Errors
/// [`WriteError`] when a font cannot be subset or a library refuses what it is given; none of it depends on the words.
pub fn write(laid: &Laid, fonts: &Fonts, info: &Info) -> Result<Vec<u8>, WriteError> {
    let mut subsets = font::Subsets::new(fonts);
    let content = content::draw(laid, &mut subsets);
    let mut printed = printpdf::PdfDocument::new(&info.title);
    metadata::set_dates(&mut printed);
    subsets.embed(&mut printed)?;
    let pages = content.pages.into_iter().zip(&laid.pages).map(|(operations, page)| {
        let (width, height) =
            (printpdf::Mm::from(printpdf::Pt(page.width)), printpdf::Mm::from(printpdf::Pt(page.height)));
        printpdf::PdfPage::new(width, height, operations)
    });
    printed.with_pages(pages.collect());
    let mut document = printed.to_lopdf_document(&printpdf::PdfSaveOptions::default(), &mut Vec::new());
    document.version = "1.7".to_owned();
    let page_ids: Vec<ObjectId> = document.get_pages().into_values().collect();
    for (id, page) in page_ids.iter().zip(&laid.pages) {
        tidy_page(&mut document, *id, page.width, page.height)?;
    }
    font::correct(&mut document, &subsets);
    structure::add(&mut document, laid, &content.marks, &content.links, &page_ids)?;
    outline::add(&mut document, laid, &page_ids)?;
    metadata::add(&mut document, info)?;
    compress(&mut document)?;
    metadata::add_xmp(&mut document, info)?;
    metadata::set_id(&mut document, info);
    save(&document)
}

/// How many objects an object stream holds at most: the first of these with which none ends with a return.
const IN_A_STREAM: [usize; 8] = [200, 140, 100, 70, 50, 36, 25, 18];
/// How often a stream is made in another way that ends with a return.
const MOST_TRIES: usize = 6;

/// Writes the file. A stream whose last byte is a carriage return stands before the line end that precedes `endstream`,
/// and some readers take both for that line end (ISO 32000-1, 7.3.8.1). `compress` keeps streams from it; the object
/// streams, which are made here, are made shorter until none of them ends so.
fn save(document: &lopdf::Document) -> Result<Vec<u8>, WriteError> {
    let mut bytes = Vec::new();
    for most in IN_A_STREAM {
        bytes.clear();
        let options = lopdf::SaveOptions::builder()
            .use_object_streams(true)
            .use_xref_streams(true)
            .max_objects_per_stream(most)
            .compression_level(6)
            .build();
        // Saving adds the object streams to the document.
        document.clone().save_with_options(&mut bytes, options).map_err(|error| WriteError(error.to_string()))?;
        if !bytes.windows(RETURN_BEFORE_END.len()).any(|window| window == RETURN_BEFORE_END) {
            break;
        }
    }
    Ok(bytes)
}

const RETURN_BEFORE_END: &[u8] = b"\r\nendstream";

/// Deflates every stream at the usual level: the best one takes twice the time for a hundredth of the size.
fn compress(document: &mut lopdf::Document) -> Result<(), WriteError> {
    let streams = document.objects.values_mut().filter_map(|object| object.as_stream_mut().ok());
    for stream in streams.filter(|stream| stream.allows_compression && !stream.dict.has(b"Filter")) {
        let mut packed = deflated(&stream.content)?;
        // See `save`. White space after the last operator, or bytes after the last table of a font, mean nothing.
        for _ in 0..MOST_TRIES {
            if packed.last() != Some(&b'\r') {
                break;
            }
            match stream.dict.get(b"Length1").and_then(Object::as_i64) {
                Ok(length) => {
                    stream.content.extend([0, 0, 0, 1]);
                    stream.dict.set("Length1", length + 4);
                }
                Err(_) => stream.content.push(b'\n'),
            }
            packed = deflated(&stream.content)?;
        }
        if packed.len() < stream.content.len() {
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(packed);
        }
    }
    Ok(())
}

fn deflated(content: &[u8]) -> Result<Vec<u8>, WriteError> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(content).and_then(|()| encoder.finish()).map_err(|error| WriteError(error.to_string()))
}

/// Sets the exact size of a page, which printpdf rounds through millimetres, and removes resources that it names
/// although there are none.
fn tidy_page(document: &mut lopdf::Document, id: ObjectId, width: f32, height: f32) -> Result<(), WriteError> {
    let page = document.get_object_mut(id)?.as_dict_mut()?;
    for name in ["MediaBox", "TrimBox", "CropBox"] {
        if name == "MediaBox" || page.has(name.as_bytes()) {
            page.set(name, vec![0.into(), 0.into(), Object::Real(width), Object::Real(height)]);
        }
    }
    page.set("Tabs", Object::Name(b"S".to_vec()));
    let Ok(resources) = page.get(b"Resources").and_then(Object::as_reference) else { return Ok(()) };
    for name in ["XObject", "ExtGState", "Shading", "Pattern", "Properties", "ColorSpace"] {
        let inner = document.get_object(resources)?.as_dict()?.get(name.as_bytes()).cloned();
        let inner_id = inner.as_ref().ok().and_then(|it| it.as_reference().ok());
        let empty = match (&inner, inner_id) {
            // The pages share them: the first page has removed it already.
            (_, Some(id)) => {
                document.get_object(id).and_then(Object::as_dict).map_or(true, lopdf::Dictionary::is_empty)
            }
            (Ok(Object::Dictionary(inner)), None) => inner.is_empty(),
            _ => false,
        };
        if empty {
            document.get_object_mut(resources)?.as_dict_mut()?.remove(name.as_bytes());
            if let Some(id) = inner_id {
                document.objects.remove(&id);
            }
        }
    }
    Ok(())
}

/// The longest string in bytes that is written with escapes, which lopdf looks for one by one.
const LONGEST_LITERAL: usize = 2048;

/// A text string: ASCII as it is, else UTF-16 with a byte order mark (ISO 32000-1, 7.9.2.2).
fn text_string(text: &str) -> Object {
    let plain = text.chars().all(|c| c.is_ascii() && !c.is_ascii_control());
    let bytes = if plain { text.as_bytes().to_vec() } else { utf16(text) };
    let literal = bytes.len() <= LONGEST_LITERAL;
    Object::String(bytes, if literal { lopdf::StringFormat::Literal } else { lopdf::StringFormat::Hexadecimal })
}

fn utf16(text: &str) -> Vec<u8> {
    [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect()
}
