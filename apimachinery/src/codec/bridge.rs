//! The engine behind serde: any message in or out of any serde format, with every complaint.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    Deserialize as _, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess,
    Visitor,
};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::report::{Report, Step};
use crate::byte_string::ByteString;
use crate::descriptor::{Field, Form, OMITEMPTY, OMITZERO, POINTER, Type};
use crate::raw_json::RawJson;
use crate::reflect::{List, Map, Message, Mut, Ref};

/// Serialises a message as Go's `encoding/json` would, without `apiVersion` and `kind`.
///
/// # Errors
/// As the serializer says.
pub fn serialize<S: Serializer>(message: &dyn Message, serializer: S) -> Result<S::Ok, S::Error> {
    serialize_with(message, None, serializer)
}

/// Serialises a message with `kind` and `apiVersion` first, where given.
///
/// # Errors
/// As the serializer says.
pub fn serialize_with<S: Serializer>(
    message: &dyn Message,
    types: Option<(&str, &str)>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    if let Some(only) = whole_form(message) {
        return Value(only).serialize(serializer);
    }
    let mut map = serializer.serialize_map(None)?;
    let nested = message.type_meta().map(|t| (t.api_version.as_str(), t.kind.as_str()));
    if let Some((api_version, kind)) = types.or(nested) {
        for (name, text) in [("kind", kind), ("apiVersion", api_version)] {
            if !text.is_empty() {
                map.serialize_entry(name, text)?;
            }
        }
    }
    for (i, field) in message.descriptor().fields.iter().enumerate() {
        let value = message.get(i);
        if !is_dropped(field, &value) {
            // Storage does not tell an empty list or map from none, and Go prints none as `null`.
            let value = if value.is_empty() && matches!(field.ty, Type::List(_) | Type::Map(_)) {
                Ref::Null
            } else {
                value
            };
            map.serialize_entry(field.name, &Value(value))?;
        }
    }
    map.end()
}

/// What stands for the whole message, where that is not an object of its fields.
pub(super) fn whole_form(message: &dyn Message) -> Option<Ref<'_>> {
    let form = message.descriptor().form;
    if form == Form::Object {
        return None;
    }
    Some(match (form, message.get(0), message.get(1)) {
        (Form::OrBool, allows, Ref::Null) => allows,
        (Form::OrBool, _, schema) => schema,
        (_, _, Ref::List(items)) if !items.is_empty() => Ref::List(items),
        (_, schema, _) => schema,
    })
}

/// Whether JSON leaves the field out.
pub(super) fn is_dropped(field: &Field, value: &Ref<'_>) -> bool {
    match value {
        // A Go time that is no pointer is a struct: `omitempty` does not drop it.
        Ref::Null if matches!(field.ty, Type::Time | Type::MicroTime) => {
            field.has(OMITZERO) || (field.has(POINTER) && field.has(OMITEMPTY))
        }
        Ref::Null => field.has(OMITEMPTY | OMITZERO),
        _ if field.has(POINTER) => false,
        Ref::Message(_) => field.has(OMITZERO) && value.is_zero(),
        other => field.has(OMITEMPTY) && other.is_empty(),
    }
}

/// A reflected value as serde sees it.
struct Value<'a>(Ref<'a>);

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Ref::Null => s.serialize_unit(),
            Ref::Bool(b) => s.serialize_bool(*b),
            Ref::Int(i) => s.serialize_i64(*i),
            Ref::Double(d) if d.fract() == 0.0 && d.abs() < 1e15 => s.serialize_i64(*d as i64),
            Ref::Double(d) => s.serialize_f64(*d),
            Ref::Str(text) => s.serialize_str(text),
            Ref::Bytes(bytes) => s.serialize_str(&ByteString::base64_of(bytes)),
            Ref::Time(t) => t.serialize(s),
            Ref::MicroTime(t) => t.serialize(s),
            Ref::Duration(d) => d.serialize(s),
            Ref::Quantity(q) => q.serialize(s),
            Ref::IntOrString(v) => v.serialize(s),
            Ref::Raw(raw) => raw.serialize(s),
            Ref::Message(m) => serialize(*m, s),
            Ref::List(list) => {
                let mut seq = s.serialize_seq(Some(list.len()))?;
                for i in 0..list.len() {
                    seq.serialize_element(&Value(list.get(i)))?;
                }
                seq.end()
            }
            Ref::Map(entries) => {
                let mut map = s.serialize_map(Some(entries.len()))?;
                let mut failed = None;
                entries.visit(&mut |key, value| {
                    failed = map.serialize_entry(key, &Value(value)).err();
                    failed.is_none()
                });
                failed.map_or(Ok(()), |e| Err(S::Error::custom(e)))?;
                map.end()
            }
        }
    }
}

