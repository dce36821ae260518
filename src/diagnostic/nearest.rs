//! The known name that somebody most likely meant.

/// The name of `known` that is nearest to `found`, when it is near enough to be what was meant.
///
/// Near is at most one edit in three characters (restricted Damerau–Levenshtein distance, in which two swapped
/// letters are one edit), or a known name that starts with what was typed (of three letters or more). Case and the
/// difference of `-`, `_` and space do not count. Of equally near names the first wins.
///
/// A name of the opposite sense is never given, see [`is_opposite`]; nor is one of two opposite names that are equally
/// near.
#[must_use]
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A pasted novel is not a typo; measuring it against every name would take quadratic time.
    if found.len() > 64 {
        return None;
    }
    let found = plain(found);
    let letters = found.chars().count();
    let most = (letters / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    let mut undecided = false;
    for name in known {
        let other = plain(name);
        let mut distance = strsim::osa_distance(&found, &other);
        if found.len() >= 3 && other.starts_with(&found) {
            distance = distance.min(most);
        }
        // Of a single letter nothing is left that could be like another.
        if distance > most || distance > 0 && distance >= letters || is_opposite(&found, &other) {
            continue;
        }
        match best {
            Some((least, _)) if least < distance => {}
            Some((least, first)) if least == distance => undecided |= is_opposite(first, name),
            _ => {
                best = Some((distance, name));
                undecided = false;
            }
        }
    }
    best.filter(|_| !undecided).map(|(_, name)| name)
}

/// The word of a vocabulary that somebody most likely meant.
///
/// Words of quite another sense are often alike: "objects" and "rejects", "consented" and "contested". So a word counts
/// as meant only when it is written with a single slip, with its letters in another order after the first one ("desicion"), in part (three
/// letters or more), or in another form: "rejected".
#[must_use]
pub fn nearest_word<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if found.len() > 64 {
        return None;
    }
    let written = plain(found);
    let (forms, others): (Vec<&str>, Vec<&str>) =
        known.into_iter().partition(|word| stem(&written) == stem(&plain(word)) && !is_opposite(&written, word));
    if let [form] = forms[..] {
        return Some(form);
    }
    let is_near = |word: &&str| {
        let word = plain(word);
        is_slip(&written, &word) || is_reordered(&written, &word) || written.len() >= 3 && word.starts_with(&written)
    };
    nearest(found, forms.into_iter().chain(others).filter(is_near))
}

/// A word without the ending of an English verb.
fn stem(word: &str) -> &str {
    let ending = ["ing", "ed", "es", "s", "e", "d"].into_iter().find_map(|ending| word.strip_suffix(ending));
    ending.filter(|stem| stem.len() >= 4).unwrap_or(word)
}

/// What turns a word into its opposite when it is put before it, in the languages in which pages are written.
///
/// `u` and `n` are `un` with a letter left out: "uconfirmed" is not "confirmed".
#[rustfmt::skip]
const NEGATING: &[&str] = &[
    // English, French, German, Portuguese, Spanish
    "ab", "anti", "contra", "contre", "counter", "de", "des", "dis", "dé", "dés", "ent", "gegen", "il", "im", "in",
    "ir", "kein", "keine", "mal", "mis", "miss", "mé", "més", "n", "never", "nicht", "no", "non", "not", "ohne",
    "pas", "sans", "sin", "u", "un", "without",
    // Russian, Ukrainian
    "анти", "без", "бес", "де", "дез", "контр", "не", "ни", "ні", "проти", "против", "роз", "раз", "рас",
    // Arabic
    "بدون", "بلا", "عدم", "غير", "لا",
];

/// Whether one word is the other with a negation: "unconfirmed" and "confirmed", "not agreed" and "agreed". Slips of
/// letters beside the negation do not hide it.
///
/// They are opposite when they come near to each other as soon as one of them loses a negation, and not nearer when
/// both do: "disagreed" and "not-agreed" have the same sense.
#[must_use]
pub fn is_opposite(one: &str, other: &str) -> bool {
    let (one, other) = (plain(one), plain(other));
    let (ones, others) = (without_negation(&one), without_negation(&other));
    let least = |left: &[String], right: &[String]| {
        let pairs = left.iter().flat_map(|left| right.iter().map(move |right| strsim::osa_distance(left, right)));
        pairs.min().unwrap_or(usize::MAX)
    };
    let (one, other) = ([one], [other]);
    let crossed = least(&ones, &other).min(least(&one, &others));
    let most = (one[0].chars().count().min(other[0].chars().count()) / 4).max(1);
    crossed <= most && crossed < least(&one, &other) && crossed <= least(&ones, &others)
}

/// The word without each negation that one of its parts starts with.
fn without_negation(word: &str) -> Vec<String> {
    let starts = std::iter::once(0).chain(word.match_indices('-').map(|(at, _)| at + 1));
    let rests = starts.flat_map(|start| {
        let (before, part) = word.split_at(start);
        NEGATING.iter().filter_map(move |negation| {
            let rest = part.strip_prefix(negation)?;
            let rest = rest.strip_prefix('-').unwrap_or(rest);
            (rest.chars().count() >= 3).then(|| format!("{before}{rest}"))
        })
    });
    rests.collect()
}

