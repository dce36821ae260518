//! Language files: TOML in which a translator writes what a page says, and how files lie over one another.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::Language;
use super::date::{Dates, take};
use super::plural::PluralRule;

/// A language file: a whole language, or what a region or an organisation says differently.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LanguageFile {
    /// Opening and closing quotation mark.
    pub(super) quotes: Option<[String; 2]>,
    /// How plurals are formed.
    pub(super) plural: Option<PluralRule>,
    /// How dates are printed.
    pub(super) dates: Dates,
    /// Labels by name.
    pub(super) labels: BTreeMap<String, String>,
    /// For each vocabulary what is printed for each of its words.
    pub(super) words: BTreeMap<String, BTreeMap<String, String>>,
}

impl LanguageFile {
    /// A file with labels alone.
    #[must_use]
    pub fn with_labels(labels: BTreeMap<String, String>) -> Self {
        Self { labels, ..Self::default() }
    }

    /// Lays another file over this one.
    pub fn overlay(&mut self, over: &Self) {
        take(&mut self.quotes, over.quotes.as_ref());
        take(&mut self.plural, over.plural.as_ref());
        self.dates.overlay(&over.dates);
        self.labels.extend(over.labels.clone());
        for (vocabulary, words) in &over.words {
            self.words.entry(vocabulary.clone()).or_default().extend(words.clone());
        }
    }

    /// Whether the file says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What the file says, as paths of its entries: `labels.issue`, `words.Stance.offers`, `dates.long.day`.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        let mut add = |given: bool, name: &str| {
            if given {
                names.push(name.to_owned());
            }
        };
        add(self.quotes.is_some(), "quotes");
        add(self.plural.is_some(), "plural");
        let dates = &self.dates;
        add(dates.months.is_some(), "dates.months");
        add(dates.about.is_some(), "dates.about");
        add(dates.span.is_some(), "dates.span");
        for (style, patterns) in [("long", &dates.long), ("short", &dates.short), ("day", &dates.day)] {
            for (form, pattern) in [
                ("day", &patterns.day),
                ("month", &patterns.month),
                ("year", &patterns.year),
                ("days", &patterns.days),
                ("months", &patterns.months),
            ] {
                add(pattern.is_some(), &format!("dates.{style}.{form}"));
            }
        }
        names.extend(self.labels.keys().map(|name| format!("labels.{name}")));
        for (vocabulary, words) in &self.words {
            names.extend(words.keys().map(|word| format!("words.{vocabulary}.{word}")));
        }
        names
    }

    /// What English has and this file lacks, which a page would print in English.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let own = self.names();
        Language::english().file.names().into_iter().filter(|name| !own.contains(name)).collect()
    }

    /// The labels whose placeholders are not those of English, with what English says.
    #[must_use]
    pub fn misfilled(&self) -> Vec<(String, &'static str)> {
        let english = &Language::english().file.labels;
        let own = self.labels.iter().filter_map(|(name, label)| {
            let known = english.get(name).filter(|known| !same_holes(label, known))?;
            Some((format!("labels.{name}"), known.as_str()))
        });
        own.collect()
    }

    /// What this file has and English lacks: no page prints it.
    #[must_use]
    pub fn unknown(&self) -> Vec<String> {
        let known = Language::english().file.names();
        self.names().into_iter().filter(|name| !known.contains(name)).collect()
    }
}

/// The names of the placeholders of a text: `count` of `{count} new`.
pub(super) fn holes(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

/// Whether two texts have the same placeholders, in any order.
fn same_holes(one: &str, other: &str) -> bool {
    let sorted = |text| {
        let mut holes = holes(text);
        holes.sort_unstable();
        holes
    };
    sorted(one) == sorted(other)
}

/// A language file that the program carries, for one or more tags.
struct BuiltInWords {
    /// The first is the name of the file.
    tags: &'static [&'static str],
    /// What is in it, as the build script has read it.
    json: &'static str,
    language: OnceLock<Language>,
}

macro_rules! built_in {
    ($($tag:literal $(= $other:literal)*),* $(,)?) => {
        [$(BuiltInWords {
            tags: &[$tag $(, $other)*],
            json: include_str!(concat!(env!("OUT_DIR"), "/language/", $tag, ".json")),
            language: OnceLock::new(),
        }),*]
    };
}

