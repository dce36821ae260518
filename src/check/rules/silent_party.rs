//! A party of which the brief says nothing.

use std::cell::LazyCell;
use std::collections::HashSet;

use super::subject::{Text, words};
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Blocs, Id, Owner, Party, Role};

rule! {
    "silent-party" Warning File
    "A principal without any position, or another party about which the brief says nothing."
    "It is on the page, but the reader learns nothing about it. Add what it wants, or delete it. A mediator, a facilitator, a host or an observer needs no position, nor does a member of a bloc that has one."
    { r#"[parties.bank]
name = "Development Bank"
role = "supporter""# => r#"[parties.bank]
name = "Development Bank"
role = "supporter"

[next_steps.credit]
text = "Decide on the credit."
owner = "bank""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    let speak: HashSet<&Id> = brief.positions.values().flat_map(|positions| positions.keys()).collect();
    let spoken_of = LazyCell::new(|| SpokenOf::new(subject));
    let blocs = Blocs::of(brief);
    let speaks = |id: &Id| speak.contains(id);
    let silent = brief.parties.iter().filter(|(id, _)| !speaks(id) && blocs.speaking_for(id, speaks).is_empty());
    for (id, party) in silent {
        let place = || subject.place(&format!("parties.{id}"));
        if party.role == Role::Principal {
            out.push(
                Diagnostic::new(RULE.code, format!("the principal `{id}` has no position on any issue"))
                    .at(place())
                    .help(format!(
                        "add [positions.ISSUE.{id}], with `stance = \"unknown\"` if it is not known; or give it another role"
                    )),
            );
        } else if !is_third(party.role) && !spoken_of.has(id, party) {
            out.push(
                Diagnostic::new(RULE.code, format!("the brief says nothing about the party `{id}`"))
                    .at(place())
                    .help("say what it wants or does, or delete it"),
            );
        }
    }
}

/// Whether a party is at the table for the others: it wants nothing there, and its role says what it does.
fn is_third(role: Role) -> bool {
    matches!(role, Role::Mediator | Role::Facilitator | Role::Host | Role::Observer)
}

/// Of whom a brief speaks.
struct SpokenOf<'s> {
    /// Those whom a statement or a step names by their ids.
    ids: HashSet<&'s Id>,
    texts: &'s [Text<'s>],
    /// The words of all texts with the numbers of their texts, sorted.
    words: Vec<(&'s str, usize)>,
}

/// In this many texts a word is looked for together with others; one in more is so common that it says nothing.
const MOST_TEXTS: usize = 500;

impl<'s> SpokenOf<'s> {
    fn new(subject: &'s CheckSubject<'_>) -> Self {
        let brief = subject.brief;
        let said = subject.statements.iter().filter_map(|statement| statement.attribution.said_by.as_ref());
        let denied = brief.claims.values().flat_map(|claim| &claim.denied_by);
        let promised = brief.commitments.values().flat_map(|it| it.by.iter().chain(&it.to));
        let verifiers = brief.commitments.values().filter_map(|it| match &it.verifier {
            Some(Owner::Party(id)) => Some(id),
            _ => None,
        });
        let owners = brief.next_steps.values().filter_map(|step| match &step.owner {
            Some(Owner::Party(id)) => Some(id),
            _ => None,
        });
        let raises = brief.asks.values().map(|ask| &ask.party);
        let own = brief.own_side.iter().chain(brief.arguments.values().filter_map(|it| it.raised_by.as_ref()));
        let proposed = brief.proposals.values().flat_map(|proposal| &proposal.by);
        let concerned = brief.issues.values().flat_map(|issue| &issue.between);
        let variants = brief.texts.values().flat_map(|text| text.variants.values());
        let versions = variants.flat_map(|it| it.by.iter().chain(&it.support).chain(&it.oppose).chain(&it.reserve));
        let met = brief.people.values().filter_map(|person| person.party.as_ref());
        let texts = &subject.texts[..];
        let all = texts.iter().enumerate();
        let mut words: Vec<_> =
            all.flat_map(|(at, text)| words(&text.plain).map(move |(_, word)| (word, at))).collect();
        words.sort_unstable();
        words.dedup();
        let drafted = proposed.chain(versions).chain(concerned);
        let carriers = promised.chain(verifiers);
        let ids = said.chain(denied).chain(carriers).chain(owners).chain(raises).chain(drafted).chain(met).chain(own).collect();
        Self { ids, texts, words }
    }

