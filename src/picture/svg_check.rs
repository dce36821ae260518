//! What of an SVG file would take its reader too long: long styles, and markers within markers. Looked for before it is read.

use std::collections::{HashMap, HashSet};

use usvg::roxmltree::{Document, Node, NodeId};

use super::Refusal;

/// The work of reading styles: the reader of styles counts the letters before each of many signs.
const MOST_LETTERS: usize = 400_000_000;

/// How long the style of one element may be, in bytes.
const LONGEST_STYLE: usize = 4096;

/// How many properties a list of selectors may repeat: each selector has a copy of all.
const MOST_COPIES: usize = 1_000_000;

/// How many times a rule of a style may be compared with an element.
const MOST_COMPARISONS: usize = 10_000_000;

/// What draws a marker.
const MARKER_PROPERTIES: [&str; 4] = ["marker", "marker-start", "marker-mid", "marker-end"];

/// Looks at the styles. Their elements are read whatever their namespace is.
pub(super) fn styles(document: &Document<'_>) -> Result<(), Refusal> {
    let (mut letters, mut rules, mut nodes) = (0_usize, 0_usize, 0_usize);
    for node in document.descendants().filter(Node::is_element) {
        nodes += 1;
        let refused = || Refusal::Style(document.text_pos_at(node.range().start).row);
        let own = node.attribute("style").unwrap_or_default();
        let css = if node.tag_name().name() == "style" { texts(&node) } else { String::new() };
        if css.contains("@font-face") {
            return Err(Refusal::Property("@font-face"));
        }
        for style in [own, css.as_str()] {
            let signs = style.bytes().filter(|it| !it.is_ascii_alphanumeric()).count();
            letters = letters.saturating_add(signs.saturating_mul(style.len()));
        }
        let count = |sign: char| css.matches(sign).count();
        rules += count('{') + count(',');
        let copies = (count(',') + 1).saturating_mul(count(';') + count('{'));
        if own.len() > LONGEST_STYLE || letters > MOST_LETTERS || copies > MOST_COPIES {
            return Err(refused());
        }
    }
    if rules.saturating_mul(nodes) > MOST_COMPARISONS { Err(Refusal::TooManyParts) } else { Ok(()) }
}

/// The words in an element.
fn texts(node: &Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|it| it.text()).collect()
}

/// Refuses a marker whose parts have markers, which multiply.
pub(super) fn markers<'a>(document: &'a Document<'_>, by_id: &HashMap<&'a str, Node<'a, '_>>) -> Result<(), Refusal> {
    let is_marker = |node: &Node<'_, '_>| node.tag_name().name() == "marker";
    let markers: Vec<_> = document.descendants().filter(is_marker).collect();
    // A single one is not drawn in itself; of several, a rule may give one to the parts of another.
    let is_style = |node: &Node<'_, '_>| node.tag_name().name() == "style";
    if markers.len() > 1 && document.descendants().filter(is_style).any(|it| has_property(&texts(&it))) {
        return Err(Refusal::Property("marker in <style>"));
    }
    let mut seen: HashSet<NodeId> = HashSet::new();
    let mut open: Vec<Node<'_, '_>> = Vec::new();
    for marker in &markers {
        // What is around a marker is inherited.
        if marker.ancestors().any(|it| has_marker(&it)) {
            return Err(Refusal::Property("marker in a marker"));
        }
        open.push(*marker);
    }
    while let Some(node) = open.pop() {
        if !seen.insert(node.id()) {
            continue;
        }
        if has_marker(&node) {
            return Err(Refusal::Property("marker in a marker"));
        }
        open.extend(node.children());
        let used = node.attributes().filter(|it| it.name() == "href");
        open.extend(used.filter_map(|it| by_id.get(it.value().trim().strip_prefix('#')?).copied()));
    }
    Ok(())
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
