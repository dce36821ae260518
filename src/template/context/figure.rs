//! Pictures: where they are, and where they come from.

use std::borrow::Cow;

use super::value::ContextValue;
use super::view::View;
use crate::address;
use crate::model::{Id, Prose};
use crate::template::escape::READY;
use crate::template::prose;

impl<'a> View<'a> {
    /// Citations of the sources that a text does not cite itself.
    pub(super) fn citations_beside(&self, ids: &[Id], text: Option<&Prose>) -> ContextValue<'a> {
        prose::citations_beside(ids, text)
            .map_or(ContextValue::Null, |citations| ContextValue::Text(Cow::Owned(citations)))
    }

    /// The path of a file as the destination of a link, ready to be printed.
    pub(super) fn destination(file: &str) -> String {
        format!("{READY}{}", address::destination(file))
    }
}
