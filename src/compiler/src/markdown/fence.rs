//! What stands behind the opening line of a fence: a language, and attributes.
//!
//! | attribute         | what it says                                                    |
//! |-------------------|-----------------------------------------------------------------|
//! | `title="a.py"`    | the text above the code                                         |
//! | `lines`, `lines=10` | line numbers, from 1 or from there                            |
//! | `mark="2,4-6"`    | lines to point out, counted from the first one shown            |
//! | `diff`            | lines that begin with `+` or `-` came or went                   |
//! | `file="a.py"`     | the code is the content of a file                               |
//! | `region="load"`   | a part of that file, see [`crate::include`]                     |
//! | `alt="…"`         | what a drawing shows, for those who do not see it               |
//!
//! What other tools understand and this one does not is passed over.

use std::ops::RangeInclusive;

use crate::names::nearest;

const KNOWN: [&str; 7] = ["title", "lines", "mark", "diff", "file", "region", "alt"];

/// The largest number of a line that makes sense.
const LAST_LINE: usize = 1_000_000;

/// A fence as it was opened.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Fence {
    /// In lower case.
    pub(super) language: String,
    pub(super) title: Option<String>,
    /// The number of the first line, where lines are numbered.
    pub(super) first_line: Option<usize>,
    pub(super) marked: Vec<RangeInclusive<usize>>,
    pub(super) is_diff: bool,
    pub(super) file: Option<String>,
    pub(super) region: Option<String>,
    pub(super) alt: Option<String>,
    pub(super) problems: Vec<Problem>,
}

/// Something that an author probably meant otherwise.
#[derive(Debug, PartialEq)]
pub(super) enum Problem {
    /// An attribute that is nearly a known one.
    Unknown { name: String, near: &'static str },
    /// A value that its attribute can do nothing with.
    Useless { name: &'static str, value: String },
}

impl Fence {
    pub(super) fn read(info: &str) -> Self {
        let (language, mut rest) = split(info);
        let mut fence = Self { language, ..Self::default() };
        while let Some((name, value, after)) = attribute(rest) {
            rest = after;
            fence.set(name, value);
        }
        fence
    }

    fn set(&mut self, name: &str, value: Option<&str>) {
        let text = || value.filter(|value| !value.trim().is_empty()).map(str::to_owned);
        match name {
            "title" => self.title = text(),
            "file" => self.file = text(),
            "region" => self.region = text(),
            "alt" => self.alt = text(),
            "mark" => self.marked = value.and_then(ranges).unwrap_or_default(),
            "diff" => self.is_diff = true,
            "lines" => {
                self.first_line = match value {
                    None => Some(1),
                    Some(number) => number.parse().ok().filter(|number| *number <= LAST_LINE),
                };
            }
            _ => {
                // A word without a value may be anybody's; one with a value that nearly fits is a slip.
                let near = value.and_then(|_| nearest(name, KNOWN)).and_then(known);
                self.problems.extend(near.map(|near| Problem::Unknown { name: name.into(), near }));
                return;
            }
        }
        let is_useless = match name {
            "title" => self.title.is_none(),
            "file" => self.file.is_none(),
            "region" => self.region.is_none(),
            "alt" => self.alt.is_none(),
            "mark" => self.marked.is_empty(),
            "lines" => self.first_line.is_none(),
            _ => false,
        };
        if let (true, Some(name)) = (is_useless, known(name)) {
            self.problems.push(Problem::Useless { name, value: value.unwrap_or_default().into() });
        }
    }
}

/// The language of a fence: `python` of `python`, `Python title="a"`, `python,ignore` and `{.python}`.
fn split(info: &str) -> (String, &str) {
    let info = info.trim_start().trim_start_matches(['{', '.']);
    let end = info
        .find(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | ':' | ';'))
        .unwrap_or(info.len());
    // An attribute may stand in the place of the language.
    match info[..end].split_once('=') {
        Some((name, _)) if KNOWN.contains(&name) => (String::new(), info),
        _ => (info[..end].to_lowercase(), &info[end..]),
    }
}

/// The first attribute of what is left: its name, its value, and what stands behind it.
fn attribute(rest: &str) -> Option<(&str, Option<&str>, &str)> {
    let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | ':' | ';');
    let rest = rest.trim_start_matches(is_between);
    if rest.is_empty() {
        return None;
    }
    let end = rest.find(|c| is_between(c) || c == '=').unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    let Some(value) = after.strip_prefix('=') else { return Some((name, None, after)) };
    match value.chars().next().filter(|quote| matches!(quote, '"' | '\'')) {
        Some(quote) => {
            let value = &value[1..];
            let end = value.find(quote).unwrap_or(value.len());
            Some((name, Some(&value[..end]), value.get(end + 1..).unwrap_or_default()))
        }
        None => {
            let end = value.find(|c: char| c.is_whitespace() || c == '}').unwrap_or(value.len());
            Some((name, Some(&value[..end]), &value[end..]))
        }
    }
}

