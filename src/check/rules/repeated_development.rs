//! The same development twice.

use std::collections::HashMap;

use super::subject::words;
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Id, PartialDate};

rule! {
    "repeated-development" Warning Tables
    "Two developments say the same, or nearly the same on the same day."
    "The reader counts two events. Delete one; if they are two reports of one event, name both in its `sources`."
    { r#"[developments.gates-2024-05-13]
date = 2024-05-13
text = "Upstream closed two gates."
sources = ["ministry"]

[developments.gates-closed-2024-05-13]
date = 2024-05-13
text = "Upstream closed two gates [@ministry].""# => r#"[developments.gates-2024-05-13]
date = 2024-05-13
text = "Upstream closed two gates [@ministry].""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let small = subject.listed_words(RULE.code.name());
    let mut seen: HashMap<(PartialDate, Vec<String>), &Id> = HashMap::new();
    for (id, development) in &subject.brief.developments {
        let plain = development.text.plain().to_lowercase();
        // “Has closed” says what “closed” says: not the words that only shade a sentence.
        let counts = |word: &&str| !small.iter().any(|it| it == word);
        let mut said: Vec<String> = words(&plain).map(|(_, word)| word).filter(counts).map(str::to_owned).collect();
        // In another order it is the same.
        said.sort_unstable();
        if let Some(first) = seen.get(&(development.date, said.clone())) {
            out.push(
                Diagnostic::new(RULE.code, format!("this development says the same as `{first}`"))
                    .at(subject.place(&format!("developments.{id}")))
                    .related(subject.place(&format!("developments.{first}")), "the same")
                    .help("delete one, and name the sources of both in the other"),
            );
        } else {
            seen.insert((development.date, said), id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn the_same_on_another_day_is_another() {
        let day = |id: &str, date: &str| format!("[developments.{id}]\ndate = {date}\ntext = \"It rained.\"\n");
        finds(&RULE, 1, &(day("a", "2024-05-12") + &day("b", "2024-05-12")));
        finds(&RULE, 0, &(day("a", "2024-05-12") + &day("b", "2024-05-13")));
        let closed =
            |said: &str| day("a", "2024-05-12").replace("It rained", said).replace("developments.a", "developments.c");
        let first = day("a", "2024-05-12").replace("It rained", "Upstream closed two gates");
        finds(&RULE, 1, &(first.clone() + &closed("Upstream has closed two gates")));
        finds(&RULE, 0, &(first.clone() + &closed("Upstream has not closed two gates")));
        finds(&RULE, 0, &(first + &closed("Upstream has closed the three gates")));
        let arabic = "[brief]\ntitle = \"T\"\nlanguage = \"ar\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\n";
        let first = day("a", "2024-05-12").replace("It rained", "أغلق الشمال بوابتين");
        finds(&RULE, 1, &(arabic.to_owned() + &first + &closed("لقد أغلق الشمال بوابتين")));
    }
}
