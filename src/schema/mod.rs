//! The one table of what a brief may hold: tables, fields, types, words and what they mean.
//!
//! Checking, the nearest known name, the JSON Schema and the reference `docs/format.md` are all driven by [`TABLES`]
//! and [`ATTRIBUTION`]; no other list of names exists. Files of settings are declared in the same terms: [`PROJECT`]
//! for the project file, `layout::STYLE` for a template's style.

mod commitment;
mod field;
mod figure;
mod json;
mod judgement;
mod locate;
mod mandate;
mod meeting;
mod project;
mod proposal;
mod reference;
mod source;
mod tables;
mod text;

pub use field::field;
pub use figure::picture_path;
pub use json::{json_schema, json_schema_of_export, json_schema_of_project, json_schema_of_shared};
pub use locate::{Located, field_at, locate};
pub use project::{FORMATS, LEVELS, PROJECT};
pub use reference::{EXAMPLE, reference};
pub use source::SOURCES;
pub use tables::{ATTRIBUTION, MARKING, TABLES};

use std::fmt;

use crate::model::VocabularyWord;

/// The version of the format that this program reads.
pub const VERSION: i64 = 1;

/// One kind of table.
#[derive(Debug)]
pub struct TableSchema {
    /// Its name, parts in capitals standing for ids: `positions.ISSUE.PARTY`. Empty for the top of the file.
    pub path: &'static str,
    /// Whether there must be at least one.
    pub required: bool,
    /// Whether it takes the fields of [`ATTRIBUTION`].
    pub attribution: bool,
    /// What it holds, in one or two sentences.
    pub doc: &'static str,
    /// Its own fields, in the order of the documentation.
    pub fields: &'static [Field],
}

/// One field of a table.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub kind: Type,
    /// Whether it must be there.
    pub required: bool,
    /// The field of the same table that may be there in its place, if it must be there.
    pub unless: Option<&'static str>,
    /// What it means, in one sentence.
    pub doc: &'static str,
    /// A value as the file spells it.
    pub example: &'static str,
    /// What a change of it counts as; in prose the words decide whether a change is less than that.
    pub class: Class,
    /// Whether `false` says something else than its absence.
    pub has_third: bool,
    /// What a release takes out with it.
    pub taken_with: TakenWith,
}

/// What a release takes out with a field, because the rest would say something else without it: of everybody, or of
/// nobody in particular.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenWith {
    /// Nothing.
    Nothing,
    /// The record, when all that the list names is withheld, unless the record has another field. A mark on the field
    /// itself takes the field alone: its author wants just that unsaid.
    RecordIfEmptied {
        /// The other field.
        unless: Option<&'static str>,
    },
    /// The record: without the field it would say something that is not so, as that a text is still open, that a date
    /// is exact or that a claim is beyond doubt. What only adds to the record goes alone.
    Record,
    /// Another field.
    Field(&'static str),
}

/// How much a change matters to the reader of an earlier edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// What is the case, or what somebody wants, does or has promised.
    Substantive,
    /// Where it comes from and how sure it is.
    Evidential,
    /// How it is put and filed.
    Editorial,
}

impl Class {
    /// Every class, the most serious first.
    pub const ALL: [Self; 3] = [Self::Substantive, Self::Evidential, Self::Editorial];

    /// The class as it is written: `substantive`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Substantive => "substantive",
            Self::Evidential => "evidential",
            Self::Editorial => "editorial",
        }
    }
}

