//! Plural categories and rules of the Unicode CLDR (version 48, "Language Plural Rules"), for counts from 0.

use serde::Deserialize;

/// A plural category.
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
    /// The name of the category in CLDR and in templates.
    #[must_use]
    pub fn name(self) -> &'static str {
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

/// How a language forms plurals: the `plural` of a language file. Languages with the same rule share its name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PluralRule {
    /// One form for all counts: Chinese, Indonesian, Japanese, Korean, Thai, Vietnamese.
    None,
    /// One for 1: English, German, Spanish, Dutch, Italian, Swedish, Greek, Turkish and most others.
    #[default]
    One,
    /// One for 0 and 1: French, Brazilian Portuguese, Armenian, Hindi, Persian.
    ZeroOne,
    /// Belarusian, Russian, Ukrainian.
    EastSlavic,
    /// Polish.
    Polish,
    /// Czech, Slovak.
    Czech,
    /// Romanian.
    Romanian,
    /// One, two and other: Hebrew.
    Dual,
    /// Arabic.
    Arabic,
}

impl PluralRule {
    /// The category of a count.
    #[must_use]
    #[expect(clippy::match_same_arms, reason = "the arms of a language stand together")]
    pub fn category(self, count: u64) -> Plural {
        match (self, count, count % 10, count % 100) {
            (Self::None, ..) => Plural::Other,
            (Self::Arabic, 0, ..) => Plural::Zero,
            (Self::ZeroOne, 0, ..) | (_, 1, ..) => Plural::One,
            (Self::EastSlavic | Self::Polish, _, _, 11..=14) => Plural::Many,
            (Self::EastSlavic, _, 1, _) => Plural::One,
            (Self::EastSlavic | Self::Polish, _, 2..=4, _) | (Self::Czech, 2..=4, ..) => Plural::Few,
            (Self::EastSlavic | Self::Polish, ..) => Plural::Many,
            (Self::Romanian, 0, ..) | (Self::Romanian, _, _, 1..=19) => Plural::Few,
            (Self::Dual | Self::Arabic, 2, ..) => Plural::Two,
            (Self::Arabic, _, _, 3..=10) => Plural::Few,
            (Self::Arabic, _, _, 11..=99) => Plural::Many,
            _ => Plural::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Plural::{Few, Many, One, Other, Two, Zero};
    use super::PluralRule as Rule;

    #[test]
    fn counts_have_the_categories_of_cldr() {
        let cases: [(Rule, &[(u64, super::Plural)]); 9] = [
            (Rule::None, &[(0, Other), (1, Other)]),
            (Rule::One, &[(0, Other), (1, One), (2, Other), (21, Other)]),
            (Rule::ZeroOne, &[(0, One), (1, One), (2, Other)]),
            (
                Rule::EastSlavic,
                &[(0, Many), (1, One), (2, Few), (5, Many), (11, Many), (12, Many), (21, One), (22, Few)],
            ),
            (Rule::EastSlavic, &[(111, Many), (114, Many), (124, Few)]),
            (Rule::Polish, &[(0, Many), (1, One), (2, Few), (5, Many), (12, Many), (21, Many), (22, Few)]),
            (Rule::Czech, &[(0, Other), (1, One), (4, Few), (5, Other), (22, Other)]),
            (Rule::Romanian, &[(0, Few), (1, One), (2, Few), (19, Few), (20, Other), (101, Few), (120, Other)]),
            (Rule::Arabic, &[(0, Zero), (1, One), (2, Two), (3, Few), (11, Many), (100, Other), (103, Few)]),
        ];
        for (rule, counts) in cases {
            for (count, category) in counts {
                assert_eq!(rule.category(*count), *category, "{rule:?} {count}");
            }
        }
        assert_eq!([1, 2, 3].map(|count| Rule::Dual.category(count)), [One, Two, Other]);
    }
}
