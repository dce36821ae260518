//! The search for a fit.

use super::*;

#[test]
fn droppable_parts_are_dropped_last_and_reported() {
    let style = Style::default();
    let longest_whole =
        (0..400).step_by(4).take_while(|steps| lay(&with_steps(*steps), &style).fit.left_out.is_empty());
    let whole = longest_whole.last().unwrap();
    let tightest = lay(&with_steps(whole), &style);
    assert!(tightest.fit.size <= style.text.floor + 0.35, "{}", tightest.fit);
    // A long part that may be left out makes room.
    let claims = "- A further claim that takes a line or perhaps two lines of the column.\n".repeat(30);
    let text = with_steps(whole).replace("- One claim.[^b]\n", &format!("- One claim.[^b]\n{claims}"));
    let outcome = lay(&text, &style);
    assert_eq!(outcome.fit.left_out, ["Claims left out."]);
    let laid = outcome.pages.unwrap();
    assert_sound(&laid, &style);
    let words = words(&laid);
    assert!(words.contains("Claims left out.") && !words.contains("further claim"), "{words}");
    // The structure tree has no elements of the part that was left out.
    let mut alive: Vec<bool> = vec![false; laid.elements.len()];
    runs(&laid).filter_map(|run| run.element).for_each(|element| alive[element.0] = true);
    for at in (1..alive.len()).rev() {
        assert!(alive[at], "{:?}", laid.elements[at]);
        alive[laid.elements[at].parent.unwrap().0] = true;
    }
}

#[test]
fn an_overflow_reports_its_size_and_the_longest_sections() {
    let outcome = lay(&with_steps(300), &Style::default());
    assert_eq!(outcome.pages, None);
    let overflow = outcome.overflow.unwrap();
    assert!(overflow.lines > 20 && overflow.longest[0].0 == "Next", "{overflow:?}");
    assert!(overflow.diagnostic().message.contains("too long for one page"));
    let long = "words that go on and on, ".repeat(900);
    let outcome = lay(&BRIEF.replace("No agreement yet.", &long), &Style::default());
    assert_eq!(outcome.overflow.unwrap().longest[0].0, "The quota talks");
}

#[test]
fn one_more_line_never_makes_the_type_larger() {
    let style = Style::default();
    let sizes: Vec<f32> = (0..120).step_by(3).map(|steps| lay(&with_steps(steps), &style).fit.size).collect();
    assert!(sizes.is_sorted_by(|a, b| a >= b), "{sizes:?}");
    assert!(sizes[0] > 10.9 && sizes[39] < 9.0, "{sizes:?}");
}

#[test]
fn a_last_page_of_a_few_lines_is_reported() {
    let text = TextStyle { size: 10.0, floor: 10.0, comfortable: 10.0, largest: 10.0, ..TextStyle::default() };
    let style =
        |limit| Style { page: PageStyle { limit, ..PageStyle::default() }, text: text.clone(), ..Style::default() };
    let of = |sentences: usize, limit| {
        let laid = lay(
            &format!("# Talks\n\n{}\n", "The parties met again and agreed on nothing. ".repeat(sentences)),
            &style(limit),
        );
        (laid.pages.unwrap().pages.len(), laid.fit)
    };
    let of_two: Vec<_> = (100..260).step_by(5).map(|sentences| of(sentences, 2)).collect();
    let first = of_two.iter().position(|(pages, _)| *pages == 2).unwrap();
    assert!(first > 0 && of_two[..first].iter().all(|(_, fit)| !fit.sparse));
    assert!(of_two[first].1.sparse && !of_two.last().unwrap().1.sparse);
    assert!(of_two[first].1.to_string().ends_with("; the last page is less than a quarter full"));
    // A style without a page limit does not say how many pages the document should have.
    assert!(!of(100 + 5 * first, 0).1.sparse);
}

#[test]
fn one_more_word_never_makes_the_type_larger_and_one_less_always_fits() {
    for seed in 0..3 {
        let text = |words: usize| page_of(words, seed);
        let mut last: Option<(f32, bool, usize)> = None;
        for words in (50..900).step_by(3) {
            let outcome = lay(&text(words), &Style::default());
            let (size, fits, dropped) = (outcome.fit.size, outcome.pages.is_some(), outcome.fit.left_out.len());
            if let Some((before, fitted, left_out)) = last {
                assert!(fitted || !fits, "{words} words fit and fewer did not (seed {seed})");
                assert!(dropped >= left_out, "{words} words have more room than fewer (seed {seed})");
                assert!(
                    dropped > left_out || size <= before + 0.01,
                    "{words} words: {before} -> {size} pt (seed {seed})"
                );
            }
            last = Some((size, fits, dropped));
        }
    }
}
