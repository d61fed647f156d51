//! The rules of the style sheets: a colour has a name, and names are given in one place.

use anyhow::Result;
use tests::content::root;

/// Notations of colours, and the names of colours one is tempted to write.
const FUNCTIONS: &[&str] =
    &["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklab(", "oklch(", "color("];
const NAMES: &[&str] = &[
    "black", "blue", "gray", "green", "grey", "navy", "orange", "purple", "red", "silver", "white", "yellow",
];

#[test]
fn colours_are_written_in_the_tokens_alone() -> Result<()> {
    let mut sheets = 0;
    for entry in std::fs::read_dir(root().join("style"))? {
        let path = entry?.path();
        let is_sheet = path.extension().is_some_and(|extension| extension == "css");
        if !is_sheet || path.ends_with("tokens.css") {
            continue;
        }
        let text = std::fs::read_to_string(&path)?;
        let found: Vec<_> = values(&text).into_iter().filter(|value| has_colour(value)).collect();
        assert!(found.is_empty(), "{} has colours of its own: {found:?}", path.display());
        sheets += 1;
    }
    assert!(sheets > 3, "there are more style sheets than {sheets}");
    Ok(())
}

#[test]
fn a_colour_is_known_in_every_notation() {
    for value in
        ["1px solid #fff", "#A1B2C3D4", "rgb(0 0 0)", "oklch(50% 0 0)", "1px solid red", "color(srgb 1 1 1)"]
    {
        assert!(has_colour(value), "{value}");
    }
    for value in [
        "var(--ink)",
        "color-mix(in oklab, var(--ink) 50%, transparent)",
        "currentcolor",
        "url(#shape)",
        "reduce",
    ] {
        assert!(!has_colour(value), "{value}");
    }
    assert_eq!(values("a:hover { /* b: #fff; */ color: red; } #add { --x: 1 }"), [" red", " 1 "]);
}

/// The values of all declarations.
fn values(sheet: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let mut values = Vec::new();
    let mut start = 0;
    for (at, mark) in plain.char_indices().filter(|(_, mark)| matches!(mark, '{' | '}' | ';')) {
        if mark != '{'
            && let Some((_, value)) = plain[start..at].split_once(':')
        {
            values.push(value.to_owned());
        }
        start = at + 1;
    }
    values
}

fn has_colour(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    let words =
        || value.split(|mark: char| !mark.is_ascii_alphanumeric() && !matches!(mark, '-' | '#' | '('));
    let is_hex = |word: &str| {
        word.strip_prefix('#').is_some_and(|digits| {
            matches!(digits.len(), 3 | 4 | 6 | 8) && digits.chars().all(|digit| digit.is_ascii_hexdigit())
        })
    };
    let calls = |function: &str| {
        value.match_indices(function).any(|(at, _)| {
            !value[..at].ends_with(|before: char| before.is_ascii_alphanumeric() || before == '-')
        })
    };
    words().any(|word| is_hex(word) || NAMES.contains(&word))
        || FUNCTIONS.iter().any(|function| calls(function))
}
