//! What stands within lines: effects, media, formulas, accents and footnotes, as Markdown has them.

use crate::escape;
use crate::from_html::is_outside;
use crate::loss::{Became, Losses};

/// The longest words of a link, in characters: brackets that nobody closes are not followed for ever.
const LONGEST_WORDS: usize = 400;

/// The reading of lines.
pub(super) struct Lines<'l> {
    pub(super) file: &'l str,
    pub(super) losses: &'l mut Losses,
    /// Footnotes whose text stood in the line, each with its name.
    pub(super) notes: Vec<(String, String)>,
}

impl Lines<'_> {
    /// A line of text as Markdown.
    pub(super) fn markdown(&mut self, line: &str, number: usize) -> String {
        self.within(line, number, 0)
    }

    fn within(&mut self, line: &str, number: usize, depth: usize) -> String {
        let mut out = String::with_capacity(line.len());
        let mut at = 0;
        while let Some(found) =
            line[at..].find(['`', '$', '{', '!', '?', '[', '~', '^', '\\']).map(|offset| at + offset)
        {
            out.push_str(&line[at..found]);
            let rest = &line[found..];
            let taken = match rest.as_bytes()[0] {
                b'\\' => {
                    let length = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                    Some((rest[..length].to_owned(), length))
                }
                b'`' => {
                    let ticks = rest.len() - rest.trim_start_matches('`').len();
                    let end =
                        rest[ticks..].find(&rest[..ticks]).map_or(ticks, |length| ticks + length + ticks);
                    Some((rest[..end].to_owned(), end))
                }
                b'$' => Some(formula(rest)),
                b'{' if depth < 8 => self.effect(rest, number, depth),
                b'!' | b'?' => self.media(rest, number),
                b'[' => self.bracket(rest, number),
                b'~' => accent(rest),
                b'^' if !line[..found].ends_with('[') => {
                    sign(rest, "^").map(|(inner, length)| (format!("<sup>{inner}</sup>"), length))
                }
                _ => None,
            };
            match taken {
                Some((put, length)) => {
                    out.push_str(&put);
                    at = found + length;
                }
                None => {
                    let length = rest.chars().next().map_or(1, char::len_utf8);
                    out.push_str(&rest[..length]);
                    at = found + length;
                }
            }
        }
        out.push_str(&line[at..]);
        out
    }

    /// `{1}{text}` that appears later, `{|>}{text}` that is spoken, and `{{1}}` before a text.
    fn effect(&mut self, rest: &str, number: usize, depth: usize) -> Option<(String, usize)> {
        if let Some(inner) = rest.strip_prefix("{{") {
            let end = near(inner, "}}").filter(|end| is_step(&inner[..*end]))?;
            self.note(Became::Approximated, "animations, shown at once", number, &rest[..end + 4]);
            let blanks = inner[end + 2..].len() - inner[end + 2..].trim_start_matches(' ').len();
            return Some((String::new(), end + 4 + blanks));
        }
        let end = near(rest, "}").filter(|end| is_step(&rest[1..*end]))?;
        let inner = rest[end + 1..].strip_prefix('{')?;
        let mut open = 0;
        let close = inner.char_indices().take(4000).find(|(_, character)| {
            match character {
                '{' => open += 1,
                '}' if open == 0 => return true,
                '}' => open -= 1,
                _ => {}
            }
            false
        })?;
        let length = end + 2 + close.0 + 1;
        let sort = if rest[..end].contains('>') { "spoken words" } else { "animations, shown at once" };
        self.note(Became::Approximated, sort, number, &rest[..length]);
        Some((self.within(&inner[..close.0], number, depth + 1), length))
    }

    /// `!?[film](…)`, `?[sound](…)` and `??[page](…)`.
    fn media(&mut self, rest: &str, number: usize) -> Option<(String, usize)> {
        let (signs, sort) = [("!?[", "films"), ("??[", "pages shown in a frame"), ("?[", "sounds")]
            .into_iter()
            .find(|(signs, _)| rest.starts_with(signs))?;
        let (words, target, length) = link(&rest[signs.len() - 1..])?;
        let length = length + signs.len() - 1;
        let (address, title) = target.split_once(char::is_whitespace).unwrap_or((target, ""));
        if address.is_empty() {
            return None;
        }
        let shown = if words.trim().is_empty() { escape::inline(address) } else { words.to_owned() };
        // A file of the course can be shown; what is on other sites is linked to.
        if sort != "pages shown in a frame" && !is_outside(address) {
            let title = title.trim();
            let title = if title.starts_with('"') && title.ends_with('"') && title.len() > 1 {
                format!(" {title}")
            } else {
                String::new()
            };
            return Some((format!("![{words}]({}{title})", escape::target(address)), length));
        }
        self.note(Became::Approximated, &format!("{sort}, which are links now"), number, address);
        Some((format!("[{shown}]({})", escape::target(address)), length))
    }

    /// Footnotes with their text, previews and codes of other pages.
    fn bracket(&mut self, rest: &str, number: usize) -> Option<(String, usize)> {
        let (words, target, length) = link(rest)?;
        if let Some(name) = words.strip_prefix('^') {
            let is_name =
                !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
            if !is_name {
                return None;
            }
            self.notes.push((name.to_owned(), target.to_owned()));
            return Some((format!("[^{name}]"), length));
        }
        if matches!(words, "preview-lia" | "preview-link" | "qr-code") {
            self.note(Became::Approximated, "previews of other pages, which are links now", number, target);
            return Some((format!("[{}]({})", escape::inline(target), escape::target(target)), length));
        }
        None
    }

    fn note(&mut self, became: Became, sort: &str, number: usize, detail: &str) {
        self.losses.note(became, sort, (self.file, number), detail);
    }
}

