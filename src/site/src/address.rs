//! Where a site will be found, for whoever has to be told its whole address.

use std::fmt;
use std::str::FromStr;

use course::route::Route;

/// The address of a site's root, such as `https://school.example/courses/`. Ends in `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// The whole address of a page.
    pub(crate) fn of(&self, route: &Route) -> String {
        format!("{}{route}", self.0)
    }

    /// The whole address of a file by its path on the site.
    pub(crate) fn of_file(&self, path: &str) -> String {
        format!("{}{}", self.0, course::route::encode(path))
    }
}

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let host = ["https://", "http://"].iter().find_map(|scheme| text.strip_prefix(scheme));
        let is_plain = |host: &str| {
            let is_part_of_address = |character: char| {
                character.is_ascii_graphic() && !matches!(character, '"' | '<' | '>' | '?' | '#' | '&' | '\'')
            };
            !host.is_empty() && !host.starts_with('/') && host.chars().all(is_part_of_address)
        };
        match host.filter(|host| is_plain(host)) {
            Some(_) if text.ends_with('/') => Ok(Self(text.into())),
            Some(_) => Ok(Self(format!("{text}/"))),
            None => Err(format!(
                "`{text}` is not where a site can be found; write it like https://school.example/courses/"
            )),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_that_of_a_folder() {
        for (text, whole) in [
            ("https://school.example", "https://school.example/"),
            ("http://127.0.0.1:8000/a/b", "http://127.0.0.1:8000/a/b/"),
            ("https://school.example/courses/", "https://school.example/courses/"),
        ] {
            assert_eq!(text.parse::<Address>().unwrap().to_string(), whole);
        }
        let address: Address = "https://school.example/x".parse().unwrap();
        let page = Route::parse("courses/c/größe/");
        assert_eq!(address.of(&page), "https://school.example/x/courses/c/gr%C3%B6%C3%9Fe/");
        assert_eq!(address.of_file("assets/a.png"), "https://school.example/x/assets/a.png");
    }

    #[test]
    fn what_is_no_address_is_named() {
        for text in [
            "",
            "school.example",
            "https://",
            "https:///x",
            "ftp://a/",
            "https://a/?b",
            "https://a/#b",
            "https://a b/",
        ] {
            let error = text.parse::<Address>().unwrap_err();
            assert!(error.contains(&format!("`{text}`")), "{error}");
        }
    }
}
