//! Moodle's text format for questions: <https://docs.moodle.org/en/GIFT_format>.
//!
//! 1. [`items`] cuts the file, [`answers`] reads what stands between braces.
//! 2. This file makes a quiz of each category, and [`question`] a question of each item.
//!
//! Essays, which no program grades, become a project with a place for the work.

mod answers;
mod items;
mod question;

use crate::files::Files;
use crate::format::main_file;
use crate::loss::{Became, Losses};
use crate::model::{Course, Lesson, Part, Type};
use crate::names::{self, Names};
use crate::source::Source;
use crate::text::MARK;
use crate::{Problem, escape};

use items::{Item, items};
use question::{Made, Reader};

/// Whether a text holds questions in this format.
pub(crate) fn has_questions(text: &str) -> bool {
    items(text).iter().any(|item| match item {
        Item::Category(_) => true,
        Item::Question(raw) => match (raw.text.find('{'), raw.text.find('}')) {
            (Some(open), Some(close)) if open < close => {
                let inner = raw.text[open + 1..close].trim();
                inner.starts_with(['=', '~', '#', '%']) || matches!(inner, "T" | "F" | "TRUE" | "FALSE")
            }
            _ => false,
        },
    })
}

/// What stands in one category.
#[derive(Default)]
struct Category {
    /// Its names, from the outermost.
    path: Vec<String>,
    parts: Vec<Part>,
    /// What no program grades, each with its title.
    tasks: Vec<(String, String)>,
}

/// Reads a file.
pub(crate) fn read(source: &Source, files: &mut Files<'_>, losses: &mut Losses) -> Result<Course, Problem> {
    let file = main_file(source).ok_or_else(|| Problem("name the file with the questions".into()))?;
    let (text, is_whole) = source
        .text(&file)
        .map_err(|_| Problem(format!("there is no file `{file}`, or it cannot be read")))?;
    if !is_whole {
        losses.note(Became::LeftOut, "characters that are not UTF-8", (&file, 1), "");
    }
    let text: String = text.chars().filter(|character| !MARK.contains(character)).collect();
    let mut categories: Vec<Category> = Vec::new();
    let mut reader = Reader { file: &file, files, losses };
    for item in items(&text) {
        let raw = match item {
            Item::Category(name) => {
                let path = path(&name);
                // Questions of one category may stand apart.
                match categories.iter().position(|category| category.path == path) {
                    Some(known) => {
                        let category = categories.remove(known);
                        categories.push(category);
                    }
                    None => categories.push(Category { path, ..Category::default() }),
                }
                continue;
            }
            Item::Question(raw) => raw,
        };
        if categories.is_empty() {
            categories.push(Category::default());
        }
        let Some(category) = categories.last_mut() else { continue };
        let line = raw.line;
        match reader.question(raw) {
            Made::Question(question) => match category.parts.last_mut() {
                Some(Part::Questions(questions, _)) => questions.push(*question),
                _ => category.parts.push(Part::Questions(vec![*question], line)),
            },
            Made::Text(text) => category.parts.push(Part::Text(text)),
            Made::Task(title, text) => category.tasks.push((title, text)),
        }
    }
    categories.retain(|category| !category.parts.is_empty() || !category.tasks.is_empty());
    if categories.is_empty() {
        return Err(Problem(format!("`{file}` holds no questions in the GIFT format")));
    }
    let title = names::humanise(&source.name);
    let lessons = lessons(categories, &title, &file);
    Ok(Course { title, lessons, ..Course::default() })
}

/// The names of a category without those that every course of Moodle has.
fn path(name: &str) -> Vec<String> {
    // A name may hold a slash, written twice.
    let name = name.replace("//", "\u{e002}");
    let parts = name.split('/').map(|part| part.replace('\u{e002}', "/").trim().to_owned());
    let is_own = |part: &String| !part.is_empty() && part != "top" && !part.starts_with('$');
    parts.filter(is_own).collect()
}

fn lessons(categories: Vec<Category>, title: &str, file: &str) -> Vec<Lesson> {
    let mut ids = Names::default();
    let mut lessons = Vec::new();
    for category in categories {
        let name = category.path.last().cloned().unwrap_or_else(|| title.to_owned());
        let section = category.path.split_last().map(|(_, outer)| outer.join(" · "));
        let section = section.filter(|section| !section.is_empty());
        let mut lesson = |name: String, kind, parts| {
            let id = ids.unique(&names::id(&name, "questions"));
            let (file, section) = (file.to_owned(), section.clone());
            lessons.push(Lesson { id, title: name, file, kind, section, parts, ..Lesson::default() });
        };
        let has_questions = category.parts.iter().any(|part| matches!(part, Part::Questions(..)));
        if !category.parts.is_empty() {
            let kind = if has_questions { Type::Quiz } else { Type::Lesson };
            lesson(name.clone(), kind, category.parts);
        }
        if !category.tasks.is_empty() {
            let task = |(number, (title, text)): (usize, (String, String))| {
                let title = if title.is_empty() { (number + 1).to_string() } else { escape::inline(&title) };
                format!("## {title}\n\n{text}")
            };
            let mut tasks: Vec<_> = category.tasks.into_iter().enumerate().map(task).collect();
            tasks.push("## Your work".into());
            lesson(format!("{name}: in your own words"), Type::Project, vec![Part::Text(tasks.join("\n\n"))]);
        }
    }
    lessons
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_are_named_without_what_moodle_puts_before() {
        assert_eq!(path("$course$/top/A/B // C/"), ["A", "B / C"]);
        assert_eq!(path("$course$"), [""; 0]);
    }
}
