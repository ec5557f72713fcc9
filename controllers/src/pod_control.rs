//! Making, deleting and changing the pods of an object, and telling of it.
//!
//! Upstream: `RealPodControl` of `pkg/controller/controller_utils.go`.

use bowline_api::core::v1::{Pod, PodTemplateSpec};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::resource::{Namespaced, Resource};
use bowline_client::api::{DeleteParams, Deleted, Patch};
use bowline_client::events::{EventType, Recorder, object_reference};
use bowline_client::{Client, Error};
use bowline_controller_runtime::owner::controller_reference;
use serde_json::Value;

/// Writes pods on behalf of their owners.
#[derive(Clone, Debug)]
pub struct PodControl {
    client: Client,
    recorder: Recorder,
}

/// The pod that a template makes for an owner, whose name begins with `prefix` if given, else with
/// the owner's.
#[must_use]
pub fn pod_from_template<O: Resource>(
    owner: &O,
    template: &PodTemplateSpec,
    prefix: Option<&str>,
) -> Pod {
    let own_prefix = || format!("{}-", owner.name());
    Pod {
        metadata: ObjectMeta {
            generate_name: prefix.map_or_else(own_prefix, str::to_owned),
            namespace: owner.namespace().to_owned(),
            labels: template.metadata.labels.clone(),
            annotations: template.metadata.annotations.clone(),
            finalizers: template.metadata.finalizers.clone(),
            owner_references: vec![controller_reference(owner)],
            ..ObjectMeta::default()
        },
        spec: template.spec.clone(),
        ..Pod::default()
    }
}

impl PodControl {
    /// Writes with a client and tells with a recorder.
    #[must_use]
    pub fn new(client: Client, recorder: Recorder) -> Self {
        Self { client, recorder }
    }

    /// Creates a pod for its owner.
    ///
    /// # Errors
    /// As the request; a failure is told as `FailedCreate` unless the namespace is going away.
    pub async fn create<O>(&self, owner: &O, pod: &Pod) -> Result<Pod, Error>
    where
        O: Resource<Scope = Namespaced>,
    {
        let created = self.client.namespaced::<Pod>(owner.namespace()).create(pod).await;
        match &created {
            Ok(pod) => {
                let message = format!("Created pod: {}", pod.metadata.name);
                self.recorder.event(
                    object_reference(owner),
                    EventType::Normal,
                    "SuccessfulCreate",
                    message,
                );
            }
            Err(error) if error.is_namespace_terminating() => {}
            Err(error) => {
                let message = format!("Error creating: {error}");
                self.recorder.event(
                    object_reference(owner),
                    EventType::Warning,
                    "FailedCreate",
                    message,
                );
            }
        }
        created
    }

    /// Deletes a pod of an owner; none if it was gone already.
    ///
    /// # Errors
    /// As the request; a failure is told as `FailedDelete`.
    pub async fn delete<O>(&self, owner: &O, pod: &Pod) -> Result<Option<Deleted<Pod>>, Error>
    where
        O: Resource<Scope = Namespaced>,
    {
        let pods = self.client.namespaced::<Pod>(&pod.metadata.namespace);
        let params = DeleteParams::default().if_uid(&pod.metadata.uid);
        let name = &pod.metadata.name;
        match pods.delete(name, &params).await {
            Ok(deleted) => {
                let message = format!("Deleted pod: {name}");
                self.recorder.event(
                    object_reference(owner),
                    EventType::Normal,
                    "SuccessfulDelete",
                    message,
                );
                Ok(Some(deleted))
            }
            // Under its name there is another pod now, or none.
            Err(error) if error.is_not_found() || error.is_conflict() => Ok(None),
            Err(error) => {
                let message = format!("Error deleting: {error}");
                self.recorder.event(
                    object_reference(owner),
                    EventType::Warning,
                    "FailedDelete",
                    message,
                );
                Err(error)
            }
        }
    }

    /// Changes a pod by a strategic merge patch; none if it is gone.
    ///
    /// # Errors
    /// As the request.
    pub async fn patch(&self, pod: &Pod, patch: Value) -> Result<Option<Pod>, Error> {
        let pods = self.client.namespaced::<Pod>(&pod.metadata.namespace);
        match pods.patch(&pod.metadata.name, &Patch::Strategic(patch)).await {
            Ok(patched) => Ok(Some(patched)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What tells of events.
    #[must_use]
    pub fn recorder(&self) -> &Recorder {
        &self.recorder
    }
}
