use proptest::prelude::*;

use super::super::color::Color;
use super::super::font::{FontId, Fonts};
use super::super::style::FontStyle;
use super::knuth_plass::{Demerits, Pass, first_fit, search};
use super::{Align, ShapedParagraph, Shaper, TextSpan};

fn span(text: &str, font: FontId) -> TextSpan {
    TextSpan {
        text: text.into(),
        font,
        scale: 1.0,
        rise: 0.0,
        color: Color(0, 0, 0),
        element: None,
        tabular: false,
        small_capitals: false,
        sign: None,
        isolated: false,
    }
}

fn shaper<'f>(fonts: &'f Fonts, language: &str) -> Shaper<'f> {
    Shaper::new(fonts, fonts.typefaces(&FontStyle::default(), language), language)
}

fn shape(text: &str) -> ShapedParagraph {
    shaper(&Fonts::embedded(), "en").shape(&[span(text, FontId(1))])
}

/// The text and width of each line, without the hyphens that line breaks add.
fn lines(paragraph: &ShapedParagraph, size: f32, measure: f32, align: Align) -> Vec<(String, f32)> {
    let breaks = paragraph.breaks(size, measure, align, true);
    let line = |at| paragraph.line(&breaks, at, size);
    (0..breaks.len()).filter_map(line).map(|line| (text(&line), line.width)).collect()
}

fn text(line: &super::TextLine) -> String {
    line.runs.iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.text.as_str()).collect()
}

const PROSE: &str = "The coastal states convened an official working session on the allocation of pelagic quotas, after \
    difficult preliminary consultations had clarified that neither delegation could accept the unilateral reference \
    figures. Officials nevertheless identified sufficient flexibility in the verification annex.";

#[test]
fn justified_lines_fill_the_measure_except_the_last() {
    let paragraph = shape(PROSE);
    let lines = lines(&paragraph, 10.0, 300.0, Align::Justified);
    assert!(lines.len() > 4);
    for (text, width) in &lines[..lines.len() - 1] {
        assert!((width - 300.0).abs() < 0.05, "{text}: {width}");
    }
    assert!(lines.last().is_some_and(|(_, width)| *width < 300.1));
}

#[test]
fn a_paragraph_is_ragged_where_justified_lines_would_have_wide_gaps() {
    let paragraph = shape("Internationalisation straightforwardly mischaracterises counterrevolutionary thoroughfares");
    let breaks = paragraph.breaks(10.0, 70.0, Align::Justified, false);
    assert!(breaks.lines.iter().all(|line| line.stretch.abs() < f64::EPSILON));
}

#[test]
fn a_note_number_stays_with_its_word_and_a_long_compound_breaks_after_its_dashes() {
    let fonts = Fonts::embedded();
    let mut shaper = shaper(&fonts, "en");
    let raised = TextSpan { scale: 0.6, rise: 0.3, ..span("12", FontId(1)) };
    let paragraph = shaper.shape(&[span("(word)", FontId(1)), raised]);
    assert_eq!(paragraph.opportunities.len(), 1);
    let compound = shaper.shape(&[span("Kramatorsk–Kostiantynivka–Sloviansk", FontId(5))]);
    assert_eq!(compound.opportunities.iter().filter(|o| o.flagged && o.hyphen == 0.0).count(), 2);
}

#[test]
fn words_are_divided_by_the_document_language_and_never_in_capitals_or_numbers() {
    let fonts = Fonts::embedded();
    let hyphens = |language: &str, text: &str| {
        let paragraph = shaper(&fonts, language).shape(&[span(text, FontId(1))]);
        paragraph.opportunities.iter().filter(|o| o.hyphen > 0.0).count()
    };
    assert!(hyphens("en", "extensive") > 0 && hyphens("uk", "переговори") > 0 && hyphens("de-AT", "Verhandlung") > 0);
    assert_eq!(hyphens("en", "UNESCOISATION RS1234567B"), 0);
    assert_eq!(hyphens("ja", "extensive"), 0);
    assert_eq!(hyphens("ja", "ex\u{ad}tensive"), 1);
    // A month is not divided in its date, but is divided elsewhere.
    assert!(hyphens("en", "in January it was") > 0);
    for date in ["on 25 January it", "on 25\u{a0}January 2025 it", "in January 2025, it", "25 January"] {
        assert_eq!(hyphens("en", date), 0, "{date}");
    }
    assert_eq!(hyphens("de", "am 25.\u{a0}Januar 2025"), 0);
}

