use super::*;
use crate::error::Error;
use crate::format;

const BRIEF: &str = "# head\nschema = 1\n\n[brief] # the brief\ntitle = \"T\"\nas_of = 2025-12-24 # day\n\n# of authors\nauthors = [\"A\"]\n\n[parties.xy]\nname = \"XY\"\nrole = \"host\"\n\n[parties.x]\nname = \"X\"\nrole = \"host\"\n\n# issues\n\n[issues.i]\ntitle = \"I\"\nstatus = \"contested\"\n\n[positions.i.x]\nstance = \"demands\"\ntext = \"It.\"\n\n# of sources\n[sources.s]\npublisher = \"P\"\ndate = 2025-12-24\n";

fn draft(text: &str) -> Draft {
    Draft::new(text).unwrap()
}

fn values(all: &[&str]) -> Vec<String> {
    all.iter().map(|value| (*value).to_owned()).collect()
}

fn set(draft: &mut Draft, path: &str, value: &[&str]) -> Result<bool, Error> {
    let place = resolve(path, &draft.document).unwrap();
    if value.is_empty() { draft.unset(&place) } else { draft.set(&place, &values(value)) }
}

fn add(draft: &mut Draft, table: &str, ids: &[&str], fields: &[(&str, &str)]) -> Result<(), Error> {
    let table = schema::table(table).unwrap();
    let fields: Vec<_> = fields.iter().map(|(name, value)| (table.field(name).unwrap(), values(&[value]))).collect();
    draft.add(table, &values(ids), &fields)
}

/// The lines that were added, each with the line before it.
fn added(before: &str, after: &str) -> String {
    let at = before.bytes().zip(after.bytes()).take_while(|(one, other)| one == other).count();
    let end = before[at..].bytes().rev().zip(after[at..].bytes().rev()).take_while(|(one, other)| one == other).count();
    assert_eq!(before.len(), at + end, "only added:\n{after}");
    after[at..after.len() - end].to_owned()
}

#[test]
fn a_record_stands_after_the_last_of_its_like_or_where_its_table_belongs() {
    for (table, ids, fields, before) in [
        ("sources.ID", &["t"][..], &[("publisher", "Q"), ("date", "2025-12-24")][..], "date = 2025-12-24\n\n"),
        ("parties.ID", &["y"], &[("name", "Y"), ("role", "host")], "role = \"host\"\n\n"),
        ("positions.ISSUE.PARTY", &["i", "y"], &[("stance", "offers"), ("text", "No.")], "text = \"It.\"\n\n"),
        ("developments.ID", &["d"], &[("date", "2025-12-24"), ("text", "D.")], "text = \"It.\"\n\n"),
        ("outcome.points.ID", &["p"], &[("result", "agreed"), ("text", "D.")], "text = \"It.\"\n\n"),
    ] {
        let mut draft = draft(BRIEF);
        add(&mut draft, table, ids, fields).unwrap();
        let text = draft.text().to_owned();
        let header = format!("[{}]\n", field_path::path_of(schema::table(table).unwrap(), &values(ids)));
        assert!(text.contains(&format!("{before}{header}")), "{text}");
        assert_eq!(format::format(&text).as_deref(), Ok(text.as_str()));
        added(BRIEF, &text);
        let again = add(&mut draft, table, ids, fields).unwrap_err();
        assert!(again.message.ends_with("already exists"), "{again:?}");
    }
}

