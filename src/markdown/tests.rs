use super::*;
use crate::provenance::{FieldSpan, Fields};
use crate::source::Sources;

fn read(text: &str) -> (Document, Vec<String>) {
    let mut sources = Sources::default();
    let file = sources.add("a.md", text);
    let (document, diagnostics) = parse(text, file, &Fields::default());
    let diagnostics = diagnostics
        .iter()
        .map(|diagnostic| {
            let place = diagnostic.primary.as_ref().map(|label| sources.place(label.span).line);
            format!("{}: {}", place.unwrap_or(0), diagnostic.message)
        })
        .collect();
    (document, diagnostics)
}

fn text(words: &str) -> Vec<Inline> {
    vec![Inline::Text(words.into())]
}

#[test]
fn a_page_is_read_block_by_block() {
    let (document, diagnostics) = read(
        "# Title\n\n<!-- brief:marking -->\nTLP:CLEAR\n<!-- /brief:marking -->\n\n> **Bottom line.** One.\n> Two.\n\n\
         | a | b |\n| --- | --- |\n| 1 | x[^s] |\n\n- one\n- two\n\n## Sources\n\n[^s]: A paper.\n",
    );
    assert_eq!(diagnostics, Vec::<String>::new());
    let kinds: Vec<_> = document.blocks.iter().map(|block| &block.kind).collect();
    assert_eq!(kinds.len(), 7, "{kinds:#?}");
    assert_eq!(*kinds[0], BlockKind::Heading { level: 1, text: text("Title") });
    assert!(
        matches!(kinds[1], BlockKind::Region(Region::Marking, blocks) if blocks[0].kind == BlockKind::Paragraph(text("TLP:CLEAR")))
    );
    let quoted = BlockKind::Paragraph(vec![Inline::Strong(text("Bottom line.")), Inline::Text(" One. Two.".into())]);
    assert!(matches!(kinds[2], BlockKind::Quote(blocks) if blocks[0].kind == quoted));
    let cell = vec![Inline::Text("x".into()), Inline::NoteReference { label: "s".to_owned(), number: 1, field: None }];
    let table = Table { header: vec![text("a"), text("b")], rows: vec![vec![text("1"), cell]] };
    assert_eq!(*kinds[3], BlockKind::Table(table));
    assert!(matches!(kinds[4], BlockKind::List { start: None, items } if items.len() == 2));
    let note = Note { label: "s".to_owned(), number: 1, text: text("A paper.") };
    assert_eq!(*kinds[6], BlockKind::Notes(vec![note]));
}

#[test]
fn notes_are_numbered_and_sorted_by_first_reference() {
    let (document, diagnostics) = read("x[^b] y[^a] z[^b]\n\n[^a]: A\n[^b]: B\n");
    assert_eq!(diagnostics, Vec::<String>::new());
    let BlockKind::Notes(notes) = &document.blocks[1].kind else { panic!("{document:#?}") };
    let found: Vec<_> = notes.iter().map(|note| (note.number, note.label.as_str())).collect();
    assert_eq!(found, [(1, "b"), (2, "a")]);
}

#[test]
fn adjacent_references_are_separated_and_sorted_by_number() {
    let text = "x[^a] y[^b][^a]\u{a0}[^b] z[^b] and[^a] more\n";
    let (document, _) = read(&format!("{text}\n- {text}\n[^a]: A\n[^b]: B\n"));
    let paragraph = |block: &Block| match &block.kind {
        BlockKind::Paragraph(inlines) => inlines.clone(),
        other => panic!("{other:?}"),
    };
    let BlockKind::List { items, .. } = &document.blocks[1].kind else { panic!("{document:#?}") };
    let shown = |inline: &Inline| match inline {
        Inline::Text(text) => text.text.clone(),
        Inline::NoteReference { number, .. } => format!("[{number}]"),
        other => panic!("{other:?}"),
    };
    for inlines in [paragraph(&document.blocks[0]), paragraph(&items[0][0])] {
        let shown: String = inlines.iter().map(shown).collect();
        assert_eq!(shown, "x[1] y[1],\u{a0}[2] z[2] and[1] more");
    }
}

