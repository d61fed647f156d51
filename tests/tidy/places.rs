//! What may lie where.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use tests::content::root;

/// The top level is closed; a new name in it is a decision about the house, not an accident.
const TOP_LEVEL: &[&str] = &[
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "Trunk.toml",
    "content",
    "index.html",
    "src",
    "style",
    "tests",
];

fn tracked() -> Result<Vec<PathBuf>> {
    let output = Command::new("git").current_dir(root()).args(["ls-files", "-z"]).output().context("git")?;
    ensure!(output.status.success(), "git ls-files: {}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout)?;
    Ok(names.split_terminator('\0').map(PathBuf::from).collect())
}

#[test]
fn the_top_level_is_closed() -> Result<()> {
    let tracked = tracked()?;
    ensure!(tracked.iter().any(|path| path == Path::new("Cargo.toml")), "git knows the repository's files");
    for path in tracked {
        let top = path.iter().next().and_then(|name| name.to_str()).context("a path has a first part")?;
        assert!(
            top.starts_with('.') || TOP_LEVEL.contains(&top),
            "{} is not at home at the top level",
            path.display()
        );
    }
    Ok(())
}

#[test]
fn every_source_file_opens_by_saying_what_it_is() -> Result<()> {
    let mut files = 0;
    for folder in ["src", "tests"] {
        for file in rust_files(&root().join(folder))? {
            let text = std::fs::read_to_string(&file)?;
            assert!(text.starts_with("//! "), "{} does not open with //!", file.display());
            files += 1;
        }
    }
    assert!(files > 30, "the house has more than {files} source files");
    Ok(())
}

fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        // What stands among fixtures is what is tried, and not ours.
        if path.ends_with("fixtures") {
            continue;
        }
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(files)
}
