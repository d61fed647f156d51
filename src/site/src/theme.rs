//! The style sheet of a site: the player's own, what an author's theme changes of its tokens, and the author's own
//! sheet behind both.

use course::looks::{
    Appearance, CONTRAST_DARK, CONTRAST_LIGHT, Colour, DARK, Face, LIGHT, Looks, SEPIA, Stack,
};

/// Of how many thousandths of the accent the ground behind chosen things is made.
const SOFT: u32 = 120;

/// The name that a font file of the author's goes by.
const OWN_FACE: &str = "Author";

/// All rules in the order in which they count. An author's sheet is a layer of its own behind ours, so that each of
/// its rules wins, however short its selector is.
pub(crate) fn style(own: &str, looks: &Looks) -> String {
    let mut style = own.to_owned();
    style.push_str(&tokens(looks));
    match &looks.style {
        None => style,
        Some(authors) => format!(
            "@layer lectern, author;\n@layer lectern {{\n{style}}}\n@layer author {{\n{}\n}}\n",
            authors.trim_end()
        ),
    }
}

/// The tags that fetch ahead what the style sheet is going to ask for.
pub(crate) fn preloads(looks: &Looks) -> Option<String> {
    let Some(Face::File(name)) = &looks.face else { return None };
    Some(format!("<link rel=\"preload\" href=\"./assets/{name}\" as=\"font\" crossorigin />"))
}

/// The accent of an appearance.
pub(crate) fn accent(looks: &Looks, appearance: &Appearance) -> Colour {
    match looks.accent {
        Some((light, _)) if *appearance == LIGHT => light,
        Some((_, dark)) => dark,
        None => appearance.accent,
    }
}

fn tokens(looks: &Looks) -> String {
    let mut css = String::new();
    let mut root = String::new();
    match &looks.face {
        Some(Face::System(stack)) => root.push_str(&format!("  --face-text: {};\n", faces(*stack))),
        Some(Face::File(name)) => {
            // A face that comes late would move the text.
            css.push_str(&format!(
                "@font-face {{\n  font-family: \"{OWN_FACE}\";\n  src: url(\"./assets/{name}\");\n  font-display: optional;\n}}\n"
            ));
            root.push_str(&format!("  --face-text: \"{OWN_FACE}\", {};\n", faces(Stack::System)));
        }
        None => {}
    }
    if let Some(radius) = &looks.radius {
        root.push_str(&format!("  --radius: {radius};\n  --radius-small: calc({radius} * 0.6);\n"));
    }
    if let Some(width) = &looks.width {
        root.push_str(&format!("  --measure: {width};\n"));
    }
    if let Some((light, _)) = looks.accent {
        root.push_str(&colours("  ", &LIGHT, light));
    }
    if !root.is_empty() {
        css.push_str(&format!(":root {{\n{root}}}\n"));
    }
    if let Some((light, dark)) = looks.accent {
        let by_night = |selector: &str, appearance| {
            let colours = colours("    ", appearance, appearance.readable(dark));
            format!("@media screen and (prefers-color-scheme: dark) {{\n  {selector} {{\n{colours}  }}\n}}\n")
        };
        let chosen = |theme: &str, appearance: &Appearance, accent| {
            let colours = colours("    ", appearance, appearance.readable(accent));
            format!("@media screen {{\n  :where([data-theme=\"{theme}\"]):root {{\n{colours}  }}\n}}\n")
        };
        // In the order of `tokens.css`, and of the same weight.
        css.push_str(&by_night(":root:where(:not([data-theme]))", &DARK));
        css.push_str(&chosen("dark", &DARK, dark));
        css.push_str(&chosen("sepia", &SEPIA, light));
        css.push_str(&chosen("contrast", &CONTRAST_LIGHT, light));
        css.push_str(&by_night(":where([data-theme=\"contrast\"]):root", &CONTRAST_DARK));
    }
    css
}

fn colours(indent: &str, appearance: &Appearance, accent: Colour) -> String {
    // As much of the accent as leaves text in its colour readable.
    let mut shades = (0..=SOFT).rev().map(|part| appearance.ground.mixed(accent, part));
    let soft = shades.find(|soft| accent.contrast(*soft) >= appearance.least).unwrap_or(appearance.ground);
    let ink = accent.ink();
    format!("{indent}--accent: {accent};\n{indent}--accent-ink: {ink};\n{indent}--accent-soft: {soft};\n")
}

