//! A text under work of which every line knows the line of the source that it came from.

use std::ops::Range;

/// What stands for something that is put in at the end; no source has these characters, since they are taken out.
pub(crate) const MARK: [char; 2] = ['\u{e000}', '\u{e001}'];

/// Text, with the source of its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text {
    text: String,
    /// By line of the text, the line of the source, from 1.
    lines: Vec<usize>,
    /// Where the lines begin.
    starts: Vec<usize>,
}

impl Text {
    /// A whole file.
    pub(crate) fn of(text: &str) -> Self {
        Self::from_line(text, 1)
    }

    /// The same of a part that may hold marks of ours.
    pub(crate) fn marked(text: &str, first: usize) -> Self {
        let mut own = Self::default();
        for (index, line) in text.split('\n').enumerate() {
            own.push_marked(line, first + index);
        }
        own
    }

    /// A part of a file that begins at this line.
    pub(crate) fn from_line(text: &str, first: usize) -> Self {
        let mut own = Self::default();
        for (index, line) in text.split('\n').enumerate() {
            own.push(line, first + index);
        }
        own
    }

    /// Adds a line.
    pub(crate) fn push(&mut self, line: &str, source: usize) {
        if line.contains(MARK) {
            let line: String = line.chars().filter(|character| !MARK.contains(character)).collect();
            self.push_marked(&line, source);
        } else {
            self.push_marked(line, source);
        }
    }

    /// Adds a line that may hold marks of ours.
    pub(crate) fn push_marked(&mut self, line: &str, source: usize) {
        if !self.lines.is_empty() {
            self.text.push('\n');
        }
        self.starts.push(self.text.len());
        self.lines.push(source);
        self.text.push_str(line);
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The lines, each with its line of the source.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (&str, usize)> {
        self.text.split('\n').zip(self.lines.iter().copied())
    }

    /// The line of the source for a byte of the text.
    pub(crate) fn line_at(&self, byte: usize) -> usize {
        let line = self.starts.partition_point(|start| *start <= byte).saturating_sub(1);
        self.lines.get(line).copied().unwrap_or(1)
    }

    /// The text with some parts replaced. Of two that overlap, the one that begins first counts, or the longer.
    pub(crate) fn edited(&self, mut edits: Vec<(Range<usize>, String)>) -> Self {
        if edits.is_empty() {
            return self.clone();
        }
        edits.sort_by(|(one, _), (other, _)| one.start.cmp(&other.start).then(other.end.cmp(&one.end)));
        let mut text = String::with_capacity(self.text.len());
        let mut lines = vec![self.line_at(0)];
        let mut at = 0;
        let mut line = 0;
        let mut copy = |text: &mut String, lines: &mut Vec<usize>, part: Range<usize>| {
            let kept = &self.text[part.clone()];
            for (offset, _) in kept.match_indices('\n') {
                while self.starts.get(line).is_some_and(|start| *start <= part.start + offset) {
                    line += 1;
                }
                lines.push(self.lines.get(line).copied().unwrap_or(1));
            }
            text.push_str(kept);
        };
        for (range, put) in edits {
            if range.start < at || range.end > self.text.len() {
                continue;
            }
            copy(&mut text, &mut lines, at..range.start);
            // What follows a line break at the end of a part is the line behind it.
            lines.extend(put.match_indices('\n').map(|(offset, _)| {
                self.line_at(if offset + 1 == put.len() { range.end } else { range.start })
            }));
            text.push_str(&put);
            at = range.end;
        }
        copy(&mut text, &mut lines, at..self.text.len());
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, lines, starts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_source_through_edits() {
        let text = Text::from_line("one\ntwo\nthree\nfour", 10);
        assert_eq!([0, 3, 4, 8, 100].map(|at| text.line_at(at)), [10, 10, 11, 12, 13]);
        let edited = text.edited(vec![(4..8, "a\nb\n".into()), (5..6, "no".into()), (9..9, "\n".into())]);
        assert_eq!(edited.as_str(), "one\na\nb\nt\nhree\nfour");
        let sources: Vec<_> = edited.lines().map(|(_, line)| line).collect();
        assert_eq!(sources, [10, 11, 11, 12, 12, 13]);
    }

    #[test]
    fn marks_of_ours_are_taken_out_of_a_source() {
        assert_eq!(Text::of("a\u{e000}1\u{e001}b").as_str(), "a1b");
        assert_eq!(Text::of("").lines().count(), 1);
    }
}
