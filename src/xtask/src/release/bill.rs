//! The bill of materials: every crate that goes into the program or into the player inside, as CycloneDX 1.5.
//!
//! It is made of what cargo itself says (`cargo metadata`), and holds neither time nor serial number, so that the same
//! sources give the same bill.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::workspace::Workspace;

/// The target of the player.
const WASM: &str = "wasm32-unknown-unknown";

/// The bill of the program for a target, as JSON.
///
/// # Errors
/// Where cargo cannot be asked.
pub(super) fn of(workspace: &Workspace, target: &str) -> Result<String> {
    let program = metadata(workspace, target)?;
    let player = metadata(workspace, WASM)?;
    let lock = fs::read_to_string(workspace.root.join("Cargo.lock")).context("cannot read Cargo.lock")?;
    let bill = bill(&[(&program, "lectern"), (&player, "player")], &checksums(&lock))?;
    Ok(serde_json::to_string_pretty(&bill)? + "\n")
}

fn metadata(workspace: &Workspace, target: &str) -> Result<Value> {
    let arguments = ["metadata", "--locked", "--format-version", "1", "--filter-platform", target];
    let output = workspace.cargo().args(arguments).output().context("cannot start cargo")?;
    ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The bill of several programs, the first of which carries the others inside.
fn bill(programs: &[(&Value, &str)], checksums: &BTreeMap<(String, String), String>) -> Result<Value> {
    let mut components = BTreeMap::new();
    let mut dependencies: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut roots = Vec::new();
    for (metadata, root) in programs {
        let packages = packages(metadata)?;
        let needed = needed(metadata)?;
        let (root, _) = packages
            .iter()
            .find(|(_, package)| package["name"] == *root)
            .context("the program is a crate")?;
        roots.push(reference(packages[root]));
        let mut open = vec![*root];
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let package = packages[id];
            components.insert(reference(package), component(package, checksums));
            let own = dependencies.entry(reference(package)).or_default();
            for dependency in needed.get(id).into_iter().flatten().copied() {
                own.insert(reference(packages[dependency]));
                open.push(dependency);
            }
        }
    }
    let (main, inside) = roots.split_first().context("there is a program")?;
    dependencies.entry(main.clone()).or_default().extend(inside.iter().cloned());
    let mut program = components.remove(main).context("the program is a crate")?;
    program["type"] = "application".into();
    let list = |(name, on): (String, BTreeSet<String>)| json!({ "ref": name, "dependsOn": on });
    Ok(json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": program },
        "components": components.into_values().collect::<Vec<_>>(),
        "dependencies": dependencies.into_iter().map(list).collect::<Vec<_>>(),
    }))
}

/// All packages by their ids.
fn packages(metadata: &Value) -> Result<BTreeMap<&str, &Value>> {
    let packages = metadata["packages"].as_array().context("cargo tells of packages")?;
    Ok(packages.iter().filter_map(|package| Some((package["id"].as_str()?, package))).collect())
}

/// What each package needs when it runs, by their ids: neither its tests nor its build scripts.
fn needed(metadata: &Value) -> Result<BTreeMap<&str, Vec<&str>>> {
    let nodes = metadata["resolve"]["nodes"].as_array().context("cargo tells what needs what")?;
    let is_normal = |dependency: &&Value| {
        let kinds = dependency["dep_kinds"].as_array();
        kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind["kind"].is_null()))
    };
    let mut needed = BTreeMap::new();
    for node in nodes {
        let dependencies = node["deps"].as_array().into_iter().flatten().filter(is_normal);
        let ids = dependencies.filter_map(|dependency| dependency["pkg"].as_str()).collect();
        needed.insert(node["id"].as_str().context("a package has an id")?, ids);
    }
    Ok(needed)
}

