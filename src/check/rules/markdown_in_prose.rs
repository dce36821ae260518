//! Markdown that prose does not have.

use std::collections::HashSet;
use std::ops::Range;

use super::{CheckSubject, by_cause, rule};
use crate::diagnostic::Diagnostic;
use crate::model::ITEM;
use crate::record::with_items;

rule! {
    "markdown-in-prose" Warning Values
    "A text uses Markdown that prose does not have: a list, a heading, a table, a footnote, a picture, an HTML tag."
    "Prose has emphasis, links and citations; everything else is printed literally (docs/format.md), so that a text cannot break the page. Lists are for `background` and `assessment`: each line that begins with a hyphen and a space is an item. Elsewhere the items run together. Use a record for each item, or a sentence."
    { r#"[developments.gates-2024-05-13]
date = 2024-05-13
text = """
Upstream did two things:

- it closed two gates
- it published the data of April"""
sources = ["ministry"]"# => r#"[developments.gates-2024-05-13]
date = 2024-05-13
text = "Upstream closed two gates and published the data of April."
sources = ["ministry"]"# }
    check
}

/// How far the end of a mark within a line is looked for, in bytes.
const LONGEST: usize = 500;

/// What of Markdown a text has. The forms are those of CommonMark 0.31 and of GitHub's tables, footnotes and
/// strikethrough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Habit {
    List,
    Heading,
    Table,
    Quotation,
    Fence,
    Break,
    Footnote,
    Picture,
    Tag,
    Autolink,
    Underscores,
    Strikethrough,
}

impl Habit {
    fn noun(self) -> &'static str {
        match self {
            Self::List => "a list",
            Self::Heading => "a heading",
            Self::Table => "a table",
            Self::Quotation => "a block quotation",
            Self::Fence => "a code fence",
            Self::Break => "a line of dashes",
            Self::Footnote => "a footnote",
            Self::Picture => "a picture",
            Self::Tag => "an HTML tag",
            Self::Autolink => "a link in angle brackets",
            Self::Underscores => "emphasis by underscores",
            Self::Strikethrough => "a strikethrough",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::List => {
                "write a record for each item, or sentences; `background` and `assessment` take lists, whose items begin with `- `"
            }
            Self::Heading => "delete the `#`, or move the text into a field of its own",
            Self::Table => "write sentences; the page makes a table only of positions",
            Self::Quotation => "put it in quotation marks, and cite the source",
            Self::Fence => "delete the fence",
            Self::Break => "delete it; an empty line begins a new paragraph",
            Self::Footnote => "cite a source with `[@id]`, or write the note as a sentence",
            Self::Picture => "write a link, `[words](https://…)`",
            Self::Tag => "delete the tags; emphasis is `*…*` or `**…**`",
            Self::Autolink => "write `[words](https://…)`",
            Self::Underscores => "write `*…*`",
            Self::Strikethrough => "delete the words or the `~~`",
        }
    }
}

fn check(subject: &CheckSubject<'_>, out: &mut Vec<Diagnostic>) {
    let found = subject.texts.iter().flat_map(|text| {
        // The items of one field are one diagnostic.
        let field = text.path.split('[').next().unwrap_or_default();
        habits(text.written, text.has_lists)
            .into_iter()
            .map(move |(habit, range)| (field, (habit, subject.within(text, range))))
    });
    for found in by_cause(found).into_values() {
        let habits: Vec<_> = by_cause(found).into_iter().collect();
        let message = sentence(&habits.iter().map(|(habit, _)| habit.noun()).collect::<Vec<_>>());
        let help: Vec<String> = match &habits[..] {
            [(habit, _)] => vec![habit.help().to_owned()],
            _ => habits.iter().map(|(habit, _)| format!("{}: {}", habit.noun(), habit.help())).collect(),
        };
        let are = if habits.len() == 1 { "is printed literally" } else { "are printed literally" };
        let mut said = Diagnostic::new(RULE.code, format!("{message} in Markdown {are}"));
        for (habit, places) in habits {
            let label = if help.len() > 1 { habit.noun() } else { "" };
            match places.first() {
                Some(place) if said.primary.is_none() => said = said.at_with(*place, label),
                Some(place) => said = said.related(*place, label),
                None => {}
            }
        }
        out.push(said.help(help.join("; ")));
    }
}

