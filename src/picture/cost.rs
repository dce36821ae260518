//! How much work a drawing is for [`raster`](super::raster), counted before any of it is done.

use super::drawing::{Drawing, DrawingGroup, DrawingPart, DrawingPoint, Ink, Outline, OutlineStep, Paint, Shape};
use super::raster::{are_same, bounds};
use super::seen::common;
use super::{MOST_SECONDS, PictureRefusal};

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

/// Refuses a drawing that takes longer than [`MOST_SECONDS`].
pub(super) fn check(drawing: &Drawing) -> Result<(), PictureRefusal> {
    let size = (drawing.width, drawing.height);
    let mut counter = CostCounter { size, clips: Vec::new(), last: Vec::new(), cost: Cost::default() };
    counter.parts(&drawing.parts);
    let Cost { groups, clips, areas, lines } = counter.cost;
    let costs = [("transparent groups", groups), ("clips", clips), ("areas", areas), ("lines", lines)];
    let seconds = costs.iter().map(|(_, cost)| cost).sum::<f64>() / 1e9;
    if seconds <= MOST_SECONDS as f64 {
        return Ok(());
    }
    let what = costs.into_iter().max_by(|one, other| one.1.total_cmp(&other.1)).map_or("areas", |(what, _)| what);
    // Rounded up, so that it is never the limit itself.
    Err(PictureRefusal::TooMuchWork { seconds: seconds.ceil() as u64, what })
}

/// About how long the parts of a drawing take, in nanoseconds.
#[derive(Default)]
struct Cost {
    groups: f64,
    clips: f64,
    areas: f64,
    lines: f64,
}

struct CostCounter<'d> {
    size: (f32, f32),
    /// The areas to which what comes next is clipped, and those of the last shape that was clipped.
    clips: Vec<&'d Outline>,
    last: Vec<&'d Outline>,
    cost: Cost,
}

impl<'d> CostCounter<'d> {
    fn page(&self) -> f64 {
        f64::from(self.size.0) * f64::from(self.size.1)
    }

    fn parts(&mut self, parts: &'d [DrawingPart]) {
        for part in parts {
            match part {
                DrawingPart::Shape(shape) => self.shape(shape),
                DrawingPart::Group(group) => self.group(group),
            }
        }
    }

    fn group(&mut self, group: &'d DrawingGroup) {
        self.clips.extend(&group.clip);
        if group.opacity < 1.0 {
            self.cost.groups += LAYER * self.page();
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
                self.cost.clips += pixels * self.page() + edges;
            }
            self.last.clone_from(&self.clips);
        }
        let points = points(&shape.outline, shape.transform);
        if let Some(ink) = &shape.fill {
            let fan: f64 = points.windows(2).map(|two| triangle(points[0], two[0], two[1])).sum();
            let pixels = self.pixels(shape, false);
            let painted = pixels.min(fan);
            self.cost.areas += self.edges(&points, 0.0, pixels) + of_pixel(ink) * painted;
            self.clipped(painted);
        }
        if let Some(stroke) = &shape.stroke {
            let width = stroke.width * shape.transform.map_or(1.0, largest);
            let lengths: f64 = points.windows(2).map(|two| length(two[0], two[1]) + f64::from(width)).sum();
            let pixels = self.pixels(shape, true);
            let painted = (lengths * f64::from(width)).min(pixels);
            self.cost.lines += 2.0 * self.edges(&points, width, pixels) + of_pixel(&stroke.ink) * painted;
            self.clipped(painted);
        }
    }

    /// How many pixels lie in the box of a shape.
    fn pixels(&self, shape: &Shape, is_line: bool) -> f64 {
        let line = shape.stroke.as_ref().filter(|_| is_line);
        let Some(found) = bounds(&shape.outline, shape.transform, line) else { return 0.0 };
        let [left, top, right, bottom] = common(found, [0.0, 0.0, self.size.0, self.size.1]);
        f64::from((right - left).max(0.0)) * f64::from((bottom - top).max(0.0))
    }

    /// Counts what more pixels take that are clipped.
    fn clipped(&mut self, pixels: f64) {
        if !self.clips.is_empty() {
            self.cost.clips += CLIPPED * pixels;
        }
    }

    /// The work of the edges; those of a line are as far apart as it is wide. They cross no more than some pixels.
    fn edges(&self, points: &[DrawingPoint], width: f32, pixels: f64) -> f64 {
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
fn points(outline: &Outline, transform: Option<[f32; 6]>) -> Vec<DrawingPoint> {
    let mut points = Vec::with_capacity(outline.steps.len());
    let mut start = (0.0, 0.0);
    for step in &outline.steps {
        match *step {
            OutlineStep::Move(to) => {
                start = to;
                points.push(to);
            }
            OutlineStep::Line(to) => points.push(to),
            OutlineStep::Curve(one, other, to) => points.extend([one, other, to]),
            OutlineStep::Close => points.push(start),
        }
    }
    if let Some([a, b, c, d, e, f]) = transform {
        points.iter_mut().for_each(|(x, y)| (*x, *y) = (a * *x + c * *y + e, b * *x + d * *y + f));
    }
    points
}

fn of_pixel(ink: &Ink) -> f64 {
    match ink.paint {
        Paint::Gradient(_) => GRADIENT,
        Paint::Color(_) if ink.opacity < 1.0 => SEEN_THROUGH,
        Paint::Color(_) => 1.0,
    }
}

/// The longer side of what a transform makes of a square.
fn largest([a, b, c, d, ..]: [f32; 6]) -> f32 {
    a.hypot(b).max(c.hypot(d))
}

fn length(one: DrawingPoint, other: DrawingPoint) -> f64 {
    f64::from(one.0 - other.0).abs() + f64::from(one.1 - other.1).abs()
}

/// The area of a triangle.
fn triangle(one: DrawingPoint, other: DrawingPoint, third: DrawingPoint) -> f64 {
    let ahead = |to: DrawingPoint| (f64::from(to.0) - f64::from(one.0), f64::from(to.1) - f64::from(one.1));
    let (first, second) = (ahead(other), ahead(third));
    (first.0 * second.1 - first.1 * second.0).abs() / 2.0
}
