//! Measures how a library's size shows in the browser: what a learner waits for, fetches and holds in memory with few
//! lessons and with thousands. `cargo xtask bench growth` runs it with pairs of a number and a content folder.
//!
//! In Chromium, over slow 4G and with a processor four times slower than this one, each time in a browser that has
//! nothing of the site. What a service worker does afterwards is left out: there is none.

use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use course::bundle::Bundle;
use course::route::Route;
use serde::Deserialize;
use serde_json::json;
use tests::browser::Browser;
use tests::engine::{Engine, Profile};
use tests::figures::load;
use tests::host::{Files, Host, Ways};
use tests::learner::Learner;
use tests::site_under_test::{bundle, player};

/// Every page is opened this often; the best of each figure counts, as what else the machine does only adds to it.
const RUNS: usize = 4;

/// How many times slower the processor is made.
const SLOWER: u32 = 4;

/// Slow 4G as Lighthouse has it: bytes a second down and up, and milliseconds for a round trip.
const NETWORK: (f64, f64, u32) = (1.6e6 / 8.0, 750e3 / 8.0, 150);

/// How often a lesson is left for the next one.
const STEPS: usize = 6;

/// A library of more lessons is not measured with all of them in one file: it would take minutes to pack and to fetch.
const ONE_FILE: usize = 400;

/// What no figure may grow by.
const LIMIT: f64 = 1.5;

/// Runs before the page does.
const MEASURE: &str = "
    const measured = window.measured = { paint: 0, largest: 0, interactive: 0 };
    const observe = (type, take) => new PerformanceObserver(list => list.getEntries().forEach(take)).observe({ type, buffered: true });
    observe('paint', entry => { if (entry.name === 'first-contentful-paint') measured.paint = entry.startTime });
    observe('largest-contentful-paint', entry => { measured.largest = entry.startTime });
    // After the next frame is drawn, and as soon as something else can be done.
    window.onceDrawn = act => requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = act;
        port2.postMessage(0);
    });
    let isThere = false;
    new MutationObserver(() => {
        if (isThere || document.body?.dataset.lectern !== 'ready') return;
        isThere = true;
        onceDrawn(() => { measured.interactive = performance.now() });
    }).observe(document, { attributes: true, subtree: true, childList: true });";

/// Everything about one opening of a page. Times in milliseconds from the beginning of the navigation.
#[derive(Clone, Copy, Debug, Deserialize)]
struct Opened {
    /// Until something was painted.
    paint: f64,
    /// Until the largest thing was painted.
    largest: f64,
    /// Until the player had taken the page over, the frame behind that was drawn, and something else could be done.
    interactive: f64,
    /// Bytes over the network until then, headers included.
    bytes: f64,
    /// Bytes of the JavaScript heap and of the wasm memory, after a rest.
    memory: f64,
    /// From the press on the link until the next lesson was painted, the median of several; 0 where there is no lesson.
    next: f64,
}

/// A figure by its name.
type Figure = (&'static str, fn(&Opened) -> f64);

/// What is told of each opening.
const FIGURES: [Figure; 6] = [
    ("first paint, ms", |it| it.paint),
    ("largest paint, ms", |it| it.largest),
    ("interactive, ms", |it| it.interactive),
    ("bytes until then", |it| it.bytes),
    ("memory, kB", |it| it.memory / 1e3),
    ("next lesson, ms", |it| it.next),
];

fn main() -> Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(measure())
}

