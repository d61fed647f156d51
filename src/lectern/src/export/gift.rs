//! `lectern export gift`: the questions in Moodle's text format, for question banks of Moodle and of others.
//!
//! As <https://docs.moodle.org/en/GIFT_format> has it. GIFT holds fewer kinds and less of each; what it does not hold
//! is listed, so that nobody believes to have what is not there.

use course::bundle::Bundle;
use course::lesson::Block;
use course::library::{Course, LessonOutline};
use course::quiz::{Accepted, Choice, Gap, GapKind, Quantity, Question, QuestionKind, Quiz};

use super::book::{Target, target};
use super::html::{Element, Node, parse, plain};
use super::tex::tex;
use super::xhtml;

/// What every file begins with.
pub(crate) const MARK: &str = "// Written by Lectern.";

/// A file of questions.
pub(crate) struct Gift {
    /// The file.
    pub(crate) text: String,
    /// How many questions it holds.
    pub(crate) questions: usize,
    /// One line for each thing that GIFT cannot hold.
    pub(crate) left_out: Vec<String>,
}

/// The questions of a bundle.
pub(crate) fn gift(bundle: &Bundle<'_>) -> Gift {
    let mut gift = Gift { text: format!("{MARK}\n"), questions: 0, left_out: Vec::new() };
    for course in &bundle.library.courses {
        for lesson in course.lessons() {
            let body = bundle.body(&lesson.id).unwrap_or_default();
            for block in &body.blocks {
                if let Block::Quiz(quiz) = block {
                    gift.add(course, lesson, quiz);
                }
            }
        }
    }
    gift
}

/// One question as it is being written, with what it has to leave out.
struct Lost(Vec<&'static str>);

impl Lost {
    fn note(&mut self, what: &'static str, is_lost: bool) {
        if is_lost && !self.0.contains(&what) {
            self.0.push(what);
        }
    }
}

impl Gift {
    fn add(&mut self, course: &Course, lesson: &LessonOutline, quiz: &Quiz) {
        let names = [&course.title, &lesson.title, &quiz.title].map(|name| name.replace('/', "//"));
        self.text.push_str(&format!("\n$CATEGORY: {}\n", names.join("/")));
        for (at, question) in quiz.questions.iter().enumerate() {
            let mut lost = Lost(Vec::new());
            let place = format!("{}, \"{}\", question {}", lesson.title, quiz.title, at + 1);
            match written(question, &mut lost) {
                Ok(text) => {
                    lost.note("its hints", !question.hints.is_empty());
                    lost.note("its points", question.points > 1);
                    let name = format!("{} {}", quiz.title, at + 1);
                    let id = format!("{}/{}", lesson.id, question.id);
                    self.text.push_str(&format!("\n// [id:{id}]\n::{}::[html]{text}\n", escaped(&name)));
                    self.questions += 1;
                    if !lost.0.is_empty() {
                        self.left_out.push(format!("{place}: without {}", lost.0.join(", ")));
                    }
                }
                Err(why) => {
                    let line = format!("{place}: left out, {why}");
                    self.text.push_str(&format!("\n// {}\n", line.replace('\n', " ")));
                    self.left_out.push(line);
                }
            }
        }
    }
}

/// The question behind its name, or why there is no such question in GIFT.
fn written(question: &Question, lost: &mut Lost) -> Result<String, &'static str> {
    let prompt = html(&question.prompt, lost);
    let answers = match &question.kind {
        QuestionKind::SingleChoice { choices, correct } => {
            let answer = |choice: &Choice, lost: &mut Lost| {
                let mark = if choice.id == *correct { "=" } else { "~" };
                choice_line(mark, choice, lost)
            };
            lost.note("the place of choices that stay last", choices.iter().any(|choice| choice.pinned));
            choices.iter().map(|choice| answer(choice, lost)).collect::<Vec<_>>().join("\n")
        }
        QuestionKind::MultipleChoice { choices, correct } => {
            let part = share(correct.len()).ok_or("it has more right choices than GIFT can divide by")?;
            let answer = |choice: &Choice, lost: &mut Lost| {
                let sign = if correct.contains(&choice.id) { "" } else { "-" };
                choice_line(&format!("~%{sign}{part}%"), choice, lost)
            };
            lost.note("the place of choices that stay last", choices.iter().any(|choice| choice.pinned));
            choices.iter().map(|choice| answer(choice, lost)).collect::<Vec<_>>().join("\n")
        }
        QuestionKind::TrueFalse { choices, correct } => {
            let is_true = choices.first().is_some_and(|choice| choice.id == *correct);
            let said = |is_right: bool, lost: &mut Lost| {
                let choice = choices.iter().find(|choice| (choice.id == *correct) == is_right);
                choice.map(|choice| html(&choice.feedback, lost)).unwrap_or_default()
            };
            let (wrong, right) = (said(false, lost), said(true, lost));
            let word = if is_true { "TRUE" } else { "FALSE" };
            match (wrong.is_empty(), right.is_empty()) {
                (true, true) => word.to_owned(),
                (_, true) => format!("{word}#[html]{wrong}"),
                _ => format!("{word}#[html]{wrong}#[html]{right}"),
            }
        }
        QuestionKind::ShortAnswer(accepted) => short(accepted, lost),
        QuestionKind::Numeric { accepted } => numbers(accepted, lost),
        QuestionKind::Matching { pairs, options } => {
            let option = |id: &str| options.iter().find(|option| option.id == id);
            let text = |id: &str| option(id).map(|option| line_of(&option.text)).unwrap_or_default();
            let pair = |pair: &course::quiz::Pair, lost: &mut Lost| {
                format!("=[html]{} -> {}", html(&pair.text, lost), escaped(&text(&pair.option)))
            };
            let mut lines: Vec<_> = pairs.iter().map(|it| pair(it, lost)).collect();
            let spare = options.iter().filter(|option| pairs.iter().all(|pair| pair.option != option.id));
            lines.extend(spare.map(|option| format!("= -> {}", escaped(&line_of(&option.text)))));
            lost.note("the markup of its options", options.iter().any(|option| option.text.contains('<')));
            lines.join("\n")
        }
        QuestionKind::Cloze { gaps } => return cloze(question, gaps, lost),
        QuestionKind::Output { expected } => {
            let expected = expected.trim_end_matches('\n');
            if expected.contains('\n') {
                return Err("its answer has several lines, and one of GIFT has one");
            }
            format!("=%100%{}", escaped_answer(expected))
        }
        QuestionKind::Ordering { .. } => return Err("GIFT has no questions about an order"),
    };
    Ok(format!("{prompt} {{\n{answers}{}\n}}", explanation(question, lost)))
}

