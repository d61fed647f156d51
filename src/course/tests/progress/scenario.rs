//! What learners do, as the player does it to a store.

use course::grading::Response;
use course::lineage::AskedQuestion;
use course::progress::{
    AnswerRecord, AskedRecord, AttemptsRecord, CardRecord, Key, LessonRecord, NoteRecord, Register, Review,
    TimeRecord, Wording,
};
use course::store::{Area, Scope, Store};

use crate::area::{Shelf, Texts};
use crate::random::Random;

/// One thing that is done.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    Open(&'static str),
    Begin(&'static str, String),
    Word(&'static str),
    Pick(String, &'static str, String),
    HandIn(String, &'static str),
    Hint(String, &'static str),
    Complete(&'static str),
    Mark(&'static str, String),
    Annotate(&'static str, String, String),
    Unmark(&'static str, String),
    Bookmark(&'static str, String),
    Set(&'static str, String),
    Work(&'static str, &'static str, String),
    Review(&'static str, &'static str, u8),
    Stay(&'static str, u64),
    Restore(&'static str, String),
    Reset(Scope),
    Undo,
}

/// A page that is open.
pub(crate) struct Page<A> {
    /// What it remembers.
    pub(crate) store: Store<A>,
    /// Its random id.
    pub(crate) name: String,
    /// What its clock says.
    pub(crate) now: u64,
}

impl<A: Area> Page<A> {
    /// Opens the page as the player does. The lesson `now` was called `former`.
    pub(crate) fn open(area: A, name: &str) -> Self {
        let mut store = Store::open(area);
        store.adopt_all([("former", "now")]);
        Self { store, name: name.to_owned(), now: 1_000 }
    }

    /// Does this.
    pub(crate) fn act(&mut self, action: &Action) {
        let now = self.now;
        self.now += 1;
        let writer = self.store.writer(&self.name);
        let store = &mut self.store;
        let id = |text: &str| text.to_owned();
        let answer = |attempt: &str, question: &str| Key::Answer(id(attempt), id(question));
        match action {
            Action::Open(lesson) => {
                store.change(&Key::Lesson(id(lesson)), |it: &mut LessonRecord| it.open(now));
            }
            Action::Complete(lesson) => {
                store.change(&Key::Lesson(id(lesson)), |it: &mut LessonRecord| it.complete(now));
            }
            Action::Begin(lesson, attempt) => {
                let key = Key::Quiz(id(lesson), id("check"));
                store.change(&key, |it: &mut AttemptsRecord| it.begin(attempt.clone(), now));
            }
            Action::Word(lesson) => {
                let question = AskedQuestion { id: id("q"), text: id("What?"), ..AskedQuestion::default() };
                let wording = Wording { quiz: id("check"), key: id("q"), question, ..Wording::default() };
                store.change(&Key::Asked(id(lesson)), |it: &mut AskedRecord| it.put(wording));
            }
            Action::Pick(attempt, question, choice) => {
                let response = Response { choices: vec![choice.clone()], ..Response::default() };
                let change = |it: &mut AnswerRecord| it.change(|draft| *draft = response);
                store.change(&answer(attempt, question), change);
            }
            Action::HandIn(attempt, question) => {
                store.change(&answer(attempt, question), |it: &mut AnswerRecord| it.hand_in(now));
            }
            Action::Hint(attempt, question) => {
                store.change(&answer(attempt, question), |it: &mut AnswerRecord| it.hints += 1);
            }
            Action::Mark(lesson, note) => {
                let key = Key::Note(id(lesson), note.clone());
                let new = NoteRecord::new([id("a "), id("passage"), id(" z")], &writer, now);
                store.change(&key, |it: &mut NoteRecord| {
                    if *it == NoteRecord::default() {
                        *it = new;
                    }
                });
            }
            Action::Annotate(lesson, note, text) => {
                let key = Key::Note(id(lesson), note.clone());
                store.change(&key, |it: &mut NoteRecord| it.write(text.clone(), &writer, now));
            }
            Action::Unmark(lesson, note) => {
                let key = Key::Note(id(lesson), note.clone());
                store.change(&key, |it: &mut NoteRecord| it.remove(&writer, now));
            }
            Action::Bookmark(lesson, text) => write(store, &Key::Bookmark(id(lesson)), text, &writer, now),
            Action::Set(name, text) => write(store, &Key::Setting(id(name)), text, &writer, now),
            Action::Work(lesson, item, text) => {
                write(store, &Key::Work(id(lesson), id(item)), text, &writer, now)
            }
            Action::Review(lesson, question, rating) => {
                let review = Review { time: now, rating: *rating };
                store.change(&Key::cards(lesson), |it: &mut CardRecord| it.put(question, review));
            }
            Action::Stay(lesson, seconds) => {
                store.change(&Key::Time(writer), |it: &mut TimeRecord| {
                    it.opened = it.opened.max(1);
                    it.add(lesson, *seconds);
                });
            }
            Action::Restore(key, text) => {
                store.join(&Key::parse(key).expect("a key"), text);
            }
            Action::Reset(scope) => _ = store.reset(scope),
            Action::Undo => store.undo(),
        }
    }
}

fn write<A: Area>(store: &mut Store<A>, key: &Key, text: &str, writer: &str, now: u64) {
    store.change(key, |it: &mut Register| it.write(text.to_owned(), writer, now));
}

/// A bit of everything, with resets that are undone.
pub(crate) fn everything() -> Vec<Action> {
    let text = |text: &str| text.to_owned();
    let lesson = || Scope::Lessons(vec![text("now")]);
    vec![
        Action::Open("now"),
        Action::Begin("now", text("x1")),
        Action::Word("now"),
        Action::Pick(text("x1"), "q", text("a")),
        Action::Pick(text("x1"), "q", text("b")),
        Action::Hint(text("x1"), "q"),
        Action::HandIn(text("x1"), "q"),
        Action::Pick(text("x1"), "r", text("a")),
        Action::Work("now", "notes", text("first")),
        Action::Complete("now"),
        Action::Mark("now", text("n1")),
        Action::Annotate("now", text("n1"), text("why?")),
        Action::Unmark("now", text("n1")),
        Action::Bookmark("now", text("a heading")),
        Action::Set("theme", text("dark")),
        Action::Review("now", "q", 3),
        Action::Stay("now", 20),
        Action::Restore("lectern/answer/x1/q", text(r#"{"v":3,"choices":["c"],"edits":1,"checked":5}"#)),
        Action::Restore(
            "lectern/work/now/notes",
            text(r#"{"v":3,"value":"elsewhere","changed":9,"by":"z","count":4}"#),
        ),
        Action::Restore("lectern/attempt/now/check/x0", text(r#"{"v":2,"id":"x0","started":3}"#)),
        Action::Reset(lesson()),
        Action::Undo,
        Action::Reset(lesson()),
        Action::Open("now"),
        Action::Work("now", "notes", text("after the reset")),
        Action::Begin("now", text("x2")),
        Action::Undo,
        Action::Pick(text("x2"), "q", text("b")),
        Action::HandIn(text("x2"), "q"),
        Action::Reset(Scope::Everything),
        Action::Set("theme", text("light")),
        Action::Undo,
        Action::Complete("other"),
    ]
}

/// Something at random, but no reset. `count` makes ids unique.
pub(crate) fn anything(random: &mut Random, count: usize) -> Action {
    let lesson = *random.pick(&["now", "other"]);
    let question = *random.pick(&["q", "r"]);
    let attempt = format!("{lesson}-{}", random.below(2));
    let text = format!("text {count}");
    match random.below(14) {
        0 => Action::Open(lesson),
        1 => Action::Complete(lesson),
        2 => Action::Begin(lesson, format!("{lesson}+{count}")),
        3 => Action::Begin(lesson, attempt),
        4 => Action::Word(lesson),
        5 | 6 => Action::Pick(attempt, question, text),
        7 => Action::HandIn(attempt, question),
        8 => Action::Hint(attempt, question),
        9 => Action::Annotate(lesson, "n".into(), text),
        10 => Action::Unmark(lesson, "n".into()),
        11 => Action::Set("theme", text),
        12 => Action::Work(lesson, "notes", text),
        _ => Action::Review(lesson, question, 1 + random.below(4) as u8),
    }
}

/// What may stand in a storage when a page starts: nothing, what versions 1 and 2 left, and a lesson under its former
/// id; what an old release had to say to a newer one.
pub(crate) fn starts() -> Vec<Texts> {
    let texts = |pairs: &[(&str, &str)]| -> Texts {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    };
    vec![
        Texts::new(),
        texts(&[
            ("lectern/lesson/now", r#"{"v":1,"opened":7}"#),
            ("lectern/attempt/now/check/0a", r#"{"v":1,"id":"0a","started":8}"#),
            ("lectern/answer/0a/q", r#"{"v":1,"choices":["a"],"checked":9}"#),
            ("somebody/else", "9"),
        ]),
        texts(&[
            ("lectern/lesson/former", r#"{"v":2,"opened":7,"completed":8}"#),
            ("lectern/attempt/former/check/0a", r#"{"v":2,"id":"0a","started":8}"#),
            ("lectern/attempt/former/check/0b", r#"{"v":2,"id":"0b","started":9}"#),
            ("lectern/attempt/now/check/0c", r#"{"v":2,"id":"0c","started":10}"#),
            ("lectern/answer/0a/q", r#"{"v":2,"choices":[],"entries":[["","Paris"]],"hints":1,"checked":9}"#),
            ("lectern/answer/0b/q", r#"{"v":2,"choices":["b"],"entries":[],"hints":0}"#),
            ("lectern/work/former/notes", r#"{"v":2,"value":"mine","changed":11}"#),
            ("lectern/work/now/notes", r#"{"v":2,"value":"mine too","changed":11}"#),
        ]),
        texts(&[
            ("lectern/format", r#"{"v":3}"#),
            ("lectern/from", "1"),
            ("lectern/lesson/now", r#"{"v":3,"opened":7}"#),
            ("lectern/from3/lesson/now", r#"{"v":3,"opened":9,"completed":9}"#),
            ("lectern/from3/answer/x1/q", r#"{"v":3,"choices":["d"],"edits":3,"checked":9}"#),
            ("lectern/from2/work/now/link", r#"{"v":2,"value":"https://…","changed":9}"#),
        ]),
    ]
}

/// A storage with something of everything, and nothing that is open to be undone.
pub(crate) fn full() -> Texts {
    let shelf = Shelf::default();
    let mut page = Page::open(shelf.clone(), "full");
    for action in everything() {
        page.act(&action);
    }
    page.act(&Action::Open("former"));
    page.act(&Action::Begin("former", "y1".into()));
    shelf.texts()
}
