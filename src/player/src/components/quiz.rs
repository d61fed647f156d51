//! A quiz: its questions, one attempt at them, the score, and another try. It hears every event of a lesson's
//! questions, and draws anew what it changes.
//!
//! No form: a sandboxed frame refuses to submit one, also where a script would handle it.

use std::cell::{Cell, RefCell, RefMut};
use std::rc::Rc;
use std::time::Duration;

use course::grading::Response;
use course::progress::Key;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use super::question::{self, move_item, take_order};
use crate::attempt::{Asked, Attempt, Attempts, News};
use crate::browser;
use crate::fields::{self, around, escaped, within};
use crate::keeper;
use crate::messages::{self, Word, say};
use crate::navigator::{self, Navigator};

/// How long after its first quiz is there a page gets ready for answers.
const QUIET: Duration = Duration::from_millis(800);

/// The quizzes of the lesson that is shown. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Quizzes {
    attempts: Rc<RefCell<Attempts>>,
    navigator: Navigator,
}

/// Where on the page something happened.
struct Place {
    section: Element,
    quiz: usize,
}

impl Quizzes {
    /// The quizzes of these attempts.
    pub(crate) fn new(attempts: Attempts, navigator: Navigator) -> Self {
        let quizzes = Self { attempts: Rc::new(RefCell::new(attempts)), navigator };
        thread_local! {
            static IS_REHEARSED: Cell<bool> = const { Cell::new(false) };
        }
        if quizzes.attempts().is_some_and(|all| !all.list.is_empty()) && !IS_REHEARSED.replace(true) {
            let copy = quizzes.clone();
            browser::later(QUIET, move || copy.rehearse());
        }
        quizzes
    }

    /// One quiz of the lesson, by its index.
    pub(crate) fn section(&self, quiz: usize) -> String {
        let Some(attempts) = self.attempts() else { return String::new() };
        let attempt = &attempts.list[quiz];
        format!(
            "<section class=\"quiz\" tabindex=\"-1\" aria-labelledby=\"{id}\" data-quiz=\"{quiz}\">\
             <header class=\"quiz-head\"><h2 id=\"{id}\">{title}</h2><p class=\"quiz-count\">{count}</p></header>\
             {still}<div class=\"questions\">{questions}</div>\
             <div class=\"quiz-end\" role=\"status\" tabindex=\"-1\">{end}</div></section>",
            id = attempt.quiz.id,
            title = escaped(&attempt.quiz.title),
            count = messages::quiz_count(attempt),
            still = browser::still(),
            questions = self.questions(attempt),
            end = end(attempt),
        )
    }

    /// Takes what is typed or picked. The field shows it already, so it is written down once that was seen.
    pub(crate) fn input(&self, field: &Element) {
        if self.admit(field).is_some() {
            let (quizzes, field) = (self.clone(), field.clone());
            browser::once_seen(move || quizzes.keep(&field));
        }
    }

    /// Says whether what a field says now can be checked. `None` for what is no field of a question.
    fn admit(&self, field: &Element) -> Option<()> {
        let (place, fieldset, at) = asked(field)?;
        let attempts = self.attempts()?;
        if !field.has_attribute("data-sure") {
            let asked = attempts.list[place.quiz].asked(at);
            allow(&fieldset, asked.would_be_ready(|response| take(field, response)));
        }
        Some(())
    }

    /// Writes down what a field says.
    fn keep(&self, field: &Element) {
        let Some((place, fieldset, at)) = asked(field) else { return };
        if !field.has_attribute("data-sure") {
            self.keep_response(&place, &fieldset, at, |response| take(field, response));
        } else if let Some(mut attempts) = self.attempts() {
            let sure = fields::value(field).parse().unwrap_or(0);
            attempts.change(place.quiz, at, |answer| answer.set_sure(sure));
        }
    }

