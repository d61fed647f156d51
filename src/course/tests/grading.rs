//! What holds of every grade, whatever the question and the response: tried on questions made at random.
//!
//! Each test tries the same seeds every time; a failure names the seed, and `LECTERN_SEED` tries that one alone.

#[path = "progress/random.rs"]
mod random;

use course::grading::{Entry, Grade, Response, Score, Verdict, grade, is_complete};
use course::pattern::{Pattern, Step};
use course::quiz::{
    Accepted, Choice, Gap, GapKind, Pair, Quantity, Question, QuestionKind, Quiz, QuizSettings,
};
use random::{Random, each_seed};

/// How many questions each test makes.
const TRIES: u64 = 4_000;

#[test]
fn the_right_response_is_correct_and_earns_everything() {
    each_question(|random, question| {
        let response = right_response(random, question);
        assert!(is_complete(question, &response), "{question:?}\n{response:?}");
        assert_eq!(
            grade(question, &response),
            Grade { verdict: Verdict::Correct, credit: 1000 },
            "{response:?}"
        );
    });
}

#[test]
fn every_response_has_a_grade_and_only_a_correct_one_earns_everything() {
    each_question(|random, question| {
        let response = any_response(random, question);
        let Grade { verdict, credit } = grade(question, &response);
        assert_eq!(verdict == Verdict::Correct, credit == 1000, "{response:?}: {verdict:?} {credit}");
        assert!(credit <= 1000, "{response:?}");
        assert!(verdict != Verdict::Wrong || credit == 0, "{response:?} is wrong and earns {credit}");
        assert!(verdict != Verdict::Partial || credit > 0, "{response:?} is right in part and earns nothing");
    });
}

#[test]
fn an_empty_response_is_wrong() {
    each_question(|_, question| {
        assert_eq!(grade(question, &Response::default()), Grade { verdict: Verdict::Wrong, credit: 0 });
        assert!(!is_complete(question, &Response::default()));
    });
}

#[test]
fn correct_is_exactly_what_the_question_says_is_right() {
    each_question(|random, question| {
        let response = any_response(random, question);
        let picked = |id: &String| response.choices.contains(id);
        let is_right = match &question.kind {
            QuestionKind::SingleChoice { correct, .. } | QuestionKind::TrueFalse { correct, .. } => {
                response.choices.first() == Some(correct)
            }
            QuestionKind::MultipleChoice { correct, .. } => {
                correct.iter().all(picked) && response.choices.iter().all(|id| correct.contains(id))
            }
            QuestionKind::Ordering { items } => items.iter().map(|item| &item.id).eq(&response.choices),
            QuestionKind::Matching { pairs, .. } => {
                pairs.iter().all(|pair| response.entry(&pair.id) == pair.option)
            }
            _ => return,
        };
        assert_eq!(grade(question, &response).verdict == Verdict::Correct, is_right, "{response:?}");
    });
}

#[test]
fn the_order_of_clicks_does_not_matter() {
    each_question(|random, question| {
        let QuestionKind::MultipleChoice { .. } = question.kind else { return };
        let response = any_response(random, question);
        let mut other = response.clone();
        random.shuffle(&mut other.choices);
        assert_eq!(grade(question, &response), grade(question, &other), "{response:?} {other:?}");
        // Neither does a click on what is picked already.
        other.choices.extend(response.choices.first().cloned());
        assert_eq!(grade(question, &response), grade(question, &other), "{response:?} {other:?}");
    });
}

#[test]
fn the_order_of_entries_does_not_matter() {
    each_question(|random, question| {
        let mut response = right_response(random, question);
        random.shuffle(&mut response.entries);
        assert_eq!(grade(question, &response).verdict, Verdict::Correct, "{response:?}");
    });
}

#[test]
fn one_part_put_wrong_is_never_correct() {
    each_question(|random, question| {
        let mut response = right_response(random, question);
        match &question.kind {
            QuestionKind::Ordering { items } => {
                let at = random.below(items.len() - 1);
                response.choices.swap(at, at + 1);
            }
            QuestionKind::Matching { .. } | QuestionKind::Cloze { .. } => {
                let at = random.below(response.entries.len());
                response.entries[at].value = "§ nothing like it §".into();
            }
            QuestionKind::MultipleChoice { .. } => {
                response.choices.pop();
            }
            _ => return,
        }
        assert_ne!(grade(question, &response).verdict, Verdict::Correct, "{response:?}");
    });
}

