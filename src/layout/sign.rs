//! Signs: the small shapes beside a word that show a stance or a status.
//!
//! They are drawn, not set from a font. So they all look equally large, whatever fonts a style names, and solid,
//! half-filled and outlined shapes remain distinct on a fax (ITU-T T.4: 204 × 98 or 196 dots to the inch, black or
//! white). The word beside a sign says the same, so a sign is an artifact.

use super::color::Color;
use super::page::PageItem;

/// The character that a sign is set as before it is drawn in that place. All signs have its width, and it is neutral in
/// the bidirectional algorithm.
pub(super) const STAND_IN: &str = "●";

/// The font size of the stand-in, relative to the text: at this size it leaves some space on both sides of a sign.
pub(super) const WIDTH: f32 = 1.3;
/// The thickness of outlines, in ems: at least two dots of a fax, even at the smallest size of text.
const LINE: f32 = 0.085;
/// The height of a sign's centre above the baseline, in ems: half a capital letter.
const MIDDLE: f32 = 0.325;

/// How a shape is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fill {
    Solid,
    /// Only the left half, within an outline.
    Half,
    Outline,
    /// An outline around a smaller copy of the shape, with enough space between the two that a fax keeps it white.
    Target,
}

/// The corners of a shape, relative to the centre of its largest inscribed circle, in ems, with x to the right and y
/// down; the radius of that circle; and how far the shape is moved down so that it is level with the others.
struct SignShape {
    corners: Vec<(f32, f32)>,
    radius: f32,
    down: f32,
}

fn shape(c: char) -> Option<(SignShape, Fill)> {
    Some(match c {
        '▲' => (triangle(), Fill::Solid),
        '△' => (triangle(), Fill::Outline),
        '▼' => (triangle().upside_down(), Fill::Solid),
        '▽' => (triangle().upside_down(), Fill::Outline),
        '●' => (circle(), Fill::Solid),
        '◉' => (circle(), Fill::Target),
        '○' => (circle(), Fill::Outline),
        '◆' => (diamond(), Fill::Half),
        '◊' => (diamond(), Fill::Outline),
        '■' => (square(), Fill::Solid),
        '◧' => (square(), Fill::Half),
        '□' => (square(), Fill::Outline),
        '✗' => (cross(0.09), Fill::Solid),
        '✘' => (cross(0.20), Fill::Solid),
        '✓' => (check(), Fill::Solid),
        _ => return None,
    })
}

impl SignShape {
    fn upside_down(mut self) -> Self {
        self.corners.iter_mut().for_each(|(_, y)| *y = -*y);
        self.down = -self.down;
        self
    }

    fn scaled(&self, by: f32) -> Vec<(f32, f32)> {
        self.corners.iter().map(|(x, y)| (x * by, y * by)).collect()
    }
}

fn triangle() -> SignShape {
    let (base, height) = (0.73_f32, 0.63_f32);
    let radius = base * height / (base + 2.0 * (base / 2.0).hypot(height));
    let corners = vec![(0.0, radius - height), (base / 2.0, radius), (-base / 2.0, radius)];
    SignShape { corners, radius, down: height / 2.0 - radius }
}

fn circle() -> SignShape {
    let radius = 0.31;
    let corner = |at: u8| {
        let (sin, cos) = (f32::from(at) * std::f32::consts::PI / 16.0).sin_cos();
        (radius * sin, -radius * cos)
    };
    SignShape { corners: (0..32).map(corner).collect(), radius, down: 0.0 }
}

fn diamond() -> SignShape {
    let half = 0.385;
    let corners = vec![(0.0, -half), (half, 0.0), (0.0, half), (-half, 0.0)];
    SignShape { corners, radius: half / std::f32::consts::SQRT_2, down: 0.0 }
}

fn square() -> SignShape {
    let half = 0.275;
    // Includes the corners where the left half ends.
    let corners = vec![(0.0, -half), (half, -half), (half, half), (0.0, half), (-half, half), (-half, -half)];
    SignShape { corners, radius: half, down: 0.0 }
}

