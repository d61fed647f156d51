//! Reading: the look of the text, the contents of a page, the place on it, and the tools on code and wide things.

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use serde_json::json;
use tests::browser::Browser;
use tests::content;
use tests::engine::{Engine, Profile};
use tests::engines;
use tests::evidence::Test;
use tests::host::{Host, Ways};
use tests::learner::Learner;
use tests::site_under_test::site;

engines! {
    a_look_is_chosen_and_stays_and_is_there_before_the_page_is_painted: chromium firefox webkit;
    contents_follow_and_a_lesson_is_taken_up_where_it_was_left: chromium firefox webkit;
    code_is_copied_and_wide_things_are_opened_large: chromium firefox;
}

const LESSON: &str = "courses/bread/flour/";

/// Opens a page in a browser that does not wait for it.
async fn open(browser: &Browser, url: &str) -> Result<()> {
    browser.goto("about:blank").await?;
    browser.until("an empty page", "location.href === 'about:blank'").await?;
    browser.goto(url).await?;
    browser.until("the page", &format!("location.href === {} && document.body", json!(url))).await
}

/// Waits until the script that attends to the page does.
async fn attended(browser: &Browser) -> Result<()> {
    browser.until("the page to be attended to", "document.querySelector('.lesson-text .heading-link')").await
}

/// Opens the box for the look of the text with the keyboard, and waits for it.
async fn open_settings(browser: &Browser) -> Result<()> {
    browser.js::<()>("document.querySelector('.settings').focus()", &[]).await?;
    browser.press(Key::Enter).await?;
    browser.until("the box", "document.querySelector('dialog.reading-settings[open]')").await
}

/// Chooses as a learner does, and waits for what the page says of it.
async fn choose(browser: &Browser, name: &str, value: &str) -> Result<()> {
    let field = format!(".reading-settings input[name='reading-{name}'][value='{value}']");
    browser.js::<()>("document.querySelector(arguments[0]).click()", &[json!(field)]).await?;
    let is_shown = format!("(document.documentElement.dataset.{name} ?? '') === {}", json!(value));
    browser.until(&format!("{name} to be {value:?}"), &is_shown).await?;
    let is_kept = format!(
        "(JSON.parse(localStorage.getItem('lectern/setting/{name}')).value ?? '') === {}",
        json!(value)
    );
    browser.until("it to be kept", &is_kept).await
}

async fn a_look_is_chosen_and_stays_and_is_there_before_the_page_is_painted(test: &Test) -> Result<()> {
    let mut files = site(&content::bakery())?;
    files.remove("sw.js");
    let host = Host::start(files, Ways::default()).await?;
    let browser = test.browser_with(Profile { is_impatient: true, ..Profile::default() }).await?;
    let learner = Learner::at(&browser);
    open(&browser, &host.url(LESSON)).await?;
    learner.ready().await?;
    attended(&browser).await?;
    open_settings(&browser).await?;
    for (name, value) in [("theme", "sepia"), ("size", "large"), ("measure", "wide"), ("face", "legible")] {
        choose(&browser, name, value).await?;
    }
    browser.until("the typeface", "document.fonts.check('1em \"Lectern Legible\"')").await?;
    browser.press(Key::Escape).await?;
    browser.until("the box to be gone", "!document.querySelector('dialog')").await?;
    browser.until("the focus to be back", "document.activeElement.matches('.settings')").await?;

    // Nothing of the player is there yet, and all of the look is.
    host.hold(".wasm");
    open(&browser, &host.url(LESSON)).await?;
    browser
        .until("the page that was drawn ahead", "document.querySelector('#app[data-ahead] .lesson-foot')")
        .await?;
    let look = "const { theme, size, measure, face } = document.documentElement.dataset;
        return [theme, size, measure, face, document.body.dataset.lectern ?? 'no player']";
    let seen: Vec<String> = browser.js(look, &[]).await?;
    ensure!(seen == ["sepia", "large", "wide", "legible", "no player"], "{seen:?}");
    if test.engine == Engine::Chromium {
        let waits = "return performance.getEntriesByType('resource')
            .find(({ name }) => name.includes('/looks-')).renderBlockingStatus";
        let status: String = browser.js(waits, &[]).await?;
        ensure!(status == "blocking", "the page may be painted before its look is known: {status}");
    }
    host.release();
    learner.ready().await?;

    // Another tab follows.
    browser.open_tab().await?;
    open(&browser, &host.url("")).await?;
    learner.ready().await?;
    browser.until("the look in the other tab", "document.documentElement.dataset.theme === 'sepia'").await?;
    browser.until("the button to be heard", "document.querySelector('body > [role=status]')").await?;
    open_settings(&browser).await?;
    choose(&browser, "theme", "").await?;
    choose(&browser, "size", "").await?;
    browser.switch(0).await?;
    let is_usual =
        "!('theme' in document.documentElement.dataset) && !('size' in document.documentElement.dataset)";
    browser.until("the usual look in the first tab", is_usual).await
}

