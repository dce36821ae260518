//! Blocs that are members of one another.

use std::collections::HashMap;

use super::{Subject, rule};
use crate::check::suggest::listed;
use crate::diagnostic::Diagnostic;
use crate::model::{Id, Owner, Party};

rule! {
    "circular-membership" Warning Tables
    "A party is a member of itself, or two blocs are members of one another."
    "A page prints of a member that its bloc speaks for it; in a circle nobody knows who speaks for whom. Take one of the members out."
    { r#"[parties.basin]
name = "Basin Group"
role = "supporter"
members = ["delta", "basin"]
interests = ["Water"]

[parties.delta]
name = "Delta Region"
role = "affected"
interests = ["Water"]"# => r#"[parties.basin]
name = "Basin Group"
role = "supporter"
members = ["delta"]
interests = ["Water"]

[parties.delta]
name = "Delta Region"
role = "affected"
interests = ["Water"]"# }
    check
}

/// The most parties that a message names; more are counted.
const MOST_NAMED: usize = 4;

/// The parties that are members of a party, or for which it speaks.
fn inner(party: &Party) -> impl Iterator<Item = &Id> {
    let members = party.members.iter().filter_map(|it| if let Owner::Party(id) = it { Some(id) } else { None });
    members.chain(&party.speaks_for)
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let parties = &subject.brief.parties;
    // A depth-first walk: 1 while the members of a party are looked at, 2 afterwards.
    let mut seen: HashMap<&Id, u8> = HashMap::new();
    for start in parties.keys() {
        if seen.contains_key(start) {
            continue;
        }
        let mut way: Vec<(&Id, Vec<&Id>)> = vec![(start, members(subject, start))];
        seen.insert(start, 1);
        while let Some((id, rest)) = way.last_mut() {
            let id = *id;
            match rest.pop() {
                None => {
                    seen.insert(id, 2);
                    way.pop();
                }
                Some(next) => match seen.get(next) {
                    Some(1) => {
                        let from = way.iter().position(|(it, _)| *it == next).unwrap_or_default();
                        let circle: Vec<&Id> = way[from..].iter().map(|(it, _)| *it).collect();
                        out.push(found(subject, &circle));
                    }
                    Some(_) => {}
                    None => {
                        seen.insert(next, 1);
                        way.push((next, members(subject, next)));
                    }
                },
            }
        }
    }
}

/// The members of a party, the last first.
fn members<'b>(subject: &Subject<'b>, party: &Id) -> Vec<&'b Id> {
    let mut all: Vec<&Id> = subject.brief.parties.get(party).into_iter().flat_map(inner).collect();
    all.reverse();
    all
}

fn found(subject: &Subject<'_>, circle: &[&Id]) -> Diagnostic {
    let place = |id: &Id| {
        let field = subject.brief.parties.get(id).filter(|it| it.members.is_empty()).map_or("members", |_| "speaks_for");
        subject.field(&format!("parties.{id}"), field)
    };
    let message = match circle {
        [one] => format!("`{one}` is a member of itself"),
        many if many.len() > MOST_NAMED => format!("{} parties are members of one another", many.len()),
        many => format!("{} are members of one another", listed(many.iter().map(|id| id.as_str()), "and")),
    };
    let diagnostic = Diagnostic::new(RULE.code, message).at_each(circle.iter().map(|id| place(id)), "and here");
    diagnostic.help(match circle {
        [one] => format!("take \"{one}\" out of its own `members`"),
        _ => "take one of them out of the `members` of the other".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};
    use crate::check::example;
    use crate::growth;

    fn bloc(id: &str, members: &str) -> String {
        format!("[parties.{id}]\nname = \"Bloc {id}\"\nrole = \"supporter\"\ninterests = [\"Water\"]\nmembers = [{members}]\n")
    }

    #[test]
    fn each_circle_is_reported_once_and_a_party_may_be_in_two_blocs() {
        finds(&RULE, 1, &bloc("a", "\"a\""));
        finds(&RULE, 1, &format!("{}{}{}", bloc("a", "\"b\""), bloc("b", "\"c\""), bloc("c", "\"a\"")));
        finds(&RULE, 2, &format!("{}{}{}", bloc("a", "\"b\""), bloc("b", "\"a\""), bloc("c", "\"c\"")));
        finds(&RULE, 0, &format!("{}{}{}", bloc("a", "\"c\", \"A town\""), bloc("b", "\"c\""), bloc("c", "")));
    }

    #[test]
    fn a_long_chain_of_blocs_is_walked_in_linear_time() {
        let chain = |count: usize| {
            let bloc = |at: usize| bloc(&format!("p{at}"), &format!("\"p{}\"", (at + 1) % count));
            crate::schema::EXAMPLE.to_owned() + &(0..count).map(bloc).collect::<String>()
        };
        assert!(growth::is_linear(100, |count| {
            let found = example::diagnostics(&chain(count.max(1)));
            assert_eq!(found.iter().filter(|it| it.code == RULE.code).count(), 1);
        }));
    }
}
