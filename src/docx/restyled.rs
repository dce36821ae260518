//! Parts in the look of a reference: the reference's styles with ours added that it lacks, its lists with ours added,
//! its header and footer with our lines added.
//!
//! The reference's parts are not changed except for the insertions between their tags. They were checked to be XML with
//! the prefix `w` (`reference.rs`), and our parts are written here.

use std::collections::{BTreeSet, HashMap};

use super::reference::{Reference, ReferencePart};
use super::returned::tags::{XmlNode, attribute, walk};
use super::xml::Xml;

/// The names of our styles and lists in a file with a reference.
#[derive(Default)]
pub(super) struct StyleNames {
    /// The ids of styles by our ids, if they differ.
    styles: HashMap<String, String>,
    /// The number that is added to the numbers of our lists.
    lists: usize,
}

/// The value of an attribute in a tag that we wrote.
fn value<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    let (_, after) = text.split_once(start)?;
    Some(after.split_once('"')?.0)
}

/// The first of some names that is not taken, ignoring case. It is taken afterwards.
fn free(taken: &mut BTreeSet<String>, mut names: impl Iterator<Item = String>) -> String {
    names.find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
}

/// The possible names of one of our styles in a file with a reference, the preferred one first.
fn called(name: &str, is_ours: bool, space: &'static str) -> impl Iterator<Item = String> {
    let plain = (!is_ours).then(|| name.to_owned());
    let further = (2..).map({
        let name = name.to_owned();
        move |number: usize| format!("Brief{space}{name}{space}{number}")
    });
    plain.into_iter().chain([format!("Brief{space}{name}")]).chain(further)
}

/// The styles of a reference with ours added that it lacks. Records in `names` what our styles are called. Two styles
/// are the same if their kind and name are the same; ours may also be there as `Brief NAME`, if the reference is itself
/// an output of this program. The styles of header and footer are always ours, because our lines are below the
/// reference's own.
pub(super) fn styles(reference: &Reference, own: &str, language: &str, rtl: bool, names: &mut StyleNames) -> String {
    let mut taken_ids = reference.style_ids.clone();
    let mut taken_names: BTreeSet<String> = reference.ids.keys().map(|(_, name)| name.clone()).collect();
    let mut missing = Vec::new();
    for line in own.lines().filter(|line| line.starts_with("<w:style ")) {
        let get = |start| value(line, start).unwrap_or_default();
        let (kind, id, name) = (get("w:type=\""), get("w:styleId=\""), get("<w:name w:val=\""));
        let is_ours = matches!(id, "Header" | "Footer");
        let of_name = |name: &str| reference.ids.get(&(kind.to_owned(), name.to_lowercase()));
        let known = of_name(name).filter(|_| !is_ours).or_else(|| of_name(&format!("Brief {name}")));
        let new = known.cloned().unwrap_or_else(|| {
            let new = free(&mut taken_ids, called(id, is_ours, ""));
            missing.push((line, id, name, free(&mut taken_names, called(name, is_ours || new != id, " "))));
            new
        });
        if new != id {
            names.styles.insert(id.to_owned(), new);
        }
    }
    let mut added = String::new();
    for (line, id, name, named) in missing {
        let mut line = renamed(line, names).replacen(" w:default=\"1\"", "", 1);
        if let Some(called) = names.styles.get(id) {
            line = line.replacen(&format!("w:styleId=\"{id}\""), &format!("w:styleId=\"{called}\""), 1);
        }
        line = line.replacen(&format!("<w:name w:val=\"{name}\""), &format!("<w:name w:val=\"{named}\""), 1);
        // The font is that of the reference.
        if id != "Code" {
            line = without(&line, "<w:rFonts ");
        }
        added.push_str(&line);
        added.push('\n');
    }
    let mut tags = vec![("w:val", language), ("w:eastAsia", language)];
    if rtl {
        tags.push(("w:bidi", language));
    }
    let mut tag = Xml::default();
    tag.empty("w:lang", &tags);
    let styles = in_language(&reference.styles, &tag.finish());
    before_last(&styles, "</w:styles>", &added).unwrap_or(styles)
}

/// Removes the first empty element that begins with `start`.
fn without(text: &str, start: &str) -> String {
    let cut = text.find(start).and_then(|at| Some((at, at + text[at..].find("/>")? + 2)));
    cut.map_or_else(|| text.to_owned(), |(from, to)| [&text[..from], &text[to..]].concat())
}

