use lopdf::Document;

use super::*;
use crate::layout::{PageLabels, Style, lay_out};
use crate::provenance::Fields;
use crate::source::Sources;

const PAGE: &str = "\
# Talks (on \\\\quotas) at <sea>

<!-- brief:marking -->
TLP:CLEAR
<!-- /brief:marking -->

First words.[^a] [A link](https://example.org/%28a%29?b=c) follows.

| Issue | North |
| --- | --- |
| Quota | Two thirds |

## Next

- One
- Two

## Sources

[^a]: The Gazette.
";

fn info() -> PdfInfo {
    PdfInfo {
        title: "Talks (on \\quotas) at <sea>".to_owned(),
        authors: vec!["Ж. Author & Co".to_owned()],
        language: "en".to_owned(),
        date: Date::from_calendar_date(2026, time::Month::March, 3).unwrap(),
    }
}

fn written(markdown: &str, info: &PdfInfo) -> Vec<u8> {
    let fonts = Fonts::embedded();
    write(&laid(markdown, &fonts), &fonts, info).unwrap()
}

fn laid(markdown: &str, fonts: &Fonts) -> Pages {
    let mut sources = Sources::default();
    let file = sources.add("test.md", markdown);
    let (document, _) = crate::markdown::parse(markdown, file, &Fields::default());
    let words =
        PageLabels { language: "en".to_owned(), page_of: "Page {page} of {pages}".to_owned(), ..PageLabels::default() };
    lay_out(&document, &Style::default(), fonts, &words).pages.unwrap()
}

fn read() -> Document {
    Document::load_mem(&written(PAGE, &info())).unwrap()
}

fn get<'d>(document: &'d Document, dictionary: &'d Dictionary, key: &str) -> &'d Object {
    document.dereference(dictionary.get(key.as_bytes()).unwrap()).unwrap().1
}

/// Every structure element with its object id.
fn elements(document: &Document) -> Vec<(ObjectId, &Dictionary)> {
    let is_element = |object: &Dictionary| object.get(b"S").is_ok() && object.get(b"P").is_ok();
    let objects = document.objects.iter().filter_map(|(id, object)| Some((*id, object.as_dict().ok()?)));
    objects.filter(|(_, object)| is_element(object)).collect()
}

fn kids(document: &Document, element: &Dictionary) -> Vec<Object> {
    match element.get(b"K").ok() {
        None => Vec::new(),
        Some(Object::Array(kids)) => kids.clone(),
        Some(Object::Reference(id)) if document.get_object(*id).is_ok_and(|it| it.as_array().is_ok()) => {
            document.get_object(*id).unwrap().as_array().unwrap().clone()
        }
        Some(kid) => vec![kid.clone()],
    }
}

#[test]
fn the_parent_tree_leads_from_every_marked_sequence_to_the_element_that_names_it() {
    let document = read();
    let root = get(&document, document.catalog().unwrap(), "StructTreeRoot").as_dict().unwrap();
    let tree = get(&document, root, "ParentTree").as_dict().unwrap();
    let numbers = tree.get(b"Nums").unwrap().as_array().unwrap();
    let page_id = document.get_pages()[&1];
    let page = document.get_dictionary(page_id).unwrap();
    assert_eq!(page.get(b"StructParents").unwrap().as_i64().unwrap(), 0);
    assert_eq!(page.get(b"Tabs").unwrap().as_name().unwrap(), b"S");
    let parents = document.dereference(&numbers[1]).unwrap().1.as_array().unwrap();
    let mut named = vec![None; parents.len()];
    for (id, element) in elements(&document) {
        for kid in kids(&document, element) {
            if let Object::Integer(number) = kid {
                assert_eq!(element.get(b"Pg").unwrap().as_reference().unwrap(), page_id);
                assert_eq!(named[number as usize].replace(id), None, "sequence {number} has two parents");
            }
        }
    }
    let parents: Vec<_> = parents.iter().map(|parent| Some(parent.as_reference().unwrap())).collect();
    assert_eq!(parents, named);
    let content = document.get_and_decode_page_content(page_id).unwrap();
    let begins = content.operations.iter().filter(|operation| operation.operator == "BDC").count();
    assert_eq!(begins, parents.len());
    // Nothing is drawn outside of marked-content sequences.
    let mut depth = 0;
    for operation in &content.operations {
        match operation.operator.as_str() {
            "BDC" | "BMC" => depth += 1,
            "EMC" => depth -= 1,
            "TJ" | "Tj" | "f" | "S" | "f*" => assert_eq!(depth, 1, "{operation:?}"),
            _ => {}
        }
    }
    assert_eq!(depth, 0);
}

#[test]
fn every_link_is_an_annotation_in_its_element_and_in_the_parent_tree() {
    let document = read();
    let page = document.get_dictionary(document.get_pages()[&1]).unwrap();
    let annotations = page.get(b"Annots").unwrap().as_array().unwrap();
    assert_eq!(annotations.len(), 2);
    let root = get(&document, document.catalog().unwrap(), "StructTreeRoot").as_dict().unwrap();
    let numbers = get(&document, root, "ParentTree").as_dict().unwrap().get(b"Nums").unwrap().as_array().unwrap();
    for annotation in annotations {
        let id = annotation.as_reference().unwrap();
        let annotation = document.get_dictionary(id).unwrap();
        assert_eq!(annotation.get(b"F").unwrap().as_i64().unwrap(), 4);
        assert!(!get(&document, annotation, "Contents").as_str().unwrap().is_empty());
        let key = annotation.get(b"StructParent").unwrap().as_i64().unwrap();
        let at = numbers.iter().position(|number| number.as_i64().is_ok_and(|number| number == key)).unwrap();
        let element = document.get_dictionary(numbers[at + 1].as_reference().unwrap()).unwrap();
        let own = kids(&document, element).into_iter().any(|kid| {
            kid.as_dict()
                .is_ok_and(|kid| kid.get(b"Obj").is_ok_and(|obj| obj.as_reference().is_ok_and(|obj| obj == id)))
        });
        assert!(own, "{element:?}");
    }
    let uri = annotations.iter().find_map(|annotation| {
        let annotation = document.get_dictionary(annotation.as_reference().ok()?).ok()?;
        annotation.get(b"A").ok()?.as_dict().ok()?.get(b"URI").ok()?.as_str().ok()
    });
    assert_eq!(uri, Some(b"https://example.org/%28a%29?b=c".as_slice()));
}

#[test]
fn header_cells_are_headers_with_a_scope() {
    let document = read();
    let scopes: Vec<_> = elements(&document)
        .into_iter()
        .filter(|(_, element)| element.get(b"S").unwrap().as_name().unwrap() == b"TH")
        .map(|(_, element)| get(&document, element, "A").as_dict().unwrap().get(b"Scope").unwrap().as_name().unwrap())
        .collect();
    assert_eq!(scopes, [b"Column", b"Column"]);
}

#[test]
fn info_and_xmp_agree_and_the_catalog_is_complete() {
    let document = read();
    let info = document.get_dictionary(document.trailer.get(b"Info").unwrap().as_reference().unwrap()).unwrap();
    assert_eq!(info.get(b"Title").unwrap().as_str().unwrap(), b"Talks (on \\quotas) at <sea>");
    assert_eq!(info.get(b"CreationDate").unwrap().as_str().unwrap(), b"D:20260303000000Z");
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en");
    assert!(get(&document, catalog, "MarkInfo").as_dict().unwrap().get(b"Marked").unwrap().as_bool().unwrap());
    assert!(get(&document, catalog, "ViewerPreferences").as_dict().unwrap().get(b"DisplayDocTitle").is_ok());
    let xmp = get(&document, catalog, "Metadata").as_stream().unwrap();
    assert!(xmp.dict.get(b"Filter").is_err(), "XMP is read without decompressing");
    let xmp = String::from_utf8(xmp.content.clone()).unwrap();
    for part in [
        ">Talks (on \\quotas) at &lt;sea&gt;<",
        ">Ж. Author &amp; Co<",
        ">2026-03-03T00:00:00Z<",
        "<pdfaid:part>2<",
        "<pdfuaid:part>1<",
    ] {
        assert!(xmp.contains(part), "{part}: {xmp}");
    }
    for key in ["OpenAction", "AA", "Names", "AcroForm"] {
        assert!(!catalog.has(key.as_bytes()), "{key}");
    }
}

#[test]
fn the_same_page_gives_the_same_bytes_in_every_thread_and_another_date_another_identifier() {
    let first = written(PAGE, &info());
    let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(|| written(PAGE, &info()))).collect();
    for thread in threads {
        assert!(thread.join().unwrap() == first);
    }
    let later = PdfInfo { date: Date::from_calendar_date(2026, time::Month::March, 4).unwrap(), ..info() };
    let id = |bytes: &[u8]| Document::load_mem(bytes).unwrap().trailer.get(b"ID").unwrap().clone();
    assert_ne!(id(&first), id(&written(PAGE, &later)));
}

