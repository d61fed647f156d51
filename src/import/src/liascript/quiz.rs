//! Quizzes of LiaScript: how their lines are told from others, and the questions that they become.

use crate::escape;
use crate::loss::Became;
use crate::markdown::plain;
use crate::question::{self, Choice, Gap, Kind};

/// A line of a quiz, without its indentation and bullet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// `[(X)] text` and `[[X]] text`.
    Choice { is_multiple: bool, is_right: bool, text: String },
    /// `[[word]]`.
    Text(String),
    /// `[[one|(two)]]`.
    Select(String),
    /// `[[one] [two]]`.
    Head(Vec<String>),
    /// `[ (X) ( ) ] text`.
    Row { cells: Vec<bool>, is_multiple: bool, text: String },
    /// `[[!]]`.
    Generic,
    /// `[[?]] text`.
    Hint(String),
    /// `[(1)] text`, `[[1]] text` and `[[___]]`: nobody says what is right.
    Survey(String),
}

/// A quiz as it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Raw {
    pub(super) number: usize,
    /// How far its first line is indented.
    pub(super) indent: usize,
    pub(super) lines: Vec<Line>,
    pub(super) hints: Vec<String>,
    pub(super) solution: Vec<(String, usize)>,
    pub(super) has_script: bool,
}

