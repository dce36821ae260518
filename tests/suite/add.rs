//! `brief add`, `set`, `remove` and `rename`: the cases in `tests/cases/add/`, and laws over the shipped briefs.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Child, Stdio};

use briefing::diff::{self, ChangeKind};
use briefing::edit::{self, Draft};
use briefing::record::{self, Records};
use briefing::schema::{self, Field, TableSchema, Type};
use briefing::source::Sources;
use briefing::{format, parse};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use crate::check::compare;
use crate::program::{brief, folder, root, run, shipped_briefs};

/// Splits a command into words as a shell does: quotation marks group, and `\n` inside them is a line break.
fn words(line: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut open = false;
    let mut begun = false;
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        match c {
            '\'' => open = !open,
            c if c.is_whitespace() && !open => begun = false,
            c => {
                if !begun {
                    all.push(String::new());
                    begun = true;
                }
                let c = if c == '\\' && open {
                    characters.next().map(|c| if c == 'n' { '\n' } else { c })
                } else {
                    Some(c)
                };
                all.last_mut().unwrap().extend(c);
                continue;
            }
        }
        if c == '\'' && open && !begun {
            all.push(String::new());
            begun = true;
        }
    }
    all
}

#[test]
fn each_case_does_and_says_what_is_expected() {
    let cases = root().join("tests/cases/add");
    let mut names: Vec<_> = fs::read_dir(&cases).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert!(names.len() >= 15, "{names:?}");
    for name in names {
        let case = cases.join(&name);
        let here = folder(&format!("add-{}", name.to_str().unwrap()));
        let before = fs::read_to_string(case.join("brief.toml")).unwrap();
        fs::write(here.join("brief.toml"), &before).unwrap();
        let mut output = String::new();
        for line in fs::read_to_string(case.join("command")).unwrap().lines() {
            let words = words(line);
            assert_eq!(words[0], "brief", "{}", case.display());
            let (exit, out, errors) = run(brief(&words[1..]).current_dir(&here).stdin(Stdio::null()));
            assert!(!errors.contains("panicked"), "{errors}");
            output.push_str(&format!("{line}\n=> {exit}\n{out}{errors}\n"));
        }
        compare(&case.join("expected.txt"), &output);
        let after = fs::read_to_string(here.join("brief.toml")).unwrap();
        let expected = case.join("expected.toml");
        if after == before {
            assert!(!expected.exists(), "{}: nothing was written", case.display());
        } else {
            compare(&expected, &after);
            if format::format(&before).as_ref() == Ok(&before) {
                assert_eq!(format::format(&after).as_ref(), Ok(&after), "{}", case.display());
            }
        }
        assert_eq!(fs::read_dir(&here).unwrap().count(), 1, "{}: a file was left", case.display());
    }
}

#[test]
fn a_shipped_brief_stays_in_its_canonical_layout_whatever_is_added() {
    let here = folder("add-shipped");
    for path in shipped_briefs() {
        let file = here.join(path.file_name().unwrap());
        fs::copy(&path, &file).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let records = records(&text);
        let issue = records.of("issues.ID").next().unwrap().id().to_owned();
        let party = records.of("parties.ID").next().unwrap().id().to_owned();
        let day = records.get("brief").unwrap().date("as_of").unwrap().to_string();
        let name = file.file_name().unwrap().to_str().unwrap();
        for command in [
            &["add", "source", name, "--publisher", "Example Gazette", "--date", &day, "--kind", "newspaper"][..],
            &[
                "add",
                "party",
                name,
                "--name",
                "Example Union",
                "--role",
                "observer",
                "--interest",
                "One",
                "--interest",
                "Two",
            ],
            &["add", "issue", name, "--title", "Example question", "--status", "deferred", "--linked", &issue],
            &[
                "add",
                "position",
                name,
                "--issue",
                &issue,
                "--party",
                "example-union",
                "--stance",
                "supports",
                "--text",
                "It *supports* it.",
                "--source",
                "example-gazette",
                "--red-line",
            ],
            &[
                "add",
                "claim",
                name,
                "--text",
                "An example holds.",
                "--about",
                &format!("{issue},example-question"),
                "--source",
                "example-gazette",
            ],
            &[
                "add",
                "development",
                name,
                "--date",
                &day,
                "--text",
                "The example met. It went home.\n\nNobody saw it [@example-gazette].",
                "--trend",
                "improved",
                "--said-by",
                "example-union",
                "--new-edition",
            ],
            &["add", "commitment", name, "--by", &party, "--text", "It sends examples.", "--due", "2099-01-01"],
            &["add", "point", name, "--result", "deferred", "--text", "The example.", "--issue", &issue],
            &["add", "next-step", name, "--text", "They meet again.", "--owner", "Example chair"],
            &["add", "talking-point", name, "--kind", "make", "--text", "We welcome examples."],
            &["set", name, "brief.audience", "Example minister"],
            &["set", name, "brief.cleared_by", "First example", "Second example, of two"],
            &["set", name, "parties.example-union.representatives", "A Person, Chair"],
            &[
                "set",
                name,
                "parties.example-union.interests",
                &"A long interest. ".repeat(5),
                &"Another one. ".repeat(5),
            ],
            &["set", name, &format!("issues.{issue}.summary"), "One. Two.\nThree [@example-gazette]."],
            &["set", name, "brief.audience", "--unset"],
        ] {
            let (exit, out, errors) = run(brief(command).current_dir(&here));
            assert_eq!((exit, out.as_str()), (0, ""), "{command:?}: {errors}");
            let (exit, out, errors) = run(brief(["fmt", "--check", name]).current_dir(&here));
            assert_eq!((exit, out.as_str(), errors.as_str()), (0, "", ""), "{command:?}");
        }
        let after = fs::read_to_string(&file).unwrap();
        assert_eq!(records.of("sources.ID").count() + 1, self::records(&after).of("sources.ID").count());
    }
}

