//! The author's command line: begin, check, serve, build, import and export a folder of lessons.
//!
//! Thin on purpose. Reading and judging content is the `compiler` crate, making a site is the `site` crate, reading
//! the formats of others is the `import` crate, and building the player is `cargo xtask player`; a program built for
//! release carries one inside.

#[cfg(not(player_inside))]
mod assemble;
mod build;
mod check;
mod cli;
mod content;
mod export;
mod help;
mod import;
mod manual;
mod new;
mod place;
mod player;
mod progress;
mod say;
mod serve;

use std::process::ExitCode;

use clap::Parser;
use site::Options;

use crate::cli::{Command, Lectern};

/// How a command ended that could do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    /// As asked.
    Well,
    /// The content has errors, or warnings that are denied; they have been told.
    WithContentErrors,
}

fn main() -> ExitCode {
    let ended = match Lectern::parse().command {
        Command::New { folder } => new::run(&folder),
        Command::Check(told) => check::run(&told),
        Command::Serve(told) => serve::run(&told),
        Command::Build { content, out, url } => {
            build::run(&content.folder(), &out, &Options { address: url, ..Options::default() })
        }
        Command::Import(told) => import::run(&told),
        Command::Export(told) => export::run(&told),
        Command::Completions { shell } => manual::completions(shell),
        Command::Man { command } => manual::man(command.as_deref()),
        #[cfg(not(player_inside))]
        Command::Assemble { folder } => assemble::run(folder),
    };
    match ended {
        Ok(Ended::Well) => ExitCode::SUCCESS,
        Ok(Ended::WithContentErrors) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}
