//! The structure tree (ISO 32000-1, 14.7 and 14.8), the parent tree, and the links, which belong to both.

use std::collections::{BTreeMap, VecDeque};

use super::content::{ContentMark, LinkArea, PageContents};
use super::file::PdfFile;
use super::role::role_name;
use super::syntax::{ObjectNumber, Put};
use crate::address;
use crate::layout::page::{Edit, ElementId, PageItem, Pages, StructureRole};

/// The children of an element, in reading order.
#[derive(Clone, Copy)]
enum Kid {
    Element(ElementId),
    /// The index of the page, and the number of the marked-content sequence.
    Mark(usize, i64),
    /// The index of the link area.
    Link(usize),
}

/// The children of every element. Siblings are in the order in which their text, or that of their descendants, is first
/// met. An element without text comes before the next sibling in the arena that has some.
fn kids(laid: &Pages, marks: &[ContentMark], links: &[LinkArea]) -> Vec<Vec<Kid>> {
    let count = laid.elements.len();
    let parent = |id: usize| laid.elements[id].parent.map(|parent| parent.0).filter(|parent| *parent < id);
    let mut has_words = vec![false; count];
    for mark in marks {
        let mut at = Some(mark.element.0).filter(|at| *at < count);
        while let Some(id) = at.filter(|id| !has_words[*id]) {
            has_words[id] = true;
            at = parent(id);
        }
    }
    // For each parent, its children without text that have no position yet, in the order of the arena.
    let mut silent: Vec<VecDeque<usize>> = vec![VecDeque::new(); count];
    for id in (1..count).filter(|id| !has_words[*id]) {
        if let Some(parent) = parent(id) {
            silent[parent].push_back(id);
        }
    }
    let mut kids: Vec<Vec<Kid>> = vec![Vec::new(); count];
    let mut in_place = vec![false; count];
    for mark in marks.iter().filter(|mark| mark.element.0 < count) {
        let mut at = mark.element.0;
        while let Some(parent) = parent(at).filter(|_| !in_place[at]) {
            while let Some(before) = silent[parent].front().copied().filter(|before| *before < at) {
                silent[parent].pop_front();
                kids[parent].push(Kid::Element(ElementId(before)));
            }
            kids[parent].push(Kid::Element(ElementId(at)));
            in_place[at] = true;
            at = parent;
        }
        kids[mark.element.0].push(Kid::Mark(mark.page, mark.number));
    }
    for (parent, silent) in silent.into_iter().enumerate() {
        kids[parent].extend(silent.into_iter().map(|id| Kid::Element(ElementId(id))));
    }
    for (index, link) in links.iter().enumerate() {
        kids[link.element.0].push(Kid::Link(index));
    }
    kids
}

/// What the other parts of the file need from the structure tree.
pub(super) struct Structure {
    /// The root of the tree; `None` when there are no elements.
    pub(super) root: Option<ObjectNumber>,
    /// The link annotations of each page.
    pub(super) annotations: Vec<Vec<ObjectNumber>>,
}

