//! Deflate (RFC 1951) in a zlib frame (RFC 1950) for streams of a few thousand bytes, of which a page has a dozen.
//!
//! The libraries are made for long streams: what they set up for each one costs more than packing it here.

/// What a match can be (RFC 1951, 3.2.5), and how far back it may lie.
const SHORTEST: usize = 3;
const LONGEST: usize = 258;
const WINDOW: usize = 32 * 1024;
/// A match of three bytes that lies further back takes more bits than its bytes.
const NEAR: usize = 1024;
/// How many bits the hash of the next bytes has.
const HASH_BITS: u32 = 13;
/// How many earlier places are looked at, and from which length on a match is good enough.
const MOST_TRIED: usize = 12;
const GOOD: usize = 32;
/// A block ends after so many literals and matches, so that its code fits what it holds.
const IN_A_BLOCK: usize = 16 * 1024;
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
    heads: Vec<u32>,
    /// By place in the window, the place before it with the same hash.
    before: Vec<u32>,
    /// The place of the stream's first byte.
    base: u32,
    /// Literals, and matches as `MATCH`, distance and length.
    tokens: Vec<u32>,
    literals: [u32; LITERALS],
    distances: [u32; DISTANCES],
}

const MATCH: u32 = 1 << 31;

impl Packer {
    pub(super) fn new() -> Self {
        Self {
            heads: vec![0; 1 << HASH_BITS],
            before: vec![0; WINDOW],
            base: 1,
            tokens: Vec::new(),
            literals: [0; LITERALS],
            distances: [0; DISTANCES],
        }
    }

    /// Appends the packed stream.
    pub(super) fn pack(&mut self, data: &[u8], out: &mut Vec<u8>) {
        // Deflate with a window of 32 KB; the check makes both bytes a multiple of 31.
        out.extend([0x78, 0x9C]);
        let mut bits = Bits { out, held: 0, count: 0 };
        for (at, part) in data.chunks(MOST_AT_ONCE).enumerate() {
            self.part(part, (at + 1) * MOST_AT_ONCE >= data.len(), &mut bits);
        }
        if data.is_empty() {
            self.part(data, true, &mut bits);
        }
        bits.finish();
        out.extend(adler(data).to_be_bytes());
    }

    fn part(&mut self, data: &[u8], last: bool, bits: &mut Bits<'_>) {
        if self.base as usize + data.len() + WINDOW >= u32::MAX as usize / 2 {
            self.base = 1;
            self.heads.fill(0);
        }
        let mut at = 0;
        // A match that may give way to a longer one that begins a byte later.
        let mut held: Option<(usize, usize)> = None;
        while at < data.len() {
            let found = self.find(data, at, held.map_or(SHORTEST - 1, |(length, _)| length));
            match (held.take(), found) {
                (Some((length, distance)), None) => {
                    self.put_match(length, distance);
                    // The byte before has been noted, and this one.
                    let end = at - 1 + length;
                    self.note(data, at + 1, end);
                    at = end;
                }
                (earlier, found) => {
                    if earlier.is_some() {
                        self.put_literal(data[at - 1]);
                    }
                    match found {
                        Some((length, distance)) if length >= GOOD => {
                            self.put_match(length, distance);
                            self.note(data, at + 1, at + length);
                            at += length;
                        }
                        Some(found) => {
                            held = Some(found);
                            at += 1;
                        }
                        None => {
                            self.put_literal(data[at]);
                            at += 1;
                        }
                    }
                }
            }
            if self.tokens.len() >= IN_A_BLOCK && held.is_none() && at < data.len() {
                self.block(false, bits);
            }
        }
        if let Some((length, distance)) = held {
            self.put_match(length, distance);
        }
        self.block(last, bits);
        self.base += data.len() as u32;
    }

    /// Notes a place and gives the longest match there that is longer than `least`: its length and distance.
    #[inline]
    fn find(&mut self, data: &[u8], at: usize, least: usize) -> Option<(usize, usize)> {
        let next = data.get(at..at + 4)?;
        let next = u32::from_le_bytes([next[0], next[1], next[2], next[3]]);
        let place = self.base + at as u32;
        let head = &mut self.heads[hash(next)];
        let mut candidate = *head;
        *head = place;
        self.before[place as usize % WINDOW] = candidate;
        let (mut longest, mut distance) = (least, 0);
        let most = (data.len() - at).min(LONGEST);
        if longest >= most {
            return None;
        }
        let here = &data[at..at + most];
        let oldest = self.base.max(place.saturating_sub(WINDOW as u32 - 1));
        for _ in 0..MOST_TRIED {
            if candidate < oldest {
                break;
            }
            let from = (candidate - self.base) as usize;
            let there = &data[from..];
            if there[longest] == here[longest] && there[..2] == here[..2] {
                let length = alike(here, there);
                if length > longest && (length > SHORTEST || at - from < NEAR) {
                    (longest, distance) = (length, at - from);
                    if length >= GOOD || length == most {
                        break;
                    }
                }
            }
            candidate = self.before[candidate as usize % WINDOW];
        }
        (distance > 0).then_some((longest, distance))
    }

    /// Notes the places of a match, so that later ones are found there.
    #[inline]
    fn note(&mut self, data: &[u8], from: usize, to: usize) {
        let last = to.min(data.len().saturating_sub(3));
        for at in from..last {
            let next = u32::from_le_bytes([data[at], data[at + 1], data[at + 2], data[at + 3]]);
            let place = self.base + at as u32;
            let head = &mut self.heads[hash(next)];
            self.before[place as usize % WINDOW] = *head;
            *head = place;
        }
    }

