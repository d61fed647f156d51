//! Compiling again after an edit gives what compiling anew gives.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

use compiler::{Compiler, Content, OtherFile, SourceFile, compile};

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

/// What a lesson is rewritten to without the rest of its folder being looked at, or that this is refused.
fn rewritten(before: &str, after: &str) -> bool {
    let glossary = file("glossary.md", "---\n---\n\nYeast\n: It lives.\n");
    let others = || {
        vec![
            file("courses/c.md", "---\nid: c\ntitle: C\n---\n"),
            lesson("b", "See [a](a.md#part)."),
            glossary.clone(),
        ]
    };
    let content = |body: &str| {
        let mut files = others();
        files.push(lesson("a", body));
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Content {
            name: "content".into(),
            files,
            others: vec![OtherFile::new("courses/c/lessons/p.txt", b"p".to_vec())],
            settings: Vec::new(),
        }
    };
    let mut compiler = Compiler::default();
    let mut pieces = compiler.pieces(&content(before));
    assert!(pieces.library.is_some(), "{:?}", pieces.diagnostics);
    let known = pieces.clone();
    let former = compiler.rewrite(&lesson("a", after), &mut pieces);
    if let Some((id, body)) = &former {
        assert_eq!((id.as_str(), body.as_slice()), ("a", known.body("a").unwrap()));
        assert_eq!(pieces.bundle(), compile(&content(after)).bundle, "{after}");
    } else {
        assert_eq!(pieces.bundle(), known.bundle(), "nothing was done: {after}");
    }
    assert_eq!(
        compiler.compile(&content(after)),
        compile(&content(after)),
        "whatever was done before: {after}"
    );
    former.is_some()
}

#[test]
fn a_lesson_alone_is_written_anew_where_the_edit_stays_within_it() {
    let before = "## Part\n\nText of [b](b.md).\n\n## Knowledge Check\n\n1. Which?\n   - this\n   - that\n";
    for (from, to, is_alone) in [
        ("Text", "Other text", true),
        // The explanation of a term has an id on the page.
        ("Text", "Yeast", false),
        ("Text", "A choice twice:\n\n```rust\nlet it = 1;\n```\n\nText", true),
        ("[b](b.md)", "[c](courses/c.md)", true),
        ("- that", "- those", true),
        ("## Part", "## Piece", false),
        ("Text", "### More\n\nText", false),
        ("1. Which?", "1. Whose?\n   - mine\n   - yours\n\n2. Which?", false),
        ("Text", "[p](p.txt)", false),
        // A warning, which the compilation of the whole folder tells.
        ("Text", "[broken](nowhere.md)", true),
        ("Text", "[part](b.md#nowhere)", false),
    ] {
        assert!(before.contains(from));
        assert_eq!(rewritten(before, &before.replace(from, to)), is_alone, "{from:?} to {to:?}");
    }
}
