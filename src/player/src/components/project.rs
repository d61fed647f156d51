//! What a learner does on a project: steps ticked off, a rubric to judge one's own work by, a link and notes.
//!
//! Every field bears the attribute `data-work` with the item that it stands for, so that all are filled and kept in
//! one place.

use course::project::{Rubric, Tasks};
use web_sys::Element;

use crate::app::Player;
use crate::fields::{self, escaped};
use crate::messages;

/// Steps to tick off.
pub(crate) fn tasks(player: Player, lesson: &str, tasks: &Tasks) -> String {
    let mut html = String::new();
    for task in &tasks.tasks {
        html += &format!(
            "<li><label class=\"task\"><input type=\"checkbox\" name=\"{0}\" value=\"done\" data-work=\"{0}\">\
             <span>{1}</span></label></li>",
            task.id,
            player.navigator.html(&task.text),
        );
    }
    work(player, lesson, "tasks", &format!("<ul>{html}</ul>"))
}

/// A rubric: a group of radio buttons for each criterion. Where there is room the levels stand below their names, as
/// in a table; else each says its own.
pub(crate) fn rubric(player: Player, lesson: &str, rubric: &Rubric) -> String {
    let mut html = String::from("<div class=\"rubric-head\" aria-hidden=\"true\"><span></span>");
    for level in &rubric.levels {
        html += &format!("<span>{}</span>", escaped(level));
    }
    html += "</div>";
    for criterion in &rubric.criteria {
        html += &format!(
            "<fieldset class=\"criterion\"><legend>{}</legend>",
            player.navigator.html(&criterion.text)
        );
        for (name, text) in rubric.levels.iter().zip(&criterion.levels) {
            html += &format!(
                "<label class=\"level\"><input type=\"radio\" name=\"{0}\" value=\"{1}\" data-work=\"{0}\">\
                 <span><b class=\"level-name\">{1}</b> {2}</span></label>",
                criterion.id,
                escaped(name),
                player.navigator.html(text),
            );
        }
        html += "</fieldset>";
    }
    work(player, lesson, "rubric", &html)
}

/// The place for a link and notes.
pub(crate) fn submission(player: Player, lesson: &str) -> String {
    let html = format!(
        "<label class=\"field\"><span>{}</span><input type=\"url\" inputmode=\"url\" placeholder=\"https://\" \
         autocomplete=\"off\" data-work=\"link\"></label>\
         <label class=\"field\"><span>{}</span><textarea rows=\"6\" data-work=\"notes\"></textarea></label>\
         <p class=\"field-note\">{}</p>",
        messages::LINK,
        messages::NOTES,
        messages::WORK_IS_KEPT,
    );
    work(player, lesson, "submission", &html)
}

/// Takes what a field says now, where it is one of a project.
pub(crate) fn input(player: Player, lesson: &str, field: &Element) {
    if let Some(item) = field.get_attribute("data-work") {
        player.learner.set_work(lesson, &item, fields::value(field));
    }
}

/// Fields with what is known of them.
fn work(player: Player, lesson: &str, class: &str, html: &str) -> String {
    let html = fields::with_fields(html, "data-work", &|field, item| {
        fields::put(field, &player.learner.work(lesson, item));
    });
    format!("<div class=\"{class}\">{html}</div>")
}
