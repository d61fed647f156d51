//! Faults of storage as stories: a learner works the suite's desk (`tests/content/desk`), something fails at some
//! moment, and what is seen then and after a reload is what the story says.
//!
//! Here is what a story is made of. What a learner has done is kept count of in `facts`, the pages and the browser are
//! in `stage`, and how a page fails on purpose is in `page.js`. The stories themselves are in `e2e/faults`.

mod facts;
mod stage;

pub use facts::{Facts, Sheet};
pub use stage::{Place, Seen, Stage};

use anyhow::{Context, Result, bail, ensure};

use crate::engine::Engine;

/// One fault and its answer: a row of the table in `tests/faults.md`.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// What fails.
    pub fault: &'static str,
    /// When.
    pub moment: &'static str,
    /// What happens, step by step.
    pub story: &'static [Step],
    /// The notice about storage that is seen at the end of the story, empty for none.
    pub told: &'static str,
    /// The notice that is still there when the fault is over and the page was loaded again.
    pub told_after: &'static str,
    /// What is there then.
    pub kept: Kept,
    /// What of it is otherwise all the same: facts by their names, with nothing for what is gone.
    pub but: &'static [(&'static str, &'static str)],
    /// In words, what the table says beside the notice; empty where there is nothing to add.
    pub note: &'static str,
    /// The engines it is played on: all, but for what is the same to every engine or what only one of them can do.
    pub on: &'static [Engine],
}

/// What a page loaded after the fault shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Everything that was done.
    All,
    /// What was done before [`Step::Mark`].
    Marked,
}

/// One step of a story.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// From now on this fails in the tab at hand, also in pages that it loads: properties of `faults` in `page.js`.
    Fault(&'static str),
    /// The page is gone after so many more writes: what it does from then on reaches nothing. Nobody sees it again.
    Dies(usize),
    /// What is done up to here is kept, if the story ends with [`Kept::Marked`].
    Mark,
    /// Opens a lesson of the desk.
    Open(&'static str),
    /// Waits until the page shows everything that was done, also in other tabs.
    Hear,
    /// Loads the page again.
    Reload,
    /// Goes on in another tab, by its number from 0. It shows a page without a player at first.
    Tab(usize),
    /// Leaves the player for a page without it, on the same site.
    Leave,
    /// Goes back by the history.
    Back,
    /// The author publishes the desk with changes: each text is replaced by another one.
    Publish(&'static [(&'static str, &'static str)]),
    /// Ends the process behind the page at once. Chromium only.
    Crash,
    /// Runs a script in the page.
    Script(&'static str),
    /// Waits until an expression is true in the page: what one tab writes is there in another one a moment later.
    Await(&'static str),
    /// From now on this fact is another one; nothing for one that is gone.
    Now(&'static str, &'static str),
    /// Picks a choice of a question.
    Pick(&'static str, &'static str),
    /// Types an answer, letter by letter, in the place of what stood there.
    Type(&'static str, &'static str),
    /// Has an answer checked.
    Check(&'static str),
    /// Types into the notes of a project.
    Note(&'static str),
    /// Ticks a step of a project off.
    Tick(&'static str),
    /// Completes a project.
    Complete,
    /// Hands all answers of an exam in.
    HandIn,
    /// Begins another attempt at the exam.
    Retry,
}

impl Case {
    /// A story in which nothing happens and everything stays.
    pub const NONE: Self = Self {
        fault: "",
        moment: "",
        story: &[],
        told: "",
        told_after: "",
        kept: Kept::All,
        but: &[],
        note: "",
        on: &[Engine::Chromium, Engine::Firefox, Engine::WebKit],
    };

    /// Plays the story on a stage and compares what is seen.
    ///
    /// # Errors
    /// Where something else is seen than the case says.
    pub async fn play(&self, stage: &Stage<'_>) -> Result<()> {
        self.act(stage).await.with_context(|| format!("{}, {}", self.fault, self.moment))
    }

    async fn act(&self, stage: &Stage<'_>) -> Result<()> {
        stage.clear().await?;
        if self.story.iter().any(|step| matches!(step, Step::Publish(_))) {
            stage.publish(&[])?;
        }
        let (mut sheet, mut marked, mut has_died) = (Sheet::default(), None, false);
        // What each tab shows.
        let mut shown: Vec<Option<&str>> = vec![None];
        let mut left = None;
        let mut at = 0;
        for step in self.story {
            match *step {
                Step::Tab(tab) => {
                    stage.switch(tab).await?;
                    shown.resize(shown.len().max(tab + 1), None);
                    at = tab;
                }
                Step::Mark => marked = Some(sheet.clone()),
                Step::Open(lesson) => shown[at] = Some(lesson),
                Step::Leave => left = shown[at].take().or(left),
                Step::Back => shown[at] = left,
                Step::Crash => shown[at] = None,
                Step::Dies(_) => has_died = true,
                _ => {}
            }
            stage.take(step).await.with_context(|| format!("{step:?}"))?;
            sheet.take(step);
            if let (Step::Hear, Some(lesson)) = (step, shown[at]) {
                stage.sees(&sheet.on(lesson), None).await.context("what other tabs did")?;
            }
        }
        ensure!(shown[at].is_some() || has_died || self.told.is_empty(), "a page that is gone tells nothing");
        // A tab that hears nothing of the others shows what it knows, until it is loaded again.
        let is_deaf = |step: &Step| matches!(step, Step::Fault(faults) if faults.contains("deaf"));
        let is_deaf = self.story.iter().any(is_deaf);
        let seen = shown.iter().enumerate().filter(|(tab, _)| !has_died && (*tab == at || !is_deaf));
        for (tab, lesson) in seen {
            if let Some(lesson) = lesson {
                stage.switch(tab).await?;
                // What happened in one tab is told in that one.
                let told = (tab == at).then_some(self.told);
                stage.sees(&sheet.on(lesson), told).await.with_context(|| format!("in tab {tab}, now"))?;
            }
        }
        let mut kept = match (self.kept, marked) {
            (Kept::All, _) => sheet.clone(),
            (Kept::Marked, Some(marked)) => marked,
            (Kept::Marked, None) => bail!("the story has no mark"),
        };
        for (name, fact) in self.but {
            kept.set(name, fact);
        }
        stage.mend().await?;
        for lesson in sheet.lessons() {
            stage.take(&Step::Open(lesson)).await?;
            stage.sees(&kept.on(lesson), Some(self.told_after)).await.context("after a reload")?;
        }
        Ok(())
    }
}
