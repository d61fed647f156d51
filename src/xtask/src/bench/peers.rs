//! The programs that are measured, each built or installed as its authors ship it, into cargo's folder.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};

use crate::player;
use crate::workspace::Workspace;

/// The mdBook that is compared with.
pub(super) const MDBOOK: &str = "0.5.1";

/// The mdbook-quiz that is compared with.
pub(super) const MDBOOK_QUIZ: &str = "0.5.0";

/// The VitePress that is compared with.
pub(super) const VITEPRESS: &str = "1.6.4";

/// The author's tool, built as it is shipped, with a player inside.
pub(super) fn lectern(workspace: &Workspace) -> Result<PathBuf> {
    let build = ["build", "--package", "lectern", "--profile", "dist"];
    let status = workspace.cargo().args(build).env(player::INSIDE, player::build(workspace)?).status()?;
    ensure!(status.success(), "lectern could not be built");
    Ok(workspace.target.join("dist/lectern"))
}

/// mdBook from crates.io.
pub(super) fn mdbook(workspace: &Workspace) -> Result<PathBuf> {
    installed(workspace, "mdbook", MDBOOK)
}

/// mdbook-quiz from crates.io, a preprocessor of mdBook.
pub(super) fn mdbook_quiz(workspace: &Workspace) -> Result<PathBuf> {
    installed(workspace, "mdbook-quiz", MDBOOK_QUIZ)
}

/// A program from crates.io.
fn installed(workspace: &Workspace, name: &str, version: &str) -> Result<PathBuf> {
    let root = workspace.target.join("bench").join(name);
    let program = root.join("bin").join(name);
    if !program.is_file() {
        let status = workspace
            .cargo()
            .args(["install", name, "--locked", "--version", version, "--root"])
            .arg(&root)
            .env_remove("RUSTFLAGS")
            .status()?;
        ensure!(status.success(), "{name} {version} could not be built");
    }
    Ok(program)
}

/// VitePress from the npm registry. It finds itself only from folders below the one it is installed in, which is
/// `bench` in cargo's folder.
pub(super) fn vitepress(workspace: &Workspace) -> Result<PathBuf> {
    let root = workspace.target.join("bench");
    let package = root.join("node_modules/vitepress/package.json");
    if !fs::read_to_string(&package).is_ok_and(|text| text.contains(&format!("\"version\": \"{VITEPRESS}\"")))
    {
        if workspace.which("npm").is_none() {
            bail!("there is no npm on this machine, which VitePress comes by; install Node.js");
        }
        fs::create_dir_all(&root)?;
        fs::write(root.join("package.json"), "{ \"private\": true }\n")?;
        let status = workspace
            .command("npm")
            .args(["install", "--no-audit", "--no-fund", &format!("vitepress@{VITEPRESS}")])
            .current_dir(&root)
            .status()
            .context("cannot start npm")?;
        ensure!(status.success(), "vitepress {VITEPRESS} could not be installed");
    }
    Ok(root.join("node_modules/vitepress/bin/vitepress.js"))
}

/// How busy the machine is: what else runs there makes every figure worse.
pub(super) fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split_whitespace().next().unwrap_or("unknown").to_owned()
}
