//! Three tabs of one browser that do things in the same moment. Afterwards all show the same, before and after they are
//! loaded again, and nothing that was done in one of them is missing.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use tests::browser::Browser;
use tests::engines;
use tests::evidence::Test;
use tests::faults::{Facts, Place, Stage, Step};

engines! {
    what_three_tabs_do_in_the_same_moment_is_all_there_in_all_of_them: chromium firefox webkit;
}

const TABS: usize = 3;

async fn what_three_tabs_do_in_the_same_moment_is_all_there_in_all_of_them(test: &Test) -> Result<()> {
    let browser = test.browser().await?;
    let stage = Stage::open(&browser, Place::Tab, Some(600)).await?;
    stage.clear().await?;

    open(&stage, "bench").await?;
    // No tab knows of an attempt yet: each begins the first one.
    at_once(
        &browser,
        [
            "desk.pick('soft', 'Pine'); desk.check('soft'); desk.tick('Saw the boards')",
            "desk.pick('hard', 'Birch'); desk.check('hard'); desk.tick('Join them')",
            "desk.type('holds', 'dowel'); desk.check('holds')",
        ],
    )
    .await?;
    let done = [
        ("soft", "Pine correct"),
        ("hard", "Birch wrong"),
        ("holds", "dowel correct"),
        ("Saw the boards", "done"),
        ("Join them", "done"),
    ];
    agree(&stage, "different questions", |facts| *facts == to_facts(&done)).await?;

    at_once(&browser, ["desk.note('No glue.')", "desk.note('Two screws.')", "desk.note('One nail.')"])
        .await?;
    agree(&stage, "one field of notes", |facts| {
        let text = |name: &str| facts.get(name).map_or("", String::as_str);
        let shown = [text("notes"), text("others")].join(", ");
        let mut texts: Vec<&str> = shown.split(", ").collect();
        texts.sort_unstable();
        texts == ["No glue.", "One nail.", "Two screws."]
    })
    .await?;
    at_once(&browser, ["desk.complete()"; TABS]).await?;
    agree(&stage, "a project", |facts| facts.get("bench").is_some_and(|it| it == "completed")).await?;

    open(&stage, "trial").await?;
    at_once(
        &browser,
        ["desk.pick('wood', 'Birch')", "desk.pick('wood', 'Brass')", "desk.type('tool', 'hammer')"],
    )
    .await?;
    let is_one_of = |facts: &Facts, name: &str, all: [&str; 2]| {
        facts.get(name).is_some_and(|fact| all.contains(&fact.as_str()))
    };
    agree(&stage, "the same question", |facts| {
        facts.get("tool").is_some_and(|tool| tool == "hammer") && is_one_of(facts, "wood", ["Birch", "Brass"])
    })
    .await?;
    at_once(&browser, ["desk.handIn()"; TABS]).await?;
    agree(&stage, "handing in", |facts| {
        is_one_of(facts, "wood", ["Birch correct", "Brass wrong"])
            && facts.get("trial").is_some_and(|it| it == "completed")
    })
    .await?;
    at_once(&browser, ["desk.retry()"; TABS]).await?;
    agree(&stage, "another attempt", |facts| {
        // Whoever presses in three tabs at once has had one try.
        facts.get("attempt").is_some_and(|it| it == "2") && !facts.contains_key("wood")
    })
    .await?;
    at_once(
        &browser,
        ["desk.pick('wood', 'Birch')", "desk.type('tool', 'nail')", "desk.type('tool', 'nail')"],
    )
    .await?;
    agree(&stage, "the second attempt", |facts| {
        facts.get("attempt").is_some_and(|it| it == "2")
            && facts.get("wood").is_some_and(|it| it == "Birch")
            && facts.get("tool").is_some_and(|it| it == "nail")
    })
    .await
}

fn to_facts(facts: &[(&str, &str)]) -> Facts {
    facts.iter().map(|(name, fact)| ((*name).to_owned(), (*fact).to_owned())).collect()
}

/// Opens a lesson in all tabs.
async fn open(stage: &Stage<'_>, lesson: &'static str) -> Result<()> {
    for tab in 0..TABS {
        stage.switch(tab).await?;
        stage.take(&Step::Open(lesson)).await?;
    }
    Ok(())
}

/// Runs a script in each tab, all on one signal: none of them has heard of the others before it is done.
async fn at_once(browser: &Browser, scripts: [&str; TABS]) -> Result<()> {
    for (tab, script) in scripts.iter().enumerate().skip(1) {
        browser.switch(tab).await?;
        let arm = format!(
            "window.testDone = '';
             addEventListener('storage', function act(event) {{
                 if (event.key !== 'test/signal') return;
                 removeEventListener('storage', act);
                 try {{ {script}; window.testDone = 'yes' }} catch (error) {{ window.testDone = String(error) }}
             }})"
        );
        browser.js::<()>(&arm, &[]).await?;
    }
    browser.switch(0).await?;
    let fire = format!(
        "localStorage.setItem('test/signal', Math.random());
         window.testDone = 'yes';
         {};",
        scripts[0]
    );
    browser.js::<()>(&fire, &[]).await?;
    for tab in 0..TABS {
        browser.switch(tab).await?;
        browser.until("the tab to have done its part", "window.testDone").await?;
        let done: String = browser.js("return window.testDone", &[]).await?;
        ensure!(done == "yes", "tab {tab}: {done}");
    }
    Ok(())
}

/// Waits until all tabs show the same and it is `right`; loads them again one after the other, and they still do.
async fn agree(stage: &Stage<'_>, what: &str, right: impl Fn(&Facts) -> bool) -> Result<()> {
    let end = Instant::now() + Duration::from_secs(8);
    let facts = loop {
        let all = seen(stage).await?;
        if all.iter().all(|facts| *facts == all[0] && right(facts)) {
            break all[0].clone();
        }
        if Instant::now() > end {
            bail!("{what}: the tabs show {all:#?}");
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    for tab in 0..TABS {
        stage.switch(tab).await?;
        stage.take(&Step::Reload).await?;
        stage.sees(&facts, Some("")).await.with_context(|| format!("{what}: tab {tab}, after a reload"))?;
    }
    Ok(())
}

async fn seen(stage: &Stage<'_>) -> Result<Vec<Facts>> {
    let mut all = Vec::new();
    for tab in 0..TABS {
        stage.switch(tab).await?;
        all.push(stage.seen().await?.facts);
    }
    Ok(all)
}
