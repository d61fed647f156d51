//! A course as one document: the texts of all its lessons one after the other, for paper or a PDF file.
//!
//! Ids are unique within a lesson only, so each gets those of its course and its lesson before it:
//! `course/lesson/heading`. The document's address with such an id behind `#` is the place, so a link to another lesson
//! of the course stays in the document, and on paper made of it. Links to anything else lead where they did.
//! Questions are drawn to be answered with a pencil. Who fetches the texts is not decided here.

use crate::lesson::{Block, LessonBody};
use crate::library::{Course, LessonOutline};
use crate::progress::{first_id, seed};
use crate::project::{Rubric, Tasks};
use crate::quiz::{Choice, Gap, GapKind, Question, QuestionKind, Quiz};
use crate::route::{ASSET_SCHEME, LINK_SCHEME, Location, Route, encode};
use crate::shuffle::shuffled;

/// A document, and where it is found.
#[derive(Clone, Copy, Debug)]
pub struct Document<'d> {
    /// The course that it holds.
    pub course: &'d Course,
    /// What links to pages begin with, such as `/site/` or `#/`.
    pub root: &'d str,
    /// The folder of the author's files.
    pub assets: &'d str,
    /// The document's own page behind `root`, such as `print/`.
    pub page: &'d str,
}

/// A line to write on.
const LINE: &str = "<p class=\"blank-line\"></p>";

