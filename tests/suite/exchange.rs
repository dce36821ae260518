//! Exporting briefs for other programs, and importing records: `brief export` and `brief import`.

use std::fs;
use std::path::Path;
use std::process::Command;

use briefing::check;
use briefing::edit::Draft;
use briefing::exchange::{self, Rows};
use briefing::pipeline::{self, Checked, Input};
use briefing::project::Project;
use briefing::schema;
use briefing::source::{FileId, Sources};
use serde_json::Value;

use crate::command_line::strange;
use crate::mutation::Random;
use crate::program::{brief, folder, have, root, run, shipped_briefs};

fn checked(text: &str) -> Checked {
    pipeline::check(&Input::new("brief.toml", text), &Project::default())
}

/// The text of a brief after importing rows, and the diagnostics.
fn taken(text: &str, read: impl Fn(FileId) -> Rows) -> (String, exchange::TakenRows) {
    let before = checked(text);
    let mut sources = Sources::default();
    let file = sources.add("input", "");
    let mut draft = Draft::new(text).unwrap();
    let taken = exchange::take(&read(file), &mut draft, before.whole(), &before.sources);
    (draft.text().to_owned(), taken)
}

fn texts() -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> =
        shipped_briefs().iter().map(|path| (path.display().to_string(), fs::read_to_string(path).unwrap())).collect();
    for case in ["mandates/paris-1898.toml", "monitor/colombia-2023.toml", "withheld/water.toml"] {
        all.push((case.to_owned(), fs::read_to_string(root().join("tests/cases").join(case)).unwrap()));
    }
    all.push(("the example".to_owned(), schema::EXAMPLE.to_owned()));
    all
}

#[test]
fn what_is_exported_is_imported_without_a_change() {
    let mut lines = 0;
    for (name, text) in texts() {
        let checked = checked(&text);
        assert!(checked.brief.is_some(), "{name}: {}", checked.report());
        for table in exchange::tables() {
            let csv = exchange::to_csv(&check::with_what_is_named(checked.whole(), &checked.sources), table).unwrap();
            // Also in the form in which a spreadsheet with another locale saves it.
            let other = format!("\u{feff}{}", csv.replace('\n', "\r\n"));
            for csv in [&csv, &other] {
                let (after, taken) = taken(&text, |file| exchange::from_csv(csv, file, table));
                assert!(taken.errors.is_empty(), "{name} {}: {:?}", table.path, taken.errors);
                assert_eq!((after == text, taken.added.len(), taken.changed), (true, 0, 0), "{name} {}", table.path);
                lines += taken.same;
            }
        }
    }
    assert!(lines > 500, "{lines}");
}

#[test]
fn a_table_makes_the_records_that_another_brief_lacks() {
    let text = fs::read_to_string(root().join("briefs/donbas.toml")).unwrap();
    let whole = checked(&text);
    for table in exchange::tables() {
        let csv = exchange::to_csv(whole.whole(), table).unwrap();
        let count = csv::Reader::from_reader(csv.as_bytes()).records().count();
        // A brief from which the records of the table were removed.
        let mut draft = Draft::new(text.as_str()).unwrap();
        for record in briefing::record::tables(whole.whole()).iter().filter(|it| it.table.path == table.path) {
            draft.remove(&briefing::edit::RecordPath { table: table.path, ids: record.ids() }).unwrap();
        }
        let lacking = draft.text().to_owned();
        let (after, taken) = taken(&lacking, |file| exchange::from_csv(&csv, file, table));
        assert!(taken.errors.is_empty(), "{}: {:?}", table.path, taken.errors);
        assert_eq!(taken.added.len(), count, "{}", table.path);
        let again = checked(&after);
        assert!(again.brief.is_some(), "{}: {}", table.path, again.report());
        assert_eq!(exchange::to_csv(again.whole(), table).unwrap(), csv, "{}", table.path);
    }
}

