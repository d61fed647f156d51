//! Pages that are drawn ahead: what is there before the player, without scripts, and when it comes.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use course::route::Route;
use serde_json::json;
use tests::browser::Browser;
use tests::content;
use tests::engine::Profile;
use tests::engines;
use tests::evidence::Test;
use tests::host::{Host, Ways};
use tests::learner::Learner;
use tests::picture::Picture;
use tests::site_under_test::{library, site};

engines! {
    every_page_is_there_before_the_player_and_looks_the_same_after_it: chromium firefox;
    what_a_learner_does_before_the_player_comes_is_not_lost: chromium firefox webkit;
    // Not yet in Firefox: where its driver does not wait for pages to load, the place on the page is not kept.
    a_learner_who_comes_back_sees_what_is_stored: chromium webkit;
    without_scripts_there_is_text_and_a_way_on_and_no_dead_button: chromium;
    where_the_player_cannot_start_the_text_stays: chromium webkit;
}

/// What holds the player back.
const WASM: &str = ".wasm";

/// A browser that goes on while a page is loading.
async fn impatient(test: &Test) -> Result<std::sync::Arc<Browser>> {
    test.browser_with(Profile { is_impatient: true, ..Profile::default() }).await
}

/// A host that a page asks for its player each time, as there is no service worker.
async fn host(folder: &Path) -> Result<Host> {
    let mut files = site(folder)?;
    files.remove("sw.js");
    Host::start(files, Ways::default()).await
}

/// Opens a page whose player does not come before it is let go, and waits until the rest is there.
async fn open_early(browser: &Browser, host: &Host, path: &str) -> Result<()> {
    host.hold(WASM);
    browser.goto("about:blank").await?;
    browser.until("an empty page", "location.href === 'about:blank'").await?;
    let url = host.url(path);
    browser.goto(&url).await?;
    let there = format!(
        "location.href === {} && document.documentElement.dataset.root && document.querySelector('#app[data-ahead] main h1')",
        json!(url)
    );
    browser.until("the page that was drawn ahead", &there).await?;
    let settled = "document.fonts.status === 'loaded' && [...document.styleSheets].length > 0
        && [...document.images].every(image => image.complete || image.loading === 'lazy')";
    browser.until("its fonts and pictures", settled).await
}

/// Lets the player come.
async fn take_over(browser: &Browser, host: &Host) -> Result<()> {
    host.release();
    Learner::at(browser).ready().await
}

/// What the window shows, once it is drawn.
async fn seen(browser: &Browser) -> Result<Picture> {
    // What helps to read comes with the player, over the text.
    let hide = "const sheet = new CSSStyleSheet();
        sheet.replaceSync('.tools, .heading-link { visibility: hidden }');
        document.adoptedStyleSheets = [sheet]";
    browser.js::<()>(hide, &[]).await?;
    let drawn = "new Promise(done => requestAnimationFrame(() => setTimeout(() => done(true), 50)))";
    browser.promise::<bool>(drawn).await?;
    Picture::read(&browser.screenshot().await?)
}

async fn every_page_is_there_before_the_player_and_looks_the_same_after_it(test: &Test) -> Result<()> {
    for folder in [content::bakery(), content::workshop()] {
        let library = library(&folder)?;
        let host = host(&folder).await?;
        let browser = impatient(test).await?;
        // What is remembered of a learner is not there before the learner is.
        for route in library.routes().filter(|route| !matches!(route, Route::Tool(_))) {
            open_early(&browser, &host, &route.to_string()).await?;
            let title = library.page_title(&route);
            assert_eq!(browser.js::<String>("return document.title", &[]).await?, title);
            let before = (seen(&browser).await?, text(&browser).await?);
            take_over(&browser, &host).await?;
            let after = (seen(&browser).await?, text(&browser).await?);
            assert_eq!(before.1, after.1, "the words of {route}");
            // A browser that paints a part anew may round a shade otherwise.
            let apart = before.0.difference(&after.0).filter(|(_, _, most)| *most > 2);
            ensure!(apart.is_none(), "{route} looks the same after the player has come: {apart:?}");
            let console = browser.console().await?;
            let ours = |line: &&String| !line.contains("favicon") && !line.contains("fetching the script");
            assert_eq!(console.iter().filter(ours).collect::<Vec<_>>(), [""; 0], "the console at {route}");
            // Each page for a learner of whom nothing is known.
            Learner::at(&browser).forget_all(&host).await?;
        }
    }
    Ok(())
}

async fn text(browser: &Browser) -> Result<String> {
    browser.js("return document.getElementById('app').innerText", &[]).await
}

