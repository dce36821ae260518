//! Items → the operators of each page's content, in marked sequences that the structure tree can name.

use printpdf::{
    Codepoint, Color, DictItem, Line, LinePoint, Op, PaintMode, PdfFontHandle, Point, Polygon, PolygonRing, Pt, Rgb,
    TextItem, TextMatrix, WindingOrder,
};

use super::font::Subsets;
use super::structure::{role_name, within_link};
use super::utf16;
use crate::layout::font::FontId;
use crate::layout::page::{self, ElementId, Glyph, GlyphRun, Item, Laid};

/// The content of all pages.
pub(super) struct Content {
    /// The operators, page by page.
    pub(super) pages: Vec<Vec<Op>>,
    /// Every marked sequence in reading order.
    pub(super) marks: Vec<Mark>,
    /// Where the links stand.
    pub(super) links: Vec<LinkArea>,
}

/// A marked sequence of an element.
pub(super) struct Mark {
    pub(super) element: ElementId,
    /// Index of the page.
    pub(super) page: usize,
    /// The number of the sequence in the page (MCID).
    pub(super) number: i64,
}

/// One line of a link.
pub(super) struct LinkArea {
    /// The link or reference.
    pub(super) element: ElementId,
    /// Index of the page.
    pub(super) page: usize,
    /// Left, bottom, right, top in points from the lower left corner of the page.
    pub(super) area: [f32; 4],
}

/// Draws all pages.
pub(super) fn draw(laid: &Laid, fonts: &mut Subsets<'_>) -> Content {
    let mut content = Content { pages: Vec::new(), marks: Vec::new(), links: Vec::new() };
    for (index, page) in laid.pages.iter().enumerate() {
        let mut writer = Writer {
            laid,
            fonts,
            height: page.height,
            page: index,
            operations: Vec::new(),
            next: 0,
            open: Open::Nothing,
            font: None,
            fill: None,
            marks: &mut content.marks,
            links: &mut content.links,
        };
        page.items.iter().for_each(|item| writer.item(item));
        writer.mark(Open::Nothing);
        let operations = writer.operations;
        content.pages.push(operations);
    }
    content
}

/// The marked sequence that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Artifact,
    Element(ElementId),
}

struct Writer<'a, 'f> {
    laid: &'a Laid,
    fonts: &'a mut Subsets<'f>,
    height: f32,
    page: usize,
    operations: Vec<Op>,
    next: i64,
    open: Open,
    font: Option<(FontId, f32)>,
    fill: Option<page::Color>,
    marks: &'a mut Vec<Mark>,
    links: &'a mut Vec<LinkArea>,
}