/// The styles with the language of the text in their defaults, if they have defaults.
fn in_language(styles: &str, tag: &str) -> String {
    let Some((head, rest)) = styles.split_once("</w:rPrDefault>") else { return styles.to_owned() };
    let at = head.rfind("<w:rPrDefault").unwrap_or(0);
    let (before, defaults) = head.split_at(at);
    let defaults = without(defaults, "<w:lang ");
    let defaults = before_last(&defaults, "</w:rPr>", tag).unwrap_or(defaults);
    [before, &defaults, "</w:rPrDefault>", rest].concat()
}

/// Inserts a text before the last occurrence of a tag; `None` when there is none.
fn before_last(text: &str, tag: &str, added: &str) -> Option<String> {
    let at = text.rfind(tag)?;
    Some([&text[..at], added, &text[at..]].concat())
}

/// The numbers in an attribute of all elements with a name.
fn numbers(lists: &str, element: &str, name: &str) -> BTreeSet<u32> {
    let mut all = BTreeSet::new();
    // The reference has been parsed as XML before, and the other part is ours.
    _ = walk("word/numbering.xml", lists, |node| {
        if let XmlNode::Open(tag) | XmlNode::Empty(tag) = node
            && tag.local_name().as_ref() == element
        {
            all.extend(attribute(&tag, name).and_then(|it| it.trim().parse::<u32>().ok()));
        }
        Ok(())
    });
    all
}

/// The greatest number of a list (ECMA-376-1, 22.9.2.1 sets no limit; Word uses signed 32-bit numbers).
const GREATEST: u32 = i32::MAX as u32;

/// By how much to raise the numbers of our lists, up to `highest`, so that none of them is taken: after all taken ones,
/// or if those are too high, in the highest gap between them.
fn raised(taken: &BTreeSet<u32>, highest: u32) -> u32 {
    let behind = taken.iter().rev().filter_map(|number| number.checked_add(1)).chain([0]);
    let fits = |by: &u32| {
        let last = by.checked_add(highest).filter(|last| *last <= GREATEST);
        last.is_some_and(|last| taken.range(by..=&last).next().is_none())
    };
    behind.into_iter().find(fits).unwrap_or(0)
}

/// The lists of a reference followed by ours. The numbers of ours are raised so that they differ; `names` records by
/// how much.
pub(super) fn numbering(reference: &ReferencePart, own: &str, names: &mut StyleNames) -> Option<String> {
    let by = |element: &str, name: &str| {
        let highest = numbers(own, element, name).last().copied().unwrap_or(0);
        raised(&numbers(&reference.text, element, name), highest) as usize
    };
    let (kinds, lists) = (by("abstractNum", "abstractNumId"), by("num", "numId"));
    names.lists = lists;
    let shifted = |text: &str, start: &str, by: usize| {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(start) {
            let (number, next) = after.split_once('"').unwrap_or((after, ""));
            let number = number.parse::<usize>().unwrap_or(0) + by;
            out.push_str(&format!("{before}{start}{number}\""));
            rest = next;
        }
        out + rest
    };
    let own = shifted(own, "<w:abstractNum w:abstractNumId=\"", kinds);
    let own = shifted(&own, "<w:abstractNumId w:val=\"", kinds);
    let own = shifted(&own, "<w:num w:numId=\"", lists);
    let (start, end) = (own.find("<w:abstractNum ")?, own.find("<w:num ")?);
    let (kinds, lists) = (&own[start..end], &own[end..own.rfind("</w:numbering>")?]);
    // All list definitions come before the first list (ECMA-376-1, 17.9.17).
    let text = &reference.text;
    let at = text.find("<w:num ").or_else(|| text.rfind("</w:numbering>"))?;
    let text = [&text[..at], kinds, &text[at..]].concat();
    before_last(&text, "<w:numIdMacAtCleanup", lists).or_else(|| before_last(&text, "</w:numbering>", lists))
}

