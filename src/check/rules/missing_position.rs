//! An open issue on which a principal has no position.

use super::subject::named;
use super::{CheckSubject, by_cause, rule, unmentioned_issue};
use crate::diagnostic::Diagnostic;
use crate::model::{Blocs, Id, IssueStatus, PointResult, Role};

/// The most issues that a message names; more are counted.
const MOST_NAMED: usize = 4;

rule! {
    "missing-position" Warning File
    "An open issue on which a principal has no position."
    "Its agreement is needed, and the page has an empty cell where the reader looks first. If the position is not known, say so: `stance = \"unknown\"` with a text that describes what was searched. A member of a bloc that has a position is not missing, nor is a party that `between` of the issue leaves out."
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
stance = "unknown"
text = "Has not spoken on it since March."
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    // One that has no position at all is reported by `silent-party`.
    let speaks = |party: &_| brief.positions.values().any(|positions| positions.contains_key(party));
    let principals = brief.parties.iter().filter(|(id, party)| party.role == Role::Principal && speaks(*id));
    let principals: Vec<&Id> = principals.map(|(id, _)| id).collect();
    let blocs = Blocs::of(brief);
    let mentioned = unmentioned_issue::mentioned(subject);
    // Of an issue that is agreed but for details, the outcome may have what was agreed.
    let is_settled = |id: &Id, status: IssueStatus| {
        let mut points = brief.outcome.iter().flat_map(|outcome| outcome.points.values());
        status == IssueStatus::AgreedInPrinciple
            && points.any(|point| point.result == PointResult::Agreed && point.issue.as_ref() == Some(id))
    };
    let is_asked =
        |id: &Id, status: IssueStatus| status.is_open() && mentioned.contains(id.as_str()) && !is_settled(id, status);
    let open = brief.issues.iter().filter(|(id, issue)| is_asked(id, issue.status));
    let by_silent = by_cause(open.map(|(id, _)| {
        let positions = brief.positions.get(id);
        // What our side wants where it has not spoken is in its aim.
        let aims = |party: &Id| brief.own_side.as_ref() == Some(party) && brief.aims.contains_key(id);
        let has = |party: &Id| positions.is_some_and(|positions| positions.contains_key(party));
        let is_missing = |party: &&Id| {
            !has(party) && !aims(party) && brief.concerns(id, party) && blocs.speaking_for(party, has).is_empty()
        };
        (principals.iter().copied().filter(is_missing).collect::<Vec<_>>(), id)
    }));
    for (silent, issues) in by_silent {
        let ([party, ..], [first, ..]) = (&silent[..], &issues[..]) else { continue };
        let on = if issues.len() > MOST_NAMED { format!("{} open issues", issues.len()) } else { named(&issues) };
        let said = Diagnostic::new(RULE.code, format!("there is no position of {} on {on}", named(&silent)));
        let said = said.at_each(issues.iter().map(|id| subject.place(&format!("issues.{id}"))), "an open issue");
        let said = if issues.len() > 1 {
            said
        } else {
            said.related(subject.place(&format!("issues.{first}.status")), "an open issue")
        };
        let add = format!("add [positions.{first}.{party}]");
        let more = if issues.len() > 1 { " and so on" } else { "" };
        out.push(said.help(format!("{add}{more}; if it is not known, with `stance = \"unknown\"`")));
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn only_principals_and_open_issues_count() {
        let issue =
            |status: &str| format!("[issues.gates]\ntitle = \"G\"\nstatus = \"{status}\"\nlinked = [\"filling\"]\n");
        let filling = "[issues.filling]\ntitle = \"F\"\nstatus = \"contested\"\nlinked = [\"gates\"]\n";
        finds(&RULE, 1, &format!("{}{filling}", issue("converging")));
        finds(&RULE, 0, &format!("{}{filling}", issue("agreed")));
        let point = "[outcome.points.drought]\nresult = \"agreed\"\ntext = \"So.\"\nissue = \"gates\"\nsources = [\"ministry\"]\n";
        finds(&RULE, 0, &format!("{}{filling}{point}", issue("agreed-in-principle")));
        finds(&RULE, 0, "[parties.host]\nname = \"H\"\nrole = \"host\"");
    }

    #[test]
    fn who_is_not_concerned_or_has_a_bloc_that_speaks_is_not_missing() {
        let gates = |more: &str| {
            format!(
                "[issues.gates]\ntitle = \"G\"\nstatus = \"contested\"\nlinked = [\"filling\"]\n{more}\
                 [issues.filling]\ntitle = \"F\"\nstatus = \"contested\"\nlinked = [\"gates\"]\n\
                 [positions.gates.upstream]\nstance = \"rejects\"\ntext = \"T.\"\nsources = [\"ministry\"]\n"
            )
        };
        finds(&RULE, 1, &gates(""));
        finds(&RULE, 0, &gates("between = [\"upstream\"]\n"));
        finds(&RULE, 1, &gates("between = [\"upstream\", \"downstream\"]\n"));
        let bloc =
            |members: &str| format!("[parties.basin]\nname = \"Basin\"\nrole = \"supporter\"\nmembers = [{members}]\n");
        let speaks = "[positions.gates.basin]\nstance = \"supports\"\ntext = \"T.\"\nsources = [\"ministry\"]\n";
        finds(&RULE, 0, &format!("{}{}{speaks}", gates(""), bloc("\"downstream\"")));
        finds(&RULE, 1, &format!("{}{}{speaks}", gates(""), bloc("\"Lake Region\"")));
        // A bloc that has no position on the issue says nothing for its members.
        finds(&RULE, 1, &format!("{}{}", gates(""), bloc("\"downstream\"")));
    }
}
