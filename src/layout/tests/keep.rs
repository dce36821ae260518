//! Parts that are kept together.

use super::*;

/// The page of each run that begins with `word`.
fn pages_of(laid: &Pages, word: &str) -> Vec<usize> {
    let begins = |item: &PageItem| match item {
        PageItem::Glyphs(run) if run.element.is_some() => {
            run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect::<String>().starts_with(word)
        }
        _ => false,
    };
    let pages = laid.pages.iter().enumerate();
    pages.flat_map(|(at, page)| page.items.iter().filter(|item| begins(item)).map(move |_| at)).collect()
}

#[test]
fn kept_columns_are_measured_as_they_are_set() {
    let style = Style { page: PageStyle { limit: 0, ..PageStyle::default() }, ..Style::default() };
    // In a single column the items would be higher than a page.
    let items = "- item of a list\n".repeat(70);
    let two = format!("{}\n<!-- brief:column-break -->\n\n{}", "- item\n".repeat(40), "- item\n".repeat(39));
    for list in [items, two] {
        for before in 0..40 {
            let filler = "A line.\n\n".repeat(before);
            let columns = format!("<!-- brief:columns count=2 -->\n\n{list}\n<!-- /brief:columns -->");
            let text = format!(
                "# T\n\n{filler}<!-- brief:keep -->\n\nkept\n\n{columns}\n\nlast\n\n<!-- /brief:keep -->\n\nA line.\n"
            );
            let laid = lay(&text, &style).pages.unwrap();
            let mut pages = [pages_of(&laid, "kept"), pages_of(&laid, "item"), pages_of(&laid, "last")].concat();
            pages.dedup();
            assert_eq!(pages.len(), 1, "{before}: {pages:?}");
        }
    }
}

#[test]
fn kept_columns_higher_than_a_page_continue_on_the_next_one() {
    let style = Style { page: PageStyle { limit: 0, ..PageStyle::default() }, ..Style::default() };
    let columns = format!("<!-- brief:columns count=2 -->\n\n{}\n<!-- /brief:columns -->", "- item\n".repeat(300));
    let text = format!("# T\n\nA line.\n\n<!-- brief:keep -->\n\nkept\n\n{columns}\n\nlast\n\n<!-- /brief:keep -->\n");
    let laid = lay(&text, &style).pages.unwrap();
    assert_eq!(pages_of(&laid, "item").len(), 300);
    assert!(pages_of(&laid, "kept") == [0] && pages_of(&laid, "last") > vec![0]);
}

#[test]
fn small_print_stays_on_the_page_and_in_the_column_of_what_it_is_about() {
    const SMALL: &str = "<!-- brief:small -->\n\n*key of it*\n\n<!-- /brief:small -->\n";
    let style = Style { page: PageStyle { limit: 0, ..PageStyle::default() }, ..Style::default() };
    let rows = "| row | words |\n".repeat(6);
    for before in 0..60 {
        let filler = "A line.\n\n".repeat(before);
        let text = format!("# T\n\n{filler}| a | b |\n| --- | --- |\n{rows}\n{SMALL}");
        let laid = lay(&text, &style).pages.unwrap();
        assert_eq!(pages_of(&laid, "row").last(), pages_of(&laid, "key").first(), "{before}");
    }
    let left = |laid: &Pages, word: &str| {
        let begins = |run: &&GlyphRun| {
            run.element.is_some()
                && run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect::<String>().starts_with(word)
        };
        runs(laid).filter(begins).last().map(|run| run.x).unwrap()
    };
    for (first, second) in (1..12).flat_map(|first| (1..6).map(move |second| (first, second))) {
        let list = |count: usize| "- item\n".repeat(count);
        let (first, second) = (list(first), list(second));
        let text = format!(
            "# T\n\n<!-- brief:columns count=2 -->\n\n## One\n\n{first}\n{SMALL}\n## Two\n\n{second}\n\
             <!-- /brief:columns -->\n"
        );
        let laid = lay(&text, &Style::default()).pages.unwrap();
        let items: Vec<f32> = runs(&laid)
            .filter(|run| run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect::<String>().starts_with("item"))
            .map(|run| run.x)
            .collect();
        let item = items[first.lines().count() - 1];
        assert!((left(&laid, "key") - item).abs() < 60.0, "{first}{second}");
    }
}

/// A single row below the header at the foot of a page, or at the top of the next one, would be overlooked.
#[test]
fn a_page_break_in_a_table_has_two_rows_on_each_side() {
    let style = Style { page: PageStyle { limit: 0, ..PageStyle::default() }, ..Style::default() };
    let mut divided = 0;
    for (rows, before) in (2..9).flat_map(|rows| (30..48).map(move |before| (rows, before))) {
        let filler = "A line.\n\n".repeat(before);
        let text = format!("# T\n\n{filler}| a | b |\n| --- | --- |\n{}", "| row | words |\n".repeat(rows));
        let laid = lay(&text, &style).pages.unwrap();
        let on = pages_of(&laid, "row");
        assert_eq!(on.len(), rows);
        let first = on.iter().filter(|page| **page == on[0]).count();
        assert!(first == rows || first >= 2 && rows - first >= 2, "{rows} {before}: {on:?}");
        divided += usize::from(first < rows);
    }
    assert!(divided > 10, "{divided}");
    // A high row is not overlooked, so the page is not left blank to keep it with another one, whether it is the first
    // or the second.
    let high = |at: usize| format!("| row{at} | {} |\n", "words of it ".repeat(160));
    let rows: String = (0..4).map(high).collect();
    let laid = lay(&format!("# T\n\n| a | b |\n| --- | --- |\n{rows}"), &style).pages.unwrap();
    assert_eq!(pages_of(&laid, "row0"), [0]);
    let lines = "A line.\n\n".repeat(36);
    let laid = lay(&format!("# T\n\n{lines}| a | b |\n| --- | --- |\n| low | row |\n{rows}"), &style).pages.unwrap();
    assert_eq!(pages_of(&laid, "low"), [0]);
}
