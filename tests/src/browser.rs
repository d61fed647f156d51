//! A browser session and the verbs that any page answers to.
//!
//! It waits for everything it looks for; where the page does not come to it in time, the error says what was
//! waited for. What a learner does on a page of the player is in [`crate::learner`].

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use fantoccini::actions::{InputSource, MouseActions, PointerAction};
use fantoccini::elements::Element;
use fantoccini::wd::WindowHandle;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::command::Post;
use crate::driver::Driver;
use crate::engine::{Engine, Profile, Scheme};

/// How long a page has to come to what is waited for.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// How large a window is in the beginning, in pixels.
const WINDOW: (u32, u32) = (1280, 900);

/// A session with a fresh profile. It ends when it is closed or dropped.
#[derive(Debug)]
pub struct Browser {
    /// The engine behind it.
    pub engine: Engine,
    /// How it was set up.
    pub profile: Profile,
    client: Client,
    /// Whether it is in a state that it cannot be brought out of.
    is_altered: AtomicBool,
    is_resized: AtomicBool,
    /// In the order of opening.
    tabs: tokio::sync::Mutex<Vec<WindowHandle>>,
    // Dropped in this order: the browser must have ended before its profile is removed.
    _driver: Driver,
    _home: TempDir,
}

impl Browser {
    /// Starts a browser with an empty profile and a window of 1280 × 900.
    ///
    /// # Errors
    /// Where driver or browser are missing or do not start.
    pub async fn open(engine: Engine, profile: Profile) -> Result<Self> {
        let home = tempfile::Builder::new().prefix("lectern-e2e-").tempdir()?;
        let data = home.path().join("profile");
        std::fs::create_dir(&data)?;
        let driver = Driver::start(engine, home.path()).await?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(engine.capabilities(profile, &data)?)
            .connect(&driver.address)
            .await
            .with_context(|| format!("{engine} does not start"))?;
        let tabs = tokio::sync::Mutex::new(vec![client.window().await?]);
        let (is_altered, is_resized) = Default::default();
        let browser =
            Self { engine, profile, client, is_altered, is_resized, tabs, _driver: driver, _home: home };
        if engine != Engine::Chromium {
            browser.client.set_window_size(WINDOW.0, WINDOW.1).await?;
        }
        if profile.scheme == Scheme::Dark && engine == Engine::Chromium {
            browser.emulate_scheme(profile.scheme).await?;
        }
        Ok(browser)
    }

