//! Blocks: paragraphs with their styles, lists, sections, footnotes.

use super::WordWriter;
use super::change::{plain_pieces, tag};
use super::edits::whole_edit_of_blocks;
use super::outline::{WordHeading, bookmark};
use super::section::SectionSetting;

use super::xml::Xml;
use crate::markdown::{Block, BlockKind, Inline, Note, Region, fill_columns};

/// The settings that a block inherits from the blocks around it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct WordLook {
    /// The style of the paragraphs.
    pub(super) style: Option<&'static str>,
    /// The depth of nested lists.
    lists: usize,
    /// Whether paragraphs are kept on the page of the next one.
    pub(super) keep: bool,
    /// Whether tables have row headings.
    rows: bool,
    /// Whether the block is inside something in which it cannot be a section of its own.
    inner: bool,
}

/// The deepest level of a Word list.
const DEEPEST: usize = 8;

impl WordWriter<'_> {
    /// The body of the document, with the properties of its last section.
    pub(super) fn body(&mut self, flow: &[&Block]) -> String {
        self.blocks(flow.iter().copied());
        if self.after_table || self.page_break {
            self.gap(None);
        }
        let setting = SectionSetting { count: 1, continuous: self.sections > 0 };
        let figures = self.figures;
        self.xml.append(&setting.properties(&figures, self.rtl));
        std::mem::take(&mut self.xml).finish()
    }

    pub(super) fn blocks<'b>(&mut self, blocks: impl Iterator<Item = &'b Block>) {
        blocks.for_each(|block| self.block(block));
    }

    fn is_footnote(&self, note: &Note) -> bool {
        self.outline.cited.contains(&note.number)
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { text, .. } => self.heading(text),
            BlockKind::Paragraph(text) => {
                let style = match self.look {
                    WordLook { style: Some(style), .. } => style,
                    WordLook { lists: 0, .. } => "Normal",
                    _ => "ListContinue",
                };
                self.line(style, text);
            }
            BlockKind::Quote(inner) => {
                self.looking(
                    |look| (look.style, look.inner) = (Some("Quote"), true),
                    |writer| writer.blocks(inner.iter()),
                );
            }
            BlockKind::List { start, items } => self.list(*start, items),
            BlockKind::Table(table) => self.table(table, self.look.rows),
            BlockKind::Rule => self.paragraph("Rule", |_| {}),
            BlockKind::Notes(notes) => {
                // The other notes are footnotes.
                let rest: Vec<&Note> = notes.iter().filter(|note| !self.is_footnote(note)).collect();
                for note in rest {
                    self.paragraph("SmallPrint", |writer| {
                        let face = writer.face.clone();
                        writer.run(&face, &format!("{}. ", note.number));
                        writer.inlines(&note.text);
                    });
                }
            }
            BlockKind::Region(region, inner) => self.region(region, inner),
            BlockKind::PageBreak => self.page_break = true,
            BlockKind::Contents => self.contents(),
            BlockKind::ColumnBreak => {}
            BlockKind::Picture(picture) => self.picture(picture),
        }
    }

    pub(super) fn looking(&mut self, change: impl FnOnce(&mut WordLook), inner: impl FnOnce(&mut Self)) {
        let outer = self.look;
        change(&mut self.look);
        inner(self);
        self.look = outer;
    }

    fn line(&mut self, style: &str, text: &[Inline]) {
        self.whole_change(text);
        self.paragraph(style, |writer| writer.inlines(text));
    }

    /// Writes a paragraph in a style.
    pub(super) fn paragraph(&mut self, style: &str, inner: impl FnOnce(&mut Self)) {
        self.paragraph_of(style, None, inner);
    }

    /// Writes a paragraph in a style. `item` is its list level and the number of its list.
    fn paragraph_of(&mut self, style: &str, item: Option<(usize, usize)>, inner: impl FnOnce(&mut Self)) {
        self.xml.open("w:p", &[]);
        self.xml.open("w:pPr", &[]);
        self.xml.val("w:pStyle", style);
        if self.look.keep {
            self.xml.empty("w:keepNext", &[]);
        }
        if let Some((level, number)) = item {
            self.xml.group("w:numPr", &[], |xml| {
                xml.val("w:ilvl", &level.to_string());
                xml.val("w:numId", &number.to_string());
            });
        }
        if self.rtl {
            self.xml.empty("w:bidi", &[]);
        }
        if style == "ListContinue" {
            let indent = (self.figures.indent() * self.look.lists.min(DEEPEST + 1) as u32).to_string();
            self.xml.empty("w:ind", &[("w:left", &indent)]);
        }
        let edit = self.end_of_paragraph.take();
        self.changes.in_whole = edit.is_some();
        if let Some(edit) = edit {
            self.xml.open("w:rPr", &[]);
            self.changes.mark(&mut self.xml, tag(edit));
            self.xml.close("w:rPr");
        }
        self.xml.close("w:pPr");
        if std::mem::take(&mut self.page_break) {
            self.xml.group("w:r", &[], |xml| xml.empty("w:br", &[("w:type", "page")]));
        }
        inner(self);
        self.changes.in_whole = false;
        self.xml.close("w:p");
        self.xml.end_line();
        (self.after_table, self.after_section) = (false, false);
    }

    /// Writes an empty paragraph without height, which separates two tables, ends a section, or has a page break before
    /// a table.
    pub(super) fn gap(&mut self, section: Option<&Xml>) {
        self.xml.open("w:p", &[]);
        self.xml.open("w:pPr", &[]);
        self.xml.val("w:pStyle", "Gap");
        if let Some(section) = section {
            self.xml.append(section);
        }
        self.xml.close("w:pPr");
        if std::mem::take(&mut self.page_break) {
            self.xml.group("w:r", &[], |xml| xml.empty("w:br", &[("w:type", "page")]));
        }
        self.xml.close("w:p");
        self.xml.end_line();
        (self.after_table, self.after_section) = (false, false);
    }

    /// Writes a heading with a bookmark around it. The title has a style of its own, so the headings below it begin
    /// with Word's level 1.
    fn heading(&mut self, text: &[Inline]) {
        let at = self.written;
        self.written += 1;
        if self.outline.headings[at].dropped {
            return;
        }
        let level = self.outline.headings[at].level;
        let below = u8::from(self.outline.title.is_some());
        let style = match level.saturating_sub(below) {
            _ if self.outline.title == Some(at) => "Title",
            0 | 1 => "Heading1",
            2 => "Heading2",
            _ => "Heading3",
        };
        let (id, name) = (self.bookmarks.to_string(), bookmark(at));
        self.bookmarks += 1;
        self.whole_change(text);
        self.paragraph(style, |writer| {
            writer.xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &name)]);
            writer.inlines(text);
            writer.xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
        });
    }

    /// Writes a list. All bulleted lists share one Word list. Each numbered list has a Word list of its own, so that it
    /// begins at its number.
    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>]) {
        let level = self.look.lists.min(DEEPEST);
        let (style, number) = match start {
            Some(start) => {
                self.numbered.push((level, start));
                ("ListNumber", self.numbered.len() + 1)
            }
            None => ("ListBullet", 1),
        };
        let outer = self.look.lists;
        for item in items {
            let (first, rest) = match item.as_slice() {
                [Block { kind: BlockKind::Paragraph(text), .. }, rest @ ..] => (text.as_slice(), rest),
                all => (&[][..], all),
            };
            self.whole_change(first);
            self.paragraph_of(style, Some((level, number)), |writer| writer.inlines(first));
            let within = |look: &mut WordLook| (look.lists, look.style, look.inner) = (outer + 1, None, true);
            self.looking(within, |writer| writer.blocks(rest.iter()));
        }
    }

    fn region(&mut self, region: &Region, blocks: &[Block]) {
        let change: fn(&mut WordLook) = match region {
            Region::Columns { count } if !self.look.inner => return self.columns(*count, blocks),
            // Dates are in bold at the start of their items, and need no column.
            Region::Columns { .. } | Region::Drop { .. } | Region::Dates => |_| {},
            Region::Matrix | Region::Strip | Region::Timeline { .. } => |look| look.rows = true,
            Region::Subtitle => |look| look.style = Some("Subtitle"),
            Region::Dateline => |look| look.style = Some("Dateline"),
            Region::Small | Region::Margin => |look| look.style = Some("SmallPrint"),
            Region::Figure { .. } => return self.figure(blocks),
            // The marking is in the header.
            Region::Marking => return,
            Region::Keep => {
                let Some((last, first)) = blocks.split_last() else { return };
                self.looking(|look| look.keep = true, |writer| writer.blocks(first.iter()));
                return self.block(last);
            }
        };
        self.looking(change, |writer| writer.blocks(blocks.iter()));
    }

    /// Writes columns with the breaks of the text: a table without borders, since `LibreOffice` begins a new page after
    /// a section with a column break.
    fn side_by_side(&mut self, columns: &[&[Block]]) {
        if self.after_table || self.page_break {
            self.gap(None);
        }
        let outer = self.width;
        self.width /= columns.len().max(1) as u32;
        let width = self.width.to_string();
        self.xml.open("w:tbl", &[]);
        let rtl = self.rtl;
        self.xml.group("w:tblPr", &[], |xml| {
            xml.val("w:tblStyle", "TableNormal");
            if rtl {
                xml.empty("w:bidiVisual", &[]);
            }
            xml.empty("w:tblW", &[("w:w", &outer.to_string()), ("w:type", "dxa")]);
            xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        });
        self.xml.group("w:tblGrid", &[], |xml| {
            columns.iter().for_each(|_| xml.empty("w:gridCol", &[("w:w", &width)]));
        });
        self.xml.open("w:tr", &[]);
        let own = columns.iter().map(|column| whole_edit_of_blocks(column));
        let own: Vec<_> = own.filter(|edit| self.changes.is_tracked() && edit.is_some()).collect();
        if let Some(edit) = own.first().copied().flatten().filter(|first| own == vec![Some(*first); columns.len()]) {
            self.xml.open("w:trPr", &[]);
            self.changes.mark(&mut self.xml, tag(edit));
            self.xml.close("w:trPr");
        }
        for column in columns {
            self.xml.open("w:tc", &[]);
            self.xml.group("w:tcPr", &[], |xml| xml.empty("w:tcW", &[("w:w", &width), ("w:type", "dxa")]));
            self.after_table = true;
            self.looking(|look| look.inner = true, |writer| writer.blocks(column.iter()));
            // A cell must end with a paragraph.
            if self.after_table {
                self.gap(None);
            }
            self.xml.close("w:tc");
        }
        self.xml.close("w:tr");
        self.xml.close("w:tbl");
        self.xml.end_line();
        self.width = outer;
        (self.after_table, self.after_section) = (true, false);
    }

    /// Writes blocks in balanced columns, which are a section of their own.
    fn columns(&mut self, count: u8, blocks: &[Block]) {
        let columns: Vec<&[Block]> = blocks.split(|block| block.kind == BlockKind::ColumnBreak).collect();
        if columns.len() > 1 {
            return self.side_by_side(&columns);
        }
        // One entry would leave the other columns empty.
        if !fill_columns(blocks) {
            return self.blocks(blocks.iter());
        }
        let before = SectionSetting { count: 1, continuous: self.sections > 0 }.properties(&self.figures, self.rtl);
        // Directly after other columns, there is no section to end.
        if !self.after_section {
            self.gap(Some(&before));
            self.sections += 1;
        }
        let outer = self.width;
        self.width = self.figures.column(u32::from(count));
        self.looking(|look| look.inner = true, |writer| writer.blocks(blocks.iter()));
        self.width = outer;
        let setting = SectionSetting { count: u32::from(count), continuous: true }.properties(&self.figures, self.rtl);
        self.gap(Some(&setting));
        self.sections += 1;
        // A section needs a paragraph after it, and at the end of the text there may be none.
        (self.after_table, self.after_section) = (true, true);
    }

    /// Writes the headings of levels 2 and 3 with their page numbers.
    fn contents(&mut self) {
        let headings =
            self.outline.headings.iter().enumerate().filter(|(_, it)| (2..=3).contains(&it.level) && !it.dropped);
        let is_tracked = self.changes.is_tracked();
        let line =
            |(at, it): (usize, &WordHeading<'_>)| (it.level, bookmark(at), plain_pieces(it.words, is_tracked), it.edit);
        let lines: Vec<_> = headings.map(line).collect();
        for (level, bookmark, pieces, edit) in lines {
            self.end_of_paragraph = edit.filter(|_| is_tracked);
            self.paragraph(if level == 2 { "TOC1" } else { "TOC2" }, |writer| {
                writer.xml.open("w:hyperlink", &[("w:anchor", &bookmark), ("w:history", "1")]);
                for (edit, text) in pieces {
                    let mut face = writer.face.clone();
                    face.edit = edit;
                    writer.run(&face, &text);
                }
                writer.xml.close("w:hyperlink");
                writer.within(
                    |face| face.edit = edit.filter(|_| is_tracked),
                    |writer| {
                        let face = writer.face.clone();
                        writer.run_of(&face, |xml| xml.empty("w:tab", &[]));
                        writer.field(&format!("PAGEREF {bookmark} \\h"), "1", false);
                    },
                );
            });
        }
    }

    /// The footnotes, without the root element.
    pub(super) fn footnotes(&mut self) -> String {
        let notes: Vec<(usize, &Note)> = self.outline.notes.iter().map(|(number, note)| (*number, *note)).collect();
        self.in_note = true;
        self.look = WordLook::default();
        for (number, note) in notes {
            if !self.noted.contains(&number) {
                continue;
            }
            self.xml.open("w:footnote", &[("w:id", &number.to_string())]);
            self.paragraph("FootnoteText", |writer| {
                writer.xml.group("w:r", &[], |xml| {
                    xml.group("w:rPr", &[], |xml| xml.val("w:rStyle", "FootnoteReference"));
                    xml.empty("w:footnoteRef", &[]);
                });
                let face = writer.face.clone();
                writer.run(&face, " ");
                writer.inlines(&note.text);
            });
            self.xml.close("w:footnote");
        }
        std::mem::take(&mut self.xml).finish()
    }
}
