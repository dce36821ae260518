//! What a page leaves out of a document, left out of its other forms, too.

use super::comment::drop_note;
use super::{Block, BlockKind, Document, Inline, Region};

impl Document {
    /// Puts the notes of parts that the page leaves out, `brief:drop`, in the place of those parts.
    pub fn leave_out(&mut self, notes: &[String]) {
        leave_out(&mut self.blocks, notes);
    }
}

fn leave_out(blocks: &mut [Block], notes: &[String]) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Region(Region::Drop { note, .. }, _) if notes.contains(note) => {
                let words = Inline::Emphasis(vec![Inline::Text(note.as_str().into())]);
                let words = Block { kind: BlockKind::Paragraph(vec![words]), span: block.span.clone() };
                block.kind = BlockKind::Region(Region::Small, vec![words]);
            }
            BlockKind::Quote(inner) | BlockKind::Region(_, inner) => leave_out(inner, notes),
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| leave_out(item, notes)),
            _ => {}
        }
    }
}

/// A Markdown text with the notes of parts that the page leaves out in the place of those parts.
#[must_use]
pub fn without(markdown: &str, notes: &[String]) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut is_out = false;
    for line in markdown.split_inclusive('\n') {
        if let Some(note) = drop_note(line).filter(|note| notes.contains(note)) {
            is_out = true;
            out.push_str(&format!("<!-- brief:small -->\n\n*{note}*\n\n<!-- /brief:small -->\n"));
        } else if is_out {
            is_out = line.trim() != "<!-- /brief:drop -->";
        } else {
            out.push_str(line);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parse;
    use crate::provenance::Fields;
    use crate::source::Sources;

    #[test]
    fn only_the_part_that_the_page_leaves_out_gives_way_to_its_note() {
        let part = |note: &str, words: &str| {
            let inner = format!("<!-- brief:small -->\n\n{words}\n\n<!-- /brief:small -->");
            format!("<!-- brief:drop priority=1 note=\"{note}\" -->\n\n## {words}\n\n{inner}\n\n<!-- /brief:drop -->\n")
        };
        let text = format!("# T\n\n{}\n{}\nEnd.\n", part("No one.", "One"), part("No two.", "Two"));
        let notes = vec!["No one.".to_owned()];
        let expected = "# T\n\n<!-- brief:small -->\n\n*No one.*\n\n<!-- /brief:small -->\n\n".to_owned()
            + &part("No two.", "Two")
            + "\nEnd.\n";
        assert_eq!(without(&text, &notes), expected);
        assert_eq!(without(&text, &[]), text);
        // The blocks are those of that text.
        let parsed = |text: &str| parse(text, Sources::default().next(), &Fields::default()).0;
        let mut document = parsed(&text);
        document.leave_out(&notes);
        let kinds = |document: &Document| format!("{:?}", document.blocks).replace(|c: char| c.is_ascii_digit(), "");
        assert_eq!(kinds(&document), kinds(&parsed(&expected)));
    }
}
