//! Chosen breaks → lines of glyph runs.

use super::super::page::{Glyph, GlyphRun};
use super::{Breaks, Paragraph};

/// One line; x from its left edge and y from its baseline, in points.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::layout) struct Line {
    /// The glyphs.
    pub(in crate::layout) runs: Vec<GlyphRun>,
    /// Width of what is seen: without the spaces at the end.
    pub(in crate::layout) width: f32,
}

impl Paragraph {
    /// One line of a paragraph, broken at a size and ready to be moved to its place; `None` past the last one.
    pub(in crate::layout) fn line(&self, breaks: &Breaks, index: usize, size: f32) -> Option<Line> {
        let part = breaks.lines.get(index)?;
        let mut runs: Vec<GlyphRun> = Vec::new();
        let mut current = usize::MAX;
        let mut x = 0.0_f32;
        for at in part.start..part.resume {
            let shaped = &self.glyphs[at];
            let run = &self.runs[shaped.run];
            if shaped.run != current {
                current = shaped.run;
                runs.push(GlyphRun {
                    font: run.font,
                    size: size * run.scale,
                    x,
                    y: -run.rise * size,
                    glyphs: Vec::new(),
                    color: run.color,
                    element: run.element,
                });
            }
            let Some(last) = runs.last_mut() else { continue };
            let advance = match shaped.space {
                _ if at >= part.end => 0.0,
                true => shaped.advance * (1.0 + part.stretch as f32),
                false => shaped.advance,
            };
            let text = &self.text[shaped.text.clone()];
            let text = if text == "\n" { " " } else { text };
            last.glyphs.push(Glyph { id: shaped.id, advance, text: text.to_owned() });
            x += advance * run.scale * size / 1000.0;
            if part.hyphen
                && at + 1 == part.end
                && let Some((id, advance)) = run.hyphen
            {
                last.glyphs.push(Glyph { id, advance, text: "\u{ad}".to_owned() });
                x += advance * run.scale * size / 1000.0;
            }
        }
        Some(Line { runs, width: x })
    }
}
