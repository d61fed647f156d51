//! Learners with their devices: the attempts of the player on a store in memory, without a page around them.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::rc::Rc;

use compiler::{compile, render};
use course::attempt::{Attempts, World};
use course::bundle::Bundle;
use course::grading::{Response, Verdict};
use course::identity::normalise;
use course::lesson::Block;
use course::library::{LessonKind, LessonOutline};
use course::lineage::AskedQuestion;
use course::progress::{AnswerRecord, AskedRecord, Found, Key, LessonRecord, Record, parse};
use course::quiz::{GapKind, Question, QuestionKind, Quiz};
use course::store::{Area, Refused, Store};

use crate::support::content;

/// What a browser stores, the clock and chance.
#[derive(Clone, Default)]
pub(crate) struct Memory {
    texts: Rc<RefCell<BTreeMap<String, String>>>,
    clock: Rc<Cell<u64>>,
    ids: Rc<Cell<u64>>,
}

impl Area for Memory {
    fn get(&self, key: &str) -> Result<Option<String>, Refused> {
        Ok(self.texts.borrow().get(key).cloned())
    }

    fn set(&self, key: &str, text: &str) -> Result<(), Refused> {
        self.texts.borrow_mut().insert(key.into(), text.into());
        Ok(())
    }

    fn remove(&self, key: &str) {
        self.texts.borrow_mut().remove(key);
    }

    fn keys(&self) -> Result<Vec<String>, Refused> {
        Ok(self.texts.borrow().keys().cloned().collect())
    }
}

/// A page that is open: what was read stays known to it.
#[derive(Clone)]
struct Page {
    store: Rc<RefCell<Store<Memory>>>,
    memory: Memory,
}

impl World for Page {
    fn get<R: Record>(&self, key: &Key) -> R {
        self.store.borrow_mut().get(key)
    }

    fn change<R: Record>(&self, key: &Key, change: impl FnOnce(&mut R)) -> R {
        self.store.borrow_mut().change(key, change)
    }

    fn complete_lesson(&self, lesson: &str) {
        let now = self.now();
        self.change(&Key::Lesson(lesson.into()), |record: &mut LessonRecord| record.complete(now));
    }

    fn now(&self) -> u64 {
        self.memory.clock.set(self.memory.clock.get() + 1000);
        self.memory.clock.get()
    }

    fn random_id(&self) -> String {
        self.memory.ids.set(self.memory.ids.get() + 2);
        course::identity::id_of_text(&self.memory.ids.get().to_string())
    }
}

/// The devices of one learner.
#[derive(Default)]
pub(crate) struct Devices {
    lesson: String,
    /// By name, which is empty where there is only one.
    all: BTreeMap<String, Device>,
}

/// A browser, and the lesson as its release of the course has it.
#[derive(Default)]
pub(crate) struct Device {
    pub(crate) lesson: String,
    pub(crate) memory: Memory,
}

impl Devices {
    pub(crate) fn new(lesson: &str) -> Self {
        let has_heading = lesson.lines().any(|line| line.starts_with("## "));
        let lesson = if has_heading { lesson.into() } else { format!("## Knowledge Check\n\n{lesson}") };
        Self { lesson, all: BTreeMap::new() }
    }

    /// The device of this name.
    pub(crate) fn of(&mut self, name: &str) -> &mut Device {
        let number = self.all.len() as u64;
        self.all.entry(name.into()).or_insert_with(|| {
            let device = Device { lesson: self.lesson.clone(), ..Device::default() };
            // No two devices have the same ids or the same time.
            device.memory.ids.set(number);
            device.memory.clock.set(1_000_000 + number);
            device
        })
    }

    /// The author edits: one device gets it, or all of them.
    pub(crate) fn edit(&mut self, name: &str, diff: &str, told: &str) {
        if name.is_empty() {
            self.lesson = edited(&self.lesson, diff, told);
            for device in self.all.values_mut() {
                device.lesson = edited(&device.lesson, diff, told);
            }
        } else {
            let device = self.of(name);
            device.lesson = edited(&device.lesson, diff, told);
        }
    }

