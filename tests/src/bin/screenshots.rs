//! Takes pictures of every kind of page, for people who change what is seen.
//!
//! `cargo run -p tests --bin screenshots -- OUTDIR [CONTENT [LANGUAGE]]` writes `lesson-375-dark.png` and the like.
//! CONTENT is the shipped course if left out, LANGUAGE is what the browser asks for, such as `ar`. Every kind of question and a project come from the suite's workshop. Chromium must be there, and the player built (`cargo xtask player`).

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use course::identity::id_of_text;
use course::library::Library;
use course::route::{Route, Tool};
use tests::browser::Browser;
use tests::content;
use tests::engine::{Engine, Profile, Scheme};
use tests::host::{Host, Ways};
use tests::learner::Learner;
use tests::site_under_test::{library, site};

/// A phone and a desk, in CSS pixels.
const VIEWPORTS: [(u32, u32); 2] = [(375, 812), (1280, 900)];

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let out = arguments.next().context("name the folder to write to")?;
    let folder = arguments.next().unwrap_or_else(content::shipped);
    // It lives as long as the program.
    let language = arguments.next().map(|language| &*language.to_string_lossy().into_owned().leak());
    std::fs::create_dir_all(&out)?;
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(take_all(&out, &folder, language))
}

async fn take_all(out: &Path, folder: &Path, languages: Option<&'static str>) -> Result<()> {
    let library = library(folder)?;
    let host = Host::start(site(folder)?, Ways::default()).await?;
    let browser = Browser::open(Engine::Chromium, Profile { languages, ..Profile::default() }).await?;
    take_workshop(&browser, out).await?;
    take_notes(&browser, out).await?;
    take_large(&browser, out).await?;
    for (name, route) in pages(&library) {
        for (scheme, word) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
            browser.emulate_scheme(scheme).await?;
            for (width, height) in VIEWPORTS {
                browser.resize(width, height).await?;
                let learner = Learner::at(&browser);
                learner.open(&host.url(&route.to_string())).await?;
                if name == "quiz" {
                    answer_two(learner).await?;
                }
                let file = out.join(format!("{name}-{width}-{word}.png"));
                std::fs::write(&file, browser.screenshot().await?)?;
                println!("{}", file.display());
            }
        }
    }
    browser.close().await
}

/// A lesson with what is marked in it, what comes up beside it, and the page of all notes.
async fn take_notes(browser: &Browser, out: &Path) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let learner = Learner::at(browser);
    let select = "const all = [...document.querySelectorAll('.lesson-text :is(p, td, li)')];
        getSelection().selectAllChildren(all.find(it => it.textContent.includes(arguments[0])))";
    for (width, height) in VIEWPORTS {
        for (scheme, word) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
            browser.emulate_scheme(scheme).await?;
            browser.resize(width, height).await?;
            learner.open(&host.url("courses/bread/flour/")).await?;
            let take = async |name: &str| -> Result<()> {
                let file = out.join(format!("{name}-{width}-{word}.png"));
                std::fs::write(&file, browser.screenshot().await?)?;
                println!("{}", file.display());
                Ok(())
            };
            for (text, action) in [("What comes", "note"), ("A loaf", "highlight"), ("Dense", "highlight")] {
                browser.js::<()>(select, &[serde_json::json!(text)]).await?;
                browser.find(".mark-tools").await?;
                if text == "What comes" {
                    take("mark-tools").await?;
                }
                learner.click(&format!(".mark-tools [data-do={action}]")).await?;
                if action == "note" {
                    learner.fill("#note-field", "Ask the miller: how fine?\nAnd what of the bran?").await?;
                    take("mark-panel").await?;
                    learner.click(".mark-panel [data-do=done]").await?;
                }
                browser
                    .until(
                        "the passage",
                        &format!(
                            "document.querySelector('main mark.own') && {}",
                            "!document.querySelector('.mark-panel')"
                        ),
                    )
                    .await?;
            }
            learner.click(".bookmark").await?;
            browser
                .js::<()>("document.querySelector('.lesson-notes').open = true; scrollTo(0, 0)", &[])
                .await?;
            take("marks").await?;
            let whole: u32 = browser.js("return document.scrollingElement.scrollHeight", &[]).await?;
            browser.resize(width, whole).await?;
            take("marks-whole").await?;
            browser.resize(width, height).await?;
            learner.open(&host.url("notes/")).await?;
            browser.find(".note-list").await?;
            take("notes-kept").await?;
            browser.js::<()>("localStorage.clear()", &[]).await?;
        }
    }
    Ok(())
}

