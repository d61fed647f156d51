//! Runs one test on one engine, and where it fails keeps what was seen: the text, the console and a picture
//! of every browser.
//!
//! Starting browsers was half of the suite's work, so one that is set up alike is used for the next test. What it keeps
//! of sites belongs to their ports, of which no two hosts have the same. After a test that failed, or that has changed
//! what cannot be changed back, it ends.

use std::io::Write;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, Once, PoisonError};
use std::time::Duration;

use anyhow::Result;
use futures_util::FutureExt;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;

use crate::browser::Browser;
use crate::content;
use crate::engine::{Engine, Profile, on_path};

/// How many tests run at once. The suite is made for machines of two cores. A test waits for its browser half of the time, so
/// that three keep them busy; more would only make each other late. `cargo xtask test` starts as many threads, of which
/// `cargo test` has one a core.
const AT_ONCE: usize = 3;

static SESSIONS: Semaphore = Semaphore::const_new(AT_ONCE);

/// The file below the target folder that tests are noted in which passed only at the second try.
pub const SECOND_TRIES: &str = "second-tries";

/// The file below the target folder that notes how long each test took, in milliseconds.
pub const TIMES: &str = "e2e-times";

/// Longer than any test takes, so that a browser that hangs fails one test and not the whole run.
const LIMIT: Duration = Duration::from_secs(300);

/// Browsers outlive the test that they were opened by, and so does what speaks to them.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime needs nothing that can be missing")
});

/// Browsers that no test uses now, each with the number of tests that it was used for.
static IDLE: Mutex<Vec<(usize, Browser)>> = Mutex::new(Vec::new());

/// A browser that has shown a hundred sites is slower than a new one.
const MOST_USES: usize = 20;

/// As many as all tests that run at once can want of three engines; the one that waits longest goes first.
const MOST_IDLE: usize = 3 * AT_ONCE;

/// Longer than any browser needs to become an empty tab again.
const RESET_LIMIT: Duration = Duration::from_secs(10);

/// A running test: which engine it is for, and the browsers it opened.
#[derive(Debug)]
pub struct Test {
    /// The engine every browser of the test is of.
    pub engine: Engine,
    name: String,
    /// Each with the number of tests that it was used for before.
    browsers: Mutex<Vec<(usize, Arc<Browser>)>>,
}

/// Declares tests, each on the engines named: `name: chromium firefox webkit;` runs the async function `name`
/// as the tests `name::chromium` and so on.
#[macro_export]
macro_rules! engines {
    ($($name:ident: $($engine:ident)+;)+) => {
        $(mod $name {
            $(#[test]
            fn $engine() {
                let engine = $crate::engines!(@ $engine);
                $crate::evidence::run(concat!(module_path!(), "::", stringify!($engine)), engine, super::$name);
            })+
        })+
    };
    (@ chromium) => { $crate::engine::Engine::Chromium };
    (@ firefox) => { $crate::engine::Engine::Firefox };
    (@ webkit) => { $crate::engine::Engine::WebKit };
}

impl Test {
    /// Opens a browser that knows nothing of any site of this test.
    ///
    /// # Errors
    /// As [`Browser::open`].
    pub async fn browser(&self) -> Result<Arc<Browser>> {
        self.browser_with(Profile::default()).await
    }

    /// As [`Test::browser`], set up in another way.
    ///
    /// # Errors
    /// As [`Browser::open`].
    pub async fn browser_with(&self, profile: Profile) -> Result<Arc<Browser>> {
        let (uses, browser) = match idle(self.engine, profile) {
            Some(idle) => idle,
            None => (0, Browser::open(self.engine, profile).await?),
        };
        let browser = Arc::new(browser);
        lock(&self.browsers).push((uses, browser.clone()));
        Ok(browser)
    }

    fn take_browsers(&self) -> Vec<(usize, Arc<Browser>)> {
        std::mem::take(&mut lock(&self.browsers))
    }

    /// Writes down what every browser shows now, and says where.
    async fn keep_evidence(&self, browsers: &[(usize, Arc<Browser>)]) -> String {
        let folder = content::target().join("e2e").join(self.name.replace("::", "."));
        let mut kept = Vec::new();
        for (index, (_, browser)) in browsers.iter().enumerate() {
            match keep(browser, &folder, index).await {
                Ok(file) => kept.push(file.display().to_string()),
                Err(error) => kept.push(format!("nothing of browser {index}: {error:#}")),
            }
        }
        format!(
            "what was seen is kept in {}",
            if kept.is_empty() { "nothing".into() } else { kept.join(", ") }
        )
    }
}

