//! What recordings show too seldom.

use bowline_apimachinery::reflect::Message;
use bowline_apimachinery::time::Time;

use super::{Creation, prepare};
use crate::core::v1::{
    Affinity, AppArmorProfileType, Container, Node, NodePhase, ObjectReference, Pod, PodAffinity,
    PodAffinityTerm, ServiceAccount,
};
use bowline_apimachinery::meta::LabelSelector;

const NOW: Time = Time::from_unix_seconds(1_700_000_000);

fn created<T: Message + Clone>(kind: &str, object: &T) -> T {
    let mut object = object.clone();
    let (group, version, namespace) = ("", "v1", "default");
    let creation = Creation { group, version, kind, namespace, now: NOW, labels_defaulted: false };
    prepare(&mut object, &creation);
    object
}

#[test]
fn terms_match_the_pods_own_labels() {
    let mut pod = Pod::default();
    pod.metadata.labels.insert("hash".into(), "1".into());
    let term = PodAffinityTerm {
        label_selector: Some(Box::new(LabelSelector::default())),
        match_label_keys: vec!["hash".into(), "absent".into()],
        mismatch_label_keys: vec!["hash".into()],
        ..PodAffinityTerm::default()
    };
    pod.spec.affinity = Some(Affinity {
        pod_affinity: Some(Box::new(PodAffinity {
            required_during_scheduling_ignored_during_execution: vec![term],
            ..PodAffinity::default()
        })),
        ..Affinity::default()
    });
    let affinity = created("Pod", &pod).spec.affinity.unwrap().pod_affinity.unwrap();
    let term = &affinity.required_during_scheduling_ignored_during_execution[0];
    let requirements: Vec<_> = term
        .label_selector
        .iter()
        .flat_map(|selector| &selector.match_expressions)
        .map(|it| format!("{} {} {:?}", it.key, it.operator, it.values))
        .collect();
    assert_eq!(requirements, ["hash In [\"1\"]", "hash NotIn [\"1\"]"]);
}

#[test]
fn app_armor_annotations_and_fields_agree() {
    let key = "container.apparmor.security.beta.kubernetes.io/c";
    let mut pod = Pod::default();
    pod.spec.containers.push(Container { name: "c".into(), ..Container::default() });
    pod.metadata.annotations.insert(key.into(), "localhost/p".into());
    let from_annotation = created("Pod", &pod);
    let security = from_annotation.spec.containers[0].security_context.as_deref().unwrap();
    let profile = security.app_armor_profile.as_deref().unwrap();
    assert_eq!(profile.type_, AppArmorProfileType::Localhost);
    assert_eq!(profile.localhost_profile.as_deref(), Some("p"));

    let mut by_field = from_annotation;
    by_field.metadata.annotations.clear();
    assert_eq!(created("Pod", &by_field).metadata.annotations[key], "localhost/p");
}

#[test]
fn a_node_brings_its_status() {
    let mut node = Node::default();
    node.status.phase = NodePhase::Running;
    assert_eq!(created("Node", &node).status.phase, NodePhase::Running);
    assert!(created("Node", &node).metadata.namespace.is_empty());
}

#[test]
fn secrets_of_service_accounts_are_only_named() {
    let mut account = ServiceAccount::default();
    let (name, uid) = ("s".into(), "u".into());
    account.secrets.push(ObjectReference { name, uid, ..ObjectReference::default() });
    let secret = &created("ServiceAccount", &account).secrets[0];
    assert_eq!((&*secret.name, &*secret.uid), ("s", ""));
}
