//! Tables of positions on a page.

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
            // It is one table to whoever does not see it; the row headings of a second band are furniture.
            let tables = laid.elements.iter().filter(|element| element.role == Role::Table).count();
            assert_eq!(tables, 1, "{parties} parties");
            let again = runs(&laid)
                .filter(|run| {
                    run.element.is_none()
                        && run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect::<String>().starts_with("Issue0")
                })
                .count();
            bands.push((parties, issues, again + 1));
            // No column is too narrow for its words: a line has at least two of them.
            let narrow =
                runs(&laid).filter(|run| run.glyphs.len() == 1 && run.glyphs[0].text.chars().all(char::is_alphabetic));
            assert_eq!(narrow.count(), 0, "{parties} parties");
        }
    }
    // Of so many parties, with one, with seven and with twenty issues.
    let expected = [(2, [1, 1, 1]), (3, [1, 1, 1]), (5, [1, 1, 1]), (6, [1, 1, 1]), (8, [1, 1, 1]), (12, [2, 2, 2])];
    let expected: Vec<_> = expected
        .into_iter()
        .flat_map(|(parties, counts)| [1, 7, 20].into_iter().zip(counts).map(move |(issues, it)| (parties, issues, it)))
        .collect();
    assert_eq!(bands, expected, "parties, issues, bands");
}
