//! Optimal line breaking (D. E. Knuth, M. F. Plass, "Breaking paragraphs into lines", Software: Practice and
//! Experience 11, 1981), over prefix sums of glyph widths.
//!
//! Justified text is tried in passes: without hyphens, with hyphens, then with looser lines. If even the last pass
//! would stretch a line too far, the paragraph is set ragged instead, since a ragged edge is less disturbing than wide
//! gaps.

use super::segment::UNBROKEN;
use super::{Align, Opportunity, ShapedParagraph, Start, Sum, Walk, in_ems};

/// How far a word space may stretch at ratio 1, relative to its width.
const STRETCH: f64 = 0.75;
/// How far a word space may shrink, relative to its width.
const SHRINK: f64 = 0.22;
/// The passes of justified text: whether words may be hyphenated, and the largest stretch ratio.
const PASSES: [(bool, f64); 3] = [(false, 0.5), (true, 0.8), (true, 1.2)];
/// The extra demerits of two hyphens in a row, or of a hyphen before the last line.
const TWO_HYPHENS: f64 = 10_000.0;
/// The extra demerits of a tight line next to a loose one.
const MISFIT: f64 = 3_000.0;
/// The extra demerits of a last line that is one short word.
const LONELY: f64 = 6_000.0;
/// The extra demerits of a hyphen in ragged lines, and of two in a row.
const DEAR: f64 = 60.0;
/// The penalty of a break inside a word that is wider than the measure.
const EMERGENCY: f64 = 2_000.0;
/// A line that is looser than the limit by this factor is so even after rounding.
const LOOSER: f64 = 1.000_001;
/// Widths that differ by less than this part of an em are equal.
const CLOSE: f64 = 1e-4;

/// The demerits of each ragged line, and the extra ones of a bad end: a last line that is one short word or continues a
/// divided one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Demerits {
    line: f64,
    bad_end: f64,
}

impl Demerits {
    /// As few lines as look well.
    pub(super) const USUAL: Self = Self { line: 5.0, bad_end: DEAR };
    /// Rather wide gaps than a bad end, and rather one line more.
    pub(super) const STRICT: Self = Self { line: 5.0, bad_end: 1e5 };
    /// As few ragged lines as possible; among those, rather wide gaps than a bad end.
    pub(super) const SHORT: Self = Self { line: 1e7, bad_end: 1e5 };
}

/// Where the lines of a paragraph start and end.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::layout) struct Breaks {
    pub(super) lines: Vec<LineGlyphs>,
}

impl Breaks {
    /// The number of lines.
    pub(in crate::layout) fn len(&self) -> usize {
        self.lines.len()
    }
}

/// One line, as a range of glyph indices.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct LineGlyphs {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) resume: usize,
    /// By how much each word space grows, relative to its width; negative if it shrinks.
    pub(super) stretch: f64,
    pub(super) hyphen: bool,
}

/// A feasible breakpoint.
#[derive(Debug, Clone, Copy)]
struct BreakNode {
    /// Index into the opportunities; `usize::MAX` for the start of the paragraph.
    opportunity: usize,
    start: Start,
    previous: usize,
    demerits: f64,
    fitness: usize,
    flagged: bool,
    /// Whether a word is divided here.
    divided: bool,
    /// Whether the next line is the first of the paragraph, or the first after a forced break.
    begins: bool,
    /// How many bad ends there are up to here ([`Demerits`]).
    bad_ends: usize,
}

impl BreakNode {
    /// The node at the start of the paragraph.
    const FIRST: Self = Self {
        opportunity: usize::MAX,
        start: Start { at: 0, sum: Sum { width: 0.0, space: 0.0 } },
        previous: 0,
        demerits: 0.0,
        fitness: 1,
        flagged: false,
        divided: false,
        begins: true,
        bad_ends: 0,
    };

    fn line(&self, opportunity: &Opportunity, measure: f64) -> LineFigures {
        let end = self.start.to(opportunity);
        let width = end.width - self.start.sum.width + opportunity.hyphen;
        LineFigures { width, slack: measure - width, space: end.space - self.start.sum.space }
    }

