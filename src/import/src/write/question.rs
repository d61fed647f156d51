//! Questions as Lectern's Markdown.
//!
//! What stands in a question decides what kind of question it is, so every text of others is looked through: nothing
//! in it may be taken for a gap, a label or the part that the question is answered by.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use crate::escape;
use crate::markdown::{self, Events};
use crate::question::{Choice, Gap, Kind, Question};
use crate::text::MARK;

/// The first words of the lines that mean something to a question.
const LABELS: [&str; 16] = [
    "answer",
    "answers",
    "accept",
    "correct answer",
    "correct answers",
    "pattern",
    "tolerance",
    "unit",
    "hint",
    "hints",
    "explanation",
    "why",
    "points",
    "point",
    "id",
    "kind",
];

/// One item of the list of questions, with the number before it.
pub(crate) fn written(question: &Question, number: usize, id: Option<&str>) -> String {
    let has_choices = matches!(question.kind, Kind::Single(_) | Kind::Multiple(_));
    let lists = if has_choices { Lists::Stay } else { Lists::Quoted };
    let mut prompt = safe(&question.prompt, lists);
    if markdown::plain(&prompt).is_empty() && !prompt.contains("![") {
        prompt = format!("{prompt}\n\n…").trim().to_owned();
    }
    let mut blocks = Vec::new();
    let mut labels: Vec<String> = Vec::new();
    match &question.kind {
        Kind::Single(choices) => choices_of(choices, false, &prompt, &mut blocks, &mut labels),
        Kind::Multiple(choices) => choices_of(choices, true, &prompt, &mut blocks, &mut labels),
        Kind::TrueFalse(holds) => labels.push(format!("Answer: {holds}")),
        Kind::Short { answers, patterns } => {
            labels.extend(answers.iter().map(|answer| format!("Answer: {}", quoted(answer))));
            labels.extend(patterns.iter().map(|pattern| format!("Pattern: {}", escape::code(pattern))));
        }
        Kind::Numeric(answers) => labels.extend(answers.iter().map(|answer| format!("Answer: {answer}"))),
        Kind::Ordering(items) => {
            let item = |(index, item): (usize, &String)| {
                item_of(&format!("{}.", index + 1), &visible(&safe(item, Lists::Stay)))
            };
            blocks.push(items.iter().enumerate().map(item).collect::<Vec<_>>().join("\n"));
        }
        Kind::Matching { pairs, others } => blocks.push(table(pairs, others)),
        Kind::Cloze(gaps) => prompt = with_gaps(&prompt, gaps),
        Kind::Output(output) => blocks.push(escape::fence("output", output)),
    }
    // What is left over stands for no gap.
    prompt.retain(|character| !MARK.contains(&character));
    blocks.insert(0, prompt);
    let notes = question.hints.iter().map(|hint| ("Hint", hint));
    let notes = notes.chain([("Explanation", &question.explanation)]);
    for (label, text) in notes.filter(|(_, text)| !text.trim().is_empty()) {
        labels.push(labelled(label, &safe(text, Lists::Quoted)));
    }
    labels.extend(id.map(|id| format!("Id: {id}")));
    let mut item = blocks.join("\n\n");
    let mut was_block = true;
    for label in labels {
        // Labels of one line stand below each other; what has several blocks stands alone.
        let is_block = label.contains("\n\n");
        item.push_str(if was_block || is_block { "\n\n" } else { "\n" });
        item.push_str(&label);
        was_block = is_block;
    }
    item_of(&format!("{number}."), &item)
}

/// Whether lists and tables of a text may stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lists {
    Stay,
    /// A list or a table would be taken for the part that the question is answered by, so it stands in a quotation.
    Quoted,
}