/// A word that is divided over the last line, or alone in it, is so only where other lines would be more, or too loose.
#[test]
fn a_last_line_is_no_part_of_a_word_and_no_short_word() {
    // How often one of these is so.
    let bad = |text: &str, align: Align| {
        let paragraph = shape(text);
        let (mut divided, mut lonely) = (0, 0);
        for measure in 150..500 {
            let breaks = paragraph.breaks(10.0, measure as f32, align, true);
            let last = self::text(&paragraph.line(&breaks, breaks.len() - 1, 10.0).unwrap());
            divided += usize::from(breaks.len() > 1 && breaks.lines[breaks.len() - 2].hyphen);
            lonely += usize::from(breaks.len() > 1 && last.trim() == "2031.");
        }
        (divided, lonely)
    };
    let short = "The delegations confirmed that the first consignments are followed by those of the \
                 counterrevolutionary misrepresentations 2031.";
    assert_eq!(bad(short, Align::Left), (0, 0));
    // Justified lines are often too loose without it; 90 of 350 words would be divided if nothing else were tried.
    let (divided, lonely) = bad(&PROSE.replace("annex.", "annex of 2031."), Align::Justified);
    assert!(divided <= 65 && lonely <= 18, "{divided} {lonely}");
}

#[test]
fn a_missing_glyph_is_taken_from_another_family_or_reported_once() {
    let fonts = Fonts::embedded();
    let mut shaper = shaper(&fonts, "en");
    let paragraph = shaper.shape(&[span("a漢b漢字", FontId(1))]);
    assert_eq!(shaper.take_missing(), ['漢', '字']);
    assert_eq!(paragraph.glyphs.len(), 2);
    assert!(paragraph.glyphs.iter().all(|glyph| glyph.id != 0));
}

#[test]
fn forced_breaks_end_lines_and_separate_words() {
    let lines = lines(&shape("one\ntwo three\n"), 10.0, 500.0, Align::Left);
    assert_eq!(lines.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>(), ["one ", "two three "]);
}

#[test]
fn a_word_of_ten_thousand_letters_and_an_endless_paragraph_are_set() {
    let word = "x".repeat(10_000);
    let lines_of_word = lines(&shape(&word), 10.0, 100.0, Align::Justified);
    assert_eq!(lines_of_word.iter().map(|(text, _)| text.as_str()).collect::<String>(), word);
    assert!(lines_of_word.iter().all(|(_, width)| *width <= 100.01));
    assert!(lines(&shape(&PROSE.repeat(200)), 10.0, 400.0, Align::Justified).len() > 500);
}

#[test]
fn a_balanced_title_has_lines_of_like_length() {
    let lines = lines(&shape("Reservoir talks: where they stand after the third round"), 20.0, 400.0, Align::Balanced);
    assert_eq!(lines.len(), 2);
    assert!(lines[1].1 > lines[0].1 * 0.7, "{lines:?}");
}

