//! How fast a site is built and how much memory that takes, all of its pages drawn ahead, against mdBook.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::peers::{self, load};
use super::program::{Cost, best, run as cost_of};
use super::text::Text;
use crate::workspace::Workspace;

/// How many lessons.
const SIZES: [usize; 3] = [40, 400, 4_000];

/// Every program is run this often, in turn with the others; the best run counts.
const RUNS: usize = 3;

/// Measures all sizes and prints a table.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let mdbook = peers::mdbook(workspace)?;
    let lectern = peers::lectern(workspace)?;
    println!(
        "best of {RUNS}, in turn; mdbook {}; the load of the machine before was {}",
        peers::MDBOOK,
        load()
    );
    println!(
        "| lessons | lectern build | mdbook build | without its search | times as long | without its search |"
    );
    println!("|---|---|---|---|---|---|");
    let mut each = Vec::new();
    for size in SIZES {
        let folder = workspace.target.join("bench/build").join(size.to_string());
        let text = Text::in_courses(&folder, size)?;
        let site = folder.join("built");
        let book = text.book.join("book");
        let [mut ours, mut theirs, mut less] = [Vec::new(), Vec::new(), Vec::new()];
        for _ in 0..RUNS {
            let mut build = Command::new(&lectern);
            ours.push(fresh(&site, build.arg("build").arg(&text.content).arg("--out").arg(&site))?);
            theirs.push(fresh(&book, Command::new(&mdbook).arg("build").arg(&text.book))?);
            let mut build = Command::new(&mdbook);
            build.arg("build").arg(&text.book).env("MDBOOK_OUTPUT__HTML__SEARCH__ENABLE", "false");
            less.push(fresh(&book, &mut build)?);
        }
        let (Some(ours), Some(theirs), Some(less)) = (best(&ours), best(&theirs), best(&less)) else {
            continue;
        };
        let seconds = |cost: Cost| cost.time.as_secs_f64();
        println!(
            "| {size} | {} | {} | {} | {:.1} | {:.1} |",
            told(ours),
            told(theirs),
            told(less),
            seconds(theirs) / seconds(ours),
            seconds(less) / seconds(ours)
        );
        each.push(seconds(ours) / size as f64);
    }
    if let [.., hundreds, thousands] = each[..] {
        println!("time per lesson at {} to that at {}: {:.2}", SIZES[2], SIZES[1], thousands / hundreds);
    }
    println!("the load of the machine after was {}", load());
    Ok(())
}

/// What a run costs that finds no output of a run before.
fn fresh(output: &Path, command: &mut Command) -> Result<Cost> {
    _ = fs::remove_dir_all(output);
    cost_of(command)
}

fn told(cost: Cost) -> String {
    format!("{:.3} s, {} MB", cost.time.as_secs_f64(), cost.memory >> 20)
}
