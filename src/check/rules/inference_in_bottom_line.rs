//! A bottom line that says as a fact what the author only infers.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::denial::Sentence;
use super::likelihood::likelihoods;
use super::subject::{all_within, words};
use super::{CheckSubject, rule};
use crate::diagnostic::Diagnostic;
use crate::language::{self, Language, is_arabic_verb, stem};
use crate::model::{Basis, Id, Position, Stance, Vocabulary as _, sentences, word_places};
use crate::record::prose;
use crate::schema::Target;
use crate::source::Span;

rule! {
    "inference-in-bottom-line" Warning Tables
    "A sentence of the bottom line states an `inferred` position as a fact, or cites, for a party, a source that supports only such a position."
    "The page marks the position as inferred, but not the sentence above it: the reader repeats a guess as news. ICD 203 (D.6.e.3) requires facts and judgements to be kept apart. Mark it as a judgement: “we judge”, or one of the seven bands."
    { r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "Upstream will accept seven years [@ministry]."

[positions.filling.upstream]
stance = "accepts"
text = "Seven years."
basis = "inferred"
sources = ["ministry"]"# => r#"[brief]
title = "Reservoir talks"
as_of = 2024-05-14
bottom_line = "We judge that Upstream will accept seven years [@ministry]."

[positions.filling.upstream]
stance = "accepts"
text = "Seven years."
basis = "inferred"
sources = ["ministry"]"# }
    check
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let Some(text) = subject.text("brief.bottom_line") else { return };
    let Some(language) = Language::of(&subject.brief.language) else { return };
    // Without the words with which an author judges, nobody knows whether a sentence does.
    if subject.listed_words(RULE.code.name()).is_empty() {
        return;
    }
    let inferred = InferredPositions::of(subject);
    if inferred.all.is_empty() {
        return;
    }
    let parties: HashSet<&Id> = inferred.all.iter().map(|it| it.party).collect();
    let negation = subject.listed_words("negation");
    let judging = subject.wording(RULE.code.name(), text);
    let said = likelihoods(subject, &text.plain);
    let cited = prose::read(text.written).citations;
    let sentences = sentences(&text.plain);
    for (at, place) in sentences.iter().enumerate() {
        let sentence = &text.plain[place.clone()];
        let judges = !all_within(&judging, |it| it, place).is_empty();
        if judges || sentence.ends_with(['?', '؟']) || !all_within(&said, |it| &it.range, place).is_empty() {
            continue;
        }
        let parties: HashSet<&Id> =
            parties.iter().copied().filter(|id| !named(subject, sentence, id).is_empty()).collect();
        if parties.is_empty() {
            continue;
        }
        // A citation may come after the stop.
        let end = sentences.get(at + 1).map_or(text.plain.len(), |next| next.start);
        let cited = all_within(&cited, |(_, range)| range, &(place.start..end)).iter().map(|(id, _)| id);
        let read = Sentence::new(sentence, negation);
        // “Upstream has not replied” is a fact, and what it is silent about may be inferred from it.
        let acts = |at: &usize| !named(subject, sentence, inferred.all[*at].party).iter().all(|it| read.denies(it));
        let found = inferred.repeated(&read, language).into_iter().chain(inferred.cited(cited).filter(acts));
        // The first in the order of the brief.
        let found = found.filter(|at| parties.contains(inferred.all[*at].party)).min();
        if let Some(position) = found.map(|at| &inferred.all[at]) {
            out.push(report(subject, position, subject.within(text, place.clone())));
        }
    }
}

fn report(subject: &CheckSubject<'_>, position: &InferredPosition<'_>, place: Span) -> Diagnostic {
    let InferredPosition { issue, party, .. } = position;
    let message = format!("this is stated as a fact, but the position of `{party}` on `{issue}` is inferred");
    Diagnostic::new(RULE.code, message)
        .at(place)
        .related(subject.place(&format!("positions.{issue}.{party}.basis")), "only inferred")
        .help("mark it as a judgement: “we judge”, or one of the seven bands")
}

/// A position that is only inferred.
struct InferredPosition<'a> {
    issue: &'a Id,
    party: &'a Id,
    stance: Stance,
    /// How many words its text has that could be repeated.
    length: usize,
}

