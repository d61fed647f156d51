//! Without a network after the first visit, and the change from one build to the next.

use anyhow::{Context, Result};
use serde_json::json;
use tests::browser::Browser;
use tests::content;
use tests::engines;
use tests::evidence::Test;
use tests::host::{Files, Host, Ways};
use tests::learner::Learner;
use tests::site_under_test::{library, site};

engines! {
    after_one_visit_every_page_opens_and_is_played_without_a_network: chromium firefox webkit;
    pictures_and_sound_are_there_without_a_network: chromium firefox webkit;
    a_new_build_is_taken_up_whole_and_is_there_offline: chromium firefox webkit;
    pages_that_are_open_while_the_host_changes_go_on_playing: chromium firefox webkit;
}

/// Waits until the service worker has everything on the device.
async fn kept(browser: &Browser) -> Result<()> {
    browser.until("a secure context with service workers", "navigator.serviceWorker").await?;
    browser.promise::<bool>("navigator.serviceWorker.ready.then(() => true)").await?;
    browser
        .until("the service worker in charge", "navigator.serviceWorker.controller?.state === 'activated'")
        .await
}

async fn after_one_visit_every_page_opens_and_is_played_without_a_network(test: &Test) -> Result<()> {
    let library = library(&content::bakery())?;
    let mut host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/water/")).await?;
    kept(&browser).await?;
    host.go_down().await?;

    for route in library.routes() {
        learner.open(&host.url(&route.to_string())).await?;
        let title = library.page_title(&route);
        browser.until("the title", &format!("document.title.endsWith({title:?})")).await?;
    }
    learner.open(&host.url("")).await?;
    learner.open_course("bread").await?;
    learner.open_lesson("flour").await?;
    let shown = learner.questions().await?;
    let verdict = learner.answer(&shown[0].id, &shown[0].choices[0].id).await?;
    let before = learner.questions().await?;
    learner.reload().await?;
    learner.on_page_titled("Flour").await?;
    assert_eq!(learner.questions().await?, before);
    assert_eq!(before[0].verdict, Some(verdict));
    learner.next().await?;
    learner.on_page_titled("Water").await?;
    learner.open(&host.url("no/such/page/")).await?;
    learner.on_page("not-found").await
}

async fn pictures_and_sound_are_there_without_a_network(test: &Test) -> Result<()> {
    let page = "courses/writing/pictures-sound-video/";
    let mut host = Host::start(site(&content::shipped())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("")).await?;
    kept(&browser).await?;
    host.go_down().await?;

    learner.open(&host.url(page)).await?;
    // Nothing jumps: the room of a picture is known before it is there.
    let room = "[...document.images].every((image) => image.width > 100 && image.height > 50)";
    browser.until("room for the pictures", &format!("document.images.length > 1 && {room}")).await?;
    let widths: Vec<u32> = browser
        .promise(
            "Promise.all([...document.images].map(async (image) => {
                image.loading = 'eager';
                await image.decode();
                return image.naturalWidth;
            }))",
        )
        .await?;
    assert!(widths.iter().all(|width| *width > 0), "{widths:?}");
    let (status, range, length): (u16, String, usize) = browser
        .promise(
            "fetch(document.querySelector('audio').src, { headers: { range: 'bytes=4-13' } })
                .then(async (part) => [
                    part.status,
                    part.headers.get('content-range').split('/')[0],
                    (await part.arrayBuffer()).byteLength,
                ])",
        )
        .await?;
    assert_eq!((status, range.as_str(), length), (206, "bytes 4-13", 10), "players of sound ask for parts");
    Ok(())
}

/// The hosts that most courses will live on let browsers keep pages for ten minutes.
fn github_pages() -> Ways {
    Ways { max_age: Some(600), ..Ways::default() }
}

async fn a_new_build_is_taken_up_whole_and_is_there_offline(test: &Test) -> Result<()> {
    let next = content::bakery_with("plain build words", "words of another build")?;
    let mut host = Host::start(site(&content::bakery())?, github_pages()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/flour/")).await?;
    kept(&browser).await?;
    assert!(browser.text(".lesson-text").await?.contains("plain build words"));
    let shown = learner.questions().await?;
    learner.answer(&shown[0].id, &shown[0].choices[0].id).await?;
    let before = learner.questions().await?;
    browser.console().await?;
    host.take_visits();

    let new_site = site(next.path())?;
    host.replace(new_site.clone());
    let mut text = String::new();
    for _ in 0..10 {
        learner.reload().await?;
        text = browser.text(".lesson-text").await?;
        if text.contains("words of another build") {
            break;
        }
        assert!(text.contains("plain build words"), "the page is of one of the two builds: {text}");
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
    assert!(text.contains("words of another build"), "ten reloads in five seconds bring the new build");
    assert_eq!(learner.questions().await?, before, "answers outlive a build");
    build_is_kept(&browser, &new_site).await?;
    let missing: Vec<_> = host
        .take_visits()
        .into_iter()
        .filter(|visit| visit.status != 200 && visit.path != "/favicon.ico")
        .collect();
    assert!(missing.is_empty(), "a page asked for files of another build: {missing:?}");
    let console = browser.console().await?;
    assert!(
        console.iter().all(|line| !line.starts_with("SEVERE") || line.contains("favicon")),
        "{console:?}"
    );

    host.go_down().await?;
    learner.reload().await?;
    assert!(browser.text(".lesson-text").await?.contains("words of another build"));
    learner.open(&host.url("courses/bread/water/")).await?;
    learner.on_page_titled("Water").await
}

/// Waits until a build is on the device whole, and its worker in charge of the page.
async fn build_is_kept(browser: &Browser, files: &Files) -> Result<()> {
    let page = String::from_utf8_lossy(files.get("index.html").context("a site has a home page")?);
    let build =
        page.split_once("name=\"lectern-build\" content=\"").and_then(|(_, rest)| rest.split_once('"'));
    let build = build.context("a page names its build")?.0;
    let settled = format!(
        "(() => {{
            Promise.all([navigator.serviceWorker.getRegistration(), caches.keys()]).then(([found, names]) => {{
                window.testSettled = names.some(name => name.includes({}))
                    && found.active?.state === 'activated' && !found.installing && !found.waiting;
            }});
            return window.testSettled;
        }})()",
        json!(build)
    );
    browser.until("the build on the device", &settled).await
}

async fn pages_that_are_open_while_the_host_changes_go_on_playing(test: &Test) -> Result<()> {
    let next = content::bakery_with("plain build words", "words of another build")?;
    let host = Host::start(site(&content::bakery())?, github_pages()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("")).await?;
    kept(&browser).await?;
    let new_site = site(next.path())?;
    host.replace(new_site.clone());
    browser
        .promise::<bool>("navigator.serviceWorker.getRegistration().then(it => it.update()).then(() => true)")
        .await?;
    build_is_kept(&browser, &new_site).await?;
    learner.open_course("bread").await?;
    learner.open_lesson("flour").await?;
    assert!(
        browser.text(".lesson-text").await?.contains("plain build words"),
        "an open page stays of its build"
    );
    learner.reload().await?;
    assert!(browser.text(".lesson-text").await?.contains("words of another build"));
    Ok(())
}
