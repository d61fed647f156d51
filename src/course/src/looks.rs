//! What an author decides about the look of a library, and the arithmetic of colours: pure data, no CSS.
//!
//! The compiler reads it from `library.yaml` and `style.css`; the `site` crate makes style sheets and icons of it.

use std::fmt::{self, Display, Formatter};

/// The contrast that text needs against what it stands on: WCAG 2.2, success criterion 1.4.3, level AA.
pub const AA: f64 = 4.5;

/// The contrast that high contrast asks for: success criterion 1.4.6, level AAA.
pub const AAA: f64 = 7.0;

/// A colour without transparency, in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

/// White and black.
pub const WHITE: Colour = Colour::of(0xffffff);
/// See [`WHITE`].
pub const BLACK: Colour = Colour::of(0);

/// One of the appearances of every page: what text in the accent's colour stands on, as `style/tokens.css` has
/// it, and the accent where an author names none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Appearance {
    /// The word for it.
    pub name: &'static str,
    /// `--ground`.
    pub ground: Colour,
    /// `--ground-raised`.
    pub raised: Colour,
    /// `--ground-sunk`.
    pub sunk: Colour,
    /// `--accent`.
    pub accent: Colour,
    /// The end of the scale that is farthest from the grounds: towards it a colour gains contrast.
    pub far: Colour,
    /// The contrast that text has at least.
    pub least: f64,
}

/// By day.
pub const LIGHT: Appearance = Appearance {
    name: "light",
    ground: Colour::of(0xfdfcfa),
    raised: Colour::of(0xffffff),
    sunk: Colour::of(0xf4f2ed),
    accent: Colour::of(0x1a6b58),
    far: BLACK,
    least: AA,
};

/// By night.
pub const DARK: Appearance = Appearance {
    name: "dark",
    ground: Colour::of(0x16191c),
    raised: Colour::of(0x1d2125),
    sunk: Colour::of(0x111315),
    accent: Colour::of(0x6cc9ae),
    far: WHITE,
    least: AA,
};

/// Like an old book, where a learner wants that.
pub const SEPIA: Appearance = Appearance {
    name: "sepia",
    ground: Colour::of(0xf6ecd9),
    raised: Colour::of(0xfbf4e6),
    sunk: Colour::of(0xefe3cb),
    accent: Colour::of(0x1b5f4c),
    far: BLACK,
    least: AA,
};

/// High contrast by day.
pub const CONTRAST_LIGHT: Appearance = Appearance {
    name: "high contrast by day",
    ground: WHITE,
    raised: WHITE,
    sunk: Colour::of(0xf5f5f5),
    accent: Colour::of(0x00407f),
    far: BLACK,
    least: AAA,
};

/// High contrast by night.
pub const CONTRAST_DARK: Appearance = Appearance {
    name: "high contrast by night",
    ground: BLACK,
    raised: Colour::of(0x0b0b0b),
    sunk: Colour::of(0x121212),
    accent: Colour::of(0x7fd7ff),
    far: WHITE,
    least: AAA,
};

/// What an author decides about the look.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Looks {
    /// The accent by day and by night.
    pub accent: Option<(Colour, Colour)>,
    /// The face of the text.
    pub face: Option<Face>,
    /// How round corners are, as a CSS length.
    pub radius: Option<String>,
    /// How wide text may run, as a CSS length.
    pub width: Option<String>,
    /// The author's own style sheet; it names files by `./assets/` and their names on the site.
    pub style: Option<String>,
    /// The icon that the author drew.
    pub icon: Option<Icon>,
    /// The picture that previews show, by its name among the assets.
    pub picture: Option<String>,
}

/// A face for text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Face {
    /// What the system has of this sort.
    System(Stack),
    /// A file of the author's, by its name among the assets.
    File(String),
}

/// The sorts of face that every system has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stack {
    /// The one of the interface of the system.
    System,
    /// With serifs, as in books.
    Serif,
    /// Humanist, without serifs.
    Humanist,
    /// With round ends.
    Rounded,
}

/// An icon as it lies in the content folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Icon {
    /// `svg`, `png` or `ico`.
    pub ending: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Colour {
    /// From `0xrrggbb`.
    pub const fn of(rgb: u32) -> Self {
        let [_, red, green, blue] = rgb.to_be_bytes();
        Self { red, green, blue }
    }

    /// Relative luminance, from 0 to 1: <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>.
    pub fn luminance(self) -> f64 {
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(self.red) + 0.7152 * part(self.green) + 0.0722 * part(self.blue)
    }

    /// Contrast ratio, from 1 to 21: <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>.
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance() + 0.05, other.luminance() + 0.05);
        if one > other { one / other } else { other / one }
    }

    /// This colour with so many thousandths of another in it.
    #[must_use]
    pub fn mixed(self, other: Self, thousandths: u32) -> Self {
        let mix = |own: u8, other: u8| {
            let sum = u32::from(own) * (1000 - thousandths) + u32::from(other) * thousandths;
            u8::try_from((sum + 500) / 1000).unwrap_or(u8::MAX)
        };
        Self {
            red: mix(self.red, other.red),
            green: mix(self.green, other.green),
            blue: mix(self.blue, other.blue),
        }
    }

    /// What can be read on this colour: white where that will do, else black, one of which always does.
    #[must_use]
    pub fn ink(self) -> Self {
        if self.contrast(WHITE) >= AA { WHITE } else { BLACK }
    }
}

impl Appearance {
    /// The lowest contrast that a text in this colour has on any of the grounds.
    pub fn contrast(&self, text: Colour) -> f64 {
        [self.ground, self.raised, self.sunk]
            .map(|ground| text.contrast(ground))
            .into_iter()
            .fold(21.0, f64::min)
    }

    /// The nearest shade of a colour that can be read on all grounds; the colour itself where it can be.
    pub fn readable(&self, colour: Colour) -> Colour {
        let shades = (0..=1000).map(|thousandths| colour.mixed(self.far, thousandths));
        shades.into_iter().find(|shade| self.contrast(*shade) >= self.least).unwrap_or(self.far)
    }
}

impl Display for Colour {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((WHITE.contrast(BLACK) - 21.0).abs() < 1e-9);
        assert!((WHITE.contrast(WHITE) - 1.0).abs() < 1e-9);
        // The grey that is known as the lightest to pass on white, and the first that does not.
        assert!(Colour::of(0x767676).contrast(WHITE) >= AA);
        assert!(Colour::of(0x777777).contrast(WHITE) < AA);
    }

    #[test]
    fn the_nearest_readable_shade_passes_and_the_one_before_does_not() {
        for appearance in [LIGHT, DARK, SEPIA, CONTRAST_LIGHT, CONTRAST_DARK] {
            for rgb in (0..0x1000000).step_by(0x10457) {
                let colour = Colour::of(rgb);
                let shade = appearance.readable(colour);
                assert!(
                    appearance.contrast(shade) >= appearance.least,
                    "{colour} in {}: {shade}",
                    appearance.name
                );
                if appearance.contrast(colour) >= appearance.least {
                    assert_eq!(shade, colour);
                }
                assert!(colour.contrast(colour.ink()) >= AA, "{colour}");
            }
            assert_eq!(appearance.readable(appearance.accent), appearance.accent, "our own will do");
        }
    }

    #[test]
    fn colours_are_told_as_css_has_them() {
        assert_eq!(Colour::of(0x01f00a).to_string(), "#01f00a");
        assert_eq!(BLACK.mixed(WHITE, 500).to_string(), "#808080");
        assert_eq!(BLACK.mixed(WHITE, 1000), WHITE);
    }
}
