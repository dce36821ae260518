//! Word files that were saved again by LibreOffice, edited by several people, or reviewed against a brief that has
//! changed. `BRIEFING_REVIEWS` is the number of generated briefs.

use std::collections::BTreeSet;
use std::fs;

use briefing::docx;
use briefing::edit::Draft;
use briefing::library::FontLibrary;
use briefing::pipeline::{self, Renderer};
use briefing::review::{ChangeOutcome, Reviewed, review};

use super::docx::parts;
use super::generated;
use super::office::{Job, office};
use super::program::{TEMPLATES, folder, shipped_briefs};
use super::review::{Dice, edited, read, sent, with_document};

/// The place of a change: the path and the paragraph.
type Place = (String, usize);

fn count(otherwise: usize) -> usize {
    std::env::var("BRIEFING_REVIEWS").ok().and_then(|it| it.parse().ok()).unwrap_or(otherwise)
}

/// The shipped briefs and some generated ones, each with a template.
fn briefs(count: usize) -> Vec<(String, &'static str)> {
    let shipped = shipped_briefs().into_iter().map(|path| fs::read_to_string(path).unwrap());
    let generated = (0..count).map(|seed| generated::brief(seed, 20 + 11 * (seed % 60)));
    shipped.chain(generated).enumerate().map(|(at, text)| (text, TEMPLATES[at % TEMPLATES.len()])).collect()
}

/// A file in which some fields are changed in one of several ways, and the places of the changes.
pub(super) fn with_edits(file: &[u8], most: usize, ways: usize, dice: &mut Dice) -> (Vec<u8>, BTreeSet<Place>) {
    let fields = docx::read(file).unwrap().sent.unwrap().fields;
    let mut document = parts(file)["word/document.xml"].clone();
    let mut places = BTreeSet::new();
    for _ in 0..most {
        let field = &fields[dice.roll(fields.len())];
        let place = (field.path.clone(), field.paragraph);
        // Only prose can have emphasis.
        let is_prose = [".text", ".bottom_line", ".assessment"].iter().any(|end| field.path.ends_with(end));
        let way = dice.roll(if is_prose { ways } else { ways.min(4) });
        if !places.contains(&place)
            && let Some(changed) = edited(&document, field.number, way)
        {
            document = changed;
            places.insert(place);
        }
    }
    (with_document(file, |_| document), places)
}

/// Changes that a program makes by itself must not count, and those of a person must.
#[test]
fn a_file_saved_by_libreoffice_has_only_the_changes_of_people() {
    let here = folder("round-trip-office");
    let library = FontLibrary::default();
    let mut renderer = Renderer::new(&library);
    let (mut all, mut jobs) = (Vec::new(), Vec::new());
    for (at, (text, template)) in briefs(count(6)).into_iter().enumerate() {
        let Some(file) = sent(&text, template, &mut renderer) else { continue };
        let mut dice = Dice(at as u64 + 7);
        let (most, ways) = (1 + dice.roll(5), 5);
        let (changed, places) = with_edits(&file, most, ways, &mut dice);
        for (kind, file, places) in [("same", file, BTreeSet::new()), ("changed", changed, places)] {
            let path = |end: &str| here.join(format!("{at}-{kind}{end}.docx"));
            fs::write(path(""), file).unwrap();
            jobs.push(Job { from: path(""), to: path("-saved"), acts: Vec::new() });
            all.push((path("-saved"), text.clone(), places));
        }
    }
    if !office(&here, &jobs) {
        return;
    }
    let (mut wrong, mut found, mut gone) = (Vec::new(), 0, 0);
    for (path, text, places) in &all {
        let review = read(&fs::read(path).unwrap(), text);
        let changed: BTreeSet<Place> = review.changes.iter().map(|it| (it.path.clone(), it.paragraph)).collect();
        found += changed.len();
        // LibreOffice removes the bookmark together with the first word of a field. Then the field is reported as
        // removed, unless it is also printed elsewhere; and its words are reported as text in no field.
        let removed = review.changes.iter().filter(|it| matches!(it.outcome, ChangeOutcome::Removed { .. })).count();
        let missing = places.difference(&changed).count();
        gone += removed + missing;
        let is_said = missing <= review.outside.len();
        let is_clean = review.outside.is_empty() && review.citations.is_empty();
        if !changed.is_subset(places) || !is_said || !(is_clean || removed + missing > 0) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            wrong.push((name, places, changed, review.outside, review.citations));
        }
    }
    eprintln!("{} files, {found} changes found, {gone} fields lost their mark", all.len());
    assert!(found > 3 * gone, "{found} {gone}");
    assert!(wrong.is_empty(), "{} of {}: {:#?}", wrong.len(), all.len(), &wrong[..wrong.len().min(3)]);
}

