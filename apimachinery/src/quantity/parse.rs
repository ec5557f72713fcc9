//! Texts to quantities. Upstream: `ParseQuantity` of `quantity.go`.

use std::str::FromStr;

use super::canonical::prints_as;
use super::decimal::Decimal;
use super::format::{Format, NANO, Unit, interpret};
use super::magnitude::Magnitude;
use super::value::{Form, Quantity, Spelling};

/// The longest number that is read. Upstream has no limit and spends quadratic time.
const MAX_DIGITS: usize = 4096;
/// The largest power of ten that is read. Upstream has no limit and writes out all the zeros.
const MAX_EXPONENT: i64 = 9999;
/// As many decimal digits always fit 64 bits.
const SMALL_DIGITS: i64 = 18;

/// A text that is not a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseQuantityError {
    /// The text does not consist of a number and a suffix.
    #[error(
        "quantities must match the regular expression \
         '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
    )]
    Format,
    /// The number has no digits, or more than can be taken in.
    #[error("unable to parse numeric part of quantity")]
    Numeric,
    /// The suffix is not one of those known, or its exponent is out of all bounds.
    #[error("unable to parse quantity's suffix")]
    Suffix,
}

impl FromStr for Quantity {
    type Err = ParseQuantityError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Quantity {
    /// Reads a quantity. Amounts finer than a billionth are rounded up, away from zero; binary
    /// ones beyond 2^63-1 are cut down to that.
    ///
    /// # Errors
    /// When the text is no number with a known suffix.
    pub fn parse(text: &str) -> Result<Self, ParseQuantityError> {
        if text.is_empty() {
            return Err(ParseQuantityError::Format);
        }
        let parts = split(text)?;
        let unit = interpret(parts.suffix).ok_or(ParseQuantityError::Suffix)?;
        if parts.whole.len() + parts.fraction.len() > MAX_DIGITS {
            return Err(ParseQuantityError::Numeric);
        }
        let unit = bounded(unit)?;
        match parse_small(text, &parts, unit) {
            Some(quantity) => Ok(quantity),
            None => parse_big(&parts, unit),
        }
    }
}

/// An exponent beyond all use is refused if it would make the number large, and cut if small,
/// where the outcome is the same: every such number is rounded to a billionth.
fn bounded(unit: Unit) -> Result<Unit, ParseQuantityError> {
    match unit {
        Unit::Exponent(exponent) if exponent > MAX_EXPONENT => Err(ParseQuantityError::Suffix),
        Unit::Exponent(exponent) => Ok(Unit::Exponent(exponent.max(-MAX_EXPONENT))),
        other => Ok(other),
    }
}

struct Parts<'a> {
    negative: bool,
    /// Digits before the point without leading zeros, or a single zero.
    whole: &'a str,
    /// Digits behind the point.
    fraction: &'a str,
    /// Whether the text has a digit at all.
    has_digits: bool,
    suffix: &'a str,
}

fn split(text: &str) -> Result<Parts<'_>, ParseQuantityError> {
    let (negative, unsigned) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let (digits, rest) = split_digits(unsigned);
    let (fraction, suffix) = match rest.strip_prefix('.') {
        Some(rest) => split_digits(rest),
        None => ("", rest),
    };
    // Upstream reads a lone sign as zero.
    let has_digits = !digits.is_empty() || !fraction.is_empty() || unsigned.is_empty();
    let significant = digits.trim_start_matches('0');
    let whole = if significant.is_empty() { "0" } else { significant };
    check_suffix_shape(suffix)?;
    Ok(Parts { negative, whole, fraction, has_digits, suffix })
}

