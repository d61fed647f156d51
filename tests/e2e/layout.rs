//! What is seen: widths from a small phone to a wide desk, diagrams without gaps, light and dark.

use anyhow::{Context, Result, ensure};
use course::identity::id_of_text;
use serde::Deserialize;
use serde_json::json;
use tests::browser::Browser;
use tests::content;
use tests::engine::{Profile, Scheme};
use tests::engines;
use tests::evidence::{Test, say};
use tests::host::{Files, Host, Ways};
use tests::host_page::{open_at_width, with_narrow_page};
use tests::learner::Learner;
use tests::picture::Picture;
use tests::site_under_test::site;

engines! {
    no_question_and_no_project_scrolls_sideways_at_any_width: chromium webkit;
    no_page_scrolls_sideways_at_any_width: chromium firefox webkit;
    diagrams_of_the_sample_line_up_without_gaps: chromium;
    diagrams_of_the_fixture_line_up_without_gaps: chromium firefox webkit;
    the_outline_can_be_opened_on_a_phone: chromium;
    light_and_dark_follow_the_system_and_can_be_read: chromium firefox;
}

const WIDTHS: [u32; 5] = [320, 375, 768, 1280, 1920];

async fn no_page_scrolls_sideways_at_any_width(test: &Test) -> Result<()> {
    let paths = ["", "courses/bread/", "courses/bread/flour/", "courses/bread/oven/", "no/such/page/"];
    no_page_scrolls_sideways(test, site(&content::bakery())?, &paths).await
}

async fn no_question_and_no_project_scrolls_sideways_at_any_width(test: &Test) -> Result<()> {
    let paths = ["courses/workshop/kinds/", "courses/workshop/exam/", "courses/workshop/shelf/"];
    no_page_scrolls_sideways(test, site(&content::workshop())?, &paths).await
}

async fn no_page_scrolls_sideways(test: &Test, files: Files, paths: &[&str]) -> Result<()> {
    let host = Host::start(with_narrow_page(files), Ways::default()).await?;
    let browser = test.browser().await?;
    for path in paths {
        for width in WIDTHS {
            open_at_width(&browser, &host, path, width).await?;
            let widest = "
                const wide = [...document.querySelectorAll('body *')].filter(one => {
                    const box = one.getBoundingClientRect();
                    return box.width > 0 && box.right > innerWidth + 0.5;
                });
                const page = document.scrollingElement.scrollWidth;
                return page <= innerWidth ? null : [page, wide.slice(0, 3).map(one => one.outerHTML.slice(0, 120))]";
            let found: Option<(u32, Vec<String>)> = browser.js(widest, &[]).await?;
            ensure!(found.is_none(), "{path:?} scrolls sideways at {width} px: {found:?}");
        }
    }
    Ok(())
}

/// What a script measures of one diagram in view.
#[derive(Debug, Deserialize)]
struct Diagram {
    /// Where a character stands elsewhere than its column says, as text.
    astray: Vec<String>,
    /// Pairs of neighbouring characters whose lines should meet: the middles of both, in CSS pixels.
    joints: Vec<(f64, f64, f64, f64)>,
    /// A point of the diagram's ground.
    ground: (f64, f64),
}

