//! The site the suite plays: the release player, read once, with any content folder compiled into it.

use std::path::Path;
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};
use course::bundle::Bundle;
use course::library::Library;

use crate::content;
use crate::host::Files;

/// The release player as `cargo xtask player` built it.
///
/// # Errors
/// Where it was not built.
pub fn player() -> Result<&'static site::Player> {
    static PLAYER: OnceLock<site::Player> = OnceLock::new();
    if let Some(player) = PLAYER.get() {
        return Ok(player);
    }
    let folder = content::target().join("player");
    let player = site::Player::read(&folder);
    let player = player
        .with_context(|| format!("no player in {}: run `cargo xtask player` first", folder.display()))?;
    Ok(PLAYER.get_or_init(|| player))
}

fn compiled(folder: &Path) -> Result<compiler::Compiled> {
    let content = compiler::Content::read(folder)?;
    let compiled = compiler::compile(&content);
    if compiled.bundle.is_none() {
        let report = compiler::render(&compiled.diagnostics, &content, false);
        bail!("{} has errors:\n{report}", folder.display());
    }
    Ok(compiled)
}

/// The bundle of a content folder.
///
/// # Errors
/// Where the content has errors.
pub fn bundle(folder: &Path) -> Result<Vec<u8>> {
    Ok(compiled(folder)?.bundle.unwrap_or_default())
}

/// The files of the site made from a content folder.
///
/// # Errors
/// Where the player was not built or the content has errors.
pub fn site(folder: &Path) -> Result<Files> {
    let compiled = compiled(folder)?;
    let options = site::Options { looks: compiled.looks, words: compiled.words, ..site::Options::default() };
    let assets = compiled.assets.into_iter().map(|asset| (asset.name, asset.bytes)).collect();
    let site = site::assemble(player()?, compiled.bundle.as_deref(), &assets, &options)?;
    Ok(site.all_files().into_iter().map(|(path, bytes)| (path, bytes.to_vec())).collect())
}

/// The outline of a content folder.
///
/// # Errors
/// Where the content has errors.
pub fn library(folder: &Path) -> Result<Library> {
    Ok(Bundle::decode(&bundle(folder)?)?.library)
}
