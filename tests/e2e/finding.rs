//! Finding lessons by their text, and pages, headings, settings and actions by their names.

use anyhow::{Context, Result, ensure};
use fantoccini::key::Key;
use serde_json::json;
use tempfile::TempDir;
use tests::browser::Browser;
use tests::content;
use tests::engines;
use tests::evidence::Test;
use tests::host::{Files, Host, Ways};
use tests::host_page::host_page;
use tests::learner::Learner;
use tests::site_under_test::site;

engines! {
    a_word_is_found_while_it_is_typed_and_marked_where_it_stands: chromium firefox webkit;
    commands_are_called_by_their_names_and_shortcuts_can_be_switched_off: chromium webkit;
    a_large_library_is_searched_in_parts_and_without_a_network: chromium firefox;
    where_the_search_cannot_be_fetched_it_is_said: chromium;
    a_query_can_be_typed_before_the_search_is_there: chromium firefox webkit;
    a_frame_without_an_origin_is_searched_too: chromium firefox;
    it_is_found_from_right_to_left_in_any_script: chromium;
}

/// What the list shows, by the text of its options.
const OPTIONS: &str = "[...document.querySelectorAll('#lectern-found [role=option]')].map(it => it.innerText.replace(/\\s+/g, ' '))";

/// An answer to what stands in the field.
async fn answered(browser: &Browser, what: &str, about: &str) -> Result<()> {
    let quiet = "document.querySelector('#lectern-found')?.getAttribute('aria-busy') === 'false'";
    browser.until(what, &format!("{quiet} && {OPTIONS}.some(it => {about})")).await
}

/// Opens the search with the button in the header.
async fn open(browser: &Browser) -> Result<()> {
    browser.click("#app:not([data-ahead]) .site-header .search").await?;
    is_open(browser).await
}

async fn is_open(browser: &Browser) -> Result<()> {
    browser
        .until(
            "the search",
            "document.querySelector('#lectern-finder')?.open && document.activeElement.id === 'lectern-find'",
        )
        .await
}

/// Puts a text into the field in the place of what is there.
async fn ask(browser: &Browser, text: &str) -> Result<()> {
    browser.js::<()>("document.querySelector('#lectern-find').select()", &[]).await?;
    browser.type_text(text).await
}

/// The page that a result leads to has what was looked for marked, or selected where the browser marks nothing.
async fn marked(browser: &Browser, word: &str) -> Result<()> {
    let marks =
        "(CSS.highlights ? [...(CSS.highlights.get('lectern-found') ?? [])] : [getSelection().getRangeAt(0)])
        .filter(it => document.querySelector('main').contains(it.startContainer)).map(it => it.toString())";
    browser.until(&format!("{word} to be marked"), &format!("{marks}.includes({})", json!(word))).await
}

async fn a_word_is_found_while_it_is_typed_and_marked_where_it_stands(test: &Test) -> Result<()> {
    let host =
        Host::start(site(&content::bakery())?, Ways { root: "/a/b/".into(), ..Ways::default() }).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/water/")).await?;
    // What the finder is made of is found from any other page too.
    learner.click(".site-title").await?;
    learner.on_page("home").await?;
    open(&browser).await?;

    ask(&browser, "shak").await?;
    answered(&browser, "the beginning of a word", "it.includes('shaken')").await?;
    browser
        .until("a count", "document.querySelector('.finder-count').textContent === '1 lesson found'")
        .await?;
    let found: Vec<String> = browser.js(&format!("return {OPTIONS}"), &[]).await?;
    ensure!(found[0].starts_with("Flour Bread") && found[1].starts_with("Storage"), "{found:?}");
    let mark: String =
        browser.js("return document.querySelector('#lectern-found mark').textContent", &[]).await?;
    assert_eq!(mark, "shaken");

    ask(&browser, "protien most").await?;
    answered(
        &browser,
        "a slip of the finger to be forgiven",
        "it.includes('Which flour has the most protein')",
    )
    .await?;
    let answers: bool =
        browser.js(&format!("return {OPTIONS}.some(it => it.includes('Cornflour'))"), &[]).await?;
    ensure!(!answers, "no choice of a question is told");

    ask(&browser, "donaudampfschifffahrtselektrizitaten").await?;
    answered(&browser, "a word without its marks", "it.includes('Donaudampf')").await?;
    ask(&browser, "xyzzy").await?;
    browser
        .until("nothing", "document.querySelector('.finder-count').textContent === 'Nothing found.'")
        .await?;

    ask(&browser, "sift twice").await?;
    answered(&browser, "both words", "it.startsWith('Kinds')").await?;
    browser.press(Key::Down).await?;
    let active = "const field = document.querySelector('#lectern-find');
        const option = document.getElementById(field.getAttribute('aria-activedescendant'));
        return [option.getAttribute('aria-selected'), option.innerText.split('\\n')[0], document.querySelectorAll('#lectern-found [aria-selected=true]').length]";
    assert_eq!(browser.js::<serde_json::Value>(active, &[]).await?, json!(["true", "Kinds", 1]));
    browser.press(Key::Enter).await?;
    learner.on_page_titled("Flour").await?;
    ensure!(browser.url().await?.ends_with("/a/b/courses/bread/flour/#kinds"));
    browser.until("the search to be closed", "!document.querySelector('#lectern-finder').open").await?;
    browser.until("the heading to have the focus", "document.activeElement.id === 'kinds'").await?;
    marked(&browser, "twice").await?;

    // Where it was opened from the focus goes back to.
    open(&browser).await?;
    browser.press(Key::Escape).await?;
    browser.until("the focus at the button", "document.activeElement.matches('.search')").await
}

