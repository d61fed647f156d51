//! The rules of a quiz: handed in at the end, so many attempts, questions drawn, answers shown or not.

use std::collections::HashSet;

use anyhow::Result;
use course::identity::id_of_text;
use tests::browser::Browser;
use tests::content;
use tests::engines;
use tests::evidence::Test;
use tests::host::{Host, Ways};
use tests::learner::Learner;
use tests::site_under_test::site;

engines! {
    an_exam_is_judged_as_a_whole_and_only_so_often: chromium;
    an_attempt_draws_its_questions_and_keeps_them: chromium;
    answers_that_are_never_shown_are_never_shown: chromium;
    what_was_missed_is_tried_again_and_earlier_attempts_are_looked_at: chromium webkit;
}

async fn open(test: &Test, lesson: &str) -> Result<(Host, std::sync::Arc<Browser>)> {
    let host = Host::start(site(&content::workshop())?, Ways::default()).await?;
    let browser = test.browser().await?;
    Learner::at(&browser).open(&host.url(&format!("courses/workshop/{lesson}/"))).await?;
    Ok((host, browser))
}

const HAND_IN: &str = "[data-do='hand-in']";
const RESULT: &str = ".quiz-result";

async fn an_exam_is_judged_as_a_whole_and_only_so_often(test: &Test) -> Result<()> {
    let (_host, browser) = open(test, "exam").await?;
    let learner = Learner::at(&browser);
    assert_eq!(browser.count("button.check").await?, 0, "nothing is checked by itself");
    assert!(browser.text(".quiz-count").await?.contains("1 of 2"), "the attempts are counted");
    learner.pick("wood", &id_of_text("Brass")).await?;
    learner.pick("wood", &id_of_text("Bone")).await?;
    learner.reload().await?;
    assert!(
        learner.questions().await?[0].choices.iter().any(|choice| choice.text == "bone" && choice.picked)
    );
    assert_eq!(browser.count("fieldset[data-verdict]").await?, 0, "what is picked is only kept");

    // One question is open: the first press warns, the second hands in.
    let before = browser.text(HAND_IN).await?;
    learner.click(HAND_IN).await?;
    browser
        .until("a warning", &format!("document.querySelector(\"{HAND_IN}\").innerText.trim() !== {before:?}"))
        .await?;
    assert_eq!(browser.count(RESULT).await?, 0);
    learner.click(HAND_IN).await?;
    assert_eq!(
        (learner.verdict("wood").await?, learner.verdict("tool").await?),
        ("wrong".into(), "wrong".into())
    );
    browser
        .until("the result", &format!("document.querySelector('{RESULT}')?.dataset.passed === 'false'"))
        .await?;
    let focus = "return document.activeElement.matches('.quiz-end')";
    assert!(browser.js::<bool>(focus, &[]).await?, "the focus goes to the result");
    let shown = learner.questions().await?;
    assert!(
        shown[0].choices.iter().all(|choice| !choice.right),
        "there is another attempt to come: {shown:?}"
    );
    assert_eq!(browser.count(".explanation").await?, 0);
    assert!(!browser.text("[data-question=tool] .gap-note").await?.contains("hammer"));
    learner.lesson_is("exam", "completed").await?;

    learner.click("button.retry").await?;
    browser.until("the second attempt", "!document.querySelector('fieldset[data-verdict]')").await?;
    assert!(browser.text(".quiz-count").await?.contains("2 of 2"));
    learner.pick("wood", &id_of_text("Brass")).await?;
    learner.type_into("tool", 0, "hammer").await?;
    learner.reload().await?;
    learner.click(HAND_IN).await?;
    assert_eq!(
        (learner.verdict("wood").await?, learner.verdict("tool").await?),
        ("wrong".into(), "correct".into())
    );
    browser.until("the end", &format!("document.querySelector('{RESULT}')")).await?;
    assert_eq!(browser.count("button.retry").await?, 0, "no attempt is left");
    assert!(
        learner.questions().await?[0].choices.iter().any(|choice| choice.right),
        "now the answers are shown"
    );
    assert!(browser.text(".explanation").await?.contains("Birch grows"));
    learner.reload().await?;
    browser.find(RESULT).await?;
    assert_eq!(browser.count("button.retry").await?, 0, "a reload brings none back");
    Ok(())
}

