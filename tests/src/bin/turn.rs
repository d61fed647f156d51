//! Measures how quickly pages answer, with the content folder and a book that mdBook built of the same text:
//! `cargo xtask bench turn` runs it so.
//!
//! In Chromium, with a processor six times slower than this one, and with keys and clicks as the browser itself gets them.
//! Measured are: the next lesson, from the key press to the frame that shows it, beside what layout and paint of that lesson
//! take alone; the next page of mdBook, from the key press to its first paint; whatever is done at a question, until the
//! next frame; and the same at questions with choices beside mdbook-quiz, which tells all verdicts in the end.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use course::bundle::Bundle;
use course::route::Route;
use serde::Deserialize;
use serde_json::json;
use tests::browser::Browser;
use tests::content::files_below;
use tests::engine::{Engine, Profile};
use tests::figures::{load, percentile as at};
use tests::host::{Files, Host, Ways};
use tests::learner::Learner;
use tests::site_under_test::{bundle, player};

/// How many times slower the processor is made.
const SLOWER: u32 = 6;

/// How many lessons are turned to; the first ones are not counted, as the browser still makes itself at home.
const TURNS: usize = 44;
const FIRST: usize = 4;

/// How many lessons with questions of every kind are played.
const PLAYED: usize = 8;

/// The lessons that a book with mdbook-quiz has too, with the same questions: so its pages are called. The first one is not
/// counted.
const SHARED: std::ops::Range<usize> = 1..6;

/// What a turn may take beyond its layout: a frame at 60 a second, in milliseconds.
const FRAME: f64 = 1000.0 / 60.0;

/// What an answer may take until the next paint, in milliseconds.
const ANSWER: f64 = 50.0;

/// One thing that was done, in milliseconds.
#[derive(Clone, Copy, Debug, Deserialize)]
struct Measured {
    /// From the time stamp of the event until the frame after it has left the page's thread.
    time: f64,
    /// From there until the browser turned to style and layout, without what scripts had it do of that before; `None` where
    /// the frame took less than 50.
    before_layout: Option<f64>,
    /// The duration that Event Timing tells, until that frame was presented, in steps of 8; 0 where it is under 16.
    event_timing: f64,
    /// Whether what was to be done is done in that frame.
    is_done: bool,
}

fn main() -> Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(measure())
}

async fn measure() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let content = arguments.next().context("name a content folder")?;
    let book = arguments.next().context("name the folder of a book")?;
    let asking = arguments.next().context("name the folder of a book with mdbook-quiz")?;
    println!("Chromium, processor {SLOWER} times slower; load of this machine at the start: {}", load());
    let (host, pages) = lectern(&content).await?;
    turns(&host, &pages).await?;
    mdbook(&book).await?;
    answers(&host, &pages).await?;
    shared(&host, &pages, &asking).await?;
    println!("\nload of this machine at the end: {}", load());
    Ok(())
}

/// A host as GitHub Pages is one, and the paths of all lessons in their order.
async fn lectern(content: &Path) -> Result<(Host, Vec<String>)> {
    let bundle = bundle(content)?;
    let library = Bundle::decode(&bundle)?.library;
    let site = site::assemble(player()?, Some(&bundle), &site::Assets::new(), &site::Options::default())?;
    let mut files: Files = site.all_files().into_iter().map(|(path, bytes)| (path, bytes.to_vec())).collect();
    // What a service worker fetches in the beginning would be measured with the first turns.
    files.remove("sw.js");
    let lessons = library.courses.iter().flat_map(|course| {
        let route = |lesson: &course::library::LessonOutline| {
            Route::Lesson { course: course.id.clone(), lesson: lesson.id.clone() }.to_string()
        };
        course.lessons().map(route).collect::<Vec<_>>()
    });
    Ok((Host::start(files, ways()).await?, lessons.collect()))
}

fn ways() -> Ways {
    Ways { max_age: Some(600), ..Ways::default() }
}

async fn browser() -> Result<Browser> {
    let browser = Browser::open(Engine::Chromium, Profile::default()).await?;
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWER })).await?;
    let script = json!({ "source": include_str!("turn.js") });
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", script).await?;
    // A page that is driven has no focus by itself, and hears nothing of what has it.
    browser.devtools("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await?;
    Ok(browser)
}

