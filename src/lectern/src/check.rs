//! `lectern check`: everything there is to say about the content. The report is the result, so it goes to stdout.

use anyhow::Result;
use compiler::{Compiler, Diagnostic, Severity};

use crate::cli::{Check, Deny, Format};
use crate::content::{compiled, is_colored, read, summary};
use crate::{Ended, say};

/// Tells what is asked for, in the form that is asked for.
pub(crate) fn run(told: &Check) -> Result<Ended> {
    let folder = told.content.folder();
    let content = read(&folder)?;
    let compiled = compiled(&mut Compiler::default(), &content);
    let (report, advice): (Vec<Diagnostic>, Vec<Diagnostic>) = compiled
        .diagnostics
        .iter()
        .cloned()
        .partition(|found| told.advice || found.severity != Severity::Advice);
    let folder = folder.to_string_lossy().replace('\\', "/");
    let stdout = std::io::stdout();
    let text = match told.format {
        Format::Human => {
            let mut text = compiler::render(&report, &content, is_colored(&stdout));
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&summary(&folder, &compiled));
            text.push_str(&more(advice.len()));
            text.push('\n');
            text
        }
        Format::Json => compiler::json(&report, &content),
        Format::Sarif => compiler::sarif(&report, &content, &folder),
        Format::Github => compiler::github(&report, &content, &folder),
    };
    say::write(text.as_bytes())?;
    let is_denied = |found: &Diagnostic| match found.severity {
        Severity::Error => true,
        Severity::Warning => told.deny == Some(Deny::Warnings),
        Severity::Advice => false,
    };
    Ok(if compiled.diagnostics.iter().any(is_denied) { Ended::WithContentErrors } else { Ended::Well })
}

fn more(advice: usize) -> String {
    match advice {
        0 => String::new(),
        1 => "; one piece of advice with --advice".into(),
        _ => format!("; {advice} pieces of advice with --advice"),
    }
}
