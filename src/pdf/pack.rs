//! Deflate (RFC 1951) in a zlib frame (RFC 1950) for streams of a few thousand bytes, of which a page has a dozen.
//!
//! The libraries are made for long streams: what they set up for each one costs more than packing it here.

use std::collections::BTreeMap;

/// How long a match may be here and in the format (RFC 1951, 3.2.5), and how far back it may lie. One of three bytes saves
/// little and costs the search for it.
const SHORTEST: usize = 4;
const SHORTEST_CODED: usize = 3;
const LONGEST: usize = 258;
const WINDOW: usize = 32 * 1024;
/// How many bits the hash of the next bytes has.
const HASH_BITS: u32 = 13;
/// How many earlier places are looked at, and from which length on a match is good enough.
const MOST_TRIED: usize = 4;
const GOOD: usize = 32;
/// How many places within a match are noted for later ones: the first are found again most often.
const NOTED_IN_A_MATCH: usize = 6;
/// A block ends after so many matches or bytes, so that its code fits what it holds.
const MATCHES_IN_A_BLOCK: usize = 8 * 1024;
const BYTES_IN_A_BLOCK: usize = 64 * 1024;
/// The symbol that ends a block, the number of symbols for literals and lengths, and for distances.
const END: usize = 256;
const LITERALS: usize = 286;
const DISTANCES: usize = 30;
/// The longest code of a symbol, and of a length of a code.
const LONGEST_CODE: usize = 15;
const LONGEST_LENGTH_CODE: usize = 7;
/// In which order the lengths of the codes for lengths stand.
const LENGTH_ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// The first length of each symbol from 257 on, and how many bits more it has.
const LENGTH_BASES: [u16; 29] =
    [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS: [u8; 29] = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

/// By length less 3, its symbol less 257.
const LENGTH_SYMBOLS: [u8; 256] = {
    let mut symbols = [0; 256];
    let mut symbol = 0;
    while symbol < 28 {
        let mut length = LENGTH_BASES[symbol] as usize;
        while length < 258 {
            symbols[length - 3] = symbol as u8;
            length += 1;
        }
        symbol += 1;
    }
    symbols[255] = 28;
    symbols
};

/// Packs streams one after the other. What it gives for a stream depends on that stream alone.
pub(super) struct Packer {
    /// By hash, the last place with it; places are counted through all streams, so that nothing need be cleared.
    heads: Box<[u32; 1 << HASH_BITS]>,
    /// By place in the window, the place before it with the same hash.
    before: Box<[u32; WINDOW]>,
    /// The place of the stream's first byte.
    base: u32,
    steps: Vec<Step>,
    /// By stream, how it was packed: those that many files have, such as a font with the same glyphs.
    kept: BTreeMap<Vec<u8>, Vec<u8>>,
    /// How many bytes those have.
    kept_bytes: usize,
}

/// How many bytes are kept at most; then all are let go. A brief has some forty thousand in its fonts.
/// Few in tests, so that this happens.
const MOST_KEPT: usize = if cfg!(test) { 128 * 1024 } else { 2 * 1024 * 1024 };

/// Bytes as they are, then a match.
struct Step {
    literals: u32,
    length: u16,
    distance: u16,
}

impl Packer {
    pub(super) fn new() -> Self {
        Self { heads: zeros(), before: zeros(), base: 1, steps: Vec::new(), kept: BTreeMap::new(), kept_bytes: 0 }
    }

    /// Appends the packed stream, which is kept for the next time.
    pub(super) fn pack_and_keep(&mut self, data: &[u8], out: &mut Vec<u8>) {
        if let Some(packed) = self.kept.get(data) {
            out.extend_from_slice(packed);
            return;
        }
        let start = out.len();
        self.pack(data, out);
        let packed = out[start..].to_vec();
        let bytes = data.len() + packed.len();
        if self.kept_bytes + bytes > MOST_KEPT {
            self.kept.clear();
            self.kept_bytes = 0;
        }
        // A font with thousands of glyphs would drive out all others.
        if bytes <= MOST_KEPT / 8 {
            self.kept_bytes += bytes;
            self.kept.insert(data.to_vec(), packed);
        }
    }

    /// Appends the packed stream.
    pub(super) fn pack(&mut self, data: &[u8], out: &mut Vec<u8>) {
        // Deflate with a window of 32 KB; the check makes both bytes a multiple of 31.
        out.extend([0x78, 0x9C]);
        let mut bits = Bits { out, held: 0, count: 0 };
        let mut parts = data.chunks(MOST_AT_ONCE).peekable();
        while let Some(part) = parts.next() {
            self.part(part, parts.peek().is_none(), &mut bits);
        }
        if data.is_empty() {
            block(data, &[], true, &mut bits);
        }
        bits.finish();
        out.extend(adler(data).to_be_bytes());
    }

    fn part(&mut self, data: &[u8], last: bool, bits: &mut Bits<'_>) {
        if self.base as usize + data.len() > u32::MAX as usize / 2 {
            self.base = 1;
            self.heads.fill(0);
        }
        // Where the block begins, and the bytes that no match has taken yet.
        let (mut begin, mut start) = (0, 0);
        let mut at = 0;
        while let Some(next) = four(data, at) {
            let candidate = self.note(at, next);
            at += 1;
            if candidate < self.base {
                continue;
            }
            let (mut length, mut distance) = self.find(data, at - 1, next, candidate, SHORTEST - 1);
            if distance == 0 {
                continue;
            }
            // It gives way to a longer one that begins a byte later.
            let mut noted = at;
            while length < GOOD
                && let Some(next) = four(data, at)
            {
                let candidate = self.note(at, next);
                noted = at + 1;
                let later = self.find(data, at, next, candidate, length);
                if later.1 == 0 {
                    break;
                }
                (length, distance) = later;
                at += 1;
            }
            let from = at - 1;
            self.steps.push(Step {
                literals: (from - start) as u32,
                length: length as u16,
                distance: (distance - 1) as u16,
            });
            at = from + length;
            start = at;
            for within in noted..at.min(noted + NOTED_IN_A_MATCH) {
                // Later ones are found there.
                let Some(next) = four(data, within) else { break };
                self.note(within, next);
            }
            if self.steps.len() >= MATCHES_IN_A_BLOCK || at - begin >= BYTES_IN_A_BLOCK {
                block(&data[begin..at], &self.steps, false, bits);
                self.steps.clear();
                begin = at;
            }
        }
        block(&data[begin..], &self.steps, last, bits);
        self.steps.clear();
        self.base += data.len() as u32;
    }

    /// Notes a place, and gives the one before it that has the same hash.
    #[inline]
    fn note(&mut self, at: usize, next: u32) -> u32 {
        let place = self.base + at as u32;
        let head = &mut self.heads[hash(next)];
        let earlier = std::mem::replace(head, place);
        self.before[place as usize % WINDOW] = earlier;
        earlier
    }

    /// The length and distance of the longest match of a place that is longer than `least`; the distance is 0 when there
    /// is none.
    fn find(&self, data: &[u8], at: usize, next: u32, mut candidate: u32, least: usize) -> (usize, usize) {
        let (mut longest, mut distance) = (least, 0);
        let oldest = self.base.max((self.base + at as u32).saturating_sub(WINDOW as u32 - 1));
        let mut left = MOST_TRIED;
        while candidate >= oldest && left > 0 {
            let from = (candidate - self.base) as usize;
            if four(data, from) == Some(next) && data.get(at + longest) == data.get(from + longest) {
                let length = alike(data, from, at);
                if length > longest {
                    (longest, distance) = (length, at - from);
                    if length >= GOOD {
                        break;
                    }
                }
            }
            candidate = self.before[candidate as usize % WINDOW];
            left -= 1;
        }
        (longest, distance)
    }
}

/// Writes bytes as a block with codes of its own. The steps are those to all of them but the last literals.
fn block(data: &[u8], steps: &[Step], last: bool, bits: &mut Bits<'_>) {
    let (mut literals, mut distances) = ([0_u32; LITERALS], [0_u32; DISTANCES]);
    literals[END] = 1;
    let mut left = data;
    for step in steps {
        let (bytes, rest) = left.split_at(step.literals as usize);
        bytes.iter().for_each(|byte| literals[usize::from(*byte)] += 1);
        literals[257 + length_symbol(step)] += 1;
        distances[distance_symbol(u32::from(step.distance))] += 1;
        left = &rest[usize::from(step.length)..];
    }
    left.iter().for_each(|byte| literals[usize::from(*byte)] += 1);
    let literals = Codes::new(&literals, LONGEST_CODE);
    let distances = Codes::new(&distances, LONGEST_CODE);
    bits.put(u32::from(last), 1);
    bits.put(2, 2);
    head(&literals.lengths[..LITERALS], &distances.lengths[..DISTANCES], bits);
    // By byte, its code and how long it is.
    let mut bytewise = [(0, 0); 256];
    for (entry, (code, length)) in bytewise.iter_mut().zip(literals.codes.iter().zip(&literals.lengths)) {
        *entry = (u32::from(*code), u32::from(*length));
    }
    let mut left = data;
    for step in steps {
        let (bytes, rest) = left.split_at(step.literals as usize);
        bits.put_all(bytes, &bytewise);
        let at = length_symbol(step);
        bits.put(u32::from(literals.codes[257 + at]), u32::from(literals.lengths[257 + at]));
        bits.put(u32::from(step.length) - u32::from(LENGTH_BASES[at]), u32::from(LENGTH_BITS[at]));
        let distance = u32::from(step.distance);
        let symbol = distance_symbol(distance);
        bits.put(u32::from(distances.codes[symbol]), u32::from(distances.lengths[symbol]));
        let width = (symbol as u32 / 2).saturating_sub(1);
        bits.put(distance & ((1 << width) - 1), width);
        left = &rest[usize::from(step.length)..];
    }
    bits.put_all(left, &bytewise);
    bits.put(u32::from(literals.codes[END]), u32::from(literals.lengths[END]));
}

/// A stream is looked at in parts of this length; a match does not reach into the part before.
const MOST_AT_ONCE: usize = 1 << 20;

/// An array on the heap whose length is known, so that its places need no check.
#[allow(clippy::unnecessary_box_returns)] // It is too long for the stack.
fn zeros<const N: usize>() -> Box<[u32; N]> {
    vec![0; N].into_boxed_slice().try_into().unwrap_or_else(|_| unreachable!("it was made with that length"))
}

#[inline]
fn hash(next: u32) -> usize {
    (next.wrapping_mul(0x9E37_79B1) >> (32 - HASH_BITS)) as usize
}

/// Four bytes as a number.
#[inline]
fn four(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..)?.first_chunk().map(|four| u32::from_le_bytes(*four))
}

