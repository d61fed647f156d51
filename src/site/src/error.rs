//! What can go wrong between a player and a folder that can be served.

use std::fmt;
use std::io;
use std::path::PathBuf;

use course::bundle::BundleError;

/// The result of every step of the assembly.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a site cannot be assembled or written.
#[derive(Debug)]
pub enum Error {
    /// A file or folder cannot be read.
    Read {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file or folder cannot be written.
    Write {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The folder lacks a file that every player has.
    NotAPlayer {
        /// The name of the file.
        missing: &'static str,
    },
    /// The player's `index.html` lacks a mark that the assembly fills in.
    Shell {
        /// The mark, as it must stand there.
        missing: &'static str,
    },
    /// The bytes are not a WebAssembly module.
    Wasm(String),
    /// The module has no section with a course.
    NoCourse,
    /// The course cannot be read by this release.
    Bundle(BundleError),
    /// The folder holds something that was not written by Lectern, so it is not replaced.
    NotOurs {
        /// The folder.
        path: PathBuf,
    },
    /// The path does not name a folder that can be swapped, such as `/` or `..`.
    NoFolder {
        /// The path.
        path: PathBuf,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, source } => write!(out, "cannot read `{}`: {source}", path.display()),
            Self::Write { path, source } => {
                write!(out, "cannot write `{}`: {source}{}", path.display(), way_out(source))
            }
            Self::NotAPlayer { missing } => {
                write!(out, "the player has no `{missing}`; build it with `cargo xtask player`")
            }
            Self::Shell { missing } => {
                write!(out, "the player's index.html has no `{missing}`; put it back into index.html")
            }
            Self::Wasm(why) => write!(out, "the player's wasm file is damaged: {why}; build it again"),
            Self::NoCourse => write!(out, "the player's wasm file has no course inside; build it again"),
            Self::Bundle(error) => write!(out, "{error}; build player and course with the same release"),
            Self::NotOurs { path } => write!(
                out,
                "`{}` holds files that were not written by Lectern; name another folder or empty it",
                path.display()
            ),
            Self::NoFolder { path } => {
                write!(out, "`{}` cannot be replaced by a site; name a folder inside it", path.display())
            }
        }
    }
}

/// What helps where the system refuses to write, to be said behind its reason; empty where nothing is known to.
pub fn way_out(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "; free some space, or name a folder on another disk"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "; name a folder that you may write to"
        }
        io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => {
            "; it is a disk of its own or in use: name a folder inside it"
        }
        io::ErrorKind::NotADirectory => "; a part of the path is a file: name another folder",
        _ => "",
    }
}

// What an error says holds what the system said, so there is no source to be told behind it.
impl std::error::Error for Error {}

impl From<BundleError> for Error {
    fn from(error: BundleError) -> Self {
        Self::Bundle(error)
    }
}
