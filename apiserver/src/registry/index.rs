//! What selectors need of an object, taken from its text without reading the rest.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The fields that field selectors of one resource may name, beyond name and namespace.
#[derive(Debug, Default)]
pub(crate) struct FieldIndex {
    fields: Vec<IndexedField>,
    root: Node,
}

/// A field that selectors may name.
#[derive(Debug)]
struct IndexedField {
    label: String,
    /// What an absent field reads as: empty, `false` or `0`.
    absent: &'static str,
    /// The field whose value stands in when this one is empty.
    stand_in: Option<usize>,
}

#[derive(Debug, Default)]
struct Node {
    /// Positions of the fields that end here.
    leaves: Vec<usize>,
    children: Vec<(String, Node)>,
}

impl FieldIndex {
    /// Adds a label that stands for the value at a path.
    pub(crate) fn add(&mut self, label: &str, path: &str, absent: &'static str) {
        let position = self.fields.len();
        self.fields.push(IndexedField { label: label.to_owned(), absent, stand_in: None });
        let mut node = &mut self.root;
        for step in path.split('.') {
            let at = match node.children.iter().position(|(key, _)| key == step) {
                Some(at) => at,
                None => {
                    node.children.push((step.to_owned(), Node::default()));
                    node.children.len() - 1
                }
            };
            node = &mut node.children[at].1;
        }
        node.leaves.push(position);
    }

    /// Makes one field read as another when it is empty; unknown labels are passed over.
    pub(crate) fn fall_back(&mut self, label: &str, stand_in: &str) {
        if let (Some(at), Some(other)) = (self.position(label), self.position(stand_in)) {
            self.fields[at].stand_in = Some(other);
        }
    }

    /// The position of a label.
    #[must_use]
    pub(crate) fn position(&self, label: &str) -> Option<usize> {
        self.fields.iter().position(|f| f.label == label)
    }

    /// Reads metadata and the fields from an object's JSON text.
    ///
    /// # Errors
    /// When the text is not JSON.
    pub(crate) fn read(&self, json: &[u8]) -> Result<Extract, serde_json::Error> {
        let mut extract = Extract { fields: vec![None; self.fields.len()], ..Extract::default() };
        let mut reader = serde_json::Deserializer::from_slice(json);
        Object { node: &self.root, depth: Depth::Root, out: &mut extract }
            .deserialize(&mut reader)?;
        reader.end()?;
        Ok(extract)
    }

    /// Gives absent fields their reading.
    pub(crate) fn settle(&self, fields: &[Option<Box<str>>]) -> Box<[Box<str>]> {
        let read = |at: usize| fields[at].as_deref().filter(|text| !text.is_empty());
        let settled = self.fields.iter().enumerate().map(|(at, field)| {
            let text = read(at).or_else(|| field.stand_in.and_then(read));
            text.unwrap_or(field.absent).into()
        });
        settled.collect()
    }
}

/// What was read.
#[derive(Debug, Default)]
pub(crate) struct Extract {
    pub(crate) name: Box<str>,
    pub(crate) namespace: Box<str>,
    pub(crate) uid: Box<str>,
    pub(crate) labels: Vec<(Box<str>, Box<str>)>,
    pub(crate) fields: Vec<Option<Box<str>>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Depth {
    Root,
    Metadata,
    Labels,
    Inner,
}

struct Object<'a> {
    node: &'a Node,
    depth: Depth,
    out: &'a mut Extract,
}

static NO_NODE: Node = Node { leaves: Vec::new(), children: Vec::new() };

impl Object<'_> {
    fn leaf(&mut self, text: impl Into<Box<str>> + Clone) {
        for &position in &self.node.leaves {
            self.out.fields[position] = Some(text.clone().into());
        }
    }
}

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_bool<E>(mut self, v: bool) -> Result<(), E> {
        self.leaf(v.to_string());
        Ok(())
    }
    fn visit_i64<E>(mut self, v: i64) -> Result<(), E> {
        self.leaf(v.to_string());
        Ok(())
    }
    fn visit_u64<E>(mut self, v: u64) -> Result<(), E> {
        self.leaf(v.to_string());
        Ok(())
    }
    fn visit_f64<E>(mut self, v: f64) -> Result<(), E> {
        self.leaf(v.to_string());
        Ok(())
    }
    fn visit_str<E>(mut self, v: &str) -> Result<(), E> {
        self.leaf(v);
        Ok(())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Object { node, depth, out } = self;
        while let Some(step) = map.next_key_seed(Key { node, depth })? {
            match step {
                Step::Into(node, depth) => map.next_value_seed(Object { node, depth, out })?,
                Step::Name => out.name = text(&mut map)?,
                Step::Namespace => out.namespace = text(&mut map)?,
                Step::Uid => out.uid = text(&mut map)?,
                Step::Label(key) => {
                    let value = text(&mut map)?;
                    out.labels.push((key, value));
                }
                Step::Past => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// What to do with a field.
enum Step<'a> {
    Into(&'a Node, Depth),
    Name,
    Namespace,
    Uid,
    Label(Box<str>),
    Past,
}

/// Finds the step without keeping the key.
struct Key<'a> {
    node: &'a Node,
    depth: Depth,
}

impl<'de, 'a> DeserializeSeed<'de> for Key<'a> {
    type Value = Step<'a>;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Step<'a>, D::Error> {
        d.deserialize_str(self)
    }
}

impl<'a> Visitor<'_> for Key<'a> {
    type Value = Step<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field name")
    }
    fn visit_str<E>(self, key: &str) -> Result<Step<'a>, E> {
        let child = self.node.children.iter().find(|(k, _)| k == key).map(|(_, node)| node);
        Ok(match (self.depth, key) {
            (Depth::Root, "metadata") => Step::Into(child.unwrap_or(&NO_NODE), Depth::Metadata),
            (Depth::Metadata, "labels") => Step::Into(&NO_NODE, Depth::Labels),
            (Depth::Metadata, "name") => Step::Name,
            (Depth::Metadata, "namespace") => Step::Namespace,
            (Depth::Metadata, "uid") => Step::Uid,
            (Depth::Labels, key) => Step::Label(key.into()),
            _ => child.map_or(Step::Past, |node| Step::Into(node, Depth::Inner)),
        })
    }
}

fn text<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Box<str>, A::Error> {
    Ok(map.next_value::<Option<String>>()?.unwrap_or_default().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_asked_for_is_read() {
        let mut index = FieldIndex::default();
        index.add("spec.nodeName", "spec.nodeName", "");
        index.add("spec.host", "spec.nodeName", "");
        index.add("spec.unschedulable", "spec.unschedulable", "false");
        index.add("status.replicas", "status.replicas", "0");
        let json =
            br#"{"kind":"Pod","metadata":{"name":"a\"b","labels":{"x":"y","z":null},"uid":"u"},
            "spec":{"containers":[{"nodeName":"wrong"}],"nodeName":"n1","unschedulable":true}}"#;
        let read = index.read(json).unwrap();
        assert_eq!((&*read.name, &*read.namespace, &*read.uid), ("a\"b", "", "u"));
        assert_eq!(read.labels, [("x".into(), "y".into()), ("z".into(), "".into())]);
        let fields = index.settle(&read.fields);
        assert_eq!(fields.iter().map(|f| &**f).collect::<Vec<_>>(), ["n1", "n1", "true", "0"]);
        assert!(index.read(b"{").is_err());
    }
}