/// Writes the structure tree, the parent tree and the link annotations.
pub(super) fn write(laid: &Pages, content: &PageContents, pages: &[ObjectNumber], file: &mut PdfFile<'_>) -> Structure {
    let (marks, links) = (&content.marks, &content.links);
    let mut structure = Structure { root: None, annotations: vec![Vec::new(); pages.len()] };
    if laid.elements.is_empty() {
        return structure;
    }
    let root = file.new_id();
    let elements: Vec<ObjectNumber> = laid.elements.iter().map(|_| file.new_id()).collect();
    let annotations: Vec<ObjectNumber> = links.iter().map(|_| file.new_id()).collect();
    let descriptions = write_descriptions(laid, file);
    let boxes = boxes(laid);
    for (index, kids) in kids(laid, marks, links).into_iter().enumerate() {
        let first_page = kids.iter().find_map(|kid| match kid {
            Kid::Mark(page, _) => Some(*page),
            Kid::Link(link) => Some(links[*link].page),
            Kid::Element(_) => None,
        });
        file.object(elements[index], |out| {
            put_element(out, laid, index, &elements, root, &descriptions);
            if let Some(area) = boxes.get(&ElementId(index)) {
                put_box(out, area);
            }
            if let Some(page) = first_page {
                out.put("/Pg ").reference(pages[page]);
            }
            if !kids.is_empty() {
                out.put(if kids.len() > 1 { "/K[" } else { "/K " });
            }
            for (at, kid) in kids.iter().enumerate() {
                out.put(if at > 0 { " " } else { "" });
                match kid {
                    Kid::Element(id) => out.reference(elements[id.0]),
                    Kid::Mark(page, number) if Some(*page) == first_page => out.integer(*number),
                    Kid::Mark(page, number) => {
                        out.put("<</Type/MCR/Pg ").reference(pages[*page]).put("/MCID ").integer(*number).put(">>")
                    }
                    Kid::Link(link) => {
                        out.put("<</Type/OBJR/Obj ").reference(annotations[*link]);
                        out.put("/Pg ").reference(pages[links[*link].page]).put(">>")
                    }
                };
            }
            out.put(if kids.len() > 1 { "]>>" } else { ">>" });
        });
    }
    let targets = target_places(laid);
    for (index, (link, id)) in links.iter().zip(&annotations).enumerate() {
        file.object(*id, |out| put_annotation(out, laid, link, pages.len() + index, &targets, &descriptions, pages));
        if let Some(own) = structure.annotations.get_mut(link.page) {
            own.push(*id);
        }
    }
    let parents = write_parents(content, &elements, pages.len(), file);
    file.object(root, |out| {
        out.put("<</Type/StructTreeRoot/K ").reference(elements[0]).put("/ParentTree ").reference(parents);
        out.put("/ParentTreeNextKey ").integer((pages.len() + links.len()) as i64).put(">>");
    });
    structure.root = Some(root);
    structure
}

/// The areas of the pictures: left, bottom, right and top, from the lower left corner of the page.
fn boxes(laid: &Pages) -> BTreeMap<ElementId, [f32; 4]> {
    let items = laid.pages.iter().flat_map(|page| page.items.iter().map(|item| (page.height, item)));
    let area = |(height, item): (f32, &PageItem)| match item {
        PageItem::Picture { element: Some(element), corner: (x, y), size, .. } => {
            Some((*element, [*x, height - y - size.1, x + size.0, height - y]))
        }
        _ => None,
    };
    items.filter_map(area).collect()
}

/// Writes the position of a picture (ISO 32000-1, 14.8.5.4.3).
fn put_box(out: &mut Vec<u8>, area: &[f32; 4]) {
    out.put("/A<</O/Layout/Placement/Block/BBox[");
    for (at, edge) in area.iter().enumerate() {
        out.put(if at > 0 { " " } else { "" }).thousandths(*edge);
    }
    out.put("]>>");
}

/// The descriptions of links, as objects of their own. Many links have the same target, and each needs its description
/// twice.
type Descriptions<'l> = BTreeMap<&'l str, ObjectNumber>;

fn write_descriptions<'l>(laid: &'l Pages, file: &mut PdfFile<'_>) -> Descriptions<'l> {
    let mut descriptions = Descriptions::new();
    for element in &laid.elements {
        let (StructureRole::Link { description, .. } | StructureRole::Reference { description, .. }) = &element.role
        else {
            continue;
        };
        if !description.is_empty() && !descriptions.contains_key(description.as_str()) {
            let id = file.new_id();
            file.object(id, |out| _ = out.text(description));
            descriptions.insert(description, id);
        }
    }
    descriptions
}

/// Begins the dictionary of an element, with all entries except its children.
fn put_element(
    out: &mut Vec<u8>,
    laid: &Pages,
    index: usize,
    elements: &[ObjectNumber],
    root: ObjectNumber,
    descriptions: &Descriptions<'_>,
) {
    let element = &laid.elements[index];
    let parent = element.parent.filter(|parent| parent.0 < index).map_or(root, |parent| elements[parent.0]);
    out.put("<</S/").put(role_name(&element.role)).put("/P ").reference(parent);
    match &element.role {
        StructureRole::HeaderCell { heads_row } => {
            out.put("/A<</O/Table/Scope/").put(if *heads_row { "Row" } else { "Column" }).put(">>");
        }
        StructureRole::List { numbered } => {
            out.put("/A<</O/List/ListNumbering/").put(if *numbered { "Decimal" } else { "Disc" }).put(">>");
        }
        StructureRole::Note => _ = out.put("/ID").text(&format!("note-{index}")),
        StructureRole::Figure { alt } => _ = out.put("/Alt").text(alt),
        StructureRole::Language { tag } => _ = out.put("/Lang").text(tag),
        StructureRole::Edited { edit, description } => {
            // ISO 32000-1, 14.8.5.4.5. Readers that do not support it use the description.
            let line = if *edit == Edit::Deleted { "LineThrough" } else { "Underline" };
            out.put("/A<</O/Layout/TextDecorationType/").put(line).put(">>/Alt").text(description);
        }
        StructureRole::Link { description, .. } | StructureRole::Reference { description, .. } => {
            if let Some(id) = descriptions.get(description.as_str()) {
                out.put("/Alt ").reference(*id);
            }
        }
        _ => {}
    }
}