impl Writer<'_, '_> {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Glyphs(run) => self.run(run),
            Item::Rule { element, from, to, thickness, color } => {
                self.mark(element.map_or(Open::Artifact, Open::Element));
                self.operations.push(Op::SetOutlineColor { col: rgb(*color) });
                self.operations.push(Op::SetOutlineThickness { pt: Pt(round(*thickness)) });
                let points = vec![self.point(*from), self.point(*to)];
                self.operations.push(Op::DrawLine { line: Line { points, is_closed: false } });
            }
            Item::Area { element, points, color } => {
                self.mark(element.map_or(Open::Artifact, Open::Element));
                self.fill(*color);
                let points = points.iter().map(|point| self.point(*point)).collect();
                let polygon = Polygon {
                    rings: vec![PolygonRing { points }],
                    mode: PaintMode::Fill,
                    winding_order: WindingOrder::NonZero,
                };
                self.operations.push(Op::DrawPolygon { polygon });
            }
        }
    }

    fn point(&self, (x, y): (f32, f32)) -> LinePoint {
        LinePoint { p: Point { x: Pt(round(x)), y: Pt(round(self.height - y)) }, bezier: false }
    }

    fn fill(&mut self, color: page::Color) {
        if self.fill != Some(color) {
            self.fill = Some(color);
            self.operations.push(Op::SetFillColor { col: rgb(color) });
        }
    }

    /// Ends the open marked sequence and begins another, unless it goes on.
    fn mark(&mut self, wanted: Open) {
        if self.open == wanted {
            return;
        }
        if self.open != Open::Nothing {
            self.operations.push(Op::EndMarkedContent);
        }
        self.open = wanted;
        match wanted {
            Open::Nothing => {}
            Open::Artifact => self.operations.push(Op::BeginMarkedContent { tag: "Artifact".to_owned() }),
            Open::Element(element) => {
                let tag = self.laid.elements.get(element.0).map_or("Span", |it| role_name(&it.role));
                self.begin(element, tag, None);
            }
        }
    }

    fn begin(&mut self, element: ElementId, tag: &str, actual: Option<&str>) {
        let number = self.next;
        self.next += 1;
        self.marks.push(Mark { element, page: self.page, number });
        let mut properties = vec![("MCID".to_owned(), DictItem::Int(number))];
        if let Some(text) = actual {
            properties.push(("ActualText".to_owned(), DictItem::Bytes(utf16(text))));
        }
        self.operations.push(Op::BeginMarkedContentWithProperties {
            tag: tag.to_owned(),
            properties: DictItem::Dict { map: properties.into_iter().collect() },
        });
    }

    fn run(&mut self, run: &GlyphRun) {
        if run.to_the_left {
            self.glyphs(&from_the_left(run));
        } else {
            self.glyphs(run);
        }
        if let Some(link) = run.element.and_then(|element| within_link(self.laid, element)) {
            self.link(link, run, run.x + width(&run.glyphs, run.size));
        }
    }

    /// The glyphs of a run from left to right.
    fn glyphs(&mut self, run: &GlyphRun) {
        let mut x = run.x;
        let mut at = 0;
        while at < run.glyphs.len() {
            let piece = self.piece(run, at);
            match (run.element, &piece.actual) {
                // A flat sibling, since viewers lose the structure of nested sequences.
                (Some(element), Some(text)) => {
                    self.mark(Open::Nothing);
                    self.begin(element, "Span", Some(text));
                }
                (Some(element), None) => self.mark(Open::Element(element)),
                (None, _) => self.mark(Open::Artifact),
            }
            let end = at + piece.glyphs.len();
            self.show(run, x, &run.glyphs[at..end], piece.glyphs);
            if run.element.is_some() && piece.actual.is_some() {
                self.operations.push(Op::EndMarkedContent);
                self.open = Open::Nothing;
            }
            x += width(&run.glyphs[at..end], run.size);
            at = end;
        }
    }

    /// The glyphs from `at` on that can be shown in one go: as many as stand for their own text, or one cluster that
    /// needs its text said.
    fn piece(&mut self, run: &GlyphRun, at: usize) -> Piece {
        let mut glyphs = Vec::new();
        let mut index = at;
        while index < run.glyphs.len() {
            // A cluster: a glyph with text and those without that follow it.
            let more = run.glyphs[index + 1..].iter().take_while(|glyph| glyph.text.is_empty()).count();
            let cluster = &run.glyphs[index..=index + more];
            let text = cluster[0].text.as_str();
            let hyphen = text == "\u{ad}";
            let shown = if hyphen { "-" } else { text };
            let used: Vec<_> = cluster
                .iter()
                .zip(texts(shown, cluster.len()))
                .map(|(glyph, text)| (self.fonts.take(run.font, glyph.id, text), text))
                .collect();
            let says_itself = used.iter().all(|(used, text)| used.text == *text && !text.is_empty());
            let plain = !hyphen && says_itself && (cluster.len() == 1 || cluster.len() == text.chars().count());
            if !plain && !glyphs.is_empty() {
                return Piece { glyphs, actual: None };
            }
            for (glyph, (used, _)) in cluster.iter().zip(used) {
                glyphs.push(Codepoint::with_cid(used.glyph, used.advance - glyph.advance, used.text));
            }
            index += cluster.len();
            if !plain {
                return Piece { glyphs, actual: Some(text.to_owned()) };
            }
        }
        Piece { glyphs, actual: None }
    }

    fn show(&mut self, run: &GlyphRun, x: f32, placed: &[Glyph], glyphs: Vec<Codepoint>) {
        self.fill(run.color);
        self.operations.push(Op::StartTextSection);
        if self.font != Some((run.font, run.size)) {
            self.font = Some((run.font, run.size));
            let font = PdfFontHandle::External(Subsets::name(run.font));
            self.operations.push(Op::SetFont { font, size: Pt(round(run.size)) });
        }
        if placed.iter().all(|glyph| glyph.offset == (0.0, 0.0)) {
            self.show_at(x, self.height - run.y, glyphs);
        } else {
            // A mark above or below a letter stands where the font puts it.
            let mut pen = x;
            for (glyph, codepoint) in placed.iter().zip(glyphs) {
                let (right, up) = glyph.offset;
                let place = (pen + right * run.size / 1000.0, self.height - run.y + up * run.size / 1000.0);
                self.show_at(place.0, place.1, vec![codepoint]);
                pen += glyph.advance * run.size / 1000.0;
            }
        }
        self.operations.push(Op::EndTextSection);
    }

    fn show_at(&mut self, x: f32, y: f32, glyphs: Vec<Codepoint>) {
        let matrix = TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, round(x), round(y)]);
        self.operations.push(Op::SetTextMatrix { matrix });
        self.operations.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] });
    }

    /// Notes where a link stands; what stands on one line is one area.
    fn link(&mut self, element: ElementId, run: &GlyphRun, right: f32) {
        let baseline = self.height - run.y;
        let [bottom, top] = [baseline - run.size * 0.25, baseline + run.size * 0.8];
        let (left, page) = (run.x, self.page);
        if let Some(last) = self.links.last_mut()
            && last.element == element
            && last.page == page
            && (last.area[1] - bottom).abs() < run.size / 2.0
        {
            let [l, b, r, t] = last.area;
            last.area = [round(l.min(left)), round(b.min(bottom)), round(r.max(right)), round(t.max(top))];
            return;
        }
        let area = [left, bottom, right, top].map(round);
        self.links.push(LinkArea { element, page, area });
    }
}

