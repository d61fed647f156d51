//! A screenshot as pixels, to see what no style sheet tells: whether a drawn line is unbroken.

use anyhow::{Context, Result};

/// A screenshot in shades of grey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// In pixels.
    pub width: usize,
    /// In pixels.
    pub height: usize,
    grey: Vec<u8>,
}

/// A point in pixels, from the upper left corner.
pub type Point = (f64, f64);

impl Picture {
    /// Reads a PNG file.
    ///
    /// # Errors
    /// Where it is no PNG of 8 bits a channel.
    pub fn read(png: &[u8]) -> Result<Self> {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info()?;
        let mut bytes = vec![0; reader.output_buffer_size().context("the picture is too large")?];
        let info = reader.next_frame(&mut bytes)?;
        let channels = info.color_type.samples();
        let colours = channels.min(3) - usize::from(channels == 2);
        let grey = bytes[..info.buffer_size()]
            .chunks_exact(channels)
            .map(|pixel| {
                let sum: usize = pixel[..colours].iter().map(|channel| usize::from(*channel)).sum();
                u8::try_from(sum / colours).expect("a mean of bytes is a byte")
            })
            .collect();
        Ok(Self { width: info.width as usize, height: info.height as usize, grey })
    }

    /// Whether something is drawn, without a gap, all the way from one point to the other, which lie in one row
    /// or one column.
    ///
    /// Around each pixel of the way, up to three pixels to either side, one must differ from `ground` by at
    /// least a third of what the strongest pixel of the way does. The last two pixels at either end do not count:
    /// an end is the middle of a character, and a corner may end half a pixel before its middle.
    pub fn is_drawn_through(&self, from: Point, to: Point, ground: u8) -> bool {
        let steps = (to.0 - from.0).abs().max((to.1 - from.1).abs()).round().max(1.0);
        let down = (to.1 - from.1).abs() > (to.0 - from.0).abs();
        let inks: Vec<u8> = (2..=(steps as usize).saturating_sub(2))
            .map(|step| {
                let part = step as f64 / steps;
                let at = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
                (-3..=3)
                    .map(|aside| {
                        let aside = f64::from(aside);
                        let point = if down { (at.0 + aside, at.1) } else { (at.0, at.1 + aside) };
                        self.grey_at(point).map_or(0, |grey| grey.abs_diff(ground))
                    })
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        let strongest = inks.iter().copied().max().unwrap_or(0);
        strongest >= 40 && inks.iter().all(|ink| usize::from(*ink) * 3 >= usize::from(strongest))
    }

    /// What of another picture of the same size is not the same: the corners of the smallest box around it, and how far apart
    /// two shades are at most.
    pub fn difference(&self, other: &Self) -> Option<(Point, Point, u8)> {
        let apart = self.grey.iter().zip(&other.grey).map(|(one, other)| one.abs_diff(*other));
        let mut found: Option<(Point, Point, u8)> = None;
        for (index, apart) in apart.enumerate().filter(|(_, apart)| *apart > 0) {
            let (column, row) = ((index % self.width) as f64, (index / self.width) as f64);
            let (from, to, most) = found.unwrap_or(((column, row), (column, row), 0));
            found = Some((
                (from.0.min(column), from.1.min(row)),
                (to.0.max(column), to.1.max(row)),
                most.max(apart),
            ));
        }
        found
    }

    /// The shade at a point; `None` outside the picture.
    pub fn grey_at(&self, point: Point) -> Option<u8> {
        if point.0 < 0.0 || point.1 < 0.0 {
            return None;
        }
        let (column, row) = (point.0 as usize, point.1 as usize);
        (column < self.width && row < self.height).then(|| self.grey[row * self.width + column])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A dark column at x = 5 on white, with a gap of the given rows.
    fn column(gap: std::ops::Range<usize>) -> Picture {
        let (width, height) = (20, 40);
        let shade = |index: usize| {
            let (row, column) = (index / width, index % width);
            if column == 5 && !gap.contains(&row) { 20 } else { 255 }
        };
        Picture { width, height, grey: (0..width * height).map(shade).collect() }
    }

    #[test]
    fn a_difference_is_told_with_its_place() {
        assert_eq!(column(0..0).difference(&column(0..0)), None);
        assert_eq!(column(20..22).difference(&column(0..0)), Some(((5.0, 20.0), (5.0, 21.0), 235)));
    }

    #[test]
    fn a_gap_of_one_pixel_is_seen() {
        let drawn = |picture: &Picture| picture.is_drawn_through((6.0, 5.0), (6.0, 35.0), 255);
        assert!(drawn(&column(0..0)));
        assert!(!drawn(&column(20..21)));
        assert!(!column(0..0).is_drawn_through((15.0, 5.0), (15.0, 35.0), 255), "nothing is drawn there");
    }
}
