//! A position that is known only from what another principal publishes.

use std::collections::HashMap;

use super::subject::phrases;
use super::{CheckSubject, by_cause, rule};
use crate::diagnostic::Diagnostic;
use crate::language::{self, word_start};
use crate::model::{Basis, Id, Party, Role, Source, SourceKind};

rule! {
    "adversary-source" Warning Tables
    "All sources of a position are publications of another principal, but the position is not marked as reported."
    "What one side says about the other serves its case (ICD 203: weigh the motives of sources). Add a source from the party itself or a third side, or set `basis = \"reported\"` and name who said it. The place of a newspaper, an agency, a broadcaster or an embassy (`Reuters, Moscow`) is not taken for the party that is called by it."
    { r#"[positions.filling.downstream]
stance = "rejects"
text = "No schedule at all."
sources = ["paper"]

[sources.paper]
publisher = "Government of the Upstream Republic"
date = 2024-05-13"# => r#"[positions.filling.downstream]
stance = "rejects"
text = "No schedule at all."
basis = "reported"
sources = ["paper"]

[sources.paper]
publisher = "Government of the Upstream Republic"
date = 2024-05-13"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let of = publishers(subject);
    let mut found = Vec::new();
    for statement in subject.statements.iter().filter(|it| it.noun == "position") {
        let (Some(position), Some(party)) = (subject.position(&statement.path), statement.path.rsplit('.').next())
        else {
            continue;
        };
        let attribution = statement.attribution;
        let is_said = matches!(position.basis, Some(Basis::Reported | Basis::Inferred))
            || attribution.verification.is_some()
            || attribution.said_by.as_ref().is_some_and(|by| by.as_str() != party);
        let sources = statement.sources();
        let other = |id: &&Id| of.get(*id).copied().filter(|of| of.as_str() != party);
        let others: Option<Vec<&Id>> = sources.iter().map(other).collect();
        let Some(first) = others.as_ref().and_then(|others| others.first()).filter(|_| !is_said) else { continue };
        found.push(((party, *first), subject.field(&statement.path, "sources")));
    }
    for ((party, first), places) in by_cause(found) {
        let message = format!("the position of `{party}` is known only from `{first}`");
        out.push(
            Diagnostic::new(RULE.code, message)
                .at_each(places, "")
                .help("add a source from the party itself or a third side, or write `basis = \"reported\"`"),
        );
    }
}

/// The principal after whom the publisher of each source is named; one that is named after two speaks for neither
/// alone.
fn publishers<'s>(subject: &CheckSubject<'s>) -> HashMap<&'s Id, &'s Id> {
    let brief = subject.brief;
    let principals = || brief.parties.iter().filter(|(_, party)| party.role == Role::Principal);
    let names = |party: &Party, text: &str| {
        let names = [party.name.as_str(), party.short()].map(language::lower).into_iter();
        // A name of two letters is in other words.
        names.filter(|it| it.len() > 2 && !phrases(text, &[it.as_str()]).is_empty()).collect::<Vec<_>>()
    };
    let places = subject.listed_words(RULE.code.name());
    let owner = |source: &Source| {
        let publisher = source.publisher.as_str();
        let called = principals().map(|(id, party)| (id, names(party, publisher)));
        let mut all = called.filter(|(_, names)| !names.is_empty());
        let (id, names) = all.next().filter(|_| all.next().is_none())?;
        names.iter().any(|name| is_of(source, name, places)).then_some(id)
    };
    brief.sources.iter().filter_map(|(id, source)| Some((id, owner(source)?))).collect()
}