#[test]
fn quotation_marks_and_stops_after_a_space_stay_with_their_words() {
    let badly = |text: &str| {
        let paragraph = shape(text);
        let all = paragraph.opportunities.iter().filter(|it| it.hyphen <= 0.0 && !it.forced && it.penalty < 500.0);
        let places: Vec<_> = all.map(|it| paragraph.glyphs[it.resume as usize].text().start).collect();
        places.into_iter().map(|at| text[at..].split(' ').next().unwrap_or("").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(badly("dit « oui » puis ! rien"), ["«", "puis", "rien"]);
    assert_eq!(badly("sagt »ja« und „nein“ dann"), ["»ja«", "und", "„nein“", "dann"]);
    assert_eq!(badly("claimed · 40 % of it – all"), ["40", "of", "it", "all"]);
}

#[test]
fn the_symbol_of_a_document_stays_whole_while_it_fits() {
    let words = "In the talks of that year the Council had adopted S/RES/242 (1967) and then A/HRC/RES/40/16, A/80/L.12 and \
                 (in part) E/CN.4/2006/1.";
    let paragraph = shape(words);
    for measure in 90..300_u16 {
        for align in [Align::Left, Align::Justified] {
            let lines = lines(&paragraph, 10.0, f32::from(measure), align);
            let parted = lines.iter().find(|(line, _)| line.trim_end().ends_with(['/', '.']) && !line.ends_with("1."));
            assert_eq!(parted, None, "{measure}");
        }
    }
    // If the measure is too narrow, and in an address, lines end at the usual positions.
    assert!(lines(&paragraph, 10.0, 60.0, Align::Left).iter().any(|(line, _)| line.ends_with("A/HRC/")));
    let address = shape("see www.example.org/A/B1/C2/");
    assert!(lines(&address, 10.0, 90.0, Align::Left).iter().any(|(line, _)| line.ends_with('/')));
}

#[test]
fn a_range_of_numbers_stays_whole_while_it_fits() {
    let paragraph = shape(
        "The Union moved from 15–18 per cent in 2021–2027 to 25–30 per cent, or by 2020-12-21 to 10-12 per cent.",
    );
    for measure in 60..300_u16 {
        let lines = lines(&paragraph, 10.0, f32::from(measure), Align::Left);
        let parted = lines.iter().find(|(line, _)| line.ends_with(['–', '-']));
        assert_eq!(parted, None, "{measure}");
    }
    assert!(lines(&paragraph, 10.0, 30.0, Align::Left).iter().any(|(line, _)| line.ends_with("2021–")));
}

#[test]
fn words_in_capitals_are_set_in_small_ones_where_that_is_asked_for() {
    let fonts = Fonts::embedded();
    let ids = |small_capitals: bool| {
        let span = TextSpan { small_capitals, ..span("NATO, US and Ukraine, G20, НАТО", FontId(1)) };
        let paragraph = shaper(&fonts, "en").shape(&[span]);
        let text: String = paragraph.glyphs.iter().map(|glyph| &paragraph.text[glyph.text()]).collect();
        assert_eq!(text, "NATO, US and Ukraine, G20, НАТО");
        paragraph.glyphs.iter().map(|glyph| glyph.id).collect::<Vec<_>>()
    };
    let (large, small) = (ids(false), ids(true));
    let changed: Vec<_> = (0..large.len()).filter(|at| large[*at] != small[*at]).collect();
    assert_eq!(changed, [0, 1, 2, 3, 27, 28, 29, 30]);
}

#[test]
fn words_keep_their_direction_and_stops_take_that_of_the_document() {
    let fonts = Fonts::embedded();
    let line = |language: &str, words: &str| {
        let paragraph = shaper(&fonts, language).shape(&[span(words, FontId(1))]);
        let breaks = paragraph.breaks(10.0, 500.0, Align::Left, false);
        let line = paragraph.line(&breaks, 0, 10.0).unwrap();
        let mut runs: Vec<_> = line.runs.iter().map(|run| (run.x, run)).collect();
        runs.sort_by(|a, b| a.0.total_cmp(&b.0));
        let text = |(_, run): &(f32, &super::super::page::GlyphRun)| {
            let text: String = run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
            if run.to_the_left { text.chars().rev().collect() } else { text }
        };
        runs.iter().map(text).collect::<String>()
    };
    // From left to right, as it is seen.
    assert_eq!(line("en", "abc (12)."), "abc (12).");
    assert_eq!(line("he", "abc (12)."), ".abc (12)");
    assert_eq!(line("ar", "!abc def?"), "?abc def!");
    // The items that a page puts on a line are isolated.
    assert_eq!(line("he", "● demands · ○ offers · –"), "– · offers ○ · demands ●");
}

/// Text that is difficult for fonts and line breaking: kerned capitals, ligatures, marks, stops, dashes, numbers.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z]{1,9}[.,;:!?%)]?",
        "[\"«„“‘(‹¿¡]?[a-zA-ZéłжіґТУАЧЇΑΤλ]{1,9}[\"»”’)›.,!?–—-]{0,2}",
        "[0-9]{1,4}([.,:/–-][0-9]{1,3})?( ?%)?",
        "[–—-]|[TVWYŤЧТУ][.,a-zо]{0,2}|ffi|fl|[A-Z]{2,5}|a\u{301}|\u{301}|https://a.b/c-d|[▲●✗→/@#&*+=§·•…-]{1,2}",
        "[\u{a0}-\u{17f}\u{370}-\u{3ff}\u{400}-\u{52f}\u{2010}-\u{2030}]{1,6}",
    ]
}

