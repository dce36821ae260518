//! SVG (W3C Recommendation, Scalable Vector Graphics 2): what a file draws is read by usvg, which resolves styles, units and
//! references, and only that is written anew. The only user of usvg.
//!
//! Nothing outside the file is read, and there is no document type, so there are no entities. How much a small file can
//! unfold to by `use`, markers and rules of style is counted before it is read.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use usvg::roxmltree::{self, Document, Node, NodeId, ParsingOptions};

use super::cost::cost;
use super::drawing::{Drawing, LONGER_SIDE};
use super::seen::keep_seen;
use super::svg_shapes::Reader;
use super::svg_writer::written;
use super::{Format, MOST_RATIO, MOST_SVG, Picture, Refusal, svg_check};

/// How deep elements may stand in each other, `use` included.
const DEEPEST: usize = 100;

/// How much work a file may be: an element, or eight letters of a path, is one.
const MOST_WORK: u64 = 500_000;

/// How long a drawing may take, in nanoseconds without the optimizations of a release (`cost.rs`).
const MOST_COST: f64 = 2e9;

/// How many gradients a file may have.
const MOST_GRADIENTS: usize = 500;

/// How many colours a gradient may have.
const MOST_STOPS: usize = 100;

/// Elements that cannot be drawn as paths.
const REFUSED: [&str; 12] = [
    "text",
    "tspan",
    "textPath",
    "tref",
    "flowRoot",
    "image",
    "feImage",
    "foreignObject",
    "filter",
    "mask",
    "pattern",
    "video",
];

/// Elements whose `href` is looked up.
const REFERRING: [&str; 3] = ["use", "linearGradient", "radialGradient"];

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
pub(super) fn read(file: &[u8]) -> Result<Picture, Refusal> {
    let drawing = drawing(file)?;
    let [width, height] = [drawing.width, drawing.height].map(|side| (side.round() as u32).max(1));
    let bytes = written(&drawing).into_bytes();
    Ok(Picture { format: Format::Svg, width, height, is_gray: false, bytes, drawing: Some(Arc::new(drawing)) })
}

/// What a file draws.
fn drawing(file: &[u8]) -> Result<Drawing, Refusal> {
    if file.len() > MOST_SVG {
        return Err(Refusal::TooLarge(file.len()));
    }
    let text = std::str::from_utf8(file).map_err(|_| Refusal::Encoding)?;
    let text = without_document_type(text)?;
    let broken = |error: &dyn std::fmt::Display| Refusal::Broken(error.to_string());
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 200_000, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => Refusal::TooManyParts,
        roxmltree::Error::DtdDetected => Refusal::DocumentType,
        error => broken(&error),
    })?;
    check(&document)?;
    let mut options = usvg::Options::default();
    // There are no pictures in it, as has been looked for; were there one, nothing would be read for it.
    options.image_href_resolver.resolve_data = Box::new(|_, _, _| None);
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    let tree = usvg::Tree::from_xmltree(&document, &options).map_err(|error| broken(&error))?;
    let size = tree.size();
    let (longer, shorter) = (size.width().max(size.height()), size.width().min(size.height()));
    if longer > shorter * MOST_RATIO as f32 {
        let [width, height] = [size.width(), size.height()].map(|side| side.ceil() as u32);
        return Err(Refusal::Line(width, height, "units"));
    }
    let scale = LONGER_SIDE / longer;
    let parts = Reader::new(scale).read(tree.root())?;
    let [width, height] = [size.width(), size.height()].map(|side| (side * scale * 1000.0).round() / 1000.0);
    let mut drawing = Drawing { width, height, parts };
    keep_seen(&mut drawing);
    if drawing.parts.is_empty() {
        return Err(Refusal::Broken("it draws nothing".to_owned()));
    }
    // Looked at for every format, though one alone has pixels.
    if cost(&drawing) > MOST_COST { Err(Refusal::TooMuchWork) } else { Ok(drawing) }
}

/// The text without its document type, which would have entities or lead to other files. One with declarations of its own is
/// refused.
fn without_document_type(text: &str) -> Result<Cow<'_, str>, Refusal> {
    let Some((before, rest)) = text.split_once("<!DOCTYPE") else { return Ok(Cow::Borrowed(text)) };
    let (declared, after) = rest.split_once('>').ok_or(Refusal::DocumentType)?;
    if declared.contains('[') {
        return Err(Refusal::DocumentType);
    }
    // The lines of what follows stay what they were.
    Ok(Cow::Owned(format!("{before}{}{after}", "\n".repeat(declared.matches('\n').count()))))
}

/// Whether an element is one of SVG: others are not drawn.
fn is_drawn(node: &Node<'_, '_>) -> bool {
    let name = node.tag_name();
    node.is_element() && matches!(name.namespace(), None | Some("http://www.w3.org/2000/svg"))
}

