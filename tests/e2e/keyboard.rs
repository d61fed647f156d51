//! Without a mouse.

use anyhow::{Result, bail, ensure};
use course::library::{Course, LessonOutline};
use fantoccini::key::Key;
use serde_json::json;
use tests::browser::Browser;
use tests::content;
use tests::engines;
use tests::evidence::Test;
use tests::host::{Host, Ways};
use tests::learner::Learner;
use tests::site_under_test::{library, site};

// Firefox shows no focus in a window that is not the active one, and without a screen none ever is.
engines! {
    a_lesson_is_played_by_the_keyboard_alone: chromium firefox webkit;
    the_focus_is_always_seen: chromium webkit;
    a_course_is_completed_by_the_keyboard_alone: chromium;
    a_course_is_completed_by_the_keyboard_alone_enlarged_and_at_rest: chromium;
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

/// Presses Tab until the script's `element`, which has the focus, is what is sought. Empties and leads to no end: who
/// comes to the end of the page begins again at its top.
///
/// Keys go to the browser ten at a time, as each way there and back takes longer than a key; those behind the one that came
/// to what is sought are kept from the page, as if they had not been pressed.
async fn tab_until(browser: &Browser, what: &str, sought: &str) -> Result<()> {
    let arm = format!(
        "window.testIsThere = () => {{ const element = document.activeElement; return !!({sought}) }};
         window.testStop ??= (event) => {{
             if (event.key !== 'Tab' || !window.testIsThere?.()) return;
             event.preventDefault();
             event.stopImmediatePropagation();
         }};
         addEventListener('keydown', window.testStop, true);"
    );
    browser.js::<()>(&arm, &[]).await?;
    for _ in 0..30 {
        let is_there = "const is = window.testIsThere();
            if (is) removeEventListener('keydown', window.testStop, true);
            return is";
        if browser.js(is_there, &[]).await? {
            return Ok(());
        }
        browser.press_times(Key::Tab, 10).await?;
    }
    bail!("300 times Tab do not lead to {what}")
}

/// Answers a question somehow: completing a lesson asks for answers, not for right ones.
async fn answer_somehow(browser: &Browser, question: &str) -> Result<()> {
    let css = format!("fieldset[data-question='{question}']");
    let inside = format!("element.closest({})", json!(css));
    let fields: Vec<String> = browser
        .js(
            "return [...document.querySelector(arguments[0]).querySelectorAll('input, select, textarea')].map(field =>
                field.dataset.gap ?? field.type)",
            &[json!(css)],
        )
        .await?;
    if fields.iter().any(|field| field == "radio" || field == "checkbox") {
        tab_until(
            browser,
            "a choice",
            &format!("{inside} && element.matches('[type=radio], [type=checkbox]')"),
        )
        .await?;
        browser.press(Key::Space).await?;
    }
    for field in fields.iter().filter(|field| *field != "radio" && *field != "checkbox") {
        tab_until(browser, "a field", &format!("{inside} && element.dataset.gap === {}", json!(field)))
            .await?;
        if browser.js("return document.activeElement.tagName === 'SELECT'", &[]).await? {
            browser.press(Key::Down).await?;
        } else {
            browser.type_text("7").await?;
        }
    }
    if fields.is_empty() {
        // An ordering is answered by its order, once something was moved.
        tab_until(browser, "an item", &format!("{inside} && element.matches('[data-move]:not(:disabled)')"))
            .await?;
        browser.press(Key::Enter).await?;
    }
    Ok(())
}

