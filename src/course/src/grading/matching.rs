//! Options assigned to items.

use super::{Grade, Response};
use crate::quiz::Pair;

/// Every item with the option that fits earns its part.
pub(super) fn grade(pairs: &[Pair], response: &Response) -> Grade {
    let right = pairs.iter().filter(|pair| response.entry(&pair.id) == pair.option).count();
    Grade::share(right, pairs.len(), false)
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;

    #[test]
    fn every_right_pair_counts() {
        let pairs = [("a", "1"), ("b", "2"), ("c", "1")].map(|(id, option)| Pair {
            id: id.into(),
            text: String::new(),
            option: option.into(),
        });
        let check = |entries: &[(&str, &str)]| {
            let mut response = Response::default();
            for (slot, value) in entries {
                response.set_entry(slot, (*value).into());
            }
            grade(&pairs, &response)
        };
        assert_eq!(check(&[("c", "1"), ("a", "1"), ("b", "2")]).verdict, Verdict::Correct);
        let partial = Grade { verdict: Verdict::Partial, credit: 666 };
        assert_eq!(check(&[("a", "1"), ("b", "1"), ("c", "1")]), partial);
        assert_eq!(check(&[("a", "2"), ("x", "1")]).verdict, Verdict::Wrong);
        assert_eq!(check(&[]).verdict, Verdict::Wrong);
    }
}
