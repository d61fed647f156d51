//! What all kinds of question have in common: number and prompt, hints, the button that checks, the verdict and the
//! explanation.
//!
//! The answer area is a text of HTML with native fields, drawn anew when its answer is checked; all events are heard
//! here. No form: a sandboxed frame refuses to submit one, also where a script would handle it.

use course::grading::{Grade, Response, Verdict};
use course::quiz::QuestionKind;
use leptos::ev::{Event, KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use super::{Sheet, advice, area, mark, ordering};
use crate::app::player;
use crate::attempt::{Answer, Asked};
use crate::fields;
use crate::messages;
use crate::navigator;

/// A question as it is asked.
pub(crate) fn question_box(asked: Asked, label: String) -> AnyView {
    let navigator = player().navigator;
    let question = asked.question();
    let id = question.id.clone();
    let is_cloze = matches!(question.kind, QuestionKind::Cloze { .. });
    let prompt = if is_cloze { messages::FILL_GAPS.to_owned() } else { navigator.html(&question.prompt) };
    let is_checked_here = !asked.attempt().is_handed_in_at_end();
    let hints = question.hints.len();
    let Answer { record, ready } = asked.answer();
    // The response that the learner was told of that it is nearly right.
    let near: RwSignal<Option<Response>> = RwSignal::new(None);

    let input = {
        let asked = asked.clone();
        move |event: Event| {
            if let Some(field) = fields::target(event.target()) {
                asked.change(|response| take(&field, response));
            }
        }
    };
    let click = {
        let asked = asked.clone();
        move |event: MouseEvent| {
            let button = fields::target(event.target()).and_then(|it| it.closest("button").ok().flatten());
            let Some(button) = button else { return };
            if button.has_attribute("data-move") {
                let mut said = None;
                asked.change(|response| said = ordering::move_item(&button, response));
                say(&button, said.as_deref());
            } else if button.class_list().contains("check") {
                check(&asked, near, &button);
            } else if button.class_list().contains("hint-button") {
                asked.take_hint();
            }
        }
    };
    let key = {
        let asked = asked.clone();
        move |event: KeyboardEvent| {
            // Enter on a button is a click already, in a longer text it is a new line.
            let field = fields::target(event.target()).filter(|field| field.has_type::<HtmlInputElement>());
            if let Some(field) = field
                && event.key() == "Enter"
                && !event.repeat()
                && is_checked_here
            {
                check(&asked, near, &field);
            }
        }
    };
    let verdict = {
        let asked = asked.clone();
        move || asked.grade().map(|grade| grade.verdict).or(near.get().map(|_| Verdict::Near))
    };
    let answer_area = {
        let asked = asked.clone();
        move || {
            let verdict = asked.grade().map(|grade| grade.verdict);
            let near = near.get().is_some();
            record.with(|answer| {
                area(&Sheet {
                    question: asked.question(),
                    response: &answer.response,
                    seed: &asked.seed(),
                    verdict,
                    open: verdict.is_some() && asked.shows_answers(),
                    near,
                    navigator,
                })
            })
        }
    };
    let hint_list = {
        let asked = asked.clone();
        move || {
            let mut html = String::new();
            for (at, hint) in asked.question().hints.iter().take(record.get().hints as usize).enumerate() {
                html += &note("hint", &messages::hint(at + 1), &navigator.html(hint));
            }
            html
        }
    };
    let explanation = {
        let asked = asked.clone();
        move || {
            let explanation = &asked.question().explanation;
            match asked.grade() {
                Some(grade)
                    if !explanation.is_empty()
                        && (grade.verdict == Verdict::Correct || asked.shows_answers()) =>
                {
                    note("explanation", messages::EXPLANATION, &navigator.html(explanation))
                }
                _ => String::new(),
            }
        }
    };
    let hint_button = move || messages::hint_button(record.get().hints as usize, hints);
    let said = move || match (asked.grade(), near.get()) {
        (Some(grade), _) => outcome(&asked, grade),
        (None, Some(_)) => advice(&asked.question().kind).to_owned(),
        (None, None) => String::new(),
    };

    view! {
        <fieldset
            class="question"
            data-question=id
            data-verdict=move || verdict().map(mark)
            on:input=input
            on:click=click
            on:keydown=key
        >
            <legend>
                <span class="question-number">{label}</span>
                <span class="prompt" inner_html=prompt></span>
            </legend>
            {region("answer", answer_area)}
            <div aria-live="polite">{region("hints", hint_list)}</div>
            <div class="actions" hidden=move || record.get().checked.is_some()>
                {is_checked_here
                    .then(|| {
                        view! {
                            <button type="button" class="button check" disabled=move || !ready.get()>
                                {messages::CHECK_ANSWER}
                            </button>
                        }
                    })}
                {(hints > 0)
                    .then(|| {
                        view! {
                            <button type="button" class="button quiet hint-button">
                                {hint_button}
                            </button>
                        }
                    })}
            </div>
            <p class="verdict" role="status" tabindex="-1">
                {said}
            </p>
            <p class="unseen moved" role="status"></p>
            {region("after", explanation)}
        </fieldset>
    }
    .into_any()
}

/// A part of the question that is drawn as a whole.
fn region(class: &'static str, html: impl Fn() -> String + Send + 'static) -> AnyView {
    let html: Box<dyn Fn() -> String + Send> = Box::new(html);
    view! { <div class=class inner_html=html></div> }.into_any()
}

/// A titled box.
fn note(class: &str, title: &str, html: &str) -> String {
    format!("<div class=\"note {class}\"><p class=\"note-title\">{title}</p>{html}</div>")
}

/// Takes what a field says now.
fn take(field: &Element, response: &mut Response) {
    let value = fields::value(field);
    if let Some(slot) = field.get_attribute("data-gap") {
        response.set_entry(&slot, value);
    } else if field.get_attribute("type").as_deref() == Some("radio") {
        response.choices = vec![value];
    } else {
        let id = field.get_attribute("value").unwrap_or_default();
        response.choices.retain(|picked| *picked != id);
        if !value.is_empty() {
            response.choices.push(id);
        }
    }
}

/// Hands the answer in and moves the focus to the verdict, as the button is gone after that. Where it is only nearly
/// right the learner is told first, and can mend it or check it again as it is.
fn check(asked: &Asked, near: RwSignal<Option<Response>>, element: &Element) {
    let Answer { record, ready } = asked.answer();
    let answer = record.get_untracked();
    if !ready.get_untracked() || answer.checked.is_some() {
        return;
    }
    let response = answer.response;
    let told = near.get_untracked().is_some_and(|told| told == response);
    let question = element.closest(".question").ok().flatten();
    let find = move |css| question.and_then(|question| question.query_selector(css).ok().flatten());
    if !told && asked.grade_of(&response).verdict == Verdict::Near {
        near.set(Some(response));
        // The field stands there anew once the area is drawn.
        request_animation_frame(move || {
            if let Some(field) = find("[data-mark=near]") {
                navigator::focus(&field);
            }
        });
        return;
    }
    asked.hand_in();
    if let Some(line) = find(".verdict") {
        navigator::focus(&line);
    }
}

/// Has a text read out.
fn say(element: &Element, text: Option<&str>) {
    let question = element.closest(".question").ok().flatten();
    if let Some(line) = question.and_then(|question| question.query_selector(".moved").ok().flatten()) {
        line.set_text_content(text);
    }
}

/// The verdict in words.
fn outcome(asked: &Asked, grade: Grade) -> String {
    let settings = &asked.attempt().quiz.settings;
    let earned =
        settings.partial_credit.then(|| u64::from(grade.credit) * u64::from(asked.question().points));
    messages::verdict(grade.verdict, earned, asked.question().points, asked.shows_answers())
}
