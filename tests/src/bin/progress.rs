//! Measures what a learner's progress takes after years of heavy use: room in storage, time at the start of a page, time
//! of a write. `cargo xtask bench progress` runs it.
//!
//! The start is measured in Chromium with a processor four times slower than this one, each time in a process that has
//! not touched the storage before.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::json;
use tests::browser::Browser;
use tests::engine::{Engine, Profile, on_path};
use tests::host::{Files, Host, Ways};
use tests::learner::Learner;
use tests::site_under_test::{bundle, library, site};
use tests::years::{self, Stored};

const YEARS: [f64; 3] = [0.1, 1.0, 2.0];

/// How it would be without an archive, to compare.
const BEFORE: &str = "without an archive";

/// Every start is measured this often; the best one counts, as what else the machine does only ever adds to it.
const RUNS: usize = 9;

/// How many choices are picked to measure a write.
const WRITES: usize = 60;

/// How many times slower the processor is made.
const SLOWER: u32 = 4;

/// What may be spent on storage at the start and on a write, in milliseconds.
const LIMITS: (f64, f64) = (20.0, 2.0);

/// Runs before the player and keeps count of what it does with the storage.
const MEASURE: &str = r#"<script>(() => {
    const measured = window.measured = { touch: 0, asked: 0, opened: 0, ready: 0, calls: 0, time: 0, listeners: 0 };
    const timed = (run) => {
        const begun = performance.now();
        try { return run() } finally {
            const time = performance.now() - begun;
            // The first call brings all of the storage into the process.
            if (measured.calls === 0) measured.touch = time; else measured.time += time;
            measured.calls += 1;
        }
    };
    const { get } = Object.getOwnPropertyDescriptor(Storage.prototype, "length");
    Object.defineProperty(Storage.prototype, "length", { get() { return timed(() => get.call(this)) } });
    for (const name of ["getItem", "setItem", "removeItem"]) {
        const own = Storage.prototype[name];
        Storage.prototype[name] = function (...all) {
            // How the text looks and the language come before the player.
            if (!String(all[0]).startsWith("lectern/setting/")) measured.asked ||= performance.now();
            return timed(() => own.apply(this, all));
        };
    }
    const ownKeys = Reflect.ownKeys;
    Reflect.ownKeys = (object) => object instanceof Storage ? timed(() => ownKeys(object)) : ownKeys(object);
    const listen = window.addEventListener;
    window.addEventListener = function (type, ...rest) {
        // The first one is that of the looks, the second the player's.
        if (type === "storage" && (measured.listeners += 1) === 2) measured.opened = performance.now();
        return listen.call(this, type, ...rest);
    };
    new MutationObserver(() => {
        if (document.body?.dataset.lectern === "ready") measured.ready ||= performance.now();
    }).observe(document, { attributes: true, subtree: true, childList: true });
})()</script>"#;

/// What the page has measured of its start, in milliseconds.
#[derive(Clone, Copy, Debug, Deserialize)]
struct Start {
    /// How long it took to bring the storage into the process.
    touch: f64,
    /// When a record was asked for first that is none of looks and language, since the page was begun to be loaded.
    asked: f64,
    /// When it had opened what is known of its learner.
    opened: f64,
    /// When the page was drawn.
    ready: f64,
    /// How often the storage was asked.
    calls: f64,
    /// How long that took together, but for the first time.
    time: f64,
}

fn main() -> Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(measure())
}

async fn measure() -> Result<()> {
    let folder = tempfile::tempdir()?;
    years::write_courses(folder.path())?;
    let bundle = bundle(folder.path())?;
    let library = library(folder.path())?;
    let lessons = years::lessons(&library);
    let lesson = format!("courses/course-0/{}/", lessons[0].id);
    let mut sizes = vec![("0".to_owned(), Stored::new())];
    for years in YEARS {
        let stored = years::after(years, &bundle)?;
        sizes.push((format!("{years}, {BEFORE}"), stored.clone()));
        sizes.push((years.to_string(), years::without_past(stored)));
    }
    for (years, stored) in &sizes[1..] {
        tell_room(years, stored);
    }
    let host = Host::start(measured(site(folder.path())?)?, Ways::default()).await?;

    println!("\nStart of a page, {SLOWER} times slower, the best of {RUNS}, in ms");
    println!(
        "| years | page | calls | storage into the process | all later calls | opened at | then drawn |"
    );
    println!("|---|---|---|---|---|---|---|");
    let mut worst: BTreeMap<&str, f64> = BTreeMap::new();
    for page in ["", "courses/course-0/", lesson.as_str()] {
        let mut starts: Vec<Vec<Start>> = vec![Vec::new(); sizes.len()];
        for (size, (_, stored)) in sizes.iter().enumerate() {
            let browser = Browser::open(Engine::Chromium, Profile::default()).await?;
            put(&browser, &host, stored).await?;
            for _ in 0..RUNS {
                starts[size].push(start(&browser, &host.url(page)).await?);
            }
            browser.close().await?;
        }
        let best = |size: usize, value: fn(&Start) -> f64| {
            starts[size].iter().map(value).fold(f64::INFINITY, f64::min)
        };
        for (size, (years, _)) in sizes.iter().enumerate() {
            let time = best(size, |start| start.touch + start.time);
            let worst = worst.entry(years).or_default();
            *worst = worst.max(time);
            println!(
                "| {years} | {} | {} | {:.1} | {:.1} | {:.1} | {:.1} |",
                match page {
                    "" => "home",
                    page if page == lesson => "lesson",
                    _ => "course",
                },
                best(size, |start| start.calls),
                best(size, |start| start.touch),
                best(size, |start| start.time),
                best(size, |start| start.opened),
                best(size, |start| start.ready - start.opened),
            );
        }
    }
    println!("\nA choice picked until it is stored, {WRITES} of them, in ms");
    println!("| years | slower by | median | 19 of 20 within |");
    println!("|---|---|---|---|");
    let mut slowest: f64 = 0.0;
    for (years, stored) in &sizes {
        let browser = Browser::open(Engine::Chromium, Profile::default()).await?;
        put(&browser, &host, stored).await?;
        for rate in [1, SLOWER] {
            let times = writes(&browser, &host.url(&lesson), rate).await?;
            println!(
                "| {years} | {rate} | {:.2} | {:.2} |",
                times[times.len() / 2],
                times[times.len() * 19 / 20]
            );
            if rate == 1 {
                slowest = slowest.max(times[times.len() / 2]);
            }
        }
        browser.close().await?;
    }
    println!(
        "\na write takes {slowest:.2} ms, of {} ms; storage at the start, of {} ms:",
        LIMITS.1, LIMITS.0
    );
    for (years, time) in worst.iter().filter(|(years, _)| !years.ends_with(BEFORE)) {
        println!("{time:.1} ms after {years} years");
    }
    tell_fit(&host, &sizes).await
}

