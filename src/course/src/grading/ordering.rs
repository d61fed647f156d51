//! Items brought into order.

use super::{Grade, Response, Verdict, thousandths};
use crate::quiz::Choice;

/// Credit is for the items that stand in order among themselves: with one item moved away from its place, all but
/// that one. Nothing but the right order is correct.
pub(super) fn grade(items: &[Choice], response: &Response) -> Grade {
    let place = |id: &String| items.iter().position(|item| item.id == *id);
    let mut places: Vec<usize> = Vec::new();
    for place in response.choices.iter().filter_map(place) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let in_order = longest_rising(&places);
    if in_order == items.len() && response.choices.len() == items.len() {
        return Grade::of(Verdict::Correct);
    }
    // One item is always in order by itself; that is worth nothing.
    match in_order.saturating_sub(1) {
        0 => Grade::of(Verdict::Wrong),
        earned => Grade { verdict: Verdict::Partial, credit: thousandths(earned, items.len() - 1) },
    }
}

/// The length of the longest rising subsequence. Items are few: going over all pairs is fast enough.
fn longest_rising(places: &[usize]) -> usize {
    let mut lengths: Vec<usize> = Vec::new();
    for (at, place) in places.iter().enumerate() {
        let before = (0..at).filter(|other| places[*other] < *place).map(|other| lengths[other]).max();
        lengths.push(before.unwrap_or(0) + 1);
    }
    lengths.into_iter().max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(order: &str) -> Grade {
        let items: Vec<_> =
            ["a", "b", "c", "d"].map(|id| Choice { id: id.into(), ..Choice::default() }).into();
        let choices = order.split_whitespace().map(Into::into).collect();
        grade(&items, &Response { choices, ..Response::default() })
    }

    #[test]
    fn credit_is_for_what_stands_in_order() {
        for (order, verdict, credit) in [
            ("a b c d", Verdict::Correct, 1000),
            ("b a c d", Verdict::Partial, 666),
            ("d a b c", Verdict::Partial, 666),
            ("b a d c", Verdict::Partial, 333),
            ("d c b a", Verdict::Wrong, 0),
            ("", Verdict::Wrong, 0),
            ("a a b c d", Verdict::Partial, 999),
            ("x y z w", Verdict::Wrong, 0),
        ] {
            assert_eq!(check(order), Grade { verdict, credit }, "{order}");
        }
    }
}
