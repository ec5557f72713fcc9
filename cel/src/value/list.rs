//! Lists: made by expressions, or looked at in a foreign tree.

use std::sync::Arc;

use crate::schema::{ListType, Schema};

use super::{Error, ListNode, Value, equal};

/// A list.
#[derive(Clone, Debug)]
pub struct List<'a> {
    items: Items<'a>,
    kind: ListKind<'a>,
}

#[derive(Clone, Debug)]
enum Items<'a> {
    Values(Arc<Vec<Value<'a>>>),
    Node(&'a dyn ListNode, Option<&'a Schema>),
}

/// What a list's schema says about order and identity of its elements.
#[derive(Clone, Copy, Debug)]
enum ListKind<'a> {
    Atomic,
    Set,
    Map(&'a [String]),
}

impl<'a> List<'a> {
    /// A list of values.
    pub fn from_values(values: Vec<Value<'a>>) -> Self {
        Self { items: Items::Values(Arc::new(values)), kind: ListKind::Atomic }
    }

    /// A list of a foreign tree, typed by its array schema.
    pub(crate) fn from_node(node: &'a dyn ListNode, schema: Option<&'a Schema>) -> Self {
        let kind = match schema {
            Some(Schema { list_type: ListType::Set, .. }) => ListKind::Set,
            Some(Schema { list_type: ListType::Map, list_map_keys, .. }) => {
                ListKind::Map(list_map_keys)
            }
            _ => ListKind::Atomic,
        };
        let items = schema.and_then(|s| s.items.as_deref());
        Self { items: Items::Node(node, items), kind }
    }

    /// How many elements it has.
    pub fn len(&self) -> usize {
        match &self.items {
            Items::Values(values) => values.len(),
            Items::Node(node, _) => node.len(),
        }
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at `index`.
    pub fn get(&self, index: usize) -> Option<Result<Value<'a>, Error>> {
        match &self.items {
            Items::Values(values) => values.get(index).cloned().map(Ok),
            Items::Node(node, schema) => {
                let view = node.get(index)?;
                Some(match schema {
                    Some(schema) => Value::typed(view, schema),
                    None => Ok(Value::from_view(view)),
                })
            }
        }
    }

    /// Its elements in order.
    pub fn iter(&self) -> impl Iterator<Item = Result<Value<'a>, Error>> + '_ {
        (0..self.len()).filter_map(|i| self.get(i))
    }

    /// Its elements in order, all at once.
    pub(crate) fn values(&self) -> Result<Vec<Value<'a>>, Error> {
        self.iter().collect()
    }

    /// Whether an element equals `value`.
    pub(crate) fn contains(&self, value: &Value<'a>) -> Result<bool, Error> {
        let mut fault = None;
        for element in self.iter() {
            match element {
                Ok(element) if equal(&element, value) => return Ok(true),
                Ok(_) => {}
                Err(e) => fault = fault.or(Some(e)),
            }
        }
        fault.map_or(Ok(false), Err)
    }

    /// Puts a value at the end, in place where nobody else holds the list.
    pub(crate) fn push(&mut self, value: Value<'a>) -> Result<(), Error> {
        if !matches!(self.items, Items::Values(_)) {
            self.items = Items::Values(Arc::new(self.values()?));
        }
        if let Items::Values(values) = &mut self.items {
            Arc::make_mut(values).push(value);
        }
        Ok(())
    }

    /// `self + other`: sets take what they lack, map lists replace by key, others append.
    pub(crate) fn add(&self, other: &List<'a>) -> Result<List<'a>, Error> {
        let mut values = self.values()?;
        match self.kind {
            ListKind::Atomic => values.extend(other.values()?),
            ListKind::Set => {
                for value in other.values()? {
                    if !values.iter().any(|v| equal(v, &value)) {
                        values.push(value);
                    }
                }
            }
            ListKind::Map(keys) => {
                for value in other.values()? {
                    match values.iter_mut().find(|v| same_keys(v, &value, keys)) {
                        Some(place) => *place = value,
                        None => values.push(value),
                    }
                }
            }
        }
        Ok(List { items: Items::Values(Arc::new(values)), kind: self.kind })
    }

    /// Whether both hold the same; sets and map lists do not mind the order.
    pub(crate) fn equals(&self, other: &List<'a>) -> bool {
        if self.len() != other.len() {
            return false;
        }
        let mut others = other.iter();
        match self.kind {
            ListKind::Atomic => self.iter().zip(others).all(|pair| match pair {
                (Ok(a), Ok(b)) => equal(&a, &b),
                _ => false,
            }),
            ListKind::Set => {
                let Ok(own) = self.values() else { return false };
                others.all(|b| b.is_ok_and(|b| own.iter().any(|a| equal(a, &b))))
            }
            ListKind::Map(keys) => {
                let Ok(own) = self.values() else { return false };
                others.all(|b| {
                    b.is_ok_and(|b| {
                        own.iter().find(|a| same_keys(a, &b, keys)).is_some_and(|a| equal(a, &b))
                    })
                })
            }
        }
    }
}

fn same_keys(a: &Value<'_>, b: &Value<'_>, keys: &[String]) -> bool {
    let (Value::Map(a), Value::Map(b)) = (a, b) else { return false };
    keys.iter().all(|key| match (a.get_text(key), b.get_text(key)) {
        (Some(Ok(a)), Some(Ok(b))) => equal(&a, &b),
        (None, None) => true,
        _ => false,
    })
}
