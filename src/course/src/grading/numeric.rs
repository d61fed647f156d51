//! Typed numbers, with tolerance and unit.

use super::Verdict;
use crate::quiz::Quantity;

/// Judges a typed number. A right number without its unit is near, so that the learner is told and not failed.
pub(super) fn verdict(accepted: &[Quantity], typed: &str) -> Verdict {
    let mut verdict = Verdict::Wrong;
    for reading in readings(typed) {
        for quantity in accepted.iter().filter(|quantity| fits(quantity, reading.value)) {
            if unit(&quantity.unit) == unit(reading.unit) {
                return Verdict::Correct;
            }
            if reading.unit.is_empty() {
                verdict = Verdict::Near;
            }
        }
    }
    verdict
}

/// A number as it can be read.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Reading<'t> {
    value: f64,
    unit: &'t str,
}

fn fits(quantity: &Quantity, value: f64) -> bool {
    // The last digits of a decimal fraction are not exact in binary: they must not decide.
    let slack = 1e-9 * quantity.value.abs().max(f64::MIN_POSITIVE);
    (value - quantity.value).abs() <= quantity.tolerance + slack
}

/// Every way a text can be read as a number and a unit: none, one, or two where a comma may be a decimal comma or
/// part a number of thousands.
fn readings(typed: &str) -> Vec<Reading<'_>> {
    let typed = typed.trim();
    let is_number =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '+' | '-' | '−' | '–' | '\'' | '’' | '_');
    let mut end = typed.find(|c: char| !is_number(c)).unwrap_or(typed.len());
    // Spaces between digits are part of the number: `12 000`.
    while let Some(rest) = typed[end..].strip_prefix([' ', '\u{a0}', '\u{2009}', '\u{202f}'])
        && rest.len() >= 3
        && rest.bytes().take(3).all(|byte| byte.is_ascii_digit())
    {
        let start = typed.len() - rest.len();
        end = typed[start..].find(|c: char| !is_number(c)).map_or(typed.len(), |length| start + length);
    }
    let (exponent, unit_at) = exponent(typed, end);
    let unit = typed[unit_at..].trim();
    let (number, bottom, unit) = match unit.strip_prefix('/') {
        // A fraction.
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => {
            let bottom_end = rest.find(|c: char| !is_number(c)).unwrap_or(rest.len());
            (&typed[..end], Some(&rest[..bottom_end]), rest[bottom_end..].trim())
        }
        _ => (&typed[..end], None, unit),
    };
    let scale = ten_to(exponent) / bottom.map_or(1.0, |bottom| decimal(bottom, '.').unwrap_or(f64::NAN));
    let mut readings = Vec::new();
    for point in ['.', ','] {
        if let Some(value) =
            decimal(number, point).map(|value| value * scale).filter(|value| value.is_finite())
            && readings.iter().all(|other: &Reading<'_>| other.value != value)
        {
            readings.push(Reading { value, unit });
        }
    }
    readings
}

/// The power of ten behind a number, as in `e3`, `E-3`, `·10^3` or `×10³`, and where it ends.
fn exponent(typed: &str, at: usize) -> (i32, usize) {
    let rest = &typed[at..];
    let none = (0, at);
    let Some(power) = ["e", "E", "*10^", "·10^", "×10^", " * 10^", " · 10^", " × 10^", "x10^", " x 10^"]
        .iter()
        .find_map(|sign| rest.strip_prefix(sign))
    else {
        return none;
    };
    let negative = power.starts_with(['-', '−']);
    let digits = power.trim_start_matches(['+', '-', '−']);
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    if end == 0 || end > 3 {
        return none;
    }
    let number = digits[..end].bytes().fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0'));
    (if negative { -number } else { number }, typed.len() - digits.len() + end)
}

