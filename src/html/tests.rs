use super::{Labels, STYLE, write};
use crate::growth::is_linear;
use crate::markdown;
use crate::provenance::{FieldSpan, Fields};
use crate::source::Sources;

const ENGLISH: Labels<'_> = Labels { language: "en", inserted: "inserted", deleted: "deleted", moved: "moved" };

fn file_of(text: &str, fields: &Fields, labels: &Labels<'_>) -> String {
    let mut sources = Sources::default();
    let file = sources.add("page.md", text);
    write(&markdown::parse(text, file, fields).0, labels)
}

fn file(text: &str) -> String {
    file_of(text, &Fields::default(), &ENGLISH)
}

/// The text between two others.
fn between<'t>(all: &'t str, start: &str, end: &str) -> &'t str {
    let from = all.find(start).unwrap() + start.len();
    &all[from..from + all[from..].find(end).unwrap()]
}

/// The content of `<main>` in the file of a Markdown text.
fn main_of(text: &str) -> String {
    between(&file(text), "<main>\n", "</main>").to_owned()
}

#[test]
fn the_header_has_the_marking_the_title_and_the_lines_under_it() {
    let text = "# Talks\n\n<!-- brief:marking -->\nRed[^a]\n<!-- /brief:marking -->\n\n<!-- brief:subtitle -->\nOn water\n\
        <!-- /brief:subtitle -->\n\n<!-- brief:dateline -->\n1 May\n<!-- /brief:dateline -->\n\nOne.\n\n[^a]: A.\n";
    let file = file(text);
    let start = "<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n\
        <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
        <meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;\">\n\
        <meta name=\"referrer\" content=\"no-referrer\">\n<title>Talks</title>\n<style>\n";
    assert!(file.starts_with(start), "{file}");
    let body = "<body>\n<header>\n<div class=\"marking\">\n\
        <p>Red<sup><a id=\"ref.1\" href=\"#note.1\" role=\"doc-noteref\">1</a></sup></p>\n</div>\n\
        <h1 id=\"talks\">Talks</h1>\n<p class=\"subtitle\">On water</p>\n<p class=\"dateline\">1 May</p>\n</header>\n\
        <main>\n<p>One.</p>\n<ol class=\"notes\">\n<li value=\"1\" id=\"note.1\">A. \
        <a href=\"#ref.1\" role=\"doc-backlink\" aria-label=\"↩\u{fe0e} 1\">↩\u{fe0e}</a></li>\n</ol>\n</main>\n\
        <footer>\n<div class=\"marking\">\n<p>Red</p>\n</div>\n</footer>\n</body>\n</html>\n";
    assert!(file.ends_with(body), "{file}");
    assert!(file.contains("@page{@top-center{content:\"Red\"}@bottom-center{content:\"Red\"}}\n</style>"), "{file}");
}