async fn what_a_learner_does_before_the_player_comes_is_not_lost(test: &Test) -> Result<()> {
    let host = host(&content::workshop()).await?;
    let browser = impatient(test).await?;
    let learner = Learner::at(&browser);
    open_early(&browser, &host, "courses/workshop/kinds/").await?;
    let shown = learner.questions().await?;
    let single = shown.iter().find(|question| question.id == "single").context("a question with choices")?;
    learner.pick("single", &single.choices[1].id).await?;
    learner.type_into("typed", 0, "mit").await?;
    let order = learner.order("order").await?;
    learner.move_item("order", &order[0], "down").await?;
    // Where the learner is; a driver may still be scrolling to where it has typed.
    let place = "new Promise(done => setTimeout(() => {
        document.querySelector(\"[data-question='typed'] [data-gap]\").focus({ preventScroll: true });
        document.scrollingElement.scrollTo({ top: 333, behavior: 'instant' });
        requestAnimationFrame(() => done(scrollY));
    }, 500))";
    assert_eq!(browser.promise::<f64>(place).await?, 333.0);
    take_over(&browser, &host).await?;
    let now = learner.questions().await?;
    let picked = |list: &[tests::learner::ShownQuestion]| {
        let single = list.iter().find(|question| question.id == "single")?;
        Some(single.choices.iter().map(|choice| choice.picked).collect::<Vec<_>>())
    };
    assert_eq!(
        now.iter().map(|question| &question.id).collect::<Vec<_>>(),
        shown.iter().map(|question| &question.id).collect::<Vec<_>>()
    );
    assert_eq!(picked(&now).context("a question with choices")?.iter().position(|picked| *picked), Some(1));
    assert_eq!(learner.values("typed").await?, ["mit"]);
    let moved = learner.order("order").await?;
    assert_eq!((&moved[1], &moved[0]), (&order[0], &order[1]), "the button that was pressed early");
    let (scroll, typing): (f64, bool) = browser
        .js("return [scrollY, document.activeElement?.closest('[data-question]')?.dataset.question === 'typed']", &[])
        .await?;
    assert_eq!(scroll, 333.0);
    assert!(typing || browser.engine == tests::engine::Engine::WebKit, "the focus stays where it was");
    // It is an answer like any other: it is stored, and can be handed in.
    learner.reload().await?;
    assert_eq!(learner.values("typed").await?, ["mit"]);
    assert_eq!(learner.order("order").await?, moved);
    learner.check("single").await?;
    Ok(())
}

async fn a_learner_who_comes_back_sees_what_is_stored(test: &Test) -> Result<()> {
    let host = host(&content::bakery()).await?;
    let browser = impatient(test).await?;
    let learner = Learner::at(&browser);
    open_early(&browser, &host, "courses/bread/flour/").await?;
    let order: Vec<_> = learner.questions().await?.into_iter().map(|question| question.choices).collect();
    take_over(&browser, &host).await?;
    let shown = learner.questions().await?;
    let seen: Vec<_> = shown.iter().map(|question| question.choices.clone()).collect();
    assert_eq!(seen, order, "the player asks in the order that was seen");
    learner.answer(&shown[0].id, &shown[0].choices[0].id).await?;
    let answered = learner.questions().await?;
    browser.js::<()>("document.scrollingElement.scrollTo({ top: 200, behavior: 'instant' })", &[]).await?;
    browser.until("the place to be kept", "history.state === 200").await?;

    host.hold(WASM);
    browser.js::<()>("window.testReloading = true; location.reload()", &[]).await?;
    browser.until("the page again", "!window.testReloading && document.documentElement.dataset.root").await?;
    browser.until("the place where the page was left", "scrollY === 200").await?;
    take_over(&browser, &host).await?;
    assert_eq!(learner.questions().await?, answered);
    assert_eq!(browser.js::<f64>("return scrollY", &[]).await?, 200.0);
    Ok(())
}

async fn without_scripts_there_is_text_and_a_way_on_and_no_dead_button(test: &Test) -> Result<()> {
    let host =
        Host::start(site(&content::bakery())?, Ways { root: "/a/b/".into(), ..Ways::default() }).await?;
    let browser = impatient(test).await?;
    browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await?;
    browser.goto(&host.url("")).await?;
    for (link, title) in [
        (".course-card a", "Bread for Beginners"),
        (".start", "Flour"),
        ("a.next", "Water"),
        ("a.previous", "Flour"),
        (".trail a + a", "Bread for Beginners"),
    ] {
        browser.click(link).await?;
        let there = format!("document.querySelector('main h1')?.innerText.trim() === {}", json!(title));
        browser.until(title, &there).await?;
    }
    browser.click(".start").await?;
    browser.until("the lesson", "document.querySelector('main h1')?.innerText.trim() === 'Flour'").await?;
    let words: String = text(&browser).await?;
    ensure!(words.contains("plain build words"), "the text: {words}");
    ensure!(words.contains("To answer here, allow JavaScript"), "a word about the questions: {words}");
    ensure!(Learner::at(&browser).questions().await?.len() > 1, "the questions can be read");
    let buttons = "return [...document.querySelectorAll('button')].filter(one => one.checkVisibility()).map(one => one.outerHTML)";
    assert_eq!(browser.js::<Vec<String>>(buttons, &[]).await?, [""; 0]);
    assert!(host.take_visits().iter().all(|visit| visit.status == 200 || visit.path == "/favicon.ico"));
    Ok(())
}

async fn where_the_player_cannot_start_the_text_stays(test: &Test) -> Result<()> {
    let mut files = site(&content::bakery())?;
    files.retain(|path, _| !path.ends_with(WASM));
    let host = Host::start(files, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    browser.goto(&host.url("courses/bread/flour/")).await?;
    browser.until("a line about it", "document.getElementById('boot-failure')").await?;
    ensure!(learner.boot_failure().await?.is_some_and(|line| line.contains("could not be loaded")));
    ensure!(text(&browser).await?.contains("plain build words"));
    let buttons =
        "return [...document.querySelectorAll('button')].filter(one => one.checkVisibility()).length";
    assert_eq!(browser.js::<usize>(buttons, &[]).await?, 0, "nothing that answers to nobody");
    browser.click("a.next").await?;
    learner.on_page_titled("Water").await
}
