//! What a learner does on a project: steps ticked off, a rubric to judge one's own work by, a link and notes.
//!
//! Every field bears the attribute `data-work` with the item that it stands for, so that all are filled and kept in
//! one place.

use course::project::{Rubric, Tasks};
use leptos::ev::Event;
use leptos::prelude::*;

use crate::app::{Player, player};
use crate::fields::{self, escaped};
use crate::messages;

/// Steps to tick off.
pub(crate) fn tasks(lesson: &'static str, tasks: &Tasks) -> AnyView {
    let navigator = player().navigator;
    let mut html = String::new();
    for task in &tasks.tasks {
        html += &format!(
            "<li><label class=\"task\"><input type=\"checkbox\" name=\"{0}\" value=\"done\" data-work=\"{0}\">\
             <span>{1}</span></label></li>",
            task.id,
            navigator.html(&task.text),
        );
    }
    work(lesson, "tasks", &format!("<ul>{html}</ul>"))
}

/// A rubric: a group of radio buttons for each criterion. Where there is room the levels stand below their names, as
/// in a table; else each says its own.
pub(crate) fn rubric(lesson: &'static str, rubric: &Rubric) -> AnyView {
    let navigator = player().navigator;
    let mut html = String::from("<div class=\"rubric-head\" aria-hidden=\"true\"><span></span>");
    for level in &rubric.levels {
        html += &format!("<span>{}</span>", escaped(level));
    }
    html += "</div>";
    for criterion in &rubric.criteria {
        html +=
            &format!("<fieldset class=\"criterion\"><legend>{}</legend>", navigator.html(&criterion.text));
        for (name, text) in rubric.levels.iter().zip(&criterion.levels) {
            html += &format!(
                "<label class=\"level\"><input type=\"radio\" name=\"{0}\" value=\"{1}\" data-work=\"{0}\">\
                 <span><b class=\"level-name\">{1}</b> {2}</span></label>",
                criterion.id,
                escaped(name),
                navigator.html(text),
            );
        }
        html += "</fieldset>";
    }
    work(lesson, "rubric", &html)
}

/// The place for a link and notes.
pub(crate) fn submission(lesson: &'static str) -> AnyView {
    let html = format!(
        "<label class=\"field\"><span>{}</span><input type=\"url\" inputmode=\"url\" placeholder=\"https://\" \
         autocomplete=\"off\" data-work=\"link\"></label>\
         <label class=\"field\"><span>{}</span><textarea rows=\"6\" data-work=\"notes\"></textarea></label>\
         <p class=\"field-note\">{}</p>",
        messages::LINK,
        messages::NOTES,
        messages::WORK_IS_KEPT,
    );
    work(lesson, "submission", &html)
}

/// Fields with what is known of them; each change is kept at once.
fn work(lesson: &'static str, class: &'static str, html: &str) -> AnyView {
    let Player { learner, .. } = player();
    let html = fields::with_fields(html, "data-work", &|field, item| {
        fields::put(field, &learner.work(lesson, item));
    });
    let keep = move |event: Event| {
        if let Some(field) = fields::target(event.target())
            && let Some(item) = field.get_attribute("data-work")
        {
            learner.set_work(lesson, &item, fields::value(&field));
        }
    };
    view! { <div class=class inner_html=html on:input=keep></div> }.into_any()
}
