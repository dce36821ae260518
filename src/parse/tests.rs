use super::*;
use crate::growth;
use proptest::prelude::*;
use toml::de::DeTable;

fn read(text: &str) -> (Sources, TomlDocument, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let file = sources.add("a.toml", text);
    let (document, diagnostics) = parse(&sources, file);
    (sources, document, diagnostics)
}

#[test]
fn the_order_is_the_file_s_and_every_path_has_its_place() {
    let (sources, document, diagnostics) =
        read("\u{feff}[b]\nz = 1\na = [\"x\", \"y\"]\r\n[p.d.r]\nstance = \"demands\"\n[a]\nt = { u = 2 }\n");
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    assert_eq!(document.root().entries.keys().collect::<Vec<_>>(), ["b", "p", "a"]);
    let at = |path: &str| document.span(path).map(|span| sources.text(span).to_owned());
    assert_eq!(at("b.a[1]").as_deref(), Some("\"y\""));
    assert_eq!(at("p.d.r.stance").as_deref(), Some("\"demands\""));
    assert_eq!(at("p.d.r").as_deref(), Some("[p.d.r]"));
    assert_eq!(at("a.t.u").as_deref(), Some("2"));
    assert_eq!(document.key_span("a.t.u").map(|span| sources.text(span)), Some("u"));
    assert_eq!(document.key_span("b.a[1]"), None);
    for none in ["", "b.a[2]", "b.q", "b.a[x]", "b.a[1].c", "b..a"] {
        assert_eq!(document.span(none), None, "{none}");
    }
}

#[test]
fn one_error_a_line_and_the_rest_is_read() {
    let (_, document, diagnostics) = read(
        "title: \"x\"\nkind = decision\nmy key = 2\ndate = 26.12.2025\n// no\nt = “x”\n[a\nu = 1\n[b]\nx = 1\nx = 2\nok = true\n",
    );
    let messages: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "a field is written with `=`, not with `:`",
            "text must be in quotation marks",
            "`my key` is not the name of a field: it has a space",
            "a date is written year-month-day",
            "a comment starts with `#`",
            "curly quotation marks, as a word processor makes them, do not open or close a text",
            "the name of a table is not closed with `]`",
            "the field `x` is defined twice",
        ]
    );
    assert!(document.value("b.ok").is_some());
    // The header `[a` is closed in the repaired text.
    assert!(document.value("a.u").is_some());
    assert!(document.is_sound());
}

#[test]
fn what_swallows_the_rest_of_a_file_hides_no_error_in_it() {
    let rest = "[b]\nkind = decision\ntext = \"\"\"\nWords.\n\"\"\"\n[c]\nx = [1]\nok = true\n";
    for (damaged, message, lost) in [
        ("[a]\nu = 1\nl = [\"\n", "a list is opened with `[` and not closed", "a.l"),
        ("[a]\nu = 1\nl = [\"x\", \"y\"\n", "a list is opened with `[` and not closed", "a.l"),
        ("[a]\nu = 1\nl = [\n  \"x\",\n  \"y\",\n", "a list is opened with `[` and not closed", "a.l"),
        ("[a]\nu = 1\nl = [{ v = 1\n", "a list is opened with `[` and not closed", "a.l"),
        ("[a]\nu = 1\nl = { v = 1\n", "a record is opened with `{` and not closed", "a.l"),
        ("[a]\nu = 1\nl = \"\"\"\nSome words.\nMore.\n\n", "a text opened with \"\"\" is not closed", "a.l"),
        ("[a]\nu = 1\nl = '''\nSome words.\n", "a text opened with ''' is not closed", "a.l"),
        ("[a\nu = 1\n", "the name of a table is not closed with `]`", ""),
        ("[a # words\nu = 1\n", "the name of a table is not closed with `]`", ""),
        ("a]\nu = 1\n", "the name of a table is not opened with `[`", ""),
        ("[a] words\nu = 1\n", "the name of a table cannot be read", ""),
        ("[z]\nu = 1\n[a“]\nv = 1\n", "the name of a table cannot be read", "z.v"),
    ] {
        for text in [format!("{damaged}{rest}"), format!("{damaged}{rest}").replace('\n', "\r\n")] {
            let (sources, document, errors) = read(&text);
            let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
            assert_eq!(messages, [message, "text must be in quotation marks"], "{text}");
            let first = errors[0].primary.as_ref().map(|label| sources.place(label.span).line);
            assert!(first.is_some_and(|line| line <= 3), "{text}");
            assert!(document.is_sound(), "{text}");
            let u = ["a.u", "z.u"].into_iter().find_map(|path| document.key_span(path));
            assert_eq!(u.map(|span| sources.text(span)), Some("u"), "{text}");
            assert!(document.value(lost).is_none(), "{text}");
            assert_eq!(document.value("b.text").and_then(TomlValue::as_text), Some("Words.\n"), "{text}");
            assert_eq!(document.span("c").map(|span| sources.text(span)), Some("[c]"), "{text}");
            assert!(document.value("c.ok").is_some(), "{text}");
            assert!(!document.is_damaged(document.key_span("c.ok").unwrap()), "{text}");
        }
    }
}

