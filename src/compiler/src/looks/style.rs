//! The author's own style sheet: read as far as needed to find what it asks for.
//!
//! Files are found as in lessons and named as on the site. Nothing may come from elsewhere, since no request of a
//! learner's browser leaves the site. What the rules say is the author's business.

use std::collections::BTreeSet;
use std::ops::Range;

use cssparser::{ParseError, Parser, Token};

use crate::assets::Assets;
use crate::diagnostics::{Code, Diagnostic};

/// Something a style sheet asks for, and where it stands in the sheet.
enum Found {
    /// An address, with what stands around it.
    Address(String, Range<usize>),
    /// `@import`.
    Import(Range<usize>),
    /// A text, an address or a comment without an end, or a closing bracket without an opening one.
    Broken(Range<usize>),
}

/// The style sheet with the names that its files have on the site; `None` where it cannot be taken as it is.
pub(super) fn read(
    file: &str,
    text: &str,
    assets: &Assets,
    files: &mut BTreeSet<String>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let mut found = Vec::new();
    walk(&mut Parser::new(text), false, &mut found);
    found.extend(unclosed(text));
    let mut style = String::with_capacity(text.len());
    let (mut done, mut is_good) = (0, true);
    for found in found {
        let said = match found {
            Found::Address(address, place) => match name(&address, &place, file, assets, files) {
                Ok(None) => continue,
                Ok(Some(name)) => {
                    style.push_str(&text[done..place.start]);
                    style.push_str(&format!("url(\"./assets/{name}\")"));
                    done = place.end;
                    continue;
                }
                Err(diagnostic) => *diagnostic,
            },
            Found::Import(place) => {
                let help = "copy what that style sheet says into this one";
                Diagnostic::new(Code::RemoteStyle, file, "`@import` asks for another style sheet")
                    .at(place)
                    .help(help)
            }
            Found::Broken(place) => {
                let what = text[place.clone()].chars().next().unwrap_or_default();
                let message = format!("the style sheet cannot be read: `{what}` stands alone");
                let help = "close every `{`, `(`, `[`, quotation mark and `/*`, and close nothing twice";
                Diagnostic::new(Code::UnreadableStyle, file, message).at(place).help(help)
            }
        };
        is_good = false;
        diagnostics.push(said);
    }
    style.push_str(&text[done..]);
    is_good.then_some(style)
}

/// The name of the file that an address means; `None` where it means none and may stay.
fn name(
    address: &str,
    place: &Range<usize>,
    file: &str,
    assets: &Assets,
    files: &mut BTreeSet<String>,
) -> Result<Option<String>, Box<Diagnostic>> {
    let lower = address.trim().to_ascii_lowercase();
    // What is within the page or the sheet itself is no request.
    if lower.is_empty() || lower.starts_with('#') || lower.starts_with("data:") {
        return Ok(None);
    }
    let has_scheme = lower.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    if has_scheme || lower.starts_with("//") {
        let message = format!("`{address}` asks another site");
        let help = "put the file into the content folder and write its path; \
                    no request of a learner's browser leaves the site";
        let diagnostic = Diagnostic::new(Code::RemoteStyle, file, message).at(place.clone()).help(help);
        return Err(Box::new(diagnostic));
    }
    let held =
        assets.find(address, file).map_err(|absent| Box::new(absent.diagnostic(address, file, place)))?;
    let carried = held.carried().map_err(|why| {
        let message = format!("`{address}` cannot be read: {why}");
        Box::new(Diagnostic::new(Code::MissingFile, file, message).at(place.clone()))
    })?;
    files.insert(held.path().to_owned());
    Ok(Some(carried.name.clone()))
}

/// Looks at every token. Within `image-set(…)` and `src(…)` plain texts are addresses too.
fn walk(parser: &mut Parser<'_>, texts_are_addresses: bool, found: &mut Vec<Found>) {
    loop {
        parser.skip_whitespace();
        let start = parser.position().byte_index();
        let Ok(token) = parser.next_including_whitespace_and_comments().cloned() else { return };
        let place = |parser: &Parser<'_>| start..parser.position().byte_index();
        let inside = match &token {
            Token::UnquotedUrl(address) => {
                found.push(Found::Address(address.to_string(), place(parser)));
                continue;
            }
            Token::QuotedString(address) if texts_are_addresses => {
                found.push(Found::Address(address.to_string(), place(parser)));
                continue;
            }
            Token::AtKeyword(word) if word.eq_ignore_ascii_case("import") => {
                found.push(Found::Import(place(parser)));
                continue;
            }
            Token::BadUrl(_)
            | Token::BadString(_)
            | Token::CloseParenthesis
            | Token::CloseSquareBracket
            | Token::CloseCurlyBracket => {
                found.push(Found::Broken(place(parser)));
                continue;
            }
            Token::Function(name) if name.eq_ignore_ascii_case("url") => {
                let address = parser.parse_nested_block(|inner| {
                    let address = inner.expect_string().map(ToString::to_string)?;
                    Ok::<_, ParseError<()>>(address)
                });
                found.push(match address {
                    Ok(address) => Found::Address(address, place(parser)),
                    Err(_) => Found::Broken(place(parser)),
                });
                continue;
            }
            Token::Function(name) => {
                ["image-set", "-webkit-image-set", "src"].iter().any(|known| name.eq_ignore_ascii_case(known))
            }
            Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => false,
            _ => continue,
        };
        let walked = parser.parse_nested_block(|inner| {
            walk(inner, inside, found);
            Ok::<_, ParseError<()>>(())
        });
        // Nested deeper than the parser goes.
        if walked.is_err() {
            found.push(Found::Broken(start..start + 1));
        }
    }
}

