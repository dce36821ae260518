//! Briefs that monitor the implementation of an agreement: a real one, reconstructed from published records, and the
//! commitments of a whole project.

use std::fs;

use serde_json::Value;

use crate::program::{brief, folder, root, run};

fn colombia() -> String {
    fs::read_to_string(root().join("tests/cases/monitor/colombia-2023.toml")).unwrap()
}

#[test]
fn a_real_brief_on_an_agreement_is_sound_and_has_one_page() {
    let here = folder("monitor");
    fs::write(here.join("a.toml"), colombia()).unwrap();
    let (exit, out, errors) = run(brief(["check", "--deny", "warnings", "a.toml"]).current_dir(&here));
    assert!(exit == 0, "{out}{errors}");
    let (exit, _, errors) = run(brief(["render", "-o", "a.md", "a.toml"]).current_dir(&here));
    assert!(exit == 0, "{errors}");
    let page = fs::read_to_string(here.join("a.md")).unwrap();
    // First how much has been done, then what is late, then the rest by party and date.
    let headings = ["## Implementation so far", "## Due or broken", "## By party and date", "## Judgements"];
    let places: Vec<Option<usize>> = headings.iter().map(|heading| page.find(heading)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}\n{page}");
    assert!(page.contains("| Government | 1 | 2 | 1 | – | 1 | 5 | 1 |"), "{page}");
    assert!(page.matches("**3** (33\u{a0}%)").count() == 2 && page.contains("| **9** | **1** |"), "{page}");
    let overdue = &page[places[1].unwrap()..places[2].unwrap()];
    assert!(
        overdue.contains("30\u{a0}Nov 2017") && overdue.lines().filter(|line| line.starts_with("| **")).count() == 1
    );
    let (exit, _, errors) = run(brief(["render", "-o", "a.pdf", "a.toml"]).current_dir(&here));
    assert!(exit == 0 && errors.contains("(1 page;") && errors.contains(" 1 commitment,"), "{errors}");
    // There is no room for overtaken developments, but there is for the positions of the parties, with their words.
    assert!(!page.contains("overtaken[^") && page.contains("**Supports** *(reported)* Puts rural reform"), "{page}");
}

#[test]
fn what_is_due_or_broken_depends_on_the_date_of_the_brief_and_comes_first() {
    let here = folder("monitor-day");
    // It is due on the date itself; one that was kept or overtaken is neither due nor broken.
    for (as_of, status, count) in [
        ("2017-11-29", "partial", 0),
        ("2017-11-30", "partial", 1),
        ("2017-11-30", "met", 0),
        ("2017-12-01", "partial", 1),
        ("2017-12-01", "pending", 1),
        ("2017-12-01", "met", 0),
        ("2017-12-01", "missed", 1),
        ("2017-12-01", "breached", 1),
        ("2017-12-01", "overtaken", 0),
    ] {
        let text = format!(
            "{HEAD}as_of = {as_of}\n{BODY}[commitments.plans]\nby = \"a\"\ntext = \"Adopts plans.\"\ndue = 2017-11-30\nstatus = \"{status}\"\n"
        );
        fs::write(here.join("a.toml"), text).unwrap();
        let (exit, _, errors) =
            run(brief(["render", "--template", "monitor", "-o", "a.md", "a.toml"]).current_dir(&here));
        assert!(exit == 0, "{errors}");
        let page = fs::read_to_string(here.join("a.md")).unwrap();
        assert_eq!(page.matches("## Due or broken").count(), count, "{as_of} {status}: {page}");
        assert_eq!(page.contains("## By party"), count == 0, "{as_of} {status}: {page}");
    }
}

#[test]
fn what_is_due_or_broken_comes_with_the_worst_first_and_is_counted() {
    let here = folder("monitor-worst");
    let commitment = |id: &str, due: &str, status: &str| {
        format!("[commitments.{id}]\nby = \"a\"\ntext = \"Does {id}.\"\ndue = {due}\nstatus = \"{status}\"\n")
    };
    let all = [
        ("today", "2017-12-01", "pending"),
        ("late", "2017-11-30", "partial"),
        ("later", "2017-11-29", "begun"),
        ("missed", "2017-11-30", "missed"),
        ("next", "2017-12-02", "pending"),
        ("breached", "2018-11-30", "breached"),
        ("met", "2017-11-30", "met"),
    ]
    .map(|(id, due, status)| commitment(id, due, status));
    fs::write(here.join("a.toml"), format!("{HEAD}as_of = 2017-12-01\n{BODY}{}", all.concat())).unwrap();
    let (exit, out, errors) =
        run(brief(["render", "--template", "monitor", "--to", "md", "-o", "-", "a.toml"]).current_dir(&here));
    assert!(exit == 0, "{errors}");
    let words = ["## Due or broken", "Does breached", "Does missed", "Does later", "Does late.", "Does today"];
    let places: Vec<_> =
        words.into_iter().chain(["## By party", "Does met", "Does next"]).map(|it| out.find(it)).collect();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}\n{out}");
    let row = out.lines().find(|line| line.starts_with("| A |")).unwrap();
    assert!(row.ends_with("| 7 | 5 |"), "{out}");
}