/// The messages of the toml crate by which `syntax.rs` judges, each with a text that brings it about. If an update of
/// the crate changes one, this fails before a message of ours gets worse.
#[test]
fn the_messages_of_the_crate_are_those_that_are_judged_by() {
    let mut missed = Vec::new();
    for (message, text) in [
        ("key with no value", "a\n"),
        ("invalid multi-line", "a = \"\"\"\n"),
        ("invalid multi-line", "a = '''\n"),
        ("duplicate key", "a = 1\na = 2\n"),
        ("duplicate key", "[a]\n[a]\n"),
        ("unclosed array", "a = [1\n"),
        ("unclosed inline table", "a = { b = 1\n"),
        ("string values must be quoted", "a = words\n"),
        ("invalid unquoted key", "a“ = 1\n"),
        ("invalid basic string", "a = \"b\n"),
        ("invalid literal string", "a = 'b\n"),
        ("unexpected key or value", "a = \"x\" 2\n"),
        ("missing escaped value", "a = \"\\q\"\n"),
        ("invalid value, expected unicode", "a = \"\\uD800\"\n"),
        ("too few unicode", "a = \"\\u1\"\n"),
        ("invalid boolean", "a = trUe\n"),
        ("invalid date", "a = 2024-13-01\n"),
        ("invalid time", "a = 25:00:00\n"),
        ("invalid float", "a = 1.1.2024\n"),
        ("invalid fraction", "a = 1.e\n"),
        ("invalid exponent", "a = 1.0e\n"),
        ("invalid mantissa", "a = .5\n"),
        ("unexpected leading zero", "a = 01\n"),
        ("missing comma", "a = [\"x\" \"y\"]\n"),
        ("carriage return", "a = 1\rb = 2\n"),
    ] {
        let (_, errors) = DeTable::parse_recoverable(text);
        let found: Vec<&str> = errors.iter().map(toml::de::Error::message).collect();
        if !found.iter().any(|found| found.starts_with(message)) {
            missed.push(format!("{message}: {text} {found:?}"));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn the_whole_word_around_an_error_is_marked() {
    for (text, word) in
        [("brief=0title=", "0title"), ("a = 26.12.2025 # x", "26.12.2025"), ("a = [1.1.2024, 2]", "1.1.2024")]
    {
        let (sources, _, diagnostics) = read(text);
        let marked = diagnostics
            .first()
            .and_then(|diagnostic| diagnostic.primary.as_ref())
            .map(|label| sources.text(label.span));
        assert_eq!(marked, Some(word), "{diagnostics:?}");
    }
}

#[test]
fn names_and_lists_of_a_thousand_levels_are_refused_without_a_crash() {
    for text in [
        format!("{} = 1", vec!["a"; 100_000].join(".")),
        format!("[{}]", vec!["a"; 100_000].join(".")),
        format!("a = {}", "[".repeat(100_000)),
        format!("a = {}", "{a=".repeat(100_000)),
        format!("a = {}", "{a.b.c.d.e.f.g.h.i.j.k=".repeat(78)),
        format!("a = {}1{}", "[".repeat(40), "]".repeat(40)),
    ] {
        let (_, _, diagnostics) = read(&text);
        assert!(!diagnostics.is_empty(), "{}", &text[..20]);
    }
}

#[test]
fn a_hostile_text_is_read_in_linear_time() {
    let headers = |count: usize| (0..count).fold(String::new(), |all, at| all + &format!("[a{at}]\n"));
    let record = "[developments.d0]\ntext = \"\"\"\nSome \\\" words.\n\"\"\"\n";
    let texts: [&dyn Fn(usize) -> String; 7] = [
        &|parts| record.repeat(parts),
        &|parts| "x\n".repeat(20 * parts),
        &|parts| "[a]\n[b]\n".repeat(5 * parts),
        &|parts| "a=[\n".repeat(10 * parts),
        &|parts| headers(2 * parts).repeat(2),
        &|parts| headers(2 * parts).replace(']', ".b]") + &headers(2 * parts),
        &|parts| headers(2 * parts).replace('[', "[[").replace(']', "]]") + &headers(2 * parts),
    ];
    for text in texts {
        let read = |parts| assert!(!read(&text(parts)).2.is_empty());
        assert!(growth::is_linear(1_000, read), "{:?}", text(2));
    }
}

#[test]
fn a_place_in_a_decoded_text_is_a_byte_of_the_file() {
    let (sources, document, _) = read("a = \"\"\"\r\nx\\u20ACy\r\n  z \\\r\n   w\"\"\"\nb = 'q\\q'\n");
    let text = document.value("a").and_then(TomlValue::as_text).unwrap_or_default();
    assert_eq!(text, "x€y\n  z w");
    for letter in ['x', 'y', 'z', 'w'] {
        let at = text.find(letter).unwrap_or_default();
        let span = document.span_within(&sources, "a", at..at + 1);
        assert!(span.is_some_and(|span| sources.text(span).starts_with(letter)), "{letter} {span:?}");
    }
    let euro = document.span_within(&sources, "a", 1..4);
    assert_eq!(euro.map(|span| sources.text(span)), Some("\\u20AC"));
    assert_eq!(document.span_within(&sources, "b", 1..3).map(|span| sources.text(span)), Some("\\q"));
}

proptest! {
    #[test]
    fn any_text_is_read_and_every_place_lies_in_it(text in "(\\PC|[\\x00-\\x1f\"'=\\[\\]{}.,#\\\\\n\r]){0,60}") {
        let (sources, _, diagnostics) = read(&text);
        for label in diagnostics.iter().flat_map(|diagnostic| diagnostic.primary.iter().chain(&diagnostic.related)) {
            prop_assert!(text.get(label.span.range()).is_some(), "{:?}", label.span);
            let _ = sources.place(label.span);
        }
    }

    #[test]
    fn the_literal_reader_agrees_with_the_crate(text in "([a-zé€\"' ]|\\\\[btnfr\"\\\\e]|\\\\u00[eE]9|\\\\\n *|\n){0,30}", quote in 0..2_usize) {
        let quotes = ["\"\"\"", "'''"][quote];
        let file = format!("a = {quotes}{text}{quotes}\n");
        let table = DeTable::parse(&file);
        if let Some(value) = table.as_ref().ok().and_then(|table| table.get_ref().get("a")) {
            let literal = &file[value.span()];
            prop_assert_eq!(Some(literal::decode(literal, &mut |_, _| ())), value.get_ref().as_str().map(str::to_owned));
        }
    }
}

#[test]
fn a_value_that_cannot_be_read_leaves_no_name_in_doubt() {
    for (text, has_all) in [
        ("[a]\nb = 2024-02-30\n", true),
        ("[a]\nb = 02/03/2024\nc = two words # d\n", true),
        ("[a]\nb = [c]\n", true),
        ("[a]\nb = [\n  c,\n]\n", true),
        ("[a]\nb = “c”\n", true),
        ("[a]\nb = 1\nb = 2\n", true),
        ("[a]\nb = \"x\" c = 2\n", false),
        ("[a]\nb = { c = x }\n", false),
        ("[a]\nb = [\"x\"\n[c]\n", false),
        ("[a]\nb\n", false),
        ("[a]\nb: 1\n", false),
        ("[a\nb = 1\n", false),
        ("[a]\n[a]\nb = 1\n", false),
    ] {
        let mut sources = Sources::default();
        let file = sources.add("", text);
        let (document, diagnostics) = parse(&sources, file);
        assert!(!diagnostics.is_empty() && document.has_all_names() == has_all, "{text}");
    }
}
