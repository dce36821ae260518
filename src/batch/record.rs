//! The record of a folder of outputs: what each was made from, so that only what changed is made again.
//!
//! One small text file in the folder, `.briefing-record`. Each line describes one output: two hashes of what it was made
//! from, the hash of its bytes, and its path in the folder. Lines are only ever added, each in one write, and the last one
//! of a path counts; so two batches can write it at once, and one that is killed leaves at most a torn line, which says
//! nothing. An output counts as up to date only when its bytes have the hash of the record. The file can be deleted at
//! any time: then all is made again.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::digest::Digest;
use crate::world::{FileLock, Kind, World, is_part};

/// The name of the file.
pub const RECORD: &str = ".briefing-record";
/// Its first line. A file that begins otherwise is of another version and says nothing.
const HEAD: &str = "briefing record 1\n";
/// The largest record that is read, in bytes: some 2 million outputs.
const LARGEST: u64 = 256 * 1024 * 1024;
/// From this number of lines on, a record of which most lines are outdated is written anew.
const LONG: usize = 1_000;

/// What is known of one output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// The hash of all files that it was made from.
    pub(super) files: Digest,
    /// The hash of what the page has of them: of shared files only the records that its brief names.
    pub(super) content: Digest,
    /// The hash of its bytes.
    pub(super) output: Digest,
}

/// The record of one folder, held while a batch runs.
pub(super) struct Record {
    path: PathBuf,
    entries: HashMap<String, Entry>,
    /// Keeps others from writing the record anew.
    _hold: FileLock,
}

impl Record {
    /// Reads the record of a folder, and changes nothing.
    pub(super) fn peek(folder: &Path, world: &dyn World) -> Self {
        let path = folder.join(RECORD);
        let (entries, _) = entries(&path, world);
        Self { path, entries, _hold: FileLock::default() }
    }

    /// Reads the record of a folder. One that is not there, or that cannot be read, is empty.
    ///
    /// When no other batch is at work in the folder, what a killed one has left there is removed: half-written files, and
    /// outdated lines of the record.
    pub(super) fn open(folder: &Path, world: &dyn World) -> Self {
        let path = folder.join(RECORD);
        if matches!(world.kind(&path), Ok(Kind::Link | Kind::Other)) {
            // What it leads to is nothing of ours, and a pipe would be waited for.
            let _ = world.remove(&path);
        }
        // It is made where it is not there.
        drop(world.hold(&path));
        let tidied = world.hold_alone(&path).ok().map(|_alone| tidy(folder, &path, world));
        // Where it cannot be held, a line that another loses costs one more rendering, and nothing else.
        let hold = world.hold(&path).unwrap_or_default();
        let entries = tidied.unwrap_or_else(|| entries(&path, world).0);
        Self { path, entries, _hold: hold }
    }

    /// What is known of an output, by its path in the folder.
    pub(super) fn get(&self, name: &str) -> Option<&Entry> {
        self.entries.get(name)
    }

    /// Adds what is known of some outputs, once they stand in their places.
    pub(super) fn add(&self, outputs: &[(String, Entry)], world: &dyn World) {
        let mut text = String::new();
        for (name, entry) in outputs.iter().filter(|(name, _)| !name.contains(['\n', '\r'])) {
            text.push_str(&line(name, entry));
        }
        // A line that is not there costs one more rendering, and nothing else.
        let _ = world.append(&self.path, HEAD.as_bytes(), text.as_bytes());
    }
}

/// Removes what a killed batch has left in a folder, and writes a record anew that says little in many lines. Gives what
/// the record says.
fn tidy(folder: &Path, path: &Path, world: &dyn World) -> HashMap<String, Entry> {
    remove_parts(folder, world);
    let (mut entries, lines) = entries(path, world);
    if lines.is_none_or(|lines| lines > LONG && lines > 2 * entries.len()) {
        // Those of briefs that are gone go, too.
        entries.retain(|name, _| world.kind(&folder.join(name)).is_ok());
        let mut lines: Vec<String> = entries.iter().map(|(name, entry)| line(name, entry)).collect();
        lines.sort();
        // A record that cannot be written is one that says less.
        let _ = world.write(&[(path.to_path_buf(), (HEAD.to_owned() + &lines.concat()).into_bytes())]);
    }
    entries
}

