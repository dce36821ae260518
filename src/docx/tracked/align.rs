//! Which items of two lists belong together: blocks, rows, columns, items.

use std::collections::HashMap;
use std::fmt::Debug;

use crate::diff::words::{TextChange, sequences};

/// A place in the merged list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pair {
    /// An item of both lists.
    Both(usize, usize),
    /// One that the old list has alone.
    Old(usize),
    /// One that the new list has alone.
    New(usize),
}

/// By what items are known.
pub(super) trait Likeness<T> {
    /// The words of an item.
    fn words(&self, item: &T) -> Vec<String>;
    /// How many words two items must have in common to be one, in percent; `None` when they never are.
    fn least(&self, old: &T, new: &T) -> Option<u8>;
}

/// Beyond this many pairs of items that may belong together, only those in the same place do.
const MOST_PAIRS: usize = 40_000;

/// Matches the items that are the same, and between them those that have most words in common. The order of both lists is
/// kept, and what is gone comes before what has come in its place.
pub(super) fn align<T: Debug + PartialEq>(old: &[T], new: &[T], likeness: &dyn Likeness<T>) -> Vec<Pair> {
    let mut all = Vec::new();
    // Between what is the same.
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

/// A name for each item of one of the lists, the same for those that are the same.
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

/// Matches items by their words: of all ways that keep the order, the one with the most in common.
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
        // One that may always be paired is better paired than not.
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

/// The pairs, in order, with the highest sum of scores; 0 is not a pair.
fn best(height: usize, width: usize, score: impl Fn(usize, usize) -> u32) -> Vec<(usize, usize)> {
    // The best sum from a row and a column on.
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

/// How many of the words of two sorted lists are common to both, in percent (the coefficient of Dice).
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
