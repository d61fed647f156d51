//! Items to be brought into order: buttons that move an item up and down, each in its own line.

use course::grading::{Response, Verdict};
use course::quiz::Choice;
use course::shuffle::shuffled;
use web_sys::Element;

use super::Sheet;
use crate::fields::{self, escaped};
use crate::messages::{self, Word, say};

/// The items in the learner's order, and the right order where it may be seen and is another.
pub(super) fn area(sheet: &Sheet<'_>, items: &[Choice]) -> String {
    let question = &sheet.question.id;
    let mut html = String::from("<ol class=\"ordering\">");
    for item in order(items, &sheet.response.choices, sheet.seed) {
        let Choice { id, text, .. } = item;
        let text = sheet.navigator.html(text);
        html += &format!(
            "<li data-item=\"{id}\"><span id=\"{question}-{id}\" class=\"order-text\">{text}</span>"
        );
        if sheet.verdict.is_none() {
            for (way, name, sign) in [("up", say(Word::move_up), "↑"), ("down", say(Word::move_down), "↓")]
            {
                html += &format!(
                    "<button type=\"button\" class=\"move\" data-move=\"{way}\" id=\"{question}-{id}-{way}\" \
                     aria-label=\"{name}\" aria-labelledby=\"{question}-{id}-{way} {question}-{id}\">{sign}</button>"
                );
            }
        }
        html += "</li>";
    }
    html += "</ol>";
    if sheet.open && sheet.verdict.is_some_and(|verdict| verdict != Verdict::Correct) {
        html += &format!("<p class=\"right-order\">{}</p><ol class=\"ordering\">", say(Word::right_order));
        for item in items {
            html +=
                &format!("<li><span class=\"order-text\">{}</span></li>", sheet.navigator.html(&item.text));
        }
        html += "</ol>";
    }
    html
}

/// Moves the item of a button by one place, as the button says, and tells where it stands now. It is the neighbour
/// that is taken out and put in again, so that the button keeps the focus.
pub(crate) fn move_item(button: &Element, response: &mut Response) -> Option<String> {
    let item = button.closest("li").ok()??;
    let (neighbour, side) = match button.get_attribute("data-move")?.as_str() {
        "up" => (item.previous_element_sibling(), "afterend"),
        _ => (item.next_element_sibling(), "beforebegin"),
    };
    if let Some(neighbour) = neighbour {
        _ = item.insert_adjacent_element(side, &neighbour);
    }
    take_order(&item.parent_element()?, response);
    let id = item.get_attribute("data-item")?;
    let place = response.choices.iter().position(|other| *other == id)? + 1;
    let text = item.query_selector(".order-text").ok()??.text_content()?;
    Some(messages::moved(&escaped(&text), place, response.choices.len()))
}

/// Takes the order that the items of a question stand in.
pub(crate) fn take_order(around: &Element, response: &mut Response) {
    response.choices.clear();
    fields::each(around.query_selector_all("[data-item]"), &mut |item| {
        response.choices.extend(item.get_attribute("data-item"));
    });
}

/// All items: those that the learner has placed, then the others. Before the first move it is never the right order,
/// or there would be nothing to do.
fn order<'a>(items: &'a [Choice], placed: &[String], seed: &str) -> Vec<&'a Choice> {
    let mut order: Vec<&Choice> = Vec::with_capacity(items.len());
    let mut add = |item: &'a Choice| {
        if !order.iter().any(|other| other.id == item.id) {
            order.push(item);
        }
    };
    for id in placed {
        items.iter().filter(|item| item.id == *id).for_each(&mut add);
    }
    shuffled(items, seed, |item| &item.id).into_iter().for_each(&mut add);
    if placed.is_empty() && order.iter().zip(items).all(|(one, other)| one.id == other.id) {
        order.rotate_left(1);
    }
    order
}
