//! Every kind of question: answered wrong and right, with hints and near misses, by mouse and by keyboard.

use anyhow::{Context, Result};
use course::identity::id_of_text;
use fantoccini::key::Key;
use serde_json::json;
use tests::browser::Browser;
use tests::content;
use tests::engines;
use tests::evidence::Test;
use tests::host::{Host, Ways};
use tests::learner::{Learner, ShownChoice};
use tests::site_under_test::site;

engines! {
    choices_of_every_kind_are_judged_with_the_feedback_on_each: chromium firefox webkit;
    typed_answers_are_judged_and_the_right_one_is_shown_in_words: chromium;
    a_near_miss_is_told_and_can_be_mended_or_handed_in: chromium;
    items_are_ordered_by_buttons_and_the_focus_stays: chromium firefox;
    options_are_matched_and_gaps_filled: chromium webkit;
    hints_come_one_by_one_and_stay: chromium;
    what_is_done_in_the_last_moment_is_kept: chromium firefox webkit;
    whatever_is_picked_or_typed_outlives_a_reload: chromium firefox webkit;
    every_kind_is_answered_by_the_keyboard_alone: chromium firefox;
    answers_of_the_first_release_still_count: chromium;
}

async fn open(test: &Test) -> Result<(Host, std::sync::Arc<Browser>)> {
    let host = Host::start(site(&content::workshop())?, Ways::default()).await?;
    let browser = test.browser().await?;
    Learner::at(&browser).open(&host.url("courses/workshop/kinds/")).await?;
    Ok((host, browser))
}

/// The choices of a question with these texts, in this order.
async fn choices<const COUNT: usize>(
    learner: Learner<'_>,
    question: &str,
    texts: [&str; COUNT],
) -> Result<[ShownChoice; COUNT]> {
    let questions = learner.questions().await?;
    let shown = questions.into_iter().find(|shown| shown.id == question).context("the question is shown")?;
    assert_eq!(shown.choices.len(), COUNT);
    Ok(texts.map(|text| {
        let id = id_of_text(text);
        let choice = shown.choices.iter().find(|choice| choice.id == id);
        choice.unwrap_or_else(|| panic!("{text} is among {:?}", shown.choices)).clone()
    }))
}

/// The text of a part of a question.
async fn part(browser: &Browser, question: &str, css: &str) -> Result<String> {
    let css = format!("fieldset[data-question='{question}'] {css}");
    browser.js("return document.querySelector(arguments[0])?.innerText.trim() ?? ''", &[json!(css)]).await
}

/// The marks behind the fields of a question.
async fn marks(browser: &Browser, question: &str) -> Result<Vec<String>> {
    let css = format!("fieldset[data-question='{question}'] [data-gap]");
    let script = "return [...document.querySelectorAll(arguments[0])].map(field => field.dataset.mark ?? '')";
    browser.js(script, &[json!(css)]).await
}

async fn choices_of_every_kind_are_judged_with_the_feedback_on_each(test: &Test) -> Result<()> {
    let (_host, browser) = open(test).await?;
    let learner = Learner::at(&browser);

    let shown = learner.questions().await?;
    assert_eq!(
        shown[0].choices.last().map(|choice| choice.text.as_str()),
        Some("all of the above"),
        "a pinned choice stays last"
    );
    assert!(
        shown[0].choices.iter().all(|choice| choice.feedback.is_empty()),
        "feedback comes with the verdict"
    );
    assert_eq!(learner.answer("single", &id_of_text("Across the grain")).await?, "wrong");
    let after =
        choices(learner, "single", ["With the grain", "Across the grain", "All of the above"]).await?;
    assert_eq!(
        after.iter().map(|it| (it.picked, it.right)).collect::<Vec<_>>(),
        [(false, true), (true, false), (false, false)]
    );
    assert_eq!(after[1].feedback, "About across the grain.");
    assert!(after.iter().all(|choice| !choice.feedback.is_empty()), "each says why: {after:?}");

    // Picked, dropped and picked again; half of it right.
    for choice in ["Steel", "Steel", "oak"] {
        learner.pick("several", &id_of_text(choice)).await?;
    }
    assert_eq!(learner.check("several").await?, "partial");
    assert!(part(&browser, "several", ".verdict").await?.contains("1 of 2"), "half of two points");
    let after = choices(learner, "several", ["oak", "Steel", "Ash", "Glass"]).await?;
    let seen: Vec<_> = after.iter().map(|choice| (choice.picked, choice.right)).collect();
    assert_eq!(seen, [(true, true), (false, false), (false, true), (false, false)]);

    let order = |shown: &[ShownChoice]| shown.iter().map(|it| it.text.clone()).collect::<Vec<_>>();
    let statement =
        learner.questions().await?.into_iter().find(|it| it.id == "statement").context("is there")?;
    assert_eq!(order(&statement.choices), ["true", "false"], "true stands before false");
    assert_eq!(learner.answer("statement", &id_of_text("False")).await?, "correct");
    Ok(())
}

