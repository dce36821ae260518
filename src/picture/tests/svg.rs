//! What SVG files draw, and which are refused.

use std::time::{Duration, Instant};

use super::*;
use crate::layout::{Fonts, PageLabels, Style, lay_out};
use crate::model::Date;
use crate::provenance::Fields;
use crate::source::Sources;
use crate::{docx, html, markdown, pdf};

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
        let pixels = Picture::read(&picture.as_png().unwrap()).unwrap();
        assert_eq!((pixels.format(), pixels.size()), (PictureFormat::Png, (2000, 1000)));
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
        ("<foreignObject/>", "`<foreignObject>`"),
        ("<use href='zebra.svg#a'/>", "refers to another file on line 1"),
        ("<use xlink:href='file:///etc/passwd#a'/>", "refers to another file"),
        ("<rect fill='url(https://zebra.example/a#b)' width='1' height='1'/>", "refers to another file"),
        ("<style>@import 'zebra.css';</style>", "refers to another file"),
        (
            "<linearGradient id='g' spreadMethod='reflect'><stop stop-color='red'/><stop offset='1'/></linearGradient>\
             <rect fill='url(#g)' width='9' height='9'/>",
            "it has `spreadMethod` on line 1,",
        ),
        (
            "<radialGradient id='g'><stop stop-color='red' stop-opacity='1'/>\n<stop offset='1' style='stop-opacity: 0'/></radialGradient>\
             <rect fill='url(#g)' width='9' height='9'/>",
            "it has a gradient with a transparent colour on line 2,",
        ),
        ("\n\n<rect style='mix-blend-mode: multiply' width='1' height='1'/>", "it has `mix-blend-mode` on line 3,"),
        (
            "<path d='M0 0H9' stroke='red' stroke-linejoin='miter'/>\n<path d='M0 0H9' stroke='red' \
             stroke-linejoin='miter-clip'/>",
            "it has `stroke-linejoin: miter-clip` on line 2,",
        ),
        (
            "\n<style>.a { filter: blur(2px) }</style><rect class='a' width='1' height='1'/>",
            "it has `filter` on line 2,",
        ),
        (
            "<clipPath id='c'>\n<rect width='1' height='1'/><rect x='2' width='1' height='1'/></clipPath>\
             <g clip-path='url(#c)'><rect width='9' height='9'/></g>",
            "it has a clip of several shapes on line 1,",
        ),
        (
            "<clipPath id='k'><rect width='1' height='1'/></clipPath><clipPath id='c'>\n<rect width='1' height='1' \
             clip-path='url(#k)'/></clipPath><g clip-path='url(#c)'><rect width='9' height='9'/></g>",
            "it has a clip within a clip on line 2,",
        ),
        ("<rect x='1e9' width='1' height='1'/>", "lies far outside"),
    ] {
        let found = said(elements);
        assert!(found.contains(expected) && !found.to_lowercase().contains("zebra"), "{elements}: {found}");
    }
    for (elements, refusal) in
        [("", PictureRefusal::Empty), ("<rect x='1e9' width='1' height='1'/>", PictureRefusal::FarOutside)]
    {
        let found = Picture::read(&svg(elements)).unwrap_err();
        assert!(found == refusal && found.help().starts_with("fit the page to the drawing"), "{found}");
    }
    assert!(refused(b"<svg xmlns=\"http://www.w3.org/2000/svg\"><g></svg>").starts_with("it is damaged"));
    let entities =
        b"<!DOCTYPE svg [<!ENTITY a \"zebra\">]><svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"&a;\"/></svg>";
    assert_eq!(Picture::read(entities), Err(PictureRefusal::DocumentType));
    let two = b"<!DOCTYPE svg><!DOCTYPE svg [<!ENTITY a \"b\">]><svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    assert_eq!(Picture::read(two), Err(PictureRefusal::DocumentType));
}

