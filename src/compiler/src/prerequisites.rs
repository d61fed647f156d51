//! Which courses come before which: `prerequisites` are shown, and with `requirePrerequisites` a course opens once they
//! are completed. So each has to be another course of the library, and none may wait for itself.

use crate::catalogue::{Catalogue, CourseEntry};
use crate::diagnostics::{Code, Diagnostic};
use crate::front_matter::Spanned;
use crate::names::nearest;

/// Reports what is no other course, and courses that wait for each other.
pub(crate) fn check(catalogue: &Catalogue<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for course in &catalogue.courses {
        let Some(document) = &course.document else { continue };
        for named in &document.front.prerequisites {
            if !is_other_course(catalogue, course, &named.value) {
                diagnostics.push(no_other_course(document.file, catalogue, course, named));
            }
        }
        if let (true, []) = (document.front.is_locked, &document.front.prerequisites[..]) {
            let message = "`requirePrerequisites` says nothing, as there are no `prerequisites`";
            let help = "add a line such as `prerequisites: [first-course]`, or remove this one";
            let at = document.front.id.as_ref().map_or(0..0, |id| id.span.clone());
            diagnostics
                .push(Diagnostic::new(Code::UselessPrerequisite, document.file, message).at(at).help(help));
        }
        if let Some(first) =
            document.front.prerequisites.first().filter(|_| waits_for_itself(catalogue, course))
        {
            let message = format!("the course `{}` waits for itself, so nobody could open it", course.id);
            diagnostics.push(
                Diagnostic::new(Code::CircularPrerequisites, document.file, message).at(first.span.clone()).help(
                    "take `requirePrerequisites` out of one of the courses on the way round, or one of the ids",
                ),
            );
        }
    }
}

/// Whether an id is that of a course of the library other than this one.
pub(crate) fn is_other_course(catalogue: &Catalogue<'_>, course: &CourseEntry<'_>, id: &str) -> bool {
    id != course.id && catalogue.courses.iter().any(|other| other.id == id)
}

fn no_other_course(
    file: &str,
    catalogue: &Catalogue<'_>,
    course: &CourseEntry<'_>,
    named: &Spanned<String>,
) -> Diagnostic {
    let (message, help) = if named.value == course.id {
        (format!("`prerequisites` names `{}`, which is this course", named.value), "remove it".to_owned())
    } else {
        let ids = catalogue.courses.iter().map(|course| course.id.as_str());
        let others = ids.filter(|id| *id != course.id);
        let help = match nearest(&named.value, others) {
            Some(id) => format!("did you mean `{id}`?"),
            None => format!("write `courses/{0}.md` with `id: {0}`, or remove it", named.value),
        };
        (format!("`prerequisites` names `{}`, but no course has this id", named.value), help)
    };
    Diagnostic::new(Code::UselessPrerequisite, file, message).at(named.span.clone()).help(help)
}

/// Whether a locked course needs one, by way of locked courses, that needs it.
fn waits_for_itself(catalogue: &Catalogue<'_>, course: &CourseEntry<'_>) -> bool {
    let waits_for = |course: &CourseEntry<'_>| -> Vec<String> {
        let front = course.document.as_ref().map(|document| document.front).filter(|front| front.is_locked);
        let named = front.iter().flat_map(|front| &front.prerequisites);
        // Itself is reported already.
        named.map(|named| named.value.clone()).filter(|id| *id != course.id).collect()
    };
    let mut reached = waits_for(course);
    let mut at = 0;
    while at < reached.len() {
        let id = reached[at].clone();
        if id == course.id {
            return true;
        }
        for other in catalogue.courses.iter().filter(|other| other.id == id) {
            let further: Vec<_> = waits_for(other).into_iter().filter(|id| !reached.contains(id)).collect();
            reached.extend(further);
        }
        at += 1;
    }
    false
}
