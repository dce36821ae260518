//! Decides which outputs are made from which brief, and where they are written.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::digest::Digest;
use crate::pipeline::{RenderOptions, TemplateChoice, first_template, other_templates};
use crate::project::{self, FileKind, Project};
use crate::release::{Release, Withheld};
use crate::template;
use crate::world::World;

/// The format of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum OutputFormat {
    /// Markdown.
    Md,
    /// HTML.
    Html,
    /// Word.
    Docx,
    /// PDF.
    Pdf,
}

impl OutputFormat {
    /// All formats, in the order in which they are written.
    pub const ALL: [Self; 4] = [Self::Md, Self::Html, Self::Docx, Self::Pdf];
    /// The default formats.
    pub const DEFAULT: [Self; 2] = [Self::Md, Self::Pdf];

    /// The name of the format, which is also the extension of its files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Md => "md",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
        }
    }

    /// The format with a name; `None` when there is none.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// The options of the user. The project decides where they are not set.
#[derive(Debug, Clone, Default)]
pub struct OutputOptions {
    /// The folder for outputs.
    pub output: Option<PathBuf>,
    /// The output file, instead of a folder; for a single brief in a single format.
    pub file: Option<PathBuf>,
    /// The templates: names of built-in ones, or folders. If there are none, those of the project.
    pub templates: Vec<String>,
    /// The style file that the templates share.
    pub style: Option<PathBuf>,
    /// Folders with additional fonts.
    pub fonts: Vec<PathBuf>,
    /// The reference for Word files: the file whose look they get.
    pub reference: Option<PathBuf>,
    /// The formats.
    pub to: Option<Vec<OutputFormat>>,
    /// How many pages a brief may take, overriding the brief and its style; 0 for as many as it needs.
    pub pages: Option<u16>,
    /// Whether a brief that is too long is written as a draft.
    pub draft: bool,
    /// Whether the Word files are for review.
    pub review: bool,
    /// Whether to print content that is only for our side with every template.
    pub own_side: bool,
    /// The release, if the briefs are for readers who may not see all of them.
    pub release: Option<Arc<Release>>,
}

/// A brief, and the outputs to make from it.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
#[non_exhaustive]
pub struct Task {
    /// The file as the user named it, or the folder that the user named and the path in it; `-` is standard input.
    pub name: String,
    /// Whether the file was found in a folder, and so may not be a brief.
    pub found: bool,
    /// Its project.
    pub project: Arc<Project>,
    /// The template: the name of a built-in one, or a folder.
    pub template: String,
    /// Whether the brief may choose another template.
    pub choice: TemplateChoice,
    /// The style file that the templates share.
    pub style: Option<PathBuf>,
    /// Folders with additional fonts.
    pub fonts: Vec<PathBuf>,
    /// The reference for the Word file: the file whose look it gets.
    pub reference: Option<PathBuf>,
    /// The formats, in the order in which they are written.
    pub formats: Vec<OutputFormat>,
    /// How many pages it may take, overriding the brief and its style; 0 for as many as it needs.
    pub pages: Option<u16>,
    /// Whether it is written as a draft when it is too long.
    pub draft: bool,
    /// Whether the Word file is for review.
    pub review: bool,
    /// Whether to print content that is only for our side with every template.
    pub own_side: bool,
    /// The release, if it is for readers who may not see all of it.
    pub release: Option<Arc<Release>>,
    /// The content that was removed for the release; `None` before that was done.
    pub withheld: Option<Arc<Withheld>>,
    /// The path of the outputs without the dot and extension.
    pub target: PathBuf,
    /// The path of the only output, if the user named a file.
    pub file: Option<PathBuf>,
    /// The output folder. It contains the target, and the record of outputs that are up to date.
    pub root: PathBuf,
}

impl Task {
    /// Whether the template is fixed, whatever the brief asks for.
    #[must_use]
    pub fn names_template(&self) -> bool {
        self.choice == TemplateChoice::Options
    }

