//! A drawing as SVG: what draws it and no more. No name, comment, script or address of the file that was read is in it.
//!
//! Numbers have at most three digits after the point, or six where a shape has a transform of its own. They are rounded
//! in 64 bits from what has been rounded before, so the same drawing is the same text on every machine.

use std::fmt::Write as _;

use super::drawing::{
    Cap, Drawing, DrawingGroup, DrawingPart, Gradient, GradientEnds, Ink, Join, Outline, OutlineStep, Paint, Rgb,
    Shape, Stroke, digits,
};

/// A drawing as a file.
pub(super) fn written(drawing: &Drawing) -> String {
    let mut writer = SvgWriter { body: String::new(), clips: Vec::new(), gradients: Vec::new() };
    writer.parts(&drawing.parts);
    let [width, height] = [drawing.width, drawing.height].map(number);
    let size = format!("width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\"");
    let defined = writer.defined();
    let defined = if defined.is_empty() { defined } else { format!("<defs>\n{defined}</defs>\n") };
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {size}>\n{defined}{}</svg>\n", writer.body)
}

struct SvgWriter<'d> {
    body: String,
    /// The areas to which parts are clipped, each once.
    clips: Vec<&'d Outline>,
    /// The colours that turn into each other, each once.
    gradients: Vec<&'d Gradient>,
}

impl<'d> SvgWriter<'d> {
    fn parts(&mut self, parts: &'d [DrawingPart]) {
        for part in parts {
            match part {
                DrawingPart::Shape(shape) => self.shape(shape),
                DrawingPart::Group(group) => self.group(group),
            }
        }
    }

    fn group(&mut self, group: &'d DrawingGroup) {
        self.body.push_str("<g");
        if let Some(clip) = &group.clip {
            // Most follow one that is clipped to the same.
            let place = place(&mut self.clips, clip);
            let _ = write!(self.body, " clip-path=\"url(#c{place})\"");
        }
        if group.opacity < 1.0 {
            let _ = write!(self.body, " opacity=\"{}\"", number(group.opacity));
        }
        self.body.push_str(">\n");
        self.parts(&group.parts);
        self.body.push_str("</g>\n");
    }

    fn defined(&self) -> String {
        let mut out = String::new();
        for (place, clip) in self.clips.iter().enumerate() {
            let rule = if clip.is_even_odd { " clip-rule=\"evenodd\"" } else { "" };
            let _ = writeln!(out, "<clipPath id=\"c{place}\"><path d=\"{}\"{rule}/></clipPath>", data(&clip.steps));
        }
        for (place, gradient) in self.gradients.iter().enumerate() {
            define(&mut out, place, gradient);
        }
        out
    }

    fn shape(&mut self, shape: &'d Shape) {
        let _ = write!(self.body, "<path d=\"{}\"", data(&shape.outline.steps));
        if let Some(transform) = shape.transform {
            let _ = write!(self.body, " transform=\"matrix({})\"", transform.map(number).join(" "));
        }
        match &shape.fill {
            Some(ink) => self.ink("fill", ink),
            None => self.body.push_str(" fill=\"none\""),
        }
        if shape.outline.is_even_odd {
            self.body.push_str(" fill-rule=\"evenodd\"");
        }
        if let Some(it) = &shape.stroke {
            self.ink("stroke", &it.ink);
            stroke(&mut self.body, it);
        }
        if shape.is_stroke_first {
            self.body.push_str(" paint-order=\"stroke\"");
        }
        self.body.push_str("/>\n");
    }

    fn ink(&mut self, name: &str, ink: &'d Ink) {
        let _ = match &ink.paint {
            Paint::Color(color) => write!(self.body, " {name}=\"{}\"", hexadecimal(*color)),
            Paint::Gradient(gradient) => {
                let place = place(&mut self.gradients, gradient);
                write!(self.body, " {name}=\"url(#g{place})\"")
            }
        };
        if ink.opacity < 1.0 {
            let _ = write!(self.body, " {name}-opacity=\"{}\"", number(ink.opacity));
        }
    }
}

/// The place of something in a list, to which it is added if it is not there. Most are like one of the last.
fn place<'d, T: PartialEq>(all: &mut Vec<&'d T>, one: &'d T) -> usize {
    all.iter().rposition(|known| *known == one).unwrap_or_else(|| {
        all.push(one);
        all.len() - 1
    })
}

fn hexadecimal([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn define(out: &mut String, place: usize, gradient: &Gradient) {
    let (name, numbers) = match gradient.ends {
        GradientEnds::Points(from, to) => ("linear", vec![("x1", from.0), ("y1", from.1), ("x2", to.0), ("y2", to.1)]),
        GradientEnds::Circles((focus, inner), (center, outer)) => {
            let all =
                [("cx", center.0), ("cy", center.1), ("r", outer), ("fx", focus.0), ("fy", focus.1), ("fr", inner)];
            ("radial", all.to_vec())
        }
    };
    let numbers: String = numbers.into_iter().map(|(name, value)| format!(" {name}=\"{}\"", number(value))).collect();
    let transform = gradient.transform.map(number).join(" ");
    let units = "gradientUnits=\"userSpaceOnUse\"";
    let _ =
        writeln!(out, "<{name}Gradient id=\"g{place}\" {units}{numbers} gradientTransform=\"matrix({transform})\">");
    for (at, color) in &gradient.stops {
        let _ = writeln!(out, "<stop offset=\"{}\" stop-color=\"{}\"/>", number(*at), hexadecimal(*color));
    }
    let _ = writeln!(out, "</{name}Gradient>");
}

fn stroke(out: &mut String, stroke: &Stroke) {
    let _ = write!(out, " stroke-width=\"{}\"", number(stroke.width));
    match stroke.cap {
        Cap::Butt => {}
        Cap::Round => out.push_str(" stroke-linecap=\"round\""),
        Cap::Square => out.push_str(" stroke-linecap=\"square\""),
    }
    match stroke.join {
        Join::Miter => _ = write!(out, " stroke-miterlimit=\"{}\"", number(stroke.miter_limit)),
        Join::Round => out.push_str(" stroke-linejoin=\"round\""),
        Join::Bevel => out.push_str(" stroke-linejoin=\"bevel\""),
    }
    if !stroke.dashes.is_empty() {
        let dashes: Vec<String> = stroke.dashes.iter().map(|it| number(*it)).collect();
        let _ = write!(out, " stroke-dasharray=\"{}\"", dashes.join(" "));
        let _ = write!(out, " stroke-dashoffset=\"{}\"", number(stroke.dash_offset));
    }
}

fn data(steps: &[OutlineStep]) -> String {
    let mut out = String::new();
    for step in steps {
        let (letter, points) = match step {
            OutlineStep::Move(to) => ('M', vec![*to]),
            OutlineStep::Line(to) => ('L', vec![*to]),
            OutlineStep::Curve(one, other, to) => ('C', vec![*one, *other, *to]),
            OutlineStep::Close => ('Z', Vec::new()),
        };
        out.push(letter);
        let points: Vec<String> = points.into_iter().map(|(x, y)| format!("{} {}", number(x), number(y))).collect();
        out.push_str(&points.join(" "));
    }
    out
}

/// A number with up to six digits after the point, as few as say it.
fn number(number: f32) -> String {
    let text = format!("{number:.*}", digits(number));
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
