//! How large a bundle is, against its sources under the same compression.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

use std::io::Write;
use std::path::Path;

use compiler::{Content, compile};
use flate2::Compression;
use flate2::write::GzEncoder;

/// What a bundle may weigh, in hundredths of its sources, both under brotli.
const BUDGET: usize = 140;

fn brotli(bytes: &[u8]) -> usize {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 22);
    writer.write_all(bytes).unwrap();
    writer.into_inner().len()
}

fn gzip(bytes: &[u8]) -> usize {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap().len()
}

#[test]
fn a_bundle_weighs_little_more_than_its_sources() {
    let room = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in [room.join("tests/library"), room.join("../../content")] {
        let content = Content::read(&folder).unwrap();
        let compiled = compile(&content);
        let (Some(bundle), Some(library)) = (compiled.bundle, compiled.library) else {
            panic!("{} has errors", folder.display())
        };
        let sources: Vec<u8> = content.files.iter().flat_map(|file| file.bytes.iter().copied()).collect();
        let lessons: usize = library.courses.iter().map(|course| course.lessons().count()).sum();
        for (name, size) in [("raw", <[u8]>::len as fn(&[u8]) -> usize), ("gzip", gzip), ("brotli", brotli)] {
            let (ours, theirs) = (size(&bundle), size(&sources));
            println!(
                "{}, {lessons} lessons, {name}: {} bytes a lesson, sources {}, ratio {:.2}",
                folder.file_name().unwrap().display(),
                ours / lessons,
                theirs / lessons,
                ours as f64 / theirs as f64
            );
            assert!(name != "brotli" || ours * 100 <= theirs * BUDGET, "{ours} of {theirs} bytes");
        }
    }
}
