//! Which source goes back to which.

use std::collections::HashMap;

use super::{Brief, Id};

/// Which source goes back to which.
#[derive(Default)]
pub(crate) struct Relays<'a> {
    /// The first source of each.
    roots: HashMap<&'a Id, &'a Id>,
    /// Sources that relay one another in a circle, from the least id on.
    pub(crate) circles: Vec<Vec<&'a Id>>,
}

impl Brief {
    /// Which of its sources goes back to which.
    pub(crate) fn relays(&self) -> Relays<'_> {
        let mut all = Relays::default();
        for start in self.sources.keys() {
            let (mut way, mut places, mut next) = (Vec::new(), HashMap::new(), Some(start));
            while let Some(id) = next.filter(|id| !all.roots.contains_key(id) && !places.contains_key(id)) {
                places.insert(id, way.len());
                way.push(id);
                next = self.sources.get(id).and_then(|source| source.relays.as_ref());
            }
            let root = match next {
                // It has come back to a source of its own way.
                Some(id) if places.contains_key(id) => {
                    let mut circle = way[places[id]..].to_vec();
                    let least = circle.iter().enumerate().min_by_key(|(_, id)| **id).map_or(0, |(at, _)| at);
                    circle.rotate_left(least);
                    let root = circle.first().copied();
                    all.circles.push(circle);
                    root
                }
                Some(id) => all.roots.get(id).copied(),
                None => way.last().copied(),
            };
            all.roots.extend(way.into_iter().filter_map(|id| Some((id, root?))));
        }
        all
    }
}

impl Relays<'_> {
    /// The source that a source goes back to: itself, unless it relays another. In a circle, the one with the least id.
    pub(crate) fn root<'b>(&'b self, id: &'b Id) -> &'b Id {
        self.roots.get(id).copied().unwrap_or(id)
    }
}
