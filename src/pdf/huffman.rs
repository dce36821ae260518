//! A block of a deflate stream with codes of its own (RFC 1951, 3.2.7; D. A. Huffman, 1952).

/// The shortest match there can be.
const SHORTEST_CODED: usize = 3;
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

/// Bytes as they are, then a match.
pub(super) struct Step {
    literals: u32,
    length: u16,
    /// Less 1.
    distance: u16,
    /// Those of the length, less 257, and of the distance.
    symbols: [u8; 2],
}

impl Step {
    #[inline]
    pub(super) fn new(literals: usize, length: usize, distance: usize) -> Self {
        let less = distance as u32 - 1;
        // Two symbols for every power of two (RFC 1951, 3.2.5).
        let power = (less | 1).ilog2();
        let symbol = if less < 2 { less } else { 2 * power + (less >> (power - 1) & 1) };
        let symbols = [LENGTH_SYMBOLS[(length - SHORTEST_CODED) & 0xFF], symbol as u8];
        Self { literals: literals as u32, length: length as u16, distance: less as u16, symbols }
    }
}

/// Writes bytes as a block with codes of its own. The steps are those to all of them but the last literals.
pub(super) fn block(data: &[u8], steps: &[Step], last: bool, bits: &mut Bits<'_>) {
    let (mut literals, mut distances) = ([0_u32; LITERALS], [0_u32; DISTANCES]);
    literals[END] = 1;
    let mut left = data;
    for step in steps {
        let (bytes, rest) = left.split_at(step.literals as usize);
        bytes.iter().for_each(|byte| literals[usize::from(*byte)] += 1);
        let [length, distance] = step.symbols;
        literals[257 + usize::from(length)] += 1;
        distances[usize::from(distance)] += 1;
        left = &rest[usize::from(step.length)..];
    }
    left.iter().for_each(|byte| literals[usize::from(*byte)] += 1);
    let literals = Codes::new(&literals, LONGEST_CODE);
    let distances = Codes::new(&distances, LONGEST_CODE);
    bits.put(u32::from(last), 1);
    bits.put(2, 2);
    head(&literals.lengths[..LITERALS], &distances.lengths[..DISTANCES], bits);
    let mut held = bits.held;
    let mut left = data;
    for step in steps {
        let (bytes, rest) = left.split_at(step.literals as usize);
        bytes.iter().for_each(|byte| literals.put(usize::from(*byte), 0, 0, &mut held, bits.out));
        let [length, distance] = step.symbols.map(usize::from);
        let more = u32::from(step.length) - u32::from(LENGTH_BASES[length]);
        literals.put(257 + length, more, u32::from(LENGTH_BITS[length]), &mut held, bits.out);
        let width = (distance as u32 / 2).saturating_sub(1);
        distances.put(distance, u32::from(step.distance) & ((1 << width) - 1), width, &mut held, bits.out);
        left = &rest[usize::from(step.length)..];
    }
    left.iter().for_each(|byte| literals.put(usize::from(*byte), 0, 0, &mut held, bits.out));
    literals.put(END, 0, 0, &mut held, bits.out);
    bits.held = held;
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
    /// Appends the code of a symbol and a few bits after it.
    #[inline]
    fn put(&self, symbol: usize, more: u32, width: u32, held: &mut Held, out: &mut Vec<u8>) {
        let length = u32::from(self.lengths[symbol]);
        held.put(out, u32::from(self.codes[symbol]) | more << length, length + width);
    }

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
pub(super) struct Bits<'o> {
    out: &'o mut Vec<u8>,
    held: Held,
}

/// Bits that do not fill four bytes yet, and how many they are.
#[derive(Clone, Copy, Default)]
struct Held(u64, u32);

impl Held {
    /// Appends up to 32 bits.
    #[inline]
    fn put(&mut self, out: &mut Vec<u8>, bits: u32, count: u32) {
        self.0 |= u64::from(bits) << self.1;
        self.1 += count;
        if self.1 >= 32 {
            out.extend_from_slice(&(self.0 as u32).to_le_bytes());
            self.0 >>= 32;
            self.1 -= 32;
        }
    }
}

impl<'o> Bits<'o> {
    pub(super) fn new(out: &'o mut Vec<u8>) -> Self {
        Self { out, held: Held::default() }
    }

    /// Appends up to 32 bits.
    fn put(&mut self, bits: u32, count: u32) {
        self.held.put(self.out, bits, count);
    }

    pub(super) fn finish(self) {
        let Held(held, count) = self.held;
        self.out.extend_from_slice(&held.to_le_bytes()[..count.div_ceil(8) as usize]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
