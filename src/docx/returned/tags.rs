//! Parses a part into tags and texts.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use super::{Portion, ReadError};

/// The most tags and texts of a part: a brief of three pages has 10 000.
const MOST_EVENTS: usize = 1 << 18;

/// A tag or text of a part. Names have no prefix.
pub(in crate::docx) enum XmlNode<'a> {
    /// A start tag.
    Open(BytesStart<'a>),
    /// The name of an end tag.
    Close(String),
    /// An element without content.
    Empty(BytesStart<'a>),
    /// A text.
    Text(String),
}

/// Calls `found` with every tag and text of a part, in order.
pub(in crate::docx) fn walk(
    part: &str,
    text: &str,
    mut found: impl FnMut(XmlNode<'_>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let wrong = |message: String| ReadError::Xml { part: part.to_owned(), message };
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut depth = 0_usize;
    for _ in 0..MOST_EVENTS {
        match reader.read_event().map_err(|error| wrong(error.to_string()))? {
            Event::Start(tag) => {
                depth += 1;
                if depth > 256 {
                    return Err(wrong("its elements are nested too deeply".to_owned()));
                }
                found(XmlNode::Open(tag))?;
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                found(XmlNode::Close(tag.local_name().as_ref().to_owned()))?;
            }
            Event::Empty(tag) => found(XmlNode::Empty(tag))?,
            Event::Text(text) => found(XmlNode::Text(text.xml10_content().into_owned()))?,
            Event::CData(text) => found(XmlNode::Text(text.into_inner().into_owned()))?,
            Event::GeneralRef(name) => {
                let c =
                    character(&name).ok_or_else(|| wrong("it has an entity, which Word does not write".to_owned()))?;
                found(XmlNode::Text(c.to_string()))?;
            }
            Event::DocType(_) => return Err(wrong("it has a document type, which Word does not write".to_owned())),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof if depth > 0 => return Err(wrong("it ends before its last tag".to_owned())),
            Event::Eof => return Ok(()),
        }
    }
    Err(ReadError::TooLarge { what: "a part of more than 250 000 tags and texts", portion: Portion::of(part) })
}

/// The character of a reference: by its number, or one of the five predefined entities of XML.
fn character(name: &BytesRef<'_>) -> Option<char> {
    if name.is_char_ref() {
        return name.resolve_char_ref().ok().flatten();
    }
    Some(match name.borrow().into_inner().as_ref() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// The value of an attribute with a name, ignoring its prefix.
pub(in crate::docx) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|it| it.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
}

/// Whether a property is on: it is on if its element exists, unless the value says off.
pub(in crate::docx) fn is_on(tag: &BytesStart<'_>) -> bool {
    !matches!(attribute(tag, "val").as_deref(), Some("0" | "false" | "off" | "none"))
}
