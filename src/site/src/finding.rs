//! The search index of a library as files: a head that every page names, and beside it shards where there is much.
//!
//! What stands in the index, and how, is the business of `course::search`. It is made from the bodies of the lessons, so
//! whoever has those makes the same.

use std::collections::HashMap;
use std::sync::Arc;
use std::thread;

use course::bundle::decode_body;
use course::library::Library;
use course::search::entry::Entry;
use course::search::index::{LARGEST, SECTION, WHOLE, Writer};
use course::search::text::parts;

use crate::modules::{Body, Modules};
use crate::names::hash;
use crate::section::with_section;

/// The name of the head before it gets its hash.
pub(crate) const HEAD: &str = "search.wasm";

/// The index, kept so that only what changes is looked at again.
#[derive(Debug, Default)]
pub(crate) struct Finding {
    /// In reading order.
    lessons: Vec<Lesson>,
    writer: Writer,
}

/// The files of an index.
pub(crate) struct Files {
    pub(crate) head: Vec<u8>,
    /// By their paths on the site.
    pub(crate) shards: Vec<(String, Arc<[u8]>)>,
}

#[derive(Debug)]
struct Lesson {
    id: String,
    title: String,
    /// The content module that it was read from; none where it comes with the player, and is read again.
    module: Option<Arc<[u8]>>,
    entry: Arc<Entry>,
}

impl Finding {
    /// The index of a library. What `former` has read from a content module that is the same is taken from there.
    pub(crate) fn of(library: &Library, bodies: &[Body<'_>], modules: &Modules, former: Self) -> Self {
        let bodies: HashMap<&str, &[u8]> = bodies.iter().copied().collect();
        let outlines: Vec<_> = library.courses.iter().flat_map(|course| course.lessons()).collect();
        let known: HashMap<&str, &Lesson> =
            former.lessons.iter().map(|lesson| (lesson.id.as_str(), lesson)).collect();
        let is_same = |lesson: &Lesson, title: &str| {
            let module = modules.file(&lesson.id);
            let is_there =
                module.zip(lesson.module.as_ref()).is_some_and(|(one, other)| Arc::ptr_eq(one, other));
            is_there && lesson.title == title
        };
        let entry = |id: &str, title: &str| match known.get(id).filter(|lesson| is_same(lesson, title)) {
            Some(lesson) => lesson.entry.clone(),
            None => {
                let body = bodies.get(id).and_then(|body| decode_body(body)).unwrap_or_default();
                Arc::new(Entry::new(title, &parts(&body)))
            }
        };
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let lessons: Vec<Lesson> = thread::scope(|scope| {
            let share = outlines.len().div_ceil(cores).max(1);
            let threads: Vec<_> = outlines
                .chunks(share)
                .map(|outlines| {
                    scope.spawn(|| {
                        let read = outlines.iter().map(|outline| Lesson {
                            id: outline.id.clone(),
                            title: outline.title.clone(),
                            module: modules.file(&outline.id).cloned(),
                            entry: entry(&outline.id, &outline.title),
                        });
                        read.collect::<Vec<_>>()
                    })
                })
                .collect();
            let join = |thread: thread::ScopedJoinHandle<'_, _>| {
                thread.join().expect("an entry is made of any text")
            };
            threads.into_iter().flat_map(join).collect()
        });
        let is_same_order = lessons.len() == former.lessons.len()
            && lessons.iter().zip(&former.lessons).all(|(one, other)| one.id == other.id);
        let changed: Vec<usize> = match is_same_order {
            true => (0..lessons.len()).filter(|at| lessons[*at].entry != former.lessons[*at].entry).collect(),
            false => (0..lessons.len()).collect(),
        };
        if changed.len() * 4 > lessons.len() {
            let writer = Writer::new(lessons.iter().map(|lesson| &*lesson.entry));
            return Self { lessons, writer };
        }
        let mut writer = former.writer;
        for at in changed {
            writer.change(at, &former.lessons[at].entry, &lessons[at].entry);
        }
        Self { lessons, writer }
    }

    /// The files.
    pub(crate) fn files(&self) -> Files {
        let written = self.writer.shards(WHOLE, LARGEST);
        if let [only] = &written[..] {
            return Files {
                head: with_section(SECTION, &self.writer.whole(&only.bytes)),
                shards: Vec::new(),
            };
        }
        let shards: Vec<_> = written
            .iter()
            .map(|shard| {
                let file = with_section(SECTION, &shard.bytes);
                (shard.first.as_str(), hash([&*file]), file)
            })
            .collect();
        let list: Vec<_> = shards.iter().map(|(first, name, _)| (*first, name.as_str())).collect();
        let head = with_section(SECTION, &self.writer.head(&list));
        let files = shards.into_iter().map(|(_, name, file)| (path(&name), file.into()));
        Files { head, shards: files.collect() }
    }
}

