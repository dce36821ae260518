//! A position of our side that is not known, or is inferred.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Basis, Stance, Vocabulary as _};

rule! {
    "unknown-own-position" Warning Tables
    "A position of the `own_side` is `unknown`, or its basis is `inferred` or `reported`."
    "We know what our side wants. If it has not said so yet, the stance is `undeclared`, and what it wants belongs in `[aims.ISSUE]`. Or `own_side` names the wrong party."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
own_side = "upstream"

[positions.filling.upstream]
stance = "unknown"
text = "Nothing has been found."
sources = ["ministry"]"# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "The talks go on [@ministry]."
own_side = "upstream"

[positions.filling.upstream]
stance = "undeclared"
text = "Has not spoken on it yet."
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(own) = &subject.brief.own_side else { return };
    for (issue, positions) in &subject.brief.positions {
        let Some(position) = positions.get(own) else { continue };
        let (field, word) = match (position.stance, position.basis) {
            (Stance::Unknown, _) => ("stance", position.stance.word()),
            (_, Some(basis)) if basis != Basis::Stated => ("basis", basis.word()),
            _ => continue,
        };
        out.push(
            Diagnostic::new(RULE.code, format!("the position of our side, `{own}`, on `{issue}` is {word}"))
                .at(subject.place(&format!("positions.{issue}.{own}.{field}")))
                .related(subject.place("brief.own_side"), "our side")
                .help("write what it says, or `undeclared` if it has said nothing yet"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn what_the_others_want_need_not_be_known() {
        let brief = |party: &str, fields: &str| {
            format!(
                "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\nown_side = \"upstream\"\n[positions.filling.{party}]\ntext = \"It.\"\n{fields}\n"
            )
        };
        finds(&RULE, 1, &brief("upstream", "stance = \"unknown\""));
        finds(&RULE, 1, &brief("upstream", "stance = \"demands\"\nbasis = \"inferred\""));
        finds(&RULE, 0, &brief("upstream", "stance = \"demands\"\nbasis = \"stated\""));
        finds(&RULE, 0, &brief("downstream", "stance = \"unknown\""));
    }
}
