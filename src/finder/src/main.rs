//! The finder: a wasm module of its own, which the player fetches when something is looked for. It finds lessons by
//! their text, pages, headings, settings and actions by their names, and lists the shortcuts.
//!
//! How a query is answered is `course::search`; where the index and the texts come from, [`shelf`]; what is drawn,
//! [`dialog`] with [`results`] and [`commands`]; what is marked on the page that a result leads to, [`marks`].
#![allow(unreachable_pub, reason = "what the player calls is exported to JavaScript, not to Rust")]

mod browser;
mod commands;
mod dialog;
mod marks;
mod messages;
mod player;
mod results;
mod shelf;
mod shortcuts;

use wasm_bindgen::prelude::*;

use crate::player::Player;

fn main() {}

/// Makes the player known; to be called before anything else.
#[wasm_bindgen]
pub fn meet(player: Player) {
    player::meet(player);
}

/// Takes the words of the learner's language, in the order of the crate `words`, and tells the place of the first.
#[wasm_bindgen]
pub fn speak(words: Vec<String>) -> usize {
    messages::speak(words);
    words::FINDER
}

/// Opens the list of shortcuts for `?`, otherwise the search.
#[wasm_bindgen]
pub fn open(what: &str) {
    match what {
        "?" => shortcuts::open(),
        _ => dialog::open(),
    }
}
