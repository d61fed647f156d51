//! Following a folder: one call for each burst of changes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// Editors write a file in several steps; they are over when nothing happens for this long.
const QUIET: Duration = Duration::from_millis(50);
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

/// Waits for a change, then for quiet. `None` when the watcher is gone.
fn burst(events: &Receiver<notify::Result<Event>>) -> Option<Vec<PathBuf>> {
    let mut paths = BTreeSet::new();
    while !add(&mut paths, events.recv().ok()?) {}
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        match events.recv_timeout(QUIET) {
            Ok(event) => drop(add(&mut paths, event)),
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
    Some(paths.into_iter().collect())
}

/// Adds the paths of an event that is a change. Reading is none, and compiling reads every file.
fn add(paths: &mut BTreeSet<PathBuf>, event: notify::Result<Event>) -> bool {
    match event {
        Ok(event) if matches!(event.kind, EventKind::Access(_)) => false,
        Ok(event) => {
            paths.extend(event.paths);
            true
        }
        // Events were lost, so anything may have changed.
        Err(_) => true,
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
        fs::read(&file).unwrap();
        assert!(changes.recv_timeout(Duration::from_millis(300)).is_err());
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