#[test]
fn standard_input_goes_to_standard_output_and_a_link_stays_a_link() {
    let here = folder("add-ways");
    let text = briefing::schema::EXAMPLE;
    fs::write(here.join("a.toml"), text).unwrap();
    let piped = |arguments: &[&str]| {
        let command = &mut brief(arguments);
        let command = command.current_dir(&here).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child: Child = command.spawn().unwrap();
        // A command with invalid arguments ends before it reads its input.
        let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
        let output = child.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (exit, out, errors) = piped(&["set", "-", "issues.filling.status", "deadlocked"]);
    assert_eq!(exit, Some(0), "{errors}");
    assert_eq!(out, text.replace("status = \"converging\"", "status = \"deadlocked\""));
    assert!(errors.ends_with("standard input: issues.filling.status converging → deadlocked\n"), "{errors}");
    // The command cannot ask for missing values, since its input is the brief.
    let (exit, out, errors) = piped(&["add", "development", "-"]);
    assert_eq!((exit, out.as_str()), (Some(2), ""));
    assert!(errors.contains("needs --date and --text"), "{errors}");
    let (exit, out, _) = piped(&["set", "-", "issues.filling.status", "deadlokced"]);
    assert_eq!((exit, out.as_str()), (Some(1), ""));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::create_dir(here.join("elsewhere")).unwrap();
        fs::write(here.join("elsewhere/real.toml"), text).unwrap();
        fs::set_permissions(here.join("elsewhere/real.toml"), fs::Permissions::from_mode(0o600)).unwrap();
        std::os::unix::fs::symlink("elsewhere/real.toml", here.join("link.toml")).unwrap();
        let (exit, _, errors) = run(brief(["set", "link.toml", "brief.edition", "2"]).current_dir(&here));
        assert_eq!((exit, errors.as_str()), (0, "link.toml: set brief.edition to 2\n"));
        assert!(here.join("link.toml").is_symlink());
        let real = here.join("elsewhere/real.toml");
        assert!(fs::read_to_string(&real).unwrap().contains("edition = 2\n"));
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600, "nobody else may read it now");
    }
}

#[test]
fn the_project_decides_what_makes_a_brief_invalid() {
    let here = folder("add-project");
    fs::write(here.join("a.toml"), briefing::schema::EXAMPLE).unwrap();
    let add = ["add", "claim", "a.toml", "--text", "It is so.", "--id", "so"];
    fs::write(here.join("briefing.toml"), "[check]\nunsourced-statement = \"deny\"\n").unwrap();
    let (exit, _, errors) = run(brief(add).current_dir(&here));
    assert!(exit == 1 && errors.contains("error[unsourced-statement]"), "{errors}");
    assert!(errors.ends_with("a.toml: nothing written; the errors above are those of the changed text\n"));
    assert_eq!(fs::read_to_string(here.join("a.toml")).unwrap(), briefing::schema::EXAMPLE);
    let (exit, _, errors) = run(brief(add).args(["--allow", "unsourced-statement"]).current_dir(&here));
    assert_eq!((exit, errors.as_str()), (0, "a.toml: added claims.so\n"));
}

fn records(text: &str) -> Records {
    let mut sources = Sources::default();
    let file = sources.add("brief.toml", text);
    let (document, diagnostics) = parse::parse(&sources, file);
    assert!(diagnostics.is_empty(), "{text}");
    record::records(&document)
}

