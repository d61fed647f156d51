//! Code out of a file: the whole of it, or the part between two comments that name a region.
//!
//! ```text
//! # region load            // region load            <!-- region load -->
//! data = read()
//! # endregion load         (the name may be left out at the end)
//! ```
//!
//! Editors know this notation and fold such regions.

/// The text of a file without the lines that mark regions; with a name, only what stands in the regions of that
/// name, its common indentation removed.
///
/// # Errors
/// The names of the regions there are, where there is none of that name or one does not end.
pub(crate) fn shown(text: &str, region: Option<&str>) -> Result<String, Vec<String>> {
    let mut open: Vec<&str> = Vec::new();
    let mut known: Vec<String> = Vec::new();
    let mut lines = Vec::new();
    let mut is_found = region.is_none();
    for line in text.lines() {
        match mark(line) {
            Some(Mark::Start(name)) => {
                open.push(name);
                is_found |= region == Some(name);
                if !known.iter().any(|it| it == name) {
                    known.push(name.to_owned());
                }
            }
            Some(Mark::End("")) => _ = open.pop(),
            Some(Mark::End(name)) => {
                if let Some(at) = open.iter().rposition(|it| *it == name) {
                    open.remove(at);
                }
            }
            None if region.is_none_or(|region| open.contains(&region)) => lines.push(line),
            None => {}
        }
    }
    if !is_found {
        return Err(known);
    }
    let indentation = match region {
        Some(_) => common_indentation(&lines),
        None => 0,
    };
    let mut shown = String::new();
    for line in lines {
        shown.push_str(line.get(indentation..).unwrap_or_default());
        shown.push('\n');
    }
    Ok(shown)
}

enum Mark<'l> {
    Start(&'l str),
    End(&'l str),
}

/// What a line says about regions; only a line that is nothing but a comment says something.
fn mark(line: &str) -> Option<Mark<'_>> {
    const OPENINGS: [&str; 9] = ["<!--", "//", "/*", "--", "(*", "#", ";", "%", "'"];
    let line = line.trim();
    let opening = OPENINGS.iter().find(|opening| line.starts_with(**opening))?;
    let text = line[opening.len()..].trim_start_matches(['/', '*', '#', ';', '!', '-']).trim_start();
    let text = ["-->", "*/", "*)"].iter().fold(text, |text, ending| text.trim_end_matches(ending)).trim_end();
    let (word, name) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    // `#region` and `//#region` are how some editors want it.
    match word.trim_start_matches('#') {
        "region" if !name.trim().is_empty() => Some(Mark::Start(name.trim())),
        "endregion" => Some(Mark::End(name.trim())),
        _ => None,
    }
}

fn common_indentation(lines: &[&str]) -> usize {
    let of = |line: &&str| line.len() - line.trim_start_matches([' ', '\t']).len();
    lines.iter().filter(|line| !line.trim().is_empty()).map(of).min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "import x\n\n# region load\ndef f():\n    # region body\n    if x:\n\n        y()\n    # endregion body\n# endregion\n//#region load\n  z\n/* endregion load */\n#regional\n";

    #[test]
    fn a_region_is_shown_without_its_marks_and_indentation() {
        let shown = |region| shown(TEXT, region);
        assert_eq!(shown(Some("body")).unwrap(), "if x:\n\n    y()\n");
        assert_eq!(shown(Some("load")).unwrap(), "def f():\n    if x:\n\n        y()\n  z\n");
        assert_eq!(shown(None).unwrap(), "import x\n\ndef f():\n    if x:\n\n        y()\n  z\n#regional\n");
        assert_eq!(shown(Some("lod")), Err(vec!["load".to_owned(), "body".to_owned()]));
    }

    #[test]
    fn many_languages_have_comments() {
        for line in [
            "# region a",
            "  // region a",
            "//#region a",
            "#region a",
            "<!-- region a -->",
            "/* region a */",
            "-- region a",
            ";; region a",
            "% region a",
            "' region a",
            "(* region a *)",
            "/// region a",
        ] {
            assert!(matches!(mark(line), Some(Mark::Start("a"))), "{line}");
        }
        for line in ["region a", "# regions a", "x # region a", "# region", "#"] {
            assert!(mark(line).is_none(), "{line}");
        }
    }
}
