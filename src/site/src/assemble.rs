//! The assembly itself: the steps from a player and a bundle to a site, in order.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use course::bundle::Bundle;
use course::library::Library;
use course::looks::{LIGHT, Looks};
use course::route::Route;
use player::ahead::Ahead;
use words::{Spoken, Text, Word};

use crate::address::Address;
use crate::error::{Error, Result};
use crate::externrefs;
use crate::finding::{Finding, HEAD};
use crate::head::{Card, sitemap};
use crate::icons;
use crate::languages::Languages;
use crate::manifest::{Icons, MANIFEST};
use crate::modules::Modules;
use crate::names::{Names, hash, hashed, renamed};
use crate::pages::{About, pages};
use crate::places::without_place;
use crate::player::{INDEX, Player, WASM};
use crate::script::lean;
use crate::section::{bundle_of, with_bundle};
use crate::service_worker::{self, service_worker};
use crate::shell::{STYLE, Shell, escaped, unescaped};
use crate::site::{Draft, Drawing, Site};
use crate::theme;

/// What a static host sends for an address that is no page.
const NOT_FOUND: &str = include_str!("not_found.html");

/// What starts the player.
const BOOT: &str = "boot.js";

/// What attends to a page while it is read.
const READER: &str = "reader.js";

/// The author's files by their names, which carry hashes of their content.
pub type Assets = BTreeMap<String, Arc<[u8]>>;

/// What an author decides about a site.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Where it will be found. Without it no page names its whole address, and there is no `sitemap.xml`.
    pub address: Option<Address>,
    /// How it looks.
    pub looks: Looks,
    /// What its interface says otherwise, in the language of the library, by the names of the messages.
    pub words: BTreeMap<String, Text>,
}

/// The icon of the player itself, in whose place comes that of the course.
const ICON: &str = "icon.svg";

/// The folder of the author's files.
const ASSETS: &str = "assets";

/// The page that nothing is drawn on: the player draws any route into it.
const BARE: &str = "bare.html";

/// The picture that previews show where there is no other.
const PREVIEW: &str = "preview.png";

/// A larger file of the author's is not kept for offline use ahead of need: a video would take the room, and the
/// learner's data plan, of all the rest.
const LARGEST_KEPT: usize = 2 << 20;

/// Makes a site of a player and a bundle with its files; without a bundle, of the course the player already carries.
///
/// The same input gives the same bytes.
///
/// # Errors
/// Where the player is not one, or the bundle is not one of this release.
pub fn assemble(player: &Player, bundle: Option<&[u8]>, assets: &Assets, options: &Options) -> Result<Site> {
    Assembler::default().assemble(player, bundle, assets, options)
}

/// Makes a site again and again, each time only those content modules that have changed since, and of the index what
/// their lessons changed.
#[derive(Debug, Default)]
pub struct Assembler {
    modules: Arc<Modules>,
    finding: Finding,
}

impl Assembler {
    /// Makes a site, the same as [`assemble`] does.
    ///
    /// # Errors
    /// As [`assemble`].
    pub fn assemble(
        &mut self,
        player: &Player,
        bundle: Option<&[u8]>,
        assets: &Assets,
        options: &Options,
    ) -> Result<Site> {
        let bundle = match bundle {
            Some(bundle) => bundle,
            None => bundle_of(file(player, WASM)?)?,
        };
        let bundle = Bundle::decode(bundle)?;
        self.assemble_lessons(player, &bundle.library, &bundle.bodies().collect::<Vec<_>>(), assets, options)
    }

