//! The name of a record.

use std::fmt;

/// A record's id: kebab-case ASCII, `[a-z0-9]+(-[a-z0-9]+)*`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(String);

/// The text is not kebab-case ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidId;

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id consists of a–z, 0–9 and single hyphens")
    }
}

impl std::error::Error for InvalidId {}

impl Id {
    /// Takes a text that is a well-formed id.
    ///
    /// # Errors
    /// [`InvalidId`] when it is empty or has anything but lower-case ASCII letters, digits and single inner hyphens.
    pub fn new(text: &str) -> Result<Self, InvalidId> {
        let word = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if text.split('-').all(word) { Ok(Self(text.to_owned())) } else { Err(InvalidId) }
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Id;

    #[test]
    fn only_kebab_case_ascii_is_an_id() {
        for good in ["a", "2025-12-25-state-council", "us", "g7"] {
            assert!(Id::new(good).is_ok(), "{good}");
        }
        for bad in ["", "-", "a-", "-a", "a--b", "A", "a_b", "é", "a b", "a.b"] {
            assert!(Id::new(bad).is_err(), "{bad}");
        }
    }
}
