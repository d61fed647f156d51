//! Looks for secrets in code: keys and tokens whose makers gave them a shape that can be told.
//!
//! What is plainly a stand-in, such as `AKIAIOSFODNN7EXAMPLE` or `ghp_xxxx…`, is none.

use std::collections::HashSet;
use std::ops::Range;

/// Something that looks like a secret.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Secret {
    /// As in "a key of AWS".
    pub(super) what: &'static str,
    pub(super) at: Range<usize>,
}

/// No token is longer; what is, is data.
const LONGEST: usize = 2_000;

/// What a token begins with, how many characters follow at least, which they are, and what it is.
type Shape = (&'static str, usize, fn(char) -> bool, &'static str);

const SHAPES: [Shape; 18] = [
    ("AKIA", 16, is_upper, "an access key of AWS"),
    ("ASIA", 16, is_upper, "an access key of AWS"),
    ("ghp_", 36, is_letter, "a token of GitHub"),
    ("gho_", 36, is_letter, "a token of GitHub"),
    ("ghu_", 36, is_letter, "a token of GitHub"),
    ("ghs_", 36, is_letter, "a token of GitHub"),
    ("ghr_", 36, is_letter, "a token of GitHub"),
    ("github_pat_", 40, is_word, "a token of GitHub"),
    ("glpat-", 20, is_url, "a token of GitLab"),
    ("xoxb-", 20, is_url, "a token of Slack"),
    ("xoxp-", 20, is_url, "a token of Slack"),
    ("xoxa-", 20, is_url, "a token of Slack"),
    ("xoxr-", 20, is_url, "a token of Slack"),
    ("xoxs-", 20, is_url, "a token of Slack"),
    ("AIza", 35, is_url, "a key of Google"),
    ("sk_live_", 16, is_letter, "a secret key of Stripe"),
    ("rk_live_", 16, is_letter, "a restricted key of Stripe"),
    ("hf_", 34, is_letter, "a token of Hugging Face"),
];

/// What stands-in are made of.
const STAND_INS: [&str; 12] = [
    "example",
    "xxxx",
    "your",
    "placeholder",
    "changeme",
    "replace",
    "dummy",
    "fake",
    "secret",
    "1234567890",
    "abcdef",
    "0000",
];

/// The first secret in a text.
pub(super) fn find(text: &str) -> Option<Secret> {
    let shaped = SHAPES.iter().filter_map(|(start, least, is_part, what)| {
        let found = text.match_indices(start).find_map(|(at, _)| {
            let body = token(text, at + start.len(), *is_part);
            let is_secret = !is_inside(text, at) && body.len() >= *least && !is_stand_in(body);
            is_secret.then_some(at..at + start.len() + body.len())
        })?;
        Some(Secret { what, at: found })
    });
    shaped.chain(json_web_token(text)).chain(private_key(text)).min_by_key(|secret| secret.at.start)
}

/// The characters of a token from a place on.
fn token(text: &str, at: usize, is_part: impl Fn(char) -> bool) -> &str {
    // All parts of tokens are ASCII, so as many bytes are as many characters.
    let length = text[at..].chars().take(LONGEST).take_while(|c| is_part(*c)).count();
    &text[at..at + length]
}

/// Whether what begins here is the rest of a longer word.
fn is_inside(text: &str, at: usize) -> bool {
    text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.')
}

/// Three parts of base64url, of which two begin as `{"` does (RFC 7519).
fn json_web_token(text: &str) -> Option<Secret> {
    let at = text.match_indices("eyJ").find_map(|(at, _)| {
        if is_inside(text, at) {
            return None;
        }
        let token = token(text, at, |c| is_url(c) || c == '.');
        let parts: Vec<&str> = token.trim_end_matches('.').split('.').collect();
        let is_token = matches!(parts[..], [head, claims, signature]
            if claims.starts_with("eyJ") && head.len() > 15 && claims.len() > 15 && signature.len() > 20
                && !is_stand_in(signature));
        is_token.then_some(at..at + token.len())
    })?;
    Some(Secret { what: "a signed web token", at })
}

