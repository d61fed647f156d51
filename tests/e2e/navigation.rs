//! Addresses, history, titles and focus.

use anyhow::Result;
use fantoccini::key::Key;

use tests::content;
use tests::engines;
use tests::evidence::Test;
use tests::host::{Host, Ways};
use tests::learner::Learner;
use tests::site_under_test::{library, site};

engines! {
    every_page_opens_by_its_address: chromium firefox;
    an_old_address_leads_to_the_lesson_and_becomes_the_new_one: chromium webkit;
    an_address_that_is_no_page_says_so_and_leads_back: chromium;
    title_focus_and_history_follow_every_navigation: chromium firefox webkit;
    links_inside_the_text_lead_to_lessons_and_headings: chromium firefox webkit;
    a_lesson_that_was_pointed_at_is_the_same_page: chromium firefox webkit;
    a_course_that_waits_for_another_opens_once_that_is_completed: chromium;
    a_site_in_a_subfolder_plays_and_asks_for_nothing_outside: chromium;
}

const FOCUS_ON_HEADING: &str = "document.activeElement === document.querySelector('main h1')";

async fn every_page_opens_by_its_address(test: &Test) -> Result<()> {
    let library = library(&content::bakery())?;
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    for route in library.routes() {
        learner.open(&host.url(&route.to_string())).await?;
        let title = library.page_title(&route);
        browser.until("the title", &format!("document.title.endsWith({title:?})")).await?;
        assert!(
            browser.js::<bool>(&format!("return !({FOCUS_ON_HEADING})"), &[]).await?,
            "loading moves no focus"
        );
    }
    assert!(host.take_visits().iter().all(|visit| visit.status == 200 || visit.path == "/favicon.ico"));
    learner.open(&host.url("courses/bread/flour/index.html")).await?;
    learner.on_page_titled("Flour").await?;
    // The host itself leads from the folder without its final slash to the page.
    learner.open(&host.url("courses/bread/flour")).await?;
    learner.on_page_titled("Flour").await
}

async fn an_old_address_leads_to_the_lesson_and_becomes_the_new_one(test: &Test) -> Result<()> {
    let ways = Ways { root: "/a/b/".into(), ..Ways::default() };
    let host = Host::start(site(&content::bakery())?, ways).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    for (old, new) in [
        ("courses/bread/grain/", "courses/bread/flour/"),
        ("courses/bread/milled_1.0/#storage", "courses/bread/flour/#storage"),
        ("#/courses/bread/grain/#storage", "courses/bread/flour/#storage"),
    ] {
        learner.open(&host.url(old)).await?;
        learner.on_page_titled("Flour").await?;
        assert_eq!(browser.url().await?, host.url(new), "{old}");
        browser.until("the title of the page", "document.title.startsWith('Flour · ')").await?;
    }
    assert!(host.take_visits().iter().all(|visit| visit.status == 200 || visit.path == "/favicon.ico"));

    // Typed behind `#/` while the player is there; then the way back leads over no old address.
    learner.next().await?;
    learner.on_page_titled("Water").await?;
    browser.js::<()>("location.hash = '#/courses/bread/grain/'", &[]).await?;
    learner.on_page_titled("Flour").await?;
    assert_eq!(browser.url().await?, host.url("courses/bread/flour/"));
    browser.back().await?;
    learner.on_page_titled("Water").await?;
    assert_eq!(browser.url().await?, host.url("courses/bread/water/"));
    browser.back().await?;
    learner.on_page_titled("Flour").await?;
    assert_eq!(browser.url().await?, host.url("courses/bread/flour/#storage"));

    // It is the same lesson, so what is done at the one address is done at the other.
    learner.open(&host.url("courses/bread/flour/")).await?;
    learner.lesson_is("flour", "open").await?;
    learner.open(&host.url("courses/bread/grain/")).await?;
    learner.lesson_is("flour", "open").await
}

async fn an_address_that_is_no_page_says_so_and_leads_back(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    for path in ["courses/bread/crumbs/", "courses/nothing/", "far/away/from/it.html"] {
        learner.open(&host.url(path)).await?;
        learner.on_page("not-found").await?;
    }
    learner.click("main a[href='/']").await?;
    learner.on_page("home").await
}