    /// Every device gets what the others know, in whatever order.
    pub(crate) fn sync(&mut self) {
        let texts: Vec<_> = self.all.values().map(|device| device.memory.texts.borrow().clone()).collect();
        for device in self.all.values() {
            let mut store = Store::open(device.memory.clone());
            for (name, text) in texts.iter().flatten() {
                if let Some(key) = Key::parse(name) {
                    store.join(&key, text);
                }
            }
        }
        let all: BTreeSet<_> = self.all.values().map(|device| device.memory.texts.borrow().clone()).collect();
        assert_eq!(all.len(), 1, "devices that know of each other agree");
    }
}

/// A text with an edit in it: stretches of lines that begin with ` ` (there before and after), `-` and `+`, with empty
/// lines between the stretches. Each is found behind the one before.
fn edited(text: &str, diff: &str, told: &str) -> String {
    let mut text = format!("\n{text}");
    let mut from = 0;
    for hunk in diff.trim_matches('\n').split("\n\n") {
        let side = |mark: char| {
            let lines = hunk.lines().filter_map(|line| line.strip_prefix([' ', mark]));
            lines.fold(String::from("\n"), |text, line| text + line + "\n")
        };
        let (before, after) = (side('-'), side('+'));
        let at = text[from..]
            .find(&before)
            .unwrap_or_else(|| panic!("{told}: the edit fits nowhere:\n{hunk}\n{text}"));
        text.replace_range(from + at..from + at + before.len(), &after);
        from += at + after.len() - 1;
    }
    text[1..].to_owned()
}

/// The lessons of a course with their quizzes, or what is wrong with it.
fn lessons(text: &str) -> Result<Vec<(LessonOutline, Vec<Quiz>)>, String> {
    type Lessons = Result<Vec<(LessonOutline, Vec<Quiz>)>, String>;
    thread_local! {
        // The same course is opened again and again.
        static KNOWN: RefCell<BTreeMap<String, Lessons>> = const { RefCell::new(BTreeMap::new()) };
    }
    let known = KNOWN.with_borrow(|known| known.get(text).cloned());
    known.unwrap_or_else(|| {
        let content = content(text);
        let compiled = compile(&content);
        let lessons = match &compiled.bundle {
            None => Err(render(&compiled.diagnostics, &content, false)),
            Some(bundle) => {
                let bundle = Bundle::decode(bundle).unwrap();
                let quizzes = |lesson: &LessonOutline| {
                    let blocks = bundle.body(&lesson.id).unwrap().blocks.into_iter();
                    blocks
                        .filter_map(|block| if let Block::Quiz(quiz) = block { Some(quiz) } else { None })
                        .collect()
                };
                let lessons = bundle.library.courses.iter().flat_map(|course| course.lessons());
                Ok(lessons.map(|lesson| (lesson.clone(), quizzes(lesson))).collect())
            }
        };
        KNOWN.with_borrow_mut(|known| known.insert(text.to_owned(), lessons.clone()));
        lessons
    })
}

/// A lesson's attempts with the questions they are about, drawn or not.
struct Played {
    attempts: Attempts<Page>,
    lesson: String,
    /// The question, and its quiz.
    questions: Vec<(Question, usize)>,
}

/// A question as it stands on the page.
pub(crate) struct Shown {
    pub(crate) question: Question,
    /// `None` where the attempt has not drawn it.
    pub(crate) answer: Option<AnswerRecord>,
    pub(crate) verdict: Option<Verdict>,
}

impl Device {
    /// How many questions its lesson has; `None` where there is an error in it.
    pub(crate) fn compiles(&self) -> Option<usize> {
        let lessons = lessons(&self.lesson).ok()?;
        Some(lessons.iter().flat_map(|(_, quizzes)| quizzes).map(|quiz| quiz.questions.len()).sum())
    }

