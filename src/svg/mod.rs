//! Pages → one HTML file with a drawing (SVG) of each page: what the PDF prints, glyph by glyph at the same place.
//!
//! Glyphs are outlines, each of which is in the file once, so the file needs no font, no script and nothing from the
//! network. Glyphs that were printed from a field of the brief are in a group with the path of the field in
//! `data-field`. An area of the same size behind them can be clicked and highlighted. The same pages give the same
//! bytes.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use crate::layout::font::{Font, FontId, Fonts};
use crate::layout::page::{FieldGlyphs, GlyphRun, Page, PageItem, Pages};
use crate::markup::{escape_into, open_tag_into, policy};

/// The pages look like paper on a desk. The area behind the text of a field is visible when it is highlighted.
const STYLE: &str = "\
html { background: #d6d6d6; }
body { margin: 0; padding: 1rem; }
svg.page { display: block; width: 100%; max-width: 60rem; height: auto; margin: 0 auto 1rem; background: white; \
box-shadow: 0 1px 4px rgba(0, 0, 0, .4); }
svg.glyphs { position: absolute; width: 0; height: 0; }
.field > rect { fill: transparent; }
.field[data-here] > rect { fill: rgba(245, 179, 1, .3); }
";

/// The file with all pages. `language` is the BCP 47 tag of the text's language.
#[must_use]
pub fn write(pages: &Pages, fonts: &Fonts, title: &str, language: &str) -> String {
    let mut out = String::from("<!DOCTYPE html>\n");
    open_tag_into(&mut out, "html", &[("lang", language)]);
    out.push_str(">\n<head>\n<meta charset=\"utf-8\">\n");
    let has_pictures = pages.pages.iter().flat_map(|page| &page.items).any(|it| matches!(it, PageItem::Picture { .. }));
    let policy = policy(has_pictures);
    open_tag_into(&mut out, "meta", &[("http-equiv", "Content-Security-Policy"), ("content", policy)]);
    out.push_str(">\n<title>");
    escape_into(&mut out, title);
    let _ = write!(out, "</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n");
    glyphs(&mut out, pages, fonts);
    for (nth, page) in pages.pages.iter().enumerate() {
        let label = format!("{} / {}", nth + 1, pages.pages.len());
        draw(&mut out, page, fonts, &label);
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn runs(page: &Page) -> impl Iterator<Item = &GlyphRun> {
    page.items.iter().filter_map(|item| match item {
        PageItem::Glyphs(run) => Some(run),
        PageItem::Rule { .. } | PageItem::Area { .. } | PageItem::Picture { .. } => None,
    })
}

/// Writes the outlines of the glyphs in use, in font units.
fn glyphs(out: &mut String, pages: &Pages, fonts: &Fonts) {
    let used: BTreeSet<(FontId, u16)> =
        pages.pages.iter().flat_map(runs).flat_map(|run| run.glyphs.iter().map(|glyph| (run.font, glyph.id))).collect();
    out.push_str("<svg class=\"glyphs\" aria-hidden=\"true\"><defs>\n");
    let mut last: Option<(FontId, Option<FontRef<'_>>)> = None;
    for (id, glyph) in used {
        if last.as_ref().is_none_or(|(known, _)| *known != id) {
            let font = fonts.get(id);
            last = Some((id, FontRef::from_index(font.data(), font.index).ok()));
        }
        let Some((_, Some(font))) = &last else { continue };
        let mut path = Path(String::new());
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        let outline = font.outline_glyphs().get(GlyphId::from(u32::from(glyph)));
        // A glyph without an outline, such as a space, draws nothing.
        let _ = outline.map(|outline| outline.draw(settings, &mut path));
        let _ = writeln!(out, "<path id=\"g{}-{glyph}\" d=\"{}\"/>", id.0, path.0.trim_end());
    }
    out.push_str("</defs></svg>\n");
}

/// The outline of a glyph, as the data of an SVG path.
struct Path(String);

impl Path {
    fn to(&mut self, command: char, points: &[(f32, f32)]) {
        self.0.push(command);
        for (x, y) in points {
            let _ = write!(self.0, "{} {} ", number(*x), number(*y));
        }
    }
}

impl OutlinePen for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.to('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.to('L', &[(x, y)]);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.to('Q', &[(cx, cy), (x, y)]);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.to('C', &[(cx0, cy0), (cx1, cy1), (x, y)]);
    }

    fn close(&mut self) {
        self.0.push('Z');
    }
}

/// A number with up to three decimal places, without trailing zeros.
fn number(value: f32) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn draw(out: &mut String, page: &Page, fonts: &Fonts, label: &str) {
    let (width, height) = (number(page.width), number(page.height));
    let _ = writeln!(out, "<svg class=\"page\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{label}\">");
    for item in &page.items {
        match item {
            PageItem::Glyphs(run) => draw_run(out, run, fonts.get(run.font)),
            PageItem::Rule { from, to, thickness, color, .. } => {
                let [x1, y1, x2, y2, thickness] = [from.0, from.1, to.0, to.1, *thickness].map(number);
                let _ = writeln!(
                    out,
                    "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"{color}\" stroke-width=\"{thickness}\"/>"
                );
            }
            PageItem::Area { points, color, .. } => {
                let points: Vec<String> =
                    points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect();
                let _ = writeln!(out, "<polygon points=\"{}\" fill=\"{}\"/>", points.join(" "), color);
            }
            PageItem::Picture { corner, size, picture, fields, .. } => {
                let [x, y, width, height] = [corner.0, corner.1, size.0, size.1].map(number);
                let address = picture.data_address();
                let mut attributes = vec![("x", x.as_str()), ("y", &y), ("width", &width), ("height", &height)];
                attributes.extend(fields.first().map(|path| ("data-field", &**path)));
                attributes.push(("href", &address));
                open_tag_into(out, "image", &attributes);
                out.push_str("/>\n");
            }
        }
    }
    out.push_str("</svg>\n");
}

/// Draws the glyphs of a run; those of each field are in a group. The unit is the font unit, upwards.
fn draw_run(out: &mut String, run: &GlyphRun, font: &Font) {
    let units = f32::from(font.units_per_em.max(1));
    let scale = run.size / units;
    let [x, y] = [run.x, run.y].map(number);
    let _ = write!(out, "<g transform=\"translate({x} {y}) scale({scale:.6} -{scale:.6})\" fill=\"{}\">", run.color);
    // Converts from thousandths of the size to font units.
    let places: Vec<f32> = places(run).map(|it| it * units / 1000.0).collect();
    let mut next = 0;
    for field in &run.fields {
        plain(out, run, &places, next..field.glyphs.start.max(next), units);
        next = next.max(field.glyphs.end);
        of_field(out, run, &places, field, font, units);
    }
    plain(out, run, &places, next..run.glyphs.len(), units);
    out.push_str("</g>\n");
}

/// The left edge of each glyph, in thousandths of the size from the left edge of the run.
fn places(run: &GlyphRun) -> impl Iterator<Item = f32> {
    let whole: f32 = run.glyphs.iter().map(|glyph| glyph.advance).sum();
    let mut pen = if run.to_the_left { whole } else { 0.0 };
    run.glyphs.iter().map(move |glyph| {
        if run.to_the_left {
            pen -= glyph.advance;
            return pen;
        }
        pen += glyph.advance;
        pen - glyph.advance
    })
}

fn plain(out: &mut String, run: &GlyphRun, places: &[f32], range: std::ops::Range<usize>, units: f32) {
    let glyphs = run.glyphs.get(range.clone()).into_iter().flatten().zip(places.get(range).into_iter().flatten());
    for (glyph, place) in glyphs.filter(|(glyph, _)| !glyph.text.trim().is_empty() || glyph.text.is_empty()) {
        let (x, y) = (number(place + glyph.offset.0 * units / 1000.0), glyph.offset.1 * units / 1000.0);
        let y = if y == 0.0 { String::new() } else { format!(" y=\"{}\"", number(y)) };
        let _ = write!(out, "<use href=\"#g{}-{}\" x=\"{x}\"{y}/>", run.font.0, glyph.id);
    }
}

fn of_field(out: &mut String, run: &GlyphRun, places: &[f32], field: &FieldGlyphs, font: &Font, units: f32) {
    let range = field.glyphs.clone();
    let within = range.clone().filter_map(|at| Some((*places.get(at)?, run.glyphs.get(at)?.advance * units / 1000.0)));
    let (left, right) = within
        .fold((f32::MAX, f32::MIN), |(left, right), (place, advance)| (left.min(place), right.max(place + advance)));
    open_tag_into(out, "g", &[("class", "field"), ("data-field", &field.path)]);
    out.push('>');
    if left <= right {
        let [x, width] = [left, right - left].map(number);
        let [y, height] = [font.descent, font.ascent - font.descent].map(number);
        let _ = write!(out, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>");
    }
    plain(out, run, places, range, units);
    out.push_str("</g>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_as_short_as_it_can_be() {
        assert_eq!([1.0, 0.5, -0.0001, 12.3456, -3.0].map(number), ["1", "0.5", "0", "12.346", "-3"]);
    }
}