/// How many bytes from two places on are the same; `at` is the later one.
#[inline]
fn alike(data: &[u8], from: usize, at: usize) -> usize {
    let end = data.len().min(at + LONGEST);
    let (here, there) = (&data[at..end], &data[from..from + end - at]);
    let mut length = 0;
    for (one, other) in here.chunks_exact(8).zip(there.chunks_exact(8)) {
        let differing = eight(one) ^ eight(other);
        if differing != 0 {
            return length + differing.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    while length < here.len() && here[length] == there[length] {
        length += 1;
    }
    length
}

#[inline]
fn eight(bytes: &[u8]) -> u64 {
    bytes.try_into().map_or(0, u64::from_le_bytes)
}

/// The symbol of a match's length, less 257.
#[inline]
fn length_symbol(step: &Step) -> usize {
    usize::from(LENGTH_SYMBOLS[(usize::from(step.length) - SHORTEST_CODED) & 0xFF])
}

/// The symbol of a distance less 1 (RFC 1951, 3.2.5): two for every power of two.
#[inline]
fn distance_symbol(less: u32) -> usize {
    if less < 2 {
        return less as usize;
    }
    let power = less.ilog2();
    (2 * power + (less >> (power - 1) & 1)) as usize
}

/// How many bits the number of a symbol has; the others are enough for how often it is met in a block.
const SYMBOL_BITS: u32 = 9;

/// A code for each symbol in use.
struct Codes {
    codes: [u16; LITERALS],
    /// In bits; 0 for a symbol that is not in use.
    lengths: [u8; LITERALS],
}

impl Codes {
    /// The shortest codes for how often each symbol is met, of at most `limit` bits.
    fn new(often: &[u32], limit: usize) -> Self {
        let mut made = Self { codes: [0; LITERALS], lengths: [0; LITERALS] };
        // Sorted by how often they are met, then by symbol.
        let mut used: Vec<u32> = Vec::with_capacity(often.len());
        let met = often.iter().zip(0..).filter(|(often, _)| **often > 0);
        used.extend(met.map(|(often, symbol)| often << SYMBOL_BITS | symbol));
        used.sort_unstable();
        // A code with one symbol is incomplete, which some readers refuse.
        let count = used.len();
        let mut of_length = [0_u32; 64];
        if count < 2 {
            of_length[1] = 2;
            made.lengths[0] = 1;
            made.lengths[1] = 1;
            if let Some(one) = used.first() {
                let symbol = (*one % (1 << SYMBOL_BITS)) as usize;
                if symbol > 1 {
                    made.lengths[1] = 0;
                    made.lengths[symbol] = 1;
                }
            }
        } else {
            let mut depths: Vec<u32> = used.iter().map(|it| it >> SYMBOL_BITS).collect();
            shortest(&mut depths);
            depths.iter().for_each(|depth| of_length[(*depth as usize).min(63)] += 1);
            limit_lengths(&mut of_length, limit);
            // The rarest have the longest codes.
            let mut rarest = used.iter();
            for length in (1..=limit).rev() {
                for it in rarest.by_ref().take(of_length[length] as usize) {
                    made.lengths[(*it % (1 << SYMBOL_BITS)) as usize] = length as u8;
                }
            }
        }
        let mut next = [0_u32; LONGEST_CODE + 2];
        for length in 1..=limit {
            next[length + 1] = (next[length] + of_length[length]) << 1;
        }
        for (code, length) in made.codes.iter_mut().zip(made.lengths) {
            if length > 0 {
                let next = &mut next[usize::from(length)];
                *code = (*next as u16).reverse_bits() >> (16 - u32::from(length));
                *next += 1;
            }
        }
        made
    }
}

/// Turns how often symbols are met, from the rarest on, into the lengths of their codes (A. Moffat, J. Katajainen,
/// "In-place calculation of minimum-redundancy codes", 1995).
fn shortest(a: &mut [u32]) {
    let n = a.len();
    a[0] += a[1];
    let (mut root, mut leaf) = (0, 2);
    for next in 1..n - 1 {
        if leaf >= n || a[root] < a[leaf] {
            a[next] = a[root];
            a[root] = next as u32;
            root += 1;
        } else {
            a[next] = a[leaf];
            leaf += 1;
        }
        if leaf >= n || (root < next && a[root] < a[leaf]) {
            a[next] += a[root];
            a[root] = next as u32;
            root += 1;
        } else {
            a[next] += a[leaf];
            leaf += 1;
        }
    }
    a[n - 2] = 0;
    for next in (0..n - 2).rev() {
        a[next] = a[a[next] as usize] + 1;
    }
    let (mut available, mut used, mut depth) = (1_usize, 0, 0);
    let mut root = n as isize - 2;
    let mut next = n as isize - 1;
    while available > 0 {
        while root >= 0 && a[root as usize] == depth {
            used += 1;
            root -= 1;
        }
        while available > used {
            a[next as usize] = depth;
            next -= 1;
            available -= 1;
        }
        available = 2 * used;
        depth += 1;
        used = 0;
    }
}

/// Makes no code longer than the limit: a longer one is shortened, and others made longer until all fit again.
fn limit_lengths(of_length: &mut [u32; 64], limit: usize) {
    let longer: u32 = of_length[limit + 1..].iter().sum();
    of_length[limit] += longer;
    of_length[limit + 1..].fill(0);
    let mut total: u64 = (1..=limit).map(|length| u64::from(of_length[length]) << (limit - length)).sum();
    while total > 1 << limit {
        of_length[limit] -= 1;
        let Some(shorter) = (1..limit).rev().find(|length| of_length[*length] > 0) else { return };
        of_length[shorter] -= 1;
        of_length[shorter + 1] += 2;
        total -= 1;
    }
}

/// Writes the lengths of the codes (RFC 1951, 3.2.7).
fn head(literals: &[u8], distances: &[u8], bits: &mut Bits<'_>) {
    let in_use = |lengths: &[u8], least: usize| lengths.iter().rposition(|it| *it > 0).map_or(least, |at| at + 1);
    let (literal_count, distance_count) = (in_use(literals, 257).max(257), in_use(distances, 1));
    let mut all = [0; LITERALS + DISTANCES];
    all[..literal_count].copy_from_slice(&literals[..literal_count]);
    all[literal_count..literal_count + distance_count].copy_from_slice(&distances[..distance_count]);
    let all = &all[..literal_count + distance_count];
    // Symbol, bits more, how many.
    let mut symbols: Vec<(u8, u8, u8)> = Vec::with_capacity(all.len());
    for run in all.chunk_by(|one, other| one == other) {
        let (length, mut left) = (run[0], run.len());
        if length > 0 {
            symbols.push((length, 0, 0));
            left -= 1;
        }
        while left > 0 {
            let (symbol, width, least, most) = match (length, left) {
                (0, 11..) => (18, 7, 11, 138),
                (0, 3..) => (17, 3, 3, 10),
                (_, 3..) => (16, 2, 3, 6),
                _ => {
                    symbols.push((length, 0, 0));
                    left -= 1;
                    continue;
                }
            };
            let taken = left.min(most);
            symbols.push((symbol, (taken - least) as u8, width));
            left -= taken;
        }
    }
    let mut often = [0; 19];
    symbols.iter().for_each(|(symbol, _, _)| often[usize::from(*symbol)] += 1);
    let codes = Codes::new(&often, LONGEST_LENGTH_CODE);
    let count = LENGTH_ORDER.iter().rposition(|at| codes.lengths[*at] > 0).map_or(4, |at| at + 1).max(4);
    bits.put(literal_count as u32 - 257, 5);
    bits.put(distance_count as u32 - 1, 5);
    bits.put(count as u32 - 4, 4);
    LENGTH_ORDER[..count].iter().for_each(|at| bits.put(u32::from(codes.lengths[*at]), 3));
    for (symbol, more, width) in symbols {
        let symbol = usize::from(symbol);
        bits.put(u32::from(codes.codes[symbol]), u32::from(codes.lengths[symbol]));
        bits.put(u32::from(more), u32::from(width));
    }
}

/// Bits, from the lowest of each byte on.
struct Bits<'o> {
    out: &'o mut Vec<u8>,
    held: u64,
    count: u32,
}

impl Bits<'_> {
    /// Appends up to 16 bits.
    #[inline]
    fn put(&mut self, bits: u32, count: u32) {
        self.held |= u64::from(bits) << self.count;
        self.count += count;
        if self.count >= 32 {
            self.out.extend_from_slice(&(self.held as u32).to_le_bytes());
            self.held >>= 32;
            self.count -= 32;
        }
    }

    /// Appends the codes of bytes.
    #[inline]
    fn put_all(&mut self, bytes: &[u8], codes: &[(u32, u32); 256]) {
        let (mut held, mut count) = (self.held, self.count);
        for byte in bytes {
            let (code, length) = codes[usize::from(*byte)];
            held |= u64::from(code) << count;
            count += length;
            if count >= 32 {
                self.out.extend_from_slice(&(held as u32).to_le_bytes());
                held >>= 32;
                count -= 32;
            }
        }
        (self.held, self.count) = (held, count);
    }

    fn finish(&mut self) {
        let bytes = self.count.div_ceil(8) as usize;
        self.out.extend_from_slice(&self.held.to_le_bytes()[..bytes]);
    }
}

