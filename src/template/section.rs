//! Sections: the parts of a template that a style may choose, order and leave out.
//!
//! `{{#section "claims"}}…{{/section}}` prints its content between marks, which [`arrange`] takes out again when it has
//! put the sections in the order of the style. So a template is written once, from top to bottom, and a style needs no
//! logic.

use std::fmt;

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderErrorReason, Renderable,
};

use crate::diagnostic::nearest;
use crate::layout_comment::{CommentKeys, WrittenComment};

/// Before the name of a section, between the name and its text, and after that. Noncharacters, as in `escape`.
const OPEN: char = '\u{FDD3}';
const NAMED: char = '\u{FDD4}';
const CLOSE: char = '\u{FDD5}';
/// After what a section says of what it lacks, until [`say_once`]: there it may say where all of that is.
const SEE: char = '\u{FDDE}';

/// Which sections a page has, as its style says.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sections<'a> {
    /// Those over the whole width; all of the template's, in its order, when this and `columns` are empty.
    pub wide: &'a [String],
    /// Those in two columns below them.
    pub columns: &'a [String],
    /// Those that may be left out, what goes first at the head.
    pub drop: &'a [String],
    /// The priority up to which parts `brief:drop` are left out: 0 for none.
    pub dropped: u8,
}

impl Sections<'_> {
    /// Whether a page has a section.
    pub(super) fn has(&self, name: &str) -> bool {
        let all = || self.wide.iter().chain(self.columns);
        all().next().is_none() || all().any(|it| it == name)
    }

    /// Whether a page has a section and does not leave it out for space.
    pub(super) fn prints(&self, name: &str) -> bool {
        self.has(name) && self.priority(name).is_none_or(|it| it > self.dropped)
    }

    /// The priority of the part `brief:drop` that a section becomes, 1 to 9; `None` when it may not be left out.
    fn priority(&self, name: &str) -> Option<u8> {
        self.drop.iter().position(|it| it == name).map(|place| (place + 1).min(9) as u8)
    }
}

/// The names in a style that the template has no section for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSections(pub Vec<UnknownSection>);

impl fmt::Display for UnknownSections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.0.iter().map(|it| format!("`{}`", it.name)).collect();
        write!(f, "the template has no section {}", names.join(", "))
    }
}

impl std::error::Error for UnknownSections {}

/// A name in a style that the template has no section for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSection {
    /// The item of a field: `sections.wide[0]`.
    pub field: String,
    /// The name.
    pub name: String,
    /// The nearest section's name.
    pub nearest: Option<String>,
}

/// The helper `{{#section "name"}}`, for a page with these sections. One that the page does not have is not run.
pub(super) struct SectionHelper<'a>(pub(super) Sections<'a>);

impl HelperDef for SectionHelper<'_> {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let name = helper.param(0).and_then(|name| name.value().as_str()).unwrap_or_default();
        if !is_name(name) {
            let message = "`section` takes a name in lower-case letters with hyphens".to_owned();
            return Err(RenderErrorReason::Other(message).into());
        }
        let mut mark = String::new();
        open(name, &mut mark);
        out.write(&mark)?;
        if let Some(template) = helper.template().filter(|_| self.0.has(name)) {
            template.render(registry, context, render, out)?;
        }
        out.write(&CLOSE.to_string())?;
        Ok(())
    }
}

/// Whether a section can have a name.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '-')
}

/// Prints what comes before a section.
fn open(name: &str, out: &mut String) {
    out.push(OPEN);
    out.push_str(name);
    out.push(NAMED);
}

