//! A likelihood in the bottom line, the assessment or a recommendation that is not that of the judgement it is about.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::denial::is_denied;
use super::likelihood::{forms, likelihoods};
use super::number::numbers;
use super::number_with_likelihood::is_chance;
use super::subject::{Text, all_within, quotations, words};
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::language;
use crate::model::{Id, Likelihood, Vocabulary as _, sentences};

rule! {
    "misstated-likelihood" Warning Values
    "The bottom line, the assessment or a recommendation repeats a judgement with another likelihood."
    "The page prints both, and the reader does not know which one to act on: usually one was changed and the other was not. Each band of ICD 203 (D.6.e.2.a) is another probability. A sentence is compared with a judgement only if it says the same in nearly the same words; so is one that gives a chance in per cent, with the band."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "Upstream is unlikely to accept seven years [@ministry]."

[judgements.accepts]
text = "Upstream accepts seven years."
likelihood = "likely""# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "Upstream is likely to accept seven years [@ministry]."

[judgements.accepts]
text = "Upstream accepts seven years."
likelihood = "likely""# }
    check
}

/// A sentence that leaves out one of the judgement's words has at least this many words.
const LEAST_WORDS: usize = 3;
/// If more judgements than this have the same words, nobody knows which one is meant.
const MOST_SAME: usize = 3;
/// If a judgement has more words than this, a sentence must have all of them.
const MOST_WORDS: usize = 20;
/// How many letters at the start of a word are used to look it up.
const KEY: usize = 3;
/// A word of at most this many letters changes only by an ending.
const SHORT: usize = 5;
/// The most letters that an ending adds to a word: “sign”, “signing”.
const ENDING: usize = 3;

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    if subject.brief.judgements.is_empty() {
        return;
    }
    let judged = JudgedTexts::of(subject);
    let is_asked_for = |path: &str| match path.split('.').collect::<Vec<_>>()[..] {
        ["brief", field] => matches!(field, "bottom_line" | "assessment"),
        ["recommendations", _, field] => matches!(field, "text" | "why"),
        _ => false,
    };
    for text in subject.texts.iter().filter(|text| is_asked_for(&text.path)) {
        let (in_words, frame) = (in_words(subject, text), subject.wording(RULE.code.name(), text));
        let chances = chances(subject, text);
        let is_question = |sentence: &Range<usize>| text.plain[sentence.clone()].ends_with(['?', '؟']);
        for sentence in sentences(&text.plain).into_iter().filter(|it| !is_question(it)) {
            let stated = all_within(&in_words, |it| &it.range, &sentence);
            let divided = parts(&text.plain, &sentence);
            let chance = chance(subject, text, &sentence, all_within(&chances, |it| it, &sentence));
            for stated in stated.iter().chain(chance.as_ref().filter(|_| stated.is_empty())) {
                // Of two likelihoods in a sentence, each is compared with the part that is its own.
                let part = divided[divided.partition_point(|it| it.end <= stated.range.start)].clone();
                let is_alone = |part: &Range<usize>| all_within(&in_words, |it| &it.range, part).len() < 2;
                let parts = [sentence.clone(), part].into_iter().filter(is_alone);
                let mut same =
                    parts.filter_map(|part| judged.same(&said(text, &part, &frame, stated), part == sentence));
                if let Some((id, likelihood)) = same.next().filter(|(_, likelihood)| !stated.is(*likelihood)) {
                    out.push(report(subject, text, &stated.range, (id, likelihood)));
                }
            }
        }
    }
}

fn report(
    subject: &CheckSubject<'_>,
    text: &Text<'_>,
    range: &Range<usize>,
    judgement: (&Id, Likelihood),
) -> Diagnostic {
    let (id, likelihood) = judgement;
    let (said, word) = (&text.plain[range.clone()], likelihood.word());
    let first = forms(subject.listed_words("likelihood"));
    let instead = first.iter().find(|(band, _)| *band == likelihood).map_or(word, |(_, phrase)| phrase);
    Diagnostic::new(RULE.code, format!("“{said}” is not the likelihood of the judgement `{id}`: `{word}`"))
        .at(subject.within(text, range.clone()))
        .related(subject.place(&format!("judgements.{id}.likelihood")), "the likelihood of the judgement")
        .help(format!("write “{instead}”, or correct the judgement"))
}

/// A likelihood that a text gives.
struct Stated {
    range: Range<usize>,
    given: StatedAs,
    /// Other words that only say how likely it is: “chance” beside its percentage.
    beside: Option<Range<usize>>,
}

enum StatedAs {
    Band(Likelihood),
    /// In per cent.
    Chance(f64),
}