    /// The node at the end of a line that begins here.
    fn next(previous: usize, index: usize, opportunity: &Opportunity, demerits: f64, fitness: usize) -> Self {
        Self {
            opportunity: index,
            start: Start::after(opportunity),
            previous,
            demerits,
            fitness,
            flagged: opportunity.flagged,
            divided: opportunity.hyphen > 0.0,
            begins: opportunity.forced,
            bad_ends: 0,
        }
    }

    /// Whether a last line that begins here is one short word or continues a divided one.
    fn is_bad_end(&self, measure: f64, figures: &LineFigures, opportunity: &Opportunity) -> bool {
        opportunity.forced && (self.divided || is_lonely(measure, figures, self))
    }
}

/// The width of a line, the difference between the measure and that width, and the width of the word spaces, in ems.
struct LineFigures {
    width: f64,
    slack: f64,
    space: f64,
}

impl LineFigures {
    fn is_too_wide<const RAGGED: bool>(&self) -> bool {
        let shrink = if RAGGED { 0.0 } else { self.space * SHRINK };
        self.slack < -shrink - CLOSE
    }
}

impl ShapedParagraph {
    /// Breaks the paragraph at a size and a measure, both in points. No line is wider than the measure, unless a single
    /// glyph is.
    pub(in crate::layout) fn breaks(&self, size: f32, measure: f32, align: Align, hyphenate: bool) -> Breaks {
        let Some(last) = self.opportunities.last().filter(|last| last.end > 0) else { return Breaks::default() };
        let measure = in_ems(size, measure);
        if self.fits(measure) {
            let (end, resume) = (last.end as usize, last.resume as usize);
            return Breaks { lines: vec![LineGlyphs { start: 0, end, resume, stretch: 0.0, hyphen: false }] };
        }
        let (widened, unbroken);
        let opportunities = if self.opportunities.iter().any(is_in_unbroken) {
            unbroken = self.without_inner_breaks(measure);
            &unbroken
        } else {
            &self.opportunities
        };
        let opportunities = if f64::from(self.min_width) > measure {
            widened = self.with_emergencies(opportunities, measure);
            &widened
        } else {
            opportunities
        };
        if align == Align::Justified
            && let Some(breaks) = set_justified(opportunities, measure, hyphenate)
        {
            return breaks;
        }
        let ragged = |measure| set_ragged(opportunities, measure, hyphenate);
        let first = ragged(measure).unwrap_or_default();
        if align != Align::Balanced || first.len() < 2 {
            return first;
        }
        // Lines are balanced by the narrowest measure that does not need more lines.
        let (mut narrow, mut wide, mut best) = (measure / 2.0, measure, first);
        for _ in 0..8 {
            let middle = f64::midpoint(narrow, wide);
            match ragged(middle).filter(|_| middle >= f64::from(self.min_width)) {
                Some(breaks) if breaks.len() <= best.len() => (wide, best) = (middle, breaks),
                _ => narrow = middle,
            }
        }
        best
    }

    /// The opportunities without those inside symbols that fit on one line.
    fn without_inner_breaks(&self, measure: f64) -> Vec<Opportunity> {
        let (mut all, mut within) = (Vec::with_capacity(self.opportunities.len()), Vec::new());
        let mut from = Start::default();
        for opportunity in &self.opportunities {
            if is_in_unbroken(opportunity) {
                within.push(*opportunity);
                continue;
            }
            if from.width_to(opportunity) + opportunity.hyphen > measure {
                all.append(&mut within);
            }
            within.clear();
            all.push(*opportunity);
            from = Start::after(opportunity);
        }
        all
    }