/// Looks for what cannot be drawn, leads out of the file, or is too much.
fn check(document: &Document<'_>) -> Result<(), Refusal> {
    if document.root_element().tag_name().name() != "svg" {
        return Err(Refusal::Root);
    }
    svg_check::styles(document)?;
    let mut gradients = 0;
    for node in document.descendants().filter(is_drawn) {
        let name = node.tag_name().name();
        let line = || document.text_pos_at(node.range().start).row;
        if let Some(refused) = REFUSED.iter().find(|refused| **refused == name)
            && (!is_words(refused) || has_words(&node))
        {
            return Err(Refusal::Element(refused, line()));
        }
        let is_stop = |it: &Node<'_, '_>| it.tag_name().name() == "stop";
        let is_gradient = name.ends_with("Gradient");
        gradients += usize::from(is_gradient);
        if gradients > MOST_GRADIENTS || is_gradient && node.children().filter(is_stop).count() > MOST_STOPS {
            return Err(Refusal::TooManyParts);
        }
        let css: String = if name == "style" { texts(&node).collect() } else { String::new() };
        let references = node.attributes().filter(|it| REFERRING.contains(&name) && it.name() == "href");
        let leads_out = references.into_iter().any(|it| !it.value().trim_start().starts_with('#'));
        let has_address = node.attributes().any(|it| has_other_address(it.value())) || has_other_address(&css);
        if leads_out || has_address || css.contains("@import") {
            return Err(Refusal::Elsewhere(line()));
        }
    }
    let work = Work::of(document)?;
    if work > MOST_WORK { Err(Refusal::TooManyParts) } else { Ok(()) }
}

/// Whether an element has words. Empty ones are left by many programs.
fn is_words(name: &str) -> bool {
    ["text", "tspan", "textPath", "tref", "flowRoot"].contains(&name)
}

fn has_words(node: &Node<'_, '_>) -> bool {
    node.tag_name().name() == "tref" || texts(node).any(|text| !text.trim().is_empty())
}

fn texts<'a>(node: &Node<'a, '_>) -> impl Iterator<Item = &'a str> {
    node.descendants().filter(Node::is_text).filter_map(|it| it.text())
}

/// Whether a value names something outside the file: `url(other.svg#a)`.
fn has_other_address(value: &str) -> bool {
    value.split("url(").skip(1).any(|address| !address.trim_start_matches([' ', '"', '\'']).starts_with('#'))
}

/// How much work elements are, with what they use.
struct Work<'a, 'input> {
    by_id: HashMap<&'a str, Node<'a, 'input>>,
    /// The work and the depth of each.
    known: HashMap<NodeId, (u64, usize)>,
}

impl<'a, 'input> Work<'a, 'input> {
    /// The work of a whole file.
    fn of(document: &'a Document<'input>) -> Result<u64, Refusal> {
        let mut by_id = HashMap::new();
        for node in document.descendants() {
            if let Some(id) = node.attribute("id") {
                by_id.entry(id).or_insert(node);
            }
        }
        svg_check::markers(document, &by_id)?;
        let mut work = Self { by_id, known: HashMap::new() };
        let (all, _) = work.node(document.root_element(), 0)?;
        // What is drawn anew at each corner of a path, or for each element.
        let is_repeated = |node: &Node<'_, '_>| {
            let is_of_box = || node.attribute("clipPathUnits") == Some("objectBoundingBox");
            let name = node.tag_name().name();
            name == "marker" || name == "clipPath" && is_of_box()
        };
        let mut repeated: u64 = 0;
        for node in document.descendants().filter(is_repeated) {
            repeated = repeated.saturating_add(work.node(node, 0)?.0);
        }
        Ok(all.saturating_mul(repeated.saturating_add(1)))
    }

    fn node(&mut self, node: Node<'a, 'input>, depth: usize) -> Result<(u64, usize), Refusal> {
        let (mut work, mut inner) = (0_u64, 0);
        if let Some((work, inner)) = self.known.get(&node.id()).copied() {
            return if depth + inner > DEEPEST { Err(Refusal::TooManyParts) } else { Ok((work, inner)) };
        }
        if depth > DEEPEST {
            return Err(Refusal::TooManyParts);
        }
        let used = node.attributes().find(|it| it.name() == "href").filter(|_| node.tag_name().name() == "use");
        let used = used.and_then(|it| self.by_id.get(it.value().trim().strip_prefix('#')?).copied());
        for child in node.children().filter(Node::is_element).chain(used) {
            let (of_child, depth) = self.node(child, depth + 1)?;
            work = work.saturating_add(of_child);
            inner = inner.max(depth + 1);
        }
        let length: usize = node.attributes().map(|it| it.value().len()).sum();
        work = work.saturating_add(1 + length as u64 / 8);
        self.known.insert(node.id(), (work, inner));
        Ok((work, inner))
    }
}