/// What a field takes.
#[derive(Debug, Clone, Copy)]
pub enum Type {
    /// A text without markers.
    Text,
    /// The words of a text under negotiation, character by character: no rule reads them as the author's own.
    Literal,
    /// A text with markers, see [`crate::model::prose`].
    Prose,
    /// The same with lists, for fields that pages print as blocks of their own.
    Passage,
    /// A local date.
    Date,
    /// A date that may be known only to its month or year, or a span, see [`crate::model::PartialDate`].
    PartialDate,
    /// A length of time.
    Duration,
    /// A whole number.
    Integer {
        /// The least.
        least: i64,
        /// The greatest.
        most: i64,
    },
    /// A number, which may have a fraction.
    Number {
        /// The least.
        least: f32,
        /// The greatest.
        most: f32,
        /// What it counts, in the plural; empty for a bare number.
        unit: &'static str,
    },
    /// `true` or `false`.
    Boolean,
    /// One of the words of a vocabulary, which has a name.
    Word(&'static str, &'static [VocabularyWord]),
    /// The id of a record.
    Id(Target),
    /// The id of a party, or a text.
    PartyOrText,
    /// An address that begins with `http://` or `https://`.
    Url,
    /// A language tag (BCP 47).
    Language,
    /// A handling marking: a label of the Traffic Light Protocol or a short text.
    Handling,
    /// An inline table with a handling marking for each of some fields of the same table.
    Marks,
    /// A text that a function accepts or refuses.
    Checked {
        /// The type in a sentence.
        noun: &'static str,
        /// The function.
        check: fn(&str) -> Result<(), ValueRefusal>,
    },
    /// Any number of them.
    List(&'static Type),
    /// One of them, or a list of at least one.
    OneOrMore(&'static Type),
    /// As many of them as there are names for.
    Each(&'static Type, &'static [&'static str]),
    /// An inline table of these fields.
    Record(&'static [Field]),
}

/// Why a text does not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueRefusal {
    /// What is wrong with it, after "`field` cannot be this:".
    pub message: String,
    /// What to write.
    pub help: String,
    /// The text that was certainly meant.
    pub meant: Option<String>,
}

/// What is wrong, then in parentheses what to write.
impl fmt::Display for ValueRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.help)
    }
}

impl std::error::Error for ValueRefusal {}

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// A record of `[parties.ID]`.
    Party,
    /// A record of `[issues.ID]`.
    Issue,
    /// A record of `[sources.ID]`.
    Source,
    /// A record of `[options.ID]`.
    Option,
    /// A record of `[people.ID]`.
    Person,
    /// A record of `[meetings.ID]`.
    Meeting,
    /// A record of `[proposals.ID]`.
    Proposal,
}

impl Target {
    /// Everything that an id can name.
    pub const ALL: [Self; 7] =
        [Self::Party, Self::Issue, Self::Source, Self::Option, Self::Person, Self::Meeting, Self::Proposal];

    /// The part that stands for such an id in the names of other tables; `None` where it is in none.
    #[must_use]
    pub fn part(self) -> Option<&'static str> {
        match self {
            Self::Party => Some("PARTY"),
            Self::Issue => Some("ISSUE"),
            Self::Source | Self::Option | Self::Person | Self::Meeting | Self::Proposal => None,
        }
    }

    /// What a part of a table's name in capitals names; `None` for the id of a record of that table.
    #[must_use]
    pub fn of_part(part: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.part() == Some(part))
    }

    /// The table whose records it names.
    #[must_use]
    pub fn table(self) -> &'static str {
        match self {
            Self::Party => "parties",
            Self::Issue => "issues",
            Self::Source => "sources",
            Self::Option => "options",
            Self::Person => "people",
            Self::Meeting => "meetings",
            Self::Proposal => "proposals",
        }
    }

    /// One such record in a sentence.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Issue => "issue",
            Self::Source => "source",
            Self::Option => "option",
            Self::Person => "person",
            Self::Meeting => "meeting",
            Self::Proposal => "proposal",
        }
    }
}

impl Type {
    /// What the items of a list are; the type itself where it is not a list.
    #[must_use]
    pub fn item(&self) -> &Self {
        let mut kind = self;
        while let Self::List(item) | Self::OneOrMore(item) = kind {
            kind = item;
        }
        kind
    }

    /// The type in a sentence: "`as_of` takes a date".
    #[must_use]
    pub fn noun(&self) -> String {
        match self {
            Self::Text | Self::Literal | Self::Prose | Self::Passage | Self::Handling => "a text".to_owned(),
            Self::Date | Self::PartialDate => "a date".to_owned(),
            Self::Duration => "a length of time such as \"21d\"".to_owned(),
            Self::Integer { .. } => "a whole number".to_owned(),
            Self::Number { unit: "", .. } => "a number".to_owned(),
            Self::Number { unit, .. } => format!("a number of {unit}"),
            Self::Boolean => "true or false".to_owned(),
            Self::Checked { noun, .. } => (*noun).to_owned(),
            Self::Each(item, names) => {
                let items = if matches!(item, Self::Text) { "texts" } else { "numbers" };
                format!("a list of {} {items}", names.len())
            }
            Self::Word(..) => "a word in quotation marks".to_owned(),
            Self::Id(target) => format!("the id of {} in quotation marks", article(target.noun())),
            Self::PartyOrText => "the id of a party, or a text".to_owned(),
            Self::Url => "an address in quotation marks".to_owned(),
            Self::Language => "a language tag such as \"en\"".to_owned(),
            Self::OneOrMore(item) => format!("{}, or {}", item.noun(), Self::List(item).noun()),
            Self::List(item) => match item {
                Self::Id(target) => format!("a list of ids of {}", target.table()),
                Self::Record(_) => "a list of tables in braces".to_owned(),
                _ => "a list of texts".to_owned(),
            },
            Self::Record(_) | Self::Marks => "a table in braces".to_owned(),
        }
    }
}

