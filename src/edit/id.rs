//! An id for a new record, made of what it says.

use crate::check;
use crate::error::Error;
use crate::model::Id;
use crate::record;
use crate::schema::TableSchema;

/// The fields that name a record, the best first.
const NAMES: [&str; 5] = ["short", "name", "publisher", "title", "text"];
/// How many words of a text make an id.
const WORDS_OF_TEXT: usize = 2;
/// How many words of a name make an id.
const WORDS_OF_NAME: usize = 3;
/// The longest word that is taken whole, in characters.
const LONGEST: usize = 24;

/// Words that say nothing of what a text is about, in the languages of the page that have Latin letters.
const STOP: &[&str] = &[
    "a", "after", "all", "an", "and", "as", "at", "aux", "be", "before", "but", "by", "das", "de", "del", "dem", "den",
    "der", "des", "die", "do", "du", "ein", "eine", "el", "en", "et", "for", "from", "has", "have", "im", "in", "into",
    "is", "it", "its", "la", "las", "le", "les", "los", "not", "of", "on", "or", "over", "that", "the", "their",
    "this", "to", "un", "una", "und", "une", "von", "was", "were", "will", "with", "y", "zu",
];

/// Why a text is refused as an id. `fix` says what to write, of the id that is made of the text.
pub fn invalid_id(given: &str, fix: impl Fn(String) -> String) -> Error {
    let rule = "an id consists of a–z, 0–9 and single hyphens, as in `north-coast`".to_owned();
    let help = record::slug(given).map_or(rule, fix);
    // Not `shortened`, which stops at a line ending: that may be what is wrong with it.
    let start: String = given.chars().take(60).collect();
    Error::new(format!("`{start}` is not a valid id")).help(help)
}

/// An id that is not taken, made of the words of a record's name or text; of a development, the day comes last. `given`
/// says what is known of a field. `None` when no word of it can be written in ASCII.
pub fn id<'a>(
    table: &TableSchema,
    given: impl Fn(&str) -> Option<&'a str>,
    taken: impl Fn(&str) -> bool,
) -> Option<String> {
    let name = NAMES.into_iter().filter(|name| table.field(name).is_some()).find(|name| given(name).is_some());
    let most = if name == Some("text") { WORDS_OF_TEXT } else { WORDS_OF_NAME };
    let words = name.and_then(&given).map(|text| words(text, most)).unwrap_or_default();
    let day = given("date").map(str::trim).filter(|day| Id::new(day).is_ok());
    let day = day.filter(|_| table.field("date").is_some_and(|field| field.required));
    let by_day = table.path == "developments.ID";
    let mut parts: Vec<&str> = words.iter().map(String::as_str).collect();
    if by_day {
        parts.extend(day);
    }
    let joined = Some(parts.join("-")).filter(|base| !base.is_empty())?;
    // Some programs take what begins with a date for one.
    let base = check::date_last(&joined).unwrap_or(joined);
    let dated = day.filter(|_| !by_day).map(|day| format!("{base}-{day}"));
    let longest = dated.clone().unwrap_or_else(|| base.clone());
    let numbered = (2..=u32::MAX).map(|number| format!("{longest}-{number}"));
    std::iter::once(base).chain(dated).chain(numbered).find(|id| !taken(id))
}

/// The first words of a text that say something, each as a part of an id.
fn words(text: &str, most: usize) -> Vec<String> {
    let text = without_marks(text);
    let split = text.split(|c: char| !(c.is_alphanumeric() || "'’".contains(c)));
    let words = split.map(|word| word.chars().take(LONGEST).collect::<String>());
    let says = |word: &String| !word.is_empty() && !STOP.contains(&word.to_lowercase().as_str());
    words.filter(says).filter_map(|word| record::slug(&word)).take(most).collect()
}

/// Prose without its citations and the addresses of its links.
fn without_marks(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((at, end)) =
        [("[@", ']'), ("](", ')')].into_iter().filter_map(|(start, end)| rest.find(start).map(|at| (at, end))).min()
    {
        let Some(length) = rest[at + 2..].find(end) else { break };
        out.push_str(&rest[..at]);
        out.push(' ');
        rest = &rest[at + 2 + length + end.len_utf8()..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema;
    use proptest::prelude::*;

    fn made(table: &str, fields: &[(&str, &str)], taken: &[&str]) -> Option<String> {
        let given = |name: &str| fields.iter().find(|(field, _)| *field == name).map(|(_, value)| *value);
        id(schema::table(table).unwrap(), given, |id| taken.contains(&id))
    }

    #[test]
    fn an_id_says_what_the_record_is_about_and_is_new() {
        let text = ("text", "At a State Council meeting [@report] Putin *leaves* the agenda.");
        let day = ("date", "2025-12-25");
        assert_eq!(made("developments.ID", &[day, text], &[]).as_deref(), Some("state-council-2025-12-25"));
        let taken = ["state-council-2025-12-25", "state-council-2025-12-25-2"];
        assert_eq!(made("developments.ID", &[day, text], &taken).as_deref(), Some("state-council-2025-12-25-3"));
        assert_eq!(made("claims.ID", &[text], &[]).as_deref(), Some("state-council"));
        let source = [("publisher", "Ministry of Water, communiqué"), ("title", "On the gates"), day];
        assert_eq!(made("sources.ID", &source, &[]).as_deref(), Some("ministry-water-communique"));
        let taken = ["ministry-water-communique"];
        assert_eq!(made("sources.ID", &source, &taken).as_deref(), Some("ministry-water-communique-2025-12-25"));
        let party = [("name", "United States of America"), ("short", "US")];
        assert_eq!(made("parties.ID", &party, &[]).as_deref(), Some("us"));
        let link = [("text", "[See this](https://example.org/a-b) [@a] ok")];
        assert_eq!(made("claims.ID", &link, &[]).as_deref(), Some("see-ok"));
        // What cannot be written in ASCII is not guessed at.
        assert_eq!(made("developments.ID", &[day, ("text", "Закрито шлюзи")], &[]).as_deref(), Some("on-2025-12-25"));
        assert_eq!(made("claims.ID", &[("text", "Закрито")], &[]), None);
    }

    proptest! {
        #[test]
        fn whatever_is_made_is_an_id(text in "\\PC{0,60}") {
            if let Some(id) = made("claims.ID", &[("text", &text)], &[]) {
                prop_assert!(Id::new(&id).is_ok(), "{}", id);
            }
        }
    }
}
