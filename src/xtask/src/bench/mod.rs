//! Measurements, each a ratio of two things run one after the other on the same machine.

mod build;
mod compile;
mod growth;
mod lessons;
mod peers;
mod program;
mod progress;
mod search;
mod serve;
mod text;
mod turn;

use anyhow::Result;
use clap::ValueEnum;

use crate::workspace::Workspace;

/// What can be measured.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Subject {
    /// Compiling 40, 400 and 4,000 lessons, against `mdbook build`; the recompilation after one edit; the bundle's
    /// size against that of its sources.
    Compile,
    /// What a learner waits for, fetches and holds in memory with 40, 400 and 4,000 lessons, at slow 4G on a slow
    /// processor: how much of it grows with the library.
    Growth,
    /// Building the site of 40, 400 and 4,000 lessons with all pages drawn ahead, against `mdbook build`: time and memory.
    Build,
    /// From saving a lesson until the browser has painted the change, with 40 and 4,000 lessons, against `mdbook serve`
    /// and `vitepress dev`.
    Serve,
    /// What progress takes after years of heavy use: room in storage, time at the start of a page, time of a write.
    Progress,
    /// Search over 4,000 lessons on a slow processor: from a key press to the results, what the index weighs, and what a
    /// query fetches, against mdBook's search over the same text.
    Search,
    /// With 400 lessons on a processor six times slower: from a key press to the next lesson, beside what its layout alone
    /// takes and beside mdBook's next page; and to the next paint after each thing that is done at a question.
    Turn,
}

/// Measures, and prints what was found.
pub(crate) fn run(workspace: &Workspace, subject: Subject) -> Result<()> {
    match subject {
        Subject::Compile => compile::run(workspace),
        Subject::Growth => growth::run(workspace),
        Subject::Build => build::run(workspace),
        Subject::Serve => serve::run(workspace),
        Subject::Progress => progress::run(workspace),
        Subject::Search => search::run(workspace),
        Subject::Turn => turn::run(workspace),
    }
}
