//! What a decision is asked about: issues, options, clearances.

use std::collections::HashSet;

use super::ContextRecord;
use super::comparison::{COMPARED, ComparedField};
use super::value::ContextValue;
use super::view::View;
use crate::model::{Clearance, ClearanceResult, Id, Issue, Recommendation};
use crate::rank::Item;

impl<'a> View<'a> {
    /// The issues with a question that the recommendations or the options are to settle; without such issues the open
    /// ones. Each once, in the order of the file.
    pub(super) fn decision_issues(&self) -> ContextValue<'a> {
        let asked = |id: &Id| self.brief.issues.get(id).is_some_and(|it| self.is_asked(id, it));
        if self.to_settle().is_empty() { self.open_issues(asked) } else { self.issues(|id, it| self.is_asked(id, it)) }
    }

    /// Whether an issue is one of [`Self::decision_issues`].
    pub(super) fn is_asked(&self, id: &Id, issue: &Issue) -> bool {
        let named = self.to_settle();
        issue.question.is_some() && if named.is_empty() { issue.status.is_open() } else { named.contains(id) }
    }

    /// The issues that the recommendations or the options are to settle.
    fn to_settle(&self) -> &HashSet<&'a Id> {
        self.to_settle.get_or_init(|| {
            let recommended = self.brief.recommendations.values().filter_map(|it| it.issue.as_ref());
            recommended.chain(self.brief.options.values().filter_map(|it| it.issue.as_ref())).collect()
        })
    }

    /// The clearances of offices that have cleared, or of those that object or have not answered.
    pub(super) fn cleared(&self, has_cleared: bool) -> ContextValue<'a> {
        let lacks =
            |it: &Clearance| matches!(it.result, None | Some(ClearanceResult::Pending | ClearanceResult::Objected));
        let all = self.kept(&self.brief.clearances, Item::Clearance).filter(|(_, it)| lacks(it) != has_cleared);
        ContextValue::List(all.map(|(id, it)| ContextValue::Record(ContextRecord::Clearance(id, it))).collect())
    }

    /// The rows of the table of options: the fields that one of them has.
    pub(super) fn comparison_rows(&self) -> ContextValue<'a> {
        let has = |field: &ComparedField| self.kept(&self.brief.options, Item::Option).any(|(_, it)| field.is_in(it));
        let rows = COMPARED.iter().filter(|field| has(field));
        ContextValue::List(rows.map(|field| ContextValue::Record(ContextRecord::ComparisonRow(field))).collect())
    }

    /// The title of an option, or its id where the brief has no such option.
    pub(super) fn title_of_option(&self, id: &'a Id) -> ContextValue<'a> {
        let option = self.brief.options.get(id);
        option.map_or(ContextValue::text(id.as_str()), |it| ContextValue::Prose(&it.title))
    }

    /// What the reader of a recommendation can tick, in the words of the language.
    pub(super) fn choices(&self, it: &'a Recommendation) -> ContextValue<'a> {
        let word = |choice: &'a str| {
            let label = self.language.label(&format!("choice-{choice}"));
            ContextValue::text(label.unwrap_or(choice))
        };
        ContextValue::List(it.choices().into_iter().map(word).collect())
    }
}
