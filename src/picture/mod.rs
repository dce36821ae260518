//! Pictures: PNG, JPEG and SVG files, read without trust. The only user of png, zune-jpeg, usvg, `tiny_skia` and
//! base64.
//!
//! A file is decoded before it is printed, and what is printed of it is a copy of the parts that draw it: no name,
//! place or camera (EXIF, XMP, IPTC), no second picture, no profile of colours and no text goes on to a reader. Data
//! hidden after the end of the compressed stream is not searched for. The colours are taken for those of sRGB, in every
//! format. The size is read from the header and has a limit, so that little work is done for a small file that says it
//! is a large one. Of an SVG file, what it draws is rewritten.

mod cost;
mod drawing;
mod jpeg;
mod png;
mod raster;
mod seen;
mod svg;
mod svg_check;
mod svg_shapes;
mod svg_unused;
mod svg_writer;
#[cfg(test)]
pub(crate) mod tests;

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
pub use drawing::{
    Cap, Drawing, DrawingGroup, DrawingPart, DrawingPoint, Gradient, GradientEnds, Ink, Join, LONGER_SIDE, Outline,
    OutlineStep, Paint, Rgb, Shape, Stroke,
};
use svg_check::TEXTS;

/// How large a file may be, in bytes.
pub const LARGEST: u64 = 8 << 20;

/// How many pixels a picture may have. A page of A4 at 600 dots an inch has 35 million.
pub const MOST_PIXELS: u64 = 40_000_000;

/// How large an SVG file may be, in bytes.
pub const MOST_SVG: usize = 2 << 20;

/// How long an SVG file may take to be drawn as pixels, in seconds without the optimizations of a release.
pub const MOST_SECONDS: u64 = 2;

/// How many times longer than wide a picture may be.
const MOST_RATIO: u32 = 1000;

/// The endings of the names of such files, in lower case.
pub const ENDINGS: [&str; 4] = ["png", "jpg", "jpeg", "svg"];

/// The kind of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFormat {
    /// Portable Network Graphics (ISO/IEC 15948).
    Png,
    /// JPEG (ISO/IEC 10918-1), baseline or progressive, of 8 bits.
    Jpeg,
    /// Scalable Vector Graphics (W3C).
    Svg,
}

impl PictureFormat {
    /// The media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Svg => "image/svg+xml",
        }
    }

    /// The ending of a file's name.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Svg => "svg",
        }
    }
}

/// A picture that can be printed.
#[derive(Clone)]
pub struct Picture {
    format: PictureFormat,
    width: u32,
    height: u32,
    is_gray: bool,
    bytes: Vec<u8>,
    /// What an SVG file draws. It is not read again from the bytes: a limit could refuse what was accepted.
    drawing: Option<Arc<Drawing>>,
}

impl PartialEq for Picture {
    /// The bytes say all that is drawn.
    fn eq(&self, other: &Self) -> bool {
        self.format == other.format && self.bytes == other.bytes
    }
}

impl Eq for Picture {}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} of {} × {} pixels", self.format, self.width, self.height)
    }
}

/// The pixels of a picture, row by row from the top: a byte for gray, or three for red, green and blue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// 1 or 3.
    pub channels: u8,
    /// The colours.
    pub colors: Vec<u8>,
    /// How opaque each pixel is; `None` when all are wholly.
    pub opacity: Option<Vec<u8>>,
}

