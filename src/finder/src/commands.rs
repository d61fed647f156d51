//! What can be called by its name: headings of this page, pages, actions, settings.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use course::route::{Route, Tool};
use course::search::query::{Query, folded};
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
    /// What is written about it, which it is found by as well.
    pub(crate) about: &'static str,
    pub(crate) act: Act,
    /// Whether it is shown without any query too.
    is_of_use: bool,
    /// The words of its label, and those of what is written about it.
    name: String,
    words: String,
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

thread_local! {
    /// All commands of the page that the dialog was opened on.
    static COMMANDS: RefCell<Vec<Rc<Command>>> = const { RefCell::new(Vec::new()) };
    /// Whether the page was there as a whole by then.
    static IS_WHOLE: Cell<bool> = const { Cell::new(false) };
}

/// The commands that a query means, those first whose names it means; without one those that are of use here.
pub(crate) fn commands(query: &Query) -> Vec<Rc<Command>> {
    if !IS_WHOLE.get() {
        gather();
    }
    COMMANDS.with_borrow(|commands| {
        if query.is_empty() {
            return commands.iter().filter(|command| command.is_of_use).cloned().collect();
        }
        let called = commands.iter().filter(|command| query.begins_in(&command.name));
        let mut found: Vec<_> = called.take(SHOWN).cloned().collect();
        let told = |command: &&Rc<Command>| {
            !command.about.is_empty() && !query.begins_in(&command.name) && query.begins_in(&command.words)
        };
        let room = SHOWN - found.len();
        found.extend(commands.iter().filter(told).take(room).cloned());
        found
    })
}

/// Looks what can be called on this page. The dialog stands before all of it, so once it is open nothing changes.
pub(crate) fn gather() {
    let mut commands = Vec::new();
    let mut add = |group, label: String, act, about: &'static str, is_of_use| {
        if !label.is_empty() {
            let name = folded(&label);
            let words = if about.is_empty() { String::new() } else { name.clone() + &folded(about) };
            commands.push(Rc::new(Command { group, label, about, act, is_of_use, name, words }));
        }
    };
    let root = player().root();
    let here = here(&root);
    for heading in all("main :is(h2, h3)[id]") {
        let href = format!("{here}#{}", course::route::encode(&heading.id()));
        add(Word::find_here, text(&heading), Act::Follow(href), "", true);
    }
    for css in ["main a.next", "main a.previous"] {
        if let Some(link) = find(css) {
            // Which way it is, and the title there.
            let parts = browser::within(&link, "span").iter().map(text).collect::<Vec<_>>();
            let href = link.get_attribute("href").unwrap_or_default();
            add(Word::find_pages, parts.join(": "), Act::Follow(href), "", true);
        }
    }
    if let Some(library) = shelf::library() {
        add(Word::find_pages, library.title.clone(), Act::Follow(root.clone()), "", true);
        for course in &library.courses {
            let route = Route::Course { course: course.id.clone() };
            let act = Act::Follow(format!("{root}{route}"));
            add(Word::find_pages, course.title.clone(), act, &course.description, false);
        }
    }
    for tool in Tool::ALL {
        let act = Act::Follow(format!("{root}{}", Route::Tool(tool)));
        add(Word::find_pages, tool_title(tool), act, "", true);
    }
    let mut act =
        |group, label, what: &str, is_of_use| add(group, label, Act::Do(what.into()), "", is_of_use);
    if let Some(button) = find("main button.complete") {
        act(Word::find_actions, text(&button), "complete", true);
    }
    act(Word::find_actions, of_player(Word::save_backup), "backup", true);
    act(Word::find_actions, say(Word::keys).to_owned(), "keys", true);
    let other = if shortcuts::are_used() { Word::keys_off } else { Word::keys_on };
    act(Word::find_settings, say(other).to_owned(), "switch", true);
    for option in all("select.language option") {
        let tag = option.get_attribute("value").unwrap_or_default();
        let label = format!("{}: {}", of_player(Word::language), text(&option));
        act(Word::find_settings, label, &format!("language {tag}"), false);
    }
    COMMANDS.replace(commands);
    // A text that is still fetched has no headings yet.
    IS_WHOLE.set(find("main [data-module]").is_none());
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
