//! What a piece of code prints.

use super::Verdict;
use crate::identity::normalise;

/// Compares line by line. White space at the ends of lines, and empty lines at the start and the end, are not seen
/// on a screen and do not matter; all the rest does. A text that differs only in case or inner spaces is near.
pub(super) fn verdict(expected: &str, typed: &str) -> Verdict {
    let (expected, typed) = (visible(expected), visible(typed));
    if expected == typed {
        return if expected.is_empty() { Verdict::Wrong } else { Verdict::Correct };
    }
    let folded = |lines: &[&str]| normalise(&lines.concat()).replace(' ', "");
    match folded(&expected) == folded(&typed) {
        true => Verdict::Near,
        false => Verdict::Wrong,
    }
}

fn visible(text: &str) -> Vec<&str> {
    text.trim().lines().map(str::trim_end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_seen_counts() {
        for (typed, expected) in [
            ("[1, 2]\nTrue", Verdict::Correct),
            ("[1, 2]  \r\nTrue\n\n", Verdict::Correct),
            ("[1,2]\ntrue", Verdict::Near),
            ("[1, 2] True", Verdict::Near),
            ("[1, 3]\nTrue", Verdict::Wrong),
            ("", Verdict::Wrong),
        ] {
            assert_eq!(verdict("[1, 2]\nTrue\n", typed), expected, "{typed:?}");
        }
        assert_eq!(verdict("", ""), Verdict::Wrong);
    }
}
