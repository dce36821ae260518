//! Makes the Word file of a brief.

use std::collections::{HashMap, HashSet};

use super::checked::Checked;
use super::fit::BriefPage;
use crate::digest::Digest;
use crate::docx::{self, ForReview};
use crate::language::{DateStyle, LanguageFiles, Locale};
use crate::layout::{LayoutResult, PageLabels, Style};
use crate::markdown;
use crate::model::{Brief, Prose, ProseInline};
use crate::record::{Record, Value};

/// The Word file of a document, in the type size that was chosen for its page.
pub(super) fn file(
    document: &markdown::Document,
    style: &Style,
    outcome: &LayoutResult,
    brief: &Brief,
    words: &PageLabels,
    review: Option<&ForReview>,
    reference: Option<&docx::Reference>,
) -> Result<Vec<u8>, docx::WordError> {
    let info = info(document, brief, words, reference);
    match review {
        Some(review) => docx::write_for_review(document, style, &outcome.fit, &info, review),
        None => docx::write(document, style, &outcome.fit, &info),
    }
}

/// The Word file of a new edition in which every difference from an old one is a tracked change. `page` is the page of
/// the new edition.
pub(super) fn tracked(
    old: &markdown::Document,
    new: &markdown::Document,
    page: &BriefPage<'_>,
    outcome: &LayoutResult,
    reference: Option<&docx::Reference>,
) -> Result<Vec<u8>, docx::WordError> {
    let BriefPage { brief, style, words, languages, .. } = *page;
    let info = info(new, brief, words, reference);
    docx::write_tracked(old, new, style, &outcome.fit, &info, &change(brief, languages))
}

/// The data of a Word file apart from its blocks.
fn info<'a>(
    document: &markdown::Document,
    brief: &'a Brief,
    words: &'a PageLabels,
    reference: Option<&'a docx::Reference>,
) -> docx::WordInfo<'a> {
    let fields = document.fields();
    docx::WordInfo {
        title: document.title().unwrap_or_default(),
        authors: printed_authors(brief, fields.iter().map(|path| &**path)),
        language: &brief.language,
        date: brief.as_of,
        page_of: &words.page_of,
        reference,
    }
}

/// The author and date of the tracked changes: the edition, or else its date. The file does not name a person or a
/// computer.
fn change(brief: &Brief, languages: &LanguageFiles) -> docx::Revision {
    let locale = Locale::of(&brief.language, languages);
    let author = match brief.edition {
        Some(edition) => format!("{} {edition}", locale.label("edition").unwrap_or_default()),
        None => locale.date(brief.as_of, DateStyle::Long).replace('\u{a0}', " "),
    };
    docx::Revision { author, date: docx::midnight(brief.as_of) }
}

/// The authors that the pages name. A file that is passed on must not reveal more about its authors than its pages do.
pub(super) fn printed_authors<'f>(brief: &Brief, fields: impl Iterator<Item = &'f str>) -> Vec<String> {
    let printed: HashSet<&str> = fields.collect();
    let is_printed = |at: usize| printed.contains(format!("brief.authors[{at}]").as_str());
    brief.authors.iter().enumerate().filter(|(at, _)| is_printed(*at)).map(|(_, author)| author.clone()).collect()
}

/// The data that a Word file for review needs from its brief. For a release it comes from the released text, so nothing
/// withheld is in it.
pub(super) fn for_review(checked: &Checked) -> ForReview {
    let text = &checked.sources.file(checked.file).text;
    let records = checked.records();
    let fields = records.list.iter().flat_map(|(path, record)| texts(path, record)).collect();
    ForReview { base: base(text), fields }
}

/// The identifier of a brief's text in Word files for review: a hash of its lines, without the empty ones outside of
/// texts. A released text has empty lines in place of what is withheld, and nobody should see how many.
#[must_use]
pub fn base(text: &str) -> String {
    let mut is_in_text = false;
    let is_kept = |line: &&str| {
        let is_kept = is_in_text || !line.trim().is_empty();
        let quotes = line.matches("\"\"\"").count() + line.matches("'''").count();
        is_in_text ^= quotes % 2 == 1;
        is_kept
    };
    let lines: Vec<&[u8]> = text.lines().filter(is_kept).map(str::as_bytes).collect();
    Digest::of(&lines).to_string()
}

/// The texts of a record, by path.
fn texts(path: &str, record: &Record) -> HashMap<String, Prose> {
    let mut all = HashMap::new();
    for (name, value) in &record.fields {
        let path = format!("{path}.{name}");
        match value {
            Value::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    if let Some(prose) = prose(item) {
                        all.insert(format!("{path}[{at}]"), prose);
                    }
                }
            }
            value => {
                if let Some(prose) = prose(value) {
                    all.insert(path, prose);
                }
            }
        }
    }
    all
}

fn prose(value: &Value) -> Option<Prose> {
    match value {
        Value::Prose(prose) => Some(prose.clone()),
        Value::Text(text) if !text.trim().is_empty() => {
            Some(Prose { paragraphs: vec![vec![ProseInline::Text(text.trim().to_owned())].into()] })
        }
        _ => None,
    }
}
