//! The page for an address that has none, with a way back to everything there is.

use course::route::Route;

use crate::app::Player;
use crate::components::course_card::link;
use crate::messages::{Word, say};
use crate::pages::page;

/// The not-found page.
pub(crate) fn not_found_page(player: Player) -> String {
    let courses = player.content.library.courses.iter();
    let courses: String = courses.map(|course| ["<li>", &link(player, course), "</li>"].concat()).collect();
    let html = format!(
        "<h1>{}</h1><p>{}</p><ul><li><a href=\"{}\">{}</a></li>{courses}</ul>",
        say(Word::not_found),
        say(Word::not_found_help),
        player.navigator.href(&Route::Home),
        say(Word::home),
    );
    page("not-found", &html)
}
