//! Picked choices.

use super::{Grade, Response, Verdict, thousandths};

/// Of several choices picked the first one counts: there is only one to be picked.
pub(super) fn single(correct: &str, response: &Response) -> Grade {
    let is_right = response.choices.first().is_some_and(|picked| picked == correct);
    Grade::of(if is_right { Verdict::Correct } else { Verdict::Wrong })
}

/// Every right choice picked earns its part, every other one picked takes one away again; so guessing all of them
/// earns nothing worth having.
pub(super) fn multiple(correct: &[String], response: &Response) -> Grade {
    let right = correct.iter().filter(|choice| response.choices.contains(choice)).count();
    let mut wrong: Vec<&String> = Vec::new();
    for picked in &response.choices {
        if !correct.contains(picked) && !wrong.contains(&picked) {
            wrong.push(picked);
        }
    }
    if right == correct.len() && wrong.is_empty() && right > 0 {
        return Grade::of(Verdict::Correct);
    }
    match right.saturating_sub(wrong.len()) {
        0 => Grade::of(Verdict::Wrong),
        earned => Grade { verdict: Verdict::Partial, credit: thousandths(earned, correct.len()) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picked(ids: &str) -> Response {
        Response { choices: ids.split_whitespace().map(Into::into).collect(), ..Response::default() }
    }

    #[test]
    fn a_single_choice_is_right_or_wrong() {
        for (ids, verdict) in [("a", Verdict::Correct), ("b", Verdict::Wrong), ("", Verdict::Wrong)] {
            assert_eq!(single("a", &picked(ids)).verdict, verdict, "{ids}");
        }
    }

    #[test]
    fn a_wrong_pick_takes_a_right_one_away() {
        let correct = ["a", "b", "c"].map(String::from);
        for (ids, verdict, credit) in [
            ("c a b", Verdict::Correct, 1000),
            ("a b c b a", Verdict::Correct, 1000),
            ("a b", Verdict::Partial, 666),
            ("a b x", Verdict::Partial, 333),
            ("a b x x", Verdict::Partial, 333),
            ("a x", Verdict::Wrong, 0),
            ("a x y z", Verdict::Wrong, 0),
            ("", Verdict::Wrong, 0),
        ] {
            assert_eq!(multiple(&correct, &picked(ids)), Grade { verdict, credit }, "{ids}");
        }
        assert_eq!(multiple(&[], &picked("")).verdict, Verdict::Wrong, "nothing given is never right");
    }
}