/// The inferred positions of a brief, to be looked up by what a sentence has of them.
#[derive(Default)]
struct InferredPositions<'a> {
    /// In the order of the brief.
    all: Vec<InferredPosition<'a>>,
    /// Which of them have a word in their text, as often as they have it.
    by_word: HashMap<String, Vec<usize>>,
    /// Which of them is alone in resting on a source.
    by_source: HashMap<String, usize>,
}

impl<'a> InferredPositions<'a> {
    fn of(subject: &CheckSubject<'a>) -> Self {
        let mut inferred = Self::default();
        let mut places = HashMap::new();
        let all = subject
            .brief
            .positions
            .iter()
            .flat_map(|(issue, all)| all.iter().map(move |(party, it)| (issue, party, it)));
        for (issue, party, position) in all.filter(|(.., it)| it.basis == Some(Basis::Inferred)) {
            let (at, content) = (inferred.all.len(), content(position));
            inferred.all.push(InferredPosition { issue, party, stance: position.stance, length: content.len() });
            places.insert(format!("positions.{issue}.{party}"), at);
            content.into_iter().for_each(|word| inferred.by_word.entry(word).or_default().push(at));
        }
        if !places.is_empty() {
            let alone = users_alone(subject).into_iter();
            inferred.by_source = alone.filter_map(|(id, path)| Some((id, *places.get(&path)?))).collect();
        }
        inferred
    }

    /// Those of which a sentence has the word of the stance, and does not deny it, and most words of the first sentence
    /// of the text.
    fn repeated(&self, sentence: &Sentence<'_>, language: &Language) -> Vec<usize> {
        let lower = language::lower(sentence.text());
        let words: Vec<(Range<usize>, &str)> = words(&lower).collect();
        let is_said = |stance: &Stance| {
            let places = places_of(&language.word(*stance), &words, language);
            !places.is_empty() && !places.iter().all(|place| sentence.denies(place))
        };
        let stances: Vec<Stance> = Stance::ALL.iter().copied().filter(is_said).collect();
        if stances.is_empty() {
            return Vec::new();
        }
        let words: HashSet<&str> = words.into_iter().map(|(_, word)| word).collect();
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for at in words.iter().filter_map(|word| self.by_word.get(*word)).flatten() {
            *shared.entry(*at).or_default() += 1;
        }
        shared.retain(|at, shared| {
            let position = &self.all[*at];
            stances.contains(&position.stance) && *shared * 3 >= position.length * 2
        });
        shared.into_keys().collect()
    }

    /// Those that are alone in resting on one of some sources.
    fn cited<'i>(&self, sources: impl Iterator<Item = &'i Id>) -> impl Iterator<Item = usize> {
        sources.filter_map(|id| self.by_source.get(id.as_str()).copied())
    }
}

/// The words that say something in the first sentence of a position's text.
fn content(position: &Position) -> Vec<String> {
    // Lower case would hide where a sentence begins.
    let plain = position.text.plain();
    let first = sentences(&plain).into_iter().next().map_or("", |range| &plain[range]);
    let first = language::lower(first);
    let says = |word: &&str| word.chars().count() > 3 || word.starts_with(|c: char| c.is_ascii_digit());
    words(&first).map(|(_, word)| word).filter(says).map(str::to_owned).collect()
}

/// Each source that one record alone names, with the path of that record where it is a position. The bottom line does
/// not count, nor does a source that relays.
fn users_alone(subject: &CheckSubject<'_>) -> HashMap<String, String> {
    let mut users: HashMap<String, Option<String>> = HashMap::new();
    for mention in subject.mentions().iter().filter(|it| it.target == Target::Source && it.path != "brief.bottom_line")
    {
        let mut steps = mention.path.split('.');
        let user = match (steps.next(), steps.next(), steps.next()) {
            (Some("sources"), _, Some("relays")) => continue,
            (Some("positions"), Some(issue), Some(party)) => format!("positions.{issue}.{party}"),
            _ => mention.path.clone(),
        };
        let known = users.entry(mention.id.clone()).or_insert_with(|| Some(user.clone()));
        known.take_if(|it| *it != user);
    }
    users.into_iter().filter_map(|(id, user)| Some((id, user?))).collect()
}

