//! `lectern export`: the course in a form that lives without a player: Markdown, GIFT, EPUB.
//!
//! All of it is made from the bundle, so it shows what learners see and nothing is read twice.

mod book;
mod epub;
mod gift;
mod html;
mod markdown;
mod quiz;
mod tex;
mod xhtml;
mod zip;

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result, bail};
use course::bundle::Bundle;

use crate::cli::{Export, ExportFormat};
use crate::content::{assets, compile, counted};
use crate::progress::doing;
use crate::{Ended, build, place, say};

/// The author's files by their names.
type Assets = site::Assets;

/// What is to be written, by path.
type Files = BTreeMap<String, Arc<[u8]>>;

/// By this file a folder of Markdown is known to be written by us. Editors and hosts do not show it.
const MARK: &str = ".lectern-export";

/// Compiles and writes.
pub(crate) fn run(told: &Export) -> Result<Ended> {
    let folder = told.content.folder();
    let out = &told.out;
    place::check(&folder, out)?;
    if told.format != ExportFormat::Markdown {
        check_file(told.format, out)?;
    }
    let compiled = match compile(&folder)? {
        Ok(first) => first.pieces,
        Err(ended) => return Ok(ended),
    };
    let bytes = compiled.bundle().unwrap_or_default();
    let bundle = Bundle::decode(&bytes).context("the course that was just compiled cannot be read")?;
    let assets = assets(&compiled.assets);
    let name = out.display();
    let (said, left_out) = match told.format {
        ExportFormat::Markdown => {
            let mut files = doing("writing Markdown", || markdown::files(&bundle, &assets));
            let count = files.len();
            files.insert(
                MARK.into(),
                b"Written by Lectern, and replaced by its next export.\n".as_slice().into(),
            );
            site::replace(out, is_export, || files.iter().map(|(path, bytes)| (path.as_str(), &**bytes)))?;
            (
                format!("wrote {} of Markdown and what belongs to them to {name}", counted(count, "file")),
                Vec::new(),
            )
        }
        ExportFormat::Gift => {
            let gift = gift::gift(&bundle);
            write_file(out, gift.text.as_bytes())?;
            (format!("wrote {} to {name}", counted(gift.questions, "question")), gift.left_out)
        }
        ExportFormat::Epub => {
            let book = doing("binding the book", || epub::epub(&bundle, &assets, &told.language, now()))?;
            write_file(out, &book.bytes)?;
            let size = build::size(book.bytes.len());
            (format!("wrote {}, {size}, to {name}", counted(book.pages, "page")), book.left_out)
        }
    };
    for line in &left_out {
        eprintln!("{line}");
    }
    if !left_out.is_empty() {
        let count = counted(left_out.len(), "thing");
        eprintln!("{count} above cannot be held by {}", told.format.name());
    }
    say::line(&said)?;
    Ok(Ended::Well)
}

/// The time, or the one that is to be told so that two runs give the same bytes:
/// <https://reproducible-builds.org/specs/source-date-epoch/>.
fn now() -> SystemTime {
    let told = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    told.map_or_else(SystemTime::now, |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}

/// Refuses a file that is anything but a former export, before anybody waits for the next one.
fn check_file(format: ExportFormat, out: &Path) -> Result<()> {
    let name = out.display();
    if out.is_dir() {
        bail!("`{name}` is a folder; name a file in it, such as `{}`", out.join(format.example()).display());
    }
    let bytes = match fs::read(out) {
        Ok(bytes) => bytes,
        // Where a part of the path is a file, whoever writes there is told so.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(()),
        Err(error) => return Err(error).with_context(|| format!("cannot read `{name}`")),
    };
    if !bytes.starts_with(gift::MARK.as_bytes()) && !bytes.ends_with(epub::MARK.as_bytes()) {
        bail!("`{name}` is there already and was not written by `lectern export`; name another place");
    }
    Ok(())
}

/// Whether a folder is a former export.
fn is_export(folder: &Path) -> bool {
    folder.join(MARK).is_file()
}

/// Writes a file beside its place and puts it there when it is whole.
fn write_file(out: &Path, bytes: &[u8]) -> Result<()> {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let new = out.with_file_name(format!(".{name}.new-{}", std::process::id()));
    let parent = out.parent().unwrap_or(Path::new(""));
    let written =
        fs::create_dir_all(parent).and_then(|()| fs::write(&new, bytes)).and_then(|()| fs::rename(&new, out));
    if written.is_err() {
        // It is our own unfinished copy; where even this fails, the first error is the one to hear about.
        let _ = fs::remove_file(&new);
    }
    written.map_err(|error| place::cannot_write(out, &error))
}
