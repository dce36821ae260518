//! Roles of elements as the structure types of PDF (ISO 32000-1, 14.8.4), and which elements are around another.

use crate::layout::page::{ElementId, Pages, Role};

/// The standard structure type of a role.
pub(super) fn role_name(role: &Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::Section => "Sect",
        Role::Heading(level) => match level {
            0 | 1 => "H1",
            2 => "H2",
            3 => "H3",
            4 => "H4",
            5 => "H5",
            _ => "H6",
        },
        Role::Paragraph => "P",
        Role::Quote => "BlockQuote",
        Role::List { .. } => "L",
        Role::ListItem => "LI",
        Role::ListLabel => "Lbl",
        Role::ListBody => "LBody",
        Role::Table => "Table",
        Role::Row => "TR",
        Role::HeaderCell { .. } => "TH",
        Role::DataCell => "TD",
        Role::Link { .. } | Role::Reference { .. } => "Link",
        Role::Note => "Note",
        Role::Figure { .. } => "Figure",
        Role::Caption => "Caption",
        Role::Language { .. } | Role::Edited { .. } => "Span",
        Role::Contents => "TOC",
        Role::ContentsItem => "TOCI",
    }
}

/// The link or reference that an element is or stands in.
pub(super) fn within_link(laid: &Pages, element: ElementId) -> Option<ElementId> {
    within(laid, element, |role| matches!(role, Role::Link { .. } | Role::Reference { .. }))
}

/// The nearest element of a kind that an element is or stands in.
fn within(laid: &Pages, element: ElementId, wanted: impl Fn(&Role) -> bool) -> Option<ElementId> {
    let mut at = Some(element);
    // A parent stands before its children, so the walk ends.
    while let Some(id) = at {
        let element = laid.elements.get(id.0)?;
        if wanted(&element.role) {
            return Some(id);
        }
        at = element.parent.filter(|parent| parent.0 < id.0);
    }
    None
}
