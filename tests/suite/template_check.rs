//! `brief template check`

use briefing::record::records;
use briefing::schema::TABLES;
use briefing::{parse, source::Sources};

use crate::program::{brief, folder, root, run};

/// A file of a template, and a function that changes its text.
type Change<'a> = (&'a str, &'a dyn Fn(&str) -> String);

/// A copy of a built-in template in its own folder, with some files changed or added.
fn copy(name: &str, of: &str, changes: &[Change<'_>]) -> std::path::PathBuf {
    let here = folder(name);
    let (exit, _, errors) = run(brief(["template", "export", of, "mine"]).current_dir(&here));
    assert_eq!(exit, 0, "{errors}");
    for (file, change) in changes {
        let path = here.join("mine").join(file);
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        std::fs::write(path, change(&text)).unwrap();
    }
    here
}

#[test]
fn all_mistakes_of_a_template_are_reported_at_once_and_with_their_places() {
    let table = |text: &str| format!("{text}\n| a |\n| --- |\n{{{{#each claims}}}}| {{{{text}}}} |{{{{/each}}}}\n");
    let here = copy(
        "template-check",
        "one-page",
        &[
            ("template.md.hbs", &table),
            ("silent.md.hbs", &|text: &str| format!("{text}\n{{{{#each matrix.silent}}}}x\n")),
            ("style.toml", &|text: &str| format!("{text}\n[colour]\ntext = \"red\"\n")),
            ("language-de.toml", &|_: &str| "[labels]\nsorces = \"Quellen\"\n".to_owned()),
        ],
    );
    let (exit, found, errors) = run(brief(["template", "check", "mine", "--format", "short"]).current_dir(&here));
    assert_eq!(exit, 1, "{errors}");
    for expected in [
        "error[template-error]: `{{#each claims}}` breaks the table: it is on the same line as the row that it prints",
        "error[template-error]: `{{#each matrix.silent}}` is not closed",
        "error[bad-style]: `colour` is not a table of a style",
        "mine/language-de.toml:",
    ] {
        assert_eq!(found.matches(expected).count(), 1, "{expected}: {found}");
    }
    assert!(found.lines().all(|line| line.starts_with("mine/")), "{found}");
}

#[test]
fn a_name_that_no_record_has_is_an_error_where_it_would_be_false_without_a_word() {
    let misspelt = |text: &str| format!("{text}\n{{{{#if brief.assesment}}}}x{{{{/if}}}}\n");
    let here = copy("template-names", "one-page", &[("template.md.hbs", &misspelt)]);
    let check = brief(["template", "check", "mine", "--format", "short"]);
    let (exit, found, _) = run({ check }.current_dir(&here));
    assert_eq!(exit, 1);
    assert!(found.contains("template-error]: no record has a field `assesment`"), "{found}");
    // Also when a brief is rendered.
    std::fs::copy(root().join("briefs/donbas.toml"), here.join("a.toml")).unwrap();
    let (exit, _, errors) = run(brief(["render", "a.toml", "--template", "mine"]).current_dir(&here));
    assert_eq!(exit, 1);
    assert!(errors.contains("did you mean `assessment`?") && !here.join("a.pdf").exists(), "{errors}");
}

#[test]
fn a_style_for_another_template_is_one_error_with_all_its_places() {
    let page = "# {{brief.title}}\n\n| Issue |\n| --- |\n{{#each issues}}\n| {{title}} |\n{{/each}}\n";
    let here = copy("template-sections", "one-page", &[("template.md.hbs", &|_: &str| page.to_owned())]);
    let check = || {
        run(brief(["template", "check", "mine", "--format", "short"])
            .arg(root().join("briefs/donbas.toml"))
            .current_dir(&here))
    };
    let (exit, found, _) = check();
    let errors: Vec<&str> = found.lines().filter(|line| line.contains(" error[")).collect();
    assert!(exit == 1 && errors.len() == 1, "{found}");
    assert!(errors[0].contains("the template has none of these sections: `judgements`, `positions`, "), "{found}");
    let mut names: Vec<&str> = errors[0].split('`').skip(1).step_by(2).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "a name is listed twice: {found}");
    // A name in two places is one name.
    let style = std::fs::read_to_string(here.join("mine/style.toml")).unwrap();
    std::fs::write(here.join("mine/style.toml"), "[sections]\nwide = [\"qqqq\"]\ndrop = [\"qqqq\"]\n").unwrap();
    let (exit, found, _) = check();
    assert!(
        exit == 1 && found.contains("style.toml:2:9: error[bad-style]: the template has no section `qqqq`"),
        "{found}"
    );
    assert!(found.matches("qqqq").count() == 1, "{found}");
    std::fs::write(here.join("mine/style.toml"), style).unwrap();
    // A table that is split over several lines is found before a page is made.
    let torn = page.replace(" |\n{{/each}}", " |\n\n{{/each}}");
    std::fs::write(here.join("mine/template.md.hbs"), torn).unwrap();
    let (exit, found, _) = check();
    assert!(exit == 1 && found.contains("there is an empty line next to the rows that it repeats"), "{found}");
}

#[test]
fn a_built_in_template_has_no_mistakes_and_says_what_it_leaves_to_others() {
    for template in crate::program::TEMPLATES {
        let (exit, found, errors) = run(&mut brief(["template", "check", template, "--format", "short"]));
        assert_eq!(exit, 0, "{template}: {found}{errors}");
        assert!(!found.contains("error["), "{template}: {found}");
    }
    let (_, _, found) = run(&mut brief(["template", "check", "talking-points"]));
    assert!(found.contains("[positions.ISSUE.PARTY] text"), "{found}");
}

#[test]
fn the_briefs_that_are_named_are_printed_with_it() {
    let here = copy("template-briefs", "one-page", &[]);
    std::fs::write(here.join("a.toml"), "schema = 1\n[brief]\ntitel = \"x\"\n").unwrap();
    let (exit, _, errors) = run(brief(["template", "check", "mine", "a.toml"]).current_dir(&here));
    assert_eq!(exit, 1);
    assert!(errors.contains("a.toml:3:1") && errors.contains("did you mean `title`?"), "{errors}");
    let (exit, _, errors) = run(brief(["template", "check", "none"]).current_dir(&here));
    assert_eq!(exit, 2);
    assert!(errors.contains("no template and no folder `none`"), "{errors}");
}

#[test]
fn the_dossier_prints_every_field_of_the_format() {
    let path = root().join("tests/cases/everything/reservoir.toml");
    let mut sources = Sources::default();
    let file = sources.add("reservoir.toml", std::fs::read_to_string(&path).unwrap());
    let records = records(&parse::parse(&sources, file).0);
    // The brief has every field, so a new field must be added to it. Shared records are in other files.
    for table in TABLES.iter().filter(|table| table.path != "use") {
        let marking = table.marking();
        for field in table.all_fields().filter(|field| marking.iter().all(|mark| mark.name != field.name)) {
            let has = records.list.values().any(|it| it.table.path == table.path && it.fields.contains_key(field.name));
            assert!(has || table.path.is_empty(), "no record of `[{}]` has `{}`", table.path, field.name);
        }
    }
    let (exit, found, errors) = run(brief(["template", "check", "full"]).arg(&path));
    assert_eq!(exit, 0, "{found}{errors}");
    assert!(!found.contains("unprinted-content") && !errors.contains("unprinted-content"), "{found}{errors}");
}
