//! What an edit changes on pages that are open: texts to put in the place of others, or so much that they are to be
//! loaded anew.

use std::collections::BTreeMap;
use std::ptr;

use compiler::Pieces;
use course::bundle::decode_body;
use course::lesson::Block;
use course::route::with_links_at;
use serde_json::{Value, json};

/// Where a served site has its root, and the author's files.
const PLACES: (&str, &str) = ("/", "/assets/");

/// The difference between two compilations.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Any page may look different.
    Everything,
    /// Only the pages of these lessons do, by their ids.
    Lessons(BTreeMap<String, Lesson>),
}

/// What is different on the page of a lesson.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Lesson {
    /// More than text.
    Everything,
    /// These of its texts.
    Texts(Vec<Text>),
}

/// A stretch of text between the quizzes of a lesson, as HTML whose links begin at the root of the host.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Text {
    /// Zero-based place among the texts of the lesson.
    place: usize,
    before: String,
    after: String,
}

impl Change {
    /// What differs; `None` where nothing does.
    pub(super) fn between(former: &Pieces, now: &Pieces) -> Option<Self> {
        let names =
            |pieces: &Pieces| pieces.assets.iter().map(|asset| asset.name.clone()).collect::<Vec<_>>();
        if former.library != now.library || former.looks != now.looks || former.words != now.words {
            return Some(Self::Everything);
        }
        // The outline names every lesson, so these are the same ones.
        let both = former.bodies().zip(now.bodies());
        let changed = both.filter(|((_, before), (_, after))| !ptr::eq(*before, *after) && before != after);
        let lessons: BTreeMap<_, _> = changed
            .filter_map(|((id, before), (_, after))| Some((id.to_owned(), Lesson::between(before, after)?)))
            .collect();
        match lessons.is_empty() {
            false => Some(Self::Lessons(lessons)),
            // A file that no text names.
            true => (names(former) != names(now)).then_some(Self::Everything),
        }
    }

    /// Whether open pages can show it without being loaded anew.
    pub(super) fn is_text(&self) -> bool {
        let Self::Lessons(lessons) = self else { return false };
        lessons.values().all(|lesson| matches!(lesson, Lesson::Texts(_)))
    }

    /// As open pages are told: an object by lesson, of lists of place, text before and text after; `null` for a lesson
    /// that is to be loaded anew, and in place of the object where every page is.
    pub(super) fn told(&self) -> Value {
        let Self::Lessons(lessons) = self else { return Value::Null };
        let lesson = |lesson: &Lesson| match lesson {
            Lesson::Everything => Value::Null,
            Lesson::Texts(texts) => {
                texts.iter().map(|text| json!([text.place, text.before, text.after])).collect()
            }
        };
        lessons.iter().map(|(id, changed)| (id.clone(), lesson(changed))).collect()
    }
}

impl Lesson {
    /// What differs between two bodies, as [`course::bundle::encode_body`] writes them; `None` where nothing does.
    pub(super) fn between(before: &[u8], after: &[u8]) -> Option<Self> {
        if before == after {
            return None;
        }
        let (Some(before), Some(after)) = (decode_body(before), decode_body(after)) else {
            return Some(Self::Everything);
        };
        if before.blocks.len() != after.blocks.len() {
            return Some(Self::Everything);
        }
        let mut texts = Vec::new();
        let mut place = 0;
        for pair in before.blocks.iter().zip(&after.blocks) {
            match pair {
                (Block::Html(before), Block::Html(after)) => {
                    if before != after {
                        let here = |html| with_links_at(html, PLACES.0, PLACES.1);
                        texts.push(Text { place, before: here(before), after: here(after) });
                    }
                    place += 1;
                }
                (before, after) if before != after => return Some(Self::Everything),
                _ => {}
            }
        }
        Some(Self::Texts(texts))
    }
}

#[cfg(test)]
mod tests {
    use compiler::{Compiler, Content, SourceFile};

    use super::*;

    const QUIZ: &str = "## Knowledge Check\n\n1. How hot?\n   - Very\n   - Not at all\n";

    fn folder(lessons: &[(&str, &str)]) -> Content {
        let file = |(id, body): &(&str, &str)| {
            let text = format!("---\nid: {id}\ntitle: The {id}\nduration: 5 mins\n---\n\n{body}\n");
            SourceFile::new(format!("{id}.md"), text.into_bytes())
        };
        Content {
            name: "tea".into(),
            files: lessons.iter().map(file).collect(),
            others: Vec::new(),
            settings: Vec::new(),
        }
    }

    fn change(before: &[(&str, &str)], after: &[(&str, &str)]) -> Option<Change> {
        let mut compiler = Compiler::default();
        let [former, now] = [before, after].map(|lessons| {
            let pieces = compiler.pieces(&folder(lessons));
            assert!(pieces.library.is_some(), "{:?}", pieces.diagnostics);
            pieces
        });
        Change::between(&former, &now)
    }

    #[test]
    fn an_edited_text_is_told_with_its_links_and_nothing_of_other_lessons() {
        let before = format!("One, see [the pot](pot.md).\n\n{QUIZ}");
        let after = before.replace("One", "Two");
        let change =
            change(&[("kettle", &before), ("pot", "Clay.")], &[("kettle", &after), ("pot", "Clay.")]);
        let text = |word: &str| format!("<p>{word}, see <a href=\"/courses/tea/pot/\">the pot</a>.</p>\n");
        assert_eq!(change.unwrap().told(), json!({ "kettle": [[0, text("One"), text("Two")]] }));
    }

    #[test]
    fn the_same_again_is_no_change() {
        assert_eq!(change(&[("kettle", "One.")], &[("kettle", "One.")]), None);
        assert_eq!(change(&[("kettle", "One.")], &[("kettle", "One.\n\n")]), None);
    }

    #[test]
    fn more_than_text_draws_the_lesson_or_every_page_anew() {
        let with_quiz = format!("One.\n\n{QUIZ}");
        for after in [with_quiz.replace("Not at all", "A little"), with_quiz.replace("One.", "")] {
            let change = change(&[("kettle", &with_quiz)], &[("kettle", &after)]).unwrap();
            assert_eq!(change.told(), json!({ "kettle": null }), "{after}");
        }
        let more = [("kettle", "One."), ("pot", "Clay.")];
        for (before, after) in [(&more[..1], &more[..]), (&more[..], &more[..1])] {
            assert_eq!(change(before, after), Some(Change::Everything));
        }
        // The outline tells how many questions there are.
        assert_eq!(change(&[("kettle", "One.")], &[("kettle", &with_quiz)]), Some(Change::Everything));
    }
}
