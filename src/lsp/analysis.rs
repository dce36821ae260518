//! What is known of one file: its text, what it says, and what is wrong with it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gen_lsp_types as types;

use super::position::{Encoding, LineStarts};
use super::project::KnownProject;
use super::uri;
use crate::check::mention::{Mention, mentions};
use crate::diagnostic::{Code, Diagnostic};
use crate::parse::cursor::{Cursor, cursor};
use crate::parse::{self, InnerName, NamePart, TomlDocument, TomlStatement, TomlValue};
use crate::pipeline::{self, Checked, Input, PrivateFile};
use crate::project::{self, FileKind, Project};
use crate::record;
use crate::schema::{self, Target};
use crate::source::{FileId, Sources, Span};
use crate::world::World;

/// A file that was read, with all that is known of it without its project.
pub(super) struct FileText {
    pub(super) path: PathBuf,
    pub(super) sources: Sources,
    pub(super) file: FileId,
    /// The file alone, without shared records.
    pub(super) document: TomlDocument,
    pub(super) statements: Vec<TomlStatement>,
    /// The names in braces, with the index of the statement of each.
    inner: Vec<(usize, InnerName)>,
    pub(super) lines: LineStarts,
}

/// A name that is written in a file: that of a header or a field, or one in braces.
pub(super) struct WrittenName<'a> {
    /// The parts that lead to it, from the top of the file: those of the header, and those in whose braces it is.
    before: Vec<&'a NamePart>,
    /// Its own parts.
    pub(super) parts: &'a [NamePart],
    /// From its first byte to the last of its value.
    pub(super) range: Range<usize>,
    pub(super) is_header: bool,
}

impl<'a> WrittenName<'a> {
    /// All its parts, from the top of the file.
    pub(super) fn path(&self) -> Vec<&'a str> {
        self.before.iter().copied().chain(self.parts).map(|part| part.name.as_str()).collect()
    }

    /// Its own parts with the index of each in [`WrittenName::path`].
    pub(super) fn own(&self) -> impl Iterator<Item = (usize, &'a NamePart)> {
        (self.before.len()..).zip(self.parts)
    }
}

impl FileText {
    /// Reads a text that stands alone.
    pub(super) fn new(path: &Path, text: &str, encoding: Encoding) -> Self {
        let mut sources = Sources::default();
        let file = sources.add(path.display().to_string(), text);
        let (document, _) = parse::parse(&sources, file);
        Self::of(path, sources, document, encoding)
    }

    fn of(path: &Path, sources: Sources, document: TomlDocument, encoding: Encoding) -> Self {
        let file = document.file();
        let text = &sources.file(file).text;
        let (statements, lines) = (parse::outline(text), LineStarts::new(text, encoding));
        let inner = |(at, it): (usize, &TomlStatement)| it.inner_names(text).into_iter().map(move |name| (at, name));
        let inner = statements.iter().enumerate().flat_map(inner).collect();
        Self { path: path.to_path_buf(), sources, file, document, statements, inner, lines }
    }

    pub(super) fn text(&self) -> &str {
        &self.sources.file(self.file).text
    }

    pub(super) fn range(&self, range: &Range<usize>) -> types::Range {
        self.lines.range(self.text(), range)
    }

    pub(super) fn byte(&self, position: types::Position) -> usize {
        self.lines.byte(self.text(), position)
    }

    pub(super) fn cursor(&self, byte: usize) -> Cursor {
        cursor(&self.statements, self.text(), byte)
    }

    /// The names of the file, in its order: each statement's own, and after it those in its braces.
    pub(super) fn names(&self) -> impl Iterator<Item = WrittenName<'_>> {
        let mut header: &[NamePart] = &[];
        let mut inner = self.inner.iter().peekable();
        self.statements.iter().enumerate().flat_map(move |(at, it)| {
            let above = if it.is_header { &[] } else { header };
            if it.is_header {
                header = &it.parts;
            }
            let own = WrittenName {
                before: above.iter().collect(),
                parts: &it.parts,
                range: it.range.clone(),
                is_header: it.is_header,
            };
            let mut all = vec![own];
            while let Some((_, name)) = inner.next_if(|(of, _)| *of == at) {
                let before = above.iter().chain(&it.parts).chain(&name.outer).collect();
                all.push(WrittenName { before, parts: &name.parts, range: name.range.clone(), is_header: false });
            }
            all
        })
    }

    /// The places that name a record.
    pub(super) fn mentions(&self) -> Vec<Mention> {
        mentions(&self.document, &self.sources)
    }

    /// Whether it has a record of its own.
    pub(super) fn has(&self, table: &str, id: &str) -> bool {
        self.records(table).any(|(known, _)| known == id)
    }

    /// The records of a table that the file itself has.
    pub(super) fn records<'a>(&'a self, table: &str) -> impl Iterator<Item = (&'a str, &'a parse::TomlEntry)> {
        records(&self.document, table).filter(|(_, entry)| entry.key.file == self.file)
    }
}

/// The records of a table.
pub(super) fn records<'a>(
    document: &'a TomlDocument,
    table: &str,
) -> impl Iterator<Item = (&'a str, &'a parse::TomlEntry)> {
    let table = document.root().get(table).and_then(TomlValue::as_table);
    table.into_iter().flat_map(|table| &table.entries).map(|(id, entry)| (id.as_str(), entry))
}

/// What a file is for, by its path and its text; `None` for one that is nothing to the server, such as `Cargo.toml`.
pub(super) fn kind_of(path: &Path, text: &str, project: &Project, world: &dyn World) -> Option<FileKind> {
    let is_nothing = |kind: &FileKind| matches!(kind, FileKind::Other | FileKind::Style | FileKind::Template);
    Some(project.kind_of(path, text, world)).filter(|kind| !is_nothing(kind))
}

