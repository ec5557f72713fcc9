//! [`ApiCalls`] by a client.

use async_trait::async_trait;
use bowline_api::core::v1::{PersistentVolume, PersistentVolumeClaim, Pod, PodStatus};
use bowline_api::resource::v1::ResourceClaim;
use bowline_apimachinery::codec::json;
use bowline_apimachinery::patch::strategic;
use bowline_apimachinery::reflect::Message as _;
use bowline_apimachinery::resource::Object as _;
use bowline_client::api::{DeleteParams, Patch};
use bowline_client::events::{EventApi, EventSource, EventType, EventWriter, Recorder};
use bowline_client::events::{Note as EventNote, object_reference, recorder};
use bowline_client::{Api, Client};
use serde_json::{Value, json};

use crate::api_calls::{ApiCalls, Note};
use crate::verdict::BoxError;

/// Writes through a client, and events through a recorder.
#[derive(Clone, Debug)]
pub struct ClientCalls {
    client: Client,
    events: Recorder,
}

impl ClientCalls {
    /// The calls, and the writer that must run for events to be written. `controller` is who
    /// tells.
    #[must_use]
    pub fn new(client: Client, controller: &str) -> (Self, EventWriter) {
        let source = EventSource { controller: controller.to_owned(), instance: String::new() };
        let (events, writer) = recorder(&client, EventApi::Series, source);
        (Self { client, events }, writer)
    }

    fn pods(&self, pod: &Pod) -> Api<Pod> {
        self.client.namespaced(pod.namespace())
    }
}

#[async_trait]
impl ApiCalls for ClientCalls {
    fn record(&self, pod: &Pod, note: Note) {
        let event_type = if note.is_normal { EventType::Normal } else { EventType::Warning };
        self.events.record(EventNote {
            regarding: object_reference(pod),
            related: note.related.map(|related| object_reference(&*related)),
            event_type,
            reason: note.reason.to_owned(),
            action: note.action.to_owned(),
            message: note.message,
            ..EventNote::default()
        });
    }

    async fn bind(&self, pod: &Pod, node: &str) -> Result<(), BoxError> {
        Ok(self.pods(pod).bind(pod, node).await?)
    }

    async fn patch_pod_status(&self, pod: &Pod, status: &PodStatus) -> Result<(), BoxError> {
        let Some(patch) = status_patch(pod, status)? else { return Ok(()) };
        match self.pods(pod).patch_status(pod.name(), &Patch::Strategic(patch)).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_not_found() => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn delete_pod(&self, pod: &Pod) -> Result<(), BoxError> {
        let uid = Some(pod.metadata.uid.clone());
        let params = DeleteParams { uid, ..DeleteParams::default() };
        self.pods(pod).delete_if_present(pod.name(), &params).await?;
        Ok(())
    }

    async fn update_volume(&self, volume: &PersistentVolume) -> Result<PersistentVolume, BoxError> {
        Ok(self.client.cluster().update(volume).await?)
    }

    async fn update_claim(
        &self,
        claim: &PersistentVolumeClaim,
    ) -> Result<PersistentVolumeClaim, BoxError> {
        Ok(self.client.namespaced(claim.namespace()).update(claim).await?)
    }

    async fn get_volume(&self, name: &str) -> Result<PersistentVolume, BoxError> {
        Ok(self.client.cluster().get(name).await?)
    }

    async fn get_resource_claim(
        &self,
        namespace: &str,
        name: &str,
    ) -> Result<ResourceClaim, BoxError> {
        Ok(self.client.namespaced(namespace).get(name).await?)
    }

    async fn update_resource_claim(
        &self,
        claim: &ResourceClaim,
    ) -> Result<ResourceClaim, BoxError> {
        Ok(self.client.namespaced(claim.namespace()).update(claim).await?)
    }

    async fn update_resource_claim_status(
        &self,
        claim: &ResourceClaim,
    ) -> Result<ResourceClaim, BoxError> {
        Ok(self.client.namespaced(claim.namespace()).update_status(claim).await?)
    }

    async fn get_claim(
        &self,
        namespace: &str,
        name: &str,
    ) -> Result<PersistentVolumeClaim, BoxError> {
        Ok(self.client.namespaced(namespace).get(name).await?)
    }
}

/// What makes `status` of the pod's own, for no other pod; none if they are the same.
fn status_patch(pod: &Pod, status: &PodStatus) -> Result<Option<Value>, BoxError> {
    if pod.status == *status {
        return Ok(None);
    }
    let form = |status: &PodStatus| {
        let pod = Pod { status: status.clone(), ..Pod::default() };
        json::to_value(&pod, None)
    };
    let mut patch = strategic::create(&form(&pod.status)?, &form(status)?, pod.descriptor())?;
    patch["metadata"] = json!({"uid": pod.metadata.uid});
    Ok(Some(patch))
}

#[cfg(test)]
mod tests {
    use bowline_api::core::v1::PodCondition;
    use bowline_apimachinery::time::Time;

    use super::*;
    use crate::testing::pod;

    #[test]
    fn patches_say_only_what_changes() {
        let now = Time::from_unix_seconds(0);
        let pod = pod("p").nominated("a").build();
        assert_eq!(status_patch(&pod, &pod.status).unwrap(), None);
        let mut status = pod.status.clone();
        status.nominated_node_name.clear();
        status.set_condition(
            PodCondition {
                type_: "PodScheduled".into(),
                status: "False".into(),
                reason: "Unschedulable".into(),
                message: "no".into(),
                ..PodCondition::default()
            },
            now,
        );
        let patch = status_patch(&pod, &status).unwrap().unwrap();
        assert_eq!(patch["metadata"], json!({"uid": "p"}));
        assert_eq!(patch["status"]["nominatedNodeName"], Value::Null);
        assert!(patch["status"].as_object().unwrap().contains_key("nominatedNodeName"));
        assert_eq!(patch["status"]["conditions"][0]["reason"], "Unschedulable");
        assert!(patch.get("spec").is_none());
    }
}
