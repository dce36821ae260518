//! How the cost of something grows with its input, for tests of hostile sizes.

use std::time::Duration;

use cpu_time::ThreadTime;

/// How often each size is measured; the least time counts.
const TRIES: usize = 4;

/// True when four times the input costs about four times the time, not sixteen times.
///
/// `work` does the work for an input of a number of parts. Only the ratio of the least of several times on the
/// processor counts, so that a slow or busy machine does not matter.
pub(crate) fn is_linear(parts: usize, mut work: impl FnMut(usize)) -> bool {
    let mut time = |parts| {
        let clock = ThreadTime::now();
        work(parts);
        clock.elapsed().max(Duration::from_micros(100))
    };
    // What is only done the first time.
    time(parts);
    let (mut small, mut large) = (Duration::MAX, Duration::MAX);
    (0..TRIES).any(|_| {
        small = small.min(time(parts));
        large = large.min(time(4 * parts));
        large < 10 * small
    })
}

#[test]
fn what_grows_with_the_square_is_found() {
    let visit = |count: usize| {
        std::hint::black_box((0..count).fold(0_usize, |sum, at| std::hint::black_box(sum ^ at)));
    };
    assert!(is_linear(100_000, visit));
    assert!(!is_linear(400, |parts| (0..parts).for_each(|_| visit(parts))));
}
