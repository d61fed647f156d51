//! What the finder knows of the library: the outline, the index as far as it was needed, and the texts of lessons that
//! are shown as results.

use std::cell::RefCell;
use std::rc::Rc;

use course::bundle::{self, Bundle};
use course::library::{Course, LessonOutline, Library};
use course::route::Route;
use course::search::index::{self, Head, Shard};
use course::search::passage::Text;
use course::search::query::{Found, Index, Query};
use course::search::text::parts;
use js_sys::{Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;

use crate::player::{self, player};

/// So many lessons' texts are kept; a learner who types on needs the same ones again.
const KEPT: usize = 200;

thread_local! {
    static SHELF: RefCell<Option<Shelf>> = const { RefCell::new(None) };
}

struct Shelf {
    bundle: &'static Bundle<'static>,
    /// All lessons in reading order: where each stands.
    lessons: Vec<(&'static Course, &'static str, &'static LessonOutline)>,
    index: Option<Index>,
    /// By the numbers of their lessons, the latest last.
    texts: Vec<(usize, Rc<Text>)>,
}

/// A lesson as it is shown.
pub(crate) struct Lesson {
    pub(crate) title: &'static str,
    pub(crate) course: &'static str,
    pub(crate) section: &'static str,
    pub(crate) route: Route,
}

/// What is missing for an answer.
pub(crate) enum Missing {
    /// All of the index.
    Index,
    /// These shards.
    Shards(Vec<usize>),
}

/// Reads the outline, once; `false` where there is none.
pub(crate) fn open() -> bool {
    SHELF.with_borrow_mut(|shelf| {
        if shelf.is_none() {
            *shelf = read();
        }
        shelf.is_some()
    })
}

fn read() -> Option<Shelf> {
    let module: WebAssembly::Module = player().own_module().unchecked_into();
    let section = WebAssembly::Module::custom_sections(&module, bundle::SECTION).get(0);
    if section.is_undefined() {
        return None;
    }
    // Once per page.
    let bytes: &'static [u8] = Uint8Array::new(&section).to_vec().leak();
    let bundle: &'static Bundle<'static> = Box::leak(Box::new(Bundle::decode(bytes).ok()?));
    let mut lessons = Vec::new();
    for course in &bundle.library.courses {
        for section in &course.sections {
            lessons.extend(section.lessons.iter().map(|lesson| (course, section.title.as_str(), lesson)));
        }
    }
    Some(Shelf { bundle, lessons, index: None, texts: Vec::new() })
}

/// The outline.
pub(crate) fn library() -> Option<&'static Library> {
    SHELF.with_borrow(|shelf| shelf.as_ref().map(|shelf| &shelf.bundle.library))
}

/// A lesson by its number in reading order.
pub(crate) fn lesson(number: usize) -> Option<Lesson> {
    SHELF.with_borrow(|shelf| {
        let (course, section, lesson) = *shelf.as_ref()?.lessons.get(number)?;
        Some(Lesson {
            title: &lesson.title,
            course: &course.title,
            section,
            route: Route::Lesson { course: course.id.clone(), lesson: lesson.id.clone() },
        })
    })
}

/// Answers a query from what is here, with the best hits, at most so many.
pub(crate) fn find(query: &Query, most: usize) -> Result<Found, Missing> {
    SHELF.with_borrow_mut(|shelf| {
        let index = shelf.as_mut().and_then(|shelf| shelf.index.as_mut()).ok_or(Missing::Index)?;
        index.find(query, most).map_err(Missing::Shards)
    })
}

/// Fetches what is missing; `false` where it cannot be had.
pub(crate) async fn bring(missing: Missing) -> bool {
    match missing {
        Missing::Index => {
            let Some(bytes) = section(&player::HEAD.with(String::clone), index::SECTION).await else {
                return false;
            };
            let Some(head) = Head::read(&bytes) else { return false };
            SHELF.with_borrow_mut(|shelf| {
                if let Some(shelf) = shelf {
                    shelf.index = Some(Index::new(head));
                }
            });
        }
        Missing::Shards(shards) => {
            let names: Vec<(usize, String)> = SHELF.with_borrow(|shelf| {
                let index = shelf.as_ref().and_then(|shelf| shelf.index.as_ref());
                let name = |shard: usize| index.map_or("", |index| index.name(shard)).to_owned();
                shards.into_iter().map(|shard| (shard, name(shard))).collect()
            });
            // All at once.
            let fetches: Vec<_> =
                names.iter().map(|(_, name)| fetched(format!("search-{name}.wasm"))).collect();
            for ((number, _), fetch) in names.into_iter().zip(fetches) {
                let section = wasm_bindgen_futures::JsFuture::from(fetch).await.ok();
                let bytes = section.and_then(|bytes| bytes.dyn_into::<Uint8Array>().ok());
                let Some(shard) = bytes.and_then(|bytes| Shard::read(&bytes.to_vec())) else { return false };
                SHELF.with_borrow_mut(|shelf| {
                    if let Some(index) = shelf.as_mut().and_then(|shelf| shelf.index.as_mut()) {
                        index.put(number, shard);
                    }
                });
            }
        }
    }
    true
}

fn fetched(path: String) -> js_sys::Promise {
    wasm_bindgen_futures::future_to_promise(async move { player::section(&path, index::SECTION).await })
}

async fn section(path: &str, name: &str) -> Option<Vec<u8>> {
    let section = player::section(path, name).await.ok()?;
    Some(section.dyn_into::<Uint8Array>().ok()?.to_vec())
}

/// The text of a lesson, where its body is here.
pub(crate) fn text(number: usize) -> Option<Rc<Text>> {
    SHELF.with_borrow_mut(|shelf| {
        let shelf = shelf.as_mut()?;
        if let Some((_, text)) = shelf.texts.iter().find(|(of, _)| *of == number) {
            return Some(text.clone());
        }
        let id = shelf.id(number)?;
        if shelf.bundle.module(id).is_some() {
            return None;
        }
        Some(shelf.keep(number, Text::new(parts(&shelf.bundle.body(id).unwrap_or_default()))))
    })
}

/// Fetches the texts of these lessons where they are in content modules and not here yet.
pub(crate) async fn bring_texts(lessons: &[usize]) {
    let mut modules: Vec<(&str, Vec<usize>)> = Vec::new();
    SHELF.with_borrow(|shelf| {
        let Some(shelf) = shelf else { return };
        for number in lessons {
            if shelf.texts.iter().any(|(of, _)| of == number) {
                continue;
            }
            let Some(module) = shelf.id(*number).and_then(|id| shelf.bundle.module(id)) else { continue };
            match modules.iter_mut().find(|(name, _)| *name == module) {
                Some((_, lessons)) => lessons.push(*number),
                None => modules.push((module, vec![*number])),
            }
        }
    });
    for (module, lessons) in modules {
        let Some(bytes) = section(&format!("lessons-{module}.wasm"), bundle::SECTION).await else { continue };
        let Ok(content) = Bundle::decode(&bytes) else { continue };
        SHELF.with_borrow_mut(|shelf| {
            let Some(shelf) = shelf else { return };
            for number in lessons {
                if let Some(id) = shelf.id(number) {
                    shelf.keep(number, Text::new(parts(&content.body(id).unwrap_or_default())));
                }
            }
        });
    }
}

impl Shelf {
    fn id(&self, number: usize) -> Option<&'static str> {
        self.lessons.get(number).map(|(.., lesson)| lesson.id.as_str())
    }

    fn keep(&mut self, number: usize, text: Text) -> Rc<Text> {
        if self.texts.len() >= KEPT {
            self.texts.remove(0);
        }
        let text = Rc::new(text);
        self.texts.push((number, text.clone()));
        text
    }
}
