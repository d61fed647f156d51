//! Questions that come back: what is due, a session through it, what comes, what is missed; and how a learner wants to
//! answer.

use anyhow::Result;
use fantoccini::key::Key;
use serde_json::{Value, json};
use tests::browser::Browser;
use tests::content;
use tests::engines;
use tests::evidence::Test;
use tests::host::{Host, Ways};
use tests::learner::Learner;
use tests::site_under_test::site;

engines! {
    what_was_answered_comes_back_when_it_is_due: chromium firefox webkit;
    a_session_goes_on_where_it_was_and_is_done_by_keys_alone: chromium;
    a_learner_is_asked_how_sure_and_switches_keys_off: chromium webkit;
}

const LESSON: &str = "courses/bread/flour/";

/// Makes as if everything that was answered was answered so many days earlier.
const EARLIER: &str = r#"
    for (const key of Object.keys(localStorage).filter((key) => key.startsWith("lectern/card/"))) {
        const record = JSON.parse(localStorage.getItem(key));
        for (const [, reviews] of record.cards) for (let at = 0; at < reviews.length; at += 2) reviews[at] -= arguments[0] * 86400000;
        localStorage.setItem(key, JSON.stringify(record));
    }"#;

/// The ratings of every question of the lesson.
async fn ratings(browser: &Browser) -> Result<Vec<Vec<u8>>> {
    let script = r#"
        const { cards } = JSON.parse(localStorage.getItem("lectern/card/flour/*"));
        return cards.map(([, reviews]) => reviews.filter((_, at) => at % 2));"#;
    let mut ratings: Vec<Vec<u8>> = browser.js(script, &[]).await?;
    ratings.sort_unstable();
    Ok(ratings)
}

/// Ids of the lesson's two questions, and of the right choice of each.
async fn questions(learner: Learner<'_>, host: &Host) -> Result<Vec<(String, String, String)>> {
    learner.open(&host.url(LESSON)).await?;
    let shown = learner.questions().await?;
    let right = ["wheat", "once"];
    let pick = |at: usize, is_right: bool| {
        let choices = &shown[at].choices;
        choices.iter().find(|choice| (choice.text == right[at]) == is_right).expect("it is shown").id.clone()
    };
    Ok((0..2).map(|at| (shown[at].id.clone(), pick(at, true), pick(at, false))).collect())
}

/// Misses the first question of the lesson and knows the second one, days ago.
async fn answer_days_ago(
    learner: Learner<'_>,
    host: &Host,
    days: u32,
) -> Result<Vec<(String, String, String)>> {
    let questions = questions(learner, host).await?;
    assert_eq!(learner.answer(&questions[0].0, &questions[0].2).await?, "wrong");
    assert_eq!(learner.answer(&questions[1].0, &questions[1].1).await?, "correct");
    assert_eq!(ratings(learner.browser).await?, [vec![1], vec![3]]);
    learner.browser.js::<()>(EARLIER, &[json!(days)]).await?;
    Ok(questions)
}

async fn is_asked(browser: &Browser, question: &str) -> Result<()> {
    let shown =
        format!("document.querySelector('.asked [data-question={question:?}] .actions:not([hidden])')");
    browser.until("the question", &shown).await
}

async fn is_answered(browser: &Browser) -> Result<()> {
    browser.until("the way on", "document.querySelector('.answered:not([hidden])')").await
}