/// A noun with its indefinite article.
#[must_use]
pub fn article(noun: &str) -> String {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {noun}", if vowel { "an" } else { "a" })
}

impl TableSchema {
    /// The fields that it takes: its own, those of the attribution, then those that say who may read it.
    pub fn all_fields(&self) -> impl Iterator<Item = &'static Field> + use<> {
        let own = self.fields;
        let marks = self.marking().iter().filter(|mark| own.iter().all(|field| field.name != mark.name));
        own.iter().chain(if self.attribution { ATTRIBUTION } else { &[] }).chain(marks)
    }

    /// The fields that say who may read it. Every table of a brief has them but those that are about the file.
    #[must_use]
    pub fn marking(&self) -> &'static [Field] {
        // Files of settings are declared as tables, too.
        let is_of_a_brief = TABLES.iter().any(|table| table.path == self.path && table.doc == self.doc);
        if is_of_a_brief && !matches!(self.path, "" | "use") { MARKING } else { &[] }
    }

    /// The parts of its name that stand for ids, in order. The id of the record that contains this table is named
    /// after that record, in capitals: `TEXT` and `VARIANT` of `texts.ID.variants.VARIANT`.
    #[must_use]
    pub fn id_parts(&self) -> Vec<&'static str> {
        let steps: Vec<&'static str> = self.path.split('.').collect();
        let is_id = |step: &&'static str| is_id_part(step) && !step.is_empty();
        let last = steps.iter().rposition(is_id);
        let part = |(at, step): (usize, &&'static str)| {
            let is_holder = *step == "ID" && Some(at) != last;
            if is_holder && steps[..at] == ["texts"] { "TEXT" } else { step }
        };
        steps.iter().enumerate().filter(|(_, step)| is_id(step)).map(part).collect()
    }

    /// The field that takes any name, which is written in capitals.
    #[must_use]
    pub fn any_field(&self) -> Option<&'static Field> {
        self.fields.iter().find(|field| is_id_part(field.name))
    }

    /// The field of a name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.all_fields().find(|field| field.name == name)
    }

    /// What the ids of its records are to those who refer to them; `None` for a table whose records nothing refers to.
    #[must_use]
    pub fn target(&self) -> Option<Target> {
        let named = self.path.strip_suffix(".ID")?;
        Target::ALL.into_iter().find(|target| target.table() == named)
    }

    /// The name as a header: `[parties.ID]`.
    #[must_use]
    pub fn header(&self) -> String {
        if self.path.is_empty() { "the top of the file".to_owned() } else { format!("[{}]", self.path) }
    }
}

/// The table of a path, with the parts in capitals as they stand.
#[must_use]
pub fn table(path: &str) -> Option<&'static TableSchema> {
    TABLES.iter().find(|table| table.path == path)
}

/// What may follow a path: names of tables, or a part in capitals for an id. In the order of the documentation.
#[must_use]
pub fn parts_after(path: &str) -> Vec<&'static str> {
    parts_among(TABLES, path)
}

