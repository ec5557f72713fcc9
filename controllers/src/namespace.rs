//! The end of a namespace: everything in it goes first.
//!
//! *Upstream:* `pkg/controller/namespace/deletion/namespaced_resources_deleter.go`.

use std::time::Duration;

use bowline_api::core::v1::{ConditionStatus, Namespace, NamespaceCondition, Pod};
use bowline_apimachinery::resource::group_version;
use bowline_apimachinery::time::Time;
use bowline_client::api::{DeleteParams, ListParams};
use bowline_client::discovery::ServedResource;
use bowline_client::{Client, Error};
use bowline_controller_runtime::{Action, Manager, ReconcileError, Request};

/// The finalizer that this controller answers for.
const FINALIZER: &str = "kubernetes";
/// How soon to look again while content goes.
const SOON: Duration = Duration::from_secs(1);

/// Adds the controller to a manager.
pub fn add(manager: &mut Manager) {
    let client = manager.client().clone();
    let controller = manager.controller::<Namespace>("namespace").concurrency(10).reconcile(
        move |request: Request<Namespace>| {
            let client = client.clone();
            async move {
                match request.present() {
                    Some(namespace) if namespace.metadata.is_terminating() => {
                        terminate(&client, namespace).await
                    }
                    _ => Ok(Action::Done),
                }
            }
        },
    );
    manager.add(controller);
}

/// What is left in a namespace, and what stood in the way.
#[derive(Debug, Default)]
struct Remains {
    /// `pods. has 2 resource instances`
    kinds: Vec<String>,
    /// `example.com/hold in 1 resource instances`
    finalizers: std::collections::BTreeMap<String, usize>,
    discovery: Option<String>,
    deletion: Option<String>,
    /// Longest time that a pod still has.
    grace: Option<i64>,
}

impl Remains {
    fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.discovery.is_none() && self.deletion.is_none()
    }
}

async fn terminate(client: &Client, namespace: &Namespace) -> Result<Action, ReconcileError> {
    if !namespace.spec.finalizers.iter().any(|f| f.as_str() == FINALIZER) {
        return Ok(Action::Done);
    }
    let name = &namespace.metadata.name;
    let remains = empty(client, name).await;
    let now: Time = client.clock().now().into();
    let mut changed = namespace.clone();
    changed.status.phase = bowline_api::core::v1::NamespacePhase::Terminating;
    for condition in conditions(&remains) {
        set_condition(&mut changed.status.conditions, condition, now);
    }
    if !remains.is_empty() {
        if changed.status != namespace.status {
            tolerate_stale(client.cluster().update_status(&changed).await.map(drop))?;
        }
        let wait = remains.grace.and_then(|s| u64::try_from(s).ok()).map(Duration::from_secs);
        return Ok(Action::RequeueAfter(wait.map_or(SOON, |w| w.clamp(SOON, SOON * 15))));
    }
    changed.spec.finalizers.retain(|f| f.as_str() != FINALIZER);
    tolerate_stale(client.cluster().update_subresource("finalize", &changed).await.map(drop))?;
    Ok(Action::Done)
}

/// Another look will follow when the object was changed meanwhile.
fn tolerate_stale(outcome: Result<(), Error>) -> Result<(), ReconcileError> {
    match outcome {
        Err(error) if error.is_not_found() => Ok(()),
        other => Ok(other?),
    }
}

/// Deletes everything in the namespace and tells what is still there.
async fn empty(client: &Client, namespace: &str) -> Remains {
    let mut remains = Remains::default();
    let discovery = match client.discover().await {
        Ok(discovery) => discovery,
        Err(error) => {
            remains.discovery = Some(error.to_string());
            return remains;
        }
    };
    let stale: Vec<_> = discovery.stale().map(|(group, v)| group_version(group, v)).collect();
    if !stale.is_empty() {
        remains.discovery = Some(format!("unable to retrieve resources of {}", stale.join(", ")));
    }
    let is_pods =
        |found: &ServedResource| found.resource.group.is_empty() && found.resource.plural == "pods";
    let kinds: Vec<_> = discovery
        .preferred_resources()
        .filter(|found| found.resource.namespaced && found.can("list") && found.can("delete"))
        .collect();
    // Pods go first: until they are gone they may need what else is there.
    for found in kinds.iter().filter(|found| is_pods(found)) {
        empty_of(client, namespace, found, &mut remains).await;
    }
    if !remains.kinds.is_empty() || remains.deletion.is_some() {
        remains.grace = longest_grace(client, namespace).await;
        return remains;
    }
    for found in kinds.iter().filter(|found| !is_pods(found)) {
        empty_of(client, namespace, found, &mut remains).await;
    }
    remains
}

