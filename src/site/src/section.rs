//! The custom section `course` of a wasm module: reading it and putting another in its place.
//!
//! Custom sections carry no meaning for the program (WebAssembly Core 2.0, section 5.5.3), so a finished player
//! takes another course without being compiled again.

use course::bundle::SECTION;
use wasm_encoder::{CustomSection, Module, RawSection};
use wasmparser::{Parser, Payload};

use crate::error::{Error, Result};

/// The bundle inside a wasm module.
///
/// # Errors
/// Where the bytes are no module, or one without a course.
pub fn bundle_of(wasm: &[u8]) -> Result<&[u8]> {
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(damaged)? {
            Payload::CustomSection(section) if section.name() == SECTION => {
                return Ok(section.data());
            }
            _ => {}
        }
    }
    Err(Error::NoCourse)
}

/// The module with `bundle` as its only course. Every other section keeps its bytes and its place.
///
/// # Errors
/// Where the bytes are no module.
pub fn with_bundle(wasm: &[u8], bundle: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.map_err(damaged)?;
        match &payload {
            Payload::Version { encoding: wasmparser::Encoding::Component, .. } => {
                return Err(Error::Wasm("it is a component, not a module".into()));
            }
            Payload::CustomSection(section) if section.name() == SECTION => continue,
            _ => {}
        }
        if let Some((id, range)) = payload.as_section() {
            module.section(&RawSection { id, data: bytes(wasm, &range) });
        }
    }
    module.section(&CustomSection { name: SECTION.into(), data: bundle.into() });
    Ok(module.finish())
}

/// A module that is nothing but a section of this name.
pub(crate) fn with_section(name: &str, data: &[u8]) -> Vec<u8> {
    let mut module = Module::new();
    module.section(&CustomSection { name: name.into(), data: data.into() });
    module.finish()
}

/// The bytes the parser means. It has just read them from here, so the range is within.
fn bytes<'a>(wasm: &'a [u8], range: &std::ops::Range<u64>) -> &'a [u8] {
    &wasm[range.start as usize..range.end as usize]
}

fn damaged(error: wasmparser::BinaryReaderError) -> Error {
    Error::Wasm(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::wasm;

    /// Every section but the courses, as id and bytes.
    fn others(wasm: &[u8]) -> Vec<(u8, Vec<u8>)> {
        Parser::new(0)
            .parse_all(wasm)
            .map(|payload| payload.unwrap())
            .filter(
                |payload| !matches!(payload, Payload::CustomSection(section) if section.name() == SECTION),
            )
            .filter_map(|payload| payload.as_section().map(|(id, range)| (id, bytes(wasm, &range).to_vec())))
            .collect()
    }

    fn courses(wasm: &[u8]) -> usize {
        Parser::new(0)
            .parse_all(wasm)
            .filter(
                |payload| matches!(payload, Ok(Payload::CustomSection(section)) if section.name() == SECTION),
            )
            .count()
    }

    #[test]
    fn another_course_replaces_the_one_inside_and_nothing_else() {
        for before in [vec![], vec![&b"one"[..]], vec![b"one", b"two"]] {
            let module = wasm(&before);
            let changed = with_bundle(&module, b"another, longer course").unwrap();
            assert_eq!(bundle_of(&changed).unwrap(), b"another, longer course");
            assert_eq!(courses(&changed), 1);
            assert_eq!(others(&changed), others(&module));
            assert_eq!(others(&changed).len(), 4, "type, function, code and another custom section");
        }
    }

    #[test]
    fn a_module_without_a_course_and_bytes_that_are_no_module_are_refused() {
        assert!(matches!(bundle_of(&wasm(&[])), Err(Error::NoCourse)));
        assert_eq!(bundle_of(&with_section(SECTION, b"lessons")).unwrap(), b"lessons");
        for bytes in [&b"<!doctype html>"[..], b"", &wasm(&[b"one"])[..20]] {
            assert!(matches!(bundle_of(bytes), Err(Error::Wasm(_))), "{bytes:?}");
            assert!(matches!(with_bundle(bytes, b""), Err(Error::Wasm(_))), "{bytes:?}");
        }
    }
}
