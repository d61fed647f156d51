//! The keeper: the module for what is seldom needed, which is fetched when it is. It makes backups, keeps an archive
//! and draws a part of the progress page. Here is the player's side: how it is fetched, and what it may ask for.

use std::cell::Cell;

use course::backup::{flat, pairs};
use course::progress::{Key, LessonState};
use course::route::Tool;
use course::store::Scope;
use leptos::prelude::document;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::app::Player;
use crate::attempt::Attempts;
use crate::bundle;
use crate::components::quiz::Quizzes;
use crate::messages::{self, Word, say};
use crate::pages::lesson;
use crate::storage;
use crate::{away, browser};

#[wasm_bindgen]
extern "C" {
    /// Fetches a module once; `boot.js` knows where it is.
    #[wasm_bindgen(js_name = lecternModule, catch)]
    async fn load(name: &str) -> Result<JsValue, JsValue>;

    type Keeper;

    #[wasm_bindgen(method)]
    fn draw(this: &Keeper, tool: &str, place: &Element);

    #[wasm_bindgen(method, catch)]
    async fn save(this: &Keeper) -> Result<(), JsValue>;

    #[wasm_bindgen(method, catch)]
    async fn make_room(this: &Keeper) -> Result<(), JsValue>;

    #[wasm_bindgen(method)]
    fn mend(this: &Keeper);

    #[wasm_bindgen(method, catch)]
    async fn bring(this: &Keeper, ids: Vec<String>) -> Result<(), JsValue>;
}

const KEEPER: &str = "keeper";

thread_local! {
    static PLAYER: Cell<Option<Player>> = const { Cell::new(None) };
}

/// Makes the player that is shown the one that the keeper asks.
pub(crate) fn serve(player: Player) {
    PLAYER.set(Some(player));
}

/// Has the rest of a page drawn into an element, or says there that it cannot be; `name` is that of a page, or of a part
/// of one that the keeper knows.
pub(crate) fn draw(name: &'static str, place: Element) {
    spawn_local(async move {
        let from = if name == Tool::Notes.name() { "margin" } else { KEEPER };
        match module(from).await {
            Some(module) => module.draw(name, &place),
            // A number has no room for that.
            None if name == "due" => {}
            None => place.set_text_content(Some(say(Word::no_keeper))),
        }
    });
}

/// Has the number of questions that are due shown, where there can be any.
pub(crate) fn count_due() {
    if storage::with(|store| store.has_archive() || !store.keys("card/").is_empty())
        && let Ok(Some(place)) = document().query_selector(".due")
    {
        draw("due", place);
    }
}

/// Fetches the module ahead of need: where nothing can be kept, the network may be gone too when it is needed.
pub(crate) fn fetch() {
    spawn_local(async {
        keeper().await;
    });
}

/// Offers a backup as a file.
pub(crate) fn save() {
    spawn_local(async {
        if let Some(keeper) = keeper().await {
            _ = keeper.save().await;
        }
    });
}

/// Moves into the archive what is not needed here.
pub(crate) async fn make_room() {
    if let Some(keeper) = keeper().await {
        _ = keeper.make_room().await;
    }
}

/// Has done what can be done for what cannot be read.
pub(crate) fn mend() {
    spawn_local(async {
        if let Some(keeper) = keeper().await {
            keeper.mend();
        }
    });
}

/// Has the quizzes of a lesson brought back from the archive, and shown. `false` where the archive cannot be read.
pub(crate) async fn bring(lesson: &str) -> bool {
    let ids = with_former(vec![lesson.to_owned()]);
    match keeper().await {
        Some(keeper) => keeper.bring(ids).await.is_ok(),
        None => false,
    }
}

async fn keeper() -> Option<Keeper> {
    module(KEEPER).await
}

async fn module(name: &str) -> Option<Keeper> {
    match load(name).await {
        Ok(keeper) => Some(keeper.unchecked_into()),
        Err(error) => {
            browser::report(&format!("cannot fetch the {name}: {error:?}"));
            None
        }
    }
}

pub(crate) fn with<T: Default>(ask: impl FnOnce(Player) -> T) -> T {
    PLAYER.get().map(ask).unwrap_or_default()
}

/// The title of the library.
#[wasm_bindgen]
pub fn title() -> String {
    with(|player| player.content.library.title.clone())
}

/// For each lesson that was begun: id and title of its course, its own id and title.
#[wasm_bindgen]
pub fn begun() -> Vec<String> {
    let mut begun = Vec::new();
    with(|player| {
        for course in &player.content.library.courses {
            let lessons = course.lessons();
            for lesson in lessons.filter(|it| player.learner.known_state(&it.id) != LessonState::New) {
                begun.extend([&course.id, &course.title, &lesson.id, &lesson.title].map(String::clone));
            }
        }
    });
    begun
}

/// The title of a lesson of this library.
#[wasm_bindgen]
pub fn lesson_title(id: &str) -> Option<String> {
    with(|player| {
        let place = player.content.library.courses.iter().find_map(|course| course.place(id));
        place.map(|place| place.lesson.title.clone())
    })
}

/// The outline, and the lessons that are in the player's own module, as they stand there.
#[wasm_bindgen]
pub fn section() -> JsValue {
    bundle::section()
}

/// All stored keys that begin so, after what all begin with, with their texts; a flat list.
#[wasm_bindgen]
pub fn stored(start: &str) -> Vec<String> {
    flat(storage::with(|store| store.all(start)))
}

/// The text of a stored record by its key.
#[wasm_bindgen]
pub fn record(name: &str) -> Option<String> {
    storage::with(|store| store.text(name))
}

