//! Columns side by side.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

#[test]
fn a_column_names_the_section_that_continues_in_it() {
    let furniture = |text: &str| -> String {
        let text = format!("# T\n\n<!-- brief:columns count=2 -->\n\n{text}\n<!-- /brief:columns -->\n");
        let laid = lay(&text, &Style::default()).pages.unwrap();
        let runs = runs(&laid).filter(|run| run.element.is_none());
        let text: String = runs.flat_map(|run| run.glyphs.iter().map(|glyph| glyph.text.as_str())).collect();
        text.replace(' ', "")
    };
    let items = |count: usize| "- A claim that is made.\n".repeat(count);
    let (long, short) = (items(24), items(12));
    let end = "\n## End\n\n- It ends.\n";
    assert!(furniture(&format!("## Claims\n\n{long}{end}")).contains("Claims,continued"));
    assert!(furniture(&format!("## Claims\n\n### A\n\n{long}{end}")).contains("Claims·A,continued"));
    // Here a heading of a lower level begins the column.
    let divided = furniture(&format!("## Claims\n\n### A\n\n{short}\n### B\n\n{short}{end}"));
    assert!(divided.contains("Claims,continued"), "{divided}");
    assert!(!furniture(&format!("## A\n\n{short}\n## B\n\n{short}")).contains("continued"));
}

#[test]
fn the_heading_of_a_section_alone_is_above_both_columns() {
    let items = "- item\n".repeat(20);
    for (section, is_alone) in [("", true), ("\n## End\n\n- item\n", false)] {
        let text = format!(
            "# T\n\n<!-- brief:columns count=2 -->\n\n## Claims\n\n{items}{section}\n<!-- /brief:columns -->\n"
        );
        let lines = lines_of(&lay(&text, &Style::default()).pages.unwrap());
        let heading = lines.iter().find(|(words, ..)| words == "Claims").unwrap();
        let items: Vec<_> = lines.iter().filter(|(words, ..)| words == "item").collect();
        let beside = items.iter().find(|(_, x, _)| *x > items[0].1 + 50.0).unwrap();
        let is_level = (items[0].2 - beside.2).abs() < 0.05;
        let is_continued = lines.iter().any(|(words, ..)| words.contains("continued"));
        assert!(heading.2 < items[0].2 && (is_level || !is_alone) && is_continued != is_alone, "{lines:?}");
    }
}

/// The text of each line with its left edge and baseline.
fn lines_of(laid: &Pages) -> Vec<(String, f32, f32)> {
    let words = |run: &GlyphRun| run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
    runs(laid).map(|run| (words(run), run.x, run.y)).collect()
}

/// Whether every line of the shorter columns is level with a line of the longest one. `is_in` selects the lines of the
/// columns.
fn are_level(laid: &Pages, is_in: impl Fn(&str) -> bool) -> bool {
    let mut columns: BTreeMap<i32, Vec<f32>> = BTreeMap::new();
    for (_, x, y) in lines_of(laid).into_iter().filter(|(words, ..)| is_in(words)) {
        columns.entry((x / 100.0) as i32).or_default().push(y);
    }
    let mut columns: Vec<Vec<f32>> = columns.into_values().collect();
    columns.sort_by_key(Vec::len);
    let longest = columns.pop().unwrap();
    assert!(!columns.is_empty());
    columns.iter().flatten().all(|y| longest.iter().any(|other| (y - other).abs() < 0.05))
}

#[test]
fn the_lines_of_notes_and_contents_are_level_in_all_columns() {
    let style = Style { page: PageStyle { limit: 0, ..PageStyle::default() }, ..Style::default() };
    for count in [4, 7, 11] {
        let cites: String = (0..count).map(|at| format!("[^n{at}]")).collect();
        let note = |at: usize| format!("[^n{at}]: {}\n", "source ".repeat(5 + at * 7 % 30));
        let notes: String = (0..count).map(note).collect();
        let laid = lay(&format!("# T\n\nText{cites}.\n\n## Sources\n\n{notes}"), &style).pages.unwrap();
        assert!(are_level(&laid, |words| words.contains("source")), "{count}");
        let heading = |at: usize| format!("{} Topic\n\nText.\n\n", if at.is_multiple_of(3) { "##" } else { "###" });
        let headings: String = (0..=count * 2).map(heading).collect();
        let laid = lay(&format!("# T\n\n<!-- brief:contents -->\n\n<!-- brief:page-break -->\n\n{headings}"), &style);
        let mut laid = laid.pages.unwrap();
        laid.pages.truncate(1);
        assert!(are_level(&laid, |words| words.contains("Topic")), "{count}");
    }
}

