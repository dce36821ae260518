//! Blocs that are members of one another.

use std::collections::{HashMap, HashSet};

use super::{CheckSubject, rule};
use crate::check::suggest::listed;
use crate::diagnostic::Diagnostic;
use crate::model::{Brief, Id, Party};

rule! {
    "circular-membership" Warning Tables
    "A party is a member of itself or speaks for itself, or two blocs are members of one another."
    "The page states that a bloc speaks for its members; in a circle nobody knows who speaks for whom. Remove one of the memberships."
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

/// A party on the way of a walk from bloc to member.
struct MembershipStep<'b> {
    party: &'b Id,
    /// What is still to be visited: the fields that name a party, and the party; the next is the last.
    rest: Vec<(&'static str, &'b Id)>,
    /// The field that names the next party on the way.
    field: &'static str,
}

impl<'b> MembershipStep<'b> {
    fn of(brief: &'b Brief, party: &'b Id) -> Self {
        let mut rest = brief.parties.get(party).map(named).unwrap_or_default();
        rest.reverse();
        Self { party, rest, field: MEMBERS }
    }
}

const MEMBERS: &str = "members";
const SPEAKS_FOR: &str = "speaks_for";

/// The parties that are members of a party, or for which it speaks, each once with the field that names it first.
fn named(party: &Party) -> Vec<(&'static str, &Id)> {
    let members = party.member_ids().map(|id| (MEMBERS, id));
    let mut seen = HashSet::new();
    let all = members.chain(party.speaks_for.iter().map(|id| (SPEAKS_FOR, id)));
    all.filter(|(_, id)| seen.insert(*id)).collect()
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    // A depth-first walk: the place of a party on the way while its members are looked at, `None` afterwards.
    let mut seen: HashMap<&Id, Option<usize>> = HashMap::new();
    for start in brief.parties.keys() {
        if seen.contains_key(start) {
            continue;
        }
        let mut way = vec![MembershipStep::of(brief, start)];
        seen.insert(start, Some(0));
        while let Some(step) = way.last_mut() {
            let Some((field, next)) = step.rest.pop() else {
                seen.insert(step.party, None);
                way.pop();
                continue;
            };
            step.field = field;
            match seen.get(next) {
                Some(Some(from)) => out.push(found(subject, &way[*from..])),
                Some(None) => {}
                None => {
                    seen.insert(next, Some(way.len()));
                    way.push(MembershipStep::of(brief, next));
                }
            }
        }
    }
}

fn found(subject: &CheckSubject<'_>, circle: &[MembershipStep<'_>]) -> Diagnostic {
    let (message, help) = match circle {
        [one] => of_itself(subject.brief, one.party),
        many => {
            let message = if many.len() > MOST_NAMED {
                format!("{} parties are members of one another", many.len())
            } else {
                format!(
                    "the parties {} are members of one another",
                    listed(many.iter().map(|it| it.party.as_str()), "and")
                )
            };
            let field = if many.iter().take(MOST_NAMED).all(|it| it.field == MEMBERS) { MEMBERS } else { SPEAKS_FOR };
            (message, format!("remove one of them from the `{field}` of another"))
        }
    };
    let places = circle.iter().take(MOST_NAMED).map(|it| subject.field(&format!("parties.{}", it.party), it.field));
    Diagnostic::new(RULE.code, message).at_each(places, "and here").help(help)
}

/// What is said of a party that names itself, and the help.
fn of_itself(brief: &Brief, party: &Id) -> (String, String) {
    let own = brief.parties.get(party);
    let is_member = own.is_some_and(|it| it.member_ids().any(|id| id == party));
    let speaks = own.is_some_and(|it| it.speaks_for.contains(party));
    let fields = match (is_member, speaks) {
        (true, true) => "`members` and `speaks_for`",
        (true, false) => "`members`",
        (false, _) => "`speaks_for`",
    };
    let field = if is_member { "members" } else { "speaks_for" };
    let message = format!("`{field}` of the party `{party}` names the same party");
    (message, format!("remove \"{party}\" from its own {fields}"))
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};
    use crate::check::example;
    use crate::growth;

    fn bloc(id: &str, members: &str) -> String {
        format!(
            "[parties.{id}]\nname = \"Bloc {id}\"\nrole = \"supporter\"\ninterests = [\"Water\"]\nmembers = [{members}]\n"
        )
    }

    #[test]
    fn each_circle_is_reported_once_and_a_party_may_be_in_two_blocs() {
        finds(&RULE, 1, &bloc("a", "\"a\""));
        finds(&RULE, 1, &format!("{}{}{}", bloc("a", "\"b\""), bloc("b", "\"c\""), bloc("c", "\"a\"")));
        finds(&RULE, 2, &format!("{}{}{}", bloc("a", "\"b\""), bloc("b", "\"a\""), bloc("c", "\"c\"")));
        finds(&RULE, 0, &format!("{}{}{}", bloc("a", "\"c\", \"A town\""), bloc("b", "\"c\""), bloc("c", "")));
    }

    #[test]
    fn the_help_names_the_field_that_names_the_party() {
        let help = |members: &str, speaks_for: &str| {
            let piece = format!("{}speaks_for = [{speaks_for}]\n", bloc("a", members));
            let found = example::diagnostics(&example::brief(&piece));
            found.into_iter().find(|it| it.code == RULE.code).and_then(|it| it.help).unwrap()
        };
        assert_eq!(help("", "\"a\""), "remove \"a\" from its own `speaks_for`");
        assert_eq!(help("\"a\"", ""), "remove \"a\" from its own `members`");
        assert_eq!(help("\"a\"", "\"a\""), "remove \"a\" from its own `members` and `speaks_for`");
        // One that is a member and spoken for is in one circle.
        let both = format!("{}speaks_for = [\"b\"]\n{}", bloc("a", "\"b\""), bloc("b", "\"a\""));
        finds(&RULE, 1, &both);
    }

    #[test]
    fn many_circles_have_labels_in_linear_number() {
        // Each party of a chain names the next and the first.
        let chain = |count: usize| {
            let bloc = |at: usize| bloc(&format!("p{at}"), &format!("\"p{}\", \"p0\"", (at + 1) % count));
            crate::schema::EXAMPLE.to_owned() + &(0..count).map(bloc).collect::<String>()
        };
        assert!(growth::is_linear(100, |count| {
            let found = example::diagnostics(&chain(count.max(1)));
            let labels = found.iter().filter(|it| it.code == RULE.code).map(|it| it.related.len());
            assert!(labels.sum::<usize>() < 4 * count);
        }));
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
