//! What makes a site one that can be installed: its icons, and the web manifest as
//! <https://www.w3.org/TR/appmanifest/> has it.

use std::collections::BTreeMap;

use course::library::Library;
use course::looks::{DARK, Icon, LIGHT, Looks};
use serde_json::json;

use crate::icons;
use crate::names::Names;
use crate::theme::{accent, preloads};

/// The name of the manifest, which is the same in every build: whoever has installed a site looks there again.
pub(crate) const MANIFEST: &str = "manifest.webmanifest";

/// How many letters platforms show below an icon.
const SHORT: usize = 12;

/// The icons of a site: which file is what.
pub(crate) struct Icons {
    /// Of the browser's tab: file and media type.
    tab: (&'static str, &'static str),
    /// PNG by the side of the square, largest first.
    squares: Vec<(u32, String)>,
    /// Name → content.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

impl Icons {
    /// Those that the author drew; what they did not is drawn from title and colour.
    pub(crate) fn of(title: &str, looks: &Looks) -> Self {
        let accent = accent(looks, &LIGHT);
        let mut files = BTreeMap::new();
        let tab = match &looks.icon {
            None => ("icon.svg", "image/svg+xml", icons::svg(title, accent).into_bytes()),
            Some(Icon { ending: "svg", bytes }) => ("icon.svg", "image/svg+xml", bytes.clone()),
            Some(Icon { ending: "png", bytes }) => ("icon.png", "image/png", bytes.clone()),
            Some(Icon { bytes, .. }) => ("icon.ico", "image/x-icon", bytes.clone()),
        };
        let own = icons::size(&tab.2).filter(|(width, height)| width == height && *width >= 180);
        let squares = match own {
            Some((side, _)) => vec![(side, tab.0.to_owned())],
            None => icons::SIZES.into_iter().map(|side| (side, format!("icon-{side}.png"))).collect(),
        };
        if own.is_none() {
            let drawn = icons::pngs(accent);
            files.extend(squares.iter().map(|(_, name)| name.clone()).zip(drawn.iter().cloned()));
        }
        files.insert(tab.0.to_owned(), tab.2);
        Self { tab: (tab.0, tab.1), squares, files }
    }

    /// The tags of every page that name the icons, the manifest and the colours of the browser's own bars.
    pub(crate) fn tags(&self, looks: &Looks) -> Vec<String> {
        let (name, media_type) = self.tab;
        let mut tags = vec![format!("<link rel=\"icon\" href=\"./{name}\" type=\"{media_type}\" />")];
        // Apple takes the one for its own size, or any.
        if let Some((_, name)) = self.squares.last() {
            tags.push(format!("<link rel=\"apple-touch-icon\" href=\"./{name}\" />"));
        }
        tags.push(format!("<link rel=\"manifest\" href=\"./{MANIFEST}\" />"));
        // The bars of the browser go on where the page begins.
        for appearance in [LIGHT, DARK] {
            tags.push(format!(
                "<meta name=\"theme-color\" media=\"(prefers-color-scheme: {})\" content=\"{}\" />",
                appearance.name, appearance.ground
            ));
        }
        tags.extend(preloads(looks));
        tags
    }

