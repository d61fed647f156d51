//! Set-up: finds what is there, installs what is missing, says how far it is, and can be run any number of times.
//!
//! Tools come from crates.io, Debian, the npm registry or rustup, by their ordinary programs, and each is announced.
//! Nothing prebuilt is fetched from anywhere else.

mod cargo_install;
mod debian;
mod npm;
mod progress;
mod rust_target;
mod tools;

use std::thread;

use anyhow::{Result, bail};

use crate::workspace::Workspace;
pub(crate) use progress::duration;

use progress::Progress;
use tools::{Found, Tool};

/// Looks at every tool and tells of each.
///
/// # Errors
/// Names every tool that is needed and could not be had.
pub(crate) fn report(workspace: &Workspace, tests: bool) -> Result<()> {
    let tools = tools::all(workspace, tests)?;
    let found = look(workspace, &tools);
    for (tool, found) in tools.iter().zip(&found) {
        if let Found::Fitting(version) = found {
            eprintln!("{}", format!("found {} {version}", tool.name).trim_end());
        }
    }
    install_missing(workspace, &tools, &found)?;
    eprintln!("everything is set up");
    Ok(())
}

/// Makes sure that the player can be built; silent where nothing is missing.
///
/// # Errors
/// Names every tool that could not be had.
pub(crate) fn ensure(workspace: &Workspace) -> Result<()> {
    let tools = tools::all(workspace, false)?;
    let found = look(workspace, &tools);
    if found.iter().any(|found| !matches!(found, Found::Fitting(_))) {
        eprintln!("setting up what the player is built with; this happens once");
    }
    install_missing(workspace, &tools, &found)
}

/// All at once, since each look starts a program.
fn look(workspace: &Workspace, tools: &[Tool]) -> Vec<Found> {
    thread::scope(|scope| {
        let looks: Vec<_> = tools.iter().map(|tool| scope.spawn(|| tool.look(workspace))).collect();
        looks.into_iter().map(|look| look.join().unwrap_or(Found::Missing)).collect()
    })
}

fn install_missing(workspace: &Workspace, tools: &[Tool], found: &[Found]) -> Result<()> {
    let missing: Vec<_> =
        tools.iter().zip(found).filter(|(_, found)| !matches!(found, Found::Fitting(_))).collect();
    let mut failed = Vec::new();
    for (index, (tool, found)) in missing.iter().enumerate() {
        let label = format!("[{}/{}] {}", index + 1, missing.len(), tool.wanted());
        if let Found::Other(version) = found {
            eprintln!("found {} {version}, but {} is needed", tool.name, tool.wanted());
        }
        let mut progress = Progress::new(label);
        if let Err(error) = install(workspace, tool, &mut progress) {
            progress.end("failed");
            eprintln!("{error:#}");
            eprintln!("  to do it by hand: {}", tool.by_hand());
            if tool.optional {
                eprintln!("  going on without it: {}", tool.purpose);
            } else {
                failed.push(tool.name);
            }
        }
    }
    if failed.is_empty() {
        cargo_install::clear(workspace);
        return Ok(());
    }
    bail!("cannot go on without {}; the lines above say why and what to type", failed.join(", "))
}

fn install(workspace: &Workspace, tool: &Tool, progress: &mut Progress) -> Result<()> {
    tool.install(workspace, progress)?;
    match tool.look(workspace) {
        Found::Fitting(version) => {
            progress.end(format!("installed {version}").trim_end());
            Ok(())
        }
        Found::Other(version) => bail!("  it was installed, but `{}` still is version {version}", tool.name),
        Found::Missing => bail!("  it was installed, but `{}` cannot be started", tool.name),
    }
}
