//! What is special about a kind when it is written: a small trait with defaults.
//!
//! *Upstream:* `apiserver/pkg/registry/rest/{create,update,delete}.go`.

use std::fmt::Debug;
use std::time::Duration;

use async_trait::async_trait;
use bowline_apimachinery::meta::Status;
use bowline_apimachinery::time::Time;
use bowline_apimachinery::validation::field::ErrorList;
use bowline_apimachinery::validation::names::NameRule;
use serde_json::Value;

use super::object::ObjectAccess as _;
use super::store::WriteContext;

/// The plain facts about a kind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Traits {
    /// What names must look like.
    pub(crate) names: NameRule,
    /// When `metadata.generation` grows.
    pub(crate) generation: Generation,
    /// Whether `status` is written through its own subresource only.
    pub(crate) status: bool,
    /// Which metadata a status update may not touch.
    pub(crate) status_keeps: StatusKeeps,
    /// Whether PUT of a missing object creates it.
    pub(crate) create_on_update: bool,
    /// Whether PUT works without a resource version.
    pub(crate) unconditional_update: bool,
    /// Whether a finished deletion answers with the object instead of a Status.
    pub(crate) returns_deleted: bool,
    /// What happens to dependents if the client does not say.
    pub(crate) dependents: Dependents,
}

/// When `metadata.generation` grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Generation {
    /// The kind has none.
    None,
    /// When anything but metadata and status changes.
    Content,
    /// That, or the annotations.
    ContentAndAnnotations,
    /// That, or labels or annotations.
    ContentAndLabels,
}

/// What of the old metadata an update of the status keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StatusKeeps {
    /// Nothing: labels and annotations may change with the status.
    Nothing,
    /// The labels.
    Labels,
    /// The owners.
    Owners,
    /// All that a user can set.
    All,
}

/// What happens to dependents if the client does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dependents {
    /// They are collected in the background.
    Background,
    /// They stay.
    Orphan,
    /// The kind cannot own anything.
    Unsupported,
}

/// How a kind is created, changed and deleted.
///
/// Objects are in the version they are stored as. What every kind needs (uid, timestamps,
/// generation, the status of the other side) the store does itself, before these are called.
#[async_trait]
pub(crate) trait Strategy: Debug + Send + Sync + 'static {
    /// The plain facts.
    fn traits(&self) -> &Traits;

    /// Completes a new object.
    fn prepare_for_create(&self, _cx: &WriteContext<'_>, _object: &mut Value) {}

    /// Completes a changed object.
    fn prepare_for_update(&self, _cx: &WriteContext<'_>, _object: &mut Value, _old: &Value) {}

    /// Every fault of a new object.
    fn validate(&self, _cx: &WriteContext<'_>, _object: &Value) -> ErrorList {
        ErrorList::new()
    }

    /// Every fault of a change.
    fn validate_update(&self, _cx: &WriteContext<'_>, _object: &Value, _old: &Value) -> ErrorList {
        ErrorList::new()
    }

    /// What the client's user should know about a new object.
    fn warnings_on_create(&self, _object: &Value) -> Vec<String> {
        Vec::new()
    }

    /// How long the object is to live.
    fn time_to_live(&self, _object: &Value) -> Option<Duration> {
        None
    }

    /// The grace period of a deletion in seconds, given the one asked for; `None` for kinds that
    /// are not deleted gracefully.
    fn grace_period(&self, _object: &Value, _requested: Option<i64>) -> Option<i64> {
        None
    }

    /// Takes what the object needs from others (an address, a port) before it is written.
    ///
    /// `old` is `Null` for a new object. When the write then fails, [`release`](Self::release) is
    /// called with what differs.
    ///
    /// # Errors
    /// The answer to the client.
    async fn acquire(
        &self,
        _cx: &WriteContext<'_>,
        _object: &mut Value,
        _old: &Value,
    ) -> Result<(), Status> {
        Ok(())
    }

    /// Gives back what `gone` held and `kept` does not: after a deletion (`kept` is `Null`), an
    /// update, or a failed write.
    async fn release(&self, _cx: &WriteContext<'_>, _gone: &Value, _kept: &Value) {}

    /// Whether a write is answered only when the cache has seen it, since other writes are judged
    /// by what the cache says.
    fn awaits_cache(&self) -> bool {
        false
    }

    /// What the client's user should know about a deletion; `asked` tells whether the client said
    /// what shall happen to dependents.
    fn warnings_on_delete(&self, _asked: bool) -> Vec<String> {
        Vec::new()
    }

    /// Marks an object in the kind's own way when deletion begins; false where the generic way is
    /// meant.
    fn begin_deletion(&self, _object: &mut Value, _now: Time) -> bool {
        false
    }

    /// Whether a deletion may begin.
    ///
    /// # Errors
    /// The answer to the client.
    fn before_delete(&self, _object: &Value) -> Result<(), Status> {
        Ok(())
    }

    /// Whether the object goes away now that deletion has begun and no finalizer of the metadata
    /// is left.
    fn may_vanish(&self, _object: &Value) -> bool {
        true
    }
}

/// A kind with nothing special but its traits.
#[derive(Debug)]
pub(crate) struct Plain(pub(crate) Traits);

impl Strategy for Plain {
    fn traits(&self) -> &Traits {
        &self.0
    }
}

/// Whether anything but metadata differs, and the status where that is a part of its own.
fn content_differs(traits: &Traits, a: &Value, b: &Value) -> bool {
    fn content(object: &Value, status: bool) -> impl Iterator<Item = (&String, &Value)> {
        let fields = object.as_object().into_iter().flatten();
        fields.filter(move |(key, _)| match key.as_str() {
            "metadata" | "kind" | "apiVersion" => false,
            "status" => !status,
            _ => true,
        })
    }
    content(a, traits.status).ne(content(b, traits.status))
}

/// The generation of a changed object.
pub(crate) fn next_generation(traits: &Traits, object: &Value, old: &Value) -> Option<i64> {
    let meta_differs = |field| {
        object.metadata().and_then(|m| m.get(field)) != old.metadata().and_then(|m| m.get(field))
    };
    let grows = match traits.generation {
        Generation::None => return None,
        Generation::Content => content_differs(traits, object, old),
        Generation::ContentAndAnnotations => {
            content_differs(traits, object, old) || meta_differs("annotations")
        }
        Generation::ContentAndLabels => {
            content_differs(traits, object, old)
                || meta_differs("annotations")
                || meta_differs("labels")
        }
    };
    Some(old.generation() + i64::from(grows))
}
