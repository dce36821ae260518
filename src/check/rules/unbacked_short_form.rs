//! A short form of a position that says what its text does not.

use std::ops::Range;

use super::number::{has_word, is_telling, numbers, ungrouped, word_of, year_in_short};
use super::subject::{Text, phrases};
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::language;
use crate::model::Id;

rule! {
    "unbacked-short-form" Warning Values
    "The `short` of a position has a number, or names a party, that its text does not have."
    "A page has one or the other, so readers of two pages would read two positions: usually one was changed and the other was not. Write in `short` what `text` says, in fewer words."
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

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
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
fn numbers_of(subject: &CheckSubject<'_>, short: &Text<'_>, said: &str, out: &mut Vec<Diagnostic>) {
    // A year that is written in short is that year, too.
    let meant =
        |text: &str, range: &Range<usize>, number: &str| [Some(ungrouped(number)), year_in_short(text, range, number)];
    let of_text = numbers(said);
    let known: Vec<String> = of_text.iter().flat_map(|(range, number)| meant(said, range, number)).flatten().collect();
    let list = language::wording(&subject.brief.language, "unbacked-number");
    let is_in_words = |number: &str| list.and_then(|list| word_of(list, number)).is_some_and(|it| has_word(said, it));
    for (range, number) in numbers(&short.plain) {
        let is_said =
            meant(&short.plain, &range, number).iter().flatten().any(|it| known.contains(it)) || is_in_words(number);
        if !is_said && is_telling(&short.plain, &range, number) {
            out.push(
                Diagnostic::new(RULE.code, format!("{number} is not in the text of the position"))
                    .at(subject.within(short, range))
                    .help("write what `text` says"),
            );
        }
    }
}

/// The other parties that a short form names and the text does not.
fn names_of(subject: &CheckSubject<'_>, short: &Text<'_>, own: &Id, said: &str, out: &mut Vec<Diagnostic>) {
    for party in subject.brief.parties.iter().filter(|(id, _)| *id != own).map(|(_, party)| party) {
        let names = [party.name.to_ascii_lowercase(), party.short().to_ascii_lowercase()];
        // A short name is that of many things.
        let long: Vec<&str> = names.iter().map(String::as_str).filter(|it| it.chars().count() >= STEM).collect();
        let place = phrases(&short.plain, &long).into_iter().next();
        if let Some((range, _)) = place.filter(|_| !is_named(said, &[&party.name, party.short()])) {
            out.push(
                Diagnostic::new(RULE.code, format!("the text of the position does not name {}", party.short()))
                    .at(subject.within(short, range))
                    .help("write what `text` says"),
            );
        }
    }
}

/// Whether a text in lower case has one of the names of a party, or a word that begins as a long one of theirs does.
fn is_named(said: &str, names: &[&str]) -> bool {
    let names: Vec<String> = names.iter().map(|it| it.to_lowercase()).filter(|it| !it.is_empty()).collect();
    let whole: Vec<&str> = names.iter().map(String::as_str).collect();
    let words = |text| str::split(text, |c: char| !c.is_alphanumeric());
    let has = |stem: &str| {
        // Where letters have no case, as in Arabic, small words are written together with the next one.
        let is_bare = stem.chars().any(char::is_lowercase);
        words(said).any(|word| if is_bare { word.starts_with(stem) } else { word.contains(stem) })
    };
    // “of” and “the” are in every text.
    let mut long = whole.iter().flat_map(|it| words(it)).filter(|word| word.chars().count() >= STEM);
    !phrases(said, &whole).is_empty() || long.any(|word| has(&word.chars().take(STEM).collect::<String>()))
}

/// With this many letters a word begins as a name does: “Ukrainian”, of Ukraine.
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
            ("Money in 2029–30", 0),
            ("Money in 2029–31", 1),
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

    #[test]
    fn a_party_is_named_by_a_long_word_of_its_name_and_not_by_the_words_between() {
        for (name, own, text, short, count) in [
            ("Hashemite Kingdom of Jordan", "Jordan", "It gets all of the water.", "Jordan pays", 1),
            ("Hashemite Kingdom of Jordan", "Jordan", "The Jordanian side pays.", "Jordan pays", 0),
            ("Hashemite Kingdom of Jordan", "Jordan", "A pro-Jordanian fund pays.", "Jordan pays", 0),
            ("State of Iran", "Iran", "The Tirana fund pays.", "Iran pays", 1),
            ("United States of America", "US", "The US pays.", "United States of America pays", 0),
            ("The UN", "The UN", "Then the UN pays.", "The UN pays", 0),
            ("The UN", "The UN", "The fund pays.", "The UN pays", 1),
            ("الأردن", "الأردن", "يدفع والأردن.", "الأردن", 0),
        ] {
            let party = format!("[parties.third]\nname = \"{name}\"\nshort = \"{own}\"\nrole = \"mediator\"\n");
            let position = format!(
                "[positions.filling.upstream]\nstance = \"demands\"\ntext = \"{text}\"\nshort = \"{short}\"\nsources = [\"ministry\"]\n"
            );
            finds(&RULE, count, &format!("{position}{party}"));
        }
    }
}
