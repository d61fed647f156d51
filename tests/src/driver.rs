//! A WebDriver server as a child process: started on a free port, ended with every browser it started.
//!
//! One process a session: `geckodriver` and `WebKitWebDriver` serve no second one, and a process of its own
//! is ended whole, whatever state a failed test left it in. A watch ends it too where the suite itself has ended.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};

use crate::engine::{Engine, on_path};

/// A running driver. Dropping it ends its process group.
#[derive(Debug)]
pub struct Driver {
    /// Where it listens, such as `http://127.0.0.1:4444`.
    pub address: String,
    // Dropped in this order: a process number may be given to others once its process has ended.
    _watch: Group,
    _processes: Vec<Group>,
}

/// A child that leads a process group of its own, ended with all of the group.
#[derive(Debug)]
pub struct Group(Child);

impl Driver {
    /// Starts the driver of an engine and waits until it answers. Its files go below `home`.
    ///
    /// # Errors
    /// Where the driver is not on `PATH`, or does not answer within ten seconds.
    pub async fn start(engine: Engine, home: &std::path::Path) -> Result<Self> {
        let program = engine.driver();
        let file = on_path(program)
            .with_context(|| format!("{program} is not on PATH: run the suite by `cargo xtask test`"))?;
        let mut processes = Vec::new();
        let port = free_port()?;
        let mut command = Command::new(file);
        command.arg(format!("--port={port}")).env("TMPDIR", home);
        match engine {
            Engine::Chromium => {}
            Engine::Firefox => {
                command.arg(format!("--websocket-port={}", free_port()?));
            }
            Engine::WebKit => {
                let (screen, display) = virtual_screen()?;
                processes.push(screen);
                command
                    .env("DISPLAY", display)
                    .env("HOME", home)
                    .env("GDK_BACKEND", "x11")
                    .env("LIBGL_ALWAYS_SOFTWARE", "1")
                    .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1")
                    // Its sandbox needs user name spaces, which containers and root do not get.
                    .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
            }
        }
        processes.insert(0, Group::spawn(command.stdout(Stdio::null()).stderr(Stdio::null()))?);
        let watch = watch(&processes)?;
        wait_for_port(port).await.with_context(|| format!("{program} does not answer"))?;
        Ok(Self { address: format!("http://127.0.0.1:{port}"), _watch: watch, _processes: processes })
    }
}

impl Group {
    /// Starts a command, which hears nothing, as the leader of its own process group.
    ///
    /// # Errors
    /// Where it cannot be started.
    pub fn spawn(command: &mut Command) -> Result<Self> {
        Self::lead(command.stdin(Stdio::null()))
    }

    fn lead(command: &mut Command) -> Result<Self> {
        let child = command
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().to_string_lossy()))?;
        Ok(Self(child))
    }

    /// Whether the command has ended by itself.
    ///
    /// # Errors
    /// Where the system does not tell.
    pub fn has_ended(&mut self) -> Result<bool> {
        Ok(self.0.try_wait()?.is_some())
    }

    /// What the command writes to its standard output, where that is a pipe and was not taken before.
    pub fn stdout(&mut self) -> Option<impl BufRead + Send + 'static> {
        self.0.stdout.take().map(BufReader::new)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(group) = i32::try_from(self.0.id()).ok().and_then(Pid::from_raw) {
            // It may have ended by itself; then there is no group to end.
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.0.wait();
    }
}

/// A TCP port of this machine that nobody listens on now.
///
/// # Errors
/// Where the system has none to give.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Waits until somebody listens on a port, up to ten seconds.
///
/// # Errors
/// Where nobody does.
pub async fn wait_for_port(port: u16) -> Result<()> {
    let end = Instant::now() + Duration::from_secs(10);
    while Instant::now() < end {
        if tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_ok() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    bail!("nobody listens on port {port}")
}

/// What ends groups of processes as soon as this program has ended, however it did: browsers are kept from one test to
/// the next, and nothing of a test program runs at its end.
fn watch(groups: &[Group]) -> Result<Group> {
    let groups: Vec<String> = groups.iter().map(|Group(child)| format!("-{}", child.id())).collect();
    let script = format!("read _; kill -KILL {}", groups.join(" "));
    // It waits for a line that never comes; the end of the pipe is the end of this program.
    Group::lead(Command::new("sh").args(["-c", &script]).stdin(Stdio::piped()).stderr(Stdio::null()))
}

/// An X server without a screen, and its `DISPLAY`. It picks the number itself, so two never collide.
fn virtual_screen() -> Result<(Group, String)> {
    let mut command = Command::new("Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", "2000x1200x24", "-nolisten", "tcp"]);
    let mut screen = Group::spawn(command.stdout(Stdio::piped()).stderr(Stdio::null()))?;
    let mut number = String::new();
    screen.stdout().context("the screen's standard output is piped")?.read_line(&mut number)?;
    match number.trim() {
        "" => bail!("Xvfb started no screen"),
        number => Ok((screen, format!(":{number}"))),
    }
}
