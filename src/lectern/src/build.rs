//! `lectern build`: the course as a folder.

use std::path::Path;

use anyhow::Result;
use site::{Assembler, Options};

use crate::content::{First, assemble, compile, counted};
use crate::progress::{counting, doing};
use crate::{Ended, place, player, say};

/// Compiles, assembles and writes.
pub(crate) fn run(content: &Path, out: &Path, options: &Options) -> Result<Ended> {
    place::check(content, out)?;
    let pieces = match compile(content)? {
        Ok(First { pieces, .. }) => pieces,
        Err(ended) => return Ok(ended),
    };
    let player = player::get()?;
    let site = doing("putting the site together", || {
        assemble(&mut Assembler::default(), &player, &pieces, options)
    })?;
    // Drawn at once, so that whoever waits is told of the pages and of the disk apart.
    let files = counting("drawing pages", site.drawn().1, || site.drawn().0, || site.all_files());
    doing(&format!("writing {}", counted(files.len(), "file")), || site.write(out))?;
    let bytes: usize = files.values().map(|bytes| bytes.len()).sum();
    say::line(&format!(
        "wrote \"{}\" to {}: {}, {} in {}",
        site.title,
        out.display(),
        counted(site.pages, "page"),
        size(bytes),
        counted(files.len(), "file")
    ))?;
    Ok(Ended::Well)
}

/// `1.4 MB`, `320 kB`.
pub(crate) fn size(bytes: usize) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_as_exact_as_it_is_of_use() {
        assert_eq!(size(1), "1 kB");
        assert_eq!(size(319_400), "320 kB");
        assert_eq!(size(1_440_000), "1.4 MB");
    }
}
