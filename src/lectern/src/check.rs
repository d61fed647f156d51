//! `lectern check`: everything there is to say about the content. The report is the result, so it goes to stdout.

use std::path::Path;

use anyhow::Result;

use crate::Ended;
use crate::content::{compile, is_colored};

/// Tells every error and warning.
pub(crate) fn run(content: &Path) -> Result<Ended> {
    let compiled = compile(content, is_colored(&std::io::stdout()))?;
    if !compiled.report.is_empty() {
        println!("{}\n", compiled.report.trim_end());
    }
    println!("{}", compiled.summary);
    Ok(if compiled.bundle.is_some() { Ended::Well } else { Ended::WithContentErrors })
}
