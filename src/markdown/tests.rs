use super::*;
use crate::source::Sources;

fn read(text: &str) -> (Document, Vec<String>) {
    let mut sources = Sources::default();
    let file = sources.add("a.md", text);
    let (document, faults) = parse(text, file);
    let faults = faults
        .iter()
        .map(|fault| {
            let place = fault.primary.as_ref().map(|label| sources.place(label.span).line);
            format!("{}: {}", place.unwrap_or(0), fault.message)
        })
        .collect();
    (document, faults)
}

fn text(words: &str) -> Vec<Inline> {
    vec![Inline::Text(words.to_owned())]
}

#[test]
fn a_page_is_read_block_by_block() {
    let (document, faults) = read(
        "# Title\n\n<!-- brief:marking -->\nTLP:CLEAR\n<!-- /brief:marking -->\n\n> **Bottom line.** One.\n> Two.\n\n\
         | a | b |\n| --- | --- |\n| 1 | x[^s] |\n\n- one\n- two\n\n## Sources\n\n[^s]: A paper.\n",
    );
    assert_eq!(faults, Vec::<String>::new());
    let kinds: Vec<_> = document.blocks.iter().map(|block| &block.kind).collect();
    assert_eq!(kinds.len(), 7, "{kinds:#?}");
    assert_eq!(*kinds[0], BlockKind::Heading { level: 1, text: text("Title") });
    assert!(
        matches!(kinds[1], BlockKind::Region(Region::Marking, blocks) if blocks[0].kind == BlockKind::Paragraph(text("TLP:CLEAR")))
    );
    let quoted =
        BlockKind::Paragraph(vec![Inline::Strong(text("Bottom line.")), Inline::Text(" One. Two.".to_owned())]);
    assert!(matches!(kinds[2], BlockKind::Quote(blocks) if blocks[0].kind == quoted));
    let cell = vec![Inline::Text("x".to_owned()), Inline::NoteReference { label: "s".to_owned(), number: 1 }];
    let table = Table { header: vec![text("a"), text("b")], rows: vec![vec![text("1"), cell]] };
    assert_eq!(*kinds[3], BlockKind::Table(table));
    assert!(matches!(kinds[4], BlockKind::List { start: None, items } if items.len() == 2));
    let note = Note { label: "s".to_owned(), number: 1, text: text("A paper.") };
    assert_eq!(*kinds[6], BlockKind::Notes(vec![note]));
}

#[test]
fn notes_are_numbered_by_first_reference_and_stand_in_that_order() {
    let (document, faults) = read("x[^b] y[^a] z[^b]\n\n[^a]: A\n[^b]: B\n");
    assert_eq!(faults, Vec::<String>::new());
    let BlockKind::Notes(notes) = &document.blocks[1].kind else { panic!("{document:#?}") };
    let found: Vec<_> = notes.iter().map(|note| (note.number, note.label.as_str())).collect();
    assert_eq!(found, [(1, "b"), (2, "a")]);
}

#[test]
fn regions_nest_and_keep_their_content() {
    let (document, faults) = read(
        "<!-- brief:drop priority=2 note=\"More in the dossier.\" -->\n<!-- brief:columns count=2 -->\n\nleft\n\n\
         <!-- brief:column-break -->\n\nright\n\n<!-- /brief:columns -->\n<!-- /brief:drop -->\n",
    );
    assert_eq!(faults, Vec::<String>::new());
    let BlockKind::Region(Region::Drop { priority: 2, note }, inner) = &document.blocks[0].kind else {
        panic!("{document:#?}")
    };
    assert_eq!(note, "More in the dossier.");
    let BlockKind::Region(Region::Columns { count: 2 }, columns) = &inner[0].kind else { panic!("{document:#?}") };
    assert_eq!(columns.len(), 3);
    assert_eq!(columns[1].kind, BlockKind::ColumnBreak);
}

#[test]
fn what_a_page_cannot_print_is_a_fault_with_its_line() {
    let (_, faults) = read(
        "<!-- an aside -->\n\n<!-- brief:colums count=2 -->\n\n<!-- brief:keep -->\n\n<!-- /brief:small -->\n\n\
         <div>x</div>\n\n![image](a.png)\n\n```\ncode\n```\n\na[^none] ~~gone~~ <b>b</b> [x](javascript:1)\n\n\
         <!-- brief:column-break -->\n\n<!-- brief:columns count=7 -->\n",
    );
    let expected = [
        "3: unknown layout comment `brief:colums`",
        "7: found the end of `brief:small`, expected that of `brief:keep`",
        "9: HTML, which the page cannot print",
        "11: an image, which the page cannot print",
        "13: a code block, which the page cannot print",
        "17: struck-out text, which the page cannot print",
        "17: HTML, which the page cannot print",
        "17: HTML, which the page cannot print",
        "17: a link that is neither http, https nor mailto",
        "19: a column break must stand directly in `brief:columns`",
        "21: `count=7` in `brief:columns`, expected a number from 2 to 3",
        "5: `brief:keep` is not closed",
    ];
    assert_eq!(faults, expected);
}

#[test]
fn nesting_without_end_is_a_fault_and_not_an_overflow() {
    for text in
        [">".repeat(5000) + "x", "- ".repeat(5000) + "x", "**".repeat(4001), "<!-- brief:keep -->\n\n".repeat(3000)]
    {
        let (_, faults) = read(&text);
        let _ = faults.len();
    }
    assert!(read(&(">".repeat(50) + "x")).1[0].contains("deep"));
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_a_panic_and_every_fault_lies_in_it(text in "([-#>|*_`\\[\\]^:!<> a1\n]|<!-- (/)?brief:(keep|columns count=2|drop|column-break) -->\n){0,80}") {
        let mut sources = Sources::default();
        let file = sources.add("a.md", text.as_str());
        for fault in parse(&text, file).1 {
            let range = fault.primary.map_or(0..0, |label| label.span.range());
            proptest::prop_assert!(text.get(range).is_some());
        }
    }
}
