//! Comparing, adding, subtracting, multiplying, rounding.

use std::cmp::Ordering;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use super::decimal::Decimal;
use super::value::{Form, Quantity};

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.form, &other.form) {
            (
                Form::Small { value: a, scale: a_scale, .. },
                Form::Small { value: b, scale: b_scale, .. },
            ) => cmp_small(*a, *a_scale, *b, *b_scale),
            _ => self.to_decimal().cmp(&other.to_decimal()),
        }
    }
}

fn cmp_small(a: i64, a_scale: i32, b: i64, b_scale: i32) -> Ordering {
    if a_scale == b_scale {
        return a.cmp(&b);
    }
    // Up to 19 places more of a 64-bit number fit 128 bits.
    match a_scale.abs_diff(b_scale) {
        steps @ ..=19 => {
            let factor = 10_i128.pow(steps);
            let (a, b) = (i128::from(a), i128::from(b));
            if a_scale > b_scale { (a * factor).cmp(&b) } else { a.cmp(&(b * factor)) }
        }
        _ => Decimal::from_i64(a, a_scale).cmp(&Decimal::from_i64(b, b_scale)),
    }
}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Quantity {}

impl PartialEq<i64> for Quantity {
    fn eq(&self, other: &i64) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd<i64> for Quantity {
    fn partial_cmp(&self, other: &i64) -> Option<Ordering> {
        Some(self.cmp(&Self::from(*other)))
    }
}

impl AddAssign<&Quantity> for Quantity {
    /// Adds exactly. A zero takes the format of what is added to it.
    fn add_assign(&mut self, other: &Quantity) {
        let format = if self.is_zero() { other.format() } else { self.format() };
        *self = match add_small(self, other) {
            Some((value, scale)) => Self::small(value, scale, format),
            None => Self::big(self.to_decimal().add(&other.to_decimal()), format),
        };
    }
}

/// The sum in the finer of both scales, if all of it fits 64 bits.
fn add_small(a: &Quantity, b: &Quantity) -> Option<(i64, i32)> {
    let (
        Form::Small { value: a, scale: a_scale, .. },
        Form::Small { value: b, scale: b_scale, .. },
    ) = (&a.form, &b.form)
    else {
        return None;
    };
    match (*a, *b) {
        (_, 0) => Some((*a, *a_scale)),
        (0, _) => Some((*b, *b_scale)),
        _ => {
            let scale = *a_scale.min(b_scale);
            let a = scale_up(*a, a_scale.abs_diff(scale))?;
            let b = scale_up(*b, b_scale.abs_diff(scale))?;
            Some((a.checked_add(b)?, scale))
        }
    }
}

/// `value` times 10^`steps`, if it fits.
pub(super) fn scale_up(value: i64, steps: u32) -> Option<i64> {
    if value == 0 {
        return Some(0);
    }
    value.checked_mul(10_i64.checked_pow(steps)?)
}

/// `value` divided by 10^`steps`, rounded away from zero, and whether that was exact.
pub(super) fn scale_down(value: i64, steps: u32) -> (i64, bool) {
    let Some(divisor) = 10_i64.checked_pow(steps) else {
        return (value.signum(), value == 0);
    };
    let exact = value % divisor == 0;
    let away = if exact { 0 } else { value.signum() };
    (value / divisor + away, exact)
}

impl Neg for Quantity {
    type Output = Self;

    fn neg(self) -> Self {
        let format = self.format();
        match self.form {
            Form::Small { value, scale, .. } => match value.checked_neg() {
                Some(value) => Self::small(value, scale, format),
                None => Self::big(Decimal::from_i64(value, scale).neg(), format),
            },
            Form::Big { decimal, .. } => Self::big(decimal.neg(), format),
        }
    }
}

impl SubAssign<&Quantity> for Quantity {
    /// Subtracts exactly. A zero takes the format of what is subtracted from it.
    fn sub_assign(&mut self, other: &Quantity) {
        *self += &-other.clone();
    }
}

impl Add<&Quantity> for Quantity {
    type Output = Self;

    fn add(mut self, other: &Quantity) -> Self {
        self += other;
        self
    }
}

impl Sub<&Quantity> for Quantity {
    type Output = Self;

    fn sub(mut self, other: &Quantity) -> Self {
        self -= other;
        self
    }
}

impl std::iter::Sum for Quantity {
    fn sum<I: Iterator<Item = Self>>(quantities: I) -> Self {
        quantities.fold(Self::default(), |sum, quantity| sum + &quantity)
    }
}

impl<'a> std::iter::Sum<&'a Quantity> for Quantity {
    fn sum<I: Iterator<Item = &'a Quantity>>(quantities: I) -> Self {
        quantities.fold(Self::default(), |sum, quantity| sum + quantity)
    }
}

impl Quantity {
    /// Multiplies exactly; answers whether the number without its scale fits 64 bits.
    pub fn mul(&mut self, factor: i64) -> bool {
        let format = self.format();
        if let Form::Small { value, scale, .. } = self.form
            && let Some((value, scale)) = mul_small(value, scale, factor)
        {
            *self = Self::small(value, scale, format);
            return true;
        }
        let product = self.to_decimal().mul(factor);
        let fits = product.unscaled_i64().is_some();
        *self = Self::big(product, format);
        fits
    }

    /// Rounds to a multiple of 10^`scale`, away from zero; answers whether nothing was lost.
    pub fn round_up(&mut self, scale: i32) -> bool {
        let format = self.format();
        match &self.form {
            Form::Small { scale: present, .. } if *present >= scale => true,
            Form::Small { value, scale: present, .. } => {
                let (value, exact) = scale_down(*value, scale.abs_diff(*present));
                *self = Self::small(value, scale, format);
                exact
            }
            Form::Big { decimal, .. } => {
                let (rounded, exact) = decimal.round_up(scale);
                *self = Self::big(rounded, format);
                exact
            }
        }
    }
}

/// The product stays small only if it is whole and fits 64 bits when written out.
fn mul_small(value: i64, scale: i32, factor: i64) -> Option<(i64, i32)> {
    if value == 0 {
        return Some((value, scale));
    }
    if factor == 0 {
        return Some((0, 0));
    }
    let product = value.checked_mul(factor)?;
    if scale >= 0 {
        scale_up(product, scale.unsigned_abs())?;
    } else if !scale_down(product, scale.unsigned_abs()).1 {
        return None;
    }
    Some((product, scale))
}
