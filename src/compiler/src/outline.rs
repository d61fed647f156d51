//! From the lessons of a course to its sections, in reading order.

use std::collections::HashMap;

use course::library::{LessonOutline, Section};

use crate::aliases;
use crate::catalogue::{Catalogue, CourseEntry, Document, LessonEntry};
use crate::diagnostics::{Code, Diagnostic};
use crate::front_matter::Spanned;
use crate::layout::stem;
use crate::names::{by_name, humanise, nearest};

/// The lessons of every course as indices, in reading order: by `order`, then by file name.
pub(crate) fn reading_order(catalogue: &Catalogue<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Vec<usize>> {
    let mut courses = vec![Vec::new(); catalogue.courses.len()];
    for (index, lesson) in catalogue.lessons.iter().enumerate() {
        courses[lesson.course].push(index);
    }
    for (lessons, course) in courses.iter_mut().zip(&catalogue.courses) {
        sort(lessons, |index| {
            (&catalogue.lessons[*index].document.front.order, catalogue.lessons[*index].document.file)
        });
        let entries: Vec<_> = lessons.iter().map(|index| &catalogue.lessons[*index]).collect();
        report_same_order(&entries, diagnostics);
        report_mixed_order(&entries, diagnostics);
        report_no_lessons(course, entries.is_empty(), diagnostics);
    }
    courses
}

/// Sorts by `order`, what has none behind what has one, then by file name.
pub(crate) fn sort<'k, T>(items: &mut [T], key: impl Fn(&T) -> (&'k Option<Spanned<f64>>, &'k str)) {
    items.sort_by(|one, other| {
        let ((one_order, one_name), (other_order, other_name)) = (key(one), key(other));
        let number = |order: &Option<Spanned<f64>>| order.as_ref().map_or(f64::INFINITY, |order| order.value);
        number(one_order)
            .total_cmp(&number(other_order))
            .then_with(|| by_name(stem(one_name), stem(other_name)))
    });
}

/// Groups lessons by their section, sections in the order of their first lesson.
pub(crate) fn sections(lessons: impl Iterator<Item = (Option<String>, LessonOutline)>) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for (section, lesson) in lessons {
        let title = section.as_deref().map(humanise).unwrap_or_default();
        match sections.iter_mut().find(|section| section.title == title) {
            Some(section) => section.lessons.push(lesson),
            None => sections.push(Section { title, lessons: vec![lesson] }),
        }
    }
    sections
}

/// Reports `prevLessonId` and `nextLessonId` that name no lesson, or one by an id of before. Returns the next one if it
/// is to be written yet. `names` are those of all `lessons`, as [`aliases::names`] has them.
pub(crate) fn planned_next(
    lesson: &LessonEntry<'_>,
    lessons: &[LessonEntry<'_>],
    names: &HashMap<&str, usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let Document { file, front, .. } = &lesson.document;
    let neighbours = [("prevLessonId", &front.previous), ("nextLessonId", &front.next)];
    let mut planned = None;
    for (key, id) in neighbours.into_iter().filter_map(|(key, id)| Some((key, id.as_ref()?))) {
        if let Some(at) = names.get(id.value.as_str()) {
            let now = lessons[*at].id.as_str();
            if now != id.value {
                let message = format!("`{key}` names `{}`, an id that the lesson had before", id.value);
                diagnostics.push(aliases::former_id(file, message, now).at(id.span.clone()));
            }
            continue;
        }
        let help = match nearest(&id.value, lessons.iter().map(|lesson| lesson.id.as_str())) {
            Some(other) => format!("did you mean `{other}`?"),
            None if key == "nextLessonId" => {
                format!("write a lesson with `id: {}`; until then it is shown as not yet available", id.value)
            }
            None => format!("write a lesson with `id: {}`, or remove the line", id.value),
        };
        let message = format!("`{key}` names `{}`, but no lesson has this id", id.value);
        diagnostics.push(Diagnostic::new(Code::UnknownLesson, file, message).at(id.span.clone()).help(help));
        if key == "nextLessonId" {
            planned = Some(id.value.clone());
        }
    }
    planned
}

fn report_same_order(lessons: &[&LessonEntry<'_>], diagnostics: &mut Vec<Diagnostic>) {
    for pair in lessons.windows(2) {
        let [first, second] = [pair[0], pair[1]].map(|lesson| &lesson.document);
        if let (Some(one), Some(other)) = (&first.front.order, &second.front.order)
            && one.value == other.value
        {
            diagnostics.push(
                Diagnostic::new(
                    Code::SameOrder,
                    second.file,
                    format!("`order: {}` stands in two lessons of the course", other.value),
                )
                .at(other.span.clone())
                .label(first.file, one.span.clone(), "and here")
                .help("give each lesson its own number; for now the file names decide"),
            );
        }
    }
}

fn report_mixed_order(lessons: &[&LessonEntry<'_>], diagnostics: &mut Vec<Diagnostic>) {
    let readable = || lessons.iter().map(|lesson| &lesson.document).filter(|document| document.has_front);
    let without = || readable().filter(|document| document.front.order.is_none());
    let (Some(first), count, all) = (without().next(), without().count(), readable().count()) else { return };
    if count == all {
        return;
    }
    let message = match count {
        1 => "this lesson has no `order`, but others of the course have one".to_owned(),
        _ => format!("{count} of the {all} lessons of the course have no `order`, this is the first"),
    };
    let diagnostic = Diagnostic::new(Code::MixedOrder, first.file, message)
        .help("give every lesson an `order`; for now those without come last, by file name");
    diagnostics.push(match &first.front.id {
        Some(id) => diagnostic.at(id.span.clone()),
        None => diagnostic,
    });
}

fn report_no_lessons(course: &CourseEntry<'_>, is_empty: bool, diagnostics: &mut Vec<Diagnostic>) {
    if let (true, Some(Document { file, front, .. })) = (is_empty, &course.document) {
        let message = format!("the course `{}` has no lessons", course.id);
        let diagnostic = Diagnostic::new(Code::CourseWithoutLessons, file, message)
            .help(format!("write lessons into `courses/{}/lessons/`", course.folder));
        diagnostics.push(match &front.id {
            Some(id) => diagnostic.at(id.span.clone()),
            None => diagnostic,
        });
    }
}
