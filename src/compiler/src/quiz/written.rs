//! Accepted answers as an author writes them: several between bars, each bare or in quotes.

use std::ops::Range;

/// One accepted answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// Without quotes and markup; runs of white space are one space.
    pub(super) text: String,
    /// Whether it stands in quotes or is code, so that it is a text whatever it looks like.
    pub(super) quoted: bool,
    pub(super) span: Range<usize>,
}

/// What stands between answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bar {
    /// ` | `, as behind a label.
    Spaced,
    /// `|`, as in a gap.
    Bare,
    /// `\|`, as in a gap in a table.
    Escaped,
}

/// The answers in a part of the file.
pub(super) fn answers(text: &str, range: Range<usize>, bar: Bar) -> Vec<Written> {
    let source = &text[range.clone()];
    let mut answers = Vec::new();
    let mut start = 0;
    for place in bars(source, bar) {
        answers.push(read(source, start..place.start, range.start));
        start = place.end;
    }
    answers.push(read(source, start..source.len(), range.start));
    answers
}

/// The places of the bars that part answers: those outside of quotes and code.
fn bars(source: &str, bar: Bar) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut at = 0;
    let mut is_start = true;
    while let Some(character) = source[at..].chars().next() {
        let next = at + character.len_utf8();
        let rest = &source[next..];
        let was_start = std::mem::take(&mut is_start);
        match character {
            '\\' if bar == Bar::Escaped && rest.starts_with('|') => {
                places.push(at..next + 1);
                at = next + 1;
                is_start = true;
                continue;
            }
            '\\' => at = next + rest.chars().next().map_or(0, char::len_utf8),
            '`' => {
                let ticks = source[at..].len() - source[at..].trim_start_matches('`').len();
                let behind = at + ticks;
                let end = source[behind..].find(&source[at..behind]);
                at = end.map_or(behind, |length| behind + length + ticks);
                continue;
            }
            '"' | '“' if was_start => {
                let end = rest.find(['"', '”']).map(|length| next + length);
                let close = end.and_then(|end| Some(end + source[end..].chars().next()?.len_utf8()));
                at = close.unwrap_or(next);
                continue;
            }
            '|' => {
                let is_free = |text: Option<char>| text.is_none_or(char::is_whitespace);
                let spaced = is_free(source[..at].chars().next_back()) && is_free(rest.chars().next());
                if bar == Bar::Bare || bar == Bar::Spaced && spaced {
                    places.push(at..next);
                    is_start = true;
                }
            }
            _ => is_start = was_start && character.is_whitespace(),
        }
        at = next.max(at);
    }
    places
}

fn read(source: &str, part: Range<usize>, offset: usize) -> Written {
    let raw = &source[part.clone()];
    let trimmed = raw.trim();
    let start = offset + part.start + (raw.len() - raw.trim_start().len());
    let span = start..start + trimmed.len();
    let inner = without_emphasis(trimmed);
    if let Some(code) = whole_code(inner) {
        return Written { text: code.into(), quoted: true, span };
    }
    let in_quotes = |open, close| {
        inner.strip_prefix(open)?.strip_suffix(close).filter(|text| !text.contains([open, close]))
    };
    if let Some(text) = in_quotes('"', '"').or_else(|| in_quotes('“', '”')) {
        return Written { text: plain(text), quoted: true, span };
    }
    Written { text: plain(inner), quoted: false, span }
}

/// The text of a code span that is the whole.
fn whole_code(text: &str) -> Option<&str> {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let inner = text.get(ticks..text.len().checked_sub(ticks)?).filter(|_| ticks > 0)?;
    let ends = text.ends_with(&text[..ticks]) && !inner.contains(&text[..ticks]);
    let inner = match inner.strip_prefix(' ').and_then(|inner| inner.strip_suffix(' ')) {
        Some(padded) if !padded.trim().is_empty() => padded,
        _ => inner,
    };
    ends.then_some(inner)
}

fn without_emphasis(text: &str) -> &str {
    for mark in ["**", "__", "*", "_"] {
        if let Some(inner) = text.strip_prefix(mark).and_then(|text| text.strip_suffix(mark))
            && !inner.contains(&mark[..1])
            && !inner.is_empty()
        {
            return inner;
        }
    }
    text
}

/// Text as it will be compared: no ticks, no backslashes, single spaces.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' if characters.peek().is_some_and(char::is_ascii_punctuation) => {
                plain.extend(characters.next());
            }
            '`' => {}
            other => plain.push(other),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, bar: Bar, expected: &[&str]) {
        let found: Vec<_> = answers(source, 0..source.len(), bar);
        let texts: Vec<_> = found
            .iter()
            .map(|answer| format!("{}{}", answer.text, if answer.quoted { "\"" } else { "" }))
            .collect();
        assert_eq!(texts, expected, "{source}");
        for answer in &found {
            assert_eq!(source[answer.span.clone()].trim(), &source[answer.span.clone()]);
        }
    }

    #[test]
    fn answers_stand_between_bars() {
        check("Paris", Bar::Spaced, &["Paris"]);
        check(" Paris |  City of\n  Light ", Bar::Spaced, &["Paris", "City of Light"]);
        check("a|b | c", Bar::Spaced, &["a|b", "c"]);
        check("a|b\\|c", Bar::Bare, &["a", "b|c"]);
        check("a\\|b", Bar::Escaped, &["a", "b"]);
        check("", Bar::Bare, &[""]);
        check("|", Bar::Bare, &["", ""]);
    }

    #[test]
    fn quotes_and_code_hold_an_answer_together() {
        check("\"42\" | `a | b` | \"x | y\"", Bar::Spaced, &["42\"", "a | b\"", "x | y\""]);
        check("“42”|**b**|_c_|\\*d\\*", Bar::Bare, &["42\"", "b", "c", "*d*"]);
        check("the `ls` command", Bar::Spaced, &["the ls command"]);
        check("say \"hi\"", Bar::Spaced, &["say \"hi\""]);
        check("`` a`b ``", Bar::Spaced, &["a`b\""]);
        check("5\" | 6\"", Bar::Spaced, &["5\"", "6\""]);
        check("`open", Bar::Spaced, &["open"]);
        check("2*3*4", Bar::Spaced, &["2*3*4"]);
    }
}
