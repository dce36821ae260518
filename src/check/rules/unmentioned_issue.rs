//! An issue that nobody mentions.

use std::collections::HashSet;

use super::text_index::TextIndex;
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::language;
use crate::schema::Target;

rule! {
    "unmentioned-issue" Warning File
    "An issue on which nobody has a position and to which nothing else refers."
    "It is a heading without a text. Add a position, refer to it from developments and points, or delete it. A commitment whose text contains its title refers to it."
    { r#"[issues.fees]
title = "Transit fees"
status = "contested""# => r#"[issues.fees]
title = "Transit fees"
status = "closed"

[developments.fees-2024-05-01]
date = 2024-05-01
text = "Both sides drop the transit fees."
affects = ["fees"]
sources = ["ministry"]"# }
    check
}

/// The issues to which anything but they themselves refers: a position, an aim or any field of another record, or the
/// text of a commitment, which has no field for an issue.
pub(super) fn mentioned<'s>(subject: &'s CheckSubject<'_>) -> HashSet<&'s str> {
    let brief = subject.brief;
    let named = subject.mentions().iter().filter(|it| it.target == Target::Issue);
    let others = named.filter(|it| !it.path.starts_with(&format!("issues.{}.", it.id)));
    let mut mentioned: HashSet<&str> = others.map(|it| it.id.as_str()).collect();
    if brief.commitments.is_empty() {
        return mentioned;
    }
    let promised = TextIndex::of(subject, |text| text.path.starts_with("commitments."));
    for (id, issue) in &brief.issues {
        let title = issue.title.plain();
        let is_promised =
            || [title.clone(), small(&title), language::lower(&title)].iter().any(|title| promised.has_name(title, ""));
        if !mentioned.contains(id.as_str()) && is_promised() {
            mentioned.insert(id.as_str());
        }
    }
    mentioned
}

/// A title as it is within a sentence: its first letter is small.
fn small(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let mentioned = mentioned(subject);
    for id in subject.brief.issues.keys().filter(|id| !mentioned.contains(id.as_str())) {
        out.push(
            Diagnostic::new(RULE.code, format!("nothing in the brief refers to the issue `{id}`"))
                .at(subject.place(&format!("issues.{id}")))
                .help(format!("add a position, [positions.{id}.PARTY], or delete the issue")),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_link_or_a_claim_is_a_mention() {
        let issue = "[issues.fees]\ntitle = \"Fees\"\nstatus = \"deferred\"\nlinked = [\"fees\"]\n";
        finds(&RULE, 1, issue);
        finds(&RULE, 0, &format!("{issue}[claims.a]\ntext = \"T.\"\nabout = [\"fees\"]\nsources = [\"ministry\"]"));
        for record in [
            "[options.a]\ntitle = \"T\"\nissue = \"fees\"",
            "[recommendations.a]\ntext = \"T.\"\nissue = \"fees\"",
            "[proposals.a]\ntext = \"T.\"\nissue = \"fees\"",
            "[texts.a]\ntitle = \"T\"\nissue = \"fees\"",
        ] {
            finds(&RULE, 0, &format!("{issue}{record}\n"));
        }
    }

    #[test]
    fn a_commitment_that_has_the_title_is_a_mention() {
        let issue = "[issues.fees]\ntitle = \"Transit fees\"\nstatus = \"agreed\"\n";
        let promise =
            |text: &str| format!("[commitments.a]\nby = \"upstream\"\ntext = \"{text}\"\nsources = [\"ministry\"]\n");
        finds(&RULE, 0, &format!("{issue}{}", promise("Lowers the transit fees by half.")));
        finds(&RULE, 1, &format!("{issue}{}", promise("Opens the gates in transit.")));
        finds(&RULE, 1, &format!("{issue}[next_steps.a]\ntext = \"The transit fees come next.\""));
    }
}
