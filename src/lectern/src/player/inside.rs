//! The player that `build.rs` has put into this program.

use std::io::Read;

use anyhow::{Context, Result};
use flate2::read::DeflateDecoder;
use site::Player;

/// The files, as `build.rs` has packed them.
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/player"));

/// Unpacks the player.
///
/// # Errors
/// Where the program file is damaged.
pub(crate) fn get() -> Result<Player> {
    let mut plain = Vec::new();
    DeflateDecoder::new(PACKED).read_to_end(&mut plain).context(DAMAGED)?;
    let files = postcard::from_bytes(&plain).context(DAMAGED)?;
    Ok(Player { files })
}

const DAMAGED: &str = "the player inside this program is damaged; install lectern again";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_player_inside_is_whole() {
        let player = get().unwrap();
        for file in ["index.html", "player_bg.wasm", "player.js", "boot.js"] {
            assert!(!player.files[file].is_empty(), "{file}");
        }
    }
}
