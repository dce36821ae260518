//! The parts of the file and the zip that holds them (ECMA-376-2).

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::Info;
use super::control::{self, Controls};
use super::styles::{self, Figures};
use super::xml::{MAIN, Xml};
use crate::layout::Style;
use crate::markdown::Note;
use crate::model::is_right_to_left;

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "application/vnd.openxmlformats-officedocument";

/// The words of header and footer.
pub(super) struct Furniture {
    pub(super) marking: String,
    pub(super) dateline: String,
}

/// What the blocks have become.
pub(super) struct Contents<'a> {
    /// The text, with the properties of its last section.
    pub(super) body: String,
    pub(super) body_links: Vec<String>,
    pub(super) footnotes: String,
    pub(super) footnote_links: Vec<String>,
    /// The level and the first number of each numbered list.
    pub(super) numbered: Vec<(usize, u64)>,
    pub(super) furniture: Furniture,
    pub(super) controls: Controls<'a>,
    /// The notes by their numbers.
    pub(super) notes: BTreeMap<usize, &'a Note>,
}

/// Puts the parts together.
pub(super) fn write(contents: Contents<'_>, style: &Style, figures: &Figures, info: &Info<'_>) -> ZipResult<Vec<u8>> {
    let rtl = is_right_to_left(info.language);
    let Contents { body, body_links, footnotes, footnote_links, numbered, furniture, controls, notes } = contents;
    let (document, footnotes) = (document(body), all_footnotes(footnotes));
    let sent = controls.sent(&[&document, &footnotes], notes.into_iter());
    let is_for_review = sent.is_some();
    let mut parts = vec![
        ("[Content_Types].xml", content_types(is_for_review)),
        ("_rels/.rels", package_relations()),
        ("docProps/app.xml", application()),
        ("docProps/core.xml", core(info)),
        ("word/document.xml", document),
        ("word/_rels/document.xml.rels", document_relations(&body_links, is_for_review)),
        ("word/styles.xml", styles::write(style, figures, info.language, rtl)),
        ("word/numbering.xml", styles::numbering(figures, &numbered)),
        ("word/settings.xml", settings(info.language, rtl)),
        ("word/footnotes.xml", footnotes),
        ("word/_rels/footnotes.xml.rels", relations(&[], &footnote_links)),
        ("word/header1.xml", header(&furniture, rtl)),
        ("word/footer1.xml", footer(&furniture, info.page_of, rtl)),
    ];
    if let Some(sent) = sent {
        let relation = [("rIdProperties", format!("{RELATIONS}/customXmlProps"), "itemProps1.xml")];
        parts.push(("customXml/item1.xml", control::part(&sent)));
        parts.push(("customXml/_rels/item1.xml.rels", relations(&relation, &[])));
        parts.push(("customXml/itemProps1.xml", control::properties()));
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
    Ok(zip.finish()?.into_inner())
}

fn content_types(is_for_review: bool) -> String {
    let mut xml = Xml::part();
    xml.open("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))]);
    let default = [("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml")];
    for (extension, kind) in default {
        xml.empty("Default", &[("Extension", extension), ("ContentType", kind)]);
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
    ] {
        xml.empty("Override", &[("PartName", part), ("ContentType", &format!("{OFFICE}.{kind}+xml"))]);
    }
    let kind = "application/vnd.openxmlformats-package.core-properties+xml";
    xml.empty("Override", &[("PartName", "/docProps/core.xml"), ("ContentType", kind)]);
    if is_for_review {
        let kind = format!("{OFFICE}.customXmlProperties+xml");
        xml.empty("Override", &[("PartName", "/customXml/item1.xml"), ("ContentType", "application/xml")]);
        xml.empty("Override", &[("PartName", "/customXml/itemProps1.xml"), ("ContentType", &kind)]);
    }
    xml.close("Types");
    xml.finish()
}

/// Relations to parts, by id, kind and target, and to addresses outside.
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

fn document_relations(links: &[String], is_for_review: bool) -> String {
    let mut parts = vec![
        ("rIdStyles", "styles", "styles.xml"),
        ("rIdNumbering", "numbering", "numbering.xml"),
        ("rIdSettings", "settings", "settings.xml"),
        ("rIdFootnotes", "footnotes", "footnotes.xml"),
        ("rIdHeader", "header", "header1.xml"),
        ("rIdFooter", "footer", "footer1.xml"),
    ];
    if is_for_review {
        parts.push(("rIdReview", "customXml", "../customXml/item1.xml"));
    }
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

fn core(info: &Info<'_>) -> String {
    let date = info.date;
    let date = format!("{:04}-{:02}-{:02}T00:00:00Z", date.year().max(0), u8::from(date.month()), date.day());
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

/// The two that part the footnotes from the text come first (ECMA-376-1, 17.11.9).
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

/// In the order of the schema (ECMA-376-1, 17.15.1.78).
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
            // The layout of Word 2013 and later; without it the file opens in a mode for old files.
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

fn words(xml: &mut Xml, rtl: bool, words: &str) {
    if !words.is_empty() {
        run(xml, rtl, |xml| xml.leaf("w:t", &[("xml:space", "preserve")], words));
    }
}

fn header(furniture: &Furniture, rtl: bool) -> String {
    let mut xml = Xml::part();
    xml.group("w:hdr", &spaces(), |xml| {
        line(xml, "Header", rtl, |xml| words(xml, rtl, &furniture.marking));
    });
    xml.finish()
}

/// Dateline and page number, and the marking below them.
fn footer(furniture: &Furniture, page_of: &str, rtl: bool) -> String {
    let mut xml = Xml::part();
    xml.group("w:ftr", &spaces(), |xml| {
        line(xml, "Footer", rtl, |xml| {
            words(xml, rtl, &furniture.dateline);
            run(xml, rtl, |xml| xml.empty("w:tab", &[]));
            // `Page {page} of {pages}`, in the order of the language.
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
        if !furniture.marking.is_empty() {
            line(xml, "Header", rtl, |xml| words(xml, rtl, &furniture.marking));
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
