use super::*;
use crate::diagnostic::Fix;
use crate::growth;
use crate::model::{Owner, ProseInline};
use crate::parse::parse;
use proptest::prelude::*;

fn read(text: &str) -> (Sources, Option<Brief>, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let file = sources.add("brief.toml", text);
    let (document, mut diagnostics) = parse(&sources, file);
    let (brief, more) = check(&document, &sources);
    diagnostics.extend(more);
    diagnostic::sort(&mut diagnostics);
    (sources, brief, diagnostics)
}

/// A text with the edits of some fixes made.
fn fixed(text: &str, fixes: &[Fix]) -> String {
    let mut edits: Vec<&Replacement> = fixes.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| std::cmp::Reverse((edit.span.start, edit.span.end)));
    let mut text = text.to_owned();
    for edit in edits {
        text.replace_range(edit.span.range(), &edit.text);
    }
    text
}

#[test]
fn the_example_is_read_into_the_model() {
    let text = format!(
        "{}\n[next_steps.meet]\ntext = \"Meet.\"\nowner = \"upstream\"\n[next_steps.write]\ntext = \"Write.\"\nowner = \"The Chair\"\n",
        schema::EXAMPLE
    );
    let (_, brief, diagnostics) = read(&text);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let Some(brief) = brief else { panic!("no brief") };
    assert_eq!(brief.language, "en");
    assert_eq!(brief.parties.keys().map(Id::as_str).collect::<Vec<_>>(), ["upstream", "downstream"]);
    assert!(brief.positions["filling"]["downstream"].red_line);
    assert!(
        matches!(brief.bottom_line.paragraphs[0].words[1], ProseInline::Citation(ref id) if id.as_str() == "ministry")
    );
    assert!(matches!(brief.next_steps["meet"].owner, Some(Owner::Party(_))));
    assert!(matches!(brief.next_steps["write"].owner, Some(Owner::Other(ref name)) if name == "The Chair"));
}

#[test]
fn safe_fixes_fix_what_they_promise_to() {
    let mut broken = schema::EXAMPLE.to_owned();
    for (right, wrong) in [
        ("as_of = 2024-05-14", "as_of = \"2024-05-14\""),
        ("priority = 1", "priority = \"1\""),
        ("red_line = true", "red_line = \"true\""),
        ("sources = [\"ministry\"]", "sources = \"ministry\""),
        ("event = \"Third round\"", "event = 3"),
        ("role = \"principal\"", "role = \"Principal\""),
        ("stance = \"demands\"", "stance = “demands”"),
        ("\"official\"", "official"),
    ] {
        assert!(broken.contains(right), "{right}");
        broken = broken.replacen(right, wrong, 1);
    }
    let safe = |text: &str| {
        let fixes =
            read(text).2.into_iter().filter_map(|diagnostic| diagnostic.fix).filter(|fix| fix.safe).collect::<Vec<_>>();
        fixed(text, &fixes)
    };
    let once = safe(&broken);
    let (_, brief, diagnostics) = read(&safe(&once));
    assert!(brief.is_some(), "{diagnostics:?}");
}

