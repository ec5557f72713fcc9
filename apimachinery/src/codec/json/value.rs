//! Values of unknown shape, however deep a body may nest them.
//!
//! `serde_json` reads no deeper than 128 levels. What the typed decoder takes must stay readable
//! as a value too, so both end at [`MAX_DEPTH`].

use serde::de::Error as _;
use serde_json::{Map, Number, Value};

use super::scanner::{Fault, Scanner};
use super::text_of;

/// How deep objects and lists may nest in what is kept. Upstream takes 10,000 levels, for which
/// Go's stacks grow; ours do not, and no API of Kubernetes comes near. Fields that no type knows
/// are passed over to upstream's depth.
pub const MAX_DEPTH: usize = 400;

/// Reads a value that nests up to [`MAX_DEPTH`] levels.
///
/// # Errors
/// When the bytes are no JSON, or nest deeper.
pub fn value_from_slice(bytes: &[u8]) -> Result<Value, serde_json::Error> {
    match serde_json::from_slice(bytes) {
        Err(error) if is_too_deep(&error) => deep(&text_of(bytes)),
        outcome => outcome,
    }
}

/// Reads a value that nests up to [`MAX_DEPTH`] levels.
///
/// # Errors
/// When the text is no JSON, or nests deeper.
pub fn value_from_str(text: &str) -> Result<Value, serde_json::Error> {
    value_from_slice(text.as_bytes())
}

/// `serde_json` has no other mark of this error than its words.
pub(crate) fn is_too_deep(error: &serde_json::Error) -> bool {
    error.is_syntax() && error.to_string().starts_with("recursion limit exceeded")
}

#[cold]
fn deep(text: &str) -> Result<Value, serde_json::Error> {
    let mut scanner = Scanner::new(text);
    let value = value(&mut scanner, MAX_DEPTH).and_then(|value| {
        scanner.end()?;
        Ok(value)
    });
    value.map_err(serde_json::Error::custom)
}

fn value(scanner: &mut Scanner<'_>, left: usize) -> Result<Value, Fault> {
    let first = scanner.peek();
    if matches!(first, b'{' | b'[') && left == 0 {
        return Err("exceeded max depth".into());
    }
    Ok(match first {
        b'{' => {
            scanner.pass();
            let mut members = Map::new();
            let mut more = scanner.peek() != b'}';
            if !more {
                scanner.pass();
            }
            while more {
                let key = scanner.key()?.into_owned();
                members.insert(key, value(scanner, left - 1)?);
                more = scanner.more(b'}')?;
            }
            Value::Object(members)
        }
        b'[' => {
            scanner.pass();
            let mut items = Vec::new();
            let mut more = scanner.peek() != b']';
            if !more {
                scanner.pass();
            }
            while more {
                items.push(value(scanner, left - 1)?);
                more = scanner.more(b']')?;
            }
            Value::Array(items)
        }
        b'"' => Value::String(scanner.string()?.into_owned()),
        b't' => {
            scanner.word("true")?;
            Value::Bool(true)
        }
        b'f' => {
            scanner.word("false")?;
            Value::Bool(false)
        }
        b'n' => {
            scanner.word("null")?;
            Value::Null
        }
        _ => {
            let text = scanner.number()?;
            let number: Number = serde_json::from_str(text).map_err(|e| e.to_string())?;
            Value::Number(number)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(open: &str, inner: &str, close: &str, levels: usize) -> String {
        format!("{}{inner}{}", open.repeat(levels), close.repeat(levels))
    }

    #[test]
    fn values_nest_to_the_limit_and_no_deeper() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[1,{\"a\":[2.5,", "]}]")] {
            let levels = |depth: usize| depth / open.matches(['[', '{']).count();
            for depth in [1, 127, 129, MAX_DEPTH - 2] {
                let text = nested(open, "{}", close, levels(depth));
                let value = value_from_str(&text).expect("not too deep");
                assert_eq!(value.to_string(), text);
            }
            let text = nested(open, "{}", close, levels(MAX_DEPTH + 3));
            let error = value_from_str(&text).expect_err("too deep").to_string();
            assert!(error.contains("exceeded max depth"), "{error}");
        }
    }

    proptest::proptest! {
        #[test]
        fn numbers_keep_every_bit(number in proptest::num::f64::NORMAL) {
            let text = Value::from(number).to_string();
            proptest::prop_assert_eq!(value_from_str(&text).expect("a number").as_f64(), Some(number));
        }
    }

    #[test]
    fn a_number_found_by_fuzzing_keeps_its_last_bit() {
        let number = 8.888_888_888_888_891e109_f64;
        let text = Value::from(number).to_string();
        assert_eq!(value_from_str(&text).expect("a number").as_f64(), Some(number));
    }

    #[test]
    fn faults_below_the_first_levels_are_found() {
        for inner in ["{\"a\"}", "[1,]", "01", "tru", "\"\\x\""] {
            let text = nested("[", inner, "]", 200);
            assert!(value_from_str(&text).is_err(), "{inner}");
        }
        assert!(value_from_str(&format!("{} x", nested("[", "1", "]", 200))).is_err());
    }
}
