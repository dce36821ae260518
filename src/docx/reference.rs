//! A reference (a term from pandoc): an office's own Word file, from which outputs take their styles, theme, paper,
//! header and footer.
//!
//! It is read with the same limits as a returned file: up to a size, without document types and entities. Its text is
//! ignored, and so is everything that it refers to outside of the file, except the addresses of links.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use quick_xml::events::BytesStart;

use super::returned::ReadError;
use super::returned::archive::{self, Archive};
use super::returned::tags::{XmlNode, attribute, is_on, walk};
use super::xml::MAIN;
use crate::error::Error;
use crate::markup;

/// The picture formats that a header may have.
const PICTURES: [&str; 10] = ["png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "svg"];

/// A Word file that other files take their look from.
#[derive(Debug, Clone, Default)]
pub struct Reference {
    /// The part with the styles.
    pub(super) styles: String,
    /// The ids of its styles, by kind and name in lower case.
    pub(super) ids: HashMap<(String, String), String>,
    /// The ids of all its styles, in lower case.
    pub(super) style_ids: BTreeSet<String>,
    /// The size of its running text in points.
    pub(super) size: Option<f32>,
    pub(super) theme: Option<ReferencePart>,
    pub(super) numbering: Option<ReferencePart>,
    pub(super) sheet: WordSheet,
    /// The header of its pages.
    pub(super) header: Option<ReferencePart>,
    pub(super) footer: Option<ReferencePart>,
    /// The header of the first page, if that is different.
    pub(super) first_header: Option<ReferencePart>,
    pub(super) first_footer: Option<ReferencePart>,
    /// The pictures in these parts, by their names in the new file.
    pub(super) pictures: BTreeMap<String, Vec<u8>>,
}

/// The paper of the last section, in twentieths of a point.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct WordSheet {
    /// Width and height.
    pub(super) paper: Option<[u32; 2]>,
    /// Top, right, bottom, left.
    pub(super) margins: Option<[u32; 4]>,
    /// The distance of header and footer from the edges of the paper.
    pub(super) furniture: Option<[u32; 2]>,
    pub(super) gutter: u32,
    /// Whether the first page has a header and a footer of its own.
    pub(super) has_first: bool,
}

/// A part with its relations.
#[derive(Debug, Clone, Default)]
pub(super) struct ReferencePart {
    pub(super) text: String,
    pub(super) relations: Vec<Relation>,
}

/// A relation of a part: to a picture or to an address.
#[derive(Debug, Clone)]
pub(super) struct Relation {
    pub(super) id: String,
    /// The URI of the kind of relation.
    pub(super) kind: String,
    /// The target, relative to the folder of the part.
    pub(super) target: String,
    pub(super) is_outside: bool,
}

impl Reference {
    /// Reads a Word file as a reference.
    ///
    /// # Errors
    /// [`Error`] when the file is not a Word file, when it is too large, or when its header has content other than
    /// text, pictures and links.
    pub fn read(file: &[u8]) -> Result<Self, Error> {
        ReferenceReading {
            archive: archive::open_archive(file).map_err(|error| of(&error))?,
            pictures: BTreeMap::new(),
        }
        .all()
    }
}

/// A file that is being read.
struct ReferenceReading<'f> {
    archive: Archive<'f>,
    pictures: BTreeMap<String, Vec<u8>>,
}

/// A relation as it is written in the file.
struct FoundRelation {
    id: String,
    kind: String,
    target: String,
    is_outside: bool,
}

fn of(error: &ReadError) -> Error {
    Error::new(error.to_string()).help("name a Word file (.docx) as Word or LibreOffice saves it")
}

