//! Several pages on one storage, each of which hears late of what the others do, in any order, or not at all.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use course::progress::{AnswerRecord, Key};
use course::store::{Area, Heard, Refused, Scope, Store};

use crate::area::{Said, Texts};
use crate::random::{Random, each_seed};
use crate::scenario::{Action, Page, anything};

/// How many histories each test plays.
const TRIES: u64 = 400;

/// A browser: what is stored, and what its tabs see of it.
#[derive(Clone)]
struct Browser(Rc<RefCell<Inner>>);

struct Inner {
    /// Whether a tab sees at once what another one writes. Where each tab is a process of its own it does not, as in
    /// Chromium: it writes into its own view, the writes of all are put in some order, and what is told of others does
    /// not touch what the tab itself has written and not been told of.
    is_shared: bool,
    stored: Texts,
    tabs: Vec<Tab>,
    is_full: bool,
}

#[derive(Default)]
struct Tab {
    view: Texts,
    /// Writes that are on their way.
    sent: VecDeque<Change>,
    /// By key, how many of them.
    pending: BTreeMap<String, usize>,
    /// What the others did, and what has become of its own writes.
    inbox: VecDeque<(bool, Change)>,
}

type Change = (String, Option<String>);

/// What one tab has of a browser.
struct Window {
    browser: Browser,
    tab: usize,
}

impl Browser {
    fn new(tabs: usize, is_shared: bool) -> Self {
        let tabs = (0..tabs).map(|_| Tab::default()).collect();
        Self(Rc::new(RefCell::new(Inner { is_shared, stored: Texts::new(), tabs, is_full: false })))
    }

    fn open(&self, tab: usize, name: &str) -> Page<Window> {
        Page::open(Window { browser: self.clone(), tab }, name)
    }

    fn fill(&self, is_full: bool) {
        self.0.borrow_mut().is_full = is_full;
    }

    /// Puts the oldest write of a tab in its place among all; whether there was one.
    fn settle(&self, tab: usize) -> bool {
        let inner = &mut *self.0.borrow_mut();
        let Some(change) = inner.tabs[tab].sent.pop_front() else { return false };
        put(&mut inner.stored, &change);
        for (at, other) in inner.tabs.iter_mut().enumerate() {
            other.inbox.push_back((at == tab, change.clone()));
        }
        true
    }

    /// Takes out what a tab is told next, or something of what it is told later; `None` where there is nothing. Of its
    /// own writes a page hears nothing.
    fn news(&self, tab: usize, at: usize) -> Option<Option<Change>> {
        let inner = &mut *self.0.borrow_mut();
        let is_shared = inner.is_shared;
        let tab = &mut inner.tabs[tab];
        let (is_own, change) = tab.inbox.remove(at)?;
        if !is_shared {
            let pending = tab.pending.entry(change.0.clone()).or_default();
            if is_own {
                *pending -= 1;
                return Some(None);
            }
            if *pending == 0 {
                put(&mut tab.view, &change);
            }
        }
        Some(Some(change))
    }

    fn waiting(&self, tab: usize) -> usize {
        self.0.borrow().tabs[tab].inbox.len()
    }

    fn stored(&self) -> Texts {
        self.0.borrow().stored.clone()
    }
}

fn put(texts: &mut Texts, (name, text): &Change) {
    match text {
        Some(text) => _ = texts.insert(name.clone(), text.clone()),
        None => _ = texts.remove(name),
    }
}

impl Window {
    fn change(&self, name: &str, text: Option<&str>) {
        let inner = &mut *self.browser.0.borrow_mut();
        let change = (name.to_owned(), text.map(str::to_owned));
        let texts = if inner.is_shared { &mut inner.stored } else { &mut inner.tabs[self.tab].view };
        if texts.get(name) == change.1.as_ref() {
            return;
        }
        put(texts, &change);
        if inner.is_shared {
            for (at, tab) in inner.tabs.iter_mut().enumerate() {
                if at != self.tab {
                    tab.inbox.push_back((false, change.clone()));
                }
            }
        } else {
            let tab = &mut inner.tabs[self.tab];
            *tab.pending.entry(change.0.clone()).or_default() += 1;
            tab.sent.push_back(change);
        }
    }
}

impl Area for Window {
    fn get(&self, key: &str) -> Result<Option<String>, Refused> {
        let inner = self.browser.0.borrow();
        let texts = if inner.is_shared { &inner.stored } else { &inner.tabs[self.tab].view };
        Ok(texts.get(key).cloned())
    }

    fn set(&self, key: &str, text: &str) -> Result<(), Refused> {
        if self.browser.0.borrow().is_full {
            return Err(Refused);
        }
        self.change(key, Some(text));
        Ok(())
    }