/// What came of a quiz.
pub(super) enum Made {
    Kind(Kind),
    /// No question; what is said of it, and lines of text in its place.
    Text(Became, &'static str, Vec<String>),
}

/// Reads a line.
pub(super) fn line(text: &str) -> Option<Line> {
    let text = text.trim();
    let text = text.strip_prefix("- ").or_else(|| text.strip_prefix("* ")).unwrap_or(text).trim();
    let inner = text.strip_prefix('[')?;
    if let Some(rest) = inner.strip_prefix('(') {
        if let Some((mark, words)) = rest.split_once(")]") {
            let words = words.trim().to_owned();
            return match mark.trim() {
                "" => Some(Line::Choice { is_multiple: false, is_right: false, text: words }),
                "X" | "x" => Some(Line::Choice { is_multiple: false, is_right: true, text: words }),
                mark if is_survey_mark(mark) && !words.is_empty() => Some(Line::Survey(words)),
                _ => cells(text),
            };
        }
        return cells(text);
    }
    if let Some(rest) = inner.strip_prefix('[') {
        if let Some((mark, words)) = rest.split_once("]]") {
            let words = words.trim().to_owned();
            let is_alone = words.is_empty();
            let bare = mark.trim();
            return match bare {
                "" => Some(Line::Choice { is_multiple: true, is_right: false, text: words }),
                "X" | "x" => Some(Line::Choice { is_multiple: true, is_right: true, text: words }),
                "?" => Some(Line::Hint(words)),
                "!" => Some(Line::Generic),
                mark if mark.chars().all(|c| c == '_' || c == ' ') && is_alone => {
                    Some(Line::Survey(String::new()))
                }
                mark if is_survey_mark(mark) && !is_alone => Some(Line::Survey(words)),
                // `[[X] [ ]] text` is a row, `[[one] [two]]` a head.
                mark if mark.contains(']') => cells(text),
                mark if mark.contains('|') && is_alone => Some(Line::Select(mark.into())),
                mark if is_alone => {
                    let mark = mark.strip_prefix("->").unwrap_or(mark).trim();
                    Some(if mark.contains('|') { Line::Select(mark.into()) } else { Line::Text(mark.into()) })
                }
                _ => None,
            };
        }
        return cells(text);
    }
    if let Some(rest) = inner.strip_prefix("->[") {
        let (mark, words) = rest.split_once("]]").or_else(|| rest.split_once(']'))?;
        let is_choice = mark.contains('|') && words.trim().is_empty();
        return is_choice.then(|| Line::Select(mark.into()));
    }
    inner.starts_with(' ').then(|| cells(text)).flatten()
}

/// Whether a line begins options to choose from that end in a later line.
pub(super) fn opens_select(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("[[")
        && !text.contains("]]")
        && text[2..].trim().chars().next().is_some_and(|c| !"?!".contains(c))
}

fn is_survey_mark(mark: &str) -> bool {
    let is_number =
        !mark.is_empty() && mark.len() <= 4 && mark.chars().all(|c| c.is_ascii_digit() || c == '-');
    is_number || mark.starts_with(':')
}

/// A head or a row: cells between brackets of any kind, within brackets.
fn cells(text: &str) -> Option<Line> {
    let inner = text.strip_prefix('[')?;
    let mut found: Vec<(char, String)> = Vec::new();
    let mut characters = inner.char_indices();
    while let Some((at, character)) = characters.next() {
        let close = match character {
            '[' => ']',
            '(' => ')',
            ']' => {
                let words = inner[at + 1..].trim().to_owned();
                return sorted(found, words);
            }
            c if c.is_whitespace() => continue,
            _ => return None,
        };
        let mut cell = String::new();
        let mut depth = 0;
        let mut is_closed = false;
        for (_, inside) in characters.by_ref() {
            if inside == character {
                depth += 1;
            } else if inside == close {
                if depth == 0 {
                    is_closed = true;
                    break;
                }
                depth -= 1;
            }
            cell.push(inside);
        }
        if !is_closed {
            return None;
        }
        found.push((character, cell.trim().to_owned()));
    }
    None
}

fn sorted(cells: Vec<(char, String)>, text: String) -> Option<Line> {
    if cells.is_empty() {
        return None;
    }
    let is_mark = |cell: &String| matches!(cell.as_str(), "" | "X" | "x");
    if cells.iter().all(|(_, cell)| is_mark(cell)) {
        let is_multiple = cells[0].0 == '[';
        let cells = cells.iter().map(|(_, cell)| !cell.is_empty()).collect();
        return Some(Line::Row { cells, is_multiple, text });
    }
    let names: Vec<String> = cells.into_iter().map(|(_, cell)| cell).collect();
    (text.is_empty() && names.len() > 1 && names.iter().all(|name| !name.is_empty()))
        .then_some(Line::Head(names))
}

/// What a quiz asks for. `text` makes Markdown of the words of a line.
pub(super) fn kind(raw: &Raw, text: &mut dyn FnMut(&str) -> String) -> Made {
    let Some(first) = raw.lines.first() else {
        return Made::Text(Became::KeptAsText, "hints without a quiz", raw.hints.clone());
    };
    match first {
        Line::Choice { is_multiple, .. } => choices(raw, *is_multiple, text),
        Line::Text(word) => {
            let word = without_comments(word);
            let is_readable = word.contains(char::is_alphanumeric) || !raw.has_script && !word.is_empty();
            if is_readable {
                return Made::Kind(Kind::Short { answers: vec![word], patterns: Vec::new() });
            }
            Made::Text(Became::LeftOut, "quizzes that only a program can check", Vec::new())
        }
        Line::Select(options) => {
            let options: Vec<(String, bool)> =
                options.split('|').map(option).filter(|(words, _)| !words.is_empty()).collect();
            let choices: Vec<Choice> = options
                .iter()
                .map(|(words, is_right)| Choice {
                    text: text(words),
                    is_right: *is_right,
                    ..Choice::default()
                })
                .collect();
            of_choices(choices, false)
        }
        Line::Generic => Made::Text(Became::LeftOut, "quizzes that only a program can check", Vec::new()),
        Line::Survey(_) => {
            let words = |line: &Line| match line {
                Line::Survey(words) | Line::Row { text: words, .. } => Some(words.clone()),
                _ => None,
            };
            let options: Vec<_> =
                raw.lines.iter().filter_map(words).filter(|words| !words.is_empty()).collect();
            Made::Text(
                Became::KeptAsText,
                "surveys",
                options.iter().map(|words| format!("- {}", text(words))).collect(),
            )
        }
        Line::Head(_) | Line::Row { .. } => matrix(raw, text),
        Line::Hint(_) => Made::Text(Became::KeptAsText, "hints without a quiz", Vec::new()),
    }
}

fn choices(raw: &Raw, is_multiple: bool, text: &mut dyn FnMut(&str) -> String) -> Made {
    let mut choices = Vec::new();
    for line in &raw.lines {
        if let Line::Choice { is_right, text: words, .. } = line {
            choices.push(Choice { text: text(words), is_right: *is_right, ..Choice::default() });
        }
    }
    of_choices(choices, is_multiple)
}

fn of_choices(choices: Vec<Choice>, is_multiple: bool) -> Made {
    let right = choices.iter().filter(|choice| choice.is_right).count();
    if choices.len() < 2 || right == 0 {
        let lines = choices.iter().map(|choice| format!("- {}", choice.text)).collect();
        let sort = if right == 0 { "quizzes of which nothing is right" } else { "quizzes with one choice" };
        return Made::Text(Became::KeptAsText, sort, lines);
    }
    Made::Kind(if is_multiple || right > 1 { Kind::Multiple(choices) } else { Kind::Single(choices) })
}

/// A table of choices: pairs where every row has one, else every row is a list of its own.
fn matrix(raw: &Raw, text: &mut dyn FnMut(&str) -> String) -> Made {
    let head: Vec<String> = match raw.lines.first() {
        Some(Line::Head(names)) => names.iter().map(|name| text(&without_comments(name))).collect(),
        _ => Vec::new(),
    };
    let mut rows: Vec<(Vec<usize>, String)> = Vec::new();
    for line in &raw.lines {
        if let Line::Row { cells, text: words, .. } = line {
            let right: Vec<usize> = (0..cells.len()).filter(|at| cells[*at]).collect();
            rows.push((right, text(words)));
        }
    }
    let is_paired = rows.len() > 1
        && head.len() > 1
        && rows
            .iter()
            .all(|(right, words)| matches!(right[..], [one] if one < head.len()) && !plain(words).is_empty());
    if is_paired {
        let used: Vec<usize> = rows.iter().map(|(right, _)| right[0]).collect();
        let pairs = rows.into_iter().map(|(right, words)| (words, head[right[0]].clone())).collect();
        let others = head
            .iter()
            .enumerate()
            .filter(|(at, _)| !used.contains(at))
            .map(|(_, name)| name.clone())
            .collect();
        return Made::Kind(Kind::Matching { pairs, others });
    }
    // Which cells are right, by their names: what is to be picked among all of them.
    let mut choices = Vec::new();
    for (right, words) in &rows {
        for (at, name) in head.iter().enumerate() {
            let text = format!("{words}: {name}");
            choices.push(Choice { text, is_right: right.contains(&at), ..Choice::default() });
        }
    }
    match of_choices(choices, true) {
        Made::Kind(kind) => Made::Kind(kind),
        Made::Text(became, _, lines) => Made::Text(became, "tables of choices", lines),
    }
}

/// An option of a selection, and whether it is right.
fn option(words: &str) -> (String, bool) {
    let words = without_comments(words);
    match words.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) => (inner.trim().to_owned(), true),
        None => (words, false),
    }
}