async fn measure() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut rows: Vec<(String, String, Opened)> = Vec::new();
    let (down, up, trip) = NETWORK;
    println!(
        "Chromium, {:.1} Mbit/s down, {:.0} kbit/s up, {trip} ms round trip, processor {SLOWER} times slower; files as \
         brotli of quality 11; the best of {RUNS}; load of this machine at the start: {}\n",
        down * 8.0 / 1e6,
        up * 8.0 / 1e3,
        load()
    );
    let names: Vec<_> = FIGURES.iter().map(|(name, _)| *name).collect();
    println!("| lessons | files | page | {} |\n|{}", names.join(" | "), "---|".repeat(names.len() + 3));
    while let (Some(size), Some(folder)) = (arguments.next(), arguments.next()) {
        let bundle = bundle(&PathBuf::from(folder))?;
        let library = Bundle::decode(&bundle)?.library;
        // The same text in every size.
        let course = library.courses.first().context("a course")?;
        let lesson = course.lessons().next().context("a lesson")?;
        let lesson = Route::Lesson { course: course.id.clone(), lesson: lesson.id.clone() };
        let pages = [("lesson", lesson), ("home", Route::Home)];
        let site = site::assemble(player()?, Some(&bundle), &site::Assets::new(), &site::Options::default())?;
        let mut files: Files = site.assets().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect();
        files.remove("sw.js");
        for (_, route) in &pages {
            let path = format!("{route}index.html");
            files.insert(path.clone(), site.file(&path).context("a page")?.to_vec());
        }
        let is_small = size.parse::<usize>().is_ok_and(|size| size <= ONE_FILE);
        let one = is_small.then(|| in_one(&files, &bundle)).transpose()?;
        for (kind, files) in [("one", one), ("modules", Some(files))] {
            let Some(files) = files else { continue };
            let host = Host::start(files, Ways { is_packed: true, ..Ways::default() }).await?;
            for (page, route) in &pages {
                let mut all = Vec::new();
                for run in 0..=RUNS {
                    let opened = open(&host.url(&route.to_string()), *page == "lesson").await?;
                    // What is asked for first is packed meanwhile.
                    if run > 0 {
                        all.push(opened);
                    }
                }
                let best = |get: fn(&Opened) -> f64| all.iter().map(get).fold(f64::INFINITY, f64::min);
                let figures: Vec<_> = FIGURES.iter().map(|(_, get)| format!("{:.0}", best(*get))).collect();
                println!("| {size} | {kind} | {page} | {} |", figures.join(" | "));
                let [paint, largest, interactive, bytes, memory, next] = FIGURES.map(|(_, get)| best(get));
                let opened = Opened { paint, largest, interactive, bytes, memory: memory * 1e3, next };
                rows.push((size.clone(), format!("{kind} | {page}"), opened));
            }
        }
    }
    tell_growth(&rows)
}

/// How often each figure of the largest library is that of the smallest.
fn tell_growth(rows: &[(String, String, Opened)]) -> Result<()> {
    let Some((smallest, ..)) = rows.first() else { bail!("nothing to measure: name sizes and folders") };
    println!();
    let mut most: f64 = 0.0;
    for (size, what, opened) in rows.iter().filter(|(size, ..)| size != smallest) {
        let (_, _, small) = rows
            .iter()
            .find(|it| it.0 == *smallest && it.1 == *what)
            .context("the smallest is measured in every way")?;
        let ratios: Vec<_> = FIGURES
            .iter()
            .filter(|(_, get)| get(small) > 0.0)
            .map(|(name, get)| (name.split(',').next().unwrap_or(name), get(opened) / get(small)))
            .collect();
        let told: Vec<_> = ratios.iter().map(|(name, ratio)| format!("{name} {ratio:.2}")).collect();
        println!("{size} to {smallest} | {what}: {}", told.join(", "));
        if what.starts_with("modules") {
            most = ratios.iter().fold(most, |most, (_, ratio)| most.max(*ratio));
        }
    }
    println!("\nin modules the most that any figure grows by is {most:.2}, of {LIMIT}");
    Ok(())
}

