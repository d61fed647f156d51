//! What stands between `{{#` and `}}` in a chapter: <https://rust-lang.github.io/mdBook/format/mdbook.html>; and
//! fences that other preprocessors make boxes of.

use std::collections::HashMap;
use std::rc::Rc;

use crate::loss::{Became, Losses};
use crate::source::{Absent, Source, joined};
use crate::text::Text;

/// How deep files may include each other, as in mdBook.
const DEEPEST: usize = 10;

/// How much all files of a book may include, in bytes: a file that includes itself twice would never end.
const LARGEST: usize = 32 * 1024 * 1024;

/// The expanding of all chapters of one book.
pub(super) struct Expansion<'e> {
    source: &'e Source,
    losses: &'e mut Losses,
    read: HashMap<String, Option<Rc<str>>>,
    left: usize,
    /// The quizzes that were asked for: the path of each, and the chapter and line where.
    pub(super) quizzes: Vec<(String, String, usize)>,
}

/// Where a directive stands.
#[derive(Clone, Copy)]
struct Place<'p> {
    /// The file that is being expanded, which paths are relative to.
    file: &'p str,
    /// The chapter and its line, for losses.
    chapter: &'p str,
    line: usize,
    depth: usize,
}

impl<'e> Expansion<'e> {
    pub(super) fn new(source: &'e Source, losses: &'e mut Losses) -> Self {
        Self { source, losses, read: HashMap::new(), left: LARGEST, quizzes: Vec::new() }
    }

    /// A chapter with everything put in. Of a quiz a mark stands in its place, by the number in [`Self::quizzes`].
    pub(super) fn chapter(&mut self, text: &Text, file: &str) -> Text {
        let mut out = Text::default();
        for (line, number) in text.lines() {
            if !line.contains("{{") {
                out.push(line, number);
                continue;
            }
            let place = Place { file, chapter: file, line: number, depth: 0 };
            let mut expanded = String::new();
            self.expand(line, place, &mut expanded);
            for part in expanded.split('\n') {
                out.push_marked(part, number);
            }
        }
        boxes(&out)
    }

    fn expand(&mut self, text: &str, place: Place<'_>, out: &mut String) {
        let mut rest = text;
        while let Some(open) = rest.find("{{") {
            let (before, behind) = rest.split_at(open);
            let sign = behind[2..].chars().next();
            let Some(end) = behind.find("}}").filter(|_| matches!(sign, Some('#' | '%'))) else {
                out.push_str(&rest[..open + 2]);
                rest = &rest[open + 2..];
                continue;
            };
            let whole = &behind[..end + 2];
            rest = &behind[end + 2..];
            if let Some(before) = before.strip_suffix('\\') {
                out.push_str(before);
                out.push_str(whole);
                continue;
            }
            out.push_str(before);
            let start = out.rfind('\n').map_or(0, |at| at + 1);
            let prefix = out[start..].to_owned();
            let Some(put) = self.directive(&behind[2..end], whole, place) else { continue };
            // Every line stands behind what stands before the directive, as a quotation needs it.
            for (index, line) in put.lines().enumerate() {
                if index > 0 {
                    out.push('\n');
                    out.push_str(&prefix);
                }
                out.push_str(line);
            }
        }
        out.push_str(rest);
    }

    /// What is put in the place of a directive; `None` where nothing is.
    fn directive(&mut self, inner: &str, whole: &str, place: Place<'_>) -> Option<String> {
        let (word, argument) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let argument = argument.trim();
        let at = (place.chapter, place.line);
        match word {
            "#include" | "#rustdoc_include" => self.include(argument, word == "#rustdoc_include", place),
            "#playground" | "#playpen" => {
                let (path, words) = argument.split_once(char::is_whitespace).unwrap_or((argument, ""));
                let (_, text) = self.file(path, place)?;
                let words = words.split_whitespace().map(|word| format!(",{word}")).collect::<String>();
                Some(crate::escape::fence(&format!("rust{words}"), &text))
            }
            "#quiz" => {
                let path = joined(place.file, argument).unwrap_or_else(|_| argument.to_owned());
                self.quizzes.push((path, place.chapter.to_owned(), place.line));
                Some(format!("\n{}\n", mark(self.quizzes.len() - 1)))
            }
            "#title" => {
                self.losses.note(Became::LeftOut, "titles of web pages", at, argument);
                None
            }
            _ => {
                self.losses.note(Became::LeftOut, "directives of other preprocessors", at, whole);
                None
            }
        }
    }

    fn include(&mut self, argument: &str, is_rustdoc: bool, place: Place<'_>) -> Option<String> {
        let (path, part) = argument.split_once(':').unwrap_or((argument, ""));
        let (file, text) = self.file(path, place)?;
        let shown = part_of(&text, part);
        if is_rustdoc && shown.lines().count() < text.lines().filter(|line| !is_anchor(line)).count() {
            let at = (place.chapter, place.line);
            self.losses.note(Became::LeftOut, "hidden lines of code", at, &format!("the rest of {file}"));
        }
        if place.depth + 1 >= DEEPEST {
            return Some(shown);
        }
        let mut out = String::new();
        self.expand(&shown, Place { file: &file, depth: place.depth + 1, ..place }, &mut out);
        Some(out)
    }

