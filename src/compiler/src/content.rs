//! Reading a content folder: the only place of the compiler that touches the disk.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs::{DirEntry, Metadata};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use std::{fs, io, thread};

use crate::layout::{self, Role};

/// One Markdown file, or one of [`SETTINGS`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Relative to the content folder, with `/` between folders; shown in diagnostics.
    pub path: String,
    /// As they are on the disk; whether they are text is for the compiler to say.
    pub bytes: Arc<[u8]>,
    stamp: Stamp,
}

/// What tells one version of a file from another without reading it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// Whether the file was so young when it was looked at that a later change could bear the same time.
    is_young: bool,
}

/// How long a change may bear the time of the one before: two seconds on the coarsest disks.
const COARSEST_CLOCK: Duration = Duration::from_secs(2);

/// The files at the top of a folder, other than Markdown, that say something of the whole library.
pub const SETTINGS: [&str; 3] = ["library.yaml", "strings.yaml", "style.css"];

/// A file that is not Markdown: an image, a piece of code to include, something to download. Its bytes are read when
/// they are asked for, since most of a folder may not be of use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherFile {
    /// As [`SourceFile::path`].
    pub path: String,
    /// Where the bytes are.
    pub place: Place,
    pub(crate) stamp: Stamp,
}

/// Where the bytes of a file are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// On the disk.
    Disk(PathBuf),
    /// Here.
    Memory(Vec<u8>),
}

/// A folder of Markdown files, and what lies beside them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// The name of the folder itself, without its parents.
    pub name: String,
    /// The Markdown files, sorted by path.
    pub files: Vec<SourceFile>,
    /// Those of [`SETTINGS`] that there are.
    pub settings: Vec<SourceFile>,
    /// All other files, sorted by path.
    pub others: Vec<OtherFile>,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        let modified = metadata.modified().ok();
        let age = modified.and_then(|modified| modified.elapsed().ok());
        Self { length: metadata.len(), modified, is_young: age.is_none_or(|age| age < COARSEST_CLOCK) }
    }

    /// Whether nothing was changed between this stamp and a later one.
    pub(crate) fn is_same(self, later: Self) -> bool {
        !self.is_young
            && self.modified.is_some()
            && (self.length, self.modified) == (later.length, later.modified)
    }
}

impl OtherFile {
    /// A file that is on no disk.
    pub fn new(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self { path: path.into(), place: Place::Memory(bytes), stamp: Stamp::default() }
    }

    /// Whether nothing was changed between this file and itself as it was looked at later.
    pub(crate) fn is_same(&self, later: &Self) -> bool {
        let is_same = match &self.place {
            Place::Disk(_) => self.stamp.is_same(later.stamp),
            Place::Memory(_) => true,
        };
        is_same && self.path == later.path && self.place == later.place
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        match &self.place {
            Place::Disk(path) => at_rest(|| look(path)).map(|(bytes, _)| Cow::Owned(bytes)),
            Place::Memory(bytes) => Ok(Cow::Borrowed(bytes)),
        }
    }
}

impl SourceFile {
    /// A file that is on no disk.
    pub fn new(path: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> Self {
        Self { path: path.into(), bytes: bytes.into(), stamp: Stamp::default() }
    }

    /// The text that the spans of diagnostics point into: without a byte order mark, and with U+FFFD for what is
    /// not UTF-8.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.bytes))
    }
}

impl Content {
    /// Reads every `*.md` below a folder, and notes what else there is. Names that begin with a dot are left out, and
    /// a folder that can be reached twice through links is read once.
    ///
    /// # Errors
    /// Where the folder, or something in it, cannot be read. The message names the path.
    pub fn read(dir: &Path) -> io::Result<Self> {
        Self::default().read_again(dir)
    }

    /// How many of the files are lessons by where they lie.
    pub fn lessons(&self) -> usize {
        let roles = layout::roles(self.files.iter().map(|file| file.path.as_str()));
        roles.iter().filter(|role| matches!(role, Role::Lesson(_))).count()
    }

