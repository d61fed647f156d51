//! Worlds that refuse: no storage, full storage, damaged records, a wrong MIME type. And no request elsewhere.

use anyhow::Result;
use serde_json::Value;
use tests::content;
use tests::engine::{Engine, Profile, StorageLeave};
use tests::engines;
use tests::evidence::Test;
use tests::host::{Host, Ways};
use tests::learner::Learner;
use tests::site_under_test::site;
use tests::source::Source;

engines! {
    without_any_storage_the_course_plays_and_says_that_nothing_is_remembered: chromium firefox;
    with_full_storage_the_course_plays_and_says_so: chromium firefox webkit;
    damaged_records_break_nothing_and_new_answers_are_kept: chromium;
    what_others_keep_in_the_same_storage_is_left_alone: chromium;
    a_host_that_sends_wasm_as_octet_stream_is_good_enough: chromium firefox webkit;
    nothing_is_asked_for_outside_of_the_site: chromium firefox;
}

fn flour() -> Result<Source> {
    Source::of(&std::fs::read_to_string(content::bakery().join("courses/bread/lessons/flour.md"))?)
}

async fn without_any_storage_the_course_plays_and_says_that_nothing_is_remembered(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let profile = Profile { storage: StorageLeave::Nobody, ..Profile::default() };
    let browser = test.browser_with(profile).await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/flour/")).await?;
    let refused = "try { return !localStorage } catch { return true }";
    assert!(browser.js::<bool>(refused, &[]).await?, "the browser refuses storage");
    assert!(learner.is_told_that_nothing_is_remembered().await?);
    learner.answer_all(&flour()?.questions).await?;
    learner.lesson_is("flour", "completed").await?;
    learner.next().await?;
    learner.click("a.previous").await?;
    learner.on_page_titled("Flour").await?;
    let answered = learner.questions().await?;
    assert!(answered.iter().all(|question| question.verdict.as_deref() == Some("correct")), "{answered:?}");
    Ok(())
}

async fn with_full_storage_the_course_plays_and_says_so(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("")).await?;
    assert!(!learner.is_told_that_nothing_is_remembered().await?);
    let fill = "
        let length = 1 << 23;
        for (let name = 0; length > 0; name += 1) {
            try { localStorage.setItem('filler' + name, 'x'.repeat(length)) } catch { length >>= 1 }
        }
        try { localStorage.setItem('one more', 'x'); return false } catch { return true }";
    assert!(browser.js::<bool>(fill, &[]).await?, "storage is full to the last byte");
    learner.open(&host.url("courses/bread/flour/")).await?;
    learner.answer_all(&flour()?.questions).await?;
    learner.lesson_is("flour", "completed").await?;
    assert!(learner.is_told_that_nothing_is_remembered().await?);
    Ok(())
}

async fn damaged_records_break_nothing_and_new_answers_are_kept(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    for damage in ["{", "null", "[]", "42", "\"\"", "{\"v\":1}", "{\"v\":\"one\",\"record\":{}}", ""] {
        learner.open(&host.url("courses/bread/flour/")).await?;
        let shown = learner.questions().await?;
        if shown[0].verdict.is_none() {
            learner.answer(&shown[0].id, &shown[0].choices[0].id).await?;
        }
        let spoil = "
            const ours = Object.keys(localStorage).filter(key => key.startsWith('lectern/'));
            for (const key of ours) localStorage.setItem(key, arguments[0]);
            return ours.length";
        let spoiled: usize = browser.js(spoil, &[Value::from(damage)]).await?;
        assert!(spoiled >= 2, "an answered question and an opened lesson leave records, not {spoiled}");
        learner.reload().await?;
        learner.on_page_titled("Flour").await?;
        let shown = learner.questions().await?;
        let unanswered = shown.iter().find(|question| question.verdict.is_none());
        let unanswered = unanswered.unwrap_or_else(|| panic!("records of {damage:?} count as answers"));
        learner.answer(&unanswered.id, &unanswered.choices[0].id).await?;
        let before = learner.questions().await?;
        learner.reload().await?;
        assert_eq!(learner.questions().await?, before, "answers after records of {damage:?}");
    }
    Ok(())
}

async fn what_others_keep_in_the_same_storage_is_left_alone(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("")).await?;
    browser.js::<()>("localStorage.setItem('somebody', 'else')", &[]).await?;
    learner.open(&host.url("courses/bread/flour/")).await?;
    learner.answer_all(&flour()?.questions).await?;
    learner.click("button.retry").await?;
    learner.reload().await?;
    assert_eq!(browser.js::<String>("return localStorage.getItem('somebody')", &[]).await?, "else");
    let foreign = "return Object.keys(localStorage).filter(key => !key.startsWith('lectern/'))";
    assert_eq!(browser.js::<Vec<String>>(foreign, &[]).await?, ["somebody"]);
    Ok(())
}

async fn a_host_that_sends_wasm_as_octet_stream_is_good_enough(test: &Test) -> Result<()> {
    let ways = Ways { wasm_type: "application/octet-stream", ..Ways::default() };
    let host = Host::start(site(&content::bakery())?, ways).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/flour/")).await?;
    learner.answer_all(&flour()?.questions).await
}

async fn nothing_is_asked_for_outside_of_the_site(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser_with(Profile { is_watched: true, ..Profile::default() }).await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("")).await?;
    learner.open_course("bread").await?;
    learner.open_lesson("flour").await?;
    learner.answer_all(&flour()?.questions).await?;
    let loaded = "return performance.getEntriesByType('resource').map(entry => entry.name)";
    let mut asked: Vec<String> = browser.js(loaded, &[]).await?;
    assert!(asked.iter().any(|url| url.ends_with(".wasm")), "the list is of what was loaded: {asked:?}");
    // Chromium tells of every request, whoever made it.
    let requests = browser.requests().await?;
    assert_eq!(requests.is_empty(), test.engine != Engine::Chromium, "{requests:?}");
    asked.extend(requests);
    let own = host.url("");
    // Its empty first tab loads parts of the browser itself, by schemes that no page can use.
    let within = [own.as_str(), "data:", "blob:", "chrome:", "chrome-untrusted:"];
    asked.retain(|url| !within.iter().any(|start| url.starts_with(start)));
    assert!(asked.is_empty(), "asked for outside of the site: {asked:?}");
    Ok(())
}
