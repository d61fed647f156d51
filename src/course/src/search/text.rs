//! What of a lesson can be found, as plain text under its headings. It never tells an answer: of a question it is the
//! prompt.
//!
//! No reader of HTML for just any page: the compiler wrote it, so tags are whole and attributes stand in double quotes.

use crate::html::{INLINE, attribute, entity, tag};
use crate::lesson::{Block, LessonBody};

/// The text under one heading of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The id of the heading's element; empty for what stands above the first one.
    pub id: String,
    /// Plain text.
    pub heading: String,
    /// Plain text on one line.
    pub text: String,
}

/// All parts of a lesson, in reading order. Those without any text are left out.
pub fn parts(body: &LessonBody) -> Vec<Part> {
    let mut parts = vec![Part::default()];
    for block in &body.blocks {
        match block {
            Block::Html(html) => read(html, &mut parts, true),
            Block::Quiz(quiz) => {
                parts.push(Part { id: quiz.id.clone(), heading: quiz.title.clone(), text: String::new() });
                for question in &quiz.questions {
                    read(&question.prompt, &mut parts, false);
                }
            }
            Block::Tasks(tasks) => tasks.tasks.iter().for_each(|task| read(&task.text, &mut parts, false)),
            Block::Rubric(rubric) => {
                rubric.criteria.iter().for_each(|criterion| read(&criterion.text, &mut parts, false));
            }
            Block::Submission => {}
        }
    }
    for text in parts.iter_mut().flat_map(|part| [&mut part.heading, &mut part.text]) {
        text.truncate(text.trim_end().len());
    }
    parts.retain(|part| !part.heading.is_empty() || !part.text.is_empty());
    parts
}

/// Puts the text of some HTML behind what there is; each heading with an id begins a part.
fn read(html: &str, parts: &mut Vec<Part>, has_headings: bool) {
    let mut is_heading = false;
    // What is left out, by the name of its element, and how many of that name are open.
    let mut hidden: Option<(&str, usize)> = None;
    let mut rest = html;
    put(" ", false, parts);
    while let Some(at) = rest.find(['<', '&']) {
        if hidden.is_none() {
            put(&rest[..at], is_heading, parts);
        }
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix('&') {
            let (character, length) = entity(after);
            if hidden.is_none() {
                put(character, is_heading, parts);
            }
            rest = &after[length..];
            continue;
        }
        let (tag, after) = tag(rest);
        rest = after;
        let is_end = tag.starts_with('/');
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap_or_default();
        if let Some((of, open)) = &mut hidden {
            if name == *of {
                *open = if is_end { *open - 1 } else { *open + 1 };
            }
            if *open == 0 {
                hidden = None;
            }
            continue;
        }
        // The choices of a gap, and what a term means, which stands in the glossary.
        if !is_end && (name == "select" || tag.contains(" popover")) && !tag.contains(" popovertarget") {
            hidden = Some((name, 1));
        }
        if has_headings && matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
            let id = attribute(tag, " id=\"");
            if !is_end && !id.is_empty() {
                parts.push(Part { id: id.to_owned(), ..Part::default() });
            }
            is_heading = !is_end && !id.is_empty();
        } else if !INLINE.split(' ').any(|inline| name == inline) {
            put(" ", is_heading, parts);
        }
        if name == "img" {
            read(attribute(tag, " alt=\""), parts, false);
            put(" ", is_heading, parts);
        }
    }
    if hidden.is_none() {
        put(rest, is_heading, parts);
    }
}

/// Puts text behind what there is, with white space as one space and none at the beginning.
fn put(text: &str, is_heading: bool, parts: &mut [Part]) {
    let Some(part) = parts.last_mut() else { return };
    let to = if is_heading { &mut part.heading } else { &mut part.text };
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        to.push_str(word);
        if word.len() < piece.len() && !to.is_empty() && !to.ends_with(' ') {
            to.push(' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::{Choice, Question, QuestionKind, Quiz};

    fn told(blocks: Vec<Block>) -> String {
        let parts = parts(&LessonBody { blocks, ..LessonBody::default() });
        parts.iter().map(|part| format!("{}|{}|{}\n", part.id, part.heading, part.text)).collect()
    }

    #[test]
    fn a_text_is_told_under_its_headings() {
        let html = "<p>Take\n  <em>good</em> flour &amp; <strong>wa</strong>ter.</p><ul><li>one</li><li>two</li></ul>\
             <h2 id=\"a\">The <code>first</code> &lt;step&gt;</h2><p>Knead.</p><img src=\"x\" alt=\"A &quot;loaf&quot;\">\
             <h3 id=\"b\">Rest</h3><pre><code>let x = 1;\nwait(x)</code></pre>\
             <button class=\"term\" popovertarget=\"t\">Crumb</button><span popover id=\"t\">the <span>inside</span></span> is.";
        assert_eq!(
            told(vec![Block::Html(html.into())]),
            "||Take good flour & water. one two\n\
             a|The first <step>|Knead. A \"loaf\"\n\
             b|Rest|let x = 1; wait(x) Crumb is.\n"
        );
    }

    #[test]
    fn of_questions_there_is_the_prompt_and_nothing_that_answers_them() {
        let choice = |text: &str| Choice {
            id: text.into(),
            text: text.into(),
            feedback: "because".into(),
            ..Choice::default()
        };
        let question = |prompt: &str| Question {
            id: "q".into(),
            prompt: prompt.into(),
            kind: QuestionKind::SingleChoice {
                choices: vec![choice("yes"), choice("no")],
                correct: "yes".into(),
            },
            points: 1,
            hints: vec!["think".into()],
            explanation: "so it is".into(),
        };
        let quiz = Quiz {
            id: "check".into(),
            title: "Knowledge Check".into(),
            questions: vec![
                question("Is it <em>so</em>?"),
                question(
                    "It is <select data-gap=\"x\"><option>this</option><option>that</option></select> one",
                ),
            ],
            ..Quiz::default()
        };
        let blocks =
            vec![Block::Html("<p>Text</p>".into()), Block::Quiz(quiz), Block::Html("<p>End</p>".into())];
        assert_eq!(told(blocks), "||Text\ncheck|Knowledge Check|Is it so? It is one End\n");
    }

    #[test]
    fn what_is_broken_or_empty_does_no_harm() {
        for html in
            ["", "<", "<p", "&", "a<b", "<select>", "</select>", "<h2 id=\"", "<img alt=\"", "<span popover>"]
        {
            told(vec![Block::Html(html.into())]);
        }
        assert_eq!(told(vec![]), "");
    }
}
