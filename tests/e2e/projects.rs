//! Projects: steps ticked off, a rubric, a link and notes; all kept, and completed by the learner's own word.

use anyhow::Result;
use fantoccini::key::Key;
use tests::browser::Browser;
use tests::engines;
use tests::evidence::Test;
use tests::host::{Host, Ways};
use tests::learner::Learner;
use tests::site_under_test::site_of;
use tests::workshop;

engines! {
    the_work_on_a_project_is_kept_as_it_is_done: chromium firefox webkit;
    a_rubric_is_a_table_where_there_is_room: chromium;
}

/// Everything that is ticked, chosen and typed.
async fn work(browser: &Browser) -> Result<Vec<String>> {
    let script = "return [...document.querySelectorAll('[data-work]')]
        .filter(field => field.checked || !['checkbox', 'radio'].includes(field.type))
        .map(field => `${field.dataset.work}=${field.value}`)";
    browser.js(script, &[]).await
}

async fn the_work_on_a_project_is_kept_as_it_is_done(test: &Test) -> Result<()> {
    let host = Host::start(site_of(&workshop::bundle())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/workshop/shelf/")).await?;
    assert_eq!(work(&browser).await?, ["link=", "notes="]);
    learner.click(".task:has([data-work=cut])").await?;
    learner.click(".task:has([data-work=join])").await?;
    learner.click(".task:has([data-work=cut])").await?;
    learner.click(".level:has([data-work=joints][value=Begun])").await?;
    learner.click(".level:has([data-work=joints][value=Solid])").await?;
    learner.fill("[data-work=link]", "https://example.com/shelf?a=1&b=\"2\"").await?;
    learner.fill("[data-work=notes]", "It <b>leans</b>.").await?;
    browser.press(Key::Enter).await?;
    browser.type_text("A little.").await?;
    // Each is its own group: the arrow moves within it.
    browser.js::<()>("document.querySelector('[data-work=finish]').focus()", &[]).await?;
    browser.press(Key::Space).await?;
    browser.press(Key::Down).await?;
    let done = work(&browser).await?;
    let expected = [
        "join=done",
        "joints=Solid",
        "finish=Solid",
        "link=https://example.com/shelf?a=1&b=\"2\"",
        "notes=It <b>leans</b>.\nA little.",
    ];
    assert_eq!(done, expected);
    learner.reload().await?;
    assert_eq!(work(&browser).await?, done, "a reload loses nothing");
    learner.lesson_is("shelf", "open").await?;
    learner.click("button.complete").await?;
    learner.lesson_is("shelf", "completed").await
}

async fn a_rubric_is_a_table_where_there_is_room(test: &Test) -> Result<()> {
    let host = Host::start(site_of(&workshop::bundle())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    // How many levels stand beside the first, how high the lowest target is, and whether anything is cut off.
    let measure = "
        const levels = [...document.querySelectorAll('.criterion')[0].querySelectorAll('.level')];
        const boxes = [...document.querySelectorAll('.level, .task')].map(one => one.getBoundingClientRect());
        return [
            levels.filter(one => one.getBoundingClientRect().top === levels[0].getBoundingClientRect().top).length,
            Math.min(...boxes.map(box => box.height)) >= 44,
            document.scrollingElement.scrollWidth <= innerWidth,
        ]";
    for (width, beside) in [(1280, 3), (375, 1), (320, 1)] {
        browser.goto("about:blank").await?;
        browser.resize(width, 900).await?;
        learner.open(&host.url("courses/workshop/shelf/")).await?;
        let seen: (usize, bool, bool) = browser.js(measure, &[]).await?;
        assert_eq!(seen, (beside, true, true), "at {width} px");
        assert_eq!(
            browser.count(".criterion .level-name").await?,
            6,
            "each level says its name to those who hear the page"
        );
    }
    Ok(())
}