/// Files that once took very long, or would: small ones that unfold to large drawings. Each with what there is too much
/// of.
fn unfolding() -> Vec<(&'static str, String)> {
    let doubled = |nth: usize| format!("<g id='g{}'><use href='#g{nth}'/><use href='#g{nth}'/></g>", nth + 1);
    let laughs: String = (0..40).map(doubled).collect();
    let deep = "<g>".repeat(3000) + "<rect width='1' height='1'/>" + &"</g>".repeat(3000);
    let chain: String = (0..3000).map(|nth| format!("<g id='g{nth}'><use href='#g{}'/></g>", nth + 1)).collect();
    let circle = "<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>";
    let corners = "1 2 ".repeat(20_000);
    let arrow = "<marker id='m'>".to_owned() + &"<rect width='1' height='1'/>".repeat(500) + "</marker>";
    let dashed = "<path d='M0 0H90' stroke='red' stroke-dasharray='0.0001'/>";
    let rules = "<style>".to_owned() + &"g g{}".repeat(2_000) + "</style>" + &"<g/>".repeat(20_000);
    let layers = "<g opacity='0.9'>".repeat(20) + "<rect width='1' height='1'/>" + &"</g>".repeat(20);
    let stops = format!("<linearGradient id='g'>{}</linearGradient>", "<stop/>".repeat(200));
    let gradients = |nth: usize| format!("<rect width='1.{nth}' height='1' fill='url(#g)'/>");
    let boxes =
        format!("<linearGradient id='g'>{STOPS}</linearGradient>") + &(0..5000).map(gradients).collect::<String>();
    vec![
        (
            "parts, each counted as often as it is drawn, but only 500000 are",
            format!("<rect id='g0' width='1' height='1'/>{laughs}"),
        ),
        ("more than 100 elements in each other", deep),
        ("more than 100 elements in each other", chain),
        ("more than 100 elements in each other", circle.to_owned()),
        ("parts, each", format!("{arrow}<polyline points='{corners}' marker-mid='url(#m)'/>")),
        ("more than 200000 dashes, the most that are allowed", dashed.to_owned()),
        ("pairs of a rule of style and an element, but only 10000000 are", rules),
        ("more than 8 nested transparent groups", layers),
        ("it has 200 colours in one gradient, but only 100 are allowed", stops),
        ("it has 501 gradients, but only 500 are allowed", "<linearGradient/>".repeat(501)),
        ("more than 200000 elements and texts", "<g/>".repeat(250_000)),
        ("more than 500 areas and lines with gradients", boxes),
    ]
}

#[test]
fn a_small_file_that_unfolds_to_a_large_drawing_is_refused() {
    let started = Instant::now();
    for (expected, elements) in unfolding() {
        let refusal = Picture::read(&svg(&elements)).unwrap_err();
        let is_too_many = matches!(refusal, PictureRefusal::TooMany(_));
        assert!(is_too_many && refusal.to_string().contains(expected), "{}: {refusal}", &elements[..17]);
        assert!(refusal.help().contains("save it as PNG"));
    }
    assert!(started.elapsed() < LONGEST);
}

/// Far longer than any file takes to be refused.
const LONGEST: Duration = Duration::from_mins(1);

/// The colours of a gradient.
const STOPS: &str = "<stop stop-color='red'/><stop offset='1'/>";

/// A drawing of an area that says whether anything else is seen.
const AREA: &str = "<path d='M0 0h100v50h-100z'/>";

/// A drawing that has more bytes when it is rewritten than a file may have.
fn growing() -> String {
    let corners: String = (0..200_000).map(|at| if at % 2 == 0 { "h.007" } else { "v.003" }).collect();
    format!("<path d='M1 1{corners}' fill='none' stroke='red'/>")
}

