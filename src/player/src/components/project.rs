//! What a learner does on a project: steps ticked off, a rubric to judge one's own work by, a link and notes.
//!
//! Every field bears the attribute `data-work` with the item that it stands for, so that all are filled and kept in
//! one place.

use course::progress::{Key, Register};
use course::project::{Rubric, Tasks};
use leptos::prelude::document;
use web_sys::Element;

use crate::app::Player;
use crate::fields::{self, around, escaped, within};
use crate::messages::{Word, say};
use crate::navigator;

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
        "<div class=\"field\"><label for=\"work-link\">{}</label><input id=\"work-link\" type=\"url\" inputmode=\"url\" placeholder=\"https://\" \
         autocomplete=\"off\" data-work=\"link\"></div>\
         <div class=\"field\"><label for=\"work-notes\">{}</label><textarea id=\"work-notes\" rows=\"6\" data-work=\"notes\">\
         </textarea></div>\
         <p class=\"field-note\">{}</p>",
        say(Word::link),
        say(Word::notes),
        say(Word::work_is_kept),
    );
    work(player, lesson, "submission", &html)
}

/// Takes what a field says now, where it is one of a project.
pub(crate) fn input(player: Player, lesson: &str, field: &Element) {
    if let Some(item) = field.get_attribute("data-work") {
        let value = fields::value(field);
        match field.has_attribute("name") {
            true => player.learner.set_work(lesson, &item, value),
            false => {
                let work = player.learner.type_work(lesson, &item, &value);
                remove_others(field);
                show_others(field, &work);
            }
        }
    }
}

/// Puts in what was written elsewhere, or leaves it, as a button says.
pub(crate) fn click(player: Player, lesson: &str, button: &Element) {
    let Some(field) = around(button, ".field").and_then(|label| within(&label, "[data-work]")) else {
        return;
    };
    let is_taken = button.has_attribute("data-take");
    if let Some(text) = around(button, ".other-text").and_then(|other| within(&other, "pre"))
        && is_taken
    {
        fields::put_shown(&field, &text.text_content().unwrap_or_default());
    }
    if let Some(item) = field.get_attribute("data-work")
        && (is_taken || button.has_attribute("data-leave"))
    {
        player.learner.set_work(lesson, &item, fields::value(&field));
        remove_others(&field);
        navigator::focus(&field);
    }
}

/// Shows what another tab has changed, but for a field that the learner is at.
pub(crate) fn hear(player: Player, lesson: &str, key: &Key) {
    let Key::Work(changed, item) = key else { return };
    if changed == lesson {
        fields::each(document().query_selector_all("[data-work]"), &mut |field| {
            if field.get_attribute("data-work").as_ref() == Some(item) && !fields::is_in_use(field) {
                let work = player.learner.work(lesson, item);
                fields::put_shown(field, work.value());
                remove_others(field);
                show_others(field, &work);
            }
        });
    }
}

/// Fields with what is known of them.
fn work(player: Player, lesson: &str, class: &str, html: &str) -> String {
    let html = fields::with_fields(html, "data-work", &|field, item| {
        let work = player.learner.work(lesson, item);
        fields::put(field, work.value());
        show_others(field, &work);
    });
    format!("<div class=\"{class}\">{html}</div>")
}

/// Shows the texts that were written elsewhere without knowing of the one in the field. What was ticked or chosen
/// needs no such care: it is seen, and done again with a click.
fn show_others(field: &Element, work: &Register) {
    let mut html = String::new();
    for other in work.others().filter(|other| !other.value.is_empty() && !field.has_attribute("name")) {
        html += &format!(
            "<div class=\"other-text\"><p>{}</p><pre>{}</pre>\
             <button type=\"button\" class=\"button quiet\" data-take>{}</button> \
             <button type=\"button\" class=\"button quiet\" data-leave>{}</button></div>",
            say(Word::written_elsewhere),
            escaped(&other.value),
            say(Word::take_other),
            say(Word::leave_other),
        );
    }
    _ = field.insert_adjacent_html("afterend", &html);
}

fn remove_others(field: &Element) {
    if let Some(label) = around(field, ".field") {
        fields::each(label.query_selector_all(".other-text"), &mut |other| other.remove());
    }
}
