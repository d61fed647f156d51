//! What all kinds of question have in common: number and prompt, hints, the button that checks, the verdict and the
//! explanation.
//!
//! A question is a text of HTML with native fields. It is written once; what changes is put into its places, so that
//! what has the focus and what is read out stay the same elements.

use course::grading::{self, Grade, Verdict};
use course::progress::{Key, Register};
use course::quiz::QuestionKind;
use web_sys::Element;

use super::{Sheet, advice, area, mark};
use crate::attempt::Asked;
use crate::fields::{self, within};
use crate::messages::{self, Word, say};
use crate::navigator::Navigator;
use crate::storage;

/// What of a question changes while it is played.
struct Places {
    judgement: Judgement,
    answer: String,
    hints: String,
    hint_button: String,
    explanation: String,
}

/// How good an answer is.
struct Judgement {
    /// As style sheets know it; empty before there is a verdict.
    verdict: &'static str,
    said: String,
}

/// A question as it stands.
pub(crate) fn question(asked: &Asked<'_>, navigator: Navigator) -> String {
    let Places { judgement: Judgement { verdict, said }, answer, hints, hint_button, explanation } =
        places(asked, navigator);
    let question = asked.question;
    let prompt = match question.kind {
        // Its fields are no name for a group of fields.
        QuestionKind::Cloze { .. } => say(Word::fill_gaps).into(),
        _ => navigator.html(&question.prompt),
    };
    let check = match asked.attempt.is_handed_in_at_end() {
        true => String::new(),
        false => format!(
            "<button type=\"button\" class=\"button check\"{}>{}</button>",
            if asked.is_ready() { "" } else { " disabled" },
            say(Word::check_answer),
        ),
    };
    let hint = match question.hints.is_empty() {
        true => String::new(),
        false => format!("<button type=\"button\" class=\"button quiet hint-button\">{hint_button}</button>"),
    };
    format!(
        "<fieldset class=\"question\" data-question=\"{id}\" data-at=\"{at}\"{verdict}>\
         <legend><span class=\"question-number\">{label}</span><span class=\"prompt\">{prompt}</span></legend>\
         <div class=\"answer\">{answer}</div><div class=\"hints\" aria-live=\"polite\">{hints}</div>\
         <div class=\"turn\"><div class=\"actions\"{hidden}>{sure}{check}{hint}</div>\
         <p class=\"verdict\" role=\"status\" tabindex=\"-1\">{said}</p></div>\
         <p class=\"unseen moved\" role=\"status\"></p><div class=\"after\">{explanation}</div></fieldset>",
        id = question.id,
        at = asked.at,
        verdict = if verdict.is_empty() { String::new() } else { format!(" data-verdict=\"{verdict}\"") },
        sure = how_sure(asked),
        label = messages::question_of(asked),
        hidden = if asked.answer.checked().is_some() { " hidden" } else { "" },
    )
}

/// Asks how sure the learner is, where they want that.
fn how_sure(asked: &Asked<'_>) -> String {
    let setting: Register = storage::with(|store| store.get(&Key::Setting("confidence".into())));
    if setting.value() != "on" {
        return String::new();
    }
    let mut html = format!("<div class=\"sure\" role=\"group\" aria-label=\"{0}\">{0}", say(Word::how_sure));
    for (value, word) in [(1, Word::sure_guessed), (2, Word::sure_fairly), (3, Word::sure_certain)] {
        html += &format!(
            "<label><input type=\"radio\" name=\"sure-{}\" value=\"{value}\" data-sure{}>{}</label>",
            asked.question.id,
            if asked.answer.sure() == value { " checked" } else { "" },
            say(word),
        );
    }
    html + "</div>"
}

/// Puts what has changed into a question that is shown.
pub(crate) fn repaint(fieldset: &Element, asked: &Asked<'_>, navigator: Navigator) {
    let Places { judgement, answer, hints, hint_button, explanation } = places(asked, navigator);
    pronounce(fieldset, &judgement);
    if asked.answer.checked().is_some()
        && let Some(actions) = within(fieldset, ".actions")
    {
        fields::set(&actions, "hidden", "");
    }
    for (place, html) in
        [(".answer", answer), (".hints", hints), (".hint-button", hint_button), (".after", explanation)]
    {
        fields::put_html(fieldset, place, &html);
    }
}

/// Puts the verdict alone into a question that is shown. It comes over the buttons, which keep their room and the focus
/// until all is drawn: where nothing moves, a browser has nothing else to lay out and to paint.
pub(crate) fn judge(fieldset: &Element, asked: &Asked<'_>) {
    pronounce(fieldset, &judgement(asked, asked.grade()));
}

/// Puts the verdict that an answer would get into a copy of its question, which nobody sees.
pub(crate) fn rehearse(fieldset: &Element, asked: &Asked<'_>) {
    let grade = grading::grade(asked.question, asked.answer.response());
    pronounce(fieldset, &judgement(asked, Some(grade)));
}

fn pronounce(fieldset: &Element, Judgement { verdict, said }: &Judgement) {
    if !verdict.is_empty() {
        fields::set(fieldset, "data-verdict", verdict);
    }
    fields::put_html(fieldset, ".verdict", said);
}

fn judgement(asked: &Asked<'_>, grade: Option<Grade>) -> Judgement {
    let (attempt, question) = (asked.attempt, asked.question);
    match grade {
        Some(grade) => {
            let counts = attempt.quiz.settings.partial_credit;
            let earned = counts.then(|| u64::from(grade.credit) * u64::from(question.points));
            let said = messages::verdict(grade.verdict, earned, question.points, attempt.shows_answers());
            Judgement { verdict: mark(grade.verdict), said }
        }
        None if asked.is_near() => {
            Judgement { verdict: mark(Verdict::Near), said: advice(&question.kind).into() }
        }
        None => Judgement { verdict: "", said: String::new() },
    }
}

fn places(asked: &Asked<'_>, navigator: Navigator) -> Places {
    let grade = asked.grade();
    let verdict = grade.map(|grade| grade.verdict);
    let question = asked.question;
    let shows_answers = verdict.is_some() && asked.attempt.shows_answers();
    let sheet = Sheet {
        question,
        response: asked.answer.response(),
        seed: &asked.seed(),
        shuffles: asked.attempt.quiz.settings.shuffle_choices,
        verdict,
        open: shows_answers,
        near: asked.is_near(),
        navigator,
    };
    let shown = (asked.answer.hints as usize).min(question.hints.len());
    let mut hints = String::new();
    for (at, hint) in question.hints[..shown].iter().enumerate() {
        hints += &note("hint", &messages::hint(at + 1), &navigator.html(hint));
    }
    // Whoever has found the answer may read why it is right.
    let is_explained =
        !question.explanation.is_empty() && (shows_answers || verdict == Some(Verdict::Correct));
    Places {
        judgement: judgement(asked, grade),
        answer: area(&sheet),
        hints,
        hint_button: messages::hint_button(shown, question.hints.len()),
        explanation: match is_explained {
            true => note("explanation", say(Word::explanation), &navigator.html(&question.explanation)),
            false => String::new(),
        },
    }
}

/// A titled box.
fn note(class: &str, title: &str, html: &str) -> String {
    format!("<div class=\"note {class}\"><p class=\"note-title\">{title}</p>{html}</div>")
}
