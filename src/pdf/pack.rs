//! Deflate (RFC 1951) in a zlib frame (RFC 1950) for streams of a few thousand bytes, of which a page has a dozen.
//!
//! The libraries are made for long streams: what they set up for each one costs more than packing it here.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::huffman::{Bits, Step, block};

/// How long a match may be here and in the format (RFC 1951, 3.2.5), and how far back it may lie. One of three bytes saves
/// little and costs the search for it.
const SHORTEST: usize = 4;
const LONGEST: usize = 258;
const WINDOW: u32 = 32 * 1024;
/// How many bits the hash of the next bytes has.
const HASH_BITS: u32 = 13;
/// From which length on no longer match is looked for.
const GOOD: usize = 8;
/// The length and distance of no match, which is shorter than all others.
const NONE: (usize, usize) = (SHORTEST - 1, 0);
/// How many places within a match are noted for later ones: the first is found again most often.
const NOTED_IN_A_MATCH: usize = 1;
/// A block ends after so many matches or bytes, so that its code fits what it holds.
const MATCHES_IN_A_BLOCK: usize = 8 * 1024;
const BYTES_IN_A_BLOCK: usize = 64 * 1024;

/// Packs streams one after the other. What it gives for a stream depends on that stream alone.
pub(super) struct Packer {
    /// By hash, the last two places with it, the later one in the lower half; places are counted through all streams, so
    /// that nothing need be cleared.
    places: Box<[u64; 1 << HASH_BITS]>,
    /// The place of the stream's first byte.
    base: u32,
    steps: Vec<Step>,
    /// By stream, how it was packed: those that many files have, such as a font with the same glyphs.
    kept: HashMap<Vec<u8>, Vec<u8>, RandomState>,
    /// How many bytes those have.
    kept_bytes: usize,
}

/// How many bytes are kept at most; then all are let go. A brief has some forty thousand in its fonts.
/// Few in tests, so that this happens.
const MOST_KEPT: usize = if cfg!(test) { 128 * 1024 } else { 2 * 1024 * 1024 };

impl Packer {
    pub(super) fn new() -> Self {
        Self { places: zeros(), base: 1, steps: Vec::new(), kept: HashMap::default(), kept_bytes: 0 }
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
        // A font with thousands of glyphs would drive out all others.
        if bytes > MOST_KEPT / 8 {
            return;
        }
        if self.kept_bytes + bytes > MOST_KEPT {
            self.kept.clear();
            self.kept_bytes = 0;
        }
        self.kept_bytes += bytes;
        self.kept.insert(data.to_vec(), packed);
    }

