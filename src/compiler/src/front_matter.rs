//! The YAML between two lines `---` at the start of a file: where it stands, its keys, their places in the file.
//!
//! What the keys of a lesson, a course or a path mean is [`crate::documents`].

mod places;

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_yaml::Value;

use crate::diagnostics::{Code, Diagnostic};
use crate::names::nearest;
use places::{inner_places, inner_value, item_places, key_places};

/// A file cut in two.
pub(crate) struct Split {
    /// The lines between the two fences, as bytes of the file.
    pub(crate) yaml: Range<usize>,
    /// Where the body begins.
    pub(crate) body: usize,
}

/// Cuts a file into front matter and body.
///
/// # Errors
/// Where there is no front matter, or no end of it.
pub(crate) fn split(file: &str, text: &str) -> Result<Split, Box<Diagnostic>> {
    let mut lines = lines(text);
    let Some(first) = lines.next().filter(|line| is_fence(text, line)) else {
        let diagnostic = Diagnostic::new(Code::NoFrontMatter, file, "this file has no front matter");
        let help = if is_fence(text, &first_text_line(text)) {
            "remove the empty lines before `---`, front matter begins on the first line"
        } else {
            "begin the file with a line `---`, lines such as `id: my-lesson` and `title: My lesson`, and a line `---`"
        };
        return Err(Box::new(diagnostic.at(trimmed(text, first_text_line(text))).help(help)));
    };
    let start = first.end;
    match lines.find(|line| is_fence(text, line)) {
        Some(last) => Ok(Split { yaml: start..last.start, body: last.end }),
        None => Err(Box::new(
            Diagnostic::new(Code::UnclosedFrontMatter, file, "the front matter has no end")
                .at(trimmed(text, first))
                .help("write a line `---` after the last key"),
        )),
    }
}

/// A file that is YAML from its beginning to its end, cut as if it were front matter.
pub(crate) fn whole(text: &str) -> Split {
    Split { yaml: 0..text.len(), body: text.len() }
}

/// A value together with its place in the file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Range<usize>,
}

/// The keys of one front matter, to be asked for one by one.
pub(crate) struct Fields<'a> {
    file: &'a str,
    text: &'a str,
    entries: Vec<Entry>,
    asked: RefCell<Vec<&'static str>>,
    fences: Range<usize>,
}

struct Entry {
    key: String,
    key_span: Range<usize>,
    value: Value,
    value_span: Range<usize>,
    /// From behind the key to the next one of the same level: where the keys of a group stand.
    region: Range<usize>,
}

impl<'a> Fields<'a> {
    /// Reads the YAML of a file that was cut by [`split`].
    pub(crate) fn read(
        file: &'a str,
        text: &'a str,
        split: &Split,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        // The fence goes to the parser too, so that its line numbers are those of the file.
        let pairs = match serde_yaml::from_str::<Pairs>(&text[..split.yaml.end]) {
            Ok(pairs) => pairs.0,
            Err(error) => {
                diagnostics.push(bad_yaml(file, text, split, &error));
                return None;
            }
        };
        let mut entries: Vec<Entry> = Vec::new();
        let mut places = key_places(text, split.yaml.clone());
        let starts: Vec<_> = places.iter().map(|(key_span, _)| key_span.start).collect();
        for (key, value) in pairs {
            let place = places.iter().position(|(key_span, _)| unquoted(&text[key_span.clone()]) == key);
            let (key_span, value_span) = match place {
                Some(place) => places.remove(place),
                None => (split.yaml.clone(), split.yaml.clone()),
            };
            let next = starts.iter().copied().find(|start| *start >= key_span.end);
            let region = key_span.end..next.unwrap_or(split.yaml.end).max(key_span.end);
            match entries.iter().find(|entry| entry.key == key) {
                Some(first) => diagnostics.push(
                    Diagnostic::new(Code::DuplicateKey, file, format!("the key `{key}` stands here twice"))
                        .at(key_span)
                        .label(file, first.key_span.clone(), "first here")
                        .help("keep one of the two lines"),
                ),
                None => entries.push(Entry { key, key_span, value, value_span, region }),
            }
        }
        let fences = trimmed(text, 0..split.yaml.start);
        Some(Self { file, text, entries, asked: RefCell::default(), fences })
    }