    /// Writes down an answer that is shown already, and what changes with it.
    fn keep_response(
        &self,
        place: &Place,
        fieldset: &Element,
        at: usize,
        change: impl FnOnce(&mut Response),
    ) {
        let Some(mut attempts) = self.attempts() else { return };
        let known = attempts.list[place.quiz].asked(at).answer.response();
        let mut response = known.clone();
        change(&mut response);
        if response != *known {
            attempts.change(place.quiz, at, |answer| answer.change(|known| *known = response));
            let attempt = &attempts.list[place.quiz];
            allow(fieldset, attempt.asked(at).is_ready());
            repaint(place, attempt, self.navigator);
        }
    }

    /// Answers the first question that is open on a copy that nobody sees, and without a word to be kept. Browsers compile a
    /// function when it is called for the first time, and whoever answers is not to wait for that.
    fn rehearse(&self) {
        let is_open = |attempt: &Attempt| attempt.all().any(|asked| asked.answer.checked().is_none());
        let Some(quiz) = self.attempts().and_then(|all| all.list.iter().position(is_open)) else { return };
        let Some(copy) = browser::new_element() else { return };
        copy.set_inner_html(&self.section(quiz));
        if let Some(field) = within(&copy, ".question:not([data-verdict]) :is(input, select, textarea)")
            && self.admit(&field).is_some()
            && let Some((place, fieldset, at)) = asked(&field)
            && let Some(attempts) = self.attempts()
        {
            let asked = attempts.list[place.quiz].asked(at);
            question::rehearse(&fieldset, &asked);
            question::repaint(&fieldset, &asked, self.navigator);
        }
        // What else hears of clicks.
        if let Some(app) = browser::app_element() {
            app.click();
        }
    }

    /// Does what a button says.
    pub(crate) fn click(&self, button: &Element) {
        let Some(mut attempts) = self.attempts() else { return };
        if button.has_attribute("data-do") {
            return self.end_or_begin(&mut attempts, button);
        }
        let Some((place, fieldset, at)) = asked(button) else { return };
        let class = button.class_list();
        if button.has_attribute("data-move") {
            let mut said = None;
            let asked = attempts.list[place.quiz].asked(at);
            allow(&fieldset, asked.would_be_ready(|response| said = move_item(button, response)));
            fields::put_html(&fieldset, ".moved", &said.unwrap_or_default());
            let quizzes = self.clone();
            browser::once_seen(move || {
                quizzes.keep_response(&place, &fieldset, at, |response| take_order(&fieldset, response));
            });
        } else if class.contains("hint-button") {
            let hints = attempts.list[place.quiz].asked(at).question.hints.len();
            attempts.change(place.quiz, at, |answer| answer.hints = (answer.hints + 1).min(hints as u64));
            question::repaint(&fieldset, &attempts.list[place.quiz].asked(at), self.navigator);
        } else if class.contains("check") {
            self.check(&mut attempts, place, fieldset, at);
        }
    }

    /// Shows what another tab has changed, but for a question that the learner is at.
    pub(crate) fn hear(&self, key: &Key) {
        let Some(mut attempts) = self.attempts() else { return };
        let (quiz, at) = match attempts.hear(key) {
            News::Nothing => return,
            News::Answer(quiz, at) => (quiz, Some(at)),
            News::Quiz(quiz) => (quiz, None),
        };
        let section = document().query_selector(&format!("[data-quiz=\"{quiz}\"]")).ok().flatten();
        let Some(section) = section else { return };
        let attempt = &attempts.list[quiz];
        if let Some(at) = at {
            let fieldset = within(&section, &format!("[data-at=\"{at}\"]"));
            let asked = attempt.asked(at);
            if let Some(fieldset) =
                fieldset.filter(|it| asked.answer.checked().is_some() || !fields::is_in_use(it))
            {
                question::repaint(&fieldset, &asked, self.navigator);
                allow(&fieldset, asked.is_ready());
                repaint(&Place { section, quiz }, attempt, self.navigator);
            }
        } else {
            fields::put_html(&section, ".questions", &self.questions(attempt));
            repaint(&Place { section, quiz }, attempt, self.navigator);
        }
    }

