//! The fix for ids that begin with a date: it renames the record everywhere in the brief.

use std::collections::HashSet;

use crate::check::date_last;
use crate::diagnostic::{Diagnostic, Fix, Replacement};
use crate::edit::{Draft, RecordPath};
use crate::parse::TomlDocument;
use crate::record::{self, LocatedTable};
use crate::source::Span;

/// At most so many records are renamed by one fix. Fixing again renames the next ones.
const MOST: usize = 100;

/// Adds the fix to the diagnostic about such ids. `text` is the text of the document.
pub(super) fn add_fix(diagnostics: &mut [Diagnostic], document: &TomlDocument, text: &str) {
    let Some(diagnostic) = diagnostics.iter_mut().find(|it| it.code.name() == "date-like-id") else { return };
    let Some(draft) = Draft::new(text) else { return };
    let labels = diagnostic.primary.iter().chain(&diagnostic.related);
    let places: HashSet<Span> = labels.map(|label| label.span).collect();
    let begins = record::tables(document).into_iter().filter(|it| it.key.is_some_and(|key| places.contains(&key)));
    let mut records: Vec<(RecordPath, String)> = begins.filter_map(|it| with_date_last(&it)).take(MOST).collect();
    // The new id must not be that of another record, nor be referred to already.
    let new = |(old, id): &(RecordPath, String)| {
        let mut new = old.clone();
        new.ids.last_mut().into_iter().for_each(|last| last.clone_from(id));
        new
    };
    let all: Vec<RecordPath> = records.iter().map(new).collect();
    let meant: HashSet<_> = draft.references(&all, &[]).into_iter().map(|it| (it.target, it.id)).collect();
    let mut seen = HashSet::new();
    records.retain(|record| {
        let new = new(record);
        let is_meant = new.target().is_some_and(|(target, id)| meant.contains(&(target, id.to_owned())));
        !is_meant && !draft.has(&new.path()) && seen.insert(new.path())
    });
    let (paths, ids): (Vec<RecordPath>, Vec<String>) = records.into_iter().unzip();
    let places = draft.places_of(&paths);
    let edit = |place, id: &String| Replacement { span: Span::new(document.file(), place), text: id.clone() };
    let mut edits: Vec<Replacement> = places
        .into_iter()
        .zip(&ids)
        .flat_map(|(places, id)| places.into_iter().map(move |place| edit(place, id)).collect::<Vec<_>>())
        .collect();
    edits.sort_by_key(|edit| edit.span.start);
    if !edits.is_empty() {
        diagnostic.fix = Some(Fix { title: "put the date last, in every place".to_owned(), edits, safe: true });
    }
}

/// A record, and its id with the date moved to the end.
fn with_date_last(record: &LocatedTable<'_>) -> Option<(RecordPath, String)> {
    let ids = record.ids();
    let better = date_last(ids.last()?)?;
    Some((RecordPath { table: record.table.path, ids }, better))
}

#[cfg(test)]
mod tests {
    use crate::pipeline::{self, Input};
    use crate::project::Project;
    use crate::schema::EXAMPLE;

    #[test]
    fn an_id_gets_its_date_last_in_every_place() {
        let more = "\n[developments.2024-05-13-gates] # the gates\ndate = 2024-05-13\ntext = \"They closed [@2024-05-13-un].\"\nsources = [\"2024-05-13-un\"]\n\
                    \n[developments.2024-05-13-rain]\ndate = 2024-05-13\ntext = \"It rained.\"\nsources = [\"ministry\"]\n\
                    \n[developments.rain-2024-05-13]\ndate = 2024-05-13\ntext = \"It snowed.\"\nsources = [\"ministry\"]\n\
                    \n[sources.2024-05-13-un]\npublisher = \"UN\"\ndate = 2024-05-13\n";
        let text = format!("{EXAMPLE}{more}");
        let fixed = pipeline::fix(Input::new("brief.toml", text.as_str()), &Project::default());
        let expected = text.replace("2024-05-13-gates", "gates-2024-05-13").replace("2024-05-13-un", "un-2024-05-13");
        assert_eq!(fixed.input.text, expected);
        // If another record has the new id already, a person must decide.
        let left: Vec<_> = fixed.checked.diagnostics.iter().filter(|it| it.code.name() == "date-like-id").collect();
        assert!(matches!(left[..], [it] if it.fix.is_none() && it.related.is_empty()), "{left:?}");
    }

    #[test]
    fn many_ids_are_fixed_in_linear_time() {
        assert!(crate::growth::is_linear(100, |count| {
            let source = |nth: usize| format!("\n[sources.2024-05-13-a{nth}]\npublisher = \"P\"\ndate = 2024-05-13\n");
            let text = EXAMPLE.to_owned() + &(0..count).map(source).collect::<String>();
            let checked = pipeline::check(&Input::new("brief.toml", text), &Project::default());
            assert!(checked.diagnostics.iter().any(|it| it.fix.is_some()));
        }));
    }
}
