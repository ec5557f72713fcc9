//! Volumes of systems that are no longer supported, and files of one path.
//!
//! *Upstream:* `warningsForPodSpecAndMeta`, `warningsForProjectedSources`.

use std::collections::BTreeSet;

use bowline_apimachinery::validation::field::Path;

use super::containers::fractions;
use crate::core::v1::{PersistentVolumeClaimSpec, ProjectedVolumeSource, Volume, VolumeProjection};

const BYTES: [&str; 1] = ["storage"];

pub(super) fn volumes(volumes: &[Volume], path: &Path<'_>, out: &mut Vec<String>) {
    for (i, volume) in volumes.iter().enumerate() {
        let path = path.index(i);
        gone(volume, &path, out);
        let template = volume.ephemeral.as_ref().and_then(|e| e.volume_claim_template.as_ref());
        if let Some(template) = template {
            let path = path.child("ephemeral.volumeClaimTemplate");
            claim(&template.spec, &path.child("spec"), out);
        }
        if let Some(projected) = &volume.projected {
            same_files(projected, &path.child("projected"), out);
        }
    }
}

/// What is said of a source that is no longer there.
fn gone(volume: &Volume, path: &Path<'_>, out: &mut Vec<String>) {
    let since = [
        (
            "photonPersistentDisk",
            volume.photon_persistent_disk.is_some(),
            "deprecated in v1.11, non-functional in v1.16+",
        ),
        (
            "gitRepo",
            volume.git_repo.is_some(),
            "deprecated in v1.11, and disabled by default in v1.33+",
        ),
        ("scaleIO", volume.scale_io.is_some(), "deprecated in v1.16, non-functional in v1.22+"),
        ("flocker", volume.flocker.is_some(), "deprecated in v1.22, non-functional in v1.25+"),
        ("storageOS", volume.storageos.is_some(), "deprecated in v1.22, non-functional in v1.25+"),
        ("quobyte", volume.quobyte.is_some(), "deprecated in v1.22, non-functional in v1.25+"),
        ("glusterfs", volume.glusterfs.is_some(), "deprecated in v1.25, non-functional in v1.26+"),
        ("cephfs", volume.cephfs.is_some(), "deprecated in v1.28, non-functional in v1.31+"),
        ("rbd", volume.rbd.is_some(), "deprecated in v1.28, non-functional in v1.31+"),
    ];
    for (field, there, why) in since {
        if there {
            out.push(format!("{}: {why}", path.child(field)));
        }
    }
}

/// What a claim asks for.
pub(super) fn claim(spec: &PersistentVolumeClaimSpec, path: &Path<'_>, out: &mut Vec<String>) {
    let path = path.child("resources");
    fractions(&spec.resources.requests, &BYTES, &path.child("requests"), out);
    fractions(&spec.resources.limits, &BYTES, &path.child("limits"), out);
}

/// The paths at which a source puts its files.
fn paths(source: &VolumeProjection) -> Option<(&'static str, Vec<&str>)> {
    if let Some(map) = &source.config_map {
        return Some(("configMap", map.items.iter().map(|item| item.path.as_str()).collect()));
    }
    if let Some(secret) = &source.secret {
        return Some(("secrets", secret.items.iter().map(|item| item.path.as_str()).collect()));
    }
    if let Some(downward) = &source.downward_api {
        let paths = downward.items.iter().map(|item| item.path.as_str());
        return Some(("downwardAPI", paths.collect()));
    }
    let bundle = source.cluster_trust_bundle.as_ref()?;
    Some(("ClusterTrustBundle", vec![bundle.path.as_str()]))
}

/// Files that stand where a token does.
fn same_files(projected: &ProjectedVolumeSource, path: &Path<'_>, out: &mut Vec<String>) {
    let tokens: BTreeSet<&str> = projected
        .sources
        .iter()
        .filter_map(|source| source.service_account_token.as_ref())
        .map(|token| token.path.as_str())
        .collect();
    let path = path.child("sources");
    for (i, source) in projected.sources.iter().enumerate() {
        let Some((field, files)) = paths(source) else { continue };
        for file in files.into_iter().filter(|file| tokens.contains(file)) {
            out.push(format!(
                "{}: has duplicated path with ServiceAccountToken \"{file}\"",
                path.child(field).index(i)
            ));
        }
    }
}
