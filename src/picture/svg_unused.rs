//! Definitions of an SVG file that nothing uses: programs leave filters, masks and patterns in a file, which cannot be
//! drawn as paths and are not part of the drawing.
//!
//! They are blanked in the text, so that its reader never sees them. A definition stays refused where a name in it is
//! used, where it has rules of style, or where a style chooses elements by what is next to them: without it, something
//! else would be drawn.

use std::collections::HashMap;
use std::ops::Range;

use usvg::roxmltree::{Document, Node};

use super::PictureRefusal;
use super::svg_check::{is_drawn, line, rules};

/// Elements that draw nothing where they are, and that cannot be drawn as paths where they are used.
const DEFINITIONS: [&str; 3] = ["filter", "mask", "pattern"];

/// The text without such definitions; `None` where it has none.
pub(super) fn without_unused(text: &str, document: &Document<'_>) -> Result<Option<String>, PictureRefusal> {
    let mut definitions: Vec<Range<usize>> = Vec::new();
    // The names in each, with what it is.
    let mut names: HashMap<&str, &'static str> = HashMap::new();
    let mut first = None;
    let mut kind = "";
    let mut others = Vec::new();
    for node in document.descendants().filter(Node::is_element) {
        let is_inside = definitions.last().is_some_and(|it| node.range().start < it.end);
        let own = DEFINITIONS.iter().find(|name| is_drawn(&node) && **name == node.tag_name().name());
        if let Some(own) = own.filter(|_| !is_inside) {
            kind = own;
            first.get_or_insert((kind, node));
            definitions.push(node.range());
        } else if !is_inside {
            others.push(node);
            continue;
        }
        if !rules(&node).is_empty() {
            return Err(PictureRefusal::Element(kind, line(&node)));
        }
        names.extend(node.attribute("id").map(|id| (id, kind)));
    }
    let Some((kind, first)) = first else { return Ok(None) };
    for node in &others {
        let css = rules(node);
        // `a + b`, `a ~ b`, `a:first-child`.
        if css.contains(['+', '~']) || css.contains("-child") {
            return Err(PictureRefusal::Element(kind, line(&first)));
        }
        let values = node.attributes().map(|it| it.value()).chain(std::iter::once(css.as_str()));
        if let Some(used) = values.flat_map(names_in).find_map(|name| used(name, &names, kind)) {
            return Err(PictureRefusal::Uses(used, line(node)));
        }
    }
    blanked(text, definitions).map(Some)
}

/// What may be a name in a value: all after `#`, in whatever it is.
fn names_in(value: &str) -> impl Iterator<Item = &str> {
    let end = |it: char| it.is_whitespace() || [')', '"', '\'', ';', ',', '{', '}'].contains(&it);
    value.split('#').skip(1).map(move |rest| rest.split(end).next().unwrap_or(rest))
}

/// What of the definitions a name means. One that is written in another way (`\\66`, `%66`) may mean any.
fn used(name: &str, names: &HashMap<&str, &'static str>, any: &'static str) -> Option<&'static str> {
    names.get(name).copied().or_else(|| name.contains(['\\', '%']).then_some(any))
}

/// A text with spaces in the place of some parts, and every line where it was.
pub(super) fn blanked(text: &str, parts: impl IntoIterator<Item = Range<usize>>) -> Result<String, PictureRefusal> {
    let mut bytes = text.as_bytes().to_vec();
    for part in parts {
        bytes[part].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    }
    String::from_utf8(bytes).map_err(|_| PictureRefusal::Encoding)
}
