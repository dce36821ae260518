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
        (file!("map.png"), Format::Png, (320, 200), false),
        (file!("logo.png"), Format::Png, (60, 40), false),
        (file!("deep.png"), Format::Png, (16, 16), true),
        (file!("dot.png"), Format::Png, (1, 1), true),
        (file!("animated.png"), Format::Png, (32, 20), false),
        (file!("photo.jpg"), Format::Jpeg, (320, 200), false),
        (file!("progressive.jpg"), Format::Jpeg, (320, 200), false),
        (file!("gray.jpg"), Format::Jpeg, (320, 200), true),
        (file!("camera.jpg"), Format::Jpeg, (40, 25), false),
        (file!("chart.svg"), Format::Svg, (2000, 1250), false),
    ] {
        let picture = Picture::read(file).unwrap();
        assert_eq!((picture.format(), picture.size(), picture.is_gray()), (format, size, is_gray));
        // What is printed of it is as good as the file, and no more is taken out of it.
        assert_eq!(Picture::read(picture.bytes()).as_ref(), Ok(&picture));
        let pixels = picture.pixels();
        assert_eq!(pixels.is_some(), format == Format::Png);
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
    // A second picture, or an archive, behind the end.
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
    assert_eq!(Picture::read(file!("cmyk.jpg")), Err(Refusal::Cmyk));
    assert_eq!(Picture::read(file!("turned.jpg")), Err(Refusal::Turned));
    for (file, kind) in [
        (b"GIF89a".as_slice(), "GIF"),
        (b"\x1F\x8B\x08\0", "a compressed file"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "WebP"),
        (b"\0\0\0\x1cftypavif", "AVIF"),
        (b"%PDF-1.7", "PDF"),
    ] {
        assert_eq!(Picture::read(file), Err(Refusal::Unknown(Some(kind))));
    }
    assert_eq!(Picture::read(b""), Err(Refusal::Unknown(None)));
    // Large by its header alone: nothing is unpacked.
    assert_eq!(Picture::read(&png(50_000, 50_000, &[])), Err(Refusal::TooManyPixels(50_000, 50_000)));
    assert_eq!(Picture::read(&png(u32::MAX, u32::MAX, &[])), Err(Refusal::TooManyPixels(u32::MAX, u32::MAX)));
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

/// An SVG file with some elements in it.
fn svg(elements: &str) -> Vec<u8> {
    let space = "xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"";
    format!("<svg {space} width=\"100\" height=\"50\">{elements}</svg>").into_bytes()
}

fn drawn(elements: &str) -> String {
    let picture = Picture::read(&svg(elements)).unwrap_or_else(|refusal| panic!("{elements}: {refusal}"));
    String::from_utf8(picture.bytes().to_vec()).unwrap()
}

#[test]
fn a_drawing_is_what_it_draws() {
    for (elements, expected) in [
        ("<rect width='10' height='5' fill='red'/>", "<path d=\"M0 0L200 0L200 100L0 100Z\" fill=\"#ff0000\"/>"),
        // Styles, references and transforms are resolved.
        (
            "<style>.a { fill: #0000ff80 }</style><defs><path id='p' class='a' d='M0 0h1v1z'/></defs><use href='#p' x='2'/>",
            "<path d=\"M40 0L60 0L60 20Z\" fill=\"#0000ff\" fill-opacity=\"0.502\"/>",
        ),
        (
            "<path transform='rotate(90)' d='M0 0L1 0' stroke='#123456' stroke-width='0.5' stroke-dasharray='1 2'/>",
            "stroke=\"#123456\" stroke-width=\"10\" stroke-miterlimit=\"4\" stroke-dasharray=\"20 40\" stroke-dashoffset=\"0\"",
        ),
        // A line that is wider in one direction keeps its transform.
        (
            "<path transform='scale(2 1)' d='M1 1L2 2' stroke='red'/>",
            "d=\"M1 1L2 2\" transform=\"matrix(40 0 0 20 0 0)\"",
        ),
        (
            "<path d='M0 0Q3 3 6 0' fill-rule='evenodd'/>",
            "<path d=\"M0 0C40 40 80 40 120 0\" fill=\"#000000\" fill-rule=\"evenodd\"/>",
        ),
        ("<g opacity='0.5'><rect width='1' height='1'/></g>", "<g opacity=\"0.5\">\n<path d=\"M0 0L20 0L20 20L0 20Z\""),
        (
            "<clipPath id='z'><circle r='1'/></clipPath><g clip-path='url(#z)'><rect width='9' height='1'/></g>",
            "<defs>\n<clipPath id=\"c0\"><path d=\"M20 0",
        ),
        // Two colours at one place, before the end.
        (
            "<linearGradient id='z'><stop stop-color='red'/><stop offset='1' stop-color='#fff'/><stop offset='1'/>\
             </linearGradient><rect fill='url(#z)' width='9' height='4'/>",
            "<linearGradient id=\"g0\" gradientUnits=\"userSpaceOnUse\" x1=\"0\" y1=\"0\" x2=\"1\" y2=\"0\" \
             gradientTransform=\"matrix(180 0 0 80 0 0)\">\n<stop offset=\"0\" stop-color=\"#ff0000\"/>\n\
             <stop offset=\"0.9999\" stop-color=\"#ffffff\"/>\n<stop offset=\"1\" stop-color=\"#000000\"/>\n",
        ),
        (
            "<radialGradient id='z' gradientUnits='userSpaceOnUse' cx='5' cy='5' r='4' fx='6'><stop offset='.2'/>\
             <stop offset='.8' stop-color='#abc'/></radialGradient><path d='M0 0H9' stroke='url(#z)'/>",
            "cx=\"5\" cy=\"5\" r=\"4\" fx=\"6\" fy=\"5\" fr=\"0\" gradientTransform=\"matrix(20 0 0 20 0 0)\"",
        ),
    ] {
        let text = drawn(elements);
        assert!(text.contains(expected), "{elements}\n{text}");
        // What is written is read as the same.
        let again = Picture::read(text.as_bytes()).unwrap();
        assert_eq!(String::from_utf8_lossy(again.bytes()), text);
        let picture = Picture::read(&svg(elements)).unwrap();
        assert_eq!((picture.size(), picture.pixels()), ((2000, 1000), None));
        let pixels = Picture::read(&picture.drawn().unwrap()).unwrap();
        assert_eq!((pixels.format(), pixels.size()), (Format::Png, (2000, 1000)));
    }
}

#[test]
fn nothing_of_a_drawing_goes_on_that_is_not_drawn() {
    let hidden = "<!-- zebra --><title>zebra</title><desc>zebra</desc><metadata>zebra</metadata>\
                  <script>zebra()</script><g id='zebra' class='zebra' inkscape='zebra' onload='zebra()'>\
                  <a href='https://zebra.example'><rect id='zebra' width='1' height='1'/></a></g>\
                  <g display='none'><path d='M7 7L7 8L9 9'/></g><defs><path id='zebra2' d='M7 7L7 8L9 9'/></defs><text> </text>";
    let text = drawn(hidden);
    assert!(!text.contains("zebra") && !text.contains("140"), "{text}");
    let typed = [
        b"<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://zebra\">".as_slice(),
        &svg(hidden),
    ];
    assert_eq!(Picture::read(&typed.concat()), Picture::read(&svg(hidden)));
}

#[test]
fn a_drawing_that_cannot_be_drawn_exactly_is_refused_with_the_element() {
    let rectangle = "<rect width='1' height='1'/>";
    let said = |elements: &str| refused(&svg(&format!("{elements}{rectangle}")));
    for (elements, expected) in [
        ("\n<text>Zebra</text>", "`<text>` on line 2"),
        ("<g>\n\n<image href='zebra.png' width='1' height='1'/></g>", "`<image>` on line 3"),
        ("<image href='data:image/svg+xml,zebra' width='1' height='1'/>", "`<image>` on line 1"),
        ("<filter id='f'><feFlood/></filter>", "`<filter>`"),
        ("<mask id='m'/>", "`<mask>`"),
        ("<pattern id='p'/>", "`<pattern>`"),
        ("<foreignObject/>", "`<foreignObject>`"),
        ("<use href='zebra.svg#a'/>", "refers to another file on line 1"),
        ("<use xlink:href='file:///etc/passwd#a'/>", "refers to another file"),
        ("<rect fill='url(https://zebra.example/a#b)' width='1' height='1'/>", "refers to another file"),
        ("<style>@import 'zebra.css';</style>", "refers to another file"),
        (
            "<linearGradient id='g' spreadMethod='reflect'><stop stop-color='red'/><stop offset='1'/></linearGradient>\
             <rect fill='url(#g)' width='9' height='9'/>",
            "`spreadMethod`",
        ),
        (
            "<radialGradient id='g'><stop stop-color='red'/><stop offset='1' stop-opacity='0'/></radialGradient>\
             <rect fill='url(#g)' width='9' height='9'/>",
            "`stop-opacity`",
        ),
        ("<rect style='mix-blend-mode: multiply' width='1' height='1'/>", "`mix-blend-mode`"),
        ("<rect x='1e9' width='1' height='1'/>", "far outside"),
    ] {
        let found = said(elements);
        assert!(found.contains(expected) && !found.to_lowercase().contains("zebra"), "{elements}: {found}");
    }
    assert!(refused(&svg("")).contains("draws nothing"));
    assert!(refused(b"<svg xmlns=\"http://www.w3.org/2000/svg\"><g></svg>").starts_with("it is damaged"));
    let entities =
        b"<!DOCTYPE svg [<!ENTITY a \"zebra\">]><svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"&a;\"/></svg>";
    assert_eq!(Picture::read(entities), Err(Refusal::DocumentType));
    let two = b"<!DOCTYPE svg><!DOCTYPE svg [<!ENTITY a \"b\">]><svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    assert_eq!(Picture::read(two), Err(Refusal::DocumentType));
}

#[test]
fn a_small_file_that_unfolds_to_a_large_drawing_is_refused() {
    let started = std::time::Instant::now();
    let doubled = |nth: usize| format!("<g id='g{}'><use href='#g{nth}'/><use href='#g{nth}'/></g>", nth + 1);
    let laughs: String = (0..40).map(doubled).collect();
    let deep = "<g>".repeat(3000) + "<rect width='1' height='1'/>" + &"</g>".repeat(3000);
    let chain: String = (0..3000).map(|nth| format!("<g id='g{nth}'><use href='#g{}'/></g>", nth + 1)).collect();
    let circle = "<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>";
    let corners = "1 2 ".repeat(20_000);
    let arrow = "<marker id='m'>".to_owned() + &"<rect width='1' height='1'/>".repeat(500) + "</marker>";
    let marked = format!("{arrow}<polyline points='{corners}' marker-mid='url(#m)'/>");
    let dashed = "<path d='M0 0H90' stroke='red' stroke-dasharray='0.0001'/>";
    let rules = "<style>".to_owned() + &"g g{}".repeat(20_000) + "</style>" + &"<g/>".repeat(20_000);
    let layers = "<g opacity='0.9'>".repeat(20) + "<rect width='1' height='1'/>" + &"</g>".repeat(20);
    let stops = format!("<linearGradient id='g'>{}</linearGradient>", "<stop/>".repeat(200));
    let many = "<rect width='1' height='1'/>".repeat(90_000);
    for elements in [
        &format!("<rect id='g0' width='1' height='1'/>{laughs}"),
        &deep,
        &chain,
        circle,
        &marked,
        dashed,
        &rules,
        &layers,
        &stops,
        &many,
    ] {
        let found = Picture::read(&svg(elements));
        assert_eq!(found, Err(Refusal::TooManyParts), "{}", &elements[..60]);
    }
    assert!(started.elapsed().as_secs() < 60);
}
