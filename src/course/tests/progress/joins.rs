//! Records of every type, changed on devices that know nothing of each other for a while: they join lawfully, and
//! nothing that a learner did is lost.

use std::collections::{BTreeMap, BTreeSet};

use course::grading::{Entry, Response};
use course::lineage::{AskedChoice, AskedQuestion};
use course::progress::{
    AnswerRecord, AskedRecord, AttemptsRecord, CardRecord, LONGEST, LessonRecord, LessonState, NoteRecord,
    Record, Register, Review, TimeRecord, Wording,
};

use crate::history::{Copy, play};
use crate::random::{Random, each_seed};

/// How many histories are played of each type; twice as many of texts, half as many of wordings. In each the laws are
/// tried on five triples of copies, which makes 120,000 in all.
const TRIES: u64 = 2_825;

fn nothing<R: Record>() -> Copy<R> {
    Copy { record: R::default(), seen: BTreeSet::new() }
}

#[test]
fn a_lesson_that_was_completed_anywhere_is_completed() {
    each_seed(TRIES, |random| {
        let (mut opened, mut completed) = (Vec::new(), Vec::new());
        let end = play(random, &nothing(), |random, _, now, copy: &mut Copy<LessonRecord>| {
            if random.flip() {
                copy.record.open(now)
            } else {
                copy.record.complete(now)
            }
            opened.extend(copy.record.opened);
            completed.extend(copy.record.completed);
        });
        assert_eq!(
            end,
            LessonRecord { opened: opened.into_iter().min(), completed: completed.iter().min().copied() }
        );
        assert_eq!(end.state() == LessonState::Completed, !completed.is_empty());
    });
}

#[test]
fn no_attempt_is_lost_and_all_agree_which_is_played() {
    each_seed(TRIES, |random| {
        let mut begun = BTreeSet::new();
        let end = play(random, &nothing(), |_, device, now, copy: &mut Copy<AttemptsRecord>| {
            let id = format!("{device}-{}", begun.len());
            copy.record.begin(id.clone(), now);
            assert_eq!(
                copy.record.current().map(|current| &current.id),
                Some(&id),
                "the one just begun is played"
            );
            begun.insert(id);
        });
        assert_eq!(end.iter().map(|attempt| attempt.id.clone()).collect::<BTreeSet<_>>(), begun);
        assert_eq!(end.current().is_some(), !begun.is_empty());
        // Of those begun without knowing of each other only one counts.
        assert_eq!(end.count().min(1), begun.len().min(1));
        assert!(end.count() <= begun.len());
    });
}

fn response(random: &mut Random) -> Response {
    let texts = ["a", "b", "", "π \"≈\" 3\n"];
    let choices = (0..random.below(3)).map(|_| (*random.pick(&texts)).to_owned()).collect();
    let entry = |random: &mut Random| Entry {
        slot: (*random.pick(&texts)).into(),
        value: (*random.pick(&texts)).into(),
    };
    Response { choices, entries: (0..random.below(2)).map(|_| entry(random)).collect() }
}

#[test]
fn nothing_that_was_handed_in_is_lost_and_all_agree_what_counts() {
    each_seed(TRIES, |random| {
        let (mut given, mut hints, mut edits) = (Vec::new(), 0, Vec::new());
        let mut is_told = BTreeSet::new();
        let end = play(random, &nothing(), |random, _, now, copy: &mut Copy<AnswerRecord>| {
            let answer = &mut copy.record;
            let is_draft = answer.checked().is_none();
            match random.below(7) {
                0 if is_draft => {
                    given.push((now, answer.response().clone()));
                    answer.hand_in(now);
                }
                1 => {
                    answer.hints += 1;
                    hints = hints.max(answer.hints);
                }
                2 => answer.tell(),
                3 if is_draft => answer.set_sure(1 + random.below(3) as u64),
                _ => {
                    let response = response(random);
                    answer.change(|draft| draft.clone_from(&response));
                    edits.extend(is_draft.then_some(response));
                }
            }
            if answer.is_told() {
                assert!(answer.checked().is_none(), "only a draft is nearly right");
                is_told.insert(answer.response().clone());
            }
        });
        assert_eq!(end.hints, hints);
        for (_, response) in &given {
            assert!(
                std::iter::once(end.response()).chain(end.others()).any(|kept| kept == response),
                "{response:?} of {given:?} is not in {end:?}"
            );
        }
        match end.checked() {
            Some(checked) => {
                assert!(given.contains(&(checked, end.response().clone())), "{end:?} was handed in")
            }
            None => {
                assert!(given.is_empty());
                assert!(edits.is_empty() || edits.contains(end.response()), "{end:?} was picked or typed");
                assert!(!end.is_told() || is_told.contains(end.response()), "{end:?} was told");
            }
        }
    });
}

#[test]
fn no_wording_is_lost() {
    each_seed(TRIES / 2, |random| {
        let mut put = Vec::new();
        let end = play(random, &nothing(), |random, _, _, copy: &mut Copy<AskedRecord>| {
            let text = |random: &mut Random| (*random.pick(&["a", "b", "1", "ä\\"])).to_owned();
            let [quiz, key, id, prompt, answer] = [(); 5].map(|()| text(random));
            let choice = |random: &mut Random| {
                let id = if random.flip() { String::new() } else { text(random) };
                AskedChoice { id, text: text(random), right: random.flip() }
            };
            let choices = (0..random.below(3)).map(|_| choice(random)).collect();
            let question = AskedQuestion { id, text: prompt, answer, choices };
            let from = text(random);
            let number = random.below(3) as u64;
            let wording = Wording { quiz, key, question, from, number };
            copy.record.put(wording.clone());
            put.push(wording);
        });
        for wording in &put {
            let is_it = |kept: &&Wording| Wording { number: wording.number, ..(*kept).clone() } == *wording;
            let kept = end.wordings().iter().find(is_it).unwrap_or_else(|| panic!("{wording:?}"));
            assert!(kept.number >= wording.number, "the highest number stays: {kept:?}");
        }
        assert!(end.wordings().iter().all(|wording| put.contains(wording)));
    });
}

