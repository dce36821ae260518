//! A drawing as SVG: what draws it and no more. No name, comment, script or address of the file that was read is in it.
//!
//! Numbers have at most three digits after the point, or six where a shape has a transform of its own. They are rounded in
//! 64 bits from what has been rounded before, so the same drawing is the same text on every machine.

use std::fmt::Write as _;

use super::drawing::{Cap, Drawing, Group, Ink, Join, Outline, Part, Shape, Step, Stroke};

/// A drawing as a file.
pub(super) fn written(drawing: &Drawing) -> String {
    let mut writer = Writer { body: String::new(), clips: Vec::new() };
    writer.parts(&drawing.parts);
    let [width, height] = [drawing.width, drawing.height].map(number);
    let size = format!("width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\"");
    let clips = if writer.clips.is_empty() { String::new() } else { format!("<defs>\n{}</defs>\n", writer.defined()) };
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {size}>\n{clips}{}</svg>\n", writer.body)
}

struct Writer<'d> {
    body: String,
    /// The areas to which parts are clipped, each once.
    clips: Vec<&'d Outline>,
}

impl<'d> Writer<'d> {
    fn parts(&mut self, parts: &'d [Part]) {
        for part in parts {
            match part {
                Part::Shape(shape) => self.shape(shape),
                Part::Group(group) => self.group(group),
            }
        }
    }

    fn group(&mut self, group: &'d Group) {
        self.body.push_str("<g");
        if let Some(clip) = &group.clip {
            // Most follow one that is clipped to the same.
            let known = self.clips.iter().rposition(|known| *known == clip);
            let place = known.unwrap_or(self.clips.len());
            if known.is_none() {
                self.clips.push(clip);
            }
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
        out
    }

    fn shape(&mut self, shape: &Shape) {
        let out = &mut self.body;
        let _ = write!(out, "<path d=\"{}\"", data(&shape.outline.steps));
        if let Some(transform) = shape.transform {
            let _ = write!(out, " transform=\"matrix({})\"", transform.map(number).join(" "));
        }
        match &shape.fill {
            Some(ink) => color(out, "fill", ink),
            None => out.push_str(" fill=\"none\""),
        }
        if shape.outline.is_even_odd {
            out.push_str(" fill-rule=\"evenodd\"");
        }
        shape.stroke.iter().for_each(|it| stroke(out, it));
        if shape.is_stroke_first {
            out.push_str(" paint-order=\"stroke\"");
        }
        out.push_str("/>\n");
    }
}

fn color(out: &mut String, name: &str, ink: &Ink) {
    let [red, green, blue] = ink.color;
    let _ = write!(out, " {name}=\"#{red:02x}{green:02x}{blue:02x}\"");
    if ink.opacity < 1.0 {
        let _ = write!(out, " {name}-opacity=\"{}\"", number(ink.opacity));
    }
}

fn stroke(out: &mut String, stroke: &Stroke) {
    color(out, "stroke", &stroke.ink);
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

fn data(steps: &[Step]) -> String {
    let mut out = String::new();
    for step in steps {
        let (letter, points) = match step {
            Step::Move(to) => ('M', vec![*to]),
            Step::Line(to) => ('L', vec![*to]),
            Step::Curve(one, other, to) => ('C', vec![*one, *other, *to]),
            Step::Close => ('Z', Vec::new()),
        };
        out.push(letter);
        let points: Vec<String> = points.into_iter().map(|(x, y)| format!("{} {}", number(x), number(y))).collect();
        out.push_str(&points.join(" "));
    }
    out
}

/// A number with up to six digits after the point, as few as say it.
fn number(number: f32) -> String {
    let text = format!("{number:.6}");
    // What was rounded to three digits is printed with these, whatever its last bits are.
    let short = format!("{number:.3}");
    let text = if (f64::from(number) - short.parse::<f64>().unwrap_or_default()).abs()
        < 0.5e-6 * f64::from(number.abs()).max(1.0)
    {
        short
    } else {
        text
    };
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
