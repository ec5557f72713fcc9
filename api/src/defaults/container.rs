//! Containers, their ports, probes and environment.

use super::fill;
use crate::core::v1::{
    Container, ContainerPort, EphemeralContainer, FileKeySelector, GRPCAction, HTTPGetAction,
    ObjectFieldSelector, Probe, Protocol, PullPolicy, TerminationMessagePolicy, URIScheme,
    parse_image_name,
};
use crate::walk::{Rules, rules};

pub(super) fn rules() -> Rules {
    rules! {
        Container => container;
        EphemeralContainer => ephemeral_container;
        ContainerPort => |port: &mut ContainerPort| fill(&mut port.protocol, Protocol::Tcp);
        Probe => probe;
        HTTPGetAction => http_get_action;
        GRPCAction => |action: &mut GRPCAction| {
            action.service.get_or_insert_default();
        };
        ObjectFieldSelector => |selector: &mut ObjectFieldSelector| {
            fill(&mut selector.api_version, "v1".to_owned());
        };
        FileKeySelector => |selector: &mut FileKeySelector| {
            selector.optional.get_or_insert(false);
        };
    }
}

fn container(it: &mut Container) {
    default_pull_policy(&mut it.image_pull_policy, &it.image);
    fill(&mut it.termination_message_path, TERMINATION_LOG.to_owned());
    fill(&mut it.termination_message_policy, TerminationMessagePolicy::File);
}

fn ephemeral_container(it: &mut EphemeralContainer) {
    default_pull_policy(&mut it.image_pull_policy, &it.image);
    fill(&mut it.termination_message_path, TERMINATION_LOG.to_owned());
    fill(&mut it.termination_message_policy, TerminationMessagePolicy::File);
}

const TERMINATION_LOG: &str = "/dev/termination-log";

/// Pulls always what is tagged `latest` or not at all; otherwise only what is absent. A name that
/// can't be read is left to validation and counts as tagged.
pub(super) fn default_pull_policy(policy: &mut PullPolicy, image: &str) {
    if policy.is_unset() {
        let latest = parse_image_name(image).is_ok_and(|name| name.tag == "latest");
        *policy = if latest { PullPolicy::Always } else { PullPolicy::IfNotPresent };
    }
}

fn probe(probe: &mut Probe) {
    fill(&mut probe.timeout_seconds, 1);
    fill(&mut probe.period_seconds, 10);
    fill(&mut probe.success_threshold, 1);
    fill(&mut probe.failure_threshold, 3);
}

fn http_get_action(action: &mut HTTPGetAction) {
    fill(&mut action.path, "/".to_owned());
    fill(&mut action.scheme, URIScheme::Http);
}
