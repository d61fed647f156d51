//! Inside a page of somebody else, on another site.

use anyhow::{Result, ensure};
use tests::browser::Browser;
use tests::content;
use tests::engine::{Profile, StorageLeave};
use tests::engines;
use tests::evidence::Test;
use tests::host::{Host, Ways};
use tests::host_page::{Place, host_page, place};
use tests::learner::Learner;
use tests::site_under_test::site;
use tests::source::Source;

engines! {
    a_plain_frame_on_another_site_plays_and_remembers: chromium firefox webkit;
    a_sandboxed_frame_with_its_own_origin_plays_and_remembers: chromium firefox webkit;
    a_frame_without_an_origin_plays_where_the_host_allows_it: chromium firefox webkit;
    an_old_address_in_a_frame_without_an_origin_becomes_the_new_one_behind_the_hash: chromium;
    a_frame_without_an_origin_says_what_is_missing_where_the_host_does_not_allow_it: chromium firefox;
    a_frame_whose_storage_is_refused_plays_and_says_that_nothing_is_remembered: chromium firefox;
    a_link_to_another_site_opens_beside_the_frame: chromium firefox;
}

const SAME_ORIGIN: &str = r#"sandbox="allow-scripts allow-same-origin""#;
const OPAQUE: &str = r#"sandbox="allow-scripts""#;

/// A player in a frame of a page on another site.
struct Framed {
    _player: Host,
    outer: Host,
}

impl Framed {
    async fn open(browser: &Browser, attributes: &str, cors: bool) -> Result<Self> {
        let player = Host::start(site(&content::bakery())?, Ways { cors, ..Ways::default() }).await?;
        let outer = Host::start(host_page(&player.url(""), attributes), Ways::default()).await?;
        let framed = Self { _player: player, outer };
        framed.load(browser).await?;
        Ok(framed)
    }

    async fn load(&self, browser: &Browser) -> Result<()> {
        browser.goto(&self.outer.url_on_another_site("")).await?;
        browser.enter_frame().await
    }
}

/// Plays the first lesson to its last answer and goes on, and sees that the outer page stays where it is.
async fn play(browser: &Browser) -> Result<()> {
    let source =
        Source::of(&std::fs::read_to_string(content::bakery().join("courses/bread/lessons/flour.md"))?)?;
    let learner = Learner::in_frame(browser);
    learner.ready().await?;
    learner.on_page("home").await?;
    let undisturbed = Place { scroll: 150.0, focus: "field".into() };
    assert_eq!(place(browser).await?, undisturbed, "loading moves nothing outside");
    learner.open_course("bread").await?;
    stays_in_place(browser, "opening a course").await?;
    learner.open_lesson("flour").await?;
    stays_in_place(browser, "opening a lesson").await?;
    learner.answer_all(&source.questions).await?;
    stays_in_place(browser, "answering").await?;
    learner.lesson_is("flour", "completed").await?;
    learner.click("button.retry").await?;
    stays_in_place(browser, "another try").await?;
    learner.answer_all(&source.questions).await?;
    learner.next().await?;
    learner.on_page_titled("Water").await?;
    stays_in_place(browser, "going on").await
}

/// By now the learner has clicked into the frame, so that it has the focus; what is left to disturb is the scroll.
async fn stays_in_place(browser: &Browser, doing: &str) -> Result<()> {
    browser
        .promise::<bool>("new Promise(done => requestAnimationFrame(() => setTimeout(() => done(true), 50)))")
        .await?;
    let now = place(browser).await?;
    ensure!(now.scroll == 150.0, "{doing} scrolls the outer page to {}", now.scroll);
    Ok(())
}

/// Plays, loads the outer page again, and finds everything as it was.
async fn plays_and_remembers(test: &Test, attributes: &str) -> Result<()> {
    let browser = test.browser().await?;
    let framed = Framed::open(&browser, attributes, false).await?;
    play(&browser).await?;
    let learner = Learner::in_frame(&browser);
    assert!(!learner.is_told_that_nothing_is_remembered().await?);
    framed.load(&browser).await?;
    learner.ready().await?;
    learner.open_course("bread").await?;
    learner.lesson_is("flour", "completed").await
}

async fn a_plain_frame_on_another_site_plays_and_remembers(test: &Test) -> Result<()> {
    plays_and_remembers(test, "").await
}

async fn a_sandboxed_frame_with_its_own_origin_plays_and_remembers(test: &Test) -> Result<()> {
    plays_and_remembers(test, SAME_ORIGIN).await
}

async fn a_frame_without_an_origin_plays_where_the_host_allows_it(test: &Test) -> Result<()> {
    let browser = test.browser().await?;
    let _framed = Framed::open(&browser, OPAQUE, true).await?;
    play(&browser).await?;
    assert!(
        browser.url_in_frame().await?.ends_with("/#/courses/bread/water/"),
        "the position stands behind #/"
    );
    assert!(Learner::in_frame(&browser).is_told_that_nothing_is_remembered().await?);
    browser.back().await?;
    Ok(())
}

async fn an_old_address_in_a_frame_without_an_origin_becomes_the_new_one_behind_the_hash(
    test: &Test,
) -> Result<()> {
    let browser = test.browser().await?;
    let _framed = Framed::open(&browser, OPAQUE, true).await?;
    let learner = Learner::in_frame(&browser);
    learner.ready().await?;
    browser.js::<()>("location.hash = '#/courses/bread/grain/#storage'", &[]).await?;
    learner.on_page_titled("Flour").await?;
    let url = browser.url_in_frame().await?;
    ensure!(url.ends_with("/#/courses/bread/flour/#storage"), "the address of now, not {url}");
    Ok(())
}

async fn a_frame_without_an_origin_says_what_is_missing_where_the_host_does_not_allow_it(
    test: &Test,
) -> Result<()> {
    let browser = test.browser().await?;
    let _framed = Framed::open(&browser, OPAQUE, false).await?;
    let line = browser.text("#boot-failure").await?;
    ensure!(line.split_whitespace().count() > 5, "a line one can read, not {line:?}");
    ensure!(line.contains("allow-same-origin"), "it names what to change: {line:?}");
    assert_eq!(place(&browser).await?, Place { scroll: 150.0, focus: "field".into() });
    Ok(())
}

async fn a_frame_whose_storage_is_refused_plays_and_says_that_nothing_is_remembered(
    test: &Test,
) -> Result<()> {
    let profile = Profile { storage: StorageLeave::OwnSiteOnly, ..Profile::default() };
    let browser = test.browser_with(profile).await?;
    let _framed = Framed::open(&browser, "", false).await?;
    let refused = "try { return !localStorage } catch { return true }";
    assert!(browser.js::<bool>(refused, &[]).await?, "the browser refuses storage to this frame");
    play(&browser).await?;
    assert!(Learner::in_frame(&browser).is_told_that_nothing_is_remembered().await?);
    Ok(())
}

async fn a_link_to_another_site_opens_beside_the_frame(test: &Test) -> Result<()> {
    let browser = test.browser().await?;
    let _framed = Framed::open(&browser, "", false).await?;
    let learner = Learner::in_frame(&browser);
    learner.ready().await?;
    learner.open_course("bread").await?;
    learner.open_lesson("flour").await?;
    // The player listens first; nothing may really be opened from a test.
    let follow = "addEventListener('click', event => event.preventDefault());
        const link = document.querySelector('.lesson-text a[href^=\"https:\"]');
        link.click();
        return link.target;";
    assert_eq!(browser.js::<String>(follow, &[]).await?, "_blank");
    Ok(())
}