/// Nouns in a sentence.
fn sentence(nouns: &[&str]) -> String {
    match nouns {
        [nouns @ .., last] if !nouns.is_empty() => format!("{} and {last}", nouns.join(", ")),
        _ => nouns.concat(),
    }
}

/// The first of each habit of a text, in the order of the text. `has_lists` says that it may have lists with hyphens.
fn habits(text: &str, has_lists: bool) -> Vec<(Habit, Range<usize>)> {
    // Nearly every text is done with here, cheaply.
    if !text.contains(['\n', '<', '_', '`', '#', '>', '|', '-', '+', '*', '•', '^', '!', '~']) {
        return Vec::new();
    }
    let items = if has_lists { items(text) } else { HashSet::new() };
    let mut found: Vec<(Habit, Range<usize>)> = Vec::new();
    let mut add = |habit: Habit, range: Range<usize>| {
        if found.iter().all(|(known, _)| *known != habit) {
            found.push((habit, range));
        }
    };
    let lines = lines(text);
    // The last numbered item that may be the first of a list.
    let mut number: Option<(u32, char, Range<usize>)> = None;
    for (at, (start, line)) in lines.iter().enumerate() {
        let whole = *start..start + line.len();
        let before = at.checked_sub(1).map_or("", |at| lines[at].1);
        let opens = before.is_empty() || before.ends_with(['.', ':', '!', '?', ';']);
        let next = lines.get(at + 1).map_or("", |(_, line)| *line);
        if let Some((value, mark)) = numbered(line) {
            match number.take() {
                Some((before, same, range)) if same == mark && before + 1 == value => add(Habit::List, range),
                _ => number = Some((value, mark, whole)).filter(|(value, ..)| *value <= 1),
            }
        } else if let Some(habit) = block(line, next, opens)
            && !(habit == Habit::List && items.contains(start))
        {
            add(habit, whole);
        }
        inline(line, |habit, range| add(habit, start + range.start..start + range.end));
    }
    found.sort_by_key(|(_, range)| range.start);
    found
}

/// Where the items of the lists of a text begin.
fn items(text: &str) -> HashSet<usize> {
    with_items(text).into_iter().filter(|(_, is_item)| *is_item).map(|(range, _)| range.start - ITEM.len()).collect()
}

/// The lines of a text without the white space around them, each with its place.
fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut start = 0;
    let line = |line: &'_ str| {
        let at = start + line.len() - line.trim_start().len();
        start += line.len() + 1;
        at
    };
    text.split('\n').map(line).zip(text.split('\n').map(str::trim)).collect()
}

/// The number of a line that begins as an item of a numbered list does, and the character after it.
fn numbered(line: &str) -> Option<(u32, char)> {
    let (number, rest) = line.split_at(line.find(|c: char| !c.is_ascii_digit())?);
    let mark = rest.chars().next().filter(|c| matches!(c, '.' | ')'))?;
    rest[1..].starts_with(' ').then_some((number.parse().ok()?, mark))
}

/// The character of a line that begins as an item of a list does, and what follows it.
fn bullet(line: &str) -> Option<(char, &str)> {
    let mark = line.chars().next().filter(|c| matches!(c, '-' | '+' | '*' | '•'))?;
    Some((mark, line[mark.len_utf8()..].strip_prefix(' ')?.trim_start()))
}

/// The block of Markdown that begins with a line. `opens` is whether a sentence or paragraph has ended before it: in
/// the middle of one, a character at the start of a line is a part of the sentence.
fn block(line: &str, next: &str, opens: bool) -> Option<Habit> {
    let first = line.chars().next()?;
    if let Some((mark, rest)) = bullet(line) {
        // One line with a minus before a number is not a list.
        let several = bullet(next).is_some_and(|(other, _)| other == mark);
        return (several || opens && rest.starts_with(|c: char| !c.is_ascii_digit())).then_some(Habit::List);
    }
    let same = |mark: char| line.chars().all(|c| c == mark);
    if line.len() >= 3 && matches!(first, '-' | '=' | '*' | '_') && same(first) {
        return Some(Habit::Break);
    }
    if line.starts_with("```") || line.starts_with("~~~") {
        return Some(Habit::Fence);
    }
    if is_row(line) || is_delimiter(line) {
        return Some(Habit::Table);
    }
    let rest = line.trim_start_matches(first);
    let level = line.len() - rest.len();
    match first {
        '#' if level <= 6 && (rest.is_empty() || rest.starts_with(' ')) => {
            // Prose may be set in other lines, so what follows may be in the next one.
            let rest = if rest.is_empty() { next } else { rest }.trim_start();
            // “# of seats”, “# 5”: a number sign.
            let sign = rest.starts_with(|c: char| c.is_ascii_digit()) || rest.starts_with("of ");
            (level > 1 || opens && !sign).then_some(Habit::Heading)
        }
        // “> 5 %”: more than.
        '>' if opens => {
            let quoted = |c: char| c.is_alphabetic() || "“„«\"‘'*[".contains(c);
            rest.trim_start().starts_with(quoted).then_some(Habit::Quotation)
        }
        _ => None,
    }
}

