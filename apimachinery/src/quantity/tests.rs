//! Tables of quantities.

use super::*;

fn q(text: &str) -> Quantity {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn a_quantity_is_three_words() {
    assert_eq!(size_of::<Quantity>(), 24);
    assert_eq!(size_of::<Option<Quantity>>(), 24);
}

#[test]
fn texts_print_as_upstream_prints_them() {
    for (text, printed, canonical) in [
        ("0", "0", "0"),
        ("-0", "0", "0"),
        ("+", "0", "0"),
        (".", "0", "0"),
        ("1.5", "1500m", "1500m"),
        ("1.5Gi", "1536Mi", "1536Mi"),
        ("0.9Gi", "966367641600m", "966367641600m"),
        ("1023", "1023", "1023"),
        ("1024Ki", "1Mi", "1Mi"),
        ("1e3", "1e3", "1e3"),
        ("1E400", "10e399", "10e399"),
        ("1e-400", "1e-9", "1e-9"),
        ("0.1n", "1n", "1n"),
        ("+5", "+5", "5"),
        ("1.e3", "1.e3", "1e3"),
        ("0790Gi", "0790Gi", "790Gi"),
        ("80.527Ei", "9223372036854775807", "9223372036854775807"),
        ("-8Ei", "-9223372036854775807", "-9223372036854775807"),
        ("0035000000000T", "35", "35"),
        ("1e-9999999999", "1e-9", "1e-9"),
    ] {
        let got = q(text);
        assert_eq!(got.to_string(), printed, "{text}");
        assert_eq!(got.to_canonical_string(), canonical, "{text}");
    }
}

#[test]
fn other_texts_are_refused() {
    use ParseQuantityError::{Format, Numeric, Suffix};
    for (text, want) in [
        ("", Format),
        (" 1", Format),
        ("1.5.5", Format),
        ("0x10", Format),
        ("1Kib", Format),
        ("1ki", Suffix),
        ("--1", Suffix),
        ("1e", Suffix),
        ("1e+", Suffix),
        ("1e10000", Suffix),
        ("1e99999999999999999999", Suffix),
        (".e-10", Numeric),
        (&"9".repeat(5000), Numeric),
    ] {
        assert_eq!(Quantity::parse(text).unwrap_err(), want, "{text}");
    }
}

#[test]
fn values_compare_across_spellings_and_forms() {
    for (a, b) in
        [("1Ki", "1024"), ("1e3", "1k"), ("0.1n", "1n"), ("1000000000000000000000", "1e21")]
    {
        assert_eq!(q(a), q(b));
    }
    let ascending =
        ["-1e9999", "-1E", "-1", "-1n", "0", "1n", "1", "1Ki", "1M", "1Ei", "1e30", "1e9999"];
    for pair in ascending.windows(2) {
        assert!(q(pair[0]) < q(pair[1]), "{pair:?}");
    }
    assert!(q("1.5") > 1 && q("2") == 2);
}

#[test]
fn arithmetic_is_exact() {
    assert_eq!((q("1Ki") + &q("1024")).to_string(), "2Ki");
    assert_eq!((Quantity::default() + &q("1Gi")).to_string(), "1Gi");
    assert_eq!((q("9223372036854775807") + &q("1")).to_string(), "9223372036854775808");
    assert_eq!((q("1") - &q("1n")).to_string(), "999999999n");
    assert_eq!((-Quantity::from(i64::MIN)).to_string(), "9223372036854775808");
    assert_eq!(["1", "500m"].map(q).iter().sum::<Quantity>().to_string(), "1500m");
    let mut product = q("7.9999Ei");
    assert!(!product.mul(3));
    assert_eq!(product.to_string(), "27669770234112945369907200u");
    let mut rounded = q("1615.480");
    assert!(!rounded.round_up(KILO));
    assert_eq!(rounded.to_string(), "2k");
}

#[test]
fn plain_numbers_come_out_as_upstream_has_them() {
    assert_eq!(q("1.1").value(), 2);
    assert_eq!(q("-1.1").value(), -2);
    assert_eq!(q("100m").milli_value(), 100);
    assert_eq!(q("1e20").value(), 0);
    assert_eq!(q("1e20").checked_scaled_value(0), None);
    assert_eq!(q("1e20").checked_scaled_value(3), Some(100_000_000_000_000_000));
    assert_eq!(q("1k").as_int64(), Some(1000));
    assert_eq!(q("1m").as_int64(), None);
    assert_eq!(q("0.871742").as_f64_exact(), 0.871742);
    assert_eq!(q("1e400").as_f64(), f64::INFINITY);
    assert_eq!(q("1.50").to_decimal_string(), "1.50");
}

#[test]
fn json_takes_numbers_and_strings() {
    for (json, text) in [
        ("\"1Gi\"", "1Gi"),
        ("1.5", "1500m"),
        ("1500", "1500"),
        ("null", "0"),
        ("18446744073709551615", "18446744073709551615"),
    ] {
        assert_eq!(serde_json::from_str::<Quantity>(json).unwrap().to_string(), text, "{json}");
        assert_eq!(Quantity::from_json_text(json).unwrap().to_string(), text, "{json}");
    }
    assert_eq!(Quantity::from_json_text("1e3").unwrap().to_string(), "1e3");
    for json in ["true", "{}", "[]", "\"\""] {
        assert!(serde_json::from_str::<Quantity>(json).is_err(), "{json}");
        assert!(Quantity::from_json_text(json).is_err(), "{json}");
    }
    assert_eq!(serde_json::to_string(&q("0.5")).unwrap(), "\"500m\"");
}
