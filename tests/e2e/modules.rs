//! A library too large for one file: its lessons come in modules of their own, when they are needed and before.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tests::browser::Browser;
use tests::content::{LARGE, large, large_lesson};
use tests::engines;
use tests::evidence::Test;
use tests::host::{Files, Host, Ways};
use tests::host_page::host_page;
use tests::learner::Learner;
use tests::site_under_test::site;

engines! {
    a_large_library_plays_from_lesson_to_lesson_without_a_load: chromium firefox webkit;
    the_page_that_is_opened_brings_its_lessons_with_the_player: chromium;
    what_is_pointed_at_is_fetched_ahead: chromium;
    a_lesson_on_its_way_says_so_and_no_other_takes_its_place: chromium;
    a_lesson_that_cannot_be_fetched_says_so_and_comes_when_it_is_tried_again: chromium firefox;
    what_is_no_module_is_refused: chromium;
    where_the_first_lesson_cannot_be_fetched_its_text_stays: chromium;
    after_one_visit_every_lesson_is_played_without_a_network: chromium firefox webkit;
    a_new_build_fetches_only_the_lessons_that_changed: chromium;
    an_installation_that_broke_off_goes_on_where_it_was: chromium firefox;
    a_frame_without_an_origin_and_an_address_without_a_page_play_it_too: chromium firefox;
}

fn path(course: &str, place: usize) -> String {
    format!("courses/{course}/{}/", large_lesson(course, place))
}

/// Waits until a lesson is shown, and sees that its text is its own.
async fn reads(browser: &Browser, id: &str) -> Result<()> {
    Learner::at(browser).on_page_titled(&format!("Lesson {id}")).await?;
    let text = format!(
        "document.querySelector('main .lesson-text')?.innerText.includes('This is the text of {id}.')"
    );
    browser.until(&format!("the text of {id}"), &text).await
}

/// The paths of the content modules of a site.
fn modules(files: &Files) -> BTreeSet<String> {
    files.keys().filter(|path| path.starts_with("lessons-")).cloned().collect()
}

/// The path of the module that the page of a lesson names.
fn module_of(files: &Files, page: &str) -> Result<String> {
    let html = std::str::from_utf8(files.get(&format!("{page}index.html")).context("a page")?)?;
    let (_, rest) = html.split_once(" data-lessons=\"").context("a mark")?;
    let (name, _) = rest.split_once('"').context("a name")?;
    Ok(format!("lessons-{name}.wasm"))
}

/// The modules that were asked for since the last call, in order, each time they were.
fn fetched(host: &Host) -> Vec<String> {
    let paths = host.take_visits().into_iter().map(|visit| visit.path.trim_start_matches('/').to_owned());
    paths.filter(|path| path.starts_with("lessons-")).collect()
}

/// A site that the browser does not keep.
fn unkept() -> Result<Files> {
    let mut files = site(large()?.path())?;
    files.remove("sw.js");
    Ok(files)
}

async fn a_large_library_plays_from_lesson_to_lesson_without_a_load(test: &Test) -> Result<()> {
    let ways = Ways { root: "/a/b/".into(), wasm_type: "application/octet-stream", ..Ways::default() };
    let host = Host::start(unkept()?, ways).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("")).await?;
    browser.js::<()>("window.testSame = true", &[]).await?;
    learner.open_course("one").await?;
    learner.open_lesson("one-0").await?;
    for place in 0..LARGE {
        let id = large_lesson("one", place);
        reads(&browser, &id).await?;
        let shown = learner.questions().await?;
        let right = shown[0].choices.iter().find(|choice| choice.text.contains(&id)).context("an answer")?;
        assert_eq!(learner.answer(&shown[0].id, &right.id).await?, "correct");
        if place + 1 < LARGE {
            learner.next().await?;
        }
    }
    browser.back().await?;
    reads(&browser, &large_lesson("one", LARGE - 2)).await?;
    assert!(browser.js::<bool>("return window.testSame === true", &[]).await?, "no page was loaded");
    Ok(())
}

