//! The bytes are what is stored: a key and its text on each line.

fn main() {
    afl::fuzz!(|bytes: &[u8]| fuzz::check_stored(bytes));
}
