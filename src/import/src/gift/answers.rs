//! What stands between the braces of a GIFT question.
//!
//! The rules are those of Moodle's `question/format/gift/format.php`.

use super::items::restored;

/// The answers of a question, all texts with what was escaped still protected.
#[derive(Debug, PartialEq)]
pub(super) enum Answers {
    Essay,
    TrueFalse {
        holds: bool,
        if_wrong: String,
        if_right: String,
    },
    /// Choices; the flag says that several are to be picked.
    Choices(Vec<Answer>, bool),
    Short(Vec<Answer>),
    Numeric(Vec<Answer>),
    Matching(Vec<(String, String)>),
}

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) text: String,
    /// Per cent of the points.
    pub(super) weight: f64,
    pub(super) feedback: String,
}

/// Reads answers; `None` where they are of no kind.
pub(super) fn read(text: &str) -> Option<Answers> {
    let text = text.trim();
    if text.is_empty() {
        return Some(Answers::Essay);
    }
    if let Some(numbers) = text.strip_prefix('#') {
        // Behind a tilde stands what is said of every other number.
        let (numbers, other) = match numbers.split_once('~') {
            Some((numbers, other)) => (numbers, Some(other)),
            None => (numbers, None),
        };
        let mut answers: Vec<Answer> =
            parts(numbers, &['=']).into_iter().map(|(_, part)| answer(part, 100.0)).collect();
        let other = other.map(|other| answer(other, 0.0)).filter(|other| !other.feedback.is_empty());
        answers.extend(other.map(|other| Answer { text: "*".into(), ..other }));
        return (!answers.is_empty()).then_some(Answers::Numeric(answers));
    }
    if text.contains('~') {
        let has_right = text.contains('=');
        let choice = |(sign, part): (char, &str)| answer(part, if sign == '=' { 100.0 } else { 0.0 });
        let choices = parts(text, &['~', '=']).into_iter().map(choice).collect();
        return Some(Answers::Choices(choices, !has_right));
    }
    if text.contains('=') && text.contains("->") {
        let pair = |(_, part): (char, &str)| {
            let (item, option) = part.split_once("->")?;
            Some((item.trim().to_owned(), option.trim().to_owned()))
        };
        return parts(text, &['=']).into_iter().map(pair).collect::<Option<Vec<_>>>().map(Answers::Matching);
    }
    let word = text.split('#').next().unwrap_or_default().trim().to_uppercase();
    let holds = match word.as_str() {
        "T" | "TRUE" => Some(true),
        "F" | "FALSE" => Some(false),
        _ => None,
    };
    if let Some(holds) = holds {
        let mut feedback = text.splitn(3, '#').skip(1).map(|part| part.trim().to_owned());
        let if_wrong = feedback.next().unwrap_or_default();
        return Some(Answers::TrueFalse { holds, if_wrong, if_right: feedback.next().unwrap_or_default() });
    }
    let answers: Vec<_> = parts(text, &['=']).into_iter().map(|(_, part)| answer(part, 100.0)).collect();
    (!answers.is_empty()).then_some(Answers::Short(answers))
}

/// A number of GIFT as Lectern writes it: `1822:5` and `1..3`.
pub(super) fn number(text: &str) -> Option<String> {
    let text = restored(text);
    let value = |text: &str| {
        let text = text.trim().replace(',', ".");
        let number: f64 = text.parse().ok()?;
        let is_plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
        // Lectern reads exponents of up to three digits.
        (number.is_finite() && is_plain && (number == 0.0 || (1e-300..1e300).contains(&number.abs())))
            .then_some((number, text))
    };
    if let Some((low, high)) = text.split_once("..") {
        let ((low, low_text), (high, high_text)) = (value(low)?, value(high)?);
        return Some(if low <= high {
            format!("{low_text}..{high_text}")
        } else {
            format!("{high_text}..{low_text}")
        });
    }
    let (answer, tolerance) = match text.split_once(':') {
        Some((answer, tolerance)) => (value(answer)?, value(tolerance)?),
        None => (value(&text)?, (0.0, String::new())),
    };
    Some(match tolerance {
        (0.0, _) => answer.1,
        (_, text) => format!("{} ± {}", answer.1, text.trim_start_matches(['-', '+'])),
    })
}

/// The parts that begin with one of the signs. What stands before the first sign is one too.
fn parts<'t>(text: &'t str, signs: &[char]) -> Vec<(char, &'t str)> {
    let mut parts = Vec::new();
    let mut sign = signs[0];
    let mut start = 0;
    for (at, found) in text.match_indices(signs) {
        parts.push((sign, text[start..at].trim()));
        sign = found.chars().next().unwrap_or(sign);
        start = at + 1;
    }
    parts.push((sign, text[start..].trim()));
    // Moodle drops what is empty at the beginning only; an answer without anything is none.
    parts.retain(|(_, part)| !part.is_empty());
    parts
}

fn answer(part: &str, weight: f64) -> Answer {
    let (weight, part) = match part.strip_prefix('%').and_then(|rest| rest.split_once('%')) {
        Some((number, rest)) => match number.trim().parse::<f64>() {
            Ok(number) if number.is_finite() => (number, rest),
            _ => (weight, part),
        },
        None => (weight, part),
    };
    let (text, feedback) = part.split_once('#').unwrap_or((part, ""));
    Answer { text: text.trim().to_owned(), weight, feedback: feedback.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_follow_from_the_signs() {
        let kind = |text: &str| match read(text) {
            Some(Answers::Essay) => "essay",
            Some(Answers::TrueFalse { .. }) => "true or false",
            Some(Answers::Choices(_, true)) => "several",
            Some(Answers::Choices(_, false)) => "one",
            Some(Answers::Short(_)) => "short",
            Some(Answers::Numeric(_)) => "number",
            Some(Answers::Matching(_)) => "pairs",
            None => "none",
        };
        for (text, expected) in [
            (" ", "essay"),
            ("T", "true or false"),
            ("false#wrong#right", "true or false"),
            ("=a ~b", "one"),
            ("~%50%a ~%50%b ~c", "several"),
            ("=a =b", "short"),
            ("a", "short"),
            ("#1:2", "number"),
            ("#", "none"),
            ("=a -> b =c -> d", "pairs"),
            ("=a -> b =c", "none"),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_are_written_as_lectern_has_them() {
        for (text, expected) in [
            ("1822", Some("1822")),
            ("1822:5", Some("1822 ± 5")),
            ("3.14:0", Some("3.14")),
            ("-1..2.5", Some("-1..2.5")),
            ("2..1", Some("1..2")),
            ("1e5:1", Some("1e5 ± 1")),
            ("*", None),
            ("inf", None),
            ("1:", None),
            ("1e999", None),
        ] {
            assert_eq!(number(text).as_deref(), expected, "{text}");
        }
    }
}
