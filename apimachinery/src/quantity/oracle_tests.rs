//! Quantities against a plain oracle: 128-bit numbers of billionths.

use proptest::prelude::*;

use super::*;

/// Texts whose values, in billionths, stay far below 2^127.
fn text() -> impl Strategy<Value = String> {
    let suffix = prop::sample::select(vec![
        "", "n", "u", "m", "k", "M", "G", "T", "Ki", "Mi", "Gi", "Ti", "e3", "E-3", "e0",
    ]);
    ("[-+]?[0-9]{1,12}(\\.[0-9]{0,6})?", suffix).prop_map(|(number, suffix)| number + suffix)
}

/// The value in billionths, rounded away from zero.
fn nanos(text: &str) -> i128 {
    let end = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, suffix) = text.split_at(end);
    let negative = number.starts_with('-');
    let number = number.trim_start_matches(['-', '+']);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits: i128 = format!("{whole}{fraction}").parse().unwrap();
    let (factor, power): (i128, i32) = match suffix {
        "" | "e0" => (1, 0),
        "n" => (1, -9),
        "u" => (1, -6),
        "m" | "E-3" => (1, -3),
        "k" | "e3" => (1, 3),
        "M" => (1, 6),
        "G" => (1, 9),
        "T" => (1, 12),
        "Ki" => (1 << 10, 0),
        "Mi" => (1 << 20, 0),
        "Gi" => (1 << 30, 0),
        "Ti" => (1 << 40, 0),
        other => panic!("{other}"),
    };
    let (product, places) = (digits * factor, power + 9 - fraction.len() as i32);
    let size = if places >= 0 {
        product * 10_i128.pow(places.unsigned_abs())
    } else {
        let divisor = 10_i128.pow(places.unsigned_abs());
        (product + divisor - 1) / divisor
    };
    let size =
        if suffix.ends_with('i') { size.min(i128::from(i64::MAX) * 1_000_000_000) } else { size };
    if negative { -size } else { size }
}

/// Reads the plain decimal text of a quantity back into billionths.
fn plain_nanos(quantity: &Quantity) -> i128 {
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
        prop_assert_eq!(plain_nanos(&(x.clone() + &y)), m + n);
        prop_assert_eq!(plain_nanos(&(x.clone() - &y)), m - n);
        prop_assert_eq!(plain_nanos(&-x.clone()), -m);
        prop_assert_eq!(x.cmp(&y), m.cmp(&n));
        let mut product = x.clone();
        product.mul(factor);
        prop_assert_eq!(plain_nanos(&product), m * i128::from(factor));
    }

    #[test]
    fn rounding_agrees(a in text(), scale in -9_i32..=9) {
        let mut rounded = Quantity::parse(&a).unwrap();
        let value = nanos(&a);
        let exact = rounded.round_up(scale);
        let unit = 10_i128.pow((scale + 9).unsigned_abs());
        let up = (value.abs() + unit - 1) / unit * unit * value.signum();
        prop_assert_eq!(plain_nanos(&rounded), up);
        prop_assert_eq!(exact, up == value);
        let units = Quantity::parse(&a).unwrap().checked_scaled_value(scale);
        prop_assert_eq!(units.map(i128::from), i64::try_from(up / unit).ok().map(i128::from));
    }

    #[test]
    fn no_text_breaks_the_parser(text in "[-+0-9.eEinumkKMGTP ]{0,40}") {
        if let Ok(quantity) = Quantity::parse(&text) {
            let _ = (quantity.to_string(), quantity.value(), quantity.as_f64());
        }
    }
}
