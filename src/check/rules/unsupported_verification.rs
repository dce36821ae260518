//! `confirmed` or `corroborated` on what is one source in the end.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Id, SourceKind, Verification, Vocabulary as _};

rule! {
    "unsupported-verification" Warning Tables
    "A statement is called confirmed or corroborated, but all its sources go back to one, or it has no source."
    "To corroborate is to find the same in a second source that did not take it from the first (Admiralty code, credibility 1: confirmed by other sources). Add the independent source, or call it `single-source`. A text that all sides have signed confirms what it says by itself: such a source has `kind = \"document\"`."
    { r#"[claims.capacity]
text = "The dam holds 60 km³."
verification = "corroborated"
sources = ["ministry"]"# => r#"[claims.capacity]
text = "The dam holds 60 km³."
verification = "corroborated"
sources = ["ministry", "survey"]

[sources.survey]
publisher = "Geological Survey"
date = 2024-04-30"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for statement in &subject.statements {
        let Some(verification) = statement.attribution.verification else { continue };
        if !matches!(verification, Verification::Confirmed | Verification::Corroborated) {
            continue;
        }
        let sources = statement.sources();
        // "Confirmed by all sides": a treaty is.
        let kind = |id: &&Id| subject.brief.sources.get(*id).and_then(|source| source.kind);
        if verification == Verification::Confirmed && sources.iter().any(|id| kind(id) == Some(SourceKind::Document)) {
            continue;
        }
        let basis = match subject.roots(&sources)[..] {
            [] => "it has no source".to_owned(),
            [root] if sources.len() == 1 && sources[0] == root => "it has one source".to_owned(),
            [root] => format!("all its sources go back to `{root}`"),
            _ => continue,
        };
        let said = format!("this {} is called {}, but {basis}", statement.noun, verification.word());
        out.push(
            Diagnostic::new(RULE.code, said)
                .at(subject.field(&statement.path, "verification"))
                .help("add a source that is independent of it, or write \"single-source\""),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn what_relays_another_is_no_second_source() {
        let claim =
            "[claims.a]\ntext = \"It leaks.\"\nverification = \"confirmed\"\nsources = [\"ministry\", \"agency\"]\n";
        let agency = "[sources.agency]\npublisher = \"A\"\ndate = 2024-05-13\n";
        finds(&RULE, 0, &format!("{claim}{agency}"));
        finds(&RULE, 1, &format!("{claim}{agency}relays = \"ministry\""));
        finds(&RULE, 1, "[claims.a]\ntext = \"It leaks.\"\nverification = \"confirmed\"\n");
        let treaty = "[sources.treaty]\npublisher = \"All\"\ndate = 2024-05-13\nkind = \"document\"\n";
        let claim =
            |word: &str| format!("[claims.a]\ntext = \"It leaks [@treaty].\"\nverification = \"{word}\"\n{treaty}");
        finds(&RULE, 0, &claim("confirmed"));
        finds(&RULE, 1, &claim("corroborated"));
        finds(&RULE, 0, "[claims.a]\ntext = \"It leaks.\"\nverification = \"claimed\"\nsources = [\"ministry\"]");
    }
}
