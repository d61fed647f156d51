//! A lesson of the base format as authors have it. It lies beside the checkout and is not part of this repository,
//! so where it is missing there is nothing to test.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

use std::path::Path;

use compiler::{Code, Content, SourceFile, compile};
use course::bundle::Bundle;
use course::lesson::Block;
use course::quiz::QuestionKind;

#[test]
fn the_sample_lesson_compiles_unchanged() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/sample-lesson.md");
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: there is no {}", path.display());
        return;
    };
    let source = String::from_utf8(bytes.clone()).unwrap();
    let file = SourceFile::new("sample-lesson.md", bytes);
    let compiled = compile(&Content { name: "content".into(), files: vec![file], ..Content::default() });

    let codes: Vec<_> = compiled.told().iter().map(|diagnostic| diagnostic.code).collect();
    let expected = [Code::UnknownLesson, Code::LongestIsRight];
    assert_eq!(
        codes, expected,
        "the missing next lesson, and a habit of its questions that the last lines check"
    );
    let library = compiled.library.unwrap();
    let [course] = &library.courses[..] else { panic!("one course") };
    let lesson = course.lessons().next().unwrap();
    assert_eq!((course.id.as_str(), lesson.questions, lesson.duration_minutes), ("course", 5, Some(45)));
    assert!(lesson.planned_next.is_some());

    let bytes = compiled.bundle.unwrap();
    let body = Bundle::decode(&bytes).unwrap().body(&lesson.id).unwrap();
    let [Block::Html(html), Block::Quiz(quiz)] = &body.blocks[..] else { panic!("text, then questions") };
    let (text, check) = source.split_once("\n## Knowledge Check").unwrap();

    let in_text = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
    let in_html = |part: &str| html.matches(part).count();
    // Lines of the fences begin with `#` too, so the headings of the source are counted outside of them.
    let outside: String = text.split("\n```").step_by(2).map(|part| format!("{part}\n")).collect();
    let headings = |mark: &str| outside.lines().filter(|line| line.starts_with(mark)).count();
    assert_eq!(in_html("<h1"), 0, "the player draws the title");
    assert_eq!((in_html("<h2 id="), in_html("<h3 id=")), (headings("## "), headings("### ")));
    assert_eq!(body.headings.len(), headings("## ") + headings("### ") + 1, "and that of the quiz");
    assert_eq!(in_html("<pre"), in_text("```") / 2);
    assert_eq!(in_html("data-language=\"python\""), in_text("```python"));
    assert_eq!(in_html("<li>"), outside.lines().filter(|line| line.starts_with("- ")).count());
    assert_eq!(in_html("<table"), in_text("|-"));
    let diagrams = text.split("\n```").skip(1).step_by(2).filter_map(|fence| fence.strip_prefix('\n'));
    let mut count = 0;
    for diagram in diagrams {
        count += 1;
        assert!(html.contains(&format!("<code>{diagram}\n</code>")), "a drawing is kept to the character");
    }
    assert_eq!(in_html("class=\"code diagram\""), count);

    let prompts: Vec<_> =
        check.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_digit())).collect();
    assert_eq!((quiz.questions.len(), prompts.len()), (5, 5));
    for (question, line) in quiz.questions.iter().zip(prompts) {
        let QuestionKind::SingleChoice { choices, correct } = &question.kind else { panic!("{line}") };
        assert!(line.ends_with(question.prompt.trim_start_matches("<p>").trim_end_matches("</p>")));
        assert_eq!((choices.len(), correct), (4, &choices[0].id), "the first one is right: {line}");
        let longest = choices.iter().max_by_key(|choice| choice.text.len()).unwrap();
        assert_eq!(&longest.id, correct, "and the longest: {line}");
    }
}