fn choice_line(mark: &str, choice: &Choice, lost: &mut Lost) -> String {
    let text = html(&choice.text, lost);
    match html(&choice.feedback, lost) {
        feedback if feedback.is_empty() => format!("{mark}[html]{text}"),
        feedback => format!("{mark}[html]{text}#[html]{feedback}"),
    }
}

/// What one of several right choices is worth, in the steps that Moodle knows.
fn share(count: usize) -> Option<&'static str> {
    let shares = ["100", "50", "33.33333", "25", "20", "16.66667", "14.28571", "12.5", "11.11111", "10"];
    shares.get(count.checked_sub(1)?).copied()
}

fn short(accepted: &Accepted, lost: &mut Lost) -> String {
    lost.note("its patterns", !accepted.patterns.is_empty());
    let lines = accepted.texts.iter().map(|text| format!("=%100%{}", escaped_answer(text)));
    lines.collect::<Vec<_>>().join("\n")
}

fn numbers(accepted: &[Quantity], lost: &mut Lost) -> String {
    lost.note("its unit", accepted.iter().any(|quantity| !quantity.unit.is_empty()));
    let unit = accepted.first().map(|quantity| &quantity.unit);
    let (own, other): (Vec<_>, Vec<_>) = accepted.iter().partition(|quantity| Some(&quantity.unit) == unit);
    lost.note("its answers in another unit", !other.is_empty());
    match own[..] {
        [one] => format!("#{}:{}", one.value, one.tolerance),
        _ => {
            let lines = own.iter().map(|it| format!("=%100%{}:{}", it.value, it.tolerance));
            format!("#\n{}", lines.collect::<Vec<_>>().join("\n"))
        }
    }
}

