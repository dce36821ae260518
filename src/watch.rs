//! Waits for files to change, and for the user to end it. The only user of notify and ctrlc.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

/// Why files cannot be watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchError {
    /// What is wrong, one sentence.
    pub message: String,
    /// The likely mend.
    pub help: Option<String>,
}

/// Watches folders.
pub struct Watch {
    watcher: RecommendedWatcher,
    watched: BTreeSet<PathBuf>,
    signals: Receiver<Signal>,
}

enum Signal {
    Changed(Vec<PathBuf>),
    End,
}

/// What has happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Something may be new at these paths.
    Paths(BTreeSet<PathBuf>),
    /// The user has ended it.
    End,
}

impl Watch {
    /// Begins to watch, as yet nothing. From now on an interruption by the user is a [`Change::End`].
    ///
    /// # Errors
    /// [`WatchError`] when the system cannot tell of changes.
    pub fn begin() -> Result<Self, WatchError> {
        let (sender, signals) = channel();
        let interrupted = sender.clone();
        ctrlc::set_handler(move || {
            // Nobody hears it when it has ended already.
            let _ = interrupted.send(Signal::End);
        })
        .map_err(|error| WatchError { message: format!("interruptions cannot be waited for: {error}"), help: None })?;
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| tell(event, &sender))
            .map_err(|error| error_of(&error))?;
        Ok(Self { watcher, watched: BTreeSet::new(), signals })
    }

    /// Watches these folders, each without the folders in it, and no others. One that is not there is left out.
    ///
    /// # Errors
    /// [`WatchError`] when the system cannot watch so many.
    pub fn folders(&mut self, wanted: BTreeSet<PathBuf>) -> Result<(), WatchError> {
        for folder in self.watched.difference(&wanted) {
            // One that is gone is not watched any more anyway.
            let _ = self.watcher.unwatch(folder);
        }
        let mut watched = BTreeSet::new();
        for folder in wanted {
            if self.watched.contains(&folder) {
                watched.insert(folder);
                continue;
            }
            match self.watcher.watch(&folder, RecursiveMode::NonRecursive) {
                Ok(()) => _ = watched.insert(folder),
                Err(error) if is_gone(&error) => {}
                Err(error) => return Err(error_of(&error)),
            }
        }
        self.watched = watched;
        Ok(())
    }

    /// Waits for a change; gives it at once, with all that have happened meanwhile.
    #[must_use]
    pub fn next(&self) -> Change {
        let Ok(first) = self.signals.recv() else { return Change::End };
        self.all(first)
    }

    /// The same, but waits no longer than a time: `None` when nothing has happened until then.
    #[must_use]
    pub fn next_within(&self, time: Duration) -> Option<Change> {
        match self.signals.recv_timeout(time) {
            Ok(first) => Some(self.all(first)),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Change::End),
        }
    }

    /// A signal with those that have come since.
    fn all(&self, first: Signal) -> Change {
        let mut paths = BTreeSet::new();
        for signal in std::iter::once(first).chain(self.signals.try_iter()) {
            match signal {
                Signal::Changed(some) => paths.extend(some),
                Signal::End => return Change::End,
            }
        }
        Change::Paths(paths)
    }
}

fn tell(event: notify::Result<Event>, sender: &Sender<Signal>) {
    let Ok(event) = event else { return };
    if event.need_rescan() || is_done(event.kind) {
        let _ = sender.send(Signal::Changed(event.paths));
    }
}

/// Whether a file is ready to be read. Where the system tells when a file that was written is closed, what comes before
/// that is half a file.
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

fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

fn error_of(error: &notify::Error) -> WatchError {
    let help = matches!(error.kind, notify::ErrorKind::MaxFilesWatch)
        .then(|| "raise the limit (sysctl fs.inotify.max_user_watches), or watch fewer folders".to_owned());
    let path = error.paths.first().map_or_else(String::new, |path: &PathBuf| format!(" {}", Path::new(path).display()));
    WatchError { message: format!("the files{path} cannot be watched: {error}"), help }
}
