//! Bounds, and arithmetic on them that stops at the largest number.

/// A lowest and a highest number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The lowest.
    pub min: u64,
    /// The highest; `u64::MAX` is unbounded.
    pub max: u64,
}

impl Range {
    /// Nothing is known.
    pub const UNKNOWN: Range = Range { min: 0, max: u64::MAX };

    /// Exactly `n`.
    pub const fn fixed(n: u64) -> Self {
        Range { min: n, max: n }
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Range) -> Self {
        Range { min: self.min.saturating_add(other.min), max: self.max.saturating_add(other.max) }
    }

    /// The product.
    #[must_use]
    pub fn times(self, other: Range) -> Self {
        Range { min: self.min.saturating_mul(other.min), max: self.max.saturating_mul(other.max) }
    }

    /// The product with a factor, rounded up.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Range { min: scale(self.min, factor), max: scale(self.max, factor) }
    }

    /// The bounds that hold both.
    #[must_use]
    pub fn union(self, other: Range) -> Self {
        Range { min: self.min.min(other.min), max: self.max.max(other.max) }
    }
}

fn scale(n: u64, factor: f64) -> u64 {
    const LIMIT: f64 = 18_446_744_073_709_551_616.0;
    let n = n as f64;
    if n > 0.0 && factor > 0.0 && n > LIMIT / factor {
        return u64::MAX;
    }
    let scaled = (n * factor).ceil();
    if scaled >= LIMIT { u64::MAX } else { scaled as u64 }
}
