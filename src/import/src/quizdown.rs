//! Quizzes of quizdown: <https://github.com/bonartm/quizdown-js>.
//!
//! Below each heading stand a hint as a quotation, more words, and a list: of boxes with bullets several choices may be
//! right, of boxes with numbers one, and numbers without boxes are an order.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::files::Files;
use crate::format::main_file;
use crate::from_html::{self, decoded};
use crate::loss::{Became, Losses};
use crate::markdown::{self, Events, Fence, Reading};
use crate::model::{Course, Lesson, Part, Type};
use crate::names::{self, Names};
use crate::question::{Choice, Kind, Question};
use crate::source::Source;
use crate::text::Text;
use crate::{Problem, Use};

/// Options that nothing else has at the head of a file.
const OPTIONS: [&str; 7] = [
    "shuffleAnswers",
    "shuffleQuestions",
    "nQuestions",
    "enableRetry",
    "primaryColor",
    "secondaryColor",
    "startOnLoad",
];

/// Whether a text is a quiz, or a page with quizzes in it.
pub(crate) fn is_quiz(text: &str) -> bool {
    if !embedded(text).is_empty() {
        return true;
    }
    let text = Text::of(text);
    let (body, settings) = without_options(&text);
    if settings.iter().any(|setting| OPTIONS.contains(&setting.key.as_str())) {
        return true;
    }
    let events = markdown::parse(body.as_str());
    let mut lists = Vec::new();
    for block in markdown::blocks(&events) {
        match &events[block.start].0 {
            Event::Start(Tag::Heading { .. }) => lists.push(0),
            Event::Start(Tag::List(_)) => {
                let has_box =
                    events[block].iter().any(|(event, _)| matches!(event, Event::TaskListMarker(_)));
                if let Some(last) = lists.last_mut() {
                    *last += if has_box { 1 } else { 1000 };
                }
            }
            _ => {}
        }
    }
    let with_boxes = lists.iter().filter(|lists| **lists == 1).count();
    with_boxes > 0 && lists.iter().all(|lists| matches!(lists, 1 | 1000))
}

/// Reads a file.
pub(crate) fn read(source: &Source, files: &mut Files<'_>, losses: &mut Losses) -> Result<Course, Problem> {
    let file = main_file(source).ok_or_else(|| Problem("name the file with the quiz".into()))?;
    let (text, is_whole) = source
        .text(&file)
        .map_err(|_| Problem(format!("there is no file `{file}`, or it cannot be read")))?;
    if !is_whole {
        losses.note(Became::LeftOut, "characters that are not UTF-8", (&file, 1), "");
    }
    let mut quizzes = embedded(&text);
    if quizzes.is_empty() {
        quizzes.push((text, 1));
    } else {
        losses.note(Became::LeftOut, "the page around the quizzes", (&file, 1), "");
    }
    let title = names::humanise(&source.name);
    let mut ids = Names::default();
    let mut lessons = Vec::new();
    let count = quizzes.len();
    for (number, (text, line)) in quizzes.into_iter().enumerate() {
        let mut quiz = Quiz { file: &file, files: &mut *files, losses: &mut *losses };
        let (parts, settings) = quiz.read(&Text::from_line(&text, line));
        if !parts.iter().any(|part| matches!(part, Part::Questions(..))) {
            continue;
        }
        let title = if count == 1 { title.clone() } else { format!("{title} {}", number + 1) };
        let id = ids.unique(&names::id(&title, "quiz"));
        let file = file.clone();
        lessons.push(Lesson {
            id,
            title,
            file,
            kind: Type::Quiz,
            quiz: settings,
            parts,
            ..Lesson::default()
        });
    }
    if lessons.is_empty() {
        return Err(Problem(format!("`{file}` holds no questions of quizdown")));
    }
    Ok(Course { title, lessons, ..Course::default() })
}

/// The quizzes of a page, each with the line where it begins: in elements of the class `quizdown`, or in fences.
fn embedded(text: &str) -> Vec<(String, usize)> {
    let mut quizzes = Vec::new();
    let mut open: Option<(Vec<&str>, usize, &str)> = None;
    for (index, line) in text.split('\n').enumerate() {
        let word = line.trim();
        match &mut open {
            Some((lines, start, end)) if word.starts_with(*end) => {
                quizzes.push((unindented(lines), *start));
                open = None;
            }
            Some((lines, ..)) => lines.push(line),
            None if word.starts_with("```quizdown") => open = Some((Vec::new(), index + 2, "```")),
            None if word.starts_with('<') && word.contains("class=\"quizdown\"") && word.ends_with('>') => {
                open = Some((Vec::new(), index + 2, "</div"));
            }
            None => {}
        }
    }
    quizzes.extend(open.map(|(lines, start, _)| (unindented(&lines), start)));
    quizzes
}

