//! A single-choice question: native radio buttons, a button to check, the verdict.

use course::grading::{self, Grade, Response, Verdict};
use course::progress::AnswerRecord;
use course::quiz::{Choice, Question, QuestionKind};
use course::route::with_links_at;
use course::shuffle::shuffled;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, EventTarget, HtmlInputElement};

use crate::app::player;
use crate::browser;
use crate::components::quiz::Give;
use crate::messages;
use crate::navigator;

/// The question with its choices in the order that `seed` gives them. `give` is called with every change of the
/// answer.
#[component]
pub(crate) fn SingleChoice(
    question: Question,
    label: String,
    seed: String,
    answer: AnswerRecord,
    give: Give,
) -> impl IntoView {
    let root = player().navigator.root();
    let QuestionKind::SingleChoice { choices, correct } = question.kind.clone() else { unreachable!() };
    let prompt = with_links_at(&question.prompt, root, "");
    let id = question.id.clone();

    let grade_of =
        move |answer: &AnswerRecord| answer.checked.map(|_| grading::grade(&question, &answer.response));
    let picked = RwSignal::new(!answer.response.choices.is_empty());
    let grade = RwSignal::new(grade_of(&answer));
    let answer = RwSignal::new(answer);

    // No form: a sandboxed frame refuses to submit one, also where a script would handle it.
    let check = {
        let give = give.clone();
        move |target: Option<EventTarget>| {
            let AnswerRecord { response, checked, hints } = answer.get_untracked();
            if response.choices.is_empty() || checked.is_some() {
                return;
            }
            // The button is gone after this: the focus goes to what it brings about.
            let question = target
                .and_then(|target| target.dyn_into::<Element>().ok())
                .and_then(|element| element.closest(".question").ok().flatten());
            let given = AnswerRecord { response, checked: Some(browser::now()), hints };
            answer.set(given.clone());
            grade.set(grade_of(&given));
            give(given);
            if let Some(line) =
                question.and_then(|question| question.query_selector(".verdict").ok().flatten())
            {
                navigator::focus(&line);
            }
        }
    };
    let check_by_key = {
        let check = check.clone();
        move |event: KeyboardEvent| {
            // Enter on the button is a click already.
            let target = event.target();
            let on_choice = target.as_ref().is_some_and(|target| target.has_type::<HtmlInputElement>());
            if event.key() == "Enter" && on_choice && !event.repeat() {
                check(target);
            }
        }
    };
    let name = id.clone();
    let items = move || {
        let grade = grade.get();
        let response = answer.get_untracked().response;
        let draw = |choice: &Choice| {
            let Choice { id, text, .. } = choice.clone();
            let is_picked = response.choices.first() == Some(&id);
            let is_correct = grade.is_some() && id == correct;
            let note = match grade {
                Some(_) if is_correct => Some(messages::RIGHT_CHOICE),
                Some(_) if is_picked => Some(messages::YOUR_CHOICE),
                _ => None,
            };
            let (give, value) = (give.clone(), id.clone());
            let pick = move |_| {
                let given = AnswerRecord {
                    response: Response { choices: vec![value.clone()], ..Response::default() },
                    ..AnswerRecord::default()
                };
                answer.set(given.clone());
                picked.set(true);
                give(given);
            };
            view! {
                <label class="choice" data-correct=is_correct.then_some("") data-picked=(grade.is_some() && is_picked).then_some("")>
                    <input
                        type="radio"
                        name=name.clone()
                        value=id
                        checked=is_picked
                        disabled=grade.is_some()
                        on:change=pick
                    />
                    <span class="choice-text" inner_html=with_links_at(&text, root, "")></span>
                    {note.map(|note| view! { <span class="choice-note">{note}</span> })}
                </label>
            }
        };
        shuffled(&choices, &seed, |choice| &choice.id).into_iter().map(draw).collect_view()
    };
    let button = move || {
        let check = check.clone();
        grade.get().is_none().then(|| {
            view! {
                <button
                    type="button"
                    class="button check"
                    disabled=move || !picked.get()
                    on:click=move |event| check(event.target())
                >
                    {messages::CHECK_ANSWER}
                </button>
            }
        })
    };
    let verdict = move || {
        grade.get().map(|grade: Grade| match grade.verdict {
            Verdict::Correct => messages::CORRECT,
            _ => messages::WRONG,
        })
    };
    let mark = move || {
        grade.get().map(|grade: Grade| match grade.verdict {
            Verdict::Correct => "correct",
            _ => "wrong",
        })
    };

    view! {
        <fieldset class="question" data-question=id data-verdict=mark on:keydown=check_by_key>
            <legend>
                <span class="question-number">{label}</span>
                <span class="prompt" inner_html=prompt></span>
            </legend>
            <div class="choices">{items}</div>
            {button}
            <p class="verdict" role="status" tabindex="-1">
                {verdict}
            </p>
        </fieldset>
    }
}