#[test]
fn a_file_keeps_its_line_ends_its_mark_and_its_missing_last_line_end() {
    let windows = format!("\u{feff}{}", BRIEF.replace('\n', "\r\n"));
    let mut one = draft(&windows);
    add(&mut one, "sources.ID", &["t"], &[("publisher", "Q"), ("date", "2025-12-24")]).unwrap();
    set(&mut one, "brief.bottom_line", &["One.\nTwo."]).unwrap();
    set(&mut one, "brief.title", &["U"]).unwrap();
    assert_eq!(one.text().matches('\n').count(), one.text().matches("\r\n").count());
    assert!(one.text().contains("bottom_line = \"\"\"\r\nOne.\r\nTwo.\"\"\"\r\n"), "{}", one.text());
    assert!(one.text().starts_with('\u{feff}'));
    let open = BRIEF.trim_end();
    let mut one = draft(open);
    add(&mut one, "sources.ID", &["t"], &[("publisher", "Q"), ("date", "2025-12-24")]).unwrap();
    assert_eq!(added(open, one.text()), "\n\n[sources.t]\npublisher = \"Q\"\ndate = 2025-12-24");
    let mut one = draft(open);
    set(&mut one, "sources.s.url", &["https://example.org"]).unwrap();
    assert_eq!(added(open, one.text()), "\nurl = \"https://example.org\"");
    set(&mut one, "sources.s.url", &[]).unwrap();
    assert_eq!(one.text(), open);
    let mut one = draft("[brief]\r\ntitle = \"T\"\r\n\r\nkind = \"update\"");
    set(&mut one, "brief.kind", &[]).unwrap();
    assert_eq!(one.text(), "[brief]\r\ntitle = \"T\"");
}

#[test]
fn a_field_is_written_as_its_type_asks_and_a_comment_beside_it_stays() {
    let mut one = draft(BRIEF);
    for (path, value, line) in [
        ("brief.as_of", "2025-12-25", "as_of = 2025-12-25 # day\n"),
        ("brief.edition", "2", "as_of = 2025-12-25 # day\nedition = 2\n"),
        ("issues.i.status", "deadlocked", "status = \"deadlocked\"\n"),
        ("issues.i.question", "He said \"no\\\".", "question = \"He said \\\"no\\\\\\\".\"\n"),
        ("positions.i.x.red_line", "true", "red_line = true\n"),
        ("positions.i.x.sources", "s, t", "sources = [\"s\", \"t\"]\n"),
        (
            "parties.x.representatives",
            "A B, Minister, of Water",
            "representatives = [{ name = \"A B\", title = \"Minister, of Water\" }]\n",
        ),
        // As the file has it, with what is not a text in a row.
        (
            "parties.x.representatives",
            "{ name = \"A, B\", person = \"p\" }",
            "representatives = [{ name = \"A, B\", person = \"p\" }]\n",
        ),
        ("parties.x.short", "\u{1b}[1m\n", "short = \"\\u001B[1m\\n\"\n"),
    ] {
        set(&mut one, path, &[value]).unwrap();
        assert!(one.text().contains(line), "{path}: {}", one.text());
        assert_eq!(set(&mut one, path, &[value]), Ok(false), "{path}");
    }
    set(&mut one, "parties.x.interests", &["One, two.", "Three."]).unwrap();
    assert!(one.text().contains("interests = [\"One, two.\", \"Three.\"]\n"));
    assert_eq!(format::format(one.text()).as_deref(), Ok(one.text()));
    for (path, value) in [
        ("brief.as_of", "25.12.2025"),
        ("brief.as_of", "2025-02-30"),
        ("brief.as_of", "2025-2-3"),
        ("brief.as_of", "2025-12-25 # x"),
        ("brief.edition", "two"),
        ("parties.x.representatives", "{ name = \"A\" }, { name = \"B\" }"),
        ("parties.x.representatives", "{ name = \"A\" }]\nrole = \"host\" # "),
        ("parties.x.representatives", "{ name = "),
        ("positions.i.x.red_line", "yes"),
        ("brief.subtitle", " "),
    ] {
        let refused = set(&mut one, path, &[value]).unwrap_err();
        assert!(refused.help.is_some() && refused.message.contains(path.rsplit('.').next().unwrap()), "{refused:?}");
    }
    assert!(set(&mut one, "brief.title", &["A", "B"]).is_err());
}

