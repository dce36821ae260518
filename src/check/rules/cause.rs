//! One diagnostic for all that has one cause.

use std::hash::Hash;

use indexmap::IndexMap;

use super::CheckSubject;
use crate::source::Span;

/// Puts together what has the same cause, in the order in which the causes were first found.
pub(super) fn by_cause<C: Eq + Hash, T>(found: impl IntoIterator<Item = (C, T)>) -> IndexMap<C, Vec<T>> {
    let mut causes: IndexMap<C, Vec<T>> = IndexMap::new();
    for (cause, found) in found {
        causes.entry(cause).or_default().push(found);
    }
    causes
}

impl CheckSubject<'_> {
    /// The place of a value; `None` when it is not in the brief's own file but in a shared one, where a warning about
    /// the brief would not be looked for.
    pub(super) fn own_place(&self, path: &str) -> Option<Span> {
        Some(self.place(path)).filter(|place| self.document.is_own(place.file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::example;

    #[test]
    fn causes_keep_the_order_in_which_they_were_found() {
        let causes = by_cause([("b", 1), ("a", 2), ("b", 3)]);
        assert_eq!(causes.into_iter().collect::<Vec<_>>(), [("b", vec![1, 3]), ("a", vec![2])]);
    }

    #[test]
    fn one_cause_is_one_diagnostic_with_all_its_places() {
        let position = |issue: &str, party: &str, source: &str| {
            format!("[positions.{issue}.{party}]\nstance = \"rejects\"\ntext = \"T.\"\nsources = [{source}]\n")
        };
        let issue = |id: &str| format!("[issues.{id}]\ntitle = \"T\"\nstatus = \"agreed\"\n");
        let head = "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nstale_after = \"3m\"\n";
        let agency = |date: &str| format!("[sources.agency]\npublisher = \"A\"\ndate = {date}\n");
        let two = |source: &str| {
            issue("gates") + &position("gates", "upstream", source) + &position("gates", "downstream", source)
        };
        let contested = |id: &str| issue(id).replace("agreed", "contested") + &position(id, "upstream", "\"ministry\"");
        let later = |id: &str| format!("[developments.{id}]\ndate = 2024-05-20\ntext = \"T.\"\n");
        let rumour = "[sources.rumour]\npublisher = \"R\"\ndate = 2024-05-13\nreliability = \"E\"\n";
        let claim =
            |id: &str| format!("[claims.{id}]\ntext = \"T.\"\nsaid_by = \"upstream\"\nsources = [\"rumour\"]\n");
        // The rule, what the brief has, and the places other than the primary one.
        for (code, piece, places) in [
            (
                "stale-position",
                format!("{head}{}{}", agency("2020-01-01"), two("\"agency\"").replace("agreed", "contested")),
                3,
            ),
            ("opposed-agreement", two("\"ministry\""), 2),
            ("missing-position", contested("gates") + &contested("fees") + &contested("levels"), 2),
            (
                "source-after-cut-off",
                format!("{}{}", agency("2024-05-20"), agency("2024-05-21").replace("agency", "b")),
                2,
            ),
            ("development-after-cut-off", later("a") + &later("b"), 2),
            ("unmarked-reliability", rumour.to_owned() + &claim("a") + &claim("b"), 2),
            (
                "circular-reporting",
                format!("{}relays = \"ministry\"\n{}", agency("2024-05-13"), two("\"ministry\", \"agency\"")),
                2,
            ),
        ] {
            let found = example::diagnostics(&example::brief(&piece));
            let found: Vec<_> = found.iter().filter(|it| it.code.name() == code).collect();
            assert!(found.len() == 1 && found[0].related.len() == places, "{code}: {found:#?}");
        }
    }

    #[test]
    fn a_cut_off_in_another_age_is_reported_in_place_of_every_date() {
        let head = "[brief]\ntitle = \"T\"\nas_of = 1024-05-14\nbottom_line = \"B.\"\n";
        let found = example::diagnostics(&example::brief(head));
        let found: Vec<_> = found.iter().filter(|it| it.code.name() == "distant-date").collect();
        assert!(found.len() == 1 && found[0].message.contains("every date"), "{found:#?}");
    }

    #[test]
    fn a_brief_without_sources_is_reported_once() {
        let text = example::brief("").replace("sources = [\"ministry\"]", "").replace(" [@ministry]", "");
        let text = text.split("[sources.").next().unwrap_or_default().to_owned();
        let found = example::diagnostics(&text);
        let found: Vec<_> = found.iter().filter(|it| it.code.name() == "unsourced-statement").collect();
        assert!(found.len() == 1 && !found[0].related.is_empty(), "{found:#?}");
    }
}
