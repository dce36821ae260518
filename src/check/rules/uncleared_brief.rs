//! A brief that is cleared by nobody.

use super::{Subject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::BriefStatus;

rule! {
    "uncleared-brief" Warning Tables
    "The brief has `status = \"cleared\"`, and no `cleared_by`."
    "A reader who relies on the clearance has to know whose it is, and whom to ask. Name the offices in `cleared_by`."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
status = "cleared""# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
status = "cleared"
cleared_by = ["Legal service"]"# }
    check
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    if subject.brief.status == Some(BriefStatus::Cleared) && subject.brief.cleared_by.is_empty() {
        out.push(
            Diagnostic::new(RULE.code, "the brief is cleared, and nothing says by whom")
                .at(subject.place("brief.status"))
                .help("add `cleared_by = [\"…\"]` with the offices"),
        );
    }
}
