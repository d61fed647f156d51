//! The bundle of the running player: the custom section of its own wasm module.

use course::bundle::{Bundle, BundleError, SECTION};
use course::lesson::LessonBody;
use course::library::Library;
use js_sys::{Uint8Array, WebAssembly};
use wasm_bindgen::JsCast;

/// The content that is played. Cheap to copy; lives as long as the page.
#[derive(Clone, Copy)]
pub(crate) struct Content {
    /// The outline.
    pub(crate) library: &'static Library,
    bundle: &'static Bundle<'static>,
}

impl Content {
    /// The body of a lesson; `None` where there is none that can be read.
    pub(crate) fn body(self, lesson: &str) -> Option<LessonBody> {
        self.bundle.body(lesson)
    }
}

/// Reads the section `course` of the running module.
///
/// # Errors
/// Where the module has no such section, or one that this release cannot read.
pub(crate) fn load() -> Result<Content, BundleError> {
    let module: WebAssembly::Module = wasm_bindgen::module().unchecked_into();
    let section = WebAssembly::Module::custom_sections(&module, SECTION).get(0);
    if section.is_undefined() {
        return Err(BundleError::NotABundle);
    }
    // Once per page: text is shown from these bytes until the page is left.
    let bytes: &'static [u8] = Uint8Array::new(&section).to_vec().leak();
    let bundle: &'static Bundle<'static> = Box::leak(Box::new(Bundle::decode(bytes)?));
    Ok(Content { library: &bundle.library, bundle })
}