/// A name as it is compared: case and the kind of joint do not count.
fn plain(name: &str) -> String {
    name.to_lowercase().replace(['_', ' '], "-")
}

/// Whether one name is another with a single slip: a letter left out, put in, taken for another, or two swapped.
#[must_use]
pub fn is_slip(found: &str, known: &str) -> bool {
    found.len() <= 64 && strsim::osa_distance(found, known) <= 1
}

/// Whether one name has the letters of another in another order, after the same first letter.
fn is_reordered(found: &str, known: &str) -> bool {
    let sorted = |name: &str| {
        let mut letters: Vec<char> = name.chars().collect();
        letters.sort_unstable();
        letters
    };
    found.chars().next() == known.chars().next() && sorted(found) == sorted(known)
}

#[cfg(test)]
mod tests {
    use super::{NEGATING, is_opposite, nearest, nearest_word};
    use crate::schema::{TABLES, TableSchema, Type};

    #[test]
    fn typos_find_their_name_and_strangers_find_none() {
        let known = ["bottom_line", "as_of", "title", "demands", "opposes"];
        for (found, expected) in [
            ("botom_line", Some("bottom_line")),
            ("bottom-line", Some("bottom_line")),
            ("titel", Some("title")),
            ("Demands", Some("demands")),
            ("bott", Some("bottom_line")),
            ("xyz", None),
            ("", None),
        ] {
            assert_eq!(nearest(found, known), expected, "{found}");
        }
        assert_eq!((nearest("b", ["a"]), nearest("B", ["b"])), (None, Some("b")));
        assert_eq!(nearest(&"a".repeat(10_000), known), None);
    }

    /// The words of each vocabulary of the format.
    fn vocabularies() -> Vec<Vec<&'static str>> {
        let fields = TABLES.iter().flat_map(TableSchema::all_fields);
        let words = fields.filter_map(|field| match field.kind {
            Type::Word(_, words) => Some(words.iter().map(|word| word.word).collect()),
            _ => None,
        });
        words.collect()
    }

    #[test]
    fn a_negated_word_never_suggests_its_stem_nor_a_stem_its_negation() {
        let vocabularies = vocabularies();
        assert!(vocabularies.len() > 5);
        for words in &vocabularies {
            for word in words.iter().filter(|word| word.len() >= 3) {
                for negation in NEGATING {
                    for negated in
                        [format!("{negation}{word}"), format!("{negation}-{word}"), format!("{negation} {word}")]
                    {
                        let suggested = nearest(&negated, words.iter().copied());
                        assert_ne!(suggested, Some(*word), "{negated}");
                        assert_ne!(nearest(word, [negated.as_str()]), Some(negated.as_str()), "{word}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_word_of_another_sense_is_not_taken_for_one_of_a_vocabulary() {
        let known =
            ["rejects", "concedes", "contested", "supports", "accepts", "corroborated", "improved", "converging"];
        for word in
            ["objects", "considers", "consented", "supposes", "excepts", "collaborated", "approved", "conveying"]
        {
            assert_eq!(nearest_word(word, known), None, "{word}");
        }
        let stances = ["demands", "offers", "accepts", "supports", "opposes", "rejects", "undeclared", "conditional"];
        for (word, meant) in [
            ("rejected", "rejects"),
            ("rejecting", "rejects"),
            ("offering", "offers"),
            ("Accept", "accepts"),
            ("demnads", "demands"),
            ("condit", "conditional"),
            ("oppose", "opposes"),
        ] {
            assert_eq!(nearest_word(word, stances), Some(meant), "{word}");
        }
        assert_eq!(nearest_word("declared", stances), None);
        assert_eq!(nearest_word("desicion", ["update", "decision"]), Some("decision"));
        assert_eq!(nearest_word("cedision", ["decision"]), None);
    }

    #[test]
    fn slips_do_not_hide_a_negation_and_shared_ones_do_not_count() {
        for (one, other) in [
            ("unconfirmd", "confirmed"),
            ("unconditonal", "conditional"),
            ("very-unlikely", "very-likely"),
            ("undisputed", "disputed"),
            ("not agreed", "agreed"),
            ("неподтверждено", "подтверждено"),
        ] {
            assert!(is_opposite(one, other) && is_opposite(other, one), "{one} {other}");
        }
        for (one, other) in
            [("unlikly", "unlikely"), ("disagreed", "not-agreed"), ("demads", "demands"), ("unchangd", "unchanged")]
        {
            assert!(!is_opposite(one, other), "{one} {other}");
        }
        assert_eq!(nearest("ulikely", ["likely", "unlikely"]), Some("unlikely"));
        assert_eq!(nearest("unlikly", ["likely", "unlikely"]), Some("unlikely"));
    }
}
