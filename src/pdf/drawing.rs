//! Drawings as form XObjects (ISO 32000-1, 8.10): vector paths, which are sharp at every size. A group with an opacity
//! of its own is a transparency group (11.6.6).

use super::file::{Holds, PdfFile};
use super::syntax::{ObjectNumber, Put};
use crate::picture::{
    Cap, Drawing, DrawingGroup, DrawingPart, DrawingPoint, Gradient, GradientEnds, Ink, Join, Outline, OutlineStep,
    Paint, Rgb, Shape, Stroke,
};

/// Writes a drawing as an XObject that fills a square of one unit, as an image does.
pub(super) fn embed(drawing: &Drawing, file: &mut PdfFile<'_>) -> ObjectNumber {
    // The origin of a drawing is its upper left corner, that of a form its lower left one.
    let upright = [1.0, 0.0, 0.0, -1.0, 0.0, drawing.height];
    let mut form = FormObject::new((drawing.width, drawing.height), upright);
    form.out.put("1 0 0 -1 0 ").thousandths(drawing.height).put(" cm\n");
    form.parts(&drawing.parts, file);
    let mut matrix = Vec::new();
    matrix.put("/Matrix[").real(1.0 / drawing.width).put(" 0 0 ").real(1.0 / drawing.height).put(" 0 0]");
    form.write(&matrix, file)
}

/// A form XObject that is being written.
struct FormObject {
    size: (f32, f32),
    out: Vec<u8>,
    /// The opacities of strokes and fills in use, in thousandths: the graphics states of its resources.
    opacities: Vec<i64>,
    /// The transparency groups inside it.
    groups: Vec<ObjectNumber>,
    /// The transform from the coordinates of the drawing to those of the form.
    base: [f32; 6],
    /// The gradients inside it, each with the transform from its coordinates to those of the form.
    gradients: Vec<(Gradient, [f32; 6])>,
}

const IDENTITY: [f32; 6] = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// The transform `one` followed by `other` (8.3.4).
fn then(one: [f32; 6], other: [f32; 6]) -> [f32; 6] {
    let turned = |x: f32, y: f32| [other[0] * x + other[2] * y, other[1] * x + other[3] * y];
    let (across, down, origin) = (turned(one[0], one[1]), turned(one[2], one[3]), turned(one[4], one[5]));
    [across[0], across[1], down[0], down[1], origin[0] + other[4], origin[1] + other[5]]
}

impl FormObject {
    fn new(size: (f32, f32), base: [f32; 6]) -> Self {
        Self { size, out: Vec::new(), opacities: Vec::new(), groups: Vec::new(), base, gradients: Vec::new() }
    }

    /// Writes the form as an object of a file.
    fn write(self, more: &[u8], file: &mut PdfFile<'_>) -> ObjectNumber {
        let mut entries = Vec::new();
        entries.put("/Type/XObject/Subtype/Form/BBox[0 0 ").thousandths(self.size.0).put(" ").thousandths(self.size.1);
        entries.put("]").extend_from_slice(more);
        entries.put("/Resources<<");
        if !self.opacities.is_empty() {
            entries.put("/ExtGState<<");
            for (place, opacity) in self.opacities.iter().enumerate() {
                let opacity = *opacity as f32 / 1000.0;
                entries.put("/G").integer(place as i64).put("<</CA ").thousandths(opacity);
                entries.put("/ca ").thousandths(opacity).put(">>");
            }
            entries.put(">>");
        }
        if !self.groups.is_empty() {
            entries.put("/XObject<<");
            for (place, id) in self.groups.iter().enumerate() {
                entries.put("/X").integer(place as i64).put(" ").reference(*id);
            }
            entries.put(">>");
        }
        if !self.gradients.is_empty() {
            entries.put("/Pattern<<");
            for (place, (gradient, matrix)) in self.gradients.iter().enumerate() {
                let id = file.new_id();
                file.object(id, |out| pattern(out, gradient, *matrix));
                entries.put("/P").integer(place as i64).put(" ").reference(id);
            }
            entries.put(">>");
        }
        entries.put(">>");
        let id = file.new_id();
        file.stream(id, &String::from_utf8_lossy(&entries), self.out, Holds::Words);
        id
    }

