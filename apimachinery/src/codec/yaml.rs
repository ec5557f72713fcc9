//! YAML as kubectl reads it: to JSON values first, with YAML 1.1's octals and booleans.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use serde_saphyr::options::DuplicateKeyPolicy;
use serde_saphyr::{Options, Spanned};

/// Why a text is not YAML.
#[derive(Debug, thiserror::Error)]
#[error("error converting YAML to JSON: {0}")]
pub struct YamlError(#[source] Box<serde_saphyr::Error>);

impl From<serde_saphyr::Error> for YamlError {
    fn from(error: serde_saphyr::Error) -> Self {
        Self(Box::new(error))
    }
}

/// Reads every document of a stream; empty ones are left out.
///
/// # Errors
/// When a document is not well formed or repeats a key.
pub fn documents(text: &str) -> Result<Vec<Value>, YamlError> {
    let read = || {
        let options = options(DuplicateKeyPolicy::Error);
        serde_saphyr::from_multiple_with_options::<Value>(text, options)
    };
    let read: Vec<Value> = on_own_stack(read)?;
    Ok(read.into_iter().filter(|v| !v.is_null()).collect())
}

/// Reads one document; of a key that stands twice the last counts.
///
/// # Errors
/// When it is not well formed.
pub fn from_str(text: &str) -> Result<Value, YamlError> {
    Ok(read(text)?.0)
}

/// Reads one document and says which keys stand more than once, in the words of upstream's parser:
/// `yaml: unmarshal errors:` and a line each.
///
/// # Errors
/// When it is not well formed.
pub fn read(text: &str) -> Result<(Value, Option<String>), YamlError> {
    let read =
        || serde_saphyr::from_str_with_options(text, options(DuplicateKeyPolicy::PassThrough));
    let node: Node = on_own_stack(read)?;
    let complaint = (!node.repeated.is_empty()).then(|| {
        let mut text = "yaml: unmarshal errors:".to_owned();
        for (line, key) in node.repeated {
            text.push_str(&format!("\n  line {line}: key {key:?} already set in map"));
        }
        text
    });
    Ok((node.value, complaint))
}

/// Writes a value as YAML.
///
/// # Errors
/// When a value cannot be written, which no JSON value causes.
pub fn to_string<T: serde::Serialize>(value: &T) -> Result<String, serde_saphyr::ser::Error> {
    serde_saphyr::to_string(value)
}

/// The stack that a text is read on: a level takes some forty kilobytes without optimization, more
/// than the threads of a server have for as many levels as definitions need.
const STACK: usize = 8 << 20;

/// Reads on a thread with stack enough, or here where none is to be had.
fn on_own_stack<T: Send>(read: impl Fn() -> T + Sync) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, &read);
        match thread.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(value)) => value,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => read(),
        }
    })
}

/// How deep a text may nest; no definition goes beyond.
pub const MAX_DEPTH: usize = 64;

/// How many nodes a text may have: as many as the largest request a server takes has room for.
pub const MAX_NODES: usize = 3 << 19;

fn options(duplicate_keys: DuplicateKeyPolicy) -> Options {
    serde_saphyr::options! {
        legacy_octal_numbers: true,
        with_snippet: false,
        duplicate_keys: duplicate_keys,
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            max_nodes: MAX_NODES,
            max_events: 2 * MAX_NODES,
        },
    }
}

/// A value, and the keys in it that stand twice, with the line of their later value.
struct Node {
    value: Value,
    repeated: Vec<(u64, String)>,
}

impl Node {
    fn plain(value: impl Into<Value>) -> Self {
        Self { value: value.into(), repeated: Vec::new() }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::plain(Value::Null))
    }
    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::plain(Value::Null))
    }
    fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Node, D::Error> {
        d.deserialize_any(self)
    }
    fn visit_bool<E>(self, v: bool) -> Result<Node, E> {
        Ok(Node::plain(v))
    }
    fn visit_i64<E>(self, v: i64) -> Result<Node, E> {
        Ok(Node::plain(v))
    }
    fn visit_u64<E>(self, v: u64) -> Result<Node, E> {
        Ok(Node::plain(v))
    }
    fn visit_f64<E>(self, v: f64) -> Result<Node, E> {
        Ok(Node::plain(v))
    }
    fn visit_str<E>(self, v: &str) -> Result<Node, E> {
        Ok(Node::plain(v))
    }
    fn visit_string<E>(self, v: String) -> Result<Node, E> {
        Ok(Node::plain(v))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        let mut repeated = Vec::new();
        while let Some(mut item) = seq.next_element::<Node>()? {
            items.push(item.value);
            repeated.append(&mut item.repeated);
        }
        Ok(Node { value: Value::Array(items), repeated })
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut members = Map::new();
        let mut repeated = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let Spanned { value: mut node, referenced, .. } = map.next_value::<Spanned<Node>>()?;
            repeated.append(&mut node.repeated);
            if members.contains_key(&key) {
                repeated.push((referenced.line(), key.clone()));
            }
            members.insert(key, node.value);
        }
        Ok(Node { value: Value::Object(members), repeated })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_nest_as_deep_as_the_stack_allows() {
        for (open, inner, close) in [("[", "1", "]"), ("{a: ", "1", "}")] {
            let text =
                |levels: usize| format!("{}{inner}{}", open.repeat(levels), close.repeat(levels));
            assert!(from_str(&text(MAX_DEPTH - 1)).is_ok(), "{open}");
            assert!(from_str(&text(MAX_DEPTH + 1)).is_err(), "{open}");
            assert!(from_str(&text(100_000)).is_err(), "{open}");
        }
        let block: String = (0..60).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
        assert!(from_str(&block).is_ok());
    }

    #[test]
    fn large_texts_are_read_and_aliases_do_not_multiply_without_end() {
        let wide = format!("[{}]", "1,".repeat(400_000));
        assert!(from_str(&wide).is_ok());
        let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for n in 1..20 {
            let before = format!("*a{}, ", n - 1).repeat(9);
            laughs.push_str(&format!("a{n}: &a{n} [{before}]\n"));
        }
        assert!(from_str(&laughs).is_err());
    }
}