/// The checksum of a zlib stream (RFC 1950, 9).
fn adler(data: &[u8]) -> u32 {
    const PRIME: u32 = 65521;
    // So many bytes can be summed up before 32 bits overflow.
    const AT_ONCE: usize = 5552;
    let (mut one, mut two) = (1_u32, 0_u32);
    for part in data.chunks(AT_ONCE) {
        let mut sixteens = part.chunks_exact(16);
        for bytes in sixteens.by_ref() {
            two += one * 16;
            let (mut sum, mut weighted) = (0, 0);
            for (byte, weight) in bytes.iter().zip((1..=16).rev()) {
                sum += u32::from(*byte);
                weighted += u32::from(*byte) * weight;
            }
            one += sum;
            two += weighted;
        }
        for byte in sixteens.remainder() {
            one += u32::from(*byte);
            two += one;
        }
        one %= PRIME;
        two %= PRIME;
    }
    two << 16 | one
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn packed(packer: &mut Packer, data: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        packer.pack(data, &mut out);
        out
    }

    fn unpacked(packed: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        flate2::read::ZlibDecoder::new(packed).read_to_end(&mut out).unwrap();
        out
    }

    /// Bytes that are not alike, by a linear congruence.
    fn noise(length: usize) -> Vec<u8> {
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        (0..length).map(|_| next()).collect()
    }

    #[test]
    fn another_reader_unpacks_what_was_packed() {
        let mut packer = Packer::new();
        let words = "Two thirds of the quota, and a third of the rest. ".repeat(500).into_bytes();
        let mut streams: Vec<Vec<u8>> = (0..40).map(noise).collect();
        streams.extend((0..40).map(|length| vec![7; length]));
        streams.extend([LONGEST, LONGEST + 1, WINDOW + 5, BYTES_IN_A_BLOCK * 2 + 1].map(|length| vec![0; length]));
        streams.extend([noise(200_000), words, [noise(WINDOW), noise(WINDOW)].concat(), noise(MOST_AT_ONCE + 300)]);
        // Words that come again at every distance up to the window.
        streams.push((0..60_u8).flat_map(|at| [vec![at; usize::from(at) * 13], noise(900)].concat()).collect());
        for data in &streams {
            assert!(unpacked(&packed(&mut packer, data)) == *data, "{} bytes", data.len());
        }
        // What was packed before makes no difference.
        for data in &streams {
            assert!(packed(&mut Packer::new(), data) == packed(&mut packer, data));
        }
    }

    #[test]
    fn places_begin_again_before_their_number_overflows() {
        let mut packer = Packer::new();
        let data = "a word and a word ".repeat(100).into_bytes();
        let first = packed(&mut packer, &data);
        packer.base = u32::MAX / 2 - 100;
        assert!(packed(&mut packer, &data) == first);
        assert!(packed(&mut packer, &data) == first);
    }

    #[test]
    fn codes_are_no_longer_than_the_limit_and_complete() {
        // How often grows as the Fibonacci numbers do: the longest codes there can be.
        let mut often = [0_u32; 30];
        (often[0], often[1]) = (1, 1);
        (2..30).for_each(|at| often[at] = often[at - 1] + often[at - 2]);
        for limit in [LONGEST_LENGTH_CODE, LONGEST_CODE] {
            let codes = Codes::new(&often, limit);
            let in_use = codes.lengths.iter().filter(|length| **length > 0);
            assert!(in_use.clone().all(|length| usize::from(*length) <= limit));
            assert_eq!(in_use.map(|length| 1 << (limit - usize::from(*length))).sum::<u32>(), 1 << limit);
        }
        for often in [[0, 0, 0], [0, 0, 9], [9, 0, 0]] {
            let lengths = Codes::new(&often, 15).lengths;
            assert_eq!(lengths.iter().map(|length| usize::from(*length)).sum::<usize>(), 2);
        }
    }

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(adler(b"Wikipedia"), 0x11E6_0398);
        assert_eq!(adler(b""), 1);
        let ones = vec![0xFF; 100_000];
        let plain = ones.iter().fold((1_u32, 0_u32), |(one, two), byte| {
            let one = (one + u32::from(*byte)) % 65521;
            (one, (two + one) % 65521)
        });
        assert_eq!(adler(&ones), plain.1 << 16 | plain.0);
    }
}
