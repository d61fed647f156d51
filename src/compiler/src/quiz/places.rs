//! Choices that speak of others by their letters or places: `both A and C`, `the first two`, `answers 1 and 3`.

use course::identity::normalise;

/// Words around letters that do not change what is spoken of.
const AROUND: [&str; 12] =
    ["both", "either", "neither", "only", "and", "or", "nor", "but", "not", "are", "correct", "true"];
/// What choices are called.
const CHOICES: [&str; 8] =
    ["answer", "answers", "choice", "choices", "option", "options", "statement", "statements"];
const ORDINALS: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "last"];

/// Whether a choice names others by their letters, or by their numbers if it says that it means choices.
pub(super) fn names_letters(text: &str) -> bool {
    let mut letters = 0;
    let mut numbers = 0;
    let mut is_about_choices = false;
    for word in words(text) {
        let folded = word.to_lowercase();
        let mark = word.trim_matches(['(', ')', '.']);
        match mark.as_bytes() {
            [b'A'..=b'H'] => letters += 1,
            [b'1'..=b'9'] => numbers += 1,
            // "A choice", "1 answer"
            _ if CHOICES.contains(&folded.as_str()) && letters + numbers == 1 => return false,
            _ if CHOICES.contains(&folded.as_str()) => is_about_choices = true,
            _ if AROUND.contains(&folded.as_str()) => {}
            _ => return false,
        }
    }
    match is_about_choices {
        true => letters + numbers > 0,
        false => letters > 1 && numbers == 0,
    }
}

/// Whether a choice names others by where they stand.
pub(super) fn names_order(text: &str) -> bool {
    let text = normalise(text);
    let words: Vec<_> =
        words(&text).filter(|word| !["the", "of", "both", "only", "all"].contains(word)).collect();
    let (rest, is_about_choices) = match words.split_last() {
        Some((last, rest)) if CHOICES.contains(last) => (rest, true),
        _ => (&words[..], false),
    };
    let is_ordinal = |word: &&str| ORDINALS.contains(word);
    match rest {
        [first, "two" | "three" | "four"] => is_ordinal(first),
        [] => false,
        _ => {
            is_about_choices
                && rest.iter().any(is_ordinal)
                && rest
                    .iter()
                    .all(|word| is_ordinal(word) || ["and", "or", "two", "three", "four"].contains(word))
        }
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.trim_end_matches(['.', '!', ';'])
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '&' | '/' | '+'))
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_told_from_words() {
        for text in [
            "A and B",
            "Both A and C.",
            "A, B & C",
            "Neither A nor B",
            "Answers 1 and 3",
            "only option A",
            "A/B",
        ] {
            assert!(names_letters(text), "{text}");
        }
        for text in
            ["A", "A choice", "a and b", "1 and 3", "A model", "Vitamin A and B", "", "I and II", "Both"]
        {
            assert!(!names_letters(text), "{text}");
        }
    }

    #[test]
    fn places_are_told_from_lists() {
        for text in
            ["The first two", "the last three answers", "The first and third option", "the second choice"]
        {
            assert!(names_order(text), "{text}");
        }
        for text in ["The first two elements", "First", "the last one", "two", "", "first and last"] {
            assert!(!names_order(text), "{text}");
        }
    }
}
