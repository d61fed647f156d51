//! The icons of a site, and the picture that previews show where there is no other: drawn from title and colour.
//!
//! The one for browsers is SVG and shows the first letter of the title. Platforms that want PNG get the mark of the
//! player, an open book, in the same colours: for a letter of any script a font would have to be carried. All of it
//! is the same for the same title and colour.

use std::sync::{Arc, Mutex, PoisonError};

use course::looks::Colour;
use tiny_skia::{Color, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, Transform};
use unicode_segmentation::UnicodeSegmentation;

use crate::shell::escaped;

/// The sizes of the icons that are PNG, in pixels: what Android and Apple ask for.
pub(crate) const SIZES: [u32; 3] = [512, 192, 180];

/// The size of a preview, in pixels: what social networks ask for.
pub(crate) const PREVIEW: (u32, u32) = (1200, 630);

/// The side of the square that [`book`] is drawn in.
const SIDE: f32 = 32.0;

/// The icons of one colour as PNG, in the order of [`SIZES`].
type Drawn = Arc<[Vec<u8>]>;

/// The icon for the browser's tab.
pub(crate) fn svg(title: &str, accent: Colour) -> String {
    let ink = accent.ink();
    let shape = match initial(title) {
        Some(initial) => format!(
            "<text x=\"16\" y=\"23.5\" text-anchor=\"middle\" font-family=\"system-ui, sans-serif\" \
             font-size=\"21\" font-weight=\"600\" fill=\"{ink}\">{}</text>",
            escaped(&initial)
        ),
        None => format!(
            "<path d=\"M6.5 9.2c3.6-.9 7-.4 9.5 1.6 2.5-2 5.9-2.5 9.5-1.6v13.3c-3.6-.8-7-.2-9.5 \
             1.8-2.5-2-5.9-2.6-9.5-1.8zM16 10.8v13.5\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"2.2\" \
             stroke-linejoin=\"round\"/>"
        ),
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\">\
         <rect width=\"32\" height=\"32\" rx=\"7\" fill=\"{accent}\"/>{shape}</svg>\n"
    )
}

/// The icons as PNG, in the order of [`SIZES`]. The whole square is coloured, and what matters lies in the inner four
/// fifths, so that they may be cut to any shape. Those of the last colour are kept, since a site is made again with
/// each change of a text.
pub(crate) fn pngs(accent: Colour) -> Drawn {
    static LAST: Mutex<Option<(Colour, Drawn)>> = Mutex::new(None);
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((colour, drawn)) = &*last
        && *colour == accent
    {
        return drawn.clone();
    }
    let drawn: Drawn = SIZES.map(|size| png(size, size, accent)).into_iter().collect();
    *last = Some((accent, drawn.clone()));
    drawn
}

/// The picture for previews.
pub(crate) fn preview(accent: Colour) -> Vec<u8> {
    png(PREVIEW.0, PREVIEW.1, accent)
}

/// Width and height of a PNG; `None` where it is none.
pub(crate) fn size(png: &[u8]) -> Option<(u32, u32)> {
    let reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().ok()?;
    Some((reader.info().width, reader.info().height))
}

/// The first letter or sign of a title, as a reader sees it; quotation marks and the like are none.
fn initial(title: &str) -> Option<String> {
    let is_picture = |c: char| c > '\u{2190}' && !c.is_control() && !c.is_whitespace();
    let initial = title
        .graphemes(true)
        .find(|grapheme| grapheme.chars().next().is_some_and(|c| c.is_alphanumeric() || is_picture(c)))?;
    let upper = initial.to_uppercase();
    Some(if upper.graphemes(true).count() == 1 { upper } else { initial.to_owned() })
}

