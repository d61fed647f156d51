//! What each character of a drawing is like: where it reaches, and how it is drawn.

use super::stroke::{Point, Strokes};
use super::{HEIGHT, WIDTH};

/// A side of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arm {
    North,
    NorthEast,
    East,
    SouthEast,
    South,
    SouthWest,
    West,
    NorthWest,
}

/// A character that may be a stroke.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glyph {
    /// `-` and `=`.
    Across { is_dashed: bool },
    /// `_`, drawn at the foot of its cell.
    Foot,
    /// `|` and `:`.
    Down { is_dashed: bool },
    /// `/`
    Rising,
    /// `\`
    Falling,
    /// `+`
    Crossing,
    /// A round corner, above (`.`) or below (`'`) what it joins.
    Corner { is_upper: bool },
    /// An arrow head that points there.
    Head { to: Arm },
    /// `*` and `o`.
    Dot { is_filled: bool },
    /// A box-drawing character: arms as bits, north, east, south, west.
    Drawn { arms: u8, is_round: bool, is_dashed: bool },
}

impl Arm {
    pub(super) const ALL: [Self; 8] = [
        Self::North,
        Self::NorthEast,
        Self::East,
        Self::SouthEast,
        Self::South,
        Self::SouthWest,
        Self::West,
        Self::NorthWest,
    ];

    /// Rows down and columns to the right.
    pub(super) fn step(self) -> (isize, isize) {
        match self {
            Self::North => (-1, 0),
            Self::NorthEast => (-1, 1),
            Self::East => (0, 1),
            Self::SouthEast => (1, 1),
            Self::South => (1, 0),
            Self::SouthWest => (1, -1),
            Self::West => (0, -1),
            Self::NorthWest => (-1, -1),
        }
    }

    pub(super) fn opposite(self) -> Self {
        let index = Self::ALL.iter().position(|arm| *arm == self).unwrap_or(0);
        Self::ALL[(index + 4) % 8]
    }

    /// Where the arm leaves the cell that begins at `origin`.
    fn end(self, origin: Point) -> Point {
        let (down, right) = self.step();
        let along = |step: isize, size: i32| match step {
            -1 => 0,
            0 => size / 2,
            _ => size,
        };
        (origin.0 + along(right, WIDTH), origin.1 + along(down, HEIGHT))
    }

    fn bit(self) -> u8 {
        match self {
            Self::North => 1,
            Self::East => 2,
            Self::South => 4,
            Self::West => 8,
            _ => 0,
        }
    }
}

impl Glyph {
    pub(super) fn of(character: char) -> Option<Self> {
        let head = |to| Some(Self::Head { to });
        let drawn = |arms| Some(Self::Drawn { arms, is_round: false, is_dashed: false });
        let round = |arms| Some(Self::Drawn { arms, is_round: true, is_dashed: false });
        let dashed = |arms| Some(Self::Drawn { arms, is_round: false, is_dashed: true });
        match character {
            '-' => Some(Self::Across { is_dashed: false }),
            '=' => Some(Self::Across { is_dashed: true }),
            '_' => Some(Self::Foot),
            '|' => Some(Self::Down { is_dashed: false }),
            ':' => Some(Self::Down { is_dashed: true }),
            '/' => Some(Self::Rising),
            '\\' => Some(Self::Falling),
            '+' => Some(Self::Crossing),
            '.' | ',' => Some(Self::Corner { is_upper: true }),
            '\'' | '`' => Some(Self::Corner { is_upper: false }),
            '<' => head(Arm::West),
            '>' => head(Arm::East),
            '^' => head(Arm::North),
            'v' | 'V' => head(Arm::South),
            '◀' | '◄' | '←' => Some(Self::Head { to: Arm::West }),
            '▶' | '►' | '→' => Some(Self::Head { to: Arm::East }),
            '▲' | '↑' => Some(Self::Head { to: Arm::North }),
            '▼' | '↓' => Some(Self::Head { to: Arm::South }),
            '*' | '●' => Some(Self::Dot { is_filled: true }),
            'o' | '○' => Some(Self::Dot { is_filled: false }),
            '─' | '━' | '═' => drawn(10),
            '│' | '┃' | '║' => drawn(5),
            '┌' | '┏' | '╔' => drawn(6),
            '┐' | '┓' | '╗' => drawn(12),
            '└' | '┗' | '╚' => drawn(3),
            '┘' | '┛' | '╝' => drawn(9),
            '├' | '┣' | '╠' => drawn(7),
            '┤' | '┫' | '╣' => drawn(13),
            '┬' | '┳' | '╦' => drawn(14),
            '┴' | '┻' | '╩' => drawn(11),
            '┼' | '╋' | '╬' => drawn(15),
            '╭' => round(6),
            '╮' => round(12),
            '╰' => round(3),
            '╯' => round(9),
            '╌' | '┄' | '┈' => dashed(10),
            '╎' | '┆' | '┊' => dashed(5),
            _ => None,
        }
    }