    /// A file to include, with its path in the source.
    fn file(&mut self, path: &str, place: Place<'_>) -> Option<(String, Rc<str>)> {
        let at = (place.chapter, place.line);
        let file = joined(place.file, path);
        let text = file.as_ref().ok().and_then(|file| {
            let source = self.source;
            let read = || source.text(file).ok().map(|(text, _)| Rc::from(text));
            self.read.entry(file.clone()).or_insert_with(read).clone()
        });
        let (Ok(file), Some(text)) = (&file, text) else {
            let is_outside = file == Err(Absent::Outside);
            let sort =
                if is_outside { "files outside of the source" } else { "included files that are not there" };
            self.losses.note(Became::LeftOut, sort, at, path);
            return None;
        };
        match self.left.checked_sub(text.len() + 1) {
            Some(left) => self.left = left,
            None => {
                self.losses.note(Became::LeftOut, "included files beyond 32 MB", at, path);
                return None;
            }
        }
        Some((file.clone(), text))
    }
}

/// What stands for a quiz.
pub(super) fn mark(number: usize) -> String {
    format!("\u{e000}q{number}\u{e001}")
}

/// The lines of a file that are asked for: all, from one to another, or those of an anchor.
fn part_of(text: &str, part: &str) -> String {
    let mut numbers = part.splitn(2, ':');
    let (first, last) = (numbers.next().unwrap_or_default(), numbers.next());
    let all = text.lines();
    let lines: Vec<&str> = match (first.parse::<usize>(), first.is_empty(), last.map(str::parse::<usize>)) {
        (Err(_), false, _) => return anchored(text, first),
        (Ok(first), _, None) => all.skip(first.saturating_sub(1)).take(1).collect(),
        (Ok(first), _, Some(Ok(last))) => {
            all.skip(first.saturating_sub(1)).take((last + 1).saturating_sub(first.max(1))).collect()
        }
        (Ok(first), _, Some(Err(_))) => all.skip(first.saturating_sub(1)).collect(),
        (Err(_), true, Some(Ok(last))) => all.take(last).collect(),
        (Err(_), true, _) => all.collect(),
    };
    lines.join("\n")
}

fn anchored(text: &str, name: &str) -> String {
    let mut is_inside = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        match anchor(line) {
            Some((is_end, found)) if found == name => {
                if is_end && is_inside {
                    break;
                }
                is_inside = !is_end;
            }
            Some(_) => {}
            None if is_inside => lines.push(line),
            None => {}
        }
    }
    lines.join("\n")
}

fn is_anchor(line: &str) -> bool {
    anchor(line).is_some()
}

/// The anchor that a line begins or ends.
fn anchor(line: &str) -> Option<(bool, &str)> {
    let (is_end, rest) = match line.split_once("ANCHOR_END:") {
        Some((_, rest)) => (true, rest),
        None => (false, line.split_once("ANCHOR:")?.1),
    };
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-')).unwrap_or(rest.len());
    (end > 0).then_some((is_end, &rest[..end]))
}

/// Fences of `mdbook-admonish` as alerts, and the elements `<Listing>` of the Rust book as titles and captions.
fn boxes(text: &Text) -> Text {
    let mut out = Text::default();
    let mut open: Option<Open> = None;
    let mut listing: Option<Listing> = None;
    let mut code: Option<String> = None;
    for (line, number) in text.lines() {
        let word = line.trim_start();
        let ticks = word.len() - word.trim_start_matches('`').len();
        let indent = &line[..line.len() - word.len()];
        if let Some(alert) = &open {
            if word.trim_end() == alert.fence {
                open = None;
                out.push_marked("", number);
            } else {
                let inner = line.strip_prefix(alert.indent.as_str()).unwrap_or(line);
                out.push_marked(&format!("{}> {inner}", alert.indent), number);
            }
            continue;
        }
        if let Some(fence) = &code {
            if word.trim_end().trim_end_matches('`').is_empty() && word.starts_with(fence.as_str()) {
                code = None;
            }
            out.push_marked(line, number);
            continue;
        }
        if ticks >= 3 {
            let fence = "`".repeat(ticks);
            if let Some(info) = word[ticks..].trim_start().strip_prefix("admonish") {
                for head in alert(info) {
                    out.push_marked(&format!("{indent}{head}"), number);
                }
                open = Some(Open { fence, indent: indent.into() });
                continue;
            }
            code = Some(fence);
            let file = listing.as_mut().and_then(|listing| listing.file.take());
            let info = word[ticks..].trim_end();
            match file.filter(|_| !info.is_empty() && !info.contains("title=")) {
                Some(file) => {
                    out.push_marked(&format!("{indent}{}{info} title=\"{file}\"", &word[..ticks]), number)
                }
                None => out.push_marked(line, number),
            }
            continue;
        }
        if word.starts_with("<Listing") {
            let tag = crate::html::first_tag(word).unwrap_or_default();
            let value = |name: &str| tag.value(name).map(str::to_owned).filter(|value| !value.is_empty());
            listing = Some(Listing {
                file: value("file-name"),
                number: value("number"),
                caption: value("caption"),
            });
            continue;
        }
        if word.trim_end() == "</Listing>" {
            let done = listing.take().unwrap_or_default();
            let caption = match (done.number, done.caption) {
                (Some(number), Some(caption)) => format!("*Listing {number}:* {caption}"),
                (Some(number), None) => format!("*Listing {number}*"),
                (None, caption) => caption.unwrap_or_default(),
            };
            out.push_marked(&format!("{indent}{caption}"), number);
            continue;
        }
        out.push_marked(line, number);
    }
    out
}