    /// Opens the page of every lesson; adopts what was done while a lesson had another id, as the player does.
    fn open(&self, told: &str) -> (Page, Vec<Played>) {
        let page = Page {
            store: Rc::new(RefCell::new(Store::open(self.memory.clone()))),
            memory: self.memory.clone(),
        };
        let lessons =
            lessons(&self.lesson).unwrap_or_else(|report| panic!("{told}:\n{report}\n{}", self.lesson));
        for (lesson, _) in &lessons {
            for former in &lesson.aliases {
                page.store.borrow_mut().adopt(former, &lesson.id);
            }
        }
        let mut all = Vec::new();
        for (lesson, quizzes) in lessons {
            assert!(lesson.kind != LessonKind::Project, "{told}: nothing here is about projects");
            let now = page.now();
            page.change(&Key::Lesson(lesson.id.clone()), |record: &mut LessonRecord| record.open(now));
            let questions = quizzes.iter().enumerate();
            let questions =
                questions.flat_map(|(at, quiz)| quiz.questions.iter().map(move |it| (it.clone(), at)));
            let questions = questions.collect();
            let attempts = Attempts::open(page.clone(), &lesson, quizzes);
            all.push(Played { attempts, lesson: lesson.id.clone(), questions });
        }
        (page, all)
    }

    /// What the learner does after opening the page, one act a line:
    ///
    /// - `2: a text` answers the second question of the lesson and checks it; several choices, items in their order
    ///   and gaps are parted by ` | `, pairs are written `item = option`
    /// - `2 draft: a text` does not check it
    /// - `2 hint` looks at a hint
    /// - `hand in 1` and `retry 1` are about the first quiz
    pub(crate) fn act(&self, acts: &str, told: &str) {
        let (_, mut all) = self.open(told);
        for act in acts.lines() {
            let told = format!("{told}, `{act}`");
            let number =
                |text: &str| text.parse::<usize>().unwrap_or_else(|_| panic!("{told}: no number")) - 1;
            if let Some(quiz) = act.strip_prefix("hand in ") {
                all[0].attempts.hand_in(number(quiz));
            } else if let Some(quiz) = act.strip_prefix("retry ") {
                all[0].attempts.begin_again(number(quiz), false);
            } else if let Some(question) = act.strip_suffix(" hint") {
                let (attempts, quiz, at) = place(&mut all, number(question), &told);
                attempts.change(quiz, at, |answer| answer.hints += 1);
            } else {
                let (head, text) = act.split_once(": ").unwrap_or_else(|| panic!("{told}: what is that?"));
                let (question, is_draft) = match head.strip_suffix(" draft") {
                    Some(question) => (question, true),
                    None => (head, false),
                };
                let (attempts, quiz, at) = place(&mut all, number(question), &told);
                let response = response(attempts.list[quiz].asked(at).question, text, &told);
                attempts.change(quiz, at, |answer| answer.change(|it| *it = response));
                // What is nearly right is told first.
                for _ in 0..2 {
                    if !is_draft && attempts.list[quiz].asked(at).answer.checked().is_none() {
                        attempts.check(quiz, at);
                        attempts.settle();
                    }
                }
                let asked = attempts.list[quiz].asked(at);
                assert!(is_draft || asked.answer.checked().is_some(), "{told}: it was not taken");
            }
        }
        let on_page = |all: &[Played]| {
            let attempts =
                all.iter().flat_map(|played| &played.attempts.list).flat_map(|attempt| attempt.all());
            let answers = attempts.filter(|asked| !asked.answer.is_empty());
            answers.map(|asked| (asked.question.id.clone(), asked.answer.clone())).collect::<Vec<_>>()
        };
        assert_eq!(
            on_page(&all),
            on_page(&self.open(told).1),
            "{told}: the page shows what it does after a reload"
        );
    }

