//! Regular expressions as the compiler leaves them: a small program that is run over a text.
//!
//! The expression itself is read at build time, so that no parser of them reaches the browser. What is kept is
//! the machine of Thompson (Regular expression search algorithm, CACM 1968) as Pike runs it: all ways through
//! the program at once, so that no pattern and no response makes it slow.

use serde::{Deserialize, Serialize};

/// A compiled expression. It fits a text or does not; a text is always matched as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// Run from the first step on. Where it runs off the end, it does not match.
    pub steps: Vec<Step>,
}

/// A step of the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// Goes on behind a character within one of these ranges, both ends included.
    Character(Vec<(char, char)>),
    /// Goes on at both of these steps.
    Either(u32, u32),
    /// Goes on at this step.
    Jump(u32),
    /// The text fits if it ends here.
    Match,
}

impl Pattern {
    /// Whether the whole of `text` fits. Takes time in proportion to steps × characters.
    pub fn matches(&self, text: &str) -> bool {
        let mut now = self.closure([0]);
        for character in text.chars() {
            let next = now.iter().filter_map(|at| match &self.steps[*at as usize] {
                Step::Character(ranges) if ranges.iter().any(|(a, z)| (*a..=*z).contains(&character)) => {
                    Some(at + 1)
                }
                _ => None,
            });
            now = self.closure(next);
        }
        now.iter().any(|at| matches!(self.steps[*at as usize], Step::Match))
    }

    /// The steps that are reached from these without reading a character.
    fn closure(&self, from: impl IntoIterator<Item = u32>) -> Vec<u32> {
        let mut reached = Vec::new();
        let mut seen = vec![false; self.steps.len()];
        let mut open: Vec<u32> = from.into_iter().collect();
        while let Some(at) = open.pop() {
            let Some(seen) = seen.get_mut(at as usize).filter(|seen| !**seen) else { continue };
            *seen = true;
            match &self.steps[at as usize] {
                Step::Either(one, other) => open.extend([*one, *other]),
                Step::Jump(to) => open.push(*to),
                Step::Character(_) | Step::Match => reached.push(at),
            }
        }
        reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(character: char) -> Step {
        Step::Character(vec![(character, character)])
    }

    #[test]
    fn a_program_fits_whole_texts_only() {
        // a(b|c)*
        let steps = vec![one('a'), Step::Either(2, 6), Step::Either(3, 5), one('b'), Step::Jump(1), one('c')];
        let pattern = Pattern { steps: [steps, vec![Step::Jump(1)]].concat() };
        assert!(!pattern.matches("a"), "there is no step that matches");
        let steps = vec![
            one('a'),
            Step::Either(2, 7),
            Step::Either(3, 5),
            one('b'),
            Step::Jump(1),
            one('c'),
            Step::Jump(1),
        ];
        let pattern = Pattern { steps: [steps, vec![Step::Match]].concat() };
        for (text, fits) in
            [("a", true), ("abcb", true), ("", false), ("ba", false), ("abx", false), ("ab ", false)]
        {
            assert_eq!(pattern.matches(text), fits, "{text}");
        }
    }

    #[test]
    fn no_program_hangs_or_panics() {
        assert!(!Pattern::default().matches(""));
        assert!(!Pattern { steps: vec![Step::Jump(0)] }.matches("aaa"));
        assert!(!Pattern { steps: vec![Step::Either(7, 9), Step::Match] }.matches(""));
        // (a*)*b, which a matcher that goes back and forth would not survive.
        let steps =
            vec![Step::Either(1, 4), Step::Either(2, 0), one('a'), Step::Jump(1), one('b'), Step::Match];
        assert!(!Pattern { steps }.matches(&"a".repeat(5_000)));
    }
}
