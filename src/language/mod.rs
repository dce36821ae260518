//! What a page says in words of its own, by language: labels, the words of vocabularies, dates, plurals, punctuation.
//!
//! A language is a TOML file in this folder; a file of a region such as `de-AT.toml` lies over it and has only what
//! differs. An organisation's template may lie a file of the same format over either. CONTRIBUTING.md says how to add a
//! language.

mod abbreviation;
mod arabic;
mod date;
mod file;
mod plural;
mod table;
mod wording;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use abbreviation::{is_known_abbreviation, is_ship_prefix, needs_full_name};
pub(crate) use arabic::{Unmarked, is_verb as is_arabic_verb, without_article, without_small, word_start};
pub use date::DateStyle;
pub use file::LanguageFile;
pub use plural::{Plural, PluralRule};
pub use table::LANGUAGE_FILE;
pub use wording::{WordList, wording};
pub(crate) use wording::{lower, stem};

use crate::model::{PartialDate, Vocabulary};

/// One language, in the form that a region gives it.
#[derive(Debug, Clone)]
pub struct Language {
    tag: String,
    file: LanguageFile,
}

/// Language files of a template, by the BCP 47 tag of their language.
pub type LanguageFiles = BTreeMap<String, LanguageFile>;

/// A language as one page speaks it: with what the files of its template put in place of the program's words.
#[derive(Clone)]
pub struct Locale {
    language: Cow<'static, Language>,
    own: LanguageFile,
}

impl Locale {
    /// The language of a BCP 47 tag with the files of a template over it: that of the language, then that of the whole
    /// tag. English stands in for a language that the program does not have.
    #[must_use]
    pub fn of(tag: &str, files: &LanguageFiles) -> Self {
        let mut language = Cow::Borrowed(Language::of(tag).unwrap_or_else(Language::english));
        let (primary, region) = file::subtags(tag);
        let regional = region.map(|region| format!("{primary}-{region}"));
        let mut tags = vec![primary];
        tags.extend(regional.as_deref());
        if !tags.iter().any(|known| known.eq_ignore_ascii_case(tag)) {
            tags.push(tag);
        }
        let mut own = LanguageFile::default();
        for tag in tags {
            for (_, over) in files.iter().filter(|(known, _)| known.eq_ignore_ascii_case(tag)) {
                own.overlay(over);
                language.to_mut().file.overlay(over);
            }
        }
        Self { language, own }
    }

    /// What the template says for the language.
    #[must_use]
    pub fn own(&self) -> &LanguageFile {
        &self.own
    }
}

impl std::ops::Deref for Locale {
    type Target = Language;

    fn deref(&self) -> &Language {
        &self.language
    }
}

