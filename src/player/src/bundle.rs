//! The bundle of the running player: the custom section of its own wasm module, and the content modules that `boot.js`
//! fetches where the lessons are not all in there.

use course::bundle::{Bundle, BundleError, SECTION};
use course::lesson::LessonBody;
use course::library::Library;
use js_sys::{Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The section of a content module that is to be shown. Where it is not here it is fetched, and then [`crate::redraw`]
    /// is called if it is still waited for.
    #[wasm_bindgen(js_name = lecternLessons)]
    fn lessons(module: &str) -> Option<Vec<u8>>;
}

/// The content that is played. Cheap to copy; lives as long as the page.
#[derive(Clone, Copy)]
pub(crate) struct Content {
    /// The outline.
    pub(crate) library: &'static Library,
    bundle: &'static Bundle<'static>,
}

impl Content {
    /// The body of a lesson.
    ///
    /// # Errors
    /// Where it is not here yet: the name of the module that is being fetched. `None` where there is no body that can be
    /// read.
    pub(crate) fn body(self, lesson: &str) -> Result<LessonBody, Option<&'static str>> {
        let body = match self.module(lesson) {
            None => self.bundle.body(lesson),
            Some(module) => {
                let section = lessons(module).ok_or(Some(module))?;
                Bundle::decode(&section).ok().and_then(|module| module.body(lesson))
            }
        };
        body.ok_or(None)
    }

    /// The name of the module that a lesson is in; `None` where that is the player itself.
    pub(crate) fn module(self, lesson: &str) -> Option<&'static str> {
        self.bundle.module(lesson)
    }
}

/// The section `course` of the running module, as JavaScript has it; `undefined` where there is none.
pub(crate) fn section() -> JsValue {
    let module: WebAssembly::Module = wasm_bindgen::module().unchecked_into();
    WebAssembly::Module::custom_sections(&module, SECTION).get(0)
}

/// Reads the section `course` of the running module.
///
/// # Errors
/// Where the module has no such section, or one that this release cannot read.
pub(crate) fn load() -> Result<Content, BundleError> {
    let section = section();
    if section.is_undefined() {
        return Err(BundleError::NotABundle);
    }
    let bytes = Uint8Array::new(&section).to_vec();
    let bundle = match Bundle::decode(&bytes)?.detached() {
        Some(bundle) => bundle,
        // Once per page: lessons are shown from these bytes until the page is left.
        None => Bundle::decode(bytes.leak())?,
    };
    let bundle: &'static Bundle<'static> = Box::leak(Box::new(bundle));
    Ok(Content { library: &bundle.library, bundle })
}
