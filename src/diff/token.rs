//! Splits texts into words, spaces, punctuation and citations.

use crate::model::{ITEM, Paragraph, Prose, ProseInline};
use crate::record::{is_combining_mark, visible};

/// A part of a text that is not divided further, as it looks on the page.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) text: String,
    pub(super) emphasis: bool,
    pub(super) strong: bool,
    /// The address of the link that it is in.
    pub(super) url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum TokenKind {
    Word,
    Space,
    Sign,
    Citation,
    /// A whole paragraph that both texts have, in different places.
    Paragraph,
}

impl Token {
    /// A token without emphasis or link.
    pub(super) fn plain(kind: TokenKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), emphasis: false, strong: false, url: None }
    }
}

/// The tokens of a text without markup.
pub(super) fn of_text(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    split(text, &Token::plain(TokenKind::Word, ""), &mut tokens);
    tokens
}

/// The tokens of each paragraph.
pub(super) fn of_prose(prose: &Prose) -> Vec<Vec<Token>> {
    let plain = Token::plain(TokenKind::Word, "");
    let tokens = |paragraph: &Paragraph| {
        let mut tokens = Vec::new();
        if paragraph.is_item {
            split(ITEM, &plain, &mut tokens);
        }
        walk(&paragraph.words, &plain, &mut tokens);
        tokens
    };
    prose.paragraphs.iter().map(tokens).collect()
}

fn walk(inlines: &[ProseInline], style: &Token, tokens: &mut Vec<Token>) {
    for inline in inlines {
        match inline {
            ProseInline::Text(text) => split(text, style, tokens),
            ProseInline::Emphasis(inner) => walk(inner, &Token { emphasis: true, ..style.clone() }, tokens),
            ProseInline::Strong(inner) => walk(inner, &Token { strong: true, ..style.clone() }, tokens),
            ProseInline::Link { text, url } => walk(text, &Token { url: Some(url.clone()), ..style.clone() }, tokens),
            ProseInline::Citation(id) => {
                tokens.push(Token { kind: TokenKind::Citation, text: format!("[@{id}]"), ..style.clone() });
            }
        }
    }
}

/// Whether a character between two others is part of a word or a number.
pub(super) fn is_in_word(c: char, before: Option<char>, after: Option<char>) -> bool {
    // A character that changes the value of a number is part of that number.
    let of_number = match c {
        '%' | '‰' | '°' => before.is_some_and(|it| it.is_ascii_digit()),
        '+' | '−' | '-' | '<' | '>' | '≤' | '≥' | '±' | '~' | '≈' | '$' | '€' | '£' => {
            after.is_some_and(|it| it.is_ascii_digit()) && !before.is_some_and(char::is_alphanumeric)
        }
        _ => false,
    };
    // Soft hyphens and joiners are invisible parts of words.
    let of_letter = is_combining_mark(c) || matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}');
    c.is_alphanumeric() || of_number || of_letter || joins(c, before, after)
}

/// Whether a character between two others joins them to one word: `12,5`, `don’t`, `cease-fire`.
fn joins(c: char, before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    match c {
        '.' | ',' | ':' | '/' => before.is_ascii_digit() && after.is_ascii_digit(),
        '\'' | '’' | '-' | '‑' => before.is_alphanumeric() && after.is_alphanumeric(),
        _ => false,
    }
}

fn split(text: &str, style: &Token, tokens: &mut Vec<Token>) {
    let chars: Vec<char> = visible(text).chars().collect();
    let mut word = String::new();
    let flush = |word: &mut String, tokens: &mut Vec<Token>| {
        if !word.is_empty() {
            tokens.push(Token { kind: TokenKind::Word, text: std::mem::take(word), ..style.clone() });
        }
    };
    for (at, c) in chars.iter().copied().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        if is_in_word(c, before, after) {
            word.push(c);
        } else {
            flush(&mut word, tokens);
            let kind = if c.is_whitespace() { TokenKind::Space } else { TokenKind::Sign };
            tokens.push(Token { kind, text: c.to_string(), ..style.clone() });
        }
    }
    flush(&mut word, tokens);
}
