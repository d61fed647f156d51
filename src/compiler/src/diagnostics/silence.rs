//! Findings that the author has looked at and wants to hear no more of: `<!-- allow W021: the reason -->`.
//!
//! A comment on a line of its own is about the block below it, up to the next empty line; at the end of a line,
//! about that line. In the front matter, `allow` is a list of the same for the whole file. There must be a reason,
//! errors cannot be silenced, and what silences nothing is reported, so that none of them outlives its cause.

use std::ops::Range;

use super::{Code, Diagnostic, Severity};
use crate::names::nearest;

/// One wish for silence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Allow {
    /// The name of the code as written.
    code: String,
    /// Where that stands.
    code_span: Range<usize>,
    has_reason: bool,
    /// What it is about.
    scope: Range<usize>,
}

impl Allow {
    /// A wish for the whole file, as in `W021: the reason`. `span` is where it stands.
    pub(crate) fn of_file(text: &str, span: Range<usize>) -> Self {
        let (code, reason) = text.split_once(':').unwrap_or((text, ""));
        let has_reason = !reason.trim().is_empty();
        Self { code: code.trim().into(), code_span: span, has_reason, scope: 0..usize::MAX }
    }
}

/// The comments of a file that begin with `allow`. `body` is where to begin.
pub(crate) fn comments(text: &str, body: usize) -> Vec<Allow> {
    let mut allows = Vec::new();
    let mut fence: Option<&str> = None;
    let mut at = body;
    for line in text[body..].split_inclusive('\n') {
        let start = at;
        at += line.len();
        let trimmed = line.trim();
        let ticks = &trimmed[..trimmed.len() - trimmed.trim_start_matches(['`', '~']).len()];
        match fence {
            Some(open) if ticks.starts_with(open) && trimmed.len() == ticks.len() => fence = None,
            Some(_) => continue,
            None if ticks.len() >= 3 => fence = Some(ticks),
            None => {}
        }
        let Some(found) = line.find("<!--").filter(|found| line[..*found].matches('`').count() % 2 == 0)
        else {
            continue;
        };
        let inner = &line[found + "<!--".len()..];
        let Some((inner, behind)) = inner.split_once("-->") else { continue };
        let Some(wish) = inner.trim_start().strip_prefix("allow ") else { continue };
        let (codes, reason) = wish.split_once(':').unwrap_or((wish, ""));
        let is_alone = line[..found].trim().is_empty() && behind.trim().is_empty();
        let scope = if is_alone { at..end_of_block(text, at) } else { start..at };
        for code in codes.split([',', ' ']).map(str::trim).filter(|code| !code.is_empty()) {
            let offset = code.as_ptr() as usize - text.as_ptr() as usize;
            allows.push(Allow {
                code: code.into(),
                code_span: offset..offset + code.len(),
                has_reason: !reason.trim().is_empty(),
                scope: scope.clone(),
            });
        }
    }
    allows
}

/// Takes out what is silenced in one file, and reports wishes that are of no use.
pub(crate) fn apply(file: &str, allows: &[Allow], diagnostics: &mut Vec<Diagnostic>) {
    for allow in allows {
        let at = allow.code_span.clone();
        let Some(code) = Code::ALL.iter().copied().find(|code| code.as_str() == allow.code) else {
            let known = Code::ALL.iter().map(|code| code.as_str());
            diagnostics.push(
                Diagnostic::new(Code::UnknownAllow, file, format!("there is no message `{}`", allow.code))
                    .at(at)
                    .help(match nearest(&allow.code, known) {
                        Some(code) => format!("did you mean `{code}`?"),
                        None => {
                            "write the code that stands in brackets behind `warning`, such as `W010`".into()
                        }
                    }),
            );
            continue;
        };
        if code.severity() == Severity::Error {
            diagnostics.push(
                Diagnostic::new(
                    Code::UnknownAllow,
                    file,
                    format!("{code} is an error and cannot be silenced"),
                )
                .at(at)
                .help("set the text right, then remove this"),
            );
            continue;
        }
        if !allow.has_reason {
            diagnostics.push(
                Diagnostic::new(
                    Code::AllowWithoutReason,
                    file,
                    format!("{code} is silenced without a reason"),
                )
                .at(at.clone())
                .help(format!("say why, for those who come after: `allow {code}: the reason`")),
            );
        }
        let before = diagnostics.len();
        diagnostics.retain(|it| {
            let in_scope = match &it.span {
                Some(span) => allow.scope.contains(&span.start),
                None => allow.scope.end == usize::MAX,
            };
            it.code != code || it.file != file || !in_scope
        });
        if diagnostics.len() == before {
            diagnostics.push(
                Diagnostic::new(
                    Code::UnusedAllow,
                    file,
                    format!("there is nothing here that {code} would say"),
                )
                .at(at)
                .help("remove it, or move it to the line above what it is about"),
            );
        }
    }
}

/// The end of the lines up to the next empty one, empty lines at the start not counted.
fn end_of_block(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut is_inside = false;
    for line in text[start..].split_inclusive('\n') {
        let is_empty = line.trim().is_empty();
        if is_empty && is_inside {
            break;
        }
        is_inside |= !is_empty;
        end += line.len();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scopes(text: &str) -> Vec<(String, String, bool)> {
        comments(text, 0)
            .into_iter()
            .map(|allow| {
                assert_eq!(text[allow.code_span.clone()], allow.code);
                (allow.code, text[allow.scope].trim().to_owned(), allow.has_reason)
            })
            .collect()
    }

    #[test]
    fn a_comment_is_about_its_line_or_the_block_below() {
        let found = |code: &str, scope: &str, reason| (code.to_owned(), scope.to_owned(), reason);
        assert_eq!(
            scopes("a\n\n<!-- allow W001, W002: r -->\nb\nc\n\nd\n"),
            [found("W001", "b\nc", true), found("W002", "b\nc", true)]
        );
        assert_eq!(scopes("a <!-- allow W001 --> b\nc\n"), [found("W001", "a <!-- allow W001 --> b", false)]);
        assert_eq!(scopes("   <!-- allow A001: r -->\n\n   1. b\n"), [found("A001", "1. b", true)]);
        assert_eq!(scopes("<!-- allow W001: r -->"), [found("W001", "", true)]);
    }

    #[test]
    fn an_example_is_no_wish() {
        for text in [
            "`<!-- allow W001: r -->`\n",
            "```\n<!-- allow W001: r -->\n```\n",
            "````\n```\n<!-- allow W001: r -->\n````\n",
            "<!-- allowed -->\n<!-- allow W001",
        ] {
            assert_eq!(scopes(text), [], "{text}");
        }
    }
}
