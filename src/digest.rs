//! Hashes of contents: BLAKE3, of which 128 bits are kept.

use std::fmt;

/// A hash of 128 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Digest([u8; 16]);

/// Takes in parts one after the other; where one ends and the next begins counts.
#[derive(Clone, Default)]
pub(crate) struct Hasher(blake3::Hasher);

impl Hasher {
    /// Takes in a part.
    pub(crate) fn part(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// The hash of all parts.
    pub(crate) fn end(&self) -> Digest {
        let mut digest = [0; 16];
        digest.copy_from_slice(&self.0.finalize().as_bytes()[..16]);
        Digest(digest)
    }
}

impl Digest {
    /// The hash of some parts.
    pub(crate) fn of(parts: &[&[u8]]) -> Self {
        let mut hasher = Hasher::default();
        parts.iter().for_each(|part| _ = hasher.part(part));
        hasher.end()
    }

    /// Reads a hash as it is written: 32 hexadecimal digits.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut digest = [0; 16];
        if text.len() != 32 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        for (at, byte) in digest.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        Some(Self(digest))
    }

    /// The bytes.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_reads_as_it_is_written_and_knows_where_parts_end() {
        let one = Digest::of(&[b"ab", b"c"]);
        assert_eq!(Digest::read(&one.to_string()), Some(one));
        assert_ne!(one, Digest::of(&[b"a", b"bc"]));
        for bad in ["", "00", "zz000000000000000000000000000000", "+1000000000000000000000000000000"] {
            assert_eq!(Digest::read(bad), None);
        }
    }
}
