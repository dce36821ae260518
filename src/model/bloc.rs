//! Blocs: parties that speak for others.

use std::collections::{HashMap, HashSet};

use super::{Brief, Id, Owner, Party};

impl Party {
    /// The parties for which it speaks where they do not speak themselves: `speaks_for`, or else all of its members.
    pub fn represented(&self) -> impl Iterator<Item = &Id> {
        let named = self.speaks_for.iter();
        named.chain(self.member_ids().filter(|_| self.speaks_for.is_empty()))
    }

    /// Its members that are parties of the brief.
    pub fn member_ids(&self) -> impl Iterator<Item = &Id> {
        self.members.iter().filter_map(|member| match member {
            Owner::Party(id) => Some(id),
            Owner::Other(_) => None,
        })
    }
}

/// Which blocs speak for which parties.
#[derive(Debug, Clone, Default)]
pub struct Blocs<'b> {
    /// The blocs that speak for a party, in the order of the file.
    of: HashMap<&'b Id, Vec<&'b Id>>,
}

/// How many blocs of blocs are followed.
const DEEPEST: usize = 8;

impl<'b> Blocs<'b> {
    /// Those of a brief.
    #[must_use]
    pub fn of(brief: &'b Brief) -> Self {
        let mut of: HashMap<&Id, Vec<&Id>> = HashMap::new();
        for (bloc, party) in &brief.parties {
            for member in party.represented().filter(|member| *member != bloc) {
                let known = of.entry(member).or_default();
                if known.last() != Some(&bloc) {
                    known.push(bloc);
                }
            }
        }
        Self { of }
    }

    /// The blocs that speak for a party among those that `speaks` says speak themselves: its own, or else the blocs of
    /// these, and so on. None when nobody speaks for it.
    #[must_use]
    pub fn speaking_for(&self, party: &Id, speaks: impl Fn(&Id) -> bool) -> Vec<&'b Id> {
        let mut seen: HashSet<&Id> = HashSet::new();
        let mut level: Vec<&'b Id> = self.of.get(party).cloned().unwrap_or_default();
        for _ in 0..DEEPEST {
            let speaking: Vec<&'b Id> = level.iter().copied().filter(|id| *id != party && speaks(id)).collect();
            if !speaking.is_empty() {
                return speaking;
            }
            seen.extend(&level);
            level =
                level.iter().filter_map(|id| self.of.get(id)).flatten().copied().filter(|id| seen.insert(id)).collect();
        }
        Vec::new()
    }
}

impl Brief {
    /// Whether an issue concerns a party: it is one of `between`, or the issue does not say whom it concerns.
    #[must_use]
    pub fn concerns(&self, issue: &Id, party: &Id) -> bool {
        self.issues.get(issue).is_none_or(|it| it.between.is_empty() || it.between.contains(party))
    }
}
