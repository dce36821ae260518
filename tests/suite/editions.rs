//! Comparing and merging editions with known differences, and properties that always hold.

mod drafts;

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use briefing::diff::{apply, diff};
use briefing::merge::{MarkerLabels, MergedBrief, merge};
use briefing::parse;
use briefing::record::{Records, records};
use briefing::source::Sources;

use self::drafts::{Draft, Field, Numbers, base, edited, write};
use crate::program::{folder, have};

fn read(text: &str) -> Records {
    let mut sources = Sources::default();
    let file = sources.add("a", text);
    let (document, diagnostics) = parse::parse(&sources, file);
    assert!(diagnostics.is_empty(), "{text}\n{diagnostics:?}");
    records(&document)
}

fn merged(base: &str, ours: &str, theirs: &str) -> MergedBrief {
    merge(base, ours, theirs, &MarkerLabels::default())
        .unwrap_or_else(|error| panic!("{error:?}\n{base}\n{ours}\n{theirs}"))
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]

    #[test]
    fn an_edition_differs_from_itself_in_nothing_however_it_is_laid_out(seed: u64, layout: u64) {
        let drafts = base(seed);
        let (one, other) = (read(&write(&drafts, 0)), read(&write(&drafts, layout)));
        proptest::prop_assert!(diff(&one, &one).is_empty());
        proptest::prop_assert!(diff(&one, &other).is_empty(), "{:?}", diff(&one, &other).changes);
    }

    #[test]
    fn a_difference_applied_to_the_old_edition_gives_the_new_one(seed: u64, edits: u64, shuffle: u64) {
        let old = base(seed);
        let (mut new, _) = edited(&old, edits, "x");
        let numbers = &mut Numbers(shuffle);
        // Records are moved and renamed.
        for _ in 0..numbers.below(4) {
            let (one, other) = (numbers.below(new.len()), numbers.below(new.len()));
            new.swap(one, other);
        }
        let mut text = write(&new, shuffle);
        if numbers.below(2) == 0 {
            text = text.replace("c1]", "other-name]").replace("p1", "q1").replace("s2", "t2");
        }
        let (old, new) = (read(&write(&old, 0)), read(&text));
        let diff = diff(&old, &new);
        let made = apply(&diff, &old);
        proptest::prop_assert_eq!(&made, &new, "{:#?}", diff.changes);
    }

    #[test]
    fn a_side_that_changed_nothing_yields_to_the_other(seed: u64, edits: u64, layout: u64) {
        let old = base(seed);
        let (new, _) = edited(&old, edits, "x");
        let (a, b) = (write(&old, 0), write(&new, layout));
        proptest::prop_assert_eq!(&merged(&a, &a, &b).text, &b);
        proptest::prop_assert_eq!(&merged(&a, &b, &a).text, &b);
    }

    #[test]
    fn changes_to_different_things_merge_in_either_order_and_keep_every_comment(seed: u64, one: u64, other: u64, layout in 0_u64..3) {
        let old = base(seed);
        let (ours, touched) = edited(&old, one, "ours");
        let (theirs, too) = edited(&old, other, "theirs");
        let below = |path: &String, other: &String| path == other || path.starts_with(&format!("{other}."));
        proptest::prop_assume!(!touched.iter().any(|it| too.iter().any(|other| below(it, other) || below(other, it))));
        let texts = [&old, &ours, &theirs].map(|it| write(it, layout));
        let [a, b, c] = texts.each_ref().map(String::as_str);
        let (one, other) = (merged(a, b, c), merged(a, c, b));
        proptest::prop_assert!(one.conflicts.is_empty(), "{}", one.text);
        proptest::prop_assert_eq!(read(&one.text), read(&other.text));
        for line in b.lines().chain(c.lines()).filter(|line| line.starts_with("# ours") || line.starts_with("# theirs")) {
            proptest::prop_assert!(one.text.contains(line), "{line}\n{}", one.text);
        }
        // The comments of tables that both sides still have.
        for draft in ours.iter().filter(|it| theirs.iter().any(|other| other.path == it.path)) {
            for comment in &draft.comments {
                proptest::prop_assert!(one.text.contains(&format!("# {comment}\n")), "{comment}\n{}", one.text);
            }
        }
    }
}

