//! An author at work: `lectern serve`, an editor, and a browser beside it.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use serde_json::json;
use tempfile::TempDir;
use tests::browser::Browser;
use tests::content;
use tests::engines;
use tests::evidence::Test;
use tests::learner::Learner;
use tests::serving::Serving;

engines! {
    an_edit_shows_by_itself_and_an_error_is_told_while_the_old_course_stays: chromium firefox;
    an_edited_text_is_put_in_place_and_the_rest_of_the_page_stays_as_it_is: chromium webkit;
    what_is_more_than_text_is_loaded_anew: chromium;
    other_pages_are_current_when_they_are_gone_to: chromium;
    an_edit_waits_for_the_player_and_one_that_was_not_heard_is_caught_up_with: chromium;
    nothing_is_kept_of_a_course_that_is_being_edited: chromium;
}

const SOON: Duration = Duration::from_secs(8);

/// The bakery, served from a folder of its own.
struct Desk {
    folder: TempDir,
    serving: Serving,
}

impl Desk {
    async fn new() -> Result<Self> {
        let folder = content::bakery_with("plain build words", "words of a first thought")?;
        let serving = Serving::start(folder.path()).await?;
        Ok(Self { folder, serving })
    }

    fn file(&self, path: &str) -> PathBuf {
        self.folder.path().join("courses").join(path)
    }

    /// Replaces a text in a file, as an editor saves it.
    fn edit(&self, path: &str, from: &str, to: &str) -> Result<()> {
        let text = fs::read_to_string(self.file(path))?;
        assert!(text.contains(from), "{from:?} in {text}");
        Ok(fs::write(self.file(path), text.replace(from, to))?)
    }

    async fn open<'b>(&self, browser: &'b Browser, page: &str) -> Result<Learner<'b>> {
        let learner = Learner::at(browser);
        learner.open(&format!("{}{page}", self.serving.url)).await?;
        Ok(learner)
    }
}

const FLOUR: &str = "bread/lessons/flour.md";
const WATER: &str = "bread/lessons/water.md";

/// That the player is there and the page shows a text.
async fn shows(browser: &Browser, text: &str) -> Result<()> {
    let there = format!("document.body.dataset.lectern && document.body.innerText.includes({})", json!(text));
    browser.until_within(SOON, &format!("{text:?}"), &there).await
}

/// Leaves a mark on the document, which is gone when it is loaded anew.
async fn mark(browser: &Browser) -> Result<()> {
    browser.js("window.testMark = true", &[]).await
}

async fn is_same_document(browser: &Browser) -> Result<bool> {
    browser.js("return window.testMark === true", &[]).await
}

/// Waits until the server has put together what it was told last, as an open page hears it.
async fn settled(browser: &Browser) -> Result<()> {
    let script = "new Promise(resolve => {
        const events = new EventSource('/__lectern/events');
        events.addEventListener('state', event => {
            const state = JSON.parse(event.data);
            if (state.built === state.edit) { events.close(); resolve(true) }
        });
    })";
    browser.promise::<bool>(script).await.map(drop)
}

fn png(shade: u8) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 2, 2);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header()?.write_image_data(&[shade; 4])?;
    Ok(bytes)
}

async fn an_edit_shows_by_itself_and_an_error_is_told_while_the_old_course_stays(test: &Test) -> Result<()> {
    let desk = Desk::new().await?;
    let browser = test.browser().await?;
    let learner = desk.open(&browser, "courses/bread/flour/").await?;
    learner.on_page_titled("Flour").await?;

    desk.edit(FLOUR, "words of a first thought", "words of a second thought")?;
    shows(&browser, "words of a second thought").await?;
    learner.on_page_titled("Flour").await?;

    desk.edit(FLOUR, "type: lesson", "type: sermon")?;
    shows(&browser, "sermon").await?;
    shows(&browser, "flour.md").await?;
    assert_eq!(browser.text("main h1").await?, "Flour", "the old course stays");
    assert!(browser.text(".lesson-text").await?.contains("words of a second thought"));

    desk.edit(FLOUR, "type: sermon", "type: lesson")?;
    let told = format!("!document.body.innerText.includes({})", json!("sermon"));
    browser.until_within(SOON, "the error to be gone with its cause", &told).await?;

    desk.edit(FLOUR, "type: lesson", "type: sermon")?;
    shows(&browser, "sermon").await?;
    let mended = fs::read_to_string(desk.file(FLOUR))?.replace("type: sermon", "type: lesson");
    fs::write(desk.file(FLOUR), mended.replace("a second thought", "a third thought"))?;
    shows(&browser, "words of a third thought").await?;
    browser.until_within(SOON, "the error to be gone", &told).await
}

