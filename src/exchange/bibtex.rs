//! Entries of BibTeX and BibLaTeX. The only user of biblatex.
//!
//! Each entry is resolved by itself, so that all errors are found at once. What could make that endless is settled
//! before: an abbreviation stands for what was defined above it, as in BibTeX, and entries do not take fields of one
//! another.

use std::collections::HashMap;
use std::ops::Range;

use biblatex::{Bibliography, ChunksExt, Person, RawBibliography, RawChunk, RawEntry, Spanned};

use super::rows::Rows;
use super::source::{BibliographyEntry, Given, rows};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{SourceKind, english_month};
use crate::source::{FileId, Span};

/// How deep braces may be nested.
const DEEPEST: usize = 32;
/// How many parts the value of a field may have, its abbreviations written out.
const MOST_PARTS: usize = 256;
/// Fields that name other entries.
const LINKS: [&str; 4] = ["crossref", "xdata", "xref", "ids"];
/// Entries that are not works.
const NO_WORKS: [&str; 2] = ["xdata", "set"];
/// The fields that say who published a work or what it was published in, the best first.
const PUBLISHERS: [&str; 7] =
    ["journaltitle", "journal", "booktitle", "publisher", "institution", "school", "organization"];

type NameParts<'a> = Vec<Spanned<RawChunk<'a>>>;

/// Reads the entries of a bibliography as sources.
#[must_use]
pub fn from_bibtex(text: &str, file: FileId) -> Rows {
    let raw = match RawBibliography::parse(text) {
        Ok(raw) => raw,
        Err(error) => return rows(None, vec![unread(text, file, error.span, &error.kind.to_string())]),
    };
    let mut errors = Vec::new();
    if raw.entries.is_empty() && raw.abbreviations.is_empty() && !text.trim().is_empty() {
        errors.push(unread(text, file, 0..0, "it has no entry"));
    }
    let mut abbreviations: HashMap<&str, NameParts<'_>> = HashMap::new();
    for pair in &raw.abbreviations {
        match written_out(&pair.value.v, &abbreviations) {
            Ok(parts) => _ = abbreviations.insert(pair.key.v, parts),
            Err((span, what)) => errors.push(unread(text, file, span, what)),
        }
    }
    let mut entries = Vec::new();
    for Spanned { v: entry, .. } in raw.entries {
        if NO_WORKS.contains(&entry.kind.v.to_lowercase().as_str()) {
            continue;
        }
        match resolved(entry, &abbreviations) {
            Ok(resolved) => entries.push(resolved.entry(file)),
            Err((span, what)) => errors.push(unread(text, file, span, &what)),
        }
    }
    rows(entries, errors)
}

fn unread(text: &str, file: FileId, span: Range<usize>, what: &str) -> Diagnostic {
    // Within a value that was resolved, places are only roughly known.
    let (start, end) = (text.floor_char_boundary(span.start), text.floor_char_boundary(span.end));
    Diagnostic::new(Code::SYNTAX_ERROR, format!("this BibTeX cannot be read: {what}"))
        .at(Span::new(file, start..end.max(start)))
        .help("write the entry as in `@misc{key, title = {…}, date = {2024-05-13}}`")
}

/// The parts of a value with its abbreviations written out. Those that are not defined stay: they are months, or
/// unknown.
fn written_out<'a>(
    value: &NameParts<'a>,
    abbreviations: &HashMap<&str, NameParts<'a>>,
) -> Result<NameParts<'a>, (Range<usize>, &'static str)> {
    let mut parts = Vec::new();
    for part in value {
        match &part.v {
            RawChunk::Abbreviation(name) if abbreviations.contains_key(name) => {
                parts.extend(abbreviations.get(name).into_iter().flatten().cloned());
            }
            RawChunk::Normal(text) if depth(text) > DEEPEST => {
                return Err((part.span.clone(), "its braces are nested too deep"));
            }
            _ => parts.push(part.clone()),
        }
        if parts.len() > MOST_PARTS {
            return Err((part.span.clone(), "its value has too many parts"));
        }
    }
    Ok(parts)
}

/// How deep the braces of a text are nested.
fn depth(text: &str) -> usize {
    let (mut depth, mut most) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        most = most.max(depth);
    }
    most
}

/// An address without the backslashes of LaTeX.
fn bare(text: &str) -> String {
    ["_", "%", "&", "#", "~"].iter().fold(text.to_owned(), |text, sign| text.replace(&format!("\\{sign}"), sign))
}

/// A text without what LaTeX sets in another way: ties, thin spaces, quotation marks, emphasis.
fn plain(text: &str) -> String {
    let mut text = text.replace("\\,", "\u{202f}").replace("``", "“").replace("''", "”");
    for command in ["\\emph{", "\\textit{", "\\textbf{"] {
        while let Some((before, (inner, after))) =
            text.split_once(command).and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            text = format!("{before}{inner}{after}");
        }
    }
    // A tie is written with a backslash where it is meant as a character.
    text.replace("\\~", "\u{0}").replace('~', " ").replace('\u{0}', "~")
}

