//! The shapes of an SVG file that usvg has read, with their points where they are drawn.

use usvg::tiny_skia_path::{Path as Outlined, PathSegment, Point as UsvgPoint};
use usvg::{BlendMode, ClipPath, FillRule, LineCap, LineJoin, Node, PaintOrder, SpreadMethod, Transform};

use super::PictureRefusal;
use super::drawing::{
    Cap, DrawingGroup, DrawingPart, DrawingPoint, Gradient, GradientEnds, Ink, Join, Outline, OutlineStep, Paint, Rgb,
    Shape, Stroke, exact, is_folded, rounded,
};
use super::svg_check::{
    BLEND_MODE, CLEAR_COLOR, CLIPPED_CLIP, FILTER, MASK, MITER_CLIP, NO_LENGTH, PATTERN, SEVERAL_SHAPES, SPREAD_METHOD,
};

/// Points may lie outside of the drawing, but not much farther than this.
const FARTHEST: f32 = 1_000_000.0;

/// How many dashes a drawing may have.
const MOST_DASHES: usize = 200_000;

/// How many groups a drawing may have that are seen through, each of them in pixels of its own, and how deep in each
/// other.
const MOST_LAYERS: usize = 200;
const DEEPEST_LAYER: usize = 8;

/// How many times a drawing may be clipped, and how often the pieces of one such edge may be compared with those of
/// another.
const MOST_CLIPS: usize = 5000;
const MOST_CLIP_STEPS: usize = 200_000_000;

/// How many times a drawing may be painted with a gradient: an area or a line is one.
const MOST_GRADIENT_PAINTS: usize = 500;

/// Reads what usvg has found.
pub(super) struct ShapeReader {
    scale: f32,
    dashes: f32,
    layers: usize,
    clips: usize,
    clip_steps: usize,
    gradient_paints: usize,
}

impl ShapeReader {
    /// `scale` is what a unit of the file has in the drawing.
    pub(super) fn new(scale: f32) -> Self {
        Self { scale, dashes: 0.0, layers: 0, clips: 0, clip_steps: 0, gradient_paints: 0 }
    }

    /// The parts of a file.
    pub(super) fn read(mut self, root: &usvg::Group) -> Result<Vec<DrawingPart>, PictureRefusal> {
        let mut parts = Vec::new();
        self.group(root, 0, &mut parts)?;
        Ok(parts)
    }

    fn group(&mut self, group: &usvg::Group, layer: usize, out: &mut Vec<DrawingPart>) -> Result<(), PictureRefusal> {
        let refused = [
            (group.mask().is_some(), MASK),
            (!group.filters().is_empty(), FILTER),
            (group.blend_mode() != BlendMode::Normal, BLEND_MODE),
        ];
        if let Some((_, what)) = refused.into_iter().find(|(is, _)| *is) {
            return Err(PictureRefusal::Property(what, None));
        }
        let opacity = group.opacity().get();
        let is_layer = opacity < 1.0;
        let layer = layer + usize::from(is_layer);
        if layer > DEEPEST_LAYER {
            return Err(PictureRefusal::more_than(DEEPEST_LAYER, "nested transparent groups"));
        }
        let mut parts = Vec::new();
        for child in group.children() {
            match child {
                Node::Group(inner) => self.group(inner, layer, &mut parts)?,
                Node::Path(path) => parts.extend(self.path(path)?.map(|shape| DrawingPart::Shape(Box::new(shape)))),
                Node::Image(_) => return Err(PictureRefusal::Property("`<image>`", None)),
                Node::Text(_) => return Err(PictureRefusal::Property("`<text>`", None)),
            }
        }
        if parts.is_empty() {
            return Ok(());
        }
        if is_layer && !dim(&mut parts, opacity) {
            self.layers += 1;
            if self.layers > MOST_LAYERS {
                return Err(PictureRefusal::more_than(MOST_LAYERS, "transparent groups"));
            }
            parts = vec![DrawingPart::Group(DrawingGroup { opacity: rounded(opacity, 1000.0), clip: None, parts })];
        }
        // One that is clipped itself lies in the other.
        let mut clip = group.clip_path();
        while let Some(of) = clip {
            let clip_to = Some(self.clip(of, group.abs_transform())?);
            if clip_to.as_ref().is_some_and(|outline| outline.steps.is_empty()) {
                return Ok(());
            }
            parts = vec![DrawingPart::Group(DrawingGroup { opacity: 1.0, clip: clip_to, parts })];
            clip = of.clip_path();
        }
        out.append(&mut parts);
        Ok(())
    }

