//! The file of a learner's notes, read by a program that knows Markdown: whatever was quoted and written stays text.

use course::notes::markdown::{Chapter, Note, markdown};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// All extensions, but the one that only sets other quotation marks.
/// The texts of all quotes and paragraphs, with their line breaks; anything else is told by its name.
fn read(file: &str) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let mut is_link = false;
    for event in Parser::new_ext(file, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Start(Tag::Paragraph | Tag::Heading { .. }) => blocks.push(String::new()),
            Event::Start(Tag::Link { .. }) => is_link = true,
            Event::End(TagEnd::Link) => is_link = false,
            Event::Start(Tag::BlockQuote(None)) | Event::End(_) => {}
            Event::Text(text) if !is_link => blocks.last_mut().expect("a block").push_str(&text),
            Event::Text(_) => {}
            Event::HardBreak => blocks.last_mut().expect("a block").push('\n'),
            other => panic!("{other:?} in {file}"),
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

fn check(text: &str) {
    let note = Note { quote: text.into(), texts: vec![text.into()], ..Note::default() };
    let file =
        markdown("Title", &[Chapter { title: "Lesson".into(), notes: vec![note], ..Chapter::default() }]);
    let mut expected = Vec::new();
    let mut last = String::new();
    for line in text.lines().chain([""]) {
        match line.trim().is_empty() {
            true if !last.is_empty() => expected.push(std::mem::take(&mut last)),
            true => {}
            false if last.is_empty() => last = line.trim_end().into(),
            false => last = format!("{last}\n{}", line.trim_end()),
        }
    }
    let spaces = |text: &String| text.replace('\u{a0}', " ");
    let all: Vec<String> = ["Title".to_owned(), "Lesson".to_owned()]
        .into_iter()
        .chain([expected.clone(), expected].concat())
        .collect();
    assert_eq!(read(&file).iter().map(spaces).collect::<Vec<_>>(), all, "{text:?} as {file}");
}

#[test]
fn nothing_that_was_quoted_or_written_becomes_markup() {
    for text in [
        "plain",
        "two\nlines",
        "two\n\nparagraphs",
        "# heading\n## two",
        "heading\n===\n---",
        "- item\n+ item\n* item\n1. item\n2) item",
        "    code\n  not",
        "`code` ``` fence\n```\nfence",
        "~~~\nfence",
        "*a* _b_ **c** ~~d~~ ^e^ ~f~",
        "[a](b) ![c](d) [e]: f\n[g]: /h",
        "<b>x</b> <!-- y --> &amp; &copy;",
        "> quote\n>> two",
        "| a | b |\n|---|---|\n| c | d |",
        "- [ ] task\n[^1]: note [^1]",
        "$a$ $$b$$ :::\n: definition",
        "+++\na\n+++\n---\nb\n---",
        "\\ back\\\nslash\\",
        "{#id .class} \"quoted\" it's -- so...",
        "***\n___\n* * *",
        "12345678901. long",
        "[[wiki]] [!NOTE]\n> [!NOTE]",
    ] {
        check(text);
    }
    let letters: Vec<char> = "ab1 \n#*_`~[]()<>!|\\+-.=:&{}$^\"'>".chars().collect();
    let mut seed: u64 = 3;
    for _ in 0..3_000 {
        let mut text = String::new();
        for _ in 0..14 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push(letters[(seed >> 33) as usize % letters.len()]);
        }
        check(&text);
    }
}
