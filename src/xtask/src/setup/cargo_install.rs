//! Tools that are built from crates.io into the workspace's own folder.

use std::fs;
use std::path::PathBuf;
use std::thread;

use anyhow::{Context, Result, bail};

use super::progress::Progress;
use crate::process::listen;
use crate::workspace::Workspace;

/// A program on crates.io.
pub(crate) struct Crate {
    /// Its name there.
    pub(crate) name: &'static str,
    /// The version to build.
    pub(crate) version: String,
    /// What else `cargo install` is told.
    pub(crate) flags: &'static [&'static str],
    /// Whether a C++ compiler is needed too.
    pub(crate) is_cpp: bool,
    /// Minutes it takes one core, measured on a slow machine.
    pub(crate) minutes: usize,
}

impl Crate {
    /// What to type to have it installed for every project.
    pub(crate) fn by_hand(&self) -> String {
        format!("cargo install {} --version {} {}", self.name, self.version, self.flags.join(" "))
            .trim_end()
            .to_owned()
    }
}

/// Builds it. Crates that several tools share are built once, and a build that was broken off is gone on with.
pub(crate) fn install(workspace: &Workspace, wanted: &Crate, progress: &mut Progress) -> Result<()> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let minutes = wanted.minutes.div_ceil(cores);
    let unit = if minutes == 1 { "minute" } else { "minutes" };
    progress.begin(&format!("building it from crates.io, about {minutes} {unit} on {cores} cores"));

    let mut command = workspace.cargo();
    command
        .args(["install", wanted.name, "--version", &wanted.version, "--force", "--root"])
        .arg(workspace.tools())
        .args(wanted.flags)
        .env("CARGO_TARGET_DIR", build_folder(workspace))
        .env("CARGO_TERM_COLOR", "never")
        // So that cargo draws its progress although nobody looks at a terminal.
        .env("CARGO_TERM_PROGRESS_WHEN", "always")
        .env("CARGO_TERM_PROGRESS_WIDTH", "80")
        // The tools run for seconds and are built for minutes.
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        .env_remove("RUSTFLAGS");
    let ended = listen(&mut command, |line| match built(line) {
        Some((done, all)) => {
            progress.reached(done, all, "crates");
            true
        }
        None => line.trim_start().starts_with("Compiling") || line.trim_start().starts_with("Downloaded"),
    })
    .context("  cannot start cargo")?;
    if !ended.success {
        bail!("  cargo says:\n    {}", ended.last_lines.join("\n    "));
    }
    Ok(())
}

/// Gives back the space of the builds. What cannot be removed only takes space, so nothing is said of it.
pub(crate) fn clear(workspace: &Workspace) {
    let _ = fs::remove_dir_all(build_folder(workspace));
}

fn build_folder(workspace: &Workspace) -> PathBuf {
    workspace.tools().join("build")
}

/// `Building [====>    ] 131/312: serde` → 131 of 312.
fn built(line: &str) -> Option<(usize, usize)> {
    let (_, rest) = line.trim_start().strip_prefix("Building [")?.split_once(']')?;
    let (done, rest) = rest.trim_start().split_once('/')?;
    let all: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Some((done.parse().ok()?, all.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_progress_is_understood() {
        assert_eq!(built("    Building [=========>   ] 131/312: serde, syn(build)"), Some((131, 312)));
        assert_eq!(built("   Compiling serde v1.0.0"), None);
        assert_eq!(built("    Building [broken"), None);
    }
}