/// A text without HTML comments.
fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a text has a gap in it.
pub(super) fn has_gap(text: &str) -> bool {
    !gaps(text).is_empty()
}

/// Where the gaps of a text stand: from `[[` to `]]`, outside of code.
fn gaps(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut gaps = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(['`', '[', '\\']).map(|offset| at + offset) {
        let rest = &text[found..];
        at = match rest.as_bytes() {
            [b'\\', ..] => found + 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            [b'`', ..] => {
                let ticks = rest.len() - rest.trim_start_matches('`').len();
                found + rest[ticks..].find(&rest[..ticks]).map_or(ticks, |length| 2 * ticks + length)
            }
            [b'[', b'[', ..] | [b'[', b'-', b'>', b'[', ..] => {
                let start = rest.find("[[").filter(|start| *start == 0).map_or(4, |_| 2);
                match rest[start..].find("]]") {
                    Some(length) => {
                        let inner = rest[start..start + length].trim();
                        let is_gap = !inner.is_empty()
                            && !matches!(inner, "?" | "!" | "X" | "x")
                            && !inner.contains("\n\n");
                        if is_gap {
                            gaps.push(found..found + start + length + 2);
                        }
                        found + start + length + 2
                    }
                    None => return gaps,
                }
            }
            _ => found + 1,
        };
    }
    gaps
}