#[test]
fn every_table_and_every_kind_of_source_is_documented() {
    let docs = fs::read_to_string(root().join("docs/exchange.md")).unwrap();
    let tables: Vec<String> = exchange::tables().map(|table| format!("`{}`", exchange::name(table))).collect();
    assert!(docs.contains(&format!("{}.", tables.join(", "))), "{}", tables.join(", "));
    // No two columns have the same name.
    for table in exchange::tables() {
        let mut columns = exchange::columns(table);
        let count = columns.len();
        columns.sort();
        columns.dedup();
        assert_eq!(columns.len(), count, "{}", table.path);
    }
    // The tables of source kinds in the documentation are correct.
    let (_, kinds) = docs.rsplit_once("| `kind` |").unwrap();
    for row in kinds.lines().skip(2).take_while(|line| line.starts_with('|')) {
        let cells: Vec<Vec<&str>> = row.split(" | ").map(|cell| cell.split('`').skip(1).step_by(2).collect()).collect();
        for (nth, kind) in cells[2].iter().enumerate() {
            let item = format!(
                "[{{\"id\": \"a\", \"type\": \"{kind}\", \"publisher\": \"P\", \"issued\": {{\"raw\": \"2024\"}}}}]"
            );
            let expected = if cells[0].len() == 1 { cells[0][0] } else { cells[0][nth] };
            let (after, _) = taken(schema::EXAMPLE, |file| exchange::from_csl_json(&item, file));
            assert!(
                after.contains(&format!("[sources.a]\npublisher = \"P\"\ndate = \"2024\"\nkind = \"{expected}\"")),
                "{kind}"
            );
        }
        for kind in cells[1].iter().filter(|kind| !kind.contains('{')) {
            let entry = format!("@{kind}{{a, publisher = {{P}}, date = 2024}}");
            let (after, _) = taken(schema::EXAMPLE, |file| exchange::from_bibtex(&entry, file));
            assert!(after.contains(&format!("kind = \"{}\"", cells[0][0])), "{kind}");
        }
    }
}

/// A folder with the example in `brief.toml`.
fn with_example(name: &str) -> std::path::PathBuf {
    let here = folder(name);
    fs::write(here.join("brief.toml"), schema::EXAMPLE).unwrap();
    here
}

fn import(here: &Path, arguments: &[&str], input: &str) -> (i32, String, String) {
    fs::write(here.join("input"), input).unwrap();
    run(brief(["import", "brief.toml"].iter().chain(arguments)).current_dir(here))
}

#[test]
fn records_are_added_and_changed_and_the_rest_stays() {
    let here = with_example("exchange-import");
    let before = schema::EXAMPLE.replacen("[issues.filling]", "# kept\n[issues.filling] # too", 1);
    fs::write(here.join("brief.toml"), &before).unwrap();
    let csv = "id,title,status,priority,linked\nfilling,,contested,,\nflood,\"Floods, and dams\",contested,2,filling\n";
    let (exit, out, errors) = import(&here, &["--csv", "issues", "input", "--dry-run"], csv);
    assert_eq!(exit, 0, "{errors}");
    assert!(out.contains("+[issues.flood]") && out.contains("+title = \"Floods, and dams\""), "{out}");
    assert_eq!(fs::read_to_string(here.join("brief.toml")).unwrap(), before);
    let (exit, _, errors) = import(&here, &["--csv", "issues", "input"], csv);
    assert_eq!(exit, 0, "{errors}");
    assert!(errors.contains("brief.toml: issues: 1 added, 1 changed"), "{errors}");
    let text = fs::read_to_string(here.join("brief.toml")).unwrap();
    assert!(text.contains("# kept\n[issues.filling] # too\n"), "{text}");
    assert!(text.contains("[issues.flood]\ntitle = \"Floods, and dams\"\nstatus = \"contested\"\n"), "{text}");
    let (exit, _, errors) = import(&here, &["--csv", "issues", "input"], csv);
    assert!(exit == 0 && errors.contains("issues: 2 as they were"), "{errors}");
}