async fn what_was_answered_comes_back_when_it_is_due(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    // From a page that lies deeper, so that nothing is sought beside that one.
    learner.open(&host.url(LESSON)).await?;
    learner.click(".site-link:has(.due)").await?;
    learner.on_page("review").await?;
    browser
        .until(
            "the page of somebody new",
            "document.querySelector('.review-now p') && document.querySelector('.wishes')",
        )
        .await?;
    assert_eq!(browser.count("[data-do=due], .kept .bars").await?, 0);

    let [missed, known] = answer_days_ago(learner, &host, 0).await?.try_into().expect("there are two");
    learner.open(&host.url("review/")).await?;
    browser.until("what comes", "document.querySelectorAll('.bars rect.whole').length === 14").await?;
    assert_eq!(browser.count("[data-do=due]").await?, 0, "nothing is due yet");
    assert!(browser.text(".review-now").await?.contains("in "), "when the next one is due");
    let counts: Vec<String> = browser
        .js("return [...document.querySelectorAll('details td')].map(cell => cell.textContent)", &[])
        .await?;
    assert_eq!(counts.len(), 14, "the same as a table");
    assert_eq!(counts.iter().filter_map(|count| count.parse::<u32>().ok()).sum::<u32>(), 2);
    browser.until("what was missed", "document.querySelector('.missed-list li')").await?;
    let listed = browser.text(".missed-list").await?;
    assert!(listed.contains("Which flour has the most protein?") && listed.contains("Flour"), "{listed}");
    assert_eq!(browser.count(".missed-list li").await?, 1);

    // Days later the home page says how many are due.
    browser.js::<()>(EARLIER, &[json!(4)]).await?;
    learner.open(&host.url("")).await?;
    browser.until("the number", "document.querySelector('.due')?.textContent.startsWith('2')").await?;
    learner.click(".site-link:has(.due)").await?;
    learner.on_page("review").await?;
    learner.click("[data-do=due]").await?;
    is_asked(&browser, &missed.0).await?;
    let focus = "document.activeElement.matches('.asked .question')";
    browser.until("the focus at the question", focus).await?;
    let link: String = browser.js("return document.querySelector('.session-head a').pathname", &[]).await?;
    assert!(link.ends_with(LESSON), "{link}");
    // What is picked stays, also where the page is left.
    learner.pick(&missed.0, &missed.2).await?;
    learner.reload().await?;
    learner.click("[data-do=due]").await?;
    is_asked(&browser, &missed.0).await?;
    assert!(
        learner.questions().await?[0].choices.iter().any(|choice| choice.picked && choice.id == missed.2)
    );
    assert_eq!(learner.check(&missed.0).await?, "wrong");
    is_answered(&browser).await?;
    assert!(
        !browser.js::<bool>("return document.querySelector('[data-do=easy]').checkVisibility()", &[]).await?
    );
    learner.click("[data-do=next]").await?;
    is_asked(&browser, &known.0).await?;
    assert_eq!(learner.answer(&known.0, &known.1).await?, "correct");
    is_answered(&browser).await?;
    learner.click("[data-do=easy]").await?;
    // What was missed comes once more, and is asked anew.
    is_asked(&browser, &missed.0).await?;
    assert_eq!(learner.answer(&missed.0, &missed.1).await?, "correct");
    is_answered(&browser).await?;
    learner.click("[data-do=next]").await?;
    browser.until("the end", "document.querySelector('.session-end')").await?;
    assert!(browser.text(".review-now").await?.contains("1 of 2"));
    assert_eq!(browser.count("[data-do=due]").await?, 0);
    assert_eq!(ratings(&browser).await?, [vec![1, 1, 2], vec![3, 4]]);
    assert_eq!(browser.count(".missed-list").await?, 0, "nothing is missed any more");

    // The lesson's own attempt is what it was.
    learner.open(&host.url(LESSON)).await?;
    assert!(browser.text(".quiz-score").await?.contains("1 of 2"));
    assert_eq!(learner.verdict(&missed.0).await?, "wrong");
    Ok(())
}

/// Waits until the script for keys has come because a learner is at a question.
async fn keys_are_heard(browser: &Browser) -> Result<()> {
    let script = "performance.getEntriesByType('resource').some(entry => entry.name.includes('/keys'))";
    browser.until("the keys to be asked for", script).await?;
    let name = "performance.getEntriesByType('resource').find(entry => entry.name.includes('/keys')).name";
    // A module that is asked for twice is one.
    browser.promise::<bool>(&format!("import({name}).then(() => true)")).await?;
    Ok(())
}