    /// Where to point at for a key that is missing.
    pub(crate) fn start(&self) -> Range<usize> {
        self.fences.clone()
    }

    /// A text; a number or a truth value is taken as it is written. `None` where there is none.
    pub(crate) fn text(
        &self,
        key: &'static str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Spanned<String>> {
        let entry = self.entry(key)?;
        let value = match &entry.value {
            Value::Null => return None,
            Value::String(text) => text.trim().to_owned(),
            Value::Number(_) | Value::Bool(_) => self.text[entry.value_span.clone()].to_owned(),
            other => {
                diagnostics.push(self.wrong_type(entry, "a text", other));
                return None;
            }
        };
        (!value.is_empty()).then(|| Spanned { value, span: entry.value_span.clone() })
    }

    /// A list of texts; a single one will do. Numbers and truth values are taken as they are written. Each has its
    /// place where it can be found in the file, otherwise that of the key.
    pub(crate) fn texts(&self, key: &'static str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Spanned<String>> {
        let Some(entry) = self.entry(key) else { return Vec::new() };
        let items = match &entry.value {
            Value::Sequence(items) => items.as_slice(),
            Value::Null => &[],
            one => std::slice::from_ref(one),
        };
        let places = Some(item_places(self.text, &entry.region)).filter(|places| places.len() == items.len());
        let mut texts = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let place = places.as_ref().map(|places| places[at].clone());
            let value = match (item, &place) {
                (Value::String(text), _) => text.trim().to_owned(),
                (Value::Number(_) | Value::Bool(_), Some(place)) => self.text[place.clone()].to_owned(),
                (Value::Number(_) | Value::Bool(_), None) => printed(item),
                _ => {
                    diagnostics.push(self.wrong_type(entry, "a list of texts", item));
                    continue;
                }
            };
            texts.push(Spanned { value, span: place.unwrap_or_else(|| entry.key_span.clone()) });
        }
        texts
    }

    /// A number; a text that is one will do.
    pub(crate) fn number(
        &self,
        key: &'static str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Spanned<f64>> {
        let entry = self.entry(key)?;
        let number = match &entry.value {
            Value::Null => return None,
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        match number.filter(|number| number.is_finite()) {
            Some(value) => Some(Spanned { value, span: entry.value_span.clone() }),
            None => {
                diagnostics.push(self.wrong_type(entry, "a number", &entry.value));
                None
            }
        }
    }

    /// The keys below a key, such as those of `quiz`. `None` where there are none.
    pub(crate) fn group(&self, key: &'static str, diagnostics: &mut Vec<Diagnostic>) -> Option<Self> {
        let entry = self.entry(key)?;
        self.keys_of(entry, diagnostics)
    }

    /// The groups below a key, each with the key of its own that an author chose.
    pub(crate) fn groups(
        &self,
        key: &'static str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<(Spanned<String>, Self)> {
        let Some(group) = self.group(key, diagnostics) else { return Vec::new() };
        let mut groups = Vec::new();
        for entry in &group.entries {
            if let Some(keys) = group.keys_of(entry, diagnostics) {
                groups.push((Spanned { value: entry.key.clone(), span: entry.key_span.clone() }, keys));
            }
        }
        groups
    }

    /// Whether keys stand below a key.
    pub(crate) fn is_group(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key && matches!(entry.value, Value::Mapping(_)))
    }

    fn keys_of(&self, entry: &Entry, diagnostics: &mut Vec<Diagnostic>) -> Option<Self> {
        let mapping = match &entry.value {
            Value::Null => return None,
            Value::Mapping(mapping) => mapping,
            other => {
                diagnostics.push(self.wrong_type(entry, "a group of keys", other));
                return None;
            }
        };
        let keys: Vec<_> = mapping.keys().map(printed).collect();
        let places = inner_places(self.text, &entry.region, &keys);
        let entries = keys.into_iter().zip(mapping.values()).zip(places).map(|((key, value), place)| {
            let (key_span, region) = place.unwrap_or((entry.key_span.clone(), 0..0));
            let value_span = inner_value(self.text, &region);
            Entry { key, key_span, value: value.clone(), value_span, region }
        });
        let (file, text, fences) = (self.file, self.text, entry.key_span.clone());
        Some(Self { file, text, entries: entries.collect(), asked: RefCell::default(), fences })
    }

    /// The file the keys are in.
    pub(crate) fn file(&self) -> &'a str {
        self.file
    }

    /// Reports the keys that nobody asked for. To be called last.
    pub(crate) fn report_unknown(&self, owner: &str, diagnostics: &mut Vec<Diagnostic>) {
        let asked = self.asked.borrow();
        for entry in self.entries.iter().filter(|entry| !asked.contains(&entry.key.as_str())) {
            let message = format!("{owner} has no key `{}`", entry.key);
            let help = match nearest(&entry.key, asked.iter().copied()) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("remove the line; the keys of {owner} are {}", listed(&asked)),
            };
            diagnostics.push(
                Diagnostic::new(Code::UnknownKey, self.file, message).at(entry.key_span.clone()).help(help),
            );
        }
    }

    fn entry(&self, key: &'static str) -> Option<&Entry> {
        self.asked.borrow_mut().push(key);
        self.entries.iter().find(|entry| entry.key == key)
    }

    fn wrong_type(&self, entry: &Entry, wanted: &str, found: &Value) -> Diagnostic {
        let found = match found {
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a group of keys",
            Value::Tagged(_) => "a value with a tag",
            Value::Bool(_) => "a truth value",
            Value::Null => "nothing",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
        };
        let key = &entry.key;
        let mut span = entry.value_span.clone();
        if span.is_empty() {
            span = entry.key_span.clone();
        }
        Diagnostic::new(Code::WrongValueType, self.file, format!("`{key}` must be {wanted}, this is {found}"))
            .at(span)
            .help(match wanted {
                "a number" => format!("write a number, such as `{key}: 1`"),
                "a list of texts" => format!("write one a line, such as `{key}:` and below it `  - \"…\"`"),
                "a group of keys" => {
                    format!("write one `key: value` a line below `{key}:`, each indented by two spaces")
                }
                _ => format!("write it on one line, such as `{key}: \"…\"`"),
            })
    }
}