#[test]
fn every_field_of_the_schema_is_read_by_the_model() {
    // A brief that has every field with its example. Fields that the model forgot would not change it when removed.
    let mut text = String::new();
    for table in schema::TABLES {
        let path = table.path.replace("ISSUE", "filling").replace("PARTY", "downstream");
        let path = path.replace("VARIANT", "one");
        let path = match table.path {
            "parties.ID" => "parties.downstream".to_owned(),
            "issues.ID" => "issues.filling".to_owned(),
            "sources.ID" => "sources.ministry".to_owned(),
            "options.ID" => "options.seven-years".to_owned(),
            "people.ID" => "people.diallo".to_owned(),
            "meetings.ID" => "meetings.fourth-round".to_owned(),
            "proposals.ID" => "proposals.draft".to_owned(),
            _ => path.replace("ID", "one"),
        };
        if !path.is_empty() {
            text.push_str(&format!("[{path}]\n"));
        }
        for field in table.all_fields() {
            // A mark must be of a field of the same table.
            // No mark lowers what is for our side alone.
            let is_of_own_side = ["aims.ISSUE", "arguments.ID"].contains(&table.path);
            let level = if is_of_own_side { "\"own-side\"" } else { "\"TLP:GREEN\"" };
            let example = match (field.name, table.fields.first()) {
                ("marks", Some(first)) => format!("{{ {} = {level} }}", first.name),
                ("handling", _) => level.to_owned(),
                _ => field.example.to_owned(),
            };
            text.push_str(&format!("{} = {example}\n", field.name));
        }
    }
    text.push_str("[issues.flow-data]\ntitle = \"Data\"\nstatus = \"agreed\"\n");
    text.push_str("[parties.upstream]\nname = \"U\"\nrole = \"principal\"\n[sources.agency]\npublisher = \"A\"\ndate = 2024-05-13\n");
    let (_, whole, diagnostics) = read(&text);
    assert!(whole.is_some(), "{diagnostics:?}\n{text}");
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.contains(" = ")) {
        let mut without = lines.clone();
        without.remove(at);
        let (_, brief, diagnostics) = read(&without.join("\n"));
        // What a brief uses is taken by its project, before it is checked.
        let default = matches!(*line, "language = \"en\"" | "schema = 1") || line.starts_with("files = ");
        assert!(default || brief.is_none() || brief != whole, "{line} is not read: {diagnostics:?}");
    }
}

#[test]
fn a_long_chain_of_sources_is_checked_in_linear_time() {
    let chain = |sources: usize| {
        let source = |at: usize| {
            let relays = if at > 0 { format!("relays = \"s{}\"\n", at - 1) } else { String::new() };
            format!("[sources.s{at}]\npublisher = \"P\"\ndate = 2024-05-13\n{relays}")
        };
        (0..sources).rev().map(source).collect::<String>()
    };
    assert!(growth::is_linear(200, |sources| {
        let (_, brief, diagnostics) = read(&format!("{}{}", schema::EXAMPLE, chain(sources)));
        assert!(brief.is_some(), "{diagnostics:?}");
    }));
    // Added by a shared file.
    assert!(growth::is_linear(200, |records| {
        let mut sources = Sources::default();
        let named = schema::EXAMPLE.replace("[@ministry]", &format!("[@s{}]", records - 1));
        let file = sources.add("brief.toml", named.as_str());
        let (mut document, _) = parse(&sources, file);
        let shared = sources.add("shared.toml", chain(records).as_str());
        let (shared, _) = parse(&sources, shared);
        document.add_shared(&shared, "sources");
        let kept = with_what_is_named(&document, &sources);
        assert!(
            kept.root()
                .get("sources")
                .and_then(crate::parse::TomlValue::as_table)
                .is_some_and(|all| all.entries.len() > records)
        );
    }));
}

#[test]
fn a_brief_that_breaks_an_error_of_a_rule_is_still_a_brief() {
    for (right, wrong) in
        [("TLP:GREEN", "TLP':GREEN"), ("date = 2024-05-12", "date = 2024-05-19"), ("TLP:GREEN", "TLP:Green")]
    {
        assert!(schema::EXAMPLE.contains(right), "{right}");
        let text = schema::EXAMPLE.replacen(right, wrong, 1);
        let (_, brief, diagnostics) = read(&text);
        assert!(brief.is_some() && diagnostic::has_errors(&diagnostics), "{wrong}: {diagnostics:?}");
        assert!(holds(&text).is_ok(), "{wrong}");
    }
}

