//! A page of somebody else that shows the player in a frame, and notices what the frame does to it.

use anyhow::Result;
use serde::Deserialize;

use crate::browser::Browser;
use crate::host::Files;

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