/// GIFT puts the answers of a question where its gap is, and has one gap at most.
fn cloze(question: &Question, gaps: &[Gap], lost: &mut Lost) -> Result<String, &'static str> {
    let [gap] = gaps else { return Err("GIFT has one gap in a text at most") };
    let answers = match &gap.kind {
        GapKind::Text(accepted) => short(accepted, lost),
        GapKind::Number(accepted) => numbers(accepted, lost),
        GapKind::Choice { choices, correct } => {
            let mark = |choice: &String| if choice == correct { '=' } else { '~' };
            let lines = choices.iter().map(|choice| format!("{}{}", mark(choice), escaped(choice)));
            lines.collect::<Vec<_>>().join("\n")
        }
    };
    const PLACE: &str = "\u{e000}";
    let nodes = with_place(parse(&question.prompt), PLACE);
    let prompt = escaped(&text_of(nodes, lost));
    let (before, after) = prompt.split_once(PLACE).ok_or("its gap is not in its text")?;
    Ok(format!("{before}{{\n{answers}{}\n}}{after}", explanation(question, lost)))
}

fn with_place(nodes: Vec<Node>, place: &str) -> Vec<Node> {
    let replaced = |node: Node| match node {
        Node::Element(element) if element.attribute("data-gap").is_some() => Node::text(place),
        Node::Element(element) => {
            Element { children: with_place(element.children.clone(), place), ..element }.into()
        }
        text => text,
    };
    nodes.into_iter().map(replaced).collect()
}

fn explanation(question: &Question, lost: &mut Lost) -> String {
    match html(&question.explanation, lost) {
        text if text.is_empty() => String::new(),
        text => format!("\n####[html]{text}"),
    }
}

/// Compiled HTML for Moodle: without what belongs to the player, formulas as its filters read them.
fn html(compiled: &str, lost: &mut Lost) -> String {
    escaped(&text_of(parse(compiled), lost))
}

fn text_of(nodes: Vec<Node>, lost: &mut Lost) -> String {
    xhtml::written(&moodle(nodes, lost)).trim().to_owned()
}

fn moodle(nodes: Vec<Node>, lost: &mut Lost) -> Vec<Node> {
    let mut kept = Vec::new();
    for node in nodes {
        let Node::Element(mut element) = node else {
            kept.push(node);
            continue;
        };
        let address = element.attribute("href").or(element.attribute("src")).unwrap_or_default().to_owned();
        match element.name.as_str() {
            "math" => kept.push(Node::text(format!("\\({}\\)", tex(&element)))),
            "img" => {
                lost.note("its pictures", true);
                kept.push(Node::text(format!("[{}]", element.attribute("alt").unwrap_or_default())));
            }
            "video" | "audio" => {
                lost.note("its sounds and videos", true);
                kept.push(Node::text(format!("[{}]", element.attribute("aria-label").unwrap_or_default())));
            }
            "svg" => {
                lost.note("its drawings", true);
                kept.push(Node::text(format!("[{}]", element.attribute("aria-label").unwrap_or_default())));
            }
            "a" if !matches!(target(&address), Target::Elsewhere(_)) => {
                lost.note("its links into the course", true);
                kept.extend(moodle(element.children, lost));
            }
            _ if element.has_class("term-text") => {}
            _ if element.has_class("term") => kept.extend(moodle(element.children, lost)),
            "pre" => {
                let code = Element::new("code", vec![Node::text(plain(&element.children))]);
                kept.push(Element::new("pre", vec![code.into()]).into());
            }
            "div" | "figure" | "span" => kept.extend(moodle(element.children, lost)),
            _ => {
                element
                    .attributes
                    .retain(|(key, _)| matches!(key.as_str(), "href" | "colspan" | "rowspan" | "start"));
                element.children = moodle(element.children, lost);
                kept.push(element.into());
            }
        }
    }
    kept
}

/// The plain text of an option, which has to be one line.
fn line_of(html: &str) -> String {
    plain(&parse(html)).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text in which nothing means anything to GIFT.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '~' | '=' | '#' | '{' | '}' | ':' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '\n' => escaped.push_str("\\n"),
            '\r' => {}
            other => escaped.push(other),
        }
    }
    escaped
}

/// An answer to be typed. A star would stand for anything.
fn escaped_answer(text: &str) -> String {
    escaped(&text.replace('*', "\\*"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_gift_is_escaped() {
        assert_eq!(escaped("a = {b} # c: ~d\\e\nf"), "a \\= \\{b\\} \\# c\\: \\~d\\\\e\\nf");
        assert_eq!(escaped_answer("2*3"), "2\\\\*3");
        assert_eq!([0, 1, 3, 10, 11].map(share), [None, Some("100"), Some("33.33333"), Some("10"), None]);
    }
}