#[test]
fn blocks_become_the_matching_html_elements() {
    for (text, html) in [
        ("a *b* **c** `d`", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>\n"),
        ("a<br>b", "<p>a<br>b</p>\n"),
        (
            "[a](https://b.c/?d=1&e=2) [f](mailto:g@h.i)",
            "<p><a href=\"https://b.c/?d=1&amp;e=2\">a</a> <a href=\"mailto:g@h.i\">f</a></p>\n",
        ),
        ("> a\n>\n> b", "<div class=\"apart\">\n<p>a</p>\n<p>b</p>\n</div>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a\n\n   b\n4. c", "<ol start=\"3\">\n<li>a\n<p>b</p>\n</li>\n<li>c</li>\n</ol>\n"),
        ("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n"),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>\n"),
        (
            "<span lang=\"uk\">Рада</span> <span lang=\"he\">כן</span>",
            "<p><span lang=\"uk\">Рада</span> <span lang=\"he\" dir=\"rtl\">כן</span></p>\n",
        ),
        (
            "<ins>a</ins> <del>b</del> <ins class=\"moved\">c</ins>",
            "<p><ins><span class=\"said\">inserted: </span>a</ins> <del><span class=\"said\">deleted: </span>b</del> \
             <ins class=\"moved\"><span class=\"said\">moved: </span>c</ins></p>\n",
        ),
        ("<!-- brief:page-break -->", "<div class=\"page-break\"></div>\n"),
        ("<!-- brief:small -->\na\n<!-- /brief:small -->", "<div class=\"small\">\n<p>a</p>\n</div>\n"),
        ("<!-- brief:keep -->\na\n<!-- /brief:keep -->", "<div class=\"keep\">\n<p>a</p>\n</div>\n"),
        ("<!-- brief:drop priority=1 note=\"b\" -->\na\n<!-- /brief:drop -->", "<p>a</p>\n"),
        (
            "<!-- brief:columns count=2 -->\na\n\nb\n<!-- /brief:columns -->",
            "<div class=\"columns-2\">\n<p>a</p>\n<p>b</p>\n</div>\n",
        ),
        ("<!-- brief:columns count=2 -->\n- a\n<!-- /brief:columns -->", "<ul>\n<li>a</li>\n</ul>\n"),
        (
            "<!-- brief:columns count=2 -->\na\n\n<!-- brief:column-break -->\n\nb\n<!-- /brief:columns -->",
            "<div class=\"side-by-side\">\n<div>\n<p>a</p>\n</div>\n<div>\n<p>b</p>\n</div>\n</div>\n",
        ),
    ] {
        assert_eq!(main_of(text), html, "{text}");
    }
}

#[test]
fn a_table_has_column_headings_and_a_matrix_row_headings() {
    let table = "| Issue | Us |\n| --- | --- |\n| Water<br>open | *Yes* |\n| Gas | |\n";
    let plain = "<div class=\"table\">\n<table>\n<thead>\n<tr><th scope=\"col\">Issue</th><th scope=\"col\">Us</th></tr>\n</thead>\n\
        <tbody>\n<tr><td data-label=\"Issue\">Water<br>open</td><td data-label=\"Us\"><em>Yes</em></td></tr>\n\
        <tr><td data-label=\"Issue\">Gas</td><td></td></tr>\n</tbody>\n</table>\n</div>\n";
    assert_eq!(main_of(table), plain);
    for region in ["matrix", "strip", "timeline days=\"0 1\""] {
        let class = region.split(' ').next().unwrap();
        let text = format!("## Stands\n\n<!-- brief:{region} -->\n\n{table}\n<!-- /brief:{class} -->\n");
        let html = format!(
            "<header>\n<h1 id=\"stands\">Stands</h1>\n</header>\n<main>\n<div class=\"table {class}\">\n\
             <table aria-labelledby=\"stands\">\n<thead>\n<tr><th scope=\"col\">Issue</th><th scope=\"col\">Us</th></tr>\n</thead>\n\
             <tbody>\n<tr><th scope=\"row\">Water<br><small>open</small></th><td data-label=\"Us\"><em>Yes</em></td></tr>\n\
             <tr><th scope=\"row\">Gas</th><td></td></tr>\n</tbody>\n</table>\n</div>\n</main>"
        );
        // The first heading of a page without a title is used as its title.
        assert!(file(&text.replace("## ", "# ")).contains(&html), "{}", file(&text));
    }
}

/// A screen reader reads the word, not the sign. A sign without a word is read.
#[test]
fn a_sign_beside_its_word_is_hidden_from_screen_readers() {
    let hidden = |sign: &str| format!("<span aria-hidden=\"true\">{sign}</span>");
    let [up, half, rule] = ["▲", "◆", "▌"].map(hidden);
    for (text, html) in [
        ("▲ demands · ◆ conditional", format!("<p>{up} demands · {half} conditional</p>\n")),
        (
            "▲ **Demands**<br>◆ *inferred* all",
            format!("<p>{up} <strong>Demands</strong><br>{half} <em>inferred</em> all</p>\n"),
        ),
        ("From ▲ to ◆ · ▲x", "<p>From ▲ to ◆ · ▲x</p>\n".to_owned()),
        ("▲", "<p>▲</p>\n".to_owned()),
        ("▲ · ◆ – · words", "<p>▲ · ◆ – · words</p>\n".to_owned()),
        ("- ◆ all", format!("<ul>\n<li>{half} all</li>\n</ul>\n")),
    ] {
        assert_eq!(main_of(text), html);
    }
    let table = main_of(
        "<!-- brief:matrix -->\n\n| A | B |\n| --- | --- |\n| x<br>▲ contested | ▌◆ **All** |\n\n<!-- /brief:matrix -->\n",
    );
    assert!(table.contains(&format!("<small>{up} contested</small>")), "{table}");
    assert!(table.contains(&format!("<td data-label=\"B\">{rule}{half} <strong>All</strong></td>")), "{table}");
    // The field of a sign is kept, and written once.
    let text = "▲ demands\n";
    let fields = Fields { spans: vec![FieldSpan { range: 0..3, path: "a.b".into() }] };
    let page = file_of(text, &fields, &ENGLISH);
    assert!(page.contains("<p><span aria-hidden=\"true\" data-field=\"a.b\">▲</span> demands</p>"), "{page}");
}

#[test]
fn a_section_ends_before_the_next_heading_of_the_same_or_a_higher_level() {
    let text = "# T\n\n## A\n\n### B\n\none\n\n<!-- brief:columns count=2 -->\n\n## C\n\n#### D\n\none\n\ntwo\n\n<!-- /brief:columns -->\n\n## A\n";
    let html = "<section aria-labelledby=\"a\">\n<h2 id=\"a\">A</h2>\n<section aria-labelledby=\"b\">\n<h3 id=\"b\">B</h3>\n\
        <p>one</p>\n</section>\n</section>\n<div class=\"columns-2\">\n<section aria-labelledby=\"c\">\n<h2 id=\"c\">C</h2>\n\
        <section aria-labelledby=\"d\">\n<h3 id=\"d\">D</h3>\n<p>one</p>\n<p>two</p>\n</section>\n</section>\n</div>\n\
        <section aria-labelledby=\"a.2\">\n<h2 id=\"a.2\">A</h2>\n</section>\n";
    assert_eq!(main_of(text), html);
}

#[test]
fn the_contents_link_to_the_headings_and_a_broken_link_is_only_text() {
    let text = "# T\n\n<!-- brief:contents -->\n\n## A\n\n### B\n\n## C\n\n[x](#b) [y](#nothing)\n";
    let html = "<nav>\n<ul>\n<li><a href=\"#a\">A</a><ul>\n<li><a href=\"#b\">B</a></li></ul></li>\n<li><a href=\"#c\">C</a></li>\n\
        </ul>\n</nav>\n";
    let main = main_of(text);
    assert!(main.starts_with(html), "{main}");
    assert!(main.contains("<p><a href=\"#b\">x</a> y</p>"), "{main}");
    assert_eq!(main_of("<!-- brief:contents -->\n"), "");
}

#[test]
fn each_note_links_back_to_its_first_reference_if_it_has_one() {
    let text = "a[^x] b[^y] c[^x]\n\n[^x]: X.\n[^y]: Y.\n[^z]: Z.\n";
    let html = "<p>a<sup><a id=\"ref.1\" href=\"#note.1\" role=\"doc-noteref\">1</a></sup> \
        b<sup><a id=\"ref.2\" href=\"#note.2\" role=\"doc-noteref\">2</a></sup> \
        c<sup><a id=\"ref.1.2\" href=\"#note.1\" role=\"doc-noteref\">1</a></sup></p>\n<ol class=\"notes\">\n\
        <li value=\"1\" id=\"note.1\">X. <a href=\"#ref.1\" role=\"doc-backlink\" aria-label=\"↩\u{fe0e} 1\">↩\u{fe0e}</a></li>\n\
        <li value=\"2\" id=\"note.2\">Y. <a href=\"#ref.2\" role=\"doc-backlink\" aria-label=\"↩\u{fe0e} 2\">↩\u{fe0e}</a></li>\n\
        <li value=\"3\" id=\"note.3\">Z.</li>\n</ol>\n";
    assert_eq!(main_of(text), html);
}

#[test]
fn what_is_printed_from_a_field_has_its_path() {
    let text = "Talks, open.\n\nAll *of it*.\n\n- One.\n- Not\n";
    let place = |words: &str| text.find(words).unwrap()..text.find(words).unwrap() + words.len();
    let span = |words: &str, path: &str| FieldSpan { range: place(words), path: path.into() };
    let spans = vec![
        span("Talks", "issues.x.title"),
        span("open", "issues.x.status"),
        span("All *of it*.", "brief.background"),
        span("One.", "parties.a.interests[0]"),
    ];
    let file = file_of(text, &Fields { spans }, &ENGLISH);
    let html = "<p><span data-field=\"issues.x.title\">Talks</span>, <span data-field=\"issues.x.status\">open</span>.</p>\n\
        <p data-field=\"brief.background\">All <em>of it</em>.</p>\n<ul>\n\
        <li data-field=\"parties.a.interests[0]\">One.</li>\n<li>Not</li>\n</ul>\n";
    assert_eq!(between(&file, "<main>\n", "</main>"), html);
}

#[test]
fn a_page_that_is_read_from_right_to_left_says_so() {
    let page = file_of(
        "كلمة[^a] <span lang=\"en\">word</span>\n\n[^a]: A.\n",
        &Fields::default(),
        &Labels { language: "ar", ..ENGLISH },
    );
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"), "{page}");
    assert!(page.contains("<span lang=\"en\" dir=\"ltr\">word</span>"), "{page}");
    assert!(page.contains(">↪\u{fe0e}</a>"), "{page}");
}

#[test]
fn hostile_text_stays_text() {
    let nasty = "&lt;/style>&lt;script>alert(1)&lt;/script>]]> \"x\" 'y' &amp;amp; \u{fdd0}\u{ffff}\u{1fffe}\u{7f}";
    let text = format!(
        "# {nasty}\n\n<!-- brief:marking -->\n{nasty} \\\\\n<!-- /brief:marking -->\n\n## {nasty}\n\n\
         | {nasty} |\n| --- |\n| {nasty} |\n\n`{nasty}` [a](<https://b.c/\"onclick='x'>) [b](javascript:alert(1)) \
         [c](<HTTPS://d.e/\u{ffff}>)\n"
    );
    let span = FieldSpan { range: 2..20, path: "a.\"><script>".into() };
    let page = file_of(&text, &Fields { spans: vec![span] }, &Labels { language: "en\"><script>", ..ENGLISH });
    let (head, body) = page.split_once("</head>").unwrap();
    assert_eq!(head.matches("</style").count(), 1, "{head}");
    for page in [head, body] {
        assert!(!page.contains("<script") && !page.contains("</script"), "{page}");
        assert!(!page.contains(['\u{fdd0}', '\u{ffff}', '\u{1fffe}', '\u{7f}']), "{page}");
        assert!(!page.contains("javascript:\""), "{page}");
    }
    assert!(head.contains("<title>&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;]]&gt; &quot;x&quot; &#39;y&#39; &amp;amp; \u{fffd}"), "{head}");
    assert!(head.contains("content:\"\\3c \\2f style\\3e \\3c script"), "{head}");
    assert!(
        body.contains(
            "<a href=\"https://b.c/&quot;onclick=&#39;x&#39;\">a</a> b <a href=\"HTTPS://d.e/\u{fffd}\">c</a>"
        ),
        "{body}"
    );
    assert!(body.contains("data-field=\"a.&quot;&gt;&lt;script&gt;\""), "{body}");
}

/// The contrast of two colours in the form `#rgb` or `#rrggbb` (WCAG 2.2).
fn contrast(one: &str, other: &str) -> f64 {
    let luminance = |color: &str| {
        let digits: Vec<u32> = color[1..].chars().map(|c| c.to_digit(16).unwrap()).collect();
        let parts: Vec<u32> = if digits.len() == 3 {
            digits.iter().map(|it| it * 17).collect()
        } else {
            digits.chunks(2).map(|it| it[0] * 16 + it[1]).collect()
        };
        let linear = |part: u32| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(parts[0]) + 0.7152 * linear(parts[1]) + 0.0722 * linear(parts[2])
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn text_has_enough_contrast_in_light_mode_dark_mode_and_on_paper() {
    assert!((contrast("#000", "#ffffff") - 21.0).abs() < 0.01);
    let palettes: Vec<&str> = STYLE.split(":root{").skip(1).map(|rest| rest.split('}').next().unwrap()).collect();
    assert_eq!(palettes.len(), 3);
    for palette in palettes {
        let color = |name: &str| between(palette, &format!("--{name}:"), ";").to_owned();
        let palette = format!("{palette};");
        let old = between(&palette, "--old:", ";").to_owned();
        for ground in [color("page"), color("new"), old] {
            for words in ["text", "accent", "quiet"] {
                assert!(contrast(&color(words), &ground) >= 4.5, "{words} on {ground}");
            }
        }
    }
}

#[test]
fn a_page_is_written_in_linear_time() {
    for part in [
        "## A\n\n",
        "a[^x] ",
        "> - a\n\n",
        "<!-- brief:keep -->\n\n## A\n\n<!-- /brief:keep -->\n\n",
        "a <ins>b</ins> *c*\n\n",
        "- <span lang=\"uk\">a</span>\n",
    ] {
        let mut sources = Sources::default();
        let documents: Vec<_> = [500, 2000]
            .map(|parts| {
                let text = format!("{}\n\n[^x]: X.\n", part.repeat(parts));
                let file = sources.add("page.md", text.as_str());
                (parts, markdown::parse(&text, file, &Fields::default()).0)
            })
            .into();
        let work = |parts| {
            let (_, document) = documents.iter().find(|(count, _)| *count == parts).unwrap();
            std::hint::black_box(write(document, &ENGLISH));
        };
        assert!(is_linear(500, work), "{part:?}");
    }
}

#[test]
fn a_long_column_heading_is_cut_where_rows_repeat_it() {
    let table = format!("| {} |\n| --- |\n{}", "w".repeat(10_000), "| a |\n".repeat(1000));
    assert!(file(&table).len() < 200_000);
}
