//! Items → the content stream of each page, in marked-content sequences that the structure tree refers to.
//!
//! Nine in ten bytes of a content stream place glyphs. They are written here directly, and not with the operators of
//! printpdf, which allocates an object for each glyph.

use super::font::put_name;
use super::glyphs::{Cluster, Glyphs, Used, clusters};
use super::image::{self, Images};
use super::role::{role_name, within_link};
use super::spelled::spelled;
use super::syntax::{Put, push_escaped};
use crate::layout::font::FontId;
use crate::layout::page::{self, ElementId, Glyph, GlyphRun, PageItem, Pages};

/// The content streams of all pages.
pub(super) struct PageContents {
    /// The operators of each page.
    pub(super) pages: Vec<Vec<u8>>,
    /// Every marked-content sequence, in reading order.
    pub(super) marks: Vec<ContentMark>,
    /// The areas of the links.
    pub(super) links: Vec<LinkArea>,
}

/// A marked-content sequence of an element.
pub(super) struct ContentMark {
    pub(super) element: ElementId,
    /// The index of the page.
    pub(super) page: usize,
    /// The number of the sequence in the page (MCID).
    pub(super) number: i64,
}

/// The area of one line of a link.
pub(super) struct LinkArea {
    /// The link or reference.
    pub(super) element: ElementId,
    /// The index of the page.
    pub(super) page: usize,
    /// Left, bottom, right and top, in points from the lower left corner of the page.
    pub(super) area: [f32; 4],
}

/// Writes the content streams of all pages.
pub(super) fn draw(laid: &Pages, glyphs: &Glyphs, images: &Images<'_>) -> PageContents {
    let mut content =
        PageContents { pages: Vec::with_capacity(laid.pages.len()), marks: Vec::new(), links: Vec::new() };
    for (index, page) in laid.pages.iter().enumerate() {
        let mut writer = ContentWriter {
            laid,
            glyphs,
            images,
            height: page.height,
            page: index,
            out: Vec::with_capacity(24 * 1024),
            next: 0,
            open: OpenSequence::Nothing,
            font: None,
            fill: None,
            marks: &mut content.marks,
            links: &mut content.links,
        };
        page.items.iter().for_each(|item| writer.item(item));
        writer.mark(OpenSequence::Nothing);
        let operators = writer.out;
        content.pages.push(operators);
    }
    content
}

/// The marked-content sequence that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OpenSequence {
    Nothing,
    Artifact,
    Element(ElementId),
}

struct ContentWriter<'a> {
    laid: &'a Pages,
    glyphs: &'a Glyphs,
    images: &'a Images<'a>,
    height: f32,
    page: usize,
    out: Vec<u8>,
    next: i64,
    open: OpenSequence,
    font: Option<(FontId, f32)>,
    fill: Option<page::Color>,
    marks: &'a mut Vec<ContentMark>,
    links: &'a mut Vec<LinkArea>,
}

