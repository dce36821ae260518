//! How a field is declared.

use super::{Class, Field, TakenWith, Type};

/// A field that may be left out, and whose change is substantive.
#[must_use]
pub const fn field(name: &'static str, kind: Type, example: &'static str, doc: &'static str) -> Field {
    of(name, kind, false, example, doc)
}

pub(super) const fn required(name: &'static str, kind: Type, example: &'static str, doc: &'static str) -> Field {
    of(name, kind, true, example, doc)
}

const fn of(name: &'static str, kind: Type, required: bool, example: &'static str, doc: &'static str) -> Field {
    let (class, taken_with) = (Class::Substantive, TakenWith::Nothing);
    Field { name, kind, required, unless: None, doc, example, class, has_third: false, taken_with }
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

    /// A field that is `true`, `false` or not there, which are three things.
    pub(super) const fn of_three(mut self) -> Self {
        self.has_third = true;
        self
    }

    /// A required field that may be left out where another one is there.
    pub(super) const fn unless(mut self, other: &'static str) -> Self {
        self.unless = Some(other);
        self
    }

    /// Whether a table lacks it: `has` says which fields are there.
    #[must_use]
    pub fn is_missing(&self, has: impl Fn(&str) -> bool) -> bool {
        self.required && !has(self.name) && !self.unless.is_some_and(has)
    }

    /// How it is required, as it follows a type: nothing, `, required` or ``, required without `confidence` ``.
    #[must_use]
    pub fn need(&self) -> String {
        match (self.required, self.unless) {
            (false, _) => String::new(),
            (true, None) => ", required".to_owned(),
            (true, Some(other)) => format!(", required without `{other}`"),
        }
    }

    /// A field with which a release takes out more.
    pub(super) const fn takes(mut self, taken_with: TakenWith) -> Self {
        self.taken_with = taken_with;
        self
    }
}

/// For what a page can do without.
pub(super) const ON_PAGE: Field = field(
    "on_page",
    Type::Boolean,
    "true",
    "Whether a page that is too full always keeps it (`true`), or never prints it (`false`), which leaves it to the dossier. Without it, the page leaves out what ranks lowest.",
)
.editorial()
.of_three();