const HEAD: &str = "schema = 1\n[brief]\ntitle = \"T\"\nbottom_line = \"B.\"\n";
const BODY: &str = "[parties.a]\nname = \"A\"\nrole = \"principal\"\n[parties.b]\nname = \"B\"\nrole = \"principal\"\n\
                    [issues.x]\ntitle = \"X\"\nstatus = \"contested\"\n\
                    [positions.x.a]\nstance = \"demands\"\ntext = \"T.\"\nbasis = \"inferred\"\n";

#[test]
fn one_party_in_brackets_is_one_and_several_have_a_row_of_their_own() {
    let here = folder("monitor-by");
    let with = |by: &str| {
        format!(
            "{HEAD}as_of = 2024-05-14\n{BODY}[commitments.c]\nby = {by}\ntext = \"Keeps the peace.\"\ndue = 2024-06-01\n"
        )
    };
    fs::write(here.join("old.toml"), with("\"a\"")).unwrap();
    fs::write(here.join("same.toml"), with("[\"a\"]")).unwrap();
    fs::write(here.join("both.toml"), with("[\"b\", \"a\"]")).unwrap();
    let (exit, out, _) = run(brief(["diff", "old.toml", "same.toml"]).current_dir(&here));
    assert_eq!((exit, out.contains("→")), (0, false), "{out}");
    let (exit, out, _) = run(brief(["diff", "old.toml", "both.toml"]).current_dir(&here));
    assert!(exit == 1 && out.contains("by: A → B, A"), "{out}");
    let (exit, out, errors) =
        run(brief(["render", "--template", "full", "--to", "md", "-o", "-", "both.toml"]).current_dir(&here));
    assert!(exit == 0 && out.contains("| B, A | Keeps the peace. |"), "{out}{errors}");
    for (by, said) in [
        ("[]", "`by` is empty"),
        ("3", "`by` takes the id of a party in quotation marks, or a list of ids of parties"),
        ("\"a, b\"", "write [\"a\", \"b\"]"),
        ("[\"a\", \"c\"]", "c"),
    ] {
        fs::write(here.join("bad.toml"), with(by)).unwrap();
        let (exit, out, errors) = run(brief(["check", "bad.toml"]).current_dir(&here));
        assert!(exit == 1 && format!("{out}{errors}").contains(said), "{by}: {out}{errors}");
    }
    // A release from which one of two parties is withheld has the other one; if the only party is withheld, it has no
    // commitment.
    let marked = |by: &str| {
        with(by)
            .replace("name = \"B\"", "name = \"B\"\nhandling = \"TLP:RED\"")
            .replace("bottom_line = \"B.\"", "bottom_line = \"So.\"\nhandling = \"TLP:RED\"\nunmarked = \"TLP:GREEN\"")
    };
    for (by, count) in [("[\"b\", \"a\"]", 1), ("\"b\"", 0), ("[\"b\"]", 0), ("\"a\"", 1)] {
        fs::write(here.join("marked.toml"), marked(by)).unwrap();
        let arguments = ["list", "--commitments", "--release", "TLP:GREEN", "--format", "json", "marked.toml"];
        let (exit, out, errors) = run(brief(arguments).current_dir(&here));
        let found: Value = serde_json::from_str(&out).unwrap();
        assert!(exit == 0, "{errors}");
        assert_eq!(found["commitments"].as_array().unwrap().len(), count, "{by}: {out}");
        assert!(!out.contains("\"b\""), "{by}: {out}");
    }
}

