//! What the table of options compares: the fields of an option, in the order of the rows.

use super::value::{ContextValue, party_references, prose, proses};
use crate::model::{DecisionOption, Id, Prose};

/// A row of the table of options.
#[derive(Debug)]
pub(in crate::template) struct ComparedField {
    /// The field in the file.
    pub(super) name: &'static str,
    /// The name of its label.
    pub(super) label: &'static str,
    /// What an option has in it.
    get: for<'a> fn(&'a DecisionOption) -> OptionContent<'a>,
}

/// What an option has in a field.
enum OptionContent<'a> {
    Text(Option<&'a Prose>),
    Texts(&'a [Prose]),
    Parties(&'a [Id]),
}

/// The rows, in their order.
pub(super) static COMPARED: [ComparedField; 7] = [
    field("text", "option-text", |it| OptionContent::Text(it.text.as_ref())),
    field("pros", "pros", |it| OptionContent::Texts(&it.pros)),
    field("cons", "cons", |it| OptionContent::Texts(&it.cons)),
    field("cost", "cost", |it| OptionContent::Text(it.cost.as_ref())),
    field("risk", "risk", |it| OptionContent::Text(it.risk.as_ref())),
    field("consequence", "consequence", |it| OptionContent::Text(it.consequence.as_ref())),
    field("supported_by", "supported-by", |it| OptionContent::Parties(&it.supported_by)),
];

const fn field(
    name: &'static str,
    label: &'static str,
    get: for<'a> fn(&'a DecisionOption) -> OptionContent<'a>,
) -> ComparedField {
    ComparedField { name, label, get }
}

impl ComparedField {
    /// Whether an option says something on it.
    pub(super) fn is_in(&self, option: &DecisionOption) -> bool {
        match (self.get)(option) {
            OptionContent::Text(text) => text.is_some(),
            OptionContent::Texts(texts) => !texts.is_empty(),
            OptionContent::Parties(parties) => !parties.is_empty(),
        }
    }

    /// What an option says on it, if it is one text.
    pub(super) fn value<'a>(&self, option: &'a DecisionOption) -> ContextValue<'a> {
        prose(if let OptionContent::Text(text) = (self.get)(option) { text } else { None })
    }

    /// What an option says on it, if it is a list of texts.
    pub(super) fn values<'a>(&self, option: &'a DecisionOption) -> ContextValue<'a> {
        proses(if let OptionContent::Texts(texts) = (self.get)(option) { texts } else { &[] })
    }

    /// The parties that an option names on it.
    pub(super) fn parties<'a>(&self, option: &'a DecisionOption) -> ContextValue<'a> {
        party_references(if let OptionContent::Parties(parties) = (self.get)(option) { parties } else { &[] })
    }
}
