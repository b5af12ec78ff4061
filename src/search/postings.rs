//! Lists of sections as bytes: each section as the gap from the one before it, with an impact of
//! four bits. Knows neither words nor pages. Numbers that stand alone are in base 128, least
//! significant group first.

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

/// The greatest number of low bits: with an impact they must fit in what a client reads at once.
const MAX_LOW_BITS: u32 = 20;

/// A list in order of sections: the first posting as a number, then the others in bits by Rice's
/// code, whose number of low bits stands before them. What is left of the last byte is ones.
pub(super) fn encode(postings: &[Posting]) -> Box<[u8]> {
    let mut bytes = Vec::with_capacity(postings.len() + 8);
    let Some(((first, impact), rest)) = postings.split_first() else { return bytes.into() };
    write_number(&mut bytes, u64::from(*first) * 16 + u64::from(*impact));
    if rest.is_empty() {
        return bytes.into();
    }
    let gaps = || postings.windows(2).map(|pair| pair[1].0 - pair[0].0 - 1);
    let low = low_bits(gaps);
    bytes.push(low as u8);
    let mut bits = Bits::default();
    for (gap, (_, impact)) in gaps().zip(rest) {
        for _ in 0..(gap >> low) / ONES {
            bits.push(&mut bytes, (1 << ONES) - 1, ONES);
        }
        let ones = (gap >> low) % ONES;
        // A one for each step, and a zero behind them.
        bits.push(&mut bytes, (1 << (ones + 1)) - 2, ones + 1);
        bits.push(&mut bytes, (gap & ((1 << low) - 1)) << 4 | u32::from(*impact), low + 4);
    }
    bits.finish(&mut bytes);
    bytes.into()
}

/// How many low bits make the list shortest, about: that many bits of the mean gap, or one fewer.
fn low_bits<I: ExactSizeIterator<Item = u32>>(gaps: impl Fn() -> I) -> u32 {
    let sum: u64 = gaps().map(u64::from).sum();
    let most = (sum / gaps().len().max(1) as u64).max(1).ilog2().min(MAX_LOW_BITS);
    let length = |low: u32| gaps().map(|gap| u64::from((gap >> low) + low)).sum::<u64>();
    let fewer = most.saturating_sub(1);
    if length(fewer) < length(most) { fewer } else { most }
}

/// So many ones are written at once at most.
const ONES: u32 = 24;

/// The bits of the byte that is not full yet.
#[derive(Default)]
struct Bits {
    last: u64,
    count: u32,
}

impl Bits {
    /// Appends up to 32 bits.
    fn push(&mut self, bytes: &mut Vec<u8>, value: u32, count: u32) {
        self.last = self.last << count | u64::from(value);
        self.count += count;
        while self.count >= 8 {
            self.count -= 8;
            bytes.push((self.last >> self.count) as u8);
        }
    }

    /// Fills the last byte with ones.
    fn finish(&mut self, bytes: &mut Vec<u8>) {
        if self.count > 0 {
            let left = 8 - self.count;
            self.push(bytes, (1 << left) - 1, left);
        }
    }
}

/// The postings of an encoded list.
pub(super) fn decode(bytes: &[u8]) -> impl Iterator<Item = Posting> {
    let mut at = 0;
    let first = read_number(bytes, &mut at);
    let low = bytes.get(at).copied().map_or(0, u32::from);
    let mut bit = (at + 1) * 8;
    let mut next_bit = move || {
        let byte = *bytes.get(bit / 8)?;
        bit += 1;
        Some(u32::from(byte >> (7 - (bit - 1) % 8) & 1))
    };
    let mut section = 0;
    let rest = std::iter::from_fn(move || {
        let mut gap = 0;
        while next_bit()? == 1 {
            gap += 1;
        }
        for _ in 0..low {
            gap = gap << 1 | next_bit()?;
        }
        let impact = (0..4).try_fold(0, |impact, _| Some(impact << 1 | next_bit()?))?;
        Some((gap + 1, impact as u8))
    });
    let first = first.map(|number| ((number / 16) as u32, (number % 16) as u8));
    first.into_iter().chain(rest).map(move |(gap, impact)| {
        section += gap;
        (section, impact)
    })
}

/// Reads the number at a place, and goes behind it.
pub(super) fn read_number(bytes: &[u8], at: &mut usize) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.get(*at)?;
        *at += 1;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
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
        let far = [(0, 15), (1, 1), (300, 7), (90_000, 3), (4_000_000, 1)];
        let near: Vec<Posting> = (5..500).map(|section| (section, (section % 15) as u8 + 1)).collect();
        for list in [&[][..], &[(90_000, 7)], &far, &near] {
            assert_eq!(decode(&encode(list)).collect::<Vec<_>>(), list);
        }
        assert_eq!(encode(&far[..1]).len(), 1);
        assert_eq!(encode(&near).len(), 1 + 1 + (494 * 5_usize).div_ceil(8));
    }

    #[test]
    fn bytes_become_text() {
        let encoded: Vec<String> = ["", "f", "fo", "foo", "foob"].iter().map(|text| base64(text.as_bytes())).collect();
        assert_eq!(encoded, ["", "Zg", "Zm8", "Zm9v", "Zm9vYg"]);
    }
}