/// An entry whose commands of LaTeX are for characters.
struct Resolved {
    key: Spanned<String>,
    kind: String,
    entry: biblatex::Entry,
    /// Where the values of the fields are.
    places: HashMap<String, Range<usize>>,
}

fn resolved<'a>(
    mut entry: RawEntry<'a>,
    abbreviations: &HashMap<&str, NameParts<'a>>,
) -> Result<Resolved, (Range<usize>, String)> {
    let key = Spanned::new(entry.key.v.to_owned(), entry.key.span.clone());
    let kind = entry.kind.v.to_lowercase();
    let mut places = HashMap::new();
    entry.fields.retain(|field| !LINKS.contains(&field.key.v.to_lowercase().as_str()));
    for field in &mut entry.fields {
        field.value.v = written_out(&field.value.v, abbreviations).map_err(|(span, what)| (span, what.to_owned()))?;
        places.insert(field.key.v.to_ascii_lowercase(), field.value.span.clone());
    }
    let whole = key.span.clone();
    let entry = Spanned::new(entry, whole.clone());
    let raw = RawBibliography { preamble: String::new(), entries: vec![entry], abbreviations: Vec::new() };
    let bibliography = Bibliography::from_raw(raw).map_err(|error| (error.span, error.kind.to_string()))?;
    let entry = bibliography.into_iter().next().ok_or((whole, "it is empty".to_owned()))?;
    Ok(Resolved { key, kind, entry, places })
}

impl Resolved {
    /// The text of a field, and where it is.
    fn given(&self, name: &str, file: FileId) -> Given {
        let text = self.entry.get(name)?.format_verbatim();
        let text = match name {
            "url" | "doi" => bare(&text),
            // Here a tilde says that it is about then.
            "date" | "urldate" | "year" | "month" | "day" => text,
            _ => plain(&text),
        };
        let place = self.places.get(name).cloned().unwrap_or_else(|| self.key.span.clone());
        Some((text, Span::new(file, place))).filter(|(text, _)| !text.trim().is_empty())
    }

    fn entry(self, file: FileId) -> BibliographyEntry {
        let given = |name: &str| self.given(name, file);
        let people = |name: &str| self.entry.get_as::<Vec<Person>>(name).ok().filter(|people| !people.is_empty());
        let key = (self.key.v.clone(), Span::new(file, self.key.span.clone()));
        let written = if people("author").is_some() { "author" } else { "editor" };
        let title = given("title").map(|(title, span)| match given("subtitle") {
            Some((subtitle, _)) => (format!("{title}: {subtitle}"), span),
            None => (title, span),
        });
        BibliographyEntry {
            kind: kind(&self.kind, given("entrysubtype").map(|(text, _)| text).as_deref()),
            title,
            publisher: PUBLISHERS.into_iter().find_map(given),
            authors: people(written).unwrap_or_default().iter().map(full_name).collect(),
            authors_at: given(written).map_or(key.1, |(_, span)| span),
            date: given("date").or_else(|| self.date_of_parts(file)),
            circa: false,
            url: given("url"),
            doi: given("doi"),
            accessed: given("urldate"),
            language: given("langid").or_else(|| given("language")),
            key,
        }
    }

    /// The date of the fields `year`, `month` and `day`.
    fn date_of_parts(&self, file: FileId) -> Given {
        let part = |name: &str| self.given(name, file).map(|(text, _)| text.trim().to_owned());
        let (year, place) = self.given("year", file)?;
        let mut date = year.trim().to_owned();
        if let Some(month) = part("month") {
            let number = english_month(&month).map(|month| u8::from(month).to_string());
            date.push_str(&format!("-{}", number.unwrap_or(month)));
            if let Some(day) = part("day") {
                date.push_str(&format!("-{day}"));
            }
        }
        Some((date, place))
    }
}

fn full_name(person: &Person) -> String {
    let parts = [&person.given_name, &person.prefix, &person.name, &person.suffix];
    parts.into_iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What sort of source a type of entry is.
fn kind(kind: &str, subtype: Option<&str>) -> SourceKind {
    match (kind, subtype) {
        (_, Some("newspaper" | "magazine")) => SourceKind::Newspaper,
        (
            "article" | "book" | "mvbook" | "inbook" | "bookinbook" | "suppbook" | "booklet" | "collection"
            | "mvcollection" | "incollection" | "suppcollection" | "proceedings" | "mvproceedings" | "inproceedings"
            | "conference" | "periodical" | "suppperiodical" | "reference" | "mvreference" | "inreference" | "thesis"
            | "phdthesis" | "mastersthesis" | "review",
            _,
        ) => SourceKind::Academic,
        (
            "report" | "techreport" | "legislation" | "legal" | "jurisdiction" | "letter" | "manual" | "patent"
            | "standard" | "unpublished" | "commentary",
            _,
        ) => SourceKind::Document,
        _ => SourceKind::Other,
    }
}