/// The first thing that is opened and not closed. Parsers close all of it at the end, and what stands behind the sheet
/// would be taken into it.
fn unclosed(text: &str) -> Option<Found> {
    let mut open = Vec::new();
    let mut at = 0;
    let bytes = text.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'/' if bytes.get(at + 1) == Some(&b'*') => match text[at + 2..].find("*/") {
                Some(length) => at += 2 + length + 1,
                None => return Some(Found::Broken(at..at + 2)),
            },
            quote @ (b'"' | b'\'') => {
                let start = at;
                loop {
                    at += 1;
                    match bytes.get(at) {
                        None => return Some(Found::Broken(start..start + 1)),
                        // The parser has told of it.
                        Some(b'\n') => break,
                        Some(b'\\') => at += 1,
                        Some(byte) if *byte == quote => break,
                        Some(_) => {}
                    }
                }
            }
            b'\\' => at += 1,
            b'{' | b'(' | b'[' => open.push(at),
            b'}' | b')' | b']' => drop(open.pop()),
            _ => {}
        }
        at += 1;
    }
    open.first().map(|at| Found::Broken(*at..at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::OtherFile;

    fn check(text: &str) -> (Option<String>, Vec<String>) {
        let others = ["a b.png", "fonts/x.woff2"].map(|path| OtherFile::new(path, b"x".to_vec())).into();
        let assets = Assets::of(&crate::Content { others, ..crate::Content::default() });
        let (mut files, mut diagnostics) = (BTreeSet::new(), Vec::new());
        let style = read("style.css", text, &assets, &mut files, &mut diagnostics);
        let said = diagnostics
            .iter()
            .map(|it| format!("{} {}", it.code, &text[it.span.clone().unwrap_or_default()]))
            .collect();
        (style, said)
    }

    #[test]
    fn files_get_the_names_that_they_have_on_the_site() {
        let font = "url(\"./assets/x-af63f54c86021707.woff2\")";
        let picture = "url(\"./assets/a-b-af63f54c86021707.png\")";
        for (text, expected) in [
            ("a { background: url(a%20b.png) }", format!("a {{ background: {picture} }}")),
            (
                "a { background: url( 'a b.png' ) no-repeat }",
                format!("a {{ background: {picture} no-repeat }}"),
            ),
            (
                "@font-face { src: URL(\"fonts/x.woff2\") format(\"woff2\") }",
                format!("@font-face {{ src: {font} format(\"woff2\") }}"),
            ),
            (
                "a { background: image-set(\"a b.png\" 1x, url(a%20b.png) 2x) }",
                format!("a {{ background: image-set({picture} 1x, {picture} 2x) }}"),
            ),
            ("a { mask: url(#m); background: url(data:image/png;base64,AA==) }", String::new()),
            ("/* url(x.png) @import */ a::after { content: \"url(x.png) }\" }", String::new()),
            ("@media (width > 3em) { a { color: red } }\n", String::new()),
            ("", String::new()),
        ] {
            let (style, said) = check(text);
            assert_eq!(said, [""; 0], "{text}");
            assert_eq!(style.as_deref(), Some(if expected.is_empty() { text } else { &expected }));
        }
    }

    #[test]
    fn nothing_comes_from_elsewhere() {
        for (text, expected) in [
            ("@import url(\"https://x.example/a.css\");", "E063 @import"),
            ("@IMPORT 'a.css';", "E063 @IMPORT"),
            ("a { background: url(https://x.example/a.png) }", "E063 url(https://x.example/a.png)"),
            ("a { background: url(\"//x.example/a.png\") }", "E063 url(\"//x.example/a.png\")"),
            ("a { background: url(\"\\68ttps://x.example/\") }", "E063 url(\"\\68ttps://x.example/\")"),
            ("a { background: u\\72l(http://x.example/) }", "E063 u\\72l(http://x.example/)"),
            ("a { background: image-set(\"http://x.example/\" 1x) }", "E063 \"http://x.example/\""),
            ("@media print { a { b: { c: url(javascript:x) } } }", "E063 url(javascript:x)"),
            ("a { background: url(ab.png) }", "E040 url(ab.png)"),
            ("a { background: url(../x.png) }", "E041 url(../x.png)"),
        ] {
            let (style, said) = check(text);
            assert_eq!((style, said.first().map(String::as_str)), (None, Some(expected)), "{text}");
        }
    }

    #[test]
    fn a_sheet_that_would_take_in_what_stands_behind_it_is_refused() {
        for text in [
            "a { color: red",
            "a { color: red } }",
            "a { color: calc(1px }",
            "a::after { content: \"x }",
            "/* a",
            "a { background: url(\"x }",
            "]",
        ] {
            let (style, said) = check(text);
            assert_eq!(style, None, "{text}");
            assert!(said.iter().any(|it| it.starts_with("E064")), "{text}: {said:?}");
        }
    }
}
