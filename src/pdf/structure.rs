//! The structure tree (ISO 32000-1, 14.7 and 14.8), the parent tree, and the links, which belong to both.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::content::{LinkArea, Mark};
use super::{WriteError, text_string};
use crate::layout::page::{Edit, ElementId, Item, Laid, Role};

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
        Role::Language { .. } | Role::Edited { .. } => "Span",
        Role::Contents => "TOC",
        Role::ContentsItem => "TOCI",
    }
}

/// The link or reference that an element is or stands in.
pub(super) fn within_link(laid: &Laid, element: ElementId) -> Option<ElementId> {
    within(laid, element, |role| matches!(role, Role::Link { .. } | Role::Reference { .. }))
}

/// The nearest element of a kind that an element is or stands in.
fn within(laid: &Laid, element: ElementId, wanted: impl Fn(&Role) -> bool) -> Option<ElementId> {
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

/// What an element holds, in reading order.
#[derive(Clone, Copy)]
enum Kid {
    Element(ElementId),
    /// Index of the page and number of the marked sequence.
    Mark(usize, i64),
    /// Index of the link area.
    Link(usize),
}

/// The kids of every element. An element takes its place among its siblings where its own words, or those of an
/// element after it in the arena, are first met.
fn kids(laid: &Laid, marks: &[Mark], links: &[LinkArea]) -> Vec<Vec<Kid>> {
    let mut kids: Vec<Vec<Kid>> = vec![Vec::new(); laid.elements.len()];
    let mut attached = 1;
    let attach = |upto: usize, attached: &mut usize, kids: &mut Vec<Vec<Kid>>| {
        while *attached < upto {
            let id = ElementId(*attached);
            if let Some(parent) = laid.elements[id.0].parent.filter(|parent| parent.0 < id.0) {
                kids[parent.0].push(Kid::Element(id));
            }
            *attached += 1;
        }
    };
    for mark in marks.iter().filter(|mark| mark.element.0 < laid.elements.len()) {
        attach(mark.element.0 + 1, &mut attached, &mut kids);
        kids[mark.element.0].push(Kid::Mark(mark.page, mark.number));
    }
    attach(laid.elements.len(), &mut attached, &mut kids);
    for (index, link) in links.iter().enumerate() {
        kids[link.element.0].push(Kid::Link(index));
    }
    kids
}

/// Adds the structure tree, the parent tree and the link annotations.
pub(super) fn add(
    document: &mut lopdf::Document,
    laid: &Laid,
    marks: &[Mark],
    links: &[LinkArea],
    pages: &[ObjectId],
) -> Result<(), WriteError> {
    if laid.elements.is_empty() {
        return Ok(());
    }
    let root = document.new_object_id();
    let elements: Vec<ObjectId> = laid.elements.iter().map(|_| document.new_object_id()).collect();
    let annotations: Vec<ObjectId> = links.iter().map(|_| document.new_object_id()).collect();
    let kids = kids(laid, marks, links);
    for (index, kids) in kids.iter().enumerate() {
        let mut dictionary = element(laid, index, &elements, root);
        let first_page = kids.iter().find_map(|kid| match kid {
            Kid::Mark(page, _) => Some(*page),
            Kid::Link(link) => Some(links[*link].page),
            Kid::Element(_) => None,
        });
        if let Some(page) = first_page {
            dictionary.set("Pg", pages[page]);
        }
        let mut list: Vec<Object> = kids
            .iter()
            .map(|kid| match kid {
                Kid::Element(id) => elements[id.0].into(),
                Kid::Mark(page, number) if Some(*page) == first_page => (*number).into(),
                Kid::Mark(page, number) => {
                    Object::Dictionary(dictionary! { "Type" => "MCR", "Pg" => pages[*page], "MCID" => *number })
                }
                Kid::Link(link) => Object::Dictionary(
                    dictionary! { "Type" => "OBJR", "Obj" => annotations[*link], "Pg" => pages[links[*link].page] },
                ),
            })
            .collect();
        match list.len() {
            0 => {}
            1 => dictionary.set("K", list.remove(0)),
            _ => dictionary.set("K", list),
        }
        document.objects.insert(elements[index], Object::Dictionary(dictionary));
    }
    let targets = target_places(laid);
    for (index, link) in links.iter().enumerate() {
        let annotation = annotation(laid, link, pages.len() + index, &targets, pages);
        document.objects.insert(annotations[index], Object::Dictionary(annotation));
    }
    let parents = add_parents(document, marks, links, &elements, pages);
    let tree = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => elements[0],
        "ParentTree" => parents,
        "ParentTreeNextKey" => (pages.len() + links.len()) as i64,
    };
    document.objects.insert(root, Object::Dictionary(tree));
    for (index, page) in pages.iter().enumerate() {
        let page = document.get_object_mut(*page)?.as_dict_mut()?;
        page.set("StructParents", index as i64);
        page.remove(b"Annots");
        let own = links.iter().zip(&annotations).filter(|(link, _)| link.page == index);
        let own: Vec<Object> = own.map(|(_, id)| (*id).into()).collect();
        if !own.is_empty() {
            page.set("Annots", own);
        }
    }
    let catalog = document.catalog_mut()?;
    catalog.set("StructTreeRoot", root);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    Ok(())
}