async fn typed_answers_are_judged_and_the_right_one_is_shown_in_words(test: &Test) -> Result<()> {
    let (_host, browser) = open(test).await?;
    let learner = Learner::at(&browser);

    learner.type_into("typed", 0, "mitre").await?;
    assert_eq!(learner.check("typed").await?, "wrong");
    assert!(part(&browser, "typed", ".gap-note").await?.contains("dovetail"));
    assert!(part(&browser, "typed", ".explanation").await?.contains("Its pins flare"));
    assert_eq!(learner.values("typed").await?, ["mitre"], "what was typed stays to be read");

    learner.type_into("number", 0, "2,46 m").await?;
    assert_eq!(learner.check("number").await?, "correct");
    assert!(!part(&browser, "number", ".gap-note").await?.contains("2.44"), "nothing else is more right");

    learner.type_into("output", 0, "1 1\n2 2").await?;
    assert_eq!(learner.check("output").await?, "wrong");
    assert_eq!(part(&browser, "output", ".gap-note pre").await?, "1 2\n2 4");
    assert!(part(&browser, "output", ".explanation").await?.contains("puts a space"));
    Ok(())
}

async fn a_near_miss_is_told_and_can_be_mended_or_handed_in(test: &Test) -> Result<()> {
    let (_host, browser) = open(test).await?;
    let learner = Learner::at(&browser);
    let is_open = |question: &str| {
        format!("!document.querySelector('fieldset[data-question={question}] .actions').hidden")
    };
    let focused = |question: &str| {
        format!("document.activeElement.matches('fieldset[data-question={question}] [data-mark=near]')")
    };

    learner.type_into("typed", 0, "dovetial").await?;
    assert_eq!(learner.check("typed").await?, "near");
    assert!(browser.js::<bool>(&format!("return {}", is_open("typed")), &[]).await?, "it is not handed in");
    assert_eq!(part(&browser, "typed", ".explanation").await?, "", "nor is the answer told");
    browser.until("the focus in the field", &focused("typed")).await?;
    let advice = part(&browser, "typed", ".verdict").await?;
    learner.type_into("typed", 0, "dovetail").await?;
    learner.click("fieldset[data-question='typed'] button.check").await?;
    browser
        .until("a right answer", "document.querySelector('[data-question=typed][data-verdict=correct]')")
        .await?;

    // The number alone: the unit is missing. Whoever insists hands it in.
    learner.type_into("number", 0, "2.44").await?;
    assert_eq!(learner.check("number").await?, "near");
    assert_ne!(part(&browser, "number", ".verdict").await?, advice, "a unit is no spelling");
    learner.click("fieldset[data-question='number'] button.check").await?;
    browser.until("it to be handed in", &format!("!({})", is_open("number"))).await?;
    assert_eq!(learner.verdict("number").await?, "near");
    assert!(part(&browser, "number", ".gap-note").await?.contains("2.44 m"));

    // A gap with a slip is pointed at; the others are not judged before it is mended.
    learner.type_into("cloze", 0, "pine trea").await?;
    learner.type_into("cloze", 1, "2.4 m").await?;
    learner.choose("cloze", 2, "too \"short\"").await?;
    assert_eq!(learner.check("cloze").await?, "near");
    assert_eq!(marks(&browser, "cloze").await?, ["near", "", ""]);
    browser.until("the focus in the gap", &focused("cloze")).await?;
    assert_eq!(learner.values("cloze").await?, ["pine trea", "2.4 m", "too \"short\""]);
    browser.press(Key::Backspace).await?;
    let shown = learner.values("cloze").await?;
    learner.reload().await?;
    assert_eq!(learner.values("cloze").await?, shown, "what is being mended is kept as well");
    Ok(())
}