/// Joins records into what is stored, by whoever shows them; a flat list.
#[wasm_bindgen]
pub fn put(records: Vec<String>) {
    storage::with(|store| store.restore(pairs(records)));
    with(|player| player.learner.tell_health());
}

/// Those of these lessons that are in this library, in its order: id of the lesson, titles of its course and its own,
/// and what leads there.
#[wasm_bindgen]
pub fn places(lessons: Vec<String>) -> Vec<String> {
    let mut places = Vec::new();
    with(|player| {
        for course in &player.content.library.courses {
            for lesson in course.lessons().filter(|it| lessons.contains(&it.id)) {
                let href = player.navigator.lesson_href(&course.id, &lesson.id);
                places.extend([lesson.id.clone(), course.title.clone(), lesson.title.clone(), href]);
            }
        }
    });
    places
}

/// Joins records into what is stored; a flat list of keys and texts.
#[wasm_bindgen]
pub fn take_over(records: Vec<String>) {
    storage::with(|store| store.restore(pairs(records)));
    with(|player| player.learner.refresh());
}

/// Joins a record that a script has written into what is stored. Nothing is drawn anew for it.
#[wasm_bindgen]
pub fn keep(key: &str, text: &str) {
    if let Some(key) = Key::parse(key) {
        storage::with(|store| store.join(&key, text));
        with(|player| player.learner.tell_health());
    }
}

/// Joins records from the archive into what is stored, and shows them where they say anything new; a flat list.
#[wasm_bindgen]
pub fn bring_back(records: Vec<String>) {
    if storage::with(|store| store.restore(pairs(records))) {
        with(|player| player.learner.refresh());
    }
}

/// The same without showing it: what is to be looked at, and not played.
#[wasm_bindgen]
pub fn recall(records: Vec<String>) {
    storage::with(|store| store.restore(pairs(records)));
}

/// Draws a question into an element that comes back for review, and follows what is done there; what was answered in an
/// earlier review is asked again where `anew` says so. `false` where the question is not there any more.
#[wasm_bindgen]
pub fn ask(place: Element, lesson: String, question: String, anew: bool) -> bool {
    with(|player| {
        // Few for a page, and what waits for the archive needs it at any time.
        let id: &'static str = lesson.leak();
        let mut blocks = match player.content.body(id) {
            Ok(body) => body.blocks,
            // What is fetched has the page drawn again.
            Err(module) => {
                place.set_inner_html(&messages::no_text(module));
                return true;
            }
        };
        let quizzes = lesson::quizzes(&mut blocks);
        let attempts = Attempts::review(player.learner, id, quizzes, question, anew);
        let waits = away::fetch(player, id);
        let quiz = attempts.list.iter().position(|attempt| attempt.all().next().is_some());
        let is_there = quiz.is_some() || waits.is_some();
        let quizzes = Quizzes::new(attempts, player.navigator);
        let html = quiz.map_or_else(String::new, |quiz| quizzes.section(quiz));
        place.set_inner_html(&["<div", &waits.unwrap_or_default(), ">", &html, "</div>"].concat());
        lesson::play(id, quizzes);
        is_there
    })
}

/// Remembers a setting by its name.
#[wasm_bindgen]
pub fn set(name: String, value: String) {
    with(|player| player.learner.set(name, value));
}

/// Whether there is an archive.
#[wasm_bindgen]
pub fn has_archive() -> bool {
    storage::with(|store| store.has_archive())
}

/// Remembers that the archive could not be read for these lessons.
#[wasm_bindgen]
pub fn set_apart(lessons: Vec<String>) {
    storage::with(|store| lessons.iter().for_each(|lesson| store.set_apart(lesson, true)));
}

/// Keys of records that the browser refused to store so far.
#[wasm_bindgen]
pub fn unkept() -> Vec<String> {
    storage::with(|store| store.health().unkept.clone())
}

/// The id of the lesson that is shown, or was shown last.
#[wasm_bindgen]
pub fn open_lesson() -> String {
    with(|player| player.learner.opened())
}

/// The ids of lessons, each with those that it had before.
#[wasm_bindgen]
pub fn with_former(lessons: Vec<String>) -> Vec<String> {
    storage::with(|store| store.with_former(lessons))
}

/// Takes out records that the archive holds, unless they have changed since.
#[wasm_bindgen]
pub fn take_out(records: Vec<String>) {
    storage::with(|store| pairs(records).for_each(|(name, text)| store.take_out(&name, &text)));
}

/// Takes away what is remembered of these lessons; everything where there are none.
#[wasm_bindgen]
pub fn reset(lessons: Vec<String>) {
    let scope = if lessons.is_empty() { Scope::Everything } else { Scope::Lessons(lessons) };
    storage::with(|store| store.reset(&scope));
    with(|player| player.learner.refresh());
}

/// Whether the last reset can be undone.
#[wasm_bindgen]
pub fn can_undo() -> bool {
    storage::with(|store| store.can_undo())
}

/// Whether the next reset is one with what the archive has put aside already.
#[wasm_bindgen]
pub fn goes_on() -> bool {
    storage::with(|store| store.goes_on())
}

/// Brings back what the last reset took away.
#[wasm_bindgen]
pub fn undo() {
    storage::with(|store| store.undo());
    with(|player| player.learner.refresh());
}

/// Gives up for good what the last reset took away.
#[wasm_bindgen]
pub fn forget_reset() {
    storage::with(|store| store.forget_reset());
    with(|player| player.learner.refresh());
}
