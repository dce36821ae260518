//! The syntax of objects (ISO 32000-1, 7.3): numbers, strings, names, references, and conversion of lopdf objects.

use lopdf::{Dictionary, Object, StringFormat};

/// The number of an object; the generation is always 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ObjectNumber(pub(super) u32);

impl From<ObjectNumber> for Object {
    fn from(id: ObjectNumber) -> Self {
        Self::Reference((id.0, 0))
    }
}

/// Appends parts of an object, with white space only where it is necessary.
pub(super) trait Put {
    /// Appends a text unchanged.
    fn put(&mut self, text: &str) -> &mut Self;
    /// A whole number.
    fn integer(&mut self, number: i64) -> &mut Self;
    /// A number with up to three decimal places.
    fn thousandths(&mut self, number: f32) -> &mut Self;
    /// A number with full precision.
    fn real(&mut self, number: f32) -> &mut Self;
    /// A reference: `12 0 R`.
    fn reference(&mut self, id: ObjectNumber) -> &mut Self;
    /// A name with its slash.
    fn name(&mut self, name: &[u8]) -> &mut Self;
    /// A text string: ASCII, or else UTF-16 with a byte order mark (ISO 32000-1, 7.9.2.2).
    fn text(&mut self, text: &str) -> &mut Self;
    /// A hexadecimal string: `<FEFF>`.
    fn hexadecimal(&mut self, bytes: impl IntoIterator<Item = u8>) -> &mut Self;
    /// A literal string: `(words)`.
    fn literal(&mut self, bytes: &[u8]) -> &mut Self;
    /// An object of lopdf. A stream, which cannot be inside another object, is left out.
    fn object(&mut self, object: &Object) -> &mut Self;
    /// A dictionary of lopdf.
    fn dictionary(&mut self, dictionary: &Dictionary) -> &mut Self;
}

const DIGITS: &[u8; 16] = b"0123456789ABCDEF";

impl Put for Vec<u8> {
    fn put(&mut self, text: &str) -> &mut Self {
        self.extend_from_slice(text.as_bytes());
        self
    }

    #[inline]
    fn integer(&mut self, number: i64) -> &mut Self {
        // A shortcut, since most numbers have one digit.
        if (0..10).contains(&number) {
            self.push(digit(number as u32));
        } else if (10..100).contains(&number) {
            let number = number as u32;
            self.extend_from_slice(&[digit(number / 10), digit(number % 10)]);
        } else if (100..1000).contains(&number) {
            let number = number as u32;
            self.extend_from_slice(&[digit(number / 100), digit(number / 10 % 10), digit(number % 10)]);
        } else {
            put_long(self, number);
        }
        self
    }

    fn thousandths(&mut self, number: f32) -> &mut Self {
        // Halves are rounded away from zero.
        let all = (number * 1000.0 + 0.5_f32.copysign(number)) as i64;
        if all < 0 {
            self.push(b'-');
        }
        let all = all.unsigned_abs();
        self.integer((all / 1000) as i64);
        let rest = (all % 1000) as u32;
        if rest > 0 {
            self.extend_from_slice(&[b'.', digit(rest / 100)]);
            if !rest.is_multiple_of(100) {
                self.push(digit(rest / 10 % 10));
            }
            if !rest.is_multiple_of(10) {
                self.push(digit(rest % 10));
            }
        }
        self
    }

    fn real(&mut self, number: f32) -> &mut Self {
        // Infinity and NaN cannot be written, so they are converted to integers.
        if number.fract() == 0.0 && number.abs() < 1e9 || !number.is_finite() {
            return self.integer(number as i64);
        }
        self.put(&number.to_string())
    }

    fn reference(&mut self, id: ObjectNumber) -> &mut Self {
        self.integer(i64::from(id.0)).put(" 0 R")
    }

    fn name(&mut self, name: &[u8]) -> &mut Self {
        self.push(b'/');
        if name.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+')) {
            self.extend_from_slice(name);
            return self;
        }
        for byte in name {
            if byte.is_ascii_graphic() && !b"#/()<>[]{}%".contains(byte) {
                self.push(*byte);
            } else {
                self.extend([b'#', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
            }
        }
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        if text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
            self.literal(text.as_bytes())
        } else {
            self.push(b'(');
            self.extend([0xFE, 0xFF]);
            text.encode_utf16().flat_map(u16::to_be_bytes).for_each(|byte| push_escaped(self, byte));
            self.push(b')');
            self
        }
    }

