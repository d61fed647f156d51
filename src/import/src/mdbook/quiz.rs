//! The questions of `mdbook-quiz`: <https://github.com/cognitive-engineering-lab/mdbook-quiz>.

use serde::Deserialize;
use toml::{Table, Value};

use crate::escape;
use crate::loss::{Became, Losses};
use crate::question::{Choice, Kind, Question};

/// A file of questions.
#[derive(Deserialize)]
struct Quiz {
    #[serde(default)]
    questions: Vec<Table>,
    #[serde(default)]
    multipart: Table,
}

/// Reads a file of questions. `text` makes Markdown of theirs ours.
pub(super) fn read(
    toml: &str,
    file: &str,
    losses: &mut Losses,
    text: &mut dyn FnMut(&str, &mut Losses) -> String,
) -> Result<Vec<Question>, String> {
    let quiz: Quiz = toml::from_str(toml).map_err(|error| error.to_string())?;
    let lines: Vec<usize> = starts(toml);
    let mut questions = Vec::new();
    let mut told: Vec<String> = Vec::new();
    for (index, table) in quiz.questions.iter().enumerate() {
        let place = (file, lines.get(index).copied().unwrap_or(1));
        let Some(mut question) = question(table, place, losses, text) else {
            let kind = table.get("type").and_then(Value::as_str).unwrap_or("no type");
            losses.note(Became::LeftOut, "questions that cannot be asked", place, kind);
            continue;
        };
        // What several questions share stands before the first of them.
        let shared =
            table.get("multipart").and_then(Value::as_str).filter(|key| !told.iter().any(|it| it == key));
        if let Some(key) = shared {
            told.push(key.to_owned());
            if let Some(words) = quiz.multipart.get(key).and_then(Value::as_str) {
                question.prompt = format!("{}\n\n{}", text(words, losses), question.prompt);
            }
        }
        if table.get("promptExplanation").and_then(Value::as_bool) == Some(true) {
            losses.note(Became::LeftOut, "reasons that learners are asked for", place, "");
        }
        questions.push(question);
    }
    Ok(questions)
}

/// The lines where the questions begin.
fn starts(toml: &str) -> Vec<usize> {
    let is_start = |line: &str| line.trim() == "[[questions]]";
    toml.lines().enumerate().filter(|(_, line)| is_start(line)).map(|(at, _)| at + 1).collect()
}