#[test]
fn every_error_of_a_table_has_its_place_and_nothing_is_written() {
    let here = with_example("exchange-errors");
    let csv = "issue,party,stance,text,as_of,red_line\n\
               Filling,upstream,demands,x,2024-05-12,\n\
               filling,upstream,demandz,\"a \u{202e}b\",12.5.2024,TRUE\n\
               filling,nobody,,y,,maybe\n\
               filling,upstream,demands,z,,,more\n";
    let (exit, out, errors) = import(&here, &["--csv", "positions", "input"], csv);
    assert_eq!((exit, out.as_str()), (1, ""));
    for place in [
        "error[bad-id]: `Filling` is not a valid id\n --> input:2:1",
        "error[bad-enum]: `stance` cannot be \"demandz\"\n --> input:3:18",
        "error[unsafe-character]: the character U+202E is not allowed in a brief\n --> input:3:26",
        "error[wrong-type]: `as_of` takes a date, not \"12.5.2024\"\n --> input:3:",
        "error[unknown-reference]: there is no party `nobody`\n --> input:4:9",
        "error[missing-field]: `positions.filling.nobody` is new, and has no `stance`\n --> input:4:16",
        "error[wrong-type]: `red_line` takes true or false, not \"maybe\"\n --> input:4:20",
        "error[syntax-error]: this line and the first have different numbers of cells: 7 and 6\n --> input:5:1",
        "brief.toml: nothing written",
    ] {
        assert!(errors.contains(place), "{place}\n{errors}");
    }
    assert_eq!(errors.matches("= help: ").count(), 8, "{errors}");
    assert_eq!(fs::read_to_string(here.join("brief.toml")).unwrap(), schema::EXAMPLE);
    // Errors that only the check of the brief finds are also reported in their cells, together with the errors of other
    // lines.
    let csv = "issue,party,stance,text,as_of,sources\n\
               filling,upstream,demandz,\"a \u{202e}b [@none]\",,ministry | nowhere\n\
               filling,nobody,demands,y,12.5.2024,\n";
    let (exit, _, errors) = import(&here, &["--csv", "positions", "input"], csv);
    assert_eq!(exit, 1);
    for place in [
        "error[bad-enum]: `stance` cannot be \"demandz\"\n --> input:2:18",
        "error[unsafe-character]: the character U+202E is not allowed in a brief\n --> input:2:26",
        "error[unknown-reference]: there is no source `none`\n --> input:2:26",
        "error[unknown-reference]: there is no source `nowhere`\n --> input:2:",
        "error[wrong-type]: `as_of` takes a date, not \"12.5.2024\"\n --> input:3:26",
    ] {
        assert!(errors.contains(place), "{place}\n{errors}");
    }
}

#[test]
fn a_value_that_a_field_does_not_take_hides_no_other_error() {
    let here = with_example("exchange-all-errors");
    let csv = "id,date,text,trend\n\
               a,12.13.2024,So.,improvd\n\
               b,2024-05-02,\"So [@none].\",\n\
               gates-closed,31.04.2024,So.,improvd\n";
    let (exit, _, errors) = import(&here, &["--csv", "developments", "input"], csv);
    assert_eq!(exit, 1);
    for place in [
        "error[wrong-type]: `date` takes a date, not \"12.13.2024\"\n --> input:2:",
        "error[bad-enum]: `trend` cannot be \"improvd\"\n --> input:2:",
        "error[unknown-reference]: there is no source `none`\n --> input:3:",
        "error[wrong-type]: `date` takes a date, not \"31.04.2024\"\n --> input:4:",
        "error[bad-enum]: `trend` cannot be \"improvd\"\n --> input:4:",
    ] {
        assert!(errors.contains(place), "{place}\n{errors}");
    }
    assert_eq!(errors.matches("error[").count(), 5, "{errors}");
    assert_eq!(fs::read_to_string(here.join("brief.toml")).unwrap(), schema::EXAMPLE);
    // A record with a wrong value is there for those that refer to it.
    let csv = "id,title,status,priority,linked\na,A,contested,high,\nb,B,contested,,a | c\n";
    let (exit, _, errors) = import(&here, &["--csv", "issues", "input"], csv);
    assert!(exit == 1 && errors.contains("help: write a number, such as 1"), "{errors}");
    assert!(errors.contains("there is no issue `c`") && !errors.contains("there is no issue `a`"), "{errors}");
}

#[test]
fn each_id_of_a_name_has_its_own_place() {
    let here = with_example("exchange-ids");
    let csv = "issue,party,stance,text\n\
               filling,nobody,demands,x\n\
               nowhere,upstream,demands,x\n\
               nowhere,downstream,demands,x\n\
               filling,Upstream,demands,x\n\
               filling,,demands,x\n";
    let (exit, _, errors) = import(&here, &["--csv", "positions", "input"], csv);
    assert_eq!(exit, 1);
    for place in [
        "there is no party `nobody`\n --> input:2:9",
        "there is no issue `nowhere`\n --> input:3:1",
        "`Upstream` is not a valid id\n --> input:5:9",
        "this record has no `party`\n --> input:6:9",
    ] {
        assert!(errors.contains(place), "{place}\n{errors}");
    }
    // The same applies to the id of a text that a version belongs to.
    let csv = "variant,words,text\none,It.,nowhere\n";
    let (_, _, errors) = import(&here, &["--csv", "texts.variants", "input"], csv);
    assert!(errors.contains(" --> input:2:9"), "{errors}");
    // The columns may be in any order.
    let csv = "stance,party,issue,text\ndemands,nobody,nowhere,x\n";
    let (_, _, errors) = import(&here, &["--csv", "positions", "input"], csv);
    for place in ["no party `nobody`\n --> input:2:9", "no issue `nowhere`\n --> input:2:16"] {
        assert!(errors.contains(place), "{place}\n{errors}");
    }
}

