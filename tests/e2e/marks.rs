//! What a learner marks and writes beside a lesson: by pointer and by keyboard, through edits of the lesson, in several
//! tabs, where nothing can be kept, and taken along as a file.

use anyhow::{Context, Result};
use fantoccini::key::Key;
use serde_json::json;
use tests::browser::Browser;
use tests::content;
use tests::engine::{Profile, StorageLeave};
use tests::engines;
use tests::evidence::Test;
use tests::host::{Host, Ways};
use tests::host_page::{open_at_width, with_narrow_page};
use tests::learner::Learner;
use tests::site_under_test::site;

engines! {
    a_passage_is_highlighted_and_noted_by_pointer_and_by_keyboard: chromium firefox webkit;
    all_notes_are_on_one_page_and_leave_as_markdown: chromium webkit;
    an_edited_lesson_keeps_its_notes_or_says_that_it_cannot: chromium;
    what_is_written_in_one_tab_shows_in_the_other: chromium firefox;
    a_note_being_typed_survives_a_crash: chromium;
    where_nothing_can_be_kept_notes_last_as_long_as_the_page: chromium;
    notes_fit_a_narrow_frame_from_right_to_left: chromium;
    where_the_margin_cannot_be_fetched_the_page_says_so: chromium;
}

const FLOUR: &str = "courses/bread/flour/";

/// Selects from the first place where one text stands in the lesson to the end of the other, behind it.
async fn select(browser: &Browser, from: &str, to: &str) -> Result<()> {
    let script = "
        const nodes = [...document.querySelectorAll('main .lesson-text')].flatMap(text => {
            const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT), found = [];
            while (walker.nextNode()) found.push(walker.currentNode);
            return found;
        });
        const start = nodes.find(node => node.data.includes(arguments[0]));
        const end = nodes.slice(nodes.indexOf(start)).find(node => node.data.includes(arguments[1]));
        start.parentElement.scrollIntoView({ block: 'center' });
        getSelection().setBaseAndExtent(start, start.data.indexOf(arguments[0]),
            end, end.data.indexOf(arguments[1]) + arguments[1].length);";
    browser.js::<()>(script, &[json!(from), json!(to)]).await
}

/// What is marked, passage by passage.
async fn marked(browser: &Browser) -> Result<Vec<String>> {
    let script = "const all = new Map();
        for (const mark of document.querySelectorAll('main mark.own')) {
            for (const note of mark.dataset.note.split(' ')) all.set(note, (all.get(note) ?? '') + mark.textContent);
        }
        return [...all.values()].map(text => text.replace(/\\s+/g, ' '))";
    browser.js(script, &[]).await
}

async fn until_marked(browser: &Browser, count: usize) -> Result<()> {
    let script = format!(
        "new Set([...document.querySelectorAll('main mark.own')].flatMap(it => it.dataset.note.split(' '))).size === {count}"
    );
    browser.until(&format!("{count} marked passages"), &script).await
}

/// Highlights a passage by the buttons that come up beside it.
async fn highlight(learner: Learner<'_>, from: &str, to: &str) -> Result<()> {
    let marked = marked(learner.browser).await?.len();
    select(learner.browser, from, to).await?;
    learner.click(".mark-tools [data-do=highlight]").await?;
    until_marked(learner.browser, marked + 1).await
}

/// Writes a note on a passage, and waits until it is stored.
async fn note(learner: Learner<'_>, from: &str, to: &str, text: &str) -> Result<()> {
    let browser = learner.browser;
    select(browser, from, to).await?;
    learner.click(".mark-tools [data-do=note]").await?;
    browser.until("the field", "document.activeElement?.id === 'note-field'").await?;
    browser.type_text(text).await?;
    until_stored(browser, text).await?;
    learner.click(".mark-panel [data-do=done]").await
}

async fn until_stored(browser: &Browser, text: &str) -> Result<()> {
    let stored = format!(
        "Object.entries(localStorage).some(([key, text]) => key.startsWith('lectern/note/')
            && JSON.parse(text).text.value === {})",
        json!(text)
    );
    browser.until("the note to be stored", &stored).await
}

async fn height(browser: &Browser) -> Result<f64> {
    let script = "return [...document.querySelectorAll('main .lesson-text')]
        .reduce((sum, it) => sum + it.getBoundingClientRect().height, 0)";
    browser.js(script, &[]).await
}