/// Measures the diagram with the given index among the `pre` elements with box-drawing characters, scrolled to the
/// top. Of its joints only those in view are told.
const MEASURE: &str = "
    const boxes = [...document.querySelectorAll('.lesson-text pre')].filter(pre => /[─│]/.test(pre.textContent));
    const pre = boxes[arguments[0]];
    if (!pre) return null;
    const top = scrollY + pre.getBoundingClientRect().top;
    document.scrollingElement.scrollTo({ top, behavior: 'instant' });
    const walker = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT);
    const rows = [[]];
    for (let node; (node = walker.nextNode());) {
        for (let at = 0; at < node.data.length; at += 1) {
            if (node.data[at] === '\\n') { rows.push([]); continue }
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + 1);
            // To WebKit the first character of a row has a box at the end of the row before, too.
            const { left, top, width, height } = [...range.getClientRects()].at(-1);
            rows.at(-1).push({ character: node.data[at], left, top, width, height });
        }
    }
    const first = rows.find(row => row.length > 10);
    const advance = (first.at(-1).left - first[0].left) / (first.length - 1);
    const astray = [];
    rows.forEach((row, line) => row.forEach((one, column) => {
        const expected = first[0].left + column * advance;
        if (Math.abs(one.left - expected) > 0.6) {
            astray.push(`line ${line + 1} column ${column + 1} ${one.character}: ${one.left} instead of ${expected}`);
        }
    }));
    const down = '│┌┐├┤┬┼', up = '│└┘├┤┴┼', right = '─┌└├┬┴┼', left = '─┐┘┤┬┴┼';
    const frame = pre.getBoundingClientRect();
    const middle = one => [one.left + one.width / 2, one.top + one.height / 2];
    const seen = ([x, y]) => x > Math.max(0, frame.left) + 2 && x < Math.min(innerWidth, frame.right) - 2
        && y > 2 && y < Math.min(innerHeight, frame.bottom) - 2
        && pre.contains(document.elementFromPoint(x, y));
    const joints = [];
    rows.forEach((row, line) => row.forEach((one, column) => {
        const beside = row[column + 1], below = rows[line + 1]?.[column];
        const pairs = [];
        if (beside && right.includes(one.character) && left.includes(beside.character)) pairs.push(beside);
        if (below && down.includes(one.character) && up.includes(below.character)) pairs.push(below);
        for (const other of pairs) {
            const from = middle(one), to = middle(other);
            if (seen(from) && seen(to)) joints.push([...from, ...to]);
        }
    }));
    return { astray: astray.slice(0, 5), joints, ground: [frame.left + 4, Math.max(2, frame.top + 4)] };";

async fn diagrams_of_the_sample_line_up_without_gaps(test: &Test) -> Result<()> {
    let Some(folder) = content::sample()? else {
        say("not measured: the diagrams of the sample lesson, as there is no shared/ beside the checkout");
        return Ok(());
    };
    // Two fences of arrows and bars, the lifecycle, and the tree of folders.
    diagrams_line_up(test, site(folder.path())?, "mlops-intro", 4).await
}

async fn diagrams_of_the_fixture_line_up_without_gaps(test: &Test) -> Result<()> {
    diagrams_line_up(test, site(&content::bakery())?, "flour", 1).await
}

async fn diagrams_line_up(test: &Test, files: Files, lesson: &str, diagrams: usize) -> Result<()> {
    let suffix = format!("/{lesson}/index.html");
    let page = files.keys().find(|path| path.ends_with(&suffix)).context("the lesson has a page")?;
    let page = page.trim_end_matches("index.html").to_owned();
    let host = Host::start(with_narrow_page(files), Ways::default()).await?;
    let browser = test.browser().await?;
    for width in [375, 1280] {
        open_at_width(&browser, &host, &page, width).await?;
        browser.promise::<bool>("document.fonts.ready.then(() => true)").await?;
        for index in 0..=diagrams {
            let diagram: Option<Diagram> = browser.js(MEASURE, &[json!(index)]).await?;
            let Some(diagram) = diagram else {
                assert_eq!(index, diagrams, "as many diagrams are shown as there are");
                break;
            };
            assert!(index < diagrams, "there are more diagrams than {diagrams}");
            ensure!(diagram.astray.is_empty(), "diagram {index} at {width} px: {:?}", diagram.astray);
            ensure!(
                diagram.joints.len() > 5,
                "diagram {index} at {width} px shows only {:?}",
                diagram.joints
            );
            has_no_gap(&browser, &diagram).await.with_context(|| format!("diagram {index} at {width} px"))?;
        }
    }
    Ok(())
}

/// Looks at the pixels between the characters. The frame stands at the outer page's corner, so that points within
/// it are points of the picture.
async fn has_no_gap(browser: &Browser, diagram: &Diagram) -> Result<()> {
    browser
        .promise::<bool>("new Promise(done => requestAnimationFrame(() => setTimeout(() => done(true), 50)))")
        .await?;
    browser.leave_frame().await?;
    let picture = Picture::read(&browser.screenshot().await?)?;
    let outer: f64 = browser.js("return innerWidth", &[]).await?;
    browser.enter_frame().await?;
    let scale = picture.width as f64 / outer;
    let at = |x: f64, y: f64| (x * scale, y * scale);
    let ground =
        picture.grey_at(at(diagram.ground.0, diagram.ground.1)).context("the ground is in the picture")?;
    let torn: Vec<_> = diagram
        .joints
        .iter()
        .filter(|(x, y, to_x, to_y)| !picture.is_drawn_through(at(*x, *y), at(*to_x, *to_y), ground))
        .collect();
    ensure!(
        torn.is_empty(),
        "{} of {} lines are torn, such as {:?}",
        torn.len(),
        diagram.joints.len(),
        torn[0]
    );
    Ok(())
}

