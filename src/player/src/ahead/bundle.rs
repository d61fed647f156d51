//! The content of one page; see `bundle.rs`.

use course::lesson::LessonBody;
use course::library::Library;
use leptos::prelude::*;

/// The outline, and the body of the lesson whose page is drawn.
#[derive(Clone, Copy)]
pub(crate) struct Content {
    pub(crate) library: &'static Library,
    pub(super) body: StoredValue<Option<LessonBody>>,
}

impl Content {
    /// The body of the lesson that is drawn: it is asked for once.
    pub(crate) fn body(self, _: &str) -> Result<LessonBody, Option<&'static str>> {
        self.body.try_update_value(Option::take).flatten().ok_or(None)
    }
}

/// There is no module here.
pub(crate) fn section() -> wasm_bindgen::JsValue {
    wasm_bindgen::JsValue::UNDEFINED
}