    /// Checks the answer where Enter is pressed in a field of one line. On a button it is a click already, in a
    /// longer text a new line.
    pub(crate) fn enter(&self, field: &Element) {
        browser::settle();
        if field.has_type::<HtmlInputElement>()
            && let Some((place, fieldset, at)) = asked(field)
            && let Some(mut attempts) = self.attempts()
        {
            self.check(&mut attempts, place, fieldset, at);
        }
    }

    /// Says the verdict; or leads to what is nearly right. All that is beside the verdict comes after it, and so does the
    /// focus, as the button is gone then, unless the learner is elsewhere by that time.
    fn check(&self, attempts: &mut Attempts, place: Place, fieldset: Element, at: usize) {
        let attempt = &attempts.list[place.quiz];
        if attempt.is_handed_in_at_end() || !attempt.asked(at).is_ready() {
            return;
        }
        attempts.check(place.quiz, at);
        let asked = attempts.list[place.quiz].asked(at);
        if asked.is_near() {
            question::repaint(&fieldset, &asked, self.navigator);
            focus_within(&fieldset, "[data-mark=near]");
        } else {
            question::judge(&fieldset, &asked);
        }
        let quizzes = self.clone();
        browser::once_seen(move || {
            if let Some(attempts) = quizzes.attempts() {
                attempts.settle();
                let attempt = &attempts.list[place.quiz];
                let asked = attempt.asked(at);
                // Some browsers give the focus of a button to what is around it.
                let is_here = document()
                    .active_element()
                    .is_none_or(|it| fieldset.contains(Some(&it)) || it.contains(Some(&fieldset)));
                question::repaint(&fieldset, &asked, quizzes.navigator);
                if is_here && !asked.is_near() {
                    focus_within(&fieldset, ".verdict");
                }
                repaint(&place, attempt, quizzes.navigator);
            }
        });
    }

    fn end_or_begin(&self, attempts: &mut Attempts, button: &Element) {
        let Some(place) = place(button) else { return };
        let attempt = &mut attempts.list[place.quiz];
        let action = button.get_attribute("data-do").unwrap_or_default();
        let id = button.get_attribute("data-id").unwrap_or_default();
        if action == "go" {
            if let Some(question) = within(&place.section, &format!("[data-at=\"{id}\"]")) {
                lead_to(&question);
            }
        } else if action != "hand-in" {
            match action.as_str() {
                "former" => return show_former(&place),
                "look" => attempts.look_at(place.quiz, &id),
                _ => attempts.begin_again(place.quiz, action == "missed"),
            }
            let attempt = &attempts.list[place.quiz];
            fields::put_html(&place.section, ".quiz-end", &end(attempt));
            fields::put_html(&place.section, ".questions", &self.questions(attempt));
            repaint(&place, attempt, self.navigator);
            if action == "look" {
                show_former(&place);
            }
            // The button that was pressed is gone with the attempt: reading begins again at the first question.
            let first = within(&place.section, ".question:not([data-verdict])");
            lead_to(&first.filter(|_| action == "missed").unwrap_or(place.section));
        } else if attempt.warned || attempt.answered() == attempt.quiz.asked() {
            attempts.hand_in(place.quiz);
            repaint(&place, &attempts.list[place.quiz], self.navigator);
            if let Some(end) = within(&place.section, ".quiz-end") {
                navigator::focus(&end);
            }
        } else {
            attempt.warned = true;
            repaint(&place, attempt, self.navigator);
        }
    }

    fn questions(&self, attempt: &Attempt) -> String {
        attempt.all().map(|asked| question::question(&asked, self.navigator)).collect()
    }

    /// None while they are at work already: a browser may tell of a change by a field that is just being drawn anew.
    fn attempts(&self) -> Option<RefMut<'_, Attempts>> {
        self.attempts.try_borrow_mut().ok()
    }
}

/// Lets an answer be checked, or not.
fn allow(fieldset: &Element, is_ready: bool) {
    if let Some(button) = within(fieldset, ".check") {
        match is_ready {
            true => _ = button.remove_attribute("disabled"),
            false => fields::set(&button, "disabled", ""),
        }
    }
}

