//! Deflate (RFC 1951) in a zlib frame (RFC 1950) by flate2, with the memory of what was packed before.
//!
//! flate2 is in the tree already, since printpdf and lopdf use it. It runs zlib-rs, which is pure Rust. Instructions to
//! deflate all streams of a page with its fonts (75 KB), and their size, by level:
//!
//! | | zlib-rs 1 | zlib-rs 2 | zlib-rs 3 | zlib-rs 6 | `miniz_oxide` 1 | `miniz_oxide` 6 |
//! | --- | --- | --- | --- | --- | --- | --- |
//! | millions | 5.2 | 8.7 | 10.1 | 11.7 | 8.0 | 16.1 |
//! | bytes | 39 425 | 33 479 | 32 561 | 31 943 | 35 687 | 31 644 |

use std::collections::HashMap;

use flate2::{Compress, Compression, FlushCompress, Status};
use foldhash::fast::RandomState;

/// The level of compression, 0 to 9: above it, a tenth more work saves a fiftieth of the size.
const LEVEL: u32 = 2;

/// Packs streams one after the other. What it gives for a stream depends on that stream alone.
pub(super) struct Packer {
    deflate: Compress,
    /// By stream, how it was packed: those that many files have, such as a font with the same glyphs.
    kept: HashMap<Vec<u8>, Vec<u8>, RandomState>,
    /// How many bytes those have.
    kept_bytes: usize,
}

/// How many bytes are kept at most; then all are dropped. A brief has some forty thousand in its fonts.
/// Few in tests, so that this happens.
const MOST_KEPT: usize = if cfg!(test) { 128 * 1024 } else { 2 * 1024 * 1024 };

impl Packer {
    pub(super) fn new() -> Self {
        Self { deflate: Compress::new(Compression::new(LEVEL), true), kept: HashMap::default(), kept_bytes: 0 }
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
        self.kept_bytes += bytes;
        self.kept.insert(data.to_vec(), packed);
    }

    /// Appends the packed stream.
    pub(super) fn pack(&mut self, data: &[u8], out: &mut Vec<u8>) {
        self.deflate.reset();
        loop {
            // The number of bytes read cannot exceed the length of the data.
            let rest = &data[self.deflate.total_in() as usize..];
            // A stream that does not shrink grows by five bytes a block and eleven in all.
            out.reserve(rest.len() / 2 + 64);
            match self.deflate.compress_vec(rest, out, FlushCompress::Finish) {
                // Anything else but the end asks for more space.
                Ok(Status::StreamEnd) => return,
                Ok(Status::Ok | Status::BufError) => {}
                // Compressing has no state in which it can fail.
                Err(_) => unreachable!("deflate refuses its own state"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn packed(packer: &mut Packer, data: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        packer.pack_and_keep(data, &mut out);
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
    fn what_was_packed_before_makes_no_difference() {
        let mut packer = Packer::new();
        let words = "Two thirds of the quota, and a third of the rest. ".repeat(500).into_bytes();
        let mut streams: Vec<Vec<u8>> = (0..40).map(noise).collect();
        streams.extend((0..40).map(|length| vec![7; length]));
        streams.extend([noise(200_000), words, vec![0; 300_000]]);
        for _ in 0..2 {
            for data in &streams {
                let found = packed(&mut packer, data);
                assert!(unpacked(&found) == *data, "{} bytes", data.len());
                let mut alone = Vec::new();
                Packer::new().pack(data, &mut alone);
                assert!(alone == found, "{} bytes", data.len());
            }
        }
    }
}
