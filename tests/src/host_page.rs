//! Pages around the player: one of somebody else that shows it in a frame and notices what the frame does to it, and one
//! that is as narrow as a phone.

use anyhow::{Result, ensure};
use serde::Deserialize;
use serde_json::json;

use crate::browser::Browser;
use crate::host::{Files, Host};
use crate::learner::Learner;

/// What the outer page must keep: where it is scrolled to, and what has the focus.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Place {
    /// `window.scrollY` in CSS pixels.
    pub scroll: f64,
    /// The id of the active element.
    pub focus: String,
}

/// A tall page with a focused field above a frame. It is scrolled so that the whole frame is seen.
///
/// `attributes` go into the frame's tag, such as `sandbox="allow-scripts"`.
pub fn host_page(src: &str, attributes: &str) -> Files {
    let html = format!(
        r#"<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>
<link rel="icon" href="data:,">
<style>body {{ margin: 0 }} .far {{ height: 3000px }} iframe {{ display: block; width: 100%; height: 600px; border: 0 }}</style>
<div style="height: 200px"></div><input id="field" aria-label="field">
<iframe id="frame" title="Course" src="{src}" {attributes}></iframe>
<div class="far"></div>
<script>
  document.getElementById("field").focus({{ preventScroll: true }});
  scrollTo({{ top: 150, behavior: "instant" }});
</script></html>"#
    );
    Files::from([("index.html".to_owned(), html.into_bytes())])
}

/// Where the outer page is. The browser stands in its frame, before and after.
///
/// # Errors
/// Where the driver does not answer.
pub async fn place(browser: &Browser) -> Result<Place> {
    browser.leave_frame().await?;
    let place = browser.js("return { scroll: scrollY, focus: document.activeElement.id }", &[]).await;
    browser.enter_frame().await?;
    place
}

/// A site with an empty page of one frame beside it, for [`open_at_width`].
#[must_use]
pub fn with_narrow_page(mut files: Files) -> Files {
    let frame = "<!doctype html><title>Frame</title><link rel=icon href=data:,>
        <style>body { margin: 0 } iframe { display: block; border: 0; height: 800px }</style><iframe></iframe>";
    files.insert("narrow.html".into(), frame.into());
    files
}

/// Opens a page inside a frame of its own site, which is as narrow as asked, whatever a window's least width is. The
/// browser then stands in the frame.
///
/// # Errors
/// Where the player does not come up, or the frame is not that wide.
pub async fn open_at_width(browser: &Browser, host: &Host, path: &str, width: u32) -> Result<()> {
    browser.goto(&host.url("narrow.html")).await?;
    let script = "const frame = document.querySelector('iframe');
        frame.style.width = arguments[1] + 'px'; frame.src = arguments[0]";
    browser.js::<()>(script, &[json!(host.url(path)), json!(width)]).await?;
    browser.enter_frame().await?;
    Learner::in_frame(browser).ready().await?;
    let inner: u32 = browser.js("return innerWidth", &[]).await?;
    ensure!(inner == width, "the viewport is {inner} px wide, not {width} px");
    Ok(())
}