    /// Appends the packed stream.
    pub(super) fn pack(&mut self, data: &[u8], out: &mut Vec<u8>) {
        // Deflate with a window of 32 KB; the check makes both bytes a multiple of 31.
        out.extend([0x78, 0x9C]);
        let mut bits = Bits::new(out);
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
            self.places.fill(0);
        }
        // Where the block begins, and the bytes that no match has taken yet.
        let (mut begin, mut start) = (0, 0);
        // The match of the byte before, which gives way to a longer one.
        let mut held = NONE;
        let mut at = 0;
        // The last seven bytes begin no match, so that eight can be looked at everywhere.
        while let Some(next) = eight(data, at) {
            let found = self.find(data, at, next);
            let mut from = at;
            at += 1;
            if found.0 > held.0 {
                held = found;
                if held.0 < GOOD {
                    continue;
                }
            } else if held == NONE {
                continue;
            } else {
                from -= 1;
            }
            let (length, distance) = std::mem::replace(&mut held, NONE);
            self.steps.push(Step::new(from - start, length, distance));
            start = from + length;
            for within in at..start.min(at + NOTED_IN_A_MATCH) {
                // Later ones are found there.
                let Some(next) = eight(data, within) else { break };
                self.note(within, next);
            }
            at = start;
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

    /// Notes a place, and gives the two before it that have the same hash.
    #[inline]
    fn note(&mut self, at: usize, next: u64) -> u64 {
        let places = &mut self.places[(next as u32).wrapping_mul(0x9E37_79B1) as usize >> (32 - HASH_BITS)];
        let earlier = *places;
        *places = earlier << 32 | u64::from(self.base + at as u32);
        earlier
    }

    /// Notes a place, and gives the length and distance of the longest match among the two before it.
    #[inline]
    fn find(&mut self, data: &[u8], at: usize, next: u64) -> (usize, usize) {
        let earlier = self.note(at, next);
        let oldest = self.base.max((self.base + at as u32).saturating_sub(WINDOW - 1));
        let (mut longest, mut distance) = (0, 0);
        for candidate in [earlier as u32, (earlier >> 32) as u32] {
            if candidate < oldest {
                break;
            }
            let from = (candidate - self.base) as usize;
            let Some(there) = eight(data, from) else { break };
            let differing = next ^ there;
            let length = if differing == 0 { 8 + alike(data, from + 8, at + 8) } else { alike_of(differing) };
            if length > longest {
                (longest, distance) = (length, at - from);
                if length >= GOOD {
                    break;
                }
            }
        }
        (longest, distance)
    }
}

/// A stream is looked at in parts of this length; a match does not reach into the part before.
const MOST_AT_ONCE: usize = 1 << 20;

/// An array on the heap whose length is known, so that its places need no check.
#[allow(clippy::unnecessary_box_returns)] // It is too long for the stack.
fn zeros() -> Box<[u64; 1 << HASH_BITS]> {
    vec![0; 1 << HASH_BITS]
        .into_boxed_slice()
        .try_into()
        .unwrap_or_else(|_| unreachable!("it was made with that length"))
}

/// Eight bytes as a number.
#[inline]
fn eight(data: &[u8], at: usize) -> Option<u64> {
    data.get(at..)?.first_chunk().map(|eight| u64::from_le_bytes(*eight))
}

/// How many of the first bytes of two numbers are the same, of which not all are; these are the differing bits.
#[inline]
fn alike_of(differing: u64) -> usize {
    differing.trailing_zeros() as usize / 8
}

/// How many bytes from two places on are the same, of which eight are known to be; `at` is the later one.
#[inline(never)] // Few matches are that long, and the search is faster without it.
fn alike(data: &[u8], from: usize, at: usize) -> usize {
    let end = data.len().min(at + LONGEST - 8);
    let mut length = 0;
    while let (Some(here), Some(there)) = (eight(&data[..end], at + length), eight(data, from + length)) {
        let differing = here ^ there;
        if differing != 0 {
            return length + alike_of(differing);
        }
        length += 8;
    }
    while at + length < end && data[at + length] == data[from + length] {
        length += 1;
    }
    length
}

/// The checksum of a zlib stream (RFC 1950, 9).
fn adler(data: &[u8]) -> u32 {
    const PRIME: u32 = 65521;
    // So many bytes can be summed up before 32 bits overflow.
    const AT_ONCE: usize = 5552;
    let (mut one, mut two) = (1_u32, 0_u32);
    for part in data.chunks(AT_ONCE) {
        let mut eights = part.chunks_exact(8);
        for bytes in eights.by_ref() {
            let bytes = bytes.try_into().map_or(0, u64::from_le_bytes);
            // Every second one, in 16 bits; the highest 16 of a product are the sum of all, each times another number.
            let (even, odd) = (bytes & 0x00FF_00FF_00FF_00FF, bytes >> 8 & 0x00FF_00FF_00FF_00FF);
            let weighted =
                (even.wrapping_mul(0x0008_0006_0004_0002) >> 48) + (odd.wrapping_mul(0x0007_0005_0003_0001) >> 48);
            two += one * 8 + weighted as u32;
            one += ((even + odd).wrapping_mul(0x0001_0001_0001_0001) >> 48) as u32;
        }
        for byte in eights.remainder() {
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
        streams.extend(
            [LONGEST, LONGEST + 1, WINDOW as usize + 5, BYTES_IN_A_BLOCK * 2 + 1].map(|length| vec![0; length]),
        );
        streams.extend([
            noise(200_000),
            words,
            [noise(WINDOW as usize), noise(WINDOW as usize)].concat(),
            noise(MOST_AT_ONCE + 300),
        ]);
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