async fn title_focus_and_history_follow_every_navigation(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("")).await?;
    learner.on_page("home").await?;
    browser.js::<()>("window.testMark = true", &[]).await?;
    host.take_visits();

    learner.open_course("bread").await?;
    browser.until("focus on the heading", FOCUS_ON_HEADING).await?;
    learner.open_lesson("flour").await?;
    browser.until("focus on the heading", FOCUS_ON_HEADING).await?;
    let current = "document.querySelector('nav.outline a[aria-current=\"page\"]')?.closest('[data-lesson]').dataset.lesson";
    assert_eq!(browser.js::<String>(&format!("return {current}"), &[]).await?, "flour");
    learner.next().await?;
    learner.on_page_titled("Water").await?;
    browser.until("the title of the page", "document.title.startsWith('Water · ')").await?;
    browser.until("focus on the heading", FOCUS_ON_HEADING).await?;
    browser.until("the top of the page", "scrollY === 0").await?;
    assert_eq!(browser.js::<String>(&format!("return {current}"), &[]).await?, "water");
    assert_eq!(browser.url().await?, host.url("courses/bread/water/"));

    browser.back().await?;
    learner.on_page_titled("Flour").await?;
    browser.until("the title of the page", "document.title.startsWith('Flour · ')").await?;
    browser.until("focus on the heading", FOCUS_ON_HEADING).await?;
    browser.back().await?;
    learner.on_page("course").await?;
    browser.forward().await?;
    learner.on_page_titled("Flour").await?;
    learner.next().await?;
    learner.click("a.previous").await?;
    learner.on_page_titled("Flour").await?;
    assert!(browser.js::<bool>("return window.testMark === true", &[]).await?, "no page was loaded anew");
    let pages: Vec<_> =
        host.take_visits().into_iter().filter(|visit| visit.path.starts_with("/courses/")).collect();
    assert!(pages.is_empty(), "going on asks the host for nothing: {pages:?}");
    Ok(())
}

async fn links_inside_the_text_lead_to_lessons_and_headings(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/flour/")).await?;
    browser.resize(1280, 500).await?;
    learner.click(".lesson-text a[href*='#storage']").await?;
    let seen =
        "Math.abs(document.querySelector('#storage').getBoundingClientRect().top) < 120 && scrollY > 100";
    browser.until("the heading at the top of the window", seen).await?;
    assert!(browser.url().await?.ends_with("/courses/bread/flour/#storage"));
    learner.open(&host.url("courses/bread/flour/#storage")).await?;
    browser.until("the heading at the top of the window", seen).await?;
    learner.click(".lesson-text a[href*='courses/bread/water']").await?;
    learner.on_page_titled("Water").await
}

/// A course that opens after another, and one whose author only says so.
const WAITING: [(&str, &str); 5] = [
    ("courses/first.md", "---\nid: first\ntitle: First\n---\n"),
    ("courses/first/lessons/one.md", "---\nid: one\ntitle: One\n---\n\nThe first text.\n"),
    (
        "courses/second.md",
        "---\nid: second\ntitle: Second\nprerequisites: [first]\nrequirePrerequisites: true\n---\n",
    ),
    ("courses/second/lessons/two.md", "---\nid: two\ntitle: Two\n---\n\nThe second text.\n"),
    ("courses/third.md", "---\nid: third\ntitle: Third\nprerequisites: [first]\n---\n"),
];

