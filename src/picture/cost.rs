//! How much work a drawing is for [`raster`](super::raster), counted before any of it is done.

use super::drawing::{Drawing, Group, Ink, Outline, Paint, Part, Point, Shape, Step};
use super::raster::{are_same, bounds};
use super::seen::common;

/// What is done with a pixel, in nanoseconds, as measured without the optimizations of a release.
const LAYER: f64 = 35.0;
const FIRST_CLIP: f64 = 2.0;
const NEXT_CLIP: f64 = 4.0;
const CLIPPED: f64 = 22.0;
const SEEN_THROUGH: f64 = 10.0;
const GRADIENT: f64 = 25.0;

/// A pixel that an edge crosses: it is painted by itself.
const CROSSED: f64 = 1000.0;

/// An edge in a row of pixels, and a piece of an edge.
const ROW: f64 = 50.0;
const STEP: f64 = 200.0;

/// About how long a drawing takes, in nanoseconds.
pub(super) fn cost(drawing: &Drawing) -> f64 {
    let mut counter = Counter { size: (drawing.width, drawing.height), clips: Vec::new(), last: Vec::new(), cost: 0.0 };
    counter.parts(&drawing.parts);
    counter.cost
}

struct Counter<'d> {
    size: (f32, f32),
    /// The areas to which what comes next is clipped, and those of the last shape that was clipped.
    clips: Vec<&'d Outline>,
    last: Vec<&'d Outline>,
    cost: f64,
}

impl<'d> Counter<'d> {
    fn page(&self) -> f64 {
        f64::from(self.size.0) * f64::from(self.size.1)
    }

    fn parts(&mut self, parts: &'d [Part]) {
        for part in parts {
            match part {
                Part::Shape(shape) => self.shape(shape),
                Part::Group(group) => self.group(group),
            }
        }
    }

    fn group(&mut self, group: &'d Group) {
        self.clips.extend(&group.clip);
        if group.opacity < 1.0 {
            self.cost += LAYER * self.page();
        }
        self.parts(&group.parts);
        if group.clip.is_some() {
            self.clips.pop();
        }
    }

    fn shape(&mut self, shape: &'d Shape) {
        if !self.clips.is_empty() {
            if !are_same(&self.clips, &self.last) {
                let pixels = FIRST_CLIP + NEXT_CLIP * (self.clips.len() - 1) as f64;
                let edges: f64 = self.clips.iter().map(|clip| self.edges(&points(clip, None), 0.0, f64::MAX)).sum();
                self.cost += pixels * self.page() + edges;
            }
            self.last.clone_from(&self.clips);
        }
        let points = points(&shape.outline, shape.transform);
        if let Some(ink) = &shape.fill {
            let fan: f64 = points.windows(2).map(|two| triangle(points[0], two[0], two[1])).sum();
            let pixels = self.pixels(shape, false);
            self.cost += self.edges(&points, 0.0, pixels) + self.of_pixel(ink) * pixels.min(fan);
        }
        if let Some(stroke) = &shape.stroke {
            let width = stroke.width * shape.transform.map_or(1.0, largest);
            let lengths: f64 = points.windows(2).map(|two| length(two[0], two[1]) + f64::from(width)).sum();
            let pixels = self.pixels(shape, true);
            let painted = (lengths * f64::from(width)).min(pixels);
            self.cost += 2.0 * self.edges(&points, width, pixels) + self.of_pixel(&stroke.ink) * painted;
        }
    }

    /// How many pixels lie in the box of a shape.
    fn pixels(&self, shape: &Shape, is_line: bool) -> f64 {
        let line = shape.stroke.as_ref().filter(|_| is_line);
        let Some(found) = bounds(&shape.outline, shape.transform, line) else { return 0.0 };
        let [left, top, right, bottom] = common(found, [0.0, 0.0, self.size.0, self.size.1]);
        f64::from((right - left).max(0.0)) * f64::from((bottom - top).max(0.0))
    }

    fn of_pixel(&self, ink: &Ink) -> f64 {
        let color = match ink.paint {
            Paint::Gradient(_) => GRADIENT,
            Paint::Color(_) if ink.opacity < 1.0 => SEEN_THROUGH,
            Paint::Color(_) => 1.0,
        };
        if self.clips.is_empty() { color } else { color + CLIPPED }
    }

    /// The work of the edges; those of a line are as far apart as it is wide. They cross no more than some pixels.
    fn edges(&self, points: &[Point], width: f32, pixels: f64) -> f64 {
        let (mut steps, mut crossed) = (0.0, 0.0);
        for two in points.windows(2) {
            let (across, down) = ((two[0].0 - two[1].0).abs(), (two[0].1 - two[1].1).abs());
            steps += STEP + ROW * f64::from((down + width).min(self.size.1));
            // A flat edge has a step in each quarter of a row.
            crossed += f64::from(down.min(self.size.1) + across.min(4.0));
        }
        steps + CROSSED * crossed.min(pixels)
    }
}

/// The points of an outline, with those that pull its curves: no edge is longer than the way between them.
fn points(outline: &Outline, transform: Option<[f32; 6]>) -> Vec<Point> {
    let mut points = Vec::with_capacity(outline.steps.len());
    let mut start = (0.0, 0.0);
    for step in &outline.steps {
        match *step {
            Step::Move(to) => {
                start = to;
                points.push(to);
            }
            Step::Line(to) => points.push(to),
            Step::Curve(one, other, to) => points.extend([one, other, to]),
            Step::Close => points.push(start),
        }
    }
    if let Some([a, b, c, d, e, f]) = transform {
        points.iter_mut().for_each(|(x, y)| (*x, *y) = (a * *x + c * *y + e, b * *x + d * *y + f));
    }
    points
}

/// The longer side of what a transform makes of a square.
fn largest([a, b, c, d, ..]: [f32; 6]) -> f32 {
    a.hypot(b).max(c.hypot(d))
}

fn length(one: Point, other: Point) -> f64 {
    f64::from(one.0 - other.0).abs() + f64::from(one.1 - other.1).abs()
}

/// The area of a triangle.
fn triangle(one: Point, other: Point, third: Point) -> f64 {
    let ahead = |to: Point| (f64::from(to.0) - f64::from(one.0), f64::from(to.1) - f64::from(one.1));
    let (first, second) = (ahead(other), ahead(third));
    (first.0 * second.1 - first.1 * second.0).abs() / 2.0
}