    #[inline]
    fn put_literal(&mut self, byte: u8) {
        self.literals[usize::from(byte)] += 1;
        self.tokens.push(u32::from(byte));
    }

    #[inline]
    fn put_match(&mut self, length: usize, distance: usize) {
        self.literals[257 + usize::from(LENGTH_SYMBOLS[length - SHORTEST])] += 1;
        self.distances[distance_symbol(distance)] += 1;
        self.tokens.push(MATCH | (distance as u32) << 9 | (length - SHORTEST) as u32);
    }

    /// Writes what is held as a block with codes of its own.
    fn block(&mut self, last: bool, bits: &mut Bits<'_>) {
        self.literals[END] = 1;
        let literals = Codes::new(&self.literals, LONGEST_CODE);
        let distances = Codes::new(&self.distances, LONGEST_CODE);
        bits.put(u64::from(last), 1);
        bits.put(2, 2);
        head(&literals.lengths[..LITERALS], &distances.lengths[..DISTANCES], bits);
        for token in &self.tokens {
            if token & MATCH == 0 {
                let symbol = *token as usize;
                bits.put(u64::from(literals.codes[symbol]), u32::from(literals.lengths[symbol]));
                continue;
            }
            let (length, distance) = ((token & 0xFF) as usize, (token >> 9 & 0xFFFF) as usize);
            let at = usize::from(LENGTH_SYMBOLS[length]);
            let symbol = 257 + at;
            bits.put(u64::from(literals.codes[symbol]), u32::from(literals.lengths[symbol]));
            let more = (length + SHORTEST) as u64 - u64::from(LENGTH_BASES[at]);
            bits.put(more, u32::from(LENGTH_BITS[at]));
            let symbol = distance_symbol(distance);
            bits.put(u64::from(distances.codes[symbol]), u32::from(distances.lengths[symbol]));
            let width = (symbol as u32 / 2).saturating_sub(1);
            bits.put((distance as u64 - 1) & ((1 << width) - 1), width);
        }
        bits.put(u64::from(literals.codes[END]), u32::from(literals.lengths[END]));
        self.tokens.clear();
        self.literals = [0; LITERALS];
        self.distances = [0; DISTANCES];
    }
}

/// A stream is looked at in parts of this length; a match does not reach into the part before.
const MOST_AT_ONCE: usize = 1 << 20;

#[inline]
fn hash(next: u32) -> usize {
    // Three bytes.
    ((next << 8).wrapping_mul(0x9E37_79B1) >> (32 - HASH_BITS)) as usize
}

/// How many bytes are the same at the start of both; `there` is not the shorter one.
#[inline]
fn alike(here: &[u8], there: &[u8]) -> usize {
    let mut length = 0;
    let (mut eights, mut others) = (here.chunks_exact(8), there.chunks_exact(8));
    for (one, other) in eights.by_ref().zip(others.by_ref()) {
        let differing = word(one) ^ word(other);
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
fn word(eight: &[u8]) -> u64 {
    eight.try_into().map_or(0, u64::from_le_bytes)
}

/// The symbol of a distance (RFC 1951, 3.2.5): two for every power of two.
#[inline]
fn distance_symbol(distance: usize) -> usize {
    let less = distance as u32 - 1;
    if less < 2 {
        return less as usize;
    }
    let power = less.ilog2();
    (2 * power + (less >> (power - 1) & 1)) as usize
}

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
        let mut used: Vec<u64> = Vec::with_capacity(often.len());
        used.extend(
            often
                .iter()
                .enumerate()
                .filter(|(_, often)| **often > 0)
                .map(|(symbol, often)| u64::from(*often) << 16 | symbol as u64),
        );
        used.sort_unstable();
        // A code with one symbol is incomplete, which some readers refuse.
        let count = used.len();
        let mut of_length = [0_u32; 64];
        if count < 2 {
            of_length[1] = 2;
            made.lengths[0] = 1;
            made.lengths[1] = 1;
            if let Some(one) = used.first() {
                let symbol = (*one & 0xFFFF) as usize;
                if symbol > 1 {
                    made.lengths[1] = 0;
                    made.lengths[symbol] = 1;
                }
            }
        } else {
            let mut depths: Vec<u32> = used.iter().map(|it| (it >> 16) as u32).collect();
            shortest(&mut depths);
            depths.iter().for_each(|depth| of_length[(*depth as usize).min(63)] += 1);
            limit_lengths(&mut of_length, limit);
            // The rarest have the longest codes.
            let mut rarest = used.iter();
            for length in (1..=limit).rev() {
                for it in rarest.by_ref().take(of_length[length] as usize) {
                    made.lengths[(*it & 0xFFFF) as usize] = length as u8;
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
    bits.put(literal_count as u64 - 257, 5);
    bits.put(distance_count as u64 - 1, 5);
    bits.put(count as u64 - 4, 4);
    LENGTH_ORDER[..count].iter().for_each(|at| bits.put(u64::from(codes.lengths[*at]), 3));
    for (symbol, more, width) in symbols {
        let symbol = usize::from(symbol);
        bits.put(u64::from(codes.codes[symbol]), u32::from(codes.lengths[symbol]));
        bits.put(u64::from(more), u32::from(width));
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
    fn put(&mut self, bits: u64, count: u32) {
        self.held |= bits << self.count;
        self.count += count;
        if self.count >= 48 {
            self.out.extend_from_slice(&self.held.to_le_bytes()[..6]);
            self.held >>= 48;
            self.count -= 48;
        }
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