impl ContentWriter<'_> {
    fn item(&mut self, item: &PageItem) {
        match item {
            PageItem::Glyphs(run) => self.run(run),
            PageItem::Rule { element, from, to, thickness, color } => {
                self.mark(element.map_or(OpenSequence::Artifact, OpenSequence::Element));
                self.color(*color).put(" RG\n").thousandths(*thickness).put(" w\n");
                self.point(*from).put(" m\n");
                self.point(*to).put(" l\nS\n");
            }
            PageItem::Area { element, points, color } => {
                self.mark(element.map_or(OpenSequence::Artifact, OpenSequence::Element));
                self.fill(*color);
                for (at, point) in points.iter().enumerate() {
                    self.point(*point).put(if at == 0 { " m\n" } else { " l\n" });
                }
                if !points.is_empty() {
                    self.out.put("h\nf\n");
                }
            }
            PageItem::Picture { element, corner, size, picture, .. } => {
                let Some(place) = self.images.place(picture) else { return };
                self.mark(element.map_or(OpenSequence::Artifact, OpenSequence::Element));
                // An image fills a square of one unit (8.9.5.1), which is scaled to its size.
                self.out.put("q\n").thousandths(size.0).put(" 0 0 ").thousandths(size.1).put(" ");
                self.point((corner.0, corner.1 + size.1)).put(" cm\n");
                image::put_name(&mut self.out, place);
                self.out.put(" Do\nQ\n");
            }
        }
    }

    fn point(&mut self, (x, y): (f32, f32)) -> &mut Vec<u8> {
        let height = self.height;
        self.out.thousandths(x).put(" ").thousandths(height - y)
    }

    fn color(&mut self, color: page::Color) -> &mut Vec<u8> {
        let part = |part: u8| f32::from(part) / 255.0;
        self.out.thousandths(part(color.0)).put(" ").thousandths(part(color.1)).put(" ").thousandths(part(color.2))
    }

    fn fill(&mut self, color: page::Color) {
        if self.fill != Some(color) {
            self.fill = Some(color);
            self.color(color).put(" rg\n");
        }
    }

    /// Ends the open marked-content sequence and begins another one, unless it is the same.
    fn mark(&mut self, wanted: OpenSequence) {
        if self.open == wanted {
            return;
        }
        if self.open != OpenSequence::Nothing {
            self.out.put("EMC\n");
        }
        self.open = wanted;
        match wanted {
            OpenSequence::Nothing => {}
            OpenSequence::Artifact => _ = self.out.put("/Artifact BMC\n"),
            OpenSequence::Element(element) => {
                let tag = self.laid.elements.get(element.0).map_or("Span", |it| role_name(&it.role));
                self.begin(element, tag, None);
            }
        }
    }

    fn begin(&mut self, element: ElementId, tag: &str, actual: Option<&str>) {
        let number = self.next;
        self.next += 1;
        self.marks.push(ContentMark { element, page: self.page, number });
        self.out.put("/").put(tag).put("<</MCID ").integer(number);
        if let Some(text) = actual {
            let units = text.encode_utf16().flat_map(u16::to_be_bytes);
            self.out.put("/ActualText").hexadecimal([0xFE, 0xFF].into_iter().chain(units));
        }
        self.out.put(">>BDC\n");
    }

    fn run(&mut self, run: &GlyphRun) {
        let run = &*spelled(run, &self.glyphs.used(run.font).made);
        self.pieces(run);
        if let Some(link) = run.element.and_then(|element| within_link(self.laid, element)) {
            self.link(link, run, run.x + width(&run.glyphs, run.size));
        }
    }

    /// Shows the glyphs of a run from left to right, in pieces: either as many glyphs as possible from which readers
    /// get the right text, or one cluster with an `ActualText`.
    fn pieces(&mut self, run: &GlyphRun) {
        let used = self.glyphs.used(run.font);
        let mut x = run.x;
        // The start of the current piece, the end of the last cluster that was examined, and the next glyph.
        let (mut from, mut done, mut to) = (0, 0, 0);
        while let Some(glyph) = run.glyphs.get(to) {
            // Most glyphs represent their own text. A soft hyphen is an exception: its text differs from that of its
            // glyph.
            if used.maps_to(glyph.id, &glyph.text) {
                to += 1;
                continue;
            }
            // A glyph without text belongs to the cluster of the glyph before it.
            if glyph.text.is_empty() && to > done {
                to -= 1;
            }
            let Some(cluster) = clusters(&run.glyphs[to..]).next() else { break };
            done = to + cluster.glyphs.len();
            if let Some(end) = end_of_marked(run, to) {
                self.piece(run, &mut x, &run.glyphs[from..to], None);
                let text: String = run.glyphs[to..end].iter().map(|glyph| glyph.text.as_str()).collect();
                self.piece(run, &mut x, &run.glyphs[to..end], Some(&text));
                (from, done) = (end, end);
            } else if !is_readable(&cluster, used) {
                self.piece(run, &mut x, &run.glyphs[from..to], None);
                // The text as in the brief: a hyphen that a line break added is a soft hyphen.
                self.piece(run, &mut x, cluster.glyphs, Some(&cluster.glyphs[0].text));
                from = done;
            }
            to = done;
        }
        self.piece(run, &mut x, &run.glyphs[from..to], None);
    }

    /// Shows glyphs, and moves `x` to their end. `actual` is the `ActualText`, for glyphs that would give another text.
    fn piece(&mut self, run: &GlyphRun, x: &mut f32, glyphs: &[Glyph], actual: Option<&str>) {
        if glyphs.is_empty() {
            return;
        }
        match (run.element, actual) {
            // The sequence is a sibling of the others and not nested, since viewers lose the structure of nested
            // sequences.
            (Some(element), Some(text)) => {
                self.mark(OpenSequence::Nothing);
                self.begin(element, "Span", Some(text));
            }
            (Some(element), None) => self.mark(OpenSequence::Element(element)),
            (None, _) => self.mark(OpenSequence::Artifact),
        }
        self.show(run, *x, glyphs);
        if run.element.is_some() && actual.is_some() {
            self.out.put("EMC\n");
            self.open = OpenSequence::Nothing;
        }
        *x += width(glyphs, run.size);
    }

    fn show(&mut self, run: &GlyphRun, x: f32, glyphs: &[Glyph]) {
        let Some(first) = glyphs.first() else { return };
        self.fill(run.color);
        self.out.put("BT\n");
        if self.font != Some((run.font, run.size)) {
            self.font = Some((run.font, run.size));
            put_name(&mut self.out, run.font);
            self.out.put(" ").thousandths(run.size).put(" Tf\n");
        }
        let used = self.glyphs.used(run.font);
        let level = glyphs.iter().all(|glyph| glyph.offset == (0.0, 0.0));
        // `Td` is relative to the start of the line, which is the corner of the page at the start of a text object.
        let y = self.height - run.y;
        self.place(run.size, (x, y), f64::from(first.offset.0), first.offset.1);
        self.out.put(" Td\n[(");
        if level {
            self.level(glyphs, used);
        } else {
            self.uneven(run, (x, y), glyphs, used);
        }
        self.out.put(")]TJ\nET\n");
    }

    /// Shows glyphs that are all on the baseline. The word spacing is not set with `Tw`, since some readers ignore that
    /// for composite fonts.
    fn level(&mut self, glyphs: &[Glyph], used: &Used) {
        for (at, glyph) in glyphs.iter().enumerate() {
            let (code, advance) = used.shown(glyph.id).map_or((0, glyph.advance), |shown| (shown.code, shown.advance));
            push_code(&mut self.out, code, used.short);
            let back = advance - glyph.advance;
            if back != 0.0 && at + 1 < glyphs.len() {
                self.kern(back);
            }
        }
    }

    /// Shows glyphs of which some are offset from the pen, such as a mark above or below a letter.
    fn uneven(&mut self, run: &GlyphRun, (x, y): (f32, f32), glyphs: &[Glyph], used: &Used) {
        // The actual and the wanted position of the pen, in thousandths of the size from `x`.
        let (mut pen, mut place) = (f64::from(glyphs[0].offset.0), 0.0_f64);
        let mut up = glyphs[0].offset.1;
        for glyph in glyphs {
            let (code, advance) = used.shown(glyph.id).map_or((0, glyph.advance), |shown| (shown.code, shown.advance));
            let wanted = place + f64::from(glyph.offset.0);
            if glyph.offset.1.to_bits() == up.to_bits() {
                let back = (pen - wanted) as f32;
                if back != 0.0 {
                    self.kern(back);
                }
            } else {
                up = glyph.offset.1;
                self.out.put(")]TJ\n1 0 0 1 ");
                self.place(run.size, (x, y), wanted, up);
                self.out.put(" Tm\n[(");
            }
            pen = wanted + f64::from(advance);
            place += f64::from(glyph.advance);
            push_code(&mut self.out, code, used.short);
        }
    }

    /// Writes a position to the right of and above a point, offset by thousandths of a size.
    fn place(&mut self, size: f32, (x, y): (f32, f32), right: f64, up: f32) {
        let per_mille = size / 1000.0;
        self.out.thousandths((f64::from(x) + right * f64::from(per_mille)) as f32).put(" ");
        self.out.thousandths(y + up * per_mille);
    }

    /// Moves the pen back between two glyphs, in thousandths of the size.
    #[inline]
    fn kern(&mut self, back: f32) {
        self.out.push(b')');
        self.out.thousandths(back);
        self.out.push(b'(');
    }

    /// Records the area of a link. Consecutive runs on one line are one area.
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

