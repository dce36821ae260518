//! Where lines may end: the Unicode line breaking algorithm (UAX 14), hyphenation, and additional typographic rules.

use hypher::Lang;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use rustc_hash::FxHashMap;

use super::bond::{self, Bonds};
use super::{Opportunity, ShapedParagraph, Walk, hyphenate};

/// The penalty of dividing a word with a hyphen.
const HYPHEN: f64 = 60.0;
/// The penalty of a break after a hyphen or dash of the text.
const DASH: f64 = 40.0;
/// The penalty of a break between other characters, as in an address.
const INSIDE: f64 = 90.0;
/// The penalty of a break after a number or a one-letter word, which belong to what follows.
const TIED: f64 = 80.0;
/// The penalty of a break before a dash, a stop or a closing mark, which belong to what comes before, or after an
/// opening mark.
const BEFORE_DASH: f64 = 900.0;

/// The penalty inside a document symbol or a range of numbers, which are divided only if a line cannot hold them.
pub(super) const UNBROKEN: f64 = 1_000.0;
/// The greatest length of a document symbol, in bytes.
const LONGEST_SYMBOL: usize = 28;

/// The hyphens and dashes after which a line may end.
const DASHES: [char; 4] = ['-', '–', '—', '‐'];

/// The line segmenter. It has dictionaries for Thai, Lao, Khmer and Burmese, which have no spaces between words.
pub(super) fn segmenter() -> LineSegmenterBorrowed<'static> {
    LineSegmenter::new_dictionary(icu_segmenter::options::LineBreakOptions::default())
}

/// A byte position in the text where a line may end; it is not known yet which glyph that is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct BreakPlace {
    at: usize,
    penalty: f64,
    hyphen: bool,
    forced: bool,
    /// Whether the character before it is a hyphen or dash.
    dash: bool,
}

#[cfg(test)]
impl BreakPlace {
    pub(super) fn at(self) -> usize {
        self.at
    }
}

/// The longest text, in bytes, whose break positions are cached; and the most positions in the cache, which is then
/// cleared.
const LONGEST: usize = 64;
const MOST: usize = 40_000;

/// A cache of the break positions in words, with the spaces after each word.
#[derive(Default)]
pub(super) struct Cuts {
    by_text: FxHashMap<Box<str>, Box<[BreakPlace]>>,
    places: usize,
}

impl Cuts {
    /// The positions where lines of a text may end. `soft` are the byte positions of soft hyphens.
    pub(super) fn of(
        &mut self,
        text: &str,
        segmenter: LineSegmenterBorrowed<'static>,
        patterns: Option<Lang>,
        soft: &[usize],
    ) -> Vec<BreakPlace> {
        let mut places: Vec<BreakPlace> = Vec::with_capacity(text.len() / 4);
        let mut from = 0;
        while from < text.len() {
            let to = from + first_part(&text[from..]);
            let part = &text[from..to];
            let mut take = |place: BreakPlace| places.push(BreakPlace { at: from + place.at, ..place });
            if let Some(known) = self.by_text.get(part) {
                known.iter().copied().for_each(take);
            } else if part.len() > LONGEST {
                find(part, to < text.len(), segmenter, patterns, take);
            } else {
                let mut found = Vec::new();
                find(part, true, segmenter, patterns, |place| found.push(place));
                found.iter().copied().for_each(&mut take);
                self.places += found.len() + 2;
                if self.places > MOST {
                    self.by_text.clear();
                    self.places = found.len() + 2;
                }
                self.by_text.insert(part.into(), found.into());
            }
            from = to;
        }
        // The end of the text is not a break position.
        places.pop_if(|last| last.at == text.len());
        if !soft.is_empty() {
            places.extend(soft.iter().map(|&at| BreakPlace {
                at,
                penalty: HYPHEN / 2.0,
                hyphen: true,
                forced: false,
                dash: false,
            }));
            // A soft hyphen and a hyphenation pattern may give the same position. The one with the lower penalty, the
            // soft hyphen, is kept.
            places.sort_by(|a, b| a.at.cmp(&b.at).then(a.penalty.total_cmp(&b.penalty)));
            places.dedup_by_key(|place| place.at);
        }
        places
    }
}

/// Calls `found` with the break positions of a text; also with the end of the text if it `goes_on` with a letter or
/// figure.
pub(super) fn find(
    text: &str,
    goes_on: bool,
    segmenter: LineSegmenterBorrowed<'static>,
    patterns: Option<Lang>,
    mut found: impl FnMut(BreakPlace),
) {
    let (mut from, mut bonds, mut is_month) = (0, Bonds::new(text), false);
    for at in segmenter.segment_str(text).skip(1) {
        let word = &text[from..at];
        // Inside text that is kept together, lines may not end.
        let held = word.ends_with(' ') && at < text.len() && bonds.hold_at(at);
        let is_dated = held && bond::is_dated(word, &text[at..]);
        // A month is not divided in its date.
        if let Some(patterns) = patterns.filter(|_| !is_dated && !is_month) {
            hyphenate::points(word.trim_end(), patterns, |offset| {
                found(BreakPlace { at: from + offset, penalty: HYPHEN, hyphen: true, forced: false, dash: false });
            });
        }
        is_month = held && bond::is_day(word.trim_end());
        if (at < text.len() || goes_on) && !held {
            let forced = word.ends_with('\n');
            let next = if at < text.len() { &text[at..] } else { "a" };
            let penalty = match () {
                () if forced => 0.0,
                () if is_within_symbol(text, at) || is_within_unit(word, next) || is_within_range(word, next) => {
                    UNBROKEN
                }
                () => penalty(word, next),
            };
            found(BreakPlace { at, penalty, hyphen: false, forced, dash: word.ends_with(DASHES) });
        }
        from = at;
    }
}

