//! How the questions of a lesson were worded when they were answered.

use super::answer::AnswerRecord;
use super::record::{Record, list};
use crate::identity::{fnv1a, id_of_text};
use crate::json::Value;
use crate::lineage::{AskedChoice, AskedQuestion, carried, is_same};
use crate::quiz::Question;

/// How the questions of a lesson were worded when they were answered: by this an edited question is recognised.
///
/// It only grows. Nothing that a learner did stands here, so where room is short it may go: then edits of questions
/// are not recognised any more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedRecord {
    /// In order, each once.
    wordings: Vec<Wording>,
}

/// One wording of one question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// [`crate::quiz::Quiz::id`] of the quiz it was asked in.
    pub quiz: String,
    /// What its answers stand under, in place of the question's id: that id, unless another question has had it.
    pub key: String,
    /// What was asked.
    pub question: AskedQuestion,
    /// The key of the wording that it goes on from; empty where there is none, or the key is the same.
    pub from: String,
    /// Where a question had several wordings, that with the highest number was asked last.
    pub number: u64,
}

impl AskedRecord {
    /// All wordings.
    pub fn wordings(&self) -> &[Wording] {
        &self.wordings
    }

    /// Adds a wording.
    pub fn put(&mut self, wording: Wording) {
        match self.wordings.binary_search_by(|known| known.rank().cmp(&wording.rank())) {
            Ok(at) => self.wordings[at].number = self.wordings[at].number.max(wording.number),
            Err(at) => self.wordings.insert(at, wording),
        }
    }

    /// For each wording the first one that is of the same question: it has the same key, or one goes on from the other.
    pub(super) fn lines(&self) -> Vec<usize> {
        let all = &self.wordings;
        let mut lines: Vec<usize> = (0..all.len()).collect();
        for (at, wording) in all.iter().enumerate() {
            for (before, other) in all[..at].iter().enumerate() {
                if wording.key == other.key || wording.from == other.key || wording.key == other.from {
                    let [one, other] = [lines[at], lines[before]];
                    let joined = lines.iter_mut().filter(|line| [one, other].contains(line));
                    joined.for_each(|line| *line = one.min(other));
                }
            }
        }
        lines
    }

    /// What stands under a key, told in the ids of the question as it is now, whichever wording it was given to; `None`
    /// where it can't be, or where it may have been given to a question that asked something else: on another device
    /// the author's id may have stood for that.
    pub fn told(&self, key: &str, stored: &AnswerRecord, question: &Question) -> Option<AnswerRecord> {
        let now = AskedQuestion::of(question);
        let response = stored.response();
        let of_key = self.wordings.iter().filter(|it| it.key == key && it.question.fits(response));
        let mut former: Vec<&AskedQuestion> = of_key.map(|wording| &wording.question).collect();
        if former.iter().any(|former| **former != now && !is_same(former, &now)) {
            return None;
        }
        if former.is_empty() || former.contains(&&now) {
            former = vec![&now];
        }
        let mut told = former.into_iter().filter_map(|former| carried(response, former, question));
        let told = told.find(|response| now.fits(response))?;
        Some(if told == *response { stored.clone() } else { stored.clone().with_response(told) })
    }
}

impl Wording {
    fn rank(&self) -> (&str, &str, u64, String, &str) {
        let text = fields(&self.question).to_string();
        (&self.key, &self.quiz, fnv1a(text.as_bytes()), text, &self.from)
    }
}

impl Record for AskedRecord {
    fn read(value: &Value) -> Option<Self> {
        let mut record = Self::default();
        for wording in list(value, "asked", read)? {
            record.put(wording);
        }
        Some(record)
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        let wordings = self.wordings.iter().map(|Wording { quiz, key, question, from, number }| {
            // Most answers stand under the id, which need not be said twice.
            let key = if *key == question.id { "" } else { key };
            let mut wording = vec![quiz.as_str().into(), key.into(), fields(question)];
            if *number > 0 || !from.is_empty() {
                wording.extend([from.as_str().into(), (*number).into()]);
            }
            Value::List(wording)
        });
        vec![("asked", Value::List(wordings.collect()))]
    }

    fn join(&mut self, other: Self) {
        for wording in other.wordings {
            self.put(wording);
        }
    }
}

fn read(value: &Value) -> Option<Wording> {
    let [quiz, key, question, past @ ..] = value.list()? else { return None };
    let [id, text, answer, choices @ ..] = question.list()? else { return None };
    let id = id.text()?;
    let choice = |choice: &Value| {
        let [text, right, id @ ..] = choice.list()? else { return None };
        let id = id.first().map_or(Some(""), Value::text)?;
        Some(AskedChoice { id: id.into(), text: text.text()?.into(), right: right.number()? > 0 })
    };
    Some(Wording {
        quiz: quiz.text()?.into(),
        key: key.text().map(|key| if key.is_empty() { id } else { key })?.into(),
        question: AskedQuestion {
            id: id.into(),
            text: text.text()?.into(),
            answer: answer.text()?.into(),
            choices: choices.iter().map(choice).collect::<Option<_>>()?,
        },
        from: past.first().map_or(Some(""), Value::text)?.into(),
        number: past.get(1).map_or(Some(0), Value::number)?,
    })
}

/// What tells a question from one with the same id.
pub(super) fn fingerprint(question: &AskedQuestion) -> String {
    id_of_text(&fields(question).to_string())
}

fn fields(question: &AskedQuestion) -> Value {
    let AskedQuestion { id, text, answer, choices } = question;
    let choice = |AskedChoice { id, text, right }: &AskedChoice| {
        let mut choice = vec![text.as_str().into(), u64::from(*right).into()];
        if !id.is_empty() {
            choice.push(id.as_str().into());
        }
        Value::List(choice)
    };
    let start = [id, text, answer].map(|text| Value::from(text.as_str()));
    Value::List(start.into_iter().chain(choices.iter().map(choice)).collect())
}
