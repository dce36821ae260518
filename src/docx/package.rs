//! The parts of the file, and the zip archive that contains them (ECMA-376-2).

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write};
use std::sync::Arc;

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::WordInfo;
use super::change::{Changes, Pieces};
use super::control::{self, Controls};
use super::picture::{self, Media};
use super::reference::{Reference, ReferencePart, Relation};
use super::restyled::{self, StyleNames};
use super::styles::{self, WordFigures};
use super::xml::{MAIN, Xml};
use crate::layout::Style;
use crate::markdown::Note;
use crate::model::{Date, is_right_to_left};
use crate::picture::Picture;

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "application/vnd.openxmlformats-officedocument";

/// The text of header and footer.
pub(super) struct WordFurniture {
    pub(super) marking: Pieces,
    pub(super) dateline: Pieces,
}

/// The written content of the document.
pub(super) struct Contents<'a> {
    /// The body, with the properties of its last section.
    pub(super) body: String,
    pub(super) body_links: Vec<String>,
    pub(super) footnotes: String,
    pub(super) footnote_links: Vec<String>,
    /// The pictures in the body.
    pub(super) pictures: Vec<Arc<Picture>>,
    /// The level and the first number of each numbered list.
    pub(super) numbered: Vec<(usize, u64)>,
    pub(super) furniture: WordFurniture,
    pub(super) controls: Controls<'a>,
    /// The notes, by number.
    pub(super) notes: BTreeMap<usize, &'a Note>,
    pub(super) changes: Changes<'a>,
}