fn choices_of(
    choices: &[Choice],
    is_multiple: bool,
    prompt: &str,
    blocks: &mut Vec<String>,
    labels: &mut Vec<String>,
) {
    let texts: Vec<String> = choices.iter().map(|choice| visible(&safe(&choice.text, Lists::Stay))).collect();
    // A box stands before words; a choice that begins with a block goes without.
    let has_boxes = texts.iter().all(|text| begins_with_words(text));
    let first = if has_boxes { None } else { choices.iter().position(|choice| choice.is_right) };
    let order = first
        .filter(|_| !is_multiple)
        .into_iter()
        .chain((0..choices.len()).filter(|at| is_multiple || first != Some(*at)));
    // Two bullet lists behind each other are one, unless their bullets differ.
    let ends_in_list = |bullet: char| last_bullet(prompt) == Some(bullet);
    let bullet = if ends_in_list('-') { '*' } else { '-' };
    let mut list = Vec::new();
    for at in order {
        let choice = &choices[at];
        let mark = match (has_boxes, choice.is_right) {
            (false, _) => "",
            (true, true) => "[x] ",
            (true, false) => "[ ] ",
        };
        let last = if choice.is_last && has_boxes { " {last}" } else { "" };
        let mut text = format!("{mark}{}{last}", texts[at]);
        let feedback = safe(&choice.feedback, Lists::Stay);
        if !feedback.trim().is_empty() {
            let gap = if text.contains("\n\n") || !begins_with_words(&texts[at]) { "\n\n" } else { "\n" };
            text.push_str(gap);
            text.push_str(&quotation(feedback.trim()));
        }
        list.push(item_of(&bullet.to_string(), &text));
    }
    blocks.push(list.join("\n"));
    if is_multiple && !has_boxes {
        let letter = |at: usize| char::from_u32(u32::from('A') + at as u32).filter(char::is_ascii_uppercase);
        let name = |at: usize| letter(at).map_or_else(|| (at + 1).to_string(), String::from);
        let right: Vec<_> = (0..choices.len()).filter(|at| choices[*at].is_right).map(name).collect();
        labels.push(format!("Answer: {}", right.join(", ")));
    }
    let right = choices.iter().filter(|choice| choice.is_right).count();
    if is_multiple && (right < 2 || is_yes_or_no(&texts)) {
        labels.push("Kind: multiple choice".into());
    }
    if !is_multiple && asks_for_all(prompt) && !is_yes_or_no(&texts) {
        labels.push("Kind: single choice".into());
    }
}

/// Whether Lectern would take the question for one of several right choices because of its words.
fn asks_for_all(prompt: &str) -> bool {
    let prompt = course::identity::normalise(&markdown::plain(prompt));
    let verbs = ["select all", "choose all", "check all", "mark all", "tick all", "pick all"];
    let others = ["all that apply", "more than one answer", "more than one choice"];
    verbs.iter().chain(&others).any(|words| prompt.contains(words))
}

/// Whether two choices are those of a question that is true or false, which Lectern sees by itself.
fn is_yes_or_no(texts: &[String]) -> bool {
    const PAIRS: [[&str; 2]; 4] =
        [["true", "false"], ["yes", "no"], ["correct", "incorrect"], ["right", "wrong"]];
    let [one, other] = texts else { return false };
    let words = [one, other].map(|text| markdown::plain(text).trim_end_matches(['.', '!']).to_lowercase());
    PAIRS.iter().any(|pair| pair.iter().all(|word| words.iter().any(|found| found == word)))
}

/// The bullet of the list that a text ends in.
fn last_bullet(text: &str) -> Option<char> {
    let events = markdown::parse(text);
    let blocks = markdown::blocks(&events);
    let last = blocks.last()?;
    match &events[last.start] {
        (Event::Start(Tag::List(None)), range) => text[range.clone()].trim_start().chars().next(),
        _ => None,
    }
}

fn begins_with_words(text: &str) -> bool {
    let starts_in_column = !text.starts_with([' ', '\t']);
    let first = markdown::parse(text).into_iter().next();
    starts_in_column && matches!(first, Some((Event::Start(Tag::Paragraph), _)))
}