/// A lesson of a large library on its way, and one that cannot be fetched.
async fn take_large(browser: &Browser, out: &Path) -> Result<()> {
    let mut files = site(content::large()?.path())?;
    files.remove("sw.js");
    let mut broken = files.clone();
    broken.retain(|path, _| !path.starts_with("lessons-"));
    let host = Host::start(files.clone(), Ways::default()).await?;
    let learner = Learner::at(browser);
    for (width, height) in VIEWPORTS {
        for (scheme, word) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
            browser.emulate_scheme(scheme).await?;
            browser.resize(width, height).await?;
            learner.open(&host.url("courses/two/")).await?;
            host.replace(broken.clone());
            host.hold(".wasm");
            learner.open_lesson("two-0").await?;
            browser.find("main .waiting").await?;
            // Nothing is said of a short wait.
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            let file = out.join(format!("waiting-{width}-{word}.png"));
            std::fs::write(&file, browser.screenshot().await?)?;
            host.release();
            browser.find("main .notice").await?;
            let failed = out.join(format!("not-fetched-{width}-{word}.png"));
            std::fs::write(&failed, browser.screenshot().await?)?;
            println!("{}\n{}", file.display(), failed.display());
            host.replace(files.clone());
        }
    }
    Ok(())
}

/// Whole pages of the suite's workshop: untouched, with hints and near misses, answered.
async fn take_workshop(browser: &Browser, out: &Path) -> Result<()> {
    let host = Host::start(site(&content::workshop())?, Ways::default()).await?;
    let learner = Learner::at(browser);
    for (width, height) in VIEWPORTS {
        for (scheme, word) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
            browser.emulate_scheme(scheme).await?;
            for lesson in ["kinds", "kinds-begun", "kinds-done", "exam", "shelf"] {
                browser.resize(width, height).await?;
                let path = lesson.split('-').next().unwrap_or(lesson);
                learner.open(&host.url(&format!("courses/workshop/{path}/"))).await?;
                match lesson {
                    "kinds-begun" => begin(learner).await?,
                    "kinds-done" => finish(learner).await?,
                    _ => {}
                }
                let whole: u32 = browser.js("return document.scrollingElement.scrollHeight", &[]).await?;
                browser.resize(width, whole).await?;
                let file = out.join(format!("{lesson}-{width}-{word}.png"));
                std::fs::write(&file, browser.screenshot().await?)?;
                println!("{}", file.display());
            }
            browser.js::<()>("localStorage.clear()", &[]).await?;
        }
    }
    Ok(())
}

async fn begin(learner: Learner<'_>) -> Result<()> {
    learner.pick("several", &id_of_text("Ash")).await?;
    learner.click(".hint-button").await?;
    learner.type_into("typed", 0, "dovetial").await?;
    learner.check("typed").await?;
    learner.type_into("number", 0, "2.44").await?;
    learner.check("number").await.map(drop)
}

async fn finish(learner: Learner<'_>) -> Result<()> {
    learner.answer("single", &id_of_text("Across the grain")).await?;
    learner.pick("several", &id_of_text("Steel")).await?;
    learner.pick("several", &id_of_text("oak")).await?;
    learner.answer("statement", &id_of_text("False")).await?;
    learner.type_into("typed", 0, "mitre").await?;
    for (item, option) in ["cuts", "holds", "smooths"].into_iter().enumerate() {
        learner.choose("match", item, option).await?;
    }
    learner.type_into("cloze", 0, "spruce").await?;
    learner.type_into("cloze", 1, "7 m").await?;
    learner.choose("cloze", 2, "too long").await?;
    learner.type_into("output", 0, "1 1\n2 2").await?;
    learner.move_item("order", &learner.order("order").await?[0], "down").await?;
    learner.check("number").await?;
    for question in ["several", "typed", "match", "cloze", "output", "order"] {
        learner.check(question).await?;
    }
    Ok(())
}

/// The pages worth looking at; `lesson` and `quiz` show the first lesson that has questions.
fn pages(library: &Library) -> Vec<(&'static str, Route)> {
    let mut pages = vec![("home", Route::Home)];
    if let Some(course) = library.courses.first() {
        pages.push(("course", Route::Course { course: course.id.clone() }));
        if let Some(lesson) = course.lessons().find(|lesson| lesson.questions > 0) {
            let route = Route::Lesson { course: course.id.clone(), lesson: lesson.id.clone() };
            pages.extend([("lesson", route.clone()), ("quiz", route)]);
        }
    }
    pages.extend(Tool::ALL.map(|tool| (tool.name(), Route::Tool(tool))));
    pages.push(("not-found", Route::NotFound { path: "no/such/page".into() }));
    pages
}

/// Answers the first two questions, whatever is shown first, and scrolls to the quiz.
async fn answer_two(learner: Learner<'_>) -> Result<()> {
    for question in learner.questions().await?.iter().take(2) {
        if let (None, Some(choice)) = (&question.verdict, question.choices.first()) {
            learner.answer(&question.id, &choice.id).await?;
        }
    }
    let scroll = "document.querySelector('section.quiz').scrollIntoView({ behavior: 'instant' })";
    learner.browser.js(scroll, &[]).await
}
