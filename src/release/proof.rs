//! Proof: the words that a release withholds, and the search for them in an output.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::plan::Plan;
use crate::check::large_number::{large_numbers, telling_numbers};
use crate::check::repetition::{is_unspaced, name_of};
use crate::error::Error;
use crate::parse::{TomlDocument, TomlValue, ValueKind};
use crate::record::{compatible, is_combining_mark, prose, tables};
use crate::schema::Type;

/// The least number of consecutive words that are searched for. Shorter sequences occur in many texts by chance.
const LEAST: usize = 3;
/// The greatest number of consecutive words that are searched for at once, so that parts of a longer sentence are found
/// too.
const MOST: usize = 5;
/// How many texts a message names.
const MOST_NAMED: usize = 5;

/// The words of a brief that a release withholds and that occur in no released text.
#[derive(Debug, Clone, Default)]
pub struct Proof {
    /// Sequences of withheld words, joined by spaces, by number of words; each with the path of a text that contains
    /// it.
    runs: HashMap<usize, HashMap<String, Arc<str>>>,
    /// Sequences of released words, in the same form.
    released: HashSet<String>,
    /// Withheld addresses, as [`addresses`] finds them, with the path of a text that contains each.
    addresses: HashMap<String, Arc<str>>,
    /// The addresses that are released.
    released_addresses: HashSet<String>,
    /// Withheld names, as words, and large numbers, with the path of a text that has each.
    names: HashMap<Vec<String>, Arc<str>>,
    numbers: HashMap<String, Arc<str>>,
    /// The words of each released text, and the large numbers of all.
    released_texts: Vec<Vec<String>>,
    released_numbers: HashSet<String>,
    /// The names and numbers that the newer of two compared editions withholds, and the older one has in a released text.
    /// A comparison may show them.
    older_names: HashMap<Vec<String>, Arc<str>>,
    older_numbers: HashMap<String, Arc<str>>,
}

impl Proof {
    /// The words of a brief that a plan withholds.
    pub(super) fn of(document: &TomlDocument, plan: &Plan) -> Self {
        let (mut withheld, mut released) = (ProofTexts::default(), ProofTexts::default());
        for table in tables(document) {
            for (field, entry) in table.fields() {
                let path = table.field(field.name);
                texts(&entry.value, &field.kind, &path, &mut |path, text, is_address| {
                    let is_gone = plan.is_gone(path);
                    let texts = if is_gone { &mut withheld } else { &mut released };
                    let path = Arc::from(path);
                    if is_address {
                        texts.addresses.push((text, path));
                    } else {
                        let numbers = if is_gone { telling_numbers(&text) } else { large_numbers(&text) };
                        texts.numbers.extend(numbers.into_iter().map(|number| (number, path.clone())));
                        texts.words.push((words(&text), path));
                    }
                });
            }
        }
        let mut proof = Self::default();
        withheld.words.iter().for_each(|(words, path)| proof.withhold(words, path));
        released.words.iter().for_each(|(words, _)| proof.release(words));
        for (words, path) in withheld.words.iter().filter(|(words, path)| name_of(path, words).is_some()) {
            proof.names.entry(words.clone()).or_insert_with(|| path.clone());
        }
        proof.released_numbers = released.numbers.drain(..).map(|(number, _)| number).collect();
        proof.numbers = withheld.numbers.drain(..).collect();
        let known = proof.names_among(&proof.released_texts);
        proof.names.retain(|name, _| !known.contains(name));
        let known = &proof.released_numbers;
        proof.numbers.retain(|number, _| !known.contains(number));
        let each = |texts: ProofTexts| {
            let all = texts.addresses.into_iter();
            all.flat_map(|(text, path)| addresses(&text).map(|it| (it.to_owned(), path.clone())).collect::<Vec<_>>())
        };
        proof.released_addresses = each(released).map(|(address, _)| address).collect();
        let known = &proof.released_addresses;
        proof.addresses = each(withheld).filter(|(address, _)| !known.contains(address)).collect();
        proof
    }

