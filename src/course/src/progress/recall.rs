//! What a learner answered to a question, where the author may have edited it since.

use super::answer::AnswerRecord;
use super::asked::{AskedRecord, Wording};
use crate::lineage::{AskedQuestion, carried, continued};
use crate::quiz::Question;

/// A question of a lesson with what is known of its past.
pub struct Recall<'a> {
    asked: &'a AskedRecord,
    /// By place among the questions of the lesson: the wording that each continues.
    former: Vec<Option<&'a Wording>>,
}

/// The answer to a question as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recalled {
    /// What the answer stands under within its attempt: the question's id, unless it asked something else before.
    pub key: String,
    /// The answer, told in the ids of the question as it is now.
    pub answer: AnswerRecord,
    /// Whether it was given to a wording with another id, so that it is to be written under [`Recalled::key`].
    pub is_carried: bool,
}

impl<'a> Recall<'a> {
    /// Looks which of the questions asked before the questions of a lesson continue. `questions` are those of all
    /// quizzes of the lesson.
    pub fn new(asked: &'a AskedRecord, questions: &[&Question]) -> Self {
        let mut former = vec![None; questions.len()];
        // Most lessons were never answered.
        if !asked.wordings().is_empty() {
            let all: Vec<AskedQuestion> =
                asked.wordings().iter().map(|wording| wording.question.clone()).collect();
            for pair in continued(&all, questions) {
                former[pair.now] = Some(&asked.wordings()[pair.former]);
            }
        }
        Self { asked, former }
    }

    /// The answer to one question, by its place among those of the lesson. `answer` finds what is stored within the
    /// attempt by key, `elsewhere` within the attempt at another quiz of the lesson.
    pub fn answer(
        &self,
        at: usize,
        question: &Question,
        quiz: &str,
        mut answer: impl FnMut(&str) -> AnswerRecord,
        elsewhere: impl FnOnce(&str, &str) -> AnswerRecord,
    ) -> Recalled {
        let former = self.former[at];
        let key = match former {
            Some(wording) if wording.question.id == question.id => wording.key.clone(),
            _ => self.asked.new_key(question),
        };
        let stored = answer(&key);
        let recalled = |key, answer, is_carried| Recalled { key, answer, is_carried };
        if !stored.is_empty() {
            return match self.carried(&key, &stored, question) {
                Some(carried) => recalled(key, carried, false),
                // Nothing of the response makes sense any more: it stays as history, and the question is asked anew.
                None => {
                    let key = AskedRecord::key_anew(question);
                    let stored = answer(&key);
                    let answer = self.carried(&key, &stored, question).unwrap_or_default();
                    recalled(key, answer, false)
                }
            };
        }
        let Some(former) = former else { return recalled(key, stored, false) };
        if former.key == key && former.quiz == quiz {
            return recalled(key, stored, false);
        }
        let source =
            if former.quiz == quiz { answer(&former.key) } else { elsewhere(&former.quiz, &former.key) };
        match carried(source.response(), &former.question, question) {
            Some(response) if !source.is_empty() => recalled(key, source.with_response(response), true),
            _ => recalled(key, stored, false),
        }
    }

    /// An answer in the ids of now, whichever wording it was given to.
    fn carried(&self, key: &str, stored: &AnswerRecord, question: &Question) -> Option<AnswerRecord> {
        let now = AskedQuestion::of(question);
        if now.fits(stored.response()) {
            return Some(stored.clone());
        }
        let wordings = self.asked.wordings().iter().filter(|wording| wording.key == key);
        let response = wordings.filter_map(|it| carried(stored.response(), &it.question, question));
        let response = response.into_iter().find(|response| now.fits(response))?;
        Some(stored.clone().with_response(response))
    }
}