/// What a record says, and in how many lines; `None` when it is not of this version.
fn entries(path: &Path, world: &dyn World) -> (HashMap<String, Entry>, Option<usize>) {
    let text = world.read(path, LARGEST).unwrap_or_default();
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

fn line(name: &str, entry: &Entry) -> String {
    format!("{} {} {} {name}\n", entry.files, entry.content, entry.output)
}

fn read(line: &str) -> Option<(&str, Entry)> {
    let mut parts = line.splitn(4, ' ');
    let mut digest = || Digest::read(parts.next()?);
    let entry = Entry { files: digest()?, content: digest()?, output: digest()? };
    let name = parts.next().filter(|name| !name.is_empty())?;
    Some((name, entry))
}

/// Removes the half-written files of a batch that was killed, from a folder and the folders in it. One that is being
/// written is held.
fn remove_parts(folder: &Path, world: &dyn World) {
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let here = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
        for (name, kind) in world.list_kinds(here).unwrap_or_default() {
            let path = folder.join(&name);
            if is_part(&name) {
                if kind == Kind::File
                    && let Ok(_alone) = world.hold_alone(&path)
                {
                    let _ = world.remove(&path);
                }
            } else if kind == Kind::Folder && !name.starts_with('.') {
                open.push(path);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::{Disk, Memory};

    fn entry(byte: u8) -> Entry {
        let digest = Digest::of(&[&[byte]]);
        Entry { files: digest, content: digest, output: digest }
    }

    #[test]
    fn the_last_whole_line_of_an_output_counts() {
        let world = Memory::default();
        let record = Record::open(Path::new("out"), &world);
        assert_eq!(record.get("a b.md"), None);
        record.add(&[("a b.md".to_owned(), entry(1)), ("c.md".to_owned(), entry(2))], &world);
        record.add(&[("a b.md".to_owned(), entry(3)), ("x\ny.md".to_owned(), entry(4))], &world);
        let text = world.get("out/.briefing-record").unwrap();
        let record = Record::open(Path::new("out"), &world);
        assert_eq!((record.get("a b.md"), record.get("c.md")), (Some(&entry(3)), Some(&entry(2))));
        // Killed in the middle of a line, at any byte; the next batch goes on behind it.
        for length in 0..text.len() {
            world.put("out/.briefing-record", &text[..length]);
            let record = Record::open(Path::new("out"), &world);
            assert!(record.get("a b.md").is_none_or(|it| [entry(1), entry(3)].contains(it)));
            record.add(&[("d.md".to_owned(), entry(5))], &world);
            assert_eq!(Record::open(Path::new("out"), &world).get("d.md"), Some(&entry(5)), "{length}");
        }
    }

    #[test]
    fn a_long_record_forgets_what_is_outdated_and_half_written_files_go() {
        let world = Memory::default();
        for name in ["out/a.md", "out/in/.b.md.77.part", "out/.c.pdf.1-2.part", "out/.part", "out/.hidden/.d.md.1.part"]
        {
            world.put(name, "x");
        }
        let record = Record::open(Path::new("out"), &world);
        for turn in 0..3_000_u32 {
            let name = if turn % 2 == 0 { "a.md" } else { "gone.md" };
            record.add(&[(name.to_owned(), entry(turn as u8))], &world);
        }
        let record = Record::open(Path::new("out"), &world);
        assert_eq!((record.get("a.md"), record.get("gone.md")), (Some(&entry(2998_u32 as u8)), None));
        let text = String::from_utf8(world.get("out/.briefing-record").unwrap()).unwrap();
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(world.get("out/in/.b.md.77.part").is_none() && world.get("out/.c.pdf.1-2.part").is_none());
        assert!(world.get("out/.part").is_some() && world.get("out/.hidden/.d.md.1.part").is_some());
    }

    #[test]
    fn what_another_is_writing_stays_and_what_was_left_goes() {
        let folder = Disk.scratch().unwrap();
        let (held, left) = (folder.join(".a.md.1-0.part"), folder.join(".a.md.2-0.part"));
        std::fs::write(&left, "x").unwrap();
        std::fs::write(&held, "x").unwrap();
        let writer = Disk.hold_alone(&held).unwrap();
        drop(Record::open(&folder, &Disk));
        assert_eq!(Disk.list(&folder).unwrap(), [".a.md.1-0.part", RECORD]);
        drop(writer);
        let first = Record::open(&folder, &Disk);
        assert_eq!(Disk.list(&folder).unwrap(), [RECORD]);
        // While one batch is at work, another does not tidy.
        std::fs::write(&left, "x").unwrap();
        let second = Record::open(&folder, &Disk);
        assert!(left.exists());
        drop((first, second));
        Disk.remove_folder(&folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn what_a_link_leads_to_is_left_alone() {
        let folder = Disk.scratch().unwrap();
        let (out, elsewhere) = (folder.join("out"), folder.join("elsewhere"));
        std::fs::create_dir(&out).unwrap();
        for name in [RECORD, ".a.md.1-0.part"] {
            std::os::unix::fs::symlink(&elsewhere, out.join(name)).unwrap();
        }
        Record::open(&out, &Disk).add(&[("a.md".to_owned(), entry(1))], &Disk);
        assert!(!elsewhere.exists());
        assert_eq!(Record::open(&out, &Disk).get("a.md"), Some(&entry(1)));
        std::fs::write(&elsewhere, "").unwrap();
        std::fs::remove_file(out.join(RECORD)).unwrap();
        std::os::unix::fs::symlink(&elsewhere, out.join(RECORD)).unwrap();
        assert!(Disk.append(&out.join(RECORD), b"head", b"x").is_err() && Disk.hold(&out.join(RECORD)).is_err());
        assert_eq!(std::fs::read(&elsewhere).unwrap(), b"");
        Disk.remove_folder(&folder).unwrap();
    }

    #[test]
    fn a_batch_waits_for_one_that_tidies_and_then_holds_the_record() {
        let folder = Disk.scratch().unwrap();
        let path = folder.join(RECORD);
        std::fs::write(&path, "").unwrap();
        let alone = Disk.hold_alone(&path).unwrap();
        let (send, opened) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            scope.spawn(|| send.send(Record::open(&folder, &Disk)).unwrap());
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