/// What was written into a register, and what each text took the place of.
#[derive(Default)]
struct Texts {
    written: Vec<String>,
    replaced: BTreeSet<usize>,
}

impl Texts {
    /// Remembers that a text was written over all that were seen.
    fn write(&mut self, value: &str, seen: &mut BTreeSet<usize>) {
        self.replaced.append(seen);
        seen.insert(self.written.len());
        self.written.push(value.to_owned());
    }

    /// The texts that nobody has replaced.
    fn left(&self) -> BTreeSet<&str> {
        let left = (0..self.written.len()).filter(|at| !self.replaced.contains(at));
        left.map(|at| self.written[at].as_str()).collect()
    }
}

fn texts_of(register: &Register) -> BTreeSet<&str> {
    let others: Vec<&str> = register.others().map(|other| other.value.as_str()).collect();
    assert!(!others.contains(&register.value()), "what is shown is none of the others");
    std::iter::once(register.value()).chain(others).collect()
}

#[test]
fn no_text_is_lost_that_nobody_replaced_and_none_comes_back() {
    each_seed(TRIES * 2, |random| {
        let mut texts = Texts::default();
        let start = nothing();
        let end = play(random, &start, |random, device, now, copy: &mut Copy<Register>| {
            // Two may write the same.
            let value = (*random.pick(&["", "a", "b", "c", "\u{1}…"])).to_owned();
            // Sets of what was seen are joined with the copies.
            let mut seen = std::mem::take(&mut copy.seen);
            texts.write(&value, &mut seen);
            copy.seen = seen;
            copy.record.write(value.clone(), device, now);
            assert_eq!((copy.record.value(), copy.record.others().count()), (value.as_str(), 0));
        });
        if !texts.written.is_empty() {
            assert_eq!(texts_of(&end), texts.left(), "{end:?} of {:?}", texts.written);
        }
    });
}

#[test]
fn no_note_is_lost_and_only_a_removal_that_knew_of_everything_removes_it() {
    each_seed(TRIES, |random| {
        let (mut texts, mut kept) = (Texts::default(), Texts::default());
        let mut start = nothing();
        start.record = NoteRecord::new(["be".into(), "passage".into(), "af".into()], "first", 7);
        // Changes of the text have even numbers, those of what keeps the note odd ones.
        let split = |seen: &BTreeSet<usize>, odd: usize| -> BTreeSet<usize> {
            seen.iter().filter(|at| *at % 2 == odd).map(|at| at / 2).collect()
        };
        let mut first = BTreeSet::new();
        kept.write("1", &mut first);
        start.seen = first.iter().map(|at| at * 2 + 1).collect();
        let end = play(random, &start, |random, device, now, copy: &mut Copy<NoteRecord>| {
            let mut seen = [split(&copy.seen, 0), split(&copy.seen, 1)];
            if random.below(3) == 0 {
                copy.record.remove(device, now);
                kept.write("", &mut seen[1]);
                assert!(!copy.record.is_kept());
            } else {
                let value = (*random.pick(&["", "why?", "because"])).to_owned();
                copy.record.write(value.clone(), device, now);
                texts.write(&value, &mut seen[0]);
                kept.write("1", &mut seen[1]);
                assert!(copy.record.is_kept());
            }
            let [even, odd] = seen;
            copy.seen = even.iter().map(|at| at * 2).chain(odd.iter().map(|at| at * 2 + 1)).collect();
        });
        assert_eq!(end.is_kept(), kept.left().contains("1"), "{end:?}");
        if !texts.written.is_empty() {
            assert_eq!(texts_of(&end.text), texts.left(), "{end:?}");
        }
        assert_eq!([&end.before, &end.quote, &end.after], ["be", "passage", "af"]);
    });
}

#[test]
fn no_review_is_lost() {
    each_seed(TRIES, |random| {
        let mut put = BTreeMap::new();
        let end = play(random, &nothing(), |random, _, time, copy: &mut Copy<CardRecord>| {
            let review = Review { time, rating: random.below(5) as u8 };
            let question = *random.pick(&["q", "p"]);
            copy.record.put(question, review);
            let known = put.entry((question, review.time)).or_insert(0);
            *known = review.rating.max(*known);
        });
        for question in ["p", "q"] {
            let of = put.iter().filter(|((of, _), _)| *of == question);
            let mut all: Vec<Review> =
                of.map(|((_, time), rating)| Review { time: *time, rating: *rating }).collect();
            // Of very many the last ones.
            all.drain(..all.len().saturating_sub(LONGEST));
            assert_eq!(end.reviews(question), all, "of {put:?}");
        }
    });
}

#[test]
fn no_time_is_lost_that_a_page_has_seen() {
    each_seed(TRIES, |random| {
        let mut spent = BTreeMap::new();
        let end = play(random, &nothing(), |random, device, now, copy: &mut Copy<TimeRecord>| {
            // The record is that of one page; the others only hold copies of it.
            if device != "d0" {
                return;
            }
            if copy.record.opened == 0 {
                copy.record.opened = now;
            }
            let lesson = *random.pick(&["b", "a", "c"]);
            let seconds = random.below(60) as u64;
            copy.record.add(lesson, seconds);
            *spent.entry(lesson).or_insert(0) += seconds;
        });
        assert!(
            end.seconds().eq(spent.iter().map(|(lesson, seconds)| (*lesson, *seconds))),
            "{end:?} of {spent:?}"
        );
    });
}
