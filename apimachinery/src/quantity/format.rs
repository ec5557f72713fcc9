//! The three spellings and their suffixes. Upstream: `suffix.go`.

use std::fmt;

/// The scale of billionths, 10^-9: the finest that parsing keeps.
pub const NANO: i32 = -9;
/// The scale of millionths.
pub const MICRO: i32 = -6;
/// The scale of thousandths.
pub const MILLI: i32 = -3;
/// The scale of thousands.
pub const KILO: i32 = 3;
/// The scale of millions.
pub const MEGA: i32 = 6;
/// The scale of milliards.
pub const GIGA: i32 = 9;
/// The scale of 10^12.
pub const TERA: i32 = 12;
/// The scale of 10^15.
pub const PETA: i32 = 15;
/// The scale of 10^18.
pub const EXA: i32 = 18;

/// How a quantity is spelled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// Powers of a thousand with a letter: `500m`, `2k`, `3G`.
    #[default]
    DecimalSI,
    /// Powers of 1024 with a letter and `i`: `64Mi`.
    BinarySI,
    /// Powers of ten as an exponent: `12e6`.
    DecimalExponent,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DecimalSI => "DecimalSI",
            Self::BinarySI => "BinarySI",
            Self::DecimalExponent => "DecimalExponent",
        })
    }
}

/// What a suffix says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// A power of ten, spelled with a letter or not at all.
    Decimal(i32),
    /// A power of two.
    Binary(u32),
    /// A power of ten, spelled as an exponent.
    Exponent(i64),
}

/// Reads a suffix; none when it is not one.
pub(super) fn interpret(suffix: &str) -> Option<Unit> {
    Some(match suffix {
        "" => Unit::Decimal(0),
        "n" => Unit::Decimal(NANO),
        "u" => Unit::Decimal(MICRO),
        "m" => Unit::Decimal(MILLI),
        "k" => Unit::Decimal(KILO),
        "M" => Unit::Decimal(MEGA),
        "G" => Unit::Decimal(GIGA),
        "T" => Unit::Decimal(TERA),
        "P" => Unit::Decimal(PETA),
        "E" => Unit::Decimal(EXA),
        "Ki" => Unit::Binary(10),
        "Mi" => Unit::Binary(20),
        "Gi" => Unit::Binary(30),
        "Ti" => Unit::Binary(40),
        "Pi" => Unit::Binary(50),
        "Ei" => Unit::Binary(60),
        _ => Unit::Exponent(suffix.strip_prefix(['e', 'E'])?.parse().ok()?),
    })
}

/// The letter for 10^`exponent`. Exponents beyond the table have none: upstream then prints the
/// bare number, and so do we, since clients compare texts.
pub(super) fn decimal_suffix(exponent: i32) -> &'static str {
    match exponent {
        NANO => "n",
        MICRO => "u",
        MILLI => "m",
        KILO => "k",
        MEGA => "M",
        GIGA => "G",
        TERA => "T",
        PETA => "P",
        EXA => "E",
        _ => "",
    }
}

/// The letters for 1024^`times`; empty beyond the table, as for [`decimal_suffix`].
pub(super) fn binary_suffix(times: u32) -> &'static str {
    match times {
        1 => "Ki",
        2 => "Mi",
        3 => "Gi",
        4 => "Ti",
        5 => "Pi",
        6 => "Ei",
        _ => "",
    }
}