fn unindented(lines: &[&str]) -> String {
    let indent = |line: &&str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let common = lines.iter().filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let line = |line: &&str| line.get(common..).unwrap_or_default().to_owned();
    decoded(&lines.iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// An option with its place.
struct Setting {
    line: usize,
    key: String,
    value: String,
    /// Whether it stands before all questions.
    is_of_quiz: bool,
}

/// Takes the options between two lines `---` out: at the beginning, and right behind a heading.
fn without_options(text: &Text) -> (Text, Vec<Setting>) {
    let lines: Vec<_> = text.lines().collect();
    let mut kept = Text::default();
    let mut settings = Vec::new();
    let mut may_begin = true;
    let mut has_heading = false;
    let mut at = 0;
    while at < lines.len() {
        let (line, source) = lines[at];
        if may_begin && line.trim_end() == "---" {
            let is_setting =
                |line: &str| line.trim().is_empty() || line.contains(':') || line.starts_with('#');
            let inner = lines[at + 1..]
                .iter()
                .take_while(|(line, _)| line.trim_end() != "---" && is_setting(line))
                .count();
            if lines.get(at + 1 + inner).is_some_and(|(line, _)| line.trim_end() == "---") {
                for (line, source) in &lines[at + 1..at + 1 + inner] {
                    let Some((key, value)) = line.split_once(':') else { continue };
                    let (key, value) =
                        (key.trim().to_owned(), value.trim().trim_matches(['"', '\'']).to_owned());
                    settings.push(Setting { line: *source, key, value, is_of_quiz: !has_heading });
                }
                at += inner + 2;
                may_begin = false;
                continue;
            }
        }
        if line.trim_start().starts_with('#') {
            has_heading = true;
            may_begin = true;
        } else if !line.trim().is_empty() {
            may_begin = false;
        }
        kept.push(line, source);
        at += 1;
    }
    (kept, settings)
}

/// The reading of one quiz.
struct Quiz<'q, 's> {
    file: &'q str,
    files: &'q mut Files<'s>,
    losses: &'q mut Losses,
}

impl Quiz<'_, '_> {
    fn read(&mut self, text: &Text) -> (Vec<Part>, Vec<String>) {
        let (text, settings) = without_options(text);
        let settings = self.settings(&settings);
        let text = self.rewritten(&text);
        let source = text.as_str();
        let events = markdown::parse(source);
        let blocks = markdown::blocks(&events);
        let is_heading =
            |block: &Range<usize>| matches!(events[block.start].0, Event::Start(Tag::Heading { .. }));
        let mut parts: Vec<Part> = Vec::new();
        let mut start = blocks.iter().position(is_heading).unwrap_or(blocks.len());
        if start > 0 {
            let before = &events[blocks[0].start].1;
            let place = (self.file, text.line_at(before.start));
            self.losses.note(
                Became::LeftOut,
                "text before the first question",
                place,
                &source[before.clone()],
            );
        }
        while start < blocks.len() {
            let end = blocks[start + 1..]
                .iter()
                .position(is_heading)
                .map_or(blocks.len(), |length| start + 1 + length);
            let line = text.line_at(events[blocks[start].start].1.start);
            match self.question(source, &events, &blocks[start..end], line) {
                Ok(question) => match parts.last_mut() {
                    Some(Part::Questions(questions, _)) => questions.push(question),
                    _ => parts.push(Part::Questions(vec![question], line)),
                },
                Err(why) => {
                    let from = events[blocks[start].start].1.start;
                    let to = events[blocks[end - 1].start].1.end;
                    let detail = format!("{why}: {}", &source[from..to]);
                    self.losses.note(
                        Became::KeptAsText,
                        "questions that cannot be asked",
                        (self.file, line),
                        &detail,
                    );
                    parts.push(Part::Text(markdown::without_lists(&source[from..to])));
                }
            }
            start = end;
        }
        (parts, settings)
    }

    fn rewritten(&mut self, text: &Text) -> Text {
        let file = self.file;
        let (files, mut more) = (&mut *self.files, Losses::default());
        let mut find = |address: &str, how: Use, line: usize| {
            from_html::address_of(address, how, (file, line), files, &mut more)
        };
        let mut reading = Reading {
            file,
            has_math: true,
            has_heading_attributes: false,
            takes_headings: true,
            find: &mut find,
            fence: &Fence::usual,
            losses: self.losses,
        };
        let rewritten = markdown::rewritten(text, &mut reading);
        self.losses.take(more);
        rewritten
    }

    fn question(
        &mut self,
        source: &str,
        events: &Events<'_>,
        blocks: &[Range<usize>],
        line: usize,
    ) -> Result<Question, &'static str> {
        let mut prompt: Vec<String> = Vec::new();
        let mut hint: Vec<String> = Vec::new();
        let mut answers = None;
        for block in blocks {
            let range = events[block.start].1.clone();
            let text = dedented(source, range.clone());
            match &events[block.start].0 {
                Event::Start(Tag::Heading { .. }) => {
                    // Of a heading only its words stay.
                    let inner = &events[block.start + 1..block.end - 1];
                    let words = inner
                        .iter()
                        .map(|(_, range)| range.start)
                        .min()
                        .zip(inner.iter().map(|(_, range)| range.end).max());
                    let words = words.map_or("", |(start, end)| &source[start..end]);
                    prompt.push(words.split_whitespace().collect::<Vec<_>>().join(" "));
                }
                Event::Start(Tag::BlockQuote(_)) => hint.push(unquoted(&text)),
                Event::Start(Tag::List(_)) if answers.is_none() => answers = Some(block.clone()),
                Event::Start(Tag::List(_) | Tag::Table(_)) | Event::Rule => {
                    self.losses.note(Became::LeftOut, "more lists of one question", (self.file, line), &text);
                }
                _ => prompt.push(text),
            }
        }
        let Some(list) = answers else { return Err("there is no list of answers") };
        let is_numbered = matches!(events[list.start].0, Event::Start(Tag::List(Some(_))));
        let (has_boxes, choices) = choices(source, &events[list]);
        let hints = if hint.is_empty() { Vec::new() } else { vec![hint.join("\n\n")] };
        let right = choices.iter().filter(|choice| choice.is_right).count();
        let kind = match (is_numbered, has_boxes) {
            _ if choices.len() < 2 => return Err("there are fewer than two answers"),
            (true, false) => {
                for choice in choices.iter().filter(|choice| !choice.feedback.is_empty()) {
                    self.losses.note(
                        Became::LeftOut,
                        "comments in an order",
                        (self.file, line),
                        &choice.feedback,
                    );
                }
                Kind::Ordering(choices.into_iter().map(|choice| choice.text).collect())
            }
            _ if right == 0 => return Err("no answer is right"),
            (true, true) if right == 1 => Kind::Single(choices),
            (true, true) => {
                let detail = "any of them was enough, all of them are asked for now";
                self.losses.note(
                    Became::Approximated,
                    "several right choices of which one is enough",
                    (self.file, line),
                    detail,
                );
                Kind::Multiple(choices)
            }
            (false, _) => Kind::Multiple(choices),
        };
        let prompt =
            prompt.into_iter().filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n\n");
        Ok(Question { prompt, kind, hints, ..Question::default() })
    }

    /// Options as lines below `quiz:`.
    fn settings(&mut self, settings: &[Setting]) -> Vec<String> {
        let mut lines = vec!["feedback: at-end".to_owned()];
        let (mut choices, mut questions, mut draw) = (true, false, None);
        for setting in settings {
            let is_on = setting.value != "false";
            let detail = format!("{}: {}", setting.key, setting.value);
            let place = (self.file, setting.line);
            match setting.key.as_str() {
                "shuffleAnswers" | "shuffle_answers" if setting.is_of_quiz => choices = is_on,
                "shuffleQuestions" | "shuffle_questions" if setting.is_of_quiz => questions = is_on,
                "nQuestions" | "n_questions" if setting.is_of_quiz => {
                    draw = setting.value.parse::<usize>().ok().filter(|number| (1..1000).contains(number));
                }
                "enableRetry" | "enable_retry" if setting.is_of_quiz && !is_on => {
                    lines.push("attempts: 1".into())
                }
                "enableRetry" | "enable_retry" if setting.is_of_quiz => {}
                _ => self.losses.note(Became::LeftOut, "options", place, &detail),
            }
        }
        lines.push(format!(
            "shuffle: {}",
            match (choices, questions) {
                (true, true) => "all",
                (true, false) => "choices",
                (false, true) => "questions",
                (false, false) => "none",
            }
        ));
        // Without shuffled questions quizdown asks all of them.
        lines.extend(draw.filter(|_| questions).map(|draw| format!("draw: {draw}")));
        lines
    }
}

/// The items of a list, and whether they have boxes.
fn choices(source: &str, list: &Events<'_>) -> (bool, Vec<Choice>) {
    let inner = &list[1..list.len() - 1];
    let mut has_boxes = false;
    let mut choices = Vec::new();
    for item in markdown::blocks(inner) {
        let item = &inner[item];
        let mut choice = Choice::default();
        let mut texts: Vec<String> = Vec::new();
        let mut feedback = Vec::new();
        let mut run: Option<Range<usize>> = None;
        let inner = item.get(1..item.len().saturating_sub(1)).unwrap_or_default();
        for block in markdown::blocks(inner) {
            let (event, range) = &inner[block.start];
            match event {
                Event::TaskListMarker(done) => {
                    has_boxes = true;
                    choice.is_right = *done;
                }
                Event::Start(Tag::BlockQuote(_)) => {
                    texts.extend(run.take().map(|run| dedented(source, run)));
                    feedback.push(unquoted(&dedented(source, range.clone())));
                }
                Event::Start(
                    Tag::Paragraph
                    | Tag::List(_)
                    | Tag::CodeBlock(_)
                    | Tag::Table(_)
                    | Tag::HtmlBlock
                    | Tag::Heading { .. },
                ) => {
                    texts.extend(run.take().map(|run| dedented(source, run)));
                    // In a loose list the box stands in the first paragraph.
                    let mut range = range.clone();
                    if let Some((Event::TaskListMarker(done), mark)) = inner.get(block.start + 1) {
                        has_boxes = true;
                        choice.is_right = *done;
                        range.start = mark.end;
                    }
                    texts.push(dedented(source, range));
                }
                _ => {
                    let end = range.end;
                    run = Some(run.map_or(range.start, |run| run.start)..end);
                }
            }
        }
        texts.extend(run.map(|run| dedented(source, run)));
        let texts: Vec<_> = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
        choice.text = texts.join("\n\n");
        choice.feedback = feedback.join("\n\n");
        choices.push(choice);
    }
    (has_boxes, choices)
}

/// A part of a text without the indentation that its first line stands behind.
fn dedented(source: &str, range: Range<usize>) -> String {
    let start = source[..range.start].rfind('\n').map_or(0, |before| before + 1);
    let column = source[start..range.start].chars().count();
    let line = |(index, line): (usize, &str)| {
        let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
        line[if index == 0 { 0 } else { blanks.min(column) }..].to_owned()
    };
    let text: Vec<_> = source[range].trim_end().split('\n').enumerate().map(line).collect();
    text.join("\n")
}

/// A quotation without its signs.
fn unquoted(text: &str) -> String {
    let line = |line: &str| {
        let line = line.trim_start();
        let line = line.strip_prefix('>').unwrap_or(line);
        line.strip_prefix(' ').unwrap_or(line).to_owned()
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quiz_is_told_from_other_markdown() {
        assert!(is_quiz("---\nlocale: de\n---\n\n# A?\n\n- [x] b\n- [ ] c\n"));
        assert!(is_quiz("<div class=\"quizdown\">\n # A\n</div>"));
        assert!(!is_quiz("# Plan\n\n- [x] done\n\n## Notes\n\nNo list.\n"));
        assert!(!is_quiz("text"));
    }

    #[test]
    fn options_stand_at_the_top_and_behind_headings() {
        let text = Text::of("---\na: 1\n---\n\n# Q\n\n---\nb: '2'\n---\n\nc\n\n---\nd: 3\n---\n");
        let (kept, settings) = without_options(&text);
        assert_eq!(kept.as_str(), "\n# Q\n\n\nc\n\n---\nd: 3\n---\n");
        let settings: Vec<_> =
            settings.iter().map(|it| (it.line, it.key.as_str(), it.value.as_str(), it.is_of_quiz)).collect();
        assert_eq!(settings, [(2, "a", "1", true), (8, "b", "2", false)]);
    }

    #[test]
    fn quizzes_of_a_page_are_found_with_their_lines() {
        let page = "x\n<div class=\"quizdown\">\n  # A &lt;b&gt;\n    - c\n</div>\n```quizdown\n# D\n```\n";
        assert_eq!(embedded(page), [("# A <b>\n  - c".to_owned(), 3), ("# D".to_owned(), 7)]);
    }
}
