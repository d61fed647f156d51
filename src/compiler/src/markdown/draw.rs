//! Drawings in ASCII and box-drawing characters as SVG: strokes for lines, text for text.
//!
//! A character is a stroke where it meets a neighbour that reaches for it, and text everywhere else, so that
//! `CI/CD`, `a-b` and `<tag>` stay what they are. Every character ends up as one or the other: nothing is lost. What
//! each character is like is in [`glyph`].
//!
//! | written          | drawn                                  |
//! |------------------|----------------------------------------|
//! | `-` `=` `_` `\|` `:` `/` `\` | strokes; `=` and `:` dashed |
//! | `+`              | a corner or crossing                   |
//! | `.` `,` `'` `` ` `` | round corners                       |
//! | `<` `>` `^` `v`  | arrow heads at the end of a stroke     |
//! | `*` `o`          | dots at the end of a stroke            |

mod glyph;
mod stroke;

use std::fmt::Write as _;

use self::glyph::{Arm, Glyph};
use self::stroke::Strokes;
use super::escape;

/// A cell in pixels. Both halves are whole numbers.
const WIDTH: i32 = 8;
const HEIGHT: i32 = 16;

/// More rows or columns than that are no drawing.
const MOST: usize = 400;

/// A character, with the marks that belong to it, and what it could be.
#[derive(Clone, Copy)]
struct Cell<'t> {
    text: &'t str,
    character: char,
}

/// The drawing as rows of cells.
struct Grid<'t> {
    rows: Vec<Vec<Cell<'t>>>,
}

/// The SVG of a drawing, with its description; `None` where it is too large to be one.
pub(super) fn svg(art: &str, label: &str) -> Option<String> {
    let art = art.replace('\t', "    ");
    let grid = Grid::of(&art);
    let columns = grid.rows.iter().map(Vec::len).max().unwrap_or(0);
    if grid.rows.is_empty() || grid.rows.len() > MOST || columns > MOST {
        return None;
    }
    let mut strokes = Strokes::default();
    let mut text = String::new();
    for row in 0..grid.rows.len() {
        let mut run = Run::default();
        for column in 0..grid.rows[row].len() {
            let is_drawn = grid.draw(row, column, &mut strokes);
            let cell = grid.rows[row][column];
            if is_drawn || cell.character == ' ' {
                run.pause(is_drawn, row, &mut text);
            } else {
                run.push(column, cell.text);
            }
        }
        run.finish(row, &mut text);
    }
    let (width, height) = (pixels(columns, WIDTH), pixels(grid.rows.len(), HEIGHT));
    let label = escape::attribute(label);
    let mut svg = format!(
        "<svg viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{label}\" \
         fill=\"none\" stroke=\"currentColor\">"
    );
    svg.push_str(&strokes.svg());
    if !text.is_empty() {
        _ = write!(svg, "<g fill=\"currentColor\" stroke=\"none\">{text}</g>");
    }
    svg.push_str("</svg>");
    Some(svg)
}

fn pixels(cells: usize, size: i32) -> i32 {
    i32::try_from(cells).unwrap_or(i32::MAX / size) * size
}

impl<'t> Grid<'t> {
    fn of(art: &'t str) -> Self {
        let rows = art.trim_end().trim_start_matches(['\n', '\r']).lines();
        Self { rows: rows.map(|line| cells(line.trim_end())).collect() }
    }

    fn at(&self, row: usize, column: usize, arm: Arm) -> Option<(usize, usize, char)> {
        let (down, right) = arm.step();
        let (row, column) = (row.checked_add_signed(down)?, column.checked_add_signed(right)?);
        Some((row, column, self.rows.get(row)?.get(column)?.character))
    }

    fn glyph(&self, row: usize, column: usize) -> Option<Glyph> {
        let character = self.rows[row][column].character;
        let is_word = |arm| self.at(row, column, arm).is_some_and(|(_, _, c)| c.is_alphanumeric());
        // A letter that is part of a word, and the line in a `snake_case` name, are not strokes.
        let is_in_word = matches!(character, 'o' | 'v' | 'V') && (is_word(Arm::West) || is_word(Arm::East));
        (!is_in_word && !self.is_in_name(row, column)).then(|| Glyph::of(character)).flatten()
    }

    fn is_in_name(&self, row: usize, column: usize) -> bool {
        let cells = &self.rows[row];
        if cells[column].character != '_' {
            return false;
        }
        let is_line = |cell: &&Cell<'_>| cell.character == '_';
        let touches_word =
            |cell: Option<&Cell<'_>>| cell.is_some_and(|cell| cell.character.is_alphanumeric());
        touches_word(cells[..column].iter().rev().find(|cell| !is_line(cell)))
            || touches_word(cells[column..].iter().find(|cell| !is_line(cell)))
    }

    /// Whether the cell and its neighbour on this side reach for each other.
    fn meets(&self, row: usize, column: usize, arm: Arm) -> bool {
        let Some(glyph) = self.glyph(row, column).filter(|glyph| glyph.reaches(arm)) else { return false };
        let Some((other_row, other_column, _)) = self.at(row, column, arm) else { return false };
        let other = self.glyph(other_row, other_column);
        other.is_some_and(|other| other.reaches(arm.opposite()) && glyph.joins(other, arm))
    }