    /// The opportunities, and additional ones between all clusters of each part that is wider than the measure.
    pub(super) fn with_emergencies(&self, opportunities: &[Opportunity], measure: f64) -> Vec<Opportunity> {
        let mut all = Vec::new();
        let mut from = Start::default();
        let mut walk = Walk::new(self);
        for opportunity in opportunities {
            if from.width_to(opportunity) + opportunity.hyphen > measure {
                for place in from.at + 1..opportunity.end {
                    walk.advance(|at, _| at < place as usize);
                    if self.glyphs[place as usize].text.is_empty() {
                        continue;
                    }
                    all.push(Opportunity {
                        end: place,
                        resume: place,
                        to_end: walk.sum,
                        to_resume: walk.sum,
                        penalty: EMERGENCY,
                        hyphen: 0.0,
                        flagged: false,
                        forced: false,
                    });
                }
            }
            all.push(*opportunity);
            from = Start::after(opportunity);
        }
        all
    }
}

/// Whether an opportunity is inside a symbol or a range, which are divided only if they are wider than the measure.
fn is_in_unbroken(opportunity: &Opportunity) -> bool {
    opportunity.penalty >= UNBROKEN && !opportunity.forced
}

/// Breaks justified lines by the first pass that can. A bad end is accepted only where more lines would be needed to
/// avoid it, or looser ones than any pass allows.
fn set_justified(opportunities: &[Opportunity], measure: f64, hyphenate: bool) -> Option<Breaks> {
    let mut found: Option<(Breaks, usize)> = None;
    for (hyphens, limit) in PASSES.into_iter().filter(|(hyphens, _)| hyphenate || !hyphens) {
        let set = |demerits| search::<false>(opportunities, Pass { measure, limit, hyphens, demerits }, f64::INFINITY);
        if found.is_none() {
            found = set(Demerits::USUAL);
        }
        if let Some((breaks, bad_ends)) = found.as_ref().filter(|(_, bad_ends)| *bad_ends > 0)
            && let Some(better) = set(Demerits::STRICT)
            && better.1 < *bad_ends
            && better.0.len() <= breaks.len()
        {
            found = Some(better);
        }
        if found.as_ref().is_some_and(|(_, bad_ends)| *bad_ends == 0) {
            break;
        }
    }
    found.map(|(breaks, _)| breaks)
}

/// Breaks ragged lines. A bad end is accepted only where more lines would be needed to avoid it.
fn set_ragged(opportunities: &[Opportunity], measure: f64, hyphens: bool) -> Option<Breaks> {
    let set = |demerits| {
        let pass = Pass { measure, limit: f64::INFINITY, hyphens, demerits };
        search::<true>(opportunities, pass, first_fit(opportunities, pass))
    };
    let (breaks, bad_ends) = set(Demerits::USUAL)?;
    if bad_ends == 0 {
        return Some(breaks);
    }
    let better = [Demerits::STRICT, Demerits::SHORT].into_iter().filter_map(set);
    let better = better.filter(|(it, left)| *left < bad_ends && it.len() <= breaks.len());
    Some(better.map(|(it, _)| it).next().unwrap_or(breaks))
}

/// How lines are searched: the measure in ems, the largest stretch ratio of justified lines, whether words may be
/// divided, and demerits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pass {
    pub(super) measure: f64,
    pub(super) limit: f64,
    pub(super) hyphens: bool,
    pub(super) demerits: Demerits,
}

/// The demerits of ragged lines that are filled one after the other, without hyphens; infinite when a part does not
/// fit. The optimal line breaks have no more.
pub(super) fn first_fit(opportunities: &[Opportunity], pass: Pass) -> f64 {
    let Pass { measure, hyphens, .. } = pass;
    let mut node = BreakNode::FIRST;
    let mut fitting: Option<usize> = None;
    for (index, opportunity) in opportunities.iter().enumerate() {
        if !hyphens && opportunity.hyphen > 0.0 {
            continue;
        }
        let end = |node: &BreakNode, at: usize| {
            let it = &opportunities[at];
            let (cost, _) = weigh_ragged(pass, &node.line(it, measure), it, node);
            BreakNode::next(0, at, it, node.demerits + cost, 1)
        };
        // As in the search, an opportunity with a hyphen that does not fit ends the line too.
        while node.line(opportunity, measure).is_too_wide::<true>() {
            let Some(at) = fitting.take() else { return f64::INFINITY };
            node = end(&node, at);
        }
        if opportunity.forced {
            (node, fitting) = (end(&node, index), None);
        } else if opportunity.hyphen <= 0.0 {
            fitting = Some(index);
        }
    }
    node.demerits
}

