//! Search in a large library: how long after a key press the results are there, what the index weighs, and what a query
//! fetches; and mdBook's search over the same text, in the same run.

use std::process::{Command, Stdio};

use anyhow::{Result, ensure};

use super::peers;
use super::text::Text;
use crate::workspace::Workspace;
use crate::{player, setup};

/// How many lessons.
const SIZE: usize = 4_000;

/// Measures in a real browser and prints what was found. The measuring itself is a program of the end-to-end suite,
/// which knows how to drive one.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    setup::report(workspace, true)?;
    player::build(workspace)?;
    let mdbook = peers::mdbook(workspace)?;
    let text = Text::in_courses(&workspace.target.join("bench/search"), SIZE)?;
    let status = Command::new(mdbook).arg("build").arg(&text.book).stdout(Stdio::null()).status()?;
    ensure!(status.success(), "mdbook could not build the text");
    let mut run = workspace.cargo();
    run.args(["run", "--package", "tests", "--bin", "search", "--"])
        .arg(text.content)
        .arg(text.book.join("book"));
    ensure!(run.status()?.success(), "the measurement failed");
    Ok(())
}
