//! How many bytes of code a learner's network carries.

use anyhow::Result;
use tests::content;
use tests::evidence::say;
use tests::host::brotli;
use tests::site_under_test::{bundle, player};

/// What the code may weigh that every learner fetches before anything else: the wasm without the course, and its
/// JavaScript, each compressed by itself.
const BUDGET: usize = 160 * 1024;

/// What the keeper may weigh, which is fetched when it is needed. It has the pages of reviews, of looking back and of
/// certificates, and reads lessons, to print them.
const KEEPER: usize = 126 * 1024;

/// What the finder may weigh, which is fetched when something is looked for.
const FINDER: usize = 68 * 1024;

/// What the scripts may weigh that are fetched once the player is there.
const SCRIPTS: usize = 8 * 1024;

/// What the margin may weigh, which is fetched when something is marked or was.
const MARGIN: usize = 72 * 1024;

#[test]
fn the_code_of_the_player_fits_its_budget() -> Result<()> {
    let bundle = bundle(&content::bakery())?;
    let site = site::assemble(player()?, Some(&bundle), &site::Assets::new(), &site::Options::default())?;
    let mut parts = Vec::new();
    let is_code = |path: &str| (path.ends_with(".js") || path.ends_with(".wasm")) && path != "sw.js";
    for (path, bytes) in site.assets().filter(|(path, _)| is_code(path)) {
        let code =
            if path.starts_with("player_bg-") { &site::with_bundle(bytes, &[])? } else { &bytes.to_vec() };
        parts.push((path.to_owned(), code.len(), brotli(code).len()));
    }
    for (path, plain, compressed) in &parts {
        say(&format!("size: {path}: {plain} bytes, {compressed} with brotli"));
    }
    let mut first = parts;
    let of = |name: &str, from: &mut Vec<(String, usize, usize)>| {
        from.extract_if(.., |(path, ..)| path.starts_with(name)).collect::<Vec<_>>()
    };
    // The index is content.
    of("search-", &mut first);
    let [finder, keeper, margin] = ["finder", "keeper", "margin"].map(|name| of(name, &mut first));
    let scripts = ["keys-", "marks-", "reader-"].map(|name| of(name, &mut first)).concat();
    for (what, parts, budget) in [
        ("player", first, BUDGET),
        ("keeper", keeper, KEEPER),
        ("finder", finder, FINDER),
        ("margin", margin, MARGIN),
        ("scripts", scripts, SCRIPTS),
    ] {
        let sum: usize = parts.iter().map(|(_, _, compressed)| compressed).sum();
        say(&format!("size: code of the {what}: {sum} bytes with brotli, of {budget}"));
        assert!(parts.len() > 1, "the JavaScript counts too");
        assert!(sum <= budget, "the {what}'s code is {} bytes over its budget: {parts:?}", sum - budget);
    }
    Ok(())
}
