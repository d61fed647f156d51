//! A section of a course, line by line: code, effects, comments, quizzes, and all other text.
//!
//! 1. [`items`] takes the lines apart. What says how something is presented ends there.
//! 2. [`Section`] puts text and questions together: the paragraph before a quiz is what it asks.

use crate::escape;
use crate::loss::{Became, Losses};
use crate::markdown::with_title;
use crate::question::{Kind, Question};
use crate::text::Text;

use super::inline::{Lines, is_step};
use super::quiz::{self, Line, Made, Raw};

/// A part of a section.
#[derive(Debug, PartialEq, Eq)]
enum Item {
    Blank,
    Text(String, usize),
    /// A fence with its lines.
    Code(Vec<(String, usize)>),
    Quiz(Raw),
}

/// What came of a section.
pub(super) struct Written {
    /// With [`mark`] where questions stand.
    pub(super) text: Text,
    pub(super) questions: Vec<Vec<Question>>,
    /// The line of each of them.
    pub(super) lines: Vec<usize>,
}

/// What stands for some questions.
pub(super) fn mark(number: usize) -> String {
    format!("\u{e000}q{number}\u{e001}")
}

/// Reads a section with this heading.
pub(super) fn written(lines: &[(String, usize)], heading: &str, file: &str, losses: &mut Losses) -> Written {
    section(lines, heading, file, losses, 0)
}

fn section(
    lines: &[(String, usize)],
    heading: &str,
    file: &str,
    losses: &mut Losses,
    depth: usize,
) -> Written {
    let items = items(lines, file, losses);
    let mut section = Section {
        inline: Lines { file, losses, notes: Vec::new() },
        chunks: Vec::new(),
        questions: Vec::new(),
        lines: Vec::new(),
        depth,
        heading: heading.to_owned(),
    };
    for item in items {
        section.item(item);
    }
    section.finish()
}

