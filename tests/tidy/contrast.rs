//! Every text can be read in every theme: the contrast of all colours of `style/tokens.css` that meet on a page, as
//! WCAG 2.2 measures it. What an author says of the accent is held where it is read (`course::looks`).

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use course::looks::{AA, AAA, Colour};
use tests::content::root;

/// The contrast that what is not text needs: success criterion 1.4.11.
const SHAPES: f64 = 3.0;

type Tokens = BTreeMap<String, Colour>;

/// A theme's name, what it begins with in the style sheet, the theme whose tokens it changes, and the contrast it has.
const THEMES: [(&str, &str, &str, f64); 6] = [
    ("light", ":root {", "", AA),
    ("dark, of the system", ":root:where(:not([data-theme])) {", "light", AA),
    ("dark", ":where([data-theme=\"dark\"]):root {", "light", AA),
    ("sepia", ":where([data-theme=\"sepia\"]):root {", "light", AA),
    ("contrast", ":where([data-theme=\"contrast\"]):root {", "light", AAA),
    ("contrast, by night", ":where([data-theme=\"contrast\"]):root {", "contrast", AAA),
];

/// The themes of the style sheet, by their names, with the contrast that each has to have.
fn themes() -> Result<BTreeMap<&'static str, (Tokens, f64)>> {
    let sheet = std::fs::read_to_string(root().join("style/tokens.css"))?;
    let mut themes: BTreeMap<&str, (Tokens, f64)> = BTreeMap::new();
    let mut rest = sheet.as_str();
    for (name, begin, base, least) in THEMES {
        let (_, behind) = rest.split_once(begin).with_context(|| format!("{name} begins with {begin}"))?;
        let (block, behind) = behind.split_once('}').context("a block has an end")?;
        rest = behind;
        let mut tokens = themes.get(base).map(|(tokens, _)| tokens.clone()).unwrap_or_default();
        for declaration in block.split(';') {
            let Some((token, value)) = declaration.rsplit_once("--").and_then(|(_, it)| it.split_once(": #"))
            else {
                continue;
            };
            let rgb =
                u32::from_str_radix(value.trim(), 16).with_context(|| format!("--{token}: #{value}"))?;
            tokens.insert(token.to_owned(), Colour::of(rgb));
        }
        themes.insert(name, (tokens, least));
    }
    Ok(themes)
}

#[test]
fn every_text_can_be_read_in_every_theme() -> Result<()> {
    let grounds = ["ground", "ground-raised", "ground-sunk"];
    let softs = ["accent-soft", "right-soft", "wrong-soft", "caution-soft"];
    let alerts = ["note", "right", "important", "caution", "wrong"];
    let mut faults = Vec::new();
    let mut pairs = 0;
    for (theme, (tokens, least)) in themes()? {
        let of = |name: &str| *tokens.get(name).unwrap_or_else(|| panic!("{theme} has --{name}"));
        let mut holds = |what: String, text: Colour, ground: Colour, least: f64| {
            pairs += 1;
            let contrast = text.contrast(ground);
            if contrast < least {
                faults.push(format!("{theme}: {what} has {contrast:.2} of {least}"));
            }
        };
        for ground in grounds {
            for text in ["ink", "ink-soft", "accent", "right", "wrong", "caution", "note", "important"] {
                holds(format!("{text} on {ground}"), of(text), of(ground), least);
            }
            for shape in ["rule-strong", "accent"] {
                holds(format!("the shape {shape} on {ground}"), of(shape), of(ground), SHAPES);
            }
        }
        for soft in softs {
            let own = soft.trim_end_matches("-soft");
            for text in ["ink", "ink-soft", own] {
                holds(format!("{text} on {soft}"), of(text), of(soft), least);
            }
        }
        for text in ["ink", "ink-soft", "accent", "right", "wrong", "caution", "note", "important"] {
            holds(format!("{text} in a passage that is marked"), of(text), of("marker"), least);
        }
        for shape in ["marker-line", "marker-ink"] {
            holds(format!("the shape {shape}"), of(shape), of("ground"), SHAPES);
        }
        holds("accent-ink on accent".into(), of("accent-ink"), of("accent"), least);
        holds("found-ink on found".into(), of("found-ink"), of("found"), least);
        // `text.css` mixes so much of an alert's colour into its ground, and `code.css` into that of marked lines.
        for alert in alerts {
            let ground = of("ground").mixed(of(alert), 70);
            for text in ["ink", alert] {
                holds(format!("{text} in an alert of {alert}"), of(text), ground, least);
            }
        }
        let codes: Vec<_> = tokens.keys().filter(|name| name.starts_with("code-")).collect();
        assert_eq!(codes.len(), 9, "{theme}");
        for code in codes {
            holds(format!("{code} in code"), of(code), of("ground-sunk"), least);
            holds(format!("{code} in code that is marked"), of(code), of("marker"), least);
            for mark in ["accent", "code-inserted", "code-deleted"] {
                let ground = of("ground-sunk").mixed(of(mark), 120);
                holds(format!("{code} in a line marked as {mark}"), of(code), ground, least);
            }
        }
    }
    assert!(pairs > 500, "all colours of six themes make more than {pairs} pairs");
    assert!(faults.is_empty(), "{faults:#?}");
    Ok(())
}

#[test]
fn a_chosen_night_is_that_of_the_system() -> Result<()> {
    let themes = themes()?;
    let (system, chosen) = (&themes["dark, of the system"].0, &themes["dark"].0);
    let other: Vec<_> = system.iter().filter(|(name, colour)| chosen.get(*name) != Some(colour)).collect();
    assert!(other.is_empty() && system.len() == chosen.len(), "{other:?}");
    assert_ne!(system, &themes["light"].0);
    Ok(())
}