/// Deletes all objects of a kind in the namespace.
async fn empty_of(client: &Client, namespace: &str, found: &ServedResource, remains: &mut Remains) {
    let resource = &found.resource;
    let api = client.dynamic(resource, Some(namespace));
    let outcome = async {
        let present = api.list(&ListParams::default()).await?;
        if present.items.is_empty() {
            return Ok(present);
        }
        if found.can("deletecollection") {
            let background = DeleteParams::background();
            api.delete_collection(&background, &ListParams::default()).await?;
        } else {
            for item in &present.items {
                api.delete_if_present(&item.metadata.name, &DeleteParams::background()).await?;
            }
        }
        api.list(&ListParams::default()).await
    };
    match outcome.await {
        Ok(left) if left.items.is_empty() => {}
        Ok(left) => {
            let (plural, group) = (&resource.plural, &resource.group);
            let count = left.items.len();
            remains.kinds.push(format!("{plural}.{group} has {count} resource instances"));
            for finalizer in left.items.iter().flat_map(|i| &i.metadata.finalizers) {
                *remains.finalizers.entry(finalizer.clone()).or_default() += 1;
            }
        }
        // The kind went while we looked.
        Err(error) if error.is_not_found() => {}
        Err(error) => remains.deletion = Some(error.to_string()),
    }
}

async fn longest_grace(client: &Client, namespace: &str) -> Option<i64> {
    let pods = client.namespaced::<Pod>(namespace).list(&ListParams::default()).await.ok()?;
    pods.items.iter().filter_map(|p| p.metadata.deletion_grace_period_seconds).max()
}

/// The conditions that tell users why a namespace is still there.
fn conditions(remains: &Remains) -> Vec<NamespaceCondition> {
    let condition = |ty: &str, fault: Option<(&str, String)>, fine: (&str, &str)| {
        let (status, reason, message) = match fault {
            Some((reason, message)) => (ConditionStatus::True, reason.to_owned(), message),
            None => (ConditionStatus::False, fine.0.to_owned(), fine.1.to_owned()),
        };
        NamespaceCondition {
            type_: ty.to_owned(),
            status,
            reason,
            message,
            last_transition_time: None,
        }
    };
    let kinds = (!remains.kinds.is_empty()).then(|| {
        let list = remains.kinds.join(", ");
        ("SomeResourcesRemain", format!("Some resources are remaining: {list}"))
    });
    let finalizers = (!remains.finalizers.is_empty()).then(|| {
        let list: Vec<String> = remains
            .finalizers
            .iter()
            .map(|(name, count)| format!("{name} in {count} resource instances"))
            .collect();
        let list = list.join(", ");
        (
            "SomeFinalizersRemain",
            format!("Some content in the namespace has finalizers remaining: {list}"),
        )
    });
    vec![
        condition(
            "NamespaceDeletionDiscoveryFailure",
            remains.discovery.clone().map(|m| ("DiscoveryFailed", m)),
            ("ResourcesDiscovered", "All resources successfully discovered"),
        ),
        condition(
            "NamespaceDeletionGroupVersionParsingFailure",
            None,
            ("ParsedGroupVersions", "All legacy kube types successfully parsed"),
        ),
        condition(
            "NamespaceDeletionContentFailure",
            remains.deletion.clone().map(|m| ("ContentDeletionFailed", m)),
            ("ContentDeleted", "All content successfully deleted, may be waiting on finalization"),
        ),
        condition(
            "NamespaceContentRemaining",
            kinds,
            ("ContentRemoved", "All content successfully removed"),
        ),
        condition(
            "NamespaceFinalizersRemaining",
            finalizers,
            ("ContentHasNoFinalizers", "All content-preserving finalizers finished"),
        ),
    ]
}

/// Replaces a condition of its type; the time of transition changes with the status only.
fn set_condition(list: &mut Vec<NamespaceCondition>, mut new: NamespaceCondition, now: Time) {
    match list.iter_mut().find(|c| c.type_ == new.type_) {
        Some(old) => {
            new.last_transition_time =
                if old.status == new.status { old.last_transition_time } else { Some(now) };
            *old = new;
        }
        None => {
            new.last_transition_time = Some(now);
            list.push(new);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_tell_what_is_in_the_way() {
        let remains = Remains {
            kinds: vec!["pods. has 2 resource instances".to_owned()],
            finalizers: [("example.com/hold".to_owned(), 1)].into(),
            ..Remains::default()
        };
        let told = conditions(&remains);
        let of = |ty: &str| told.iter().find(|c| c.type_ == ty).unwrap();
        assert_eq!(of("NamespaceContentRemaining").status, ConditionStatus::True);
        let text = &of("NamespaceFinalizersRemaining").message;
        assert!(text.ends_with("example.com/hold in 1 resource instances"), "{text}");
        assert_eq!(of("NamespaceDeletionContentFailure").status, ConditionStatus::False);
        assert!(!remains.is_empty() && Remains::default().is_empty());
    }

    #[test]
    fn the_time_of_transition_stays_while_the_status_does() {
        let (then, now) = (Time::from_unix_seconds(1), Time::from_unix_seconds(2));
        let condition = |status| NamespaceCondition {
            type_: "X".to_owned(),
            status,
            ..NamespaceCondition::default()
        };
        let mut list = Vec::new();
        set_condition(&mut list, condition(ConditionStatus::True), then);
        set_condition(&mut list, condition(ConditionStatus::True), now);
        assert_eq!(list[0].last_transition_time, Some(then));
        set_condition(&mut list, condition(ConditionStatus::False), now);
        assert_eq!((list.len(), list[0].last_transition_time), (1, Some(now)));
    }
}