/// A text that shows something, whatever it was.
fn visible(text: &str) -> String {
    let text = text.trim();
    let shows = |(event, _): &(Event<'_>, _)| match event {
        Event::Text(text) | Event::Code(text) => !text.trim().is_empty(),
        Event::InlineMath(_) | Event::DisplayMath(_) | Event::Start(Tag::Image { .. }) => true,
        _ => false,
    };
    let events = markdown::parse(text);
    let is_mark = |text: &str| matches!(text, "[x]" | "[X]" | "[ ]" | "[]");
    // Marks of a box alone would be taken for that of the choice.
    let plain = markdown::plain_of(&events);
    if is_mark(&plain) {
        return format!("… {}", escape::code(&plain));
    }
    if events.iter().any(shows) {
        return text.into();
    }
    if text.is_empty() {
        "…".into()
    } else {
        escape::code(&text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

fn table(pairs: &[(String, String)], others: &[String]) -> String {
    let mut lines = vec!["| | |".to_owned(), "|---|---|".to_owned()];
    for (item, option) in pairs {
        lines.push(format!("| {} | {} |", cell(item), cell(option)));
    }
    for option in others {
        lines.push(format!("| | {} |", cell(option)));
    }
    lines.join("\n")
}

/// Markdown of one line that may stand in a table.
fn cell(text: &str) -> String {
    let text = safe(text, Lists::Stay);
    let events = markdown::parse(&text);
    let blocks = markdown::blocks(&events);
    let is_line =
        matches!(blocks.as_slice(), [only] if matches!(events[only.start].0, Event::Start(Tag::Paragraph)));
    let line = if is_line {
        text.lines().map(|line| line.trim().trim_end_matches('\\')).collect::<Vec<_>>().join(" ")
    } else {
        escape::inline(&markdown::plain_of(&events))
    };
    let mut cell = String::new();
    let mut before = ' ';
    for character in line.chars() {
        if character == '|' && before != '\\' {
            cell.push('\\');
        }
        cell.push(character);
        before = if before == '\\' { ' ' } else { character };
    }
    // A backslash at the end would escape the bar behind the cell.
    if cell.ends_with('\\') {
        cell.push(' ');
    }
    visible(&cell)
}

/// A prompt with its gaps in the places that are marked; those whose mark is in no text stand behind it.
fn with_gaps(prompt: &str, gaps: &[Gap]) -> String {
    let events = markdown::parse(prompt);
    let mut edits = Vec::new();
    let mut is_put = vec![false; gaps.len()];
    let mut code = 0;
    for (event, range) in &events {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Image { .. }) => code += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Image) => code -= 1,
            Event::Text(_) if code == 0 => {
                let source = &prompt[range.clone()];
                for (open, _) in source.match_indices(MARK[0]) {
                    let inner = &source[open + MARK[0].len_utf8()..];
                    let Some(length) = inner.find(MARK[1]) else { break };
                    let Some(number) = inner[..length]
                        .parse::<usize>()
                        .ok()
                        .filter(|number| is_put.get(*number) == Some(&false))
                    else {
                        continue;
                    };
                    is_put[number] = true;
                    let start = range.start + open;
                    let end = start + MARK[0].len_utf8() + length + MARK[1].len_utf8();
                    // In a table a bar would end the cell.
                    let line = prompt[..start].rfind('\n').map_or(0, |before| before + 1);
                    let is_in_table = prompt[line..].trim_start().starts_with('|');
                    edits.push((start..end, gap_of(&gaps[number], if is_in_table { "\\|" } else { "|" })));
                }
            }
            _ => {}
        }
    }
    let mut prompt = applied(prompt, 0, edits);
    for (gap, _) in gaps.iter().zip(is_put).filter(|(_, is_put)| !is_put) {
        prompt.push_str("\n\n");
        prompt.push_str(&gap_of(gap, "|"));
    }
    prompt
}

fn gap_of(gap: &Gap, bar: &str) -> String {
    match gap {
        Gap::Texts(texts) => {
            let texts: Vec<_> = texts.iter().map(|text| quoted(text)).collect();
            format!("[[{}]]", texts.join(bar))
        }
        Gap::Numbers(numbers) => format!("[[{}]]", numbers.join(bar)),
        Gap::Choice { choices, right } => {
            let choice = |(at, text): (usize, &String)| {
                let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
                let text: String = text
                    .chars()
                    .flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c]))
                    .collect();
                if at == *right { format!("({text})") } else { text }
            };
            format!("[[{}]]", choices.iter().enumerate().map(choice).collect::<Vec<_>>().join(bar))
        }
    }
}

/// An accepted answer, so that it is taken to the letter.
fn quoted(answer: &str) -> String {
    let answer = answer.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_word = |c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'');
    let is_plain = answer.starts_with(char::is_alphabetic) && answer.chars().all(is_word);
    let is_truth = ["true", "false"].iter().any(|word| answer.eq_ignore_ascii_case(word));
    if is_plain && !is_truth { answer } else { escape::code(&answer) }
}

fn labelled(label: &str, text: &str) -> String {
    let text = text.trim();
    if begins_with_words(text) { format!("{label}: {text}") } else { format!("{label}:\n\n{text}") }
}