#[test]
fn an_attempt_is_full_exactly_where_every_answer_is_correct() {
    each_seed(TRIES, |random| {
        let questions: Vec<_> = (0..1 + random.below(6)).map(|_| question(random)).collect();
        let settings = QuizSettings { partial_credit: random.flip(), ..QuizSettings::default() };
        let quiz = Quiz { questions, settings, ..Quiz::default() };
        let mut all_correct = true;
        let mut grades = Vec::new();
        for question in &quiz.questions {
            let response = if random.below(4) > 0 {
                right_response(random, question)
            } else {
                any_response(random, question)
            };
            let grade = grade(question, &response);
            all_correct &= grade.verdict == Verdict::Correct;
            grades.push((question.points, Some(grade)));
        }
        let score = Score::of(&quiz.settings, grades);
        assert_eq!(score.percent() == 100, all_correct, "{score:?}");
        assert_eq!(score.earned == score.possible, all_correct);
    });
}

fn each_question(check: impl Fn(&mut Random, &Question) + std::panic::RefUnwindSafe) {
    each_seed(TRIES, |random| {
        let question = question(random);
        check(random, &question);
    });
}

fn question(random: &mut Random) -> Question {
    let kind = match random.below(9) {
        0 => {
            let (choices, correct) = choices(random);
            QuestionKind::SingleChoice { correct: correct[0].clone(), choices }
        }
        1 => {
            let (choices, correct) = choices(random);
            QuestionKind::MultipleChoice { choices, correct }
        }
        2 => QuestionKind::TrueFalse {
            choices: vec![choice("true"), choice("false")],
            correct: (*random.pick(&["true", "false"])).into(),
        },
        3 => QuestionKind::ShortAnswer(accepted(random)),
        4 => QuestionKind::Numeric { accepted: quantities(random) },
        5 => QuestionKind::Ordering { items: (0..2 + random.below(6)).map(numbered).collect() },
        6 => {
            let options: Vec<_> = (0..2 + random.below(5)).map(numbered).collect();
            let pair = |at: usize, random: &mut Random| Pair {
                id: format!("pair {at}"),
                text: String::new(),
                option: random.pick(&options).id.clone(),
            };
            let pairs = (0..2 + random.below(5)).map(|at| pair(at, random)).collect();
            QuestionKind::Matching { pairs, options }
        }
        7 => QuestionKind::Cloze { gaps: (0..1 + random.below(5)).map(|at| gap(random, at)).collect() },
        _ => {
            let lines: Vec<_> = (0..1 + random.below(4)).map(|_| text(random)).collect();
            QuestionKind::Output { expected: lines.join("\n") + "\n" }
        }
    };
    Question {
        id: "question".into(),
        prompt: String::new(),
        kind,
        points: 1 + random.below(5) as u32,
        hints: Vec::new(),
        explanation: String::new(),
    }
}

fn choice(id: &str) -> Choice {
    Choice { id: id.into(), text: id.into(), ..Choice::default() }
}

fn numbered(at: usize) -> Choice {
    choice(&format!("choice {at}"))
}

/// Choices, and the ids of some of them: at least one.
fn choices(random: &mut Random) -> (Vec<Choice>, Vec<String>) {
    let choices: Vec<_> = (0..2 + random.below(6)).map(numbered).collect();
    let mut correct: Vec<_> = choices.iter().map(|choice| choice.id.clone()).collect();
    random.shuffle(&mut correct);
    correct.truncate(1 + random.below(correct.len()));
    (choices, correct)
}

fn text(random: &mut Random) -> String {
    let words = ["Paris", "don’t", "—", "42", "ß", "É", "a  b", "x.", "λόγος", "(1)", "\"q\"", "naïve"];
    let words: Vec<_> = (0..1 + random.below(3)).map(|_| *random.pick(&words)).collect();
    words.join(" ")
}

fn accepted(random: &mut Random) -> Accepted {
    let texts = (0..1 + random.below(3)).map(|_| text(random)).collect();
    let any = Step::Character(vec![('a', 'z')]);
    let patterns = [Pattern { steps: vec![Step::Either(1, 3), any, Step::Jump(0), Step::Match] }];
    Accepted { texts, patterns: patterns.into_iter().filter(|_| random.flip()).collect() }
}

fn quantities(random: &mut Random) -> Vec<Quantity> {
    let quantity = |random: &mut Random| {
        let value = (random.below(2_000_000) as f64 - 1_000_000.0) / 10_f64.powi(random.below(6) as i32);
        let tolerance = if random.flip() { 0.0 } else { random.below(100) as f64 / 10.0 };
        let unit = (*random.pick(&["", "m/s²", "%", "km h", "µm"])).to_owned();
        Quantity { value, tolerance, text: format!("{value} {unit}"), unit }
    };
    (0..1 + random.below(2)).map(|_| quantity(random)).collect()
}

