//! Numbers as authors write them: `9.81 ± 0.05 m/s²`, `40 ± 5 %`, `10..20 km`.
//!
//! The reading of what learners type is `course::grading`; whatever is accepted here as an answer is right there.

use std::ops::Range;

use course::quiz::Quantity;

/// What an answer turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reading {
    Number(Quantity),
    /// Something else, which is a text then.
    Text,
    /// A number whose tolerance or range makes no sense.
    Wrong(Problem),
}

/// What is wrong with a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) what: What,
    /// The part of the answer that is meant, in bytes of it.
    pub(super) part: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The tolerance is no number.
    NoNumber,
    Negative,
    /// The range begins behind its end.
    Backwards,
    /// The tolerance has another unit than the number.
    OtherUnit,
    /// A share of zero is zero.
    ShareOfZero,
}

/// Units that may stand at a number without a space. With a space, any single word is one.
const UNITS: [&str; 62] = [
    "m", "km", "cm", "mm", "nm", "µm", "μm", "g", "kg", "mg", "µg", "μg", "t", "s", "ms", "ns", "µs", "μs",
    "min", "h", "d", "B", "kB", "KB", "MB", "GB", "TB", "PB", "KiB", "MiB", "GiB", "TiB", "bit", "bits",
    "kbit", "Mbit", "Gbit", "Hz", "kHz", "MHz", "GHz", "V", "mV", "kV", "A", "mA", "W", "kW", "MW", "kWh",
    "J", "kJ", "N", "kN", "Pa", "hPa", "kPa", "l", "ml", "L", "mol", "px",
];

/// Reads one answer. `is_sure` says that it must be a number, so that whatever stands behind is its unit.
pub(super) fn read(text: &str, is_sure: bool) -> Reading {
    let signs = ["±", "+/-", "+-", "+/−", "+−"];
    let sign = signs.iter().filter_map(|sign| text.find(sign).map(|at| (at, sign.len()))).min();
    if let Some((at, length)) = sign {
        return with_tolerance(text, at, at + length);
    }
    if let Some(reading) = range(text) {
        return reading;
    }
    let Some((value, end)) = number(text) else { return Reading::Text };
    let rest = &text[end..];
    let unit = match rest.trim() {
        "" | "." => "",
        unit if is_sure || is_unit(unit, !rest.starts_with(char::is_whitespace)) => unit,
        _ => return Reading::Text,
    };
    Reading::Number(Quantity { value, tolerance: 0.0, unit: unit.into(), text: shown(&text[..end], unit) })
}

/// A tolerance on its own, for a number of this value and unit: `0.05`, `5 %` or `0.05 m`.
pub(super) fn tolerance(text: &str, value: f64, unit: &str) -> Result<f64, What> {
    let text = text.trim();
    let (tolerance, end) = number(text).ok_or(What::NoNumber)?;
    if text.starts_with(['-', '−', '–']) && tolerance != 0.0 {
        return Err(What::Negative);
    }
    let rest = text[end..].trim();
    // Of a number of per cent it is so many of them; of any other it is a share.
    if rest == "%" && unit != "%" {
        return if value == 0.0 { Err(What::ShareOfZero) } else { Ok(value.abs() * tolerance / 100.0) };
    }
    if rest.is_empty() || rest == unit { Ok(tolerance) } else { Err(What::OtherUnit) }
}

fn with_tolerance(text: &str, sign: usize, behind: usize) -> Reading {
    let before = text[..sign].trim_end();
    let Some((value, end)) = number(before) else { return Reading::Text };
    let own_unit = before[end..].trim();
    let start = behind + (text[behind..].len() - text[behind..].trim_start().len());
    let after = text[behind..].trim();
    let part = if after.is_empty() { sign..behind } else { start..start + after.len() };
    let wrong = |what| Reading::Wrong(Problem { what, part: part.clone() });
    let Some((_, size_end)) = number(after) else { return wrong(What::NoNumber) };
    // The unit may stand behind the tolerance, and then behind the sign of a share too.
    let (size, mut unit) = (&after[..size_end], after[size_end..].trim());
    let mut size = size.to_owned();
    if let Some(rest) = unit.strip_prefix('%').filter(|rest| rest.is_empty() || rest.starts_with(' ')) {
        size.push('%');
        unit = rest.trim();
    }
    if !own_unit.is_empty() && !unit.is_empty() && unit != own_unit {
        return wrong(What::OtherUnit);
    }
    let unit = if own_unit.is_empty() { unit } else { own_unit };
    match tolerance(&size, value, unit) {
        Ok(tolerance) => Reading::Number(Quantity {
            value,
            tolerance,
            unit: unit.into(),
            text: shown(&before[..end], unit),
        }),
        Err(what) => wrong(what),
    }
}

