//! Word files that are sent for review and returned.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use briefing::diagnostic::Severity;
use briefing::docx;
use briefing::edit::Draft;
use briefing::library::FontLibrary;
use briefing::pipeline::{self, Input, RenderOptions, Renderer};
use briefing::project::Project;
use briefing::review::{ChangeOutcome, Review, Reviewed, review};
use briefing::world::Disk;

use super::command_line::strange;
use super::docx::{is_sound, parts};
use super::generated;
use super::program::{TEMPLATES, brief, folder, root, run, shipped_briefs};

/// The part about what was sent.
pub(super) const SENT: &str = "customXml/item1.xml";

/// The Word file of a brief for review.
pub(super) fn sent(text: &str, template: &str, renderer: &mut Renderer<'_>) -> Option<Vec<u8>> {
    let input = Input::new("a.toml", text);
    let mut checked = pipeline::check(&input, &Project::default());
    let options = RenderOptions::new(template).docx(true).pdf(false).review(true).draft(true);
    renderer.render(&mut checked, options, &Disk).unwrap()?.docx
}

pub(super) fn read(file: &[u8], text: &str) -> Review {
    let draft = Draft::new(text).unwrap();
    let returned = docx::read(file).unwrap();
    review(&returned, &pipeline::base(text), &draft, &Reviewed::default()).unwrap()
}

/// The file with one part changed or added.
pub(super) fn with_part(file: &[u8], name: &str, change: impl FnOnce(String) -> String) -> Vec<u8> {
    let mut parts = parts(file);
    let part = parts.remove(name).unwrap_or_default();
    parts.insert(name.to_owned(), change(part));
    zipped(&parts)
}