/// A private key in PEM (RFC 7468), with a line of it and not only its frame.
fn private_key(text: &str) -> Option<Secret> {
    let (start, _) = text.match_indices("-----BEGIN ").find(|(at, _)| {
        let (head, body) = text[*at..].split_once('\n').unwrap_or_default();
        let line = body.lines().take(8).map(str::trim).find(|line| !line.is_empty() && !line.contains(':'));
        head.contains("PRIVATE KEY")
            && line.is_some_and(|line| {
                line.len() >= 40
                    && line.chars().all(|c| is_letter(c) || "+/=".contains(c))
                    && !is_stand_in(line)
            })
    })?;
    let length = text[start..].lines().next().unwrap_or_default().trim_end().len();
    Some(Secret { what: "a private key", at: start..start + length })
}

fn is_stand_in(body: &str) -> bool {
    let folded = body.to_lowercase();
    let different: HashSet<char> = folded.chars().collect();
    different.len() < 8 || STAND_INS.iter().any(|word| folded.contains(word))
}

fn is_upper(c: char) -> bool {
    c.is_ascii_uppercase() || c.is_ascii_digit()
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

fn is_word(c: char) -> bool {
    is_letter(c) || c == '_'
}

fn is_url(c: char) -> bool {
    is_word(c) || c == '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written in two parts, so that no scanner takes this file for a leak.
    fn what(start: &str, body: &str) -> Option<&'static str> {
        find(&format!("key = \"{start}{body}\"\n")).map(|secret| secret.what)
    }

    #[test]
    fn tokens_are_told_by_their_shape() {
        for (start, body, expected) in [
            ("AKIA", "J4R7QPLM2XZW9TBD", "an access key of AWS"),
            ("ghp_", "q8Zt3RwLk5Vn1Ys7Hd4Gf9Jb2Mc6Xp0TaEoU", "a token of GitHub"),
            ("xoxb-", "274918365042-q8Zt3RwLk5Vn", "a token of Slack"),
            ("AIza", "SyQ8Zt3RwLk5Vn1Ys7Hd4Gf9Jb2Mc6Xp0Ta", "a key of Google"),
            ("sk_live_", "q8Zt3RwLk5Vn1Ys7Hd4Gf9Jb", "a secret key of Stripe"),
            (
                "eyJ",
                "hbGciOiJIUzI1NiJ9.eyJzdWIiOiJsZWFybmVyIn0.q8Zt3RwLk5Vn1Ys7Hd4Gf9Jb2Mc6Xp0Ta",
                "a signed web token",
            ),
            (
                "-----BEGIN ",
                "RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAq8Zt3RwLk5Vn1Ys7Hd4Gf9Jb2Mc6Xp0TaQz\n",
                "a private key",
            ),
        ] {
            assert_eq!(what(start, body), Some(expected));
        }
    }

    #[test]
    fn stand_ins_and_fragments_are_no_secrets() {
        for (start, body) in [
            ("AKIA", "IOSFODNN7EXAMPLE"),
            ("AKIA", "XXXXXXXXXXXXXXXX"),
            ("ghp_", "your_token_here"),
            ("ghp_", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
            ("sk_live_", "..."),
            ("sk_test_", "q8Zt3RwLk5Vn1Ys7Hd4Gf9Jb"),
            ("-----BEGIN ", "PRIVATE KEY-----\n...\n"),
            ("-----BEGIN ", "PUBLIC KEY-----\nMIIEowIBAAKCAQEAq8Zt3RwLk5Vn1Ys7Hd4Gf9Jb2Mc6Xp0TaQz\n"),
            ("eyJ", "hbGciOiJIUzI1NiJ9"),
            ("NOTAKIA", "J4R7QPLM2XZW9TBD"),
        ] {
            assert_eq!(what(start, body), None, "{start}{body}");
        }
    }
}
