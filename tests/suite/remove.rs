//! `brief remove` and `brief rename`: properties that hold for the shipped briefs, and projects. Cases are in
//! `tests/cases/add/`.

use std::collections::BTreeSet;
use std::fs;

use briefing::edit::{self, Draft, PathTarget};
use briefing::record::{self, Records};
use briefing::{Checked, format};

use crate::program::{brief, folder, root, run, shipped_briefs};

fn records(text: &str) -> Records {
    record::records(Draft::new(text).unwrap().document())
}

/// The shipped briefs, also with Windows line endings and without a last line ending.
fn texts() -> impl Iterator<Item = String> {
    let shipped = shipped_briefs().into_iter().map(|path| fs::read_to_string(path).unwrap());
    shipped.flat_map(|text| [format!("\u{feff}{}", text.trim_end().replace('\n', "\r\n")), text])
}

#[test]
fn removing_a_record_takes_its_lines_alone() {
    for text in texts() {
        let before = records(&text);
        for (path, _) in &before.list {
            let mut draft = Draft::new(text.as_str()).unwrap();
            let Ok(PathTarget::Record(record)) = edit::place(path, draft.document()) else { panic!("{path}") };
            draft.remove(&record).unwrap();
            let after = draft.text();
            // One range is removed, except for a table whose records are in several places.
            if path != "outcome" {
                let same = text.bytes().zip(after.bytes()).take_while(|(one, other)| one == other).count();
                let rest = after.len() - same;
                assert_eq!(after.as_bytes()[same..], text.as_bytes()[text.len() - rest..], "{path}");
            }
            let mut expected = before.clone();
            expected.list.retain(|other, _| other != path && !other.starts_with(&format!("{path}.")));
            // Without its issue, a position has another place in the reading order.
            let keys = |records: &Records| records.list.keys().cloned().collect::<BTreeSet<_>>();
            assert_eq!(keys(&records(after)), keys(&expected), "{path}");
            assert_eq!(text.ends_with('\n'), after.ends_with('\n'), "{path}");
            assert_eq!(
                after.matches('\n').count(),
                if text.contains('\r') { after.matches("\r\n").count() } else { after.lines().count() }
            );
            if format::format(&text).as_ref() == Ok(&text) {
                assert_eq!(format::format(after).as_deref(), Ok(after), "{path}");
            }
        }
    }
}

#[test]
fn adding_and_removing_a_record_restores_the_text() {
    let here = folder("remove-added");
    for path in shipped_briefs() {
        let text = fs::read_to_string(&path).unwrap();
        fs::write(here.join("a.toml"), &text).unwrap();
        for command in [
            &["add", "source", "a.toml", "--publisher", "Gazette", "--date", "1930-01-01", "--id", "gazette-x"][..],
            &["add", "claim", "a.toml", "--text", "So [@gazette-x].", "--id", "so-x"],
            &["remove", "a.toml", "claims.so-x", "sources.gazette-x"],
        ] {
            let (exit, _, errors) = run(brief(command).current_dir(&here));
            assert_eq!(exit, 0, "{errors}");
        }
        assert!(fs::read_to_string(here.join("a.toml")).unwrap() == text, "{}", path.display());
    }
}

#[test]
fn a_shared_record_is_refused_with_its_file() {
    let here = folder("remove-shared");
    fs::create_dir(here.join("shared")).unwrap();
    let text = briefing::schema::EXAMPLE;
    let at = text.find("[sources.").unwrap();
    let (own, shared) = text.split_at(at);
    let own = own.replacen("[parties.", "[use]\nfiles = [\"s.toml\"]\n\n[parties.", 1);
    fs::write(here.join("briefing.toml"), "[project]\nshared = \"shared\"\n").unwrap();
    fs::write(here.join("shared/s.toml"), format!("schema = 1\n\n{shared}")).unwrap();
    fs::write(here.join("a.toml"), &own).unwrap();
    fs::write(here.join("b.toml"), &own).unwrap();
    fs::write(here.join("c.toml"), own.replace("ministry", "other")).unwrap();
    let (exit, _, errors) = run(brief(["remove", "a.toml", "sources.ministry"]).current_dir(&here));
    assert_eq!(exit, 2, "{errors}");
    assert!(errors.contains("`sources.ministry` is a shared record, in shared/s.toml"), "{errors}");
    let (exit, _, errors) = run(brief(["rename", "a.toml", "sources.ministry", "water"]).current_dir(&here));
    assert!(exit == 2 && errors.contains("in the files that refer to it: a.toml, b.toml\n"), "{errors}");
    let (exit, _, errors) = run(brief(["remove", "shared/s.toml", "sources.ministry"]).current_dir(&here));
    assert!(exit == 2 && errors.contains("a file of shared records"), "{errors}");
}

