//! Whole numbers without a sign and without a limit, kept in decimal digits.
//!
//! Quantities are shifted, rounded and printed by powers of ten, so the limbs are of base 10^9.

use std::cmp::Ordering;
use std::fmt;

const BASE: u32 = 1_000_000_000;
const DIGITS_PER_LIMB: usize = 9;

/// Limbs with the lowest first; the highest is never zero, and zero has no limbs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Magnitude(Vec<u32>);

impl From<u64> for Magnitude {
    fn from(mut number: u64) -> Self {
        let mut limbs = Vec::new();
        while number > 0 {
            limbs.push((number % u64::from(BASE)) as u32);
            number /= u64::from(BASE);
        }
        Self(limbs)
    }
}

impl Magnitude {
    /// Reads ASCII digits, and nothing else, of any number.
    pub(super) fn from_digits(digits: &[u8]) -> Self {
        let limbs = digits
            .rchunks(DIGITS_PER_LIMB)
            .map(|chunk| chunk.iter().fold(0, |limb, digit| limb * 10 + u32::from(digit - b'0')));
        Self(limbs.collect()).trimmed()
    }

    fn trimmed(mut self) -> Self {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }

    pub(super) fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// The number of decimal digits; 0 for zero.
    pub(super) fn digit_count(&self) -> usize {
        match self.0.last() {
            Some(top) => (self.0.len() - 1) * DIGITS_PER_LIMB + top.ilog10() as usize + 1,
            None => 0,
        }
    }

    /// How many times ten divides the number; 0 for zero.
    pub(super) fn trailing_zeros(&self) -> usize {
        let Some(low) = self.0.iter().position(|limb| *limb != 0) else { return 0 };
        let (mut limb, mut zeros) = (self.0[low], low * DIGITS_PER_LIMB);
        while limb.is_multiple_of(10) {
            limb /= 10;
            zeros += 1;
        }
        zeros
    }

    /// The number, if it fits 64 bits.
    pub(super) fn to_u64(&self) -> Option<u64> {
        self.0.iter().rev().try_fold(0_u64, |number, limb| {
            number.checked_mul(u64::from(BASE))?.checked_add(u64::from(*limb))
        })
    }

    /// The number modulo 2^64.
    pub(super) fn low_u64(&self) -> u64 {
        self.0.iter().rev().fold(0, |number, limb| {
            number.wrapping_mul(u64::from(BASE)).wrapping_add(u64::from(*limb))
        })
    }

    pub(super) fn add(&self, other: &Self) -> Self {
        let (long, short) =
            if self.0.len() >= other.0.len() { (self, other) } else { (other, self) };
        let mut limbs = Vec::with_capacity(long.0.len() + 1);
        let mut carry = 0;
        for (place, limb) in long.0.iter().enumerate() {
            let sum = limb + short.0.get(place).unwrap_or(&0) + carry;
            limbs.push(sum % BASE);
            carry = sum / BASE;
        }
        limbs.push(carry);
        Self(limbs).trimmed()
    }

    /// The difference; `other` must not be greater.
    pub(super) fn sub(&self, other: &Self) -> Self {
        debug_assert!(*self >= *other, "a magnitude has no sign");
        let mut limbs = Vec::with_capacity(self.0.len());
        let mut borrow = 0;
        for (place, limb) in self.0.iter().enumerate() {
            let take = other.0.get(place).unwrap_or(&0) + borrow;
            borrow = u32::from(*limb < take);
            limbs.push(limb + borrow * BASE - take);
        }
        Self(limbs).trimmed()
    }

    pub(super) fn mul(&self, factor: u64) -> Self {
        let mut limbs = Vec::with_capacity(self.0.len() + 3);
        let mut carry = 0_u128;
        for limb in &self.0 {
            let product = u128::from(*limb) * u128::from(factor) + carry;
            limbs.push((product % u128::from(BASE)) as u32);
            carry = product / u128::from(BASE);
        }
        while carry > 0 {
            limbs.push((carry % u128::from(BASE)) as u32);
            carry /= u128::from(BASE);
        }
        Self(limbs).trimmed()
    }

    /// The number times 10^`power`.
    pub(super) fn mul_pow10(&self, power: usize) -> Self {
        if self.is_zero() {
            return Self::default();
        }
        let mut limbs = vec![0; power / DIGITS_PER_LIMB];
        limbs.extend(self.mul(10_u64.pow((power % DIGITS_PER_LIMB) as u32)).0);
        Self(limbs)
    }

    /// The quotient by 10^`power`, and whether nothing was left over.
    pub(super) fn div_pow10(&self, power: usize) -> (Self, bool) {
        let whole_limbs = power / DIGITS_PER_LIMB;
        if whole_limbs >= self.0.len() {
            return (Self::default(), self.is_zero());
        }
        let (dropped, kept) = self.0.split_at(whole_limbs);
        let divisor = 10_u32.pow((power % DIGITS_PER_LIMB) as u32);
        let (quotient, remainder) = Self(kept.to_vec()).div_rem(divisor);
        (quotient, remainder == 0 && dropped.iter().all(|limb| *limb == 0))
    }

    /// Quotient and remainder by a small number that is not zero.
    pub(super) fn div_rem(&self, divisor: u32) -> (Self, u32) {
        let mut limbs = self.0.clone();
        let mut remainder = 0;
        for limb in limbs.iter_mut().rev() {
            let part = u64::from(remainder) * u64::from(BASE) + u64::from(*limb);
            *limb = (part / u64::from(divisor)) as u32;
            remainder = (part % u64::from(divisor)) as u32;
        }
        (Self(limbs).trimmed(), remainder)
    }
}

impl PartialOrd for Magnitude {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Magnitude {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_length = self.0.len().cmp(&other.0.len());
        by_length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

impl fmt::Display for Magnitude {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((top, rest)) = self.0.split_last() else { return f.write_str("0") };
        write!(f, "{top}")?;
        rest.iter().rev().try_for_each(|limb| write!(f, "{limb:09}"))
    }
}
