//! The shapes of an SVG file that usvg has read, with their points where they are drawn.

use usvg::tiny_skia_path::{Path as Outlined, PathSegment, Point as UsvgPoint};
use usvg::{BlendMode, ClipPath, FillRule, LineCap, LineJoin, Node, Paint, PaintOrder, Transform};

use super::Refusal;
use super::drawing::{Cap, Group, Ink, Join, Outline, Part, Point, Shape, Step, Stroke};

/// Points may lie outside of the drawing, but not much farther than this.
const FARTHEST: f32 = 1_000_000.0;

/// How many dashes a drawing may have.
const MOST_DASHES: f32 = 200_000.0;

/// How many groups a drawing may have that are seen through, each of them in pixels of its own, and how deep in each other.
const MOST_LAYERS: usize = 200;
const DEEPEST_LAYER: usize = 8;

/// How many times a drawing may be clipped.
const MOST_CLIPS: usize = 5000;

/// Reads what usvg has found.
pub(super) struct Reader {
    scale: f32,
    dashes: f32,
    layers: usize,
    clips: usize,
}

impl Reader {
    /// `scale` is what a unit of the file has in the drawing.
    pub(super) fn new(scale: f32) -> Self {
        Self { scale, dashes: 0.0, layers: 0, clips: 0 }
    }

    /// The parts of a file.
    pub(super) fn read(mut self, root: &usvg::Group) -> Result<Vec<Part>, Refusal> {
        let mut parts = Vec::new();
        self.group(root, 0, &mut parts)?;
        Ok(parts)
    }

    fn group(&mut self, group: &usvg::Group, layer: usize, out: &mut Vec<Part>) -> Result<(), Refusal> {
        let refused = [
            (group.mask().is_some(), "mask"),
            (!group.filters().is_empty(), "filter"),
            (group.blend_mode() != BlendMode::Normal, "mix-blend-mode"),
        ];
        if let Some((_, what)) = refused.into_iter().find(|(is, _)| *is) {
            return Err(Refusal::Property(what));
        }
        let opacity = group.opacity().get();
        let is_layer = opacity < 1.0;
        let layer = layer + usize::from(is_layer);
        self.layers += usize::from(is_layer);
        if self.layers > MOST_LAYERS || layer > DEEPEST_LAYER {
            return Err(Refusal::TooManyParts);
        }
        let mut parts = Vec::new();
        for child in group.children() {
            match child {
                Node::Group(inner) => self.group(inner, layer, &mut parts)?,
                Node::Path(path) => parts.extend(self.path(path)?.map(|shape| Part::Shape(Box::new(shape)))),
                Node::Image(_) => return Err(Refusal::Property("image")),
                Node::Text(_) => return Err(Refusal::Property("text")),
            }
        }
        if parts.is_empty() {
            return Ok(());
        }
        if is_layer {
            parts = vec![Part::Group(Group { opacity: rounded(opacity, 1000.0), clip: None, parts })];
        }
        // One that is clipped itself lies in the other.
        let mut clip = group.clip_path();
        while let Some(of) = clip {
            let clip_to = Some(self.clip(of, group.abs_transform())?);
            if clip_to.as_ref().is_some_and(|outline| outline.steps.is_empty()) {
                return Ok(());
            }
            parts = vec![Part::Group(Group { opacity: 1.0, clip: clip_to, parts })];
            clip = of.clip_path();
        }
        out.append(&mut parts);
        Ok(())
    }

