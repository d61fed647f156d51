//! Runs one test on one engine, and where it fails keeps what was seen: the text, the console and a picture
//! of every browser.

use std::io::Write;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::time::Duration;

use anyhow::Result;
use futures_util::FutureExt;
use tokio::sync::Semaphore;

use crate::browser::Browser;
use crate::content;
use crate::engine::{Engine, Profile, on_path};

/// The suite is made for machines of two cores. A test waits for its browser half of the time, so that three at once
/// keep them busy; more would only make each other late.
static SESSIONS: Semaphore = Semaphore::const_new(3);

/// Longer than any test takes, so that a browser that hangs fails one test and not the whole run.
const LIMIT: Duration = Duration::from_secs(120);

/// A running test: which engine it is for, and the browsers it opened.
#[derive(Debug)]
pub struct Test {
    /// The engine every browser of the test is of.
    pub engine: Engine,
    name: String,
    browsers: Mutex<Vec<Arc<Browser>>>,
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
    /// Opens a browser with an empty profile.
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
        let browser = Arc::new(Browser::open(self.engine, profile).await?);
        self.browsers.lock().unwrap_or_else(PoisonError::into_inner).push(browser.clone());
        Ok(browser)
    }

    fn take_browsers(&self) -> Vec<Arc<Browser>> {
        std::mem::take(&mut self.browsers.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Writes down what every browser shows now, and says where.
    async fn keep_evidence(&self, browsers: &[Arc<Browser>]) -> String {
        let folder = content::target().join("e2e").join(self.name.replace("::", "."));
        let mut kept = Vec::new();
        for (index, browser) in browsers.iter().enumerate() {
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
/// # Panics
/// Where the test fails, naming the evidence that was kept.
pub fn run(name: &str, engine: Engine, test: impl AsyncFnOnce(&Test) -> Result<()>) {
    if !engine.is_required() && on_path(engine.driver()).is_none() {
        say_once(&format!("skipped: every test on {engine}, as {} is not on PATH", engine.driver()));
        return;
    }
    let name = name.strip_prefix("e2e::").unwrap_or(name).to_owned();
    let state = Test { engine, name, browsers: Mutex::default() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime needs nothing that can be missing").block_on(async {
        let _session = SESSIONS.acquire().await.expect("the semaphore is never closed");
        let outcome = tokio::time::timeout(LIMIT, AssertUnwindSafe(test(&state)).catch_unwind()).await;
        let browsers = state.take_browsers();
        let failure = match outcome {
            Ok(Ok(Ok(()))) => None,
            Ok(Ok(Err(error))) => Some(format!("{error:#}")),
            // The panic's own message was printed when it happened.
            Ok(Err(_)) => Some("an assertion failed, see above".to_owned()),
            Err(_) => Some(format!("the test took longer than {} s", LIMIT.as_secs())),
        };
        let failure = match failure {
            Some(failure) => Some(format!("{failure}\n{}", state.keep_evidence(&browsers).await)),
            None => None,
        };
        for browser in browsers {
            if let Ok(browser) = Arc::try_unwrap(browser) {
                // A browser that does not end by itself is killed when it is dropped.
                let _ = tokio::time::timeout(Duration::from_secs(5), browser.close()).await;
            }
        }
        if let Some(failure) = failure {
            panic!("{failure}");
        }
    });
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
