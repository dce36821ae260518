//! The names of parties in places that no field of a record gives.

use std::borrow::Borrow;

use super::ContextRecord;
use super::value::ContextValue;
use super::view::View;
use crate::model::Id;
use crate::template::escape::{READY, escape};
use crate::template::printed;

impl<'a> View<'a> {
    /// The parties that the page names by an abbreviation that a reader may not know.
    pub(super) fn abbreviated_parties(&self) -> ContextValue<'a> {
        let named =
            printed::abbreviated_parties(self.brief).filter(|(id, _)| self.printed.is_none_or(|it| it.abbreviates(id)));
        ContextValue::List(named.map(|(id, party)| ContextValue::Record(ContextRecord::Party(id, party))).collect())
    }

    /// Names in a row, with the comma of the language.
    pub(super) fn joined<S: Borrow<str>>(&self, names: &[S]) -> String {
        names.join(self.language.label("comma").unwrap_or(", "))
    }

    /// What is in the cell of a party for which these blocs speak.
    pub(super) fn with_blocs(&self, blocs: &[&Id]) -> String {
        let name = |id: &&Id| {
            let party = self.brief.parties.get(*id)?;
            let field = if party.short.is_some() { "short" } else { "name" };
            Some(self.part(&["parties.", id.as_str(), ".", field].concat(), party.short()))
        };
        let names: Vec<String> = blocs.iter().filter_map(name).collect();
        let text = self.language.label("with-bloc").unwrap_or_default().replace("{bloc}", &self.joined(&names));
        // As a whole it comes from no field.
        if self.paths.is_some() { format!("{READY}{}", escape(&text, true)) } else { text }
    }
}
