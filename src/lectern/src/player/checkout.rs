//! The player of the checkout: `cargo xtask player` knows how it is built and whether it is up to date.

use std::env;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use site::Player;

/// Names the folder of a finished player to take instead, which the tests do.
const FINISHED: &str = "LECTERN_PLAYER";

/// Builds the player where needed, with its progress on stderr, and reads it.
///
/// # Errors
/// Where it cannot be built; why has been told by then.
pub(crate) fn get() -> Result<Player> {
    if let Some(folder) = env::var_os(FINISHED).filter(|folder| !folder.is_empty()) {
        return Ok(Player::read(Path::new(&folder))?);
    }
    if io::stderr().is_terminal() {
        eprintln!("preparing the player");
    }
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["run", "--quiet", "--package", "xtask", "--", "player"])
        .current_dir(workspace())
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start cargo; is Rust still installed?")?;
    if !output.status.success() {
        bail!("there is no player to show the course in; the lines above say why");
    }
    let said = String::from_utf8_lossy(&output.stdout);
    let folder =
        said.lines().last().context("`cargo xtask player` named no folder; run it by hand to see why")?;
    Ok(Player::read(Path::new(folder))?)
}

/// The checkout this program belongs to: cargo tells when it runs it, for a checkout may have been moved since it was
/// built.
fn workspace() -> PathBuf {
    let run_by_cargo = env::var("CARGO_PKG_NAME").is_ok_and(|name| name == env!("CARGO_PKG_NAME"));
    let told = env::var_os("CARGO_MANIFEST_DIR").filter(|_| run_by_cargo).map(PathBuf::from);
    told.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into()).join("../..")
}
