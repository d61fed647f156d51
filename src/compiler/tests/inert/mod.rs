//! Whether compiled HTML can do anything: parsed as a browser parses it, and every element and attribute looked at.
//!
//! Used by more than one test program; each takes it in by its path.

use course::lesson::{Block, LessonBody};
use course::quiz::{Choice, Question, QuestionKind};
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// Elements that a page of the player may not get from a lesson.
const FORBIDDEN: [&str; 24] = [
    "script",
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "style",
    "link",
    "meta",
    "base",
    "form",
    "template",
    "noscript",
    "foreignobject",
    "use",
    "animate",
    "set",
    "animatetransform",
    "animatemotion",
    "portal",
    "textarea",
    "title",
    "handler",
];

/// Attributes whose value is an address.
const ADDRESSES: [&str; 16] = [
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "background",
    "cite",
    "codebase",
    "longdesc",
    "manifest",
    "ping",
    "profile",
    "srcset",
    "classid",
    "dynsrc",
];

/// Everything in a piece of HTML that could run, load or lead where it must not; empty where it is inert.
pub(crate) fn offences(html: &str) -> Vec<String> {
    let page = format!("<!doctype html><html><head></head><body><main>{html}</main></body></html>");
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(page.as_str());
    let mut found = Vec::new();
    let mut open: Vec<Handle> = dom.document.children.borrow().clone();
    let mut heads = 0;
    while let Some(node) = open.pop() {
        open.extend(node.children.borrow().iter().cloned());
        let NodeData::Element { name, attrs, .. } = &node.data else { continue };
        let element = name.local.to_lowercase();
        if element == "head" {
            heads += 1;
        }
        if FORBIDDEN.contains(&element.as_str()) {
            found.push(format!("<{element}>"));
        }
        for attribute in attrs.borrow().iter() {
            let name = attribute.name.local.to_lowercase();
            let value = attribute.value.to_string();
            found.extend(offence(&element, &name, &value));
        }
    }
    if heads != 1 {
        found.push("the page is no longer whole".into());
    }
    found
}

fn offence(element: &str, name: &str, value: &str) -> Option<String> {
    let shown = format!("<{element} {name}=\"{value}\">");
    let is_mathml = element.starts_with('m') || matches!(element, "span" | "none");
    let compact: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let compact = compact.to_lowercase();
    let is_wrong = name.starts_with("on")
        || matches!(name, "srcdoc" | "http-equiv" | "xlink:href" | "is" | "nonce")
        || (name == "style" && (!is_mathml || compact.contains("url") || compact.contains("expression")))
        || (ADDRESSES.contains(&name) && !is_known_address(element, name, &compact))
        || (element == "input" && name == "type" && !matches!(value, "checkbox" | "radio" | "text"))
        || (element == "button" && name == "type" && value != "button");
    is_wrong.then_some(shown)
}

fn is_known_address(element: &str, name: &str, value: &str) -> bool {
    let is = |schemes: &[&str]| schemes.iter().any(|scheme| value.starts_with(scheme));
    match (element, name) {
        ("a", "href") => is(&["https:", "http:", "mailto:", "tel:", "route:", "asset:", "//"]),
        ("img" | "video" | "audio", "src") => is(&["asset:"]) && !value.contains("://"),
        _ => false,
    }
}

/// Every HTML of a lesson: what the player puts into a page as it stands.
pub(crate) fn html_of(body: &LessonBody) -> Vec<&str> {
    let mut all = Vec::new();
    for block in &body.blocks {
        match block {
            Block::Html(html) => all.push(html.as_str()),
            Block::Quiz(quiz) => quiz.questions.iter().for_each(|question| of_question(question, &mut all)),
            Block::Tasks(tasks) => all.extend(tasks.tasks.iter().map(|task| task.text.as_str())),
            Block::Rubric(rubric) => {
                for criterion in &rubric.criteria {
                    all.push(&criterion.text);
                    all.extend(criterion.levels.iter().map(String::as_str));
                }
            }
            Block::Submission => {}
        }
    }
    all
}

fn of_question<'q>(question: &'q Question, all: &mut Vec<&'q str>) {
    all.extend([question.prompt.as_str(), &question.explanation]);
    all.extend(question.hints.iter().map(String::as_str));
    match &question.kind {
        QuestionKind::SingleChoice { choices, .. }
        | QuestionKind::MultipleChoice { choices, .. }
        | QuestionKind::TrueFalse { choices, .. }
        | QuestionKind::Ordering { items: choices } => of_choices(choices, all),
        QuestionKind::Matching { pairs, options } => {
            all.extend(pairs.iter().map(|pair| pair.text.as_str()));
            of_choices(options, all);
        }
        // Plain text, which the player escapes.
        QuestionKind::ShortAnswer(_)
        | QuestionKind::Numeric { .. }
        | QuestionKind::Cloze { .. }
        | QuestionKind::Output { .. } => {}
    }
}

fn of_choices<'q>(choices: &'q [Choice], all: &mut Vec<&'q str>) {
    all.extend(choices.iter().flat_map(|choice| [choice.text.as_str(), &choice.feedback]));
}
