//! Compares the versions of a text under negotiation: the parts that they share, and brackets with the parts that
//! differ.

use similar::{Algorithm, DiffTag};

use super::token::is_in_word;
use super::words::visible;

/// Consecutive words of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VersionWords {
    /// The words and punctuation, with a single space for each space in the text.
    pub text: String,
    /// Whether a space comes before them.
    pub spaced: bool,
}

/// A part of a text that has several versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionPiece {
    /// Words that all versions have, with the spaces of the first one.
    Shared(VersionWords),
    /// Different wordings, each with the indices of the versions that have it. A wording may be empty.
    Alternatives(Vec<(VersionWords, Vec<usize>)>),
}

/// If there are fewer shared words than this between two differences, they are put into both brackets: `[shall do
/// so][should do that]` and not `[shall][should] do [so][that]`.
const LEAST_SHARED: usize = 2;

/// A word or a punctuation mark, and whether a space comes before it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct VersionToken {
    text: String,
    spaced: bool,
}

impl VersionToken {
    fn is_word(&self) -> bool {
        self.text.chars().any(char::is_alphanumeric)
    }
}

/// The shared parts of the versions of one text, and the parts that differ. All of a single version is shared.
#[must_use]
pub fn pieces(versions: &[&str]) -> Vec<VersionPiece> {
    let versions: Vec<Vec<VersionToken>> = versions.iter().map(|text| tokens(text)).collect();
    let Some((first, others)) = versions.split_first() else { return Vec::new() };
    // For each word of the first version, its positions in all versions; empty when one of them does not have it.
    let mut places: Vec<Vec<usize>> = (0..first.len()).map(|at| vec![at]).collect();
    for other in others {
        let places_in_other = matched(first, other);
        for (at, place) in places_in_other.into_iter().enumerate() {
            match place {
                // If any version lacks the word, it is not shared.
                Some(place) if !places[at].is_empty() => places[at].push(place),
                _ => places[at].clear(),
            }
        }
    }
    let runs = runs(&places, &versions);
    let mut pieces = Vec::new();
    let mut done = vec![0; versions.len()];
    for run in runs {
        let (start, end) = (&places[run.start], &places[run.end - 1]);
        alternatives(&versions, &done, start, &mut pieces);
        let mut shared = joined(&first[run.clone()]);
        // The first word of a version has no space before it, but in other versions words may precede it.
        shared.spaced |= run.start == 0 && start.iter().zip(&versions).any(|(at, version)| version[*at].spaced);
        pieces.push(VersionPiece::Shared(shared));
        done = end.iter().map(|at| at + 1).collect();
    }
    let ends: Vec<usize> = versions.iter().map(Vec::len).collect();
    alternatives(&versions, &done, &ends, &mut pieces);
    pieces
}

/// For each word of one version, its position in the other. A single common word counts too, since in a text under
/// negotiation every word matters.
fn matched(one: &[VersionToken], other: &[VersionToken]) -> Vec<Option<usize>> {
    let texts = |tokens: &[VersionToken]| tokens.iter().map(|it| visible(&it.text).into_owned()).collect::<Vec<_>>();
    let (one, other) = (texts(one), texts(other));
    let mut places = vec![None; one.len()];
    for op in similar::capture_diff_slices(Algorithm::Myers, &one, &other) {
        if op.tag() == DiffTag::Equal {
            for (at, place) in op.old_range().zip(op.new_range()) {
                places[at] = Some(place);
            }
        }
    }
    places
}

/// The ranges of the first version that all versions share, without those that are too short to separate two
/// differences.
fn runs(places: &[Vec<usize>], versions: &[Vec<VersionToken>]) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, place) in places.iter().enumerate().filter(|(_, place)| place.len() == versions.len()) {
        let goes_on = |run: &std::ops::Range<usize>| {
            run.end == at && places[at - 1].iter().zip(place).all(|(before, here)| before + 1 == *here)
        };
        match runs.last_mut().filter(|run| goes_on(run)) {
            Some(run) => run.end = at + 1,
            None => runs.push(at..at + 1),
        }
    }
    let is_at_end = |run: &std::ops::Range<usize>| {
        let starts = places[run.start].iter().all(|at| *at == 0);
        starts || places[run.end - 1].iter().zip(versions).all(|(at, version)| at + 1 == version.len())
    };
    let words = |run: &std::ops::Range<usize>| versions[0][run.clone()].iter().filter(|it| it.is_word()).count();
    runs.retain(|run| is_at_end(run) || words(run) >= LEAST_SHARED);
    runs
}

