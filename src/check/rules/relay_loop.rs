//! Sources that relay one another in a circle.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

rule! {
    "relay-loop" Error Tables
    "Sources that relay one another in a circle, so that none of them is the first."
    "Somebody must have said it first. Two reports that quote each other are one rumour, not two sources. Find out which came first and delete its `relays`."
    { r#"[sources.ministry]
publisher = "Ministry of Water"
date = 2024-05-13
relays = "agency"

[sources.agency]
publisher = "Agency"
date = 2024-05-13
relays = "ministry""# => r#"[sources.ministry]
publisher = "Ministry of Water"
date = 2024-05-13
relays = "agency"

[sources.agency]
publisher = "Agency"
date = 2024-05-13"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for way in &subject.relays.circles {
        if let [id, others @ ..] = &way[..] {
            let round: Vec<String> = way.iter().chain([id]).map(|id| format!("`{id}`")).collect();
            let message = if others.is_empty() {
                format!("the source `{id}` relays itself")
            } else {
                format!("these sources relay one another: {}", round.join(" → "))
            };
            let mut said = Diagnostic::new(RULE.code, message).at(subject.place(&format!("sources.{id}.relays")));
            for other in others {
                said = said.related(subject.place(&format!("sources.{other}.relays")), "and back");
            }
            out.push(said.help("delete `relays` from the one that came first"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    fn chain(pairs: &[(&str, &str)]) -> String {
        let source = |(id, relays): &(&str, &str)| {
            format!("[sources.{id}]\npublisher = \"P\"\ndate = 2024-05-13\nrelays = \"{relays}\"\n")
        };
        pairs.iter().map(source).collect()
    }

    #[test]
    fn each_circle_is_reported_once_and_a_chain_is_none() {
        finds(&RULE, 1, &chain(&[("a", "a")]));
        finds(&RULE, 1, &chain(&[("c", "a"), ("a", "b"), ("b", "c"), ("d", "a")]));
        finds(&RULE, 0, &chain(&[("c", "b"), ("b", "ministry")]));
        finds(&RULE, 2, &chain(&[("e", "b"), ("a", "b"), ("b", "a"), ("c", "d"), ("d", "c"), ("f", "e")]));
    }
}
