//! What of an SVG file cannot be drawn, leads out of the file, or would take too long to read. Looked for before it is
//! read.

use std::collections::{HashMap, HashSet};

use usvg::roxmltree::{Document, Node, NodeId};

use super::{Excess, PictureRefusal};

/// How many elements, texts and comments a file may have.
pub(super) const MOST_NODES: u32 = 200_000;

/// How deep elements may be in each other, `use` included.
const DEEPEST: usize = 100;

/// How much work a file may be: an element, or eight letters of a path, is one.
const MOST_WORK: u64 = 500_000;

/// How many gradients a file may define.
const MOST_GRADIENTS: usize = 500;

/// How many colours a gradient may have.
const MOST_STOPS: usize = 100;

/// The work of reading styles: the reader of styles counts the letters before each of many signs.
const MOST_LETTERS: usize = 400_000_000;

/// How long the style of one element may be, in bytes.
const LONGEST_STYLE: usize = 4096;

/// How many properties a list of selectors may repeat: each selector has a copy of all.
const MOST_COPIES: usize = 1_000_000;

/// How many times a rule of a style may be compared with an element.
const MOST_COMPARISONS: usize = 10_000_000;

/// Elements with text. Empty ones are left by many programs.
pub(super) const TEXTS: [&str; 5] = ["text", "tspan", "textPath", "tref", "flowRoot"];

/// Other elements that cannot be drawn as paths. Definitions are not among them: a use is what is refused
/// (`svg_unused.rs`).
const REFUSED: [&str; 4] = ["image", "feImage", "foreignObject", "video"];

/// Elements whose `href` is looked up.
const REFERRING: [&str; 3] = ["use", "linearGradient", "radialGradient"];

/// What draws a marker.
const MARKER_PROPERTIES: [&str; 4] = ["marker", "marker-start", "marker-mid", "marker-end"];

/// What cannot be drawn exactly, as an error says it.
pub(super) const BLEND_MODE: &str = "`mix-blend-mode`";
pub(super) const CLEAR_COLOR: &str = "a gradient with a transparent colour";
pub(super) const CLIPPED_CLIP: &str = "a clip within a clip";
pub(super) const FILTER: &str = "`filter`";
pub(super) const MASK: &str = "`mask`";
pub(super) const MITER_CLIP: &str = "`stroke-linejoin: miter-clip`";
pub(super) const NO_LENGTH: &str = "a gradient without a length";
pub(super) const PATTERN: &str = "`pattern`";
pub(super) const SEVERAL_SHAPES: &str = "a clip of several shapes";
pub(super) const SPREAD_METHOD: &str = "`spreadMethod`";
const FONT_FACE: &str = "`@font-face`";
const NESTED_MARKER: &str = "a marker within a marker";
const STYLED_MARKERS: &str = "a style for markers, and several markers,";

/// Looks for all of it.
pub(super) fn check(document: &Document<'_>) -> Result<(), PictureRefusal> {
    if document.root_element().tag_name().name() != "svg" {
        return Err(PictureRefusal::Root);
    }
    styles(document)?;
    elements(document)?;
    let work = SvgWork::of(document)?;
    at_most(MOST_WORK, work, "parts, each counted as often as it is drawn")
}

/// Refuses more than there may be of something.
fn at_most(most: u64, found: u64, what: &'static str) -> Result<(), PictureRefusal> {
    // What is too much to be counted stops at the largest number.
    let excess = Excess { what, found: Some(found).filter(|it| *it < u64::MAX), most };
    if found > most { Err(PictureRefusal::TooMany(excess)) } else { Ok(()) }
}

/// Whether an element is one of SVG: others are not drawn.
pub(super) fn is_drawn(node: &Node<'_, '_>) -> bool {
    let name = node.tag_name();
    node.is_element() && matches!(name.namespace(), None | Some("http://www.w3.org/2000/svg"))
}

fn is_named(node: &Node<'_, '_>, name: &str) -> bool {
    node.tag_name().name() == name
}

/// The line on which an element begins.
pub(super) fn line(node: &Node<'_, '_>) -> u32 {
    node.document().text_pos_at(node.range().start).row
}

