//! Word files with tracked changes: accepting all of them gives the text of the new edition, rejecting all gives that
//! of the old one. This is tested with the reader in this file and with LibreOffice.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use briefing::library::FontLibrary;
use briefing::pipeline::{self, Checked, Input, RenderOptions, Renderer};
use briefing::project::Project;
use briefing::world::Disk;
use quick_xml::events::{BytesStart, Event};

use super::docx::{Parts, is_sound, parts};
use super::generated;
use super::office::{Job, office};
use super::program::{TEMPLATES, brief, folder, root, run};

/// What happens to all changes.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Accept,
    Reject,
}

/// The text of a part, by paragraphs, after all changes were accepted or rejected. `{name}` represents a reference to a
/// note.
#[expect(clippy::struct_excessive_bools, reason = "each is about another element that is open")]
struct Reader {
    side: Side,
    /// The open elements.
    open: Vec<String>,
    /// How many of them are dropped.
    gone: usize,
    row_is_gone: bool,
    cell_is_gone: bool,
    /// Whether the end of the current paragraph is dropped, so that the next paragraph continues it.
    goes_on: bool,
    in_text: bool,
    /// The code of an open field, and its result once that has begun.
    field: Option<(String, Option<String>)>,
    /// The bookmark that began last.
    bookmark: String,
    text: String,
    paragraphs: Vec<String>,
    /// The notes that are referred to, in order, and the bookmarks around the references.
    notes: Vec<String>,
    places: HashMap<String, String>,
    /// The footnote that each paragraph is in.
    note: String,
    of_notes: HashMap<String, String>,
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let found = tag.attributes().flatten().find(|it| it.key.local_name().as_ref() == name);
    found.map_or_else(String::new, |it| it.value.to_string())
}

impl Reader {
    fn read(part: &str, side: Side) -> Self {
        let mut it = Self {
            side,
            open: Vec::new(),
            gone: 0,
            row_is_gone: false,
            cell_is_gone: false,
            goes_on: false,
            in_text: false,
            field: None,
            bookmark: String::new(),
            text: String::new(),
            paragraphs: Vec::new(),
            notes: Vec::new(),
            places: HashMap::new(),
            note: String::new(),
            of_notes: HashMap::new(),
        };
        let mut reader = quick_xml::Reader::from_str(part);
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) => {
                    it.tag(&tag, false);
                    it.open.push(tag.local_name().as_ref().to_owned());
                }
                Event::Empty(tag) => it.tag(&tag, true),
                Event::End(tag) => {
                    it.open.pop();
                    it.end(tag.local_name().as_ref());
                }
                Event::Text(text) => it.words(&text.xml10_content()),
                Event::GeneralRef(name) => {
                    let c = match &*name.borrow().into_inner() {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "quot" => '"',
                        "apos" | "#39" => '\'',
                        other => panic!("{other}"),
                    };
                    it.words(&c.to_string());
                }
                Event::Eof => break,
                _ => {}
            }
        }
        it
    }

    fn is_gone(&self) -> bool {
        self.gone > 0 || self.row_is_gone || self.cell_is_gone
    }

    fn tag(&mut self, tag: &BytesStart<'_>, is_empty: bool) {
        let name = tag.local_name();
        let parent = self.open.last().map_or("", String::as_str);
        let goes = match name.as_ref() {
            "del" | "cellDel" | "moveFrom" => self.side == Side::Accept,
            "ins" | "cellIns" | "moveTo" => self.side == Side::Reject,
            _ => false,
        };
        match name.as_ref() {
            "ins" | "del" | "moveFrom" | "moveTo" => match parent {
                "rPr" => self.goes_on |= goes && self.open.contains(&"pPr".to_owned()),
                "trPr" => self.row_is_gone |= goes,
                _ if !is_empty && goes => self.gone += 1,
                _ => {}
            },
            "cellIns" | "cellDel" => self.cell_is_gone |= goes,
            "t" | "delText" => self.in_text = true,
            "footnote" | "endnote" => self.note = attribute(tag, "id"),
            "br" | "tab" if !self.open.contains(&"pPr".to_owned()) => self.words_of_text(" "),
            "bookmarkStart" => self.bookmark = attribute(tag, "name"),
            "footnoteReference" if !self.is_gone() => {
                let id = attribute(tag, "id");
                self.text.push_str(&format!("{{{id}}}"));
                self.places.insert(self.bookmark.clone(), id.clone());
                self.notes.push(id);
            }
            "fldChar" if !self.is_gone() => match attribute(tag, "fldCharType").as_str() {
                "begin" => self.field = Some((String::new(), None)),
                "separate" => {
                    if let Some((_, shown)) = &mut self.field {
                        *shown = Some(String::new());
                    }
                }
                // LibreOffice removes the result of a field, but keeps the field.
                _ => {
                    if let Some((code, Some(shown))) = self.field.take()
                        && !shown.trim().is_empty()
                        && let Some(name) = code.trim().strip_prefix("NOTEREF ")
                    {
                        self.text.push_str(&format!("{{{}}}", name.split(' ').next().unwrap()));
                    }
                }
            },
            "instrText" | "delInstrText" => self.in_text = false,
            _ => {}
        }
    }

    fn words(&mut self, text: &str) {
        let is_gone = self.is_gone();
        if let Some((_, Some(shown))) = &mut self.field {
            if self.in_text && !is_gone {
                shown.push_str(text);
            }
        } else if let Some((code, None)) = &mut self.field {
            if matches!(self.open.last().map(String::as_str), Some("instrText" | "delInstrText")) && self.gone == 0 {
                code.push_str(text);
            }
        } else if self.in_text {
            self.words_of_text(text);
        }
    }

    fn words_of_text(&mut self, text: &str) {
        if !self.is_gone() && self.field.is_none() {
            self.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "t" | "delText" => self.in_text = false,
            "ins" | "del" | "moveFrom" | "moveTo" if self.gone > 0 => {
                let parent = self.open.last().map_or("", String::as_str);
                let goes = matches!(name, "del" | "moveFrom") == (self.side == Side::Accept);
                if goes && !matches!(parent, "rPr" | "trPr") {
                    self.gone -= 1;
                }
            }
            "p" if std::mem::take(&mut self.goes_on) => {}
            "p" => self.paragraph(),
            "tc" => {
                self.paragraph();
                self.cell_is_gone = false;
            }
            "tr" => self.row_is_gone = false,
            "footnote" => {
                self.paragraph();
                let text = self.paragraphs.drain(..).collect::<Vec<_>>().join(" ");
                self.of_notes.insert(std::mem::take(&mut self.note), text);
            }
            _ => {}
        }
    }

    fn paragraph(&mut self) {
        self.goes_on = false;
        let text = plain(&std::mem::take(&mut self.text));
        if !text.is_empty() {
            self.paragraphs.push(text);
        }
    }
}