async fn commands_are_called_by_their_names_and_shortcuts_can_be_switched_off(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/water/")).await?;
    // By an event of its own: drivers keep some keys for the browser. It tells whether the page took the key.
    let press = |key: &str, with: &str| {
        format!(
            "const event = new KeyboardEvent('keydown', {{ key: {}, {with} bubbles: true, cancelable: true }});
             (document.activeElement.matches('input') ? document.activeElement : document.body).dispatchEvent(event);
             return event.defaultPrevented",
            json!(key)
        )
    };
    assert!(browser.js::<bool>(&press("k", "ctrlKey: true,"), &[]).await?);
    is_open(&browser).await?;
    answered(&browser, "what can be done here", "it === 'Mark as completed'").await?;
    assert!(!browser.js::<bool>(&press("?", ""), &[]).await?, "in a field it is a letter");
    ask(&browser, "mark compl").await?;
    answered(&browser, "the command", "it === 'Mark as completed'").await?;
    browser.press(Key::Enter).await?;
    learner.lesson_is("water", "completed").await?;

    browser.until("the search to be closed", "!document.querySelector('#lectern-finder').open").await?;
    assert!(browser.js::<bool>(&press("k", "metaKey: true,"), &[]).await?);
    is_open(&browser).await?;
    ask(&browser, "short loaf").await?;
    answered(
        &browser,
        "a course by its description",
        "it.includes('From flour to loaf in three short lessons.')",
    )
    .await?;
    ask(&browser, "deutsch").await?;
    answered(&browser, "a setting", "it === 'Language: Deutsch'").await?;
    browser.press(Key::Enter).await?;
    browser.until("German", "document.querySelector('.search').textContent === 'Suchen'").await?;
    assert!(browser.js::<bool>(&press("?", ""), &[]).await?);
    browser
        .until(
            "the list in German",
            "document.querySelector('#lectern-keys[open] h2')?.textContent === 'Tastenkürzel'",
        )
        .await?;
    browser.click("#lectern-keys input").await?;
    let is_off = "JSON.parse(localStorage['lectern/setting/shortcuts'] ?? '{}').value === 'off'";
    browser.until("the setting to be kept", is_off).await?;
    browser.click("#lectern-keys .finder-close").await?;
    for page in ["", "courses/bread/flour/"] {
        learner.open(&host.url(page)).await?;
        browser.until("the player", "document.querySelector('#app:not([data-ahead]) .search')").await?;
        for keys in [press("k", "ctrlKey: true,"), press("?", "")] {
            assert!(!browser.js::<bool>(&keys, &[]).await?, "it is left to whoever else wants it");
        }
    }
    open(&browser).await?;
    ask(&browser, "tasten").await?;
    answered(&browser, "the way back", "it === 'Tastenkürzel einschalten'").await?;
    browser.js::<()>("document.querySelector('[data-do=switch]').click()", &[]).await?;
    assert!(browser.js::<bool>(&press("?", ""), &[]).await?);
    browser.until("the list", "document.querySelector('#lectern-keys[open] input')?.checked").await
}

