//! What is handed to authors: the program with the player inside, with all that belongs to it.
//!
//! The same sources and the same Rust give the same bytes, whoever builds them and wherever: nothing in them tells
//! the time or a path of the machine.

mod bill;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use crate::workspace::Workspace;
use crate::{player, setup};

/// The shells that completions are written for, with the name of the file each looks for.
const SHELLS: &[(&str, &str)] =
    &[("bash", "lectern.bash"), ("zsh", "_lectern"), ("fish", "lectern.fish"), ("powershell", "lectern.ps1")];

/// The file that `sha256sum --check` reads.
const CHECKSUMS: &str = "SHA256SUMS";

/// Builds everything, tries the program, and gives back the folder.
///
/// # Errors
/// Where something cannot be built, or the program does not work by itself.
pub(crate) fn run(workspace: &Workspace) -> Result<PathBuf> {
    let started = Instant::now();
    let target = host(workspace)?;
    let player = player::build(workspace)?;
    let program = program(workspace, &target, &player)?;

    let version = env!("CARGO_PKG_VERSION");
    let folder = workspace.target.join("artifacts").join(format!("lectern-{version}-{target}"));
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    let write = |path: &str, bytes: &[u8]| -> Result<()> {
        let path = folder.join(path);
        let cannot = || format!("cannot write {}", path.display());
        fs::create_dir_all(path.parent().unwrap_or(&folder)).with_context(cannot)?;
        fs::write(&path, bytes).with_context(cannot)
    };
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        write(licence, &fs::read(workspace.root.join(licence))?)?;
    }
    write("lectern.cdx.json", bill::of(workspace, &target)?.as_bytes())?;
    for (shell, file) in SHELLS {
        write(&format!("completions/{file}"), &said(&program, &["completions", shell])?)?;
    }
    write("man/man1/lectern.1", &said(&program, &["man"])?)?;
    for command in commands(&said(&program, &["man"])?) {
        write(&format!("man/man1/lectern-{command}.1"), &said(&program, &["man", &command])?)?;
    }
    let own = folder.join(program.file_name().context("a program has a name")?);
    fs::copy(&program, &own).with_context(|| format!("cannot write {}", own.display()))?;
    write(CHECKSUMS, checksums(&folder)?.as_bytes())?;

    try_out(workspace, &own, &player)?;
    let size = fs::metadata(&own)?.len() as f64 / 1e6;
    eprintln!("made a program of {size:.1} MB in {}", setup::duration(started.elapsed()));
    Ok(folder)
}

/// The program as it is shipped.
fn program(workspace: &Workspace, target: &str, player: &Path) -> Result<PathBuf> {
    eprintln!("building lectern");
    let status = workspace
        .cargo()
        .args(["build", "--locked", "--package", "lectern", "--features", "inside", "--profile", "dist"])
        // With a target named, the flags are not for what only runs while building.
        .args(["--target", target])
        .env(player::INSIDE, player)
        .env("CARGO_ENCODED_RUSTFLAGS", workspace.remapped().join("\x1f"))
        // The regular expressions are C, and its compiler is asked for the same.
        .env("CFLAGS", c_flags(workspace))
        .status()
        .context("cannot start cargo")?;
    ensure!(status.success(), "lectern was not built; the lines above say why");
    let name = format!("lectern{}", std::env::consts::EXE_SUFFIX);
    Ok(workspace.target.join(target).join("dist").join(name))
}

fn c_flags(workspace: &Workspace) -> String {
    let flags = workspace.remapped();
    flags
        .iter()
        .map(|flag| flag.replace("--remap-path-prefix", "-ffile-prefix-map"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The target of this machine, as rustc calls it.
fn host(workspace: &Workspace) -> Result<String> {
    let output = workspace.command("rustc").arg("-vV").output().context("cannot start rustc")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not say which target this machine is")?.to_owned())
}

/// What the program writes to stdout.
fn said(program: &Path, arguments: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new(program).args(arguments).output().context("cannot start what was built")?;
    ensure!(output.status.success(), "`lectern {}` failed", arguments.join(" "));
    Ok(output.stdout)
}

/// The commands that a manual page names, as in `lectern\-build(1)`.
fn commands(page: &[u8]) -> Vec<String> {
    let page = String::from_utf8_lossy(page);
    let named = page.lines().filter_map(|line| line.strip_prefix("lectern\\-")?.strip_suffix("(1)"));
    named.filter(|name| *name != "help").map(|name| name.replace('\\', "")).collect()
}

/// A line for each file of a folder but the checksums themselves, sorted.
fn checksums(folder: &Path) -> Result<String> {
    let mut open = vec![folder.to_owned()];
    let mut lines = Vec::new();
    while let Some(inner) = open.pop() {
        for entry in fs::read_dir(&inner)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
            if name != CHECKSUMS {
                let hash = Sha256::digest(fs::read(&path)?);
                let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
                lines.push((name.clone(), format!("{hash}  {name}\n")));
            }
        }
    }
    lines.sort();
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

/// Lets the program show that it needs nothing of this machine.
fn try_out(workspace: &Workspace, program: &Path, player: &Path) -> Result<()> {
    eprintln!("trying it by itself");
    let status = workspace
        .cargo()
        .args(["test", "--quiet", "--package", "lectern", "--features", "inside", "--test", "alone"])
        .env(player::INSIDE, player)
        .env("LECTERN_PROGRAM", program)
        // Our own stdout carries the result and nothing else.
        .stdout(std::process::Stdio::from(std::io::stderr()))
        .status()
        .context("cannot start cargo")?;
    ensure!(status.success(), "the program does not work by itself; the lines above say why");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_are_found_in_the_manual_page() {
        let page = b".SH SUBCOMMANDS\n.TP\nlectern\\-build(1)\nWrite\n.TP\nlectern\\-help(1)\nPrint\n";
        assert_eq!(commands(page), ["build"]);
    }

    #[test]
    fn checksums_are_those_that_sha256sum_reads() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("man")).unwrap();
        fs::write(folder.path().join("man/a.1"), "abc").unwrap();
        fs::write(folder.path().join("b"), "").unwrap();
        fs::write(folder.path().join(CHECKSUMS), "former").unwrap();
        assert_eq!(
            checksums(folder.path()).unwrap(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b\n\
             ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  man/a.1\n"
        );
    }
}