    /// An area to which a group is clipped: that of one shape.
    fn clip(&mut self, clip: &ClipPath, of_group: Transform) -> Result<Outline, PictureRefusal> {
        fn shapes<'g>(group: &'g usvg::Group, out: &mut Vec<&'g usvg::Path>) -> Result<(), PictureRefusal> {
            if group.clip_path().is_some() {
                return Err(PictureRefusal::Property(CLIPPED_CLIP, None));
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
            return Err(PictureRefusal::more_than(MOST_CLIPS, "clips"));
        }
        let mut found = Vec::new();
        shapes(clip.root(), &mut found)?;
        match found[..] {
            [] => Ok(Outline { steps: Vec::new(), is_even_odd: false }),
            [path] => {
                let to_file = of_group.pre_concat(clip.transform()).pre_concat(path.abs_transform());
                let is_even_odd = path.fill().is_some_and(|fill| fill.rule() == FillRule::EvenOdd);
                let steps = steps(path.data(), self.scaled(to_file), 1000.0)?;
                self.clip_steps += steps.len();
                if self.clip_steps.saturating_mul(self.clips) > MOST_CLIP_STEPS {
                    return Err(PictureRefusal::more_than(
                        MOST_CLIP_STEPS,
                        "pairs of a clip and a piece of the edge of one",
                    ));
                }
                Ok(Outline { steps, is_even_odd })
            }
            _ => Err(PictureRefusal::Property(SEVERAL_SHAPES, None)),
        }
    }

    fn scaled(&self, transform: Transform) -> Transform {
        Transform::from_scale(self.scale, self.scale).pre_concat(transform)
    }

    fn path(&mut self, path: &usvg::Path) -> Result<Option<Shape>, PictureRefusal> {
        if !path.is_visible() {
            return Ok(None);
        }
        let transform = self.scaled(path.abs_transform());
        let factor = scale_of(transform);
        // A line keeps its width in all directions only where the shape keeps its angles.
        let is_kept = path.stroke().is_some() && factor.is_none();
        let own = if is_kept { Transform::identity() } else { transform };
        let steps = steps(path.data(), own, if is_kept { 1e6 } else { 1000.0 })?;
        let paints = [path.fill().map(usvg::Fill::paint), path.stroke().map(usvg::Stroke::paint)];
        let is_gradient = |it: &&usvg::Paint| !matches!(it, usvg::Paint::Color(_));
        self.gradient_paints += paints.into_iter().flatten().filter(is_gradient).count();
        if self.gradient_paints > MOST_GRADIENT_PAINTS {
            return Err(PictureRefusal::more_than(MOST_GRADIENT_PAINTS, "areas and lines with gradients"));
        }
        let fill = path.fill().map(|fill| ink(fill.paint(), fill.opacity().get(), own)).transpose()?;
        let stroke = match path.stroke() {
            Some(stroke) => Some(self.stroke(stroke, factor.filter(|_| !is_kept), own, &steps)?),
            None => None,
        };
        let is_even_odd = path.fill().is_some_and(|fill| fill.rule() == FillRule::EvenOdd);
        let shape = Shape {
            transform: is_kept.then_some(matrix(transform)),
            outline: Outline { steps, is_even_odd },
            fill,
            stroke,
            is_stroke_first: path.paint_order() == PaintOrder::StrokeAndFill,
        };
        Ok((shape.fill.is_some() || shape.stroke.is_some()).then_some(shape))
    }

