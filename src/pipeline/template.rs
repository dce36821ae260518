//! Checks of a template: its errors, and the fields of the format that it does not print.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::{Checked, RenderOptions, Renderer};
use crate::diagnostic::{Code, Diagnostic};
use crate::error::Error;
use crate::model::{BriefKind, Date, Vocabulary};
use crate::project::Project;
use crate::source::Span;
use crate::starter::starter;
use crate::world::World;

/// The fields about how a brief is kept and made, which no page has to print.
const ABOUT_THE_FILE: [&str; 9] =
    ["handling", "marks", "unmarked", "on_page", "stale_after", "template", "pages", "language", "url"];

/// The result of checking a template with some briefs.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct TemplateReport {
    /// The errors in the template, its style and its language files, each with the index of the brief whose sources it
    /// refers to. An error that several briefs show is listed once.
    pub found: Vec<(Diagnostic, usize)>,
    /// The briefs, after rendering.
    pub briefs: Vec<Checked>,
    /// The fields that at least one of the briefs has and that the template prints from none of them, by table:
    /// `claims.ID` and `disputed`.
    pub unprinted: IndexMap<&'static str, Vec<&'static str>>,
}

/// The starter brief of each kind. Together they have nearly all fields of the format.
///
/// Their information cut-off is a fixed date, and they belong to no project.
#[must_use]
pub fn starters() -> Vec<Checked> {
    let as_of = Date::from_calendar_date(2026, time::Month::January, 15).unwrap_or(Date::MIN);
    let of_kind = |kind: &BriefKind| {
        let name = format!("the starter brief `{}`", kind.word());
        Checked::in_project(&name, &starter(*kind, as_of), &Project::default())
    };
    BriefKind::ALL.iter().map(of_kind).collect()
}

fn place(diagnostic: &Diagnostic) -> Option<Span> {
    diagnostic.primary.as_ref().map(|label| label.span)
}

impl Renderer<'_> {
    /// Renders briefs with a template, and reports the errors in it.
    ///
    /// # Errors
    /// [`Error`] when the template or the fonts cannot be read.
    pub fn check_template(
        &mut self,
        options: RenderOptions<'_>,
        briefs: Vec<Checked>,
        world: &dyn World,
    ) -> Result<TemplateReport, Error> {
        let mut report = TemplateReport::default();
        let (mut printed, mut unprinted) = (HashSet::new(), IndexMap::new());
        // The page may be as long as it needs and has content for our side: whether a brief fits, and who may read it,
        // does not depend on the template.
        let options = options.pdf(true).pages(Some(0)).explain(true).own_side(true);
        for mut brief in briefs {
            let own = brief.file;
            let known = brief.diagnostics.len();
            let rendered = self.render(&mut brief, options, world)?;
            if known > 0 && brief.brief.is_none() {
                // The errors of the brief are reported separately.
                report.briefs.push(brief);
                continue;
            }
            for diagnostic in &brief.diagnostics {
                let is_of_template = match place(diagnostic) {
                    Some(span) => span.file != own,
                    None => diagnostic.code == Code::TEMPLATE_ERROR,
                };
                let is_same = |(known, at): &(Diagnostic, usize)| {
                    let place = |it: &Diagnostic, brief: &Checked| {
                        place(it).map(|span| (brief.sources.file(span.file).name.clone(), span.start))
                    };
                    known.message == diagnostic.message
                        && report.briefs.get(*at).is_some_and(|of| place(known, of) == place(diagnostic, &brief))
                };
                if is_of_template && !report.found.iter().any(is_same) {
                    report.found.push((diagnostic.clone(), report.briefs.len()));
                }
            }
            if let Some(explanation) = rendered.and_then(|it| it.explanation) {
                for ((table, name), is_printed) in explanation.of_tables {
                    if is_printed {
                        printed.insert((table, name));
                    } else if !ABOUT_THE_FILE.contains(&name) {
                        unprinted.entry(table).or_insert_with(Vec::new).push(name);
                    }
                }
            }
            report.briefs.push(brief);
        }
        for (table, names) in &mut unprinted {
            let mut seen = HashSet::new();
            names.retain(|name| seen.insert(*name) && !printed.contains(&(*table, *name)));
        }
        unprinted.retain(|_, names| !names.is_empty());
        report.unprinted = unprinted;
        Ok(report)
    }
}