#[test]
fn a_file_that_is_no_table_is_refused_with_its_place() {
    let here = with_example("exchange-no-table");
    for (csv, message) in [
        ("", "the file is empty\n --> input:1:1"),
        ("id,titel\na,b\n", "`titel` is not a column of issues\n --> input:1:4"),
        ("title,status\na,b\n", "the column `id` is missing\n --> input:1:1"),
        ("id,title,title\n", "the column `title` is given twice\n --> input:1:10"),
        ("id,title\na,\"b\nc,d\n", "this quotation mark is not closed\n --> input:2:3"),
        ("id,title\na\n", "this line and the first have different numbers of cells: 1 and 2\n --> input:2:1"),
        ("id,title\n,b\n", "this record has no `id`\n --> input:2:1"),
    ] {
        let (exit, _, errors) = import(&here, &["--csv", "issues", "input"], csv);
        assert!(exit == 1 && errors.contains(message), "{csv:?}: {errors}");
    }
    assert_eq!(fs::read_to_string(here.join("brief.toml")).unwrap(), schema::EXAMPLE);
    fs::write(here.join("latin-1"), [b'i', b'd', b',', 0xe9]).unwrap();
    let (exit, _, errors) = import(&here, &["--csv", "issues", "latin-1"], "");
    assert!(exit == 2 && errors.contains("it is not UTF-8 text"), "{errors}");
    let (exit, _, errors) = import(&here, &["--csv", "issue", "input"], "");
    assert!(exit == 2 && errors.contains("did you mean `issues`?"), "{errors}");
}

#[test]
fn an_exported_brief_is_what_its_schema_says() {
    let path = root().join("docs/schemas/export.schema.json");
    super::check::compare(
        "docs/schemas/export.schema.json".as_ref(),
        &schema::json_schema_of_export(exchange::VERSION),
    );
    let schema: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let here = folder("exchange-json");
    for (at, (name, text)) in texts().into_iter().enumerate() {
        let file = here.join(format!("{at}.toml"));
        fs::write(&file, &text).unwrap();
        let (exit, out, errors) = run(brief(["export", "--json", "--own-side"]).arg(&file));
        assert_eq!((exit, errors.as_str()), (0, ""), "{name}");
        let value: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(value["version"], exchange::VERSION);
        assert_eq!(strange(&value, &schema, &schema), Vec::<String>::new(), "{name}");
        let brief = checked(&text).brief.unwrap();
        let mut expected = serde_json::to_value(&brief).unwrap();
        expected["version"] = exchange::VERSION.into();
        assert_eq!(value, expected, "{name}");
        if at % 4 == 0 && have("check-jsonschema") {
            fs::write(here.join("out.json"), &out).unwrap();
            let validate =
                || run(Command::new("check-jsonschema").arg("--schemafile").arg(&path).arg(here.join("out.json")));
            let (exit, said, _) = validate();
            assert_eq!(exit, 0, "{name}: {said}");
            fs::write(here.join("out.json"), out.replacen("\"version\": 1", "\"version\": 2", 1)).unwrap();
            assert_ne!(validate().0, 0);
        }
    }
}

