//! Quantities to texts. Upstream: `CanonicalizeBytes` of `quantity.go` and `amount.go`.

use std::fmt::{self, Write};

use super::decimal::Decimal;
use super::format::{Format, binary_suffix, decimal_suffix};
use super::magnitude::Magnitude;
use super::value::{Form, Quantity};
use crate::digits::Digits;

/// The text that was parsed, where it is kept, else the canonical form.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.form {
            Form::Small { spelling: Some(spelling), .. } => f.write_str(&spelling.0),
            _ => write_canonical(self, f),
        }
    }
}

impl fmt::Debug for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Quantity({self})")
    }
}

impl Quantity {
    /// The canonical form: no fraction, the largest suffix that loses nothing, a sign only if
    /// negative. Unlike `to_string` it never repeats the text that was parsed.
    pub fn to_canonical_string(&self) -> String {
        let mut text = String::with_capacity(18);
        // Writing to a string can't fail.
        let _ = write_canonical(self, &mut text);
        text
    }
}

impl Quantity {
    /// Appends what [`Display`](fmt::Display) shows, which is ASCII.
    pub(crate) fn append_to(&self, out: &mut Vec<u8>) {
        struct Bytes<'a>(&'a mut Vec<u8>);
        impl Write for Bytes<'_> {
            fn write_str(&mut self, text: &str) -> fmt::Result {
                self.0.extend_from_slice(text.as_bytes());
                Ok(())
            }
        }
        match &self.form {
            Form::Small { spelling: Some(spelling), .. } => {
                out.extend_from_slice(spelling.0.as_bytes());
            }
            // Writing to memory can't fail.
            _ => drop(write_canonical(self, &mut Bytes(out))),
        }
    }
}

/// Whether the canonical form of `quantity` is `text`.
pub(super) fn prints_as(quantity: &Quantity, text: &str) -> bool {
    let mut rest = Expected(text);
    write_canonical(quantity, &mut rest).is_ok() && rest.0.is_empty()
}

/// Compares what is written to it with a text, which spares the allocation.
struct Expected<'a>(&'a str);

impl Write for Expected<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(text).ok_or(fmt::Error)?;
        Ok(())
    }
}

fn write_canonical(quantity: &Quantity, out: &mut impl Write) -> fmt::Result {
    if quantity.is_zero() {
        return out.write_char('0');
    }
    match quantity.format() {
        Format::DecimalExponent => {
            let exponent = write_decimal(quantity, out)?;
            if exponent == 0 { Ok(()) } else { write!(out, "e{exponent}") }
        }
        Format::DecimalSI => write_decimal_si(quantity, out),
        // Small and broken amounts would lose by powers of 1024.
        Format::BinarySI => match whole_number(quantity) {
            Some(whole) => write_binary(quantity.sign().is_lt(), whole, out),
            None => write_decimal_si(quantity, out),
        },
    }
}

fn write_decimal_si(quantity: &Quantity, out: &mut impl Write) -> fmt::Result {
    let exponent = write_decimal(quantity, out)?;
    out.write_str(decimal_suffix(exponent))
}

/// Writes the shortest whole number for which the power of ten that remains, which is returned,
/// is a multiple of three.
fn write_decimal(quantity: &Quantity, out: &mut impl Write) -> Result<i32, fmt::Error> {
    if let Form::Small { value, scale, .. } = quantity.form
        && let Some((mantissa, exponent)) = small_mantissa(value, scale)
    {
        out.write_str(Digits::of(mantissa).as_str())?;
        return Ok(exponent);
    }
    let decimal = quantity.to_decimal();
    let zeros = decimal.magnitude().trailing_zeros();
    let exponent = decimal.scale() + zeros as i32;
    let padding = exponent.rem_euclid(3);
    let (digits, _) = decimal.magnitude().div_pow10(zeros);
    if decimal.is_negative() {
        out.write_char('-')?;
    }
    write!(out, "{}", digits.mul_pow10(padding as usize))?;
    Ok(exponent - padding)
}

fn small_mantissa(value: i64, scale: i32) -> Option<(i64, i32)> {
    let (mut mantissa, mut exponent) = (value, scale);
    while mantissa != 0 && mantissa % 10 == 0 {
        mantissa /= 10;
        exponent += 1;
    }
    let padding = exponent.rem_euclid(3);
    Some((mantissa.checked_mul(10_i64.pow(padding as u32))?, exponent - padding))
}

/// The magnitude, if it is whole and at least 1024.
enum Whole {
    Small(u64),
    Big(Magnitude),
}

fn whole_number(quantity: &Quantity) -> Option<Whole> {
    let whole = match &quantity.form {
        Form::Small { value, scale: 0, .. } => Whole::Small(value.unsigned_abs()),
        _ => {
            let decimal: Decimal = quantity.to_decimal();
            let (whole, exact) = decimal.round_up(0);
            if !exact {
                return None;
            }
            match whole.magnitude().to_u64() {
                Some(small) => Whole::Small(small),
                None => Whole::Big(whole.magnitude().clone()),
            }
        }
    };
    match whole {
        Whole::Small(small) if small < 1024 => None,
        whole => Some(whole),
    }
}

fn write_binary(negative: bool, whole: Whole, out: &mut impl Write) -> fmt::Result {
    if negative {
        out.write_char('-')?;
    }
    let mut times = 0;
    match whole {
        Whole::Small(mut number) => {
            while number % 1024 == 0 {
                number /= 1024;
                times += 1;
            }
            match i64::try_from(number) {
                Ok(number) => out.write_str(Digits::of(number).as_str())?,
                Err(_) => write!(out, "{number}")?,
            }
        }
        Whole::Big(mut number) => {
            while let (quotient, 0) = number.div_rem(1024) {
                number = quotient;
                times += 1;
            }
            write!(out, "{number}")?;
        }
    }
    out.write_str(binary_suffix(times))
}