/// The files: English first, then every language, then the regions. A file is read when its language is first used.
static BUILT_IN: [BuiltInWords; 19] = built_in![
    "en",
    "ar",
    "de",
    "es",
    "fr",
    "pt",
    "ru",
    "uk",
    "ar-DZ" = "ar-TN",
    "ar-MA",
    "ar-SY" = "ar-IQ" = "ar-JO" = "ar-LB" = "ar-PS",
    "de-AT" = "de-IT",
    "de-CH" = "de-LI",
    "en-GB" = "en-AU",
    "en-US" = "en-CA",
    "es-419" = "es-AR" = "es-BO" = "es-CL" = "es-CO" = "es-CR" = "es-CU" = "es-DO" = "es-EC" = "es-GT" =
        "es-HN" = "es-MX" = "es-NI" = "es-PA" = "es-PE" = "es-PR" = "es-PY" = "es-SV" = "es-US" = "es-UY" = "es-VE",
    "fr-CA",
    "fr-CH",
    "pt-PT" = "pt-AO" = "pt-CV" = "pt-GW" = "pt-MO" = "pt-MZ" = "pt-ST" = "pt-TL",
];

/// The language of a tag that the program has: with the region where that has a file, else the language alone.
pub(super) fn built_in(tag: &str) -> Option<&'static Language> {
    let (primary, region) = subtags(tag);
    let find = |tag: &str| BUILT_IN.iter().find(|it| it.tags.iter().any(|known| known.eq_ignore_ascii_case(tag)));
    let regional = region.and_then(|region| find(&format!("{primary}-{region}")));
    regional.or_else(|| find(primary)).map(BuiltInWords::language)
}

/// Every language, and every region that has a file.
pub(super) fn all() -> impl Iterator<Item = &'static Language> {
    BUILT_IN.iter().map(BuiltInWords::language)
}

/// English.
pub(super) fn english() -> &'static Language {
    BUILT_IN[0].language()
}

/// The tags of the languages that the program has, without regions; English is the first.
pub(super) fn languages() -> impl Iterator<Item = &'static str> {
    BUILT_IN.iter().map(|it| it.tags[0]).filter(|tag| !tag.contains('-'))
}

/// The language and the region of a BCP 47 tag (RFC 5646, section 2.1): `zh-Hant-TW` has `zh` and `TW`.
pub(super) fn subtags(tag: &str) -> (&str, Option<&str>) {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or(tag);
    // After a single letter come extensions and private use, where the same forms mean other things.
    let region = parts.take_while(|part| part.len() > 1).find(|part| {
        let all = |is: fn(&u8) -> bool| part.bytes().all(|byte| is(&byte));
        (part.len() == 2 && all(u8::is_ascii_alphabetic)) || (part.len() == 3 && all(u8::is_ascii_digit))
    });
    (primary, region)
}

impl BuiltInWords {
    fn language(&'static self) -> &'static Language {
        self.language.get_or_init(|| {
            let own: LanguageFile = serde_json::from_str(self.json).unwrap_or_default();
            let tag = self.tags[0];
            let (primary, region) = subtags(tag);
            let file = match region.and_then(|_| built_in(primary)) {
                None => own,
                Some(under) => {
                    let mut file = under.file.clone();
                    file.overlay(&own);
                    file
                }
            };
            Language { tag: primary.to_owned(), file }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_valid_and_every_language_is_whole() {
        for built_in in &BUILT_IN {
            let file: LanguageFile =
                serde_json::from_str(built_in.json).unwrap_or_else(|error| panic!("{}: {error}", built_in.tags[0]));
            assert_eq!(file.unknown(), Vec::<String>::new(), "{}", built_in.tags[0]);
            let missing = built_in.language().file.missing();
            assert_eq!(missing, Vec::<String>::new(), "{}", built_in.tags[0]);
            if built_in.tags[0].contains('-') {
                assert!(!file.is_empty() && file.missing().len() > 100, "{}: only what differs", built_in.tags[0]);
            }
        }
    }

    #[test]
    fn a_placeholder_of_a_label_is_in_every_language() {
        let english = &Language::english().file.labels;
        for built_in in &BUILT_IN {
            for (name, label) in &built_in.language().file.labels {
                assert!(same_holes(label, &english[name]), "{} {name}", built_in.tags[0]);
            }
        }
    }

    #[test]
    fn a_tag_has_the_file_of_its_region() {
        assert_eq!(subtags("zh-Hant-TW"), ("zh", Some("TW")));
        assert_eq!(subtags("en-x-us"), ("en", None));
        assert_eq!(subtags("es-419"), ("es", Some("419")));
        let quotes = |tag: &str| built_in(tag).unwrap().quotes().0.to_owned();
        assert_eq!(["de", "de-AT", "de-CH", "de-li", "DE-LI"].map(quotes), ["„", "„", "«", "«", "«"]);
        assert_eq!(["es", "es-MX", "pt", "pt-BR", "pt-PT"].map(quotes), ["«", "“", "“", "“", "«"]);
        let swiss = built_in("de-CH").unwrap();
        for text in swiss.file.labels.values().chain(swiss.file.words.values().flat_map(BTreeMap::values)) {
            assert!(!text.contains('ß'), "{text}");
        }
        assert!(built_in("xx").is_none() && built_in("").is_none());
    }
}
