//! Texts under negotiation, as templates see them: the bracketed line, and the columns of their versions.

use super::Record;
use super::value::Value;
use super::view::View;
use crate::diff::brackets::{Piece, Stretch, compared, open_brackets, pieces};
use crate::model::{DraftText, Id, Inline, Party, Prose, Variant};
use crate::template::prose::ready;

/// A column of the table of versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::template) enum Column<'a> {
    /// The words from which the versions start.
    Base,
    /// The versions of an id.
    Variant(&'a Id),
}

impl Column<'_> {
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
    pub(super) fn text_columns(&self) -> Vec<Column<'a>> {
        let texts = &self.brief.texts;
        let mut columns = Vec::new();
        if texts.values().any(|text| text.base.is_some()) {
            columns.push(Column::Base);
        }
        for compromise in [false, true] {
            for (id, _) in texts.values().flat_map(|text| &text.variants) {
                let column = Column::Variant(id);
                if self.is_compromise(id) == compromise && !columns.contains(&column) {
                    columns.push(column);
                }
            }
        }
        columns
    }

    fn versions(&self, id: &'a Id) -> impl Iterator<Item = &'a Variant> {
        self.brief.texts.values().filter_map(move |text| text.variants.get(id))
    }

    fn is_compromise(&self, id: &'a Id) -> bool {
        self.versions(id).any(|it| it.compromise)
    }

    /// The parties that propose all versions of an id: those that its column is named after.
    fn column_parties(&self, id: &'a Id) -> &'a [Id] {
        let mut all = self.versions(id).map(|it| &it.by[..]);
        let first = all.next().unwrap_or_default();
        if all.all(|by| by == first) { first } else { &[] }
    }

    /// The heading of a column.
    pub(super) fn column_name(&self, column: Column<'a>) -> String {
        let label = |name: &str| self.language.label(name).unwrap_or_default().to_owned();
        let Column::Variant(id) = column else { return label("text-base") };
        let parties = self.short_names(self.column_parties(id).iter());
        match (self.is_compromise(id), parties.is_empty()) {
            (true, true) => label("compromise"),
            (true, false) => format!("{} ({parties})", label("compromise")),
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
        ids.map(name).collect::<Vec<_>>().join(self.language.label("comma").unwrap_or(", "))
    }

    /// The text in one line: what the versions share, and in brackets, with who stands behind it, where they differ.
    pub(super) fn bracketed_line(&self, text: &'a DraftText) -> String {
        let base = usize::from(text.base.is_some());
        let variants: Vec<&Variant> = text.variants.values().filter(|it| !it.compromise).collect();
        let mut line: Vec<Inline> = Vec::new();
        let mut needs_space = false;
        for piece in pieces(&text.versions()) {
            match piece {
                Piece::Shared(words) => {
                    let is_sign = words.starts_with([',', '.', ';', ':', ')', ']', '?', '!']);
                    let space = if needs_space && !is_sign { " " } else { "" };
                    line.push(Inline::Text(format!("{space}{words}")));
                    needs_space = true;
                }
                Piece::Alternatives(all) => {
                    for (words, who) in all {
                        let space = if needs_space { " " } else { "" };
                        line.push(Inline::Text(format!("{space}[")));
                        if words.is_empty() {
                            let none = self.language.label("no-text").unwrap_or_default().to_owned();
                            line.push(Inline::Emphasis(vec![Inline::Text(none)]));
                        } else {
                            line.push(Inline::Text(words));
                        }
                        line.push(Inline::Text("]".to_owned()));
                        let backers = who.iter().filter_map(|at| variants.get(at.checked_sub(base)?));
                        let mut ids: Vec<&Id> = Vec::new();
                        for id in backers.flat_map(|it| it.backers()) {
                            if !ids.contains(&id) {
                                ids.push(id);
                            }
                        }
                        if !ids.is_empty() {
                            let names = self.short_names(ids.into_iter());
                            line.push(Inline::Text(" ".to_owned()));
                            line.push(Inline::Emphasis(vec![Inline::Text(format!("({names})"))]));
                        }
                        needs_space = true;
                    }
                }
            }
        }
        ready(&Prose { paragraphs: vec![line] })
    }

    /// The words of a version, with those in bold that the base does not have, and `[…]` where it has others that the
    /// version drops. Without a base, as they stand.
    pub(super) fn marked_words(&self, text: &'a DraftText, variant: &'a Variant) -> Value<'a> {
        let Some(base) = &text.base else { return Self::literal(&variant.words) };
        let mut line: Vec<Inline> = Vec::new();
        for stretch in compared(base, &variant.words) {
            let (words, is_new) = match stretch {
                Stretch::Same(words) => (words, false),
                Stretch::Added(words) => (words, true),
                Stretch::Dropped => ("[…]".to_owned(), true),
            };
            let is_sign = words.starts_with([',', '.', ';', ':', ')', ']', '?', '!']);
            if !line.is_empty() && !is_sign {
                line.push(Inline::Text(" ".to_owned()));
            }
            let words = Inline::Text(words);
            line.push(if is_new { Inline::Strong(vec![words]) } else { words });
        }
        Value::Text(ready(&Prose { paragraphs: vec![line] }).into())
    }

    /// Words as they stand, as ready Markdown, so that a redline compares them word by word.
    pub(super) fn literal(words: &str) -> Value<'a> {
        let prose = Prose { paragraphs: vec![vec![Inline::Text(words.to_owned())]] };
        Value::Text(ready(&prose).into())
    }

    /// How many brackets are open in the texts that are still negotiated.
    pub(super) fn open_brackets(&self) -> i64 {
        self.brief.texts.values().map(brackets_in).sum()
    }

    pub(super) fn text_cells(&self, id: &'a Id, text: &'a DraftText) -> Value<'a> {
        let cell = |column| Value::Record(Record::TextCell(id, text, column));
        Value::List(self.text_columns().into_iter().map(cell).collect())
    }

    pub(super) fn variant_in(&self, id: &'a Id, text: &'a DraftText, column: Column<'a>) -> Value<'a> {
        let Column::Variant(name) = column else { return Value::Null };
        let found = text.variants.get_key_value(name);
        found.map_or(Value::Null, |(name, it)| Value::Record(Record::Variant(id, name, text, it)))
    }
}

/// How many brackets are open in a text; none in one that is agreed or dropped.
pub(super) fn brackets_in(text: &DraftText) -> i64 {
    if text.is_open() { open_brackets(&text.versions()) as i64 } else { 0 }
}
