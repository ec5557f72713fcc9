//! Objects of every kind with random contents survive every encoding.

#[path = "support/filler.rs"]
mod filler;

use std::collections::BTreeSet;

use bowline_api::kinds::{KINDS, KindEntry};
use bowline_apimachinery::codec::{self, MediaType, json};
use bowline_apimachinery::random::SeededRandom;
use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::resource::group_version;

use filler::Filler;

/// Objects of each kind.
const OBJECTS: u64 = 4;

#[test]
fn what_was_written_is_read_back() {
    let mut faults = BTreeSet::new();
    for (number, entry) in KINDS.iter().enumerate() {
        for seed in 0..OBJECTS {
            let random = SeededRandom::new(number as u64 * 1000 + seed);
            let mut object = (entry.new)();
            Filler { random: &random }.message(&mut *object, 0);
            for media_type in
                [MediaType::Json, MediaType::Yaml, MediaType::Protobuf, MediaType::Cbor]
            {
                if let Err(fault) = round_trip(entry, &*object, media_type) {
                    faults.insert(format!("{} {media_type:?}: {fault}", entry.kind));
                }
            }
        }
    }
    let some: Vec<_> = faults.iter().take(10).cloned().collect();
    assert!(faults.is_empty(), "{} faults, first:\n{}", faults.len(), some.join("\n"));
}

fn round_trip(
    entry: &KindEntry,
    object: &dyn Message,
    media_type: MediaType,
) -> Result<(), String> {
    let api_version = group_version(entry.group, entry.version);
    let written = codec::encode(object, &api_version, entry.kind, media_type)
        .map_err(|e| format!("write: {e}"))?;
    let mut read = (entry.new)();
    let report = codec::decode(&mut *read, &written, media_type)
        .map_err(|e| format!("read: {e} in {}", String::from_utf8_lossy(&written)))?;
    if !report.complaints.is_empty() {
        return Err(format!("{:?}", report.complaints));
    }
    let text = |message: &dyn Message| {
        let types = Some((api_version.as_str(), entry.kind));
        let bytes = json::encode(message, types).expect("a text");
        String::from_utf8(bytes).expect("UTF-8")
    };
    let (before, after) = (text(object), text(&*read));
    if before != after {
        let at = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
        let around = |text: &str| {
            let bytes = &text.as_bytes()[at.saturating_sub(60)..text.len().min(at + 60)];
            String::from_utf8_lossy(bytes).into_owned()
        };
        return Err(format!("{} became {}", around(&before), around(&after)));
    }
    let again = codec::encode(&*read, &api_version, entry.kind, media_type)
        .map_err(|e| format!("write again: {e}"))?;
    if again == written { Ok(()) } else { Err("other bytes the second time".to_owned()) }
}
