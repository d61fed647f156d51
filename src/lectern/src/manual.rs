//! `lectern completions` and `lectern man`: the description of the command line for shells and for `man`.

use anyhow::{Context, Result};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::cli::described;
use crate::{Ended, say};

/// Prints the script of a shell.
pub(crate) fn completions(shell: Shell) -> Result<Ended> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut described(), "lectern", &mut script);
    say::write(&script)?;
    Ok(Ended::Well)
}

/// Prints the manual page of the program, or that of one of its commands.
pub(crate) fn man(command: Option<&str>) -> Result<Ended> {
    let mut lectern = described();
    // Gives every command its full name and what it inherits.
    lectern.build();
    let page = match command {
        None => Man::new(lectern),
        Some(name) => {
            let names: Vec<_> = lectern
                .get_subcommands()
                .filter(|command| !command.is_hide_set())
                .map(|command| format!("`{}`", command.get_name()))
                .collect();
            let found = lectern.find_subcommand(name).with_context(|| {
                format!("lectern has no command `{name}`; its commands are {}", names.join(", "))
            })?;
            Man::new(found.clone().version(env!("CARGO_PKG_VERSION")))
        }
    };
    let mut text = Vec::new();
    page.render(&mut text).context("the manual page cannot be written")?;
    say::write(&text)?;
    Ok(Ended::Well)
}
