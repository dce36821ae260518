//! Every page prints beside a statement how certain it is.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use crate::program::{TEMPLATES, brief, folder, run};

const HEAD: &str = "schema = 1\n[brief]\ntitle = \"T\"\nbottom_line = \"B.\"\nas_of = 2024-05-14\nown_side = \"a\"\n\
    [parties.a]\nname = \"A\"\nrole = \"principal\"\n[parties.b]\nname = \"B\"\nrole = \"principal\"\n\
    [issues.x]\ntitle = \"X\"\nstatus = \"contested\"\n[aims.x]\ngoal = \"G.\"\n";

/// A record of each kind that may have an attribution: its header, its fields, and words of it that are printed.
const STATEMENTS: [(&str, &str, &str); 11] = [
    ("positions.x.b", "stance = \"demands\"\nbasis = \"stated\"\ntext = \"Wposition.\"", "Wposition"),
    ("proposals.p", "issue = \"x\"\ntext = \"Wproposal.\"", "Wproposal"),
    ("claims.c", "text = \"Wclaim.\"\nsaid_by = \"b\"", "Wclaim"),
    ("meetings.m", "event = \"M\"\ndate = 2024-05-02\nresult = \"procedural\"\nsummary = \"Wmeeting.\"", "Wmeeting"),
    ("meetings.n", "event = \"N\"\ndate = 2024-06-02\nsummary = \"Wcoming.\"", "Wcoming"),
    ("outcome", "event = \"O\"\ndate = 2024-05-03\nresult = \"procedural\"\nsummary = \"Woutcome.\"", "Woutcome"),
    ("outcome.points.o", "result = \"agreed\"\ntext = \"Wpoint.\"", "Wpoint"),
    ("commitments.k", "by = \"b\"\ntext = \"Wcommitment.\"\nstatus = \"begun\"", "Wcommitment"),
    ("developments.d", "date = 2024-05-04\ntext = \"Wdevelopment.\"", "Wdevelopment"),
    ("texts.t", "title = \"Wtext\"\nbase = \"One two.\"", "Wtext"),
    ("texts.t.variants.v", "by = [\"b\"]\nwords = \"One Wvariant.\"", "Wvariant"),
];

/// A brief in which one statement has certain fields; all other statements are certain.
fn with(marked: &str, fields: &str) -> String {
    let records = STATEMENTS.iter().map(|(path, own, _)| {
        let fields = if *path == marked { fields } else { "" };
        format!("[{path}]\n{own}\n{fields}\n")
    });
    HEAD.to_owned() + &records.collect::<String>()
}

/// The page of a brief in Markdown by each template, with the name of the template.
fn pages(here: &Path, text: &str) -> Vec<(&'static str, String)> {
    fs::write(here.join("a.toml"), text).unwrap();
    let arguments = ["render", "--own-side", "--to", "md", "--template", &TEMPLATES.join(","), "-o", "out", "a.toml"];
    let (exit, _, errors) = run(brief(arguments).current_dir(here));
    assert!(exit == 0, "{errors}");
    let page = |template: &'static str| {
        // The first of several templates has the plain name.
        let name = if template == TEMPLATES[0] { "a.md".to_owned() } else { format!("a.{template}.md") };
        (template, fs::read_to_string(here.join("out").join(name)).unwrap())
    };
    let pages = TEMPLATES.into_iter().map(page).collect();
    fs::remove_dir_all(here.join("out")).unwrap();
    pages
}

#[test]
fn a_doubt_is_printed_wherever_its_statement_is() {
    let here = folder("certainty");
    let mut printed = 0;
    for (path, _, words) in STATEMENTS {
        let text = with(path, "verification = \"alleged\"\ndisputed = \"Wdispute, by a third.\"");
        for (template, page) in pages(&here, &text) {
            let has = page.contains(words);
            printed += usize::from(has);
            assert_eq!(page.contains("Wdispute, by a third."), has, "{template}, {path}: {page}");
            // The dossier prints a statement in several places; the summary line at the end of a page must not be
            // counted.
            let alleged = page.matches("alleged").count() - page.matches("1 alleged").count();
            let is_right = if template == "full" { alleged >= 1 } else { alleged == 1 };
            assert!(!has || is_right, "{template}, {path}: {page}");
        }
    }
    assert!(printed > 50, "{printed}");
}

#[test]
fn a_text_without_a_full_stop_does_not_run_into_what_follows() {
    let here = folder("certainty-no-stop");
    let mut printed: HashMap<&str, usize> = HashMap::new();
    // The words of a negotiated text are not ours to change.
    for (path, own, words) in STATEMENTS.into_iter().filter(|(path, ..)| !path.starts_with("texts.")) {
        for (fields, next) in [("confidence = \"moderate\"", "Our confidence"), ("disputed = \"D.\"", "In dispute: ")] {
            let bare = own.replace(&format!("{words}."), words);
            for (template, page) in pages(&here, &with(path, fields).replace(own, &bare)) {
                assert!(!page.contains(&format!("{words} {next}")), "{template}, {path}: {page}");
                *printed.entry(next).or_default() += page.matches(&format!("{words}. {next}")).count();
            }
        }
    }
    assert!(printed.len() == 2 && printed.values().all(|count| *count > 20), "{printed:?}");
}

