//! Writes the file: streams directly, all other objects in object streams, and the cross-reference table with the
//! position of each (ISO 32000-1, 7.5).

use super::pack::Packer;
use super::syntax::{ObjectNumber, Put};

/// The most objects in one object stream: a reader must decompress all of them to get one.
const IN_A_STREAM: usize = 200;

/// An entry of the cross-reference table: the position of an object (ISO 32000-1, 7.5.8.3).
#[derive(Clone, Copy)]
enum CrossReference {
    /// The object has not been written yet, or never will be.
    Free,
    /// The byte offset in the file.
    Offset(usize),
    /// The object stream, and the index in it, from 0.
    Compressed(ObjectNumber, usize),
}

/// The kind of content in a stream.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Content that occurs in this file only.
    Words,
    /// Content that other files may have, too, so that its compressed form is cached.
    Common,
    /// A TrueType font, which other files may have, too. Its dictionary has the uncompressed length.
    Font,
}

/// A file that is being written.
pub(super) struct PdfFile<'p> {
    packer: &'p mut Packer,
    out: Vec<u8>,
    table: Vec<CrossReference>,
    /// Object numbers that may be used for other objects.
    spare: Vec<ObjectNumber>,
    /// The objects of the open object stream: the number of each, and where it begins.
    members: Vec<(ObjectNumber, usize)>,
    bodies: Vec<u8>,
    packed: Vec<u8>,
}

impl<'p> PdfFile<'p> {
    /// A file in which the object numbers up to `taken` are in use, except those in `spare`.
    pub(super) fn new(packer: &'p mut Packer, taken: u32, spare: Vec<ObjectNumber>) -> Self {
        let mut out = Vec::with_capacity(48 * 1024);
        // Bytes above 127 show that the file is binary (7.5.2).
        out.extend(*b"%PDF-1.7\n%\xBB\xAD\xC0\xDE\n");
        Self {
            packer,
            out,
            table: vec![CrossReference::Free; taken as usize + 1],
            spare,
            members: Vec::new(),
            bodies: Vec::new(),
            packed: Vec::new(),
        }
    }

    /// The number for an object that is written later.
    pub(super) fn new_id(&mut self) -> ObjectNumber {
        if let Some(id) = self.spare.pop() {
            return id;
        }
        self.table.push(CrossReference::Free);
        ObjectNumber(self.table.len() as u32 - 1)
    }

    /// Adds an object to an object stream; `write` appends its bytes.
    pub(super) fn object(&mut self, id: ObjectNumber, write: impl FnOnce(&mut Vec<u8>)) {
        if self.members.len() == IN_A_STREAM {
            self.end_of_members();
        }
        self.members.push((id, self.bodies.len()));
        write(&mut self.bodies);
        self.bodies.push(b'\n');
    }

    /// Writes a stream, compressed if that makes it shorter. `entries` are those of its dictionary, without the length.
    pub(super) fn stream(&mut self, id: ObjectNumber, entries: &str, mut data: Vec<u8>, holds: Holds) {
        let mut packed = std::mem::take(&mut self.packed);
        loop {
            packed.clear();
            match holds {
                Holds::Words => self.packer.pack(&data, &mut packed),
                Holds::Common | Holds::Font => self.packer.pack_and_keep(&data, &mut packed),
            }
            let shorter = packed.len() < data.len();
            if (if shorter { &packed } else { &data }).last() == Some(&b'\r') {
                // Additional white space, or bytes after the last table of a font, have no meaning.
                match holds {
                    Holds::Words | Holds::Common => data.push(b'\n'),
                    Holds::Font => data.extend([0, 0, 0, 1]),
                }
                continue;
            }
            let mut dictionary = entries.as_bytes().to_vec();
            if holds == Holds::Font {
                dictionary.put("/Length1 ").integer(data.len() as i64);
            }
            if shorter {
                dictionary.put("/Filter/FlateDecode");
            }
            self.raw_stream(id, &dictionary, if shorter { &packed } else { &data });
            break;
        }
        self.packed = packed;
    }

    /// Writes a stream uncompressed. The caller must make sure that its last byte is not a carriage return: that would
    /// be before the line ending that precedes `endstream`, and some readers would take both as that line ending
    /// (7.3.8.1).
    pub(super) fn raw_stream(&mut self, id: ObjectNumber, entries: &[u8], data: &[u8]) {
        self.table[id.0 as usize] = CrossReference::Offset(self.out.len());
        self.out.integer(i64::from(id.0)).put(" 0 obj\n<<").extend_from_slice(entries);
        self.out.put("/Length ").integer(data.len() as i64).put(">>\nstream\n").extend_from_slice(data);
        self.out.put("\nendstream\nendobj\n");
    }