    /// Opens the page, and gives every question of every lesson in order.
    pub(crate) fn questions(&self, told: &str) -> Vec<Shown> {
        let (_, all) = self.open(told);
        let of_lesson = |played: Played| {
            let Played { attempts, questions, .. } = played;
            questions.into_iter().map(move |(question, quiz)| {
                let asked = attempts.list[quiz].all().find(|asked| asked.question.id == question.id);
                let verdict = asked.and_then(|asked| asked.grade()).map(|grade| grade.verdict);
                Shown { answer: asked.map(|asked| asked.answer.clone()), verdict, question }
            })
        };
        all.into_iter().flat_map(of_lesson).collect()
    }

    /// What is stored of answers: what was handed in when, or the draft; by key.
    pub(crate) fn stored(&self) -> BTreeMap<String, AnswerRecord> {
        let texts = self.memory.texts.borrow();
        let records = texts.iter().filter(|(name, _)| name.starts_with("lectern/answer/"));
        let read = |text: &String| match parse::<AnswerRecord>(text) {
            Found::Record(record) => record,
            other => panic!("{other:?}"),
        };
        records
            .map(|(name, text)| (name.clone(), read(text)))
            .filter(|(_, record)| !record.is_empty())
            .collect()
    }

    /// What stands on the page when it is opened again, and what is kept of answers that are shown nowhere.
    pub(crate) fn shown(&self, told: &str) -> String {
        let before = self.stored();
        let questions = self.questions(told);
        hold_nothing_is_lost(&before, &self.stored(), told);
        let mut text = String::new();
        let mut seen = BTreeSet::new();
        for (at, Shown { question, answer, verdict }) in questions.iter().enumerate() {
            _ = write!(text, "{} ", at + 1);
            let Some(answer) = answer else {
                text.push_str("not drawn\n");
                continue;
            };
            let given = told_of(&AskedQuestion::of(question), answer.response());
            let is_new = given.is_empty() || seen.insert((answer.checked(), given.clone()));
            assert!(is_new, "{told}: one answer stands at two questions: {given}");
            text.push_str(match (verdict, given.is_empty()) {
                (Some(Verdict::Correct), _) => "correct",
                (Some(Verdict::Partial), _) => "partial",
                (Some(Verdict::Near), _) => "near",
                (Some(Verdict::Wrong), _) => "wrong",
                (None, false) => "draft",
                (None, true) => "open",
            });
            if !given.is_empty() {
                _ = write!(text, ": {given}");
            }
            if answer.hints > 0 {
                _ = write!(text, ", {} hints", answer.hints);
            }
            text.push('\n');
        }
        let times: BTreeSet<_> = seen.iter().filter_map(|(checked, _)| *checked).collect();
        let asked = self.asked();
        for (name, answer) in self.stored() {
            let Some(Key::Answer(_, key)) = Key::parse(&name) else { continue };
            let is_of_it = |question: &&AskedQuestion| question.fits(answer.response());
            let wordings = asked.iter().flat_map(AskedRecord::wordings).filter(|wording| wording.key == key);
            let question = wordings.map(|wording| &wording.question).find(is_of_it);
            let question = question.unwrap_or_else(|| panic!("{told}: what was {key} about?"));
            let given = told_of(question, answer.response());
            let is_shown = answer.checked().is_some_and(|checked| times.contains(&checked));
            if !given.is_empty() && !is_shown && !seen.contains(&(answer.checked(), given.clone())) {
                _ = writeln!(text, "history: {given} ({})", question.text);
            }
            // What was handed in elsewhere at the same time.
            for other in answer.others().map(|other| told_of(question, other)) {
                _ = writeln!(text, "history: {other}, beside {given} ({})", question.text);
            }
        }
        text
    }

    fn asked(&self) -> Vec<AskedRecord> {
        let texts = self.memory.texts.borrow();
        let records = texts.iter().filter(|(name, _)| name.starts_with("lectern/asked/"));
        let read = |text: &String| match parse::<AskedRecord>(text) {
            Found::Record(record) => record,
            other => panic!("{other:?}"),
        };
        records.map(|(_, text)| read(text)).collect()
    }
}

/// The answer that is shown, as it is written in a test.
pub(crate) fn given(shown: &Shown) -> String {
    let question = AskedQuestion::of(&shown.question);
    shown.answer.as_ref().map(|answer| told_of(&question, answer.response())).unwrap_or_default()
}