    /// The proof for a brief from which nothing is withheld. It allows the words of the brief when it is combined with
    /// another proof.
    #[must_use]
    pub fn of_whole(document: &TomlDocument) -> Self {
        Self::of(document, &Plan::default())
    }

    /// Adds the words that another release withholds, except those that are released here.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        for (length, runs) in &other.runs {
            let new = runs.iter().filter(|(run, _)| !self.released.contains(*run));
            let known = self.runs.entry(*length).or_default();
            // The newer edition (the first one) has the path that its author knows.
            new.for_each(|(run, path)| _ = known.entry(run.clone()).or_insert_with(|| path.clone()));
        }
        // The labels of pages have been allowed since.
        let known = self.names_among(&self.released_texts);
        let older = self.names_among(&other.released_texts);
        let shown = self.names.iter().filter(|(name, _)| older.contains(*name) && !known.contains(*name));
        self.older_names.extend(shown.map(|(name, path)| (name.clone(), path.clone())));
        let numbers = self.numbers.iter().filter(|(number, _)| other.released_numbers.contains(*number));
        self.older_numbers.extend(numbers.map(|(number, path)| (number.clone(), path.clone())));
        for (address, path) in &other.addresses {
            if !self.released_addresses.contains(address) {
                self.addresses.entry(address.clone()).or_insert_with(|| path.clone());
            }
        }
        self
    }

    /// Allows words that every page has, independent of the brief.
    pub fn allow(&mut self, text: &str) {
        self.release(&words(text));
    }

    /// The withheld names that some texts have.
    fn names_among(&self, texts: &[Vec<String>]) -> HashSet<Vec<String>> {
        let lengths: BTreeSet<usize> = self.names.keys().map(Vec::len).collect();
        let runs = |text: &'_ Vec<String>| -> Vec<Vec<String>> {
            let all = lengths.iter().flat_map(|length| text.windows(*length));
            all.filter(|run| self.names.contains_key(*run)).map(<[String]>::to_vec).collect()
        };
        texts.iter().flat_map(runs).collect()
    }

    fn withhold(&mut self, words: &[String], path: &Arc<str>) {
        if words.len() >= LEAST {
            let length = words.len().min(MOST);
            let runs = words.windows(length).map(|run| (run.join(" "), path.clone()));
            self.runs.entry(length).or_default().extend(runs);
        }
    }

    /// Removes the words of a released text from the search.
    fn release(&mut self, words: &[String]) {
        self.released_texts.push(words.to_vec());
        for run in (LEAST..=MOST).flat_map(|length| words.windows(length)).map(|run| run.join(" ")) {
            self.runs.values_mut().for_each(|runs| _ = runs.remove(&run));
            self.released.insert(run);
        }
    }

    /// Whether a text contains withheld words. Letters and digits count; case, punctuation and line breaks do not.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        !self.found_in(text).is_empty()
    }

    /// The paths of the withheld texts whose words are in a text, found as in [`Self::is_in`]: `claims.mining.text`.
    #[must_use]
    pub fn found_in(&self, text: &str) -> BTreeSet<Arc<str>> {
        let linked = addresses(text).filter_map(|address| self.addresses.get(address).cloned());
        let mut found: BTreeSet<Arc<str>> = linked.collect();
        if self.runs.values().all(HashMap::is_empty) {
            return found;
        }
        let words = words(text);
        for (length, runs) in &self.runs {
            found.extend(words.windows(*length).filter_map(|run| runs.get(&run.join(" ")).cloned()));
        }
        found
    }

    /// The same, and those of the names and large numbers that only the older of two compared editions has. A comparison
    /// may show the words of a name apart, with those of the other edition between them, so each of them counts. `text`
    /// is words for people, not markup, which has other numbers.
    #[must_use]
    pub fn found_in_words(&self, text: &str) -> BTreeSet<Arc<str>> {
        let mut found = self.found_in(text);
        if !(self.older_names.is_empty() && self.older_numbers.is_empty()) {
            // A part of a word that was edited is not a word.
            let parted = ["<del>", "</del>", "<ins>", "</ins>", "[-", "-]", "{+", "+}"];
            let joined = parted.iter().fold(text.to_owned(), |text, mark| text.replace(mark, ""));
            let shown: HashSet<String> = words(text).into_iter().chain(words(&joined)).collect();
            let named = self.older_names.iter().filter(|(name, _)| name.iter().all(|word| shown.contains(word)));
            found.extend(named.map(|(_, path)| path.clone()));
            let without_addresses = |text: &str| {
                let words = text.split_whitespace().map(|word| word.split("://").next().unwrap_or_default());
                words.collect::<Vec<_>>().join(" ")
            };
            let numbers = [text, &joined].map(|text| telling_numbers(&without_addresses(text))).concat();
            found.extend(numbers.iter().filter_map(|number| self.older_numbers.get(number).cloned()));
        }
        found
    }
}

