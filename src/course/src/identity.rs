//! Ids for what the author gave none: a hash of the normalised text.
//!
//! Stored progress points at these ids, so neither the hash nor the normalisation may ever change: a change
//! would orphan every answer given so far. The tests below hold the values.

/// The id of a question or a choice that has only its text: 13 characters of `0-9a-v`.
///
/// The text is folded by [`normalise`] first, so that case, spacing and typographic quotes do not matter.
/// The hash is FNV-1a with 64 bits; within the few hundred questions of a lesson a collision has a chance of
/// about one in 10^14, and the compiler resolves it by position in the text.
pub fn id_of_text(text: &str) -> String {
    let mut hash = fnv1a(normalise(text).as_bytes());
    let mut id = String::with_capacity(13);
    for _ in 0..13 {
        id.push(char::from(b"0123456789abcdefghijklmnopqrstuv"[(hash & 31) as usize]));
        hash >>= 5;
    }
    id
}

/// Folds what does not change the meaning of a text: case, runs of white space, typographic quotes and dashes.
pub fn normalise(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        for character in word.chars() {
            match character {
                '‘' | '’' | '‚' | '‛' => folded.push('\''),
                '“' | '”' | '„' | '‟' | '«' | '»' => folded.push('"'),
                '‐' | '‑' | '–' | '—' => folded.push('-'),
                other => folded.extend(other.to_lowercase()),
            }
        }
    }
    folded
}

/// FNV-1a, 64 bits: <http://www.isthe.com/chongo/tech/comp/fnv/>.
pub fn fnv1a(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_texts_never_change() {
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8, "the published test vector");
        assert_eq!(id_of_text("What is a model?"), "kt9q9ahjkcb4e");
    }

    #[test]
    fn case_space_and_quotes_do_not_matter() {
        assert_eq!(id_of_text("What’s  “drift”?\n"), id_of_text("what's \"Drift\"?"));
        assert_ne!(id_of_text("What is drift?"), id_of_text("What is decay?"));
    }
}
