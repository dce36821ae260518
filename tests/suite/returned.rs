//! Word files that no word processor writes, and files that are not Word files.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use briefing::docx::{self, ReadError};
use briefing::edit::Draft;
use briefing::pipeline;
use briefing::review::{Reviewed, review};

use super::damage::invariants;
use super::docx::parts;
use super::review::{Dice, SENT, donbas, donbas_sent, with_document, with_part, zipped};

fn fails(file: &[u8]) -> String {
    let start = Instant::now();
    let error = match docx::read(file) {
        Err(error) => error.to_string(),
        Ok(returned) => panic!("{returned:?}"),
    };
    // Builds for tests are far slower.
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
    error
}

#[test]
fn hostile_files_are_refused() {
    let file = donbas_sent();
    assert_eq!(docx::read(b"").unwrap_err(), ReadError::NotWhole);
    assert_eq!(docx::read(b"PK\x03\x04").unwrap_err(), ReadError::NotWhole);
    assert_eq!(docx::read(&file[..file.len() / 2]).unwrap_err(), ReadError::NotWhole);
    let old = [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 2000]].concat();
    assert_eq!(docx::read(&old).unwrap_err(), ReadError::OldFormat);
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(docx::read(&[old, name].concat()).unwrap_err(), ReadError::Password);
    assert_eq!(
        docx::read(&zipped(&BTreeMap::from([("a".to_owned(), String::new())]))).unwrap_err(),
        ReadError::NotWord
    );
    // A zip bomb: 100 MB of one letter.
    let bomb = with_document(&file, |text| text.replacen("Minister", &"a".repeat(100 << 20), 1));
    assert_eq!(fails(&bomb), "it has a part of more than 4 MB");
    let long = with_document(&file, |text| text.replacen("Minister", &"a b ".repeat(500_000), 1));
    assert_eq!(fails(&long), "it has more than a million characters");
    // An entity that would be read from the disk or the network.
    let entity = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
    let outside = with_document(&file, |text| text.replacen("<w:document", &format!("{entity}<w:document"), 1));
    assert!(fails(&outside).contains("it has a document type"));
    assert!(fails(&with_document(&file, |text| text.replacen("Minister", "&x;", 1))).contains("it has an entity"));
    let controls = "<w:sdt><w:sdtPr><w:tag w:val=\"brief:1\"/></w:sdtPr></w:sdt>";
    let many =
        with_document(&file, |text| text.replacen("<w:body>", &format!("<w:body>{}", controls.repeat(20_000)), 1));
    assert!(docx::read(&many).is_ok());
    let deep = with_document(&file, |text| text.replacen("<w:body>", &format!("<w:body>{}", "<w:p>".repeat(9_000)), 1));
    assert!(fails(&deep).contains("too deep"));
    let many =
        with_document(&file, |text| text.replacen("<w:body>", &format!("<w:body>{}", "<a/>".repeat(1_000_000)), 1));
    assert!(fails(&many).contains("more than 250 000 tags"));
    assert!(fails(&with_document(&file, |text| text.replace("</w:body></w:document>", ""))).contains("cannot be read"));
    // A path in the archive is only a name; nothing is written.
    let evil = BTreeMap::from([
        ("../../evil.xml".to_owned(), "x".to_owned()),
        ("word/document.xml".to_owned(), "<a/>".to_owned()),
    ]);
    assert!(docx::read(&zipped(&evil)).unwrap().sent.is_none());
    // Any byte may be changed.
    let mut dice = Dice(7);
    for _ in 0..300 {
        let mut broken = file.clone();
        for _ in 0..=dice.roll(8) {
            let at = dice.roll(broken.len());
            broken[at] = dice.roll(256) as u8;
        }
        invariants::hold_returned(&broken);
    }
    // Any tag may be missing.
    let document = parts(&file)["word/document.xml"].clone();
    for _ in 0..100 {
        let (start, end) = (dice.roll(document.len()), dice.roll(200));
        let cut =
            document.get(..start).zip(document.get(start + end..)).map(|(before, after)| format!("{before}{after}"));
        let broken = with_document(&file, |text| cut.unwrap_or(text));
        if let Ok(returned) = docx::read(&broken) {
            let text = donbas();
            let _ =
                review(&returned, &pipeline::base(&text), &Draft::new(text.as_str()).unwrap(), &Reviewed::default());
        }
    }
}

/// The sent file with another body, in which names have no prefixes.
fn with_body(body: &str) -> Vec<u8> {
    with_document(&donbas_sent(), |_| format!("<document><body>{body}</body></document>"))
}

