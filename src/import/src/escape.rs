//! Plain text as Markdown that shows just this text.

/// A text of any number of lines. What could begin a block is escaped too. Line breaks are kept as they are.
pub(crate) fn text(plain: &str) -> String {
    let lines: Vec<String> = plain.split('\n').map(|line| line_start(&inline(line.trim()))).collect();
    lines.join("\n")
}

/// A part of a line: what would be markup is escaped.
pub(crate) fn inline(plain: &str) -> String {
    let mut escaped = String::with_capacity(plain.len() + 8);
    let mut before = ' ';
    let mut characters = plain.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map_or(' ', |(_, next)| *next);
        let is_markup = match character {
            '\\' => next.is_ascii_punctuation(),
            '`' | '*' | '[' | ']' | '$' | '|' | '~' => true,
            // Within a word an underscore is one.
            '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
            '<' => next.is_alphabetic() || matches!(next, '/' | '!' | '?'),
            '&' => is_entity(&plain[at..]),
            '!' => next == '[',
            _ => false,
        };
        if is_markup {
            escaped.push('\\');
        }
        escaped.push(character);
        before = character;
    }
    escaped
}

/// A line without what would begin a block at its start.
pub(crate) fn line_start(line: &str) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &line[digits..];
    let is_item = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    if digits > 0 && rest.starts_with(['.', ')']) && is_item(&rest[1..]) {
        return format!("{}\\{rest}", &line[..digits]);
    }
    let is_block = match line.as_bytes() {
        [b'-' | b'+', rest @ ..] => rest.is_empty() || matches!(rest[0], b' ' | b'\t' | b'-'),
        [b'#' | b'>' | b'=' | b':', ..] => true,
        _ => false,
    };
    if is_block { format!("\\{line}") } else { line.into() }
}

/// Code in a line, between as many backticks as it needs.
pub(crate) fn code(text: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for character in text.chars() {
        run = if character == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let ticks = "`".repeat(longest + 1);
    let padding =
        if text.starts_with('`') || text.ends_with('`') || text.starts_with(' ') && text.ends_with(' ') {
            " "
        } else {
            ""
        };
    format!("{ticks}{padding}{text}{padding}{ticks}")
}

/// Code in a block of its own.
pub(crate) fn fence(info: &str, text: &str) -> String {
    let mut longest = 2;
    for line in text.lines() {
        let line = line.trim_start();
        longest = longest.max(line.len() - line.trim_start_matches('`').len());
    }
    let ticks = "`".repeat(longest + 1);
    format!("{ticks}{info}\n{}\n{ticks}", text.trim_end_matches('\n'))
}

/// The target of a link, in angle brackets where it has to be.
pub(crate) fn target(address: &str) -> String {
    if address.is_empty()
        || address.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>'))
    {
        let address: String = address.chars().filter(|c| !matches!(c, '\n' | '<' | '>')).collect();
        format!("<{address}>")
    } else {
        address.into()
    }
}

/// A value of YAML on one line.
pub(crate) fn yaml(value: &str) -> String {
    let mut quoted = String::from("\"");
    for character in value.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' | '\t' | '\r' => quoted.push(' '),
            // The YAML of some readers allows no control characters, not even escaped ones.
            other if other.is_control() || matches!(other, '\u{2028}' | '\u{2029}' | '\u{feff}') => {}
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether the text begins with something like `&amp;`.
fn is_entity(text: &str) -> bool {
    let rest = &text.as_bytes()[1..];
    let name = rest.iter().take(32).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
    name > 0 && rest.get(name) == Some(&b';')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::plain;

    #[test]
    fn whatever_is_written_is_what_is_shown() {
        for text in [
            "a * b * c",
            "*a* _b_ snake_case __c__",
            "`x` [y](z) ![w](v) <b>u</b> &amp; AT&T",
            "$5 and $6",
            "~~no~~ ~x~",
            "# no heading",
            "1. no item",
            "- no item",
            "+",
            "> no quotation",
            ": no definition",
            "a | b",
            "C:\\new \\* \\\\",
            "=====",
        ] {
            let written = super::text(text);
            assert_eq!(plain(&written), text, "{written}");
            let first = pulldown_cmark::Parser::new_ext(&written, crate::markdown::OPTIONS).next();
            assert!(
                matches!(first, Some(pulldown_cmark::Event::Start(pulldown_cmark::Tag::Paragraph))),
                "{written}"
            );
        }
    }

    #[test]
    fn code_finds_room_between_its_ticks() {
        assert_eq!(["a", "`", "a`b", " a "].map(code), ["`a`", "`` ` ``", "``a`b``", "`  a  `"]);
        assert_eq!(fence("c", "a\n```\nb\n"), "````c\na\n```\nb\n````");
    }
}
