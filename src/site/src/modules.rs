//! The lessons of a library as content modules: which lessons stand together, and the files that carry them.
//!
//! How such a file is laid out is the business of `course::bundle`; how it is fetched, that of `boot.js`.

use std::collections::HashMap;
use std::sync::Arc;

use course::bundle::{Bundle, SECTION, encode, encode_apart};
use course::lesson::LessonBody;
use course::library::Library;

use crate::names::hash;
use crate::section::{bundle_of, with_section};

/// The bodies of lessons that are more than this, in bytes, are not put together.
const LARGEST: usize = 64 << 10;

/// Nor are more lessons than a byte counts.
const MOST: usize = u8::MAX as usize;

/// A library whose bodies are no larger than this, in bytes, stays in the player's own file.
const WHOLE: usize = 128 << 10;

/// The bodies of all lessons, in content modules; in one that is no file where the library is small.
#[derive(Debug, Default)]
pub(crate) struct Modules {
    is_apart: bool,
    /// In reading order.
    modules: Vec<Module>,
    /// The place of the module of each lesson.
    places: HashMap<String, usize>,
}

/// Some lessons that stand together.
#[derive(Clone, Debug)]
struct Module {
    /// A hash of its content.
    name: String,
    /// How many lessons of the outline it stands for.
    lessons: u8,
    /// The file.
    wasm: Arc<[u8]>,
}

/// A lesson's id and its body, as `course::bundle::encode_body` writes it.
pub(crate) type Body<'a> = (&'a str, &'a [u8]);