/// Has the attempts that there were listed below the questions.
fn show_former(place: &Place) {
    if let Some(list) = within(&place.section, ".former") {
        keeper::draw("attempts", list);
    }
}

fn focus_within(element: &Element, css: &str) {
    if let Some(part) = within(element, css) {
        navigator::focus(&part);
    }
}

/// Leads the learner to a part of the page.
fn lead_to(element: &Element) {
    navigator::focus(element);
    navigator::scroll_to(element);
}

/// Count and end of a quiz; and all questions where the last one was handed in, as that may open the answers.
fn repaint(place: &Place, attempt: &Attempt, navigator: Navigator) {
    fields::put_html(&place.section, ".quiz-count", &messages::quiz_count(attempt));
    let is_drawn = within(&place.section, ".quiz-result").is_some();
    let is_complete = attempt.score().is_complete();
    if is_complete != is_drawn {
        fields::put_html(&place.section, ".quiz-end", &end(attempt));
        for asked in attempt.all().filter(|_| is_complete) {
            if let Some(fieldset) = within(&place.section, &format!("[data-at=\"{}\"]", asked.at)) {
                question::repaint(&fieldset, &asked, navigator);
            }
        }
    } else if attempt.is_handed_in_at_end() {
        // The button may have the focus.
        fields::put_html(&place.section, ".hand-in > p", &messages::hand_in_line(attempt));
        fields::put_html(&place.section, ".hand-in > button", messages::hand_in(attempt));
    }
}

/// What stands below the questions: what became of the attempt, or the way to hand all answers in together; and the
/// way to the attempts before it.
fn end(attempt: &Attempt) -> String {
    let score = attempt.score();
    let mut html = String::new();
    if score.is_complete() {
        html = format!(
            "<div class=\"quiz-result\" data-passed=\"{}\"><p class=\"quiz-score\">{}</p><p>{}</p>",
            score.is_passed(),
            messages::result(score, attempt.has_points()),
            messages::result_advice(attempt),
        );
        let missed: String =
            attempt.all().filter(Asked::is_missed).map(|asked| messages::missed(&asked)).collect();
        if !missed.is_empty() {
            html += &format!("<p class=\"missed-ones\">{} {missed}</p>", say(Word::missed));
        }
        if attempt.has_retry() && !attempt.is_past {
            html += &button("missed", say(Word::retry_missed));
        }
        html += &match attempt.left() {
            _ if attempt.is_past => String::new(),
            Some(0) => format!("<p>{}</p>", say(Word::last_attempt)),
            left => button("retry", &messages::try_again(left)),
        };
        html += "</div>";
    } else if attempt.is_handed_in_at_end() {
        html = format!(
            "<div class=\"hand-in\"><p>{}</p>\
             <button type=\"button\" class=\"button\" data-do=\"hand-in\">{}</button></div>",
            messages::hand_in_line(attempt),
            messages::hand_in(attempt),
        );
    }
    if attempt.begun > 1 {
        html += &format!(
            "<div class=\"former\" data-id=\"{}\">{}</div>",
            attempt.id(),
            button("former", say(Word::earlier_attempts))
        );
    }
    html
}

fn button(action: &str, text: &str) -> String {
    format!("<button type=\"button\" class=\"button quiet {action}\" data-do=\"{action}\">{text}</button>")
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
        if value.is_empty() {
            response.choices.retain(|picked| *picked != id);
        } else if !response.choices.contains(&id) {
            response.choices.push(id);
        }
    }
}

fn place(element: &Element) -> Option<Place> {
    let section = around(element, ".quiz")?;
    let quiz = number(&section, "data-quiz")?;
    Some(Place { section, quiz })
}

/// The question around an element, and its place in the attempt.
fn asked(element: &Element) -> Option<(Place, Element, usize)> {
    let fieldset = around(element, ".question")?;
    let at = number(&fieldset, "data-at")?;
    Some((place(&fieldset)?, fieldset, at))
}

fn number(element: &Element, name: &str) -> Option<usize> {
    element.get_attribute(name)?.parse().ok()
}
