//! Aligns the words of two lines.

use crate::diff::words::{TextChange, is_combining_mark, sequences};
use crate::markdown::{BETWEEN_NOTES, Edit, FieldText, Inline};

/// An inline element that contains words. A token lists them from the outermost one.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Within {
    Emphasis,
    Strong,
    Link(String),
    Language(String),
}

/// A token that is not divided further.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Leaf {
    /// A word, a space or a punctuation mark.
    Text(String),
    Code(String),
    /// A comma between two references to notes.
    Between,
    Reference {
        label: String,
        number: usize,
    },
    Break,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct LineToken {
    within: Vec<Within>,
    leaf: Leaf,
}

impl LineToken {
    /// The key by which a token is compared. A token without letters or digits is punctuation or a space.
    fn name(&self) -> String {
        let mut name = match &self.leaf {
            // The look of a space is not visible.
            Leaf::Text(text) if text.chars().all(char::is_whitespace) => return text.clone(),
            Leaf::Text(text) => text.clone(),
            Leaf::Code(text) => format!("`{text}"),
            Leaf::Between => "\u{e000}".to_owned(),
            Leaf::Reference { number, .. } => format!("\u{e001}{number}"),
            Leaf::Break => "\u{e002}".to_owned(),
        };
        for within in &self.within {
            name.push('\u{e003}');
            match within {
                Within::Emphasis => name.push('*'),
                Within::Strong => name.push_str("**"),
                Within::Link(url) => name.push_str(url),
                Within::Language(tag) => name.push_str(tag),
            }
        }
        name
    }
}

/// Merges an old and a new line.
pub(super) fn line(old: &[Inline], new: &[Inline]) -> Vec<Inline> {
    if old == new {
        return new.to_vec();
    }
    let (old, new) = (tokens(old), tokens(new));
    let names = |tokens: &[LineToken]| tokens.iter().map(LineToken::name).collect::<Vec<_>>();
    let (mut all, mut next) = (Vec::new(), 0);
    for (change, range) in sequences(&names(&old), &names(&new)) {
        match change {
            TextChange::Deleted => put(&mut all, Some(Edit::Deleted), &old[range]),
            TextChange::Inserted | TextChange::Moved => {
                next = range.end;
                put(&mut all, Some(Edit::Inserted), &new[range]);
            }
            TextChange::Kept => {
                let end = next + range.len();
                put(&mut all, None, &new[next..end]);
                next = end;
            }
        }
    }
    all
}

/// A line in which all words are inserted or deleted.
pub(super) fn wrapped(text: &[Inline], edit: Edit) -> Vec<Inline> {
    let mut all = Vec::new();
    put(&mut all, Some(edit), &tokens(text));
    all
}

/// Appends tokens with an edit. A line break is not inside the edit, so that a cell can be split at it.
fn put(all: &mut Vec<Inline>, edit: Option<Edit>, tokens: &[LineToken]) {
    let is_break = |token: &LineToken| token.leaf == Leaf::Break && token.within.is_empty();
    for part in tokens.chunk_by(|one, other| !is_break(one) && !is_break(other)) {
        let text = built(part, 0);
        match edit {
            Some(edit) => all.push(Inline::Edited { edit, text }),
            None => all.extend(text),
        }
    }
}

/// The words of a line, in lower case.
pub(super) fn words_of(text: &[Inline], words: &mut Vec<String>) {
    for token in tokens(text) {
        if let Leaf::Text(text) | Leaf::Code(text) = token.leaf
            && text.chars().any(char::is_alphanumeric)
        {
            words.push(text.to_lowercase());
        }
    }
}

fn tokens(inlines: &[Inline]) -> Vec<LineToken> {
    let mut all = Vec::new();
    walk(inlines, &[], &mut all);
    all
}

fn walk(inlines: &[Inline], within: &[Within], all: &mut Vec<LineToken>) {
    let inside = |it: Within| within.iter().cloned().chain([it]).collect::<Vec<_>>();
    for inline in inlines {
        let mut put = |leaf| all.push(LineToken { within: within.to_vec(), leaf });
        match inline {
            Inline::Text(text) if text.text == BETWEEN_NOTES => put(Leaf::Between),
            Inline::Text(text) => split(&text.text).into_iter().for_each(|word| put(Leaf::Text(word))),
            Inline::Code(text) => put(Leaf::Code(text.text.clone())),
            Inline::NoteReference { label, number, .. } => {
                put(Leaf::Reference { label: label.clone(), number: *number });
            }
            Inline::Break => put(Leaf::Break),
            Inline::Emphasis(inner) => walk(inner, &inside(Within::Emphasis), all),
            Inline::Strong(inner) => walk(inner, &inside(Within::Strong), all),
            Inline::Link { url, text } => walk(text, &inside(Within::Link(url.clone())), all),
            Inline::Language { tag, text } => walk(text, &inside(Within::Language(tag.clone())), all),
            // An edition has no changes itself unless its template writes them; they are read as accepted.
            Inline::Edited { edit: Edit::Deleted, .. } => {}
            Inline::Edited { text, .. } => walk(text, within, all),
        }
    }
}

/// Splits a text into words, spaces and other characters. A number is one word, and so is a word with a hyphen or an
/// apostrophe.
fn split(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let digits = || word.ends_with(|c: char| c.is_ascii_digit());
        let inside = c.is_alphanumeric()
            || is_combining_mark(c)
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
            || (matches!(c, '-' | '\u{2011}' | '\'' | '’') && !word.is_empty())
            || (matches!(c, '.' | ',') && digits() && rest.peek().is_some_and(char::is_ascii_digit));
        if inside {
            word.push(c);
        } else {
            if !word.is_empty() {
                all.push(std::mem::take(&mut word));
            }
            all.push(c.to_string());
        }
    }
    if !word.is_empty() {
        all.push(word);
    }
    all
}

/// Rebuilds inlines from tokens; `depth` is the number of enclosing elements that have been built already.
fn built(tokens: &[LineToken], depth: usize) -> Vec<Inline> {
    let mut all = Vec::new();
    for part in tokens.chunk_by(|one, other| one.within.get(depth) == other.within.get(depth)) {
        let Some(within) = part.first().and_then(|token| token.within.get(depth)) else {
            leaves(part, &mut all);
            continue;
        };
        let text = built(part, depth + 1);
        all.push(match within {
            Within::Emphasis => Inline::Emphasis(text),
            Within::Strong => Inline::Strong(text),
            Within::Link(url) => Inline::Link { url: url.clone(), text },
            Within::Language(tag) => Inline::Language { tag: tag.clone(), text },
        });
    }
    all
}

fn leaves(tokens: &[LineToken], all: &mut Vec<Inline>) {
    let is_text = |token: &LineToken| matches!(token.leaf, Leaf::Text(_));
    for part in tokens.chunk_by(|one, other| is_text(one) && is_text(other)) {
        let mut text = String::new();
        for token in part {
            match &token.leaf {
                Leaf::Text(word) => text.push_str(word),
                Leaf::Code(code) => all.push(Inline::Code(FieldText::from(code.as_str()))),
                Leaf::Between => all.push(Inline::Text(FieldText::from(BETWEEN_NOTES))),
                Leaf::Reference { label, number } => {
                    all.push(Inline::NoteReference { label: label.clone(), number: *number, field: None });
                }
                Leaf::Break => all.push(Inline::Break),
            }
        }
        if !text.is_empty() {
            all.push(Inline::Text(FieldText::from(text.as_str())));
        }
    }
}
