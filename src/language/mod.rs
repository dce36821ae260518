//! What a page says in words of its own, by language: labels, the vocabularies' words, dates, plurals.
//!
//! To add a language, write a file like `uk.rs` and name it in [`Language::of`]; a test tells what it lacks.

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod ru;
mod uk;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diff;
use crate::model::{Date, Vocabulary};

/// One language.
pub struct Language {
    /// BCP 47 tag of the language alone: `en`.
    pub tag: &'static str,
    /// Label by name, sorted: `("bottom-line", "Bottom line")`.
    labels: &'static [(&'static str, &'static str)],
    /// For each vocabulary what is printed for each of its words.
    words: &'static [(&'static str, &'static [(&'static str, &'static str)])],
    /// Prints a date.
    date: fn(Date, DateStyle) -> String,
    /// The plural category of a count.
    plural: fn(u64) -> Plural,
    /// Opening and closing quotation mark.
    pub quotes: (&'static str, &'static str),
}

/// A language as one page speaks it: with the labels that its style puts in place of the program's.
#[derive(Clone)]
pub struct Locale {
    language: &'static Language,
    own: BTreeMap<String, String>,
}

impl Locale {
    /// The language of a BCP 47 tag with the labels of a style, which are by tag and name. English stands in for a
    /// language that the program does not know.
    #[must_use]
    pub fn of(tag: &str, labels: &BTreeMap<String, BTreeMap<String, String>>) -> Self {
        let primary = tag.split('-').next().unwrap_or(tag);
        let mut own = labels.get(primary).cloned().unwrap_or_default();
        own.extend(labels.get(tag).cloned().unwrap_or_default());
        Self { language: Language::of(tag).unwrap_or_else(Language::english), own }
    }

    /// A label by name; `None` when there is no such label.
    #[must_use]
    pub fn label(&self, name: &str) -> Option<&str> {
        self.own.get(name).map(String::as_str).or_else(|| self.language.label(name))
    }

    /// Whether the style speaks the language at all.
    #[must_use]
    pub fn has_own(&self) -> bool {
        !self.own.is_empty()
    }
}

impl diff::Speaker for Locale {
    fn label(&self, name: &str) -> String {
        self.label(name).unwrap_or_default().to_owned()
    }

    fn word(&self, vocabulary: &str, word: &str) -> String {
        self.word_of(vocabulary, word)
    }

    fn date(&self, date: Date) -> String {
        self.language.date(date, DateStyle::Short)
    }

    fn quoted(&self, text: &str) -> String {
        let (open, close) = self.language.quotes;
        // French guillemets keep a no-break space from their text.
        let space = if self.language.tag == "fr" { "\u{a0}" } else { "" };
        format!("{open}{space}{text}{space}{close}")
    }
}

impl std::ops::Deref for Locale {
    type Target = Language;

    fn deref(&self) -> &Language {
        self.language
    }
}

/// How a date is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateStyle {
    /// `26 December 2025`
    Long,
    /// `26 Dec 2025`
    Short,
    /// `26 Dec`
    Day,
}

/// Plural categories (Unicode CLDR, language plural rules).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plural {
    /// None, in Arabic.
    Zero,
    /// `1 day`, `21 день`
    One,
    /// Two, in Arabic.
    Two,
    /// `3 дні`
    Few,
    /// `5 днів`
    Many,
    /// `5 days`
    Other,
}

impl Plural {
    /// The name that a template has for it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Zero => "zero",
            Self::One => "one",
            Self::Two => "two",
            Self::Few => "few",
            Self::Many => "many",
            Self::Other => "other",
        }
    }
}

impl Language {
    /// The language of a BCP 47 tag, by its first subtag: `en-GB` is `en`. `None` when the program has no words for it.
    #[must_use]
    pub fn of(tag: &str) -> Option<&'static Self> {
        let primary = tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
        Self::ALL.iter().copied().find(|language| language.tag == primary)
    }

    /// Every language that the program has words for; English is the first.
    pub const ALL: &'static [&'static Self] =
        &[&en::ENGLISH, &ar::ARABIC, &de::GERMAN, &es::SPANISH, &fr::FRENCH, &ru::RUSSIAN, &uk::UKRAINIAN];

    /// English, which stands in for a language that the program does not know.
    #[must_use]
    pub fn english() -> &'static Self {
        &en::ENGLISH
    }

    /// A label by name; `None` when there is no such label.
    #[must_use]
    pub fn label(&self, name: &str) -> Option<&'static str> {
        let at = self.labels.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
        self.labels.get(at).map(|(_, text)| *text)
    }

    /// The names of all labels.
    pub fn label_names(&self) -> impl Iterator<Item = &'static str> {
        self.labels.iter().map(|(name, _)| *name)
    }

    /// What is printed for a word of a vocabulary: the language's own word, else the format's with spaces for hyphens.
    #[must_use]
    pub fn word<V: Vocabulary>(&self, value: V) -> Cow<'static, str> {
        self.label_of(V::NAME, value.word())
    }

    /// The same for the word of the vocabulary of a name.
    pub(super) fn label_of(&self, vocabulary: &str, word: &'static str) -> Cow<'static, str> {
        match self.own_word(vocabulary, word) {
            Some(own) => Cow::Borrowed(own),
            None if word.contains('-') => Cow::Owned(word.replace('-', " ")),
            None => Cow::Borrowed(word),
        }
    }

    fn own_word(&self, vocabulary: &str, word: &str) -> Option<&'static str> {
        let (_, words) = self.words.iter().find(|(name, _)| *name == vocabulary)?;
        words.iter().find(|(known, _)| *known == word).map(|(_, text)| *text)
    }

    /// What is printed for a word of the vocabulary of a name.
    #[must_use]
    pub fn word_of(&self, vocabulary: &str, word: &str) -> String {
        self.own_word(vocabulary, word).map_or_else(|| word.replace('-', " "), str::to_owned)
    }

    /// A date in the language.
    #[must_use]
    pub fn date(&self, date: Date, style: DateStyle) -> String {
        (self.date)(date, style)
    }

    /// The plural category of a count.
    #[must_use]
    pub fn plural(&self, count: u64) -> Plural {
        (self.plural)(count)
    }
}

