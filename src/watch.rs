//! Waits for files to change, and for the user to end it. The only user of notify and ctrlc.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Instant;

use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::error::Error;
use crate::world;

/// Watches folders.
pub struct Watch {
    watcher: RecommendedWatcher,
    /// The folders that the system watches, as far as is known.
    watched: BTreeSet<PathBuf>,
    signals: Receiver<Signal>,
}

#[derive(Debug, PartialEq, Eq)]
enum Signal {
    /// Something is new at these paths; `moved` when something else may be there now, or nothing.
    Changed {
        paths: Vec<PathBuf>,
        moved: bool,
    },
    /// The system has not reported everything.
    Lost,
    End,
}

/// What has happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileChange {
    /// Something may be new at these paths.
    Paths(BTreeSet<PathBuf>),
    /// Anything may be new: a watched folder has gone or moved, or the system has not reported everything.
    /// [`Watch::folders`] is to be called before the next look.
    Anything,
    /// The user has ended it.
    End,
}

impl Watch {
    /// Begins to watch, as yet nothing. From now on an interruption by the user is a [`FileChange::End`].
    ///
    /// # Errors
    /// [`Error`] when the system cannot report changes.
    pub fn begin() -> Result<Self, Error> {
        let (sender, signals) = channel();
        let interrupted = sender.clone();
        ctrlc::set_handler(move || {
            // Nobody hears it when it has ended already.
            let _ = interrupted.send(Signal::End);
        })
        .map_err(|error| Error { message: format!("cannot listen for interruptions: {error}"), help: None })?;
        let watcher = notify::recommended_watcher(move |event| {
            if let Some(signal) = signal(event) {
                let _ = sender.send(signal);
            }
        });
        Ok(Self { watcher: watcher.map_err(|error| error_of(&error))?, watched: BTreeSet::new(), signals })
    }

    /// Watches these folders, each without the folders in it, and no others. Of each the nearest folder above that is
    /// there is watched, too, since it shows when the folder comes and goes.
    ///
    /// Returns whether one is watched only from now on, so that what happened in it before has not been reported.
    ///
    /// # Errors
    /// [`Error`] when the system cannot watch so many, or none of them.
    pub fn folders(&mut self, wanted: &BTreeSet<PathBuf>) -> Result<bool, Error> {
        let before = std::mem::take(&mut self.watched);
        let mut fresh = false;
        let mut watch = |folder: &Path| {
            let is_new = !self.watched.contains(folder) && !before.contains(folder);
            if is_new {
                self.watcher.watch(folder, RecursiveMode::NonRecursive)?;
            }
            fresh |= is_new;
            self.watched.insert(folder.to_path_buf());
            Ok::<(), notify::Error>(())
        };
        let mut last = None;
        for folder in wanted {
            // What is not there, or may not be looked into, is reported when it is read.
            if let Err(error) = watch(folder) {
                if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) {
                    return Err(error_of(&error));
                }
                last = Some(error);
            }
            // One above that nobody may look into is done without.
            let _ = folder.ancestors().skip(1).find(|above| watch(above).is_ok());
        }
        if let Some(error) = last.filter(|_| self.watched.is_empty()) {
            return Err(error_of(&error));
        }
        for folder in before.difference(&self.watched) {
            // One that is gone is not watched any more anyway.
            let _ = self.watcher.unwatch(folder);
        }
        Ok(fresh)
    }

    /// Waits for a change; returns it at once, with all that have happened meanwhile. `None` when nothing has happened
    /// until a time.
    #[must_use]
    pub fn next(&mut self, until: Option<Instant>) -> Option<FileChange> {
        let first = match until {
            None => self.signals.recv().unwrap_or(Signal::End),
            Some(until) => match self.signals.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Err(RecvTimeoutError::Timeout) => return None,
                signal => signal.unwrap_or(Signal::End),
            },
        };
        let signals: Vec<Signal> = std::iter::once(first).chain(self.signals.try_iter()).collect();
        let mut all = BTreeSet::new();
        let mut lost = false;
        for signal in signals {
            match signal {
                Signal::End => return Some(FileChange::End),
                Signal::Lost => {
                    self.forget(Path::new(""));
                    lost = true;
                }
                Signal::Changed { paths, moved } => {
                    lost |= moved && paths.iter().filter(|path| self.forget(path)).count() > 0;
                    all.extend(paths);
                }
            }
        }
        Some(if lost { FileChange::Anything } else { FileChange::Paths(all) })
    }

    /// Watches a folder and those in it no longer: another one may be there now, of which the system would report
    /// nothing. Returns whether there were any. Every path lies in the empty one.
    fn forget(&mut self, path: &Path) -> bool {
        let inner = self.watched.range(path.to_path_buf()..).take_while(|folder| folder.starts_with(path));
        let inner: Vec<PathBuf> = inner.cloned().collect();
        for folder in &inner {
            let _ = self.watcher.unwatch(folder);
            self.watched.remove(folder);
        }
        !inner.is_empty()
    }
}