struct Piece {
    glyphs: Vec<Codepoint>,
    /// The text that must be said, since the glyphs alone would give another.
    actual: Option<String>,
}

/// A run to the left with its glyphs from left to right, each with its text: the order that readers of PDF expect, which
/// turn such words around themselves (as ISO 32000-1, 14.8.2.3.3 has it for text without `ReversedChars`).
fn from_the_left(run: &GlyphRun) -> GlyphRun {
    let mut glyphs = Vec::with_capacity(run.glyphs.len());
    for cluster in run.glyphs.chunk_by(|_, next| next.text.is_empty()).rev() {
        let words = texts(&cluster[0].text, cluster.len());
        if cluster.len() > 1 && cluster[0].text.chars().count() == cluster.len() {
            // A letter, then its marks, which readers put onto the letter before them.
            let mut pen = 0.0;
            let mut place: f32 = cluster.iter().map(|glyph| glyph.advance).sum();
            for (glyph, text) in cluster.iter().zip(words) {
                place -= glyph.advance;
                let offset = (glyph.offset.0 + place - pen, glyph.offset.1);
                glyphs.push(Glyph { offset, text: text.into(), ..glyph.clone() });
                pen += glyph.advance;
            }
        } else {
            for (at, glyph) in cluster.iter().rev().enumerate() {
                let text = if at == 0 { cluster[0].text.clone() } else { "".into() };
                glyphs.push(Glyph { text, ..glyph.clone() });
            }
        }
    }
    GlyphRun { glyphs, ..run.clone() }
}

/// The text that each glyph of a cluster stands for: a character each where there are as many, else the first for all.
fn texts(text: &str, glyphs: usize) -> Vec<&str> {
    if glyphs > 1 && text.chars().count() == glyphs {
        return text.char_indices().map(|(at, c)| &text[at..at + c.len_utf8()]).collect();
    }
    (0..glyphs).map(|at| if at == 0 { text } else { "\u{200b}" }).collect()
}

fn width(glyphs: &[Glyph], size: f32) -> f32 {
    glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * size / 1000.0
}

/// Rounds a length in points to what a page needs: a thousandth.
fn round(length: f32) -> f32 {
    (length * 1000.0).round() / 1000.0
}

fn rgb(color: page::Color) -> Color {
    let part = |part: u8| round(f32::from(part) / 255.0);
    Color::Rgb(Rgb { r: part(color.0), g: part(color.1), b: part(color.2), icc_profile: None })
}