/// The dictionary of an element without its kids.
fn element(laid: &Laid, index: usize, elements: &[ObjectId], root: ObjectId) -> Dictionary {
    let element = &laid.elements[index];
    let parent = element.parent.filter(|parent| parent.0 < index).map_or(root, |parent| elements[parent.0]);
    let mut dictionary = dictionary! { "S" => role_name(&element.role), "P" => parent };
    match &element.role {
        Role::HeaderCell { heads_row } => {
            let scope = if *heads_row { "Row" } else { "Column" };
            dictionary.set("A", dictionary! { "O" => "Table", "Scope" => scope });
        }
        Role::List { numbered } => {
            let numbering = if *numbered { "Decimal" } else { "Disc" };
            dictionary.set("A", dictionary! { "O" => "List", "ListNumbering" => numbering });
        }
        Role::Note => dictionary.set("ID", text_string(&format!("note-{index}"))),
        Role::Figure { alt } => dictionary.set("Alt", text_string(alt)),
        Role::Language { tag } => dictionary.set("Lang", text_string(tag)),
        Role::Edited { edit, description } => {
            // ISO 32000-1, 14.8.5.4.5; readers that do not know it say the description.
            let line = if *edit == Edit::Deleted { "LineThrough" } else { "Underline" };
            dictionary.set("A", dictionary! { "O" => "Layout", "TextDecorationType" => line });
            dictionary.set("Alt", text_string(description));
        }
        Role::Link { description, .. } | Role::Reference { description, .. } if !description.is_empty() => {
            dictionary.set("Alt", text_string(description));
        }
        _ => {}
    }
    dictionary
}

/// One line of a link as an annotation (ISO 32000-1, 12.5.6.5).
fn annotation(
    laid: &Laid,
    link: &LinkArea,
    key: usize,
    targets: &BTreeMap<ElementId, (usize, f32)>,
    pages: &[ObjectId],
) -> Dictionary {
    let area: Vec<Object> = link.area.iter().map(|edge| Object::Real(*edge)).collect();
    let mut annotation = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => area,
        "Border" => vec![0.into(), 0.into(), 0.into()],
        // Printed; PDF/A asks for it.
        "F" => 4,
        "StructParent" => key as i64,
    };
    match laid.elements.get(link.element.0).map(|element| &element.role) {
        Some(Role::Link { url, description }) => {
            annotation.set("Contents", text_string(if description.is_empty() { url } else { description }));
            let uri = Object::string_literal(ascii_uri(url));
            annotation.set("A", dictionary! { "S" => "URI", "URI" => uri });
        }
        Some(Role::Reference { target, description }) => {
            annotation.set("Contents", text_string(description));
            // A source that is not printed is not linked to, but to the top of the first page.
            let top = laid.pages.first().map_or(0.0, |page| page.height);
            let (page, top) = targets.get(target).copied().unwrap_or((0, top));
            if let Some(page) = pages.get(page) {
                let to = vec![(*page).into(), "XYZ".into(), Object::Null, Object::Real(top), Object::Null];
                annotation.set("Dest", to);
            }
        }
        _ => {}
    }
    annotation
}

/// Where every element begins that a reference leads to: the index of the page, and the top of its first line in points
/// from the foot of the page.
fn target_places(laid: &Laid) -> BTreeMap<ElementId, (usize, f32)> {
    let mut wanted = vec![false; laid.elements.len()];
    for element in &laid.elements {
        if let Role::Reference { target, .. } = element.role
            && let Some(wanted) = wanted.get_mut(target.0)
        {
            *wanted = true;
        }
    }
    let mut places = BTreeMap::new();
    for (index, page) in laid.pages.iter().enumerate() {
        for item in &page.items {
            let Item::Glyphs(run) = item else { continue };
            let top = ((page.height - run.y + run.size) * 100.0).round() / 100.0;
            let mut at = run.element;
            // A parent stands before its children, so the walk ends.
            while let Some(id) = at {
                if wanted[id.0] {
                    places.entry(id).or_insert((index, top));
                }
                at = laid.elements[id.0].parent.filter(|parent| parent.0 < id.0);
            }
        }
    }
    places
}

/// A URI in ASCII: what is not is percent-encoded as UTF-8 (RFC 3987, 3.1).
fn ascii_uri(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Adds the parent tree: for each page the elements of its marked sequences, for each annotation its element.
fn add_parents(
    document: &mut lopdf::Document,
    marks: &[Mark],
    links: &[LinkArea],
    elements: &[ObjectId],
    pages: &[ObjectId],
) -> ObjectId {
    let mut by_page: BTreeMap<usize, Vec<Object>> = BTreeMap::new();
    // The numbers of a page's sequences rise by one from 0, in the order of the marks.
    for mark in marks {
        by_page.entry(mark.page).or_default().push(elements[mark.element.0].into());
    }
    let mut numbers: Vec<Object> = Vec::new();
    for page in 0..pages.len() {
        let list = document.add_object(Object::Array(by_page.remove(&page).unwrap_or_default()));
        numbers.extend([(page as i64).into(), list.into()]);
    }
    for (index, link) in links.iter().enumerate() {
        numbers.extend([((pages.len() + index) as i64).into(), elements[link.element.0].into()]);
    }
    document.add_object(dictionary! { "Nums" => numbers })
}
