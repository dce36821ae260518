//! Pictures from files with their captions, and the drawing of a timeline.

use std::sync::Arc;

use super::{Collector, Context, LineLook, PagePart};
use crate::layout::page::{ElementId, StructureRole};
use crate::layout::text::ShapedParagraph;
use crate::markdown::{Block, BlockKind, PictureBlock, PictureSize};
use crate::picture::Picture;
use crate::provenance::FieldPath;

/// A picture from a file.
pub(in crate::layout) struct PicturePart {
    pub(in crate::layout) element: ElementId,
    pub(in crate::layout) picture: Arc<Picture>,
    pub(in crate::layout) size: PictureSize,
    /// The fields with its alternative text.
    pub(in crate::layout) fields: Vec<FieldPath>,
}

/// The drawing of a timeline.
pub(in crate::layout) struct TimelinePart {
    pub(in crate::layout) element: ElementId,
    pub(in crate::layout) events: Vec<Event>,
}

/// One event of a timeline.
pub(in crate::layout) struct Event {
    /// Days since the first event.
    pub(in crate::layout) day: u32,
    pub(in crate::layout) date: ShapedParagraph,
    /// The sign of the event's trend.
    pub(in crate::layout) sign: Option<ShapedParagraph>,
}

impl Collector<'_, '_> {
    /// A picture with its alternative text; `None` when its file was not found.
    pub(super) fn picture(&mut self, block: &PictureBlock, context: Context) -> Option<PagePart> {
        let picture = Arc::clone(block.picture.as_ref()?);
        let element = self.element(StructureRole::Figure { alt: block.alt.text.clone() }, context.parent);
        let fields = block.alt.fields.iter().map(|span| FieldPath::clone(&span.path)).collect();
        Some(PagePart::Picture(PicturePart { element, picture, size: block.size, fields }))
    }

    /// A picture and its caption, kept together.
    pub(super) fn figure(&mut self, blocks: &[Block], context: Context) -> PagePart {
        let parent = self.element(StructureRole::Section, context.parent);
        let context = Context { parent, sans: true, color: self.colors.quiet, ..context };
        let mut parts = Vec::new();
        for block in blocks {
            if let BlockKind::Paragraph(text) = &block.kind {
                let element = self.element(StructureRole::Caption, parent);
                let text = self.words(text, context, element, &block.span);
                parts.push(PagePart::Text { text, look: LineLook::Caption });
            } else {
                parts.extend(self.block(block, context));
            }
        }
        PagePart::Keep(parts)
    }
}