async fn an_attempt_draws_its_questions_and_keeps_them(test: &Test) -> Result<()> {
    let (_host, browser) = open(test, "pool").await?;
    let learner = Learner::at(&browser);
    let mut drawn = HashSet::new();
    // That 12 attempts all draw the same two of six in the same order happens once in 30^11.
    for _ in 0..12 {
        let shown = learner.questions().await?;
        assert_eq!(shown.len(), 2);
        learner.reload().await?;
        assert_eq!(learner.questions().await?, shown, "a reload draws no others");
        drawn.insert(shown.iter().map(|question| question.id.clone()).collect::<Vec<_>>());
        if drawn.len() > 1 {
            break;
        }
        for question in &shown {
            learner.answer(&question.id, &id_of_text("True")).await?;
        }
        learner.lesson_is("pool", "completed").await?;
        learner.click("button.retry").await?;
        browser.until("another attempt", "!document.querySelector('fieldset[data-verdict]')").await?;
    }
    assert!(drawn.len() > 1, "every attempt drew {drawn:?}");
    Ok(())
}

async fn answers_that_are_never_shown_are_never_shown(test: &Test) -> Result<()> {
    let (_host, browser) = open(test, "sealed").await?;
    let learner = Learner::at(&browser);
    let shown = learner.questions().await?;
    let order: Vec<_> = shown[0].choices.iter().map(|choice| choice.text.as_str()).collect();
    assert_eq!(order, ["a pot of it", "a thin coat", "none"], "the author's order");
    assert_eq!(learner.answer("glue", &id_of_text("A pot of it")).await?, "wrong");
    learner.pick("fasteners", &id_of_text("Nails")).await?;
    assert_eq!(learner.check("fasteners").await?, "partial");
    for question in learner.questions().await? {
        assert!(question.choices.iter().all(|choice| !choice.right), "{question:?}");
        let told: Vec<_> =
            question.choices.iter().filter(|it| !it.feedback.is_empty()).map(|it| it.picked).collect();
        assert_eq!(told, [true], "why another one is wrong would tell the right one");
    }
    assert_eq!(browser.count(".explanation").await?, 0);
    let result = browser.text(RESULT).await?;
    assert!(result.contains("0 of 4 points"), "a part of the answer earns nothing here: {result}");

    learner.click("button.retry").await?;
    browser.until("another attempt", "!document.querySelector('fieldset[data-verdict]')").await?;
    assert_eq!(learner.answer("glue", &id_of_text("A thin coat")).await?, "correct");
    assert!(
        browser.text(".explanation").await?.contains("A thin coat is enough"),
        "whoever knows is told more"
    );
    Ok(())
}

async fn what_was_missed_is_tried_again_and_earlier_attempts_are_looked_at(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/flour/")).await?;
    let shown = learner.questions().await?;
    let choice = |at: usize, text: &str| {
        shown[at].choices.iter().find(|choice| choice.text == text).expect("it is shown").id.clone()
    };
    assert_eq!(learner.answer(&shown[0].id, &choice(0, "wheat")).await?, "correct");
    assert_eq!(browser.count(".former").await?, 0, "there is only one attempt");
    assert_eq!(learner.answer(&shown[1].id, &choice(1, "never")).await?, "wrong");
    browser.until("the result", &format!("document.querySelector('{RESULT}')")).await?;
    assert_eq!(browser.texts(".quiz-result .to-question").await?, ["2"], "what was missed is told");
    learner.click(".to-question").await?;
    browser.until("the question", "document.activeElement.dataset.at === '1'").await?;

    learner.click("button.missed").await?;
    let is_open = "document.querySelectorAll('fieldset[data-verdict]').length === 1 && document.activeElement.dataset.at === '1'";
    browser.until("only the missed one", is_open).await?;
    assert_eq!(learner.verdict(&shown[0].id).await?, "correct", "what was right is right");
    learner.reload().await?;
    assert_eq!(browser.count("fieldset[data-verdict]").await?, 1);
    assert_eq!(learner.answer(&shown[1].id, &choice(1, "once")).await?, "correct");
    browser
        .until("everything right", "document.querySelector('.quiz-score')?.innerText.includes('2 of 2')")
        .await?;
    assert_eq!(browser.count("button.missed, .to-question").await?, 0);

    // The first attempt is there to be looked at, and cannot be changed.
    learner.click("button.former").await?;
    browser.until("the attempts", "document.querySelectorAll('.attempts li').length === 2").await?;
    browser.until("the focus among them", "document.activeElement.matches('.attempts button')").await?;
    assert_eq!(browser.count(".attempts li:last-child [aria-current]").await?, 1);
    learner.click(".attempts li:first-child button").await?;
    browser
        .until("the first attempt", "document.querySelector('.quiz-score')?.innerText.includes('1 of 2')")
        .await?;
    assert_eq!(learner.verdict(&shown[1].id).await?, "wrong");
    assert_eq!(browser.count(".quiz-result .button, .check:not([hidden] *)").await?, 0);
    browser.until("the list", "document.querySelector('.attempts li:first-child [aria-current]')").await?;
    learner.click(".attempts li:last-child button").await?;
    browser
        .until("the last attempt", "document.querySelector('.quiz-score')?.innerText.includes('2 of 2')")
        .await?;
    Ok(())
}
