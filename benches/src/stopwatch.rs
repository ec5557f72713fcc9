//! Timing on a machine that others use too: many rounds, the best counts.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// Whether the allocator is left as earlier runs, the peer's among them, have left it.
pub static KEEP_GARBAGE: AtomicBool = AtomicBool::new(false);

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

/// One run, in processor time of this thread: what others run meanwhile does not count. What the
/// run returns is dropped after the clock has stopped, and glibc's allocator is made to tidy up
/// after earlier runs, which it does when someone wants much, before the clock starts: else the
/// first run after the peer's would pay for the peer's garbage.
pub fn once<A>(run: &mut impl FnMut() -> A) -> Duration {
    if !KEEP_GARBAGE.load(Ordering::Relaxed) {
        drop(black_box(Vec::<u8>::with_capacity(1 << 16)));
    }
    let start = thread_time();
    let result = black_box(run());
    let taken = thread_time().saturating_sub(start);
    drop(result);
    taken
}

/// The processor time that this thread has used.
#[must_use]
pub fn thread_time() -> Duration {
    read(ClockId::ThreadCPUTime)
}

/// The processor time that this process has used, all threads together.
#[must_use]
pub fn process_time() -> Duration {
    read(ClockId::ProcessCPUTime)
}

fn read(clock: ClockId) -> Duration {
    let time = clock_gettime(clock);
    let nanos = time.tv_sec * 1_000_000_000 + time.tv_nsec;
    Duration::from_nanos(u64::try_from(nanos).unwrap_or_default())
}