/// Answers all questions of a quiz and has them checked, each by itself or all in the end.
async fn play_quiz(browser: &Browser, quiz: usize) -> Result<()> {
    let section = format!("[data-quiz='{quiz}']");
    let script = "return [...document.querySelectorAll(`${arguments[0]} fieldset.question`)].map(it => it.dataset.question)";
    let questions: Vec<String> = browser.js(script, &[json!(section)]).await?;
    for question in &questions {
        answer_somehow(browser, question).await?;
        let css = format!("fieldset[data-question='{question}']");
        if browser.count(&format!("{css} button.check")).await? > 0 {
            let check = format!("element.matches({})", json!(format!("{css} button.check")));
            tab_until(browser, "the button that checks", &check).await?;
            browser.press(Key::Enter).await?;
            let verdict = format!("document.querySelector({})?.dataset.verdict", json!(css));
            browser.until("a verdict", &verdict).await?;
            // Where that was nearly right, it counts once it is given again.
            if browser.count(&format!("{css}[data-verdict=near] button.check")).await? > 0 {
                tab_until(browser, "the button that checks", &check).await?;
                browser.press(Key::Enter).await?;
            }
        }
    }
    let hand_in = format!("{section} [data-do=hand-in]");
    if browser.count(&hand_in).await? > 0 {
        tab_until(browser, "the button that hands in", &format!("element.matches({})", json!(hand_in)))
            .await?;
        browser.press(Key::Enter).await?;
    }
    browser.find(&format!("{section} .quiz-result")).await.map(drop)
}

async fn play_lesson(browser: &Browser, lesson: &LessonOutline) -> Result<()> {
    let learner = Learner::at(browser);
    learner.on_page_titled(&lesson.title).await?;
    let quizzes = browser.count("section.quiz").await?;
    for quiz in 0..quizzes {
        play_quiz(browser, quiz).await?;
    }
    if browser.count("button.complete").await? > 0 {
        tab_until(browser, "the button that completes", "element.matches('button.complete')").await?;
        browser.press(Key::Enter).await?;
    }
    learner.lesson_is(&lesson.id, "completed").await
}

/// From the home page through every lesson of a course.
async fn play_course(browser: &Browser, host: &Host, course: &Course) -> Result<()> {
    let learner = Learner::at(browser);
    learner.open(&host.url("")).await?;
    let card = format!("element.matches('.course-card a[href*=\"courses/{}/\"]')", course.id);
    tab_until(browser, "the course", &card).await?;
    browser.press(Key::Enter).await?;
    learner.on_page("course").await?;
    let lessons: Vec<&LessonOutline> = course.lessons().collect();
    let first = format!("element.matches(\"main [data-lesson='{}'] a\")", lessons[0].id);
    tab_until(browser, "the first lesson", &first).await?;
    for lesson in &lessons {
        browser.press(Key::Enter).await?;
        play_lesson(browser, lesson).await?;
        // A stop that is hidden or below something else would be none.
        tab_until(browser, "the way on", "element.matches('a.next')").await?;
        let seen = "const box = document.activeElement.getBoundingClientRect();
            return box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right <= innerWidth + 1";
        ensure!(browser.js::<bool>(seen, &[]).await?, "the way on from {} is not in sight", lesson.id);
    }
    browser.press(Key::Enter).await?;
    learner.on_page("course").await?;
    let open: Vec<_> = learner.outline().await?.into_iter().filter(|it| it.state != "completed").collect();
    ensure!(open.is_empty(), "not completed: {open:?}");
    Ok(())
}

async fn a_course_is_completed_by_the_keyboard_alone(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::shipped())?, Ways::default()).await?;
    let library = library(&content::shipped())?;
    let browser = test.browser().await?;
    for course in &library.courses {
        play_course(&browser, &host, course).await?;
    }
    Ok(())
}

/// A page of 1280 pixels that is enlarged four times has 320 of them.
async fn a_course_is_completed_by_the_keyboard_alone_enlarged_and_at_rest(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::shipped())?, Ways::default()).await?;
    let library = library(&content::shipped())?;
    let browser = test.browser().await?;
    browser.resize(320, 225).await?;
    let features = json!({ "features": [
        { "name": "forced-colors", "value": "active" },
        { "name": "prefers-reduced-motion", "value": "reduce" },
    ] });
    browser.devtools("Emulation.setEmulatedMedia", features).await?;
    for course in &library.courses {
        play_course(&browser, &host, course).await?;
    }
    Ok(())
}
