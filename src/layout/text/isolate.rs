//! Parts of a line that the bidirectional algorithm treats as isolated units.
//!
//! A page puts text of several languages side by side: labels in the language of the program, names and texts in that
//! of the brief. Without isolates, the algorithm treats a row of Latin labels on a right-to-left page as one Latin run,
//! and separates the day of a date from its month. So the layout isolates the parts that the page puts together, as a
//! higher-level protocol may (UAX 9, HL3). The text itself gets no control characters.

use std::ops::Range;

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

/// Separates the items of a line.
const BETWEEN: &str = " · ";
const FIRST_STRONG: char = '\u{2068}';
const TO_THE_RIGHT: char = '\u{2066}';
const END: char = '\u{2069}';
/// The left-to-right, right-to-left and Arabic letter marks.
const MARKS: [char; 3] = ['\u{200e}', '\u{200f}', '\u{61c}'];

/// The information about the direction of a text that is not in its characters.
#[derive(Default)]
pub(super) struct Directions {
    /// The byte ranges of parts that are isolated.
    pub(super) isolates: Vec<Range<usize>>,
    /// The direction marks that the author wrote, by byte position. They print nothing, and are removed from the text.
    marks: Vec<(usize, char)>,
}

impl Directions {
    /// Records a character at a position if it is a direction mark.
    pub(super) fn mark(&mut self, at: usize, c: char) {
        if MARKS.contains(&c) {
            self.marks.push((at, c));
        }
    }
}

/// The embedding level of every byte of a text (UAX 9).
pub(super) fn levels(text: &str, base: Level, directions: &Directions) -> Vec<Level> {
    let mut controls: Vec<(usize, char)> = directions.marks.clone();
    for part in &directions.isolates {
        // Spaces at both ends of the part stay outside the isolate.
        let words = text[part.clone()].trim();
        let from = part.end - text[part.clone()].trim_start().len();
        if !words.is_empty() {
            controls.extend([(from, FIRST_STRONG), (from + words.len(), END)]);
        }
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end_matches('\n').len();
        let mut from = start;
        let items: Vec<&str> = text[start..end].split(BETWEEN).collect();
        for item in &items {
            let to = from + item.len();
            let is_one_of_some = items.len() > 1 && from < to;
            controls.extend(is_one_of_some.then_some((from + sign_before(item), FIRST_STRONG)));
            for date in dates(item, base) {
                controls.extend([(from + date.start, TO_THE_RIGHT), (from + date.end, END)]);
            }
            controls.extend(is_one_of_some.then_some((to, END)));
            from = to + BETWEEN.len();
        }
        start += line.len();
    }
    if controls.is_empty() {
        return BidiInfo::new(text, Some(base)).levels;
    }
    // Sorted by position. At the same position, a mark is inside the part that ends there, and an end comes before a
    // beginning.
    controls.sort_by_key(|(at, control)| (*at, !MARKS.contains(control), *control != END));
    let (mut with, mut kept, mut done) = (String::with_capacity(text.len() + controls.len() * 3), Vec::new(), 0);
    for (at, control) in controls.into_iter().chain([(text.len(), ' ')]) {
        kept.push(with.len()..with.len() + at - done);
        with.push_str(&text[done..at]);
        with.push(control);
        done = at;
    }
    let levels = BidiInfo::new(&with, Some(base)).levels;
    kept.into_iter().flat_map(|range| levels[range].iter().copied()).collect()
}

/// The length of the symbol before the text of an item, with its space. The symbol stays outside the isolate, so that
/// it is at the same end of the item as in a line with only one item.
fn sign_before(item: &str) -> usize {
    let mut chars = item.chars();
    let sign = chars.next().filter(|c| !c.is_alphanumeric());
    let space = chars.next().filter(|c| [' ', '\u{a0}'].contains(c));
    sign.zip(space).map_or(0, |(sign, space)| sign.len_utf8() + space.len_utf8())
}

