//! Briefs for meetings: two real ones, reconstructed from published records, and generated series of meetings.

use std::fs;
use std::path::PathBuf;

use crate::program::{brief, folder, root, run};

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("tests/cases/meetings")).unwrap();
    let mut all: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    all.sort();
    assert_eq!(all.len(), 2);
    all
}

#[test]
fn a_real_brief_for_a_meeting_is_sound_and_has_one_page() {
    let into = folder("meetings");
    for path in cases() {
        let (exit, out, errors) = run(brief(["check", "--deny", "warnings"]).arg(&path));
        assert!(exit == 0, "{out}{errors}");
        let page = into.join("page.md");
        let (exit, _, errors) = run(brief(["render", "-o"]).arg(&page).arg(&path));
        assert!(exit == 0, "{errors}");
        let text = fs::read_to_string(&page).unwrap();
        // The order of the headings: when and where, whom, what to say, on what, what not to say, what they ask, and
        // finally the background.
        let headings = [
            "**When**",
            "| Present |",
            "## What to say",
            "## Agenda (",
            "## What not to say",
            "## What they will raise",
            "## Where",
        ];
        let places: Vec<Option<usize>> = headings.iter().map(|heading| text.find(heading)).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{}: {places:?}", path.display());
        let page = into.join("page.pdf");
        let (exit, _, errors) = run(brief(["render", "-o"]).arg(&page).arg(&path));
        assert!(exit == 0 && errors.contains("(1 page;") && errors.contains("nothing left out"), "{errors}");
    }
}

#[test]
fn a_person_who_is_named_twice_is_listed_once() {
    let here = folder("meetings-twice");
    let people = "[people.b]\nname = \"Bo\"\nparty = \"a\"\n[people.c]\nname = \"Cy\"\n";
    let next = meeting("next", "Talks", "2024-05-20", "") + "participants = [\"b\", \"c\", \"b\"]\n";
    fs::write(here.join("a.toml"), format!("{HEAD}{people}{next}")).unwrap();
    let (exit, _, errors) = run(brief(["render", "--template", "meeting", "-o", "a.md", "a.toml"]).current_dir(&here));
    assert!(exit == 0, "{errors}");
    let page = fs::read_to_string(here.join("a.md")).unwrap();
    assert!(page.matches("| **Bo** |").count() == 1 && page.matches("| **Cy** |").count() == 1, "{page}");
}

const HEAD: &str = "schema = 1\n[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\n\
                    [parties.a]\nname = \"A\"\nrole = \"principal\"\n[issues.x]\ntitle = \"X\"\nstatus = \"contested\"\n\
                    [positions.x.a]\nstance = \"demands\"\ntext = \"T.\"\nbasis = \"inferred\"\n";

/// The output of `brief diff` for two editions with these meetings.
fn compared(name: &str, old: &str, new: &str) -> String {
    let here = folder(name);
    fs::write(here.join("old.toml"), format!("{HEAD}{old}")).unwrap();
    fs::write(here.join("new.toml"), format!("{HEAD}{new}")).unwrap();
    let (_, out, errors) = run(brief(["diff", "old.toml", "new.toml"]).current_dir(&here));
    assert!(!errors.contains("error"), "{errors}");
    out
}

fn meeting(id: &str, event: &str, date: &str, result: &str) -> String {
    let result = if result.is_empty() { String::new() } else { format!("result = \"{result}\"\n") };
    format!("[meetings.{id}]\nevent = \"{event}\"\ndate = {date}\nplace = \"Geneva\"\ntime = \"10:00\"\n{result}")
}

#[test]
fn different_meetings_are_never_compared_as_one() {
    let third = meeting("third", "Third round", "2024-04-12", "procedural");
    let fourth = meeting("fourth", "Fourth round", "2024-05-12", "framework");
    let said = compared("meetings-two", &third, &fourth);
    assert!(said.contains("Third round: procedural") && said.contains("Fourth round: framework"), "{said}");
    assert!(!said.contains("→"), "{said}");
    // Even with the same id.
    let last = |event, date, result| meeting("last", event, date, result);
    let said = compared(
        "meetings-id",
        &last("Third round", "2024-04-12", "procedural"),
        &last("Fourth round", "2024-05-12", "framework"),
    );
    assert!(said.contains("Third round: procedural") && said.contains("Fourth round: framework"), "{said}");
    assert!(!said.contains("→"), "{said}");
    // A meeting about which nothing was known is not the same as one that was held under another name.
    let said =
        compared("meetings-next", &last("Fourth round", "2024-05-20", ""), &last("Talks", "2024-05-02", "collapsed"));
    assert!(!said.contains("→"), "{said}");
}

#[test]
fn a_meeting_that_was_held_or_postponed_is_the_same_one() {
    let next = |date, result| meeting("fourth", "Fourth round", date, result);
    let said = compared("meetings-held", &next("2024-05-13", ""), &next("2024-05-13", "framework"));
    assert!(said.contains("framework") && !said.contains("Dropped"), "{said}");
    let said = compared("meetings-late", &next("2024-05-20", ""), &next("2024-06-20", ""));
    assert!(said.contains("→ 20") && !said.contains("Dropped"), "{said}");
}
