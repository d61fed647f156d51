//! How many bytes of code a learner's network carries.

use std::io::Write;

use anyhow::Result;
use tests::evidence::say;
use tests::site_under_test::player;

/// What the code may weigh that every learner fetches before anything else: the wasm without the course, and its
/// JavaScript, each compressed by itself.
const BUDGET: usize = 168 * 1024;

/// What the keeper may weigh, which is fetched when it is needed.
const KEEPER: usize = 72 * 1024;

#[test]
fn the_code_of_the_player_fits_its_budget() -> Result<()> {
    let files = &player()?.files;
    let mut parts = Vec::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".js") || path.ends_with(".wasm")) {
        let code = if path == "player_bg.wasm" { &site::with_bundle(bytes, &[])? } else { bytes };
        parts.push((path.clone(), code.len(), compressed(code)?));
    }
    for (path, plain, compressed) in &parts {
        say(&format!("size: {path}: {plain} bytes, {compressed} with brotli"));
    }
    let (later, first): (Vec<_>, Vec<_>) =
        parts.into_iter().partition(|(path, ..)| path.starts_with("keeper") || path == "marks.js");
    for (what, parts, budget) in [("player", first, BUDGET), ("keeper", later, KEEPER)] {
        let sum: usize = parts.iter().map(|(_, _, compressed)| compressed).sum();
        say(&format!("size: code of the {what}: {sum} bytes with brotli, of {budget}"));
        assert!(parts.len() > 1, "the JavaScript counts too");
        assert!(sum <= budget, "the {what}'s code is {} bytes over its budget: {parts:?}", sum - budget);
    }
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