    fn parts(&mut self, parts: &[DrawingPart], file: &mut PdfFile<'_>) {
        for part in parts {
            match part {
                DrawingPart::Shape(shape) => self.shape(shape),
                DrawingPart::Group(group) => self.group(group, file),
            }
        }
    }

    fn group(&mut self, group: &DrawingGroup, file: &mut PdfFile<'_>) {
        self.out.put("q\n");
        if let Some(clip) = &group.clip {
            self.outline(clip);
            self.out.put(if clip.is_even_odd { "W* n\n" } else { "W n\n" });
        }
        if group.opacity < 1.0 {
            let mut inner = Self::new(self.size, IDENTITY);
            inner.parts(&group.parts, file);
            let id = inner.write(b"/Group<</S/Transparency/CS/DeviceRGB/I true>>", file);
            self.opacity(group.opacity);
            self.out.put("/X").integer(self.groups.len() as i64).put(" Do\n");
            self.groups.push(id);
        } else {
            self.parts(&group.parts, file);
        }
        self.out.put("Q\n");
    }

    fn shape(&mut self, shape: &Shape) {
        self.out.put("q\n");
        if let Some(transform) = shape.transform {
            for number in transform {
                self.out.real(number).put(" ");
            }
            self.out.put("cm\n");
        }
        let fill = shape.fill.as_ref().map(|ink| (ink, if shape.outline.is_even_odd { "f*\n" } else { "f\n" }));
        let is_exact = shape.transform.is_some();
        let steps = |form: &mut Self| form.steps(&shape.outline.steps, is_exact);
        let paint_fill = |form: &mut Self| {
            if let Some((ink, operator)) = fill {
                form.ink(ink, shape, false);
                steps(form);
                form.out.put(operator);
            }
        };
        if !shape.is_stroke_first {
            paint_fill(self);
        }
        if let Some(stroke) = &shape.stroke {
            self.ink(&stroke.ink, shape, true);
            self.line(stroke, is_exact);
            steps(self);
            self.out.put("S\n");
        }
        if shape.is_stroke_first {
            paint_fill(self);
        }
        self.out.put("Q\n");
    }

    /// Sets the paint for the fill or the stroke of a shape.
    fn ink(&mut self, ink: &Ink, shape: &Shape, is_line: bool) {
        self.opacity(ink.opacity);
        match &ink.paint {
            Paint::Color(color) => {
                put_color(&mut self.out, *color);
                self.out.put(if is_line { " RG\n" } else { " rg\n" });
            }
            Paint::Gradient(gradient) => {
                let own = then(gradient.transform, shape.transform.unwrap_or(IDENTITY));
                let wanted = ((**gradient).clone(), then(own, self.base));
                let known = self.gradients.iter().position(|known| *known == wanted);
                let place = known.unwrap_or(self.gradients.len());
                if known.is_none() {
                    self.gradients.push(wanted);
                }
                self.out.put(if is_line { "/Pattern CS/P" } else { "/Pattern cs/P" }).integer(place as i64);
                self.out.put(if is_line { " SCN\n" } else { " scn\n" });
            }
        }
    }

    /// Sets the opacity of the next fill or stroke. Each shape begins with the opacity of its group. So full opacity
    /// must be set, too, if another part of the shape is not opaque.
    fn opacity(&mut self, opacity: f32) {
        let opacity = (opacity * 1000.0).round() as i64;
        if opacity == 1000 && self.opacities.is_empty() {
            return;
        }
        let known = self.opacities.iter().position(|known| *known == opacity);
        let place = known.unwrap_or(self.opacities.len());
        if known.is_none() {
            self.opacities.push(opacity);
        }
        self.out.put("/G").integer(place as i64).put(" gs\n");
    }

