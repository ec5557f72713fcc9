//! Objects with random contents.

use bowline_apimachinery::descriptor::{Descriptor, Form};
use bowline_apimachinery::random::{Random as _, SeededRandom};
use bowline_apimachinery::raw_json::RawJson;
use bowline_apimachinery::reflect::{Message, Mut};
use bowline_apimachinery::time::{Duration, MicroTime, Time};

/// Lists, maps and optional messages end here, so that recursive types do.
const DEEPEST: usize = 6;

/// Fills messages with what a seed gives.
pub(crate) struct Filler<'a> {
    pub(crate) random: &'a SeededRandom,
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

    pub(crate) fn message(&self, message: &mut dyn Message, depth: usize) {
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
