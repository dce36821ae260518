//! A bottom line that says as a fact what the author only infers.

use std::ops::Range;

use super::mixed_likelihood::likelihoods;
use super::subject::{Text, words};
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::language::{self, Language};
use crate::model::{Basis, Id, Position, sentences};

rule! {
    "inference-in-bottom-line" Warning Tables
    "A sentence of the bottom line says as a fact a position that is `inferred`, or cites for a party the source on which only such a position rests."
    "The page marks the position as inferred, and the sentence above it does not: the reader repeats a guess as news. ICD 203 (D.6.e.3) wants what is known kept apart from what is judged. Say that it is a judgement: “we judge”, or one of the seven bands. Only briefs in English are read."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "Upstream will accept seven years [@ministry]."

[positions.filling.upstream]
stance = "accepts"
text = "Seven years."
basis = "inferred"
sources = ["ministry"]"# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "We judge that Upstream will accept seven years [@ministry]."

[positions.filling.upstream]
stance = "accepts"
text = "Seven years."
basis = "inferred"
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(text) = subject.text("brief.bottom_line") else { return };
    // Without the words with which an author judges, nobody knows whether a sentence does.
    if language::wording(&subject.brief.language, RULE.code.name()).is_none() {
        return;
    }
    let judging = subject.wording(RULE.code.name(), text);
    let all = subject.brief.positions.iter().flat_map(|(issue, all)| all.iter().map(move |(party, it)| (issue, party, it)));
    let inferred: Vec<_> = all.filter(|(.., it)| it.basis == Some(Basis::Inferred)).collect();
    for sentence in sentences(&text.plain) {
        let within = |it: &Range<usize>| sentence.start <= it.start && it.end <= sentence.end;
        let is_question = text.plain[sentence.clone()].trim_end().ends_with('?');
        if is_question || judging.iter().any(within) || !likelihoods(subject, &text.plain[sentence.clone()]).is_empty() {
            continue;
        }
        let found = inferred.iter().find(|(_, party, position)| {
            names(subject, &text.plain[sentence.clone()], party)
                && (repeats(subject, &text.plain[sentence.clone()], position) || cites(subject, text, &sentence, position))
        });
        if let Some((issue, party, _)) = found {
            out.push(
                Diagnostic::new(RULE.code, format!("this is said as a fact, and the position of `{party}` on `{issue}` is inferred"))
                    .at(subject.within(text, sentence.clone()))
                    .related(subject.place(&format!("positions.{issue}.{party}.basis")), "only inferred")
                    .help("say that it is a judgement: “we judge”, or one of the seven bands"),
            );
        }
    }
}

/// Whether a sentence names a party.
fn names(subject: &CheckSubject<'_>, sentence: &str, party: &Id) -> bool {
    let Some(party) = subject.brief.parties.get(party) else { return false };
    let is_part = |name: &str| {
        sentence.match_indices(name).any(|(at, _)| {
            let (before, after) = (sentence[..at].chars().next_back(), sentence[at + name.len()..].chars().next());
            ![before, after].into_iter().flatten().any(char::is_alphanumeric)
        })
    };
    is_part(party.short()) || is_part(&party.name)
}

/// Whether a sentence has the word of a position's stance, and most words of the first sentence of its text.
fn repeats(subject: &CheckSubject<'_>, sentence: &str, position: &Position) -> bool {
    let Some(language) = Language::of(&subject.brief.language) else { return false };
    let lower = sentence.to_lowercase();
    let stance = language.word(position.stance).to_lowercase();
    // Verbs change their end: “accepts”, “accept”, “accepted”.
    let stem = stance.strip_suffix('s').unwrap_or(&stance);
    let said: Vec<&str> = words(&lower).map(|(_, word)| word).collect();
    if !said.iter().any(|word| word.starts_with(stem)) {
        return false;
    }
    // Small letters would hide where a sentence begins.
    let plain = position.text.plain();
    let first = sentences(&plain).into_iter().next().map_or("", |range| &plain[range]).to_lowercase();
    let content: Vec<&str> = words(&first).map(|(_, word)| word).filter(|word| word.len() > 3 || word.starts_with(|c: char| c.is_ascii_digit())).collect();
    let shared = content.iter().filter(|word| said.contains(word)).count();
    !content.is_empty() && shared * 3 >= content.len() * 2
}

