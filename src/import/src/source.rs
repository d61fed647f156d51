//! The files of a course as another tool has them: the only place here that touches the disk.
//!
//! A source is somebody else's, so no path leads out of it: neither `..` nor a link on the disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// A folder with the file to begin at.
#[derive(Debug)]
pub struct Source {
    /// The name of the folder, or of the file without its ending: a name for a course that has none.
    pub(crate) name: String,
    /// The file that was named, relative to the folder; `None` where the folder was.
    pub(crate) file: Option<String>,
    place: Place,
}

#[derive(Debug)]
enum Place {
    /// The real path of the folder.
    Disk(PathBuf),
    Memory(BTreeMap<String, Vec<u8>>),
}

/// Why there are no bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Absent {
    /// The path leads out of the source.
    Outside,
    /// There is no such file, or it cannot be read.
    Missing,
}

impl Source {
    /// A file or a folder on the disk.
    ///
    /// # Errors
    /// Where there is neither.
    pub fn open(path: &Path) -> io::Result<Self> {
        let real = fs::canonicalize(path).map_err(|error| {
            io::Error::new(error.kind(), format!("cannot read `{}`: {error}", path.display()))
        })?;
        let name = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
        if real.is_dir() {
            return Ok(Self { name: name(real.file_name()), file: None, place: Place::Disk(real) });
        }
        let folder = real.parent().map_or_else(PathBuf::new, Path::to_path_buf);
        let stem = name(real.file_stem());
        // A readme is named after what it is about.
        let title = if stem.eq_ignore_ascii_case("readme") { name(folder.file_name()) } else { stem };
        Ok(Self { name: title, file: Some(name(real.file_name())), place: Place::Disk(folder) })
    }

    /// Files that are on no disk, by their paths. `file` is the one that is named.
    pub fn in_memory<'a>(
        name: &str,
        file: Option<&str>,
        files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    ) -> Self {
        let files = files.into_iter().map(|(path, bytes)| (path.to_owned(), bytes.to_owned())).collect();
        Self { name: name.into(), file: file.map(str::to_owned), place: Place::Memory(files) }
    }

    /// The bytes of a file.
    pub(crate) fn bytes(&self, path: &str) -> Result<Vec<u8>, Absent> {
        match &self.place {
            Place::Memory(files) => files.get(path).cloned().ok_or(Absent::Missing),
            Place::Disk(_) => fs::read(self.on_disk(path)?).map_err(|_| Absent::Missing),
        }
    }

    /// The text of a file, without a byte order mark, lines ended by `\n`, with U+FFFD for what is not UTF-8; and
    /// whether all of it is.
    pub(crate) fn text(&self, path: &str) -> Result<(String, bool), Absent> {
        let bytes = self.bytes(path)?;
        let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes));
        let is_whole = matches!(text, std::borrow::Cow::Borrowed(_));
        Ok((text.replace("\r\n", "\n").replace('\r', "\n"), is_whole))
    }

    /// Whether this is a file.
    pub(crate) fn has(&self, path: &str) -> bool {
        match &self.place {
            Place::Memory(files) => files.contains_key(path),
            Place::Disk(_) => self.on_disk(path).is_ok_and(|path| path.is_file()),
        }
    }

    /// The names of the files in the folder itself, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = match &self.place {
            Place::Memory(files) => files.keys().filter(|path| !path.contains('/')).cloned().collect(),
            Place::Disk(root) => {
                let entries = fs::read_dir(root).into_iter().flatten().flatten();
                let files = entries.filter(|entry| entry.path().is_file());
                files.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
            }
        };
        names.sort();
        names
    }

    fn on_disk(&self, path: &str) -> Result<PathBuf, Absent> {
        let Place::Disk(root) = &self.place else { return Err(Absent::Missing) };
        let real = fs::canonicalize(root.join(path)).map_err(|_| Absent::Missing)?;
        if real.starts_with(root) { Ok(real) } else { Err(Absent::Outside) }
    }
}

/// The path that `path` means in the file `from`, relative to the source; one that begins with `/` begins there.
pub(crate) fn joined(from: &str, path: &str) -> Result<String, Absent> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    if path.starts_with('/') {
        parts.clear();
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop().ok_or(Absent::Outside)?,
            part => parts.push(part),
        }
    }
    Ok(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_within_the_source() {
        assert_eq!(joined("src/a/b.md", "../c.png").as_deref(), Ok("src/c.png"));
        assert_eq!(joined("src/a/b.md", "/c.png").as_deref(), Ok("c.png"));
        assert_eq!(joined("src/b.md", "../../c.png"), Err(Absent::Outside));
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("book")).unwrap();
        fs::write(dir.path().join("secret"), "s").unwrap();
        fs::write(dir.path().join("book/a.md"), "a\r\nb").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(dir.path().join("secret"), dir.path().join("book/link")).unwrap();
        let source = Source::open(&dir.path().join("book")).unwrap();
        assert_eq!(source.text("a.md"), Ok(("a\nb".into(), true)));
        assert_eq!(source.bytes("nothing"), Err(Absent::Missing));
        assert_eq!(source.bytes("../secret"), Err(Absent::Outside));
        #[cfg(unix)]
        assert_eq!(source.bytes("link"), Err(Absent::Outside));
        assert_eq!(source.bytes(&dir.path().join("secret").to_string_lossy()), Err(Absent::Outside));
    }

    #[test]
    fn a_readme_is_named_after_its_folder() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("knots")).unwrap();
        fs::write(dir.path().join("knots/README.md"), "").unwrap();
        fs::write(dir.path().join("knots/bends.gift"), "").unwrap();
        let name = |path: &str| Source::open(&dir.path().join(path)).unwrap().name;
        assert_eq!(
            [name("knots"), name("knots/README.md"), name("knots/bends.gift")],
            ["knots", "knots", "bends"]
        );
        assert!(Source::open(&dir.path().join("none")).unwrap_err().to_string().contains("none"));
    }
}