/// A name that nothing else is called.
fn name(number: usize) -> String {
    let letters = b"bcdfghjklm";
    number
        .to_string()
        .bytes()
        .map(|digit| format!("{}a", char::from(letters[usize::from(digit - b'0')])))
        .collect()
}

/// A library whose lessons have so many different words that neither they nor the index fit into one file.
fn wordy() -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    for lesson in 0..30 {
        let words: Vec<_> = (0..600).map(|word| name(lesson * 1_000 + word)).collect();
        let text = format!(
            "---\nid: l{lesson}\ntitle: Lesson {lesson}\ntype: lesson\norder: {lesson}\n---\n\n# Lesson {lesson}\n\n{}\n\n## The end\n\nIts name is {}.\n",
            words.join(" "),
            name(500_000 + lesson)
        );
        std::fs::write(folder.path().join(format!("l{lesson}.md")), text)?;
    }
    Ok(folder)
}

async fn a_large_library_is_searched_in_parts_and_without_a_network(test: &Test) -> Result<()> {
    let files = site(wordy()?.path())?;
    let is_part = |path: &&String| path.starts_with("search-");
    let count = files.keys().filter(is_part).count();
    ensure!(count > 3, "{count} files");
    let mut host = Host::start(files, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("")).await?;
    browser.promise::<bool>("navigator.serviceWorker.ready.then(() => true)").await?;
    browser
        .until("the service worker in charge", "navigator.serviceWorker.controller?.state === 'activated'")
        .await?;
    host.go_down().await?;
    open(&browser).await?;
    ask(&browser, &name(500_017)).await?;
    answered(&browser, "the lesson", "it.startsWith('Lesson 17')").await?;
    answered(&browser, "its text", "it.includes('Its name is')").await?;
    // One letter is missing in the middle.
    let mut slip = name(500_023);
    slip.remove(3);
    ask(&browser, &format!("end {slip}")).await?;
    answered(&browser, "another one", "it.startsWith('Lesson 23')").await?;
    let link = "[...document.querySelectorAll('#lectern-found [aria-label=\"Lesson 23\"] a')].find(it => it.innerText.includes('Its name is'))";
    browser.until("its text", link).await?;
    browser.js::<()>(&format!("{link}.click()"), &[]).await?;
    learner.on_page_titled("Lesson 23").await?;
    marked(&browser, &name(500_023)).await
}

