//! Takes pictures of every kind of page, for people who change what is seen.
//!
//! `cargo run -p tests --bin screenshots -- OUTDIR [CONTENT [LANGUAGE]]` writes `lesson-375-dark.png` and the like.
//! CONTENT is the shipped course if left out, LANGUAGE is what the browser asks for, such as `ar`. Every kind of question and a project come from the suite's workshop. Chromium must be there, and the player built (`cargo xtask player`).

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use course::identity::id_of_text;
use course::library::Library;
use course::route::{Route, Tool};
use serde_json::json;
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
    take_review(&browser, out).await?;
    take_workshop(&browser, out).await?;
    take_notes(&browser, out).await?;
    take_large(&browser, out).await?;
    take_search(&browser, &host, out).await?;
    take_reading(&browser, &host, out).await?;
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

/// What helps to read, on lessons of the shipped course: the themes that a learner can choose, the box for it, a table
/// opened large, the way back, and a course to be printed.
async fn take_reading(browser: &Browser, host: &Host, out: &Path) -> Result<()> {
    let learner = Learner::at(browser);
    for (width, height) in VIEWPORTS {
        browser.resize(width, height).await?;
        for (name, theme, scheme) in [
            ("light", "", Scheme::Light),
            ("dark", "dark", Scheme::Light),
            ("sepia", "sepia", Scheme::Light),
            ("contrast-light", "contrast", Scheme::Light),
            ("contrast-dark", "contrast", Scheme::Dark),
        ] {
            browser.emulate_scheme(scheme).await?;
            let setting = json!({ "v": 3, "value": theme, "changed": 1, "by": "reader", "count": 1 });
            let keep = "localStorage.setItem('lectern/setting/theme', JSON.stringify(arguments[0]))";
            browser.js::<()>(keep, &[setting]).await?;
            let shoot = async |what: &str| -> Result<()> {
                let file = out.join(format!("{what}-{width}-{name}.png"));
                std::fs::write(&file, browser.screenshot().await?)?;
                println!("{}", file.display());
                Ok(())
            };
            learner.open(&host.url("courses/writing/showing-code/")).await?;
            browser.find(".heading-link").await?;
            let down = "const heading = document.querySelectorAll('.lesson-text h2')[1];
                scrollTo({ top: scrollY + heading.getBoundingClientRect().top - 90, behavior: 'instant' })";
            browser.js::<()>(down, &[]).await?;
            browser.find(".toc a[aria-current]").await?;
            browser.js::<()>("document.querySelector('.code .copy').focus()", &[]).await?;
            browser.js::<()>(down, &[]).await?;
            shoot("reading").await?;
            learner.click(".settings").await?;
            browser.find("dialog[open]").await?;
            shoot("settings").await?;
            learner.click("dialog .close").await?;
            if name != "light" && name != "dark" {
                continue;
            }
            learner.click(".site-title").await?;
            browser.find(".going-on").await?;
            shoot("going-on").await?;
            learner.open(&host.url("print/#writing")).await?;
            browser.find("[data-do=print]:enabled").await?;
            shoot("print").await?;
            browser
                .js::<()>(
                    "document.querySelector('.printed-quiz').scrollIntoView({ behavior: 'instant' })",
                    &[],
                )
                .await?;
            shoot("print-quiz").await?;
            learner.open(&host.url("courses/writing/diagrams-and-math/")).await?;
            browser.find(".heading-link").await?;
            browser.js::<()>("document.querySelector('.drawn .enlarge').hidden = false; document.querySelector('.drawn .enlarge').click()", &[]).await?;
            browser.find("dialog.large[open]").await?;
            shoot("large").await?;
        }
        browser.js::<()>("localStorage.clear()", &[]).await?;
    }
    Ok(())
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

/// The search: before anything is typed, with results, on the page that one leads to; and the list of shortcuts.
async fn take_search(browser: &Browser, host: &Host, out: &Path) -> Result<()> {
    let learner = Learner::at(browser);
    let ask = "const field = document.querySelector('#lectern-find');
        field.value = arguments[0];
        field.dispatchEvent(new InputEvent('input', { bubbles: true }))";
    for (width, height) in VIEWPORTS {
        for (scheme, word) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
            browser.emulate_scheme(scheme).await?;
            browser.resize(width, height).await?;
            learner.open(&host.url("courses/writing/pictures-sound-video/")).await?;
            browser.click("#app:not([data-ahead]) .search").await?;
            browser.find("#lectern-finder[open] [role=option]").await?;
            for (name, query) in [("find", ""), ("found", "answer quest"), ("not-found-word", "xyzzy")] {
                browser.js::<()>(ask, &[serde_json::json!(query)]).await?;
                tokio::time::sleep(std::time::Duration::from_millis(800)).await;
                let file = out.join(format!("{name}-{width}-{word}.png"));
                std::fs::write(&file, browser.screenshot().await?)?;
                println!("{}", file.display());
            }
            browser.js::<()>(ask, &[serde_json::json!("feedback choice")]).await?;
            browser.find("#lectern-found .found-text").await?;
            browser.js::<()>("document.querySelector('#lectern-found .found-text').click()", &[]).await?;
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
            let file = out.join(format!("marked-{width}-{word}.png"));
            std::fs::write(&file, browser.screenshot().await?)?;
            println!("{}", file.display());
            let press = "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true, cancelable: true }))";
            browser.js::<()>(press, &[]).await?;
            browser.find("#lectern-keys[open]").await?;
            let file = out.join(format!("keys-{width}-{word}.png"));
            std::fs::write(&file, browser.screenshot().await?)?;
            println!("{}", file.display());
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

/// What comes back for review, days after a quiz: what is due, a question of it, and its end; and the quiz tried again.
async fn take_review(browser: &Browser, out: &Path) -> Result<()> {
    const DAYS_AGO: &str = r#"
        const put = (key, value) => localStorage.setItem(`lectern/${key}`, JSON.stringify({ v: 3, ...value }));
        const record = JSON.parse(localStorage.getItem("lectern/card/kinds/*"));
        record.cards.forEach(([, reviews], place) => { reviews[0] -= 86400000 * (1 + place % 3) });
        put("card/kinds/*", record);
        put("setting/confidence", { value: "on", changed: 1, by: "a", count: 1 });"#;
    let host = Host::start(site(&content::workshop())?, Ways::default()).await?;
    let learner = Learner::at(browser);
    for (width, height) in VIEWPORTS {
        for (scheme, word) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
            let take = async |name: &str| -> Result<()> {
                let whole: u32 = browser.js("return document.scrollingElement.scrollHeight", &[]).await?;
                browser.resize(width, whole.max(height)).await?;
                let file = out.join(format!("{name}-{width}-{word}.png"));
                std::fs::write(&file, browser.screenshot().await?)?;
                println!("{}", file.display());
                browser.resize(width, height).await
            };
            browser.emulate_scheme(scheme).await?;
            browser.resize(width, height).await?;
            learner.open(&host.url("courses/workshop/kinds/")).await?;
            begin(learner).await?;
            finish(learner).await?;
            learner.click("button.missed").await?;
            browser.until("the other attempt", "document.querySelector('.former')").await?;
            learner.click("button.former").await?;
            browser.until("the attempts", "document.querySelector('.attempts')").await?;
            take("again").await?;
            browser.js::<()>(DAYS_AGO, &[]).await?;
            learner.open(&host.url("")).await?;
            browser.until("what is due", "document.querySelector('.due')?.textContent").await?;
            take("home-due").await?;
            learner.open(&host.url("review/")).await?;
            browser.until("what is missed", "document.querySelector('.missed-list li')").await?;
            learner.click("details summary").await?;
            take("review").await?;
            learner.click("[data-do=due]").await?;
            browser.until("a question", "document.querySelector('.asked .question')").await?;
            take("review-asked").await?;
            // It is the one with a number.
            learner.fill(".asked [data-gap]", "3 m").await?;
            learner.click(".asked .sure label").await?;
            learner.click(".asked .check").await?;
            browser.until("the verdict", "document.querySelector('.answered:not([hidden])')").await?;
            take("review-answered").await?;
            learner.click("[data-do=end]").await?;
            browser.until("the end", "document.querySelector('.session-end')").await?;
            take("review-end").await?;
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