    /// An area to which a group is clipped: that of one shape.
    fn clip(&mut self, clip: &ClipPath, of_group: Transform) -> Result<Outline, Refusal> {
        fn shapes<'g>(group: &'g usvg::Group, out: &mut Vec<&'g usvg::Path>) -> Result<(), Refusal> {
            if group.clip_path().is_some() {
                return Err(Refusal::Property("clip-path of a clipPath"));
            }
            for child in group.children() {
                match child {
                    Node::Group(inner) => shapes(inner, out)?,
                    Node::Path(path) if path.is_visible() => out.push(path),
                    _ => {}
                }
            }
            Ok(())
        }
        self.clips += 1;
        if self.clips > MOST_CLIPS {
            return Err(Refusal::TooManyParts);
        }
        let mut found = Vec::new();
        shapes(clip.root(), &mut found)?;
        match found[..] {
            [] => Ok(Outline { steps: Vec::new(), is_even_odd: false }),
            [path] => {
                let to_file = of_group.pre_concat(clip.transform()).pre_concat(path.abs_transform());
                let is_even_odd = path.fill().is_some_and(|fill| fill.rule() == FillRule::EvenOdd);
                Ok(Outline { steps: steps(path.data(), self.scaled(to_file), 1000.0)?, is_even_odd })
            }
            _ => Err(Refusal::Property("clipPath of several shapes")),
        }
    }

    fn scaled(&self, transform: Transform) -> Transform {
        Transform::from_scale(self.scale, self.scale).pre_concat(transform)
    }

    fn path(&mut self, path: &usvg::Path) -> Result<Option<Shape>, Refusal> {
        if !path.is_visible() {
            return Ok(None);
        }
        let transform = self.scaled(path.abs_transform());
        let factor = scale_of(transform);
        // A line keeps its width in all directions only where the shape keeps its angles.
        let is_kept = path.stroke().is_some() && factor.is_none();
        let own = if is_kept { Transform::identity() } else { transform };
        let steps = steps(path.data(), own, if is_kept { 1e6 } else { 1000.0 })?;
        let fill = path.fill().map(|fill| ink(fill.paint(), fill.opacity().get())).transpose()?;
        let stroke = match path.stroke() {
            Some(stroke) => Some(self.stroke(stroke, if is_kept { 1.0 } else { factor.unwrap_or(1.0) }, &steps)?),
            None => None,
        };
        let is_even_odd = path.fill().is_some_and(|fill| fill.rule() == FillRule::EvenOdd);
        let Transform { sx, ky, kx, sy, tx, ty } = transform;
        let shape = Shape {
            transform: is_kept.then_some([sx, ky, kx, sy, tx, ty].map(|it| rounded(it, 1e6))),
            outline: Outline { steps, is_even_odd },
            fill,
            stroke,
            is_stroke_first: path.paint_order() == PaintOrder::StrokeAndFill,
        };
        Ok((shape.fill.is_some() || shape.stroke.is_some()).then_some(shape))
    }

    fn stroke(&mut self, stroke: &usvg::Stroke, scale: f32, steps: &[Step]) -> Result<Stroke, Refusal> {
        let length = |length: f32| rounded(length * scale, if scale == 1.0 { 1e6 } else { 1000.0 });
        let dashes: Vec<f32> = stroke.dasharray().unwrap_or_default().iter().map(|it| length(*it)).collect();
        if !dashes.is_empty() {
            self.dashes += length_of(steps) / dashes.iter().sum::<f32>();
            if !(self.dashes < MOST_DASHES) {
                return Err(Refusal::TooManyParts);
            }
        }
        Ok(Stroke {
            ink: ink(stroke.paint(), stroke.opacity().get())?,
            width: length(stroke.width().get()),
            cap: match stroke.linecap() {
                LineCap::Butt => Cap::Butt,
                LineCap::Round => Cap::Round,
                LineCap::Square => Cap::Square,
            },
            join: match stroke.linejoin() {
                LineJoin::Miter => Join::Miter,
                LineJoin::Round => Join::Round,
                LineJoin::Bevel => Join::Bevel,
                LineJoin::MiterClip => return Err(Refusal::Property("stroke-linejoin: miter-clip")),
            },
            miter_limit: rounded(stroke.miterlimit().get(), 1000.0),
            dash_offset: if dashes.is_empty() { 0.0 } else { length(stroke.dashoffset()) },
            dashes,
        })
    }
}

/// How many times larger a transform makes all lengths; `None` where it does not make all of them as much larger.
fn scale_of(Transform { sx, ky, kx, sy, .. }: Transform) -> Option<f32> {
    let (one, other) = ((sx * sx + ky * ky).sqrt(), (kx * kx + sy * sy).sqrt());
    let is_straight = (sx * kx + ky * sy).abs() <= 1e-4 * one * other;
    (is_straight && (one - other).abs() <= 1e-4 * one).then_some(one)
}

fn rounded(number: f32, parts: f32) -> f32 {
    (f64::from(number) * f64::from(parts)).round() as f32 / parts
}

fn ink(paint: &Paint, opacity: f32) -> Result<Ink, Refusal> {
    match paint {
        Paint::Color(color) => {
            Ok(Ink { color: [color.red, color.green, color.blue], opacity: rounded(opacity, 1000.0) })
        }
        Paint::LinearGradient(_) => Err(Refusal::Property("linearGradient")),
        Paint::RadialGradient(_) => Err(Refusal::Property("radialGradient")),
        Paint::Pattern(_) => Err(Refusal::Property("pattern")),
    }
}

/// The pieces of an edge, each point rounded to a part of a unit.
fn steps(path: &Outlined, transform: Transform, parts: f32) -> Result<Vec<Step>, Refusal> {
    let mut steps = Vec::with_capacity(path.len());
    let mut last: Point = (0.0, 0.0);
    let mut farthest = 0.0_f32;
    let mut point = |point: UsvgPoint| {
        let Transform { sx, ky, kx, sy, tx, ty } = transform;
        let (x, y) = (sx * point.x + kx * point.y + tx, ky * point.x + sy * point.y + ty);
        farthest = farthest.max(x.abs()).max(y.abs());
        (rounded(x, parts), rounded(y, parts))
    };
    for segment in path.segments() {
        let step = match segment {
            PathSegment::MoveTo(to) => Step::Move(point(to)),
            PathSegment::LineTo(to) => Step::Line(point(to)),
            // A parabola as a cubic curve, exactly.
            PathSegment::QuadTo(control, to) => {
                let (control, to) = (point(control), point(to));
                let third = |from: f32, control: f32| rounded(from + (control - from) * (2.0 / 3.0), parts);
                let toward = |from: Point| (third(from.0, control.0), third(from.1, control.1));
                Step::Curve(toward(last), toward(to), to)
            }
            PathSegment::CubicTo(one, other, to) => Step::Curve(point(one), point(other), point(to)),
            PathSegment::Close => Step::Close,
        };
        if let Step::Move(to) | Step::Line(to) | Step::Curve(_, _, to) = step {
            last = to;
        }
        steps.push(step);
    }
    if farthest <= FARTHEST { Ok(steps) } else { Err(Refusal::Broken("a part lies far outside of it".to_owned())) }
}

/// About how long an edge is.
fn length_of(steps: &[Step]) -> f32 {
    let mut last = (0.0, 0.0);
    let mut length = 0.0;
    let mut go = |to: Point| {
        length += (to.0 - last.0).abs() + (to.1 - last.1).abs();
        last = to;
    };
    for step in steps {
        match step {
            Step::Move(to) | Step::Line(to) => go(*to),
            Step::Curve(one, other, to) => [*one, *other, *to].into_iter().for_each(&mut go),
            Step::Close => {}
        }
    }
    length
}
