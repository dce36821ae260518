//! Roles of elements as structure types of PDF (ISO 32000-1, 14.8.4), and the search for enclosing elements.

use crate::layout::page::{ElementId, Pages, StructureRole};

/// The standard structure type of a role.
pub(super) fn role_name(role: &StructureRole) -> &'static str {
    match role {
        StructureRole::Document => "Document",
        StructureRole::Section => "Sect",
        StructureRole::Heading(level) => match level {
            0 | 1 => "H1",
            2 => "H2",
            3 => "H3",
            4 => "H4",
            5 => "H5",
            _ => "H6",
        },
        StructureRole::Paragraph => "P",
        StructureRole::Quote => "BlockQuote",
        StructureRole::List { .. } => "L",
        StructureRole::ListItem => "LI",
        StructureRole::ListLabel => "Lbl",
        StructureRole::ListBody => "LBody",
        StructureRole::Table => "Table",
        StructureRole::Row => "TR",
        StructureRole::HeaderCell { .. } => "TH",
        StructureRole::DataCell => "TD",
        StructureRole::Link { .. } | StructureRole::Reference { .. } => "Link",
        StructureRole::Note => "Note",
        StructureRole::Figure { .. } => "Figure",
        StructureRole::Caption => "Caption",
        StructureRole::Language { .. } | StructureRole::Edited { .. } => "Span",
        StructureRole::Contents => "TOC",
        StructureRole::ContentsItem => "TOCI",
    }
}

/// The link or reference that an element is, or that contains it.
pub(super) fn within_link(laid: &Pages, element: ElementId) -> Option<ElementId> {
    within(laid, element, |role| matches!(role, StructureRole::Link { .. } | StructureRole::Reference { .. }))
}

/// The nearest element with a certain role that is an element itself, or that contains it.
fn within(laid: &Pages, element: ElementId, wanted: impl Fn(&StructureRole) -> bool) -> Option<ElementId> {
    let mut at = Some(element);
    // A parent comes before its children, so this loop ends.
    while let Some(id) = at {
        let element = laid.elements.get(id.0)?;
        if wanted(&element.role) {
            return Some(id);
        }
        at = element.parent.filter(|parent| parent.0 < id.0);
    }
    None
}
