//! Several sources that are one, cited side by side.

use super::{CheckSubject, by_cause, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "circular-reporting" Warning Tables
    "A statement cites several sources that all go back to one, but does not say so."
    "Two footnotes look like two witnesses. One report that arrives by several routes is the oldest trap of analysis (“circular reporting”, ICD 206). Say how far it is verified, for example `verification = \"single-source\"`, or cite the first source alone."
    { r#"[sources.agency]
publisher = "Agency"
date = 2024-05-13
relays = "ministry"

[claims.capacity]
text = "The dam holds 60 km³."
sources = ["ministry", "agency"]"# => r#"[sources.agency]
publisher = "Agency"
date = 2024-05-13
relays = "ministry"

[claims.capacity]
text = "The dam holds 60 km³."
verification = "single-source"
sources = ["ministry", "agency"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let unmarked = subject.statements.iter().filter(|statement| statement.attribution.verification.is_none());
    let by_sources = by_cause(unmarked.map(|statement| (statement.sources(), statement)));
    for (sources, statements) in by_sources.iter().filter(|(sources, _)| sources.len() > 1) {
        let ([root], [first, others @ ..]) = (&subject.roots(sources)[..], &statements[..]) else { continue };
        let of =
            if others.is_empty() { format!("this {}", first.noun) } else { format!("{} statements", statements.len()) };
        let message = format!("the {} sources of {of} are one: all go back to `{root}`", sources.len());
        let mut said = Diagnostic::new(RULE.code, message);
        for id in sources.iter().filter(|id| *id != root) {
            said = said.related(subject.place(&format!("sources.{id}.relays")), "only repeats another source");
        }
        let places = statements.iter().map(|statement| subject.field(&statement.path, "sources"));
        out.push(said.at_each(places, "the same").help("add `verification = \"single-source\"`, or whatever is true"));
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn independent_sources_are_several() {
        let claim = "[claims.a]\ntext = \"It leaks [@agency].\"\nsources = [\"ministry\"]\n";
        let agency = "[sources.agency]\npublisher = \"A\"\ndate = 2024-05-13\n";
        finds(&RULE, 0, &format!("{claim}{agency}"));
        finds(&RULE, 1, &format!("{claim}{agency}relays = \"ministry\""));
    }
}