/// The error for an output that contains withheld words. It is for the person who sends the output: either an edition
/// or the template has the words in a place where they are not withheld. `shown` names what contains the words, `paths`
/// are the withheld texts, and `why` is the reason why they are withheld.
#[must_use]
pub fn shown_leak(shown: &str, paths: &BTreeSet<Arc<str>>, why: &str) -> Error {
    let paths: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
    let of = if paths.is_empty() { "a text".to_owned() } else { named(&paths) };
    Error::new(format!("{shown} contains words of {of}, {why}"))
}

/// The same as [`shown_leak`], for a comparison that is released.
#[must_use]
pub fn compared_leak(shown: &str, paths: &BTreeSet<Arc<str>>) -> Error {
    shown_leak(shown, paths, "which the release withholds").help(
        "an edition has these words elsewhere, where nothing withholds them: mark that record in its edition, compare \
         with another edition, or release the page without a comparison",
    )
}

/// The first few of some names, and how many more there are.
pub(super) fn named(all: &[String]) -> String {
    let named = all[..all.len().min(MOST_NAMED)].join(", ");
    if all.len() > MOST_NAMED { format!("{named} and {} more", all.len() - MOST_NAMED) } else { named }
}

#[derive(Default)]
struct ProofTexts {
    words: Vec<(Vec<String>, Arc<str>)>,
    addresses: Vec<(String, Arc<str>)>,
    numbers: Vec<(String, Arc<str>)>,
}

/// Calls `take` with each text of a value, its path, and whether it is an address. The addresses of links are texts,
/// too.
pub(super) fn texts(value: &TomlValue, kind: &Type, path: &str, take: &mut dyn FnMut(&str, String, bool)) {
    match (&value.kind, kind) {
        (ValueKind::Text(text), Type::Prose | Type::Passage) => {
            let prose = prose::read_as(text, kind).prose;
            take(path, prose.plain(), false);
            prose.links().into_iter().for_each(|url| take(path, url.to_owned(), true));
        }
        (ValueKind::Text(text), Type::Text | Type::Literal | Type::PartyOrText) => take(path, text.clone(), false),
        (ValueKind::Text(text), Type::Url) => take(path, text.clone(), true),
        (ValueKind::List(items), Type::List(kind) | Type::OneOrMore(kind)) => {
            for (at, item) in items.iter().enumerate() {
                texts(item, kind, &format!("{path}[{at}]"), take);
            }
        }
        (ValueKind::Table(table), Type::Record(fields)) => {
            for field in *fields {
                if let Some(value) = table.get(field.name) {
                    texts(value, &field.kind, &format!("{path}.{}", field.name), take);
                }
            }
        }
        _ => {}
    }
}