async fn a_passage_is_highlighted_and_noted_by_pointer_and_by_keyboard(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url(FLOUR)).await?;
    let height_before = height(&browser).await?;

    // Over a link, from one paragraph into a table, and in code that is coloured.
    highlight(learner, "it is milled", "What comes").await?;
    highlight(learner, "Nearly everywhere", "Dense").await?;
    highlight(learner, "sift", "through").await?;
    let expected = ["it is milled is told elsewhere. What comes", "Nearly everywhereRye9%Dense"];
    let now = marked(&browser).await?;
    assert_eq!(now[..2], expected, "{now:?}");
    assert_eq!(now[2], "sift(flour: Flour) -> Flour { flour.through");
    assert_eq!(height(&browser).await?, height_before, "marks take no room");

    // By keyboard: from the text to the buttons, into the field, and back to the passage.
    select(&browser, "Weigh", "Weigh").await?;
    browser.find(".mark-tools").await?;
    browser.press(Key::Tab).await?;
    let focused = "document.activeElement?.dataset.do";
    browser.until("the first button", &format!("{focused} === 'highlight'")).await?;
    browser.js::<()>("document.querySelector('.mark-tools [data-do=note]').focus()", &[]).await?;
    browser.press(Key::Enter).await?;
    browser.until("the field", "document.activeElement?.id === 'note-field'").await?;
    browser.type_text("by grams").await?;
    until_stored(&browser, "by grams").await?;
    browser.press(Key::Escape).await?;
    browser.until("the passage", "document.activeElement?.matches('.mark-button.noted')").await?;
    assert_eq!(browser.count(".mark-panel").await?, 0);
    let name = "return document.activeElement.getAttribute('aria-label')";
    assert_eq!(browser.js::<String>(name, &[]).await?, "Your note: by grams");
    assert_eq!(height(&browser).await?, height_before, "nor do their buttons");

    // A mark is as good as its button. What is removed can be brought back.
    learner.click("main mark.noted").await?;
    learner.click(".mark-panel [data-do=remove]").await?;
    until_marked(&browser, 3).await?;
    browser.until("the way back", &format!("{focused} === 'undo'")).await?;
    learner.click(".mark-panel [data-do=undo]").await?;
    until_marked(&browser, 4).await?;

    learner.click(".bookmark").await?;
    let is_marked = "document.querySelector('.bookmark').getAttribute('aria-pressed') === 'true'";
    browser.until("the bookmark", is_marked).await?;

    // All of it is there after a reload, and after going on and coming back.
    let before = marked(&browser).await?;
    learner.reload().await?;
    until_marked(&browser, 4).await?;
    browser.until("the bookmark", is_marked).await?;
    assert_eq!(marked(&browser).await?, before);
    learner.next().await?;
    browser.until("another lesson", "!document.querySelector('mark.own')").await?;
    browser.until("no bookmark", &format!("!({is_marked})")).await?;
    browser.back().await?;
    until_marked(&browser, 4).await?;
    assert_eq!(browser.count(".lesson-notes .note-item").await?, 4);
    Ok(())
}

/// Keeps the text of whatever is offered as a file, in place of the browser's own dialogue.
const CATCH: &str = "
    window.testSaved = null;
    const make = URL.createObjectURL;
    URL.createObjectURL = blob => { blob.text().then(text => window.testSaved = text); return make.call(URL, blob) };
    HTMLElement.prototype.click = function () { window.testName = this.download }";