pub(super) fn zipped(parts: &BTreeMap<String, String>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub(super) fn with_document(file: &[u8], change: impl FnOnce(String) -> String) -> Vec<u8> {
    with_part(file, "word/document.xml", change)
}

pub(super) fn donbas() -> String {
    fs::read_to_string(root().join("briefs/donbas.toml")).unwrap()
}

pub(super) fn donbas_sent() -> Vec<u8> {
    let library = FontLibrary::default();
    sent(&donbas(), "one-page", &mut Renderer::new(&library)).unwrap()
}

/// Replaces words in the file, all of which must exist.
fn replaced(file: &[u8], pairs: &[(&str, &str)]) -> Vec<u8> {
    with_document(file, |mut text| {
        for (old, new) in pairs {
            assert!(text.contains(old), "{old}");
            text = text.replacen(old, new, 1);
        }
        text
    })
}

#[test]
fn an_unchanged_file_has_no_changes() {
    let library = FontLibrary::default();
    let mut renderer = Renderer::new(&library);
    let mut fields = 0;
    for path in shipped_briefs() {
        let text = fs::read_to_string(&path).unwrap();
        for template in TEMPLATES {
            let file = sent(&text, template, &mut renderer).unwrap();
            assert_eq!(file, sent(&text, template, &mut renderer).unwrap());
            is_sound(&parts(&file));
            let review = read(&file, &text);
            assert!(review.is_empty() && review.is_current, "{} {template}: {review:?}", path.display());
            fields += docx::read(&file).unwrap().sent.unwrap().fields.len();
        }
    }
    assert!(fields > 1000, "{fields}");
    for seed in 0..60 {
        let text = generated::brief(seed, 20 + 7 * (seed % 40));
        let Some(file) = sent(&text, TEMPLATES[seed % TEMPLATES.len()], &mut renderer) else { continue };
        let review = read(&file, &text);
        assert!(review.is_empty(), "{seed}: {review:?}");
    }
}

#[test]
fn a_file_for_review_has_the_same_words_as_any_other() {
    let library = FontLibrary::default();
    let mut renderer = Renderer::new(&library);
    let text = donbas();
    let words = |file: &[u8]| {
        let parts = parts(file);
        let document = parts["word/document.xml"].clone() + &parts["word/footnotes.xml"];
        let mut words = String::new();
        for part in document.split("<w:t").skip(1).filter(|part| part.starts_with([' ', '>'])) {
            words.push_str(part.split_once('>').unwrap().1.split_once("</w:t>").unwrap().0);
        }
        words
    };
    let input = Input::new("a.toml", text.clone());
    let mut checked = pipeline::check(&input, &Project::default());
    let plain = renderer.render(&mut checked, RenderOptions::new("full").docx(true), &Disk).unwrap().unwrap();
    let plain = plain.docx.unwrap();
    assert!(docx::read(&plain).unwrap().sent.is_none());
    assert_eq!(words(&plain), words(&sent(&text, "full", &mut renderer).unwrap()));
}

/// A file that could not be read when it is returned is an error before it is sent.
#[test]
fn a_file_that_could_not_be_read_when_returned_is_not_sent() {
    let id = "d".repeat(1024);
    let text = donbas().replace(".donbas", &format!(".{id}")).replace("\"donbas\"", &format!("\"{id}\""));
    let library = FontLibrary::default();
    let input = Input::new("a.toml", text);
    let render = |is_for_review| {
        let mut checked = pipeline::check(&input, &Project::default());
        let options = RenderOptions::new("full").docx(true).pdf(false).review(is_for_review).draft(true);
        let rendered = Renderer::new(&library).render(&mut checked, options, &Disk).unwrap();
        let errors = checked.diagnostics.iter().filter(|it| it.severity == Severity::Error);
        (rendered.is_some(), errors.map(|it| it.message.clone()).collect::<Vec<_>>())
    };
    let expected = "the Word file cannot be written: `brief review` could not read it when it comes back: it has a path of more than 1024 bytes";
    assert_eq!(render(true), (false, vec![expected.to_owned()]));
    assert_eq!(render(false), (true, Vec::new()));
}

/// A random number generator that is the same everywhere.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}

/// Edits the text of a control in one of several ways. `None` when it has no text of its own.
pub(super) fn edited(document: &str, number: usize, way: usize) -> Option<String> {
    let tag = format!("<w:tag w:val=\"brief:{number}\"/>");
    let start = document.find(&tag)?;
    let end = start + document[start..].find("</w:sdtContent>")?;
    let run = start + document[start..end].find("<w:r><w:t ")?;
    let run_end = run + document[run..end].find("</w:r>")? + "</w:r>".len();
    let text = document[run..run_end].split_once('>')?.1.split_once('>')?.1.split_once("</w:t>")?.0;
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    let space = if rest.is_empty() { "" } else { " " };
    let plain = |words: &str| format!("<w:r w:rsidR=\"00A1\"><w:t xml:space=\"preserve\">{words}</w:t></w:r>");
    let by = "w:id=\"9\" w:author=\"Anna Lind\" w:date=\"2026-11-26T10:00:00Z\"";
    let new = match way {
        // Overwritten without tracking, in split runs.
        0 => plain("Other") + "<w:proofErr w:type=\"spellStart\"/>" + &plain(&format!("wise{space}")) + &plain(rest),
        // Replaced with tracking.
        1 => format!(
            "<w:del {by}><w:r><w:delText>{word}</w:delText></w:r></w:del><w:ins {by}>{}</w:ins>{}",
            plain("Otherwise"),
            plain(&format!("{space}{rest}"))
        ),
        // Appended with tracking.
        2 => format!("{}<w:ins {by}>{}</w:ins>", &document[run..run_end], plain(" indeed")),
        // One word is inserted with tracking, another is overwritten.
        3 => format!("<w:ins {by}>{}</w:ins>{}", plain("Indeed "), plain(&format!("Other{space}{rest}"))),
        // The first word is set in italics, or upright if it was in italics.
        _ => {
            let properties =
                document[run..run_end].split_once("<w:rPr>").map_or("", |it| it.1.split_once("</w:rPr>").unwrap().0);
            let turned = if properties.contains("<w:i/>") {
                properties.replace("<w:i/><w:iCs/>", "")
            } else {
                format!("<w:i/>{properties}")
            };
            if properties.contains("w:rStyle") || word.len() < 2 {
                return None;
            }
            let old = format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{space}{rest}</w:t></w:r>");
            format!("<w:r><w:rPr>{turned}</w:rPr><w:t xml:space=\"preserve\">{word}</w:t></w:r>{old}")
        }
    };
    Some(format!("{}{new}{}", &document[..run], &document[run_end..]))
}

#[test]
fn exactly_the_edits_are_found_and_can_be_written() {
    let library = FontLibrary::default();
    let mut renderer = Renderer::new(&library);
    let mut found = 0;
    for seed in 0..100_usize {
        let mut dice = Dice(seed as u64 + 1);
        let text = match seed % 4 {
            0 => fs::read_to_string(&shipped_briefs()[seed / 4 % 6]).unwrap(),
            _ => generated::brief(seed, 20 + seed),
        };
        let Some(file) = sent(&text, TEMPLATES[seed % TEMPLATES.len()], &mut renderer) else { continue };
        let fields = docx::read(&file).unwrap().sent.unwrap().fields;
        let mut document = parts(&file)["word/document.xml"].clone();
        let mut expected = BTreeSet::new();
        for _ in 0..dice.roll(6) {
            let field = &fields[dice.roll(fields.len())];
            if expected.contains(&(field.path.clone(), field.paragraph)) {
                continue;
            }
            if let Some(changed) = edited(&document, field.number, dice.roll(4)) {
                document = changed;
                expected.insert((field.path.clone(), field.paragraph));
            }
        }
        let back = with_document(&file, |_| document);
        let review = read(&back, &text);
        let changed: BTreeSet<_> = review.changes.iter().map(|it| (it.path.clone(), it.paragraph)).collect();
        assert_eq!(changed, expected, "{seed}");
        assert!(review.outside.is_empty() && review.citations.is_empty(), "{seed}: {review:?}");
        found += changed.len();
        // After the changes are written, the brief has the new text.
        let (mut draft, mut reviewed) = (Draft::new(text.as_str()).unwrap(), Reviewed::default());
        let (mut written, base) = (0, pipeline::base(&text));
        for change in &review.changes {
            match &change.outcome {
                ChangeOutcome::Text(_) => {
                    change.write(&mut draft, "back.docx", &mut reviewed).unwrap_or_else(|it| panic!("{seed}: {it}"));
                    written += 1;
                }
                // The file has no text there: it was printed by the program itself.
                ChangeOutcome::NoField => {}
                other => panic!("{seed}: {other:?}"),
            }
        }
        let returned = docx::read(&back).unwrap();
        let again = briefing::review::review(&returned, &base, &draft, &reviewed).unwrap();
        let already = again.changes.iter().filter(|it| it.outcome == ChangeOutcome::Already).count();
        assert_eq!(already, written, "{seed}: {again:?}");
    }
    assert!(found > 120, "{found}");
}

#[test]
fn changes_comments_and_what_is_in_no_field_are_kept_apart() {
    let by = |name: &str| format!("w:id=\"7\" w:author=\"{name}\" w:date=\"2026-11-26T10:00:00Z\"");
    let file = replaced(
        &donbas_sent(),
        &[
            (
                "Legal recognition by the West",
                &format!(
                    "</w:t></w:r><w:moveFrom {m}><w:r><w:t>Legal recognition</w:t></w:r></w:moveFrom><w:r><w:t xml:space=\"preserve\"> By the West, </w:t></w:r><w:moveTo {m}><w:r><w:t xml:space=\"preserve\">legal recognition </w:t></w:r></w:moveTo><w:r><w:t xml:space=\"preserve\">",
                    m = by("B. Okafor")
                ),
            ),
            ("Where the parties stand", "Where they stand"),
            ("Who controls Donbas", "<w:commentRangeStart w:id=\"3\"/>Who controls Donbas"),
        ],
    );
    // The range of the comment begins before the run, as Word writes it.
    let file = with_document(&file, |text| {
        let text = text.replace(
            "<w:t xml:space=\"preserve\"><w:commentRangeStart w:id=\"3\"/>Who",
            "<w:t xml:space=\"preserve\"></w:t></w:r><w:commentRangeStart w:id=\"3\"/><w:r><w:t xml:space=\"preserve\">Who",
        );
        text.replacen(
            "Sloviansk hub?</w:t></w:r>",
            "Sloviansk hub?</w:t></w:r><w:commentRangeEnd w:id=\"3\"/><w:r><w:commentReference w:id=\"3\"/></w:r>",
            1,
        )
    });
    let file = with_part(&file, "word/comments.xml", |_| {
        "<w:comments xmlns:w=\"w\"><w:comment w:id=\"3\" w:author=\"C. Reyes\" w:date=\"2026-11-25T08:00:00Z\"><w:p><w:r>\
         <w:t>Is \"controls\"</w:t></w:r></w:p><w:p><w:r><w:t>the word?</w:t></w:r></w:p></w:comment></w:comments>"
            .to_owned()
    });
    let review = read(&file, &donbas());
    let [change] = review.changes.as_slice() else { panic!("{review:#?}") };
    assert_eq!(change.path, "positions.crimea.russia.text");
    assert_eq!(change.back, "By the West, legal recognition as Russian territory.");
    assert_eq!(change.revisions[0].author, "B. Okafor");
    let [outside] = review.outside.as_slice() else { panic!("{review:#?}") };
    assert_eq!(outside.new.as_deref(), Some("Where they stand"));
    let [comment] = review.comments.as_slice() else { panic!("{review:#?}") };
    assert_eq!(comment.path.as_deref(), Some("issues.donbas.question"));
    assert_eq!(comment.comment.text, "Is \"controls\" the word?");
    assert!(comment.comment.words.starts_with("Who controls Donbas"), "{comment:?}");
    assert_eq!(comment.line(), "C. Reyes, 2026-11-25: Is \"controls\" the word?");
}

#[test]
fn deleted_text_is_a_removal() {
    // A table row that was deleted with tracking, and one without.
    let file = donbas_sent();
    let rows = with_document(&file, |text| {
        let at = text.find("Legal recognition by the West").unwrap();
        let row = text[..at].rfind("<w:trPr>").unwrap();
        let tracked = "<w:trPr><w:del w:id=\"1\" w:author=\"A\" w:date=\"2026-11-26T10:00:00Z\"/>";
        format!("{}{tracked}{}", &text[..row], &text[row + "<w:trPr>".len()..])
    });
    let removed = |file: &[u8]| -> Vec<(String, bool)> {
        let changes = read(file, &donbas()).changes.into_iter();
        let required = |outcome: &ChangeOutcome| match outcome {
            ChangeOutcome::Removed { required } => *required,
            other => panic!("{other:?}"),
        };
        changes.map(|it| (it.path, required(&it.outcome))).collect()
    };
    let expected =
        [("issues.crimea.title", true), ("issues.crimea.question", false), ("positions.crimea.russia.text", true)];
    let expected: Vec<(String, bool)> =
        expected.iter().map(|(path, required)| ((*path).to_owned(), *required)).collect();
    assert_eq!(removed(&rows), expected);
    let untracked = with_document(&file, |text| {
        let at = text.find("Legal recognition by the West").unwrap();
        let (start, end) = (text[..at].rfind("<w:tr>").unwrap(), at + text[at..].find("</w:tr>").unwrap());
        format!("{}{}", &text[..start], &text[end + "</w:tr>".len()..])
    });
    assert_eq!(removed(&untracked), expected);
    // An item of a list, and a note mark.
    let review = read(
        &with_document(&file, |text| {
            let at = text.find("<w:footnoteReference").unwrap();
            let (start, end) = (text[..at].rfind("<w:r>").unwrap(), at + text[at..].find("</w:r>").unwrap());
            format!("{}{}", &text[..start], &text[end + "</w:r>".len()..])
        }),
        &donbas(),
    );
    assert!(review.changes.is_empty(), "{review:#?}");
    assert_eq!(review.citations[0].message, "the mark of note 1 was deleted; the brief still cites [@report]");
}

#[test]
fn changes_in_the_brief_since_it_was_sent_are_merged() {
    let file = replaced(&donbas_sent(), &[("total control of Donbas, including", "full control of Donbas, including")]);
    let outcome = |from: &str, to: &str| {
        let text = donbas();
        assert!(text.contains(from));
        let mut review = read(&file, &text.replacen(from, to, 1));
        assert!(!review.is_current && review.changes.len() == 1, "{review:#?}");
        review.changes.remove(0).outcome
    };
    let ChangeOutcome::Merged { text, .. } = outcome("ended without a ceasefire agreement.\n", "ended early.\n") else {
        panic!()
    };
    assert!(text.contains("full control of Donbas") && text.contains("ended early. Putin says"), "{text}");
    assert!(matches!(
        outcome("reaffirmed on 25 December his", "repeated on 25 December his"),
        ChangeOutcome::Conflict { .. }
    ));
    assert_eq!(
        outcome("demand for total control of Donbas, incl", "demand for full control of Donbas, incl"),
        ChangeOutcome::Already
    );
    assert_eq!(read(&file, &donbas().replacen("audience = \"Minister\"\n", "", 1)).changes.len(), 1);
}

/// The text after all changes of a file were applied, including removals.
fn taken_over(file: &[u8], text: &str) -> String {
    let mut draft = Draft::new(text).unwrap();
    let mut reviewed = Reviewed::default();
    let changes = review(&docx::read(file).unwrap(), &pipeline::base(text), &draft, &reviewed).unwrap().changes;
    for change in changes {
        change.write(&mut draft, "a.docx", &mut reviewed).unwrap();
    }
    draft.text().to_owned()
}

/// An item of a list is a part of its field. Its marker comes from the list in the file, and stays in the brief.
#[test]
fn a_list_item_is_returned_as_one() {
    let brief = |items: &str| {
        let donbas = donbas();
        let (head, rest) = donbas.split_once("background = \"\"\"").unwrap();
        let (_, tail) = rest.split_once("\"\"\"").unwrap();
        format!("{head}background = \"\"\"\nTwo things:\n\n{items}\nNothing else.\"\"\"{tail}")
    };
    let text = brief("- *New* gates, in May. They hold.\n- 5 weirs.\n");
    let library = FontLibrary::default();
    let mut renderer = Renderer::new(&library);
    let file = sent(&text, "full", &mut renderer).unwrap();
    assert!(read(&file, &text).is_empty());
    let changed = taken_over(&replaced(&file, &[("They hold.", "They leak."), ("5 weirs", "6 weirs")]), &text);
    assert!(
        changed.contains("Two things:\n\n- *New* gates, in May.\n  They leak.\n- 6 weirs.\n\nNothing else."),
        "{changed}"
    );
    let shorter = taken_over(&replaced(&file, &[("5 weirs.", "")]), &text);
    assert!(shorter.contains("- *New* gates, in May.\n  They hold.\n\nNothing else."), "{shorter}");
}

/// If an earlier change moves a part by removing another one, the part must be found, even if its words differ from
/// those that were sent.
#[test]
fn a_part_that_an_earlier_change_has_moved_is_found_by_the_words_that_it_has() {
    let brief = |third: &str| {
        format!(
            "schema = 1\n[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B [@s].\"\n\
             [parties.a]\nname = \"Upland\"\nrole = \"principal\"\n\
             interests = [\"Water first.\", \"Power second.\", \"{third}\", \"Peace fourth.\"]\n\
             [parties.b]\nname = \"Lowland\"\nrole = \"principal\"\n\
             [issues.i]\ntitle = \"Filling\"\nstatus = \"contested\"\n\
             [positions.i.a]\nstance = \"demands\"\ntext = \"Now.\"\nsources = [\"s\"]\n\
             [sources.s]\npublisher = \"P\"\ntitle = \"X\"\ndate = 2024-05-13\nkind = \"newspaper\"\n"
        )
    };
    let library = FontLibrary::default();
    let file = sent(&brief("Trade third. It grows."), "full", &mut Renderer::new(&library)).unwrap();
    let file = replaced(&file, &[("Power second.", ""), ("Trade third.", "Trade comes third.")]);
    let text = taken_over(&file, &brief("Trade third. It shrinks."));
    let expected = "interests = [\"Water first.\", \"Trade comes third. It shrinks.\", \"Peace fourth.\"]";
    assert!(text.contains(expected), "{text}");
}

fn put(here: &Path, name: &str, file: &[u8]) {
    fs::write(here.join(name), file).unwrap();
}

#[test]
fn the_command_shows_and_applies_returned_changes() {
    let here = folder("review");
    fs::write(here.join("a.toml"), donbas()).unwrap();
    let render = ["render", "a.toml", "--to", "docx", "--review", "-o", "sent.docx"];
    let (exit, _, errors) = run(brief(render).current_dir(&here));
    assert_eq!(exit, 0, "{errors}");
    let file = fs::read(here.join("sent.docx")).unwrap();
    let review = |arguments: &[&str]| run(brief(["review", "a.toml"]).args(arguments).current_dir(&here));
    assert_eq!(review(&["sent.docx"]), (0, "sent.docx\n  nothing was changed\n".to_owned(), String::new()));
    put(&here, "legal.docx", &replaced(&file, &[("Total control; refuses", "Full control; refuses")]));
    put(
        &here,
        "press.docx",
        &replaced(
            &file,
            &[("Total control; refuses", "Sole control; refuses"), ("Who controls Donbas", "Who holds Donbas")],
        ),
    );
    let (exit, shown, _) = review(&["legal.docx", "press.docx"]);
    assert_eq!(exit, 1);
    for line in [
        "Russia on Donbas: “Total” → “Full”",
        "legal.docx\n  positions.donbas.russia.text: changed (not tracked)\n",
        "press.docx\n  issues.donbas.question: changed (not tracked)\n  positions.donbas.russia.text: conflict with legal.docx (not tracked)\n      [-Full-]{+Sole+} control",
    ] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
    assert_eq!(fs::read_to_string(here.join("a.toml")).unwrap(), donbas());
    let (exit, _, errors) = review(&["legal.docx", "--apply"]);
    assert!(exit == 2 && errors.contains("--accept-all"), "{errors}");
    let (exit, _, errors) = review(&["legal.docx", "press.docx", "--apply", "--accept-all"]);
    assert!(exit == 1 && errors.contains("a.toml: took over 2 changes; left 1 change"), "{exit} {errors}");
    let text = fs::read_to_string(here.join("a.toml")).unwrap();
    let expected = donbas()
        .replace("\"Total control; refuses", "\"Full control; refuses")
        .replace("\"Who controls Donbas", "\"Who holds Donbas");
    assert_eq!(text, expected);
    // Files that are not from this program.
    for (name, contents, error) in [
        ("b.docx", &b"no"[..], "cannot read b.docx: it is not a Word file, or not all of it is there"),
        (
            "c.docx",
            &zipped(&BTreeMap::from([("word/document.xml".to_owned(), "<a/>".to_owned())])),
            "it was not rendered for review",
        ),
        (
            "d.docx",
            &with_part(&file, SENT, |sent| sent.replacen("version=\"1\" base", "version=\"2\" base", 1)),
            "d.docx: it was rendered by a newer version of this program\n  help: use a newer version",
        ),
        // The help depends on what is too large.
        (
            "e.docx",
            &with_part(&file, SENT, |sent| sent.replacen(" path=\"", &format!(" path=\"{}", "a".repeat(1024)), 1)),
            "e.docx: it has a path of more than 1024 bytes\n  help: render the brief for review again",
        ),
        (
            "f.docx",
            &with_document(&file, |text| text.replacen("Minister", &"a b ".repeat(500_000), 1)),
            "f.docx: it has more than a million characters\n  help: remove what was pasted",
        ),
        (
            "g.docx",
            &zipped(&(0..4097).map(|at| (format!("x{at}"), String::new())).collect()),
            "g.docx: it has more than 4096 parts\n  help: remove pictures",
        ),
    ] {
        put(&here, name, contents);
        let (exit, out, errors) = review(&[name]);
        assert!(exit == 2 && out.is_empty() && errors.contains(error), "{errors}");
    }
    fs::copy(root().join("briefs/prespa.toml"), here.join("other.toml")).unwrap();
    let (exit, _, errors) = run(brief(["review", "other.toml", "sent.docx"]).current_dir(&here));
    assert!(exit == 2 && errors.contains("rendered from another brief"), "{errors}");
    let (exit, _, errors) = run(brief(["render", "a.toml", "--to", "pdf", "--review"]).current_dir(&here));
    assert!(exit == 2 && errors.contains("add --to docx"), "{errors}");
}

#[test]
fn comments_are_written_above_their_fields() {
    let here = folder("review-comments");
    fs::write(here.join("a.toml"), donbas()).unwrap();
    let file = with_document(&donbas_sent(), |text| {
        let at = text.find("Total control; refuses").unwrap();
        let run = text[..at].rfind("<w:r>").unwrap();
        let reference = "<w:r><w:commentReference w:id=\"0\"/></w:r>";
        format!("{}{reference}{}", &text[..run], &text[run..])
    });
    let file = with_part(&file, "word/comments.xml", |_| {
        "<w:comments xmlns:w=\"w\"><w:comment w:id=\"0\" w:author=\"brief: allow all #\" w:date=\"2026-11-25T08:00:00Z\"><w:p><w:r>\
         <w:t>Says who?</w:t></w:r></w:p></w:comment></w:comments>"
            .to_owned()
    });
    put(&here, "back.docx", &file);
    let review = |arguments: &[&str]| run(brief(["review", "a.toml", "back.docx"]).args(arguments).current_dir(&here));
    let (exit, out, _) = review(&["--comments", "json"]);
    let comments: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((exit, &comments["comments"][0]["path"]), (1, &"positions.donbas.russia.text".into()));
    let schema = fs::read_to_string(root().join("docs/schemas/review.schema.json")).unwrap();
    let schema = serde_json::from_str(&schema).unwrap();
    assert_eq!(strange(&comments, &schema, &schema), Vec::<String>::new(), "{out}");
    for _ in 0..2 {
        let (exit, _, errors) = review(&["--apply", "--accept-all"]);
        assert_eq!(exit, 0, "{errors}");
        let text = fs::read_to_string(here.join("a.toml")).unwrap();
        let line = "# brief allow all, 2026-11-25: Says who?\n";
        assert_eq!(text.replacen(line, "", 1), donbas(), "{text}");
        assert!(text.contains(&format!("{line}text = \"Total control")), "{text}");
    }
}