    /// Makes a site of a library and the bodies of its lessons, which were not put together into a bundle: each is the
    /// id of a lesson with what `course::bundle::encode_body` wrote.
    ///
    /// # Errors
    /// Where the player is not one.
    pub fn assemble_lessons(
        &mut self,
        player: &Player,
        library: &Library,
        bodies: &[(&str, &[u8])],
        assets: &Assets,
        options: &Options,
    ) -> Result<Site> {
        self.modules = Arc::new(Modules::of(library, bodies, &self.modules));
        self.finding = Finding::of(library, bodies, &self.modules, std::mem::take(&mut self.finding));
        let inside = self.modules.bundle(library, bodies);

        let (shell, styles) = Shell::read(&String::from_utf8_lossy(file(player, INDEX)?))?;
        let (title, looks) = (&library.title, &options.looks);
        let icons = Icons::of(title, looks);
        let languages = Languages::of(library, &options.words);
        let words = languages.files();
        let mut own = own_files(player, &inside, &styles, &languages)?;
        if !styles.is_empty() {
            own.insert(STYLE, theme::style(&joined(player, &styles), looks).into_bytes());
        }
        own.extend(icons.files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())));
        own.extend(words.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())));
        let index = self.finding.files();
        own.insert(HEAD, index.head);
        // It is for other sites, which need its whole address.
        let is_preview_drawn = options.address.is_some() && looks.picture.is_none();
        if is_preview_drawn {
            own.insert(PREVIEW, icons::preview(theme::accent(looks, &LIGHT)));
        }

        let (mut own, names) = with_hashed_names(own);
        let description = unescaped(&About::of(library, &Route::Home, None).description);
        own.insert(MANIFEST.into(), icons.manifest(library, &description, looks, &names).into_bytes());
        let shell = shell.with_head(&icons.tags(looks)).with_names(&names);
        let shell = shell.with_language(&library.language, library.is_right_to_left);
        let build = build_id(&own, assets, &shell, looks, &languages);
        let shell = shell.with_build(&build);

        let asset = |name: &str| format!("{ASSETS}/{name}");
        let kept_assets = assets.iter().filter(|(_, bytes)| bytes.len() <= LARGEST_KEPT);
        let modules: Vec<(String, Arc<[u8]>)> = self.modules.files().collect();
        let preview = names.get(PREVIEW);
        // In the order of need: what plays, what is read, what it is found by, what is looked at.
        let kept = own
            .keys()
            .filter(|path| Some(*path) != preview)
            .cloned()
            .chain(modules.iter().chain(&index.shards).map(|(path, _)| path.clone()))
            .chain(kept_assets.map(|(name, _)| asset(name)));
        let worker = service_worker(&build, &kept.collect::<Vec<_>>());

        let mut files: BTreeMap<String, Arc<[u8]>> =
            own.into_iter().map(|(path, bytes)| (path, bytes.into())).collect();
        files.extend(modules);
        files.extend(index.shards);
        files.extend(assets.iter().map(|(name, bytes)| (asset(name), bytes.clone())));
        let mut add = |path: &str, text: String| files.insert(path.into(), text.into_bytes().into());
        add("sw.js", worker);
        add("404.html", not_found(languages.own()));
        add(BARE, shell.bare(title, languages.own()));
        if let Some(address) = &options.address {
            add("sitemap.xml", sitemap(library, address));
        }
        let card = match &looks.picture {
            Some(name) => Some(Card::of_author(asset(name))),
            None => preview.map(|name| Card::drawn(name.clone())),
        };
        let drawing = Drawing {
            shell,
            ahead: Ahead::new(library, languages.own(), languages.choices(languages.own())),
            card,
            modules: self.modules.clone(),
            address: options.address.clone(),
            pages: pages(library)
                .into_iter()
                .map(|page| (page.path.clone(), Draft { page, drawn: OnceLock::new() }))
                .collect(),
        };
        let pages = library.routes().count();
        Ok(Site { title: title.clone(), build, pages, files, drawing: Arc::new(drawing) })
    }
}

fn file<'a>(player: &'a Player, name: &'static str) -> Result<&'a [u8]> {
    player.files.get(name).map(Vec::as_slice).ok_or(Error::NotAPlayer { missing: name })
}

/// The player's files with a bundle inside, but for its page.
fn own_files<'a>(
    player: &'a Player,
    bundle: &[u8],
    styles: &[String],
    languages: &Languages,
) -> Result<BTreeMap<&'a str, Vec<u8>>> {
    let mut own: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    for (path, bytes) in &player.files {
        match path.as_str() {
            INDEX | ICON => {}
            path if styles.iter().any(|style| style == path) => {}
            path if path.ends_with(".wasm") => {
                let bytes = without_place(bytes.clone());
                let mut wasm = if path == WASM { with_bundle(&bytes, bundle)? } else { bytes };
                externrefs::mend(&mut wasm)?;
                own.insert(path, wasm);
            }
            BOOT | READER => {
                let script = String::from_utf8_lossy(bytes);
                let script = match path.as_str() {
                    BOOT => languages.put_into(&script),
                    _ => languages.put_into_reader(&script),
                };
                own.insert(path, lean(&script).into_bytes());
            }
            path => {
                let script = std::str::from_utf8(bytes).ok().filter(|_| path.ends_with(".js"));
                own.insert(path, script.map_or_else(|| bytes.clone(), |script| lean(script).into_bytes()));
            }
        }
    }
    Ok(own)
}

