//! How a foreign tree of data shows itself to expressions. `serde_json` values do already; another
//! tree joins by implementing [`ListNode`] and [`MapNode`].

use std::fmt::Debug;

use serde_json::Value as Json;

/// A look at one node of a foreign tree.
#[derive(Clone, Copy, Debug)]
pub enum View<'a> {
    /// `null`
    Null,
    /// A truth value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with a fraction, or too large for [`View::Int`].
    Double(f64),
    /// Text.
    Text(&'a str),
    /// A list.
    List(&'a dyn ListNode),
    /// A map with text as keys.
    Map(&'a dyn MapNode),
}

/// A list of a foreign tree.
pub trait ListNode: Debug + Send + Sync {
    /// How many elements it has.
    fn len(&self) -> usize;

    /// Whether it has none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at `index`.
    fn get(&self, index: usize) -> Option<View<'_>>;
}

/// A map of a foreign tree.
pub trait MapNode: Debug + Send + Sync {
    /// How many entries it has.
    fn len(&self) -> usize;

    /// Whether it has none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value at `key`.
    fn get(&self, key: &str) -> Option<View<'_>>;

    /// The keys, in the order that loops take.
    fn keys(&self) -> Box<dyn Iterator<Item = &str> + '_>;
}

impl<'a> From<&'a Json> for View<'a> {
    fn from(json: &'a Json) -> Self {
        match json {
            Json::Null => View::Null,
            Json::Bool(b) => View::Bool(*b),
            Json::Number(n) => {
                n.as_i64().map_or_else(|| View::Double(n.as_f64().unwrap_or(f64::NAN)), View::Int)
            }
            Json::String(s) => View::Text(s),
            Json::Array(list) => View::List(list),
            Json::Object(map) => View::Map(map),
        }
    }
}

impl ListNode for Vec<Json> {
    fn len(&self) -> usize {
        Vec::len(self)
    }

    fn get(&self, index: usize) -> Option<View<'_>> {
        self.as_slice().get(index).map(View::from)
    }
}

impl MapNode for serde_json::Map<String, Json> {
    fn len(&self) -> usize {
        serde_json::Map::len(self)
    }

    fn get(&self, key: &str) -> Option<View<'_>> {
        serde_json::Map::get(self, key).map(View::from)
    }

    fn keys(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        Box::new(serde_json::Map::keys(self).map(String::as_str))
    }
}

impl View<'_> {
    /// Whether two trees hold the same data.
    pub(crate) fn same(&self, other: &View<'_>) -> bool {
        match (self, other) {
            (View::Null, View::Null) => true,
            (View::Bool(a), View::Bool(b)) => a == b,
            (View::Int(a), View::Int(b)) => a == b,
            (View::Double(a), View::Double(b)) => a == b,
            (View::Text(a), View::Text(b)) => a == b,
            (View::List(a), View::List(b)) => {
                a.len() == b.len()
                    && (0..a.len()).all(|i| match (a.get(i), b.get(i)) {
                        (Some(a), Some(b)) => a.same(&b),
                        _ => false,
                    })
            }
            (View::Map(a), View::Map(b)) => {
                a.len() == b.len()
                    && a.keys().all(|k| match (a.get(k), b.get(k)) {
                        (Some(a), Some(b)) => a.same(&b),
                        _ => false,
                    })
            }
            _ => false,
        }
    }
}
