//! Timing on a machine that others use too: many rounds, the best counts.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// The shortest of `rounds` runs of each of two things, run in turns so that both meet the same
/// weather.
pub fn in_turns<A, B>(
    rounds: usize,
    mut one: impl FnMut() -> A,
    mut two: impl FnMut() -> B,
) -> (Duration, Duration) {
    let mut best = (Duration::MAX, Duration::MAX);
    for _ in 0..rounds {
        best.0 = best.0.min(once(&mut one));
        best.1 = best.1.min(once(&mut two));
    }
    best
}

/// The shortest of `rounds` runs.
pub fn best_of<A>(rounds: usize, mut run: impl FnMut() -> A) -> Duration {
    (0..rounds).map(|_| once(&mut run)).min().unwrap_or_default()
}

/// One run. What it returns is dropped after the clock has stopped.
#[allow(clippy::disallowed_methods, reason = "a benchmark measures the host's time")]
pub fn once<A>(run: &mut impl FnMut() -> A) -> Duration {
    let start = Instant::now();
    let result = black_box(run());
    let taken = start.elapsed();
    drop(result);
    taken
}