/// Whether what was handed in is still there, word by word.
pub(crate) fn hold_nothing_is_lost(
    before: &BTreeMap<String, AnswerRecord>,
    after: &BTreeMap<String, AnswerRecord>,
    told: &str,
) {
    for (name, answer) in before {
        let now = after.get(name).unwrap_or_else(|| panic!("{told}: {name} is gone"));
        let is_there = now.response() == answer.response() || now.others().any(|it| it == answer.response());
        assert!(answer.checked().is_none() || is_there, "{told}: {name} was {answer:?} and is {now:?}");
    }
}

/// Where a question stands, counted from 0 over all lessons.
fn place<'a>(all: &'a mut [Played], number: usize, told: &str) -> (&'a mut Attempts<Page>, usize, usize) {
    let mut number = number;
    for played in all {
        match played.questions.get(number) {
            None => number -= played.questions.len(),
            Some((question, quiz)) => {
                let attempt = &played.attempts.list[*quiz];
                let at = attempt.all().find(|asked| asked.question.id == question.id).map(|asked| asked.at);
                let at = at
                    .unwrap_or_else(|| panic!("{told}: this attempt in {} does not ask that", played.lesson));
                return (&mut played.attempts, *quiz, at);
            }
        }
    }
    panic!("{told}: there is no such question")
}

/// What a learner gives, as the fields of the page would have it.
fn response(question: &Question, text: &str, told: &str) -> Response {
    let parts: Vec<&str> = text.split(" | ").collect();
    let mut response = Response::default();
    let asked = AskedQuestion::of(question);
    let id = |text: &str, wanted: Option<bool>| {
        let of_text = |choice: &&course::lineage::AskedChoice| {
            normalise(&choice.text) == normalise(text) && wanted.is_none_or(|right| choice.right == right)
        };
        let choice = asked.choices.iter().find(of_text);
        choice.unwrap_or_else(|| panic!("{told}: there is no choice `{text}` in {asked:?}")).full_id()
    };
    match &question.kind {
        QuestionKind::ShortAnswer(_) | QuestionKind::Numeric { .. } | QuestionKind::Output { .. } => {
            response.set_entry("", text.replace(" | ", "\n"));
        }
        QuestionKind::Matching { .. } => {
            for part in parts {
                let (item, option) = part.split_once(" = ").unwrap_or_else(|| panic!("{told}: `{part}`"));
                response.set_entry(&id(item, Some(true)), id(option, Some(false)));
            }
        }
        QuestionKind::Cloze { gaps } => {
            for (gap, part) in gaps.iter().zip(parts) {
                if let GapKind::Choice { choices, .. } = &gap.kind {
                    assert!(choices.iter().any(|choice| choice == part), "{told}: {choices:?}");
                }
                response.set_entry(&gap.id, part.into());
            }
        }
        _ => response.choices = parts.iter().map(|part| id(part, None)).collect(),
    }
    response
}

/// A response as it is written in a test.
fn told_of(question: &AskedQuestion, response: &Response) -> String {
    let text = |id: &str, wanted: Option<bool>| {
        let is_it = |choice: &&course::lineage::AskedChoice| {
            choice.full_id() == id && wanted.is_none_or(|right| choice.right == right)
        };
        question.choices.iter().find(is_it).map_or(id, |choice| &choice.text).to_owned()
    };
    let has_options = question.choices.iter().any(|choice| !choice.right);
    let mut parts: Vec<String> = response.choices.iter().map(|id| text(id, None)).collect();
    for choice in question.choices.iter().filter(|choice| choice.right) {
        let value = response.entry(&choice.full_id());
        match has_options {
            _ if value.is_empty() => {}
            true => parts.push(format!("{} = {}", choice.text, text(value, Some(false)))),
            false => parts.push(value.to_owned()),
        }
    }
    parts.extend((!response.entry("").is_empty()).then(|| response.entry("").replace('\n', " | ")));
    parts.join(" | ")
}