fn quotation(text: &str) -> String {
    let line = |line: &str| if line.is_empty() { ">".to_owned() } else { format!("> {line}") };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// An item of a list: its lines indented to behind its marker.
fn item_of(marker: &str, text: &str) -> String {
    let indent = " ".repeat(marker.len() + 1);
    let mut item = String::new();
    for (index, line) in text.lines().enumerate() {
        if index == 0 {
            item.push_str(marker);
            item.push_str(if line.is_empty() { "" } else { " " });
        } else {
            item.push('\n');
            item.push_str(if line.is_empty() { "" } else { &indent });
        }
        item.push_str(line);
    }
    item
}

/// A text without anything that a question would take for a part of itself.
fn safe(text: &str, lists: Lists) -> String {
    let text = text.trim_matches('\n').trim_end();
    // What begins with four spaces would be code.
    let indent = text.len() - text.trim_start_matches(' ').len();
    let text = if indent > 0 && !text.contains('\n') { text.trim_start() } else { text };
    let text = &markdown::closed(text);
    let events = markdown::parse(text);
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for block in markdown::blocks(&events) {
        let (first, range) = &events[block.start];
        let is_list = matches!(first, Event::Start(Tag::List(_) | Tag::Table(_)));
        let has_gaps = text[range.clone()].contains(MARK);
        if is_list && lists == Lists::Quoted && !has_gaps {
            // Quoted as a whole, what is made safe within it is made so first.
            let inner = edits_within(text, &events[block.clone()]);
            let inner = applied(&text[range.clone()], range.start, inner);
            edits.push((range.clone(), format!("{}\n", quotation(inner.trim_end()))));
        } else {
            edits.extend(edits_within(text, &events[block]));
        }
    }
    applied(text, 0, edits)
}

fn edits_within(text: &str, events: &Events<'_>) -> Vec<(Range<usize>, String)> {
    let mut edits = Vec::new();
    let mut code = 0;
    // The last character of the text before, and whether the next text begins a line.
    let mut before = ' ';
    let mut is_start = true;
    for (event, range) in events {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                code += 1;
                if let CodeBlockKind::Fenced(info) = kind
                    && info.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("output"))
                {
                    let at = text[range.clone()].find(info.as_ref()).unwrap_or(0) + range.start;
                    edits.push((at..at + info.len(), "text".into()));
                }
            }
            Event::End(TagEnd::CodeBlock) => code -= 1,
            Event::Text(part) if code == 0 => {
                let source = &text[range.clone()];
                let is_written_so = source == part.as_ref();
                // Two brackets that follow each other would begin or end a gap; a comment between them parts them.
                for (offset, character) in part.char_indices() {
                    if matches!(character, '[' | ']') && before == character {
                        let at = range.start + if is_written_so { offset } else { 0 };
                        let escapes = offset == 0 && text[..at].ends_with('\\');
                        let at = at - usize::from(escapes);
                        edits.push((at..at, "<!-- -->".into()));
                    }
                    before = character;
                }
                if is_start && let Some(colon) = label_end(part).filter(|_| is_written_so) {
                    edits.push((range.start + colon..range.start + colon, "\\".into()));
                }
                is_start = part.trim().is_empty() && is_start;
                continue;
            }
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => continue,
            Event::End(TagEnd::Strong | TagEnd::Emphasis) => {
                // `**Hint**: …`
                let word = text[..range.end].trim_end_matches(['*', '_']);
                let word = &word[word.rfind(['*', '_', '\n']).map_or(0, |at| at + 1)..];
                if LABELS.contains(&word.trim().to_lowercase().as_str()) && text[range.end..].starts_with(':')
                {
                    edits.push((range.end..range.end, "\\".into()));
                }
                continue;
            }
            Event::SoftBreak | Event::HardBreak => {
                is_start = true;
                before = ' ';
                continue;
            }
            Event::Start(Tag::Link { .. }) | Event::End(TagEnd::Link) => continue,
            _ => {}
        }
        before = ' ';
        is_start = matches!(event, Event::Start(_) | Event::End(_) | Event::Html(_) | Event::Rule);
    }
    edits
}

/// Where the colon of a label stands that a text begins with.
fn label_end(text: &str) -> Option<usize> {
    let colon = text.char_indices().take(24).find(|(_, character)| *character == ':')?.0;
    let word = text[..colon].trim().to_lowercase();
    LABELS.contains(&word.as_str()).then_some(colon)
}

fn applied(text: &str, offset: usize, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by(|(one, _), (other, _)| one.start.cmp(&other.start).then(other.end.cmp(&one.end)));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, put) in edits {
        let range = range.start - offset..range.end - offset;
        if range.start >= at && range.end <= text.len() {
            out.push_str(&text[at..range.start]);
            out.push_str(&put);
            at = range.end;
        }
    }
    out.push_str(&text[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_taken_for_a_part_of_the_question() {
        for (text, expected) in [
            ("Hint: this", "Hint\\: this"),
            ("a\n**Answer:** b", "a\n**Answer\\:** b"),
            ("**Answer**: b", "**Answer**\\: b"),
            ("a hint: b", "a hint: b"),
            ("`Hint: a`", "`Hint: a`"),
            ("a[[b]]", "a[<!-- -->[b]<!-- -->]"),
            ("`a[[0]]`", "`a[[0]]`"),
            ("\\[\\[b", "\\[<!-- -->\\[b"),
            ("- a\n- Hint: b", "> - a\n> - Hint\\: b\n"),
            ("```output\na\n```", "```text\na\n```"),
        ] {
            assert_eq!(safe(text, Lists::Quoted), expected, "{text}");
        }
        assert_eq!(safe("- a\n- b", Lists::Stay), "- a\n- b");
    }

    #[test]
    fn answers_are_taken_to_the_letter() {
        for (answer, expected) in [
            ("two words", "two words"),
            ("1984", "`1984`"),
            ("True", "`True`"),
            ("a | b", "`a | b`"),
            ("``", "``` `` ```"),
        ] {
            assert_eq!(quoted(answer), expected, "{answer}");
        }
    }
}