/// What a text begins with that is a link: its words, what stands between its parentheses, and how long it is.
fn link(text: &str) -> Option<(&str, &str, usize)> {
    let mut depth = 0;
    let close = text.char_indices().take(LONGEST_WORDS).find(|(_, character)| {
        match character {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    let target = text[close.0 + 1..].strip_prefix('(')?;
    let mut depth = 0;
    let end = target.char_indices().take(4000).find(|(_, character)| {
        match character {
            '(' => depth += 1,
            ')' if depth == 0 => return true,
            ')' => depth -= 1,
            _ => {}
        }
        false
    })?;
    Some((&text[1..close.0], target[..end.0].trim(), close.0 + 2 + end.0 + 1))
}

/// Where something stands that is near the beginning of a text, if it does.
fn near(text: &str, wanted: &str) -> Option<usize> {
    let end = text.char_indices().nth(70).map_or(text.len(), |(at, _)| at);
    text[..end].find(wanted)
}

/// Whether something between braces says when something appears or who speaks.
pub(super) fn is_step(inner: &str) -> bool {
    let inner = inner.trim();
    let is_number = inner.starts_with(|c: char| c.is_ascii_digit());
    let is_spoken = inner.contains("|>") || inner.contains("!>");
    inner.len() <= 60 && (is_number || is_spoken)
}

/// A formula, its spaces taken off; a dollar sign that begins none is escaped.
fn formula(rest: &str) -> (String, usize) {
    if let Some(inner) = rest.strip_prefix("$$") {
        return match inner.split_once("$$") {
            Some((formula, _)) if formula.trim().is_empty() => ("\\$\\$\\$\\$".into(), formula.len() + 4),
            Some((formula, _)) => (format!("$${}$$", formula.trim()), formula.len() + 4),
            // It ends in another line.
            None => ("$$".into(), 2),
        };
    }
    let end = rest[1..].find('$').map(|length| length + 1);
    match end {
        Some(end) if !rest[1..end].trim().is_empty() => (format!("${}$", rest[1..end].trim()), end + 1),
        _ => ("\\$".into(), 1),
    }
}

/// `~struck~` and `~~underlined~~`.
fn accent(rest: &str) -> Option<(String, usize)> {
    if let Some((inner, length)) = sign(rest, "~~") {
        return Some((format!("<u>{inner}</u>"), length));
    }
    sign(rest, "~").map(|(inner, length)| (format!("~~{inner}~~"), length))
}

/// What stands between two equal signs, close to both of them.
fn sign<'t>(rest: &'t str, sign: &str) -> Option<(&'t str, usize)> {
    let inner = rest.strip_prefix(sign)?;
    let end = inner.find(&sign[..1])?;
    let inner = &inner[..end];
    let is_close =
        !inner.is_empty() && !inner.starts_with(char::is_whitespace) && !inner.ends_with(char::is_whitespace);
    let behind = rest[sign.len() + end..].strip_prefix(sign)?;
    let is_end = !behind.starts_with(&sign[..1]);
    (is_close && is_end && !inner.contains(['`', '$', '\\'])).then_some((inner, 2 * sign.len() + end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str, sorts: &[&str]) {
        let mut losses = Losses::default();
        let mut lines = Lines { file: "a.md", losses: &mut losses, notes: Vec::new() };
        assert_eq!(lines.markdown(line, 1), expected, "{line}");
        let found: Vec<_> = losses.finish().into_iter().map(|loss| loss.sort).collect();
        assert_eq!(found, sorts, "{line}");
    }

    #[test]
    fn effects_are_shown_at_once() {
        let sorts = &["animations, shown at once"];
        check("a {1}{b *c*} {x} {y}{z}", "a b *c* {x} {y}{z}", sorts);
        check("{{2-3}} d", "d", sorts);
        check("{|>}{Hello}", "Hello", &["spoken words"]);
        check("`{1}{a}`", "`{1}{a}`", &[]);
    }

    #[test]
    fn media_of_the_course_are_shown_and_others_linked_to() {
        check("!?[A film](f.mp4 \"t\")", "![A film](f.mp4 \"t\")", &[]);
        check(
            "!?[A](https://e.org/v?a=(1))",
            "[A](<https://e.org/v?a=(1)>)",
            &["films, which are links now"],
        );
        check("??[](page.html)", "[page.html](page.html)", &["pages shown in a frame, which are links now"]);
        check("what?[1] !a ?", "what?[1] !a ?", &[]);
        check(
            "[qr-code](https://e.org)",
            "[https://e.org](https://e.org)",
            &["previews of other pages, which are links now"],
        );
    }

    #[test]
    fn formulas_accents_and_notes_are_those_of_markdown() {
        check("$ x^2 $ $$ y $$ 5 $", "$x^2$ $$y$$ 5 \\$", &[]);
        check("~a~ ~~b~~ c^2^ d~e [^1] ^ ~ ~", "~~a~~ <u>b</u> c<sup>2</sup> d~e [^1] ^ ~ ~", &[]);
        let mut losses = Losses::default();
        let mut lines = Lines { file: "a.md", losses: &mut losses, notes: Vec::new() };
        assert_eq!(lines.markdown("a[^n](a *note*)", 1), "a[^n]");
        assert_eq!(lines.notes, [("n".to_owned(), "a *note*".to_owned())]);
    }
}
