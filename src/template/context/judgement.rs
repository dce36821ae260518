//! Judgements in words: their bands, how sure the author is, and how they came out.

use std::borrow::Cow;

use super::value::ContextValue;
use super::view::View;
use crate::model::{Confidence, Likelihood, Vocabulary};

impl<'a> View<'a> {
    /// The band of a likelihood in figures.
    pub(super) fn band(&self, likelihood: Likelihood) -> ContextValue<'a> {
        ContextValue::Text(Cow::Owned(self.band_in_figures(likelihood)))
    }

    /// How likely the author thinks what somebody else says, so that it cannot be read as theirs.
    pub(super) fn judged(&self, likelihood: Likelihood) -> ContextValue<'a> {
        let word = self.language.label_of(Likelihood::NAME, likelihood.word());
        let judged = self.language.label("in-our-judgement").unwrap_or_default();
        let band = self.band_in_figures(likelihood);
        ContextValue::Text(Cow::Owned(judged.replace("{likelihood}", &word).replace("{band}", &band)))
    }

    fn band_in_figures(&self, likelihood: Likelihood) -> String {
        let (from, to) = likelihood.band();
        let band = self.language.label("band").unwrap_or_default();
        band.replace("{from}", &from.to_string()).replace("{to}", &to.to_string())
    }

    /// How sure the author is, as a sentence: ICD 203 (D.6.e.2.b) keeps it apart from the likelihood.
    pub(super) fn certainty(&self, confidence: Option<Confidence>) -> ContextValue<'a> {
        let label = |name| ContextValue::text(self.language.label(name).unwrap_or_default());
        match confidence {
            None => ContextValue::Null,
            Some(Confidence::High) => label("confidence-high"),
            Some(Confidence::Moderate) => label("confidence-moderate"),
            Some(Confidence::Low) => label("confidence-low"),
        }
    }

    /// Whether it came about, in words; null while that is not known.
    pub(super) fn resolution(&self, resolved: Option<bool>) -> ContextValue<'a> {
        let label = |name| ContextValue::text(self.language.label(name).unwrap_or_default());
        resolved.map_or(ContextValue::Null, |came| label(if came { "resolved-true" } else { "resolved-false" }))
    }
}
