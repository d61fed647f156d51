//! The header of every page, and the trail from the library down to where one is.

use course::library::Course;
use course::route::{Route, Tool};
use leptos::prelude::*;
use web_sys::MouseEvent;

use crate::app::{Player, player};
use crate::components::course_card::link;
use crate::fields::escaped;
use crate::messages::{Word, languages, say, tool_title};
use crate::navigator;

/// The skip link and the name of the library.
#[component]
pub(crate) fn Header() -> impl IntoView {
    let player = player();
    // Not a link to `#…`: behind a hash route the fragment is the page.
    let skip = move |_: MouseEvent| {
        if let Ok(Some(heading)) = document().query_selector("main h1") {
            navigator::focus(&heading);
        }
    };

    view! {
        <button type="button" class="skip" on:click=skip>
            {say(Word::skip)}
        </button>
        <header class="site-header">
            <a class="site-title" href=player.navigator.href(&Route::Home)>
                <span class="mark" aria-hidden="true"></span>
                {player.content.library.title.as_str()}
            </a>
            <a class="site-link" href=player.navigator.href(&Route::Tool(Tool::Progress))>{tool_title(Tool::Progress)}</a>
            // `boot.js` hears of it, and fetches the finder.
            <button type="button" class="search" aria-keyshortcuts="Control+K Meta+K">{say(Word::search)}</button>
            // `boot.js` hears of a change: it has the words.
            <select class="language" aria-label=say(Word::language) inner_html=languages()></select>
        </header>
    }
}

/// The way up: the library, then the course where one is in it.
pub(crate) fn trail(player: Player, course: Option<&Course>) -> String {
    let lone = player.content.library.courses.len() == 1;
    format!(
        "<nav class=\"trail\" aria-label=\"{}\"><a href=\"{}\">{}</a>{}</nav>",
        escaped(say(Word::breadcrumb)),
        player.navigator.href(&Route::Home),
        say(if lone { Word::home } else { Word::all_courses }),
        course.map(|course| link(player, course)).unwrap_or_default(),
    )
}
