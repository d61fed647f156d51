//! Projects: steps ticked off, a rubric, a link and notes; all kept, and completed by the learner's own word.

use anyhow::Result;
use course::identity::id_of_text;
use fantoccini::key::Key;
use serde_json::json;
use tests::browser::Browser;
use tests::content;
use tests::engines;
use tests::evidence::Test;
use tests::host::{Host, Ways};
use tests::learner::Learner;
use tests::site_under_test::site;

engines! {
    the_work_on_a_project_is_kept_as_it_is_done: chromium webkit;
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
    let host = Host::start(site(&content::workshop())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/workshop/shelf/")).await?;
    assert_eq!(work(&browser).await?, ["link=", "notes="]);
    let [cut, join] = ["Cut the boards", "Join them"].map(id_of_text);
    let [joints, finish] = ["Joints", "Finish"].map(id_of_text);
    for task in [&cut, &join, &cut] {
        learner.click(&format!(".task:has([data-work='{task}'])")).await?;
    }
    for level in ["Begun", "Solid"] {
        learner.click(&format!(".level:has([data-work='{joints}'][value={level}])")).await?;
    }
    learner.fill("[data-work=link]", "https://example.com/shelf?a=1&b=\"2\"").await?;
    learner.fill("[data-work=notes]", "It <b>leans</b>.").await?;
    browser.press(Key::Enter).await?;
    browser.type_text("A little.").await?;
    // Each is its own group: the arrow moves within it.
    let focus = "document.querySelector(`[data-work='${arguments[0]}']`).focus()";
    browser.js::<()>(focus, &[json!(finish)]).await?;
    browser.press(Key::Space).await?;
    browser.press(Key::Down).await?;
    let done = work(&browser).await?;
    let expected = [
        format!("{join}=done"),
        format!("{joints}=Solid"),
        format!("{finish}=Solid"),
        "link=https://example.com/shelf?a=1&b=\"2\"".into(),
        "notes=It <b>leans</b>.\nA little.".into(),
    ];
    assert_eq!(done, expected);
    learner.reload().await?;
    assert_eq!(work(&browser).await?, done, "a reload loses nothing");
    learner.lesson_is("shelf", "open").await?;
    learner.click("button.complete").await?;
    learner.lesson_is("shelf", "completed").await
}

async fn a_rubric_is_a_table_where_there_is_room(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::workshop())?, Ways::default()).await?;
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