/// Where the word of a stance is among the words of a sentence; of one of several words, such as “nimmt an”, where the
/// first is, if all are there.
fn places_of(stance: &str, words: &[(Range<usize>, &str)], language: &Language) -> Vec<Range<usize>> {
    let stance = stance.to_lowercase();
    let [is_english, is_arabic] = ["en", "ar"].map(|tag| language.tag().starts_with(tag));
    // Verbs change their end: “accepts”, “accept”, “accepted”.
    let with = |listed: &str| {
        let start = if is_english { listed.strip_suffix('s').unwrap_or(listed) } else { stem(listed) };
        // “N’accepte” is two words. An Arabic verb changes its beginning.
        let is_it = |word: &str| {
            word.split(['’', '\'']).any(|part| part.starts_with(start)) || is_arabic && is_arabic_verb(listed, word)
        };
        words.iter().filter(|(_, word)| is_it(word)).map(|(range, _)| range.clone()).collect::<Vec<_>>()
    };
    let mut found: Vec<Vec<Range<usize>>> = stance.split(' ').map(with).collect();
    if found.iter().any(Vec::is_empty) { Vec::new() } else { found.swap_remove(0) }
}

/// Where a sentence names a party.
fn named(subject: &CheckSubject<'_>, sentence: &str, party: &Id) -> Vec<Range<usize>> {
    let Some(party) = subject.brief.parties.get(party) else { return Vec::new() };
    [party.short(), party.name.as_str()].into_iter().flat_map(|name| word_places(sentence, name)).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::tests::finds, RULE};
    use crate::check::example;

    #[test]
    fn a_judgement_and_another_party_are_let_through() {
        let brief = |line: &str, basis: &str| {
            let head = format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"{line}\"\n");
            let paper = "[sources.paper]\npublisher = \"P\"\ndate = 2024-05-13\n";
            let position =
                "[positions.filling.upstream]\nstance = \"accepts\"\ntext = \"Seven years.\"\nsources = [\"paper\"]\n";
            format!("{head}{paper}{position}basis = \"{basis}\"\n")
        };
        finds(&RULE, 1, &brief("Upstream will accept seven years.", "inferred"));
        let longer = brief("Upstream will accept seven years.", "inferred");
        finds(&RULE, 1, &longer.replace("\"Seven years.\"", "\"Seven. The dam would be filled by then.\""));
        finds(&RULE, 0, &brief("Upstream will accept seven years.", "stated"));
        finds(&RULE, 0, &brief("Upstream is likely to accept seven years.", "inferred"));
        finds(&RULE, 0, &brief("Downstream will accept seven years.", "inferred"));
        finds(&RULE, 0, &brief("Upstream will accept a joint body.", "inferred"));
        // The source on which it rests.
        finds(&RULE, 1, &brief("Upstream gives way [@paper].", "inferred"));
        finds(&RULE, 0, &brief("Upstream gives way [@ministry].", "inferred"));
        for line in [
            "We assessed that Upstream accepts seven years.",
            "We believed that Upstream accepts seven years.",
            "Our assessment: Upstream accepts seven years.",
            "Upstream has not accepted seven years.",
            "Will Upstream accept seven years?",
        ] {
            finds(&RULE, 0, &brief(line, "inferred"));
        }
        // Another source, whose id begins with that of the first, is not the first.
        let next = "\n[claims.next]\ntext = \"It leaks [@paper-2].\"\n";
        let next = format!("{next}[sources.paper-2]\npublisher = \"Q\"\ndate = 2024-05-13\n");
        finds(&RULE, 1, &format!("{}{next}", brief("Upstream gives way [@paper].", "inferred")));
        finds(&RULE, 0, &brief("Upstream appears to give way [@paper].", "inferred"));
        finds(&RULE, 1, &brief("Upstream gives way. [@paper] All goes on.", "inferred"));
        // On what is relayed nothing else rests; on what an assessment cites, something may.
        let relay = "\n[sources.note]\npublisher = \"Q\"\ndate = 2024-05-13\nrelays = \"paper\"\n";
        let line = brief("Upstream gives way [@paper].", "inferred");
        finds(&RULE, 1, &format!("{line}{relay}"));
        finds(&RULE, 0, &line.replace("[sources.paper]", "assessment = \"It leaks [@paper].\"\n[sources.paper]"));
    }

    #[test]
    fn a_denial_of_something_else_is_not_one_of_the_position() {
        let brief = |line: &str| {
            let head = format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"{line}\"\n");
            let paper = "[sources.paper]\npublisher = \"P\"\ndate = 2024-05-13\n";
            let position =
                "[positions.filling.upstream]\nstance = \"accepts\"\ntext = \"Seven years.\"\nsources = [\"paper\"]\n";
            format!("{head}{paper}{position}basis = \"inferred\"\n")
        };
        for (line, count) in [
            ("Upstream will accept seven years, not five.", 1),
            ("Not surprisingly, Upstream accepts seven years.", 1),
            ("Upstream accepts seven years and will never go to court.", 1),
            ("Upstream has not yet accepted seven years.", 0),
            ("Upstream refuses to accept seven years.", 0),
            ("Upstream won’t accept seven years.", 0),
            ("Upstream has not said whether it accepts seven years.", 0),
            ("Upstream gives way, and the talks do not end [@paper].", 1),
            ("Upstream keeps its men at the gates and does not say until when [@paper].", 1),
            ("Upstream has not replied [@paper].", 0),
            ("Upstream declined to comment [@paper].", 0),
        ] {
            finds(&RULE, count, &brief(line));
        }
    }

    #[test]
    fn other_languages_have_their_own_words() {
        for (tag, text, fact, judged, denied) in [
            (
                "de",
                "Sieben Jahre.",
                "Upstream nimmt sieben Jahre an.",
                "Vermutlich nimmt Upstream sieben Jahre an.",
                "Upstream nimmt sieben Jahre nicht an.",
            ),
            (
                "de",
                "Sieben Jahre.",
                "Upstream nimmt sieben Jahre an.",
                "Nach unserer Einschätzung nimmt Upstream sieben Jahre an.",
                "Upstream nimmt sieben Jahre nicht an.",
            ),
            (
                "fr",
                "Sept années.",
                "Upstream accepte sept années.",
                "Nous estimons qu’Upstream accepte sept années.",
                "Upstream n’accepte pas sept années.",
            ),
            (
                "es",
                "Siete años.",
                "Upstream acepta siete años.",
                "A nuestro juicio, Upstream acepta siete años.",
                "Upstream no acepta siete años.",
            ),
            (
                "pt",
                "Sete anos.",
                "Upstream aceita sete anos.",
                "Julgamos que Upstream aceita sete anos.",
                "Upstream não aceita sete anos.",
            ),
            (
                "ru",
                "Семь лет.",
                "Upstream соглашается на семь лет.",
                "По нашей оценке, Upstream соглашается на семь лет.",
                "Upstream не соглашается на семь лет.",
            ),
            (
                "uk",
                "Сім років.",
                "Upstream погоджується на сім років.",
                "На нашу думку, Upstream погоджується на сім років.",
                "Upstream не погоджується на сім років.",
            ),
            (
                "ar",
                "سبع سنوات.",
                "Upstream يقبل سبع سنوات.",
                "نرى أن Upstream يقبل سبع سنوات.",
                "Upstream لن يقبل سبع سنوات.",
            ),
            (
                "ar",
                "سبع سنوات.",
                "ستقبل Upstream سبع سنوات.",
                "على ما يبدو ستقبل Upstream سبع سنوات.",
                "Upstream ولا تقبل سبع سنوات.",
            ),
        ] {
            let brief = |line: &str| {
                format!(
                    "[brief]\ntitle = \"T\"\nlanguage = \"{tag}\"\nas_of = 2024-05-14\nbottom_line = \"{line}\"\n\
                     [positions.filling.upstream]\nstance = \"accepts\"\nbasis = \"inferred\"\ntext = \"{text}\"\nsources = [\"ministry\"]\n"
                )
            };
            finds(&RULE, 1, &brief(fact));
            finds(&RULE, 0, &brief(judged));
            finds(&RULE, 0, &brief(denied));
        }
    }

    #[test]
    fn many_positions_and_sentences_are_compared_in_linear_time() {
        let check = |count: usize| {
            let line = "Upstream accepts it. ".repeat(count);
            let mut brief = format!("[brief]\ntitle = \"T\"\nas_of = 2024-05-14\nbottom_line = \"{line}\"\n");
            for at in 0..count {
                let head = format!("[positions.i{at}.upstream]\nstance = \"accepts\"\nbasis = \"inferred\"\n");
                brief.push_str(&format!("{head}text = \"Seven years, number {at}.\"\nsources = [\"ministry\"]\n"));
            }
            _ = example::diagnostics(&example::brief(&brief));
        };
        assert!(crate::growth::is_linear(150, check));
    }
}