fn gap(random: &mut Random, at: usize) -> Gap {
    let kind = match random.below(3) {
        0 => GapKind::Text(accepted(random)),
        1 => GapKind::Number(quantities(random)),
        _ => {
            let choices: Vec<String> = (0..2 + random.below(3)).map(|at| format!("choice {at}")).collect();
            GapKind::Choice { correct: random.pick(&choices).clone(), choices }
        }
    };
    Gap { id: format!("gap {at}"), kind }
}

fn entry(slot: &str, value: impl Into<String>) -> Entry {
    Entry { slot: slot.into(), value: value.into() }
}

/// A response that is right, written a little differently where that does not matter.
fn right_response(random: &mut Random, question: &Question) -> Response {
    let mut response = Response::default();
    match &question.kind {
        QuestionKind::SingleChoice { correct, .. } | QuestionKind::TrueFalse { correct, .. } => {
            response.choices.push(correct.clone());
        }
        QuestionKind::MultipleChoice { correct, .. } => {
            response.choices.clone_from(correct);
            random.shuffle(&mut response.choices);
        }
        QuestionKind::ShortAnswer(accepted) => response.entries.push(entry("", right_text(random, accepted))),
        QuestionKind::Numeric { accepted } => {
            response.entries.push(entry("", right_number(random, accepted)))
        }
        QuestionKind::Ordering { items } => {
            response.choices = items.iter().map(|item| item.id.clone()).collect();
        }
        QuestionKind::Matching { pairs, .. } => {
            response.entries = pairs.iter().map(|pair| entry(&pair.id, pair.option.clone())).collect();
        }
        QuestionKind::Cloze { gaps } => {
            for gap in gaps {
                let value = match &gap.kind {
                    GapKind::Text(accepted) => right_text(random, accepted),
                    GapKind::Number(accepted) => right_number(random, accepted),
                    GapKind::Choice { correct, .. } => correct.clone(),
                };
                response.entries.push(entry(&gap.id, value));
            }
        }
        QuestionKind::Output { expected } => {
            let end = *random.pick(&["\n", "  \n", "\r\n"]);
            response.entries.push(entry("", expected.replace('\n', end)));
        }
    }
    response
}

fn right_text(random: &mut Random, accepted: &Accepted) -> String {
    let text = random.pick(&accepted.texts).clone();
    match random.below(4) {
        0 => text.to_lowercase(),
        1 => format!("  {}\t", text.replace(' ', "   ")),
        2 => format!("{text}."),
        _ => text,
    }
}

fn right_number(random: &mut Random, accepted: &[Quantity]) -> String {
    let Quantity { value, tolerance, unit, .. } = random.pick(accepted);
    // Well within the tolerance, so that the printing of the number does not decide.
    let value = value + tolerance * (random.below(180) as f64 / 100.0 - 0.9);
    match random.below(3) {
        0 => format!("{value}{unit}"),
        1 => format!(" {value}  {unit} ").replace('-', "−"),
        _ => format!("{value} {unit}"),
    }
}

/// A response that may be anything: ids of the question and others, repeated or missing, and texts of all sorts.
fn any_response(random: &mut Random, question: &Question) -> Response {
    let mut known: Vec<String> =
        vec!["nonsense".into(), String::new(), "1e999".into(), "-".into(), "½ %".into()];
    let mut slots: Vec<String> = vec![String::new(), "nowhere".into()];
    match &question.kind {
        QuestionKind::SingleChoice { choices, .. }
        | QuestionKind::MultipleChoice { choices, .. }
        | QuestionKind::TrueFalse { choices, .. }
        | QuestionKind::Ordering { items: choices } => {
            known.extend(choices.iter().map(|choice| choice.id.clone()));
        }
        QuestionKind::Matching { pairs, options } => {
            known.extend(options.iter().map(|option| option.id.clone()));
            slots.extend(pairs.iter().map(|pair| pair.id.clone()));
        }
        QuestionKind::Cloze { gaps } => slots.extend(gaps.iter().map(|gap| gap.id.clone())),
        QuestionKind::ShortAnswer(_) | QuestionKind::Numeric { .. } | QuestionKind::Output { .. } => {}
    }
    let right = right_response(random, question);
    known.extend(right.entries.iter().map(|entry| entry.value.clone()));
    let mut response = if random.flip() { right } else { Response::default() };
    for _ in 0..random.below(8) {
        response.choices.push(random.pick(&known).clone());
        let value = if random.flip() { text(random) } else { random.pick(&known).clone() };
        response.entries.push(Entry { slot: random.pick(&slots).clone(), value });
    }
    for _ in 0..random.below(3) {
        response.choices.pop();
        response.entries.pop();
    }
    response
}