/// Takes lines apart.
fn items(lines: &[(String, usize)], file: &str, losses: &mut Losses) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    // Blocks between lines of asterisks that appear together.
    let mut open_blocks = 0_usize;
    let mut is_after_effect = false;
    let mut list: Option<usize> = None;
    let ends = Ends::of(lines);
    let mut at = 0;
    while at < lines.len() {
        let (line, number) = (lines[at].0.as_str(), lines[at].1);
        let word = line.trim();
        let place = (file, number);
        if word.is_empty() {
            items.push(Item::Blank);
            at += 1;
            continue;
        }
        if is_fence(word) {
            let end = end_of_fence(lines, at);
            let indent = list.map_or(0, |list| list.min(indent_of(line)));
            items.push(Item::Code(fence(&lines[at..end], indent, file, losses)));
            at = end;
            if lines.get(at).is_some_and(|(line, _)| line.trim_start().starts_with("<script")) {
                losses.note(Became::LeftOut, "code that readers could run", (file, lines[at].1), word);
                at = Ends::behind(&ends.script, at);
            }
            is_after_effect = false;
            continue;
        }
        if word.starts_with("<!--") {
            let end = Ends::behind(&ends.comment, at);
            let whole: String =
                lines[at..end].iter().map(|(line, _)| line.trim()).collect::<Vec<_>>().join("\n");
            let (comment, behind) = whole.split_once("-->").unwrap_or((&whole, ""));
            at = end;
            comment_of(comment.trim_start_matches("<!--"), place, losses);
            if !behind.trim().is_empty() {
                items.push(Item::Text(behind.trim().to_owned(), number));
            }
            continue;
        }
        if word.starts_with("<script") || word.starts_with("<style") {
            let (close, sort) = if word.starts_with("<script") {
                ("</script>", "scripts")
            } else {
                ("</style>", "style sheets")
            };
            let of_quiz = matches!(items.last(), Some(Item::Quiz(_)));
            let end = Ends::behind(if close == "</script>" { &ends.script } else { &ends.style }, at);
            let sort = if of_quiz { "programs that check an answer" } else { sort };
            losses.note(Became::LeftOut, sort, place, word);
            if let Some(Item::Quiz(raw)) = items.last_mut() {
                raw.has_script = true;
            }
            let behind = lines[end - 1].0.rsplit_once(close).map_or("", |(_, behind)| behind.trim());
            if !behind.is_empty() {
                items.push(Item::Text(behind.to_owned(), lines[end - 1].1));
            }
            at = end;
            continue;
        }
        if let Some(rest) = word.strip_prefix("--{{")
            && let Some((_, behind)) = rest.split_once("}}--")
        {
            losses.note(Became::KeptAsText, "spoken words", place, "");
            if !behind.trim().is_empty() {
                items.push(Item::Text(behind.trim().to_owned(), number));
            }
            at += 1;
            continue;
        }
        if let Some(inner) = word.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"))
            && is_step(inner)
            && !inner.contains("}}")
        {
            losses.note(Became::Approximated, "animations, shown at once", place, word);
            is_after_effect = true;
            at += 1;
            continue;
        }
        if word.len() >= 3 && word.bytes().all(|byte| byte == b'*') {
            let is_solution = match items.last() {
                Some(Item::Quiz(raw)) => raw.solution.is_empty(),
                Some(Item::Text(..)) => chunk_has_gap(&items),
                _ => false,
            };
            if is_solution {
                let is_end = |(line, _): &(String, usize)| {
                    let word = line.trim();
                    word.len() >= 3 && word.bytes().all(|byte| byte == b'*')
                };
                let length = lines[at + 1..].iter().position(is_end);
                let end = length.map_or(lines.len(), |length| at + 1 + length);
                let solution = lines[at + 1..end].to_vec();
                match items.last_mut() {
                    Some(Item::Quiz(raw)) => raw.solution = solution,
                    _ => items.push(Item::Quiz(Raw { number, solution, ..Raw::default() })),
                }
                at = (end + 1).min(lines.len());
                continue;
            }
            if is_after_effect {
                open_blocks += 1;
                items.push(Item::Blank);
            } else if open_blocks > 0 {
                open_blocks -= 1;
                items.push(Item::Blank);
            } else {
                items.push(Item::Text("---".into(), number));
            }
            is_after_effect = false;
            at += 1;
            continue;
        }
        is_after_effect = false;
        let indent = indent_of(line);
        if quiz::opens_select(word)
            && let Some(length) = lines[at..]
                .iter()
                .take(60)
                .take_while(|(line, _)| !line.trim().is_empty())
                .position(|(line, _)| line.trim_end().ends_with("]]"))
        {
            let whole: Vec<_> = lines[at..=at + length].iter().map(|(line, _)| line.trim()).collect();
            let inner = whole.join(" ");
            let inner = inner.trim_start_matches('[').trim_end_matches(']').trim().to_owned();
            items.push(Item::Quiz(Raw {
                number,
                indent,
                lines: vec![Line::Select(inner)],
                ..Raw::default()
            }));
            at += length + 1;
            continue;
        }
        if let Some(found) = quiz::line(line) {
            at += 1;
            match (found, items.last_mut()) {
                (Line::Hint(words), Some(Item::Quiz(raw))) => raw.hints.push(words),
                (Line::Hint(words), _) => {
                    items.push(Item::Quiz(Raw { number, indent, hints: vec![words], ..Raw::default() }));
                }
                (found, Some(Item::Quiz(raw))) if goes_on(raw, &found) => raw.lines.push(found),
                (found, _) => {
                    items.push(Item::Quiz(Raw { number, indent, lines: vec![found], ..Raw::default() }))
                }
            }
            continue;
        }
        // A choice may go on in an indented line.
        if let Some(Item::Quiz(raw)) = items.last_mut()
            && indent > raw.indent
            && raw.solution.is_empty()
            && raw.hints.is_empty()
            && let Some(Line::Choice { text, .. } | Line::Survey(text)) = raw.lines.last_mut()
        {
            text.push(' ');
            text.push_str(word);
            at += 1;
            continue;
        }
        let is_new = !matches!(items.last(), Some(Item::Text(..)));
        if is_new && let Some(length) = chart(&lines[at..]) {
            losses.note(Became::KeptAsText, "charts", place, "");
            let mut code = vec![("```text".to_owned(), number)];
            code.extend_from_slice(&lines[at..at + length]);
            code.push(("```".to_owned(), number));
            items.push(Item::Code(code));
            at += length;
            continue;
        }
        items.push(Item::Text(placed(line, &mut list, is_new), number));
        at += 1;
    }
    items
}