    /// Reads a folder that was read before; what has not changed since is taken from there.
    ///
    /// # Errors
    /// As [`Content::read`].
    pub fn read_again(&self, dir: &Path) -> io::Result<Self> {
        let root = fs::canonicalize(dir).map_err(|error| naming(dir, error))?;
        if !root.is_dir() {
            return Err(naming(dir, io::Error::new(io::ErrorKind::NotADirectory, "this is not a folder")));
        }
        let name = root.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let (mut files, mut settings, mut others) = (Vec::new(), Vec::new(), Vec::new());
        let mut seen = HashSet::from([root.clone()]);
        let mut folders = vec![(root, String::new())];
        while let Some((folder, prefix)) = folders.pop() {
            for (name, entry) in sorted_entries(&folder)? {
                let path = format!("{prefix}{name}");
                let place = || folder.join(entry.file_name());
                let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
                let metadata = if is_link { fs::metadata(place()) } else { entry.metadata() };
                // A link that leads nowhere is no file.
                let Ok(metadata) = metadata else { continue };
                if metadata.is_dir() {
                    let place = place();
                    let real = fs::canonicalize(&place).map_err(|error| naming(&place, error))?;
                    if seen.insert(real) {
                        folders.push((place, format!("{path}/")));
                    }
                    continue;
                }
                if !metadata.is_file() {
                    continue;
                }
                let stamp = Stamp::of(&metadata);
                let is_setting = SETTINGS.contains(&path.as_str());
                if !is_markdown(&path) && !is_setting {
                    others.push(OtherFile { path, place: Place::Disk(place()), stamp });
                    continue;
                }
                let texts = if is_setting { &mut settings } else { &mut files };
                if let Some(known) = self.file(&path).filter(|known| known.stamp.is_same(stamp)) {
                    texts.push(known.clone());
                    continue;
                }
                match at_rest(|| look(&place())) {
                    Ok((bytes, stamp)) => texts.push(SourceFile { path, bytes: bytes.into(), stamp }),
                    // It was taken away after the folder was listed.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => return Err(naming(&place(), error)),
                }
            }
        }
        files.sort_by(|one, other| one.path.cmp(&other.path));
        others.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(Self { name, files, settings, others })
    }

    /// Reads one of the Markdown files anew, which lies at `place` on the disk, and puts it into the place of its former
    /// version. `None` where it is none that was there before, or cannot be read.
    pub fn read_one_again(&mut self, dir: &Path, place: &Path) -> Option<&SourceFile> {
        let path = place.strip_prefix(fs::canonicalize(dir).ok()?).ok()?;
        let names: Option<Vec<_>> = path.iter().map(|name| name.to_str()).collect();
        let path = names?.join("/");
        let at = self.files.binary_search_by(|file| file.path.cmp(&path)).ok()?;
        let (bytes, stamp) = at_rest(|| look(place)).ok()?;
        self.files[at] = SourceFile { path, bytes: bytes.into(), stamp };
        Some(&self.files[at])
    }

    /// The Markdown file with this path, or the one of [`SETTINGS`].
    pub fn file(&self, path: &str) -> Option<&SourceFile> {
        match self.files.binary_search_by(|file| file.path.as_str().cmp(path)) {
            Ok(at) => Some(&self.files[at]),
            Err(_) => self.settings.iter().find(|file| file.path == path),
        }
    }
}

/// What lies in a folder by name; names that begin with a dot are left out.
fn sorted_entries(folder: &Path) -> io::Result<Vec<(String, DirEntry)>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| naming(folder, error))? {
        let entry = entry.map_err(|error| naming(folder, error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            entries.push((name, entry));
        }
    }
    entries.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(entries)
}

/// A file as it was seen: its stamp before, its bytes, and its stamp after.
type Look = (Stamp, Vec<u8>, Stamp);

fn look(path: &Path) -> io::Result<Look> {
    let before = Stamp::of(&fs::metadata(path)?);
    let bytes = fs::read(path)?;
    Ok((before, bytes, Stamp::of(&fs::metadata(path)?)))
}

/// The bytes of a file and their stamp, from a look during which nobody has written: half of a lesson is worse than
/// none.
fn at_rest(mut look: impl FnMut() -> io::Result<Look>) -> io::Result<(Vec<u8>, Stamp)> {
    for pause in PAUSES {
        let (before, bytes, after) = look()?;
        let is_whole = after.length == bytes.len() as u64;
        if is_whole && (before.length, before.modified) == (after.length, after.modified) {
            return Ok((bytes, after));
        }
        thread::sleep(Duration::from_millis(pause));
    }
    let why = "another program keeps writing it; try again when that has come to rest";
    Err(io::Error::new(io::ErrorKind::ResourceBusy, why))
}