/// Whether a publisher is named after a party: `Government of Iran`, `Iran radio`. What follows a comma is often the
/// name of a publication, which may be about the party: `Institute of Peace, Iran Primer`. There the name has to come
/// last, and of the press it is where it is published: `Reuters, Bonn`. So it is after one of `places`:
/// `Embassy in Bonn`.
fn is_of(source: &Source, name: &str, places: &[String]) -> bool {
    let is_press = matches!(
        source.kind,
        Some(SourceKind::Newspaper | SourceKind::Wire | SourceKind::Broadcast | SourceKind::Academic)
    );
    let mut start = 0;
    source.publisher.split_inclusive([',', '،']).enumerate().any(|(at, part)| {
        let part_start = start;
        start += part.len();
        let part = part.trim_end_matches([',', '،']);
        phrases(part, &[name]).iter().any(|(range, _)| {
            let before =
                language::lower(source.publisher[..part_start + range.start].trim_end_matches([' ', ',', '،']));
            let is_place = places.iter().any(|place| {
                let start = before.strip_suffix(place.as_str()).map(|rest| word_start(&before, rest.len()));
                start.is_some_and(|start| !before[..start].ends_with(char::is_alphanumeric))
            });
            let is_last = part[range.end..].trim().is_empty();
            !is_place && (at == 0 || is_last && !is_press)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_party_s_own_source_and_a_third_one_are_enough() {
        let position = "[positions.filling.downstream]\nstance = \"rejects\"\ntext = \"T.\"\n";
        let source = "[sources.paper]\npublisher = \"Upstream radio\"\ndate = 2024-05-13\n";
        finds(&RULE, 1, &format!("{position}sources = [\"paper\"]\n{source}"));
        finds(&RULE, 0, &format!("{position}sources = [\"paper\", \"ministry\"]\n{source}"));
        finds(&RULE, 0, &format!("{position}sources = [\"paper\"]\n{}", source.replace("Upstream", "Downstream")));
    }

    #[test]
    fn a_publication_about_a_party_is_not_one_of_it() {
        let position = "[positions.filling.downstream]\nstance = \"rejects\"\ntext = \"T.\"\nsources = [\"paper\"]\n";
        for (publisher, count) in [
            ("Ministry of Water of Upstream", 1),
            ("Ministry of Water, Upstream", 1),
            ("Institute of Rivers, Upstream Primer", 0),
            ("Upstream and Downstream, joint statement", 0),
            ("Radio, in Upstream News", 0),
            ("Upstream Institute of Peace, Downstream Primer", 0),
        ] {
            let source = format!("[sources.paper]\npublisher = \"{publisher}\"\ndate = 2024-05-13\n");
            finds(&RULE, count, &format!("{position}{source}"));
        }
    }

    #[test]
    fn a_capital_that_says_where_is_not_the_party_that_is_called_by_it() {
        let position = "[positions.filling.downstream]\nstance = \"rejects\"\ntext = \"T.\"\nsources = [\"paper\"]\n";
        for (publisher, kind, count) in [
            ("US Embassy Upstream", "document", 0),
            ("US Embassy in Upstream", "document", 0),
            ("British High Commission, Upstream", "document", 0),
            ("Embassy of Upstream", "document", 1),
            ("Upstream Embassy, London", "document", 1),
            ("Reuters, Upstream", "wire", 0),
            ("The Times, Upstream", "newspaper", 0),
            ("Upstream radio", "broadcast", 1),
            ("Ministry of Water, Upstream", "official", 1),
        ] {
            let source =
                format!("[sources.paper]\npublisher = \"{publisher}\"\nkind = \"{kind}\"\ndate = 2024-05-13\n");
            finds(&RULE, count, &format!("{position}{source}"));
        }
    }

    #[test]
    fn an_arabic_place_has_its_small_words_before_it() {
        let party = |id: &str, name: &str| format!("[parties.{id}]\nname = \"{name}\"\nrole = \"principal\"\n");
        let position = |of: &str| {
            format!("[positions.filling.{of}]\nstance = \"rejects\"\ntext = \"T.\"\nsources = [\"paper\"]\n")
        };
        let head = "[brief]\ntitle = \"T\"\nlanguage = \"ar\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\n";
        for (publisher, count) in [
            ("وزارة الخارجية، القاهرة", 1),
            ("السفارة الأمريكية في القاهرة", 0),
            ("السفارة الأمريكية بالقاهرة", 0),
            ("السفارة، القاهرة", 0),
        ] {
            let source =
                format!("[sources.paper]\npublisher = \"{publisher}\"\nkind = \"document\"\ndate = 2024-05-13\n");
            finds(&RULE, count, &format!("{head}{}{}{source}", party("egypt", "القاهرة"), position("downstream")));
        }
    }

    #[test]
    fn a_name_may_begin_with_any_capital() {
        let party = "[parties.austria]\nname = \"Österreich\"\nrole = \"principal\"\n[positions.filling.austria]\nstance = \"rejects\"\ntext = \"T.\"\nsources = [\"ministry\"]\n";
        let position = "[positions.filling.downstream]\nstance = \"rejects\"\ntext = \"T.\"\nsources = [\"paper\"]\n";
        let source = "[sources.paper]\npublisher = \"Regierung, Österreich\"\ndate = 2024-05-13\n";
        finds(&RULE, 1, &format!("{party}{position}{source}"));
    }

    #[test]
    fn what_is_known_from_one_side_alone_is_one_warning() {
        let position = |issue: &str| {
            format!("[positions.{issue}.downstream]\nstance = \"rejects\"\ntext = \"T.\"\nsources = [\"paper\"]\n")
        };
        let gates = "[issues.gates]\ntitle = \"G\"\nstatus = \"agreed\"\n";
        let source = "[sources.paper]\npublisher = \"Upstream radio\"\ndate = 2024-05-13\n";
        finds(&RULE, 1, &format!("{gates}{}{}{source}", position("filling"), position("gates")));
    }
}