    /// Writes the open object stream, if it has objects.
    fn end_of_members(&mut self) {
        if self.members.is_empty() {
            return;
        }
        let stream = self.new_id();
        let members = self.members.len();
        let mut data = Vec::with_capacity(members * 10 + self.bodies.len());
        for (at, (id, start)) in std::mem::take(&mut self.members).into_iter().enumerate() {
            self.table[id.0 as usize] = CrossReference::Compressed(stream, at);
            data.integer(i64::from(id.0)).put(" ").integer(start as i64).put(if at % 8 == 7 { "\n" } else { " " });
        }
        let count = data.len();
        data.append(&mut self.bodies);
        let mut entries = Vec::new();
        entries.put("/Type/ObjStm/N ").integer(members as i64).put("/First ").integer(count as i64);
        let entries = String::from_utf8_lossy(&entries).into_owned();
        self.stream(stream, &entries, data, Holds::Words);
    }

    /// Ends the file. Its identifier is a hash of all its bytes.
    pub(super) fn finish(mut self, root: ObjectNumber, info: ObjectNumber) -> Vec<u8> {
        self.end_of_members();
        let table = self.new_id();
        let start = self.out.len();
        self.table[table.0 as usize] = CrossReference::Offset(start);
        let largest = start.max(self.table.len());
        let width = (usize::BITS - largest.leading_zeros()).div_ceil(8) as usize;
        let mut packed = Vec::new();
        loop {
            packed.clear();
            let rows = self.rows(width);
            self.packer.pack(&rows, &mut packed);
            if packed.last() != Some(&b'\r') {
                break;
            }
            // Another free entry changes the checksum at the end of the compressed data, and so its last byte.
            self.table.push(CrossReference::Free);
        }
        let identifier = identifier(&self.out);
        let mut entries = Vec::new();
        entries.put("/Type/XRef/Size ").integer(self.table.len() as i64);
        entries.put("/W[1 ").integer(width as i64).put(" 1]/Root ").reference(root).put("/Info ").reference(info);
        entries.put("/ID[").hexadecimal(identifier).hexadecimal(identifier).put("]/Filter/FlateDecode");
        entries.put("/DecodeParms<</Predictor 12/Columns ").integer(width as i64 + 2).put(">>");
        self.raw_stream(table, &entries, &packed);
        self.out.put("startxref\n").integer(start as i64).put("\n%%EOF\n");
        self.out
    }

    /// The rows of the cross-reference stream (7.5.8), each as the difference from the row before it (PNG, 9.2: Up).
    fn rows(&self, width: usize) -> Vec<u8> {
        let mut rows = Vec::with_capacity(self.table.len() * (width + 3));
        let mut last = [0_u8; 10];
        for (at, entry) in self.table.iter().enumerate() {
            let (kind, first, second) = match entry {
                // Entry 0 is the head of the list of free entries. No free entry may be used again.
                CrossReference::Free => (0, 0, if at == 0 { 255 } else { 0 }),
                CrossReference::Offset(start) => (1, *start, 0),
                CrossReference::Compressed(stream, at) => (2, stream.0 as usize, *at as u8),
            };
            let mut row = [0; 10];
            row[0] = kind;
            row[1..=width].copy_from_slice(&(first as u64).to_be_bytes()[8 - width..]);
            row[width + 1] = second;
            rows.push(2);
            rows.extend(row.iter().zip(last).take(width + 2).map(|(new, old)| new.wrapping_sub(old)));
            last = row;
        }
        rows
    }
}

/// A hash of 128 bits: FNV-1a (Fowler, Noll, Vo) twice, over eight bytes at a time.
fn identifier(bytes: &[u8]) -> [u8; 16] {
    const PRIME: u64 = 0x0000_0100_0000_01B3;
    let mut parts = [0xCBF2_9CE4_8422_2325_u64, 0x6C62_272E_07BB_0142 ^ bytes.len() as u64];
    let mut mix = |number: u64| {
        // Multiplication only affects higher bits; the rotation brings the high bits down again.
        parts[0] = (parts[0] ^ number).wrapping_mul(PRIME).rotate_left(29);
        parts[1] = (parts[1].rotate_left(17) ^ number).wrapping_mul(PRIME).rotate_left(31);
    };
    let (eights, rest) = bytes.as_chunks();
    eights.iter().for_each(|eight| mix(u64::from_le_bytes(*eight)));
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    mix(u64::from_le_bytes(last));
    let mut identifier = [0; 16];
    identifier[..8].copy_from_slice(&parts[0].to_be_bytes());
    identifier[8..].copy_from_slice(&parts[1].to_be_bytes());
    identifier
}
