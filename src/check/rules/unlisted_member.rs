//! A bloc that speaks for somebody who is not a member of it.

use std::collections::HashSet;

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::Id;

rule! {
    "unlisted-member" Warning Tables
    "`speaks_for` of a party names one that is not among its `members`."
    "The page prints the words of the bloc as those of the party. If it belongs to the bloc, list it in `members`; if it does not, the bloc does not speak for it."
    { r#"[parties.basin]
name = "Basin Group"
role = "supporter"
members = ["Lake Region"]
speaks_for = ["downstream"]
interests = ["Water"]"# => r#"[parties.basin]
name = "Basin Group"
role = "supporter"
members = ["downstream", "Lake Region"]
speaks_for = ["downstream"]
interests = ["Water"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for (bloc, party) in &subject.brief.parties {
        let members: HashSet<&Id> = party.member_ids().collect();
        for (at, id) in party.speaks_for.iter().enumerate() {
            if members.contains(id) || id == bloc {
                continue;
            }
            out.push(
                Diagnostic::new(RULE.code, format!("`speaks_for` of `{bloc}` names `{id}`, but `members` does not"))
                    .at(subject.place(&format!("parties.{bloc}.speaks_for[{at}]")))
                    .help(format!("add \"{id}\" to `members`, or remove it from `speaks_for`")),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn each_party_that_is_no_member_is_reported() {
        let piece = |members: &str| {
            format!(
                "[parties.basin]\nname = \"Basin\"\nrole = \"supporter\"\ninterests = [\"Water\"]\n{members}speaks_for = [\"upstream\", \"downstream\"]\n"
            )
        };
        finds(&RULE, 2, &piece(""));
        finds(&RULE, 1, &piece("members = [\"upstream\"]\n"));
        finds(&RULE, 0, &piece("members = [\"upstream\", \"downstream\"]\n"));
    }
}
