//! An author at work: `lectern serve`, an editor, and a browser beside it.

use std::time::Duration;

use anyhow::Result;
use serde_json::json;
use tests::content;
use tests::engines;
use tests::evidence::Test;
use tests::learner::Learner;
use tests::serving::Serving;

engines! {
    an_edit_shows_by_itself_and_an_error_is_told_while_the_old_course_stays: chromium firefox webkit;
}

const SOON: Duration = Duration::from_secs(5);

async fn an_edit_shows_by_itself_and_an_error_is_told_while_the_old_course_stays(test: &Test) -> Result<()> {
    let folder = content::bakery_with("plain build words", "words of a first thought")?;
    let serving = Serving::start(folder.path()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&format!("{}courses/bread/flour/", serving.url)).await?;
    learner.on_page_titled("Flour").await?;
    let shows = |text: &str| {
        format!("document.body.dataset.lectern && document.body.innerText.includes({})", json!(text))
    };

    let file = folder.path().join("courses/bread/lessons/flour.md");
    let original = std::fs::read_to_string(&file)?;
    std::fs::write(&file, original.replace("words of a first thought", "words of a second thought"))?;
    browser.until_within(SOON, "the edit", &shows("words of a second thought")).await?;
    learner.on_page_titled("Flour").await?;

    std::fs::write(&file, original.replace("type: lesson", "type: sermon"))?;
    browser.until_within(SOON, "the error's value", &shows("sermon")).await?;
    browser.until_within(SOON, "the error's place", &shows("flour.md")).await?;
    assert_eq!(browser.text("main h1").await?, "Flour", "the old course stays");
    assert!(browser.text(".lesson-text").await?.contains("words of a second thought"));

    std::fs::write(&file, original.replace("words of a first thought", "words of a third thought"))?;
    browser.until_within(SOON, "the mended course", &shows("words of a third thought")).await?;
    let told = format!("!document.body.innerText.includes({})", json!("sermon"));
    browser.until_within(SOON, "the error to be gone", &told).await
}
