//! Measures how long it takes from saving a lesson until the browser has painted the change. `cargo xtask bench serve`
//! runs it, with the programs to compare and the folders they serve.
//!
//! The end is what a page itself tells: an observer sees the new word in the document, waits for the next frame and for
//! that to be drawn, and notes the time. The clock is that of the machine, which the page and this program share.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tests::browser::Browser;
use tests::driver::{Group, free_port};
use tests::engine::{Engine, Profile};
use tests::serving::answers;

/// How many edits are measured.
const EDITS: usize = 21;

/// A program that takes longer than this for them is measured by fewer, but not by fewer than that.
const ENOUGH: (Duration, usize) = (Duration::from_secs(60), 5);

/// How long nothing happens between two edits, so that what one sets off in the background is over.
const PAUSE: Duration = Duration::from_millis(1_500);

/// How long a change may take to be seen, and a server to start.
const PATIENCE: Duration = Duration::from_secs(180);

/// Runs before every document and notes when it has shown a word for the first time.
const WATCH: &str = r#"(() => {
    let last;
    const look = () => {
        const word = /mark\d+word/.exec(document.querySelector("main")?.textContent ?? "")?.[0];
        if (!word || word === last) return;
        last = word;
        requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => {
                // The page may be loaded again later, with the same word on it.
                if (!sessionStorage.getItem(word)) sessionStorage.setItem(word, performance.timeOrigin + performance.now());
            };
            port2.postMessage(null);
        });
    };
    new MutationObserver(look).observe(document, { childList: true, characterData: true, subtree: true });
})()"#;

/// One program on one text.
struct Server {
    name: &'static str,
    command: Command,
    /// The file that is edited.
    file: PathBuf,
    /// Where its page is, relative to the root.
    page: String,
}

fn main() -> Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(measure())
}

async fn measure() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [lectern, mdbook, vitepress, lesson, texts @ ..] = &arguments[..] else {
        anyhow::bail!("`cargo xtask bench serve` knows how to call this");
    };
    let (course, file) = lesson.split_once("/lessons/").context("a lesson lies in a course")?;
    let stem = file.trim_end_matches(".md");
    println!("| lessons | program | until the first page | median | fastest | slowest | edits |");
    println!("|---|---|---|---|---|---|---|");
    for text in texts.chunks_exact(4) {
        let [size, content, book, site] = text else { continue };
        let port = free_port()?;
        let number = port.to_string();
        let mut ours = Command::new(lectern);
        ours.args(["serve", content, "--no-open", "--port", &number]);
        let mut theirs = Command::new(mdbook);
        theirs.args(["serve", book, "--hostname", "127.0.0.1", "--port", &number]);
        let mut others = Command::new("node");
        others.args([vitepress, "dev", site, "--host", "127.0.0.1", "--port", &number]);
        let html = format!("{}.html", lesson.trim_end_matches(".md"));
        let servers = [
            Server {
                name: "lectern serve",
                command: ours,
                file: Path::new(content).join(lesson),
                page: format!("{course}/{stem}/"),
            },
            Server {
                name: "mdbook serve",
                command: theirs,
                file: Path::new(book).join("src").join(lesson),
                page: html.clone(),
            },
            Server { name: "vitepress dev", command: others, file: Path::new(site).join(lesson), page: html },
        ];
        for server in servers {
            let name = server.name;
            let (started, mut times) = edited(server, port).await?;
            times.sort();
            let told = |time: Duration| format!("{} ms", time.as_millis());
            println!(
                "| {size} | {name} | {} | {} | {} | {} | {} |",
                told(started),
                told(times[times.len() / 2]),
                told(times[0]),
                told(times[times.len() - 1]),
                times.len()
            );
        }
    }
    Ok(())
}

/// Serves, opens the page, edits its file again and again. Gives back how long it took until a page was answered, and
/// from each edit to its being painted.
async fn edited(mut server: Server, port: u16) -> Result<(Duration, Vec<Duration>)> {
    let text = fs::read_to_string(&server.file)?;
    ensure!(text.contains("\n\n## "), "{} has no heading", server.file.display());
    let with =
        |number: usize| text.replacen("\n\n## ", &format!("\n\nThe word is mark{number}word.\n\n## "), 1);
    fs::write(&server.file, with(0))?;

    let begun = Instant::now();
    let mut process = Group::spawn(server.command.stdout(Stdio::null()).stderr(Stdio::null()))?;
    while !answers(port).await {
        ensure!(!process.has_ended()?, "`{}` ended by itself", server.name);
        ensure!(begun.elapsed() < PATIENCE, "`{}` does not answer", server.name);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let started = begun.elapsed();

    let browser = Browser::open(Engine::Chromium, Profile::default()).await?;
    browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await?;
    browser.goto(&format!("http://127.0.0.1:{port}/{}", server.page)).await?;
    painted(&browser, 0).await.with_context(|| format!("`{}` shows no page", server.name))?;
    // Until the page has come to rest, and the files are no longer so young that they are looked at twice.
    tokio::time::sleep(PAUSE * 2).await;

    let mut times = Vec::new();
    let begun = Instant::now();
    for number in 1..=EDITS {
        if begun.elapsed() > ENOUGH.0 && times.len() >= ENOUGH.1 {
            break;
        }
        let text = with(number);
        let saved = SystemTime::now();
        fs::write(&server.file, text)?;
        let seen = painted(&browser, number).await.with_context(|| server.name)?;
        let time = seen.duration_since(saved).context("seen before it was saved")?;
        ensure!(SystemTime::now() > seen, "the clock of the page runs ahead");
        times.push(time);
        tokio::time::sleep(PAUSE).await;
    }
    browser.close().await?;
    fs::write(&server.file, text)?;
    Ok((started, times))
}

/// When the page had painted the word with this number.
async fn painted(browser: &Browser, number: usize) -> Result<SystemTime> {
    let word = format!("mark{number}word");
    let noted = format!("Number(sessionStorage.getItem('{word}')) > 0");
    browser.until_within(PATIENCE, &word, &noted).await?;
    let time: f64 = browser.js("return Number(sessionStorage.getItem(arguments[0]))", &[json!(word)]).await?;
    Ok(UNIX_EPOCH + Duration::from_secs_f64(time / 1e3))
}