/// The words in an element.
pub(super) fn texts(node: &Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|it| it.text()).collect()
}

/// The rules in an element: none but in a `<style>`. The reader of styles looks at those of every namespace.
pub(super) fn rules(node: &Node<'_, '_>) -> String {
    if is_named(node, "style") { texts(node) } else { String::new() }
}

/// Looks at the elements, one by one.
fn elements(document: &Document<'_>) -> Result<(), PictureRefusal> {
    let mut gradients = 0;
    for node in document.descendants().filter(is_drawn) {
        let name = node.tag_name().name();
        let is = |known: &&&str| **known == name;
        let text = TEXTS.iter().find(is).filter(|_| is_text(&node));
        if let Some(refused) = REFUSED.iter().find(is).or(text) {
            return Err(PictureRefusal::Element(refused, line(&node)));
        }
        if name.ends_with("Gradient") {
            gradients += 1;
            let stops = node.children().filter(|it| is_named(it, "stop")).count();
            at_most(MOST_STOPS as u64, stops as u64, "colours in one gradient")?;
        }
        let css = rules(&node);
        let references = node.attributes().filter(|it| REFERRING.contains(&name) && it.name() == "href");
        let leads_out = references.into_iter().any(|it| !it.value().trim_start().starts_with('#'));
        let has_address = node.attributes().any(|it| has_other_address(it.value())) || has_other_address(&css);
        if leads_out || has_address || css.contains("@import") {
            return Err(PictureRefusal::Elsewhere(line(&node)));
        }
    }
    at_most(MOST_GRADIENTS as u64, gradients, "gradients")
}

/// Whether an element of text has any: what a `<tref>` shows is elsewhere.
fn is_text(node: &Node<'_, '_>) -> bool {
    is_named(node, "tref") || !texts(node).trim().is_empty()
}

/// Whether a value names something outside the file: `url(other.svg#a)`.
fn has_other_address(value: &str) -> bool {
    value.split("url(").skip(1).any(|address| !address.trim_start_matches([' ', '"', '\'']).starts_with('#'))
}

/// The first line on which something is that cannot be drawn exactly; `None` where that is not known.
pub(super) fn line_of(document: &Document<'_>, what: &str) -> Option<u32> {
    let sets = |node: &Node<'_, '_>, name: &str, is: &dyn Fn(&str) -> bool| {
        let css = rules(node);
        let style = node.attribute("style").unwrap_or_default();
        node.attribute(name).is_some_and(|it| is(it.trim())) || values(style, name).chain(values(&css, name)).any(is)
    };
    let is_clip = |node: &Node<'_, '_>| is_named(node, "clipPath");
    let has = |node: &Node<'_, '_>| match what {
        BLEND_MODE => sets(node, "mix-blend-mode", &|it| it != "normal"),
        CLEAR_COLOR => sets(node, "stop-opacity", &|it| !["1", "1.0", "100%"].contains(&it)),
        CLIPPED_CLIP => sets(node, "clip-path", &|it| it != "none") && node.ancestors().skip(1).any(|it| is_clip(&it)),
        FILTER => sets(node, "filter", &|it| it != "none"),
        MASK => sets(node, "mask", &|it| it != "none"),
        MITER_CLIP => sets(node, "stroke-linejoin", &|it| it == "miter-clip"),
        SEVERAL_SHAPES => is_clip(node) && node.children().filter(is_drawn).count() > 1,
        SPREAD_METHOD => sets(node, "spreadMethod", &|it| it != "pad"),
        _ => false,
    };
    document.descendants().filter(Node::is_element).find(has).as_ref().map(line)
}

/// The values of a property in a style.
fn values<'s>(css: &'s str, name: &'s str) -> impl Iterator<Item = &'s str> {
    css.match_indices(name).filter_map(move |(at, _)| {
        let is_longer = css[..at].ends_with(|it: char| it.is_alphanumeric() || it == '-');
        let value = css[at + name.len()..].trim_start().strip_prefix(':').filter(|_| !is_longer)?;
        value.split([';', '}', '!']).next().map(str::trim)
    })
}

