//! Where lines may end: the Unicode line breaking algorithm (UAX 14), hyphenation, and what a typographer adds.

use hypher::Lang;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::{Opportunity, Paragraph, hyphenate};

/// Dividing a word.
const HYPHEN: f64 = 60.0;
/// After a hyphen or dash that is there anyway.
const DASH: f64 = 40.0;
/// Between other characters, as in an address.
const INSIDE: f64 = 90.0;
/// After a number or a word of one letter, which belong to what follows.
const TIED: f64 = 80.0;
/// Before a dash, a stop or a closing mark, which belong to what comes before; after an opening one.
const BEFORE_DASH: f64 = 900.0;

/// The segmenter for the scripts that the embedded fonts have.
pub(super) fn segmenter() -> LineSegmenterBorrowed<'static> {
    LineSegmenter::new_for_non_complex_scripts(icu_segmenter::options::LineBreakOptions::default())
}

/// A byte of the text where a line may end, before it is known which glyph that is.
struct Place {
    at: usize,
    penalty: f64,
    hyphen: bool,
    forced: bool,
}

/// Fills in the paragraph's opportunities. `soft` are the bytes where the author put a soft hyphen; `glued` those
/// where no line may end (before a note number).
pub(super) fn opportunities(
    paragraph: &mut Paragraph,
    segmenter: LineSegmenterBorrowed<'static>,
    patterns: Option<Lang>,
    soft: &[usize],
    glued: &[usize],
) {
    let text = paragraph.text.as_str();
    let mut places: Vec<Place> = Vec::new();
    let mut from = 0;
    for at in segmenter.segment_str(text).skip(1) {
        let word = &text[from..at];
        if let Some(patterns) = patterns {
            let trimmed = word.trim_end();
            hyphenate::points(trimmed, patterns, |offset| {
                places.push(Place { at: from + offset, penalty: HYPHEN, hyphen: true, forced: false });
            });
        }
        if at < text.len() {
            let forced = word.ends_with('\n');
            let penalty = if forced { 0.0 } else { penalty(word, &text[at..]) };
            places.push(Place { at, penalty, hyphen: false, forced });
        }
        from = at;
    }
    places.extend(soft.iter().map(|&at| Place { at, penalty: HYPHEN / 2.0, hyphen: true, forced: false }));
    // A soft hyphen beside a pattern's: the first of equal places counts, and the author's is the better one.
    places.sort_by(|a, b| a.at.cmp(&b.at).then(a.penalty.total_cmp(&b.penalty)));
    places.dedup_by_key(|place| place.at);

    let mut glyph = 0;
    for place in places {
        if !place.forced && glued.binary_search(&place.at).is_ok() {
            continue;
        }
        while paragraph.glyphs.get(glyph).is_some_and(|g| g.text.is_empty() || g.text.start < place.at) {
            glyph += 1;
        }
        // Within a ligature there is no place between glyphs.
        let Some(next) = paragraph.glyphs.get(glyph) else { break };
        if next.text.start != place.at || glyph == 0 {
            continue;
        }
        let mut end = glyph;
        while end > 0 && paragraph.glyphs[end - 1].space {
            end -= 1;
        }
        let run = &paragraph.runs[paragraph.glyphs[glyph - 1].run];
        let hyphen = match run.hyphen {
            Some((_, advance)) if place.hyphen => f64::from(advance * run.scale) / 1000.0,
            None if place.hyphen => continue,
            _ => 0.0,
        };
        let dash = text[..place.at].ends_with(['-', '–', '—', '‐']);
        paragraph.opportunities.push(Opportunity {
            end,
            resume: glyph,
            penalty: place.penalty,
            hyphen,
            flagged: place.hyphen || dash,
            forced: place.forced,
        });
    }
    let all = paragraph.glyphs.len();
    let mut end = all;
    while end > 0 && paragraph.glyphs[end - 1].space {
        end -= 1;
    }
    // A forced break at the very end would open an empty line.
    while paragraph.opportunities.last().is_some_and(|last| last.end >= end) {
        paragraph.opportunities.pop();
    }
    let last = Opportunity { end, resume: all, penalty: 0.0, hyphen: 0.0, flagged: false, forced: true };
    paragraph.opportunities.push(last);
}

/// How unwelcome a line end is between `word` (with the spaces after it) and `next`.
fn penalty(word: &str, next: &str) -> f64 {
    let trimmed = word.trim_end();
    if trimmed.len() == word.len() {
        return if trimmed.ends_with(['-', '–', '—', '‐']) { DASH } else { INSIDE };
    }
    // A stop or a closing mark after a space, as French has them; an opening mark before one.
    let mut following = next.chars();
    let closes = following.next().is_some_and(|c| "»”“’!?:;%·".contains(c))
        && following.next().is_none_or(|c| !c.is_alphanumeric());
    let opens = !trimmed.is_empty() && trimmed.chars().all(|c| "«„“‘(".contains(c));
    if next.starts_with(['–', '—']) || closes || opens {
        return BEFORE_DASH;
    }
    let mut chars = trimmed.chars();
    let one_letter = chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none();
    let number = !trimmed.is_empty() && trimmed.len() <= 3 && trimmed.bytes().all(|b| b.is_ascii_digit());
    if one_letter || number { TIED } else { 0.0 }
}