/// Whether a line belongs to a quiz that was begun.
fn goes_on(raw: &Raw, line: &Line) -> bool {
    if !raw.hints.is_empty() || raw.has_script || !raw.solution.is_empty() {
        return false;
    }
    match (raw.lines.first(), line) {
        (Some(Line::Choice { is_multiple: one, .. }), Line::Choice { is_multiple: other, .. }) => {
            one == other
        }
        (Some(Line::Survey(_)), Line::Survey(_)) => true,
        (Some(Line::Head(_) | Line::Row { .. }), Line::Row { .. }) => true,
        // `[[X]] text` and `[[ ]] text` without more are choices in a table of them.
        _ => false,
    }
}

/// Whether the lines of text before have a gap.
fn chunk_has_gap(items: &[Item]) -> bool {
    let chunk = items.iter().rev().map_while(|item| match item {
        Item::Text(line, _) => Some(line.as_str()),
        _ => None,
    });
    chunk.take(60).any(quiz::has_gap)
}

fn is_fence(word: &str) -> bool {
    let ticks = word.len() - word.trim_start_matches('`').len();
    ticks >= 3 && !word[ticks..].contains('`')
}

/// The line behind the end of a fence.
fn end_of_fence(lines: &[(String, usize)], start: usize) -> usize {
    let word = lines[start].0.trim();
    let ticks = &word[..word.len() - word.trim_start_matches('`').len()];
    let is_end = |(line, _): &(String, usize)| line.trim() == ticks;
    lines[start + 1..].iter().position(is_end).map_or(lines.len(), |length| start + 1 + length + 1)
}

/// The lines in which elements end.
struct Ends {
    comment: Vec<usize>,
    script: Vec<usize>,
    style: Vec<usize>,
}

impl Ends {
    fn of(lines: &[(String, usize)]) -> Self {
        let with = |close: &str| (0..lines.len()).filter(|at| lines[*at].0.contains(close)).collect();
        Self { comment: with("-->"), script: with("</script>"), style: with("</style>") }
    }

    /// The line behind the end of what begins in a line; behind that line itself where it does not end at all.
    fn behind(ends: &[usize], start: usize) -> usize {
        ends.get(ends.partition_point(|end| *end < start)).map_or(start, |end| *end) + 1
    }
}

/// The lines of a fence as Lectern has them.
fn fence(lines: &[(String, usize)], indent: usize, file: &str, losses: &mut Losses) -> Vec<(String, usize)> {
    let Some(((first, number), rest)) = lines.split_first() else { return Vec::new() };
    let own = indent_of(first);
    let word = first.trim();
    let ticks = word.len() - word.trim_start_matches('`').len();
    let info = word[ticks..].trim();
    let (language, more) = info.split_once(char::is_whitespace).unwrap_or((info, ""));
    let title = more.trim().trim_start_matches(['+', '-']).trim();
    if let Some(name) = info.split_whitespace().find(|part| part.starts_with('@')) {
        losses.note(Became::LeftOut, "macros behind code", (file, *number), name);
    }
    if language == "ascii" && rest.iter().any(|(line, _)| quiz::has_gap(line)) {
        losses.note(Became::KeptAsText, "gaps in drawings", (file, *number), "");
    }
    let title = if title.starts_with('@') { "" } else { title };
    let info = match language {
        "ascii" if title.is_empty() => "draw".to_owned(),
        "ascii" => format!("draw alt=\"{}\"", title.replace(['"', '`'], "")),
        language if language.starts_with('@') => String::new(),
        language => with_title(language, title),
    };
    let blank = " ".repeat(indent);
    let is_closed = rest.last().is_some_and(|(line, _)| line.trim() == &word[..ticks]);
    let mut out = vec![(format!("{blank}{}{info}", &word[..ticks]), *number)];
    for (index, (line, number)) in rest.iter().enumerate() {
        let is_end = is_closed && index + 1 == rest.len();
        let line = if is_end { line.trim() } else { &line[own.min(indent_of(line))..] };
        out.push((format!("{blank}{line}").trim_end().to_owned(), *number));
    }
    if !is_closed {
        out.push((format!("{blank}{}", &word[..ticks]), *number));
    }
    out
}

