//! A requested write, and the change it becomes if its precondition holds.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use crate::storage::errors::StorageError;
use crate::storage::key_value::KeyValue;

/// A write as requested.
#[derive(Clone, Debug)]
pub(crate) struct Write {
    pub(crate) key: Arc<str>,
    pub(crate) precondition: Precondition,
    pub(crate) operation: Operation,
}

/// What must hold of the key's newest version.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Precondition {
    Absent,
    ModRevision(u64),
}

/// What a write does.
#[derive(Clone, Debug)]
pub(crate) enum Operation {
    Put { value: Bytes, ttl: Option<Duration> },
    Delete,
}

/// A write that was decided: it has a revision and cannot fail any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Put { kv: Arc<KeyValue>, ttl: Option<Duration> },
    Delete { key: Arc<str>, revision: u64 },
}

impl Write {
    /// Fails if a write of this size, or this key, is never accepted.
    pub(crate) fn validate(&self, max_value_bytes: usize) -> Result<(), StorageError> {
        if self.key.is_empty() {
            return Err(StorageError::EmptyKey);
        }
        let (bytes, limit) = (self.bytes(), max_value_bytes);
        if bytes > limit && matches!(self.operation, Operation::Put { .. }) {
            return Err(StorageError::ValueTooLarge { key: self.key.clone(), bytes, limit });
        }
        Ok(())
    }

    /// The size of the key and the value.
    pub(crate) fn bytes(&self) -> usize {
        let value = match &self.operation {
            Operation::Put { value, .. } => value.len(),
            Operation::Delete => 0,
        };
        self.key.len() + value
    }
}

impl Change {
    /// The revision of the change.
    pub(crate) fn revision(&self) -> u64 {
        match self {
            Self::Put { kv, .. } => kv.mod_revision,
            Self::Delete { revision, .. } => *revision,
        }
    }

    /// The key changed.
    pub(crate) fn key(&self) -> &Arc<str> {
        match self {
            Self::Put { kv, .. } => &kv.key,
            Self::Delete { key, .. } => key,
        }
    }
}

/// Decides `write` against the newest version of its key in a store at `revision`; the change gets
/// the revision after it.
pub(crate) fn decide(
    write: Write,
    current: Option<&Arc<KeyValue>>,
    revision: u64,
) -> Result<Change, StorageError> {
    match (write.precondition, current) {
        (Precondition::Absent, Some(current)) => {
            return Err(StorageError::KeyExists { current: current.clone() });
        }
        (Precondition::ModRevision(_), None) => {
            return Err(StorageError::KeyNotFound { key: write.key, revision });
        }
        (Precondition::ModRevision(expected), Some(current))
            if current.mod_revision != expected =>
        {
            return Err(StorageError::Conflict { expected, current: current.clone() });
        }
        (Precondition::Absent, None) | (Precondition::ModRevision(_), Some(_)) => {}
    }
    let next = revision + 1;
    Ok(match write.operation {
        Operation::Put { value, ttl } => {
            let kv = match current {
                Some(current) => current.updated(value, next),
                None => KeyValue::created(write.key, value, next),
            };
            Change::Put { kv: Arc::new(kv), ttl }
        }
        Operation::Delete => Change::Delete {
            key: current.map_or(write.key, |current| current.key.clone()),
            revision: next,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preconditions() {
        let held = Arc::new(KeyValue::created("/a", Bytes::from_static(b"1"), 5));
        let put = || Operation::Put { value: Bytes::from_static(b"2"), ttl: None };
        let write = |precondition, operation| Write { key: "/a".into(), precondition, operation };
        let absent = Precondition::Absent;
        let at = Precondition::ModRevision;
        let cases = [
            ("create", write(absent, put()), None, Ok((8, 8, 1))),
            ("create existing", write(absent, put()), Some(&held), Err("KeyExists")),
            ("update", write(at(5), put()), Some(&held), Ok((5, 8, 2))),
            ("update stale", write(at(4), put()), Some(&held), Err("Conflict")),
            ("update missing", write(at(5), put()), None, Err("KeyNotFound")),
            ("delete stale", write(at(6), Operation::Delete), Some(&held), Err("Conflict")),
            ("delete missing", write(at(5), Operation::Delete), None, Err("KeyNotFound")),
        ];
        for (name, write, current, want) in cases {
            let got = decide(write, current, 7).map(|change| match change {
                Change::Put { kv, .. } => (kv.create_revision, kv.mod_revision, kv.version),
                Change::Delete { .. } => panic!("{name}: not a put"),
            });
            let got = got.map_err(|error| format!("{:?}", error.code()));
            assert_eq!(got, want.map_err(str::to_owned), "{name}");
        }
        let deleted = decide(write(at(5), Operation::Delete), Some(&held), 7);
        assert_eq!(deleted.unwrap(), Change::Delete { key: "/a".into(), revision: 8 });
    }
}