/// The room that each kind of record takes, as browsers count it: UTF-16 units of keys and texts.
fn tell_room(years: &str, stored: &Stored) {
    let units = |text: &str| text.encode_utf16().count();
    let mut kinds: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    for (key, text) in stored {
        let kind = key.split('/').nth(1).unwrap_or_default();
        for kind in [kind, "all"] {
            let sum = kinds.entry(kind).or_default();
            *sum = (sum.0 + 1, sum.1 + units(key), sum.2 + units(text));
        }
    }
    println!("\nRoom after {years} years, in characters");
    println!("| kind | records | keys | texts | both | a record |");
    println!("|---|---|---|---|---|---|");
    for (kind, (records, keys, texts)) in kinds {
        println!(
            "| {kind} | {records} | {keys} | {texts} | {} | {} |",
            keys + texts,
            (keys + texts) / records
        );
    }
}

/// How much of it each browser takes.
async fn tell_fit(host: &Host, sizes: &[(String, Stored)]) -> Result<()> {
    println!("\nRecords that a browser takes");
    println!("| years | browser | stored | of |");
    println!("|---|---|---|---|");
    for engine in [Engine::Chromium, Engine::Firefox, Engine::WebKit] {
        if on_path(engine.driver()).is_none() {
            println!("| | {engine} | not here | |");
            continue;
        }
        for (years, stored) in &sizes[1..] {
            let browser = Browser::open(engine, Profile::default()).await?;
            let count = put(&browser, host, stored).await;
            println!("| {years} | {engine} | {} | {} |", count?, stored.len());
            browser.close().await?;
        }
    }
    Ok(())
}

/// Puts everything into the browser's storage, and gives back how many records it has taken.
async fn put(browser: &Browser, host: &Host, stored: &Stored) -> Result<usize> {
    browser.goto(&host.url("blank.html")).await?;
    let mut taken = 0;
    let all: Vec<(&String, &String)> = stored.iter().collect();
    for part in all.chunks(500) {
        let script = "let taken = 0;
            for (const [key, text] of arguments[0]) {
                try { localStorage.setItem(key, text); taken += 1 } catch {}
            }
            return taken";
        taken += browser.js::<usize>(script, &[json!(part)]).await?;
    }
    Ok(taken)
}

/// Opens a page in a new process.
async fn start(browser: &Browser, url: &str) -> Result<Start> {
    browser.crash().await?;
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWER })).await?;
    Learner::at(browser).open(url).await?;
    let start: Start = browser.js("return window.measured", &[]).await?;
    ensure!(start.asked > 0.0 && start.opened > 0.0 && start.ready >= start.opened, "{start:?}");
    Ok(start)
}

/// How long it takes from the pick of a choice until it is stored, in order.
async fn writes(browser: &Browser, url: &str, rate: u32) -> Result<Vec<f64>> {
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 1 })).await?;
    let learner = Learner::at(browser);
    learner.open(url).await?;
    if browser.count("button.retry").await? > 0 {
        learner.click("button.retry").await?;
        browser.until("another attempt", "!document.querySelector('fieldset[data-verdict]')").await?;
    }
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": rate })).await?;
    let script = format!(
        "const times = [];
         const choices = [...document.querySelectorAll('fieldset.question input[type=radio]')];
         for (let at = 0; at < {WRITES}; at += 1) {{
             const choice = choices[(at * 5) % choices.length];
             const begun = performance.now();
             choice.click();
             times.push(performance.now() - begun);
         }}
         return times"
    );
    let mut times: Vec<f64> = browser.js(&script, &[]).await?;
    times.sort_by(f64::total_cmp);
    ensure!(times.len() == WRITES, "{} choices were picked", times.len());
    Ok(times)
}

fn measured(mut files: Files) -> Result<Files> {
    for (path, bytes) in files.iter_mut().filter(|(path, _)| path.ends_with(".html")) {
        let page = std::str::from_utf8(bytes)?;
        let (before, after) = page.split_once("<head>").with_context(|| format!("{path} has no head"))?;
        *bytes = [before, "<head>", MEASURE, after].concat().into_bytes();
    }
    files.remove("sw.js");
    files.insert(
        "blank.html".into(),
        b"<!doctype html><link rel=icon href=data:,><title>Blank</title>".to_vec(),
    );
    Ok(files)
}