/// A text as it looks.
fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|c| !"\u{ad}\u{200b}\u{2060}".contains(*c)).collect();
    text.replace('\u{2011}', "-").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The body with its notes, followed by the text of the notes.
fn read(parts: &Parts, side: Side) -> Vec<String> {
    let Reader { mut paragraphs, notes, places, .. } = Reader::read(&parts["word/document.xml"], side);
    for text in &mut paragraphs {
        for (name, id) in &places {
            *text = text.replace(&format!("{{{name}}}"), &format!("{{{id}}}"));
        }
        for (at, id) in notes.iter().enumerate() {
            *text = text.replace(&format!("{{{id}}}"), &format!("[{}]", at + 1));
        }
        assert!(!text.contains("{_Ref"), "a reference leads nowhere: {text}");
    }
    if let Some(part) = parts.get("word/footnotes.xml") {
        let words = Reader::read(part, side).of_notes;
        paragraphs.extend(notes.iter().enumerate().map(|(at, id)| format!("[{}]: {}", at + 1, words[id])));
    }
    paragraphs
}

/// The header and footer.
fn furniture(parts: &Parts, side: Side) -> Vec<String> {
    let read = |name: &str| Reader::read(&parts[name], side).paragraphs;
    ["word/header1.xml", "word/footer1.xml"].into_iter().flat_map(read).collect()
}

fn checked(name: &str, text: &str) -> Checked {
    pipeline::check(&Input::new(name, text), &Project::default())
}

/// Two editions, and the changes between them, as files.
struct Files {
    old: Vec<u8>,
    new: Vec<u8>,
    tracked: Vec<u8>,
}

/// The Word file with the changes between two editions, and each edition alone; `None` when one has errors.
fn files(old: &str, new: &str, template: &str, renderer: &mut Renderer<'_>) -> Option<Files> {
    let options = RenderOptions::new(template).docx(true).pdf(false);
    let mut alone =
        |text: &str| renderer.render(&mut checked("a.toml", text), options.pages(Some(0)), &Disk).unwrap()?.docx;
    let (before, after) = (alone(old)?, alone(new)?);
    let mut changed = checked("a.toml", new);
    let tracked = renderer.redline(&checked("a.toml", old), &mut changed, options, &Disk).unwrap()?.docx?;
    Some(Files { old: before, new: after, tracked })
}