/// How many milliseconds to wait after each look at a file that was being written: half a second in all.
const PAUSES: [u64; 6] = [1, 10, 50, 100, 150, 200];

fn is_markdown(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
}

fn naming(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot read `{}`: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(dir: &Path) -> Vec<String> {
        Content::read(dir).unwrap().files.into_iter().map(|file| file.path).collect()
    }

    #[test]
    fn markdown_files_are_read_in_order_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["b/c", ".git"] {
            fs::create_dir_all(dir.path().join(folder)).unwrap();
        }
        for file in ["z.md", "a.MD", "b/c/d.md", "b/x.png", ".hidden.md", ".git/e.md", "notes.txt"] {
            fs::write(dir.path().join(file), file).unwrap();
        }
        assert_eq!(paths(dir.path()), ["a.MD", "b/c/d.md", "z.md"]);
        let others = Content::read(dir.path()).unwrap().others;
        let read: Vec<_> = others.iter().map(|file| (file.path.as_str(), file.bytes().unwrap())).collect();
        assert_eq!(read, [("b/x.png", b"b/x.png"[..].into()), ("notes.txt", b"notes.txt"[..].into())]);
    }

    #[test]
    fn what_has_not_changed_is_not_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let old = SystemTime::now() - Duration::from_secs(60);
        for file in ["a.md", "b.md"] {
            fs::write(dir.path().join(file), file).unwrap();
            fs::File::options().write(true).open(dir.path().join(file)).unwrap().set_modified(old).unwrap();
        }
        let first = Content::read(dir.path()).unwrap();
        fs::write(dir.path().join("b.md"), "B.MD").unwrap();
        let second = first.read_again(dir.path()).unwrap();
        assert!(Arc::ptr_eq(&first.files[0].bytes, &second.files[0].bytes), "the same bytes, not equal ones");
        assert_eq!(&*second.files[1].bytes, b"B.MD");
        fs::write(dir.path().join("b.md"), "b.md").unwrap();
        let third = second.read_again(dir.path()).unwrap();
        assert_eq!(&*third.files[1].bytes, b"b.md", "a file that has just been written is read every time");
    }

    #[test]
    fn a_file_is_read_when_nobody_writes_it() {
        let stamp = |length| Stamp { length, modified: Some(SystemTime::UNIX_EPOCH), is_young: false };
        let mut looks = vec![
            (stamp(3), b"abc".to_vec(), stamp(3)),
            (stamp(3), b"ab".to_vec(), stamp(3)),
            (stamp(2), b"abc".to_vec(), stamp(3)),
        ];
        let (bytes, after) = at_rest(|| Ok(looks.pop().unwrap())).unwrap();
        assert_eq!((bytes.as_slice(), after), (&b"abc"[..], stamp(3)), "not before the third look");

        let mut length = 0;
        let error = at_rest(|| {
            length += 1;
            Ok((stamp(length), Vec::new(), stamp(length + 1)))
        });
        assert!(error.unwrap_err().to_string().contains("keeps writing it"), "there is an end to it");
        assert_eq!(length, PAUSES.len() as u64);
        let gone = at_rest(|| Err(io::ErrorKind::NotFound.into())).unwrap_err();
        assert_eq!(gone.kind(), io::ErrorKind::NotFound);
    }

    #[cfg(unix)]
    #[test]
    fn a_loop_of_links_ends() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.md"), "").unwrap();
        fs::create_dir(dir.path().join("b")).unwrap();
        std::os::unix::fs::symlink(dir.path(), dir.path().join("b/up")).unwrap();
        std::os::unix::fs::symlink("nowhere", dir.path().join("b/dangling")).unwrap();
        assert_eq!(paths(dir.path()), ["a.md"]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let message = Content::read(Path::new("no/such/folder")).unwrap_err().to_string();
        assert!(message.contains("`no/such/folder`"), "{message}");
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        assert!(Content::read(&file).unwrap_err().to_string().contains("not a folder"));
    }
}
