//! SVG (W3C Recommendation, Scalable Vector Graphics 2): what a file draws is read by usvg, which resolves styles,
//! units and references, and only that is rewritten. The only user of usvg.
//!
//! Nothing outside the file is read, and there is no document type, so there are no entities. How much a small file can
//! unfold to by `use`, markers and rules of style is counted before it is read (`svg_check.rs`).

use std::borrow::Cow;
use std::sync::Arc;

use usvg::roxmltree::{self, Document, ParsingOptions};

use super::drawing::{Drawing, LONGER_SIDE};
use super::seen::keep_seen;
use super::svg_check::MOST_NODES;
use super::svg_shapes::ShapeReader;
use super::svg_unused::{blanked, without_unused};
use super::svg_writer::written;
use super::{MOST_RATIO, MOST_SVG, Picture, PictureFormat, PictureRefusal, cost, svg_check};

/// Whether a file looks like SVG.
pub(super) fn is_svg(file: &[u8]) -> bool {
    // Two bytes a letter: to be refused as what it is.
    if file.starts_with(&[0xFF, 0xFE, b'<', 0]) || file.starts_with(&[0xFE, 0xFF, 0, b'<']) {
        return true;
    }
    let start = &file[..file.len().min(64 << 10)];
    let start = start.strip_prefix("\u{feff}".as_bytes()).unwrap_or(start).trim_ascii_start();
    start.starts_with(b"<") && start.windows(4).any(|part| part == b"<svg")
}

/// Reads a file.
pub(super) fn read(file: &[u8]) -> Result<Picture, PictureRefusal> {
    let drawing = drawing(file)?;
    let [width, height] = [drawing.width, drawing.height].map(|side| (side.round() as u32).max(1));
    let bytes = written(&drawing).into_bytes();
    Ok(Picture { format: PictureFormat::Svg, width, height, is_gray: false, bytes, drawing: Some(Arc::new(drawing)) })
}

/// What a file draws.
fn drawing(file: &[u8]) -> Result<Drawing, PictureRefusal> {
    if file.len() > MOST_SVG {
        return Err(PictureRefusal::TooLarge(file.len()));
    }
    let text = std::str::from_utf8(file).map_err(|_| PictureRefusal::Encoding)?;
    let text = without_document_type(text)?;
    let document = parsed(&text)?;
    let used = without_unused(&text, &document)?;
    let document = match &used {
        Some(text) => parsed(text)?,
        None => document,
    };
    svg_check::check(&document)?;
    let mut options = usvg::Options::default();
    // There are no pictures in it, as has been looked for; were there one, nothing would be read for it.
    options.image_href_resolver.resolve_data = Box::new(|_, _, _| None);
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    let tree =
        usvg::Tree::from_xmltree(&document, &options).map_err(|error| PictureRefusal::Broken(error.to_string()))?;
    let size = tree.size();
    let (longer, shorter) = (size.width().max(size.height()), size.width().min(size.height()));
    if longer > shorter * MOST_RATIO as f32 {
        let [width, height] = [size.width(), size.height()].map(|side| side.ceil() as u32);
        return Err(PictureRefusal::Line(width, height, "units"));
    }
    let scale = LONGER_SIDE / longer;
    let parts = ShapeReader::new(scale).read(tree.root()).map_err(|refusal| with_line(refusal, &document))?;
    let [width, height] = [size.width(), size.height()].map(|side| (side * scale * 1000.0).round() / 1000.0);
    let mut drawing = Drawing { width, height, parts };
    keep_seen(&mut drawing);
    if drawing.parts.is_empty() {
        return Err(PictureRefusal::Empty);
    }
    // Looked at for every format, though one alone has pixels.
    cost::check(&drawing)?;
    Ok(drawing)
}

fn parsed(text: &str) -> Result<Document<'_>, PictureRefusal> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => PictureRefusal::more_than(MOST_NODES as usize, "elements and texts"),
        roxmltree::Error::DtdDetected => PictureRefusal::DocumentType,
        error => PictureRefusal::Broken(error.to_string()),
    })
}

/// A refusal with the line, which usvg no longer knows.
fn with_line(refusal: PictureRefusal, document: &Document<'_>) -> PictureRefusal {
    match refusal {
        PictureRefusal::Property(what, None) => PictureRefusal::Property(what, svg_check::line_of(document, what)),
        refusal => refusal,
    }
}

/// The text without its document type, which would have entities or lead to other files. One with declarations of its
/// own is refused.
fn without_document_type(text: &str) -> Result<Cow<'_, str>, PictureRefusal> {
    let Some(start) = document_type(text) else { return Ok(Cow::Borrowed(text)) };
    let mut quote = None;
    for (at, sign) in text[start..].char_indices() {
        match (quote, sign) {
            (Some(open), _) if open == sign => quote = None,
            (None, '"' | '\'') => quote = Some(sign),
            (None, '[') => return Err(PictureRefusal::DocumentType),
            (None, '>') => return blanked(text, std::iter::once(start..start + at + 1)).map(Cow::Owned),
            _ => {}
        }
    }
    Err(PictureRefusal::DocumentType)
}

/// Where the document type of a text begins: after its declaration, comments and instructions (XML 1.0, 2.8).
fn document_type(text: &str) -> Option<usize> {
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        let after = match (rest.strip_prefix("<?"), rest.strip_prefix("<!--")) {
            (Some(instruction), _) => instruction.split_once("?>"),
            (_, Some(comment)) => comment.split_once("-->"),
            (None, None) => return rest.starts_with("<!DOCTYPE").then_some(text.len() - rest.len()),
        };
        rest = after?.1;
    }
}
