//! Printing: a lesson on paper, and a whole course as one document whose links lead within it.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tests::browser::Browser;
use tests::content;
use tests::engine::{Engine, Profile, Scheme};
use tests::engines;
use tests::evidence::Test;
use tests::host::{Host, Ways};
use tests::learner::Learner;
use tests::site_under_test::{library, site};

engines! {
    a_whole_course_is_one_document_whose_links_lead_within_it: chromium firefox;
    a_large_course_is_printed_once_all_of_it_is_there: chromium;
    a_lesson_on_paper_is_what_is_read_and_is_white_by_night: chromium;
}

/// Waits until the document says how it stands.
async fn settled(browser: &Browser) -> Result<()> {
    let there =
        "document.querySelector('.printed-lesson') && !document.querySelector('[data-do=print]').disabled";
    browser.until("the document", there).await
}

async fn a_whole_course_is_one_document_whose_links_lead_within_it(test: &Test) -> Result<()> {
    let folder = content::shipped();
    let library = library(&folder)?;
    let course = library.course("writing").context("there is such a course")?;
    let host = Host::start(site(&folder)?, Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/writing/")).await?;
    learner.click(".print-link").await?;
    settled(&browser).await?;
    let faults = "
        const faults = [];
        const ids = new Set();
        for (const { id } of document.querySelectorAll('.printed [id]')) {
            if (ids.has(id)) faults.push(`the id ${id} is there twice`);
            ids.add(id);
        }
        const page = location.href.split('#')[0];
        let within = 0;
        for (const link of document.querySelectorAll('.printed a[href]')) {
            if (link.href.split('#')[0] !== page) continue;
            within += 1;
            const id = decodeURIComponent(link.hash.slice(1));
            if (!document.getElementById(id)) faults.push(`${id} is linked and not there`);
        }
        for (const image of document.querySelectorAll('.printed img')) {
            if (!image.complete || !image.naturalWidth) faults.push(`${image.src} is not there`);
        }
        return [within, faults, [...document.querySelectorAll('.printed-lesson')].filter(lesson => lesson.innerText.length > 200).length]";
    let (within, faults, texts): (usize, Vec<String>, usize) = browser.js(faults, &[]).await?;
    ensure!(faults.is_empty(), "{faults:?}");
    let lessons = course.lessons().count();
    ensure!(texts == lessons, "{texts} of {lessons} lessons are there");
    ensure!(within > lessons, "{within} links lead within the document");
    let said = browser.text(".printing").await?;
    ensure!(said == "Ready to print.", "{said}");

    // A link leads on in the document, with the focus.
    let last =
        "const links = document.querySelectorAll('.printed-contents a'); links[links.length - 1].click()";
    browser.js::<()>(last, &[]).await?;
    let there = "document.activeElement.id.startsWith('writing/') && Math.abs(document.activeElement.getBoundingClientRect().top) < innerHeight";
    browser.until("the last lesson", there).await?;
    if test.engine == Engine::Chromium {
        let pdf = browser.devtools("Page.printToPDF", json!({})).await?;
        let data = pdf["data"].as_str().context("a file")?;
        let bytes: Vec<u8> = browser_bytes(&browser, data).await?;
        let text = String::from_utf8_lossy(&bytes);
        let links = text.matches("/Dest").count();
        ensure!(links > lessons, "the file has {links} links within itself, and {lessons} lessons");
    }
    Ok(())
}

/// Bytes that are written as base64.
async fn browser_bytes(browser: &Browser, data: &str) -> Result<Vec<u8>> {
    browser.js("return [...atob(arguments[0])].map(letter => letter.charCodeAt(0))", &[json!(data)]).await
}

async fn a_large_course_is_printed_once_all_of_it_is_there(test: &Test) -> Result<()> {
    let mut files = site(content::large()?.path())?;
    files.remove("sw.js");
    let modules: Vec<String> = files.keys().filter(|path| path.starts_with("lessons-")).cloned().collect();
    ensure!(modules.len() > 1, "the library is large enough to be split");
    let mut broken = files.clone();
    broken.retain(|path, _| !path.starts_with("lessons-"));
    let host = Host::start(files.clone(), Ways::default()).await?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("print/")).await?;
    browser.until("a choice", "document.querySelectorAll('[data-course]').length > 1").await?;
    host.replace(broken);
    learner.click("[data-course]").await?;
    browser.until("to be told", "document.querySelector('.printing [data-do=again]')").await?;
    host.replace(files);
    learner.click(".printing [data-do=again]").await?;
    let whole =
        "[...document.querySelectorAll('.printed-lesson > div')].every(place => place.firstElementChild)";
    browser
        .until(
            "all lessons",
            &format!("{whole} && document.querySelector('.printing').innerText === 'Ready to print.'"),
        )
        .await
}

async fn a_lesson_on_paper_is_what_is_read_and_is_white_by_night(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser_with(Profile { scheme: Scheme::Dark, ..Profile::default() }).await?;
    Learner::at(&browser).open(&host.url("courses/bread/flour/")).await?;
    browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await?;
    let seen = "return ['.site-header', '.outline-panel', '.toc', '.ways', '.tools', '.heading-link', '.lesson-text', 'h1', '.question, fieldset']
        .filter(css => [...document.querySelectorAll(css)].some(one => one.checkVisibility()))";
    for theme in ["", "dark", "contrast"] {
        browser.js::<()>("document.documentElement.dataset.theme = arguments[0]; if (!arguments[0]) delete document.documentElement.dataset.theme", &[json!(theme)]).await?;
        let colours: Vec<String> =
            browser.js("return ['--ground', '--ink'].map(name => getComputedStyle(document.documentElement).getPropertyValue(name))", &[]).await?;
        ensure!(colours == ["#fdfcfa", "#20242a"], "{theme}: {colours:?}");
    }
    let seen: Vec<String> = browser.js(seen, &[]).await?;
    ensure!(seen == [".lesson-text", "h1", ".question, fieldset"], "{seen:?}");
    let wide: i64 = browser.js("return Math.max(...[...document.querySelectorAll('.code pre')].map(pre => pre.scrollWidth - pre.clientWidth))", &[]).await?;
    ensure!(wide <= 0, "code is cut off at {wide} px");
    Ok(())
}
