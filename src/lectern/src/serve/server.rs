//! The server: on this machine only, everything from memory.

use std::convert::Infallible;
use std::net::TcpListener;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::watch;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::pages::{Answer, EVENTS, answer, needs_latest, part};
use super::rebuild::Served;

/// Serves until Ctrl-C.
pub(super) fn run(listener: TcpListener, served: watch::Sender<Served>) -> Result<()> {
    listener.set_nonblocking(true).context("cannot listen")?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("cannot start the server")?;
    let ended = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).context("cannot listen")?;
        let router =
            Router::new().route(&format!("/{EVENTS}"), get(events)).fallback(get(page)).with_state(served);
        tokio::select! {
            ended = axum::serve(listener, router).into_future() => ended.context("the server broke off"),
            stop = tokio::signal::ctrl_c() => stop.context("cannot listen for Ctrl-C"),
        }
    });
    // Open pages hold a connection for as long as they live; nobody wants to wait for them.
    runtime.shutdown_background();
    ended
}

async fn page(State(served): State<watch::Sender<Served>>, uri: Uri, headers: HeaderMap) -> Response {
    // Whoever asks while a site is being made gets the one of the last edit, never a page of one and a file of another.
    // It is an error where the sender is gone, and that is the one at hand.
    let is_ready = |served: &Served| served.built == served.edit || !needs_latest(served, uri.path());
    let served = match served.subscribe().wait_for(is_ready).await {
        Ok(served) => served.clone(),
        Err(_) => served.borrow().clone(),
    };
    match answer(&served, uri.path()) {
        Answer::Content { status, media_type, bytes } => {
            // Going back, browsers show a page as they have kept it, without asking whether it is still the one.
            let caching = if media_type.starts_with("text/html") { "no-store" } else { "no-cache" };
            let shared = [
                (header::CONTENT_TYPE, media_type.as_str()),
                (header::CACHE_CONTROL, caching),
                (header::ACCEPT_RANGES, "bytes"),
                // A frame without an origin may play the course too.
                (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
            ];
            match part(headers.get(header::RANGE), bytes.len()).filter(|_| status == 200) {
                Some(wanted) => {
                    let place = format!("bytes {}-{}/{}", wanted.start, wanted.end - 1, bytes.len());
                    let part = bytes[wanted].to_vec();
                    (StatusCode::PARTIAL_CONTENT, shared, [(header::CONTENT_RANGE, place)], part)
                        .into_response()
                }
                None => {
                    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
                    (status, shared, bytes.to_vec()).into_response()
                }
            }
        }
        Answer::Moved(to) => {
            let to = uri.query().map_or(to.clone(), |query| format!("{to}?{query}"));
            (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]).into_response()
        }
    }
}

/// Where the content stands, now and after every change; see `live.js`.
async fn events(State(served): State<watch::Sender<Served>>) -> impl IntoResponse {
    let headers = [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"), (header::CACHE_CONTROL, "no-cache")];
    (headers, Sse::new(states(served.subscribe())).keep_alive(KeepAlive::default()))
}

fn states(served: watch::Receiver<Served>) -> impl Stream<Item = Result<Event, Infallible>> {
    WatchStream::new(served).map(|served| {
        let state = serde_json::json!({
            "server": served.server.to_string(),
            "build": served.site.build,
            "built": served.built,
            "edit": served.edit,
            "lessons": served.change.told(),
            "errors": served.errors,
        });
        Ok(Event::default().event("state").data(state.to_string()))
    })
}
