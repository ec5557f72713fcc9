//! Randomness that is handed in, so that a seed replays a run.

use std::fmt::Debug;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// The alphabet of generated name suffixes: without vowels, so that no words arise, and without
/// digits that resemble letters. Upstream: `apimachinery/pkg/util/rand/rand.go`.
const SUFFIX_ALPHABET: &[u8; 27] = b"bcdfghjklmnpqrstvwxz2456789";

/// A source of random numbers, shared freely between threads.
///
/// Only [`next_u64`](Random::next_u64) must be given; the rest is derived from it.
pub trait Random: Send + Sync + Debug {
    /// The next 64 uniformly distributed bits.
    fn next_u64(&self) -> u64;

    /// A number from 0 up to but not including `bound`, each equally likely; 0 if `bound` is 0.
    fn below(&self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        // The high half of a 128-bit product is uniform once the low halves that would favour
        // some results are thrown away.
        let threshold = bound.wrapping_neg() % bound;
        loop {
            let product = u128::from(self.next_u64()) * u128::from(bound);
            if product as u64 >= threshold {
                return (product >> 64) as u64;
            }
        }
    }

    /// A number from 0.0 up to but not including 1.0.
    fn fraction(&self) -> f64 {
        const STEPS: f64 = (1_u64 << 53) as f64;
        (self.next_u64() >> 11) as f64 / STEPS
    }

    /// A random (version 4) UUID in its usual text form.
    fn uuid_v4(&self) -> String {
        let high = (self.next_u64() & !0xf000) | 0x4000;
        let low = (self.next_u64() >> 2) | (0b10 << 62);
        format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xffff,
            low >> 48,
            low & 0xffff_ffff_ffff
        )
    }

    /// A suffix for generated names, `length` characters long.
    fn name_suffix(&self, length: usize) -> String {
        let letters = SUFFIX_ALPHABET.len() as u64;
        (0..length).map(|_| char::from(SUFFIX_ALPHABET[self.below(letters) as usize])).collect()
    }
}

/// The same sequence for the same seed, on every machine (SplitMix64).
#[derive(Debug)]
pub struct SeededRandom {
    state: AtomicU64,
}

impl SeededRandom {
    /// A source that starts from `seed`.
    pub fn new(seed: u64) -> Self {
        Self { state: AtomicU64::new(seed) }
    }
}

impl Random for SeededRandom {
    fn next_u64(&self) -> u64 {
        const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;
        let state = self.state.fetch_add(GAMMA, Ordering::Relaxed).wrapping_add(GAMMA);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

/// Numbers that differ from run to run: a counter hashed under keys that the standard library
/// draws from the operating system.
///
/// Good for uids, names and jitter; not for secrets.
#[derive(Debug, Default)]
pub struct SystemRandom {
    keys: RandomState,
    counter: AtomicU64,
}

impl SystemRandom {
    /// A freshly keyed source.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Random for SystemRandom {
    fn next_u64(&self) -> u64 {
        self.keys.hash_one(self.counter.fetch_add(1, Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_replays() {
        let (a, b, other) = (SeededRandom::new(7), SeededRandom::new(7), SeededRandom::new(8));
        let draw = |r: &SeededRandom| (0..5).map(|_| r.next_u64()).collect::<Vec<_>>();
        let first = draw(&a);
        assert_eq!(first, draw(&b));
        assert_ne!(first, draw(&other));
        // The published SplitMix64 sequence for seed 0.
        assert_eq!(SeededRandom::new(0).next_u64(), 0xe220_a839_7b1d_cdaf);
    }

    #[test]
    fn below_reaches_every_number_and_no_other() {
        let random = SeededRandom::new(1);
        let mut seen = [0_u32; 6];
        for _ in 0..6000 {
            seen[random.below(6) as usize] += 1;
        }
        assert!(seen.iter().all(|&n| (800..1200).contains(&n)), "{seen:?}");
        assert_eq!(random.below(0), 0);
        assert_eq!(random.below(1), 0);
    }

    #[test]
    fn uuids_have_version_and_variant() {
        let random: &dyn Random = &SystemRandom::new();
        for _ in 0..100 {
            let uuid = random.uuid_v4();
            assert_eq!(uuid.len(), 36);
            assert_eq!(&uuid[14..15], "4", "{uuid}");
            assert!("89ab".contains(&uuid[19..20]), "{uuid}");
        }
        assert_ne!(random.uuid_v4(), random.uuid_v4());
    }

    #[test]
    fn suffixes_use_the_alphabet_without_vowels() {
        let suffix = SeededRandom::new(3).name_suffix(200);
        assert_eq!(suffix.len(), 200);
        assert!(suffix.bytes().all(|b| SUFFIX_ALPHABET.contains(&b)), "{suffix}");
        assert!((0..100).all(|_| (0.0..1.0).contains(&SystemRandom::new().fraction())));
    }
}
