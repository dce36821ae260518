use super::*;
use crate::docx::edits::{edit_of_row, edits_of_columns};
use crate::markdown::parse;
use crate::provenance::Fields;
use crate::source::Sources;

fn document(text: &str) -> Document {
    let mut sources = Sources::default();
    let file = sources.add("page.md", text);
    parse(text, file, &Fields::default()).0
}

/// A line with `+…+` around inserted text and `-…-` around deleted text.
fn shown(text: &[Inline]) -> String {
    let mut out = String::new();
    for inline in text {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(&text.text),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Link { text: inner, .. }
            | Inline::Language { text: inner, .. } => out.push_str(&shown(inner)),
            Inline::NoteReference { number, .. } => out.push_str(&format!("[{number}]")),
            Inline::Edited { text, .. } if text.is_empty() => {}
            Inline::Edited { edit, text } => {
                let sign = if *edit == Edit::Deleted { '-' } else { '+' };
                out.push_str(&format!("{sign}{}{sign}", shown(text)));
            }
            Inline::Break => out.push('/'),
        }
    }
    out
}

fn all(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (document(old), document(new));
    let merged = merge(&old, &new);
    let mut all = Vec::new();
    lines(&merged.document.blocks, &mut |text| all.push(shown(text)));
    for block in &merged.document.blocks {
        if let BlockKind::Notes(notes) = &block.kind {
            all.extend(notes.iter().map(|note| format!("{}: {}", note.number, shown(&note.text))));
        }
    }
    all
}

#[test]
fn paragraphs_are_matched_by_their_common_words() {
    let old = "# Title\n\nThe dam is planned for May.\n\nTwo gates are open.\n";
    let new = "# Title\n\nNobody knows more.\n\nThe dam is planned for June.\n\nTwo gates are open.\n";
    let expected = ["Title", "+Nobody knows more.+", "The dam is planned for -May-+June+.", "Two gates are open."];
    assert_eq!(all(old, new), expected);
}

#[test]
fn rows_columns_and_items_are_inserted_and_deleted_as_a_whole() {
    let old =
        "| | A | B |\n| --- | --- | --- |\n| x | one thing | two |\n| y | three | four |\n\n- left\n- right hand\n";
    let new = "| | A | C | B |\n| --- | --- | --- | --- |\n| x | one thing | new | two |\n| z | five | six | seven |\n\n- right hand\n";
    let cells = all(old, new);
    let expected = [
        "",
        "A",
        "+C+",
        "B",
        "x",
        "one thing",
        "+new+",
        "two",
        "-y-",
        "-three-",
        "",
        "-four-",
        "+z+",
        "+five+",
        "+six+",
        "+seven+",
        "-left-",
        "right hand",
    ];
    assert_eq!(cells, expected);
}

#[test]
fn a_source_is_one_footnote_where_both_cite_it_first() {
    let notes = "\n\n[^a]: Aa.\n[^b]: Bb.\n";
    // The same source with another number, and changed words in its note.
    let cells = all(
        &format!("The one dam[^b] is planned.{notes}"),
        "The[^a] one dam[^b] is planned.\n\n[^a]: Aa.\n[^b]: Bb cc.\n",
    );
    assert_eq!(cells[..2], ["The+[1]+ one dam[2] is planned.", "-2. Aa.-"]);
    assert_eq!(cells[2..], ["1: +Aa.+", "2: Bb+ cc+."]);
    let notes = "\n\n[^b]: Bb.\n";
    let cells = all(&format!("One[^b] two.{notes}"), "One[^b] two[^c].\n\n[^b]: Bb cc.\n[^c]: Cc.\n");
    assert_eq!(cells, ["One[1] two+[2]+.", "1: Bb+ cc+.", "2: +Cc.+"]);
    // The first citation is elsewhere, so one footnote is deleted and one is inserted.
    let cells = all(&format!("One. Two[^b] six.{notes}"), &format!("One[^b]. Two[^b] six.{notes}"));
    assert_eq!(cells, ["One+[1]+. Two-[2]-+[1]+ six.", "1: +Bb.+", "2: -Bb.-"]);
}

#[test]
fn text_that_looks_the_same_is_unchanged() {
    assert_eq!(all("Ky\u{ad}iv\u{a0}is a city.\n", "Kyiv is a city.\n"), ["Kyiv is a city."]);
    assert_eq!(all("A *red* line.\n", "A red line.\n"), ["A -red-+red+ line."]);
}

/// The edits of the rows of a table, including its header, and of its columns: `-` deleted, `+` inserted, `=` neither.
fn rows_and_columns(old: &str, new: &str) -> (String, String) {
    let (old, new) = (document(old), document(new));
    let merged = merge(&old, &new);
    let table = merged.document.blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Table(table) => Some(table),
        _ => None,
    });
    let table = table.unwrap();
    let sign = |edit: Option<Edit>| match edit {
        Some(Edit::Deleted) => '-',
        Some(_) => '+',
        None => '=',
    };
    let rows = std::iter::once(&table.header).chain(&table.rows);
    let columns = edits_of_columns(table).into_iter();
    (rows.map(|row| sign(edit_of_row(row))).collect(), columns.map(sign).collect())
}

#[test]
fn empty_rows_and_columns_are_tracked_like_others() {
    let row = |cells: &str| cells.split(',').map(|cell| format!("| {cell} ")).collect::<String>() + "|\n";
    let table = |rows: &[&str]| {
        let line = "| --- ".repeat(rows[0].split(',').count()) + "|\n";
        row(rows[0]) + &line + &rows[1..].iter().map(|it| row(it)).collect::<String>()
    };
    for (old, new, expected) in [
        // An empty column, and a column with words below an empty header.
        (&[",A", "x,one"][..], &[",A,", "x,one,"][..], ("==", "==+")),
        (&["", "x"], &[",C", "x,new"], ("==", "=+")),
        // Cells become filled or empty, but the column exists in both editions.
        (&["A,B", "x,", "y,"], &["A,B", "x,one", "y,two"], ("===", "==")),
        (&["A,B", "x,one", "y,two"], &["A,B", "x,", "y,"], ("===", "==")),
        // An empty row.
        (&["A,B", "x,one"], &["A,B", "x,one", ","], ("==+", "==")),
        // A row is deleted, and a column is inserted.
        (&["A,B", "x,one", "y,two"], &["A,B,C", "x,one,new"], ("==-", "==+")),
        (&["A,B", ",", "x,one"], &["A,B,C", "x,one,"], ("=-=", "==+")),
    ] {
        let (rows, columns) = rows_and_columns(&table(old), &table(new));
        assert_eq!((rows.as_str(), columns.as_str()), expected, "{old:?} {new:?}");
    }
    // A table that only one edition has, with an empty row.
    let (rows, columns) = rows_and_columns("Words.\n", &format!("Words.\n\n{}", table(&["A,", ","])));
    assert_eq!((rows.as_str(), columns.as_str()), ("++", "=="));
}
