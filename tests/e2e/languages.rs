//! The interface speaks the learner's language: which one, how it is changed, and that no other is left over.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tempfile::TempDir;
use tests::browser::Browser;
use tests::content;
use tests::engine::{Engine, Profile};
use tests::engines;
use tests::evidence::Test;
use tests::host::{Host, Ways};
use tests::learner::Learner;
use tests::site_under_test::site;
use words::{CATEGORIES, KEYS, LANGUAGES, Room, Spoken, Word};

engines! {
    a_chosen_language_is_spoken_everywhere_and_stays: chromium webkit;
    the_browser_s_own_language_comes_first: chromium firefox;
    pages_are_drawn_in_the_authors_language_and_words: chromium;
    numbers_and_forms_are_those_of_the_browser: chromium firefox webkit;
    a_choice_made_before_the_player_is_there_counts: chromium;
    without_the_words_of_a_language_the_authors_are_spoken: chromium;
}

/// A content folder with a `library.yaml`, and perhaps a `strings.yaml`.
fn folder(from: &Path, library: &str, strings: &str) -> Result<TempDir> {
    let folder = content::changed(from, &[])?;
    std::fs::write(folder.path().join("library.yaml"), library)?;
    if !strings.is_empty() {
        std::fs::write(folder.path().join("strings.yaml"), strings)?;
    }
    Ok(folder)
}

/// Chooses a language as a learner does, and waits until the page speaks it.
async fn choose(browser: &Browser, tag: &str) -> Result<()> {
    let script = "const list = document.querySelector('select.language');
        list.value = arguments[0]; list.dispatchEvent(new Event('change', { bubbles: true }))";
    browser.js::<()>(script, &[json!(tag)]).await?;
    spoken(browser, tag).await
}

/// Waits until the player has drawn its words in a language; none of the tests rewords the one that is looked at.
async fn spoken(browser: &Browser, tag: &str) -> Result<()> {
    let language =
        LANGUAGES.iter().find(|language| language.tag == tag).context("a language that is spoken")?;
    let there = format!(
        "document.documentElement.lang === {0} && document.querySelector('#app:not([data-ahead]) select.language')?.value === {0}
            && document.querySelector('.skip').textContent.trim() === {1}",
        json!(tag),
        json!(Spoken::of(language).say(Word::skip)),
    );
    browser.until(&format!("the page in `{tag}`"), &there).await
}

/// All that the interface says on the page: every text, and every name that is only read out. What the author has
/// written is left out, and so is the list of languages.
const SAID: &str = "
    const said = [];
    const isOurs = (element) => !element.closest('[lang=xx], select.language, script, style, noscript, .start, .moved, code, .code, textarea');
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const text = walker.currentNode.data.trim();
        if (text && isOurs(walker.currentNode.parentElement)) said.push(text);
    }
    for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
        for (const element of document.querySelectorAll(`[${name}]`)) {
            const text = element.getAttribute(name);
            if (text && isOurs(element) && !element.closest('.lesson-text, .kept li')) said.push(text);
        }
    }
    return said";

