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
        // A group of one area needs no pixels of its own.
        (
            "<g opacity='0.5'><rect width='1' height='1' fill-opacity='.5'/></g>",
            "<path d=\"M0 0L20 0L20 20L0 20Z\" fill=\"#000000\" fill-opacity=\"0.25\"/>",
        ),
        (
            "<g opacity='0.5'><rect width='1' height='1' stroke='red'/></g>",
            "<g opacity=\"0.5\">\n<path d=\"M0 0L20 0L20 20L0 20Z\"",
        ),
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
    let rules = "<style>".to_owned() + &"g g{}".repeat(2_000) + "</style>" + &"<g/>".repeat(20_000);
    let layers = "<g opacity='0.9'>".repeat(20) + "<rect width='1' height='1'/>" + &"</g>".repeat(20);
    let stops = format!("<linearGradient id='g'>{}</linearGradient>", "<stop/>".repeat(200));
    let many = "<g/>".repeat(250_000);
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

/// A drawing of an area that says whether anything else is seen.
const AREA: &str = "<path d='M0 0h100v50h-100z'/>";

#[test]
fn an_accepted_drawing_is_never_read_again() {
    // Written anew, it has more bytes than a file may have.
    let corners: String = (0..200_000).map(|at| if at % 2 == 0 { "h.007" } else { "v.003" }).collect();
    let picture = Picture::read(&svg(&format!("<path d='M1 1{corners}' fill='none' stroke='red'/>"))).unwrap();
    assert!(picture.bytes().len() > MOST_SVG);
    assert!(picture.drawing().is_some());
    assert_eq!(picture.drawn().map(|it| it.starts_with(png::SIGNATURE)), Some(true));
}

#[test]
fn what_is_not_seen_is_dropped() {
    let expected = drawn(AREA);
    for hidden in [
        // Outside of the drawing.
        "<path d='M200 200L300 300' stroke='red' stroke-width='3'/>",
        "<path d='M-9 -9h3v3z'/>",
        "<path d='M-9 -9L40 -9' stroke='red' stroke-width='3'/>",
        "<path transform='scale(2 1)' d='M90 9L99 9' stroke='red'/>",
        // Outside of what it is clipped to.
        "<clipPath id='c'><rect width='3' height='3'/></clipPath><g clip-path='url(#c)'><path d='M5 5h1v1z'/></g>",
        "<clipPath id='c'><rect width='3' height='3'/></clipPath><clipPath id='e' clip-path='url(#c)'><rect x='5' \
         width='3' height='3'/></clipPath><g clip-path='url(#e)'><path d='M1 1h9v9z'/></g>",
        "<clipPath id='c'><path d='M0 0L9 0'/></clipPath><g clip-path='url(#c)'><path d='M1 1h9v9z'/></g>",
        // Transparent.
        "<path visibility='hidden' d='M1 1L2 2' stroke='red'/>",
        "<path opacity='0' d='M1 1L2 2' stroke='red'/>",
        "<g opacity='0.0001'><path d='M1 1h2v2z'/><path d='M1 1h2v2z'/></g>",
        "<path fill-opacity='0' d='M1 1h9v1z'/>",
        "<path fill='none' d='M1 1h9v1z'/>",
        "<path fill='none' stroke='red' stroke-opacity='0.0001' d='M1 1h9v1z'/>",
        // Rounded to nothing; a line without a width would be as thin as a printer can.
        "<path fill='none' stroke='red' stroke-width='0.000001' d='M1 1h9v1z'/>",
        "<path transform='matrix(1e-9 0 0 1 0 0)' fill='none' stroke='red' d='M1 1L5 5'/>",
        "<path d='M1 1h0.000001v0.000001z'/>",
        "<path d='M1 1h9'/>",
    ] {
        assert_eq!(drawn(&format!("{AREA}{hidden}")), expected, "{hidden}");
        assert_eq!(refused(&svg(hidden)), "it is damaged: it draws nothing", "{hidden}");
    }
    // A line that reaches in with its width or a corner stays, and so does one along the upper edge.
    for seen in [
        "<path d='M9 -1L40 -1' stroke='red' stroke-width='3'/>",
        "<path d='M9 0L40 0' stroke='red'/>",
        "<path d='M1 -2L5 -1L9 -2' fill='none' stroke='red' stroke-width='2' stroke-miterlimit='9'/>",
        "<path d='M1 1Z' stroke='red' stroke-linecap='round'/>",
    ] {
        assert_ne!(drawn(&format!("{AREA}{seen}")), expected, "{seen}");
    }
}

