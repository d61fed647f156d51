//! The library: its paths and courses.

use course::library::{Course, Path};
use course::progress::Place;

use crate::app::Player;
use crate::components::course_card::{card, lead, start_link};
use crate::components::facts::facts;
use crate::components::outline;
use crate::fields::escaped;
use crate::messages::{self, Word, say};
use crate::pages::page;

/// The home page. A single course is the page: its card bears the title, its lessons follow.
pub(crate) fn home_page(player: Player) -> String {
    let library = player.content.library;
    let lone = library.courses.len() == 1;
    let title = if lone { String::new() } else { format!("<h1>{}</h1>", escaped(&library.title)) };
    let paths = library.paths.iter().map(|path| {
        let head = if lone { String::new() } else { path_head(path) };
        section(player, &head, &library.courses_of(path).collect::<Vec<_>>(), lone)
    });
    // Without paths the page's own title says it all; the heading only keeps the levels whole.
    let (word, class) = match library.paths.is_empty() {
        true => (Word::other_courses, "unseen"),
        false => (Word::more_courses, ""),
    };
    let head = if lone { String::new() } else { format!("<h2 class=\"{class}\">{}</h2>", say(word)) };
    let rest = section(player, &head, &library.courses_without_path().collect::<Vec<_>>(), lone);
    let contents = match library.courses.first() {
        Some(course) if lone => contents(player, course),
        _ => String::new(),
    };
    let going_on = if lone { String::new() } else { going_on(player) };
    page("home", &[title, going_on, paths.collect(), rest, contents].concat())
}

/// The way back to where the learner was reading, where there are courses to choose from.
fn going_on(player: Player) -> String {
    let place = player.learner.place();
    let place = Place::parse(&place);
    let course = place.and_then(|place| {
        player.content.library.courses.iter().find(|course| course.place(place.lesson).is_some())
    });
    course
        .map(|course| ["<p class=\"going-on\">", &start_link(player, course), "</p>"].concat())
        .unwrap_or_default()
}

/// The lessons of a course.
pub(crate) fn contents(player: Player, course: &Course) -> String {
    format!(
        "<section class=\"contents\"><h2>{}</h2>{}</section>",
        say(Word::lessons),
        outline::list(player, course, "", true)
    )
}

/// Courses below a head; nothing where there are none.
fn section(player: Player, head: &str, courses: &[&Course], lone: bool) -> String {
    if courses.is_empty() {
        return String::new();
    }
    let cards: String = courses.iter().map(|course| card(player, course, lone)).collect();
    format!("<section class=\"path\">{head}<div class=\"cards\">{cards}</div></section>")
}

fn path_head(path: &Path) -> String {
    let icon = path
        .icon
        .as_deref()
        .map(|icon| ["<span class=\"icon\" aria-hidden=\"true\">", &escaped(icon), "</span>"].concat());
    format!(
        "<h2>{}{}</h2>{}{}",
        icon.unwrap_or_default(),
        escaped(&path.title),
        lead(&path.description),
        facts(&[path.difficulty.map(messages::difficulty), path.estimated_minutes.map(messages::minutes)]),
    )
}