/// The path of a shard on the site; the finder knows it too.
fn path(name: &str) -> String {
    format!("search-{name}.wasm")
}

#[cfg(test)]
mod tests {
    use course::bundle::encode_body;
    use course::lesson::{Block, LessonBody};
    use course::library::{Course, LessonOutline, Section};
    use course::search::index::{Head, Shard};
    use course::search::query::{Index, Query};

    use super::*;

    /// A library with a course of these lessons: title and text.
    fn library(lessons: &[(String, String)]) -> (Library, Vec<(String, Vec<u8>)>) {
        let mut outlines = Vec::new();
        let mut bodies = Vec::new();
        for (at, (title, text)) in lessons.iter().enumerate() {
            let id = format!("l{at}");
            let body = LessonBody { blocks: vec![Block::Html(text.clone())], ..LessonBody::default() };
            bodies.push((id.clone(), encode_body(&body)));
            outlines.push(LessonOutline { id, title: title.clone(), ..LessonOutline::default() });
        }
        let sections = vec![Section { title: String::new(), lessons: outlines }];
        let course = Course { id: "c".into(), sections, ..Course::default() };
        (Library { courses: vec![course], ..Library::default() }, bodies)
    }

    fn lessons(count: usize) -> Vec<(String, String)> {
        let text = |at: usize| {
            (0..300).map(|word| format!("w{} ", (at * 37 + word * 101) % 9_000)).collect::<String>()
        };
        (0..count).map(|at| (format!("Lesson {at}"), format!("<p>{} own{at}</p>", text(at)))).collect()
    }

    fn finding(lessons: &[(String, String)], former: (Finding, Modules)) -> (Finding, Modules) {
        let (library, bodies) = library(lessons);
        let bodies: Vec<_> = bodies.iter().map(|(id, body)| (id.as_str(), body.as_slice())).collect();
        let modules = Modules::of(&library, &bodies, &former.1);
        (Finding::of(&library, &bodies, &modules, former.0), modules)
    }

    /// The content of the section of a file.
    fn section(file: &[u8]) -> &[u8] {
        let named = [&[SECTION.len() as u8], SECTION.as_bytes()].concat();
        let at = file.windows(named.len()).position(|part| part == named).unwrap();
        &file[at + named.len()..]
    }

    #[test]
    fn every_lesson_is_found_in_the_files_of_a_large_library() {
        let finding = finding(&lessons(300), Default::default()).0;
        let files = finding.files();
        assert!(files.shards.len() > 3, "{}", files.shards.len());
        let shards: HashMap<_, _> = files.shards.iter().cloned().collect();
        let mut index = Index::new(Head::read(section(&files.head)).unwrap());
        for at in [0, 17, 299] {
            let query = Query::new(&format!("own{at} "));
            let found = loop {
                match index.find(&query, usize::MAX) {
                    Ok(found) => break found,
                    Err(missing) => {
                        let shard = &shards[&path(index.name(missing[0]))];
                        index.put(missing[0], Shard::read(section(shard)).unwrap());
                    }
                }
            };
            assert_eq!(found.hits.iter().map(|hit| hit.lesson).collect::<Vec<_>>(), [at]);
        }
    }

    #[test]
    fn a_small_library_has_one_file() {
        let files = finding(&lessons(3), Default::default()).0.files();
        assert!(files.shards.is_empty());
        let mut index = Index::new(Head::read(section(&files.head)).unwrap());
        assert_eq!(index.find(&Query::new("own2 "), 1).unwrap().hits[0].lesson, 2);
    }

    #[test]
    fn after_an_edit_the_files_are_those_that_would_be_made_anew() {
        let mut lessons = lessons(300);
        let mut made = finding(&lessons, Default::default());
        lessons[7].1 += "<p>another end</p>";
        lessons[200].0 = "Another title".into();
        for edit in 0..3 {
            let before: Vec<_> = made.0.lessons.iter().map(|lesson| lesson.entry.clone()).collect();
            made = finding(&lessons, made);
            let again = made
                .0
                .lessons
                .iter()
                .zip(&before)
                .filter(|(lesson, known)| !Arc::ptr_eq(&lesson.entry, known));
            // All lessons of the module are read again.
            assert!(edit == 1 || again.count() < 60, "what is the same is not read again");
            let (anew, made) = (finding(&lessons, Default::default()).0.files(), made.0.files());
            assert!(anew.head == made.head && anew.shards == made.shards, "edit {edit}");
            match edit {
                0 => drop(lessons.remove(100)),
                _ => lessons[50].1 = String::new(),
            }
        }
    }
}
