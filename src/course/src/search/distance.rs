//! How far two words are from each other in slips of the finger: a letter too many, one too few, another one, or two
//! that changed places.

/// How many slips a query's word is forgiven. Short words have too many neighbours, and numbers mean what they say.
pub(super) fn forgiven(word: &str) -> usize {
    if word.bytes().any(|byte| byte.is_ascii_digit()) {
        return 0;
    }
    match word.chars().count() {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// The distance of two words where it is at most `limit` (optimal string alignment); with `is_open` that of `wanted`
/// to any beginning of `word`. Both begin with the same letter, or there is none. `rows` is room to count in: it is asked
/// of thousands of words in a row.
pub(super) fn within(
    wanted: &[char],
    word: &str,
    limit: usize,
    is_open: bool,
    rows: &mut [Vec<usize>; 3],
) -> Option<usize> {
    let mut letters = word.chars();
    if letters.next() != wanted.first().copied() {
        return None;
    }
    let wanted = wanted.get(1..)?;
    let width = wanted.len() + 1;
    rows.iter_mut().for_each(|row| row.resize(width, 0));
    let [before, last, row] = rows;
    last.iter_mut().enumerate().for_each(|(at, distance)| *distance = at);
    let mut nearest = last[width - 1];
    let mut former = '\0';
    for (at, letter) in letters.enumerate() {
        if at + 1 > wanted.len() + limit {
            // Longer than a word can be that is near; what is near of its beginning is known.
            return (is_open && nearest <= limit).then_some(nearest);
        }
        row[0] = at + 1;
        for (column, other) in wanted.iter().enumerate() {
            let mut distance =
                (last[column] + usize::from(letter != *other)).min(last[column + 1] + 1).min(row[column] + 1);
            if at > 0 && column > 0 && letter == wanted[column - 1] && former == *other {
                distance = distance.min(before[column - 1] + 1);
            }
            row[column + 1] = distance;
        }
        nearest = nearest.min(row[width - 1]);
        if row.iter().min() > Some(&limit) && nearest > limit {
            return None;
        }
        former = letter;
        std::mem::swap(before, last);
        std::mem::swap(last, row);
    }
    let distance = if is_open { nearest } else { last[width - 1] };
    (distance <= limit).then_some(distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        let rows = &mut Default::default();
        let mut distance = |wanted: &str, word: &str, is_open| {
            within(&wanted.chars().collect::<Vec<_>>(), word, 2, is_open, rows)
        };
        for (wanted, word, whole, open) in [
            ("gradient", "gradient", Some(0), Some(0)),
            ("graident", "gradient", Some(1), Some(1)),
            ("gradint", "gradient", Some(1), Some(1)),
            ("gradiemt", "gradients", Some(2), Some(1)),
            ("grdie", "gradient", None, Some(1)),
            ("bradient", "gradient", None, None),
            ("gxxxient", "gradient", None, None),
            ("größe", "grösse", Some(2), Some(2)),
        ] {
            assert_eq!(distance(wanted, word, false), whole, "{wanted} {word}");
            assert_eq!(distance(wanted, word, true), open, "{wanted} {word} …");
        }
    }
}