/// The end of the clusters that need a common `ActualText`, if the first one has a mark above or below its letter. Some
/// readers, such as poppler, treat a mark that is placed back from the pen, or on another mark, as a separate word.
/// They do not if all these clusters have one `ActualText`, up to a glyph that ends where the pen is. This is not done
/// for right-to-left text, since such readers reverse an `ActualText` there.
fn end_of_marked(run: &GlyphRun, at: usize) -> Option<usize> {
    if run.to_the_left {
        return None;
    }
    let is_marked = |cluster: &Cluster<'_>| cluster.glyphs.iter().skip(1).any(|glyph| glyph.advance == 0.0);
    let mut end = at;
    for cluster in clusters(&run.glyphs[at..]) {
        if end > at && cluster.text.chars().all(char::is_whitespace) || cluster.is_soft_hyphen() {
            break;
        }
        let marked = is_marked(&cluster);
        if end == at && !marked {
            return None;
        }
        end += cluster.glyphs.len();
        if !marked {
            break;
        }
    }
    (end > at).then_some(end)
}

/// Whether a reader gets the right text of a cluster from its glyphs alone.
#[inline]
fn is_readable(cluster: &Cluster<'_>, used: &Used) -> bool {
    let several = cluster.glyphs.len() > 1;
    if several && !cluster.one_each || cluster.text.is_empty() || cluster.is_soft_hyphen() {
        return false;
    }
    if !several {
        return cluster.glyphs.iter().all(|glyph| used.maps_to(glyph.id, cluster.text));
    }
    let texts = cluster.text.char_indices().map(|(at, c)| &cluster.text[at..at + c.len_utf8()]);
    cluster.glyphs.iter().zip(texts).all(|(glyph, text)| used.maps_to(glyph.id, text))
}

/// Writes a code into a string.
#[inline]
fn push_code(out: &mut Vec<u8>, code: u16, short: bool) {
    if !short {
        push_escaped(out, (code >> 8) as u8);
    }
    push_escaped(out, code as u8);
}

fn width(glyphs: &[Glyph], size: f32) -> f32 {
    glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * size / 1000.0
}

/// Rounds a length in points to a thousandth, which is precise enough for a page.
fn round(length: f32) -> f32 {
    (length * 1000.0).round() / 1000.0
}
