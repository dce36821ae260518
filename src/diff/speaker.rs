//! The labels for headlines in a language.

use crate::language::{DateStyle, Language, Locale};
use crate::model::PartialDate;

/// Translates the parts of headlines into a language.
pub trait Speaker {
    /// The label with a name; empty when there is none.
    fn label(&self, name: &str) -> String;
    /// The label of a word in a vocabulary.
    fn word(&self, vocabulary: &str, word: &str) -> String;
    /// A date as text.
    fn date(&self, date: PartialDate) -> String;
    /// A text in the language's quotation marks.
    fn quoted(&self, text: &str) -> String;
}

impl Speaker for Locale {
    fn label(&self, name: &str) -> String {
        Language::label(self, name).unwrap_or_default().to_owned()
    }

    fn word(&self, vocabulary: &str, word: &str) -> String {
        self.label_of(vocabulary, word).into_owned()
    }

    fn date(&self, date: PartialDate) -> String {
        Language::date(self, date, DateStyle::Short)
    }

    fn quoted(&self, text: &str) -> String {
        let (open, close) = self.quotes();
        format!("{open}{text}{close}")
    }
}
