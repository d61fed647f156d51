//! Small questions to the page.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlDialogElement, Window};

pub(crate) fn window() -> Window {
    web_sys::window().expect("the finder runs on a page")
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
    document().document_element().map(|page| within(&page, css)).unwrap_or_default()
}

/// All elements of a selector within another.
pub(crate) fn within(element: &Element, css: &str) -> Vec<Element> {
    let Ok(list) = element.query_selector_all(css) else { return Vec::new() };
    (0..list.length()).filter_map(|at| list.get(at)?.dyn_into().ok()).collect()
}

/// Sets an attribute; one that is so already has the browser look at nothing again.
pub(crate) fn set(element: &Element, name: &str, value: &str) {
    if element.get_attribute(name).as_deref() != Some(value) {
        _ = element.set_attribute(name, value);
    }
}

/// The text of an element, with its spaces as one.
pub(crate) fn text(element: &Element) -> String {
    let text = element.text_content().unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The dialog with this id, where there is one.
pub(crate) fn dialog(id: &str) -> Option<HtmlDialogElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// A new dialog with this id.
pub(crate) fn new_dialog(id: &str) -> Option<HtmlDialogElement> {
    let dialog: HtmlDialogElement = document().create_element("dialog").ok()?.dyn_into().ok()?;
    dialog.set_id(id);
    dialog.set_class_name("finder");
    document().body()?.append_child(&dialog).ok()?;
    Some(dialog)
}

/// Hears an event of an element and of what is in it, for as long as the page lives. On its way down: scrolling does not
/// bubble.
pub(crate) fn hear<E>(element: &web_sys::EventTarget, event: &str, heard: impl FnMut(E) + 'static)
where
    E: JsCast + wasm_bindgen::convert::FromWasmAbi + 'static,
{
    let heard = Closure::<dyn FnMut(E)>::new(heard);
    let heard_at = heard.as_ref().unchecked_ref();
    _ = element.add_event_listener_with_callback_and_bool(event, heard_at, true);
    heard.forget();
}

/// Waits so many milliseconds.
pub(crate) async fn rest(pause: i32) {
    let wait = Promise::new(&mut |done, _| {
        _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, pause);
    });
    _ = JsFuture::from(wait).await;
}

/// Waits until the page is drawn once more.
pub(crate) async fn once_drawn() {
    let wait = Promise::new(&mut |done, _| {
        _ = window().request_animation_frame(&done);
    });
    _ = JsFuture::from(wait).await;
}

/// A plain text as HTML.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
