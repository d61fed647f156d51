//! `lectern new`: a small course to begin from, which shows what a lesson can hold.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::{Ended, place, say};

/// What is written, by its path in the new folder.
macro_rules! templates {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../templates/", $path)))),*]
    };
}

const FILES: &[(&str, &str)] = templates![
    "README.md",
    "content/glossary.md",
    "content/courses/bicycle.md",
    "content/courses/bicycle/files/gears.py",
    "content/courses/bicycle/lessons/01-flat-tyre.md",
    "content/courses/bicycle/lessons/02-gears.md",
    "content/courses/bicycle/lessons/03-exam.md",
    "content/courses/bicycle/lessons/04-your-bicycle.md",
    "content/courses/bicycle/pictures/wheel.svg",
];

/// Writes the course into a folder that is not there yet, or empty, and says what to type next.
pub(crate) fn run(folder: &Path) -> Result<Ended> {
    let name = folder.display();
    let is_new = match fs::read_dir(folder) {
        Ok(mut entries) => {
            if entries.next().is_some() {
                bail!("`{name}` is not empty; name a folder that is not there yet");
            }
            false
        }
        Err(error) if error.kind() == ErrorKind::NotFound => true,
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            bail!("`{name}` is a file; name a folder that is not there yet")
        }
        Err(error) => return Err(error).with_context(|| format!("cannot look into `{name}`")),
    };
    if let Err(error) = write(folder) {
        // What was begun is ours to take away; where even this fails, the first error is the one to hear about.
        let _ = if is_new { fs::remove_dir_all(folder) } else { clear(folder) };
        return Err(error);
    }
    say::line(&format!("wrote a course to {name}; next:\n"))?;
    if folder != Path::new(".") {
        say::line(&format!("  cd {}", quoted(&name.to_string())))?;
    }
    say::line("  lectern serve             see it, and every change as you make it")?;
    say::line("  lectern check --advice    hear what could be better")?;
    Ok(Ended::Well)
}

fn write(folder: &Path) -> Result<()> {
    for (path, text) in FILES {
        let path = folder.join(path);
        let written =
            fs::create_dir_all(path.parent().unwrap_or(folder)).and_then(|()| fs::write(&path, text));
        written.map_err(|error| place::cannot_write(&path, &error))?;
    }
    Ok(())
}

/// Takes away all that [`write`] puts into a folder that was empty.
fn clear(folder: &Path) -> std::io::Result<()> {
    let tops = FILES.iter().filter_map(|(path, _)| path.split('/').next());
    for top in tops {
        let path = folder.join(top);
        if path.is_dir() {
            fs::remove_dir_all(path)?;
        } else if path.exists() {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// The name as a shell takes it.
fn quoted(name: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "-_./~".contains(character);
    if name.chars().all(is_plain) { name.to_owned() } else { format!("'{}'", name.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_written() {
        let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let mut open = vec![room.clone()];
        let mut files = 0;
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                    continue;
                }
                let name = path.strip_prefix(&room).unwrap().to_str().unwrap().replace('\\', "/");
                assert!(FILES.iter().any(|(path, _)| *path == name), "{name} is written");
                files += 1;
            }
        }
        assert_eq!(files, FILES.len());
    }

    #[test]
    fn a_name_is_quoted_where_a_shell_would_break_it() {
        assert_eq!(quoted("tea/one"), "tea/one");
        assert_eq!(quoted("my tea's"), "'my tea'\\''s'");
    }
}
