//! What a learner's progress takes after years of heavy use: room, time at the start of a page, time of a write.

use anyhow::{Result, ensure};

use crate::workspace::Workspace;
use crate::{player, setup};

/// Measures in real browsers and prints tables. The measuring itself is a program of the end-to-end suite, which knows
/// how to drive them.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    setup::report(workspace, true)?;
    player::build(workspace)?;
    let run = ["run", "--package", "tests", "--bin", "progress"];
    ensure!(workspace.cargo().args(run).status()?.success(), "the measurement failed");
    Ok(())
}
