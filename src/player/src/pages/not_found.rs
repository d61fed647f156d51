//! The page for an address that has none, with a way back to everything there is.

use course::route::Route;
use leptos::prelude::*;

use crate::app::player;
use crate::components::course_card::link;
use crate::messages::{Word, say};

/// The not-found page.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    let player = player();
    let courses = player.content.library.courses.iter();
    let courses: String = courses.map(|course| ["<li>", &link(player, course), "</li>"].concat()).collect();
    let html = format!(
        "<h1>{}</h1><p>{}</p><ul><li><a href=\"{}\">{}</a></li>{courses}</ul>",
        say(Word::not_found),
        say(Word::not_found_help),
        player.navigator.href(&Route::Home),
        say(Word::home),
    );
    view! { <main data-page="not-found" class="page" inner_html=html></main> }
}