/// Runs a test on an engine; see [`engines!`](crate::engines).
///
/// One that fails is tried once more with a new browser: three engines on a busy machine are late now and then for
/// reasons of their own. What passes only then is said, and written down in [`SECOND_TRIES`], which the suite ends with:
/// it is to be looked into, as a learner may meet it too.
///
/// # Panics
/// Where the test fails, naming the evidence that was kept.
pub fn run(name: &str, engine: Engine, test: impl AsyncFn(&Test) -> Result<()>) {
    if !engine.is_required() && on_path(engine.driver()).is_none() {
        say_once(&format!("skipped: every test on {engine}, as {} is not on PATH", engine.driver()));
        return;
    }
    let name = name.strip_prefix("e2e::").unwrap_or(name).to_owned();
    let state = Test { engine, name, browsers: Mutex::default() };
    RUNTIME.block_on(async {
        let _session = SESSIONS.acquire().await.expect("the semaphore is never closed");
        let begun = std::time::Instant::now();
        let first = once(&state, &test).await;
        note(TIMES, &format!("{:>6} {}", begun.elapsed().as_millis(), state.name));
        let Err(first) = first else { return };
        if let Err(second) = once(&state, &test).await {
            panic!("{second}\nand at the first try: {first}");
        }
        say(&format!("only at the second try: {}: {first}", state.name));
        note(SECOND_TRIES, &format!("{}: {}", state.name, first.lines().next().unwrap_or_default()));
    });
}

/// Adds a line to a file below the target folder.
fn note(file: &str, line: &str) {
    let file = std::fs::OpenOptions::new().create(true).append(true).open(content::target().join(file));
    file.and_then(|mut file| file.write_all(format!("{line}\n").as_bytes()))
        .expect("the target folder takes files");
}

/// One try at a test; where it fails, why, and where the evidence is.
async fn once(state: &Test, test: &impl AsyncFn(&Test) -> Result<()>) -> Result<(), String> {
    let outcome = tokio::time::timeout(LIMIT, AssertUnwindSafe(test(state)).catch_unwind()).await;
    let browsers = state.take_browsers();
    let outcome = match outcome {
        Ok(Ok(Ok(()))) => Ok(()),
        Ok(Ok(Err(error))) => Err(format!("{error:#}")),
        Ok(Err(panic)) => Err(match (panic.downcast_ref::<String>(), panic.downcast_ref::<&str>()) {
            (Some(text), _) => text.clone(),
            (None, Some(text)) => (*text).to_owned(),
            (None, None) => "a panic without words".to_owned(),
        }),
        Err(_) => Err(format!("the test took longer than {} s", LIMIT.as_secs())),
    };
    let outcome = match outcome {
        Err(failure) => Err(format!("{failure}\n{}", state.keep_evidence(&browsers).await)),
        Ok(()) => Ok(()),
    };
    for (uses, browser) in browsers {
        if let Ok(browser) = Arc::try_unwrap(browser) {
            put_back(uses + 1, browser, outcome.is_err()).await;
        }
    }
    outcome
}

fn lock<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A browser of an engine that is set up like this and is not in use.
fn idle(engine: Engine, profile: Profile) -> Option<(usize, Browser)> {
    let mut idle = lock(&IDLE);
    let place = idle.iter().position(|(_, it)| it.engine == engine && it.profile == profile)?;
    Some(idle.swap_remove(place))
}

/// Keeps a browser for the next test, or ends it.
async fn put_back(uses: usize, browser: Browser, has_failed: bool) {
    let is_fit = !has_failed
        && uses < MOST_USES
        && matches!(tokio::time::timeout(RESET_LIMIT, browser.reset()).await, Ok(Ok(true)));
    if is_fit {
        let mut idle = lock(&IDLE);
        idle.push((uses, browser));
        if idle.len() > MOST_IDLE {
            // Its driver is killed, and the browser with it.
            drop(idle.remove(0));
        }
    } else {
        // A browser that does not end by itself is killed when it is dropped.
        let _ = tokio::time::timeout(Duration::from_secs(5), browser.close()).await;
    }
}

/// Writes the text and then the picture, which a broken browser is the likelier to keep back.
async fn keep(browser: &Browser, folder: &Path, index: usize) -> Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let text = folder.join(format!("browser-{index}.txt"));
    let picture = folder.join(format!("browser-{index}.png"));
    let limit = Duration::from_secs(10);
    let page = async {
        let page = browser.js::<String>(
            "return location.href + '\\n' + document.title + '\\n\\n' + (document.body?.innerText ?? '')
                + '\\n\\n' + document.documentElement.outerHTML",
            &[],
        );
        let page = page.await.unwrap_or_else(|error| format!("no text: {error:#}"));
        format!("{page}\n\n{}\n", browser.console().await.unwrap_or_default().join("\n"))
    };
    let page =
        tokio::time::timeout(limit, page).await.unwrap_or_else(|_| "the browser does not answer".into());
    std::fs::write(&text, page)?;
    if let Ok(Ok(png)) = tokio::time::timeout(limit, browser.screenshot()).await {
        std::fs::write(picture, png)?;
    }
    Ok(text)
}

fn say_once(line: &str) {
    static SAID: Once = Once::new();
    SAID.call_once(|| say(line));
}

/// A line for whoever runs the suite, past the capture of the test runner, which shows only what fails.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
