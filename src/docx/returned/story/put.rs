//! Assigns text that was read to its field, or to the text outside of fields, and to the comments on it.

use super::{Anchor, MOST_LETTERS, PlacedLetter, ReadStory, RunLook, Story};
use crate::docx::returned::values::{LONGEST, capped, note_revision, one_line};
use crate::docx::returned::{Letter, OutsideText};

impl Story {
    pub(super) fn put(&mut self, text: &str) {
        let run = self.run.unwrap_or_default();
        let is_between_notes = run.raised && text.trim_matches([' ', '\u{a0}', ',']).is_empty();
        let is_asking = self.controls.last().is_some_and(|control| control.placeholder);
        if self.is_computed() || is_asking || is_between_notes {
            return;
        }
        self.note = None;
        let deleted = self.deleted > 0;
        let letters = if deleted { 0 } else { text.chars().count() };
        if self.letters + letters > MOST_LETTERS {
            self.letters += letters;
            return;
        }
        let fields = self.fields().filter(|_| !deleted);
        let Some(fields) = fields else {
            let here = self.current_fields();
            self.letters += letters;
            return self.put_at(text, run, here);
        };
        if let Some(numbers) = self.raised_marks(text, run) {
            let here = [self.field_ahead(), None];
            self.letters += letters;
            return numbers.into_iter().for_each(|number| self.mark(Some(number), here));
        }
        let fields: Vec<Option<usize>> =
            text.chars().enumerate().map(|(at, _)| *fields.get(self.letters + at)?).collect();
        let mut rest = text;
        for alike in fields.chunk_by(|one, other| one == other) {
            let end = rest.char_indices().nth(alike.len()).map_or(rest.len(), |(at, _)| at);
            self.letters += alike.len();
            self.put_at(&rest[..end], run, [alike[0], None]);
            rest = &rest[end..];
        }
    }

    /// The numbers in a raised text, if all of them are notes that its field refers to.
    fn raised_marks(&self, text: &str, run: RunLook) -> Option<Vec<usize>> {
        let placed = self.placed.as_ref().filter(|_| run.raised)?;
        let field = self.field_ahead();
        let numbers = text.split([',', ' ', '\u{a0}']).filter(|it| !it.is_empty()).map(|it| it.parse().ok());
        let numbers: Vec<usize> = numbers.collect::<Option<_>>()?;
        let marks = &placed.marks;
        let is_within = field.is_some_and(|field| marks.ends.get(&field).is_some_and(|end| *end > self.letters));
        let known = match field.filter(|_| is_within) {
            Some(field) => marks.within.get(&field)?,
            None => marks.behind.get(&field)?,
        };
        numbers.iter().all(|number| known.contains(number)).then_some(numbers)
    }

    /// Assigns a text to the fields that are given by the tag of a control and by a bookmark.
    fn put_at(&mut self, text: &str, run: RunLook, here: [Option<usize>; 2]) {
        let deleted = self.deleted > 0;
        if let Some(placed) = self.placed.as_mut().filter(|_| !deleted) {
            let (field, paragraph) = (here[0].or(here[1]), placed.paragraphs);
            placed.letters.extend(text.chars().map(|c| PlacedLetter { c, field, paragraph, is_raised: run.raised }));
        }
        let revision = self.revisions.last().cloned();
        if let Some(paragraph) = self.paragraphs.last_mut() {
            let is_field = here.iter().any(Option::is_some);
            match (is_field, deleted) {
                (false, false) => paragraph.outside.push_str(text),
                (true, false) if !paragraph.outside.ends_with('…') => paragraph.outside.push('…'),
                _ => {}
            }
            if !deleted {
                paragraph.all.push_str(text);
            }
            if !is_field {
                note_revision(&mut paragraph.revisions, revision.as_ref());
            }
        }
        let linked = self.links > 0;
        self.update_fields(here, |field| {
            note_revision(&mut field.revisions, revision.as_ref());
            if !deleted {
                let RunLook { bold, italic, .. } = run;
                field.passage.letters.extend(text.chars().map(|c| Letter { c, bold, italic, linked }));
            }
        });
        if !deleted {
            self.in_comments(text, here[0].or(here[1]));
        }
    }

    pub(super) fn mark(&mut self, note: Option<usize>, fields: [Option<usize>; 2]) {
        if self.deleted > 0 {
            return;
        }
        self.update_fields(fields, |field| field.passage.marks.push(note));
    }

    pub(super) fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        if let Some(placed) = &mut self.placed {
            placed.paragraphs += 1;
        }
        if paragraph.is_heading {
            self.heading = capped(one_line(&paragraph.all));
        }
        if self.deleted == 0 {
            let line_end = Letter { c: '\n', bold: false, italic: false, linked: false };
            self.update_fields(self.current_fields(), |field| field.passage.letters.push(line_end));
        }
        let text = one_line(&paragraph.outside);
        if !text.chars().all(|c| c == '…' || c.is_whitespace()) {
            let heading = self.heading.clone();
            self.outside.push(OutsideText { heading, text, revisions: paragraph.revisions });
        }
    }

    pub(super) fn begin_comment(&mut self, id: &str) {
        if !self.anchors.contains_key(id) {
            let [tag, bookmark] = match self.fields() {
                Some(_) => [self.field_ahead(), None],
                None => self.current_fields(),
            };
            let anchor = Anchor { field: tag.or(bookmark), heading: self.heading.clone(), words: String::new() };
            self.anchors.insert(id.to_owned(), anchor);
        }
    }

    /// Adds text to the open comments.
    fn in_comments(&mut self, text: &str, field: Option<usize>) {
        for id in &self.open_comments {
            let Some(anchor) = self.anchors.get_mut(id) else { continue };
            anchor.field = anchor.field.or(field);
            if anchor.words.len() < LONGEST {
                anchor.words.push_str(&text[..text.floor_char_boundary(LONGEST)]);
            }
        }
    }

    pub(super) fn end(mut self) -> ReadStory {
        // A bookmark only counts if there is no control with the tag of that field.
        for (number, field) in self.by_bookmark {
            self.by_tag.entry(number).or_insert(field);
        }
        for field in self.by_tag.values_mut() {
            while field.passage.letters.last().is_some_and(|letter| letter.c.is_whitespace()) {
                field.passage.letters.pop();
            }
        }
        let letters = self.placed.unwrap_or_default().letters;
        ReadStory { fields: self.by_tag, outside: self.outside, anchors: self.anchors, letters }
    }
}
