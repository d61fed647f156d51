//! `lectern assemble`: what trunk calls after its build, so that its output is a whole site too.

use std::env;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow};
use site::{Address, Options, Player};

use crate::{Ended, content};

/// Set by `cargo xtask player`, which wants the player as it is.
const RAW_PLAYER: &str = "LECTERN_RAW_PLAYER";

/// Makes a site of the player in a folder, in place, with the course that is inside it and the files that belong to
/// the course, which only its content folder has.
pub(crate) fn run(folder: Option<PathBuf>) -> Result<Ended> {
    let folder = folder
        .or_else(|| env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from))
        .context("no folder is named; trunk names it in TRUNK_STAGING_DIR")?;
    if env::var_os(RAW_PLAYER).is_some() {
        let wasm = folder.join("player_bg.wasm");
        let bytes = fs::read(&wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
        let bytes = site::without_place(bytes);
        fs::write(&wasm, bytes).with_context(|| format!("cannot write {}", wasm.display()))?;
        return Ok(Ended::Well);
    }
    let player = Player::read(&folder)?;
    let compiled = content_of_build().map(|folder| content::read(&folder)).transpose()?;
    let compiled = compiled.map(|content| compiler::compile(&content)).unwrap_or_default();
    let site = site::assemble(
        &player,
        compiled.bundle.as_deref(),
        &content::assets(&compiled.assets),
        &Options { address: address()?, looks: compiled.looks.clone(), words: compiled.words.clone() },
    )?;
    for path in player.files.keys() {
        let path = folder.join(path);
        fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    site.write_into(&folder)?;
    Ok(Ended::Well)
}

/// Where the site will be found, where `LECTERN_URL` says so: trunk has no option for it.
fn address() -> Result<Option<Address>> {
    let told = env::var("LECTERN_URL").ok().filter(|told| !told.is_empty());
    told.map(|told| told.parse().map_err(|error: String| anyhow!("LECTERN_URL: {error}"))).transpose()
}

/// The folder that the player's build script has compiled; nothing where it is not there any more.
fn content_of_build() -> Option<PathBuf> {
    let told = env::var_os("LECTERN_CONTENT").map(PathBuf::from);
    let own = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../content");
    Some(told.unwrap_or_else(own)).filter(|folder| folder.is_dir())
}
