//! Texts under negotiation: the text with brackets, the versions side by side, and the number of open brackets.

use std::fs;

use crate::program::{brief, folder, root, run};

const CASE: &str = "tests/cases/texts/paris-2015.toml";

/// The Markdown page of a text with a template.
fn page(name: &str, template: &str, text: &str) -> String {
    let here = folder(name);
    fs::write(here.join("a.toml"), text).unwrap();
    let (exit, _, errors) = run(brief(["render", "--template", template, "-o", "a.md", "a.toml"]).current_dir(&here));
    assert!(exit == 0, "{errors}");
    fs::read_to_string(here.join("a.md")).unwrap()
}

fn paris() -> String {
    fs::read_to_string(root().join(CASE)).unwrap()
}

#[test]
fn a_real_text_has_no_errors_and_is_set_in_columns_on_landscape_pages() {
    let (exit, out, errors) = run(brief(["check", "--deny", "warnings"]).arg(root().join(CASE)));
    assert!(exit == 0, "{out}{errors}");
    let here = folder("texts-pages");
    let (exit, _, errors) = run(brief(["render", "-o"]).arg(here.join("a.pdf")).arg(root().join(CASE)));
    assert!(exit == 0, "{errors}");
    let document = lopdf::Document::load_mem(&fs::read(here.join("a.pdf")).unwrap()).unwrap();
    for (_, id) in document.get_pages() {
        let size = document.get_object(id).unwrap().as_dict().unwrap().get(b"MediaBox").unwrap().as_array().unwrap();
        let size: Vec<f32> = size.iter().map(|it| it.as_float().unwrap()).collect();
        assert!(size[2] > size[3], "the page lies across: {size:?}");
    }
    let text = page("texts-columns", "columns", &paris());
    assert!(text.contains("| Text | Base text | AOSIS, LDCs | Compromise |"), "{text}");
}

#[test]
fn words_are_printed_character_by_character() {
    let words = "[Delete](EU, CH) or [shall](AOSIS) *not* go [@daily] <b>|</b> # 1";
    let text = paris().replace("recognizing the [important] role", words);
    for template in ["columns", "full"] {
        let page = page(&format!("texts-literal-{template}"), template, &text);
        let escaped = "\\[Delete\\](EU, CH) or \\[shall\\](AOSIS) \\*not\\* go \\[@daily\\] \\<b>";
        assert!(page.contains(escaped), "{template}: {page}");
    }
    // They do not count as abbreviations, quotations or citations.
    let here = folder("texts-check");
    fs::write(here.join("a.toml"), &text).unwrap();
    let (_, out, errors) = run(brief(["check", "a.toml"]).current_dir(&here));
    assert!(!out.contains("warning") && !errors.contains("warning"), "{out}{errors}");
}

#[test]
fn the_line_shows_who_supports_each_wording_and_the_columns_what_differs() {
    let full = page("texts-line", "full", &paris());
    let line = full.lines().find(|line| line.starts_with("To hold")).unwrap();
    assert!(line.contains("temperature \\[\\[below 1.5 °C\\] \\[or\\] \\[well below 2 °C\\]\\] \\[below 1.5 °C\\] (*AOSIS, LDCs*) above"), "{line}");
    // A compromise is not shown as a wording that somebody supports.
    assert!(!line.contains("pursue efforts") && full.contains("**Compromise**: Hold the increase"), "{full}");
    let columns = page("texts-marked", "columns", &paris());
    let row = columns.lines().find(|line| line.starts_with("| **Temperature goal**")).unwrap();
    assert!(row.contains("temperature **below 1.5 °C** above preindustrial levels;"), "{row}");
    assert!(row.contains("| **Hold** the increase in the global average temperature **to well below 2 °C** above **pre-industrial** levels **and to"), "{row}");
    // The version leaves out words of the base, and has none in their place.
    let shorter = paris().replace("in the global average temperature below", "in the temperature below");
    let columns = page("texts-shorter", "columns", &shorter);
    assert!(
        columns.contains("To hold the increase in the **\\[…\\]** temperature **below 1.5 °C** above"),
        "{columns}"
    );
}