async fn items_are_ordered_by_buttons_and_the_focus_stays(test: &Test) -> Result<()> {
    let (_host, browser) = open(test).await?;
    let learner = Learner::at(&browser);
    let right = ["Measure", "Mark", "Saw", "Sand"].map(id_of_text);
    let start = learner.order("order").await?;
    assert_ne!(start, right, "it never stands there solved");
    assert_eq!(start.len(), 4);

    let last = start[3].clone();
    learner.move_item("order", &last, "up").await?;
    assert_eq!(learner.order("order").await?[2], last);
    let focus = format!("return document.activeElement.matches('[data-item=\"{last}\"] [data-move=up]')");
    if browser.js::<String>("return navigator.vendor", &[]).await?.starts_with("Google") {
        assert!(browser.js::<bool>(&focus, &[]).await?, "the focus stays on the button of the item");
    }
    assert!(part(&browser, "order", ".moved").await?.contains("3 of 4"), "where it is now is said");
    let names: Vec<String> = browser
        .js(
            "return [...document.querySelectorAll('[data-question=order] [data-move]')].map(button =>
                button.getAttribute('aria-labelledby').split(' ').map(id => {
                    const named = document.getElementById(id);
                    return named.getAttribute('aria-label') ?? named.textContent;
                }).join(' '))",
            &[],
        )
        .await?;
    assert_eq!(names.iter().collect::<std::collections::HashSet<_>>().len(), 8, "each has a name: {names:?}");

    sort(learner, &right).await?;
    learner.move_item("order", &right[0], "up").await?;
    assert_eq!(learner.order("order").await?, right, "above the first there is nothing");
    // One item out of its place.
    learner.move_item("order", &right[3], "up").await?;
    learner.reload().await?;
    assert_eq!(learner.order("order").await?[2], right[3], "a reload keeps the order");
    assert_eq!(learner.check("order").await?, "partial");
    assert!(part(&browser, "order", ".verdict").await?.contains("0.6"), "two of three steps are in order");
    let solution = part(&browser, "order", ".right-order + .ordering").await?;
    assert!(solution.find("Saw") < solution.find("Sand"), "{solution}");
    assert_eq!(browser.count("[data-question=order] [data-move]").await?, 0);
    Ok(())
}

/// Brings the items of the ordering into this order.
async fn sort(learner: Learner<'_>, wanted: &[String]) -> Result<()> {
    for (place, item) in wanted.iter().enumerate() {
        let now = learner.order("order").await?.iter().position(|id| id == item).context("is there")?;
        for _ in place..now {
            learner.move_item("order", item, "up").await?;
        }
    }
    assert_eq!(learner.order("order").await?, wanted);
    Ok(())
}

async fn options_are_matched_and_gaps_filled(test: &Test) -> Result<()> {
    let (_host, browser) = open(test).await?;
    let learner = Learner::at(&browser);
    for (item, option) in ["cuts", "holds", "smooths"].into_iter().enumerate() {
        learner.choose("match", item, option).await?;
    }
    assert_eq!(learner.check("match").await?, "partial");
    assert_eq!(marks(&browser, "match").await?, ["correct", "wrong", "correct"]);
    assert!(part(&browser, "match", ".gap-note[data-mark=wrong]").await?.contains("smooths"));
    assert_eq!(learner.values("match").await?, ["cuts", "holds", "smooths"]);

    learner.type_into("cloze", 0, "Spruce").await?;
    learner.type_into("cloze", 1, "7 m").await?;
    learner.choose("cloze", 2, "too long").await?;
    assert_eq!(learner.check("cloze").await?, "partial");
    assert_eq!(marks(&browser, "cloze").await?, ["correct", "wrong", "wrong"]);
    let right = browser.texts("[data-question=cloze] .gap-note[data-mark=wrong] b").await?;
    assert_eq!(right, ["2.4 m", "too \"short\""]);
    Ok(())
}

