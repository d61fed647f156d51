//! Where results may go: never into the content, and never in its stead.

use std::env;
use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::{Error, Result, anyhow, bail};

/// Refuses an output that lies in the content folder, where it would be read as content, and one that the content
/// lies in, for all that is in there would be replaced.
pub(crate) fn check(content: &Path, out: &Path) -> Result<()> {
    let (within, target) = (real(content), real(out));
    let (content, out) = (content.display(), out.display());
    if target == within {
        bail!("`{out}` is the content folder; name another folder with --out, such as `{}`", beside(&within));
    }
    if target.starts_with(&within) {
        bail!(
            "`{out}` lies in the content folder `{content}` and would be read as content; \
             name a folder outside of it with --out, such as `{}`",
            beside(&within)
        );
    }
    if within.starts_with(&target) {
        bail!(
            "the content folder `{content}` lies in `{out}`, all of which would be replaced; \
             name another folder with --out, such as `{}`",
            beside(&within)
        );
    }
    Ok(())
}

/// Why something cannot be written, with what helps.
pub(crate) fn cannot_write(path: &Path, error: &io::Error) -> Error {
    anyhow!("cannot write `{}`: {error}{}", path.display(), site::way_out(error))
}

/// A place that is free to name beside the content, as seen from here.
fn beside(content: &Path) -> String {
    let place = content.parent().unwrap_or(content).join("site");
    let here = env::current_dir().map(|here| real(&here)).unwrap_or_default();
    match (place.strip_prefix(&here), here.strip_prefix(content)) {
        (Ok(below), _) => below.display().to_string(),
        (_, Ok(inside)) => {
            let up = inside.components().fold(PathBuf::from(".."), |up, _| up.join(".."));
            up.join("site").display().to_string()
        }
        _ => place.display().to_string(),
    }
}

/// The path from the root, without links and dots as far as it exists.
fn real(path: &Path) -> PathBuf {
    if let Ok(path) = path.canonicalize() {
        return path;
    }
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut rest = whole.components();
    let Some(last) = rest.next_back() else { return whole };
    match last {
        Component::Normal(name) => real(rest.as_path()).join(name),
        Component::ParentDir => real(rest.as_path()).parent().map(Path::to_owned).unwrap_or_default(),
        _ => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn content_and_output_lie_apart() {
        let folder = tempfile::tempdir().unwrap();
        let content = folder.path().join("content");
        fs::create_dir_all(content.join("courses")).unwrap();
        let check = |out: &str| check(&content, &folder.path().join(out)).map_err(|error| error.to_string());
        for out in ["site", "content-site", "a/b/c", "content/../site"] {
            assert_eq!(check(out), Ok(()), "{out}");
        }
        for (out, why) in [
            ("content", "is the content folder"),
            ("content/", "is the content folder"),
            ("content/courses", "lies in the content folder"),
            ("content/new/site", "lies in the content folder"),
            ("site/../content/site", "lies in the content folder"),
            (".", "would be replaced"),
            ("..", "would be replaced"),
        ] {
            let said = check(out).unwrap_err();
            assert!(said.contains(why), "{out}: {said}");
            let free = folder.path().canonicalize().unwrap().join("site");
            assert!(said.ends_with(&format!("such as `{}`", free.display())), "{out}: {said}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_where_they_lead() {
        let folder = tempfile::tempdir().unwrap();
        let content = folder.path().join("content");
        fs::create_dir(&content).unwrap();
        std::os::unix::fs::symlink(&content, folder.path().join("link")).unwrap();
        assert!(check(&content, &folder.path().join("link/site")).is_err());
    }
}
