//! JSON text straight into messages, without anything in between.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::de::value::{CowStrDeserializer, Error as ValueError};

use super::scanner::{Fault, Scanner};
use super::value::MAX_DEPTH;
use crate::byte_string::ByteString;
use crate::codec::report::{Report, Step};
use crate::descriptor::{Descriptor, Form};
use crate::raw_json::RawJson;
use crate::reflect::{List, Map, Message, Mut};
use crate::time::ParseTimeError;

/// A text, where its reading stands, and what was noticed.
pub(super) struct Decoder<'a, 'r> {
    pub(super) scanner: Scanner<'a>,
    pub(super) report: &'r mut Report,
    depth: usize,
}

#[cold]
fn mismatch(found: &str, wanted: &str) -> Fault {
    format!("cannot unmarshal {found} into a value of type {wanted}").into()
}

fn named(first: u8) -> &'static str {
    match first {
        b'"' => "string",
        b'{' => "object",
        b'[' => "array",
        b't' | b'f' => "bool",
        _ => "number",
    }
}

impl<'a, 'r> Decoder<'a, 'r> {
    pub(super) fn new(text: &'a str, report: &'r mut Report) -> Self {
        Self { scanner: Scanner::new(text), report, depth: 0 }
    }

    /// Reads the value that comes next. `null` leaves plain values as they are and makes the
    /// others absent, as Go does.
    pub(super) fn value(&mut self, to: Mut<'_>) -> Result<(), Fault> {
        let first = self.scanner.peek();
        if first == b'n' {
            self.scanner.word("null")?;
            null(to);
            return Ok(());
        }
        match to {
            Mut::Str(to) if first == b'"' => *to = self.scanner.string()?.into_owned(),
            Mut::Message(message) => return self.message(message, first),
            Mut::Optional(option) => return self.value(option.insert()),
            Mut::Enum(to) if first == b'"' => to.set(&self.scanner.string()?),
            Mut::List(list) if first == b'[' => return self.list(list),
            Mut::Map(entries) if first == b'{' => return self.map(entries),
            Mut::Bool(to) if first == b't' || first == b'f' => {
                *to = first == b't';
                self.scanner.word(if *to { "true" } else { "false" })?;
            }
            Mut::Int32(to) => *to = self.integer(first, "int32")?,
            Mut::Int64(to) => *to = self.integer(first, "int64")?,
            Mut::Double(to) if first == b'-' || first.is_ascii_digit() => {
                let text = self.scanner.number()?;
                let number: f64 = text.parse().unwrap_or(f64::NAN);
                if !number.is_finite() {
                    return Err(mismatch(&format!("number {text}"), "float64"));
                }
                *to = number;
            }
            Mut::Quantity(to) => {
                let text = self.scanner.raw_text()?;
                let read = crate::quantity::Quantity::from_json_text(text);
                *to = read.map_err(|e| Fault::from(e.to_string()))?;
            }
            Mut::Time(to) if first == b'"' => {
                let read = self.scanner.string()?.parse();
                *to = read.map_err(|e: ParseTimeError| Fault::from(e.to_string()))?;
            }
            Mut::Time(to) => *to = self.leaf(first)?,
            Mut::MicroTime(to) => *to = self.leaf(first)?,
            Mut::Duration(to) => *to = self.leaf(first)?,
            Mut::IntOrString(to) => *to = self.leaf(first)?,
            Mut::Raw(to) => {
                // What is carried as text must be readable as a value where it stands.
                let depth = MAX_DEPTH.saturating_sub(self.depth);
                *to = RawJson::from_compact(self.scanner.raw(depth)?);
            }
            Mut::Bytes(to) if first == b'"' => {
                let text = self.scanner.string()?;
                *to = ByteString::from_base64(&text)
                    .ok_or_else(|| Fault::from("illegal base64 data"))?;
            }
            other => {
                return Err(match first {
                    b'{' | b'[' | b'"' | b't' | b'f' | b'-' | b'0'..=b'9' => {
                        mismatch(named(first), wanted(&other))
                    }
                    _ => self.scanner.unexpected("a value"),
                });
            }
        }
        Ok(())
    }

    fn integer<T: TryFrom<i64>>(&mut self, first: u8, wanted: &str) -> Result<T, Fault> {
        if first != b'-' && !first.is_ascii_digit() {
            return Err(match first {
                b'{' | b'[' | b'"' | b't' | b'f' => mismatch(named(first), wanted),
                _ => self.scanner.unexpected("a number"),
            });
        }
        let text = self.scanner.number()?;
        let number = text.parse::<i64>().ok().and_then(|number| T::try_from(number).ok());
        number.ok_or_else(|| mismatch(&format!("number {text}"), wanted))
    }

    /// A value whose type has a form of its own.
    fn leaf<T: for<'de> Deserialize<'de>>(&mut self, first: u8) -> Result<T, Fault> {
        if first == b'"' {
            let text = CowStrDeserializer::<ValueError>::new(self.scanner.string()?);
            return T::deserialize(text).map_err(|e| e.to_string().into());
        }
        let text = self.scanner.raw_text()?;
        serde_json::from_str(text).map_err(|e| e.to_string().into())
    }

