//! A course from its first page to its last answer, held against its Markdown source.

use std::collections::HashSet;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use course::library::LessonKind;
use tests::browser::Browser;
use tests::content;
use tests::engines;
use tests::evidence::{Test, say};
use tests::host::{Host, Ways};
use tests::learner::{Learner, right_choice};
use tests::site_under_test::{library, site};
use tests::source::{Source, folded};

engines! {
    the_shipped_course_plays_from_the_first_page_to_the_last_answer: chromium webkit;
    the_sample_lesson_plays_from_the_first_page_to_the_last_answer: chromium firefox webkit;
    every_lesson_that_ships_opens_without_a_complaint: chromium;
    every_kind_of_block_of_the_fixture_is_shown_and_played: chromium firefox webkit;
    a_wrong_answer_shows_the_right_one_and_another_try_begins_anew: chromium;
    the_right_choice_is_not_always_shown_first_and_the_order_outlives_a_reload: chromium;
}

async fn the_shipped_course_plays_from_the_first_page_to_the_last_answer(test: &Test) -> Result<()> {
    // The others are a reference: they show every construct, which takes more than the reader of sources knows.
    play_from_first_to_last(test, &content::shipped(), Some("mlops")).await
}

async fn every_lesson_that_ships_opens_without_a_complaint(test: &Test) -> Result<()> {
    let library = library(&content::shipped())?;
    let host = Host::start(site(&content::shipped())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    for course in &library.courses {
        for (at, lesson) in course.lessons().enumerate() {
            match at {
                0 => learner.open(&host.url(&format!("courses/{}/{}/", course.id, lesson.id))).await?,
                _ => learner.next().await?,
            }
            learner.on_page_titled(&lesson.title).await?;
            let questions = browser.count("section.quiz fieldset.question").await?;
            assert_eq!(questions, lesson.questions as usize, "questions of {}", lesson.id);
        }
    }
    let complaints = browser.console().await?;
    let severe: Vec<_> = complaints.iter().filter(|line| line.starts_with("SEVERE")).collect();
    assert!(severe.is_empty(), "the console says {severe:?}");
    Ok(())
}

async fn every_kind_of_block_of_the_fixture_is_shown_and_played(test: &Test) -> Result<()> {
    play_from_first_to_last(test, &content::bakery(), None).await
}

async fn the_sample_lesson_plays_from_the_first_page_to_the_last_answer(test: &Test) -> Result<()> {
    let Some(folder) = content::sample()? else {
        say("not played: the sample lesson, as there is no shared/ beside the checkout");
        return Ok(());
    };
    let source = Source::of(&content::sample_text().context("it was there a moment ago")?)?;
    assert_eq!(source.questions.len(), 5);
    assert!(source.questions.iter().all(|question| question.right == 0), "the sample marks no choice");
    play_from_first_to_last(test, folder.path(), None).await
}

/// Plays every course of a folder, or only one, as a learner does who answers everything right, then reloads.
async fn play_from_first_to_last(test: &Test, folder: &Path, only: Option<&str>) -> Result<()> {
    let sources = sources(folder, only)?;
    let library = library(folder)?;
    let host = Host::start(site(folder)?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    for course in library.courses.iter().filter(|course| only.is_none_or(|only| only == course.id)) {
        learner.open(&host.url("")).await?;
        learner.on_page("home").await?;
        ensure!(
            browser.texts(".course-card a").await?.contains(&course.title),
            "{} is not listed",
            course.title
        );
        learner.open_course(&course.id).await?;
        let lessons: Vec<_> = course.lessons().collect();
        let listed: Vec<_> = learner.outline().await?.into_iter().map(|entry| entry.lesson).collect();
        assert_eq!(listed, lessons.iter().map(|lesson| lesson.id.clone()).collect::<Vec<_>>());
        for (index, lesson) in lessons.iter().enumerate() {
            if index == 0 {
                learner.open_lesson(&lesson.id).await?;
            } else {
                learner.next().await?;
            }
            let source =
                sources.iter().find(|source| source.id == lesson.id).context("every lesson has a file")?;
            learner.on_page_titled(&source.title).await?;
            shows_all_of(&browser, source).await?;
            learner.lesson_is(&lesson.id, "open").await?;
            if !source.questions.is_empty() {
                learner.answer_all(&source.questions).await?;
            }
            // A project is completed by its learner's own word, whatever is asked in it.
            if source.questions.is_empty() || lesson.kind == LessonKind::Project {
                learner.click("button.complete").await?;
            }
            learner.lesson_is(&lesson.id, "completed").await?;
            let before = learner.questions().await?;
            learner.reload().await?;
            learner.on_page_titled(&source.title).await?;
            learner.lesson_is(&lesson.id, "completed").await?;
            assert_eq!(learner.questions().await?, before, "a reload leaves {} as it was", lesson.id);
        }
        if lessons.last().is_some_and(|lesson| lesson.planned_next.is_some()) {
            ensure!(!browser.text(".planned").await?.is_empty(), "what comes next is not named");
            assert_eq!(browser.count("a.next").await?, 0, "what is not written yet cannot be opened");
        }
        learner.open(&host.url(&format!("courses/{}/", course.id))).await?;
        learner.on_page("course").await?;
        assert!(learner.outline().await?.iter().all(|entry| entry.state == "completed"));
        let bar: (usize, usize) = browser
            .js("const bar = document.querySelector('main progress.course-progress'); return [bar.value, bar.max]", &[])
            .await?;
        assert_eq!(bar, (lessons.len(), lessons.len()));
    }
    Ok(())
}

fn sources(folder: &Path, course: Option<&str>) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for file in content::markdown_files(folder)? {
        let is_lesson = match course {
            Some(course) => file.parent().is_some_and(|parent| parent.ends_with(format!("{course}/lessons"))),
            None => file.parent().is_some_and(|parent| parent.ends_with("lessons") || parent == folder),
        };
        if is_lesson {
            let text = std::fs::read_to_string(&file)?;
            sources.push(Source::of(&text).with_context(|| file.display().to_string())?);
        }
    }
    Ok(sources)
}

/// Every heading, list, table and fence of the source is on the page.
async fn shows_all_of(browser: &Browser, source: &Source) -> Result<()> {
    let shown: Vec<String> = browser.texts("main h1, .lesson-text :is(h1, h2, h3, h4, h5, h6)").await?;
    let shown: Vec<String> = shown.iter().map(|heading| folded(heading)).collect();
    let mut rest = shown.iter();
    for heading in &source.headings {
        ensure!(
            rest.any(|shown| shown.trim_end_matches('#').trim_end() == heading),
            "{heading:?} is not in {shown:?}"
        );
    }
    assert_eq!(
        browser.count(".lesson-text :is(ul, ol):not(.footnotes *)").await?,
        source.lists,
        "lists of {}",
        source.id
    );
    assert_eq!(browser.count(".lesson-text table").await?, source.tables, "tables of {}", source.id);
    let script =
        "return [...document.querySelectorAll('.lesson-text pre')].map(pre => pre.textContent.trimEnd())";
    assert_eq!(browser.js::<Vec<String>>(script, &[]).await?, source.fences, "fences of {}", source.id);
    assert_eq!(browser.count("section.quiz fieldset.question").await?, source.questions.len());
    Ok(())
}

async fn a_wrong_answer_shows_the_right_one_and_another_try_begins_anew(test: &Test) -> Result<()> {
    let source = flour()?;
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/flour/")).await?;

    let shown = learner.questions().await?;
    for (shown, source) in shown.iter().zip(&source.questions) {
        let right = right_choice(shown, source)?.id.clone();
        let wrong =
            &shown.choices.iter().find(|choice| choice.id != right).context("every question has two")?.id;
        assert_eq!(learner.answer(&shown.id, wrong).await?, "wrong");
    }
    let expected: Vec<_> =
        source.questions.iter().zip(&shown).map(|(source, shown)| right_choice(shown, source)).collect();
    for (after, right) in learner.questions().await?.iter().zip(expected) {
        let marked: Vec<_> =
            after.choices.iter().filter(|choice| choice.right).map(|choice| &choice.id).collect();
        assert_eq!(marked, [&right?.id], "the right choice of {} is marked", after.id);
    }
    browser
        .until("a score of nothing", "document.querySelector('.quiz-result')?.innerText.includes('0')")
        .await?;

    learner.click("button.retry").await?;
    browser.until("questions without verdict", "!document.querySelector('fieldset[data-verdict]')").await?;
    let again = learner.questions().await?;
    assert!(
        again.iter().flat_map(|question| &question.choices).all(|choice| !choice.picked && !choice.right)
    );
    learner.reload().await?;
    assert_eq!(learner.questions().await?, again, "the new attempt outlives a reload");
    learner.answer_all(&source.questions).await?;
    learner.lesson_is("flour", "completed").await
}

async fn the_right_choice_is_not_always_shown_first_and_the_order_outlives_a_reload(
    test: &Test,
) -> Result<()> {
    let source = flour()?;
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/flour/")).await?;
    let mut places = HashSet::new();
    // With three choices, 20 attempts that all show the same one first happen once in 3^19.
    for attempt in 0..20 {
        let questions = learner.questions().await?;
        let right = right_choice(&questions[0], &source.questions[0])?;
        places.insert(questions[0].choices.iter().position(|choice| choice == right));
        if attempt == 0 {
            learner.reload().await?;
            assert_eq!(learner.questions().await?, questions, "a reload keeps the order");
        }
        if places.len() > 1 {
            return Ok(());
        }
        learner.answer_all(&source.questions).await?;
        learner.click("button.retry").await?;
        browser
            .until("questions without verdict", "!document.querySelector('fieldset[data-verdict]')")
            .await?;
    }
    panic!("the right choice stood at the same place in 20 attempts")
}

fn flour() -> Result<Source> {
    Source::of(&std::fs::read_to_string(content::bakery().join("courses/bread/lessons/flour.md"))?)
}
