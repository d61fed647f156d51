//! `lectern import`: somebody else's course as a content folder.
//!
//! What each format becomes is the crate `import`; here its files are written and its losses told.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use ::import::{Imported, Source, grouped};
use anyhow::{Context, Result, bail};
use compiler::Severity;

use crate::Ended;
use crate::cli::{Import, SourceFormat};
use crate::content::{counted, is_colored, read};

/// How many losses of one sort are told one by one; all of them stand in the report.
const TOLD: usize = 5;

/// Reads, writes, and tells what was not carried over.
pub(crate) fn run(told: &Import) -> Result<Ended> {
    let (out, name) = (&told.out, told.out.display());
    refuse_what_is_there(out)?;
    let source = Source::open(&told.source)?;
    let format = match told.format {
        Some(SourceFormat::Gift) => ::import::Format::Gift,
        Some(SourceFormat::Liascript) => ::import::Format::LiaScript,
        Some(SourceFormat::Mdbook) => ::import::Format::MdBook,
        Some(SourceFormat::Quizdown) => ::import::Format::Quizdown,
        None => ::import::guess(&source)?,
    };
    let imported = ::import::import(&source, format)?;
    write(&imported, out)?;
    let mut text = format!(
        "imported \"{}\" from {format} into {name}: {}, {} in {}\n",
        imported.title,
        counted(imported.lessons, "lesson"),
        counted(imported.questions, "question"),
        counted(imported.files.len(), "file")
    );
    text.push_str(&losses(&imported, &out.join("_import.md")));
    let content = read(out)?;
    let compiled = compiler::compile(&content);
    let errors: Vec<_> =
        compiled.diagnostics.iter().filter(|found| found.severity == Severity::Error).cloned().collect();
    let warnings = compiled.diagnostics.iter().filter(|found| found.severity == Severity::Warning).count();
    if warnings > 0 {
        _ = writeln!(text, "{}: `cargo lectern check {name}` tells them", counted(warnings, "warning"));
    }
    std::io::stdout().lock().write_all(text.as_bytes()).context("cannot write the report")?;
    if errors.is_empty() {
        return Ok(Ended::Well);
    }
    eprintln!("{}", compiler::render(&errors, &content, is_colored(&std::io::stderr())));
    Ok(Ended::WithContentErrors)
}

/// Nothing is ever overwritten, so the folder has to be new or empty.
fn refuse_what_is_there(out: &Path) -> Result<()> {
    let name = out.display();
    match fs::read_dir(out).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => {
            bail!("`{name}` is not empty, and nothing is overwritten; name a new folder with `--out`")
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(_) if out.is_file() => bail!("`{name}` is a file; name a new folder with `--out`"),
        Err(error) => Err(error).with_context(|| format!("cannot read the folder `{name}`")),
    }
}

fn write(imported: &Imported, out: &Path) -> Result<()> {
    for (path, bytes) in &imported.files {
        let path = out.join(path);
        let naming = || format!("cannot write `{}`", path.display());
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(naming)?;
        }
        File::create_new(&path).and_then(|mut file| file.write_all(bytes)).with_context(naming)?;
    }
    Ok(())
}

/// What was not carried over, sort by sort.
fn losses(imported: &Imported, report: &Path) -> String {
    if imported.losses.is_empty() {
        return "everything was carried over\n".into();
    }
    let mut text = format!("{} not carried over as it was:\n", counted(imported.losses.len(), "thing"));
    let mut is_cut = false;
    for ((became, sort), losses) in grouped(&imported.losses) {
        _ = writeln!(text, "  {sort}: {became} ({})", losses.len());
        for loss in losses.iter().take(TOLD) {
            _ = writeln!(text, "{}", format!("    {}:{} {}", loss.file, loss.line, loss.detail).trim_end());
        }
        if losses.len() > TOLD {
            is_cut = true;
            _ = writeln!(text, "    … and {} more", losses.len() - TOLD);
        }
    }
    let all = if is_cut { "all of it" } else { "the same" };
    _ = writeln!(text, "{all} stands in {}", report.display());
    text
}