    /// The tasks for a brief, one for each of its templates. `folder` is the folder in which it was found.
    #[must_use]
    pub fn all(
        name: &str,
        folder: Option<&Path>,
        project: &Arc<Project>,
        options: &OutputOptions,
        world: &dyn World,
    ) -> Vec<Self> {
        let first = Self::new(name, folder, project, options, world);
        // If the output is a file, there is only one template.
        let others = other_templates(&options.templates, project).filter(|_| options.file.is_none());
        let mut all = vec![first];
        for template in others {
            // A template that is named twice is used once.
            if all.iter().all(|known| known.template != template) {
                all.push(all[0].with(template));
            }
        }
        all
    }

    /// The task for the same brief with another template, whose name is in the names of the outputs.
    fn with(&self, template: String) -> Self {
        let mut name = self.target.file_name().unwrap_or_default().to_os_string();
        name.push(".");
        name.push(Path::new(&template).file_name().unwrap_or(template.as_ref()));
        let choice = TemplateChoice::Options;
        Self { target: self.target.with_file_name(name), template, choice, ..self.clone() }
    }

    /// The task for a brief with the first of its templates. `folder` is the folder in which it was found.
    #[must_use]
    pub fn new(
        name: &str,
        folder: Option<&Path>,
        project: &Arc<Project>,
        options: &OutputOptions,
        world: &dyn World,
    ) -> Self {
        let path = Path::new(if name == "-" { "brief.toml" } else { name });
        // Names of files in the current folder do not begin with `./`.
        let folder = folder.map(|folder| if folder == Path::new(".") { Path::new("") } else { folder });
        let stem = path.file_name().unwrap_or_default().to_string_lossy();
        let without = |stem: &str, end: &str| stem.strip_suffix(end).filter(|it| !it.is_empty()).map(str::to_owned);
        let stem = without(&stem, ".toml").unwrap_or_else(|| stem.into_owned());
        let stem = without(&stem, ".brief").unwrap_or(stem);
        let beside = path.parent().unwrap_or(Path::new(""));
        let (root, inner) = match (&options.output, &project.output) {
            (Some(output), _) => {
                let inner = folder.and_then(|folder| beside.strip_prefix(folder).ok()).unwrap_or(Path::new(""));
                (output.clone(), inner.to_path_buf())
            }
            (None, Some(output)) => (output.clone(), place_in(project, beside, world)),
            (None, None) => {
                let root = folder.unwrap_or(beside);
                (root.to_path_buf(), beside.strip_prefix(root).unwrap_or(Path::new("")).to_path_buf())
            }
        };
        // The outputs of a release have other names, so that they are not taken for the whole brief and do not
        // overwrite its outputs.
        let stem = options.release.as_ref().map_or(stem.clone(), |release| format!("{stem}.{}", release.file_name()));
        let target = options.file.clone().unwrap_or_else(|| root.join(inner).join(stem));
        let root = options.file.as_deref().map_or(root, |file| file.parent().unwrap_or(Path::new("")).to_path_buf());
        let (template, choice) = first_template(&options.templates, project);
        let formats = options
            .to
            .clone()
            .or_else(|| Some(project.to.as_ref()?.iter().filter_map(|name| OutputFormat::of(name)).collect()));
        let mut formats = formats.unwrap_or_else(|| OutputFormat::DEFAULT.to_vec());
        formats.sort_unstable();
        formats.dedup();
        Self {
            name: name.to_owned(),
            found: folder.is_some(),
            project: Arc::clone(project),
            template,
            choice,
            style: options.style.clone().or_else(|| project.style.clone()),
            fonts: if options.fonts.is_empty() {
                project.fonts.iter().cloned().collect()
            } else {
                options.fonts.clone()
            },
            reference: options.reference.clone().or_else(|| project.reference.clone()),
            formats,
            pages: options.pages,
            draft: options.draft,
            review: options.review,
            own_side: options.own_side,
            release: options.release.clone(),
            withheld: None,
            target,
            file: options.file.clone(),
            root,
        }
    }

