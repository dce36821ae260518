//! A day that depends on when the page is read.

use std::ops::Range;

use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::language::Language;

rule! {
    "relative-day" Warning Values
    "“Yesterday”, “recently”, “next week” on a page that is read days later."
    "The page is dated by its cut-off and read on another day, so the reader counts from the wrong one (AP: use the date). Write the date. Next to its date (“today, 31 October”) and in words to be spoken it is allowed."
    { r#"[next_steps.meet]
text = "The committee meets tomorrow.""# => r#"[next_steps.meet]
text = "The committee meets on 15 May.""# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for text in subject.texts.iter().filter(|text| text.prose && !text.is_spoken()) {
        let is_dated = |range: &Range<usize>| {
            has_date(&text.plain[range.end..], false) || has_date(&text.plain[..range.start], true)
        };
        for range in subject.wording("relative-day", text).into_iter().filter(|range| !is_dated(range)) {
            let word = &text.plain[range.clone()];
            out.push(
                Diagnostic::new(RULE.code, format!("“{word}” means another day when the page is read"))
                    .at(subject.within(text, range.clone()))
                    .help("write the date"),
            );
        }
    }
}

/// This many words next to the word are looked at: “, Friday 31 October”.
const LONGEST_DATE: usize = 5;

/// Whether a date is next to the word, in the text after it, or in that before it: “today, 31 October”, “tomorrow
/// (November 1)”, “on 31 October, today”.
fn has_date(text: &str, is_before: bool) -> bool {
    let is_break = ['.', ';', '!', '?'];
    let mut near: Vec<&str> = if is_before {
        text.split_whitespace().rev().take(LONGEST_DATE).collect()
    } else {
        text.split_whitespace().take(LONGEST_DATE).collect()
    };
    // What follows a full stop is another sentence, unless the stop is that of a German day: `31.`
    let ends = |word: &&str| word.ends_with(is_break) && !word.starts_with(|c: char| c.is_ascii_digit());
    let end = near.iter().position(ends);
    near.truncate(end.map_or(near.len(), |end| if is_before { end } else { end + 1 }));
    if is_before {
        near.reverse();
    }
    let plain = |word: &&str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let near: Vec<String> = near.iter().map(plain).filter(|word| !word.is_empty()).collect();
    let is_day = |word: &str| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_date = |words: &[String]| match words {
        [day, month] => {
            is_day(day) && Language::month(month).is_some() || Language::month(day).is_some() && is_day(month)
        }
        [day, _, month] => is_day(day) && Language::month(month).is_some(),
        _ => false,
    };
    if is_before {
        return [2, 3].iter().any(|count| near.len() >= *count && is_date(&near[near.len() - count..]));
    }
    // A day of the week may come first.
    let starts = (0..2).filter_map(|start| near.get(start..));
    starts.into_iter().any(|near| [2, 3].iter().any(|count| near.get(..*count).is_some_and(is_date)))
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn a_day_with_its_date_and_words_to_say_are_let_through() {
        for (tag, text, count) in [
            ("en", "They meet today.", 1),
            ("en", "They meet today, 31 October.", 0),
            ("en", "They meet tomorrow (November 1).", 0),
            ("en", "They meet today, Friday 31 October.", 0),
            ("en", "On 31 October, today, they meet.", 0),
            ("en", "They met on 31 October. Tomorrow they rest.", 1),
            ("en", "Today, 12 states sign.", 1),
            ("de", "Sie treffen sich morgen, am 31. Oktober.", 0),
            ("en", "They meet today, in Geneva.", 1),
            ("de", "Sie treffen sich morgen, und zwar am Morgen.", 1),
            ("fr", "Ils se voient demain.", 1),
            ("es", "El plazo de hoy, 31 de octubre, y mañana por la mañana.", 1),
            ("pt", "Reúnem-se amanhã.", 1),
            ("ru", "Они встретятся завтра.", 1),
            ("uk", "Вони зустрінуться завтра.", 1),
            ("ar", "تجتمع اللجنة غدًا.", 1),
            ("ar", "اجتمعت اللجنة بالأمس، وتجتمع غداً.", 2),
            ("ar", "تجتمع اللجنة اليوم الخميس 14 مايو.", 0),
            ("ar", "وفي اليوم التالي عاش الناس في رغد، وكان رغدا.", 0),
            ("ar", "اجتمعت قبل أيام من التصويت.", 0),
        ] {
            let head = "[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"B.\"\n";
            finds(&RULE, count, &format!("{head}language = \"{tag}\"\n[next_steps.a]\ntext = \"{text}\""));
        }
        let ask = "[asks.a]\nparty = \"downstream\"\ntext = \"Will you sign today?\"\n";
        finds(&RULE, 0, &format!("{ask}response = \"Not today.\"\npush_back = \"Tomorrow, perhaps.\"\n"));
    }
}
