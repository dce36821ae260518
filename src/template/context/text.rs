//! Texts under negotiation, as templates see them: the bracketed line, and the columns of their versions.

use indexmap::IndexMap;

use super::ContextRecord;
use super::value::ContextValue;
use super::view::View;
use crate::diff::brackets::{VersionPiece, VersionStretch, compared, open_brackets, pieces};
use crate::diff::words::is_combining_mark;
use crate::model::{DraftText, Id, Party, Prose, ProseInline, Variant};
use crate::template::prose::{ProsePart, ready, ready_parts};

/// A column of the table of versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::template) enum VersionColumn<'a> {
    /// The words from which the versions start.
    Base,
    /// The versions of an id.
    Variant(&'a Id),
}

/// The versions of one id in all texts.
#[derive(Debug)]
pub(super) struct Versions<'a> {
    /// The first text that has one.
    text: &'a Id,
    /// The first text in which it is a compromise.
    compromise_in: Option<&'a Id>,
    /// The parties that propose each of them; none where they differ.
    parties: &'a [Id],
}

impl VersionColumn<'_> {
    /// What no other column has: no id is empty.
    pub(super) fn id(self) -> String {
        match self {
            Self::Base => String::new(),
            Self::Variant(id) => id.to_string(),
        }
    }
}