/// Two crossed bars of a thickness.
fn cross(thickness: f32) -> SignShape {
    let (reach, part) = (0.27_f32, thickness / std::f32::consts::SQRT_2);
    let arm = |turn: u8| {
        let corners =
            [(0.0, -part), (reach - part / 2.0, -reach - part / 2.0), (reach + part / 2.0, part / 2.0 - reach)];
        corners.map(|(x, y)| match turn {
            0 => (x, y),
            1 => (-y, x),
            2 => (-x, -y),
            _ => (y, -x),
        })
    };
    SignShape { corners: (0..4).flat_map(arm).collect(), radius: reach, down: 0.0 }
}

fn check() -> SignShape {
    let corners = vec![(-0.34, 0.05), (-0.25, -0.05), (-0.11, 0.11), (0.25, -0.31), (0.34, -0.22), (-0.11, 0.31)];
    SignShape { corners, radius: 0.28, down: 0.0 }
}

/// The polygons of a sign, in ems, relative to its centre.
fn polygons(c: char) -> Vec<Vec<(f32, f32)>> {
    let Some((shape, fill)) = shape(c) else { return Vec::new() };
    let outline = || {
        let inner = shape.scaled(1.0 - LINE / shape.radius);
        // One polygon goes around the outside and back around the inside, so that the area between them is filled.
        let mut corners = shape.corners.clone();
        corners.push(shape.corners[0]);
        corners.push(inner[0]);
        corners.extend(inner.iter().rev());
        corners
    };
    let mut polygons = match fill {
        Fill::Solid => vec![shape.corners.clone()],
        Fill::Outline => vec![outline()],
        Fill::Half => vec![outline(), shape.corners.iter().copied().filter(|(x, _)| *x <= 0.001).collect()],
        Fill::Target => vec![outline(), shape.scaled(0.38)],
    };
    polygons.iter_mut().flatten().for_each(|(_, y)| *y += shape.down);
    polygons
}

/// Draws a sign in a text of `size` points, with its centre at `x` and the baseline of the text at `y`.
pub(super) fn draw(sign: char, size: f32, (x, y): (f32, f32), color: Color) -> impl Iterator<Item = PageItem> {
    let y = y - MIDDLE * size;
    polygons(sign).into_iter().map(move |corners| {
        let points = corners.into_iter().map(|(right, down)| (x + right * size, y + down * size)).collect();
        PageItem::Area { element: None, points, color }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::is_sign;

    /// The area of a polygon, in square ems (the shoelace formula).
    fn area(corners: &[(f32, f32)]) -> f32 {
        let next = corners.iter().cycle().skip(1);
        corners.iter().zip(next).map(|((a, b), (c, d))| a * d - c * b).sum::<f32>().abs() / 2.0
    }

    #[test]
    fn all_signs_are_of_one_size() {
        for sign in (char::MIN..=char::MAX).filter(|c| is_sign(*c)) {
            assert!(shape(sign).is_some(), "{sign}");
            let corners: Vec<_> = polygons(sign).into_iter().flatten().collect();
            let (top, bottom) =
                (corners.iter().map(|it| it.1).fold(0.0, f32::min), corners.iter().map(|it| it.1).fold(0.0, f32::max));
            let height = bottom - top;
            assert!((0.54..=0.8).contains(&height), "{sign}: {height}");
            assert!((top + bottom).abs() < 0.1, "{sign} is not in the middle: {top} {bottom}");
        }
        assert!(!is_sign('?') && !is_sign('→') && !is_sign('A'));
    }

    /// A solid shape has more ink than a half-filled one, and that has more than an outline, even where one dot of a
    /// fax is as large as the thickness of the outline.
    #[test]
    fn solid_half_and_outline_shapes_differ_in_ink() {
        let ink = |sign: char| polygons(sign).iter().map(|corners| area(corners)).sum::<f32>();
        for (solid, outline) in [('▲', '△'), ('▼', '▽'), ('●', '○'), ('■', '□'), ('✘', '✗')] {
            assert!(ink(solid) > 1.4 * ink(outline), "{solid} {} {outline} {}", ink(solid), ink(outline));
        }
        assert!(ink('◆') > 1.3 * ink('◊') && ink('◧') > 1.2 * ink('□'));
        // The half-filled shape is drawn over the outline and covers part of it.
        let half = area(&shape('■').unwrap().0.corners) / 2.0;
        assert!(ink('■') > 1.2 * (half + ink('□') / 2.0));
    }
}
