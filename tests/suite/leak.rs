//! If a withheld word is inserted anywhere into an output, the proof finds it.

use std::io::{Cursor, Read as _, Write as _};

use briefing::library::FontLibrary;
use briefing::pipeline::{self, Input, RenderOptions, Rendered, Renderer};
use briefing::project::Project;
use briefing::release::{Proof, Release};
use briefing::world::Memory;
use lopdf::{Dictionary, Document, Object, Stream, StringFormat};

/// The withheld words.
const WORDS: &str = "A hidden paper of six quiet years";

/// A page in all formats, and the proof of its release.
fn page() -> (Rendered, Proof) {
    let text = format!(
        "schema = 1\n[brief]\ntitle = \"Talks\"\nas_of = 2024-05-14\nbottom_line = \"They go on [@m].\"\nhandling = \"TLP:RED\"\n\
         unmarked = \"TLP:GREEN\"\n[parties.a]\nname = \"North\"\nrole = \"principal\"\n[issues.x]\ntitle = \"Land\"\n\
         status = \"contested\"\n[positions.x.a]\nstance = \"demands\"\ntext = \"All of it.\"\nsources = [\"m\"]\n\
         [claims.c]\ntext = \"{WORDS}.\"\nhandling = \"TLP:RED\"\n\
         [sources.m]\npublisher = \"Ministry\"\ndate = 2024-05-13\nurl = \"https://example.org/a\"\n"
    );
    let release = Release { level: "TLP:GREEN".to_owned(), ..Release::default() };
    let released = pipeline::release(&Input::new("a.toml", text), &Project::default(), &release, None).unwrap();
    let library = FontLibrary::default();
    let options = RenderOptions::new("full").html(true).docx(true).svg(true);
    let page = Renderer::new(&library).render(&mut released.check(), options, &Memory::default()).unwrap().unwrap();
    (page, released.withheld.proof.clone())
}

/// The output in which the proof finds the text that `plant` inserts.
fn found(plant: impl FnOnce(&mut Rendered)) -> Option<&'static str> {
    let (mut page, proof) = page();
    assert_eq!(pipeline::leak(&page, &proof), None);
    plant(&mut page);
    pipeline::leak(&page, &proof).map(|leak| leak.output)
}

#[test]
fn words_in_markdown_and_html_are_found() {
    assert_eq!(
        found(|page| page.markdown.push_str("[a](https://example.org/a-hidden-paper-of-six)")),
        Some("Markdown")
    );
    let in_html = |tag: &str| {
        let tag = tag.replace("WORDS", WORDS);
        let found = found(|page| {
            let html = page.html.as_mut().unwrap();
            *html = html.replacen("</body>", &format!("{tag}</body>"), 1);
        });
        assert_eq!(found, Some("HTML"), "{tag}");
    };
    for tag in [
        "<p>WORDS</p>",
        "<p>A hidden <b>pap</b>er of six quiet years</p>",
        "<img alt=\"WORDS\">",
        "<a href=\"x?q=a%20b\" title='WORDS'>x</a>",
        "<p data-field=\"WORDS\">x</p>",
        "<!-- WORDS -->",
        "<style>a::after { content: \"WORDS\"; }</style>",
        "<p>A&#32;hidden p&#x61;per of six quiet years</p>",
        "<meta name=\"description\" content=\"WORDS\">",
        "<a href=\"https://example.org/a-hidden-paper-of-six-quiet-years\">x</a>",
    ] {
        in_html(tag);
    }
}