/// A damaged text: lines are removed, duplicated, cut or filled with other characters.
fn damaged(text: &str, seed: u64) -> String {
    let numbers = &mut Numbers(seed);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..numbers.below(5) {
        let at = numbers.below(lines.len());
        match numbers.below(5) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[at].clone()),
            2 => lines[at] = lines[at].chars().take(numbers.below(30)).collect(),
            3 => lines.insert(
                at,
                numbers.pick(&["\"\"\"", "[[x]]", "a.b = { c = 1 }", "= 1", "]", "<<<<<<< x", "é = \u{0}"]).to_owned(),
            ),
            _ => lines.swap(at, 0),
        }
    }
    lines.join(numbers.pick(&["\n", "\r\n"]))
}

proptest::proptest! {
    #[test]
    fn damaged_briefs_are_compared_and_merged_without_a_panic_and_no_line_is_invented(seed: u64, one: u64, other: u64, third: u64) {
        let text = write(&base(seed), 0);
        let [a, b, c] = [one, other, third].map(|it| damaged(&text, it));
        let records = |text: &str| {
            let mut sources = Sources::default();
            let file = sources.add("a", text);
            records(&parse::parse(&sources, file).0)
        };
        let (old, new) = (records(&a), records(&b));
        let change = diff(&old, &new);
        proptest::prop_assert_eq!(apply(&change, &old), new);
        if let Ok(result) = merge(&a, &b, &c, &MarkerLabels::default()) {
            let known = |line: &str| [&a, &b, &c].iter().any(|it| it.lines().any(|other| other.trim() == line.trim()));
            let markers = ["<<<<<<< ours", "||||||| base", "=======", ">>>>>>> theirs"];
            for line in result.text.lines().filter(|line| !markers.contains(line)) {
                // A list that both sides changed is rewritten.
                proptest::prop_assert!(known(line) || line.contains('[') || line.ends_with(',') , "{line}\n{}", result.text);
            }
        }
    }
}

/// The documentation of editions names every field whose change is not substantive.
#[test]
fn the_classes_of_the_fields_are_documented() {
    use briefing::schema::{Class, TABLES};
    let text = std::fs::read_to_string(crate::program::root().join("docs/editions.md")).unwrap();
    let line = |start: &str| text.lines().find(|line| line.starts_with(start)).unwrap().to_owned();
    for (class, line) in [(Class::Evidential, line("- **evidential**")), (Class::Editorial, line("- **editorial**"))] {
        for table in TABLES.iter().filter(|table| !table.path.is_empty() && table.path != "sources.ID") {
            for field in table.all_fields().filter(|field| field.class == class) {
                assert!(
                    line.contains(&format!("`{}`", field.name)),
                    "{}.{} is {}",
                    table.path,
                    field.name,
                    class.name()
                );
            }
        }
    }
    assert!(
        TABLES
            .iter()
            .filter(|it| it.path == "sources.ID")
            .all(|it| it.fields.iter().all(|it| it.class == Class::Evidential))
    );
}

/// The value of each field in the drafts, by path.
fn fields(drafts: &[Draft]) -> BTreeMap<String, Field> {
    let all = drafts
        .iter()
        .flat_map(|it| it.fields.iter().map(move |(name, field)| (format!("{}.{name}", it.path), field.clone())));
    all.collect()
}

