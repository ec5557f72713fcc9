//! Counters and gauges.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A floating point number that threads change together.
#[derive(Debug, Default)]
pub(super) struct AtomicNumber(AtomicU64);

impl AtomicNumber {
    pub(super) fn get(&self) -> f64 {
        f64::from_bits(self.0.load(Ordering::Relaxed))
    }

    fn set(&self, value: f64) {
        self.0.store(value.to_bits(), Ordering::Relaxed);
    }

    pub(super) fn add(&self, more: f64) {
        let sum = |bits| Some((f64::from_bits(bits) + more).to_bits());
        // The function always gives a value, so this cannot fail.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, sum);
    }
}

/// A number that only grows; clones are the same number.
#[derive(Clone, Debug, Default)]
pub struct Counter(pub(super) Arc<AtomicNumber>);

impl Counter {
    /// Adds one.
    pub fn increment(&self) {
        self.0.add(1.0);
    }

    /// Adds a number that is not negative.
    pub fn add(&self, more: f64) {
        self.0.add(more.max(0.0));
    }

    /// Raises the number to a total kept elsewhere, if that is higher.
    pub fn raise_to(&self, total: f64) {
        let higher = |bits| (f64::from_bits(bits) < total).then_some(total.to_bits());
        // It fails when the number is higher already, which is fine.
        let _ = self.0.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, higher);
    }

    /// The number.
    #[must_use]
    pub fn get(&self) -> f64 {
        self.0.get()
    }
}

/// A number that goes up and down; clones are the same number.
#[derive(Clone, Debug, Default)]
pub struct Gauge(pub(super) Arc<AtomicNumber>);

impl Gauge {
    /// Sets the number.
    pub fn set(&self, value: f64) {
        self.0.set(value);
    }

    /// Adds to the number, or takes away.
    pub fn add(&self, more: f64) {
        self.0.add(more);
    }

    /// The number.
    #[must_use]
    pub fn get(&self) -> f64 {
        self.0.get()
    }
}
