//! Texts that are released and repeat what is withheld: words, a name or a large number.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::plan::Plan;
use super::proof::{named, texts, words};
use crate::check::large_number::{cited_numbers, has_source, large_numbers, telling_numbers};
use crate::check::repetition::{is_identity, is_name, makes_known, may_sign, name_of, runs, whole, wholes_in};
use crate::error::Error;
use crate::model::SENTENCE_ENDS;
use crate::parse::{TomlDocument, TomlValue};
use crate::record::tables;
use crate::schema::Type;
use crate::source::Span;

/// A text of the brief, with its words and large numbers.
struct TextWords {
    path: Arc<str>,
    words: Vec<String>,
    /// The words of each sentence, without single letters: an apostrophe leaves some.
    sentences: Vec<Vec<String>>,
    /// Its large numbers.
    numbers: Vec<String>,
    /// Those of them that have a source.
    sourced: Vec<String>,
}

impl TextWords {
    fn is_name(&self) -> bool {
        is_name(&self.path, self.words.len())
    }

    /// Its words without single letters. A run may go from one sentence to the next.
    fn telling(&self) -> Vec<String> {
        self.sentences.concat()
    }
}

/// Refuses a release in which a released text repeats words, a name or a large number of a withheld one. `is_accepted`
/// says of the place of a text that it may do so, because the brief suppresses the warning there with a reason.
///
/// This depends on the plan of the release, not on the marks alone: much is withheld because it refers to something
/// else that is.
///
/// # Errors
/// [`Error`] with the paths of the released texts and of the withheld texts that they repeat.
pub(super) fn refuse(document: &TomlDocument, plan: &Plan, is_accepted: &dyn Fn(Span) -> bool) -> Result<(), Error> {
    let (withheld, released) = worded(document, plan);
    let is_accepted = |text: &TextWords| document.value(&text.path).is_some_and(|value| is_accepted(value.span));
    let mut known = WithheldWords::of(&withheld);
    known.forget(&released);
    let others = released.iter().filter(|text| !is_accepted(text));
    let found = others.filter_map(|text| Some((&text.path, known.repeated(text)?)));
    let found: Vec<String> = found.map(|(path, other)| format!("`{path}` repeats `{other}`")).collect();
    if found.is_empty() {
        return Ok(());
    }
    let texts = if found.len() == 1 { "1 text" } else { &format!("{} texts", found.len()) };
    let message = format!("{texts} would be released with words that are withheld: {}", named(&found));
    Err(Error::new(message).help(
        "reword it, give both the same mark, or suppress `repeated-above` at the lower text with the reason why its \
         readers may know it",
    ))
}

/// The texts of a document: those that a plan takes out, and the others.
fn worded(document: &TomlDocument, plan: &Plan) -> (Vec<TextWords>, Vec<TextWords>) {
    let (mut withheld, mut released) = (Vec::new(), Vec::new());
    let is_public = |id: &str| !plan.is_gone(&format!("sources.{id}"));
    for table in tables(document) {
        let is_cited = has_source(&table, &is_public) && !plan.is_gone(&table.field("sources"));
        for (field, entry) in table.fields() {
            // The id of a party is not a name that readers see.
            let may_be_id = matches!(field.kind.item(), Type::PartyOrText);
            let is_id =
                |text: &str| may_be_id && !text.contains('.') && document.value(&format!("parties.{text}")).is_some();
            let is_prose = matches!(field.kind.item(), Type::Prose | Type::Passage);
            texts(&entry.value, &field.kind, &table.field(field.name), &mut |path, text, is_address| {
                if is_address || is_id(&text) {
                    return;
                }
                let is_gone = plan.is_gone(path);
                let numbers = if is_gone { telling_numbers(&text) } else { large_numbers(&text) };
                let written = || document.value(path).and_then(TomlValue::as_text).filter(|_| is_prose);
                let sourced = match &numbers[..] {
                    [] => Vec::new(),
                    _ if is_cited => numbers.clone(),
                    _ => written().map(|written| cited_numbers(written, &is_public)).unwrap_or_default(),
                };
                let texts = if is_gone { &mut withheld } else { &mut released };
                let is_single = |word: &String| word.chars().count() == 1 && word.chars().all(char::is_lowercase);
                let telling = |part| words(part).into_iter().filter(|word| !is_single(word)).collect();
                // A part too much, as after an abbreviation, only finds more.
                let sentences = text.split(SENTENCE_ENDS).map(telling).collect();
                texts.push(TextWords { path: Arc::from(path), words: words(&text), sentences, numbers, sourced });
            });
        }
    }
    (withheld, released)
}

