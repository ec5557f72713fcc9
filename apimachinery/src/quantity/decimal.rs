//! Signed decimal numbers of any size: what a quantity becomes when 64 bits do not hold it.
//!
//! Scales follow the same rules as the `inf.Dec` that upstream uses: a sum takes the finer of the
//! two, a product the sum of both, rounding the one asked for. They are visible in conversions.

use std::cmp::Ordering;
use std::fmt;

use super::magnitude::Magnitude;

/// A whole number times 10^`scale`.
#[derive(Clone, Debug)]
pub(super) struct Decimal {
    negative: bool,
    magnitude: Magnitude,
    scale: i32,
}

impl Decimal {
    pub(super) fn new(negative: bool, magnitude: Magnitude, scale: i32) -> Self {
        Self { negative: negative && !magnitude.is_zero(), magnitude, scale }
    }

    pub(super) fn from_i64(value: i64, scale: i32) -> Self {
        Self::new(value < 0, Magnitude::from(value.unsigned_abs()), scale)
    }

    pub(super) fn is_zero(&self) -> bool {
        self.magnitude.is_zero()
    }

    pub(super) fn scale(&self) -> i32 {
        self.scale
    }

    pub(super) fn magnitude(&self) -> &Magnitude {
        &self.magnitude
    }

    pub(super) fn is_negative(&self) -> bool {
        self.negative
    }

    pub(super) fn sign(&self) -> Ordering {
        match (self.is_zero(), self.negative) {
            (true, _) => Ordering::Equal,
            (false, true) => Ordering::Less,
            (false, false) => Ordering::Greater,
        }
    }

    /// The unscaled number's lowest 64 bits, in two's complement.
    pub(super) fn unscaled_low_i64(&self) -> i64 {
        let low = self.magnitude.low_u64() as i64;
        if self.negative { low.wrapping_neg() } else { low }
    }

    /// The unscaled number, if it fits.
    pub(super) fn unscaled_i64(&self) -> Option<i64> {
        let magnitude = self.magnitude.to_u64()?;
        if self.negative {
            0_i64.checked_sub_unsigned(magnitude)
        } else {
            i64::try_from(magnitude).ok()
        }
    }

    pub(super) fn neg(mut self) -> Self {
        self.negative = !self.negative && !self.is_zero();
        self
    }

    /// The same value with exactly that scale, rounded away from zero, and whether that was exact.
    pub(super) fn round_up(&self, scale: i32) -> (Self, bool) {
        if scale <= self.scale {
            let power = scale.abs_diff(self.scale) as usize;
            return (Self::new(self.negative, self.magnitude.mul_pow10(power), scale), true);
        }
        let power = scale.abs_diff(self.scale) as usize;
        let (mut quotient, exact) = self.magnitude.div_pow10(power);
        if !exact {
            quotient = quotient.add(&Magnitude::from(1));
        }
        (Self::new(self.negative, quotient, scale), exact)
    }

    pub(super) fn add(&self, other: &Self) -> Self {
        let scale = self.scale.min(other.scale);
        let (a, _) = self.round_up(scale);
        let (b, _) = other.round_up(scale);
        if a.negative == b.negative {
            return Self::new(a.negative, a.magnitude.add(&b.magnitude), scale);
        }
        if a.magnitude >= b.magnitude {
            Self::new(a.negative, a.magnitude.sub(&b.magnitude), scale)
        } else {
            Self::new(b.negative, b.magnitude.sub(&a.magnitude), scale)
        }
    }

    pub(super) fn mul(&self, factor: i64) -> Self {
        let magnitude = self.magnitude.mul(factor.unsigned_abs());
        Self::new(self.negative != (factor < 0), magnitude, self.scale)
    }

    /// The place of the highest digit, as a power of ten.
    fn order(&self) -> i64 {
        self.magnitude.digit_count() as i64 + i64::from(self.scale)
    }

    fn cmp_magnitude(&self, other: &Self) -> Ordering {
        // Numbers of different length are told apart without writing out their zeros.
        self.order().cmp(&other.order()).then_with(|| {
            let scale = self.scale.min(other.scale);
            self.round_up(scale).0.magnitude.cmp(&other.round_up(scale).0.magnitude)
        })
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.sign().cmp(&other.sign()).then_with(|| match self.sign() {
            Ordering::Equal => Ordering::Equal,
            Ordering::Greater => self.cmp_magnitude(other),
            Ordering::Less => other.cmp_magnitude(self),
        })
    }
}

/// Plain digits with a point, as many places behind it as the scale has.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negative {
            f.write_str("-")?;
        }
        if self.scale >= 0 {
            let power = self.scale as usize;
            return write!(f, "{}", self.magnitude.mul_pow10(power));
        }
        let places = self.scale.unsigned_abs() as usize;
        let digits = format!("{:0>width$}", self.magnitude.to_string(), width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        write!(f, "{whole}.{fraction}")
    }
}
