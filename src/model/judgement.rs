//! What the author concludes, how probable it is and how it came out.

use serde::Serialize;

use super::serialize::is_default;
use super::{Confidence, Date, HandlingMarks, Id, Likelihood, PartialDate, Prose};

/// `[judgements.ID]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Judgement {
    /// `text`
    pub text: Prose,
    /// `likelihood`; `None` where the judgement is of what is or was, and has `confidence` alone.
    #[serde(skip_serializing_if = "is_default")]
    pub likelihood: Option<Likelihood>,
    /// `confidence`; there where `likelihood` is not.
    #[serde(skip_serializing_if = "is_default")]
    pub confidence: Option<Confidence>,
    /// `because`
    #[serde(skip_serializing_if = "is_default")]
    pub because: Option<Prose>,
    /// `assumptions`
    #[serde(skip_serializing_if = "is_default")]
    pub assumptions: Vec<Prose>,
    /// `alternatives`
    #[serde(skip_serializing_if = "is_default")]
    pub alternatives: Vec<Prose>,
    /// `would_change`
    #[serde(skip_serializing_if = "is_default")]
    pub would_change: Vec<Prose>,
    /// `about`, ids of issues.
    #[serde(skip_serializing_if = "is_default")]
    pub about: Vec<Id>,
    /// `horizon`
    #[serde(skip_serializing_if = "is_default")]
    pub horizon: Option<PartialDate>,
    /// `resolved`: whether it came about; `None` while that is not known.
    #[serde(skip_serializing_if = "is_default")]
    pub resolved: Option<bool>,
    /// `resolved_on`: the day on which that was known.
    #[serde(skip_serializing_if = "is_default")]
    pub resolved_on: Option<Date>,
    /// `on_page`: whether a page that is too full always has it, or never; `None` leaves it to its rank.
    #[serde(skip_serializing_if = "is_default")]
    pub on_page: Option<bool>,
    /// Who may read it.
    #[serde(flatten)]
    pub marks: HandlingMarks,
}

impl Likelihood {
    /// The band of ICD 203 (D.6.e.2.a), from and to, in per cent.
    #[must_use]
    pub fn band(self) -> (u8, u8) {
        match self {
            Self::AlmostNoChance => (1, 5),
            Self::VeryUnlikely => (5, 20),
            Self::Unlikely => (20, 45),
            Self::RoughlyEven => (45, 55),
            Self::Likely => (55, 80),
            Self::VeryLikely => (80, 95),
            Self::AlmostCertain => (95, 99),
        }
    }

    /// The middle of the band as a probability, from 0 to 1.
    #[must_use]
    pub fn midpoint(self) -> f64 {
        let (from, to) = self.band();
        f64::from(from + to) / 200.0
    }
}

/// From this many resolved judgements on, a score says something.
pub const LEAST_RESOLVED: usize = 10;

/// The Brier score of judgements of which it is known whether they came about: the mean of the squared distances
/// between what was said (the middle of the band) and what came, 1 or 0. 0 is best and 1 worst; who always says
/// fifty-fifty has 0.25. It is half of the sum over both outcomes in G. W. Brier, "Verification of forecasts expressed
/// in terms of probability", Monthly Weather Review 78 (1950). `None` with fewer than [`LEAST_RESOLVED`].
#[must_use]
pub fn brier_score(resolved: &[(Likelihood, bool)]) -> Option<f64> {
    if resolved.len() < LEAST_RESOLVED {
        return None;
    }
    let squared =
        |(likelihood, came): &(Likelihood, bool)| (likelihood.midpoint() - f64::from(u8::from(*came))).powi(2);
    Some(resolved.iter().map(squared).sum::<f64>() / resolved.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Vocabulary as _;

    #[test]
    fn the_bands_are_those_that_the_words_mean() {
        for (likelihood, word) in Likelihood::ALL.iter().zip(Likelihood::WORDS) {
            let (from, to) = likelihood.band();
            assert_eq!(word.meaning, format!("{from} to {to} per cent."));
        }
    }

    #[test]
    fn the_score_is_the_mean_square_of_the_distance() {
        let nine = vec![(Likelihood::Likely, true); 9];
        assert_eq!(brier_score(&nine), None);
        let mut ten = nine;
        ten.push((Likelihood::VeryUnlikely, true));
        // Nine times (0.675 − 1)², once (0.125 − 1)².
        let score = brier_score(&ten).unwrap();
        assert!((score - (9.0 * 0.105_625 + 0.765_625) / 10.0).abs() < 1e-12, "{score}");
        let even = vec![(Likelihood::RoughlyEven, false); 10];
        assert_eq!(brier_score(&even), Some(0.25));
    }
}
