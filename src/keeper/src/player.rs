//! The player, as far as the keeper knows it: what its module exports. Its side of it is `keeper.rs` there.
//!
//! Lists of pairs go back and forth as flat lists; see [`course::backup::flat`].

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen]
extern "C" {
    /// A message with numbers and a text put in; `boot.js` knows the language.
    #[wasm_bindgen(js_name = lecternFill)]
    pub(crate) fn fill(word: usize, numbers: &[f64], text: &str) -> String;

    /// A length of time, by the rules of `Intl`; `boot.js` knows the language.
    #[wasm_bindgen(js_name = lecternDuration)]
    pub(crate) fn duration(minutes: u32) -> String;

    /// Has notes and bookmarks drawn where there are any; `boot.js` fetches what draws them.
    #[wasm_bindgen(js_name = lecternNotes)]
    pub(crate) fn look_for_notes();

    /// The module of the player.
    #[derive(Clone)]
    pub type Player;

    /// The title of the library.
    #[wasm_bindgen(method)]
    pub(crate) fn title(this: &Player) -> String;

    /// For each lesson that was begun: id and title of its course, its own id and title.
    #[wasm_bindgen(method)]
    pub(crate) fn begun(this: &Player) -> Vec<String>;

    /// The title of a lesson of this library.
    #[wasm_bindgen(method)]
    pub(crate) fn lesson_title(this: &Player, id: &str) -> Option<String>;

    /// The outline, and the lessons that the player brings; see [`course::bundle`].
    #[wasm_bindgen(method)]
    pub(crate) fn section(this: &Player) -> JsValue;

    /// All stored keys that begin so, after what all begin with, with their texts.
    #[wasm_bindgen(method)]
    pub(crate) fn stored(this: &Player, start: &str) -> Vec<String>;

    /// Joins records into what is stored, without showing it.
    #[wasm_bindgen(method)]
    pub(crate) fn recall(this: &Player, records: Vec<String>);

    /// Draws a question that comes back for review into an element; `false` where it is not there any more.
    #[wasm_bindgen(method)]
    pub(crate) fn ask(this: &Player, place: Element, lesson: &str, question: String, anew: bool) -> bool;

    /// A setting by its name; empty where none was made.
    #[wasm_bindgen(method)]
    pub(crate) fn setting(this: &Player, name: &str) -> String;

    /// Remembers a setting by its name.
    #[wasm_bindgen(method)]
    pub(crate) fn set(this: &Player, name: &str, value: &str);

    /// Joins records into what is stored.
    #[wasm_bindgen(method)]
    pub(crate) fn take_over(this: &Player, records: Vec<String>);

    /// Joins records from the archive into what is stored, and shows them where they say anything new.
    #[wasm_bindgen(method)]
    pub(crate) fn bring_back(this: &Player, records: Vec<String>);

    /// Whether there is an archive.
    #[wasm_bindgen(method)]
    pub(crate) fn has_archive(this: &Player) -> bool;

    /// Remembers that the archive could not be read for these lessons.
    #[wasm_bindgen(method)]
    pub(crate) fn set_apart(this: &Player, lessons: Vec<String>);

    /// Keys of records that the browser refused to store so far.
    #[wasm_bindgen(method)]
    pub(crate) fn unkept(this: &Player) -> Vec<String>;

    /// The id of the lesson that is shown, or was shown last.
    #[wasm_bindgen(method)]
    pub(crate) fn open_lesson(this: &Player) -> String;

    /// The ids of lessons, each with those that it had before.
    #[wasm_bindgen(method)]
    pub(crate) fn with_former(this: &Player, lessons: Vec<String>) -> Vec<String>;

    /// Takes out records that the archive holds, unless they have changed since.
    #[wasm_bindgen(method)]
    pub(crate) fn take_out(this: &Player, records: Vec<String>);

    /// Takes away what is remembered of these lessons; everything where there are none.
    #[wasm_bindgen(method)]
    pub(crate) fn reset(this: &Player, lessons: Vec<String>);

    /// Whether the last reset can be undone.
    #[wasm_bindgen(method)]
    pub(crate) fn can_undo(this: &Player) -> bool;

    /// Whether the next reset is one with what the archive has put aside already: it was cut short after that.
    #[wasm_bindgen(method)]
    pub(crate) fn goes_on(this: &Player) -> bool;

    /// Brings back what the last reset took away.
    #[wasm_bindgen(method)]
    pub(crate) fn undo(this: &Player);

    /// Gives up for good what the last reset took away.
    #[wasm_bindgen(method)]
    pub(crate) fn forget_reset(this: &Player);
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