async fn contents_follow_and_a_lesson_is_taken_up_where_it_was_left(test: &Test) -> Result<()> {
    let files = site(&content::bakery())?;
    let page = String::from_utf8(files[&format!("{LESSON}index.html")].clone())?;
    for link in [
        "../../../courses/bread/flour/#kinds\">Kinds</a>",
        "../../../courses/bread/flour/#storage\">Storage</a>",
    ] {
        ensure!(page.contains(link), "{link} is not drawn ahead");
    }
    let host = Host::start(files, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("")).await?;
    ensure!(browser.count(".going-on").await? == 0, "there is nothing to go on with");
    browser.resize(1280, 500).await?;
    learner.open(&host.url(LESSON)).await?;
    attended(&browser).await?;
    ensure!(browser.count(".toc a[aria-current]").await? == 0, "no heading is passed yet");
    browser.until("the contents to be open", "document.querySelector('.toc ol').checkVisibility()").await?;

    let past = "const heading = document.getElementById('storage');
        const top = heading.getBoundingClientRect().top + scrollY;
        scrollTo({ top: top + arguments[0], behavior: 'instant' })";
    browser.js::<()>(past, &[json!(60)]).await?;
    let marked = "document.querySelector('.toc a[aria-current=location]')?.hash.endsWith('#storage')";
    browser.until("the contents to follow", marked).await?;
    let before: f64 =
        browser.js("return document.getElementById('storage').getBoundingClientRect().top", &[]).await?;

    // As by the keyboard: a pointer would have to scroll up first.
    browser.js::<()>("document.querySelector('.site-title').click()", &[]).await?;
    learner.on_page("home").await?;
    let link = browser.text(".going-on a").await?;
    ensure!(link.contains("Flour") && link.contains("Storage"), "the way back says {link:?}");
    learner.reload().await?;
    browser.until("the reader", "document.querySelector('body > [role=status]')").await?;
    learner.click(".going-on a").await?;
    learner.on_page_titled("Flour").await?;
    let near =
        format!("Math.abs(document.getElementById('storage').getBoundingClientRect().top - ({before})) < 24");
    browser.until("the place where it was left", &near).await?;
    ensure!(
        browser.js::<bool>("return document.activeElement.id === 'storage'", &[]).await?,
        "the focus is there"
    );

    // On a narrow window the contents are folded away, and lead on all the same.
    browser.resize(500, 700).await?;
    learner.reload().await?;
    attended(&browser).await?;
    ensure!(
        !browser.js::<bool>("return document.querySelector('.toc ol').checkVisibility()", &[]).await?,
        "folded away"
    );
    learner.click(".toc button").await?;
    learner.click(".toc li:first-child a").await?;
    browser.until("the heading", "document.activeElement.id === 'kinds' && location.hash === '#kinds'").await
}

async fn code_is_copied_and_wide_things_are_opened_large(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    browser.resize(500, 800).await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url(LESSON)).await?;
    attended(&browser).await?;
    let text = "return [...document.querySelectorAll('.lesson-text')].map(text => text.textContent).join('')";
    let said: String = browser.js(text, &[]).await?;
    ensure!(!said.contains('#') && !said.contains("Copy"), "what is added has no text of its own");

    browser.js::<()>("document.querySelector('.code .copy').focus()", &[]).await?;
    browser.press(Key::Enter).await?;
    browser
        .until("to be told", "document.querySelector('body > [role=status]').textContent === 'Copied.'")
        .await?;
    let script = "const field = document.createElement('textarea'); document.body.append(field); field.focus(); field.id = 'paste'";
    browser.js::<()>(script, &[]).await?;
    browser.paste().await?;
    let pasted = "document.getElementById('paste').value.startsWith('fn sift(flour: Flour)')";
    browser.until("what was copied", pasted).await?;

    let wide = "document.querySelector('.code .enlarge')?.checkVisibility()";
    browser.until("the long line to have a tool", wide).await?;
    browser.js::<()>("document.querySelector('.code .enlarge').focus()", &[]).await?;
    browser.press(Key::Enter).await?;
    browser.until("the code to be open", "document.querySelector('dialog.large[open] pre')").await?;
    let inside = browser
        .js::<bool>("return document.querySelector('dialog.large').contains(document.activeElement)", &[])
        .await?;
    ensure!(inside, "the focus is in the box");
    browser.press(Key::Escape).await?;
    browser.until("the box to be gone", "!document.querySelector('dialog')").await?;
    browser.until("the focus to be back", "document.activeElement.matches('.code .enlarge')").await?;

    // A link to a heading changes the address as any other does.
    browser.js::<()>("document.querySelector('#storage .heading-link').focus()", &[]).await?;
    browser.press(Key::Enter).await?;
    browser
        .until("the address", "location.hash === '#storage' && document.activeElement.id === 'storage'")
        .await
}