/// Compares 500 merges with those of git, and with the known results of the edits.
#[test]
fn five_hundred_merges_have_fewer_conflicts_than_with_git_and_no_error() {
    if !have("git") {
        return;
    }
    let folder = folder("merges");
    let (mut ours_left, mut git_left, mut clean, mut wrong_in_git) = (0, 0, 0, 0);
    for seed in 0..500_u64 {
        let old = base(seed);
        let (one, _) = edited(&old, seed * 2 + 1_000_003, "ours");
        let (other, _) = edited(&old, seed * 3 + 7_000_001, "theirs");
        let texts = [&one, &old, &other].map(|it| write(it, 0));
        for (name, text) in ["ours", "base", "theirs"].iter().zip(&texts) {
            std::fs::write(folder.join(name), text).unwrap();
        }
        let git = Command::new("git")
            .args(["merge-file", "-p", "ours", "base", "theirs"])
            .current_dir(&folder)
            .output()
            .unwrap();
        let gits = git.status.code().unwrap();
        let result = merged(&texts[1], &texts[0], &texts[2]);
        let ours = result.conflicts.len();
        assert_eq!(result.text.matches("<<<<<<< ours").count(), ours);
        ours_left += ours;
        git_left += gits;
        assert!(ours as i32 <= gits, "seed {seed}: {ours} conflicts, git leaves {gits}\n{}", result.text);
        if ours > 0 {
            continue;
        }
        clean += 1;
        // The known result of the edits for each field.
        let (b, o, t) = (fields(&old), fields(&one), fields(&other));
        let found = read(&result.text);
        for path in b.keys().chain(o.keys()).chain(t.keys()).collect::<BTreeSet<_>>() {
            let (before, mine, yours) = (b.get(path), o.get(path), t.get(path));
            let expected = if mine == yours || before == yours {
                mine
            } else if before == mine {
                yours
            } else {
                // Both changed it; other tests cover dates, lists and lines of prose.
                continue;
            };
            let (record, name) = path.rsplit_once('.').unwrap();
            let value = found.get(record).and_then(|it| it.fields.get(name));
            let expected = expected.map(|field| {
                let one = Draft {
                    path: record.to_owned(),
                    comments: Vec::new(),
                    fields: vec![(name.to_owned(), field.clone())],
                };
                read(&write(&[one], 0)).get(record).and_then(|it| it.fields.get(name)).cloned()
            });
            assert_eq!(value.cloned(), expected.flatten(), "seed {seed}: {path}\n{}", result.text);
        }
        if gits == 0 && read(&String::from_utf8(git.stdout).unwrap()) != found {
            wrong_in_git += 1;
        }
    }
    println!(
        "500 merges: {ours_left} conflicts left, git {git_left}; {clean} clean; {wrong_in_git} that git merges to something else"
    );
    assert!(i32::try_from(ours_left).unwrap() < git_left);
}

#[test]
fn what_both_sides_changed_is_decided_by_what_it_means() {
    let base = "[brief]\nas_of = 2024-05-14 # cut-off\n\n[claims.c]\ntext = \"A.\"\nsources = [\"a\", \"b\"]\n";
    let ours = base.replace("05-14", "05-20").replace("\"a\", \"b\"", "\"a\", \"b\", \"c\"");
    let theirs = base.replace("05-14", "05-18").replace("\"a\", \"b\"", "\"b\", \"d\"");
    let result = merged(base, &ours, &theirs);
    let expected =
        "[brief]\nas_of = 2024-05-20 # cut-off\n\n[claims.c]\ntext = \"A.\"\nsources = [\"b\", \"c\", \"d\"]\n";
    assert_eq!(result.text, expected);
    assert!(result.conflicts.is_empty());
}

#[test]
fn a_conflict_is_around_the_one_value() {
    let base =
        "# head\n[positions.i.p]\nstance = \"offers\" # said in May\ntext = \"A.\"\n\n[claims.c]\ntext = \"B.\"\n";
    let ours = base.replace("offers", "rejects").replace("# head", "# our head");
    let theirs = base.replace("offers", "accepts").replace("B.", "C.");
    let result = merged(base, &ours, &theirs);
    assert_eq!(
        result.text,
        "# our head\n[positions.i.p]\n<<<<<<< ours\nstance = \"rejects\" # said in May\n||||||| base\nstance = \"offers\" # said in May\n\
         =======\nstance = \"accepts\" # said in May\n>>>>>>> theirs\ntext = \"A.\"\n\n[claims.c]\ntext = \"C.\"\n"
    );
    assert_eq!(result.conflicts, [["positions.i.p.stance"]]);
}

#[test]
fn a_table_that_one_side_drops_and_the_other_changes_is_a_conflict() {
    let base = "[claims.c]\ntext = \"A.\"\n\n[claims.d]\ntext = \"B.\"\n";
    let ours = "[claims.d]\ntext = \"B.\"\n";
    let theirs = base.replace("A.", "A!");
    let result = merged(base, ours, &theirs);
    assert_eq!(result.conflicts, [["claims.c"]]);
    assert!(
        result
            .text
            .contains("||||||| base\n[claims.c]\ntext = \"A.\"\n=======\n[claims.c]\ntext = \"A!\"\n>>>>>>> theirs"),
        "{}",
        result.text
    );
}

