//! A static host as poor as real ones: files out of memory, with the knobs that hosts differ in.
//!
//! Each host has a thread of its own, and stopping it cuts every open connection, so that a browser which still
//! holds one finds nobody there, as when the network is gone.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode, header};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

/// Files by their path below the site's root, without a leading `/`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A page without a player, which every host has beside the site's files.
pub const BLANK: &str = "blank.html";

const BLANK_PAGE: &[u8] = b"<!doctype html><link rel=icon href=data:,><title>Blank</title>";

/// What hosts differ in.
#[derive(Clone, Debug)]
pub struct Ways {
    /// The folder the site lives in: `/`, or `/a/b/`. Outside of it there is nothing.
    pub root: String,
    /// Whether every answer allows other origins to read it, which modules in an opaque frame need.
    pub cors: bool,
    /// The MIME type of `.wasm`.
    pub wasm_type: &'static str,
    /// How many seconds a browser may keep an answer without asking again. GitHub Pages says 600.
    pub max_age: Option<u32>,
    /// Whether files are sent as brotli, which they are packed into when they are asked for first.
    pub is_packed: bool,
}

/// One request and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The path with its leading `/`, as it was asked for.
    pub path: String,
    /// The status of the answer.
    pub status: u16,
}

/// A running host. Dropping it ends it.
#[derive(Debug)]
pub struct Host {
    port: u16,
    shared: Arc<Mutex<Shared>>,
    runtime: Option<Runtime>,
}

#[derive(Debug)]
struct Shared {
    files: Files,
    ways: Ways,
    visits: Vec<Visit>,
    /// Files that end like this are not sent before they are released.
    held: Vec<&'static str>,
    /// Files that were packed, by their names.
    packed: Files,
}

impl Default for Ways {
    fn default() -> Self {
        Self { root: "/".into(), cors: false, wasm_type: "application/wasm", max_age: None, is_packed: false }
    }
}

impl Host {
    /// Serves files on a free port.
    ///
    /// # Errors
    /// Where the system gives no port.
    pub async fn start(files: Files, ways: Ways) -> Result<Self> {
        let shared = Arc::new(Mutex::new(Shared {
            files,
            ways,
            visits: Vec::new(),
            held: Vec::new(),
            packed: Files::new(),
        }));
        let mut host = Self { port: 0, shared, runtime: None };
        host.go_up().await?;
        Ok(host)
    }