#[test]
fn references_of_which_only_some_are_edited_are_separated_too() {
    fn shown(inlines: &[Inline]) -> String {
        let one = |inline: &Inline| match inline {
            Inline::Text(text) => text.text.replace('\u{a0}', " "),
            Inline::NoteReference { number, .. } => format!("[{number}]"),
            Inline::Edited { edit: Edit::Inserted, text } => format!("+{{{}}}", shown(text)),
            Inline::Edited { text, .. } => format!("-{{{}}}", shown(text)),
            other => panic!("{other:?}"),
        };
        inlines.iter().map(one).collect()
    }
    for (line, expected) in [
        ("x<ins>[^c]</ins>[^a] y", "x[1], +{[3]} y"),
        ("x<ins>[^c]</ins> [^a]\u{a0}<del>[^b]</del> y", "x[1], -{[2]}, +{[3]} y"),
        ("x<ins> and[^c][^b]</ins>[^a] y", "x+{ and}[1], +{[2], [3]} y"),
        ("x<del>[^a]</del><ins>[^a]</ins> y", "x-{[1]}, +{[1]} y"),
        ("x<del>[^a]</del> <ins>y</ins> z", "x-{[1]} +{y} z"),
        ("x<ins>[^a]</ins><ins>[^b]</ins>", "x+{[1]}, +{[2]}"),
        ("x[^a] <ins></ins>", "x[1] +{}"),
    ] {
        // The numbers are those of their first references.
        let (document, _) = read(&format!("[^a] [^b] [^c]\n\n{line}\n\n[^a]: A\n[^b]: B\n[^c]: C\n"));
        let BlockKind::Paragraph(inlines) = &document.blocks[1].kind else { panic!("{document:#?}") };
        assert_eq!(shown(inlines), expected, "{line}");
    }
}

#[test]
fn regions_nest_and_keep_their_content() {
    let (document, diagnostics) = read(
        "<!-- brief:drop priority=2 note=\"More in the dossier.\" -->\n<!-- brief:columns count=2 -->\n\nleft\n\n\
         <!-- brief:column-break -->\n\nright\n\n<!-- /brief:columns -->\n<!-- /brief:drop -->\n",
    );
    assert_eq!(diagnostics, Vec::<String>::new());
    let BlockKind::Region(Region::Drop { priority: 2, note }, inner) = &document.blocks[0].kind else {
        panic!("{document:#?}")
    };
    assert_eq!(note, "More in the dossier.");
    let BlockKind::Region(Region::Columns { count: 2 }, columns) = &inner[0].kind else { panic!("{document:#?}") };
    assert_eq!(columns.len(), 3);
    assert_eq!(columns[1].kind, BlockKind::ColumnBreak);
}

#[test]
fn a_picture_is_as_wide_as_its_region_says_and_is_alone_in_its_paragraph() {
    let figure = |inner: &str| format!("<!-- brief:figure width=40 -->\n\n{inner}\n\n<!-- /brief:figure -->\n");
    let (document, diagnostics) =
        read(&figure("<!-- brief:keep -->\n\n![a](a.png)\n\n<!-- /brief:keep -->\n\n> ![b](b.png)"));
    assert_eq!(diagnostics, Vec::<String>::new());
    let debug = format!("{document:?}");
    assert_eq!(debug.matches("size: Width(40)").count(), 2, "{debug}");
    // A picture inside another block is reported at its own place, and not at the block that follows.
    let (_, diagnostics) = read(&figure("## H ![a](a.png)\n\nwords\n\n![b](b.png) and words\n\n![c](c.png)"));
    let alone = "a picture must be alone in its paragraph";
    assert_eq!(diagnostics, [format!("7: {alone}"), format!("3: {alone}")]);
}

#[test]
fn what_a_page_cannot_print_is_reported_with_its_line() {
    let (_, diagnostics) = read(
        "<!-- an aside -->\n\n<!-- brief:colums count=2 -->\n\n<!-- brief:keep -->\n\n<!-- /brief:small -->\n\n\
         <div>x</div>\n\n![image](a.png)\n\n```\ncode\n```\n\na[^none] ~~gone~~ <b>b</b> [x](javascript:1)\n\n\
         <!-- brief:column-break -->\n\n<!-- brief:columns count=7 -->\n",
    );
    let expected = [
        "3: unknown layout comment `brief:colums`",
        "7: found the end of `brief:small`, expected that of `brief:keep`",
        "9: HTML, which the page cannot print",
        "11: a picture outside `brief:figure`: write `<!-- brief:figure -->` before it and `<!-- /brief:figure -->` after it",
        "13: a code block, which the page cannot print",
        "17: struck-out text, which the page cannot print",
        "17: HTML, which the page cannot print",
        "17: HTML, which the page cannot print",
        "17: a link that is neither http, https nor mailto",
        "19: a column break must be directly in `brief:columns`",
        "21: `count=7` in `brief:columns`, expected a number from 2 to 3",
        "5: `brief:keep` is not closed",
    ];
    assert_eq!(diagnostics, expected);
}

