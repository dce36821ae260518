//! The commands that write briefs: `new`, `fmt` and `check --fix`.

use std::fs;
use std::path::Path;

use briefing::diagnostic::render;
use briefing::library::FontLibrary;
use briefing::model::{BriefKind, Date, Vocabulary};
use briefing::schema::{TABLES, Type};
use briefing::source::Sources;
use briefing::starter::starter;
use briefing::world::Memory;
use briefing::{Checked, RenderOptions, Renderer, check, format, parse};

use crate::program::{brief, folder, root, run, shipped_briefs};

fn said(text: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add("brief.toml", text);
    let (document, mut errors) = parse::parse(&sources, file);
    errors.extend(check::check(&document, &sources).1);
    render::short(&errors, &sources)
}

#[test]
fn every_starter_is_without_errors_and_in_its_canonical_layout() {
    for kind in BriefKind::ALL {
        let text = starter(*kind, Date::from_calendar_date(2026, time::Month::March, 1).unwrap());
        assert_eq!(said(&text), "", "{}", kind.word());
        assert_eq!(format::format(&text).as_deref(), Ok(text.as_str()), "{}", kind.word());
    }
}

#[test]
fn a_starter_makes_one_page_that_has_all_of_it() {
    let (library, world) = (FontLibrary::default(), Memory::default());
    let mut renderer = Renderer::new(&library);
    for kind in BriefKind::ALL {
        let text = starter(*kind, Date::from_calendar_date(2026, time::Month::March, 1).unwrap());
        let mut checked = Checked::from_text("starter.toml", &text);
        let pages = renderer.render(&mut checked, RenderOptions::default(), &world).unwrap();
        let page = pages.and_then(|it| it.pdf).unwrap_or_else(|| panic!("{}", checked.report()));
        assert_eq!((page.pages.pages.len(), page.fit.cut.as_slice()), (1, [].as_slice()), "{}", kind.word());
        checked.add_unprinted(&mut renderer, RenderOptions::default(), &world).unwrap();
        assert!(checked.diagnostics.is_empty(), "{}: {}", kind.word(), checked.report());
    }
}

#[test]
fn a_starter_has_room_for_the_words_of_every_language() {
    let (library, world) = (FontLibrary::default(), Memory::default());
    let mut renderer = Renderer::new(&library);
    for kind in BriefKind::ALL {
        let text = starter(*kind, Date::from_calendar_date(2026, time::Month::March, 1).unwrap());
        // The built-in fonts have no Arabic letters, so Arabic is left out.
        for language in ["de", "es", "fr", "pt", "ru", "uk"] {
            let text = text.replacen("[brief]\n", &format!("[brief]\nlanguage = \"{language}\"\n"), 1);
            let mut checked = Checked::from_text("starter.toml", &text);
            let pages = renderer.render(&mut checked, RenderOptions::default(), &world).unwrap();
            let page = pages.and_then(|it| it.pdf).unwrap_or_else(|| panic!("{}", checked.report()));
            let found = (page.pages.pages.len(), page.fit.cut.as_slice());
            assert_eq!(found, (1, [].as_slice()), "{} in {language}", kind.word());
        }
    }
}