impl Language {
    /// The language of a BCP 47 tag, with the forms of its region where those differ. `None` when the program does not
    /// have the language.
    #[must_use]
    pub fn of(tag: &str) -> Option<&'static Self> {
        file::built_in(tag)
    }

    /// The tags of all languages that the program has, without regions; English is the first.
    pub fn tags() -> impl Iterator<Item = &'static str> {
        file::languages()
    }

    /// The month of a name in any language that the program has, or of its first three letters or more; `None` when
    /// languages disagree.
    #[must_use]
    pub fn month(name: &str) -> Option<time::Month> {
        date::month(name, file::all())
    }

    /// English, which stands in for a language that the program does not have.
    #[must_use]
    pub fn english() -> &'static Self {
        file::english()
    }

    /// The BCP 47 tag of the language alone: `en`.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// A label by name; `None` when there is no such label.
    #[must_use]
    pub fn label(&self, name: &str) -> Option<&str> {
        self.file.labels.get(name).map(String::as_str)
    }

    /// The paths of everything that the language says: `labels.issue`, `words.Stance.offers`, `dates.long.day`.
    #[must_use]
    pub fn entries(&self) -> Vec<String> {
        self.file.names()
    }

    /// The names of all labels.
    pub fn label_names(&self) -> impl Iterator<Item = &str> {
        self.file.labels.keys().map(String::as_str)
    }

    /// The opening and the closing quotation mark.
    #[must_use]
    pub fn quotes(&self) -> (&str, &str) {
        self.file.quotes.as_ref().map_or(("“", "”"), |[open, close]| (open, close))
    }

    /// What is printed for a value of a vocabulary.
    #[must_use]
    pub fn word<V: Vocabulary>(&self, value: V) -> Cow<'_, str> {
        self.label_of(V::NAME, value.word())
    }

    /// What is printed for a word of the vocabulary of a name; the word itself, with spaces for hyphens, when no file
    /// has it.
    #[must_use]
    pub fn label_of<'a>(&'a self, vocabulary: &str, word: &'a str) -> Cow<'a, str> {
        match self.file.words.get(vocabulary).and_then(|words| words.get(word)) {
            Some(own) => Cow::Borrowed(own),
            None if word.contains('-') => Cow::Owned(word.replace('-', " ")),
            None => Cow::Borrowed(word),
        }
    }

    /// A date in the language.
    #[must_use]
    pub fn date(&self, date: impl Into<PartialDate>, style: DateStyle) -> String {
        self.file.dates.print(date.into(), style)
    }

    /// The plural category of a count.
    #[must_use]
    pub fn plural(&self, count: u64) -> Plural {
        self.file.plural.unwrap_or_default().category(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{TABLES, TableSchema, Type};

    #[test]
    fn english_has_a_word_for_every_word() {
        // A letter such as `reliability` is printed as it is.
        let printed = |name: &str| !["Reliability"].contains(&name);
        let mut missing = Vec::new();
        for field in TABLES.iter().flat_map(TableSchema::all_fields) {
            let Type::Word(name, words) = field.kind.item() else { continue };
            let known = Language::english().file.words.get(*name);
            let has = |word: &str| known.is_some_and(|known| known.contains_key(word));
            let unknown = words.iter().filter(|it| printed(name) && !has(it.word));
            missing.extend(unknown.map(|it| format!("{name}.{}", it.word)));
        }
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn the_labels_of_every_language_stand_in_order() {
        for entry in std::fs::read_dir("src/language").unwrap() {
            let path = entry.unwrap().path();
            let Some(text) =
                path.extension().filter(|it| *it == "toml").map(|_| std::fs::read_to_string(&path).unwrap())
            else {
                continue;
            };
            let lines =
                text.lines().skip_while(|line| *line != "[labels]").skip(1).take_while(|line| !line.starts_with('['));
            let names: Vec<&str> = lines.filter_map(|line| Some(line.split_once(" = ")?.0)).collect();
            let after = names.windows(2).find(|pair| pair[0] >= pair[1]);
            assert!(after.is_none(), "{}: {after:?}", path.display());
        }
    }

    #[test]
    fn files_of_a_template_lie_over_the_language() {
        let label = |name: &str, text: &str| LanguageFile::with_labels([(name.to_owned(), text.to_owned())].into());
        let files: LanguageFiles = [
            ("de".to_owned(), label("issues", "Themen")),
            ("de-at".to_owned(), label("issues", "Punkte")),
            ("xx".to_owned(), label("issues", "Zz")),
        ]
        .into();
        let issues = |tag: &str| Locale::of(tag, &files).label("issues").unwrap().to_owned();
        assert_eq!(
            ["de", "de-DE", "de-AT", "de-Latn-AT", "xx", "en"].map(issues),
            ["Themen", "Themen", "Punkte", "Punkte", "Zz", "Issues"]
        );
        assert_eq!(Locale::of("de", &files).label("sources"), Some("Quellen"));
        assert_eq!(Locale::of("xx", &files).label("sources"), Some("Sources"));
        assert!(!Locale::of("xx", &files).own().is_empty() && Locale::of("en", &files).own().is_empty());
    }
}
