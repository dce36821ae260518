//! Word files that take their look from an office's own file: `[word] reference` and `--reference`.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::time::Instant;

use super::damage::invariants;
use super::docx::{Parts, is_sound};
use super::office::{Job, office};
use super::program::{brief, folder, root, run};
use super::review::{Dice, donbas_sent};

/// The smallest PNG: a grey pixel.
const PICTURE: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0,
    0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x68, 0, 0, 0, 0x82, 0,
    0x81, 0x77, 0xcd, 0x72, 0xb6, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

type Office = BTreeMap<String, Vec<u8>>;

/// The file of an office with a German Word, as Word writes it: styles with localized ids, two sections, a letterhead
/// with a logo, and another one on the first page.
fn of_an_office() -> Office {
    let space = format!("xmlns:w=\"{MAIN}\" xmlns:r=\"{KINDS}\"");
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n";
    let relations = |all: &[(&str, &str, &str)]| {
        let all: String = all
            .iter()
            .map(|(id, kind, target)| {
                let mode = if target.starts_with("http") || target.starts_with("file") {
                    " TargetMode=\"External\""
                } else {
                    ""
                };
                format!("<Relationship Id=\"{id}\" Type=\"{KINDS}/{kind}\" Target=\"{target}\"{mode}/>")
            })
            .collect();
        let package = "http://schemas.openxmlformats.org/package/2006/relationships";
        format!("{declaration}<Relationships xmlns=\"{package}\">{all}</Relationships>")
    };
    let paragraph =
        |text: &str| format!("<w:p><w:pPr><w:pStyle w:val=\"Kopfzeile\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
    let style = |kind: &str, id: &str, name: &str, rest: &str| {
        format!("<w:style w:type=\"{kind}\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{rest}</w:style>")
    };
    let size = |size: u32| format!("<w:rPr><w:rFonts w:ascii=\"Garamond\"/><w:sz w:val=\"{size}\"/></w:rPr>");
    let styles = [
        format!("{declaration}<w:styles {space}><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val=\"20\"/><w:lang w:val=\"de-DE\"/>"),
        "</w:rPr></w:rPrDefault></w:docDefaults>".to_owned(),
        style("paragraph", "Standard", "Normal", &size(23)).replace("w:styleId", "w:default=\"1\" w:styleId"),
        style("character", "Absatz-Standardschriftart", "Default Paragraph Font", ""),
        style("table", "NormaleTabelle", "Normal Table", ""),
        style("numbering", "KeineListe", "No List", ""),
        style("paragraph", "Titel", "Title", &size(40)),
        style("paragraph", "berschrift1", "heading 1", &size(28)),
        style("paragraph", "Kopfzeile", "header", ""),
        // A style with a name of its own, and an id that we use for another style.
        style("paragraph", "Dateline", "Aktenzeichen", ""),
        "</w:styles>".to_owned(),
    ]
    .concat();
    let document = format!(
        "{declaration}<w:document {space}><w:body><w:p><w:pPr><w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId5\"/>\
         <w:pgSz w:w=\"5000\" w:h=\"5000\"/></w:sectPr></w:pPr></w:p><w:p><w:r><w:t>Muster, streng geheim</w:t></w:r></w:p><w:sectPr>\
         <w:footerReference w:type=\"default\" r:id=\"rId6\"/><w:headerReference w:type=\"first\" r:id=\"rId7\"/>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2268\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1417\" \
         w:header=\"709\" w:footer=\"567\" w:gutter=\"0\"/><w:titlePg/></w:sectPr></w:body></w:document>"
    );
    let furniture = |element: &str, inner: &str| format!("{declaration}<w:{element} {space}>{inner}</w:{element}>");
    let logo = "<w:p><w:r><w:pict><v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\" style=\"width:20pt;height:20pt\">\
                <v:imagedata r:id=\"rId1\"/></v:shape></w:pict></w:r></w:p>";
    let kinds = "<w:abstractNum w:abstractNumId=\"3\"><w:lvl w:ilvl=\"0\"/></w:abstractNum>\
                 <w:num w:numId=\"5\"><w:abstractNumId w:val=\"3\"/></w:num>";
    let parts = [
        ("word/document.xml", document),
        (
            "word/_rels/document.xml.rels",
            relations(&[
                ("rId1", "styles", "styles.xml"),
                ("rId2", "numbering", "/word/numbering.xml"),
                ("rId3", "theme", "theme/theme1.xml"),
                ("rId5", "header", "header1.xml"),
                ("rId6", "footer", "footer1.xml"),
                ("rId7", "header", "header2.xml"),
            ]),
        ),
        ("word/styles.xml", styles),
        ("word/numbering.xml", format!("{declaration}<w:numbering {space}>{kinds}</w:numbering>")),
        ("word/theme/theme1.xml", format!("{declaration}<a:theme xmlns:a=\"urn:a\" name=\"Amt\"/>")),
        ("word/header1.xml", furniture("hdr", &format!("{logo}{}", paragraph("Auswärtiges Amt")))),
        ("word/_rels/header1.xml.rels", relations(&[("rId1", "image", "../media/Logo.PNG")])),
        ("word/footer1.xml", furniture("ftr", &paragraph("www.amt.example"))),
        ("word/_rels/footer1.xml.rels", relations(&[("rId1", "hyperlink", "https://amt.example/")])),
        ("word/header2.xml", furniture("hdr", &paragraph("Der Staatssekretär"))),
    ];
    let mut office: Office = parts.map(|(name, text)| (name.to_owned(), text.into_bytes())).into();
    office.insert("media/Logo.PNG".to_owned(), PICTURE.to_vec());
    office
}

fn zipped(office: &Office) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in office {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The parts of a file; for binary parts, the bytes that are valid text.
fn parts(file: &[u8]) -> Parts {
    use std::io::Read;
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut all = Parts::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        all.insert(name, text.replace("standalone=\"yes\"?>\r\n", "standalone=\"yes\"?>\n"));
    }
    all
}

/// A brief with the file of an office beside it.
fn project(here: &Path, office: &Office) {
    fs::copy(root().join("briefs/donbas.toml"), here.join("a.toml")).unwrap();
    fs::write(here.join("office.docx"), zipped(office)).unwrap();
}

fn render(here: &Path, arguments: &[&str]) -> (i32, String) {
    let (code, _, errors) = run(brief(["render"]).args(arguments).current_dir(here));
    (code, errors)
}

#[test]
fn a_word_file_has_the_styles_paper_and_letterhead_of_the_reference() {
    let here = folder("reference");
    project(&here, &of_an_office());
    let (code, errors) = render(&here, &["a.toml", "--to", "docx", "--reference", "office.docx"]);
    assert_eq!(code, 0, "{errors}");
    let file = fs::read(here.join("a.docx")).unwrap();
    let parts = parts(&file);
    is_sound(&parts);
    let (document, styles) = (&parts["word/document.xml"], &parts["word/styles.xml"]);
    // Styles are matched by name; ours are added where it has none; none is added twice.
    for (found, gone) in [("\"Titel\"", "\"Title\""), ("\"berschrift1\"", "\"Heading1\"")] {
        assert!(document.contains(&format!("<w:pStyle w:val={found}/>")) && !document.contains(gone), "{found}");
    }
    assert!(styles.contains("<w:sz w:val=\"23\"/>") && styles.contains("w:styleId=\"TableText\""), "{styles}");
    assert_eq!(styles.matches("w:default=\"1\"").count(), 1);
    assert!(styles.contains("<w:basedOn w:val=\"Standard\"/>") && !styles.contains("<w:basedOn w:val=\"Normal\"/>"));
    assert!(document.contains("\"BriefDateline\"") && styles.contains("<w:name w:val=\"Brief Dateline\"/>"));
    assert!(styles.contains("<w:lang w:val=\"en\"") && !styles.contains("de-DE"), "{styles}");
    assert!(!styles.contains("Arial") && !styles.contains("Times"), "{styles}");
    // Its lists are kept, and ours have other numbers.
    assert!(parts["word/numbering.xml"].contains("<w:num w:numId=\"5\">"));
    assert!(document.contains("<w:numId w:val=\"7\"/>") && !document.contains("<w:numId w:val=\"1\"/>"));
    // The paper is taken over, and our tables fit its width.
    assert!(document.contains("<w:pgSz w:w=\"11906\" w:h=\"16838\"/>") && document.contains("w:top=\"2268\""));
    assert!(document.contains(&format!("<w:tblW w:w=\"{}\"", 11906 - 1134 - 1417)), "{document}");
    // The letterhead is taken over, on the first and on other pages, with our marking. The text is not.
    let (first, others) = (&parts["word/header2.xml"], &parts["word/header1.xml"]);
    let marking = "TLP";
    assert!(
        first.contains("Der Staatssekretär") && first.contains(marking) && document.contains("<w:titlePg/>"),
        "{first}"
    );
    assert!(others.contains("Auswärtiges Amt") && others.contains(marking) && others.contains("imagedata"), "{others}");
    assert!(parts["word/footer1.xml"].contains("www.amt.example") && parts["word/footer1.xml"].contains("PAGE"));
    assert!(parts["word/footer2.xml"].contains(marking));
    assert!(parts["word/_rels/header1.xml.rels"].contains("Target=\"media/reference1.png\""));
    assert!(parts["word/theme/theme1.xml"].contains("Amt"));
    assert!(parts.values().all(|part| !part.contains("streng geheim")));
    // The bytes are the same in every run, and the words are those without a reference.
    assert_eq!(render(&here, &["a.toml", "-o", "b.docx", "--reference", "office.docx"]).0, 0);
    assert!(fs::read(here.join("b.docx")).unwrap() == file);
    let words =
        |xml: &str| xml.split('<').filter_map(|it| it.strip_prefix("w:t xml:space=\"preserve\">")).collect::<String>();
    assert_eq!(render(&here, &["a.toml", "-o", "plain.docx"]).0, 0);
    let plain = self::parts(&fs::read(here.join("plain.docx")).unwrap());
    assert_eq!(words(document), words(&plain["word/document.xml"]));
    // Also for review, and with tracked changes.
    assert_eq!(render(&here, &["a.toml", "-o", "sent.docx", "--review", "--reference", "office.docx"]).0, 0);
    let (code, out, errors) = run(brief(["review", "a.toml", "sent.docx"]).current_dir(&here));
    assert_eq!((code, errors.as_str()), (0, ""), "{out}");
    fs::copy(root().join("briefs/donbas-2025-08-16.toml"), here.join("old.toml")).unwrap();
    let arguments = ["diff", "old.toml", "a.toml", "--format", "docx", "-o", "diff.docx", "--reference", "office.docx"];
    assert_eq!(run(brief(arguments).current_dir(&here)).0, 1);
    let diff = self::parts(&fs::read(here.join("diff.docx")).unwrap());
    is_sound(&diff);
    assert!(diff["word/document.xml"].contains("<w:del ") && diff["word/header1.xml"].contains("Auswärtiges Amt"));
    // LibreOffice opens the file.
    let jobs = [Job { from: here.join("diff.docx"), to: here.join("saved.docx"), acts: Vec::new() }];
    if office(&here, &jobs) {
        let saved = self::parts(&fs::read(here.join("saved.docx")).unwrap());
        assert!(saved.values().any(|part| part.contains("Auswärtiges Amt")));
    }
}

#[test]
fn a_file_of_ours_is_a_reference_with_each_style_once() {
    let here = folder("reference-own");
    project(&here, &of_an_office());
    let styles = |name: &str| {
        let parts = parts(&fs::read(here.join(name)).unwrap());
        is_sound(&parts);
        let styles = &parts["word/styles.xml"];
        let all = |start: &str| -> Vec<String> {
            let found = styles.split(start).skip(1).filter_map(|it| it.split('"').next());
            found.map(str::to_lowercase).collect()
        };
        let (ids, names) = (all("w:styleId=\""), all("<w:name w:val=\""));
        for all in [&ids, &names] {
            let once: std::collections::BTreeSet<_> = all.iter().collect();
            assert_eq!(once.len(), all.len(), "{name}: {all:?}");
        }
        ids
    };
    // Each file is the reference of the next, twice in a row, with and without an office's file first.
    for first in [&["a.toml", "-o", "1.docx"][..], &["a.toml", "-o", "1.docx", "--reference", "office.docx"]] {
        assert_eq!(render(&here, first).0, 0);
        for (from, to) in [("1.docx", "2.docx"), ("2.docx", "3.docx")] {
            let (code, errors) = render(&here, &["a.toml", "-o", to, "--reference", from]);
            assert_eq!(code, 0, "{errors}");
            styles(to);
        }
        // A style that the reference has is not added again.
        assert_eq!(styles("2.docx"), styles("3.docx"));
    }
    // An id that differs only in case, and a name that belongs to another kind of style.
    let mut office = of_an_office();
    let text = String::from_utf8(office["word/styles.xml"].clone()).unwrap();
    let text = text.replace("w:styleId=\"Dateline\"", "w:styleId=\"DATELINE\"").replace("Aktenzeichen", "Table Text");
    let text =
        text.replace("w:type=\"paragraph\" w:styleId=\"DATELINE\"", "w:type=\"character\" w:styleId=\"DATELINE\"");
    office.insert("word/styles.xml".to_owned(), text.into_bytes());
    fs::write(here.join("office.docx"), zipped(&office)).unwrap();
    assert_eq!(render(&here, &["a.toml", "-o", "4.docx", "--reference", "office.docx"]).0, 0);
    assert!(styles("4.docx").contains(&"briefdateline".to_owned()));
}

#[test]
fn the_project_names_the_reference_and_a_batch_knows_when_it_has_changed() {
    let here = folder("reference-project");
    let mut office = of_an_office();
    project(&here, &office);
    fs::write(here.join("briefing.toml"), "[render]\nto = [\"docx\"]\n[word]\nreference = \"office.docx\"\n").unwrap();
    assert_eq!(render(&here, &[]).0, 0);
    let first = fs::read(here.join("a.docx")).unwrap();
    assert!(parts(&first)["word/header1.xml"].contains("Auswärtiges Amt"));
    assert_eq!(render(&here, &["--check", "--depfile", "x.d"]).0, 2, "not together");
    assert_eq!(render(&here, &["--check"]).0, 0);
    assert_eq!(render(&here, &["--depfile", "a.d"]).0, 0);
    assert!(fs::read_to_string(here.join("a.d")).unwrap().contains("office.docx"));
    let header = String::from_utf8(office["word/header1.xml"].clone()).unwrap().replace("Auswärtiges", "Anderes");
    office.insert("word/header1.xml".to_owned(), header.into_bytes());
    fs::write(here.join("office.docx"), zipped(&office)).unwrap();
    assert_eq!(render(&here, &["--check"]).0, 1, "the page is stale");
    assert_eq!(render(&here, &[]).0, 0);
    assert!(parts(&fs::read(here.join("a.docx")).unwrap())["word/header1.xml"].contains("Anderes Amt"));
    // Other formats do not depend on the reference.
    fs::remove_file(here.join("office.docx")).unwrap();
    assert_eq!(render(&here, &["--to", "md"]).0, 0);
    let (code, errors) = render(&here, &[]);
    assert!(code == 2 && errors.contains("office.docx"), "{errors}");
}

#[test]
fn what_cannot_be_a_reference_is_refused_with_its_reason() {
    let here = folder("reference-hostile");
    let office = of_an_office();
    let with = |name: &str, change: &dyn Fn(String) -> String| {
        let mut office = office.clone();
        let text = String::from_utf8(office.remove(name).unwrap_or_default()).unwrap();
        office.insert(name.to_owned(), change(text).into_bytes());
        zipped(&office)
    };
    let without = |name: &str| {
        let mut office = office.clone();
        office.remove(name).unwrap();
        zipped(&office)
    };
    let outside = "TargetMode=\"External\" Target=\"file:///etc/passwd\"";
    let whole = zipped(&office);
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("a text", b"Dear Sir".to_vec(), "not a Word file"),
        ("an old file", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1].repeat(100), ".doc file of Word 97"),
        ("half of it", whole[..whole.len() / 2].to_vec(), "not all of it is there"),
        ("another zip file", without("word/document.xml"), "not a Word file"),
        ("no styles", without("word/styles.xml"), "it has no styles"),
        (
            "broken styles",
            with("word/styles.xml", &|text| text.replace("</w:styles>", "")),
            "word/styles.xml cannot be read",
        ),
        (
            "an entity",
            with("word/styles.xml", &|text| {
                text.replace("?>\r\n", "?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>")
            }),
            "document type",
        ),
        (
            "strict",
            with("word/styles.xml", &|text| text.replace(MAIN, "http://purl.oclc.org/ooxml/wordprocessingml/main")),
            "Strict",
        ),
        (
            "a linked picture",
            with("word/_rels/header1.xml.rels", &|text| text.replace("Target=\"../media/Logo.PNG\"", outside)),
            "refers to file:///etc/passwd",
        ),
        (
            "a path out of it",
            with("word/_rels/header1.xml.rels", &|text| text.replace("../media/Logo.PNG", "../../../../etc/x.png")),
            "refers to ../../../../etc/x.png",
        ),
        ("a bomb", with("word/styles.xml", &|text| text + &" ".repeat(80 << 20)), "more than 4 MB"),
    ];
    for (name, bytes, reason) in cases {
        project(&here, &office);
        fs::write(here.join("office.docx"), bytes).unwrap();
        let start = Instant::now();
        let (code, errors) = render(&here, &["a.toml", "--to", "docx", "--reference", "office.docx"]);
        assert!(code == 2 && errors.contains(reason) && errors.contains("office.docx"), "{name}: {code} {errors}");
        assert!(errors.contains("help: "), "{name}: {errors}");
        assert!(!here.join("a.docx").exists(), "{name}: nothing is written");
        assert!(start.elapsed().as_secs() < 20, "{name}");
    }
    fs::write(here.join("office.docx"), &whole).unwrap();
    let (code, errors) = render(&here, &["a.toml", "--to", "pdf", "--reference", "office.docx"]);
    assert!(code == 2 && errors.contains("is for Word files"), "{errors}");
}