    /// Whether the complete brief is printed in addition to its page: the project also asks for the dossier.
    #[must_use]
    pub fn has_dossier(&self) -> bool {
        self.project.templates.iter().any(|name| name == template::DOSSIER)
    }

    /// The path of an output.
    #[must_use]
    pub fn output(&self, format: OutputFormat) -> PathBuf {
        if let Some(file) = &self.file {
            return file.clone();
        }
        let mut name = self.target.file_name().unwrap_or_default().to_os_string();
        name.push(".");
        name.push(format.name());
        self.target.with_file_name(name)
    }

    /// The options for rendering.
    #[must_use]
    pub fn job(&self) -> RenderOptions<'_> {
        RenderOptions {
            choice: self.choice,
            style: self.style.as_deref(),
            fonts: &self.fonts,
            pdf: self.formats.contains(&OutputFormat::Pdf),
            html: self.formats.contains(&OutputFormat::Html),
            docx: self.formats.contains(&OutputFormat::Docx),
            reference: self.reference.as_deref(),
            pages: self.pages,
            draft: self.draft,
            unprinted: !self.has_dossier(),
            review: self.review,
            own_side: self.own_side,
            ..RenderOptions::new(&self.template)
        }
    }

    /// Whether the file is a brief, and not a file of shared records or another file in the folder.
    #[must_use]
    pub fn is_brief(&self, text: &str, world: &dyn World) -> bool {
        match self.project.kind_of(Path::new(&self.name), text, world) {
            FileKind::Brief => true,
            FileKind::Other => !self.found,
            FileKind::Project | FileKind::Shared | FileKind::Private | FileKind::Style | FileKind::Template => false,
        }
    }

    /// Whether the file is a brief; `None` when it cannot be read.
    fn reads_as_brief(&self, world: &dyn World) -> Option<bool> {
        let text = world.read(Path::new(&self.name), crate::pipeline::LARGEST_BRIEF).ok()?;
        Some(self.is_brief(&String::from_utf8_lossy(&text), world))
    }

    /// Whether a link in the output folder leads an output out of that folder. A link at the path of the output itself
    /// is replaced.
    pub(super) fn leads_out(&self, output: &Path, world: &dyn World) -> bool {
        let folder = output.parent().unwrap_or(Path::new(""));
        folder != self.root && project::leads_out(&self.root, folder, world)
    }

    /// The name of an output in the record: its path in the output folder, separated by `/`.
    pub(super) fn name_in_root(&self, output: &Path) -> String {
        let inner = output.strip_prefix(&self.root).unwrap_or(output);
        let parts: Vec<_> = inner.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        parts.join("/")
    }

    /// The path of the brief relative to the output folder, separated by `/`; an absolute path if they have no common
    /// parent.
    pub(super) fn brief_from_root(&self, world: &dyn World) -> String {
        let absolute = |path: &Path| world.absolute(&Path::new(".").join(path)).unwrap_or_else(|_| path.to_path_buf());
        let (brief, root) = (absolute(Path::new(&self.name)), absolute(&self.root));
        let common = brief.components().zip(root.components()).take_while(|(one, other)| one == other).count();
        if common == 0 {
            return brief.to_string_lossy().into_owned();
        }
        let up = root.components().skip(common).map(|_| "..".into());
        let down = brief.components().skip(common).map(|part| part.as_os_str().to_string_lossy());
        up.chain(down).collect::<Vec<_>>().join("/")
    }
}

