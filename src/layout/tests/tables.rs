//! Tables of positions.

use super::*;

#[test]
fn a_table_of_too_many_parties_is_divided_and_loses_nothing() {
    let mut bands = Vec::new();
    for parties in [2, 3, 5, 6, 8, 12] {
        for issues in [1, 7, 20] {
            let head: String = (0..parties).map(|party| format!(" Party{party} |")).collect();
            let row = |issue: usize| {
                let cells: String =
                    (0..parties).map(|party| format!(" ▲ **Demands.** Position {issue}x{party} on this. |")).collect();
                format!("| Issue{issue} |{cells}\n")
            };
            let rows: String = (0..issues).map(row).collect();
            let text = format!(
                "# Title\n\n<!-- brief:matrix -->\n\n| Issue |{head}\n|{}\n{rows}\n<!-- /brief:matrix -->\n",
                " --- |".repeat(parties + 1)
            );
            let style = Style { page: PageStyle { limit: 0, ..PageStyle::default() }, ..Style::default() };
            let laid = lay(&text, &style).pages.unwrap();
            assert_sound(&laid, &style);
            let words = words(&laid).replace(' ', "");
            for party in 0..parties {
                for issue in 0..issues {
                    assert!(words.contains(&format!("Position{issue}x{party}onthis.")), "{parties} {issues}");
                }
            }
            // A screen reader sees one table; the row headings of a second band are artifacts.
            let tables = laid.elements.iter().filter(|element| element.role == StructureRole::Table).count();
            assert_eq!(tables, 1, "{parties} parties");
            let again = runs(&laid)
                .filter(|run| {
                    run.element.is_none()
                        && run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect::<String>().starts_with("Issue0")
                })
                .count();
            bands.push((parties, issues, again + 1));
            // No column is too narrow for its text: no line has only one letter.
            let narrow =
                runs(&laid).filter(|run| run.glyphs.len() == 1 && run.glyphs[0].text.chars().all(char::is_alphabetic));
            assert_eq!(narrow.count(), 0, "{parties} parties");
        }
    }
    // For each number of parties: the number of bands with one, seven and twenty issues.
    let expected = [(2, [1, 1, 1]), (3, [1, 1, 1]), (5, [1, 1, 1]), (6, [1, 1, 1]), (8, [1, 1, 1]), (12, [2, 2, 2])];
    let expected: Vec<_> = expected
        .into_iter()
        .flat_map(|(parties, counts)| [1, 7, 20].into_iter().zip(counts).map(move |(issues, it)| (parties, issues, it)))
        .collect();
    assert_eq!(bands, expected, "parties, issues, bands");
}

#[test]
fn a_sign_is_in_a_column_of_its_own_and_the_text_is_indented_beside_it() {
    let cell =
        "withdrawal of all forces from the whole of the two regions before any further talks are held ".repeat(3);
    for (demands, accepts) in [("**Demands · red line**<br>", "**Accepts**<br>"), ("Demands · red line ", "Accepts ")]
    {
        let text = format!(
            "# T\n\n<!-- brief:matrix -->\n\n| Issue | North | South |\n| --- | --- | --- |\n\
             | X | ▌▲ {demands}{cell} | ? **Unknown**<br>{cell} |\n\
             | Y | ● {accepts}{cell} | {cell} |\n\n<!-- /brief:matrix -->\n"
        );
        hangs(&text);
    }
    // A sign without text is not set in a column of its own.
    let laid = lay("# T\n\n| A | B |\n| --- | --- |\n| ▲ | b |\n", &Style::default()).pages.unwrap();
    assert!(laid.pages[0].items.iter().any(|item| matches!(item, PageItem::Area { .. })));
}

