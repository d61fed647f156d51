//! Whether everyone can use a page, as far as a program can tell: axe-core looks at every kind of page, at the widths of
//! a phone and of a desk, in every theme.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tests::browser::Browser;
use tests::content;
use tests::engines;
use tests::evidence::Test;
use tests::host::{Files, Host, Ways};
use tests::host_page::{open_at_width, with_narrow_page};
use tests::learner::Learner;
use tests::site_under_test::site;

engines! {
    nothing_on_a_page_keeps_anyone_out: chromium firefox;
}

/// The rules of WCAG 2.2 up to level AA, and what the makers of axe-core count as good practice.
const RULES: &str = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";

/// The program, where the set-up has put it.
fn axe() -> Result<Vec<u8>> {
    let file = content::target().join("tools/npm/node_modules/axe-core/axe.min.js");
    std::fs::read(&file).with_context(|| format!("no {}: run `cargo xtask setup --tests`", file.display()))
}

/// A site with the program beside it.
fn files(folder: &std::path::Path) -> Result<Files> {
    let mut files = site(folder)?;
    files.insert("axe.js".into(), axe()?);
    Ok(with_narrow_page(files))
}

/// What axe-core finds wrong on the page as it is now, a line each.
async fn violations(browser: &Browser, host: &Host) -> Result<Vec<String>> {
    violations_of(browser, host, RULES).await
}

/// As [`violations`], by these rules alone.
async fn violations_of(browser: &Browser, host: &Host, rules: &str) -> Result<Vec<String>> {
    let script = format!(
        "(async () => {{
            if (!window.axe) await new Promise((resolve, reject) => {{
                const script = document.createElement('script');
                script.src = {};
                script.onload = resolve;
                script.onerror = () => reject('axe-core does not load');
                document.head.append(script);
            }});
            // A colour on its way to another is none of either.
            document.getAnimations().forEach(it => it.effect.getComputedTiming().endTime < Infinity && it.finish());
            const found = await axe.run(document, {{ runOnly: {rules}, resultTypes: ['violations'] }});
            if (!found.passes.length) throw 'axe-core looked at nothing';
            return found.violations.flatMap(it => it.nodes.map(node =>
                `${{it.id}}: ${{node.target}} ${{node.any.concat(node.all, node.none).map(one => one.message).join('; ')}}`));
        }})()",
        json!(host.url("axe.js"))
    );
    browser.promise(&script).await
}

/// Looks at a page at the width of a desk and of a phone. `more` is there once the page is whole.
async fn look(browser: &Browser, host: &Host, page: &str, more: &str, found: &mut Vec<String>) -> Result<()> {
    Learner::at(browser).open(&host.url(page)).await?;
    browser.find(more).await?;
    let lines = violations(browser, host).await?;
    found.extend(lines.into_iter().map(|line| format!("{page:?}: {line}")));
    // Nothing but colours differs in the themes that can be chosen; the system's dark one has those of `dark`, which
    // `tidy/contrast.rs` holds.
    for theme in ["light", "dark", "sepia", "contrast"] {
        browser.js::<()>("document.documentElement.dataset.theme = arguments[0]", &[json!(theme)]).await?;
        let lines = violations_of(browser, host, "['color-contrast']").await?;
        found.extend(lines.into_iter().map(|line| format!("{page:?} in {theme}: {line}")));
    }
    open_at_width(browser, host, page, 320).await?;
    browser.find(more).await?;
    let lines = violations(browser, host).await?;
    found.extend(lines.into_iter().map(|line| format!("{page:?} at 320 px: {line}")));
    browser.leave_frame().await
}