#[test]
fn the_outline_leads_to_every_heading() {
    let document = read();
    let outline = get(&document, document.catalog().unwrap(), "Outlines").as_dict().unwrap();
    assert_eq!(outline.get(b"Count").unwrap().as_i64().unwrap(), 2);
    let mut item = get(&document, outline, "First").as_dict().unwrap();
    let mut titles = vec![get(&document, item, "Title").as_str().unwrap().to_vec()];
    while item.has(b"Next") {
        item = get(&document, item, "Next").as_dict().unwrap();
        titles.push(get(&document, item, "Title").as_str().unwrap().to_vec());
    }
    assert_eq!(titles, [b"Next".to_vec(), b"Sources".to_vec()]);
}

/// The encoding of each font.
fn encodings(document: &Document) -> Vec<&Object> {
    let fonts = document.objects.values().filter_map(|object| object.as_dict().ok());
    fonts.filter_map(|font| font.get(b"Encoding").ok()).collect()
}

#[test]
fn codes_have_two_bytes_only_if_one_is_not_enough() {
    let document = read();
    let content = document.get_page_content(document.get_pages()[&1]);
    assert!(content.windows(6).any(|window| window == b"(North"), "a letter is its own code");
    let maps = encodings(&document);
    assert!(maps.len() > 1 && maps.iter().all(|map| **map == *maps[0] && map.as_reference().is_ok()), "{maps:?}");
    // More letters than there are one-byte codes.
    let letters: String = ('\u{c0}'..='\u{17e}').chain('А'..='я').filter(|c| c.is_alphabetic()).collect();
    let bytes = written(&format!("# Letters\n\n{letters}\n"), &info());
    let document = Document::load_mem(&bytes).unwrap();
    let names = encodings(&document);
    assert!(!names.is_empty() && names.iter().all(|name| name.as_name().is_ok_and(|name| name == b"Identity-H")));
    let text: String = document.extract_text(&[1]).unwrap().split_whitespace().collect();
    assert!(text.contains(&letters[letters.len() - 40..]), "{text}");
}

