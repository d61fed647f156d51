//! Where things are, and how programs are started here.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

/// A checkout.
pub(crate) struct Workspace {
    /// The folder of the top `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Cargo's folder for everything built.
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// The checkout this program belongs to: cargo tells when it runs it, for a checkout may have been moved since
    /// it was built.
    pub(crate) fn find() -> Self {
        let run_by_cargo = env::var("CARGO_PKG_NAME").is_ok_and(|name| name == env!("CARGO_PKG_NAME"));
        let told = env::var_os("CARGO_MANIFEST_DIR").filter(|_| run_by_cargo).map(PathBuf::from);
        let room = told.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = room.join("../..");
        let root = root.canonicalize().unwrap_or(root);
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        Self { root, target }
    }

    /// Where the tools are installed that only this workspace uses.
    pub(crate) fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// Flags by which rustc says nothing of where this checkout, cargo's folder and the toolchain are.
    pub(crate) fn remapped(&self) -> Vec<String> {
        let home = || env::home_dir().map(|home| home.join(".cargo"));
        let cargo = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(home);
        let library = self.said("rustc", &["--print", "sysroot"]).map(|sysroot| {
            let sysroot = PathBuf::from(sysroot.trim());
            sysroot.join("lib/rustlib/src/rust")
        });
        // As rustc itself calls its library, where the sources of it are not installed.
        let version = self.said("rustc", &["-vV"]).unwrap_or_default();
        let commit = version.lines().find_map(|line| line.strip_prefix("commit-hash: "));
        let rustc = format!("/rustc/{}", commit.unwrap_or("unknown"));
        let places = [(Some(self.root.clone()), "/lectern"), (cargo, "/cargo"), (library, &rustc)];
        let flag = |(place, name): (Option<PathBuf>, &str)| {
            place.map(|place| format!("--remap-path-prefix={}={name}", place.display()))
        };
        places.into_iter().filter_map(flag).collect()
    }

    /// What a program says when it succeeds.
    fn said(&self, program: &str, arguments: &[&str]) -> Option<String> {
        let output = self.command(program).args(arguments).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// A program of ours or of the system, with our own tools first on its `PATH`.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.which(program).unwrap_or_else(|| program.into()));
        command.current_dir(&self.root).env("PATH", self.path());
        // Cargo sets these for a program it runs; a cargo started from here must not take them for its own.
        for (name, _) in env::vars_os() {
            let name_text = name.to_string_lossy();
            if name_text.starts_with("CARGO_PKG_") || name_text == "CARGO_MANIFEST_DIR" {
                command.env_remove(&name);
            }
        }
        command
    }

    /// The cargo this program was started by.
    pub(crate) fn cargo(&self) -> Command {
        self.command(&env::var("CARGO").unwrap_or_else(|_| "cargo".into()))
    }

    /// Where a program lies, our own tools first.
    pub(crate) fn which(&self, program: &str) -> Option<PathBuf> {
        let with_suffix = format!("{program}{}", env::consts::EXE_SUFFIX);
        env::split_paths(&self.path()).map(|folder| folder.join(&with_suffix)).find(|path| path.is_file())
    }

    fn path(&self) -> OsString {
        let inherited = env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(self.tools().join("bin")).chain(env::split_paths(&inherited));
        env::join_paths(folders).unwrap_or(inherited)
    }
}
