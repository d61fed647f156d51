//! The attempts at the quizzes of a lesson, in the browser. What they are and do is [`course::attempt`].

use course::attempt::World;
pub(crate) use course::attempt::{Asked, Attempt, News};
use course::progress::{Key, Record};

use crate::browser;
use crate::learner::Learner;

/// The attempts at all quizzes of a lesson.
pub(crate) type Attempts = course::attempt::Attempts<Learner>;

impl World for Learner {
    fn get<R: Record>(&self, key: &Key) -> R {
        Learner::get(*self, key)
    }

    fn change<R: Record>(&self, key: &Key, change: impl FnOnce(&mut R)) -> R {
        Learner::change(*self, key, change)
    }

    fn complete_lesson(&self, lesson: &str) {
        Learner::complete_lesson(*self, lesson);
    }

    fn now(&self) -> u64 {
        browser::now()
    }

    fn random_id(&self) -> String {
        browser::random_id()
    }
}