/// The output of `check` for a text.
fn said(text: &str) -> Vec<String> {
    let checked = Checked::from_text("a.toml", text);
    checked.diagnostics.iter().map(|diagnostic| format!("{}: {}", diagnostic.code.name(), diagnostic.message)).collect()
}

/// Replaces an id wherever it is a whole word.
fn with_id(text: &str, from: &str, to: &str) -> String {
    let split = |c: char| !(c.is_alphanumeric() || c == '-' || c == '_');
    text.split_inclusive(split)
        .map(|part| match part.strip_suffix(split) {
            Some(word) if word == from => format!("{to}{}", &part[from.len()..]),
            _ if part == from => to.to_owned(),
            _ => part.to_owned(),
        })
        .collect()
}

#[test]
fn renaming_a_record_changes_its_id_alone_and_can_be_undone() {
    for text in texts() {
        let before = said(&text);
        for (path, record) in &records(&text).list {
            let Ok(PathTarget::Record(place)) = edit::place(path, Draft::new(text.as_str()).unwrap().document()) else {
                panic!("{path}")
            };
            if record.ids.len() != 1 {
                continue;
            }
            // The new id has the same length, so that every changed byte is part of an id.
            let from = record.id();
            let to = from.replace(|c: char| c.is_ascii_alphanumeric(), "x");
            let mut draft = Draft::new(text.as_str()).unwrap();
            draft.rename(&place, &to).unwrap();
            let after = draft.text().to_owned();
            assert_eq!(after.len(), text.len(), "{path}");
            assert!(!draft.has(path), "{path}");
            assert!(draft.references(std::slice::from_ref(&place), &[]).is_empty(), "{path}");
            let mut at = 0;
            while let Some(changed) = text.bytes().zip(after.bytes()).skip(at).position(|(one, other)| one != other) {
                let start =
                    at + changed - (0..from.len()).find(|back| text[at + changed - back..].starts_with(from)).unwrap();
                assert!(after[start..].starts_with(&to), "{path}");
                let comment = text[..start].rsplit('\n').next().unwrap().starts_with('#');
                assert!(!comment, "{path}");
                at = start + from.len();
            }
            if !text.contains('\r') {
                let now = said(&after);
                assert_eq!(now.len(), before.len(), "{path}");
                // Another record may have the same id.
                for (line, before) in now.iter().zip(&before) {
                    assert!(line == before || *line == with_id(before, from, &to), "{path}: {line}");
                }
            }
            let mut new = place.clone();
            new.ids = vec![to.clone()];
            draft.rename(&new, from).unwrap();
            assert!(draft.text() == text, "{path}");
            draft.rename(&place, "one-that-is-much-longer-than-it-was-before").unwrap();
            new.ids = vec!["one-that-is-much-longer-than-it-was-before".to_owned()];
            draft.rename(&new, from).unwrap();
            assert!(draft.text() == text, "{path}");
        }
    }
}

/// All texts of the test cases that are valid TOML, including those with errors of the format and unusual layouts.
fn odd_texts() -> Vec<String> {
    let mut folders = vec![root().join("tests/cases")];
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "toml") {
                texts.extend(fs::read_to_string(path).ok().filter(|text| Draft::new(text.as_str()).is_some()));
            }
        }
    }
    texts
}

#[test]
fn odd_texts_are_changed_as_asked_or_refused() {
    let (mut done, mut refused) = (0, 0);
    for text in odd_texts() {
        let before = records(&text);
        for path in before.list.keys() {
            let mut draft = Draft::new(text.as_str()).unwrap();
            // The name of a record may be one that no path can have.
            let Ok(PathTarget::Record(place)) = edit::place(path, draft.document()) else { continue };
            if draft.remove(&place).is_ok() {
                let left = before.list.keys().filter(|it| *it != path && !it.starts_with(&format!("{path}.")));
                assert_eq!(
                    records(draft.text()).list.keys().collect::<BTreeSet<_>>(),
                    left.collect(),
                    "{path}: {text}"
                );
                done += 1;
            } else {
                assert_eq!(draft.text(), text);
                refused += 1;
            }
            let [from] = &place.ids[..] else { continue };
            let mut draft = Draft::new(text.as_str()).unwrap();
            let mut new = place.clone();
            new.ids = vec!["an-id-of-its-own".to_owned()];
            if draft.rename(&place, &new.ids[0]).is_err() {
                assert_eq!(draft.text(), text);
                refused += 1;
                continue;
            }
            assert!(draft.references(std::slice::from_ref(&place), &[]).is_empty(), "{path}: {text}");
            draft.rename(&new, from).unwrap();
            // A bare key or an escape may replace another notation.
            if !text.contains("\\u") {
                assert_eq!(draft.text(), text, "{path}");
            }
            done += 1;
        }
    }
    assert!(done > 1000 && refused * 50 < done, "{done} {refused}");
}