impl<'a> View<'a> {
    /// The columns: the base, the versions in the order in which the file names them first, and compromises last.
    pub(super) fn text_columns(&self) -> Vec<VersionColumn<'a>> {
        let has_base = self.brief.texts.values().any(|text| text.base.is_some());
        let of = |compromise| self.versions().iter().filter(move |(_, it)| it.compromise_in.is_some() == compromise);
        let versions = of(false).chain(of(true)).map(|(id, _)| VersionColumn::Variant(id));
        has_base.then_some(VersionColumn::Base).into_iter().chain(versions).collect()
    }

    /// The columns for a template.
    pub(super) fn column_records(&self) -> ContextValue<'a> {
        ContextValue::List(
            self.text_columns().into_iter().map(|it| ContextValue::Record(ContextRecord::TextColumn(it))).collect(),
        )
    }

    /// The versions of all texts by id, in the order in which the file names them first.
    fn versions(&self) -> &IndexMap<&'a Id, Versions<'a>> {
        self.versions.get_or_init(|| {
            let mut all: IndexMap<&'a Id, Versions<'a>> = IndexMap::new();
            let texts = self.brief.texts.iter();
            for (text, (id, it)) in texts.flat_map(|(text, of)| of.variants.iter().map(move |it| (text, it))) {
                let of_id = all.entry(id).or_insert(Versions { text, compromise_in: None, parties: &it.by });
                of_id.compromise_in = of_id.compromise_in.or(it.compromise.then_some(text));
                if of_id.parties != it.by {
                    of_id.parties = &[];
                }
            }
            all
        })
    }

    fn is_compromise(&self, id: &Id) -> bool {
        self.versions().get(id).is_some_and(|it| it.compromise_in.is_some())
    }

    /// The field that the heading of a column is printed from: what says that its versions are compromises, or else who
    /// proposes them.
    pub(super) fn column_path(&self, column: VersionColumn<'a>) -> Option<String> {
        let VersionColumn::Variant(id) = column else { return None };
        let versions = self.versions().get(id)?;
        match versions.compromise_in {
            Some(text) => Some(version_path(text, id, "compromise")),
            None => self.parties_path(id),
        }
    }

    /// The field that names the parties of a column.
    fn parties_path(&self, id: &Id) -> Option<String> {
        let versions = self.versions().get(id).filter(|it| !it.parties.is_empty())?;
        Some(version_path(versions.text, id, "by"))
    }

    /// The parties that propose all versions of an id: those that its column is named after.
    fn column_parties(&self, id: &Id) -> &'a [Id] {
        self.versions().get(id).map_or(&[], |it| it.parties)
    }

    /// The heading of a column.
    pub(super) fn column_name(&self, column: VersionColumn<'a>) -> String {
        let label = |name: &str| self.language.label(name).unwrap_or_default().to_owned();
        let VersionColumn::Variant(id) = column else { return label("text-base") };
        let parties = self.short_names(self.column_parties(id).iter());
        match (self.is_compromise(id), parties.is_empty()) {
            (true, true) => label("compromise"),
            // In a heading that comes from the field `compromise`.
            (true, false) => {
                let parties = self.parties_path(id).map_or(parties.clone(), |path| self.part(&path, &parties));
                format!("{} ({parties})", label("compromise"))
            }
            (false, true) => id.to_string(),
            (false, false) => parties,
        }
    }

    /// The parties that propose a version, where the heading of its column does not name them.
    pub(super) fn unnamed_in_column(&self, id: &'a Id, variant: &'a Variant) -> &'a [Id] {
        if self.column_parties(id).is_empty() { &variant.by } else { &[] }
    }

    fn short_names<'i>(&self, ids: impl Iterator<Item = &'i Id>) -> String {
        let name = |id: &'i Id| self.brief.parties.get(id).map_or(id.as_str(), Party::short).to_owned();
        self.joined(&ids.map(name).collect::<Vec<_>>())
    }

    /// The text in one line: what the versions share, and in brackets, with who stands behind it, where they differ.
    /// Each part has the mark of the field that it comes from.
    pub(super) fn bracketed_line(&self, id: &'a Id, text: &'a DraftText) -> String {
        let base = usize::from(text.base.is_some());
        let variants: Vec<(&Id, &Variant)> = text.variants.iter().filter(|(_, it)| !it.compromise).collect();
        // The mark of a version, by its number.
        let mark = |at: usize| match at.checked_sub(base) {
            None => self.mark(&["texts.", id.as_str(), ".base"].concat()),
            Some(at) => self.mark(&version_path(id, variants.get(at)?.0, "words")),
        };
        let mut line: Vec<ProsePart> = Vec::new();
        for piece in pieces(&text.versions()) {
            match piece {
                VersionPiece::Shared(words) => {
                    line.push((mark(0), ProseInline::Text(after_space(words.spaced, &words.text))));
                }
                VersionPiece::Alternatives(all) => {
                    let mut spaced = all.iter().any(|(words, _)| words.spaced);
                    for (words, who) in all {
                        line.push((None, ProseInline::Text(after_space(spaced, "["))));
                        let mark = who.first().and_then(|at| mark(*at)).filter(|_| !words.text.is_empty());
                        line.push((mark, self.wording(words.text)));
                        line.push((None, ProseInline::Text("]".to_owned())));
                        let backers = who.iter().filter_map(|at| variants.get(at.checked_sub(base)?).copied());
                        self.name_backers(id, backers, &mut line);
                        spaced = true;
                    }
                }
            }
        }
        ready_parts(&line)
    }

    /// A wording, or that it has no words.
    fn wording(&self, words: String) -> ProseInline {
        if words.is_empty() {
            let none = self.language.label("no-text").unwrap_or_default().to_owned();
            return ProseInline::Emphasis(vec![ProseInline::Text(none)]);
        }
        ProseInline::Text(words)
    }

    /// Adds the names of those who stand behind a wording, each once, with the field that names them.
    fn name_backers(
        &self,
        text: &Id,
        versions: impl Iterator<Item = (&'a Id, &'a Variant)>,
        line: &mut Vec<ProsePart>,
    ) {
        let mut fields: IndexMap<&Id, String> = IndexMap::new();
        for (version, it) in versions {
            for party in it.backers() {
                let field = if it.by.contains(party) { "by" } else { "support" };
                fields.entry(party).or_insert_with(|| version_path(text, version, field));
            }
        }
        if fields.is_empty() {
            return;
        }
        let name = |(party, path): (&Id, String)| {
            self.part(&path, self.brief.parties.get(party).map_or(party.as_str(), Party::short))
        };
        let names = self.joined(&fields.into_iter().map(name).collect::<Vec<_>>());
        // The brackets stay outside: Markdown reads no emphasis that ends with punctuation where a word follows.
        line.push((None, ProseInline::Text(" (".to_owned())));
        line.push((None, ProseInline::Emphasis(vec![ProseInline::Text(names)])));
        line.push((None, ProseInline::Text(")".to_owned())));
    }

    /// The words of a version, with those in bold that the base does not have, and `[…]` where it has others that the
    /// version drops. Without a base, as they stand.
    pub(super) fn marked_words(&self, text: &'a DraftText, variant: &'a Variant) -> ContextValue<'a> {
        let Some(base) = &text.base else { return Self::literal(&variant.words) };
        let stretches: Vec<(String, bool)> = compared(base, &variant.words)
            .into_iter()
            .map(|stretch| match stretch {
                VersionStretch::Same(words) => (after_space(words.spaced, &words.text), false),
                VersionStretch::Added(words) => (after_space(words.spaced, &words.text), true),
                VersionStretch::Dropped(spaced) => (after_space(spaced, "[…]"), true),
            })
            .collect();
        let mut line: Vec<ProseInline> = Vec::new();
        for (at, (words, is_new)) in stretches.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| stretches[at].0.chars().next_back());
            let after = stretches.get(at + 1).and_then(|(words, _)| words.chars().next());
            if *is_new { bold(words, before, after, &mut line) } else { line.push(ProseInline::Text(words.to_owned())) }
        }
        ContextValue::Text(ready(&Prose { paragraphs: vec![line.into()] }).into())
    }

    /// Words as they stand, as ready Markdown, so that a redline compares them word by word.
    pub(super) fn literal(words: &str) -> ContextValue<'a> {
        let prose = Prose { paragraphs: vec![vec![ProseInline::Text(words.to_owned())].into()] };
        ContextValue::Text(ready(&prose).into())
    }

    /// How many brackets are open in the texts that are still negotiated.
    pub(super) fn open_brackets(&self) -> i64 {
        self.brief.texts.values().map(brackets_in).sum()
    }

    pub(super) fn text_cells(&self, id: &'a Id, text: &'a DraftText) -> ContextValue<'a> {
        let cell = |column| ContextValue::Record(ContextRecord::TextCell(id, text, column));
        ContextValue::List(self.text_columns().into_iter().map(cell).collect())
    }

    pub(super) fn variant_in(&self, id: &'a Id, text: &'a DraftText, column: VersionColumn<'a>) -> ContextValue<'a> {
        let VersionColumn::Variant(name) = column else { return ContextValue::Null };
        let found = text.variants.get_key_value(name);
        found.map_or(ContextValue::Null, |(name, it)| ContextValue::Record(ContextRecord::Variant(id, name, text, it)))
    }
}