/// The plural category of a count in Russian and Ukrainian.
fn east_slavic_plural(count: u64) -> Plural {
    match (count % 10, count % 100) {
        (_, 11..=14) => Plural::Many,
        (1, _) => Plural::One,
        (2..=4, _) => Plural::Few,
        _ => Plural::Many,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model;

    fn date(year: i32, month: u8, day: u8) -> Date {
        let month = time::Month::try_from(month).unwrap();
        Date::from_calendar_date(year, month, day).unwrap()
    }

    #[test]
    fn every_language_has_every_label() {
        for language in Language::ALL {
            let missing: Vec<_> =
                Language::english().label_names().filter(|name| language.label(name).is_none()).collect();
            let unknown: Vec<_> =
                language.label_names().filter(|name| Language::english().label(name).is_none()).collect();
            assert!(language.labels.is_sorted_by_key(|(name, _)| name), "{}", language.tag);
            assert!(missing.is_empty() && unknown.is_empty(), "{}: {missing:?} {unknown:?}", language.tag);
        }
    }

    fn words_missing<V: Vocabulary>(language: &Language) -> Vec<String> {
        let Some((_, words)) = language.words.iter().find(|(name, _)| *name == V::NAME) else {
            return vec![V::NAME.to_owned()];
        };
        let unknown = words.iter().filter(|(word, _)| V::from_word(word).is_none()).map(|(word, _)| *word);
        let missing = V::WORDS.iter().filter(|known| !words.iter().any(|(word, _)| *word == known.word));
        missing.map(|word| word.word).chain(unknown).map(|word| format!("{} {word}", V::NAME)).collect()
    }

    #[test]
    fn every_other_language_has_a_word_for_every_word() {
        macro_rules! missing {
            ($language:expr, $($vocabulary:ident)*) => { [$(words_missing::<model::$vocabulary>($language)),*].concat() };
        }
        for language in &Language::ALL[1..] {
            let missing = missing!(language, BriefKind BriefStatus Role PartyKind IssueStatus Category Stance Basis
                OutcomeResult Instrument PointResult CommitmentStatus Trend TalkingPointKind SourceKind Verification
                Wording Confidence Likelihood);
            assert_eq!(missing, Vec::<String>::new(), "{}", language.tag);
        }
    }

    #[test]
    fn dates_and_plurals_follow_the_language() {
        let (en, uk) = (Language::english(), Language::of("uk-UA").unwrap());
        let day = date(2025, 12, 6);
        assert_eq!(en.date(day, DateStyle::Long), "6\u{a0}December 2025");
        assert_eq!(en.date(day, DateStyle::Short), "6\u{a0}Dec 2025");
        assert_eq!(en.date(day, DateStyle::Day), "6\u{a0}Dec");
        assert_eq!(uk.date(day, DateStyle::Long), "6\u{a0}грудня 2025\u{a0}р.");
        assert_eq!(uk.date(day, DateStyle::Short), "06.12.2025");
        let forms =
            |language: &Language, counts: &[u64]| counts.iter().map(|n| language.plural(*n)).collect::<Vec<_>>();
        assert_eq!(forms(en, &[0, 1, 2]), [Plural::Other, Plural::One, Plural::Other]);
        assert_eq!(
            forms(uk, &[1, 2, 5, 11, 12, 21, 22, 111]),
            [
                Plural::One,
                Plural::Few,
                Plural::Many,
                Plural::Many,
                Plural::Many,
                Plural::One,
                Plural::Few,
                Plural::Many
            ]
        );
        let language = |tag: &str| Language::of(tag).unwrap();
        assert_eq!(language("de").date(day, DateStyle::Long), "6.\u{a0}Dezember 2025");
        assert_eq!(language("fr").date(date(2025, 5, 1), DateStyle::Long), "1er\u{a0}mai 2025");
        assert_eq!(language("es").date(day, DateStyle::Long), "6\u{a0}de diciembre de\u{a0}2025");
        assert_eq!(language("ru").date(day, DateStyle::Long), "6\u{a0}декабря 2025\u{a0}г.");
        assert_eq!(language("ar").date(day, DateStyle::Long), "6\u{a0}ديسمبر 2025");
        assert_eq!(
            forms(language("ar"), &[0, 1, 2, 3, 11, 100]),
            [Plural::Zero, Plural::One, Plural::Two, Plural::Few, Plural::Many, Plural::Other]
        );
        assert_eq!(forms(language("fr"), &[0, 1, 2]), [Plural::One, Plural::One, Plural::Other]);
        assert!(Language::of("xx").is_none());
    }
}