#[test]
fn shared_records_go_out_and_are_not_changed_by_what_comes_in() {
    let here = folder("exchange-shared");
    fs::create_dir_all(here.join("shared")).unwrap();
    fs::write(here.join("briefing.toml"), "[project]\nshared = \"shared\"\n").unwrap();
    let (start, sources) = schema::EXAMPLE.split_once("[sources.ministry]").unwrap();
    let start = start.replacen("[parties.", "[use]\nfiles = [\"press.toml\"]\n\n[parties.", 1);
    fs::write(here.join("brief.toml"), &start).unwrap();
    fs::write(here.join("shared/press.toml"), format!("schema = 1\n\n[sources.ministry]{sources}")).unwrap();
    let (exit, csv, errors) = run(brief(["export", "brief.toml", "--csv", "sources"]).current_dir(&here));
    assert!(exit == 0 && csv.contains("\nministry,"), "{csv}{errors}");
    let (_, json, _) = run(brief(["export", "brief.toml", "--json"]).current_dir(&here));
    assert!(serde_json::from_str::<Value>(&json).unwrap()["sources"]["ministry"].is_object(), "{json}");
    for (file, what) in [("shared/press.toml", "a file of shared records"), ("briefing.toml", "the project file")] {
        let (exit, _, errors) = run(brief(["export", file, "--json"]).current_dir(&here));
        assert!(exit == 2 && errors.contains(&format!("{file} is {what}, not a brief")), "{errors}");
    }
    let (exit, _, errors) = import(&here, &["--csv", "sources", "input"], &csv);
    assert!(exit == 0 && errors.contains("as they were"), "{errors}");
    let (exit, _, errors) = import(&here, &["--csv", "sources", "input"], "id,title\nministry,Other\n");
    assert!(exit == 1 && errors.contains("`sources.ministry` is in ") && errors.contains("press.toml"), "{errors}");
    assert_eq!(fs::read_to_string(here.join("brief.toml")).unwrap(), start);
}

