//! What the editor offers to do at a place: the fixes of diagnostics, and records that are missing.

use std::collections::HashSet;
use std::ops::Range;
use std::path::PathBuf;

use gen_lsp_types as types;

use super::analysis::Analysis;
use super::state::{RequestRefusal, ServerState};
use super::{changes, diagnostics, subject};
use crate::diagnostic::{Diagnostic, Fix};
use crate::edit::{self, Draft, PathTarget};
use crate::fix;
use crate::parse::ValueKind;
use crate::project::FileKind;
use crate::schema::{self, Target, Type, locate};
use crate::world::World;

/// What can be done in a range.
pub(super) fn actions(
    state: &ServerState<'_>,
    params: &types::CodeActionParams,
) -> Result<Vec<types::CodeAction>, RequestRefusal> {
    let Some(analysis) = state.analysis(&params.text_document.uri)? else { return Ok(Vec::new()) };
    let range = analysis.file.lines.bytes(analysis.text(), params.range);
    let mut offer = Offer { state, analysis: &analysis, all: Vec::new() };
    let at_place = |diagnostic: &&Diagnostic| {
        let labels = diagnostic.primary.iter().chain(diagnostic.joined_places());
        let mut own = labels.filter(|it| it.span.file == analysis.file.file);
        own.any(|it| it.span.start <= range.end && range.start <= it.span.end)
    };
    // Nothing is worked out that is not asked for: an editor asks at each place of the cursor.
    let only = params.context.only.as_deref();
    let (fixes, changes) =
        (is_wanted(only, &types::CodeActionKind::QuickFix), is_wanted(only, &types::CodeActionKind::Refactor));
    let draft = if fixes || changes { Draft::new(analysis.text()) } else { None };
    if fixes {
        let mut known = HashSet::new();
        for diagnostic in analysis.diagnostics.iter().filter(at_place) {
            offer.fix(diagnostic);
            if let Some(draft) = &draft {
                offer.missing_record(draft, diagnostic, &mut known);
            }
        }
    }
    // Nobody asks for all fixes at once at a place.
    if only.is_some() && is_wanted(only, &types::CodeActionKind::SourceFixAll) {
        offer.all_fixes();
    }
    if let Some(draft) = draft.filter(|_| changes && analysis.kind == FileKind::Brief) {
        offer.positions(&draft, &range);
        offer.source(&draft, range.start);
        offer.as_of(&draft, &range);
    }
    Ok(offer.all)
}

/// Whether actions of a kind are asked for: by that kind or one above it, as `source` is above `source.fixAll`. Who
/// names none asks for all.
fn is_wanted(only: Option<&[types::CodeActionKind]>, kind: &types::CodeActionKind) -> bool {
    let name = |kind: &types::CodeActionKind| serde_json::to_value(kind).ok()?.as_str().map(str::to_owned);
    let kind = name(kind).unwrap_or_default();
    only.is_none_or(|only| {
        let mut only = only.iter().filter_map(name);
        only.any(|it| it.is_empty() || kind == it || kind.starts_with(&format!("{it}.")))
    })
}

struct Offer<'a> {
    state: &'a ServerState<'a>,
    analysis: &'a Analysis,
    all: Vec<types::CodeAction>,
}