#[test]
fn endless_nesting_is_reported_and_does_not_overflow() {
    for text in
        [">".repeat(5000) + "x", "- ".repeat(5000) + "x", "**".repeat(4001), "<!-- brief:keep -->\n\n".repeat(3000)]
    {
        let (_, diagnostics) = read(&text);
        let _ = diagnostics.len();
    }
    assert!(read(&(">".repeat(50) + "x")).1[0].contains("deep"));
}

/// The text without the field markers, and the fields that they mark: `⟦path:words⟧`.
fn marked(text: &str) -> (String, Fields) {
    let (mut clean, mut spans, mut open) = (String::new(), Vec::new(), Vec::new());
    let mut rest = text;
    while let Some(at) = rest.find(['⟦', '⟧']) {
        clean.push_str(&rest[..at]);
        if let Some(begun) = rest[at..].strip_prefix('⟦') {
            let (path, after) = begun.split_once(':').unwrap();
            open.push(spans.len());
            spans.push(FieldSpan { range: clean.len()..clean.len(), path: path.into() });
            rest = after;
        } else {
            let span: usize = open.pop().unwrap();
            spans[span].range.end = clean.len();
            rest = &rest[at + '⟧'.len_utf8()..];
        }
    }
    clean.push_str(rest);
    (clean, Fields { spans })
}

/// The text that every field of a document prints, in order: `path=words`.
fn printed(document: &Document) -> Vec<String> {
    fn blocks_of(blocks: &[Block], out: &mut Vec<String>) {
        for block in blocks {
            match &block.kind {
                BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => inlines_of(text, out),
                BlockKind::Quote(inner) | BlockKind::Region(_, inner) => blocks_of(inner, out),
                BlockKind::List { items, .. } => items.iter().for_each(|item| blocks_of(item, out)),
                BlockKind::Table(table) => {
                    table.header.iter().chain(table.rows.iter().flatten()).for_each(|cell| inlines_of(cell, out));
                }
                BlockKind::Notes(notes) => notes.iter().for_each(|note| inlines_of(&note.text, out)),
                _ => {}
            }
        }
    }
    fn inlines_of(inlines: &[Inline], out: &mut Vec<String>) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => {
                    out.extend(text.fields.iter().map(|it| format!("{}={}", it.path, &text.text[it.range.clone()])));
                }
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Link { text: inner, .. }
                | Inline::Language { text: inner, .. }
                | Inline::Edited { text: inner, .. } => inlines_of(inner, out),
                Inline::NoteReference { number, field, .. } => {
                    out.extend(field.iter().map(|field| format!("{field}={number}")));
                }
                Inline::Break => {}
            }
        }
    }
    let mut out = Vec::new();
    blocks_of(&document.blocks, &mut out);
    out
}