#[test]
fn the_words_that_a_starter_lists_are_those_of_the_format() {
    let date = Date::from_calendar_date(2026, time::Month::March, 1).unwrap();
    let mut seen = 0;
    for kind in BriefKind::ALL {
        let text = starter(*kind, date);
        let mut header = "";
        let mut comment = "";
        for line in text.lines() {
            if line.starts_with('[') {
                header = line;
            }
            let Some((name, value)) = line.split_once(" = ") else {
                comment = line.strip_prefix("# ").unwrap_or("");
                continue;
            };
            let listed = value.rsplit_once(" # ").map_or(comment, |(_, listed)| listed);
            comment = "";
            let path = match header.trim_matches(['[', ']']).split('.').collect::<Vec<_>>()[..] {
                ["brief" | "outcome"] => header.trim_matches(['[', ']']).to_owned(),
                ["positions", ..] => "positions.ISSUE.PARTY".to_owned(),
                ["outcome", ..] => "outcome.points.ID".to_owned(),
                [table, _] => format!("{table}.ID"),
                _ => continue,
            };
            let field = TABLES.iter().find(|table| table.path == path).and_then(|table| table.field(name));
            // A comment that lists words has at least three of them.
            let Some(Type::Word(_, words)) = field.map(|field| field.kind) else { continue };
            if listed.matches(", ").count() >= 2 && !listed.contains('…') {
                let all: Vec<&str> = words.iter().map(|word| word.word).collect();
                assert_eq!(listed, all.join(", "), "{path}.{name}");
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn a_starter_is_written_once_and_never_over_a_file() {
    let here = folder("new");
    let (exit, _, errors) = run(brief(["new", "--kind", "meeting", "a.toml"]).current_dir(&here));
    assert_eq!((exit, errors.as_str()), (0, "wrote a.toml; `brief render a.toml` renders its page\n"));
    let (exit, _, errors) = run(brief(["render", "a.toml"]).current_dir(&here));
    assert!(
        exit == 0 && errors.starts_with("wrote a.md and a.pdf (1 page; ") && errors.lines().count() == 1,
        "{errors}"
    );
    let text = fs::read_to_string(here.join("a.toml")).unwrap();
    let (exit, _, errors) = run(brief(["new", "a.toml"]).current_dir(&here));
    assert!(exit == 2 && errors.contains("a.toml already exists"), "{errors}");
    assert_eq!(fs::read_to_string(here.join("a.toml")).unwrap(), text);
}

#[test]
fn the_shipped_briefs_are_in_their_canonical_layout_and_formatting_changes_no_model() {
    for path in shipped_briefs() {
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(format::format(&text).as_deref(), Ok(text.as_str()), "{}: run `brief fmt`", path.display());
        // The same brief in a different layout.
        let other: String = text.replace(" = ", "\t=   ").replace("\n[", "\n\n\n  [ ").replace('\n', "\r\n");
        let model = |text: &str| {
            let mut sources = Sources::default();
            let file = sources.add("brief.toml", text);
            let (document, errors) = parse::parse(&sources, file);
            assert!(errors.is_empty(), "{}", render::short(&errors, &sources));
            check::check(&document, &sources).0.unwrap()
        };
        let formatted = format::format(&other).unwrap();
        assert_eq!(model(&other), model(&formatted), "{}", path.display());
        assert_eq!(format::format(&formatted).as_ref(), Ok(&formatted), "{}", path.display());
    }
}

#[test]
fn fmt_writes_the_file_and_with_check_only_says_what_would_change() {
    let here = folder("fmt");
    fs::write(here.join("a.toml"), "schema=1\n[brief]\ntitle='T'\n").unwrap();
    fs::write(here.join("b.toml"), "schema = \n").unwrap();
    fs::write(here.join("other.toml"), "[package]\nname='x'\n").unwrap();
    let (exit, out, errors) = run(brief(["fmt", "--check", "a.toml"]).current_dir(&here));
    assert_eq!((exit, errors.as_str()), (1, ""));
    assert!(out.contains("-schema=1\n") && out.contains("+schema = 1\n"), "{out}");
    let (exit, _, errors) = run(brief(["fmt", "a.toml", "b.toml", "."]).current_dir(&here));
    assert_eq!(exit, 1);
    assert!(errors.contains("formatted a.toml") && errors.contains("b.toml: not formatted"), "{errors}");
    assert_eq!(fs::read_to_string(here.join("a.toml")).unwrap(), "schema = 1\n\n[brief]\ntitle = 'T'\n");
    assert_eq!(fs::read_to_string(here.join("other.toml")).unwrap(), "[package]\nname='x'\n");
    assert_eq!(run(brief(["fmt", "--check", "a.toml"]).current_dir(&here)), (0, String::new(), String::new()));
}

/// The example with errors that have safe fixes, and one error without.
const FAULTY: &[(&str, &str)] = &[
    ("as_of = 2024-05-14", "as_of   = \"2024-05-14\" # the day\r"),
    ("handling = \"TLP:GREEN\"", "handling = \"TLP: green\""),
    ("role = \"principal\"", "role = \"Principal\""),
    ("priority = 1", "priority = \"1\""),
    ("red_line = true", "red_line = yes"),
    ("sources = [\"ministry\"]", "sources = \"ministry\""),
    ("event = \"Third round\"", "event = “Third round”"),
    ("kind = \"official\"", "kind = \"offical\""),
];

#[test]
fn check_fix_fixes_what_is_safe_and_leaves_every_other_byte() {
    let here = folder("fix");
    let mut faulty = briefing::schema::EXAMPLE.to_owned();
    let mut fixed = faulty.clone();
    for (right, wrong) in FAULTY {
        assert!(faulty.contains(right), "{right}");
        faulty = faulty.replacen(right, wrong, 1);
        fixed = match *wrong {
            "kind = \"offical\"" => fixed.replacen(right, wrong, 1),
            "as_of   = \"2024-05-14\" # the day\r" => fixed.replacen(right, "as_of   = 2024-05-14 # the day\r", 1),
            _ => fixed,
        };
    }
    fs::write(here.join("a.toml"), &faulty).unwrap();
    let (exit, diff, errors) = run(brief(["check", "--fix", "--dry-run", "a.toml"]).current_dir(&here));
    assert_eq!(exit, 1, "{errors}");
    assert!(diff.contains("-role = \"Principal\"\n+role = \"principal\"\n"), "{diff}");
    assert_eq!(fs::read_to_string(here.join("a.toml")).unwrap(), faulty, "a dry run writes nothing");
    let (exit, out, errors) = run(brief(["check", "--fix", "a.toml"]).current_dir(&here));
    assert_eq!((exit, out.as_str()), (1, ""), "{errors}");
    assert_eq!(fs::read_to_string(here.join("a.toml")).unwrap(), fixed, "{errors}");
    assert!(errors.contains("fixed bad-enum: wrote \"principal\"") && errors.contains("a.toml: 1 error"), "{errors}");
    // The remaining errors need a person, and a second run changes nothing.
    let (_, _, errors) = run(brief(["check", "--fix", "a.toml"]).current_dir(&here));
    assert!(!errors.contains("fixed:") && errors.contains("write \"official\""), "{errors}");
}

#[test]
fn a_project_sets_severities_in_its_project_file_and_on_the_command_line() {
    let here = folder("severities");
    fs::create_dir_all(here.join("briefs")).unwrap();
    let text = fs::read_to_string(root().join("briefs/donbas.toml")).unwrap();
    fs::write(here.join("briefs/a.toml"), text.replace("# brief: allow", "# Not suppressed:")).unwrap();
    let check = |options: &[&str]| {
        let (exit, out, errors) =
            run(brief(["check", "--format", "short"]).args(options).arg("briefs").current_dir(&here));
        (exit, out.matches("error[").count(), out.matches("warning[").count(), errors)
    };
    let (exit, wrong, warnings, _) = check(&[]);
    assert!(exit == 0 && wrong == 0 && warnings == 4);
    assert_eq!(check(&["--deny", "warnings", "--allow", "missing-position"]), (1, 2, 0, String::new()));
    fs::write(here.join("briefing.toml"), "[check]\nmissing-position = \"deny\"\nwarnings = \"allow\"\n").unwrap();
    assert_eq!(check(&[]), (1, 2, 0, String::new()));
    assert_eq!(check(&["--allow", "missing-position"]), (0, 0, 0, String::new()));
    let (exit, _, _, errors) = check(&["--deny", "misspelt"]);
    assert!(exit == 2 && errors.contains("no diagnostic is called `misspelt`"), "{errors}");
    fs::write(here.join("briefing.toml"), "[check]\nmissing-positions = \"deny\"\n").unwrap();
    let (exit, _, errors) = run(brief(["check", "briefs"]).current_dir(&here));
    assert!(
        exit == 2 && errors.contains("briefing.toml:2:1") && errors.contains("did you mean `missing-position`?"),
        "{errors}"
    );
    let rendered = run(brief(["render", "briefs/a.toml"]).current_dir(&here)).0;
    assert!(rendered == 2 && !Path::new(&here.join("briefs/a.pdf")).exists());
}
