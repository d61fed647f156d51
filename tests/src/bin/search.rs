//! Measures search in a large library, with the content folder and a book that mdBook built of the same text:
//! `cargo xtask bench search` runs it so.
//!
//! In Chromium, with a processor four times slower than this one. Queries are typed letter by letter into the field, each
//! letter as the event that a key press gives; what is measured is the time from there until the list shows the first results
//! of exactly what stands in the field, and until it shows all that it has room for, a frame later. Texts of results that
//! are still in other files come later, and are told apart.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use course::bundle::Bundle;
use course::route::Route;
use serde::Deserialize;
use serde_json::json;
use tests::browser::Browser;
use tests::content::files_below;
use tests::engine::{Engine, Profile};
use tests::figures::{load, percentile};
use tests::host::{Files, Host, Ways, brotli};
use tests::learner::Learner;
use tests::site_under_test::{bundle, player};

/// How many times slower the processor is made.
const SLOWER: u32 = 4;

/// What is typed: words of titles and texts, beginnings, names, slips of the finger, what there is not.
const QUERIES: [&str; 12] = [
    "scheduler checksum",
    "the oldest entry before anything else happens",
    "replica",
    "signed manifest",
    "snapsh",
    "registry_4",
    "select count",
    "schedluer",
    "compiler rejects the slow path",
    "lesson 2718",
    "kubernetes",
    "a",
];

/// How long a typist rests between two letters, in milliseconds.
const PAUSE: u32 = 120;

/// What no key press may take, in milliseconds.
const LIMIT: f64 = 16.0;

/// One key press.
#[derive(Clone, Debug, Deserialize)]
struct Press {
    /// Milliseconds until the first results were there.
    time: f64,
    /// Milliseconds until all were that the list has room for, what the frame in between waits for included.
    filled: f64,
    /// Whether something had to be fetched for them.
    fetched: bool,
}

fn main() -> Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(measure())
}

async fn measure() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let content = arguments.next().context("name a content folder")?;
    let book = arguments.next().context("name the folder of a book")?;
    println!("Chromium, processor {SLOWER} times slower; load of this machine at the start: {}", load());
    lectern(&content).await?;
    // Its index of so much text is so large that a slow processor may not come to its end.
    if let Err(error) = mdbook(&book).await {
        println!("\nmdBook could not be measured: {error:#}");
    }
    Ok(())
}

async fn lectern(content: &Path) -> Result<()> {
    let bundle = bundle(content)?;
    let library = Bundle::decode(&bundle)?.library;
    let lessons: usize = library.courses.iter().map(|course| course.lessons().count()).sum();
    let site = site::assemble(player()?, Some(&bundle), &site::Assets::new(), &site::Options::default())?;
    let mut files: Files = site.assets().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect();
    files.remove("sw.js");
    let course = library.courses.first().context("a course")?;
    let lesson = course.lessons().next().context("a lesson")?;
    let route = Route::Lesson { course: course.id.clone(), lesson: lesson.id.clone() };
    let page = format!("{route}index.html");
    files.insert(page.clone(), site.file(&page).context("a page")?.to_vec());

    let of = |name: &str| {
        files.iter().filter(|(path, _)| path.starts_with(name)).map(|(_, bytes)| bytes).collect::<Vec<_>>()
    };
    let index = of("search-");
    let sum = |files: &[&Vec<u8>]| files.iter().map(|bytes| bytes.len()).sum::<usize>();
    let packed: usize = index.iter().map(|bytes| brotli(bytes).len()).sum();
    println!(
        "\n## Lectern, {lessons} lessons\n\nindex: {} bytes in {} files, {} a lesson; {packed} with brotli, {} a lesson; the texts in their files: {} bytes",
        sum(&index),
        index.len(),
        sum(&index) / lessons,
        packed / lessons,
        sum(&of("lessons-")),
    );

    let host = Host::start(files, Ways { is_packed: true, ..Ways::default() }).await?;
    let browser = browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url(&route.to_string())).await?;
    browser.until("the player", "document.querySelector('#app:not([data-ahead]) .search')").await?;
    let [opening, listening]: [f64; 2] = browser
        .promise(
            "new Promise((done) => {
                const begun = performance.now();
                document.querySelector('.search').click();
                const until = async (css) => {
                    while (!document.querySelector(css)) await new Promise((rested) => setTimeout(rested));
                    return performance.now() - begun;
                };
                (async () => done([await until('#lectern-finder[open]'), await until('#lectern-found[aria-busy=false]')]))();
            })",
        )
        .await?;
    println!(
        "from the press on the button until the field is there: {opening:.0} ms; until it answers, the finder's own fetch included: {listening:.0} ms"
    );
    let script = include_str!("search.js");
    browser.js::<()>(script, &[]).await?;
    let mut all = Vec::new();
    println!(
        "\n| query | key presses | slowest, ms | slowest with a fetch, ms | fetched of the index, bytes | results |\n|---|---|---|---|---|---|"
    );
    for query in QUERIES {
        let presses = typed(&browser, query).await?;
        let slowest = |fetched| {
            presses
                .iter()
                .filter(|press| press.fetched == fetched)
                .map(|press| press.time)
                .fold(0.0, f64::max)
        };
        let bytes: f64 = browser.js("return takeFetched('search-')", &[]).await?;
        let count: String =
            browser.js("return document.querySelector('.finder-count').textContent", &[]).await?;
        println!(
            "| {query} | {} | {:.1} | {:.0} | {bytes:.0} | {count} |",
            presses.len(),
            slowest(false),
            slowest(true)
        );
        all.extend(presses);
    }
    tell(
        "key presses answered from what is there",
        all.iter().filter(|press| !press.fetched).map(|press| press.time).collect(),
    );
    tell(
        "key presses that fetch a part of the index first",
        all.iter().filter(|press| press.fetched).map(|press| press.time).collect(),
    );
    // All of it again: what a learner types has been typed before.
    let mut again = Vec::new();
    for query in QUERIES {
        again.extend(typed(&browser, query).await?);
    }
    tell(
        "until all is there that the list has room for, a frame later",
        again.iter().map(|press| press.filled).collect(),
    );
    let worst = tell("the same queries once more", again.iter().map(|press| press.time).collect());
    println!("at the 95th percentile {worst:.1} ms, of {LIMIT}");
    browser.close().await
}

