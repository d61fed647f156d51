//! Streams of request and response bodies, for a player that has no server to stream to or from.
//!
//! Leptos always brings its server functions along, and these the crate `wasm-streams`, which exports classes to
//! JavaScript that no linker can leave out: 6 KB of what every learner fetches, for nothing. This takes its place with
//! the few signatures that are asked for. None of it is ever called, since no server function is written here.

use futures_core::Stream;
use wasm_bindgen::JsValue;

/// A stream of the browser's.
#[derive(Debug)]
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// A stream of the browser's as one of Rust's.
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// The stream of the browser's.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// A stream of Rust's as one of the browser's.
    pub fn from_stream(_: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        unreachable!("{NO_SERVER}")
    }

    /// The chunks of the stream.
    pub fn into_stream(self) -> impl Stream<Item = Result<JsValue, JsValue>> {
        Never
    }
}

const NO_SERVER: &str = "a player has no server functions";

struct Never;

impl Stream for Never {
    type Item = Result<JsValue, JsValue>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        unreachable!("{NO_SERVER}")
    }
}
