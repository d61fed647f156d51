//! How the questions of a lesson were worded when they were answered.

use super::record::{Record, list};
use crate::identity::{fnv1a, id_of_text};
use crate::json::Value;
use crate::lineage::{AskedChoice, AskedQuestion};
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
}

impl AskedRecord {
    /// All wordings.
    pub fn wordings(&self) -> &[Wording] {
        &self.wordings
    }

    /// Adds a wording.
    pub fn put(&mut self, wording: Wording) {
        if let Err(at) = self.wordings.binary_search_by(|known| known.rank().cmp(&wording.rank())) {
            self.wordings.insert(at, wording);
        }
    }

    /// What the answers to a question stand under where no wording of it is known: its id; and where the id belonged
    /// to a question that asked something else, the id together with a fingerprint of what is asked now.
    pub fn new_key(&self, question: &Question) -> String {
        let id = &question.id;
        if self.wordings.iter().all(|wording| wording.key != *id) {
            return id.clone();
        }
        Self::key_anew(question)
    }

    /// What the answers to a question stand under whose id belonged to one that asked something else.
    pub(crate) fn key_anew(question: &Question) -> String {
        let asked = fields(&AskedQuestion::of(question)).to_string();
        format!("{}~{}", question.id, id_of_text(&asked))
    }
}

impl Wording {
    fn rank(&self) -> (&str, &str, u64, String) {
        let text = fields(&self.question).to_string();
        (&self.key, &self.quiz, fnv1a(text.as_bytes()), text)
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
        let wordings = self.wordings.iter().map(|Wording { quiz, key, question }| {
            // Most answers stand under the id, which need not be said twice.
            let key = if *key == question.id { "" } else { key };
            Value::List(vec![quiz.as_str().into(), key.into(), fields(question)])
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
    let [quiz, key, question] = value.list()? else { return None };
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
    })
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
