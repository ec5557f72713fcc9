//! What a server serves: every resource, asked for in two requests where the server can.
//!
//! *Upstream:* `client-go/discovery`.

use bowline_apimachinery::meta::{APIGroupList, APIResourceList, APIVersions};
use bowline_apimachinery::resource::{ApiResource, group_version};
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{Request, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::{Client, Error};

/// The aggregated form if the server has it, the older one otherwise.
const FORMS: &str =
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

/// A resource in one version, as the server tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discovered {
    /// What it is.
    pub resource: ApiResource,
    /// Verbs it answers.
    pub verbs: Vec<String>,
    /// Singular name.
    pub singular: String,
    /// Short names for command lines.
    pub short_names: Vec<String>,
    /// Whether the version comes first among those of its group that have the resource.
    pub preferred: bool,
}

impl Discovered {
    /// Whether the resource answers the verb.
    #[must_use]
    pub fn can(&self, verb: &str) -> bool {
        self.verbs.iter().any(|v| v == verb)
    }
}

impl Client {
    /// Every resource in every version, the preferred version of each group first; subresources
    /// are left out.
    ///
    /// # Errors
    /// When the server does not answer, or not as a Kubernetes API server would. A group version
    /// that vanishes meanwhile is left out.
    pub async fn discover(&self) -> Result<Vec<Discovered>, Error> {
        let mut out = Vec::new();
        for path in ["/api", "/apis"] {
            let response = self.get_raw(path, FORMS).await?;
            let content_type = response.headers().get(CONTENT_TYPE);
            let aggregated = content_type
                .and_then(|v| v.to_str().ok())
                .is_some_and(|v| v.contains("APIGroupDiscoveryList"));
            if aggregated {
                read_aggregated(&mut out, decode(path, &response)?);
                continue;
            }
            let versions: Vec<(String, String)> = if path == "/api" {
                let core: APIVersions = decode(path, &response)?;
                core.versions.into_iter().map(|v| (String::new(), v)).collect()
            } else {
                let list: APIGroupList = decode(path, &response)?;
                let of = |g: bowline_apimachinery::meta::APIGroup| {
                    let name = g.name;
                    g.versions.into_iter().map(move |v| (name.clone(), v.version))
                };
                list.groups.into_iter().flat_map(of).collect()
            };
            for (group, version) in versions {
                let path = match group.as_str() {
                    "" => format!("/api/{version}"),
                    _ => format!("/apis/{}", group_version(&group, &version)),
                };
                match self.get_raw(&path, "application/json").await {
                    Ok(response) => {
                        read_legacy(&mut out, &group, &version, decode(&path, &response)?)
                    }
                    Err(error) if error.is_not_found() => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(out)
    }

    async fn get_raw(&self, path: &str, accept: &str) -> Result<Response<Bytes>, Error> {
        let request = Request::get(path).header(ACCEPT, accept).body(Vec::new());
        // Paths and media types come from here and from discovery itself.
        self.request(request.unwrap_or_default()).await
    }
}

fn decode<T: DeserializeOwned>(path: &str, response: &Response<Bytes>) -> Result<T, Error> {
    serde_json::from_slice(response.body())
        .map_err(|source| Error::Decode { request: format!("GET {path}"), source: source.into() })
}

/// Adds a resource; the first version of a group that has it is the preferred one.
fn add(out: &mut Vec<Discovered>, mut found: Discovered) {
    let same = |d: &Discovered| {
        d.resource.group == found.resource.group && d.resource.plural == found.resource.plural
    };
    found.preferred = !out.iter().any(same);
    out.push(found);
}

#[derive(Deserialize)]
struct Groups {
    #[serde(default)]
    items: Vec<Group>,
}

#[derive(Deserialize)]
struct Group {
    #[serde(default)]
    metadata: bowline_apimachinery::meta::ObjectMeta,
    #[serde(default)]
    versions: Vec<Version>,
}

#[derive(Deserialize)]
struct Version {
    version: String,
    #[serde(default)]
    resources: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    resource: String,
    response_kind: Option<Kind>,
    scope: String,
    #[serde(default)]
    singular_resource: String,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    short_names: Vec<String>,
}

#[derive(Deserialize)]
struct Kind {
    kind: String,
}

fn read_aggregated(out: &mut Vec<Discovered>, groups: Groups) {
    for group in groups.items {
        for version in group.versions {
            for entry in version.resources {
                let Some(kind) = entry.response_kind else { continue };
                let resource = ApiResource {
                    group: group.metadata.name.clone().into(),
                    version: version.version.clone().into(),
                    kind: kind.kind.into(),
                    plural: entry.resource.into(),
                    namespaced: entry.scope == "Namespaced",
                };
                let found = Discovered {
                    resource,
                    verbs: entry.verbs,
                    singular: entry.singular_resource,
                    short_names: entry.short_names,
                    preferred: false,
                };
                add(out, found);
            }
        }
    }
}

fn read_legacy(out: &mut Vec<Discovered>, group: &str, version: &str, list: APIResourceList) {
    for entry in list.resources.into_iter().filter(|r| !r.name.contains('/')) {
        let resource = ApiResource {
            group: group.to_owned().into(),
            version: version.to_owned().into(),
            kind: entry.kind.into(),
            plural: entry.name.into(),
            namespaced: entry.namespaced,
        };
        let found = Discovered {
            resource,
            verbs: entry.verbs,
            singular: entry.singular_name,
            short_names: entry.short_names,
            preferred: false,
        };
        add(out, found);
    }
}