fn range(text: &str) -> Option<Reading> {
    let (low, end) = number(text)?;
    let rest = &text[end..];
    let tail = rest.trim_start();
    let is_spaced = tail.len() < rest.len();
    let sign = ["...", "..", "…", "–", "—"].iter().find(|sign| tail.starts_with(**sign)).copied();
    let sign = sign.or_else(|| (is_spaced && tail.starts_with("- ")).then_some("-"))?;
    let high_start = text.len() - tail[sign.len()..].trim_start().len();
    let (high, high_end) = number(&text[high_start..])?;
    let high_end = high_start + high_end;
    let unit = text[high_end..].trim();
    if !unit.is_empty() && !is_unit(unit, !text[high_end..].starts_with(char::is_whitespace)) {
        return None;
    }
    if low > high {
        return Some(Reading::Wrong(Problem { what: What::Backwards, part: 0..high_end }));
    }
    let (value, tolerance) = (low + (high - low) / 2.0, (high - low) / 2.0);
    Some(Reading::Number(Quantity { value, tolerance, unit: unit.into(), text: text.trim().into() }))
}

/// How the answer is shown.
fn shown(number: &str, unit: &str) -> String {
    let number = number.trim();
    match unit {
        "" => number.into(),
        unit if unit.starts_with(['°', '%', '\'', '"', '′', '″']) && unit.chars().count() == 1 => {
            format!("{number} {unit}")
        }
        unit => format!("{number} {unit}"),
    }
}

/// Whether what stands behind a number is its unit, and not the rest of a text that begins with a number, as in
/// `3D printing` or `1984 by Orwell`.
fn is_unit(text: &str, is_close: bool) -> bool {
    let starts = text.starts_with(|c: char| c.is_alphabetic() || "%‰°€$£¥Ω′″".contains(c));
    if !starts {
        return false;
    }
    if UNITS.contains(&text) || text.starts_with(|c: char| !c.is_alphabetic()) && text.chars().count() <= 3 {
        return true;
    }
    let has_operator = text.contains(['/', '·', '*', '^', '²', '³', '⁻', '¹']);
    if is_close {
        return has_operator && !text.contains(char::is_whitespace);
    }
    // `m / s`, `miles per hour`, `kg m²`
    let words: Vec<_> = text.split_whitespace().collect();
    match words[..] {
        [word] => word.starts_with(char::is_lowercase) || word.chars().count() <= 4 || has_operator,
        [_, "per" | "/" | "·" | "*", _] => true,
        [_, _] => has_operator,
        _ => false,
    }
}

/// The number at the beginning of a text, and where it ends.
fn number(text: &str) -> Option<(f64, usize)> {
    let offset = text.len() - text.trim_start().len();
    let (negative, start) = match text[offset..].chars().next()? {
        '+' => (false, offset + 1),
        minus @ ('-' | '−' | '–') => (true, offset + minus.len_utf8()),
        _ => (false, offset),
    };
    let (mut digits, mut end) = whole(text, start);
    let point = text[end..].chars().next().filter(|point| matches!(point, '.' | ','));
    if let Some(point) = point {
        let part = end + point.len_utf8();
        let length = text[part..].bytes().take_while(u8::is_ascii_digit).count();
        if length > 0 {
            digits.push('.');
            digits.push_str(&text[part..part + length]);
            end = part + length;
        }
    }
    if !digits.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut value: f64 = digits.parse().ok()?;
    if let Some((power, behind)) = exponent(text, end) {
        value *= 10_f64.powi(power);
        end = behind;
    } else if let Some(bottom) = text[end..].strip_prefix('/') {
        let length = bottom.bytes().take_while(u8::is_ascii_digit).count();
        if let Ok(bottom) = bottom[..length].parse::<f64>() {
            value /= bottom;
            end += 1 + length;
        }
    }
    value.is_finite().then_some((if negative { -value } else { value }, end))
}

/// The digits before the point, with those of thousands joined: `12 000`, `1,234,567`.
fn whole(text: &str, start: usize) -> (String, usize) {
    let digits_at = |at: usize| text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let first = digits_at(start);
    let mut digits = text[start..start + first].to_owned();
    let mut end = start + first;
    let mut used = None;
    while let Some(separator) = text[end..].chars().next() {
        let is_separator =
            matches!(separator, ',' | ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '’' | '_');
        let next = end + separator.len_utf8();
        let fits = (1..=3).contains(&first)
            && !digits.starts_with('0')
            && used.is_none_or(|used| used == separator)
            && is_separator
            && digits_at(next) == 3;
        if !fits {
            break;
        }
        used = Some(separator);
        digits.push_str(&text[next..next + 3]);
        end = next + 3;
    }
    (digits, end)
}

