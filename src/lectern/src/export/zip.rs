//! A ZIP archive in memory: as much of PKWARE's APPNOTE 6.3 as an e-book needs. It tells no time, so that the same
//! files give the same bytes.

use std::io::{Result, Write};

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// An archive that is being written.
#[derive(Default)]
pub(crate) struct Zip {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

/// The first day that the format can tell: 1 January 1980.
const DAY: u16 = 1 << 5 | 1;
/// Names are UTF-8.
const UTF8: u16 = 1 << 11;
/// Version 2.0, in which deflated files came.
const VERSION: u16 = 20;

impl Zip {
    /// Adds a file, compressed where that makes it smaller.
    ///
    /// # Errors
    /// Where there are more files, or larger ones, than the format counts.
    pub(crate) fn add(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes)?;
        let deflated = encoder.finish()?;
        if deflated.len() < bytes.len() {
            self.put(path, bytes, 8, &deflated)
        } else {
            self.store(path, bytes)
        }
    }

    /// Adds a file as it is.
    ///
    /// # Errors
    /// As [`Zip::add`].
    pub(crate) fn store(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        self.put(path, bytes, 0, bytes)
    }

    fn put(&mut self, path: &str, bytes: &[u8], method: u16, packed: &[u8]) -> Result<()> {
        let mut crc = Crc::new();
        crc.update(bytes);
        let mut fields = Vec::new();
        for short in [VERSION, UTF8, method, 0, DAY] {
            fields.extend(short.to_le_bytes());
        }
        for long in [crc.sum(), size(packed.len())?, size(bytes.len())?] {
            fields.extend(long.to_le_bytes());
        }
        fields.extend(u16::try_from(path.len()).map_err(too_large)?.to_le_bytes());
        fields.extend([0; 2]);

        let offset = size(self.bytes.len())?;
        self.bytes.extend(b"PK\x03\x04");
        self.bytes.extend(&fields);
        self.bytes.extend(path.as_bytes());
        self.bytes.extend(packed);

        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(&fields);
        // No comment, the first disk, no attributes.
        self.directory.extend([0; 10]);
        self.directory.extend(offset.to_le_bytes());
        self.directory.extend(path.as_bytes());
        self.count = self.count.checked_add(1).ok_or_else(|| too_large("files"))?;
        Ok(())
    }

    /// The whole archive, with a comment at its end.
    ///
    /// # Errors
    /// Where it is larger than the format counts.
    pub(crate) fn finish(mut self, comment: &str) -> Result<Vec<u8>> {
        let start = size(self.bytes.len())?;
        let length = size(self.directory.len())?;
        self.bytes.append(&mut self.directory);
        self.bytes.extend(b"PK\x05\x06\0\0\0\0");
        self.bytes.extend(self.count.to_le_bytes());
        self.bytes.extend(self.count.to_le_bytes());
        self.bytes.extend(length.to_le_bytes());
        self.bytes.extend(start.to_le_bytes());
        self.bytes.extend(u16::try_from(comment.len()).map_err(too_large)?.to_le_bytes());
        self.bytes.extend(comment.as_bytes());
        Ok(self.bytes)
    }
}

fn size(length: usize) -> Result<u32> {
    u32::try_from(length).map_err(too_large)
}

fn too_large(what: impl std::fmt::Display) -> std::io::Error {
    std::io::Error::other(format!("it does not fit into a ZIP archive: {what}"))
}

/// The files of an archive, for the tests: read from its directory, as other programs do.
#[cfg(test)]
pub(super) fn read(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    use std::io::Read;

    let long = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    let short = |at: usize| usize::from(u16::from_le_bytes(bytes[at..at + 2].try_into().unwrap()));
    let end = bytes.windows(4).rposition(|mark| mark == b"PK\x05\x06").unwrap();
    let mut at = long(end + 16);
    let mut files = Vec::new();
    for _ in 0..short(end + 10) {
        assert_eq!(&bytes[at..at + 4], b"PK\x01\x02");
        let (method, crc, packed, length, name) =
            (short(at + 10), long(at + 16), long(at + 20), long(at + 24), short(at + 28));
        let path = String::from_utf8(bytes[at + 46..at + 46 + name].to_vec()).unwrap();
        let own = long(at + 42);
        assert_eq!(&bytes[own..own + 4], b"PK\x03\x04", "{path}");
        let data = &bytes[own + 30 + name..][..packed];
        let mut plain = Vec::new();
        match method {
            0 => plain.extend(data),
            _ => drop(flate2::read::DeflateDecoder::new(data).read_to_end(&mut plain).unwrap()),
        }
        let mut sum = Crc::new();
        sum.update(&plain);
        assert_eq!((sum.sum() as usize, plain.len()), (crc, length), "{path}");
        files.push((path, plain));
        at += 46 + name;
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_is_laid_out_as_the_format_has_it() {
        let mut zip = Zip::default();
        zip.store("mimetype", b"text").unwrap();
        zip.add("ä.txt", &[b'a'; 1000]).unwrap();
        let bytes = zip.finish("by us").unwrap();
        assert_eq!(&bytes[30..42], b"mimetypetext", "what comes first is known by its first bytes");
        assert!(bytes.ends_with(b"by us"));
        assert!(bytes.len() < 400, "a thousand letters are few bytes");
        let files = [("mimetype".to_owned(), b"text".to_vec()), ("ä.txt".to_owned(), vec![b'a'; 1000])];
        assert_eq!(read(&bytes), files);
    }
}
