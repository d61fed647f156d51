//! Whether trunk and the author's tool make the same site of the same content, byte for byte.
//!
//! Trunk compiles the content into the player and calls the assembly as its hook; `lectern build` puts the content into
//! a finished player. Both are compiled with the flags of the player, since plain trunk leaves paths of the machine
//! inside.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::player;
use crate::workspace::Workspace;

/// Makes the site of a small course in both ways, and tells where they differ.
///
/// # Errors
/// Where one of them cannot be made, or they differ.
pub(crate) fn same_site(workspace: &Workspace) -> Result<()> {
    let content = workspace.root.join("tests/content/bakery");
    let folder = workspace.target.join("one-site");
    let [by_trunk, by_lectern] = ["trunk", "lectern"].map(|name| folder.join(name));
    player::build(workspace)?;
    succeed(player::trunk(workspace, &by_trunk).env("LECTERN_CONTENT", &content))?;
    let mut lectern = workspace.cargo();
    lectern.args(["run", "--quiet", "--package", "lectern", "--", "build"]);
    succeed(lectern.arg(&content).arg("--out").arg(&by_lectern))?;
    let wrong = differences(&files(&by_trunk)?, &files(&by_lectern)?);
    match wrong.is_empty() {
        true => Ok(()),
        false => bail!("trunk and `lectern build` make different sites:\n{}", wrong.join("\n")),
    }
}

fn succeed(command: &mut Command) -> Result<()> {
    let status =
        command.stdin(Stdio::null()).status().with_context(|| format!("cannot start {command:?}"))?;
    if !status.success() {
        bail!("{command:?} failed");
    }
    Ok(())
}

fn files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    fn add(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
        for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            match path.is_dir() {
                true => add(&path, &format!("{prefix}{name}/"), files)?,
                false => drop(files.insert(format!("{prefix}{name}"), fs::read(&path)?)),
            }
        }
        Ok(())
    }
    let mut files_of = BTreeMap::new();
    add(folder, "", &mut files_of)?;
    Ok(files_of)
}

/// A line for each file that is not the same in both.
fn differences(trunk: &BTreeMap<String, Vec<u8>>, lectern: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut lines = Vec::new();
    for (path, bytes) in trunk {
        match lectern.get(path) {
            None => lines.push(format!("{path}: only from trunk")),
            Some(other) if other != bytes => {
                let at = bytes.iter().zip(other).take_while(|(one, other)| one == other).count();
                lines.push(format!("{path}: {} and {} bytes, from byte {at} on", bytes.len(), other.len()));
            }
            Some(_) => {}
        }
    }
    lines.extend(
        lectern
            .keys()
            .filter(|path| !trunk.contains_key(*path))
            .map(|path| format!("{path}: only from lectern")),
    );
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_difference_is_a_line() {
        let site = |files: &[(&str, &str)]| {
            files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
        };
        let trunk = site(&[("a", "same"), ("b", "one"), ("c", "")]);
        let lectern = site(&[("a", "same"), ("b", "once"), ("d/e", "")]);
        assert_eq!(
            differences(&trunk, &lectern),
            ["b: 3 and 4 bytes, from byte 2 on", "c: only from trunk", "d/e: only from lectern"]
        );
        assert_eq!(differences(&trunk, &trunk), [""; 0]);
    }
}
