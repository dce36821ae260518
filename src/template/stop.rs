//! Drops the full stop that a template has after a value where the value ends a sentence itself: a title that is a
//! question would be printed as "Who decides?.".

use super::escape::{END, FIELD, VALUE};
use crate::model::SENTENCE_ENDS;

/// After a printed value that ends a sentence, while a template runs. A noncharacter, so no text from outside can have
/// it.
const ENDED: char = '\u{FDDF}';

/// Quotation marks that close, of all languages; those of some open in others.
const QUOTES: [char; 12] = ['"', '\'', '”', '’', '“', '‘', '»', '«', '›', '‹', '」', '』'];

/// Whether printed Markdown ends a sentence. What has no words does not count: emphasis, marks of sources, the address
/// of a link, quotation marks after the stop, and what a redline strikes out.
pub(super) fn ends_sentence(printed: &str) -> bool {
    let mut rest = printed;
    loop {
        let text = rest
            .trim_end_matches(|c: char| c.is_whitespace() || c == END || c == '*' || c == '_' || QUOTES.contains(&c));
        let shorter = text
            .strip_suffix("</ins>")
            .or_else(|| text.strip_suffix("</span>"))
            .or_else(|| text.strip_suffix("</del>").and_then(|it| it.rfind("<del>").map(|at| &it[..at])))
            .or_else(|| text.strip_suffix(']').and_then(|it| before_last(it, "[^", ']')))
            .or_else(|| text.strip_suffix(')').and_then(|it| before_last(it, "](", ')')));
        match shorter {
            Some(shorter) => rest = shorter,
            None => return text.ends_with(SENTENCE_ENDS),
        }
    }
}

/// What is before the last note or address of a text, which is without its end, `close`; `None` where the text goes on
/// after it.
pub(super) fn before_last<'t>(text: &'t str, open: &str, close: char) -> Option<&'t str> {
    let at = text.rfind(open)?;
    let is_other = |c: char| c == close || c.is_whitespace();
    (!text[at + open.len()..].contains(is_other)).then(|| &text[..at])
}

/// A printed value, with a mark after it when it ends a sentence.
pub(super) fn mark_end(mut printed: String) -> String {
    if ends_sentence(&printed) {
        printed.push(ENDED);
    }
    printed
}

/// A page without the marks, and without the full stops that a template has after what ends a sentence.
pub(super) fn drop_second_stops(page: &str) -> String {
    let mut parts = page.split(ENDED);
    let mut out = String::with_capacity(page.len());
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let stop = part.len() - after_no_words(part).len();
        // `.md` is no stop, and neither is an ellipsis.
        let is_stop =
            part[stop..].strip_prefix('.').is_some_and(|it| !it.starts_with(|c: char| c == '.' || c.is_alphanumeric()));
        out.push_str(&part[..stop]);
        out.push_str(&part[stop + usize::from(is_stop)..]);
    }
    out
}

/// A text after what has no words at its beginning: emphasis, marks of sources and of fields.
fn after_no_words(text: &str) -> &str {
    let mut rest = text;
    loop {
        let after = rest.trim_start_matches(['*', '_', END]);
        let after = after.strip_prefix(FIELD).and_then(|it| Some(it.split_once(VALUE)?.1)).unwrap_or(after);
        // A no-break space is between two marks of sources.
        let after = match after.strip_prefix('\u{a0}').unwrap_or(after).strip_prefix("[^") {
            Some(mark) => mark.split_once(']').map_or(after, |(_, it)| it),
            None => after,
        };
        if after.len() == rest.len() {
            return rest;
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_in_any_script_and_before_what_has_no_words() {
        for text in [
            "Who?",
            "So.",
            "Why!",
            "And…",
            "Τι\u{37E}",
            "لماذا؟",
            "为什么？",
            "如此。",
            "क्यों।",
            "“Who?”",
            "« Qui ? »",
            "*Who?*",
            "Who?[^a]\u{a0}[^b]",
            "[Who?](https://x/y)",
            "<ins>Who?</ins>",
            "Who?<del> And why</del>",
            "Who?\u{FDDC}",
        ] {
            assert!(ends_sentence(text), "{text}");
        }
        for text in [
            "[Who?](https://x/y) and (more)",
            "Who?[^a] and \\[sic\\]",
            "so;",
            "",
            "Who",
            "(Who?)",
            "the “bubble”",
            "Who<del>?</del>",
            "a:",
            "5",
        ] {
            assert!(!ends_sentence(text), "{text}");
        }
    }

    #[test]
    fn what_ends_a_sentence_has_no_stop_after_it() {
        for (value, template, expected) in [
            ("Who?", "**{}.** So", "**Who?** So"),
            ("Who?", "**{}**. So", "**Who?** So"),
            ("Who", "**{}.** So", "**Who.** So"),
            ("So.", "{}.", "So."),
            ("Who?[^a]", "{}.", "Who?[^a]"),
            ("Who?", "{}\u{FDDA}7\u{FDDB}[^a]\u{a0}[^b]\u{FDDC}.", "Who?\u{FDDA}7\u{FDDB}[^a]\u{a0}[^b]\u{FDDC}"),
            ("Who?", "{}.md", "Who?.md"),
            ("Who?", "{} ..", "Who? .."),
            ("Who?", "{}: So.", "Who?: So."),
        ] {
            let page = template.replace("{}", &mark_end(value.to_owned()));
            assert_eq!(drop_second_stops(&page), expected, "{value} {template}");
        }
    }
}
