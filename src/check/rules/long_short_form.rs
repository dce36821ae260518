//! A short form of a position that is not short.

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;

/// The most characters: about two lines of a cell in a table of five parties.
const MOST_CHARACTERS: usize = 60;

rule! {
    "long-short-form" Warning Values
    "The `short` of a position has more than 60 characters, or is no shorter than its text."
    "A page prints it where the text does not fit, in a cell of the table of positions. One that is no shorter than the text is never printed. Keep what the party wants, and leave its reasons and conditions to `text`."
    { r#"[positions.filling.upstream]
stance = "demands"
text = "Five years, fixed, since the turbines need the water."
short = "Five years from the signature on, fixed, since the turbines need it"
sources = ["ministry"]"# => r#"[positions.filling.upstream]
stance = "demands"
text = "Five years, fixed, since the turbines need the water."
short = "Five years, fixed"
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for (issue, positions) in &subject.brief.positions {
        for (party, position) in positions {
            let Some(short) = &position.short else { continue };
            let count = short.plain().chars().count();
            let said = if count > MOST_CHARACTERS {
                format!("this short form has {count} characters, and should have at most {MOST_CHARACTERS}")
            } else if count > 0 && position.short_form().is_none() {
                "this short form is no shorter than the text, so that no page prints it".to_owned()
            } else {
                continue;
            };
            out.push(
                Diagnostic::new(RULE.code, said)
                    .at(subject.place(&format!("positions.{issue}.{party}.short")))
                    .help("keep what the party wants, and leave its reasons to `text`; or delete `short`"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn sixty_characters_that_are_fewer_than_those_of_the_text_are_enough() {
        let position = |text: &str, short: &str| {
            format!(
                "[positions.filling.upstream]\nstance = \"demands\"\ntext = \"{text}\"\nshort = \"{short}\"\nsources = [\"ministry\"]"
            )
        };
        let text = "a ".repeat(50);
        finds(&RULE, 0, &position(&text, &"x".repeat(60)));
        finds(&RULE, 1, &position(&text, &"x".repeat(61)));
        // What is not printed does not count.
        finds(&RULE, 0, &position(&text, &format!("*{}* [@ministry]", "x".repeat(59))));
        finds(&RULE, 1, &position("Five years.", "Five  years."));
        finds(&RULE, 0, &position("Five years.", "Five"));
    }
}
