//! What is wrong with the line of a field.

use std::ops::Range;

use super::{NO_VALUE, Problem, SyntaxReporter, other_letter};
use crate::diagnostic::{Fix, Replacement, is_slip};
use crate::model::{DatePrecision, MeantDate, PartialDate, english_month};
use crate::parse::parts::Literals;
use crate::source::{Span, shortened};

/// Quotation marks as word processors make them.
const CURLY: [char; 9] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»'];

impl SyntaxReporter<'_> {
    /// Reports what is wrong with a line that is neither a header nor one of git: a field, or what was meant to be one.
    pub(super) fn field(&mut self, content: Range<usize>, trimmed: &str, problem: &Problem<'_>) {
        let place = problem.place.clone();
        let (key, value) = trimmed.split_once('=').map_or((trimmed, ""), |(key, value)| (key.trim(), value.trim()));
        let message = problem.message;
        if message.starts_with("string values must be quoted") {
            self.unquoted(&content, key, place);
        } else if value.starts_with(CURLY) || key.starts_with(CURLY) || self.text[place.clone()].starts_with(CURLY) {
            self.curly(place);
        } else if message.starts_with(NO_VALUE) || (!trimmed.contains('=') && !trimmed.contains(['[', '{', ']', '}'])) {
            self.no_value(content, trimmed, key);
        } else if message.starts_with("invalid unquoted key") {
            let colon = trimmed.split_once(':').filter(|(name, _)| !name.contains(['=', '"']));
            if colon.is_some() {
                self.no_value(content, trimmed, key);
            } else {
                let diagnostic = self.say(format!("`{key}` is not the name of a field"), place, "");
                diagnostic.notes.push("a name is made of a–z, 0–9, `-` and `_`".to_owned());
                diagnostic.notes.extend(other_letter(key));
            }
        } else if message.starts_with("invalid basic string") || message.starts_with("invalid literal string") {
            let opening = Literals::around(&self.literals.texts, place.start).filter(|text| text.end >= place.start);
            let mark = opening.as_ref().and_then(|text| self.text[text.start..].chars().next()).unwrap_or('"');
            let diagnostic =
                self.say(format!("a text opened with {mark} is not closed on its line"), opening.unwrap_or(place), "");
            diagnostic.help = Some(format!(
                "write {mark} at the end of the text; a text of several lines goes between {mark}{mark}{mark} and {mark}{mark}{mark}"
            ));
        } else if message.starts_with("unexpected key or value") {
            let rest = place.start..content.end.max(place.start);
            if self.text[..place.start].trim_end().ends_with(['"', '\'']) {
                let diagnostic =
                    self.say("there is more on the line after the text is closed", rest, "not expected here");
                diagnostic.help = Some(
                    "write `\\\"` for a quotation mark inside a text, and each field on a line of its own".to_owned(),
                );
            } else {
                self.say("there is more than one field on the line", rest, "not expected here");
            }
        } else if message.starts_with("missing escaped value")
            || message.starts_with("invalid value, expected unicode")
            || message.starts_with("too few unicode")
        {
            let slash = self.text[..place.start].rfind('\\').map_or(place.clone(), |at| at..place.end.max(at + 1));
            let diagnostic = self.say("a backslash in a text must begin a valid escape sequence", slash, "");
            diagnostic.help = Some("write `\\\\` for a backslash".to_owned());
        } else if message.starts_with("invalid boolean") {
            let word = self.text[place.clone()].to_lowercase();
            // `threatens` begins like `true`, but is not a boolean.
            if truth(&word).is_none() && !["true", "false"].iter().any(|truth| is_slip(&word, truth)) {
                return self.unquoted(&content, key, place);
            }
            let span = self.span(place.clone());
            let diagnostic = self.say(
                format!("`{}` is neither `true` nor `false`", &trimmed[trimmed.len() - value.len()..]),
                place,
                "",
            );
            if word == "true" || word == "false" {
                diagnostic.help = Some(format!("write `{word}`, in lower case"));
                diagnostic.fix = Some(replace(span, &word, true));
            }
        } else if message.starts_with("invalid date")
            || message.starts_with("invalid time")
            || message.starts_with("invalid float")
            || message.starts_with("invalid fraction")
            || message.starts_with("invalid exponent")
            || message.starts_with("invalid mantissa")
            || message.starts_with("unexpected leading zero")
        {
            let word = self.word_around(place);
            // `information` begins like `inf`, and `newspaper` like `nan`.
            if self.text[word.clone()].starts_with(char::is_alphabetic) {
                self.unquoted(&content, key, word);
            } else {
                self.number(word);
            }
        } else if message.starts_with("missing comma") {
            let diagnostic =
                self.say("two items of a list have no comma between them", place, "a comma is missing here");
            diagnostic.help = Some("write `,` between the items".to_owned());
        } else if message.starts_with("carriage return") {
            self.say("a line ending that cannot be read", place, "a lone carriage return").help =
                Some("save the file with Unix or Windows line endings".to_owned());
        } else {
            let place = if place.is_empty() { content } else { place };
            let diagnostic = self.say("this line cannot be read", place, "");
            diagnostic.notes.push(format!("the TOML parser reports: {message}"));
        }
    }

    fn unquoted(&mut self, content: &Range<usize>, key: &str, place: Range<usize>) {
        let place = self.up_to_the_comment(content, place);
        let written = self.text[place.clone()].trim_end_matches([',', ' ', '\t']).to_owned();
        let span = self.span(place.clone());
        if written.trim().is_empty() {
            self.say(format!("`{key}` has no value"), content.clone(), "").help =
                Some(format!("write a value after the `=`, as in `{key} = \"…\"`, or delete the line"));
        } else if written.starts_with(CURLY) {
            self.curly(place);
        } else if let Some(date) = MeantDate::of(&written, english_month) {
            self.date(place, date);
        } else if let Some(word) = truth(&written) {
            let diagnostic = self.say(format!("`{written}` is not a value"), place, "");
            diagnostic.help = Some(format!("write {word}, or \"{written}\" if it is a text"));
            diagnostic.fix = Some(replace(span, word, true));
        } else {
            let diagnostic = self.say("text must be in quotation marks", place, "");
            if !written.contains(['"', '\\', '\n']) {
                diagnostic.help = Some(format!("write \"{}\"", shortened(&written)));
                diagnostic.fix = Some(replace(span, &format!("\"{written}\""), true));
            }
        }
    }

    /// A text without quotation marks, with what follows a comma in it: `Smith, John`.
    fn up_to_the_comment(&self, content: &Range<usize>, place: Range<usize>) -> Range<usize> {
        let before = self.text.get(content.start..place.start).unwrap_or_default().trim_end();
        let rest = self.text.get(place.end..content.end).unwrap_or_default();
        let rest = rest.split('#').next().unwrap_or_default().trim_end();
        // In a list or in braces, the comma ends the item.
        let is_whole = before.ends_with('=') && !before.contains(['[', '{']);
        if is_whole && rest.trim_start().starts_with(',') { place.start..place.end + rest.len() } else { place }
    }

    fn curly(&mut self, place: Range<usize>) {
        let written = self.text[place.clone()].to_owned();
        let span = self.span(place.clone());
        let diagnostic =
            self.say("curly quotation marks, as a word processor makes them, do not open or close a text", place, "");
        diagnostic.help = Some("write straight ones: \"".to_owned());
        let inner = written.trim_matches(CURLY);
        if inner.len() < written.len() && !inner.contains(['"', '\\', '\n']) && !inner.is_empty() {
            diagnostic.fix = Some(replace(span, &format!("\"{inner}\""), true));
        }
    }

    fn no_value(&mut self, content: Range<usize>, trimmed: &str, key: &str) {
        let colon = trimmed.split_once(':').filter(|(name, _)| !name.contains(['=', '"', '\'']));
        if trimmed.starts_with("//")
            || trimmed.starts_with("<!--")
            || trimmed.starts_with("/*")
            || trimmed.starts_with(';')
        {
            self.say("a comment starts with `#`", content, "").help =
                Some("write `#` at the start of the line".to_owned());
        } else if let Some((name, value)) = colon {
            let (name, value) = (name.trim(), value.trim());
            let diagnostic = self.say("a field is written with `=`, not with `:`", content, "");
            diagnostic.help = Some(format!("write `{} = {}`", shortened(name), shortened(value)));
        } else if trimmed.contains('=') && key.contains(' ') {
            let diagnostic =
                self.say(format!("`{}` is not the name of a field: it has a space", shortened(key)), content, "");
            diagnostic.help = Some(format!("join the words, as in `{}`", shortened(&key.replace(' ', "_"))));
        } else {
            let diagnostic = self.say("this line is not a field: it has no `=`", content, "");
            diagnostic.help = Some(
                "write it as in `title = \"Words\"`; a text of several lines goes between \"\"\" and \"\"\"".to_owned(),
            );
        }
    }

    /// Reports a date in another form than that of a brief.
    fn date(&mut self, place: Range<usize>, meant: MeantDate) {
        let span = self.span(place.clone());
        let message = match meant {
            MeantDate::NoMonth(..) | MeantDate::NoDay(..) => {
                format!("`{}` is not a day of the calendar", shortened(&self.text[place.clone()]))
            }
            MeantDate::WithTime(_) => "a date is written without a time".to_owned(),
            MeantDate::Certain(_) | MeantDate::Either(_) => "a date is written year-month-day".to_owned(),
        };
        let diagnostic = self.say(message, place, "");
        diagnostic.help = Some(meant.help(DatePrecision::as_toml));
        diagnostic.fix = meant.instead().map(|date| replace(span, &date.as_toml(), false));
    }

    /// The whole word around a place.
    fn word_around(&self, place: Range<usize>) -> Range<usize> {
        let ends = |c: char| c.is_whitespace() || "=,[]{}#".contains(c);
        let start = self.text[..place.start].trim_end_matches(|c| !ends(c)).len();
        let end = self.text[place.end..].find(ends).map_or(self.text.len(), |at| place.end + at);
        start..end
    }

    /// Reports a word that begins like a number or a date and is neither.
    fn number(&mut self, span: Range<usize>) {
        let token = &self.text[span.clone()];
        if let Some(date) = MeantDate::of(token, english_month) {
            self.date(span, date);
        } else if token.matches('-').count() == 2 {
            let diagnostic = self.say(format!("`{}` is not a day of the calendar", shortened(token)), span, "");
            diagnostic.help = Some("a date is written year-month-day, as in 2025-12-26".to_owned());
        } else {
            let at = self.span(span.clone());
            let diagnostic = self.say(format!("`{}` is neither a number nor a date", shortened(token)), span, "");
            if token.parse::<PartialDate>().is_ok() {
                diagnostic.help = Some(format!("write a date known in part in quotation marks: \"{token}\""));
                diagnostic.fix = Some(replace(at, &format!("\"{token}\""), false));
            } else {
                diagnostic
                    .notes
                    .push("text is written in quotation marks; a date is written as in 2025-12-26".to_owned());
            }
        }
    }
}

fn replace(span: Span, text: &str, safe: bool) -> Fix {
    Fix { title: format!("write {}", shortened(text)), edits: vec![Replacement { span, text: text.to_owned() }], safe }
}

/// What people write for true and false in other formats (YAML 1.1, Python).
fn truth(written: &str) -> Option<&'static str> {
    match written.trim().to_ascii_lowercase().as_str() {
        "yes" | "on" | "true" => Some("true"),
        "no" | "off" | "false" => Some("false"),
        _ => None,
    }
}
