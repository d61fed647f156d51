//! What the source of a lesson holds, read without the compiler, to hold the page against.

use anyhow::{Context, Result};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A lesson's file, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// `id` of the front matter.
    pub id: String,
    /// `title` of the front matter.
    pub title: String,
    /// The headings of the text outside the knowledge check.
    pub headings: Vec<String>,
    /// Bullet and numbered lists, nested ones included.
    pub lists: usize,
    /// Tables.
    pub tables: usize,
    /// The text inside every fence, without the final line feed.
    pub fences: Vec<String>,
    /// The questions of the knowledge check.
    pub questions: Vec<SourceQuestion>,
}

/// A question as it stands in the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceQuestion {
    /// Plain text.
    pub prompt: String,
    /// Plain texts in the author's order.
    pub choices: Vec<String>,
    /// The index of the right one: the marked one, else the first.
    pub right: usize,
}

impl Source {
    /// Takes the text of a lesson file apart.
    ///
    /// # Errors
    /// Where it has no front matter with an id and a title.
    pub fn of(text: &str) -> Result<Self> {
        let (front, body) = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split_once("\n---\n"))
            .context("a lesson opens with front matter between lines of ---")?;
        let value = |key: &str| {
            let mut lines = front.lines();
            let value = lines.find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
            value
                .map(|value| value.trim().trim_matches(['"', '\'']).to_owned())
                .with_context(|| format!("no {key}"))
        };
        let mut source = Self { id: value("id")?, title: value("title")?, ..Self::default() };
        source.read(body);
        Ok(source)
    }

    fn read(&mut self, body: &str) {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_GFM;
        let (mut text, mut in_check, mut depth) = (String::new(), false, 0);
        for event in Parser::new_ext(body, options) {
            match event {
                Event::Start(Tag::Heading { .. } | Tag::CodeBlock(_)) => text.clear(),
                Event::End(TagEnd::Heading(level)) => {
                    let check = level == HeadingLevel::H2 && text.trim() == "Knowledge Check";
                    in_check = check || (in_check && level > HeadingLevel::H2);
                    if !in_check {
                        self.headings.push(folded(&text));
                    }
                }
                Event::End(TagEnd::CodeBlock) if !in_check => self.fences.push(text.trim_end().to_owned()),
                Event::Start(Tag::Table(_)) if !in_check => self.tables += 1,
                Event::Start(Tag::List(_)) => {
                    if !in_check {
                        self.lists += 1;
                    } else if depth == 1
                        && let Some(question) = self.questions.last_mut()
                    {
                        question.prompt = folded(&text);
                    }
                    depth += 1;
                }
                Event::End(TagEnd::List(_)) => depth -= 1,
                Event::Start(Tag::Item) => {
                    text.clear();
                    if in_check && depth == 1 {
                        self.questions.push(SourceQuestion::default());
                    }
                }
                Event::TaskListMarker(true) if in_check && depth == 2 => {
                    if let Some(question) = self.questions.last_mut() {
                        question.right = question.choices.len();
                    }
                }
                Event::End(TagEnd::Item) if in_check && depth == 2 => {
                    if let Some(question) = self.questions.last_mut() {
                        question.choices.push(folded(&text));
                    }
                    text.clear();
                }
                Event::Text(part) | Event::Code(part) => text.push_str(&part),
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                _ => {}
            }
        }
    }
}

/// A text as pages may show it: white space and typographic quotes do not matter.
pub fn folded(text: &str) -> String {
    course::identity::normalise(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_is_taken_apart() {
        let text = "---\nid: a\ntitle: 'B'\n---\n# B\n\n- x\n  - y\n\n```rust\nlet a;\n```\n\n|a|\n|-|\n|b|\n\n\
                    ## Knowledge Check\n\n1. Why `x`?\n   - one\n   - two\n\n2. How?\n   - [ ] three\n   - [x] four\n";
        let source = Source::of(text).unwrap();
        assert_eq!((source.id.as_str(), source.title.as_str()), ("a", "B"));
        assert_eq!((source.lists, source.tables), (2, 1));
        assert_eq!((source.headings, source.fences), (vec!["b".to_owned()], vec!["let a;".to_owned()]));
        let question = |prompt: &str, choices: [&str; 2], right| SourceQuestion {
            prompt: prompt.into(),
            choices: choices.map(String::from).into(),
            right,
        };
        assert_eq!(
            source.questions,
            [question("why x?", ["one", "two"], 0), question("how?", ["three", "four"], 1),]
        );
    }
}
