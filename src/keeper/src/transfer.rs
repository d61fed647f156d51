//! How a text leaves the player and comes in: as a file, as a code that fits into a link, by the clipboard.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlElement, ReadableStream, ReadableWritablePair, Response, Url};

// Not in web-sys without a flag for what is not settled yet, though every browser has them since 2023.
#[wasm_bindgen]
extern "C" {
    type CompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<CompressionStream, JsValue>;

    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
}

/// The format of codes: DEFLATE without a frame (RFC 1951).
const FORMAT: &str = "deflate-raw";

/// Offers a text as a file to be kept. What becomes of it the browser does not tell.
pub(crate) fn save(name: &str, text: &str) {
    let save = || -> Result<(), JsValue> {
        let url = Url::create_object_url_with_blob(&blob(text)?)?;
        let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::UNDEFINED)?;
        let link = document.create_element("a")?;
        link.set_attribute("href", &url)?;
        link.set_attribute("download", name)?;
        if let Some(link) = link.dyn_ref::<HtmlElement>() {
            link.click();
        }
        // Not revoked: when the browser has read it nobody tells, and it goes with the page.
        Ok(())
    };
    // Where it is refused there is the code beside it, which needs no leave.
    _ = save();
}

/// A text as a short code of letters, digits, `-` and `_`. `None` where the browser cannot compress.
pub(crate) async fn pack(text: &str) -> Option<String> {
    let stream = CompressionStream::new(FORMAT).ok()?;
    let bytes = through(text_stream(text)?, stream.unchecked_ref()).await?;
    let letters: String = bytes.into_iter().map(char::from).collect();
    let code = web_sys::window()?.btoa(&letters).ok()?;
    Some(code.trim_end_matches('=').replace('+', "-").replace('/', "_"))
}

/// The text of a code; `None` where it is none.
pub(crate) async fn unpack(code: &str) -> Option<String> {
    let letters = web_sys::window()?.atob(&code.replace('-', "+").replace('_', "/")).ok()?;
    let bytes: Vec<u8> = letters.chars().map(|letter| letter as u8).collect();
    let parts = Array::of1(&Uint8Array::from(&bytes[..]));
    let blob = Blob::new_with_u8_array_sequence(&parts).ok()?;
    let stream = DecompressionStream::new(FORMAT).ok()?;
    String::from_utf8(through(blob.stream(), stream.unchecked_ref()).await?).ok()
}

/// Puts a text into the clipboard; whether that was granted.
pub(crate) async fn copy(text: &str) -> bool {
    let clipboard = || {
        let clipboard = js_sys::Reflect::get(&web_sys::window()?.navigator(), &"clipboard".into()).ok()?;
        clipboard.dyn_into::<web_sys::Clipboard>().ok()
    };
    match clipboard() {
        Some(clipboard) => JsFuture::from(clipboard.write_text(text)).await.is_ok(),
        None => false,
    }
}

/// The text of a file that was chosen.
pub(crate) async fn read(file: &Blob) -> Option<String> {
    JsFuture::from(file.text()).await.ok()?.as_string()
}

fn blob(text: &str) -> Result<Blob, JsValue> {
    Blob::new_with_str_sequence(&Array::of1(&text.into()))
}

fn text_stream(text: &str) -> Option<ReadableStream> {
    Some(blob(text).ok()?.stream())
}

async fn through(stream: ReadableStream, transform: &ReadableWritablePair) -> Option<Vec<u8>> {
    let response = Response::new_with_opt_readable_stream(Some(&stream.pipe_through(transform))).ok()?;
    let bytes = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&bytes).to_vec())
}
