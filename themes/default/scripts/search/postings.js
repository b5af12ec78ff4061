// Lists of sections as bytes: src/search/postings.rs. Knows neither words nor pages.

/** So many bits can be read at once. */
const WINDOW = 24;

/** Calls `take(section, impact)` for each posting of a list. */
function eachPosting(bytes, [start, end], take) {
  if (start === end) return;
  const read = reader(bytes, start), first = read.next();
  let section = Math.floor(first / 16);
  take(section, first % 16);
  const low = bytes[read.at], last = end * 8;
  let bit = (read.at + 1) * 8;
  const bits = () => {
    const at = bit >> 3;
    return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) << (bit & 7);
  };
  for (;;) {
    let high = 0, ones = WINDOW;
    while (ones === WINDOW && bit < last) {
      ones = Math.min(Math.clz32(~bits()), WINDOW);
      high += ones;
      bit += ones;
    }
    if (bit >= last) return;
    bit++;
    const rest = bits() >>> (28 - low);
    bit += low + 4;
    section += (high << low) + (rest >> 4) + 1;
    take(section, rest & 15);
  }
}