/// Opens a page in a new browser, and goes on from there where it is a lesson.
async fn open(url: &str, is_lesson: bool) -> Result<Opened> {
    let browser = Browser::open(Engine::Chromium, Profile::default()).await?;
    let (down, up, trip) = NETWORK;
    let network =
        json!({ "offline": false, "downloadThroughput": down, "uploadThroughput": up, "latency": trip });
    browser.devtools("Network.enable", json!({})).await?;
    browser.devtools("Network.emulateNetworkConditions", network).await?;
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWER })).await?;
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": MEASURE })).await?;
    Learner::at(&browser).open(url).await?;
    browser.until("the player to have a rest", "measured.interactive && measured.largest").await?;
    rest(&browser).await?;
    let script = "const sent = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
            .filter(entry => entry.responseEnd <= measured.interactive)
            .reduce((sum, entry) => sum + entry.transferSize, 0);
        return { ...measured, bytes: sent, memory: 0, next: 0 }";
    let mut opened: Opened = browser.js(script, &[]).await?;
    opened.memory = memory(&browser).await?;
    if is_lesson {
        let mut times = Vec::new();
        for _ in 0..STEPS {
            times.push(next(&browser).await?);
            rest(&browser).await?;
        }
        times.sort_by(f64::total_cmp);
        opened.next = times[STEPS / 2];
    }
    browser.close().await?;
    ensure!(opened.interactive > opened.paint && opened.bytes > 1e5, "{opened:?}");
    Ok(opened)
}

/// Waits until nothing is fetched any more.
async fn rest(browser: &Browser) -> Result<()> {
    let quiet = "(() => {
        const last = performance.getEntriesByType('resource').reduce((last, entry) => Math.max(last, entry.responseEnd), 0);
        return performance.now() - last > 1000;
    })()";
    browser.until("the network to be quiet", quiet).await
}

async fn memory(browser: &Browser) -> Result<f64> {
    browser.devtools("HeapProfiler.collectGarbage", json!({})).await?;
    let heap = browser.devtools("Runtime.getHeapUsage", json!({})).await?;
    let wasm: f64 = browser
        .promise(
            "import(performance.getEntriesByType('resource').find(it => /[/]player-[0-9a-f]+[.]js$/.test(it.name)).name)
                .then(player => player.default()).then(wasm => wasm.memory.buffer.byteLength)",
        )
        .await?;
    Ok(wasm + heap["usedSize"].as_f64().context("a size")?)
}

/// Goes on to the next lesson, and tells how long that took.
async fn next(browser: &Browser) -> Result<f64> {
    let step = "new Promise(done => {
        const title = document.querySelector('main h1').textContent;
        const begun = performance.now();
        document.querySelector('a.next').click();
        const look = () => {
            const isThere = document.querySelector('main h1').textContent !== title && document.querySelector('main .lesson-text');
            if (isThere) onceDrawn(() => done(performance.now() - begun)); else setTimeout(look);
        };
        look();
    })";
    browser.promise(step).await
}

/// The same site with all lessons in the player's file.
fn in_one(files: &Files, bundle: &[u8]) -> Result<Files> {
    let mut one = Files::new();
    for (path, bytes) in files.iter().filter(|(path, _)| !path.starts_with("lessons-")) {
        let bytes = if path.starts_with("player_bg-") {
            site::with_bundle(bytes, bundle)?
        } else if path.ends_with(".html") {
            without_module(std::str::from_utf8(bytes)?)?.into_bytes()
        } else {
            bytes.clone()
        };
        one.insert(path.clone(), bytes);
    }
    Ok(one)
}

/// A page that names no module.
fn without_module(html: &str) -> Result<String> {
    let Some((before, rest)) = html.split_once(" data-lessons=\"") else { return Ok(html.to_owned()) };
    let (name, after) = rest.split_once('"').context("the name ends")?;
    let html = format!("{before} data-lessons=\"\"{after}");
    let Some(at) = html.find(&format!("lessons-{name}.wasm")).filter(|_| !name.is_empty()) else {
        return Ok(html);
    };
    let (start, end) = (html[..at].rfind("<link"), html[at..].find('>'));
    let (start, end) = start.zip(end).context("it stands in a link")?;
    Ok(format!("{}{}", &html[..start], &html[at + end + 1..]))
}
