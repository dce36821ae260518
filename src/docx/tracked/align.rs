//! Aligns the items of two lists: blocks, rows, columns, list items.

use std::collections::HashMap;
use std::fmt::Debug;

use crate::diff::words::{TextChange, sequences};

/// An entry of the merged list, as indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pair {
    /// An item that both lists have.
    Both(usize, usize),
    /// An item that only the old list has.
    Old(usize),
    /// An item that only the new list has.
    New(usize),
}

/// How items are compared.
pub(super) trait Likeness<T> {
    /// The words of an item.
    fn words(&self, item: &T) -> Vec<String>;
    /// How many percent of their words two items must have in common to be matched; `None` when they never match.
    fn least(&self, old: &T, new: &T) -> Option<u8>;
}

/// If there are more pairs of candidates than this, items are only matched if they are at the same position.
const MOST_PAIRS: usize = 40_000;

/// Matches equal items first, and between them those with the most words in common. Keeps the order of both lists.
/// Removed items come before the items that replace them.
pub(super) fn align<T: Debug + PartialEq>(old: &[T], new: &[T], likeness: &dyn Likeness<T>) -> Vec<Pair> {
    let mut all = Vec::new();
    // The ranges between two equal items.
    let (mut gone, mut come) = (0..0, 0..0);
    let mut next = 0;
    for (change, range) in sequences(&names(old, new, true), &names(old, new, false)) {
        match change {
            TextChange::Deleted => gone = range,
            TextChange::Kept => {
                between(&mut all, (old, gone.clone()), (new, come.clone()), likeness);
                for at in range.clone() {
                    all.push(Pair::Both(at, next));
                    next += 1;
                }
                (gone, come) = (range.end..range.end, next..next);
            }
            TextChange::Inserted | TextChange::Moved => {
                next = range.end;
                come = range;
            }
        }
    }
    between(&mut all, (old, gone), (new, come), likeness);
    all
}

/// A name for each item of one of the lists. Equal items have equal names.
fn names<T: Debug + PartialEq>(old: &[T], new: &[T], of_old: bool) -> Vec<String> {
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut name = |item: &T| {
        let count = known.len();
        format!("i{}", known.entry(format!("{item:?}")).or_insert(count))
    };
    let before: Vec<String> = old.iter().map(&mut name).collect();
    let after: Vec<String> = new.iter().map(&mut name).collect();
    if of_old { before } else { after }
}

/// Matches items by their words: of all matchings that keep the order, the one with the most words in common.
fn between<T>(
    all: &mut Vec<Pair>,
    (old, gone): (&[T], std::ops::Range<usize>),
    (new, come): (&[T], std::ops::Range<usize>),
    likeness: &dyn Likeness<T>,
) {
    let (before, after) = (&old[gone.clone()], &new[come.clone()]);
    let bag = |item: &T| {
        let mut words = likeness.words(item);
        words.sort_unstable();
        words
    };
    let (left, right): (Vec<_>, Vec<_>) = (before.iter().map(bag).collect(), after.iter().map(bag).collect());
    let score = |row: usize, column: usize| -> u32 {
        let Some(least) = likeness.least(&before[row], &after[column]) else { return 0 };
        let alike = alike(&left[row], &right[column]);
        // A pair with a least share of 0 percent must still score better than no pair.
        if alike >= u32::from(least) { alike + 1 } else { 0 }
    };
    let (height, width) = (before.len(), after.len());
    let pairs = if height * width > MOST_PAIRS {
        (0..height.min(width)).filter(|at| score(*at, *at) > 0).map(|at| (at, at)).collect()
    } else {
        best(height, width, score)
    };
    let (mut row, mut column) = (0, 0);
    for (to_row, to_column) in pairs.into_iter().chain([(height, width)]) {
        all.extend((row..to_row).map(|at| Pair::Old(gone.start + at)));
        all.extend((column..to_column).map(|at| Pair::New(come.start + at)));
        if to_row < height {
            all.push(Pair::Both(gone.start + to_row, come.start + to_column));
        }
        (row, column) = (to_row + 1, to_column + 1);
    }
}

/// The pairs with the highest sum of scores, in order. Items with a score of 0 are not paired.
fn best(height: usize, width: usize, score: impl Fn(usize, usize) -> u32) -> Vec<(usize, usize)> {
    // The best sum for the items from a row and a column on.
    let mut sums = vec![vec![0_u32; width + 1]; height + 1];
    let mut scores = vec![vec![0_u32; width]; height];
    for row in (0..height).rev() {
        for column in (0..width).rev() {
            let own = score(row, column);
            scores[row][column] = own;
            let apart = sums[row + 1][column].max(sums[row][column + 1]);
            sums[row][column] = if own > 0 { apart.max(own + sums[row + 1][column + 1]) } else { apart };
        }
    }
    let (mut row, mut column, mut pairs) = (0, 0, Vec::new());
    while row < height && column < width {
        let own = scores[row][column];
        if own > 0 && sums[row][column] == own + sums[row + 1][column + 1] {
            pairs.push((row, column));
            (row, column) = (row + 1, column + 1);
        } else if sums[row][column] == sums[row + 1][column] {
            row += 1;
        } else {
            column += 1;
        }
    }
    pairs
}

/// The share of words that two sorted lists have in common, in percent (Dice's coefficient).
fn alike(one: &[String], other: &[String]) -> u32 {
    let (mut left, mut right, mut common) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(left), other.get(right)) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => left += 1,
            std::cmp::Ordering::Greater => right += 1,
            std::cmp::Ordering::Equal => (left, right, common) = (left + 1, right + 1, common + 1),
        }
    }
    (200_usize * common).checked_div(one.len() + other.len()).unwrap_or(100) as u32
}