struct Open {
    fence: String,
    indent: String,
}

#[derive(Default)]
struct Listing {
    file: Option<String>,
    number: Option<String>,
    caption: Option<String>,
}

/// The first lines of an alert.
fn alert(info: &str) -> Vec<String> {
    let word = info.trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let kind = match word {
        "tip" | "success" | "check" | "done" | "hint" => "TIP",
        "important" => "IMPORTANT",
        "warning" | "caution" | "attention" => "WARNING",
        "danger" | "error" | "failure" | "fail" | "missing" | "bug" => "CAUTION",
        _ => "NOTE",
    };
    let mut lines = vec![String::new(), format!("> [!{kind}]")];
    let title = info.split_once("title=\"").and_then(|(_, rest)| rest.split_once('"'));
    let title = title
        .map(|(title, _)| title)
        .or_else(|| info.trim().split_once('"').and_then(|(_, rest)| rest.strip_suffix('"')));
    if let Some(title) = title.filter(|title| !title.trim().is_empty()) {
        lines.extend([format!("> **{}**", title.trim()), ">".into()]);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str, losses_expected: usize) {
        let files = [
            ("a.rs", &b"// ANCHOR: x\nfn x() {}\n// ANCHOR: y\nfn y() {}\n// ANCHOR_END: y\n// ANCHOR_END: x\nfn z() {}\n"[..]),
            ("loop.md", b"{{#include loop.md}}{{#include loop.md}}"),
            ("src/sub/b.md", b"b {{#include c.md}}"),
            ("src/sub/c.md", b"c\n"),
        ];
        let source = Source::in_memory("s", None, files);
        let mut losses = Losses::default();
        let mut expansion = Expansion::new(&source, &mut losses);
        let found = expansion.chapter(&Text::of(text), "src/x.md");
        assert_eq!(found.as_str(), expected, "{text}");
        assert_eq!(losses.finish().len(), losses_expected, "{text}");
    }

    #[test]
    fn parts_of_files_are_included() {
        check("{{#include ../a.rs:y}}", "fn y() {}", 0);
        check("{{#include ../a.rs:x}}", "fn x() {}\nfn y() {}", 0);
        check("{{#rustdoc_include ../a.rs:x}}", "fn x() {}\nfn y() {}", 1);
        check(
            "{{#include ../a.rs:2}} {{#include ../a.rs:2:3}}",
            "fn x() {} fn x() {}\nfn x() {} // ANCHOR: y",
            0,
        );
        check("{{#include ../a.rs:7:}}|{{#include ../a.rs::1}}", "fn z() {}|// ANCHOR: x", 0);
        check("> {{#include ../a.rs:x}}", "> fn x() {}\n> fn y() {}", 0);
        check("{{#include sub/b.md}}", "b c", 0);
        check("{{#playground sub/c.md editable}}", "```rust,editable\nc\n```", 0);
    }

    #[test]
    fn what_is_not_there_is_told() {
        check("a{{#include no.md}}b {{#include ../../e}} {{#toc}} {{%x}} {{#title t}}", "ab    ", 5);
        check("\\{{#include no.md}} {{ x }} {{#", "{{#include no.md}} {{ x }} {{#", 0);
    }

    #[test]
    fn files_that_include_themselves_end() {
        let source = Source::in_memory("s", None, [("l.md", "{{#include l.md}}".repeat(50).as_bytes())]);
        let mut losses = Losses::default();
        let mut expansion = Expansion::new(&source, &mut losses);
        let found = expansion.chapter(&Text::of("{{#include l.md}}"), "x.md");
        assert!(found.as_str().len() < LARGEST);
    }

    #[test]
    fn boxes_of_others_become_alerts_and_captions() {
        check(
            "```admonish warning title=\"Mind\"\na\n\nb\n```\nc",
            "\n> [!WARNING]\n> **Mind**\n>\n> a\n> \n> b\n\nc",
            0,
        );
        check("```admonish\na\n```", "\n> [!NOTE]\n> a\n", 0);
        check(
            "<Listing number=\"1-2\" file-name=\"a.rs\" caption=\"A `b`\">\n\n```rust\nx\n```\n\n</Listing>",
            "\n```rust title=\"a.rs\"\nx\n```\n\n*Listing 1-2:* A `b`",
            0,
        );
        check("````md\n```admonish\n````", "````md\n```admonish\n````", 0);
    }
}