/// Puts the sections of a text in order and takes out their marks.
///
/// All sections are where the first one was. `left_out` gives the words that replace a section that is left out, `cut`
/// those that a section ends with from which something is left out; for one of which nothing is left (`true`), they
/// come after all sections. After each of them is a mark, which [`say_once`] removes again.
///
/// # Errors
/// The names in the style that the template has no section for.
pub(super) fn arrange(
    text: &str,
    sections: Sections<'_>,
    left_out: impl Fn(&str, &str) -> String,
    cut: impl Fn(&str, bool) -> Option<String>,
) -> Result<String, UnknownSections> {
    let mut found: Vec<(&str, &str)> = Vec::new();
    let (mut before, mut after) = (text, "");
    let mut between = String::new();
    if let Some((head, mut rest)) = text.split_once(OPEN) {
        before = head;
        loop {
            let (name, body) = rest.split_once(NAMED).unwrap_or((rest, ""));
            let (body, next) = body.split_once(CLOSE).unwrap_or((body, ""));
            found.push((name, body));
            let Some((words, next)) = next.split_once(OPEN) else {
                after = next;
                break;
            };
            between.push_str(words);
            rest = next;
        }
    }
    let unknown = unknown(&found, sections);
    if !unknown.is_empty() {
        return Err(UnknownSections(unknown));
    }
    let mut out = before.to_owned();
    let empty = std::cell::RefCell::new(Vec::new());
    let section = |name: &str| -> Option<String> {
        let body = found.iter().filter(|(known, _)| *known == name).map(|(_, body)| *body).collect::<String>();
        let body = body.trim_matches('\n');
        if body.is_empty() {
            empty.borrow_mut().extend(cut(name, true));
            return None;
        }
        let with_cut = cut(name, false).map(|words| format!("{body}\n\n{}", small(&format!("{words}{SEE}"))));
        let body = with_cut.as_deref().unwrap_or(body);
        let Some(priority) = sections.priority(name) else {
            return Some(format!("\n\n{body}\n\n"));
        };
        // The heading goes, too; the note names the section.
        let heading = body.lines().next().filter(|line| line.starts_with('#')).unwrap_or_default();
        let note = left_out(name, heading.trim_start_matches('#').trim());
        Some(format!(
            "\n\n<!-- brief:drop priority={priority} note=\"{note}{SEE}\" -->\n\n{body}\n\n<!-- /brief:drop -->\n\n"
        ))
    };
    if sections.wide.is_empty() && sections.columns.is_empty() {
        let mut printed: Vec<&str> = Vec::new();
        for (name, _) in &found {
            if !printed.contains(name) {
                printed.push(name);
                out.extend(section(name));
            }
        }
    } else {
        out.extend(sections.wide.iter().filter_map(|name| section(name)));
        let columns: String = sections.columns.iter().filter_map(|name| section(name)).collect();
        if !columns.is_empty() {
            out.push_str(&format!("\n\n<!-- brief:columns count=2 -->\n\n{columns}\n\n<!-- /brief:columns -->\n\n"));
        }
    }
    out.push_str(&between);
    let empty = empty.into_inner();
    if !empty.is_empty() {
        out.push_str(&format!("\n\n{}\n\n", small(&format!("{}{SEE}", empty.join(" ")))));
    }
    out.push_str(after);
    let out = if sections.dropped > 0 { without_dropped(&out, sections.dropped) } else { out };
    Ok(with_joined_notes(&out))
}

/// Says once, in the first note on what is left out, where all of that is. `everywhere` says it in each note, for a
/// text of which the length is measured: which note is the first follows from what is left out, and a record that is
/// left out itself must take no line from others.
pub(super) fn say_once(text: &str, see: &str, everywhere: bool) -> String {
    let mut parts = text.split(SEE);
    let mut out = parts.next().unwrap_or_default().to_owned();
    let mut said = false;
    for part in parts {
        // The note of a part that may be left out is not on the page yet.
        let is_printed = !part.starts_with('"');
        if everywhere || is_printed && !said {
            out.push(' ');
            out.push_str(see);
        }
        said |= is_printed;
        out.push_str(part);
    }
    out
}

