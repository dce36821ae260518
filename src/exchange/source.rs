//! An entry of a bibliography as a source of a brief.

use super::rows::{Cell, RecordRow, Rows};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{PartialDate, SourceKind, Vocabulary};
use crate::record::{read, slug};
use crate::schema::SOURCES;
use crate::source::{Span, shortened};

/// So many authors are named; of more, the first.
const MOST_AUTHORS: usize = 3;

/// A text and where it is.
pub(super) type Given = Option<(String, Span)>;

/// What a bibliography says of a work, in words that its forms have in common.
pub(super) struct BibliographyEntry {
    /// Its key, of which the id is made.
    pub(super) key: (String, Span),
    pub(super) kind: SourceKind,
    pub(super) title: Given,
    /// Who published it, or what it was published in.
    pub(super) publisher: Given,
    /// Their names as they are read, and where they are.
    pub(super) authors: Vec<String>,
    pub(super) authors_at: Span,
    /// When it was published, as [`date`] reads it.
    pub(super) date: Given,
    /// Whether that date is said to be approximate.
    pub(super) circa: bool,
    pub(super) url: Given,
    pub(super) doi: Given,
    pub(super) accessed: Given,
    pub(super) language: Given,
}

/// The rows of entries, which are sources.
pub(super) fn rows(entries: impl IntoIterator<Item = BibliographyEntry>, mut errors: Vec<Diagnostic>) -> Rows {
    let mut rows = Vec::new();
    for entry in entries {
        match slug(&entry.key.0) {
            Some(id) => rows.push(row(entry, id)),
            None => errors.push(no_id(&entry)),
        }
    }
    Rows { table: &SOURCES, rows, of_entries: true, errors }
}

fn no_id(entry: &BibliographyEntry) -> Diagnostic {
    Diagnostic::new(Code::BAD_ID, format!("no id can be derived from the key `{}`", shortened(&entry.key.0)))
        .at(entry.key.1)
        .help("give the entry a key of a–z, 0–9 and single hyphens, as in `ministry-2024`")
}

fn row(entry: BibliographyEntry, id: String) -> RecordRow {
    let at = entry.key.1;
    let publisher = publisher(&entry);
    let (mut circa, mut day) = (entry.circa, entry.date);
    if let Some((text, _)) = &mut day {
        let (written, is_circa) = date(text);
        (*text, circa) = (written, circa || is_circa);
    }
    let mut accessed = entry.accessed;
    if let Some((text, _)) = &mut accessed {
        *text = date(text).0;
    }
    let circa = day.as_ref().filter(|_| circa).map(|(_, span)| ("true".to_owned(), *span));
    let url = entry.url.or_else(|| entry.doi.map(|(doi, span)| (address_of(&doi), span)));
    let fields = [
        ("publisher", publisher),
        ("date", day),
        ("circa", circa),
        ("kind", Some((entry.kind.word().to_owned(), at))),
        ("title", entry.title),
        ("url", url),
        ("language", entry.language.filter(|(tag, _)| is_tag(tag))),
        ("accessed", accessed),
    ];
    let cell = |(name, given): (&str, Given)| {
        let (text, span) = given?;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let values = if text.is_empty() { Vec::new() } else { vec![text] };
        Some(Cell { field: SOURCES.field(name)?, values, span })
    };
    RecordRow { ids: vec![id], id_spans: vec![at], cells: fields.into_iter().filter_map(cell).collect(), span: at }
}

/// Who published it, after its authors: `Amina Diallo, Foreign Affairs`. Of what says neither, the name of its site.
fn publisher(entry: &BibliographyEntry) -> Given {
    let authors = match &entry.authors[..] {
        // BibTeX writes `and others`.
        [first, .., last] if last == "others" => format!("{first} et al."),
        [first, _, _, _, ..] => format!("{first} et al."),
        few => few[..few.len().min(MOST_AUTHORS)].join(", "),
    };
    let (publisher, at) = match (&entry.publisher, entry.authors.is_empty()) {
        (Some((publisher, at)), _) => (publisher.clone(), *at),
        (None, false) => (String::new(), entry.authors_at),
        (None, true) => {
            let (url, at) = entry.url.as_ref()?;
            let host = url.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
            (host.strip_prefix("www.").unwrap_or(host).to_owned(), *at)
        }
    };
    // An organisation often publishes what it has written.
    let parts = if authors == publisher { vec![publisher] } else { vec![authors, publisher] };
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
    Some((parts.join(", "), at))
}

/// The address of what has a DOI.
fn address_of(doi: &str) -> String {
    if doi.contains("://") { doi.to_owned() } else { format!("https://doi.org/{}", doi.trim_start_matches("doi:")) }
}

/// Whether a text is a language tag and not the name of a language.
fn is_tag(text: &str) -> bool {
    let first = text.split('-').next().unwrap_or_default();
    matches!(first.len(), 2 | 3) && read::is_language(text)
}

/// A date of a bibliography as a brief writes it, and whether it is approximate. It is a date or a span of EDTF (ISO
/// 8601-2, level 0) with or without a time, and with `~`, `?` or `%` after it; months and days may have one digit. What
/// is not stays as it is, and is refused as a date.
pub(super) fn date(text: &str) -> (String, bool) {
    let text = text.trim();
    let exact = text.trim_end_matches(['~', '?', '%']);
    let known = |side: &str| {
        // After a day, its time.
        let is_time = |rest: &str| rest.get(1..4).is_some_and(|it| it.ends_with(':') && it[..2].parse::<u8>().is_ok());
        let end = side.find(['T', 't', ' ']).filter(|at| is_time(&side[*at..]));
        let day = &side[..end.unwrap_or(side.len())];
        day.split('-').map(|part| format!("{part:0>2}")).collect::<Vec<_>>().join("-")
    };
    let sides: Vec<String> = exact.splitn(2, '/').map(|side| known(side.trim())).collect();
    // A span of one day is that day.
    let span = match &sides[..] {
        [from, to] if from == to => from.clone(),
        sides => sides.join("/"),
    };
    match span.parse::<PartialDate>() {
        Ok(date) => (date.to_string(), exact.len() < text.len()),
        Err(_) => (text.to_owned(), false),
    }
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn a_date_stays_as_exact_as_it_is() {
        for (text, expected, circa) in [
            ("2024-05-13", "2024-05-13", false),
            ("2024-5-3", "2024-05-03", false),
            ("2024-05", "2024-05", false),
            ("2024", "2024", false),
            ("2024~", "2024", true),
            ("2024-05?", "2024-05", true),
            ("2024-05-12/2024-05-14", "2024-05-12/2024-05-14", false),
            ("2024-05-12/2024-05-12", "2024-05-12", false),
            ("2024-05-13T12:30:00Z", "2024-05-13", false),
            ("2024-05-13/..", "2024-05-13/..", false),
            ("2024-05-13 12:30", "2024-05-13", false),
            // What is not a date is refused and not made shorter.
            ("2019 May 13", "2019 May 13", false),
            ("2024-05-13 -- 2024-05-20", "2024-05-13 -- 2024-05-20", false),
            ("12345X", "12345X", false),
            ("May", "May", false),
            ("", "", false),
        ] {
            assert_eq!(date(text), (expected.to_owned(), circa), "{text}");
        }
    }
}
