//! Objects of every kind with random contents survive every encoding.

use std::collections::BTreeSet;

use bowline_api::kinds::{KINDS, KindEntry};
use bowline_apimachinery::codec::{self, MediaType, json};
use bowline_apimachinery::descriptor::{Descriptor, Form};
use bowline_apimachinery::random::{Random, SeededRandom};
use bowline_apimachinery::raw_json::RawJson;
use bowline_apimachinery::reflect::{Message, Mut};
use bowline_apimachinery::resource::group_version;
use bowline_apimachinery::time::{Duration, MicroTime, Time};

/// Objects of each kind.
const OBJECTS: u64 = 4;
/// Lists, maps and optional messages end here, so that recursive types do.
const DEEPEST: usize = 6;

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

struct Filler<'a> {
    random: &'a SeededRandom,
}

impl Filler<'_> {
    fn chance(&self, percent: u64) -> bool {
        self.random.below(100) < percent
    }

    fn text(&self) -> String {
        const PIECES: [&str; 12] =
            ["a", "Z-9", "/", ".", " x", "\"", "\\", "<&>", "é", "\u{2028}", "\n", "日本"];
        let count = self.random.below(5);
        (0..count).map(|_| PIECES[self.random.below(PIECES.len() as u64) as usize]).collect()
    }

    fn message(&self, message: &mut dyn Message, depth: usize) {
        let descriptor: &'static Descriptor = message.descriptor();
        match descriptor.form {
            Form::Object => {
                for (index, field) in descriptor.fields.iter().enumerate() {
                    // What has no number does not travel in protobuf.
                    if field.number != 0 && self.chance(60) {
                        self.fill(message.get_mut(index), depth);
                    }
                }
            }
            // One of the two members, never both.
            form => {
                let schema_first = form != Form::OrBool;
                let index = usize::from(self.chance(50) || depth >= DEEPEST);
                let simple = usize::from(schema_first);
                if index == simple || depth >= DEEPEST {
                    self.fill_always(message.get_mut(simple), depth);
                } else {
                    self.fill_always(message.get_mut(1 - simple), depth);
                    if let (Form::OrBool, Mut::Bool(allows)) = (form, message.get_mut(0)) {
                        *allows = true;
                    }
                }
            }
        }
    }

    fn fill_always(&self, to: Mut<'_>, depth: usize) {
        match to {
            Mut::Optional(option) => self.fill(option.insert(), depth + 1),
            Mut::List(list) => self.fill(list.push(), depth + 1),
            other => self.fill(other, depth),
        }
    }

    fn fill(&self, to: Mut<'_>, depth: usize) {
        let random = self.random;
        match to {
            Mut::Bool(v) => *v = self.chance(50),
            Mut::Int32(v) => *v = random.next_u64() as i32,
            Mut::Int64(v) => *v = random.next_u64() as i64 >> random.below(64),
            Mut::Double(v) => *v = (random.below(2_000_001) as f64 - 1e6) / 64.0,
            Mut::Str(v) => *v = self.text(),
            Mut::Enum(v) => v.set(&self.text()),
            Mut::Bytes(v) => v.0 = (0..random.below(9)).map(|b| (b * 37) as u8).collect(),
            // Never the zero time, which stands for absence.
            Mut::Time(v) => *v = Time::from_unix_seconds(random.below(4_000_000_000) as i64),
            Mut::MicroTime(v) => {
                *v = MicroTime::from_unix_micros(random.below(4_000_000_000_000_000) as i64);
            }
            Mut::Duration(v) => {
                *v = Duration::from_nanos(random.next_u64() as i64 >> random.below(64));
            }
            Mut::Quantity(v) => {
                const UNITS: [&str; 8] = ["", "m", "k", "Mi", "Gi", "n", "e3", "u"];
                let unit = UNITS[random.below(8) as usize];
                *v = format!("{}{unit}", random.below(100_000)).parse().expect("a quantity");
            }
            Mut::IntOrString(v) => {
                *v = if self.chance(50) {
                    (random.next_u64() as i32).into()
                } else {
                    self.text().into()
                };
            }
            Mut::Raw(v) => {
                let value = serde_json::json!({"text": self.text(), "list": [1, -2.5, null, true]});
                *v = RawJson::from_value(&value);
            }
            Mut::Message(m) => self.message(m, depth + 1),
            Mut::Optional(_) | Mut::List(_) | Mut::Map(_) if depth >= DEEPEST => {}
            Mut::Optional(option) => self.fill(option.insert(), depth + 1),
            Mut::List(list) => {
                for _ in 0..random.below(3) {
                    self.fill(list.push(), depth + 1);
                }
            }
            Mut::Map(map) => {
                for _ in 0..random.below(3) {
                    self.fill(map.insert(self.text()), depth + 1);
                }
            }
        }
    }
}
