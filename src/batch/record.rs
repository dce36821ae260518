//! The record of an output folder: what each output was made from, so that only outputs whose inputs changed are
//! rendered again.
//!
//! It is a small text file, `.briefing/record` in the folder. The folder `.briefing` has a `.gitignore` that hides it
//! from git. Each line describes one output: two hashes of what it was made from, the hash of its bytes, its path in
//! the folder, and the relative path of its brief. Lines are only appended, each in one write, and the last line for a
//! path counts. So two batches can write to the record at the same time, and a batch that is killed leaves at most an
//! incomplete line, which is ignored. An output counts as up to date only if its bytes have the hash in the record. The
//! folder can be deleted at any time; then everything is rendered again.
//!
//! A record may come from somebody else's repository. A path in it that leads out of the folder is not followed. The
//! only files that are removed because of it have the name, the place and the contents of an output.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Component, Path, PathBuf};

use crate::digest::Digest;
use crate::project;
use crate::world::{FileLock, PathKind, World, output_of_part, part_stem};

/// The folder of the record, inside the output folder.
const FOLDER: &str = ".briefing";
/// The file name of the record.
const FILE: &str = "record";
/// The first line. A file that begins differently is from another version, and is ignored.
const HEAD: &str = "briefing record 2\n";
/// The largest record that is read, in bytes: about 2 million outputs.
const LARGEST: u64 = 256 * 1024 * 1024;
/// A record with more lines than this is rewritten when most of them are outdated.
const LONG: usize = 1_000;

/// The data about one output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OutputEntry {
    /// The hash of all files that it was made from.
    pub(super) files: Digest,
    /// The hash of the content that the page uses: for shared files, only of the records that its brief names.
    pub(super) content: Digest,
    /// The hash of its bytes.
    pub(super) output: Digest,
    /// The path of its brief relative to the output folder, separated by `/`.
    pub(super) brief: String,
}

/// The record of one folder. It is locked while a batch runs.
pub(super) struct FolderRecord {
    /// The path of the file; `None` when no record can be kept.
    path: Option<PathBuf>,
    entries: HashMap<String, OutputEntry>,
    /// The lock that prevents others from rewriting the record.
    _hold: FileLock,
}

impl FolderRecord {
    /// Reads the record of a folder, without changing anything.
    pub(super) fn peek(folder: &Path, world: &dyn World) -> Self {
        let path = place(folder, world);
        let entries = path.as_ref().map(|path| entries(path, world).0).unwrap_or_default();
        Self { path, entries, _hold: FileLock::default() }
    }

    /// Reads the record of a folder. A record that does not exist or cannot be read is empty.
    ///
    /// If no other batch is running in the folder, this tidies it: removes temporary files that a killed batch left for
    /// outputs that are in the record or `planned` (paths in the folder), and outdated lines of a long record.
    pub(super) fn open(folder: &Path, planned: &[String], world: &dyn World) -> Self {
        let Some(path) = place(folder, world) else {
            return Self { path: None, entries: HashMap::new(), _hold: FileLock::default() };
        };
        if matches!(world.kind(&path), Ok(PathKind::Link | PathKind::Other)) {
            // The target of a link is not ours, and reading a pipe would block.
            let _ = world.remove(&path);
        }
        let ignore = path.with_file_name(".gitignore");
        if world.kind(&ignore).is_err() {
            // If this fails, the only effect is that git shows the record.
            let _ = world.create(&ignore, b"*\n");
        }
        // Creates the file if it does not exist.
        drop(world.hold(&path));
        let tidied = world.hold_alone(&path).ok().map(|_alone| tidy(folder, &path, planned, world));
        // If the lock fails, a line of another batch may be lost, and its output is rendered once more.
        let hold = world.hold(&path).unwrap_or_default();
        let entries = tidied.unwrap_or_else(|| entries(&path, world).0);
        Self { path: Some(path), entries, _hold: hold }
    }

    /// The data about an output, by its path in the folder.
    pub(super) fn get(&self, name: &str) -> Option<&OutputEntry> {
        self.entries.get(name)
    }

    /// Adds data about outputs that have been written.
    pub(super) fn add(&self, outputs: &[(String, OutputEntry)], world: &dyn World) {
        let Some(path) = &self.path else { return };
        let mut text = String::new();
        // A tab separates the path of the output from that of the brief.
        let cannot = |text: &str| text.contains(['\n', '\r', '\t']);
        for (name, entry) in outputs.iter().filter(|(name, entry)| !cannot(name) && !cannot(&entry.brief)) {
            text.push_str(&line(name, entry));
        }
        // If this fails, the outputs are rendered once more.
        let _ = world.append(path, HEAD.as_bytes(), text.as_bytes());
    }

