//! Each folder of `tests/cases/styles` has the `style.toml` of a template, and the expected output of `brief render`.
//! To add a case, create a folder with a `style.toml` and run the tests with `UPDATE=1`, which writes `expected.txt`;
//! then review that file.

use std::fmt::Write as _;
use std::fs;

use briefing::diagnostic::{Code, has_errors, render};
use briefing::layout::{STYLE, Style};
use briefing::library::FontLibrary;
use briefing::pipeline::{self, Input, RenderOptions, Renderer};
use briefing::project::Project;
use briefing::schema::{Field, TableSchema, Type, is_id_part};
use briefing::template::BUILT_IN;
use briefing::world::Memory;

use crate::mutants::mutant;
use crate::mutation::Random;
use crate::program::root;

/// The diagnostics for a brief that is rendered with a style and the template `one-page`.
fn said(style: &str) -> String {
    let world = Memory::default();
    for (name, text) in BUILT_IN[0].files.iter().filter(|(name, _)| *name != "style.toml") {
        world.put(format!("template/{name}"), *text);
    }
    world.put("template/style.toml", style);
    world.put("template/type/README.md", "No font.");
    let text = fs::read_to_string(root().join("briefs/donbas.toml")).unwrap();
    let input = Input::new("brief.toml", text);
    let mut checked = pipeline::check(&input, &Project::default());
    // Diagnostics about the brief itself are ignored.
    checked.diagnostics.clear();
    let library = FontLibrary::default();
    let rendered = Renderer::new(&library).render(&mut checked, RenderOptions::new("template"), &world).unwrap();
    assert_eq!(rendered.is_none(), has_errors(&checked.diagnostics));
    // It does not matter whether the brief fits the page.
    checked.diagnostics.retain(|diagnostic| diagnostic.code != Code::PAGE_OVERFLOW);
    let summary = render::summary(&checked.diagnostics);
    let summary = if summary.is_empty() { "no errors" } else { &summary };
    format!("{}{summary}\n", render::human(&checked.diagnostics, &checked.sources, false))
}

#[test]
fn every_style_has_the_expected_output() {
    let cases = fs::read_dir(root().join("tests/cases/styles")).unwrap();
    let mut cases: Vec<_> = cases.map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() >= 4, "only {} cases were found", cases.len());
    for case in cases {
        let style = fs::read_to_string(case.join("style.toml")).unwrap();
        crate::check::compare(&case.join("expected.txt"), &said(&style));
    }
}

/// The result of rendering a brief with a template whose style is `own` and with a shared style; and the diagnostics.
fn with_shared(own: &str, shared: &str) -> (Option<String>, String) {
    let world = Memory::default();
    for (name, text) in BUILT_IN[0].files.iter().filter(|(name, _)| *name != "style.toml") {
        world.put(format!("template/{name}"), *text);
    }
    world.put("template/style.toml", own);
    world.put("office.toml", shared);
    let text = fs::read_to_string(root().join("briefs/donbas.toml")).unwrap();
    let mut checked = pipeline::check(&Input::new("brief.toml", text), &Project::default());
    checked.diagnostics.clear();
    let library = FontLibrary::default();
    let options = RenderOptions::new("template").style(Some("office.toml".as_ref())).docx(true);
    let rendered = Renderer::new(&library).render(&mut checked, options, &world).unwrap();
    let said = render::human(&checked.diagnostics, &checked.sources, false);
    // In the Word file, colours are text.
    let texts = |rendered: pipeline::Rendered| {
        format!("{}{}", rendered.markdown, briefing::docx::parts(&rendered.docx.unwrap()).unwrap().concat())
    };
    (rendered.map(texts), said)
}

#[test]
fn a_shared_style_comes_before_that_of_the_template() {
    let own =
        "[color]\naccent = \"#112233\"\n[text]\nsize = 9.2\n[labels.en]\npositions = \"Who\"\nsources = \"From\"\n";
    let shared = "[color]\naccent = \"#445500\"\n[labels.en]\npositions = \"Where they are\"\n";
    let (alone, said) = with_shared(own, "");
    let alone = alone.unwrap_or_else(|| panic!("{said}"));
    assert!(alone.contains("112233") && alone.contains("## Who\n"), "{alone}");
    let (both, said) = with_shared(own, shared);
    let both = both.unwrap_or_else(|| panic!("{said}"));
    // A setting that the shared style does not have comes from the other one.
    assert!(both.contains("445500") && !both.contains("112233"), "{both}");
    assert!(both.contains("## Where they are\n") && !both.contains("## Who\n") && both.contains("## From"), "{both}");
}

#[test]
fn errors_of_both_styles_are_reported_at_their_places() {
    let own = "[text]\nsize = 9.2\n[color]\ntxt = \"#000000\"\n";
    let shared = "[page]\nlimit = 2\n[sections]\ndrop = []\n[font]\nfolder = \"type\"\n[text]\nsize = \"9\"\n[labels.en]\npositons = \"P\"\n";
    let (page, said) = with_shared(own, shared);
    assert!(page.is_none());
    for found in [
        "`page.limit` is for the style of one template\n --> office.toml:2:9",
        "`sections` is for the style of one template\n --> office.toml:3:",
        "`font.folder` is for the style of one template\n --> office.toml:6:10",
        "--> office.toml:8:8",
        "there is no label `positons`\n  --> office.toml:10:1",
        "--> template/style.toml:4:1",
    ] {
        assert!(said.contains(found), "{found}\n{said}");
    }
    // A size in one style conflicts with a size in the other.
    let (page, said) = with_shared("[text]\nfloor = 8.5\n", "[text]\nsize = 8.0\n");
    assert!(page.is_none());
    assert!(said.contains("::: office.toml:2:8") && said.contains("--> template/style.toml:2:9"), "{said}");
}