/// Fills a message, dropping what it does not know.
///
/// # Errors
/// When a value has the wrong type for its field.
pub fn deserialize<'de, D: Deserializer<'de>>(
    message: &mut dyn Message,
    deserializer: D,
) -> Result<(), D::Error> {
    deserialize_with(message, &mut Report::default(), deserializer)
}

/// Fills a message and reports unknown and duplicate fields.
///
/// # Errors
/// When a value has the wrong type for its field; [`Report::path`] then tells where.
pub fn deserialize_with<'de, D: Deserializer<'de>>(
    message: &mut dyn Message,
    report: &mut Report,
    deserializer: D,
) -> Result<(), D::Error> {
    Slot { to: Mut::Message(message), report }.deserialize(deserializer)
}

/// A place and the report that goes with it.
struct Slot<'a> {
    to: Mut<'a>,
    report: &'a mut Report,
}

impl<'de> DeserializeSeed<'de> for Slot<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        let report = self.report;
        match self.to {
            // Leaves with a form of their own know `null` too.
            Mut::Quantity(q) => *q = Nullable::deserialize(d)?.0,
            Mut::IntOrString(v) => *v = Nullable::deserialize(d)?.0,
            Mut::Duration(v) => *v = Nullable::deserialize(d)?.0,
            Mut::Time(v) => *v = Nullable::deserialize(d)?.0,
            Mut::MicroTime(v) => *v = Nullable::deserialize(d)?.0,
            Mut::Raw(v) => *v = RawJson::deserialize(d)?,
            Mut::Optional(option) => d.deserialize_option(Present { option, report })?,
            to => d.deserialize_any(Fill { to, report })?,
        }
        Ok(())
    }
}

/// `null` leaves the default, as it does in Go.
struct Nullable<T>(T);

impl<'de, T: serde::Deserialize<'de> + Default> serde::Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Ok(Self(Option::<T>::deserialize(d)?.unwrap_or_default()))
    }
}

struct Present<'a> {
    option: &'a mut dyn crate::reflect::Optional,
    report: &'a mut Report,
}

impl<'de> Visitor<'de> for Present<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }
    fn visit_none<E>(self) -> Result<(), E> {
        self.option.clear();
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        self.option.clear();
        Ok(())
    }
    fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        Slot { to: self.option.insert(), report: self.report }.deserialize(d)
    }
}

struct Fill<'a> {
    to: Mut<'a>,
    report: &'a mut Report,
}

impl Fill<'_> {
    fn integer<E: serde::de::Error>(self, v: i64) -> Result<(), E> {
        match self.to {
            Mut::Int32(to) => {
                *to = i32::try_from(v)
                    .map_err(|_| E::custom(format!("number {v} does not fit an int32")))?;
            }
            Mut::Int64(to) => *to = v,
            Mut::Double(to) => *to = v as f64,
            other => return Err(mismatch(&other, "number")),
        }
        Ok(())
    }
}

fn mismatch<E: serde::de::Error>(to: &Mut<'_>, found: &str) -> E {
    let wanted = match to {
        Mut::Bool(_) => "bool",
        Mut::Int32(_) => "int32",
        Mut::Int64(_) => "int64",
        Mut::Double(_) => "float64",
        Mut::Bytes(_) => "[]uint8",
        Mut::Str(_) | Mut::Enum(_) => "string",
        Mut::List(_) => "list",
        Mut::Map(_) => "map",
        Mut::Message(m) => m.descriptor().name,
        _ => "value",
    };
    E::custom(format!("cannot unmarshal {found} into a value of type {wanted}"))
}

impl<'de> Visitor<'de> for Fill<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of the field's type")
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_any(self)
    }
    fn visit_bool<E: serde::de::Error>(self, v: bool) -> Result<(), E> {
        match self.to {
            Mut::Bool(to) => *to = v,
            Mut::Message(m) if m.descriptor().form == Form::OrBool => {
                if let Mut::Bool(to) = m.get_mut(0) {
                    *to = v;
                }
            }
            other => return Err(mismatch(&other, "bool")),
        }
        Ok(())
    }
    fn visit_i64<E: serde::de::Error>(self, v: i64) -> Result<(), E> {
        self.integer(v)
    }
    fn visit_u64<E: serde::de::Error>(self, v: u64) -> Result<(), E> {
        match (i64::try_from(v), &self.to) {
            (Ok(v), _) => self.integer(v),
            (Err(_), Mut::Double(_)) => self.visit_f64(v as f64),
            (Err(_), to) => Err(mismatch(to, &format!("number {v}"))),
        }
    }
    fn visit_f64<E: serde::de::Error>(self, v: f64) -> Result<(), E> {
        match self.to {
            Mut::Double(to) => *to = v,
            other if v.fract() == 0.0 && v.abs() < 9e15 => {
                return Fill { to: other, report: self.report }.integer(v as i64);
            }
            other => return Err(mismatch(&other, &format!("number {v}"))),
        }
        Ok(())
    }
    fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<(), E> {
        match self.to {
            Mut::Str(to) => v.clone_into(to),
            Mut::Enum(to) => to.set(v),
            Mut::Bytes(to) => {
                *to = ByteString::from_base64(v)
                    .ok_or_else(|| E::custom("illegal base64 data".to_owned()))?;
            }
            other => return Err(mismatch(&other, "string")),
        }
        Ok(())
    }
    fn visit_string<E: serde::de::Error>(self, v: String) -> Result<(), E> {
        match self.to {
            Mut::Str(to) => *to = v,
            _ => return self.visit_str(&v),
        }
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        match self.to {
            Mut::List(list) => fill_list(list, self.report, seq),
            Mut::Message(m)
                if matches!(m.descriptor().form, Form::OrArray | Form::OrStringArray) =>
            {
                match m.get_mut(1) {
                    Mut::List(list) => fill_list(list, self.report, seq),
                    other => Err(mismatch(&other, "array")),
                }
            }
            other => Err(mismatch(&other, "array")),
        }
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        match self.to {
            Mut::Map(entries) => fill_map(entries, self.report, map),
            Mut::Message(m) => fill_message(m, self.report, map),
            other => Err(mismatch(&other, "object")),
        }
    }
}

