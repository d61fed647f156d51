//! The learner's own hands on their progress: a backup to take along and to bring back, starting over and undoing it,
//! and the archive that takes what localStorage has no room for.

use anyhow::{Context, Result};
use course::backup;
use serde_json::json;
use tests::browser::Browser;
use tests::content;
use tests::engines;
use tests::evidence::Test;
use tests::host::{Host, Ways};
use tests::learner::{Learner, ShownQuestion};
use tests::site_under_test::site;
use tests::source::Source;

engines! {
    a_backup_file_holds_everything_and_brings_it_to_another_site: chromium firefox webkit;
    a_link_brings_small_progress_along: chromium firefox webkit;
    what_is_no_backup_changes_nothing: chromium;
    a_lesson_a_course_and_everything_can_be_started_over_and_brought_back: chromium webkit;
    where_nothing_can_be_kept_a_backup_is_one_click_away: chromium;
    answers_of_old_attempts_leave_for_the_archive_and_come_back_with_a_backup: chromium webkit;
    where_the_keeper_cannot_be_fetched_the_page_says_so: chromium;
}

/// Keeps the text of whatever is offered as a file, in place of the browser's own dialogue.
const CATCH: &str = "
    window.testSaved = null;
    const make = URL.createObjectURL;
    URL.createObjectURL = blob => { blob.text().then(text => window.testSaved = text); return make.call(URL, blob) };
    HTMLElement.prototype.click = function () { window.testName = this.download }";

fn flour() -> Result<Source> {
    Source::of(&std::fs::read_to_string(content::bakery().join("courses/bread/lessons/flour.md"))?)
}

async fn on_progress_page(learner: Learner<'_>) -> Result<()> {
    learner.on_page("progress").await?;
    learner.browser.find("#keeper [data-do=save]").await.map(drop)
}

/// Goes to the progress page by its link.
async fn open_progress_page(learner: Learner<'_>) -> Result<()> {
    learner.click(".site-link").await?;
    on_progress_page(learner).await
}

/// Has a backup made and reads it in place of whoever would keep the file.
async fn saved(learner: Learner<'_>) -> Result<String> {
    let browser = learner.browser;
    browser.js::<()>(CATCH, &[]).await?;
    learner.click("[data-do=save]").await?;
    browser.until("a file", "window.testSaved").await?;
    let name: String = browser.js("return window.testName", &[]).await?;
    assert!(name.ends_with(".json") && name.contains("-20"), "{name}");
    browser.js("return window.testSaved", &[]).await
}

async fn stored(browser: &Browser, start: &str) -> Result<Vec<(String, String)>> {
    // Where the learner was reading last is another place after every page, and time goes on.
    let script = "return Object.entries(localStorage)
        .filter(([key]) => key.startsWith(arguments[0]) && !/^lectern.(setting.place|time)/.test(key)).sort()";
    browser.js(script, &[json!(start)]).await
}

/// What the learner sees of the questions, whatever the order.
fn verdicts(mut questions: Vec<ShownQuestion>) -> Vec<(String, Option<String>, Vec<String>)> {
    questions.sort_by(|one, other| one.id.cmp(&other.id));
    let picked = |question: &ShownQuestion| {
        question.choices.iter().filter(|choice| choice.picked).map(|choice| choice.id.clone()).collect()
    };
    questions
        .iter()
        .map(|question| (question.id.clone(), question.verdict.clone(), picked(question)))
        .collect()
}

/// Chooses a file by its text.
async fn bring(learner: Learner<'_>, text: &str) -> Result<()> {
    let script = "
        const input = document.querySelector('#backup-file'), transfer = new DataTransfer();
        transfer.items.add(new File([arguments[0]], 'backup.json', { type: 'application/json' }));
        input.files = transfer.files;
        input.dispatchEvent(new Event('change', { bubbles: true }))";
    learner.browser.js::<()>(script, &[json!(text)]).await?;
    learner.browser.until("what is offered", "document.querySelector('.offered').innerText.trim()").await
}

