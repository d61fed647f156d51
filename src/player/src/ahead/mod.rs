//! Pages rendered ahead, as text, where a site is assembled: the first paint needs no wasm then, what there is to read
//! is read without scripts, and search engines see it.
//!
//! It is what the application draws for a learner of whom nothing is known. The adapters to the browser have a quiet
//! side here, which remembers nothing, knows no chance and hears no event. Head and frame of a page are the business
//! of the `site` crate.

pub(crate) mod browser;
pub(crate) mod bundle;
pub(crate) mod navigator;
pub(crate) mod storage;

use std::sync::{Mutex, PoisonError};

use course::lesson::LessonBody;
use course::library::Library;
use course::route::Route;
use leptos::prelude::*;
use words::{Room, Spoken};

use crate::app::App;
use crate::messages;
use bundle::Content;
use navigator::Navigator;

/// A library whose pages can be drawn, on any thread.
#[derive(Clone, Copy, Debug)]
pub struct Ahead {
    library: &'static Library,
    voice: &'static Voice,
}

/// The language that pages are drawn in, and its words as the application takes them.
#[derive(Debug, PartialEq)]
struct Voice {
    spoken: Spoken,
    words: Vec<String>,
}

impl Ahead {
    /// Takes a library and a language in for as long as the program runs: that is what components ask for. The same ones
    /// are kept only once, so that whoever works on the text of lessons does not fill the memory.
    ///
    /// `languages` are those that a learner can choose, as HTML.
    pub fn new(library: &Library, spoken: &Spoken, languages: String) -> Self {
        static LAST: Mutex<(Option<&'static Library>, Option<&'static Voice>)> = Mutex::new((None, None));
        let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        let library = kept(last.0, library.clone());
        let mut words = spoken.list(Room::Player);
        words.push(languages);
        let voice = kept(last.1, Voice { spoken: spoken.clone(), words });
        *last = (Some(library), Some(voice));
        Self { library, voice }
    }

    /// The library.
    pub fn library(self) -> &'static Library {
        self.library
    }

    /// The inside of `#app` on the page of a route, which lies `depth` folders below the root of the site. `body` is
    /// that of the lesson, where it is the page of one.
    pub fn page(self, route: &Route, depth: usize, body: Option<LessonBody>) -> String {
        storage::forget();
        browser::speak(&self.voice.spoken);
        messages::speak(&self.voice.words);
        let owner = Owner::new();
        let html = owner.with(|| {
            let content = Content { library: self.library, body: StoredValue::new(body) };
            let navigator = Navigator::at(route.clone(), depth);
            view! { <App content navigator /> }.to_html()
        });
        owner.unset();
        // Marks for a hydration that does not happen: the player draws its own page.
        html.replace("<!>", "")
    }
}

/// What was kept last where it is the same, or this one, kept.
fn kept<T: PartialEq>(last: Option<&'static T>, new: T) -> &'static T {
    match last {
        Some(known) if *known == new => known,
        _ => Box::leak(Box::new(new)),
    }
}
