//! Content that is only for our side is on pages for our side, and on no others.

use std::fs;
use std::path::{Path, PathBuf};

use briefing::{docx, pdf};

use crate::git::Repository;
use crate::program::{OF_OWN_SIDE, TEMPLATES, brief, folder, have, root, run};

const HEAD: &str = "schema = 1

[brief]
title = \"Reservoir talks\"
as_of = 2024-05-14
bottom_line = \"The schedule is open [@ministry].\"
own_side = \"upstream\"

[parties.upstream]
name = \"Upstream Republic\"
short = \"Upstream\"
role = \"principal\"
alternatives = \"It zebra fills the dam alone by winter.\"

[parties.downstream]
name = \"Downstream Kingdom\"
role = \"principal\"
alternatives = \"It goes to court over every gate.\"

[issues.filling]
title = \"Filling schedule\"
status = \"contested\"

[issues.data]
title = \"Flow data\"
status = \"contested\"

[positions.filling.upstream]
stance = \"demands\"
text = \"Five years, fixed.\"
sources = [\"ministry\"]

[positions.filling.downstream]
stance = \"conditional\"
text = \"Seven years.\"
sources = [\"ministry\"]

[positions.data.upstream]
stance = \"undeclared\"
text = \"Has not answered.\"
sources = [\"ministry\"]

[positions.data.downstream]
stance = \"demands\"
text = \"Readings by the hour.\"
sources = [\"ministry\"]

[sources.ministry]
publisher = \"Ministry of Water\"
date = 2024-05-13
";

/// Every kind of content that is only for our side, each containing the word.
const OWN: &str = "
[aims.filling]
goal = \"Six zebra years [@cabinet].\"
opening = \"Four zebra years.\"
fallback = [\"Seven zebra years.\"]
walk_away = \"A zebra hand on our gates.\"
trade_for = [\"data\"]

[arguments.winters]
text = \"A zebra winter costs four hundred millions.\"
issue = \"filling\"

[arguments.harvest]
text = \"Two zebra harvests are lost.\"
raised_by = \"downstream\"
response = \"Not with zebra releases.\"

[talking_points.gauges]
kind = \"avoid\"
text = \"The three zebra gauges that broke.\"

[asks.pay]
party = \"downstream\"
text = \"Will you pay for the gauges?\"
response = \"Half of them.\"
push_back = \"We have paid for ten zebra gauges.\"

[sources.cabinet]
publisher = \"Zebra Cabinet Minutes\"
date = 2024-05-10
";

/// A claim that is only for our side because of its mark.
const CLAIM: &str = "
[claims.tap]
text = \"The zebra negotiator is recorded in his hotel.\"
said_by = \"downstream\"
sources = [\"ministry\"]
handling = \"own-side\"
";

const ALL_FORMATS: [&str; 2] = ["--to", "md,html,docx,pdf"];

fn has_word(text: &str) -> bool {
    text.to_lowercase().replace(['\u{ad}', '\n', ' '], "").contains("zebra")
}

/// Whether no part of an output contains the word.
fn is_clean(path: &Path) -> bool {
    let bytes = fs::read(path).unwrap();
    let mut texts = vec![String::from_utf8_lossy(&bytes).into_owned()];
    match path.extension().and_then(|it| it.to_str()) {
        Some("docx") => texts.extend(docx::parts(&bytes).unwrap()),
        Some("pdf") => texts.extend(pdf::texts(&bytes).unwrap()),
        _ => {}
    }
    !texts.iter().any(|text| has_word(text))
}

/// A folder with a marked brief, and the text of the brief.
fn with_brief(name: &str) -> (PathBuf, String) {
    let here = folder(name);
    let head = HEAD.replacen("as_of =", "handling = \"TLP:RED\"\nunmarked = \"TLP:GREEN\"\nas_of =", 1);
    let text = format!("{head}{OWN}{CLAIM}");
    fs::write(here.join("water.toml"), &text).unwrap();
    (here, text)
}

#[test]
fn only_the_pages_of_the_own_side_have_what_is_for_it_alone() {
    let (here, _) = with_brief("own-side");
    let (exit, out, errors) = run(brief(["check", "--deny", "warnings", "water.toml"]).current_dir(&here));
    assert_eq!(exit, 0, "{out}{errors}");
    let all = TEMPLATES.join(",");
    let (exit, _, errors) =
        run(brief(["render", "water.toml", "--template", &all, "-o", "out"]).args(ALL_FORMATS).current_dir(&here));
    assert_eq!(exit, 0, "{errors}");
    for template in TEMPLATES {
        for format in ["md", "html", "docx", "pdf"] {
            let name =
                if template == TEMPLATES[0] { format!("water.{format}") } else { format!("water.{template}.{format}") };
            let expected = !OF_OWN_SIDE.contains(&template);
            assert_eq!(is_clean(&here.join("out").join(&name)), expected, "{name}");
        }
        // A page with it says so, in its marking.
        let name = if template == TEMPLATES[0] { "water.md".to_owned() } else { format!("water.{template}.md") };
        let page = fs::read_to_string(here.join("out").join(name)).unwrap();
        assert_eq!(page.contains("for our side only\n"), OF_OWN_SIDE.contains(&template), "{template}");
    }
    // All content for our side.
    let page = fs::read_to_string(here.join("out/water.mandate.md")).unwrap();
    for text in [
        "Six zebra",
        "Four zebra",
        "*then* Seven zebra",
        "zebra hand",
        "zebra winter",
        "zebra harvests",
        "zebra releases",
        "zebra gauges that",
        "zebra fills",
        "ten zebra",
    ] {
        assert!(page.contains(text), "{text}\n{page}");
    }
    // The other pages are made from a brief without it: the note numbers have no gap, and no source is uncited.
    let page = fs::read_to_string(here.join("out/water.full.md")).unwrap();
    assert!(
        page.contains("Readings by the hour") && page.contains("It goes to court") && !page.contains("cabinet"),
        "{page}"
    );
    // Exports do not contain it either, unless asked to.
    for table in
        [None, Some("parties"), Some("talking_points"), Some("asks"), Some("claims"), Some("aims"), Some("sources")]
    {
        let form = table.map_or_else(|| vec!["--json"], |table| vec!["--csv", table]);
        for (more, expected) in [(&[][..], false), (&["--own-side"], true)] {
            let (exit, out, errors) =
                run(brief([&["export", "water.toml"], &form[..], more].concat()).current_dir(&here));
            assert_eq!((exit, has_word(&out)), (0, expected), "{form:?}: {out}{errors}");
        }
    }
    // Not even in a release of the highest level, with any template.
    let release = ["render", "water.toml", "--release", "TLP:RED", "--template", &all, "-o", "released"];
    let (exit, _, errors) = run(brief(release).args(ALL_FORMATS).current_dir(&here));
    assert_eq!(exit, 0, "{errors}");
    let files: Vec<PathBuf> = fs::read_dir(here.join("released")).unwrap().map(|it| it.unwrap().path()).collect();
    assert!(files.len() >= TEMPLATES.len() * 4 && files.iter().all(|path| is_clean(path)), "{files:?}");
}

/// Unmarked content is only for our side; other marks say who may read it.
#[test]
fn unmarked_content_is_for_our_side_if_the_brief_says_so() {
    let here = folder("own-side-unmarked");
    let head = HEAD.replacen(
        "as_of =",
        "handling = \"TLP:RED\"\nunmarked = \"own-side\"\nmarks = { title = \"TLP:GREEN\", bottom_line = \"TLP:GREEN\" }\nas_of =",
        1,
    );
    let mut text = String::new();
    for line in head.lines() {
        text.push_str(&format!("{line}\n"));
        if line.starts_with('[') && line != "[brief]" {
            text.push_str("handling = \"TLP:GREEN\"\n");
        }
    }
    let text = text.replace("It zebra fills", "It fills")
        + OWN
        + "[developments.gates]\ndate = 2024-05-12\ntext = \"The zebra gates were closed.\"\nsources = [\"ministry\"]\n\
           [next_steps.call]\ntext = \"A zebra call.\"\n\
           [proposals.draft]\nissue = \"filling\"\ntext = \"A zebra draft.\"\nsources = [\"ministry\"]\n";
    fs::write(here.join("water.toml"), text).unwrap();
    let all = TEMPLATES.join(",");
    let (exit, _, errors) =
        run(brief(["render", "water.toml", "--template", &all, "-o", "out"]).args(ALL_FORMATS).current_dir(&here));
    assert_eq!(exit, 0, "{errors}");
    let mut clean = 0;
    for template in TEMPLATES.iter().filter(|it| !OF_OWN_SIDE.contains(it)) {
        for format in ["md", "html", "docx", "pdf"] {
            let part = if *template == TEMPLATES[0] { String::new() } else { format!(".{template}") };
            let path = here.join(format!("out/water{part}.{format}"));
            assert!(is_clean(&path), "{}", path.display());
            clean += 1;
        }
    }
    assert_eq!(clean, (TEMPLATES.len() - OF_OWN_SIDE.len()) * 4);
    let page = fs::read_to_string(here.join("out/water.full.md")).unwrap();
    assert!(page.contains("Readings by the hour"), "{page}");
    // If the title is unmarked, nothing is left, and the message says how to fix that.
    let text = fs::read_to_string(here.join("water.toml")).unwrap().replace("title = \"TLP:GREEN\", ", "");
    fs::write(here.join("water.toml"), text).unwrap();
    let (exit, _, errors) = run(brief(["render", "water.toml", "--template", "full"]).current_dir(&here));
    assert!(exit != 0 && errors.contains("no brief is left") && errors.contains("`marks` under [brief]"), "{errors}");
}

#[test]
fn a_page_says_what_it_does_not_print_and_an_option_prints_it() {
    let (here, _) = with_brief("own-side-option");
    let (_, _, said) = run(brief(["check", "water.toml"]).current_dir(&here));
    assert!(said.contains("texts that are for our side alone") && said.contains("`--template mandate`"), "{said}");
    for template in ["full", "one-page"] {
        let page = |more: &[&str]| {
            let arguments =
                [&["render", "water.toml", "--to", "md", "-o", "-", "--template", template][..], more].concat();
            let (exit, page, errors) = run(brief(arguments).current_dir(&here));
            assert_eq!(exit, 0, "{errors}");
            page
        };
        assert!(!has_word(&page(&[])), "{template}");
        assert!(has_word(&page(&["--own-side"])), "{template}");
    }
    let all =
        run(brief(["render", "water.toml", "--to", "md", "-o", "-", "--template", "full", "--own-side"])
            .current_dir(&here))
        .1;
    for text in [
        "Six zebra",
        "Four zebra",
        "Seven zebra",
        "zebra hand",
        "zebra winter",
        "zebra harvests",
        "zebra gauges that",
        "zebra fills",
        "zebra negotiator",
    ] {
        assert!(all.contains(text), "{text}");
    }
    let (exit, _, errors) =
        run(brief(["render", "water.toml", "--own-side", "--release", "TLP:RED"]).current_dir(&here));
    assert!(exit == 2 && errors.contains("cannot be used with"), "{errors}");
}

#[test]
fn a_template_of_ones_own_says_that_it_is_for_the_own_side() {
    let (here, _) = with_brief("own-side-template");
    let (exit, _, errors) = run(brief(["template", "export", "mandate", "ours"]).current_dir(&here));
    assert_eq!(exit, 0, "{errors}");
    let page = || {
        let (exit, page, errors) =
            run(brief(["render", "water.toml", "--to", "md", "-o", "-", "--template", "./ours"]).current_dir(&here));
        assert_eq!(exit, 0, "{errors}");
        page
    };
    assert!(has_word(&page()));
    let style = here.join("ours/style.toml");
    let text = fs::read_to_string(&style).unwrap();
    fs::write(&style, text.replace("own-side = true", "own-side = false")).unwrap();
    assert!(!has_word(&page()));
}

#[test]
fn a_brief_that_does_not_say_whose_it_is_is_printed_as_before() {
    let here = folder("own-side-unnamed");
    let point = "[talking_points.gauges]\nkind = \"avoid\"\ntext = \"The three zebra gauges that broke.\"\n";
    fs::write(here.join("a.toml"), HEAD.replace("own_side = \"upstream\"\n", "") + point).unwrap();
    for template in ["talking-points", "full", "meeting"] {
        let (exit, page, errors) =
            run(brief(["render", "a.toml", "--to", "md", "-o", "-", "--template", template]).current_dir(&here));
        assert!(exit == 0 && page.contains("zebra gauges"), "{template}: {errors}");
        assert!(!page.contains("for our side only"), "{template}");
    }
}

#[test]
fn a_comparison_has_nothing_of_it_even_from_before_it_was_marked() {
    if !have("git") {
        return;
    }
    let (here, text) = with_brief("own-side-editions");
    let earlier = text
        .replace("handling = \"own-side\"\n", "")
        .replace("Six zebra years", "Eight zebra years")
        .replace("Five years, fixed", "Four years, fixed")
        .replace("2024-05-14", "2024-05-12");
    fs::write(here.join("water.toml"), earlier).unwrap();
    let repository = Repository(here.clone());
    repository.git(&["init", "-q"]);
    repository.commit("One");
    fs::write(here.join("water.toml"), &text).unwrap();
    for template in ["one-page", "full", "matrix"] {
        let arguments = ["render", "water.toml", "--since", "HEAD", "--template", template, "-o", "since"];
        let (exit, _, errors) = run(brief(arguments).args(ALL_FORMATS).current_dir(&here));
        assert_eq!(exit, 0, "{errors}");
        let files: Vec<PathBuf> = fs::read_dir(here.join("since")).unwrap().map(|it| it.unwrap().path()).collect();
        assert!(files.len() >= 4 && files.iter().all(|path| is_clean(path)), "{template}");
        let page = fs::read_to_string(here.join("since/water.md")).unwrap();
        assert!(page.contains('‡'), "{template}: {page}");
    }
    let redline = ["diff", "HEAD", "water.toml", "--format", "pdf", "-o", "redline.pdf", "--template", "full"];
    assert_eq!(run(brief(redline).current_dir(&here)).0, 1);
    assert!(is_clean(&here.join("redline.pdf")));
    // For our side, the changes are listed.
    let arguments = ["render", "water.toml", "--since", "HEAD", "--template", "mandate", "--to", "md", "-o", "-"];
    let (exit, page, errors) = run(brief(arguments).current_dir(&here));
    assert!(exit == 0 && page.contains("“Eight” → “Six”"), "{page}{errors}");
}

/// A mandate prints positions beside the aims, and those on issues without an aim below them. Both must be marked.
#[test]
fn a_position_that_changed_is_marked_wherever_a_mandate_has_it() {
    let here = folder("own-side-marked");
    let text = fs::read_to_string(root().join("tests/cases/mandates/paris-1898.toml")).unwrap();
    // The aim for the indemnity is removed from both editions, so its issue has no aim.
    let (start, end) = (text.find("[aims.indemnity]").unwrap(), text.find("[arguments.").unwrap());
    let text = format!("{}{}", &text[..start], &text[end..]);
    let mut old = text.clone();
    for stance in ["[positions.philippines.spain]\nstance = \"", "[positions.indemnity.spain]\nstance = \""] {
        let at = old.find(stance).unwrap() + stance.len();
        let end = at + old[at..].find('"').unwrap();
        old.replace_range(at..end, "reserves");
    }
    fs::write(here.join("old.toml"), old).unwrap();
    fs::write(here.join("new.toml"), text).unwrap();
    let arguments = ["render", "new.toml", "--since", "old.toml", "--to", "md", "-o", "-"];
    let (exit, page, errors) = run(brief(arguments).current_dir(&here));
    assert!(exit == 0, "{errors}");
    let marked: Vec<&str> = page.lines().filter(|line| line.contains("rejects") && line.contains('‡')).collect();
    assert!(marked.len() == 1 && marked[0].starts_with("| **"), "{page}");
    let marked: Vec<&str> = page.lines().filter(|line| line.contains("offers") && line.contains('‡')).collect();
    assert!(marked.len() == 1 && marked[0].starts_with("- **"), "{page}");
}

/// Content that was only for our side in the earlier edition may be in the new edition for everybody.
#[test]
fn content_that_is_no_longer_for_our_side_may_be_compared() {
    if !have("git") {
        return;
    }
    let here = folder("own-side-said-now");
    fs::write(here.join("water.toml"), format!("{HEAD}{OWN}")).unwrap();
    let repository = Repository(here.clone());
    repository.git(&["init", "-q"]);
    repository.commit("One");
    // The new edition has no content that is only for our side.
    let now = HEAD
        .replace("own_side = \"upstream\"\n", "")
        .replace("2024-05-14", "2024-05-15")
        .replace("Five years, fixed.", "Six zebra years, and not on a zebra hand on our gates.");
    fs::write(here.join("water.toml"), now).unwrap();
    let arguments = ["render", "water.toml", "--since", "HEAD", "--template", "full", "-o", "since"];
    let (exit, _, errors) = run(brief(arguments).args(ALL_FORMATS).current_dir(&here));
    assert_eq!(exit, 0, "{errors}");
    let page = fs::read_to_string(here.join("since/water.md")).unwrap();
    assert!(page.contains("a zebra hand on our gates") && !page.contains("zebra winter"), "{page}");
}

/// Positions in a private file are only valid for its own edition, not in the files of another one.
#[test]
fn a_private_file_does_not_affect_an_earlier_edition() {
    if !have("git") {
        return;
    }
    let here = folder("own-side-two-editions");
    fs::create_dir(here.join("shared")).unwrap();
    fs::write(here.join("briefing.toml"), "[project]\nshared = \"shared\"\n").unwrap();
    let kingdom = "[parties.downstream]\nname = \"Downstream Kingdom\"\nrole = \"principal\"\n";
    fs::write(here.join("shared/parties.toml"), format!("schema = 1\n\n{kingdom}")).unwrap();
    let text = HEAD.replace("own_side = \"upstream\"\n", "");
    let (start, rest) = text.split_once("[parties.downstream]").unwrap();
    let rest = &rest[rest.find("[issues.filling]").unwrap()..];
    let before = format!("{start}{rest}").replacen(
        "[parties.upstream]",
        "[use]\nfiles = [\"parties.toml\"]\n\n[parties.upstream]",
        1,
    );
    fs::write(here.join("water.toml"), &before).unwrap();
    let repository = Repository(here.clone());
    repository.git(&["init", "-q"]);
    repository.commit("One");
    // Now the brief has the party itself, says whose side it is on, and has a private file.
    let now = HEAD.replace("2024-05-14", "2024-05-15").replace("Seven years.", "Eight years.");
    fs::write(here.join("water.toml"), now).unwrap();
    fs::write(here.join("water.private.toml"), "schema = 1\n[aims.filling]\ngoal = \"Six zebra years.\"\n").unwrap();
    let arguments = ["render", "water.toml", "--since", "HEAD", "--template", "full", "--to", "md", "-o", "-"];
    let (exit, page, errors) = run(brief(arguments).current_dir(&here));
    assert!(exit == 0 && page.contains("“Seven” → “Eight”") && !has_word(&page), "{page}{errors}");
    assert!(!page.contains("new position") && !page.to_lowercase().contains("new: downstream"), "{page}");
}

#[test]
fn what_a_page_leaves_out_for_our_side_is_not_called_unprinted() {
    let (here, _) = with_brief("own-side-explained");
    let explained = |more: &[&str]| {
        let arguments = [&["render", "water.toml", "--explain", "--template", "full"][..], more].concat();
        let (exit, said, errors) = run(brief(arguments).current_dir(&here));
        assert_eq!(exit, 0, "{errors}");
        said
    };
    let said = explained(&[]);
    assert!(!said.contains("aims.filling") && !said.contains("push_back") && !said.contains("claims.tap"), "{said}");
    assert!(explained(&["--own-side"]).contains("aims.filling.goal"));
    // The same for the check of a template.
    let (_, _, said) = run(&mut brief(["template", "check", "full"]));
    assert!(!said.contains("aims.ISSUE") && !said.contains("push_back"), "{said}");
}

#[test]
fn words_of_an_aim_in_a_text_with_a_lower_mark_are_reported_without_a_release() {
    let here = folder("own-side-repeated");
    let more = "[aims.filling]\ngoal = \"Six zebra years with a review after three winters.\"\n";
    let head = HEAD
        .replace("It zebra fills", "It fills")
        .replace("The schedule is open", "They might take a review after three winters");
    fs::write(here.join("a.toml"), format!("{head}{more}")).unwrap();
    let (_, _, said) = run(brief(["check", "a.toml"]).current_dir(&here));
    assert!(
        said.contains("`brief.bottom_line` repeats") && said.contains("from `aims.filling`, which is own-side"),
        "{said}"
    );
}

#[test]
fn a_real_mandate_is_sound_and_has_one_page() {
    let into = folder("mandates");
    for entry in fs::read_dir(root().join("tests/cases/mandates")).unwrap() {
        let path = entry.unwrap().path();
        let (exit, out, errors) = run(brief(["check", "--deny", "warnings"]).arg(&path));
        assert!(exit == 0, "{out}{errors}");
        let (exit, _, errors) = run(brief(["render", "-o"]).arg(into.join("page.pdf")).arg(&path));
        assert!(exit == 0 && errors.contains("(1 page;") && errors.contains("nothing left out"), "{errors}");
        let (exit, page, errors) = run(brief(["render", "--to", "md", "-o", "-"]).arg(&path));
        let headings = ["## What we want", "## Arguments to make", "## Arguments if raised", "## What not to say"];
        let places: Vec<Option<usize>> = headings.iter().map(|heading| page.find(heading)).collect();
        assert!(exit == 0 && places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}{errors}");
    }
}