#[test]
fn a_field_that_is_taken_away_leaves_its_comments_and_the_layout() {
    for (path, gone) in [
        ("brief.authors", "authors = [\"A\"]\n"),
        ("brief.title", "title = \"T\"\n"),
        ("sources.s.date", "date = 2025-12-24\n"),
    ] {
        let mut one = draft(BRIEF);
        assert_eq!(set(&mut one, path, &[]), Ok(true));
        assert_eq!(one.text(), BRIEF.replace(gone, ""), "{path}");
        assert_eq!(format::format(one.text()).as_deref(), Ok(one.text()));
        assert_eq!(set(&mut one, path, &[]), Ok(false));
    }
    let mut one = draft(BRIEF);
    set(&mut one, "brief.as_of", &[]).unwrap();
    assert_eq!(one.text(), BRIEF.replace("as_of = 2025-12-24 # day", "# day"));
    // No two blank lines meet.
    let gaps = "[brief]\ntitle = \"T\"\n\nsubtitle = \"S\"\n\nas_of = 2025-12-24\n\nkind = \"update\"\n";
    for (path, after) in
        [("brief.title", "[brief]\nsubtitle"), ("brief.subtitle", "\"T\"\n\nas_of"), ("brief.kind", "2025-12-24\n")]
    {
        let mut one = draft(gaps);
        set(&mut one, path, &[]).unwrap();
        assert!(one.text().contains(after), "{path}: {}", one.text());
        assert_eq!(format::format(one.text()).as_deref(), Ok(one.text()));
    }
}