/// Three people change one file, and in the meantime somebody changes the brief.
#[test]
fn three_reviewers_and_a_brief_that_moved_on_lose_nothing() {
    let library = FontLibrary::default();
    let mut renderer = Renderer::new(&library);
    let (mut taken, mut conflicts, mut between_files) = (0, 0, 0);
    for (at, (text, template)) in briefs(count(20)).into_iter().enumerate() {
        let Some(file) = sent(&text, template, &mut renderer) else { continue };
        let mut dice = Dice(at as u64 + 70);
        let base = pipeline::base(&text);
        // Changes that were made in the brief after it was sent.
        let moved = text
            .replace(" peace", " PEACEAGAIN")
            .replace(" Donetsk", " DONETSKAGAIN")
            .replace(" the Court", " THECOURT");
        let marks_in = |text: &str| ["PEACEAGAIN", "DONETSKAGAIN", "THECOURT"].map(|it| text.matches(it).count());
        let (mut draft, mut reviewed) = (Draft::new(moved.as_str()).unwrap(), Reviewed::default());
        let before = marks_in(draft.text());
        for name in ["legal.docx", "press.docx", "desk.docx"] {
            let most = 1 + dice.roll(6);
            let (back, _) = with_edits(&file, most, 3, &mut dice);
            // Each person inserts a word of their own.
            let own = name.trim_end_matches(".docx").to_uppercase();
            let back = with_document(&back, |text| {
                text.replace("Otherwise", &format!("Otherwise{own}")).replace(" indeed", &format!(" indeed{own}"))
            });
            let review = review(&docx::read(&back).unwrap(), &base, &draft, &reviewed).unwrap();
            assert!(review.outside.is_empty(), "{at} {name}: {review:?}");
            for change in &review.changes {
                let marks = ["Otherwise", "indeed"].map(|word| format!("{word}{own}"));
                let is_there = |draft: &Draft| {
                    marks.iter().filter(|mark| change.back.contains(*mark)).all(|mark| draft.text().contains(mark))
                };
                match &change.outcome {
                    ChangeOutcome::Text(_) | ChangeOutcome::Merged { .. } => {
                        match change.write(&mut draft, name, &mut reviewed) {
                            Ok(()) => assert!(is_there(&draft), "{at} {name}: {change:?}"),
                            Err(error) => panic!("{at} {name}: {error} {change:?}"),
                        }
                        taken += 1;
                    }
                    // Both texts are named, and the file from which the other one came.
                    ChangeOutcome::Conflict { now, with } => {
                        assert!(!now.is_empty() && now != &change.back, "{at} {name}: {change:?}");
                        assert!(with.as_deref() != Some(name), "{at} {name}: {change:?}");
                        conflicts += 1;
                        between_files += usize::from(with.is_some());
                    }
                    ChangeOutcome::NoField | ChangeOutcome::Already => {}
                    ChangeOutcome::Removed { .. } => panic!("{at} {name}: nothing was removed: {change:?}"),
                }
                // No change made in the brief is overwritten.
                assert_eq!(marks_in(draft.text()), before, "{at} {name}: {change:?}");
            }
        }
    }
    assert!(taken > 60 && conflicts > 10 && between_files > 2, "{taken} {conflicts} {between_files}");
}
