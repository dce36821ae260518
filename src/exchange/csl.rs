//! Items of CSL-JSON, the form in which reference managers exchange bibliographies (citeproc, csl-data.json).

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::rows::Rows;
use super::source::{BibliographyEntry, Given, rows};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::SourceKind;
use crate::source::{FileId, Span};

/// Marks of rich text in a title.
const MARKS: [&str; 10] =
    ["<i>", "</i>", "<b>", "</b>", "<sub>", "</sub>", "<sup>", "</sup>", "<span class=\"nocase\">", "</span>"];
/// The fields that say who published a work or what it was published in, the best first.
const PUBLISHERS: [&str; 3] = ["container-title", "publisher", "authority"];

/// Reads the items of a bibliography as sources: a list of items, an object with the list `items`, or one item.
#[must_use]
pub fn from_csl_json(text: &str, file: FileId) -> Rows {
    // The places of what follows a byte order mark stay what they are.
    let without;
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => {
            without = format!("{}{rest}", " ".repeat('\u{feff}'.len_utf8()));
            &without
        }
        None => text,
    };
    let mut errors = Vec::new();
    let items = items(text).map_err(|error| errors.push(unread(text, file, &error))).unwrap_or_default();
    let mut entries = Vec::new();
    for raw in items {
        let place = Span::new(file, place(text, raw));
        match serde_json::from_str(raw.get()) {
            Ok(fields) => entries.extend(CslItem { fields, text, file, place }.entry(&mut errors)),
            Err(_) => errors.push(
                Diagnostic::new(Code::WRONG_TYPE, "this is not an item of CSL-JSON")
                    .at(Span::new(file, place.start..place.start))
                    .help("write an object with `id`, `type`, `title` and `issued`"),
            ),
        }
    }
    rows(entries, errors)
}

/// The items of a file.
fn items(text: &str) -> Result<Vec<&RawValue>, serde_json::Error> {
    #[derive(Deserialize)]
    struct Library<'a> {
        #[serde(borrow)]
        items: Vec<&'a RawValue>,
    }
    if text.trim_start().starts_with('{') {
        let library = serde_json::from_str::<Library<'_>>(text).map(|library| library.items);
        return library.or_else(|_| serde_json::from_str::<&RawValue>(text).map(|item| vec![item]));
    }
    serde_json::from_str(text)
}

fn unread(text: &str, file: FileId, error: &serde_json::Error) -> Diagnostic {
    let line: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let at = text.floor_char_boundary(line + error.column().saturating_sub(1));
    // The place is that of the diagnostic.
    let what = error.to_string();
    let what = what.rsplit_once(" at line ").map_or(what.as_str(), |(what, _)| what);
    Diagnostic::new(Code::SYNTAX_ERROR, format!("this JSON cannot be read: {what}"))
        .at(Span::new(file, at..at))
        .help("export the bibliography again as CSL-JSON")
}

/// Where a part of a text is in it.
fn place(text: &str, part: &RawValue) -> std::ops::Range<usize> {
    let start = (part.get().as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    start..start + part.get().len()
}

/// One item; its fields are read one by one, so that each has a place.
struct CslItem<'a> {
    fields: IndexMap<String, &'a RawValue>,
    text: &'a str,
    file: FileId,
    place: Span,
}

/// A text, or a number that is one.
#[derive(Deserialize)]
#[serde(untagged)]
enum CslText {
    Text(String),
    Number(i64),
    Truth(bool),
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct CslName {
    family: String,
    given: String,
    literal: String,
    non_dropping_particle: String,
    dropping_particle: String,
    suffix: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Day {
    date_parts: Vec<Vec<CslText>>,
    circa: Option<CslText>,
    raw: Option<String>,
    literal: Option<String>,
}

impl CslText {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Truth(truth) => truth.to_string(),
        }
    }
}

impl Day {
    /// As [`super::source::date`] reads it.
    fn text(&self) -> Option<String> {
        let side = |parts: &Vec<CslText>| {
            let parts: Vec<String> = parts.iter().map(|part| format!("{:0>2}", part.text())).collect();
            parts.join("-")
        };
        let sides: Vec<String> = self.date_parts.iter().map(side).filter(|side| !side.is_empty()).collect();
        if sides.is_empty() { self.raw.clone().or_else(|| self.literal.clone()) } else { Some(sides.join("/")) }
    }

