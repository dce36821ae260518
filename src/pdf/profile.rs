//! An ICC profile for sRGB, made from the numbers of the standard, so that no file with its own licence is needed.

use std::sync::LazyLock;

/// The profile. It is made on first use.
pub(super) fn srgb() -> Vec<u8> {
    static PROFILE: LazyLock<Vec<u8>> = LazyLock::new(made);
    PROFILE.clone()
}

/// Makes the profile: ICC.1:2010 (version 4.3), a display profile with three primaries and one curve. The primaries of
/// IEC 61966-2-1 are adapted to D50 with the Bradford matrix.
fn made() -> Vec<u8> {
    let curve = parametric([2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045]);
    let adaptation = [1.047_88, 0.022_92, -0.050_21, 0.029_6, 0.990_48, -0.017_07, -0.009_25, 0.015_06, 0.751_32];
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", text("sRGB")),
        (b"cprt", text("No copyright, use freely")),
        (b"wtpt", xyz([0.9642, 1.0, 0.8249])),
        (b"chad", numbers(*b"sf32", &adaptation)),
        (b"rXYZ", xyz([0.436_07, 0.222_49, 0.013_92])),
        (b"gXYZ", xyz([0.385_15, 0.716_87, 0.097_08])),
        (b"bXYZ", xyz([0.143_07, 0.060_61, 0.714_10])),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve),
    ];
    let count = tags.len() + 1;
    let mut table = (count as u32).to_be_bytes().to_vec();
    let mut data: Vec<u8> = Vec::new();
    let first = 128 + 4 + 12 * count;
    let mut last = (0, 0);
    for (name, bytes) in &tags {
        last = ((first + data.len()) as u32, bytes.len() as u32);
        table.extend_from_slice(*name);
        table.extend(last.0.to_be_bytes());
        table.extend(last.1.to_be_bytes());
        data.extend_from_slice(bytes);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    // The blue curve shares the data of the green one.
    table.extend_from_slice(b"bTRC");
    table.extend(last.0.to_be_bytes());
    table.extend(last.1.to_be_bytes());
    let mut profile = header((first + data.len()) as u32);
    profile.extend(table);
    profile.extend(data);
    profile
}

/// The header of 128 bytes (ICC.1, 7.2).
fn header(size: u32) -> Vec<u8> {
    let mut header = vec![0; 128];
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &size.to_be_bytes());
    put(8, &[4, 0x30, 0, 0]);
    put(12, b"mntrRGB XYZ ");
    // A fixed date: 1 January 2026.
    put(24, &[0x07, 0xEA, 0, 1, 0, 1]);
    put(36, b"acsp");
    put(68, &xyz([0.9642, 1.0, 0.8249])[8..]);
    header
}

fn fixed(number: f64) -> [u8; 4] {
    ((number * 65536.0).round() as i32).to_be_bytes()
}

fn numbers(kind: [u8; 4], numbers: &[f64]) -> Vec<u8> {
    let mut bytes = kind.to_vec();
    bytes.extend([0; 4]);
    bytes.extend(numbers.iter().flat_map(|number| fixed(*number)));
    bytes
}

fn xyz(xyz: [f64; 3]) -> Vec<u8> {
    numbers(*b"XYZ ", &xyz)
}

/// A parametric curve of type 3: a power function with a linear part at the start (ICC.1, 10.16).
fn parametric(figures: [f64; 5]) -> Vec<u8> {
    let mut bytes = b"para".to_vec();
    bytes.extend([0, 0, 0, 0, 0, 3, 0, 0]);
    bytes.extend(figures.iter().flat_map(|figure| fixed(*figure)));
    bytes
}

/// A text in English (`multiLocalizedUnicodeType`, ICC.1, 10.13).
fn text(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut bytes = b"mluc".to_vec();
    bytes.extend([0; 4]);
    bytes.extend(1_u32.to_be_bytes());
    bytes.extend(12_u32.to_be_bytes());
    bytes.extend_from_slice(b"enUS");
    bytes.extend((units.len() as u32).to_be_bytes());
    bytes.extend(28_u32.to_be_bytes());
    bytes.extend(units);
    bytes
}