/// Tells what a comment says about the presentation.
fn comment_of(comment: &str, place: (&str, usize), losses: &mut Losses) {
    let comment = comment.trim();
    if comment.contains("--{{") {
        losses.note(Became::LeftOut, "spoken words that are not shown", place, comment);
    } else if comment.contains("data-") {
        losses.note(Became::LeftOut, "settings of quizzes and tables", place, comment);
    } else if comment.contains('=') && !comment.starts_with('@') && comment.len() < 500 {
        losses.note(Became::LeftOut, "styles of blocks", place, comment);
    } else if !comment.starts_with('@') && !comment.is_empty() {
        losses.note(Became::LeftOut, "comments", place, comment);
    }
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// A line with as much indentation as its list needs: four spaces make no code in LiaScript.
fn placed(line: &str, list: &mut Option<usize>, is_new: bool) -> String {
    let indent = indent_of(line);
    let word = line.trim_start();
    if is_new && list.is_some_and(|list| indent < list.min(2)) {
        *list = None;
    }
    let marker = marker(word);
    let kept = match *list {
        None if indent >= 4 => 0,
        Some(list) if indent >= list + 4 => list,
        _ => indent,
    };
    if let Some(marker) = marker {
        *list = Some(kept + marker);
    }
    format!("{}{word}", " ".repeat(kept))
}

/// The length of the marker that an item of a list begins with.
fn marker(word: &str) -> Option<usize> {
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &word[digits..];
    let is_item = |rest: &str| rest.starts_with(' ') || rest.is_empty();
    if digits > 0 && digits < 10 && rest.starts_with(['.', ')']) && is_item(&rest[1..]) {
        return Some(digits + 2);
    }
    (digits == 0 && word.starts_with(['-', '*', '+']) && is_item(&word[1..])).then_some(2)
}

/// Lines that stand together.
#[derive(Debug)]
struct Chunk {
    sort: Sort,
    lines: Vec<(String, usize)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// A paragraph, a quotation, a table, an item of a list: what may ask something.
    Words,
    Code,
    Heading,
    /// A line between parts, or HTML around others.
    Frame,
    /// Questions, by their number.
    Questions(usize),
}

/// The putting together of one section.
struct Section<'s> {
    inline: Lines<'s>,
    chunks: Vec<Chunk>,
    questions: Vec<Vec<Question>>,
    lines: Vec<usize>,
    depth: usize,
    /// The words of the last heading, for a quiz with nothing else to ask.
    heading: String,
}