impl Stated {
    /// Whether it is a likelihood. The edge between two bands is in both.
    fn is(&self, likelihood: Likelihood) -> bool {
        let (from, to) = likelihood.band();
        match self.given {
            StatedAs::Band(band) => band == likelihood,
            StatedAs::Chance(number) => (f64::from(from)..=f64::from(to)).contains(&number),
        }
    }
}

/// The likelihoods in words of a text that are the author's and are not denied, in its order.
fn in_words(subject: &CheckSubject<'_>, text: &Text<'_>) -> Vec<Stated> {
    let (plain, negation) = (&*text.plain, subject.listed_words("negation"));
    let quoted = quotations(plain);
    // Quotations are in the order of the text, and none is in another.
    let is_quoted = |at: usize| {
        let next = quoted.partition_point(|it| it.end <= at);
        quoted.get(next).is_some_and(|it| it.start <= at)
    };
    let all = likelihoods(subject, plain).into_iter();
    let own = all.filter(|it| !is_denied(&plain[..it.range.start], negation) && !is_quoted(it.range.start));
    own.map(|it| Stated { range: it.range, given: StatedAs::Band(it.band), beside: None }).collect()
}

/// The words for a chance in a text that have a percentage.
fn chances(subject: &CheckSubject<'_>, text: &Text<'_>) -> Vec<Range<usize>> {
    let (units, joins) = (subject.listed_words("percentage"), subject.listed_words("chance-of"));
    let all = subject.wording("number-with-likelihood", text).into_iter();
    all.filter(|it| is_chance(text, it, units, joins)).collect()
}

/// The percentage of a sentence that has one word for a chance and one percentage. Two numbers may be over several
/// bands.
fn chance(
    subject: &CheckSubject<'_>,
    text: &Text<'_>,
    sentence: &Range<usize>,
    chances: &[Range<usize>],
) -> Option<Stated> {
    let [word] = chances else { return None };
    let units = subject.listed_words("percentage");
    let plain = &text.plain[sentence.clone()];
    let of_hundred = |(range, number): (Range<usize>, &str)| {
        let rest = language::lower(&plain[range.end..plain.ceil_char_boundary((range.end + UNIT).min(plain.len()))]);
        let unit = units.iter().find(|unit| rest.trim_start().starts_with(unit.as_str()))?;
        let length = rest.len() - rest.trim_start().len() + unit.len();
        Some((range.start..range.end + length, number.replace(',', ".").parse().ok()?))
    };
    let mut all = numbers(plain).into_iter().filter_map(of_hundred);
    let (range, number) = all.next().filter(|_| all.next().is_none())?;
    let is_range = plain[..range.start].trim_end().ends_with(['–', '-', '—']);
    let range = sentence.start + range.start..sentence.start + range.end;
    (!is_range).then(|| Stated { range, given: StatedAs::Chance(number), beside: Some(word.clone()) })
}

/// The unit of a percentage is no longer, in bytes, with the space before it.
const UNIT: usize = 40;

/// The parts of a sentence, each with the semicolon or colon that ends it. A comma may follow a condition.
fn parts(plain: &str, sentence: &Range<usize>) -> Vec<Range<usize>> {
    let mut start = sentence.start;
    let parts = plain[sentence.clone()].split_inclusive([';', ':', '؛']);
    parts
        .map(|part| {
            let range = start..start + part.len();
            start = range.end;
            range
        })
        .collect()
}

/// What a part of a text says will happen: its words in lower case, without those of `frame` and the likelihood.
fn said(text: &Text<'_>, part: &Range<usize>, frame: &[Range<usize>], stated: &Stated) -> Vec<String> {
    let mut likelihood: Vec<_> = std::iter::once(&stated.range).chain(&stated.beside).cloned().collect();
    likelihood.sort_unstable_by_key(|it| it.start);
    content(&text.plain, part, &[all_within(frame, |it| it, part), &likelihood])
}

/// The words of a part of a text, in lower case, that are in none of some places; of “l’accord” both parts. The places
/// of each list are in the order of the text.
fn content(plain: &str, part: &Range<usize>, without: &[&[Range<usize>]]) -> Vec<String> {
    let is_in = |at: usize| {
        without.iter().any(|places| {
            let next = places.partition_point(|it| it.end <= at);
            places.get(next).is_some_and(|it| it.start <= at)
        })
    };
    let all = words(&plain[part.clone()]).flat_map(|(range, word)| {
        let start = part.start + range.start;
        let parts =
            word.split(['’', '\'']).map(move |it| (start + (it.as_ptr() as usize - word.as_ptr() as usize), it));
        parts.collect::<Vec<_>>()
    });
    all.filter(|(at, word)| !word.is_empty() && !is_in(*at)).map(|(_, word)| language::lower(word)).collect()
}

