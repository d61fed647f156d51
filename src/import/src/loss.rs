//! What could not be carried over: nothing is dropped without a word.

use std::collections::BTreeMap;
use std::fmt;

/// Something that a source has and its import has not, or has otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// Relative to the source, with `/` between folders.
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// What sort of thing it is, in the plural where that is usual: `animations`.
    pub sort: String,
    /// Which one it is, as it stands in the source or in a few words; may be empty.
    pub detail: String,
    /// What came of it.
    pub became: Became,
}

/// What came of something that could not be carried over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Became {
    /// Nothing.
    LeftOut,
    /// Ordinary text, which says it and does not do it.
    KeptAsText,
    /// The nearest thing that Lectern has.
    Approximated,
}

impl fmt::Display for Became {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::LeftOut => "left out",
            Self::KeptAsText => "kept as text",
            Self::Approximated => "approximated",
        })
    }
}

/// The losses of one import while it goes on.
#[derive(Debug, Default)]
pub(crate) struct Losses {
    all: Vec<Loss>,
}

/// The longest detail, in characters: enough to find it again.
const LONGEST_DETAIL: usize = 100;

impl Losses {
    /// Notes one.
    pub(crate) fn note(&mut self, became: Became, sort: &str, (file, line): (&str, usize), detail: &str) {
        let mut words = detail.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some((end, _)) = words.char_indices().nth(LONGEST_DETAIL) {
            words.truncate(end);
            words.push('…');
        }
        self.all.push(Loss { file: file.into(), line, sort: sort.into(), detail: words, became });
    }

    /// Takes those of others.
    pub(crate) fn take(&mut self, others: Self) {
        self.all.extend(others.all);
    }

    /// All of them, those of one file in the order of its lines.
    pub(crate) fn finish(mut self) -> Vec<Loss> {
        let key =
            |loss: &Loss| (loss.file.clone(), loss.line, loss.became, loss.sort.clone(), loss.detail.clone());
        self.all.sort_by_cached_key(key);
        self.all.dedup();
        self.all
    }
}

/// Losses by what came of them and what they are, in that order.
pub fn grouped(losses: &[Loss]) -> Vec<((Became, &str), Vec<&Loss>)> {
    let mut groups: BTreeMap<(Became, &str), Vec<&Loss>> = BTreeMap::new();
    for loss in losses {
        groups.entry((loss.became, &loss.sort)).or_default().push(loss);
    }
    groups.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_are_grouped_and_in_order() {
        let mut losses = Losses::default();
        losses.note(Became::KeptAsText, "polls", ("b.md", 9), "");
        losses.note(Became::LeftOut, "animations", ("a.md", 7), "{{1}}\n {{2}}");
        losses.note(Became::LeftOut, "animations", ("a.md", 3), &"x".repeat(300));
        losses.note(Became::LeftOut, "animations", ("a.md", 3), &"x".repeat(300));
        let all = losses.finish();
        assert_eq!(all.len(), 3, "the same thing is told once");
        assert_eq!((all[1].line, all[1].detail.as_str()), (7, "{{1}} {{2}}"));
        assert_eq!(all[0].detail.chars().count(), LONGEST_DETAIL + 1);
        let groups: Vec<_> = grouped(&all).into_iter().map(|(key, losses)| (key, losses.len())).collect();
        assert_eq!(groups, [((Became::LeftOut, "animations"), 2), ((Became::KeptAsText, "polls"), 1)]);
    }
}