impl ReferenceReading<'_> {
    fn all(mut self) -> Result<Reference, Error> {
        let document = self.text("word/document.xml")?.ok_or_else(|| of(&ReadError::NotWord))?;
        let relations = self.relations("word/document.xml")?;
        let styles = match target(&relations, "/styles") {
            Some(name) => self.text(&name)?,
            None => None,
        };
        let styles =
            styles.ok_or_else(|| Error::new("it has no styles").help("save it again with Word or LibreOffice"))?;
        let mut reference = Reference { styles, ..Reference::default() };
        read_styles(&mut reference)?;
        let mut places = HashMap::new();
        (reference.sheet, places) = section("word/document.xml", &document, places)?;
        for (kind, part) in [("/theme", &mut reference.theme), ("/numbering", &mut reference.numbering)] {
            if let Some(name) = target(&relations, kind) {
                *part = self.part(&name)?;
            }
        }
        let header = |kind: &str| places.get(&("headerReference".to_owned(), kind.to_owned()));
        let footer = |kind: &str| places.get(&("footerReference".to_owned(), kind.to_owned()));
        let has_first = reference.sheet.has_first;
        for (id, part) in [
            (header("default"), &mut reference.header),
            (footer("default"), &mut reference.footer),
            (header("first").filter(|_| has_first), &mut reference.first_header),
            (footer("first").filter(|_| has_first), &mut reference.first_footer),
        ] {
            let found = relations.iter().find(|it| Some(&it.id) == id && !it.is_outside);
            if let Some(name) = found.and_then(|it| place("word/document.xml", &it.target)) {
                *part = self.part(&name)?;
            }
        }
        reference.pictures = self.pictures;
        Ok(reference)
    }

    /// The text of a part. Fails if it is not XML as Word writes it; `None` when there is no such part.
    fn text(&mut self, name: &str) -> Result<Option<String>, Error> {
        let Some(text) = archive::part(&mut self.archive, name).map_err(|error| of(&error))? else { return Ok(None) };
        let mut root = None;
        walk(name, &text, |node| {
            if let XmlNode::Open(tag) | XmlNode::Empty(tag) = node {
                root.get_or_insert_with(|| tag.name().as_ref().to_owned());
            }
            Ok(())
        })
        .map_err(|error| of(&error))?;
        if text.contains("http://purl.oclc.org/ooxml/") {
            let help = "save it as “Word Document (*.docx)”, not as “Strict Open XML Document”";
            return Err(Error::new("it is a Strict Open XML document").help(help));
        }
        let is_text = root.as_ref().is_some_and(|root| root.starts_with("w:"));
        if is_text && !text.contains(&format!("xmlns:w=\"{MAIN}\"")) {
            return Err(of(&ReadError::NotWord));
        }
        Ok(Some(text))
    }

    /// A part with the pictures and addresses that it refers to.
    fn part(&mut self, name: &str) -> Result<Option<ReferencePart>, Error> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let mut relations = Vec::new();
        for FoundRelation { id, kind, target, is_outside } in self.relations(name)? {
            let cannot = || {
                let part = name.rsplit('/').next().unwrap_or(name);
                let message = format!(
                    "its part {part} refers to {target}, which is neither a picture in the file nor a web address"
                );
                Error::new(message)
                    .help("remove it from the header and footer, or embed the picture, and save the file again")
            };
            if is_outside {
                if !kind.ends_with("/hyperlink") || !markup::is_address(&target) {
                    return Err(cannot());
                }
                relations.push(Relation { id, kind, target, is_outside });
                continue;
            }
            let ending = target.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
            let Some(found) =
                place(name, &target).filter(|_| kind.ends_with("/image") && PICTURES.contains(&ending.as_str()))
            else {
                return Err(cannot());
            };
            let bytes = archive::bytes(&mut self.archive, &found).map_err(|error| of(&error))?.ok_or_else(cannot)?;
            let target = format!("media/reference{}.{ending}", self.pictures.len() + 1);
            self.pictures.insert(format!("word/{target}"), bytes);
            // The theme is in a folder of its own.
            let target = if kind_of_part(name) == "theme" { format!("../{target}") } else { target };
            relations.push(Relation { id, kind, target, is_outside });
        }
        Ok(Some(ReferencePart { text, relations }))
    }

    /// The relations of a part.
    fn relations(&mut self, name: &str) -> Result<Vec<FoundRelation>, Error> {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let name = format!("{folder}/_rels/{file}.rels");
        let Some(text) = self.text(&name)? else { return Ok(Vec::new()) };
        let mut all = Vec::new();
        walk(&name, &text, |node| {
            if let XmlNode::Open(tag) | XmlNode::Empty(tag) = node
                && tag.local_name().as_ref() == "Relationship"
            {
                let get = |name| attribute(&tag, name).unwrap_or_default();
                let is_outside = get("TargetMode") == "External";
                all.push(FoundRelation { id: get("Id"), kind: get("Type"), target: get("Target"), is_outside });
            }
            Ok(())
        })
        .map_err(|error| of(&error))?;
        Ok(all)
    }
}

/// The name of the folder that a part is in.
fn kind_of_part(name: &str) -> &str {
    name.rsplit('/').nth(1).unwrap_or_default()
}

/// The target of the document's first relation of a kind.
fn target(relations: &[FoundRelation], kind: &str) -> Option<String> {
    let found = relations.iter().find(|it| it.kind.ends_with(kind) && !it.is_outside)?;
    place("word/document.xml", &found.target)
}

