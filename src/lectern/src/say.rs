//! What is said on stdout: results only, so that other programs can use them.

use std::io::{ErrorKind, Write, stdout};

use anyhow::{Context, Result};

/// Says a line.
///
/// # Errors
/// As [`write`].
pub(crate) fn line(text: &str) -> Result<()> {
    write(format!("{text}\n").as_bytes())
}

/// Says all of it.
///
/// # Errors
/// Where it cannot be written, such as on a full disk. A reader that has gone away, as `head` does, has heard enough.
pub(crate) fn write(bytes: &[u8]) -> Result<()> {
    let mut stdout = stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write the result to stdout; free some space or send it elsewhere"),
    }
}
