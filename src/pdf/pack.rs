//! Deflate (RFC 1951) in a zlib frame (RFC 1950) with flate2, and a cache of compressed streams.
//!
//! flate2 is a dependency already, since printpdf and lopdf use it. Its backend here is zlib-rs, which is pure Rust.
//! The number of instructions for compressing all streams of a page with its fonts (75 KB), and their compressed size,
//! by level:
//!
//! | | zlib-rs 1 | zlib-rs 2 | zlib-rs 3 | zlib-rs 6 | `miniz_oxide` 1 | `miniz_oxide` 6 |
//! | --- | --- | --- | --- | --- | --- | --- |
//! | millions | 5.2 | 8.7 | 10.1 | 11.7 | 8.0 | 16.1 |
//! | bytes | 39 425 | 33 479 | 32 561 | 31 943 | 35 687 | 31 644 |

use std::collections::HashMap;

use flate2::{Compress, Compression, FlushCompress, Status};
use foldhash::fast::RandomState;

/// The compression level, from 0 to 9. The next level takes a sixth more work and makes the result 3 % smaller.
const LEVEL: u32 = 2;

/// Compresses streams one after another. The result for a stream depends on that stream alone.
pub(super) struct Packer {
    deflate: Compress,
    /// The compressed form of streams that many files have, such as a font with the same glyphs, by the uncompressed
    /// form.
    kept: HashMap<Vec<u8>, Vec<u8>, RandomState>,
    /// The size of the cache, in bytes.
    kept_bytes: usize,
}

/// The largest size of the cache, in bytes; then it is cleared. The fonts of a brief have about forty thousand. In
/// tests it is small, so that it is cleared at all.
const MOST_KEPT: usize = if cfg!(test) { 128 * 1024 } else { 2 * 1024 * 1024 };

impl Packer {
    pub(super) fn new() -> Self {
        Self { deflate: Compress::new(Compression::new(LEVEL), true), kept: HashMap::default(), kept_bytes: 0 }
    }

    /// Appends the compressed stream, and caches it.
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

    /// Appends the compressed stream.
    pub(super) fn pack(&mut self, data: &[u8], out: &mut Vec<u8>) {
        self.deflate.reset();
        loop {
            // The number of bytes read cannot exceed the length of the data.
            let rest = &data[self.deflate.total_in() as usize..];
            // A stream that does not shrink grows by five bytes for each block, and eleven in total.
            out.reserve(rest.len() / 2 + 64);
            match self.deflate.compress_vec(rest, out, FlushCompress::Finish) {
                // Any other status asks for more space.
                Ok(Status::StreamEnd) => return,
                Ok(Status::Ok | Status::BufError) => {}
                // Compression has no input that makes it fail.
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

    /// Bytes that differ from each other, from a linear congruential generator.
    fn noise(length: usize) -> Vec<u8> {
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        (0..length).map(|_| next()).collect()
    }

    #[test]
    fn the_result_does_not_depend_on_earlier_streams() {
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
