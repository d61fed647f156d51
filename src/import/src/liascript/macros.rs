//! Macros: `@name`, `@name(one,two)`, and what stands for them.

use crate::loss::{Became, Losses};
use crate::text::Text;

use super::header::Macros;

/// How deep macros may stand in each other.
const DEEPEST: usize = 10;

/// How much they may become, in bytes: a macro that holds itself twice would never end.
const LARGEST: usize = 4 * 1024 * 1024;

/// The longest call that is read, in bytes.
const LONGEST_CALL: usize = 10_000;

/// Puts in what macros stand for, outside of code. `losses` hears of those that are not known here.
pub(super) fn expanded(text: &Text, macros: &Macros, file: &str, losses: &mut Losses) -> Text {
    let mut out = Text::default();
    let mut fence: Option<String> = None;
    let mut left = LARGEST;
    for (line, number) in text.lines() {
        let word = line.trim_start().trim_start_matches(['>', ' ']);
        let ticks = word.len() - word.trim_start_matches('`').len();
        let is_fence = ticks >= 3;
        match &fence {
            Some(open) => {
                if word.trim_end() == open {
                    fence = None;
                }
                out.push(line, number);
                continue;
            }
            // Code within one line is none that goes on.
            None if is_fence && !word[ticks..].contains("```") => {
                fence = Some("`".repeat(ticks));
                out.push(line, number);
                continue;
            }
            None => {}
        }
        if !line.contains('@') {
            out.push(line, number);
            continue;
        }
        let mut expansion = Expansion { macros, left: &mut left, unknown: Vec::new() };
        let put = expansion.line(line, 0, true);
        for name in expansion.unknown {
            losses.note(Became::LeftOut, "macros that are defined elsewhere", (file, number), &name);
        }
        for part in put.split('\n') {
            out.push(part, number);
        }
    }
    out
}

struct Expansion<'e> {
    macros: &'e Macros,
    left: &'e mut usize,
    unknown: Vec<String>,
}

impl Expansion<'_> {
    /// `is_source` says that this is a line of the course, not of a macro.
    fn line(&mut self, line: &str, depth: usize, is_source: bool) -> String {
        let mut out = String::with_capacity(line.len());
        let mut rest = line;
        while let Some(at) = rest.find('@') {
            // Code in a line is left alone.
            if let Some(code) = rest[..at].find('`') {
                let ticks = rest[code..].len() - rest[code..].trim_start_matches('`').len();
                let behind = code + ticks;
                let end =
                    rest[behind..].find(&rest[code..behind]).map_or(behind, |length| behind + length + ticks);
                out.push_str(&rest[..end]);
                rest = &rest[end..];
                continue;
            }
            let before = &rest[..at];
            let is_word =
                before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '@' | '\\' | '/' | '.' | '-'));
            out.push_str(before);
            rest = &rest[at..];
            let call = if is_word { None } else { call(rest) };
            let Some(call) = call else {
                out.push('@');
                rest = &rest[1..];
                continue;
            };
            let source = &rest[..call.length];
            match self.macros.get(call.name) {
                Some(body) if depth < DEEPEST => {
                    let put = with_parameters(body, &call.parameters);
                    if let Some(left) = self.left.checked_sub(put.len()) {
                        *self.left = left;
                        let put: Vec<_> =
                            put.split('\n').map(|line| self.line(line, depth + 1, false)).collect();
                        out.push_str(&put.join("\n"));
                    } else {
                        self.unknown.push(source.to_owned());
                    }
                }
                // A name alone may be anybody's; with parentheses, or alone in its line, it is a macro.
                None if call.name == "input"
                    || !(call.has_parentheses
                        || before.trim().is_empty() && rest[call.length..].trim().is_empty()) =>
                {
                    out.push_str(source);
                }
                _ => {
                    if is_source || call.has_parentheses {
                        self.unknown.push(source.to_owned());
                    }
                }
            }
            rest = &rest[call.length..];
        }
        out.push_str(rest);
        out
    }
}

struct Call<'c> {
    name: &'c str,
    parameters: Vec<String>,
    has_parentheses: bool,
    /// Of all of it.
    length: usize,
}

