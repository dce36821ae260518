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
    /// A wrong piece of a brief and the right one, where a piece can show it. A test checks that the first has the
    /// fault and the second has none. A piece that begins with `schema` is a whole file; another is a part of one.
    pub example: Option<Example>,
}

/// The same piece of a brief, wrong and right.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// With the fault.
    pub wrong: &'static str,
    /// Mended.
    pub right: &'static str,
}

macro_rules! codes {
    (@example) => { None };
    (@example $wrong:literal $right:literal) => { Some(Example { wrong: $wrong, right: $right }) };
    ($( $variant:ident $name:literal $severity:ident $meaning:literal $( { $wrong:literal => $right:literal } )? )*) => {
        /// Names one kind of fault.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $( #[doc = $meaning] $variant, )* }

        /// Every code, in the order of the documentation.
        pub const TABLE: &[Entry] = &[
            $( Entry {
                code: Code::$variant,
                name: $name,
                severity: Severity::$severity,
                meaning: $meaning,
                example: codes!(@example $( $wrong $right )?),
            }, )*
        ];
    };
}

codes! {
    SyntaxError "syntax-error" Error
        "A line that cannot be read: a quotation mark that does not close, a missing equals sign, a field that stands twice. Nothing can be said about the part that could not be read. Mend it first; other faults may come to light then."
        { "[next_steps.meet]
text = The committee meets."
            => r#"[next_steps.meet]
text = "The committee meets.""# }
    UnknownTable "unknown-table" Error
        "A table that the format does not know. What stands in it would be left out of the page without a word, so it is an error. Correct the name, or turn the table into a comment with `#`."
        { r#"[next_step.meet]
text = "The committee meets.""#
            => r#"[next_steps.meet]
text = "The committee meets.""# }
    UnknownField "unknown-field" Error
        "A field that its table does not know. It would be left out of the page without a word, so it is an error. Correct the name, or move the field under the table to which it belongs."
        { r#"[next_steps.meet]
text = "The committee meets."
due = 2024-06-03"#
            => r#"[next_steps.meet]
text = "The committee meets."
date = 2024-06-03"# }
    MissingField "missing-field" Error
        "A table lacks a field without which it says nothing. Add the line."
        { r#"[commitments.data]
by = "upstream""#
            => r#"[commitments.data]
by = "upstream"
text = "Publishes the flow data.""# }
    MissingTable "missing-table" Error
        "A brief needs a head, parties, issues, positions and an outcome; one of these tables is not there, or has no record. Add it; where nothing has come out of the talks yet, say so in the outcome."
    WrongType "wrong-type" Error
        "A value of another type than the field takes: a date in quotation marks, a text where a list belongs, a list of tables in double brackets. The program does not guess what was meant."
        { r#"[next_steps.meet]
text = "The committee meets."
date = "2024-06-03""#
            => r#"[next_steps.meet]
text = "The committee meets."
date = 2024-06-03"# }
    BadValue "bad-value" Error
        "A value of the right type that the field does not allow: an empty text, an address that cannot be opened, a number out of range."
        { r#"[sources.agency]
publisher = "Agency"
date = 2024-05-13
url = "agency.example""#
            => r#"[sources.agency]
publisher = "Agency"
date = 2024-05-13
url = "https://agency.example""# }
    BadEnum "bad-enum" Error
        "A word that is not one of the field's words. The page, the comparison of two versions and the filters depend on these words, so none can be invented. The message lists them; `docs/format.md` says what each means."
        { r#"[talking_points.welcome]
kind = "say"
text = "We welcome the clause.""#
            => r#"[talking_points.welcome]
kind = "make"
text = "We welcome the clause.""# }
    BadId "bad-id" Error
        "An id is written in small letters a–z, digits and single hyphens, so that it can be typed on every keyboard and stand in every file name and address."
        { r#"[next_steps.Next_Meeting]
text = "The committee meets.""#
            => r#"[next_steps.next-meeting]
text = "The committee meets.""# }
    UnknownReference "unknown-reference" Error
        "A field or a citation names an id that no record has, so that the reader would be sent nowhere. Correct the id, or add the record."
        { r#"[next_steps.meet]
text = "The committee meets [@ministery].""#
            => r#"[next_steps.meet]
text = "The committee meets [@ministry].""# }
    BadProse "bad-prose" Error
        "A mark in prose that does not close, or a link or citation that is not well formed. Close it, or put a backslash before a mark that is to be printed; between straight quotation marks the backslash is written twice."
        { r#"[next_steps.meet]
text = "The *technical committee meets.""#
            => r#"[next_steps.meet]
text = "The *technical* committee meets.""# }
    UnsafeCharacter "unsafe-character" Error
        "A character that is invisible or changes the direction of the text, so that a reader sees other words than the file holds; or one that every font shows differently. Such characters come in with pasted text, and somebody may put them there on purpose. Delete it, and read the text again."
        { "[next_steps.meet]
text = \"The \\u202Ecommittee meets.\""
            => r#"[next_steps.meet]
text = "The committee meets.""# }
    UnsupportedSchema "unsupported-schema" Error
        "The file was written for a later version of the format than this program reads. Nothing else is checked. Use a newer version of the program."
        { "schema = 2"
            => "schema = 1" }
    TemplateError "template-error" Error "The template cannot be read, or names something that does not exist."
    TemplateRunaway "template-runaway" Error "The template does not end: it includes itself, or its loops make more than any brief can need."
    UnknownLayout "unknown-layout" Error "A layout comment that the program does not know, or that is not closed. It would be left out of account without a word."
    UnsupportedMarkdown "unsupported-markdown" Error "The template makes Markdown that the page cannot print, such as an image, a code block or HTML. The two prints of a brief must say the same."
    BadStyle "bad-style" Error "A fault in a template's style.toml."
    PageOverflow "page-overflow" Error "The brief does not fit the pages that its style allows, even at the smallest legible size."
    MissingGlyph "missing-glyph" Error "A character that none of the fonts can print. It would be an empty box on the page, which PDF/A (ISO 19005-2, 6.2.11.8) forbids."
    PdfError "pdf-error" Error "The PDF could not be written. This is a fault of the program and not of the brief: please report it with the brief."
    UnsupportedLanguage "unsupported-language" Warning "The program has no labels for the brief's language and prints English ones."
}

impl Entry {
    /// The first sentence of the meaning.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        self.meaning.split_once(". ").map_or(self.meaning, |(first, _)| first)
    }

    /// Name, meaning and example as text of several lines, for a terminal.
    #[must_use]
    pub fn explanation(&self) -> String {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let mut out = format!("{} ({severity})\n\n{}\n", self.name, wrapped(self.meaning));
        let Some(example) = self.example else { return out };
        for (title, piece) in [("Wrong", example.wrong), ("Right", example.right)] {
            out.push_str(&format!("\n{title}:\n\n"));
            out.extend(piece.lines().map(|line| format!("    {line}\n")));
        }
        out
    }
}

/// A paragraph in lines of at most 80 characters.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    let mut width = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > 80 {
            out.push('\n');
            width = 0;
        } else if width > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += length;
    }
    out
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

    #[test]
    fn an_example_has_its_fault_and_its_mend_has_not() {
        let codes = |piece: &str| {
            let whole = piece.starts_with("schema");
            let text = if whole { piece.to_owned() } else { format!("{}\n{piece}\n", crate::schema::EXAMPLE) };
            let mut sources = crate::source::Sources::default();
            let file = sources.add("brief.toml", text);
            let (document, mut faults) = crate::parse::parse(&sources, file);
            faults.extend(crate::check::check(&document, &sources).1);
            faults.into_iter().map(|fault| fault.code).collect::<Vec<_>>()
        };
        for entry in TABLE {
            let Some(example) = entry.example else { continue };
            assert_eq!(codes(example.wrong), [entry.code], "{}", entry.name);
            let mended = codes(example.right);
            assert!(!mended.contains(&entry.code), "{}", entry.name);
            assert!(mended.is_empty() || example.right.starts_with("schema"), "{}: {mended:?}", entry.name);
        }
    }
}
