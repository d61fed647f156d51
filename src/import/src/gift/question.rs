//! One item of a GIFT file as a question of ours.

use crate::files::Files;
use crate::from_html;
use crate::loss::{Became, Losses};
use crate::markdown::{self, Fence, Reading};
use crate::names;
use crate::question::{self, Choice, Gap, Kind, Question};
use crate::text::Text;
use crate::{Use, escape};

use super::answers::{self, Answer, Answers, number};
use super::items::{Raw, restored};

/// What an item became.
pub(super) enum Made {
    Question(Box<Question>),
    /// Ordinary text.
    Text(String),
    /// Something to write about, with its title.
    Task(String, String),
}

/// Reads items, one after the other.
pub(super) struct Reader<'r, 's> {
    pub(super) file: &'r str,
    pub(super) files: &'r mut Files<'s>,
    pub(super) losses: &'r mut Losses,
}

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    Html,
    /// Moodle's own: plain text with some HTML, in which a line break is one.
    Moodle,
    Plain,
    Markdown,
}

/// What stands for an answer in the middle of a text.
const BLANK: &str = "\\_\\_\\_\\_\\_";

impl Reader<'_, '_> {
    /// Reads one.
    pub(super) fn question(&mut self, raw: Raw) -> Made {
        if !raw.tags.is_empty() {
            self.note(Became::LeftOut, "tags", raw.line, &raw.tags.join(", "));
        }
        let (open, close) = (raw.text.find('{'), raw.text.find('}'));
        let (open, close) = match (open, close) {
            (None, None) => {
                let (text, _) = self.text(&raw.text, Written::Moodle, raw.line);
                let title = if raw.title.is_empty() { None } else { Some(escape::inline(&raw.title)) };
                let title = title.map(|title| format!("## {}\n\n", title.replace('\n', " ")));
                return Made::Text(format!(
                    "{}{}",
                    title.unwrap_or_default(),
                    markdown::without_lists(&text)
                ));
            }
            (Some(open), Some(close)) if open < close => (open, close),
            _ => return self.unreadable(&raw, "a brace without its counterpart"),
        };
        let (before, tail) = (&raw.text[..open], raw.text[close + 1..].trim_end());
        let inner = &raw.text[open + 1..close];
        let (inner, general) = match inner.rfind("####") {
            Some(at) => (&inner[..at], &inner[at + 4..]),
            None => (inner, ""),
        };
        let Some(answers) = answers::read(inner) else {
            return self.unreadable(&raw, "answers that are of no kind");
        };
        let has_gap = !tail.trim().is_empty();
        let marked = format!("{before}{}{tail}", if has_gap { question::gap(0) } else { String::new() });
        let (prompt, format) = self.text(&marked, Written::Moodle, raw.line);
        let (explanation, _) = self.text(general, format, raw.line);
        if answers == Answers::Essay {
            self.note(Became::Approximated, "essays", raw.line, &raw.title);
            let text = prompt.replace(&question::gap(0), BLANK);
            let more = if explanation.is_empty() {
                String::new()
            } else {
                format!("\n\n> {}", explanation.replace('\n', "\n> "))
            };
            return Made::Task(raw.title.replace('\n', " "), format!("{text}{more}"));
        }
        // Where its place is lost in HTML without an end, the answer is asked for below the text.
        let has_gap = has_gap && prompt.contains(&question::gap(0));
        let mut question = Question { prompt, explanation, ..Question::default() };
        question.id = self.id(&raw);
        match self.kind(answers, &mut question, has_gap, format, raw.line) {
            Ok(kind) => question.kind = kind,
            Err(why) => return self.unreadable(&raw, why),
        }
        if !matches!(question.kind, Kind::Cloze(_)) {
            let blank =
                if question.prompt.trim_end().trim_end_matches(['.', '?', '!', ':']).ends_with('\u{e001}') {
                    ""
                } else {
                    BLANK
                };
            question.prompt = question.prompt.replace(&question::gap(0), blank);
        }
        if markdown::plain(&question.prompt).is_empty() && !raw.title.is_empty() {
            question.prompt = format!("{}\n\n{}", escape::text(&raw.title), question.prompt);
        }
        Made::Question(Box::new(question))
    }

    /// A name for ever: the author's own number, or the title of the question.
    fn id(&mut self, raw: &Raw) -> Option<String> {
        let named = raw.id.as_deref().or((!raw.title.is_empty()).then_some(&raw.title))?;
        Some(names::id(named, "")).filter(|id| !id.is_empty())
    }

