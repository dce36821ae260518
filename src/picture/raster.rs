//! A drawing as pixels, for programs that show no SVG. The only user of `tiny_skia`.
//!
//! It draws with additions, multiplications, divisions and square roots alone, which IEEE 754 defines to the last bit,
//! and without instructions for processors of one kind: the same drawing has the same pixels on every machine.

use tiny_skia::{
    Color, FillRule, GradientStop, LineCap, LineJoin, LinearGradient, Mask, Paint, Path, PathBuilder, PathStroker,
    Pixmap, PixmapPaint, PremultipliedColorU8, RadialGradient, Shader, SpreadMode, StrokeDash, Transform,
};

use super::drawing::{
    self, Cap, Drawing, DrawingGroup, DrawingPart, DrawingPoint, GradientEnds, Ink, Join, Outline, OutlineStep,
    Rectangle, Rgb, Shape, Stroke,
};

/// The pixels of a drawing: its width, its height, and of each pixel red, green, blue and opacity. Each unit is a
/// pixel.
pub(super) fn pixels(drawing: &Drawing) -> Option<(u32, u32, Vec<u8>)> {
    let [width, height] = [drawing.width, drawing.height].map(|side| (side.round() as u32).max(1));
    let mut pixmap = Pixmap::new(width, height)?;
    Painter { clips: Vec::new(), mask: None }.parts(&drawing.parts, &mut pixmap);
    let pixels = pixmap.pixels().iter().map(PremultipliedColorU8::demultiply);
    let bytes = pixels.flat_map(|it| [it.red(), it.green(), it.blue(), it.alpha()]).collect();
    Some((width, height, bytes))
}

struct Painter<'d> {
    /// The areas to which what comes next is clipped.
    clips: Vec<&'d Outline>,
    /// The last such areas and their pixels: most parts are clipped to the same.
    mask: Option<(Vec<&'d Outline>, Mask)>,
}

impl<'d> Painter<'d> {
    fn parts(&mut self, parts: &'d [DrawingPart], to: &mut Pixmap) {
        for part in parts {
            match part {
                DrawingPart::Shape(shape) => self.shape(shape, to),
                DrawingPart::Group(group) => self.group(group, to),
            }
        }
    }

    fn group(&mut self, group: &'d DrawingGroup, to: &mut Pixmap) {
        self.clips.extend(&group.clip);
        if group.opacity < 1.0 {
            if let Some(mut layer) = Pixmap::new(to.width(), to.height()) {
                self.parts(&group.parts, &mut layer);
                let paint = PixmapPaint { opacity: group.opacity, ..PixmapPaint::default() };
                // What is in the layer has been clipped.
                to.draw_pixmap(0, 0, layer.as_ref(), &paint, Transform::identity(), None);
            }
        } else {
            self.parts(&group.parts, to);
        }
        if group.clip.is_some() {
            self.clips.pop();
        }
    }

    fn shape(&mut self, shape: &Shape, to: &mut Pixmap) {
        let Some(path) = path(&shape.outline.steps) else { return };
        if !self.clips.is_empty() {
            match &mut self.mask {
                // The areas of this group are compared once, not for each of its shapes.
                Some((clips, _)) if are_same(clips, &self.clips) => clips.clone_from(&self.clips),
                _ => self.mask = mask(&self.clips, to).map(|mask| (self.clips.clone(), mask)),
            }
        }
        let mask = self.mask.as_ref().map(|(_, mask)| mask).filter(|_| !self.clips.is_empty());
        let transform = shape.transform.map_or(Transform::identity(), transform);
        let rule = rule(&shape.outline);
        let fill = |to: &mut Pixmap| {
            if let Some(paint) = shape.fill.as_ref().and_then(paint) {
                to.fill_path(&path, &paint, rule, transform, mask);
            }
        };
        if !shape.is_stroke_first {
            fill(to);
        }
        if let Some(it) = &shape.stroke
            && let Some(paint) = paint(&it.ink)
        {
            to.stroke_path(&path, &paint, &stroke(it), transform, mask);
        }
        if shape.is_stroke_first {
            fill(to);
        }
    }
}

