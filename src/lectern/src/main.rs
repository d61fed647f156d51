//! The author's command line: check, serve and build a folder of lessons, or import one.
//!
//! Thin on purpose. Reading and judging content is the `compiler` crate, making a site is the `site` crate, reading
//! the formats of others is the `import` crate, and building the player is `cargo xtask player`.

mod assemble;
mod build;
mod check;
mod cli;
mod content;
mod import;
mod player;
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
        Command::Check(told) => check::run(&told),
        Command::Serve { content, port, no_open } => serve::run(&content, port, !no_open),
        Command::Build { content, out, url } => build::run(&content, &out, &Options { address: url }),
        Command::Import(told) => import::run(&told),
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
