//! What the people who work on Lectern run: set-up, building the player, the tests.
//!
//! Everything is told on stderr while it happens; stdout carries only results, so that other programs can use
//! them. Nothing outside the workspace is changed but what the messages name: Debian packages and rustup's target.

mod bench;
mod fuzz;
mod player;
mod process;
mod release;
mod setup;
mod test;
mod trunk;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// Tasks for the people who work on Lectern.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Find the tools the player is built with and install what is missing.
    Setup {
        /// Also the browsers and drivers that the end-to-end tests need.
        #[arg(long)]
        tests: bool,
    },
    /// Build the player if it is not up to date; the last line on stdout is its folder.
    ///
    /// The folder is not a site yet: the course inside may be an older one, for whoever assembles a site puts
    /// their own in. Lessons are therefore no reason to build it again.
    Player,
    /// Build what authors get, with checksums and a bill of materials; the last line on stdout is its folder.
    Release,
    /// Run every check and every test; the last line adds them up.
    Test {
        /// Only tests whose name contains this; leaves out formatting and lints.
        filter: Option<String>,
    },
    /// Throw mutated content at the compiler, or mutated storages at the loader, and tell how much it took.
    Fuzz {
        /// What to fuzz.
        target: fuzz::Target,
        /// For how long.
        #[arg(long, default_value_t = 10)]
        minutes: u32,
    },
    /// Measure something against a peer, in one run, and print the ratio.
    Bench {
        /// What to measure.
        subject: bench::Subject,
    },
}

fn main() -> ExitCode {
    let workspace = Workspace::find();
    let done = match Arguments::parse().task {
        Task::Setup { tests } => setup::report(&workspace, tests).map(|()| true),
        Task::Player => player::build(&workspace).map(|folder| {
            println!("{}", folder.display());
            true
        }),
        Task::Release => release::run(&workspace).map(|folder| {
            println!("{}", folder.display());
            true
        }),
        Task::Fuzz { target, minutes } => fuzz::run(&workspace, target, minutes).map(|()| true),
        Task::Bench { subject } => bench::run(&workspace, subject).map(|()| true),
        Task::Test { filter } => Ok(test::run(&workspace, filter.as_deref())),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
