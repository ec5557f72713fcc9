//! Golden objects: every encoding decodes to the same object and encodes to the same bytes.
//!
//! Reads `BOWLINE_ROUNDTRIP`, by default `tests/data/roundtrip` of the workspace: files
//! `<group>.<version>.<kind>.{json,yaml,pb}` with every field set.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its data fails")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use bowline::api::kinds;
use bowline::apimachinery::codec::{self, MediaType, json, protobuf, yaml};
use serde_json::Value;

#[test]
fn every_encoding_of_every_golden_object_survives_both_directions() {
    let dir = std::env::var_os("BOWLINE_ROUNDTRIP").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("data/roundtrip"),
        PathBuf::from,
    );
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(&dir).expect("the folder of golden objects") {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "json") {
            names.insert(path.file_stem().unwrap().to_string_lossy().into_owned());
        }
    }
    assert!(!names.is_empty(), "no golden objects in {}", dir.display());
    let mut faults = Vec::new();
    for name in &names {
        if let Err(fault) = check(&dir, name) {
            faults.push(format!("{name}: {fault}"));
        }
    }
    println!("roundtrip: {} passed, {} failed", names.len() - faults.len(), faults.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn check(dir: &Path, name: &str) -> Result<(), String> {
    let read =
        |ext: &str| std::fs::read(dir.join(format!("{name}.{ext}"))).map_err(|e| e.to_string());
    let (golden_json, golden_yaml, golden_pb) = (read("json")?, read("yaml")?, read("pb")?);
    let (rest, kind) = name.rsplit_once('.').ok_or("a name of three parts")?;
    let (group, version) = rest.rsplit_once('.').ok_or("a name of three parts")?;
    let group = if group == "core" { "" } else { group };
    let new = || kinds::new(group, version, kind).ok_or("the kind has no type");
    let wanted: Value = serde_json::from_slice(&golden_json).map_err(|e| e.to_string())?;
    let api_version = wanted["apiVersion"].as_str().unwrap_or_default();

    for (from, bytes) in [
        (MediaType::Json, &golden_json),
        (MediaType::Yaml, &golden_yaml),
        (MediaType::Protobuf, &golden_pb),
    ] {
        let mut object = new()?;
        let report =
            codec::decode(&mut *object, bytes, from).map_err(|e| format!("{from:?}: {e}"))?;
        if !report.complaints.is_empty() {
            return Err(format!("{from:?}: {:?}", report.complaints));
        }
        // Frames of a watch carry no kind of their own.
        let types = wanted.get("kind").map(|_| (api_version, kind));
        let text = json::encode(&*object, types).map_err(|e| e.to_string())?;
        // Nested kinds lose their type in protobuf; the server fills it in on reading.
        if let Some(at) = difference("", &wanted, &serde_json::from_slice(&text).unwrap(), from) {
            return Err(format!("{from:?} to JSON differs at {at}"));
        }
        if from != MediaType::Protobuf {
            let order = serde_json::to_string_pretty(&raw(&text)).unwrap();
            let golden = serde_json::to_string_pretty(&raw(&golden_json)).unwrap();
            if order != golden {
                let at = first_difference(order.as_bytes(), golden.as_bytes());
                return Err(format!("{from:?} to JSON prints other bytes {at}"));
            }
        }
        let value = json::to_value(&*object, types).unwrap();
        let read_back =
            yaml::from_str(&yaml::to_string(&value).unwrap()).map_err(|e| e.to_string())?;
        if let Some(at) = difference("", &wanted, &read_back, from) {
            return Err(format!("{from:?} to YAML differs at {at}"));
        }
        let mut body = Vec::new();
        protobuf::encode_message(&*object, &mut body);
        let envelope = protobuf::open(&golden_pb).map_err(|e| e.to_string())?;
        if protobuf::seal(&envelope.api_version, &envelope.kind, &body) != golden_pb {
            return Err(format!(
                "{from:?} to protobuf differs: {}",
                first_difference(&body, envelope.raw)
            ));
        }
    }
    Ok(())
}

/// The text with its order of keys, as a value would lose it.
fn raw(bytes: &[u8]) -> String {
    let text: Box<serde_json::value::RawValue> = serde_json::from_slice(bytes).unwrap();
    let mut out = String::new();
    let (mut quoted, mut escaped) = (false, false);
    for c in text.get().chars() {
        if quoted || !c.is_whitespace() {
            out.push(c);
        }
        quoted ^= c == '"' && !escaped;
        escaped = quoted && c == '\\' && !escaped;
    }
    out
}

fn first_difference(a: &[u8], b: &[u8]) -> String {
    let at = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let window = |bytes: &[u8]| {
        String::from_utf8_lossy(&bytes[at.saturating_sub(24)..bytes.len().min(at + 24)])
            .into_owned()
    };
    format!("at {at} of {}/{}: {:?} for {:?}", a.len(), b.len(), window(a), window(b))
}

fn difference(path: &str, want: &Value, got: &Value, from: MediaType) -> Option<String> {
    match (want, got) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            keys.into_iter().find_map(|k| {
                let here = format!("{path}.{k}");
                let typed = matches!(k.as_str(), "kind" | "apiVersion") && here.contains('[');
                if from == MediaType::Protobuf && typed && b.get(k).is_none() {
                    return None;
                }
                match (a.get(k), b.get(k)) {
                    (Some(x), Some(y)) => difference(&here, x, y, from),
                    (x, y) => Some(format!("{here}: want {x:?}, got {y:?}")),
                }
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .find_map(|(i, (x, y))| difference(&format!("{path}[{i}]"), x, y, from)),
        (a, b) if a == b => None,
        (a, b) => Some(format!("{path}: want {a}, got {b}")),
    }
}
