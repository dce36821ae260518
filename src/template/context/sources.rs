//! The sources of a page, and what it rests on.

use super::ContextRecord;
use super::value::ContextValue;
use super::view::View;
use crate::model::{Id, Vocabulary as _};

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

    /// The only source that all goes back to which something on the page cites; null where there are several.
    pub(super) fn only_source(&self) -> ContextValue<'a> {
        let root = |start: &'a Id| {
            let relayed = |id: &&'a Id| self.brief.sources.get(*id).and_then(|it| it.relays.as_ref());
            // A longer way may have no end.
            std::iter::successors(Some(start), relayed).take(MOST_RELAYS).find(|id| relayed(id).is_none())
        };
        let cited = || self.brief.sources.iter().filter(|(id, _)| self.cites(id));
        let mut roots = cited().map(|(id, _)| root(id));
        let first = roots.next().flatten();
        if first.is_none() || roots.any(|other| other != first) {
            return ContextValue::Null;
        }
        let relayed = cited().any(|(_, it)| it.relays.is_some());
        let graded = cited().filter_map(|(id, it)| Some((id, it.reliability?)));
        let lowest = graded.max_by_key(|(_, reliability)| reliability.word());
        ContextValue::Record(ContextRecord::OnlySource(relayed, lowest))
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
