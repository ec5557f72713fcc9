//! Types declared by schemas, with the bounds that cost estimates go by.

use std::collections::BTreeMap;

use crate::schema::{Kind, Schema};
use crate::types::Type;

/// The largest request a server takes, in bytes.
pub const MAX_REQUEST_BYTES: i64 = 3 * 1024 * 1024;

/// A type declared by a schema.
#[derive(Clone, Debug)]
pub struct Declared {
    /// The type.
    pub t: Type,
    /// How many characters, elements or entries it may have; 0 where it has no size.
    pub max_elements: i64,
    /// How few bytes it takes in JSON.
    pub min_bytes: i64,
    /// Its elements or values.
    pub element: Option<Box<Declared>>,
    /// Its fields, by the names expressions use.
    pub fields: BTreeMap<String, Declared>,
}

impl Declared {
    fn simple(t: Type, max_elements: i64, min_bytes: i64) -> Self {
        Self { t, max_elements, min_bytes, element: None, fields: BTreeMap::new() }
    }

    /// The type a schema declares under `name`; `None` for data without a schema, which
    /// expressions do not see.
    pub fn from_schema(schema: &Schema, name: &str) -> Option<Self> {
        if schema.int_or_string {
            let max = max_characters(schema).unwrap_or(MAX_REQUEST_BYTES - 2);
            return Some(Self::simple(Type::Dyn, max, 1));
        }
        match schema.kind {
            Kind::None => None,
            Kind::Boolean => Some(Self::simple(Type::Bool, 0, 4)),
            Kind::Number => Some(Self::simple(Type::Double, 0, 1)),
            Kind::Integer => Some(Self::simple(Type::Int, 0, 1)),
            Kind::String => Some(Self::text(schema)),
            Kind::Array => {
                let element = Self::from_schema(schema.items.as_ref()?, &format!("{name}.@idx"))?;
                let max = match schema.max_items {
                    Some(max) => max.max(0),
                    None => (MAX_REQUEST_BYTES - 2) / (element.min_bytes + 1),
                };
                let mut list = Self::simple(Type::list(element.t.clone()), max, 2);
                list.element = Some(Box::new(element));
                Some(list)
            }
            Kind::Object => match &schema.additional {
                Some(values) => {
                    let value = Self::from_schema(values, &format!("{name}.@elem"))?;
                    let max = match schema.max_properties {
                        Some(max) => max.max(0),
                        None => (MAX_REQUEST_BYTES - 2) / (value.min_bytes + 6),
                    };
                    let t = Type::map(Type::String, value.t.clone());
                    let mut map = Self::simple(t, max, 2);
                    map.element = Some(Box::new(value));
                    Some(map)
                }
                None => Some(Self::object(schema, name)),
            },
        }
    }

    fn object(schema: &Schema, name: &str) -> Self {
        let mut fields = BTreeMap::new();
        let mut min_bytes = 2;
        for (property, schema_of) in schema.properties.iter().flatten() {
            let exposed = escape(property);
            let path = format!("{name}.{}", exposed.as_deref().unwrap_or(property));
            let Some(field) = Self::from_schema(schema_of, &path) else { continue };
            if schema.required.contains(property) && !schema_of.has_default {
                let length = i64::try_from(property.len()).unwrap_or(i64::MAX);
                min_bytes += length.saturating_add(field.min_bytes).saturating_add(4);
            }
            if let Some(exposed) = exposed {
                fields.insert(exposed, field);
            }
        }
        let types = fields.iter().map(|(k, f)| (k.clone(), f.t.clone())).collect();
        let mut object = Self::simple(Type::object(name, types), 0, min_bytes);
        object.fields = fields;
        object
    }

    fn text(schema: &Schema) -> Self {
        match schema.format.as_str() {
            "byte" => {
                let max = schema.max_length.map_or(MAX_REQUEST_BYTES - 2, |m| m.max(0));
                Self::simple(Type::Bytes, max, 2)
            }
            "duration" => Self::simple(Type::Duration, 32, 3),
            "date" => Self::simple(Type::Timestamp, 12, 12),
            "date-time" => Self::simple(Type::Timestamp, 32, 21),
            _ => {
                let max = max_characters(schema).or(schema.longest_enum);
                Self::simple(Type::String, max.unwrap_or(MAX_REQUEST_BYTES - 2), 2)
            }
        }
    }

    /// How often the type may occur in one request.
    pub fn max_cardinality(&self) -> u64 {
        u64::try_from(MAX_REQUEST_BYTES / (self.min_bytes + 1)).unwrap_or(0)
    }
}

/// `maxLength` counts characters, sizes count bytes: a character has up to four.
fn max_characters(schema: &Schema) -> Option<i64> {
    schema.max_length.map(|m| m.max(0).saturating_mul(4))
}

const RESERVED: [&str; 20] = [
    "true",
    "false",
    "null",
    "in",
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
];

/// The name expressions use for a property; `None` if it has characters that no name can stand
/// for.
pub fn escape(name: &str) -> Option<String> {
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if RESERVED.contains(&name) || name == "while" {
        return Some(format!("__{name}__"));
    }
    let mut out = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        match c {
            '_' if rest.starts_with("__") => {
                out.push_str("__underscores__");
                taken = 2;
            }
            '.' => out.push_str("__dot__"),
            '-' => out.push_str("__dash__"),
            '/' => out.push_str("__slash__"),
            c if c.is_ascii_alphanumeric() || c == '_' => out.push(c),
            _ => return None,
        }
        rest = &rest[taken..];
    }
    Some(out)
}
