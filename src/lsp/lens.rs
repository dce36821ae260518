//! What has changed since the last commit, above each record.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use gen_lsp_types as types;

use super::section::sections;
use super::state::{RequestRefusal, ServerState};
use crate::diff::{self, ChangeKind};
use crate::git;
use crate::pipeline::LARGEST_BRIEF;
use crate::project::FileKind;
use crate::record::{self, Records};

/// The records of files as the last commit has them, until something is saved or committed.
#[derive(Default)]
pub(super) struct LensMemory(HashMap<PathBuf, Option<Records>>);

impl LensMemory {
    /// Asks git again the next time.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    /// The records of a file in the last commit; `None` when git has no such file, or there is no git.
    fn committed(&mut self, path: &Path) -> Option<&Records> {
        let read = || {
            let bytes = git::show_file("HEAD", path, LARGEST_BRIEF).ok()?;
            let text = String::from_utf8(bytes).ok()?;
            let file = super::analysis::FileText::new(path, &text, super::position::Encoding::Utf8);
            Some(record::records(&file.document))
        };
        self.0.entry(path.to_path_buf()).or_insert_with(read).as_ref()
    }
}

/// One lens for each record that is new or has changed since the last commit.
pub(super) fn lenses(
    state: &ServerState<'_>,
    memory: &mut LensMemory,
    params: &types::CodeLensParams,
) -> Result<Vec<types::CodeLens>, RequestRefusal> {
    let Some(analysis) = state.analysis(&params.text_document.uri)? else { return Ok(Vec::new()) };
    let file = &analysis.file;
    // In a text with syntax errors, what cannot be read would seem to have been removed.
    if analysis.kind != FileKind::Brief || !file.document.is_whole() || !file.path.is_absolute() {
        return Ok(Vec::new());
    }
    let Some(committed) = memory.committed(&file.path) else { return Ok(Vec::new()) };
    let found = diff::diff(committed, &record::records(&file.document));
    let mut places = HashMap::new();
    for section in sections(file) {
        // Of one that is there twice, the first counts.
        places.entry(section.path.join(".")).or_insert(section.name);
    }
    let mut all = Vec::new();
    for change in &found.changes {
        let fields: Vec<&str> = change.fields.iter().map(|field| field.field.name).collect();
        let title = match change.kind {
            ChangeKind::Added => "new since HEAD".to_owned(),
            ChangeKind::Kept if !fields.is_empty() => format!("changed since HEAD: {}", fields.join(", ")),
            _ => continue,
        };
        let Some(place) = places.get(&change.path) else { continue };
        // A lens without a command is words alone: no editor needs to know what to do with it.
        let command = types::Command { title, tooltip: None, command: String::new(), arguments: None };
        all.push(types::CodeLens { range: file.range(place), command: Some(command), data: None });
    }
    all.sort_by_key(|lens| lens.range);
    Ok(all)
}
