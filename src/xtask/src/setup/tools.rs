//! The table of tools: what each is for, how it is recognised and where it comes from.

use std::fs;

use anyhow::{Context, Result, bail};

use super::cargo_install::{self, Crate};
use super::progress::Progress;
use super::{debian, npm, rust_target};
use crate::workspace::Workspace;

/// Something that must be on the machine.
pub(crate) struct Tool {
    /// What people call it.
    pub(crate) name: &'static str,
    /// What cannot be done without it.
    pub(crate) purpose: &'static str,
    /// Whether the set-up succeeds without it.
    pub(crate) optional: bool,
    version: Version,
    look: Look,
    /// Where it comes from, the first that this machine has.
    sources: Vec<Source>,
}

/// Which versions fit.
enum Version {
    Any,
    Exactly(String),
    /// This number or a later one, for tools that simply count.
    AtLeast(u32),
}

/// What a look at the machine showed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// It is there, in this version.
    Fitting(String),
    /// It is there in this version, which does not fit.
    Other(String),
    /// It is not there.
    Missing,
}

/// How a tool is recognised.
enum Look {
    /// The first of these programs that is there answers `--version`.
    Program(&'static [&'static str]),
    /// These programs are there; they have no version to ask for.
    Present(&'static [&'static str]),
    /// The compiler has the standard library for this target.
    RustTarget(&'static str),
    /// The package is in the folder of npm's packages.
    Npm(&'static str),
}

enum Source {
    Rustup(&'static str),
    Cargo(Crate),
    Debian(&'static [&'static str]),
    /// A package of the npm registry and its version.
    Npm(&'static str, &'static str),
    /// A package whose versions are plain numbers, where the system's is at least this one.
    DebianAtLeast(&'static str, u32),
}

/// What Debian 12 has, and the oldest that was tried. It makes the player as small as version 132 does, to a
/// thousandth; the one thing it gets wrong is mended when the site is assembled.
const WASM_OPT: u32 = 108;

/// A later one may find more, so that a test fails without a change here.
const AXE: &str = "4.14.1";

/// Every tool that is needed, in the order they are installed.
///
/// # Errors
/// Where Cargo.lock does not say which wasm-bindgen the player uses.
pub(crate) fn all(workspace: &Workspace, tests: bool) -> Result<Vec<Tool>> {
    let wasm_bindgen = locked_version(workspace, "wasm-bindgen")?;
    let mut tools = vec![
        Tool {
            name: "wasm32-unknown-unknown",
            purpose: "the player is compiled for it",
            optional: false,
            version: Version::Any,
            look: Look::RustTarget("wasm32-unknown-unknown"),
            sources: vec![Source::Rustup("wasm32-unknown-unknown")],
        },
        Tool {
            name: "wasm-opt",
            purpose: "it makes the player smaller",
            optional: false,
            version: Version::AtLeast(WASM_OPT),
            look: Look::Program(&["wasm-opt"]),
            sources: vec![
                Source::DebianAtLeast("binaryen", WASM_OPT),
                Source::Cargo(Crate {
                    name: "wasm-opt",
                    version: "0.116.1".into(),
                    flags: &["--locked"],
                    is_cpp: true,
                    minutes: 20,
                }),
            ],
        },
        Tool {
            name: "wasm-bindgen",
            purpose: "it connects the player to the browser",
            optional: false,
            version: Version::Exactly(wasm_bindgen.clone()),
            look: Look::Program(&["wasm-bindgen"]),
            sources: vec![Source::Cargo(Crate {
                name: "wasm-bindgen-cli",
                version: wasm_bindgen,
                flags: &["--no-default-features", "--bin", "wasm-bindgen"],
                is_cpp: false,
                minutes: 4,
            })],
        },
        Tool {
            name: "trunk",
            purpose: "it builds the player",
            optional: false,
            version: Version::Exactly("0.21.14".into()),
            look: Look::Program(&["trunk"]),
            // Without its default features trunk has no TLS, so it cannot fetch tools on its own.
            sources: vec![Source::Cargo(Crate {
                name: "trunk",
                version: "0.21.14".into(),
                flags: &["--locked", "--no-default-features"],
                is_cpp: false,
                minutes: 9,
            })],
        },
    ];
    if tests {
        tools.extend(for_tests());
    }
    Ok(tools)
}

fn for_tests() -> Vec<Tool> {
    let debian = |name, programs, packages| Tool {
        name,
        purpose: "the end-to-end tests play the course in it",
        optional: false,
        version: Version::Any,
        look: Look::Program(programs),
        sources: vec![Source::Debian(packages)],
    };
    vec![
        debian("chromium", &["chromium", "chromium-browser", "google-chrome"], &["chromium"]),
        debian("chromedriver", &["chromedriver"], &["chromium-driver"]),
        debian("firefox", &["firefox-esr", "firefox"], &["firefox-esr"]),
        Tool {
            name: "geckodriver",
            purpose: "the end-to-end tests drive Firefox through it",
            optional: false,
            version: Version::Any,
            look: Look::Program(&["geckodriver"]),
            sources: vec![Source::Cargo(Crate {
                name: "geckodriver",
                version: "0.37.1".into(),
                flags: &["--locked"],
                is_cpp: false,
                minutes: 5,
            })],
        },
        Tool {
            name: "webkit2gtk-driver",
            purpose: "the end-to-end tests leave WebKit out",
            optional: true,
            version: Version::Any,
            look: Look::Present(&["WebKitWebDriver", "xvfb-run"]),
            sources: vec![Source::Debian(&["webkit2gtk-driver", "xvfb", "xauth"])],
        },
        Tool {
            name: "axe-core",
            purpose: "the end-to-end tests ask it whether everyone can use a page",
            optional: false,
            version: Version::Exactly(AXE.into()),
            look: Look::Npm("axe-core"),
            sources: vec![Source::Npm("axe-core", AXE)],
        },
    ]
}

impl Tool {
    /// The name with the version that is needed, where only one fits.
    pub(crate) fn wanted(&self) -> String {
        match &self.version {
            Version::Any => self.name.to_owned(),
            Version::Exactly(version) => format!("{} {version}", self.name),
            Version::AtLeast(version) => format!("{} {version} or later", self.name),
        }
    }

    /// Looks for it on the machine.
    pub(crate) fn look(&self, workspace: &Workspace) -> Found {
        let version = match self.look {
            Look::RustTarget(target) => rust_target::version(workspace, target),
            Look::Npm(package) => npm::version(workspace, package),
            Look::Program(programs) => programs.iter().find_map(|program| version_of(workspace, program)),
            Look::Present(programs) => {
                programs.iter().all(|program| workspace.which(program).is_some()).then(String::new)
            }
        };
        let Some(version) = version else { return Found::Missing };
        let fits = match &self.version {
            Version::Any => true,
            Version::Exactly(wanted) => version == *wanted,
            Version::AtLeast(wanted) => version.parse().is_ok_and(|version: u32| version >= *wanted),
        };
        if fits { Found::Fitting(version) } else { Found::Other(version) }
    }

    /// Installs it from the first source that this machine has.
    ///
    /// # Errors
    /// Says why that did not work.
    pub(crate) fn install(&self, workspace: &Workspace, progress: &mut Progress) -> Result<()> {
        let source = self.sources.iter().find(|source| match source {
            Source::Debian(_) => debian::is_possible(workspace),
            Source::DebianAtLeast(package, version) => {
                debian::is_possible(workspace)
                    && debian::candidate(workspace, package, progress)
                        .is_some_and(|candidate| candidate >= *version)
            }
            Source::Rustup(_) => workspace.which("rustup").is_some(),
            Source::Cargo(_) | Source::Npm(..) => true,
        });
        match source {
            Some(Source::Rustup(target)) => rust_target::add(workspace, target, progress),
            Some(Source::Cargo(wanted)) => {
                if wanted.is_cpp && workspace.which("c++").is_none() {
                    if !debian::is_possible(workspace) {
                        bail!(
                            "  it is written in C++, and there is no `c++` on this machine; install one, such as g++"
                        );
                    }
                    debian::install(workspace, &["g++"], progress)?;
                }
                cargo_install::install(workspace, wanted, progress)
            }
            Some(Source::DebianAtLeast(package, _)) => debian::install(workspace, &[package], progress),
            Some(Source::Npm(package, version)) => npm::install(workspace, package, version, progress),
            Some(Source::Debian(packages)) => debian::install(workspace, packages, progress),
            None => match self.sources[0] {
                Source::Debian(_) => {
                    bail!("  this machine has no apt-get that may be used without a password")
                }
                _ => bail!("  this machine has no rustup"),
            },
        }
    }

    /// What to type where it cannot be installed from here.
    pub(crate) fn by_hand(&self) -> String {
        let ways: Vec<_> = self
            .sources
            .iter()
            .map(|source| match source {
                Source::Rustup(target) => format!("rustup target add {target}"),
                Source::Cargo(wanted) => wanted.by_hand(),
                Source::Npm(package, version) => {
                    format!("npm install {package}@{version} --prefix target/tools/npm")
                }
                Source::DebianAtLeast(package, version) => {
                    format!("sudo apt-get install {package} where your system has version {version} or later")
                }
                Source::Debian(packages) => format!(
                    "sudo apt-get install {} (or the package of that name on your system)",
                    packages.join(" ")
                ),
            })
            .collect();
        ways.join("; or ")
    }
}

fn version_of(workspace: &Workspace, program: &str) -> Option<String> {
    workspace.which(program)?;
    let output = workspace.command(program).arg("--version").output().ok()?;
    output.status.success().then(|| version_in(&String::from_utf8_lossy(&output.stdout)))
}

/// The first word that begins with a digit: programs agree on nothing more.
fn version_in(text: &str) -> String {
    let mut words = text.split_whitespace();
    words.find(|word| word.starts_with(|first: char| first.is_ascii_digit())).unwrap_or_default().to_owned()
}

fn locked_version(workspace: &Workspace, package: &str) -> Result<String> {
    let path = workspace.root.join("Cargo.lock");
    let lock = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    version_in_lock(&lock, package)
        .with_context(|| format!("{} names no version of {package}; run `cargo update`", path.display()))
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let (_, rest) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    rest.split_once('"').map(|(version, _)| version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_found_in_what_programs_say() {
        for (text, version) in [
            ("trunk 0.21.14\n", "0.21.14"),
            ("wasm-opt version 108", "108"),
            ("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)", "156.0.8078.79"),
            ("Mozilla Firefox 153.7.0esr", "153.7.0esr"),
            ("nothing", ""),
        ] {
            assert_eq!(version_in(text), version);
        }
    }

    #[test]
    fn the_locked_version_is_that_of_the_very_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in_lock(lock, "trunk"), None);
    }

    #[test]
    fn a_program_of_another_version_does_not_fit() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace { root: folder.path().into(), target: folder.path().join("target") };
        let tool = |program: &'static [&'static str], version| Tool {
            name: "it",
            purpose: "",
            optional: false,
            version,
            look: Look::Program(program),
            sources: vec![],
        };
        let Found::Fitting(version) = tool(&["rustc"], Version::Any).look(&workspace) else {
            panic!("the compiler that built this test is there")
        };
        let look = |wanted| tool(&["rustc"], wanted).look(&workspace);
        assert_eq!(look(Version::Exactly(version.clone())), Found::Fitting(version.clone()));
        assert_eq!(look(Version::Exactly("0.0.1".into())), Found::Other(version.clone()));
        assert_eq!(look(Version::AtLeast(1)), Found::Other(version), "it does not simply count");
        assert_eq!(tool(&["no-such-program"], Version::Any).look(&workspace), Found::Missing);
    }
}