/// `2,4-6` as numbers of lines.
fn ranges(text: &str) -> Option<Vec<RangeInclusive<usize>>> {
    let line = |text: &str| text.trim().parse().ok().filter(|line| (1..=LAST_LINE).contains(line));
    let range = |text: &str| match text.split_once('-') {
        Some((first, last)) => Some(line(first)?..=line(last)?).filter(|range| !range.is_empty()),
        None => line(text).map(|line| line..=line),
    };
    text.trim_matches(['{', '}']).split(',').map(range).collect()
}

fn known(name: &str) -> Option<&'static str> {
    KNOWN.into_iter().find(|known| *known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_first_word_behind_the_fence() {
        for info in ["python", "Python title=\"a\"", "python,ignore", "{.python}", "{python}", "python:a.py"]
        {
            assert_eq!(Fence::read(info).language, "python", "{info}");
        }
        assert_eq!(Fence::read("").language, "");
        assert_eq!(Fence::read("c++").language, "c++");
        assert_eq!(Fence::read("title=\"a b\""), Fence { title: Some("a b".into()), ..Fence::default() });
    }

    #[test]
    fn attributes_are_read_in_any_order() {
        let fence =
            Fence::read("python mark=\"2,4-6\" title='a \"b\".py' lines=10 diff file=a/b.py region=\"x y\"");
        assert_eq!(
            fence,
            Fence {
                language: "python".into(),
                title: Some("a \"b\".py".into()),
                first_line: Some(10),
                marked: vec![2..=2, 4..=6],
                is_diff: true,
                file: Some("a/b.py".into()),
                region: Some("x y".into()),
                ..Fence::default()
            }
        );
        assert_eq!(Fence::read("sh {lines, mark={1,3}}").first_line, Some(1));
    }

    #[test]
    fn slips_are_noticed_and_foreign_words_are_not() {
        let problems = |info| Fence::read(info).problems;
        let unknown = |name: &str, near| vec![Problem::Unknown { name: name.into(), near }];
        let useless = |name, value: &str| vec![Problem::Useless { name, value: value.into() }];
        assert_eq!(problems("py titel=\"a\""), unknown("titel", "title"));
        assert_eq!(problems("py Lines=3"), unknown("Lines", "lines"));
        for (info, name, value) in [
            ("py mark=\"a\"", "mark", "a"),
            ("py mark=\"6-4\"", "mark", "6-4"),
            ("py mark=0", "mark", "0"),
            ("py lines=-1", "lines", "-1"),
            ("py title", "title", ""),
            ("py alt=\"", "alt", ""),
        ] {
            assert_eq!(problems(info), useless(name, value), "{info}");
        }
        for info in [
            "rust,ignore,should_panic",
            "js line",
            "{.python .numberLines #id}",
            "py emphasize=true",
            "c all",
        ] {
            assert_eq!(problems(info), [], "{info}");
        }
    }
}