async fn a_backup_file_holds_everything_and_brings_it_to_another_site(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/flour/")).await?;
    learner.answer_all(&flour()?.questions).await?;
    let seen = verdicts(learner.questions().await?);
    open_progress_page(learner).await?;
    let text = saved(learner).await?;
    let backup = backup::parse(&text).context("it is a backup")?;
    assert!(!backup.is_partial && backup.newer == 0 && backup.unreadable == 0);
    let kept: Vec<_> = stored(&browser, "lectern/").await?;
    let is_lasting =
        |(key, _): &&(String, String)| key != "lectern/setting/place" && !key.starts_with("lectern/time/");
    let records: Vec<_> = backup.records.iter().filter(is_lasting).collect();
    assert_eq!(records.len(), kept.len() - 1, "all but the mark of the format: {text}");
    for record in records {
        assert!(kept.contains(record), "{record:?}");
    }

    // Another site, with some progress of its own.
    let other = Host::start(site(&content::bakery())?, Ways::default()).await?;
    learner.open(&other.url("courses/bread/water/")).await?;
    open_progress_page(learner).await?;
    bring(learner, &text).await?;
    let lines = browser.texts(".changes li").await?;
    let answers = format!("{} answers", seen.len());
    assert!(lines.contains(&answers), "{lines:?}");
    assert_eq!(browser.texts(".in-lessons li").await?, ["Flour"]);
    assert!(stored(&browser, "lectern/answer/").await?.is_empty(), "nothing is taken over unasked");
    learner.take_over().await?;
    browser.until("it", "document.querySelector('.offered')?.innerText.includes('taken over')").await?;
    bring(learner, &text).await?;
    assert_eq!(browser.count("[data-do=take]").await?, 0, "all of it is here now");
    learner.open(&other.url("courses/bread/flour/")).await?;
    assert_eq!(verdicts(learner.questions().await?), seen);
    learner.lesson_is("flour", "completed").await?;
    learner.lesson_is("water", "open").await
}

async fn a_link_brings_small_progress_along(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/flour/")).await?;
    learner.answer_all(&flour()?.questions).await?;
    let seen = verdicts(learner.questions().await?);
    open_progress_page(learner).await?;
    learner.click("[data-do=code]").await?;
    browser.find("#made-code").await?;
    let link: String = browser.js("return document.querySelector('#made-code').value", &[]).await?;
    assert!(link.starts_with(&host.url("progress/#take=")) && link.len() < 4_000, "{link}");

    // On another device the storage is empty.
    learner.forget_all(&host).await?;
    learner.open(&link).await?;
    on_progress_page(learner).await?;
    learner.take_over().await?;
    browser.until("a clean address", "!location.href.includes('take=')").await?;
    learner.reload().await?;
    on_progress_page(learner).await?;
    assert_eq!(browser.count("[data-do=take]").await?, 0, "it is not offered again");
    learner.open(&host.url("courses/bread/flour/")).await?;
    assert_eq!(verdicts(learner.questions().await?), seen);

    // The same code pasted, without the link around it.
    learner.forget_all(&host).await?;
    learner.open(&host.url("progress/")).await?;
    on_progress_page(learner).await?;
    let (_, code) = link.split_once("take=").context("a code")?;
    browser.js::<()>("document.querySelector('#backup-code').value = arguments[0]", &[json!(code)]).await?;
    learner.click("[data-do=look]").await?;
    learner.take_over().await?;
    learner.open(&host.url("courses/bread/flour/")).await?;
    assert_eq!(verdicts(learner.questions().await?), seen);
    Ok(())
}

async fn what_is_no_backup_changes_nothing(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/flour/")).await?;
    let question = learner.questions().await?.remove(0);
    learner.answer(&question.id, &question.choices[0].id).await?;
    open_progress_page(learner).await?;
    let kept = stored(&browser, "").await?;
    for text in ["", "{}", "no", "{\"lectern\":\"backup\",\"records\":[]}"] {
        bring(learner, text).await?;
        assert_eq!(browser.count("[data-do=take]").await?, 0, "{text}");
        assert!(browser.text(".offered").await?.contains("Nothing was changed"), "{text}");
    }
    for code in ["", "zzzz", "ä", "{"] {
        browser
            .js::<()>("document.querySelector('#backup-code').value = arguments[0]", &[json!(code)])
            .await?;
        browser.js::<()>("document.querySelector('.offered').textContent = ''", &[]).await?;
        learner.click("[data-do=look]").await?;
        browser.until("an answer", "document.querySelector('.offered').innerText.trim()").await?;
        assert_eq!(browser.count("[data-do=take]").await?, 0, "{code}");
    }
    assert_eq!(stored(&browser, "").await?, kept);

    // Of one that breaks off, what is whole can be taken over.
    let text = saved(learner).await?;
    learner.forget_all(&host).await?;
    learner.open(&host.url("progress/")).await?;
    on_progress_page(learner).await?;
    let cut = text.rfind("\n}\n}").context("the end")?;
    bring(learner, &text[..cut - 3]).await?;
    assert!(browser.text(".offered").await?.contains("breaks off"));
    learner.take_over().await?;
    Ok(())
}

