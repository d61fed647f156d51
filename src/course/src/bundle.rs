//! The bytes of a bundle: what the compiler writes into the wasm section `course` and the player reads.
//!
//! ```text
//! "LECTERN" VERSION   8 bytes
//! postcard(Content)   the outline, the list of content modules, then lesson bodies, each as bytes of its own
//! ```
//!
//! The compiler writes a bundle whole. Where a library is large, its site has the bodies in **content modules**: wasm
//! files that are nothing but a section `course` too, with a bundle of some bodies and no outline. The list says how
//! many lessons each of them holds in reading order, so that the outline tells where to look for any.
//!
//! A body is decoded only when its page is opened, so the cost of starting does not grow with the text.
//! A reader takes exactly one version: player and bundle are always put together by the same release.

use serde::{Deserialize, Serialize, Serializer};

use crate::lesson::LessonBody;
use crate::library::Library;

/// The name of the wasm custom section that carries a bundle, or the lessons of a content module.
pub const SECTION: &str = "course";

const MAGIC: &[u8; 7] = b"LECTERN";
const VERSION: u8 = 6;

/// How long the name of a content module is, in bytes.
const NAME: usize = 16;

/// A bundle as it is read: the outline decoded, the bodies still bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Bundle<'a> {
    /// The outline.
    pub library: Library,
    modules: Modules<'a>,
    bodies: Vec<(&'a str, &'a [u8])>,
}

/// Why bytes are not a bundle of this release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BundleError {
    /// They do not begin like a bundle.
    NotABundle,
    /// They are a bundle of this other version.
    Version(u8),
    /// They break off or contradict themselves.
    Damaged,
}

#[derive(Serialize, Deserialize)]
struct Content<'a, L> {
    library: L,
    #[serde(borrow)]
    modules: Modules<'a>,
    #[serde(borrow)]
    bodies: Vec<(&'a str, Bytes<'a>)>,
}

/// Where bodies are that are not in the bundle. Two rows, which the player reads without taking them apart.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Modules<'a> {
    /// [`NAME`] bytes each.
    names: &'a str,
    /// How many lessons each holds.
    lessons: &'a [u8],
}

/// Bytes that are written as one piece and not one by one; what is written is the same.
#[derive(Deserialize)]
struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

/// Writes a body, to be put into a bundle.
pub fn encode_body(body: &LessonBody) -> Vec<u8> {
    postcard::to_allocvec(body).expect("plain data always has a postcard form")
}

/// Reads what [`encode_body`] wrote; `None` where it is damaged.
pub fn decode_body(bytes: &[u8]) -> Option<LessonBody> {
    postcard::from_bytes(bytes).ok()
}

/// Writes a bundle. `bodies` pairs each lesson id with its body as [`encode_body`] writes it, sorted by the id or not.
pub fn encode<'a>(library: &Library, bodies: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    encode_apart(library, &[], bodies)
}

/// Writes a bundle whose lessons are in content modules but for `bodies`. `modules` are names, each with how many
/// lessons the module holds: the lessons of the library stand in them in reading order, one module after the other.
///
/// # Panics
/// Where a name has not 16 bytes.
pub fn encode_apart<'a>(
    library: &Library,
    modules: &[(&str, u8)],
    bodies: impl IntoIterator<Item = (&'a str, &'a [u8])>,
) -> Vec<u8> {
    assert!(
        modules.iter().all(|(name, _)| name.len() == NAME),
        "the name of a module is a hash of 16 digits"
    );
    let names: String = modules.iter().map(|(name, _)| *name).collect();
    let lessons: Vec<u8> = modules.iter().map(|(_, lessons)| *lessons).collect();
    let mut bodies: Vec<_> = bodies.into_iter().map(|(lesson, body)| (lesson, Bytes(body))).collect();
    bodies.sort_by_key(|(lesson, _)| *lesson);
    let length: usize = bodies.iter().map(|(lesson, body)| lesson.len() + body.0.len() + 8).sum();
    let mut bytes = Vec::with_capacity(length + length / 8);
    bytes.extend_from_slice(MAGIC);
    bytes.push(VERSION);
    let content = Content { library, modules: Modules { names: &names, lessons: &lessons }, bodies };
    postcard::to_extend(&content, bytes).expect("plain data always has a postcard form")
}

impl<'a> Bundle<'a> {
    /// Reads a bundle.
    ///
    /// # Errors
    /// Where the bytes are not a bundle, or one of another version, or damaged.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, BundleError> {
        let rest = bytes.strip_prefix(MAGIC.as_slice()).ok_or(BundleError::NotABundle)?;
        let (version, rest) = rest.split_first().ok_or(BundleError::Damaged)?;
        if *version != VERSION {
            return Err(BundleError::Version(*version));
        }
        let Content { library, modules, bodies } =
            postcard::from_bytes(rest).map_err(|_| BundleError::Damaged)?;
        let bodies = bodies.into_iter().map(|(lesson, body): (_, Bytes<'a>)| (lesson, body.0)).collect();
        Ok(Self { library, modules, bodies })
    }

    /// The same without the bytes it was read from, which are as much again as the outline that was read; `None` where
    /// a body stands in them.
    pub fn detached(self) -> Option<Bundle<'static>> {
        let Modules { names, lessons } = self.modules;
        let modules = Modules { names: Box::leak(names.into()), lessons: Box::leak(lessons.into()) };
        self.bodies.is_empty().then_some(Bundle { library: self.library, modules, bodies: Vec::new() })
    }

