//! Writes blocks, and the sections that headings begin.

use super::HtmlWriter;
use super::inline::sole_field;
use super::outline::count_headings;
use crate::markdown::{Block, BlockKind, Inline, Note, PictureBlock, PictureSize, Region, fill_columns};
use crate::provenance::FieldPath;

/// What a region changes in the blocks directly inside it.
#[derive(Clone, Copy)]
enum HtmlLook {
    Plain,
    /// Paragraphs get a class.
    Paragraphs(&'static str),
    /// Tables get a class, and row headings in their first column.
    Tables(&'static str),
}

impl HtmlWriter<'_> {
    /// Writes blocks. Each heading except the title opens a section. It ends before the next heading of the same or a
    /// higher level.
    pub(super) fn blocks<'b>(&mut self, blocks: impl Iterator<Item = &'b Block>) {
        self.blocks_as(HtmlLook::Plain, blocks);
    }

    fn blocks_as<'b>(&mut self, look: HtmlLook, blocks: impl Iterator<Item = &'b Block>) {
        let mut open: Vec<u8> = Vec::new();
        for block in blocks {
            let headings = &self.outline.headings[self.written..self.written + count_headings(block)];
            if let Some(highest) = headings.iter().map(|heading| heading.level).min() {
                while open.pop_if(|level| *level >= highest).is_some() {
                    self.close("section");
                    self.end_line();
                }
            }
            if matches!(block.kind, BlockKind::Heading { .. }) && self.outline.title != Some(self.written) {
                let heading = &self.outline.headings[self.written];
                open.push(heading.level);
                let id = heading.id.clone();
                self.open("section", &[("aria-labelledby", &id)]);
                self.end_line();
            }
            self.block(look, block);
        }
        for _ in open {
            self.close("section");
            self.end_line();
        }
    }

    fn block(&mut self, look: HtmlLook, block: &Block) {
        match &block.kind {
            BlockKind::Heading { text, .. } => self.heading(text),
            BlockKind::Paragraph(text) => {
                let class = if let HtmlLook::Paragraphs(class) = look { Some(("class", class)) } else { None };
                self.line("p", class.as_slice(), text);
                self.end_line();
            }
            BlockKind::Quote(inner) => {
                self.group("div", &[("class", "apart")], |writer| writer.blocks(inner.iter()));
            }
            BlockKind::List { start, items } => self.list(*start, items),
            BlockKind::Table(table) => {
                let class = if let HtmlLook::Tables(class) = look { Some(class) } else { None };
                self.table(table, class);
            }
            BlockKind::Rule => {
                self.open("hr", &[]);
                self.end_line();
            }
            BlockKind::Notes(notes) => self.notes(notes),
            BlockKind::Region(region, inner) => self.region(region, inner),
            BlockKind::PageBreak => {
                self.open("div", &[("class", "page-break")]);
                self.close("div");
                self.end_line();
            }
            BlockKind::Contents => self.contents(),
            BlockKind::ColumnBreak => {}
            BlockKind::Picture(picture) => self.picture(picture),
        }
    }

    /// Writes a picture, embedded in the file; nothing when its file was not found.
    fn picture(&mut self, block: &PictureBlock) {
        let Some(picture) = &block.picture else { return };
        let (width, height) = picture.size();
        let style = match block.size {
            PictureSize::Width(percent) => format!("width:{percent}%"),
            PictureSize::Height(points) => format!("width:auto;height:{points}pt"),
        };
        let (address, width, height) = (picture.data_address(), width.to_string(), height.to_string());
        let mut attributes = vec![("alt", block.alt.text.as_str()), ("width", &width), ("height", &height)];
        attributes.push(("style", &style));
        attributes.extend(block.alt.fields.first().map(|span| ("data-field", &*span.path)));
        attributes.push(("src", &address));
        self.open("img", &attributes);
        self.end_line();
    }

    /// Writes a picture with its caption.
    fn figure(&mut self, blocks: &[Block]) {
        let (pictures, caption): (Vec<&Block>, Vec<&Block>) =
            blocks.iter().partition(|block| matches!(block.kind, BlockKind::Picture(_)));
        self.group("figure", &[], |writer| {
            writer.blocks(pictures.into_iter());
            if !caption.is_empty() {
                writer.group("figcaption", &[], |writer| writer.blocks(caption.into_iter()));
            }
        });
    }

    fn heading(&mut self, text: &[Inline]) {
        let heading = &self.outline.headings[self.written];
        self.written += 1;
        let (tag, id) = (format!("h{}", heading.level), heading.id.clone());
        self.line(&tag, &[("id", &id)], text);
        self.end_line();
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>]) {
        let first = start.filter(|start| *start != 1).map(|start| start.to_string());
        let attributes = first.as_deref().map(|first| ("start", first));
        self.group(if start.is_some() { "ol" } else { "ul" }, attributes.as_slice(), |writer| {
            for item in items {
                match item.as_slice() {
                    [Block { kind: BlockKind::Paragraph(text), .. }] => writer.line("li", &[], text),
                    [Block { kind: BlockKind::Paragraph(text), .. }, rest @ ..] => {
                        writer.open("li", &[]);
                        writer.inlines(text);
                        writer.end_line();
                        writer.blocks(rest.iter());
                        writer.close("li");
                    }
                    blocks => {
                        writer.open("li", &[]);
                        writer.blocks(blocks.iter());
                        writer.close("li");
                    }
                }
                writer.end_line();
            }
        });
    }

    /// Writes the notes, each with a link back to the first reference to it.
    fn notes(&mut self, notes: &[Note]) {
        let sign = if super::direction(self.labels.language) == "rtl" { "↪\u{fe0e}" } else { "↩\u{fe0e}" };
        self.group("ol", &[("class", "notes")], |writer| {
            for note in notes {
                let number = note.number.to_string();
                let id = format!("note.{number}");
                let mut attributes = vec![("value", number.as_str())];
                // If two notes have the same label, the first one gets the id.
                if writer.outline.notes.remove(&note.number) {
                    attributes.push(("id", &id));
                }
                let field = sole_field(&note.text).map(FieldPath::clone);
                attributes.extend(field.as_ref().map(|path| ("data-field", &**path)));
                writer.open("li", &attributes);
                let outer = std::mem::replace(&mut writer.field, field.clone());
                writer.inlines(&note.text);
                writer.field = outer;
                if writer.outline.cited.contains(&note.number) {
                    let href = format!("#ref.{number}");
                    let name = format!("{sign} {number}");
                    writer.out.push(' ');
                    writer.open("a", &[("href", &href), ("role", "doc-backlink"), ("aria-label", &name)]);
                    writer.text(sign);
                    writer.close("a");
                }
                writer.close("li");
                writer.end_line();
            }
        });
    }

    fn region(&mut self, region: &Region, blocks: &[Block]) {
        let class = match region {
            // A page that scrolls has room for everything.
            Region::Drop { .. } => return self.blocks(blocks.iter()),
            Region::Figure { .. } => return self.figure(blocks),
            Region::Matrix => return self.blocks_as(HtmlLook::Tables("matrix"), blocks.iter()),
            Region::Strip => return self.blocks_as(HtmlLook::Tables("strip"), blocks.iter()),
            Region::Timeline { .. } => return self.blocks_as(HtmlLook::Tables("timeline"), blocks.iter()),
            Region::Subtitle => return self.blocks_as(HtmlLook::Paragraphs("subtitle"), blocks.iter()),
            Region::Dateline => return self.blocks_as(HtmlLook::Paragraphs("dateline"), blocks.iter()),
            Region::Columns { count } => return self.columns(*count, blocks),
            Region::Marking => "marking",
            Region::Dates => "dates",
            Region::Keep => "keep",
            Region::Small => "small",
            Region::Margin => "small margin",
        };
        self.group("div", &[("class", class)], |writer| writer.blocks(blocks.iter()));
    }

    /// Writes columns: balanced ones, or one for each part between column breaks.
    fn columns(&mut self, count: u8, blocks: &[Block]) {
        let columns: Vec<&[Block]> = blocks.split(|block| block.kind == BlockKind::ColumnBreak).collect();
        if let [only] = columns.as_slice() {
            if !fill_columns(only) {
                return self.blocks(only.iter());
            }
            let class = format!("columns-{count}");
            return self.group("div", &[("class", &class)], |writer| writer.blocks(only.iter()));
        }
        self.group("div", &[("class", "side-by-side")], |writer| {
            for column in columns {
                writer.group("div", &[], |writer| writer.blocks(column.iter()));
            }
        });
    }

    /// Writes links to the headings of levels 2 and 3.
    fn contents(&mut self) {
        let lines: Vec<_> = self.outline.headings.iter().filter(|it| (2..=3).contains(&it.level)).collect();
        let lines: Vec<_> = lines.into_iter().map(|it| (it.level, format!("#{}", it.id), it.text.clone())).collect();
        if lines.is_empty() {
            return;
        }
        self.group("nav", &[], |writer| {
            writer.open("ul", &[]);
            // Headings of level 3 are a nested list in the item of the level 2 heading above them.
            let mut deep = false;
            for (at, (level, href, text)) in lines.iter().enumerate() {
                let below = *level == 3 && at > 0;
                match (below, deep) {
                    (true, false) => writer.open("ul", &[]),
                    (false, true) => {
                        writer.close("li");
                        writer.close("ul");
                        writer.close("li");
                    }
                    _ if at > 0 => writer.close("li"),
                    _ => {}
                }
                deep = below;
                writer.end_line();
                writer.open("li", &[]);
                writer.open("a", &[("href", href)]);
                writer.field_text(text);
                writer.close("a");
            }
            writer.close("li");
            if deep {
                writer.close("ul");
                writer.close("li");
            }
            writer.end_line();
            writer.close("ul");
            writer.end_line();
        });
    }
}
