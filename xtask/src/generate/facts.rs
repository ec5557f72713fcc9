//! The facts as data: types, aliases, resources.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;

/// Everything that generation reads.
pub(crate) struct Facts {
    pub(crate) types: BTreeMap<String, Type>,
    pub(crate) aliases: BTreeMap<String, Alias>,
    pub(crate) resources: Resources,
}

#[derive(Deserialize)]
struct TypesFile {
    types: BTreeMap<String, Type>,
    aliases: BTreeMap<String, Alias>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Type {
    #[serde(default)]
    pub(crate) group: Option<String>,
    #[serde(default)]
    pub(crate) version: Option<String>,
    #[serde(default)]
    pub(crate) kind: Option<String>,
    #[serde(default)]
    pub(crate) any_group: bool,
    #[serde(default)]
    pub(crate) struct_type: String,
    #[serde(default)]
    pub(crate) json_one_of: Vec<String>,
    pub(crate) fields: Vec<Field>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Field {
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) ty: String,
    pub(crate) alias: Option<String>,
    pub(crate) elem_alias: Option<String>,
    pub(crate) n: u32,
    pub(crate) pt: String,
    pub(crate) ptr: bool,
    pub(crate) omitempty: bool,
    pub(crate) omitzero: bool,
    pub(crate) inline: bool,
    pub(crate) required: bool,
    pub(crate) deprecated: bool,
    pub(crate) union_discriminator: bool,
    pub(crate) default: Option<serde_json::Value>,
    pub(crate) list_type: String,
    pub(crate) list_map_keys: Vec<String>,
    pub(crate) map_type: String,
    pub(crate) struct_type: String,
    pub(crate) patch_strategy: String,
    pub(crate) patch_merge_key: String,
    #[serde(skip)]
    pub(crate) via: Vec<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Alias {
    #[serde(rename = "type")]
    pub(crate) ty: String,
    #[serde(default)]
    pub(crate) values: BTreeMap<String, serde_json::Value>,
    #[serde(default, rename = "enum")]
    pub(crate) closed: Vec<String>,
    #[serde(default)]
    pub(crate) proto_wrapper: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Resources {
    pub(crate) groups: Vec<serde_json::Value>,
    pub(crate) resources: Vec<Resource>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
pub(crate) struct Resource {
    pub(crate) group: String,
    pub(crate) version: String,
    pub(crate) resource: String,
    pub(crate) singular: String,
    pub(crate) kind: String,
    pub(crate) namespaced: bool,
    pub(crate) verbs: Vec<String>,
    pub(crate) short_names: Vec<String>,
    pub(crate) categories: Vec<String>,
    pub(crate) served_by_default: bool,
    pub(crate) stage: String,
    #[serde(rename = "type")]
    pub(crate) ty: String,
    pub(crate) storage: Option<Storage>,
    pub(crate) subresources: Vec<Subresource>,
    pub(crate) has_status: bool,
    pub(crate) scale: Option<serde_json::Value>,
    pub(crate) field_selectors: Vec<String>,
    pub(crate) field_selector_aliases: BTreeMap<String, String>,
    pub(crate) field_selectors_accepted_not_indexed: Vec<String>,
    pub(crate) columns: Vec<(String, String, String, i32)>,
}

#[derive(Deserialize)]
pub(crate) struct Storage {
    pub(crate) group: String,
    pub(crate) version: String,
    pub(crate) prefix: String,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Subresource {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) group: String,
    pub(crate) version: String,
    pub(crate) verbs: Vec<String>,
}

impl Facts {
    pub(crate) fn load(dir: &Path) -> Result<Self> {
        let read = |name: &str| {
            let path = dir.join(name);
            std::fs::read_to_string(&path).with_context(|| path.display().to_string())
        };
        let TypesFile { types, aliases } = serde_json::from_str(&read("types.json")?)?;
        let resources = serde_json::from_str(&read("resources.json")?)?;
        Ok(Self { types, aliases, resources })
    }

    /// The group versions that have types, in model-name order.
    pub(crate) fn group_versions(&self) -> Vec<GroupVersion> {
        let prefixes: BTreeSet<&str> = self.types.keys().map(|n| prefix(n)).collect();
        prefixes.into_iter().map(|p| self.group_version(p)).collect()
    }

    fn group_version(&self, prefix: &str) -> GroupVersion {
        let of_types = self.types.iter().filter(|(n, _)| self::prefix(n) == prefix);
        let group = of_types
            .filter(|(_, t)| !t.any_group)
            .find_map(|(_, t)| t.group.clone())
            .unwrap_or_default();
        let stable = self
            .resources
            .resources
            .iter()
            .any(|r| self::prefix(&r.ty) == prefix && r.stage != "alpha");
        let has_resources = self.resources.resources.iter().any(|r| self::prefix(&r.ty) == prefix);
        GroupVersion { prefix: prefix.to_owned(), group, alpha: has_resources && !stable }
    }

    /// The fields of a type with inlined structs laid flat and `TypeMeta` left out.
    pub(crate) fn flat_fields(&self, name: &str) -> Vec<Field> {
        let mut out = Vec::new();
        for field in &self.types[name].fields {
            if field.name == "-" || field.ty.ends_with(".TypeMeta") {
                continue;
            }
            if !field.inline {
                out.push(field.clone());
                continue;
            }
            for mut inner in self.flat_fields(&field.ty) {
                inner.via.insert(0, field.n);
                out.push(inner);
            }
        }
        out
    }

    /// The alias, when its strings become an open enum.
    pub(crate) fn enum_alias(&self, alias: &str) -> Option<&Alias> {
        let last = alias.rsplit('.').next()?;
        let open = last.ends_with("ConditionType")
            || matches!(
                last,
                "ResourceName"
                    | "FinalizerName"
                    | "SecretType"
                    | "StatusReason"
                    | "CauseType"
                    | "Signal"
                    | "StorageMedium"
            );
        let found = self.aliases.get(alias)?;
        let known = !found.values.is_empty() || !found.closed.is_empty();
        (found.ty == "string" && known && !open).then_some(found)
    }
}

/// The model name without the type.
pub(crate) fn prefix(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(p, _)| p)
}

/// The type of a model name.
pub(crate) fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// The model name in a field's type, without list or map.
pub(crate) fn element(ty: &str) -> &str {
    let ty = ty.strip_prefix("map[string]").unwrap_or(ty);
    ty.strip_prefix("[]").unwrap_or(ty)
}

/// A group version that is generated.
pub(crate) struct GroupVersion {
    pub(crate) prefix: String,
    pub(crate) group: String,
    pub(crate) alpha: bool,
}

impl GroupVersion {
    /// `apps/v1`, `v1`.
    pub(crate) fn name(&self) -> String {
        let version = short(&self.prefix);
        match self.group.as_str() {
            "" => version.to_owned(),
            group => format!("{group}/{version}"),
        }
    }

    /// Group's folder: the last but one segment of the model prefix.
    pub(crate) fn folder(&self) -> &str {
        short(prefix(&self.prefix))
    }

    /// Whether the types live in `apimachinery`.
    pub(crate) fn is_meta(&self) -> bool {
        self.prefix.starts_with("io.k8s.apimachinery.")
    }

    /// Path of the module, from the crate that uses it.
    pub(crate) fn path(&self, from: &GroupVersion) -> String {
        match (self.is_meta(), from.is_meta()) {
            (true, true) => format!("crate::{}", self.meta_module()),
            (true, false) => format!("bowline_apimachinery::{}", self.meta_module()),
            _ => format!("crate::{}::{}", self.folder(), short(&self.prefix)),
        }
    }

    fn meta_module(&self) -> &'static str {
        if self.prefix.ends_with(".version") { "version_info" } else { "meta" }
    }

    /// Folder of the module from the workspace's root.
    pub(crate) fn dir(&self) -> String {
        if self.is_meta() {
            format!("apimachinery/src/{}", self.meta_module())
        } else {
            format!("api/src/{}/{}", self.folder(), short(&self.prefix))
        }
    }
}
