//! Quizzes that were not played for long: they leave for the archive, and come back when their lesson is opened.

use anyhow::Result;
use serde_json::json;
use tests::browser::Browser;
use tests::content;
use tests::engines;
use tests::evidence::Test;
use tests::host::{Files, Host, Ways};
use tests::learner::{Learner, ShownQuestion};
use tests::site_under_test::site;
use tests::source::Source;

engines! {
    a_lesson_that_was_not_played_for_long_comes_back_when_it_is_opened: chromium firefox webkit;
    what_is_archived_is_reviewed_all_the_same: chromium firefox;
    an_earlier_attempt_that_is_archived_can_be_looked_at: chromium firefox;
    what_is_archived_can_be_started_over_and_brought_back: chromium firefox;
    a_backup_is_joined_with_what_is_archived: chromium;
    where_the_archive_cannot_be_read_a_learner_goes_on: chromium firefox webkit;
    a_database_that_never_answers_is_not_waited_for: chromium;
}

/// Another thousand answers to lessons that this library does not have, given after everything else.
const MANY: &str = r#"
    for (let lesson = 0; lesson < 400; lesson += 1) {
        const started = Date.now() + 1000 + lesson;
        const put = (key, value) => localStorage.setItem(`lectern/${key}`, JSON.stringify({ v: 3, ...value }));
        put(`asked/other-${lesson}`, { asked: [["check", "", ["q", "What is it?", "", ["This", 1], ["That", 0]]]] });
        put(`quiz/other-${lesson}/check`, { attempts: [[`attempt-${lesson}`, 1, started]] });
        put(`answer/attempt-${lesson}/q`, { given: [[0, started, { choices: ["c"] }]] });
    }"#;

/// Makes the database of a page fail, or its clock a year ahead, where its address says so.
const FAULT: &str = "<script>
    if (location.search === '?refused') IDBFactory.prototype.open = () => { throw new DOMException('', 'SecurityError') };
    if (location.search === '?silent') IDBFactory.prototype.open = () => new EventTarget();
    const now = Date.now;
    if (location.search === '?ahead') Date.now = () => now() + 365 * 86400000;
</script>";

const LESSON: &str = "courses/bread/flour/";

fn files() -> Result<Files> {
    let mut files = site(&content::bakery())?;
    for (_, bytes) in files.iter_mut().filter(|(path, _)| path.ends_with(".html")) {
        let page = String::from_utf8(std::mem::take(bytes))?;
        *bytes = page.replacen("<head>", &format!("<head>{FAULT}"), 1).into_bytes();
    }
    files.remove("sw.js");
    Ok(files)
}

fn flour() -> Result<Source> {
    Source::of(&std::fs::read_to_string(content::bakery().join("courses/bread/lessons/flour.md"))?)
}

fn verdicts(questions: Vec<ShownQuestion>) -> Vec<(String, Option<String>)> {
    questions.into_iter().map(|question| (question.id, question.verdict)).collect()
}

async fn is_stored(browser: &Browser, key: &str) -> Result<bool> {
    let script = "return Object.keys(localStorage).some(key => key.startsWith(arguments[0]))";
    browser.js(script, &[json!(format!("lectern/{key}"))]).await
}

/// Answers a lesson, then so much else that this one is no longer kept at hand. What was seen of it.
async fn rest(learner: Learner<'_>, host: &Host) -> Result<Vec<(String, Option<String>)>> {
    let browser = learner.browser;
    learner.open(&host.url(LESSON)).await?;
    learner.answer_all(&flour()?.questions).await?;
    let seen = verdicts(learner.questions().await?);
    browser.js::<()>(MANY, &[]).await?;
    learner.open(&host.url("")).await?;
    // Lists of attempts leave after wordings and before answers, reviews at last.
    let gone = "!Object.keys(localStorage).some(key => /^lectern\\/(asked|quiz|card)\\/flour|^lectern\\/answer\\/first/.test(key))";
    browser.until("the lesson to be archived", gone).await?;
    assert!(is_stored(browser, "lesson/flour").await?, "that it is completed is known all the same");
    let left = "Object.keys(localStorage).filter(key => /^lectern.(asked|quiz|answer)/.test(key)).length";
    browser.until("no more to leave", &format!("{left} <= 500")).await?;
    let left: usize = browser.js(&format!("return {left}"), &[]).await?;
    assert!(left > 490, "{left} records are left");
    Ok(seen)
}