/// `| a | b |`. Two bars alone may be around an amount: `|x|`.
fn is_row(line: &str) -> bool {
    line.starts_with('|') && line.ends_with('|') && line.matches('|').count() > 2
}

/// `| --- | :-: |`
fn is_delimiter(line: &str) -> bool {
    line.contains('|')
        && line.contains("--")
        && line.trim_matches('|').split('|').all(|cell| {
            let dashes = cell.trim().trim_start_matches(':').trim_end_matches(':');
            !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
        })
}

/// What is within a line.
fn inline(line: &str, mut add: impl FnMut(Habit, Range<usize>)) {
    for (at, c) in line.char_indices().filter(|(_, c)| matches!(c, '[' | '!' | '<' | '_' | '~')) {
        let rest = &line[at..line.floor_char_boundary((at + LONGEST).min(line.len()))];
        let (habit, length) = match c {
            '[' => (Habit::Footnote, footnote(rest)),
            '!' => (Habit::Picture, picture(rest)),
            '<' if is_autolink(rest) => (Habit::Autolink, rest.find('>').map(|end| end + 1)),
            '<' => (Habit::Tag, tag(rest)),
            '~' => (Habit::Strikethrough, between(rest, "~~")),
            _ if line[..at].ends_with(|c: char| !c.is_whitespace() && !"(“„«\"‘'*[—–".contains(c)) => {
                continue;
            }
            _ => (Habit::Underscores, between(rest, "__").or_else(|| between(rest, "_"))),
        };
        if let Some(length) = length {
            add(habit, at..at + length);
        }
    }
}

/// `[^1]`
fn footnote(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("[^")?;
    let end = inner.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_')?;
    (end > 0 && inner[end..].starts_with(']')).then_some(end + 3)
}

/// `![words](address)`
fn picture(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("![")?;
    let words = inner.find(']')?;
    let address = inner[words..].strip_prefix("](")?.find(')')?;
    Some(2 + words + 2 + address + 1)
}

/// `<https://example.org>`, `<a@example.org>`
fn is_autolink(text: &str) -> bool {
    let Some((inner, _)) = text[1..].split_once('>') else { return false };
    let address = ["http://", "https://", "mailto:"].iter().any(|start| inner.starts_with(start));
    let mail = || inner.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    (address || mail()) && !inner.contains(|c: char| c.is_whitespace() || c == '<')
}

/// `<b>`, `</b>`, `<br/>`, `<a href="…">`, `<!-- -->`. Other words in angle brackets are left alone: `<name>`.
fn tag(text: &str) -> Option<usize> {
    const NAMES: &[&str] = &[
        "a",
        "abbr",
        "b",
        "big",
        "blockquote",
        "br",
        "center",
        "cite",
        "code",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "figure",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "iframe",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "script",
        "small",
        "span",
        "strike",
        "strong",
        "style",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "tt",
        "u",
        "ul",
    ];
    if text.starts_with("<!--") {
        return Some(4);
    }
    let inner = text[1..].strip_prefix('/').unwrap_or(&text[1..]);
    let name = &inner[..inner.find(|c: char| !c.is_ascii_alphanumeric())?];
    let end = text.find('>')?;
    let between = inner[name.len()..].split('>').next()?.trim_end_matches('/');
    let attributes = between.is_empty()
        || between.starts_with(' ') && (between.trim().is_empty() || between.contains("=\"") || between.contains("='"));
    let known = NAMES.iter().any(|known| known.eq_ignore_ascii_case(name));
    (known && attributes).then_some(end + 1)
}

