//! The sources of a page, and what it rests on.

use super::ContextRecord;
use super::value::ContextValue;
use super::view::View;
use crate::model::Id;

/// From how many sources that relay one another on nobody looks for the first.
const MOST_RELAYS: usize = 8;

impl<'a> View<'a> {
    /// The sources that something on the page cites, or the others.
    pub(super) fn sources(&self, cited: bool) -> ContextValue<'a> {
        let sources = self.brief.sources.iter().filter(|(id, _)| self.cites(id) == cited);
        ContextValue::List(
            sources.map(|(id, source)| ContextValue::Record(ContextRecord::Source(id, source))).collect(),
        )
    }

    /// The only source that all of the brief goes back to, if the page cites it; null where there are several, or where a
    /// statement has none. What the page leaves out counts: the reader takes the sentence as one about the brief.
    pub(super) fn only_source(&self) -> ContextValue<'a> {
        let root = |start: &'a Id| {
            let relayed = |id: &&'a Id| self.brief.sources.get(*id).and_then(|it| it.relays.as_ref());
            // A longer way may have no end.
            std::iter::successors(Some(start), relayed).take(MOST_RELAYS).find(|id| relayed(id).is_none())
        };
        let mut cited = self.brief.sources.iter().filter(|(id, _)| self.cites(id)).peekable();
        let mut roots = self.brief.sources.keys().map(root);
        let first = roots.next().flatten();
        if cited.peek().is_none() || first.is_none() || roots.any(|other| other != first) || self.lacks_source() {
            return ContextValue::Null;
        }
        let relayed = cited.any(|(_, it)| it.relays.is_some());
        // Letters are no scale: `F` is "cannot be judged". Several say nothing together.
        let mut grades = self.brief.sources.iter().map(|(id, it)| Some((id, it.reliability?)));
        let grade = grades.next().flatten();
        let same = grade.filter(|(_, grade)| grades.all(|it| it.is_some_and(|(_, other)| other == *grade)));
        ContextValue::Record(ContextRecord::OnlySource(relayed, same))
    }

    /// Whether a statement that can have sources has none.
    fn lacks_source(&self) -> bool {
        let it = self.brief;
        let points = it.outcome.iter().flat_map(|outcome| outcome.points.values());
        let positions = it.positions.values().flat_map(|all| all.values());
        let mut all = (positions.map(|it| (&it.attribution, Some(&it.text))))
            .chain(it.proposals.values().map(|it| (&it.attribution, Some(&it.text))))
            .chain(it.claims.values().map(|it| (&it.attribution, Some(&it.text))))
            .chain(it.meetings.values().map(|it| (&it.attribution, it.summary.as_ref())))
            .chain(it.outcome.iter().map(|it| (&it.attribution, it.summary.as_ref())))
            .chain(points.map(|it| (&it.attribution, Some(&it.text))))
            .chain(it.commitments.values().map(|it| (&it.attribution, Some(&it.text))))
            .chain(it.developments.values().map(|it| (&it.attribution, Some(&it.text))));
        all.any(|(it, text)| it.sources.is_empty() && text.is_none_or(|text| text.citations().is_empty()))
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
