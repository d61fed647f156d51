//! The strokes of a drawing, collected and joined, as few elements of SVG.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A place in pixels.
pub(super) type Point = (i32, i32);

/// All strokes.
#[derive(Default)]
pub(super) struct Strokes {
    solid: Lines,
    dashed: Lines,
    /// Curves and slanted lines, as they are.
    other: String,
    /// Filled shapes.
    filled: String,
    circles: String,
}

/// Straight lines along the grid: for each height or column the stretches that are drawn.
#[derive(Default)]
struct Lines {
    across: BTreeMap<i32, Vec<(i32, i32)>>,
    down: BTreeMap<i32, Vec<(i32, i32)>>,
}

impl Strokes {
    pub(super) fn line(&mut self, from: Point, to: Point, is_dashed: bool) {
        if from == to {
            return;
        }
        let lines = if is_dashed { &mut self.dashed } else { &mut self.solid };
        let sorted = |one: i32, other: i32| (one.min(other), one.max(other));
        if from.1 == to.1 {
            lines.across.entry(from.1).or_default().push(sorted(from.0, to.0));
        } else if from.0 == to.0 {
            lines.down.entry(from.0).or_default().push(sorted(from.1, to.1));
        } else {
            _ = write!(self.other, "M{} {}L{} {}", from.0, from.1, to.0, to.1);
        }
    }

    pub(super) fn curve(&mut self, from: Point, corner: Point, to: Point) {
        _ = write!(self.other, "M{} {}Q{} {} {} {}", from.0, from.1, corner.0, corner.1, to.0, to.1);
    }

    pub(super) fn triangle(&mut self, points: [Point; 3]) {
        let [first, second, third] = points;
        _ = write!(
            self.filled,
            "M{} {}L{} {} {} {}Z",
            first.0, first.1, second.0, second.1, third.0, third.1
        );
    }

    pub(super) fn circle(&mut self, centre: Point, is_filled: bool) {
        let fill = if is_filled { " fill=\"currentColor\"" } else { "" };
        _ = write!(self.circles, "<circle cx=\"{}\" cy=\"{}\" r=\"3\"{fill}/>", centre.0, centre.1);
    }

    pub(super) fn svg(self) -> String {
        let mut svg = String::new();
        let solid = self.solid.path() + &self.other;
        if !solid.is_empty() {
            _ = write!(svg, "<path d=\"{solid}\"/>");
        }
        let dashed = self.dashed.path();
        if !dashed.is_empty() {
            _ = write!(svg, "<path stroke-dasharray=\"4 4\" d=\"{dashed}\"/>");
        }
        if !self.filled.is_empty() {
            _ = write!(svg, "<path fill=\"currentColor\" d=\"{}\"/>", self.filled);
        }
        svg + &self.circles
    }
}

impl Lines {
    fn path(self) -> String {
        let mut path = String::new();
        for (y, stretches) in self.across {
            for (from, to) in joined(stretches) {
                _ = write!(path, "M{from} {y}H{to}");
            }
        }
        for (x, stretches) in self.down {
            for (from, to) in joined(stretches) {
                _ = write!(path, "M{x} {from}V{to}");
            }
        }
        path
    }
}

/// Stretches that touch, made one.
fn joined(mut stretches: Vec<(i32, i32)>) -> Vec<(i32, i32)> {
    stretches.sort_unstable();
    let mut joined: Vec<(i32, i32)> = Vec::new();
    for (from, to) in stretches {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}