async fn an_edited_text_is_put_in_place_and_the_rest_of_the_page_stays_as_it_is(test: &Test) -> Result<()> {
    let desk = Desk::new().await?;
    let browser = test.browser().await?;
    let learner = desk.open(&browser, "courses/bread/flour/").await?;
    let question = learner.questions().await?.remove(0);
    learner.pick(&question.id, &question.choices[1].id).await?;
    let place =
        "document.querySelector('main > .lesson-text a[href*=\"water\"]').focus({ preventScroll: true });
        window.testTable = document.querySelector('main table');
        scrollTo({ top: 300, behavior: 'instant' });
        return scrollY";
    let top: f64 = browser.js(place, &[]).await?;
    assert!(top > 100.0, "the page can be scrolled");
    mark(&browser).await?;

    // In the paragraph that has the focus, and behind the table.
    desk.edit(FLOUR, "words of a first thought", "words of a second thought")?;
    shows(&browser, "words of a second thought").await?;
    desk.edit(FLOUR, "A loaf is flour", "A loaf, [at last](oven.md), is flour")?;
    shows(&browser, "A loaf, at last, is flour").await?;
    settled(&browser).await?;

    assert!(is_same_document(&browser).await?, "the page was not loaded anew");
    let stayed: bool =
        browser.js("return window.testTable === document.querySelector('main table')", &[]).await?;
    assert!(stayed, "what was not edited is the same element");
    let now: f64 = browser.js("return scrollY", &[]).await?;
    assert!((now - top).abs() < 2.0, "scrolled from {top} to {now}");
    let focus: String = browser.js("return document.activeElement.getAttribute('href') ?? ''", &[]).await?;
    assert_eq!(focus, "/courses/bread/water/");
    assert!(learner.questions().await?[0].choices.iter().any(|choice| choice.picked), "the answer stays");
    assert!(!learner.check(&question.id).await?.is_empty(), "and it is still played");
    let text: String = browser.js("return document.querySelector('main').innerText", &[]).await?;

    // The page that comes when it is loaded is that very page. Tools beside the text come when they come, and WebKit tells
    // of them by an empty line.
    learner.reload().await?;
    let lines =
        |text: &str| text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(lines(&browser.text("main").await?), lines(&text));
    browser.find("main > .lesson-text a[href='/courses/bread/oven/']").await.map(drop)
}

async fn what_is_more_than_text_is_loaded_anew(test: &Test) -> Result<()> {
    let desk = Desk::new().await?;
    let browser = test.browser().await?;
    let learner = desk.open(&browser, "courses/bread/flour/").await?;

    desk.edit(FLOUR, "title: Flour", "title: Meal")?;
    learner.on_page_titled("Meal").await?;
    assert_eq!(browser.text("[data-lesson='flour'] .outline-title").await?, "Meal");

    desk.edit(FLOUR, "   - Cornflour", "   - Flour of chestnuts")?;
    shows(&browser, "Flour of chestnuts").await?;

    // A picture comes, and another takes its place under the same name.
    let width =
        "document.querySelector('main img')?.complete && document.querySelector('main img').naturalWidth";
    let name = "return document.querySelector('main img').getAttribute('src')";
    fs::write(desk.file("bread/lessons/mill.png"), png(40)?)?;
    desk.edit(FLOUR, "## Kinds", "![A mill](mill.png)\n\n## Kinds")?;
    browser.until_within(SOON, "the picture", &format!("{width} === 2")).await?;
    let first: String = browser.js(name, &[]).await?;
    fs::write(desk.file("bread/lessons/mill.png"), png(200)?)?;
    let other = format!("document.querySelector('main img')?.getAttribute('src') !== {}", json!(first));
    browser.until_within(SOON, "the other picture", &format!("{other} && {width} === 2")).await?;

    // A lesson comes and goes again.
    let yeast = desk.file("bread/lessons/yeast.md");
    fs::write(&yeast, "---\nid: yeast\ntitle: Yeast\norder: 9\nduration: 5 mins\n---\n\nIt lives.\n")?;
    browser.find("[data-lesson='yeast']").await?;
    fs::remove_file(&yeast)?;
    browser
        .until_within(SOON, "the lesson to be gone", "!document.querySelector(\"[data-lesson='yeast']\")")
        .await?;
    learner.ready().await?;

    // A course's own page.
    desk.open(&browser, "courses/bread/").await?;
    desk.edit("bread.md", "- Bake a loaf", "- Bake two loaves")?;
    shows(&browser, "Bake two loaves").await
}

