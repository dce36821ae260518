//! Words of a party that are known only through a source of low reliability, without a word of caution.

use super::{CheckSubject, by_cause, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Attribution, Id, Reliability, Verification};

rule! {
    "unmarked-reliability" Warning Tables
    "A party is quoted only through sources of low reliability (D, E or F), but the statement does not say so."
    "The reader takes it for the party's own word. The Admiralty code (NATO AJP-2.1) rates source and information separately for this reason: say how far it is verified, `verification = \"single-source\"` or `\"unverified\"`, or give its `credibility`."
    { r#"[sources.channel]
publisher = "A channel"
date = 2024-05-13
reliability = "E"

[claims.leak]
text = "The dam leaks."
said_by = "downstream"
sources = ["channel"]"# => r#"[sources.channel]
publisher = "A channel"
date = 2024-05-13
reliability = "E"

[claims.leak]
text = "The dam leaks."
said_by = "downstream"
verification = "unverified"
sources = ["channel"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let low = |reliability| matches!(reliability, Some(Reliability::D | Reliability::E | Reliability::F));
    let unmarked = |it: &Attribution| match it.verification {
        None => it.credibility.is_none(),
        Some(verification) => matches!(verification, Verification::Confirmed | Verification::Corroborated),
    };
    let reliability = |id: &Id| subject.brief.sources.get(id).and_then(|source| source.reliability);
    let found = subject.statements.iter().filter(|statement| unmarked(statement.attribution)).filter_map(|statement| {
        let party = statement.attribution.said_by.as_ref()?;
        Some((statement.sources(), (party, subject.field(&statement.path, "said_by"))))
    });
    for (sources, found) in by_cause(found) {
        if sources.is_empty() || !sources.iter().all(|id| low(reliability(id))) {
            continue;
        }
        let what = match found[..] {
            [(party, _)] => format!("what `{party}` said is"),
            _ => format!("{} statements are", found.len()),
        };
        let message = format!("{what} quoted only through sources of low reliability, but this is not stated");
        let mut said = Diagnostic::new(RULE.code, message);
        for id in sources {
            said = said.related(subject.place(&format!("sources.{id}.reliability")), "");
        }
        let said = said.at_each(found.into_iter().map(|(_, place)| place), "through the same");
        out.push(said.help("add `verification = \"unverified\"`, or whatever is true"));
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn one_reliable_source_or_a_word_of_caution_is_enough() {
        let source = "[sources.channel]\npublisher = \"C\"\ndate = 2024-05-13\nreliability = \"F\"\n";
        let claim = format!("{source}[claims.a]\ntext = \"It leaks.\"\nsaid_by = \"downstream\"\n");
        finds(&RULE, 1, &format!("{claim}sources = [\"channel\"]"));
        finds(&RULE, 0, &format!("{claim}sources = [\"channel\", \"ministry\"]"));
        finds(&RULE, 0, &format!("{claim}sources = [\"channel\"]\ncredibility = 4"));
        finds(&RULE, 0, &format!("{claim}sources = [\"channel\"]\nverification = \"claimed\""));
    }
}
