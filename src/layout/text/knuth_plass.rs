//! Optimal line breaking (D. E. Knuth, M. F. Plass, "Breaking paragraphs into lines", Software: Practice and
//! Experience 11, 1981), over prefix sums of glyph widths.
//!
//! Justified text is tried in passes: without hyphens, with hyphens, then with looser lines. When even the last pass
//! would stretch a line too far, the paragraph is set ragged instead: a ragged edge is quieter than a gaping line.

use std::collections::VecDeque;

use super::{Align, Opportunity, Paragraph};

/// How far a word space may stretch at ratio 1, as a part of its width.
const STRETCH: f64 = 0.75;
/// How far it may shrink.
const SHRINK: f64 = 0.22;
/// The passes of justified text: whether words may be divided, and the largest stretch ratio.
const PASSES: [(bool, f64); 3] = [(false, 0.5), (true, 0.8), (true, 1.2)];
/// Two hyphens in a row, or a hyphen before the last line.
const TWO_HYPHENS: f64 = 10_000.0;
/// A tight line beside a loose one.
const MISFIT: f64 = 3_000.0;
/// A last line that is one short word.
const LONELY: f64 = 6_000.0;
/// A break inside a word that is wider than the measure.
const EMERGENCY: f64 = 2_000.0;
/// Widths are compared within this part of an em.
const CLOSE: f64 = 1e-4;

/// Where the lines of a paragraph start and end.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::layout) struct Breaks {
    pub(super) lines: Vec<Part>,
}

impl Breaks {
    /// How many lines.
    pub(in crate::layout) fn len(&self) -> usize {
        self.lines.len()
    }
}

/// One line as glyph indices.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) resume: usize,
    /// By how much each word space grows, as a part of its width; negative shrinks.
    pub(super) stretch: f64,
    pub(super) hyphen: bool,
}

/// A feasible breakpoint.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// Index into the opportunities; `usize::MAX` for the start.
    opportunity: usize,
    start: usize,
    /// The width of all glyphs and that of all spaces before the start.
    width: f64,
    space: f64,
    previous: usize,
    demerits: f64,
    fitness: usize,
    flagged: bool,
}

