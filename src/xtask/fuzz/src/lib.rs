//! What must hold for any content and any storage whatever: the targets in `bin/` make one of the fuzzer's bytes and
//! hand it here.
//!
//! A panic is a finding, and so is what does not end.

#[path = "../../../course/tests/progress/area.rs"]
#[allow(dead_code, reason = "the tests let it fail, too")]
mod area;
#[path = "../../../course/tests/progress/laws.rs"]
mod laws;
#[path = "../../../course/tests/progress/loader.rs"]
mod loader;
#[path = "../../../compiler/tests/inert/mod.rs"]
mod offences;

use compiler::{Compiled, Compiler, Content, OtherFile, SourceFile, compile};
use course::bundle::Bundle;
use course::grading::{Entry, Response, grade, is_complete};
use course::quiz::Question;
use offences::{html_of, offences};

/// A content folder of Markdown files.
pub fn content(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Content {
    let mut content = Content { name: "content".into(), ..Content::default() };
    for (path, bytes) in files {
        if path.to_lowercase().ends_with(".md") {
            content.files.push(SourceFile::new(path, bytes));
        } else if compiler::content::SETTINGS.contains(&path.as_str()) {
            content.settings.push(SourceFile::new(path, bytes));
        } else {
            content.others.push(OtherFile::new(path, bytes));
        }
    }
    content.files.sort_by(|one, other| one.path.cmp(&other.path));
    content.files.dedup_by(|one, other| one.path == other.path);
    content.others.sort_by(|one, other| one.path.cmp(&other.path));
    content.others.dedup_by(|one, other| one.path == other.path);
    content
}

/// Loads a storage, and looks whether anything is lost of it.
///
/// # Panics
/// Where any promise of the store is broken.
pub fn check_stored(bytes: &[u8]) {
    loader::check(&loader::texts_of(bytes));
}

/// Compiles, and looks at everything that came out.
///
/// # Panics
/// Where any promise of the compiler is broken.
pub fn check(content: &Content) {
    let compiled = compile(content);
    places_are_in_the_text(&compiled, content);
    reports_can_be_written(&compiled, content);
    let mut again = Compiler::default();
    _ = again.compile(content);
    assert_eq!(again.compile(content), compiled, "a second compilation gives the same");
    let Some(bundle) = &compiled.bundle else {
        assert!(!compiled.diagnostics.is_empty(), "no bundle, and no word why");
        return;
    };
    let bundle = Bundle::decode(bundle).expect("a bundle can be read");
    for course in &bundle.library.courses {
        inert(&course.body);
        for lesson in course.lessons() {
            let body = bundle.body(&lesson.id).expect("every lesson has a body");
            html_of(&body).into_iter().for_each(inert);
            body.quizzes().flat_map(|quiz| &quiz.questions).for_each(question);
        }
    }
}

fn question(question: &Question) {
    let odd = |text: &str| Response {
        choices: vec![text.into(), question.id.clone()],
        entries: vec![Entry { slot: String::new(), value: text.into() }],
    };
    for response in [Response::default(), odd(""), odd("1,5e3 m/s"), odd(&question.prompt)] {
        let grade = grade(question, &response);
        assert!(grade.credit <= 1000);
    }
    assert!(!is_complete(question, &Response::default()), "nothing is no answer");
}

/// Nothing in the HTML runs, and nothing in it loads from elsewhere.
fn inert(html: &str) {
    let offences = offences(html);
    assert!(offences.is_empty(), "{offences:?} in {html}");
}

fn places_are_in_the_text(compiled: &Compiled, content: &Content) {
    for diagnostic in &compiled.diagnostics {
        let spans = diagnostic.labels.iter().map(|label| (&label.file, &label.span));
        for (file, span) in spans.chain(diagnostic.span.as_ref().map(|span| (&diagnostic.file, span))) {
            let Some(file) = content.file(file) else { continue };
            let text = file.text();
            assert!(text.get(span.clone()).is_some(), "{diagnostic:?} is outside of its text");
        }
        assert!(diagnostic.help.is_some(), "{diagnostic:?} has no advice");
    }
}

fn reports_can_be_written(compiled: &Compiled, content: &Content) {
    // A drawing takes its time; one of each is enough to find out whether it can be made.
    let some = &compiled.diagnostics[..compiled.diagnostics.len().min(4)];
    _ = compiler::render(some, content, true);
    _ = compiler::json(some, content);
    _ = compiler::sarif(some, content, "content");
    _ = compiler::github(some, content, "content");
}
