//! Bytes that a peer has broken: no decoder panics, hangs or promises memory it was not given.
//!
//! The mutations are those of a seed, so a failure is found again. The targets in `fuzz/` look
//! further.

use bowline_api::core::v1::Pod;
use bowline_apimachinery::codec::{MediaType, cbor};
use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::list::{List, ListReader};
use bowline_apimachinery::managed_fields::FieldSet;
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::random::{Random, SeededRandom};
use bowline_apimachinery::resource::Object;
use serde_json::{Value, json};

const ROUNDS: usize = 3000;

fn seed_pod() -> Pod {
    let object = json!({
        "metadata": {"name": "a", "labels": {"k": "v", "é": "\u{2028}"}, "creationTimestamp": "2024-01-01T00:00:00Z",
            "managedFields": [{"manager": "m", "fieldsV1": {"f:spec": {".": {}, "k:{\"name\":\"c\"}": {}}}}]},
        "spec": {"containers": [{"name": "c", "ports": [{"containerPort": 80}],
            "resources": {"limits": {"cpu": "1500m", "memory": "1Gi"}},
            "livenessProbe": {"httpGet": {"port": "http"}}}], "terminationGracePeriodSeconds": 30},
        "status": {"conditions": [{"type": "Ready", "status": "True", "lastProbeTime": null}]},
    });
    Pod::decode(object.to_string().as_bytes(), MediaType::Json).expect("a pod")
}

/// Flips, cuts, doubles and swaps parts of the input.
fn broken(input: &[u8], random: &SeededRandom) -> Vec<u8> {
    const WORDS: [&[u8]; 8] =
        [b"\"", b"{", b"[[[[", b"\\u", b"null", b"\xff\xff\xff\xff\x0f", b"1e999", b":"];
    let mut bytes = input.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() as u64 + 1) as usize;
        let to = (at + random.below(16) as usize).min(bytes.len());
        match random.below(6) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..to)),
            2 => {
                let part = bytes[at..to].to_vec();
                bytes.splice(at..at, part);
            }
            3 => {
                let word = WORDS[random.below(8) as usize];
                bytes.splice(at..at, word.iter().copied());
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
        }
    }
    bytes
}

#[test]
fn broken_objects_are_refused_or_read_the_same_again() {
    let random = SeededRandom::new(1);
    for media_type in [MediaType::Json, MediaType::Protobuf, MediaType::Cbor, MediaType::Yaml] {
        let whole = seed_pod().encode(media_type).unwrap();
        let rounds = if media_type == MediaType::Yaml { ROUNDS / 10 } else { ROUNDS };
        let mut read = 0;
        for _ in 0..rounds {
            let bytes = broken(&whole, &random);
            let Ok(pod) = Pod::decode(&bytes, media_type) else { continue };
            read += 1;
            let Ok(written) = pod.encode(media_type) else { continue };
            let again = Pod::decode(&written, media_type).expect("what was written");
            assert_eq!(again.encode(media_type).unwrap(), written, "{media_type:?}");
        }
        assert!(read > 0, "every {media_type:?} was refused");
    }
}

#[test]
fn broken_lists_give_the_same_items_whole_and_in_pieces() {
    let random = SeededRandom::new(2);
    let list = List { items: vec![seed_pod(), seed_pod()], ..List::default() };
    for media_type in [MediaType::Json, MediaType::Protobuf] {
        let whole = list.encode(media_type).unwrap();
        for _ in 0..ROUNDS {
            let bytes = broken(&whole, &random);
            let count = |size: usize| -> Option<usize> {
                let mut reader = ListReader::<Pod>::new(media_type).unwrap();
                let mut count = 0;
                for piece in bytes.chunks(size) {
                    reader.push(piece).ok()?;
                    count += std::iter::from_fn(|| reader.next_item()).count();
                }
                reader.finish().ok().map(|_| count)
            };
            assert_eq!(count(usize::MAX), count(7));
            let _ = List::<Pod>::decode_each(&bytes, media_type);
        }
    }
}

#[test]
fn broken_texts_are_refused_or_print_what_reads_the_same() {
    let random = SeededRandom::new(3);
    let text = |seed: &str| String::from_utf8_lossy(&broken(seed.as_bytes(), &random)).into_owned();
    for _ in 0..ROUNDS {
        let selector = text("app in (a,b),!x,tier!=db,y notin (z),n>5");
        if let Ok(selector) = Selector::parse(&selector) {
            assert_eq!(Selector::parse(&selector.to_string()).unwrap(), selector);
        }
        for seed in ["1500m", "12e6", "0.5Gi", "-1k"] {
            if let Ok(quantity) = Quantity::parse(&text(seed)) {
                assert_eq!(Quantity::parse(&quantity.to_string()).unwrap(), quantity);
            }
        }
        let fields = text(r#"{"f:a":{".":{},"k:{\"n\":1}":{"f:b":{}},"v:\"x\"":{},"i:3":{}}}"#);
        if let Ok(set) = FieldSet::parse(&fields) {
            assert_eq!(FieldSet::from_value(&set.to_value()).unwrap(), set);
        }
    }
}

#[test]
fn bottomless_input_is_refused() {
    for open in ["[", "{\"a\":", "{\"spec\":{\"containers\":["] {
        let deep = open.repeat(200_000);
        assert!(Pod::decode(deep.as_bytes(), MediaType::Json).is_err());
        let schema = format!("{{\"spec\":{{\"volumes\":{deep}");
        assert!(Pod::decode(schema.as_bytes(), MediaType::Json).is_err());
    }
    let unknown = format!("{{\"unknown\":{}1{}}}", "[".repeat(20_000), "]".repeat(20_000));
    assert!(Pod::decode(unknown.as_bytes(), MediaType::Json).is_err());
    assert!(cbor::from_slice(&[0x81; 100_000]).is_err());
    assert!(cbor::from_slice(&[0xc1; 100_000]).is_err());
    // A message in a message, as deep as the bytes go.
    let mut nested = Vec::new();
    for _ in 0..20_000 {
        nested.extend_from_slice(&[0x0a, 0x7f]);
    }
    let _ = Pod::decode(&nested, MediaType::Protobuf);
    let value: Result<Value, _> =
        cbor::from_slice(&[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    assert!(value.is_err());
}

#[test]
fn recursive_schemas_end_before_the_stack_does() {
    use bowline_api::apiextensions::v1::CustomResourceDefinition;
    let open = "{\"not\":".repeat(10_000);
    let text = format!(
        "{{\"spec\":{{\"versions\":[{{\"schema\":{{\"openAPIV3Schema\":{open}{{}}{}}}}}]}}}}",
        "}".repeat(10_000)
    );
    assert!(CustomResourceDefinition::decode(text.as_bytes(), MediaType::Json).is_err());
    let shallow = text
        .replace(&open, &"{\"not\":".repeat(100))
        .replace(&"}".repeat(10_000), &"}".repeat(100));
    assert!(CustomResourceDefinition::decode(shallow.as_bytes(), MediaType::Json).is_ok());
}
