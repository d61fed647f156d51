//! The files that lessons show or offer, on their way from the source into the course.

use std::collections::BTreeMap;

use crate::Where;
use crate::loss::{Became, Losses};
use crate::source::{Absent, Source, joined};

/// What is taken along so far.
pub(crate) struct Files<'s> {
    source: &'s Source,
    /// By their path in the folder of the course's files.
    taken: BTreeMap<String, Vec<u8>>,
}

impl<'s> Files<'s> {
    pub(crate) fn new(source: &'s Source) -> Self {
        Self { source, taken: BTreeMap::new() }
    }

    /// The address for a lesson of the file that `address` means in the file `from`; what cannot be found is noted.
    pub(crate) fn take(
        &mut self,
        address: &str,
        (from, line): (&str, usize),
        is_shown: bool,
        losses: &mut Losses,
    ) -> Where {
        self.take_from(address, &[from.to_owned()], (from, line), is_shown, losses)
    }

    /// The same of an address that may be relative to several files, in this order.
    pub(crate) fn take_from(
        &mut self,
        address: &str,
        bases: &[String],
        place: (&str, usize),
        is_shown: bool,
        losses: &mut Losses,
    ) -> Where {
        if let Some(data) = address.strip_prefix("data:") {
            return self.data(data, place, losses);
        }
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let ways = [course::route::decode(path), path.to_owned()];
        let found: Vec<_> =
            bases.iter().flat_map(|base| ways.iter().map(move |path| joined(base, path))).collect();
        for path in found.iter().flatten() {
            let name = carried_name(path);
            if self.taken.contains_key(&name) {
                return Where::At(address_of(&name));
            }
            let is_markdown = path.to_lowercase().ends_with(".md");
            match self.source.bytes(path) {
                Ok(bytes) if !is_markdown && !path.is_empty() => {
                    self.taken.insert(name.clone(), bytes);
                    return Where::At(address_of(&name));
                }
                _ => {}
            }
        }
        let sort = match (found.contains(&Err(Absent::Outside)), is_shown) {
            (true, _) => "files outside of the source",
            (false, true) => "pictures and media that are not there",
            (false, false) => "links that lead nowhere",
        };
        losses.note(Became::KeptAsText, sort, place, address);
        Where::Nowhere
    }

    /// All of them, by their paths in the content folder.
    pub(crate) fn finish(self, course_id: &str) -> Vec<(String, Vec<u8>)> {
        let path = |name| format!("courses/{course_id}/files/{name}");
        self.taken.into_iter().map(|(name, bytes)| (path(name), bytes)).collect()
    }

    /// A picture that is written into its own address becomes a file.
    fn data(&mut self, data: &str, place: (&str, usize), losses: &mut Losses) -> Where {
        let picture = data.split_once(";base64,").and_then(|(kind, text)| {
            let ending = match kind {
                "image/png" => "png",
                "image/jpeg" | "image/jpg" => "jpg",
                "image/gif" => "gif",
                "image/webp" => "webp",
                _ => return None,
            };
            Some((ending, base64(text)?))
        });
        let Some((ending, bytes)) = picture else {
            losses.note(Became::KeptAsText, "data in addresses", place, data);
            return Where::Nowhere;
        };
        let name = format!("picture-{:016x}.{ending}", course::identity::fnv1a(&bytes));
        self.taken.insert(name.clone(), bytes);
        Where::At(address_of(&name))
    }
}

/// The path of a file without names that begin with a dot, which the compiler leaves out.
fn carried_name(path: &str) -> String {
    let part = |part: &str| if part.starts_with('.') { format!("_{part}") } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn address_of(name: &str) -> String {
    let mut address = String::from("../files/");
    for character in name.chars() {
        match character {
            '%' | '?' | '#' | '\\' | '"' => address.push_str(&format!("%{:02X}", u32::from(character))),
            other => address.push(other),
        }
    }
    address
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_from_the_file_that_shows_them() {
        let files = [("src/a/b c.png", &b"1"[..]), ("src/.x/y.png", b"2"), ("src/z.md", b"3")];
        let source = Source::in_memory("s", None, files);
        let mut losses = Losses::default();
        let mut files = Files::new(&source);
        let mut take = |address| match files.take(address, ("src/a/d.md", 1), true, &mut losses) {
            Where::At(new) => new,
            _ => "-".into(),
        };
        assert_eq!(take("b%20c.png"), "../files/src/a/b c.png");
        assert_eq!(take("../.x/y.png?v=1"), "../files/src/_.x/y.png");
        assert_eq!([take("../z.md"), take("no.png"), take("../../../e")], ["-", "-", "-"]);
        let embedded = format!("../files/picture-{:016x}.png", course::identity::fnv1a(b"ABC"));
        assert_eq!(take("data:image/png;base64,QUJD"), embedded);
        assert_eq!(take("data:text/html,x"), "-");
        assert_eq!(losses.finish().len(), 4);
        assert_eq!(files.finish("k").len(), 3);
    }

    #[test]
    fn base64_is_read() {
        assert_eq!(base64("QQ==").as_deref(), Some(&b"A"[..]));
        assert_eq!(base64("QUJDRA").as_deref(), Some(&b"ABCD"[..]));
        assert_eq!(base64("Q*"), None);
    }
}