/// A part that we wrote, with the names of styles and lists replaced.
pub(super) fn renamed(part: &str, names: &StyleNames) -> String {
    let mut out = String::with_capacity(part.len());
    let mut rest = part;
    // Values are escaped, so a quotation mark always ends an attribute of ours.
    while let Some(at) = rest.find(" w:val=\"") {
        let (before, after) = rest.split_at(at);
        let (value, next) = after[8..].split_once('"').unwrap_or((&after[8..], ""));
        let tag = &before[before.rfind('<').map_or(0, |at| at + 1)..];
        let value = match tag {
            "w:pStyle" | "w:rStyle" | "w:tblStyle" | "w:basedOn" | "w:next" => {
                names.styles.get(value).cloned().unwrap_or_else(|| value.to_owned())
            }
            "w:numId" => value.parse().map_or_else(|_| value.to_owned(), |it: usize| (it + names.lists).to_string()),
            _ => value.to_owned(),
        };
        out.push_str(before);
        out.push_str(&format!(" w:val=\"{value}\""));
        rest = next;
    }
    out + rest
}

/// The header or footer of a reference with our lines below its own; only ours when it has none.
pub(super) fn furniture(reference: Option<&ReferencePart>, own: &str, element: &str) -> ReferencePart {
    let alone = || ReferencePart { text: own.to_owned(), relations: Vec::new() };
    let Some(part) = reference else { return alone() };
    let lines = own.find("<w:p>").zip(own.rfind(&format!("</{element}>"))).map_or("", |(from, to)| &own[from..to]);
    match before_last(&part.text, &format!("</{element}>"), lines) {
        Some(text) => ReferencePart { text, relations: part.relations.clone() },
        None => alone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_added_after_those_of_the_reference() {
        let text = "<w:numbering><w:abstractNum w:abstractNumId=\"4\"/><w:num w:numId=\"7\"><w:abstractNumId w:val=\"4\"/>\
                    </w:num></w:numbering>";
        let own = "<w:numbering>\n<w:abstractNum w:abstractNumId=\"0\"/><w:abstractNum w:abstractNumId=\"1\"/>\
                   <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
        let mut names = StyleNames::default();
        let part = ReferencePart { text: text.to_owned(), relations: Vec::new() };
        let expected = "<w:numbering><w:abstractNum w:abstractNumId=\"4\"/><w:abstractNum w:abstractNumId=\"5\"/>\
                        <w:abstractNum w:abstractNumId=\"6\"/><w:num w:numId=\"7\"><w:abstractNumId w:val=\"4\"/></w:num>\
                        <w:num w:numId=\"9\"><w:abstractNumId w:val=\"5\"/></w:num></w:numbering>";
        assert_eq!(numbering(&part, own, &mut names).unwrap(), expected);
        assert_eq!(
            renamed("<w:numId w:val=\"1\"/><w:t>w:numId w:val=&quot;1</w:t>", &names),
            "<w:numId w:val=\"9\"/><w:t>w:numId w:val=&quot;1</w:t>"
        );
    }

    #[test]
    fn numbers_of_lists_never_collide_with_those_of_a_reference() {
        let raised = |taken: &[u32], highest| raised(&taken.iter().copied().collect(), highest);
        assert_eq!((raised(&[], 3), raised(&[1, 7], 3), raised(&[0], 0)), (0, 8, 1));
        // Word allows no higher numbers, so a gap is used.
        assert_eq!((raised(&[3, GREATEST], 3), raised(&[GREATEST - 2, u32::MAX], 3)), (4, 0));
        let text = "<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='99999999999999999999'/>\
                    <w:num w:numId='18446744073709551615'/><w:num w:numId='4'/><w:num w:numId=\"2147483647\"/></w:numbering>";
        assert_eq!(numbers(text, "num", "numId").into_iter().collect::<Vec<_>>(), [4, GREATEST]);
        let own = "<w:numbering>\n<w:abstractNum w:abstractNumId=\"0\"/>\
                   <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>";
        let mut names = StyleNames::default();
        let part = ReferencePart { text: text.to_owned(), relations: Vec::new() };
        let all = numbering(&part, own, &mut names).unwrap();
        assert!(all.contains("<w:num w:numId=\"6\"><w:abstractNumId w:val=\"0\"/>"), "{all}");
    }

    #[test]
    fn the_styles_have_the_language_of_the_text() {
        let styles = "<w:styles><w:rPrDefault><w:rPr><w:sz w:val=\"22\"/><w:lang w:val=\"de-DE\"/></w:rPr></w:rPrDefault>\
                      <w:lang w:val=\"x\"/></w:styles>";
        assert_eq!(
            in_language(styles, "<w:lang/>"),
            "<w:styles><w:rPrDefault><w:rPr><w:sz w:val=\"22\"/><w:lang/></w:rPr></w:rPrDefault><w:lang w:val=\"x\"/></w:styles>"
        );
    }
}
