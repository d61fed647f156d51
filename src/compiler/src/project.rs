//! What only a lesson of the type `project` has: steps to tick off, a rubric, and the place for the learner's work.

use std::collections::HashSet;

use course::identity::{id_of_text, normalise};
use course::lesson::Block;
use course::project::{Criterion, Rubric, Task, Tasks};
use pulldown_cmark::{Event, Tag};

use crate::diagnostics::{Code, Diagnostic};
use crate::markdown::page::Page;
use crate::markdown::{Events, blocks, first_line, inside, plain_text, span};
use crate::names::unique;
use crate::quiz::place::heading_level;
use crate::quiz::unwrapped;

/// The parts of one project while it is read.
#[derive(Default)]
pub(crate) struct Project {
    task_ids: HashSet<String>,
    criterion_ids: HashSet<String>,
    /// Whether the last heading was `Rubric`, and its table is still to come.
    is_rubric: bool,
    /// The level of the heading that the learner's work goes under, while its section lasts.
    submission: Option<u8>,
    has_submission: bool,
}

/// What is to be done with a block of a project.
pub(crate) enum Part {
    /// It is ordinary text.
    Text,
    /// It is ordinary text, and this goes before it.
    TextBehind(Block),
    /// This stands in its place.
    Instead(Block),
}

impl Project {
    /// Whether a block may become something else than text, so that the text before it is to be written first.
    pub(crate) fn may_take(&self, block: &Events<'_>) -> bool {
        match &block[0].0 {
            Event::Start(Tag::List(_)) => {
                blocks(inside(block)).iter().any(|item| without_mark(item).is_some())
            }
            Event::Start(Tag::Table(_)) => self.is_rubric,
            _ => false,
        }
    }

    /// Looks at the next block.
    pub(crate) fn read(&mut self, page: &mut Page<'_>, block: &Events<'_>) -> Part {
        if let Some(level) = heading_level(block) {
            return self.heading(level, &plain_text(block));
        }
        match &block[0].0 {
            Event::Start(Tag::List(_)) => match self.tasks(page, block) {
                Some(tasks) => Part::Instead(Block::Tasks(tasks)),
                None => Part::Text,
            },
            Event::Start(Tag::Table(_)) if self.is_rubric => {
                self.is_rubric = false;
                match self.rubric(page, block) {
                    Some(rubric) => Part::Instead(Block::Rubric(rubric)),
                    None => Part::Text,
                }
            }
            _ => Part::Text,
        }
    }

    /// What stands at the end of the project.
    pub(crate) fn finish(&mut self) -> Option<Block> {
        let is_open = self.submission.take().is_some();
        let is_due = is_open || !self.has_submission;
        self.has_submission = true;
        is_due.then_some(Block::Submission)
    }

    fn heading(&mut self, level: u8, text: &str) -> Part {
        let text = normalise(text.trim_end_matches([':', '.']));
        self.is_rubric = level <= 4 && text == "rubric";
        let ends = self.submission.is_some_and(|open| level <= open);
        if ends {
            self.submission = None;
        }
        if !self.has_submission && level <= 4 && matches!(text.as_str(), "your work" | "submission") {
            self.submission = Some(level);
            self.has_submission = true;
        }
        if ends { Part::TextBehind(Block::Submission) } else { Part::Text }
    }

    /// The steps of a task list, if it is one.
    fn tasks(&mut self, page: &mut Page<'_>, list: &Events<'_>) -> Option<Tasks> {
        let items = blocks(inside(list));
        let (boxed, bare): (Vec<&&Events<'_>>, Vec<_>) =
            items.iter().partition(|item| without_mark(item).is_some());
        if boxed.is_empty() {
            return None;
        }
        if let Some(first) = bare.first() {
            let message = match bare.len() {
                1 => "this item has no box, others of the list have".to_owned(),
                count => format!("{count} items of this list have no box, this is the first"),
            };
            page.diagnostics.push(
                Diagnostic::new(Code::MixedTasks, page.file, message)
                    .at(first_line(page.text, span(first)))
                    .label(page.file, first_line(page.text, span(boxed[0])), "this one has")
                    .help("write `- [ ]` before every step, or before none; as it stands, the list is ordinary text"),
            );
            return None;
        }
        let mut tasks = Vec::new();
        for content in items.iter().filter_map(|item| without_mark(item)) {
            let text = content.iter().map(|block| plain_text(block)).collect::<Vec<_>>().join(" ");
            let id = unique(&id_of_text(&text), &mut self.task_ids, 2);
            tasks.push(Task { id, text: unwrapped(&page.html(&content)) });
        }
        Some(Tasks { tasks })
    }

    /// The criteria of a table, if it has levels.
    fn rubric(&mut self, page: &mut Page<'_>, table: &Events<'_>) -> Option<Rubric> {
        let rows = blocks(inside(table));
        let cells = |row: &Events<'_>| -> Vec<String> {
            blocks(inside(row)).iter().map(|cell| plain_text(inside(cell))).collect()
        };
        let (head, rows) = rows.split_first()?;
        let levels: Vec<String> = cells(head).into_iter().skip(1).collect();
        let at = first_line(page.text, span(table));
        let problem = if levels.len() < 2 {
            Some(format!(
                "a rubric has a column of criteria and two or more levels, this table has {} columns",
                levels.len() + 1
            ))
        } else if rows.is_empty() {
            Some("this rubric has no criteria".to_owned())
        } else {
            levels.iter().any(String::is_empty).then(|| "a level of this rubric has no name".to_owned())
        };
        if let Some(message) = problem {
            page.diagnostics.push(
                Diagnostic::new(Code::RubricWithoutLevels, page.file, message).at(at).help(
                    "write a head such as `| Criterion | Begun | Good | Excellent |` and a row for each criterion; as it stands, it is an ordinary table",
                ),
            );
            return None;
        }
        let mut criteria = Vec::new();
        for row in rows {
            let cells = blocks(inside(row));
            let mut html = cells.iter().map(|cell| unwrapped(&page.html(&[inside(cell)])));
            let text = html.next().unwrap_or_default();
            let mut of_levels: Vec<String> = html.collect();
            of_levels.resize(levels.len(), String::new());
            let name = cells.first().map(|cell| plain_text(cell)).unwrap_or_default();
            let id = unique(&id_of_text(&name), &mut self.criterion_ids, 2);
            criteria.push(Criterion { id, text, levels: of_levels });
        }
        Some(Rubric { levels, criteria })
    }
}

/// The blocks of an item behind its box; `None` where it has none.
fn without_mark<'e, 'a>(item: &'e Events<'a>) -> Option<Vec<&'e Events<'a>>> {
    match inside(item) {
        [(Event::TaskListMarker(_), _), rest @ ..] => Some(blocks(rest)),
        [(Event::Start(Tag::Paragraph), _), (Event::TaskListMarker(_), _), ..] => {
            let mut content = blocks(inside(item));
            content[0] = &inside(content[0])[1..];
            Some(content)
        }
        _ => None,
    }
}
