//! Real briefs, reconstructed from published records, of kinds with no shipped brief or only one: they have no errors,
//! and the page of their kind prints all of their content.

use std::fs;
use std::path::PathBuf;

use crate::program::{brief, folder, root, run};

/// The folders of `tests/cases`, the template of their kind, the number of briefs in each, and the number of pages of
/// each brief.
const FOLDERS: [(&str, &str, usize, usize); 6] = [
    ("decisions", "decision", 1, 2),
    ("judgements", "one-page", 1, 1),
    ("mandates", "mandate", 2, 1),
    ("meetings", "meeting", 2, 1),
    ("monitor", "monitor", 2, 1),
    ("texts", "columns", 2, 2),
];

/// Fields that only the dossier prints: the page of a judgement has its basis, but not its assumptions.
const LEFT_TO_THE_DOSSIER: [(&str, &str); 2] = [
    ("colombia-2023", "does not print `judgements.slow.assumptions`\n"),
    ("paris-2015", "does not print `parties.aosis.members`\n"),
];

/// The briefs of a folder, by name.
fn briefs(kind: &str) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(root().join("tests/cases").join(kind)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut all: Vec<_> = paths.map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), path)).collect();
    all.sort();
    all
}

#[test]
fn a_real_brief_is_sound_and_the_page_of_its_kind_prints_all_of_it() {
    let into = folder("kinds");
    for (kind, template, count, most) in FOLDERS {
        let all = briefs(kind);
        assert_eq!(all.len(), count, "{kind}");
        for (name, path) in all {
            let (exit, out, errors) = run(brief(["check", "--deny", "warnings"]).arg(&path));
            let said = format!("{out}{errors}");
            let left = LEFT_TO_THE_DOSSIER.iter().find(|(known, _)| *known == name).map(|(_, left)| *left);
            let is_known = left.map_or(!said.contains("does not print"), |left| said.contains(left));
            assert!(exit == 0 && is_known, "{name}: {said}");
            let page = into.join("page.pdf");
            let (exit, _, errors) = run(brief(["render", "-o"]).arg(&page).arg(&path));
            assert!(exit == 0, "{name}: {errors}");
            let pages = lopdf::Document::load_mem(&fs::read(&page).unwrap()).unwrap().get_pages().len();
            assert!(pages <= most, "{name}: {pages} pages");
            let fits = errors.contains("nothing left out") || name == "colombia-2023";
            assert_ne!(
                errors.contains("nothing left out"),
                errors.contains("`--pages 2` has room for more"),
                "{errors}"
            );
            assert!(fits, "{name}: {errors}");
            // The kind of the brief chooses the template.
            let of_kind = into.join("kind.md");
            for (to, arguments) in [(&page, vec![]), (&of_kind, vec!["--template", template])] {
                let to = to.with_extension("md");
                let (exit, _, errors) = run(brief(["render", "-o"]).arg(&to).args(arguments).arg(&path));
                assert!(exit == 0, "{name}: {errors}");
            }
            let text = |path: &PathBuf| fs::read_to_string(path.with_extension("md")).unwrap();
            assert_eq!(text(&page), text(&of_kind), "{name}");
        }
    }
}

/// The questions that a reader asks of a page, and the words that answer them.
#[test]
fn a_page_says_what_is_asked_by_when_how_sure_it_is_and_what_comes_next() {
    for (path, answers) in [
        (
            "decisions/cuba-1962",
            &[
                "**21\u{a0}October 1962**",
                "| That you order a blockade of offensive weapons bound for Cuba. ",
                "Joint Chiefs of Staff (objected, 20\u{a0}Oct)",
                "**Unlikely (20–45\u{a0}%)**",
                "*Because*: A public withdrawal",
                "**23\u{a0}Oct**",
            ][..],
        ),
        (
            "judgements/yugoslavia-1990",
            &["**Very likely (80–95\u{a0}%), by the end of Oct 1991**", "Our confidence is high.", "**Dec 1990**"][..],
        ),
        (
            "monitor/iran-2020",
            &[
                "| **5** (63\u{a0}%) |",
                "**breached**",
                // A record without status has not been verified.
                "not reported *(to be verified by IAEA)*",
                "verified by IAEA)*",
                "**Very unlikely (5–20\u{a0}%), by the end of 2020**",
                "E3: Decide",
                "\nIAEA: International Atomic Energy Agency\n",
            ][..],
        ),
        // A limit without an opening offer begins with the first fallback.
        (
            "mandates/louisiana-1803",
            &["| *Fall back to*: A place on the river", "More than fifty millions of livres"][..],
        ),
        (
            "texts/council-1967",
            &["from **all the** territories", "**22\u{a0}Nov**", "\nUAR: United Arab Republic\n"][..],
        ),
    ] {
        let to = folder("kinds-answers").join("page.md");
        let (exit, _, errors) =
            run(brief(["render", "-o"]).arg(&to).arg(root().join(format!("tests/cases/{path}.toml"))));
        assert!(exit == 0, "{path}: {errors}");
        let page = fs::read_to_string(&to).unwrap();
        for answer in answers {
            assert!(page.contains(answer), "{path}: {answer}\n{page}");
        }
    }
}