#[test]
fn text_keeps_the_fields_that_it_was_printed_from() {
    for (text, expected) in [
        ("# ⟦t:Title⟧ of ⟦d:3 June⟧", vec!["t=Title", "d=3 June"]),
        // The innermost field counts, and a footnote label inside a field belongs to that field.
        ("⟦a:one ⟦b:two⟧ three⟧", vec!["a=one ", "b=two", "a= three"]),
        // Adjacent ranges of the same field are joined.
        ("⟦a:one⟧⟦a: two⟧", vec!["a=one two"]),
        // Escapes and entities have more bytes in Markdown than on the page.
        (r"x \*⟦a:\*b\* &amp; c\_d⟧ \[e\] ⟦f:&lt;g&gt;⟧!", vec!["a=*b* & c_d", "f=<g>"]),
        (r"⟦a:5 \< 6 &copy;⟧⟦b:&eacute;⟧", vec!["a=5 < 6 ©", "b=é"]),
        // Fields that begin and end inside markup.
        (
            "**⟦a:strong⟧:** ⟦b:plain *stressed* `code`⟧ end",
            vec!["a=strong", "b=plain ", "b=stressed", "b= ", "b=code"],
        ),
        ("⟦a:one\ntwo⟧\nthree", vec!["a=one two"]),
        ("[⟦a:words⟧](https://example.org/⟦u:path⟧) ⟦u:https://example.org⟧", vec!["a=words", "u=https://example.org"]),
        // Table cells, with escaped bars and line breaks.
        (
            "| ⟦h:Issue⟧ | x |\n| --- | --- |\n| ⟦a:one⟧<br>⟦b:two \\| 2⟧ | ✗ ⟦c:three⟧[^s]⟦c:[^t]⟧ |\n\n[^s]: ⟦s:S.⟧ T\n\n[^t]: ⟦t:U⟧\n",
            vec!["h=Issue", "a=one", "b=two | 2", "c=three", "c=2", "s=S.", "t=U"],
        ),
        ("- ⟦a:tight⟧\n- b\n\n1. ⟦c:one⟧\n\n   ⟦d:two\n   three⟧\n", vec!["a=tight", "c=one", "d=two three"]),
        ("> ⟦a:one\n> two⟧\n", vec!["a=one two"]),
        (
            "⟦a:<span lang=\"uk\">Суми</span> now⟧ ⟦b:<del>old</del> <ins>new</ins>⟧",
            vec!["a=Суми", "a= now", "b=old", "b= ", "b=new"],
        ),
        ("⟦a:one<br>two⟧", vec!["a=one", "a=two"]),
        ("<!-- brief:marking -->\n⟦m:TLP:CLEAR⟧\n<!-- /brief:marking -->\n", vec!["m=TLP:CLEAR"]),
    ] {
        let (clean, fields) = marked(text);
        let mut sources = Sources::default();
        let file = sources.add("a.md", clean.as_str());
        let (document, _) = parse(&clean, file, &fields);
        assert_eq!(printed(&document), expected, "{text}");
        let mut paths: Vec<_> = document.fields().iter().map(ToString::to_string).collect();
        paths.sort();
        let mut named: Vec<_> = expected.iter().map(|it| it.split('=').next().unwrap().to_owned()).collect();
        named.sort();
        named.dedup();
        assert_eq!(paths, named, "{text}");
        // Apart from the fields, the tree is the same.
        assert_eq!(
            format!("{:?}", without_fields(document)),
            format!("{:?}", parse(&clean, file, &Fields::default()).0)
        );
    }
}

fn without_fields(mut document: Document) -> Document {
    fn clear_blocks(blocks: &mut [Block]) {
        for block in blocks {
            match &mut block.kind {
                BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => clear(text),
                BlockKind::Quote(inner) | BlockKind::Region(_, inner) => clear_blocks(inner),
                BlockKind::List { items, .. } => items.iter_mut().for_each(|item| clear_blocks(item)),
                BlockKind::Table(table) => {
                    table.header.iter_mut().chain(table.rows.iter_mut().flatten()).for_each(|cell| clear(cell));
                }
                BlockKind::Notes(notes) => notes.iter_mut().for_each(|note| clear(&mut note.text)),
                _ => {}
            }
        }
    }
    fn clear(inlines: &mut [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => text.fields.clear(),
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Link { text: inner, .. }
                | Inline::Language { text: inner, .. }
                | Inline::Edited { text: inner, .. } => clear(inner),
                Inline::NoteReference { field, .. } => *field = None,
                Inline::Break => {}
            }
        }
    }
    clear_blocks(&mut document.blocks);
    document
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_a_panic_and_every_diagnostic_lies_in_it(text in "([-#>|*_`\\[\\]^:!<> a1\n]|<!-- (/)?brief:(keep|columns count=2|drop|column-break) -->\n){0,80}") {
        let mut sources = Sources::default();
        let file = sources.add("a.md", text.as_str());
        for diagnostic in parse(&text, file, &Fields::default()).1 {
            let range = diagnostic.primary.map_or(0..0, |label| label.span.range());
            proptest::prop_assert!(text.get(range).is_some());
        }
    }
}

#[test]
fn hostile_text_is_read_in_linear_time() {
    // Inputs on which CommonMark parsers have been slow.
    for part in
        ["[a](", "[^a]", "![", "*a_", "**a ", "`", "<a ", "<!--", "&a", "a**b", "[a]: <", "> ", "| a ", "\\", "[[[]]"]
    {
        let read = |parts: usize| {
            let text = part.repeat(parts);
            std::hint::black_box(read(&text));
        };
        assert!(crate::growth::is_linear(2_000, read), "{part}");
    }
}
