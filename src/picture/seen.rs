//! What of a drawing can be seen. The rest is dropped when it is read, so that it is in no file: what lies outside of
//! the page or its clip, what is wholly transparent, and what is rounded to nothing.

use super::drawing::{Drawing, DrawingGroup, DrawingPart, Ink, Outline, Rectangle, Shape, is_folded};
use super::raster::bounds;

/// Drops what cannot be seen.
pub(super) fn keep_seen(drawing: &mut Drawing) {
    keep(&mut drawing.parts, [0.0, 0.0, drawing.width, drawing.height]);
}

fn keep(parts: &mut Vec<DrawingPart>, page: Rectangle) {
    parts.retain_mut(|part| match part {
        DrawingPart::Shape(shape) => is_shape_seen(shape, page),
        DrawingPart::Group(group) => is_group_seen(group, page),
    });
}

fn is_group_seen(group: &mut DrawingGroup, page: Rectangle) -> bool {
    let page = match &group.clip {
        Some(clip) => match area(clip) {
            Some(area) => common(area, page),
            None => return false,
        },
        None => page,
    };
    if group.opacity <= 0.0 || is_flat(page) {
        return false;
    }
    keep(&mut group.parts, page);
    !group.parts.is_empty()
}

/// The box of an outline that has an inside.
fn area(outline: &Outline) -> Option<Rectangle> {
    bounds(outline, None, None).filter(|it| !is_flat(*it))
}

fn is_shape_seen(shape: &mut Shape, page: Rectangle) -> bool {
    let is_folded = shape.transform.is_some_and(is_folded);
    let edge = bounds(&shape.outline, shape.transform, None);
    let Some(edge) = edge.filter(|_| !is_folded) else { return false };
    shape.fill.take_if(|ink| is_clear(ink) || is_flat(edge));
    shape.stroke.take_if(|stroke| is_clear(&stroke.ink) || stroke.width <= 0.0);
    let is_inside = |it: Rectangle| it[0] < page[2] && it[2] > page[0] && it[1] < page[3] && it[3] > page[1];
    match &shape.stroke {
        // Its line, with its corners and ends, may reach in where its edge does not.
        Some(stroke) => is_inside(edge) || bounds(&shape.outline, shape.transform, Some(stroke)).is_some_and(is_inside),
        None => shape.fill.is_some() && is_inside(edge),
    }
}

fn is_clear(ink: &Ink) -> bool {
    ink.opacity <= 0.0
}

fn is_flat([left, top, right, bottom]: Rectangle) -> bool {
    left >= right || top >= bottom
}

/// What lies in both.
pub(super) fn common(one: Rectangle, other: Rectangle) -> Rectangle {
    [one[0].max(other[0]), one[1].max(other[1]), one[2].min(other[2]), one[3].min(other[3])]
}
