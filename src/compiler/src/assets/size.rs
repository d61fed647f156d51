//! How much room a picture or a video takes, read from its first bytes, so that nothing jumps when it arrives.
//!
//! Pictures are read by `imagesize`, drawings as XML; of videos only the few boxes that say how wide and high they
//! are. What cannot be read has no size; it is shown all the same.

/// Width and height in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// The size of a file with this ending.
pub(super) fn of(ending: &str, bytes: &[u8]) -> Option<Size> {
    let (width, height) = match ending {
        "svg" => svg(bytes)?,
        "mp4" | "m4v" | "mov" => mp4(bytes)?,
        "webm" => webm(bytes, 0)?,
        "ogv" => return None,
        _ => {
            let size = imagesize::blob_size(bytes).ok()?;
            (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?)
        }
    };
    // Beyond that it is an accident, or an attack on the page.
    let is_sane = |length: u32| (1..=100_000).contains(&length);
    (is_sane(width) && is_sane(height)).then_some(Size { width, height })
}

/// Whether a drawing holds what would run when someone opens the file itself. In an `<img>` nothing runs.
pub(super) fn svg_has_program(bytes: &[u8]) -> bool {
    let Some(text) = std::str::from_utf8(bytes).ok() else { return true };
    let options = roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: 200_000, ..Default::default() };
    let Ok(document) = roxmltree::Document::parse_with_options(text, options) else {
        // A browser reads less than XML allows, not more; what is no XML shows an error and runs nothing.
        return text.to_lowercase().contains("<script");
    };
    document.descendants().filter(|node| node.is_element()).any(|node| {
        let name = node.tag_name().name().to_lowercase();
        let runs = |attribute: roxmltree::Attribute<'_, '_>| {
            let value: String =
                attribute.value().chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
            let value = value.to_lowercase();
            attribute.name().to_lowercase().starts_with("on")
                || value.starts_with("javascript:")
                || value.starts_with("data:text/")
        };
        matches!(name.as_str(), "script" | "iframe" | "object" | "embed" | "handler")
            || node.attributes().any(runs)
    })
}

fn svg(bytes: &[u8]) -> Option<(u32, u32)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let options = roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: 200_000, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(text, options).ok()?;
    let root = document.root_element();
    let length = |name| {
        let text = root.attribute(name)?.trim();
        let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let number: f64 = digits.parse().ok()?;
        // CSS, absolute lengths: <https://www.w3.org/TR/css-values/#absolute-lengths>.
        let unit = match &text[digits.len()..] {
            "" | "px" => 1.0,
            "pt" => 4.0 / 3.0,
            "pc" => 16.0,
            "mm" => 96.0 / 25.4,
            "cm" => 96.0 / 2.54,
            "in" => 96.0,
            "em" => 16.0,
            _ => return None,
        };
        Some(number * unit)
    };
    let view_box = || {
        let numbers: Vec<f64> = root
            .attribute("viewBox")?
            .split(|c: char| c.is_whitespace() || c == ',')
            .filter(|part| !part.is_empty())
            .map_while(|part| part.parse().ok())
            .collect();
        (numbers.len() == 4).then(|| (numbers[2], numbers[3]))
    };
    let (width, height) = match (length("width"), length("height"), view_box()) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((box_width, box_height))) => (width, width * box_height / box_width),
        (None, Some(height), Some((box_width, box_height))) => (height * box_width / box_height, height),
        (_, _, view_box) => view_box?,
    };
    // Conversion saturates, and what is not finite becomes 0, which is no size.
    Some((width.round() as u32, height.round() as u32))
}