/// What an event says; `None` when it says nothing.
fn signal(event: notify::Result<Event>) -> Option<Signal> {
    match event {
        Ok(event) if !event.need_rescan() => (is_done(event.kind) || is_link(&event)).then(|| {
            let moved = matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
            Signal::Changed { paths: event.paths, moved }
        }),
        // A full queue has no paths, and an error need not have any.
        _ => Some(Signal::Lost),
    }
}

/// Whether a file is ready to be read. Where the system reports that a file that was written is closed, what comes
/// before that is half a file.
fn is_done(kind: EventKind) -> bool {
    let closes = cfg!(any(target_os = "linux", target_os = "android"));
    match kind {
        EventKind::Create(CreateKind::File) => !closes,
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Modify(ModifyKind::Name(_))
        | EventKind::Remove(_)
        | EventKind::Create(_) => true,
        EventKind::Modify(ModifyKind::Metadata(_)) | EventKind::Access(_) => false,
        EventKind::Modify(_) | EventKind::Any | EventKind::Other => !closes,
    }
}

/// Whether a file has come that was not written here. Nobody will close it.
fn is_link(event: &Event) -> bool {
    event.kind == EventKind::Create(CreateKind::File) && event.paths.iter().any(|path| world::is_link(path))
}

fn error_of(error: &notify::Error) -> Error {
    let help = matches!(error.kind, notify::ErrorKind::MaxFilesWatch)
        .then(|| "raise the limit (sysctl fs.inotify.max_user_watches), or watch fewer folders".to_owned());
    let path = error.paths.first().map_or_else(String::new, |path: &PathBuf| format!(" {}", Path::new(path).display()));
    Error { message: format!("the files{path} cannot be watched: {error}"), help }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{DataChange, Flag, RemoveKind, RenameMode};

    #[test]
    fn what_the_system_has_lost_is_heard_and_so_is_what_has_moved() {
        let event = |kind: EventKind| Event::new(kind).add_path("a".into());
        let rescan = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert_eq!(signal(Ok(rescan)), Some(Signal::Lost));
        assert_eq!(signal(Err(notify::Error::generic("no more"))), Some(Signal::Lost));
        let changed = |moved| Some(Signal::Changed { paths: vec!["a".into()], moved });
        let saved = EventKind::Access(AccessKind::Close(AccessMode::Write));
        assert_eq!(signal(Ok(event(saved))), changed(false));
        assert_eq!(signal(Ok(event(EventKind::Remove(RemoveKind::Folder)))), changed(true));
        assert_eq!(signal(Ok(event(EventKind::Modify(ModifyKind::Name(RenameMode::From))))), changed(true));
        assert_eq!(signal(Ok(event(EventKind::Access(AccessKind::Open(AccessMode::Any))))), None);
        let half = event(EventKind::Modify(ModifyKind::Data(DataChange::Any)));
        assert_eq!(signal(Ok(half)).is_none(), cfg!(any(target_os = "linux", target_os = "android")));
    }
}