    fn stroke(
        &mut self,
        stroke: &usvg::Stroke,
        scale: Option<f32>,
        transform: Transform,
        steps: &[OutlineStep],
    ) -> Result<Stroke, PictureRefusal> {
        // Lengths of a shape that keeps its transform are as exact as its points.
        let length = |length: f32| scale.map_or_else(|| rounded(length, 1e6), |scale| rounded(length * scale, 1000.0));
        let dashes: Vec<f32> = stroke.dasharray().unwrap_or_default().iter().map(|it| length(*it)).collect();
        if !dashes.is_empty() {
            self.dashes += length_of(steps) / dashes.iter().sum::<f32>();
            if self.dashes.is_nan() || self.dashes > MOST_DASHES as f32 {
                return Err(PictureRefusal::more_than(MOST_DASHES, "dashes"));
            }
        }
        Ok(Stroke {
            ink: ink(stroke.paint(), stroke.opacity().get(), transform)?,
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
                LineJoin::MiterClip => return Err(PictureRefusal::Property(MITER_CLIP, None)),
            },
            miter_limit: rounded(stroke.miterlimit().get(), 1000.0),
            dash_offset: if dashes.is_empty() { 0.0 } else { length(stroke.dashoffset()) },
            dashes,
        })
    }
}

/// Makes a group of one area or one line more transparent, which needs no pixels of its own; `false` for any other
/// group.
fn dim(parts: &mut [DrawingPart], opacity: f32) -> bool {
    let [DrawingPart::Shape(shape)] = parts else { return false };
    let Shape { fill, stroke, .. } = shape.as_mut();
    let inks = [fill.as_mut(), stroke.as_mut().map(|it| &mut it.ink)];
    let ([Some(ink), None] | [None, Some(ink)]) = inks else { return false };
    ink.opacity = rounded(ink.opacity * opacity, 1000.0);
    true
}

/// How many times larger a transform makes all lengths; `None` where it does not make all of them as much larger.
fn scale_of(Transform { sx, ky, kx, sy, .. }: Transform) -> Option<f32> {
    let (one, other) = ((sx * sx + ky * ky).sqrt(), (kx * kx + sy * sy).sqrt());
    let is_straight = (sx * kx + ky * sy).abs() <= 1e-4 * one * other;
    (is_straight && (one - other).abs() <= 1e-4 * one).then_some(one)
}

fn matrix(Transform { sx, ky, kx, sy, tx, ty }: Transform) -> [f32; 6] {
    [sx, ky, kx, sy, tx, ty].map(exact)
}

/// What is painted with. `transform` turns the points of the shape into those that are written.
fn ink(paint: &usvg::Paint, opacity: f32, transform: Transform) -> Result<Ink, PictureRefusal> {
    let paint = match paint {
        usvg::Paint::Color(color) => Paint::Color(rgb(*color)),
        usvg::Paint::LinearGradient(it) => {
            let ends = GradientEnds::Points((exact(it.x1()), exact(it.y1())), (exact(it.x2()), exact(it.y2())));
            gradient(it, ends, transform)?
        }
        usvg::Paint::RadialGradient(it) => {
            let inner = ((exact(it.fx()), exact(it.fy())), exact(it.fr().get()));
            let outer = ((exact(it.cx()), exact(it.cy())), exact(it.r().get()));
            gradient(it, GradientEnds::Circles(inner, outer), transform)?
        }
        usvg::Paint::Pattern(_) => return Err(PictureRefusal::Property(PATTERN, None)),
    };
    Ok(Ink { paint, opacity: rounded(opacity, 1000.0) })
}

fn rgb(color: usvg::Color) -> Rgb {
    [color.red, color.green, color.blue]
}

/// The least distance between the places of two colours; where two are at one place, the colour changes at once.
const LEAST_STEP: f32 = 0.0001;