/// From lesson to lesson by Enter on the link to the next one.
async fn turns(host: &Host, pages: &[String]) -> Result<()> {
    let browser = browser().await?;
    let first = pages.first().context("a lesson")?;
    Learner::at(&browser).open(&host.url(first)).await?;
    let (mut turns, mut layouts, mut over, mut scripts) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut late = 0;
    for (turn, page) in pages.iter().enumerate().take(TURNS) {
        rest().await;
        if browser.count("a.next[rel=next]").await? == 0 {
            // Behind the last lesson of a course.
            Learner::at(&browser).open(&host.url(page)).await?;
            rest().await;
        }
        browser.js::<()>("armTurn()", &[]).await?;
        // The link has the focus, and nobody presses a key in the same moment.
        tokio::time::sleep(Duration::from_millis(400)).await;
        press(&browser, "Enter").await?;
        let turned = measured(&browser).await?;
        browser.promise::<bool>("armLayout()").await?;
        press(&browser, "F9").await?;
        let layout = measured(&browser).await?;
        ensure!(layout.is_done, "the page was put in again");
        if !turned.is_done {
            late += 1;
        } else if turn >= FIRST {
            turns.push(turned);
            layouts.push(layout);
            over.push(turned.time - layout.time);
            let (Some(turned), Some(layout)) = (turned.before_layout, layout.before_layout) else { continue };
            scripts.push(turned - layout);
        }
    }
    ensure!(turns.len() >= 30, "only {} turns could be measured, {late} came late", turns.len());
    println!(
        "\n## Next lesson\n\n{} turns; {late} more were not there in the frame after the key press",
        turns.len()
    );
    println!("\n| | median, ms | 95th percentile, ms | Event Timing, median and 95th |\n|---|---|---|---|");
    row("key press to the frame with the next lesson", &turns);
    row("layout and paint of the same lesson alone, from a key press too", &layouts);
    over.sort_by(f64::total_cmp);
    let (median, most) = (at(&over, 50), at(&over, 95));
    println!("| the one over the other, turn by turn | {median:.1} | {most:.1} | |");
    scripts.sort_by(f64::total_cmp);
    println!(
        "| the same of what comes before style and layout alone, in {} turns | {:.1} | {:.1} | |",
        scripts.len(),
        at(&scripts, 50),
        at(&scripts, 95)
    );
    println!("\nover its layout a turn takes {median:.1} ms at the median, of {FRAME:.1}");
    browser.close().await
}

/// A host of a book that is built.
async fn host_of(book: &Path) -> Result<Host> {
    let mut files = Files::new();
    for file in files_below(book)? {
        let name = file.strip_prefix(book)?.to_string_lossy().replace('\\', "/");
        files.insert(name, std::fs::read(&file)?);
    }
    Host::start(files, ways()).await
}

/// From page to page by the key that mdBook has for it.
async fn mdbook(book: &Path) -> Result<()> {
    let host = host_of(book).await?;
    let browser = browser().await?;
    browser.goto(&host.url("courses/course-000/lessons/lesson-0000.html")).await?;
    let mut times = Vec::new();
    for turn in 0..TURNS {
        browser.until("the page", "document.readyState === 'complete'").await?;
        rest().await;
        browser.js::<()>("armPage()", &[]).await?;
        press(&browser, "ArrowRight").await?;
        browser.until("the next page's paint", "sessionStorage.painted").await?;
        let time: f64 = browser.js("return Number(sessionStorage.painted)", &[]).await?;
        if turn >= FIRST {
            times.push(time);
        }
    }
    times.sort_by(f64::total_cmp);
    println!(
        "| mdBook, the same text: key press to the next page's first paint | {:.1} | {:.1} | |",
        at(&times, 50),
        at(&times, 95)
    );
    browser.close().await
}