/// The words in a row, short sentences, names and numbers that are withheld, each with the path of a text that has it.
#[derive(Default)]
struct WithheldWords<'a> {
    runs: HashMap<Vec<String>, &'a Arc<str>>,
    wholes: HashMap<&'a [String], &'a Arc<str>>,
    /// If the name of a record and that of another are the same, this is the path of the first.
    names: HashMap<&'a [String], &'a Arc<str>>,
    /// How many words the names have.
    lengths: BTreeSet<usize>,
    numbers: HashMap<&'a str, &'a Arc<str>>,
}

impl<'a> WithheldWords<'a> {
    fn of(withheld: &'a [TextWords]) -> Self {
        let mut all = Self::default();
        let mut first: Vec<&TextWords> = withheld.iter().collect();
        // A name is named before a sentence with the same words, and that of the record itself before others.
        first.sort_by_key(|text| (!text.is_name(), !is_identity(&text.path)));
        for text in first {
            let TextWords { path, words, sentences, numbers, .. } = text;
            for number in numbers {
                all.numbers.entry(number.as_str()).or_insert(path);
            }
            for run in runs(&text.telling()) {
                all.runs.entry(run.to_vec()).or_insert(path);
            }
            for sentence in sentences.iter().filter(|_| !text.is_name()).filter_map(|it| whole(it)) {
                all.wholes.entry(sentence).or_insert(path);
            }
            if let Some(name) = name_of(path, words) {
                all.names.entry(name).or_insert(path);
                all.lengths.insert(name.len());
            }
        }
        all
    }

    /// Removes what readers know anyway: the words of released names, and numbers for which a released text has a
    /// source. The name of a withheld record is known only if it is that of a released record: one that a released
    /// record only mentions may be there by mistake.
    fn forget(&mut self, released: &[TextWords]) {
        for text in released {
            let TextWords { path, words, sourced, .. } = text;
            if text.is_name() {
                runs(&text.telling()).for_each(|run| _ = self.runs.remove(run));
            }
            if let Some(name) = name_of(path, words).filter(|_| makes_known(path, words.len()))
                && self.names.get(name).is_some_and(|other| is_identity(path) || !is_identity(other))
            {
                self.names.remove(name);
            }
            sourced.iter().for_each(|number| _ = self.numbers.remove(number.as_str()));
        }
    }

    /// The path of a withheld text whose name, words, sentence or number a released text has.
    fn repeated(&self, text: &TextWords) -> Option<&'a Arc<str>> {
        let TextWords { path, words, numbers, .. } = text;
        let mut names = self.lengths.iter().flat_map(|length| words.windows(*length));
        let name = names.find_map(|name| self.names.get(name).copied().filter(|other| !may_sign(path, other)));
        let telling = text.telling();
        let of_wholes = || wholes_in(&telling).find_map(|words| self.wholes.get(words).copied());
        let of_runs = || runs(&telling).find_map(|run| self.runs.get(run).copied());
        let of_numbers = || numbers.iter().find_map(|number| self.numbers.get(number.as_str()).copied());
        name.or_else(of_wholes).or_else(of_runs).or_else(of_numbers)
    }
}