async fn hints_come_one_by_one_and_stay(test: &Test) -> Result<()> {
    let (_host, browser) = open(test).await?;
    let learner = Learner::at(&browser);
    let button = "fieldset[data-question='typed'] .hint-button";
    let hints = "fieldset[data-question='typed'] .hint";
    assert_eq!(browser.count(".hint-button").await?, 1, "only one question has hints");
    assert!(browser.text(button).await?.contains("1 of 2"));
    learner.type_into("typed", 0, "dove").await?;
    learner.click(button).await?;
    browser.until("a hint", &format!("document.querySelectorAll({}).length === 1", json!(hints))).await?;
    assert_eq!(learner.values("typed").await?, ["dove"], "a hint takes nothing away");
    learner.reload().await?;
    assert!(browser.text(hints).await?.contains("bird of peace"), "a hint that was taken stays");
    assert!(browser.text(button).await?.contains("2 of 2"));
    learner.click(button).await?;
    browser
        .until("another hint", &format!("document.querySelectorAll({}).length === 2", json!(hints)))
        .await?;
    // There is no third one to come.
    learner.click(button).await?;
    learner.type_into("typed", 0, "dovetail").await?;
    assert_eq!(learner.check("typed").await?, "correct");
    assert_eq!(browser.count(hints).await?, 2);
    Ok(())
}

async fn whatever_is_picked_or_typed_outlives_a_reload(test: &Test) -> Result<()> {
    let (_host, browser) = open(test).await?;
    let learner = Learner::at(&browser);
    learner.pick("single", &id_of_text("All of the above")).await?;
    learner.pick("several", &id_of_text("oak")).await?;
    learner.pick("several", &id_of_text("Glass")).await?;
    learner.pick("statement", &id_of_text("True")).await?;
    learner.type_into("typed", 0, "half a \"wor").await?;
    learner.type_into("number", 0, "2.").await?;
    learner.choose("match", 1, "smooths").await?;
    learner.type_into("cloze", 0, "<b>&amp;").await?;
    learner.choose("cloze", 2, "too \"short\"").await?;
    learner.type_into("output", 0, "1 2\n  2").await?;
    let mut before = Vec::new();
    for question in ["typed", "number", "match", "cloze", "output"] {
        before.push(learner.values(question).await?);
    }
    let (picked, order) = (learner.questions().await?, learner.order("order").await?);
    learner.reload().await?;
    let mut after = Vec::new();
    for question in ["typed", "number", "match", "cloze", "output"] {
        after.push(learner.values(question).await?);
    }
    assert_eq!(after, before);
    assert_eq!(before[4], ["1 2\n  2"]);
    assert_eq!((learner.questions().await?, learner.order("order").await?), (picked, order));
    assert_eq!(browser.count("fieldset[data-verdict]").await?, 0, "nothing was handed in by that");
    // And is there to be handed in.
    assert_eq!(learner.check("several").await?, "wrong");
    Ok(())
}

async fn what_is_done_in_the_last_moment_is_kept(test: &Test) -> Result<()> {
    let (host, browser) = open(test).await?;
    let learner = Learner::at(&browser);
    for (text, choice, leave) in [
        ("gone at once", 0, "window.testReloading = true; location.reload()"),
        ("gone to the course", 1, "document.querySelector('.outline-course').click()"),
    ] {
        let order = learner.order("order").await?;
        // All of it in one task, so no frame comes in between.
        let script = format!(
            "const question = (id) => document.querySelector(`[data-question=${{id}}]`);
             question('single').querySelectorAll('input')[{choice}].click();
             const field = question('typed').querySelector('[data-gap]');
             field.value = '{text}';
             field.dispatchEvent(new InputEvent('input', {{ bubbles: true }}));
             question('order').querySelector('[data-move=down]').click();
             {leave}"
        );
        browser.js::<()>(&script, &[]).await?;
        browser.until("another page", "!window.testReloading && document.readyState === 'complete'").await?;
        if choice == 1 {
            browser
                .until("the page of the course", "document.querySelector('main:not([data-page=lesson])')")
                .await?;
            learner.open(&host.url("courses/workshop/kinds/")).await?;
        }
        learner.ready().await?;
        browser.until("the questions", "document.querySelector('[data-question=typed]')").await?;
        assert_eq!(learner.values("typed").await?, [text]);
        let picked = format!("document.querySelectorAll('[data-question=single] input')[{choice}].checked");
        assert!(browser.js::<bool>(&format!("return {picked}"), &[]).await?, "{text}");
        assert_ne!(learner.order("order").await?, order, "{text}");
    }
    Ok(())
}

