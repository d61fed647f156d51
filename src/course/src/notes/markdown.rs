//! All notes as one Markdown file (CommonMark 0.31.2), for a learner to take along. What was quoted and written stays
//! the text that it is: nothing in it becomes markup.

/// The notes of a lesson, or what else belongs together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chapter {
    /// Its course; empty where it is the one of the chapter before, or none.
    pub course: String,
    /// Its title.
    pub title: String,
    /// Where it is found; empty for nowhere.
    pub address: String,
    /// A line below the title, such as that it is bookmarked; may be empty.
    pub remark: String,
    /// The notes, in their order.
    pub notes: Vec<Note>,
}

/// One note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// The passage; empty for a note on the whole lesson.
    pub quote: String,
    /// What the learner wrote: more than one text where they were written without knowing of each other.
    pub texts: Vec<String>,
    /// When, as people write it; where there is an address, its link.
    pub date: String,
    /// Where the passage is found; empty for nowhere.
    pub address: String,
    /// A line about it, such as that the passage is gone; may be empty.
    pub remark: String,
}

/// The whole file.
pub fn markdown(title: &str, chapters: &[Chapter]) -> String {
    let mut file = format!("# {}\n", line(title));
    for chapter in chapters {
        if !chapter.course.is_empty() {
            file += &format!("\n## {}\n", line(&chapter.course));
        }
        file += &format!("\n### {}\n", link(&chapter.title, &chapter.address));
        if !chapter.remark.is_empty() {
            file += &format!("\n{}\n", line(&chapter.remark));
        }
        for note in &chapter.notes {
            if !note.quote.is_empty() {
                file += &format!("\n{}\n", quoted(&note.quote));
            }
            for text in note.texts.iter().filter(|text| !text.trim().is_empty()) {
                file += &format!("\n{}\n", paragraphs(text));
            }
            if !note.remark.is_empty() {
                file += &format!("\n{}\n", line(&note.remark));
            }
            file += &format!("\n{}\n", link(&note.date, &note.address));
        }
    }
    file
}

fn quoted(text: &str) -> String {
    let lines = paragraphs(text);
    let lines: Vec<_> =
        lines.lines().map(|line| if line.is_empty() { ">".into() } else { format!("> {line}") }).collect();
    lines.join("\n")
}

/// A text of several lines: empty ones part paragraphs, all others stay lines of their own.
fn paragraphs(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.trim_end().lines().skip_while(|line| line.trim().is_empty()).peekable();
    while let Some(text) = lines.next() {
        out += &line(text);
        match lines.peek() {
            // A backslash at the end of a line breaks it (6.7).
            Some(next) if !next.trim().is_empty() && !text.trim().is_empty() => out += "\\\n",
            Some(_) => out += "\n",
            None => {}
        }
    }
    out
}

/// A text of one line. Spaces at its beginning stay, which would make it code.
fn line(text: &str) -> String {
    let text = text.trim_end();
    let inner = text.trim_start();
    let mut out = String::with_capacity(text.len());
    for space in text[..text.len() - inner.len()].chars() {
        out += if space == '\t' { "&nbsp;&nbsp;&nbsp;&nbsp;" } else { "&nbsp;" };
    }
    let digits = inner.chars().take_while(char::is_ascii_digit).count();
    for (at, letter) in inner.chars().enumerate() {
        let is_mark = match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '$' | '^'
            | '=' | ':' | '{' | '}' => true,
            // At the beginning of a line they make a list, or a heading of the line before.
            '+' | '-' => at == 0,
            '.' | ')' => digits > 0 && at == digits,
            _ => false,
        };
        if is_mark {
            out.push('\\');
        }
        match letter {
            '\r' | '\n' => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

fn link(text: &str, address: &str) -> String {
    match address.is_empty() {
        true => line(text),
        false => format!("[{}](<{}>)", line(text), address.replace(['<', '>', '\n'], "")),
    }
}
