//! How the cost of something grows with its input, for tests of hostile sizes.

use std::time::{Duration, Instant};

/// How often a measurement that looks bad is made again: the machine may have been busy with something else.
const TRIES: usize = 6;

/// True when four times the input costs about four times the time, not sixteen times.
///
/// `work` does the work for an input of a number of parts. Only the ratio of two times that are measured one after the
/// other counts, so that a slow or busy machine does not matter.
pub(crate) fn is_linear(parts: usize, mut work: impl FnMut(usize)) -> bool {
    let mut time = |parts| {
        let clock = Instant::now();
        work(parts);
        clock.elapsed().max(Duration::from_micros(100))
    };
    (0..TRIES).any(|_| {
        let small = time(parts);
        time(4 * parts) < 9 * small
    })
}

#[test]
fn what_grows_with_the_square_is_found() {
    let visit = |count: usize| {
        std::hint::black_box((0..count).fold(0_usize, |sum, at| std::hint::black_box(sum ^ at)));
    };
    assert!(is_linear(200_000, visit));
    assert!(!is_linear(1_000, |parts| (0..parts).for_each(|_| visit(parts))));
}