    /// The web manifest. `names` are the names that the icons have on the site.
    pub(crate) fn manifest(
        &self,
        library: &Library,
        description: &str,
        looks: &Looks,
        names: &Names,
    ) -> String {
        let name = |name: &str| names.get(name).map_or(name, String::as_str).to_owned();
        let mut list = Vec::new();
        if self.tab.0 == "icon.svg" {
            list.push(json!({ "src": name(self.tab.0), "type": self.tab.1, "sizes": "any" }));
        }
        for purpose in ["any", "maskable"] {
            for (side, square) in
                self.squares.iter().filter(|(side, _)| *side != 180 || self.squares.len() == 1)
            {
                let sizes = format!("{side}x{side}");
                list.push(
                    json!({ "src": name(square), "type": "image/png", "sizes": sizes, "purpose": purpose }),
                );
            }
        }
        // What the author drew may reach to the edge.
        if self.squares.len() == 1 {
            list.retain(|icon| icon["purpose"] != "maskable");
        }
        let mut manifest = json!({
            "name": library.title,
            "short_name": short(&library.title),
            "lang": library.language,
            "dir": if library.is_right_to_left { "rtl" } else { "ltr" },
            "start_url": "./",
            "scope": "./",
            "display": "standalone",
            "theme_color": accent(looks, &LIGHT).to_string(),
            "background_color": LIGHT.ground.to_string(),
            "icons": list,
        });
        if !description.is_empty() {
            manifest["description"] = description.into();
        }
        format!("{manifest:#}\n")
    }
}

/// As many words of a title as there is room for; the whole of it where its first word is too long.
fn short(title: &str) -> String {
    let mut short = String::new();
    for word in title.split_whitespace() {
        if !short.is_empty() && short.chars().count() + 1 + word.chars().count() > SHORT {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    if short.chars().count() > SHORT { title.to_owned() } else { short }
}

#[cfg(test)]
mod tests {
    use course::looks::Colour;
    use serde_json::Value;

    use super::*;

    fn library() -> Library {
        Library { title: "All about tea".into(), language: "de".into(), ..Library::default() }
    }

    fn manifest(looks: &Looks) -> Value {
        let icons = Icons::of("Tea", looks);
        serde_json::from_str(&icons.manifest(&library(), "Leaves & water", looks, &Names::new())).unwrap()
    }

    #[test]
    fn the_manifest_tells_what_the_author_has_said() {
        let looks = Looks { accent: Some((Colour::of(0x8a2c7d), Colour::of(0xe29ad6))), ..Looks::default() };
        let manifest = manifest(&looks);
        for (key, expected) in [
            ("name", "All about tea"),
            ("short_name", "All about"),
            ("lang", "de"),
            ("dir", "ltr"),
            ("start_url", "./"),
            ("scope", "./"),
            ("display", "standalone"),
            ("theme_color", "#8a2c7d"),
            ("background_color", "#fdfcfa"),
            ("description", "Leaves & water"),
        ] {
            assert_eq!(manifest[key], expected, "{key}");
        }
        let icons: Vec<_> = manifest["icons"]
            .as_array()
            .unwrap()
            .iter()
            .map(|icon| format!("{} {} {}", icon["src"], icon["sizes"], icon["purpose"]).replace('"', ""))
            .collect();
        assert_eq!(
            icons,
            [
                "icon.svg any null",
                "icon-512.png 512x512 any",
                "icon-192.png 192x192 any",
                "icon-512.png 512x512 maskable",
                "icon-192.png 192x192 maskable",
            ]
        );
    }

    #[test]
    fn an_icon_of_the_authors_takes_the_place_of_ours() {
        let of = |ending, bytes: &[u8]| {
            let looks = Looks { icon: Some(Icon { ending, bytes: bytes.into() }), ..Looks::default() };
            (Icons::of("Tea", &looks), manifest(&looks)["icons"].to_string())
        };
        let (icons, listed) = of("svg", b"<svg/>");
        assert_eq!(icons.files["icon.svg"], b"<svg/>");
        assert!(icons.files.contains_key("icon-512.png") && listed.contains("icon.svg"));
        let (icons, listed) = of("ico", b"ico");
        assert!(icons.tags(&Looks::default())[0].contains("\"./icon.ico\" type=\"image/x-icon\""));
        assert!(!icons.files.contains_key("icon.svg") && !listed.contains("icon.svg"));
        let large = icons::pngs(LIGHT.accent)[0].clone();
        let (icons, listed) = of("png", &large);
        assert_eq!(icons.files.keys().collect::<Vec<_>>(), ["icon.png"], "one will do for all");
        assert!(listed.contains("512x512") && !listed.contains("maskable"), "{listed}");
        assert!(icons.tags(&Looks::default())[1].contains("apple-touch-icon\" href=\"./icon.png\""));
    }

    #[test]
    fn a_short_name_ends_with_a_whole_word() {
        for (title, expected) in [
            ("Tea", "Tea"),
            ("A course about tea", "A course"),
            ("Donaudampfschifffahrt in Wien", "Donaudampfschifffahrt in Wien"),
            ("", ""),
        ] {
            assert_eq!(short(title), expected);
        }
    }
}