/// Adds the wordings of the versions between two positions, unless all are empty.
fn alternatives(versions: &[Vec<VersionToken>], from: &[usize], to: &[usize], pieces: &mut Vec<VersionPiece>) {
    let mut all: Vec<(VersionWords, Vec<usize>)> = Vec::new();
    for (at, version) in versions.iter().enumerate() {
        let words = joined(&version[from[at]..to[at]]);
        match all.iter_mut().find(|(known, _)| visible(&known.text) == visible(&words.text)) {
            Some((_, who)) => who.push(at),
            None => all.push((words, vec![at])),
        }
    }
    if all.iter().any(|(words, _)| !words.text.is_empty()) {
        pieces.push(VersionPiece::Alternatives(all));
    }
}

/// The number of open brackets in a text: those in its words, and one for each wording where its versions differ.
#[must_use]
pub fn open_brackets(versions: &[&str]) -> usize {
    let written = |words: &VersionWords| words.text.matches('[').count();
    pieces(versions)
        .iter()
        .map(|piece| match piece {
            VersionPiece::Shared(words) => written(words),
            VersionPiece::Alternatives(all) => all.iter().map(|(words, _)| 1 + written(words)).sum(),
        })
        .sum()
}

/// A part of a version, compared with the base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionStretch {
    /// Words that the base has too.
    Same(VersionWords),
    /// Words that the base does not have.
    Added(VersionWords),
    /// The base has words here that the version does not have, and the version has nothing instead. The value says
    /// whether a space comes before them.
    Dropped(bool),
}

/// A version divided into parts that are the same as in the base and parts that differ.
#[must_use]
pub fn compared(base: &str, version: &str) -> Vec<VersionStretch> {
    let (old, new) = (tokens(base), tokens(version));
    let mut found: Vec<(std::ops::Range<usize>, bool)> = Vec::new();
    let places = matched(&new, &old);
    for at in 0..new.len() {
        let same = places[at].is_some();
        match found.last_mut().filter(|(_, known)| *known == same) {
            Some((range, _)) if !same || at == 0 || places[at - 1].map(|it| it + 1) == places[at] => range.end = at + 1,
            _ => found.push((at..at + 1, same)),
        }
    }
    let mut out = Vec::new();
    // The position in the base up to which it has been compared.
    let mut read = 0;
    let mut added = false;
    for (range, same) in found {
        if same {
            let start = places[range.start].unwrap_or(read);
            if start > read && !added {
                out.push(VersionStretch::Dropped(old[read].spaced));
            }
            read = places[range.end - 1].map_or(read, |it| it + 1);
            let mut same = joined(&new[range.clone()]);
            // Words of the base that were dropped may precede the first word of the version.
            same.spaced |= range.start == 0 && old[start].spaced;
            out.push(VersionStretch::Same(same));
        } else {
            out.push(VersionStretch::Added(joined(&new[range])));
        }
        added = !same;
    }
    if read < old.len() && !added {
        out.push(VersionStretch::Dropped(old[read].spaced));
    }
    out
}

/// Splits a text into words and punctuation marks. A part in brackets is a single token including its brackets, so that
/// no difference begins inside a bracket and ends outside.
fn tokens(text: &str) -> Vec<VersionToken> {
    let mut groups = groups(text).into_iter().peekable();
    let mut tokens: Vec<VersionToken> = Vec::new();
    // Whether a space was just read, whether the last token is a word that may continue, and the position up to which
    // the text was read.
    let (mut spaced, mut open, mut done) = (false, false, 0);
    let mut before = None;
    for (at, c) in text.char_indices() {
        let after = text[at + c.len_utf8()..].chars().next();
        let in_word = is_in_word(c, before, after);
        before = Some(c);
        if at < done {
            continue;
        }
        if c.is_whitespace() {
            (spaced, open) = (true, false);
        } else if let Some(last) = tokens.last_mut().filter(|_| open && in_word) {
            last.text.push(c);
        } else {
            let group = groups.next_if(|group| group.start == at).map(|group| &text[group]);
            done = group.map_or(0, |group| at + group.len());
            let text = group.map_or_else(|| c.to_string(), str::to_owned);
            tokens.push(VersionToken { text, spaced: spaced && !tokens.is_empty() });
            (spaced, open) = (false, in_word);
        }
    }
    tokens
}