impl Document<'_> {
    /// All sections and lessons, with links to where they begin.
    pub fn contents(&self) -> String {
        let mut html = String::new();
        for section in &self.course.sections {
            if !section.title.is_empty() {
                html += &format!("<li class=\"printed-section\">{}</li>", escaped(&section.title));
            }
            for lesson in &section.lessons {
                let href = self.href(&self.id(&lesson.id, ""));
                html += &format!("<li><a href=\"{href}\">{}</a></li>", escaped(&lesson.title));
            }
        }
        ["<ol>", &html, "</ol>"].concat()
    }

    /// The id of an element in the document: of a heading or anything else that has one in its lesson, or of the lesson
    /// itself.
    pub fn id(&self, lesson: &str, own: &str) -> String {
        let separator = if own.is_empty() { "" } else { "/" };
        [&self.course.id, "/", lesson, separator, own].concat()
    }

    /// What its author says of the course as a whole.
    pub fn course_text(&self) -> String {
        self.text(&self.course.body, "")
    }

    /// A lesson below its title.
    pub fn lesson(&self, lesson: &LessonOutline, body: &LessonBody) -> String {
        let block = |block: &Block| match block {
            Block::Html(html) => {
                ["<div class=\"lesson-text\">", &self.text(html, &lesson.id), "</div>"].concat()
            }
            Block::Quiz(quiz) => self.quiz(quiz, &lesson.id),
            Block::Tasks(tasks) => self.tasks(tasks, &lesson.id),
            Block::Rubric(rubric) => self.rubric(rubric, &lesson.id),
            Block::Submission => LINE.repeat(3),
        };
        body.blocks.iter().map(block).collect()
    }

    fn href(&self, id: &str) -> String {
        [self.root, self.page, "#", &encode(id)].concat()
    }

    /// Compiled HTML of a lesson as a part of the document.
    fn text(&self, html: &str, lesson: &str) -> String {
        rewritten(html, &|name, value| match name {
            "id" | "for" | "name" => Some(self.id(lesson, value)),
            "aria-labelledby" | "aria-describedby" | "aria-controls" | "headers" => {
                let ids: Vec<_> = value.split_whitespace().map(|id| self.id(lesson, id)).collect();
                Some(ids.join(" "))
            }
            // Everything is to be there when it is printed.
            "loading" => Some("eager".into()),
            _ => self.link(value, lesson),
        })
    }

    /// Where a link of a compiled lesson leads from here; `None` where that is the same.
    fn link(&self, value: &str, lesson: &str) -> Option<String> {
        if let Some(id) = value.strip_prefix('#') {
            return Some(self.href(&self.id(lesson, id)));
        }
        if let Some(name) = value.strip_prefix(ASSET_SCHEME) {
            return Some([self.assets, name].concat());
        }
        let path = value.strip_prefix(LINK_SCHEME)?;
        let Location { route, fragment } = Location::parse(path);
        let fragment = fragment.unwrap_or_default();
        Some(match route {
            Route::Course { course } if course == self.course.id => self.href(&course),
            Route::Lesson { course, lesson } if course == self.course.id => {
                let now = self.course.place(&lesson).map(|place| &place.lesson.id);
                self.href(&self.id(now.unwrap_or(&lesson), &fragment))
            }
            _ => [self.root, path].concat(),
        })
    }

    fn quiz(&self, quiz: &Quiz, lesson: &str) -> String {
        let seed = seed(&first_id(""), lesson, &quiz.id);
        let questions: String =
            quiz.questions.iter().map(|question| self.question(quiz, question, lesson, &seed)).collect();
        format!(
            "<section class=\"printed-quiz\"><h3>{}</h3><ol>{questions}</ol></section>",
            escaped(&quiz.title)
        )
    }

    fn question(&self, quiz: &Quiz, question: &Question, lesson: &str, seed: &str) -> String {
        let text = |html: &str| self.text(html, lesson);
        let prompt = match &question.kind {
            QuestionKind::Cloze { gaps } => text(&with_blanks(&question.prompt, gaps)),
            _ => text(&question.prompt),
        };
        let order = Some(seed).filter(|_| quiz.settings.shuffle_choices);
        let listed = |choices: Vec<&Choice>, class: &str| -> String {
            let items = choices.into_iter().map(|choice| ["<li>", &text(&choice.text), "</li>"].concat());
            format!("<ul class=\"boxes {class}\">{}</ul>", items.collect::<String>())
        };
        let answer = match &question.kind {
            QuestionKind::SingleChoice { choices, .. } => listed(QuestionKind::shown(choices, order), "one"),
            QuestionKind::MultipleChoice { choices, .. } => {
                listed(QuestionKind::shown(choices, order), "many")
            }
            QuestionKind::TrueFalse { choices, .. } => listed(choices.iter().collect(), "one"),
            // The author's order is the right one, whatever the quiz says of its choices.
            QuestionKind::Ordering { items } => listed(QuestionKind::shown(items, Some(seed)), "numbers"),
            QuestionKind::Matching { pairs, options } => {
                let pairs: String =
                    pairs.iter().map(|pair| ["<li>", &text(&pair.text), "</li>"].concat()).collect();
                let options = shuffled(options, seed, |option| &option.id);
                format!("<ul class=\"boxes lines\">{pairs}</ul>{}", listed(options, "options"))
            }
            QuestionKind::Cloze { .. } => String::new(),
            QuestionKind::ShortAnswer(_) | QuestionKind::Numeric { .. } => LINE.into(),
            QuestionKind::Output { .. } => LINE.repeat(3),
        };
        format!("<li><div class=\"prompt\">{prompt}</div>{answer}</li>")
    }

    fn tasks(&self, tasks: &Tasks, lesson: &str) -> String {
        let items: String = tasks
            .tasks
            .iter()
            .map(|task| ["<li>", &self.text(&task.text, lesson), "</li>"].concat())
            .collect();
        ["<ul class=\"boxes many\">", &items, "</ul>"].concat()
    }

    fn rubric(&self, rubric: &Rubric, lesson: &str) -> String {
        let levels: String =
            rubric.levels.iter().map(|level| format!("<th scope=\"col\">{}</th>", escaped(level))).collect();
        let row = |criterion: &crate::project::Criterion| {
            let cells =
                criterion.levels.iter().map(|level| ["<td>", &self.text(level, lesson), "</td>"].concat());
            let text = self.text(&criterion.text, lesson);
            format!("<tr><th scope=\"row\">{text}</th>{}</tr>", cells.collect::<String>())
        };
        let rows: String = rubric.criteria.iter().map(row).collect();
        format!(
            "<div class=\"lesson-text\"><div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table>\
             <thead><tr><td></td>{levels}</tr></thead><tbody>{rows}</tbody></table></div></div>",
            label = escaped(&rubric.levels.join(", ")),
        )
    }
}

