//! Nothing on a page moves by itself: not when the player, pictures and faces come late, not for a learner of whom much is
//! remembered, and not from one page to the next.

use anyhow::{Result, ensure};
use serde::Deserialize;
use serde_json::json;
use tests::browser::Browser;
use tests::content;
use tests::engine::Profile;
use tests::engines;
use tests::evidence::Test;
use tests::host::{Host, Ways};
use tests::learner::Learner;
use tests::site_under_test::site;

engines! {
    nothing_shifts_on_a_phone: chromium;
    nothing_shifts_on_a_desk: chromium;
}

async fn nothing_shifts_on_a_phone(test: &Test) -> Result<()> {
    nothing_shifts(test, 375, 812).await
}

async fn nothing_shifts_on_a_desk(test: &Test) -> Result<()> {
    nothing_shifts(test, 1280, 900).await
}

/// Every kind of page, of the shipped library: home, course, one that is completed in the end, lessons with pictures,
/// formulas, terms, and questions, a project, the learner's own pages, and none.
const PAGES: [&str; 16] = [
    "",
    "courses/writing/",
    "courses/mlops/",
    "courses/writing/pictures-sound-video/",
    "courses/writing/diagrams-and-math/",
    "courses/writing/glossary-and-links/",
    "courses/writing/questions-to-choose/",
    "courses/writing/questions-to-type/",
    "courses/writing/quiz-settings/",
    "courses/writing/your-own-course/",
    "progress/",
    "review/",
    "notes/",
    "print/#mlops",
    "certificate/#writing",
    // Behind `#/`, as what a host says of an address that it has no file for is not the player's.
    "#/no/such/page/",
];

/// What comes late. `looks.js` and the style sheet are waited for, whatever else happens.
const LATE: [&str; 6] = [".wasm", ".json", ".png", ".svg", ".webp", ".woff2"];

/// Tells how far everything has moved that stood on the page when something else was drawn, by the measure of
/// <https://web.dev/articles/cls>; what moves after a click is counted too.
const SHIFTS: &str = "
    window.testShifts = [];
    new PerformanceObserver(list => {
        for (const { value, sources } of list.getEntries()) {
            const box = ({ left, top, width, height }) => [left, top, width, height].map(Math.round).join(' ');
            const told = sources.map(({ node, previousRect, currentRect }) =>
                `${(node?.outerHTML ?? node?.textContent)?.slice(0, 120)} from ${box(previousRect)} to ${box(currentRect)}`);
            window.testShifts.push({ value, told });
        }
    }).observe({ type: 'layout-shift', buffered: true });";

#[derive(Debug, Deserialize)]
struct Shift {
    value: f64,
    told: Vec<String>,
}

/// Where everything in view is, of which there is only one. The browser counts no shift where an element has been put in
/// the place of another that looks the same.
const PLACES: &str = "
    const texts = new Map();
    for (const one of document.querySelectorAll('h1, h2, h3, main p, main pre, main img, main li, main legend, main label, main a, .site-header > *')) {
        const { top, left, width, height } = one.getBoundingClientRect();
        if (one.closest('noscript, .heading-link') || top >= innerHeight || top + height <= 0 || !width) continue;
        const name = one.tagName + ' ' + one.className + ' ' + (one.getAttribute('href') ?? '') + one.textContent.trim().slice(0, 80);
        texts.set(name, texts.has(name) ? null : [left, top]);
    }
    return Object.fromEntries([...texts].filter(([, place]) => place));";

type Places = std::collections::BTreeMap<String, (f64, f64)>;

/// Once everything has come: the player, what attends to the page, faces, pictures in view, and what a module draws.
const SETTLED: &str =
    "document.body?.dataset.lectern === 'ready' && document.querySelector('body > .unseen[role=status]')
    && document.fonts.status === 'loaded'
    && [...document.images].every(image => image.complete || image.loading === 'lazy')
    && document.querySelector('#keeper')?.childNodes.length !== 0
    && !document.querySelector('[data-away]')";

/// After frames in which whatever was just done is drawn.
const DRAWN: &str = "new Promise(done => requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(() => done(true)), 100)))";

