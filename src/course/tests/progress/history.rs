//! Some devices with clocks of all sorts, that change their copies of a record and send them to each other.

use std::collections::BTreeSet;
use std::fmt::Debug;

use course::progress::{Record, print};

use crate::laws;
use crate::random::Random;

/// How often the laws are tried in each history.
const TRIPLES: usize = 5;

/// Who changes a record.
pub(crate) struct Device {
    /// Unique.
    pub(crate) name: String,
    clock: Clock,
}

#[derive(Clone, Copy)]
enum Clock {
    /// Stands still, and is the same everywhere.
    Still,
    /// Runs behind or ahead by so many milliseconds.
    Off(i64),
    /// Says anything.
    Jumping,
}

/// A copy of a record.
#[derive(Clone)]
pub(crate) struct Copy<R> {
    /// What it holds.
    pub(crate) record: R,
    /// The changes that went into it, by whatever numbers the test gives them.
    pub(crate) seen: BTreeSet<usize>,
}

impl Device {
    /// Some of them, with clocks of one sort or mixed.
    pub(crate) fn some(random: &mut Random) -> Vec<Self> {
        let (all_still, count) = (random.below(4) == 0, 2 + random.below(3));
        let device = |at: usize| {
            let clock = match random.below(4) {
                _ if all_still => Clock::Still,
                0 => Clock::Still,
                1 => Clock::Off(-900),
                2 => Clock::Off(1_000_000),
                _ => Clock::Jumping,
            };
            Self { name: format!("d{at}"), clock }
        };
        (0..count).map(device).collect()
    }

    /// What its clock says at a moment.
    pub(crate) fn now(&self, random: &mut Random, moment: u64) -> u64 {
        match self.clock {
            Clock::Still => 1_000,
            Clock::Off(off) => (1_000 + moment).saturating_add_signed(off),
            Clock::Jumping => random.below(2_000) as u64,
        }
    }
}

impl<R: Record> Copy<R> {
    fn join(&mut self, other: &Self) {
        self.record.join(other.record.clone());
        self.seen.extend(&other.seen);
    }
}

/// Plays a history that begins with `start` everywhere, looks whether the laws hold of what there was at any time,
/// and gives what all devices come to in the end. `act` changes a copy; it is told who does it and what the clock
/// says.
///
/// # Panics
/// Where a law is broken, or the devices come to different ends.
pub(crate) fn play<R: Record + Debug>(
    random: &mut Random,
    start: &Copy<R>,
    mut act: impl FnMut(&mut Random, &str, u64, &mut Copy<R>),
) -> R {
    let devices = Device::some(random);
    let mut copies = vec![start.clone(); devices.len()];
    let mut states = vec![start.clone()];
    for moment in 0..4 + random.below(12) as u64 {
        let at = random.below(devices.len());
        if random.below(5) < 3 {
            let now = devices[at].now(random, moment);
            act(random, &devices[at].name, now, &mut copies[at]);
            if random.below(8) == 0 {
                copies[at].record = laws::again(&copies[at].record);
            }
        } else {
            // What arrives may have been sent long ago.
            let sent = random.pick(&states).clone();
            copies[at].join(&sent);
        }
        states.push(copies[at].clone());
    }
    for _ in 0..TRIPLES {
        let [a, b, c] = [(); 3].map(|()| random.below(states.len()));
        laws::hold(&states[a].record, &states[b].record, &states[c].record);
    }
    let mut ends: Vec<R> = Vec::new();
    for at in 0..copies.len() {
        let mut order: Vec<usize> = (0..copies.len()).collect();
        random.shuffle(&mut order);
        let mut end = copies[at].record.clone();
        for other in order {
            end.join(copies[other].record.clone());
        }
        ends.push(end);
    }
    for end in &ends {
        assert_eq!(end, &ends[0], "all come to the same");
        assert_eq!(print(end), print(&ends[0]));
    }
    ends.swap_remove(0)
}