fn gradient(of: &usvg::BaseGradient, ends: GradientEnds, transform: Transform) -> Result<Paint, PictureRefusal> {
    if of.spread_method() != SpreadMethod::Pad {
        return Err(PictureRefusal::Property(SPREAD_METHOD, None));
    }
    if of.stops().iter().any(|stop| stop.opacity().get() < 1.0) {
        return Err(PictureRefusal::Property(CLEAR_COLOR, None));
    }
    let mut stops: Vec<(f32, Rgb)> =
        of.stops().iter().map(|stop| (rounded(stop.offset().get(), 10_000.0), rgb(stop.color()))).collect();
    for at in 1..stops.len() {
        stops[at].0 = stops[at].0.max(rounded(stops[at - 1].0 + LEAST_STEP, 10_000.0));
    }
    let mut most = 1.0;
    for stop in stops.iter_mut().rev() {
        stop.0 = stop.0.min(most);
        most = rounded(stop.0 - LEAST_STEP, 10_000.0);
    }
    let transform = matrix(transform.pre_concat(of.transform()));
    // Programs disagree about one that is rounded to a point.
    let is_point = match ends {
        GradientEnds::Points(from, to) => from == to,
        GradientEnds::Circles(_, (_, outer)) => outer <= 0.0,
    };
    if is_point || is_folded(transform) {
        return Err(PictureRefusal::Property(NO_LENGTH, None));
    }
    Ok(Paint::Gradient(Box::new(Gradient { ends, transform, stops })))
}

/// The pieces of an edge, each point rounded to a part of a unit.
fn steps(path: &Outlined, transform: Transform, parts: f32) -> Result<Vec<OutlineStep>, PictureRefusal> {
    let mut steps = Vec::with_capacity(path.len());
    let mut last: DrawingPoint = (0.0, 0.0);
    let mut farthest = 0.0_f32;
    let mut point = |point: UsvgPoint| {
        let Transform { sx, ky, kx, sy, tx, ty } = transform;
        let (x, y) = (sx * point.x + kx * point.y + tx, ky * point.x + sy * point.y + ty);
        farthest = farthest.max(x.abs()).max(y.abs());
        (rounded(x, parts), rounded(y, parts))
    };
    for segment in path.segments() {
        let step = match segment {
            PathSegment::MoveTo(to) => OutlineStep::Move(point(to)),
            PathSegment::LineTo(to) => OutlineStep::Line(point(to)),
            // A parabola as a cubic curve, exactly.
            PathSegment::QuadTo(control, to) => {
                let (control, to) = (point(control), point(to));
                let third = |from: f32, control: f32| rounded(from + (control - from) * (2.0 / 3.0), parts);
                let toward = |from: DrawingPoint| (third(from.0, control.0), third(from.1, control.1));
                OutlineStep::Curve(toward(last), toward(to), to)
            }
            PathSegment::CubicTo(one, other, to) => OutlineStep::Curve(point(one), point(other), point(to)),
            PathSegment::Close => OutlineStep::Close,
        };
        if let OutlineStep::Move(to) | OutlineStep::Line(to) | OutlineStep::Curve(_, _, to) = step {
            last = to;
        }
        steps.push(step);
    }
    if farthest <= FARTHEST { Ok(steps) } else { Err(PictureRefusal::FarOutside) }
}

/// About how long an edge is.
fn length_of(steps: &[OutlineStep]) -> f32 {
    let mut last = (0.0, 0.0);
    let mut length = 0.0;
    let mut go = |to: DrawingPoint| {
        length += (to.0 - last.0).abs() + (to.1 - last.1).abs();
        last = to;
    };
    for step in steps {
        match step {
            OutlineStep::Move(to) | OutlineStep::Line(to) => go(*to),
            OutlineStep::Curve(one, other, to) => [*one, *other, *to].into_iter().for_each(&mut go),
            OutlineStep::Close => {}
        }
    }
    length
}
