//! Quantities to plain numbers. Upstream: `quantity.go` and `scale_int.go`.

use super::arithmetic::{scale_down, scale_up};
use super::decimal::Decimal;
use super::format::MILLI;
use super::value::{Form, Quantity};

impl Quantity {
    /// The value in whole units, rounded up. See [`scaled_value`](Self::scaled_value) for values
    /// that do not fit.
    pub fn value(&self) -> i64 {
        self.scaled_value(0)
    }

    /// The value in thousandths, rounded up. See [`scaled_value`](Self::scaled_value) for values
    /// that do not fit.
    pub fn milli_value(&self) -> i64 {
        self.scaled_value(MILLI)
    }

    /// The value in units of 10^`scale`, rounded up.
    ///
    /// What does not fit 64 bits gives the number that upstream gives (zero, or the lowest 64
    /// bits), which is of no use except to agree with it:
    /// [`checked_scaled_value`](Self::checked_scaled_value) tells.
    pub fn scaled_value(&self, scale: i32) -> i64 {
        match &self.form {
            Form::Small { value, scale: present, .. } => {
                let steps = scale.abs_diff(*present);
                if *present < scale {
                    scale_down(*value, steps).0
                } else {
                    scale_up(*value, steps).unwrap_or_else(|| overflowed(*value, steps))
                }
            }
            Form::Big { decimal, .. } => scaled_big(decimal, scale),
        }
    }

    /// The value in units of 10^`scale`, rounded away from zero, if it fits.
    pub fn checked_scaled_value(&self, scale: i32) -> Option<i64> {
        match &self.form {
            Form::Small { value, scale: present, .. } => {
                let steps = scale.abs_diff(*present);
                if *present < scale {
                    Some(scale_down(*value, steps).0)
                } else {
                    scale_up(*value, steps)
                }
            }
            Form::Big { decimal, .. } => decimal.round_up(scale).0.unscaled_i64(),
        }
    }

    /// The value, if it is in the small form, whole and fits.
    pub fn as_int64(&self) -> Option<i64> {
        match &self.form {
            Form::Small { value, scale: 0, .. } => Some(*value),
            Form::Small { value, scale: scale @ 1.., .. } => scale_up(*value, scale.unsigned_abs()),
            _ => None,
        }
    }

    /// The value as a float, off by a rounding step at times, infinite where it does not fit.
    /// Upstream: `AsApproximateFloat64`.
    pub fn as_f64(&self) -> f64 {
        let (base, exponent) = match &self.form {
            Form::Small { value, scale, .. } => (*value as f64, *scale),
            Form::Big { decimal, .. } => (unscaled_f64(decimal), decimal.scale()),
        };
        if exponent == 0 { base } else { base * pow10(exponent) }
    }

    /// The float that is nearest to the value; slower. Upstream: `AsFloat64Slow`.
    pub fn as_f64_exact(&self) -> f64 {
        let decimal = self.to_decimal();
        unscaled_f64_times(&decimal, decimal.scale())
    }

    /// Plain digits with a point where there is a fraction, no suffix.
    pub fn to_decimal_string(&self) -> String {
        self.to_decimal().to_string()
    }
}

/// Upstream multiplies by the usual powers in one go and keeps what overflow leaves; by the others
/// step by step, and gives up.
fn overflowed(value: i64, steps: u32) -> i64 {
    match steps {
        1 | 2 | 3 | 6 | 9 if value != i64::MIN => value.wrapping_mul(10_i64.pow(steps)),
        _ => 0,
    }
}

fn scaled_big(decimal: &Decimal, scale: i32) -> i64 {
    let steps = scale.abs_diff(decimal.scale());
    if scale <= decimal.scale() {
        let factor = 10_i64.checked_pow(steps).unwrap_or(i64::MIN);
        return if steps == 0 {
            decimal.unscaled_low_i64()
        } else {
            decimal.unscaled_low_i64().wrapping_mul(factor)
        };
    }
    if steps < 19 && (decimal.is_negative() || decimal.unscaled_i64().is_some_and(|n| n < i64::MAX))
    {
        // Upstream rounds negative numbers up by one too many here. Quota and scheduling never
        // see negative amounts, but the wire does.
        let unscaled = decimal.unscaled_low_i64();
        let divisor = 10_i64.pow(steps);
        return unscaled / divisor + i64::from(unscaled % divisor != 0);
    }
    let (quotient, exact) = decimal.magnitude().div_pow10(steps as usize);
    let quotient = quotient.low_u64() as i64;
    if decimal.is_negative() {
        quotient.wrapping_neg()
    } else {
        quotient.wrapping_add(i64::from(!exact))
    }
}

fn unscaled_f64(decimal: &Decimal) -> f64 {
    unscaled_f64_times(decimal, 0)
}

/// Rust's parser rounds decimal texts correctly, which saves an algorithm.
fn unscaled_f64_times(decimal: &Decimal, exponent: i32) -> f64 {
    let sign = if decimal.is_negative() { "-" } else { "" };
    format!("{sign}{}e{exponent}", decimal.magnitude()).parse().unwrap_or(f64::NAN)
}

/// Powers of ten as Go's `math.Pow10` has them, last bit included.
fn pow10(exponent: i32) -> f64 {
    #[rustfmt::skip]
    const ONES: [f64; 32] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
        1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22, 1e23, 1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30,
        1e31,
    ];
    const UP: [f64; 10] = [1e0, 1e32, 1e64, 1e96, 1e128, 1e160, 1e192, 1e224, 1e256, 1e288];
    const DOWN: [f64; 11] =
        [1e-0, 1e-32, 1e-64, 1e-96, 1e-128, 1e-160, 1e-192, 1e-224, 1e-256, 1e-288, 1e-320];
    let size = exponent.unsigned_abs() as usize;
    match exponent {
        0..=308 => UP[size / 32] * ONES[size % 32],
        -323..0 => DOWN[size / 32] / ONES[size % 32],
        309.. => f64::INFINITY,
        _ => 0.0,
    }
}