async fn the_outline_can_be_opened_on_a_phone(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    browser.goto("about:blank").await?;
    browser.resize(375, 812).await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("courses/bread/water/")).await?;
    let shown = "document.querySelector('nav.outline a[aria-current=\"page\"]').checkVisibility()";
    assert!(!browser.js::<bool>(&format!("return {shown}"), &[]).await?, "on a phone the text comes first");
    learner.click(".outline-toggle").await?;
    browser.until("the outline", shown).await?;
    learner.click("nav.outline [data-lesson='oven'] a").await?;
    learner.on_page_titled("The Oven").await
}

/// Colours as the browser draws them, whatever notation the style sheet has them in.
const COLOURS: &str = "
    const drawn = colour => {
        const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 1;
        const context = canvas.getContext('2d', { willReadFrequently: true });
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
        return [...context.getImageData(0, 0, 1, 1).data];
    };
    const ground = element => {
        for (let one = element; one; one = one.parentElement) {
            const colour = drawn(getComputedStyle(one).backgroundColor);
            if (colour[3] === 255) return colour;
        }
        return null;
    };
    const texts = document.querySelectorAll('.lesson-text p, .lesson-text li, .lesson-text td, .lesson-text pre span, '
        + 'h1, h2, h3, a, legend, label.choice, .verdict, .quiz-count, .facts, .eyebrow, .way, .feedback, .note p, '
        + '.gap-note, .field span, .pair-text, .order-text, .move, .quiz-result p, .button:enabled');
    return [...texts].filter(one => one.checkVisibility() && one.innerText.trim()).map(one =>
        [one.outerHTML.slice(0, 80), drawn(getComputedStyle(one).color), ground(one)])";

type Colour = [u8; 4];

async fn light_and_dark_follow_the_system_and_can_be_read(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let questions = Host::start(site(&content::workshop())?, Ways::default()).await?;
    let mut grounds = Vec::new();
    for scheme in [Scheme::Light, Scheme::Dark] {
        let browser = test.browser_with(Profile { scheme, ..Profile::default() }).await?;
        let learner = Learner::at(&browser);
        learner.open(&host.url("courses/bread/flour/")).await?;
        let shown = learner.questions().await?;
        learner.answer(&shown[0].id, &shown[0].choices[0].id).await?;
        let mut texts: Vec<(String, Colour, Option<Colour>)> = browser.js(COLOURS, &[]).await?;
        assert!(texts.len() > 20, "the page has text of many kinds");
        learner.open(&questions.url("courses/workshop/kinds/")).await?;
        learner.answer("single", &id_of_text("Across the grain")).await?;
        learner.answer("several", &id_of_text("Ash")).await?;
        for (question, text) in [("typed", "mitre"), ("number", "2.44"), ("output", "1 2\n2 4")] {
            learner.type_into(question, 0, text).await?;
            learner.check(question).await?;
        }
        let with_verdicts: Vec<(String, Colour, Option<Colour>)> = browser.js(COLOURS, &[]).await?;
        assert!(with_verdicts.iter().any(|(text, ..)| text.contains("gap-note")), "verdicts are among them");
        texts.extend(with_verdicts);
        for (text, colour, ground) in &texts {
            let ground = ground.with_context(|| format!("nothing is drawn behind {text}"))?;
            let contrast = contrast(*colour, ground);
            ensure!(
                contrast >= 4.5,
                "{scheme:?}: contrast {contrast:.2} of {colour:?} on {ground:?} in {text}"
            );
        }
        grounds.push(luminance(texts[0].2.context("seen above")?));
    }
    assert!(grounds[0] > 0.5 && grounds[1] < 0.2, "light ground is light and dark ground dark: {grounds:?}");
    Ok(())
}

/// The contrast ratio of WCAG 2.2, 1 to 21.
fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The relative luminance of WCAG 2.2, 0 to 1.
fn luminance(colour: Colour) -> f64 {
    let linear = |channel: u8| {
        let channel = f64::from(channel) / 255.0;
        if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
}