/// The boxes of an ISO base media file (ISO/IEC 14496-12, 4.2), up to one that is cut off: four letters and what is
/// in it.
fn boxes(mut bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    std::iter::from_fn(move || {
        let (head, _) = bytes.split_at_checked(8)?;
        let (length, kind) = head.split_at(4);
        let (start, length) = match u32::from_be_bytes(length.try_into().ok()?) {
            0 => (8, bytes.len()),
            1 => (16, usize::try_from(u64::from_be_bytes(bytes.get(8..16)?.try_into().ok()?)).ok()?),
            length => (8, usize::try_from(length).ok()?),
        };
        let content = bytes.get(start..length)?;
        let all = bytes;
        bytes = bytes.get(length..).unwrap_or_default();
        Some((&all[4..4 + kind.len()], content))
    })
}

/// The size of the first track that has one: `moov/trak/tkhd`, whose last 44 bytes are a matrix, width and height.
fn mp4(bytes: &[u8]) -> Option<(u32, u32)> {
    let (_, movie) = boxes(bytes).find(|(kind, _)| kind == b"moov")?;
    let tracks = boxes(movie).filter(|(kind, _)| kind == b"trak");
    let sizes = tracks.filter_map(|(_, track)| {
        let (_, head) = boxes(track).find(|(kind, _)| kind == b"tkhd")?;
        let tail = head.get(head.len().checked_sub(44)?..)?;
        // Fixed-point numbers, 16 bits before and 16 behind the point; the matrix begins with the cosine.
        let number = |at: usize| Some(i32::from_be_bytes(tail.get(at..at + 4)?.try_into().ok()?));
        let (width, height) = (number(36)? as u32 >> 16, number(40)? as u32 >> 16);
        // Phones film upright by turning the picture.
        let is_turned = number(0)? == 0 && number(4)? != 0;
        Some(if is_turned { (height, width) } else { (width, height) })
    });
    sizes.into_iter().find(|(width, height)| *width > 0 && *height > 0)
}

/// The size of the first video track: `Segment/Tracks/TrackEntry/Video` with `PixelWidth` and `PixelHeight`
/// (RFC 9559, 5.1.4.1.28). Elements are an id, a length and what is in them (RFC 8794).
fn webm(bytes: &[u8], depth: usize) -> Option<(u32, u32)> {
    const PARENTS: [u32; 4] = [0x1853_8067, 0x1654_ae6b, 0xae, 0xe0];
    let (mut width, mut height) = (None, None);
    let mut rest = bytes;
    while !rest.is_empty() {
        let (id, after) = number(rest, false)?;
        let (length, after) = number(after, true)?;
        let content = after.get(..usize::try_from(length).unwrap_or(usize::MAX)).unwrap_or(after);
        let id = u32::try_from(id).ok()?;
        if PARENTS.get(depth) == Some(&id) {
            if let Some(size) = webm(content, depth + 1) {
                return Some(size);
            }
        } else if depth == PARENTS.len() {
            let value = || content.iter().take(4).fold(0, |sum: u32, byte| sum << 8 | u32::from(*byte));
            match id {
                0xb0 => width = Some(value()),
                0xba => height = Some(value()),
                _ => {}
            }
        }
        rest = after.get(content.len()..).unwrap_or_default();
    }
    width.zip(height)
}