async fn the_page_that_is_opened_brings_its_lessons_with_the_player(test: &Test) -> Result<()> {
    let files = unkept()?;
    assert_eq!(modules(&files).len(), 4);
    let own = module_of(&files, &path("one", 1))?;
    assert_eq!(own, module_of(&files, &path("one", 2))?);
    let next = module_of(&files, &path("one", 3))?;
    let host = Host::start(files, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url(&path("one", 1))).await?;
    reads(&browser, "one-1").await?;
    // What was preloaded and not taken would be told in the console some seconds later.
    tokio::time::sleep(std::time::Duration::from_secs(4)).await;
    let console = browser.console().await?;
    assert!(
        console
            .iter()
            .all(|line| ["favicon", "sw.js", "fetching the script"].iter().any(|known| line.contains(known))),
        "{console:?}"
    );
    assert_eq!(fetched(&host), [own], "once, and no other");
    learner.next().await?;
    reads(&browser, "one-2").await?;
    browser.until("the next module", &has_fetched(&next)).await?;
    assert_eq!(fetched(&host), [next]);
    Ok(())
}

fn has_fetched(module: &str) -> String {
    format!("performance.getEntriesByType('resource').some(it => it.name.endsWith({}))", json!(module))
}

async fn what_is_pointed_at_is_fetched_ahead(test: &Test) -> Result<()> {
    let files = unkept()?;
    let (one, two) = (module_of(&files, &path("two", 0))?, module_of(&files, &path("two", 5))?);
    let host = Host::start(files, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/two/")).await?;
    assert_eq!(fetched(&host), [""; 0]);
    let point = "document.querySelector(\"main [data-lesson='two-0'] a\")
        .dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))";
    browser.js::<()>(point, &[]).await?;
    browser.until("what the pointer is at", &has_fetched(&one)).await?;
    // A window that nobody has touched tells of no focus.
    learner.click("main h1").await?;
    browser.js::<()>("document.querySelector(\"main [data-lesson='two-5'] a\").focus()", &[]).await?;
    browser.until("what has the focus", &has_fetched(&two)).await?;
    assert_eq!(fetched(&host), [one, two]);
    Ok(())
}

