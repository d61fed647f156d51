//! The browser engines the suite runs on, and how a session of each is asked for.
//!
//! Chromium and Firefox are required; a missing driver fails their tests. WebKitGTK's tests run wherever its
//! driver is installed, and say so in one line where it is not.

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, through `chromedriver`.
    Chromium,
    /// Firefox, through `geckodriver`.
    Firefox,
    /// WebKitGTK's MiniBrowser, through `WebKitWebDriver`, on a virtual screen.
    WebKit,
}

/// Which storage a browser grants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StorageLeave {
    /// What the engine grants by default.
    #[default]
    Default,
    /// None to a frame of another site.
    OwnSiteOnly,
    /// None to anyone.
    Nobody,
}

/// The system's colour scheme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// Dark text on light ground.
    #[default]
    Light,
    /// Light text on dark ground.
    Dark,
}

/// How a browser is set up before it starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Which storage it grants.
    pub storage: StorageLeave,
    /// The colour scheme it tells pages of. WebKit knows only light.
    pub scheme: Scheme,
    /// Whether its windows are private ones, which forget everything when they are closed. WebKit's are when driven.
    pub is_private: bool,
    /// Whether it answers before a page has loaded whole.
    pub is_impatient: bool,
    /// Whether it notes its requests, for [`Browser::requests`](crate::browser::Browser::requests). Chromium alone does.
    pub is_watched: bool,
    /// The languages its user reads, best first, as in `de-AT,en`. WebKit's are those of the system.
    pub languages: Option<&'static str>,
}

impl Engine {
    /// The name of the program that drives the engine.
    pub fn driver(self) -> &'static str {
        match self {
            Self::Chromium => "chromedriver",
            Self::Firefox => "geckodriver",
            Self::WebKit => "WebKitWebDriver",
        }
    }

    /// Whether the suite fails without it.
    pub fn is_required(self) -> bool {
        self != Self::WebKit
    }

    /// What a new session is asked for. `data` is an empty folder for the browser's profile.
    ///
    /// # Errors
    /// Where the browser itself cannot be found.
    pub fn capabilities(self, profile: Profile, data: &Path) -> Result<Map<String, Value>> {
        let wanted = match self {
            Self::Chromium => json!({
                "browserName": "chrome",
                "goog:loggingPrefs": match profile.is_watched {
                    // All that the protocol tells of, so only where it is asked for.
                    true => json!({ "browser": "ALL", "performance": "ALL" }),
                    false => json!({ "browser": "ALL" }),
                },
                "goog:chromeOptions": {
                    "args": chromium_arguments(profile, data),
                    "prefs": chromium_preferences(profile),
                },
            }),
            Self::Firefox => {
                let binary = on_path("firefox").or_else(|| on_path("firefox-esr"));
                let binary = binary.context("firefox is not on PATH: install firefox-esr")?;
                json!({
                    "browserName": "firefox",
                    "moz:firefoxOptions": {
                        "binary": binary,
                        "args": ["-headless"],
                        "prefs": firefox_preferences(profile),
                    },
                })
            }
            Self::WebKit => json!({
                "webkitgtk:browserOptions": { "binary": minibrowser()?, "args": ["--automation"] },
            }),
        };
        match wanted {
            Value::Object(mut map) => {
                if profile.is_impatient {
                    map.insert("pageLoadStrategy".into(), json!("none"));
                }
                Ok(map)
            }
            _ => unreachable!("capabilities are written as objects above"),
        }
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        })
    }
}

/// Where a program is on `PATH`.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn chromium_arguments(profile: Profile, data: &Path) -> Vec<String> {
    let mut arguments: Vec<String> = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--window-size=1280,900",
    ]
    .map(String::from)
    .into();
    arguments.push(format!("--user-data-dir={}", data.display()));
    if profile.is_private {
        arguments.push("--incognito".into());
    }
    arguments
}

/// `cookies` and `cookie_controls_mode` rule every kind of storage, not cookies alone.
fn chromium_preferences(profile: Profile) -> Value {
    let mut preferences = match profile.storage {
        StorageLeave::Default => json!({}),
        // As a person can say it in the settings: 127.0.0.1 may store nothing in a page of localhost. The switch
        // for all third-party sites does nothing in Chromium without a window.
        StorageLeave::OwnSiteOnly => json!({
            "profile": { "content_settings": { "exceptions": { "cookies": {
                "http://127.0.0.1,http://localhost": { "setting": 2 },
            } } } },
        }),
        StorageLeave::Nobody => json!({ "profile.default_content_setting_values.cookies": 2 }),
    };
    if let Some(languages) = profile.languages {
        preferences["intl.accept_languages"] = json!(languages);
    }
    preferences
}

/// `cookieBehavior` rules every kind of storage: 1 refuses it to other sites, 2 to everyone.
fn firefox_preferences(profile: Profile) -> Value {
    let mut preferences = json!({
        "layout.css.prefers-color-scheme.content-override": match profile.scheme {
            Scheme::Dark => 0,
            Scheme::Light => 1,
        },
        "browser.privatebrowsing.autostart": profile.is_private,
        // Without a screen it paints in software, on the cores that the suite needs.
        "layout.frame_rate": 20,
    });
    let behaviour = match profile.storage {
        StorageLeave::Default => None,
        StorageLeave::OwnSiteOnly => Some(1),
        StorageLeave::Nobody => Some(2),
    };
    if let Some(behaviour) = behaviour {
        preferences["network.cookie.cookieBehavior"] = json!(behaviour);
    }
    if let Some(languages) = profile.languages {
        preferences["intl.accept_languages"] = json!(languages);
    }
    preferences
}

/// Debian puts the browser that WebKitGTK's driver starts beside the library, not on `PATH`.
fn minibrowser() -> Result<PathBuf> {
    let folders = ["/usr/lib", "/usr/libexec"].into_iter().flat_map(|root| subfolders(Path::new(root)));
    let mut found: Vec<PathBuf> = folders
        .flat_map(|folder| std::iter::once(folder.clone()).chain(subfolders(&folder)))
        .map(|folder| folder.join("MiniBrowser"))
        .filter(|file| file.is_file())
        .collect();
    found.sort();
    found.pop().context("no webkit2gtk-*/MiniBrowser below /usr/lib: install webkit2gtk-driver")
}

fn subfolders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}