/// Whether some areas are the same as others.
pub(super) fn are_same(one: &[&Outline], other: &[&Outline]) -> bool {
    let are_same = |(one, other): (&&Outline, &&Outline)| std::ptr::eq(*one, *other) || one == other;
    one.len() == other.len() && one.iter().zip(other).all(are_same)
}

/// The upright rectangle around what a shape, or with `line` its line, paints; `None` where it paints nothing.
pub(super) fn bounds(outline: &Outline, turned: Option<[f32; 6]>, line: Option<&Stroke>) -> Option<Rectangle> {
    let transform = turned.map_or(Transform::identity(), transform);
    let mut path = path(&outline.steps)?;
    if let Some(line) = line {
        let line = tiny_skia::Stroke { dash: None, ..stroke(line) };
        path = path.stroke(&line, PathStroker::compute_resolution_scale(&transform))?;
    }
    let found = path.transform(transform)?.compute_tight_bounds()?;
    Some([found.left(), found.top(), found.right(), found.bottom()])
}

/// The pixels that lie in all of some areas.
fn mask(clips: &[&Outline], like: &Pixmap) -> Option<Mask> {
    let mut mask = Mask::new(like.width(), like.height())?;
    for (at, clip) in clips.iter().enumerate() {
        let path = path(&clip.steps)?;
        if at == 0 {
            mask.fill_path(&path, rule(clip), true, Transform::identity());
        } else {
            mask.intersect_path(&path, rule(clip), true, Transform::identity());
        }
    }
    Some(mask)
}

fn rule(outline: &Outline) -> FillRule {
    if outline.is_even_odd { FillRule::EvenOdd } else { FillRule::Winding }
}

fn path(steps: &[OutlineStep]) -> Option<Path> {
    let mut path = PathBuilder::with_capacity(steps.len(), steps.len());
    for step in steps {
        match *step {
            OutlineStep::Move((x, y)) => path.move_to(x, y),
            OutlineStep::Line((x, y)) => path.line_to(x, y),
            OutlineStep::Curve(one, other, to) => path.cubic_to(one.0, one.1, other.0, other.1, to.0, to.1),
            OutlineStep::Close => path.close(),
        }
    }
    path.finish()
}

/// What is painted with; `None` where colours that turn into each other have no room to.
fn paint(ink: &Ink) -> Option<Paint<'static>> {
    let opacity = (ink.opacity * 255.0).round() as u8;
    let color = |[red, green, blue]: Rgb| Color::from_rgba8(red, green, blue, opacity);
    let shader = match &ink.paint {
        drawing::Paint::Color(only) => Shader::SolidColor(color(*only)),
        drawing::Paint::Gradient(gradient) => {
            let point = |(x, y): DrawingPoint| tiny_skia::Point { x, y };
            let stops = gradient.stops.iter().map(|(at, it)| GradientStop::new(*at, color(*it))).collect();
            let (spread, transform) = (SpreadMode::Pad, transform(gradient.transform));
            match gradient.ends {
                GradientEnds::Points(from, to) => {
                    LinearGradient::new(point(from), point(to), stops, spread, transform)?
                }
                GradientEnds::Circles((focus, inner), (center, outer)) => {
                    RadialGradient::new(point(focus), inner, point(center), outer, stops, spread, transform)?
                }
            }
        }
    };
    Some(Paint { shader, anti_alias: true, ..Paint::default() })
}

fn transform([sx, ky, kx, sy, tx, ty]: [f32; 6]) -> Transform {
    Transform { sx, ky, kx, sy, tx, ty }
}

fn stroke(stroke: &Stroke) -> tiny_skia::Stroke {
    tiny_skia::Stroke {
        width: stroke.width,
        miter_limit: stroke.miter_limit,
        line_cap: match stroke.cap {
            Cap::Butt => LineCap::Butt,
            Cap::Round => LineCap::Round,
            Cap::Square => LineCap::Square,
        },
        line_join: match stroke.join {
            Join::Miter => LineJoin::Miter,
            Join::Round => LineJoin::Round,
            Join::Bevel => LineJoin::Bevel,
        },
        dash: StrokeDash::new(stroke.dashes.clone(), stroke.dash_offset),
    }
}
