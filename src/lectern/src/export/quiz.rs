//! Questions on paper: what is asked, and apart from it what is right.
//!
//! Whatever the player shuffles is shuffled here too, always in the same way, so that the order gives nothing away.

use course::quiz::{Accepted, Choice, Gap, GapKind, Quantity, Question, QuestionKind, Quiz};
use course::shuffle::shuffled;

use super::html::{Element, Node, parse};

/// Where something is to be written.
const BLANK: &str = "__________";

/// A heading and the questions.
pub(crate) fn asked(quiz: &Quiz) -> Vec<Node> {
    let mut nodes = vec![heading(2, quiz)];
    if quiz.asked() < quiz.questions.len() {
        let text = format!("An attempt draws {} of these {} questions.", quiz.asked(), quiz.questions.len());
        nodes.push(paragraph(&text));
    }
    nodes.push(list(quiz.questions.iter().map(|question| question_asked(quiz, question))));
    nodes
}

/// A heading and the answers, in the order of the questions.
pub(crate) fn answered(quiz: &Quiz) -> Vec<Node> {
    vec![heading(3, quiz), list(quiz.questions.iter().map(|question| question_answered(quiz, question)))]
}

/// A word and a line to write on.
pub(crate) fn line(word: &str) -> Node {
    paragraph(&format!("{word} {BLANK}{BLANK}"))
}

fn heading(level: u8, quiz: &Quiz) -> Node {
    Element::new(&format!("h{level}"), vec![Node::text(&quiz.title)]).into()
}

fn paragraph(text: &str) -> Node {
    Element::new("p", vec![Node::text(text)]).into()
}

fn list(items: impl Iterator<Item = Vec<Node>>) -> Node {
    let item = |children| Element::new("li", children).into();
    Element::new("ol", items.map(item).collect()).into()
}

/// HTML as blocks: what is no block by itself becomes a paragraph.
fn blocks(nodes: Vec<Node>) -> Vec<Node> {
    const BLOCKS: &[&str] =
        &["p", "ul", "ol", "div", "figure", "blockquote", "table", "dl", "pre", "details", "hr", "section"];
    let is_block = |node: &Node| node.element().is_some_and(|it| BLOCKS.contains(&it.name.as_str()));
    if nodes.iter().any(is_block) { nodes } else { vec![Element::new("p", nodes).into()] }
}

fn question_asked(quiz: &Quiz, question: &Question) -> Vec<Node> {
    let mut prompt = parse(&question.prompt);
    if let QuestionKind::Cloze { gaps } = &question.kind {
        prompt = with_gaps(prompt, gaps);
    }
    if question.points > 1 {
        let points = Node::text(format!(" ({} points)", question.points));
        match prompt.last_mut() {
            Some(Node::Element(last)) if last.name == "p" => last.children.push(points),
            _ => prompt.push(points),
        }
    }
    let mut nodes = blocks(prompt);
    match &question.kind {
        QuestionKind::SingleChoice { .. }
        | QuestionKind::TrueFalse { .. }
        | QuestionKind::Ordering { .. } => {
            nodes.push(lettered(&order(quiz, question)));
        }
        QuestionKind::MultipleChoice { .. } => {
            nodes.push(paragraph("More than one may be right."));
            nodes.push(lettered(&order(quiz, question)));
        }
        QuestionKind::Matching { pairs, .. } => {
            let item = |html: &str| {
                let mut children = parse(html);
                children.push(Node::text(format!(" {BLANK}")));
                Element::new("li", children).into()
            };
            nodes.push(Element::new("ul", pairs.iter().map(|pair| item(&pair.text)).collect()).into());
            nodes.push(paragraph("Choose from:"));
            nodes.push(lettered(&order(quiz, question)));
        }
        QuestionKind::ShortAnswer(_) | QuestionKind::Numeric { .. } | QuestionKind::Output { .. } => {
            nodes.push(line("Answer:"));
        }
        QuestionKind::Cloze { .. } => {}
    }
    nodes
}

fn question_answered(quiz: &Quiz, question: &Question) -> Vec<Node> {
    let shown = order(quiz, question);
    let letter = |id: &str| shown.iter().position(|choice| choice.id == id).map(letter).unwrap_or_default();
    let mut nodes = match &question.kind {
        QuestionKind::SingleChoice { correct, .. } | QuestionKind::TrueFalse { correct, .. } => {
            right(&shown, &[correct.as_str()])
        }
        QuestionKind::MultipleChoice { correct, .. } => {
            right(&shown, &correct.iter().map(String::as_str).collect::<Vec<_>>())
        }
        QuestionKind::Ordering { items } => {
            let letters: Vec<String> = items.iter().map(|item| letter(&item.id)).collect();
            vec![paragraph(&letters.join(", "))]
        }
        QuestionKind::Matching { pairs, .. } => {
            let pair = |pair: &course::quiz::Pair| {
                let mut children = parse(&pair.text);
                children.push(Node::text(format!(" → {}", letter(&pair.option))));
                Element::new("li", children).into()
            };
            vec![Element::new("ul", pairs.iter().map(pair).collect()).into()]
        }
        QuestionKind::ShortAnswer(accepted) => vec![paragraph(&texts(accepted))],
        QuestionKind::Numeric { accepted } => vec![paragraph(&quantities(accepted))],
        QuestionKind::Cloze { gaps } => {
            let filled = gaps.iter().map(|gap| match &gap.kind {
                GapKind::Text(accepted) => texts(accepted),
                GapKind::Number(accepted) => quantities(accepted),
                GapKind::Choice { correct, .. } => correct.clone(),
            });
            vec![paragraph(&filled.collect::<Vec<_>>().join("; "))]
        }
        QuestionKind::Output { expected } => {
            let code =
                Element::new("code", vec![Node::text(format!("{}\n", expected.trim_end_matches('\n')))]);
            let pre = Element::new("pre", vec![code.into()]);
            vec![Element::new("div", vec![pre.into()]).with("class", "code").into()]
        }
    };
    let said = shown.iter().filter(|choice| !choice.feedback.is_empty());
    let said = said.map(|choice| (letter(&choice.id) + ".", choice.feedback.as_str()));
    let hints = question.hints.iter().map(|hint| ("Hint:".to_owned(), hint.as_str()));
    for (word, html) in said.chain(hints) {
        nodes.extend(labelled(&word, html));
    }
    if !question.explanation.is_empty() {
        nodes.extend(blocks(parse(&question.explanation)));
    }
    nodes
}

