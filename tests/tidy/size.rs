//! How many bytes of code a learner's network carries.

use std::io::Write;

use anyhow::{Context, Result};
use tests::evidence::say;
use tests::site_under_test::player;

/// What the player's code may weigh: the wasm without the course, and all JavaScript, each compressed by itself.
const BUDGET: usize = 115 * 1024;

#[test]
fn the_code_of_the_player_fits_its_budget() -> Result<()> {
    let files = &player()?.files;
    let wasm = files.get("player_bg.wasm").context("a player has a wasm file")?;
    let code = site::with_bundle(wasm, &[])?;
    let mut parts = vec![("player_bg.wasm".to_owned(), code.len(), compressed(&code)?)];
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".js")) {
        parts.push((path.clone(), bytes.len(), compressed(bytes)?));
    }
    let sum: usize = parts.iter().map(|(_, _, compressed)| compressed).sum();
    for (path, plain, compressed) in &parts {
        say(&format!("size: {path}: {plain} bytes, {compressed} with brotli"));
    }
    say(&format!("size: code of the player: {sum} bytes with brotli, of {BUDGET}"));
    assert!(parts.len() > 1, "the JavaScript counts too");
    assert!(sum <= BUDGET, "the player's code is {} bytes over its budget: {parts:?}", sum - BUDGET);
    Ok(())
}

/// The size under brotli with quality 11 and its largest ordinary window, as hosts that compress ahead use it.
fn compressed(bytes: &[u8]) -> Result<usize> {
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 1 << 16, 11, 22);
    writer.write_all(bytes)?;
    drop(writer);
    Ok(out.len())
}