#[test]
fn a_number_without_digits_or_beyond_all_bounds_is_a_error() {
    for number in ["0x", "0b", "99999999999999999999", "-1", "1.5", "nan"] {
        let text = schema::EXAMPLE.replacen("priority = 1", &format!("priority = {number}"), 1);
        let (_, brief, diagnostics) = read(&text);
        assert!(brief.is_none() && diagnostics.len() == 1, "{number}: {diagnostics:?}");
        let (_, brief, diagnostics) = read(&schema::EXAMPLE.replacen("2024-05-12", number, 1));
        assert!(brief.is_none() && diagnostics.len() == 1, "{number}: {diagnostics:?}");
    }
}

/// What it is, how many parts of it take long enough to be measured, and a brief with this many.
type Kind<'a> = (&'static str, usize, &'a dyn Fn(usize) -> String);

/// What a stranger may send.
#[test]
fn hostile_briefs_are_checked_in_linear_time() {
    let letters = |at: usize| -> String {
        [1, 26, 676, 17_576].map(|of| char::from(b'A' + (at / of % 26) as u8)).iter().collect()
    };
    let prose = |text: String| {
        schema::EXAMPLE.replacen("bottom_line = \"", &format!("background = \"{text}\"\nbottom_line = \""), 1)
    };
    let records = |record: &dyn Fn(usize) -> String, count: usize| -> String {
        (0..count).map(record).fold(schema::EXAMPLE.to_owned(), |all, record| all + &record)
    };
    let kinds: [Kind<'_>; 9] = [
        ("abbreviations", 2_000, &|count| prose((0..count).map(|at| format!("A{} ", letters(at))).collect())),
        ("parties", 400, &|count| {
            records(
                &|at| format!("[parties.p{at}]\nname = \"Union of {} People\"\nrole = \"supporter\"\n", letters(at)),
                count,
            )
        }),
        ("issues", 1_000, &|count| {
            records(&|at| format!("[issues.i{at}]\ntitle = \"Issue {at}\"\nstatus = \"contested\"\n"), count)
        }),
        ("developments", 400, &|count| {
            records(
                &|at| {
                    format!(
                        "[developments.d{at}]\ndate = 2024-05-13\ntext = \"The “so called word here” {at}.\"\naffects = [\"filling\"]\n"
                    )
                },
                count,
            )
        }),
        ("fallbacks", 1_000, &|count| {
            let steps: String = (0..count).map(|at| format!("\"Step {at}.\", ")).collect();
            schema::EXAMPLE.to_owned() + &format!("[aims.filling]\ngoal = \"Six.\"\nfallback = [{steps}]\n")
        }),
        ("open links", 20_000, &|count| prose("[a](".repeat(count))),
        ("open brackets", 10_000, &|count| prose("[a".repeat(count))),
        ("open citations", 10_000, &|count| prose("[@a".repeat(count))),
        ("quotation marks", 2_000, &|count| prose("“a ".repeat(count))),
    ];
    for (name, parts, text) in kinds {
        let check = |count: usize| _ = read(&text(count));
        assert!(growth::is_linear(parts, check), "{name}");
    }
}

#[test]
fn a_large_brief_with_many_errors_is_checked_in_linear_time() {
    assert!(growth::is_linear(200, |records| {
        let mut text = schema::EXAMPLE.to_owned();
        for at in 0..records {
            text.push_str(&format!(
                "[sources.s{at}]\npublisher = \"P [@x\"\ndate = 2024-05-13\nrelays = \"t{at}\"\nodd_{at} = 1\n"
            ));
            text.push_str(&format!("[claims.c{at}]\ntext = \"\"\"\n{}\"\"\"\n", "*a [@b] \n".repeat(5)));
        }
        let (_, brief, diagnostics) = read(&text);
        assert!(brief.is_none() && diagnostics.len() > 4 * records);
    }));
}

