//! Building the player with trunk, where what it is built from has changed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::setup;
use crate::workspace::Workspace;

/// What goes into the player, relative to the workspace. Not the content and not the compiler: the course inside is
/// put in anew by whoever assembles a site.
const SOURCES: &[&str] = &[
    "src/player",
    "src/keeper",
    "src/finder",
    "src/margin",
    "src/course",
    // Which messages there are; what they say in each language is put in later.
    "src/words/src/lib.rs",
    "style",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
];

/// Tells the build of `lectern` which player to put inside; see its build.rs.
pub(crate) const INSIDE: &str = "LECTERN_PLAYER";

/// What `.cargo/config.toml` says for the player; cargo takes the variable below in its place.
const FLAGS: &str = "--cfg erase_components";

/// Builds the player if needed and gives back its folder. Another process that does the same is waited for.
///
/// # Errors
/// Where a tool cannot be had or the build fails.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    setup::ensure(workspace)?;
    let folder = workspace.target.join("player");
    let record = workspace.target.join("player.fingerprint");
    let _lock = lock(&workspace.target.join("player.lock"))?;
    let fingerprint = fingerprint(workspace)?;
    let whole = || Ok::<_, anyhow::Error>(format!("{fingerprint}\n{}", listed(&folder)?));
    if fs::read_to_string(&record).is_ok_and(|former| whole().is_ok_and(|now| former == now)) {
        return Ok(folder);
    }

    eprintln!("building the player; the first time takes minutes");
    let started = Instant::now();
    match fs::remove_file(&record) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("cannot remove {}", record.display()));
        }
        _ => {}
    }
    let status = trunk(workspace, &folder)
        // The folder stays a player; the hook in Trunk.toml would make a site of it.
        .env("LECTERN_RAW_PLAYER", "1")
        // Nor does a fault in one course stand in the way of another.
        .env("LECTERN_CONTENT", "")
        .status()
        .context("cannot start trunk")?;
    if !status.success() {
        bail!("the player was not built; the lines above say why");
    }
    fs::write(&record, whole()?).with_context(|| format!("cannot write {}", record.display()))?;
    eprintln!("built the player in {}", setup::duration(started.elapsed()));
    Ok(folder)
}

/// Waits until no other process has this file locked, and locks it until it is dropped. A file system that knows no locks
/// stands in nobody's way.
fn lock(file: &Path) -> Result<fs::File> {
    let cannot = || format!("cannot lock {}", file.display());
    fs::create_dir_all(file.parent().context("a file in a folder")?).with_context(cannot)?;
    let lock = fs::File::options().create(true).append(true).open(file).with_context(cannot)?;
    if let Err(fs::TryLockError::WouldBlock) = lock.try_lock() {
        eprintln!("waiting for another process that builds the player");
        lock.lock().with_context(cannot)?;
    }
    Ok(lock)
}

/// The files of a folder with their sizes, a line each.
fn listed(folder: &Path) -> Result<String> {
    let cannot_read = || format!("cannot read {}", folder.display());
    let mut lines = Vec::new();
    for entry in fs::read_dir(folder).with_context(cannot_read)? {
        let entry = entry.with_context(cannot_read)?;
        let size = entry.metadata().with_context(cannot_read)?.len();
        lines.push(format!("{} {size}", entry.file_name().display()));
    }
    lines.sort();
    Ok(lines.join("\n"))
}

/// Trunk, as it builds into a folder for release.
pub(crate) fn trunk(workspace: &Workspace, folder: &Path) -> Command {
    let mut command = workspace.command("trunk");
    command
        .args(["build", "--release", "--quiet", "--skip-version-check", "--color", "never", "--dist"])
        .arg(folder)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags(workspace))
        // Trunk reads these as options and refuses values that are common elsewhere.
        .env_remove("NO_COLOR")
        .env_remove("RUST_LOG")
        // An error of the build is told by the program that made it; where in trunk it surfaced helps nobody.
        .env_remove("RUST_BACKTRACE")
        // Our own stdout carries the result and nothing else.
        .stdout(Stdio::from(io::stderr()))
        .stdin(Stdio::null());
    command
}

/// How the player is compiled: the paths of this machine are nothing that a learner is to be sent, nor would two
/// machines make the same bytes of them. A path with a space in it cannot be said here, and stays.
fn flags(workspace: &Workspace) -> String {
    let mut flags = FLAGS.to_owned();
    for flag in workspace.remapped().iter().filter(|flag| !flag.contains(' ')) {
        flags.push(' ');
        flags.push_str(flag);
    }
    flags
}

/// A hash over everything the player is built from.
fn fingerprint(workspace: &Workspace) -> Result<String> {
    let mut digest = Sha256::new();
    for source in SOURCES {
        add(&mut digest, &workspace.root.join(source))?;
    }
    for (program, argument) in [("rustc", "-vV"), ("wasm-opt", "--version")] {
        let output = workspace.command(program).arg(argument).output();
        digest.update(output.with_context(|| format!("cannot start {program}"))?.stdout);
    }
    digest.update(flags(workspace));
    Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Files by name and content, folders by their sorted entries.
fn add(digest: &mut Sha256, path: &Path) -> Result<()> {
    let cannot_read = || format!("cannot read {}", path.display());
    if !path.is_dir() {
        let bytes = fs::read(path).with_context(cannot_read)?;
        digest.update(path.as_os_str().as_encoded_bytes());
        digest.update((bytes.len() as u64).to_le_bytes());
        digest.update(bytes);
        return Ok(());
    }
    let entries: io::Result<Vec<_>> =
        fs::read_dir(path).with_context(cannot_read)?.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut entries = entries.with_context(cannot_read)?;
    entries.sort();
    entries.iter().try_for_each(|entry| add(digest, entry))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_are_those_of_the_configuration() {
        let config = Workspace::find().root.join(".cargo/config.toml");
        let flags: Vec<_> = FLAGS.split(' ').map(|flag| format!("\"{flag}\"")).collect();
        let line = format!("rustflags = [{}]", flags.join(", "));
        assert!(fs::read_to_string(config).unwrap().contains(&line), "{line}");
    }

    #[test]
    fn a_file_that_is_gone_or_cut_off_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("player.js");
        fs::write(&file, "text").unwrap();
        let whole = listed(folder.path()).unwrap();
        assert_eq!(whole, "player.js 4");
        fs::write(&file, "te").unwrap();
        assert_ne!(listed(folder.path()).unwrap(), whole);
        fs::remove_file(&file).unwrap();
        assert_ne!(listed(folder.path()).unwrap(), whole);
    }

    #[test]
    fn the_player_is_built_by_one_process_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("target/player.lock");
        let held = lock(&file).unwrap();
        assert!(fs::File::open(&file).unwrap().try_lock().is_err());
        drop(held);
        fs::File::open(&file).unwrap().try_lock().unwrap();
    }

    #[test]
    fn the_fingerprint_follows_names_and_contents_of_all_files() {
        let folder = tempfile::tempdir().unwrap();
        let of_folder = || {
            let mut digest = Sha256::new();
            add(&mut digest, folder.path()).unwrap();
            digest.finalize()
        };
        fs::create_dir(folder.path().join("a")).unwrap();
        fs::write(folder.path().join("a/one"), "text").unwrap();
        let first = of_folder();
        assert_eq!(of_folder(), first);
        fs::write(folder.path().join("a/one"), "texT").unwrap();
        let changed = of_folder();
        assert_ne!(changed, first);
        fs::rename(folder.path().join("a/one"), folder.path().join("a/two")).unwrap();
        assert_ne!(of_folder(), changed);
    }
}