/// As [`parts_after`], of other tables than those of a brief.
#[must_use]
pub fn parts_among(tables: &'static [TableSchema], path: &str) -> Vec<&'static str> {
    let mut parts = Vec::new();
    for table in tables {
        let rest = if path.is_empty() { Some(table.path) } else { after(table.path, path) };
        let part = rest.and_then(|rest| rest.split('.').next()).filter(|part| !part.is_empty());
        if let Some(part) = part.filter(|part| !parts.contains(part)) {
            parts.push(part);
        }
    }
    parts
}

/// Whether a part of a path stands for an id.
#[must_use]
pub fn is_id_part(part: &str) -> bool {
    part.bytes().all(|b| b.is_ascii_uppercase())
}

fn after<'a>(path: &'a str, start: &str) -> Option<&'a str> {
    path.strip_prefix(start)?.strip_prefix('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_no_name_twice_and_explains_itself() {
        for table in TABLES {
            let names: Vec<&str> = table.all_fields().map(|field| field.name).collect();
            for (at, name) in names.iter().enumerate() {
                assert!(!names[..at].contains(name), "{name} stands twice in {}", table.header());
                assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{name}");
            }
            assert!(table.doc.ends_with('.'), "{}", table.path);
            for field in table.all_fields() {
                assert!(field.doc.ends_with('.') && !field.example.is_empty(), "{}.{}", table.path, field.name);
            }
        }
    }

    /// The optional fields that are a word of the format, a flag or have a value without being there, and that go alone
    /// all the same, with their tables. Without them the rest says less, and nothing else: a party has its full name, a
    /// proposal that of its author, a picture its width.
    const ALONE: &[(&str, &str)] = &[
        ("*", "handling"),
        ("*", "on_page"),
        // `[brief]` is there whatever its marks are; the page is made without these.
        ("brief", "language"),
        ("brief", "pages"),
        ("brief", "template"),
        ("brief", "unmarked"),
        ("developments.ID", "trend"),
        ("figures.ID", "width"),
        ("issues.ID", "category"),
        ("meetings.ID", "instrument"),
        ("outcome", "instrument"),
        ("parties.ID", "kind"),
        ("parties.ID", "short"),
        ("positions.ISSUE.PARTY", "red_line"),
        ("positions.ISSUE.PARTY", "short"),
        ("proposals.ID", "title"),
        ("sources.ID", "kind"),
    ];

    #[test]
    fn a_field_whose_absence_says_something_takes_more_with_it() {
        let mut undecided = Vec::new();
        for table in TABLES.iter().filter(|table| !table.marking().is_empty()) {
            for field in table.all_fields().filter(|field| !field.required) {
                let is_head = table.path == "brief";
                let says = field.doc.to_lowercase().contains("without it")
                    || !is_head && matches!(field.kind, Type::Boolean | Type::Word(..));
                let takes = matches!(field.taken_with, TakenWith::Record | TakenWith::Field(_));
                if says && !takes {
                    undecided.push((table.path, field.name));
                }
            }
        }
        let is =
            |(table, name): (&str, &str), found: &(&str, &str)| name == found.1 && (table == "*" || table == found.0);
        let more: Vec<_> = undecided.iter().filter(|found| !ALONE.iter().any(|it| is(*it, found))).collect();
        assert!(more.is_empty(), "decide what their absence says: {more:?}");
        let unused: Vec<_> = ALONE.iter().filter(|it| !undecided.iter().any(|found| is(**it, found))).collect();
        assert!(unused.is_empty(), "no such field, or none that needs an exception: {unused:?}");
    }

    #[test]
    fn no_table_has_two_ids_of_one_name() {
        for table in TABLES {
            let mut parts = table.id_parts();
            let count = parts.len();
            parts.dedup();
            assert!(parts.len() == count && parts.iter().all(|part| is_id_part(part)), "{}: {parts:?}", table.path);
        }
        assert_eq!(table("texts.ID.variants.VARIANT").unwrap().id_parts(), ["TEXT", "VARIANT"]);
        assert_eq!(table("positions.ISSUE.PARTY").unwrap().id_parts(), ["ISSUE", "PARTY"]);
    }

    #[test]
    fn the_parts_after_a_path_lead_to_every_table() {
        assert_eq!(parts_after("positions"), ["ISSUE"]);
        assert_eq!(parts_after("positions.ISSUE"), ["PARTY"]);
        assert_eq!(parts_after("outcome"), ["points"]);
        assert!(parts_after("parties.ID").is_empty());
        assert_eq!(parts_after("texts"), ["ID"]);
        assert_eq!(parts_after("texts.ID"), ["variants"]);
        assert_eq!(parts_after("texts.ID.variants"), ["VARIANT"]);
        assert!(parts_after("").contains(&"brief"));
    }
}