/// Whether a sentence cites a source on which nothing in the brief rests but a position.
fn cites(subject: &CheckSubject<'_>, text: &Text<'_>, sentence: &Range<usize>, position: &Position) -> bool {
    let statement = subject.statements.iter().find(|it| std::ptr::eq(it.attribution, &raw const position.attribution));
    let Some(statement) = statement else { return false };
    let cited = |id: &Id| {
        let written = &text.written[sentence.start..];
        // A citation may stand behind the stop.
        let end = sentence.len() + text.plain[sentence.end..].len() - text.plain[sentence.end..].trim_start().len();
        is_cited_before(written, end, id)
    };
    let alone = |id: &Id| {
        let users = subject.statements.iter().filter(|it| it.sources().contains(&id));
        let elsewhere = subject.texts.iter().filter(|it| it.path != "brief.bottom_line" && !it.path.starts_with("positions."));
        users.count() == 1 && !elsewhere.into_iter().any(|it| is_cited(it.written, id))
    };
    statement.sources().into_iter().any(|id| cited(id) && alone(id))
}

/// Whether a text cites a source.
fn is_cited(written: &str, id: &Id) -> bool {
    is_cited_before(written, written.len(), id)
}

/// Whether a text cites a source before a place, and not one whose id is longer.
fn is_cited_before(written: &str, end: usize, id: &Id) -> bool {
    let mark = format!("@{id}");
    written[..end].match_indices(&mark).any(|(at, _)| {
        !written[at + mark.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
    })
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_judgement_and_another_party_are_let_through() {
        let brief = |line: &str, basis: &str| {
            let head = format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"{line}\"\n");
            let paper = "[sources.paper]\npublisher = \"P\"\ndate = 2024-05-13\n";
            let position = "[positions.filling.upstream]\nstance = \"accepts\"\ntext = \"Seven years.\"\nsources = [\"paper\"]\n";
            format!("{head}{paper}{position}basis = \"{basis}\"\n")
        };
        finds(&RULE, 1, &brief("Upstream will accept seven years.", "inferred"));
        let longer = brief("Upstream will accept seven years.", "inferred");
        finds(&RULE, 1, &longer.replace("\"Seven years.\"", "\"Seven. The dam would be filled by then.\""));
        finds(&RULE, 0, &brief("Upstream will accept seven years.", "stated"));
        finds(&RULE, 0, &brief("Upstream is likely to accept seven years.", "inferred"));
        finds(&RULE, 0, &brief("Downstream will accept seven years.", "inferred"));
        finds(&RULE, 0, &brief("Upstream will accept a joint body.", "inferred"));
        // The source on which it rests.
        finds(&RULE, 1, &brief("Upstream gives way [@paper].", "inferred"));
        finds(&RULE, 0, &brief("Upstream gives way [@ministry].", "inferred"));
        for line in [
            "We assessed that Upstream accepts seven years.",
            "We believed that Upstream accepts seven years.",
            "Our assessment: Upstream accepts seven years.",
            "Upstream has not accepted seven years.",
            "Will Upstream accept seven years?",
        ] {
            finds(&RULE, 0, &brief(line, "inferred"));
        }
        // Another source, whose id begins with that of the first, is not the first.
        let next = "\n[claims.next]\ntext = \"It leaks [@paper-2].\"\n";
        let next = format!("{next}[sources.paper-2]\npublisher = \"Q\"\ndate = 2024-05-13\n");
        finds(&RULE, 1, &format!("{}{next}", brief("Upstream gives way [@paper].", "inferred")));
        finds(&RULE, 0, &brief("Upstream appears to give way [@paper].", "inferred"));
    }
}