/// Marks a passage and writes on it, and has looked at what comes up for that.
async fn mark(learner: Learner<'_>) -> Result<()> {
    let browser = learner.browser;
    let select = "getSelection().selectAllChildren(document.querySelector('.lesson-text blockquote p'))";
    browser.js::<()>(select, &[]).await?;
    learner.click(".mark-tools [data-do=note]").await?;
    browser.until("the field", "document.activeElement?.id === 'note-field'").await?;
    browser.type_text("why?").await?;
    let stored = "Object.entries(localStorage).some(([key, text]) => key.startsWith('lectern/note/') && text.includes('why?'))";
    browser.until("the note to be stored", stored).await?;
    learner.click(".bookmark").await?;
    browser
        .until("the bookmark", "document.querySelector('.bookmark').getAttribute('aria-pressed') === 'true'")
        .await
}

async fn look_at_every_page(browser: &Browser) -> Result<()> {
    let mut found = Vec::new();
    let host = Host::start(files(&content::bakery())?, Ways::default()).await?;
    for (page, more) in [
        ("", "main h1"),
        ("courses/bread/", "main h1"),
        ("courses/bread/flour/", "main h1"),
        ("progress/", "#keeper h2"),
        ("review/", "#keeper h2"),
        ("print/#bread", "[data-do=print]:enabled"),
        ("notes/", "#keeper p"),
        ("no/such/page/", "main h1"),
    ] {
        look(browser, &host, page, more, &mut found).await?;
    }
    let learner = Learner::at(browser);

    // What it says nothing about it has looked at.
    learner.open(&host.url("")).await?;
    browser.js::<()>("document.querySelector('main').append(new Image())", &[]).await?;
    let planted = violations(browser, &host).await?;
    ensure!(
        planted.iter().any(|line| line.starts_with("image-alt")),
        "a picture without a text is not found"
    );

    let lesson = "courses/bread/flour/";
    learner.open(&host.url(lesson)).await?;
    browser.find(".heading-link").await?;
    learner.click(".settings").await?;
    browser.find("dialog[open]").await?;
    found.extend(violations(browser, &host).await?.into_iter().map(|line| format!("the settings: {line}")));
    learner.open(&host.url(lesson)).await?;
    for question in learner.questions().await? {
        learner.answer(&question.id, &question.choices[0].id).await?;
    }
    mark(learner).await?;
    for (page, more) in [
        (lesson, "[data-verdict]"),
        (lesson, ".lesson-notes"),
        ("", "main h1"),
        ("progress/", ".look-back table"),
        ("notes/", ".note-list"),
        ("certificate/", ".left-to-do"),
        ("review/", ".bars"),
    ] {
        look(browser, &host, page, more, &mut found).await?;
    }
    let host = Host::start(files(&content::workshop())?, Ways::default()).await?;
    for page in ["kinds", "exam", "shelf"] {
        look(browser, &host, &format!("courses/workshop/{page}/"), "main h1", &mut found).await?;
    }
    found.extend(look_at_the_search(browser, &host).await?);
    ensure!(found.is_empty(), "{} violations:\n{}", found.len(), found.join("\n"));
    Ok(())
}

/// Looks at the search with commands and with results, and at the list of shortcuts.
async fn look_at_the_search(browser: &Browser, host: &Host) -> Result<Vec<String>> {
    Learner::at(browser).open(&host.url("courses/workshop/kinds/")).await?;
    browser.click("#app:not([data-ahead]) .search").await?;
    browser.find("#lectern-finder[open] [data-do]").await?;
    let mut found = violations(browser, host).await?;
    browser.type_text("board").await?;
    browser.find("#lectern-found .found-text mark").await?;
    found.extend(violations(browser, host).await?);
    let list = "document.querySelector('#lectern-finder').close();
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true, cancelable: true }))";
    browser.js::<()>(list, &[]).await?;
    browser.find("#lectern-keys[open] input").await?;
    found.extend(violations(browser, host).await?);
    Ok(found.into_iter().map(|line| format!("the search: {line}")).collect())
}

async fn nothing_on_a_page_keeps_anyone_out(test: &Test) -> Result<()> {
    look_at_every_page(&*test.browser().await?).await
}
