//! An aim of which two steps are the same.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::Prose;

rule! {
    "aim-without-room" Warning Values
    "Two steps of an aim are the same: its `walk_away` repeats its goal, its opening or a fallback, or a fallback repeats an earlier step."
    "Between the goal and the point where the talks end lies the room to negotiate. A delegation that reads the same words at both ends cannot tell whether it has any. If there is none, leave out the fallbacks and write in `walk_away` what ends the talks."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
own_side = "upstream"

[aims.filling]
goal = "Six years."
walk_away = "Six years.""# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
own_side = "upstream"

[aims.filling]
goal = "Six years."
walk_away = "Anything longer than seven.""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for (issue, aim) in &subject.brief.aims {
        let path = |name: &str| format!("aims.{issue}.{name}");
        let fallbacks = aim.fallback.iter().enumerate().map(|(at, it)| (path(&format!("fallback[{at}]")), it));
        // An opening may well be the goal.
        let first = [(path("goal"), &aim.goal)].into_iter().chain(aim.opening.iter().map(|it| (path("opening"), it)));
        let later = fallbacks.chain(aim.walk_away.iter().map(|it| (path("walk_away"), it)));
        // The first place of each text.
        let mut before: HashMap<Vec<String>, String> = HashMap::new();
        for (place, text) in first {
            before.entry(words(text)).or_insert(place);
        }
        for (place, text) in later {
            match before.entry(words(text)) {
                Entry::Occupied(other) => {
                    let (one, two) = (name(&place), name(other.get()));
                    out.push(
                        Diagnostic::new(RULE.code, format!("`{one}` of the aim on `{issue}` says the same as `{two}`"))
                            .at(subject.place(&place))
                            .related(subject.place(other.get()), "the same")
                            .help("write what it is instead, or delete it"),
                    );
                }
                Entry::Vacant(new) => _ = new.insert(place),
            }
        }
    }
}

/// The field of a path.
fn name(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default().split('[').next().unwrap_or_default()
}

/// The words of a text, in lower case: texts that have the same say the same.
fn words(prose: &Prose) -> Vec<String> {
    let plain = prose.plain().to_lowercase();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn an_opening_may_be_the_goal_and_no_step_may_be_one_before_it() {
        let aim = |fields: &str| {
            format!(
                "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nown_side = \"upstream\"\n[aims.filling]\ngoal = \"Six years.\"\n{fields}\n"
            )
        };
        finds(&RULE, 0, &aim("opening = \"Six years.\"\nwalk_away = \"Nine years.\""));
        finds(&RULE, 1, &aim("walk_away = \"*Six* years\""));
        finds(&RULE, 1, &aim("fallback = [\"Seven.\", \"Seven\"]"));
        finds(&RULE, 1, &aim("fallback = [\"Seven.\", \"Eight\"]\nwalk_away = \"Eight.\""));
        finds(&RULE, 0, &aim("fallback = [\"Seven.\", \"Eight.\"]\nwalk_away = \"More than eight.\""));
    }
}
