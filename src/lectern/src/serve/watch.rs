//! Following a folder: one call for each burst of changes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// Editors write a file in several steps; they are over when nothing happens for this long.
const QUIET: Duration = Duration::from_millis(50);
/// Where the last step was one that ends a file, and no file is missing, this is long enough.
const SETTLED: Duration = Duration::from_millis(3);
/// A folder that never comes to rest is looked at all the same, this often.
const PATIENCE: Duration = Duration::from_millis(500);

/// Calls `changed` from a thread of its own, with the paths of each burst, for as long as the watcher lives.
///
/// # Errors
/// Where the system cannot watch the folder.
pub(super) fn watch(
    folder: &Path,
    changed: impl Fn(Vec<PathBuf>) + Send + 'static,
) -> Result<RecommendedWatcher> {
    let folder = folder.canonicalize().with_context(|| format!("cannot find `{}`", folder.display()))?;
    let (sender, receiver) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event| {
        // Fails only when nobody listens any more.
        let _ = sender.send(event);
    })
    .context("cannot watch files on this system")?;
    watcher
        .watch(&folder, RecursiveMode::Recursive)
        .with_context(|| format!("cannot watch `{}`", folder.display()))?;
    thread::spawn(move || {
        while let Some(burst) = burst(&receiver) {
            changed(burst);
        }
    });
    Ok(watcher)
}

/// What has happened since the last call.
#[derive(Default)]
struct Burst {
    paths: BTreeSet<PathBuf>,
    /// Of these, the ones that were not there before.
    created: BTreeSet<PathBuf>,
    /// Whether the last thing that happened was the end of a file.
    has_ended: bool,
}

/// Waits for a change, then for quiet. `None` when the watcher is gone.
fn burst(events: &Receiver<notify::Result<Event>>) -> Option<Vec<PathBuf>> {
    let mut burst = Burst::default();
    while !burst.add(events.recv().ok()?) {}
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        match events.recv_timeout(if burst.is_settled() { SETTLED } else { QUIET }) {
            Ok(event) => _ = burst.add(event),
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
    Some(burst.paths.into_iter().collect())
}

impl Burst {
    /// Adds an event and tells whether it is a change. Reading is none, and compiling reads every file.
    fn add(&mut self, event: notify::Result<Event>) -> bool {
        // Where events were lost, anything may have changed.
        let Ok(event) = event else { return true };
        self.has_ended = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
            EventKind::Access(_) => return false,
            EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => true,
            _ => false,
        };
        if matches!(event.kind, EventKind::Create(_)) {
            self.created.extend(event.paths.iter().cloned());
        }
        // The end of a file is no change by itself, but what comes before one may have been told in the call before.
        self.paths.extend(event.paths);
        true
    }

    /// Whether a file was ended and nothing is on its way. Some editors take a file away before they write it anew; one
    /// that came in the meantime and is gone was only a copy beside it.
    fn is_settled(&self) -> bool {
        let is_missing = |path: &&PathBuf| !self.created.contains(*path) && !path.exists();
        self.has_ended && !self.paths.iter().any(|path| is_missing(&path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_burst_of_writes_is_one_change_and_reading_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let (sender, changes) = mpsc::channel();
        let _watcher = watch(folder.path(), move |paths| sender.send(paths).unwrap()).unwrap();
        let file = folder.path().canonicalize().unwrap().join("a.md");
        for text in ["one", "two", "three"] {
            fs::write(&file, text).unwrap();
        }
        assert_eq!(changes.recv_timeout(Duration::from_secs(5)).unwrap(), std::slice::from_ref(&file));
        // Where the machine is so busy that a pause between two of them looks like the end, there is one more.
        while let Ok(again) = changes.recv_timeout(Duration::from_millis(300)) {
            assert_eq!(again, std::slice::from_ref(&file));
        }
        fs::read(&file).unwrap();
        assert!(changes.recv_timeout(Duration::from_millis(300)).is_err());
    }

    #[test]
    fn a_written_file_is_told_at_once_and_one_that_is_gone_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let (file, copy) = (folder.path().join("a.md"), folder.path().join("a.md~"));
        let event = |kind, path: &Path| Ok(Event::new(kind).add_path(path.to_owned()));
        let created = EventKind::Create(notify::event::CreateKind::File);
        let written = EventKind::Modify(ModifyKind::Data(notify::event::DataChange::Any));
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        let renamed = EventKind::Modify(ModifyKind::Name(RenameMode::Both));
        let settled = |events: Vec<notify::Result<Event>>| {
            let mut burst = Burst::default();
            assert!(events.into_iter().all(|event| burst.add(event)));
            burst.is_settled()
        };
        fs::write(&copy, "one").unwrap();
        // As vim does it: the file is moved aside, and written anew in its place.
        let moved = || Ok(Event::new(renamed).add_path(file.clone()).add_path(copy.clone()));
        assert!(!settled(vec![moved()]), "the file is missing");
        fs::write(&file, "two").unwrap();
        assert!(!settled(vec![moved(), event(created, &file), event(written, &file)]), "it is being written");
        assert!(settled(vec![moved(), event(created, &file), event(written, &file), event(closed, &file)]));
        // As others do it: a copy is written, and moved into the place of the file.
        let aside = folder.path().join(".new");
        let into_place = || Ok(Event::new(renamed).add_path(aside.clone()).add_path(file.clone()));
        assert!(settled(vec![event(created, &aside), event(closed, &aside), into_place()]));
        assert!(!settled(vec![event(EventKind::Remove(notify::event::RemoveKind::File), &aside)]));
    }

    #[test]
    fn a_file_in_a_new_folder_is_a_change() {
        let folder = tempfile::tempdir().unwrap();
        let (sender, changes) = mpsc::channel();
        let _watcher = watch(folder.path(), move |paths| sender.send(paths).unwrap()).unwrap();
        let lessons = folder.path().canonicalize().unwrap().join("lessons");
        fs::create_dir(&lessons).unwrap();
        changes.recv_timeout(Duration::from_secs(5)).unwrap();
        fs::write(lessons.join("b.md"), "text").unwrap();
        assert_eq!(changes.recv_timeout(Duration::from_secs(5)).unwrap(), [lessons.join("b.md")]);
    }
}
