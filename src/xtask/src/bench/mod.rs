//! Measurements, each a ratio of two things run one after the other on the same machine.

mod compile;
mod growth;
mod lessons;
mod program;
mod progress;

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
    /// What progress takes after years of heavy use: room in storage, time at the start of a page, time of a write.
    Progress,
}

/// Measures, and prints what was found.
pub(crate) fn run(workspace: &Workspace, subject: Subject) -> Result<()> {
    match subject {
        Subject::Compile => compile::run(workspace),
        Subject::Growth => growth::run(workspace),
        Subject::Progress => progress::run(workspace),
    }
}