/// All style sheets in the order of the page, as one.
fn joined(player: &Player, styles: &[String]) -> String {
    styles
        .iter()
        .filter_map(|style| player.files.get(style))
        .fold(String::new(), |joined, style| joined + &String::from_utf8_lossy(style) + "\n")
}

/// Gives every asset the name of its content and mends what mentions it. What lies in a folder keeps its name:
/// only wasm-bindgen's snippets do, and scripts refer to each other there.
fn with_hashed_names(assets: BTreeMap<&str, Vec<u8>>) -> (BTreeMap<String, Vec<u8>>, Names) {
    let mentions_others = |path: &str| path.ends_with(".css") || path.ends_with(".js");
    let (mentioning, plain): (Vec<_>, Vec<_>) =
        assets.into_iter().partition(|(path, _)| mentions_others(path));
    let mut files = BTreeMap::new();
    let mut names = Names::new();
    for (path, bytes) in plain {
        keep(&mut files, &mut names, path, bytes);
    }
    let of_plain = names.clone();
    for (path, bytes) in mentioning {
        let bytes = match String::from_utf8(bytes) {
            Ok(text) => renamed(&text, &of_plain).into_bytes(),
            Err(not_text) => not_text.into_bytes(),
        };
        keep(&mut files, &mut names, path, bytes);
    }
    (files, names)
}

fn keep(files: &mut BTreeMap<String, Vec<u8>>, names: &mut Names, path: &str, bytes: Vec<u8>) {
    if path.contains('/') {
        files.insert(path.to_owned(), bytes);
        return;
    }
    let name = hashed(path, &bytes);
    names.insert(path.to_owned(), name.clone());
    files.insert(name, bytes);
}

/// The page for an address that is none, in the language of the author.
fn not_found(spoken: &Spoken) -> String {
    let direction = if spoken.is_right_to_left { "rtl" } else { "ltr" };
    let parts = [
        ("{lang}", spoken.tag.as_str()),
        ("{dir}", direction),
        ("{not_found}", spoken.say(Word::not_found)),
        ("{help}", spoken.say(Word::host_not_found)),
        ("{up}", spoken.say(Word::host_up)),
        ("{first}", spoken.say(Word::host_to_first_page)),
    ];
    parts.into_iter().fold(NOT_FOUND.to_owned(), |page, (mark, text)| page.replace(mark, &escaped(text)))
}

