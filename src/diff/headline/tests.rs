use std::collections::BTreeMap;

use super::*;
use crate::language::{Language, Locale};
use crate::schema::TABLES;
use crate::source::Sources;
use crate::{parse, record};

#[test]
fn every_field_has_a_name_in_every_language() {
    let diff = Diff::default();
    for tag in Language::tags() {
        let speaker = &Locale::of(tag, &BTreeMap::new());
        let writer = HeadlineWriter { diff: &diff, speaker };
        for table in TABLES.iter().filter(|table| !table.path.is_empty()) {
            // `text` and `words` are printed without a name, and a red line has labels of its own.
            for field in table.all_fields() {
                // The values of these fields need no name before them.
                let silent = ["text", "words", "stance", "red_line", "result"].contains(&field.name);
                let name = writer.field_name(field.name);
                assert!(silent || !name.is_empty(), "{tag}: {}.{}", table.path, field.name);
            }
        }
    }
}

fn records(text: &str) -> Records {
    let mut sources = Sources::default();
    let file = sources.add("a.toml", text);
    record::records(&parse::parse(&sources, file).0)
}

#[test]
fn every_change_of_a_flag_with_three_states_has_a_headline() {
    for (table, name) in [("claims", "on_page"), ("judgements", "resolved")] {
        let states = ["", "true", "false"].map(|it| {
            let field = if it.is_empty() { String::new() } else { format!("{name} = {it}\n") };
            records(&format!("[{table}.a]\ntext = \"It is so.\"\n{field}"))
        });
        for (one, two) in [(0, 1), (0, 2), (1, 2), (2, 0)] {
            let diff = crate::diff::diff(&states[one], &states[two]);
            let fields: Vec<&str> = diff.changes.iter().flat_map(|it| &it.fields).map(|it| it.field.name).collect();
            assert_eq!(fields, [name], "{table}: {one} and {two}");
        }
    }
    // If a flag has only two states, `false` is the same as a missing flag.
    let [one, two] = ["", "circa = false\n"].map(|it| records(&format!("[developments.a]\ntext = \"So.\"\n{it}")));
    assert!(crate::diff::diff(&one, &two).is_empty());
}

#[test]
fn a_short_form_of_a_position_is_not_a_substantive_change() {
    let [old, new] = ["", "short = \"Five years\"\n"].map(|short| {
        records(&format!("[positions.filling.north]\nstance = \"demands\"\ntext = \"Five years, fixed.\"\n{short}"))
    });
    let diff = crate::diff::diff(&old, &new);
    let speaker = &Locale::of("en", &BTreeMap::new());
    let lines = headlines(&diff, &diff.changes[0], speaker);
    let lines: Vec<_> = lines.iter().map(|it| (it.class, it.text.as_str())).collect();
    assert_eq!(lines, [(Class::Editorial, "north on filling: short form: + “Five years”")]);
}

#[test]
fn the_headlines_of_many_texts_are_written_in_linear_time() {
    let of_size = |count: usize| {
        let edition = |words: &str| {
            let claim = |at| format!("[claims.c{at}]\ntext = \"Claim {at} is {words}.\"\n");
            let text = |at| {
                format!("[texts.t{at}]\ntitle = \"T\"\n[texts.t{at}.variants.one]\nwords = \"It is {words} [{at}].\"\n")
            };
            records(&(0..count).map(claim).chain((0..count).map(text)).collect::<String>())
        };
        (count, crate::diff::diff(&edition("so"), &edition("not so")))
    };
    let sizes = [of_size(200), of_size(800)];
    let speaker = &Locale::of("en", &BTreeMap::new());
    assert!(crate::growth::is_linear(200, |count| {
        let (_, diff) = sizes.iter().find(|(size, _)| *size == count).unwrap();
        assert_eq!(diff.changes.len(), 2 * count);
        let lines: usize = diff.changes.iter().map(|change| headlines(diff, change, speaker).len()).sum();
        assert_eq!(lines, 2 * count);
    }));
}

#[test]
fn a_headline_quotes_words_without_citations_and_emphasis() {
    let lines = |old: &str, new: &str| {
        let [old, new] = [old, new]
            .map(|text| records(&format!("[positions.filling.north]\nstance = \"demands\"\ntext = \"{text}\"\n")));
        let diff = crate::diff::diff(&old, &new);
        let lines = headlines(&diff, &diff.changes[0], &Locale::of("en", &BTreeMap::new()));
        lines.into_iter().map(|it| it.text).collect::<Vec<_>>()
    };
    assert_eq!(
        lines("Five years [@a].", "*Six* years from May [@a] [@b]."),
        ["north on filling: “Five years” → “Six years from May”"]
    );
    assert_eq!(lines("Five years [@a].", "Five years [@a] [@b]."), ["north on filling: Sources"]);
    assert_eq!(lines("Five *years*.", "Five years."), ["north on filling: same text, other characters"]);
}
