//! Which crate may know which, as DESIGN has it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tests::content::root;

/// Every arrow there may be between the rooms: crate, kind of dependency, what it may know. The suite knows all.
const ARROWS: &[(&str, &str, &[&str])] = &[
    ("compiler", "normal", &["course", "words"]),
    ("import", "normal", &["course"]),
    ("lms", "normal", &["course"]),
    ("finder", "normal", &["course", "words"]),
    ("keeper", "normal", &["course", "words"]),
    ("margin", "normal", &["course", "words"]),
    ("player", "normal", &["course", "lms", "words"]),
    ("player", "build", &["compiler"]),
    ("site", "normal", &["course", "compiler", "player", "words"]),
    ("lectern", "normal", &["course", "compiler", "import", "site"]),
];

/// What must never reach a learner's browser: parsers, highlighters, sanitisers.
const NOT_IN_WASM: &[&str] = &[
    "ammonia",
    "annotate-snippets",
    "compiler",
    "html5ever",
    "imagesize",
    "import",
    "markup5ever",
    "math-core",
    "pulldown-cmark",
    "roxmltree",
    "serde_yaml",
    "syntect",
    "two-face",
    "yaml_serde",
];

fn cargo(arguments: &[&str]) -> Result<String> {
    let output = Command::new(env!("CARGO")).current_dir(root()).args(arguments).output()?;
    ensure!(output.status.success(), "cargo {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

fn packages() -> Result<Vec<Value>> {
    let mut metadata: Value =
        serde_json::from_str(&cargo(&["metadata", "--no-deps", "--format-version=1"])?)?;
    match metadata["packages"].take() {
        Value::Array(packages) => Ok(packages),
        other => anyhow::bail!("cargo metadata tells of packages as {other}"),
    }
}

#[test]
fn imports_run_one_way() -> Result<()> {
    let packages = packages()?;
    let rooms: Vec<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    for package in &packages {
        let name = package["name"].as_str().context("a package has a name")?;
        for dependency in package["dependencies"].as_array().context("a package has dependencies")? {
            let to = dependency["name"].as_str().context("a dependency has a name")?;
            let kind = dependency["kind"].as_str().unwrap_or("normal");
            if name == "tests" || kind == "dev" || !rooms.contains(&to) {
                continue;
            }
            let allowed =
                ARROWS.iter().any(|(from, of, known)| *from == name && *of == kind && known.contains(&to));
            assert!(allowed, "{name} has {to} as a {kind} dependency, an arrow that DESIGN does not have");
        }
    }
    Ok(())
}

#[test]
fn a_crate_is_named_as_its_folder() -> Result<()> {
    for package in packages()? {
        let manifest = package["manifest_path"].as_str().context("a package has a manifest")?;
        let folder = Path::new(manifest).parent().and_then(Path::file_name).and_then(|name| name.to_str());
        assert_eq!(package["name"].as_str(), folder);
    }
    Ok(())
}

#[test]
fn no_parser_and_no_highlighter_reaches_the_wasm() -> Result<()> {
    let arguments =
        ["tree", "--locked", "--package=player", "--edges=normal", "--prefix=none", "--format={p}"];
    let tree = cargo(&[&arguments[..], &["--target=wasm32-unknown-unknown"]].concat())?;
    let crates: Vec<&str> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(
        crates.contains(&"course") && crates.contains(&"wasm-bindgen"),
        "this is the player's tree: {crates:?}"
    );
    let found: Vec<_> = NOT_IN_WASM.iter().filter(|name| crates.contains(name)).collect();
    assert!(found.is_empty(), "these reach the learner's browser: {found:?}");
    Ok(())
}
