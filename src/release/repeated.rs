//! Finds released texts that repeat withheld words, names or large numbers.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::plan::Plan;
use super::proof::{named, texts, words};
use crate::check::repetition::{
    cited_numbers, is_name, is_of_name, is_sender, large_numbers, makes_known, name_of, name_parts, names_in, runs,
};
use crate::error::Error;
use crate::parse::{TomlDocument, TomlValue};
use crate::record::tables;
use crate::schema::Type;
use crate::source::Span;

/// A text with its path.
struct Worded {
    path: Arc<str>,
    words: Vec<String>,
    /// Its large numbers, and those of them that have a source.
    numbers: Vec<String>,
    sourced: Vec<String>,
}

/// Refuses a release in which a released text repeats words, a name or a large number of a withheld one. `accepted` are
/// the places of texts that may do so, because the brief suppresses the warning there with a reason.
///
/// This depends on the plan of the release, not on the marks alone: much is withheld because it refers to something
/// else that is.
///
/// # Errors
/// [`Error`] with the paths of the texts that repeat withheld ones, and of those.
pub(super) fn refuse(document: &TomlDocument, plan: &Plan, accepted: &HashSet<Span>) -> Result<(), Error> {
    let (mut withheld, mut released): (Vec<Worded>, Vec<Worded>) = (Vec::new(), Vec::new());
    for table in tables(document) {
        let is_cited =
            table.fields().any(|(field, _)| field.name == "sources") && !plan.is_gone(&table.field("sources"));
        for (field, entry) in table.fields() {
            // The id of a party is not a name that readers see.
            let may_be_id = matches!(field.kind.item(), Type::PartyOrText);
            let is_id =
                |text: &str| may_be_id && !text.contains('.') && document.value(&format!("parties.{text}")).is_some();
            texts(&entry.value, &field.kind, &table.field(field.name), &mut |path, text, is_address| {
                let texts = if plan.is_gone(path) { &mut withheld } else { &mut released };
                if !is_address && !is_id(&text) {
                    let numbers = large_numbers(&text);
                    let written = || document.value(path).and_then(TomlValue::as_text).unwrap_or_default();
                    let sourced = match &numbers[..] {
                        [] => Vec::new(),
                        _ if is_cited => numbers.clone(),
                        _ => cited_numbers(written()),
                    };
                    texts.push(Worded { path: Arc::from(path), words: words(&text), numbers, sourced });
                }
            });
        }
    }
    let mut known = WithheldWords::of(&withheld);
    for Worded { path, words, numbers, sourced } in &released {
        let is_accepted = document.value(path).is_some_and(|value| accepted.contains(&value.span));
        // A released name may be repeated anywhere.
        if is_accepted || is_name(path) {
            runs(words).chain(names_in(words)).for_each(|run| known.forget(run, is_accepted));
        }
        if let Some(name) = name_of(path, words).filter(|_| makes_known(path)) {
            known.forget(name, true);
        }
        let public = if is_accepted { numbers } else { sourced };
        public.iter().for_each(|number| _ = known.numbers.remove(number.as_str()));
    }
    let names = released.iter().filter(|it| is_name(&it.path));
    known.parts_of_names = names.flat_map(|it| name_parts(&it.words)).collect();
    let found = released.iter().filter_map(|it| Some((&it.path, known.repeated(it)?)));
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

/// The withheld sequences of three words, names and numbers, each with the path of a text that contains it.
struct WithheldWords<'a> {
    /// If a name and a sentence have the same words, this is the path of the name.
    runs: HashMap<&'a [String], &'a Arc<str>>,
    names: HashMap<&'a [String], &'a Arc<str>>,
    numbers: HashMap<&'a str, &'a Arc<str>>,
    /// The parts of the names that are released.
    parts_of_names: HashSet<&'a [String]>,
}

impl<'a> WithheldWords<'a> {
    fn of(withheld: &'a [Worded]) -> Self {
        let (mut known_runs, mut names, mut known_numbers) = (HashMap::new(), HashMap::new(), HashMap::new());
        let (first, then): (Vec<_>, Vec<_>) = withheld.iter().partition(|it| is_name(&it.path));
        for Worded { path, words, numbers, .. } in first.into_iter().chain(then) {
            for number in numbers {
                known_numbers.entry(number.as_str()).or_insert(path);
            }
            for run in runs(words) {
                known_runs.entry(run).or_insert(path);
            }
            if let Some(name) = name_of(path, words) {
                names.entry(name).or_insert(path);
            }
        }
        Self { runs: known_runs, names, numbers: known_numbers, parts_of_names: HashSet::new() }
    }

    /// Removes words that readers know. A name is removed only if it `is_known` as a name.
    fn forget(&mut self, words: &[String], is_known: bool) {
        self.runs.remove(words);
        if is_known {
            self.names.remove(words);
        }
    }

    /// The path of a withheld text whose words a released text repeats. A released name does not count as a repetition
    /// of a sentence that contains it.
    fn repeated(&self, text: &Worded) -> Option<&'a Arc<str>> {
        let Worded { path, words, numbers, .. } = text;
        let is_named = |name| self.names.get(name).copied().filter(|_| !is_sender(path));
        let name = names_in(words).find_map(is_named);
        let of_name = is_name(path);
        let runs = runs(words).filter(|run| !is_of_name(run, |part| self.parts_of_names.contains(part)));
        let mut of_runs = runs.filter_map(|run| self.runs.get(run).copied());
        let found = name.or_else(|| of_runs.find(|other| !of_name || is_name(other)));
        found.or_else(|| numbers.iter().find_map(|number| self.numbers.get(number.as_str()).copied()))
    }
}
