//! What a learner answered to a question, where the author may have edited it since.

use super::answer::AnswerRecord;
use super::asked::{AskedRecord, Wording, fingerprint};
use super::record::Record;
use crate::lineage::{AskedQuestion, Former, continued};
use crate::quiz::Question;

/// A question of a lesson with what is known of its past.
pub struct Recall<'a> {
    asked: &'a AskedRecord,
    /// See [`AskedRecord::lines`].
    lines: Vec<usize>,
    /// By place among the questions of the lesson: the wording that each continues.
    former: Vec<Option<usize>>,
}

/// The answer to a question as it is now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recalled {
    /// What the answer stands under within its attempt: the question's id, unless it asked something else before.
    pub key: String,
    /// [`Wording::from`].
    pub from: String,
    /// [`Wording::number`].
    pub number: u64,
    /// The answer, told in the ids of the question as it is now.
    pub answer: AnswerRecord,
    /// Whether it stands elsewhere, so that it is to be written under [`Recalled::key`].
    pub is_carried: bool,
    /// Whether it was given in other words, so that those of now are to be written down.
    pub is_reworded: bool,
    /// Whether it was given within another quiz.
    pub is_moved: bool,
}

impl<'a> Recall<'a> {
    /// Looks which of the questions asked before the questions of a lesson continue. `questions` are those of all
    /// quizzes of the lesson.
    pub fn new(asked: &'a AskedRecord, questions: &[&Question]) -> Self {
        let all = asked.wordings();
        let lines = asked.lines();
        let mut former = vec![None; questions.len()];
        // Most lessons were never answered.
        if !all.is_empty() {
            // What stands under more than its id does so for a reason, and comes first.
            let formers = all.iter().zip(&lines).rev().map(|(wording, line)| {
                let is_after = |(other, of): (&Wording, &usize)| of == line && other.number > wording.number;
                let is_last = !all.iter().zip(&lines).any(is_after);
                Former { question: &wording.question, line: *line, is_last }
            });
            for pair in continued(&formers.collect::<Vec<_>>(), questions) {
                former[pair.now] = Some(all.len() - 1 - pair.former);
            }
        }
        Self { asked, lines, former }
    }

    /// The answer to one question, by its place among those of the lesson. `answer` finds what is stored within the
    /// attempt by key, `elsewhere` within the attempt at another quiz of the lesson. `is_first` says that there was no
    /// attempt before this one: a question that has moved takes its answer along, but not into every new attempt.
    pub fn answer(
        &self,
        at: usize,
        question: &Question,
        (quiz, is_first): (&str, bool),
        answer: impl Fn(&str) -> AnswerRecord,
        elsewhere: impl Fn(&str, &str) -> AnswerRecord,
    ) -> Recalled {
        let all = self.asked.wordings();
        let told = |key: &str, stored: &AnswerRecord| self.asked.told(key, stored, question);
        let former = self.former[at].map(|at| &all[at]);
        let mut key = match former {
            Some(wording) if wording.question.id == question.id => wording.key.clone(),
            _ if all.iter().all(|wording| wording.key != question.id) => question.id.clone(),
            _ => self.key_anew(at, question),
        };
        let stored = told(&key, &answer(&key)).unwrap_or_else(|| {
            // What was answered makes no sense any more: it stays as history, and the question is asked anew.
            key = self.key_anew(at, question);
            told(&key, &answer(&key)).unwrap_or_default()
        });
        let mut recalled = Recalled { answer: stored.clone(), ..Recalled::default() };
        let Some(former) = former else { return Recalled { key, ..recalled } };
        let line: Vec<&Wording> = std::iter::once(former).chain(self.line(at)).collect();
        // What counts here is not looked for elsewhere.
        if stored.checked().is_none() {
            for wording in line.iter().filter(|wording| wording.key != key) {
                if recalled.answer.checked().is_none()
                    && let Some(told) = told(&wording.key, &answer(&wording.key))
                {
                    recalled.answer.join(told);
                }
            }
            let may_move = is_first || line.iter().all(|wording| wording.quiz != quiz);
            for wording in line.iter().filter(|wording| may_move && wording.quiz != quiz) {
                if recalled.answer.is_empty()
                    && let Some(told) = told(&wording.key, &elsewhere(&wording.quiz, &wording.key))
                {
                    recalled.is_moved = !told.is_empty();
                    recalled.answer = told;
                }
            }
        }
        recalled.is_carried = recalled.answer != stored;
        let is_known =
            former.key == key && former.quiz == quiz && former.question == AskedQuestion::of(question);
        recalled.from = if is_known { &former.from } else { &former.key }.clone();
        if recalled.from == key {
            recalled.from.clear();
        }
        let last = line.iter().map(|wording| wording.number).max().unwrap_or(0);
        let is_reworded = !is_known || former.number < last;
        recalled.number = last + u64::from(is_reworded);
        recalled.is_reworded = is_reworded && !recalled.answer.is_empty();
        Recalled { key, ..recalled }
    }

    /// All wordings of the question at this place.
    fn line(&self, at: usize) -> impl Iterator<Item = &'a Wording> {
        self.wordings(at).filter(|it| it.1).map(|it| it.0)
    }

    /// All wordings, and whether they are of the question at this place.
    fn wordings(&self, at: usize) -> impl Iterator<Item = (&'a Wording, bool)> {
        let line = self.former[at].map(|at| self.lines[at]);
        let all = self.asked.wordings().iter().zip(&self.lines);
        all.map(move |it| (it.0, Some(*it.1) == line))
    }

    /// What the answers to the question at this place stand under where its id belongs to what was answered to a
    /// question that asked something else: the id together with a fingerprint of what is asked now.
    fn key_anew(&self, at: usize, question: &Question) -> String {
        let mut key = format!("{}~{}", question.id, fingerprint(&AskedQuestion::of(question)));
        while self.wordings(at).any(|(wording, is_of_it)| wording.key == key && !is_of_it) {
            key.push('~');
        }
        key
    }
}
