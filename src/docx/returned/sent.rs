//! Reads the parts about what was sent, the comments, and who saved the file.

use super::tags::{XmlNode, attribute, walk};
use super::values::{capped, one_line, short_attribute};
use super::{MarginComment, ReadError, Revision, SentField, SentPart};
use crate::docx::names::NAMESPACE;

/// What was sent; `None` if the part is about something else.
pub(super) fn read(part: &str, text: &str) -> Result<Option<SentPart>, ReadError> {
    // Other programs store their data in custom parts too, in encodings and forms of their own.
    if !text.contains(NAMESPACE) {
        return Ok(None);
    }
    let mut sent = None;
    let mut field: Option<SentField> = None;
    let mut outside: Option<String> = None;
    walk(part, text, |node| {
        match node {
            XmlNode::Open(tag) | XmlNode::Empty(tag) => {
                let get = |name| attribute(&tag, name);
                let number = |name| get(name).and_then(|it| it.parse::<usize>().ok());
                match (tag.local_name().as_ref(), &mut sent) {
                    ("review", None) if get("xmlns").as_deref() == Some(NAMESPACE) => {
                        if get("version").as_deref() != Some("1") {
                            return Err(ReadError::Newer);
                        }
                        sent = Some(SentPart { base: get("base").unwrap_or_default(), ..SentPart::default() });
                    }
                    ("note", Some(sent)) => sent.notes.extend(number("number").zip(get("source"))),
                    ("field", Some(_)) => field = sent_field(&tag),
                    ("text", Some(_)) => outside = Some(String::new()),
                    _ => {}
                }
            }
            XmlNode::Close(name) => {
                let Some(sent) = &mut sent else { return Ok(()) };
                match name.as_str() {
                    "field" => sent.fields.extend(field.take()),
                    "text" => sent.outside.extend(outside.take()),
                    _ => {}
                }
            }
            XmlNode::Text(text) => {
                if let Some(field) = &mut field {
                    field.text.push_str(&text);
                } else if let Some(outside) = &mut outside {
                    outside.push_str(&text);
                }
            }
        }
        Ok(())
    })?;
    Ok(sent)
}

fn sent_field(tag: &quick_xml::events::BytesStart<'_>) -> Option<SentField> {
    let number = |name| attribute(tag, name).and_then(|it| it.parse::<usize>().ok());
    let is = |name| attribute(tag, name).as_deref() == Some("1");
    let marks = attribute(tag, "marks").unwrap_or_default();
    Some(SentField {
        number: number("number")?,
        path: attribute(tag, "path")?,
        paragraph: number("paragraph")?,
        bold: is("bold"),
        italic: is("italic"),
        marks: marks.split(' ').filter_map(|it| it.parse().ok()).collect(),
        text: String::new(),
    })
}

/// The comments with their ids, in the order of the part.
pub(super) fn comments(text: &str) -> Result<Vec<(String, MarginComment)>, ReadError> {
    let mut all: Vec<(String, MarginComment)> = Vec::new();
    let (mut is_open, mut in_text) = (false, false);
    walk("word/comments.xml", text, |node| {
        match node {
            XmlNode::Open(tag) => match tag.local_name().as_ref() {
                "comment" => {
                    let get = |name| short_attribute(&tag, name);
                    let (author, date) = (get("author"), get("date"));
                    let (text, heading, words) = (String::new(), String::new(), String::new());
                    all.push((get("id"), MarginComment { author, date, text, field: None, heading, words }));
                    is_open = true;
                }
                "t" => in_text = is_open,
                _ => {}
            },
            XmlNode::Close(name) => match name.as_str() {
                "comment" => is_open = false,
                "t" => in_text = false,
                "p" if is_open => {
                    if let Some((_, last)) = all.last_mut() {
                        last.text.push(' ');
                    }
                }
                _ => {}
            },
            XmlNode::Empty(tag) => {
                if is_open
                    && matches!(tag.local_name().as_ref(), "br" | "tab")
                    && let Some((_, last)) = all.last_mut()
                {
                    last.text.push(' ');
                }
            }
            XmlNode::Text(text) => {
                if in_text && let Some((_, last)) = all.last_mut() {
                    last.text.push_str(&text);
                }
            }
        }
        Ok(())
    })?;
    for (_, comment) in &mut all {
        comment.text = one_line(&comment.text);
    }
    Ok(all)
}

/// Who saved the file last; `None` if the part cannot be read.
pub(super) fn saved(text: &str) -> Option<Revision> {
    let (mut author, mut date) = (String::new(), String::new());
    let mut at = String::new();
    let read = walk("docProps/core.xml", text, |node| {
        match node {
            XmlNode::Open(tag) => tag.local_name().as_ref().clone_into(&mut at),
            XmlNode::Close(_) => at.clear(),
            XmlNode::Text(text) => match at.as_str() {
                "lastModifiedBy" => author.push_str(&text),
                "modified" => date.push_str(&text),
                _ => {}
            },
            XmlNode::Empty(_) => {}
        }
        Ok(())
    });
    (read.is_ok() && !author.trim().is_empty()).then(|| Revision { author: capped(author), date: capped(date) })
}
