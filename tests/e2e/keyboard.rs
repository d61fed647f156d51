//! Without a mouse.

use anyhow::{Result, bail};
use fantoccini::key::Key;
use serde_json::json;
use tests::browser::Browser;
use tests::content;
use tests::engines;
use tests::evidence::Test;
use tests::host::{Host, Ways};
use tests::learner::Learner;
use tests::site_under_test::site;

// Firefox shows no focus in a window that is not the active one, and without a screen none ever is.
engines! {
    a_lesson_is_played_by_the_keyboard_alone: chromium firefox webkit;
    the_focus_is_always_seen: chromium webkit;
}

/// Presses Tab until an element of the selector has the focus.
async fn tab_to(browser: &Browser, css: &str) -> Result<()> {
    for _ in 0..80 {
        browser.press(Key::Tab).await?;
        if browser.js("return document.activeElement.matches(arguments[0])", &[json!(css)]).await? {
            return Ok(());
        }
    }
    bail!("80 times Tab do not lead to {css}")
}

async fn a_lesson_is_played_by_the_keyboard_alone(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/")).await?;
    tab_to(&browser, "main [data-lesson='flour'] a").await?;
    browser.press(Key::Enter).await?;
    learner.on_page_titled("Flour").await?;

    for question in learner.questions().await? {
        let fieldset = format!("fieldset[data-question='{}']", question.id);
        tab_to(&browser, &format!("{fieldset} input[type=radio]")).await?;
        browser.press(Key::Space).await?;
        browser
            .until(
                "a picked choice",
                &format!(
                    "document.querySelector({}).checked || document.querySelector({})",
                    json!(format!("{fieldset} input")),
                    json!(format!("{fieldset} input:checked"))
                ),
            )
            .await?;
        tab_to(&browser, &format!("{fieldset} button.check")).await?;
        browser.press(Key::Enter).await?;
        let verdict = format!("document.querySelector({})?.dataset.verdict", json!(fieldset));
        browser.until("a verdict", &verdict).await?;
    }
    learner.lesson_is("flour", "completed").await?;
    tab_to(&browser, "a.next").await?;
    browser.press(Key::Enter).await?;
    learner.on_page_titled("Water").await?;
    tab_to(&browser, "button.complete").await?;
    browser.press(Key::Space).await?;
    learner.lesson_is("water", "completed").await
}

async fn the_focus_is_always_seen(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/flour/")).await?;
    let mut stops = Vec::new();
    for _ in 0..25 {
        browser.press(Key::Tab).await?;
        // The ring may be drawn by the element or by the label around it.
        let ring = "
            const element = document.activeElement;
            if (element === document.body) return null;
            const ringed = one => {
                const style = getComputedStyle(one);
                return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 || style.boxShadow !== 'none';
            };
            return [element.outerHTML.slice(0, 100), ringed(element) || ringed(element.closest('label') ?? element)]";
        stops.extend(browser.js::<Option<(String, bool)>>(ring, &[]).await?);
    }
    assert!(stops.len() > 10, "a lesson has more places to stop at: {stops:?}");
    let unseen: Vec<_> = stops.iter().filter(|(_, seen)| !seen).map(|(element, _)| element).collect();
    assert!(unseen.is_empty(), "no ring around {unseen:?}");
    Ok(())
}