    fn is_circa(&self) -> bool {
        self.circa.as_ref().is_some_and(|circa| !["", "0", "false"].contains(&circa.text().as_str()))
    }
}

impl<'a> CslItem<'a> {
    /// A field, as far as it is what CSL-JSON says.
    fn read<T: Deserialize<'a>>(&self, name: &str, errors: &mut Vec<Diagnostic>) -> Option<(T, Span)> {
        let raw = self.fields.get(name)?;
        let span = Span::new(self.file, place(self.text, raw));
        match serde_json::from_str(raw.get()) {
            Ok(value) => Some((value, span)),
            Err(_) if raw.get() == "null" => None,
            Err(_) => {
                let message = format!("`{name}` does not have the form that CSL-JSON requires");
                let help = "see https://docs.citationstyles.org, or export the bibliography again as CSL-JSON";
                errors.push(Diagnostic::new(Code::WRONG_TYPE, message).at(span).help(help));
                None
            }
        }
    }

    fn given(&self, name: &str, errors: &mut Vec<Diagnostic>) -> Given {
        let (word, span) = self.read::<CslText>(name, errors)?;
        let text = MARKS.iter().fold(word.text(), |text, mark| text.replace(mark, ""));
        Some((text, span)).filter(|(text, _)| !text.trim().is_empty())
    }

    fn entry(&self, errors: &mut Vec<Diagnostic>) -> Option<BibliographyEntry> {
        let key = self.given("citation-key", errors).or_else(|| self.given("id", errors));
        let Some(key) = key else {
            let at = Span::new(self.file, self.place.start..self.place.start);
            let error = Diagnostic::new(Code::MISSING_FIELD, "this item has no `id`").at(at);
            errors.push(error.help("give it one, as in \"id\": \"ministry-2024\""));
            return None;
        };
        let people = self.read::<Vec<CslName>>("author", errors).filter(|(people, _)| !people.is_empty());
        let people = people.or_else(|| self.read::<Vec<CslName>>("editor", errors));
        let (authors, authors_at) = people.unwrap_or((Vec::new(), key.1));
        let (issued, accessed) = (self.read::<Day>("issued", errors), self.read::<Day>("accessed", errors));
        let day = |given: &Option<(Day, Span)>| given.as_ref().and_then(|(day, span)| Some((day.text()?, *span)));
        Some(BibliographyEntry {
            kind: self.given("type", errors).map_or(SourceKind::Other, |(kind, _)| self::kind(&kind)),
            title: self.given("title", errors),
            publisher: PUBLISHERS.into_iter().find_map(|name| self.given(name, errors)),
            authors: authors.iter().map(full_name).filter(|name| !name.is_empty()).collect(),
            authors_at,
            date: day(&issued),
            circa: issued.as_ref().is_some_and(|(day, _)| day.is_circa()),
            url: self.given("URL", errors),
            doi: self.given("DOI", errors),
            accessed: day(&accessed),
            language: self.given("language", errors),
            key,
        })
    }
}

fn full_name(name: &CslName) -> String {
    let parts =
        [&name.given, &name.dropping_particle, &name.non_dropping_particle, &name.family, &name.suffix, &name.literal];
    parts.into_iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What sort of source a type of item is.
fn kind(kind: &str) -> SourceKind {
    match kind {
        "article-newspaper" | "article-magazine" => SourceKind::Newspaper,
        "broadcast" => SourceKind::Broadcast,
        "interview" => SourceKind::Interview,
        "post" => SourceKind::Social,
        "article" | "article-journal" | "book" | "chapter" | "paper-conference" | "periodical" | "review"
        | "review-book" | "thesis" => SourceKind::Academic,
        "bill"
        | "hearing"
        | "legal_case"
        | "legislation"
        | "manuscript"
        | "personal_communication"
        | "regulation"
        | "report"
        | "standard"
        | "treaty" => SourceKind::Document,
        _ => SourceKind::Other,
    }
}