/// A package as its URL, <https://github.com/package-url/purl-spec>.
fn reference(package: &Value) -> String {
    let text = |key: &str| package[key].as_str().unwrap_or_default().replace('+', "%2B");
    format!("pkg:cargo/{}@{}", text("name"), text("version"))
}

fn component(package: &Value, checksums: &BTreeMap<(String, String), String>) -> Value {
    let text = |key: &str| package[key].as_str().unwrap_or_default();
    let reference = reference(package);
    let mut component = json!({
        "type": "library",
        "bom-ref": reference,
        "name": text("name"),
        "version": text("version"),
        "purl": reference,
    });
    if !text("description").is_empty() {
        component["description"] =
            text("description").split_whitespace().collect::<Vec<_>>().join(" ").into();
    }
    if !text("license").is_empty() {
        // Older crates write a slash where SPDX has a word.
        let expression = text("license").split('/').map(str::trim).collect::<Vec<_>>().join(" OR ");
        component["licenses"] = json!([{ "expression": expression }]);
    }
    let version = (text("name").to_owned(), text("version").to_owned());
    if let Some(checksum) = checksums.get(&version) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
    }
    if let Some(repository) = package["repository"].as_str().filter(|url| url.starts_with("https://")) {
        component["externalReferences"] = json!([{ "type": "vcs", "url": repository }]);
    }
    component
}

/// The hashes of the crates' archives, by name and version.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let mut checksums = BTreeMap::new();
    for package in lock.split("[[package]]").skip(1) {
        let value = |key: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \""))?;
            line.strip_suffix('"').map(str::to_owned)
        };
        if let (Some(name), Some(version), Some(checksum)) =
            (value("name"), value("version"), value("checksum"))
        {
            checksums.insert((name, version), checksum);
        }
    }
    checksums
}

#[cfg(test)]
mod tests {
    use cyclonedx_bom::models::bom::Bom;
    use cyclonedx_bom::validation::Validate;

    use super::*;

    #[test]
    fn the_bill_of_this_checkout_is_one_that_the_types_of_the_standard_read() {
        let workspace = Workspace::find();
        let text = of(&workspace, "x86_64-unknown-linux-gnu").unwrap();
        assert_eq!(of(&workspace, "x86_64-unknown-linux-gnu").unwrap(), text);
        let bom = Bom::parse_from_json(text.as_bytes()).unwrap();
        let validated = bom.validate();
        assert!(validated.passed(), "{validated:?}");
        let bill: Value = serde_json::from_str(&text).unwrap();
        let components = bill["components"].as_array().unwrap();
        let find = |name: &str| components.iter().find(|component| component["name"] == name);
        for name in ["clap", "compiler", "leptos", "onig_sys", "player", "wasm-bindgen"] {
            assert!(find(name).is_some(), "{name} goes into the program");
        }
        for name in ["serde-sarif", "insta", "xtask", "lectern", "windows-sys", "cyclonedx-bom"] {
            assert!(find(name).is_none(), "{name} does not");
        }
        let onig = find("onig_sys").unwrap();
        assert_eq!(onig["hashes"][0]["content"].as_str().unwrap().len(), 64);
        assert_eq!(bill["metadata"]["component"]["name"], "lectern");
        let known: BTreeSet<_> =
            components.iter().map(|component| &component["bom-ref"]).map(Value::to_string).collect();
        for dependency in bill["dependencies"].as_array().unwrap() {
            for on in dependency["dependsOn"].as_array().unwrap() {
                assert!(known.contains(&on.to_string()), "{on} is a component");
            }
        }
    }

    #[test]
    fn licences_are_written_as_spdx_has_them() {
        let package = json!({ "name": "a", "version": "1.0.0+b", "license": "MIT/Apache-2.0" });
        let component = component(&package, &BTreeMap::new());
        assert_eq!(component["licenses"], json!([{ "expression": "MIT OR Apache-2.0" }]));
        assert_eq!(component["purl"], "pkg:cargo/a@1.0.0%2Bb");
    }
}
