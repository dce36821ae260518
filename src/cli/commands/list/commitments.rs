//! `brief list --commitments`

use serde_json::{Value, json};

use crate::cli::shared::columns::{NONE, columns, short};
use crate::cli::shared::listing;
use crate::error::Error;
use crate::model::{Brief, Commitment, Date, Id, Owner, PartialDate, Vocabulary};
use crate::pipeline::Checked;

/// A commitment of one of the briefs.
pub(super) struct CommitmentRow {
    file: String,
    id: String,
    /// The ids of the parties, and their short names.
    by: Vec<(String, String)>,
    to: Vec<(String, String)>,
    text: String,
    reference: Option<String>,
    due: Option<PartialDate>,
    trigger: Option<String>,
    status: Option<&'static str>,
    progress: Option<String>,
    overdue: bool,
    reviewed: Option<Date>,
    /// The id of a party, or a name in words.
    verifier: Option<String>,
    evidence: Vec<String>,
    as_of: Date,
}

/// The commitments of a brief. Of a brief with errors it is not certain what it promises.
pub(super) fn rows(file: &str, checked: &Checked) -> Result<Vec<CommitmentRow>, Error> {
    let brief = listing::valid(file, checked, "commitments")?;
    Ok(brief.commitments.iter().map(|(id, it)| row(file, id, it, brief)).collect())
}

fn row(file: &str, id: &Id, it: &Commitment, brief: &Brief) -> CommitmentRow {
    let short_name = |id: &Id| brief.parties.get(id).map_or(id.as_str(), |party| party.short()).to_owned();
    let names = |ids: &[Id]| ids.iter().map(|id| (id.to_string(), short_name(id))).collect();
    CommitmentRow {
        file: file.to_owned(),
        id: id.to_string(),
        by: names(&it.by),
        to: names(&it.to),
        text: crate::record::plain_line(&it.text),
        reference: it.reference.clone(),
        due: it.due.map(|due| due.circa(it.circa)),
        trigger: it.trigger.as_ref().map(crate::record::plain_line),
        status: it.status.map(Vocabulary::word),
        progress: it.progress.as_ref().map(crate::record::plain_line),
        overdue: it.is_overdue(brief.as_of),
        reviewed: it.reviewed,
        verifier: it.verifier.as_ref().map(|verifier| match verifier {
            Owner::Party(id) => id.to_string(),
            Owner::Other(name) => name.clone(),
        }),
        evidence: it.evidence.iter().map(Id::to_string).collect(),
        as_of: brief.as_of,
    }
}

/// Puts what is overdue first, then what is due by date; what has no date last, in the order of the briefs.
pub(super) fn sort(rows: &mut [CommitmentRow]) {
    rows.sort_by_key(|row| (!row.overdue, row.due.is_none(), row.due));
}

impl CommitmentRow {
    /// The row as JSON.
    pub(super) fn json(&self) -> Value {
        let ids = |names: &[(String, String)]| names.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>();
        json!({
            "file": self.file,
            "id": self.id,
            "by": ids(&self.by),
            "to": ids(&self.to),
            "text": self.text,
            "ref": self.reference,
            "due": self.due.map(|due| due.to_string()),
            "trigger": self.trigger,
            "status": self.status,
            "progress": self.progress,
            "overdue": self.overdue,
            "reviewed": self.reviewed.map(day),
            "verifier": self.verifier,
            "evidence": self.evidence,
            "as_of": day(self.as_of),
        })
    }
}

fn day(date: Date) -> String {
    PartialDate::from(date).to_string()
}

/// The rows in columns; nothing when there are none.
pub(super) fn table(rows: &[CommitmentRow]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let head = ["due", "status", "by", "to", "commitment", "file"].map(str::to_owned);
    let names = |names: &[(String, String)]| {
        let names: Vec<&str> = names.iter().map(|(_, name)| name.as_str()).collect();
        if names.is_empty() { NONE.to_owned() } else { short(&names.join(", ")) }
    };
    let lines = rows.iter().map(|row| {
        let due = match (row.due, &row.trigger) {
            (Some(due), _) => due.to_string(),
            (None, Some(trigger)) => short(trigger),
            (None, None) => NONE.to_owned(),
        };
        let status = row.status.unwrap_or(NONE);
        let status = if row.overdue { format!("{status}, overdue") } else { status.to_owned() };
        [due, status, names(&row.by), names(&row.to), short(&row.text), row.file.clone()]
    });
    columns(std::iter::once(head).chain(lines))
}