async fn all_notes_are_on_one_page_and_leave_as_markdown(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url(FLOUR)).await?;
    highlight(learner, "A loaf is", "and time").await?;
    note(learner, "rye and spelt", "rye and spelt", "*three* of them").await?;
    // On the whole lesson, where nothing is selected.
    learner.click(".write-note").await?;
    browser.until("the field", "document.activeElement?.id === 'note-field'").await?;
    browser.type_text("ask the miller").await?;
    until_stored(&browser, "ask the miller").await?;
    browser.press(Key::Escape).await?;
    learner.click(".bookmark").await?;
    browser
        .until("the bookmark", "Object.keys(localStorage).some(key => key.startsWith('lectern/bookmark/'))")
        .await?;

    learner.click(".lesson-tools a").await?;
    learner.on_page("notes").await?;
    browser.find(".note-list").await?;
    assert_eq!(browser.texts(".bookmarks a").await?, ["Flour"]);
    let quotes = ["On the whole lesson", "rye and spelt", "A loaf is flour, water, salt and time"];
    assert_eq!(browser.texts(".note-item > :first-child").await?, quotes, "in the order of the text");

    // Words sift them, and nothing else is lost by it.
    learner.fill("#note-filter", "MILLER").await?;
    browser.until("one note", "document.querySelectorAll('.note-item:not([hidden])').length === 1").await?;
    assert!(browser.text(".notes-page .note-count").await?.starts_with("1 "));
    let clear = "const field = document.querySelector('#note-filter');
        field.value = ''; field.dispatchEvent(new Event('input', { bubbles: true }))";
    browser.js::<()>(clear, &[]).await?;
    browser.until("all notes", "document.querySelectorAll('.note-item:not([hidden])').length === 3").await?;

    // One is changed, one removed and brought back.
    learner.click(".note-item:nth-child(2) [data-do=edit]").await?;
    learner.fill("#note-field", "*four* of them").await?;
    until_stored(&browser, "*four* of them").await?;
    learner.click(".note-item [data-do=done]").await?;
    browser.until("the item", "document.activeElement?.dataset.do === 'edit'").await?;
    learner.click(".note-item:nth-child(3) [data-do=remove]").await?;
    learner.click(".note-item [data-do=undo]").await?;
    browser.until("it to be back", "document.querySelectorAll('.note-quote').length === 2").await?;

    browser.js::<()>(CATCH, &[]).await?;
    learner.click("[data-do=export]").await?;
    browser.until("a file", "window.testSaved").await?;
    let file: String = browser.js("return window.testSaved", &[]).await?;
    let name: String = browser.js("return window.testName", &[]).await?;
    assert!(name.ends_with(".md") && name.contains("-20"), "{name}");
    let page = host.url(FLOUR);
    for part in [
        &format!("\n### [Flour](<{page}>)\n\nBookmarked.\n"),
        "\nask the miller\n",
        "\n> rye and spelt\n\n\\*four\\* of them\n",
        &format!("](<{page}#note-"),
        "\n> A loaf is flour, water, salt and time\n",
    ] {
        assert!(file.contains(part), "{part:?} in {file}");
    }
    browser.find("#made-code").await?;
    let copy: String = browser.js("return document.querySelector('#made-code').value", &[]).await?;
    assert_eq!(copy, file.trim_start_matches('\n'), "where files are refused it can be copied");

    // A link leads to the passage.
    learner.click(".note-item:nth-child(3) .note-foot a").await?;
    let there = "document.activeElement?.matches('.lesson-text .mark-button') && scrollY > 0";
    browser.until("the passage", there).await?;
    let href = browser.url().await?;
    assert!(href.starts_with(&format!("{page}#note-")), "{href}");
    learner.open(&host.url("")).await?;
    learner.open(&href).await?;
    browser.until("the passage on a page that is loaded with it", there).await
}

async fn an_edited_lesson_keeps_its_notes_or_says_that_it_cannot(test: &Test) -> Result<()> {
    let folder = content::changed(
        &content::bakery(),
        &[(
            "> A loaf is flour, water, salt and time.",
            "> A loaf is flour, water, salt and time.\n\nThe longer it rests, the better it tastes.",
        )],
    )?;
    let mut files = site(folder.path())?;
    files.remove("sw.js");
    let host = Host::start(files, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url(FLOUR)).await?;
    highlight(learner, "A loaf is", "and time").await?;
    note(learner, "The longer", "tastes", "really?").await?;
    highlight(learner, "plain", "build").await?;

    let edited = content::changed(
        &content::bakery(),
        &[
            ("> A loaf is flour, water, salt and time.", "Every loaf is flour, water, some salt and time."),
            ("Wheat, rye and spelt: plain", "There is more than one kind. Wheat, rye, oat and spelt: plain"),
        ],
    )?;
    let mut files = site(edited.path())?;
    files.remove("sw.js");
    host.replace(files);
    learner.open(&host.url(FLOUR)).await?;
    until_marked(&browser, 2).await?;
    assert_eq!(marked(&browser).await?, ["plain build", "loaf is flour, water, some salt and time"]);
    assert!(browser.text(".lesson-notes .note-lost").await?.contains("cannot be found"));
    let lost = browser.text(".note-item:has(.note-lost)").await?;
    assert!(lost.contains("The longer it rests, the better it tastes") && lost.contains("really?"), "{lost}");
    learner.click(".lesson-tools a").await?;
    learner.on_page("notes").await?;
    browser.find(".note-list").await?;
    assert_eq!(browser.count(".note-item").await?, 3, "it is on the page of all notes too");
    Ok(())
}

