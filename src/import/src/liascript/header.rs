//! The comment at the head of a course, and the comments behind its headings: settings and macros.

use std::collections::HashMap;

/// A setting or a macro.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) value: String,
    /// Counted from the first line of the text.
    pub(super) line: usize,
}

/// Macros by name, with what stands for them.
pub(super) type Macros = HashMap<String, String>;

/// Settings that only courses of LiaScript have.
const KEYS: [&str; 22] = [
    "author",
    "email",
    "version",
    "date",
    "language",
    "narrator",
    "mode",
    "dark",
    "comment",
    "logo",
    "icon",
    "link",
    "script",
    "import",
    "repository",
    "tags",
    "edit",
    "attribute",
    "classroom",
    "translation",
    "font",
    "base",
];

/// The comment that a text begins with: its entries, and the byte and the line behind it.
pub(super) fn read(text: &str) -> Option<(Vec<Entry>, usize, usize)> {
    let start = text.len() - text.trim_start().len();
    let inner = text[start..].strip_prefix("<!--")?;
    let end = inner.find("-->")?;
    let first = text[..start].matches('\n').count() + 1;
    let entries = entries(&inner[..end], first);
    let behind = start + 4 + end + 3;
    Some((entries, behind, text[..behind].matches('\n').count() + 1))
}

/// Whether entries are those of a course.
pub(super) fn is_header(entries: &[Entry]) -> bool {
    entries.iter().any(|entry| KEYS.contains(&entry.key.to_lowercase().as_str()))
}

/// What stands in a comment: `key: value`, `@name: value`, and `@name` up to `@end`. `first` is its first line.
pub(super) fn entries(comment: &str, first: usize) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut block: Option<Entry> = None;
    for (index, line) in comment.split('\n').enumerate() {
        let word = line.trim();
        if let Some(entry) = &mut block {
            if word == "@end" {
                entries.extend(block.take());
            } else {
                if !entry.value.is_empty() {
                    entry.value.push('\n');
                }
                entry.value.push_str(line);
            }
            continue;
        }
        let is_indented = line.starts_with([' ', '\t']);
        let found = key(word);
        match found {
            Some((key, value))
                if !is_indented
                    || entries.is_empty()
                    || KEYS.contains(&key.to_lowercase().as_str())
                    || key.starts_with('@') =>
            {
                entries.push(Entry { key: key.into(), value: value.trim().into(), line: first + index });
            }
            _ if word.starts_with('@') && is_name(&word[1..]) => {
                block = Some(Entry { key: word.into(), value: String::new(), line: first + index });
            }
            // A value goes on in indented lines.
            _ if !word.is_empty() => {
                if let Some(entry) = entries.last_mut() {
                    entry.value.push(' ');
                    entry.value.push_str(word);
                }
            }
            _ => {}
        }
    }
    entries.extend(block);
    entries
}

fn key(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let name = key.strip_prefix('@').unwrap_or(key);
    (is_name(name) && !value.starts_with("//")).then_some((key, value))
}

fn is_name(name: &str) -> bool {
    name.starts_with(char::is_alphabetic)
        && name.len() <= 60
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_and_macros_are_read() {
        let text = "\n<!--\nauthor: A. Sailor\ncomment: One\n         two: three\n\nimport: https://e.org/a.md\n\n@red: <b>@0</b>\n@block\na\n  b\n@end\n-->\n# T";
        let (entries, behind, line) = read(text).unwrap();
        let shown: Vec<_> = entries.iter().map(|it| (it.line, it.key.as_str(), it.value.as_str())).collect();
        assert_eq!(
            shown,
            [
                (3, "author", "A. Sailor"),
                (4, "comment", "One two: three"),
                (7, "import", "https://e.org/a.md"),
                (9, "@red", "<b>@0</b>"),
                (10, "@block", "a\n  b"),
            ]
        );
        assert_eq!((&text[behind..], line), ("\n# T", 14));
        assert!(is_header(&entries));
        assert!(!is_header(&read("<!-- only: a comment -->").unwrap().0));
        assert_eq!(read("# No comment"), None);
    }
}
