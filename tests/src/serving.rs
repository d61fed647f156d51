//! `lectern serve` as an author runs it, on a folder of their own.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::content;
use crate::driver::{Group, free_port};

/// A running `lectern serve`. Dropping it ends it.
#[derive(Debug)]
pub struct Serving {
    /// The address of its home page.
    pub url: String,
    _process: Group,
}

impl Serving {
    /// Serves a content folder on a free port and waits until it answers.
    ///
    /// # Errors
    /// Where it ends, or does not answer in 110 seconds, in which it may have to be compiled.
    pub async fn start(folder: &Path) -> Result<Self> {
        let port = free_port()?;
        let log = tempfile::NamedTempFile::new()?;
        let mut command = Command::new(env!("CARGO"));
        command
            .current_dir(content::root())
            .args(["run", "--quiet", "--package", "lectern", "--", "serve"])
            .arg(folder)
            .args(["--no-open", "--port", &port.to_string()])
            .stdout(Stdio::from(log.reopen()?))
            .stderr(Stdio::from(log.reopen()?));
        let mut process = Group::spawn(&mut command)?;
        let end = Instant::now() + Duration::from_secs(110);
        // It listens before it has anything to show.
        while !answers(port).await {
            let said = || std::fs::read_to_string(log.path()).unwrap_or_default();
            ensure!(!process.has_ended()?, "`lectern serve` ended by itself: {}", said());
            ensure!(Instant::now() < end, "`lectern serve` does not answer: {}", said());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(Self { url: format!("http://127.0.0.1:{port}/"), _process: process })
    }
}

/// Whether a home page comes within a second from this port.
pub async fn answers(port: u16) -> bool {
    let request = async {
        let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await?;
        stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await?;
        let mut status = [0; 12];
        stream.read_exact(&mut status).await?;
        std::io::Result::Ok(status == *b"HTTP/1.1 200")
    };
    matches!(tokio::time::timeout(Duration::from_secs(1), request).await, Ok(Ok(true)))
}