    fn remove(&self, key: &str) {
        self.change(key, None);
    }

    fn keys(&self) -> Result<Vec<String>, Refused> {
        let inner = self.browser.0.borrow();
        let texts = if inner.is_shared { &inner.stored } else { &inner.tabs[self.tab].view };
        Ok(texts.keys().cloned().collect())
    }
}

/// The key of the record that is changed.
fn key_of(action: &Action) -> Option<Key> {
    let id = |text: &str| text.to_owned();
    Some(match action {
        Action::Open(lesson) | Action::Complete(lesson) => Key::Lesson(id(lesson)),
        Action::Begin(lesson, _) => Key::Quiz(id(lesson), id("check")),
        Action::Word(lesson) => Key::Asked(id(lesson)),
        Action::Pick(attempt, question, _)
        | Action::HandIn(attempt, question)
        | Action::Hint(attempt, question) => Key::Answer(attempt.clone(), id(question)),
        Action::Mark(lesson, note) | Action::Annotate(lesson, note, _) | Action::Unmark(lesson, note) => {
            Key::Note(id(lesson), note.clone())
        }
        Action::Bookmark(lesson, _) => Key::Bookmark(id(lesson)),
        Action::Set(name, _) => Key::Setting(id(name)),
        Action::Work(lesson, item, _) => Key::Work(id(lesson), id(item)),
        Action::Review(lesson, ..) => Key::cards(lesson),
        Action::Stay(..) | Action::Restore(..) | Action::Reset(_) | Action::Undo => return None,
    })
}

/// What was done in all tabs.
#[derive(Default)]
struct Done {
    said: Said,
    given: Vec<(Key, AnswerRecord)>,
}

impl Done {
    fn act(&mut self, page: &mut Page<Window>, action: &Action) {
        page.act(action);
        let Some(key) = key_of(action) else { return };
        let name = key.to_string();
        self.said.add(&name, &page.store.text(&name).expect("it was just written"));
        if let Action::HandIn(..) = action {
            self.given.push((key.clone(), page.store.get(&key)));
        }
    }

    fn assert_in(&self, store: &mut Store<Window>, when: &str) {
        self.said.assert_in(store, &Texts::new(), when);
        for (key, given) in &self.given {
            let answer: AnswerRecord = store.get(key);
            let mut all = std::iter::once(answer.response()).chain(answer.others());
            assert!(
                all.any(|kept| kept == given.response()),
                "{when}: {key}: {given:?} is not in {answer:?}"
            );
        }
    }
}

/// A tab hears of something: of the oldest news, or of any.
fn hear(browser: &Browser, tab: usize, page: &mut Page<Window>, at: usize) -> Heard {
    match browser.news(tab, at) {
        Some(Some((name, text))) => page.store.hear(Some(&name), text.as_deref()),
        _ => Heard::Nothing,
    }
}

/// All is told to everybody, in an order that is no tab's own.
fn hear_all(random: &mut Random, browser: &Browser, pages: &mut [Page<Window>]) {
    let mut rounds = 0;
    loop {
        let busy: Vec<usize> = (0..pages.len())
            .filter(|tab| browser.waiting(*tab) > 0 || !browser.0.borrow().tabs[*tab].sent.is_empty())
            .collect();
        let Some(tab) = (!busy.is_empty()).then(|| *random.pick(&busy)) else { return };
        if random.flip() || !browser.settle(tab) {
            hear(browser, tab, &mut pages[tab], 0);
        }
        rounds += 1;
        assert!(rounds < 100_000, "the tabs never come to an end");
    }
}

/// Every tab shows the same, which is what is stored, and nothing that was done is missing.
fn assert_agreed(done: &Done, browser: &Browser, pages: &mut [Page<Window>], when: &str) {
    let texts = browser.stored();
    for page in pages.iter_mut() {
        done.assert_in(&mut page.store, when);
        for (name, text) in &texts {
            assert_eq!(page.store.text(name).as_ref(), Some(text), "{when}: {} sees {name}", page.name);
        }
        assert_eq!(page.store.health().unkept, [""; 0], "{when}");
    }
    let fresh = Browser::new(1, true);
    fresh.0.borrow_mut().stored = texts.clone();
    done.assert_in(&mut fresh.open(0, "fresh").store, when);
}

