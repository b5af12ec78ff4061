// Lists of sections as bytes: src/search/postings.rs. Knows neither words nor pages.

/** Calls `take(section, impact)` for each posting of a list. */
function eachPosting(bytes, start, end, take) {
  const read = reader(bytes, start), first = read.next();
  let section = first >> 4;
  take(section, first & 15);
  const low = bytes[read.at], last = end * 8;
  let at = (read.at + 1) * 8;
  const bit = () => (bytes[at >> 3] >> (7 - (at++ & 7))) & 1;
  const bits = (count) => {
    let number = 0;
    while (count--) number = number * 2 + bit();
    return number;
  };
  for (;;) {
    let high = 0;
    while (at < last && bit()) high++;
    if (at >= last) return;
    section += (high << low) + bits(low) + 1;
    take(section, bits(4));
  }
}
