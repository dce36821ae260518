//! What headlines say in the words of a language.

use crate::language::{DateStyle, Language, Locale};
use crate::model::PartialDate;

/// The words of a language for headlines.
pub trait Speaker {
    /// A label by its name; empty when there is none.
    fn label(&self, name: &str) -> String;
    /// A word of a vocabulary.
    fn word(&self, vocabulary: &str, word: &str) -> String;
    /// A date.
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