/// `e3`, `E-3`, `·10^3`, `× 10^3`.
fn exponent(text: &str, at: usize) -> Option<(i32, usize)> {
    let signs = ["e", "E", "*10^", "·10^", "×10^", " * 10^", " · 10^", " × 10^", "x10^", " x 10^"];
    let power = signs.iter().find_map(|sign| text[at..].strip_prefix(sign))?;
    let negative = power.starts_with(['-', '−']);
    let digits = power.trim_start_matches(['+', '-', '−']);
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let number: i32 = digits[..length].parse().ok().filter(|_| length <= 3)?;
    Some((if negative { -number } else { number }, text.len() - digits.len() + length))
}

#[cfg(test)]
mod tests {
    use course::grading::{Response, Verdict, grade};
    use course::quiz::{Question, QuestionKind};

    use super::*;

    fn quantity(text: &str) -> Quantity {
        match read(text, false) {
            Reading::Number(quantity) => quantity,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn numbers_are_read_and_right_when_typed() {
        for (text, value, tolerance, unit) in [
            ("42", 42.0, 0.0, ""),
            ("42.", 42.0, 0.0, ""),
            ("−3", -3.0, 0.0, ""),
            (".5", 0.5, 0.0, ""),
            ("2,75", 2.75, 0.0, ""),
            ("12 000", 12_000.0, 0.0, ""),
            ("1,234,567.5", 1_234_567.5, 0.0, ""),
            ("0,125", 0.125, 0.0, ""),
            ("3/4", 0.75, 0.0, ""),
            ("6.02 · 10^23", 6.02e23, 0.0, ""),
            ("1e-6", 1e-6, 0.0, ""),
            ("9.81 m/s²", 9.81, 0.0, "m/s²"),
            ("10kg", 10.0, 0.0, "kg"),
            ("90°", 90.0, 0.0, "°"),
            ("21 °C", 21.0, 0.0, "°C"),
            ("40 %", 40.0, 0.0, "%"),
            ("55 miles per hour", 55.0, 0.0, "miles per hour"),
            ("8 bits", 8.0, 0.0, "bits"),
            ("9.81 ± 0.05 m/s²", 9.81, 0.05, "m/s²"),
            ("9.81 m/s² +- 0.05", 9.81, 0.05, "m/s²"),
            ("9.81 m +/- 0.05 m", 9.81, 0.05, "m"),
            ("200 ± 5 %", 200.0, 10.0, ""),
            ("200 ± 5 % g", 200.0, 10.0, "g"),
            ("40 % ± 5 %", 40.0, 5.0, "%"),
            ("10..20 km", 15.0, 5.0, "km"),
            ("10 – 20", 15.0, 5.0, ""),
            ("10 - 20", 15.0, 5.0, ""),
            ("-10 .. -5", -7.5, 2.5, ""),
        ] {
            let found = quantity(text);
            assert!((found.value - value).abs() <= 1e-9 * value.abs(), "{text}: {}", found.value);
            assert!((found.tolerance - tolerance).abs() < 1e-9, "{text}: {}", found.tolerance);
            assert_eq!(found.unit, unit, "{text}");
            if !text.contains("..") && !text.contains(" – ") && !text.contains(" - ") {
                let typed = found.text.clone();
                let question = Question {
                    id: String::new(),
                    prompt: String::new(),
                    kind: QuestionKind::Numeric { accepted: vec![found] },
                    points: 1,
                    hints: Vec::new(),
                    explanation: String::new(),
                };
                let mut response = Response::default();
                response.set_entry("", typed.clone());
                assert_eq!(grade(&question, &response).verdict, Verdict::Correct, "{text} typed as {typed}");
            }
        }
    }

    #[test]
    fn texts_that_begin_with_a_number_are_texts() {
        for text in [
            "3D printing",
            "3D",
            "1984 by Orwell",
            "404 Not Found",
            "12 Monkeys",
            "80/tcp",
            "10.0.0.1",
            "2024-01-05",
            "1, 2, 3",
            "1.2.3",
            "3:1",
            "2nd",
            "x",
            "",
            "-",
            "a ± b",
            "1.000,5",
            "1/0",
            "1e999",
        ] {
            assert_eq!(read(text, false), Reading::Text, "{text}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        for (text, what, part) in [
            ("5 ± x", What::NoNumber, "x"),
            ("5 ±", What::NoNumber, "±"),
            ("5 ± -1", What::Negative, "-1"),
            ("5 m ± 1 s", What::OtherUnit, "1 s"),
            ("0 ± 5 %", What::ShareOfZero, "5 %"),
            ("20..10 km", What::Backwards, "20..10"),
        ] {
            let Reading::Wrong(problem) = read(text, false) else { panic!("{text}") };
            assert_eq!((problem.what, &text[problem.part]), (what, part), "{text}");
        }
    }
}
