//! What the browser's storage can do to a learner, moment by moment, and what becomes of it. Nothing that the storage
//! has accepted is lost.
//!
//! The cases are data, one file for each time of life of a page; what they are made of is in [`tests::faults`]. All of
//! them together are the table in `tests/faults.md`.

mod between;
mod damage;
mod edits;
mod frames;
mod leaving;
mod start;
mod table;
mod tabs;

use ::tests::engine::{Engine, Profile, StorageLeave};
use ::tests::engines;
use ::tests::evidence::Test;
use ::tests::faults::{Case, Place, Stage, Step};
use anyhow::{Result, ensure};

engines! {
    while_a_page_starts: chromium firefox webkit;
    in_what_is_stored: chromium firefox webkit;
    while_a_learner_is_at_work: chromium firefox webkit;
    while_a_page_is_left: chromium firefox webkit;
    between_tabs: chromium firefox webkit;
    while_the_author_edits: chromium firefox webkit;
    in_a_frame_and_in_a_private_window: chromium firefox webkit;
}

/// Cases in one kind of storage.
struct Group {
    /// Which one, in words.
    storage: &'static str,
    place: Place,
    profile: Profile,
    cases: &'static [Case],
    /// Engines on which there is no such storage.
    but: &'static [Engine],
}

const IN_A_TAB: [Group; 6] = [
    Group::in_a_tab(start::CASES),
    Group::in_a_tab(damage::CASES),
    Group::in_a_tab(between::CASES),
    Group::in_a_tab(leaving::CASES),
    Group::in_a_tab(tabs::CASES),
    Group::in_a_tab(edits::CASES),
];

const ELSEWHERE: [Group; 5] = [
    Group { storage: "of a frame on another site", place: Place::Frame(""), ..Group::in_a_tab(frames::OWN) },
    Group {
        storage: "of a frame in a sandbox that has an origin",
        place: Place::Frame(r#"sandbox="allow-scripts allow-same-origin""#),
        ..Group::in_a_tab(frames::OWN)
    },
    Group {
        storage: "of a private window",
        profile: Profile { is_private: true, ..DEFAULT },
        // Every window of it that is driven is a private one.
        but: &[Engine::WebKit],
        ..Group::in_a_tab(frames::OWN)
    },
    Group {
        storage: "none: a frame in a sandbox without an origin",
        place: Place::Frame(r#"sandbox="allow-scripts""#),
        ..Group::in_a_tab(frames::NONE)
    },
    Group {
        storage: "none: a frame on another site, refused by a setting",
        place: Place::Frame(""),
        profile: Profile { storage: StorageLeave::OwnSiteOnly, ..DEFAULT },
        // It has no such setting.
        but: &[Engine::WebKit],
        ..Group::in_a_tab(frames::NONE)
    },
];

const DEFAULT: Profile = Profile {
    storage: StorageLeave::Default,
    scheme: tests::engine::Scheme::Light,
    is_private: false,
    is_impatient: false,
    is_watched: false,
    languages: None,
};

/// For what the storage's own ways have no part in: one engine is as good as three.
const ONE: &[Engine] = &[Engine::Chromium];

/// Fills storage to the last byte.
const FILL: &str = "let length = 1 << 23;
    for (let name = 0; length > 0; name += 1) {
        try { localStorage.setItem('filler' + name, 'x'.repeat(length)) } catch { length >>= 1 }
    }";

impl Group {
    const fn in_a_tab(cases: &'static [Case]) -> Self {
        Self { storage: "of a tab", place: Place::Tab, profile: DEFAULT, cases, but: &[] }
    }

    /// Plays all cases of the group that are for this engine, and tells of all that fail.
    async fn play(&self, test: &Test) -> Result<()> {
        if self.but.contains(&test.engine) {
            return Ok(());
        }
        let browser = test.browser_with(self.profile).await?;
        let publishes = |case: &Case| case.story.iter().any(|step| matches!(step, Step::Publish(_)));
        let max_age = if self.cases.iter().any(publishes) { None } else { Some(600) };
        let stage = Stage::open(&browser, self.place, max_age).await?;
        let mut faults = Vec::new();
        for case in self.cases.iter().filter(|case| case.on.contains(&test.engine)) {
            if let Err(error) = case.play(&stage).await {
                faults.push(format!("{error:#}"));
            }
        }
        ensure!(
            faults.is_empty(),
            "storage {}, {} cases:\n{}",
            self.storage,
            faults.len(),
            faults.join("\n")
        );
        Ok(())
    }
}

async fn while_a_page_starts(test: &Test) -> Result<()> {
    IN_A_TAB[0].play(test).await
}

async fn in_what_is_stored(test: &Test) -> Result<()> {
    IN_A_TAB[1].play(test).await
}

async fn while_a_learner_is_at_work(test: &Test) -> Result<()> {
    IN_A_TAB[2].play(test).await
}

async fn while_a_page_is_left(test: &Test) -> Result<()> {
    IN_A_TAB[3].play(test).await
}

async fn between_tabs(test: &Test) -> Result<()> {
    IN_A_TAB[4].play(test).await
}

async fn while_the_author_edits(test: &Test) -> Result<()> {
    IN_A_TAB[5].play(test).await
}

async fn in_a_frame_and_in_a_private_window(test: &Test) -> Result<()> {
    for group in &ELSEWHERE {
        group.play(test).await?;
    }
    Ok(())
}