/// What was done at a question of a kind, and how long it took.
type Done = ((String, &'static str), Measured);

/// Answers all questions of a page and has them checked; by keys where that is said of their place.
async fn played(browser: &Browser, url: &str, is_by_key: impl Fn(usize) -> bool) -> Result<Vec<Done>> {
    let mut all = Vec::new();
    Learner::at(browser).open(url).await?;
    rest().await;
    let script = "return [...document.querySelectorAll('.quiz .question')].map(it => it.dataset.question)";
    let kinds: Vec<String> = browser.js(script, &[]).await?;
    for (place, kind) in kinds.into_iter().enumerate() {
        let ways: Vec<String> = browser.js(&format!("return fieldsOf({place})"), &[]).await?;
        for (field, way) in ways.iter().enumerate() {
            let target = format!("fields[{field}]");
            let what = if way == "click" {
                click_at(browser, &target, "arm()").await?;
                "picked"
            } else {
                spot(browser, &target, true).await?;
                browser.js::<()>("arm()", &[]).await?;
                press(browser, way).await?;
                "typed"
            };
            all.push(((kind.clone(), what), measured(browser).await?));
        }
        let arm = format!("armCheck({place})");
        let what = if is_by_key(place) {
            spot(browser, &format!("enterOf({place})"), true).await?;
            browser.js::<()>(&arm, &[]).await?;
            press(browser, "Enter").await?;
            "checked by Enter"
        } else {
            click_at(browser, &format!("checkOf({place})"), &arm).await?;
            "checked by a click"
        };
        let checked = measured(browser).await?;
        ensure!(checked.is_done, "{kind} was checked: {checked:?}");
        all.push(((kind, what), checked));
    }
    Ok(all)
}

/// Plays questions of every kind.
async fn answers(host: &Host, pages: &[String]) -> Result<()> {
    let browser = browser().await?;
    let mut all: Vec<Done> = Vec::new();
    for (round, page) in pages.iter().step_by(10).take(PLAYED + 1).enumerate() {
        let done = played(&browser, &host.url(page), |place| (round + place).is_multiple_of(2)).await?;
        // The first page is the one that everything is fetched for.
        if round > 0 {
            all.extend(done);
        }
    }
    println!(
        "\n## At a question\n\n| kind | what is done | times | median, ms | slowest, ms | Event Timing, slowest |\n|---|---|---|---|---|---|"
    );
    let mut names: Vec<_> = all.iter().map(|(name, _)| name.clone()).collect();
    names.sort();
    names.dedup();
    for name in names {
        let of: Vec<_> = all.iter().filter(|(other, _)| *other == name).map(|(_, it)| *it).collect();
        let times = sorted(&of, |it| it.time);
        let (kind, what) = &name;
        println!(
            "| {kind} | {what} | {} | {:.1} | {:.1} | {} |",
            of.len(),
            at(&times, 50),
            at(&times, 100),
            told(at(&sorted(&of, |it| it.event_timing), 100))
        );
    }
    let all: Vec<_> = all.into_iter().map(|(_, it)| it).collect();
    println!("\nall {}, of {ANSWER} ms: {}", all.len(), to_next_paint(&all));
    browser.close().await
}

/// Interaction to next paint as web-vitals has it: of every fifty interactions the slowest is left out.
fn to_next_paint(all: &[Measured]) -> String {
    let mut durations = sorted(all, |it| it.event_timing);
    durations.truncate(durations.len() - durations.len() / 50);
    format!(
        "interaction to next paint {} ms by Event Timing, {} at the median; own time {:.1} ms at the median, {:.1} at the 95th percentile",
        told(at(&durations, 100)),
        told(at(&durations, 50)),
        at(&sorted(all, |it| it.time), 50),
        at(&sorted(all, |it| it.time), 95)
    )
}

/// Plays questions with choices, and the same in a book with mdbook-quiz.
async fn shared(host: &Host, pages: &[String], book: &Path) -> Result<()> {
    println!("\n## Questions with choices, the same for both\n");
    let pages = &pages[SHARED];
    let own = browser().await?;
    let mut ours = Vec::new();
    for page in pages {
        ours.push(played(&own, &host.url(page), |_| false).await?);
    }
    own.close().await?;
    let ours: Vec<_> = ours.into_iter().skip(1).flatten().map(|(_, it)| it).collect();
    println!("Lectern, {} times: {}", ours.len(), to_next_paint(&ours));

    let host = host_of(book).await?;
    let browser = browser().await?;
    let mut theirs = Vec::new();
    for number in SHARED {
        browser.goto(&host.url(&format!("{number}.html"))).await?;
        browser.find(".mdbook-quiz .start").await?;
        rest().await;
        browser.js::<()>("document.querySelector('.mdbook-quiz .start').click()", &[]).await?;
        let mut done = Vec::new();
        let counter = "document.querySelector('.mdbook-quiz .counter').textContent";
        loop {
            rest().await;
            let before: String = browser.js(&format!("return {counter}"), &[]).await?;
            if before.is_empty() {
                break;
            }
            click_at(&browser, "document.querySelector('.mdbook-quiz input[type=radio]')", "arm()").await?;
            done.push(measured(&browser).await?);
            let arm = format!("arm(() => {counter} !== {})", json!(before));
            click_at(&browser, "document.querySelector('.mdbook-quiz input[type=submit]')", &arm).await?;
            let next = measured(&browser).await?;
            ensure!(next.is_done, "mdbook-quiz has gone on: {next:?}");
            done.push(next);
        }
        theirs.push(done);
    }
    browser.close().await?;
    let theirs: Vec<_> = theirs.into_iter().skip(1).flatten().collect();
    ensure!(theirs.len() == ours.len(), "{} against {}", ours.len(), theirs.len());
    println!("mdbook-quiz, {} times: {}", theirs.len(), to_next_paint(&theirs));
    Ok(())
}

/// Waits for everything that a page does after it was shown.
async fn rest() {
    tokio::time::sleep(Duration::from_millis(1200)).await;
}

/// The last thing that was done, once it is measured. To ask the page is work for its thread as well, which is not to be
/// counted: so it is left alone at first.
async fn measured(browser: &Browser) -> Result<Measured> {
    tokio::time::sleep(Duration::from_millis(300)).await;
    browser.until("the frame after what was done", "window.measured").await?;
    browser.js("return measured", &[]).await
}

/// Where an element is in the window. The mouse is there too, as it is before its button goes down.
async fn spot(browser: &Browser, element: &str, has_focus: bool) -> Result<(f64, f64)> {
    let (x, y) = browser.promise(&format!("show({element}, {has_focus})")).await?;
    browser.devtools("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": x, "y": y })).await?;
    tokio::time::sleep(Duration::from_millis(300)).await;
    Ok((x, y))
}