/// Every field of a style with its table.
fn fields() -> impl Iterator<Item = (&'static TableSchema, &'static Field)> {
    STYLE.iter().flat_map(|table| table.fields.iter().map(move |field| (table, field)))
}

/// A style file with one field. Placeholders in capitals are replaced as a newcomer would do.
fn example(table: &TableSchema, field: &Field) -> String {
    let (path, name) = (table.path.replace("LANGUAGE", "de"), field.name.replace("NAME", "positions"));
    format!("[{path}]\n{name} = {}\n", field.example)
}

#[test]
fn the_table_of_a_style_is_what_the_style_is_filled_from() {
    for (table, field) in fields() {
        let text = example(table, field);
        let style: Result<Style, _> = toml::from_str(&text);
        assert!(style.is_ok(), "{text}: {style:?}");
        // The font files and the logo do not exist.
        let said = said(&text);
        let is_missing = match field.name {
            "folder" => said.contains("fonts"),
            "logo" => said.contains("there is no such file") && said.contains("no alternative text"),
            _ => false,
        };
        assert!(said == "no errors\n" || is_missing, "{text}: {said}");
    }
    // The type has no field that the table lacks: for an unknown field, Serde lists the known ones.
    for table in STYLE.iter().filter(|table| !table.path.contains("LANGUAGE")) {
        let error = toml::from_str::<Style>(&format!("[{}]\nunknown = 1\n", table.path)).unwrap_err();
        let listed: Vec<&str> = error.message().split('`').skip(3).step_by(2).collect();
        let mut known: Vec<&str> = table.fields.iter().map(|field| field.name).collect();
        known.sort_by_key(|name| listed.iter().position(|listed| listed == name));
        assert_eq!(listed, known, "{}", table.path);
    }
    let error = toml::from_str::<Style>("unknown = 1\n").unwrap_err();
    let tables = error.message().split('`').skip(3).step_by(2).count();
    assert_eq!(tables, STYLE.len());
}

#[test]
fn every_style_that_is_valid_by_its_table_can_be_deserialized() {
    let shipped = BUILT_IN.iter().flat_map(|built_in| built_in.files);
    let mut styles: Vec<String> =
        shipped.filter(|(name, _)| *name == "style.toml").map(|(_, text)| (*text).to_owned()).collect();
    let whole = |table: &TableSchema| {
        let lines = table.fields.iter().map(|field| example(table, field));
        let lines = lines
            .enumerate()
            .map(|(nth, text)| if nth == 0 { text } else { text.split_once('\n').unwrap().1.to_owned() });
        lines.collect::<String>()
    };
    styles.push(STYLE.iter().map(whole).collect());
    styles.push("[page]\nlimit = 0\nsize = [100, 200]\n[labels.en]\npositions = \"P\"\n".to_owned());
    let mut random = Random(0x510e_527f_ade6_82d1);
    for _ in 0..40 {
        let of = random.below(styles.len());
        let style = mutant(&styles, of, &mut random);
        let said = said(&style);
        assert!(!said.contains("the style cannot be read"), "{said}\n{style}");
    }
}

/// The type of a field, for a cell of the table in docs/templates.md.
fn takes(kind: &Type) -> String {
    match kind {
        Type::Boolean => "`true` or `false`".to_owned(),
        Type::Integer { least, most } => format!("whole number, {least} to {most}"),
        Type::Number { least, most, unit } => format!("{unit}, {least} to {most}").trim_start_matches(", ").to_owned(),
        Type::Word(_, words) => words.iter().map(|word| format!("`\"{}\"`", word.word)).collect::<Vec<_>>().join(", "),
        Type::Each(item, names) => format!("list of {}: {}", names.len(), takes(item)),
        Type::List(item) => format!("list of {}s", takes(item)),
        kind => kind.noun().trim_start_matches("a ").replacen("colour such as \"#1F3A5F\"", "colour", 1),
    }
}

#[test]
fn the_fields_of_a_style_are_documented() {
    let path = root().join("docs/templates.md");
    let page = fs::read_to_string(&path).unwrap();
    let head = "Every field is optional.\n\n";
    let (before, rest) = page.split_once(head).unwrap();
    let (_, after) = rest.split_once("\n\n").unwrap();
    let mut table = "| field | takes | what it is | default |\n| --- | --- | --- | --- |".to_owned();
    for (holder, field) in fields() {
        let style: Style = toml::from_str(&example(holder, field)).unwrap();
        // A field without a default is optional in the type, so its example differs from the default style.
        let has_default = style == Style::default() && !is_id_part(field.name);
        let default = if has_default { format!(" `{}`", field.example) } else { String::new() };
        let path = format!("{}.{}", holder.path, field.name);
        write!(table, "\n| `{path}` | {} | {} |{default} |", takes(&field.kind), field.doc).unwrap();
    }
    crate::check::compare(&path, &format!("{before}{head}{table}\n\n{after}"));
}