async fn a_lesson_a_course_and_everything_can_be_started_over_and_brought_back(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/water/")).await?;
    learner.open(&host.url("courses/bread/flour/")).await?;
    learner.answer_all(&flour()?.questions).await?;
    let seen = verdicts(learner.questions().await?);
    let kept = stored(&browser, "lectern/").await?;
    let is_begun = "document.querySelectorAll('.kept [data-id=flour]').length";
    for (button, others) in [("lesson'][data-id='flour", true), ("course", false), ("all", false)] {
        open_progress_page(learner).await?;
        browser.js::<()>("document.querySelectorAll('details').forEach(it => it.open = true)", &[]).await?;
        learner.click(&format!("[data-do='{button}']")).await?;
        browser.find("[data-undo]").await?;
        browser.until("the lesson to be new", &format!("{is_begun} === 0")).await?;
        learner.reload().await?;
        on_progress_page(learner).await?;
        assert!(stored(&browser, "lectern/answer/").await?.is_empty());
        assert_eq!(!stored(&browser, "lectern/lesson/water").await?.is_empty(), others, "{button}");
        learner.click("[data-do=undo]").await?;
        browser.until("the lesson to be back", &format!("{is_begun} === 1")).await?;
        assert_eq!(stored(&browser, "lectern/").await?, kept, "{button}");
        learner.open(&host.url("courses/bread/flour/")).await?;
        assert_eq!(verdicts(learner.questions().await?), seen);
    }
    open_progress_page(learner).await?;
    learner.click("[data-do=all]").await?;
    learner.click("[data-do=forget]").await?;
    browser.until("no offer", "!document.querySelector('[data-undo]')").await?;
    let left: Vec<_> = stored(&browser, "lectern/").await?.into_iter().map(|(key, _)| key).collect();
    assert_eq!(left, ["lectern/format"]);
    Ok(())
}

async fn where_nothing_can_be_kept_a_backup_is_one_click_away(test: &Test) -> Result<()> {
    use tests::engine::{Profile, StorageLeave};
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let profile = Profile { storage: StorageLeave::Nobody, ..Profile::default() };
    let browser = test.browser_with(profile).await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/flour/")).await?;
    learner.answer_all(&flour()?.questions).await?;
    browser.js::<()>(CATCH, &[]).await?;
    browser.click(".notice button").await?;
    browser.until("a file", "window.testSaved").await?;
    let text: String = browser.js("return window.testSaved", &[]).await?;
    let backup = backup::parse(&text).context("it is a backup")?;
    let answers = backup.records.iter().filter(|(key, _)| key.starts_with("lectern/answer/")).count();
    assert_eq!(answers, flour()?.questions.len());

    // It is brought back where nothing can be kept, too, for as long as the page is open.
    learner.open(&host.url("progress/")).await?;
    on_progress_page(learner).await?;
    bring(learner, &text).await?;
    learner.take_over().await?;
    learner.click(".site-title").await?;
    learner.open_course("bread").await?;
    learner.open_lesson("flour").await?;
    let answered = learner.questions().await?;
    assert!(answered.iter().all(|question| question.verdict.as_deref() == Some("correct")), "{answered:?}");
    Ok(())
}

async fn answers_of_old_attempts_leave_for_the_archive_and_come_back_with_a_backup(
    test: &Test,
) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/flour/")).await?;
    learner.answer_all(&flour()?.questions).await?;
    let first = stored(&browser, "lectern/answer/").await?;
    learner.click("button.retry").await?;
    let question = learner.questions().await?.remove(0);
    learner.answer(&question.id, &question.choices[0].id).await?;
    // Now the storage is full, and the next answers have no room.
    let fill = "
        let length = 1 << 23;
        for (let name = 0; length > 0; name += 1) {
            try { localStorage.setItem('filler' + name, 'x'.repeat(length)) } catch { length >>= 1 }
        }";
    browser.js::<()>(fill, &[]).await?;
    let room = "!document.querySelector('[data-health=full]')";
    for question in learner.questions().await?.iter().filter(|question| question.verdict.is_none()) {
        learner.pick(&question.id, &question.choices[0].id).await?;
        browser.until("room again", room).await?;
        learner.check(&question.id).await?;
    }
    let seen = verdicts(learner.questions().await?);
    browser.until("room again", room).await?;
    let left: Vec<String> =
        stored(&browser, "lectern/answer/").await?.into_iter().map(|(key, _)| key).collect();
    for (key, _) in &first {
        assert!(!left.contains(key), "{key} has left");
    }
    learner.reload().await?;
    assert_eq!(verdicts(learner.questions().await?), seen, "what took the room is kept");

    open_progress_page(learner).await?;
    let backup = backup::parse(&saved(learner).await?).context("it is a backup")?;
    for record in &first {
        assert!(backup.records.contains(record), "{record:?} is in the backup");
    }
    Ok(())
}

async fn where_the_keeper_cannot_be_fetched_the_page_says_so(test: &Test) -> Result<()> {
    let mut files = site(&content::bakery())?;
    files.retain(|path, _| !path.starts_with("keeper") && path != "sw.js");
    let host = Host::start(files, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("progress/")).await?;
    learner.on_page("progress").await?;
    browser.until("a line", "document.querySelector('#keeper').innerText.includes('reload')").await?;
    Ok(())
}