#[test]
fn a_drawing_that_takes_too_long_is_refused_at_once() {
    let started = std::time::Instant::now();
    let clip = |nth: usize| format!("<clipPath id='k{nth}'><path d='M0 0H{nth}V50H0z'/></clipPath>");
    let clips: String = (0..60).map(|nth| clip(nth + 40)).collect();
    let clipped = |nth: usize| format!("<g clip-path='url(#k{})'>{AREA}</g>", nth % 9);
    let nested = "<g clip-path='url(#k50)'>".repeat(45) + &(0..800).map(clipped).collect::<String>();
    let stops = "<stop stop-color='red'/><stop offset='1'/>";
    let wide = format!("<linearGradient id='g'>{stops}</linearGradient>")
        + &"<rect width='100' height='50' fill='url(#g)'/>".repeat(99);
    let comb: String = (0..4000).map(|at| format!("L{} {}", at as f32 / 40.0, 50 * (at % 2))).collect();
    let two = "<path d='M0 0H100V50'/><path d='M0 0H90V50'/>";
    for (what, elements) in [
        ("areas", AREA.repeat(20_000)),
        ("see-through areas", "<path d='M0 0h100v50h-100z' opacity='.5'/>".repeat(500)),
        ("gradients", wide),
        ("clips", format!("{clips}{nested}{}", "</g>".repeat(45))),
        ("groups", format!("<g opacity='.5'>{two}</g>").repeat(150)),
        ("edges", format!("<path d='M0 0{comb}L100 0z'/>")),
        (
            "round corners",
            format!(
                "<path stroke='red' stroke-width='1e5' stroke-linejoin='round' d='M0 0{}'/>",
                "L9 9L0 1".repeat(20_000)
            ),
        ),
    ] {
        assert_eq!(Picture::read(&svg(&elements)), Err(Refusal::TooMuchWork), "{what}");
    }
    let gradients = |nth: usize| format!("<rect width='1.{nth}' height='1' fill='url(#g)'/>");
    let boxes =
        format!("<linearGradient id='g'>{stops}</linearGradient>") + &(0..5000).map(gradients).collect::<String>();
    assert_eq!(Picture::read(&svg(&boxes)), Err(Refusal::TooManyParts));
    assert!(started.elapsed().as_secs() < 30);
}

#[test]
fn long_styles_are_refused() {
    for style in [
        format!("<style>.a{{{}}}</style>", "fill:red;".repeat(5000)),
        format!("<style>{}</style>", ".a{fill:red}\n".repeat(5000)),
        format!("<style>{}.b{{fill:red}}</style>", ".a,".repeat(20_000)),
        format!("<o:style xmlns:o='zebra'>{}</o:style>", ".a{fill:red}".repeat(5000)),
        format!("<style>{}b{{{}}}</style>", "a,".repeat(2000), "b:c;".repeat(2000)),
        format!("<rect style='{}'/>", "fill:red;".repeat(500)),
    ] {
        assert_eq!(Picture::read(&svg(&format!("\n{style}{AREA}"))), Err(Refusal::Style(2)), "{}", &style[..60]);
    }
    assert!(Picture::read(&svg(&format!("<style>{}</style>{AREA}", ".a{fill:red}".repeat(500)))).is_ok());
}

#[test]
fn markers_in_markers_are_refused() {
    let inner = "<marker id='n'><path d='M0 0h3v3z'/></marker>";
    let line = "<path d='M0 0L9 9L20 9' stroke='red' marker-mid='url(#m)'/>";
    for marker in [
        "<marker id='m'><path d='M0 0h3v3z' marker-mid='url(#n)'/></marker>",
        "<marker id='m'><path d='M0 0h3v3z' style='fill:red;marker:url(#n)'/></marker>",
        "<marker id='m'><g style='marker-end : url(#n)'><path d='M0 0h3v3z'/></g></marker>",
        "<marker id='m' marker-start='url(#n)'><path d='M0 0h3v3z'/></marker>",
        "<g marker-start='url(#n)'><marker id='m'><path d='M0 0h3v3z'/></marker></g>",
        "<marker id='m'><use href='#u'/></marker><g id='u'><path d='M0 0h3v3z' marker-mid='url(#n)'/></g>",
        "<style>path { marker-mid: url(#n) }</style><marker id='m'><path d='M0 0h3v3z'/></marker>",
    ] {
        let found = refused(&svg(&format!("{inner}{marker}{line}")));
        assert!(found.contains("marker in "), "{marker}: {found}");
    }
    let style = "<style>.l { marker-mid: url(#n) }</style>";
    for plain in
        [format!("{inner}<path class='l' d='M0 0L9 9L20 9'/>{style}"), format!("{inner}<marker id='m'/>{line}")]
    {
        assert!(Picture::read(&svg(&plain)).is_ok(), "{plain}");
    }
}

#[test]
fn the_errors_of_a_drawing_say_what_to_do() {
    let rest = "xmlns=\"http://www.w3.org/2000/svg\"";
    let long = format!("<svg {rest} width=\"1\" height=\"100000\"><rect width=\"1\" height=\"9\"/></svg>");
    let latin = [b"<svg><title>".as_slice(), &[0xE9], b"</title></svg>"].concat();
    for (file, expected, help) in [
        (svg(&" ".repeat(2_500_000)), "it has 2.4 MB, and an SVG may have 2 MB", "simplify"),
        (long.into_bytes(), "it has 1 × 100000 units, which is no more than a line", "cut out"),
        (b"<html><body><svg></svg></body></html>".to_vec(), "its outermost element is not `<svg>`", "as SVG"),
        (latin, "it is not UTF-8 text", "save it as UTF-8"),
        (vec![0xFF, 0xFE, b'<', 0, b's', 0], "it is not UTF-8 text", "save it as UTF-8"),
        (
            svg("<style>@font-face{src:url(data:a)}</style>"),
            "it has `@font-face`, which cannot be drawn exactly",
            "without",
        ),
    ] {
        let refusal = Picture::read(&file).unwrap_err();
        assert_eq!(refusal.to_string(), expected);
        assert!(refusal.help().contains(help), "{expected}");
    }
}
