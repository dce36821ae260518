//! An open issue on which a principal has no position.

use super::subject::named;
use super::{Subject, rule, unmentioned_issue};
use crate::diagnostic::Diagnostic;
use crate::model::Role;

rule! {
    "missing-position" Warning File
    "An open issue on which a principal has no position."
    "Its agreement is needed, and the page has an empty cell where the reader looks first. If the position is not known, say that: `stance = \"undeclared\"` with a text that says what was looked for."
    { r#"[issues.gates]
title = "Control of the gates"
status = "contested"

[positions.gates.upstream]
stance = "rejects"
text = "No foreign hand on the gates."
sources = ["ministry"]"# => r#"[issues.gates]
title = "Control of the gates"
status = "contested"

[positions.gates.upstream]
stance = "rejects"
text = "No foreign hand on the gates."
sources = ["ministry"]

[positions.gates.downstream]
stance = "undeclared"
text = "Has not spoken on it since March."
sources = ["ministry"]"# }
    check
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    // One that has no position at all is reported by `silent-party`.
    let speaks = |party: &_| brief.positions.values().any(|positions| positions.contains_key(party));
    let principals: Vec<_> =
        brief.parties.iter().filter(|(id, party)| party.role == Role::Principal && speaks(*id)).collect();
    for (id, _) in brief.issues.iter().filter(|(_, issue)| issue.status.is_open()) {
        let positions = brief.positions.get(id);
        let silent: Vec<_> = principals
            .iter()
            .copied()
            .filter(|(party, _)| !positions.is_some_and(|positions| positions.contains_key(*party)))
            .collect();
        if silent.is_empty() || !unmentioned_issue::is_mentioned(brief, id) {
            continue;
        }
        let first = silent[0].0;
        out.push(
            Diagnostic::new(RULE.code, format!("there is no position of {} on `{id}`", named(silent)))
                .at(subject.place(&format!("issues.{id}")))
                .related(subject.place(&format!("issues.{id}.status")), "an open issue")
                .help(format!("add [positions.{id}.{first}]; where it is not known, with `stance = \"undeclared\"`")),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn only_principals_and_open_issues_count() {
        let issue = |status: &str| format!("[issues.gates]\ntitle = \"G\"\nstatus = \"{status}\"\nlinked = [\"filling\"]\n");
        let filling = "[issues.filling]\ntitle = \"F\"\nstatus = \"contested\"\nlinked = [\"gates\"]\n";
        finds(&RULE, 1, &format!("{}{filling}", issue("converging")));
        finds(&RULE, 0, &format!("{}{filling}", issue("agreed")));
        finds(&RULE, 0, "[parties.host]\nname = \"H\"\nrole = \"host\"");
    }
}
