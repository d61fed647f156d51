//! The pages that stories of faults are played on: the desk with a script in front of the player, in a tab or in a
//! frame.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use course::identity::id_of_text;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Facts, Step};
use crate::browser::Browser;
use crate::content;
use crate::host::{BLANK, Files, Host, Ways};
use crate::host_page::host_page;
use crate::learner::Learner;
use crate::site_under_test::site;

/// How long a page has to show what it is expected to.
const PATIENCE: Duration = Duration::from_secs(4);

/// Where the player is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a tab.
    Tab,
    /// In a frame of a page on another site, with these attributes.
    Frame(&'static str),
}

/// A browser that shows the desk.
#[derive(Debug)]
pub struct Stage<'a> {
    browser: &'a Browser,
    host: Host,
    /// The page around the frame.
    outer: Option<Host>,
    has_origin: bool,
}

/// What a page shows.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Seen {
    /// What was done.
    pub facts: Facts,
    /// Which notice about storage there is; empty for none.
    pub notice: String,
}

impl<'a> Stage<'a> {
    /// Serves the desk and opens a page of it. `max_age` says how many seconds the browser may keep a page without
    /// asking: where nothing is published meanwhile, that saves it half of its work.
    ///
    /// # Errors
    /// Where the browser does not come there.
    pub async fn open(browser: &'a Browser, place: Place, max_age: Option<u32>) -> Result<Self> {
        let ways = Ways { cors: true, max_age, ..Ways::default() };
        let host = Host::start(with_faults(site(&content::desk())?)?, ways).await?;
        let mut stage = Self { browser, host, outer: None, has_origin: true };
        if let Place::Frame(attributes) = place {
            let page = host_page(&stage.host.url(BLANK), attributes);
            let outer = Host::start(page, Ways::default()).await?;
            browser.goto(&outer.url_on_another_site("")).await?;
            browser.enter_frame().await?;
            browser.until("the frame", "location.pathname.endsWith('blank.html')").await?;
            stage.outer = Some(outer);
            stage.has_origin = browser.js("return self.origin !== 'null'", &[]).await?;
        }
        Ok(stage)
    }