    /// The outputs in a folder whose briefs no longer exist and that were not changed since they were written, sorted
    /// by path.
    pub(super) fn orphans(&self, folder: &Path, world: &dyn World) -> Vec<PathBuf> {
        let is_gone = |brief: &str| {
            let kind = world.kind(&folder.join(brief));
            kind.is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
        };
        let mut orphans: Vec<PathBuf> = self
            .entries
            .iter()
            .filter(|(name, entry)| is_output(name) && is_gone(&entry.brief))
            .map(|(name, entry)| (folder.join(name), entry))
            .filter(|(path, entry)| {
                let holder = path.parent().unwrap_or(folder);
                matches!(world.kind(path), Ok(PathKind::File))
                    && (holder == folder || !project::leads_out(folder, holder, world))
                    && world.read(path, super::LARGEST_OUTPUT).is_ok_and(|it| Digest::of(&[&it]) == entry.output)
            })
            .map(|(path, _)| path)
            .collect();
        orphans.sort();
        orphans
    }
}

/// The path of the record of a folder; `None` when the folder for it is a link or a file, since the target of a link is
/// not ours.
fn place(folder: &Path, world: &dyn World) -> Option<PathBuf> {
    let own = folder.join(FOLDER);
    matches!(world.kind(&own), Ok(PathKind::Folder) | Err(_)).then(|| own.join(FILE))
}

/// Whether a path in a record can be that of an output in the folder.
fn is_output(name: &str) -> bool {
    let path = Path::new(name);
    path.components().all(|part| matches!(part, Component::Normal(_)))
        && path.extension().is_some_and(|it| it.to_str().is_some_and(|it| super::OutputFormat::of(it).is_some()))
}

/// Removes what a killed batch left in a folder, and rewrites a record that has many outdated lines. Returns the
/// entries of the record.
fn tidy(folder: &Path, path: &Path, planned: &[String], world: &dyn World) -> HashMap<String, OutputEntry> {
    let (mut entries, lines) = entries(path, world);
    remove_parts(folder, entries.keys().chain(planned), world);
    if lines.is_none_or(|lines| lines > LONG && lines > 2 * entries.len()) {
        // Entries of outputs that no longer exist are dropped too.
        entries.retain(|name, _| world.kind(&folder.join(name)).is_ok());
        let mut lines: Vec<String> = entries.iter().map(|(name, entry)| line(name, entry)).collect();
        lines.sort();
        // If this fails, the record stays as it is.
        let _ = world.write(&[(path.to_path_buf(), (HEAD.to_owned() + &lines.concat()).into_bytes())]);
    }
    entries
}

/// The entries of a record, and its number of lines; `None` instead of that number when it is from another version.
fn entries(path: &Path, world: &dyn World) -> (HashMap<String, OutputEntry>, Option<usize>) {
    let is_file = matches!(world.kind(path), Ok(PathKind::File));
    let text = if is_file { world.read(path, LARGEST).unwrap_or_default() } else { Vec::new() };
    let text = String::from_utf8_lossy(&text);
    let mut entries = HashMap::new();
    let Some(rest) = text.strip_prefix(HEAD) else {
        return (entries, text.is_empty().then_some(0));
    };
    let mut lines = 0;
    for line in rest.lines() {
        lines += 1;
        if let Some((name, entry)) = read(line) {
            entries.insert(name.to_owned(), entry);
        }
    }
    (entries, Some(lines))
}

fn line(name: &str, entry: &OutputEntry) -> String {
    format!("{} {} {} {name}\t{}\t\n", entry.files, entry.content, entry.output, entry.brief)
}

fn read(line: &str) -> Option<(&str, OutputEntry)> {
    // A tab marks the end of a line. Without it, the line is incomplete: the next batch adds a line ending to it.
    let mut parts = line.strip_suffix('\t')?.splitn(4, ' ');
    let mut digest = || Digest::read(parts.next()?);
    let (files, content, output) = (digest()?, digest()?, digest()?);
    let (name, brief) = parts.next()?.split_once('\t')?;
    let entry = OutputEntry { files, content, output, brief: brief.to_owned() };
    (!name.is_empty() && !brief.is_empty()).then_some((name, entry))
}