const BIBTEX: &str = r#"@string{times = "The New York Times"}
@article{Smith_2022, author = {Smith, John and {World Bank}}, title = {Grain {Deal} sign\'ed}, journal = times,
  entrysubtype = {newspaper}, year = 2022, month = jul, url = {https://example.org/a{\_}b?x=1\&y=2}, urldate = {2022-07-23}}
% a comment
@book{frus, editor = {a and others}, title = {Papers~of \emph{State}}, subtitle = {1948}, publisher = {GPO}, date = {1948~}}
@online{un, title = {Deal}, url = {https://www.un.org/deal}, date = {2022-07-22/2022-07-23}, langid = {english}}
@weird{doi, title = {"Quoted"}, publisher = {P}, doi = {10.1/x}, date = {2022-07-22}, language = {uk}}
"#;

const CSL: &str = r#"[
  {"id": "http://zotero.org/items/1", "citation-key": "smith2022", "type": "article-newspaper",
   "title": "Grain <i>Deal</i>", "container-title": "The New York Times",
   "author": [{"family": "Berg", "given": "Anna", "non-dropping-particle": "van den"}, {"literal": "World Bank"}],
   "issued": {"date-parts": [["2022", 7]]}, "accessed": {"date-parts": [[2022, 7, 23]]}, "URL": "https://example.org/a"},
  {"id": 5, "type": "unheard-of", "publisher": "P", "issued": {"date-parts": [[2022, 7, 1], [2022, 7, 3]], "circa": true}},
  {"id": "c", "type": "treaty", "publisher": "P", "issued": {"raw": "2022-07"}, "abstract": null, "note": 3}
]"#;

#[test]
fn the_entries_of_a_bibliography_are_sources() {
    let here = with_example("exchange-bibliography");
    for (form, input, records) in [
        (
            "--bibtex",
            BIBTEX,
            &[
                "[sources.smith-2022]\npublisher = \"John Smith, World Bank, The New York Times\"\ndate = \"2022-07\"\nkind = \"newspaper\"\ntitle = \"Grain Deal signéd\"\nurl = \"https://example.org/a_b?x=1&y=2\"\naccessed = 2022-07-23\n",
                "[sources.frus]\npublisher = \"a et al., GPO\"\ndate = \"1948\"\ncirca = true\nkind = \"academic\"\ntitle = \"Papers of State: 1948\"\n",
                "[sources.un]\npublisher = \"un.org\"\ndate = \"2022-07-22/2022-07-23\"\nkind = \"other\"\ntitle = \"Deal\"\nurl = \"https://www.un.org/deal\"\n",
                "[sources.doi]\npublisher = \"P\"\ndate = 2022-07-22\nkind = \"other\"\ntitle = \"\\\"Quoted\\\"\"\nurl = \"https://doi.org/10.1/x\"\nlanguage = \"uk\"\n",
            ][..],
        ),
        (
            "--csl-json",
            CSL,
            &[
                "[sources.smith2022]\npublisher = \"Anna van den Berg, World Bank, The New York Times\"\ndate = \"2022-07\"\nkind = \"newspaper\"\ntitle = \"Grain Deal\"\nurl = \"https://example.org/a\"\naccessed = 2022-07-23\n",
                "[sources.5]\npublisher = \"P\"\ndate = \"2022-07-01/2022-07-03\"\ncirca = true\nkind = \"other\"\n",
                "[sources.c]\npublisher = \"P\"\ndate = \"2022-07\"\nkind = \"document\"\n",
            ],
        ),
    ] {
        let (exit, _, errors) = import(&here, &[form, "input"], input);
        assert_eq!(exit, 0, "{errors}");
        assert!(errors.contains(&format!("sources: {} added", records.len())), "{errors}");
        let text = fs::read_to_string(here.join("brief.toml")).unwrap();
        records.iter().for_each(|record| assert!(text.contains(record), "{record}\n{text}"));
        // Importing the same entries again adds no sources.
        let (exit, _, errors) = import(&here, &[form, "input"], input);
        assert!(exit == 0 && errors.contains(&format!("sources: {} as they were", records.len())), "{errors}");
        assert_eq!(fs::read_to_string(here.join("brief.toml")).unwrap(), text);
    }
}

#[test]
fn an_entry_changes_its_own_source_and_no_other() {
    let here = with_example("exchange-entries");
    let entry = |key: &str, title: &str, url: &str| {
        format!("@misc{{{key}, title = {{{title}}}, publisher = {{P}}, date = 2022, url = {{{url}}}}}\n")
    };
    let first = entry("a", "One", "https://example.org/one");
    assert_eq!(import(&here, &["--bibtex", "input"], &first).0, 0);
    // A value that a person has set is not replaced by an entry of an unknown type.
    assert_eq!(run(brief(["set", "brief.toml", "sources.a.kind", "official"]).current_dir(&here)).0, 0);
    let (exit, _, errors) = import(&here, &["--bibtex", "input"], &entry("a", "Two", "https://example.org/one/"));
    assert!(exit == 0 && errors.contains("sources: 1 changed"), "{errors}");
    let text = fs::read_to_string(here.join("brief.toml")).unwrap();
    assert!(text.contains("title = \"Two\"") && text.contains("kind = \"official\""), "{text}");
    let other = entry("b", "B", "https://example.org/b") + &entry("a", "Two", "https://example.org/two");
    let (exit, _, errors) = import(&here, &["--bibtex", "input"], &other);
    assert!(
        exit == 1 && errors.contains("`sources.a` is already the id of another source\n --> input:2:7"),
        "{errors}"
    );
    assert!(errors.contains("help: give the entry another key, such as a-2"), "{errors}");
    assert_eq!(fs::read_to_string(here.join("brief.toml")).unwrap(), text);
}

#[test]
fn a_bibliography_with_errors_is_refused_with_their_places() {
    let here = with_example("exchange-bad-entries");
    let deep = format!("@misc{{a, title = {{{}x{}}}}}", "{".repeat(5000), "}".repeat(5000));
    let laughs: String = (1..40).map(|n| format!("@string{{a{n} = a{} # a{}}}\n", n - 1, n - 1)).collect();
    for (form, input, message) in [
        ("--bibtex", "@misc{a, title = {x}\n@misc{b, title = {y}}", "expected comma\n --> input:2:1"),
        ("--bibtex", "@misc{a, title = {x}, publisher = {P}}", "`sources.a` is new, and has no `date`\n --> input:1:7"),
        ("--bibtex", "@misc{й, title = {x}}", "no id can be derived from the key `й`\n --> input:1:7"),
        ("--bibtex", "@misc{a, publisher = nobody, date = 2024}", "unknown abbreviation \"nobody\"\n --> input:1:"),
        (
            "--bibtex",
            "@misc{a, publisher = {P}, date = {12 May}}",
            "`date` takes a date, not \"12 May\"\n --> input:1:",
        ),
        (
            "--bibtex",
            "@misc{a, publisher = {P}, date = {12345X}}",
            "`date` takes a date, not \"12345X\"\n --> input:1:",
        ),
        ("--bibtex", "@misc{a, publisher = {P}, date = 2024, urldate = {2024-05}}", "`accessed` takes a date"),
        (
            "--bibtex",
            "@misc{a, publisher = {P}, date = 2024}\n@misc{A, publisher = {P}, date = 2024}",
            "`sources.a` is given twice",
        ),
        (
            "--bibtex",
            "@misc{a, publisher = {P\u{7}Q}, date = 2024}",
            "the character U+0007 is not allowed in a brief\n --> input:1:",
        ),
        ("--bibtex", "@string{a = a}@misc{x, publisher = a, date = 2024}", "unknown abbreviation \"a\""),
        ("--bibtex", "@misc{a, crossref = {a}, publisher = {P}}", "has no `date`"),
        ("--bibtex", &deep, "its braces are nested too deep\n --> input:1:"),
        ("--bibtex", &format!("@string{{a0 = \"x\"}}\n{laughs}"), "its value has too many parts"),
        ("--csl-json", "[{\"id\": }]", "this JSON cannot be read: expected value\n --> input:1:9"),
        ("--csl-json", "3", "this JSON cannot be read"),
        ("--csl-json", "[3,\n 4]", "this is not an item of CSL-JSON\n --> input:2:2"),
        ("--csl-json", "[{\"type\": \"book\"}]", "this item has no `id`\n --> input:1:2"),
        (
            "--csl-json",
            "[{\"id\": \"a\", \"author\": 3}]",
            "`author` does not have the form that CSL-JSON requires\n --> input:1:24",
        ),
        (
            "--csl-json",
            "[{\"id\": \"a\", \"issued\": {\"date-parts\": [[20244, 1]]}, \"publisher\": \"P\"}]",
            "`date` takes a date",
        ),
        (
            "--csl-json",
            "[{\"id\": \"a\", \"issued\": {\"raw\": \"2024\"}, \"URL\": \"ftp://x\"}]",
            "not a web address\n --> input:1:48",
        ),
        ("--csl-json", &"[".repeat(100_000), "this JSON cannot be read"),
    ] {
        let (exit, _, errors) = import(&here, &[form, "input"], input);
        let start: String = input.chars().take(80).collect();
        assert!(exit == 1 && errors.contains(message) && errors.contains("help: "), "{start}: {errors}");
        assert!(errors.contains("brief.toml: nothing written"), "{start}: {errors}");
    }
    assert_eq!(fs::read_to_string(here.join("brief.toml")).unwrap(), schema::EXAMPLE);
}

/// An input in which some characters were removed, duplicated or replaced.
fn damaged(input: &str, random: &mut Random) -> String {
    const SIGNS: [&str; 16] =
        ["{", "}", "\\", "\"", "$", "@", ",", "=", "#", "~", "%", "\u{0}", "é", "[", "X", " and "];
    let mut text: Vec<char> = input.chars().collect();
    for _ in 0..=random.below(6) {
        if text.is_empty() {
            break;
        }
        let at = random.below(text.len());
        match random.below(4) {
            0 => _ = text.remove(at),
            1 => text.truncate(at),
            2 => {
                let piece: Vec<char> = text[at..(at + random.below(30)).min(text.len())].to_vec();
                let to = random.below(text.len());
                text.splice(to..to, piece);
            }
            _ => {
                let sign = SIGNS[random.below(SIGNS.len())].chars();
                text.splice(at..=at, sign);
            }
        }
    }
    text.into_iter().collect()
}

#[test]
fn no_damaged_input_ends_the_program() {
    let csv = "id,title,status\nfilling,\"a, b\",contested\n\nflood,c,agreed\n";
    let mut random = Random(20_261_127);
    let before = checked(schema::EXAMPLE);
    let mut sources = Sources::default();
    let file = sources.add("input", "");
    let rounds = std::env::var("BRIEFING_MUTANTS").ok().and_then(|it| it.parse().ok()).unwrap_or(1000);
    let mut read = 0;
    for _ in 0..rounds {
        for (at, input) in [BIBTEX, CSL, csv].into_iter().enumerate() {
            let input = damaged(input, &mut random);
            let rows = match at {
                0 => exchange::from_bibtex(&input, file),
                1 => exchange::from_csl_json(&input, file),
                _ => exchange::from_csv(&input, file, schema::table("issues.ID").unwrap()),
            };
            let mut draft = Draft::new(schema::EXAMPLE).unwrap();
            let taken = exchange::take(&rows, &mut draft, before.whole(), &before.sources);
            for error in &taken.errors {
                let span = error.primary.as_ref().unwrap().span;
                assert!(input.get(span.range()).is_some() && error.help.is_some(), "{input}\n{error:?}");
            }
            read += usize::from(taken.errors.is_empty());
        }
    }
    assert!(read > rounds / 10, "{read}");
}