    fn kind(
        &mut self,
        answers: Answers,
        question: &mut Question,
        has_gap: bool,
        format: Written,
        line: usize,
    ) -> Result<Kind, &'static str> {
        match answers {
            Answers::Essay => Err("an essay"),
            Answers::TrueFalse { holds, if_wrong, if_right } => {
                if if_wrong.is_empty() && if_right.is_empty() {
                    return Ok(Kind::TrueFalse(holds));
                }
                let choice = |is_right: bool, text: &str, feedback: String| Choice {
                    text: text.into(),
                    is_right,
                    feedback,
                    is_last: false,
                };
                let (right, wrong) = if holds { ("True", "False") } else { ("False", "True") };
                let if_right = self.text(&if_right, format, line).0;
                let if_wrong = self.text(&if_wrong, format, line).0;
                Ok(Kind::Single(vec![choice(true, right, if_right), choice(false, wrong, if_wrong)]))
            }
            Answers::Choices(answers, is_multiple) => {
                self.choices(&answers, is_multiple, has_gap, format, line)
            }
            Answers::Short(answers) => self.short(answers, question, has_gap, format, line),
            Answers::Numeric(answers) => self.numeric(answers, question, has_gap, format, line),
            Answers::Matching(pairs) => self.matching(pairs, format, line),
        }
    }

    fn choices(
        &mut self,
        answers: &[Answer],
        is_multiple: bool,
        has_gap: bool,
        format: Written,
        line: usize,
    ) -> Result<Kind, &'static str> {
        let right = |answer: &Answer| if is_multiple { answer.weight > 0.0 } else { answer.weight >= 100.0 };
        let count = answers.iter().filter(|answer| right(answer)).count();
        if answers.len() < 2 {
            return Err("one choice only");
        }
        if count == 0 {
            return Err("no choice that is right");
        }
        let mut choices = Vec::new();
        for answer in answers {
            let text = self.text(&answer.text, format, line).0;
            let feedback = self.text(&answer.feedback, format, line).0;
            choices.push(Choice { text, is_right: right(answer), feedback, is_last: false });
        }
        let weights: Vec<f64> =
            answers.iter().filter(|answer| right(answer)).map(|answer| answer.weight).collect();
        let is_even = weights.windows(2).all(|pair| (pair[0] - pair[1]).abs() < 1.0);
        if is_multiple && !is_even {
            self.note(
                Became::Approximated,
                "choices that are worth more than others",
                line,
                "all count the same",
            );
        }
        for answer in
            answers.iter().filter(|answer| !is_multiple && answer.weight > 0.0 && answer.weight < 100.0)
        {
            let detail = format!("{} % for {}, which is wrong now", answer.weight, restored(&answer.text));
            self.note(Became::Approximated, "answers that are half right", line, &detail);
        }
        if !is_multiple && count > 1 {
            let detail = "any of them was enough, all of them are asked for now";
            self.note(Became::Approximated, "several right choices of which one is enough", line, detail);
        }
        let texts: Vec<String> = answers.iter().map(|answer| restored(&answer.text)).collect();
        let is_plain = choices.iter().all(|choice| choice.feedback.is_empty()) && format != Written::Html;
        if has_gap && !is_multiple && count == 1 && is_plain && question::can_be_chosen(&texts) {
            let right = choices.iter().position(|choice| choice.is_right).unwrap_or(0);
            return Ok(Kind::Cloze(vec![Gap::Choice { choices: texts, right }]));
        }
        Ok(if is_multiple || count > 1 { Kind::Multiple(choices) } else { Kind::Single(choices) })
    }

    fn short(
        &mut self,
        answers: Vec<Answer>,
        question: &mut Question,
        has_gap: bool,
        format: Written,
        line: usize,
    ) -> Result<Kind, &'static str> {
        let mut texts = Vec::new();
        let mut patterns = Vec::new();
        for answer in self.right(answers, question, format, line) {
            // A star stands for anything, unless it is escaped once more.
            let text = restored(&answer.text).split_whitespace().collect::<Vec<_>>().join(" ");
            if text.replace("\\*", "").contains('*') {
                let bare = text.replace("\\*", "\u{e003}").replace('*', " ").replace('\u{e003}', "*");
                let bare = bare.split_whitespace().collect::<Vec<_>>().join(" ");
                if !bare.is_empty() {
                    self.note(Became::Approximated, "answers with a star for anything", line, &text);
                    texts.push(bare);
                    patterns.push(pattern(&text));
                } else {
                    self.note(Became::LeftOut, "answers that fit everything", line, &text);
                }
            } else if !text.is_empty() {
                texts.push(text.replace("\\*", "*"));
            }
        }
        if texts.is_empty() {
            return Err("no answer that is right");
        }
        if has_gap && patterns.is_empty() && texts.iter().all(|text| question::can_be_typed(text)) {
            return Ok(Kind::Cloze(vec![Gap::Texts(texts)]));
        }
        Ok(Kind::Short { answers: texts, patterns })
    }

    fn numeric(
        &mut self,
        answers: Vec<Answer>,
        question: &mut Question,
        has_gap: bool,
        format: Written,
        line: usize,
    ) -> Result<Kind, &'static str> {
        let right = self.right(answers, question, format, line);
        let numbers: Option<Vec<String>> = right.iter().map(|answer| number(&answer.text)).collect();
        match numbers {
            Some(numbers) if !numbers.is_empty() && has_gap => Ok(Kind::Cloze(vec![Gap::Numbers(numbers)])),
            Some(numbers) if !numbers.is_empty() => Ok(Kind::Numeric(numbers)),
            _ => Err("an answer that is no number"),
        }
    }

    /// The answers that are right. What is said of them becomes the explanation; others are lost.
    fn right(
        &mut self,
        answers: Vec<Answer>,
        question: &mut Question,
        format: Written,
        line: usize,
    ) -> Vec<Answer> {
        let mut right = Vec::new();
        let mut said: Vec<String> = Vec::new();
        for answer in answers {
            let feedback = self.text(&answer.feedback, format, line).0;
            if answer.weight >= 100.0 {
                if !feedback.is_empty() && !said.contains(&feedback) {
                    said.push(feedback);
                }
                right.push(answer);
                continue;
            }
            let detail =
                format!("{} ({} %) {}", restored(&answer.text), answer.weight, restored(&answer.feedback));
            let sort =
                if answer.weight > 0.0 { "answers that are half right" } else { "feedback on wrong answers" };
            self.note(Became::LeftOut, sort, line, &detail);
        }
        if !said.is_empty() {
            self.note(
                Became::Approximated,
                "feedback on right answers, now the explanation",
                line,
                &said.join(" "),
            );
            said.push(std::mem::take(&mut question.explanation));
            question.explanation = said.join("\n\n").trim().to_owned();
        }
        right
    }

    fn matching(
        &mut self,
        pairs: Vec<(String, String)>,
        format: Written,
        line: usize,
    ) -> Result<Kind, &'static str> {
        let mut own = Vec::new();
        let mut others = Vec::new();
        for (item, option) in pairs {
            let item = self.text(&item, format, line).0;
            // Options are plain text in Moodle.
            let option = escape::text(&restored(&option));
            match (item.is_empty(), option.is_empty()) {
                (true, false) => others.push(option),
                (false, false) => own.push((item, option)),
                (_, true) => return Err("an item that nothing fits"),
            }
        }
        let is_known = |option: &String| own.iter().any(|(_, known)| known == option);
        others.retain(|option| !is_known(option));
        let options = own.iter().map(|(_, option)| option).collect::<std::collections::HashSet<_>>();
        if own.len() < 2 || options.len() + others.len() < 2 {
            return Err("fewer than two pairs");
        }
        Ok(Kind::Matching { pairs: own, others })
    }

    /// Text as Markdown, and how it was written.
    fn text(&mut self, protected: &str, usual: Written, line: usize) -> (String, Written) {
        let text = protected.trim();
        let named = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let (format, text) = match named {
            Some(("html", rest)) => (Written::Html, rest),
            Some(("moodle", rest)) => (Written::Moodle, rest),
            Some(("plain", rest)) => (Written::Plain, rest),
            Some(("markdown", rest)) => (Written::Markdown, rest),
            _ => (usual, text),
        };
        let restored = restored(text);
        if restored.trim().is_empty() {
            return (String::new(), format);
        }
        let (text, formulas) = without_formulas(restored.trim());
        let place = (self.file, line);
        let written = match format {
            Written::Html => from_html::markdown(&text, false, place, self.files, self.losses),
            Written::Moodle if has_tags(&text) => {
                from_html::markdown(&text, true, place, self.files, self.losses)
            }
            Written::Moodle | Written::Plain => {
                // A break within a paragraph is one on the page.
                let lines: Vec<_> = escape::text(&text)
                    .split("\n\n")
                    .map(|part| part.trim_matches('\n').replace('\n', "\\\n"))
                    .collect();
                lines.join("\n\n")
            }
            Written::Markdown => {
                let (files, mut more) = (&mut *self.files, Losses::default());
                let mut find = |address: &str, how: Use, line: usize| {
                    from_html::address_of(address, how, (place.0, line), files, &mut more)
                };
                let mut reading = Reading {
                    file: self.file,
                    has_math: false,
                    has_heading_attributes: false,
                    takes_headings: false,
                    find: &mut find,
                    fence: &Fence::usual,
                    losses: self.losses,
                };
                let rewritten = markdown::rewritten(&Text::marked(&text, line), &mut reading);
                self.losses.take(more);
                rewritten.as_str().to_owned()
            }
        };
        let written = with_formulas(&written, &formulas);
        (written, format)
    }

    fn unreadable(&mut self, raw: &Raw, why: &str) -> Made {
        self.note(
            Became::KeptAsText,
            "questions that cannot be asked",
            raw.line,
            &format!("{why}: {}", restored(&raw.text)),
        );
        Made::Task(raw.title.replace('\n', " "), escape::fence("text", &restored(&raw.text)))
    }

    fn note(&mut self, became: Became, sort: &str, line: usize, detail: &str) {
        self.losses.note(became, sort, (self.file, line), detail);
    }
}

