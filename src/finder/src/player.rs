//! The player, as far as the finder knows it: what its module exports, and what `boot.js` does for both.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A message with numbers and a text put in; `boot.js` knows the language.
    #[wasm_bindgen(js_name = lecternFill)]
    pub(crate) fn fill(word: usize, numbers: &[f64], text: &str) -> String;

    /// A section of a wasm file of this site that is nothing but that.
    #[wasm_bindgen(js_name = lecternSection, catch)]
    pub(crate) async fn section(path: &str, name: &str) -> Result<JsValue, JsValue>;

    /// The path of the head of the index.
    #[wasm_bindgen(thread_local_v2, js_name = lecternSearch)]
    pub(crate) static HEAD: String;

    /// Another module, such as the keeper.
    #[wasm_bindgen(js_name = lecternModule, catch)]
    pub(crate) async fn module(name: &str) -> Result<JsValue, JsValue>;

    pub type Keeper;

    #[wasm_bindgen(method, catch)]
    pub(crate) async fn save(this: &Keeper) -> Result<(), JsValue>;

    /// The module of the player.
    #[derive(Clone)]
    pub type Player;

    /// The compiled module, which has the outline in a section.
    #[wasm_bindgen(method)]
    pub(crate) fn own_module(this: &Player) -> JsValue;

    /// What links to pages begin with.
    #[wasm_bindgen(method)]
    pub(crate) fn root(this: &Player) -> String;

    /// A setting that the learner has made, or nothing.
    #[wasm_bindgen(method)]
    pub(crate) fn setting(this: &Player, name: &str) -> String;

    /// Remembers a setting.
    #[wasm_bindgen(method)]
    pub(crate) fn set(this: &Player, name: &str, value: &str);
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
