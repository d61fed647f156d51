//! Typed texts: the right one, nearly it, or another one.

use super::Verdict;
use crate::identity::normalise;
use crate::quiz::Accepted;

/// Compares what was typed with what is accepted. Case, white space, typographic quotes and dashes, and a full stop
/// at the end do not matter.
pub(super) fn verdict(accepted: &Accepted, typed: &str) -> Verdict {
    let typed = folded(typed);
    if typed.is_empty() {
        return Verdict::Wrong;
    }
    let fits = |text: &String| folded(text) == typed;
    if accepted.texts.iter().any(fits) || accepted.patterns.iter().any(|pattern| pattern.matches(&typed)) {
        return Verdict::Correct;
    }
    match accepted.texts.iter().any(|text| is_near(&folded(text), &typed)) {
        true => Verdict::Near,
        false => Verdict::Wrong,
    }
}

fn folded(text: &str) -> String {
    let mut folded = normalise(text);
    while folded.len() > 1 && folded.ends_with('.') {
        folded.pop();
    }
    folded
}

/// Whether a slip of the fingers explains the difference: one edit in four letters or more, two in eight or more.
/// Where a digit differs it is no slip but another number.
fn is_near(accepted: &str, typed: &str) -> bool {
    let accepted: Vec<char> = accepted.chars().collect();
    let typed: Vec<char> = typed.chars().collect();
    let digits = |text: &[char]| text.iter().copied().filter(char::is_ascii_digit).collect::<String>();
    let allowed = match accepted.len() {
        0..4 => return false,
        4..8 => 1,
        _ => 2,
    };
    typed.len().abs_diff(accepted.len()) <= allowed
        && digits(&accepted) == digits(&typed)
        && distance(&accepted, &typed) <= allowed
}

/// How many letters have to be put in, left out, replaced or swapped with their neighbour: the optimal string
/// alignment distance (Damerau, CACM 1964; Levenshtein, 1965).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, a) in one.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, b) in other.iter().enumerate() {
            let mut cost =
                (last[column] + usize::from(a != b)).min(last[column + 1] + 1).min(next[column] + 1);
            if row > 0 && column > 0 && *a == other[column - 1] && one[row - 1] == *b {
                cost = cost.min(before[column - 1] + 1);
            }
            next.push(cost);
        }
        before = std::mem::replace(&mut last, next);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::{Pattern, Step};

    fn check(texts: &[&str], typed: &str) -> Verdict {
        let texts = texts.iter().map(ToString::to_string).collect();
        verdict(&Accepted { texts, patterns: Vec::new() }, typed)
    }

    #[test]
    fn what_does_not_matter_is_forgiven() {
        for typed in ["Hash map", " hash  MAP ", "hash map."] {
            assert_eq!(check(&["hash table", "hash map"], typed), Verdict::Correct, "{typed}");
        }
        assert_eq!(check(&["don't"], "Don’t"), Verdict::Correct);
        assert_eq!(check(&["..."], "…"), Verdict::Wrong);
        assert_eq!(check(&["x"], ""), Verdict::Wrong);
        assert_eq!(check(&[], "x"), Verdict::Wrong);
    }

    #[test]
    fn a_slip_is_near_and_another_word_is_wrong() {
        for typed in ["Constantinopel", "constantinple", "konstantinople"] {
            assert_eq!(check(&["Constantinople"], typed), Verdict::Near, "{typed}");
        }
        for (accepted, typed) in [
            ("cat", "cut"),
            ("Paris", "Parma"),
            ("1789", "1798"),
            ("http 404", "http 403"),
            ("stack", "queue"),
        ] {
            assert_eq!(check(&[accepted], typed), Verdict::Wrong, "{typed}");
        }
    }

    #[test]
    fn a_pattern_accepts_what_it_fits() {
        let character = |a, z| Step::Character(vec![(a, z)]);
        let steps = vec![character('a', 'b'), character('0', '9'), Step::Match];
        let accepted = Accepted { texts: vec!["a1".into()], patterns: vec![Pattern { steps }] };
        assert_eq!(verdict(&accepted, "B7"), Verdict::Correct);
        assert_eq!(verdict(&accepted, "c7"), Verdict::Wrong);
    }

    #[test]
    fn distances_are_those_of_the_literature() {
        for (one, other, expected) in
            [("kitten", "sitting", 3), ("ca", "abc", 3), ("abcd", "abdc", 1), ("", "ab", 2), ("a", "a", 0)]
        {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            assert_eq!(distance(&chars(one), &chars(other)), expected, "{one} {other}");
            assert_eq!(distance(&chars(other), &chars(one)), expected, "{other} {one}");
        }
    }
}