#[test]
fn line_ends_and_a_missing_last_line_end_are_those_of_our_side() {
    let base = "[claims.c]\ntext = \"A.\"\nabout = [\"x\"]";
    let ours = base.replace("A.", "B.").replace('\n', "\r\n");
    let theirs = format!("{}\n\n[claims.d]\ntext = \"D.\"\n", base.replace("[\"x\"]", "[\"y\"]"));
    let result = merged(base, &ours, &theirs);
    assert_eq!(result.text, "[claims.c]\r\ntext = \"B.\"\r\nabout = [\"y\"]\r\n\r\n[claims.d]\r\ntext = \"D.\"\r\n");
}

#[test]
fn a_keyword_changed_here_and_its_text_there_is_a_semantic_conflict() {
    let base = "[positions.i.p]\nstance = \"offers\"\ntext = \"A.\"\n";
    let result = merged(base, &base.replace("offers", "rejects"), &base.replace("A.", "B."));
    assert!(result.conflicts.is_empty());
    let conflicts: Vec<_> = result.semantic_conflicts.iter().map(|it| (it.ours.as_str(), it.theirs.as_str())).collect();
    assert_eq!(conflicts, [("positions.i.p.stance", "positions.i.p.text")]);
}

#[test]
fn a_record_that_one_side_renamed_keeps_what_the_other_changed() {
    let base = "[brief]\ntitle = \"T [@s]\"\n\n[parties.p]\nname = \"P of the river\"\nrole = \"principal\"\n\n\
                [issues.i] # the first\ntitle = \"I\"\nstatus = \"contested\"\nquestion = \"Over how many years?\"\n\n\
                [positions.i.p]\nstance = \"offers\"\ntext = \"A. [@s]\"\nsaid_by = \"p\"\nsources = [\"s\"]\n\n\
                [claims.c]\ntext = \"B.\"\nabout = [\"i\"]\n\n[sources.s]\npublisher = \"i\"\ndate = 2024-05-13\n";
    let ours =
        base.replace("offers", "rejects").replace("\"B.\"", "\"B. [@s]\"").replace("# the first", "# the very first");
    let theirs = base
        .replace("issues.i]", "issues.filling]")
        .replace("positions.i.p]", "positions.filling.river]")
        .replace("[\"i\"]", "[\"filling\"]")
        .replace("parties.p]", "parties.river]")
        .replace("said_by = \"p\"", "said_by = \"river\"")
        .replace("sources.s]", "sources.ministry]")
        .replace("[@s]", "[@ministry]")
        .replace("[\"s\"]", "[\"ministry\"]");
    let expected = theirs
        .replace("offers", "rejects")
        .replace("\"B.\"", "\"B. [@ministry]\"")
        .replace("# the first", "# the very first");
    for (one, other) in [(&ours, &theirs), (&theirs, &ours)] {
        let result = merged(base, one, other);
        assert_eq!((result.text.as_str(), result.conflicts.len()), (expected.as_str(), 0));
    }
}

#[test]
fn what_cannot_be_cut_into_fields_is_an_error() {
    use briefing::merge::{MergeError, MergeSide};
    let base = "[claims]\nc = { text = \"A.\" }\n";
    let error = |ours: &str, theirs: &str| merge(base, ours, theirs, &MarkerLabels::default()).unwrap_err();
    assert_eq!(error("[claims\n", "[claims]\n"), MergeError::Syntax(MergeSide::Ours));
    // A single carriage return is not part of the line ending after it.
    assert_eq!(error("[claims.a]\ntext = \"\"\"\r\r\n\"\"\"\n", "[claims]\n"), MergeError::Syntax(MergeSide::Ours));
    // The same table in another notation counts as removed and added, and is detected.
    let theirs = "[claims.c]\ntext = \"A!\"\n";
    let ours = "[claims]\nc = { text = \"A.\" } # x\nd = { text = \"D.\" }\n";
    assert_eq!(error(ours, theirs), MergeError::Unverified);
}