async fn a_lesson_on_its_way_says_so_and_no_other_takes_its_place(test: &Test) -> Result<()> {
    let files = unkept()?;
    let slow: &'static str = module_of(&files, &path("two", 5))?.leak();
    let host = Host::start(files, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/two/")).await?;
    host.hold(slow);
    learner.open_lesson("two-5").await?;
    learner.on_page_titled("Lesson two-5").await?;
    let waiting =
        "document.querySelector('main [aria-busy=\"true\"] [role=status]')?.innerText.includes('Loading')";
    browser.until("a word that it is on its way", waiting).await?;
    assert_eq!(
        browser.js::<String>("return document.title", &[]).await?,
        "Lesson two-5 · Course two · Courses"
    );
    assert_eq!(learner.outline().await?.len(), LARGE, "the outline is there");
    assert_eq!(browser.count("[data-module] button").await?, 0, "nothing to do yet");
    // Another lesson, which is there at once; then the one that was waited for comes.
    learner.click("nav.outline [data-lesson='two-0'] a").await?;
    reads(&browser, "two-0").await?;
    host.release();
    browser.until("the other module", &has_fetched(slow)).await?;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    reads(&browser, "two-0").await?;
    learner.click("nav.outline [data-lesson='two-5'] a").await?;
    reads(&browser, "two-5").await?;

    // By a link to a heading: it is gone to when it is there.
    learner.open(&host.url(&path("one", 0))).await?;
    host.hold(slow);
    learner.click(".lesson-text a[href*='the-end']").await?;
    browser.until("a word that it is on its way", waiting).await?;
    browser.until("the focus on the title", "document.activeElement?.tagName === 'H1'").await?;
    host.release();
    reads(&browser, "two-5").await?;
    // Near the end of a page nothing gets as far as the top.
    let is_near =
        "scrollY > 1000 && document.getElementById('the-end').getBoundingClientRect().top < innerHeight / 2";
    browser.until("the heading in sight", is_near).await?;
    browser.until("the focus on it", "document.activeElement?.id === 'the-end'").await
}

async fn a_lesson_that_cannot_be_fetched_says_so_and_comes_when_it_is_tried_again(test: &Test) -> Result<()> {
    let mut host = Host::start(unkept()?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/two/")).await?;
    host.go_down().await?;
    learner.open_lesson("two-4").await?;
    let told =
        "document.querySelector('main .notice[role=status]')?.innerText.includes('could not be fetched')";
    for _ in 0..2 {
        browser.until("a line about it", told).await?;
        assert_eq!(browser.count("main [aria-busy=true]").await?, 0);
        assert_eq!(browser.texts("[data-module] button").await?, ["Try again"]);
        learner.click("[data-module] button").await?;
    }
    browser.until("a line about it", told).await?;
    host.go_up().await?;
    learner.click("[data-module] button").await?;
    reads(&browser, "two-4").await?;
    assert_eq!(browser.count("main .notice").await?, 0);
    // It is as whole as any other.
    learner.next().await?;
    reads(&browser, "two-5").await
}

async fn what_is_no_module_is_refused(test: &Test) -> Result<()> {
    let whole = unkept()?;
    let module = module_of(&whole, &path("two", 0))?;
    let other = whole[&module_of(&whole, &path("one", 0))?].clone();
    let host = Host::start(whole.clone(), Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/two/")).await?;
    let page = whole["index.html"].clone();
    for (what, bytes) in
        [("a page", page), ("no module", b"".to_vec()), ("one without lessons", b"\0asm\x01\0\0\0".to_vec())]
    {
        host.replace(Files::from_iter(whole.clone().into_iter().chain([(module.clone(), bytes)])));
        learner.click("main [data-lesson='two-0'] a").await?;
        learner.on_page_titled("Lesson two-0").await?;
        let told = "document.querySelector('main .notice')?.innerText.includes('could not be fetched')";
        browser.until(&format!("a line about {what}"), told).await?;
        learner.click(".trail a + a").await?;
        learner.on_page("course").await?;
    }
    host.replace(whole.clone());
    learner.click("main [data-lesson='two-0'] a").await?;
    reads(&browser, "two-0").await?;
    // The lessons of another module are not taken for these.
    learner.open(&host.url("courses/two/")).await?;
    host.replace(Files::from_iter(whole.into_iter().chain([(module, other)])));
    learner.click("main [data-lesson='two-0'] a").await?;
    browser
        .until(
            "a line",
            "document.querySelector('main [role=alert]')?.innerText.includes('could not be read')",
        )
        .await
}

async fn where_the_first_lesson_cannot_be_fetched_its_text_stays(test: &Test) -> Result<()> {
    let mut files = unkept()?;
    let module = module_of(&files, &path("one", 1))?;
    let bytes = files.remove(&module).context("a module")?;
    let host = Host::start(files.clone(), Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    browser.goto(&host.url(&path("one", 1))).await?;
    browser.until("a line about it", "document.getElementById('boot-failure')").await?;
    ensure!(learner.boot_failure().await?.is_some_and(|line| line.contains("could not be loaded")));
    reads(&browser, "one-1").await?;
    files.insert(module, bytes);
    host.replace(files);
    learner.reload().await?;
    reads(&browser, "one-1").await
}

/// Waits until the service worker has everything on the device.
async fn kept(browser: &Browser) -> Result<()> {
    browser.promise::<bool>("navigator.serviceWorker.ready.then(() => true)").await?;
    browser
        .until("the service worker in charge", "navigator.serviceWorker.controller?.state === 'activated'")
        .await
}

async fn after_one_visit_every_lesson_is_played_without_a_network(test: &Test) -> Result<()> {
    let mut host = Host::start(site(large()?.path())?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url(&path("one", 0))).await?;
    kept(&browser).await?;
    host.go_down().await?;
    for course in ["one", "two"] {
        for place in 0..LARGE {
            learner.open(&host.url(&path(course, place))).await?;
            reads(&browser, &large_lesson(course, place)).await?;
        }
    }
    learner.open(&host.url(&path("two", 1))).await?;
    for place in 2..LARGE {
        learner.next().await?;
        reads(&browser, &large_lesson("two", place)).await?;
    }
    Ok(())
}

async fn a_new_build_fetches_only_the_lessons_that_changed(test: &Test) -> Result<()> {
    let folder = large()?;
    let former = site(folder.path())?;
    let mut host = Host::start(former.clone(), Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("")).await?;
    kept(&browser).await?;
    let all: BTreeSet<_> = fetched(&host).into_iter().collect();
    assert_eq!(all, modules(&former));
    let file = folder.path().join("courses/two/lessons/two-4.md");
    std::fs::write(&file, std::fs::read_to_string(&file)?.replace("So much", "That much"))?;
    let next = site(folder.path())?;
    let changed: Vec<_> = modules(&next).difference(&modules(&former)).cloned().collect();
    assert_eq!(changed.len(), 1, "an edit changes one module");
    host.replace(next);
    browser
        .promise::<bool>("navigator.serviceWorker.getRegistration().then(it => it.update()).then(() => true)")
        .await?;
    let settled = "navigator.serviceWorker.getRegistration().then(it => !it.installing && !it.waiting)";
    while !browser.promise::<bool>(settled).await? {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(fetched(&host), changed);
    host.go_down().await?;
    learner.open(&host.url(&path("two", 4))).await?;
    assert!(browser.text("main").await?.contains("That much"));
    learner.open(&host.url(&path("one", 4))).await?;
    reads(&browser, "one-4").await
}

async fn an_installation_that_broke_off_goes_on_where_it_was(test: &Test) -> Result<()> {
    let files = site(large()?.path())?;
    let last = modules(&files).pop_last().context("a module")?;
    let mut host = Host::start(files.clone(), Ways::default()).await?;
    let mut broken = files.clone();
    broken.remove(&last);
    host.replace(broken);
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("")).await?;
    // Before it has begun there is no registration either.
    let mut first = Vec::new();
    while !first.contains(&last) {
        first.extend(fetched(&host));
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let ended = "navigator.serviceWorker.getRegistration().then(it => !it)";
    while !browser.promise::<bool>(ended).await? {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let shells = "caches.match(new URL('bare.html', document.baseURI).href).then(shell => !!shell)";
    assert!(!browser.promise::<bool>(shells).await?, "a part is no build");
    first.extend(fetched(&host));
    host.replace(files);
    learner.reload().await?;
    kept(&browser).await?;
    let again = fetched(&host);
    let twice: Vec<_> = again.iter().filter(|it| first.contains(it)).collect();
    assert_eq!(twice, [&last], "what was fetched before is there already");
    host.go_down().await?;
    learner.open(&host.url(&path("two", 5))).await?;
    reads(&browser, "two-5").await
}

async fn a_frame_without_an_origin_and_an_address_without_a_page_play_it_too(test: &Test) -> Result<()> {
    // A missing page looks for the service worker's file, to find the root of the site.
    let mut files = site(large()?.path())?;
    files.remove(&format!("{}index.html", path("two", 2)));
    let player = Host::start(files, Ways { cors: true, ..Ways::default() }).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    // Hosts answer an address that is no file with 404.html, which becomes the bare page.
    learner.open(&player.url(&path("two", 2))).await?;
    reads(&browser, "two-2").await?;
    learner.open(&player.url(&format!("{}#/{}", path("one", 0), path("two", 4)))).await?;
    reads(&browser, "two-4").await?;

    let src = player.url(&format!("#/{}", path("one", 2)));
    let outer = Host::start(host_page(&src, r#"sandbox="allow-scripts""#), Ways::default()).await?;
    browser.goto(&outer.url_on_another_site("")).await?;
    browser.enter_frame().await?;
    let framed = Learner::in_frame(&browser);
    framed.ready().await?;
    reads(&browser, "one-2").await?;
    framed.next().await?;
    reads(&browser, "one-3").await?;
    ensure!(browser.url_in_frame().await?.ends_with(&format!("#/{}", path("one", 3))));
    Ok(())
}