fn question(
    table: &Table,
    place: (&str, usize),
    losses: &mut Losses,
    text: &mut dyn FnMut(&str, &mut Losses) -> String,
) -> Option<Question> {
    let prompt = table.get("prompt")?.as_table()?;
    let answer = table.get("answer")?.as_table()?;
    let words = |table: &Table, key: &str| table.get(key).and_then(Value::as_str).map(str::to_owned);
    let list = |table: &Table, key: &str| -> Vec<String> {
        match table.get(key) {
            Some(Value::String(one)) => vec![one.clone()],
            Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            _ => Vec::new(),
        }
    };
    let id = words(table, "id").map(|id| crate::names::id(&id, "")).filter(|id| !id.is_empty());
    let explanation = words(table, "context").map(|context| text(&context, losses)).unwrap_or_default();
    let mut question = Question { id, explanation, ..Question::default() };
    match table.get("type").and_then(Value::as_str)? {
        "MultipleChoice" => {
            question.prompt = text(&words(prompt, "prompt")?, losses);
            let right = list(answer, "answer");
            let wrong = list(prompt, "distractors");
            let mut choices = Vec::new();
            for (texts, is_right) in [(&right, true), (&wrong, false)] {
                for choice in texts {
                    choices.push(Choice { text: text(choice, losses), is_right, ..Choice::default() });
                }
            }
            if right.is_empty() || choices.len() < 2 {
                return None;
            }
            if let Some(index) = prompt.get("answerIndex").and_then(Value::as_integer) {
                losses.note(
                    Became::LeftOut,
                    "the order of choices",
                    place,
                    &format!("answerIndex = {index}"),
                );
            }
            if prompt.get("sortAnswers").and_then(Value::as_bool) == Some(true) {
                losses.note(Became::LeftOut, "the order of choices", place, "sortAnswers = true");
                choices.sort_by(|one, other| one.text.cmp(&other.text));
            }
            // A list of right answers asks for all of them, even where it has only one.
            let is_list = matches!(answer.get("answer"), Some(Value::Array(_)));
            question.kind = if is_list { Kind::Multiple(choices) } else { Kind::Single(choices) };
        }
        "ShortAnswer" => {
            question.prompt = text(&words(prompt, "prompt")?, losses);
            let mut answers = vec![words(answer, "answer")?];
            answers.extend(list(answer, "alternatives"));
            answers.retain(|answer| !answer.trim().is_empty());
            if answers.is_empty() {
                return None;
            }
            if let Some(form) = words(prompt, "response").filter(|form| form != "short") {
                losses.note(Became::Approximated, "fields for long answers", place, &form);
            }
            question.kind = Kind::Short { answers, patterns: Vec::new() };
        }
        "Tracing" => {
            let code = escape::fence("rust", &words(prompt, "program")?);
            let compiles = answer.get("doesCompile").and_then(Value::as_bool)?;
            let output = words(answer, "stdout").unwrap_or_default();
            let output = output.trim_matches('\n').to_owned();
            if compiles && !output.trim().is_empty() {
                question.prompt = format!("This program compiles. What does it print?\n\n{code}");
                question.kind = Kind::Output(output);
            } else {
                question.prompt = format!("This program compiles.\n\n{code}");
                question.kind = Kind::TrueFalse(compiles);
            }
            let detail =
                if compiles { "what it prints is asked for" } else { "whether it compiles is asked for" };
            losses.note(Became::Approximated, "programs to trace", place, detail);
            if let Some(line) = answer.get("lineNumber").and_then(Value::as_integer) {
                losses.note(Became::LeftOut, "the lines of compiler errors", place, &format!("line {line}"));
            }
        }
        _ => return None,
    }
    Some(question)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_read() {
        let toml = r##"
[multipart]
p = "Together."

[[questions]]
id = "a b"
type = "MultipleChoice"
prompt.prompt = "One?"
prompt.distractors = ["2", "3"]
answer.answer = "1"
context = "Because."
multipart = "p"

[[questions]]
type = "MultipleChoice"
prompt.prompt = "All?"
prompt.distractors = ["3"]
answer.answer = ["1", "2"]
multipart = "p"

[[questions]]
type = "ShortAnswer"
prompt.prompt = "Word?"
answer.answer = "w"
answer.alternatives = ["v"]

[[questions]]
type = "Tracing"
prompt.program = "fn main() {}"
answer.doesCompile = true
answer.stdout = "1\n"

[[questions]]
type = "Tracing"
prompt.program = "fn main() {"
answer.doesCompile = false
answer.lineNumber = 1

[[questions]]
type = "Essay"
"##;
        let mut losses = Losses::default();
        let questions = read(toml, "q.toml", &mut losses, &mut |text, _| text.to_owned()).unwrap();
        assert_eq!(questions.len(), 5);
        assert_eq!(questions[0].prompt, "Together.\n\nOne?");
        assert_eq!(
            (questions[0].id.as_deref(), questions[0].explanation.as_str()),
            (Some("a-b"), "Because.")
        );
        assert!(
            matches!(&questions[0].kind, Kind::Single(choices) if choices.len() == 3 && choices[0].is_right)
        );
        assert!(
            matches!(&questions[1].kind, Kind::Multiple(choices) if choices[1].is_right && !choices[2].is_right)
        );
        assert_eq!(
            questions[2].kind,
            Kind::Short { answers: vec!["w".into(), "v".into()], patterns: Vec::new() }
        );
        assert_eq!(questions[3].kind, Kind::Output("1".into()));
        assert_eq!(questions[4].kind, Kind::TrueFalse(false));
        let places: Vec<_> = losses.finish().into_iter().map(|loss| (loss.line, loss.sort)).collect();
        assert_eq!(places.len(), 4);
        assert_eq!(places[3], (39, "questions that cannot be asked".to_owned()));
        assert!(read("x = ", "q.toml", &mut Losses::default(), &mut |text, _| text.to_owned()).is_err());
    }
}
