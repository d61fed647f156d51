//! How quickly the player answers: the next lesson, and an answer to a question; and mdBook's next page of the same text
//! and mdbook-quiz with the same questions, in the same run.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Result, ensure};

use super::text::Text;
use super::{lessons, peers};
use crate::workspace::Workspace;
use crate::{player, setup};

/// How many lessons.
const SIZE: usize = 400;

/// How many lessons mdbook-quiz has, from the first that asks nothing but choices.
const ASKED: std::ops::Range<usize> = 1..6;

/// Measures in a real browser and prints what was found. The measuring itself is a program of the end-to-end suite,
/// which knows how to drive one.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    setup::report(workspace, true)?;
    player::build(workspace)?;
    let mdbook = peers::mdbook(workspace)?;
    let folder = workspace.target.join("bench/turn");
    let text = Text::in_courses_of(&folder, SIZE, lessons::lesson_with_formulas)?;
    let asking = book_that_asks(&folder.join("asking"), &peers::mdbook_quiz(workspace)?)?;
    for book in [&text.book, &asking] {
        let status = Command::new(&mdbook).arg("build").arg(book).stdout(Stdio::null()).status()?;
        ensure!(status.success(), "mdbook could not build {}", book.display());
    }
    let mut run = workspace.cargo();
    run.args(["run", "--package", "tests", "--bin", "turn", "--"])
        .arg(text.content)
        .arg(text.book.join("book"))
        .arg(asking.join("book"));
    ensure!(run.status()?.success(), "the measurement failed");
    Ok(())
}

/// A book of some of the lessons, with their questions for mdbook-quiz, which is this program. Gives its folder back.
fn book_that_asks(folder: &Path, quiz: &Path) -> Result<PathBuf> {
    let source = folder.join("src");
    _ = fs::remove_dir_all(folder);
    fs::create_dir_all(&source)?;
    let mut summary = String::from("# Summary\n\n");
    for number in ASKED {
        let (text, questions) = lessons::with_mdbook_quiz(
            &lessons::lesson_with_formulas(number, number + 1),
            &format!("{number}.toml"),
        );
        fs::write(source.join(format!("{number}.md")), text)?;
        fs::write(source.join(format!("{number}.toml")), questions)?;
        _ = writeln!(summary, "- [Lesson {number}]({number}.md)");
    }
    fs::write(source.join("SUMMARY.md"), summary)?;
    let settings = format!("[book]\ntitle = \"Measured\"\n\n[preprocessor.quiz]\ncommand = {quiz:?}\n");
    fs::write(folder.join("book.toml"), settings)?;
    Ok(folder.to_owned())
}