    /// Draws a cell, unless it is text.
    fn draw(&self, row: usize, column: usize, strokes: &mut Strokes) -> bool {
        let Some(glyph) = self.glyph(row, column) else { return false };
        let met: Vec<Arm> = Arm::ALL.into_iter().filter(|arm| self.meets(row, column, *arm)).collect();
        if met.is_empty() && !glyph.is_certain() {
            return false;
        }
        let origin = (pixels(column, WIDTH), pixels(row, HEIGHT));
        glyph.draw(origin, &met, strokes);
        true
    }
}

/// A line as cells: a wide character takes two, a mark none of its own.
fn cells(line: &str) -> Vec<Cell<'_>> {
    let mut cells: Vec<Cell<'_>> = Vec::new();
    let mut starts: Vec<usize> = Vec::new();
    for (at, character) in line.char_indices() {
        if is_mark(character) && !cells.is_empty() {
            let last = cells.iter().rposition(|cell| !cell.text.is_empty()).unwrap_or(0);
            cells[last].text = &line[starts[last]..at + character.len_utf8()];
            continue;
        }
        starts.push(at);
        cells.push(Cell { text: &line[at..at + character.len_utf8()], character });
        if is_wide(character) {
            // Its second half: neither text nor space.
            starts.push(at);
            cells.push(Cell { text: "", character: '\0' });
        }
    }
    cells
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{20d0}'..='\u{20f0}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// East Asian wide characters and pictures, about as <https://www.unicode.org/reports/tr11/> has them.
fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}')
}

/// Text that stands together in a row; single spaces belong to it.
#[derive(Default)]
struct Run {
    start: usize,
    cells: usize,
    text: String,
    spaces: usize,
}

impl Run {
    fn push(&mut self, column: usize, text: &str) {
        if self.text.is_empty() {
            (self.start, self.cells) = (column, 0);
        } else if self.spaces > 0 {
            self.text.push(' ');
        }
        self.spaces = 0;
        self.text.push_str(text);
        self.cells = column + 1 - self.start;
    }

    fn pause(&mut self, is_drawn: bool, row: usize, html: &mut String) {
        self.spaces += 1;
        if is_drawn || self.spaces > 1 {
            self.finish(row, html);
        }
    }

    fn finish(&mut self, row: usize, html: &mut String) {
        if !self.text.is_empty() {
            let (x, y) = (pixels(self.start, WIDTH), pixels(row, HEIGHT) + 12);
            let text = escape::text(&self.text);
            // The length is fixed, so that the text keeps its place whatever the face.
            let length = pixels(self.cells, WIDTH);
            _ = write!(html, "<text x=\"{x}\" y=\"{y}\" textLength=\"{length}\">{text}</text>");
        }
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(svg: &str) -> Vec<&str> {
        let parts = svg.split("<text").skip(1);
        parts.map(|part| part.split_once('>').unwrap().1.split_once("</text>").unwrap().0).collect()
    }

    #[test]
    fn a_box_is_one_path_and_its_label_is_text() {
        let svg = svg("+---+\n| a |\n+---+", "a \"box\"").unwrap();
        assert_eq!(
            svg,
            "<svg viewBox=\"0 0 40 48\" width=\"40\" height=\"48\" role=\"img\" aria-label=\"a &quot;box&quot;\" \
             fill=\"none\" stroke=\"currentColor\"><path d=\"M4 8H36M4 40H36M4 8V40M36 8V40\"/>\
             <g fill=\"currentColor\" stroke=\"none\"><text x=\"16\" y=\"28\" textLength=\"8\">a</text></g></svg>"
        );
    }

    #[test]
    fn what_meets_nothing_is_text() {
        for line in [
            "CI/CD",
            "a-b",
            "<tag>",
            "a + b",
            "to-do. v1.0 | x",
            "snake_case __init__",
            "o, so! ^ * '",
            "x = y: z",
            "\"quoted\" & <more>",
            "日本 é e\u{301}",
            "very o",
        ] {
            let svg = svg(line, "").unwrap();
            assert!(!svg.contains("<path") && !svg.contains("<circle"), "{line}: {svg}");
            assert_eq!(texts(&svg).join(" "), escape::text(line), "{line}");
        }
    }

    #[test]
    fn text_beside_strokes_is_kept() {
        let svg = svg("  .--------.   request  \n  | client |--------------> *--o server\n  '--------'   <ok>  v1\n      |\n      v\n    done", "").unwrap();
        assert_eq!(texts(&svg), ["request", "client", "server", "&lt;ok&gt;", "v1", "done"]);
        assert!(svg.contains("Q"), "round corners: {svg}");
        assert_eq!(svg.matches("<circle").count(), 2, "{svg}");
    }

    #[test]
    fn box_drawing_characters_are_strokes_by_themselves() {
        let svg = svg("┌─┐\n│a│\n╰═╯ ▶ ─▶", "").unwrap();
        assert_eq!(texts(&svg), ["a", "▶"]);
    }

    #[test]
    fn wide_characters_keep_their_room() {
        assert!(svg("日本", "").unwrap().contains("textLength=\"32\">日本</text>"));
    }

    #[test]
    fn what_is_no_drawing_is_left_alone() {
        assert!(svg("", "").is_none());
        assert!(svg(&"-".repeat(MOST + 1), "").is_none());
        assert!(svg(&"|\n".repeat(MOST + 1), "").is_none());
    }
}