#[test]
fn the_commitments_of_a_project_are_one_list_with_what_is_overdue_first() {
    let here = folder("monitor-list");
    fs::write(here.join("briefing.toml"), "[project]\n").unwrap();
    fs::write(here.join("a.toml"), colombia()).unwrap();
    let other = "[commitments.c]\nby = [\"b\", \"a\"]\nto = []\ntext = \"Keeps\\u0020the *peace*.\"\ndue = \"2024-05\"\ncirca = true\nprogress = \"Two of *five*.\"\n";
    fs::write(here.join("b.toml"), format!("{HEAD}as_of = 2024-07-14\n{BODY}{other}")).unwrap();
    let (exit, out, errors) = run(brief(["list", "--commitments"]).current_dir(&here));
    assert!(exit == 0 && errors == "10 commitments in 2 briefs\n", "{errors}");
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 11, "{out}");
    assert!(lines[1].starts_with("2017-11-30") && lines[1].contains("partial, overdue"), "{out}");
    // With an approximate date it is overdue a month later.
    assert!(lines[2].starts_with("2024-05~") && lines[2].contains("–, overdue"), "{out}");
    let (_, out, _) = run(brief(["list", "--commitments", "--format", "json"]).current_dir(&here));
    let all: Value = serde_json::from_str(&out).unwrap();
    let all = all["commitments"].as_array().unwrap();
    assert_eq!((all.len(), &all[0]["overdue"], &all[0]["file"]), (10, &Value::Bool(true), &Value::from("a.toml")));
    let joint = all.iter().find(|it| it["file"] == "b.toml").unwrap();
    assert_eq!(joint["by"], serde_json::json!(["b", "a"]));
    assert_eq!((&joint["text"], &joint["status"]), (&Value::from("Keeps the peace."), &Value::Null));
    assert_eq!((&joint["progress"], &all[0]["progress"]), (&Value::from("Two of five."), &Value::Null));
    // A brief with errors is left out, since it is not certain what its commitments are.
    fs::write(here.join("c.toml"), "schema = 1\n[brief]\ntitel = \"x\"\n").unwrap();
    let (exit, _, errors) = run(brief(["list", "--commitments"]).current_dir(&here));
    assert!(exit == 2 && errors.contains("c.toml has errors, and its commitments are not listed"), "{errors}");
}

#[test]
fn what_changed_since_an_edition_is_marked_at_the_commitment_and_listed_by_status() {
    let here = folder("monitor-since");
    let text = colombia();
    let before = text.replace("as_of = 2023-01-12", "as_of = 2023-01-11").replace("edition = 2", "edition = 1");
    let before =
        before.replacen("status = \"begun\"\nreviewed = 2023-01-11", "status = \"pending\"\nreviewed = 2023-01-10", 1);
    assert_ne!(before, text);
    fs::write(here.join("old.toml"), before).unwrap();
    fs::write(here.join("new.toml"), text).unwrap();
    let arguments = ["render", "--since", "old.toml", "-o", "a.md", "new.toml"];
    let (exit, _, errors) = run(brief(arguments).current_dir(&here));
    assert!(exit == 0, "{errors}");
    let page = fs::read_to_string(here.join("a.md")).unwrap();
    assert!(page.contains("pending → begun"), "{page}");
    let marked: Vec<&str> = page.lines().filter(|line| line.starts_with('|') && line.contains('‡')).collect();
    assert!(marked.len() == 1 && marked[0].contains("three million hectares"), "{marked:?}");
}

/// On a full page, too, the stances of the parties are printed, one line for each issue, after what is late and before
/// what is met.
#[test]
fn a_full_page_has_the_stances_before_what_is_met() {
    let here = folder("monitor-full");
    let commitment = |at: usize, status: &str| {
        format!(
            "[commitments.more-{at}]\nby = \"farc\"\ntext = \"Gives up the {at}th of its camps in the mountains of the south.\"\n\
             due = 2017-03-{:02}\nstatus = \"{status}\"\nsources = [\"agreement\"]\n",
            1 + at
        )
    };
    let all = |status: &str, count: usize| {
        let more: String = (0..count).map(|at| commitment(at, status)).collect();
        let source = "[sources.agreement]\npublisher = \"Parties\"\ndate = 2016-11-24\nkind = \"document\"\n";
        fs::write(here.join("a.toml"), format!("{}\n{more}{source}", colombia())).unwrap();
        let arguments = ["render", "--to", "md", "-o", "-", "a.toml"];
        let (exit, page, errors) = run(brief(arguments).current_dir(&here));
        assert!(exit == 0, "{errors}");
        page
    };
    let met = all("met", 20);
    assert!(met.contains("## Where the parties stand") && met.matches("of its camps").count() < 3, "{met}");
    assert!(met.contains("| **Rural reform** | ◉ supports *(reported)*"), "{met}");
    let missed = all("missed", 12);
    assert_eq!(missed.matches("of its camps").count(), 12, "{missed}");
    assert!(missed.contains("## Where the parties stand"), "{missed}");
}
