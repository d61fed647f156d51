//! The standard library for the player's target.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::progress::Progress;
use crate::process::listen;
use crate::workspace::Workspace;

/// The version of the compiler, if it has the standard library for this target. Asked of the compiler itself, so
/// that a Rust from elsewhere than rustup is recognised too.
pub(crate) fn version(workspace: &Workspace, target: &str) -> Option<String> {
    let rustc = |arguments: &[&str]| {
        let output = workspace.command("rustc").args(arguments).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let libraries = rustc(&["--print", "target-libdir", "--target", target])?;
    let mut files = Path::new(&libraries).read_dir().ok()?.flatten();
    files.any(|file| file.file_name().to_string_lossy().starts_with("libcore-")).then_some(())?;
    rustc(&["--version"])?.split_whitespace().nth(1).map(str::to_owned)
}

/// Adds the target to the toolchain in use.
pub(crate) fn add(workspace: &Workspace, target: &str, progress: &mut Progress) -> Result<()> {
    progress.begin("adding it with rustup");
    let ended = listen(workspace.command("rustup").args(["target", "add", target]), |_| false)
        .context("  cannot start rustup")?;
    if !ended.success {
        bail!("  rustup says:\n    {}", ended.last_lines.join("\n    "));
    }
    Ok(())
}
