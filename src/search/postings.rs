//! Lists of sections as bytes: each section as the gap from the one before it, with an impact of
//! four bits. Knows neither words nor pages. Base 128, least significant group first.

/// A section and how much a word counts there, 1 to 15.
pub(super) type Posting = (u32, u8);

/// Appends a number.
pub(super) fn write_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// A list in order of sections.
pub(super) fn encode(postings: &[Posting]) -> Box<[u8]> {
    let mut bytes = Vec::with_capacity(postings.len() * 2);
    let mut before = 0;
    for (section, impact) in postings {
        write_number(&mut bytes, u64::from(section - before) * 16 + u64::from(*impact));
        before = *section;
    }
    bytes.into()
}

/// The postings of an encoded list.
pub(super) fn decode(bytes: &[u8]) -> impl Iterator<Item = Posting> {
    let mut at = 0;
    let mut section = 0;
    std::iter::from_fn(move || {
        let mut number = 0_u64;
        let mut shift = 0;
        loop {
            let byte = *bytes.get(at)?;
            at += 1;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
            shift += 7;
        }
        section += u32::try_from(number / 16).ok()?;
        Some((section, (number % 16) as u8))
    })
}

/// Base 64 of RFC 4648, without padding.
pub(super) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for digit in 0..=chunk.len() {
            text.push(char::from(DIGITS[(group >> (18 - 6 * digit)) as usize & 63]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_it_was_written() {
        let list = [(0, 15), (1, 1), (300, 7), (90_000, 3)];
        let bytes = encode(&list);
        assert_eq!(bytes.len(), 1 + 1 + 2 + 3);
        assert_eq!(decode(&bytes).collect::<Vec<_>>(), list);
    }

    #[test]
    fn bytes_become_text() {
        let encoded: Vec<String> = ["", "f", "fo", "foo", "foob"].iter().map(|text| base64(text.as_bytes())).collect();
        assert_eq!(encoded, ["", "Zg", "Zm8", "Zm9v", "Zm9vYg"]);
    }
}