    /// Whether the character could go on to that side.
    pub(super) fn reaches(self, arm: Arm) -> bool {
        match self {
            Self::Across { .. } => matches!(arm, Arm::East | Arm::West),
            Self::Foot => matches!(arm, Arm::East | Arm::West),
            // To the sides only for a line that ends at it, see `joins`.
            Self::Down { .. } => matches!(arm, Arm::North | Arm::South | Arm::East | Arm::West),
            Self::Rising => matches!(arm, Arm::NorthEast | Arm::SouthWest),
            Self::Falling => matches!(arm, Arm::NorthWest | Arm::SouthEast),
            Self::Crossing | Self::Dot { .. } => true,
            Self::Corner { is_upper: true } => {
                matches!(arm, Arm::East | Arm::West | Arm::South | Arm::SouthEast | Arm::SouthWest)
            }
            Self::Corner { is_upper: false } => {
                matches!(arm, Arm::East | Arm::West | Arm::North | Arm::NorthEast | Arm::NorthWest)
            }
            Self::Head { to } => arm == to.opposite(),
            Self::Drawn { arms, .. } => arms & arm.bit() != 0,
        }
    }

    /// Whether two neighbours that reach for each other are one line: at least one of them is a line of itself, and
    /// two upright lines side by side are two.
    pub(super) fn joins(self, other: Self, arm: Arm) -> bool {
        let is_down = |glyph| matches!(glyph, Self::Down { .. });
        let is_across = |glyph| matches!(glyph, Self::Across { .. });
        match arm {
            Arm::East | Arm::West if is_down(self) => is_across(other),
            Arm::East | Arm::West if is_down(other) => is_across(self),
            _ => self.is_stroke() || other.is_stroke(),
        }
    }

    /// Whether the character is a line of itself, so that others can end at it.
    fn is_stroke(self) -> bool {
        matches!(
            self,
            Self::Across { .. }
                | Self::Foot
                | Self::Down { .. }
                | Self::Rising
                | Self::Falling
                | Self::Drawn { .. }
        )
    }

    /// Whether the character is never text.
    pub(super) fn is_certain(self) -> bool {
        matches!(self, Self::Drawn { .. })
    }

    /// Draws the character into the cell at `origin`; `met` are the sides where it goes on.
    pub(super) fn draw(self, origin: Point, met: &[Arm], strokes: &mut Strokes) {
        let centre = (origin.0 + WIDTH / 2, origin.1 + HEIGHT / 2);
        let mut across = |one: Arm, other: Arm, is_dashed| {
            strokes.line(one.end(origin), other.end(origin), is_dashed);
        };
        match self {
            Self::Across { is_dashed } => across(Arm::West, Arm::East, is_dashed),
            Self::Down { is_dashed } => {
                across(Arm::North, Arm::South, is_dashed);
                let sides: Vec<Arm> =
                    met.iter().copied().filter(|arm| matches!(arm, Arm::East | Arm::West)).collect();
                arms(origin, &sides, 0, strokes);
            }
            Self::Rising => across(Arm::SouthWest, Arm::NorthEast, false),
            Self::Falling => across(Arm::NorthWest, Arm::SouthEast, false),
            Self::Foot => across(Arm::SouthWest, Arm::SouthEast, false),
            Self::Crossing => arms(origin, met, 0, strokes),
            Self::Corner { .. } => corner(origin, met, strokes),
            Self::Dot { is_filled } => {
                arms(origin, met, if is_filled { 0 } else { 3 }, strokes);
                strokes.circle(centre, is_filled);
            }
            Self::Head { to } => head(origin, to, strokes),
            Self::Drawn { arms: bits, is_round, is_dashed } => {
                let own: Vec<Arm> = Arm::ALL.into_iter().filter(|arm| bits & arm.bit() != 0).collect();
                if is_round {
                    corner(origin, &own, strokes);
                } else {
                    for arm in own {
                        strokes.line(centre, arm.end(origin), is_dashed);
                    }
                }
            }
        }
    }
}

/// Lines from the centre, or from a circle around it, to the sides.
fn arms(origin: Point, met: &[Arm], radius: i32, strokes: &mut Strokes) {
    let centre = (origin.0 + WIDTH / 2, origin.1 + HEIGHT / 2);
    for arm in met {
        let (down, right) = arm.step();
        let shift = |step: isize| i32::try_from(step).unwrap_or(0) * radius;
        strokes.line((centre.0 + shift(right), centre.1 + shift(down)), arm.end(origin), false);
    }
}

/// Where a line across meets one down, a curve; every other meeting is straight.
fn corner(origin: Point, met: &[Arm], strokes: &mut Strokes) {
    let centre = (origin.0 + WIDTH / 2, origin.1 + HEIGHT / 2);
    let is_down = |arm: &&Arm| matches!(arm, Arm::North | Arm::South);
    let is_across = |arm: &&Arm| matches!(arm, Arm::East | Arm::West);
    match (met.iter().find(is_down), met.iter().filter(is_across).count()) {
        (Some(down), 1..) if met.len() < 4 => {
            for across in met.iter().filter(is_across) {
                strokes.curve(across.end(origin), centre, down.end(origin));
            }
        }
        _ => arms(origin, met, 0, strokes),
    }
}

fn head(origin: Point, to: Arm, strokes: &mut Strokes) {
    let centre = (origin.0 + WIDTH / 2, origin.1 + HEIGHT / 2);
    let tip = to.end(origin);
    match to {
        Arm::North | Arm::South => {
            let base = if to == Arm::South { tip.1 - 8 } else { tip.1 + 8 };
            strokes.line(to.opposite().end(origin), (centre.0, base), false);
            strokes.triangle([tip, (centre.0 - 4, base), (centre.0 + 4, base)]);
        }
        _ => {
            let base = if to == Arm::East { tip.0 - 8 } else { tip.0 + 8 };
            strokes.triangle([tip, (base, centre.1 - 4), (base, centre.1 + 4)]);
        }
    }
}
