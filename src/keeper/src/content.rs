//! What is played, as the player has it, and what the address says of it.

use std::cell::OnceCell;

use course::bundle::Bundle;
use course::route::{Route, decode};
use js_sys::Uint8Array;

use crate::player::player;

/// The outline, and the lessons that the player brings. Read once: texts are shown from it until the page is left.
pub(crate) fn bundle() -> Option<&'static Bundle<'static>> {
    thread_local! {
        static BUNDLE: OnceCell<Option<&'static Bundle<'static>>> = const { OnceCell::new() };
    }
    BUNDLE.with(|bundle| {
        *bundle.get_or_init(|| {
            let section = player().section();
            if section.is_undefined() {
                return None;
            }
            let bytes: &'static [u8] = Uint8Array::new(&section).to_vec().leak();
            Bundle::decode(bytes).ok().map(|bundle| &*Box::leak(Box::new(bundle)))
        })
    })
}

/// What links to pages begin with, and the folder of the author's files.
pub(crate) fn links() -> (String, String) {
    let document =
        web_sys::window().and_then(|window| window.document()).and_then(|it| it.document_element());
    let root = document.and_then(|root| root.get_attribute("data-root")).unwrap_or_default();
    let assets = [&root, "assets/"].concat();
    (if hash().starts_with("#/") { "#/".into() } else { root }, assets)
}

/// A link to a page.
pub(crate) fn href(route: &Route) -> String {
    format!("{}{route}", links().0)
}

/// What stands behind the last `#` of the address, unless it is the page itself.
pub(crate) fn fragment() -> String {
    let fragment = decode(hash().rsplit('#').next().unwrap_or_default());
    // Behind `#/` what follows is the page, not a place on it.
    if fragment.starts_with('/') { String::new() } else { fragment }
}

fn hash() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}
