//! The keeper: a wasm module of its own, which the player fetches when it is needed. It makes backups and brings them
//! back, keeps the archive of old answers, and draws the part of the progress page that does all this and looks back;
//! and it draws the pages of reviews, of certificates, and of a whole course to be printed.
//!
//! What learners do is kept by the player, which is asked for it through [`player`]. So there is one store for one
//! page, also where the browser keeps nothing. Formats are [`course::backup`]; words stand in [`messages`].
#![allow(unreachable_pub, reason = "what the player calls is exported to JavaScript, not to Rust")]

mod archive;
mod attempts;
mod certificate;
mod charts;
mod content;
mod dates;
mod looking_back;
mod messages;
mod page;
mod player;
mod print;
mod review;
mod transfer;

use course::route::Tool;
use course::{backup, rescue};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use crate::player::{Player, player};

fn main() {}

/// Makes the player known; to be called before anything else.
#[wasm_bindgen]
pub fn meet(player: Player) {
    player::meet(player);
}

/// Takes the words of the learner's language, in the order of the crate `words`, and tells the place of the first;
/// before anything is drawn.
#[wasm_bindgen]
pub fn speak(words: Vec<String>) -> usize {
    messages::speak(words);
    words::PLAYER
}

/// Draws its part of a page into an empty element, and follows what is done there; `tool` is the name of a [`Tool`],
/// `attempts` for those at a quiz, or `due` for the number of questions that are due.
#[wasm_bindgen]
pub fn draw(tool: &str, place: Element) {
    if tool == Tool::Progress.name() {
        page::draw(&place);
    } else if tool == Tool::Review.name() {
        review::draw(&place);
    } else if tool == Tool::Print.name() {
        print::draw(&place);
    } else if tool == Tool::Certificate.name() {
        certificate::draw(&place);
    } else if tool == "attempts" {
        attempts::list(place);
    } else {
        spawn_local(review::count_due(place));
    }
}

/// Offers a backup of everything as a file.
#[wasm_bindgen]
pub async fn save() {
    let date = now();
    let plain = |letter: char| if letter.is_alphanumeric() { letter } else { '-' };
    let name: String = player().title().chars().map(plain).take(40).collect();
    transfer::save(&format!("{name}-{}.json", date.get(..10).unwrap_or_default()), &everything().await);
}

/// Offers a text as a file, and where files are refused, to be copied: in an empty element, below what is said of it.
#[wasm_bindgen]
pub fn offer(place: Element, name: &str, text: &str, label: &str) {
    transfer::save(name, text);
    page::offer_text(&place, label, text);
}

/// Moves what the player can do without into the archive. Where the browser has none, everything stays as it is.
#[wasm_bindgen]
pub async fn make_room() {
    _ = archive::put_away().await;
}

/// Gives the quizzes of a lesson back to the player, where the archive holds any. `ids` are the one that it has now and
/// those that it had before.
///
/// # Errors
/// Where the archive cannot be read.
#[wasm_bindgen]
pub async fn bring(ids: Vec<String>) -> Result<(), JsValue> {
    archive::bring(&ids).await.map_err(|_| JsValue::UNDEFINED)
}

/// Makes lists of attempts anew where they are damaged, so that something leads to the answers again.
#[wasm_bindgen]
pub fn mend() {
    let lists = rescue::lists(&backup::pairs(player().stored("")).collect());
    player().bring_back(backup::flat(lists));
}

/// Everything that is remembered, as a backup.
async fn everything() -> String {
    let all = backup::together(backup::pairs(player().stored("")).collect(), archive::all().await);
    backup::print(&now(), &player().title(), &all)
}

/// The time as people and programs write it, as in `2026-11-25T21:30:00.000Z`.
fn now() -> String {
    js_sys::Date::new_0().to_iso_string().into()
}
