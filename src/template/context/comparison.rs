//! What the table of options compares: the fields of an option, in the order of the rows.

use super::value::{Value, party_references, prose, proses};
use crate::model::{DecisionOption, Id, Prose};

/// A row of the table of options.
#[derive(Debug)]
pub(in crate::template) struct ComparedField {
    /// The field in the file.
    pub(super) name: &'static str,
    /// The name of its label.
    pub(super) label: &'static str,
    /// What an option has in it.
    get: for<'a> fn(&'a DecisionOption) -> Content<'a>,
}

/// What an option has in a field.
enum Content<'a> {
    Text(Option<&'a Prose>),
    Texts(&'a [Prose]),
    Parties(&'a [Id]),
}

/// The rows, in their order.
pub(super) static COMPARED: [ComparedField; 7] = [
    field("text", "option-text", |it| Content::Text(it.text.as_ref())),
    field("pros", "pros", |it| Content::Texts(&it.pros)),
    field("cons", "cons", |it| Content::Texts(&it.cons)),
    field("cost", "cost", |it| Content::Text(it.cost.as_ref())),
    field("risk", "risk", |it| Content::Text(it.risk.as_ref())),
    field("consequence", "consequence", |it| Content::Text(it.consequence.as_ref())),
    field("supported_by", "supported-by", |it| Content::Parties(&it.supported_by)),
];

const fn field(
    name: &'static str,
    label: &'static str,
    get: for<'a> fn(&'a DecisionOption) -> Content<'a>,
) -> ComparedField {
    ComparedField { name, label, get }
}

impl ComparedField {
    /// Whether an option says something on it.
    pub(super) fn is_in(&self, option: &DecisionOption) -> bool {
        match (self.get)(option) {
            Content::Text(text) => text.is_some(),
            Content::Texts(texts) => !texts.is_empty(),
            Content::Parties(parties) => !parties.is_empty(),
        }
    }

    /// What an option says on it, if it is one text.
    pub(super) fn value<'a>(&self, option: &'a DecisionOption) -> Value<'a> {
        prose(if let Content::Text(text) = (self.get)(option) { text } else { None })
    }

    /// What an option says on it, if it is a list of texts.
    pub(super) fn values<'a>(&self, option: &'a DecisionOption) -> Value<'a> {
        proses(if let Content::Texts(texts) = (self.get)(option) { texts } else { &[] })
    }

    /// The parties that an option names on it.
    pub(super) fn parties<'a>(&self, option: &'a DecisionOption) -> Value<'a> {
        party_references(if let Content::Parties(parties) = (self.get)(option) { parties } else { &[] })
    }
}