/// Every field of every record of a text, whether it is set or not: its path, table and field.
fn places(text: &str) -> Vec<(String, &'static TableSchema, &'static Field)> {
    let mut all = Vec::new();
    for (path, record) in records(text).list {
        all.extend(record.table.all_fields().map(|field| (format!("{path}.{}", field.name), record.table, field)));
    }
    all
}

/// Values for a type of field. It does not matter here whether the ids and words are valid.
fn value_of(kind: Type) -> BoxedStrategy<Vec<String>> {
    let prose = prop::sample::select(vec![
        "Word",
        "One. Two.",
        "First line.\nSecond line.",
        "One.\n\nTwo. Three.\n",
        "\"Quoted\" and \\ back",
        "\"\"\"so\"\"\"\n\"\"",
        "# no comment",
        "[@report] [x] = 'y'",
        "a\tb",
        "Слова. Ще слова.",
        " \u{a0}x ",
    ]);
    match kind {
        Type::PartialDate => {
            prop::sample::select(&["2024-05-12", "2024-05", "2024", "2024-05/2024-07", "2024-05-12/2024-05-14"])
                .prop_map(|date| vec![date.to_owned()])
                .boxed()
        }
        Type::Date => (1990..2040i32, 1..=12u8, 1..=28u8)
            .prop_map(|(year, month, day)| vec![format!("{year}-{month:02}-{day:02}")])
            .boxed(),
        Type::Integer { .. } => (1..1000i64).prop_map(|number| vec![number.to_string()]).boxed(),
        Type::Boolean => any::<bool>().prop_map(|yes| vec![yes.to_string()]).boxed(),
        Type::Word(_, words) => prop::sample::select(words).prop_map(|word| vec![word.word.to_owned()]).boxed(),
        Type::List(Type::Id(_)) | Type::OneOrMore(_) => prop::collection::vec("[a-z]{1,20}", 1..9).boxed(),
        Type::List(Type::Record(_)) => prop::collection::vec("[A-Z][a-z]{1,9}(, [A-Z][a-z ]{1,30}x)?", 1..4).boxed(),
        Type::Marks => prop::collection::vec("[a-z]{1,9} ?= ?[A-Z:]{1,12}", 1..2).boxed(),
        Type::List(_) => prop::collection::vec(prose.prop_map(str::to_owned), 1..4).boxed(),
        _ => prose.prop_map(|text| vec![text.to_owned()]).boxed(),
    }
}

/// The arguments that set a field to its current value.
fn values_at(text: &str, path: &str) -> Vec<String> {
    let draft = Draft::new(text).unwrap();
    let one = |value: &parse::TomlValue| match &value.kind {
        parse::ValueKind::Text(text) => text.clone(),
        parse::ValueKind::Integer(Some(number)) => number.to_string(),
        parse::ValueKind::Boolean(yes) => yes.to_string(),
        parse::ValueKind::Date(date) => date.to_string(),
        parse::ValueKind::Table(table) => {
            table.entries.values().filter_map(|entry| entry.value.as_text()).collect::<Vec<_>>().join(", ")
        }
        other => panic!("{path}: {other:?}"),
    };
    let value = draft.document().value(path).unwrap();
    match &value.kind {
        parse::ValueKind::List(items) => items.iter().map(one).collect(),
        _ => vec![one(value)],
    }
}

/// A change of one field of one shipped brief, with the line endings of the repository or of Windows.
fn change() -> impl Strategy<Value = (String, String, Vec<String>)> {
    let texts: Vec<String> = shipped_briefs().into_iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    (prop::sample::select(texts), any::<prop::sample::Index>(), 0..4u8).prop_flat_map(|(text, at, layout)| {
        let places = places(&text);
        let (path, _, field) = at.get(&places);
        let text = match layout {
            0 => format!("\u{feff}{}", text.replace('\n', "\r\n")),
            1 => text.trim_end().to_owned(),
            _ => text,
        };
        (Just(text), Just(path.clone()), value_of(field.kind))
    })
}

