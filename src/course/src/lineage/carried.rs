//! A response, told in the ids of the question as it is now.

use super::answers::{is_alike, is_covered, links};
use super::likeness::{Likeness, likeness};
use super::{AskedChoice, AskedQuestion, GAPS, NUMBER, ORDER, OUTPUT, PAIRS, TEXT, words};
use crate::grading::{Entry, Response};
use crate::identity::normalise;
use crate::quiz::{GapKind, Question, QuestionKind};

/// A response to the former question, told in the ids of the present one. `None` where it can't be, so that the
/// question is asked anew.
///
/// Whether the two are one question is for [`super::continued`] to say; this only looks at what was answered. What
/// was typed stays as it is. A choice picked that is gone takes the response with it; an item that is gone is left
/// out, and one that is new leaves the response incomplete, so that there is none.
pub fn carried(response: &Response, former: &AskedQuestion, now: &Question) -> Option<Response> {
    let present = AskedQuestion::of(now);
    let kind = present.kind();
    // What there is to choose from in a gap is not told by the two.
    if *former == present && kind != GAPS {
        return Some(response.clone());
    }
    if !is_alike(former.kind(), kind) {
        return None;
    }
    if let TEXT | NUMBER | OUTPUT = kind {
        return Some(response.clone());
    }
    let [one, other] = [former, &present].map(|question| words::read(&question.text));
    let links = links(former, &present, likeness(&one, &other) == Some(Likeness::Same));
    if !is_covered(&present, &links) {
        return None;
    }
    let place = |id: &str, wanted: &dyn Fn(&AskedChoice) -> bool| {
        former.choices.iter().position(|choice| wanted(choice) && choice.full_id() == id)
    };
    let mut carried = Response::default();
    for id in &response.choices {
        match links[place(id, &|_| true)?] {
            Some(link) => carried.choices.push(present.choices[link].full_id()),
            None if kind == ORDER => {}
            None => return None,
        }
    }
    for Entry { slot, value } in &response.entries {
        let is_slot = |choice: &AskedChoice| choice.right;
        let Some(link) = place(slot, &is_slot).and_then(|at| links[at]) else { continue };
        let value = match kind {
            _ if value.is_empty() => String::new(),
            PAIRS => present.choices[links[place(value, &|choice| !choice.right)?]?].full_id(),
            GAPS => put(value, now, link)?,
            _ => return None,
        };
        carried.entries.push(Entry { slot: present.choices[link].full_id(), value });
    }
    Some(carried)
}

/// What was put into a gap. Where there is a list to choose from it has to be in there, or be recognised.
fn put(value: &str, now: &Question, gap: usize) -> Option<String> {
    let QuestionKind::Cloze { gaps } = &now.kind else { return None };
    let GapKind::Choice { choices, .. } = &gaps.get(gap)?.kind else { return Some(value.into()) };
    if let Some(same) = choices.iter().find(|choice| normalise(choice) == normalise(value)) {
        return Some(same.clone());
    }
    let words = words::read(value);
    let mut nears =
        choices.iter().filter(|choice| likeness(&words, &words::read(choice)) >= Some(Likeness::Slip));
    nears.next().filter(|_| nears.next().is_none()).cloned()
}
