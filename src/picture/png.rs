//! PNG (ISO/IEC 15948, and the W3C Recommendation of the same text).

use std::io::Cursor;

use png::{BitDepth, ColorType, Decoder, Encoder, Limits, Transformations};

use super::{MOST_PIXELS, Picture, PictureFormat, PictureRefusal, Pixels};

/// The first bytes of every file (5.2).
pub(super) const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";

/// The chunks that draw a picture. An animation keeps its first, still picture.
const DRAWING: [&[u8]; 5] = [b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"];

/// Reads a file.
pub(super) fn read(file: &[u8]) -> Result<Picture, PictureRefusal> {
    let (width, height) = size(file)?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(PictureRefusal::TooManyPixels(width, height));
    }
    let bytes = stripped(file)?;
    let pixels = pixels(&bytes)?;
    Ok(Picture { format: PictureFormat::Png, width, height, is_gray: pixels.channels == 1, bytes, drawing: None })
}

/// Width and height of the first chunk (11.2.1).
fn size(file: &[u8]) -> Result<(u32, u32), PictureRefusal> {
    let number = |at: usize| {
        let bytes = file.get(at..at + 4)?;
        bytes.try_into().ok().map(u32::from_be_bytes)
    };
    match (file.get(12..16), number(16), number(20)) {
        (Some(b"IHDR"), Some(width @ 1..), Some(height @ 1..)) => Ok((width, height)),
        _ => Err(PictureRefusal::Broken("its header is not whole".to_owned())),
    }
}

/// A copy of the chunks that draw it (5.3), up to the end of the picture.
fn stripped(file: &[u8]) -> Result<Vec<u8>, PictureRefusal> {
    let mut out = SIGNATURE.to_vec();
    for chunk in chunks(file) {
        if DRAWING.contains(&name(chunk)) {
            out.extend_from_slice(chunk);
        }
        if name(chunk) == b"IEND" {
            return Ok(out);
        }
    }
    Err(PictureRefusal::Broken("it ends too early".to_owned()))
}

/// The chunks of a file (5.3), each with its length, name, data and checksum, up to the first that is cut off.
fn chunks(file: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = file.get(SIGNATURE.len()..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (head, _) = rest.split_first_chunk::<8>()?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let (chunk, after) = rest.split_at_checked(length.checked_add(12)?)?;
        rest = after;
        Some(chunk)
    })
}

/// The name of a chunk.
fn name(chunk: &[u8]) -> &[u8] {
    &chunk[4..8]
}

/// The pixels of a file, in 8 bits a channel.
pub(super) fn pixels(file: &[u8]) -> Result<Pixels, PictureRefusal> {
    let broken = |error: png::DecodingError| PictureRefusal::Broken(error.to_string());
    let most = usize::try_from(MOST_PIXELS * 8).unwrap_or(usize::MAX);
    let mut decoder = Decoder::new_with_limits(Cursor::new(file), Limits { bytes: most });
    // Palettes and fewer bits become whole bytes, 16 bits become 8.
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(broken)?;
    let too_large = || PictureRefusal::Broken("it is too large".to_owned());
    let length = reader.output_buffer_size().filter(|length| *length <= most).ok_or_else(too_large)?;
    let mut all = vec![0; length];
    let info = reader.next_frame(&mut all).map_err(broken)?;
    reader.finish().map_err(broken)?;
    all.truncate(info.buffer_size());
    let (channels, has_opacity) = match info.color_type {
        ColorType::Grayscale => (1, false),
        ColorType::GrayscaleAlpha => (1, true),
        ColorType::Rgb => (3, false),
        ColorType::Rgba => (3, true),
        ColorType::Indexed => return Err(PictureRefusal::Broken("its palette is missing".to_owned())),
    };
    if !has_opacity {
        return Ok(Pixels { channels, colors: all, opacity: None });
    }
    let count = usize::from(channels);
    let opacity: Vec<u8> = all.iter().skip(count).step_by(count + 1).copied().collect();
    let colors = all.chunks_exact(count + 1).flat_map(|pixel| &pixel[..count]).copied().collect();
    let opacity = Some(opacity).filter(|opacity| opacity.iter().any(|it| *it < u8::MAX));
    Ok(Pixels { channels, colors, opacity })
}

/// Rows as they stand in a PNG: filtered and deflated.
pub(super) fn deflated(width: u32, channels: u8, rows: &[u8]) -> Option<Vec<u8>> {
    let row = usize::try_from(width).ok()? * usize::from(channels);
    let height = u32::try_from(rows.len().checked_div(row)?).ok()?;
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(if channels == 1 { ColorType::Grayscale } else { ColorType::Rgb });
    encoder.set_depth(BitDepth::Eight);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(rows).ok()?;
    writer.finish().ok()?;
    let data = chunks(&file).filter(|chunk| name(chunk) == b"IDAT").flat_map(|chunk| &chunk[8..chunk.len() - 4]);
    Some(data.copied().collect())
}

/// A file of pixels: red, green, blue and opacity of each.
pub(super) fn written(width: u32, height: u32, pixels: &[u8]) -> Option<Vec<u8>> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(ColorType::Rgba);
    encoder.set_depth(BitDepth::Eight);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(pixels).ok()?;
    writer.finish().ok()?;
    Some(file)
}
