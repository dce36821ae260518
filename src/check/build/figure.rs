//! Pictures from files.

use super::{TableFields, marks};
use crate::model::Figure;

pub(super) fn figure(fields: &TableFields<'_>) -> Option<Figure> {
    Some(Figure {
        file: fields.line("file")?,
        alt: fields.line("alt").unwrap_or_default(),
        caption: fields.prose("caption"),
        sources: fields.ids("sources"),
        width: fields.number("width").and_then(|number| u8::try_from(number).ok()),
        issue: fields.id("issue"),
        on_page: fields.choice("on_page"),
        marks: marks(fields),
    })
}
