//! The sources of a page, and what it rests on.

use super::ContextRecord;
use super::value::ContextValue;
use super::view::View;
use crate::model::Id;

impl<'a> View<'a> {
    /// The sources that something on the page cites, or the others.
    pub(super) fn sources(&self, cited: bool) -> ContextValue<'a> {
        let sources = self.brief.sources.iter().filter(|(id, _)| self.cites(id) == cited);
        ContextValue::List(
            sources.map(|(id, source)| ContextValue::Record(ContextRecord::Source(id, source))).collect(),
        )
    }

    /// The only source that all of the brief goes back to, if the page cites any; null where there are several, or
    /// where a statement has none. What the page leaves out counts: the reader takes the sentence as one about the
    /// brief.
    pub(super) fn only_source(&self) -> ContextValue<'a> {
        let relays = self.brief.relays();
        let mut cited = self.brief.sources.iter().filter(|(id, _)| self.cites(id)).peekable();
        let mut roots = self.brief.sources.keys().map(|id| relays.root(id));
        let first = roots.next();
        // Of sources in a circle none is the first.
        let several = !relays.circles.is_empty() || roots.any(|other| Some(other) != first);
        if cited.peek().is_none() || several || self.lacks_source() {
            return ContextValue::Null;
        }
        let relayed = cited.any(|(_, it)| it.relays.is_some());
        // Letters are no scale: `F` is "cannot be judged". Several say nothing together.
        let mut grades = self.brief.sources.iter().map(|(id, it)| Some((id, it.reliability?)));
        let grade = grades.next().flatten();
        let same = grade.filter(|(_, grade)| grades.all(|it| it.is_some_and(|(_, other)| other == *grade)));
        ContextValue::Record(ContextRecord::OnlySource(relayed, same))
    }

    /// Whether a statement has no source. A text under negotiation is not one.
    fn lacks_source(&self) -> bool {
        let mut statements = self.brief.statements().into_iter().filter(|it| !matches!(it.noun, "text" | "version"));
        statements.any(|it| it.sources().is_empty())
    }

    /// Whether a source that something on the page cites has a reliability.
    pub(super) fn is_graded(&self) -> bool {
        self.brief.sources.iter().any(|(id, source)| source.reliability.is_some() && self.cites(id))
    }

    /// Whether something on the page cites a source.
    pub(super) fn cites(&self, source: &Id) -> bool {
        self.printed.is_none_or(|it| it.cites(source))
    }
}
