//! Maps and objects: made by expressions, or looked at in a foreign tree.

use std::collections::HashMap;
use std::sync::Arc;

use crate::schema::Schema;

use super::{Error, ErrorKind, MapNode, Text, Value, View, equal, int_from_double};

/// A map, or an object with the fields of its schema.
#[derive(Clone, Debug)]
pub struct Map<'a>(Entries<'a>);

#[derive(Clone, Debug)]
enum Entries<'a> {
    Values(Arc<OwnedMap<'a>>),
    Node(&'a dyn MapNode, Option<&'a Schema>),
}

/// A map made by an expression, in the order its entries came.
#[derive(Clone, Debug, Default)]
pub(crate) struct OwnedMap<'a> {
    /// The name of the message that the map stands for.
    message: Option<Arc<str>>,
    entries: Vec<(Value<'a>, Value<'a>)>,
    index: HashMap<Key, usize>,
}

/// A key by what it equals; numbers of all types meet in one form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Bool(bool),
    Number(i128),
    Text(Arc<str>),
}

fn key_of(value: &Value<'_>) -> Option<Key> {
    Some(match value {
        Value::Bool(b) => Key::Bool(*b),
        Value::Int(i) => Key::Number(i128::from(*i)),
        Value::Uint(u) => Key::Number(i128::from(*u)),
        Value::Double(d) => {
            Key::Number(i128::from(int_from_double(*d).filter(|i| *i as f64 == *d)?))
        }
        Value::String(Text::Shared(s)) => Key::Text(s.clone()),
        Value::String(Text::Borrowed(s)) => Key::Text(Arc::from(*s)),
        _ => return None,
    })
}

impl<'a> OwnedMap<'a> {
    fn position(&self, key: &Value<'a>) -> Option<usize> {
        match key_of(key) {
            Some(key) => self.index.get(&key).copied(),
            None => self.entries.iter().position(|(k, _)| equal(k, key)),
        }
    }

    pub(crate) fn get(&self, key: &Value<'a>) -> Option<&Value<'a>> {
        self.position(key).map(|i| &self.entries[i].1)
    }

    pub(crate) fn insert(&mut self, key: Value<'a>, value: Value<'a>) {
        if let Some(at) = self.position(&key) {
            self.entries[at].1 = value;
            return;
        }
        if let Some(key) = key_of(&key) {
            self.index.insert(key, self.entries.len());
        }
        self.entries.push((key, value));
    }
}

impl<'a> Map<'a> {
    /// A map of values; later entries win over earlier ones with the same key.
    pub fn from_entries(entries: impl IntoIterator<Item = (Value<'a>, Value<'a>)>) -> Self {
        let mut map = OwnedMap::default();
        entries.into_iter().for_each(|(k, v)| map.insert(k, v));
        Self::from_owned(map)
    }

    /// A message of a type that is known by its name.
    pub(crate) fn message(name: &str, fields: Vec<(&str, Value<'a>)>) -> Self {
        let mut map = OwnedMap { message: Some(Arc::from(name)), ..OwnedMap::default() };
        fields.into_iter().for_each(|(name, value)| map.insert(Value::text(name), value));
        Self::from_owned(map)
    }

    /// The name of the message that the map stands for.
    pub(crate) fn message_name(&self) -> Option<&str> {
        match &self.0 {
            Entries::Values(map) => map.message.as_deref(),
            Entries::Node(..) => None,
        }
    }

    pub(crate) fn from_owned(map: OwnedMap<'a>) -> Self {
        Self(Entries::Values(Arc::new(map)))
    }

    /// A map of a foreign tree, typed by its object schema.
    pub(crate) fn from_node(node: &'a dyn MapNode, schema: Option<&'a Schema>) -> Self {
        Self(Entries::Node(node, schema))
    }

    /// Takes the entries out, without a copy where nobody else holds the map.
    pub(crate) fn into_owned(self) -> Result<OwnedMap<'a>, Error> {
        match self.0 {
            Entries::Values(map) => Ok(Arc::try_unwrap(map).unwrap_or_else(|m| (*m).clone())),
            Entries::Node(..) => {
                let mut map = OwnedMap::default();
                for key in self.keys() {
                    let value = self.get(&key).unwrap_or(Ok(Value::Null))?;
                    map.insert(key, value);
                }
                Ok(map)
            }
        }
    }

    /// How many entries it has.
    pub fn len(&self) -> usize {
        match &self.0 {
            Entries::Values(map) => map.entries.len(),
            Entries::Node(node, _) => node.len(),
        }
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value at a key.
    pub fn get(&self, key: &Value<'a>) -> Option<Result<Value<'a>, Error>> {
        match (&self.0, key.as_str()) {
            (Entries::Values(map), _) => map.get(key).cloned().map(Ok),
            (Entries::Node(..), Some(key)) => self.get_text(key),
            (Entries::Node(_, None), None) => None,
            (Entries::Node(_, Some(_)), None) => {
                Some(Err(Error::new(ErrorKind::NoSuchOverload, "no such overload")))
            }
        }
    }

    /// The value at a text key; fields of objects go by the names that expressions use.
    pub fn get_text(&self, key: &str) -> Option<Result<Value<'a>, Error>> {
        match &self.0 {
            Entries::Values(map) => {
                let key = Key::Text(Arc::from(key));
                let at = map.index.get(&key)?;
                Some(Ok(map.entries[*at].1.clone()))
            }
            Entries::Node(node, None) => node.get(key).map(|v| Ok(Value::from_view(v))),
            Entries::Node(node, Some(schema)) => {
                let (name, member) = schema.member(key)?;
                match node.get(name.unwrap_or(key))? {
                    // A field that is null counts as absent; a value of a map does not.
                    View::Null if schema.properties.is_some() => None,
                    view => Some(Value::typed(view, member)),
                }
            }
        }
    }

    /// Its keys.
    pub fn keys(&self) -> Vec<Value<'a>> {
        match &self.0 {
            Entries::Values(map) => map.entries.iter().map(|(k, _)| k.clone()).collect(),
            Entries::Node(node, None) => {
                node.keys().map(|k| Value::String(Text::Borrowed(k))).collect()
            }
            Entries::Node(node, Some(schema)) => node
                .keys()
                .filter_map(|k| schema.exposed_name(k))
                .map(|k| Value::String(Text::Borrowed(k)))
                .collect(),
        }
    }

    /// Whether both hold the same.
    pub(crate) fn equals(&self, other: &Map<'a>) -> bool {
        if self.len() != other.len() {
            return false;
        }
        if let (Entries::Node(a, Some(schema)), Entries::Node(b, Some(_))) = (&self.0, &other.0) {
            let unknown = a.keys().filter(|k| schema.exposed_name(k).is_none());
            for key in unknown {
                if let (Some(a), Some(b)) = (a.get(key), b.get(key))
                    && !a.same(&b)
                {
                    return false;
                }
            }
        }
        self.keys().iter().all(|key| match (self.get(key), other.get(key)) {
            (Some(Ok(a)), Some(Ok(b))) => equal(&a, &b),
            _ => false,
        })
    }

    /// The foreign tree it looks at, if it is one.
    pub fn view(&self) -> Option<View<'a>> {
        match self.0 {
            Entries::Node(node, _) => Some(View::Map(node)),
            Entries::Values(_) => None,
        }
    }
}