/// A hash over all that a site consists of. What has a hash in its name counts by it, and so do the content modules:
/// the player names them.
fn build_id(
    own: &BTreeMap<String, Vec<u8>>,
    assets: &Assets,
    shell: &Shell,
    looks: &Looks,
    languages: &Languages,
) -> String {
    let not_found = not_found(languages.own());
    let own = own.iter().flat_map(|(path, bytes)| {
        let content = if path.contains('/') || path == MANIFEST { bytes.as_slice() } else { &[] };
        [path.as_bytes(), content]
    });
    let assets = assets.keys().map(|name| name.as_bytes());
    let picture = looks.picture.as_deref().unwrap_or_default().as_bytes();
    let rest = [shell.html().as_bytes(), picture, service_worker::TEMPLATE.as_bytes(), not_found.as_bytes()];
    hash(own.chain(assets).chain(rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{course, player};

    fn text(site: &Site, path: &str) -> String {
        let bytes = site.file(path).unwrap_or_else(|| panic!("{path} is there"));
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    /// The one file whose name begins and ends like this, with a hash between.
    fn asset<'a>(site: &'a Site, stem: &str, extension: &str) -> &'a str {
        let mut found = site.files.keys().filter(|path| path.starts_with(stem) && path.ends_with(extension));
        let name = found.next().unwrap();
        assert_eq!(found.next(), None);
        assert_eq!(name.len(), stem.len() + 16 + extension.len(), "{name}");
        name
    }

    #[test]
    fn a_site_has_a_file_for_every_page_and_every_asset() {
        let site = assemble(&player(), None, &Assets::new(), &Options::default()).unwrap();
        let files = site.all_files();
        let plain: Vec<_> = files.keys().filter(|path| !path.contains('-')).collect();
        assert_eq!(
            plain,
            [
                "404.html",
                "bare.html",
                "certificate/index.html",
                "courses/baking/first/index.html",
                "courses/baking/größe/index.html",
                "courses/baking/index.html",
                "courses/baking/loaf/index.html",
                "index.html",
                "manifest.webmanifest",
                "notes/index.html",
                "print/index.html",
                "progress/index.html",
                "review/index.html",
                "snippets/a/inline0.js",
                "sw.js",
            ]
        );
        assert_eq!((site.title.as_str(), site.pages), ("School", 9));
        let wasm = asset(&site, "player_bg-", ".wasm");
        assert_eq!(bundle_of(&site.files[wasm]).unwrap(), course("School"));
    }

    #[test]
    fn references_follow_the_new_names() {
        let site = assemble(&player(), None, &Assets::new(), &Options::default()).unwrap();
        let wasm = asset(&site, "player_bg-", ".wasm");
        let script = asset(&site, "player-", ".js");
        let boot = asset(&site, "boot-", ".js");
        let lesson = text(&site, "courses/baking/first/index.html");
        assert!(lesson.contains(&format!(
            "<script defer src=\"../../../{boot}\" data-root=\"../../../\" data-player=\"../../../{script}\" \
             data-wasm=\"../../../{wasm}\" data-lessons=\"\">"
        )));
        assert!(text(&site, script).contains(&format!("new URL('{wasm}'")));
        assert!(text(&site, script).contains("'./snippets/a/inline0.js'"));
        let style = text(&site, asset(&site, "style-", ".css"));
        let font = asset(&site, "mono-", ".woff2");
        assert_eq!(style, format!(":root {{ --ink: black }}\n@font-face {{ src: url(\"./{font}\") }}\n"));
    }

    #[test]
    fn pages_and_worker_carry_the_same_build() {
        let site = assemble(&player(), None, &Assets::new(), &Options::default()).unwrap();
        let mark = format!("<meta name=\"lectern-build\" content=\"{}\"", site.build);
        for path in ["index.html", "courses/baking/index.html", "courses/baking/first/index.html"] {
            assert!(text(&site, path).contains(&mark), "{path}");
        }
        let worker = text(&site, "sw.js");
        assert!(worker.contains(&format!("const BUILD = \"{}\";", site.build)));
        for path in site.files.keys().filter(|path| path.contains('-') || path.starts_with("snippets")) {
            assert!(worker.contains(&format!("\"{path}\"")), "{path} is kept for offline use");
        }
        assert!(!worker.contains("courses/"), "one shell serves every page");
    }

    #[test]
    fn the_build_follows_the_content_and_nothing_else() {
        let site = assemble(&player(), None, &Assets::new(), &Options::default()).unwrap();
        let again = assemble(&player(), None, &Assets::new(), &Options::default()).unwrap();
        assert_eq!(again.build, site.build);
        assert_eq!(again.all_files(), site.all_files());
        let other = assemble(&player(), Some(&course("Other")), &Assets::new(), &Options::default()).unwrap();
        assert_eq!(other.title, "Other");
        assert_ne!(other.build, site.build);
        let mut player = player();
        player.files.insert("snippets/a/inline0.js".into(), b"export { other }".to_vec());
        assert_ne!(assemble(&player, None, &Assets::new(), &Options::default()).unwrap().build, site.build);
    }

    #[test]
    fn files_of_the_author_go_along_and_small_ones_are_kept_for_offline_use() {
        let assets = Assets::from([
            ("plan-0123456789abcdef.png".into(), b"png".as_slice().into()),
            ("film-0123456789abcdef.mp4".into(), vec![0; LARGEST_KEPT + 1].into()),
        ]);
        let site = assemble(&player(), None, &assets, &Options::default()).unwrap();
        assert_eq!(text(&site, "assets/plan-0123456789abcdef.png"), "png");
        assert_eq!(site.files["assets/film-0123456789abcdef.mp4"].len(), LARGEST_KEPT + 1);
        let worker = text(&site, "sw.js");
        assert!(worker.contains("\"assets/plan-0123456789abcdef.png\""));
        assert!(!worker.contains("film"), "a film is fetched when it is played");
        assert_ne!(site.build, assemble(&player(), None, &Assets::new(), &Options::default()).unwrap().build);
    }

    #[test]
    fn what_is_no_player_or_no_course_is_refused() {
        assert!(matches!(
            assemble(&Player::default(), None, &Assets::new(), &Options::default()),
            Err(Error::NotAPlayer { missing: WASM })
        ));
        assert!(matches!(
            assemble(&player(), Some(b"text"), &Assets::new(), &Options::default()),
            Err(Error::Bundle(_))
        ));
    }
}