fn fill_list<'de, A: SeqAccess<'de>>(
    list: &mut dyn List,
    report: &mut Report,
    mut seq: A,
) -> Result<(), A::Error> {
    list.clear();
    loop {
        report.path.push(Step::Index(list.len()));
        let mut item = Pushed { list, report };
        if seq.next_element_seed(&mut item)?.is_none() {
            report.path.pop();
            return Ok(());
        }
        report.path.pop();
    }
}

/// Appends an item only when the sequence has one.
struct Pushed<'a> {
    list: &'a mut dyn List,
    report: &'a mut Report,
}

impl<'de> DeserializeSeed<'de> for &mut Pushed<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        Slot { to: self.list.push(), report: self.report }.deserialize(d)
    }
}

fn fill_map<'de, A: MapAccess<'de>>(
    entries: &mut dyn Map,
    report: &mut Report,
    mut map: A,
) -> Result<(), A::Error> {
    entries.clear();
    while let Some(key) = map.next_key::<String>()? {
        if entries.contains(&key) {
            report.duplicate(&key);
        }
        report.path.push(Step::Key(key.clone()));
        map.next_value_seed(Slot { to: entries.insert(key), report })?;
        report.path.pop();
    }
    Ok(())
}

fn fill_message<'de, A: MapAccess<'de>>(
    message: &mut dyn Message,
    report: &mut Report,
    mut map: A,
) -> Result<(), A::Error> {
    let descriptor = message.descriptor();
    match descriptor.form {
        Form::OrBool => {
            if let Mut::Bool(allows) = message.get_mut(0) {
                *allows = true;
            }
            return fill_member(message.get_mut(1), report, map);
        }
        Form::OrArray | Form::OrStringArray => {
            return fill_member(message.get_mut(0), report, map);
        }
        Form::Object => {}
    }
    let mut seen = 0u128;
    let mut hint = 0;
    while let Some(Key(key)) = map.next_key()? {
        let Some(index) = descriptor.find(&key, hint) else {
            match (descriptor.root, &*key, message.type_meta_mut()) {
                (true, "kind", Some(types)) => types.kind = map.next_value()?,
                (true, "apiVersion", Some(types)) => types.api_version = map.next_value()?,
                (true, "kind" | "apiVersion", None) => drop(map.next_value::<IgnoredAny>()?),
                _ => {
                    report.unknown(&key);
                    map.next_value::<IgnoredAny>()?;
                }
            }
            continue;
        };
        hint = index + 1;
        let bit = 1u128.checked_shl(index as u32).unwrap_or(0);
        if seen & bit != 0 {
            report.duplicate(&key);
        }
        seen |= bit;
        report.path.push(Step::Field(descriptor.fields[index].name));
        map.next_value_seed(Slot { to: message.get_mut(index), report })?;
        report.path.pop();
    }
    Ok(())
}

fn fill_member<'de, A: MapAccess<'de>>(
    member: Mut<'_>,
    report: &mut Report,
    map: A,
) -> Result<(), A::Error> {
    match member {
        Mut::Optional(option) => fill_member(option.insert(), report, map),
        Mut::Message(m) => fill_message(m, report, map),
        other => Err(A::Error::custom(mismatch::<A::Error>(&other, "object"))),
    }
}

/// A key that borrows where the input allows it.
struct Key<'de>(Cow<'de, str>);

impl<'de> serde::Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a field name")
            }
            fn visit_borrowed_str<E>(self, v: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(v)))
            }
            fn visit_str<E>(self, v: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(v.to_owned())))
            }
        }
        d.deserialize_str(Text)
    }
}