async fn what_is_written_in_one_tab_shows_in_the_other(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url(FLOUR)).await?;
    browser.open_tab().await?;
    browser.switch(1).await?;
    learner.open(&host.url(FLOUR)).await?;
    note(learner, "A loaf is", "and time", "one").await?;
    browser.switch(0).await?;
    until_marked(&browser, 1).await?;
    browser.until("the note", "document.querySelector('main mark.noted')").await?;

    // Both write on it: one is told of what the other wrote, and neither is lost.
    learner.click("main mark.noted").await?;
    browser.until("the field", "document.activeElement?.id === 'note-field'").await?;
    browser.switch(1).await?;
    learner.click("main mark.noted").await?;
    browser.until("the field", "document.activeElement?.id === 'note-field'").await?;
    learner.fill("#note-field", "of the second").await?;
    until_stored(&browser, "of the second").await?;
    browser.switch(0).await?;
    browser
        .until(
            "the other's text",
            "document.querySelector('#note-field').value === 'of the second'
        || document.querySelector('.note-others').innerText.includes('of the second')",
        )
        .await?;
    learner.click(".mark-panel [data-do=done]").await?;
    learner.click("main mark.noted").await?;
    browser.until("the text", "document.querySelector('#note-field').value === 'of the second'").await?;
    learner.click(".mark-panel [data-do=remove]").await?;
    browser.switch(1).await?;
    until_marked(&browser, 0).await
}

async fn a_note_being_typed_survives_a_crash(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url(FLOUR)).await?;
    select(&browser, "A loaf is", "and time").await?;
    learner.click(".mark-tools [data-do=note]").await?;
    browser.until("the field", "document.activeElement?.id === 'note-field'").await?;
    browser.type_text("half a thou").await?;
    until_stored(&browser, "half a thou").await?;
    browser.crash().await?;
    learner.open(&host.url(FLOUR)).await?;
    until_marked(&browser, 1).await?;
    learner.click("main mark.noted").await?;
    let field: String = {
        browser.find("#note-field").await?;
        browser.js("return document.querySelector('#note-field').value", &[]).await?
    };
    assert!("half a thou".starts_with(&field) && field.len() > 5, "{field:?}");
    Ok(())
}

async fn where_nothing_can_be_kept_notes_last_as_long_as_the_page(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let profile = Profile { storage: StorageLeave::Nobody, ..Profile::default() };
    let browser = test.browser_with(profile).await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url(FLOUR)).await?;
    highlight(learner, "A loaf is", "and time").await?;
    assert!(learner.is_told_that_nothing_is_remembered().await?);
    learner.click(".lesson-tools a").await?;
    learner.on_page("notes").await?;
    browser.until("the note", "document.querySelectorAll('.note-item').length === 1").await?;
    learner.click(".note-foot a").await?;
    until_marked(&browser, 1).await
}

async fn notes_fit_a_narrow_frame_from_right_to_left(test: &Test) -> Result<()> {
    let mut files = site(&content::bakery())?;
    files = with_narrow_page(files);
    let host = Host::start(files, Ways::default()).await?;
    let profile = Profile { languages: Some("ar"), ..Profile::default() };
    let browser = test.browser_with(profile).await?;
    let learner = Learner::at(&browser);
    open_at_width(&browser, &host, FLOUR, 320).await?;
    highlight(learner, "A loaf is", "and time").await?;
    select(&browser, "Wheat, rye", "spelt").await?;
    browser.find(".mark-tools").await?;
    let fits = "document.scrollingElement.scrollWidth <= innerWidth
        && [...document.querySelectorAll('.mark-tools, .mark-panel')].every(it => {
            const { left, right } = it.getBoundingClientRect();
            return left >= 0 && right <= innerWidth;
        })";
    browser.until("the buttons to fit", fits).await?;
    learner.click(".mark-tools [data-do=note]").await?;
    browser.find(".mark-panel").await?;
    browser.until("the panel to fit", fits).await?;
    // The author's text runs from left to right all the same, and so it has its edge.
    let edge = "document.documentElement.dir === 'rtl' && [...document.querySelectorAll('.mark-button')].every(it => {
        const { left, right } = it.getBoundingClientRect();
        return left >= 0 && right <= it.closest('.lesson-text').getBoundingClientRect().left + 1;
    })";
    browser.until("the buttons of notes in the edge", edge).await?;
    learner.click(".mark-panel [data-do=done]").await?;
    learner.click(".lesson-tools a").await?;
    browser.find(".note-list").await?;
    browser.until("the page to fit", fits).await
}

async fn where_the_margin_cannot_be_fetched_the_page_says_so(test: &Test) -> Result<()> {
    let mut files = site(&content::bakery())?;
    files.remove("sw.js");
    let whole = files.clone();
    files.retain(|path, _| !path.starts_with("margin"));
    let host = Host::start(files, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url(FLOUR)).await?;
    learner.click(".bookmark").await?;
    let said = browser.text(".lesson-tools [role=alert]").await.context("a line")?;
    assert!(said.contains("could not be loaded"), "{said}");
    host.replace(whole);
    learner.reload().await?;
    learner.click(".bookmark").await?;
    let set = "document.querySelector('.bookmark').getAttribute('aria-pressed') === 'true'";
    browser.until("the bookmark, after a reload", set).await
}