/// A text with the notes of its parts `brief:drop`, up to a priority, in the place of those parts.
fn without_dropped(text: &str, priority: u8) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, comment, after)) = next_comment(rest) {
        let note = note_of(comment).filter(|(of_part, _)| *of_part <= priority).map(|(_, note)| note);
        let part = note.and_then(|note| Some((note, after_part(after)?)));
        if let Some((note, after)) = part {
            out.push_str(before);
            out.push_str(&small(&note));
            rest = after;
        } else {
            out.push_str(&rest[..rest.len() - after.len()]);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// Joins consecutive notes on what is left out into one paragraph: with a line each, they would take the place of
/// records.
fn with_joined_notes(text: &str) -> String {
    let end = format!("{SEE}{SMALL_END}");
    let mut parts = text.split(&end);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_note = |rest: &str| !rest.contains("\n\n");
        let next = part.trim_start_matches('\n').strip_prefix(SMALL_START).filter(|rest| is_note(rest));
        if let Some(next) = next {
            out.push(SEE);
            out.push(' ');
            out.push_str(next);
        } else {
            out.push_str(&end);
            out.push_str(part);
        }
    }
    out
}

/// What comes before the next HTML comment, the words in it, and what comes after it. A `<!--` after an odd number of
/// backslashes is text of the brief, and no comment.
fn next_comment(text: &str) -> Option<(&str, &str, &str)> {
    let is_escaped = |at: usize| text[..at].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
    let (at, _) = text.match_indices("<!--").find(|(at, _)| !is_escaped(*at))?;
    let (inner, after) = text[at + "<!--".len()..].split_once("-->")?;
    Some((&text[..at], inner.trim(), after))
}

/// The priority and the note of the part `brief:drop` that begins with a comment. What is wrong with such a comment is
/// reported where the Markdown is read.
fn note_of(comment: &str) -> Option<(u8, String)> {
    match WrittenComment::read(comment)? {
        WrittenComment::Open("drop", keys) => {
            let mut keys = CommentKeys::read("drop", keys).ok()?;
            let found = keys.priority_and_note().ok()?;
            keys.end().ok().map(|()| found)
        }
        _ => None,
    }
}

/// What comes after the part `brief:drop` in which a text begins; parts may be nested.
fn after_part(text: &str) -> Option<&str> {
    let (mut rest, mut depth) = (text, 1);
    while depth > 0 {
        let (_, comment, after) = next_comment(rest)?;
        match WrittenComment::read(comment) {
            Some(WrittenComment::Open("drop", _)) => depth += 1,
            Some(WrittenComment::Close("drop")) => depth -= 1,
            _ => {}
        }
        rest = after;
    }
    Some(rest)
}

/// Words in small print.
fn small(words: &str) -> String {
    format!("{SMALL_START}{words}{SMALL_END}")
}

/// What is before and after the words of a note.
const SMALL_START: &str = "<!-- brief:small -->\n\n*";
const SMALL_END: &str = "*\n\n<!-- /brief:small -->";

fn unknown(found: &[(&str, &str)], sections: Sections<'_>) -> Vec<UnknownSection> {
    let known = || found.iter().map(|(name, _)| *name);
    let fields =
        [("sections.wide", sections.wide), ("sections.columns", sections.columns), ("sections.drop", sections.drop)];
    let items = |(field, names): (&'static str, &'_ [String])| {
        let items = names.iter().enumerate().map(|(at, name)| (format!("{field}[{at}]"), name.clone()));
        items.collect::<Vec<_>>()
    };
    let named = fields.into_iter().flat_map(items);
    named
        .filter(|(_, name)| known().all(|known| known != name.as_str()))
        .map(|(field, name)| {
            let nearest = nearest(&name, known()).map(str::to_owned);
            UnknownSection { field, name, nearest }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provenance::Fields;
    use crate::template::fields;

    fn text() -> String {
        let section = |name: &str, body: &str| format!("{OPEN}{name}{NAMED}\n{body}\n{CLOSE}\n");
        let all = [
            section("positions", "## Positions\n\nwords"),
            section("claims", "## Claims\n\n- one"),
            section("none", ""),
        ];
        format!("# Title\n\n{}\nfoot\n", all.concat())
    }

    fn arranged(wide: &[&str], columns: &[&str], drop: &[&str]) -> Result<String, UnknownSections> {
        let [wide, columns, drop] =
            [wide, columns, drop].map(|names| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        let sections = Sections { wide: &wide, columns: &columns, drop: &drop, dropped: 0 };
        arrange(&text(), sections, |name, heading| format!("{name} left out, {heading}"), |_, _| None)
            .map(|text| fields::tidy(&say_once(&text, "See all.", false), &mut Fields::default()))
    }

    #[test]
    fn without_a_choice_all_sections_stand_as_in_the_template() {
        assert_eq!(
            arranged(&[], &[], &[]).unwrap(),
            "# Title\n\n## Positions\n\nwords\n\n## Claims\n\n- one\n\nfoot\n"
        );
    }

    #[test]
    fn a_style_chooses_orders_and_drops() {
        assert_eq!(
            arranged(&["claims", "none"], &["positions"], &["claims"]).unwrap(),
            "# Title\n\n<!-- brief:drop priority=1 note=\"claims left out, Claims\" -->\n\n## Claims\n\n- one\n\n\
             <!-- /brief:drop -->\n\n<!-- brief:columns count=2 -->\n\n## Positions\n\nwords\n\n\
             <!-- /brief:columns -->\n\nfoot\n"
        );
        assert!(!arranged(&["claims"], &[], &[]).unwrap().contains("Positions"));
    }

    #[test]
    fn notes_in_a_row_are_one_paragraph() {
        let note = |words: &str| small(&format!("{words}{SEE}"));
        let other = small("Verification: 1 source.");
        let text = format!("A\n\n{}\n\n\n{}\n\n{other}\n\n{}\n\nB", note("One."), note("Two."), note("Three."));
        let joined = small(&format!("One.{SEE} Two.{SEE}"));
        assert_eq!(with_joined_notes(&text), format!("A\n\n{joined}\n\n{other}\n\n{}\n\nB", note("Three.")));
    }

    #[test]
    fn what_is_dropped_gives_way_to_its_note() {
        let part = |priority: u8, note: &str, words: &str| {
            format!("<!-- brief:drop priority={priority} note=\"{note}\" -->\n\n{words}\n\n<!-- /brief:drop -->")
        };
        let within = part(1, "No three.", "Three");
        let text = format!("{}\n\n{}\n\nEnd.\n", part(1, "No one.", "One"), part(2, "No two.", &within));
        let note = |note: &str| format!("<!-- brief:small -->\n\n*{note}*\n\n<!-- /brief:small -->");
        let first = format!("{}\n\n{}\n\nEnd.\n", note("No one."), part(2, "No two.", &note("No three.")));
        assert_eq!(without_dropped(&text, 1), first);
        assert_eq!(without_dropped(&text, 2), format!("{}\n\n{}\n\nEnd.\n", note("No one."), note("No two.")));
        let said = "How many \\<!-- years? \\<!-- brief:drop priority=1 note=\"x\"\n\n";
        assert_eq!(without_dropped(&format!("{said}{text}"), 2), format!("{said}{}", without_dropped(&text, 2)));
        let other = "<!-- brief:drop note=Out priority=1 -->\n\nOne\n\n<!-- /brief: drop -->\n\nEnd.\n";
        assert_eq!(without_dropped(other, 1), format!("{}\n\nEnd.\n", note("Out")));
        // What is not such a comment, or has no end, stays.
        for text in
            ["<!-- brief:dropped note=\"n\" priority=1 -->", "<!-- brief:drop priority=1 note=\"n\" -->\n\nWords"]
        {
            assert_eq!(without_dropped(text, 9), text);
        }
    }

    #[test]
    fn the_first_note_on_the_page_says_where_the_rest_is() {
        let notes = format!("<!-- brief:drop priority=1 note=\"No a.{SEE}\" -->\n\n*1 of 2.{SEE}*\n\n*3 of 4.{SEE}*\n");
        let said = |everywhere| say_once(&notes, "See all.", everywhere);
        assert_eq!(said(false), "<!-- brief:drop priority=1 note=\"No a.\" -->\n\n*1 of 2. See all.*\n\n*3 of 4.*\n");
        assert_eq!(said(true).matches(" See all.").count(), 3);
        let drop = ["positions".to_owned(), "claims".to_owned()];
        let sections = Sections { wide: &[], columns: &[], drop: &drop, dropped: 2 };
        let page = arrange(&text(), sections, |name, _| format!("No {name}."), |_, _| None).unwrap();
        let page = fields::tidy(&say_once(&page, "See all.", false), &mut Fields::default());
        assert!(page.contains("*No positions. See all. No claims.*"), "{page}");
    }

    #[test]
    fn a_name_without_a_section_is_reported_with_the_nearest() {
        let unknown = arranged(&["claims", "position"], &[], &["clams"]).unwrap_err();
        let report: Vec<_> = unknown.0.iter().map(|it| (it.field.as_str(), it.nearest.as_deref())).collect();
        assert_eq!(report, [("sections.wide[1]", Some("positions")), ("sections.drop[0]", Some("claims"))]);
    }
}
