//! `brief judgements`

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::cli::shared::columns::{NONE, columns, short};
use crate::cli::shared::files::FileOrigin;
use crate::cli::shared::json::FormatArgs;
use crate::cli::shared::listing::{self, Listing};
use crate::cli::shared::noun::count;
use crate::cli::shared::release::ReleaseArgs;
use crate::cli::shared::tasks::tasks_to_read;
use crate::cli::shared::{Exit, Ui, project_cache};
use crate::error::Error;
use crate::model::{Brief, Date, Id, Judgement, LEAST_RESOLVED, Likelihood, PartialDate, Vocabulary, brier_score};
use crate::pipeline::Checked;
use crate::world::World;

/// List the judgements of briefs and how good they were.
#[derive(Debug, Default, clap::Args)]
#[command(after_long_help = "\
The score is the Brier score (1950) of the resolved judgements: the mean of
(p - o)^2, where p is the middle of the likelihood band and o is 1 if the
judgement came true and 0 if it did not. 0 is best; always saying fifty-fifty
gives 0.25. It is shown once ten judgements are resolved. A judgement that
appears in several briefs in the same words counts once.")]
pub(in crate::cli) struct Args {
    /// Briefs, or folders of briefs [default: the project, or the current folder].
    #[arg(value_name = "FILE or FOLDER")]
    files: Vec<String>,

    #[command(flatten)]
    format: FormatArgs,

    #[command(flatten)]
    release: ReleaseArgs,

    #[command(flatten)]
    severities: project_cache::SeverityArgs,
}

/// A judgement of one of the briefs.
struct JudgementRow {
    file: String,
    id: String,
    text: String,
    likelihood: Option<Likelihood>,
    confidence: Option<&'static str>,
    about: Vec<String>,
    horizon: Option<PartialDate>,
    resolved: Option<bool>,
    resolved_on: Option<Date>,
    as_of: Date,
}

pub(in crate::cli) fn run(args: &Args, world: &dyn World, ui: &Ui) -> Exit {
    let Some(mut projects) = args.severities.project_cache(ui) else { return Exit::Usage };
    let Some(selected) = tasks_to_read(&args.files, &mut projects, world, ui) else { return Exit::Usage };
    let mut found = Listing::of(selected, args.release.release().as_deref(), rows, world, ui);
    // What is open comes first, by when it shows; what is resolved follows by when that was known.
    found.rows.sort_by_key(|row| (row.resolved.is_some(), row.resolved_on, row.horizon.is_none(), row.horizon));
    let resolved = resolved(&found.rows);
    let score = brier_score(&resolved).map(|score| (score * 1000.0).round() / 1000.0);
    if args.format.is_json() {
        let fields = format!("\"resolved\":{},\"brier\":{}", resolved.len(), json!(score));
        found.json("judgements", JudgementRow::json, &fields, ui);
        return found.exit(ui);
    }
    ui.result(table(&found.rows).as_bytes());
    match score {
        Some(score) => ui.result(
            format!(
                "\nBrier score {score:.3} over {} resolved judgements (0 is best, 0.250 is fifty-fifty each time)\n",
                resolved.len()
            )
            .as_bytes(),
        ),
        None if found.rows.is_empty() => {}
        None => ui.say(&format!("{} resolved; a score is shown from {LEAST_RESOLVED} on", resolved.len())),
    }
    if found.origin != FileOrigin::Named && found.briefs > 0 {
        let judgements = count(found.rows.len(), "judgement");
        ui.say(&format!("{judgements} in {}{}", count(found.briefs, "brief"), found.origin.phrase()));
    }
    found.exit(ui)
}

/// The judgements of a brief.
fn rows(file: &str, checked: &Checked) -> Result<Vec<JudgementRow>, Error> {
    let brief = listing::valid(file, checked, "judgements")?;
    Ok(brief.judgements.iter().map(|(id, it)| row(file, id, it, brief)).collect())
}

fn row(file: &str, id: &Id, it: &Judgement, brief: &Brief) -> JudgementRow {
    JudgementRow {
        file: file.to_owned(),
        id: id.to_string(),
        text: crate::record::plain_line(&it.text),
        likelihood: it.likelihood,
        confidence: it.confidence.map(Vocabulary::word),
        about: it.about.iter().map(Id::to_string).collect(),
        horizon: it.horizon,
        resolved: it.resolved,
        resolved_on: it.resolved_on,
        as_of: brief.as_of,
    }
}

/// What was said and what came, of each judgement that is resolved. One that is in several briefs counts once.
fn resolved(rows: &[JudgementRow]) -> Vec<(Likelihood, bool)> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for row in rows {
        // Confidence alone is no probability that could be scored.
        let Some((came, likelihood)) = row.resolved.zip(row.likelihood) else { continue };
        if seen.insert((row.text.as_str(), likelihood, row.horizon)) {
            all.push((likelihood, came));
        }
    }
    all
}

impl JudgementRow {
    fn json(&self) -> Value {
        let band = self.likelihood.map(|likelihood| <[u8; 2]>::from(likelihood.band()));
        let day = |date: Date| PartialDate::from(date).to_string();
        json!({
            "file": self.file,
            "id": self.id,
            "text": self.text,
            "likelihood": self.likelihood.map(Vocabulary::word),
            "band": band,
            "confidence": self.confidence,
            "about": self.about,
            "horizon": self.horizon.map(|horizon| horizon.to_string()),
            "resolved": self.resolved,
            "resolved_on": self.resolved_on.map(day),
            "as_of": day(self.as_of),
        })
    }
}

/// The rows in columns; nothing when there are none.
fn table(rows: &[JudgementRow]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let head = ["horizon", "likelihood", "confidence", "happened", "judgement", "file"].map(str::to_owned);
    let lines = rows.iter().map(|row| {
        let likelihood = row.likelihood.map(|likelihood| {
            let (from, to) = likelihood.band();
            format!("{} ({from}–{to} %)", likelihood.word())
        });
        let came = match (row.resolved, row.resolved_on) {
            (None, _) => NONE.to_owned(),
            (Some(came), day) => {
                let day = day.map(|day| format!(", {}", PartialDate::from(day))).unwrap_or_default();
                format!("{}{day}", if came { "yes" } else { "no" })
            }
        };
        [
            row.horizon.map_or_else(|| NONE.to_owned(), |horizon| horizon.to_string()),
            likelihood.unwrap_or_else(|| NONE.to_owned()),
            row.confidence.unwrap_or(NONE).to_owned(),
            came,
            short(&row.text),
            row.file.clone(),
        ]
    });
    columns(std::iter::once(head).chain(lines))
}