/// The path of a folder relative to the project's folder of briefs that contains it, or else to the project.
fn place_in(project: &Project, folder: &Path, world: &dyn World) -> PathBuf {
    let absolute = |path: &Path| world.absolute(if path.as_os_str().is_empty() { Path::new(".") } else { path }).ok();
    let Some(folder) = absolute(folder) else { return PathBuf::new() };
    let mut holders = project.briefs.iter().chain(&project.folder);
    let inner = holders.find_map(|holder| folder.strip_prefix(absolute(holder)?).ok().map(Path::to_path_buf));
    inner.unwrap_or_default()
}

/// All pairs of briefs that would be written to the same place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clashes(pub Vec<Clash>);

impl fmt::Display for Clashes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::error::write_lines(f, &self.0)
    }
}

impl std::error::Error for Clashes {}

/// Two briefs that would be written to the same place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Clash {
    /// The briefs.
    pub names: [String; 2],
    /// The path of their outputs, without the extension.
    pub target: PathBuf,
}

impl fmt::Display for Clash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [one, other] = &self.names;
        write!(f, "{one} and {other} would both be written to {}", self.target.display())
    }
}

/// Checks that no two tasks write to the same outputs. A brief that is named twice is rendered once.
///
/// # Errors
/// [`Clashes`] with all pairs of such briefs.
pub fn plan(tasks: Vec<Task>, world: &dyn World) -> Result<Vec<Task>, Clashes> {
    let absolute = |path: &Path| world.absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut by_target: HashMap<PathBuf, Vec<usize>> = HashMap::with_capacity(tasks.len());
    let mut clashes = Vec::new();
    let mut kept = Vec::with_capacity(tasks.len());
    for (at, task) in tasks.iter().enumerate() {
        let others = by_target.entry(absolute(&task.target)).or_default();
        let file = |task: &Task| absolute(Path::new(&task.name));
        let is_new = others.is_empty() || others.iter().all(|other| file(&tasks[*other]) != file(task));
        kept.push(is_new);
        if !is_new {
            continue;
        }
        // Only files that are briefs are written.
        let first = others.iter().map(|other| &tasks[*other]).find(|other| other.reads_as_brief(world) == Some(true));
        if let Some(first) = first.filter(|_| task.reads_as_brief(world) == Some(true)) {
            let names = [first.name.clone(), task.name.clone()];
            clashes.push(Clash { names, target: task.target.clone() });
        }
        others.push(at);
    }
    if !clashes.is_empty() {
        return Err(Clashes(clashes));
    }
    Ok(tasks.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(task, _)| task).collect())
}

/// One part of a batch that is divided between several machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// The number of the part, from 1.
    pub number: usize,
    /// The number of parts.
    pub of: usize,
}

impl Shard {
    /// Parses the form `2/5`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (number, of) = text.split_once('/')?;
        let (number, of) = (number.parse().ok()?, of.parse().ok()?);
        (1..=of).contains(&number).then_some(Self { number, of })
    }
}