#[test]
fn words_in_any_part_of_a_word_file_are_found() {
    let (page, _) = page();
    let mut archive = zip::ZipArchive::new(Cursor::new(page.docx.unwrap())).unwrap();
    let mut parts: Vec<(String, String)> = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        parts.push((part.name().unwrap().into_owned(), text));
    }
    let written = |parts: &[(String, String)], comment: &str| {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            archive.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.set_comment(comment).unwrap();
        archive.finish().unwrap().into_inner()
    };
    let try_all = |parts: &[(String, String)], comment: &str, what: &str| {
        assert_eq!(found(|page| page.docx = Some(written(parts, comment))), Some("Word file"), "{what}");
    };
    assert_eq!(found(|page| page.docx = Some(written(&parts, ""))), None);
    assert!(parts.iter().any(|(name, _)| name == "docProps/core.xml") && parts.len() > 8, "{parts:?}");
    for at in 0..parts.len() {
        let name = parts[at].0.clone();
        let end = parts[at].1.rfind("</").unwrap();
        // As text, as the value of an attribute, and split by the tags of runs.
        for planted in [
            format!("<x>{WORDS}</x>"),
            format!("<x y=\"{WORDS}\"/>"),
            "<w:t>A hidden pa</w:t></w:r><w:r><w:t>per of six quiet years</w:t>".to_owned(),
        ] {
            let mut all = parts.clone();
            all[at].1.insert_str(end, &planted);
            try_all(&all, "", &format!("{name}: {planted}"));
        }
    }
    for (name, text) in [
        ("word/comments.xml", format!("<w:comments><w:comment><w:t>{WORDS}</w:t></w:comment></w:comments>")),
        ("docProps/custom.xml", format!("<Properties><property name=\"{WORDS}\"/></Properties>")),
        ("word/a-hidden-paper-of-six-quiet-years.xml", "<x/>".to_owned()),
    ] {
        let mut all = parts.clone();
        all.push((name.to_owned(), text));
        try_all(&all, "", name);
    }
    try_all(&parts, WORDS, "the comment of the archive");
    assert_eq!(found(|page| page.docx = Some(b"no archive".to_vec())), Some("Word file"));
}

#[test]
fn words_in_any_object_of_a_pdf_are_found() {
    let utf16 = |text: &str| {
        [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect::<Vec<u8>>()
    };
    let plain = || Object::String(WORDS.as_bytes().to_vec(), StringFormat::Literal);
    let wide = || Object::String(utf16(WORDS), StringFormat::Hexadecimal);
    let dictionary = |pairs: Vec<(&str, Object)>| {
        Object::Dictionary(
            pairs.into_iter().map(|(name, value)| (name.as_bytes().to_vec(), value)).collect::<Dictionary>(),
        )
    };
    let name = |text: &str| Object::Name(text.as_bytes().to_vec());
    let uri = Object::String(b"https://example.org/a-hidden-paper-of-six-quiet-years".to_vec(), StringFormat::Literal);
    let xmp = format!("<x:xmpmeta><dc:title>{WORDS}</dc:title></x:xmpmeta>");
    let metadata = [(b"Type".to_vec(), name("Metadata"))].into_iter().collect::<Dictionary>();
    let hexadecimal: String = utf16(WORDS).iter().map(|byte| format!("{byte:02x}")).collect();
    let content = format!("/Span <</ActualText <{hexadecimal}>>> BDC EMC");
    for (what, object) in [
        ("information", dictionary(vec![("Title", plain())])),
        ("author", dictionary(vec![("Author", wide())])),
        ("outline", dictionary(vec![("Title", wide()), ("Count", Object::Integer(0))])),
        ("alternative text", dictionary(vec![("S", name("Figure")), ("Alt", wide())])),
        ("the text of an element", dictionary(vec![("S", name("P")), ("ActualText", wide())])),
        (
            "a link",
            dictionary(vec![("Subtype", name("Link")), ("A", dictionary(vec![("S", name("URI")), ("URI", uri)]))]),
        ),
        ("the contents of a note", dictionary(vec![("Subtype", name("Text")), ("Contents", plain())])),
        ("a name", name(&WORDS.replace(' ', "_"))),
        ("a list", Object::Array(vec![dictionary(vec![("T", wide())])])),
        ("metadata", Object::Stream(Stream::new(metadata, xmp.into_bytes()))),
        ("the content of a page", Object::Stream(Stream::new(Dictionary::new(), content.into_bytes()))),
    ] {
        let found = found(|page| {
            let pdf = page.pdf.as_mut().unwrap();
            let mut document = Document::load_mem(&pdf.bytes).unwrap();
            document.add_object(object);
            pdf.bytes.clear();
            document.save_to(&mut pdf.bytes).unwrap();
        });
        assert_eq!(found, Some("PDF"), "{what}");
    }
    let in_bytes = |plant: &dyn Fn(&mut Vec<u8>)| found(|page| plant(&mut page.pdf.as_mut().unwrap().bytes));
    assert_eq!(in_bytes(&|bytes| bytes.extend(format!("\n% {WORDS}\n").bytes())), Some("PDF"), "after its end");
    assert_eq!(in_bytes(&|bytes| *bytes = b"no file".to_vec()), Some("PDF"), "not to be read");
    let in_svg = found(|page| {
        let svg = page.pdf.as_mut().unwrap().svg.as_mut().unwrap();
        *svg = svg.replacen("<svg ", &format!("<svg aria-label=\"{WORDS}\" "), 1);
    });
    assert_eq!(in_svg, Some("PDF"), "in its drawing");
}
