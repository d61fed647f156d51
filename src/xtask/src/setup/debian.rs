//! Debian packages, where apt-get is there and may be used without asking for a password.

use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, bail};

use super::progress::Progress;
use crate::process::{Ended, listen};
use crate::workspace::Workspace;

/// Whether packages can be installed here: as root, or with a sudo that needs no password.
pub(crate) fn is_possible(workspace: &Workspace) -> bool {
    workspace.which("apt-get").is_some() && (is_root(workspace) || has_sudo(workspace))
}

/// Installs packages with what they need and nothing they merely recommend. Where the package lists are missing or
/// old they are fetched, once.
pub(crate) fn install(workspace: &Workspace, packages: &[&str], progress: &mut Progress) -> Result<()> {
    let what = if packages.len() == 1 { "the Debian package" } else { "the Debian packages" };
    let note = format!("installing {what} {} with apt-get", packages.join(", "));
    progress.begin(&note);
    let arguments = [&["install", "-y", "--no-install-recommends"], packages].concat();
    let mut ended = apt_get(workspace, &arguments, progress)?;
    if !ended.success && update(workspace, progress)? {
        progress.begin(&note);
        ended = apt_get(workspace, &arguments, progress)?;
    }
    if !ended.success {
        bail!("  apt-get says:\n    {}", ended.last_lines.join("\n    "));
    }
    Ok(())
}

/// Fetches the package lists; `false` where this run did so before.
fn update(workspace: &Workspace, progress: &mut Progress) -> Result<bool> {
    static UPDATED: AtomicBool = AtomicBool::new(false);
    if UPDATED.swap(true, Ordering::Relaxed) {
        return Ok(false);
    }
    progress.begin("fetching the package lists with apt-get update");
    apt_get(workspace, &["update"], progress)?;
    Ok(true)
}

/// The version that would be installed, where it is a plain number: `108-1` → 108. A new machine may know of no
/// package at all before the lists are fetched.
pub(crate) fn candidate(workspace: &Workspace, package: &str, progress: &mut Progress) -> Option<u32> {
    let known = known_candidate(workspace, package);
    if known.is_none() && update(workspace, progress).is_ok_and(|updated| updated) {
        return known_candidate(workspace, package);
    }
    known
}

fn known_candidate(workspace: &Workspace, package: &str) -> Option<u32> {
    let output = workspace.command("apt-cache").args(["policy", package]).env("LC_ALL", "C").output().ok()?;
    candidate_in(&String::from_utf8_lossy(&output.stdout))
}

fn candidate_in(policy: &str) -> Option<u32> {
    let (_, rest) = policy.split_once("Candidate: ")?;
    rest.split(|character: char| !character.is_ascii_digit()).next()?.parse().ok()
}

fn apt_get(workspace: &Workspace, arguments: &[&str], progress: &mut Progress) -> Result<Ended> {
    let mut command = if is_root(workspace) {
        let mut command = workspace.command("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    } else {
        let mut command = workspace.command("sudo");
        command.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        command
    };
    command.args(["-o", "APT::Status-Fd=2"]).args(arguments);
    listen(&mut command, |line| match percent(line) {
        Some(percent) => {
            progress.reached(percent, 100, "%");
            true
        }
        None => line.starts_with("debconf:"),
    })
    .context("  cannot start apt-get")
}

/// `pmstatus:binaryen:58.3:Unpacking` → 58 (apt's `README.progress-reporting`).
fn percent(line: &str) -> Option<usize> {
    let mut fields = line.split(':');
    match fields.next()? {
        "dlstatus" | "pmstatus" => fields.nth(1)?.split('.').next()?.parse().ok(),
        _ => None,
    }
}

fn is_root(workspace: &Workspace) -> bool {
    workspace.command("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn has_sudo(workspace: &Workspace) -> bool {
    workspace.which("sudo").is_some()
        && workspace.command("sudo").args(["-n", "true"]).output().is_ok_and(|output| output.status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_on_offer_is_understood() {
        let policy = "binaryen:\n  Installed: (none)\n  Candidate: 108-1\n  Version table:\n     108-1 500\n";
        assert_eq!(candidate_in(policy), Some(108));
        assert_eq!(candidate_in("binaryen:\n  Installed: (none)\n  Candidate: (none)\n"), None);
        assert_eq!(candidate_in(""), None);
    }

    #[test]
    fn apts_progress_is_understood() {
        assert_eq!(percent("pmstatus:binaryen:58.3333:Unpacking binaryen (amd64)"), Some(58));
        assert_eq!(percent("dlstatus:1:7.25:Retrieving file 1 of 3"), Some(7));
        assert_eq!(percent("E: Unable to locate package nonsense"), None);
    }
}