/// `BRIEFING_DAMAGE` is the number of damaged files, each of which is read as a reference and as a returned file.
#[test]
fn damaged_files_are_read_or_refused() {
    let count = std::env::var("BRIEFING_DAMAGE").ok().and_then(|it| it.parse().ok()).unwrap_or(60);
    let sent = super::docx::parts(&donbas_sent()).into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    let files: [Office; 2] = [of_an_office(), sent];
    let mut dice = Dice(11);
    for turn in 0..count {
        let mut file = files[turn % 2].clone();
        for _ in 0..=dice.roll(3) {
            let names: Vec<&String> = file.keys().collect();
            let name = names[dice.roll(names.len())].clone();
            let bytes = file.get_mut(&name).unwrap();
            // The damage is at tags, so that most results are still XML.
            let tags: Vec<usize> =
                bytes.iter().enumerate().filter(|(_, byte)| **byte == b'<').map(|(at, _)| at).collect();
            if tags.len() < 2 {
                continue;
            }
            let (from, to) = (tags[dice.roll(tags.len())], tags[dice.roll(tags.len())]);
            let (from, to) = (from.min(to), from.max(to).min(from.min(to) + 4000));
            let piece = bytes[from..to].to_vec();
            match dice.roll(4) {
                0 => drop(bytes.drain(from..to)),
                1 => drop(bytes.splice(from..from, piece)),
                2 => {
                    let end = bytes.len();
                    bytes.splice(end..end, piece);
                }
                _ => {
                    let at = dice.roll(bytes.len());
                    bytes[at] = b"\"<>&0\x00\xff;/ "[dice.roll(10)];
                }
            }
        }
        invariants::hold_returned(&zipped(&file));
    }
}
