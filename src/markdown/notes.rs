//! References to notes next to each other: sorted, and with a separator between two of them.

use super::block::{BETWEEN_NOTES, Edit, Inline};

/// An inline, and the edited text that it is part of: its number on the line, and the edit.
type NoteOrText = (Option<(usize, Edit)>, Inline);

/// Sorts the references to notes that follow each other, drops those that are repeated and the spaces between them, and
/// writes a separator between two of them: two numbers would read as one. In a redline, one of them may be inserted
/// and the next one kept.
pub(super) fn separate_notes(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<NoteOrText> = Vec::with_capacity(inlines.len());
    let mut rest = flat(inlines).into_iter().peekable();
    while let Some(part) = rest.next() {
        let Some(number) = note_number(&part) else {
            out.push(part);
            continue;
        };
        let mut notes = vec![(number, part)];
        // Spaces, which are dropped if another reference follows.
        let mut spaces = Vec::new();
        while let Some(next) = rest.next_if(|next| note_number(next).is_some() || is_space(next)) {
            match note_number(&next) {
                Some(number) => {
                    spaces.clear();
                    notes.push((number, next));
                }
                None => spaces.push(next),
            }
        }
        let edit = |part: &NoteOrText| part.0.map(|(_, edit)| edit);
        notes.sort_by_key(|(number, _)| *number);
        notes.dedup_by(|(number, one), (other, kept)| number == other && edit(one) == edit(kept));
        for (at, (_, note)) in notes.into_iter().enumerate() {
            if at > 0 {
                // Between two that are edited in the same way, it is edited, too.
                let same = note.0.filter(|it| out.last().is_some_and(|(last, _)| *last == Some(*it)));
                out.push((same, Inline::Text(BETWEEN_NOTES.into())));
            }
            out.push(note);
        }
        out.append(&mut spaces);
    }
    nested(out)
}

fn is_space((_, inline): &NoteOrText) -> bool {
    matches!(inline, Inline::Text(text) if text.text.trim().is_empty())
}

fn note_number((_, inline): &NoteOrText) -> Option<usize> {
    if let Inline::NoteReference { number, .. } = inline { Some(*number) } else { None }
}

/// The inlines, with those of an edited text instead of it.
fn flat(inlines: Vec<Inline>) -> Vec<NoteOrText> {
    let mut all = Vec::with_capacity(inlines.len());
    for (at, inline) in inlines.into_iter().enumerate() {
        match inline {
            Inline::Edited { edit, text } if !text.is_empty() => {
                all.extend(text.into_iter().map(|inner| (Some((at, edit)), inner)));
            }
            other => all.push((None, other)),
        }
    }
    all
}

/// The inlines, with those of one edited text in it again.
fn nested(parts: Vec<NoteOrText>) -> Vec<Inline> {
    let mut all: Vec<Inline> = Vec::with_capacity(parts.len());
    let mut last = None;
    for (edited, inline) in parts {
        match (edited, all.last_mut()) {
            (Some(_), Some(Inline::Edited { text, .. })) if edited == last => text.push(inline),
            (Some((_, edit)), _) => all.push(Inline::Edited { edit, text: vec![inline] }),
            (None, _) => all.push(inline),
        }
        last = edited;
    }
    all
}
