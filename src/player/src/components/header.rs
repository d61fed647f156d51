//! The header of every page, and the trail from the library down to where one is.

use course::library::Course;
use course::route::{Route, Tool};
use leptos::prelude::document;

use crate::app::Player;
use crate::components::course_card::link;
use crate::fields::escaped;
use crate::messages::{Word, languages, say, tool_title};
use crate::navigator;

/// The skip button and the name of the library.
pub(crate) fn header(player: Player) -> String {
    // Not a link to `#…`: behind a hash route the fragment is the page. `boot.js` hears of the search, for which it
    // fetches the finder, and of a change of the language: it has the words; `reader.js` of the button for the look.
    format!(
        "<button type=\"button\" class=\"skip\">{}</button><header class=\"site-header\">\
         <a class=\"site-title\" href=\"{}\"><span class=\"mark\" aria-hidden=\"true\"></span>{}</a>\
         <a class=\"site-link\" href=\"{}\">{}</a>\
         <a class=\"site-link\" href=\"{}\">{} <span class=\"due\"></span></a>\
         <button type=\"button\" class=\"search\" aria-keyshortcuts=\"Control+K Meta+K\">{}</button>\
         <button type=\"button\" class=\"settings\" aria-label=\"{}\"></button>\
         <select class=\"language\" aria-label=\"{}\">{}</select></header>",
        say(Word::skip),
        player.navigator.href(&Route::Home),
        escaped(&player.content.library.title),
        player.navigator.href(&Route::Tool(Tool::Progress)),
        tool_title(Tool::Progress),
        player.navigator.href(&Route::Tool(Tool::Review)),
        tool_title(Tool::Review),
        say(Word::search),
        escaped(say(Word::reading_settings)),
        escaped(say(Word::language)),
        languages(),
    )
}

/// Leads from the skip button to what the page is about.
pub(crate) fn skip() {
    if let Ok(Some(heading)) = document().query_selector("main h1") {
        navigator::focus(&heading);
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