    /// Brings the browser back to an empty tab in a window of its first size, for another test. What it keeps of sites
    /// stays. `false` where that is not possible.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn reset(&self) -> Result<bool> {
        if self.is_altered.load(Ordering::Relaxed) || self.profile.is_watched {
            return Ok(false);
        }
        let mut tabs = self.tabs.lock().await;
        for tab in tabs.drain(1..) {
            self.client.switch_to_window(tab).await?;
            self.client.close_window().await?;
        }
        self.client.switch_to_window(tabs[0].clone()).await?;
        drop(tabs);
        self.goto("about:blank").await?;
        self.until("an empty page", "location.href === 'about:blank'").await?;
        self.js::<()>("name = ''", &[]).await?;
        if self.engine == Engine::Chromium {
            self.command("Emulation.clearDeviceMetricsOverride", json!({})).await?;
            self.emulate_scheme(self.profile.scheme).await?;
            self.console().await?;
        } else if self.is_resized.swap(false, Ordering::Relaxed) {
            self.client.set_window_size(WINDOW.0, WINDOW.1).await?;
        }
        Ok(true)
    }

    /// Ends the session. Without it the browser is killed when the value is dropped.
    ///
    /// # Errors
    /// Where the driver is gone already.
    pub async fn close(self) -> Result<()> {
        Ok(self.client.clone().close().await?)
    }

    /// Loads an address as if it was typed.
    ///
    /// # Errors
    /// Where the browser reports that nobody answered; pages that answer with an error status load all the same.
    pub async fn goto(&self, url: &str) -> Result<()> {
        self.client.goto(url).await.with_context(|| format!("cannot open {url}"))
    }

    /// Loads the page again, as a person does. A driver's own reload is not that: Firefox's goes past the service
    /// worker.
    ///
    /// # Errors
    /// Where no page comes, or the browser shows an error of its own.
    pub async fn reload(&self) -> Result<()> {
        self.js::<()>("window.testReloading = true; location.reload()", &[]).await?;
        let loaded = "!window.testReloading && document.readyState === 'complete'";
        self.until("the page to be loaded again", loaded).await
    }

    /// Goes back by one entry of the history.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn back(&self) -> Result<()> {
        Ok(self.client.back().await?)
    }

    /// Goes forward by one entry of the history.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn forward(&self) -> Result<()> {
        Ok(self.client.forward().await?)
    }

    /// How many tabs there are.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn tabs(&self) -> Result<usize> {
        Ok(self.tabs.lock().await.len())
    }

    /// Opens an empty tab behind the others. The verbs go on speaking of the one that they spoke of.
    ///
    /// # Errors
    /// Where the driver opens none.
    pub async fn open_tab(&self) -> Result<()> {
        let tab = self.client.new_window(true).await.context("no other tab")?;
        self.tabs.lock().await.push(tab.handle);
        Ok(())
    }

    /// Ends the process behind the tab at hand at once. An empty tab takes its place. Chromium only.
    ///
    /// # Errors
    /// On another engine.
    pub async fn crash(&self) -> Result<()> {
        self.is_altered.store(true, Ordering::Relaxed);
        let mut tabs = self.tabs.lock().await;
        let crashed = self.client.window().await?;
        let place = tabs.iter_mut().find(|tab| **tab == crashed).context("the tab at hand is one of ours")?;
        *place = self.client.new_window(true).await?.handle;
        let said = self.command("Page.crash", json!({})).await.err().map(|error| format!("{error:#}"));
        if !said.as_ref().is_some_and(|said| said.contains("crashed")) {
            bail!("the page does not crash: {said:?}");
        }
        Ok(self.client.switch_to_window(place.clone()).await?)
    }

    /// Makes a tab the one that all other verbs speak of, by its number from 0 in the order of opening.
    ///
    /// # Errors
    /// Where there is no such tab.
    pub async fn switch(&self, tab: usize) -> Result<()> {
        let tabs = self.tabs.lock().await;
        let tab = tabs.get(tab).with_context(|| format!("no tab {tab}"))?;
        self.client.switch_to_window(tab.clone()).await.context("cannot switch to a tab")
    }

    /// The address of the page.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn url(&self) -> Result<String> {
        Ok(self.client.current_url().await?.into())
    }

    /// The address of the page or frame that the verbs speak of.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn url_in_frame(&self) -> Result<String> {
        self.js("return location.href", &[]).await
    }

    /// Makes the first frame of the page the one that all other verbs speak of.
    ///
    /// # Errors
    /// Where there is no frame.
    pub async fn enter_frame(&self) -> Result<()> {
        self.find("iframe").await?.enter_frame().await.context("cannot enter the frame")
    }

    /// Makes the outer page the one that all other verbs speak of.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn leave_frame(&self) -> Result<()> {
        Ok(self.client.enter_parent_frame().await?)
    }

    /// The body of a function run in the page, its `return` value read as `T`. Arguments are in `arguments`.
    ///
    /// # Errors
    /// Where the script throws, or returns something else.
    pub async fn js<T: DeserializeOwned>(&self, script: &str, arguments: &[Value]) -> Result<T> {
        let value =
            self.client.execute(script, arguments.to_vec()).await.with_context(|| script.to_owned())?;
        serde_json::from_value(value.clone()).with_context(|| format!("{script}\nreturned {value}"))
    }

    /// As [`Browser::js`], for an expression that is a promise.
    ///
    /// # Errors
    /// Where the promise is rejected, or does not settle in 30 seconds.
    pub async fn promise<T: DeserializeOwned>(&self, expression: &str) -> Result<T> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             Promise.resolve().then(() => ({expression}))
                 .then(value => done({{ value }}), error => done({{ error: String(error) }}));"
        );
        let settled = self.client.execute_async(&script, Vec::new()).await?;
        match settled.get("error") {
            Some(error) => bail!("{expression}\nwas rejected: {error}"),
            None => {
                let value = settled.get("value").cloned().unwrap_or(Value::Null);
                serde_json::from_value(value.clone())
                    .with_context(|| format!("{expression}\nresolved to {value}"))
            }
        }
    }

    /// Waits until an expression is true in the page. `what` completes "waited for".
    ///
    /// # Errors
    /// Where it stays false, or goes on throwing.
    pub async fn until(&self, what: &str, expression: &str) -> Result<()> {
        self.until_within(PATIENCE, what, expression).await
    }

    /// As [`Browser::until`], with another patience.
    ///
    /// # Errors
    /// As [`Browser::until`].
    pub async fn until_within(&self, patience: Duration, what: &str, expression: &str) -> Result<()> {
        let end = Instant::now() + patience;
        let script = format!("return !!({expression})");
        loop {
            let last = self.js::<bool>(&script, &[]).await;
            if let Ok(true) = last {
                return Ok(());
            }
            if Instant::now() > end {
                let last =
                    last.map_or_else(|error| format!("{error:#}"), |_| format!("{expression} is false"));
                bail!("waited {} s for {what}: {last}", patience.as_secs());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The first element of a CSS selector, waited for.
    ///
    /// # Errors
    /// Where there is none in time.
    pub async fn find(&self, css: &str) -> Result<Element> {
        let wait = self.client.wait().at_most(PATIENCE).every(Duration::from_millis(50));
        wait.for_element(Locator::Css(css)).await.with_context(|| format!("no {css} on the page"))
    }

    /// Clicks as a person does: the element is scrolled to and hit with the pointer.
    ///
    /// # Errors
    /// Where there is none in time, or something lies over it.
    pub async fn click(&self, css: &str) -> Result<()> {
        let element = self.find(css).await?;
        element.click().await.with_context(|| format!("cannot click {css}"))
    }

    /// Clicks inside a frame without scrolling the page around it, which [`Browser::click`] would do: the frame
    /// itself is scrolled, then the pointer moves.
    ///
    /// # Errors
    /// Where there is none in time, or it is never hit.
    pub async fn click_in_place(&self, css: &str) -> Result<()> {
        for _ in 0..5 {
            let element = self.find(css).await?;
            // Drivers hit what the last frame drew, so the scrolled page must have been drawn first.
            let arm = "
                const [css, done] = arguments, element = document.querySelector(css);
                window.testHit = false;
                element.addEventListener('click', () => { window.testHit = true }, { capture: true, once: true });
                const box = element.getBoundingClientRect();
                const top = scrollY + box.top + box.height / 2 - innerHeight / 2;
                document.scrollingElement.scrollTo({ top, behavior: 'instant' });
                requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(() => done(null)), 50))";
            self.client.execute_async(arm, vec![json!(css)]).await.with_context(|| format!("no {css}"))?;
            if self.engine == Engine::WebKit {
                // Its driver moves the pointer over the outer page only.
                self.js::<()>("document.querySelector(arguments[0]).click()", &[json!(css)]).await?;
            } else {
                // By the element and not by coordinates: to one driver those are the outer page's, to another
                // the frame's.
                let pointer = MouseActions::new("mouse".into())
                    .then(PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 })
                    .then(PointerAction::Down { button: 0 })
                    .then(PointerAction::Up { button: 0 });
                // Where what is to be hit has moved out of sight meanwhile, it is tried again.
                if self.client.perform_actions(pointer).await.is_err() {
                    continue;
                }
            }
            // Where a click loads another document, the mark is gone with the old one.
            for _ in 0..10 {
                if self.js("return window.testHit !== false", &[]).await? {
                    return Ok(());
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        bail!("{css} is never hit by the pointer")
    }

    /// Types into whatever has the focus.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn press(&self, key: fantoccini::key::Key) -> Result<()> {
        self.press_times(key, 1).await
    }

    /// Presses a key several times in a row.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn press_times(&self, key: fantoccini::key::Key, times: usize) -> Result<()> {
        use fantoccini::actions::{KeyAction, KeyActions};
        let value = char::from(key);
        let mut keys = KeyActions::new("keys".into());
        for _ in 0..times {
            keys = keys.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        Ok(self.client.perform_actions(keys).await?)
    }

    /// Puts the clipboard into whatever has the focus, as people do.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn paste(&self) -> Result<()> {
        use fantoccini::actions::{KeyAction, KeyActions};
        let control = char::from(fantoccini::key::Key::Control);
        let keys = KeyActions::new("keys".into())
            .then(KeyAction::Down { value: control })
            .then(KeyAction::Down { value: 'v' })
            .then(KeyAction::Up { value: 'v' })
            .then(KeyAction::Up { value: control });
        Ok(self.client.perform_actions(keys).await?)
    }

    /// Types a text into whatever has the focus.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn type_text(&self, text: &str) -> Result<()> {
        use fantoccini::actions::{KeyAction, KeyActions};
        let mut keys = KeyActions::new("keys".into());
        for value in text.chars() {
            keys = keys.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        Ok(self.client.perform_actions(keys).await?)
    }

    /// The text of the first element of a selector as it is shown, waited for.
    ///
    /// # Errors
    /// Where there is none in time.
    pub async fn text(&self, css: &str) -> Result<String> {
        let script = "return document.querySelector(arguments[0])?.innerText.trim()";
        let end = Instant::now() + PATIENCE;
        // Between being found and being read it may have been drawn anew.
        loop {
            self.find(css).await?;
            match self.js::<Option<String>>(script, &[json!(css)]).await? {
                Some(text) => return Ok(text),
                None if Instant::now() > end => bail!("no {css} on the page"),
                None => {}
            }
        }
    }

    /// The texts of all elements of a selector now.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn texts(&self, css: &str) -> Result<Vec<String>> {
        let script = "return [...document.querySelectorAll(arguments[0])].map(one => one.innerText.trim())";
        self.js(script, &[json!(css)]).await
    }

    /// How many elements of a selector there are now.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn count(&self, css: &str) -> Result<usize> {
        self.js("return document.querySelectorAll(arguments[0]).length", &[json!(css)]).await
    }

    /// Makes the page's viewport this wide and high, in CSS pixels.
    ///
    /// # Errors
    /// Where the window system does not allow it.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.is_resized.store(true, Ordering::Relaxed);
        if self.engine == Engine::Chromium {
            // A window has a least width; the emulated screen of a phone has none.
            let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
            self.command("Emulation.setDeviceMetricsOverride", screen).await?;
        } else {
            self.client.set_window_size(width, height).await?;
            let (inner_width, inner_height): (u32, u32) =
                self.js("return [innerWidth, innerHeight]", &[]).await?;
            let (more_width, more_height) =
                (width.saturating_sub(inner_width), height.saturating_sub(inner_height));
            self.client.set_window_size(width + more_width, height + more_height).await?;
        }
        let inner: u32 = self.js("return innerWidth", &[]).await?;
        if inner != width {
            bail!("{} gives a viewport of {inner} px where {width} px were asked for", self.engine);
        }
        Ok(())
    }

    /// Tells pages of this colour scheme from now on. Chromium only.
    ///
    /// # Errors
    /// On another engine.
    pub async fn emulate_scheme(&self, scheme: Scheme) -> Result<()> {
        let value = match scheme {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.command("Emulation.setEmulatedMedia", features).await?;
        Ok(())
    }

    /// A command of the DevTools protocol, after which the browser is not used for another test. Chromium only.
    ///
    /// # Errors
    /// On another engine, or where Chromium refuses it.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        self.is_altered.store(true, Ordering::Relaxed);
        self.command(command, parameters).await
    }

    async fn command(&self, command: &str, parameters: Value) -> Result<Value> {
        let body = json!({ "cmd": command, "params": parameters });
        let answer = self.client.issue_cmd(Post { path: "goog/cdp/execute", body }).await;
        answer.with_context(|| format!("devtools command {command}"))
    }

    /// The address of every request since the start or the last call, of a browser that [is watched](Profile::is_watched).
    /// Empty on engines that do not tell.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn requests(&self) -> Result<Vec<String>> {
        let sent = |message: Value| {
            let sent = message["message"]["method"] == "Network.requestWillBeSent";
            sent.then(|| message["message"]["params"]["request"]["url"].as_str().map(String::from)).flatten()
        };
        let lines = self.log("performance").await?;
        Ok(lines
            .iter()
            .filter_map(|line| sent(serde_json::from_str(line["message"].as_str()?).ok()?))
            .collect())
    }

    /// What was written to the console since the last call, as `LEVEL text`. Empty on engines that do not tell.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn console(&self) -> Result<Vec<String>> {
        let line = |entry: &Value| {
            format!("{} {}", entry["level"].as_str().unwrap_or("?"), entry["message"].as_str().unwrap_or("?"))
        };
        Ok(self.log("browser").await?.iter().map(line).collect())
    }

    /// The visible part of the page as a PNG file.
    ///
    /// # Errors
    /// Where the driver does not answer.
    pub async fn screenshot(&self) -> Result<Vec<u8>> {
        Ok(self.client.screenshot().await?)
    }

    /// The entries of one of Chromium's logs since the last call.
    async fn log(&self, kind: &str) -> Result<Vec<Value>> {
        if self.engine != Engine::Chromium {
            return Ok(Vec::new());
        }
        let entries = self.client.issue_cmd(Post { path: "se/log", body: json!({ "type": kind }) }).await?;
        Ok(entries.as_array().cloned().unwrap_or_default())
    }
}
