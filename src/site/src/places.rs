//! What a player would tell of the machine it was built on, forgotten: the same sources are to give the same bytes.
//! Paths of sources are the business of whoever calls the compiler.

/// What stands before a hash over the place of a library: Leptos' wasm_split exports a mark of that name, which
/// nobody reads.
const MARK: &[u8] = b"_WASM_SPLIT_MARKER_";
/// How long that hash is, in hexadecimal digits.
const HASH: usize = 16;

/// The wasm of a player with zeros for the hash, so that it is the same wherever cargo keeps its sources.
pub fn without_place(mut wasm: Vec<u8>) -> Vec<u8> {
    let mut from = 0;
    while let Some(at) = wasm[from..].windows(MARK.len()).position(|bytes| bytes == MARK) {
        from += at + MARK.len();
        let digits = wasm.iter_mut().skip(from).take(HASH).take_while(|byte| byte.is_ascii_hexdigit());
        digits.for_each(|byte| *byte = b'0');
    }
    wasm
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_library_is_forgotten() {
        let wasm = b"a_WASM_SPLIT_MARKER_732e786d2a082da8version, _WASM_SPLIT_MARKER_3f".to_vec();
        let expected = "a_WASM_SPLIT_MARKER_0000000000000000version, _WASM_SPLIT_MARKER_00";
        assert_eq!(String::from_utf8(without_place(wasm)).unwrap(), expected);
    }
}
