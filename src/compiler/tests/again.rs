//! Compiling again after an edit gives what compiling anew gives.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

use compiler::{Compiler, Content, SourceFile, compile};

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile::new(path, text.as_bytes())
}

fn lesson(id: &str, body: &str) -> SourceFile {
    let path = format!("courses/c/lessons/{id}.md");
    file(&path, &format!("---\nid: {id}\ntitle: Lesson {id}\n---\n\n{body}\n"))
}

/// The lesson `new`, which had another id before.
fn renamed(alias: &str, body: &str) -> SourceFile {
    let front = format!("id: new\naliases: {alias}\ntitle: New");
    file("courses/c/lessons/new.md", &format!("---\n{front}\n---\n\n{body}\n"))
}

/// A library, and what an author might do to it, step by step.
fn steps() -> Vec<Vec<SourceFile>> {
    let course = |front: &str| file("courses/c.md", &format!("---\nid: c\ntitle: C\n{front}---\n"));
    let quiz = "## Knowledge Check\n\n1. Which?\n   - this\n   - that\n";
    vec![
        vec![course(""), lesson("a", "Text, and [b](b.md#part)."), lesson("b", "## Part\n\nMore.")],
        vec![course(""), lesson("a", "Other text, and [b](b.md#part)."), lesson("b", "## Part\n\nMore.")],
        // A heading is renamed in one lesson, which breaks a link in another.
        vec![course(""), lesson("a", "Other text, and [b](b.md#part)."), lesson("b", "## Piece\n\nMore.")],
        // A lesson comes, one goes.
        vec![course(""), lesson("a", "Other text, and [b](b.md#part)."), lesson("c", quiz)],
        vec![course(""), lesson("a", "Text and [c](c)."), lesson("c", quiz)],
        // A lesson is renamed and leaves its id behind, which a link still says; then that id is taken by another.
        vec![course(""), lesson("a", "Text and [c](c)."), renamed("c", quiz)],
        vec![course(""), lesson("a", "Text and [c](c)."), lesson("c", quiz), renamed("c", quiz)],
        vec![course(""), lesson("a", "Text and [c](c)."), lesson("c", "Text."), renamed("b", quiz)],
        // An error, and its end.
        vec![course(""), lesson("a", "Text and [c](c)."), file("courses/c/lessons/c.md", "no front matter")],
        vec![course("quiz: {passMark: 50}\n"), lesson("a", "Text and [c](c)."), lesson("c", quiz)],
        vec![file("courses/c.md", "---\nid: d\ntitle: D\n---\n"), lesson("a", "Text."), lesson("c", quiz)],
        vec![file("a.md", "---\nid: a\ntitle: A\n---\n\nFlat now.\n")],
    ]
}

#[test]
fn what_was_known_before_changes_nothing_of_the_result() {
    let mut compiler = Compiler::default();
    let mut bundles = 0;
    for (at, files) in steps().into_iter().enumerate() {
        let content = Content { name: "content".into(), files, ..Content::default() };
        let again = compiler.compile(&content);
        assert_eq!(again, compile(&content), "step {at}");
        assert_eq!(again, compiler.compile(&content), "step {at}, and nothing changed");
        bundles += usize::from(again.bundle.is_some());
    }
    assert!(bundles > 5, "{bundles} of the steps have no error");
}