/// The name of the part that a relation of another part refers to (ECMA-376-2, 8.2): the target is relative to the
/// folder of that part, or to the root.
fn place(from: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = if target.starts_with('/') { Vec::new() } else { from.split('/').collect() };
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Reads the names and ids of the styles, and the size of running text.
fn read_styles(reference: &mut Reference) -> Result<(), Error> {
    let (mut kind, mut id, mut is_default) = (String::new(), String::new(), false);
    let (mut in_defaults, mut in_run, mut ids, mut style_ids) = (false, false, HashMap::new(), BTreeSet::new());
    let (mut of_defaults, mut of_text) = (None, None);
    let text = &reference.styles;
    walk("word/styles.xml", text, |node| {
        match node {
            XmlNode::Open(tag) | XmlNode::Empty(tag) => {
                let get = |name| attribute(&tag, name).unwrap_or_default();
                match tag.local_name().as_ref() {
                    "docDefaults" => in_defaults = true,
                    "style" => {
                        (in_defaults, kind, id) = (false, get("type"), get("styleId"));
                        is_default = kind == "paragraph" && get("default") == "1";
                        style_ids.insert(id.to_lowercase());
                    }
                    "name" if !id.is_empty() => {
                        ids.entry((kind.clone(), get("val").to_lowercase())).or_insert_with(|| id.clone());
                    }
                    "rPr" => in_run = true,
                    "sz" if in_run => {
                        let size = get("val").parse::<f32>().ok().map(|half| half / 2.0);
                        if in_defaults {
                            of_defaults = size;
                        } else if is_default {
                            of_text = size;
                        }
                    }
                    _ => {}
                }
            }
            XmlNode::Close(name) if name == "rPr" => in_run = false,
            _ => {}
        }
        Ok(())
    })
    .map_err(|error| of(&error))?;
    (reference.ids, reference.style_ids) = (ids, style_ids);
    // The default of Word (ECMA-376-1, 17.3.2.38).
    reference.size = of_text.or(of_defaults).or(Some(10.0)).map(|size: f32| size.clamp(6.0, 24.0));
    Ok(())
}

/// The relations to headers and footers, by element and type of page.
type RelationPlaces = HashMap<(String, String), String>;

/// The paper of the last section. A section without a header inherits that of the section before.
fn section(part: &str, text: &str, mut places: RelationPlaces) -> Result<(WordSheet, RelationPlaces), Error> {
    let (mut sheet, mut open, mut earlier) = (WordSheet::default(), false, 0_usize);
    walk(part, text, |node| {
        let is_open = matches!(node, XmlNode::Open(_));
        match node {
            XmlNode::Open(tag) | XmlNode::Empty(tag) => {
                let name = tag.local_name().as_ref().to_owned();
                match name.as_str() {
                    // The former state of a section with a tracked change.
                    "sectPrChange" => earlier += usize::from(is_open),
                    _ if earlier > 0 => {}
                    "sectPr" => (sheet, open) = (WordSheet::default(), is_open),
                    _ if open => read_sheet(&name, &tag, &mut sheet, &mut places),
                    _ => {}
                }
            }
            XmlNode::Close(name) => match name.as_str() {
                "sectPrChange" => earlier = earlier.saturating_sub(1),
                "sectPr" if earlier == 0 => open = false,
                _ => {}
            },
            XmlNode::Text(_) => {}
        }
        Ok(())
    })
    .map_err(|error| of(&error))?;
    Ok((sheet, places))
}

fn read_sheet(name: &str, tag: &BytesStart<'_>, sheet: &mut WordSheet, places: &mut RelationPlaces) {
    // Word allows up to 22 inches, and takes a negative margin as an exact one.
    let number = |name| attribute(tag, name)?.parse::<f32>().ok().map(|it| (it.abs() as u32).min(31_680));
    match name {
        "headerReference" | "footerReference" => {
            let get = |name| attribute(tag, name).unwrap_or_default();
            places.insert((name.to_owned(), get("type")), get("id"));
        }
        "pgSz" => sheet.paper = number("w").zip(number("h")).map(|(width, height)| [width, height]),
        "pgMar" => {
            let [top, right, bottom, left] = ["top", "right", "bottom", "left"].map(number);
            sheet.margins =
                top.zip(right).zip(bottom.zip(left)).map(|((top, right), (bottom, left))| [top, right, bottom, left]);
            sheet.furniture = number("header").zip(number("footer")).map(|(head, foot)| [head, foot]);
            sheet.gutter = number("gutter").unwrap_or(0);
        }
        "titlePg" => sheet.has_first = is_on(tag),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relation_targets_are_relative_to_the_part_or_the_root() {
        assert_eq!(place("word/document.xml", "styles.xml").as_deref(), Some("word/styles.xml"));
        assert_eq!(place("word/document.xml", "/word/./theme/a.xml").as_deref(), Some("word/theme/a.xml"));
        assert_eq!(place("word/document.xml", "../media/a.png").as_deref(), Some("media/a.png"));
        assert_eq!(place("word/document.xml", "../../../etc/passwd"), None);
    }

    #[test]
    fn the_last_section_counts_and_inherits_headers() {
        let text = "<w:document><w:sectPr><w:headerReference w:type=\"default\" r:id=\"a\"/><w:titlePg/>\
                    <w:pgSz w:w=\"1\" w:h=\"2\"/></w:sectPr><w:sectPr><w:pgSz w:w=\"300\" w:h=\"400\"/>\
                    <w:pgMar w:top=\"-10\" w:right=\"11\" w:bottom=\"12\" w:left=\"13\" w:gutter=\"5\"/>\
                    <w:sectPrChange><w:sectPr><w:pgSz w:w=\"7\" w:h=\"8\"/></w:sectPr></w:sectPrChange></w:sectPr></w:document>";
        let (sheet, places) = section("a", text, RelationPlaces::new()).unwrap();
        assert_eq!((sheet.paper, sheet.margins, sheet.gutter), (Some([300, 400]), Some([10, 11, 12, 13]), 5));
        assert!(!sheet.has_first && sheet.furniture.is_none());
        assert_eq!(places[&("headerReference".to_owned(), "default".to_owned())], "a");
    }
}