/// An outcome with an event and a date.
fn outcome(event: &str, date: &str, result: &str) -> Records {
    read(&format!("[outcome]\nevent = \"{event}\"\ndate = {date}\nresult = \"{result}\"\n"))
}

#[test]
fn the_outcome_of_another_event_is_another_outcome() {
    use briefing::diff::{ChangeKind, headlines};
    let old = outcome("Third round", "2024-05-12", "no-agreement");
    for (event, date, replaced) in [
        ("Third round", "2024-05-12", false),
        ("Third round", "2024-05-13", false),
        ("Third Round", "2024-05-11", false),
        ("Third round of talks", "2024-05-12", false),
        ("Fourth round", "2024-05-13", true),
        ("Third round", "2024-06-12", true),
        ("Vienna meeting", "2024-05-12", true),
    ] {
        let new = outcome(event, date, "procedural");
        let change = diff(&old, &new);
        let kinds: Vec<_> = change.changes.iter().map(|it| it.kind).collect();
        let expected: &[_] = if replaced { &[ChangeKind::Added, ChangeKind::Removed] } else { &[ChangeKind::Kept] };
        assert_eq!(kinds, expected, "{event} {date}");
        assert_eq!(apply(&change, &old), new, "{event} {date}");
        if replaced {
            let speech = briefing::language::Locale::of("en", &BTreeMap::new());
            let lines: Vec<_> =
                change.changes.iter().flat_map(|it| headlines(&change, it, &speech)).map(|it| it.text).collect();
            assert_eq!(lines, [format!("New outcome: {event}"), "Dropped outcome: Third round".to_owned()]);
        }
    }
}

#[test]
fn sides_that_look_the_same_do_not_conflict() {
    let base = "[issues.i]\ntitle = \"A\"\nsummary = \"Kyiv asks.\"\noptions = [\"One\"]\n";
    let ours = base.replace("Kyiv asks.", "Kyïv asks.").replace("\"One\"", "\"Zürich\"");
    let theirs = base.replace("Kyiv asks.", "Kyi\u{308}v a\u{ad}sks.").replace("\"One\"", "\"Zu\u{308}rich\"");
    let result = merged(base, &ours, &theirs);
    assert_eq!((result.text.as_str(), result.conflicts.len()), (ours.as_str(), 0));
    // Our side only used other characters with the same look, so the change of the other side is taken.
    let theirs = ours.replace("Kyïv asks.", "Kyïv offers.");
    let spelled = ours.replace("Kyïv", "Kyi\u{308}v");
    for (one, other) in [(&spelled, &theirs), (&theirs, &spelled)] {
        let result = merged(&ours, one, other);
        assert!(result.conflicts.is_empty() && result.text.contains("Kyïv offers."), "{}", result.text);
    }
}

#[test]
fn positions_on_issues_that_are_not_there_have_an_order_that_a_diff_can_lead_to() {
    let one = "[positions.filling.Downstream]\n";
    let (old, new) = (read(one), read(&format!("[positions.filing.upstream]\n{one}")));
    assert_eq!(apply(&diff(&old, &new), &old), new);
    assert_eq!(apply(&diff(&new, &old), &new), old);
    // An invalid id does not put its record into another group.
    let two = "[parties.b]\n[parties.\"a.x\"]\n";
    let (old, new) = (read("[parties.b]\n"), read(&two.lines().rev().collect::<Vec<_>>().join("\n")));
    assert_eq!(apply(&diff(&old, &new), &old), new);
}

#[test]
fn a_record_that_moved_to_another_table_is_not_dropped() {
    let claim =
        "[claims.c]\ntext = \"The dam holds.\"\nverification = \"unverified\"\n[claims.d]\ntext = \"It leaks.\"\n";
    let development = "[developments.e]\ndate = 2024-05-13\ntext = \"The dam holds.\"\n";
    let (old, new) = (read(claim), read(development));
    let diff = diff(&old, &new);
    assert_eq!(apply(&diff, &old), new);
    let lines: Vec<String> = diff.headlines("en").into_iter().map(|line| line.text).collect();
    let expected = ["Dropped claim: It leaks.", "Claim, “The dam holds.”: now development, 13\u{a0}May 2024"];
    assert_eq!(lines, expected);
}