/// The path of a field of a version of a text.
fn version_path(text: &Id, version: &Id, field: &str) -> String {
    ["texts.", text.as_str(), ".variants.", version.as_str(), ".", field].concat()
}

/// Words, after a space if `spaced`.
fn after_space(spaced: bool, words: &str) -> String {
    [if spaced { " " } else { "" }, words].concat()
}

/// Adds words in bold, with what comes before and after them. Punctuation at their ends that touches a word stays
/// outside, since Markdown reads no emphasis that begins or ends between a word and punctuation (CommonMark 0.31,
/// section 6.2); so do spaces.
fn bold(words: &str, before: Option<char>, after: Option<char>, line: &mut Vec<ProseInline>) {
    let touches = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && !c.is_ascii_punctuation());
    let is_sign = |c: char| !c.is_alphanumeric() && !is_combining_mark(c);
    let unspaced = words.trim_start();
    let core =
        if touches(before) && unspaced.len() == words.len() { words.trim_start_matches(is_sign) } else { unspaced };
    let start = words.len() - core.len();
    let core = if touches(after) { core.trim_end_matches(is_sign) } else { core.trim_end() };
    let end = start + core.len();
    for (part, is_bold) in [(&words[..start], false), (core, true), (&words[end..], false)] {
        if !part.is_empty() {
            let part = ProseInline::Text(part.to_owned());
            line.push(if is_bold { ProseInline::Strong(vec![part]) } else { part });
        }
    }
}

/// How many brackets are open in a text; none in one that is agreed or dropped.
pub(super) fn brackets_in(text: &DraftText) -> i64 {
    if text.is_open() { open_brackets(&text.versions()) as i64 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(words: &str, before: Option<char>, after: Option<char>) -> String {
        let mut line = Vec::new();
        bold(words, before, after, &mut line);
        let part = |inline: &ProseInline| match inline {
            ProseInline::Strong(inner) => format!("<{inner:?}>"),
            ProseInline::Text(text) => text.clone(),
            other => panic!("{other:?}"),
        };
        line.iter().map(part).collect::<String>().replace("[Text(\"", "").replace("\")]", "")
    }

    #[test]
    fn bold_marks_stand_where_markdown_reads_them() {
        assert_eq!(printed(" (now)", Some('t'), Some(' ')), " <(now)>");
        assert_eq!(printed(", now", Some('t'), Some('.')), ", <now>");
        assert_eq!(printed("“", Some('('), Some('a')), "“");
        assert_eq!(printed("now (", None, Some('a')), "<now> (");
        assert_eq!(printed("2.7", Some('('), Some('°')), "<2.7>");
        assert_eq!(printed("[…]", Some('t'), Some(' ')), "[…]");
    }
}
