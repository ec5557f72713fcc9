//! What the files of a volume hold that is made from API objects.
//!
//! Upstream: `pkg/volume/configmap`, `pkg/volume/secret`, `pkg/volume/downwardapi`.

use std::collections::BTreeMap;

use bowline_api::core::v1::{ConfigMap, DownwardAPIVolumeFile, KeyToPath, Pod, Secret};
use bowline_apimachinery::quantity::Quantity;

use crate::environment::field_path::metadata_field;
use crate::environment::resource_field::{container_resource, with_default_limits};

/// The mode of files of which nothing else is said.
pub const DEFAULT_MODE: i32 = 0o644;
/// The longest file name.
const MAX_FILE_NAME: usize = 255;
/// The longest path in a volume.
const MAX_PATH: usize = 4096;

/// A file of a volume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayloadFile {
    /// What is in it.
    pub data: Vec<u8>,
    /// Its permissions.
    pub mode: u32,
}

/// The files of a volume by their paths in it.
pub type Payload = BTreeMap<String, PayloadFile>;

/// The files of a volume cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PayloadError {
    /// The object is missing.
    #[error("{kind} {name:?} not found")]
    MissingObject {
        /// `configmap` or `secret`.
        kind: &'static str,
        /// Its name.
        name: String,
    },
    /// The object lacks a key.
    #[error("{kind} {name:?} references non-existent key: {key}")]
    MissingKey {
        /// `configmap` or `secret`.
        kind: &'static str,
        /// Its name.
        name: String,
        /// The key.
        key: String,
    },
    /// A field that files cannot have.
    #[error("{path}: {reason}")]
    Field {
        /// The file.
        path: String,
        /// What is wrong with what it shows.
        reason: String,
    },
    /// A path that leads out of the volume, or that its writer keeps for itself.
    #[error("invalid path {path:?}: {reason}")]
    Path {
        /// The path.
        path: String,
        /// What is wrong with it.
        reason: &'static str,
    },
}

/// An object whose keys become files.
#[derive(Clone, Copy, Debug)]
pub struct KeyedObject<'a> {
    /// `configmap` or `secret`.
    pub kind: &'static str,
    /// Its name.
    pub name: &'a str,
    /// Which keys, and where to; all if empty.
    pub items: &'a [KeyToPath],
    /// Whether it, and its keys, may be missing.
    pub optional: bool,
    /// The mode of files of which nothing else is said.
    pub default_mode: i32,
}

/// The contents of a config map by key.
#[must_use]
pub fn config_map_data(map: &ConfigMap) -> BTreeMap<String, Vec<u8>> {
    let text = map.data.iter().map(|(key, value)| (key.clone(), value.clone().into_bytes()));
    let binary = map.binary_data.iter().map(|(key, value)| (key.clone(), value.to_vec()));
    text.chain(binary).collect()
}

/// The contents of a secret by key.
#[must_use]
pub fn secret_data(secret: &Secret) -> BTreeMap<String, Vec<u8>> {
    secret.data.iter().map(|(key, value)| (key.clone(), value.to_vec())).collect()
}

/// The files for an object's keys; `data` is `None` if there is no such object.
///
/// # Errors
/// When something that is not optional is missing.
pub fn keyed_payload(
    object: &KeyedObject<'_>,
    data: Option<&BTreeMap<String, Vec<u8>>>,
) -> Result<Payload, PayloadError> {
    let KeyedObject { kind, name, items, optional, default_mode } = *object;
    let Some(data) = data else {
        if optional {
            return Ok(Payload::new());
        }
        return Err(PayloadError::MissingObject { kind, name: name.to_owned() });
    };
    let file = |data: &[u8], mode: Option<i32>| PayloadFile {
        data: data.to_vec(),
        mode: mode_of(mode, default_mode),
    };
    if items.is_empty() {
        return Ok(data.iter().map(|(key, data)| (key.clone(), file(data, None))).collect());
    }
    let mut payload = Payload::new();
    for item in items {
        match data.get(&item.key) {
            Some(data) => drop(payload.insert(item.path.clone(), file(data, item.mode))),
            None if optional => {}
            None => {
                let (name, key) = (name.to_owned(), item.key.clone());
                return Err(PayloadError::MissingKey { kind, name, key });
            }
        }
    }
    Ok(payload)
}