impl Section<'_> {
    fn item(&mut self, item: Item) {
        match item {
            Item::Blank => self.close(),
            Item::Code(lines) => {
                self.close();
                self.chunks.push(Chunk { sort: Sort::Code, lines });
                self.chunks.push(Chunk { sort: Sort::Words, lines: Vec::new() });
            }
            Item::Text(line, number) => {
                let word = line.trim();
                let sort = match word {
                    _ if is_heading(word) => Sort::Heading,
                    "---" | "___" => Sort::Frame,
                    _ if word.starts_with("<div")
                        || word.starts_with("</")
                        || word.starts_with("<section") =>
                    {
                        Sort::Frame
                    }
                    _ => Sort::Words,
                };
                if sort != Sort::Words {
                    self.close();
                    if sort == Sort::Heading {
                        self.heading = word.trim_start_matches('#').trim().to_owned();
                    }
                    let line = if sort == Sort::Heading {
                        self.inline.markdown(word, number)
                    } else {
                        word.to_owned()
                    };
                    self.chunks.push(Chunk { sort, lines: vec![(line, number)] });
                    self.chunks.push(Chunk { sort: Sort::Words, lines: Vec::new() });
                    return;
                }
                match self.chunks.last_mut() {
                    Some(Chunk { sort: Sort::Words, lines }) => lines.push((line, number)),
                    _ => self.chunks.push(Chunk { sort: Sort::Words, lines: vec![(line, number)] }),
                }
            }
            Item::Quiz(raw) => {
                self.end_words();
                self.quiz(&raw);
            }
        }
    }

    /// Ends the words that are open.
    fn close(&mut self) {
        self.end_words();
        if !matches!(self.chunks.last(), Some(Chunk { sort: Sort::Words, lines }) if lines.is_empty()) {
            self.chunks.push(Chunk { sort: Sort::Words, lines: Vec::new() });
        }
    }

    /// Looks at the words that were open: quotations with quizzes in them, charts, gaps.
    fn end_words(&mut self) {
        let Some(Chunk { sort: Sort::Words, lines }) = self.chunks.last() else { return };
        if lines.is_empty() {
            self.chunks.pop();
            return;
        }
        let Some(chunk) = self.chunks.pop() else { return };
        let number = chunk.lines[0].1;
        let is_quotation = chunk.lines.iter().all(|(line, _)| line.trim_start().starts_with('>'));
        if is_quotation && self.depth < 4 {
            let inner: Vec<(String, usize)> =
                chunk.lines.iter().map(|(line, number)| (unquoted(line), *number)).collect();
            if inner.iter().any(|(line, _)| quiz::line(line).is_some() || quiz::has_gap(line)) {
                self.note(Became::Approximated, "quotations with quizzes in them", number, "");
                self.depth += 1;
                let file = self.inline.file;
                for item in items(&inner, file, self.inline.losses) {
                    self.item(item);
                }
                self.end_words();
                self.depth -= 1;
                return;
            }
        }
        let whole = chunk.lines.iter().map(|(line, _)| line.as_str()).collect::<Vec<_>>().join("\n");
        if !quiz::has_gap(&whole) {
            let lines = self.converted(chunk.lines);
            self.chunks.push(Chunk { sort: Sort::Words, lines });
            return;
        }
        match quiz::cloze(&whole) {
            Ok((prompt, gaps, is_narrowed)) => {
                if is_narrowed {
                    let detail = "any of them was right, the first is now";
                    self.note(Became::Approximated, "gaps with several right choices", number, detail);
                }
                let prompt = self.prose(&prompt, number);
                self.ask(Question { prompt, kind: Kind::Cloze(gaps), ..Question::default() }, number);
            }
            Err(without) => {
                self.note(Became::KeptAsText, "gaps that cannot be asked for", number, &whole);
                let lines = without.split('\n').map(|line| (line.to_owned(), number)).collect();
                let lines = self.converted(lines);
                self.chunks.push(Chunk { sort: Sort::Words, lines });
            }
        }
    }

    fn converted(&mut self, lines: Vec<(String, usize)>) -> Vec<(String, usize)> {
        lines.into_iter().map(|(line, number)| (self.inline.markdown(&line, number), number)).collect()
    }

    fn quiz(&mut self, raw: &Raw) {
        let hints: Vec<String> =
            raw.hints.iter().map(|hint| self.inline.markdown(hint, raw.number)).collect();
        let explanation = self.solution(raw);
        // Hints and a solution behind a text with gaps belong to that.
        if raw.lines.is_empty()
            && let Some(Chunk { sort: Sort::Questions(group), .. }) = self.chunks.last()
            && let Some(question) = self.questions.get_mut(*group).and_then(|group| group.last_mut())
        {
            question.hints.extend(hints);
            let before = std::mem::take(&mut question.explanation);
            question.explanation = [before, explanation].join("\n\n").trim().to_owned();
            return;
        }
        let inline = &mut self.inline;
        let mut text = |words: &str| inline.markdown(words, raw.number);
        match quiz::kind(raw, &mut text) {
            Made::Kind(kind) => {
                self.note_of(raw, &kind);
                let prompt = self.prompt(raw);
                self.ask(Question { prompt, kind, hints, explanation, id: None }, raw.number);
            }
            Made::Text(became, sort, mut lines) => {
                self.note(became, sort, raw.number, &quiz::shown(raw));
                if !raw.lines.is_empty() {
                    lines.extend(hints);
                }
                if !explanation.is_empty() {
                    lines.extend(["".into(), explanation]);
                }
                let lines: Vec<_> = lines
                    .iter()
                    .flat_map(|text| text.split('\n'))
                    .map(|line| (line.to_owned(), raw.number))
                    .collect();
                if lines.iter().any(|(line, _)| !line.trim().is_empty()) {
                    self.chunks.push(Chunk { sort: Sort::Code, lines });
                }
            }
        }
        self.close();
    }

    /// Tells what of a quiz became something else.
    fn note_of(&mut self, raw: &Raw, kind: &Kind) {
        let right =
            |choices: &[crate::question::Choice]| choices.iter().filter(|choice| choice.is_right).count();
        match (raw.lines.first(), kind) {
            (Some(Line::Choice { is_multiple: false, .. } | Line::Select(_)), Kind::Multiple(choices))
                if right(choices) > 1 =>
            {
                let detail = "any of them was enough, all of them are asked for now";
                self.note(
                    Became::Approximated,
                    "several right choices of which one is enough",
                    raw.number,
                    detail,
                );
            }
            (Some(Line::Head(_) | Line::Row { .. }), Kind::Matching { .. }) => {
                self.note(Became::Approximated, "tables of choices", raw.number, "pairs now");
            }
            (Some(Line::Head(_) | Line::Row { .. }), _) => {
                self.note(Became::Approximated, "tables of choices", raw.number, "a list of choices now");
            }
            _ => {}
        }
    }

    /// What a quiz asks: the words before it, with the code and the like between them; else its heading.
    fn prompt(&mut self, raw: &Raw) -> String {
        let mut taken: Vec<Chunk> = Vec::new();
        while let Some(last) = self.chunks.last() {
            let is_words = last.sort == Sort::Words;
            if last.lines.is_empty() {
                self.chunks.pop();
                continue;
            }
            if !(is_words || last.sort == Sort::Code) || taken.len() >= 3 {
                break;
            }
            let Some(mut chunk) = self.chunks.pop() else { break };
            let first = chunk.lines.iter().position(|_| true).map_or("", |at| chunk.lines[at].0.trim_start());
            let is_list = is_words && marker(first).is_some();
            // Of a list only the last item asks, if the quiz stands within it.
            if is_list {
                let last = chunk
                    .lines
                    .iter()
                    .rposition(|(line, _)| marker(line.trim_start()).is_some())
                    .unwrap_or(0);
                let own = indent_of(&chunk.lines[last].0);
                if raw.indent > own {
                    let mut item = chunk.lines.split_off(last);
                    let width = marker(item[0].0.trim_start()).unwrap_or(0);
                    let word = item[0].0.trim_start();
                    item[0].0 = word.get(width.min(word.len())..).unwrap_or_default().to_owned();
                    for (line, _) in &mut item[1..] {
                        *line = line[(own + width).min(indent_of(line))..].to_owned();
                    }
                    taken.push(Chunk { sort: Sort::Words, lines: item });
                    if !chunk.lines.is_empty() {
                        self.chunks.push(chunk);
                    }
                } else {
                    self.chunks.push(chunk);
                }
                break;
            }
            let is_prose = is_words && !first.starts_with(['|', '>', '!', '<', '$']);
            taken.push(chunk);
            if is_prose {
                break;
            }
        }
        // Without words the code before a quiz stays where it is.
        if !taken.iter().any(|chunk| chunk.sort == Sort::Words) {
            self.chunks.extend(taken.drain(..).rev());
        }
        let parts: Vec<String> = taken
            .iter()
            .rev()
            .map(|chunk| chunk.lines.iter().map(|(line, _)| line.as_str()).collect::<Vec<_>>().join("\n"))
            .collect();
        if parts.is_empty() { escape::text(&self.heading) } else { parts.join("\n\n") }
    }

    fn solution(&mut self, raw: &Raw) -> String {
        if raw.solution.is_empty() || self.depth >= 4 {
            return String::new();
        }
        let file = self.inline.file;
        let written = section(&raw.solution, "", file, self.inline.losses, self.depth + 1);
        if !written.questions.is_empty() {
            self.note(Became::LeftOut, "quizzes within solutions", raw.number, "");
        }
        let text: String = written
            .text
            .as_str()
            .lines()
            .filter(|line| !line.contains('\u{e000}'))
            .collect::<Vec<_>>()
            .join("\n");
        text.trim().to_owned()
    }

    fn prose(&mut self, text: &str, number: usize) -> String {
        let lines: Vec<_> = text.split('\n').map(|line| self.inline.markdown(line, number)).collect();
        lines.join("\n")
    }

    /// Adds a question, to those right before it if there are any.
    fn ask(&mut self, question: Question, number: usize) {
        while matches!(self.chunks.last(), Some(chunk) if chunk.lines.is_empty()) {
            self.chunks.pop();
        }
        if let Some(Chunk { sort: Sort::Questions(group), .. }) = self.chunks.last()
            && let Some(group) = self.questions.get_mut(*group)
        {
            group.push(question);
            return;
        }
        let group = self.questions.len();
        self.questions.push(vec![question]);
        self.lines.push(number);
        self.chunks.push(Chunk { sort: Sort::Questions(group), lines: vec![(mark(group), number)] });
    }

    fn note(&mut self, became: Became, sort: &str, number: usize, detail: &str) {
        self.inline.losses.note(became, sort, (self.inline.file, number), detail);
    }

    fn finish(mut self) -> Written {
        self.end_words();
        let mut text = Text::default();
        let mut last = 1;
        for chunk in self.chunks.iter().filter(|chunk| !chunk.lines.is_empty()) {
            for (line, number) in &chunk.lines {
                text.push_marked(line, *number);
                last = *number;
            }
            text.push_marked("", last);
        }
        for (name, note) in std::mem::take(&mut self.inline.notes) {
            let note = self.inline.markdown(&note, last);
            text.push_marked(&format!("[^{name}]: {note}"), last);
            text.push_marked("", last);
        }
        Written { text, questions: self.questions, lines: self.lines }
    }
}

