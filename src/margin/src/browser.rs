//! Small questions to the page.

use wasm_bindgen::convert::FromWasmAbi;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, EventTarget, FocusOptions, HtmlElement, Window};

pub(crate) fn window() -> Window {
    web_sys::window().expect("the margin runs on a page")
}

pub(crate) fn document() -> Document {
    window().document().expect("a page has a document")
}

/// The first element of a selector.
pub(crate) fn find(css: &str) -> Option<Element> {
    document().query_selector(css).ok().flatten()
}

/// All elements of a selector.
pub(crate) fn all(css: &str) -> Vec<Element> {
    let Ok(list) = document().query_selector_all(css) else { return Vec::new() };
    (0..list.length()).filter_map(|at| list.get(at)?.dyn_into().ok()).collect()
}

/// The nearest element of a selector around another, or itself.
pub(crate) fn around(element: &Element, css: &str) -> Option<Element> {
    element.closest(css).ok().flatten()
}

/// A new element of this class.
pub(crate) fn made(tag: &str, class: &str) -> Option<Element> {
    let element = document().create_element(tag).ok()?;
    element.set_class_name(class);
    Some(element)
}

/// An attribute; empty where there is none.
pub(crate) fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

/// Sets an attribute. Only names that are none could be refused.
pub(crate) fn set(element: &Element, name: &str, value: &str) {
    _ = element.set_attribute(name, value);
}

/// Moves the focus; without scrolling where that is not wanted.
pub(crate) fn focus(element: &Element, scrolls: bool) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let options = FocusOptions::new();
        options.set_prevent_scroll(!scrolls);
        _ = element.focus_with_options(&options);
    }
}

/// Hears an event for as long as the page lives.
pub(crate) fn hear<E: JsCast + FromWasmAbi + 'static>(
    target: &EventTarget,
    event: &str,
    heard: impl FnMut(E) + 'static,
) {
    let heard = Closure::<dyn FnMut(E)>::new(heard).into_js_value();
    _ = target.add_event_listener_with_callback(event, heard.unchecked_ref());
}

/// Milliseconds since 1970-01-01 UTC, by the learner's clock.
pub(crate) fn now() -> u64 {
    js_sys::Date::now() as u64
}

/// Some 60 random bits as letters. Not a secret: it names a note or a writer.
pub(crate) fn random_id() -> String {
    let half = || (js_sys::Math::random() * 4_294_967_296.0) as u64;
    format!("{:08x}{:08x}", half(), half())
}

/// A plain text as HTML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
