//! Lists: made by expressions, or looked at in a foreign tree.

use std::collections::HashMap;
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
                let mut index = Index::new(None, &values);
                for value in other.values()? {
                    if index.find(&values, &value).is_none() {
                        index.add(&value, values.len());
                        values.push(value);
                    }
                }
            }
            ListKind::Map(keys) => {
                let mut index = Index::new(Some(keys), &values);
                for value in other.values()? {
                    match index.find(&values, &value) {
                        Some(at) => values[at] = value,
                        None => {
                            index.add(&value, values.len());
                            values.push(value);
                        }
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
                let index = Index::new(None, &own);
                others.all(|b| b.is_ok_and(|b| index.find(&own, &b).is_some()))
            }
            ListKind::Map(keys) => {
                let Ok(own) = self.values() else { return false };
                let index = Index::new(Some(keys), &own);
                others.all(|b| {
                    b.is_ok_and(|b| index.find(&own, &b).is_some_and(|at| equal(&own[at], &b)))
                })
            }
        }
    }
}

/// Where the elements of a set or a map list are, so that two large lists are not compared each
/// element with each.
struct Index<'k> {
    /// The keys of a map list; the elements of a set are their own.
    keys: Option<&'k [String]>,
    places: HashMap<String, usize>,
    /// Some element has no name: whoever is not found may still be there.
    incomplete: bool,
}

impl<'k> Index<'k> {
    fn new(keys: Option<&'k [String]>, values: &[Value<'_>]) -> Self {
        let places = HashMap::with_capacity(values.len());
        let mut index = Self { keys, places, incomplete: false };
        values.iter().enumerate().for_each(|(at, value)| index.add(value, at));
        index
    }

    fn add(&mut self, value: &Value<'_>, at: usize) {
        match self.name(value) {
            Some(name) => drop(self.places.entry(name).or_insert(at)),
            None => self.incomplete = true,
        }
    }

    fn find(&self, values: &[Value<'_>], wanted: &Value<'_>) -> Option<usize> {
        let same = |value: &Value<'_>| match self.keys {
            Some(keys) => same_keys(value, wanted, keys),
            None => equal(value, wanted),
        };
        match self.name(wanted).map(|name| self.places.get(&name)) {
            Some(Some(at)) if same(&values[*at]) => Some(*at),
            Some(None) if !self.incomplete => None,
            _ => values.iter().position(same),
        }
    }

    /// A text that equal elements share; `None` for what has none.
    fn name(&self, value: &Value<'_>) -> Option<String> {
        let Some(keys) = self.keys else { return name(value) };
        let Value::Map(map) = value else { return None };
        let mut text = String::new();
        for key in keys {
            if let Some(value) = map.get_text(key) {
                text.push_str(&name(&value.ok()?)?);
            }
            text.push('\0');
        }
        Some(text)
    }
}

/// Numbers of all types that are equal share one, since a double that is whole equals an integer.
fn name(value: &Value<'_>) -> Option<String> {
    Some(match value {
        Value::String(text) => format!("\"{}", &**text),
        Value::Bool(b) => b.to_string(),
        Value::Int(i) => (*i as f64).to_string(),
        Value::Uint(u) => (*u as f64).to_string(),
        Value::Double(d) => (*d + 0.0).to_string(),
        _ => return None,
    })
}

fn same_keys(a: &Value<'_>, b: &Value<'_>, keys: &[String]) -> bool {
    let (Value::Map(a), Value::Map(b)) = (a, b) else { return false };
    keys.iter().all(|key| match (a.get_text(key), b.get_text(key)) {
        (Some(Ok(a)), Some(Ok(b))) => equal(&a, &b),
        (None, None) => true,
        _ => false,
    })
}