async fn where_the_search_cannot_be_fetched_it_is_said(test: &Test) -> Result<()> {
    let mut files: Files = site(&content::bakery())?;
    files.retain(|path, _| path != "sw.js" && !path.starts_with("search-"));
    let mut none = files.clone();
    none.retain(|path, _| !path.starts_with("finder"));
    let host = Host::start(none, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/flour/")).await?;
    browser.click("#app:not([data-ahead]) .search").await?;
    browser.until("a line about it", "document.querySelector('.site-header [role=alert]')?.textContent.includes('check the connection')").await?;
    host.replace(files);
    learner.open(&host.url("courses/bread/water/")).await?;
    open(&browser).await?;
    answered(&browser, "what needs no index", "it === 'Flour' || it === 'Mark as completed'").await?;
    ask(&browser, "wheat").await?;
    browser
        .until(
            "a line about it",
            "document.querySelector('.finder-count').textContent.includes('could not be loaded')",
        )
        .await
}

async fn a_query_can_be_typed_before_the_search_is_there(test: &Test) -> Result<()> {
    let mut files: Files = site(&content::bakery())?;
    files.retain(|path, _| path != "sw.js");
    let host = Host::start(files, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/water/")).await?;
    host.hold(".wasm");
    open(&browser).await?;
    browser.type_text("wh").await?;
    assert_eq!(browser.count("#lectern-found").await?, 0, "the finder is held back");
    let said = "document.querySelector('#lectern-finder').innerText.includes('Loading the search…')";
    browser.until("a word about what is waited for", said).await?;
    // Whoever has closed it is left alone, and what was typed is still there.
    browser.click("#lectern-finder .finder-close").await?;
    let is_closed = "!document.querySelector('#lectern-finder').open";
    browser.until("the search to be closed", is_closed).await?;
    open(&browser).await?;
    browser.press(Key::End).await?;
    browser.type_text("eat").await?;
    host.release();
    answered(&browser, "what was typed before", "it.includes('wheat')").await?;
    ensure!(!browser.js::<bool>(&format!("return {said}"), &[]).await?, "it is said no more");
    browser.type_text("zz").await?;
    let value: String = browser.js("return document.querySelector('#lectern-find').value", &[]).await?;
    assert_eq!(value, "wheatzz", "the field stays as it is, with its caret");

    learner.open(&host.url("courses/bread/flour/")).await?;
    host.hold(".wasm");
    open(&browser).await?;
    browser.click("#lectern-finder .finder-close").await?;
    browser.until("the search to be closed", is_closed).await?;
    host.release();
    browser.until("the finder", "performance.getEntriesByType('resource').some(it => /finder_bg.*wasm$/.test(it.name) && it.responseEnd)").await?;
    browser.promise::<()>("new Promise(done => setTimeout(done, 300))").await?;
    ensure!(browser.js::<bool>(&format!("return {is_closed}"), &[]).await?, "it opens by itself");
    Ok(())
}

async fn a_frame_without_an_origin_is_searched_too(test: &Test) -> Result<()> {
    let player = Host::start(site(&content::bakery())?, Ways { cors: true, ..Ways::default() }).await?;
    let browser = test.browser().await?;
    let src = player.url("#/courses/bread/water/");
    let outer = Host::start(host_page(&src, r#"sandbox="allow-scripts""#), Ways::default()).await?;
    browser.goto(&outer.url_on_another_site("")).await?;
    browser.enter_frame().await?;
    let learner = Learner::in_frame(&browser);
    learner.ready().await?;
    browser.click_in_place(".search").await?;
    browser.until("the search", "document.querySelector('#lectern-finder')?.open").await?;
    let set = "const field = document.querySelector('#lectern-find');
        field.value = 'donau';
        field.dispatchEvent(new InputEvent('input', { bubbles: true }))";
    browser.js::<()>(set, &[]).await?;
    answered(&browser, "the lesson", "it.includes('Donaudampf')").await?;
    browser.js::<()>("document.querySelectorAll('#lectern-found a')[1].click()", &[]).await?;
    learner.on_page_titled("Flour").await?;
    ensure!(browser.url_in_frame().await?.ends_with("#/courses/bread/flour/#storage"));
    browser.until("the heading to have the focus", "document.activeElement.id === 'storage'").await
}

async fn it_is_found_from_right_to_left_in_any_script(test: &Test) -> Result<()> {
    let folder = tempfile::tempdir()?;
    for (id, title, text) in [
        ("ja", "機械学習", "モデルの性能を測る方法を説明します。"),
        ("ar", "الكتاب", "هذا كِتَابٌ عن الخُبز."),
        ("th", "ภาษาไทย", "แมวกินปลา"),
    ] {
        let lesson = format!("---\nid: {id}\ntitle: {title}\ntype: lesson\n---\n\n# {title}\n\n{text}\n");
        std::fs::write(folder.path().join(format!("{id}.md")), lesson)?;
    }
    let host = Host::start(site(folder.path())?, Ways::default()).await?;
    let profile = tests::engine::Profile { languages: Some("ar"), ..Default::default() };
    let browser = test.browser_with(profile).await?;
    Learner::at(&browser).open(&host.url("")).await?;
    open(&browser).await?;
    for (query, lesson) in [("性能", "機械学習"), ("كتاب", "الكتاب"), ("ปลา", "ภาษาไทย"), ("習", "機械学習")]
    {
        ask(&browser, query).await?;
        answered(&browser, query, &format!("it.startsWith({})", json!(lesson))).await?;
    }
    let direction: String =
        browser.js("return getComputedStyle(document.querySelector('#lectern-find')).direction", &[]).await?;
    assert_eq!(direction, "rtl");
    let boxes = "const [field, close] = ['.finder-field', '.finder-close'].map(css => document.querySelector('#lectern-finder ' + css).getBoundingClientRect());
        return close.right <= field.left && document.scrollingElement.scrollWidth <= innerWidth";
    ensure!(browser.js::<bool>(boxes, &[]).await.context("boxes")?);
    Ok(())
}