async fn a_session_goes_on_where_it_was_and_is_done_by_keys_alone(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    let [missed, known] = answer_days_ago(learner, &host, 4).await?.try_into().expect("there are two");
    learner.open(&host.url("review/")).await?;
    browser.until("what is due", "document.querySelector('[data-do=due]')").await?;
    browser.js::<()>("document.querySelector('[data-do=due]').focus()", &[]).await?;
    browser.press(Key::Enter).await?;
    is_asked(&browser, &missed.0).await?;
    browser.until("the focus at the question", "document.activeElement.matches('.asked .question')").await?;
    keys_are_heard(&browser).await?;
    for question in [&missed, &known] {
        is_asked(&browser, &question.0).await?;
        browser
            .until("the focus at the question", "document.activeElement.matches('.asked .question')")
            .await?;
        let shown = learner.questions().await?;
        let place = shown[0].choices.iter().position(|choice| choice.id == question.1).expect("it is shown");
        browser.type_text(&(place + 1).to_string()).await?;
        browser.until("a choice", "document.querySelector('.asked .check:not([disabled])')").await?;
        browser.press(Key::Enter).await?;
        assert_eq!(learner.verdict(&question.0).await?, "correct");
        is_answered(&browser).await?;
        browser.until("the focus at the verdict", "document.activeElement.matches('.verdict')").await?;
        if question.0 == missed.0 {
            // Another tab starts something over: the page is drawn anew, and the session is where it was.
            browser
                .js::<()>(
                    "const [select] = document.querySelectorAll('select.language');
                 select.value = 'de'; select.dispatchEvent(new Event('change', { bubbles: true }))",
                    &[],
                )
                .await?;
            browser.until("another language", "document.documentElement.lang === 'de' && document.querySelector('.answered:not([hidden])')").await?;
            browser.until("the answer", "document.querySelector('.asked [data-verdict=correct]')").await?;
            learner.click("[data-do=next]").await?;
        } else {
            browser.press(Key::Enter).await?;
        }
    }
    browser.until("the end", "document.querySelector('.session-end')").await?;
    browser.until("the focus at the result", "document.activeElement.matches('.review-now')").await?;
    assert_eq!(ratings(&browser).await?, [vec![1, 3], vec![3, 3]]);
    Ok(())
}

async fn a_learner_is_asked_how_sure_and_switches_keys_off(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    let [first, _] = questions(learner, &host).await?.try_into().expect("there are two");
    assert_eq!(browser.count(".sure").await?, 0, "only who wants it is asked");
    learner.open(&host.url("review/")).await?;
    browser.until("the wishes", "document.querySelector('[data-setting=confidence]')").await?;
    learner.click("label:has([data-setting=confidence])").await?;
    learner.click("label:has([data-setting=shortcuts])").await?;
    let stored = "['confidence', 'shortcuts'].map(name => JSON.parse(localStorage.getItem('lectern/setting/' + name))?.value).join()";
    browser.until("what is wished for", &format!("{stored} === 'on,off'")).await?;
    learner.open(&host.url(LESSON)).await?;
    assert_eq!(browser.count(".sure").await?, 2);
    // The digit is nobody's; the space bar is that of the field.
    learner.click(".question .choices > :nth-child(2) label").await?;
    keys_are_heard(&browser).await?;
    browser.type_text("3").await?;
    browser.type_text(" ").await?;
    let second = "document.querySelector('.question .choices > :nth-child(2) input').checked";
    browser.until("the choice that was picked", second).await?;
    learner.pick(&first.0, &first.1).await?;
    learner.click(".question .sure label:has([value='1'])").await?;
    learner.reload().await?;
    assert!(browser.js::<bool>("return document.querySelector('.sure [value=\"1\"]').checked", &[]).await?);
    assert_eq!(learner.check(&first.0).await?, "correct");
    assert_eq!(ratings(&browser).await?, [vec![2]], "what was guessed was hard");
    let sure: Value = browser
        .js(
            "const key = Object.keys(localStorage).find(key => key.startsWith('lectern/answer/'));
             return JSON.parse(localStorage.getItem(key)).sure % 4",
            &[],
        )
        .await?;
    assert_eq!(sure, json!(1), "it is kept with the answer");
    Ok(())
}