impl Offer<'_> {
    fn push(&mut self, title: String, kind: types::CodeActionKind, edit: types::WorkspaceEdit) {
        self.all.push(types::CodeAction { title, kind: Some(kind), edit: Some(edit), ..types::CodeAction::default() });
    }

    /// Offers the text of a draft.
    fn push_draft(&mut self, title: String, kind: types::CodeActionKind, draft: &Draft) {
        let edits = changes::to_become(&self.analysis.file, draft.text());
        let edit = changes::workspace(self.state, vec![(self.analysis.file.path.clone(), edits)]);
        self.push(title, kind, edit);
    }

    fn fix(&mut self, diagnostic: &Diagnostic) {
        let Some(fix) = &diagnostic.fix else { return };
        self.push(fix.title.clone(), types::CodeActionKind::QuickFix, self.edit_of(fix));
        if let Some(action) = self.all.last_mut() {
            action.is_preferred = Some(fix.safe);
            action.diagnostics = Some(vec![diagnostics::shown(diagnostic, self.analysis)]);
        }
    }

    fn edit_of(&self, fix: &Fix) -> types::WorkspaceEdit {
        let mut files: Vec<(PathBuf, Vec<types::TextEdit>)> = Vec::new();
        for edit in &fix.edits {
            let location = self.analysis.location(edit.span);
            let path = PathBuf::from(&self.analysis.file.sources.file(edit.span.file).name);
            let edit = types::TextEdit { range: location.range, new_text: edit.text.clone() };
            match files.iter_mut().find(|(known, _)| *known == path) {
                Some((_, edits)) => edits.push(edit),
                None => files.push((path, vec![edit])),
            }
        }
        changes::workspace(self.state, files)
    }

    /// Offers all safe fixes of the file.
    fn all_fixes(&mut self) {
        let file = &self.analysis.file;
        let (text, made) = fix::fix(&self.analysis.diagnostics, &file.sources, file.file);
        if made.is_empty() {
            return;
        }
        let edits = changes::to_become(file, &text);
        let edit = changes::workspace(self.state, vec![(file.path.clone(), edits)]);
        self.push("apply all safe fixes".to_owned(), types::CodeActionKind::SourceFixAll, edit);
    }

    /// Offers the record that something names and that is not there, unless it is among the `known` ones.
    fn missing_record(&mut self, draft: &Draft, diagnostic: &Diagnostic, known: &mut HashSet<(Target, String)>) {
        let unknown = diagnostic.code == crate::diagnostic::Code::UNKNOWN_REFERENCE;
        let Some(label) = diagnostic.primary.as_ref().filter(|_| unknown) else { return };
        let byte = (label.span.start + 1).min(label.span.end);
        let named = subject::at(self.analysis, byte).or_else(|| subject::at(self.analysis, label.span.start));
        let Some((subject, target)) = named.and_then(|it| it.target().map(|target| (it, target))) else { return };
        let is_there = self.analysis.record(target, subject.id()).is_some();
        if is_there || !known.insert((target, subject.id().to_owned())) {
            return;
        }
        let mut draft = draft.clone();
        if self.add(&mut draft, subject.record.table, &subject.record.ids) {
            let title = format!("add the {} `{}`", target.noun(), subject.id());
            self.push_draft(title, types::CodeActionKind::QuickFix, &draft);
        }
    }

    /// Adds a record with the fields that it must have, each with a value to be replaced. Returns whether it could.
    fn add(&self, draft: &mut Draft, table: &'static str, ids: &[String]) -> bool {
        let Some(table) = schema::table(table) else { return false };
        let as_of = draft.date("brief.as_of").unwrap_or_else(|| self.state.world.today());
        let fields = table.all_fields().filter(|field| field.required).map(|field| {
            let value = match &field.kind {
                // What is not known here is said so.
                Type::Word("Stance", _) => "unknown".to_owned(),
                Type::Word(_, words) => words.first().map_or_else(String::new, |word| word.word.to_owned()),
                Type::Date | Type::PartialDate => as_of.to_string(),
                _ => format!("TODO: {}", field.doc.trim_end_matches('.').to_lowercase()),
            };
            (field, vec![value])
        });
        let fields: Vec<_> = fields.collect();
        draft.add(table, ids, &fields).is_ok()
    }

    /// Offers a position for each party that has none on the issue at the place, or for the party on each issue.
    fn positions(&mut self, draft: &Draft, range: &Range<usize>) {
        const MOST: usize = 8;
        let cursor = self.analysis.file.cursor(range.start);
        let names: Vec<&str> = cursor.path().iter().map(|part| part.name.as_str()).collect();
        let all =
            |target| -> Vec<String> { self.analysis.names(target).into_iter().map(|(id, _)| id.to_owned()).collect() };
        let one = |id: &str| vec![id.to_owned()];
        let (issues, parties) = match names[..] {
            ["issues" | "positions", issue, ..] => (one(issue), all(Target::Party)),
            ["parties", party, ..] => (all(Target::Issue), one(party)),
            _ => return,
        };
        let mut offered = 0;
        for issue in &issues {
            for party in &parties {
                let there = self.analysis.record(Target::Issue, issue).is_some()
                    && self.analysis.record(Target::Party, party).is_some();
                let path = format!("positions.{issue}.{party}");
                if !there || draft.has(&path) || offered == MOST {
                    continue;
                }
                let mut draft = draft.clone();
                if self.add(&mut draft, "positions.ISSUE.PARTY", &[issue.clone(), party.clone()]) {
                    offered += 1;
                    let name = |target, id: &str| self.analysis.name(target, id).unwrap_or_else(|| id.to_owned());
                    let (party, issue) = (name(Target::Party, party), name(Target::Issue, issue));
                    let title = format!("add the position of {party} on {issue}");
                    self.push_draft(title, types::CodeActionKind::Refactor, &draft);
                }
            }
        }
    }

    /// Offers a new source, named by the record at the place.
    fn source(&mut self, draft: &Draft, at: usize) {
        let cursor = self.analysis.file.cursor(at);
        let path = cursor.path();
        let names: Vec<&str> = path.iter().map(|part| part.name.as_str()).collect();
        let found = locate(schema::TABLES, &names);
        let takes = found.table(schema::TABLES).is_some_and(|table| table.field("sources").is_some());
        // A header that leads on is that of no table.
        if !takes || found.taken < cursor.table.len() {
            return;
        }
        let names = &names[..found.taken];
        let id = (1..=u32::MAX).map(|nth| format!("source-{nth}"));
        let Some(id) = id.into_iter().find(|id| self.analysis.record(Target::Source, id).is_none()) else { return };
        let path = format!("{}.sources", names.join("."));
        let mut draft = draft.clone();
        let Ok(PathTarget::Field(field)) = edit::place(&path, draft.document()) else { return };
        let mut ids: Vec<String> = match draft.document().value(&path).map(|value| &value.kind) {
            Some(ValueKind::List(items)) => items.iter().filter_map(|it| it.as_text()).map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        ids.push(id.clone());
        if draft.set(&field, &ids).is_ok() && self.add(&mut draft, "sources.ID", &[id]) {
            self.push_draft("add a source and name it here".to_owned(), types::CodeActionKind::Refactor, &draft);
        }
    }

    /// Offers a later cut-off: today, or the last date that the brief knows.
    fn as_of(&mut self, draft: &Draft, range: &Range<usize>) {
        let Some(now) = draft.date("brief.as_of") else { return };
        let in_brief = self.analysis.file.cursor(range.start).path().first().is_some_and(|part| part.name == "brief");
        let Ok(PathTarget::Field(field)) = edit::place("brief.as_of", draft.document()) else { return };
        if !in_brief {
            return;
        }
        let dates = ["developments", "sources"].into_iter().flat_map(|table| {
            let records = super::analysis::records(&self.analysis.whole, table);
            records.filter_map(|(_, entry)| match entry.value.as_table()?.get("date")?.kind {
                ValueKind::Date(date) => Some(date),
                _ => None,
            })
        });
        let latest = dates.max().map(|date| (date, "the last date in the brief"));
        for (date, what) in [(self.state.world.today(), "today")].into_iter().chain(latest) {
            let mut draft = draft.clone();
            if date > now && draft.set(&field, &[date.to_string()]).is_ok_and(|changed| changed) {
                let title = format!("set `as_of` to {date} ({what})");
                self.push_draft(title, types::CodeActionKind::Refactor, &draft);
            }
        }
    }
}