    /// The address of a path below the site's root; the root itself where it is empty.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{}{path}", self.port, self.shared().ways.root)
    }

    /// As [`Host::url`], by the name `localhost`: for a browser another site than 127.0.0.1.
    pub fn url_on_another_site(&self, path: &str) -> String {
        format!("http://localhost:{}{}{path}", self.port, self.shared().ways.root)
    }

    /// Puts other files in place of all that were served so far.
    pub fn replace(&self, files: Files) {
        let mut shared = self.shared();
        shared.packed.clear();
        shared.files = files;
    }

    /// Keeps files that end like this back until [`Host::release`], as a network does that is slow.
    pub fn hold(&self, ending: &'static str) {
        self.hold_all(&[ending]);
    }

    /// As [`Host::hold`], for several endings.
    pub fn hold_all(&self, endings: &[&'static str]) {
        self.shared().held = endings.to_vec();
    }

    /// Sends what was held.
    pub fn release(&self) {
        self.shared().held.clear();
    }

    /// Every request since the start or the last call.
    pub fn take_visits(&self) -> Vec<Visit> {
        std::mem::take(&mut self.shared().visits)
    }

    /// Refuses connections and cuts the open ones, as if the network was gone.
    ///
    /// # Errors
    /// Where the port still answers after five seconds.
    pub async fn go_down(&mut self) -> Result<()> {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
        for _ in 0..250 {
            if tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).await.is_err() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        anyhow::bail!("port {} still answers though its host is stopped", self.port)
    }

    /// Serves again on the same port. Does nothing to a host that is up.
    ///
    /// # Errors
    /// Where the port was taken by somebody else meanwhile.
    pub async fn go_up(&mut self) -> Result<()> {
        if self.runtime.is_some() {
            return Ok(());
        }
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let (port, shared) = (self.port, self.shared.clone());
        let listen = async move {
            let mut listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
            while port == 0 && !is_new(listener.local_addr()?.port()) {
                listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
            }
            let port = listener.local_addr()?.port();
            let app = axum::Router::new().fallback(answer).with_state(shared);
            tokio::spawn(async move { axum::serve(listener, app).await });
            std::io::Result::Ok(port)
        };
        self.port = runtime.spawn(listen).await?.with_context(|| format!("cannot listen on port {port}"))?;
        self.runtime = Some(runtime);
        Ok(())
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        lock(&self.shared)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Whether no host had this port before. A browser may be the same for several tests, and what it keeps of a site it
/// keeps by the port too.
fn is_new(port: u16) -> bool {
    static HAD: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    HAD.lock().unwrap_or_else(PoisonError::into_inner).insert(port)
}

/// Every change under the lock is a single assignment, so what a panic left behind is whole.
fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn answer(State(shared): State<Arc<Mutex<Shared>>>, request: Request) -> Response<Body> {
    let path = request.uri().path();
    while lock(&shared).held.iter().any(|ending| path.ends_with(ending)) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let mut shared = lock(&shared);
    let Shared { files, ways, packed, .. } = &mut *shared;
    let found = look_up(files, &ways.root, path);
    let mut response = Response::builder();
    let (status, body) = match found {
        Found::File(name, bytes) => {
            response = response.header(header::CONTENT_TYPE, mime_type(name, ways.wasm_type));
            let bytes = match ways.is_packed && !name.ends_with(".woff2") {
                true => {
                    response = response.header(header::CONTENT_ENCODING, "br");
                    packed.entry(name.to_owned()).or_insert_with(|| brotli(bytes))
                }
                false => bytes,
            };
            (StatusCode::OK, bytes.clone())
        }
        Found::Blank => {
            response = response.header(header::CONTENT_TYPE, "text/html; charset=utf-8");
            (StatusCode::OK, BLANK_PAGE.to_vec())
        }
        Found::Folder => {
            response = response.header(header::LOCATION, format!("{path}/"));
            (StatusCode::MOVED_PERMANENTLY, Vec::new())
        }
        Found::Nothing(page) => {
            response = response.header(header::CONTENT_TYPE, "text/html; charset=utf-8");
            (StatusCode::NOT_FOUND, page.cloned().unwrap_or_else(|| b"nothing here".to_vec()))
        }
    };
    if shared.ways.cors {
        response = response.header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }
    if let Some(seconds) = shared.ways.max_age {
        response = response.header(header::CACHE_CONTROL, format!("max-age={seconds}"));
    }
    let visit = Visit { path: path.to_owned(), status: status.as_u16() };
    shared.visits.push(visit);
    response.status(status).body(Body::from(body)).expect("status and headers are valid")
}

enum Found<'a> {
    File(&'a str, &'a Vec<u8>),
    Folder,
    Blank,
    Nothing(Option<&'a Vec<u8>>),
}

fn look_up<'a>(files: &'a Files, root: &str, path: &str) -> Found<'a> {
    let Some(inside) = path.strip_prefix(root) else {
        return Found::Nothing(None);
    };
    let name = match inside {
        "" => "index.html".to_owned(),
        folder if folder.ends_with('/') => format!("{folder}index.html"),
        file => file.to_owned(),
    };
    match files.get_key_value(&name) {
        Some((name, bytes)) => Found::File(name, bytes),
        None if files.contains_key(&format!("{name}/index.html")) => Found::Folder,
        None if name == BLANK => Found::Blank,
        None => Found::Nothing(files.get("404.html")),
    }
}

/// Brotli with quality 11 and its largest ordinary window, as hosts that compress ahead use it.
pub fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 1 << 16, 11, 22);
    writer.write_all(bytes).expect("memory takes all that is written");
    drop(writer);
    out
}

fn mime_type(name: &str, wasm: &'static str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "webmanifest" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => wasm,
        _ => "application/octet-stream",
    }
}