/// A brief, a file of shared records or a project file, as its project has it.
pub(super) struct Analysis {
    pub(super) file: FileText,
    pub(super) kind: FileKind,
    pub(super) project: Arc<Project>,
    /// The file with the shared records that it can name.
    pub(super) whole: TomlDocument,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The lines of other files in which something was found.
    others: RefCell<HashMap<FileId, LineStarts>>,
    encoding: Encoding,
}

impl Analysis {
    pub(super) fn text(&self) -> &str {
        self.file.text()
    }

    /// The tables that the file may have.
    pub(super) fn tables(&self) -> &'static [schema::TableSchema] {
        if self.kind == FileKind::Project { schema::PROJECT } else { schema::TABLES }
    }

    /// Where a span is, in whatever file.
    pub(super) fn location(&self, span: Span) -> types::Location {
        if span.file == self.file.file {
            return types::Location { uri: uri::of(&self.file.path), range: self.file.range(&span.range()) };
        }
        let source = self.file.sources.file(span.file);
        let mut others = self.others.borrow_mut();
        let lines = others.entry(span.file).or_insert_with(|| LineStarts::new(&source.text, self.encoding));
        types::Location { uri: uri::of(Path::new(&source.name)), range: lines.range(&source.text, &span.range()) }
    }

    /// The names of all parties, issues or sources that can be named here, by id and in their order.
    pub(super) fn names(&self, target: Target) -> Vec<(&str, String)> {
        let title = |entry: &parse::TomlEntry| entry.value.as_table().and_then(record::title).unwrap_or_default();
        records(&self.whole, target.table()).map(|(id, entry)| (id, title(entry))).collect()
    }

    /// The name of one of them.
    pub(super) fn name(&self, target: Target, id: &str) -> Option<String> {
        self.record(target, id).and_then(|entry| record::title(entry.value.as_table()?))
    }

    /// One of them, here or in a shared file.
    pub(super) fn record(&self, target: Target, id: &str) -> Option<&parse::TomlEntry> {
        self.whole.root().get(target.table())?.as_table()?.entries.get(id)
    }
}

/// The brief to which a private file belongs, with the text of that file; `None` of other files, and where there is no
/// brief.
fn of_private(path: &Path, text: &str, kind: FileKind, world: &dyn World) -> Option<Input> {
    let name = path.to_str().filter(|_| kind == FileKind::Private)?;
    let brief = pipeline::brief_of_private(name)?;
    let bytes = world.read(&brief, pipeline::LARGEST_BRIEF).ok()?;
    let input = pipeline::decode(&brief.display().to_string(), bytes).ok()?;
    let private = PrivateFile { name: name.to_owned(), text: text.to_owned() };
    Some(Input { private: Some(Box::new(private)), ..input })
}

/// Reads and checks a file as its project has it; `None` for one that is nothing to the server.
pub(super) fn analyse(
    path: &Path,
    text: &str,
    known: &KnownProject,
    world: &dyn World,
    encoding: Encoding,
) -> Option<Analysis> {
    let project = &known.project;
    let kind = kind_of(path, text, project, world)?;
    let shared = project.shared.as_ref().and_then(|shared| Some((shared, shared.at(path, world)?)));
    let (file, whole, diagnostics) = if kind == FileKind::Project {
        let file = FileText::new(path, text, encoding);
        let whole = file.document.clone();
        let errors = if known.file.as_deref() == Some(path) { known.errors.to_vec() } else { Vec::new() };
        (file, whole, errors)
    } else if let Some((shared, own)) = shared {
        let mut whole = own.document().clone();
        for (_, other) in shared.all().filter(|(_, other)| other.path != own.path) {
            for table in ["parties", "sources"] {
                whole.add_shared(other.document(), table);
            }
        }
        let file = FileText::of(path, shared.sources().clone(), own.document().clone(), encoding);
        (file, whole, own.diagnostics(&project.severities).0)
    } else if kind == FileKind::Shared {
        let file = FileText::new(path, text, encoding);
        let whole = file.document.clone();
        let (mut diagnostics, _) =
            project::check_alone(&path.display().to_string(), text, &project.severities, &project.schemes);
        diagnostics.retain(|it| it.suppression.is_none());
        (file, whole, diagnostics)
    } else if let Some(input) = of_private(path, text, kind, world) {
        // It is checked with its brief.
        let checked = pipeline::check(&input, project);
        let whole = checked.whole().clone();
        let own = whole.private().unwrap_or(whole.file());
        let Checked { sources, mut diagnostics, .. } = checked;
        diagnostics.retain(|it| it.primary.as_ref().is_some_and(|label| label.span.file == own));
        let document = parse::parse(&sources, own).0;
        (FileText::of(path, sources, document, encoding), whole, diagnostics)
    } else {
        let input = Input::new(path.display().to_string(), text);
        let checked = pipeline::check(&input.clone().with_files(world).unwrap_or(input), project);
        let whole = checked.whole().clone();
        let Checked { sources, document, mut diagnostics, file, .. } = checked;
        // What is wrong with the private file is shown there.
        diagnostics.retain(|it| it.primary.as_ref().is_none_or(|label| label.span.file == file));
        if known.is_broken() {
            // Nothing may be known of shared records.
            diagnostics.retain(|it| it.code != Code::UNKNOWN_SHARED_FILE);
        }
        (FileText::of(path, sources, document, encoding), whole, diagnostics)
    };
    let (project, others) = (Arc::clone(project), RefCell::default());
    Some(Analysis { file, kind, project, whole, diagnostics, others, encoding })
}