fn is_heading(word: &str) -> bool {
    let signs = word.len() - word.trim_start_matches('#').len();
    (1..=6).contains(&signs) && word[signs..].starts_with([' ', '\t'])
}

fn unquoted(line: &str) -> String {
    let line = line.trim_start();
    let line = line.strip_prefix('>').unwrap_or(line);
    line.strip_prefix(' ').unwrap_or(line).to_owned()
}

/// How many lines a chart has that is drawn of letters, if one begins here: bars, and below them an axis of hyphens
/// behind a plus.
fn chart(lines: &[(String, usize)]) -> Option<usize> {
    let chunk = &lines[..lines.iter().take(60).take_while(|(line, _)| !line.trim().is_empty()).count()];
    let is_axis = |(line, _): &(String, usize)| {
        line.split_once("+--").is_some_and(|(before, rest)| !before.contains('|') && rest.starts_with("--"))
    };
    let axis = chunk.iter().position(is_axis).filter(|axis| *axis > 1)?;
    let is_bar = |(line, _): &(String, usize)| line.contains('|');
    (chunk[1..axis].iter().all(is_bar) && !chunk.iter().any(|(line, _)| line.contains("```")))
        .then_some(chunk.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str, kinds: &[&str]) {
        let lines: Vec<_> =
            text.split('\n').enumerate().map(|(at, line)| (line.to_owned(), at + 1)).collect();
        let mut losses = Losses::default();
        let written = written(&lines, "T", "a.md", &mut losses);
        let shown = written.text.as_str().replace('\u{e000}', "<").replace('\u{e001}', ">");
        assert_eq!(shown.trim(), expected, "{text}");
        let found: Vec<_> = written
            .questions
            .iter()
            .flatten()
            .map(|question| {
                let kind = match &question.kind {
                    Kind::Single(_) => "single",
                    Kind::Multiple(_) => "multiple",
                    Kind::Short { .. } => "short",
                    Kind::Matching { .. } => "pairs",
                    Kind::Cloze(_) => "cloze",
                    _ => "other",
                };
                format!("{kind}: {} {:?} {}", question.prompt, question.hints, question.explanation)
            })
            .collect();
        assert_eq!(found, kinds, "{text}");
    }

    #[test]
    fn the_words_before_a_quiz_are_what_it_asks() {
        check("a\n\nb?\n\n    [(X)] c\n    [( )] d\n\ne", "a\n\n<q0>\n\ne", &["single: b? [] "]);
        check("# H\n\n[[x]] c\n[[ ]] d", "# H\n\n<q0>", &["multiple: H [] "]);
        check("[[c]]", "<q0>", &["short: T [] "]);
        check(
            "b?\n\n```c\nx\n```\n\n[[d]]\n[[?]] e\n****\n\nf\n\n****",
            "<q0>",
            &["short: b?\n\n```c\nx\n``` [\"e\"] f"],
        );
        check(
            "1. a?\n\n       [(X)] b\n       [( )] c\n\n2. d?\n\n   [[e]]",
            "<q0>",
            &["single: a? [] ", "short: d? [] "],
        );
        check("> a?\n>\n> [(X)] b\n> [( )] c", "<q0>", &["single: a? [] "]);
        check("a [[b]] c\n[[?]] d", "<q0>", &["cloze: a \u{e000}0\u{e001} c [\"d\"] "]);
        check("a?\n\n[[ b\n| (c)\n]]", "<q0>", &["single: a? [] "]);
    }

    #[test]
    fn effects_are_taken_off() {
        check("    --{{0}}--\nspoken\n\n  {{1}}\n****\na\n\n***\n\nb\n\n***", "spoken\n\na\n\nb\n\n---", &[]);
        check("<!-- style=\"x\" -->\na\n\n<!-- data-x -->\n|b|\n|-|", "a\n\n|b|\n|-|", &[]);
        check("    four spaces\n\n- a\n\n      b", "four spaces\n\n- a\n\n  b", &[]);
    }

    #[test]
    fn code_is_named_and_does_not_run() {
        check("``` js  -a.js\nx\n```\n<script>\ny\n</script>\nz", "```js title=\"a.js\"\nx\n```\n\nz", &[]);
        check("    ```ascii A pot\n    o\n    ```", "```draw alt=\"A pot\"\no\n```", &[]);
        check("```\n[(X)] a", "```\n[(X)] a\n```", &[]);
    }

    #[test]
    fn what_cannot_be_asked_is_text() {
        check("a?\n\n[(1)] b\n[(2)] c", "a?\n\n- b\n- c", &[]);
        check("a?\n\n[[!]]\n<script>x</script>", "a?", &[]);
        check("a?\n\n[[ ]] b\n[[ ]] c", "a?\n\n- b\n- c", &[]);
    }
}