fn hangs(text: &str) {
    let laid = lay(text, &Style::default()).pages.unwrap();
    assert_sound(&laid, &Style::default());
    // Signs and the heavy rule are drawn as artifacts; a screen reader reads the words.
    let said = words(&laid);
    assert!(!said.contains(['▲', '●', '▌']) && said.contains("Demands · red line"), "{said}");
    let areas = laid.pages[0].items.iter().filter_map(|item| match item {
        PageItem::Area { element, points, .. } => Some((element, points)),
        _ => None,
    });
    let (mut signs, mut rules) = (0, 0);
    for (element, points) in areas {
        assert_eq!(*element, None);
        let height = points.iter().map(|it| it.1).fold(f32::MIN, f32::max)
            - points.iter().map(|it| it.1).fold(f32::MAX, f32::min);
        if height > 20.0 { rules += 1 } else { signs += 1 }
    }
    assert_eq!((signs, rules), (2, 1));
    // In a cell with a sign, all lines are indented by the same amount; in other cells they begin at the left edge of
    // the column.
    let cells: Vec<_> =
        (0..laid.elements.len()).filter(|at| laid.elements[*at].role == StructureRole::DataCell).collect();
    let edges = |cell: usize, skipped: &str| {
        let mut lines: Vec<(i32, f32)> = Vec::new();
        for run in runs(&laid).filter(|run| run.element.is_some_and(|it| it.0 == cell)) {
            let text: String = run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
            let line = (run.y * 10.0) as i32;
            if text != skipped && lines.iter().all(|(y, _)| *y != line) {
                lines.push((line, run.x));
            }
        }
        lines.into_iter().map(|(_, x)| x).collect::<Vec<_>>()
    };
    let column = edges(cells[3], "")[0];
    for (cell, skipped, hangs) in [(0, "", true), (1, "?", true), (2, "", true), (3, "", false)] {
        let edges = edges(cells[cell], skipped);
        assert!(edges.len() > 2 && edges.iter().all(|x| (x - edges[0]).abs() < 0.01), "{cell}: {edges:?}");
        if cell % 2 == 1 {
            assert_eq!(edges[0] - column > 5.0, hangs, "{cell}: {edges:?} {column}");
        }
    }
}

/// A character that looks like a sign, but is within a text, is not drawn as a sign.
#[test]
fn a_sign_among_words_is_a_word() {
    let text = "# T\n\nFrom ● to ▲ and ■.\n\n| A | B |\n| --- | --- |\n| all ◆ of it | ○no sign |\n";
    let said = words(&lay(text, &Style::default()).pages.unwrap());
    assert!(["●", "▲", "■.", "◆", "○no"].iter().all(|sign| said.contains(sign)), "{said}");
    // A sign at the start of a line, or between middle dots, is drawn.
    let text = "# T\n\n▲ demands · ◆ conditional\n";
    assert_eq!(words(&lay(text, &Style::default()).pages.unwrap()), "T demands · conditional");
}

/// On a page with room, the name of a stance has a line of its own. On a tight one the text follows it on the same
/// line, and the words are the same.
#[test]
fn a_tight_page_runs_the_text_of_a_cell_in() {
    let table = "<!-- brief:matrix -->\n\n| Issue | North | South |\n| --- | --- | --- |\n\
                 | X | ▲ **Demands**<br>withdrawal of all | ● **Accepts** |\n\n<!-- /brief:matrix -->\n";
    let (mut open, mut tight) = (0, 0);
    for lines in 0..70 {
        let text = format!("# T\n\n{table}\n{}", "A line of the text.\n\n".repeat(lines));
        let laid = lay(&text, &Style::default());
        let Some(pages) = laid.pages else { continue };
        let y = |word: &str| {
            let text = |run: &GlyphRun| run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect::<String>();
            runs(&pages).find(|run| text(run).trim_start().starts_with(word)).unwrap().y
        };
        let is_run_in = (y("Demands") - y("withdrawal")).abs() < 0.01;
        assert_eq!(is_run_in, laid.fit.spacing < 0.8, "{}", laid.fit);
        *if is_run_in { &mut tight } else { &mut open } += 1;
        assert!(words(&pages).contains("Demands withdrawal of all"), "{}", words(&pages));
    }
    assert!(open > 2 && tight > 2, "{open} {tight}");
}
