//! What a merged text names, which its own lists depend on: of sources, and of the full names of abbreviations.

use std::collections::BTreeSet;

use super::escape;
use super::fields::FieldPaths;
use crate::language::needs_full_name;
use crate::model::{Brief, Id, Party, has_word};

/// The path of the list of the parties whose abbreviations have to be explained.
pub(super) const ABBREVIATED_PARTIES: &str = "abbreviated_parties";

/// What a merged text names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PrintedNames<'a> {
    /// The labels of its footnotes: ids of sources.
    sources: BTreeSet<&'a str>,
    /// The parties that it names by an abbreviation that a reader may not know, outside of the list of these.
    abbreviated: BTreeSet<&'a Id>,
}

impl<'a> PrintedNames<'a> {
    /// What a text names that was merged from these editions of a brief, with these paths.
    pub(super) fn of(marked: &'a str, editions: impl Iterator<Item = &'a Brief>, paths: &FieldPaths) -> Self {
        let candidates: Vec<_> = editions.flat_map(abbreviated_parties).collect();
        let outside = if candidates.is_empty() { String::new() } else { paths.without(marked, ABBREVIATED_PARTIES) };
        let named = candidates.into_iter().filter(|(_, party)| has_word(&outside, &escape::print(party.short())));
        Self { sources: cited(marked), abbreviated: named.map(|(id, _)| id).collect() }
    }

    /// Whether the text names everything of an edition that its lists could have.
    pub(super) fn has_all(&self, brief: &Brief) -> bool {
        brief.sources.keys().all(|id| self.cites(id)) && abbreviated_parties(brief).all(|(id, _)| self.abbreviates(id))
    }

    /// Whether the text cites a source.
    pub(super) fn cites(&self, source: &Id) -> bool {
        self.sources.contains(source.as_str())
    }

    /// Whether the text names a party by an abbreviation that has to be explained.
    pub(super) fn abbreviates(&self, party: &Id) -> bool {
        self.abbreviated.contains(party)
    }
}

/// The parties of a brief whose short name is an abbreviation that a reader may not know.
pub(super) fn abbreviated_parties(brief: &Brief) -> impl Iterator<Item = (&Id, &Party)> {
    let is_abbreviated =
        |party: &Party| party.short.as_ref().is_some_and(|short| needs_full_name(short, &party.name, &brief.language));
    brief.parties.iter().filter(move |(_, party)| is_abbreviated(party))
}

/// The labels of the footnotes to which a Markdown text refers. Text from a brief cannot hold any: its brackets are
/// escaped.
fn cited(markdown: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for line in markdown.lines() {
        for (at, _) in line.match_indices("[^") {
            let label = &line[at + 2..];
            if let Some(end) = label.find(']')
                && !(at == 0 && label[end..].starts_with("]:"))
            {
                found.insert(&label[..end]);
            }
        }
    }
    found
}
