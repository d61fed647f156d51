//! Years of heavy use, simulated: what a learner leaves in storage who plays five courses to the end and comes back to
//! them again and again. The same seed gives the same records.
//!
//! Everything is done by the code that a page does it by: attempts are played by [`course::attempt`] on a
//! [`Store`] that stands on a map.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::rc::Rc;

use anyhow::{Context, Result};
use course::archive;
use course::attempt::{Attempts, World};
use course::bundle::Bundle;
use course::lesson::Block;
use course::library::{LessonOutline, Library};
use course::progress::{Key, LessonRecord, NoteRecord, Record};
use course::quiz::{Question, QuestionKind, Quiz};
use course::store::{Area, Refused, Store};

/// How many courses there are.
pub const COURSES: usize = 5;
/// How many lessons a course has.
pub const LESSONS: usize = 100;
/// How many questions a lesson has.
pub const QUESTIONS: usize = 8;
/// How many answers are handed in within a year.
pub const ANSWERS: usize = 20_000;
/// How many notes are written within a year.
pub const NOTES: usize = 500;

/// A day in milliseconds.
const DAY: u64 = 86_400_000;
/// When the learner begins, in milliseconds since 1970-01-01 UTC.
const BEGIN: u64 = 1_760_000_000_000;

const WORDS: [&str; 32] = [
    "scheduler",
    "replica",
    "cache",
    "parser",
    "request",
    "index",
    "queue",
    "snapshot",
    "planner",
    "shard",
    "compiler",
    "consumer",
    "registry",
    "checksum",
    "neighbour",
    "batch",
    "version",
    "manifest",
    "offset",
    "window",
    "cursor",
    "payload",
    "digest",
    "worker",
    "bucket",
    "lease",
    "epoch",
    "quorum",
    "segment",
    "backlog",
    "token",
    "schema",
];
const VERBS: [&str; 12] = [
    "reads", "writes", "rejects", "forwards", "compares", "replaces", "measures", "merges", "drops", "signs",
    "collects", "restores",
];

/// What a learner has stored: texts by their keys.
pub type Stored = BTreeMap<String, String>;

/// A stream of numbers: SplitMix64 (Steele, Lea, Flood, 2014).
struct Random(u64);

/// A learner with a clock of their own.
struct Simulated {
    store: RefCell<Store<Map>>,
    clock: Cell<u64>,
    random: RefCell<Random>,
}

struct Map(Rc<RefCell<Stored>>);

/// Writes the courses into an empty folder.
///
/// # Errors
/// Where the file system refuses.
pub fn write_courses(folder: &Path) -> Result<()> {
    let mut random = Random(7);
    for course in 0..COURSES {
        let lessons = folder.join(format!("courses/course-{course}/lessons"));
        std::fs::create_dir_all(&lessons)?;
        std::fs::write(
            folder.join(format!("courses/course-{course}.md")),
            format!(
                "---\nid: course-{course}\ntitle: Course {course}\ndescription: A hundred lessons.\n---\n"
            ),
        )?;
        for lesson in 0..LESSONS {
            let id = format!("about-the-{}-{course}-{lesson}", random.of(&WORDS));
            let mut text = format!(
                "---\nid: {id}\ntitle: Lesson {lesson} about the {}\ntype: lesson\nduration: 20 mins\norder: {lesson}\n---\n\n\
                 {}\n\n## Knowledge Check\n\n",
                random.of(&WORDS),
                random.sentence(40)
            );
            for question in 1..=QUESTIONS {
                _ = writeln!(text, "{question}. Why {}?", random.sentence(9));
                for _ in 0..4 {
                    _ = writeln!(text, "   - Because {}", random.sentence(5));
                }
                text.push('\n');
            }
            std::fs::write(lessons.join(format!("{lesson:03}.md")), text)?;
        }
    }
    Ok(())
}

/// What is stored after so many years with the courses of a bundle.
///
/// # Errors
/// Where the bundle is not one of [`write_courses`].
pub fn after(years: f64, bundle: &[u8]) -> Result<Stored> {
    let bundle = Bundle::decode(bundle)?;
    let stored = Rc::new(RefCell::new(Stored::new()));
    let learner = Simulated {
        store: RefCell::new(Store::open(Map(stored.clone()))),
        clock: Cell::new(BEGIN),
        random: RefCell::new(Random(20)),
    };
    let lessons = lessons(&bundle.library);
    let attempts = (years * ANSWERS as f64 / QUESTIONS as f64).round() as usize;
    let notes = (years * NOTES as f64).round() as usize;
    let step = (years * 365.0 * DAY as f64 / attempts as f64) as u64;
    let mut opened = 0;
    for attempt in 0..attempts {
        learner.clock.set(BEGIN + attempt as u64 * step);
        // Most often the next lesson, else one to be repeated.
        let is_next = opened < lessons.len() && (opened == 0 || learner.random.borrow_mut().below(10) < 6);
        let at = if is_next { opened } else { learner.random.borrow_mut().below(opened) };
        opened += usize::from(is_next);
        let body = bundle.body(&lessons[at].id).with_context(|| format!("no lesson {at}"))?;
        let quizzes = body.blocks.into_iter().filter_map(|block| match block {
            Block::Quiz(quiz) => Some(quiz),
            _ => None,
        });
        learner.play(lessons[at], quizzes.collect());
        // As evenly as whole notes can be.
        for _ in attempt * notes / attempts..(attempt + 1) * notes / attempts {
            learner.note(&lessons[at].id);
        }
    }
    drop(learner);
    Ok(stored.take())
}