async fn a_course_that_waits_for_another_opens_once_that_is_completed(test: &Test) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let three = ("courses/third/lessons/three.md", "---\nid: three\ntitle: Three\n---\n\nThe third text.\n");
    for (path, text) in WAITING.into_iter().chain([three]) {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("it has a folder"))?;
        std::fs::write(path, text)?;
    }
    let files = site(folder.path())?;
    let page = String::from_utf8_lossy(&files["courses/second/two/index.html"]).into_owned();
    // What stands in its head for those who find it is no more than the first lines.
    let main = page.split_once("<main").expect("it is drawn ahead").1;
    assert!(main.contains("This course opens") && !main.contains("The second text."), "{main}");
    let host = Host::start(files, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/third/")).await?;
    assert_eq!(browser.text(".before").await?, "Before this course\n\nFirst 0 of 1 lesson completed");
    learner.click("a.start").await?;
    learner.on_page_titled("Three").await?;
    assert!(browser.text("main").await?.contains("The third text."), "advice keeps nobody out");

    learner.open(&host.url("courses/second/")).await?;
    assert!(browser.text(".before").await?.contains("once you have completed"));
    assert_eq!(browser.count("a.start").await?, 0);
    learner.open(&host.url("courses/second/two/")).await?;
    assert!(!browser.text("main").await?.contains("The second text."));
    learner.click(".before a").await?;
    learner.on_page_titled("First").await?;
    learner.click("a.start").await?;
    learner.on_page_titled("One").await?;
    learner.click("button.complete").await?;
    browser.until("the lesson to be completed", "document.querySelector('.done-line')").await?;
    learner.open(&host.url("courses/second/")).await?;
    assert!(!browser.text(".before").await?.contains("once you have completed"));
    learner.click("a.start").await?;
    learner.on_page_titled("Two").await?;
    assert!(browser.text("main").await?.contains("The second text."));

    // What was begun stays open, also where the first course is started over.
    browser.js::<()>("localStorage.removeItem('lectern/lesson/one')", &[]).await?;
    learner.open(&host.url("courses/second/two/")).await?;
    assert!(browser.text("main").await?.contains("The second text."));
    Ok(())
}

async fn a_site_in_a_subfolder_plays_and_asks_for_nothing_outside(test: &Test) -> Result<()> {
    let ways = Ways { root: "/a/b/".into(), ..Ways::default() };
    let host = Host::start(site(&content::bakery())?, ways).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/water/")).await?;
    learner.on_page_titled("Water").await?;
    learner.click("a.previous").await?;
    learner.on_page_titled("Flour").await?;
    assert_eq!(browser.url().await?, host.url("courses/bread/flour/"));
    learner.reload().await?;
    learner.on_page_titled("Flour").await?;
    learner.open(&host.url("nowhere/")).await?;
    learner.on_page("not-found").await?;
    let outside: Vec<_> =
        host.take_visits().into_iter().filter(|visit| !visit.path.starts_with("/a/b/")).collect();
    assert!(outside.iter().all(|visit| visit.path == "/favicon.ico"), "{outside:?}");
    Ok(())
}

async fn a_lesson_that_was_pointed_at_is_the_same_page(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/flour/")).await?;
    // What the reader's tools add is there or not yet.
    let texts = "return [...document.querySelectorAll('main .lesson-text')].map(text => {
        const copy = text.cloneNode(true);
        copy.querySelectorAll('.tools, .heading-link').forEach(tool => tool.remove());
        return copy.innerHTML;
    })";
    let follow = "window.put = 0;
        new MutationObserver(all => window.put += all.filter(({ target }) => target.matches('.lesson-text')).length)
            .observe(document.body, { childList: true, subtree: true })";
    let mut turned = 0;
    while browser.count("a.next[rel=next]").await? > 0 {
        browser.js::<()>(follow, &[]).await?;
        let point = "const link = document.querySelector('a.next');
            link.focus();
            link.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))";
        browser.js::<()>(point, &[]).await?;
        browser.promise::<()>("new Promise(done => setTimeout(() => setTimeout(done), 50))").await?;
        let title: String =
            browser.js("return document.querySelector('a.next .way-title').textContent", &[]).await?;
        browser.press(Key::Enter).await?;
        learner.on_page_titled(&title).await?;
        browser.until("the text that was ready", "window.put > 0").await?;
        let turned_to: Vec<String> = browser.js(texts, &[]).await?;
        learner.reload().await?;
        assert_eq!(browser.js::<Vec<String>>(texts, &[]).await?, turned_to, "{title}");
        turned += 1;
    }
    assert!(turned > 1, "{turned} lessons");
    Ok(())
}
