//! How the size of a library shows in the browser: what a learner waits for, fetches and holds in memory.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::lessons;
use crate::workspace::Workspace;
use crate::{player, setup};

/// How many lessons.
const SIZES: [usize; 3] = [40, 400, 4_000];

/// How many lessons a course has.
const COURSE: usize = 40;

/// Measures in a real browser and prints tables. The measuring itself is a program of the end-to-end suite, which knows
/// how to drive one.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    setup::report(workspace, true)?;
    player::build(workspace)?;
    let mut run = workspace.cargo();
    run.args(["run", "--package", "tests", "--bin", "growth", "--"]);
    for size in SIZES {
        run.arg(size.to_string()).arg(write(&workspace.target.join("bench/growth"), size)?);
    }
    ensure!(run.status()?.success(), "the measurement failed");
    Ok(())
}

/// Writes a library of so many lessons, in courses.
fn write(folder: &Path, count: usize) -> Result<PathBuf> {
    let content = folder.join(count.to_string());
    _ = fs::remove_dir_all(&content);
    for course in 0..count.div_ceil(COURSE) {
        let id = format!("course-{course:03}");
        let lessons = content.join("courses").join(&id).join("lessons");
        fs::create_dir_all(&lessons).with_context(|| format!("cannot make {}", lessons.display()))?;
        fs::write(content.join("courses").join(format!("{id}.md")), lessons::course(course, &id))?;
        let first = course * COURSE;
        let last = count.min(first + COURSE) - 1;
        for number in first..=last {
            let next = if number < last { number + 1 } else { first };
            let text = lessons::lesson(number, next);
            fs::write(lessons.join(format!("{}.md", lessons::id(number))), text)?;
        }
    }
    Ok(content)
}
