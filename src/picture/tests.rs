mod svg;

use super::*;

/// The pictures of the tests, drawn for them.
macro_rules! file {
    ($name:literal) => {
        include_bytes!(concat!("../../tests/cases/pictures/", $name)).as_slice()
    };
}

/// A chunk of a PNG with its checksum.
fn chunk(name: &str, data: &[u8]) -> Vec<u8> {
    let mut crc = u32::MAX;
    for byte in name.bytes().chain(data.iter().copied()) {
        crc ^= u32::from(byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 };
        }
    }
    [&(data.len() as u32).to_be_bytes()[..], name.as_bytes(), data, &(!crc).to_be_bytes()].concat()
}

/// A PNG of some chunks between the first and the last.
fn png(width: u32, height: u32, between: &[Vec<u8>]) -> Vec<u8> {
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    [super::png::SIGNATURE.to_vec(), chunk("IHDR", &head), between.concat(), chunk("IEND", &[])].concat()
}

/// The data of a gray picture.
fn data(width: u32, height: u32) -> Vec<u8> {
    let rows = vec![128; (width * height) as usize];
    chunk("IDAT", &deflated(width, 1, &rows).unwrap())
}

fn refused(file: &[u8]) -> String {
    Picture::read(file).unwrap_err().to_string()
}

#[test]
fn the_pictures_of_programs_are_read() {
    for (file, format, size, is_gray) in [
        (file!("map.png"), PictureFormat::Png, (320, 200), false),
        (file!("logo.png"), PictureFormat::Png, (60, 40), false),
        (file!("deep.png"), PictureFormat::Png, (16, 16), true),
        (file!("dot.png"), PictureFormat::Png, (1, 1), true),
        (file!("animated.png"), PictureFormat::Png, (32, 20), false),
        (file!("photo.jpg"), PictureFormat::Jpeg, (320, 200), false),
        (file!("progressive.jpg"), PictureFormat::Jpeg, (320, 200), false),
        (file!("gray.jpg"), PictureFormat::Jpeg, (320, 200), true),
        (file!("camera.jpg"), PictureFormat::Jpeg, (40, 25), false),
        (file!("chart.svg"), PictureFormat::Svg, (2000, 1250), false),
    ] {
        let picture = Picture::read(file).unwrap();
        assert_eq!((picture.format(), picture.size(), picture.is_gray()), (format, size, is_gray));
        // What is printed of it is as good as the file, and no more is taken out of it.
        assert_eq!(Picture::read(picture.bytes()).as_ref(), Ok(&picture));
        let pixels = picture.pixels();
        assert_eq!(pixels.is_some(), format == PictureFormat::Png);
        if let Some(Pixels { channels, colors, opacity }) = pixels {
            let count = (size.0 * size.1) as usize;
            assert_eq!(colors.len(), count * usize::from(channels));
            assert!(opacity.is_none_or(|opacity| opacity.len() == count));
        }
    }
}

#[test]
fn what_a_camera_or_a_program_adds_is_left_out() {
    let has = |bytes: &[u8], words: &[u8]| bytes.windows(words.len()).any(|part| part == words);
    let camera = file!("camera.jpg");
    assert!(has(camera, b"zebra"));
    assert!(!has(Picture::read(camera).unwrap().bytes(), b"zebra"));
    // A second picture, or an archive, after the end.
    for file in [camera, file!("map.png")] {
        let with_more = [file, b"zebra"].concat();
        assert_eq!(Picture::read(&with_more), Picture::read(file));
    }
    let animated = Picture::read(file!("animated.png")).unwrap();
    assert!(["acTL", "fcTL", "fdAT"].iter().all(|name| !has(animated.bytes(), name.as_bytes())));
    // A text and a profile that would unpack to gigabytes are not looked at.
    let bomb = deflated(1000, 1, &vec![0; 1_000_000]).unwrap();
    let text = [b"zebra\0\0".as_slice(), &bomb].concat();
    let file = png(2, 2, &[chunk("zTXt", &text), chunk("iCCP", &text), data(2, 2)]);
    assert_eq!(Picture::read(&file), Picture::read(&png(2, 2, &[data(2, 2)])));
}

#[test]
fn what_cannot_be_printed_is_refused_with_the_reason() {
    assert_eq!(Picture::read(file!("cmyk.jpg")), Err(PictureRefusal::Cmyk));
    assert_eq!(Picture::read(file!("turned.jpg")), Err(PictureRefusal::Turned));
    for (file, kind) in [
        (b"GIF89a".as_slice(), "GIF"),
        (b"\x1F\x8B\x08\0", "a compressed file"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "WebP"),
        (b"\0\0\0\x1cftypavif", "AVIF"),
        (b"%PDF-1.7", "PDF"),
    ] {
        assert_eq!(Picture::read(file), Err(PictureRefusal::Unknown(Some(kind))));
    }
    assert_eq!(Picture::read(b""), Err(PictureRefusal::Unknown(None)));
    // Large by its header alone: nothing is unpacked.
    assert_eq!(Picture::read(&png(50_000, 50_000, &[])), Err(PictureRefusal::TooManyPixels(50_000, 50_000)));
    assert_eq!(Picture::read(&png(u32::MAX, u32::MAX, &[])), Err(PictureRefusal::TooManyPixels(u32::MAX, u32::MAX)));
    assert!(refused(&png(0, 4, &[data(1, 4)])).contains("header"));
    assert!(refused(&png(2, 2, &[])).starts_with("it is damaged"));
    // More data than the header says, or fewer.
    assert!(Picture::read(&png(4, 4, &[data(2, 2)])).is_err());
}

#[test]
fn every_cut_of_a_picture_is_damage_and_never_a_panic() {
    for file in
        [file!("map.png"), file!("photo.jpg"), file!("progressive.jpg"), file!("animated.png"), file!("chart.svg")]
    {
        for end in (0..file.len() - 2).step_by(7) {
            assert!(Picture::read(&file[..end]).is_err(), "{end} of {}", file.len());
        }
    }
}

#[test]
fn a_changed_byte_is_never_a_panic() {
    for file in [
        file!("map.png"),
        file!("logo.png"),
        file!("photo.jpg"),
        file!("progressive.jpg"),
        file!("turned.jpg"),
        file!("chart.svg"),
    ] {
        for at in (0..file.len()).step_by(11) {
            for with in [0, 0xFF, file[at] ^ 0x55] {
                let mut changed = file.to_vec();
                changed[at] = with;
                let _ = Picture::read(&changed).map(|picture| picture.pixels());
            }
        }
    }
}

#[test]
fn an_address_has_the_file_in_it() {
    let picture = Picture::read(file!("dot.png")).unwrap();
    let address = picture.data_address();
    assert!(address.starts_with("data:image/png;base64,iVBORw0KGgo"), "{address}");
}