/// Why a file cannot be printed as a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureRefusal {
    /// It is neither PNG nor JPEG nor SVG; what it is, as far as that can be seen.
    Unknown(Option<&'static str>),
    /// It has more than [`MOST_PIXELS`]: width and height.
    TooManyPixels(u32, u32),
    /// It is no more than a line: width and height, and in what they are counted.
    Line(u32, u32, &'static str),
    /// It is damaged; how.
    Broken(String),
    /// A JPEG with the colours of a printing press.
    Cmyk,
    /// A JPEG of a kind that PDF viewers cannot show; which.
    Kind(&'static str),
    /// A JPEG that is stored lying on its side or upside down, as cameras do.
    Turned,
    /// An SVG with an element that cannot be drawn as paths: its name, and its line.
    Element(&'static str, u32),
    /// An SVG that uses a definition that cannot be drawn as paths: the name of its element, and the line of the use.
    Uses(&'static str, u32),
    /// An SVG with something else that cannot be drawn as paths: what, with code in quotes, and the line where it is
    /// known.
    Property(&'static str, Option<u32>),
    /// An SVG that leads to another file: the line.
    Elsewhere(u32),
    /// An SVG with declarations of its own (entities).
    DocumentType,
    /// An SVG with more of something than a page can show.
    TooMany(Excess),
    /// An SVG that takes too long to draw.
    TooMuchWork {
        /// About how long, in seconds; more than [`MOST_SECONDS`].
        seconds: u64,
        /// What takes most of it.
        what: &'static str,
    },
    /// An SVG with a style that is too long: the line, and what it has too much of.
    Style(u32, Excess),
    /// An SVG with more than [`MOST_SVG`] bytes: how many.
    TooLarge(usize),
    /// A text that is not UTF-8.
    Encoding,
    /// An SVG within another document.
    Root,
    /// An SVG with nothing to be seen on its page.
    Empty,
    /// An SVG with a part that lies so far outside of its page that its points cannot be distinguished.
    FarOutside,
}

/// More of something than is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excess {
    /// Of what, in the plural.
    pub what: &'static str,
    /// How many there are; `None` when not all of them were counted.
    pub found: Option<u64>,
    /// How many are allowed.
    pub most: u64,
}

impl fmt::Display for Excess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, found, most } = self;
        match found {
            Some(found) => write!(f, "{found} {what}, but only {most} are allowed"),
            None => write!(f, "more than {most} {what}, the most that are allowed"),
        }
    }
}

impl PictureRefusal {
    /// That there are more of something than the `most`, not all of which were counted.
    fn more_than(most: usize, what: &'static str) -> Self {
        Self::TooMany(Excess { what, found: None, most: most as u64 })
    }

    /// What to do.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "save it as PNG, JPEG or SVG",
            Self::Element(name, _) if TEXTS.contains(name) => {
                "convert the text to paths, as with “Object to Path” in Inkscape; or save it as PNG"
            }
            Self::Element(..) | Self::Uses(..) | Self::Property(..) => "draw it without, or save it as PNG",
            Self::Elsewhere(_) => "put what it refers to into the file, or save it as PNG",
            Self::DocumentType => "save it as plain SVG, without `<!DOCTYPE`",
            Self::TooMany(_) | Self::TooMuchWork { .. } | Self::TooLarge(_) => "simplify it, or save it as PNG",
            Self::Style(..) => "write its properties as attributes, or save it as PNG",
            Self::Encoding => "save it as UTF-8",
            Self::Root => "save the drawing itself as SVG",
            Self::Empty | Self::FarOutside => "fit the page to the drawing in its program, or save it as PNG",
            Self::TooManyPixels(..) => "save it smaller: 3000 pixels are more than a page can show",
            Self::Line(..) => "cut out what is to be seen of it",
            Self::Broken(_) => "export or copy it again",
            Self::Cmyk => "save it with RGB colours, or as PNG",
            Self::Kind(_) => "save it as an ordinary JPEG or as PNG",
            Self::Turned => "rotate it in an image editor and save it, so that it is stored upright",
        }
    }
}

impl std::error::Error for PictureRefusal {}

impl fmt::Display for PictureRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(None) => f.write_str("it is neither PNG nor JPEG nor SVG"),
            Self::Unknown(Some(kind)) => write!(f, "it is {kind}, but only PNG, JPEG and SVG can be printed"),
            Self::TooManyPixels(width, height) => {
                write!(f, "it has {width} × {height} pixels, but only {} million are allowed", MOST_PIXELS / 1_000_000)
            }
            Self::Line(width, height, of) => write!(f, "it has {width} × {height} {of}, which is no more than a line"),
            Self::Broken(how) => write!(f, "it is damaged: {how}"),
            Self::Cmyk => f.write_str("it has the colours of a printing press (CMYK)"),
            Self::Kind(kind) => write!(f, "it is {kind}, which PDF viewers cannot show"),
            Self::Element(name, line) => write!(f, "it has `<{name}>` on line {line}, which cannot be drawn as paths"),
            Self::Uses(name, line) => write!(f, "it uses a `<{name}>` on line {line}, which cannot be drawn as paths"),
            Self::Property(what, Some(line)) => {
                write!(f, "it has {what} on line {line}, which cannot be drawn exactly")
            }
            Self::Property(what, None) => write!(f, "it has {what}, which cannot be drawn exactly"),
            Self::Elsewhere(line) => write!(f, "it refers to another file on line {line}"),
            Self::DocumentType => f.write_str("its document type has declarations of its own"),
            Self::TooMany(excess) => write!(f, "it has {excess}"),
            Self::TooMuchWork { seconds, what } => {
                write!(
                    f,
                    "drawing it takes about {seconds} s, most of it for {what}, but only {MOST_SECONDS} s are allowed"
                )
            }
            Self::Style(line, excess) => write!(f, "it has a style on line {line} with {excess}"),
            Self::TooLarge(bytes) => {
                // Rounded up, so that it is never the limit itself.
                let (whole, tenth) = {
                    let tenths = (bytes * 10).div_ceil(1 << 20);
                    (tenths / 10, tenths % 10)
                };
                write!(f, "it has {whole}.{tenth} MB, but an SVG may have only {} MB", MOST_SVG >> 20)
            }
            Self::Encoding => f.write_str("it is not UTF-8 text"),
            Self::Root => f.write_str("its outermost element is not `<svg>`"),
            Self::Empty => f.write_str("it draws nothing visible on its page"),
            Self::FarOutside => f.write_str("a part of it lies far outside of its page"),
            Self::Turned => f.write_str("it is stored rotated, with a note that tells viewers how to rotate it (EXIF)"),
        }
    }
}