#[test]
fn an_accepted_drawing_is_never_read_again() {
    let picture = Picture::read(&svg(&growing())).unwrap();
    assert!(picture.bytes().len() > MOST_SVG);
    assert!(picture.drawing().is_some());
    assert_eq!(picture.as_png().map(|it| it.starts_with(png::SIGNATURE)), Some(true));
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
        assert_eq!(Picture::read(&svg(hidden)), Err(PictureRefusal::Empty), "{hidden}");
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

/// Drawings that take too long, each with what takes most of it.
fn slow() -> Vec<(&'static str, String)> {
    let clip = |nth: usize| format!("<clipPath id='k{nth}'><path d='M0 0H{nth}V50H0z'/></clipPath>");
    let clips: String = (0..60).map(|nth| clip(nth + 40)).collect();
    let clipped = |nth: usize| format!("<g clip-path='url(#k{})'>{AREA}</g>", nth % 9);
    let nested = "<g clip-path='url(#k50)'>".repeat(45) + &(0..800).map(clipped).collect::<String>();
    let wide = format!("<linearGradient id='g'>{STOPS}</linearGradient>")
        + &"<rect width='100' height='50' fill='url(#g)'/>".repeat(99);
    let comb: String = (0..4000).map(|at| format!("L{} {}", at as f32 / 40.0, 50 * (at % 2))).collect();
    let two = "<path d='M0 0H100V50'/><path d='M0 0H90V50'/>";
    let round = "L9 9L0 1".repeat(20_000);
    vec![
        ("areas", AREA.repeat(20_000)),
        ("areas", "<path d='M0 0h100v50h-100z' opacity='.5'/>".repeat(500)),
        ("areas", wide),
        ("clips", format!("{clips}{nested}{}", "</g>".repeat(45))),
        ("transparent groups", format!("<g opacity='.5'>{two}</g>").repeat(150)),
        ("areas", format!("<path d='M0 0{comb}L100 0z'/>")),
        ("lines", format!("<path stroke='red' stroke-width='1e5' stroke-linejoin='round' d='M0 0{round}'/>")),
    ]
}

#[test]
fn a_drawing_that_takes_too_long_is_refused_at_once() {
    let started = Instant::now();
    for (expected, elements) in slow() {
        let refusal = Picture::read(&svg(&elements)).unwrap_err();
        let PictureRefusal::TooMuchWork { seconds, what } = refusal else { panic!("{expected}: {refusal}") };
        assert!(seconds > MOST_SECONDS && what == expected, "{expected}: {refusal}");
        let said = format!("drawing it takes about {seconds} s, most of it for {expected}, but only 2 s are allowed");
        assert_eq!(refusal.to_string(), said);
        assert!(refusal.help().contains("save it as PNG"));
    }
    assert!(started.elapsed() < LONGEST);
}

/// Styles that take too long to read.
fn long_styles() -> [String; 6] {
    [
        format!("<style>.a{{{}}}</style>", "fill:red;".repeat(5000)),
        format!("<style>{}</style>", ".a{fill:red}\n".repeat(5000)),
        format!("<style>{}.b{{fill:red}}</style>", ".a,".repeat(20_000)),
        format!("<o:style xmlns:o='zebra'>{}</o:style>", ".a{fill:red}".repeat(5000)),
        format!("<style>{}b{{{}}}</style>", "a,".repeat(2000), "b:c;".repeat(2000)),
        format!("<rect style='{}'/>", "fill:red;".repeat(500)),
    ]
}

#[test]
fn long_styles_are_refused() {
    for style in long_styles() {
        let refusal = Picture::read(&svg(&format!("\n{style}{AREA}"))).unwrap_err();
        assert!(matches!(refusal, PictureRefusal::Style(2, _)), "{}: {refusal}", &style[..60]);
    }
    let long = format!("<rect style='{}'/>", "fill:red;".repeat(500));
    assert_eq!(refused(&svg(&long)), "it has a style on line 1 with 4500 bytes, but only 4096 are allowed");
    assert!(Picture::read(&svg(&format!("<style>{}</style>{AREA}", ".a{fill:red}".repeat(500)))).is_ok());
}

const INNER: &str = "<marker id='n'><path d='M0 0h3v3z'/></marker>";
const MARKED: &str = "<path d='M0 0L9 9L20 9' stroke='red' marker-mid='url(#m)'/>";

/// Markers that have markers.
fn nested_markers() -> Vec<String> {
    [
        "<marker id='m'><path d='M0 0h3v3z' marker-mid='url(#n)'/></marker>",
        "<marker id='m'><path d='M0 0h3v3z' style='fill:red;marker:url(#n)'/></marker>",
        "<marker id='m'><g style='marker-end : url(#n)'><path d='M0 0h3v3z'/></g></marker>",
        "<marker id='m' marker-start='url(#n)'><path d='M0 0h3v3z'/></marker>",
        "<g marker-start='url(#n)'><marker id='m'><path d='M0 0h3v3z'/></marker></g>",
        "<marker id='m'><use href='#u'/></marker><g id='u'><path d='M0 0h3v3z' marker-mid='url(#n)'/></g>",
        "<style>path { marker-mid: url(#n) }</style><marker id='m'><path d='M0 0h3v3z'/></marker>",
    ]
    .map(|marker| format!("{INNER}\n{marker}{MARKED}"))
    .to_vec()
}

#[test]
fn markers_in_markers_are_refused() {
    for elements in nested_markers() {
        let found = refused(&svg(&elements));
        assert!(found.contains(" marker") && found.contains(" on line 2, which"), "{elements}: {found}");
    }
    let style = "<style>.l { marker-mid: url(#n) }</style>";
    for plain in
        [format!("{INNER}<path class='l' d='M0 0L9 9L20 9'/>{style}"), format!("{INNER}<marker id='m'/>{MARKED}")]
    {
        assert!(Picture::read(&svg(&plain)).is_ok(), "{plain}");
    }
}

/// Clips with parts that are clipped, or many that are clipped themselves.
fn nested_clips() -> Vec<String> {
    let many = 20_000;
    let parts = |part: &str| format!("<clipPath id='k'>{}</clipPath>{AREA}", part.repeat(many));
    let other = |styles: &str| format!("<style>{styles}</style>{}", parts("<g class='c'/>"));
    let mut all = vec![
        parts("<g clip-path='url(#r)'/>"),
        parts("<g style='clip-path:url(#r)'/>"),
        parts("<g clip-path='url(#k)'/>"),
        format!("<g id='u'>{}</g>{}", "<g clip-path='url(#r)'/>".repeat(many), parts("<use href='#u'/>")),
        "<clipPath clip-path='url(#r)'/>".repeat(many) + AREA,
        "<clipPath id='k' clip-path='url(#k)'/>".repeat(many) + AREA,
    ];
    for styles in [
        ".c{clip-path:url(#r)}",
        "g{fill:red}*{clip-path:url(#r)}",
        "/*}*/.d,.c > g{/*{*/clip-path:url(#r)}",
        ".d{fill:'}'}.c{clip-path:url(#r)}",
        ":first-child{clip-path:url(#r)}",
        "\\67 {clip-path:url(#r)}",
    ] {
        all.push(other(styles));
    }
    all
}

#[test]
fn clips_in_clips_are_refused_soon() {
    for elements in nested_clips() {
        let started = Instant::now();
        let refusal = Picture::read(&svg(&format!("<g id='r'>{elements}</g>"))).unwrap_err();
        assert!(started.elapsed() < LONGEST, "{}", &elements[..60]);
        assert!(
            matches!(refusal, PictureRefusal::Property(..) | PictureRefusal::TooMany(_)),
            "{}: {refusal}",
            &elements[..60]
        );
    }
    // A style that clips what is in no clip, and a clip that is clipped itself.
    for plain in [
        "<style>.a{fill:'x'} /* b */ .c{clip-path:url(#k)}</style><clipPath id='k'><path class='a' d='M0 0h9v9z'/></clipPath>",
        "<clipPath id='l'><path d='M0 0h9v9z'/></clipPath><clipPath id='k' clip-path='url(#l)'><path d='M0 0h9v9z'/></clipPath>",
    ] {
        let picture = Picture::read(&svg(&format!("{plain}<g class='c' clip-path='url(#k)'>{AREA}</g>")));
        assert!(picture.is_ok(), "{plain}: {picture:?}");
    }
}

#[test]
fn the_errors_of_a_drawing_say_what_to_do() {
    let rest = "xmlns=\"http://www.w3.org/2000/svg\"";
    let long = format!("<svg {rest} width=\"1\" height=\"100000\"><rect width=\"1\" height=\"9\"/></svg>");
    let latin = [b"<svg><title>".as_slice(), &[0xE9], b"</title></svg>"].concat();
    for (file, expected, help) in [
        (svg(&" ".repeat(2_500_000)), "it has 2.4 MB, but an SVG may have only 2 MB", "simplify"),
        (long.into_bytes(), "it has 1 × 100000 units, which is no more than a line", "cut out"),
        (b"<html><body><svg></svg></body></html>".to_vec(), "its outermost element is not `<svg>`", "as SVG"),
        (latin, "it is not UTF-8 text", "save it as UTF-8"),
        (vec![0xFF, 0xFE, b'<', 0, b's', 0], "it is not UTF-8 text", "save it as UTF-8"),
        (
            svg("<style>@font-face{src:url(data:a)}</style>"),
            "it has `@font-face` on line 1, which cannot be drawn exactly",
            "without",
        ),
    ] {
        let refusal = Picture::read(&file).unwrap_err();
        assert_eq!(refusal.to_string(), expected);
        assert!(refusal.help().contains(help), "{expected}");
    }
}

/// Definitions that many programs write into every file.
const UNUSED: &str = "<defs><filter id='f'><feFlood/><feImage href='zebra.png'/></filter>\n<mask id='m'><rect id='r' \
                      mask='url(#m)' width='3' height='3'/></mask><pattern id='p' href='#q'><text>Zebra</text></pattern>\
                      <pattern id='q'><rect fill='url(#p)' width='1' height='1'/></pattern></defs>";

#[test]
fn a_definition_that_nothing_uses_is_none_of_the_drawing() {
    assert_eq!(drawn(&format!("{UNUSED}{AREA}")), drawn(AREA));
    // Colours are not names, and the lines of what follows stay what they were.
    assert_eq!(drawn(&format!("{UNUSED}<style>path {{ fill: #f00 }}</style>{AREA}")).matches("#ff0000").count(), 1);
    assert!(refused(&svg(&format!("{UNUSED}\n<text>Zebra</text>"))).contains("`<text>` on line 3"));
    for (use_of_it, expected) in [
        ("<g filter='url(#f)'/>", "a `<filter>` on line 3"),
        ("<g filter='URL( \"#f\" )'/>", "a `<filter>` on line 3"),
        ("<g style='filter:blur(2px) url(#f)'/>", "a `<filter>` on line 3"),
        ("<style>path{fill:red;mask:url(#m)}</style>", "a `<mask>` on line 3"),
        ("<rect width='1' height='1' fill='url(#p) red'/>", "a `<pattern>` on line 3"),
        ("<rect width='1' height='1' stroke='url(#q)'/>", "a `<pattern>` on line 3"),
        ("<use xlink:href='#r'/>", "a `<mask>` on line 3"),
        ("<set attributeName='filter' to='url(#f)'/>", "a `<filter>` on line 3"),
        ("<style>path{filter:url(#\\66)}</style>", "a `<filter>` on line 3"),
        // What is left out would change what these choose.
        ("<style>defs + path{fill:red}</style>", "it has `<filter>` on line 1"),
        ("<style>path:first-child{fill:red}</style>", "it has `<filter>` on line 1"),
        ("<mask><style>path{fill:red}</style></mask>", "it has `<mask>` on line 3"),
    ] {
        let found = refused(&svg(&format!("{UNUSED}\n{use_of_it}{AREA}")));
        assert!(found.contains(expected), "{use_of_it}: {found}");
    }
}

#[test]
fn a_document_type_is_one_where_xml_has_it() {
    let drawing = String::from_utf8(svg(AREA)).unwrap();
    let expected = Picture::read(drawing.as_bytes());
    assert!(expected.is_ok());
    let inner = |with: &str| drawing.replace("<path", &format!("{with}<path"));
    for file in [
        format!("<!-- <!DOCTYPE a [ --><?x <!DOCTYPE ?>\n{drawing}"),
        format!("<?xml version=\"1.0\"?><!-- <!DOCTYPE svg> -->\n<!DOCTYPE svg SYSTEM 'a>b[c'>\n{drawing}"),
        format!("\u{feff}<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\"\n\"http://zebra\">{drawing}"),
        inner("<!-- <!DOCTYPE a -->"),
        inner("<desc><![CDATA[<!DOCTYPE a [<!ENTITY a 'b'>]>]]></desc>"),
    ] {
        assert_eq!(Picture::read(file.as_bytes()), expected, "{file}");
    }
    for file in [
        format!("<!--><!DOCTYPE svg [<!ENTITY a 'b'>]>-->\n<!DOCTYPE svg [<!ENTITY a 'b'>]>{drawing}"),
        format!("<!DOCTYPE svg SYSTEM 'a>b' [<!ENTITY a 'b'>]>{drawing}"),
        format!("<!DOCTYPE svg{drawing}<!DOCTYPE [").replace('>', ""),
    ] {
        assert_eq!(Picture::read(file.as_bytes()), Err(PictureRefusal::DocumentType), "{file}");
    }
    assert!(matches!(Picture::read(inner("<!DOCTYPE svg>").as_bytes()), Err(PictureRefusal::Broken(_))));
}

/// A page, a web page and a Word file with a picture.
fn printed(picture: Picture, fonts: &Fonts) {
    let picture = Arc::new(picture);
    let text = "# Title\n\n<!-- brief:figure width=50 -->\n\n![Words](picture)\n\n<!-- /brief:figure -->\n";
    let mut sources = Sources::default();
    let (mut document, _) = markdown::parse(text, sources.add("page.md", text), &Fields::default());
    assert!(document.set_pictures(&|_| Some(Arc::clone(&picture))).is_empty());
    let labels = html::Labels { language: "en", inserted: "", deleted: "", moved: "" };
    assert!(html::write(&document, &labels).contains(&picture.data_address()));
    let words = PageLabels { language: "en".to_owned(), page_of: "{page}/{pages}".to_owned(), ..PageLabels::default() };
    let style = Style::default();
    let laid = lay_out(&document, &style, fonts, &words);
    let date = Date::MIN.replace_year(2026).unwrap();
    let info = docx::WordInfo {
        title: String::new(),
        authors: Vec::new(),
        language: "en",
        date,
        page_of: &words.page_of,
        reference: None,
    };
    let word = docx::parts(&docx::write(&document, &style, &laid.fit, &info).unwrap()).unwrap();
    assert!(word.iter().any(|part| part == "word/media/figure1.png"));
    let info = pdf::PdfInfo { title: String::new(), authors: Vec::new(), language: "en".to_owned(), date };
    let file = pdf::write(&laid.pages.unwrap(), fonts, &info).unwrap();
    assert_eq!(lopdf::Document::load_mem(&file).unwrap().get_pages().len(), 1);
}

/// What once ended in a panic, or never: each is printed in every format or refused, soon.
#[test]
fn what_once_broke_is_printed_or_refused() {
    let fonts = Fonts::embedded();
    let mut files = vec![growing(), UNUSED.to_owned() + AREA];
    files.extend(unfolding().into_iter().chain(slow()).map(|(_, elements)| elements));
    files.extend(long_styles().map(|style| style + AREA));
    files.extend(nested_markers());
    // Folded to a line, or to a point: with a line that is wider in one direction, and with colours.
    for folded in ["matrix(1e-9 0 0 1 0 0)", "scale(0)", "matrix(1 1 1 1 0 0)", "scale(1e-30)"] {
        let painted = "fill='url(#g)' stroke='url(#g)' stroke-dasharray='1'";
        let gradient = format!("<linearGradient id='g' gradientTransform='{folded}'>{STOPS}</linearGradient>");
        files.push(format!("{AREA}<path transform='{folded}' d='M1 1L5 5L9 1' stroke='red'/>"));
        files.push(format!("{gradient}{AREA}<path d='M1 1L5 5L9 1' {painted}/>"));
        files.push(format!("<linearGradient id='g'>{STOPS}</linearGradient>{AREA}<path d='M1 1L5 5' {painted}/>"));
        files.push(format!("<clipPath id='k'><path transform='{folded}' d='M0 0h9v9z'/></clipPath><g clip-path='url(#k)'>{AREA}</g>{AREA}"));
    }
    let mut accepted = 0;
    for elements in files {
        let started = Instant::now();
        if let Ok(picture) = Picture::read(&svg(&elements)) {
            accepted += 1;
            printed(picture, &fonts);
        }
        assert!(started.elapsed() < LONGEST, "{}", &elements[..60]);
    }
    assert!(accepted >= 6, "{accepted}");
}