    fn enter(&mut self) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err("exceeded max depth".into()) } else { Ok(()) }
    }

    fn list(&mut self, list: &mut dyn List) -> Result<(), Fault> {
        self.enter()?;
        self.scanner.pass();
        list.clear();
        if self.scanner.peek() == b']' {
            self.scanner.pass();
        } else {
            loop {
                self.report.path.push(Step::Index(list.len()));
                self.value(list.push())?;
                self.report.path.pop();
                if !self.scanner.more(b']')? {
                    break;
                }
            }
            list.shrink();
        }
        self.depth -= 1;
        Ok(())
    }

    /// Entries are added to those that are there: a map that stands twice is one map in Go.
    fn map(&mut self, entries: &mut dyn Map) -> Result<(), Fault> {
        self.enter()?;
        self.scanner.pass();
        if self.scanner.peek() == b'}' {
            self.scanner.pass();
        } else {
            // What was there before is no duplicate.
            let mut here = (!entries.is_empty()).then(BTreeSet::new);
            loop {
                self.scanner.peek();
                let at = self.scanner.offset();
                let key = self.scanner.key()?.into_owned();
                let known = match &mut here {
                    None => entries.contains(&key),
                    Some(here) => !here.insert(key.clone()),
                };
                if known {
                    self.report.duplicate(&key);
                }
                self.entry(entries, key, at)?;
                if !self.scanner.more(b'}')? {
                    break;
                }
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// The value of a map's key, which stands at `at`.
    fn entry(&mut self, entries: &mut dyn Map, key: String, at: usize) -> Result<(), Fault> {
        // Only what has fields needs the way to it before something goes wrong.
        let deep = entries.holds_messages();
        if deep {
            self.report.path.push(Step::Key(key.clone()));
        }
        let outcome = self.value(entries.insert(key));
        match (deep, &outcome) {
            (true, Ok(())) => drop(self.report.path.pop()),
            (false, Err(_)) => {
                let key = self.scanner.key_at(at);
                self.report.path.push(Step::Key(key.into_owned()));
            }
            _ => {}
        }
        outcome
    }

    fn message(&mut self, message: &mut dyn Message, first: u8) -> Result<(), Fault> {
        let descriptor = message.descriptor();
        match descriptor.form {
            Form::Object if first == b'{' => return self.fields(message, descriptor),
            Form::OrBool if first == b't' || first == b'f' => {
                return self.value(message.get_mut(0));
            }
            Form::OrBool if first == b'{' => {
                if let Mut::Bool(allows) = message.get_mut(0) {
                    *allows = true;
                }
                return self.value(message.get_mut(1));
            }
            Form::OrArray | Form::OrStringArray if first == b'{' => {
                return self.value(message.get_mut(0));
            }
            Form::OrArray | Form::OrStringArray if first == b'[' => {
                return self.value(message.get_mut(1));
            }
            _ => {}
        }
        match first {
            b'{' | b'[' | b'"' | b't' | b'f' | b'-' | b'0'..=b'9' => {
                Err(mismatch(named(first), descriptor.name))
            }
            _ => Err(self.scanner.unexpected("a value")),
        }
    }

    fn fields(
        &mut self,
        message: &mut dyn Message,
        descriptor: &'static Descriptor,
    ) -> Result<(), Fault> {
        self.enter()?;
        self.scanner.pass();
        if self.scanner.peek() == b'}' {
            self.scanner.pass();
            self.depth -= 1;
            return Ok(());
        }
        let mut seen = 0u128;
        let mut next = 0;
        loop {
            let key = self.scanner.key()?;
            if let Some(index) = descriptor.find(&key, next) {
                next = index + 1;
                let bit = 1u128.checked_shl(index as u32).unwrap_or(0);
                if seen & bit != 0 {
                    self.report.duplicate(&key);
                }
                seen |= bit;
                self.report.path.push(Step::Field(descriptor.fields[index].name));
                self.value(message.get_mut(index))?;
                self.report.path.pop();
            } else if descriptor.root && matches!(&*key, "kind" | "apiVersion") {
                let bit = 1u128 << if key == "kind" { 126 } else { 127 };
                if seen & bit != 0 {
                    self.report.duplicate(&key);
                }
                seen |= bit;
                self.type_meta(message, if key == "kind" { "kind" } else { "apiVersion" })?;
            } else {
                self.report.unknown(&key);
                self.scanner.skip()?;
            }
            if !self.scanner.more(b'}')? {
                break;
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// `kind` or `apiVersion`, which few types keep.
    fn type_meta(&mut self, message: &mut dyn Message, name: &'static str) -> Result<(), Fault> {
        self.report.path.push(Step::Field(name));
        let mut text = String::new();
        self.value(Mut::Str(&mut text))?;
        self.report.path.pop();
        if let Some(types) = message.type_meta_mut() {
            *if name == "kind" { &mut types.kind } else { &mut types.api_version } = text;
        }
        Ok(())
    }
}

/// What `null` does to a place.
fn null(to: Mut<'_>) {
    match to {
        Mut::Optional(option) => option.clear(),
        Mut::List(list) => list.clear(),
        Mut::Map(entries) => entries.clear(),
        Mut::Bytes(to) => to.0.clear(),
        Mut::Raw(to) => *to = RawJson::default(),
        Mut::Time(to) => *to = crate::time::Time::default(),
        Mut::MicroTime(to) => *to = crate::time::MicroTime::default(),
        Mut::Quantity(to) => *to = crate::quantity::Quantity::default(),
        _ => {}
    }
}

fn wanted(to: &Mut<'_>) -> &'static str {
    match to {
        Mut::Bool(_) => "bool",
        Mut::Double(_) => "float64",
        Mut::Bytes(_) => "[]uint8",
        Mut::Str(_) | Mut::Enum(_) => "string",
        Mut::List(_) => "list",
        Mut::Map(_) => "map",
        _ => "value",
    }
}
