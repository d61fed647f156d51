//! The player as trunk leaves it: files with plain names that refer to each other as `./name`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::error::{Error, Result};

/// The page every other page is made from.
pub(crate) const INDEX: &str = "index.html";
/// The wasm file; it carries the course.
pub(crate) const WASM: &str = "player_bg.wasm";
/// The JavaScript that wasm-bindgen wrote for it.
pub(crate) const SCRIPT: &str = "player.js";

/// A built player, in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Player {
    /// Path relative to the player's folder, with `/` between its parts → bytes.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Player {
    /// Reads the folder that `cargo xtask player` prints. Hidden files are left out.
    ///
    /// # Errors
    /// Where the folder cannot be read or lacks a file that every player has.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut player = Self::default();
        player.add(folder, "")?;
        for missing in [INDEX, WASM, SCRIPT] {
            if !player.files.contains_key(missing) {
                return Err(Error::NotAPlayer { missing });
            }
        }
        Ok(player)
    }

    fn add(&mut self, folder: &Path, prefix: &str) -> Result<()> {
        let unreadable = |source| Error::Read { path: folder.to_owned(), source };
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if name.starts_with('.') {
                continue;
            }
            let relative = format!("{prefix}{name}");
            if path.is_dir() {
                self.add(&path, &format!("{relative}/"))?;
            } else {
                let bytes = fs::read(&path).map_err(|source| Error::Read { path, source })?;
                self.files.insert(relative, bytes);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn a_folder_is_read_with_its_subfolders_and_without_hidden_files() {
        let folder = tempfile::tempdir().unwrap();
        let player = sample::player();
        for (path, bytes) in &player.files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        fs::write(folder.path().join(".hidden"), "").unwrap();
        assert_eq!(Player::read(folder.path()).unwrap(), player);
    }

    #[test]
    fn a_folder_without_a_player_is_refused_by_the_name_of_what_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(INDEX), sample::INDEX).unwrap();
        let error = Player::read(folder.path()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the player has no `player_bg.wasm`; build it with `cargo xtask player`"
        );
    }
}