/// Writes all parts into a zip archive.
pub(super) fn write(
    contents: Contents<'_>,
    style: &Style,
    figures: &WordFigures,
    info: &WordInfo<'_>,
) -> ZipResult<Vec<u8>> {
    let rtl = is_right_to_left(info.language);
    let Contents { body, body_links, footnotes, footnote_links, numbered, furniture, controls, notes, .. } = contents;
    let (own_pictures, mut changes) = (contents.pictures, contents.changes);
    let (document, footnotes) = (document(body), all_footnotes(footnotes));
    let sent = controls.sent(&[&document, &footnotes], notes.into_iter());
    let is_for_review = sent.is_some();
    let own_styles = styles::write(style, figures, info.language, rtl);
    let own_lists = styles::numbering(figures, &numbered);
    let (mut styles, mut lists, mut names) =
        (own_styles, ReferencePart { text: own_lists, ..ReferencePart::default() }, StyleNames::default());
    let (mut theme, mut pictures) = (None, None);
    if let Some(reference) = info.reference {
        // Lists come first, since our styles refer to them.
        if let Some(theirs) = &reference.numbering
            && let Some(text) = restyled::numbering(theirs, &lists.text, &mut names)
        {
            lists = ReferencePart { text, relations: theirs.relations.clone() };
        }
        styles = restyled::styles(reference, &styles, info.language, rtl, &mut names);
        (theme, pictures) = (reference.theme.as_ref(), Some(&reference.pictures));
    }
    let restyle = |part: String| if info.reference.is_some() { restyled::renamed(&part, &names) } else { part };
    let head = restyle(header(&furniture, rtl, &mut changes));
    let foot = restyle(footer(&furniture, info.page_of, rtl, &mut changes));
    let furnish = |part: fn(&Reference) -> &Option<ReferencePart>, own: &str, element: &str| {
        restyled::furniture(info.reference.and_then(|it| part(it).as_ref()), own, element)
    };
    let mut furnished = vec![
        ("header1", furnish(|it| &it.header, &head, "w:hdr")),
        ("footer1", furnish(|it| &it.footer, &foot, "w:ftr")),
    ];
    if figures.has_first {
        furnished.push(("header2", furnish(|it| &it.first_header, &head, "w:hdr")));
        furnished.push(("footer2", furnish(|it| &it.first_footer, &foot, "w:ftr")));
    }
    // The pictures of the reference come first.
    let theirs = pictures.into_iter().flatten().map(|(name, bytes)| (name.clone(), bytes.as_slice()));
    let media: Vec<Media<'_>> =
        own_pictures.iter().enumerate().flat_map(|(place, it)| picture::media(place, it)).collect();
    let own = media.iter().map(|it| (format!("word/{}", it.part), &*it.bytes));
    let pictures: Vec<(String, &[u8])> = theirs.chain(own).collect();
    let endings: BTreeSet<&str> = pictures.iter().filter_map(|(name, _)| Some(name.rsplit_once('.')?.1)).collect();
    let extra = Extra { is_for_review, has_first: figures.has_first, has_theme: theme.is_some() };
    let mut parts: Vec<(String, String)> = [
        ("[Content_Types].xml", content_types(extra, &endings)),
        ("_rels/.rels", package_relations()),
        ("docProps/app.xml", application()),
        ("docProps/core.xml", core(info)),
        ("word/document.xml", restyle(document)),
        ("word/_rels/document.xml.rels", document_relations(&body_links, &media, extra)),
        ("word/styles.xml", styles),
        ("word/numbering.xml", lists.text),
        ("word/settings.xml", settings(info.language, rtl)),
        ("word/footnotes.xml", restyle(footnotes)),
        ("word/_rels/footnotes.xml.rels", relations(&[], &footnote_links)),
    ]
    .map(|(name, text)| (name.to_owned(), text))
    .into();
    let theme = theme.map(|it| ("theme/theme1", it.clone()));
    let others = furnished.into_iter().chain(theme);
    let lists = ("numbering", ReferencePart { text: String::new(), relations: lists.relations });
    for (name, part) in others.chain([lists]) {
        if !part.text.is_empty() {
            parts.push((format!("word/{name}.xml"), part.text));
        }
        if !part.relations.is_empty() {
            let (folder, name) = name.split_once('/').map_or(("", name), |(_, name)| ("theme/", name));
            parts.push((format!("word/{folder}_rels/{name}.xml.rels"), own_relations(&part.relations)));
        }
    }
    if let Some(sent) = sent {
        let relation = [("rIdProperties", format!("{RELATIONS}/customXmlProps"), "itemProps1.xml")];
        parts.push(("customXml/item1.xml".to_owned(), control::part(&sent)));
        parts.push(("customXml/_rels/item1.xml.rels".to_owned(), relations(&relation, &[])));
        parts.push(("customXml/itemProps1.xml".to_owned(), control::properties()));
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (name, text) in parts {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
    }
    for (name, bytes) in pictures {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The optional parts of a file.
#[derive(Clone, Copy)]
struct Extra {
    is_for_review: bool,
    has_first: bool,
    has_theme: bool,
}

/// The media type of a picture, by its file extension.
fn kind_of_picture(ending: &str) -> &'static str {
    match ending {
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "bmp" => "image/bmp",
        "tif" | "tiff" => "image/tiff",
        "emf" => "image/x-emf",
        "wmf" => "image/x-wmf",
        "svg" => "image/svg+xml",
        _ => "image/png",
    }
}

/// The relations of a part that comes from a reference.
fn own_relations(all: &[Relation]) -> String {
    let mut xml = Xml::part();
    xml.open("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))]);
    for Relation { id, kind, target, is_outside } in all {
        let mut attributes = vec![("Id", id.as_str()), ("Type", kind), ("Target", target)];
        if *is_outside {
            attributes.push(("TargetMode", "External"));
        }
        xml.empty("Relationship", &attributes);
    }
    xml.close("Relationships");
    xml.finish()
}

fn content_types(extra: Extra, endings: &BTreeSet<&str>) -> String {
    let mut xml = Xml::part();
    xml.open("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))]);
    let default = [("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml")];
    for (extension, kind) in default {
        xml.empty("Default", &[("Extension", extension), ("ContentType", kind)]);
    }
    for ending in endings {
        xml.empty("Default", &[("Extension", ending), ("ContentType", kind_of_picture(ending))]);
    }
    for (part, kind) in [
        ("/docProps/app.xml", "extended-properties"),
        ("/word/document.xml", "wordprocessingml.document.main"),
        ("/word/styles.xml", "wordprocessingml.styles"),
        ("/word/numbering.xml", "wordprocessingml.numbering"),
        ("/word/settings.xml", "wordprocessingml.settings"),
        ("/word/footnotes.xml", "wordprocessingml.footnotes"),
        ("/word/header1.xml", "wordprocessingml.header"),
        ("/word/footer1.xml", "wordprocessingml.footer"),
        ("/word/header2.xml", "wordprocessingml.header"),
        ("/word/footer2.xml", "wordprocessingml.footer"),
        ("/word/theme/theme1.xml", "theme"),
    ] {
        if !extra.has_first && part.ends_with("2.xml") || !extra.has_theme && kind == "theme" {
            continue;
        }
        xml.empty("Override", &[("PartName", part), ("ContentType", &format!("{OFFICE}.{kind}+xml"))]);
    }
    let kind = "application/vnd.openxmlformats-package.core-properties+xml";
    xml.empty("Override", &[("PartName", "/docProps/core.xml"), ("ContentType", kind)]);
    if extra.is_for_review {
        let kind = format!("{OFFICE}.customXmlProperties+xml");
        xml.empty("Override", &[("PartName", "/customXml/item1.xml"), ("ContentType", "application/xml")]);
        xml.empty("Override", &[("PartName", "/customXml/itemProps1.xml"), ("ContentType", &kind)]);
    }
    xml.close("Types");
    xml.finish()
}

/// The relations of a part: to other parts (id, kind and target), and to external addresses.
fn relations(parts: &[(&str, String, &str)], links: &[String]) -> String {
    let mut xml = Xml::part();
    xml.open("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))]);
    for (id, kind, target) in parts {
        xml.empty("Relationship", &[("Id", id), ("Type", kind), ("Target", target)]);
    }
    for (at, link) in links.iter().enumerate() {
        xml.empty(
            "Relationship",
            &[
                ("Id", &format!("rIdLink{}", at + 1)),
                ("Type", &format!("{RELATIONS}/hyperlink")),
                ("Target", link),
                ("TargetMode", "External"),
            ],
        );
    }
    xml.close("Relationships");
    xml.finish()
}

fn package_relations() -> String {
    let parts = [
        ("rIdDocument", format!("{RELATIONS}/officeDocument"), "word/document.xml"),
        ("rIdCore", format!("{PACKAGE}/relationships/metadata/core-properties"), "docProps/core.xml"),
        ("rIdApplication", format!("{RELATIONS}/extended-properties"), "docProps/app.xml"),
    ];
    relations(&parts, &[])
}

fn document_relations(links: &[String], media: &[Media<'_>], extra: Extra) -> String {
    let mut parts = vec![
        ("rIdStyles", "styles", "styles.xml"),
        ("rIdNumbering", "numbering", "numbering.xml"),
        ("rIdSettings", "settings", "settings.xml"),
        ("rIdFootnotes", "footnotes", "footnotes.xml"),
        ("rIdHeader", "header", "header1.xml"),
        ("rIdFooter", "footer", "footer1.xml"),
    ];
    if extra.has_first {
        parts.push(("rIdFirstHeader", "header", "header2.xml"));
        parts.push(("rIdFirstFooter", "footer", "footer2.xml"));
    }
    if extra.has_theme {
        parts.push(("rIdTheme", "theme", "theme/theme1.xml"));
    }
    if extra.is_for_review {
        parts.push(("rIdReview", "customXml", "../customXml/item1.xml"));
    }
    parts.extend(media.iter().map(|it| (it.relation.as_str(), "image", it.part.as_str())));
    let parts: Vec<_> = parts.iter().map(|(id, kind, target)| (*id, format!("{RELATIONS}/{kind}"), *target)).collect();
    relations(&parts, links)
}

fn application() -> String {
    let mut xml = Xml::part();
    xml.group(
        "Properties",
        &[("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties")],
        |xml| {
            xml.leaf("Application", &[], "briefing");
        },
    );
    xml.finish()
}

/// The start of a day, in the form of times in Word files: `2025-12-26T00:00:00Z`.
#[must_use]
pub fn midnight(date: Date) -> String {
    format!("{:04}-{:02}-{:02}T00:00:00Z", date.year().max(0), u8::from(date.month()), date.day())
}

fn core(info: &WordInfo<'_>) -> String {
    let date = midnight(info.date);
    let mut xml = Xml::part();
    let spaces = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    xml.group("cp:coreProperties", &spaces, |xml| {
        xml.leaf("dc:title", &[], &info.title);
        xml.leaf("dc:creator", &[], &info.authors.join("; "));
        xml.leaf("dc:language", &[], info.language);
        xml.leaf("dcterms:created", &[("xsi:type", "dcterms:W3CDTF")], &date);
        xml.leaf("dcterms:modified", &[("xsi:type", "dcterms:W3CDTF")], &date);
    });
    xml.finish()
}

/// The namespaces of a part with text.
fn spaces() -> [(&'static str, &'static str); 2] {
    [("xmlns:w", MAIN), ("xmlns:r", RELATIONS)]
}

fn document(body: String) -> String {
    let mut xml = Xml::part();
    xml.open("w:document", &spaces());
    xml.open("w:body", &[]);
    xml.end_line();
    xml.append(&Xml::of(body));
    xml.close("w:body");
    xml.close("w:document");
    xml.finish()
}

/// All footnotes. The two separators between text and footnotes come first (ECMA-376-1, 17.11.9).
fn all_footnotes(footnotes: String) -> String {
    let mut xml = Xml::part();
    xml.open("w:footnotes", &spaces());
    xml.end_line();
    for (id, kind, sign) in
        [("-1", "separator", "w:separator"), ("0", "continuationSeparator", "w:continuationSeparator")]
    {
        xml.group("w:footnote", &[("w:type", kind), ("w:id", id)], |xml| {
            xml.group("w:p", &[], |xml| {
                xml.group("w:pPr", &[], |xml| {
                    xml.val("w:pStyle", "FootnoteText");
                });
                xml.group("w:r", &[], |xml| xml.empty(sign, &[]));
            });
        });
        xml.end_line();
    }
    xml.append(&Xml::of(footnotes));
    xml.close("w:footnotes");
    xml.finish()
}

/// The settings, in the order of the schema (ECMA-376-1, 17.15.1.78).
fn settings(language: &str, rtl: bool) -> String {
    let mut xml = Xml::part();
    xml.group("w:settings", &[("xmlns:w", MAIN)], |xml| {
        xml.empty("w:zoom", &[("w:percent", "100")]);
        xml.val("w:defaultTabStop", "720");
        xml.val("w:characterSpacingControl", "doNotCompress");
        xml.group("w:footnotePr", &[], |xml| {
            xml.empty("w:footnote", &[("w:id", "-1")]);
            xml.empty("w:footnote", &[("w:id", "0")]);
        });
        xml.group("w:compat", &[], |xml| {
            let space = "http://schemas.microsoft.com/office/word";
            // The layout of Word 2013 and later; otherwise Word opens the file in compatibility mode.
            let mode = [("w:name", "compatibilityMode"), ("w:uri", space), ("w:val", "15")];
            xml.empty("w:compatSetting", &mode);
        });
        let mut tags = vec![("w:val", language)];
        if rtl {
            tags.push(("w:bidi", language));
        }
        xml.empty("w:themeFontLang", &tags);
        xml.val("w:decimalSymbol", ".");
        xml.val("w:listSeparator", ",");
    });
    xml.finish()
}

fn line(xml: &mut Xml, style: &str, rtl: bool, inner: impl FnOnce(&mut Xml)) {
    xml.group("w:p", &[], |xml| {
        xml.group("w:pPr", &[], |xml| {
            xml.val("w:pStyle", style);
            if rtl {
                xml.empty("w:bidi", &[]);
            }
        });
        inner(xml);
    });
}

fn run(xml: &mut Xml, rtl: bool, inner: impl FnOnce(&mut Xml)) {
    xml.group("w:r", &[], |xml| {
        if rtl {
            xml.group("w:rPr", &[], |xml| xml.empty("w:rtl", &[]));
        }
        inner(xml);
    });
}

fn pieces(xml: &mut Xml, rtl: bool, pieces: &Pieces, changes: &mut Changes<'_>) {
    for (edit, text) in pieces.iter().filter(|(_, text)| !text.is_empty()) {
        changes.words(xml, *edit, |xml, tag| run(xml, rtl, |xml| xml.leaf(tag, &[("xml:space", "preserve")], text)));
    }
}

fn words(xml: &mut Xml, rtl: bool, words: &str) {
    if !words.is_empty() {
        run(xml, rtl, |xml| xml.leaf("w:t", &[("xml:space", "preserve")], words));
    }
}

fn header(furniture: &WordFurniture, rtl: bool, changes: &mut Changes<'_>) -> String {
    let mut xml = Xml::part();
    xml.group("w:hdr", &spaces(), |xml| {
        line(xml, "Header", rtl, |xml| pieces(xml, rtl, &furniture.marking, changes));
    });
    xml.finish()
}

/// The footer: dateline and page number, and the marking below them.
fn footer(furniture: &WordFurniture, page_of: &str, rtl: bool, changes: &mut Changes<'_>) -> String {
    let mut xml = Xml::part();
    xml.group("w:ftr", &spaces(), |xml| {
        line(xml, "Footer", rtl, |xml| {
            pieces(xml, rtl, &furniture.dateline, changes);
            run(xml, rtl, |xml| xml.empty("w:tab", &[]));
            // `Page {page} of {pages}`; the order depends on the language.
            let mut rest = page_of;
            while let Some((before, after)) = rest.split_once('{') {
                let Some((name, after)) = after.split_once('}') else { break };
                words(xml, rtl, before);
                match name {
                    "page" => field(xml, rtl, "PAGE"),
                    "pages" => field(xml, rtl, "NUMPAGES"),
                    _ => words(xml, rtl, name),
                }
                rest = after;
            }
            words(xml, rtl, rest);
        });
        if furniture.marking.iter().any(|(_, text)| !text.is_empty()) {
            line(xml, "Header", rtl, |xml| pieces(xml, rtl, &furniture.marking, changes));
        }
    });
    xml.finish()
}

fn field(xml: &mut Xml, rtl: bool, code: &str) {
    let code = format!(" {code} ");
    run(xml, rtl, |xml| xml.empty("w:fldChar", &[("w:fldCharType", "begin")]));
    run(xml, rtl, |xml| xml.leaf("w:instrText", &[("xml:space", "preserve")], &code));
    run(xml, rtl, |xml| xml.empty("w:fldChar", &[("w:fldCharType", "separate")]));
    words(xml, rtl, "1");
    run(xml, rtl, |xml| xml.empty("w:fldChar", &[("w:fldCharType", "end")]));
}