/// The mark in the middle of a rectangle, three fifths as large as its shorter side.
fn png(width: u32, height: u32, accent: Colour) -> Vec<u8> {
    let mut pixels = Pixmap::new(width, height).expect("no size here is zero");
    pixels.fill(colour(accent));
    let shorter = width.min(height) as f32;
    let scale = shorter * 0.6 / 19.0;
    let middle = Transform::from_translate(width as f32 / 2.0, height as f32 / 2.0);
    let transform = middle.pre_scale(scale, scale).pre_translate(-SIDE / 2.0, -16.75);
    let mut paint = Paint::default();
    paint.set_color(colour(accent.ink()));
    paint.anti_alias = true;
    let stroke =
        Stroke { width: 2.2, line_join: LineJoin::Round, line_cap: LineCap::Round, ..Stroke::default() };
    pixels.stroke_path(&book(), &paint, &stroke, transform, None);

    // Without transparency: some platforms put black behind it.
    let rgb: Vec<u8> =
        pixels.pixels().iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_compression(png::Compression::High);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&rgb));
    written.expect("memory takes every picture");
    bytes
}

/// An open book, in a square with the side [`SIDE`].
fn book() -> Path {
    let mut path = PathBuilder::new();
    path.move_to(6.5, 9.2);
    path.cubic_to(10.1, 8.3, 13.5, 8.8, 16.0, 10.8);
    path.cubic_to(18.5, 8.8, 21.9, 8.3, 25.5, 9.2);
    path.line_to(25.5, 22.5);
    path.cubic_to(21.9, 21.7, 18.5, 22.3, 16.0, 24.3);
    path.cubic_to(13.5, 22.3, 10.1, 21.7, 6.5, 22.5);
    path.close();
    path.move_to(16.0, 10.8);
    path.line_to(16.0, 24.3);
    path.finish()
        .unwrap_or_else(|| PathBuilder::from_rect(Rect::from_ltrb(6.0, 9.0, 26.0, 24.0).expect("it is one")))
}

fn colour(colour: Colour) -> Color {
    Color::from_rgba8(colour.red, colour.green, colour.blue, 255)
}

#[cfg(test)]
mod tests {
    use course::looks::{LIGHT, WHITE};

    use super::*;

    #[test]
    fn the_initial_is_what_a_reader_sees_first() {
        for (title, expected) in [
            ("tea", Some("T")),
            ("„Über Tee“", Some("Ü")),
            ("e\u{301}t\u{e9}", Some("E\u{301}")),
            ("ßtrange", Some("ß")),
            ("👩‍🍳 Cooking", Some("👩‍🍳")),
            ("日本語", Some("日")),
            ("(3 ways)", Some("3")),
            ("¿Qué?", Some("Q")),
            ("…", None),
            ("", None),
        ] {
            assert_eq!(initial(title).as_deref(), expected, "{title}");
        }
    }

    #[test]
    fn the_icon_of_the_tab_can_be_read_and_holds_nothing_of_an_attack() {
        assert!(svg("Tea", LIGHT.accent).contains("fill=\"#ffffff\">T</text>"));
        assert!(svg("Tea", WHITE).contains("fill=\"#000000\">T</text>"));
        assert!(svg("<b>", WHITE).contains(">B</text>"));
        assert!(svg("", WHITE).contains("<path"));
    }

    #[test]
    fn pictures_have_their_size_their_colours_and_always_the_same_bytes() {
        let pngs = pngs(LIGHT.accent);
        for (bytes, side) in pngs.iter().zip(SIZES) {
            assert_eq!(size(bytes), Some((side, side)));
            assert_eq!(*bytes, png(side, side, LIGHT.accent));
            assert!(bytes.len() < 12_000, "{side}: {} bytes", bytes.len());
        }
        assert_eq!(size(&preview(LIGHT.accent)), Some(PREVIEW));
        assert_eq!(size(b"no picture"), None);
        let mut reader = png::Decoder::new(std::io::Cursor::new(&pngs[1])).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        reader.next_frame(&mut pixels).unwrap();
        let at = |x: usize, y: usize| &pixels[(y * 192 + x) * 3..][..3];
        assert_eq!(at(0, 0), [0x1a, 0x6b, 0x58], "the ground reaches every corner");
        assert_eq!(at(96, 96), [255; 3], "the back of the book");
    }
}