/// lopdf reads `ToUnicode` maps more strictly than most readers.
#[test]
fn the_text_can_be_extracted() {
    let text: String = read().extract_text(&[1]).unwrap().split_whitespace().collect();
    for words in ["Talks (on \\quotas) at", "First words.", "Two thirds", "The Gazette."] {
        assert!(text.contains(&words.replace(' ', "")), "{words}: {text}");
    }
}

#[test]
fn a_file_does_not_depend_on_earlier_ones() {
    let fonts = Fonts::embedded();
    let other = PAGE.replace("quotas", "Жито").replace("Two thirds", "A half, \u{201C}QXZ\u{201D}");
    let mut pages: Vec<Pages> = [PAGE, &other, "# A\n\nB\n"].map(|markdown| laid(markdown, &fonts)).into();
    // Each page has a different set of glyphs, so that the cache is cleared from time to time.
    pages.extend((0..12).map(|at| {
        let set: String = ('!'..='z').filter(|c| c.is_alphanumeric() && (u32::from(*c) * 7 + at) % 13 > 2).collect();
        laid(&format!("# {set}\n\n{set} **{set}** *{set}*\n"), &fonts)
    }));
    let mut writer = PdfWriter::default();
    for page in pages.iter().chain(pages.iter().rev()) {
        let cold = write(page, &fonts, &info()).unwrap();
        assert!(writer.write(page, &fonts, &info()).unwrap() == cold);
    }
}

/// No stream ends with a carriage return, which some readers take as part of the line ending that follows.
#[test]
fn no_stream_ends_with_a_carriage_return() {
    let fonts = Fonts::embedded();
    for at in 0..60 {
        let bytes = write(&laid(&format!("# Page {at}\n\n{}\n", "word ".repeat(at)), &fonts), &fonts, &info()).unwrap();
        assert!(!bytes.windows(11).any(|window| window == b"\r\nendstream"), "{at}");
    }
}

#[test]
fn marks_that_pile_up_are_written_in_linear_time() {
    let fonts = Fonts::embedded();
    let write = |parts: usize| {
        let pages = laid(&format!("e{}", "\u{301}".repeat(parts)), &fonts);
        std::hint::black_box(write(&pages, &fonts, &info()).unwrap().len());
    };
    assert!(crate::growth::is_linear(1_000, write));
}