impl Paragraph {
    /// Breaks the paragraph at a size and a measure, both in points. Never yields a line wider than the measure,
    /// except a single glyph that is.
    pub(in crate::layout) fn breaks(&self, size: f32, measure: f32, align: Align, hyphenate: bool) -> Breaks {
        if self.is_empty() {
            return Breaks::default();
        }
        let measure = f64::from(measure.max(0.0)) / f64::from(size.max(0.1));
        // What fits on one line stands there: a second line always costs more.
        if let Some(last) = self.opportunities.last()
            && !self.divided
            && self.widths[last.end] <= measure
        {
            let line = Part { start: 0, end: last.end, resume: last.resume, stretch: 0.0, hyphen: false };
            return Breaks { lines: vec![line] };
        }
        let widened;
        let opportunities = if f64::from(self.min_width) > measure {
            widened = self.with_emergencies(measure);
            &widened
        } else {
            &self.opportunities
        };
        if align == Align::Justified {
            for (hyphens, limit) in PASSES {
                if hyphens && !hyphenate {
                    continue;
                }
                if let Some(breaks) = self.search::<false>(opportunities, measure, limit, hyphens) {
                    return breaks;
                }
            }
        }
        let ragged = |measure| self.search::<true>(opportunities, measure, f64::INFINITY, hyphenate);
        let first = ragged(measure).unwrap_or_default();
        if align != Align::Balanced || first.len() < 2 {
            return first;
        }
        // The narrowest measure that needs no further line makes the lines equal.
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

    /// The opportunities, and one between any two clusters of a part that is wider than the measure.
    fn with_emergencies(&self, measure: f64) -> Vec<Opportunity> {
        let mut all = Vec::new();
        let mut from = 0;
        for opportunity in &self.opportunities {
            let wide = self.widths[opportunity.end] - self.widths[from.min(opportunity.end)] + opportunity.hyphen;
            if wide > measure {
                for at in from + 1..opportunity.end {
                    if self.glyphs[at].text.is_empty() {
                        continue;
                    }
                    all.push(Opportunity {
                        end: at,
                        resume: at,
                        penalty: EMERGENCY,
                        hyphen: 0.0,
                        flagged: false,
                        forced: false,
                    });
                }
            }
            all.push(*opportunity);
            from = opportunity.resume;
        }
        all
    }

    /// The breaks with the fewest demerits, of ragged lines or of justified ones; `None` when one of those would stretch
    /// beyond the limit.
    fn search<const RAGGED: bool>(
        &self,
        opportunities: &[Opportunity],
        measure: f64,
        limit: f64,
        hyphens: bool,
    ) -> Option<Breaks> {
        let node = |opportunity, start: usize, previous, demerits, fitness, flagged| {
            let (width, space) = (self.widths[start], self.spaces[start]);
            Node { opportunity, start, width, space, previous, demerits, fitness, flagged }
        };
        let mut nodes = Vec::with_capacity(opportunities.len() + 1);
        nodes.push(node(usize::MAX, 0, 0, 0.0, 1, false));
        // The nodes from here on are active. They stand in the order of the text, so that what becomes too wide are
        // always the first ones, and the slack grows from each to the next.
        let mut first = 0;
        // The fewest demerits of the active nodes, then the fewest of those after that one, and so on.
        let mut fewest = VecDeque::from([0_usize]);
        for (index, opportunity) in opportunities.iter().enumerate() {
            // Divided words are left aside in a pass without hyphens, but emergency breaks are not.
            if !hyphens && opportunity.hyphen > 0.0 {
                continue;
            }
            let last = index + 1 == opportunities.len();
            let mut best: [Option<(f64, usize)>; 4] = [None; 4];
            let end = (self.widths[opportunity.end], self.spaces[opportunity.end]);
            let figures = |node: &Node| {
                // A line of nothing but the spaces at which the one before it ends has no width.
                let end = if opportunity.end < node.start { (node.width, node.space) } else { end };
                let width = end.0 - node.width + opportunity.hyphen;
                (width, measure - width, end.1 - node.space)
            };
            let too_wide = |slack: f64, space: f64| {
                let shrink = if RAGGED { 0.0 } else { space * SHRINK };
                slack < -shrink - CLOSE
            };
            let mut overfull = None;
            while let Some(node) = nodes.get(first) {
                let (_, slack, space) = figures(node);
                if !too_wide(slack, space) {
                    break;
                }
                // All later lines from here are wider still.
                overfull = Some(first);
                first += 1;
            }
            while fewest.front().is_some_and(|at| *at < first) {
                fewest.pop_front();
            }
            let base = fewest.front().map_or(0.0, |at| nodes[*at].demerits);
            for (at, node) in (first..).zip(&nodes[first..]) {
                let (width, slack, space) = figures(node);
                if too_wide(slack, space) {
                    continue;
                }
                match weigh::<RAGGED>(limit, measure, width, slack, space, opportunity, node, last) {
                    Cost::TooLoose => break,
                    Cost::Line(cost, fitness) => {
                        let total = node.demerits + cost;
                        if best[fitness].is_none_or(|(other, _)| total < other) {
                            best[fitness] = Some((total, at));
                        }
                    }
                }
                // Ragged lines cost more the shorter they are: from here on none is better than the best one.
                if RAGGED
                    && let Some((found, _)) = best[1]
                    && base + ragged(slack, opportunity, false, false) >= found
                {
                    break;
                }
            }
            if opportunity.forced {
                first = nodes.len();
                fewest.clear();
            }
            // A single glyph wider than the measure, or a pass that cannot do it.
            if first == nodes.len() && best.iter().all(Option::is_none) {
                match overfull {
                    Some(at) if RAGGED => best[1] = Some((nodes[at].demerits + 1e9, at)),
                    _ => return None,
                }
            }
            for (fitness, found) in best.iter().enumerate() {
                if let Some((demerits, previous)) = *found {
                    while fewest.back().is_some_and(|at| nodes[*at].demerits >= demerits) {
                        fewest.pop_back();
                    }
                    fewest.push_back(nodes.len());
                    nodes.push(node(index, opportunity.resume, previous, demerits, fitness, opportunity.flagged));
                }
            }
        }
        let best = (first..nodes.len()).min_by(|a, b| nodes[*a].demerits.total_cmp(&nodes[*b].demerits))?;
        Some(self.trace(opportunities, &nodes, best, measure, RAGGED))
    }

    /// Walks back from the last node.
    fn trace(&self, opportunities: &[Opportunity], nodes: &[Node], last: usize, measure: f64, ragged: bool) -> Breaks {
        let mut lines = Vec::new();
        let mut at = last;
        while nodes[at].opportunity != usize::MAX {
            let node = nodes[at];
            let opportunity = opportunities[node.opportunity];
            let start = nodes[node.previous].start;
            let end = opportunity.end.max(start);
            let space = self.spaces[end] - self.spaces[start];
            let slack = measure - (self.widths[end] - self.widths[start] + opportunity.hyphen);
            let stretches = !ragged && space > 0.0 && (slack < 0.0 || !opportunity.forced);
            let stretch = if stretches { slack / space } else { 0.0 };
            let hyphen = opportunity.hyphen > 0.0;
            lines.push(Part { start, end, resume: opportunity.resume, stretch, hyphen });
            at = node.previous;
        }
        lines.reverse();
        Breaks { lines }
    }
}

/// What a line costs.
enum Cost {
    /// It is looser than the pass allows, and so are all that begin later.
    TooLoose,
    /// Its demerits and its fitness class.
    Line(f64, usize),
}

/// What a ragged line costs: the square of the gap, in ems, with a little for every line so that there are few.
#[inline]
fn ragged(slack: f64, opportunity: &Opportunity, twice: bool, lonely: bool) -> f64 {
    let gap = if opportunity.forced { 0.0 } else { slack.max(0.0) };
    let dear = |it: bool| if it { 60.0 } else { 0.0 };
    gap * gap + opportunity.penalty / 10.0 + dear(opportunity.hyphen > 0.0) + dear(twice) + dear(lonely) + 5.0
}

/// The demerits of one line.
#[expect(clippy::too_many_arguments, reason = "the figures of one line; a struct would only name them twice")]
#[inline]
fn weigh<const RAGGED: bool>(
    limit: f64,
    measure: f64,
    width: f64,
    slack: f64,
    space: f64,
    opportunity: &Opportunity,
    node: &Node,
    last: bool,
) -> Cost {
    let lonely = last && node.opportunity != usize::MAX && width < (measure * 0.2).min(6.0);
    if RAGGED {
        let twice = opportunity.flagged && node.flagged;
        return Cost::Line(ragged(slack, opportunity, twice, lonely), 1);
    }
    let ratio = if slack >= 0.0 {
        let stretch = space * STRETCH;
        if opportunity.forced || slack < CLOSE {
            0.0
        } else if stretch > 0.0 {
            slack / stretch
        } else {
            return Cost::TooLoose;
        }
    } else {
        slack / (space * SHRINK).max(CLOSE)
    };
    if ratio > limit {
        return Cost::TooLoose;
    }
    let fitness: usize = match ratio {
        r if r < -0.5 => 0,
        r if r <= 0.5 => 1,
        r if r <= 1.0 => 2,
        _ => 3,
    };
    let badness = 100.0 * ratio.abs().powi(3);
    let mut cost = (1.0 + badness + opportunity.penalty).powi(2);
    if node.flagged && (opportunity.flagged || last) {
        cost += TWO_HYPHENS;
    }
    if fitness.abs_diff(node.fitness) > 1 {
        cost += MISFIT;
    }
    if lonely {
        cost += LONELY;
    }
    Cost::Line(cost, fitness)
}
