//! Numbers that look random and are the same every time, and tests that try many of them.

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
pub(crate) struct Random(u64);

impl Random {
    /// Starts at a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 where that is 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// Heads or tails.
    pub(crate) fn flip(&mut self) -> bool {
        self.below(2) == 0
    }

    /// One of these.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// Puts these in another order.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// Tries the first so many seeds, or only the one in `LECTERN_SEED`. A failure names its seed.
pub(crate) fn each_seed(tries: u64, check: impl Fn(&mut Random) + std::panic::RefUnwindSafe) {
    let only = std::env::var("LECTERN_SEED").ok().and_then(|seed| seed.parse().ok());
    for seed in only.map_or(0..tries, |seed: u64| seed..seed + 1) {
        if let Err(panic) = std::panic::catch_unwind(|| check(&mut Random::new(seed))) {
            println!("with LECTERN_SEED={seed}");
            std::panic::resume_unwind(panic);
        }
    }
}
