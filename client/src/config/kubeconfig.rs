//! The kubeconfig file format.
//!
//! *Upstream:* `client-go/tools/clientcmd/api/v1/types.go`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Secret;

/// Clusters, users, and contexts that pair them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Kubeconfig {
    /// `v1`
    #[serde(rename = "apiVersion", default = "v1")]
    pub api_version: String,
    /// `Config`
    #[serde(default = "config")]
    pub kind: String,
    /// The clusters, each name once.
    #[serde(default, deserialize_with = "nullable")]
    pub clusters: Vec<NamedCluster>,
    /// The users, each name once.
    #[serde(default, deserialize_with = "nullable")]
    pub users: Vec<NamedAuthInfo>,
    /// The contexts, each name once.
    #[serde(default, deserialize_with = "nullable")]
    pub contexts: Vec<NamedContext>,
    /// The context that is used when none is asked for; may be empty.
    #[serde(default, deserialize_with = "nullable")]
    pub current_context: String,
    /// Settings of other programs.
    #[serde(default, deserialize_with = "nullable", skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<NamedExtension>,
}

impl Default for Kubeconfig {
    fn default() -> Self {
        Self {
            api_version: v1(),
            kind: config(),
            clusters: Vec::new(),
            users: Vec::new(),
            contexts: Vec::new(),
            current_context: String::new(),
            extensions: Vec::new(),
        }
    }
}

fn v1() -> String {
    "v1".to_owned()
}

fn config() -> String {
    "Config".to_owned()
}

/// Null stands for the empty value, as in Go.
fn nullable<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// A cluster under its name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NamedCluster {
    /// The name.
    pub name: String,
    /// The cluster.
    #[serde(default, deserialize_with = "nullable")]
    pub cluster: Cluster,
}

/// Where an API server is, and how to be sure that it is the right one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Cluster {
    /// `https://host:port`, perhaps with a path before the API's own.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "String::is_empty")]
    pub server: String,
    /// The name to check the server's certificate against, instead of the host.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "String::is_empty")]
    pub tls_server_name: String,
    /// Whether not to check the server's certificate at all.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "is_false")]
    pub insecure_skip_tls_verify: bool,
    /// A file with the authorities to trust, PEM.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "String::is_empty")]
    pub certificate_authority: String,
    /// The same in place, PEM in base64; goes before the file.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "String::is_empty")]
    pub certificate_authority_data: String,
    /// A proxy for all requests: `http`, `https` or `socks5`.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "String::is_empty")]
    pub proxy_url: String,
    /// Whether answers should not be compressed.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "is_false")]
    pub disable_compression: bool,
    /// Settings of other programs.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<NamedExtension>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// A user under its name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NamedAuthInfo {
    /// The name.
    pub name: String,
    /// The user.
    #[serde(default, deserialize_with = "nullable")]
    pub user: AuthInfo,
}

/// Who asks, and how to prove it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct AuthInfo {
    /// A file with a client certificate, PEM.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "String::is_empty")]
    pub client_certificate: String,
    /// The same in place, PEM in base64; goes before the file.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "String::is_empty")]
    pub client_certificate_data: String,
    /// A file with the certificate's key, PEM.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "String::is_empty")]
    pub client_key: String,
    /// The same in place, PEM in base64; goes before the file.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "Secret::is_empty")]
    pub client_key_data: Secret,
    /// A bearer token.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "Secret::is_empty")]
    pub token: Secret,
    /// A file with a bearer token, read again from time to time; goes before the token.
    #[serde(
        rename = "tokenFile",
        deserialize_with = "nullable",
        skip_serializing_if = "String::is_empty"
    )]
    pub token_file: String,
    /// The user to act as.
    #[serde(
        rename = "as",
        deserialize_with = "nullable",
        skip_serializing_if = "String::is_empty"
    )]
    pub impersonate: String,
    /// The uid to act with.
    #[serde(
        rename = "as-uid",
        deserialize_with = "nullable",
        skip_serializing_if = "String::is_empty"
    )]
    pub impersonate_uid: String,
    /// The groups to act in.
    #[serde(
        rename = "as-groups",
        deserialize_with = "nullable",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub impersonate_groups: Vec<String>,
    /// What else to act with.
    #[serde(
        rename = "as-user-extra",
        deserialize_with = "nullable",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub impersonate_extra: BTreeMap<String, Vec<String>>,
    /// A user name for basic authentication.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "String::is_empty")]
    pub username: String,
    /// Its password.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "Secret::is_empty")]
    pub password: Secret,
    /// A provider of credentials built into old clients; not supported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_provider: Option<Value>,
    /// A program that gives credentials.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exec: Option<ExecConfig>,
    /// Settings of other programs.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<NamedExtension>,
}

/// A program that gives credentials.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExecConfig {
    /// The program; looked for in `PATH` unless it has a separator.
    #[serde(deserialize_with = "nullable")]
    pub command: String,
    /// Its arguments.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<String>,
    /// Environment variables that it gets on top of ours.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "Vec::is_empty")]
    pub env: Vec<ExecEnv>,
    /// `client.authentication.k8s.io/v1` or `v1beta1`.
    #[serde(deserialize_with = "nullable")]
    pub api_version: String,
    /// What to tell the user when the program is not there.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "String::is_empty")]
    pub install_hint: String,
    /// Whether the program gets to know the cluster.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "is_false")]
    pub provide_cluster_info: bool,
    /// Whether the program may ask the user: `Never`, `IfAvailable` or `Always`.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "String::is_empty")]
    pub interactive_mode: String,
}

/// An environment variable.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ExecEnv {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A context under its name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NamedContext {
    /// The name.
    pub name: String,
    /// The context.
    #[serde(default, deserialize_with = "nullable")]
    pub context: Context,
}

/// A user in a cluster.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Context {
    /// Name of the cluster.
    #[serde(deserialize_with = "nullable")]
    pub cluster: String,
    /// Name of the user; may be empty.
    #[serde(deserialize_with = "nullable")]
    pub user: String,
    /// The namespace where none is given.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// Settings of other programs.
    #[serde(deserialize_with = "nullable", skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<NamedExtension>,
}

/// A setting of another program.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NamedExtension {
    /// Its name.
    pub name: String,
    /// Anything.
    #[serde(default)]
    pub extension: Value,
}