/// Waits until the lesson shows what was seen of it before.
async fn is_back(learner: Learner<'_>, seen: &[(String, Option<String>)]) -> Result<()> {
    let count = format!(
        "!document.querySelector('[data-away]') &&
         document.querySelectorAll('fieldset[data-verdict]').length === {}",
        seen.iter().filter(|(_, verdict)| verdict.is_some()).count()
    );
    learner.browser.until("answers from the archive", &count).await?;
    assert_eq!(verdicts(learner.questions().await?), seen);
    Ok(())
}

async fn a_lesson_that_was_not_played_for_long_comes_back_when_it_is_opened(test: &Test) -> Result<()> {
    let host = Host::start(files()?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    let seen = rest(learner, &host).await?;
    learner.open_course("bread").await?;
    learner.open_lesson("flour").await?;
    is_back(learner, &seen).await?;
    assert!(is_stored(&browser, "quiz/flour/").await?);

    // Another attempt goes on from there, and nothing comes between.
    learner.click("button.retry").await?;
    let question = learner.questions().await?.remove(0);
    learner.answer(&question.id, &question.choices[0].id).await?;
    let seen = verdicts(learner.questions().await?);
    learner.reload().await?;
    is_back(learner, &seen).await?;

    // A lesson that was never answered is not held up.
    learner.open(&host.url("courses/bread/water/")).await?;
    browser.until("a quiz that can be answered", "!document.querySelector('[data-away], [inert]')").await?;
    assert_eq!(browser.count(".notice").await?, 0);
    Ok(())
}

async fn what_is_archived_is_reviewed_all_the_same(test: &Test) -> Result<()> {
    let host = Host::start(files()?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    let seen = rest(learner, &host).await?;
    learner.open(&host.url("review/")).await?;
    browser.find("main .bars").await?;
    let coming = "return [...document.querySelectorAll('main td')].reduce((sum, it) => sum + Number(it.textContent), 0)";
    assert_eq!(browser.js::<usize>(coming, &[]).await?, seen.len(), "reviews that come");

    // A year later all of it is due, and a session brings it back question by question.
    learner.open(&host.url("review/?ahead")).await?;
    learner.click("[data-do=due]").await?;
    browser
        .until(
            "a question",
            "document.querySelector('.asked .question') && !document.querySelector('[data-away]')",
        )
        .await?;
    assert!(is_stored(&browser, "card/flour/").await?, "the log is back before it goes on");
    let question = learner.questions().await?.remove(0);
    assert_eq!(question.verdict, None);
    learner.answer(&question.id, &question.choices[0].id).await?;
    browser.until("one more review", "document.querySelector('.answered:not([hidden])')").await?;
    let reviews = "return JSON.parse(localStorage.getItem('lectern/card/flour/*')).cards.map(([, log]) => log.length / 2)";
    let mut counts: Vec<usize> = browser.js(reviews, &[]).await?;
    counts.sort_unstable();
    assert_eq!((counts.len(), counts.pop()), (seen.len(), Some(2)), "none is entered twice, and one is new");
    assert!(counts.iter().all(|count| *count == 1));
    Ok(())
}

async fn an_earlier_attempt_that_is_archived_can_be_looked_at(test: &Test) -> Result<()> {
    let host = Host::start(files()?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url(LESSON)).await?;
    learner.answer_all(&flour()?.questions).await?;
    let first = verdicts(learner.questions().await?);
    learner.click("button.retry").await?;
    browser.until("the second attempt", "!document.querySelector('fieldset[data-verdict]')").await?;
    let question = learner.questions().await?.remove(0);
    learner.answer(&question.id, &question.choices[0].id).await?;
    browser.js::<()>(MANY, &[]).await?;
    learner.open(&host.url("")).await?;
    let left =
        "Object.keys(localStorage).filter(key => /^lectern.(asked|quiz|answer)/.test(key)).length <= 500";
    browser.until("what is old to be archived", left).await?;
    assert!(!is_stored(&browser, "answer/first").await?);
    learner.open(&host.url(LESSON)).await?;
    browser
        .until("the second attempt", "document.querySelectorAll('fieldset[data-verdict]').length === 1")
        .await?;
    learner.click("button.former").await?;
    browser.until("the attempts", "document.querySelectorAll('.attempts li').length === 2").await?;
    learner.click(".attempts li:first-child button").await?;
    is_back(learner, &first).await
}

async fn what_is_archived_can_be_started_over_and_brought_back(test: &Test) -> Result<()> {
    let host = Host::start(files()?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    let seen = rest(learner, &host).await?;
    let new: Vec<_> = seen.iter().map(|(id, _)| (id.clone(), None)).collect();
    for button in ["lesson'][data-id='flour", "course", "all"] {
        learner.open(&host.url("progress/")).await?;
        browser.find("#keeper [data-do=save]").await?;
        browser.js::<()>("document.querySelectorAll('details').forEach(it => it.open = true)", &[]).await?;
        learner.click(&format!("[data-do='{button}']")).await?;
        browser.find("[data-undo]").await?;
        learner.open(&host.url(LESSON)).await?;
        is_back(learner, &new).await?;
        learner.open(&host.url("progress/")).await?;
        learner.click("[data-do=undo]").await?;
        browser.until("no offer", "!document.querySelector('[data-undo]')").await?;
        learner.open(&host.url(LESSON)).await?;
        is_back(learner, &seen).await?;
    }
    // Once more, for good.
    learner.open(&host.url("progress/")).await?;
    browser.find("#keeper [data-do=save]").await?;
    learner.click("[data-do=all]").await?;
    learner.click("[data-do=forget]").await?;
    browser.until("no offer", "!document.querySelector('[data-undo]')").await?;
    browser
        .until(
            "an empty archive",
            "new Promise(done => {
            const open = indexedDB.open('lectern');
            open.onsuccess = () => {
                const count = open.result.transaction('lectern').objectStore('lectern').count();
                count.onsuccess = () => { open.result.close(); done(count.result === 0) };
            };
        })",
        )
        .await?;
    learner.open(&host.url(LESSON)).await?;
    is_back(learner, &new).await
}

async fn a_backup_is_joined_with_what_is_archived(test: &Test) -> Result<()> {
    let host = Host::start(files()?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    let seen = rest(learner, &host).await?;
    // Another device has begun the lesson, and had its own wording of a question.
    let backup = json!({ "lectern": "backup", "v": 1, "records": {
        "asked/flour": { "v": 3, "asked": [["knowledge-check", "", ["q", "What?", "", ["This", 1], ["That", 0]]]] },
    }});
    learner.open(&host.url("progress/")).await?;
    learner.fill("#backup-code", &backup.to_string()).await?;
    learner.click("[data-do=look]").await?;
    learner.take_over().await?;
    browser.until("the backup", "Object.keys(localStorage).includes('lectern/asked/flour')").await?;
    learner.open(&host.url(LESSON)).await?;
    is_back(learner, &seen).await
}

async fn where_the_archive_cannot_be_read_a_learner_goes_on(test: &Test) -> Result<()> {
    goes_on(test, "refused").await
}

async fn a_database_that_never_answers_is_not_waited_for(test: &Test) -> Result<()> {
    goes_on(test, "silent").await
}

async fn goes_on(test: &Test, fault: &str) -> Result<()> {
    let host = Host::start(files()?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    let seen = rest(learner, &host).await?;
    learner.open(&host.url(&format!("{LESSON}?{fault}"))).await?;
    browser.until("a quiz that can be answered", "!document.querySelector('[data-away], [inert]')").await?;
    browser.find(".notice[role=alert]").await?;
    let question = learner.questions().await?.remove(0);
    assert_eq!(question.verdict, None);
    learner.answer(&question.id, &question.choices[0].id).await?;
    // What it says is stored now stays, and what is archived is there again with it.
    let answers =
        "return Object.keys(localStorage).filter(key => key.startsWith('lectern/answer/first')).length";
    assert_eq!(browser.js::<usize>(answers, &[]).await?, 1);
    learner.open(&host.url(LESSON)).await?;
    is_back(learner, &seen).await
}
