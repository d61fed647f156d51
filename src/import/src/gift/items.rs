//! A GIFT file cut into its items: questions and changes of the category.

/// What may stand in a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// What follows belongs to this category, named with `/` between its parts.
    Category(String),
    Question(Raw),
}

/// A question as it stands, comments and title taken off.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Raw {
    /// The line where it begins.
    pub(super) line: usize,
    /// An `[id:…]` from the comments before it.
    pub(super) id: Option<String>,
    /// Every `[tag:…]` from there.
    pub(super) tags: Vec<String>,
    pub(super) title: String,
    /// With [`protected`] for what is escaped.
    pub(super) text: String,
}

/// The characters that may be escaped by a backslash; the last is that of a line break, `\n`.
const ESCAPED: [char; 8] = ['~', '=', '#', '{', '}', ':', '\\', 'n'];

/// What stands for the first of them while a text is taken apart; the others follow.
const FIRST: u32 = 0xe010;

/// A text with one character for each that is escaped, so that none of them is taken for a sign.
pub(super) fn protected(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let code = ESCAPED.iter().position(|escaped| characters.peek() == Some(escaped));
        match code.filter(|_| character == '\\').and_then(|code| char::from_u32(FIRST + code as u32)) {
            Some(stand_in) => {
                characters.next();
                out.push(stand_in);
            }
            None if (FIRST..FIRST + ESCAPED.len() as u32).contains(&u32::from(character)) => {}
            None => out.push(character),
        }
    }
    out
}

/// The same text with the characters that were meant.
pub(super) fn restored(text: &str) -> String {
    let restore = |character: char| match u32::from(character).checked_sub(FIRST) {
        Some(7) => '\n',
        Some(code) => ESCAPED.get(code as usize).copied().unwrap_or(character),
        None => character,
    };
    text.chars().map(restore).collect()
}

/// Cuts a file. Items are parted by empty lines; one between braces that close later parts nothing.
pub(super) fn items(text: &str) -> Vec<Item> {
    let lines: Vec<String> = text.split('\n').map(protected).collect();
    let is_comment = |line: &str| line.trim_start().starts_with("//");
    // By line, the first brace in it or below it; and whether a line leaves a brace open, counted from its item.
    let mut next_brace: Vec<Option<char>> = vec![None; lines.len() + 1];
    for at in (0..lines.len()).rev() {
        let own = lines[at].find(['{', '}']).filter(|_| !is_comment(&lines[at]));
        next_brace[at] = own.and_then(|place| lines[at][place..].chars().next()).or(next_brace[at + 1]);
    }
    let mut items = Vec::new();
    let mut comments = Comments::default();
    let mut block: Vec<&str> = Vec::new();
    let mut start = 0;
    let mut is_open = false;
    for (at, line) in lines.iter().enumerate() {
        if is_comment(line) {
            comments.read(line);
            continue;
        }
        if line.trim().is_empty() {
            if is_open && next_brace[at] == Some('}') {
                block.push("");
                continue;
            }
            question(&mut block, start, &mut comments, &mut items);
            is_open = false;
            continue;
        }
        let category = line.trim_start().strip_prefix("$CATEGORY:").filter(|_| !is_open);
        if let Some(name) = category {
            question(&mut block, start, &mut comments, &mut items);
            comments = Comments::default();
            items.push(Item::Category(restored(name.trim())));
            continue;
        }
        if block.is_empty() {
            start = at + 1;
        }
        for brace in line.chars() {
            match brace {
                '{' => is_open = true,
                '}' => is_open = false,
                _ => {}
            }
        }
        block.push(line);
    }
    question(&mut block, start, &mut comments, &mut items);
    items
}

/// What comments before a question say of it.
#[derive(Default)]
struct Comments {
    id: Option<String>,
    tags: Vec<String>,
}

impl Comments {
    fn read(&mut self, line: &str) {
        for part in line.split('[').skip(1) {
            let Some((word, _)) = part.split_once(']') else { continue };
            let word = restored(word);
            if let Some(id) = word.strip_prefix("id:") {
                self.id = Some(id.trim().to_owned());
            } else if let Some(tag) = word.strip_prefix("tag:") {
                self.tags.push(tag.trim().to_owned());
            }
        }
    }
}

fn question(block: &mut Vec<&str>, line: usize, comments: &mut Comments, items: &mut Vec<Item>) {
    if block.is_empty() {
        return;
    }
    let comments = std::mem::take(comments);
    let text = block.join("\n");
    block.clear();
    let text = text.trim();
    let (title, text) = match text.strip_prefix("::").and_then(|rest| rest.split_once("::")) {
        Some((title, rest)) => (restored(title.trim()), rest.trim()),
        None => (String::new(), text),
    };
    items.push(Item::Question(Raw {
        line,
        id: comments.id,
        tags: comments.tags,
        title,
        text: text.to_owned(),
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_kept_apart() {
        let text = r"\~ \= \# \{ \} \: \\n \n \x";
        assert!(!protected(text).contains(['~', '=', '#', '{', '}', ':']));
        assert_eq!(restored(&protected(text)), "~ = # { } : \\n \n \\x");
    }

    #[test]
    fn items_are_parted_by_empty_lines() {
        let text =
            "// [id:x] [tag:t]\n::A::a {T}\n\n$CATEGORY: $course$/b\nb {\n\n=c\n}\n\n// {\nd {\n\ne {=f}";
        let found: Vec<_> = items(text)
            .into_iter()
            .map(|item| match item {
                Item::Category(name) => name,
                Item::Question(raw) => {
                    format!("{}{}:{}:{}", raw.line, raw.id.unwrap_or_default(), raw.title, raw.text)
                }
            })
            .collect();
        assert_eq!(found, ["2x:A:a {T}", "$course$/b", "5::b {\n\n=c\n}", "11::d {", "13::e {=f}"]);
    }
}