/// Writes one line of a link as an annotation (ISO 32000-1, 12.5.6.5).
fn put_annotation(
    out: &mut Vec<u8>,
    laid: &Pages,
    link: &LinkArea,
    key: usize,
    targets: &BTreeMap<ElementId, (usize, f32)>,
    descriptions: &Descriptions<'_>,
    pages: &[ObjectNumber],
) {
    out.put("<</Type/Annot/Subtype/Link/Rect[");
    for (at, edge) in link.area.iter().enumerate() {
        out.put(if at > 0 { " " } else { "" }).thousandths(*edge);
    }
    // The flag "print", which PDF/A requires.
    out.put("]/Border[0 0 0]/F 4/StructParent ").integer(key as i64);
    match laid.elements.get(link.element.0).map(|element| &element.role) {
        Some(StructureRole::Link { url, description }) => {
            match descriptions.get(description.as_str()) {
                Some(id) => out.put("/Contents ").reference(*id),
                None => out.put("/Contents").text(url),
            };
            out.put("/A<</S/URI/URI").literal(address::ascii(url).as_bytes()).put(">>");
        }
        Some(StructureRole::Reference { target, description }) => {
            match descriptions.get(description.as_str()) {
                Some(id) => out.put("/Contents ").reference(*id),
                None => out.put("/Contents").text(description),
            };
            // If the target is not printed, the link goes to the top of the first page.
            let top = laid.pages.first().map_or(0.0, |page| page.height);
            let (page, top) = targets.get(target).copied().unwrap_or((0, top));
            if let Some(page) = pages.get(page) {
                out.put("/Dest[").reference(*page).put("/XYZ null ").thousandths(top).put(" null]");
            }
        }
        _ => {}
    }
    out.put(">>");
}

/// Where the target of each reference begins: the index of the page, and the top of its first line, in points from the
/// bottom of the page.
fn target_places(laid: &Pages) -> BTreeMap<ElementId, (usize, f32)> {
    let mut wanted = vec![false; laid.elements.len()];
    for element in &laid.elements {
        if let StructureRole::Reference { target, .. } = element.role
            && let Some(wanted) = wanted.get_mut(target.0)
        {
            *wanted = true;
        }
    }
    let mut places = BTreeMap::new();
    for (index, page) in laid.pages.iter().enumerate() {
        for item in &page.items {
            let PageItem::Glyphs(run) = item else { continue };
            let top = ((page.height - run.y + run.size) * 100.0).round() / 100.0;
            let mut at = run.element;
            // A parent comes before its children, so this loop ends.
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

/// Writes the parent tree: for each page the elements of its marked-content sequences, for each annotation its element.
fn write_parents(
    content: &PageContents,
    elements: &[ObjectNumber],
    pages: usize,
    file: &mut PdfFile<'_>,
) -> ObjectNumber {
    let mut lists = Vec::with_capacity(pages);
    // The marks are sorted by page, and in a page their numbers are 0, 1, 2, and so on.
    let mut marks = content.marks.as_slice();
    for page in 0..pages {
        let (own, rest) = marks.split_at(marks.partition_point(|mark| mark.page <= page));
        marks = rest;
        let list = file.new_id();
        file.object(list, |out| {
            out.put("[");
            for (at, mark) in own.iter().enumerate() {
                out.put(if at > 0 { " " } else { "" }).reference(elements[mark.element.0]);
            }
            out.put("]");
        });
        lists.push(list);
    }
    let tree = file.new_id();
    file.object(tree, |out| {
        out.put("<</Nums[");
        for (key, list) in lists.iter().enumerate() {
            out.put(if key > 0 { " " } else { "" }).integer(key as i64).put(" ").reference(*list);
        }
        for (index, link) in content.links.iter().enumerate() {
            out.put(" ").integer((pages + index) as i64).put(" ").reference(elements[link.element.0]);
        }
        out.put("]>>");
    });
    tree
}
