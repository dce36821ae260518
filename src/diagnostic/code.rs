//! What a code is, and the codes of the format, the template and the page.
//!
//! A code is a kebab-case name of the diagnostic. Those of the rules of a sound brief are next to the rules, in
//! `check/rules/`; `check::codes()` returns all of them, in the order of the documentation. The command line, the
//! documentation and the tests read the same entries.

use std::fmt;
use std::hash::{Hash, Hasher};

use super::Severity;

/// Names one kind of diagnostic. Two codes are the same when their names are.
#[derive(Clone, Copy)]
pub struct Code(&'static CodeEntry);

/// The documentation of a code.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct CodeEntry {
    /// Its name, kebab-case: `unknown-field`.
    pub name: &'static str,
    /// The severity that it has unless a project sets another.
    pub severity: Severity,
    /// Whether a project may set another severity. Not where nothing can be printed of a brief with the error.
    pub adjustable: bool,
    /// What it means: its first sentence says it alone.
    pub meaning: &'static str,
    /// Why it matters, with the standard it comes from, and what to do.
    pub reason: &'static str,
    /// What is wrong and what is right. `None` where a file alone cannot show it.
    pub example: Option<Example>,
}

/// The same piece of a file, wrong and right. A test checks that the first is reported and the second is not.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Example {
    /// The kind of file that it is a piece of.
    pub piece: ExampleKind,
    /// The text with the diagnostic.
    pub wrong: &'static str,
    /// The fixed text.
    pub right: &'static str,
}

/// The kind of file that an example is a piece of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExampleKind {
    /// Tables of a brief. Each stands for the table of its name in a brief that is otherwise right.
    Brief,
    /// The top of a brief.
    Top,
    /// The whole `template.md.hbs` of a template.
    Template,
    /// A template's `style.toml`.
    Style,
    /// A project's `briefing.toml`.
    Project,
}

macro_rules! codes {
    (@example) => { None };
    (@example $piece:ident $wrong:literal $right:literal) => {
        Some(Example { piece: ExampleKind::$piece, wrong: $wrong, right: $right })
    };
    ($( $variant:ident $name:literal $severity:ident $meaning:literal $reason:literal
        $( @ $piece:ident { $wrong:literal => $right:literal } )? )*) => {
        impl Code { $(
            #[doc = $meaning]
            pub const $variant: Self = {
                const ENTRY: CodeEntry = CodeEntry {
                    name: $name,
                    severity: Severity::$severity,
                    adjustable: !matches!(Severity::$severity, Severity::Error),
                    meaning: $meaning,
                    reason: $reason,
                    example: codes!(@example $( $piece $wrong $right )?),
                };
                Self::new(&ENTRY)
            };
        )* }

        /// The codes of the format, the template and the page, in the order of the documentation.
        pub const TABLE: &[Code] = &[ $( Code::$variant, )* ];
    };
}

