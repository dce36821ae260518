//! Quotation marks in prose without a source.

use std::collections::HashSet;

use super::denial::is_denied;
use super::subject::quotations;
use super::unsourced_statement::unsourced;
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

/// Fewer words are a name, a title or irony, and no quotation.
const LEAST_WORDS: usize = 3;

rule! {
    "unsourced-quotation" Warning Tables
    "Somebody's words are in quotation marks, but no source is given."
    "A quotation without a source can be denied, and the page cannot be defended. Cite the source after it, `[@id]`, or name it in the record's `sources`."
    { r#"[next_steps.answer]
text = "Answer the sentence “no foreign hand on the gates” in the next round.""# => r#"[next_steps.answer]
text = "Answer the sentence “no foreign hand on the gates” [@ministry] in the next round.""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let sourced: HashSet<&str> = subject
        .statements
        .iter()
        .filter(|statement| !statement.attribution.sources.is_empty())
        .map(|statement| statement.path.as_str())
        .collect();
    // The words that the reader is to say or not to say, and what our side wants in a text, are the author's own.
    let is_own = |path: &str| ["talking_points.", "aims.", "arguments."].iter().any(|table| path.starts_with(table));
    // Where a whole statement lacks a source, `unsourced-statement` says so.
    let unsourced: HashSet<&str> = unsourced(subject).into_iter().map(|statement| statement.path.as_str()).collect();
    let negation = subject.listed_words("negation");
    for text in subject.texts.iter().filter(|text| text.prose && !is_own(&text.path)) {
        let record = text.record();
        if text.written.contains("[@") || sourced.contains(record) || unsourced.contains(record) {
            continue;
        }
        let Some(range) = quotation(&text.plain, negation) else { continue };
        out.push(
            Diagnostic::new(RULE.code, "these words are in quotation marks without a source")
                .at(subject.within(text, range))
                .help("cite the source after them, as in `[@id]`"),
        );
    }
}

/// The first quotation of several words. What is not to be said, as in “not "the Serb republic"”, is none.
fn quotation(text: &str, negation: &[String]) -> Option<std::ops::Range<usize>> {
    let is_long = |range: &std::ops::Range<usize>| text[range.clone()].split_whitespace().count() >= LEAST_WORDS;
    let is_term = |at: usize| is_denied(&text[..at], negation);
    quotations(text).into_iter().find(|range| is_long(range) && !is_term(range.start))
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_name_in_quotation_marks_is_no_quotation() {
        finds(&RULE, 0, "[next_steps.a]\ntext = \"The “New Dawn” paper.\"");
        finds(&RULE, 1, "[next_steps.a]\ntext = \"Лист «жодної чужої руки» лежить.\"");
        finds(&RULE, 1, "[next_steps.a]\ntext = '''Say \"no foreign hand here\" aloud.'''");
        finds(&RULE, 0, "[next_steps.a]\ntext = \"Write Republika Srpska, not “the Serb republic”.\"");
        finds(&RULE, 1, "[next_steps.a]\ntext = \"He refused and said no: “no foreign hand here”.\"");
        finds(&RULE, 0, "[claims.a]\ntext = \"He said “no foreign hand here”.\"\n");
        let position =
            "[positions.filling.upstream]\nstance = \"demands\"\ntext = \"It said “no foreign hand here”.\"\n";
        finds(&RULE, 0, position);
        finds(&RULE, 1, &format!("{position}basis = \"inferred\"\n"));
    }
}