#[test]
fn a_suppression_goes_with_its_field_and_stays_with_all_others() {
    let lines = [
        "[brief]\n",
        "# brief: allow x -- r\n# Other\n# brief: not said yet\ntitle = \"T\"\n",
        "as_of = 2025-12-24 # brief: allow y -- r\n",
        "# brief: allow z -- r\nkind = \"update\"\n",
    ];
    let text = lines.concat();
    for (path, gone, left) in
        [("brief.title", 1, "# Other\n# brief: not said yet\n"), ("brief.as_of", 2, ""), ("brief.kind", 3, "")]
    {
        let mut one = draft(&text);
        set(&mut one, path, &[]).unwrap();
        let mut expected = lines;
        expected[gone] = left;
        assert_eq!(one.text(), expected.concat());
    }
    // What is rewritten does not come between a comment and what it is about.
    let mut one = draft(&text);
    set(&mut one, "brief.title", &["New"]).unwrap();
    for (path, value) in [("brief.subtitle", "S"), ("brief.edition", "2"), ("brief.bottom_line", "B.")] {
        set(&mut one, path, &[value]).unwrap();
    }
    add(&mut one, "sources.ID", &["t"], &[("publisher", "Q"), ("date", "2025-12-24")]).unwrap();
    let about = |text: &str| {
        let of = |it: &Comment| match &it.about {
            About::Field(range) => text[range.clone()].split(' ').next().map(str::to_owned),
            _ => None,
        };
        draft(text).document().comments().iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(about(one.text()), about(&text));
    let formatted = format::format(one.text()).unwrap();
    assert_eq!(about(&formatted), about(&text));
}

#[test]
fn other_layouts_are_kept_or_refused() {
    let odd = "schema = 1\nbrief.title = \"T\"\nbrief.as_of = 2025-12-24\n[parties]\n  x = { name = \"X\", role = \"host\" }\n[outcome]\nevent = \"E\"\npoints.a.text = \"A.\"\n[issues.i]\n  title = \"I\"\n  options = [\n    \"a\", # first\n  ]\n";
    for (path, value, part) in [
        ("brief.title", &["U"][..], "brief.title = \"U\"\n"),
        ("brief.subtitle", &["S"], "brief.as_of = 2025-12-24\nbrief.subtitle = \"S\"\n"),
        ("parties.x.name", &["Y"], "x = { name = \"Y\", role = \"host\" }\n"),
        ("parties.x.kind", &["state"], "x = { name = \"X\", role = \"host\", kind = \"state\" }\n"),
        ("parties.x.alternatives", &["A.\nB."], "role = \"host\", alternatives = \"A.\\nB.\" }\n"),
        ("parties.x.name", &[], "x = { role = \"host\" }\n"),
        ("parties.x.role", &[], "x = { name = \"X\" }\n"),
        ("outcome.points.a.issue", &["i"], "points.a.text = \"A.\"\npoints.a.issue = \"i\"\n"),
        ("outcome.place", &["P"], "event = \"E\"\nplace = \"P\"\n"),
        ("issues.i.status", &["agreed"], "  title = \"I\"\n  status = \"agreed\"\n  options"),
    ] {
        let mut one = draft(odd);
        assert_eq!(set(&mut one, path, value), Ok(true), "{path}");
        assert!(one.text().contains(part), "{path}: {}", one.text());
    }
    let mut one = draft(odd);
    assert!(set(&mut one, "issues.i.options", &["b"]).unwrap_err().message.contains("comments"));
    assert!(set(&mut one, "issues.i.options", &[]).unwrap_err().message.contains("comments"));
    add(&mut one, "parties.ID", &["y"], &[("name", "Y"), ("role", "host")]).unwrap();
    assert!(one.text().contains("role = \"host\" }\n\n[parties.y]\nname = \"Y\"\nrole = \"host\"\n\n[outcome]"));
    let braces = "parties = { x = { name = \"X\" } }\nschema = 1\n";
    let mut one = draft(braces);
    let refused = add(&mut one, "parties.ID", &["y"], &[("name", "Y")]).unwrap_err();
    assert!(refused.message.contains("layout"), "{refused:?}");
    assert_eq!(one.text(), braces);
}

#[test]
fn a_table_without_fields_and_a_file_without_a_version_take_them() {
    for (text, path, value, after) in [
        ("# a\n# b\n\n[brief]\ntitle = \"T\"\n", "schema", "1", "# a\n# b\nschema = 1\n\n[brief]\ntitle = \"T\"\n"),
        ("[brief]", "brief.title", "T", "[brief]\ntitle = \"T\""),
        ("\u{feff}[brief]\r\n", "schema", "1", "\u{feff}schema = 1\r\n\r\n[brief]\r\n"),
        ("[parties]\nx = {}\n", "parties.x.name", "X", "[parties]\nx = {}\n"),
    ] {
        let mut one = draft(text);
        let done = set(&mut one, path, &[value]);
        assert_eq!(one.text(), after, "{done:?}");
    }
}

#[test]
fn prose_of_several_lines_is_laid_out_and_reads_back() {
    for (given, literal) in [
        ("One. Two.\r\n\r\nThree.", "\"\"\"\nOne.\nTwo.\n\nThree.\"\"\""),
        ("He said \"\"\"so\"\"\".\nAnd \\ \"\"", "\"\"\"\nHe said \\\"\"\"so\\\"\"\".\nAnd \\\\ \"\\\"\"\"\""),
        ("\nOne\n and two.\n", "\"One and two.\""),
    ] {
        let mut one = draft(BRIEF);
        set(&mut one, "brief.background", &[given]).unwrap();
        assert!(one.text().contains(&format!("background = {literal}\n")), "{}", one.text());
        assert_eq!(format::format(one.text()).as_deref(), Ok(one.text()));
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let read = one.document().value("brief.background").and_then(crate::parse::TomlValue::as_text).unwrap();
        assert_eq!(words(read), words(given));
    }
}

#[test]
fn a_single_line_between_three_marks_keeps_them() {
    let open = "[brief]\nbottom_line = \"\"\"\nOne sentence.\"\"\"\n";
    let mut one = draft(open);
    set(&mut one, "brief.bottom_line", &["Say \"no\"."]).unwrap();
    assert_eq!(one.text(), "[brief]\nbottom_line = \"\"\"\nSay \\\"no\\\".\"\"\"\n");
    assert_eq!(format::format(one.text()).as_deref(), Ok(one.text()));
    set(&mut one, "brief.bottom_line", &["One sentence."]).unwrap();
    assert_eq!(one.text(), open);
    for changed in [Ok(true), Ok(false)] {
        assert_eq!(set(&mut one, "brief.bottom_line", &["One. Two."]), changed);
    }
}

#[test]
fn a_path_that_names_nothing_is_reported_with_the_nearest_that_does() {
    let one = draft(BRIEF);
    for (path, said, help) in [
        ("issue.i.status", "`issue` is not a table of a brief", "did you mean `issues.i.status`?"),
        ("issues.i.stats", "`stats` is not a field of [issues.ID]", "did you mean `issues.i.status`?"),
        ("issues.i", "`issues.i` is a table, not a field", "add the name of a field: `title`, `status`"),
        ("issues", "`issues` is a table, not a field", "name a field of [issues.ID]"),
        ("positions.i", "`positions.i` is a table, not a field", "name a field of [positions.ISSUE.PARTY]"),
        ("outcome.point.a.text", "`point` is not a field of [outcome]", "did you mean `outcome.points.a.text`?"),
        ("brief.authors.0", "`brief.authors` is a field and contains no others", "name the field: `brief.authors`"),
        ("brief.zzz", "`zzz` is not a field of [brief]", "its fields are `title`"),
        ("", "`` is not a table of a brief", "the tables are `brief`"),
        ("zzzzzz", "`zzzzzz` is not a table of a brief", "the tables are `brief`"),
    ] {
        let Err(PathError::Unknown(refused)) = resolve(path, &one.document) else { panic!("{path}") };
        assert_eq!(refused.message, said);
        assert!(refused.help.as_ref().is_some_and(|found| found.starts_with(help)), "{refused:?}");
    }
    for (path, ids, meant) in [
        ("issues.ii.status", &["ii"][..], Some("issues.i.status")),
        ("positions.i.xx.text", &["i", "xx"], Some("positions.i.x.text")),
        // A party without a position, not a typo.
        ("positions.i.xy.text", &["i", "xy"], None),
        ("developments.d.text", &["d"], None),
        ("outcome.event", &[], None),
    ] {
        let found = resolve(path, &one.document);
        let Err(PathError::NoRecord { ids: found, meant: near, .. }) = found else { panic!("{path}: {found:?}") };
        assert_eq!((found, near.as_deref()), (values(ids), meant));
    }
}

#[test]
fn several_records_are_added_at_once_each_in_its_place() {
    let table = schema::table("positions.ISSUE.PARTY").unwrap();
    let record = |issue: &str, party: &str| NewRecord {
        ids: values(&[issue, party]),
        fields: ["stance", "text"].map(|name| (table.field(name).unwrap(), values(&["offers"]))).to_vec(),
    };
    let position = "[positions.j.x]\nstance = \"demands\"\ntext = \"It.\"\n\n# of sources";
    let text = BRIEF.replacen("# of sources", position, 1);
    let mut one = draft(&text);
    one.add_all(table, &[record("i", "y"), record("j", "y"), record("i", "z"), record("k", "x")]).unwrap();
    let headers: Vec<&str> = one.text().lines().filter(|line| line.starts_with("[positions")).collect();
    let expected = [
        "[positions.i.x]",
        "[positions.i.y]",
        "[positions.i.z]",
        "[positions.j.x]",
        "[positions.j.y]",
        "[positions.k.x]",
    ];
    assert_eq!(headers, expected);
    assert_eq!(format::format(one.text()).as_deref(), Ok(one.text()));
    // All of them, or none.
    for records in [[record("l", "x"), record("i", "x")], [record("l", "x"), record("l", "x")]] {
        let before = one.text().to_owned();
        assert!(one.add_all(table, &records).unwrap_err().message.contains("already exists"));
        assert_eq!(one.text(), before);
    }
}

#[test]
fn many_records_are_added_in_linear_time() {
    let table = &schema::SOURCES;
    assert!(crate::growth::is_linear(200, |count| {
        let field = |name: &str, value: &str| (table.field(name).unwrap(), values(&[value]));
        let record = |nth: usize| NewRecord {
            ids: vec![format!("source-{nth}")],
            fields: vec![field("publisher", "P"), field("date", "2024-05-13")],
        };
        let mut one = draft(BRIEF);
        one.add_all(table, &(0..count).map(record).collect::<Vec<_>>()).unwrap();
    }));
}

#[test]
fn fields_that_are_set_at_once_are_set_as_one_by_one() {
    let odd = "schema = 1\nbrief.title = \"T\"\n[parties]\n  x = { name = \"X\", role = \"host\" }\n[outcome]\nevent = \"E\"\npoints.a.text = \"A.\"\npoints.b.text = \"B.\"\n[issues.i]\ntitle = \"I\"";
    let windows = BRIEF.replace('\n', "\r\n");
    for (text, all) in [
        (
            odd,
            &[
                ("issues.i.question", "Q"),
                ("issues.i.status", "agreed"),
                ("brief.subtitle", "S"),
                ("outcome.points.b.result", "agreed"),
                ("outcome.points.a.issue", "i"),
                ("outcome.points.a.text", "AA."),
                ("parties.x.short", "x"),
                ("parties.x.kind", "state"),
                ("parties.x.name", "XX"),
                ("outcome.place", "P"),
            ][..],
        ),
        (
            windows.as_str(),
            &[
                ("sources.s.url", "https://example.org"),
                ("sources.s.title", "A title"),
                ("brief.as_of", "2025-12-25"),
                ("brief.edition", "2"),
                ("brief.bottom_line", "One.\nTwo."),
                ("positions.i.x.text", "It."),
                ("parties.x.name", "Y"),
                ("parties.xy.name", "Z"),
            ],
        ),
    ] {
        let (mut one_by_one, mut at_once) = (draft(text), draft(text));
        let places = all.iter().map(|(path, value)| (resolve(path, at_once.document()).unwrap(), values(&[value])));
        let new: Vec<NewValue> = places.map(|(place, values)| NewValue { place, values }).collect();
        let changed = new.iter().filter(|new| one_by_one.set(&new.place, &new.values).unwrap()).count();
        assert_eq!(at_once.set_all(&new), Ok(changed));
        assert_eq!(at_once.text(), one_by_one.text());
        assert_eq!(at_once.set_all(&new), Ok(0));
    }
}

#[test]
fn fields_are_set_all_or_none_and_each_error_has_its_number() {
    let text = format!("{BRIEF}[parties.z]\nrepresentatives = [\n  # who\n]\n");
    let mut one = draft(&text);
    let mut new: Vec<NewValue> = Vec::new();
    for (path, value) in [("brief.title", "U"), ("parties.z.representatives", "A"), ("brief.edition", "two")] {
        new.push(NewValue { place: resolve(path, one.document()).unwrap(), values: values(&[value]) });
    }
    let errors = one.set_all(&new).unwrap_err();
    assert_eq!(errors.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(one.text(), text);
    // A layout that only the whole text shows: the same field twice.
    let again = NewValue { place: resolve("brief.subtitle", one.document()).unwrap(), values: values(&["S"]) };
    let errors = one.set_all(&[new[0].clone(), again.clone(), again]).unwrap_err();
    assert!(matches!(&errors[..], [(2, error)] if error.message.contains("layout")), "{errors:?}");
    assert_eq!(one.text(), text);
}

#[test]
fn many_fields_are_set_in_linear_time() {
    let table = &schema::SOURCES;
    let place = |nth: usize, name: &str| FieldPlace {
        table,
        ids: vec![format!("source-{nth}")],
        field: table.field(name).unwrap(),
    };
    assert!(crate::growth::is_linear(100, |count| {
        let record = |nth: usize| format!("\n[sources.source-{nth}]\npublisher = \"P\"\ndate = 2024-05-13\n");
        let mut one = draft(&format!("{BRIEF}{}", (0..count).map(record).collect::<String>()));
        let new = |nth: usize, name: &str, value: &str| NewValue { place: place(nth, name), values: values(&[value]) };
        let all = (0..count).flat_map(|nth| [new(nth, "publisher", "Q"), new(nth, "title", "T")]);
        assert_eq!(one.set_all(&all.collect::<Vec<_>>()), Ok(2 * count));
    }));
}
