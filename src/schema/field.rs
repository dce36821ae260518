//! How a field is declared.

use super::{Class, Field, Type};

/// A field that may be left out, and whose change is substantive.
#[must_use]
pub const fn field(name: &'static str, kind: Type, example: &'static str, doc: &'static str) -> Field {
    Field { name, kind, required: false, doc, example, class: Class::Substantive }
}

pub(super) const fn required(name: &'static str, kind: Type, example: &'static str, doc: &'static str) -> Field {
    Field { name, kind, required: true, doc, example, class: Class::Substantive }
}

impl Field {
    /// A field whose change is evidential.
    pub(super) const fn evidential(mut self) -> Self {
        self.class = Class::Evidential;
        self
    }

    /// A field whose change is editorial.
    pub(super) const fn editorial(mut self) -> Self {
        self.class = Class::Editorial;
        self
    }
}

/// For what a page can do without.
pub(super) const ON_PAGE: Field = field(
    "on_page",
    Type::Boolean,
    "true",
    "Whether a page that is too full keeps it whatever else goes (`true`), or has it never (`false`), which leaves it to the dossier. Without it the page gives up what ranks lowest.",
)
.editorial();
