//! The player and the keeper, as far as the margin knows them: what their modules export, and what `boot.js` does.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen]
extern "C" {
    /// A message with numbers and a text put in; `boot.js` knows the language.
    #[wasm_bindgen(js_name = lecternFill)]
    pub(crate) fn fill(word: usize, numbers: &[f64], text: &str) -> String;

    /// Another module, such as the keeper.
    #[wasm_bindgen(js_name = lecternModule, catch)]
    pub(crate) async fn module(name: &str) -> Result<JsValue, JsValue>;

    pub type Keeper;

    /// Offers a text as a file, and to be copied in an element.
    #[wasm_bindgen(method)]
    pub(crate) fn offer(this: &Keeper, place: &Element, name: &str, text: &str, label: &str);

    /// The module of the player.
    #[derive(Clone)]
    pub type Player;

    /// The title of the library.
    #[wasm_bindgen(method)]
    pub(crate) fn title(this: &Player) -> String;

    /// The id of the lesson that is shown, or was shown last.
    #[wasm_bindgen(method)]
    pub(crate) fn open_lesson(this: &Player) -> String;

    /// All stored keys that begin so, after what all begin with, with their texts.
    #[wasm_bindgen(method)]
    pub(crate) fn stored(this: &Player, start: &str) -> Vec<String>;

    /// The text of a stored record by its key.
    #[wasm_bindgen(method)]
    pub(crate) fn record(this: &Player, name: &str) -> Option<String>;

    /// Joins records into what is stored.
    #[wasm_bindgen(method)]
    pub(crate) fn put(this: &Player, records: Vec<String>);

    /// Those of these lessons that are in this library, in its order: id of the lesson, titles of its course and its
    /// own, and what leads there.
    #[wasm_bindgen(method)]
    pub(crate) fn places(this: &Player, lessons: Vec<String>) -> Vec<String>;
}

thread_local! {
    static PLAYER: RefCell<Option<Player>> = const { RefCell::new(None) };
}

/// Remembers the player.
pub(crate) fn meet(player: Player) {
    PLAYER.replace(Some(player));
}

/// The player that this module was fetched by.
pub(crate) fn player() -> Player {
    PLAYER.with_borrow(Clone::clone).expect("whoever fetches the module makes the player known first")
}
