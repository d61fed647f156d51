//! How fast content is compiled, how fast after an edit, and how large the bundle is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::lessons;
use super::program::{Cost, best, run as cost_of};
use crate::player;
use crate::workspace::Workspace;

/// How many lessons.
const SIZES: [usize; 3] = [40, 400, 4_000];

/// The mdBook that is compared with.
const MDBOOK: &str = "0.5.1";

/// Every program is run this often, in turn with the other one; the best run counts.
const RUNS: usize = 3;

/// The text of one size, as both programs want it.
struct Text {
    content: PathBuf,
    book: PathBuf,
}

/// Measures all sizes and prints a table.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let mdbook = mdbook(workspace)?;
    let lectern = lectern(workspace)?;
    let mut rows = Vec::new();
    for size in SIZES {
        let text = Text::write(&workspace.target.join("bench"), size)?;
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

impl Text {
    /// Writes the lessons once as a course and once as a book, to the same text.
    fn write(folder: &Path, lessons: usize) -> Result<Self> {
        let folder = folder.join(lessons.to_string());
        let (content, book) = (folder.join("content"), folder.join("book"));
        for folder in [&content, &book.join("src")] {
            _ = fs::remove_dir_all(folder);
            fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        let mut summary = "# Summary\n\n".to_owned();
        for number in 0..lessons {
            let name = format!("{}.md", lessons::id(number));
            let text = lessons::lesson(number, lessons);
            fs::write(content.join(&name), &text)?;
            fs::write(book.join("src").join(&name), &text)?;
            summary.push_str(&format!("- [Lesson {number}]({name})\n"));
        }
        fs::write(book.join("src/SUMMARY.md"), summary)?;
        fs::write(book.join("book.toml"), "[book]\ntitle = \"Measured\"\n")?;
        Ok(Self { content, book })
    }
}

/// The author's tool, built as it is shipped.
fn lectern(workspace: &Workspace) -> Result<PathBuf> {
    let build = ["build", "--package", "lectern", "--profile", "dist"];
    let status = workspace.cargo().args(build).env(player::INSIDE, player::build(workspace)?).status()?;
    ensure!(status.success(), "lectern could not be built");
    Ok(workspace.target.join("dist/lectern"))
}

/// The mdBook to compare with, built from crates.io as its authors ship it.
fn mdbook(workspace: &Workspace) -> Result<PathBuf> {
    let root = workspace.target.join("bench/mdbook");
    let program = root.join("bin/mdbook");
    if !program.is_file() {
        let status = workspace
            .cargo()
            .args(["install", "mdbook", "--locked", "--version", MDBOOK, "--root"])
            .arg(&root)
            .env_remove("RUSTFLAGS")
            .status()?;
        ensure!(status.success(), "mdbook {MDBOOK} could not be built");
    }
    Ok(program)
}
