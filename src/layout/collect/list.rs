//! Lists: their bullets, numbers and dates.

use std::borrow::Cow;
use std::ops::Range;

use super::{Collector, Context, LineLook, PagePart};
use crate::layout::page::StructureRole;
use crate::markdown::{Block, BlockKind, Inline};

impl Collector<'_, '_> {
    pub(super) fn list(&mut self, start: Option<u64>, items: &[Vec<Block>], context: Context) -> PagePart {
        let list = self.element(StructureRole::List { numbered: start.is_some() }, context.parent);
        let items = items.iter().enumerate().map(|(at, blocks)| {
            let item = self.element(StructureRole::ListItem, list);
            let label = self.element(StructureRole::ListLabel, item);
            let date = if context.dates { leading_date(blocks) } else { None };
            let label = match (date, start) {
                (Some((date, place)), _) => {
                    let context = Context { sans: true, tabular: true, ..context };
                    let mut spans = self.spans(std::slice::from_ref(date), context, label);
                    spans.iter_mut().for_each(|span| span.isolated = true);
                    self.shape(&spans, place)
                }
                (None, _) if context.dates => self.plain("".into(), context, label),
                (None, Some(start)) => {
                    let number = format!("{}.", start.saturating_add(at as u64));
                    self.plain(number.as_str().into(), Context { tabular: true, ..context }, label)
                }
                (None, None) => self.plain("•".into(), Context { tabular: true, ..context }, label),
            };
            let body = self.element(StructureRole::ListBody, item);
            let context = Context { parent: body, dates: false, ..context };
            (label, self.blocks_of_item(blocks, usize::from(date.is_some()), context))
        });
        PagePart::List(items.collect())
    }

    /// Collects the blocks of a list item. The first paragraph, without the inlines that are its label, belongs to the
    /// item's body element.
    fn blocks_of_item(&mut self, blocks: &[Block], label: usize, context: Context) -> Vec<PagePart> {
        let mut parts = Vec::new();
        for (at, block) in blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Paragraph(text) if at == 0 => {
                    let text = without_leading_space(&text[label..]);
                    let text = self.words(&text, context, context.parent, &block.span);
                    parts.push(PagePart::Text { text, look: LineLook::Body });
                }
                _ => parts.extend(self.block(block, context)),
            }
        }
        parts
    }
}

/// The date (in strong text) with which an item begins, and the range of its paragraph; `None` when the item begins
/// with anything else.
fn leading_date(blocks: &[Block]) -> Option<(&Inline, &Range<usize>)> {
    let first = blocks.first()?;
    let BlockKind::Paragraph(text) = &first.kind else { return None };
    text.first().filter(|inline| matches!(inline, Inline::Strong(_))).map(|date| (date, &first.span))
}

/// The inlines without a space at their start.
fn without_leading_space(inlines: &[Inline]) -> Cow<'_, [Inline]> {
    match inlines.first() {
        Some(Inline::Text(text)) if text.text.starts_with(' ') => {
            let mut inlines = inlines.to_vec();
            inlines[0] = Inline::Text(text.slice(text.text.len() - text.text.trim_start().len()..text.text.len()));
            Cow::Owned(inlines)
        }
        _ => Cow::Borrowed(inlines),
    }
}
