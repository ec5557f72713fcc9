//! Reaching into an object that is a JSON value: metadata first of all.

use bowline_apimachinery::time::Time;
use serde_json::{Map, Value};

/// What every object has, whatever its kind.
///
/// Missing and mistyped fields read as empty; objects that came through decoding are well typed.
pub trait ObjectAccess {
    /// `metadata`, if there is one.
    fn metadata(&self) -> Option<&Map<String, Value>>;

    /// `metadata`, made if there is none.
    fn metadata_mut(&mut self) -> &mut Map<String, Value>;

    /// The text at a dotted path, such as `spec.nodeName`; empty if there is none.
    fn text(&self, path: &str) -> &str;

    /// The value at a dotted path; `Null` if there is none.
    fn at(&self, path: &str) -> &Value;

    /// Puts a value at a dotted path; objects on the way are made.
    fn set(&mut self, path: &str, value: impl Into<Value>);

    /// Takes the value at a dotted path away.
    fn remove(&mut self, path: &str) -> Option<Value>;

    /// A text of `metadata`; empty if there is none.
    fn meta(&self, field: &str) -> &str {
        self.metadata().and_then(|m| m.get(field)).and_then(Value::as_str).unwrap_or("")
    }

    /// `metadata.name`
    fn name(&self) -> &str {
        self.meta("name")
    }

    /// `metadata.namespace`
    fn namespace(&self) -> &str {
        self.meta("namespace")
    }

    /// `metadata.uid`
    fn uid(&self) -> &str {
        self.meta("uid")
    }

    /// `metadata.resourceVersion`
    fn resource_version(&self) -> &str {
        self.meta("resourceVersion")
    }

    /// `metadata.generation`; 0 for kinds that have none.
    fn generation(&self) -> i64 {
        self.metadata().and_then(|m| m.get("generation")).and_then(Value::as_i64).unwrap_or(0)
    }

    /// Whether deletion has begun.
    fn is_terminating(&self) -> bool {
        !self.meta("deletionTimestamp").is_empty()
    }

    /// `metadata.deletionTimestamp`
    fn deletion_timestamp(&self) -> Option<Time> {
        self.meta("deletionTimestamp").parse().ok()
    }

    /// `metadata.deletionGracePeriodSeconds`
    fn deletion_grace_period_seconds(&self) -> Option<i64> {
        self.metadata()?.get("deletionGracePeriodSeconds")?.as_i64()
    }

    /// `metadata.finalizers`
    fn finalizers(&self) -> Vec<String> {
        let list = self.metadata().and_then(|m| m.get("finalizers")).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// Replaces `metadata.finalizers`.
    fn set_finalizers(&mut self, finalizers: Vec<String>) {
        if finalizers.is_empty() {
            self.metadata_mut().remove("finalizers");
        } else {
            self.metadata_mut().insert("finalizers".to_owned(), finalizers.into());
        }
    }

    /// A label.
    fn label(&self, key: &str) -> Option<&str> {
        self.metadata()?.get("labels")?.get(key)?.as_str()
    }

    /// An annotation.
    fn annotation(&self, key: &str) -> Option<&str> {
        self.metadata()?.get("annotations")?.get(key)?.as_str()
    }
}

impl ObjectAccess for Value {
    fn metadata(&self) -> Option<&Map<String, Value>> {
        self.get("metadata")?.as_object()
    }

    fn metadata_mut(&mut self) -> &mut Map<String, Value> {
        object_at(object(self), "metadata")
    }

    fn text(&self, path: &str) -> &str {
        self.at(path).as_str().unwrap_or("")
    }

    fn at(&self, path: &str) -> &Value {
        path.split('.').try_fold(self, |value, key| value.get(key)).unwrap_or(&Value::Null)
    }

    fn set(&mut self, path: &str, value: impl Into<Value>) {
        let (parents, last) = path.rsplit_once('.').map_or((None, path), |(p, l)| (Some(p), l));
        let mut map = object(self);
        for key in parents.into_iter().flat_map(|p| p.split('.')) {
            map = object_at(map, key);
        }
        map.insert(last.to_owned(), value.into());
    }

    fn remove(&mut self, path: &str) -> Option<Value> {
        let (parents, last) = path.rsplit_once('.').map_or((None, path), |(p, l)| (Some(p), l));
        let mut value = self;
        for key in parents.into_iter().flat_map(|p| p.split('.')) {
            value = value.get_mut(key)?;
        }
        value.as_object_mut()?.remove(last)
    }
}

/// The value as an object; anything else is replaced by an empty one.
fn object(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    value.as_object_mut().expect("it was made an object")
}

fn object_at<'a>(map: &'a mut Map<String, Value>, key: &str) -> &'a mut Map<String, Value> {
    if !map.get(key).is_some_and(Value::is_object) {
        map.insert(key.to_owned(), Value::Object(Map::new()));
    }
    object(map.get_mut(key).expect("it was put there"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn paths_reach_and_make() {
        let mut pod =
            json!({"metadata": {"name": "web", "finalizers": ["a"]}, "spec": {"nodeName": "n"}});
        assert_eq!(
            (pod.name(), pod.text("spec.nodeName"), pod.text("spec.no.way")),
            ("web", "n", "")
        );
        pod.set("status.phase", "Pending");
        assert_eq!(pod["status"], json!({"phase": "Pending"}));
        assert_eq!(pod.remove("status.phase"), Some("Pending".into()));
        assert_eq!(pod.remove("no.way"), None);
        assert_eq!(pod.finalizers(), ["a"]);
        pod.set_finalizers(Vec::new());
        assert!(pod["metadata"].get("finalizers").is_none());
    }

    #[test]
    fn mistyped_metadata_reads_as_empty() {
        let mut odd = json!({"metadata": 3});
        assert_eq!(odd.name(), "");
        odd.metadata_mut().insert("name".into(), "x".into());
        assert_eq!(odd.name(), "x");
    }
}
