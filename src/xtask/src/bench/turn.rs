//! How quickly the player answers: the next lesson, and an answer to a question; and mdBook's next page of the same text,
//! in the same run.

use std::process::{Command, Stdio};

use anyhow::{Result, ensure};

use super::text::Text;
use super::{lessons, peers};
use crate::workspace::Workspace;
use crate::{player, setup};

/// How many lessons.
const SIZE: usize = 400;

/// Measures in a real browser and prints what was found. The measuring itself is a program of the end-to-end suite,
/// which knows how to drive one.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    setup::report(workspace, true)?;
    player::build(workspace)?;
    let mdbook = peers::mdbook(workspace)?;
    let folder = workspace.target.join("bench/turn");
    let text = Text::in_courses_of(&folder, SIZE, lessons::lesson_with_formulas)?;
    let status = Command::new(mdbook).arg("build").arg(&text.book).stdout(Stdio::null()).status()?;
    ensure!(status.success(), "mdbook could not build the text");
    let mut run = workspace.cargo();
    run.args(["run", "--package", "tests", "--bin", "turn", "--"])
        .arg(text.content)
        .arg(text.book.join("book"));
    ensure!(run.status()?.success(), "the measurement failed");
    Ok(())
}
