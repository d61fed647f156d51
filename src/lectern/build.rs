//! Puts a finished player into the program, so that authors need neither Rust nor a network.
//!
//! With the feature `inside`, and whenever it is built for release, as `cargo install` does. A program that is built
//! for development asks its checkout for a player, so that `cargo lectern` and `cargo test` never wait for one that
//! they do not want.
//!
//! The player is what lies in the folder that `LECTERN_PLAYER` names, as `cargo xtask release` has it. Otherwise it
//! is built here, in a cargo folder of its own: the outer cargo holds the lock on its folder until this script ends,
//! so that sharing it would wait for ever.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::{env, fs, io};

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// What a player is built from, relative to the checkout: as `cargo xtask player` has it.
const SOURCES: &[&str] = &[
    "src/player",
    "src/course",
    "style",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
];

fn main() -> ExitCode {
    println!("cargo::rustc-check-cfg=cfg(player_inside)");
    println!("cargo::rerun-if-env-changed=LECTERN_PLAYER");
    let is_release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    if !is_release && env::var_os("CARGO_FEATURE_INSIDE").is_none() {
        return ExitCode::SUCCESS;
    }
    let packed = match env::var_os("LECTERN_PLAYER").filter(|folder| !folder.is_empty()) {
        Some(folder) => pack(Path::new(&folder)),
        None => build().and_then(|folder| pack(&folder)),
    };
    match packed {
        Ok(()) => {
            println!("cargo::rustc-cfg=player_inside");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: there is no player to put into lectern: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Writes the files of a player as one: a sorted map, compressed. The same files give the same bytes.
fn pack(folder: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = BTreeMap::new();
    add(&mut files, folder, "")?;
    let plain = postcard::to_allocvec(&files).map_err(io::Error::other)?;
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&plain)?;
    fs::write(out().join("player"), encoder.finish()?)
}

/// Adds what lies in a folder, under paths with `/` between their parts. Hidden files are left out.
fn add(files: &mut BTreeMap<String, Vec<u8>>, folder: &Path, prefix: &str) -> io::Result<()> {
    let unreadable = |error| io::Error::other(format!("cannot read `{}`: {error}", folder.display()));
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if name.starts_with('.') {
            continue;
        }
        let relative = format!("{prefix}{name}");
        if path.is_dir() {
            add(files, &path, &format!("{relative}/"))?;
        } else {
            files.insert(relative, fs::read(&path)?);
        }
    }
    Ok(())
}

/// Builds a player as `cargo xtask player` does, apart from everything else that is being built.
fn build() -> io::Result<PathBuf> {
    let room = PathBuf::from(variable("CARGO_MANIFEST_DIR"));
    let workspace = room.join("../..");
    for source in SOURCES {
        println!("cargo::rerun-if-changed={}", workspace.join(source).display());
    }
    let output = Command::new(variable("CARGO"))
        .args(["run", "--quiet", "--package", "xtask", "--", "player"])
        .current_dir(&workspace)
        .env("CARGO_TARGET_DIR", out().join("cargo"))
        .env("PATH", path_with_tools(&workspace)?)
        // What the outer cargo was told is not meant for this one.
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("CARGO_BUILD_TARGET")
        .env_remove("RUSTFLAGS")
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    match said.lines().last() {
        Some(folder) if output.status.success() => Ok(folder.into()),
        _ => Err(io::Error::other("`cargo xtask player` failed; the lines above say why")),
    }
}

/// The tools of a checkout that is set up already need not be built once more.
fn path_with_tools(workspace: &Path) -> io::Result<std::ffi::OsString> {
    let inherited = env::var_os("PATH").unwrap_or_default();
    let tools = workspace.join("target/tools/bin");
    env::join_paths(std::iter::once(tools).chain(env::split_paths(&inherited))).map_err(io::Error::other)
}

fn out() -> PathBuf {
    variable("OUT_DIR").into()
}

fn variable(name: &str) -> std::ffi::OsString {
    env::var_os(name).expect("cargo tells a build script about itself")
}
