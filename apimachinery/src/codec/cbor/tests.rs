//! Examples of RFC 8949 and of upstream's own tests, and what must be refused.

use serde_json::{Value, json};

use super::{CborError, SELF_DESCRIBED, encode_value, from_slice};

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn items_are_read_as_json_has_them() {
    let cases = [
        ("zero", "00", json!(0)),
        ("largest of a byte", "18ff", json!(255)),
        ("64 bits", "1b000000e8d4a51000", json!(1_000_000_000_000i64)),
        ("negative", "3903e7", json!(-1000)),
        ("half", "f93c00", json!(1.0)),
        ("smallest half", "f90001", json!(5.960_464_477_539_063e-8)),
        ("single", "fa47c35000", json!(100_000.0)),
        ("double", "fb3ff199999999999a", json!(1.1)),
        ("text", "6449455446", json!("IETF")),
        ("bytes are a string", "4449455446", json!("IETF")),
        ("in pieces", "7f657374726561646d696e67ff", json!("streaming")),
        ("to be base64", "d64401020304", json!("AQIDBA==")),
        ("to be hexadecimal", "d74401020304", json!("01020304")),
        ("array", "83010203", json!([1, 2, 3])),
        ("open array", "9f018202039f0405ffff", json!([1, [2, 3], [4, 5]])),
        ("map", "a26161016162820203", json!({"a": 1, "b": [2, 3]})),
        ("open map", "bf61610161629f0203ffff", json!({"a": 1, "b": [2, 3]})),
        ("self-described", "d9d9f7f5", json!(true)),
        ("seconds", "c11a514b67b0", json!("2013-03-21T20:04:00Z")),
        ("seconds with a fraction", "c1fb41d452d9ec200000", json!("2013-03-21T20:04:00.5Z")),
    ];
    for (name, hex, want) in cases {
        assert_eq!(from_slice(&bytes(hex)), Ok(want), "{name}");
    }
}

#[test]
fn what_json_cannot_hold_is_refused() {
    let deep = [vec![0x81; 70], vec![0]].concat();
    let cases = [
        ("empty", bytes(""), CborError::Truncated),
        ("cut", bytes("19ff"), CborError::Truncated),
        ("a promise of memory", bytes("5bffffffffffffffff00"), CborError::Truncated),
        ("an array of nothing", bytes("9bffffffffffffffff00"), CborError::Truncated),
        ("two items", bytes("0000"), CborError::Trailing(1)),
        ("not a number", bytes("f97e00"), CborError::Number),
        ("infinite", bytes("f97c00"), CborError::Number),
        ("beyond 64 bits", bytes("1bffffffffffffffff"), CborError::Number),
        ("bignum", bytes("c249010000000000000000"), CborError::Number),
        ("undefined", bytes("f7"), CborError::Head(0xf7)),
        ("a key twice", bytes("a2616101616102"), CborError::Duplicate("a".into())),
        ("a key twice, once as bytes", bytes("a2616101416102"), CborError::Duplicate("a".into())),
        ("a number as key", bytes("a10102"), CborError::Key),
        ("no UTF-8", bytes("61ff"), CborError::Utf8),
        ("too deep", deep, CborError::Depth),
    ];
    for (name, input, want) in cases {
        assert_eq!(from_slice(&input), Err(want), "{name}");
    }
}

#[test]
fn values_are_written_in_the_shortest_form_with_sorted_keys() {
    let value = json!({"bb": 1, "a": "x", "c": [1.5, -1, 1e300, null, true], "B": 100_000.5});
    let written = encode_value(&value);
    assert!(written.starts_with(&SELF_DESCRIBED));
    let want =
        "a44142fa47c3504041614178416385f93e0020fb7e37e43c8800759cf6f54262620 1".replace(' ', "");
    assert_eq!(&written[3..], bytes(&want));
    assert_eq!(from_slice(&written), Ok(value));
}

#[test]
fn floats_of_every_width_come_back() {
    for bits in 0..=u16::MAX {
        let item = [&[0xf9], bits.to_be_bytes().as_slice()].concat();
        let Ok(value) = from_slice(&item) else { continue };
        let written = encode_value(&value);
        assert_eq!(written[3..], item, "half {bits:04x}");
    }
    for number in [1.1, 1e-10, f64::MAX, f64::MIN_POSITIVE, 16_777_217.0, 65_504.5] {
        let value = Value::from(number);
        assert_eq!(from_slice(&encode_value(&value)), Ok(value));
    }
}
