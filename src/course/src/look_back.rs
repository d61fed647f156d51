//! What records tell of a learner who looks back: what was answered on which day and how well, how long they were at
//! it, and which lessons are weak.
//!
//! Answers are taken from the log of reviews (see [`crate::review`]), which every answer enters, in a lesson or when it
//! comes back. Days are those of the learner's place, so whoever asks says which day a time is of.

use std::collections::BTreeMap;

use crate::progress::{CardRecord, Found, Key, LessonRecord, LessonState, Record, Review, TimeRecord, parse};

/// What happened on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// Answers to questions.
    pub answers: usize,
    /// Those of them that were right.
    pub right: usize,
    /// Seconds of attention.
    pub seconds: u64,
}

/// What is known of a lesson, or of several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Lessons that are completed.
    pub completed: usize,
    /// Questions that were answered at least once.
    pub answered: usize,
    /// Those of them that were right when they were answered last.
    pub right: usize,
    /// Seconds of attention.
    pub seconds: u64,
}

/// All that is told of a learner.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LookBack {
    /// By number, of days on which something happened.
    days: BTreeMap<i64, Day>,
    /// By the id of the lesson.
    lessons: BTreeMap<String, Part>,
}

impl LookBack {
    /// What records tell, which are keys and texts as they are stored. `day` gives the number of the day that a time is
    /// of, in milliseconds since 1970-01-01 UTC; what a clock that was ahead has dated after `now` is of today.
    pub fn of<'a>(
        records: impl IntoIterator<Item = (&'a str, &'a str)>,
        now: u64,
        day: impl Fn(u64) -> i64,
    ) -> Self {
        let day = |time: u64| day(time.min(now));
        let mut back = Self::default();
        for (key, text) in records {
            match Key::parse(key) {
                Some(Key::Lesson(lesson)) => {
                    let record: LessonRecord = read(text).unwrap_or_default();
                    back.lesson(&lesson).completed = usize::from(record.state() == LessonState::Completed);
                }
                Some(Key::Card(lesson, _)) => back.add_cards(&lesson, &read(text).unwrap_or_default(), &day),
                Some(Key::Time(_)) => back.add_time(&read(text).unwrap_or_default(), &day),
                _ => {}
            }
        }
        back
    }

    /// The last days, as many as asked for, today last; those without anything too.
    pub fn last(&self, today: i64, days: usize) -> Vec<Day> {
        let days = i64::try_from(days).unwrap_or(i64::MAX);
        (today - days + 1..=today).map(|day| self.days.get(&day).copied().unwrap_or_default()).collect()
    }

    /// The number of the first day on which anything happened.
    pub fn first(&self) -> Option<i64> {
        self.days.keys().next().copied()
    }

    /// On how many days in a row, up to today or yesterday, something happened.
    pub fn streak(&self, today: i64) -> usize {
        let end = if self.days.contains_key(&today) { today } else { today - 1 };
        (0..).take_while(|back| self.days.contains_key(&(end - back))).count()
    }

    /// What is known of lessons together.
    pub fn part<'a>(&self, lessons: impl IntoIterator<Item = &'a str>) -> Part {
        lessons.into_iter().filter_map(|lesson| self.lessons.get(lesson)).fold(
            Part::default(),
            |sum, part| Part {
                completed: sum.completed + part.completed,
                answered: sum.answered + part.answered,
                right: sum.right + part.right,
                seconds: sum.seconds + part.seconds,
            },
        )
    }

    /// Answers in all.
    pub fn answers(&self) -> usize {
        self.days.values().map(|day| day.answers).sum()
    }

    /// Seconds of attention in all.
    pub fn seconds(&self) -> u64 {
        self.lessons.values().map(|part| part.seconds).sum()
    }

    fn lesson(&mut self, lesson: &str) -> &mut Part {
        self.lessons.entry(lesson.to_owned()).or_default()
    }

    fn add_cards(&mut self, lesson: &str, cards: &CardRecord, day: &impl Fn(u64) -> i64) {
        for (_, reviews) in cards.cards() {
            for review in reviews.iter().filter(|review| review.rating > 0) {
                let of_day = self.days.entry(day(review.time)).or_default();
                of_day.answers += 1;
                of_day.right += usize::from(is_right(*review));
            }
            // One that is not asked any more is no weakness.
            if let Some(last) = reviews.last().filter(|review| review.rating > 0) {
                let part = self.lesson(lesson);
                part.answered += 1;
                part.right += usize::from(is_right(*last));
            }
        }
    }

    fn add_time(&mut self, time: &TimeRecord, day: &impl Fn(u64) -> i64) {
        let mut all = 0;
        for (lesson, seconds) in time.seconds() {
            self.lesson(lesson).seconds += seconds;
            all += seconds;
        }
        if all > 0 {
            self.days.entry(day(time.opened)).or_default().seconds += all;
        }
    }
}

impl Part {
    /// The share of questions that were right, 0 to 100; `None` where too few were answered to say anything.
    pub fn percent(&self) -> Option<usize> {
        (self.answered >= ENOUGH).then(|| self.right * 100 / self.answered)
    }

