//! Word files without the information about fields, reviewed by comparing words: `brief review --match`.

use std::collections::BTreeSet;
use std::fs;

use briefing::docx;
use briefing::edit::Draft;
use briefing::library::FontLibrary;
use briefing::pipeline::{self, Renderer};
use briefing::review::{Review, Reviewed, review};

use super::docx::parts;
use super::generated;
use super::office::{Job, office};
use super::program::{TEMPLATES, brief, folder, root, run, shipped_briefs};
use super::review::{Dice, sent, with_document, zipped};
use super::round_trip::with_edits;

/// Removes every part of a text with a certain start and end.
fn without(mut text: String, start: &str, end: &str) -> String {
    while let Some(from) = text.find(start) {
        let to = from + text[from..].find(end).unwrap() + end.len();
        text.replace_range(from..to, "");
    }
    text
}

/// The file as saved by a program that supports neither controls, bookmarks nor cross-references to notes.
fn stripped(file: &[u8]) -> Vec<u8> {
    let mut all = parts(file);
    all.retain(|name, _| !name.starts_with("customXml/"));
    for (name, text) in &mut all {
        if name == "word/document.xml" || name == "word/footnotes.xml" {
            let mut bare = std::mem::take(text);
            for (start, end) in [
                ("<w:sdtPr>", "</w:sdtPr>"),
                ("<w:bookmarkStart ", "/>"),
                ("<w:bookmarkEnd ", "/>"),
                ("<w:fldChar ", "/>"),
                ("<w:instrText ", "</w:instrText>"),
            ] {
                bare = without(bare, start, end);
            }
            for tag in ["<w:sdt>", "</w:sdt>", "<w:sdtContent>", "</w:sdtContent>"] {
                bare = bare.replace(tag, "");
            }
            *text = bare;
        }
    }
    zipped(&all)
}

fn read(file: &[u8], page: &[u8], text: &str) -> Review {
    let draft = Draft::new(text).unwrap();
    let matched = docx::read_by_words(file, page).unwrap();
    assert!(docx::read(file).unwrap().sent.is_none());
    review(&matched.returned, &pipeline::base(text), &draft, &Reviewed::default()).unwrap()
}

#[test]
fn an_unchanged_file_has_no_changes() {
    let library = FontLibrary::default();
    let mut renderer = Renderer::new(&library);
    for path in shipped_briefs() {
        let text = fs::read_to_string(&path).unwrap();
        for template in TEMPLATES {
            let page = sent(&text, template, &mut renderer).unwrap();
            let review = read(&stripped(&page), &page, &text);
            assert!(review.is_empty(), "{} {template}: {review:#?}", path.display());
        }
    }
}

#[test]
fn changes_are_found_in_their_fields() {
    let library = FontLibrary::default();
    let mut renderer = Renderer::new(&library);
    let (mut found, mut elsewhere) = (0, Vec::new());
    for seed in 0..60_usize {
        let mut dice = Dice(seed as u64 + 1);
        let text = match seed % 4 {
            0 => fs::read_to_string(&shipped_briefs()[seed / 4 % 6]).unwrap(),
            _ => generated::brief(seed, 20 + seed),
        };
        let Some(page) = sent(&text, TEMPLATES[seed % TEMPLATES.len()], &mut renderer) else { continue };
        let most = dice.roll(6);
        let (back, expected) = with_edits(&page, most, 5, &mut dice);
        let review = read(&stripped(&back), &page, &text);
        let changed: BTreeSet<_> = review.changes.iter().map(|it| (it.path.clone(), it.paragraph)).collect();
        found += expected.intersection(&changed).count();
        if changed != expected {
            elsewhere.push((seed, expected, changed, review.outside));
        }
    }
    assert!(elsewhere.is_empty() && found > 80, "{found} found; {elsewhere:#?}");
}

