//! What can be called by its name: headings of this page, pages, actions, settings.

use course::route::{Route, Tool};
use course::search::query::Query;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

use crate::browser::{self, all, find, text, window};
use crate::messages::{Word, of_player, say, tool_title};
use crate::player::{self, Keeper, player};
use crate::{shelf, shortcuts};

/// Something to call.
pub(crate) struct Command {
    pub(crate) group: Word,
    pub(crate) label: String,
    pub(crate) act: Act,
}

/// What a command does.
pub(crate) enum Act {
    /// Leads to a page.
    Follow(String),
    /// What [`run`] knows.
    Do(String),
}

/// How many commands are shown beside lessons.
const SHOWN: usize = 6;

/// The commands that a query means; without one those that are of use here.
pub(crate) fn commands(query: &Query) -> Vec<Command> {
    let mut commands = Vec::new();
    let mut add = |group, label: String, act| {
        if !label.is_empty() && (query.is_empty() || query.begins_in(&label)) {
            commands.push(Command { group, label, act });
        }
    };
    let root = player().root();
    let here = here(&root);
    for heading in all("main :is(h2, h3)[id]") {
        let href = format!("{here}#{}", course::route::encode(&heading.id()));
        add(Word::find_here, text(&heading), Act::Follow(href));
    }
    for css in ["main a.next", "main a.previous"] {
        if let Some(link) = find(css) {
            // Which way it is, and the title there.
            let parts = browser::within(&link, "span").iter().map(text).collect::<Vec<_>>();
            add(
                Word::find_pages,
                parts.join(": "),
                Act::Follow(link.get_attribute("href").unwrap_or_default()),
            );
        }
    }
    if let Some(library) = shelf::library() {
        add(Word::find_pages, library.title.clone(), Act::Follow(root.clone()));
        if !query.is_empty() {
            for course in &library.courses {
                let route = Route::Course { course: course.id.clone() };
                add(Word::find_pages, course.title.clone(), Act::Follow(format!("{root}{route}")));
            }
        }
    }
    for tool in Tool::ALL {
        add(Word::find_pages, tool_title(tool), Act::Follow(format!("{root}{}", Route::Tool(tool))));
    }
    if let Some(button) = find("main button.complete") {
        add(Word::find_actions, text(&button), Act::Do("complete".into()));
    }
    add(Word::find_actions, of_player(Word::save_backup), Act::Do("backup".into()));
    add(Word::find_actions, say(Word::keys).to_owned(), Act::Do("keys".into()));
    let other = if shortcuts::are_used() { Word::keys_off } else { Word::keys_on };
    add(Word::find_settings, say(other).to_owned(), Act::Do("switch".into()));
    if !query.is_empty() {
        for option in all("select.language option") {
            let tag = option.get_attribute("value").unwrap_or_default();
            let label = format!("{}: {}", of_player(Word::language), text(&option));
            add(Word::find_settings, label, Act::Do(format!("language {tag}")));
        }
        commands.truncate(SHOWN);
    }
    commands
}

/// Does what a command says.
pub(crate) fn run(what: &str) {
    match what {
        "complete" => click("main button.complete"),
        "backup" => spawn_local(async {
            if let Ok(keeper) = player::module("keeper").await {
                _ = keeper.unchecked_into::<Keeper>().save().await;
            }
        }),
        "keys" => shortcuts::open(),
        "switch" => shortcuts::switch(!shortcuts::are_used()),
        _ => {
            let Some((tag, field)) = what.strip_prefix("language ").zip(find("select.language")) else {
                return;
            };
            let Some(field) = field.dyn_ref::<web_sys::HtmlSelectElement>() else { return };
            field.set_value(tag);
            let init = web_sys::EventInit::new();
            init.set_bubbles(true);
            if let Ok(event) = web_sys::Event::new_with_event_init_dict("change", &init) {
                _ = field.dispatch_event(&event);
            }
        }
    }
}

fn click(css: &str) {
    if let Some(button) = find(css).and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        button.click();
    }
}

/// The link to the page that is shown, without its fragment.
fn here(root: &str) -> String {
    let location = window().location();
    let hash = location.hash().unwrap_or_default();
    match hash.strip_prefix("#/") {
        Some(route) => format!("{root}{}", route.split('#').next().unwrap_or_default()),
        // Behind `#/` the first page has no route.
        None if root.starts_with('#') => root.to_owned(),
        None => location.pathname().unwrap_or_default(),
    }
}