/// A click on an element, once what measures it is armed.
async fn click_at(browser: &Browser, element: &str, arm: &str) -> Result<()> {
    let spot = spot(browser, element, false).await?;
    browser.js::<()>(arm, &[]).await?;
    click(browser, spot).await
}

/// A key, as the browser gets it from its window.
async fn press(browser: &Browser, key: &str) -> Result<()> {
    let (code, number, text) = match key {
        "Enter" => ("Enter", 13, "\r"),
        "ArrowDown" => ("ArrowDown", 40, ""),
        "ArrowRight" => ("ArrowRight", 39, ""),
        "F9" => ("F9", 120, ""),
        _ => ("Digit4", 52, "4"),
    };
    let kind = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
    let down =
        json!({ "type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number, "text": text });
    browser.devtools("Input.dispatchKeyEvent", down).await?;
    // As a finger does: what the second event has the browser do is nothing that the first one is to answer for.
    tokio::time::sleep(Duration::from_millis(100)).await;
    let up = json!({ "type": "keyUp", "key": key, "code": code, "windowsVirtualKeyCode": number });
    browser.devtools("Input.dispatchKeyEvent", up).await?;
    Ok(())
}

/// A click, as the browser gets it from its window.
async fn click(browser: &Browser, (x, y): (f64, f64)) -> Result<()> {
    for kind in ["mousePressed", "mouseReleased"] {
        let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
        browser.devtools("Input.dispatchMouseEvent", event).await?;
    }
    Ok(())
}

fn row(what: &str, all: &[Measured]) {
    let (times, durations) = (sorted(all, |it| it.time), sorted(all, |it| it.event_timing));
    println!(
        "| {what} | {:.1} | {:.1} | {}, {} |",
        at(&times, 50),
        at(&times, 95),
        told(at(&durations, 50)),
        told(at(&durations, 95))
    );
}

fn told(duration: f64) -> String {
    if duration == 0.0 { "under 16".to_owned() } else { format!("{duration:.0}") }
}

fn sorted(all: &[Measured], get: fn(&Measured) -> f64) -> Vec<f64> {
    let mut times: Vec<_> = all.iter().map(get).collect();
    times.sort_by(f64::total_cmp);
    times
}
