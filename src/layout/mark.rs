//! The marks of a redline: lines under, through and beside text that changed.
//!
//! They are drawn over the finished pages, so that a mark never moves a word. As in redlines of contracts and of
//! standards, inserted text is underlined, deleted text is struck through, moved text is underlined twice, and every
//! line with a change has a bar in the nearer margin. No mark relies on colour alone.

use std::collections::HashMap;

use super::color::Color;
use super::page::{Edit, GlyphRun, Page, PageItem, Pages, StructureRole};
use super::style::Style;

/// The distance of the line under inserted text from the baseline, relative to the size.
const UNDER: f32 = 0.14;
/// The distance of the second line under moved text from the first one, relative to the size.
const SECOND: f32 = 0.08;
/// The height of the line through deleted text above the baseline, relative to the size: the middle of lower-case
/// letters.
const THROUGH: f32 = 0.24;
/// The thickness of these lines, relative to the size.
const THICK: f32 = 0.055;
/// The distance of a bar from the text area, and its thickness, in points.
const BAR: (f32, f32) = (9.0, 1.2);
/// Bars at most this far apart, in points, are joined: those of the lines of one paragraph, not those of two
/// paragraphs.
const GAP: f32 = 5.0;
/// How far a bar reaches above and below the baseline, relative to the size.
const REACH: (f32, f32) = (0.82, 0.3);

/// Draws the marks for all text whose element, or one of its ancestors, was edited.
pub(super) fn mark(laid: &mut Pages, style: &Style) {
    let edits: Vec<Option<Edit>> = edits(laid);
    if edits.iter().all(Option::is_none) {
        return;
    }
    let blocks = blocks(laid);
    let sheet = style.sheet();
    let color = style.colors().text;
    for page in &mut laid.pages {
        let edges = (sheet.left, page.width - sheet.right);
        mark_page(page, &edits, &blocks, edges, color);
    }
}

/// For each element, the edit that its text is part of. A parent comes before its children.
fn edits(laid: &Pages) -> Vec<Option<Edit>> {
    let mut edits: Vec<Option<Edit>> = Vec::with_capacity(laid.elements.len());
    for element in &laid.elements {
        let own = if let StructureRole::Edited { edit, .. } = element.role { Some(edit) } else { None };
        let above = element.parent.and_then(|parent| edits.get(parent.0).copied().flatten());
        edits.push(own.or(above));
    }
    edits
}

/// For each element, the block (paragraph, cell) in which its text is.
fn blocks(laid: &Pages) -> Vec<usize> {
    let mut blocks: Vec<usize> = Vec::with_capacity(laid.elements.len());
    for (at, element) in laid.elements.iter().enumerate() {
        let within = matches!(
            element.role,
            StructureRole::Edited { .. }
                | StructureRole::Link { .. }
                | StructureRole::Reference { .. }
                | StructureRole::Language { .. }
        );
        let above = element.parent.filter(|_| within).and_then(|parent| blocks.get(parent.0).copied());
        blocks.push(above.unwrap_or(at));
    }
    blocks
}

fn mark_page(page: &mut Page, edits: &[Option<Edit>], blocks: &[usize], edges: (f32, f32), color: Color) {
    let middle = page.width / 2.0;
    // The left edge of each block: a column or cell in the right half of the page has its bars in the right margin.
    let mut starts: HashMap<usize, f32> = HashMap::new();
    for item in &page.items {
        if let PageItem::Glyphs(GlyphRun { x, element: Some(element), .. }) = item {
            let start = starts.entry(blocks.get(element.0).copied().unwrap_or(element.0)).or_insert(*x);
            *start = start.min(*x);
        }
    }
    let mut rules = Vec::new();
    // Top and bottom of each bar in the left and in the right margin.
    let mut bars: [Vec<(f32, f32)>; 2] = [Vec::new(), Vec::new()];
    for item in &page.items {
        let PageItem::Glyphs(run) = item else { continue };
        let Some(edit) = run.element.and_then(|element| edits.get(element.0).copied().flatten()) else { continue };
        let width = width(run);
        if width <= 0.0 {
            continue;
        }
        let thickness = (run.size * THICK).max(0.4);
        let mut rule = |rise: f32| {
            let y = run.y + rise * run.size;
            rules.push(PageItem::Rule {
                element: None,
                from: (run.x, y),
                to: (run.x + width, y),
                thickness,
                color: run.color,
            });
        };
        match edit {
            Edit::Inserted => rule(UNDER),
            Edit::Deleted => rule(-THROUGH),
            Edit::Moved => {
                rule(UNDER);
                rule(UNDER + SECOND);
            }
        }
        let start = run.element.and_then(|it| starts.get(blocks.get(it.0)?)).copied().unwrap_or(run.x);
        let side = usize::from(start > middle);
        bars[side].push((run.y - REACH.0 * run.size, run.y + REACH.1 * run.size));
    }
    for (side, mut all) in bars.into_iter().enumerate() {
        let x = if side == 0 { edges.0 - BAR.0 } else { edges.1 + BAR.0 };
        all.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut joined: Vec<(f32, f32)> = Vec::new();
        for (top, bottom) in all {
            match joined.last_mut() {
                // The bars of consecutive lines are joined.
                Some(last) if top <= last.1 + GAP => last.1 = last.1.max(bottom),
                _ => joined.push((top, bottom)),
            }
        }
        for (top, bottom) in joined {
            rules.push(PageItem::Rule { element: None, from: (x, top), to: (x, bottom), thickness: BAR.1, color });
        }
    }
    page.items.extend(rules);
}

/// The width of a run, without a space at its end.
fn width(run: &GlyphRun) -> f32 {
    let end = run.glyphs.iter().rposition(|glyph| glyph.text != " ").map_or(0, |last| last + 1);
    run.glyphs[..end].iter().map(|glyph| glyph.advance).sum::<f32>() * run.size / 1000.0
}