/// The length in bytes of the first part of a text whose break positions do not depend on the text after it: a word and
/// its space, if both neighbours of the space are letters, figures or stops that never keep two words on a line. (UAX
/// 14, LB14 to LB18, look only at the neighbours of spaces; [`Bonds`] starts anew there.)
fn first_part(text: &str) -> usize {
    let mut bonds = Bonds::new(text);
    while let Some((place, held)) = bonds.next_place() {
        let (before, after) = (text[..place - 1].chars().next_back(), text[place..].chars().next());
        if !held && before.is_some_and(ends) && after.is_some_and(is_letter_or_figure) {
            return place;
        }
    }
    text.len()
}

fn ends(c: char) -> bool {
    is_letter_or_figure(c) || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '%')
}

/// A letter or figure of the common blocks.
fn is_letter_or_figure(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '\u{c0}'..='\u{24f}' | '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' if c != '×' && c != '÷')
}

/// The opportunities of a paragraph at the given break positions, in their order. `glued` are the bytes where no line
/// may end (before a note number).
pub(super) fn opportunities(paragraph: &ShapedParagraph, places: &[BreakPlace], glued: &[usize]) -> Vec<Opportunity> {
    let mut found: Vec<Opportunity> = Vec::with_capacity(places.len() + 1);
    let mut walk = Walk::new(paragraph);
    for place in places {
        if !place.forced && glued.binary_search(&place.at).is_ok() {
            continue;
        }
        walk.advance(|_, glyph| glyph.text.is_empty() || (glyph.text.start as usize) < place.at);
        // Inside a ligature there is no position between two glyphs.
        let Some(next) = paragraph.glyphs.get(walk.at) else { break };
        if next.text.start as usize != place.at || walk.at == 0 {
            continue;
        }
        let run = &paragraph.runs[paragraph.glyphs[walk.at - 1].run as usize];
        let hyphen = match run.hyphen {
            Some((_, advance)) if place.hyphen => f64::from(advance * run.scale) / 1000.0,
            None if place.hyphen => continue,
            _ => 0.0,
        };
        found.push(Opportunity {
            end: walk.end as u32,
            resume: walk.at as u32,
            to_end: walk.to_end,
            to_resume: walk.sum,
            penalty: place.penalty,
            hyphen,
            flagged: place.hyphen || place.dash,
            forced: place.forced,
        });
    }
    walk.advance(|_, _| true);
    // A forced break at the end of the paragraph would add an empty line.
    while found.last().is_some_and(|last| last.end as usize >= walk.end) {
        found.pop();
    }
    found.push(Opportunity {
        end: walk.end as u32,
        resume: walk.at as u32,
        to_end: walk.to_end,
        to_resume: walk.sum,
        penalty: 0.0,
        hyphen: 0.0,
        flagged: false,
        forced: true,
    });
    found
}

/// Whether a position is inside a document symbol: capitals and figures in short parts between slashes, such as
/// `S/RES/242` or `A/80/L.12`. Looks at most [`LONGEST_SYMBOL`] bytes to each side, so a long address costs no more.
fn is_within_symbol(text: &str, at: usize) -> bool {
    if !text[..at].ends_with(['/', '-', '.', '(']) {
        return false;
    }
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"/.-()".contains(byte);
    let (before, after) = text.as_bytes().split_at(at);
    let from = at - before.iter().rev().take(LONGEST_SYMBOL).take_while(|byte| is_part(byte)).count();
    let to = at + after.iter().take(LONGEST_SYMBOL).take_while(|byte| is_part(byte)).count();
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !"/:@#?&=_%".contains(c));
    let is_whole = ends(text[..from].chars().next_back()) && ends(text[to..].chars().next());
    let symbol = text[from..to].trim_matches(['.', '-', '(', ')']);
    let is_short =
        |part: &str| !part.is_empty() && part.len() <= 8 && !part.starts_with(|c: char| c.is_ascii_lowercase());
    is_whole
        && symbol.len() <= LONGEST_SYMBOL
        && symbol.contains('/')
        && symbol.split('/').all(is_short)
        && symbol.bytes().any(|byte| byte.is_ascii_digit())
        && symbol.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// Whether a position is inside short words that a slash joins, after the slash: `b/d`, `km/h`, `m³/s`.
fn is_within_unit(word: &str, next: &str) -> bool {
    let is_short = |count: usize| (1..=3).contains(&count);
    let first = word.strip_suffix('/').filter(|first| !first.ends_with('/'));
    let before = first.map(|first| first.chars().rev().take_while(|c| c.is_alphanumeric()).take(4).count());
    before.is_some_and(is_short) && is_short(next.chars().take_while(|c| c.is_alphanumeric()).take(4).count())
}

/// Whether a position is inside a range of numbers, after its dash: `15–18`, `2021–2027`.
fn is_within_range(word: &str, next: &str) -> bool {
    let first = word.strip_suffix(['–', '-']);
    first.is_some_and(|first| first.ends_with(|c: char| c.is_ascii_digit()))
        && next.starts_with(|c: char| c.is_ascii_digit())
}

/// The penalty of a line break between `word` (with the spaces after it) and `next`.
fn penalty(word: &str, next: &str) -> f64 {
    let trimmed = word.trim_end();
    if trimmed.len() == word.len() {
        return if trimmed.ends_with(DASHES) { DASH } else { INSIDE };
    }
    // A stop or a closing mark after a space, as in French; or an opening mark before a space.
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