#[test]
fn a_continued_column_is_level_with_the_one_beside_it_if_there_is_room() {
    let mut level = 0;
    for count in 12..44 {
        let items = "- item\n".repeat(count);
        let columns = format!("## Claims\n\n{items}\n## End\n\n- end\n");
        let text = format!("# T\n\n<!-- brief:columns count=2 -->\n\n{columns}\n<!-- /brief:columns -->\n");
        let laid = lay(&text, &Style::default()).pages.unwrap();
        let items: Vec<_> = lines_of(&laid).into_iter().filter(|(words, ..)| words == "item").collect();
        let (first, left) = (items[0].2, items[0].1);
        let Some((.., beside)) = items.iter().find(|(_, x, _)| *x > left + 50.0) else { continue };
        level += usize::from((first - beside).abs() < 0.05);
        // The columns do not become higher.
        let foot = |right: bool| {
            items.iter().filter(|(_, x, _)| (*x > left + 50.0) == right).map(|it| it.2).fold(0.0, f32::max)
        };
        assert!(foot(true) <= foot(false) + 0.05 || (first - beside).abs() > 0.05, "{count}");
    }
    assert!(level >= 10, "{level}");
}

/// The first text below a continuation line is level with a line of the column beside it, also below a heading of a lower
/// level and beside another heading.
#[test]
fn text_below_a_continuation_line_is_on_a_line_of_the_column_beside_it() {
    let mut level = 0;
    for count in 6..40 {
        let items = "- item\n".repeat(count);
        let columns = format!("## Issues\n\n{items}\n## Claims\n\n### One\n\n- item\n\n### Other\n\n{items}- item\n");
        let text = format!("# T\n\n<!-- brief:columns count=2 -->\n\n{columns}\n<!-- /brief:columns -->\n");
        let lines = lines_of(&lay(&text, &Style::default()).pages.unwrap());
        let Some(line) = lines.iter().find(|(words, ..)| words.contains("continued")) else { continue };
        let items: Vec<_> = lines.iter().filter(|(words, ..)| words == "item").collect();
        let (left, right): (Vec<_>, Vec<_>) = items.into_iter().partition(|(_, x, _)| *x < line.1);
        assert!(right[0].2 > line.2, "{count}");
        level += usize::from(left.iter().any(|it| (it.2 - right[0].2).abs() < 0.05));
    }
    assert!(level >= 10, "{level}");
}

/// The columns begin with the heading of a section, with a continuation line, or with a table.
#[test]
fn the_first_lines_of_columns_share_a_baseline() {
    let mut beginnings = BTreeSet::new();
    let check = |text: &str, beginnings: &mut BTreeSet<String>| {
        let text = format!("# T\n\nAbove.\n\n<!-- brief:columns count=2 -->\n\n{text}\n<!-- /brief:columns -->\n");
        let laid = lay(&text, &Style::default()).pages.unwrap();
        assert_sound(&laid, &Style::default());
        let lines = lines_of(&laid);
        let after = lines.iter().position(|(words, ..)| words.starts_with("Above")).unwrap() + 1;
        // Without the footer.
        let in_columns = lines[after..].iter().filter(|(.., y)| *y < 790.0);
        let (left, right): (Vec<_>, Vec<_>) = in_columns.partition(|(_, x, _)| *x < 295.0);
        let first = |lines: &[&(String, f32, f32)]| lines.iter().map(|it| it.2).fold(f32::INFINITY, f32::min);
        if right.is_empty() {
            return;
        }
        let (one, other) = (first(&left), first(&right));
        assert!((one - other).abs() < 0.05, "{one} {other}: {text}");
        let begins = right.iter().find(|(.., y)| (y - other).abs() < 0.05).unwrap();
        beginnings.insert(begins.0.split(' ').next().unwrap().to_owned());
    };
    for count in 6..40 {
        let items = "- item of it\n".repeat(count);
        let end = "\n## Steps\n\n- item of it\n";
        check(&format!("## Claims\n\n{items}{end}"), &mut beginnings);
        let half = "- item of it\n".repeat(count / 2);
        check(&format!("## Claims\n\n{half}\n### Kinds\n\n{half}{end}"), &mut beginnings);
        check(&format!("## Claims\n\n{items}\n## Steps\n\n{items}"), &mut beginnings);
    }
    let table = "| Row | words |\n| --- | --- |\n| of | it |\n";
    check(&format!("## Claims\n\nWords.\n\n<!-- brief:column-break -->\n\n{table}"), &mut beginnings);
    assert_eq!(beginnings.into_iter().collect::<Vec<_>>(), ["Claims,", "Row", "Steps"]);
}

/// Half of a page beside one entry would be empty.
#[test]
fn one_entry_alone_has_the_whole_width() {
    let widest = |text: &str| {
        let text = format!("# T\n\n<!-- brief:columns count=2 -->\n\n{text}\n<!-- /brief:columns -->\n");
        let laid = lay(&text, &Style::default()).pages.unwrap();
        let ends = lines_of(&laid).into_iter().filter(|(words, ..)| words.contains("river"));
        ends.map(|(words, x, _)| x + words.len() as f32).fold(0.0, f32::max)
    };
    let item = format!("- {}\n", "the river and the dam ".repeat(7));
    let alone = widest(&format!("## Next steps\n\n{item}"));
    let both = widest(&format!("## Next steps\n\n{item}\n## Claims\n\n{item}"));
    assert!(alone > 0.0 && both > alone + 150.0, "{alone} {both}");
    let long = widest(&format!("## Next steps\n\n- {}\n", "the river and the dam ".repeat(24)));
    assert!(long < both - 150.0, "{long} {both}");
}