/// A plain text as HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// The text of a cloze with blanks in the place of its fields; where there is something to choose from, it follows.
fn with_blanks(prompt: &str, gaps: &[Gap]) -> String {
    let mut html = String::new();
    let mut rest = prompt;
    for gap in gaps {
        let (field, end) = match gap.kind {
            GapKind::Choice { .. } => ("<select", "</select>"),
            _ => ("<input", ">"),
        };
        let Some((before, behind)) = rest.split_once(field) else { break };
        html += before;
        html += "<span class=\"blank\"></span>";
        if let GapKind::Choice { choices, .. } = &gap.kind {
            let choices: Vec<_> = choices.iter().map(|choice| escaped(choice)).collect();
            html += &format!(" ({})", choices.join(" / "));
        }
        rest = behind.split_once(end).map_or("", |(_, rest)| rest);
    }
    html + rest
}

/// Compiled HTML with the values of attributes changed, and with every heading a level lower: the lesson's own title is one
/// among others. The compiler writes all values between double quotes.
fn rewritten(html: &str, change: &dyn Fn(&str, &str) -> Option<String>) -> String {
    let mut written = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        written.push_str(&rest[..at]);
        rest = &rest[at..];
        let name_at = if rest.starts_with("</") { 2 } else { 1 };
        let end = rest[name_at..]
            .find(|mark: char| !mark.is_ascii_alphanumeric())
            .map_or(rest.len(), |it| it + name_at);
        written.push_str(&rest[..name_at]);
        written.push_str(match &rest[name_at..end] {
            "h1" => "h2",
            "h2" => "h3",
            "h3" => "h4",
            "h4" => "h5",
            "h5" => "h6",
            other => other,
        });
        rest = &rest[end..];
        // Attributes, as far as the tag goes. Where there is a quote, what follows up to the next one is a value.
        while let Some(at) = rest.find(['"', '>']) {
            if rest[at..].starts_with('>') {
                written.push_str(&rest[..=at]);
                rest = &rest[at + 1..];
                break;
            }
            let Some(length) = rest[at + 1..].find('"') else { break };
            let value = &rest[at + 1..at + 1 + length];
            let name = rest[..at].trim_end_matches('=').rsplit(|mark: char| mark.is_whitespace()).next();
            written.push_str(&rest[..=at]);
            match name.and_then(|name| change(name, value)) {
                Some(changed) => written.push_str(&changed),
                None => written.push_str(value),
            }
            written.push('"');
            rest = &rest[at + length + 2..];
        }
    }
    written + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::Section;
    use crate::quiz::QuizSettings;

    fn course() -> Course {
        let lesson = |id: &str, title: &str| LessonOutline {
            id: id.into(),
            title: title.into(),
            ..LessonOutline::default()
        };
        let water = LessonOutline { aliases: vec!["wet".into()], ..lesson("water", "Water & <ice>") };
        Course {
            id: "bread".into(),
            sections: vec![Section {
                title: "Basics".into(),
                lessons: vec![lesson("flour", "Flour"), water],
            }],
            ..Course::default()
        }
    }

    fn check(html: &str, expected: &str) {
        let course = course();
        let document = Document { course: &course, root: "/site/", assets: "/site/assets/", page: "print/" };
        assert_eq!(document.text(html, "flour"), expected);
    }

    #[test]
    fn links_within_the_course_stay_in_the_document() {
        check(
            "<a href=\"route:courses/bread/water/#ice\">a</a>",
            "<a href=\"/site/print/#bread/water/ice\">a</a>",
        );
        check("<a href=\"route:courses/bread/wet/\">a</a>", "<a href=\"/site/print/#bread/water\">a</a>");
        check("<a href=\"route:courses/bread/\">a</a>", "<a href=\"/site/print/#bread\">a</a>");
        check("<a href=\"#fn-1\">1</a>", "<a href=\"/site/print/#bread/flour/fn-1\">1</a>");
    }

    #[test]
    fn other_links_lead_where_they_did() {
        check("<a href=\"route:courses/cake/x/#y\">a</a>", "<a href=\"/site/courses/cake/x/#y\">a</a>");
        check(
            "<a href=\"https://e.example/?a=&quot;\">a</a>",
            "<a href=\"https://e.example/?a=&quot;\">a</a>",
        );
        check(
            "<img alt=\"a > b\" loading=\"lazy\" src=\"asset:a-1.png\">",
            "<img alt=\"a > b\" loading=\"eager\" src=\"/site/assets/a-1.png\">",
        );
    }

    #[test]
    fn ids_are_those_of_one_lesson_and_text_stays_text() {
        check(
            "<h2 id=\"größe\">id=\"x\"</h2><label for=\"tab\" aria-describedby=\"a b\">h2</label>",
            "<h3 id=\"bread/flour/größe\">id=\"x\"</h3><label for=\"bread/flour/tab\" \
             aria-describedby=\"bread/flour/a bread/flour/b\">h2</label>",
        );
        check(
            "<input disabled name=\"t\" data-id=\"x\"><!-- a -->",
            "<input disabled name=\"bread/flour/t\" data-id=\"x\"><!-- a -->",
        );
    }

    #[test]
    fn every_link_of_the_contents_leads_to_a_lesson() {
        let course = course();
        let document = Document { course: &course, root: "#/", assets: "", page: "print/" };
        assert_eq!(
            document.contents(),
            "<ol><li class=\"printed-section\">Basics</li><li><a href=\"#/print/#bread/flour\">Flour</a></li>\
             <li><a href=\"#/print/#bread/water\">Water &amp; &lt;ice></a></li></ol>"
        );
        assert_eq!(document.id("water", ""), "bread/water");
    }

    #[test]
    fn no_answer_is_given_away() {
        let choice = |id: &str| Choice { id: id.into(), text: id.into(), ..Choice::default() };
        let items: Vec<Choice> = ["one", "two", "three", "four", "five"].map(choice).into();
        let course = course();
        let document = Document { course: &course, root: "/", assets: "/", page: "print/" };
        let printed = |kind: QuestionKind, prompt: &str| {
            let question = Question {
                id: "q".into(),
                prompt: prompt.into(),
                kind,
                points: 1,
                hints: vec!["a hint".into()],
                explanation: "because".into(),
            };
            let quiz = Quiz {
                id: "check".into(),
                title: "Check".into(),
                settings: QuizSettings { shuffle_choices: false, ..QuizSettings::default() },
                questions: vec![question],
            };
            document.quiz(&quiz, "flour")
        };
        let ordering = printed(QuestionKind::Ordering { items: items.clone() }, "Order");
        let places: Vec<_> = items.iter().map(|item| ordering.find(&item.text).unwrap()).collect();
        assert!(!places.is_sorted(), "the author's order is the right one: {ordering}");
        assert!(!ordering.contains("a hint") && !ordering.contains("because"));
        let gaps = vec![
            Gap { id: "a".into(), kind: GapKind::Number(Vec::new()) },
            Gap {
                id: "b".into(),
                kind: GapKind::Choice { choices: vec!["x".into(), "<y>".into()], correct: "x".into() },
            },
        ];
        let cloze = printed(
            QuestionKind::Cloze { gaps },
            "A <input data-gap=\"a\"> B <select data-gap=\"b\"><option>x</option></select>.",
        );
        let expected = "A <span class=\"blank\"></span> B <span class=\"blank\"></span> (x / &lt;y>).";
        assert!(cloze.contains(expected), "{cloze}");
    }
}
