//! Numbers in as few bytes as they need: seven bits a byte, the lowest first, as LEB128 has them.

/// Puts a number.
pub(super) fn put(mut number: u32, bytes: &mut Vec<u8>) {
    while number > 127 {
        bytes.push(number as u8 | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a number from the beginning; `None` where there is none.
pub(super) fn take(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in (0..32).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(byte & 127) << shift;
        if *byte < 128 {
            return Some(number);
        }
    }
    None
}

/// Tells of all numbers, but for one that breaks off. In one loop, as lists of a large library have some ten thousand.
#[inline(always)]
pub(super) fn each(bytes: &[u8], mut tell: impl FnMut(u32)) {
    let (mut number, mut shift) = (0, 0);
    for byte in bytes {
        number |= u32::from(byte & 127).wrapping_shl(shift);
        shift += 7;
        if *byte < 128 {
            tell(number);
            (number, shift) = (0, 0);
        }
    }
}

/// Takes so many bytes from the beginning.
pub(super) fn take_bytes<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (part, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        let numbers = [0, 1, 127, 128, 300, 16_383, 16_384, u32::MAX];
        let mut bytes = Vec::new();
        numbers.iter().for_each(|number| put(*number, &mut bytes));
        let mut rest = &*bytes;
        assert_eq!(numbers.map(|_| take(&mut rest)), numbers.map(Some));
        assert_eq!((take(&mut rest), take(&mut [128, 128].as_slice())), (None, None));
        bytes.push(128);
        let mut told = Vec::new();
        each(&bytes, |number| told.push(number));
        assert_eq!(told, numbers);
    }
}
