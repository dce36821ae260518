//! Texts that are released and repeat what is withheld.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::plan::Plan;
use super::proof::{named, texts, words};
use crate::check::repetition::{
    is_name, is_named, is_of_name, is_sender, makes_known, name_of, name_parts, names_in, runs,
};
use crate::error::Error;
use crate::parse::TomlDocument;
use crate::record::tables;
use crate::schema::Type;
use crate::source::Span;

/// A text with its path and words.
type Worded = (Arc<str>, Vec<String>);

/// Refuses a release in which a text repeats words, or a name, of one that is withheld. `accepted` has the places of the
/// texts that may: the brief suppresses the warning there, with a reason.
///
/// Decided by what the release takes out, and not by the marks alone: much goes because something else does.
///
/// # Errors
/// [`Error`] with the paths of the texts.
pub(super) fn refuse(document: &TomlDocument, plan: &Plan, accepted: &HashSet<Span>) -> Result<(), Error> {
    let (mut withheld, mut released): (Vec<Worded>, Vec<Worded>) = (Vec::new(), Vec::new());
    for table in tables(document) {
        for (field, entry) in table.fields() {
            // The id of a party is not its name.
            let may_be_id = matches!(field.kind.item(), Type::PartyOrText);
            let is_id =
                |text: &str| may_be_id && !text.contains('.') && document.value(&format!("parties.{text}")).is_some();
            texts(&entry.value, &field.kind, &table.field(field.name), &mut |path, text, is_address| {
                let texts = if plan.is_gone(path) { &mut withheld } else { &mut released };
                if !is_address && !is_id(&text) {
                    texts.push((Arc::from(path), words(&text)));
                }
            });
        }
    }
    let mut known = WithheldWords::of(&withheld);
    for (path, words) in &released {
        let is_accepted = document.value(path).is_some_and(|value| accepted.contains(&value.span));
        // The name of something that is released may be anywhere.
        if is_accepted || is_name(path) {
            runs(words).chain(names_in(words)).for_each(|run| known.forget(run, is_accepted));
        }
        if let Some(name) = name_of(path, words).filter(|_| makes_known(path)) {
            known.forget(name, true);
        }
    }
    let names = released.iter().filter(|(path, _)| is_named(path));
    known.parts_of_names = names.flat_map(|(_, words)| name_parts(words)).collect();
    let found = released.iter().filter_map(|(path, words)| Some((path, known.repeated(path, words)?)));
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

/// What is withheld, by three words in a row and by name, with the path of a text that has it.
struct WithheldWords<'a> {
    /// The first path of a name, and else that of a sentence.
    runs: HashMap<&'a [String], &'a Arc<str>>,
    names: HashMap<&'a [String], &'a Arc<str>>,
    /// The parts of the names that are released.
    parts_of_names: HashSet<&'a [String]>,
}

impl<'a> WithheldWords<'a> {
    fn of(withheld: &'a [Worded]) -> Self {
        let (mut known_runs, mut names) = (HashMap::new(), HashMap::new());
        let (first, then): (Vec<_>, Vec<_>) = withheld.iter().partition(|(path, _)| is_name(path));
        for (path, words) in first.into_iter().chain(then) {
            for run in runs(words) {
                known_runs.entry(run).or_insert(path);
            }
            if let Some(name) = name_of(path, words) {
                names.entry(name).or_insert(path);
            }
        }
        Self { runs: known_runs, names, parts_of_names: HashSet::new() }
    }

    /// Leaves out words that readers know. A name goes only when it `is_known` as one.
    fn forget(&mut self, words: &[String], is_known: bool) {
        self.runs.remove(words);
        if is_known {
            self.names.remove(words);
        }
    }

    /// The path of a withheld text whose words a released one has. A name repeats no sentence that it is in.
    fn repeated(&self, path: &str, words: &[String]) -> Option<&'a Arc<str>> {
        let is_named = |name| self.names.get(name).copied().filter(|_| !is_sender(path));
        let name = names_in(words).find_map(is_named);
        let of_name = is_name(path);
        let runs = runs(words).filter(|run| !is_of_name(run, |part| self.parts_of_names.contains(part)));
        let mut of_runs = runs.filter_map(|run| self.runs.get(run).copied());
        name.or_else(|| of_runs.find(|other| !of_name || is_name(other)))
    }
}