/// `render` points to `check` for the content that a page does not print, so both must find the same content. The
/// output for programs has the template that a brief chose.
#[test]
fn render_and_check_agree_on_what_a_page_does_not_print_and_on_its_template() {
    let here = folder("kinds-agree");
    let page_of = |kind: &str| match kind {
        "decision" | "meeting" | "readout" => kind.to_owned(),
        _ => "one-page".to_owned(),
    };
    let starters = ["information", "update", "decision", "meeting", "readout"].map(|kind| {
        let path = here.join(format!("{kind}.toml"));
        let (exit, _, errors) = run(brief(["new", "--kind", kind]).arg(&path));
        assert!(exit == 0, "{errors}");
        (page_of(kind), path)
    });
    let mut disagreements = Vec::new();
    for (template, path) in starters {
        let (_, out, errors) = run(brief(["check"]).arg(&path));
        let is_noted = format!("{out}{errors}").contains("unprinted-content");
        let (exit, _, errors) = run(brief(["render", "-o"]).arg(here.join("page.pdf")).arg(&path));
        assert!(exit == 0, "{errors}");
        if errors.contains("does not print") != is_noted {
            disagreements.push(errors);
        }
        let (_, out, _) = run(brief(["render", "--format", "json", "-o"]).arg(here.join("page.pdf")).arg(&path));
        let out: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(out["briefs"][0]["template"], template.as_str(), "{}", path.display());
    }
    assert_eq!(disagreements, [""; 0]);
}

/// A name that a page does not use is not written out, and takes no line.
#[test]
fn a_page_writes_out_the_names_of_the_parties_that_it_has() {
    let here = folder("kinds-names");
    let text = |issue: &str, commitment: &str| {
        format!(
            "schema = 1\n[brief]\ntitle = \"Talks\"\nas_of = 2024-05-14\nbottom_line = \"They go on [@ministry].\"\n\
             [parties.upstream]\nname = \"Upstream\"\nrole = \"principal\"\n\
             [parties.plo]\nname = \"Palestine Liberation Organization\"\nshort = \"PLO\"\nrole = \"observer\"\n\
             [parties.zzz]\nname = \"Zed Zed Zone\"\nshort = \"ZZZ\"\nrole = \"observer\"\n\
             [issues.filling]\ntitle = \"Filling\"\nstatus = \"contested\"\n\
             [issues.other]\ntitle = \"Other\"\nstatus = \"contested\"\n{issue}\n\
             [positions.other.plo]\nstance = \"demands\"\ntext = \"Five years.\"\nsources = [\"ministry\"]\n\
             [positions.filling.upstream]\nstance = \"demands\"\ntext = \"Five years.\"\nsources = [\"ministry\"]\n\
             [commitments.c]\nby = \"zzz\"\ntext = \"Give water.\"\nsources = [\"ministry\"]\n{commitment}\n\
             [outcome]\nevent = \"Third round\"\ndate = 2024-05-12\nresult = \"procedural\"\n\
             [sources.ministry]\npublisher = \"Ministry of Water\"\ndate = 2024-05-13\n"
        )
    };
    let hidden = "on_page = false";
    for (issue, commitment, names) in [("", "", [true, true]), (hidden, "", [false, true]), ("", hidden, [true, false])]
    {
        fs::write(here.join("a.toml"), text(issue, commitment)).unwrap();
        let (exit, page, errors) = run(brief(["render", "--to", "md", "-o", "-", "a.toml"]).current_dir(&here));
        assert!(exit == 0, "{errors}");
        let found = ["PLO: Palestine Liberation Organization", "ZZZ: Zed Zed Zone"].map(|it| page.contains(it));
        assert_eq!(found, names, "{page}");
    }
}
