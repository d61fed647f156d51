//! Packages of the npm registry that the tests use, in a folder of their own below the workspace's tools.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};

use super::debian;
use super::progress::Progress;
use crate::process::listen;
use crate::workspace::Workspace;

/// Which version of a package is there.
pub(crate) fn version(workspace: &Workspace, package: &str) -> Option<String> {
    let about = folder(workspace).join("node_modules").join(package).join("package.json");
    let about: serde_json::Value = serde_json::from_str(&fs::read_to_string(about).ok()?).ok()?;
    about["version"].as_str().map(str::to_owned)
}

/// Installs a package; npm itself comes from Debian where it is missing. Scripts of packages are not run.
pub(crate) fn install(
    workspace: &Workspace,
    package: &str,
    version: &str,
    progress: &mut Progress,
) -> Result<()> {
    if workspace.which("npm").is_none() {
        if !debian::is_possible(workspace) {
            bail!("  it comes with npm, and there is no `npm` on this machine; install Node.js");
        }
        debian::install(workspace, &["npm"], progress)?;
    }
    let folder = folder(workspace);
    fs::create_dir_all(&folder).with_context(|| format!("  cannot make {}", folder.display()))?;
    fs::write(folder.join("package.json"), "{ \"private\": true }\n")
        .with_context(|| format!("  cannot write into {}", folder.display()))?;
    progress.begin(&format!("installing {package} {version} with npm"));
    let mut command = workspace.command("npm");
    command
        .args(["install", "--no-audit", "--no-fund", "--ignore-scripts", &format!("{package}@{version}")])
        .current_dir(&folder);
    let ended = listen(&mut command, |_| false).context("  cannot start npm")?;
    ensure!(ended.success, "  npm says:\n    {}", ended.last_lines.join("\n    "));
    Ok(())
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.tools().join("npm")
}