/// A word before some HTML.
fn labelled(word: &str, html: &str) -> Vec<Node> {
    let mut nodes = blocks(parse(html));
    let word = [Element::new("strong", vec![Node::text(word)]).into(), Node::text(" ")];
    match nodes.first_mut() {
        Some(Node::Element(first)) if first.name == "p" => drop(first.children.splice(0..0, word)),
        _ => nodes.insert(0, Element::new("p", word.into()).into()),
    }
    nodes
}

/// What is lettered, in the order it is shown.
fn order<'q>(quiz: &Quiz, question: &'q Question) -> Vec<&'q Choice> {
    let seed = quiz.settings.shuffle_choices.then_some(question.id.as_str());
    match &question.kind {
        QuestionKind::SingleChoice { choices, .. } | QuestionKind::MultipleChoice { choices, .. } => {
            QuestionKind::shown(choices, seed)
        }
        QuestionKind::TrueFalse { choices, .. } => choices.iter().collect(),
        QuestionKind::Ordering { items: choices } | QuestionKind::Matching { options: choices, .. } => {
            let mut order = shuffled(choices, &question.id, |choice| &choice.id);
            // The right order is the only one that must not be shown.
            if order.iter().zip(choices).all(|(shown, own)| shown.id == own.id) {
                order.rotate_left(1);
            }
            order
        }
        _ => Vec::new(),
    }
}

/// `A`, `B`, … `Z`, `AA`.
fn letter(at: usize) -> String {
    let last = char::from(b'A' + (at % 26) as u8);
    match at / 26 {
        0 => last.to_string(),
        before => letter(before - 1) + &last.to_string(),
    }
}

fn lettered(choices: &[&Choice]) -> Node {
    let item = |(at, choice): (usize, &&Choice)| {
        let mut children = parse(&choice.text);
        let mark = Node::text(format!("{}. ", letter(at)));
        match children.first_mut() {
            Some(Node::Element(first)) if first.name == "p" => first.children.insert(0, mark),
            _ => children.insert(0, mark),
        }
        Element::new("li", children).into()
    };
    Element::new("ul", choices.iter().enumerate().map(item).collect()).with("class", "choices").into()
}

/// The right ones of some choices, each with its letter.
fn right(shown: &[&Choice], correct: &[&str]) -> Vec<Node> {
    let is_right = |(_, choice): &(usize, &&Choice)| correct.contains(&choice.id.as_str());
    let named = shown.iter().enumerate().filter(is_right);
    named.flat_map(|(at, choice)| labelled(&format!("{}.", letter(at)), &choice.text)).collect()
}

fn texts(accepted: &Accepted) -> String {
    accepted.texts.join(" / ")
}

fn quantities(accepted: &[Quantity]) -> String {
    let said = |quantity: &Quantity| {
        // A range says by itself how far it goes.
        let is_one_number = quantity.text.starts_with(&quantity.value.to_string());
        match quantity.tolerance {
            off if off > 0.0 && is_one_number => format!("{} (± {off})", quantity.text),
            _ => quantity.text.clone(),
        }
    };
    accepted.iter().map(said).collect::<Vec<_>>().join(" / ")
}

/// The prompt with blanks for its fields.
fn with_gaps(nodes: Vec<Node>, gaps: &[Gap]) -> Vec<Node> {
    let replaced = |node: Node| match node {
        Node::Element(element) => match element.attribute("data-gap") {
            Some(id) => match gaps.iter().find(|gap| gap.id == id).map(|gap| &gap.kind) {
                Some(GapKind::Choice { choices, .. }) => {
                    Node::text(format!("{BLANK} ({})", choices.join(" / ")))
                }
                _ => Node::text(BLANK),
            },
            None => Element { children: with_gaps(element.children.clone(), gaps), ..element }.into(),
        },
        text @ Node::Text(_) => text,
    };
    nodes.into_iter().map(replaced).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_told_with_its_tolerance() {
        let quantity = |value, tolerance, text: &str| Quantity {
            value,
            tolerance,
            unit: String::new(),
            text: text.into(),
        };
        let all = [quantity(84.0, 2.0, "84 °C"), quantity(4.0, 1.0, "3 – 5 min"), quantity(42.0, 0.0, "42")];
        assert_eq!(quantities(&all), "84 °C (± 2) / 3 – 5 min / 42");
    }

    #[test]
    fn letters_go_on_behind_z() {
        assert_eq!([0, 1, 25, 26, 51, 52].map(letter), ["A", "B", "Z", "AA", "AZ", "BA"]);
    }
}