/// Reads the macro that a text begins with.
fn call(text: &str) -> Option<Call<'_>> {
    let rest = &text[1..];
    let length = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.')).unwrap_or(rest.len());
    let name = rest[..length].trim_end_matches('.');
    if !name.starts_with(char::is_alphabetic) {
        return None;
    }
    let end = 1 + name.len();
    let Some(inner) = text[end..].strip_prefix('(') else {
        return Some(Call { name, parameters: Vec::new(), has_parentheses: false, length: end });
    };
    let mut parameters = vec![String::new()];
    let mut depth = 0;
    let mut at = 0;
    while let Some(character) = inner[at..].chars().next().filter(|_| at < LONGEST_CALL) {
        match character {
            '`' => {
                let ticks = inner[at..].len() - inner[at..].trim_start_matches('`').len();
                let behind = at + ticks;
                let close = inner[behind..].find(&inner[at..behind])?;
                parameters.last_mut()?.push_str(&inner[behind..behind + close]);
                at = behind + close + ticks;
                continue;
            }
            '(' => depth += 1,
            ')' if depth == 0 => {
                let parameters = parameters.iter().map(|parameter| parameter.trim().to_owned()).collect();
                return Some(Call { name, parameters, has_parentheses: true, length: end + 1 + at + 1 });
            }
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parameters.push(String::new());
                at += 1;
                continue;
            }
            _ => {}
        }
        parameters.last_mut()?.push(character);
        at += character.len_utf8();
    }
    None
}

/// A macro with what it was called with.
fn with_parameters(body: &str, parameters: &[String]) -> String {
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find('@') {
        out.push_str(&rest[..at]);
        let behind = rest[at + 1..].strip_prefix('\'').unwrap_or(&rest[at + 1..]);
        match behind.chars().next().and_then(|digit| digit.to_digit(10)) {
            Some(number) => {
                let parameter = parameters.get(number as usize).map_or("", String::as_str);
                // What is handed on to another macro stays one parameter there.
                let is_inner = out.matches('(').count() > out.matches(')').count();
                let is_parted = is_inner && parameter.contains([',', '(', ')']) && !parameter.contains('`');
                out.push_str(if is_parted { "`" } else { "" });
                out.push_str(parameter);
                out.push_str(if is_parted { "`" } else { "" });
                rest = &behind[1..];
            }
            None => {
                out.push('@');
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str, unknown: usize) {
        let macros = Macros::from(
            [
                ("red", "<b>@0</b>"),
                ("two", "@red(@0) and @1"),
                ("me", "@me@me"),
                ("lines", "a\n@0"),
                ("author", "A. Sailor"),
            ]
            .map(|(name, body)| (name.to_owned(), body.to_owned())),
        );
        let mut losses = Losses::default();
        let found = expanded(&Text::of(line), &macros, "a.md", &mut losses);
        assert_eq!(found.as_str(), expected, "{line}");
        assert_eq!(losses.finish().len(), unknown, "{line}");
    }

    #[test]
    fn macros_are_put_in() {
        check("x @red(y) z", "x <b>y</b> z", 0);
        check("@two(`a, b`, f(c))", "<b>a, b</b> and f(c)", 0);
        check("by @author.", "by A. Sailor.", 0);
        check("@lines(b)\nc", "a\nb\nc", 0);
        check("`@red(y)` @red", "`@red(y)` <b></b>", 0);
        check("```\n@red(y)\n```\n@red(y)", "```\n@red(y)\n```\n<b>y</b>", 0);
    }

    #[test]
    fn what_is_not_known_is_told_or_left() {
        check("mail a@b.org, @handle", "mail a@b.org, @handle", 0);
        check("@LIA.eval(`x`)", "", 1);
        check("@run", "", 1);
        check("@input @open(x", "@input @open(x", 0);
    }

    #[test]
    fn macros_that_hold_themselves_end() {
        let macros = Macros::from([("me".to_owned(), "@me@me@me".to_owned())]);
        let found = expanded(&Text::of("@me"), &macros, "a.md", &mut Losses::default());
        assert!(found.as_str().len() < LARGEST);
    }
}
