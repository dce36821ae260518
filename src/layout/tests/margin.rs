//! What stands beside the text.

use super::*;

fn style(measure: f32) -> Style {
    let text = TextStyle { measure, ..TextStyle::default() };
    Style { text, page: PageStyle { limit: 0, ..PageStyle::default() }, ..Style::default() }
}

fn block(at: usize, lines: usize, beside: usize) -> String {
    let words = "words of the text that go on until they fill some lines of it all ".repeat(lines);
    let margin: String = (0..beside).map(|line| format!("beside{at}x{line}<br>")).collect();
    format!("block{at} {words}\n\n<!-- brief:margin -->\n\n{margin}\n\n<!-- /brief:margin -->\n\n")
}

/// Page, baseline, left edge and text of each run.
fn placed(laid: &Pages) -> Vec<(usize, f32, f32, f32, String)> {
    let mut all = Vec::new();
    for (page, items) in laid.pages.iter().enumerate() {
        for item in &items.items {
            if let Item::Glyphs(run) = item
                && run.element.is_some()
            {
                let width: f32 = run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * run.size / 1000.0;
                let text: String = run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
                all.push((page, run.y, run.x, run.x + width, text));
            }
        }
    }
    all
}

#[test]
fn what_stands_beside_a_block_begins_level_with_it_and_clear_of_the_next() {
    // Blocks that are less high than what is beside them, and some that are higher.
    let text: String = (0..40).map(|at| block(at, at % 4, 1 + (at * 7) % 6)).collect();
    let style = style(110.0);
    let laid = lay(&format!("# T\n\n{text}"), &style).pages.unwrap();
    assert!(laid.pages.len() > 1);
    let left = style.sheet().left;
    let edge = left + 110.0 / 25.4 * 72.0;
    let all = placed(&laid);
    let mut last = (0, 0.0_f32);
    for at in 0..40 {
        let of = |name: &str| {
            all.iter().find(|it| it.4.trim_end() == name || it.4.starts_with(&format!("{name} "))).cloned()
        };
        let (page, y, x, ..) = of(&format!("block{at}")).unwrap();
        assert!((x - left).abs() < 0.01);
        let beside: Vec<_> = (0..=(at * 7) % 6).map(|line| of(&format!("beside{at}x{line}")).unwrap()).collect();
        assert!((beside[0].1 - y).abs() < 0.01, "{at}: {y} {:?}", beside[0]);
        assert!(beside.iter().all(|it| it.0 == page && it.2 > edge), "{at}: {beside:?}");
        assert!(beside.windows(2).all(|pair| pair[1].1 > pair[0].1 + 5.0), "{at}: {beside:?}");
        assert!(page > last.0 || beside[0].1 > last.1 + 5.0, "{at}: {beside:?} after {last:?}");
        last = (page, beside[beside.len() - 1].1);
    }
    let text = all.iter().filter(|it| !it.4.starts_with("beside") && !it.4.trim().is_empty());
    for (.., right, words) in text {
        assert!(*right <= edge + 0.6, "{right} {words}");
    }
}

#[test]
fn without_a_column_it_stands_below() {
    let laid = lay(&format!("# T\n\n{}", block(0, 1, 2)), &style(0.0)).pages.unwrap();
    let all = placed(&laid);
    let y = |name: &str| all.iter().find(|it| it.4.starts_with(name)).unwrap().1;
    assert!(y("beside0x0") > y("block0") + 5.0 && y("beside0x1") > y("beside0x0"));
}

#[test]
fn what_is_kept_is_on_one_page_and_what_announces_stays_with_what_it_announces() {
    for before in 0..50 {
        let filler = "A line.\n\n".repeat(before);
        let text = format!(
            "# T\n\n{filler}<!-- brief:keep -->\n\n### Kept\n\nQuestion?\n\n{}<!-- /brief:keep -->\n\nInterests:\n\n- one\n- two\n",
            block(0, 2, 4)
        );
        let laid = lay(&text, &style(110.0)).pages.unwrap();
        let all = placed(&laid);
        let page = |name: &str| all.iter().find(|it| it.4.starts_with(name)).unwrap_or_else(|| panic!("{name}")).0;
        assert_eq!([page("Question"), page("block0"), page("beside0x3")], [page("Kept"); 3], "{before}");
        assert_eq!(page("Interests"), page("one"), "{before}");
    }
}