/// Finds the breaks with the fewest demerits, of ragged or of justified lines, and how many bad ends they have. `None`
/// when a justified line would stretch beyond the limit.
///
/// Breaks with more demerits than `most` are skipped: others with at most so many are known to exist.
pub(super) fn search<const RAGGED: bool>(
    opportunities: &[Opportunity],
    pass: Pass,
    most: f64,
) -> Option<(Breaks, usize)> {
    let Pass { measure, limit, hyphens, demerits } = pass;
    let mut nodes = Vec::with_capacity(opportunities.len().min(64) + 1);
    nodes.push(BreakNode::FIRST);
    // The nodes from here on are active. They are in the order of the text. So the first ones become too wide first,
    // and the slack grows from each node to the next.
    let mut first = 0;
    // The fewest demerits of the active nodes.
    let mut base = 0.0;
    for (index, opportunity) in opportunities.iter().enumerate() {
        // A pass without hyphens skips opportunities with a hyphen, but not emergency breaks.
        if !hyphens && opportunity.hyphen > 0.0 {
            continue;
        }
        let mut overfull = None;
        let mut longest = None;
        while let Some(node) = nodes.get(first) {
            let figures = node.line(opportunity, measure);
            if !figures.is_too_wide::<RAGGED>() {
                longest = Some(figures);
                break;
            }
            // Every later line that begins here is even wider.
            overfull = Some(first);
            first += 1;
        }
        if RAGGED && overfull.is_some() {
            base = nodes[first..].iter().map(|node| node.demerits).fold(f64::INFINITY, f64::min);
        }
        // A shortcut for the most common case: even the longest line is too short to end here.
        if let Some(LineFigures { slack, space, .. }) = longest
            && !opportunity.forced
        {
            let loosest = CLOSE + limit * STRETCH * space * LOOSER;
            if if RAGGED { base + (ragged(slack, opportunity) + demerits.line) > most } else { slack > loosest } {
                continue;
            }
        }
        let mut best: [Option<(f64, usize)>; 4] = [None; 4];
        for (at, node) in (first..).zip(&nodes[first..]) {
            let figures = node.line(opportunity, measure);
            if figures.is_too_wide::<RAGGED>() {
                continue;
            }
            let (cost, fitness) = if RAGGED {
                let (cost, bound) = weigh_ragged(pass, &figures, opportunity, node);
                // The shorter a line, the higher its cost. From here on, no line is better than the best one.
                if base + bound > best[1].map_or(most, |(found, _)| found) {
                    break;
                }
                (cost, 1)
            } else {
                // The line is looser than the pass allows, and so are all that begin later.
                let Some(weighed) = weigh(pass, &figures, opportunity, node) else { break };
                weighed
            };
            let total = node.demerits + cost;
            if total <= most && best[fitness].is_none_or(|(other, _)| total < other) {
                best[fitness] = Some((total, at));
            }
        }
        if opportunity.forced {
            first = nodes.len();
            base = f64::INFINITY;
        }
        // Either a single glyph is wider than the measure, or this pass has no solution.
        if first == nodes.len() && best.iter().all(Option::is_none) {
            match overfull {
                Some(at) if RAGGED => best[1] = Some((nodes[at].demerits + 1e9, at)),
                _ => return None,
            }
        }
        for (fitness, found) in best.iter().enumerate() {
            if let Some((demerits, previous)) = *found {
                base = base.min(demerits);
                let before = &nodes[previous];
                let is_bad = before.is_bad_end(measure, &before.line(opportunity, measure), opportunity);
                let bad_ends = before.bad_ends + usize::from(is_bad);
                nodes.push(BreakNode { bad_ends, ..BreakNode::next(previous, index, opportunity, demerits, fitness) });
            }
        }
    }
    let best = (first..nodes.len()).min_by(|a, b| nodes[*a].demerits.total_cmp(&nodes[*b].demerits))?;
    Some((trace(opportunities, &nodes, best, measure, RAGGED), nodes[best].bad_ends))
}

