//! What the front matter of a lesson, a course and a path says.

use course::library::{Difficulty, LessonKind};
use course::route::is_id;

use crate::diagnostics::{Code, Diagnostic};
use crate::front_matter::{Fields, Spanned, listed};
use crate::names::{nearest, slug};
use crate::quiz::QuizFront;
use crate::{aliases, duration};

/// The words for the kinds of lesson.
const KINDS: [(&str, LessonKind); 3] =
    [("lesson", LessonKind::Lesson), ("project", LessonKind::Project), ("quiz", LessonKind::Quiz)];

/// What an id may be.
pub(crate) const ID_ADVICE: &str =
    "an id is made of letters, digits, `-`, `_` and `.`, and does not begin with a dot";

/// The words for degrees of difficulty.
const DIFFICULTIES: [(&str, Difficulty); 3] = [
    ("beginner", Difficulty::Beginner),
    ("intermediate", Difficulty::Intermediate),
    ("advanced", Difficulty::Advanced),
];

/// The words for yes and no.
pub(crate) const TRUTH: [(&str, bool); 2] = [("true", true), ("false", false)];

/// The front matter of a lesson.
#[derive(Default)]
pub(crate) struct LessonFront {
    pub(crate) id: Option<Spanned<String>>,
    /// The ids it had before; each can be an id, and is another one.
    pub(crate) aliases: Vec<Spanned<String>>,
    pub(crate) title: Option<Spanned<String>>,
    pub(crate) kind: LessonKind,
    /// As it is written, whether it can be read or not.
    pub(crate) duration: Option<Spanned<String>>,
    pub(crate) duration_minutes: Option<u32>,
    pub(crate) order: Option<Spanned<f64>>,
    pub(crate) section: Option<Spanned<String>>,
    pub(crate) previous: Option<Spanned<String>>,
    pub(crate) next: Option<Spanned<String>>,
    /// For every quiz of the lesson.
    pub(crate) quiz: Option<QuizFront>,
    /// For single ones, by their ids.
    pub(crate) quizzes: Vec<(Spanned<String>, QuizFront)>,
}

/// The front matter of a course.
#[derive(Default)]
pub(crate) struct CourseFront {
    pub(crate) id: Option<Spanned<String>>,
    pub(crate) title: Option<Spanned<String>>,
    pub(crate) description: Option<Spanned<String>>,
    pub(crate) difficulty: Option<Difficulty>,
    pub(crate) duration_minutes: Option<u32>,
    pub(crate) path: Option<Spanned<String>>,
    pub(crate) order: Option<Spanned<f64>>,
    /// The ids of courses that come before this one.
    pub(crate) prerequisites: Vec<Spanned<String>>,
    /// Whether they have to be completed first.
    pub(crate) is_locked: bool,
    /// For every quiz of every lesson of the course.
    pub(crate) quiz: Option<QuizFront>,
}

/// The front matter of a path.
#[derive(Default)]
pub(crate) struct PathFront {
    pub(crate) id: Option<Spanned<String>>,
    pub(crate) title: Option<Spanned<String>>,
    pub(crate) description: Option<Spanned<String>>,
    pub(crate) icon: Option<Spanned<String>>,
    pub(crate) estimated_minutes: Option<u32>,
    pub(crate) difficulty: Option<Difficulty>,
    pub(crate) order: Option<Spanned<f64>>,
}

/// Reads the keys of one file and reports what is wrong with them.
pub(crate) struct Keys<'f, 'a> {
    pub(crate) file: &'a str,
    pub(crate) fields: &'f Fields<'a>,
    pub(crate) diagnostics: &'f mut Vec<Diagnostic>,
}

impl Keys<'_, '_> {
    pub(crate) fn lesson(mut self) -> LessonFront {
        let id = self.id();
        let front = LessonFront {
            aliases: aliases::read(&mut self, id.as_ref()),
            id,
            title: self.text("title"),
            kind: self.one_of("type", &KINDS, Code::UnknownLessonType).unwrap_or_default(),
            duration: self.fields.text("duration", &mut Vec::new()),
            duration_minutes: self.duration("duration", duration::minutes),
            order: self.number("order"),
            section: self.text("section"),
            previous: self.text("prevLessonId"),
            next: self.text("nextLessonId"),
            quiz: self.quiz(),
            quizzes: self.quizzes(),
        };
        self.fields.report_unknown("a lesson", self.diagnostics);
        front
    }