#[test]
fn a_file_that_libreoffice_wrote_as_an_open_document_in_between_is_matched() {
    let here = folder("matched");
    fs::copy(root().join("briefs/donbas.toml"), here.join("donbas.toml")).unwrap();
    let review = |more: &[&str]| run(brief(["review", "donbas.toml", "back.docx"]).args(more).current_dir(&here));
    let (exit, _, errors) =
        run(brief(["render", "donbas.toml", "--to", "docx", "--review", "-o", "sent.docx"]).current_dir(&here));
    assert_eq!(exit, 0, "{errors}");
    let path = |name: &str| here.join(name);
    let jobs = [
        Job { from: path("sent.docx"), to: path("between.odt"), acts: Vec::new() },
        Job { from: path("between.odt"), to: path("back.docx"), acts: Vec::new() },
    ];
    if !office(&here, &jobs) {
        return;
    }
    let (exit, _, errors) = review(&[]);
    assert!(exit == 2 && errors.contains("not rendered for review") && errors.contains("--match"), "{errors}");
    let (exit, found, errors) = review(&["--match"]);
    assert!(exit == 0 && found.contains("nothing was changed"), "{found}{errors}");
    assert!(errors.contains("back.docx: matched by its words: it has 512 of the 512 words"), "{errors}");
    // The options for applying all changes are refused: changes made in the brief since then would be undone.
    let (exit, _, errors) = review(&["--match", "--apply", "--accept-all"]);
    assert!(exit == 2 && errors.contains("cannot be used with"), "{errors}");
    // A file from another brief.
    fs::copy(root().join("briefs/baku-finance.toml"), here.join("donbas.toml")).unwrap();
    let (exit, _, errors) = review(&["--match"]);
    assert!(exit == 2 && errors.contains(" words of the page") && errors.contains("--template"), "{errors}");
}

#[test]
fn hostile_files_are_refused_or_read() {
    let library = FontLibrary::default();
    let text = fs::read_to_string(root().join("briefs/donbas.toml")).unwrap();
    let page = sent(&text, "one-page", &mut Renderer::new(&library)).unwrap();
    let bare = stripped(&page);
    let fails = |change: &dyn Fn(String) -> String| {
        docx::read_by_words(&with_document(&bare, change), &page).unwrap_err().to_string()
    };
    let long = |text: String| text.replacen("Minister", &"a b ".repeat(500_000), 1);
    assert_eq!(fails(&long), "it has more than a million characters");
    let many = |text: String| text.replacen("Minister", &"a b ".repeat(20_000), 1);
    assert_eq!(fails(&many), "it has far more words than the page of the brief");
    assert!(docx::read_by_words(b"", &page).is_err());
    // A file with no word of the page, numbers too large for a note, and files cut at any place.
    let empty = with_document(&bare, |_| "<w:document><w:body/></w:document>".to_owned());
    let matched = docx::read_by_words(&empty, &page).unwrap();
    assert!(3 * matched.found < matched.words, "only notes are left");
    let document = parts(&bare)["word/document.xml"].clone();
    let raised = "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>9, 99999999999999999999999</w:t></w:r>";
    let mut dice = Dice(5);
    for _ in 0..100 {
        let (start, end) = (dice.roll(document.len()), dice.roll(300));
        let Some((before, after)) = document.get(..start).zip(document.get(start + end..)) else { continue };
        let more = if dice.roll(2) == 0 { raised } else { "" };
        let broken = with_document(&bare, |_| format!("{before}{more}{after}"));
        if let Ok(matched) = docx::read_by_words(&broken, &page) {
            let draft = Draft::new(text.as_str()).unwrap();
            review(&matched.returned, &pipeline::base(&text), &draft, &Reviewed::default()).unwrap();
        }
    }
}

#[test]
fn a_raised_number_is_a_word_where_the_page_has_no_mark() {
    let library = FontLibrary::default();
    let text = fs::read_to_string(root().join("briefs/donbas.toml")).unwrap();
    let page = sent(&text, "one-page", &mut Renderer::new(&library)).unwrap();
    let raised =
        "10 km</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>2</w:t></w:r><w:r><w:t>";
    let back = with_document(&stripped(&page), |document| document.replacen("Total control", raised, 1));
    let review = read(&back, &page, &text);
    assert!(review.changes.iter().any(|it| it.back.contains("10 km2")), "{review:#?}");
    assert!(review.citations.is_empty(), "{:#?}", review.citations);
}

/// Changes that another program makes to the characters of words do not count.
#[test]
fn words_that_look_the_same_are_the_same() {
    let library = FontLibrary::default();
    let text = fs::read_to_string(root().join("briefs/donbas.toml")).unwrap();
    let page = sent(&text, "one-page", &mut Renderer::new(&library)).unwrap();
    let back = with_document(&stripped(&page), |document| {
        let other = document.replace("Total control", "Total con\u{ad}trol");
        other.replace("ceasefire", "cease\u{ad}\u{fb01}re").replace("–Kost", "\u{2060}–Kost")
    });
    let review = read(&back, &page, &text);
    assert!(review.is_empty(), "{review:#?}");
}
