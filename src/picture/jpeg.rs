//! JPEG (ISO/IEC 10918-1; annex B has the markers).

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::{MOST_PIXELS, Picture, PictureFormat, PictureRefusal};

/// A start of the scan in which the data are.
const SCAN: u8 = 0xDA;
/// The end of the picture.
const END: u8 = 0xD9;

/// More scans than these no program writes; each is a pass over the whole picture.
const MOST_SCANS: usize = 64;

/// What is read of a file before it is decoded.
#[derive(Default)]
struct JpegHeader {
    /// Width, height and how many components it has.
    frame: Option<(u16, u16, u8)>,
    scans: usize,
    /// The parts that draw it.
    bytes: Vec<u8>,
}

/// Reads a file.
pub(super) fn read(file: &[u8]) -> Result<Picture, PictureRefusal> {
    let JpegHeader { frame, bytes, .. } = stripped(file)?;
    let (width, height, components) = frame.ok_or_else(|| broken("it has no picture"))?;
    let size = usize::from(u16::MAX);
    let options = DecoderOptions::default().set_strict_mode(true).set_max_width(size).set_max_height(size);
    let options = options.set_use_unsafe(false).jpeg_set_max_scans(MOST_SCANS);
    let decoded = JpegDecoder::new_with_options(ZCursor::new(&bytes), options).decode();
    // Some of what the decoder says is in quotation marks.
    decoded.map_err(|error| PictureRefusal::Broken(format!("{error:?}").trim_matches('"').to_owned()))?;
    Ok(Picture {
        format: PictureFormat::Jpeg,
        width: width.into(),
        height: height.into(),
        is_gray: components == 1,
        bytes,
        drawing: None,
    })
}

fn broken(how: &str) -> PictureRefusal {
    PictureRefusal::Broken(how.to_owned())
}

/// A copy of the segments that draw it, up to the end of the picture: what a camera adds and a second picture stay
/// behind.
fn stripped(file: &[u8]) -> Result<JpegHeader, PictureRefusal> {
    let cut = || broken("it ends too early");
    let mut read = JpegHeader { bytes: file.get(..2).ok_or_else(cut)?.to_vec(), ..JpegHeader::default() };
    let mut rest = &file[2..];
    loop {
        let (first, after) = rest.split_first().ok_or_else(cut)?;
        if *first != 0xFF {
            return Err(broken("a part does not begin where the one before it ends"));
        }
        // Any number of fill bytes (B.1.1.2).
        let marker = *after.first().ok_or_else(cut)?;
        if marker == 0xFF {
            rest = after;
            continue;
        }
        if marker == END {
            read.bytes.extend([0xFF, END]);
            return Ok(read);
        }
        let length = after.get(1..3).map(|it| usize::from(it[0]) << 8 | usize::from(it[1])).ok_or_else(cut)?;
        let data = after.get(3..length + 1).ok_or_else(cut)?;
        rest = after.get(length + 1..).ok_or_else(cut)?;
        read.segment(marker, data)?;
        if marker == SCAN {
            let end = end_of_scan(rest).ok_or_else(cut)?;
            read.bytes.extend_from_slice(&rest[..end]);
            rest = &rest[end..];
        }
    }
}

/// Where the data of a scan end: before a marker that is not one of those within them (B.1.1.5).
fn end_of_scan(data: &[u8]) -> Option<usize> {
    data.windows(2).position(|two| two[0] == 0xFF && !matches!(two[1], 0 | 0xD0..=0xD7 | 0xFF))
}

impl JpegHeader {
    /// Takes in a segment, if it draws the picture.
    fn segment(&mut self, marker: u8, data: &[u8]) -> Result<(), PictureRefusal> {
        match marker {
            0xC0..=0xC2 => self.start_of_frame(data)?,
            0xC4 | 0xDB | 0xDD => {}
            SCAN => {
                self.scans += 1;
                if self.scans > MOST_SCANS {
                    return Err(broken("it has more than 64 scans"));
                }
            }
            0xC3 | 0xC5..=0xC7 | 0xCD..=0xCF => return Err(PictureRefusal::Kind("a lossless or hierarchical JPEG")),
            0xC9..=0xCC => return Err(PictureRefusal::Kind("a JPEG in arithmetic coding")),
            // How the colours are meant: of JFIF without its thumbnail, and of Adobe.
            0xE0 if data.starts_with(b"JFIF\0") && data.len() >= 14 => {
                self.push(marker, &[b"JFIF\0\x01\x01", &data[7..12], &[0, 0]].concat());
                return Ok(());
            }
            0xEE if data.starts_with(b"Adobe") && data.len() >= 12 => {
                self.push(marker, &data[..12]);
                return Ok(());
            }
            0xE1 => {
                let is_turned = data.strip_prefix(b"Exif\0\0").and_then(orientation).is_some_and(|it| it > 1);
                return if is_turned { Err(PictureRefusal::Turned) } else { Ok(()) };
            }
            _ => return Ok(()),
        }
        self.push(marker, data);
        Ok(())
    }

    fn push(&mut self, marker: u8, data: &[u8]) {
        let length = u16::try_from(data.len() + 2).unwrap_or(u16::MAX);
        self.bytes.extend([0xFF, marker]);
        self.bytes.extend(length.to_be_bytes());
        self.bytes.extend_from_slice(data);
    }

    /// Reads the size and the kind (B.2.2).
    fn start_of_frame(&mut self, data: &[u8]) -> Result<(), PictureRefusal> {
        let [precision, height @ .., components] = data.get(..6).unwrap_or_default() else {
            return Err(broken("its header is not whole"));
        };
        let number = |at: usize| u16::from_be_bytes([height[at], height[at + 1]]);
        let (height, width) = (number(0), number(2));
        if self.frame.is_some() {
            return Err(broken("it has two pictures in one"));
        }
        if width == 0 || height == 0 {
            return Err(broken("its size is not given"));
        }
        if u64::from(width) * u64::from(height) > MOST_PIXELS {
            return Err(PictureRefusal::TooManyPixels(width.into(), height.into()));
        }
        match (precision, components) {
            (8, 1 | 3) => {}
            (_, 4) => return Err(PictureRefusal::Cmyk),
            (8, _) => return Err(broken("it has an unknown number of colours")),
            _ => return Err(PictureRefusal::Kind("a JPEG of more than 8 bits")),
        }
        self.frame = Some((width, height, *components));
        Ok(())
    }
}

/// How a picture is stored (EXIF 3.0, 4.6.5: tag 0x0112): 1 for upright.
fn orientation(tiff: &[u8]) -> Option<u16> {
    let is_little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let two = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    };
    let long = |at: usize| {
        let (first, second) = (usize::from(short(at)?), usize::from(short(at + 2)?));
        Some(if is_little { second << 16 | first } else { first << 16 | second })
    };
    let first = long(4)?;
    let count = usize::from(short(first)?);
    let entries = (0..count).map_while(|at| Some(first + 2 + 12 * at)).take_while(|at| at + 12 <= tiff.len());
    let mut entries = entries.filter(|at| short(*at) == Some(0x0112));
    entries.next().and_then(|at| short(at + 8))
}
