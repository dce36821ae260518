//! The one table of codes.
//!
//! A code is a kebab-case name of the fault. To add one, add an entry here; the command line, the documentation and
//! the tests read this table.

use super::Severity;

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The code.
    pub code: Code,
    /// Its name, kebab-case: `unknown-field`.
    pub name: &'static str,
    /// The severity it has unless a house sets another.
    pub severity: Severity,
    /// What it means, why it matters and how to mend it: one short paragraph.
    pub meaning: &'static str,
}

macro_rules! codes {
    ($( $variant:ident $name:literal $severity:ident $meaning:literal )*) => {
        /// Names one kind of fault.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $( #[doc = $meaning] $variant, )* }

        /// Every code, in the order of the documentation.
        pub const TABLE: &[Entry] = &[
            $( Entry { code: Code::$variant, name: $name, severity: Severity::$severity, meaning: $meaning }, )*
        ];
    };
}

codes! {
    SyntaxError "syntax-error" Error "The file is not valid TOML. Nothing can be said about the part that could not be read."
    UnknownTable "unknown-table" Error "A table that the format does not know. It would be left out of the page without a word, so it is an error."
    UnknownField "unknown-field" Error "A field that its table does not know. It would be left out of the page without a word, so it is an error."
    MissingField "missing-field" Error "A required field is not there."
    MissingTable "missing-table" Error "A required table is not there, or has no record."
    WrongType "wrong-type" Error "A value of another type than the field takes."
    BadValue "bad-value" Error "A value of the right type that the field does not allow."
    BadEnum "bad-enum" Error "A word that is not one of the field's words."
    BadId "bad-id" Error "An id that is not kebab-case ASCII: lower-case letters, digits and single hyphens."
    UnknownReference "unknown-reference" Error "A field or a citation names an id that no record has."
    BadProse "bad-prose" Error "A marker in prose that does not close, or a link or citation that is not well formed."
    UnsafeCharacter "unsafe-character" Error "A control or bidirectional override character, which can make text read otherwise than it is."
    UnsupportedSchema "unsupported-schema" Error "The file was written for a later version of the format than this program reads."
    TemplateError "template-error" Error "The template cannot be read, or names something that does not exist."
    TemplateRunaway "template-runaway" Error "The template does not end: it includes itself, or its loops make more than any brief can need."
    UnknownLayout "unknown-layout" Error "A layout comment that the program does not know, or that is not closed. It would be left out of account without a word."
    UnsupportedMarkdown "unsupported-markdown" Error "The template makes Markdown that the page cannot print, such as an image, a code block or HTML. The two prints of a brief must say the same."
    BadStyle "bad-style" Error "A fault in a template's style.toml."
    PageOverflow "page-overflow" Error "The brief does not fit the pages that its style allows, even at the smallest legible size."
    MissingGlyph "missing-glyph" Error "A character that none of the fonts can print. It would be an empty box on the page, which PDF/A (ISO 19005-2, 6.2.11.8) forbids."
    UnsupportedLanguage "unsupported-language" Warning "The program has no labels for the brief's language and prints English ones."
}

impl Code {
    /// The code's line of the table.
    #[must_use]
    pub fn entry(self) -> &'static Entry {
        // The macro writes enum and table from one list, in one order.
        &TABLE[self as usize]
    }

    /// The code's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_finds_its_own_entry_and_names_are_kebab_case_and_unique() {
        for (at, entry) in TABLE.iter().enumerate() {
            assert_eq!(entry.code.entry().name, entry.name);
            assert!(entry.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", entry.name);
            assert!(TABLE[..at].iter().all(|other| other.name != entry.name), "{} stands twice", entry.name);
            assert!(entry.meaning.ends_with('.'), "{}", entry.name);
        }
    }
}
