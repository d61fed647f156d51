//! A whole site in memory. Its pages are drawn when they are asked for, and then kept: a server has no use for most
//! of them, and whoever writes a site to a disk draws them all at once, on every core.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use course::route::Route;
use player::ahead::Ahead;

use crate::address::Address;
use crate::head::{Card, head};
use crate::modules::{Modules, path};
use crate::pages::{About, Page};
use crate::shell::Shell;

/// A whole site, in memory.
#[derive(Clone, Debug)]
pub struct Site {
    /// The title of the library.
    pub title: String,
    /// The id of this build: the same for the same content, another for any other.
    pub build: String,
    /// How many pages there are, not counting addresses of before.
    pub pages: usize,
    /// Everything but the pages, by path.
    pub(crate) files: BTreeMap<String, Arc<[u8]>>,
    pub(crate) drawing: Arc<Drawing>,
}

/// What pages are drawn from.
#[derive(Debug)]
pub(crate) struct Drawing {
    pub(crate) shell: Shell,
    pub(crate) ahead: Ahead,
    /// The picture for pages that have none of their own.
    pub(crate) card: Option<Card>,
    pub(crate) modules: Arc<Modules>,
    pub(crate) address: Option<Address>,
    /// By path.
    pub(crate) pages: BTreeMap<String, Draft>,
}

/// A page, and what is drawn of it once it was asked for.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) page: Page,
    pub(crate) drawn: OnceLock<Arc<[u8]>>,
}

impl Site {
    /// The content of a file by its path relative to the site's root, with `/` between its parts.
    pub fn file(&self, path: &str) -> Option<Arc<[u8]>> {
        match self.drawing.pages.get(path) {
            Some(draft) => Some(self.drawing.drawn(draft)),
            None => self.files.get(path).cloned(),
        }
    }

    /// Everything but the pages, by path.
    pub fn assets(&self) -> impl Iterator<Item = (&str, &Arc<[u8]>)> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes))
    }

    /// Whether there is such a file.
    pub fn has(&self, path: &str) -> bool {
        self.drawing.pages.contains_key(path) || self.files.contains_key(path)
    }

    /// How many page files were drawn so far, of how many.
    pub fn drawn(&self) -> (usize, usize) {
        let drafts = self.drawing.pages.values();
        (drafts.filter(|draft| draft.drawn.get().is_some()).count(), self.drawing.pages.len())
    }

    /// All files by their paths, with every page drawn.
    pub fn all_files(&self) -> BTreeMap<String, Arc<[u8]>> {
        let drafts: Vec<&Draft> = self.drawing.pages.values().collect();
        let next = AtomicUsize::new(0);
        let draw = || {
            while let Some(draft) = drafts.get(next.fetch_add(1, Ordering::Relaxed)) {
                self.drawing.drawn(draft);
            }
        };
        std::thread::scope(|scope| {
            let cores = std::thread::available_parallelism().map_or(1, usize::from);
            for _ in 1..cores.min(drafts.len()) {
                scope.spawn(draw);
            }
            draw();
        });
        let paths = self.files.keys().chain(self.drawing.pages.keys());
        paths.filter_map(|path| Some((path.clone(), self.file(path)?))).collect()
    }
}

impl Drawing {
    fn drawn(&self, draft: &Draft) -> Arc<[u8]> {
        draft.drawn.get_or_init(|| self.draw(&draft.page).into()).clone()
    }

    fn draw(&self, page: &Page) -> Vec<u8> {
        let (body, module) = match &page.route {
            Route::Lesson { lesson, .. } => (self.modules.body(lesson), self.modules.name(lesson)),
            _ => (None, None),
        };
        let library = self.ahead.library();
        let about = About::of(library, &page.route, body.as_ref());
        let (address, card) = (self.address.as_ref(), self.card.as_ref());
        let mut head = head(page, &about, &library.title, body.as_ref(), address, card);
        // It is on its way before any script runs, and the player need not wait for it.
        head.extend(module.map(|name| {
            let path = path(name);
            format!("<link rel=\"preload\" href=\"./{path}\" as=\"fetch\" type=\"application/wasm\" crossorigin />")
        }));
        let drawn = self.ahead.page(&page.route, page.depth, body);
        self.shell.page(page.depth, &about, &head, module, &drawn).into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Assets, Options, assemble, sample};

    fn site() -> Site {
        assemble(&sample::player(), None, &Assets::new(), &Options::default()).unwrap()
    }

    #[test]
    fn a_page_is_the_same_whether_it_is_drawn_alone_or_among_all() {
        let (alone, all) = (site(), site().all_files());
        assert_eq!(all.keys().filter(|path| path.ends_with("index.html")).count(), 10);
        for (path, bytes) in &all {
            assert!(alone.has(path), "{path}");
            assert_eq!(alone.file(path).as_ref(), Some(bytes), "{path}");
        }
        assert!(alone.file("courses/").is_none() && !alone.has("courses/"));
    }

    #[test]
    fn a_page_holds_its_text_and_links_that_lead_on_from_where_it_lies() {
        let site = site();
        let page = |path: &str| String::from_utf8(site.file(path).unwrap().to_vec()).unwrap();
        let lesson = page("courses/baking/first/index.html");
        for part in [
            "<h1>Bread &amp; &lt;Butter></h1>",
            "<p>Take <em>good</em> flour",
            "src=\"../../../assets/loaf-0123.png\"",
            "href=\"../../../courses/baking/gr%C3%B6%C3%9Fe/\"",
            "href=\"../../../\"",
        ] {
            assert!(lesson.contains(part), "{part} in {lesson}");
        }
        let main = |html: &str| html.split_once("<main").unwrap().1.to_owned();
        assert_eq!(main(&page("courses/baking/loaf/index.html")), main(&lesson), "at its address of before");
        assert!(page("index.html").contains("href=\"./courses/baking/\""), "{}", page("index.html"));
        assert!(page("courses/baking/index.html").contains("href=\"../../courses/baking/first/\""));
    }
}