    /// Leaves every tab and forgets everything.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn clear(&self) -> Result<()> {
        self.mend().await?;
        self.goto(BLANK).await?;
        if self.has_origin {
            self.browser.js::<()>("try { localStorage.clear() } catch {}", &[]).await?;
        }
        Ok(())
    }

    /// Leaves every tab but the first one, and stays in that. Pages that are loaded from now on do not fail.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn mend(&self) -> Result<()> {
        for tab in (0..self.browser.tabs().await?).rev() {
            self.switch(tab).await?;
            if tab > 0 {
                self.goto(BLANK).await?;
            }
            self.browser.js::<()>("name = ''", &[]).await?;
        }
        Ok(())
    }

    /// Goes on in another tab, by its number from 0. The next one is opened where it is not there.
    ///
    /// # Errors
    /// Where the browser does not answer, or there is no tab before it.
    pub async fn switch(&self, tab: usize) -> Result<()> {
        if self.outer.is_some() {
            return Ok(());
        }
        if tab == self.browser.tabs().await? {
            self.browser.open_tab().await?;
            self.browser.switch(tab).await?;
            return self.goto(BLANK).await;
        }
        self.browser.switch(tab).await
    }

    /// Takes a step in the tab at hand.
    ///
    /// # Errors
    /// Where the page does not let it be taken.
    pub async fn take(&self, step: &Step) -> Result<()> {
        match *step {
            Step::Fault(faults) => self.fault(faults).await,
            Step::Dies(writes) => self.fault(&format!("write: 'dead', writeAfter: {writes}")).await,
            Step::Open(lesson) => {
                let path = format!("courses/desk/{lesson}/");
                self.goto(&if self.has_origin { path } else { format!("#/{path}") }).await?;
                self.ready().await
            }
            Step::Reload => {
                self.browser.reload().await?;
                self.ready().await
            }
            Step::Leave => self.goto(BLANK).await,
            Step::Back => {
                self.browser.back().await?;
                self.ready().await
            }
            Step::Crash => self.browser.crash().await,
            Step::Publish(changes) => self.publish(changes),
            Step::Script(script) => self.browser.js(script, &[]).await,
            Step::Await(expression) => self.browser.until("what another tab did", expression).await,
            Step::Pick(question, text) => self.act("pick", &[question, text]).await,
            Step::Type(question, text) => self.act("type", &[question, text]).await,
            Step::Check(question) => self.act("check", &[question]).await,
            Step::Note(text) => self.act("note", &[text]).await,
            Step::Tick(task) => self.act("tick", &[task]).await,
            Step::Complete => self.act("complete", &[]).await,
            Step::HandIn => self.act("handIn", &[]).await,
            Step::Retry => self.act("retry", &[]).await,
            Step::Tab(_) | Step::Hear | Step::Mark | Step::Now(..) => Ok(()),
        }
    }

    /// What the page shows, after what it does when it has a moment.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub async fn seen(&self) -> Result<Seen> {
        let soon = "new Promise(done => setTimeout(() => setTimeout(() => done(desk.seen()))))";
        self.browser.promise(soon).await
    }

    /// Waits until the page shows these facts and no others, and this notice.
    ///
    /// # Errors
    /// Where it does not.
    pub async fn sees(&self, facts: &Facts, notice: Option<&str>) -> Result<()> {
        let end = Instant::now() + PATIENCE;
        loop {
            let seen = self.seen().await?;
            if seen.facts == *facts && notice.is_none_or(|notice| notice == seen.notice) {
                return Ok(());
            }
            if Instant::now() > end {
                bail!("expected {facts:?} and the notice {notice:?}, seen is {seen:?}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Serves a build of the desk with changes: each text is replaced by another one.
    ///
    /// # Errors
    /// Where the content has errors, or there is nothing to change.
    pub fn publish(&self, changes: &[(&str, &str)]) -> Result<()> {
        let folder = content::changed(&content::desk(), changes)?;
        self.host.replace(with_faults(site(folder.path())?)?);
        Ok(())
    }

    async fn fault(&self, faults: &str) -> Result<()> {
        let script = format!(
            "const change = {{ {faults} }};
             if (window.faults) Object.assign(window.faults, change);
             name = JSON.stringify({{ ...JSON.parse(name || '{{}}'), ...change }})"
        );
        self.browser.js(&script, &[]).await
    }

    async fn act(&self, name: &str, arguments: &[&str]) -> Result<()> {
        let mut arguments: Vec<Value> = arguments.iter().map(|it| json!(it)).collect();
        if let Some(question) =
            arguments.first_mut().filter(|it| it.as_str().is_some_and(|it| it.contains('?')))
        {
            *question = json!(id_of_text(question.as_str().context("it is a text")?));
        }
        self.browser.promise(&format!("desk.slowly({}, ...{})", json!(name), json!(arguments))).await
    }

    async fn goto(&self, path: &str) -> Result<()> {
        let url = self.host.url(path);
        if self.outer.is_none() {
            return self.browser.goto(&url).await;
        }
        // A step behind the hash alone loads nothing.
        let script = "window.testLeaving = true;
            location.href = arguments[0];
            if (location.href.includes('#')) location.reload()";
        self.browser.js::<()>(script, &[json!(url)]).await?;
        let there = "!window.testLeaving && document.readyState === 'complete'";
        self.browser.until("another page in the frame", there).await
    }

    async fn ready(&self) -> Result<()> {
        // A page that is there but says that it has crashed is seen as that.
        let learner = Learner { browser: self.browser, in_frame: self.outer.is_some() };
        learner.ready().await
    }
}

/// A site whose pages run `page.js` first, without a service worker.
fn with_faults(mut files: Files) -> Result<Files> {
    let script = format!("<head><script>{}</script>", include_str!("page.js"));
    for (path, bytes) in files.iter_mut().filter(|(path, _)| path.ends_with(".html")) {
        let page = std::str::from_utf8(bytes)?;
        let (before, after) = page.split_once("<head>").with_context(|| format!("{path} has no head"))?;
        *bytes = [before, &script, after].concat().into_bytes();
    }
    files.remove("sw.js");
    Ok(files)
}