/// The files of the downward API.
///
/// # Errors
/// When a file shows a field or resource that it cannot.
pub fn downward_payload(
    pod: &Pod,
    items: &[DownwardAPIVolumeFile],
    default_mode: i32,
    allocatable: &BTreeMap<String, Quantity>,
) -> Result<Payload, PayloadError> {
    let mut payload = Payload::new();
    for item in items {
        let field_error = |reason: String| PayloadError::Field { path: item.path.clone(), reason };
        let text = if let Some(field) = &item.field_ref {
            metadata_field(&pod.metadata, &field.field_path)
                .map_err(|error| field_error(error.to_string()))?
        } else if let Some(resource) = &item.resource_field_ref {
            let name = resource.container_name.as_str();
            let mut containers = pod.spec.containers.iter().chain(&pod.spec.init_containers);
            let container = containers
                .find(|container| container.name == name)
                .ok_or_else(|| field_error(format!("container {name} not found")))?;
            container_resource(&with_default_limits(container, allocatable), resource)
                .map_err(|error| field_error(error.to_string()))?
        } else {
            return Err(field_error("neither a field nor a resource is named".to_owned()));
        };
        let mode = mode_of(item.mode, default_mode);
        payload.insert(item.path.clone(), PayloadFile { data: text.into_bytes(), mode });
    }
    Ok(payload)
}

/// The permissions that a file asks for, or the default.
pub(super) fn mode_of(own: Option<i32>, default: i32) -> u32 {
    u32::try_from(own.unwrap_or(default)).unwrap_or(0o644) & 0o777
}

/// Checks that all paths stay in the volume, and out of what its writer keeps for itself.
///
/// # Errors
/// With the first path that does not.
pub fn check_paths(payload: &Payload) -> Result<(), PayloadError> {
    for path in payload.keys() {
        let error = |reason| Err(PayloadError::Path { path: path.clone(), reason });
        if path.is_empty() {
            return error("must not be empty");
        }
        if path.starts_with('/') {
            return error("must be relative");
        }
        if path.len() > MAX_PATH {
            return error("is too long");
        }
        if path.split('/').any(|part| part == "..") {
            return error("must not contain '..'");
        }
        if path.starts_with("..") {
            return error("must not start with '..'");
        }
        if path.split('/').any(|part| part.len() > MAX_FILE_NAME) {
            return error("has a name that is too long");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use bowline_api::core::v1::ObjectFieldSelector;
    use bowline_apimachinery::meta::ObjectMeta;

    use super::*;

    fn data() -> BTreeMap<String, Vec<u8>> {
        [("a".to_owned(), b"1".to_vec()), ("b".to_owned(), b"2".to_vec())].into()
    }

    fn object(items: &[KeyToPath], optional: bool) -> KeyedObject<'_> {
        KeyedObject { kind: "configmap", name: "m", items, optional, default_mode: 0o640 }
    }

    #[test]
    fn keys_become_files() {
        let payload = keyed_payload(&object(&[], false), Some(&data())).unwrap();
        assert_eq!(payload.keys().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(payload["a"].mode, 0o640);
        let items = [KeyToPath { key: "b".into(), path: "deep/b".into(), mode: Some(0o400) }];
        let payload = keyed_payload(&object(&items, false), Some(&data())).unwrap();
        assert_eq!(payload["deep/b"], PayloadFile { data: b"2".to_vec(), mode: 0o400 });
        assert_eq!(payload.len(), 1);
    }

    #[test]
    fn what_is_missing_is_an_error_unless_it_is_optional() {
        let items = [KeyToPath { key: "z".into(), path: "z".into(), mode: None }];
        assert!(keyed_payload(&object(&items, false), Some(&data())).is_err());
        assert!(keyed_payload(&object(&[], false), None).is_err());
        assert_eq!(keyed_payload(&object(&items, true), Some(&data())), Ok(Payload::new()));
        assert_eq!(keyed_payload(&object(&[], true), None), Ok(Payload::new()));
    }

    #[test]
    fn labels_become_a_file() {
        let pod = Pod { metadata: ObjectMeta::named("p").label("a", "1"), ..Pod::default() };
        let item = |path: &str| DownwardAPIVolumeFile {
            path: "labels".into(),
            field_ref: Some(Box::new(ObjectFieldSelector {
                field_path: path.into(),
                ..ObjectFieldSelector::default()
            })),
            ..DownwardAPIVolumeFile::default()
        };
        let none = BTreeMap::new();
        let payload = downward_payload(&pod, &[item("metadata.labels")], 0o644, &none).unwrap();
        assert_eq!(payload["labels"].data, b"a=\"1\"");
        assert!(downward_payload(&pod, &[item("status.podIP")], 0o644, &none).is_err());
    }

    #[test]
    fn paths_stay_inside() {
        let check = |path: &str| {
            let file = PayloadFile { data: Vec::new(), mode: 0o644 };
            check_paths(&[(path.to_owned(), file)].into()).is_ok()
        };
        for good in ["a", "a/b", ".hidden", "a..b", "..a/../b".trim_start_matches("..a/../")] {
            assert!(check(good), "{good}");
        }
        for bad in ["", "/a", "..", "../a", "a/../b", "..data", &"x".repeat(256)] {
            assert!(!check(bad), "{bad}");
        }
    }
}