/// The judgements of a brief, to be looked up by what a sentence says.
struct JudgedTexts<'a> {
    /// Each with the words of its text.
    all: Vec<(&'a Id, Likelihood, Vec<String>)>,
    /// Which of them have words with these beginnings, all or all but one.
    by_words: HashMap<Vec<String>, Vec<usize>>,
    /// The words of names: who does something is never left out.
    names: HashSet<String>,
    negation: &'static [String],
}

impl<'a> JudgedTexts<'a> {
    fn of(subject: &CheckSubject<'a>) -> Self {
        let mut judged = Self {
            all: Vec::new(),
            by_words: HashMap::new(),
            names: names(subject),
            negation: subject.listed_words("negation"),
        };
        for (id, likelihood) in subject.brief.judgements.iter().filter_map(|(id, it)| Some((id, it.likelihood?))) {
            let Some(text) = subject.text(&format!("judgements.{id}.text")) else { continue };
            let frame = subject.wording(RULE.code.name(), text);
            let said: Vec<_> = likelihoods(subject, &text.plain).into_iter().map(|it| it.range).collect();
            let words = content(&text.plain, &(0..text.plain.len()), &[&frame, &said]);
            let (keys, at) = (keys(&words), judged.all.len());
            let shorter = (0..keys.len()).filter(|_| (LEAST_WORDS + 1..=MOST_WORDS).contains(&keys.len()));
            for without in shorter {
                let rest = keys.iter().enumerate().filter(|(at, _)| *at != without).map(|(_, key)| key.clone());
                judged.by_words.entry(rest.collect()).or_default().push(at);
            }
            judged.by_words.entry(keys).or_default().push(at);
            judged.all.push((id, likelihood, words));
        }
        judged
    }

    /// The one judgement that says the same as a sentence, or a part of one; `None` where that is not certain. A whole
    /// sentence may leave out one word of it.
    fn same(&self, said: &[String], is_whole: bool) -> Option<(&'a Id, Likelihood)> {
        // Of more than a few, nobody knows which one is meant.
        let found = self.by_words.get(&keys(said)).filter(|found| found.len() <= MOST_SAME)?;
        let mut same = found.iter().map(|at| &self.all[*at]).filter(|(.., words)| self.is_same(words, said, is_whole));
        let (id, likelihood, _) = same.next().filter(|_| same.next().is_none())?;
        Some((id, *likelihood))
    }

    fn is_same(&self, judged: &[String], said: &[String], is_whole: bool) -> bool {
        let has = |all: &[String], word: &String| all.iter().any(|it| is_form(it, word));
        let mut missing = judged.iter().filter(|word| !has(said, word));
        let may_miss = |word: &String| {
            is_whole && said.len() >= LEAST_WORDS && !self.names.contains(word) && !self.negation.contains(word)
        };
        said.len() >= 2
            && said.iter().all(|word| has(judged, word))
            && missing.next().is_none_or(may_miss)
            && missing.next().is_none()
    }
}

/// The words of the names of parties and people, in lower case.
fn names(subject: &CheckSubject<'_>) -> HashSet<String> {
    let parties = subject.brief.parties.values().flat_map(|it| [it.name.as_str(), it.short()]);
    let people = subject.brief.people.values().map(|it| it.name.as_str());
    parties.chain(people).flat_map(words).map(|(_, word)| language::lower(word)).collect()
}

