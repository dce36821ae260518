mod columns;
mod fields;
mod fit;
mod keep;
mod margin;
mod tables;

use proptest::prelude::*;

use super::page::{GlyphRun, PageItem, Pages, StructureRole};
use super::*;
use crate::provenance::Fields;
use crate::source::Sources;

fn lay(markdown: &str, style: &Style) -> LayoutResult {
    lay_in("en", markdown, style)
}

fn lay_in(language: &str, markdown: &str, style: &Style) -> LayoutResult {
    let mut sources = Sources::default();
    let file = sources.add("test.md", markdown);
    let (document, diagnostics) = crate::markdown::parse(markdown, file, &Fields::default());
    assert_eq!(diagnostics, []);
    let words = PageLabels {
        language: language.to_owned(),
        page_of: "Page {page} of {pages}".to_owned(),
        continued: "{title}, continued".to_owned(),
        ..PageLabels::default()
    };
    lay_out(&document, style, &Fonts::embedded(), &words)
}

fn runs(laid: &Pages) -> impl Iterator<Item = &GlyphRun> {
    laid.pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
        PageItem::Glyphs(run) => Some(run),
        _ => None,
    })
}

/// The text in reading order, without artifacts, with divided words rejoined.
fn words(laid: &Pages) -> String {
    let glyphs = runs(laid).filter(|run| run.element.is_some()).flat_map(|run| &run.glyphs);
    let text: String = glyphs.map(|glyph| glyph.text.as_str()).collect();
    text.replace('\u{ad}', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Properties of every layout: everything is on the sheet, no text is smaller than the floor except raised numbers,
/// links have existing targets, parents come before their children.
fn assert_sound(laid: &Pages, style: &Style) {
    let sheet = style.sheet();
    for run in runs(laid) {
        let width: f32 = run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * run.size / 1000.0;
        assert!(run.x >= sheet.left - 0.1 && run.x + width <= sheet.width - sheet.right + 0.6, "{run:?}");
        assert!(run.y > 10.0 && run.y < sheet.height - 10.0);
        if run.element.is_some() {
            assert!(run.y < sheet.height - sheet.bottom, "{}", run.y);
            let raised = run.glyphs.iter().all(|glyph| glyph.text.chars().all(|c| c.is_numeric() || c.is_whitespace()));
            assert!(raised || run.size >= style.small_print.floor - 0.01, "{run:?}");
            assert!(run.element.is_some_and(|element| element.0 < laid.elements.len()));
        }
        assert!(run.glyphs.iter().all(|glyph| glyph.id != 0), "a box on the page");
    }
    for (at, element) in laid.elements.iter().enumerate() {
        assert!(at == 0 || element.parent.is_some_and(|parent| parent.0 < at));
        if let StructureRole::Reference { target, .. } = &element.role {
            assert!(
                matches!(laid.elements[target.0].role, StructureRole::Note | StructureRole::Heading(_)),
                "{element:?}"
            );
        }
    }
}

const BRIEF: &str = "\
# The quota talks

<!-- brief:marking -->
TLP:AMBER
<!-- /brief:marking -->

<!-- brief:dateline -->
As of 3 March 2026
<!-- /brief:dateline -->

> **Bottom line.** No agreement yet.[^a]

## Where the parties stand

<!-- brief:matrix -->

| Issue | North | South |
| --- | --- | --- |
| Quota | ▲ **Demands.** Two thirds.[^a] | ● **Accepts.** Half. |
| Term | – | ◆ **Conditional.** Three years, if the quota is settled.[^b] |

<!-- /brief:matrix -->

<!-- brief:columns count=2 -->

## Claims

<!-- brief:drop priority=1 note=\"Claims left out.\" -->

- One claim.[^b]

<!-- /brief:drop -->

## Next

1. A meeting on *4 May*.
2. A vote.

<!-- /brief:columns -->

## Sources

[^a]: The Gazette, 1 March 2026.
[^b]: [A note](https://example.org/note), 2 March 2026.
";

#[test]
fn a_page_reads_in_the_order_of_the_text_with_the_marking_first() {
    let outcome = lay(BRIEF, &Style::default());
    let laid = outcome.pages.unwrap();
    assert_sound(&laid, &Style::default());
    assert_eq!(laid.pages.len(), 1);
    let words = words(&laid);
    assert!(words.starts_with("TLP:AMBERThe quota talks"), "{words}");
    let order = [
        "Bottom line.",
        "Where the parties",
        "Issue",
        "Demands.",
        "Claims",
        "One claim.2",
        "Next",
        "A vote.",
        "Sources",
    ];
    let places: Vec<_> =
        order.iter().map(|part| words.find(part).unwrap_or_else(|| panic!("{part}: {words}"))).collect();
    assert!(places.is_sorted(), "{words}");
    assert!(!words.contains("left out"));
    let titles: Vec<_> = laid.outline.iter().map(|entry| entry.title.as_str()).collect();
    assert_eq!(titles, ["Where the parties stand", "Claims", "Next", "Sources"]);
}

#[test]
fn tables_links_and_notes_have_their_roles() {
    let laid = lay(BRIEF, &Style::default()).pages.unwrap();
    let count =
        |wanted: fn(&StructureRole) -> bool| laid.elements.iter().filter(|element| wanted(&element.role)).count();
    assert_eq!(count(|role| *role == StructureRole::HeaderCell { heads_row: false }), 3);
    assert_eq!(count(|role| *role == StructureRole::HeaderCell { heads_row: true }), 2);
    assert_eq!(count(|role| *role == StructureRole::DataCell), 4);
    assert_eq!(count(|role| matches!(role, StructureRole::Reference { .. })), 4);
    assert_eq!(count(|role| matches!(role, StructureRole::Link { url, .. } if url == "https://example.org/note")), 1);
    assert_eq!(count(|role| *role == StructureRole::List { numbered: true }), 1);
    assert_eq!(laid.elements[0].role, StructureRole::Document);
}

#[test]
fn sources_have_their_addresses_where_there_is_room() {
    let open = lay(BRIEF, &Style::default()).pages.unwrap();
    // The printed addresses are for people who read on paper; a screen reader reads the link itself.
    let all =
        |laid: &Pages| runs(laid).flat_map(|run| &run.glyphs).map(|glyph| glyph.text.as_str()).collect::<String>();
    assert!(all(&open).contains("2 March 2026. example.org/note") && !words(&open).contains("example.org"));
    // On a tight page, notes follow one another on the same line.
    let most =
        (0..1_000).take_while(|steps| lay(&with_steps(*steps), &Style::default()).pages.is_some()).last().unwrap();
    let tight = lay(&with_steps(most), &Style::default()).pages.unwrap();
    assert!(!all(&tight).contains("example.org/note"), "{}", all(&tight));
    let number = |laid: &Pages, wanted: &str| {
        let of_note = |run: &&GlyphRun| {
            let element = run.element.map(|it| &laid.elements[it.0]);
            element.is_some_and(|it| {
                it.role == StructureRole::ListLabel
                    && it.parent.is_some_and(|it| laid.elements[it.0].role == StructureRole::Note)
            })
        };
        let text = |run: &&GlyphRun| run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect::<String>() == wanted;
        let first = runs(laid).filter(of_note).find(text);
        first.unwrap().y
    };
    assert!((number(&tight, "2") - number(&tight, "1")).abs() < 0.01);
}

/// The brief with this many additional next steps.
fn with_steps(steps: usize) -> String {
    let more = "3. The delegations meet again in the capital of the hosting state.\n".repeat(steps);
    BRIEF.replace("2. A vote.\n", &format!("2. A vote.\n{more}"))
}

#[test]
fn a_row_higher_than_a_page_continues_on_the_next_one() {
    let long = "words that go on and on, ".repeat(900);
    let text = BRIEF.replace("● **Accepts.** Half.", &format!("● {long}end."));
    let style = Style { page: PageStyle { limit: 0, ..PageStyle::default() }, ..Style::default() };
    let laid = lay(&text, &style).pages.unwrap();
    assert_sound(&laid, &style);
    assert!(words(&laid).contains("and on, end."));
}

#[test]
fn columns_in_a_quote_are_set_one_below_the_other_and_a_second_marking_is_not_lost() {
    let text = "> a\n>\n> <!-- brief:columns count=2 -->\n>\n> b\n>\n> c\n>\n> <!-- /brief:columns -->\n\n\
        <!-- brief:marking -->\n\nONE\n\nTWO\n\n<!-- /brief:marking -->\n\n\
        <!-- brief:marking -->\n\nTHREE\n\n<!-- /brief:marking -->\n";
    let laid = lay(text, &Style::default()).pages.unwrap();
    assert_sound(&laid, &Style::default());
    assert_eq!(words(&laid), "ONETWOTHREEabc");
}

#[test]
fn a_long_document_repeats_table_headers_and_the_marking_as_furniture() {
    let rows = "| Quota | ▲ **Demands.** Two thirds of all that is caught, and more in a good year. | – |\n".repeat(90);
    let text = BRIEF.replace("| Term |", &format!("{rows}| Term |"));
    let style = Style { page: PageStyle { limit: 0, ..PageStyle::default() }, ..Style::default() };
    let laid = lay(&text, &style).pages.unwrap();
    assert!(laid.pages.len() > 2);
    assert_sound(&laid, &style);
    for page in &laid.pages[1..laid.pages.len() - 1] {
        let furniture: String = page
            .items
            .iter()
            .filter_map(|item| match item {
                PageItem::Glyphs(run) if run.element.is_none() => Some(run),
                _ => None,
            })
            .flat_map(|run| run.glyphs.iter().map(|glyph| glyph.text.as_str()))
            .collect();
        assert!(furniture.contains("Issue") && furniture.matches("TLP:AMBER").count() == 2, "{furniture}");
    }
}

#[test]
fn a_long_marking_is_printed_whole_and_a_long_date_line_is_cut_at_the_foot_only() {
    let marking = "OFFICIAL SENSITIVE, for the eyes of the negotiating team and its legal advisers in the capital only";
    let dateline = "As of 3 March 2026, ".repeat(12);
    let text = BRIEF.replace("TLP:AMBER", marking).replace("As of 3 March 2026\n", &format!("{dateline}\n"));
    let laid = lay(&text, &Style::default()).pages.unwrap();
    assert_sound(&laid, &Style::default());
    let printed: String = runs(&laid).flat_map(|run| &run.glyphs).map(|glyph| glyph.text.as_str()).collect();
    assert_eq!(printed.matches(marking).count(), 2, "{printed}");
    assert!(words(&laid).contains(dateline.trim()) && printed.contains('…'));
}

#[test]
fn a_character_without_a_glyph_is_reported_with_its_block() {
    let text = "# Title\n\nFine.\n\nNot 漢 fine.\n";
    let outcome = lay(text, &Style::default());
    let (c, place) = &outcome.missing[0];
    assert!(*c == '漢' && text[place.clone()].contains("Not"));
}

#[test]
fn empty_documents_are_laid_out() {
    for text in ["", "# T\n", "- \n\n> \n", "| a | b |\n| --- | --- |\n", "***\n", "# \n\n## \n\n[^a]\n\n[^a]: x\n"] {
        let outcome = lay(text, &Style::default());
        assert_sound(&outcome.pages.unwrap_or_else(|| panic!("{text:?}")), &Style::default());
    }
}

/// The alternative texts of all figures.
fn alternatives(laid: &Pages) -> Vec<&str> {
    laid.elements
        .iter()
        .filter_map(|element| match &element.role {
            StructureRole::Figure { alt } => Some(alt.as_str()),
            _ => None,
        })
        .collect()
}

#[test]
fn pictures_have_alternative_texts() {
    let text = "# T\n\n<!-- brief:strip -->\n\n| Issue | rejects | demands | accepts |\n| --- | --- | --- | --- |\n\
        | Quota | ✗ South |  | ● North<br>● East |\n| Term |  | ▲ South |  |\n\n<!-- /brief:strip -->\n\n\
        <!-- brief:timeline days=\"0 1 9\" -->\n\n| Date | Trend | What |\n| --- | --- | --- |\n| 1 May | ↗ improved | A. |\n\
        | 2 May | – | B. |\n| 10 May | ↘ deteriorated | C. |\n\n<!-- /brief:timeline -->\n";
    let laid = lay(text, &Style::default()).pages.unwrap();
    assert_sound(&laid, &Style::default());
    assert_eq!(
        alternatives(&laid),
        [
            "Quota: rejects: ✗ South; accepts: ● North ● East. Term: demands: ▲ South.",
            "1 May ↗ improved; 2 May –; 10 May ↘ deteriorated",
        ]
    );
    // Dots and axes are part of their figures.
    let figures: Vec<usize> =
        (0..laid.elements.len()).filter(|at| matches!(laid.elements[*at].role, StructureRole::Figure { .. })).collect();
    let drawn = |figure: usize| {
        let items = laid.pages.iter().flat_map(|page| &page.items);
        items
            .filter(|item| match item {
                PageItem::Area { element, .. } | PageItem::Rule { element, .. } => {
                    *element == Some(page::ElementId(figure))
                }
                PageItem::Glyphs(_) | PageItem::Picture { .. } => false,
            })
            .count()
    };
    // The strip has two axes, three dots and three ticks; the timeline has one axis and three dots.
    assert_eq!((drawn(figures[0]), drawn(figures[1])), (8, 4));
    // Later days are further to the right.
    let place =
        |words: &str| runs(&laid).find(|run| run.glyphs.iter().map(|it| it.text.as_str()).collect::<String>() == words);
    assert!(place("1 May").unwrap().x + 20.0 < place("10 May").unwrap().x);
}

#[test]
fn the_contents_link_to_every_heading_with_its_page() {
    let section =
        |at: usize| format!("## Part {at}\n\n{}\n\n### Detail {at}\n\nWords.\n\n", "Words that fill. ".repeat(400));
    let text =
        format!("# T\n\n<!-- brief:contents -->\n\n[To 3](#part-3)\n\n{}", (1..7).map(section).collect::<String>());
    let style = Style { page: PageStyle { limit: 0, ..PageStyle::default() }, ..Style::default() };
    let laid = lay(&text, &style).pages.unwrap();
    assert_sound(&laid, &style);
    assert!(laid.pages.len() > 3);
    let words = words(&laid);
    for entry in &laid.outline {
        assert!(words.contains(&format!("{}{}", entry.title, entry.page + 1)), "{} in {words}", entry.title);
    }
    let references =
        laid.elements.iter().filter(|it| matches!(&it.role, StructureRole::Reference { target, .. } if target.0 > 0));
    assert_eq!(references.count(), 13);
    let items = laid.elements.iter().filter(|it| it.role == StructureRole::ContentsItem).count();
    assert_eq!(items, 12);
}

#[test]
fn a_page_that_is_read_from_right_to_left_is_mirrored() {
    let style = Style::default();
    let (here, there) = (lay(BRIEF, &style).pages.unwrap(), lay_in("he", BRIEF, &style).pages.unwrap());
    assert_sound(&there, &style);
    assert_eq!(words(&here).split(' ').next(), words(&there).split(' ').next());
    let sheet = style.sheet();
    let edges = |laid: &Pages, words: &str| {
        let is = |run: &&GlyphRun| run.glyphs.iter().map(|it| it.text.as_str()).collect::<String>().starts_with(words);
        let run = runs(laid).find(is).unwrap_or_else(|| panic!("{words}"));
        let width: f32 = run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * run.size / 1000.0;
        (run.x, run.x + width)
    };
    for words in ["Issue", "North", "South", "The quota", "Claims", "Sources"] {
        let (left, _) = edges(&here, words);
        let (_, right) = edges(&there, words);
        assert!((left - (sheet.width - right)).abs() < 0.1, "{words}: {left} {right}");
    }
}

#[test]
fn a_typesetter_lays_out_a_document_the_same_whatever_it_has_laid_out_before() {
    let fonts = Fonts::embedded();
    let mut typesetter = Typesetter::new(&fonts);
    let mut sources = Sources::default();
    let style = Style::default();
    for (language, seed) in
        [("en", 0), ("de", 1), ("en", 1), ("he", 2), ("fr", 2), ("ru", 0), ("uk", 1), ("es", 0), ("en", 0)]
    {
        for text in [BRIEF.to_owned(), page_of(120 + 200 * seed, seed), with_steps(seed * 9)] {
            let file = sources.add("test.md", text.as_str());
            let (document, _) = crate::markdown::parse(&text, file, &Fields::default());
            let words = PageLabels {
                language: language.to_owned(),
                page_of: "{page} / {pages}".to_owned(),
                ..PageLabels::default()
            };
            let again = typesetter.lay_out(&document, &style, &words);
            assert_eq!(again, lay_out(&document, &style, &fonts, &words), "{language}");
            assert_eq!(again, typesetter.lay_out(&document, &style, &words), "{language}");
        }
    }
}

/// A block that a template may print.
fn block() -> impl Strategy<Value = String> {
    let words = || prop::collection::vec("[a-zA-Zäéłжіґ0-9(„-]{1,16}[.,;]?", 1..40).prop_map(|words| words.join(" "));
    prop_oneof![
        words().prop_map(|words| format!("## {}\n\n{words}\n", &words.chars().take(30).collect::<String>())),
        words().prop_map(|words| format!("a {words}[^s]\n")),
        words().prop_map(|words| format!("> a {words}\n")),
        prop::collection::vec(words(), 1..5)
            .prop_map(|items| items.iter().map(|item| format!("- a {item}\n")).collect::<String>()),
        (1..5_usize, prop::collection::vec(words(), 1..8)).prop_map(|(columns, cells)| {
            let row = |cell: &str| format!("|{}\n", format!(" a {cell} |").repeat(columns));
            let rows: String = cells.iter().map(|cell| row(cell)).collect();
            format!("{}|{}\n{rows}", row("head"), " --- |".repeat(columns))
        }),
        prop::collection::vec(words(), 1..4).prop_map(|items| {
            let items: String = items.iter().map(|item| format!("a {item}\n\n")).collect();
            format!("<!-- brief:columns count=2 -->\n\n{items}<!-- /brief:columns -->\n")
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn one_page_or_an_error_and_nothing_lost(blocks in prop::collection::vec(block(), 1..14)) {
        let text = format!("# Title\n\n{}\n\n## Sources\n\n[^s]: A source.\n", blocks.join("\n"));
        let style = Style::default();
        let outcome = lay(&text, &style);
        prop_assert!(outcome.fit.size >= style.text.floor);
        prop_assert_eq!(outcome.pages.is_none(), outcome.overflow.is_some());
        let whole = Style { page: PageStyle { limit: 0, ..PageStyle::default() }, ..Style::default() };
        let all = lay(&text, &whole).pages.unwrap();
        assert_sound(&all, &whole);
        if let Some(laid) = outcome.pages {
            prop_assert_eq!(laid.pages.len(), 1);
            assert_sound(&laid, &style);
            // The text is the same, however it is set.
            prop_assert_eq!(words(&laid).replace(' ', ""), words(&all).replace(' ', ""));
        }
    }
}

/// A page of about this many words: a quote, a table, two columns with a part that may be left out, notes.
fn page_of(words: usize, seed: usize) -> String {
    let vocabulary =
        ["the", "delegations", "demand", "recognition", "of", "a", "border", "before", "ceasefire", "talks"];
    // Every part begins with the same words, however long it is.
    let mut part = 0;
    let mut some = |share: usize| {
        let count = (words * share / 100).max(1);
        let text: Vec<_> = (0..count).map(|at| vocabulary[(part + at * 7 + seed * 3) % vocabulary.len()]).collect();
        part += 1;
        format!("A {}.", text.join(" "))
    };
    let quote = some(8);
    let rows: String = (0..4).map(|row| format!("| Row {row} | {} | {} |\n", some(5), some(4))).collect();
    let items: String = (0..5).map(|_| format!("- {}[^s]\n", some(6))).collect();
    let claims: String = (0..4).map(|_| format!("- {}\n", some(5))).collect();
    let rest = words.saturating_sub(words * 94 / 100);
    let last = (0..rest).map(|at| vocabulary[at % vocabulary.len()]).collect::<Vec<_>>().join(" ");
    format!(
        "# Title of the brief\n\n> {quote}\n\n## Positions\n\n| Issue | North | South |\n| --- | --- | --- |\n{rows}\n\
         <!-- brief:columns count=2 -->\n\n## Open\n\n{items}\n## Claims\n\n\
         <!-- brief:drop priority=1 note=\"Claims left out.\" -->\n\n{claims}\n<!-- /brief:drop -->\n\n## Next\n\n\
         A {last}.\n\n<!-- /brief:columns -->\n\n## Sources\n\n[^s]: A source.\n"
    )
}

#[test]
fn a_run_without_spaces_leaves_the_words_of_other_columns_whole() {
    let run = "https://example.org/".to_owned() + &"Zm9vYmFyYmF6".repeat(8);
    let text = format!(
        "# T\n\n<!-- brief:matrix -->\n\n| Issue | Upstream | Downstream | Federation |\n| --- | --- | --- | --- |\n\
         | Filling schedule | {run} | 30 June 2024 | demands |\n\n<!-- /brief:matrix -->\n"
    );
    let pages = lay(&text, &Style::default()).pages.unwrap();
    assert_sound(&pages, &Style::default());
    let lines: Vec<String> =
        runs(&pages).map(|run| run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect::<String>()).collect();
    for word in ["Upstream", "Downstream", "Federation", "30 June 2024", "demands", "schedule"] {
        assert!(lines.iter().any(|line| line.contains(word)), "{word}: {lines:?}");
    }
}

/// The modules, from the lowest to the highest. Each may use only those before it.
const MODULES: [&str; 17] = [
    "color",
    "labels",
    "proportions",
    "style",
    "family",
    "font",
    "page",
    "taken",
    "text",
    "sign",
    "collect",
    "table",
    "stack",
    "paginate",
    "fit",
    "place",
    "mark",
];

/// The modules that a file uses, given its text. The file is in `src/layout`, or with `below` in a folder in it.
fn used_modules(text: &str, below: bool) -> Vec<&'static str> {
    let code = text.split("#[cfg(test)]").next().unwrap_or(text);
    let uses = |module: &str| {
        ["crate::layout::", if below { "super::super::" } else { "use super::" }].iter().any(|head| {
            code.match_indices(head).any(|(at, _)| {
                let rest = &code[at + head.len()..];
                rest.strip_prefix(module).is_some_and(|rest| rest.starts_with("::"))
            })
        })
    };
    MODULES.into_iter().filter(|module| uses(module)).collect()
}

#[test]
fn modules_use_only_lower_ones() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/layout");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    let mut seen = 0;
    for file in files {
        let name = file.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        let module = name.split(['/', '.']).next().unwrap();
        let Some(place) = MODULES.iter().position(|known| *known == module) else {
            assert!(["mod", "tests"].contains(&module), "{module} has no place in the order");
            continue;
        };
        seen += 1;
        for other in used_modules(&std::fs::read_to_string(&file).unwrap(), name.contains('/')) {
            let other_place = MODULES.iter().position(|known| *known == other).unwrap();
            assert!(other == module || other_place < place, "{name} uses {other}, which is above it");
        }
    }
    assert!(seen > 20, "{seen}");
    assert_eq!(used_modules("use super::page::Pages;\nuse crate::layout::style::Style;\n", false), ["style", "page"]);
}