#[test]
fn open_brackets_are_counted_and_compared_between_editions() {
    let here = folder("texts-diff");
    let old = paris();
    let new = old.replace("[shall][should][other] be scaled up", "should be scaled up");
    fs::write(here.join("old.toml"), &old).unwrap();
    fs::write(here.join("new.toml"), &new).unwrap();
    let count = |text: &str, name: &str| -> usize {
        let page = page(name, "columns", text);
        let line = page.lines().find_map(|line| line.strip_prefix("Open brackets: ")).unwrap().to_owned();
        line.parse().unwrap()
    };
    let (before, after) = (count(&old, "texts-count-old"), count(&new, "texts-count-new"));
    assert_eq!(before - after, 3);
    let (_, out, errors) = run(brief(["diff", "old.toml", "new.toml"]).current_dir(&here));
    assert!(out.contains(&format!("{after} open brackets, {before} before")), "{out}{errors}");
    // An agreed text no longer counts.
    let agreed = old.replace("title = \"Scale of finance\"\n", "title = \"Scale of finance\"\nstatus = \"agreed\"\n");
    assert_eq!(before - count(&agreed, "texts-count-agreed"), 6);
    // Other changes do not report brackets.
    fs::write(here.join("new.toml"), old.replace("1.5 °C, in every draft.", "1.5 °C.")).unwrap();
    let (_, out, _) = run(brief(["diff", "old.toml", "new.toml"]).current_dir(&here));
    assert!(!out.contains("open brackets"), "{out}");
}

#[test]
fn a_version_that_a_reader_may_not_see_is_in_no_column_line_or_count() {
    let secret =
        "words = \"To hold the increase in the global average temperature below 1.5 °C above preindustrial levels;\"";
    let marked =
        paris().replace("TLP:CLEAR", "TLP:RED").replace("edition = 1\n", "edition = 1\nunmarked = \"TLP:GREEN\"\n");
    let marked = marked.replace(secret, "handling = \"TLP:RED\"\nwords = \"Leave every number out [for now].\"");
    let here = folder("texts-release");
    fs::write(here.join("a.toml"), marked).unwrap();
    for template in ["columns", "full"] {
        let mut command = brief(["render", "--release", "TLP:GREEN", "--template", template, "-o", "a.md", "a.toml"]);
        let (exit, _, errors) = run(command.current_dir(&here));
        assert!(exit == 0, "{errors}");
        let page = fs::read_to_string(here.join("a.md")).unwrap();
        assert!(page.contains("well below") && !page.contains("number out"), "{template}: {page}");
        assert!(!page.contains("AOSIS, LDCs |"), "{template}: {page}");
    }
}

#[test]
fn a_version_is_added_set_and_removed_by_its_path() {
    let here = folder("texts-add");
    fs::write(here.join("a.toml"), paris()).unwrap();
    let mut add = brief(["add", "variant", "a.toml", "--text", "actors", "--variant", "short"]);
    let (exit, out, errors) =
        run(add.args(["--words", "recognizing the role of [different] actors,", "--by", "ldcs"]).current_dir(&here));
    assert!(exit == 0, "{out}{errors}");
    let text = fs::read_to_string(here.join("a.toml")).unwrap();
    let (variant, finance) =
        (text.find("[texts.actors.variants.short]").unwrap(), text.find("[texts.finance]").unwrap());
    assert!(text.find("[texts.actors]").unwrap() < variant && variant < finance, "{text}");
    let (exit, out, errors) = run(brief(["rename", "a.toml", "texts.actors", "who"]).current_dir(&here));
    assert!(exit == 0, "{out}{errors}");
    let text = fs::read_to_string(here.join("a.toml")).unwrap();
    assert!(text.contains("[texts.who.variants.short]") && !text.contains("texts.actors"), "{text}");
    let (exit, out, errors) = run(brief(["remove", "a.toml", "texts.who"]).current_dir(&here));
    assert!(exit == 0, "{out}{errors}");
    assert!(!fs::read_to_string(here.join("a.toml")).unwrap().contains("texts.who"));
    // A version of a text that does not exist, and a missing option.
    let mut nowhere = brief(["add", "variant", "a.toml", "--text", "nothing", "--variant", "v", "--words", "W."]);
    let (exit, _, errors) = run(nowhere.current_dir(&here));
    assert!(exit != 0 && errors.contains("texts.nothing"), "{errors}");
    let (exit, _, errors) = run(brief(["add", "variant", "a.toml", "--words", "W."]).current_dir(&here));
    assert!(exit != 0 && errors.contains("--text") && errors.contains("--variant"), "{errors}");
}
