//! A short form of a position that says what its text does not.

use super::subject::{Text, phrases};
use super::unbacked_number::{has_word, is_telling, numbers, word_of};
use super::{Subject, rule};
use crate::diagnostic::Diagnostic;
use crate::language;
use crate::model::Id;

rule! {
    "unbacked-short-form" Warning Values
    "The `short` of a position has a number, or names a party, that its text does not have."
    "A page has one or the other, so readers of two pages would read two positions: most often one was changed and the other was not. Write in `short` what `text` says, in fewer words."
    { r#"[positions.filling.upstream]
stance = "demands"
text = "It fills the reservoir to 60 km³ within five years."
short = "60 km³ within 10 years"
sources = ["ministry"]"# => r#"[positions.filling.upstream]
stance = "demands"
text = "It fills the reservoir to 60 km³ within five years."
short = "60 km³ within five years"
sources = ["ministry"]"# }
    check
}

fn check(subject: &Subject<'_>, out: &mut Vec<Diagnostic>) {
    for (issue, positions) in &subject.brief.positions {
        for (party, position) in positions.iter().filter(|(_, position)| position.short.is_some()) {
            let path = format!("positions.{issue}.{party}");
            let Some(short) = subject.text(&format!("{path}.short")) else { continue };
            // What it makes its agreement depend on is a part of what it says.
            let said: String = std::iter::once(&position.text)
                .chain(&position.conditions)
                .map(|it| it.plain().to_lowercase() + " ")
                .collect();
            numbers_of(subject, short, &said, out);
            names_of(subject, short, party, &said, out);
        }
    }
}

/// The numbers of a short form that the text does not have, in words or however either groups their digits.
fn numbers_of(subject: &Subject<'_>, short: &Text<'_>, said: &str, out: &mut Vec<Diagnostic>) {
    let known: Vec<String> = numbers(said).into_iter().map(|(_, number)| ungrouped(number)).collect();
    let list = language::wording(&subject.brief.language, "unbacked-number");
    let is_in_words = |number: &str| list.and_then(|list| word_of(list, number)).is_some_and(|it| has_word(said, it));
    for (range, number) in numbers(&short.plain) {
        let is_said = known.contains(&ungrouped(number)) || is_in_words(number);
        if !is_said && is_telling(&short.plain, &range, number) {
            out.push(
                Diagnostic::new(RULE.code, format!("{number} does not stand in the text of the position"))
                    .at(subject.within(short, range))
                    .help("write what `text` says"),
            );
        }
    }
}

/// A number without the signs that group three digits each, and with one sign for decimals: 1,250 is 1 250, and 1.5 is not 15.
fn ungrouped(number: &str) -> String {
    let mut parts = number.split(|c: char| !c.is_ascii_digit());
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |whole, part| if part.len() == 3 { whole + part } else { whole + "." + part })
}

/// The other parties that a short form names and the text does not, by any word that begins as theirs does.
fn names_of(subject: &Subject<'_>, short: &Text<'_>, own: &Id, said: &str, out: &mut Vec<Diagnostic>) {
    for party in subject.brief.parties.iter().filter(|(id, _)| *id != own).map(|(_, party)| party) {
        let names = [party.name.to_ascii_lowercase(), party.short().to_ascii_lowercase()];
        // A short name is that of many things.
        let long: Vec<&str> = names.iter().map(String::as_str).filter(|it| it.chars().count() >= STEM).collect();
        let stem = |word: &str| word.chars().take(STEM).collect::<String>().to_lowercase();
        let is_said = || names.iter().flat_map(|it| it.split_whitespace()).any(|word| said.contains(&stem(word)));
        if let Some((range, _)) = phrases(&short.plain, &long).into_iter().next().filter(|_| !is_said()) {
            out.push(
                Diagnostic::new(RULE.code, format!("the text of the position does not name {}", party.short()))
                    .at(subject.within(short, range))
                    .help("write what `text` says"),
            );
        }
    }
}

/// With so many letters a word begins as a name does: “Ukrainian”, of Ukraine.
const STEM: usize = 4;

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_short_form_has_the_numbers_and_the_parties_of_its_text() {
        let text = "Downstream gets 1,250 million in 2030, within twelve months, from a fund of Upstreamers.";
        for (short, count) in [
            ("1250 million in 2030", 0),
            ("1,250 million by 14 May", 0),
            ("Over 5 years", 0),
            ("Money in 12 months", 0),
            ("Money in 13 months", 1),
            ("1,300 million for Downstream", 1),
            ("12,50 million in 2030", 1),
            ("Nothing for the Mediator", 1),
            ("Nothing for the Mediators", 0),
        ] {
            let party = "[parties.mediator]\nname = \"Mediator\"\nrole = \"mediator\"\n";
            let position = format!(
                "[positions.filling.upstream]\nstance = \"demands\"\ntext = \"{text}\"\nshort = \"{short}\"\nsources = [\"ministry\"]\n"
            );
            finds(&RULE, count, &format!("{position}{party}"));
        }
    }
}