async fn other_pages_are_current_when_they_are_gone_to(test: &Test) -> Result<()> {
    let desk = Desk::new().await?;
    let browser = test.browser().await?;
    let learner = desk.open(&browser, "courses/bread/flour/").await?;
    mark(&browser).await?;
    let water = fs::read_to_string(desk.file(WATER))?;
    fs::write(desk.file(WATER), format!("{}\n", with_first(&water, "Water of a first thought.")))?;
    settled(&browser).await?;
    assert!(is_same_document(&browser).await?, "another lesson's text changes nothing here");

    desk.edit(FLOUR, "words of a first thought", "words of a second thought")?;
    shows(&browser, "words of a second thought").await?;
    // At once, so that the site may still be in the making.
    learner.click("main a.next").await?;
    learner.on_page_titled("Water").await?;
    shows(&browser, "Water of a first thought.").await?;
    learner.ready().await?;

    desk.edit(WATER, "Water of a first thought.", "Water of a second thought.")?;
    shows(&browser, "Water of a second thought.").await?;
    browser.back().await?;
    learner.on_page_titled("Flour").await?;
    shows(&browser, "words of a second thought").await?;
    browser.forward().await?;
    learner.on_page_titled("Water").await?;
    shows(&browser, "Water of a second thought.").await?;

    // The way of the player itself: it draws a page without a click on a link.
    learner.ready().await?;
    desk.edit(WATER, "Water of a second thought.", "Water of a third thought.")?;
    shows(&browser, "Water of a third thought.").await?;
    let push = "history.pushState(null, '', '/courses/bread/flour/');
        document.querySelector('main').replaceWith(document.createElement('main'))";
    browser.js::<()>(push, &[]).await?;
    learner.on_page_titled("Flour").await
}

/// A lesson with a first paragraph of its own.
fn with_first(text: &str, paragraph: &str) -> String {
    let end = text.find("\n---\n").map_or(0, |at| at + "\n---\n".len());
    format!("{}\n{paragraph}\n\n{}", &text[..end], text[end..].trim_start())
}

async fn an_edit_waits_for_the_player_and_one_that_was_not_heard_is_caught_up_with(
    test: &Test,
) -> Result<()> {
    let desk = Desk::new().await?;
    let browser = test.browser().await?;
    desk.open(&browser, "courses/bread/flour/").await?;
    mark(&browser).await?;
    let still = "document.body.innerText.includes('words of a first thought')";

    // As if the player was still on its way.
    browser.js::<()>("delete document.body.dataset.lectern", &[]).await?;
    desk.edit(FLOUR, "words of a first thought", "words of a second thought")?;
    settled(&browser).await?;
    assert!(browser.js::<bool>(&format!("return {still}"), &[]).await?, "it would be drawn over");
    browser.js::<()>("document.body.dataset.lectern = 'ready'", &[]).await?;
    shows(&browser, "words of a second thought").await?;
    assert!(is_same_document(&browser).await?);

    // Nothing is heard of two edits.
    browser.js::<()>("delete document.body.dataset.lectern", &[]).await?;
    desk.edit(FLOUR, "words of a second thought", "words of a third thought")?;
    settled(&browser).await?;
    desk.edit(FLOUR, "Wheat, rye", "Rye, wheat")?;
    settled(&browser).await?;
    shows(&browser, "Rye, wheat and spelt: words of a third thought").await?;
    assert!(!is_same_document(&browser).await?, "two edits are more than one");
    Ok(())
}

async fn nothing_is_kept_of_a_course_that_is_being_edited(test: &Test) -> Result<()> {
    let desk = Desk::new().await?;
    let browser = test.browser().await?;
    desk.open(&browser, "courses/bread/flour/").await?;
    let count = "navigator.serviceWorker.getRegistrations().then(all => all.length)";
    assert_eq!(browser.promise::<usize>(count).await?, 0);
    // One that a former program has left behind.
    let kept = "caches.open('lectern / 0123')
        .then(cache => cache.put('/bare.html', new Response('old')))
        .then(() => ServiceWorkerContainer.prototype.register.call(navigator.serviceWorker, '/sw.js'))
        .then(() => true)";
    assert!(browser.promise::<bool>(kept).await?);
    let gone = "
        Promise.all([navigator.serviceWorker.getRegistrations(), caches.keys()])
            .then(([all, names]) => { window.testLeft = all.length + names.length })";
    for _ in 0..50 {
        browser.js::<()>(gone, &[]).await?;
        if browser.js::<Option<usize>>("return window.testLeft ?? null", &[]).await? == Some(0) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    anyhow::bail!("a worker or what it kept is still there")
}