/// What is left of it in storage once the archive holds what no page needs at once; all of it, where there is little.
pub fn without_past(stored: Stored) -> Stored {
    let stored = Rc::new(RefCell::new(stored));
    let mut store = Store::open(Map(stored.clone()));
    if store.count() <= archive::MANY {
        drop(store);
        return stored.take();
    }
    let past = archive::past(&stored.borrow(), &[], archive::FEW, "");
    for (name, text) in past {
        store.take_out(&name, &text);
    }
    drop(store);
    stored.take()
}

/// All lessons of a library, in order.
pub fn lessons(library: &Library) -> Vec<&LessonOutline> {
    library.courses.iter().flat_map(|course| course.lessons()).collect()
}

impl Simulated {
    /// One attempt at the quiz of a lesson, from the first choice to the last verdict.
    fn play(&self, lesson: &LessonOutline, quizzes: Vec<Quiz>) {
        self.change(&Key::Lesson(lesson.id.clone()), |record: &mut LessonRecord| record.open(self.now()));
        let mut attempts = Attempts::open(self, lesson, quizzes);
        if attempts.list[0].score().is_complete() {
            attempts.begin_again(0, false);
        }
        for at in 0..attempts.list[0].all().count() {
            self.clock.set(self.now() + 20_000);
            // Now and then a learner thinks better of it.
            let picks = 1 + self.random.borrow_mut().below(4) / 3;
            for _ in 0..picks {
                let choice = pick(attempts.list[0].asked(at).question, &mut self.random.borrow_mut());
                attempts.change(0, at, |answer| answer.change(|response| response.choices = choice));
            }
            attempts.check(0, at);
            attempts.settle();
        }
    }

    fn note(&self, lesson: &str) {
        let (id, writer) = (self.random_id(), self.random_id());
        let mut random = self.random.borrow_mut();
        let text = |words: usize, random: &mut Random| random.sentence(words);
        let passage = [text(5, &mut random), text(12, &mut random), text(5, &mut random)];
        let words = text(25, &mut random);
        drop(random);
        self.change(&Key::Note(lesson.to_owned(), id), |note: &mut NoteRecord| {
            *note = NoteRecord::new(passage, &writer, self.now());
            note.write(words, &writer, self.now());
        });
    }

    fn get<R: Record>(&self, key: &Key) -> R {
        self.store.borrow_mut().get(key)
    }

    fn change<R: Record>(&self, key: &Key, change: impl FnOnce(&mut R)) -> R {
        self.store.borrow_mut().change(key, change)
    }

    fn now(&self) -> u64 {
        self.clock.get()
    }

    fn random_id(&self) -> String {
        format!("{:016x}", self.random.borrow_mut().next())
    }
}

impl World for &Simulated {
    fn get<R: Record>(&self, key: &Key) -> R {
        Simulated::get(self, key)
    }

    fn change<R: Record>(&self, key: &Key, change: impl FnOnce(&mut R)) -> R {
        Simulated::change(self, key, change)
    }

    fn complete_lesson(&self, lesson: &str) {
        Simulated::change(self, &Key::Lesson(lesson.to_owned()), |record: &mut LessonRecord| {
            record.complete(self.clock.get());
        });
    }

    fn now(&self) -> u64 {
        Simulated::now(self)
    }

    fn random_id(&self) -> String {
        Simulated::random_id(self)
    }
}

impl Area for Map {
    fn get(&self, key: &str) -> Result<Option<String>, Refused> {
        Ok(self.0.borrow().get(key).cloned())
    }

    fn set(&self, key: &str, text: &str) -> Result<(), Refused> {
        self.0.borrow_mut().insert(key.to_owned(), text.to_owned());
        Ok(())
    }

    fn remove(&self, key: &str) {
        self.0.borrow_mut().remove(key);
    }

    fn keys(&self) -> Result<Vec<String>, Refused> {
        Ok(self.0.borrow().keys().cloned().collect())
    }
}

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap_or(0)
    }

    fn of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len())]
    }

    /// So many words and an article for each second of them.
    fn sentence(&mut self, words: usize) -> String {
        let mut sentence = String::new();
        for word in 0..words {
            let word = if word % 3 == 1 { self.of(&VERBS) } else { self.of(&WORDS) };
            _ = write!(sentence, "{}{word}", if sentence.is_empty() { "the " } else { " " });
        }
        sentence
    }
}

/// A choice of a question, more often than not the right one.
fn pick(question: &Question, random: &mut Random) -> Vec<String> {
    let QuestionKind::SingleChoice { choices, correct } = &question.kind else { return Vec::new() };
    match random.below(10) {
        0..7 => vec![correct.clone()],
        _ => vec![choices[random.below(choices.len())].id.clone()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_of_a_year_is_a_tenth_of_what_is_promised() {
        let folder = tempfile::tempdir().unwrap();
        write_courses(folder.path()).unwrap();
        let bundle = crate::site_under_test::bundle(folder.path()).unwrap();
        let stored = after(0.1, &bundle).unwrap();
        let count =
            |kind: &str| stored.keys().filter(|key| key.starts_with(&format!("lectern/{kind}/"))).count();
        assert_eq!((count("answer"), count("note")), (ANSWERS / 10, NOTES / 10));
        assert_eq!(count("quiz"), count("lesson"));
        assert_eq!(stored, after(0.1, &bundle).unwrap());
    }
}