async fn nothing_shifts(test: &Test, width: u32, height: u32) -> Result<()> {
    let mut files = site(&content::shipped())?;
    files.remove("sw.js");
    let host = Host::start(files, Ways::default()).await?;
    let browser = test.browser_with(Profile { is_impatient: true, ..Profile::default() }).await?;
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": SHIFTS })).await?;
    browser.resize(width, height).await?;
    let mut found = Vec::new();
    for page in PAGES {
        // Each for a learner of whom nothing is known.
        Learner::at(&browser).forget_all(&host).await?;
        load(&browser, &host, page, &format!("{page:?}, new"), &mut found).await?;
    }
    go_through(&browser, &mut found).await?;
    play(&browser, &host).await?;
    for page in PAGES {
        load(&browser, &host, page, &format!("{page:?}, remembered"), &mut found).await?;
    }
    go_through(&browser, &mut found).await?;
    ensure!(found.is_empty(), "at {width} px:\n{}", found.join("\n"));
    Ok(())
}

/// Opens a page, and lets what is late come after it was seen.
async fn load(browser: &Browser, host: &Host, page: &str, what: &str, found: &mut Vec<String>) -> Result<()> {
    host.hold_all(&LATE);
    browser.goto("about:blank").await?;
    browser.until("an empty page", "location.href === 'about:blank'").await?;
    let url = host.url(page);
    browser.goto(&url).await?;
    let there = format!(
        "location.href === {} && document.documentElement.dataset.root && (document.querySelector('#app > *') || location.hash)",
        json!(url)
    );
    browser.until("the page without its player", &there).await?;
    browser.promise::<bool>(DRAWN).await?;
    let before: Places = browser.js(PLACES, &[]).await?;
    host.release();
    browser.until("everything on the page", SETTLED).await?;
    browser.promise::<bool>(DRAWN).await?;
    let after: Places = browser.js(PLACES, &[]).await?;
    for (name, place) in &before {
        if let Some(now) =
            after.get(name).filter(|now| (now.0 - place.0).abs() + (now.1 - place.1).abs() > 1.0)
        {
            found.push(format!("{what}: {name:?} stood at {place:?} and stands at {now:?}"));
        }
    }
    tell_shifts(browser, what, found).await
}

async fn tell_shifts(browser: &Browser, what: &str, found: &mut Vec<String>) -> Result<()> {
    let shifts: Vec<Shift> = browser.js("return window.testShifts.splice(0)", &[]).await?;
    let sum: f64 = shifts.iter().map(|shift| shift.value).sum();
    if sum >= 0.005 {
        let told: Vec<_> = shifts.into_iter().flat_map(|shift| shift.told).collect();
        found.push(format!("{what}: shifts by {sum:.3}: {told:?}"));
    }
    Ok(())
}

/// From page to page without a load, by links to each of them, and back.
async fn go_through(browser: &Browser, found: &mut Vec<String>) -> Result<()> {
    let learner = Learner::at(browser);
    for page in PAGES {
        learner.follow(page.trim_start_matches("#/")).await?;
        browser.until(&format!("everything on {page}"), SETTLED).await?;
        browser.promise::<bool>(DRAWN).await?;
        tell_shifts(browser, &format!("{page:?}, by a link"), found).await?;
    }
    browser.js::<()>("history.back()", &[]).await?;
    browser.until("the page before", "document.querySelector('main[data-page=certificate]')").await?;
    browser.until("everything on the page before", SETTLED).await?;
    browser.promise::<bool>(DRAWN).await?;
    tell_shifts(browser, "back", found).await?;
    Ok(())
}

/// Does what is remembered: answers, reads on, marks, and finishes a course.
async fn play(browser: &Browser, host: &Host) -> Result<()> {
    let learner = Learner::at(browser);
    for lesson in ["why-models-go-stale", "rebuilding-a-model", "watching-a-model"] {
        learner.open(&host.url(&format!("courses/mlops/{lesson}/"))).await?;
        for question in learner.questions().await?.iter().filter(|question| !question.choices.is_empty()) {
            learner.answer(&question.id, &question.choices[0].id).await?;
        }
    }
    learner.open(&host.url("courses/writing/questions-to-choose/")).await?;
    let shown = learner.questions().await?;
    learner.answer(&shown[0].id, &shown[0].choices[0].id).await?;
    learner.click(".bookmark").await?;
    browser
        .until("the bookmark", "document.querySelector('.bookmark').getAttribute('aria-pressed') === 'true'")
        .await?;
    // What was answered is due.
    let earlier = "
        for (const key of Object.keys(localStorage).filter(key => key.startsWith('lectern/card/'))) {
            const record = JSON.parse(localStorage.getItem(key));
            for (const [, reviews] of record.cards) for (let at = 0; at < reviews.length; at += 2) reviews[at] -= 30 * 86400000;
            localStorage.setItem(key, JSON.stringify(record));
        }";
    browser.js(earlier, &[]).await
}
