//! The suite's own footing: if these fail, no other result means anything.

use anyhow::Result;
use tests::engine::Engine;
use tests::engines;
use tests::evidence::Test;
use tests::host::{Files, Host, Ways};
use tests::host_page::{Place, host_page, place};

engines! {
    a_host_that_is_down_is_down_for_an_open_browser: chromium firefox webkit;
    a_host_page_notices_what_its_frame_does: chromium firefox webkit;
}

fn page(text: &str) -> Files {
    let html = format!("<!doctype html><link rel=icon href=data:,><body>{text}</body>");
    Files::from([("index.html".into(), html.into_bytes())])
}

async fn a_host_that_is_down_is_down_for_an_open_browser(test: &Test) -> Result<()> {
    let mut host = Host::start(page("one"), Ways::default()).await?;
    let browser = test.browser().await?;
    browser.goto(&host.url("")).await?;
    assert_eq!(browser.text("body").await?, "one");
    host.replace(page("two"));
    host.go_down().await?;
    let answered = "fetch('./').then(() => true, () => false)";
    assert!(!browser.promise::<bool>(answered).await?);
    host.go_up().await?;
    assert!(browser.promise::<bool>(answered).await?);
    browser.reload().await?;
    assert_eq!(browser.text("body").await?, "two");
    let paths: Vec<_> = host.take_visits().into_iter().map(|visit| (visit.path, visit.status)).collect();
    assert_eq!(paths, vec![("/".to_owned(), 200); 3]);
    Ok(())
}

async fn a_host_page_notices_what_its_frame_does(test: &Test) -> Result<()> {
    let frame = page(
        "<div style='height: 2000px'></div><button onclick='this.textContent = 1'>0</button>
         <div style='height: 2000px'></div><p tabindex=0>end</p>",
    );
    let frame = Host::start(frame, Ways::default()).await?;
    let host = Host::start(host_page(&frame.url(""), ""), Ways::default()).await?;
    let browser = test.browser().await?;
    browser.goto(&host.url_on_another_site("")).await?;
    browser.enter_frame().await?;
    browser.find("p").await?;
    let undisturbed = Place { scroll: 150.0, focus: "field".into() };
    assert_eq!(place(&browser).await?, undisturbed);
    browser.click_in_place("button").await?;
    assert_eq!(browser.text("button").await?, "1");
    assert_eq!(place(&browser).await?.scroll, 150.0, "a click in the frame scrolls nothing outside");
    if test.engine == Engine::WebKit {
        // It lets no frame of another site scroll the page around it.
        return Ok(());
    }
    browser.js::<()>("document.querySelector('p').scrollIntoView({ block: 'start' })", &[]).await?;
    browser.leave_frame().await?;
    browser.until("the outer page to be scrolled", "scrollY !== 150").await?;
    browser.enter_frame().await?;
    Ok(())
}
