//! Compiles the course content into the bytes that the player carries.
//!
//! The folder is `content/` at the top of the workspace, or whatever `LECTERN_CONTENT` names. Errors in it fail
//! the build with the compiler's own messages. Where `LECTERN_CONTENT` is empty, so is the player: whoever assembles
//! a site puts a course in. Where pages are only drawn as text (feature `ssr`) there is nothing to do.

use std::process::ExitCode;

#[cfg(feature = "csr")]
use std::path::{Path, PathBuf};

#[cfg(not(feature = "csr"))]
fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    ExitCode::SUCCESS
}

#[cfg(feature = "csr")]
fn main() -> ExitCode {
    println!("cargo::rerun-if-env-changed=LECTERN_CONTENT");
    let folder = match std::env::var_os("LECTERN_CONTENT") {
        Some(folder) if folder.is_empty() => return write(&[]),
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content"),
    };
    println!("cargo::rerun-if-changed={}", folder.display());

    let content = match compiler::Content::read(&folder) {
        Ok(content) => content,
        Err(error) => {
            eprintln!("error: cannot read the content folder `{}`: {error}", folder.display());
            return ExitCode::FAILURE;
        }
    };
    let compiled = compiler::compile(&content);
    let report = compiler::render(&compiled.told(), &content, false);
    let Some(bundle) = compiled.bundle else {
        eprintln!("{report}");
        return ExitCode::FAILURE;
    };
    for line in report.lines() {
        println!("cargo::warning={line}");
    }

    write(&bundle)
}

#[cfg(feature = "csr")]
fn write(bundle: &[u8]) -> ExitCode {
    let out = std::env::var_os("OUT_DIR").expect("cargo gives a build script its OUT_DIR");
    let file = Path::new(&out).join("course.bundle");
    if let Err(error) = std::fs::write(&file, bundle) {
        eprintln!("error: cannot write the bundle to {}: {error}", file.display());
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
