//! Pictures: where they are, and where they come from.

use std::borrow::Cow;

use super::value::Value;
use super::view::View;
use crate::address;
use crate::model::{Id, Prose};
use crate::template::escape::READY;
use crate::template::prose::citations_of;

impl<'a> View<'a> {
    /// Citations of the sources that a text does not cite itself.
    pub(super) fn citations_beside(&self, ids: &[Id], text: Option<&Prose>) -> Value<'a> {
        let already = text.map_or_else(Vec::new, Prose::citations);
        let rest: Vec<Id> = ids.iter().filter(|id| !already.contains(id)).cloned().collect();
        if rest.is_empty() { Value::Null } else { Value::Text(Cow::Owned(citations_of(&rest))) }
    }

    /// The path of a file as the destination of a link, ready to be printed.
    pub(super) fn destination(file: &str) -> String {
        format!("{READY}{}", address::destination(file))
    }
}
