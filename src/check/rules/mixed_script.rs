//! Letters of two scripts in one word.

use super::subject::words;
use super::{CheckSubject, rule};
use crate::diagnostic::{Diagnostic, Fix, Replacement};

/// Letters that look the same in Latin and Cyrillic.
const TWINS: &[(char, char)] = &[
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('i', 'і'),
    ('j', 'ј'),
    ('o', 'о'),
    ('p', 'р'),
    ('s', 'ѕ'),
    ('x', 'х'),
    ('y', 'у'),
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('I', 'І'),
    ('J', 'Ј'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('S', 'Ѕ'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('Y', 'У'),
    ('ï', 'ї'),
    ('Ï', 'Ї'),
];

rule! {
    "mixed-script" Warning Values
    "A word has letters of two scripts, such as a Cyrillic `а` in a Latin name."
    "It looks right, but no search, no comparison of versions and no screen reader finds it (Unicode UTS #39, mixed-script confusables). It comes in with copied names, or is put there as a trick. Type the word again."
    { r#"[next_steps.meet]
text = "The committee meets in Genevа.""# => r#"[next_steps.meet]
text = "The committee meets in Geneva.""# }
    check
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Greek,
}

/// The script of a letter of the three whose letters are taken for one another (Unicode, Scripts.txt; whole blocks).
fn script(c: char) -> Option<Script> {
    match c {
        'a'..='z' | 'A'..='Z' | 'À'..='ɏ' | '\u{1e00}'..='\u{1eff}' if c.is_alphabetic() => Some(Script::Latin),
        '\u{400}'..='\u{52f}' => Some(Script::Cyrillic),
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' if c.is_alphabetic() => Some(Script::Greek),
        _ => None,
    }
}

/// Whether a text may have letters of a script other than Latin: whether it has a byte with which they begin.
fn has_other_script(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, 0xCD..=0xD4 | 0xE1))
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    for text in &subject.texts {
        if !has_other_script(&text.plain) {
            continue;
        }
        for (range, word) in words(&text.plain).filter(|(_, word)| !word.is_ascii()) {
            let mut from = range.start;
            // The parts of a compound may each have a script of their own: `Б-52`, `COVID-вакцина`.
            for part in word.split(['-', '‑', '’', '\'']) {
                let place = from..from + part.len();
                from = place.end + text.plain[place.end..].chars().next().map_or(0, char::len_utf8);
                let count = |script: Script| part.chars().filter(|c| self::script(*c) == Some(script)).count();
                let counts = [Script::Latin, Script::Cyrillic, Script::Greek].map(|script| (count(script), script));
                // A sign of measure such as `µm` and `kΩ` is Greek and Latin by right.
                if counts.iter().filter(|(count, _)| *count > 0).count() < 2 || part.chars().count() < 3 {
                    continue;
                }
                let Some((_, most)) =
                    counts.into_iter().max_by_key(|(count, script)| (*count, *script == Script::Latin))
                else {
                    continue;
                };
                out.push(report(subject, text, part, place, most));
            }
        }
    }
}

fn report(
    subject: &CheckSubject<'_>,
    text: &super::subject::Text<'_>,
    word: &str,
    place: std::ops::Range<usize>,
    most: Script,
) -> Diagnostic {
    let odd: Vec<char> = word.chars().filter(|c| script(*c).is_some_and(|script| script != most)).collect();
    let named: Vec<String> =
        odd.iter().map(|c| format!("{} {c} (U+{:04X})", script(*c).map_or("", Script::name), u32::from(*c))).collect();
    let span = subject.within(text, place);
    let message = format!("“{word}” mixes two scripts: among {} letters it has {}", most.name(), named.join(", "));
    let said = Diagnostic::new(RULE.code, message).at(span).help("type the word again");
    let twin = |c: char| {
        let pair = TWINS.iter().find(|(latin, cyrillic)| *latin == c || *cyrillic == c);
        match most {
            Script::Latin => pair.map(|(latin, _)| *latin),
            Script::Cyrillic => pair.map(|(_, cyrillic)| *cyrillic),
            Script::Greek => None,
        }
    };
    let right: Option<String> =
        word.chars().map(|c| if script(c).is_some_and(|script| script != most) { twin(c) } else { Some(c) }).collect();
    // A word of escapes is left to its author.
    match right.filter(|_| subject.sources.text(span) == word) {
        Some(text) => {
            let title = format!("write “{text}” in {} letters", most.name());
            said.help(title.clone()).fix(Fix { title, edits: vec![Replacement { span, text }], safe: true })
        }
        None => said,
    }
}

impl Script {
    fn name(self) -> &'static str {
        match self {
            Self::Latin => "Latin",
            Self::Cyrillic => "Cyrillic",
            Self::Greek => "Greek",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};

    #[test]
    fn words_of_one_script_each_may_stand_side_by_side() {
        let step = |text: &str| format!("[next_steps.a]\ntext = \"{text}\"");
        finds(&RULE, 0, &step("Die Übung in Київ mit Ω und µm, COVID-вакцина, O’Брайен, Œuvre."));
        finds(&RULE, 1, &step("Україна і Кpим."));
        finds(&RULE, 2, &step("Рutin and Zеlensky."));
    }
}
