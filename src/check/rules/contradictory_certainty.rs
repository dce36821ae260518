//! Marks of certainty that contradict each other.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Verification, Vocabulary as _};

rule! {
    "contradictory-certainty" Warning Tables
    "A statement is called confirmed, but says what is in dispute; or its `credibility` contradicts its `verification`."
    "The reader cannot know which of the two is true. Credibility 1 is what other sources have confirmed, and 5 what they contradict (Admiralty code, NATO AJP-2.1)."
    { r#"[claims.capacity]
text = "The dam holds 60 km³."
verification = "denied"
credibility = 1
sources = ["ministry"]"# => r#"[claims.capacity]
text = "The dam holds 60 km³."
verification = "denied"
credibility = 4
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for statement in &subject.statements {
        let attribution = statement.attribution;
        let Some(verification) = attribution.verification else { continue };
        let is_sure = matches!(verification, Verification::Confirmed | Verification::Corroborated);
        let other = match attribution.credibility {
            Some(1) if !is_sure => "credibility",
            Some(5) if is_sure => "credibility",
            _ if verification == Verification::Confirmed && attribution.disputed.is_some() => "disputed",
            _ => continue,
        };
        let says = match other {
            "disputed" => "says what is in dispute".to_owned(),
            _ => format!("has credibility {}", attribution.credibility.unwrap_or_default()),
        };
        let message = format!("this {} is called {}, but {says}", statement.noun, verification.word());
        out.push(
            Diagnostic::new(RULE.code, message)
                .at(subject.field(&statement.path, "verification"))
                .related(subject.field(&statement.path, other), "")
                .help("correct one of the two"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn confirmed_and_in_dispute_contradict_each_other() {
        let claim = "[claims.a]\ntext = \"T.\"\nsources = [\"ministry\"]\n";
        finds(&RULE, 1, &format!("{claim}verification = \"confirmed\"\ndisputed = \"The number.\""));
        finds(&RULE, 0, &format!("{claim}verification = \"disputed\"\ndisputed = \"The number.\"\ncredibility = 3"));
        finds(&RULE, 1, &format!("{claim}verification = \"corroborated\"\ncredibility = 5"));
    }
}
