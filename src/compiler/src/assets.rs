//! The files that lessons show or offer: pictures, sound, video, things to download, code to include.
//!
//! Here files are found by what an author writes, read when they are first asked for, and named for the site. How
//! large a picture is on the screen is found out in [`size`].

mod size;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use course::identity::fnv1a;
use course::route::decode;

use crate::Asset;
use crate::content::{Content, OtherFile};
use crate::diagnostics::{Code, Diagnostic};
use crate::links::joined;
use crate::names::{nearest, slug};

pub(crate) use size::Size;

/// What a learner's network carries without a sigh, in bytes.
const LARGE: usize = 10 * 1024 * 1024;

/// Files that a browser would run as a page or a program of the site's own. They are served as text; only who
/// downloads one gets it under its own name.
const RUNNABLE: [&str; 11] =
    ["htm", "html", "js", "mht", "mhtml", "mjs", "shtml", "xht", "xhtml", "xml", "xsl"];

/// What a file is to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Picture,
    Sound,
    Video,
    Other,
}

/// All files of the folder that are not Markdown.
#[derive(Debug, Default)]
pub(crate) struct Assets {
    /// Sorted by path.
    files: Vec<Held>,
}

/// One of them.
#[derive(Debug)]
pub(crate) struct Held {
    file: OtherFile,
    read: OnceLock<Result<Carried, String>>,
}

/// A file that was read.
#[derive(Debug)]
pub(crate) struct Carried {
    /// [`Asset::name`].
    pub(crate) name: String,
    pub(crate) bytes: Arc<[u8]>,
    /// Of a picture or a video, where it could be found out.
    pub(crate) size: Option<Size>,
    /// Whether it is a drawing that holds a program.
    pub(crate) has_program: bool,
}

/// Why there is no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Absent {
    /// The path leads out of the content folder.
    Outside,
    /// Nothing stands there. What was probably meant, relative to the asking file.
    Missing(Option<String>),
}

impl Assets {
    pub(crate) fn of(content: &Content) -> Self {
        let hold = |file: &OtherFile| Held { file: file.clone(), read: OnceLock::new() };
        Self { files: content.others.iter().map(hold).collect() }
    }

    /// The file that a path means in the Markdown file `from`. A path that begins with `/` begins at the content
    /// folder.
    pub(crate) fn find(&self, path: &str, from: &str) -> Result<&Held, Absent> {
        let path = path.split(['#', '?']).next().unwrap_or_default();
        // A name may hold what looks like an escape.
        let ways = [decode(path), path.to_owned()].map(|path| {
            let (path, stays_within) = joined(from, &path);
            stays_within.then_some(path)
        });
        let found = ways.iter().flatten().find_map(|path| self.at(path));
        found.ok_or_else(|| match &ways[0] {
            None => Absent::Outside,
            Some(path) => Absent::Missing(self.suggestion(path, from)),
        })
    }

    /// Whether these are the files of a folder as it is now.
    pub(crate) fn are_of(&self, content: &Content) -> bool {
        self.files.len() == content.others.len()
            && self.files.iter().zip(&content.others).all(|(held, other)| held.file.is_same(other))
    }

    /// The files with these paths, as the site needs them.
    pub(crate) fn named<'u>(&self, used: impl Iterator<Item = &'u str>) -> Vec<Asset> {
        let named = used.filter_map(|path| self.at(path)).filter_map(|held| {
            let carried = held.carried().ok()?;
            let asset = Asset {
                name: carried.name.clone(),
                source: held.file.path.clone(),
                bytes: carried.bytes.clone(),
            };
            Some((asset.name.clone(), asset))
        });
        // Two files of one name and one content are one.
        named.collect::<BTreeMap<_, _>>().into_values().collect()
    }

    /// The file with exactly this path.
    pub(crate) fn at(&self, path: &str) -> Option<&Held> {
        let index = self.files.binary_search_by(|held| held.file.path.as_str().cmp(path)).ok()?;
        self.files.get(index)
    }

    fn suggestion(&self, path: &str, from: &str) -> Option<String> {
        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_lowercase();
        let wanted = name(path);
        let same = self.files.iter().find(|held| name(&held.file.path) == wanted);
        let near = || {
            let found = nearest(path, self.files.iter().map(|held| held.file.path.as_str()))?;
            self.at(found)
        };
        let near_name = || {
            let names: Vec<_> = self.files.iter().map(|held| name(&held.file.path)).collect();
            let found = nearest(&wanted, names.iter().map(String::as_str))?;
            self.files.get(names.iter().position(|it| it == found)?)
        };
        same.or_else(near).or_else(near_name).map(|held| relative(from, &held.file.path))
    }
}

impl Held {
    /// Relative to the content folder.
    pub(crate) fn path(&self) -> &str {
        &self.file.path
    }

    pub(crate) fn kind(&self) -> Kind {
        kind(&self.file.path)
    }

    /// The name without folders.
    pub(crate) fn file_name(&self) -> &str {
        self.file.path.rsplit('/').next().unwrap_or_default()
    }