    pub(crate) fn course(mut self) -> CourseFront {
        let front = CourseFront {
            id: self.id(),
            title: self.text("title"),
            description: self.text("description"),
            difficulty: self.one_of("difficulty", &DIFFICULTIES, Code::UnknownDifficulty),
            duration_minutes: self.duration("durationHours", hours_or_duration),
            path: self.text("pathId"),
            order: self.number("order"),
            prerequisites: self.fields.texts("prerequisites", self.diagnostics),
            is_locked: self.one_of("requirePrerequisites", &TRUTH, Code::WrongValueType).unwrap_or_default(),
            quiz: self.quiz(),
        };
        self.fields.report_unknown("a course", self.diagnostics);
        front
    }

    pub(crate) fn path(mut self) -> PathFront {
        let front = PathFront {
            id: self.id(),
            title: self.text("title"),
            description: self.text("description"),
            icon: self.text("icon"),
            estimated_minutes: self.duration("estimatedHours", hours_or_duration),
            difficulty: self.one_of("difficulty", &DIFFICULTIES, Code::UnknownDifficulty),
            order: self.number("order"),
        };
        self.fields.report_unknown("a path", self.diagnostics);
        front
    }

    fn id(&mut self) -> Option<Spanned<String>> {
        let before = self.diagnostics.len();
        let Some(id) = self.text("id") else {
            if self.diagnostics.len() == before {
                let stem = slug(crate::layout::stem(self.file));
                let example = if is_id(&stem) { &stem } else { "my-lesson" };
                self.diagnostics.push(
                    Diagnostic::new(Code::MissingId, self.file, "the front matter has no `id`")
                        .at(self.fields.start())
                        .help(format!("add a line such as `id: {example}`; keep it for ever, progress is stored under it")),
                );
            }
            return None;
        };
        if is_id(&id.value) {
            return Some(id);
        }
        let suggestion = slug(&id.value);
        self.diagnostics.push(
            Diagnostic::new(Code::BadId, self.file, format!("`{}` cannot be an id", id.value))
                .at(id.span)
                .help(if is_id(&suggestion) {
                    format!("write `id: {suggestion}`; {ID_ADVICE}")
                } else {
                    ID_ADVICE.to_owned()
                }),
        );
        None
    }

    fn quiz(&mut self) -> Option<QuizFront> {
        let fields = self.fields.group("quiz", self.diagnostics)?;
        Some(QuizFront::read(&fields, "`quiz`", self.diagnostics))
    }

    fn quizzes(&mut self) -> Vec<(Spanned<String>, QuizFront)> {
        let groups = self.fields.groups("quizzes", self.diagnostics);
        let read = |(id, fields): (Spanned<String>, Fields<'_>)| {
            let front = QuizFront::read(&fields, &format!("`{}`", id.value), self.diagnostics);
            (id, front)
        };
        groups.into_iter().map(read).collect()
    }

    fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        self.fields.text(key, self.diagnostics)
    }

    fn number(&mut self, key: &'static str) -> Option<Spanned<f64>> {
        self.fields.number(key, self.diagnostics)
    }

    fn one_of<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)], code: Code) -> Option<T> {
        let text = self.text(key)?;
        let found = words.iter().find(|(word, _)| text.value.eq_ignore_ascii_case(word));
        if found.is_none() {
            let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            self.diagnostics.push(
                Diagnostic::new(code, self.file, format!("`{}` is no {key}", text.value)).at(text.span).help(
                    match nearest(&text.value, known.iter().copied()) {
                        Some(word) => format!("did you mean `{word}`?"),
                        None => format!("the values of `{key}` are {}", listed(&known)),
                    },
                ),
            );
        }
        found.map(|(_, value)| *value)
    }

    fn duration(&mut self, key: &'static str, read: fn(&str) -> Option<u32>) -> Option<u32> {
        let text = self.text(key)?;
        let minutes = read(&text.value);
        if minutes.is_none() {
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UnreadableDuration,
                    self.file,
                    format!("`{}` cannot be read as a duration", text.value),
                )
                .at(text.span)
                .help(match key {
                    "duration" => format!("write it as {}", duration::EXAMPLES),
                    _ => format!("write a number of hours, such as `{key}: 12`"),
                }),
            );
        }
        minutes
    }
}

/// A bare number of hours, or a duration with units.
fn hours_or_duration(text: &str) -> Option<u32> {
    match text.parse() {
        Ok(hours) => duration::hours(hours),
        Err(_) => duration::minutes(text),
    }
}