/// Looks at the styles. Their elements are read whatever their namespace is.
pub(super) fn styles(document: &Document<'_>) -> Result<(), PictureRefusal> {
    let (mut letters, mut rules, mut nodes) = (0_usize, 0_usize, 0_usize);
    for node in document.descendants().filter(Node::is_element) {
        nodes += 1;
        let own = node.attribute("style").unwrap_or_default();
        let css = self::rules(&node);
        if css.contains("@font-face") {
            return Err(PictureRefusal::Property(FONT_FACE, Some(line(&node))));
        }
        for style in [own, css.as_str()] {
            let signs = style.bytes().filter(|it| !it.is_ascii_alphanumeric()).count();
            letters = letters.saturating_add(signs.saturating_mul(style.len()));
        }
        let count = |sign: char| css.matches(sign).count();
        rules += count('{') + count(',');
        let copies = (count(',') + 1).saturating_mul(count(';') + count('{'));
        for (most, found, what) in [
            (LONGEST_STYLE, own.len(), "bytes"),
            (MOST_COPIES, copies, "pairs of a selector and a property"),
            (MOST_LETTERS, letters, "pairs of a sign and a letter, with the styles before it"),
        ] {
            if found > most {
                let excess = Excess { what, found: Some(found as u64), most: most as u64 };
                return Err(PictureRefusal::Style(line(&node), excess));
            }
        }
    }
    let comparisons = rules.saturating_mul(nodes);
    at_most(MOST_COMPARISONS as u64, comparisons as u64, "pairs of a rule of style and an element")
}

/// Refuses a marker whose parts have markers, which multiply.
fn markers<'a, 'i>(document: &'a Document<'i>, by_id: &HashMap<&'a str, Node<'a, 'i>>) -> Result<(), PictureRefusal> {
    let markers: Vec<_> = document.descendants().filter(|it| is_named(it, "marker")).collect();
    // A single one is not drawn in itself; of several, a rule may give one to the parts of another.
    if markers.len() > 1
        && let Some(style) = document.descendants().find(|it| has_property(&rules(it)))
    {
        return Err(PictureRefusal::Property(STYLED_MARKERS, Some(line(&style))));
    }
    // What is around a marker is inherited.
    let around = markers.iter().find(|marker| marker.ancestors().any(|it| has_marker(&it))).copied();
    match around.or_else(|| reached(markers, by_id).into_iter().find(has_marker)) {
        Some(node) => Err(PictureRefusal::Property(NESTED_MARKER, Some(line(&node)))),
        None => Ok(()),
    }
}

/// Refuses a clip whose parts are clipped, which cannot be drawn, and too many clips that are clipped themselves: to
/// look for circles among either takes the reader of SVG a time that grows faster than the file.
fn clips<'a, 'i>(document: &'a Document<'i>, by_id: &HashMap<&'a str, Node<'a, 'i>>) -> Result<(), PictureRefusal> {
    let css: String = document.descendants().map(|it| rules(&it)).collect();
    let styled = selectors_of_clips(&css);
    let parts = reached(document.descendants().filter(|it| is_named(it, "clipPath")).collect(), by_id);
    let (chained, parts): (Vec<_>, Vec<_>) =
        parts.iter().filter(|it| has_clip(it, &styled)).partition(|it| is_named(it, "clipPath"));
    if let Some(node) = parts.first() {
        return Err(PictureRefusal::Property(CLIPPED_CLIP, Some(line(node))));
    }
    let steps = (chained.len() * chained.len()).saturating_mul(document.descendants().count());
    at_most(MOST_COMPARISONS as u64, steps as u64, "steps to look for circles among clips that are clipped")
}

/// Whether an element is clipped, or may be by a rule with one of these selectors.
fn has_clip(node: &Node<'_, '_>, styled: &HashSet<String>) -> bool {
    let own = node.attribute("style").unwrap_or_default();
    let names = ["class", "id"].into_iter().filter_map(|name| node.attribute(name)).flat_map(str::split_whitespace);
    let is_styled = names.chain([node.tag_name().name(), "*"]).any(|name| styled.contains(name));
    is_styled || own.contains("clip-path") || node.attribute("clip-path").is_some_and(|it| it.trim() != "none")
}

