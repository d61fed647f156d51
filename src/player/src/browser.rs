//! Small questions to the browser: the clock, randomness, the console, a last word; and what waits for a frame.

use std::cell::RefCell;
use std::time::Duration;

use leptos::prelude::{document, request_animation_frame, set_timeout, window};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement, StorageManager, console};

#[wasm_bindgen]
extern "C" {
    /// A message with numbers and a text put in, by the rules of `Intl`; `boot.js` knows the language.
    #[wasm_bindgen(js_name = lecternFill)]
    pub(crate) fn fill(word: usize, numbers: &[f64], text: &str) -> String;

    /// A length of time.
    #[wasm_bindgen(js_name = lecternDuration)]
    pub(crate) fn duration(minutes: u32) -> String;

    /// Calls a function once the next frame is on its way.
    #[wasm_bindgen(js_name = lecternAfterFrame)]
    fn after_frame(act: &JsValue);
}

/// What stands in a quiz on a page that nothing answers on; this one answers.
pub(crate) fn still() -> &'static str {
    ""
}

/// Milliseconds since 1970-01-01 UTC, by the learner's clock.
pub(crate) fn now() -> u64 {
    js_sys::Date::now() as u64
}

/// 64 random bits as 16 hexadecimal digits. Not a secret: it names an attempt and seeds its order of choices.
pub(crate) fn random_id() -> String {
    let mut bytes = [0; 8];
    let filled = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        bytes.fill_with(|| (js_sys::Math::random() * 256.0) as u8);
    }
    format!("{:016x}", u64::from_be_bytes(bytes))
}

/// Asks the browser once not to clear what is stored here when it needs room. Some ask the learner in turn, so it is
/// for a moment when there is something to lose; not in a frame, where the question would be about another site.
pub(crate) fn ask_to_persist() {
    thread_local! {
        static IS_ASKED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    }
    if IS_ASKED.replace(true) || is_framed() {
        return;
    }
    let Some(window) = web_sys::window() else { return };
    // Missing where the page did not come over a safe connection.
    let storage = js_sys::Reflect::get(&window.navigator(), &"storage".into());
    if let Some(storage) = storage.ok().and_then(|storage| storage.dyn_into::<StorageManager>().ok()) {
        // What it says changes nothing here.
        _ = storage.persist();
    }
}

/// Whether a page that is shown was left before and comes back as it was, from the browser's memory.
pub(crate) fn is_back(event: &JsValue) -> bool {
    js_sys::Reflect::get(event, &"persisted".into()).is_ok_and(|persisted| persisted.is_truthy())
}

/// Whether the player is shown inside another page.
pub(crate) fn is_framed() -> bool {
    let Some(window) = web_sys::window() else { return false };
    window.parent().ok().flatten().is_some_and(|parent| parent != window)
}

/// The element that the player is shown in.
pub(crate) fn app_element() -> Option<HtmlElement> {
    web_sys::window()?.document()?.get_element_by_id("app")?.dyn_into().ok()
}

/// An element that is not on the page yet.
pub(crate) fn new_element() -> Option<HtmlElement> {
    web_sys::window()?.document()?.create_element("div").ok()?.dyn_into().ok()
}

/// Whether the page was drawn ahead, so that a learner may be reading it already.
pub(crate) fn is_drawn_ahead() -> bool {
    app_element().is_some_and(|app| app.has_attribute("data-ahead"))
}

/// Names the page in the browser's tab and its history.
pub(crate) fn set_title(title: &str) {
    document().set_title(title);
}

/// Hears what happens to the window, or bubbles up to it, for as long as the page lives.
pub(crate) fn listen(names: &[&str], heard: impl Fn(&Event) + 'static) {
    let heard = Closure::<dyn Fn(Event)>::new(move |event: Event| heard(&event)).into_js_value();
    for name in names {
        _ = window().add_event_listener_with_callback(name, heard.unchecked_ref());
    }
}

/// Does something after a while.
pub(crate) fn later(pause: Duration, act: impl FnOnce() + 'static) {
    set_timeout(act, pause);
}

/// Does something once what is drawn now is on the page, and before it is seen.
pub(crate) fn once_drawn(act: impl FnOnce() + 'static) {
    request_animation_frame(act);
}

thread_local! {
    static WAITING: RefCell<Vec<Box<dyn FnOnce()>>> = const { RefCell::new(Vec::new()) };
    static SETTLE: JsValue = Closure::<dyn Fn()>::new(settle).into_js_value();
}

/// Does something once what is drawn now has been seen, or before the next click, or when the page is left: whoever has done
/// something waits for what answers it, and for nothing else.
pub(crate) fn once_seen(act: impl FnOnce() + 'static) {
    WAITING.with_borrow_mut(|waiting| waiting.push(Box::new(act)));
    SETTLE.with(after_frame);
}

/// Does what waits, in its order.
pub(crate) fn settle() {
    WAITING.take().into_iter().for_each(|act| act());
}

/// Writes to the console, for whoever looks into a fault.
pub(crate) fn report(text: &str) {
    console::error_1(&format!("lectern: {text}").into());
}

/// Replaces the whole page by one line.
pub(crate) fn show_failure(text: &str) {
    if let Some(app) = app_element() {
        app.set_inner_html("<div id=\"boot-failure\" class=\"boot\" role=\"alert\"><p></p></div>");
        if let Ok(Some(line)) = app.query_selector("p") {
            line.set_text_content(Some(text));
        }
    }
}