#[test]
fn tabs_agree_though_they_hear_late_in_any_order_or_not_at_all() {
    each_seed(TRIES, |random| {
        let browser = Browser::new(2 + random.below(3), true);
        let count = browser.0.borrow().tabs.len();
        let mut pages: Vec<_> = (0..count).map(|tab| browser.open(tab, &format!("t{tab}"))).collect();
        let mut done = Done::default();
        for step in 0..40 {
            let tab = random.below(count);
            match random.below(10) {
                0..6 => {
                    pages[tab].now = random.below(500) as u64;
                    done.act(&mut pages[tab], &anything(random, step));
                }
                6 | 7 => _ = hear(&browser, tab, &mut pages[tab], random.below(browser.waiting(tab))),
                8 => _ = browser.news(tab, 0),
                // The tab is left, and another one is opened.
                _ if pages[tab].store.health().unkept.is_empty() => {
                    pages[tab] = browser.open(tab, &format!("t{tab}-{step}"));
                    while browser.news(tab, 0).is_some() {}
                }
                _ => browser.fill(random.below(4) == 0),
            }
            if random.below(12) == 0 {
                browser.fill(random.flip());
            }
        }
        browser.fill(false);
        // Where nothing was told, what is stored is seen all the same when it is asked for.
        for (tab, page) in pages.iter_mut().enumerate() {
            while random.flip() && browser.news(tab, 0).is_some() {}
            page.store.flush();
        }
        if random.flip() {
            hear_all(random, &browser, &mut pages);
        }
        assert_agreed(&done, &browser, &mut pages, "in the end");
    });
}

#[test]
fn tabs_that_write_at_the_same_time_come_to_the_same() {
    each_seed(TRIES, |random| {
        let count = 2 + random.below(3);
        let browser = Browser::new(count, false);
        let mut pages: Vec<_> = (0..count).map(|tab| browser.open(tab, &format!("t{tab}"))).collect();
        let mut done = Done::default();
        for step in 0..40 {
            let tab = random.below(count);
            match random.below(8) {
                0..4 => {
                    pages[tab].now = random.below(500) as u64;
                    done.act(&mut pages[tab], &anything(random, step));
                }
                4 | 5 => _ = browser.settle(tab),
                _ => _ = hear(&browser, tab, &mut pages[tab], 0),
            }
        }
        hear_all(random, &browser, &mut pages);
        assert_agreed(&done, &browser, &mut pages, "in the end");
        for tab in &browser.0.borrow().tabs {
            assert_eq!(tab.view, browser.stored(), "all see the same");
        }
    });
}

#[test]
fn a_reset_can_be_undone_whatever_other_tabs_do_meanwhile() {
    each_seed(TRIES, |random| {
        let count = 2 + random.below(3);
        let browser = Browser::new(count, true);
        let mut pages: Vec<_> = (0..count).map(|tab| browser.open(tab, &format!("t{tab}"))).collect();
        let mut done = Done::default();
        let mut play = |random: &mut Random, pages: &mut Vec<Page<Window>>, first: usize| {
            for step in first..first + 20 {
                let tab = random.below(count);
                if random.flip() {
                    pages[tab].now = random.below(500) as u64;
                    done.act(&mut pages[tab], &anything(random, step));
                } else {
                    hear(&browser, tab, &mut pages[tab], 0);
                }
            }
        };
        play(random, &mut pages, 0);
        let by = random.below(count);
        let scope = if random.flip() { Scope::Everything } else { Scope::Lessons(vec!["now".into()]) };
        pages[by].store.reset(&scope);
        play(random, &mut pages, 100);
        // Any tab can undo it, even one that is opened for that.
        let by = random.below(count);
        if random.flip() {
            hear_all(random, &browser, &mut pages);
            pages[by] = browser.open(by, "again");
        }
        pages[by].store.undo();
        play(random, &mut pages, 200);
        hear_all(random, &browser, &mut pages);
        assert_agreed(&done, &browser, &mut pages, "undone");
        assert!(!pages[by].store.can_undo());
    });
}

#[test]
fn late_news_do_not_bring_back_what_was_reset() {
    each_seed(TRIES, |random| {
        let browser = Browser::new(3, true);
        let mut pages: Vec<_> = (0..3).map(|tab| browser.open(tab, &format!("t{tab}"))).collect();
        let mut done = Done::default();
        for step in 0..30 {
            let tab = random.below(3);
            if random.flip() {
                done.act(&mut pages[tab], &anything(random, step));
            } else {
                hear(&browser, tab, &mut pages[tab], 0);
            }
        }
        pages[0].store.reset(&Scope::Everything);
        hear_all(random, &browser, &mut pages);
        for page in &mut pages {
            let left: Vec<String> =
                page.store.keys("").into_iter().filter(|name| !name.starts_with("lectern/undo/")).collect();
            assert_eq!(left, ["lectern/format"], "{} knows of nothing", page.name);
        }
        pages[1].store.undo();
        hear_all(random, &browser, &mut pages);
        assert_agreed(&done, &browser, &mut pages, "undone");
    });
}