/// The names in the selectors of the rules that clip; `*` is any, and so is what is not written plainly.
fn selectors_of_clips(css: &str) -> HashSet<String> {
    let mut names = HashSet::new();
    // Signs in quotation marks are not part of the rules.
    let is_quoted = |it: &str| it.contains(['{', '}', '*']);
    if css.contains(['\\', '@']) || css.split(['"', '\'']).skip(1).step_by(2).any(is_quoted) {
        names.extend(css.contains("clip").then(|| "*".to_owned()));
        return names;
    }
    let mut pieces = css.split("/*");
    let first = pieces.next().unwrap_or_default();
    let css: String = [first].into_iter().chain(pieces.filter_map(|it| Some(it.split_once("*/")?.1))).collect();
    for (selector, body) in css.split('}').filter_map(|rule| rule.split_once('{')) {
        if body.contains("clip-path") {
            names.extend(selector.contains([':', '[']).then(|| "*".to_owned()));
            names.extend(selector.split(|it: char| !it.is_alphanumeric() && !"*-_".contains(it)).map(str::to_owned));
        }
    }
    names
}

/// Elements with what is in them and what they use, each once.
fn reached<'a, 'i>(mut open: Vec<Node<'a, 'i>>, by_id: &HashMap<&'a str, Node<'a, 'i>>) -> Vec<Node<'a, 'i>> {
    let mut seen: HashSet<NodeId> = HashSet::new();
    let mut all = Vec::new();
    while let Some(node) = open.pop() {
        if seen.insert(node.id()) {
            all.push(node);
            open.extend(node.children());
            let used = node.attributes().filter(|it| it.name() == "href");
            open.extend(used.filter_map(|it| by_id.get(it.value().trim().strip_prefix('#')?).copied()));
        }
    }
    all
}

fn has_marker(node: &Node<'_, '_>) -> bool {
    node.attributes().any(|it| match it.name() {
        "style" => has_property(it.value()),
        name => MARKER_PROPERTIES.contains(&name) && it.value().trim() != "none",
    })
}

/// Whether a style sets a marker. What looks like it counts, such as a name in a selector.
fn has_property(css: &str) -> bool {
    css.split("marker").skip(1).any(|rest| {
        let rest = rest.trim_start();
        [":", "/*", "-start", "-mid", "-end"].iter().any(|next| rest.starts_with(next))
    })
}

fn too_deep() -> PictureRefusal {
    PictureRefusal::more_than(DEEPEST, "elements in each other, with what is used")
}

/// How much work elements are, with what they use.
struct SvgWork<'a, 'input> {
    by_id: HashMap<&'a str, Node<'a, 'input>>,
    /// The work and the depth of each.
    known: HashMap<NodeId, (u64, usize)>,
}

impl<'a, 'input> SvgWork<'a, 'input> {
    /// The work of a whole file.
    fn of(document: &'a Document<'input>) -> Result<u64, PictureRefusal> {
        let mut by_id = HashMap::new();
        for node in document.descendants() {
            if let Some(id) = node.attribute("id") {
                by_id.entry(id).or_insert(node);
            }
        }
        markers(document, &by_id)?;
        clips(document, &by_id)?;
        let mut work = Self { by_id, known: HashMap::new() };
        let (all, _) = work.node(document.root_element(), 0)?;
        // What is drawn again at each corner of a path, or for each element.
        let is_repeated = |node: &Node<'_, '_>| {
            let is_of_box = || node.attribute("clipPathUnits") == Some("objectBoundingBox");
            is_named(node, "marker") || is_named(node, "clipPath") && is_of_box()
        };
        let mut repeated: u64 = 0;
        for node in document.descendants().filter(is_repeated) {
            repeated = repeated.saturating_add(work.node(node, 0)?.0);
        }
        Ok(all.saturating_mul(repeated.saturating_add(1)))
    }

    fn node(&mut self, node: Node<'a, 'input>, depth: usize) -> Result<(u64, usize), PictureRefusal> {
        let (mut work, mut inner) = (0_u64, 0);
        if let Some((work, inner)) = self.known.get(&node.id()).copied() {
            return if depth + inner > DEEPEST { Err(too_deep()) } else { Ok((work, inner)) };
        }
        if depth > DEEPEST {
            return Err(too_deep());
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