/// The beginnings of words, each once, in their order.
fn keys(words: &[String]) -> Vec<String> {
    let mut keys: Vec<String> = words.iter().map(|word| word.chars().take(KEY).collect()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Whether two words are forms of one: “accept”, “accepts”.
fn is_form(one: &str, other: &str) -> bool {
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let [short, long] = {
        let mut lengths = [one, other].map(|word| word.chars().count());
        lengths.sort_unstable();
        lengths
    };
    let is_number = one.starts_with(|c: char| c.is_ascii_digit());
    if is_number || short < KEY {
        return one == other;
    }
    // Of a long word the last letter changes, too.
    if short <= SHORT {
        shared == short && long - short <= ENDING
    } else {
        shared + 1 >= short && long - short <= ENDING
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};
    use crate::check::example;

    fn brief(tag: &str, line: &str, judged: &str, likelihood: &str) -> String {
        format!(
            "[brief]\ntitle = \"T\"\nlanguage = \"{tag}\"\nas_of = 2024-05-14\nbottom_line = \"{line}\"\n\
             [judgements.a]\ntext = \"{judged}\"\nlikelihood = \"{likelihood}\"\n"
        )
    }

    #[test]
    fn a_sentence_that_repeats_a_judgement_has_its_likelihood() {
        let judged = "Upstream accepts seven years.";
        for (line, count) in [
            ("Upstream is unlikely to accept seven years [@ministry].", 1),
            ("Upstream will probably accept seven years.", 0),
            ("Upstream is likely to accept seven years.", 0),
            ("We judge that Upstream is very likely to accept seven years.", 1),
            ("The talks go on; it is unlikely that Upstream accepts seven years.", 1),
            ("It is unlikely that the talks end; Upstream is likely to accept seven years.", 0),
            ("There is a 30 per cent chance that Upstream accepts seven years.", 1),
            ("There is a 70 per cent chance that Upstream accepts seven years.", 0),
            ("There is a 70-90 per cent chance that Upstream accepts seven years.", 0),
            ("Upstream accepts seven years, with a probability of 20 %.", 1),
            // Something else, or nobody knows.
            ("Upstream is unlikely to reject seven years.", 0),
            ("Upstream is unlikely to accept five years.", 0),
            ("Upstream is unlikely to access seven years.", 0),
            ("Upstream is unlikely to accept several years.", 0),
            ("Upstream is unlikely to accept seven years this year.", 0),
            ("If Downstream pays, Upstream is unlikely to accept seven years.", 0),
            ("If so, Upstream is unlikely to accept seven years.", 0),
            ("Downstream is unlikely to accept seven years.", 0),
            ("It is unlikely to accept seven years.", 0),
            ("Upstream is not likely to accept seven years.", 0),
            ("Upstream is unlikely not to accept seven years.", 0),
            ("Upstream is more likely to accept seven years.", 0),
            ("Is Upstream unlikely to accept seven years?", 0),
            ("“Upstream is unlikely to accept seven years.”", 0),
            ("Zaev says that Upstream is unlikely to accept seven years.", 0),
        ] {
            finds(&RULE, count, &brief("en", line, judged, "likely"));
        }
    }

    #[test]
    fn a_whole_sentence_may_leave_out_a_word_but_not_who_or_a_denial() {
        for (line, judged, count) in [
            ("It is unlikely that no party wins a majority.", "No party wins an overall majority.", 1),
            ("It is unlikely that a party wins an overall majority.", "No party wins an overall majority.", 0),
            ("It is unlikely that a party wins.", "No party wins an overall majority.", 0),
            ("Filling ends in June, very likely.", "Filling by Upstream ends in June.", 0),
            ("It is unlikely to accept a joint body.", "Upstream accepts a joint body.", 0),
            ("It is very likely.", "It rains.", 0),
        ] {
            finds(&RULE, count, &brief("en", line, judged, "likely"));
        }
    }

    #[test]
    fn of_several_judgements_the_one_that_is_meant_counts() {
        let two = |line: &str, second: &str| {
            brief("en", line, "Upstream accepts seven years.", "likely")
                + &format!("[judgements.b]\ntext = \"{second}\"\nlikelihood = \"unlikely\"\n")
        };
        let line = "Upstream is unlikely to accept seven years.";
        finds(&RULE, 1, &two(line, "Downstream accepts seven years."));
        finds(&RULE, 0, &two(line, "Upstream accepts seven years."));
        let text =
            "[recommendations.a]\ntext = \"That you wait.\"\nwhy = \"Upstream is unlikely to accept seven years.\"\n";
        finds(&RULE, 1, &(brief("en", "B.", "Upstream accepts seven years.", "likely") + text));
    }

    #[test]
    fn other_languages_have_their_own_words() {
        for (tag, line, judged) in [
            ("de", "Es ist unwahrscheinlich, dass der Vertrag in Kraft tritt.", "Der Vertrag tritt in Kraft."),
            ("fr", "Il est improbable que l’accord soit signé à Genève.", "L’accord est signé à Genève."),
            ("es", "Es improbable que el acuerdo sea firmado en Ginebra.", "El acuerdo será firmado en Ginebra."),
            ("pt", "É improvável que o acordo seja assinado em Genebra.", "O acordo é assinado em Genebra."),
            ("ru", "Маловероятно, что соглашение будет подписано в Женеве.", "Соглашение будет подписано в Женеве."),
            ("uk", "Малоймовірно, що угоду буде підписано в Женеві.", "Угоду буде підписано в Женеві."),
            ("ar", "من غير المرجح أن يوقع الشمال الاتفاق.", "يوقع الشمال الاتفاق."),
        ] {
            finds(&RULE, 1, &brief(tag, line, judged, "likely"));
            finds(&RULE, 0, &brief(tag, line, judged, "unlikely"));
        }
    }

    #[test]
    fn many_judgements_and_sentences_are_compared_in_linear_time() {
        for line in ["Upstream is unlikely to accept seven years. ", "Upstream is unlikely to accept it; ", "likely "] {
            let check = |count: usize| {
                let mut brief =
                    format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"{}\"\n", line.repeat(count));
                for at in 0..count {
                    brief.push_str(&format!(
                        "[judgements.a{at}]\ntext = \"Upstream accepts seven years.\"\nlikelihood = \"likely\"\n"
                    ));
                }
                _ = example::diagnostics(&example::brief(&brief));
            };
            assert!(crate::growth::is_linear(150, check));
        }
    }
}
