//! All texts of a PDF except the words of its pages, so that they can be searched: Info, outline, structure tree,
//! links, metadata.

use lopdf::content::Content;
use lopdf::{Document, Object, Stream};

/// All strings and names of a file, including those in its content streams; its metadata streams; and the raw file, for
/// text that is in no object. The words of the pages are not included, since the file has them as codes of its fonts:
/// they are in [`crate::layout::page::Pages`]. `None` when the file cannot be read.
#[must_use]
pub fn texts(file: &[u8]) -> Option<Vec<String>> {
    let document = Document::load_mem(file).ok()?;
    let mut all = Vec::new();
    let trailer = Object::Dictionary(document.trailer.clone());
    for object in document.objects.values().chain([&trailer]) {
        gather(object, &mut all);
    }
    all.push(String::from_utf8_lossy(file).into_owned());
    Some(all)
}

fn gather(object: &Object, all: &mut Vec<String>) {
    match object {
        Object::String(bytes, _) | Object::Name(bytes) => all.push(decoded(bytes)),
        Object::Array(items) => items.iter().for_each(|item| gather(item, all)),
        Object::Dictionary(fields) => fields.iter().for_each(|(_, value)| gather(value, all)),
        Object::Stream(stream) => {
            stream.dict.iter().for_each(|(_, value)| gather(value, all));
            if let Some(content) = content(stream) {
                content.operations.iter().flat_map(|it| &it.operands).for_each(|operand| gather(operand, all));
            }
            if stream.dict.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == b"Metadata") {
                let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
                all.push(String::from_utf8_lossy(&content).into_owned());
            }
        }
        _ => {}
    }
}

/// The operators of a stream that has some: the content of a page or of a form XObject; `None` for fonts, pictures and
/// object streams, which have other dictionary entries.
fn content(stream: &Stream) -> Option<Content> {
    let is_form = stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form");
    let has = |key: &[u8]| stream.dict.has(key);
    if !is_form && (has(b"Type") || has(b"Subtype") || has(b"Length1") || has(b"N")) {
        return None;
    }
    let bytes = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    Content::decode(&bytes).ok()
}

/// Decodes a text string (ISO 32000-1, 7.9.2.2): UTF-16 after a byte order mark, or else bytes.
fn decoded(bytes: &[u8]) -> String {
    match bytes.strip_prefix(&[0xFE, 0xFF]) {
        Some(rest) => {
            let units: Vec<u16> = rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}