#[test]
fn a_section_from_a_style_prints_the_doubts_too() {
    let here = folder("certainty-style");
    for (template, section, path) in [
        ("matrix", "timeline", "developments.d"),
        ("meeting", "commitments", "commitments.k"),
        ("one-page", "timeline", "developments.d"),
        ("readout", "timeline", "developments.d"),
    ] {
        let own = format!("own-{template}");
        assert_eq!(run(brief(["template", "export", template, &own]).current_dir(&here)).0, 0);
        fs::write(here.join(&own).join("style.toml"), format!("[sections]\nwide = [\"{section}\"]\n")).unwrap();
        fs::write(here.join("a.toml"), with(path, "verification = \"alleged\"\ndisputed = \"Wdispute.\"")).unwrap();
        let arguments = ["render", "--template", &own, "--to", "md", "-o", "-", "a.toml"];
        let (exit, page, errors) = run(brief(arguments).current_dir(&here));
        assert!(exit == 0 && page.contains("alleged)* In dispute: Wdispute."), "{template}: {page}{errors}");
    }
}

#[test]
fn a_commitment_has_its_doubts_and_what_has_been_done_with_its_status() {
    let here = folder("certainty-status");
    let fields = "verification = \"alleged\"\ndisputed = \"Who counts.\"\nreviewed = 2024-05-10\nverifier = \"ICRC\"\n\
                  progress = \"Two of five [@s].\"\nevidence = [\"s\", \"r\"]";
    let sources =
        "[sources.s]\npublisher = \"S\"\ndate = 2024-05-09\n[sources.r]\npublisher = \"R\"\ndate = 2024-05-09\n";
    fs::write(here.join("a.toml"), with("commitments.k", fields) + sources).unwrap();
    let cell = "begun[^r] *(alleged; as of 10\u{a0}May, verified by ICRC)* Two of five.[^s] In dispute: Who counts. |";
    let list = "Wcommitment. *Progress*: Two of five.[^s] *(alleged; as of 10\u{a0}May, verified by ICRC)* In dispute: Who counts.\n";
    for (template, expected) in [("monitor", cell), ("readout", cell), ("one-page", list)] {
        let (exit, page, errors) =
            run(brief(["render", "--template", template, "--to", "md", "-o", "-", "a.toml"]).current_dir(&here));
        assert!(exit == 0 && page.contains(expected), "{template}: {page}{errors}");
    }
    let (_, page, _) =
        run(brief(["render", "--template", "full", "--to", "md", "-o", "-", "a.toml"]).current_dir(&here));
    assert!(page.matches("alleged").count() == 1 && page.matches("Who counts.").count() == 1, "{page}");
    assert!(page.contains("begun[^r] *(as of 10\u{a0}May, verified by ICRC)* Two of five.[^s] |"), "{page}");
    // A single source is named as a doubt only if the page does not cite exactly one source, which shows it already.
    for (evidence, sources, count) in
        [("[\"s\"]", "[\"s\", \"r\"]", 0), ("[\"s\", \"r\"]", "[\"s\"]", 1), ("[]", "[\"s\"]", 0)]
    {
        let fields = format!("verification = \"single-source\"\nevidence = {evidence}\nsources = {sources}");
        let text = with("commitments.k", &fields)
            + "[sources.s]\npublisher = \"S\"\ndate = 2024-05-09\n[sources.r]\npublisher = \"R\"\ndate = 2024-05-09\n";
        fs::write(here.join("b.toml"), text).unwrap();
        let (_, page, _) =
            run(brief(["render", "--template", "monitor", "--to", "md", "-o", "-", "b.toml"]).current_dir(&here));
        assert_eq!(page.matches("*(single source").count(), count, "{evidence} {sources}: {page}");
    }
}

#[test]
fn a_cleared_page_names_who_cleared_it() {
    let here = folder("certainty-cleared");
    for (status, expected) in [("cleared", Some("· cleared: Legal adviser, Council ·")), ("draft", None)] {
        let fields =
            format!("kind = \"mandate\"\nstatus = \"{status}\"\ncleared_by = [\"Legal adviser\", \"Council\"]\n");
        fs::write(here.join("a.toml"), with("", "").replace("[parties.a]", &(fields + "[parties.a]"))).unwrap();
        for template in TEMPLATES {
            let arguments = ["render", "--own-side", "--template", template, "--to", "md", "-o", "-", "a.toml"];
            let (exit, page, errors) = run(brief(arguments).current_dir(&here));
            assert!(exit == 0, "{errors}");
            let count = usize::from(expected.is_some() || template == "full");
            assert_eq!(page.matches("Legal adviser, Council").count(), count, "{template}: {page}");
            assert!(expected.is_none_or(|it| page.contains(it)), "{template}: {page}");
        }
    }
}

#[test]
fn a_title_that_is_a_question_has_no_stop_after_it() {
    let here = folder("certainty-stop");
    for (title, expected) in [
        ("Make now, inject when?", "**Make now, inject when?** How?"),
        ("Make now", "**Make now.** How?"),
        ("Τι και πότε\u{37e}", "**Τι και πότε\u{37e}** How?"),
        ("ماذا ومتى؟", "**ماذا ومتى؟** How?"),
        ("何時か？", "**何時か？** How?"),
    ] {
        let issue = format!("title = \"{title}\"\nquestion = \"How?\"\npriority = 1");
        fs::write(here.join("a.toml"), with("", "").replace("title = \"X\"", &issue)).unwrap();
        let arguments = ["render", "--template", "decision", "--to", "md", "-o", "-", "a.toml"];
        let (exit, page, errors) = run(brief(arguments).current_dir(&here));
        assert!(exit == 0 && page.contains(expected), "{page}{errors}");
    }
}