    /// The ids of all lessons whose bodies are in the bundle itself, each with its body as [`encode_body`] writes it.
    pub fn bodies(&self) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.bodies.iter().copied()
    }

    /// The body of a lesson; `None` where the bundle itself holds none under this id, or a damaged one.
    pub fn body(&self, lesson: &str) -> Option<LessonBody> {
        let at = self.bodies.binary_search_by_key(&lesson, |(id, _)| id).ok()?;
        decode_body(self.bodies[at].1)
    }

    /// The name of the content module that holds the body of a lesson; `None` where it is to be found in the bundle.
    pub fn module(&self, lesson: &str) -> Option<&'a str> {
        // The place of a module, and how many lessons it has room for yet.
        let mut module = 0;
        let mut room = *self.modules.lessons.first()?;
        // As loops: adapters of nested iterators are many times as much code.
        for course in &self.library.courses {
            for section in &course.sections {
                for outline in &section.lessons {
                    while room == 0 {
                        module += 1;
                        room = *self.modules.lessons.get(module)?;
                    }
                    if outline.id == lesson {
                        return self.modules.names.get(module * NAME..(module + 1) * NAME);
                    }
                    room -= 1;
                }
            }
        }
        None
    }
}

impl std::fmt::Display for BundleError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotABundle => write!(out, "no course is inside this player"),
            Self::Version(version) => {
                write!(out, "the course has bundle format {version}, this player reads {VERSION}")
            }
            Self::Damaged => write!(out, "the course inside this player is damaged"),
        }
    }
}

impl std::error::Error for BundleError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::{Block, Heading};
    use crate::library::{Course, LessonOutline, Section};

    fn body(text: &str) -> LessonBody {
        LessonBody {
            blocks: vec![Block::Html(text.into())],
            headings: vec![Heading { level: 2, id: "h".into(), text: "H".into() }],
        }
    }

    #[test]
    fn a_bundle_reads_back_as_it_was_written() {
        let library = Library { title: "T".into(), ..Library::default() };
        let (one, two) = (body("one"), body("two"));
        let bytes = encode(&library, [("b", &*encode_body(&one)), ("a", &encode_body(&two))]);
        let bundle = Bundle::decode(&bytes).unwrap();
        assert_eq!(bundle.library, library);
        assert_eq!(bundle.body("a"), Some(two));
        assert_eq!(bundle.body("b"), Some(one));
        assert_eq!(bundle.body("c"), None);
    }

    fn library(courses: &[&[&str]]) -> Library {
        let lesson = |id: &&str| LessonOutline { id: (*id).into(), ..LessonOutline::default() };
        let course = |ids: &&[&str]| {
            let lessons = ids.iter().map(lesson).collect();
            Course { sections: vec![Section { lessons, ..Section::default() }], ..Course::default() }
        };
        Library { courses: courses.iter().map(course).collect(), ..Library::default() }
    }

    #[test]
    fn the_outline_tells_which_module_holds_a_lesson() {
        let library = library(&[&["d", "a"], &["c"], &[], &["b", "e"], &["f"]]);
        let stray = encode_body(&body("stray"));
        let names = ["1", "2", "3"].map(|digit| digit.repeat(NAME));
        let modules = [(&*names[0], 1), (&*names[1], 2), (&*names[2], 2)];
        let bytes = encode_apart(&library, &modules, [("x", &*stray), ("f", &*stray)]);
        let bundle = Bundle::decode(&bytes).unwrap();
        for (lesson, module) in [("d", 0), ("a", 1), ("c", 1), ("b", 2), ("e", 2)] {
            assert_eq!(bundle.module(lesson), Some(&*names[module]), "{lesson}");
            assert_eq!(bundle.body(lesson), None, "{lesson}");
        }
        for lesson in ["x", "f"] {
            assert_eq!((bundle.module(lesson), bundle.body(lesson)), (None, Some(body("stray"))), "{lesson}");
        }
        assert_eq!(bundle.detached(), None, "there are bodies in it");
        let apart = encode_apart(&library, &modules, []);
        let detached = Bundle::decode(&apart).unwrap().detached().unwrap();
        drop(apart);
        assert_eq!(detached.module("e"), Some(&*names[2]));
        let whole = encode(&library, [("a", &*stray)]);
        assert_eq!(Bundle::decode(&whole).unwrap().module("a"), None);
    }

    #[test]
    fn bytes_that_are_no_bundle_are_refused() {
        let bytes = encode(&Library::default(), [("a", &*encode_body(&body("text")))]);
        assert_eq!(Bundle::decode(b"").unwrap_err(), BundleError::NotABundle);
        assert_eq!(Bundle::decode(b"\0asm").unwrap_err(), BundleError::NotABundle);
        assert_eq!(Bundle::decode(b"LECTERN").unwrap_err(), BundleError::Damaged);
        assert_eq!(Bundle::decode(b"LECTERN\xff").unwrap_err(), BundleError::Version(255));
        for length in 8..bytes.len() {
            assert_eq!(Bundle::decode(&bytes[..length]).unwrap_err(), BundleError::Damaged, "{length} bytes");
        }
    }
}