fn briefs(name: &str) -> String {
    fs::read_to_string(root().join("briefs").join(name)).unwrap()
}

/// Another edition of a text: some words are changed, a sentence is added, and a record is removed.
fn edited(text: &str, seed: usize) -> String {
    let mut new = text.replace(" peace ", " war ").replace(" Frieden ", " Krieg ").replace(" мир ", " війна ");
    if let Some(at) = new.find("text = \"A ") {
        new.insert_str(at + 8, "Nobody had expected this. ");
    }
    let tables: Vec<usize> = new.match_indices("\n[developments.").map(|(at, _)| at).collect();
    if let Some(from) = tables.get(seed % tables.len().max(1)) {
        let end = new[from + 2..].find("\n[").map_or(new.len(), |length| from + 2 + length);
        new.replace_range(*from..end, "");
    }
    new
}

/// The pairs of editions: two shipped ones in both directions, and some generated ones.
fn pairs() -> Vec<(String, String, String, &'static str)> {
    let (first, second) = (briefs("donbas-2025-08-16.toml"), briefs("donbas.toml"));
    let mut all = Vec::new();
    for template in TEMPLATES {
        all.push((format!("donbas-{template}"), first.clone(), second.clone(), template));
        all.push((format!("donbas-back-{template}"), second.clone(), first.clone(), template));
    }
    for seed in 0..24 {
        let old = generated::brief(seed, 80 + 30 * seed);
        let template = TEMPLATES[seed % TEMPLATES.len()];
        all.push((format!("edited-{seed}-{template}"), old.clone(), edited(&old, seed), template));
        all.push((format!("other-{seed}-{template}"), old, generated::brief(seed + 3, 100), template));
    }
    all
}

#[test]
fn accepting_gives_the_new_edition_and_rejecting_the_old_one() {
    let library = FontLibrary::default();
    let mut renderer = Renderer::new(&library);
    let mut count = 0;
    for (name, old, new, template) in pairs() {
        let Some(files) = files(&old, &new, template, &mut renderer) else { continue };
        let [old, new, tracked] = [&files.old, &files.new, &files.tracked].map(|file| parts(file));
        is_sound(&tracked);
        pretty_assertions_of(&name, &read(&tracked, Side::Accept), &read(&new, Side::Accept));
        pretty_assertions_of(&name, &read(&tracked, Side::Reject), &read(&old, Side::Accept));
        assert_eq!(furniture(&tracked, Side::Accept), furniture(&new, Side::Accept), "{name}");
        assert_eq!(furniture(&tracked, Side::Reject), furniture(&old, Side::Accept), "{name}");
        count += 1;
    }
    assert!(count > 40, "{count}");
}

fn pretty_assertions_of(name: &str, found: &[String], expected: &[String]) {
    let differs = found.iter().zip(expected).find(|(found, expected)| found != expected);
    assert!(differs.is_none(), "{name}: {differs:#?}");
    assert_eq!(found.len(), expected.len(), "{name}: {:?} {:?}", found.last(), expected.last());
}

#[test]
fn libreoffice_accepts_and_rejects_the_same() {
    let here = folder("tracked-office");
    let library = FontLibrary::default();
    let mut renderer = Renderer::new(&library);
    let few = pairs().into_iter().enumerate().filter(|(at, _)| *at < 14 || at % 7 == 0).map(|(_, it)| it);
    let mut jobs = Vec::new();
    let mut names = Vec::new();
    for (name, old, new, template) in few {
        let Some(files) = files(&old, &new, template, &mut renderer) else { continue };
        let path = |kind: &str| here.join(format!("{name}.{kind}.docx"));
        for (kind, file) in [("old", &files.old), ("new", &files.new), ("tracked", &files.tracked)] {
            fs::write(path(kind), file).unwrap();
        }
        for (from, to, act) in [
            ("old", "old-saved", None),
            ("new", "new-saved", None),
            ("tracked", "accepted", Some("AcceptAllTrackedChanges")),
            ("tracked", "rejected", Some("RejectAllTrackedChanges")),
        ] {
            jobs.push(Job { from: path(from), to: path(to), acts: act.into_iter().collect() });
        }
        names.push(name);
    }
    if !office(&here, &jobs) {
        return;
    }
    for name in names {
        let read = |kind: &str| {
            let file = fs::read(here.join(format!("{name}.{kind}.docx"))).unwrap();
            let parts = any_parts(&file);
            // LibreOffice 7.4 keeps the change marks of columns in cells, which it does not support.
            let mut parts = parts;
            let document = parts.get_mut("word/document.xml").unwrap();
            for tag in ["<w:cellIns ", "<w:cellDel "] {
                while let Some(at) = document.find(tag) {
                    let end = at + document[at..].find('>').unwrap() + 1;
                    document.replace_range(at..end, "");
                }
            }
            let left = ["<w:ins ", "<w:del "].iter().find(|tag| parts["word/document.xml"].contains(**tag));
            assert_eq!(left, None, "{name}: a change is left");
            // If the end of a paragraph cannot be removed, as before a table, an empty paragraph remains.
            read(&parts, Side::Accept).join(" ")
        };
        assert_eq!(read("accepted"), read("new-saved"), "{name}");
        assert_eq!(read("rejected"), read("old-saved"), "{name}");
    }
}

