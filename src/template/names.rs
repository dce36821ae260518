//! The names that a template has in its expressions.

use std::collections::HashSet;

use foldhash::fast::RandomState;

/// The names in the expressions of a template.
#[derive(Debug, Default)]
pub(super) struct Names {
    found: HashSet<String, RandomState>,
    /// Whether a field may be reached without its name being there.
    any: bool,
    /// The sections: `{{#section "NAME"}}`.
    sections: HashSet<String, RandomState>,
}

impl Names {
    /// Takes in the names of one file.
    pub(super) fn add(&mut self, text: &str) {
        let mut rest = text;
        while let Some((_, after)) = rest.split_once("{{") {
            let (inside, next) = after.split_once("}}").unwrap_or((after, ""));
            if let Some(name) = inside.trim_matches('~').trim().strip_prefix("#section ") {
                self.sections.insert(name.trim().trim_matches(['"', '\'']).to_owned());
            }
            let words = inside.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            for word in words.filter(|word| !word.is_empty()) {
                self.any |= word == "lookup" || word == "key";
                if !self.found.contains(word) {
                    self.found.insert(word.to_owned());
                }
            }
            rest = next;
        }
    }

    /// Whether a template may reach a field of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.any || self.found.contains(name)
    }

    /// Whether a template has a section.
    pub(super) fn has_section(&self, name: &str) -> bool {
        self.sections.contains(name)
    }

    /// The names of a template that reaches everything.
    pub(super) fn all() -> Self {
        Self { any: true, ..Self::default() }
    }
}