/// The addresses in a text. An address ends at a character that no output writes in one: a space, a quotation mark, a
/// bracket, or one of `|`, `\`, `^` and `*`.
fn addresses(text: &str) -> impl Iterator<Item = &str> {
    let is_within = |c: char| !c.is_whitespace() && !c.is_control() && !"\"'`<>()[]{}|\\^*".contains(c);
    text.match_indices("://").filter_map(move |(at, _)| {
        let scheme = text[..at]
            .rfind(|c: char| !c.is_ascii_alphanumeric())
            .map_or(0, |before| before + text[before..].chars().next().map_or(0, char::len_utf8));
        let end = text[at..].find(|c| !is_within(c)).map_or(text.len(), |length| at + length);
        let address = text[scheme..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '_']);
        (scheme < at).then_some(address)
    })
}

/// The words of a text in lower case and in Normalization Form KC, separated by anything that is neither a letter nor a
/// digit. In a script without spaces between words each character is one.
pub(super) fn words(text: &str) -> Vec<String> {
    // Soft hyphens, joiners and raised note numbers are ignored, so they do not separate words.
    let is_mark = |c: &char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
    let is_within = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}') && !is_mark(c);
    let text: String = text.chars().filter(is_within).collect();
    let mut all = Vec::new();
    let mut word = String::new();
    // As in case folding (Unicode, CaseFolding.txt) for the letters that lower case alone does not make the same.
    let lower = compatible(&text).to_lowercase().replace('ß', "ss").replace('ς', "σ").replace("i\u{307}", "i");
    for c in lower.chars() {
        let is_alone = is_unspaced(c) && (c.is_alphanumeric() || is_combining_mark(c));
        if (is_alone || !c.is_alphanumeric()) && !word.is_empty() {
            all.push(std::mem::take(&mut word));
        }
        if is_alone {
            all.push(c.to_string());
        } else if c.is_alphanumeric() {
            word.push(c);
        }
    }
    all.extend(Some(word).filter(|word| !word.is_empty()));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proof(withheld: &[&str], released: &[&str]) -> Proof {
        let mut proof = Proof::default();
        withheld.iter().for_each(|text| proof.withhold(&words(text), &Arc::from(*text)));
        released.iter().for_each(|text| proof.release(&words(text)));
        proof
    }

    #[test]
    fn words_are_found_whatever_is_between_them() {
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
        // Too few of the words, or released words.
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

    #[test]
    fn a_name_of_the_older_edition_is_found_in_parts_unless_it_is_a_label() {
        let names =
            [["zebra", "desk"], ["the", "chair"]].map(|name| (name.map(str::to_owned).to_vec(), Arc::from("p")));
        let mut newer = Proof { names: names.into(), ..proof(&[], &["It waits"]) };
        let mut older = proof(&[], &["We asked the Zebra Desk"]);
        newer.allow("The chair");
        older.allow("The chair");
        let both = newer.with(&older);
        assert!(!both.found_in_words("asked the Zebra <del>Desk</del><ins>Team</ins>").is_empty());
        assert!(both.found_in_words("asked the Zebra and the chair").is_empty());
    }

    /// A proof that has only addresses.
    fn linked(withheld: &[&str], released: &[&str]) -> Proof {
        let all = |texts: &[&str]| texts.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        Proof {
            addresses: all(withheld).into_iter().map(|it| (it, Arc::from("sources.a.url"))).collect(),
            released_addresses: all(released).into_iter().collect(),
            ..Proof::default()
        }
    }

    #[test]
    fn an_address_is_found_whole() {
        let proof = linked(&["https://example.org"], &[]);
        for text in ["see https://example.org.", "(https://example.org)", "\u{1}https://example.org\""] {
            assert!(proof.is_in(text), "{text}");
        }
        for text in ["https://example.org/paper/12", "http://example.org", "https://example.organ"] {
            assert!(!proof.is_in(text), "{text}");
        }
        // The other edition withholds the address, but this one releases it.
        let newer = linked(&[], &["https://example.org"]);
        assert!(!newer.with(&linked(&["https://example.org"], &[])).is_in("https://example.org"));
    }
}