/// The parts of a file written by another program.
fn any_parts(file: &[u8]) -> Parts {
    use std::io::Read;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut parts = Parts::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        if part.read_to_string(&mut text).is_ok() {
            parts.insert(name, text);
        }
    }
    parts
}

#[test]
fn the_changes_are_made_by_the_edition_on_its_day() {
    let here = folder("tracked");
    let (old, new) = (root().join("briefs/donbas-2025-08-16.toml"), root().join("briefs/donbas.toml"));
    let diff = |to: &str| {
        let arguments = ["diff", old.to_str().unwrap(), new.to_str().unwrap(), "--format", "docx", "-o", to];
        let (code, _, errors) = run(brief(arguments).current_dir(&here));
        assert_eq!(code, 1, "{errors}");
        fs::read(here.join(to)).unwrap()
    };
    let file = diff("a.docx");
    assert!(file == diff("b.docx"), "the same editions make the same bytes");
    let document = &parts(&file)["word/document.xml"];
    let by = "w:author=\"edition 2\" w:date=\"2025-12-26T00:0";
    let changes = document.matches("<w:ins ").count() + document.matches("<w:del ").count();
    assert!(changes > 50, "{changes}");
    assert_eq!(document.matches(by).count(), changes + document.matches("<w:cellIns ").count());
    // It has nothing from the redline of a PDF: the list of changes, the styles, the bars.
    assert!(!document.contains("w:val=\"Inserted\"") && !document.contains("Changed since"), "{document}");
    // Without differences there are no changes.
    let arguments = ["diff", new.to_str().unwrap(), new.to_str().unwrap(), "--format", "docx", "-o", "same.docx"];
    assert_eq!(run(brief(arguments).current_dir(&here)).0, 0);
    let same = &parts(&fs::read(here.join("same.docx")).unwrap())["word/document.xml"];
    assert!(!same.contains("<w:ins ") && !same.contains("<w:del "), "{same}");
}

/// The page for somebody who has seen an earlier edition.
#[test]
fn since_an_edition_the_word_file_has_tracked_changes() {
    let here = folder("tracked-since");
    fs::write(here.join("old.toml"), briefs("donbas-2025-08-16.toml")).unwrap();
    fs::write(here.join("new.toml"), briefs("donbas.toml")).unwrap();
    let render = |arguments: &[&str]| {
        let (code, _, errors) = run(brief(["render"]).args(arguments).current_dir(&here));
        assert_eq!(code, 0, "{errors}");
    };
    render(&["new.toml", "--template", "one-page", "--since", "old.toml", "--to", "docx,md"]);
    let tracked = parts(&fs::read(here.join("new.docx")).unwrap());
    is_sound(&tracked);
    let markdown = fs::read_to_string(here.join("new.md")).unwrap();
    assert!(markdown.contains("Changed since edition 1"), "{markdown}");
    for (name, side) in [("old", Side::Reject), ("new", Side::Accept)] {
        render(&[&format!("{name}.toml"), "--template", "one-page", "-o", "alone.docx"]);
        let alone = parts(&fs::read(here.join("alone.docx")).unwrap());
        pretty_assertions_of(name, &read(&tracked, side), &read(&alone, Side::Accept));
    }
}

#[test]
fn a_word_file_of_changes_is_not_printed_on_a_terminal_or_cut_to_a_class() {
    let here = folder("tracked-usage");
    fs::write(here.join("a.toml"), briefs("donbas.toml")).unwrap();
    let arguments = ["diff", "a.toml", "a.toml", "--format", "docx", "--only", "editorial", "-o", "x.docx"];
    let (code, _, errors) = run(brief(arguments).current_dir(&here));
    assert!(code == 2 && errors.contains("--only has no effect"), "{errors}");
    assert!(!Path::new(&here.join("x.docx")).exists());
}
