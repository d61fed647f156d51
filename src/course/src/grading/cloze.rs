//! Texts with gaps.

use super::{Grade, Response, Verdict, numeric, text};
use crate::quiz::{Gap, GapKind};

/// Every gap filled right earns its part; near where all the others are at least near.
pub(super) fn grade(gaps: &[Gap], response: &Response) -> Grade {
    let count =
        |wanted: Verdict| gaps.iter().filter(|gap| verdict(gap, response.entry(&gap.id)) == wanted).count();
    let (right, near) = (count(Verdict::Correct), count(Verdict::Near));
    Grade::share(right, gaps.len(), near > 0 && right + near == gaps.len())
}

/// Judges what was put into one gap: correct, near or wrong.
pub fn verdict(gap: &Gap, value: &str) -> Verdict {
    match &gap.kind {
        GapKind::Text(accepted) => text::verdict(accepted, value),
        GapKind::Number(accepted) => numeric::verdict(accepted, value),
        GapKind::Choice { correct, .. } if value == correct => Verdict::Correct,
        GapKind::Choice { .. } => Verdict::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::{Accepted, Quantity};

    #[test]
    fn gaps_are_judged_one_by_one() {
        let text = Accepted { texts: vec!["kernel".into()], patterns: Vec::new() };
        let number = Quantity { value: 8.0, tolerance: 0.0, unit: String::new(), text: "8".into() };
        let choice = GapKind::Choice { choices: vec!["on".into(), "off".into()], correct: "off".into() };
        let kinds = [GapKind::Text(text), GapKind::Number(vec![number]), choice];
        let gaps: Vec<_> =
            kinds.into_iter().zip(["t", "n", "c"]).map(|(kind, id)| Gap { id: id.into(), kind }).collect();
        let check = |values: [&str; 3]| {
            let mut response = Response::default();
            for (slot, value) in ["t", "n", "c"].iter().zip(values) {
                response.set_entry(slot, value.into());
            }
            grade(&gaps, &response)
        };
        assert_eq!(check(["Kernel", "8", "off"]).verdict, Verdict::Correct);
        assert_eq!(check(["kernl", "8", "off"]), Grade { verdict: Verdict::Near, credit: 666 });
        assert_eq!(check(["kernl", "8", "on"]), Grade { verdict: Verdict::Partial, credit: 333 });
        assert_eq!(check(["", "", ""]).verdict, Verdict::Wrong);
        assert_eq!(verdict(&gaps[2], "on"), Verdict::Wrong);
    }
}
