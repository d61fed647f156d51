//! What a store stands on.

/// Texts under keys, as localStorage has them. A write is whole or not at all.
pub trait Area {
    /// The text under a key.
    ///
    /// # Errors
    /// Where the browser does not let it be read.
    fn get(&self, key: &str) -> Result<Option<String>, Refused>;

    /// Puts a text under a key, in place of what stood there.
    ///
    /// # Errors
    /// Where the browser does not take it. What stood there stays.
    fn set(&self, key: &str, text: &str) -> Result<(), Refused>;

    /// Removes a key with its text, where the browser lets it.
    fn remove(&self, key: &str);

    /// All keys, of others too.
    ///
    /// # Errors
    /// Where the browser does not let them be read.
    fn keys(&self) -> Result<Vec<String>, Refused>;
}

/// The browser did not do what it was asked for. Why it does not say in a way that could be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;
