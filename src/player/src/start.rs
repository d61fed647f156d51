//! The start of the application in a browser: `boot.js` calls [`play`] once the wasm module is there.

use course::route::{Location, Route};
use js_sys::Function;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::app::App;
use crate::bundle::{self, Content};
use crate::messages::{self, Word, say};
use crate::navigator::Navigator;
use crate::pages::lesson;
use crate::{browser, keeper};

/// Reads the bundle and plays it on this page.
///
/// The application is drawn beside the page. `take_over` is a function that puts an element in the place of `#app`, in
/// one step, together with what the learner has done there meanwhile. `words` are those of the learner's language, as
/// [`messages::speak`] takes them. Where there is no readable bundle, the page says so instead.
#[wasm_bindgen]
// Not a reference: what wasm-bindgen writes for one is refused by the wasm-opt of Debian 12.
pub fn play(take_over: Function, words: Vec<String>) {
    messages::speak(words.leak());
    std::panic::set_hook(Box::new(|panic| {
        browser::report(&panic.to_string());
        browser::show_failure(say(Word::crashed));
    }));
    match bundle::load() {
        Ok(content) => mount(content, &take_over),
        Err(error) => browser::show_failure(messages::no_course(&error)),
    }
}

/// The name of the content module that has what a link leads to, for `boot.js` to fetch it ahead of need.
#[wasm_bindgen]
pub fn module_of(href: &str) -> Option<String> {
    keeper::with(|player| match player.navigator.location(href)?.route {
        Route::Lesson { lesson, .. } => player.content.module(&lesson).map(str::to_owned),
        _ => None,
    })
}

/// Gets the lesson ready that a link leads to, which somebody points at.
#[wasm_bindgen]
pub fn get_ready(href: &str) {
    keeper::with(|player| {
        if let Some(Location { route: Route::Lesson { lesson, .. }, .. }) = player.navigator.location(href) {
            lesson::get_ready(player, lesson);
        }
    });
}

/// Draws the page again: the lesson that it waited for is here.
#[wasm_bindgen]
pub fn redraw() {
    keeper::with(|player| {
        player.navigator.arrive_at_last();
        player.learner.refresh();
    });
}

/// The compiled module of the player, for the finder to read the outline from.
#[wasm_bindgen]
pub fn own_module() -> JsValue {
    wasm_bindgen::module()
}

/// What links to pages begin with.
#[wasm_bindgen]
pub fn root() -> String {
    keeper::with(|player| player.navigator.root.to_owned())
}

/// A setting that the learner has made; empty where none was.
#[wasm_bindgen]
pub fn setting(name: String) -> String {
    keeper::with(|player| player.learner.setting(name))
}

/// Goes on in another language, which the learner has chosen.
#[wasm_bindgen]
pub fn speak(language: String, words: Vec<String>) {
    messages::speak(words.leak());
    keeper::with(|player| player.learner.speak(language));
}

/// Draws the application and marks the page as ready.
fn mount(content: Content, take_over: &Function) {
    let Some(drawn) = browser::new_element() else { return };
    let application = move || {
        let navigator = Navigator::start(content.library);
        view! { <App content navigator /> }
    };
    mount_to(drawn.clone(), application).forget();
    if take_over.call1(&JsValue::NULL, &drawn).is_err() {
        browser::report("the page cannot be taken over");
    }
    if let Some(body) = document().body() {
        _ = body.set_attribute("data-lectern", "ready");
    }
}