/// A decimal fraction. The library's own reader would be 10 KB of the player; its last bit is not needed here.
fn decimal(text: &str, point: char) -> Option<f64> {
    let (negative, digits) = match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once(point).unwrap_or((digits, ""));
    let mut value = 0.0;
    let mut count = 0;
    let mut group: Option<u32> = None;
    for character in whole.chars() {
        match character.to_digit(10) {
            Some(digit) => {
                value = value * 10.0 + f64::from(digit);
                count += 1;
                group = group.map(|length| length + 1);
            }
            // Between thousands, and nowhere else.
            None if count > 0 && group.is_none_or(|length| length == 3) && character != '-' => {
                group = Some(0)
            }
            None => return None,
        }
    }
    if group.is_some_and(|length| length != 3) {
        return None;
    }
    let mut scale = 1.0;
    for character in part.chars() {
        value = value * 10.0 + f64::from(character.to_digit(10)?);
        scale *= 10.0;
        count += 1;
    }
    (count > 0).then_some(if negative { -value / scale } else { value / scale })
}

fn ten_to(power: i32) -> f64 {
    let size = (0..power.unsigned_abs()).fold(1.0, |size: f64, _| size * 10.0);
    if power < 0 { 1.0 / size } else { size }
}

/// A unit without what is only spelling: white space, the sign of multiplication, raised digits.
fn unit(text: &str) -> String {
    let plain = |character: char| match character {
        '²' => Some('2'),
        '³' => Some('3'),
        '⁻' => Some('-'),
        '¹' => Some('1'),
        // The micro sign and the Greek letter.
        'µ' => Some('μ'),
        '^' | '·' | '*' | '.' => None,
        other => (!other.is_whitespace()).then_some(other),
    };
    text.chars().filter_map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(value: f64, tolerance: f64, unit: &str) -> Quantity {
        Quantity { value, tolerance, unit: unit.into(), text: String::new() }
    }

    fn check(value: f64, tolerance: f64, unit: &str, typed: &str) -> Verdict {
        verdict(&[quantity(value, tolerance, unit)], typed)
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (value, typed) in [
            (2.75, "2.75"),
            (2.75, "2,75"),
            (-5.0, "−5"),
            (0.5, ".5"),
            (0.5, "1/2"),
            (12_000.0, "12 000"),
            (12_000.0, "12,000"),
            (12.0, "12,000"),
            (1_234_567.8, "1,234,567.8"),
            (1_234_567.8, "1.234.567,8"),
            (1e-6, "1e-6"),
            (6.02e23, "6.02·10^23"),
            (0.1 + 0.2, "0.3"),
            (1500.0, "1.5e3"),
            (0.0, "0"),
        ] {
            assert_eq!(check(value, 0.0, "", typed), Verdict::Correct, "{typed} as {value}");
        }
        for typed in
            ["", "x", "1 2", "1,2,3", "--1", "1e", "12,00,0.5", "1/0", ".", "-", "99999999999999999999e999"]
        {
            assert_eq!(check(1.0, 0.0, "", typed), Verdict::Wrong, "{typed}");
        }
    }

    #[test]
    fn a_tolerance_is_kept_to_its_edge() {
        for (typed, expected) in [
            ("9.76", Verdict::Correct),
            ("9.86", Verdict::Correct),
            ("9.87", Verdict::Wrong),
            ("9.75", Verdict::Wrong),
        ] {
            assert_eq!(check(9.81, 0.05, "", typed), expected, "{typed}");
        }
    }

    #[test]
    fn a_unit_belongs_to_the_answer() {
        for (typed, expected) in [
            ("9.81 m/s²", Verdict::Correct),
            ("9.81m/s^2", Verdict::Correct),
            ("9.81", Verdict::Near),
            ("9.81 km/s²", Verdict::Wrong),
            ("7", Verdict::Wrong),
        ] {
            assert_eq!(check(9.81, 0.0, "m/s²", typed), expected, "{typed}");
        }
        assert_eq!(check(5.0, 0.0, "", "5 apples"), Verdict::Wrong);
        let both = [quantity(1500.0, 0.0, "m"), quantity(1.5, 0.0, "km")];
        assert_eq!(verdict(&both, "1.5 km"), Verdict::Correct);
        assert_eq!(verdict(&both, "1500m"), Verdict::Correct);
        assert_eq!(verdict(&both, "1.5 m"), Verdict::Wrong);
        assert_eq!(check(40.0, 0.0, "%", "40 %"), Verdict::Correct);
    }
}
