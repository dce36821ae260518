//! Margin notes.

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
            if let PageItem::Glyphs(run) = item
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
fn a_margin_note_begins_level_with_its_block_and_does_not_touch_the_next_note() {
    // Most blocks are lower than their margin notes, some are higher.
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
fn without_a_column_a_margin_note_is_below_its_block() {
    let laid = lay(&format!("# T\n\n{}", block(0, 1, 2)), &style(0.0)).pages.unwrap();
    let all = placed(&laid);
    let y = |name: &str| all.iter().find(|it| it.4.starts_with(name)).unwrap().1;
    assert!(y("beside0x0") > y("block0") + 5.0 && y("beside0x1") > y("beside0x0"));
}

#[test]
fn kept_parts_are_on_one_page_and_an_introduction_stays_with_what_follows() {
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

/// Two runs of text, not artifacts, that overlap.
fn overprinted(laid: &Pages) -> Option<String> {
    for page in &laid.pages {
        let runs = page.items.iter().filter_map(|item| if let PageItem::Glyphs(run) = item { Some(run) } else { None });
        let boxes: Vec<_> = runs
            .filter(|run| run.element.is_some())
            .map(|run| {
                let width: f32 = run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * run.size / 1000.0;
                let text: String = run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
                (run.x, run.x + width, run.y, run.size, text)
            })
            .filter(|(.., text)| !text.trim().is_empty())
            .collect();
        for (at, one) in boxes.iter().enumerate() {
            for other in &boxes[at + 1..] {
                let is_beside = one.1 <= other.0 + 0.5 || other.1 <= one.0 + 0.5;
                if !is_beside && (one.2 - other.2).abs() < 0.6 * one.3.min(other.3) {
                    return Some(format!("{one:?} and {other:?}"));
                }
            }
        }
    }
    None
}

/// Writes Markdown with numbered words; some bytes choose the blocks.
struct Author<'b> {
    bytes: std::slice::Iter<'b, u8>,
    words: usize,
    out: String,
}

impl Author<'_> {
    fn byte(&mut self) -> usize {
        self.bytes.next().map_or(0, |byte| usize::from(*byte))
    }

    fn words(&mut self, most: usize) -> String {
        let count = 1 + self.byte() % most;
        let from = self.words;
        self.words += count;
        (from..self.words).map(|at| format!("w{at}w")).collect::<Vec<_>>().join(" ")
    }

    fn region(&mut self, name: &str, indent: &str, depth: usize) {
        let (opening, closing) = (format!("{indent}<!-- brief:{name} -->\n\n"), name.split(' ').next().unwrap());
        self.out.push_str(&opening);
        self.blocks(indent, depth + 1);
        self.out.push_str(&format!("{indent}<!-- /brief:{closing} -->\n\n"));
    }

    fn blocks(&mut self, indent: &str, depth: usize) {
        for _ in 0..=self.byte() % 4 {
            self.block(indent, depth);
        }
    }

    fn block(&mut self, indent: &str, depth: usize) {
        let kinds = if depth < 3 { 11 } else { 4 };
        match self.byte() % kinds {
            0 => {
                let text = self.words(90);
                self.out.push_str(&format!("{indent}{text}\n\n"));
            }
            1 | 2 => {
                let text = self.words(60);
                self.out.push_str(&format!(
                    "{indent}<!-- brief:margin -->\n\n{indent}{text}\n\n{indent}<!-- /brief:margin -->\n\n"
                ));
            }
            3 => {
                let [a, b, c, d] = [(); 4].map(|()| self.words(9));
                self.out.push_str(&format!("{indent}| {a} | {b} |\n{indent}| --- | --- |\n{indent}| {c} | {d} |\n\n"));
            }
            4 if depth == 0 => {
                let text = self.words(5);
                self.out.push_str(&format!("### {text}\n\n"));
            }
            4 | 5 => {
                for _ in 0..=self.byte() % 3 {
                    let text = self.words(20);
                    self.out.push_str(&format!("{indent}- {text}\n\n"));
                    if self.byte().is_multiple_of(2) {
                        self.block(&format!("{indent}  "), depth + 1);
                    }
                }
            }
            8 => self.region("small", indent, depth),
            9 if depth == 0 => self.region("columns count=2", indent, depth),
            6 | 7 | 9 => self.region("keep", indent, depth),
            _ => self.region("margin", indent, depth),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    /// In any combination of blocks and margin notes, each word of the Markdown is on the page once, and no word
    /// overlaps another.
    #[test]
    fn no_word_is_lost_or_printed_over_another(bytes in proptest::collection::vec(any::<u8>(), 0..160), measure in 30.0_f32..150.0) {
        let mut author = Author { bytes: bytes.iter(), words: 0, out: String::new() };
        for _ in 0..8 {
            author.block("", 0);
        }
        let text = format!("# T\n\n{}", author.out);
        let style = style(measure);
        let laid = lay(&text, &style).pages.unwrap();
        assert_sound(&laid, &style);
        let printed = words(&laid).replace(' ', "");
        // Words may be divided in a narrow column.
        let mut printed: Vec<usize> = printed.split(|c: char| !c.is_ascii_digit()).filter_map(|it| it.parse().ok()).collect();
        printed.sort_unstable();
        let all: Vec<usize> = (0..author.words).collect();
        prop_assert_eq!(printed, all, "{}", text);
        prop_assert_eq!(overprinted(&laid), None, "{}", text);
    }
}

#[test]
fn kept_parts_do_not_begin_beside_a_high_margin_note() {
    let lines = |name: &str, count: usize| (0..count).map(|at| format!("{name}{at}<br>")).collect::<String>();
    let margin = format!("<!-- brief:margin -->\n\n{}\n\n<!-- /brief:margin -->\n\n", lines("beside", 50));
    let kept = format!("<!-- brief:keep -->\n\n{}\n\n<!-- /brief:keep -->\n\n", lines("kept", 35));
    let style = style(110.0);
    let laid = lay(&format!("# T\n\nfirst\n\n{margin}### H\n\n{kept}"), &style).pages.unwrap();
    assert_sound(&laid, &style);
    assert_eq!(laid.pages.len(), 2);
}

#[test]
fn consecutive_margin_notes_are_one_below_the_other_and_keep_their_headings() {
    let region = |inner: &str| format!("<!-- brief:margin -->\n\n{inner}\n\n<!-- /brief:margin -->\n\n");
    let columns =
        "<!-- brief:columns count=2 -->\n\nleft\n\n<!-- brief:column-break -->\n\nright\n\n<!-- /brief:columns -->";
    let text = format!("# T\n\n## A\n\nblock\n\n{}{}{}after\n", region("one"), region("### B\n\ntwo"), region(columns));
    let laid = lay(&text, &style(110.0)).pages.unwrap();
    let all = placed(&laid);
    let find = |name: &str| all.iter().find(|it| it.4.trim() == name).unwrap_or_else(|| panic!("{name}: {all:?}"));
    let places: Vec<_> = ["one", "B", "two", "left", "right"].map(|name| (find(name).2, find(name).1)).into();
    assert!((places[0].1 - find("block").1).abs() < 0.01);
    assert!(
        places.windows(2).all(|pair| (pair[0].0 - pair[1].0).abs() < 0.01 && pair[0].1 + 5.0 < pair[1].1),
        "{places:?}"
    );
    let outline: Vec<_> = laid.outline.iter().map(|entry| entry.title.as_str()).collect();
    assert_eq!(outline, ["A", "B"]);
    assert!((laid.outline[1].y - find("B").1).abs() < 14.0, "{:?}", laid.outline);
}

#[test]
fn a_margin_note_is_level_with_the_first_item_of_a_list_and_below_a_table() {
    let margin = "<!-- brief:margin -->\n\nbeside\n\n<!-- /brief:margin -->\n\n";
    for block in
        ["- first\n- second\n- third\n\n", "<!-- brief:keep -->\n\nfirst\n\nsecond\n\n<!-- /brief:keep -->\n\n"]
    {
        let all = placed(&lay(&format!("# T\n\n{block}{margin}"), &style(110.0)).pages.unwrap());
        let y = |name: &str| all.iter().find(|it| it.4.starts_with(name)).unwrap().1;
        assert!((y("beside") - y("first")).abs() < 0.01 && y("second") > y("first") + 5.0, "{all:?}");
    }
    for block in ["| first |\n| --- |\n| second |\n\n", "> first\n\n", "- first\n\n  second\n\n  "] {
        let margin = if block.starts_with('-') { margin.replace("\n\n", "\n\n  ") } else { margin.to_owned() };
        let all = placed(&lay(&format!("# T\n\n{block}{margin}"), &style(110.0)).pages.unwrap());
        let y = |name: &str| all.iter().find(|it| it.4.starts_with(name)).unwrap().1;
        assert!(y("beside") > y("first") + 5.0, "{all:?}");
    }
}

#[test]
fn a_page_does_not_end_in_a_list_with_a_margin_note() {
    let margin = format!("<!-- brief:margin -->\n\n{}\n\n<!-- /brief:margin -->\n\n", "beside<br>".repeat(20));
    for before in 0..50 {
        let text = format!("# T\n\n{}block\n\n{margin}- item\n- item\n\nafter\n", "A line.\n\n".repeat(before));
        let laid = lay(&text, &style(110.0)).pages.unwrap();
        assert_sound(&laid, &style(110.0));
        let pages: std::collections::BTreeSet<_> =
            placed(&laid).iter().filter(|it| it.4.starts_with("beside")).map(|it| it.0).collect();
        assert_eq!(pages.len(), 1, "{before}");
    }
}