/// Whether all lines of one text are in another, in the same order.
fn keeps_lines(one: &str, other: &str) -> bool {
    let mut lines = other.lines();
    one.lines().all(|line| lines.any(|other| other == line))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn setting_a_field_changes_that_field_alone_and_can_be_undone((text, path, values) in change()) {
        let mut draft = Draft::new(text.as_str()).unwrap();
        let place = edit::resolve(&path, draft.document()).unwrap();
        let old = draft.document().value(&path).is_some().then(|| values_at(&text, &path));
        let single_between_three = draft.document().value(&path).is_some_and(|value| {
            text[value.span.range()].starts_with("\"\"\"") && value.as_text().is_some_and(|text| !text.contains('\n'))
        });
        let changed = draft.set(&place, &values).unwrap();
        let after = draft.text().to_owned();
        // The text: only the value has changed.
        prop_assert_eq!(changed, after != text);
        let without = |text: &str| {
            let mut draft = Draft::new(text).unwrap();
            draft.unset(&place).map(|_| draft.text().to_owned())
        };
        if old.is_none() {
            prop_assert!(keeps_lines(&text, &after), "{}", after);
        }
        prop_assert_eq!(without(&text), without(&after), "{}", path);
        let canonical = format::format(&text).as_ref() == Ok(&text);
        if canonical {
            let formatted = format::format(&after);
            prop_assert_eq!(formatted.as_ref(), Ok(&after));
        }
        prop_assert_eq!(text.contains("\r\n"), !after.replace("\r\n", "").contains('\n'));
        prop_assert_eq!(text.ends_with('\n'), after.ends_with('\n'));
        // The model: nothing else differs. A renamed title may make a record similar to another one.
        let found = diff::diff(&records(&text), &records(&after));
        // With another event or date it counts as another outcome.
        let is_new_outcome = ["outcome.event", "outcome.date"].contains(&path.as_str());
        for change in &found.changes {
            if is_new_outcome && change.kind != ChangeKind::Kept {
                prop_assert!(change.path.starts_with("outcome"), "{}", change.path);
                continue;
            }
            prop_assert_eq!(change.kind, ChangeKind::Kept);
            for field in &change.fields {
                let changed = format!("{}.{}", change.path, field.field.name);
                prop_assert_eq!(&changed, &path);
            }
        }
        let again = draft.set(&place, &values);
        prop_assert_eq!(again, Ok(false));
        // Setting the old value again restores the text.
        match old {
            Some(old) => draft.set(&place, &old).unwrap(),
            None => draft.unset(&place).unwrap(),
        };
        // A single line in triple quotes loses them if it had several lines or sentences in the meantime.
        if !(single_between_three && values.iter().any(|value| value.contains('\n') || value.contains(". "))) {
            prop_assert_eq!(draft.text(), text);
        }
    }

    #[test]
    fn adding_a_record_keeps_every_line_and_adds_that_record_alone(
        (text, at, party) in (0..5usize, 0..20usize, 0..20usize),
        seed in prop::collection::vec(any::<prop::sample::Index>(), 20),
        random in any::<[u8; 32]>(),
    ) {
        let paths = shipped_briefs();
        let text = fs::read_to_string(&paths[text % paths.len()]).unwrap();
        let before = records(&text);
        let tables: Vec<&TableSchema> = schema::TABLES.iter().filter(|table| table.path.contains('.')).collect();
        let table: &'static TableSchema = tables[at % tables.len()];
        let ids: Vec<String> = if table.path == "positions.ISSUE.PARTY" {
            let issues: Vec<_> = before.of("issues.ID").collect();
            vec![issues[party % issues.len()].id().to_owned(), "nobody".to_owned()]
        } else {
            // A table inside a record has an id for each of the two.
            table.id_parts().iter().enumerate().map(|(at, _)| format!("new-{at}")).collect()
        };
        let mut runner = TestRunner::new_with_rng(
            ProptestConfig::default(),
            TestRng::from_seed(RngAlgorithm::ChaCha, &random),
        );
        let fields: Vec<_> = table
            .all_fields()
            .zip(&seed)
            .filter(|(field, chance)| field.required || chance.index(3) == 0)
            .map(|(field, _)| (field, value_of(field.kind).new_tree(&mut runner).unwrap().current()))
            .collect();
        let mut draft = Draft::new(text.as_str()).unwrap();
        draft.add(table, &ids, &fields).unwrap();
        let after = draft.text();
        prop_assert!(keeps_lines(&text, after), "{}", after);
        let formatted = format::format(after);
        prop_assert_eq!(formatted.as_deref(), Ok(after));
        let path = edit::path_of(table, &ids);
        let mut now = records(after);
        prop_assert!(now.list.shift_remove(&path).is_some());
        // The enclosing record is implied.
        if let [holder, _] = &ids[..] {
            now.list.shift_remove(&format!("texts.{holder}"));
        }
        prop_assert_eq!(now, before);
    }
}

#[test]
fn cases_are_split_into_words_as_by_a_shell() {
    let all = words("brief add x --text 'a b' '' c'd e' 'it\\n\\'s'");
    assert_eq!(all, ["brief", "add", "x", "--text", "a b", "", "cd e", "it\n's"]);
    assert!(Path::new("tests/cases/add").is_dir());
}
