//! What a brief says with sources, in one list.

use super::{Attribution, Brief, Id, Prose};

/// Something that may carry an attribution.
pub(crate) struct AttributedStatement<'a> {
    /// Its path: `claims.mining`.
    pub(crate) path: String,
    /// What it is, in a sentence: `claim`.
    pub(crate) noun: &'static str,
    /// What it says about its sources.
    pub(crate) attribution: &'a Attribution,
    text: Option<&'a Prose>,
}

impl AttributedStatement<'_> {
    /// Whether its text has a name.
    pub(crate) fn says(&self, name: &str) -> bool {
        self.text.is_some_and(|text| text.plain().contains(name))
    }

    /// Its sources: those of the field `sources`, and those that its text cites.
    pub(crate) fn sources(&self) -> Vec<&Id> {
        let mut all: Vec<&Id> = Vec::new();
        let cited = self.text.map(Prose::citations).unwrap_or_default();
        for id in self.attribution.sources.iter().chain(cited) {
            if !all.contains(&id) {
                all.push(id);
            }
        }
        all
    }
}

impl Brief {
    /// Everything in it that may carry an attribution.
    pub(crate) fn statements(&self) -> Vec<AttributedStatement<'_>> {
        let mut all = Vec::new();
        let mut add =
            |path: String, noun, attribution, text| all.push(AttributedStatement { path, noun, attribution, text });
        for (issue, positions) in &self.positions {
            for (party, position) in positions {
                let path = format!("positions.{issue}.{party}");
                add(path, "position", &position.attribution, Some(&position.text));
            }
        }
        for (id, proposal) in &self.proposals {
            add(format!("proposals.{id}"), "proposal", &proposal.attribution, Some(&proposal.text));
        }
        for (id, claim) in &self.claims {
            add(format!("claims.{id}"), "claim", &claim.attribution, Some(&claim.text));
        }
        for (id, text) in &self.texts {
            add(format!("texts.{id}"), "text", &text.attribution, None);
            for (variant, it) in &text.variants {
                add(format!("texts.{id}.variants.{variant}"), "version", &it.attribution, None);
            }
        }
        for (id, meeting) in &self.meetings {
            add(format!("meetings.{id}"), "meeting", &meeting.attribution, meeting.summary.as_ref());
        }
        if let Some(outcome) = &self.outcome {
            add("outcome".to_owned(), "outcome", &outcome.attribution, outcome.summary.as_ref());
        }
        for (id, point) in self.outcome.iter().flat_map(|outcome| &outcome.points) {
            add(format!("outcome.points.{id}"), "point", &point.attribution, Some(&point.text));
        }
        for (id, commitment) in &self.commitments {
            add(format!("commitments.{id}"), "commitment", &commitment.attribution, Some(&commitment.text));
        }
        for (id, development) in &self.developments {
            add(format!("developments.{id}"), "development", &development.attribution, Some(&development.text));
        }
        all
    }
}
