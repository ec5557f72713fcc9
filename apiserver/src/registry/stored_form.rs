//! How objects lie in storage: JSON with the types and metadata in front, without
//! `resourceVersion`.
//!
//! The revision is known only after the write, so the head of the text, up to the first field of
//! the metadata, is written anew for each answer and everything behind it is shared with storage.

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

/// Fields of the metadata that are not stored.
const NOT_STORED: [&str; 2] = ["resourceVersion", "selfLink"];

/// The text before the first field of the metadata.
#[must_use]
pub(crate) fn head(kind: &str, api_version: &str) -> String {
    let mut out = Vec::with_capacity(64);
    push_types(&mut out, kind, api_version);
    out.extend_from_slice(b"\"metadata\":{");
    String::from_utf8(out).unwrap_or_default()
}

fn push_types(out: &mut Vec<u8>, kind: &str, api_version: &str) {
    out.extend_from_slice(b"{\"kind\":");
    push_json(out, kind);
    out.extend_from_slice(b",\"apiVersion\":");
    push_json(out, api_version);
    out.push(b',');
}

fn push_json<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    // Writing to memory does not fail, and neither values nor texts have parts without JSON form.
    let _ = value.serialize(&mut serde_json::Serializer::new(out));
}

/// Writes an object as it is stored.
#[must_use]
pub(crate) fn encode(object: &Value, kind: &str, api_version: &str) -> Bytes {
    let mut out = Vec::with_capacity(1024);
    push_types(&mut out, kind, api_version);
    out.extend_from_slice(b"\"metadata\":{");
    let metadata = object.get("metadata").and_then(Value::as_object);
    let fields = metadata.into_iter().flatten().filter(|(k, _)| !NOT_STORED.contains(&k.as_str()));
    push_fields(&mut out, fields);
    out.push(b'}');
    let rest = object.as_object().into_iter().flatten();
    let rest: Vec<_> =
        rest.filter(|(k, _)| !matches!(k.as_str(), "kind" | "apiVersion" | "metadata")).collect();
    if !rest.is_empty() {
        out.push(b',');
        push_fields(&mut out, rest.into_iter());
    }
    out.push(b'}');
    out.into()
}

fn push_fields<'a>(out: &mut Vec<u8>, fields: impl Iterator<Item = (&'a String, &'a Value)>) {
    for (i, (key, value)) in fields.enumerate() {
        if i > 0 {
            out.push(b',');
        }
        push_json(out, key.as_str());
        out.push(b':');
        push_json(out, value);
    }
}

/// Writes an object for a client: `tail` is the stored text behind its head.
///
/// Without `types` the object says nothing of its kind, as items of built-in lists do. Revision 0
/// leaves the field out.
pub(crate) fn write(out: &mut Vec<u8>, types: Option<&str>, revision: u64, tail: &[u8]) {
    out.extend_from_slice(types.unwrap_or("{\"metadata\":{").as_bytes());
    if revision > 0 {
        out.extend_from_slice(b"\"resourceVersion\":\"");
        out.extend_from_slice(revision.to_string().as_bytes());
        out.push(b'"');
        if tail.first() != Some(&b'}') {
            out.push(b',');
        }
    }
    out.extend_from_slice(tail);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_revision_is_filled_in_behind_the_head() {
        let object = json!({
            "apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "b"},
            "metadata": {"name": "x", "resourceVersion": "7", "selfLink": "/"},
        });
        let stored = encode(&object, "ConfigMap", "v1");
        let head = head("ConfigMap", "v1");
        let tail = stored.strip_prefix(head.as_bytes()).unwrap();
        assert_eq!(tail, br#""name":"x"},"data":{"a":"b"}}"#);
        let mut out = Vec::new();
        write(&mut out, Some(&head), 9, tail);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            r#"{"kind":"ConfigMap","apiVersion":"v1","metadata":{"resourceVersion":"9","name":"x"},"data":{"a":"b"}}"#
        );
        let mut out = Vec::new();
        write(&mut out, None, 9, tail);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            r#"{"metadata":{"resourceVersion":"9","name":"x"},"data":{"a":"b"}}"#
        );
    }

    #[test]
    fn empty_metadata_stays_json() {
        let stored = encode(&json!({}), "A\"B", "v1");
        let mut out = Vec::new();
        write(&mut out, Some(&head("A\"B", "v1")), 3, &stored[head("A\"B", "v1").len()..]);
        let back: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(
            back,
            json!({"kind": "A\"B", "apiVersion": "v1", "metadata": {"resourceVersion": "3"}})
        );
    }
}
