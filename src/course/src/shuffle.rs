//! The order in which choices are shown.
//!
//! The order follows from the seed of the attempt and the ids alone. It is the same after a reload, and a choice
//! that the author adds later moves no other one.

use crate::identity::fnv1a;

/// Brings items into the order that `seed` gives them, each standing where its id puts it.
pub fn shuffled<'a, T>(items: &'a [T], seed: &str, id: impl Fn(&T) -> &str) -> Vec<&'a T> {
    // Items are few: putting each in its place needs no sort, which would be 3 KB of the player.
    let mut order: Vec<(u64, &T)> = Vec::with_capacity(items.len());
    for item in items {
        let rank = rank(seed, id(item));
        order.insert(order.partition_point(|(other, _)| *other <= rank), (rank, item));
    }
    order.into_iter().map(|(_, item)| item).collect()
}

fn rank(seed: &str, id: &str) -> u64 {
    mix(fnv1a(seed.as_bytes()) ^ fnv1a(id.as_bytes()).rotate_left(32))
}

/// The finaliser of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(ids: &[&'static str], seed: &str) -> Vec<&'static str> {
        shuffled(ids, seed, |id| id).into_iter().copied().collect()
    }

    #[test]
    fn one_seed_gives_one_order_of_all_items() {
        let ids = ["a", "b", "c", "d"];
        assert_eq!(order(&ids, "s"), order(&ids, "s"));
        let mut sorted = order(&ids, "s");
        sorted.sort_unstable();
        assert_eq!(sorted, ids);
    }

    #[test]
    fn every_item_comes_first_about_equally_often() {
        let ids = ["a", "b", "c", "d"];
        let mut first = [0; 4];
        for seed in 0..4000 {
            let front = order(&ids, &seed.to_string())[0];
            first[ids.iter().position(|id| *id == front).unwrap()] += 1;
        }
        assert!(first.iter().all(|count| (850..1150).contains(count)), "{first:?}");
    }

    #[test]
    fn an_added_item_moves_no_other() {
        for seed in 0..100 {
            let seed = seed.to_string();
            let mut with = order(&["a", "b", "c", "d"], &seed);
            with.retain(|id| *id != "d");
            assert_eq!(with, order(&["a", "b", "c"], &seed));
        }
    }
}