/// Whether a text holds HTML.
fn has_tags(text: &str) -> bool {
    let entity = text.split('&').skip(1).any(|rest| rest.bytes().take(10).any(|byte| byte == b';'));
    entity
        || text
            .split('<')
            .skip(1)
            .any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && rest.contains('>'))
}

/// A regular expression for an answer with stars.
fn pattern(text: &str) -> String {
    let mut pattern = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' if characters.peek() == Some(&'*') => {
                characters.next();
                pattern.push_str("\\*");
            }
            '*' => {
                if !pattern.ends_with(".*") {
                    pattern.push_str(".*");
                }
            }
            other if "\\.^$|?+()[]{}".contains(other) => pattern.extend(['\\', other]),
            other => pattern.push(other),
        }
    }
    pattern
}

fn stand_in(number: usize) -> String {
    format!("\u{e000}f{number}\u{e001}")
}

/// Puts formulas back in their places.
fn with_formulas(text: &str, formulas: &[(String, bool)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("\u{e000}f") {
        out.push_str(before);
        rest = behind;
        let Some((number, behind)) = rest.split_once('\u{e001}') else { break };
        if let Some((formula, is_block)) =
            number.parse::<usize>().ok().and_then(|number| formulas.get(number))
        {
            let sign = if *is_block { "$$" } else { "$" };
            out.push_str(&format!("{sign}{formula}{sign}"));
            rest = behind;
        }
    }
    out.push_str(rest);
    out
}

/// Takes formulas between `\(` and `\)`, `\[` and `\]`, or double dollar signs out of a text: each with whether it is
/// a block.
fn without_formulas(text: &str) -> (String, Vec<(String, bool)>) {
    let mut out = String::with_capacity(text.len());
    let mut formulas = Vec::new();
    let mut rest = text;
    // Signs of which no end is left are not sought again.
    let mut is_left = [true; 3];
    const SIGNS: [(&str, &str, bool); 3] = [("\\(", "\\)", false), ("\\[", "\\]", true), ("$$", "$$", true)];
    while let Some(at) = rest.find(['\\', '$']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let sign = SIGNS.iter().position(|(open, ..)| rest.starts_with(open)).filter(|sign| is_left[*sign]);
        let found = sign.and_then(|sign| {
            let (open, close, is_block) = SIGNS[sign];
            let Some(end) = rest[open.len()..].find(close) else {
                is_left[sign] = false;
                return None;
            };
            let inner = &rest[open.len()..open.len() + end];
            let formula = from_html::decoded(inner).split_whitespace().collect::<Vec<_>>().join(" ");
            let is_fit = !formula.is_empty() && !formula.contains(['$', '\u{e000}']);
            is_fit.then_some((formula, is_block, open.len() + end + close.len()))
        });
        match found {
            Some((formula, is_block, length)) => {
                out.push_str(&stand_in(formulas.len()));
                formulas.push((formula, is_block));
                rest = &rest[length..];
            }
            None => {
                out.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    (out, formulas)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_found() {
        let (text, formulas) = without_formulas("a \\( x &lt; 1 \\) b $$y$$ \\[z\\] $5 \\(");
        assert_eq!(text, "a \u{e000}f0\u{e001} b \u{e000}f1\u{e001} \u{e000}f2\u{e001} $5 \\(");
        assert_eq!(formulas, [("x < 1".into(), false), ("y".into(), true), ("z".into(), true)]);
        assert_eq!(with_formulas(&text, &formulas), "a $x < 1$ b $$y$$ $$z$$ $5 \\(");
    }

    #[test]
    fn stars_become_patterns() {
        assert_eq!(pattern("*bow*line (knot)"), ".*bow.*line \\(knot\\)");
        assert_eq!(pattern("2\\*3**"), "2\\*3.*");
    }
}