fn faces(stack: Stack) -> &'static str {
    match stack {
        Stack::System => {
            "system-ui, -apple-system, \"Segoe UI\", Roboto, \"Noto Sans\", \"Helvetica Neue\", Arial, sans-serif"
        }
        Stack::Serif => {
            "ui-serif, Charter, \"Iowan Old Style\", \"Source Serif 4\", \"Noto Serif\", Cambria, Georgia, serif"
        }
        Stack::Humanist => {
            "Seravek, Candara, Optima, \"Gill Sans Nova\", Ubuntu, \"Noto Sans\", Calibri, sans-serif"
        }
        Stack::Rounded => {
            "ui-rounded, \"Hiragino Maru Gothic ProN\", Nunito, Quicksand, \"Arial Rounded MT Bold\", system-ui, sans-serif"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_wish_the_sheet_is_ours_alone() {
        assert_eq!(style("a {}\n", &Looks::default()), "a {}\n");
        assert_eq!(preloads(&Looks::default()), None);
    }

    #[test]
    fn a_theme_changes_tokens_and_an_authors_sheet_stands_behind_all() {
        let looks = Looks {
            accent: Some((Colour::of(0x8a2c7d), Colour::of(0xe29ad6))),
            face: Some(Face::File("tea-01.woff2".into())),
            radius: Some("1rem".into()),
            width: Some("640px".into()),
            style: Some("h1 { color: teal }\n".into()),
            ..Looks::default()
        };
        assert_eq!(
            style("a {}\n", &looks),
            "@layer lectern, author;\n@layer lectern {\na {}\n\
             @font-face {\n  font-family: \"Author\";\n  src: url(\"./assets/tea-01.woff2\");\n  font-display: optional;\n}\n\
             :root {\n  --face-text: \"Author\", system-ui, -apple-system, \"Segoe UI\", Roboto, \"Noto Sans\", \"Helvetica Neue\", Arial, sans-serif;\n  \
             --radius: 1rem;\n  --radius-small: calc(1rem * 0.6);\n  --measure: 640px;\n  \
             --accent: #8a2c7d;\n  --accent-ink: #ffffff;\n  --accent-soft: #efe3eb;\n}\n\
             @media screen and (prefers-color-scheme: dark) {\n  :root:where(:not([data-theme])) {\n    \
             --accent: #e29ad6;\n    --accent-ink: #000000;\n    --accent-soft: #2e2832;\n  }\n}\n\
             @media screen {\n  :where([data-theme=\"dark\"]):root {\n    \
             --accent: #e29ad6;\n    --accent-ink: #000000;\n    --accent-soft: #2e2832;\n  }\n}\n\
             @media screen {\n  :where([data-theme=\"sepia\"]):root {\n    \
             --accent: #8a2c7d;\n    --accent-ink: #ffffff;\n    --accent-soft: #e9d5ce;\n  }\n}\n\
             @media screen {\n  :where([data-theme=\"contrast\"]):root {\n    \
             --accent: #8a2c7d;\n    --accent-ink: #ffffff;\n    --accent-soft: #f8f3f8;\n  }\n}\n\
             @media screen and (prefers-color-scheme: dark) {\n  :where([data-theme=\"contrast\"]):root {\n    \
             --accent: #e29ad6;\n    --accent-ink: #000000;\n    --accent-soft: #1b121a;\n  }\n}\n}\n\
             @layer author {\nh1 { color: teal }\n}\n"
        );
        assert!(preloads(&looks).unwrap().contains("./assets/tea-01.woff2"));
    }

    #[test]
    fn the_grounds_are_those_of_the_style_sheet() {
        let tokens = include_str!("../../../style/tokens.css");
        let begins = [
            "@media screen and (prefers-color-scheme: dark) {\n  :root:where(:not([data-theme]))",
            ":where([data-theme=\"dark\"]):root",
            ":where([data-theme=\"sepia\"]):root",
            "@media screen {\n  :where([data-theme=\"contrast\"]):root",
            ":where([data-theme=\"contrast\"]):root",
        ];
        let (light, mut rest) = tokens.split_once(begins[0]).unwrap();
        let mut blocks = vec![(LIGHT, light)];
        let appearances = [DARK, DARK, SEPIA, CONTRAST_LIGHT, CONTRAST_DARK];
        for (appearance, next) in appearances.into_iter().zip(begins[1..].iter().chain(&["data-size"])) {
            let (block, behind) = rest.split_once(next).unwrap_or_else(|| panic!("{next} comes next"));
            blocks.push((appearance, block));
            rest = behind;
        }
        for (appearance, tokens) in blocks {
            for (name, colour) in [
                ("ground", appearance.ground),
                ("ground-raised", appearance.raised),
                ("ground-sunk", appearance.sunk),
                ("accent", appearance.accent),
            ] {
                let name_of = appearance.name;
                assert!(
                    tokens.contains(&format!("--{name}: {colour};")),
                    "--{name} is not {colour} {name_of}"
                );
            }
        }
        assert!(light.contains(&format!("--face-text: {};", faces(Stack::System))));
    }
}