/// The ranges of the outermost closed brackets.
fn groups(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut open = Vec::new();
    let mut groups: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '[' => open.push(at),
            ']' => {
                if let Some(start) = open.pop() {
                    // Brackets inside it are part of it.
                    let kept = groups.partition_point(|known| known.start < start);
                    groups.truncate(kept);
                    groups.push(start..at + 1);
                }
            }
            _ => {}
        }
    }
    groups
}

fn joined(tokens: &[VersionToken]) -> VersionWords {
    let mut text = String::new();
    for token in tokens {
        if token.spaced && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&token.text);
    }
    VersionWords { text, spaced: tokens.first().is_some_and(|it| it.spaced) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces in one line. For a difference, the first wording decides whether a space comes before it.
    fn line(versions: &[&str]) -> String {
        let space = |words: &VersionWords| if words.spaced { " " } else { "" };
        let piece = |piece: VersionPiece| match piece {
            VersionPiece::Shared(words) => format!("{}{}", space(&words), words.text),
            VersionPiece::Alternatives(all) => {
                let wording = |(words, who): &(VersionWords, Vec<usize>)| format!("[{}]{who:?}", words.text);
                let spaced = all.iter().any(|(words, _)| words.spaced);
                [if spaced { " " } else { "" }, &all.iter().map(wording).collect::<String>()].concat()
            }
        };
        pieces(versions).into_iter().map(piece).collect()
    }

    #[test]
    fn differences_are_in_brackets_with_the_versions_that_have_them() {
        assert_eq!(
            line(&["Each Party shall act now.", "Each Party should act now."]),
            "Each Party [shall][0][should][1] act now."
        );
        // Versions with the same wording share a bracket.
        let three = ["limit it to 1.5 °C by then", "limit it to 2 °C by then", "limit it to 1.5 °C by then"];
        assert_eq!(line(&three), "limit it to [1.5][0, 2][2][1] °C by then");
        // A single word does not separate two brackets.
        assert_eq!(
            line(&["They shall do so at once today", "They should do that at once today"]),
            "They [shall do so][0][should do that][1] at once today"
        );
        assert_eq!(line(&["They act", "They act [urgently]"]), "They act [][0][[urgently]][1]");
        // A part in brackets is not divided.
        let options = ["The rise [below 1.5 °C] [or] [well below 2 °C] over all", "The rise below 1.5 °C over all"];
        assert_eq!(line(&options), "The rise [[below 1.5 °C] [or] [well below 2 °C]][0][below 1.5 °C][1] over all");
        assert_eq!(line(&["a ] b [[c] d", "a ] b [c d"]), "a ] b [[[c]][0][c][1] d");
        assert_eq!(line(&["Only one [version]"]), "Only one [version]");
        assert_eq!(line(&["a", "b"]), "[a][0][b][1]");
        // Words without spaces between them stay together, and a number is one word.
        assert_eq!(line(&["x (shall) y", "x (should) y"]), "x ([shall][0][should][1]) y");
        assert_eq!(line(&["to 2.5 or so", "to 2.7 or so"]), "to [2.5][0][2.7][1] or so");
        assert_eq!(line(&["x “a” y", "x “b” y"]), "x “[a][0][b][1]” y");
        assert_eq!(line(&["x a/b y", "x a/c y"]), "x a/[b][0][c][1] y");
        assert_eq!(line(&["go on now", "They go on now"]), "[][0][They][1] go on now");
        assert_eq!(line(&["They act.", "They act, now."]), "They act[][0][, now][1].");
        assert_eq!(line(&[]), "");
    }

    #[test]
    fn brackets_are_counted_in_the_words_and_between_the_versions() {
        assert_eq!(open_brackets(&["To [shall][should] go [X]"]), 3);
        assert_eq!(open_brackets(&["Each shall act now", "Each should act now", "Each should act now"]), 2);
        // Brackets that all versions have are counted once.
        assert_eq!(open_brackets(&["The [X] Party shall act", "The [X] Party should act"]), 3);
        assert_eq!(open_brackets(&["The same.", "The  same."]), 0);
    }

    #[test]
    fn a_version_is_marked_where_it_differs_from_the_base() {
        use VersionStretch::{Added, Dropped, Same};
        let all = |base, version| compared(base, version);
        let words = |text: &str| VersionWords { text: text.trim_start().to_owned(), spaced: text.starts_with(' ') };
        let (same, added) = (|text| Same(words(text)), |text| Added(words(text)));
        assert_eq!(
            all("They shall go now.", "They should go now."),
            [same("They"), added(" should"), same(" go now.")]
        );
        assert_eq!(all("They all go now", "They go now"), [same("They"), Dropped(true), same(" go now")]);
        assert_eq!(all("They go now", "They go"), [same("They go"), Dropped(true)]);
        assert_eq!(all("They go, now", "They go now"), [same("They go"), Dropped(false), same(" now")]);
        assert_eq!(all("They go", "They go"), [same("They go")]);
        assert_eq!(all("", "New"), [added("New")]);
        assert_eq!(all("They go now", "go now"), [Dropped(false), same(" go now")]);
        assert_eq!(all("To (2.5) m", "To (2.7) m"), [same("To ("), added("2.7"), same(") m")]);
        // A word that both have is not a change, even if everything around it is.
        let texts = ["On [X] March, and all share.", "On 1 March."];
        assert_eq!(all(texts[0], texts[1]), [same("On"), added(" 1"), same(" March"), Dropped(false), same(".")]);
    }

    #[test]
    fn the_tokens_of_a_text_join_to_the_same_text() {
        use proptest::prelude::*;
        let part = "[a-cй0-9]|й|\u{ad}|shall|,|\\.|/|-|’|“|”|\\(|\\[|\\]|°|%| |\n";
        proptest!(|(parts in proptest::collection::vec(part, 0..24))| {
            let text = parts.concat();
            let printed = joined(&tokens(&text)).text;
            prop_assert_eq!(one_spaced(&printed), one_spaced(&text));
            // Spaces inside brackets are kept.
            if !text.contains('[') {
                prop_assert_eq!(printed, one_spaced(&text));
            }
        });
    }

    fn one_spaced(text: &str) -> String {
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_version_can_be_rebuilt_from_its_pieces() {
        use proptest::prelude::*;
        // Texts that also differ in spacing. Shared parts have the spacing of the first text.
        let part = "[a-c]|shall|should|2\\.5|2\\.7|,|/|\\(|\\[|\\]";
        let text = proptest::collection::vec((part, any::<bool>()), 0..12).prop_map(|parts| {
            parts.into_iter().map(|(part, spaced)| part + if spaced { " " } else { "" }).collect::<String>()
        });
        let unspaced = |text: &str| text.split_whitespace().collect::<String>();
        proptest!(|(versions in proptest::collection::vec(text, 1..4))| {
            let texts: Vec<&str> = versions.iter().map(String::as_str).collect();
            let all = pieces(&texts);
            for (at, version) in texts.iter().enumerate() {
                let mut printed = String::new();
                for piece in &all {
                    let words = match piece {
                        VersionPiece::Shared(words) => words,
                        VersionPiece::Alternatives(all) => &all.iter().find(|(_, who)| who.contains(&at)).unwrap().0,
                    };
                    printed.push_str(if words.spaced { " " } else { "" });
                    printed.push_str(&words.text);
                }
                prop_assert_eq!(unspaced(&printed), unspaced(version));
                if texts.len() == 1 {
                    prop_assert_eq!(printed.trim(), one_spaced(version));
                }
            }
        });
    }
}