/// Whether a text can be made from a message by putting something into its holes.
fn is_made_of(text: &str, message: &str) -> bool {
    let mut parts = message.split(['{', '}']).step_by(2);
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let parts: Vec<_> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// Every form of every message of a language that says something in letters.
fn messages(spoken: &Spoken) -> Vec<String> {
    let lists = [Room::Player, Room::Keeper].map(|room| spoken.list(room));
    let forms = lists.iter().flatten().flat_map(|message| message.lines());
    forms.filter(|form| form.chars().filter(|c| c.is_alphabetic()).count() > 1).map(str::to_owned).collect()
}

/// Fails where the page says something in English, or where it says nothing of its language.
async fn speaks_alone(browser: &Browser, tag: &str) -> Result<()> {
    let language = words::language(tag).context("there is such a language")?;
    let (own, english) = (messages(&Spoken::of(language)), messages(&Spoken::of(&LANGUAGES[2])));
    let said: Vec<String> = browser.js(SAID, &[]).await?;
    let is_one_of = |text: &str, all: &[String]| all.iter().any(|message| is_made_of(text, message));
    let left: Vec<_> = said
        .iter()
        .flat_map(|text| text.split(" · "))
        .filter(|text| is_one_of(text, &english) && !is_one_of(text, &own))
        .collect();
    let url = browser.url().await?;
    ensure!(left.is_empty(), "{url} in {tag}: this is English: {left:?}");
    if matches!(tag, "ar" | "ja") {
        let is_latin = |text: &&String| text.chars().any(|c| c.is_ascii_alphabetic());
        let left: Vec<_> = said.iter().filter(is_latin).filter(|text| *text != "https://").collect();
        ensure!(left.is_empty(), "{url} in {tag}: this is in Latin letters: {left:?}");
    }
    let known = said.iter().flat_map(|text| text.split(" · ")).filter(|text| is_one_of(text, &own)).count();
    ensure!(known >= 3, "{url} in {tag} says hardly anything: {said:?}");
    Ok(())
}

/// A line that runs out of the window.
async fn nothing_overflows(browser: &Browser) -> Result<()> {
    let wide: i64 = browser.js("return document.documentElement.scrollWidth - innerWidth", &[]).await?;
    ensure!(wide <= 0, "{}: {wide} pixels too wide", browser.url().await?);
    Ok(())
}

async fn a_chosen_language_is_spoken_everywhere_and_stays(test: &Test) -> Result<()> {
    // A language that nobody speaks, so that all that the author wrote can be told from what the interface says.
    let folder = folder(&content::workshop(), "language: xx\n", "")?;
    let host = Host::start(site(folder.path())?, Ways::default()).await?;
    let library = tests::site_under_test::library(folder.path())?;
    let browser = test.browser().await?;
    let learner = Learner::at(&browser);
    learner.open(&host.url("")).await?;
    let mut pages: Vec<String> = library.routes().map(|route| route.to_string()).collect();
    pages.push("nowhere/".into());
    // How lines run is the engine's own; what is said is not.
    let is_spoken = |tag: &str| match test.engine {
        Engine::WebKit => ["ar", "ja"].contains(&tag),
        _ => tag != "en",
    };
    for (at, language) in LANGUAGES.iter().filter(|language| is_spoken(language.tag)).enumerate() {
        let tag = language.tag;
        choose(&browser, tag).await?;
        let direction: String = browser.js("return getComputedStyle(document.body).direction", &[]).await?;
        ensure!(direction == if language.is_right_to_left { "rtl" } else { "ltr" }, "{tag} runs {direction}");
        for page in &pages {
            if page == "nowhere/" {
                // The player itself draws it.
                browser.js::<()>("location.hash = '#/nowhere/'", &[]).await?;
                learner.reload().await?;
            } else if at == 0 {
                learner.open(&host.url(page)).await?;
            } else {
                // A page that is opened brings no other words than one that is gone to.
                learner.follow(page).await?;
            }
            spoken(&browser, tag).await?;
            if ["progress/", "print/"].contains(&page.as_str()) {
                browser
                    .until(
                        "the keeper",
                        "document.querySelector('#keeper h2, #keeper [data-do=print]:enabled')",
                    )
                    .await?;
            }
            speaks_alone(&browser, tag).await?;
            nothing_overflows(&browser).await?;
        }
        learner.open(&host.url("")).await?;
    }
    choose(&browser, "en").await?;
    learner.reload().await?;
    spoken(&browser, "en").await
}

async fn the_browser_s_own_language_comes_first(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let all =
        [("pt-PT,fr-CA,de", "fr", "en"), ("ar-EG,en", "ar", "en"), ("pt", "en", ""), ("de-AT", "de", "en")];
    // How it tells of languages is a browser's own, what is made of them is not; and each is another browser.
    let count = if test.engine == Engine::Chromium { all.len() } else { 1 };
    for (languages, expected, authors) in all.into_iter().take(count) {
        let profile = Profile { languages: Some(languages), ..Profile::default() };
        let browser = test.browser_with(profile).await?;
        Learner::at(&browser).open(&host.url("")).await?;
        spoken(&browser, expected).await?;
        let marked: String = browser.js("return document.querySelector('.site-title').lang", &[]).await?;
        ensure!(marked == authors, "{languages}: the title is marked as `{marked}`");
        // What is chosen here counts more than what the browser says.
        choose(&browser, "ja").await?;
        Learner::at(&browser).reload().await?;
        spoken(&browser, "ja").await?;
    }
    Ok(())
}

async fn pages_are_drawn_in_the_authors_language_and_words(test: &Test) -> Result<()> {
    let folder = folder(
        &content::bakery(),
        "title: Backstube\nlanguage: de-AT\n",
        "start_course: Los!\nlessons_counted:\n  one: eine Lektion\n  other: \"{count} Stück\"\n",
    )?;
    let files = site(folder.path())?;
    let library = tests::site_under_test::library(folder.path())?;
    let course = library.courses.first().context("there is a course")?;
    let course = format!("courses/{}/", course.id);
    let [home, page] = ["index.html".into(), format!("{course}index.html")]
        .map(|path: String| String::from_utf8_lossy(&files[&path]).into_owned());
    ensure!(page.contains(">Los!</a>"), "the author's words are not on {course}");
    for part in ["<html lang=\"de-AT\">", " Stück</li>", "Zum Text", "<title>Backstube</title>"] {
        ensure!(home.contains(part), "{part} is not on the home page");
    }
    ensure!(!home.contains("Start the course") && !home.contains("Skip to"), "there is English on the page");
    let missing = String::from_utf8(files["404.html"].clone())?;
    ensure!(missing.contains("Diese Seite gibt es nicht") && !missing.contains("This page"), "{missing}");
    let host = Host::start(files, Ways::default()).await?;
    let browser = test.browser().await?;
    Learner::at(&browser).open(&host.url(&course)).await?;
    choose(&browser, "de").await?;
    ensure!(browser.text(".start").await? == "Los!", "the author's words are the player's too");
    let marked: i64 =
        browser.js("return document.querySelectorAll('#app :not(option)[lang]').length", &[]).await?;
    ensure!(marked == 0, "one language needs no marks");
    Ok(())
}

async fn numbers_and_forms_are_those_of_the_browser(test: &Test) -> Result<()> {
    let host = Host::start(site(&content::bakery())?, Ways::default()).await?;
    let browser = test.browser().await?;
    Learner::at(&browser).open(&host.url("")).await?;
    for language in &LANGUAGES {
        let tag = language.tag;
        let script = "const rules = new Intl.PluralRules(arguments[0]);
            return Array.from({ length: 300 }, (_, number) => rules.select(number))";
        let found: Vec<String> = browser.js(script, &[json!(tag)]).await?;
        for (number, found) in found.iter().enumerate() {
            let expected = words::category(tag, number).name();
            ensure!(found == expected, "{tag} {number}: {found} in the browser, {expected} ahead");
        }
        ensure!(language.categories.iter().all(|category| CATEGORIES.contains(category)), "{tag}");
        // What is drawn ahead is not to change when the player comes.
        let spoken = Spoken::of(language);
        let script = "const unit = (unit, number) => new Intl.NumberFormat(arguments[0], { style: 'unit', unit }).format(number);
            return [1, 2, 5, 11, 45].flatMap(number => [unit('minute', number), unit('hour', number), new Intl.NumberFormat(arguments[0]).format(number)])";
        let found: Vec<String> = browser.js(script, &[json!(tag)]).await?;
        let expected: Vec<String> = [1, 2, 5, 11, 45]
            .into_iter()
            .flat_map(|number| {
                let [minutes, hours] = [Word::duration_minutes, Word::duration_hours];
                [spoken.counted(minutes, number), spoken.counted(hours, number), number.to_string()]
            })
            .collect();
        // Older browsers take the digits of Egypt where no country is said.
        let digit = |c: char| match c {
            '\u{a0}' | '\u{202f}' => ' ',
            '٠'..='٩' => char::from(b'0' + (u32::from(c) - u32::from('٠')) as u8),
            other => other,
        };
        let plain = |text: &String| text.chars().map(digit).collect::<String>();
        let found: Vec<String> = found.iter().map(plain).collect();
        ensure!(found == expected, "{tag}: {found:?} in the browser, {expected:?} ahead");
    }
    ensure!(KEYS.len() > 150, "there are more messages than {}", KEYS.len());
    Ok(())
}

async fn a_choice_made_before_the_player_is_there_counts(test: &Test) -> Result<()> {
    let mut files = site(&content::bakery())?;
    files.remove("sw.js");
    let host = Host::start(files, Ways::default()).await?;
    host.hold(".wasm");
    let browser = test.browser_with(Profile { is_impatient: true, ..Profile::default() }).await?;
    browser.goto(&host.url("")).await?;
    let there =
        "document.documentElement.dataset.root && document.querySelector('#app[data-ahead] select.language')";
    browser.until("the page that was drawn ahead", there).await?;
    let script = "const list = document.querySelector('select.language');
        list.value = 'fr'; list.dispatchEvent(new Event('change', { bubbles: true }))";
    browser.js::<()>(script, &[]).await?;
    host.release();
    Learner::at(&browser).ready().await?;
    spoken(&browser, "fr").await?;
    ensure!(browser.text(".site-link").await? == "Votre progression", "the page is not in French");
    Ok(())
}

async fn without_the_words_of_a_language_the_authors_are_spoken(test: &Test) -> Result<()> {
    let mut files = site(&content::bakery())?;
    let lost: Vec<_> = files.keys().filter(|path| path.starts_with("words-de-")).cloned().collect();
    ensure!(lost.len() == 1, "{lost:?}");
    files.remove(&lost[0]);
    let host = Host::start(files, Ways::default()).await?;
    let profile = Profile { languages: Some("de"), ..Profile::default() };
    let browser = test.browser_with(profile).await?;
    Learner::at(&browser).open(&host.url("")).await?;
    spoken(&browser, "en").await?;
    // A language that does not come leaves the page as it is.
    let script = "const list = document.querySelector('select.language');
        list.value = 'de'; list.dispatchEvent(new Event('change', { bubbles: true }))";
    browser.js::<()>(script, &[]).await?;
    spoken(&browser, "en").await
}