    fn line(&mut self, stroke: &Stroke, is_exact: bool) {
        self.number(stroke.width, is_exact).put(" w\n");
        match stroke.cap {
            Cap::Butt => {}
            Cap::Round => _ = self.out.put("1 J\n"),
            Cap::Square => _ = self.out.put("2 J\n"),
        }
        match stroke.join {
            Join::Miter => _ = self.out.thousandths(stroke.miter_limit).put(" M\n"),
            Join::Round => _ = self.out.put("1 j\n"),
            Join::Bevel => _ = self.out.put("2 j\n"),
        }
        if !stroke.dashes.is_empty() {
            self.out.put("[");
            for (at, dash) in stroke.dashes.iter().enumerate() {
                self.out.put(if at > 0 { " " } else { "" });
                self.number(*dash, is_exact);
            }
            // A dash offset may be negative in SVG, but not in PDF (8.4.3.6).
            let all: f32 = stroke.dashes.iter().sum();
            self.out.put("] ");
            self.number(stroke.dash_offset.rem_euclid(all), is_exact).put(" d\n");
        }
    }

    fn number(&mut self, number: f32, is_exact: bool) -> &mut Vec<u8> {
        if is_exact { self.out.real(number) } else { self.out.thousandths(number) }
    }

    fn outline(&mut self, outline: &Outline) {
        self.steps(&outline.steps, false);
    }

    fn steps(&mut self, steps: &[OutlineStep], is_exact: bool) {
        for step in steps {
            let (points, operator): (&[DrawingPoint], &str) = match step {
                OutlineStep::Move(to) => (&[*to], "m\n"),
                OutlineStep::Line(to) => (&[*to], "l\n"),
                OutlineStep::Curve(one, other, to) => (&[*one, *other, *to], "c\n"),
                OutlineStep::Close => (&[], "h\n"),
            };
            for (x, y) in points {
                self.number(*x, is_exact).put(" ");
                self.number(*y, is_exact).put(" ");
            }
            self.out.put(operator);
        }
    }
}

fn put_color(out: &mut Vec<u8>, color: Rgb) {
    for (at, part) in color.into_iter().enumerate() {
        out.put(if at > 0 { " " } else { "" }).thousandths(f32::from(part) / 255.0);
    }
}

/// Writes a gradient as a pattern (8.7.4.5.3 and 8.7.4.5.4). `matrix` is the transform from its coordinates to those of
/// the form.
fn pattern(out: &mut Vec<u8>, gradient: &Gradient, matrix: [f32; 6]) {
    let numbers = |out: &mut Vec<u8>, numbers: &[f32]| {
        for (at, number) in numbers.iter().enumerate() {
            out.put(if at > 0 { " " } else { "" }).real(*number);
        }
    };
    out.put("<</PatternType 2/Matrix[");
    numbers(out, &matrix);
    out.put("]/Shading<</ColorSpace/DeviceRGB/Extend[true true]/ShadingType ");
    match gradient.ends {
        GradientEnds::Points(from, to) => {
            out.put("2/Coords[");
            numbers(out, &[from.0, from.1, to.0, to.1]);
        }
        GradientEnds::Circles((focus, inner), (center, outer)) => {
            out.put("3/Coords[");
            numbers(out, &[focus.0, focus.1, inner, center.0, center.1, outer]);
        }
    }
    // The first and the last colour must be at the ends of the domain (7.10.4).
    let mut stops = gradient.stops.clone();
    if let (Some(first), Some(last)) = (stops.first().copied(), stops.last().copied()) {
        if first.0 > 0.0 {
            stops.insert(0, (0.0, first.1));
        }
        if last.0 < 1.0 {
            stops.push((1.0, last.1));
        }
    }
    out.put("]/Function<</FunctionType 3/Domain[0 1]/Functions[");
    for pair in stops.windows(2) {
        out.put("<</FunctionType 2/Domain[0 1]/N 1/C0[");
        put_color(out, pair[0].1);
        out.put("]/C1[");
        put_color(out, pair[1].1);
        out.put("]>>");
    }
    out.put("]/Bounds[");
    let inner: Vec<f32> = stops.iter().map(|(at, _)| *at).filter(|at| *at > 0.0 && *at < 1.0).collect();
    numbers(out, &inner);
    out.put("]/Encode[");
    out.put(&vec!["0 1"; stops.len().saturating_sub(1)].join(" "));
    out.put("]>>>>>>");
}
