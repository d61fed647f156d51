//! Sources that somebody's editor, network or cat has been at: nothing makes the import panic or take long, and whatever
//! comes out compiles without errors.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use import::{Format, Source, guess, import};

use crate::support;

/// How many mutations of each source there are, and every how many of them are compiled.
const MUTATIONS: u64 = 2000;
const COMPILED: u64 = 8;

/// What means something in one format or another.
const WORDS: [&str; 62] = [
    "{",
    "}",
    "=",
    "~",
    "#",
    "####",
    "->",
    "::",
    "%50%",
    "{T}",
    "{}",
    "//",
    "$CATEGORY: a/b\n\n",
    "\\",
    "\\n",
    "[html]",
    "[[",
    "]]",
    "[[?]]",
    "[(X)]",
    "[( )]",
    "[[X]]",
    "[[a|(b)]]",
    "[[!]]",
    "****",
    "{{1}}",
    "--{{1}}--",
    "<!--",
    "-->",
    "@a(",
    "@end",
    "<script>",
    "</script>",
    "!?[a](b)",
    "```",
    "````",
    "---",
    "\n\n",
    "\n",
    "    ",
    "> ",
    "- ",
    "1. ",
    "- [x] ",
    "| a | b |\n|---|---|\n",
    "# ",
    "## Quiz\n\n",
    "{{#include a}}",
    "{{#quiz quizzes/bends.toml}}",
    "$",
    "$$",
    "<div>",
    "<pre>",
    "<table>",
    "</li>",
    "[^1]:",
    "[a]: b\n",
    "&amp;",
    "Hint: a\n",
    "<details>",
    "\u{e000}0\u{e001}",
    "\u{0}ü\u{2028}",
];

/// Random numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap()
    }

    /// The start of a character.
    fn place(&mut self, text: &str) -> usize {
        let wanted = self.below(text.len() + 1);
        (0..=wanted).rev().find(|at| text.is_char_boundary(*at)).unwrap()
    }

    fn mutated(&mut self, text: &str) -> String {
        let mut text = text.to_owned();
        for _ in 0..=self.below(6) {
            let (one, other) = (self.place(&text), self.place(&text));
            let (start, end) = (one.min(other), one.max(other));
            let near = (start + self.below(40)).min(end);
            let near = (start..=near).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            match self.below(8) {
                0 => text.replace_range(start..near, ""),
                1 => text.truncate(end),
                2 => {
                    let part = text[start..near].to_owned();
                    text.insert_str(end, &part);
                }
                3 => {
                    let lines: Vec<&str> = text.split('\n').collect();
                    let (from, to) = (self.below(lines.len()), self.below(lines.len()));
                    let mut lines = lines;
                    lines.swap(from, to);
                    text = lines.join("\n");
                }
                _ => text.insert_str(start, WORDS[self.below(WORDS.len())]),
            }
        }
        text
    }
}

fn files(folder: &Path, prefix: &str, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files(&entry.path(), &format!("{name}/"), found);
        } else {
            found.push((name, fs::read(entry.path()).unwrap()));
        }
    }
    found.sort();
}

fn check(name: &str, main: Option<&str>, format: Format) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    let mut whole = Vec::new();
    files(&folder, "", &mut whole);
    let mut dice = Dice(0x5eed ^ name.len() as u64);
    let mut imports = 0;
    for round in 0..MUTATIONS {
        let mut mutated = whole.clone();
        // The named file, or any of a book.
        let at = match main {
            Some(main) => mutated.iter().position(|(path, _)| path == main).unwrap(),
            None => dice.below(mutated.len()),
        };
        let Ok(text) = std::str::from_utf8(&mutated[at].1) else { continue };
        let text = dice.mutated(text);
        mutated[at].1 = text.clone().into_bytes();
        let source = Source::in_memory(
            name,
            main,
            mutated.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())),
        );
        _ = guess(&source);
        let Ok(imported) = import(&source, format) else { continue };
        imports += 1;
        if round % COMPILED == 0 {
            let errors = support::errors(&imported);
            let written = support::files(&imported);
            assert!(
                errors.is_empty(),
                "{name}, round {round}: {errors}\n{written}\n=== the source was\n{text}"
            );
        }
    }
    assert!(imports > MUTATIONS / 2, "{name}: {imports} of {MUTATIONS} were still of the format");
}

#[test]
fn gift_is_read_whatever_happened_to_it() {
    check("gift", Some("knots.gift"), Format::Gift);
}

#[test]
fn quizdown_is_read_whatever_happened_to_it() {
    check("quizdown", Some("knots.md"), Format::Quizdown);
    check("quizdown-page", Some("page.html"), Format::Quizdown);
}

#[test]
fn mdbook_is_read_whatever_happened_to_it() {
    check("mdbook", None, Format::MdBook);
}

#[test]
fn liascript_is_read_whatever_happened_to_it() {
    check("liascript", Some("README.md"), Format::LiaScript);
}

#[test]
fn time_grows_with_the_source_and_no_faster() {
    let base: &[(&str, Format, &str)] = &[
        ("a.gift", Format::Gift, "What?{=a ~b}\n\n"),
        ("a.gift", Format::Gift, "a{"),
        ("a.gift", Format::Gift, "&<a "),
        ("a.gift", Format::Gift, "a \\( $$ {"),
        ("a.md", Format::Quizdown, "# Q\n\n- [x] a\n- [ ] b\n\n"),
        ("a.md", Format::Quizdown, "# "),
        ("a.md", Format::LiaScript, "## A\n\ntext\n\n[(X)] a\n[( )] b\n\n"),
        ("a.md", Format::LiaScript, "{1}{"),
        ("a.md", Format::LiaScript, "[["),
        ("a.md", Format::LiaScript, "[[a]] "),
        ("a.md", Format::LiaScript, "a [[b]]\n****\n"),
        ("a.md", Format::LiaScript, "<!--\n"),
        ("a.md", Format::LiaScript, "<script>\n"),
        ("a.md", Format::LiaScript, "@a(`"),
        ("a.md", Format::LiaScript, "$`~^"),
        ("a.md", Format::LiaScript, "[[?]] a\n"),
        ("a.md", Format::LiaScript, "> [[a\n"),
        ("a.md", Format::LiaScript, "```\n"),
    ];
    for (file, format, part) in base {
        let timed = |count: usize| {
            let head = if *format == Format::LiaScript { "<!--\nauthor: A\n-->\n# T\n\n" } else { "" };
            let text = format!("{head}{}", part.repeat(count));
            let start = Instant::now();
            let source = Source::in_memory("a", Some(file), [(*file, text.as_bytes())]);
            _ = import(&source, *format);
            start.elapsed()
        };
        let (short, long) = (timed(2_000), timed(16_000));
        // Eight times the source: a little more than eight times as long, where it takes long enough to tell.
        let allowed = short * 24 + Duration::from_millis(300);
        assert!(long < allowed, "{format:?} {part:?}: {short:?} for 2,000 and {long:?} for 16,000");
    }
}
