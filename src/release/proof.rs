//! The words that a release withholds, and whether they are in something that was made of the rest.

use std::collections::{HashMap, HashSet};

use super::plan::Plan;
use crate::parse::{Document, Kind, Value};
use crate::record::{prose, tables};
use crate::schema::Type;

/// From how many words on a withheld text is looked for. Shorter ones are in many texts by chance.
const LEAST: usize = 3;
/// How many words of a longer text are looked for at once: so a part of a sentence is found as well.
const MOST: usize = 5;

/// The words of a brief that a release withholds, and that nothing released has.
#[derive(Debug, Clone, Default)]
pub struct Proof {
    /// Words in a row, joined by spaces, by how many they are.
    runs: HashMap<usize, HashSet<String>>,
    /// What is released, in the same form.
    released: HashSet<String>,
    /// Addresses, as they are written.
    addresses: Vec<String>,
}

impl Proof {
    /// The words of a brief that a plan takes out.
    pub(super) fn of(document: &Document, plan: &Plan) -> Self {
        let (mut withheld, mut released) = (Texts::default(), Texts::default());
        for table in tables(document) {
            for (field, entry) in table.fields() {
                let path = table.field(field.name);
                texts(&entry.value, &field.kind, &path, &mut |path, text, is_address| {
                    let texts = if plan.is_gone(path) { &mut withheld } else { &mut released };
                    if is_address { texts.addresses.push(text) } else { texts.words.push(words(&text)) }
                });
            }
        }
        let mut proof = Self::default();
        withheld.words.iter().for_each(|words| proof.withhold(words));
        released.words.iter().for_each(|words| proof.release(words));
        proof.addresses = withheld.addresses;
        proof.addresses.retain(|address| !released.addresses.contains(address));
        proof
    }

    /// Adds what another release withholds, but for what is released here.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        for (length, runs) in &other.runs {
            let new: Vec<String> = runs.iter().filter(|run| !self.released.contains(*run)).cloned().collect();
            self.runs.entry(*length).or_default().extend(new);
        }
        self.addresses.extend(other.addresses.iter().cloned());
        self
    }

    /// Leaves out words that a page has of itself, whatever the brief says.
    pub fn allow(&mut self, text: &str) {
        self.release(&words(text));
    }

    fn withhold(&mut self, words: &[String]) {
        if words.len() >= LEAST {
            let length = words.len().min(MOST);
            self.runs.entry(length).or_default().extend(words.windows(length).map(|run| run.join(" ")));
        }
    }

    /// Leaves out what a released text has.
    fn release(&mut self, words: &[String]) {
        for run in (LEAST..=MOST).flat_map(|length| words.windows(length)).map(|run| run.join(" ")) {
            self.runs.values_mut().for_each(|runs| _ = runs.remove(&run));
            self.released.insert(run);
        }
    }

    /// Whether a text has words that are withheld. Letters and digits count; case, marks and line ends do not.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        if self.addresses.iter().any(|address| text.contains(address.as_str())) {
            return true;
        }
        if self.runs.values().all(HashSet::is_empty) {
            return false;
        }
        let words = words(text);
        let has = |(length, runs): (&usize, &HashSet<String>)| {
            words.windows(*length).any(|run| runs.contains(&run.join(" ")))
        };
        self.runs.iter().any(has)
    }
}

#[derive(Default)]
struct Texts {
    words: Vec<Vec<String>>,
    addresses: Vec<String>,
}

/// Gives each text of a value with its path, and whether it is an address. The addresses of links are texts, too.
fn texts(value: &Value, kind: &Type, path: &str, take: &mut dyn FnMut(&str, String, bool)) {
    match (&value.kind, kind) {
        (Kind::Text(text), Type::Prose) => {
            let prose = prose::read(text).prose;
            take(path, prose.plain(), false);
            prose.links().into_iter().for_each(|url| take(path, url.to_owned(), true));
        }
        (Kind::Text(text), Type::Text | Type::PartyOrText) => take(path, text.clone(), false),
        (Kind::Text(text), Type::Url) => take(path, text.clone(), true),
        (Kind::List(items), Type::List(kind)) => {
            for (at, item) in items.iter().enumerate() {
                texts(item, kind, &format!("{path}[{at}]"), take);
            }
        }
        (Kind::Table(table), Type::Record(fields)) => {
            for field in *fields {
                if let Some(value) = table.get(field.name) {
                    texts(value, &field.kind, &format!("{path}.{}", field.name), take);
                }
            }
        }
        _ => {}
    }
}

/// The words of a text, in small letters: what is neither a letter nor a digit parts them.
fn words(text: &str) -> Vec<String> {
    // A soft hyphen and a joiner stand within a word.
    // A raised number is the mark of a note.
    let is_mark = |c: &char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
    let is_within = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}') && !is_mark(c);
    let text: String = text.chars().filter(is_within).flat_map(char::to_lowercase).collect();
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proof(withheld: &[&str], released: &[&str]) -> Proof {
        let mut proof = Proof::default();
        withheld.iter().for_each(|text| proof.withhold(&words(text)));
        released.iter().for_each(|text| proof.release(&words(text)));
        proof
    }

    #[test]
    fn words_are_found_whatever_stands_between_them() {
        let proof =
            proof(&["A hidden paper of six years, and more", "So it is"], &["The paper of six years, and that"]);
        for text in [
            "x a HIDDEN\npaper of¹ six",
            "**a** hidden—paper of six",
            "it hides: so_it_is",
            "a hid\u{ad}den paper of six",
        ] {
            assert!(proof.is_in(text), "{text}");
        }
        // Too few of its words, or words that are released.
        for text in ["a hidden paper", "paper of six years and", "so is it", ""] {
            assert!(!proof.is_in(text), "{text}");
        }
    }

    #[test]
    fn an_older_edition_adds_what_the_newer_one_does_not_release() {
        let (newer, older) = (proof(&["a b c"], &["d e f"]), proof(&["d e f", "g h i"], &["a b c"]));
        let both = newer.with(&older);
        assert!(both.is_in("a b c") && both.is_in("g h i") && !both.is_in("d e f"));
    }
}
