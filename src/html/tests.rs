use super::*;
use crate::growth::is_linear;
use crate::markdown;
use crate::provenance::{FieldSpan, Fields};
use crate::source::Sources;

const LABELS: Labels<'_> = Labels { language: "en", inserted: "inserted", deleted: "deleted", moved: "moved" };

fn page(text: &str, fields: &Fields, labels: &Labels<'_>) -> String {
    let mut sources = Sources::default();
    let file = sources.add("a.md", text);
    let (document, _) = markdown::parse(text, file, fields);
    write(&document, labels)
}

/// What is in `<main>`.
fn main_of(text: &str) -> String {
    let page = page(text, &Fields::default(), &LABELS);
    let (_, main) = page.split_once("<main>\n").unwrap();
    main.split_once("</main>").unwrap().0.to_owned()
}

#[test]
fn headings_open_sections_that_end_where_the_next_begins() {
    assert_eq!(
        main_of("# T\n\n## A\n\none\n\n### B\n\ntwo\n\n## A\n\n- x\n- y\n"),
        "<section aria-labelledby=\"a\">\n<h2 id=\"a\">A</h2>\n<p>one</p>\n\
         <section aria-labelledby=\"b\">\n<h3 id=\"b\">B</h3>\n<p>two</p>\n</section>\n</section>\n\
         <section aria-labelledby=\"a.2\">\n<h2 id=\"a.2\">A</h2>\n<ul>\n<li>x</li>\n<li>y</li>\n</ul>\n</section>\n"
    );
}

#[test]
fn notes_are_links_there_and_back() {
    let main = main_of("x[^b] y[^a][^b]\n\n[^a]: A\n[^b]: B\n");
    assert!(main.contains("x<sup><a id=\"ref.1\" href=\"#note.1\" role=\"doc-noteref\">1</a></sup>"), "{main}");
    assert!(
        main.contains("<a id=\"ref.1.2\" href=\"#note.1\" role=\"doc-noteref\">1</a></sup><sup>,\u{a0}</sup>"),
        "{main}"
    );
    assert!(main.contains("<li value=\"1\" id=\"note.1\">B <a href=\"#ref.1\""), "{main}");
    assert_eq!(main.matches("doc-backlink").count(), 2);
}

#[test]
fn a_table_says_its_headings_in_every_cell() {
    let main =
        main_of("<!-- brief:matrix -->\n\n| a | b |\n| --- | --- |\n| 1<br>low | 2 |\n\n<!-- /brief:matrix -->\n");
    assert!(main.contains("<th scope=\"col\">b</th>"), "{main}");
    assert!(main.contains("<th scope=\"row\">1<br><small>low</small></th><td data-label=\"b\">2</td>"), "{main}");
}

#[test]
fn what_is_printed_from_a_field_has_its_path() {
    let text = "# T\n\nsome words here\n";
    let span = |from: &str, path: &str| {
        let start = text.find(from).unwrap();
        FieldSpan { range: start..start + from.len(), path: path.into() }
    };
    let fields = Fields { spans: vec![span("T", "brief.title"), span("words", "claims.a.text")] };
    let page = page(text, &fields, &LABELS);
    assert!(page.contains("<h1 id=\"t\" data-field=\"brief.title\">T</h1>"), "{page}");
    assert!(page.contains("<p>some <span data-field=\"claims.a.text\">words</span> here</p>"), "{page}");
}

#[test]
fn no_text_breaks_out_of_its_place() {
    let hostile = "</style><script>alert(1)</script> \"'`]]> & \u{fdd0}";
    let escaped: String = hostile.chars().flat_map(|c| ['\\', c]).filter(|c| *c != '\u{fdd0}').collect();
    let marking = format!("<!-- brief:marking -->\n{escaped}\n<!-- /brief:marking -->\n");
    let text =
        format!("# {escaped}\n\n{marking}\n[x](https://e.org/?q=\"'<>)\n\n[y](javascript:alert) [z](#nowhere)\n");
    let page = page(&text, &Fields::default(), &LABELS);
    assert!(!page.contains("<script") && page.matches("</style>").count() == 1, "{page}");
    assert!(!page.contains("javascript:") && !page.contains("#nowhere"), "{page}");
    assert!(page.contains("Content-Security-Policy"));
    let tag = Labels { language: "en\"><script>", ..LABELS };
    assert!(!self::page("a\n", &Fields::default(), &tag).contains("<script"));
}

#[test]
fn a_language_has_its_direction() {
    let labels = Labels { language: "ar", ..LABELS };
    assert!(page("# a\n", &Fields::default(), &labels).contains("<html lang=\"ar\" dir=\"rtl\">"));
}

#[test]
fn a_page_is_written_in_linear_time() {
    for part in ["## a\n\nb[^n]\n\n", "| a | b |\n| --- | --- |\n| c | d |\n\n", "- a\n\n", "[^n]: x\n"] {
        assert!(is_linear(500, |count| _ = page(&part.repeat(count), &Fields::default(), &LABELS)), "{part}");
    }
}
