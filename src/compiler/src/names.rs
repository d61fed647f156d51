//! From texts to ids and back: slugs, titles made of ids, the order of file names, the nearest known word.

use std::cmp::Ordering;
use std::collections::HashSet;

/// The id that GitHub gives a heading: lower case, letters, digits, `-` and `_` kept, spaces become `-`.
pub(crate) fn slug(text: &str) -> String {
    text.trim()
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|character| match character {
            ' ' => Some('-'),
            '-' | '_' => Some(character),
            other => other.is_alphanumeric().then_some(other),
        })
        .collect()
}

/// A title for what has only an id: `01-getting-started` becomes `Getting started`.
///
/// A text with a space or a capital was written for readers and is kept.
pub(crate) fn humanise(id: &str) -> String {
    let id = id.trim();
    if id.chars().any(|character| character.is_whitespace() || character.is_uppercase()) {
        return id.into();
    }
    let unnumbered = id.trim_start_matches(|character: char| character.is_ascii_digit());
    let words = match unnumbered.strip_prefix(['-', '_', '.']) {
        Some(rest) if unnumbered.len() < id.len() && !rest.is_empty() => rest,
        _ => id,
    };
    let words = words.split(['-', '_']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let mut characters = words.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => id.into(),
    }
}

/// `wanted`, or with the first number behind it that is not taken: `wanted-1`, `wanted-2`… It is taken from then on.
///
/// Numbers are given without gaps, so the first free one is found by doubling and halving: a text that repeats
/// itself ten thousand times is not slow.
pub(crate) fn unique(wanted: &str, taken: &mut HashSet<String>, first_suffix: usize) -> String {
    let numbered = |suffix: usize| format!("{wanted}-{suffix}");
    let id = if !taken.contains(wanted) {
        wanted.to_owned()
    } else if !taken.contains(&numbered(first_suffix)) {
        numbered(first_suffix)
    } else {
        let (mut used, mut step) = (first_suffix, 1);
        while taken.contains(&numbered(used + step)) {
            used += step;
            step *= 2;
        }
        let mut free = used + step;
        while free - used > 1 {
            let middle = used + (free - used) / 2;
            if taken.contains(&numbered(middle)) { used = middle } else { free = middle }
        }
        numbered(free)
    };
    taken.insert(id.clone());
    id
}

/// Compares file names as people do: `lesson-2` before `lesson-10`.
pub(crate) fn by_name(one: &str, other: &str) -> Ordering {
    let key = |text: &'_ str| -> Vec<(u128, String)> {
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let number = rest[..digits].parse().unwrap_or(u128::MAX);
            let letters = rest[digits..].find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len() - digits);
            let number = if digits == 0 { u128::MAX } else { number };
            parts.push((number, rest[digits..digits + letters].to_owned()));
            rest = &rest[digits + letters..];
        }
        parts
    };
    key(one).cmp(&key(other)).then_with(|| one.cmp(other))
}

/// The known word that was probably meant, if any is near enough.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let fold = |text: &str| text.replace(['-', '_', ' '], "").to_lowercase();
    let word = fold(word);
    let allowed = (word.chars().count() / 3).min(3);
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&word, &fold(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_those_of_github() {
        for (text, expected) in [
            ("1. Data Dependencies", "1-data-dependencies"),
            ("Level 2: CI/CD for ML", "level-2-cicd-for-ml"),
            ("Weights & Biases", "weights--biases"),
            ("Über `snake_case`", "über-snake_case"),
            ("🚀", ""),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
    }

    #[test]
    fn ids_become_titles() {
        for (id, expected) in [
            ("getting-started", "Getting started"),
            ("01-getting_started", "Getting started"),
            ("CI/CD", "CI/CD"),
            ("model serving", "model serving"),
            ("2024", "2024"),
            ("3d-models", "3d models"),
            ("-", "-"),
        ] {
            assert_eq!(humanise(id), expected, "{id}");
        }
    }

    #[test]
    fn taken_ids_get_a_number() {
        let mut taken = HashSet::new();
        let ids = ["a", "a", "a-1", "a"].map(|wanted| unique(wanted, &mut taken, 1));
        assert_eq!(ids, ["a", "a-1", "a-1-1", "a-2"]);
        let mut taken = HashSet::new();
        let ids: Vec<_> = (0..200).map(|_| unique("b", &mut taken, 2)).collect();
        let counted: Vec<_> = (2..201).map(|number| format!("b-{number}")).collect();
        assert_eq!(ids[1..], counted, "no number is left out");
    }

    #[test]
    fn numbers_in_file_names_count_as_numbers() {
        let mut names = ["lesson-10.md", "lesson-2.md", "intro.md", "1.md", "02.md", "lesson.md"];
        names.sort_by(|one, other| by_name(one, other));
        assert_eq!(names, ["1.md", "02.md", "intro.md", "lesson-2.md", "lesson-10.md", "lesson.md"]);
    }

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_is_not() {
        let known = ["title", "nextLessonId", "order"];
        assert_eq!(nearest("titel", known), Some("title"));
        assert_eq!(nearest("next_lesson_id", known), Some("nextLessonId"));
        assert_eq!(nearest("tags", known), None);
    }
}