fn split_digits(text: &str) -> (&str, &str) {
    let end = text.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

/// Letters, perhaps a sign, digits, and then the end.
fn check_suffix_shape(suffix: &str) -> Result<(), ParseQuantityError> {
    let rest = suffix.trim_start_matches(|c: char| "eEinumkKMGTP".contains(c));
    let rest = rest.strip_prefix(['+', '-']).unwrap_or(rest);
    if rest.bytes().all(|b| b.is_ascii_digit()) { Ok(()) } else { Err(ParseQuantityError::Format) }
}

/// The small form, where the number surely fits; else none.
fn parse_small(text: &str, parts: &Parts<'_>, unit: Unit) -> Option<Quantity> {
    let digits = (parts.whole.len() + parts.fraction.len()) as i64;
    let (format, exponent, factor) = match unit {
        Unit::Decimal(exponent) => (Format::DecimalSI, i64::from(exponent), 1),
        Unit::Exponent(exponent) => (Format::DecimalExponent, exponent, 1),
        Unit::Binary(exponent) => {
            // Three decimal digits for ten binary ones, and one to spare.
            let room = 15 - parts.whole.len() as i64 - i64::from(exponent) * 3 / 10 - 1;
            if !parts.fraction.is_empty() || room < 0 {
                return None;
            }
            (Format::BinarySI, 0, 1_i64 << exponent)
        }
    };
    let scale = i32::try_from(exponent - parts.fraction.len() as i64).ok()?;
    if digits > SMALL_DIGITS || scale < NANO {
        return None;
    }
    let digit_value = |number: i64, digit: u8| number * 10 + i64::from(digit - b'0');
    let number = parts.whole.bytes().chain(parts.fraction.bytes()).fold(0, digit_value);
    let value = number.checked_mul(factor)?;
    let value = if parts.negative { -value } else { value };
    let mut quantity = Quantity::small(value, scale, format);
    if keeps_spelling(parts, unit, number, scale)
        && !is_plain(text, parts, unit, number)
        && !prints_as(&quantity, text)
        && let Form::Small { spelling, .. } = &mut quantity.form
    {
        *spelling = Some(Box::new(Spelling(text.into())));
    }
    Some(quantity)
}

/// Whether a text that passes upstream's test for canonical ones consists of a number that does not
/// begin with a zero and a suffix that no other spelling has: then it prints as it was written.
fn is_plain(text: &str, parts: &Parts<'_>, unit: Unit, number: i64) -> bool {
    let bare = usize::from(parts.negative) + parts.whole.len() + parts.suffix.len();
    number != 0 && text.len() == bare && !matches!(unit, Unit::Exponent(_))
}

/// Upstream's quick test for a text that is canonical already. It lets through some that are not
/// quite (a plus sign, a point, leading zeros); those are printed back as well.
fn keeps_spelling(parts: &Parts<'_>, unit: Unit, number: i64, scale: i32) -> bool {
    match unit {
        Unit::Binary(_) => number & 0x07 != 0,
        Unit::Decimal(_) | Unit::Exponent(_) => {
            let (whole, fraction) = (parts.whole.as_bytes(), parts.fraction.as_bytes());
            let mut from_the_end = fraction.iter().rev().chain(whole.iter().rev());
            let digits = whole.len() + fraction.len();
            let ends_in_thousand = digits >= 3 && from_the_end.by_ref().take(3).all(|d| *d == b'0');
            scale % 3 == 0 && !ends_in_thousand && whole.first() != Some(&b'0')
        }
    }
}

fn parse_big(parts: &Parts<'_>, unit: Unit) -> Result<Quantity, ParseQuantityError> {
    if !parts.has_digits {
        return Err(ParseQuantityError::Numeric);
    }
    let digits = [parts.whole.as_bytes(), parts.fraction.as_bytes()].concat();
    let mut magnitude = Magnitude::from_digits(&digits);
    let (mut format, exponent) = match unit {
        Unit::Decimal(exponent) => (Format::DecimalSI, exponent),
        Unit::Exponent(exponent) => (Format::DecimalExponent, exponent as i32),
        Unit::Binary(exponent) => {
            magnitude = magnitude.mul(1 << exponent);
            (Format::BinarySI, 0)
        }
    };
    let mut decimal = Decimal::new(false, magnitude, exponent - parts.fraction.len() as i32);
    if !decimal.is_zero() {
        // Who asks for very little shall get the least there is, not nothing.
        decimal = decimal.round_up(NANO).0;
    }
    if format == Format::BinarySI {
        let most = Decimal::from_i64(i64::MAX, 0);
        if decimal > most {
            decimal = most;
        }
        if !decimal.is_zero() && decimal < Decimal::from_i64(1, 0) {
            format = Format::DecimalSI;
        }
    }
    if parts.negative {
        decimal = decimal.neg();
    }
    Ok(Quantity::big(decimal, format))
}