impl Modules {
    /// The modules of a library. Those of `former` whose lessons are the same are taken from there.
    pub(crate) fn of(library: &Library, bodies: &[Body<'_>], former: &Self) -> Self {
        let is_apart = bodies.iter().map(|(_, body)| body.len()).sum::<usize>() > WHOLE;
        let mut modules = Self { is_apart, ..Self::default() };
        if !is_apart {
            modules.add(bodies, &Self::default());
            return modules;
        }
        let bodies: HashMap<&str, &[u8]> = bodies.iter().copied().collect();
        for course in &library.courses {
            let lessons: Vec<Body<'_>> = course
                .lessons()
                .map(|lesson| {
                    (lesson.id.as_str(), bodies.get(lesson.id.as_str()).copied().unwrap_or_default())
                })
                .collect();
            halve(&lessons, &mut |run| modules.add(run, former));
        }
        modules
    }

    fn add(&mut self, lessons: &[Body<'_>], former: &Self) {
        let Some((first, _)) = lessons.first() else { return };
        let known = former.module(first).filter(|known| former.is_apart && known.holds(lessons));
        let module = known.cloned().unwrap_or_else(|| {
            let wasm = with_section(SECTION, &encode(&Library::default(), lessons.iter().copied()));
            // More than a byte counts are only together where nobody counts them.
            Module { name: hash([&*wasm]), lessons: lessons.len().min(MOST) as u8, wasm: wasm.into() }
        });
        let place = self.modules.len();
        self.places.extend(lessons.iter().map(|(lesson, _)| ((*lesson).to_owned(), place)));
        self.modules.push(module);
    }

    /// The bundle that the player itself carries: the outline and where to find the lessons, or all there is.
    pub(crate) fn bundle(&self, library: &Library, bodies: &[Body<'_>]) -> Vec<u8> {
        if !self.is_apart {
            return encode(library, bodies.iter().copied());
        }
        let list: Vec<_> = self.modules.iter().map(|module| (module.name.as_str(), module.lessons)).collect();
        let rest = bodies.iter().filter(|(lesson, _)| !self.places.contains_key(*lesson));
        encode_apart(library, &list, rest.copied())
    }

    /// The body of a lesson; `None` where there is none that can be read.
    pub(crate) fn body(&self, lesson: &str) -> Option<LessonBody> {
        self.module(lesson)?.bundle()?.body(lesson)
    }

    /// The name of the module of a lesson, for its page to say; `None` where it comes with the player.
    pub(crate) fn name(&self, lesson: &str) -> Option<&str> {
        let module = self.module(lesson).filter(|_| self.is_apart)?;
        Some(&module.name)
    }

    /// The file of a lesson; `None` where it comes with the player.
    pub(crate) fn file(&self, lesson: &str) -> Option<&Arc<[u8]>> {
        let module = self.module(lesson).filter(|_| self.is_apart)?;
        Some(&module.wasm)
    }

    /// The files, by their paths on the site.
    pub(crate) fn files(&self) -> impl Iterator<Item = (String, Arc<[u8]>)> {
        let files = self.modules.iter().filter(|_| self.is_apart);
        files.map(|module| (path(&module.name), module.wasm.clone()))
    }

    fn module(&self, lesson: &str) -> Option<&Module> {
        self.places.get(lesson).map(|place| &self.modules[*place])
    }
}

impl Module {
    fn bundle(&self) -> Option<Bundle<'_>> {
        Bundle::decode(bundle_of(&self.wasm).ok()?).ok()
    }

    /// Whether it holds these lessons and no other.
    fn holds(&self, lessons: &[Body<'_>]) -> bool {
        let own = self.bundle().map(|own| own.bodies().collect::<HashMap<_, _>>()).unwrap_or_default();
        own.len() == lessons.len() && lessons.iter().all(|(id, body)| own.get(id) == Some(body))
    }
}

/// The path of a module on the site; `boot.js` knows it too.
pub(crate) fn path(name: &str) -> String {
    format!("lessons-{name}.wasm")
}

/// Halves a run of lessons until its parts are small enough. An edit that makes a lesson a little longer moves no
/// border, so that it changes one module and no other.
fn halve<'a>(lessons: &[Body<'a>], take: &mut impl FnMut(&[Body<'a>])) {
    let size: usize = lessons.iter().map(|(_, body)| body.len()).sum();
    if lessons.len() < 2 || (size <= LARGEST && lessons.len() <= MOST) {
        return take(lessons);
    }
    let (one, other) = lessons.split_at(lessons.len() / 2);
    halve(one, take);
    halve(other, take);
}

#[cfg(test)]
mod tests {
    use course::bundle::encode_body;
    use course::lesson::Block;
    use course::library::{Course, LessonOutline, Library, Section};

    use super::*;

    /// A library of courses whose lessons have texts of these many bytes.
    fn library(courses: &[&[usize]]) -> (Library, Vec<(String, Vec<u8>)>) {
        let mut library = Library::default();
        let mut bodies = Vec::new();
        for (course, sizes) in courses.iter().enumerate() {
            let mut lessons = Vec::new();
            for (at, size) in sizes.iter().enumerate() {
                let id = format!("{course}-{at}");
                let text = format!("{id} {}", "x".repeat(*size));
                bodies.push((id.clone(), encode_body(&body(&text))));
                lessons.push(LessonOutline { id, ..LessonOutline::default() });
            }
            let sections = vec![Section { title: String::new(), lessons }];
            library.courses.push(Course { id: format!("c{course}"), sections, ..Course::default() });
        }
        (library, bodies)
    }

    fn body(text: &str) -> LessonBody {
        LessonBody { blocks: vec![Block::Html(text.into())], ..LessonBody::default() }
    }

    fn bytes((library, bodies): &(Library, Vec<(String, Vec<u8>)>)) -> Vec<u8> {
        encode(library, bodies.iter().map(|(id, body)| (id.as_str(), body.as_slice())))
    }

    fn of(bundle: &Bundle<'_>, former: &Modules) -> Modules {
        Modules::of(&bundle.library, &bundle.bodies().collect::<Vec<_>>(), former)
    }

    /// What the player gets of a bundle.
    fn inside(modules: &Modules, bundle: &Bundle<'_>) -> Vec<u8> {
        modules.bundle(&bundle.library, &bundle.bodies().collect::<Vec<_>>())
    }

    fn modules(courses: &[&[usize]], former: &Modules) -> Modules {
        of(&Bundle::decode(&bytes(&library(courses))).unwrap(), former)
    }

    #[test]
    fn a_small_library_stays_whole() {
        let bytes = bytes(&library(&[&[40_000, 40_000], &[40_000]]));
        let bundle = Bundle::decode(&bytes).unwrap();
        let modules = of(&bundle, &Modules::default());
        assert_eq!(inside(&modules, &bundle), bytes);
        assert_eq!(modules.files().count(), 0);
        assert_eq!(modules.name("0-0"), None);
        assert_eq!(modules.body("1-0"), bundle.body("1-0"));
        assert!(modules.body("1-0").is_some());
    }

    #[test]
    fn a_large_one_is_put_into_modules_of_lessons_that_follow_each_other() {
        let bytes = bytes(&library(&[&[20_000; 7], &[500, 500], &[100_000], &[]]));
        let bundle = Bundle::decode(&bytes).unwrap();
        let modules = of(&bundle, &Modules::default());
        assert_eq!(modules.modules.iter().map(|module| module.lessons).collect::<Vec<_>>(), [3, 2, 2, 2, 1]);
        let inside = inside(&modules, &bundle);
        assert!(inside.len() < 500, "{}", inside.len());
        let inside = Bundle::decode(&inside).unwrap();
        assert_eq!(inside.library, bundle.library);
        let files: HashMap<_, _> = modules.files().collect();
        assert_eq!(files.len(), 5);
        for (lesson, body) in bundle.bodies() {
            let name = inside.module(lesson).unwrap();
            assert_eq!(modules.name(lesson), Some(name), "{lesson}");
            let file = &files[&path(name)];
            assert_eq!(&file[..8], b"\0asm\x01\0\0\0");
            let lessons = Bundle::decode(bundle_of(file).unwrap()).unwrap();
            assert!(lessons.bodies().any(|it| it == (lesson, body)), "{lesson}");
            assert_eq!(modules.body(lesson), bundle.body(lesson));
        }
    }

    #[test]
    fn short_lessons_are_no_more_in_a_module_than_are_counted() {
        let bytes = bytes(&library(&[&[150_000], &[1; 600]]));
        let bundle = Bundle::decode(&bytes).unwrap();
        let modules = of(&bundle, &Modules::default());
        assert_eq!(
            modules.modules.iter().map(|module| module.lessons).collect::<Vec<_>>(),
            [1, 150, 150, 150, 150]
        );
        let inside = inside(&modules, &bundle);
        assert_eq!(Bundle::decode(&inside).unwrap().module("1-599"), modules.name("1-599"));
    }

    #[test]
    fn an_edit_changes_one_module_and_the_others_are_not_made_again() {
        let edited = [20_000, 20_000, 20_900, 20_000, 20_000, 20_000, 20_000, 20_000, 20_000];
        let one = modules(&[&[20_000; 9], &[20_000; 9]], &Modules::default());
        let two = modules(&[&[20_000; 9], &edited], &one);
        assert_eq!((one.modules.len(), two.modules.len()), (8, 8));
        let changed: Vec<_> = (0..8).filter(|at| one.modules[*at].name != two.modules[*at].name).collect();
        assert_eq!(changed, [5], "the module of the third lesson of the second course");
        for at in (0..8).filter(|at| !changed.contains(at)) {
            assert!(Arc::ptr_eq(&one.modules[at].wasm, &two.modules[at].wasm), "{at}");
        }
        assert_eq!(two.body("1-2"), Some(body(&format!("1-2 {}", "x".repeat(20_900)))));
        let anew = modules(&[&[20_000; 9], &[20_000; 9]], &two);
        assert!(anew.files().eq(one.files()), "what is taken over is what would be made");
    }

    #[test]
    fn what_a_library_does_not_place_stays_with_the_player() {
        let (library, mut bodies) = library(&[&[90_000, 90_000]]);
        bodies.push(("stray".into(), encode_body(&body("stray"))));
        let bytes = bytes(&(library, bodies));
        let bundle = Bundle::decode(&bytes).unwrap();
        let inside = inside(&of(&bundle, &Modules::default()), &bundle);
        let inside = Bundle::decode(&inside).unwrap();
        assert_eq!(inside.bodies().map(|(id, _)| id).collect::<Vec<_>>(), ["stray"]);
        assert_eq!(inside.body("stray"), Some(body("stray")));
    }
}
