//! A brief that says that it is cleared, and an office that has not said so.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{BriefStatus, ClearanceResult};

rule! {
    "uncleared-brief" Warning File
    "The status is `cleared`, but nobody has cleared the brief, or an office has not answered or objects."
    "The reader takes it for agreed. Name who has cleared it, in `[clearances.ID]` or `cleared_by`, or give the status `in-clearance`."
    { r#"[brief]
title = "Reservoir talks: where they stand"
as_of = 2024-05-14
bottom_line = "The filling schedule is open [@ministry]."
status = "cleared""# => r#"[brief]
title = "Reservoir talks: where they stand"
as_of = 2024-05-14
bottom_line = "The filling schedule is open [@ministry]."
status = "cleared"

[clearances.legal]
office = "Legal service"
result = "cleared""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let brief = subject.brief;
    if brief.status != Some(BriefStatus::Cleared) {
        return;
    }
    let place = subject.place("brief.status");
    if brief.clearances.is_empty() && brief.cleared_by.is_empty() {
        let message = "the status is `cleared`, but the brief does not say by whom";
        let help = "add [clearances.ID] or `cleared_by`, or write `status = \"in-clearance\"`";
        out.push(Diagnostic::new(RULE.code, message).at(place).help(help));
    }
    let open = |result: Option<ClearanceResult>| {
        matches!(result, None | Some(ClearanceResult::Pending | ClearanceResult::Objected))
    };
    for (id, clearance) in brief.clearances.iter().filter(|(_, it)| open(it.result)) {
        let said = match clearance.result {
            Some(ClearanceResult::Objected) => "an objection",
            _ => "no answer",
        };
        let message = format!("the status is `cleared`, but there is {said} from `{id}`");
        let found = Diagnostic::new(RULE.code, message).at(place);
        let found = found.related(subject.field(&format!("clearances.{id}"), "result"), said);
        out.push(found.help("write `status = \"in-clearance\"` until it is settled"));
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn each_office_has_to_agree() {
        let head = |more: &str| format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\n{more}\n");
        let office = |result: &str| format!("[clearances.a]\noffice = \"A\"\n{result}\n");
        finds(&RULE, 1, &head("status = \"cleared\""));
        finds(&RULE, 0, &head("status = \"cleared\"\ncleared_by = [\"A\"]"));
        finds(&RULE, 1, &format!("{}{}", head("status = \"cleared\""), office("")));
        finds(&RULE, 1, &format!("{}{}", head("status = \"cleared\""), office("result = \"objected\"")));
        finds(&RULE, 0, &format!("{}{}", head("status = \"cleared\""), office("result = \"cleared-with-comments\"")));
        finds(&RULE, 0, &format!("{}{}", head("status = \"in-clearance\""), office("")));
    }
}
