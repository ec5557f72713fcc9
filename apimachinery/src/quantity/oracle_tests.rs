//! Quantities against a plain oracle: whole numbers of billionths, of any size.

use num_bigint::{BigInt, BigUint, Sign};
use proptest::prelude::*;

use super::*;

/// Texts of all sizes, of which about half leave 64 bits.
fn text() -> impl Strategy<Value = String> {
    let suffix = prop::sample::select(vec![
        "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "e3",
        "E-3", "e0", "e-12", "e18",
    ]);
    let number =
        prop_oneof!["[-+]?[0-9]{1,12}(\\.[0-9]{0,6})?", "[-+]?[0-9]{10,45}(\\.[0-9]{0,20})?"];
    (number, suffix).prop_map(|(number, suffix)| number + suffix)
}

fn ten_to(power: u32) -> BigUint {
    BigUint::from(10_u32).pow(power)
}

fn with_sign(negative: bool, size: BigUint) -> BigInt {
    BigInt::from_biguint(if negative { Sign::Minus } else { Sign::Plus }, size)
}

/// The value in billionths, rounded away from zero.
fn nanos(text: &str) -> BigInt {
    let end = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, suffix) = text.split_at(end);
    let negative = number.starts_with('-');
    let number = number.trim_start_matches(['-', '+']);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits: BigUint = format!("{whole}{fraction}").parse().unwrap();
    let (factor, power) = match suffix {
        "" | "e0" => (1, 0),
        "n" => (1, -9),
        "u" => (1, -6),
        "m" | "E-3" => (1, -3),
        "k" | "e3" => (1, 3),
        "M" => (1, 6),
        "G" => (1, 9),
        "T" => (1, 12),
        "P" => (1, 15),
        "E" | "e18" => (1, 18),
        "e-12" => (1, -12),
        "Ki" => (1_u64 << 10, 0),
        "Mi" => (1 << 20, 0),
        "Gi" => (1 << 30, 0),
        "Ti" => (1 << 40, 0),
        "Pi" => (1 << 50, 0),
        "Ei" => (1 << 60, 0),
        other => panic!("{other}"),
    };
    let (product, places) = (digits * factor, power + 9 - fraction.len() as i32);
    let size = if places >= 0 {
        product * ten_to(places.unsigned_abs())
    } else {
        let divisor = ten_to(places.unsigned_abs());
        (product + &divisor - 1_u32) / divisor
    };
    let most = BigUint::from(i64::MAX.unsigned_abs()) * ten_to(9);
    with_sign(negative, if suffix.ends_with('i') { size.min(most) } else { size })
}

/// Reads the plain decimal text of a quantity back into billionths.
fn plain_nanos(quantity: &Quantity) -> BigInt {
    nanos(&quantity.to_decimal_string())
}

proptest! {
    #[test]
    fn parsing_agrees(a in text()) {
        let quantity = Quantity::parse(&a).unwrap();
        prop_assert_eq!(plain_nanos(&quantity), nanos(&a));
        // Beyond exa the decimal suffixes end and upstream prints a bare number.
        if quantity < Quantity::new_scaled(1, 21) && quantity > Quantity::new_scaled(-1, 21) {
            prop_assert_eq!(&Quantity::parse(&quantity.to_canonical_string()).unwrap(), &quantity);
            prop_assert_eq!(&Quantity::parse(&quantity.to_string()).unwrap(), &quantity);
        }
    }

    #[test]
    fn arithmetic_agrees(a in text(), b in text(), factor in -10_000_i64..10_000) {
        let (x, y) = (Quantity::parse(&a).unwrap(), Quantity::parse(&b).unwrap());
        let (m, n) = (nanos(&a), nanos(&b));
        prop_assert_eq!(plain_nanos(&(x.clone() + &y)), &m + &n);
        prop_assert_eq!(plain_nanos(&(x.clone() - &y)), &m - &n);
        prop_assert_eq!(plain_nanos(&-x.clone()), -&m);
        prop_assert_eq!(x.cmp(&y), m.cmp(&n));
        let mut product = x.clone();
        product.mul(factor);
        prop_assert_eq!(plain_nanos(&product), m * factor);
    }

    #[test]
    fn rounding_agrees(a in text(), scale in -9_i32..=9) {
        let mut rounded = Quantity::parse(&a).unwrap();
        let value = nanos(&a);
        let exact = rounded.round_up(scale);
        let unit = ten_to((scale + 9).unsigned_abs());
        let units = (value.magnitude() + &unit - 1_u32) / &unit;
        let units = with_sign(value.sign() == Sign::Minus, units);
        let up = &units * BigInt::from(unit);
        prop_assert_eq!(plain_nanos(&rounded), up.clone());
        prop_assert_eq!(exact, up == value);
        let scaled = Quantity::parse(&a).unwrap().checked_scaled_value(scale);
        prop_assert_eq!(scaled, i64::try_from(units).ok());
    }

    #[test]
    fn no_text_breaks_the_parser(text in "[-+0-9.eEinumkKMGTP ]{0,40}") {
        if let Ok(quantity) = Quantity::parse(&text) {
            let _ = (quantity.to_string(), quantity.value(), quantity.as_f64());
        }
    }
}