    fn hexadecimal(&mut self, bytes: impl IntoIterator<Item = u8>) -> &mut Self {
        self.push(b'<');
        for byte in bytes {
            self.extend([DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
        }
        self.push(b'>');
        self
    }

    fn literal(&mut self, bytes: &[u8]) -> &mut Self {
        self.push(b'(');
        bytes.iter().for_each(|byte| push_escaped(self, *byte));
        self.push(b')');
        self
    }

    fn object(&mut self, object: &Object) -> &mut Self {
        match object {
            Object::Null | Object::Stream(_) => self.put("null"),
            Object::Boolean(true) => self.put("true"),
            Object::Boolean(false) => self.put("false"),
            Object::Integer(number) => self.integer(*number),
            Object::Real(number) => self.real(*number),
            Object::Name(name) => self.name(name),
            Object::String(bytes, StringFormat::Literal) => self.literal(bytes),
            Object::String(bytes, StringFormat::Hexadecimal) => self.hexadecimal(bytes.iter().copied()),
            Object::Array(items) => {
                self.push(b'[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        self.push(b' ');
                    }
                    self.object(item);
                }
                self.push(b']');
                self
            }
            Object::Dictionary(dictionary) => self.dictionary(dictionary),
            Object::Reference(id) => self.reference(ObjectNumber(id.0)),
        }
    }

    fn dictionary(&mut self, dictionary: &Dictionary) -> &mut Self {
        self.put("<<");
        for (key, value) in dictionary {
            self.name(key);
            if matches!(
                value,
                Object::Null | Object::Boolean(_) | Object::Integer(_) | Object::Real(_) | Object::Reference(_)
            ) {
                self.push(b' ');
            }
            self.object(value);
        }
        self.put(">>")
    }
}

#[inline]
fn digit(digit: u32) -> u8 {
    b'0' + digit as u8
}

/// Writes a whole number of any length.
fn put_long(out: &mut Vec<u8>, number: i64) {
    if number < 0 {
        out.push(b'-');
    }
    let mut left = number.unsigned_abs();
    let mut digits = [0; 20];
    let mut first = digits.len();
    while left > 0 {
        first -= 1;
        digits[first] = digit((left % 10) as u32);
        left /= 10;
    }
    out.extend_from_slice(&digits[first..]);
}

/// Writes a byte inside `(…)`. Escapes bytes that would end the string, begin an escape, or be read as another line
/// ending.
#[inline]
pub(super) fn push_escaped(out: &mut Vec<u8>, byte: u8) {
    if matches!(byte, b'(' | b')' | b'\\' | b'\r') {
        out.push(b'\\');
    }
    out.push(if byte == b'\r' { b'r' } else { byte });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The result of writing, each byte as a character.
    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        out.into_iter().map(char::from).collect()
    }

    #[test]
    fn numbers_are_short_and_exact() {
        let integers = [0, 7, -1, 4096, i64::MIN].map(|number| written(|out| _ = out.integer(number)));
        assert_eq!(integers, ["0", "7", "-1", "4096", "-9223372036854775808"]);
        let lengths =
            [0.0, -0.0001, 0.5, -12.34, 595.276, 841.89, 3.04].map(|it| written(|out| _ = out.thousandths(it)));
        assert_eq!(lengths, ["0", "0", "0.5", "-12.34", "595.276", "841.89", "3.04"]);
        let exact = [-77.858_67, 3.0, 0.1, f32::NAN].map(|number| written(|out| _ = out.real(number)));
        assert_eq!(exact, ["-77.85867", "3", "0.1", "0"]);
    }

    #[test]
    fn strings_and_names_are_escaped() {
        assert_eq!(written(|out| _ = out.text("a (b) \\ c")), "(a \\(b\\) \\\\ c)");
        assert_eq!(written(|out| _ = out.text("Ж\u{1F600}")), "(\u{FE}\u{FF}\u{4}\u{16}\u{D8}=\u{DE}\0)");
        assert_eq!(written(|out| _ = out.text("\u{D}(\u{129}")), "(\u{FE}\u{FF}\0\\r\0\\(\u{1}\\))");
        assert_eq!(written(|out| _ = out.literal(b"\r\n")), "(\\r\n)");
        assert_eq!(written(|out| _ = out.name(b"A b/c")), "/A#20b#2Fc");
        let object = lopdf::dictionary! { "A" => "B", "C" => vec![1.into(), Object::Null], "D" => true };
        assert_eq!(written(|out| _ = out.dictionary(&object)), "<</A/B/C[1 null]/D true>>");
    }
}
