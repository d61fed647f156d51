//! A single-choice question: native radio buttons, a button to check, the verdict.

use course::grading::{self, Grade, Response};
use course::progress::AnswerRecord;
use course::quiz::{Choice, Question};
use course::route::with_links_at;
use course::shuffle::shuffled;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

use crate::components::quiz::checked;
use crate::messages;
use crate::navigator::{self, Navigator};

/// The question with its choices in the order of the attempt. `give` is called with every change of the answer.
#[component]
pub(crate) fn SingleChoice(
    question: Question,
    choices: Vec<Choice>,
    correct: String,
    label: String,
    seed: String,
    answer: Option<AnswerRecord>,
    give: Callback<AnswerRecord>,
) -> impl IntoView {
    let root = expect_context::<Navigator>().root();
    let answer = RwSignal::new(answer.unwrap_or_default());
    let verdict_line = NodeRef::<html::P>::new();
    let group = question.id.clone();
    let prompt = with_links_at(&question.prompt, &root);
    let id = question.id.clone();
    let order_seed = format!("{seed}/{id}");

    let picked = Memo::new(move |_| answer.with(|answer| answer.response.choices.first().cloned()));
    let grade = Memo::new(move |_| {
        answer.with(|answer| answer.checked.map(|_| grading::grade(&question, &answer.response)))
    });
    let pick = move |choice: String| {
        answer.set(AnswerRecord { response: Response { choices: vec![choice] }, checked: None });
        give.run(answer.get_untracked());
    };
    let check = move |event: SubmitEvent| {
        event.prevent_default();
        if picked.get_untracked().is_none() || grade.get_untracked().is_some() {
            return;
        }
        answer.update(|answer| *answer = checked(answer));
        give.run(answer.get_untracked());
        // The button is gone now: the focus goes to what it brought about.
        if let Some(line) = verdict_line.get_untracked() {
            navigator::focus(&line);
        }
    };

    let items = shuffled(&choices, &order_seed, |choice| &choice.id)
        .into_iter()
        .map(|choice| {
            let Choice { id, text } = choice.clone();
            let html = with_links_at(&text, &root);
            let is_correct = id == correct;
            let value = StoredValue::new(id.clone());
            let is_picked = Memo::new(move |_| picked.with(|picked| value.with_value(|id| picked.as_ref() == Some(id))));
            let shown_correct = move || (is_correct && grade.get().is_some()).then_some("");
            let note = move || match (grade.get(), is_correct, is_picked.get()) {
                (Some(_), true, _) => Some(messages::RIGHT_CHOICE),
                (Some(_), false, true) => Some(messages::YOUR_CHOICE),
                _ => None,
            };
            view! {
                <label class="choice" data-correct=shown_correct data-picked=move || is_picked.get().then_some("")>
                    <input
                        type="radio"
                        name=group.clone()
                        value=id
                        prop:checked=is_picked
                        disabled=move || grade.get().is_some()
                        on:change=move |_| pick(value.get_value())
                    />
                    <span class="choice-text" inner_html=html></span>
                    {move || note().map(|note| view! { <span class="choice-note">{note}</span> })}
                </label>
            }
        })
        .collect_view();

    view! {
        <form on:submit=check>
            <fieldset
                class="question"
                data-question=id
                data-verdict=move || {
                    grade.get().map(|grade| match grade {
                        Grade::Correct => "correct",
                        Grade::Wrong => "wrong",
                    })
                }
            >
                <legend>
                    <span class="question-number">{label}</span>
                    <span class="prompt" inner_html=prompt></span>
                </legend>
                <div class="choices">{items}</div>
                <Show when=move || grade.get().is_none()>
                    <button type="submit" class="button check" disabled=move || picked.get().is_none()>
                        {messages::CHECK_ANSWER}
                    </button>
                </Show>
                <p class="verdict" role="status" tabindex="-1" node_ref=verdict_line>
                    {move || {
                        grade.get().map(|grade| match grade {
                            Grade::Correct => messages::CORRECT,
                            Grade::Wrong => messages::WRONG,
                        })
                    }}
                </p>
            </fieldset>
        </form>
    }
}
