//! `lectern serve`: the course in the browser, following every change.
//!
//! What is served is one value, [`Served`]. A change makes another and every open page hears of it; there is no
//! other state.

mod pages;
mod server;
mod watch;

use std::io::IsTerminal;
use std::net::{IpAddr, Ipv4Addr, TcpListener, UdpSocket};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail};
use compiler::{Compiled, Compiler, Content};
use site::{Options, Player, Site};
use tokio::sync::watch as channel;

use crate::cli::Serve;
use crate::content::{First, assets, compile, read_again, report};
use crate::{Ended, player, say};

/// Where to look for a port that nobody asked for.
const PORTS: std::ops::RangeInclusive<u16> = 3000..=3099;

/// What open pages get.
#[derive(Clone)]
struct Served {
    /// The last version without errors.
    site: Arc<Site>,
    /// What is wrong with the content by now; empty where nothing is.
    errors: String,
}

/// Serves until Ctrl-C.
pub(crate) fn run(told: &Serve) -> Result<Ended> {
    let folder = &*told.content.folder();
    let First { content, compiler, compiled } = match compile(folder)? {
        Ok(first) => first,
        Err(ended) => return Ok(ended),
    };
    // Before the player is built, which may take minutes.
    let listener = listen(told.port, told.lan)?;
    let player = player::get()?;
    let site = Arc::new(site::assemble(
        &player,
        compiled.bundle.as_deref(),
        &assets(&compiled),
        &options(&compiled),
    )?);
    let title = site.title.clone();
    let (served, _) = channel::channel(Served { site, errors: String::new() });

    let known = Mutex::new((content, compiler));
    let rebuild = Rebuild { folder: folder.to_owned(), known, player, served: served.clone() };
    let _watcher = match watch::watch(folder, move |changed| rebuild.run(&changed)) {
        Ok(watcher) => Some(watcher),
        Err(error) => {
            eprintln!("changes cannot be followed: {error:#}; start this again to see them");
            None
        }
    };

    let port = listener.local_addr().context("cannot tell the address")?.port();
    let address = format!("http://{}:{port}/", Ipv4Addr::LOCALHOST);
    say::line(&format!("Serving \"{title}\" at {address}"))?;
    if told.lan {
        say::line(&match address_in_network() {
            Some(own) => format!("On a telephone in the same network: http://{own}:{port}/"),
            None => {
                format!("On a telephone in the same network: port {port} of this machine's address there")
            }
        })?;
    }
    if !told.no_open
        && std::io::stdout().is_terminal()
        && let Err(error) = open::that_detached(&address)
    {
        eprintln!("the browser was not opened: {error}");
    }
    server::run(listener, served)?;
    Ok(Ended::Well)
}

fn listen(port: Option<u16>, lan: bool) -> Result<TcpListener> {
    let own = if lan { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST };
    let on = |port| TcpListener::bind((own, port));
    match port {
        Some(port) => on(port).map_err(|error| match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                anyhow!("port {port} is taken by another program; end that one or name another with --port")
            }
            _ => anyhow!("cannot listen on port {port}: {error}; name another with --port"),
        }),
        None => PORTS.filter_map(|port| on(port).ok()).next().with_context(|| {
            format!("no port from {} to {} is free; name one with --port", PORTS.start(), PORTS.end())
        }),
    }
}

/// The address by which others in the network reach this machine: the one it would speak from to somebody outside.
/// `None` where there is no network. Nothing is sent, for a datagram socket only notes whom it is to speak to; the
/// address is one that is kept for documentation (RFC 5737).
fn address_in_network() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let own = socket.local_addr().ok()?.ip();
    (!own.is_loopback() && !own.is_unspecified()).then_some(own)
}

fn options(compiled: &Compiled) -> Options {
    Options { looks: compiled.looks.clone(), words: compiled.words.clone(), ..Options::default() }
}

/// Tells the author what has happened. Who cannot be told still sees the course.
fn tell(text: &str) {
    let _ = say::line(text);
}

/// What a change sets off.
struct Rebuild {
    folder: PathBuf,
    /// The content as it was read last, and what is known from compiling it.
    known: Mutex<(Content, Compiler)>,
    player: Player,
    served: channel::Sender<Served>,
}

impl Rebuild {
    fn run(&self, changed: &[PathBuf]) {
        let started = Instant::now();
        let former = self.served.borrow().clone();
        let next = self.next(&former);
        if next.site.build == former.site.build && next.errors == former.errors {
            return;
        }
        if next.errors.is_empty() {
            let took = started.elapsed().as_millis();
            tell(&format!("changed {}, rebuilt in {took} ms", self.names(changed)));
        } else {
            eprintln!("{}", next.errors.trim_end());
            tell(&format!("changed {}; showing the last version without errors", self.names(changed)));
        }
        self.served.send_replace(next);
    }

    /// The site of the content as it is now; where that has errors, the former one and what is wrong.
    fn next(&self, former: &Served) -> Served {
        match self.made() {
            Ok(site) => Served { site: Arc::new(site), errors: String::new() },
            Err(error) => Served { site: former.site.clone(), errors: format!("{error:#}") },
        }
    }

    fn made(&self) -> Result<Site> {
        // What a compilation that broke off has left behind is whole pages or none.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (content, compiler) = &mut *known;
        *content = read_again(&self.folder, content)?;
        let compiled = compiler.compile(content);
        let report = report(&compiled, content, false);
        if compiled.bundle.is_none() {
            bail!(report);
        }
        if !report.is_empty() {
            eprintln!("{}", report.trim_end());
        }
        Ok(site::assemble(&self.player, compiled.bundle.as_deref(), &assets(&compiled), &options(&compiled))?)
    }

    /// The changed files as the author calls them.
    fn names(&self, changed: &[PathBuf]) -> String {
        let content = self.folder.canonicalize().unwrap_or_else(|_| self.folder.clone());
        let name = |path: &PathBuf| path.strip_prefix(&content).unwrap_or(path).display().to_string();
        match changed {
            [] => self.folder.display().to_string(),
            [one] => name(one),
            [one, others @ ..] => format!("{} and {} more", name(one), others.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_was_asked_for_and_is_taken_is_named() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = listen(Some(port), false).unwrap_err().to_string();
        assert!(error.contains(&format!("port {port} is taken")), "{error}");
    }

    #[test]
    fn without_a_wish_a_free_port_is_found() {
        let first = listen(None, false).unwrap();
        let second = listen(None, false).unwrap();
        assert_ne!(first.local_addr().unwrap(), second.local_addr().unwrap());
    }
}