/// A text with gaps as the prompt of a cloze; `Err` with the text without its answers where it cannot be one.
pub(super) fn cloze(text: &str) -> Result<(String, Vec<Gap>, bool), String> {
    let mut prompt = String::new();
    let mut without = String::new();
    let mut found = Vec::new();
    let mut is_fit = true;
    let mut is_narrowed = false;
    let mut at = 0;
    for range in gaps(text) {
        let inner = text[range.clone()].trim_start_matches(['[', '-', '>']).trim_end_matches(']');
        let is_list = inner.contains('|');
        let options: Vec<(String, bool)> =
            inner.split('|').map(option).map(|(words, right)| (plain(&words), right)).collect();
        let gap = if is_list {
            let right: Vec<usize> = (0..options.len()).filter(|at| options[*at].1).collect();
            let choices: Vec<String> = options.into_iter().map(|(words, _)| words).collect();
            is_narrowed |= right.len() > 1;
            let is_good = question::can_be_chosen(&choices);
            right.first().filter(|_| is_good).map(|right| Gap::Choice { choices, right: *right })
        } else {
            // A word in parentheses is a word in parentheses.
            let word = plain(&without_comments(inner));
            question::can_be_typed(&word).then(|| Gap::Texts(vec![word]))
        };
        prompt.push_str(&text[at..range.start]);
        without.push_str(&text[at..range.start]);
        without.push_str("\\_\\_\\_");
        match gap {
            Some(gap) => {
                prompt.push_str(&question::gap(found.len()));
                found.push(gap);
            }
            None => is_fit = false,
        }
        at = range.end;
    }
    prompt.push_str(&text[at..]);
    without.push_str(&text[at..]);
    if is_fit && !found.is_empty() { Ok((prompt, found, is_narrowed)) } else { Err(without) }
}

/// Words of a quiz that became none, as plain text.
pub(super) fn shown(raw: &Raw) -> String {
    match raw.lines.first() {
        Some(Line::Text(word) | Line::Select(word) | Line::Survey(word)) => escape::inline(word),
        Some(Line::Choice { text, .. } | Line::Row { text, .. }) => text.clone(),
        Some(Line::Head(names)) => names.join(" "),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_from_each_other() {
        let choice = |is_multiple, is_right, text: &str| {
            Some(Line::Choice { is_multiple, is_right, text: text.into() })
        };
        for (text, expected) in [
            ("- [( )] a", choice(false, false, "a")),
            ("    [(X)] b", choice(false, true, "b")),
            ("[[ ]] c", choice(true, false, "c")),
            ("[[x]] d", choice(true, true, "d")),
            ("[[word]]", Some(Line::Text("word".into()))),
            ("[[ a | (b) ]]", Some(Line::Select("a | (b)".into()))),
            ("[->[(a)|b]]", Some(Line::Select("(a)|b".into()))),
            ("[[a (b)] (c [d]) [e]]", Some(Line::Head(vec!["a (b)".into(), "c [d]".into(), "e".into()]))),
            (
                "[ (X) ( ) ] f",
                Some(Line::Row { cells: vec![true, false], is_multiple: false, text: "f".into() }),
            ),
            (
                "[[X] [ ]] g",
                Some(Line::Row { cells: vec![true, false], is_multiple: true, text: "g".into() }),
            ),
            ("- [[?]] h", Some(Line::Hint("h".into()))),
            ("[[!]]", Some(Line::Generic)),
            ("[(1)] i", Some(Line::Survey("i".into()))),
            ("[[:red]] j", Some(Line::Survey("j".into()))),
            ("[[___ ___]]", Some(Line::Survey(String::new()))),
            ("[a](b)", None),
            ("- [x] task", None),
            ("[[word]] and more", None),
            ("text", None),
            ("[", None),
        ] {
            assert_eq!(line(text), expected, "{text}");
        }
        assert!(opens_select("[[ a"));
        assert!(!opens_select("[[a]]"));
    }

    #[test]
    fn gaps_in_a_text_make_a_cloze() {
        let (prompt, gaps, _) = cloze("A [[ word ]] or [[(one)|two]], `[[not]]`").unwrap();
        assert_eq!(prompt, format!("A {} or {}, `[[not]]`", question::gap(0), question::gap(1)));
        assert_eq!(
            gaps,
            [
                Gap::Texts(vec!["word".into()]),
                Gap::Choice { choices: vec!["one".into(), "two".into()], right: 0 }
            ]
        );
        assert_eq!(cloze("A [[one|two]]"), Err("A \\_\\_\\_".into()));
        assert!(!has_gap("[[?]] [[X]] [a](b)"));
    }
}
