//! The table of served resources as Rust text.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};

use super::facts::{Facts, GroupVersion, prefix, short};

/// The text of `api/src/generated/resources.rs`.
pub(crate) fn resources(facts: &Facts) -> Result<String> {
    let mut out = String::from(
        "//! Every resource that Kubernetes 1.36 serves. Written by `cargo xtask generate`; do not edit.\n\n\
         use crate::resources::{Group, Resource, Scale, Subresource};\n\n\
         #[doc(hidden)]\npub static GROUPS: &[Group] = &[\n",
    );
    for group in &facts.resources.groups {
        let text = |key: &str| group[key].as_str().unwrap_or_default().to_owned();
        let versions: Vec<&str> = group["versions"]
            .as_array()
            .context("groups have versions")?
            .iter()
            .filter_map(|v| v.as_str())
            .collect();
        let priorities: Vec<(&str, i64)> = versions
            .iter()
            .map(|v| (*v, group["versionPriority"][*v].as_i64().unwrap_or_default()))
            .collect();
        writeln!(
            out,
            "Group {{ name: {:?}, preferred: {:?}, versions: &{priorities:?}, priority: {} }},",
            text("group"),
            text("preferred"),
            group["groupPriorityMinimum"].as_i64().unwrap_or_default()
        )?;
    }
    out.push_str("];\n\n#[doc(hidden)]\npub static RESOURCES: &[Resource] = &[\n");
    let versions = facts.group_versions();
    for r in &facts.resources.resources {
        let gv = versions.iter().find(|gv| gv.prefix == prefix(&r.ty)).context("a known type")?;
        if gv.alpha {
            writeln!(out, "#[cfg(feature = \"alpha\")]")?;
        }
        let path = format!("crate::{}::{}::{}", gv.folder(), short(&gv.prefix), short(&r.ty));
        let storage = r.storage.as_ref();
        let aliases: Vec<(&String, &String)> = r.field_selector_aliases.iter().collect();
        writeln!(
            out,
            "Resource {{ group: {:?}, version: {:?}, plural: {:?}, singular: {:?}, kind: {:?}, \
             namespaced: {}, verbs: &{:?}, short_names: &{:?}, categories: &{:?}, \
             served_by_default: {}, storage_prefix: {:?}, storage_group: {:?}, storage_version: {:?}, has_status: {}, \
             field_selectors: &{:?}, field_selector_aliases: &{:?}, \
             field_selectors_unindexed: &{:?}, columns: &{:?}, \
             new: || Box::new(<{path}>::default()), ",
            r.group,
            r.version,
            r.resource,
            r.singular,
            r.kind,
            r.namespaced,
            r.verbs,
            r.short_names,
            r.categories,
            r.served_by_default,
            storage.map_or("", |s| &s.prefix),
            storage.map_or("", |s| &s.group),
            storage.map_or("", |s| &s.version),
            r.has_status,
            r.field_selectors,
            aliases,
            r.field_selectors_accepted_not_indexed,
            r.columns,
        )?;
        match &r.scale {
            Some(scale) => {
                let text = |key: &str| scale[key].as_str().unwrap_or_default().to_owned();
                writeln!(
                    out,
                    "scale: Some(Scale {{ spec_replicas: {:?}, status_replicas: {:?}, selector: {:?} }}),",
                    text("specReplicas"),
                    text("statusReplicas"),
                    text("statusSelectorFrom")
                )?;
            }
            None => writeln!(out, "scale: None,")?,
        }
        out.push_str("subresources: &[");
        for s in &r.subresources {
            writeln!(
                out,
                "Subresource {{ name: {:?}, kind: {:?}, group: {:?}, version: {:?}, verbs: &{:?} }},",
                s.name, s.kind, s.group, s.version, s.verbs
            )?;
        }
        out.push_str("] },\n");
    }
    out.push_str("];\n");
    Ok(out)
}

/// The text of `api/src/generated/kinds.rs`.
pub(crate) fn kinds(facts: &Facts) -> Result<String> {
    let mut out = String::from(
        "//! Every kind that has a type here. Written by `cargo xtask generate`; do not edit.\n\n\
         use crate::kinds::KindEntry;\n\n\
         #[doc(hidden)]\npub static KINDS: &[KindEntry] = &[\n",
    );
    let versions = facts.group_versions();
    let inside = GroupVersion { prefix: String::new(), group: String::new(), alpha: false };
    for (name, ty) in &facts.types {
        let Some(kind) = &ty.kind else { continue };
        let gv = versions.iter().find(|gv| gv.prefix == prefix(name)).context("a known type")?;
        if gv.alpha {
            writeln!(out, "#[cfg(feature = \"alpha\")]")?;
        }
        let group = ty.group.as_deref().unwrap_or(&gv.group);
        let version = ty.version.as_deref().unwrap_or(short(&gv.prefix));
        writeln!(
            out,
            "KindEntry {{ group: {group:?}, version: {version:?}, kind: {kind:?}, \
             new: || Box::new(<{}::{}>::default()) }},",
            gv.path(&inside),
            short(name)
        )?;
    }
    out.push_str("];\n");
    Ok(out)
}