/// What people and other programs do to a file.
fn damage() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "",
        "\"",
        "'",
        "\"\"\"",
        "[",
        "]",
        "=",
        "\n",
        "\r\n",
        "*",
        "**",
        "[@",
        "](",
        "\\",
        ".",
        "{",
        "}",
        ",",
        "#",
        "\u{202e}",
        "\\u202E",
        "é",
        "日",
        "1",
        "2024-05-14",
        "true",
        "“",
        "[[outcome]]\n",
        "[brief]\n",
        "[parties]\n",
        "x = 1\n",
        "\u{0}",
        "\u{feff}",
        "<<<<<<< a\n",
    ]);
    let length = schema::EXAMPLE.len();
    prop::collection::vec((0..length, 0..12_usize, pieces), 1..6).prop_map(|changes| {
        let mut text = schema::EXAMPLE.to_owned();
        for (at, cut, piece) in changes {
            let start = text.floor_char_boundary(at.min(text.len()));
            let end = text.ceil_char_boundary((start + cut).min(text.len()));
            text.replace_range(start..end, piece);
        }
        text
    })
}

fn holds(text: &str) -> Result<(), TestCaseError> {
    let (sources, brief, diagnostics) = read(text);
    // A brief that breaks a rule of a sound brief is a brief; one that breaks the format is not.
    let of_format: Vec<_> =
        diagnostics.iter().filter(|diagnostic| code::TABLE.contains(&diagnostic.code)).cloned().collect();
    prop_assert_eq!(brief.is_some(), !diagnostic::has_errors(&of_format), "{:?}", diagnostics);
    for diagnostic in &diagnostics {
        let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
        let labels = diagnostic.primary.iter().chain(&diagnostic.related).map(|label| label.span);
        prop_assert!(diagnostic.primary.is_some());
        for span in labels.chain(edits) {
            prop_assert!(text.get(span.range()).is_some(), "{:?} {:?}", diagnostic, span);
        }
        prop_assert!(!diagnostic.message.ends_with('.'));
    }
    let _ = diagnostic::render::human(&diagnostics, &sources, true);
    Ok(())
}

proptest! {
    #[test]
    fn a_damaged_brief_gives_errors_with_places_or_a_brief(text in damage()) {
        holds(&text)?;
    }

    #[test]
    fn any_text_gives_errors_with_places_or_a_brief(text in "(\\PC|\\pC|[\\[\\]=\"'.\n#*]|brief|title|[0-9]|schema = 1\n){0,60}") {
        holds(&text)?;
    }
}

#[test]
fn a_shared_party_names_no_person() {
    let mut sources = Sources::default();
    let text = "schema = 1\n[parties.a]\nname = \"A\"\nrole = \"host\"\n\
                representatives = [{ name = \"B C\", person = \"b\" }]\n";
    let file = sources.add("shared.toml", text);
    let (document, _) = parse(&sources, file);
    let found = check_shared(&document, &sources, &crate::handling::Schemes::default());
    let messages: Vec<&str> = found.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(messages, ["a shared party cannot name a person: people belong to one brief"]);
}

#[test]
fn what_a_syntax_error_cannot_hide_is_reported_in_a_shared_file() {
    let found = |text: &str| {
        let mut sources = Sources::default();
        let file = sources.add("shared.toml", text);
        let (document, errors) = parse(&sources, file);
        assert!(!errors.is_empty());
        let found = check_shared(&document, &sources, &crate::handling::Schemes::default());
        found.into_iter().map(|it| it.message).collect::<Vec<_>>()
    };
    let text =
        "schema = 1\n[parties.a]\nname = \"A\"\n[sources.s]\npublisher = \"P\"\ndate = 2024-05-13\nrelays = \"t\"\n";
    let (role, source) = ("`[parties.a]` has no `role`", "there is no source `t`");
    assert_eq!(found(&format!("{text}title = [\"T\n")), [role, source]);
    assert_eq!(found(&format!("{text}[sources.u]\ntitle\n")), [role, source]);
    assert_eq!(found(&format!("{text}[sources.\n")), [role]);
}
