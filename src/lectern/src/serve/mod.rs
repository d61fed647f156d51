//! `lectern serve`: the course in the browser, following every change.
//!
//! What is served is one value, [`Served`]. A change makes another and every open page hears of it; there is no
//! other state. How a change becomes another is in `rebuild`, and what an open page makes of it in `live.js`.

mod change;
mod pages;
mod rebuild;
mod server;
mod watch;

use std::io::IsTerminal;
use std::net::{IpAddr, Ipv4Addr, TcpListener, UdpSocket};

use anyhow::{Context, Result, anyhow};
use site::{Assembler, Options};
use tokio::sync::watch as channel;

use self::rebuild::{Known, Rebuild, Served};
use crate::cli::Serve;
use crate::content::{First, assemble, compile};
use crate::progress::doing;
use crate::{Ended, player, say};

/// Where to look for a port that nobody asked for.
const PORTS: std::ops::RangeInclusive<u16> = 3000..=3099;

/// Serves until Ctrl-C.
pub(crate) fn run(told: &Serve) -> Result<Ended> {
    let folder = &*told.content.folder();
    let First { content, compiler, pieces } = match compile(folder)? {
        Ok(first) => first,
        Err(ended) => return Ok(ended),
    };
    // Before the player is built, which may take minutes.
    let listener = listen(told.port, told.lan)?;
    let player = player::get()?;
    let mut assembler = Assembler::default();
    let site = doing("making the site", || assemble(&mut assembler, &player, &pieces, &Options::default()))?;
    let title = site.title.clone();
    let (served, _) = channel::channel(Served::first(site));

    let rebuild =
        Rebuild::start(folder, Known::new(content, compiler, pieces), player, assembler, served.clone());
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

/// Tells the author what has happened. Who cannot be told still sees the course.
fn tell(text: &str) {
    let _ = say::line(text);
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
