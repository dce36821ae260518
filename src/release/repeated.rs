//! Texts that are released and repeat what is withheld: words, a name or a large number.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::plan::Plan;
use super::proof::{named, texts, words};
use crate::check::large_number::{cited_numbers, has_source, large_numbers, telling_numbers};
use crate::check::repetition::{is_name, makes_known, may_sign, name_of, names_in, runs};
use crate::error::Error;
use crate::parse::{TomlDocument, TomlValue};
use crate::record::tables;
use crate::schema::Type;
use crate::source::Span;

/// A text of the brief, with its words and large numbers.
struct TextWords {
    path: Arc<str>,
    words: Vec<String>,
    /// Its large numbers.
    numbers: Vec<String>,
    /// Those of them that have a source.
    sourced: Vec<String>,
}

impl TextWords {
    fn is_name(&self) -> bool {
        is_name(&self.path, self.words.len())
    }
}

/// Refuses a release in which a released text repeats words, a name or a large number of a withheld one. `accepted` are
/// the places of texts that may do so, because the brief suppresses the warning there with a reason.
///
/// This depends on the plan of the release, not on the marks alone: much is withheld because it refers to something
/// else that is.
///
/// # Errors
/// [`Error`] with the paths of the released texts and of the withheld texts that they repeat.
pub(super) fn refuse(document: &TomlDocument, plan: &Plan, accepted: &HashSet<Span>) -> Result<(), Error> {
    let (withheld, released) = worded(document, plan);
    let is_accepted = |text: &TextWords| document.value(&text.path).is_some_and(|value| accepted.contains(&value.span));
    let mut known = WithheldWords::of(&withheld);
    known.forget(&released, is_accepted);
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
                texts.push(TextWords { path: Arc::from(path), words: words(&text), numbers, sourced });
            });
        }
    }
    (withheld, released)
}

/// The withheld sequences of three words, names and numbers, each with the path of a text that contains it.
struct WithheldWords<'a> {
    /// If a name and a sentence have the same words, this is the path of the name.
    runs: HashMap<&'a [String], &'a Arc<str>>,
    names: HashMap<&'a [String], &'a Arc<str>>,
    numbers: HashMap<&'a str, &'a Arc<str>>,
}

impl<'a> WithheldWords<'a> {
    fn of(withheld: &'a [TextWords]) -> Self {
        let mut all = Self { runs: HashMap::new(), names: HashMap::new(), numbers: HashMap::new() };
        let (first, then): (Vec<_>, Vec<_>) = withheld.iter().partition(|text| text.is_name());
        for TextWords { path, words, numbers, .. } in first.into_iter().chain(then) {
            for number in numbers {
                all.numbers.entry(number.as_str()).or_insert(path);
            }
            for run in runs(words) {
                all.runs.entry(run).or_insert(path);
            }
            if let Some(name) = name_of(path, words) {
                all.names.entry(name).or_insert(path);
            }
        }
        all
    }

    /// Removes what readers know anyway: the words of released names; numbers for which a released text has a source;
    /// and words and numbers of an accepted text, if it is the first released text that has them, since the rule
    /// reports only the first. A name in an accepted text is still searched for in others, since the rule reports each
    /// of them.
    fn forget(&mut self, released: &[TextWords], is_accepted: impl Fn(&TextWords) -> bool) {
        let (names, sentences): (Vec<_>, Vec<_>) = released.iter().partition(|text| text.is_name());
        for TextWords { words, .. } in &names {
            runs(words).for_each(|run| _ = self.runs.remove(run));
        }
        let (mut seen, mut seen_numbers): (HashSet<&[String]>, HashSet<&str>) = (HashSet::new(), HashSet::new());
        for text in names.into_iter().chain(sentences) {
            let TextWords { path, words, numbers, sourced } = text;
            if let Some(name) = name_of(path, words).filter(|_| makes_known(path, words.len())) {
                self.names.remove(name);
            }
            let is_accepted = is_accepted(text);
            for run in runs(words) {
                if seen.insert(run) && is_accepted {
                    self.runs.remove(run);
                }
            }
            for number in numbers {
                if seen_numbers.insert(number) && is_accepted {
                    self.numbers.remove(number.as_str());
                }
            }
            sourced.iter().for_each(|number| _ = self.numbers.remove(number.as_str()));
        }
    }

    /// The path of a withheld text whose name, words or number a released text has. The words of released names are
    /// forgotten by now.
    fn repeated(&self, text: &TextWords) -> Option<&'a Arc<str>> {
        let TextWords { path, words, numbers, .. } = text;
        let mut names = names_in(words).filter_map(|name| self.names.get(name).copied());
        let name = names.find(|other| !may_sign(path, other));
        let of_runs = || runs(words).find_map(|run| self.runs.get(run).copied());
        let of_numbers = || numbers.iter().find_map(|number| self.numbers.get(number.as_str()).copied());
        name.or_else(of_runs).or_else(of_numbers)
    }
}
