//! The frame around every page: header, notices, the page of the current route.

use std::time::Duration;

use course::progress::LessonState;
use course::route::Route;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

use crate::browser;
use crate::bundle::Content;
use crate::components::course_card::is_closed;
use crate::components::header::{self, header};
use crate::components::notice::storage_notice;
use crate::components::outline;
use crate::components::piece::piece;
use crate::fields;
use crate::keeper;
use crate::learner::Learner;
use crate::messages;
use crate::navigator::Navigator;
use crate::pages::course::course_page;
use crate::pages::home::home_page;
use crate::pages::lesson;
use crate::pages::not_found::not_found_page;
use crate::pages::tool::tool_page;

/// What every component can reach.
#[derive(Clone, Copy)]
pub(crate) struct Player {
    /// What is played.
    pub(crate) content: Content,
    /// Who plays.
    pub(crate) learner: Learner,
    /// Where.
    pub(crate) navigator: Navigator,
}

/// The whole application.
#[component]
pub(crate) fn App(content: Content, navigator: Navigator) -> impl IntoView {
    let library = content.library;
    let learner = Learner::open(library);
    let player = Player { content, learner, navigator };
    keeper::serve(player);
    browser::listen(&["click", "input", "change", "keydown"], move |event| hear(player, event));

    view! {
        {piece(move || {
            learner.epoch();
            header(player)
        })}
        {storage_notice(player)}
        {piece(move || {
            let epoch = learner.epoch();
            let route = navigator.route();
            let title = messages::page_title(library, &route);
            browser::once_seen(move || browser::set_title(&title));
            // What is to be drawn anew is so, also where its text is the same: a learner may have changed what it became.
            format!("{}<!--{epoch}-->", page(player, route))
        })}
    }
}

/// The page of a route. All pages are the text of one piece: to put another one in the place of a view, Leptos takes out
/// its attributes one by one, and has the browser lay out what is about to go.
fn page(player: Player, route: Route) -> String {
    let library = player.content.library;
    match route {
        Route::Home => {
            // The page is there before it is counted what is due.
            browser::later(Duration::from_millis(500), keeper::count_due);
            return home_page(player);
        }
        Route::Course { course } => {
            if let Some(course) = library.course(&course) {
                return course_page(player, course);
            }
        }
        Route::Lesson { course, lesson } => {
            if let Some(place) = library.course(&course).and_then(|course| course.place(&lesson)) {
                // Its parts follow by themselves what they tell of the learner. What was begun before the author
                // closed it stays open.
                return untrack(|| {
                    match is_closed(player, place.course)
                        && player.learner.known_state(&place.lesson.id) == LessonState::New
                    {
                        true => lesson::closed_page(player, place),
                        false => lesson::page(player, place),
                    }
                });
            }
        }
        Route::Tool(tool) => return untrack(|| tool_page(player, tool)),
        Route::NotFound { .. } => {}
    }
    not_found_page(player)
}

/// Does what is done on the page. All of it is heard here: each handler is code that every learner fetches.
fn hear(player: Player, event: &Event) {
    // Of keys there are many, and this one alone means anything.
    if event.dyn_ref::<KeyboardEvent>().is_some_and(|key| key.key() != "Enter" || key.repeat()) {
        return;
    }
    let Some(target) = fields::target(event.target()) else { return };
    // What is typed or picked is told by the one event before; not every browser does so for a list.
    if event.type_() == "change" && target.tag_name() != "SELECT" {
        return;
    }
    let is_click = event.type_() == "click";
    if is_click {
        browser::settle();
    }
    let button = is_click.then(|| fields::around(&target, "button")).flatten();
    if let Some(button) = &button {
        let class = button.class_list();
        if class.contains("skip") {
            header::skip();
        } else if class.contains("outline-toggle") {
            outline::unfold(button);
        } else if class.contains("save-all") {
            keeper::save();
        }
    }
    lesson::hear(player, event, &target, button.as_ref());
    if is_click && let Some(link) = fields::around(&target, "a[href]") {
        player.navigator.follow_link(event, &link);
    }
}