/// A run of text between two marks that stand close to it, as in `~~gone~~` but not in `~~ 5 ~~`.
fn between(text: &str, mark: &str) -> Option<usize> {
    let inner = text.strip_prefix(mark)?;
    if !inner.starts_with(char::is_alphanumeric) {
        return None;
    }
    let end = inner.find(mark)?;
    let after = inner[end + mark.len()..].chars().next();
    let closes = after.is_none_or(|c| !c.is_alphanumeric() && !mark.contains(c));
    (closes && inner[..end].ends_with(|c: char| !c.is_whitespace())).then_some(end + 2 * mark.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::rules::tests::finds;

    fn found(text: &str) -> Vec<Habit> {
        habits(text, false).into_iter().map(|(habit, _)| habit).collect()
    }

    #[test]
    fn each_habit_is_found() {
        for (text, habit) in [
            ("First.\n\n- a\n- b", Habit::List),
            ("They agreed:\n* a ceasefire", Habit::List),
            ("• a\n• b", Habit::List),
            ("Two things:\n1. a\n   and more\n2. b", Habit::List),
            ("1) a\n\n2) b", Habit::List),
            ("a\n\n# b", Habit::Heading),
            ("Text.\n## Next\nMore.", Habit::Heading),
            ("#\nNext", Habit::Heading),
            ("| a | b |\n| - | - |", Habit::Table),
            ("a | b\n--- | ---\n1 | 2", Habit::Table),
            ("> He said so.", Habit::Quotation),
            ("Code:\n```\nx", Habit::Fence),
            ("One.\n\n---\n\nTwo.", Habit::Break),
            ("As it says[^1].", Habit::Footnote),
            ("[^note-2]: A note.", Habit::Footnote),
            ("See ![the map](https://e.org/m.png).", Habit::Picture),
            ("A <b>bold</b> step.", Habit::Tag),
            ("One<br/>two", Habit::Tag),
            ("<a href=\"https://e.org\">here</a>", Habit::Tag),
            ("x <!-- not yet --> y", Habit::Tag),
            ("See <https://e.org/a>.", Habit::Autolink),
            ("Write to <desk@e.org>.", Habit::Autolink),
            ("This is _very_ new.", Habit::Underscores),
            ("This is __very new__.", Habit::Underscores),
            ("It is ~~gone~~ there.", Habit::Strikethrough),
        ] {
            assert_eq!(found(text), [habit], "{text}");
        }
        assert_eq!(found("# a\n\n- b\n\n[^1]: c"), [Habit::Heading, Habit::List, Habit::Footnote]);
    }

    #[test]
    fn what_only_looks_like_markdown_is_left_alone() {
        for text in [
            "5 < 6 and 7 > 6",
            "The rate is\n> 5 %, or\n< 6 %.",
            "> 5 % of the flow.",
            "# of seats: 5",
            "the total\n# votes",
            "# 5 on the list, #1 of all",
            "They met in\n2024. Then came\n2025. Nothing.",
            "1. Mai 2024",
            "14. Mai war Stichtag.\n15. Juni nicht.",
            "It fell to\n- 5 °C in the night, a record.",
            "- 5 °C",
            "A reservoir – the largest\n– is full.",
            "— Non, dit-il.",
            "|x| is 5, and |y| too",
            "a_b_c, https://e.org/_a_/b and ____",
            "`Abd al-`Aziz ibn Sa`ud",
            "*so* and **so**, [words](https://e.org/a) [@ministry]",
            "Stop! [More](https://e.org)",
            "<name> of <party>, a <b and c>",
            "x^2, [sic], [^], ~5 km, ~~ 5",
            "A --- B -- C",
            "{a|b|c}",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn marks_without_an_end_are_looked_at_in_linear_time() {
        assert!(crate::growth::is_linear(2000, |count| {
            assert_eq!(found(&"<b ![a [^b _c ~~d ".repeat(count)), []);
        }));
    }

    #[test]
    fn background_and_assessment_have_lists() {
        assert_eq!(habits("Two things:\n- a\n- b", true).len(), 0);
        assert_eq!(habits("Two things:\n* a\n* b", true).len(), 1);
        assert_eq!(habits("Two things:\n1. a\n2. b", true).len(), 1);
    }

    #[test]
    fn a_field_is_reported_once() {
        let step = |text: &str| format!("[next_steps.a]\ntext = \"{text}\"");
        finds(&RULE, 1, &step("- a\\n- b\\n\\n# c\\n\\n- d\\n- e"));
        finds(&RULE, 0, &step("They meet."));
        finds(&RULE, 1, "[parties.third]\nname = \"T\"\nrole = \"host\"\ninterests = [\"- a\", \"- b\"]");
    }
}
