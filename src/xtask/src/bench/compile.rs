//! How fast content is compiled, how fast after an edit, and how large the bundle is.

use std::process::Command;

use anyhow::{Result, ensure};

use super::peers;
use super::program::{Cost, best, run as cost_of};
use super::text::Text;
use crate::workspace::Workspace;

/// How many lessons.
const SIZES: [usize; 3] = [40, 400, 4_000];

/// Every program is run this often, in turn with the other one; the best run counts.
const RUNS: usize = 3;

/// Measures all sizes and prints a table.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let mdbook = peers::mdbook(workspace)?;
    let lectern = peers::lectern(workspace)?;
    let mut rows = Vec::new();
    for size in SIZES {
        let text = Text::flat(&workspace.target.join("bench/compile").join(size.to_string()), size)?;
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..RUNS {
            ours.push(cost_of(Command::new(&lectern).arg("check").arg(&text.content))?);
            theirs.push(cost_of(Command::new(&mdbook).arg("build").arg(&text.book))?);
        }
        let (Some(ours), Some(theirs)) = (best(&ours), best(&theirs)) else { continue };
        println!("{}", row(size, ours, theirs));
        rows.push((text, ours));
    }
    if let [.., (_, hundreds), (text, thousands)] = &rows[..] {
        let each = |cost: &Cost, size: usize| cost.time.as_secs_f64() / size as f64;
        println!(
            "time per lesson at {} to that at {}: {:.2}",
            SIZES[2],
            SIZES[1],
            each(thousands, SIZES[2]) / each(hundreds, SIZES[1])
        );
        let bench = ["bench", "--package", "compiler", "--bench", "recompile", "--profile", "dist", "--"];
        let status = workspace.cargo().args(bench).arg(&text.content).status()?;
        ensure!(status.success(), "the measurement of recompiling failed");
    }
    Ok(())
}

fn row(size: usize, ours: Cost, theirs: Cost) -> String {
    let seconds = |cost: Cost| cost.time.as_secs_f64();
    format!(
        "{size} lessons: lectern check {:.3} s, {} MB; mdbook build {:.3} s, {} MB; mdbook takes {:.1} times as long",
        seconds(ours),
        ours.memory >> 20,
        seconds(theirs),
        theirs.memory >> 20,
        seconds(theirs) / seconds(ours)
    )
}
