//! Which characters of a text are drawn as signs.

use std::ops::Range;

use super::{Collector, TextSpan};
use crate::layout::sign;
use crate::markdown::{FieldText, signs_in};

impl Collector<'_, '_> {
    /// Appends a span, split so that each sign is a span of its own, which is drawn.
    pub(super) fn push_with_signs(&self, span: &TextSpan, out: &mut Vec<TextSpan>) {
        let part = |range: Range<usize>| TextSpan { text: span.text.slice(range), ..span.clone() };
        let begins = out.last().is_none_or(|last| last.text.text.ends_with('\n'));
        let mut from = 0;
        for (at, sign) in signs_in(&span.text.text, begins) {
            let to = at + sign.len_utf8();
            if at > from {
                out.push(part(from..at));
            }
            let field = span.text.slice(at..to).fields.into_iter().next().map(|field| field.path);
            let color = self.colors.text;
            let text = FieldText::of(sign::STAND_IN, field);
            out.push(TextSpan { text, sign: Some(sign), scale: sign::WIDTH, color, ..span.clone() });
            from = to;
        }
        if from < span.text.text.len() {
            out.push(part(from..span.text.text.len()));
        }
    }
}