fn text_of_words() -> impl Strategy<Value = String> {
    prop::collection::vec((word(), prop_oneof![9 => Just(" "), 1 => Just("  "), 1 => Just("\n")]), 1..24)
        .prop_map(|words| words.into_iter().map(|(word, space)| word + space).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// Cached words change nothing, in any font and with any feature.
    #[test]
    fn a_paragraph_is_the_same_whatever_was_shaped_before(
        texts in prop::collection::vec(text_of_words(), 2..5),
        font in 0..9_usize,
        tabular in any::<bool>(),
        small_capitals in any::<bool>(),
        language in prop::sample::select(vec!["en", "de", "fr", "uk", "ru", "sr", "bg", "pl", "ro", "tr", "el", "ca", "nl"]),
    ) {
        let fonts = Fonts::embedded();
        let mut warm = shaper(&fonts, language);
        for text in &texts {
            let span = [TextSpan { tabular, small_capitals, ..span(text, FontId(font)) }];
            let mut whole = shaper(&fonts, language);
            whole.keeps_words = false;
            let (whole, again) = (whole.shape(&span), warm.shape(&span));
            prop_assert_eq!(&whole, &warm.shape(&span), "{}", text);
            prop_assert_eq!(&whole, &again, "{}", text);
        }
    }

    /// The break positions of the parts of a text are those of the whole text.
    #[test]
    fn cached_break_positions_are_those_of_the_whole_text(text in text_of_words()) {
        let segmenter = super::segment::segmenter();
        let mut cuts = super::segment::Cuts::default();
        let patterns = super::hyphenate::patterns("en");
        let in_parts = cuts.of(&text, segmenter, patterns, &[]);
        let mut whole = Vec::new();
        super::segment::find(&text, false, segmenter, patterns, |place| whole.push(place));
        prop_assert_eq!(in_parts, whole);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_line_is_wider_than_the_measure_and_no_text_is_lost(
        words in prop::collection::vec("[a-zA-Zа-яїé0-9]{1,24}[.,–-]?", 1..60),
        measure in 40.0_f32..500.0,
        size in 7.0_f32..14.0,
    ) {
        let source = words.join(" ");
        let paragraph = shape(&source);
        for align in [Align::Justified, Align::Left, Align::Balanced] {
            let lines = lines(&paragraph, size, measure, align);
            for (text, width) in &lines {
                prop_assert!(*width <= measure + 0.02, "{text}: {width} > {measure}");
            }
            let joined: String = lines.iter().map(|(text, _)| text.as_str()).collect();
            prop_assert_eq!(joined.replace('\u{ad}', ""), source.clone());
        }
    }

    /// Breaks that the search skips because better ones are known would not have been chosen.
    #[test]
    fn pruning_the_search_does_not_change_the_best_lines(
        text in text_of_words(),
        measure in 2.0_f64..40.0,
        hyphens in any::<bool>(),
    ) {
        let paragraph = shape(&text);
        let opportunities = paragraph.with_emergencies(&paragraph.opportunities, measure);
        for demerits in [Demerits::USUAL, Demerits::STRICT, Demerits::SHORT] {
            let pass = Pass { measure, limit: f64::INFINITY, hyphens, demerits };
            let all = search::<true>(&opportunities, pass, f64::INFINITY);
            prop_assert_eq!(search::<true>(&opportunities, pass, first_fit(&opportunities, pass)), all);
        }
    }
}

#[test]
fn hostile_text_is_set_in_linear_time() {
    let fonts = Fonts::embedded();
    // Combining marks that pile up, an endless word, spaces, soft hyphens, line breaks, symbols, capitals, changes of
    // script.
    for part in
        ["\u{301}", "a", " ", "\u{a0}", "a\u{ad}", "\n", "★", "ABC ", "aж", "1\u{301}", "\u{200d}", "שa", "c\u{338}"]
    {
        let set = |parts: usize| {
            let text = format!("e{}", part.repeat(parts));
            let mut shaper = shaper(&fonts, "en");
            let mut span = span(&text, FontId(1));
            span.small_capitals = true;
            let paragraph = shaper.shape(&[span]);
            let breaks = paragraph.breaks(10.0, 400.0, Align::Justified, true);
            let lines = (0..breaks.len()).filter_map(|at| paragraph.line(&breaks, at, 10.0));
            std::hint::black_box(lines.map(|line| line.runs.len()).sum::<usize>());
        };
        assert!(crate::growth::is_linear(2_000, set), "{part:?}");
    }
}

#[test]
fn a_word_is_set_in_one_font() {
    let fonts = Fonts::embedded();
    let (serif, sans) = (FontId(1), FontId(5));
    let lacks =
        ('\u{a1}'..'\u{2000}').find(|c| c.is_alphabetic() && !fonts.get(serif).has(*c) && fonts.get(sans).has(*c));
    let Some(lacking) = lacks else { panic!("no letter tells the fonts apart") };
    let shape = |text: &str| shaper(&fonts, "en").shape(&[span(text, serif)]);
    let fonts_of = |paragraph: &ShapedParagraph| -> Vec<(FontId, String)> {
        let breaks = paragraph.breaks(10.0, f32::INFINITY, Align::Left, false);
        let line = paragraph.line(&breaks, 0, 10.0).unwrap();
        line.runs.iter().map(|run| (run.font, run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect())).collect()
    };
    let text = format!("Words, pre{lacking}post, go on");
    let found = fonts_of(&shape(&text));
    let found: Vec<_> = found.iter().map(|(font, text)| (*font, text.as_str())).collect();
    assert_eq!(found, [(serif, "Words, "), (sans, &format!("pre{lacking}post, ")), (serif, "go on")]);
}

#[test]
fn scripts_without_spaces_are_divided_between_words() {
    let mut places = Vec::new();
    let text = "ภาษาไทยภาษาไทย";
    super::segment::find(text, false, super::segment::segmenter(), None, |place| places.push(place.at()));
    assert_eq!(places, ["ภาษา".len(), "ภาษาไทย".len(), "ภาษาไทยภาษา".len()]);
    // Khmer, Lao, Burmese: divided somewhere inside, and never before a mark.
    for text in ["ភាសាខ្មែរភាសាខ្មែរ", "ພາສາລາວພາສາລາວ", "မြန်မာဘာသာမြန်မာဘာသာ"]
    {
        let mut places = Vec::new();
        super::segment::find(text, false, super::segment::segmenter(), None, |place| places.push(place.at()));
        assert!(!places.is_empty(), "{text}");
    }
}
