//! The schedule of reviews: its numbers are those of the reference, and its promises hold for random logs.

use course::progress::{CardRecord, Record, Review};
use course::review::{DAY, Memory, forecast};
use rs_fsrs::{Parameters, Rating};

/// SplitMix64 (Steele, Lea, Flood, 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (bits ^ (bits >> 31)) % limit
    }
}

const BEGIN: u64 = 1_760_000_000_000;

/// A log with pauses of seconds to years.
fn log(random: &mut Random) -> Vec<Review> {
    let mut time = BEGIN;
    let mut log = Vec::new();
    for _ in 0..1 + random.below(14) {
        let pause = [1_000, 3_600_000, DAY, 10 * DAY, 400 * DAY][random.below(5) as usize];
        time += 1_000 * (1 + random.below(pause / 1_000));
        log.push(Review { time, rating: 1 + random.below(4) as u8 });
    }
    log
}

fn of_reference(rating: u8) -> Rating {
    [Rating::Again, Rating::Hard, Rating::Good, Rating::Easy][usize::from(rating) - 1]
}

/// The reference's own formulas along a log.
fn by_reference(log: &[Review]) -> (f64, f64) {
    let parameters = Parameters::default();
    let (mut stability, mut difficulty, mut last) = (0.0, 0.0, 0);
    for Review { time, rating } in log {
        let rating = of_reference(*rating);
        if last == 0 {
            stability = parameters.init_stability(rating);
            difficulty = parameters.init_difficulty(rating);
        } else {
            let days = ((time - last) / DAY) as f64;
            let chance = Parameters::forgetting_curve(days, stability);
            let next = match rating {
                _ if days == 0.0 => parameters.short_term_stability(stability, rating),
                Rating::Again => {
                    parameters.next_forget_stability(difficulty, stability, chance).min(stability)
                }
                _ => parameters.next_recall_stability(difficulty, stability, chance, rating),
            };
            stability = next.clamp(0.01, 36_500.0);
            difficulty = parameters.next_difficulty(difficulty, rating);
        }
        last = *time;
    }
    (stability, difficulty)
}

#[test]
fn the_numbers_are_those_of_the_reference() {
    let mut random = Random(1);
    for _ in 0..20_000 {
        let log = log(&mut random);
        let memory = Memory::of(&log, u64::MAX).expect("there are reviews");
        let (stability, difficulty) = by_reference(&log);
        let is_near = |one: f64, other: f64| (one - other).abs() <= 1e-9 * other.abs();
        assert!(is_near(memory.stability, stability), "{memory:?} is not {stability} after {log:?}");
        assert!(is_near(memory.difficulty, difficulty), "{memory:?} is not {difficulty} after {log:?}");
    }
}

#[test]
fn a_first_answer_is_due_after_hours_or_days() {
    let hours = |rating| {
        let memory = Memory::of(&[Review { time: BEGIN, rating }], BEGIN).expect("a review");
        (memory.due() - BEGIN) / 3_600_000
    };
    assert_eq!([1, 2, 3, 4].map(hours), [9, 28, 75, 371]);
}

#[test]
fn a_better_grade_never_gives_a_shorter_interval() {
    let mut random = Random(2);
    for _ in 0..20_000 {
        let mut log = log(&mut random);
        let last = log.len() - 1;
        let due = [1, 2, 3, 4].map(|rating| {
            log[last].rating = rating;
            Memory::of(&log, u64::MAX).expect("reviews").due()
        });
        assert!(due.is_sorted(), "{due:?} after {log:?}");
        assert!(due[0] > log[last].time, "it is never due before it was answered");
    }
}

#[test]
fn the_same_log_gives_the_same_state_in_any_order_of_arrival() {
    let mut random = Random(3);
    for _ in 0..4_000 {
        let log = log(&mut random);
        let mut in_order = CardRecord::default();
        log.iter().for_each(|review| in_order.put("q", *review));
        let mut devices = [CardRecord::default(), CardRecord::default(), CardRecord::default()];
        let mut left = log.clone();
        while !left.is_empty() {
            let review = left.remove(random.below(left.len() as u64) as usize);
            // Some reach more than one device.
            for _ in 0..1 + random.below(2) {
                devices[random.below(3) as usize].put("q", review);
            }
        }
        let [mut one, two, three] = devices;
        one.join(three);
        one.join(two.clone());
        one.join(two);
        assert_eq!(one, in_order);
        let now = BEGIN + random.below(800 * DAY);
        assert_eq!(Memory::of(one.reviews("q"), now), Memory::of(in_order.reviews("q"), now));
    }
}

#[test]
fn a_review_that_is_dated_in_the_future_counts_as_of_now() {
    let now = BEGIN + DAY;
    let ahead = Review { time: BEGIN + 4_000 * DAY, rating: 3 };
    let memory = Memory::of(&[ahead], now).expect("it is not lost");
    assert_eq!(memory.last, now);
    assert!(memory.due() < now + 4 * DAY, "it does not wait for years");
    let log = [Review { time: BEGIN, rating: 3 }, ahead];
    assert!(Memory::of(&log, now).expect("reviews").due() > now);
}

#[test]
fn what_is_not_there_any_more_is_not_due_until_it_is_answered_again() {
    let gone = [Review { time: BEGIN, rating: 3 }, Review { time: BEGIN + DAY, rating: 0 }];
    assert_eq!(Memory::of(&gone, BEGIN + 9 * DAY), None);
    let back = [gone[0], gone[1], Review { time: BEGIN + 2 * DAY, rating: 3 }];
    let anew = Memory::of(&back, BEGIN + 9 * DAY).expect("it is back");
    assert_eq!(anew.stability, Memory::of(&gone[..1], BEGIN).expect("a review").stability);
    assert_eq!(Memory::of(&[], BEGIN), None);
}

#[test]
fn a_forecast_counts_by_day_and_takes_what_is_overdue_into_the_first() {
    let due = [BEGIN - 5 * DAY, BEGIN, BEGIN + DAY - 1, BEGIN + DAY, BEGIN + 3 * DAY, BEGIN + 400 * DAY];
    let midnights: Vec<u64> = (0..5).map(|day| BEGIN + day * DAY).collect();
    assert_eq!(forecast(due, &midnights), [3, 1, 0, 1]);
    assert_eq!(forecast(due, &[]), []);
}
