//! Ids that other programs take for dates.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::schema::{self, Target};
use crate::source::Span;

rule! {
    "date-like-id" Note Tables
    "The id of a record begins with a date and is not in quotation marks."
    "TOML allows it (1.1, “Keys”), but not every program that reads it: Tombi 1.9 refuses the whole file, Taplo 0.9 an id that is only a date. `brief check --fix` moves the date to the end, wherever the brief has the id. The page does not change."
    { r#"[developments.2024-05-13-gates]
date = 2024-05-13
text = "Upstream closed two gates."
sources = ["ministry"]"# => r#"[developments.gates-2024-05-13]
date = 2024-05-13
text = "Upstream closed two gates."
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let mut found: Vec<DateLike> = Vec::new();
    for record in &subject.tables {
        let own = record.table.path.rsplit('.').next().filter(|part| schema::is_id_part(part) && !part.is_empty());
        // The id of another record is reported where that record is.
        if own.is_none_or(|part| Target::of_part(part).is_some()) {
            continue;
        }
        let id = record.path.rsplit('.').next().unwrap_or_default();
        let is_here = |key: &Span| key.file == subject.document.file() && subject.sources.text(*key) == id;
        if let (Some(key), Some(better)) = (record.key.filter(is_here), date_last(id)) {
            let beside = record.path.rsplit_once('.').map(|(group, _)| format!("{group}.{better}"));
            let is_free = beside.is_none_or(|path| subject.document.value(&path).is_none());
            found.push(DateLike { key, path: record.path.clone(), better, is_free });
        }
    }
    let Some(help) = help(&found) else { return };
    let message = match found.len() {
        1 => "an id begins with a date, and some programs read it as one".to_owned(),
        count => format!("{count} ids begin with a date, and some programs read them as dates"),
    };
    out.push(Diagnostic::new(RULE.code, message).help(help).at_each(found.iter().map(|it| it.key), "and here"));
}

/// An id that begins with a date.
struct DateLike {
    key: Span,
    /// The path of its record: `developments.2024-05-13-gates`.
    path: String,
    /// The same with the date last.
    better: String,
    /// Whether no other record has that id.
    is_free: bool,
}

/// What to do about such ids, by the first that can be fixed. `None` without one.
fn help(found: &[DateLike]) -> Option<String> {
    let Some(DateLike { path, better, .. }) = found.iter().find(|it| it.is_free) else {
        let DateLike { path, better, .. } = found.first()?;
        return Some(format!("`{better}` is taken: give it another id with `brief rename FILE {path} NEW`"));
    };
    let id = path.rsplit('.').next().unwrap_or_default();
    let rest = if found.iter().all(|it| it.is_free) { "" } else { " unless the new id is taken" };
    Some(format!("put the date last: write `{id}` as `{better}`; `brief check --fix` does it in every place{rest}"))
}

/// An id that begins with a date, with the date last: `gates-2024-05-13`. `None` for another.
#[must_use]
pub fn date_last(id: &str) -> Option<String> {
    let date = id.get(..10)?;
    let is_date = date.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let rest = id.get(10..)?.trim_start_matches('-');
    let has_word = rest.starts_with(|c: char| c.is_ascii_lowercase());
    is_date.then(|| if has_word { format!("{rest}-{date}") } else { format!("on-{id}") })
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE, date_last};
    use crate::check::example;

    #[test]
    fn the_date_comes_last() {
        for (id, expected) in [
            ("2024-05-13-gates-closed", Some("gates-closed-2024-05-13")),
            ("2024-05-13", Some("on-2024-05-13")),
            ("2024-05-13-2", Some("on-2024-05-13-2")),
            ("2024-05-13x", Some("x-2024-05-13")),
            ("2024-13-45-x", Some("x-2024-13-45")),
            ("gates-2024-05-13", None),
            ("2024-05", None),
            ("2024-5-13-x", None),
            ("12-gates", None),
        ] {
            assert_eq!(date_last(id).as_deref(), expected, "{id}");
        }
    }

    #[test]
    fn the_help_names_an_id_that_is_free() {
        let rain = |id: &str| format!("[developments.{id}]\ndate = 2024-05-13\ntext = \"It rained at {id}.\"\n");
        let help = |piece: &str| {
            let found = example::diagnostics(&example::brief(piece)).into_iter().find(|it| it.code == RULE.code);
            found.and_then(|it| it.help).unwrap_or_default()
        };
        let taken = rain("2024-05-13-a") + &rain("a-2024-05-13");
        assert_eq!(
            help(&taken),
            "`a-2024-05-13` is taken: give it another id with `brief rename FILE developments.2024-05-13-a NEW`"
        );
        assert_eq!(
            help(&(taken + &rain("2024-05-13-b"))),
            "put the date last: write `2024-05-13-b` as `b-2024-05-13`; `brief check --fix` does it in every place unless the new id is taken"
        );
        assert_eq!(
            help(&rain("2024-05-13-b")),
            "put the date last: write `2024-05-13-b` as `b-2024-05-13`; `brief check --fix` does it in every place"
        );
    }

    #[test]
    fn one_note_has_all_places_and_quotation_marks_are_enough() {
        let development = |id: &str| format!("[developments.{id}]\ndate = 2024-05-13\ntext = \"It rained.\"\n");
        finds(&RULE, 1, &(development("2024-05-13-a") + &development("2024-05-13-b")));
        finds(&RULE, 0, &development("\"2024-05-13-a\""));
        finds(&RULE, 0, &development("a-2024-05-13"));
        // The position of an issue has its id in a name of its own.
        let issue = "[issues.2024-05-13-a]\ntitle = \"A\"\nstatus = \"contested\"\nbetween = [\"upstream\"]\n";
        let position =
            "[positions.2024-05-13-a.upstream]\nstance = \"demands\"\ntext = \"It.\"\nsources = [\"ministry\"]\n";
        finds(&RULE, 1, &format!("{issue}\n{position}"));
    }
}