codes! {
    SYNTAX_ERROR "syntax-error" Error
        "A line that cannot be read: a quotation mark that does not close, a missing equals sign, a field that is defined twice."
        "Nothing can be said about the part that could not be read (TOML 1.1), so nothing is printed. Fix it first; other errors may appear then."
        @ Brief { "[next_steps.meet]
text = The committee meets."
            => r#"[next_steps.meet]
text = "The committee meets.""# }
    UNKNOWN_TABLE "unknown-table" Error
        "A table that the format does not know."
        "Its records would be silently left out of the page, so it is an error. Correct the name, or comment the table out with `#`."
        @ Brief { r#"[next_step.meet]
text = "The committee meets.""#
            => r#"[next_steps.meet]
text = "The committee meets.""# }
    UNKNOWN_FIELD "unknown-field" Error
        "A field that its table does not know."
        "It would be silently left out of the page, so it is an error. Correct the name, or move the field under the table to which it belongs."
        @ Brief { r#"[next_steps.meet]
text = "The committee meets."
due = 2024-06-03"#
            => r#"[next_steps.meet]
text = "The committee meets."
date = 2024-06-03"# }
    MISSING_FIELD "missing-field" Error
        "A table lacks a required field."
        "The page would have a gap in its place. Add the line."
        @ Brief { r#"[commitments.data]
by = "upstream"
sources = ["ministry"]"#
            => r#"[commitments.data]
by = "upstream"
text = "Publishes the flow data."
sources = ["ministry"]"# }
    MISSING_TABLE "missing-table" Error
        "A brief needs `[brief]`, parties, issues and positions; one of these tables is missing, or has no record."
        "Without them there is no page. Add the table."
        @ Top { "schema = 1

[brief]
title = \"Reservoir talks\"
as_of = 2024-05-14
bottom_line = \"The talks go on.\""
            => "schema = 1

[brief]
title = \"Reservoir talks\"
as_of = 2024-05-14
bottom_line = \"The talks go on [@ministry].\"

[parties.upstream]
name = \"Upstream Republic\"
role = \"principal\"

[issues.filling]
title = \"Filling schedule\"
status = \"contested\"

[positions.filling.upstream]
stance = \"demands\"
text = \"Five years, fixed.\"
sources = [\"ministry\"]

[outcome]
event = \"Third round\"
date = 2024-05-12
result = \"procedural\"

[sources.ministry]
publisher = \"Ministry of Water\"
date = 2024-05-13" }
    WRONG_TYPE "wrong-type" Error
        "A value of another type than the field takes: a date in quotation marks, a text where a list belongs, a list of tables in double brackets."
        "The program does not guess what was meant. Most such errors have a safe fix: `brief check --fix`."
        @ Brief { r#"[next_steps.meet]
text = "The committee meets."
date = "2024-06-03""#
            => r#"[next_steps.meet]
text = "The committee meets."
date = 2024-06-03"# }
    BAD_VALUE "bad-value" Error
        "A value of the right type that the field does not allow: an empty text, an address that cannot be opened, a number out of range."
        "It would be on the page but mean nothing. The Admiralty code (NATO AJP-2.1), for example, has the letters A to F and the numbers 1 to 6 and no others. The message says what is allowed."
        @ Brief { r#"[sources.agency]
publisher = "Agency"
date = 2024-05-13
url = "agency.example"

[next_steps.read]
text = "Read the text [@agency].""#
            => r#"[sources.agency]
publisher = "Agency"
date = 2024-05-13
url = "https://agency.example"

[next_steps.read]
text = "Read the text [@agency].""# }
    BAD_ENUM "bad-enum" Error
        "A word that is not one of the field's words."
        "The page, the comparison of two versions and the filters depend on these words, so you cannot invent others. The message lists them; `docs/format.md` says what each means."
        @ Brief { r#"[talking_points.welcome]
kind = "say"
text = "We welcome the clause.""#
            => r#"[talking_points.welcome]
kind = "make"
text = "We welcome the clause.""# }
    BAD_ID "bad-id" Error
        "An id that has characters other than lower-case letters a–z, digits and single hyphens."
        "It must be possible to type an id on every keyboard and to use it in every file name and address."
        @ Brief { r#"[next_steps.Next_Meeting]
text = "The committee meets.""#
            => r#"[next_steps.next-meeting]
text = "The committee meets.""# }
    UNKNOWN_REFERENCE "unknown-reference" Error
        "A field or a citation names an id that no record has."
        "The reader would be sent nowhere. Correct the id, or add the record."
        @ Brief { r#"[next_steps.meet]
text = "The committee meets [@ministery].""#
            => r#"[next_steps.meet]
text = "The committee meets [@ministry].""# }
    BAD_PROSE "bad-prose" Error
        "A marker in prose that is not closed, or a link or citation that is not well formed."
        "It would be printed literally, or swallow the words after it. Close it, or put a backslash before a marker that is to be printed; within straight quotation marks the backslash is written twice."
        @ Brief { r#"[next_steps.meet]
text = "The *technical committee meets.""#
            => r#"[next_steps.meet]
text = "The *technical* committee meets.""# }
    UNSAFE_CHARACTER "unsafe-character" Error
        "A character that is invisible or changes the direction of the text, so that a reader sees different words from those in the file; or one that every font shows differently."
        "Such characters come in with pasted text, and somebody may put them there on purpose (Unicode UTS #55, CVE-2021-42574). Delete it, and read the text again. Invisible characters are allowed where a script or an emoji needs them: a soft hyphen in a word, a joiner between letters that join, a zero-width space in Thai or Khmer, a variation selector after an emoji, an ideograph or a mathematical symbol, and a direction mark at the edge of a word in Arabic, Hebrew and the like."
        @ Brief { "[next_steps.meet]
text = \"The \\u202Ecommittee meets.\""
            => r#"[next_steps.meet]
text = "The committee meets.""# }
    UNSUPPORTED_SCHEMA "unsupported-schema" Error
        "The file was written for a later version of the format than this program reads."
        "Nothing else is checked, because it would be checked by old rules. Use a newer version of the program."
        @ Top { "schema = 2"
            => "schema = 1" }
    UNKNOWN_SHARED_FILE "unknown-shared-file" Error
        "`[use]` names a file that the project's folder of shared records does not have, or there is no such folder."
        "The parties and sources that the brief takes from it would be missing. Correct the name; docs/projects.md explains where the folder is named."
    FAULTY_SHARED_FILE "faulty-shared-file" Error
        "A file of shared records that the brief uses has errors."
        "What it says cannot be relied on, so nothing is printed from it. Run `brief check` on that file to see its own errors; they are reported once for all briefs that use it."
    DUPLICATE_RECORD "duplicate-record" Error
        "A record is defined twice: a party or source in the brief and in a file that it uses, or in two such files; a record in the brief and in its private file; or `[use]` names a file twice."
        "One of them would silently win, and the two would drift apart. Delete one, or give the brief's own another id."
    PRIVATE_RECORD "private-record" Error
        "The private file of a brief has something that is not a record, or the brief names a record that is only there."
        "`NAME.private.toml` has records that are for our side alone, and is in no release: the brief must be complete without it. Write what the brief needs into the brief (docs/releases.md)."
    BAD_PICTURE "bad-picture" Error
        "A picture that a brief names cannot be printed: it is missing, outside of the folder of the brief, too large, damaged, or neither a PNG nor a JPEG nor an SVG file of paths."
        "The page would have a gap where the reader expects to see something. A file has at most 8 MB and 40 million pixels, all pictures of a brief 64 MB. A JPEG has gray or RGB colours in 8 bits and is stored upright: viewers disagree about what CMYK colours mean, and about which way up a rotated picture is. An SVG file has at most 2 MB, and is printed as paths: convert text to paths first. What cannot be drawn exactly as paths, such as filters, masks and embedded pictures, is refused, and so is a file that would take too long to draw."
    UNREADABLE_FILE "unreadable-file" Error
        "A file that was named, or that a folder has, cannot be read: it is missing, too large, locked or not UTF-8 text."
        "Its content is not known. The message for people has no code; formats for programs have it, with the name of the file."
    NOT_RELEASED "not-released" Error
        "A brief cannot be released to the readers that were asked for."
        "It has errors, or no `handling`, or no such level; or a text that would be released repeats what would be withheld. No part of it is shown. The message for people has no code; formats for programs have it, with the name of the file. `brief check` without `--release` shows what is wrong (docs/releases.md)."
    BAD_PROJECT "bad-project" Error
        "An error in the project file `briefing.toml`: a table, field, code or level that the program does not know."
        "With a misspelt code, a rule that the project wants to switch off would stay on, or the other way round. The levels are `deny`, `warn` and `allow`."
        @ Project { "[check]
uncited-sources = \"deny\""
            => "[check]
uncited-source = \"deny\"" }
    TEMPLATE_ERROR "template-error" Error
        "The template cannot be read, or names something that does not exist."
        "A name that does not exist would leave a gap in every page made with the template. `docs/templates.md` lists what a template can name."
        @ Template { "# {{brief.titel}}"
            => "# {{brief.title}}" }
    TEMPLATE_RUNAWAY "template-runaway" Error
        "The template does not terminate: it includes itself, or its loops produce more than any brief can need."
        "Rendering would never finish. Remove one of the inclusions that form the loop."
        @ Template { "# {{brief.title}}

{{> template}}"
            => "# {{brief.title}}" }
    UNKNOWN_LAYOUT "unknown-layout" Error
        "A layout comment that the program does not know, or that is not closed."
        "It would be silently ignored. `docs/templates.md` lists the comments."
        @ Template { "# {{brief.title}}

<!-- brief:colums count=2 -->

{{brief.bottom_line}}

<!-- /brief:colums -->"
            => "# {{brief.title}}

<!-- brief:columns count=2 -->

{{brief.bottom_line}}

<!-- /brief:columns -->" }
    UNSUPPORTED_MARKDOWN "unsupported-markdown" Error
        "The template makes Markdown that the page cannot print, such as a code block or HTML, or a picture outside `brief:figure`."
        "All outputs of a brief must say the same. Write it as a paragraph, a list or a table."
        @ Template { "# {{brief.title}}

![The map](map.png)"
            => "# {{brief.title}}

The map is in the annex." }
    BAD_STYLE "bad-style" Error
        "An error in a template's `style.toml`."
        "The page would not look as intended. `docs/templates.md` lists the fields of a style and their bounds; text has a contrast of at least 4.5 : 1 (WCAG 2.2, 1.4.3)."
        @ Style { "[page]
paper = \"a4\"
limits = 1"
            => "[page]
paper = \"a4\"
limit = 1" }
    PAGE_OVERFLOW "page-overflow" Error
        "The brief does not fit the pages that its style allows, even at the smallest legible size."
        "Nothing is ever clipped or made too small to read. The message reports by how many lines it is too long, and which of the records that are always on the page take most space: set `on_page = false` in one, shorten it, allow another page (`--pages 2`), or use the template `full`. `brief render --draft` writes all of it anyway, marked as a draft."
    MISSING_GLYPH "missing-glyph" Error
        "A character that none of the fonts can print."
        "It would be an empty box on the page, which PDF/A (ISO 19005-2, 6.2.11.8) forbids. `brief render --fonts DIR` names a folder with a font that has it."
    PDF_ERROR "pdf-error" Error
        "The PDF could not be written."
        "This is a bug in the program and not an error in the brief: please report it with the brief."
    DOCX_ERROR "docx-error" Error
        "The Word file could not be written."
        "A brief with more fields, or longer ids, than `brief review` reads has no file for review: render it without `--review`. Any other message is a bug in the program and not an error in the brief: please report it with the brief."
    SEMANTIC_CONFLICT "semantic-conflict" Error
        "A merge is clean as text but may be wrong in meaning: one side changed a word, such as a stance, and the other the text that goes with it."
        "Each side was right by itself; together they may say what nobody meant. Read both places and resolve it, then run `brief check`. Only `brief merge` reports this."
    BAD_SUPPRESSION "bad-suppression" Warning
        "A comment `# brief: allow …` that is not valid: it names a code that does not exist or that is an error, or there is nothing that it applies to."
        "It would be silently ignored. Only warnings and notes can be suppressed, and only those in the field or table that the comment is next to or directly above."
        @ Brief { r#"[next_steps.meet]
text = "The committee meets." # brief: allow missing-field -- the date is not fixed"#
            => r#"[next_steps.meet]
text = "The committee meets." # The date is not fixed."# }
    SUPPRESSION_WITHOUT_REASON "suppression-without-reason" Warning
        "A comment `# brief: allow CODE` that gives no reason. It suppresses nothing."
        "The next reader of the brief cannot know whether the text is intended, or the warning was only in the way. Write the reason after two hyphens; formats for programs include it."
        @ Brief { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "Two questions are open [@ministry]." # brief: allow vague-quantifier"#
            => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "Several questions are open [@ministry]." # brief: allow vague-quantifier -- the ministry names no number"# }
    UNUSED_SUPPRESSION "unused-suppression" Warning
        "A comment `# brief: allow CODE -- REASON` that suppresses no warning, or a code in it that suppresses none."
        "It would hide a later warning that has another reason, and it says something about the brief that is no longer true. `brief check --fix` removes it. A comment at the top applies to the whole file only if a blank line follows."
        @ Brief { r#"[next_steps.meet]
text = "The joint committee meets." # brief: allow unexpanded-abbreviation -- the JTC is known"#
            => r#"[next_steps.meet]
text = "The joint committee meets.""# }
    UNSUPPORTED_LANGUAGE "unsupported-language" Warning
        "The program has no labels for the brief's language and prints English ones."
        "The page would mix two languages. A template's style adds labels: `[labels.LANGUAGE]` in `style.toml` (`docs/templates.md`)."
    UNPRINTED_CONTENT "unprinted-content" Note
        "Texts of the brief that its template does not print, however much space there is."
        "Each template prints what its readers need. What else the brief says is not lost, but they do not see it: choose another template, or also print the dossier, `full`. What `on_page = false` keeps off the page is not reported. A project in which every text must be printed makes it a warning: `unprinted-content = \"warn\"`."
}

impl Code {
    /// The code of an entry.
    #[must_use]
    pub const fn new(entry: &'static CodeEntry) -> Self {
        Self(entry)
    }

    /// Its documentation.
    #[must_use]
    pub const fn entry(self) -> &'static CodeEntry {
        self.0
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0.name
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Code {}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.name().cmp(other.name())
    }
}

impl Hash for Code {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl CodeEntry {
    /// The first sentence of the meaning.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        self.meaning.split_once(". ").map_or(self.meaning, |(first, _)| first)
    }
}

impl ExampleKind {
    /// The piece in a sentence: "a piece of `briefing.toml`".
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Brief | Self::Top => "a brief",
            Self::Template => "`template.md.hbs`",
            Self::Style => "`style.toml`",
            Self::Project => "`briefing.toml`",
        }
    }
}