/// Words for a sentence: `a`, `b` and `c`.
pub(crate) fn listed(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// The pairs of a mapping as they stand, with repeated keys kept.
struct Pairs(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PairsVisitor;

        impl<'de> Visitor<'de> for PairsVisitor {
            type Value = Pairs;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("lines such as `id: my-lesson`")
            }

            fn visit_unit<E>(self) -> Result<Pairs, E> {
                Ok(Pairs(Vec::new()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some((key, value)) = map.next_entry::<Value, Value>()? {
                    pairs.push((printed(&key), value));
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_any(PairsVisitor)
    }
}

fn printed(key: &Value) -> String {
    match key {
        Value::String(text) => text.clone(),
        other => serde_yaml::to_string(other).unwrap_or_default().trim().to_owned(),
    }
}

fn bad_yaml(file: &str, text: &str, split: &Split, error: &serde_yaml::Error) -> Diagnostic {
    let span = match error.location() {
        Some(location) => {
            // Parsers tend to notice at the line after; the last line that can be meant is that of the last key.
            let line = lines(text).nth(location.line().saturating_sub(1)).unwrap_or(split.yaml.clone());
            let line = if line.start < split.yaml.end { line } else { last_line(text, &split.yaml) };
            let line = trimmed(text, line);
            let column = text[line.clone()].char_indices().nth(location.column().saturating_sub(1));
            column.map_or(line.clone(), |(offset, _)| line.start + offset..line.end)
        }
        None => trimmed(text, 0..split.yaml.start),
    };
    let message = without_places(&error.to_string());
    let help = if message.contains("mapping values are not allowed") {
        "put a value that contains `: ` in quotes, such as `title: \"Docker: the basics\"`"
    } else if message.contains("cannot start any token") || text[split.yaml.clone()].contains('\t') {
        "put a value that begins with a special character in quotes, and indent with spaces, never with tabs"
    } else if split.yaml.start > 0 && text[split.yaml.clone()].lines().any(|line| line.trim().is_empty()) {
        "write one `key: value` a line; if text of the lesson stands here, the line `---` after the last key is missing"
    } else {
        "YAML is one `key: value` a line, values with special characters in quotes"
    };
    let what = if split.yaml.start == 0 { "this file" } else { "the front matter" };
    Diagnostic::new(Code::BadYaml, file, format!("{what} is not valid YAML: {message}")).at(span).help(help)
}

/// The message of the YAML parser without its own line numbers; the diagnostic shows the place.
fn without_places(message: &str) -> String {
    let mut parts = message.split(" at line ");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let number_end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let rest = part[number_end..].strip_prefix(" column ").unwrap_or(&part[number_end..]);
        kept.push_str(rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    kept
}

fn unquoted(key: &str) -> &str {
    let inner = |quote| key.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).unwrap_or(key)
}

fn is_fence(text: &str, line: &Range<usize>) -> bool {
    text[line.clone()].trim_end() == "---"
}

/// The lines of a text as ranges that take in the line break.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end;
        range
    })
}

fn first_text_line(text: &str) -> Range<usize> {
    lines(text).find(|line| !text[line.clone()].trim().is_empty()).unwrap_or(0..0)
}

fn last_line(text: &str, range: &Range<usize>) -> Range<usize> {
    let line = lines(&text[range.clone()])
        .filter(|line| !text[range.clone()][line.clone()].trim().is_empty())
        .last();
    line.map_or(range.clone(), |line| range.start + line.start..range.start + line.end)
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    range.start..range.start + text[range].trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<Diagnostic>, Option<Fields<'_>>) {
        let mut diagnostics = Vec::new();
        let split = split("f.md", text).unwrap();
        let fields = Fields::read("f.md", text, &split, &mut diagnostics);
        (diagnostics, fields)
    }

    #[test]
    fn crlf_and_spaces_after_the_fence_are_forgiven() {
        let text = "---  \r\nid: a\r\n---\r\nbody";
        assert_eq!(&text[split("f", text).unwrap().body..], "body");
        let (diagnostics, fields) = read(text);
        assert_eq!(diagnostics, []);
        let id = fields.unwrap().text("id", &mut Vec::new()).unwrap();
        assert_eq!((id.value.as_str(), &text[id.span]), ("a", "a"));
    }

    #[test]
    fn values_are_read_as_they_are_written_and_know_their_place() {
        let text = "---\nid: 007 # agent\n'title': \"a # b: c\"\norder: '3'\nsection: yes\nempty:\n---\n";
        let (diagnostics, fields) = read(text);
        assert_eq!(diagnostics, []);
        let fields = fields.unwrap();
        let value = |key| fields.text(key, &mut Vec::new()).map(|text| text.value);
        assert_eq!(value("id").unwrap(), "007");
        assert_eq!(value("title").unwrap(), "a # b: c");
        assert_eq!(value("section").unwrap(), "yes");
        assert_eq!(value("empty"), None);
        assert_eq!(fields.number("order", &mut Vec::new()).unwrap().value, 3.0);
        let title = fields.text("title", &mut Vec::new()).unwrap();
        assert_eq!(&text[title.span], "\"a # b: c\"");
    }

    #[test]
    fn keys_of_groups_know_their_places() {
        let text = "---\nid: a\nquiz: # draw: 1\n  passMark: 60 # per cent\n  'shuffle': \"all\"\nquizzes:\n  check: {draw: 5, passMark: 7}\n  check-1:\n    draw: 9\ntitle: x\n---\n";
        let (diagnostics, fields) = read(text);
        assert_eq!(diagnostics, []);
        let fields = fields.unwrap();
        let place = |fields: &Fields<'_>, key| {
            let value = fields.text(key, &mut Vec::new()).unwrap();
            format!("{} at {}", value.value, text[..value.span.start].lines().count())
        };
        let quiz = fields.group("quiz", &mut Vec::new()).unwrap();
        assert_eq!(
            (place(&quiz, "passMark"), place(&quiz, "shuffle")),
            ("60 at 4".into(), "all at 5".into())
        );
        assert!(quiz.text("draw", &mut Vec::new()).is_none());
        let quizzes = fields.groups("quizzes", &mut Vec::new());
        let ids: Vec<_> = quizzes.iter().map(|(id, _)| (&*id.value, &text[id.span.clone()])).collect();
        assert_eq!(ids, [("check", "check"), ("check-1", "check-1")]);
        assert_eq!(place(&quizzes[0].1, "draw"), "5 at 7");
        assert_eq!(place(&quizzes[0].1, "passMark"), "7 at 7");
        assert_eq!(place(&quizzes[1].1, "draw"), "9 at 9");
        let mut diagnostics = Vec::new();
        assert!(fields.group("title", &mut diagnostics).is_none());
        assert_eq!(diagnostics[0].message, "`title` must be a group of keys, this is a text");
    }

    #[test]
    fn items_of_lists_know_their_places() {
        for (yaml, expected) in [
            ("salt", "salt at 2"),
            ("  \"a: b\" # c", "a: b at 2"),
            ("[salt, a, 'l, t' ] # z", "salt at 2, a at 2, l, t at 2"),
            ("[ salt, # first\n  007]", "salt at 2, 007 at 3"),
            ("\n- salt # first\n# - none\n-   a\n- \"l # t\"", "salt at 3, a at 5, l # t at 6"),
            ("\n  - 2024\n\n  - yes", "2024 at 3, yes at 5"),
            ("", ""),
            ("[]", ""),
            // What cannot be told apart stands at its key.
            ("\n  - a\n  - |\n    - b", "a at 2, - b at 2"),
        ] {
            let text = format!("---\nlist: {yaml}\nbehind: salt\n---\n");
            let (mut diagnostics, fields) = read(&text);
            let items = fields.unwrap().texts("list", &mut diagnostics);
            assert_eq!(diagnostics, [], "{yaml}");
            let shown = items.iter().map(|item| {
                let line = text[..item.span.start].lines().count();
                let slice = &text[item.span.clone()];
                assert!(slice == item.value || slice == "list", "{yaml}: {slice}");
                format!("{} at {}", item.value, line + usize::from(slice == "list"))
            });
            assert_eq!(shown.collect::<Vec<_>>().join(", "), expected, "{yaml}");
        }
    }

    #[test]
    fn places_in_messages_of_the_parser_are_dropped() {
        let message =
            "did not find expected key at line 3 column 1, while parsing a block mapping at line 2 column 1";
        assert_eq!(without_places(message), "did not find expected key, while parsing a block mapping");
    }

    #[test]
    fn odd_yaml_is_never_a_panic() {
        for yaml in
            ["", "- a", "just text", "{a: 1, b: [", "? x\n: y", "\"a\\", "&a [*a]", "a: !t x", "\u{85}: é:"]
        {
            let text = format!("---\n{yaml}\n---\n");
            let (diagnostics, fields) = read(&text);
            assert_eq!(fields.is_none(), !diagnostics.is_empty(), "{yaml:?}: {diagnostics:?}");
        }
    }
}
