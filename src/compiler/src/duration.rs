//! Durations as authors write them.

/// The longest duration that is taken for one, in minutes: about a year of learning around the clock.
const LONGEST: f64 = 500_000.0;

/// What to write, for messages.
pub(crate) const EXAMPLES: &str = "`45 mins`, `1 hour` or `1 h 30 min`";

/// Reads a duration such as `45 mins`, `1 hour`, `1 h 30 min`, `1.5 hours`, `1:30` or `90`, a bare number being
/// minutes. The result is in minutes; a part of a minute counts as a whole one.
pub(crate) fn minutes(text: &str) -> Option<u32> {
    let text = text.trim().trim_start_matches('~').to_lowercase();
    if let Some((hours, minutes)) = text.split_once(':') {
        let (hours, minutes): (u32, u32) = (hours.trim().parse().ok()?, minutes.trim().parse().ok()?);
        return if minutes < 60 { whole(f64::from(hours) * 60.0 + f64::from(minutes)) } else { None };
    }
    let mut sum = 0.0;
    let mut smallest_so_far = f64::INFINITY;
    let mut rest = text.trim_start();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let number_end =
            rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(rest.len());
        let number: f64 = rest[..number_end].replace(',', ".").parse().ok()?;
        rest = rest[number_end..].trim_start();
        let unit_end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        let unit = match &rest[..unit_end] {
            "" if smallest_so_far > 1.0 => 1.0,
            "m" | "min" | "mins" | "minute" | "minutes" => 1.0,
            "h" | "hr" | "hrs" | "hour" | "hours" => 60.0,
            _ => return None,
        };
        if unit >= smallest_so_far {
            return None;
        }
        smallest_so_far = unit;
        sum += number * unit;
        rest = rest[unit_end..].trim_start_matches(['.', ',']).trim_start();
        rest = rest.strip_prefix("and ").unwrap_or(rest).trim_start();
    }
    whole(sum)
}

/// A number of hours in minutes.
pub(crate) fn hours(hours: f64) -> Option<u32> {
    whole(hours * 60.0)
}

fn whole(minutes: f64) -> Option<u32> {
    // The bound makes the conversion exact, and leaves out what is not a number.
    (0.0..=LONGEST).contains(&minutes).then(|| minutes.ceil() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_spellings_are_read() {
        for (text, expected) in [
            ("45 mins", 45),
            ("45mins", 45),
            ("90m", 90),
            ("90", 90),
            ("1 hour", 60),
            ("1 h 30 min", 90),
            ("1h30", 90),
            ("1 hour and 5 minutes", 65),
            ("1 hr., 5 min.", 65),
            ("1.5 hours", 90),
            ("1,5 h", 90),
            ("1:30", 90),
            ("~20 Min", 20),
            ("0.5 min", 1),
        ] {
            assert_eq!(minutes(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in [
            "",
            "soon",
            "h",
            "-5",
            "30 min 1 h",
            "5 min 5 min",
            "2 fortnights",
            "1:75",
            "1..5 h",
            "99999999 hours",
            "30-45 mins",
            "10 20",
        ] {
            assert_eq!(minutes(text), None, "{text}");
        }
        assert_eq!(hours(f64::NAN), None);
        assert_eq!(hours(-1.0), None);
        assert_eq!(hours(2.5), Some(150));
    }
}
