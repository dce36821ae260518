//! A likelihood on what a party has said.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::Basis;

rule! {
    "likelihood-of-position" Warning Tables
    "A position that is not inferred has a `likelihood`."
    "A likelihood belongs to a judgement: of what may happen, or of what the author concludes (ICD 203, D.6.e.2.a). What a party holds is known or not; how reliably, is shown by `verification` and `credibility`. For the author's conclusion write `basis = \"inferred\"`."
    { r#"[positions.filling.upstream]
stance = "demands"
text = "Five years, fixed."
likelihood = "likely"
sources = ["ministry"]"# => r#"[positions.filling.upstream]
stance = "demands"
text = "Five years, fixed."
basis = "inferred"
likelihood = "likely"
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for (issue, positions) in &subject.brief.positions {
        for (party, position) in positions {
            if position.attribution.likelihood.is_some() && position.basis != Some(Basis::Inferred) {
                out.push(
                    Diagnostic::new(
                        RULE.code,
                        format!("the position of `{party}` has a likelihood, but is not inferred"),
                    )
                    .at(subject.place(&format!("positions.{issue}.{party}.likelihood")))
                    .help("write `verification` or `credibility` instead, or `basis = \"inferred\"`"),
                );
            }
        }
    }
}