/// Collects the lines by walking back from the last node.
fn trace(opportunities: &[Opportunity], nodes: &[BreakNode], last: usize, measure: f64, ragged: bool) -> Breaks {
    let mut lines = Vec::new();
    let mut at = last;
    while nodes[at].opportunity != usize::MAX {
        let node = nodes[at];
        let opportunity = &opportunities[node.opportunity];
        let start = nodes[node.previous].start;
        let LineFigures { slack, space, .. } = nodes[node.previous].line(opportunity, measure);
        let stretches = !ragged && space > 0.0 && (slack < 0.0 || !opportunity.forced);
        let stretch = if stretches { slack / space } else { 0.0 };
        let hyphen = opportunity.hyphen > 0.0;
        let (end, resume) = (opportunity.end.max(start.at) as usize, opportunity.resume as usize);
        lines.push(LineGlyphs { start: start.at as usize, end, resume, stretch, hyphen });
        at = node.previous;
    }
    lines.reverse();
    Breaks { lines }
}

/// Whether a last line that begins at a node is not the only one, and one short word.
fn is_lonely(measure: f64, figures: &LineFigures, node: &BreakNode) -> bool {
    !node.begins && figures.width < (measure * 0.2).min(6.0)
}

/// The cost of a ragged line for its gap, in ems, and for its end.
#[inline]
fn ragged(slack: f64, opportunity: &Opportunity) -> f64 {
    let gap = if opportunity.forced { 0.0 } else { slack.max(0.0) };
    gap * gap + opportunity.penalty / 10.0 + if opportunity.hyphen > 0.0 { DEAR } else { 0.0 }
}

/// The cost of a ragged line: the square of the gap, and a small amount for each line so that there are few. The second
/// value is the least cost of any line with that gap that ends here.
#[inline]
fn weigh_ragged(pass: Pass, figures: &LineFigures, opportunity: &Opportunity, node: &BreakNode) -> (f64, f64) {
    let Pass { measure, demerits, .. } = pass;
    let least = ragged(figures.slack, opportunity) + demerits.line;
    let twice = if opportunity.flagged && node.flagged { DEAR } else { 0.0 };
    let bad_end = if node.is_bad_end(measure, figures, opportunity) { demerits.bad_end } else { 0.0 };
    (least + twice + bad_end, least)
}

/// The demerits of a justified line, and its fitness class; `None` when it is looser than the pass allows.
#[inline]
fn weigh(pass: Pass, figures: &LineFigures, opportunity: &Opportunity, node: &BreakNode) -> Option<(f64, usize)> {
    let Pass { measure, limit, demerits, .. } = pass;
    let LineFigures { slack, space, .. } = *figures;
    let ratio = if slack >= 0.0 {
        let stretch = space * STRETCH;
        if opportunity.forced || slack < CLOSE {
            0.0
        } else if stretch > 0.0 {
            slack / stretch
        } else {
            return None;
        }
    } else {
        slack / (space * SHRINK).max(CLOSE)
    };
    if ratio > limit {
        return None;
    }
    let fitness: usize = match ratio {
        r if r < -0.5 => 0,
        r if r <= 0.5 => 1,
        r if r <= 1.0 => 2,
        _ => 3,
    };
    let badness = 100.0 * ratio.abs().powi(3);
    let mut cost = (1.0 + badness + opportunity.penalty).powi(2);
    if node.flagged && (opportunity.flagged || opportunity.forced) {
        cost += TWO_HYPHENS;
    }
    if fitness.abs_diff(node.fitness) > 1 {
        cost += MISFIT;
    }
    if opportunity.forced && is_lonely(measure, figures, node) {
        cost += LONELY;
    }
    if node.is_bad_end(measure, figures, opportunity) {
        cost += demerits.bad_end;
    }
    Some((cost, fitness))
}