/// Data that is repeated for each paragraph and comment is cut, so that a small file cannot fill the memory.
#[test]
fn headings_names_and_dates_are_read_up_to_a_length() {
    let long = "é".repeat(400_000);
    let heading = format!("<p><pPr><pStyle val=\"heading1\"/></pPr><r><t>{long}</t></r></p>");
    let paragraphs = "<p><commentRangeStart id=\"1\"/><r><t>x</t></r></p>".repeat(100);
    let change = format!("<ins author=\"{long}\" date=\"{long}\">{paragraphs}</ins>");
    let returned = docx::read(&with_body(&format!("{heading}{change}"))).unwrap();
    for text in &returned.outside[1..=100] {
        assert_eq!((text.heading.len(), text.text.as_str()), (200, "x"));
        assert_eq!((text.revisions[0].author.len(), text.revisions[0].date.len()), (200, 200));
    }

    let mut all = parts(&with_body(&format!("<p><commentRangeStart id=\"1\"/><r><t>{long}</t></r></p>")));
    let comment = format!("<comment id=\"1\" author=\"{long}\" date=\"{long}\"><p><r><t>x</t></r></p></comment>");
    all.insert("word/comments.xml".to_owned(), format!("<comments>{comment}</comments>"));
    let core = format!("<a><lastModifiedBy>{long}</lastModifiedBy><modified>{long}</modified></a>");
    all.insert("docProps/core.xml".to_owned(), core);
    let returned = docx::read(&zipped(&all)).unwrap();
    let comment = &returned.comments[0];
    assert_eq!((comment.author.len(), comment.date.len(), comment.words.len()), (200, 200, 200));
    let saved = returned.saved.unwrap();
    assert_eq!((saved.author.len(), saved.date.len()), (200, 200));
}

/// Quadratic cost would take minutes for a small file.
#[test]
fn many_fields_bookmarks_and_paragraphs_take_no_time() {
    let file = donbas_sent();
    let fields = |n: usize| {
        let field = |at| format!("<field number=\"{at}\" path=\"brief.title\" paragraph=\"{at}\">x</field>");
        (0..n).map(field).collect::<String>()
    };
    let with_sent = |file: &[u8], more: &str| {
        with_part(file, SENT, |sent| sent.replacen("</review>", &format!("{more}</review>"), 1))
    };
    assert_eq!(fails(&with_sent(&file, &fields(4097))), "it has more than 4096 fields");

    let long = format!("<field number=\"1\" path=\"{}\" paragraph=\"0\">x</field>", "a".repeat(1025));
    assert_eq!(fails(&with_sent(&file, &long)), "it has a path of more than 1024 bytes");

    let open = "<bookmarkStart id=\"1\" name=\"_brief_1\"/>".repeat(40_000);
    let marks = format!("<p>{open}{}</p>", "<bookmarkEnd id=\"x\"/>".repeat(40_000));
    let start = Instant::now();
    docx::read(&with_body(&marks)).unwrap();
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());

    let sent: String = (0..20_000).map(|at| format!("<text>v{at}</text>")).collect();
    let back: String = (0..20_000).map(|at| format!("<p><r><t>w{at}</t></r></p>")).collect();
    let returned = docx::read(&with_sent(&with_body(&back), &sent)).unwrap();
    let text = donbas();
    let draft = Draft::new(text.as_str()).unwrap();
    let start = Instant::now();
    let review = review(&returned, &pipeline::base(&text), &draft, &Reviewed::default()).unwrap();
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
    assert!(review.outside.len() >= 20_000, "{}", review.outside.len());
}

/// The comment of a zip file comes after its end record, and can look like one.
#[test]
fn no_comment_hides_how_many_parts_there_are() {
    let mut all = parts(&donbas_sent());
    let few = zipped(&all);
    all.extend((0..4096).map(|at| (format!("x{at}"), String::new())));
    let many = zipped(&all);
    let with_comment = |file: &[u8], comment: &[u8]| {
        let (start, length) = (&file[..file.len() - 2], u16::try_from(comment.len()).unwrap());
        [start, &length.to_le_bytes(), comment].concat()
    };
    // An end record that says one part, but does not end the file.
    let cut = b"PK\x05\x06\0\0\0\0\x01\0\x01\0".as_slice();
    let wrong = [cut, &[0, 0, 0, 0, 0, 0, 0, 0, 7, 0]].concat();
    for comment in [b"".as_slice(), cut, &wrong] {
        assert!(docx::read(&with_comment(&few, comment)).unwrap().sent.is_some(), "{comment:?}");
        assert_eq!(fails(&with_comment(&many, comment)), "it has more than 4096 parts", "{comment:?}");
    }
    // A complete end record: then the file is another archive, or none.
    let whole = [cut, &[0; 10]].concat();
    let hidden = docx::read(&with_comment(&many, &whole));
    assert!(hidden.is_err() || hidden.unwrap().sent.is_none());
}