/// The tasks of one part.
///
/// The sizes of parts differ by at most one. Files in a folder that are not briefs are not counted. Tasks are assigned
/// in the order of a hash of their names. So machines with the same files agree on the parts, and when a brief is added
/// or removed, nearly all others stay in their parts.
#[must_use]
pub fn shard(mut tasks: Vec<Task>, shard: Shard, world: &dyn World) -> Vec<Task> {
    // A file that cannot be read stays in, so that its part reports it.
    tasks.retain(|task| !task.found || task.reads_as_brief(world) != Some(false));
    let mut order: Vec<(Digest, usize)> = tasks
        .iter()
        .enumerate()
        .map(|(at, task)| (Digest::of(&[task.name.replace('\\', "/").as_bytes()]), at))
        .collect();
    order.sort_by(|(one, at), (other, there)| one.bytes().cmp(other.bytes()).then(at.cmp(there)));
    let edge = |number: usize| (order.len() as u128 * number as u128 / shard.of as u128) as usize;
    let mut mine: Vec<usize> = order[edge(shard.number - 1)..edge(shard.number)].iter().map(|(_, at)| *at).collect();
    mine.sort_unstable();
    let mut mine = mine.into_iter().peekable();
    tasks.into_iter().enumerate().filter(|(at, _)| mine.next_if_eq(at).is_some()).map(|(_, task)| task).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Memory;

    fn task(name: &str, folder: Option<&str>, project: &Project, options: &OutputOptions) -> Task {
        Task::new(name, folder.map(Path::new), &Arc::new(project.clone()), options, &Memory::default())
    }

    #[test]
    fn outputs_of_another_template_than_the_first_have_its_name() {
        let outputs = |project: &Project, options: &OutputOptions| -> Vec<_> {
            let (project, world) = (Arc::new(project.clone()), Memory::default());
            let tasks = Task::all("b/x.toml", None, &project, options, &world);
            tasks.iter().map(|task| (task.template.clone(), task.output(OutputFormat::Pdf))).collect()
        };
        let expected = |all: &[(&str, &str)]| -> Vec<_> {
            all.iter().map(|(template, path)| ((*template).to_owned(), PathBuf::from(path))).collect()
        };
        let templates = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let options = OutputOptions {
            templates: templates(&["matrix", "full", "our/page/", "matrix", "full"]),
            ..Default::default()
        };
        let project =
            Project { folder: Some("b".into()), templates: templates(&["own/", "full"]), ..Default::default() };
        let all = [("matrix", "b/x.pdf"), ("full", "b/x.full.pdf"), ("our/page/", "b/x.page.pdf")];
        assert_eq!(outputs(&project, &options), expected(&all));
        let of_project = [("b/own/", "b/x.pdf"), ("full", "b/x.full.pdf")];
        assert_eq!(outputs(&project, &OutputOptions::default()), expected(&of_project));
        let file = OutputOptions { file: Some("y.pdf".into()), ..OutputOptions::default() };
        assert_eq!(outputs(&project, &file), expected(&[("b/own/", "y.pdf")]));
    }

    #[test]
    fn outputs_are_beside_the_brief_or_at_its_relative_path_in_the_output_folder() {
        let none = Project::default();
        let out = OutputOptions { output: Some("o".into()), ..OutputOptions::default() };
        let project = Project {
            folder: Some("/p".into()),
            briefs: vec!["/p/b".into()],
            output: Some("/p/out".into()),
            templates: vec!["own".to_owned()],
            to: Some(vec!["pdf".to_owned()]),
            ..Project::default()
        };
        for (name, folder, project, options, output) in [
            ("b/x.brief.toml", None, &none, &OutputOptions::default(), "b/x.pdf"),
            ("b/n/x.toml", Some("b"), &none, &OutputOptions::default(), "b/n/x.pdf"),
            ("b/n/x.toml", Some("b"), &none, &out, "o/n/x.pdf"),
            ("b/n/x.toml", None, &none, &out, "o/x.pdf"),
            ("n/x.toml", Some("."), &none, &OutputOptions::default(), "n/x.pdf"),
            ("n/x.toml", Some("./"), &none, &out, "o/n/x.pdf"),
            ("/p/b/n/x.toml", None, &project, &OutputOptions::default(), "/p/out/n/x.pdf"),
            ("/p/c/x.toml", Some("/p/c"), &project, &OutputOptions::default(), "/p/out/c/x.pdf"),
            ("/p/b/n/x.toml", None, &project, &out, "o/x.pdf"),
            // Each output has a file name before its extension.
            ("b/.brief.toml", None, &none, &out, "o/.brief.pdf"),
            ("b/.toml", None, &none, &out, "o/.toml.pdf"),
        ] {
            assert_eq!(task(name, folder, project, options).output(OutputFormat::Pdf), Path::new(output));
        }
        let of_project = task("/p/b/x.toml", None, &project, &OutputOptions::default());
        assert_eq!((of_project.template.as_str(), of_project.formats.as_slice()), ("/p/own", &[OutputFormat::Pdf][..]));
        let built_in = Project { templates: vec!["matrix".to_owned()], ..project };
        assert_eq!(task("/p/b/x.toml", None, &built_in, &OutputOptions::default()).template, "matrix");
    }

    #[test]
    fn two_briefs_with_the_same_outputs_are_refused_and_other_files_are_ignored() {
        let world = Memory::default();
        for (name, text) in [("a/x.toml", "[brief]"), ("b/x.toml", "[brief]"), ("c/x.toml", "[package]")] {
            world.put(name, text);
        }
        let options = OutputOptions { output: Some("o".into()), ..OutputOptions::default() };
        let of = |name: &str| {
            let folder = Path::new(name).parent();
            Task::new(name, folder, &Arc::new(Project::default()), &options, &world)
        };
        let clashes = plan(vec![of("a/x.toml"), of("b/x.toml")], &world).unwrap_err();
        assert_eq!(clashes.0, [Clash { names: ["a/x.toml", "b/x.toml"].map(str::to_owned), target: "o/x".into() }]);
        assert_eq!(plan(vec![of("a/x.toml"), of("c/x.toml")], &world).unwrap().len(), 2);
        assert_eq!(plan(vec![of("a/x.toml"), of("a/x.toml")], &world).unwrap().len(), 1);
        assert!(plan(vec![of("a/x.toml"), of("c/x.toml"), of("b/x.toml")], &world).is_err());
        assert!(plan(vec![of("c/x.toml"), of("a/x.toml"), of("b/x.toml"), of("a/x.toml")], &world).is_err());
    }

    #[test]
    fn shards_are_even_and_complete_and_mostly_stable_when_a_brief_is_added() {
        let names: Vec<String> = (0..103).map(|at| format!("b/{at}.toml")).collect();
        let tasks = |names: &[String]| -> Vec<Task> {
            names.iter().map(|name| task(name, None, &Project::default(), &OutputOptions::default())).collect()
        };
        let parts = |names: &[String], of: usize| -> Vec<Vec<String>> {
            let part = |number| shard(tasks(names), Shard { number, of }, &Memory::default());
            (1..=of).map(|number| part(number).into_iter().map(|task| task.name).collect()).collect()
        };
        let before = parts(&names, 5);
        let mut all: Vec<String> = before.iter().flatten().cloned().collect();
        assert!(before.iter().all(|part| (20..=21).contains(&part.len())));
        all.sort_by_key(|name| names.iter().position(|known| known == name));
        assert_eq!(all, names);
        let more: Vec<String> = ["b/new.toml".to_owned()].into_iter().chain(names.clone()).collect();
        let after = parts(&more, 5);
        let moved = names.iter().filter(|name| {
            let part = |parts: &[Vec<String>]| parts.iter().position(|part| part.contains(name));
            part(&before) != part(&after)
        });
        assert!(moved.count() <= 4);
        // Files that are not briefs would make parts uneven.
        let world = Memory::default();
        let all: Vec<Task> = (0..20)
            .map(|at| {
                let name = format!("b/{at}.toml");
                world.put(&name, if at % 2 == 0 { "[brief]\n" } else { "[package]\n" });
                task(&name, Some("b"), &Project::default(), &OutputOptions::default())
            })
            .collect();
        let unread = task("b/gone.toml", Some("b"), &Project::default(), &OutputOptions::default());
        assert_eq!(shard(vec![unread], Shard { number: 1, of: 1 }, &world).len(), 1);
        assert!((1..=5).all(|number| shard(all.clone(), Shard { number, of: 5 }, &world).len() == 2));
        assert_eq!(parts(&names[..3], 5).iter().map(Vec::len).sum::<usize>(), 3);
        for bad in ["0/5", "6/5", "1", "a/b", "1/0", "-1/2"] {
            assert_eq!(Shard::read(bad), None, "{bad}");
        }
    }
}
