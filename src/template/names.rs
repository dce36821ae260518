//! The names that a template has in its expressions.

use std::collections::HashSet;

use foldhash::fast::RandomState;

/// The names in the expressions of a template.
#[derive(Debug, Default)]
pub(super) struct TemplateNames {
    found: HashSet<String, RandomState>,
    /// Whether a field may be reached without its name being there.
    any: bool,
    /// The sections: `{{#section "NAME"}}`.
    sections: HashSet<String, RandomState>,
}

impl TemplateNames {
    /// Takes in the names of one file.
    pub(super) fn add(&mut self, text: &str) {
        for after in text.split("{{").skip(1) {
            let inside = after.split_once("}}").map_or(after, |(inside, _)| inside);
            if let Some(name) = inside.trim_matches('~').trim().strip_prefix("#section ") {
                self.sections.insert(name.trim().trim_matches(['"', '\'']).to_owned());
            }
            self.any |= reaches_any(inside);
            for word in words(inside) {
                if !self.found.contains(word) {
                    self.found.insert(word.to_owned());
                }
            }
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

/// The words of an expression that can be names.
fn words(inside: &str) -> impl Iterator<Item = &str> {
    inside.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|word| !word.is_empty())
}

/// Whether an expression may reach a field without naming it: `lookup` takes a name that a value gives, and a loop over
/// the fields of a record has their names in `@key` or in a second name after `as |…|`. The word `key` alone is a name
/// as any other.
fn reaches_any(inside: &str) -> bool {
    let has_key = inside.contains('@')
        && inside.match_indices("key").any(|(at, _)| {
            let before = inside[..at].trim_end_matches("../");
            before.ends_with('@') && words(&inside[at..]).next() == Some("key")
        });
    let gives_two = || {
        let (_, names) = inside.split_once("as |")?;
        Some(words(names).count() > 1)
    };
    has_key || words(inside).any(|word| word == "lookup") || inside.contains('|') && gives_two().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::BUILT_IN;

    fn names(text: &str) -> TemplateNames {
        let mut names = TemplateNames::default();
        names.add(text);
        names
    }

    #[test]
    fn only_what_reaches_a_field_without_its_name_needs_each_field() {
        for text in ["{{#each x}}{{@key}}{{/each}}", "{{@../key}}", "{{lookup x y}}", "{{#each x as |field name|}}"] {
            assert!(names(text).any, "{text}");
        }
        for text in ["{{matrix.key}}", "{{> key}}", "{{label \"key\"}}", "{{@keyed}}", "{{#each x as |one|}}"] {
            assert!(!names(text).any, "{text}");
        }
        assert!(names("{{#each parties}}{{name}}{{/each}}").has("name") && !names("{{name}}").has("role"));
    }

    #[test]
    fn no_built_in_template_needs_each_field() {
        let needs: Vec<&str> = BUILT_IN
            .iter()
            .filter(|template| template.files.iter().any(|(_, text)| names(text).any))
            .map(|template| template.name)
            .collect();
        assert_eq!(needs, [""; 0]);
    }
}