/// A number of variable length; the leading ones of its first byte say how long it is. Ids keep that mark.
fn number(bytes: &[u8], without_mark: bool) -> Option<(u64, &[u8])> {
    let first = *bytes.first()?;
    let length = first.leading_zeros() as usize + 1;
    let (own, rest) = bytes.split_at_checked(length).filter(|_| length <= 8)?;
    let value = own.iter().fold(0, |sum: u64, byte| sum << 8 | u64::from(*byte));
    let mark = 1u64 << (7 * length);
    // All ones mean that the length is not known: to the end.
    let value = match without_mark {
        true if value == 2 * mark - 1 => u64::MAX,
        true => value & (mark - 1),
        false => value,
    };
    Some((value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(ending: &str, bytes: &[u8]) -> Option<(u32, u32)> {
        of(ending, bytes).map(|size| (size.width, size.height))
    }

    #[test]
    fn drawings_say_their_size_in_several_ways() {
        for (attributes, expected) in [
            ("width='20' height='10px'", Some((20, 10))),
            ("width='1in' height='72pt' viewBox='0 0 1 1'", Some((96, 96))),
            ("viewBox='0,0 30.4 15'", Some((30, 15))),
            ("width='100%' height='100%' viewBox='0 0 40 20'", Some((40, 20))),
            ("width='80' viewBox='0 0 40 20'", Some((80, 40))),
            ("height='10' viewBox='0 0 40 20'", Some((20, 10))),
            ("height='10'", None),
            ("width='0' height='10'", None),
            ("width='1e30' height='NaN'", None),
            ("width='80' viewBox='0 0 0 0'", None),
        ] {
            let text = format!("<svg xmlns='http://www.w3.org/2000/svg' {attributes}/>");
            assert_eq!(size("svg", text.as_bytes()), expected, "{attributes}");
        }
        assert_eq!(size("svg", b"<svg"), None);
    }

    #[test]
    fn a_drawing_with_a_program_is_known() {
        for inside in [
            "<script/>",
            "<g onload='x'/>",
            "<a href=' java\tscript:x'/>",
            "<x:script xmlns:x='http://www.w3.org/2000/svg'/>",
            "<foreignObject><iframe/></foreignObject>",
        ] {
            let text = format!("<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>");
            assert!(svg_has_program(text.as_bytes()), "{inside}");
        }
        assert!(!svg_has_program(
            b"<svg xmlns='http://www.w3.org/2000/svg'><a href='#x'/><text>script</text></svg>"
        ));
        assert!(svg_has_program(b"<svg><script>"));
    }

    fn in_box(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
        [&length, &kind[..], content].concat()
    }

    fn film(matrix: [i32; 4], size: [u32; 2]) -> Vec<u8> {
        let mut head = vec![0; 40];
        head.extend(matrix[..2].iter().flat_map(|number| number.to_be_bytes()));
        head.extend([0; 4]);
        head.extend(matrix[2..].iter().flat_map(|number| number.to_be_bytes()));
        head.extend([0; 16]);
        head.extend(size.iter().flat_map(|number| (number << 16).to_be_bytes()));
        let sound = in_box(b"trak", &in_box(b"tkhd", &[0; 84]));
        let track = in_box(b"trak", &in_box(b"tkhd", &head));
        [in_box(b"ftyp", b"isom"), in_box(b"moov", &[sound, track].concat())].concat()
    }

    #[test]
    fn videos_say_their_size() {
        let one = 1 << 16;
        assert_eq!(size("mp4", &film([one, 0, 0, one], [640, 360])), Some((640, 360)));
        assert_eq!(size("mov", &film([0, one, -one, 0], [640, 360])), Some((360, 640)));
        let video = [0xe0, 0x88, 0xb0, 0x82, 2, 128, 0xba, 0x82, 1, 104];
        let mut webm =
            vec![0x1a, 0x45, 0xdf, 0xa3, 0x80, 0x18, 0x53, 0x80, 0x67, 0xff, 0x16, 0x54, 0xae, 0x6b];
        webm.extend([0x8c, 0xae, 0x8a]);
        webm.extend(video);
        assert_eq!(size("webm", &webm), Some((640, 360)));
    }

    #[test]
    fn what_is_cut_off_or_odd_has_no_size() {
        let whole = film([1 << 16, 0, 0, 1 << 16], [640, 360]);
        for length in 0..whole.len() {
            assert_eq!(size("mp4", &whole[..length]), None, "{length}");
        }
        for bytes in
            [&b"\0\0\0\x01moov\xff\xff\xff\xff\xff\xff\xff\xff"[..], &[0; 64], &[0xff; 64], b"", b"GIF89a"]
        {
            for ending in ["mp4", "webm", "svg", "png", "gif", "avif"] {
                assert_eq!(size(ending, bytes), None, "{ending} {bytes:?}");
            }
        }
    }
}