/// The ranges of dates in Latin, Greek or Cyrillic letters whose day is tied to its month by a no-break space, such as
/// `12 May 2026`. Only dates in right-to-left text: after right-to-left words, or at the start of a right-to-left line.
/// Dates in left-to-right text need no isolate.
fn dates(item: &str, base: Level) -> impl Iterator<Item = Range<usize>> {
    item.match_indices('\u{a0}').filter_map(move |(at, space)| {
        let day = item[..at].rfind(|c: char| !c.is_ascii_digit()).map_or(0, |before| before + 1);
        let day = (day..at).find(|at| item.is_char_boundary(*at))?;
        let after = &item[at + space.len()..];
        let month = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        if month == 0 || !after[..month].chars().all(|c| bidi_class(c) == BidiClass::L) {
            return None;
        }
        let is_strong = |class: &BidiClass| matches!(class, BidiClass::L | BidiClass::R | BidiClass::AL);
        match item[..day].chars().rev().map(bidi_class).find(is_strong) {
            Some(BidiClass::L) => return None,
            None if base.is_ltr() => return None,
            _ => {}
        }
        let year = after[month..].strip_prefix([' ', '\u{a0}']).map_or(0, |rest| {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            if digits > 0 { after.len() - month - rest.len() + digits } else { 0 }
        });
        Some(day..at + space.len() + month + year)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The characters of a line as they are seen from left to right (UAX 9, rule L2).
    fn seen(text: &str) -> String {
        seen_with(text, &[])
    }

    /// The same, with some parts isolated.
    fn seen_with(text: &str, isolates: &[Range<usize>]) -> String {
        let directions = Directions { isolates: isolates.to_vec(), marks: Vec::new() };
        let levels = levels(text, Level::rtl(), &directions);
        let mut all: Vec<(char, u8)> = text.char_indices().map(|(at, c)| (c, levels[at].number())).collect();
        let highest = all.iter().map(|it| it.1).max().unwrap_or(0);
        for level in (1..=highest).rev() {
            all.chunk_by_mut(|a, b| (a.1 >= level) == (b.1 >= level))
                .filter(|part| part[0].1 >= level)
                .for_each(<[_]>::reverse);
        }
        all.into_iter().map(|it| it.0).collect()
    }

    #[test]
    fn each_item_of_a_line_is_isolated() {
        assert_eq!(seen("▲ demands · ◆ conditional"), "conditional ◆ · demands ▲");
        assert_eq!(seen("▲ demands"), "demands ▲");
        assert_eq!(seen("a · שלום. · b. c."), "b. c. · .םולש · a");
        // A line with only one item is not isolated.
        assert_eq!(seen("abc (12)."), ".abc (12)");
        assert_eq!(seen("a · b\nc · d").split('\n').count(), 2);
    }

    #[test]
    fn a_date_is_isolated() {
        assert_eq!(seen("שלום, 12\u{a0}May 2026: open"), "open :12\u{a0}May 2026 ,םולש");
        assert_eq!(seen("של 40\u{a0}%"), "%\u{a0}40 לש");
        assert_eq!(seen("1\u{a0}May"), "1\u{a0}May");
        assert_eq!(dates("ש 12\u{a0}мая, 3\u{a0}שלום, a\u{a0}b, \u{a0}", Level::rtl()).count(), 1);
        // In Latin text, a date needs no isolate.
        assert_eq!(seen("As of 14\u{a0}May 2026"), "As of 14\u{a0}May 2026");
    }

    #[test]
    fn a_part_can_be_isolated() {
        // Latin words, followed by a full stop and the mark of a note.
        assert_eq!(seen("א F-16 (b 7).1"), "F-16 (b 7).1 א");
        let mark = 14..15;
        assert_eq!(seen_with("א F-16 (b 7).1", &[mark]), "1.F-16 (b 7) א");
        // The parts of a source, with the space before each.
        let source = "The Times, Deal, 13/5/2024, B.";
        let parts = [0..9, 10..15, 16..26, 27..29];
        assert_eq!(seen_with(source, &parts), ".B ,13/5/2024 ,Deal ,The Times");
    }

    #[test]
    fn a_direction_mark_has_an_effect_and_is_not_in_the_text() {
        let text = "و-5%";
        let with = |marks: Vec<(usize, char)>| {
            let levels = levels(text, Level::rtl(), &Directions { isolates: Vec::new(), marks });
            levels.iter().map(Level::number).collect::<Vec<_>>()
        };
        // The Hebrew letter is at the right of its number without the mark, and at its left with it.
        assert_eq!(with(Vec::new()), [1, 1, 1, 2, 1]);
        assert_eq!(with(vec![(2, MARKS[0])]), [1, 1, 2, 2, 2]);
    }

    #[test]
    fn inserted_controls_do_not_shift_levels() {
        for text in ["", "\n", " · ", " ·  · ", "א · \u{a0}1\n\n · b", "é1\u{a0}é · ש"] {
            assert_eq!(levels(text, Level::rtl(), &Directions::default()).len(), text.len(), "{text:?}");
            let marks = vec![(0, MARKS[1]), (text.len(), MARKS[0])];
            let all = Directions { isolates: std::iter::once(0..text.len()).collect(), marks };
            assert_eq!(levels(text, Level::rtl(), &all).len(), text.len(), "{text:?}");
        }
    }
}