async fn every_kind_is_answered_by_the_keyboard_alone(test: &Test) -> Result<()> {
    let (_host, browser) = open(test).await?;
    let learner = Learner::at(&browser);
    let focus = async |css: &str| -> Result<()> {
        for _ in 0..60 {
            browser.press(Key::Tab).await?;
            if browser.js("return document.activeElement.matches(arguments[0])", &[json!(css)]).await? {
                return Ok(());
            }
        }
        anyhow::bail!("60 times Tab do not lead to {css}")
    };
    focus("[data-question=single] input").await?;
    browser.press(Key::Space).await?;
    browser.press(Key::Enter).await?;
    learner.verdict("single").await?;
    focus(&format!("[data-question=several] input[value='{}']", id_of_text("Ash"))).await?;
    browser.press(Key::Space).await?;
    browser.press(Key::Enter).await?;
    assert_eq!(learner.verdict("several").await?, "partial");
    focus("[data-question=typed] [data-gap]").await?;
    browser.type_text("dovetail").await?;
    browser.press(Key::Enter).await?;
    assert_eq!(learner.verdict("typed").await?, "correct");
    let read = "return document.activeElement.matches('[data-question=typed] .verdict')";
    assert!(browser.js::<bool>(read, &[]).await?, "the focus goes on to the verdict");

    let before = learner.order("order").await?;
    focus("[data-question=order] li:first-child [data-move=down]").await?;
    browser.press(Key::Space).await?;
    browser.press(Key::Space).await?;
    let after = learner.order("order").await?;
    assert_eq!([&after[0], &after[1], &after[2]], [&before[1], &before[2], &before[0]], "two places down");
    focus("[data-question=order] button.check").await?;
    browser.press(Key::Enter).await?;
    learner.verdict("order").await?;

    focus("[data-question=output] textarea").await?;
    browser.type_text("1 2").await?;
    browser.press(Key::Enter).await?;
    browser.type_text("2 4").await?;
    assert_eq!(learner.values("output").await?, ["1 2\n2 4"], "there Enter is a new line");
    focus("[data-question=output] button.check").await?;
    browser.press(Key::Enter).await?;
    assert_eq!(learner.verdict("output").await?, "correct");
    Ok(())
}

async fn answers_of_the_first_release_still_count(test: &Test) -> Result<()> {
    let (_host, browser) = open(test).await?;
    let learner = Learner::at(&browser);
    learner.pick("single", &id_of_text("With the grain")).await?;
    // As that release wrote them: no entries, no hints.
    let age = "
        const of = name => Object.keys(localStorage).filter(key => key.startsWith('lectern/' + name));
        for (const key of of('')) {
            const { v, entries, hints, ...rest } = JSON.parse(localStorage.getItem(key));
            localStorage.setItem(key, JSON.stringify({ v: 1, ...rest }));
        }
        const [answer] = of('answer/');
        localStorage.setItem(answer, JSON.stringify({ v: 1, choices: [arguments[0]], checked: 1760000100000 }));
        return of('').length";
    assert!(browser.js::<usize>(age, &[json!(id_of_text("With the grain"))]).await? >= 3);
    learner.reload().await?;
    assert_eq!(learner.verdict("single").await?, "correct");
    assert!(!learner.is_told_that_nothing_is_remembered().await?);
    Ok(())
}
