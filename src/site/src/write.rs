//! A site, or any other folder of ours, onto the disk: written beside its place first, then swapped in, so that a
//! failure leaves what was there.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::service_worker::MARK;
use crate::site::Site;

impl Site {
    /// Writes the site to `out` in place of a former site, an empty folder or nothing.
    ///
    /// # Errors
    /// Where `out` holds anything else, or the disk refuses. What was there is untouched then.
    pub fn write(&self, out: &Path) -> Result<()> {
        let is_site = |folder: &Path| {
            fs::read(folder.join("sw.js")).is_ok_and(|worker| worker.starts_with(MARK.as_bytes()))
        };
        let files = self.all_files();
        replace(out, is_site, || paths_and_bytes(&files))
    }

    /// Writes the files into a folder that is the caller's own to fill, making it where it is missing.
    /// What else lies there stays.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn write_into(&self, folder: &Path) -> Result<()> {
        let files = self.all_files();
        write_all(folder, paths_and_bytes(&files))
    }
}

fn paths_and_bytes(files: &BTreeMap<String, Arc<[u8]>>) -> impl Iterator<Item = (&str, &[u8])> {
    files.iter().map(|(path, bytes)| (path.as_str(), &**bytes))
}

/// Writes files, by their paths, to a folder in place of a former one, an empty one or nothing. `is_ours` tells
/// whether a folder with something in it is a former one.
///
/// # Errors
/// Where `out` holds anything else, or the disk refuses. What was there is untouched then.
pub fn replace<'f, F: Iterator<Item = (&'f str, &'f [u8])>>(
    out: &Path,
    is_ours: impl Fn(&Path) -> bool,
    files: impl FnOnce() -> F,
) -> Result<()> {
    let told = out;
    // A link keeps pointing at the folder it points at; the folder is swapped.
    let out = fs::canonicalize(out).unwrap_or_else(|_| out.to_owned());
    let (Some(name), Some(parent)) = (out.file_name(), out.parent()) else {
        return Err(Error::NoFolder { path: out });
    };
    let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    check(&out, is_ours).map_err(|error| as_told(error, &out, told))?;

    let beside = |what: &str| -> PathBuf {
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{what}-{}", std::process::id()));
        parent.join(hidden)
    };
    let (new, old) = (beside("new"), beside("old"));
    let written = write_all(&new, files()).and_then(|()| swap(&new, &out, &old));
    if written.is_err() {
        // It is our own unfinished copy; where even this fails, the first error is the one to hear about.
        let _ = fs::remove_dir_all(&new);
    }
    written.map_err(|error| as_told(as_told(error, &new, told), &out, told))
}

fn write_all<'f>(folder: &Path, files: impl Iterator<Item = (&'f str, &'f [u8])>) -> Result<()> {
    for (path, bytes) in files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|source| Error::Write { path: parent.into(), source })?;
        }
        fs::write(&path, bytes).map_err(|source| Error::Write { path, source })?;
    }
    Ok(())
}

/// The error with its path as the author calls it: what lies in `place` is on its way to, or in, the folder `told`.
fn as_told(mut error: Error, place: &Path, told: &Path) -> Error {
    if let Error::Read { path, .. } | Error::Write { path, .. } | Error::NotOurs { path } = &mut error
        && let Ok(rest) = path.strip_prefix(place)
    {
        *path = if rest.as_os_str().is_empty() { told.to_owned() } else { told.join(rest) };
    }
    error
}

/// Whether the place may be taken: it is free, or empty, or ours.
fn check(out: &Path, is_ours: impl Fn(&Path) -> bool) -> Result<()> {
    let mut entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        // Where a part of the path is a file, whoever writes there is told so.
        Err(error)
            if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) && !out.is_file() =>
        {
            return Ok(());
        }
        Err(_) if out.is_file() => return Err(Error::NotOurs { path: out.to_owned() }),
        Err(source) => return Err(Error::Read { path: out.to_owned(), source }),
    };
    if entries.next().is_none() || is_ours(out) {
        Ok(())
    } else {
        Err(Error::NotOurs { path: out.to_owned() })
    }
}

/// Puts `new` where `out` is. `old` is where the former site waits until that has worked.
fn swap(new: &Path, out: &Path, old: &Path) -> Result<()> {
    let cannot = |source| Error::Write { path: out.to_owned(), source };
    if !out.exists() {
        return fs::rename(new, out).map_err(cannot);
    }
    fs::rename(out, old).map_err(cannot)?;
    if let Err(error) = fs::rename(new, out) {
        fs::rename(old, out).map_err(cannot)?;
        return Err(cannot(error));
    }
    fs::remove_dir_all(old).map_err(|source| Error::Write { path: old.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{assemble, sample};

    fn site(title: &str) -> Site {
        assemble(
            &sample::player(),
            Some(&sample::course(title)),
            &crate::Assets::new(),
            &crate::Options::default(),
        )
        .unwrap()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_site_replaces_nothing_an_empty_folder_and_a_former_site() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("a/dist");
        site("One").write(&out).unwrap();
        fs::write(out.join("left-over.txt"), "").unwrap();
        let second = site("Two");
        second.write(&out).unwrap();
        for (path, bytes) in &second.all_files() {
            assert_eq!(fs::read(out.join(path)).unwrap(), **bytes, "{path}");
        }
        assert!(!out.join("left-over.txt").exists());
        assert_eq!(names(&folder.path().join("a")), ["dist"], "nothing stays beside it");

        let empty = folder.path().join("empty");
        fs::create_dir(&empty).unwrap();
        second.write(&empty).unwrap();
        assert!(empty.join("sw.js").exists());
    }

    #[test]
    fn what_is_not_ours_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("thesis");
        fs::create_dir(&out).unwrap();
        fs::write(out.join("sw.js"), "// somebody else's").unwrap();
        let error = site("One").write(&out).unwrap_err();
        assert!(matches!(error, Error::NotOurs { .. }), "{error}");
        assert!(error.to_string().contains("thesis"), "{error}");
        assert_eq!(names(folder.path()), ["thesis"]);
        assert_eq!(names(&out), ["sw.js"]);

        let file = folder.path().join("file");
        fs::write(&file, "text").unwrap();
        assert!(matches!(site("One").write(&file), Err(Error::NotOurs { .. })));
        assert!(matches!(site("One").write(Path::new("/")), Err(Error::NoFolder { .. })));
    }

    #[test]
    fn a_failure_leaves_the_former_site() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("dist");
        let former = site("One");
        former.write(&out).unwrap();
        let mut broken = site("Two");
        broken.files.insert("index.html/impossible".into(), [].into());
        let Err(Error::Write { path, .. }) = broken.write(&out) else { panic!("it cannot be written") };
        assert_eq!(path, out.join("index.html"), "the place is named as it is called");
        assert_eq!(fs::read(out.join("index.html")).unwrap(), *former.file("index.html").unwrap());
        assert_eq!(names(folder.path()), ["dist"]);
    }
}
