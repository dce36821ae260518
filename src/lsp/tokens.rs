//! What words of a text are: ids, words of the format, citations and emphasis in prose.

use std::ops::Range;

use gen_lsp_types as types;

use super::analysis::Analysis;
use super::state::{RequestRefusal, ServerState};
use super::subject::role;
use crate::parse::{LiteralOrigin, TomlValue, ValueKind};
use crate::project::FileKind;
use crate::record::prose::{self, Marker};
use crate::schema::{self, Type, locate};

/// What a word is. The first are types that every editor colours, the last are those of Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TokenType {
    Id,
    Word,
    Citation,
    Emphasis,
    Strong,
    Link,
}

/// The names of the types in their order.
const TYPES: [&str; 6] = ["variable", "enumMember", "property", "emphasis", "strong", "link"];

pub(super) fn legend() -> types::SemanticTokensLegend {
    types::SemanticTokensLegend {
        token_types: TYPES.map(str::to_owned).to_vec(),
        token_modifiers: vec!["declaration".to_owned()],
    }
}

/// The tokens of a file.
pub(super) fn tokens(
    state: &ServerState<'_>,
    params: &types::SemanticTokensParams,
) -> Result<types::SemanticTokens, RequestRefusal> {
    let Some(analysis) = state.analysis(&params.text_document.uri)? else {
        return Ok(types::SemanticTokens::default());
    };
    let mut found = FoundTokens { analysis: &analysis, list: Vec::new() };
    if analysis.kind != FileKind::Project {
        found.all();
    }
    Ok(types::SemanticTokens { result_id: None, data: found.encoded() })
}

struct FoundTokens<'a> {
    analysis: &'a Analysis,
    list: Vec<(Range<usize>, TokenType, bool)>,
}

impl FoundTokens<'_> {
    fn all(&mut self) {
        let analysis = self.analysis;
        for name in analysis.file.names() {
            let names = name.path();
            let found = locate(schema::TABLES, &names);
            for (at, part) in name.own() {
                if !part.name.is_empty() && role(&found, at).is_some() {
                    let is_own = !found.path.starts_with("positions");
                    self.list.push((part.inner(), TokenType::Id, is_own));
                }
            }
            let Some(field) = found.field(schema::TABLES, &names).filter(|_| !name.is_header) else { continue };
            if let Some(value) = analysis.file.document.value(&names.join(".")) {
                self.value(&field.kind, value);
            }
        }
    }

    fn value(&mut self, kind: &Type, value: &TomlValue) {
        let sources = &self.analysis.file.sources;
        if value.span.file != self.analysis.file.file {
            return;
        }
        match (kind, &value.kind) {
            (Type::List(kind) | Type::OneOrMore(kind), ValueKind::List(items)) => {
                items.iter().for_each(|item| self.value(kind, item));
            }
            (Type::OneOrMore(kind), _) => self.value(kind, value),
            (Type::Id(_), ValueKind::Text(text)) => {
                self.list.push((
                    LiteralOrigin::of(sources, value.span).span(0..text.len()).range(),
                    TokenType::Id,
                    false,
                ));
            }
            (Type::Word(..), ValueKind::Text(text)) => {
                self.list.push((
                    LiteralOrigin::of(sources, value.span).span(0..text.len()).range(),
                    TokenType::Word,
                    false,
                ));
            }
            (Type::Prose | Type::Passage, ValueKind::Text(text)) if text.contains(['*', '[']) => {
                let origin = LiteralOrigin::of(sources, value.span);
                let reading = prose::read(text);
                let citations = reading.citations.iter().map(|(_, range)| (range, TokenType::Citation));
                let marked = reading.marked.iter().map(|(marker, range)| {
                    let kind = match marker {
                        Marker::Emphasis => TokenType::Emphasis,
                        Marker::Strong => TokenType::Strong,
                        Marker::Link => TokenType::Link,
                    };
                    (range, kind)
                });
                let all = citations.chain(marked);
                self.list.extend(all.map(|(range, kind)| (origin.span(range.clone()).range(), kind, false)));
            }
            _ => {}
        }
    }

    /// The tokens as the protocol has them: each from the one before, on one line, none within another. Of two that
    /// meet, the inner one is kept whole.
    fn encoded(mut self) -> Vec<types::SemanticToken> {
        let (file, text) = (&self.analysis.file, self.analysis.text());
        self.list.retain(|(range, ..)| !range.is_empty() && text.get(range.clone()).is_some());
        self.list.sort_by_key(|(range, ..)| (range.start, std::cmp::Reverse(range.end)));
        let mut flat: Vec<(Range<usize>, TokenType, bool)> = Vec::new();
        let mut open: Vec<(Range<usize>, TokenType, bool)> = Vec::new();
        let mut at = 0;
        let mut upto = |open: &mut Vec<(Range<usize>, TokenType, bool)>, end: usize| {
            while let Some((range, kind, own)) = open.last().cloned() {
                let until = range.end.min(end);
                if at.max(range.start) < until {
                    flat.push((at.max(range.start)..until, kind, own));
                }
                at = at.max(until);
                if range.end > end {
                    break;
                }
                open.pop();
            }
        };
        for token in self.list {
            upto(&mut open, token.0.start);
            open.push(token);
        }
        upto(&mut open, text.len());
        let mut all = Vec::new();
        let mut last = types::Position { line: 0, character: 0 };
        for (range, kind, own) in flat {
            let mut start = range.start;
            for line in text[range].split_inclusive('\n') {
                let piece = line.trim_end_matches(['\n', '\r']);
                let place = file.range(&(start..start + piece.len()));
                start += line.len();
                if place.start.line != place.end.line || place.start.character == place.end.character {
                    continue;
                }
                let delta_line = place.start.line - last.line;
                let before = if delta_line == 0 { last.character } else { 0 };
                all.push(types::SemanticToken {
                    delta_line,
                    delta_start: place.start.character - before,
                    length: place.end.character - place.start.character,
                    token_type: kind as u32,
                    token_modifiers_bitset: u32::from(own),
                });
                last = place.start;
            }
        }
        all
    }
}