    fn has(&self, id: &Id, party: &Party) -> bool {
        // What it wants is something said of it.
        let wants = !party.interests.is_empty() || !party.red_lines.is_empty() || party.alternatives.is_some();
        if wants || self.ids.contains(id) {
            return true;
        }
        let persons = party.representatives.iter().filter_map(|person| person.name.split(' ').next_back());
        let mut names = [party.name.as_str(), party.short()].into_iter().chain(persons);
        let own = format!("parties.{id}");
        names.any(|name| self.names(name, &own))
    }

    /// Whether a text of another record has a name. Inflected languages change its end, so the start of each long word is
    /// enough.
    fn names(&self, name: &str, own: &str) -> bool {
        let Some((_, first)) = words(name).next() else { return true };
        let with_first = self.texts_with(first, own);
        if with_first.len() > MOST_TEXTS || with_first.iter().any(|at| self.texts[*at].plain.contains(name)) {
            return true;
        }
        let long = words(name).map(|(_, word)| word).filter(|word| word.chars().count() > 3);
        let mut found = long.map(|word| self.texts_with(stem(word), own));
        let Some(mut common) = found.next() else { return false };
        for other in found {
            if common.len() > MOST_TEXTS {
                common = other;
            } else if other.len() <= MOST_TEXTS {
                common.retain(|at| other.binary_search(at).is_ok());
            }
        }
        !common.is_empty()
    }

    /// The texts of other records with a word that begins so, in order; of more than [`MOST_TEXTS`] only some.
    fn texts_with(&self, start: &str, own: &str) -> Vec<usize> {
        let from = self.words.partition_point(|(word, _)| *word < start);
        let words = self.words[from..].iter().take_while(|(word, _)| word.starts_with(start)).map(|(_, at)| *at);
        let others = words.filter(|at| self.texts[*at].record() != own);
        let mut texts: Vec<usize> = others.take(MOST_TEXTS + 1).collect();
        texts.sort_unstable();
        texts.dedup();
        texts
    }
}

/// A long word without its last two letters.
fn stem(word: &str) -> &str {
    let count = word.chars().count();
    let keep = if count > 5 { count - 2 } else { count };
    word.char_indices().nth(keep).map_or(word, |(end, _)| &word[..end])
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_party_that_is_named_or_acts_is_not_silent() {
        let host = "[parties.host]\nname = \"Kingdom of Somewhere\"\nshort = \"Somewhere\"\nrole = \"supporter\"\n";
        finds(&RULE, 1, host);
        finds(&RULE, 0, &format!("{host}[next_steps.a]\ntext = \"Meet in Somewhere.\""));
        finds(&RULE, 0, &format!("{host}[claims.a]\ntext = \"T.\"\nsaid_by = \"host\"\nsources = [\"ministry\"]"));
        finds(&RULE, 0, "[parties.host]\nname = \"Туреччина\"\nrole = \"supporter\"\n[next_steps.a]\ntext = \"Зустріч у Туреччині.\"");
        finds(&RULE, 1, "[parties.third]\nname = \"Third\"\nrole = \"principal\"\n[next_steps.a]\ntext = \"Ask the Third.\"");
    }

    #[test]
    fn a_member_of_a_bloc_that_speaks_is_not_silent() {
        let bloc = |more: &str| {
            format!(
                "[parties.basin]\nname = \"Basin\"\nrole = \"supporter\"\nmembers = [\"third\"]\n{more}\
                 [positions.filling.basin]\nstance = \"supports\"\ntext = \"T.\"\nsources = [\"ministry\"]\n\
                 [parties.third]\nname = \"Bird\"\nrole = \"principal\"\n"
            )
        };
        finds(&RULE, 0, &bloc(""));
        finds(&RULE, 1, &bloc("speaks_for = [\"downstream\"]\n"));
    }

    #[test]
    fn who_is_there_for_the_others_need_not_speak() {
        let party = |role: &str| format!("[parties.third]\nname = \"Bird\"\nrole = \"{role}\"");
        for role in ["mediator", "facilitator", "host", "observer"] {
            finds(&RULE, 0, &party(role));
        }
        for role in ["guarantor", "supporter", "affected", "spoiler", "excluded", "principal"] {
            finds(&RULE, 1, &party(role));
        }
    }
}
