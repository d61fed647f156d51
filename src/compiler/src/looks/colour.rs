//! Colours as an author writes them: `#1a6b58`, `#185`, or a name of CSS.

use course::looks::{AA, Appearance, Colour};
use cssparser::color::{all_named_colors, parse_hash_color, parse_named_color};

use crate::diagnostics::{Code, Diagnostic};
use crate::front_matter::Spanned;
use crate::names::nearest;

/// The keys whose value is a colour.
const KEYS: [&str; 2] = ["accent", "accentDark"];

/// A colour that text is to have in this appearance. One that can hardly be read there is told, and kept.
pub(super) fn read(
    file: &str,
    text: &Spanned<String>,
    appearance: &Appearance,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Colour> {
    let Some(colour) = parse(&text.value) else {
        let help = match nearest(&text.value, all_named_colors().map(|(name, _)| name)) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "write it as `\"#1a6b58\"`, in quotes, or by a name of CSS such as `teal`".into(),
        };
        let message = format!("`{}` is no colour", text.value);
        diagnostics.push(Diagnostic::new(Code::BadColour, file, message).at(text.span.clone()).help(help));
        return None;
    };
    let contrast = appearance.contrast(colour);
    if contrast < AA {
        let name = appearance.name;
        // Rounded down: what does not pass must not look as if it did.
        let ratio = (contrast * 100.0).floor() / 100.0;
        let message =
            format!("`{}` has a contrast of {ratio} : 1 on {name} pages, {AA} : 1 is needed", text.value);
        let help = format!(
            "links and buttons have this colour; the nearest shade that can be read is `\"{}\"`",
            appearance.readable(colour)
        );
        diagnostics.push(Diagnostic::new(Code::LowContrast, file, message).at(text.span.clone()).help(help));
    }
    Some(colour)
}

/// Reports colours that YAML takes for comments, since their quotes are missing.
pub(super) fn report_comments(file: &str, text: &str, diagnostics: &mut Vec<Diagnostic>) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        if KEYS.contains(&key.trim()) && value.starts_with('#') {
            let value = value.split_whitespace().next().unwrap_or_default();
            let from = at + line.find('#').unwrap_or(0);
            let message = format!("`{}` has no value: without quotes, `{value}` is a comment", key.trim());
            let help = format!("write `{}: \"{value}\"`", key.trim());
            let diagnostic = Diagnostic::new(Code::BadColour, file, message).at(from..from + value.len());
            diagnostics.push(diagnostic.help(help));
        }
    }
}

fn parse(text: &str) -> Option<Colour> {
    let (red, green, blue) = match text.strip_prefix('#') {
        Some(digits) if matches!(digits.len(), 3 | 6) => {
            let (red, green, blue, _) = parse_hash_color(digits.as_bytes()).ok()?;
            (red, green, blue)
        }
        Some(_) => return None,
        None => parse_named_color(text).ok()?,
    };
    Some(Colour { red, green, blue })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_in_both_notations() {
        for (text, expected) in [
            ("#1a6b58", Some("#1a6b58")),
            ("#185", Some("#118855")),
            ("teal", Some("#008080")),
            ("Teal", Some("#008080")),
            // What lets the ground through has no contrast of its own.
            ("#1a6b5880", None),
            ("#12345", None),
            ("rgb(1 2 3)", None),
            ("currentcolor", None),
            ("", None),
        ] {
            assert_eq!(parse(text).map(|colour| colour.to_string()).as_deref(), expected, "{text}");
        }
    }
}