    /// The file, read once.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(crate) fn carried(&self) -> Result<&Carried, &str> {
        let read = || {
            let bytes = self.file.bytes().map_err(|error| error.to_string())?;
            let size = match self.kind() {
                Kind::Picture | Kind::Video => size::of(ending(&self.file.path).as_str(), &bytes),
                Kind::Sound | Kind::Other => None,
            };
            Ok(Carried {
                name: name(&self.file.path, &bytes),
                size,
                has_program: ending(&self.file.path) == "svg" && size::svg_has_program(&bytes),
                bytes: bytes.into(),
            })
        };
        self.read.get_or_init(read).as_ref().map_err(String::as_str)
    }

    /// The finding about a file that is too large to be fetched by the way.
    pub(crate) fn too_large(&self, file: &str, span: &Range<usize>) -> Option<Diagnostic> {
        let size = self.carried().ok()?.bytes.len();
        let message = format!("`{}` is {} MB large", self.path(), size.div_ceil(1024 * 1024));
        let help = "make it smaller, or cut it; learners may be on a slow network, and pay for it";
        (size > LARGE).then(|| Diagnostic::new(Code::LargeFile, file, message).at(span.clone()).help(help))
    }
}

impl Absent {
    /// The finding about a path that leads to no file.
    pub(crate) fn diagnostic(&self, path: &str, file: &str, span: &Range<usize>) -> Diagnostic {
        match self {
            Self::Outside => Diagnostic::new(
                Code::FileOutside,
                file,
                format!("`{path}` leads out of the content folder"),
            )
            .help("copy the file into the content folder, beside the lesson; only what is in it is carried"),
            Self::Missing(near) => {
                Diagnostic::new(Code::MissingFile, file, format!("there is no file `{path}`")).help(
                    match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "write the path relative to this file, or put the file there".to_owned(),
                    },
                )
            }
        }
        .at(span.clone())
    }
}

/// What a file is, by the ending of its name.
pub(crate) fn kind(path: &str) -> Kind {
    match ending(path).as_str() {
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg" | "bmp" | "ico" => Kind::Picture,
        "mp3" | "m4a" | "ogg" | "oga" | "opus" | "wav" | "flac" => Kind::Sound,
        "mp4" | "webm" | "m4v" | "ogv" | "mov" => Kind::Video,
        _ => Kind::Other,
    }
}

fn ending(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

/// The name on the site: letters that every host keeps, and a hash of the content, so that it may be kept for ever.
fn name(path: &str, bytes: &[u8]) -> String {
    let ascii =
        |text: &str| text.replace(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'), "");
    let stem = ascii(&slug(crate::layout::stem(path)));
    let stem = if stem.is_empty() { "file" } else { &stem };
    let hash = fnv1a(bytes);
    match ascii(&ending(path)) {
        ending if ending.is_empty() => format!("{stem}-{hash:016x}"),
        ending if RUNNABLE.contains(&ending.as_str()) => format!("{stem}-{hash:016x}.{ending}.txt"),
        ending => format!("{stem}-{hash:016x}.{ending}"),
    }
}

/// How one writes the path of `to` in the file `from`.
fn relative(from: &str, to: &str) -> String {
    let mut from: Vec<&str> = from.split('/').collect();
    from.pop();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from.iter().zip(&to[..to.len() - 1]).take_while(|(one, other)| one == other).count();
    let mut parts = vec![".."; from.len() - shared];
    parts.extend(&to[shared..]);
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assets() -> Assets {
        let file = |path: &str| OtherFile::new(path, path.into());
        let paths = ["courses/a/lessons/plan 1.png", "courses/a/pictures/a%20b.png", "data.csv"];
        Assets::of(&Content { others: paths.map(file).into(), ..Content::default() })
    }

    #[test]
    fn files_are_found_as_an_author_writes_them() {
        let assets = assets();
        let from = "courses/a/lessons/one.md";
        for (path, expected) in [
            ("plan%201.png", "courses/a/lessons/plan 1.png"),
            ("./plan 1.png", "courses/a/lessons/plan 1.png"),
            ("../pictures/a%20b.png", "courses/a/pictures/a%20b.png"),
            ("/data.csv", "data.csv"),
            ("../../../data.csv?raw#top", "data.csv"),
        ] {
            assert_eq!(assets.find(path, from).map(Held::path), Ok(expected), "{path}");
        }
        for (path, expected) in [
            ("../../../../data.csv", Absent::Outside),
            ("plan_1.png", Absent::Missing(Some("plan 1.png".into()))),
            ("data.csv", Absent::Missing(Some("../../../data.csv".into()))),
            ("../pictures/ab.png", Absent::Missing(Some("../pictures/a%20b.png".into()))),
            ("elsewhere.gif", Absent::Missing(None)),
        ] {
            assert_eq!(assets.find(path, from).map(Held::path), Err(expected), "{path}");
        }
    }

    #[test]
    fn names_hold_a_hash_and_no_odd_letters() {
        for (path, expected) in [
            ("a/Über Plan (2).PNG", "ber-plan-2-af63f54c86021707.png"),
            ("ä.png", "file-af63f54c86021707.png"),
            ("Makefile", "makefile-af63f54c86021707"),
            ("page.html", "page-af63f54c86021707.html.txt"),
        ] {
            assert_eq!(name(path, b"x"), expected, "{path}");
        }
        assert_ne!(name("a.png", b"x"), name("a.png", b"y"));
    }

    #[test]
    fn only_what_is_used_is_carried() {
        let assets = assets();
        assert!(assets.named([].into_iter()).is_empty());
        let used = assets.named(["data.csv", "data.csv", "gone"].into_iter());
        assert_eq!(used.len(), 1);
        assert_eq!((used[0].source.as_str(), &*used[0].bytes), ("data.csv", &b"data.csv"[..]));
    }
}