    /// Whether what it is about is to be looked at again.
    pub fn is_weak(&self) -> bool {
        self.percent().is_some_and(|percent| percent < WEAK)
    }
}

/// Fewer answers say nothing.
const ENOUGH: usize = 3;

/// The percent of right answers below which a part is weak: what quizzes ask for where their authors say nothing.
const WEAK: usize = 80;

/// Again is what was not known; see [`Review::rating`].
fn is_right(review: Review) -> bool {
    review.rating > 1
}

fn read<R: Record>(text: &str) -> Option<R> {
    match parse(text) {
        Found::Record(record) => Some(record),
        Found::Newer | Found::Damaged => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::print;

    const DAY: u64 = 86_400_000;
    const NOW: u64 = 20 * DAY + 7;

    fn cards(reviews: &[(&str, u64, u8)]) -> String {
        let mut record = CardRecord::default();
        for (question, time, rating) in reviews {
            record.put(question, Review { time: *time, rating: *rating });
        }
        print(&record)
    }

    #[allow(clippy::field_reassign_with_default, reason = "its other field is private")]
    fn time(opened: u64, seconds: &[(&str, u64)]) -> String {
        let mut record = TimeRecord::default();
        record.opened = opened;
        for (lesson, seconds) in seconds {
            record.add(lesson, *seconds);
        }
        print(&record)
    }

    fn back(records: &[(String, String)]) -> LookBack {
        let records = records.iter().map(|(key, text)| (key.as_str(), text.as_str()));
        LookBack::of(records, NOW, |time| (time / DAY) as i64)
    }

    fn key(key: Key) -> String {
        key.to_string()
    }

    #[test]
    fn answers_count_on_their_days_and_the_last_one_for_their_lesson() {
        let back = back(&[
            (
                key(Key::cards("flour")),
                cards(&[("a", 3 * DAY, 1), ("a", 4 * DAY, 3), ("b", 4 * DAY, 3), ("c", 4 * DAY + 1, 1)]),
            ),
            (
                key(Key::cards("water")),
                cards(&[("d", 4 * DAY, 2), ("gone", 2 * DAY, 3), ("gone", 5 * DAY, 0)]),
            ),
        ]);
        assert_eq!(
            back.last(5, 4),
            [
                Day { answers: 1, right: 1, seconds: 0 },
                Day { answers: 1, right: 0, seconds: 0 },
                Day { answers: 4, right: 3, seconds: 0 },
                Day::default(),
            ]
        );
        let flour = back.part(["flour"]);
        assert_eq!((flour.answered, flour.right, flour.percent(), flour.is_weak()), (3, 2, Some(66), true));
        let water = back.part(["water"]);
        assert_eq!((water.answered, water.right, water.percent(), water.is_weak()), (1, 1, None, false));
        assert_eq!(back.part(["flour", "water", "unknown"]).answered, 4);
        assert_eq!(back.first(), Some(2));
    }

    #[test]
    fn time_is_added_up_by_lesson_and_by_day() {
        let back = back(&[
            (key(Key::Time("one".into())), time(9 * DAY, &[("flour", 60), ("water", 30)])),
            (key(Key::Time("two".into())), time(9 * DAY + 9, &[("flour", 5)])),
            (key(Key::Time("idle".into())), time(8 * DAY, &[])),
        ]);
        assert_eq!(back.seconds(), 95);
        assert_eq!(back.part(["flour"]).seconds, 65);
        assert_eq!(back.last(9, 2), [Day::default(), Day { seconds: 95, ..Day::default() }]);
    }

    #[test]
    fn what_is_dated_in_the_future_is_of_today() {
        let back = back(&[(key(Key::cards("flour")), cards(&[("a", 400 * DAY, 3)]))]);
        assert_eq!(back.last(20, 1), [Day { answers: 1, right: 1, seconds: 0 }]);
    }

    #[test]
    fn days_in_a_row_end_today_or_yesterday() {
        let on = |days: &[u64]| {
            let reviews: Vec<_> = days.iter().map(|day| ("a", day * DAY, 3)).collect();
            back(&[(key(Key::cards("flour")), cards(&reviews))]).streak(20)
        };
        assert_eq!((on(&[18, 19, 20]), on(&[17, 18, 19]), on(&[17, 18]), on(&[16, 18, 20])), (3, 3, 0, 1));
    }

    #[test]
    fn completed_lessons_count_and_what_cannot_be_read_does_not() {
        let mut lesson = LessonRecord::default();
        lesson.complete(4);
        let back = back(&[
            (key(Key::Lesson("flour".into())), print(&lesson)),
            (key(Key::Lesson("water".into())), "{\"v\":3,\"opened\":".into()),
            (key(Key::cards("water")), "none".into()),
            ("others/key".into(), "text".into()),
        ]);
        assert_eq!(back.part(["flour", "water"]), Part { completed: 1, ..Part::default() });
    }
}