impl Picture {
    /// Reads a file, whatever its name says.
    ///
    /// # Errors
    /// [`PictureRefusal`] when it cannot be printed.
    pub fn read(file: &[u8]) -> Result<Self, PictureRefusal> {
        let picture = if file.starts_with(png::SIGNATURE) {
            png::read(file)?
        } else if file.starts_with(&[0xFF, 0xD8, 0xFF]) {
            jpeg::read(file)?
        } else if svg::is_svg(file) {
            svg::read(file)?
        } else {
            return Err(PictureRefusal::Unknown(kind_of(file)));
        };
        let (least, most) = (picture.width.min(picture.height), picture.width.max(picture.height));
        if most / least > MOST_RATIO {
            return Err(PictureRefusal::Line(picture.width, picture.height, "pixels"));
        }
        Ok(picture)
    }

    /// What kind of file [`Picture::bytes`] are.
    #[must_use]
    pub fn format(&self) -> PictureFormat {
        self.format
    }

    /// Width and height in pixels, each at least 1; of a drawing in its units, in whole numbers.
    #[must_use]
    pub fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    /// Whether it has no colours.
    #[must_use]
    pub fn is_gray(&self) -> bool {
        self.is_gray
    }

    /// How high it is for its width: from a thousandth to a thousand times.
    #[must_use]
    pub fn ratio(&self) -> f32 {
        self.height as f32 / self.width as f32
    }

    /// A file with what draws it, and no more.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Its pixels. `None` for a JPEG, which is printed as it is, and for a drawing.
    #[must_use]
    pub fn pixels(&self) -> Option<Pixels> {
        match self.format {
            PictureFormat::Png => png::pixels(&self.bytes).ok(),
            PictureFormat::Jpeg | PictureFormat::Svg => None,
        }
    }

    /// What it draws. `None` of a picture that has pixels.
    #[must_use]
    pub fn drawing(&self) -> Option<&Drawing> {
        self.drawing.as_deref()
    }

    /// A drawing as a PNG file, for programs that show no SVG. `None` of a picture that has pixels.
    #[must_use]
    pub fn as_png(&self) -> Option<Vec<u8>> {
        let (width, height, pixels) = raster::pixels(self.drawing()?)?;
        png::written(width, height, &pixels)
    }

    /// The file as an address that has it in itself (RFC 2397).
    #[must_use]
    pub fn data_address(&self) -> String {
        let mut out = format!("data:{};base64,", self.format.media_type());
        BASE64_STANDARD.encode_string(&self.bytes, &mut out);
        out
    }
}

/// Rows of one channel or three as PDF takes them: filtered as in PNG, and deflated. `None` when the sizes disagree.
#[must_use]
pub fn deflated(width: u32, channels: u8, rows: &[u8]) -> Option<Vec<u8>> {
    png::deflated(width, channels, rows)
}

/// What a file is that is not a picture for a page.
fn kind_of(file: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &'static str); 8] = [
        (b"\x1F\x8B", "a compressed file"),
        (b"GIF8", "GIF"),
        (b"BM", "BMP"),
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
        (b"%PDF-", "PDF"),
        (b"\0\0\x01\0", "an icon"),
        (b"\xD7\xCD\xC6\x9A", "WMF"),
    ];
    let known = kinds.into_iter().find(|(magic, _)| file.starts_with(magic)).map(|(_, kind)| kind);
    let boxed = || match file.get(4..12)? {
        b"ftypavif" => Some("AVIF"),
        b"ftypheic" | b"ftypheix" | b"ftypmif1" => Some("HEIC"),
        _ if file.starts_with(b"RIFF") && file.get(8..12) == Some(b"WEBP") => Some("WebP"),
        _ => None,
    };
    known.or_else(boxed)
}