/// Removes temporary files that a killed batch left for some outputs of a folder. A file that is being written is
/// locked, and so is kept.
fn remove_parts<'a>(folder: &Path, outputs: impl Iterator<Item = &'a String>, world: &dyn World) {
    let mut by_folder: BTreeMap<PathBuf, BTreeSet<&str>> = BTreeMap::new();
    for name in outputs.filter(|name| is_output(name)) {
        let (holder, name) = name.rsplit_once('/').unwrap_or(("", name.as_str()));
        by_folder.entry(folder.join(holder)).or_default().insert(part_stem(name));
    }
    for (holder, outputs) in by_folder {
        let here = if holder.as_os_str().is_empty() { Path::new(".") } else { &holder };
        if holder != folder && project::leads_out(folder, &holder, world) {
            continue;
        }
        for (name, _) in
            world.list_kinds(here).unwrap_or_default().into_iter().filter(|(_, kind)| *kind == PathKind::File)
        {
            let path = holder.join(&name);
            if output_of_part(&name).is_some_and(|output| outputs.contains(output))
                && let Ok(_alone) = world.hold_alone(&path)
            {
                let _ = world.remove(&path);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::{Disk, Memory};

    fn entry(byte: u8) -> OutputEntry {
        let digest = Digest::of(&[&[byte]]);
        OutputEntry { files: digest, content: digest, output: digest, brief: "../b/a.toml".to_owned() }
    }

    fn open(folder: impl AsRef<Path>, world: &dyn World) -> FolderRecord {
        FolderRecord::open(folder.as_ref(), &[], world)
    }

    #[test]
    fn the_last_complete_line_of_an_output_counts() {
        let world = Memory::default();
        let record = open("out", &world);
        assert_eq!(record.get("a b.md"), None);
        record.add(&[("a b.md".to_owned(), entry(1)), ("c.md".to_owned(), entry(2))], &world);
        record.add(&[("a b.md".to_owned(), entry(3)), ("x\ny.md".to_owned(), entry(4))], &world);
        let text = world.get("out/.briefing/record").unwrap();
        let record = open("out", &world);
        assert_eq!((record.get("a b.md"), record.get("c.md")), (Some(&entry(3)), Some(&entry(2))));
        // Killed in the middle of a line, at any byte. The next batch continues after it.
        for length in 0..text.len() {
            world.put("out/.briefing/record", &text[..length]);
            let record = open("out", &world);
            assert!(record.get("a b.md").is_none_or(|it| [entry(1), entry(3)].contains(it)));
            record.add(&[("d.md".to_owned(), entry(5))], &world);
            assert_eq!(open("out", &world).get("d.md"), Some(&entry(5)), "{length}");
        }
    }

    #[test]
    fn a_long_record_drops_outdated_lines_and_temporary_files_are_removed() {
        let world = Memory::default();
        let foreign = ["out/.thesis.2024-05.part", "out/.part", "out/in/.a.md.1-2.part", "out/.a.md.2024.part"];
        let parts = ["out/.a.md.1-2.part", "out/in/.b.md.77-0.part", "out/.planned.pdf.3-0.part"];
        for name in ["out/a.md"].iter().chain(&foreign).chain(&parts) {
            world.put(name, "x");
        }
        let record = open("out", &world);
        record.add(&[("in/b.md".to_owned(), entry(1)), ("../foreign.md".to_owned(), entry(1))], &world);
        world.put(".foreign.md.1-0.part", "x");
        for turn in 0..3_000_u32 {
            let name = if turn % 2 == 0 { "a.md" } else { "gone.md" };
            record.add(&[(name.to_owned(), entry(turn as u8))], &world);
        }
        world.put("out/in/b.md", "x");
        let record = FolderRecord::open(Path::new("out"), &["planned.pdf".to_owned()], &world);
        assert_eq!((record.get("a.md"), record.get("gone.md")), (Some(&entry(2998_u32 as u8)), None));
        let text = String::from_utf8(world.get("out/.briefing/record").unwrap()).unwrap();
        assert_eq!(text.lines().count(), 3, "{text}");
        assert!(parts.iter().all(|name| world.get(name).is_none()));
        assert!(foreign.iter().chain(&[".foreign.md.1-0.part"]).all(|name| world.get(name).is_some()));
    }

    #[test]
    fn files_being_written_are_kept_and_abandoned_ones_are_removed() {
        let folder = Disk.scratch().unwrap();
        let (held, left) = (folder.join(".a.md.1-0.part"), folder.join(".a.md.2-0.part"));
        open(&folder, &Disk).add(&[("a.md".to_owned(), entry(1))], &Disk);
        std::fs::write(&left, "x").unwrap();
        std::fs::write(&held, "x").unwrap();
        let writer = Disk.hold_alone(&held).unwrap();
        drop(open(&folder, &Disk));
        assert_eq!(Disk.list(&folder).unwrap(), [".a.md.1-0.part", FOLDER]);
        drop(writer);
        let first = open(&folder, &Disk);
        assert_eq!(Disk.list(&folder).unwrap(), [FOLDER]);
        // While one batch is running, another one does not tidy the folder.
        std::fs::write(&left, "x").unwrap();
        let second = open(&folder, &Disk);
        assert!(left.exists());
        drop((first, second));
        Disk.remove_folder(&folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn targets_of_links_are_not_changed() {
        let folder = Disk.scratch().unwrap();
        let (out, elsewhere) = (folder.join("out"), folder.join("elsewhere"));
        std::fs::create_dir_all(out.join(FOLDER)).unwrap();
        let record = out.join(FOLDER).join(FILE);
        for name in [&record, &out.join(".a.md.1-0.part")] {
            std::os::unix::fs::symlink(&elsewhere, name).unwrap();
        }
        open(&out, &Disk).add(&[("a.md".to_owned(), entry(1))], &Disk);
        assert!(!elsewhere.exists());
        assert_eq!(open(&out, &Disk).get("a.md"), Some(&entry(1)));
        std::fs::write(&elsewhere, "").unwrap();
        std::fs::remove_file(&record).unwrap();
        std::os::unix::fs::symlink(&elsewhere, &record).unwrap();
        assert!(Disk.append(&record, b"head", b"x").is_err() && Disk.hold(&record).is_err());
        assert_eq!(std::fs::read(&elsewhere).unwrap(), b"");
        // A link in place of the folder is kept, and nothing is written to its target.
        Disk.remove_folder(&out.join(FOLDER)).unwrap();
        std::fs::create_dir(folder.join("other")).unwrap();
        std::os::unix::fs::symlink(folder.join("other"), out.join(FOLDER)).unwrap();
        open(&out, &Disk).add(&[("a.md".to_owned(), entry(1))], &Disk);
        assert!(Disk.list(&folder.join("other")).unwrap().is_empty());
        Disk.remove_folder(&folder).unwrap();
    }

    #[test]
    fn only_unchanged_outputs_of_removed_briefs_are_orphans() {
        let world = Memory::default();
        let of = |bytes: &str, brief: &str| OutputEntry {
            output: Digest::of(&[bytes.as_bytes()]),
            brief: brief.to_owned(),
            ..entry(1)
        };
        let record = open("out", &world);
        for (name, bytes) in
            [("out/gone.md", "x"), ("out/edited.md", "mine"), ("out/kept.md", "x"), ("foreign.md", "x")]
        {
            world.put(name, bytes);
        }
        world.put("out/notes.txt", "x");
        world.put("out/../b/kept.toml", "");
        let lines = [
            ("gone.md", "../b/gone.toml"),
            ("edited.md", "../b/gone.toml"),
            ("kept.md", "../b/kept.toml"),
            ("missing.md", "../b/gone.toml"),
            ("../foreign.md", "../b/gone.toml"),
            ("/foreign.md", "../b/gone.toml"),
            ("notes.txt", "../b/gone.toml"),
        ];
        record.add(&lines.map(|(name, brief)| (name.to_owned(), of("x", brief))), &world);
        assert_eq!(open("out", &world).orphans(Path::new("out"), &world), [PathBuf::from("out/gone.md")]);
    }

    #[test]
    fn a_batch_waits_for_one_that_tidies_and_then_locks_the_record() {
        let folder = Disk.scratch().unwrap();
        let path = folder.join(FOLDER).join(FILE);
        drop(open(&folder, &Disk));
        let alone = Disk.hold_alone(&path).unwrap();
        let (send, opened) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            scope.spawn(|| send.send(open(&folder, &Disk)).unwrap());
            assert!(opened.recv_timeout(std::time::Duration::from_millis(100)).is_err());
            drop(alone);
            let record = opened.recv().unwrap();
            assert!(Disk.hold_alone(&path).is_err());
            drop(record);
            assert!(Disk.hold_alone(&path).is_ok());
        });
        Disk.remove_folder(&folder).unwrap();
    }
}