/// Types a query letter by letter; one script for each, as the driver waits for none for long.
async fn typed(browser: &Browser, query: &str) -> Result<Vec<Press>> {
    let mut presses = Vec::new();
    for (at, letter) in query.char_indices() {
        let text = &query[..at + letter.len_utf8()];
        presses.push(browser.promise(&format!("typeLetter({}, {PAUSE})", json!(text))).await?);
    }
    Ok(presses)
}

/// mdBook answers each event at once, and after the whole index is there.
async fn mdbook(book: &Path) -> Result<()> {
    let mut files = Files::new();
    let mut index = 0;
    for entry in files_below(book)? {
        let path = entry.strip_prefix(book)?.to_string_lossy().replace('\\', "/");
        let is_page = path.ends_with(".html") && path != "index.html" && !path.ends_with("lesson-0001.html");
        if !is_page {
            let bytes = std::fs::read(&entry)?;
            if path.starts_with("searchindex") && path.ends_with(".js") {
                index += bytes.len();
                println!("\n## mdBook, the same text\n\nindex: {} bytes in one file", bytes.len());
            }
            files.insert(path, bytes);
        }
    }
    ensure!(index > 0, "the book has an index");
    let host = Host::start(files, Ways::default()).await?;
    let browser = browser().await?;
    browser.goto(&host.url("index.html")).await?;
    let patience = std::time::Duration::from_secs(900);
    let opening = "window.begun ??= (document.querySelector('#mdbook-search-toggle, #search-toggle').click(), performance.now())";
    browser.js::<f64>(&format!("return {opening}"), &[]).await?;
    let field = "document.querySelector('#mdbook-searchbar, #searchbar')";
    browser
        .until_within(patience, "the index of mdBook", &format!("window.search?.hasFocus && {field} && !document.querySelector('.spinner-wrapper.searching') && (() => {{ const it = {field}; it.value = 'scheduler'; it.dispatchEvent(new Event('input')); it.dispatchEvent(new KeyboardEvent('keyup')); return document.querySelectorAll('#mdbook-searchresults li, #searchresults li').length > 0 }})()"))
        .await?;
    let ready: f64 = browser.js("return performance.now() - window.begun", &[]).await?;
    println!("from opening the search until it answers: {ready:.0} ms, without any network in between");
    let run = format!(
        "(async () => {{
            const field = {field}, times = [];
            for (const query of {queries}) {{
                for (let length = 1; length <= query.length; length += 1) {{
                    field.value = query.slice(0, length);
                    const begun = performance.now();
                    field.dispatchEvent(new Event('input'));
                    field.dispatchEvent(new KeyboardEvent('keyup'));
                    void document.querySelector('#mdbook-searchresults, #searchresults').offsetHeight;
                    times.push(performance.now() - begun);
                    await new Promise((done) => setTimeout(done, 30));
                }}
            }}
            return times;
        }})()",
        queries = json!(&QUERIES[..3]),
    );
    let times: Vec<f64> = browser.promise(&run).await?;
    tell("key presses of the first three queries", times);
    browser.close().await
}

async fn browser() -> Result<Browser> {
    let browser = Browser::open(Engine::Chromium, Profile::default()).await?;
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWER })).await?;
    Ok(browser)
}

/// Prints how times are spread, and gives back the 95th percentile.
fn tell(what: &str, mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| percentile(&times, percent);
    println!(
        "\n{what}: {}; median {:.1} ms, 95th percentile {:.1} ms, slowest {:.1} ms",
        times.len(),
        at(50),
        at(95),
        at(100)
    );
    at(95)
}
